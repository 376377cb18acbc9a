use crate::{
    support::{demo_packet, ids, import, tables, today},
    surgery::Surgery,
};
use domain::{
    Account, Company, Kopecks, SubscriberCard,
    packet::{CompanyPayments, Kind, MeterHistory, Mode, ServiceSettlements, Status},
};
use platform::{store::keys::accounts, testing::World};

#[tokio::test]
async fn the_demo_companies_enter_by_the_real_import() {
    let world = World::new().await;
    for packet in demo::packets(today()).expect("made") {
        let key = format!("{}/in/{}.zip", packet.company, packet.name);
        let answer = import(&world, &key, &packet.bytes).await.expect("taken");
        assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
        assert!(answer.accounts >= 12 && answer.rows > 500);
        let company: Option<Company> =
            world.app.store.get(&accounts::company(&packet.company)).await.expect("read");
        assert!(company.is_some());
    }
    // What the guide promises is what the tables hold, whatever sign and encoding the feed had.
    for promised in demo::guide(today()).expect("made") {
        let id = domain::AccountId::new(promised.company.clone(), &promised.number).expect("an id");
        let account: Account =
            world.app.store.get(&accounts::account(&id)).await.expect("read").expect("there");
        assert_eq!(account.services.iter().map(|service| service.balance).sum::<Kopecks>(), promised.balance);
        let serial = account.meters.first().map(|meter| meter.serial.clone());
        assert!(promised.unlocks.serial.is_none() || promised.unlocks.serial == serial);
    }
}

#[tokio::test]
async fn the_manuals_account_has_all_its_records() {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let id = "sever-33016355".parse().expect("an id");
    let store = &world.app.store;
    let months: ServiceSettlements =
        store.get(&accounts::settlements(&id, "gas")).await.expect("read").expect("settlements");
    let july = months.months.last().expect("months");
    assert_eq!((july.opening, july.closing), (Kopecks(-272_807), Some(Kopecks(-331_952))));
    let history: MeterHistory =
        store.get(&accounts::history(&id, "m1")).await.expect("read").expect("history");
    assert_eq!(history.readings.len(), 24);
    let card: SubscriberCard = store.get(&accounts::card(&id)).await.expect("read").expect("a card");
    assert_eq!((card.equipment.len(), card.contracts.len(), card.acts.len()), (2, 2, 2));
    let payments: CompanyPayments =
        store.get(&accounts::payments(&id)).await.expect("read").expect("payments");
    assert!(payments.payments.windows(2).all(|pair| pair[0].date >= pair[1].date), "newest first");
}

#[tokio::test]
async fn an_applied_packet_changes_nothing_when_it_comes_again() {
    let world = World::new().await;
    let packet = demo_packet("sever", 1);
    import(&world, "sever/in/1.zip", &packet).await.expect("taken");
    let before = tables(&world.app, &ids("sever")).await;
    let trips = world.app.store.trips();
    let answer = import(&world, "sever/in/again.zip", &packet).await.expect("taken");
    assert_eq!((answer.status, answer.accounts), (Status::AlreadyApplied, 12));
    assert_eq!(world.app.store.trips() - trips, 1, "one look into the journal, no write");
    assert_eq!(tables(&world.app, &ids("sever")).await, before);
}

#[tokio::test]
async fn a_delta_changes_its_accounts_and_leaves_cards_alone() {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let mut delta = Surgery::on(&demo_packet("sever", 2)).manifest(|manifest| manifest.mode = Mode::Delta);
    let cards =
        ["parameters.csv", "benefits.csv", "regimes.csv", "equipment.csv", "contracts.csv", "acts.csv"];
    delta.manifest.files.retain(|entry| !cards.contains(&entry.name.as_str()));
    delta.files.retain(|name, _| !cards.contains(&name.as_str()));
    let delta =
        delta.edit("accounts.csv", |text| text.replace("Смирнов Николай Петрович", "Смирнов Николай Ильич"));
    let answer = import(&world, "sever/in/2.zip", &delta.zip()).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
    let id = "sever-33016355".parse().expect("an id");
    let account: Account = world.app.store.get(&accounts::account(&id)).await.expect("read").expect("there");
    assert_eq!(account.holder, "Смирнов Николай Ильич");
    let card: Option<SubscriberCard> = world.app.store.get(&accounts::card(&id)).await.expect("read");
    assert!(card.is_some());
}

#[tokio::test]
async fn settings_alone_take_effect_without_a_release() {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let mut packet =
        Surgery::on(&demo_packet("sever", 2)).manifest(|manifest| manifest.kind = Kind::Settings);
    packet.manifest.files.retain(|entry| entry.name == "company.json");
    packet.files.retain(|name, _| name == "company.json");
    let packet =
        packet.edit("company.json", |text| text.replace("\"max_monthly\": 1500", "\"max_monthly\": 700"));
    let answer = import(&world, "sever/in/2.zip", &packet.zip()).await.expect("taken");
    assert_eq!((answer.status, answer.accounts), (Status::Applied, 0), "{:?}", answer.errors);
    let key = accounts::company(&"sever".parse().expect("an id"));
    let company: Company = world.app.store.get(&key).await.expect("read").expect("there");
    assert_eq!(company.readings.max_monthly, 700);
}

#[tokio::test]
async fn columns_in_another_order_and_a_byte_order_mark_are_read() {
    let world = World::new().await;
    let packet = Surgery::on(&demo_packet("sever", 1)).edit("equipment.csv", |text| {
        let swapped: Vec<String> = text
            .lines()
            .map(|line| line.splitn(3, ';').collect::<Vec<_>>())
            .map(|cells| format!("{};{};{}", cells[2], cells[0], cells[1]))
            .collect();
        format!("\u{feff}{}\n", swapped.join("\n"))
    });
    let answer = import(&world, "sever/in/1.zip", &packet.zip()).await.expect("taken");
    assert_eq!(answer.status, Status::Applied, "{:?}", answer.errors);
}
