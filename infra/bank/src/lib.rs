//! A bank to try payments against: the acquirer's API (YooKassa v3), the pages where a payer types the card
//! and the confirmation code, its webhooks, and a switch that makes all of them fail in the ways real ones do.
//!
//! No money moves here. A card's number is never kept: only its first six and last four digits, type and expiry.

mod admin;
mod api;
mod card;
mod cards;
mod clock;
mod desk;
mod engine;
mod errand;
mod faults;
mod hooks;
mod ledger;
mod method;
mod money;
mod options;
mod pages;
mod payment;
mod receipt;
mod refund;
mod visit;

pub use card::CardKept;
pub use cards::{CONFIRMATION_CODE, Refusal, SUCCESSFUL_CARD, TEST_CARDS, TestCard, Verdict};
pub use clock::Clock;
pub use engine::Bank;
pub use faults::{Calls, Fault, Faults, Switch, When};
pub use method::{Method, MethodStatus};
pub use options::{Options, Shop};
pub use payment::{Cancellation, Payment, Saving, Status};
pub use receipt::Receipt;
pub use refund::{Decision, Refund, RefundStatus};
pub use visit::{Step, Visit};

use axum::Router;
use std::{io, sync::Arc};
use tokio::net::TcpListener;

/// Everything the bank serves: `/v3/…`, `/pay/{id}`, `/bind/{id}`, `/3ds/{id}`, `/admin/…`.
/// Also starts the courier of webhooks, which lives as long as `bank` does; call within a Tokio runtime.
pub fn app(bank: Arc<Bank>) -> Router {
    hooks::start_courier(&bank);
    Router::new()
        .nest("/v3", api::routes(bank.clone()))
        .nest("/admin", admin::routes())
        .merge(pages::routes())
        .with_state(bank)
}

/// Serves [`app`] until the listener fails.
pub async fn serve(listener: TcpListener, bank: Arc<Bank>) -> io::Result<()> {
    axum::serve(listener, app(bank)).await
}

/// A bank in memory on a free port of this machine, for tests. Answers with its address
/// (`http://127.0.0.1:40123`; the API is under `/v3`). Ends with the runtime.
pub async fn on_free_port(configure: impl FnOnce(Options) -> Options) -> io::Result<(String, Arc<Bank>)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let bank = Bank::open(configure(Options::new(address.clone())))?;
    tokio::spawn(serve(listener, bank.clone()));
    Ok((address, bank))
}
