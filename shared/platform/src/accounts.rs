//! Linked accounts as several screens show them: in the menu, after linking, in the session.

use crate::{
    App, Problem, Query, StoreError, Table,
    sessions::{Link, LinkedAccount},
    store::keys,
};
use chrono::{DateTime, Utc};
use domain::{
    Account, Company, UserId,
    extension::{self, ExtensionQuestion},
    link::Level,
};
use serde::Serialize;
use std::collections::HashMap;

/// A linked account in the menu. The limited version tells neither holder nor address (security row 49).
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LinkedAccount)]
pub struct AccountSummary {
    /// `company-number`.
    pub id: String,
    pub company: String,
    pub company_name: String,
    pub number: String,
    pub level: Level,
    /// The user's own name for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Extended version only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    pub linked_at: DateTime<Utc>,
    /// Control questions that lead to the extended version; empty once it is connected.
    pub extension_questions: Vec<ExtensionQuestion>,
    /// The company gives PINs on request; never once the extended version is connected.
    pub pin_requests: bool,
}

impl AccountSummary {
    pub fn of(link: &Link, account: &Account, company: &Company) -> Self {
        let extended = link.level == Level::Extended;
        Self {
            id: link.account.to_string(),
            company: company.id.to_string(),
            company_name: company.name.clone(),
            number: link.account.number().to_owned(),
            level: link.level,
            name: link.name.clone(),
            address: extended.then(|| account.address.clone()),
            linked_at: link.linked_at,
            extension_questions: if extended {
                Vec::new()
            } else {
                extension::available(&company.extension, account)
            },
            pin_requests: !extended && company.extension.takes_pin_requests(),
        }
    }
}

impl From<&LinkedAccount> for AccountSummary {
    fn from(linked: &LinkedAccount) -> Self {
        Self::of(&linked.link, &linked.account, &linked.company)
    }
}

/// All accounts of a user, in the order they were linked. Two round trips (one without accounts).
pub async fn of_user(app: &App, user: UserId) -> Result<Vec<AccountSummary>, Problem> {
    let links = links_of(app, user).await?;
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let mut keys: Vec<_> = links.iter().map(|link| keys::accounts::account(&link.account)).collect();
    let mut companies: Vec<_> =
        links.iter().map(|link| keys::accounts::company(&link.account.company)).collect();
    companies.sort_by(|a, b| a.sk.cmp(&b.sk));
    companies.dedup();
    keys.extend_from_slice(&companies);
    let mut found = app.store.get_many(&keys).await?;
    let mut known: HashMap<String, Company> = HashMap::new();
    for key in &companies {
        if let Some(company) = found.take::<Company>(key)? {
            known.insert(company.id.to_string(), company);
        }
    }
    let mut summaries = Vec::new();
    for link in &links {
        let account: Option<Account> = found.take(&keys::accounts::account(&link.account))?;
        if let (Some(account), Some(company)) = (account, known.get(link.account.company.as_str())) {
            summaries.push(AccountSummary::of(link, &account, company));
        }
    }
    Ok(summaries)
}

/// A user's links, oldest first.
pub async fn links_of(app: &App, user: UserId) -> Result<Vec<Link>, StoreError> {
    let query = Query::partition(Table::Accounts, keys::accounts::links_partition(user));
    let mut links: Vec<Link> = query.prefix(keys::accounts::LINKS).run(&app.store).await?.all()?;
    links.sort_by_key(|link| link.linked_at);
    Ok(links)
}
