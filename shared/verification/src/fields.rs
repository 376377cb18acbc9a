//! The fields by which somebody registers or recovers: a login and a new password.

use domain::{login::Login, password::PasswordPolicy};
use platform::{App, Fields, Problem};

/// A login and a password that may be set; all that is wrong with both is told at once.
pub fn login_and_password(app: &App, login: &str, password: String) -> Result<(Login, String), Problem> {
    let mut fields = Fields::new();
    let login = fields.take("login", Login::parse(login), |e| (e.code(), e.message()));
    let password = checked_password(app, &mut fields, "password", login.as_ref(), password)?;
    fields.finish()?;
    login.zip(password).ok_or_else(|| Problem::internal("a login without error is there"))
}

/// A password that may be set, or its error noted. Without a login it is still checked for all that does not
/// depend on one.
pub fn checked_password(
    app: &App,
    fields: &mut Fields,
    field: &str,
    login: Option<&Login>,
    password: String,
) -> Result<Option<String>, Problem> {
    let policy = PasswordPolicy { min: app.config.rules.password_min, ..PasswordPolicy::default() };
    let stranger = Login::parse("nobody@example.invalid").map_err(|_| Problem::internal("no stranger"))?;
    let checked = policy.check(&password, login.unwrap_or(&stranger));
    Ok(fields.take(field, checked, |e| (e.code(), e.message())).map(|()| password))
}
