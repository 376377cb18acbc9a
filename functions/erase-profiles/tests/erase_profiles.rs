//! Erasing profiles over the embedded store (security row 90).

use chrono::{DateTime, Duration, Utc};
use domain::{UserId, link::Level};
use erase_profiles::Erased;
use platform::{
    Query, Table,
    files::archive_key,
    outbox::Event,
    records::{Deletion, Erasure, Profile, readings::SentReading},
    sessions::{Holder, Link},
    store::keys,
    testing::{
        World,
        fixtures::{ACCOUNT, account, company},
    },
};
use std::{future::Future, pin::Pin, task::Poll};

const LOGIN: &str = "ivanov@example.ru";
const PHONE: &str = "+79123456789";

async fn put(world: &World, key: platform::Key, record: &impl serde::Serialize) {
    world.app.store.put(&key, record).await.expect("stored");
}

/// Somebody with everything that a user can have, who has asked to be forgotten.
async fn leaving(world: &World) -> (UserId, DateTime<Utc>) {
    let user = world.person(LOGIN, "прежнее-пламя-7").await;
    world.enter(LOGIN, platform::http::Api::new()).await;
    let (now, id) = (world.clock.now(), account().id);
    world.import(&company(), &account()).await;
    let link =
        Link { account: id.clone(), level: Level::Extended, name: Some("Дом".into()), linked_at: now };
    put(world, keys::accounts::link(user, &id), &link).await;
    put(world, keys::accounts::link_count(user), &serde_json::json!({ "links": 1 })).await;
    put(world, keys::accounts::holder(&id, user), &Holder { user, level: Level::Extended, since: now }).await;
    put(world, keys::identity::device(user, "ab"), &serde_json::json!({ "user": user, "ttl": 0 })).await;
    for device in [None, Some("ab")] {
        put(world, keys::identity::throttle(LOGIN, device), &serde_json::json!({ "fails": 3 })).await;
    }
    put(world, keys::accounts::reading(&id, ulid::Ulid::new()), &reading(user, now)).await;
    for last4 in ["0004", "0005"] {
        world.card(user, last4).await;
    }
    let bucket = &world.app.config.documents_bucket;
    world.app.files.put(bucket, &archive_key(user), "application/zip", vec![1]).await.expect("kept");
    (user, ask(world, user).await)
}

fn reading(user: UserId, now: DateTime<Utc>) -> SentReading {
    SentReading {
        id: ulid::Ulid::new(),
        user,
        meter: "m1".into(),
        value: 4_300,
        consumption: Some(3),
        period: now.date_naive(),
        rollover: false,
        warned: false,
        date: now.date_naive(),
        sent_at: now,
    }
}

/// As `manage-profile` notes it.
async fn ask(world: &World, user: UserId) -> DateTime<Utc> {
    let now = world.clock.now();
    let erases_at = now + Duration::days(30);
    let before = world.profile(user).await.expect("is there");
    let phone = before
        .email
        .clone()
        .map(|email| platform::records::Contact { address: PHONE.parse().expect("a phone"), ..email });
    let deletion = Some(Deletion { requested_at: now, erases_at });
    put(world, keys::identity::profile(user), &Profile { phone, deletion, ..before }).await;
    put(world, keys::identity::erasure(erases_at, user), &Erasure { user, erases_at }).await;
    erases_at
}

async fn run(world: &World) -> Erased {
    erase_profiles::handle(&world.app, serde_json::Value::Null).await.expect("a run")
}

/// Rows of a partition.
async fn rows(world: &World, table: Table, partition: String) -> usize {
    Query::partition(table, partition).run(&world.app.store).await.expect("read").len()
}

async fn assert_forgotten(world: &World, user: UserId) {
    assert!(world.credentials(LOGIN).await.is_none(), "nobody signs in");
    let identity = Table::Identity;
    assert_eq!(rows(world, identity, keys::identity::user_partition(user)).await, 0);
    assert_eq!(rows(world, identity, keys::identity::throttles_partition(LOGIN)).await, 0);
    assert_eq!(rows(world, identity, keys::identity::ERASURES.into()).await, 0);
    assert_eq!(rows(world, Table::Accounts, keys::accounts::links_partition(user)).await, 0);
    let cards = rows(world, Table::Payments, keys::cards::partition(user)).await;
    assert_eq!(cards, 0, "no token is left (row 71)");
    let account = ACCOUNT.parse().expect("an id");
    let holders = Query::partition(Table::Accounts, keys::accounts::partition(&account))
        .prefix(keys::accounts::HOLDERS)
        .run(&world.app.store)
        .await
        .expect("read");
    assert!(holders.is_empty());
    let bucket = &world.app.config.documents_bucket;
    assert_eq!(world.app.files.get(bucket, &archive_key(user)).await.expect("read"), None);
}

/// The last letters that were asked for, and the number of unlinkings told.
async fn told(world: &World) -> (Vec<Vec<String>>, usize) {
    let events: Vec<Event> = world.outbox().await.into_iter().map(|row| row.event).collect();
    let last = events.iter().filter_map(|event| match event {
        Event::ProfileErased { to } => Some(to.iter().map(|to| to.as_str().to_owned()).collect()),
        _ => None,
    });
    let unlinked = events.iter().filter(|event| matches!(event, Event::AccountUnlinked { .. })).count();
    (last.collect(), unlinked)
}

