//! When the alarm of a finding rings (payments §7). Alone in its program: a log is captured by its thread, and other
//! threads would have the lines switched off.

use domain::{CompanyId, payment::IncidentKind};
use platform::{
    CommitError, Condition, Transaction,
    incidents::{self, Incident},
    store::keys,
    testing::{World, log::Log},
};

#[tokio::test]
async fn the_alarm_rings_once_for_what_was_written_and_never_for_what_was_not() {
    let log = Log::capture();
    let world = World::new().await;
    let (store, now) = (&world.app.store, world.clock.now());
    let company: CompanyId = "sever".parse().expect("a company");
    let finding = Incident::new(IncidentKind::Review, &company, "01JD3V6Z8Q7M2R4T0000000000");
    let lost = Transaction::new()
        .check(keys::accounts::company(&company), Condition::Exists, ())
        .incident(&finding, now)
        .commit(store)
        .await;
    assert!(matches!(lost, Err(CommitError::Refused(()))));
    assert_eq!(
        (log.times("payment incident"), incidents::all(&world.app).await.expect("read").len()),
        (0, 0)
    );

    Transaction::<()>::new().incident(&finding, now).commit(store).await.expect("written");
    incidents::note(&world.app, &finding).await.expect("noted");
    let rows = incidents::all(&world.app).await.expect("read");
    assert_eq!((log.times("payment incident"), rows.len(), rows[0].seen), (1, 1, 2));
}
