//! The outbox becomes letters (security rows 55 and 84).

use aws_lambda_events::event::dynamodb::{Event as Stream, EventRecord, StreamRecord};
use domain::{AccountId, Channel, Login, UserId, link::Level};
use platform::{
    outbox::{Event, OutboxRow},
    records::{Contact, Profile},
    sessions::Holder,
    store::keys,
    testing::{
        World,
        fixtures::{ACCOUNT, account, company},
    },
};

async fn holder(world: &World, login: &str) -> UserId {
    let user = UserId(ulid::Ulid::new());
    let at = world.clock.now();
    let profile = Profile::new(user, &login.parse().expect("a login"), at);
    let store = &world.app.store;
    store.put(&keys::identity::profile(user), &profile).await.expect("stored");
    let row = Holder { user, level: Level::Extended, since: at };
    store.put(&keys::accounts::holder(&id(), user), &row).await.expect("stored");
    user
}

fn id() -> AccountId {
    ACCOUNT.parse().expect("an id")
}

async fn tell(world: &World, event: Event) -> OutboxRow {
    let row = OutboxRow::new(event, world.clock.now());
    world.app.store.put(&keys::outbox::event(row.id), &row).await.expect("stored");
    row
}

fn batch(rows: &[&OutboxRow]) -> Stream {
    let record = |(n, row): (usize, &&OutboxRow)| {
        let mut change = StreamRecord::default();
        change.new_image = serde_dynamo::to_item(row).expect("fits");
        change.sequence_number = Some(n.to_string());
        let mut record = EventRecord::default();
        record.event_name = "INSERT".into();
        record.change = change;
        record
    };
    let mut stream = Stream::default();
    stream.records = rows.iter().enumerate().map(record).collect();
    stream
}

#[tokio::test]
async fn a_card_that_comes_or_goes_is_told_everywhere_and_never_with_its_number() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    let user = holder(&world, "ivanov@example.ru").await;
    let key = keys::identity::profile(user);
    let profile: Profile = world.app.store.get(&key).await.expect("read").expect("a profile");
    let phone = Contact { address: "+79123456789".parse().expect("a phone"), verified_at: world.clock.now() };
    world.app.store.put(&key, &Profile { phone: Some(phone), ..profile }).await.expect("stored");
    let (company, card) = (id().company, "Мир •••• 0004".to_owned());
    let linked = tell(&world, Event::CardLinked { user, company: company.clone(), card: card.clone() }).await;
    let revoked = tell(&world, Event::CardRevoked { user, company, card }).await;
    notify::handle(&world.app, batch(&[&linked, &revoked])).await.expect("handled");
    let letters = world.letters();
    assert_eq!(letters.len(), 4, "each by mail and SMS");
    let told = |part: &str| letters.iter().filter(|letter| letter.contains(part)).count();
    assert_eq!(told("Карта зарегистрирована"), 1);
    assert_eq!(told("Карта удалена из личного кабинета"), 1);
    assert_eq!((told("Мир •••• 0004"), told("ООО «Северогаз Регион»")), (2, 2), "in the letters");
    let user =
        tell(&world, Event::BindingCheck { user, binding: domain::BindingId(ulid::Ulid::new()) }).await;
    notify::handle(&world.app, batch(&[&user])).await.expect("handled");
    assert_eq!(world.letters().len(), 4, "a question to the bank is told to nobody");
}

#[tokio::test]
async fn all_holders_hear_of_a_new_link_once_as_row_55_asks() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    holder(&world, "petrov@example.ru").await;
    let newcomer = holder(&world, "ivanov@example.ru").await;
    let row = tell(&world, Event::AccountLinked { user: newcomer, account: id() }).await;
    for _ in 0..2 {
        let again = notify::handle(&world.app, batch(&[&row])).await.expect("handled");
        assert!(again.batch_item_failures.is_empty());
    }
    let letters = world.letters();
    assert_eq!(letters.len(), 2, "delivered twice, told once: the newcomer and the one who was there");
    assert!(letters.iter().all(|letter| letter.contains("33016355")), "{letters:?}");
    let to_others = letters.iter().filter(|l| l.contains("подключил ещё один пользователь")).count();
    assert_eq!(to_others, 1, "{letters:?}");
    let left: Option<OutboxRow> = world.app.store.get(&keys::outbox::event(row.id)).await.expect("read");
    assert!(left.is_none(), "nothing is left in the outbox");
}

#[tokio::test]
async fn an_event_that_cannot_be_told_does_not_hold_back_the_others_as_row_84_asks() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    holder(&world, "petrov@example.ru").await;
    let user = holder(&world, "ivanov@example.ru").await;
    let payment = domain::PaymentId(ulid::Ulid::new());
    let poison = tell(&world, Event::PaymentSucceeded { payment, user, account: id() }).await;
    let good = tell(&world, Event::AccountExtended { user, account: id() }).await;
    let again = notify::handle(&world.app, batch(&[&poison, &good])).await.expect("handled");
    let failed: Vec<_> = again.batch_item_failures.iter().map(|f| f.item_identifier.clone()).collect();
    assert_eq!(failed, [Some("0".to_owned())]);
    assert!(world.letters().iter().any(|letter| letter.contains("Другой пользователь ответил")));
}

#[tokio::test]
async fn what_is_for_settling_is_left_for_it() {
    let world = World::new().await;
    let payment = domain::PaymentId(ulid::Ulid::new());
    let row = tell(&world, Event::PaymentCheck { payment, gateway_id: "x".into() }).await;
    notify::handle(&world.app, batch(&[&row])).await.expect("handled");
    let left: Option<OutboxRow> = world.app.store.get(&keys::outbox::event(row.id)).await.expect("read");
    assert!(left.is_some() && world.sent.lock().expect("not poisoned").is_empty());
}

