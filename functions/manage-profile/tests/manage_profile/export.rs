//! The archive of own data.

use crate::{LOGIN, settled};
use domain::{UserId, link::Level};
use http::StatusCode;
use platform::{
    files::archive_key,
    records::readings::SentReading,
    store::keys,
    testing::{
        World,
        fixtures::{ACCOUNT, account, company},
    },
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Read};

async fn archive(world: &World, user: UserId) -> BTreeMap<String, Value> {
    let bucket = &world.app.config.documents_bucket;
    let bytes = world.app.files.get(bucket, &archive_key(user)).await.expect("read").expect("is there");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    let mut files = BTreeMap::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        files.insert(file.name().to_owned(), serde_json::from_str(&text).expect("JSON"));
    }
    files
}

async fn send_reading(world: &World, user: UserId, value: i64) {
    let id = ulid::Ulid::new();
    let (sent_at, account) = (world.clock.now(), ACCOUNT.parse().expect("an id"));
    let reading = SentReading {
        id,
        user,
        meter: "m1".into(),
        value,
        consumption: Some(3),
        period: sent_at.date_naive(),
        rollover: false,
        warned: false,
        date: sent_at.date_naive(),
        sent_at,
    };
    world.app.store.put(&keys::accounts::reading(&account, id), &reading).await.expect("stored");
}

#[tokio::test]
async fn the_archive_holds_what_is_the_users_and_no_secret_as_row_90_asks() {
    let (world, user, mut browser) = settled().await;
    world.import(&company(), &account()).await;
    world.link(user, &account().id, Level::Limited).await;
    send_reading(&world, user, 4_300).await;
    let card = world.card(user, "0004").await;
    world.card(UserId(ulid::Ulid::new()), "0005").await;
    send_reading(&world, UserId(ulid::Ulid::new()), 4_400).await;
    let made = browser.post("/api/profile/exports", json!({})).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json);
    assert_eq!(made.json["expires_in"], 60, "row 57");
    assert!(made.json["url"].as_str().is_some_and(|url| url.contains("attachment")), "{}", made.json);
    let files = archive(&world, user).await;
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "accounts.json",
            "cards.json",
            "files.json",
            "payments.json",
            "profile.json",
            "readings.json",
            "sessions.json"
        ]
    );
    assert_eq!(files["profile.json"]["login"], LOGIN);
    assert_eq!(files["accounts.json"][0]["id"], ACCOUNT);
    assert_eq!(
        files["readings.json"].as_array().map(Vec::len),
        Some(1),
        "another holder's are not the user's"
    );
    assert_eq!(files["sessions.json"][0]["agent"], "test");
    let cards = &files["cards.json"];
    assert_eq!(cards.as_array().map(Vec::len), Some(1), "another user's are not the user's");
    assert_eq!((&cards[0]["card"], &cards[0]["expiry"]), (&json!("•••• 0004"), &json!("11/2030")));
    assert_eq!(cards[0]["offer"]["version"], platform::offer::VERSION);
    let all = serde_json::to_string(&files).expect("JSON");
    let digest = platform::sessions::digest(browser.cookie("__Host-sid").expect("signed in"));
    for secret in ["$argon2id$", &card.token, &digest, &account().holder, &account().address] {
        assert!(!all.contains(secret), "{secret} is in the archive of the limited version");
    }
}

#[tokio::test]
async fn the_extended_version_tells_holder_and_address() {
    let (world, user, mut browser) = settled().await;
    world.import(&company(), &account()).await;
    world.link(user, &account().id, Level::Extended).await;
    browser.post("/api/profile/exports", json!({})).await;
    let files = archive(&world, user).await;
    assert_eq!(files["accounts.json"][0]["holder"], account().holder);
    assert_eq!(files["accounts.json"][0]["address"], account().address);
}

#[tokio::test]
async fn five_archives_a_day_are_enough() {
    let (_world, _, mut browser) = settled().await;
    for _ in 0..5 {
        assert_eq!(browser.post("/api/profile/exports", json!({})).await.status, StatusCode::CREATED);
    }
    let over = browser.post("/api/profile/exports", json!({})).await;
    assert_eq!(over.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(over.headers.contains_key("retry-after"));
}
