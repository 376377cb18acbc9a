use crate::{
    support::{demo_packet, ids, import, tables},
    surgery::Surgery,
};
use domain::packet::{Acknowledgement, Encoding, Status};
use platform::testing::World;

/// Sends the packet to a world that has packet 1 and makes sure that nothing changed.
async fn refuse(packet: &[u8]) -> Acknowledgement {
    let world = World::new().await;
    import(&world, "sever/in/1.zip", &demo_packet("sever", 1)).await.expect("taken");
    let before = tables(&world.app, &ids("sever")).await;
    let answer = import(&world, "sever/in/2.zip", packet).await.expect("answered");
    assert_eq!((answer.status, answer.accounts, answer.rows), (Status::Refused, 0, 0));
    assert!(answer.errors_total > 0 && !answer.errors.is_empty());
    assert_eq!(tables(&world.app, &ids("sever")).await, before, "nothing changed");
    answer
}

fn next() -> Surgery {
    Surgery::on(&demo_packet("sever", 2))
}

/// `file:row:column` of each error.
fn places(answer: &Acknowledgement) -> Vec<String> {
    let place = |error: &domain::packet::Problem| {
        let row = error.row.map_or_else(String::new, |row| row.to_string());
        format!("{}:{row}:{}", error.file, error.column.as_deref().unwrap_or_default())
    };
    answer.errors.iter().map(place).collect()
}

#[tokio::test]
async fn a_wrong_control_sum_refuses_the_packet() {
    let packet = next().manifest(|manifest| {
        for entry in &mut manifest.files {
            entry.control_sum = entry.control_sum.map(|sum| sum + i64::from(entry.name == "payments.csv"));
        }
    });
    assert_eq!(places(&refuse(&packet.zip()).await), ["payments.csv::control_sum"]);
}

#[tokio::test]
async fn a_changed_file_refuses_the_packet() {
    let mut packet = next();
    let text = String::from_utf8(packet.files["meters.csv"].clone()).expect("UTF-8");
    packet.files.insert("meters.csv".into(), text.replace("31572637", "31572638").into_bytes());
    assert_eq!(places(&refuse(&packet.zip()).await), ["meters.csv::sha256"]);
}

#[tokio::test]
async fn a_missing_row_refuses_the_packet() {
    let mut packet =
        next().edit("benefits.csv", |text| text.lines().next().unwrap_or_default().to_owned() + "\n");
    packet
        .manifest
        .files
        .iter_mut()
        .filter(|entry| entry.name == "benefits.csv")
        .for_each(|entry| entry.rows = 1);
    assert_eq!(places(&refuse(&packet.zip()).await), ["benefits.csv::rows"]);
}

#[tokio::test]
async fn a_foreign_company_is_refused_in_manifest_and_settings() {
    let foreign = refuse(&demo_packet("volga", 2)).await;
    assert_eq!(places(&foreign), ["manifest.json::company"]);
    let packet = next().edit("company.json", |text| text.replace("\"id\": \"sever\"", "\"id\": \"volga\""));
    assert_eq!(places(&refuse(&packet.zip()).await), ["company.json::id"]);
}

#[tokio::test]
async fn a_sequence_out_of_turn_is_refused() {
    let other = Surgery::on(&demo_packet("sever", 1))
        .edit("accounts.csv", |text| text.replace("Смирнов", "Смирнова"));
    assert_eq!(places(&refuse(&other.zip()).await), ["manifest.json::sequence"], "another packet 1");
    assert_eq!(places(&refuse(&demo_packet("sever", 3)).await), ["manifest.json::sequence"], "a gap");
}

#[tokio::test]
async fn figures_from_the_future_are_refused() {
    let packet = next().manifest(|manifest| manifest.as_of += chrono::TimeDelta::days(9));
    assert_eq!(places(&refuse(&packet.zip()).await), ["manifest.json::as_of"]);
}

#[tokio::test]
async fn every_broken_row_is_named() {
    let packet = next()
        .edit("readings.csv", |text| text.replacen(";accepted", ";принято", 1))
        .edit("meters.csv", |text| text.replacen(";active;", ";on;", 1).replacen(";5;", ";0;", 1))
        .edit("services.csv", |text| text.replacen("00049246;", "00000001;", 1));
    let answer = refuse(&packet.zip()).await;
    assert_eq!(
        places(&answer),
        ["services.csv:2:account", "meters.csv:2:digits", "meters.csv:2:state", "readings.csv:2:status"]
    );
    assert_eq!(answer.errors_total, 4);
    assert!(
        answer.errors.iter().all(|error| error.message.chars().any(|c| ('а'..='я').contains(&c))),
        "in Russian"
    );
}

