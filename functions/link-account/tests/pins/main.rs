//! PINs over HTTP against the embedded store (R-180, R-181, C-25; security rows 50–55).

mod answers;
mod operator;
mod requests;

use domain::{Account, Company, UserId, link::Level};
use platform::{
    pins::PinKey,
    store::keys,
    testing::{
        Browser, Reply, World,
        fixtures::{self, ACCOUNT},
    },
};
use serde_json::{Value, json};

/// On file at the company, see the fixtures.
const ON_FILE: &str = "ivanov@example.ru";

/// A company that has the question on and gives PINs on request.
fn company() -> Company {
    let mut company = fixtures::company();
    company.extension.pin = true;
    company.extension.pin_requests = true;
    company
}

async fn world() -> World {
    world_of(&company(), &fixtures::account()).await
}

async fn world_of(company: &Company, account: &Account) -> World {
    let world = World::new().await;
    world.import(company, account).await;
    world
}

/// Gives the account a PIN of the company, as the import does.
async fn give_pin(world: &World, pin: &str) {
    let key = PinKey::read(&world.app).await.expect("a key");
    let account = fixtures::account();
    let mac = key.seal_typed(&account.id, pin).expect("a PIN");
    world.import(&company(), &Account { pin: Some(mac), ..account }).await;
}

/// Somebody who has linked the account in the limited version.
async fn holder(world: &World) -> (UserId, Browser) {
    let (user, browser) = world.signed_in(link_account::api()).await;
    world.link(user, &fixtures::account().id, Level::Limited).await;
    let count = keys::accounts::link_count(user);
    world.app.store.put(&count, &json!({ "links": 1 })).await.expect("stored");
    (user, browser)
}

/// The same person on another day: sessions do not last so long.
async fn again(world: &World, user: UserId) -> Browser {
    world.signed_in_as(user, "someone@example.ru", link_account::api()).await
}

async fn answer(browser: &mut Browser, pin: &str) -> Reply {
    let body = json!({ "question": "pin", "answer": pin });
    browser.post(&format!("/api/accounts/{ACCOUNT}/extension"), body).await
}

async fn request(browser: &mut Browser, email: &str, phone: &str) -> Reply {
    let body = json!({ "name": "Иванов Иван Иванович", "email": email, "phone": phone });
    browser.post(&format!("/api/accounts/{ACCOUNT}/pin-requests"), body).await
}

fn code(reply: &Reply) -> (u16, &Value) {
    (reply.status.as_u16(), &reply.json["code"])
}

/// The PIN in a letter or SMS.
fn pin_in(letter: &str) -> String {
    let is_pin = |word: &&str| word.len() == 9 && word.as_bytes()[4] == b'-' && word.is_ascii();
    letter
        .split_whitespace()
        .map(|word| word.trim_matches(['.', ',', ':']))
        .find(is_pin)
        .expect("a PIN")
        .to_owned()
}
