use super::{fields, *};
use crate::*;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

fn company() -> Company {
    Company {
        id: "sever".parse().expect("an id"),
        name: "ООО «Северогаз Регион»".into(),
        region: "Север".into(),
        address: "г. Северогорск".into(),
        phone: "+78172000000".into(),
        email: "info@example.ru".into(),
        support_hours: "по будням".into(),
        site: "https://example.ru".into(),
        utc_offset: 3,
        number: NumberRules { min_digits: 8, max_digits: 8, hint: "8 цифр".into() },
        sections: vec![Section::Services],
        limited: LimitedRights {
            view: true,
            pay: true,
            send_readings: true,
            bill: false,
            all_payments: false,
        },
        extension: ExtensionRules { meter_serial: true, last_charge: true, pin: false, pin_requests: false },
        readings: ReadingRules {
            max_monthly: 500,
            from_day: 1,
            to_day: 25,
            allow_zero: true,
            allow_rollover: true,
            expired_verification: ExpiredVerification::Block,
            verification_warning_days: 60,
        },
        payments: PaymentRules {
            enabled: true,
            min: Kopecks(1000),
            max: Kopecks(1_500_000),
            due_day: 15,
            vat_code: 4,
            fiscal: crate::FiscalRules::default(),
        },
        payee: Payee {
            name: "ООО «Северогаз Регион»".into(),
            inn: "3525000000".into(),
            kpp: "352501001".into(),
            account: "40702810000000000001".into(),
            bank: "Банк".into(),
            bic: "041909001".into(),
            correspondent_account: "30101810000000000001".into(),
        },
        payees: Vec::new(),
    }
}

fn context(sign: Sign) -> Context {
    Context { company: company(), as_of: at("2019-09-20T12:00:00Z"), sign }
}

fn line<T>(row: T) -> Line<T> {
    Line { line: 2, row }
}

fn settlement(
    period: &str,
    opening: i64,
    charged: i64,
    paid: i64,
    closing: Option<i64>,
) -> Line<SettlementRow> {
    line(SettlementRow {
        service: "gas".into(),
        period: day(&format!("{period}-01")),
        opening: Kopecks(opening),
        charged: Kopecks(charged),
        volume: None,
        tariff: None,
        paid: Kopecks(paid),
        benefits: Kopecks::ZERO,
        correction: Kopecks::ZERO,
        closing: closing.map(Kopecks),
    })
}

fn rows(settlements: Vec<Line<SettlementRow>>) -> AccountRows {
    AccountRows {
        number: "33016355".into(),
        account: line(AccountRow {
            unified: None,
            holder: "Иванов Иван Иванович".into(),
            address: "г. Северогорск".into(),
            email: None,
            phone: None,
            owner_changed: false,
            pin_hash: None,
        }),
        services: vec![line(ServiceRow {
            service: "gas".into(),
            name: "Газ".into(),
            balance: Kopecks(-589_995),
        })],
        settlements,
        meters: vec![line(MeterRow {
            meter: "m1".into(),
            name: "СГМН-1".into(),
            serial: "6128437".into(),
            digits: 5,
            state: MeterState::Active,
            place: None,
            next_verification: None,
            seal_date: None,
            average_monthly: None,
        })],
        readings: Vec::new(),
        payments: Vec::new(),
        card: None,
    }
}

/// Figure 22 of the manual.
fn figure_22() -> Vec<Line<SettlementRow>> {
    vec![
        settlement("2019-07", -272_807, 331_952, 272_807, Some(-331_952)),
        settlement("2019-08", -331_952, 258_043, 0, Some(-589_995)),
        settlement("2019-09", -589_995, -257_490, 0, None),
    ]
}

fn judged(rows: AccountRows, context: &Context) -> Result<AccountData, Vec<Problem>> {
    let mut problems = Problems::default();
    let data = assemble(rows, context, &mut problems);
    if problems.is_empty() {
        Ok(data.expect("no problem, so there are records"))
    } else {
        Err(problems.list().to_vec())
    }
}

fn columns(problems: &[Problem]) -> Vec<&str> {
    problems.iter().filter_map(|problem| problem.column.as_deref()).collect()
}