#[tokio::test]
async fn sums_that_do_not_add_up_are_refused() {
    let packet = next().edit("settlements.csv", |text| text.replacen("3319.52", "3319.53", 1));
    let answer = refuse(&packet.zip()).await;
    assert!(
        places(&answer)
            .iter()
            .any(|place| place.starts_with("settlements.csv") && place.ends_with("closing"))
    );
}

#[tokio::test]
async fn a_sign_convention_that_is_not_true_is_refused() {
    let packet = next().manifest(|manifest| manifest.sign = domain::packet::Sign::DebtPositive);
    let answer = refuse(&packet.zip()).await;
    assert!(
        answer.errors_total > 100 && answer.errors.len() == 100,
        "the first hundred and the number of all"
    );
}

#[tokio::test]
async fn rows_in_disorder_and_twice_are_refused() {
    let packet = next().edit("accounts.csv", |text| {
        let mut lines: Vec<&str> = text.lines().collect();
        let last = lines.len() - 1;
        lines.swap(1, last);
        lines.push(lines[last]);
        lines.join("\n") + "\n"
    });
    assert!(places(&refuse(&packet.zip()).await).contains(&"accounts.csv:3:account".to_owned()));
}

#[tokio::test]
async fn another_encoding_than_the_manifest_says_is_refused() {
    let claimed = next().manifest(|manifest| manifest.encoding = Encoding::Cp1251);
    assert!(places(&refuse(&claimed.zip()).await).contains(&"accounts.csv:2:holder".to_owned()));
    let mut written = next();
    let bytes = written.files["accounts.csv"].clone();
    let text = String::from_utf8(bytes).expect("UTF-8");
    written.files.insert("accounts.csv".into(), encoding_rs::WINDOWS_1251.encode(&text).0.into_owned());
    written.sign();
    assert!(places(&refuse(&written.zip()).await).contains(&"accounts.csv:2:holder".to_owned()));
}

#[tokio::test]
async fn names_that_leave_the_archive_are_refused() {
    let packet = next().file("../../etc/cron.d/x.csv", b"x");
    assert_eq!(places(&refuse(&packet.zip()).await), ["../../etc/cron.d/x.csv::"]);
}

#[tokio::test]
async fn a_file_missing_or_too_many_is_refused() {
    let mut missing = next();
    missing.files.remove("acts.csv");
    assert_eq!(places(&refuse(&missing.zip()).await), ["acts.csv::"]);
    let mut unlisted = next();
    unlisted.manifest.files.retain(|entry| entry.name != "company.json");
    assert_eq!(places(&refuse(&unlisted.zip()).await), ["company.json::"]);
}

/// The ZIP with another unpacked size in the directory entry of `acts.csv`.
fn declaring(size: u32) -> Vec<u8> {
    let mut zip = next().zip();
    let entry = (0..zip.len() - 54)
        .rfind(|at| zip[*at..].starts_with(b"PK\x01\x02") && zip[*at + 46..].starts_with(b"acts.csv"))
        .expect("a directory entry");
    zip[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

#[tokio::test]
async fn a_bomb_is_refused_unopened_and_a_liar_while_unpacking() {
    assert_eq!(places(&refuse(&declaring(700_000_000)).await), ["packet::"]);
    assert_eq!(places(&refuse(&declaring(40)).await), ["acts.csv::"]);
    let mut endless = next().file("acts.csv", &vec![b'0'; 2_000_000]);
    endless.sign_hashes();
    assert_eq!(places(&refuse(&endless.zip()).await), ["acts.csv::"]);
}

#[tokio::test]
async fn what_is_no_zip_or_has_no_manifest_is_refused() {
    assert_eq!(places(&refuse(b"PK nothing").await), ["packet::"]);
    let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    assert_eq!(places(&refuse(&empty).await), ["manifest.json::"]);
}

#[tokio::test]
async fn a_first_packet_without_settings_is_refused() {
    let world = World::new().await;
    let mut packet = Surgery::on(&demo_packet("sever", 1));
    packet.manifest.files.retain(|entry| entry.name != "company.json");
    packet.files.remove("company.json");
    let answer = import(&world, "sever/in/1.zip", &packet.zip()).await.expect("answered");
    assert_eq!((answer.status, places(&answer)), (Status::Refused, vec!["company.json::".to_owned()]));
}
