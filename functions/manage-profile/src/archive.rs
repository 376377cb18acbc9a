//! What the archive of own data holds. Secrets are not in it: neither hashes nor digests are anybody's data.

use crate::view::ProfileView;
use chrono::{DateTime, Utc};
use domain::{
    Account, AccountId, Company, Kopecks, PaymentLine, PaymentState, UserId, card::OfferAcceptance,
    device::Device, session,
};
use platform::{
    App, Problem, Query, Table,
    accounts::{AccountSummary, links_of},
    records::{Profile, cards::StoredCard, payments::ListedPayment, readings::SentReading},
    sessions::{Link, SessionRow},
    store::keys,
};
use serde::Serialize;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

#[derive(Debug, Serialize)]
struct OwnProfile {
    user: UserId,
    #[serde(flatten)]
    profile: ProfileView,
    /// Proof of the consent as it is kept.
    consent_text_sha256: Option<String>,
    consent_ip: Option<String>,
}

#[derive(Debug, Serialize)]
struct OwnSession {
    browser: Option<&'static str>,
    system: Option<&'static str>,
    agent: String,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
}

/// An account as this level sees it.
#[derive(Debug, Serialize)]
struct OwnAccount {
    #[serde(flatten)]
    summary: AccountSummary,
    /// Extended version only.
    holder: Option<String>,
    services: Vec<OwnService>,
}

#[derive(Debug, Serialize)]
struct OwnService {
    name: String,
    balance: Kopecks,
}

#[derive(Debug, Serialize)]
struct OwnReading {
    account: AccountId,
    #[serde(flatten)]
    reading: SentReading,
}

#[derive(Debug, Serialize)]
struct OwnPayment {
    id: String,
    account: AccountId,
    state: PaymentState,
    amount: Kopecks,
    lines: Vec<PaymentLine>,
    created_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
    card: Option<String>,
    /// Money that went back: the payment it was of.
    refund_of: Option<String>,
}

/// A linked card: what the page shows, and the proof that the offer was accepted. The bank's token is nobody's datum.
#[derive(Debug, Serialize)]
struct OwnCard {
    company: String,
    card_type: String,
    card: String,
    expiry: String,
    issuer: Option<String>,
    linked_at: DateTime<Utc>,
    offer: OfferAcceptance,
}

/// A document that the portal draws when it is asked for: it is fetched there, signed in.
#[derive(Debug, Serialize)]
struct OwnFile {
    what: &'static str,
    payment: Option<String>,
    account: AccountId,
    page: String,
}

/// The archive, ready to be kept.
pub async fn of(app: &App, profile: Profile, now: DateTime<Utc>) -> Result<Vec<u8>, Problem> {
    let user = profile.user;
    let (sessions, links, cards) =
        tokio::try_join!(sessions(app, user, now), links(app, user), cards(app, user))?;
    let mut accounts = Vec::new();
    let mut readings = Vec::new();
    let mut payments = Vec::new();
    for (link, account, company) in links {
        let (sent, paid) =
            tokio::try_join!(readings_of(app, user, &link.account), payments_of(app, user, &link.account))?;
        accounts.push(own_account(&link, &account, &company));
        readings.extend(sent);
        payments.extend(paid);
    }
    let files = files(&app.config.site_url, &accounts, &payments);
    let consent = profile.consent.clone();
    let own = OwnProfile {
        user,
        profile: profile.into(),
        consent_text_sha256: consent.as_ref().map(|given| given.text_sha256.clone()),
        consent_ip: consent.map(|given| given.ip),
    };
    let parts = [
        ("profile.json", json(&own)?),
        ("sessions.json", json(&sessions)?),
        ("accounts.json", json(&accounts)?),
        ("readings.json", json(&readings)?),
        ("payments.json", json(&payments)?),
        ("cards.json", json(&cards)?),
        ("files.json", json(&files)?),
    ];
    // Packing is pure work: other requests of this process must not wait for it.
    let packed = tokio::task::spawn_blocking(move || pack(&parts)).await.map_err(Problem::internal)?;
    packed.map_err(Problem::internal)
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec_pretty(value).map_err(Problem::internal)
}

fn pack(parts: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(body)?;
    }
    Ok(zip.finish()?.into_inner())
}

