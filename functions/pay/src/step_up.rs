//! The code that lets a linked card pay (R-079; security row 71). No 3-D Secure stands in the way of such a payment,
//! so the portal asks by itself: the payment waits, nothing has been sent to the bank, and the flow of the code has
//! the payment's own number.

use chrono::{DateTime, Utc};
use domain::{
    FlowId, Payment, PaymentId, PaymentState, UserId, amounts::format_roubles, login::Login,
    payment::Aftermath,
};
use platform::{
    App, Condition, Found, Key, Problem, Refusal, Transaction,
    messages::Message,
    records::{
        Profile,
        payments::{StoredAftermath, StoredPayment},
    },
    sessions::{LinkedAccount, Ticket},
    store::keys,
};
use serde::{Deserialize, Serialize};
use verification::{Browser, Code, Flow, Purpose, Standing, Waits, texts};

/// What waits for the code.
#[derive(Debug, Serialize, Deserialize)]
pub struct CardPayment {
    user: UserId,
    payment: PaymentId,
    /// «1 284,50 ₽» and «Мир •••• 0004», for the message.
    sum: String,
    card: String,
}

impl Waits for CardPayment {
    const PURPOSE: Purpose = Purpose::CardPayment;

    fn message(&self, _: &str, code: Option<&Code>) -> Message {
        // No decoy waits here: whoever begins is signed in.
        let none = Code { digits: String::new(), seconds: 0 };
        texts::card_code(code.unwrap_or(&none), &self.sum, &self.card)
    }

    fn holds(&self, _: &Login, transaction: Transaction<Refusal>) -> Transaction<Refusal> {
        let waits = Condition::equals("state", &PaymentState::Created);
        transaction.check(keys::payments::payment(self.payment), waits, Refusal::FlowNotFound)
    }
}

/// How the code of a payment stands, and until when it can be given.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StepUp {
    /// Where the code went, masked.
    pub sent_to: String,
    /// Number of digits: the page draws so many cells.
    pub code_length: u32,
    /// When this code stops working; another may be asked for.
    pub expires_at: DateTime<Utc>,
    /// From when another code may be asked for.
    pub resend_at: DateTime<Utc>,
    /// Wrong codes that may still be given.
    pub tries_left: u32,
}

impl StepUp {
    pub fn of(app: &App, standing: Standing) -> Self {
        let Standing { sent_to, expires_at, resend_at, tries_left } = standing;
        Self { sent_to, code_length: app.config.rules.code_length, expires_at, resend_at, tries_left }
    }
}

/// Where the flow of a payment is.
pub fn key(payment: PaymentId) -> Key {
    keys::identity::flow(FlowId(payment.0))
}

/// The flow of a new payment. Its code goes to the payer's phone where there is a verified one.
pub fn flow(
    linked: &LinkedAccount,
    profile: Option<&Profile>,
    ticket: &Ticket,
    payment: &Payment,
    now: DateTime<Utc>,
) -> Result<Flow<CardPayment>, Problem> {
    let login = || Login::parse(&linked.session.login).ok();
    let to = profile.and_then(Profile::code_address).or_else(login);
    let to = to.ok_or_else(|| Problem::internal("nowhere to send a code to"))?;
    let waits = CardPayment {
        user: payment.user,
        payment: payment.id,
        sum: format_roubles(payment.amount),
        card: payment.charge.as_ref().map(|charge| charge.title.clone()).unwrap_or_default(),
    };
    Ok(Flow::under(FlowId(payment.id.0), to, waits, false, &Browser::of_session(ticket), now))
}

/// The flow of a payment among the rows that were read.
pub fn find(
    found: &mut Found,
    payment: PaymentId,
    now: DateTime<Utc>,
) -> Result<Option<Flow<CardPayment>>, Problem> {
    Flow::of(found, FlowId(payment.0), now)
}

/// A payment of one's own, with its flow, in one round trip.
pub struct Called {
    pub stored: StoredPayment,
    pub flow: Option<Flow<CardPayment>>,
    /// What has followed it: refunds, the fiscal receipt.
    pub after: Option<Aftermath>,
}

impl Called {
    pub async fn open(app: &App, ticket: &Ticket, id: &str) -> Result<Self, Problem> {
        let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
        let (payment, after) = (keys::payments::payment(id), keys::payments::aftermath(id));
        let (session, mut found) = ticket.open(app, &[payment.clone(), after.clone(), key(id)]).await?;
        let stored: Option<StoredPayment> = found.take(&payment)?;
        let stored = stored.filter(|row| row.payment.user == session.user).ok_or(Refusal::NotFound)?;
        let after: Option<StoredAftermath> = found.take(&after)?;
        let after = after.map(|row| row.aftermath);
        Ok(Self { stored, after, flow: find(&mut found, id, app.clock.now())? })
    }

    /// The flow, if it was begun in this browser.
    pub fn own_flow(self, ticket: &Ticket) -> Result<Flow<CardPayment>, Problem> {
        let browser = Browser::of_session(ticket);
        Ok(self.flow.filter(|flow| flow.is_of(&browser)).ok_or(Refusal::FlowNotFound)?)
    }
}