#[tokio::test]
async fn a_profile_goes_when_its_grace_is_over_and_not_before() {
    let world = World::new().await;
    let (user, _) = leaving(&world).await;
    world.clock.advance(Duration::days(30) - Duration::seconds(1));
    assert_eq!(run(&world).await, Erased::default());
    assert!(world.profile(user).await.is_some() && world.credentials(LOGIN).await.is_some());
    world.clock.advance(Duration::seconds(1));
    assert_eq!(run(&world).await, Erased { due: 1, erased: 1 });
    assert_forgotten(&world, user).await;
    let (last, unlinked) = told(&world).await;
    assert_eq!(last, [[LOGIN.to_owned(), PHONE.to_owned()]], "the letter finds its way without the profile");
    assert_eq!(unlinked, 1, "other holders hear of it (row 55)");
    assert_eq!(run(&world).await, Erased::default(), "once");
}

#[tokio::test]
async fn readings_stay_and_lead_to_nobody() {
    let world = World::new().await;
    let (user, _) = leaving(&world).await;
    world.clock.advance(Duration::days(30));
    run(&world).await;
    let partition = keys::accounts::partition(&account().id);
    let kept: Vec<SentReading> = Query::partition(Table::Accounts, partition)
        .prefix(keys::accounts::READINGS)
        .run(&world.app.store)
        .await
        .expect("read")
        .all()
        .expect("readings");
    assert_eq!(kept.len(), 1);
    assert!(world.profile(kept[0].user).await.is_none());
    assert_eq!(kept[0].user, user);
}

#[tokio::test]
async fn a_request_taken_back_leaves_only_its_turn_and_that_goes() {
    let world = World::new().await;
    let (user, _) = leaving(&world).await;
    let kept = Profile { deletion: None, ..world.profile(user).await.expect("is there") };
    put(&world, keys::identity::profile(user), &kept).await;
    world.clock.advance(Duration::days(31));
    assert_eq!(run(&world).await, Erased { due: 1, erased: 0 });
    assert_eq!(world.profile(user).await, Some(kept));
    assert!(world.credentials(LOGIN).await.is_some());
    assert_eq!(rows(&world, Table::Identity, keys::identity::ERASURES.into()).await, 0);
    assert_eq!(told(&world).await, (Vec::new(), 0));
}

#[tokio::test]
async fn a_login_registered_anew_after_a_crash_is_its_new_owners() {
    let world = World::new().await;
    let (user, _) = leaving(&world).await;
    world.clock.advance(Duration::days(30));
    // Killed when access is closed and nothing else is done.
    killed_after(&world, 5, erase_profiles::handle(&world.app, serde_json::Value::Null)).await;
    assert!(world.credentials(LOGIN).await.is_none() && world.profile(user).await.is_some());
    let newcomer = world.person(LOGIN, "другое-пламя-9").await;
    assert_eq!(run(&world).await, Erased { due: 1, erased: 1 });
    assert_eq!(world.credentials(LOGIN).await.expect("is there").user, newcomer);
    assert!(world.profile(newcomer).await.is_some() && world.profile(user).await.is_none());
}

#[tokio::test]
async fn a_run_killed_between_any_two_steps_is_finished_by_the_next() {
    for calls in 1..16 {
        let world = World::new().await;
        let (user, _) = leaving(&world).await;
        world.clock.advance(Duration::days(30));
        let killed =
            killed_after(&world, calls, erase_profiles::handle(&world.app, serde_json::Value::Null)).await;
        let next = run(&world).await;
        assert!(killed.is_none() || next.due == 0, "killed after {calls} calls: {next:?}");
        assert_forgotten(&world, user).await;
        let (last, unlinked) = told(&world).await;
        assert_eq!((last.len(), unlinked), (1, 1), "killed after {calls} calls");
    }
}

#[tokio::test]
async fn parallel_runs_tell_of_it_once() {
    let world = World::new().await;
    let (user, _) = leaving(&world).await;
    world.clock.advance(Duration::days(30));
    let runs = (0..3).map(|_| {
        let app = world.app.clone();
        tokio::spawn(async move { erase_profiles::handle(&app, serde_json::Value::Null).await })
    });
    for one in runs.collect::<Vec<_>>() {
        one.await.expect("no panic").expect("a run");
    }
    assert_forgotten(&world, user).await;
    let (last, unlinked) = told(&world).await;
    assert_eq!((last.len(), unlinked), (1, 1));
}

/// Runs until the store has been called so many times, then drops everything as a killed process would.
async fn killed_after<T>(world: &World, calls: usize, work: impl Future<Output = T>) -> Option<T> {
    let end = world.app.store.trips() + calls;
    let mut work: Pin<Box<_>> = Box::pin(work);
    std::future::poll_fn(|context| {
        if world.app.store.trips() >= end {
            return Poll::Ready(None);
        }
        work.as_mut().poll(context).map(Some)
    })
    .await
}
