//! Every operation of an account, as everybody who could call it (R-208; security rows 44, 45, 49, 56). The operations come
//! from the OpenAPI document: a new one is not let through before its outcomes are entered here on purpose.

use crate::{
    calls::{Operation, operations},
    support::visitor::{Answer, Visitor},
};
use domain::{Company, Section};
use local_cloud::{Options, Running};
use platform::store::keys;
use serde_json::json;
use std::collections::BTreeSet;

const ACCOUNT: &str = "sever-33016355";
const NUMBER: &str = "33016355";

/// Status, and the code of a refusal.
type Outcome = (u16, &'static str);

const DONE: Outcome = (200, "");
const MADE: Outcome = (201, "");
const EXTENDED_REQUIRED: Outcome = (403, "extended_required");
const NOT_PERMITTED: Outcome = (403, "not_permitted");

/// What becomes of an operation. To nobody it is 401, to whoever does not hold the account 404.
struct Case {
    operation: &'static str,
    /// After `/api/accounts/{id}`.
    path: &'static str,
    limited: Outcome,
    extended: Outcome,
    /// Without this section the company permits it to no level.
    section: Option<Section>,
}

const fn case(
    operation: &'static str,
    path: &'static str,
    limited: Outcome,
    extended: Outcome,
    section: Option<Section>,
) -> Case {
    Case { operation, path, limited, extended, section }
}

/// In this order: the account is unlinked last.
const CASES: &[Case] = &[
    case("GET /api/accounts/{id}", "", DONE, DONE, None),
    case("PATCH /api/accounts/{id}", "", DONE, DONE, None),
    case(
        "GET /api/accounts/{id}/meters/{meter}/readings",
        "/meters/m1/readings",
        DONE,
        DONE,
        Some(Section::Meters),
    ),
    case("POST /api/accounts/{id}/readings", "/readings", DONE, DONE, Some(Section::Meters)),
    case("GET /api/accounts/{id}/payments", "/payments", DONE, DONE, Some(Section::Payments)),
    case("POST /api/accounts/{id}/payments", "/payments", MADE, MADE, Some(Section::Services)),
    case("POST /api/accounts/{id}/bills", "/bills", EXTENDED_REQUIRED, MADE, Some(Section::Services)),
    case(
        "GET /api/accounts/{id}/settlements",
        "/settlements",
        EXTENDED_REQUIRED,
        DONE,
        Some(Section::Settlements),
    ),
    case(
        "GET /api/accounts/{id}/subscriber",
        "/subscriber",
        EXTENDED_REQUIRED,
        DONE,
        Some(Section::Subscriber),
    ),
    case("GET /api/accounts/{id}/contracts", "/contracts", EXTENDED_REQUIRED, DONE, Some(Section::Contracts)),
    case("GET /api/accounts/{id}/acts", "/acts", EXTENDED_REQUIRED, DONE, Some(Section::Acts)),
    case(EXPORT, "/exports/settlements.csv", EXTENDED_REQUIRED, DONE, Some(Section::Settlements)),
    case(EXPORT, "/exports/settlements.xlsx", EXTENDED_REQUIRED, DONE, Some(Section::Settlements)),
    case(EXPORT, "/exports/readings.csv", DONE, DONE, Some(Section::Meters)),
    case(EXPORT, "/exports/payments.xlsx", DONE, DONE, Some(Section::Payments)),
    case("POST /api/accounts/{id}/extension", "/extension", (422, "wrong_answer"), ALREADY, None),
    // The company of these accounts gives no PINs.
    case("POST /api/accounts/{id}/pin-requests", "/pin-requests", NOT_PERMITTED, ALREADY, None),
    case("DELETE /api/accounts/{id}", "", (204, ""), (204, ""), None),
];

const EXPORT: &str = "GET /api/accounts/{id}/exports/{file}";
const ALREADY: Outcome = (409, "already_extended");

impl Case {
    async fn call(&self, visitor: &mut Visitor) -> Answer {
        let path = format!("/api/accounts/{ACCOUNT}{}", self.path);
        self.declared().call_at(visitor, &path).await
    }

    fn declared(&self) -> Operation {
        let found = operations().into_iter().find(|operation| operation.name() == self.operation);
        found.unwrap_or_else(|| panic!("{} is not in the document", self.operation))
    }

    #[track_caller]
    fn expect(&self, who: &str, answer: &Answer, outcome: Outcome) {
        let code = answer.body["code"].as_str().unwrap_or_default();
        assert_eq!(
            (answer.status, code),
            outcome,
            "{} {} as {who}: {}",
            self.operation,
            self.path,
            answer.body
        );
        if outcome.0 >= 400 {
            assert_eq!(answer.content_type, "application/problem+json", "{} as {who}", self.operation);
        }
    }
}

async fn cloud() -> Running {
    local_cloud::start(Options::for_tests()).await.expect("the cloud starts")
}

async fn registered(cloud: &Running, login: &str) -> Visitor {
    let mut visitor = Visitor::new(&cloud.portal_url);
    visitor.register(login, "gaz2026!уровень").await;
    visitor
}

async fn limited(cloud: &Running, login: &str) -> Visitor {
    let mut visitor = registered(cloud, login).await;
    visitor.post("/api/accounts", json!({ "company": "sever", "number": NUMBER })).await.ok();
    visitor
}

async fn extended(cloud: &Running, login: &str) -> Visitor {
    let mut visitor = limited(cloud, login).await;
    let known = cloud.guide.iter().find(|known| known.number == NUMBER).expect("the manual's account");
    let answer = json!({ "question": "meter_serial", "answer": known.unlocks.serial });
    visitor.post(&format!("/api/accounts/{ACCOUNT}/extension"), answer).await.ok();
    visitor
}

/// Somebody who holds an account of another company.
async fn elsewhere(cloud: &Running, login: &str) -> Visitor {
    let mut visitor = registered(cloud, login).await;
    let known = cloud.guide.iter().find(|known| known.company.as_str() == "volga").expect("another company");
    visitor.post("/api/accounts", json!({ "company": "volga", "number": known.number })).await.ok();
    visitor
}

#[test]
fn every_operation_of_an_account_has_its_outcomes_here() {
    let declared: BTreeSet<String> = operations()
        .iter()
        .filter(|operation| operation.path.starts_with("/api/accounts/{id}"))
        .map(Operation::name)
        .collect();
    let entered: BTreeSet<String> = CASES.iter().map(|case| case.operation.to_owned()).collect();
    assert_eq!(entered, declared);
}

#[tokio::test]
async fn whoever_does_not_hold_the_account_finds_nothing_as_row_44_asks() {
    let cloud = cloud().await;
    let mut nobody = Visitor::new(&cloud.portal_url);
    let mut other = registered(&cloud, "other@example.ru").await;
    let mut elsewhere = elsewhere(&cloud, "elsewhere@example.ru").await;
    for case in CASES {
        case.expect("nobody", &case.call(&mut nobody).await, (401, "session_required"));
        case.expect("another user", &case.call(&mut other).await, (404, "not_found"));
        case.expect("a holder at another company", &case.call(&mut elsewhere).await, (404, "not_found"));
    }
    cloud.stop().await;
}

#[tokio::test]
async fn each_level_gets_what_its_company_gives_it_as_row_45_asks() {
    let cloud = cloud().await;
    let mut limited = limited(&cloud, "limited@example.ru").await;
    let mut extended = extended(&cloud, "extended@example.ru").await;
    for case in CASES {
        case.expect("limited", &case.call(&mut limited).await, case.limited);
        case.expect("extended", &case.call(&mut extended).await, case.extended);
    }
    cloud.stop().await;
}

#[tokio::test]
async fn what_the_company_switches_off_is_permitted_to_no_level_as_r_045_asks() {
    let cloud = cloud().await;
    let mut limited = limited(&cloud, "limited@example.ru").await;
    let mut extended = extended(&cloud, "extended@example.ru").await;
    let key = keys::accounts::company(&"sever".parse().expect("an id"));
    let whole: Company = cloud.app.store.get(&key).await.expect("read").expect("a company");
    for case in CASES {
        let Some(section) = case.section else { continue };
        let mut without = whole.clone();
        without.sections.retain(|shown| *shown != section);
        cloud.app.store.put(&key, &without).await.expect("stored");
        case.expect("limited, switched off", &case.call(&mut limited).await, NOT_PERMITTED);
        case.expect("extended, switched off", &case.call(&mut extended).await, NOT_PERMITTED);
    }
    cloud.stop().await;
}

/// what is locked is what the extended version opens, and the page and the operations agree on it.
#[tokio::test]
async fn the_page_offers_what_the_operations_let_through() {
    let cloud = cloud().await;
    let mut limited = limited(&cloud, "limited@example.ru").await;
    let page = limited.get(&format!("/api/accounts/{ACCOUNT}")).await.ok();
    for case in CASES.iter().filter(|case| case.operation.starts_with("GET")) {
        let Some(section) = case.section else { continue };
        let list = if case.limited == EXTENDED_REQUIRED { "locked_sections" } else { "sections" };
        let shown = page[list].as_array().expect("sections");
        assert!(shown.contains(&json!(section)), "{}: {section:?} is not among {list}", case.operation);
    }
    cloud.stop().await;
}
