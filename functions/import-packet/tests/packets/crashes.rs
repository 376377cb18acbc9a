use crate::{
    support::{demo_packet, ids, import, killed_after, put, tables, take},
    surgery::Surgery,
};
use chrono::TimeDelta;
use domain::packet::{LEASE_SECONDS, Status};
use platform::testing::World;

/// Two companies' worth of calls: journal, claim, some batches, end.
const CALLS: usize = 12;

#[tokio::test]
async fn a_packet_interrupted_anywhere_is_finished_by_its_next_delivery() {
    let clean = World::new().await;
    let packet = demo_packet("sever", 1);
    import(&clean, "sever/in/1.zip", &packet).await.expect("taken");
    let wanted = tables(&clean.app, &ids("sever")).await;
    for calls in 1..CALLS {
        let world = World::new().await;
        put(&world, "sever/in/1.zip", &packet).await;
        let killed = killed_after(&world.app, calls, take(&world.app, "sever/in/1.zip")).await;
        world.clock.advance(TimeDelta::seconds(LEASE_SECONDS + 1));
        let answer = take(&world.app, "sever/in/1.zip").await.expect("taken up again");
        let finished = killed.is_some_and(|answer| answer.is_ok());
        let expected = [Status::Applied, Status::AlreadyApplied];
        assert!(expected.contains(&answer.status) && (!finished || answer.status == Status::AlreadyApplied));
        assert_eq!(tables(&world.app, &ids("sever")).await, wanted, "killed after {calls} calls");
    }
}

#[tokio::test]
async fn a_half_applied_packet_is_not_replaced_by_another_of_its_number() {
    let world = World::new().await;
    let packet = demo_packet("sever", 1);
    put(&world, "sever/in/1.zip", &packet).await;
    killed_after(&world.app, 3, take(&world.app, "sever/in/1.zip")).await;
    let busy = take(&world.app, "sever/in/1.zip").await;
    assert!(busy.is_err(), "while the claim lasts the event comes again later");
    world.clock.advance(TimeDelta::seconds(LEASE_SECONDS + 1));
    let other = Surgery::on(&packet).edit("accounts.csv", |text| text.replace("Смирнов", "Смирнова"));
    let answer = import(&world, "sever/in/other.zip", &other.zip()).await.expect("answered");
    assert_eq!(answer.status, Status::Refused);
    assert_eq!(take(&world.app, "sever/in/1.zip").await.expect("taken").status, Status::Applied);
}

#[tokio::test]
async fn parallel_deliveries_apply_a_packet_once() {
    let world = World::new().await;
    put(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await;
    let deliveries = (0..4).map(|_| {
        let app = world.app.clone();
        tokio::spawn(
            async move { import_packet::handle(&app, crate::support::event("sever/in/1.zip")).await },
        )
    });
    let mut applied = 0;
    for delivery in deliveries.collect::<Vec<_>>() {
        if let Ok(answers) = delivery.await.expect("no panic") {
            applied += answers.iter().filter(|answer| answer.status == Status::Applied).count();
            assert!(answers.iter().all(|answer| answer.status != Status::Refused));
        }
    }
    assert_eq!(applied, 1);
    assert_eq!(take(&world.app, "sever/in/1.zip").await.expect("taken").status, Status::AlreadyApplied);
}

#[tokio::test]
async fn two_packets_of_one_number_do_not_mix() {
    let world = World::new().await;
    let one = demo_packet("sever", 1);
    let other =
        Surgery::on(&one).edit("accounts.csv", |text| text.replace("г. Северогорск", "г. Южногорск")).zip();
    put(&world, "sever/in/a.zip", &one).await;
    put(&world, "sever/in/b.zip", &other).await;
    let (a, b) = tokio::join!(take(&world.app, "sever/in/a.zip"), take(&world.app, "sever/in/b.zip"));
    let applied =
        [&a, &b].into_iter().filter(|r| r.as_ref().is_ok_and(|answer| answer.status == Status::Applied));
    assert_eq!(applied.count(), 1);
    let rows = tables(&world.app, &ids("sever")).await;
    let towns: std::collections::BTreeSet<bool> = rows
        .iter()
        .filter_map(|row| row.get("address")?.as_str())
        .filter(|address| address.contains("горск"))
        .filter(|address| !address.starts_with("160000"))
        .map(|address| address.contains("Южногорск"))
        .collect();
    assert_eq!(towns.len(), 1, "all accounts are of one packet");
}