#[test]
fn the_figures_of_the_manual_add_up() {
    let data = judged(rows(figure_22()), &context(Sign::DebtNegative)).expect("accepted");
    let months = &data.settlements[0].1;
    let closings: Vec<_> = months.iter().map(|month| month.closing.map(|sum| sum.0)).collect();
    assert_eq!(closings, [None, Some(-589_995), Some(-331_952)], "newest first, the open month has none");
    let last = data.account.services[0].last_charge.as_ref().expect("a closed month");
    assert_eq!((last.period, last.amount), (day("2019-08-01"), Kopecks(258_043)));
}

#[test]
fn a_feed_with_positive_debts_comes_to_the_same_records() {
    let mut turned = rows(figure_22());
    for month in &mut turned.settlements {
        month.row.opening = -month.row.opening;
        month.row.closing = month.row.closing.map(|sum| -sum);
    }
    turned.services[0].row.balance = Kopecks(589_995);
    let turned = judged(turned, &context(Sign::DebtPositive)).expect("accepted");
    assert_eq!(turned, judged(rows(figure_22()), &context(Sign::DebtNegative)).expect("accepted"));
}

#[test]
fn the_wrong_sign_convention_does_not_add_up() {
    let problems = judged(rows(figure_22()), &context(Sign::DebtPositive)).expect_err("refused");
    assert!(columns(&problems).contains(&"closing"), "{problems:?}");
}

#[test]
fn a_month_that_does_not_begin_where_the_last_one_ended_is_refused() {
    let mut months = figure_22();
    months[2].row.opening = Kopecks(-589_994);
    let problems = judged(rows(months), &context(Sign::DebtNegative)).expect_err("refused");
    assert_eq!(columns(&problems), ["opening"]);
}

#[test]
fn months_may_be_left_out_but_not_doubled() {
    let mut months = figure_22();
    months.remove(1);
    assert!(judged(rows(months.clone()), &context(Sign::DebtNegative)).is_ok());
    months.push(months[0].clone());
    let problems = judged(rows(months), &context(Sign::DebtNegative)).expect_err("refused");
    assert_eq!(columns(&problems), ["period"]);
}

#[test]
fn rows_that_point_nowhere_or_to_the_future_are_refused() {
    let mut bad = rows(figure_22());
    bad.number = "7".into();
    bad.settlements.push(settlement("2019-10", -332_505, 0, 0, None));
    bad.readings.push(line(ReadingRow {
        meter: "m2".into(),
        date: day("2019-09-21"),
        value: 5,
        consumption: None,
        source: ReadingSource::Subscriber,
        status: ReadingStatus::Accepted,
    }));
    bad.readings.push(line(ReadingRow {
        meter: "m1".into(),
        value: 100_000,
        date: day("2019-09-01"),
        ..bad.readings[0].row.clone()
    }));
    bad.payments.push(line(PaymentRow {
        payment: "p1".into(),
        date: day("2019-09-01"),
        place: "Почта России".into(),
        portal_payment: None,
        service: "water".into(),
        amount: Kopecks::ZERO,
    }));
    let problems = judged(bad, &context(Sign::DebtNegative)).expect_err("refused");
    assert_eq!(columns(&problems), ["account", "meter", "date", "value", "service", "amount", "period"]);
}

#[test]
fn lines_of_a_payment_must_agree_and_stand_together() {
    let mut paid = rows(figure_22());
    let row = PaymentRow {
        payment: "p1".into(),
        date: day("2019-09-01"),
        place: "Почта России".into(),
        portal_payment: None,
        service: "gas".into(),
        amount: Kopecks(100),
    };
    paid.payments = vec![line(row.clone()), line(row.clone())];
    let data = judged(paid.clone(), &context(Sign::DebtNegative)).expect("accepted");
    assert_eq!(
        (data.payments.len(), data.payments[0].amount, data.payments[0].lines.len()),
        (1, Kopecks(200), 2)
    );

    paid.payments = vec![
        line(row.clone()),
        line(PaymentRow { place: "Сбербанк Онлайн".into(), ..row.clone() }),
        line(PaymentRow { payment: "p2".into(), ..row.clone() }),
        line(row),
    ];
    let problems = judged(paid, &context(Sign::DebtNegative)).expect_err("refused");
    assert_eq!(columns(&problems), ["payment", "payment"]);
}

