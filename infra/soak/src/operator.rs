//! An operator who gives money back: by the function that no route leads to, with the same number again while nobody
//! knows, twice at once, or at the same moment as a colleague.

use crate::{
    plan::{GiveBack, Intent},
    tally::Tally,
};
use domain::RefundId;
use local_cloud::Running;
use serde_json::{Value, json};
use std::time::Duration;

const FUNCTION: &str = "refund-payments";
/// Seconds between the tries of an operator whose call was lost.
const TRIES: [u64; 6] = [2, 4, 8, 15, 30, 60];

/// Gives back of a paid payment what was meant.
pub async fn gives_back(cloud: &Running, payment: &Value, intent: &Intent, tally: &Tally) {
    let number = |chance: u128| {
        let millis = u64::try_from(cloud.clock.now().timestamp_millis()).unwrap_or_default();
        RefundId(ulid::Ulid::from_parts(millis, chance))
    };
    let own = number(intent.chance);
    match intent.give_back {
        GiveBack::Nothing => {}
        GiveBack::All => asks(cloud, payment, own, None, tally).await,
        GiveBack::Part => asks(cloud, payment, own, half(payment), tally).await,
        GiveBack::Twice => {
            tokio::join!(asks(cloud, payment, own, None, tally), asks(cloud, payment, own, None, tally));
        }
        GiveBack::TwoOperators => {
            let other = number(!intent.chance);
            tokio::join!(asks(cloud, payment, own, None, tally), asks(cloud, payment, other, None, tally));
        }
    }
}

async fn asks(cloud: &Running, payment: &Value, number: RefundId, lines: Option<Value>, tally: &Tally) {
    tally.refunds();
    let mut asked =
        json!({"payment": payment["id"], "number": number.to_string(), "reason": "Ошибочный платёж"});
    if let Some(lines) = lines {
        asked["lines"] = lines;
    }
    for pause in TRIES {
        match cloud.functions.event(FUNCTION, json!({"refund": asked})).await {
            Ok(answer) if answer["refund"].is_object() => return,
            // What is left has been set aside by another operator.
            Ok(answer) if answer["refused"]["code"] == "no_lines" => return tally.refused_refunds(),
            Ok(answer) => return tally.unexpected(format!("возврат: {answer}")),
            // Killed, or nobody was there: the same number is asked for again.
            Err(_) => tally.lost(0),
        }
        tokio::time::sleep(cloud.clock.wall(Duration::from_secs(pause))).await;
    }
    tally.gave_up();
}

/// Half of the first service, a kopeck at least.
fn half(payment: &Value) -> Option<Value> {
    let line = payment["lines"].as_array()?.first()?;
    let sum = line["amount"].as_i64()?;
    Some(json!([{"service": line["service"], "amount": (sum / 2).max(1)}]))
}
