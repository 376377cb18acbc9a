//! Name, notices, e-bill and guide.

use crate::{LOGIN, begin, confirm, profile, settled};
use http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn a_new_profile_has_the_defaults_of_r_163_to_r_169() {
    let (_world, _, mut browser) = settled().await;
    let read = browser.get("/api/profile").await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.json);
    assert_eq!((&read.json["login"], &read.json["channel"]), (&json!(LOGIN), &json!("email")));
    assert_eq!(read.json["person"], json!({ "surname": null, "name": null, "patronymic": null }));
    assert_eq!(read.json["notices"], json!({ "debts": true, "statuses": true, "news": false }), "R-168");
    assert_eq!(read.json["e_bill"], false);
    assert_eq!(read.json["email"]["address"], LOGIN, "C-20: the login's address is the first contact");
    assert_eq!(read.json["guide"], json!({ "skipped": false, "seen": [] }));
    for nothing in ["phone", "consent", "deletion", "password_changed_at"] {
        assert_eq!(read.json[nothing], json!(null), "{nothing}");
    }
}

#[tokio::test]
async fn a_change_touches_what_it_names_and_nothing_else() {
    let (world, user, mut browser) = settled().await;
    let named = json!({ "person": { "surname": " Иванов ", "name": "Иван" }, "notices": { "news": true } });
    let changed = browser.patch("/api/profile", named).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.json);
    assert_eq!(changed.json["person"]["surname"], "Иванов", "R-164");
    let again = json!({ "person": { "name": "" }, "guide": { "skipped": true, "seen": ["link", "welcome", "link"] } });
    browser.patch("/api/profile", again).await;
    let kept = profile(&world, user).await;
    assert_eq!((kept.person.surname.as_deref(), kept.person.name), (Some("Иванов"), None));
    assert!(kept.notices.news && kept.notices.debts);
    let read = browser.get("/api/profile").await;
    assert_eq!(read.json["guide"], json!({ "skipped": true, "seen": ["welcome", "link"] }));
}

#[tokio::test]
async fn all_wrong_names_are_told_at_once() {
    let (_world, _, mut browser) = settled().await;
    let body = json!({ "person": { "surname": "Иванов2", "name": "😀", "patronymic": "я".repeat(61) } });
    let refused = browser.patch("/api/profile", body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let told: Vec<_> = (0..3).filter_map(|n| refused.json["fields"][n]["field"].as_str()).collect();
    assert_eq!(told, ["person.surname", "person.name", "person.patronymic"]);
    let unknown = browser.patch("/api/profile", json!({ "login": "x@example.ru" })).await;
    assert_eq!(unknown.json["fields"][0]["code"], "unknown_field", "row 59");
}

#[tokio::test]
async fn the_e_bill_needs_a_verified_e_mail_as_r_169_asks() {
    let (world, user, mut browser) = settled().await;
    assert_eq!(browser.patch("/api/profile", json!({ "e_bill": true })).await.json["e_bill"], true);
    let begun = begin(&mut browser, "phone", "+79123456789").await;
    confirm(&mut browser, &begun, &world.last_code()).await;
    let removed = browser.delete("/api/profile/contacts/email").await;
    assert_eq!((removed.status, &removed.json["e_bill"]), (StatusCode::OK, &json!(false)));
    let refused = browser.patch("/api/profile", json!({ "e_bill": true })).await;
    assert_eq!((refused.status, &refused.json["code"]), (StatusCode::CONFLICT, &json!("email_required")));
    assert!(!profile(&world, user).await.e_bill);
}

#[tokio::test]
async fn writers_of_different_fields_do_not_undo_each_other() {
    let (world, user, browser) = settled().await;
    let patches = [
        json!({ "person": { "name": "Анна" } }),
        json!({ "notices": { "debts": false } }),
        json!({ "guide": { "skipped": true, "seen": [] } }),
        json!({ "e_bill": true }),
    ];
    let all = patches.into_iter().map(|patch| {
        let mut browser = browser.clone();
        async move { browser.patch("/api/profile", patch).await.status }
    });
    let statuses = futures::future::join_all(all).await;
    assert!(statuses.iter().all(|status| *status == StatusCode::OK), "{statuses:?}");
    let kept = profile(&world, user).await;
    assert_eq!(kept.person.name.as_deref(), Some("Анна"));
    assert!(!kept.notices.debts && kept.guide.skipped && kept.e_bill);
}
