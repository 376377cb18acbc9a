//! The first page of the console.

use super::faults::BANK_FAULTS;
use super::{Console, html};
use axum::extract::{Query, State};
use axum::response::Response;
use demo::DemoAccount;
use serde::Deserialize;

/// What the last button has to say.
#[derive(Debug, Default, Deserialize)]
pub struct Said {
    said: Option<String>,
    failed: Option<String>,
}

pub async fn show(State(console): State<Console>, Query(said): Query<Said>) -> Response {
    let message = html::said(said.said.as_deref(), said.failed.as_deref());
    let guide = console.guide.get().map(Vec::as_slice).unwrap_or_default();
    let body = format!(
        "<div><h1>Локальная площадка</h1><p class=lead>Весь портал на этой машине: те же функции, что и в \
         облаке, рядом с ними почта, банк и файлы. Этой страницы в облаке нет.</p></div>{message}\
         <div class=columns>{mail}{cards}</div>{accounts}\
         <div class=columns>{bank}{post}{schedules}{addresses}</div>{failures}",
        accounts = accounts(guide),
        mail = mail(&console),
        cards = cards(),
        bank = bank_faults(&console),
        post = post(&console),
        schedules = schedules(&console),
        addresses = addresses(&console),
        failures = failures(&console),
    );
    html::page("Локальная площадка", "/local", &body)
}

fn accounts(guide: &[DemoAccount]) -> String {
    if guide.is_empty() {
        return "<section class=card><h2>Лицевые счета</h2><p class=note>Демонстрационные данные не \
            загружены или ещё загружаются.</p></section>"
            .to_owned();
    }
    let companies: String = guide
        .chunk_by(|one, next| one.company == next.company)
        .enumerate()
        .filter_map(|(index, accounts)| {
            let rows: String = accounts.iter().map(row).collect();
            let open = if index == 0 { " open" } else { "" };
            Some(format!(
                "<details class=company{open}><summary>{name} <span class=chip>{count}</span></summary>\
                 <table class=stack><thead><tr><th>Лицевой счёт</th><th>Что на нём видно</th>\
                 <th class=right>Баланс</th><th>Номер прибора учета</th><th>Последнее начисление</th><th>ПИН-код</th></tr></thead>\
                 <tbody>{rows}</tbody></table></details>",
                name = html::escape(&accounts.first()?.company_name),
                count = accounts.len(),
            ))
        })
        .collect();
    format!(
        "<section class=card><h2>Лицевые счета</h2><p class=note>Зарегистрируйтесь с любой почтой или \
         телефоном: код придёт в «Письма и SMS». Лицевой счёт подключается по номеру, расширенная версия — по \
         номеру прибора учета, последнему начислению или ПИН-коду. Нажмите на число, чтобы скопировать его.</p>{companies}</section>"
    )
}

fn row(account: &DemoAccount) -> String {
    let serial = account.unlocks.serial.as_deref().map(html::copy);
    let charge = account.unlocks.last_charge.map(|sum| html::copy(&kopecks(sum.0)));
    let pin = account.unlocks.pin.map(html::copy);
    let none = || "<span class=soft>не спрашивают</span>".to_owned();
    format!(
        "<tr><td>{number}</td><td>{note}</td><td class=\"right number\" data-name=Баланс>{balance} ₽</td>\
         <td data-name=\"Номер прибора учета\">{serial}</td>\
         <td data-name=\"Последнее начисление\">{charge}</td><td data-name=ПИН-код>{pin}</td></tr>",
        number = html::copy(&account.number),
        note = html::escape(&account.note),
        balance = kopecks(account.balance.0),
        serial = serial.unwrap_or_else(none),
        charge = charge.unwrap_or_else(none),
        pin = pin.unwrap_or_default(),
    )
}

/// `-5899,95` with a real minus, as the portal writes sums.
fn kopecks(sum: i64) -> String {
    let sign = if sum < 0 { "−" } else { "" };
    let sum = sum.unsigned_abs();
    format!("{sign}{},{:02}", sum / 100, sum % 100)
}

