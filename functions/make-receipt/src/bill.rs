//! POST /api/accounts/{id}/bills: «Квитанция», the bill of the last closed month.
//!
//! It carries the answers to the control questions, so the limited version gets none unless the company allows it,
//! and then one without them (C-02, security rows 45 and 49).

mod compose;
mod meters;
mod records;

use crate::document::{Document, NewDocument, count, publish};
use axum::{Json, extract::State};
use compose::compose;
use documents::bill;
use domain::{calendar, link::Action};
use http::StatusCode;
use platform::{
    App, Refusal,
    http::{Answer, Body},
    problem::ProblemBody,
    sessions::Gate,
};
use records::Records;
use ulid::Ulid;

/// Makes the bill of the last closed month
#[utoipa::path(
    post, path = "/api/accounts/{id}/bills", tag = "make-receipt", operation_id = "makeBill",
    params(("id" = String, Path, description = "`company-number`")),
    request_body = NewDocument,
    responses(
        (status = 201, description = "The bill as the company's figures are now", body = Document),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`bill_unavailable`: no month is closed yet", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`invalid_fields`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "`unavailable`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn make_bill(
    State(app): State<App>,
    gate: Gate,
    Body(NewDocument {}): Body<NewDocument>,
) -> Answer<(StatusCode, Json<Document>)> {
    let (linked, _) = gate.open(&app, &[]).await?;
    linked.require(Action::MakeBill)?;
    let user = gate.ticket.user;
    let (records, ()) = tokio::try_join!(Records::read(&app, &gate.account), count(&app, user))?;
    let bill = compose(linked.company, records, linked.link.level, app.clock.now())
        .ok_or(Refusal::BillUnavailable)?;
    let file_name = format!("Квитанция {} {}.pdf", bill.account, calendar::format_month(bill.period));
    let key = format!("bills/{user}/{}.pdf", Ulid::new());
    publish(&app, &key, file_name, move || bill::render(&bill)).await
}