async fn sessions(app: &App, user: UserId, now: DateTime<Utc>) -> Result<Vec<OwnSession>, Problem> {
    let query = Query::partition(Table::Identity, keys::identity::user_partition(user));
    let rows: Vec<SessionRow> = query.prefix(keys::identity::SESSIONS).run(&app.store).await?.all()?;
    let live = rows.into_iter().filter(|row| session::decide(row.created_at, row.seen_at, now).is_live());
    let own = live.map(|row| {
        let Device { browser, system } = Device::of(&row.agent);
        OwnSession { browser, system, agent: row.agent, created_at: row.created_at, seen_at: row.seen_at }
    });
    Ok(own.collect())
}

async fn cards(app: &App, user: UserId) -> Result<Vec<OwnCard>, Problem> {
    let query = Query::partition(Table::Payments, keys::cards::partition(user));
    let rows: Vec<StoredCard> = query.prefix(keys::cards::CARDS).run(&app.store).await?.all()?;
    let own = rows.into_iter().map(|row| OwnCard {
        company: row.company.to_string(),
        card: row.card.mask(),
        expiry: row.card.expiry.to_string(),
        card_type: row.card.card_type,
        issuer: row.card.issuer,
        linked_at: row.linked_at,
        offer: row.offer,
    });
    Ok(own.collect())
}

async fn links(app: &App, user: UserId) -> Result<Vec<(Link, Account, Company)>, Problem> {
    let mut all = Vec::new();
    for link in links_of(app, user).await? {
        let account = keys::accounts::account(&link.account);
        let company = keys::accounts::company(&link.account.company);
        let mut found = app.store.get_many(&[account.clone(), company.clone()]).await?;
        if let (Some(account), Some(company)) = (found.take(&account)?, found.take(&company)?) {
            all.push((link, account, company));
        }
    }
    Ok(all)
}

fn own_account(link: &Link, account: &Account, company: &Company) -> OwnAccount {
    let summary = AccountSummary::of(link, account, company);
    let services = account.services.iter();
    OwnAccount {
        holder: summary.address.is_some().then(|| account.holder.clone()),
        summary,
        services: services
            .map(|service| OwnService { name: service.name.clone(), balance: service.balance })
            .collect(),
    }
}

async fn readings_of(app: &App, user: UserId, account: &AccountId) -> Result<Vec<OwnReading>, Problem> {
    let query = Query::partition(Table::Accounts, keys::accounts::partition(account));
    let rows: Vec<SentReading> = query.prefix(keys::accounts::READINGS).run(&app.store).await?.all()?;
    let own = rows.into_iter().filter(|reading| reading.user == user);
    Ok(own.map(|reading| OwnReading { account: account.clone(), reading }).collect())
}

async fn payments_of(app: &App, user: UserId, account: &AccountId) -> Result<Vec<OwnPayment>, Problem> {
    let query = Query::partition(Table::Payments, keys::payments::account_partition(account));
    let rows: Vec<ListedPayment> = query.prefix(keys::payments::OF_ACCOUNT).run(&app.store).await?.all()?;
    let own = rows.into_iter().filter(|payment| payment.user == user);
    Ok(own
        .map(|payment| OwnPayment {
            id: payment.id.to_string(),
            account: payment.account,
            state: payment.state.shown(),
            amount: payment.amount,
            lines: payment.lines,
            created_at: payment.created_at,
            paid_at: payment.paid_at,
            card: payment.card_mask,
            refund_of: payment.of.map(|payment| payment.to_string()),
        })
        .collect())
}

fn files(site: &str, accounts: &[OwnAccount], payments: &[OwnPayment]) -> Vec<OwnFile> {
    let paid = payments
        .iter()
        .filter(|payment| payment.state == PaymentState::Succeeded && payment.refund_of.is_none());
    let receipts = paid.map(|payment| OwnFile {
        what: "Квитанция об оплате",
        payment: Some(payment.id.clone()),
        account: payment.account.clone(),
        page: format!("{site}/payments/{}/result", payment.id),
    });
    let extended = accounts.iter().filter(|account| account.holder.is_some());
    let bills = extended.filter_map(|account| {
        Some(OwnFile {
            what: "Квитанция",
            payment: None,
            account: account.summary.id.parse().ok()?,
            page: format!("{site}/accounts/{}", account.summary.id),
        })
    });
    receipts.chain(bills).collect()
}
