//! The password, asked once more before what only its owner may do. A wrong one counts as at sign-in: a session left
//! open is no place to guess it (security rows 19, 24, 25).

use chrono::{DateTime, Utc};
use domain::login::Login;
use http::HeaderMap;
use platform::{
    App, FieldError, Problem,
    http::Viewer,
    records::{Credentials, Profile},
};
use verification::Attempt;

/// Who asks, from where.
#[derive(Debug)]
pub struct Caller<'a> {
    pub profile: &'a Profile,
    pub headers: &'a HeaderMap,
    pub viewer: &'a Viewer,
}

/// The credentials, once the password has been given; the attempt's fails may then be cleared.
pub async fn password(
    app: &App,
    caller: Caller<'_>,
    field: &str,
    password: &str,
    now: DateTime<Utc>,
) -> Result<(Credentials, Attempt), Problem> {
    let login = Login::parse(&caller.profile.login).map_err(Problem::internal)?;
    let attempt = Attempt::read(app, login, caller.headers, caller.viewer, now).await?;
    attempt.check_pause(now)?;
    let right = attempt.right(password).await?;
    match right.filter(|known| known.user == caller.profile.user) {
        Some(credentials) => Ok((credentials, attempt)),
        None => {
            attempt.note_failure(app, now).await?;
            Err(Problem::fields(vec![FieldError {
                field: field.to_owned(),
                code: "wrong_password".to_owned(),
                message: "Неверный пароль. Проверьте раскладку и регистр букв".to_owned(),
            }]))
        }
    }
}

/// Whether there is anything to check: too long is no password of ours and no work is done for it.
pub fn is_typed(password: &str) -> bool {
    (1..=256).contains(&password.chars().count())
}
