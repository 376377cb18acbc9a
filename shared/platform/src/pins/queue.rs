//! Requests that wait for an operator of the company, and what the operator does with them (row 54). Whatever shows the
//! queue calls these; every call is about one company and reaches no other (row 56).

use super::{Fresh, PinRequest, on_file};
use crate::{
    App, Condition, Problem, Query, Refusal, StoreError, Table, Transaction, outbox::Event, store::keys,
};
use domain::{Account, Company, CompanyId, login::Login, pin::KeptPin};
use ulid::Ulid;

/// A bound on what an operator looks at at once.
const MOST: usize = 500;

/// A request with where its PIN would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub request: PinRequest,
    /// The contact on file; without one, the typed address that the operator has checked.
    pub to: Option<Login>,
    /// Whether `to` is the company's own record.
    pub on_file: bool,
}

impl Waiting {
    fn of(request: PinRequest, account: Option<&Account>) -> Self {
        let known = account.and_then(|account| on_file(account).into_iter().next());
        let on_file = known.is_some();
        let to = known.or_else(|| request.email.clone()).or_else(|| request.phone.clone());
        Self { request, to, on_file }
    }
}

/// Requests of a company, oldest first.
pub async fn waiting(app: &App, company: &CompanyId) -> Result<Vec<Waiting>, StoreError> {
    let query = Query::partition(Table::Identity, keys::identity::pin_requests_partition(company));
    let query = query.prefix(keys::identity::PIN_REQUESTS).most(MOST);
    let requests: Vec<PinRequest> = query.run(&app.store).await?.all()?;
    let mut list = Vec::with_capacity(requests.len());
    for request in requests.into_iter().filter(|request| app.clock.now().timestamp() < request.ttl) {
        let account: Option<Account> = app.store.get(&keys::accounts::account(&request.account)).await?;
        list.push(Waiting::of(request, account.as_ref()));
    }
    Ok(list)
}

/// Sends a PIN to the contact on file, or, where the company has none, to the address that was typed and that the
/// operator has checked. Answers with where it went.
pub async fn approve(app: &App, company: &CompanyId, id: Ulid) -> Result<Login, Problem> {
    let key = keys::identity::pin_request(company, id);
    let request: PinRequest = app.store.get(&key).await?.ok_or(Refusal::NotFound)?;
    let (account_key, company_key) =
        (keys::accounts::account(&request.account), keys::accounts::company(company));
    let mut found = app.store.get_many(&[account_key.clone(), company_key.clone()]).await?;
    let account: Account = found.take(&account_key)?.ok_or(Refusal::NotFound)?;
    let settings: Company = found.take(&company_key)?.ok_or(Refusal::NotFound)?;
    let to = Waiting::of(request.clone(), Some(&account)).to.ok_or(Refusal::NoContact)?;
    let fresh = Fresh::make(app, &account.id).await?;
    let kept = KeptPin::issued(fresh.mac.clone(), app.clock.now());
    Transaction::new()
        .delete(key.clone(), Condition::Exists, Refusal::NotFound)
        .check(keys::accounts::link(request.user, &account.id), Condition::Exists, Refusal::NotFound)
        .write(keys::accounts::issued_pin(&account.id, request.user), &kept)
        .commit(&app.store)
        .await?;
    if let Err(error) = fresh.send(app, &to, &account.id, &settings).await {
        // The operator sees the error and tries again.
        app.store.put(&key, &request).await?;
        return Err(error.into());
    }
    Ok(to)
}

/// No PIN; whoever asked is told.
pub async fn decline(app: &App, company: &CompanyId, id: Ulid) -> Result<(), Problem> {
    let key = keys::identity::pin_request(company, id);
    let request: PinRequest = app.store.get(&key).await?.ok_or(Refusal::NotFound)?;
    let event = Event::PinDeclined { user: request.user, account: request.account };
    let declined = Transaction::new()
        .delete(key, Condition::Exists, Refusal::NotFound)
        .event(&event, app.clock.now())
        .commit(&app.store)
        .await;
    Ok(declined?)
}
