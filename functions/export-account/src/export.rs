//! GET /api/accounts/{id}/exports/{file}: one table of an account as a file.

use crate::{
    csv,
    file::{ExportFile, Format, Kind},
    tables::{self, Table},
    xlsx::{self, Heading},
};
use axum::{
    extract::{Path, State},
    response::IntoResponse,
};
use domain::{
    UserId,
    calendar::{format_date, local_date},
    limits::ACCOUNT_EXPORTS_PER_USER,
    packet::MeterHistory,
};
use http::header;
use platform::{
    App, CommitError, Problem, Query, Refusal, Table as StoreTable, Transaction,
    http::{Answer, disposition},
    limits,
    problem::ProblemBody,
    sessions::{Gate, LinkedAccount},
    store::keys,
};
use serde::Deserialize;
use statements::{payments, readings, settlements};

#[derive(Debug, Deserialize)]
pub struct Place {
    file: String,
}

/// Settlements, readings or payments of an account as a file
#[utoipa::path(
    get, path = "/api/accounts/{id}/exports/{file}", tag = "export-account", operation_id = "exportAccount",
    params(
        ("id" = String, Path, description = "`company-number`"),
        ("file" = String, Path, description = "`settlements`, `readings` or `payments` with `.csv` or `.xlsx`"),
    ),
    responses(
        (status = 200, description = "The file, to be saved", content(
            (String = "application/octet-stream"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        )),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn export_account(
    State(app): State<App>,
    gate: Gate,
    Path(place): Path<Place>,
) -> Answer<impl IntoResponse> {
    let known = keys::accounts::payments(&gate.account);
    let (linked, mut found) = gate.open(&app, std::slice::from_ref(&known)).await?;
    let file: ExportFile = place.file.parse().map_err(|()| Refusal::NotFound)?;
    linked.require_section(file.kind.section())?;
    count(&app, gate.ticket.user).await?;
    let table = match file.kind {
        Kind::Settlements => tables::settlements(settlements::of_account(&app, &linked.account).await?),
        Kind::Readings => readings_of(&app, &gate, &linked).await?,
        Kind::Payments => {
            let known = found.take(&known)?;
            tables::payments(payments::of_account(&app, &gate, &linked, known).await?.payments)
        }
    };
    let body = match file.format {
        Format::Csv => csv::render(&table).map_err(Problem::internal)?,
        Format::Xlsx => {
            xlsx::render(&heading(&app, &linked, file.kind), &table).map_err(Problem::internal)?
        }
    };
    let number = linked.account.id.number();
    let extension = file.format.extension();
    let disposition = disposition::attachment(
        &format!("{}-{number}.{extension}", file.kind.name()),
        &format!("{} {number}.{extension}", file.kind.title()),
    );
    let headers = [
        (header::CONTENT_TYPE, file.format.content_type().to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, body))
}

/// Readings of every meter, the company's and the portal's.
async fn readings_of(app: &App, gate: &Gate, linked: &LinkedAccount) -> Answer<Table> {
    let query = Query::partition(StoreTable::Accounts, keys::accounts::partition(&gate.account));
    let query = query.prefix(keys::accounts::HISTORY);
    let (known, sent) = tokio::try_join!(query.run(&app.store), readings::sent(app, gate))?;
    let today = local_date(app.clock.now(), linked.company.utc_offset);
    let mut meters = Vec::with_capacity(linked.account.meters.len());
    for meter in &linked.account.meters {
        let history: Option<MeterHistory<'static>> =
            known.one(&keys::accounts::history(&gate.account, &meter.id).sk)?;
        let history = history.map(|history| history.readings.into_owned()).unwrap_or_default();
        let sent = sent.iter().filter(|sent| sent.meter == meter.id).cloned().collect();
        meters.push((meter, readings::merge(meter, &linked.company.readings, history, sent, today)));
    }
    Ok(tables::readings(meters, linked.link.level))
}

fn heading(app: &App, linked: &LinkedAccount, kind: Kind) -> Heading {
    let now = app.clock.now();
    let today = local_date(now, linked.company.utc_offset);
    Heading {
        title: kind.title().to_owned(),
        facts: vec![
            ("Лицевой счет", linked.account.id.number().to_owned()),
            ("Компания", linked.company.name.clone()),
            ("Данные компании на", format_date(local_date(linked.account.as_of, linked.company.utc_offset))),
            ("Файл создан", format_date(today)),
        ],
        made_at: now,
    }
}

/// Counts one more file of the user: making one costs more than showing a page.
async fn count(app: &App, user: UserId) -> Result<(), Problem> {
    let counter = limits::counter(&ACCOUNT_EXPORTS_PER_USER, &user.to_string(), app.clock.now());
    let retry_after = counter.retry_after;
    let counted = Transaction::new().count(counter, Refusal::TooManyRequests).commit(&app.store).await;
    counted.map_err(|error| match error {
        CommitError::Refused(refusal) => Problem::new(refusal).retry_after(retry_after),
        CommitError::Store(error) => error.into(),
    })
}
