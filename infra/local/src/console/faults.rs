//! What goes wrong on purpose: the bank, the post office, the store.

use super::{Console, HOME, done};
use crate::post::PostFaults;
use crate::wire::Fault;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Faults of the bank with their names for people.
pub const BANK_FAULTS: [(bank::Fault, &str); 18] = [
    (bank::Fault::CreatedThen500, "Платёж создан, но ответ 500"),
    (bank::Fault::NotCreated500, "Платёж не создан, ответ 500"),
    (bank::Fault::Processing202, "Ответ 202: ещё обрабатывается"),
    (bank::Fault::TooMany429, "Ответ 429: слишком часто"),
    (bank::Fault::Hang, "Ответ через 40 секунд"),
    (bank::Fault::WrongAmount, "Сумма на рубль больше"),
    (bank::Fault::LateSuccess, "Деньги списаны (карта привязана) через 5 секунд"),
    (bank::Fault::HookDrop, "Уведомление потеряно"),
    (bank::Fault::HookDuplicate, "Уведомление дважды"),
    (bank::Fault::HookDelay, "Уведомление через 5 секунд"),
    (bank::Fault::HookReorder, "Уведомления не по порядку"),
    (bank::Fault::HookForge, "Поддельное уведомление об успехе"),
    (bank::Fault::RefundLate, "Возврат выполнен через 5 секунд"),
    (bank::Fault::RefundCanceled, "Возврат отменён через 5 секунд"),
    (bank::Fault::BindingInactive, "Карта не привязана, уведомления нет"),
    (bank::Fault::PermissionRevoked, "Разрешение на списание с карты отозвано"),
    (bank::Fault::SavedCardConfirms, "Привязанная карта требует подтверждения"),
    (bank::Fault::ReceiptCanceled, "Чек не зарегистрирован в кассе"),
];

/// Everything at once, for tests.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct All {
    bank: bank::Faults,
    post: PostFaults,
    /// Planned failures of calls to AWS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    aws: Vec<Planned>,
}

/// The next calls of one AWS operation that fail.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Planned {
    /// `GetItem`, `TransactWriteItems`, `SendRawEmail`, `PUT`, …; `*` is any.
    operation: String,
    fault: Fault,
    #[serde(default)]
    skip: u32,
    #[serde(default = "once")]
    times: u32,
}

fn once() -> u32 {
    1
}

pub async fn read(State(console): State<Console>) -> Json<All> {
    Json(All { bank: console.bank.faults(), post: console.post.faults(), aws: Vec::new() })
}

/// Replaces all faults by those of the body; `{}` mends everything.
pub async fn replace(State(console): State<Console>, Json(all): Json<All>) -> Json<All> {
    console.bank.set_faults(all.bank);
    console.post.set_faults(all.post);
    console.wire.mend();
    for planned in &all.aws {
        console.wire.fail(&planned.operation, planned.fault, planned.skip, planned.times);
    }
    read(State(console)).await
}

/// One fault of the bank, from the console's form.
#[derive(Debug, Deserialize)]
pub struct BankForm {
    fault: bank::Fault,
    /// 0 is «always», a number is so many times.
    times: u32,
}

pub async fn set_bank(
    State(console): State<Console>,
    headers: HeaderMap,
    Form(form): Form<BankForm>,
) -> Response {
    let switch = match form.times {
        0 => bank::Switch::always(),
        times => bank::Switch::next(times),
    };
    console.bank.set_faults(console.bank.faults().with(form.fault, switch));
    done(&headers, HOME, "Сбой банка включён", &json!({}))
}

pub async fn set_post(
    State(console): State<Console>,
    headers: HeaderMap,
    Form(faults): Form<PostFaults>,
) -> Response {
    console.post.set_faults(faults);
    done(&headers, HOME, "Настройки почты приняты", &json!(faults))
}

pub async fn clear(State(console): State<Console>, headers: HeaderMap) -> Response {
    let _ = replace(State(console), Json(All::default())).await;
    done(&headers, HOME, "Все сбои выключены", &json!({})).into_response()
}
