//! What a person has to look at. What to do for each kind is in the runbook.

use super::{Console, html};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::payment::{Detail, Fact};
use platform::Problem;
use platform::incidents::{self, IncidentRow};
use serde_json::json;

const PAGE: &str = "/local/incidents";

pub async fn show(State(console): State<Console>) -> Response {
    let rows = match incidents::all(&console.app).await {
        Ok(rows) => rows,
        Err(error) => return Problem::from(error).into_response(),
    };
    let list = if rows.is_empty() {
        "<section class=card><p><span class=\"chip good\">Расхождений нет</span></p></section>".to_owned()
    } else {
        let rows: String = rows.iter().map(row).collect();
        format!(
            "<section class=card><table class=stack><thead><tr><th>Что</th><th>О чём</th><th>Подробности</th>\
             <th>Замечено</th></tr></thead><tbody>{rows}</tbody></table></section>"
        )
    };
    let body = format!(
        "<div><h1>Расхождения</h1><p class=lead>Портал сам ничего не исправляет. Что делать с каждым видом — \
         в <code>infra/runbook</code>.</p></div>{list}"
    );
    html::page("Расхождения", PAGE, &body)
}

/// The same for programs.
pub async fn json(State(console): State<Console>) -> Response {
    match incidents::all(&console.app).await {
        Ok(rows) => Json(json!(rows)).into_response(),
        Err(error) => Problem::from(error).into_response(),
    }
}

fn row(incident: &IncidentRow) -> String {
    let facts: String = incident
        .facts
        .iter()
        .map(|(name, value)| {
            let name = Fact::of_code(name).map_or(name.as_str(), |fact| fact.title());
            let value = Detail::of_code(value).map_or(value.as_str(), |detail| detail.title());
            format!(
                "<div class=small><span class=soft>{}</span> {}</div>",
                html::escape(name),
                html::escape(value)
            )
        })
        .collect();
    format!(
        "<tr><td>{title}<div class=\"small soft\">{code}</div></td>\
         <td data-name=\"О чём\">{subject}<div class=\"small soft\">{company}</div></td>\
         <td data-name=Подробности>{facts}</td>\
         <td data-name=Замечено>{last}<div class=\"small soft\">впервые {first}, раз: {seen}</div></td></tr>",
        title = html::escape(incident.kind.title()),
        code = incident.kind.code(),
        subject = html::escape(&incident.subject),
        company = html::escape(incident.company.as_str()),
        last = html::time(incident.last_seen),
        first = html::time(incident.first_seen),
        seen = incident.seen,
    )
}
