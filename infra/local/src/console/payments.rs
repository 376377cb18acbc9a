//! Payments as an operator would see them, and refunds. What the button does is the function `refund-payments`, the same
//! that an operator of the cloud calls.

use super::pins::Said;
use super::{Console, done, failed, html};
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

pub async fn show(State(console): State<Console>, Query(said): Query<Said>) -> Response {
    let payments = match recent(&console).await {
        Ok(payments) => payments,
        Err(error) => return Problem::from(error).into_response(),
    };
    let cards: String = payments.iter().map(|(payment, after)| card(payment, after.as_ref())).collect();
    let list = if cards.is_empty() {
        "<section class=card><p><span class=\"chip good\">За две недели платежей нет</span></p></section>"
            .to_owned()
    } else {
        cards
    };
    let body = format!(
        "<div><h1>Платежи и возвраты</h1><p class=lead>Проведённые платежи за две недели. Возврат уходит в банк сразу; \
         кнопку можно нажать дважды, возврат будет один.</p></div>{}{list}",
        html::said(said.said.as_deref(), said.failed.as_deref()),
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
    let mut lines = Vec::new();
    for (name, sum) in &form {
        let Some(service) = name.strip_prefix("sum.") else { continue };
        if sum.trim().is_empty() {
            continue;
        }
        match domain::packet::money(sum.trim()) {
            Ok(Kopecks(0)) => {}
            Ok(amount) => lines.push(json!({"service": service, "amount": amount})),
            Err(error) => return failed(&headers, PAGE, error),
        }
    }
    let text = |name: &str| form.get(name).cloned().unwrap_or_default();
    let event = json!({"refund": {
        "payment": payment, "number": text("number"), "lines": lines, "reason": text("reason"),
    }});
    match console.functions.event("refund-payments", event).await {
        Ok(answer) => match answer["refused"]["message"].as_str() {
            Some(refused) => failed(&headers, PAGE, refused),
            None => {
                let said = answer["refund"]["message"].as_str().unwrap_or("Возврат записан");
                done(&headers, PAGE, said, &answer)
            }
        },
        Err(error) => failed(&headers, PAGE, &error),
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

fn card(payment: &Payment, after: Option<&Aftermath>) -> String {
    let lines: String = payment.lines.iter().map(|line| line_row(line, after)).collect();
    let refunds: String = after.iter().flat_map(|after| &after.refunds).map(refund_row).collect();
    let left = after.map_or(payment.amount, |after| after.amount - after.set_aside());
    let form = if left > Kopecks::ZERO {
        format!(
            "<form method=post action=\"/local/payments/{id}/refunds\">\
             <input type=hidden name=number value=\"{number}\">\
             <table class=stack><thead><tr><th>Услуга</th><th class=right>Оплачено</th><th class=right>Можно вернуть</th>\
             <th>Вернуть, ₽</th></tr></thead><tbody>{lines}</tbody></table>\
             <p><label>Причина <input name=reason required maxlength=180></label> \
             <button class=main>Вернуть деньги</button></p></form>",
            id = payment.id,
            number = Ulid::new(),
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
fn line_row(line: &domain::PaymentLine, after: Option<&Aftermath>) -> String {
    let left = after.map_or(line.amount, |after| after.left_of(&line.service));
    format!(
        "<tr><td>{name}</td><td class=right data-name=Оплачено>{paid}</td><td class=right data-name=\"Можно вернуть\">{left}</td>\
         <td data-name=\"Вернуть, ₽\"><input name=\"sum.{service}\" inputmode=decimal {sum} autocomplete=off \
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
