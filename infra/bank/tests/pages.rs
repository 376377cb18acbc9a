//! The payer's pages: every test card, slips of the finger, and no charge twice.

mod common;

use bank::{Refusal, TEST_CARDS, Verdict};
use common::{World, id, location, world};

const RETURN_URL: &str = "http://localhost:3000/payments/1/result";

fn card_form(number: &str) -> String {
    format!("number={}&expiry=12%2F30&cvc=123", number.replace(' ', "+"))
}

async fn text(response: reqwest::Response) -> (u16, String) {
    (response.status().as_u16(), response.text().await.expect("a page"))
}

/// Pays on the pages; answers where the payer ends up.
async fn pay(world: &World, payment: &str, number: &str) -> String {
    let sent = world.submit(&format!("/pay/{payment}"), &card_form(number)).await;
    assert_eq!(sent.status(), 303);
    if location(&sent) == format!("/3ds/{payment}") {
        let confirmed = world.submit(&format!("/3ds/{payment}"), "code=1234").await;
        return location(&confirmed).to_owned();
    }
    location(&sent).to_owned()
}

#[tokio::test]
async fn every_test_card_ends_as_published() {
    let world = world().await;
    for (index, card) in TEST_CARDS.iter().enumerate() {
        let payment = id(&world.create(&format!("k{index}")).await);
        assert_eq!(pay(&world, &payment, card.number).await, RETURN_URL, "{}", card.number);
        let after = world.look_up(&payment).await;
        let reason = after["cancellation_details"]["reason"].as_str();
        let charges = world.bank.payment(&payment).map(|payment| payment.charges);
        match card.verdict {
            Verdict::Confirm | Verdict::Pay => {
                assert_eq!(after["status"], "succeeded");
                assert_eq!(charges, Some(1));
                assert_eq!(after["payment_method"]["card"]["last4"], card.number[12..]);
                let applied = card.verdict == Verdict::Confirm;
                let details = &after["authorization_details"];
                assert_eq!(details["three_d_secure"]["applied"], applied);
            }
            Verdict::FailConfirmation => assert_eq!(reason, Some("3d_secure_failed")),
            Verdict::Refuse(refusal) => assert_eq!(reason, Some(refusal.code())),
        }
        if after["status"] == "canceled" {
            assert_eq!(charges, Some(0));
        }
    }
}

#[tokio::test]
async fn card_not_in_the_table_pays_after_the_code() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let sent = world.submit(&format!("/pay/{payment}"), &card_form("4111 1111 1111 1111")).await;
    assert_eq!(location(&sent), format!("/3ds/{payment}"));
    world.submit(&format!("/3ds/{payment}"), "code=1234").await;
    assert_eq!(world.look_up(&payment).await["payment_method"]["card"]["card_type"], "Visa");
}

#[tokio::test]
async fn mistyped_card_keeps_what_was_typed() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let path = format!("/pay/{payment}");
    let (status, page) = text(world.submit(&path, &card_form("2200 0000 0000 0005")).await).await;
    assert_eq!(status, 422);
    assert!(page.contains("value=\"2200 0000 0000 0005\""));
    assert!(page.contains("value=\"12/30\""));
    assert!(page.contains("В номере карты ошибка"));
    assert!(page.contains("aria-invalid=\"true\""));
    let (status, page) = text(world.submit(&path, "number=&expiry=01%2F20&cvc=12").await).await;
    assert_eq!(status, 422);
    for message in ["Введите номер карты", "Срок действия карты истёк", "Три цифры"]
    {
        assert!(page.contains(message), "{message}");
    }
    assert_eq!(world.look_up(&payment).await["status"], "pending");
}