#[test]
fn history_keeps_two_years_and_the_last_accepted_reading_skips_the_rejected() {
    let mut read = rows(Vec::new());
    let reading = |date: &str, value, status| {
        line(ReadingRow {
            meter: "m1".into(),
            date: day(date),
            value,
            consumption: None,
            source: ReadingSource::Subscriber,
            status,
        })
    };
    read.readings = vec![
        reading("2017-08-31", 10, ReadingStatus::Accepted),
        reading("2019-08-20", 90, ReadingStatus::Accepted),
        reading("2019-09-20", 99, ReadingStatus::Rejected),
    ];
    let data = judged(read, &context(Sign::DebtNegative)).expect("accepted");
    let values: Vec<i64> = data.history[0].1.iter().map(|reading| reading.value).collect();
    assert_eq!(values, [99, 90]);
    assert_eq!(data.account.meters[0].last_accepted.map(|reading| reading.value), Some(90));
}

#[test]
fn all_cells_of_a_row_are_reported() {
    let cells = ["33016355", "", "", "x\u{202e}y", "no address", "8 999", "yes", "7H4K92PX"];
    let mut problems = Problems::default();
    let read = AccountRow::read(&Cells { file: File::Accounts, line: 7, values: &cells }, &mut problems);
    assert!(read.is_none());
    assert_eq!(
        columns(problems.list()),
        ["holder", "address", "email", "phone", "owner_changed", "pin_hash"]
    );
    assert!(problems.list().iter().all(|problem| problem.row == Some(7) && problem.file == "accounts.csv"));
}

#[test]
fn only_the_first_hundred_problems_are_kept_and_all_are_counted() {
    let mut problems = Problems::default();
    for row in 0..250 {
        problems.cell(File::Acts, row, "amount", "плохо");
    }
    assert_eq!((problems.list().len(), problems.total()), (REPORTED, 250));
}

#[test]
fn numbers_are_digits_with_one_separator_and_nothing_else() {
    assert_eq!(money("2728,07"), Ok(Kopecks(272_807)));
    assert_eq!(money("-2574.9"), Ok(Kopecks(-257_490)));
    assert_eq!(money("0"), Ok(Kopecks::ZERO));
    for bad in
        ["", "-", "1 000,00", "1e3", "10,001", ",5", "5,", "+5", "−5", "NaN", "1,2,3", "9999999999", "٣"]
    {
        assert!(money(bad).is_err(), "{bad}");
    }
    assert_eq!(decimal("5,53254").map(|d| d.to_string()), Ok("5.53254".to_owned()));
    assert!(decimal("5,532541").is_err());
    assert!(fields::integer("1.0").is_err() && fields::integer("-465") == Ok(-465));
}

#[test]
fn dates_are_whole_and_believable() {
    assert!(fields::date("2026-02-29").is_err());
    assert!(fields::date("2026-2-9").is_err());
    assert!(fields::date("1812-09-07").is_err());
    assert_eq!(fields::period("2026-11"), Ok(day("2026-11-01")));
    assert!(fields::period("2026-13").is_err() && fields::period("ноябрь!").is_err());
}

fn manifest() -> Manifest {
    let entry = |file: File| FileEntry {
        name: file.name().into(),
        rows: 0,
        sha256: "0".repeat(64),
        control_sum: (!file.money().is_empty()).then_some(0),
    };
    Manifest {
        format: FORMAT,
        company: "sever".parse().expect("an id"),
        kind: Kind::Accounts,
        mode: Mode::Snapshot,
        period: "2019-09".into(),
        as_of: at("2019-09-20T12:00:00Z"),
        sequence: 1,
        encoding: Encoding::Utf8,
        sign: Sign::DebtNegative,
        files: File::ALL.into_iter().map(entry).collect(),
    }
}

