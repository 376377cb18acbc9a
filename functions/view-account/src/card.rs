//! «Абонент», «Договоры», «Акты»: what the company's office knows, read-only (R-106…R-114, C-15).

use axum::{Json, extract::State};
use chrono::NaiveDate;
use domain::{Act, Contract, Equipment, Kopecks, Parameter, Section, SubscriberCard};
use platform::{
    App,
    http::Answer,
    problem::ProblemBody,
    sessions::{Gate, LinkedAccount},
    store::keys,
};
use serde::Serialize;
use std::cmp::Reverse;

/// «Карточка абонента» (R-107…R-110).
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Subscriber {
    pub number: String,
    /// Единый лицевой счёт of ГИС ЖКХ.
    pub unified: Option<String>,
    pub holder: String,
    pub address: String,
    pub parameters: Vec<CardLine>,
    pub benefits: Vec<CardLine>,
    pub regimes: Vec<CardLine>,
    pub equipment: Vec<CardEquipment>,
}

/// «Наименование» and «Значение».
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CardLine {
    pub name: String,
    pub value: String,
}

/// «Название» and «Тип оборудования».
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CardEquipment {
    pub name: String,
    pub kind: String,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountContracts {
    /// Those in force first, then the archive; as the company lists them.
    pub contracts: Vec<AccountContract>,
}

/// A concluded contract.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountContract {
    pub number: String,
    pub service: String,
    /// «Пролонгирован», «Заключен»: the company's own word.
    pub status: String,
    pub start: NaiveDate,
    /// `null`: «Бессрочный».
    pub end: Option<NaiveDate>,
    /// In «Архив».
    pub archived: bool,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountActs {
    /// Newest first.
    pub acts: Vec<AccountAct>,
}

/// An act of work done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountAct {
    pub name: String,
    pub date: NaiveDate,
    pub service: String,
    pub lines: Vec<AccountActLine>,
    /// Kopecks: «ИТОГО».
    pub total: Kopecks,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AccountActLine {
    /// «Услуга и оборудование».
    pub name: String,
    /// Kopecks.
    pub amount: Kopecks,
}

/// The subscriber's card
#[utoipa::path(
    get, path = "/api/accounts/{id}/subscriber", tag = "view-account", operation_id = "readSubscriber",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 200, description = "As the company's office keeps it", body = Subscriber),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_subscriber(State(app): State<App>, gate: Gate) -> Answer<Json<Subscriber>> {
    let (LinkedAccount { account, .. }, card) = open(&app, &gate, Section::Subscriber).await?;
    Ok(Json(Subscriber {
        number: account.id.number().to_owned(),
        unified: account.unified,
        holder: account.holder,
        address: account.address,
        parameters: lines(card.parameters),
        benefits: lines(card.benefits),
        regimes: lines(card.regimes),
        equipment: card.equipment.into_iter().map(CardEquipment::from).collect(),
    }))
}

/// Concluded contracts
#[utoipa::path(
    get, path = "/api/accounts/{id}/contracts", tag = "view-account", operation_id = "readContracts",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 200, description = "In force and archived", body = AccountContracts),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_contracts(State(app): State<App>, gate: Gate) -> Answer<Json<AccountContracts>> {
    let (_, mut card) = open(&app, &gate, Section::Contracts).await?;
    card.contracts.sort_by_key(|contract| contract.archived);
    Ok(Json(AccountContracts { contracts: card.contracts.into_iter().map(AccountContract::from).collect() }))
}

/// Acts of work done
#[utoipa::path(
    get, path = "/api/accounts/{id}/acts", tag = "view-account", operation_id = "readActs",
    params(("id" = String, Path, description = "`company-number`")),
    responses(
        (status = 200, description = "Newest first", body = AccountActs),
        (status = 401, description = "`session_required`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "`extended_required`, `not_permitted`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub async fn read_acts(State(app): State<App>, gate: Gate) -> Answer<Json<AccountActs>> {
    let (_, mut card) = open(&app, &gate, Section::Acts).await?;
    card.acts.sort_by_key(|act| Reverse(act.date));
    Ok(Json(AccountActs { acts: card.acts.into_iter().map(AccountAct::from).collect() }))
}

/// The card, to whom it is open. A company that has sent none has an empty one. One round trip.
async fn open(app: &App, gate: &Gate, section: Section) -> Answer<(LinkedAccount, SubscriberCard)> {
    let card = keys::accounts::card(&gate.account);
    let (linked, mut found) = gate.open(app, std::slice::from_ref(&card)).await?;
    linked.require_section(section)?;
    Ok((linked, found.take(&card)?.unwrap_or_default()))
}

fn lines(parameters: Vec<Parameter>) -> Vec<CardLine> {
    parameters.into_iter().map(|Parameter { name, value }| CardLine { name, value }).collect()
}

impl From<Equipment> for CardEquipment {
    fn from(Equipment { name, kind }: Equipment) -> Self {
        Self { name, kind }
    }
}

impl From<Contract> for AccountContract {
    fn from(contract: Contract) -> Self {
        let Contract { number, service, status, start, end, archived } = contract;
        Self { number, service, status, start, end, archived }
    }
}

impl From<Act> for AccountAct {
    fn from(act: Act) -> Self {
        let total = act.lines.iter().map(|line| line.amount).sum();
        let lines = act
            .lines
            .into_iter()
            .map(|line| AccountActLine { name: line.name, amount: line.amount })
            .collect();
        Self { name: act.name, date: act.date, service: act.service, lines, total }
    }
}
