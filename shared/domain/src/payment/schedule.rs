//! When to send again and when to ask again (payments §4, §7 R1).

use chrono::{DateTime, TimeDelta, Utc};

/// A payment that was never sent is given up.
pub const ABANDONED_AFTER: TimeDelta = TimeDelta::minutes(15);
/// While a sending may still be under way nobody repeats it: the client gives up in 35 s.
pub const SEND_LEASE: TimeDelta = TimeDelta::seconds(40);
/// The gateway forgets a key in 24 h; past this the same bytes could be a second payment.
pub const GIVE_UP_SENDING: TimeDelta = TimeDelta::hours(23);
pub const GIVE_UP_ASKING: TimeDelta = TimeDelta::hours(26);
/// Life of the bank's page.
pub const CONFIRMATION_LIVES: TimeDelta = TimeDelta::hours(1);

const SEND_AGAIN: [TimeDelta; 3] = [TimeDelta::seconds(2), TimeDelta::seconds(5), TimeDelta::seconds(15)];
const THEN_SEND_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Since the gateway took the payment; the last one is just after its page has closed.
const ASK_AT: [TimeDelta; 8] = [
    TimeDelta::seconds(20),
    TimeDelta::minutes(1),
    TimeDelta::minutes(2),
    TimeDelta::minutes(4),
    TimeDelta::minutes(8),
    TimeDelta::minutes(15),
    TimeDelta::minutes(30),
    TimeDelta::minutes(62),
];

/// After that many sendings without an answer.
pub(crate) fn send_again_at(sends: u32, now: DateTime<Utc>) -> DateTime<Utc> {
    let place = sends.saturating_sub(1) as usize;
    now + SEND_AGAIN.get(place).copied().unwrap_or(THEN_SEND_EVERY)
}

/// First moment of the schedule after `now`; hourly when the list is over. Depends on nothing but time, so that
/// asking out of turn (a notification, the return page) moves nothing.
pub(crate) fn ask_again_at(accepted_at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let age = now - accepted_at;
    let after_list = || {
        let last = ASK_AT[ASK_AT.len() - 1];
        let hours = (age - last).num_hours() + 1;
        last + TimeDelta::hours(hours)
    };
    accepted_at + ASK_AT.into_iter().find(|offset| *offset > age).unwrap_or_else(after_list)
}
