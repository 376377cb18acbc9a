//! The store against the embedded DynamoDB: conditions, precedence of refusals, collisions.

use domain::{CompanyId, UserId};
use platform::{
    BatchWrite, CommitError, Condition, Query, Refusal, Table, Transaction, limits, store::keys,
    testing::World,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Row {
    n: i64,
    note: Option<String>,
}

fn user() -> UserId {
    UserId(ulid::Ulid::new())
}

#[tokio::test]
async fn the_first_condition_that_fails_names_the_refusal() {
    let world = World::new().await;
    let store = &world.app.store;
    let (a, b) = (keys::identity::profile(user()), keys::identity::profile(user()));
    let row = Row { n: 1, note: None };
    store.put(&b, &row).await.expect("stored");
    let refused = Transaction::new()
        .check(a, Condition::Exists, Refusal::NotFound)
        .put(b, &row, Condition::Absent, Refusal::AlreadyLinked)
        .commit(store)
        .await;
    assert!(matches!(refused, Err(CommitError::Refused(Refusal::NotFound))), "{refused:?}");
}

#[tokio::test]
async fn ten_parallel_additions_stop_at_the_limit() {
    let world = World::new().await;
    let key = keys::accounts::link_count(user());
    let adding = (0..10).map(|_| {
        let (key, store) = (key.clone(), world.app.store.clone());
        async move {
            Transaction::new()
                .add(key, "links", 1, Condition::Below("links", 3), Refusal::TooManyAccounts)
                .commit(&store)
                .await
        }
    });
    let done = futures::future::join_all(adding).await;
    assert_eq!(done.iter().filter(|r| r.is_ok()).count(), 3);
    assert!(done.iter().all(|r| !matches!(r, Err(CommitError::Store(_)))), "{done:?}");
}

#[tokio::test]
async fn a_counter_refuses_over_its_limit_and_forgets_with_its_window() {
    let world = World::new().await;
    let limit = &domain::limits::EXTENSION_WRONG_ANSWERS;
    let count = || async {
        let counter = limits::counter(limit, "someone", world.clock.now());
        Transaction::new().count(counter, Refusal::TooManyRequests).commit(&world.app.store).await.is_ok()
    };
    let mut allowed = 0;
    for _ in 0..limit.max + 2 {
        allowed += u32::from(count().await);
    }
    assert_eq!(allowed, limit.max);
    world.clock.advance(limit.window);
    assert!(count().await);
}

#[tokio::test]
async fn many_rows_of_several_tables_come_in_one_round_trip() {
    let world = World::new().await;
    let store = &world.app.store;
    let company: CompanyId = "sever".parse().expect("an id");
    let keys = [keys::identity::profile(user()), keys::accounts::company(&company)];
    for (n, key) in (1..).zip(&keys) {
        store.put(key, &Row { n, note: Some("да".into()) }).await.expect("stored");
    }
    let before = store.trips();
    let mut found = store.get_many(&keys).await.expect("read");
    assert_eq!(store.trips() - before, 1);
    assert_eq!(found.take::<Row>(&keys[1]).expect("fits").map(|row| row.n), Some(2));
    assert_eq!(found.take::<Row>(&keys[1]).expect("fits"), None, "taken once");
}

#[tokio::test]
async fn a_partition_is_read_newest_first_and_no_more_than_asked() {
    let world = World::new().await;
    let store = &world.app.store;
    let payment = domain::PaymentId(ulid::Ulid::new());
    let mut batch = BatchWrite::new();
    for seq in 0..60 {
        batch.put(keys::payments::event(payment, seq), &Row { n: seq.into(), note: None }).expect("fits");
    }
    batch.run(store).await.expect("written");
    let query = Query::partition(Table::Payments, keys::payments::partition(payment));
    let rows: Vec<Row> = query
        .prefix(keys::payments::EVENTS)
        .newest_first()
        .most(2)
        .run(store)
        .await
        .expect("read")
        .all()
        .expect("fit");
    assert_eq!(rows.iter().map(|row| row.n).collect::<Vec<_>>(), [59, 58]);
}
