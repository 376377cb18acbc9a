//! PINs that a company has given out (R-180; security row 53).

use crate::{
    support::{demo_packet, import},
    surgery::Surgery,
};
use domain::{Account, AccountId, packet::Status};
use platform::{pins::PinKey, store::keys::accounts, testing::World};

async fn account(world: &World, id: &str) -> Account {
    let id: AccountId = id.parse().expect("an id");
    world.app.store.get(&accounts::account(&id)).await.expect("read").expect("there")
}

#[tokio::test]
async fn a_digest_is_kept_as_a_mac_of_our_own_key() {
    let world = World::new().await;
    let answer = import(&world, "yuzhny/in/1.zip", &demo_packet("yuzhny", 1)).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
    let account = account(&world, "yuzhny-002118457").await;
    let key = PinKey::read(&world.app).await.expect("a key");
    assert_eq!(account.pin, key.seal_typed(&account.id, "7h4k 92px"));
    assert_eq!(self::account(&world, "yuzhny-003011002").await.pin, None);
}

#[tokio::test]
async fn a_company_that_gives_no_pins_leaves_the_column_out() {
    let world = World::new().await;
    let packet = Surgery::on(&demo_packet("sever", 1)).edit("accounts.csv", |text| {
        let narrow = text.lines().map(|line| line.rsplit_once(';').expect("columns").0);
        narrow.collect::<Vec<_>>().join("\n") + "\n"
    });
    let answer = import(&world, "sever/in/1.zip", &packet.zip()).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
    let account = account(&world, "sever-33016355").await;
    assert_eq!((account.holder.as_str(), account.pin), ("Смирнов Николай Петрович", None));
}

#[tokio::test]
async fn a_pin_in_place_of_its_digest_is_refused() {
    let world = World::new().await;
    let packet = Surgery::on(&demo_packet("sever", 1)).edit("accounts.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines[1].push_str("7H4K92PX");
        lines.join("\n") + "\n"
    });
    let answer = import(&world, "sever/in/1.zip", &packet.zip()).await.expect("answered");
    let error = &answer.errors[0];
    assert_eq!((answer.status, error.file.as_str(), error.row), (Status::Refused, "accounts.csv", Some(2)));
    assert_eq!(error.column.as_deref(), Some("pin_hash"));
    assert!(!error.message.contains("7H4K"), "never echoed");
}

#[tokio::test]
async fn a_column_that_nobody_knows_is_refused_as_before() {
    let world = World::new().await;
    let packet = Surgery::on(&demo_packet("sever", 1))
        .edit("accounts.csv", |text| text.replacen("pin_hash", "pin", 1));
    let answer = import(&world, "sever/in/1.zip", &packet.zip()).await.expect("answered");
    assert_eq!((answer.status, answer.errors[0].file.as_str()), (Status::Refused, "accounts.csv"));
}
