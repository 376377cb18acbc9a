//! What the portal owns on an account, and when the import touches it.

use crate::{
    support::{demo_packet, import},
    surgery::Surgery,
};
use chrono::Utc;
use domain::{Account, AccountId, Kopecks, Level, PaymentId, UserId, packet::Status};
use platform::{outbox::Event, sessions::Link, store::keys::accounts, testing::World};
use serde_json::{Value, json};

fn id() -> AccountId {
    "sever-33016355".parse().expect("an id")
}

async fn put(world: &World, key: &platform::Key, row: Value) {
    world.app.store.put(key, &row).await.expect("put");
}

async fn link(world: &World, user: UserId) {
    let link = Link { account: id(), level: Level::Limited, name: None, linked_at: Utc::now() };
    world.app.store.put(&accounts::link(user, &id()), &link).await.expect("put");
    put(world, &accounts::holder(&id(), user), json!({ "level": "limited" })).await;
    put(world, &accounts::link_count(user), json!({ "links": 2 })).await;
}

async fn has(world: &World, key: &platform::Key) -> bool {
    world.app.store.get::<Value>(key).await.expect("read").is_some()
}

#[tokio::test]
async fn a_counted_portal_payment_ends_its_credit_with_the_new_balance() {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let (counted, waiting) =
        (PaymentId(ulid::Ulid::from_parts(1, 1)), PaymentId(ulid::Ulid::from_parts(1, 2)));
    for payment in [counted, waiting] {
        put(&world, &accounts::credit(&id(), payment), json!({ "lines": [] })).await;
    }
    // The company counts a payment of 500 roubles made through the portal.
    let packet = Surgery::on(&demo_packet("sever", 2))
        .edit("payments.csv", |text| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let after = lines.iter().rposition(|line| line.starts_with("33016355;")).expect("payments");
            lines.insert(after + 1, format!("33016355;web-1;2026-11-20;Личный кабинет;{counted};gas;500.00"));
            lines.join("\n") + "\n"
        })
        .manifest(|manifest| {
            let entry =
                manifest.files.iter_mut().find(|entry| entry.name == "payments.csv").expect("payments");
            entry.control_sum = entry.control_sum.map(|sum| sum + 50_000);
        });
    let answer = import(&world, "sever/in/2.zip", &packet.zip()).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
    assert!(!has(&world, &accounts::credit(&id(), counted)).await, "counted by the company");
    assert!(has(&world, &accounts::credit(&id(), waiting)).await, "not yet");
}

#[tokio::test]
async fn a_snapshot_leaves_the_portals_rows_alone() {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let user = UserId(ulid::Ulid::from_parts(1, 7));
    link(&world, user).await;
    put(&world, &accounts::meters(&id()), json!({ "version": 3 })).await;
    import(&world, "sever/in/2.zip", &demo_packet("sever", 2)).await.expect("taken");
    for key in [accounts::link(user, &id()), accounts::holder(&id(), user), accounts::meters(&id())] {
        assert!(has(&world, &key).await, "{key:?}");
    }
}

#[tokio::test]
async fn a_change_of_owner_ends_every_link_and_tells_its_holder() {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let users = [UserId(ulid::Ulid::from_parts(1, 7)), UserId(ulid::Ulid::from_parts(1, 8))];
    for user in users {
        link(&world, user).await;
        put(&world, &accounts::issued_pin(&id(), user), json!({ "mac": "of a PIN" })).await;
    }
    let packet = Surgery::on(&demo_packet("sever", 2)).edit("accounts.csv", |text| {
        let changed = text.lines().map(|line| match line.strip_prefix("33016355;") {
            Some(_) => {
                let line = line.replace("Смирнов Николай Петрович", "Новикова Ирина Олеговна");
                line.trim_end_matches("0;").to_owned() + "1;"
            }
            None => line.to_owned(),
        });
        changed.collect::<Vec<_>>().join("\n") + "\n"
    });
    let answer = import(&world, "sever/in/2.zip", &packet.zip()).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
    for user in users {
        assert!(!has(&world, &accounts::link(user, &id())).await);
        assert!(!has(&world, &accounts::holder(&id(), user)).await);
        assert!(!has(&world, &accounts::issued_pin(&id(), user)).await, "C-25: it was for the old owner");
        let count: Value =
            world.app.store.get(&accounts::link_count(user)).await.expect("read").expect("there");
        assert_eq!(count["links"], 1);
    }
    let account: Account =
        world.app.store.get(&accounts::account(&id())).await.expect("read").expect("there");
    assert_eq!(account.holder, "Новикова Ирина Олеговна");
    assert!(account.services[0].balance < Kopecks::ZERO);
    let told: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    for user in users {
        assert!(told.contains(&Event::AccountUnlinked { user, account: id() }));
    }
}