#[tokio::test]
async fn wrong_code_may_be_typed_twice_but_not_thrice() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    world.submit(&format!("/pay/{payment}"), &card_form(bank::SUCCESSFUL_CARD)).await;
    let path = format!("/3ds/{payment}");
    assert_eq!(world.submit(&path, "code=").await.status(), 422, "an empty form is no attempt");
    for attempts in ["Осталось две попытки", "Осталась одна попытка"] {
        let (status, page) = text(world.submit(&path, "code=0000").await).await;
        assert_eq!(status, 422);
        assert!(page.contains(attempts));
    }
    assert_eq!(location(&world.submit(&path, "code=0000").await), RETURN_URL);
    let after = world.look_up(&payment).await;
    assert_eq!(after["cancellation_details"]["reason"], "3d_secure_failed");
}

#[tokio::test]
async fn reload_back_and_double_submit_charge_once() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let (pay, code) = (format!("/pay/{payment}"), format!("/3ds/{payment}"));
    for _ in 0..3 {
        let sent = world.submit(&pay, &card_form(bank::SUCCESSFUL_CARD)).await;
        assert_eq!(location(&sent), code, "the same step again");
    }
    assert_eq!(location(&world.open(&pay).await), code, "back to the card form leads on");
    let (first, second) = tokio::join!(world.submit(&code, "code=1234"), world.submit(&code, "code=1234"));
    assert_eq!((location(&first), location(&second)), (RETURN_URL, RETURN_URL));
    assert_eq!(location(&world.submit(&pay, &card_form("2202474301322987")).await), RETURN_URL);
    for path in [&pay, &code] {
        let (status, page) = text(world.open(path).await).await;
        assert_eq!(status, 200);
        assert!(page.contains("Второй раз деньги не спишутся"));
        assert!(page.contains(RETURN_URL));
    }
    assert_eq!(world.bank.payment(&payment).map(|payment| payment.charges), Some(1));
}

#[tokio::test]
async fn payer_may_give_up_but_not_after_paying() {
    let world = world().await;
    let left = id(&world.create("k1").await);
    let back = world.submit(&format!("/pay/{left}/cancel"), "").await;
    assert_eq!(location(&back), RETURN_URL);
    assert_eq!(world.look_up(&left).await["status"], "canceled");
    let paid = id(&world.create("k2").await);
    world.bank.pay(&paid, bank::SUCCESSFUL_CARD);
    world.submit(&format!("/pay/{paid}/cancel"), "").await;
    assert_eq!(world.look_up(&paid).await["status"], "succeeded");
}

#[tokio::test]
async fn pages_are_closed_to_scripts_and_frames() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let page = world.open(&format!("/pay/{payment}")).await;
    let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'"));
    assert!(policy.contains("form-action 'self' http://localhost:3000;"));
    assert!(policy.contains("frame-ancestors 'none'"));
    assert_eq!(page.headers()["cache-control"], "no-store");
    let (_, html) = text(page).await;
    assert!(!html.contains("<script") && !html.contains("style="));
    assert!(html.contains("ООО «Северогаз Регион»") && html.contains("2\u{a0}580,43\u{a0}₽"));
    assert_eq!(world.open("/pay/unknown").await.status(), 404);
    assert_eq!(world.open("/assets/bank.css").await.status(), 200);
}

#[tokio::test]
async fn shops_texts_cannot_become_markup() {
    let world = world().await;
    let mut body = common::order("10.00");
    body["description"] = "<script>alert(1)</script>".into();
    let payment = id(&world.create_as("k1", &body).await);
    let (_, html) = text(world.open(&format!("/pay/{payment}")).await).await;
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
}

#[tokio::test]
async fn test_card_fills_the_form() {
    let world = world().await;
    let payment = id(&world.create("k1").await);
    let index = TEST_CARDS
        .iter()
        .position(|card| card.verdict == Verdict::Refuse(Refusal::InsufficientFunds))
        .expect("a card");
    let (_, html) = text(world.open(&format!("/pay/{payment}?card={index}")).await).await;
    assert!(html.contains("value=\"2200 0000 0000 0053\""));
    assert_eq!(world.open(&format!("/pay/{payment}?card=99")).await.status(), 200);
}