fn wrong_in(manifest: &Manifest) -> Vec<String> {
    let mut problems = Problems::default();
    manifest.check(&"sever".parse().expect("an id"), at("2019-09-20T13:00:00Z"), &mut problems);
    problems.list().iter().map(|p| p.column.clone().unwrap_or_else(|| p.file.clone())).collect()
}

#[test]
fn a_manifest_is_judged_without_its_files() {
    assert!(wrong_in(&manifest()).is_empty());
    let foreign = Manifest {
        company: "volga".parse().expect("an id"),
        as_of: at("2019-09-21T00:00:00Z"),
        sequence: 0,
        period: "осень".into(),
        format: 2,
        ..manifest()
    };
    assert_eq!(wrong_in(&foreign), ["format", "company", "sequence", "period", "as_of"]);
    let mut files = manifest();
    files.files[1].control_sum = None;
    files.files[2].sha256 = "zz".into();
    files.files[3].name = "../meters.csv".into();
    assert_eq!(wrong_in(&files), ["control_sum", "sha256", "../meters.csv", "meters.csv"]);
}

#[test]
fn a_delta_may_leave_out_the_whole_card_only() {
    let mut delta = Manifest { mode: Mode::Delta, ..manifest() };
    delta.files.retain(|entry| entry.name != "acts.csv");
    assert_eq!(wrong_in(&delta), ["acts.csv"]);
    delta.files.retain(|entry| !entry.name.parse::<File>().is_ok_and(File::is_card));
    assert!(wrong_in(&delta).is_empty());
    assert!(!delta.has_card());
}

fn claim(sequence: u64, sha256: &str) -> Claim {
    Claim { sequence, sha256: sha256.into(), as_of: at("2019-09-20T12:00:00Z") }
}

fn entry(sequence: u64, sha256: &str, state: JournalState) -> Journal {
    Journal {
        sequence,
        sha256: sha256.into(),
        name: "p".into(),
        state,
        worker: "w".into(),
        lease_until: at("2019-09-20T12:00:45Z"),
        as_of: at("2019-09-20T12:00:00Z"),
        accounts: 1,
        rows: 1,
    }
}

#[test]
fn packets_are_taken_once_and_in_their_order() {
    let now = at("2019-09-20T12:00:10Z");
    let refused = |decision| matches!(decision, Decision::Refuse(_));
    assert_eq!(decide(&claim(1, "a"), None, None, now), Decision::Apply);
    assert!(refused(decide(&claim(2, "a"), None, None, now)), "the first packet is 1");
    let last = claim(1, "a");
    assert_eq!(decide(&claim(2, "b"), Some(&last), None, now), Decision::Apply);
    assert!(refused(decide(&claim(3, "b"), Some(&last), None, now)), "a gap");
    let applied = entry(1, "a", JournalState::Applied);
    assert_eq!(decide(&claim(1, "a"), Some(&last), Some(&applied), now), Decision::AlreadyApplied);
    assert!(refused(decide(&claim(1, "x"), Some(&last), Some(&applied), now)), "another content");
    let older = Claim { as_of: at("2019-09-19T12:00:00Z"), ..claim(2, "b") };
    assert!(refused(decide(&older, Some(&last), None, now)));
}

#[test]
fn a_packet_left_half_applied_is_taken_over_when_its_worker_is_silent() {
    let half = entry(1, "a", JournalState::Applying);
    let soon = at("2019-09-20T12:00:10Z");
    assert_eq!(decide(&claim(1, "a"), None, Some(&half), soon), Decision::Busy);
    assert_eq!(
        decide(&claim(1, "a"), None, Some(&half), soon + TimeDelta::seconds(LEASE_SECONDS)),
        Decision::Apply
    );
    assert!(matches!(decide(&claim(1, "b"), None, Some(&half), soon), Decision::Refuse(_)));
}

