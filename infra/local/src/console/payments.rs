//! Payments as an operator would see them, and refunds. What the button does is the function `refund-payments`, the same
//! that an operator of the cloud calls.

use super::pins::Said;
use super::{Console, done, failed, html, is_browser};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use chrono::{Days, Utc};
use domain::payment::{Aftermath, Detail, Refund, RefundState};
use domain::{Company, Kopecks, Payment, format_roubles};
use platform::records::payments::{DayEntry, StoredPayment};
use platform::{Problem, StoreError, Table, store::keys};
use serde_json::json;
use std::collections::BTreeMap;
use ulid::Ulid;

const PAGE: &str = "/local/payments";
/// Days that the page looks back.
const DAYS: u64 = 14;

/// A refund that was refused, or of which nobody knows whether it was begun: the page shows it again as it was typed, its
/// number included, so that the next click is not a second refund.
#[derive(Default)]
struct Typed {
    payment: String,
    fields: BTreeMap<String, String>,
}

impl Typed {
    /// What was typed into this field of this payment's form.
    fn of(&self, payment: &Payment, field: &str) -> Option<&str> {
        let same = payment.id.to_string() == self.payment;
        self.fields.get(field).filter(|_| same).map(String::as_str)
    }
}

pub async fn show(State(console): State<Console>, Query(said): Query<Said>) -> Response {
    page(&console, &html::said(said.said.as_deref(), said.failed.as_deref()), &Typed::default()).await
}

async fn page(console: &Console, said: &str, typed: &Typed) -> Response {
    let payments = match recent(console).await {
        Ok(payments) => payments,
        Err(error) => return Problem::from(error).into_response(),
    };
    let cards: String =
        payments.iter().map(|(payment, after)| card(payment, after.as_ref(), typed)).collect();
    let list = if cards.is_empty() {
        "<section class=card><p><span class=\"chip good\">За две недели платежей нет</span></p></section>"
            .to_owned()
    } else {
        cards
    };
    let body = format!(
        "<div><h1>Платежи и возвраты</h1><p class=lead>Проведённые платежи за две недели. Возврат уходит в банк сразу; \
         кнопку можно нажать дважды, возврат будет один.</p></div>{said}{list}",
    );
    html::page("Платежи", PAGE, &body)
}

/// The same for programs. Money in kopecks.
pub async fn json(State(console): State<Console>) -> Response {
    let payments = match recent(&console).await {
        Ok(payments) => payments,
        Err(error) => return Problem::from(error).into_response(),
    };
    let refund = |refund: &Refund| json!({"number": refund.id.to_string(), "amount": refund.amount, "state": refund.state, "reason": refund.reason});
    let shown: Vec<_> = payments
        .iter()
        .map(|(payment, after)| {
            json!({
                "id": payment.id.to_string(),
                "account": payment.account,
                "amount": payment.amount,
                "lines": payment.lines,
                "fiscal_receipt": after.as_ref().map(|after| after.fiscal_receipt()),
                "refunds": after.iter().flat_map(|after| &after.refunds).map(refund).collect::<Vec<_>>(),
            })
        })
        .collect();
    Json(shown).into_response()
}

/// `number`, `reason` and a sum in roubles for each service: `sum.gas`.
pub async fn refund(
    State(console): State<Console>,
    Path(payment): Path<String>,
    headers: HeaderMap,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let asked = ask(&console, &payment, &form).await;
    match asked {
        Ok(answer) => {
            let said = answer["refund"]["message"].as_str().unwrap_or("Возврат записан").to_owned();
            done(&headers, PAGE, &said, &answer)
        }
        Err(error) if is_browser(&headers) => {
            page(&console, &html::said(None, Some(&error)), &Typed { payment, fields: form }).await
        }
        Err(error) => failed(&headers, PAGE, &error),
    }
}

/// The function's answer, or why nothing was begun.
async fn ask(
    console: &Console,
    payment: &str,
    form: &BTreeMap<String, String>,
) -> Result<serde_json::Value, String> {
    let mut lines = Vec::new();
    for (name, sum) in form {
        let Some(service) = name.strip_prefix("sum.") else { continue };
        if sum.trim().is_empty() {
            continue;
        }
        match domain::packet::money(sum.trim())? {
            Kopecks(0) => {}
            amount => lines.push(json!({"service": service, "amount": amount})),
        }
    }
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let event = json!({"refund": {
        "payment": payment, "number": text("number"), "lines": lines, "reason": text("reason"),
    }});
    let answer = console.functions.event("refund-payments", event).await?;
    match answer["refused"]["message"].as_str() {
        Some(refused) => Err(refused.to_owned()),
        None => Ok(answer),
    }
}