/// A user with an e-mail for a login and a verified phone.
async fn reachable(world: &World) -> UserId {
    let user = world.person("ivanov@example.ru", "прежнее-пламя-7").await;
    let before = world.profile(user).await.expect("is there");
    let phone =
        before.email.clone().map(|email| Contact { address: PHONE.parse().expect("a phone"), ..email });
    let store = &world.app.store;
    store.put(&keys::identity::profile(user), &Profile { phone, ..before }).await.expect("stored");
    user
}

const PHONE: &str = "+79123456789";

#[tokio::test]
async fn what_guards_the_account_is_told_everywhere_as_rows_11_24_and_26_ask() {
    let world = World::new().await;
    let user = reachable(&world).await;
    let old: Login = "old@example.ru".parse().expect("a login");
    let at = world.clock.now();
    for (event, words, to_old) in [
        (Event::PasswordChanged { user }, "Пароль изменён", false),
        (Event::PasswordRecovered { user }, "Пароль восстановлен", false),
        (Event::LoginChanged { user, old: old.clone() }, "Логин изменён", true),
        (
            Event::ContactChanged { user, channel: Channel::Email, old: Some(old.clone()) },
            "Контакт для уведомлений изменён",
            true,
        ),
        (
            Event::NewDevice { user, browser: "Firefox".into(), system: "Linux".into() },
            "Firefox, Linux",
            false,
        ),
        (Event::DeletionRequested { user, erases_at: at }, "Профиль будет удалён", false),
        (Event::DeletionCancelled { user }, "Удаление профиля отменено", false),
    ] {
        world.sent.lock().expect("not poisoned").clear();
        let row = tell(&world, event.clone()).await;
        notify::handle(&world.app, batch(&[&row])).await.expect("handled");
        let mut expected = vec!["ivanov@example.ru", PHONE];
        expected.extend(to_old.then_some("old@example.ru"));
        assert_eq!(world.addressees(), expected, "{event:?}");
        assert!(
            world.letters().iter().any(|letter| letter.contains(words)),
            "{event:?}: {:?}",
            world.letters()
        );
    }
}

#[tokio::test]
async fn the_last_letter_needs_no_profile_as_row_90_asks() {
    let world = World::new().await;
    let to = vec!["ivanov@example.ru".parse().expect("a login"), PHONE.parse().expect("a phone")];
    let row = tell(&world, Event::ProfileErased { to }).await;
    for _ in 0..2 {
        notify::handle(&world.app, batch(&[&row])).await.expect("handled");
    }
    assert_eq!(world.addressees(), ["ivanov@example.ru", PHONE]);
    assert!(world.letters().iter().all(|letter| letter.contains("далён")));
}

#[tokio::test]
async fn an_ordinary_notice_goes_to_one_verified_address_as_c_20_asks() {
    let world = World::new().await;
    world.import(&company(), &account()).await;
    let user = reachable(&world).await;
    let row = Holder { user, level: Level::Extended, since: world.clock.now() };
    world.app.store.put(&keys::accounts::holder(&id(), user), &row).await.expect("stored");
    let row = tell(&world, Event::AccountLinked { user, account: id() }).await;
    notify::handle(&world.app, batch(&[&row])).await.expect("handled");
    assert_eq!(world.addressees(), ["ivanov@example.ru"], "e-mail first");
}

/// Payments §8: the payer hears that money goes back, once, and how much of which payment.
#[tokio::test]
async fn the_payer_is_told_of_a_refund() {
    use domain::payment::{Aftermath, NewPayment, NewRefund, Payment, PaymentLine};
    let world = World::new().await;
    world.import(&company(), &account()).await;
    let user = holder(&world, "ivanov@example.ru").await;
    let now = world.clock.now();
    let line = PaymentLine { service: "gas".into(), name: "Газ".into(), amount: domain::Kopecks(50_000) };
    let new = NewPayment {
        id: domain::PaymentId(ulid::Ulid::new()),
        user,
        account: id(),
        lines: vec![line],
        amount: domain::Kopecks(50_000),
        method: domain::PaymentMethod::NewCard,
        payee: None,
        request_body: String::new(),
        request_hash: String::new(),
    };
    let state = domain::PaymentState::Succeeded;
    let paid = Payment { state, paid_at: Some(now), ..Payment::create(new, now) };
    let refund = domain::RefundId(ulid::Ulid::new());
    let asked = NewRefund {
        id: refund,
        lines: vec![("gas".into(), domain::Kopecks(12_345))],
        reason: "проба".into(),
    };
    let after =
        Aftermath::of(&paid, now).expect("paid").begin(&asked, String::new(), now).expect("may be").after;
    let key = keys::payments::aftermath(paid.id);
    let row = platform::records::payments::StoredAftermath::from(after);
    world.app.store.put(&key, &row).await.expect("put");
    let row = tell(&world, Event::PaymentRefunded { payment: paid.id, refund, user, account: id() }).await;
    for _ in 0..2 {
        let again = notify::handle(&world.app, batch(&[&row])).await.expect("handled");
        assert!(again.batch_item_failures.is_empty());
    }
    let letters = world.letters();
    let [letter] = letters.as_slice() else { panic!("one letter: {letters:?}") };
    for word in ["Деньги возвращены", "123,45", "500,00", "33016355"] {
        assert!(letter.contains(word), "{word} in {letter}");
    }
}
