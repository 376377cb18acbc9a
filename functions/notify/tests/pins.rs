//! Who hears of a request for a PIN (R-181; security row 55).

use aws_lambda_events::event::dynamodb::{Event as Stream, EventRecord, StreamRecord};
use domain::{Level, Login, UserId};
use platform::{
    outbox::{Event, OutboxRow},
    records::Profile,
    sessions::Holder,
    store::keys,
    testing::{
        World,
        fixtures::{account, company},
    },
};

async fn holder(world: &World, login: &str) -> UserId {
    let (user, at) = (UserId(ulid::Ulid::new()), world.clock.now());
    let login: Login = login.parse().expect("a login");
    let store = &world.app.store;
    store.put(&keys::identity::profile(user), &Profile::new(user, &login, at)).await.expect("stored");
    let row = Holder { user, level: Level::Limited, since: at };
    store.put(&keys::accounts::holder(&account().id, user), &row).await.expect("stored");
    user
}

/// Tells of the event and answers with what was written.
async fn told(world: &World, event: Event) -> Vec<String> {
    let row = OutboxRow::new(event, world.clock.now());
    world.app.store.put(&keys::outbox::event(row.id), &row).await.expect("stored");
    let mut change = StreamRecord::default();
    change.new_image = serde_dynamo::to_item(&row).expect("fits");
    let mut record = EventRecord::default();
    record.event_name = "INSERT".into();
    record.change = change;
    let mut stream = Stream::default();
    stream.records = vec![record];
    let again = notify::handle(&world.app, stream).await.expect("handled");
    assert!(again.batch_item_failures.is_empty());
    world.letters()
}

#[tokio::test]
async fn everybody_who_holds_the_account_hears_of_a_request_for_a_pin() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    let user = holder(&world, "asks@example.ru").await;
    holder(&world, "holds@example.ru").await;
    let letters = told(&world, Event::PinRequested { user, account: account().id }).await;
    assert_eq!(letters.len(), 2);
    assert!(letters.iter().any(|letter| letter.starts_with("Запрос ПИН-кода принят")));
    assert!(letters.iter().any(|letter| letter.starts_with("По лицевому счёту запрошен ПИН-код")));
}

#[tokio::test]
async fn a_declined_request_is_told_to_whoever_asked_alone() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    let user = holder(&world, "asks@example.ru").await;
    holder(&world, "holds@example.ru").await;
    let letters = told(&world, Event::PinDeclined { user, account: account().id }).await;
    assert_eq!(letters.len(), 1);
    assert!(letters[0].starts_with("Запрос ПИН-кода отклонён"), "{}", letters[0]);
}