#[test]
fn senseless_settings_are_refused() {
    let mut problems = Problems::default();
    check_company(&company(), &"sever".parse().expect("an id"), &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let mut bad = company();
    bad.number.min_digits = 9;
    bad.payments.min = Kopecks(2_000_000);
    bad.payee.bic = "12".into();
    check_company(&bad, &"volga".parse().expect("an id"), &mut problems);
    assert_eq!(columns(problems.list()), ["id", "number", "payments.min", "payee.bic"]);
}

proptest! {
    /// Any chain made by the rule of C-08 is accepted, and one kopeck off anywhere is not.
    #[test]
    fn a_chain_holds_to_the_kopeck(
        start in -10_000_000i64..10_000_000,
        moves in prop::collection::vec((-500_000i64..500_000, 0i64..500_000, 0i64..50_000, -50_000i64..50_000), 2..24),
        broken in any::<prop::sample::Index>(),
        positive in any::<bool>(),
    ) {
        let (sign, turn) = if positive { (Sign::DebtPositive, -1) } else { (Sign::DebtNegative, 1) };
        let mut balance = start;
        let mut period = day("2017-01-01");
        let mut chain = Vec::new();
        for (charged, paid, benefits, correction) in moves {
            let closing = balance - charged + paid + benefits + correction;
            chain.push(line(SettlementRow {
                period,
                benefits: Kopecks(benefits),
                correction: Kopecks(correction),
                ..settlement("2017-01", balance * turn, charged, paid, Some(closing * turn)).row
            }));
            balance = closing;
            period = calendar::shift_month(period, 1);
        }
        prop_assert!(judged(rows(chain.clone()), &context(sign)).is_ok());
        let at = broken.index(chain.len());
        chain[at].row.paid += Kopecks(1);
        prop_assert!(judged(rows(chain), &context(sign)).is_err());
    }

    /// What is written with a comma or a point is read back to the kopeck.
    #[test]
    fn money_survives_its_text(kopecks in -99_999_999_999i64..99_999_999_999, comma in any::<bool>()) {
        let text = Kopecks(kopecks).to_roubles().to_string();
        let text = if comma { text.replace('.', ",") } else { text };
        prop_assert_eq!(money(&text), Ok(Kopecks(kopecks)));
    }

    /// No cell makes the reader panic.
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        let values = [text.as_str(); 11];
        for file in File::ALL {
            let mut problems = Problems::default();
            let cells = Cells { file, line: 2, values: &values };
            match file {
                File::Accounts => drop(AccountRow::read(&cells, &mut problems)),
                File::Services => drop(ServiceRow::read(&cells, &mut problems)),
                File::Settlements => drop(SettlementRow::read(&cells, &mut problems)),
                File::Meters => drop(MeterRow::read(&cells, &mut problems)),
                File::Readings => drop(ReadingRow::read(&cells, &mut problems)),
                File::Payments => drop(PaymentRow::read(&cells, &mut problems)),
                File::Parameters | File::Benefits | File::Regimes => drop(ParameterRow::read(&cells, &mut problems)),
                File::Equipment => drop(EquipmentRow::read(&cells, &mut problems)),
                File::Contracts => drop(ContractRow::read(&cells, &mut problems)),
                File::Acts => drop(ActRow::read(&cells, &mut problems)),
            }
        }
    }
}

/// Row 53: the portal gets a digest, never the PIN.
#[test]
fn the_digest_of_a_pin_goes_with_the_account() {
    let digest = "A7".repeat(32);
    let mut read = rows(Vec::new());
    let cells = ["33016355", "", "Иванов", "г. Северогорск", "", "", "0", digest.as_str()];
    let mut problems = Problems::default();
    let row = AccountRow::read(&Cells { file: File::Accounts, line: 2, values: &cells }, &mut problems);
    read.account = line(row.expect("in order"));
    let data = judged(read, &context(Sign::DebtNegative)).expect("accepted");
    assert_eq!(data.pin_hash.as_deref(), Some("a7".repeat(32).as_str()));
    assert_eq!(data.account.pin, None, "whoever stores it seals it");
}

#[test]
fn pins_on_request_need_the_question() {
    let mut settings = company();
    settings.extension.pin_requests = true;
    let mut problems = Problems::default();
    check_company(&settings, &settings.id, &mut problems);
    assert_eq!(columns(problems.list()), ["extension.pin_requests"]);
    settings.extension.pin = true;
    let mut problems = Problems::default();
    check_company(&settings, &settings.id, &mut problems);
    assert!(problems.is_empty());
}
