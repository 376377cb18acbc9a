//! The answer to the question «ПИН-код» (R-180; security rows 50–53).

use domain::{limits::PIN_WRONG_TRIES, pin::KeptPin};
use platform::{
    App, Condition, Found, Key, Problem, Refusal, Transaction,
    pins::PinKey,
    sessions::{Gate, LinkedAccount},
    store::keys,
};

/// PINs that this user may answer with: the company's own, and the one given out on request.
pub struct Pins(Vec<Candidate>);

pub struct Candidate {
    key: Key,
    pin: KeptPin,
    /// A row of this PIN is there to be counted in.
    is_kept: bool,
    /// Opens one time (row 53); a company's PIN stands on every bill and is the company's to change.
    once: bool,
}

/// Where the rows of both are.
pub fn keys(gate: &Gate) -> [Key; 2] {
    [keys::accounts::company_pin(&gate.account), keys::accounts::issued_pin(&gate.account, gate.ticket.user)]
}

impl Pins {
    /// `found`: the rows of [`keys`].
    pub fn take(gate: &Gate, linked: &LinkedAccount, found: &mut Found) -> Result<Self, Problem> {
        let [company, issued] = keys(gate);
        let mut pins = Vec::new();
        if let Some(mac) = &linked.account.pin {
            let known: Option<KeptPin> = found.take(&company)?;
            let is_kept = known.as_ref().is_some_and(|known| known.mac == *mac);
            let pin = KeptPin::of_company(mac, known);
            pins.push(Candidate { key: company, pin, is_kept, once: false });
        }
        if let Some(pin) = found.take(&issued)? {
            pins.push(Candidate { key: issued, pin, is_kept: true, once: true });
        }
        Ok(Self(pins))
    }

    /// The PIN that was typed, if it is one; refuses when wrong answers have voided all there are.
    pub async fn find(&self, app: &App, gate: &Gate, typed: &str) -> Result<Option<&Candidate>, Problem> {
        let now = app.clock.now();
        if self.live(app).next().is_none() && self.0.iter().any(|candidate| candidate.pin.is_void()) {
            return Err(Refusal::PinVoid.into());
        }
        let mac = PinKey::read(app).await?.seal_typed(&gate.account, typed).unwrap_or_default();
        // Every one is compared, whichever is right (row 51).
        let right: Vec<_> = self.0.iter().filter(|candidate| candidate.pin.is(&mac)).collect();
        Ok(right.into_iter().find(|candidate| candidate.pin.is_live(now)))
    }

    /// One more wrong answer to every PIN that it could have been (row 50).
    pub fn count_wrong(&self, app: &App, mut writes: Transaction<Refusal>) -> Transaction<Refusal> {
        for candidate in self.live(app) {
            let key = candidate.key.clone();
            writes = if candidate.is_kept {
                writes.add(key, "wrong", 1, Condition::Always, Refusal::WrongAnswer)
            } else {
                writes.write(key, &KeptPin { wrong: 1, ..candidate.pin.clone() })
            };
        }
        writes
    }

    fn live(&self, app: &App) -> impl Iterator<Item = &Candidate> {
        let now = app.clock.now();
        self.0.iter().filter(move |candidate| candidate.pin.is_live(now))
    }
}

impl Candidate {
    /// In the transaction that extends: the PIN still is what was read, and opens no second time.
    pub fn use_up(&self, writes: Transaction<Refusal>) -> Transaction<Refusal> {
        let key = self.key.clone();
        let not_void = Condition::Below("wrong", i64::from(PIN_WRONG_TRIES));
        if self.once {
            let same = Condition::equals("mac", &self.pin.mac);
            writes.delete(key, Condition::All(vec![same, not_void]), Refusal::WrongAnswer)
        } else {
            let another = Condition::differs("mac", &self.pin.mac);
            writes.check(key, Condition::Any(vec![another, not_void]), Refusal::PinVoid)
        }
    }
}