fn mail(console: &Console) -> String {
    let newest = console.post.messages.newest(None);
    let lines: String = newest
        .iter()
        .take(5)
        .map(|message| {
            let code = message.code.as_deref().map(html::copy).unwrap_or_default();
            let subject = if message.subject.is_empty() { "SMS" } else { &message.subject };
            format!(
                "<tr><td><a href=\"/local/messages/{}\">{}</a><div class=\"small soft\">{} · \
                 <span class=number>{}</span></div></td><td class=right>{code}</td></tr>",
                message.id,
                html::escape(subject),
                html::escape(&message.to),
                html::time(message.at),
            )
        })
        .collect();
    let lines = if lines.is_empty() {
        "<p class=soft>Пока ничего не отправлено.</p>".to_owned()
    } else {
        format!("<table><tbody>{lines}</tbody></table>")
    };
    let newest = newest.first().map(|message| message.id.as_str()).unwrap_or_default();
    format!(
        "<section class=card data-newest=\"{newest}\"><h2>Последние сообщения</h2>\
         <p class=note>Коды подтверждения и извещения.</p>{lines}\
         <p><a class=button href=/local/messages>Все письма и SMS</a></p></section>"
    )
}

fn cards() -> String {
    let row = |card: &bank::TestCard| {
        let groups: Vec<&str> =
            (0..4).filter_map(|group| card.number.get(group * 4..group * 4 + 4)).collect();
        let text = html::escape(card.verdict.text());
        format!("<tr><td>{}</td><td>{text}</td></tr>", html::copy(&groups.join(" ")))
    };
    let (usual, others) = bank::TEST_CARDS.split_at(2);
    format!(
        "<section class=card><h2>Банковские карты</h2><p class=note>Срок — любой будущий, CVC — любые три \
         цифры, код из «SMS банка» — {}. Деньги никуда не уходят.</p><table><tbody>{}</tbody></table>\
         <details><summary>Отказы и другие карты</summary><table><tbody>{}</tbody></table></details></section>",
        html::copy(bank::CONFIRMATION_CODE),
        usual.iter().map(row).collect::<String>(),
        others.iter().map(row).collect::<String>(),
    )
}

fn bank_faults(console: &Console) -> String {
    let on = console.bank.faults();
    let list: String = BANK_FAULTS
        .iter()
        .filter_map(|(fault, name)| {
            let when = match on.switches.get(fault)?.when {
                bank::When::Always => "всегда".to_owned(),
                bank::When::Chance { percent } => format!("в {percent} % случаев"),
                bank::When::Next { times: 0 } => return None,
                bank::When::Next { times } => format!("осталось: {times}"),
            };
            Some(format!("<li>{name} <span class=\"chip bad\">{when}</span></li>"))
        })
        .collect();
    let list = if list.is_empty() {
        "<p><span class=\"chip good\">Банк работает исправно</span></p>".to_owned()
    } else {
        format!("<ul>{list}</ul>")
    };
    let options: String = BANK_FAULTS
        .iter()
        .map(|(fault, name)| {
            let value = serde_json::to_value(fault).unwrap_or_default();
            format!("<option value=\"{}\">{name}</option>", value.as_str().unwrap_or_default())
        })
        .collect();
    format!(
        "<section class=card><h2>Сбои банка</h2><p class=note>Как ведёт себя портал, когда банк подводит.</p>{list}\
         <form class=row method=post action=/local/faults/bank><label class=wide>Что сломать<select name=fault>{options}</select></label>\
         <label>Сколько раз<select name=times><option value=1>один раз<option value=2>два раза<option value=5>пять раз\
         <option value=0>всегда</select></label><button class=main>Включить</button></form>\
         <form class=row method=post action=/local/faults/clear><button>Выключить все сбои</button></form></section>"
    )
}

