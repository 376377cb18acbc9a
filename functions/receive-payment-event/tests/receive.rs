//! The acquirer's webhook over HTTP (payments §6, security rows 63–65 and 88).

use axum::body::Body;
use domain::{
    BindingId, Kopecks, PaymentId, UserId,
    card::Binding,
    payment::{Aftermath, IncidentKind, NewRefund},
};
use http::{Request, StatusCode};
use payments::testing::{HOOK_TOKEN, Till};
use platform::{outbox::Event, records::payments::StoredAftermath, store::keys, testing::Browser};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const NUMBER: &str = "2e8f1a3c-000f-5000-8000-18db351245c7";
const BANK: &str = "185.71.76.5:443";

struct Door {
    till: Till,
    browser: Browser,
    payment: PaymentId,
}

impl Door {
    async fn open() -> Self {
        let till = Till::with(None, &[("HOOK_NETWORKS", "185.71.76.0/27, 2a02:5180::/32")]).await;
        let browser = till.world.serve(receive_payment_event::api());
        let payment = till.awaiting(UserId(ulid::Ulid::new()), NUMBER).await;
        Self { till, browser, payment }
    }

    /// A notice as the bank posts it: no header of our own pages.
    async fn post(&mut self, path: &str, from: &str, body: impl Into<Body>) -> StatusCode {
        let request = Request::post(path)
            .header("content-type", "application/json")
            .header("cloudfront-viewer-address", from)
            .body(body.into())
            .expect("a request");
        self.browser.raw(request).await.status
    }

    async fn notice(&mut self, body: Value) -> StatusCode {
        self.post(&path("sever", HOOK_TOKEN), BANK, body.to_string()).await
    }

    async fn told(&self) -> Vec<Event> {
        self.till.world.outbox().await.into_iter().map(|row| row.event).collect()
    }
}

fn path(company: &str, token: &str) -> String {
    format!("/api/hooks/yookassa/{company}/{token}")
}

fn succeeded(payment: &str, number: &str) -> Value {
    json!({
        "type": "notification", "event": "payment.succeeded",
        "object": { "id": number, "status": "succeeded", "metadata": { "payment_id": payment } },
    })
}

#[tokio::test]
async fn a_notice_only_leaves_word_that_there_are_news() {
    let mut door = Door::open().await;
    let payment = door.payment;
    let before = door.till.payment(payment).await;
    let started = Instant::now();
    assert_eq!(door.notice(succeeded(&payment.to_string(), NUMBER)).await, StatusCode::OK);
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(door.told().await, [Event::PaymentCheck { payment, gateway_id: NUMBER.into() }]);
    assert_eq!(door.till.payment(payment).await, before, "nothing of the body is believed (row 63)");
    assert!(door.till.credits().await.is_empty());
}

fn saved(binding: &str, user: &str) -> Value {
    json!({
        "type": "notification", "event": "payment_method.active",
        "object": { "id": NUMBER, "status": "active", "metadata": { "bind_id": binding, "user_id": user } },
    })
}

/// The bank's number of a card is its token, so it is not told on (security row 71).
#[tokio::test]
async fn a_notice_of_a_card_leaves_word_without_its_token() {
    let mut door = Door::open().await;
    let (user, binding) = (UserId(ulid::Ulid::new()), BindingId(ulid::Ulid::new()));
    let viewer = platform::http::Viewer { ip: None, agent: String::new() };
    let offer = platform::offer::accepted(&viewer, door.till.world.clock.now());
    let company = door.till.account.company.clone();
    let begun = Binding::create(binding, user, company, offer, "{}".into(), door.till.world.clock.now());
    let key = platform::store::keys::cards::binding(user, binding);
    let row = platform::records::cards::StoredBinding::new(begun, None, None);
    door.till.world.app.store.put(&key, &row).await.expect("stored");
    let stranger = UserId(ulid::Ulid::new()).to_string();
    for (claimed, owner) in
        [("nothing", user.to_string()), (&binding.to_string(), stranger), ("", String::new())]
    {
        assert_eq!(door.notice(saved(claimed, &owner)).await, StatusCode::OK);
    }
    assert!(door.told().await.is_empty(), "only a binding that is there");
    assert_eq!(door.notice(saved(&binding.to_string(), &user.to_string())).await, StatusCode::OK);
    assert_eq!(door.told().await, [Event::BindingCheck { user, binding }]);
    let told = format!("{:?}", door.till.world.outbox().await);
    assert!(!told.contains(NUMBER), "{told}");
}

#[tokio::test]
async fn a_wrong_token_or_company_is_404() {
    let mut door = Door::open().await;
    let body = succeeded(&door.payment.to_string(), NUMBER).to_string();
    let wrong = "00".repeat(16);
    for (company, token) in [
        ("sever", wrong.as_str()),
        ("sever", "x"),
        ("volga", HOOK_TOKEN),
        ("SEVER", HOOK_TOKEN),
        ("..", HOOK_TOKEN),
    ] {
        assert_eq!(
            door.post(&path(company, token), BANK, body.clone()).await,
            StatusCode::NOT_FOUND,
            "{company}"
        );
    }
    assert!(door.told().await.is_empty());
}

