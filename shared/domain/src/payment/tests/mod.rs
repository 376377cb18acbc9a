//! A payment of two lines, and what a gateway may say of it.

mod ledger;
mod moves;
mod order;
mod records;
mod refunds;
mod saved;
mod timing;

use super::*;
use chrono::TimeDelta;

const GATEWAY: &str = "2e8f1a3c-000f-5000-8000-18db351245c7";

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn line(service: &str, amount: i64) -> PaymentLine {
    PaymentLine { service: service.into(), name: format!("Услуга {service}"), amount: Kopecks(amount) }
}

fn created() -> Payment {
    let new = NewPayment {
        id: "01JD3V6Z8Q7M2R4T000000000A".parse().unwrap(),
        user: "01JD3V6Z8Q7M2R4T000000000B".parse().unwrap(),
        account: "sever-33016355".parse().unwrap(),
        lines: vec![line("gas", 258_043), line("to", 30_000)],
        amount: Kopecks(288_043),
        method: PaymentMethod::NewCard,
        payee: None,
        request_body: "{}".into(),
        request_hash: "hash".into(),
    };
    Payment::create(new, at(0))
}

fn submitted() -> Payment {
    submit(&created(), at(1)).unwrap().payment
}

fn awaiting() -> Payment {
    advance(&submitted(), &pending(true), at(2)).payment
}

/// The same payment put into a state, with what belongs to that state.
fn in_state(state: PaymentState) -> Payment {
    let base = match state {
        PaymentState::Created => return created(),
        PaymentState::Submitting => submitted(),
        _ => awaiting(),
    };
    Payment { state, ..base }
}

fn pending(with_page: bool) -> Observation {
    Observation::Pending {
        gateway_id: GATEWAY.into(),
        confirmation_url: with_page.then(|| "https://bank.example/pay".into()),
    }
}

fn held() -> Observation {
    Observation::WaitingForCapture { gateway_id: GATEWAY.into() }
}

fn paid() -> Observation {
    Observation::Succeeded(Paid {
        gateway_id: GATEWAY.into(),
        captured_at: Some(at(60)),
        card: Some(Card { last4: "0004".into(), card_type: "Mir".into() }),
        rrn: Some("603668680243".into()),
        auth_code: Some("062467".into()),
        saved: None,
    })
}

fn canceled(reason: &str) -> Observation {
    let refusal = Refusal { party: "payment_network".into(), reason: reason.into() };
    Observation::Canceled { gateway_id: GATEWAY.into(), refusal }
}

fn refused(http: u16) -> Observation {
    Observation::Refused { http, parameter: None }
}

fn every_observation() -> Vec<Observation> {
    vec![
        pending(true),
        pending(false),
        held(),
        paid(),
        canceled("insufficient_funds"),
        refused(400),
        refused(401),
        refused(403),
        Observation::Unknown,
        Observation::NotFound,
        Observation::Mismatch(Mismatch::Amount),
    ]
}
