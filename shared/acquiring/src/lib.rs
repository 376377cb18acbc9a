//! The bank, as the portal sees it: a payment is begun, looked up and listed through [`Acquirer`],
//! so that another gateway can take the place of YooKassa without a change to the payment's own rules.
//!
//! The one hard thing here is doubt. A gateway that did not answer may still have taken the money,
//! therefore every call ends in an [`Outcome`] that keeps «refused» and «unknown» apart.

mod amount;
mod create;
pub mod hook;
mod method;
mod outcome;
mod payment;
mod receipt;
mod refund;
mod shop;
mod yookassa;

pub use create::{CreatePayment, Customer, Line, PaymentOrder, Source, with_token};
pub use method::{CreateMethod, GatewayMethod, GatewayMethodStatus, MethodCard, SavedMethod};
pub use outcome::{Doubt, Outcome};
pub use payment::{Cancellation, Card, GatewayPayment, GatewayStatus, Page};
pub use refund::{CreateRefund, GatewayRefund, Period, RefundPage};
pub use shop::Shop;
pub use yookassa::{Http, YooKassa};

use chrono::{DateTime, Utc};
use std::pin::Pin;

/// What a call to a gateway gives back: a boxed future, so that `dyn Acquirer` is possible.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 'a>>;

/// One shop of one gateway.
pub trait Acquirer: Send + Sync {
    /// Begins a payment whose card is typed on the gateway's own page.
    ///
    /// `body` is what [`CreatePayment::to_body`] made and the caller stored before the first attempt: a retry
    /// sends the very same bytes under the very same key (1–64 of `[0-9A-Za-z+._-]`), and so never pays twice.
    fn create_redirect<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayPayment>;

    /// Charges a card that the gateway keeps: `body` as for [`Acquirer::create_redirect`], with the token in it
    /// ([`with_token`]). Usually nobody has to confirm anything, and the answer is final.
    fn charge_saved<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayPayment>;

    /// Begins to keep a card that is typed on the gateway's own page; `body` is what [`CreateMethod::to_body`] made.
    fn bind_start<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayMethod>;

    /// The kept card as the gateway has it now; `id` is the gateway's.
    fn bind_get<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayMethod>;

    /// The payment as the gateway has it now; `id` is the gateway's.
    fn get<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayPayment>;

    /// A page of payments created at `created_since` or later, newest first, for reconciliation.
    /// `cursor`: [`Page::next_cursor`] of the page before.
    fn list<'a>(&'a self, created_since: DateTime<Utc>, cursor: Option<&'a str>) -> Answer<'a, Page>;

    /// A page of payments whose money was taken in the period.
    fn list_captured<'a>(&'a self, captured: Period, cursor: Option<&'a str>) -> Answer<'a, Page>;

    /// Gives money back. `body` is what [`CreateRefund::to_body`] made and the caller stored; of repeating it holds what
    /// is said of [`Acquirer::create_redirect`].
    fn refund<'a>(&'a self, body: &'a str, idempotence_key: &'a str) -> Answer<'a, GatewayRefund>;

    /// The refund as the gateway has it now; `id` is the gateway's.
    fn get_refund<'a>(&'a self, id: &'a str) -> Answer<'a, GatewayRefund>;

    /// A page of refunds created in the period.
    fn list_refunds<'a>(&'a self, created: Period, cursor: Option<&'a str>) -> Answer<'a, RefundPage>;
}