#[tokio::test]
async fn a_foreign_address_is_403_whatever_it_says_of_itself() {
    let mut door = Door::open().await;
    let body = succeeded(&door.payment.to_string(), NUMBER).to_string();
    let own = path("sever", HOOK_TOKEN);
    assert_eq!(door.post(&own, "203.0.113.7:443", body.clone()).await, StatusCode::FORBIDDEN);
    assert_eq!(door.post(&own, "", body.clone()).await, StatusCode::FORBIDDEN);
    let claimed = Request::post(&own)
        .header("content-type", "application/json")
        .header("x-forwarded-for", "185.71.76.5")
        .body(Body::from(body.clone()))
        .expect("a request");
    assert_eq!(door.browser.raw(claimed).await.status, StatusCode::FORBIDDEN, "row 88");
    assert_eq!(door.post(&own, "2a02:5180::1:443", body).await, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_notice_is_refused_as_row_64_asks() {
    let mut door = Door::open().await;
    let own = path("sever", HOOK_TOKEN);
    let large = format!("{{\"x\":\"{}\"}}", "a".repeat(64 * 1024));
    assert_eq!(door.post(&own, BANK, large).await, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(door.post(&own, BANK, "{").await, StatusCode::BAD_REQUEST);
    assert_eq!(door.post(&own, BANK, "{}").await, StatusCode::BAD_REQUEST);
    let form = Request::post(&own)
        .header("content-type", "text/plain")
        .header("cloudfront-viewer-address", BANK)
        .body(Body::from("x"))
        .expect("a request");
    assert_eq!(door.browser.raw(form).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let get =
        Request::get(&own).header("cloudfront-viewer-address", BANK).body(Body::empty()).expect("a request");
    assert_eq!(door.browser.raw(get).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(door.told().await.is_empty());
}

#[tokio::test]
async fn a_notice_of_what_is_not_ours_is_taken_and_forgotten() {
    let mut door = Door::open().await;
    let own = door.payment.to_string();
    let unknown = PaymentId(ulid::Ulid::new()).to_string();
    let mut refund = succeeded(&own, NUMBER);
    refund["event"] = json!("refund.succeeded");
    let notices = [
        succeeded(&unknown, NUMBER),
        succeeded("not-a-number", NUMBER),
        succeeded(&own, "2e8f1a3c-000f-5000-8000-ffffffffffff"),
        refund,
    ];
    for notice in notices {
        assert_eq!(door.notice(notice.clone()).await, StatusCode::OK, "{notice}");
    }
    assert!(door.told().await.is_empty());
}

/// Payments §3.7: a refund that was done is told of. The notice is news of our refund and nothing more.
#[tokio::test]
async fn a_notice_of_our_refund_leaves_word_and_one_of_nobodys_is_an_incident() {
    let mut door = Door::open().await;
    let now = door.till.world.clock.now();
    let mut row = door.till.payment(door.payment).await;
    row.payment.state = domain::PaymentState::Succeeded;
    row.payment.paid_at = Some(now);
    let number = domain::RefundId(ulid::Ulid::new());
    let new =
        NewRefund { id: number, lines: vec![("gas".into(), Kopecks(1_000))], reason: "проба".into() };
    let aftermath = Aftermath::of(&row.payment, now).expect("paid");
    let begun = aftermath.begin(&new, "{}".into(), now).expect("may be begun").after;
    let key = keys::payments::aftermath(door.payment);
    door.till.world.app.store.put(&key, &StoredAftermath::from(begun)).await.expect("put");

    let notice = |refund: String, object: &str| {
        json!({
            "type": "notification", "event": "refund.succeeded",
            "object": { "id": object, "status": "succeeded", "payment_id": NUMBER, "metadata": {
                "payment_id": door.payment.to_string(), "refund_id": refund,
            } },
        })
    };
    let ours = notice(number.to_string(), "2e8f2b11-0015");
    let nobodys = notice(ulid::Ulid::new().to_string(), "2e8f2b11-0016");
    assert_eq!(door.notice(ours).await, StatusCode::OK);
    let word =
        Event::RefundCheck { payment: door.payment, refund: number, gateway_id: "2e8f2b11-0015".into() };
    assert_eq!(door.told().await, std::slice::from_ref(&word));
    for _ in 0..2 {
        assert_eq!(door.notice(nobodys.clone()).await, StatusCode::OK);
    }
    assert_eq!(door.told().await, [word]);
    assert_eq!(door.till.incidents().await, [(IncidentKind::OrphanRefund, "2e8f2b11-0016".to_owned())]);
}
