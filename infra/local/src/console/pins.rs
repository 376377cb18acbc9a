//! Requests for a PIN as an operator of a company would see them. What a button does is `platform::pins`; here are only
//! the rows, for as long as the companies have no console of their own.

use super::{Console, done, failed, html};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::{Company, CompanyId, Login};
use platform::pins::{self, queue::Waiting};
use platform::{Problem, StoreError, Table, store::keys};
use serde::Deserialize;
use serde_json::json;
use ulid::Ulid;

/// What the last button has to say.
#[derive(Debug, Default, Deserialize)]
pub struct Said {
    pub said: Option<String>,
    pub failed: Option<String>,
}

pub async fn show(State(console): State<Console>, Query(said): Query<Said>) -> Response {
    let queues = match queues(&console).await {
        Ok(queues) => queues,
        Err(error) => return Problem::from(error).into_response(),
    };
    let body = format!(
        "<div><h1>Запросы ПИН-кода</h1><p class=lead>Так их увидит оператор компании: сюда попадают запросы, в \
         которых контакт не совпал с базой компании. ПИН-код уходит на контакт из базы; если его там нет — на \
         указанный адрес, который оператор проверил.</p></div>{message}{list}",
        message = html::said(said.said.as_deref(), said.failed.as_deref()),
        list = list(&queues),
    );
    html::page("Запросы ПИН-кода", "/local/pins", &body)
}

/// The same for programs.
pub async fn json(State(console): State<Console>) -> Response {
    let queues = match queues(&console).await {
        Ok(queues) => queues,
        Err(error) => return Problem::from(error).into_response(),
    };
    let requests: Vec<_> = queues
        .iter()
        .flat_map(|(_, waiting)| waiting)
        .map(|Waiting { request, to, on_file }| {
            json!({
                "company": request.account.company,
                "id": request.id.to_string(),
                "number": request.account.number(),
                "name": request.name,
                "email": request.email,
                "phone": request.phone,
                "to": to,
                "on_file": on_file,
            })
        })
        .collect();
    Json(requests).into_response()
}

pub async fn approve(
    State(console): State<Console>,
    Path((company, id)): Path<(CompanyId, Ulid)>,
    headers: HeaderMap,
) -> Response {
    match pins::approve(&console.app, &company, id).await {
        Ok(to) => done(&headers, "/local/pins", &format!("ПИН-код отправлен: {}", to.masked()), &json!({})),
        Err(problem) => refused(&headers, problem),
    }
}

pub async fn decline(
    State(console): State<Console>,
    Path((company, id)): Path<(CompanyId, Ulid)>,
    headers: HeaderMap,
) -> Response {
    match pins::decline(&console.app, &company, id).await {
        Ok(()) => done(&headers, "/local/pins", "Запрос отклонён", &json!({})),
        Err(problem) => refused(&headers, problem),
    }
}

fn refused(headers: &HeaderMap, problem: Problem) -> Response {
    failed(headers, "/local/pins", problem.refusal.message())
}

/// Companies with their requests.
async fn queues(console: &Console) -> Result<Vec<(Company, Vec<Waiting>)>, StoreError> {
    let query = platform::Query::partition(Table::Accounts, keys::accounts::COMPANIES);
    let companies: Vec<Company> = query.run(&console.app.store).await?.all()?;
    let mut queues = Vec::with_capacity(companies.len());
    for company in companies {
        let waiting = pins::waiting(&console.app, &company.id).await?;
        queues.push((company, waiting));
    }
    Ok(queues)
}

fn list(queues: &[(Company, Vec<Waiting>)]) -> String {
    let cards: String = queues
        .iter()
        .filter(|(_, waiting)| !waiting.is_empty())
        .map(|(company, waiting)| {
            let rows: String = waiting.iter().map(row).collect();
            format!(
                "<section class=card><h2>{}</h2><table class=stack><thead><tr><th>Лицевой счёт</th><th>Кто просит</th>\
                 <th>Куда уйдёт ПИН-код</th><th></th></tr></thead><tbody>{rows}</tbody></table></section>",
                html::escape(&company.name)
            )
        })
        .collect();
    if cards.is_empty() {
        return "<section class=card><p><span class=\"chip good\">Запросов нет</span></p></section>"
            .to_owned();
    }
    cards
}

fn row(waiting: &Waiting) -> String {
    let Waiting { request, to, on_file } = waiting;
    let typed: Vec<String> = [&request.email, &request.phone]
        .into_iter()
        .flatten()
        .map(|contact| html::escape(contact.as_str()))
        .collect();
    let place = if *on_file {
        "контакт компании"
    } else {
        "указан в запросе, проверьте"
    };
    let to = to.as_ref().map(Login::as_str).map(html::escape).unwrap_or_default();
    let action = format!("/local/pins/{}/{}", request.account.company, request.id);
    let label = if *on_file {
        "Отправить ПИН на контакт компании"
    } else {
        "Отправить ПИН на проверенный адрес"
    };
    format!(
        "<tr><td>{number}<div class=\"small soft number\">{at}</div></td>\
         <td data-name=\"Кто просит\">{name}<div class=\"small soft\">{typed}</div></td>\
         <td data-name=\"Куда уйдёт ПИН-код\">{to}<div class=\"small soft\">{place}</div></td>\
         <td class=right><form method=post action=\"{action}/approve\"><button class=main>{label}</button></form>\
         <form method=post action=\"{action}/decline\"><button>Отклонить</button></form></td></tr>",
        number = html::copy(request.account.number()),
        at = html::time(request.at),
        name = html::escape(&request.name),
        typed = typed.join(", "),
    )
}
