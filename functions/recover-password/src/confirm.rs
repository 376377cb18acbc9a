//! POST /api/recoveries/{id}/confirmation: the code sets the new password (R-027; security rows 11, 19, 30).

use crate::recovery::{NewPassword, Owner};
use axum::{
    Json,
    extract::{Path, State},
};
use http::{HeaderMap, StatusCode, header};
use platform::{
    App, Condition, Problem, Query, Refusal, Table, Transaction,
    http::{Answer, Body, Viewer},
    outbox::Event,
    problem::ProblemBody,
    records::{Credentials, OpenSession},
    sessions::{self, SignedIn},
    store::keys,
};
use verification::{Accepted, Browser, Confirmation, Flow, remember};

/// Gives the code: the new password begins, every old session ends, a new one opens
#[utoipa::path(
    post, path = "/api/recoveries/{id}/confirmation", tag = "recover-password", operation_id = "confirmRecovery",
    params(("id" = String, Path, description = "Of the recovery")),
    request_body = Confirmation,
    responses(
        (status = 201, description = "The password is changed and its owner signed in", body = SignedIn),
        (status = 404, description = "`flow_not_found`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "`code_expired`, `code_used_up`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`wrong_code`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_requests`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn confirm_recovery(
    State(app): State<App>,
    viewer: Viewer,
    browser: Browser,
    Path(id): Path<String>,
    Body(input): Body<Confirmation>,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let flow: Flow<NewPassword> = Flow::find(&app, &id, &browser).await?;
    let accepted = flow.accept(&app, &input.code).await?;
    let owner = accepted.waits.owner.ok_or(Refusal::FlowNotFound)?;
    for _ in 0..TURNS {
        match recover(&app, &accepted, owner, &viewer).await {
            Err(problem) if problem.refusal == Refusal::RequestInProgress => {}
            other => return other,
        }
    }
    Err(Refusal::RequestInProgress.into())
}

/// How often it gives way to sign-ins of the same moment.
const TURNS: u32 = 8;

/// One transaction: the code is used up, the password is new, and nothing that the old one opened is open.
async fn recover(
    app: &App,
    accepted: &Accepted<NewPassword>,
    owner: Owner,
    viewer: &Viewer,
) -> Answer<(StatusCode, HeaderMap, Json<SignedIn>)> {
    let now = app.clock.now();
    let login = accepted.to.as_str();
    let key = keys::identity::login(login);
    let known: Option<Credentials> = app.store.get(&key).await?;
    let known = known.filter(|known| known.user == owner.user && known.epoch == owner.epoch);
    let known = known.ok_or(Refusal::FlowNotFound)?;
    let user = known.user;

    let session = sessions::new_session(user, login, viewer, now)?;
    let opened = OpenSession { digest: session.digest.clone(), at: now };
    let renewed = known.with_password(accepted.waits.password.clone(), Some(opened));
    let changed_at = serde_dynamo::to_attribute_value(now).map_err(Problem::internal)?;
    let mut writes = accepted
        .spend(Transaction::new())
        .put(key, &renewed, known.unchanged(), Refusal::RequestInProgress)
        .set(
            keys::identity::profile(user),
            vec![("password_changed_at", Some(changed_at))],
            Condition::Exists,
            Refusal::FlowNotFound,
        )
        .put(session.key, &session.row, Condition::Absent, Refusal::Internal)
        .event(&Event::PasswordRecovered { user }, now);
    for ended in known.sessions_except(None) {
        writes = writes.remove(ended);
    }
    writes = forgive(app, login, writes).await?;
    let (writes, device) = remember(writes, user, now)?;
    writes.commit(&app.store).await?;
    let mut headers = HeaderMap::from_iter([(header::SET_COOKIE, session.cookie)]);
    headers.append(header::SET_COOKIE, device);
    Ok((StatusCode::CREATED, headers, Json(SignedIn { user: user.to_string() })))
}

/// Rows of wrong passwords that one recovery forgets: the strangers' and those of known browsers. A transaction
/// takes a hundred rows; nobody has so many browsers.
const MOST_THROTTLES: usize = 40;

/// Forgets wrong passwords, however many: also those that switched the password off (row 19).
async fn forgive(
    app: &App,
    login: &str,
    mut writes: Transaction<Refusal>,
) -> Result<Transaction<Refusal>, Problem> {
    let partition = keys::identity::throttles_partition(login);
    let page = Query::partition(Table::Identity, partition).most(MOST_THROTTLES).run(&app.store).await?;
    for key in page.keys(Table::Identity) {
        writes = writes.remove(key);
    }
    Ok(writes)
}
