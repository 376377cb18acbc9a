//! Every key of every table, in one place. ARCHITECTURE.md keeps the table of access patterns beside it.

use super::Item;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::{AccountId, BindingId, CardId, CompanyId, FlowId, PaymentId, UserId};
use std::collections::HashMap;

/// One table per context, so that a function's policy says what it may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    Identity,
    Accounts,
    Payments,
    Outbox,
}

/// Where one record lives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub table: Table,
    pub pk: String,
    pub sk: String,
}

impl Key {
    fn new(table: Table, pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { table, pk: pk.into(), sk: sk.into() }
    }

    pub(super) fn attributes(&self) -> Item {
        HashMap::from([
            ("pk".to_owned(), AttributeValue::S(self.pk.clone())),
            ("sk".to_owned(), AttributeValue::S(self.sk.clone())),
        ])
    }

    pub(super) fn of_item(table: Table, item: &Item) -> Option<Self> {
        let text = |name| item.get(name)?.as_s().ok().cloned();
        Some(Self { table, pk: text("pk")?, sk: text("sk")? })
    }
}

/// `identity`: credentials, users, sessions, codes, limits.
pub mod identity {
    use super::*;

    /// `login`: canonical, see `domain::login`.
    pub fn login(login: &str) -> Key {
        Key::new(Table::Identity, format!("LOGIN#{login}"), "LOGIN")
    }
    pub fn profile(user: UserId) -> Key {
        Key::new(Table::Identity, format!("USER#{user}"), "PROFILE")
    }
    /// `digest`: SHA-256 of the session id, hex (security row 29).
    pub fn session(user: UserId, digest: &str) -> Key {
        Key::new(Table::Identity, format!("USER#{user}"), format!("SESSION#{digest}"))
    }
    pub const SESSIONS: &str = "SESSION#";
    pub fn flow(flow: FlowId) -> Key {
        Key::new(Table::Identity, format!("FLOW#{flow}"), "FLOW")
    }
    /// Failed sign-ins in a row of one login (security row 19); a device that has signed in before counts
    /// its own, so that strangers cannot lock the owner out.
    pub fn throttle(login: &str, device: Option<&str>) -> Key {
        Key::new(Table::Identity, format!("THROTTLE#{login}"), format!("BY#{}", device.unwrap_or("STRANGER")))
    }
    /// A browser in which the user has signed in; `digest` as in [`session`].
    pub fn device(user: UserId, digest: &str) -> Key {
        Key::new(Table::Identity, format!("USER#{user}"), format!("DEVICE#{digest}"))
    }
    /// Everything of a user but credentials, throttles and links.
    pub fn user_partition(user: UserId) -> String {
        format!("USER#{user}")
    }
    pub fn throttles_partition(login: &str) -> String {
        format!("THROTTLE#{login}")
    }
    /// Profiles to be erased, ordered by the moment from which they may be.
    pub const ERASURES: &str = "ERASURES";
    pub fn erasure(at: DateTime<Utc>, user: UserId) -> Key {
        Key::new(
            Table::Identity,
            ERASURES,
            format!("{}#{user}", at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        )
    }
    /// An `Idempotency-Key` under which readings were sent.
    pub fn sent_readings(user: UserId, key: &str) -> Key {
        Key::new(Table::Identity, format!("USER#{user}"), format!("READINGS#{key}"))
    }
    /// Requests for a PIN that wait for an operator of the company; swept by TTL.
    pub fn pin_requests_partition(company: &CompanyId) -> String {
        format!("PINS#{company}")
    }
    pub fn pin_request(company: &CompanyId, id: ulid::Ulid) -> Key {
        Key::new(Table::Identity, pin_requests_partition(company), format!("REQUEST#{id}"))
    }
    pub const PIN_REQUESTS: &str = "REQUEST#";
    /// A counter of one limit, subject and window.
    pub fn limit(name: &str, subject: &str, window: i64) -> Key {
        Key::new(Table::Identity, format!("LIMIT#{name}#{subject}"), format!("W#{window:012}"))
    }
}

/// `accounts`: companies, what they tell, and what the portal adds.
pub mod accounts {
    use super::*;