fn post(console: &Console) -> String {
    let faults = console.post.faults();
    format!(
        "<section class=card><h2>Сбои почты и SMS</h2><p class=note>Что будет, когда сообщения не уходят.</p>\
         <form class=row method=post action=/local/faults/post>\
         <label>Не принять следующих<input type=number name=fail_next min=0 max=1000 value={}></label>\
         <label>Задержка, мс<input type=number name=delay_ms min=0 max=60000 value={}></label>\
         <button>Применить</button></form></section>",
        faults.fail_next, faults.delay_ms
    )
}

fn schedules(console: &Console) -> String {
    let rows: String = console
        .schedules
        .all()
        .iter()
        .map(|entry| {
            let last = match &entry.last {
                None => "<span class=chip>ещё не запускалось</span>".to_owned(),
                Some(run) => match &run.result {
                    Ok(_) => format!("<span class=\"chip good\">успешно, {}</span>", html::time(run.at)),
                    Err(error) => format!(
                        "<span class=\"chip bad\">сбой, {}</span> <span class=small>{}</span>",
                        html::time(run.at),
                        html::escape(error)
                    ),
                },
            };
            format!(
                "<tr><td><strong>{name}</strong> <span class=\"small soft code\">{expression}</span><div>{last}</div></td>\
                 <td class=right><form method=post action=\"/local/schedules/{name}\"><button>Запустить</button></form></td></tr>",
                name = html::escape(&entry.schedule.name),
                expression = html::escape(&entry.schedule.expression),
            )
        })
        .collect();
    format!(
        "<section class=card><h2>Расписания</h2><p class=note>То, что облако делает по часам, можно сделать сейчас.</p>\
         <table><tbody>{rows}</tbody></table></section>"
    )
}

fn addresses(console: &Console) -> String {
    let own = &console.addresses;
    let mut facts = vec![
        ("Портал", own.portal.clone()),
        ("DynamoDB", own.database.clone()),
        ("S3", own.files.clone()),
        ("SES, SNS, секреты", own.post.clone()),
        ("Банк", own.bank.clone()),
        ("Данные", own.data.clone()),
    ];
    if let Some(functions) = &own.functions {
        facts.insert(1, ("Функции", functions.clone()));
    }
    let facts: String =
        facts.iter().map(|(name, value)| format!("<dt>{name}<dd>{}", html::escape(value))).collect();
    let variables: String = console
        .endpoints
        .variables()
        .map(|(name, value)| format!("export {name}={}\n", html::escape(&value)))
        .collect();
    format!(
        "<section class=card><h2>Адреса</h2><p class=note>Для консоли AWS и любых других программ.</p>\
         <dl class=facts>{facts}</dl><details><summary>Переменные для aws</summary><pre>{variables}</pre></details></section>"
    )
}

fn failures(console: &Console) -> String {
    let all = console.failures.all();
    let rows: String = all
        .iter()
        .map(|failed| {
            let event = serde_json::to_string_pretty(&failed.event).unwrap_or_default();
            format!(
                "<tr><td><strong>{}</strong> <span class=\"chip bad\">попыток: {}</span> \
                 <span class=\"small soft number\">{}</span><div>{}</div>\
                 <details><summary>Событие</summary><pre>{}</pre></details></td>\
                 <td class=right><form method=post action=\"/local/failures/{}\"><button>Повторить</button></form></td></tr>",
                html::escape(&failed.function),
                failed.attempts,
                html::time(failed.at),
                html::escape(&failed.error),
                html::escape(&event),
                failed.id,
            )
        })
        .collect();
    let body = if rows.is_empty() {
        "<p><span class=\"chip good\">Таких нет</span></p>".to_owned()
    } else {
        format!("<table><tbody>{rows}</tbody></table>")
    };
    format!(
        "<section class=card><h2>Недоставленные события</h2><p class=note>То, что функция не приняла после всех \
         попыток. В облаке такие события ждут человека в очереди.</p>{body}</section>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_written_as_the_portal_writes_them() {
        assert_eq!(kopecks(-589_995), "−5899,95");
        assert_eq!(kopecks(5), "0,05");
    }
}
