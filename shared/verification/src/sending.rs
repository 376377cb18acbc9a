//! How often codes may leave, whatever they are for (security rows 5 and 14).

use chrono::{DateTime, Utc};
use domain::{
    limits::{
        CODES_PER_LOGIN_DAY, CODES_PER_LOGIN_HOUR, SMS_BUDGET, SMS_PER_IP, SMS_PER_NUMBER, SMS_PER_PREFIX,
    },
    login::Login,
};
use platform::{CommitError, Problem, Refusal, Transaction, http::Viewer, limits};

/// Counts a code that is about to be sent.
pub fn count<R: Clone>(
    transaction: Transaction<R>,
    to: &Login,
    viewer: &Viewer,
    too_many: R,
    now: DateTime<Utc>,
) -> Transaction<R> {
    let mut counted = transaction;
    for limit in [&CODES_PER_LOGIN_HOUR, &CODES_PER_LOGIN_DAY] {
        counted = counted.count(limits::counter(limit, to.as_str(), now), too_many.clone());
    }
    if let Login::Phone(phone) = to {
        let ip = viewer.ip_text();
        let subjects = [
            (&SMS_PER_NUMBER, to.as_str()),
            (&SMS_PER_PREFIX, phone.prefix()),
            (&SMS_PER_IP, ip.as_str()),
            (&SMS_BUDGET, "all"),
        ];
        for (limit, subject) in subjects {
            counted = counted.count(limits::counter(limit, subject, now), too_many.clone());
        }
    }
    counted
}

/// The refusal of a code that was not sent; over a limit it says when the tightest one begins anew.
pub fn refused(error: CommitError<Refusal>, to: &Login, now: DateTime<Utc>) -> Problem {
    match error {
        CommitError::Refused(Refusal::TooManyRequests) => too_many(to, now),
        other => other.into(),
    }
}

/// No more codes for now.
pub fn too_many(to: &Login, now: DateTime<Utc>) -> Problem {
    let retry_after = limits::counter(&CODES_PER_LOGIN_HOUR, to.as_str(), now).retry_after;
    Problem::new(Refusal::TooManyRequests).retry_after(retry_after)
}