    pub const COMPANIES: &str = "COMPANIES";
    pub fn company(company: &CompanyId) -> Key {
        Key::new(Table::Accounts, COMPANIES, company.as_str())
    }
    pub fn partition(account: &AccountId) -> String {
        format!("AC#{}#{}", account.company, account.number())
    }
    fn of(account: &AccountId, sk: impl Into<String>) -> Key {
        Key::new(Table::Accounts, partition(account), sk)
    }
    pub fn account(account: &AccountId) -> Key {
        of(account, "ACCOUNT")
    }
    pub fn card(account: &AccountId) -> Key {
        of(account, "CARD")
    }
    pub fn history(account: &AccountId, meter: &str) -> Key {
        of(account, format!("HISTORY#{meter}"))
    }
    pub const HISTORY: &str = "HISTORY#";
    pub fn settlements(account: &AccountId, service: &str) -> Key {
        of(account, format!("SETTLEMENTS#{service}"))
    }
    pub const SETTLEMENTS: &str = "SETTLEMENTS#";
    /// Payments that the company knows of.
    pub fn payments(account: &AccountId) -> Key {
        of(account, "PAYMENTS")
    }
    /// Last reading sent through the portal, by meter.
    pub fn meters(account: &AccountId) -> Key {
        of(account, "METERS")
    }
    pub fn reading(account: &AccountId, id: ulid::Ulid) -> Key {
        of(account, format!("READING#{id}"))
    }
    pub const READINGS: &str = "READING#";
    pub fn credit(account: &AccountId, payment: PaymentId) -> Key {
        of(account, format!("CREDIT#{payment}"))
    }
    pub const CREDITS: &str = "CREDIT#";
    pub fn holder(account: &AccountId, user: UserId) -> Key {
        of(account, format!("HOLDER#{user}"))
    }
    pub const HOLDERS: &str = "HOLDER#";
    /// What is known of the PIN that the company has given the account.
    pub fn company_pin(account: &AccountId) -> Key {
        of(account, "PIN#COMPANY")
    }
    /// The PIN that the portal has given out for this user.
    pub fn issued_pin(account: &AccountId, user: UserId) -> Key {
        of(account, format!("PIN#{user}"))
    }
    pub const PINS: &str = "PIN#";
    pub fn links_partition(user: UserId) -> String {
        format!("US#{user}")
    }
    pub fn link(user: UserId, account: &AccountId) -> Key {
        Key::new(Table::Accounts, links_partition(user), format!("LINK#{account}"))
    }
    pub const LINKS: &str = "LINK#";
    /// Counter of a user's links: the limit of accounts is its condition (security row 47).
    pub fn link_count(user: UserId) -> Key {
        Key::new(Table::Accounts, links_partition(user), "LINKS")
    }
    pub fn packet(company: &CompanyId, sequence: u64) -> Key {
        Key::new(Table::Accounts, format!("PACKET#{company}"), format!("SEQ#{sequence:010}"))
    }
    pub fn last_packet(company: &CompanyId) -> Key {
        Key::new(Table::Accounts, format!("PACKET#{company}"), "LAST")
    }
}

/// `payments`: payments, their journal, idempotency.
pub mod payments {
    use super::*;