/// Paid payments of all companies, the newest first, with what followed them.
async fn recent(console: &Console) -> Result<Vec<(Payment, Option<Aftermath>)>, StoreError> {
    let store = &console.app.store;
    let companies = platform::Query::partition(Table::Accounts, keys::accounts::COMPANIES);
    let companies: Vec<Company> = companies.run(store).await?.all()?;
    let today = payments::moscow_day(Utc::now());
    let mut recent = Vec::new();
    for company in companies {
        for back in 0..DAYS {
            let day = keys::payments::day_partition(&company.id, today - Days::new(back));
            let entries: Vec<DayEntry> =
                platform::Query::partition(Table::Payments, day).run(store).await?.all()?;
            for entry in entries.into_iter().filter(|entry| entry.of.is_none()) {
                let stored: Option<StoredPayment> = store.get(&keys::payments::payment(entry.number)).await?;
                let after = payments::load_aftermath(store, entry.number).await?;
                recent.extend(stored.map(|stored| (stored.payment, after)));
            }
        }
    }
    recent.sort_by_key(|(payment, _)| std::cmp::Reverse(payment.paid_at));
    Ok(recent)
}

fn card(payment: &Payment, after: Option<&Aftermath>, typed: &Typed) -> String {
    let value = |field: &str| html::escape(typed.of(payment, field).unwrap_or_default());
    let line = |line: &domain::PaymentLine| line_row(line, after, &value(&format!("sum.{}", line.service)));
    let lines: String = payment.lines.iter().map(line).collect();
    let refunds: String = after.iter().flat_map(|after| &after.refunds).map(refund_row).collect();
    let left = after.map_or(payment.amount, |after| after.amount - after.set_aside());
    let form = if left > Kopecks::ZERO {
        format!(
            "<form method=post action=\"/local/payments/{id}/refunds\">\
             <input type=hidden name=number value=\"{number}\">\
             <table class=stack><thead><tr><th>Услуга</th><th class=right>Оплачено</th><th class=right>Можно вернуть</th>\
             <th>Вернуть, ₽</th></tr></thead><tbody>{lines}</tbody></table>\
             <p><label>Причина <input name=reason required maxlength=180 value=\"{reason}\"></label> \
             <button class=main>Вернуть деньги</button></p></form>",
            id = payment.id,
            number = typed.of(payment, "number").map_or_else(|| Ulid::new().to_string(), html::escape),
            reason = value("reason"),
        )
    } else {
        "<p class=soft>Возвращать больше нечего.</p>".to_owned()
    };
    format!(
        "<section class=card><h2>{sum} · ЛС {account}</h2><p class=\"small soft\">{at} · {id}</p>{refunds}{form}</section>",
        sum = html::escape(&format_roubles(payment.amount)),
        account = html::escape(payment.account.number()),
        at = payment.paid_at.map(html::time).unwrap_or_default(),
        id = html::copy(&payment.id.to_string()),
    )
}

/// The sum is left to the operator to type: a form filled in beforehand gives back what nobody has read.
fn line_row(line: &domain::PaymentLine, after: Option<&Aftermath>, typed: &str) -> String {
    let left = after.map_or(line.amount, |after| after.left_of(&line.service));
    format!(
        "<tr><td>{name}</td><td class=right data-name=Оплачено>{paid}</td><td class=right data-name=\"Можно вернуть\">{left}</td>\
         <td data-name=\"Вернуть, ₽\"><input name=\"sum.{service}\" inputmode=decimal value=\"{typed}\" {sum} autocomplete=off \
         aria-label=\"Вернуть за услугу {name}, рублей\"></td></tr>",
        name = html::escape(&line.name),
        paid = html::escape(&format_roubles(line.amount)),
        left = html::escape(&format_roubles(left)),
        service = html::escape(&line.service),
        sum = if left > Kopecks::ZERO {
            "pattern=\"[0-9]+([.,][0-9]{1,2})?\" title=\"Рубли и копейки: 300,00\""
        } else {
            "disabled"
        },
    )
}

fn refund_row(refund: &Refund) -> String {
    let chip = match refund.state {
        RefundState::Created | RefundState::Submitting | RefundState::Pending => "",
        RefundState::Succeeded => "good",
        RefundState::Canceled | RefundState::Failed => "bad",
    };
    format!(
        "<p><span class=\"chip {chip}\">Возврат {sum}: {state}</span> <span class=\"small soft\">{at} · {reason}</span></p>",
        sum = html::escape(&format_roubles(refund.amount)),
        state = Detail::from(refund.state).title(),
        at = html::time(refund.created_at),
        reason = html::escape(&refund.reason),
    )
}
