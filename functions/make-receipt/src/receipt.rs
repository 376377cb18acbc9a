//! POST /api/payments/{id}/receipt: «Детализация», the receipt of a payment made through the portal.
//!
//! For its payer alone; to other holders of the account, as to strangers, it is not there (security row 58).
//! It tells of the payment and of nothing that the company keeps of the account: whoever pays need not be the
//! subscriber, and the limited version must not learn from it who that is (row 49).

use crate::document::{Document, NewDocument, count, publish};
use axum::{
    Json,
    extract::{Path, State},
};
use documents::receipt::{self, Card, Fiscal, Receipt, Status};
use domain::{
    Company, Kopecks, Payment, PaymentId, PaymentState, calendar,
    payment::{self, Aftermath, FiscalReceipt, RefundState},
};
use http::StatusCode;
use platform::{
    App, Problem, Refusal,
    http::{Answer, Body},
    problem::ProblemBody,
    records::payments::{StoredAftermath, StoredPayment},
    sessions::Ticket,
    store::keys,
};

/// Hours by which the clock of Moscow is ahead of UTC: receipts are dated by it (payments §8).
const MOSCOW: i32 = 3;

/// Makes the receipt of a paid payment
#[utoipa::path(
    post, path = "/api/payments/{id}/receipt", tag = "make-receipt", operation_id = "makeReceipt",
    params(("id" = String, Path, description = "Number of the payment")),
    request_body = NewDocument,
    responses(
        (status = 201, description = "The receipt; the same PDF whenever it is asked for", body = Document),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: none, or somebody else's", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`payment_not_paid`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn make_receipt(
    State(app): State<App>,
    ticket: Ticket,
    Path(id): Path<String>,
    Body(NewDocument {}): Body<NewDocument>,
) -> Answer<(StatusCode, Json<Document>)> {
    let id: PaymentId = id.parse().map_err(|_| Refusal::NotFound)?;
    let (key, after) = (keys::payments::payment(id), keys::payments::aftermath(id));
    let (session, mut found) = ticket.open(&app, &[key.clone(), after.clone()]).await?;
    let stored: Option<StoredPayment> = found.take(&key)?;
    let payment = stored.map(|row| row.payment).filter(|payment| payment.user == session.user);
    let payment = payment.ok_or(Refusal::NotFound)?;
    if payment.state != PaymentState::Succeeded {
        return Err(Refusal::PaymentNotPaid.into());
    }
    let after: Option<StoredAftermath> = found.take(&after)?;
    let (company, ()) = tokio::try_join!(company_of(&app, &payment), count(&app, session.user))?;
    let receipt = compose(company, &payment, after.map(|row| row.aftermath));
    let day = calendar::format_date(calendar::local_date(receipt.paid_at, MOSCOW));
    let file_name = format!("Квитанция об оплате {} {day}.pdf", receipt.account);
    publish(&app, &format!("receipts/{id}.pdf"), file_name, move || receipt::render(&receipt)).await
}

async fn company_of(app: &App, payment: &Payment) -> Result<Company, Problem> {
    let company = app.store.get(&keys::accounts::company(&payment.account.company)).await?;
    company.ok_or_else(|| Problem::internal("a payment to a company that is not there"))
}

/// Nothing in it depends on when it is asked for: what is known of the payment is all that it tells.
fn compose(company: Company, payment: &Payment, after: Option<Aftermath>) -> Receipt {
    let paid_at = payment.paid_at.unwrap_or(payment.updated_at);
    let done =
        after.iter().flat_map(|after| &after.refunds).filter(|refund| refund.state == RefundState::Succeeded);
    let refunds: Vec<_> = done.filter_map(|refund| Some((refund.completed_at?, refund.amount))).collect();
    let whole = refunds.iter().map(|(_, sum)| *sum).sum::<Kopecks>() == payment.amount;
    let last = refunds.last().map(|(at, _)| *at).filter(|_| whole);
    Receipt {
        company,
        payment: payment.id.to_string(),
        status: last.map_or(Status::Paid, |at| Status::Refunded { at }),
        paid_at,
        account: payment.account.number().to_owned(),
        payer: None,
        address: None,
        lines: payment.lines.iter().map(|line| (line.name.clone(), line.amount)).collect(),
        amount: payment.amount,
        card: payment.card.as_ref().map(card),
        rrn: payment.rrn.clone(),
        auth_code: payment.auth_code.clone(),
        payee: payment.payee.as_ref().map(|payee| payee.details.clone()),
        refunds,
        fiscal: fiscal(after.as_ref().map(Aftermath::fiscal_receipt)),
        email: None,
        issued: paid_at,
    }
}

/// The acquirer registers the fiscal receipt and sends it by itself.
fn fiscal(receipt: Option<FiscalReceipt>) -> Fiscal {
    match receipt {
        None | Some(FiscalReceipt::Pending) => Fiscal::Pending,
        Some(FiscalReceipt::Succeeded) => Fiscal::Registered(None),
        Some(FiscalReceipt::Canceled) => Fiscal::Failed,
        Some(FiscalReceipt::None) => Fiscal::Absent,
    }
}

fn card(card: &payment::Card) -> Card {
    let kind = if card.card_type == "Mir" { "МИР" } else { &card.card_type };
    Card { kind: kind.to_owned(), last4: card.last4.clone() }
}