    pub fn payment(payment: PaymentId) -> Key {
        Key::new(Table::Payments, format!("PAY#{payment}"), "PAYMENT")
    }
    pub fn event(payment: PaymentId, seq: u32) -> Key {
        Key::new(Table::Payments, format!("PAY#{payment}"), format!("EVENT#{seq:06}"))
    }
    pub const EVENTS: &str = "EVENT#";
    pub fn partition(payment: PaymentId) -> String {
        format!("PAY#{payment}")
    }
    pub fn account_partition(account: &AccountId) -> String {
        format!("AC#{}#{}", account.company, account.number())
    }
    /// Row of «Платежи»; ordered by the payment's ULID, so by time.
    pub fn of_account(account: &AccountId, payment: PaymentId) -> Key {
        Key::new(Table::Payments, account_partition(account), format!("PAYMENT#{payment}"))
    }
    pub const OF_ACCOUNT: &str = "PAYMENT#";
    pub fn idempotency(user: UserId, key: &str) -> Key {
        Key::new(Table::Payments, format!("IDEM#{user}#{key}"), "IDEM")
    }
    /// The one open payment of a user to one payee of an account (two tabs, security row 62).
    pub fn open(user: UserId, account: &AccountId, payee: &str) -> Key {
        Key::new(Table::Payments, format!("OPEN#{user}#{account}"), format!("OPEN#{payee}"))
    }
    /// What follows a payment that has succeeded: refunds and fiscal receipts.
    pub fn aftermath(payment: PaymentId) -> Key {
        Key::new(Table::Payments, format!("PAY#{payment}"), AFTERMATH)
    }
    pub const AFTERMATH: &str = "AFTERMATH";
    /// Journal of the refunds of a payment.
    pub fn refund_event(payment: PaymentId, seq: u32) -> Key {
        Key::new(Table::Payments, format!("PAY#{payment}"), format!("REFUND-EVENT#{seq:06}"))
    }
    pub const REFUND_EVENTS: &str = "REFUND-EVENT#";
    /// What the shop of a company took and gave back on one day of Moscow.
    pub fn day_partition(company: &CompanyId, day: NaiveDate) -> String {
        format!("LEDGER#{company}#{day}")
    }
    /// `number`: of a payment or of a refund.
    pub fn of_day(company: &CompanyId, day: NaiveDate, number: PaymentId) -> Key {
        Key::new(Table::Payments, day_partition(company, day), format!("ENTRY#{number}"))
    }
    /// What a person has to look at. Few, so one partition holds them.
    pub const INCIDENTS: &str = "INCIDENTS";
    /// The same finding has the same key, however often it is found.
    pub fn incident(kind: &str, subject: &str) -> Key {
        Key::new(Table::Payments, INCIDENTS, format!("{kind}#{subject}"))
    }
    /// Index of payments that the sweeper must look at.
    pub const DUE_INDEX: &str = "due";
    /// The one partition of that index.
    pub const DUE: &str = "DUE";
}

/// Linked cards, in `payments`: everything of a user's in one partition.
pub mod cards {
    use super::*;

    pub fn partition(user: UserId) -> String {
        format!("CARDS#{user}")
    }
    fn of(user: UserId, sk: impl Into<String>) -> Key {
        Key::new(Table::Payments, partition(user), sk)
    }
    pub fn card(user: UserId, card: &CardId) -> Key {
        of(user, format!("CARD#{card}"))
    }
    pub const CARDS: &str = "CARD#";
    pub fn binding(user: UserId, binding: BindingId) -> Key {
        of(user, format!("BINDING#{binding}"))
    }
    /// An `Idempotency-Key` under which a binding was begun.
    pub fn begun(user: UserId, key: &str) -> Key {
        of(user, format!("BEGUN#{key}"))
    }
    /// The charge of a card that is under way.
    pub fn charge(user: UserId, card: &CardId) -> Key {
        of(user, format!("CHARGE#{card}"))
    }
    /// Partition of the index [`super::payments::DUE_INDEX`] for bindings that the sweeper must look at.
    pub const DUE: &str = "BINDING";
}

/// `outbox`: events waiting to be told.
pub mod outbox {
    use super::*;

    pub fn event(id: ulid::Ulid) -> Key {
        Key::new(Table::Outbox, format!("EVENT#{id}"), "EVENT")
    }
}
