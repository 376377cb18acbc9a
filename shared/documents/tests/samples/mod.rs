//! Documents for the tests, the bench and the example: one as most people get it, others at the limits.
#![allow(dead_code)]

use chrono::{DateTime, NaiveDate, Utc};
use documents::{
    Month,
    bill::{Bill, MeterLine, ServiceLine},
    receipt::{Card, Fiscal, FiscalNumbers, Receipt, Status},
};
use domain::{
    Company, ExpiredVerification, ExtensionRules, Kopecks, LimitedRights, NumberRules, Payee, PaymentRules,
    ReadingRules, Settlement,
};

pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

pub fn moment(text: &str) -> DateTime<Utc> {
    text.parse().expect("RFC 3339")
}

pub fn company() -> Company {
    Company {
        id: "sever".parse().expect("an identifier"),
        name: "ООО «Северогаз Регион»".into(),
        region: "Ленинградская область".into(),
        address: "190000, г. Санкт-Петербург, Английская наб., д. 24, лит. А".into(),
        phone: "8 800 100-04-04".into(),
        email: "abonent@severogaz.example".into(),
        support_hours: "ежедневно с 8 до 20".into(),
        site: "severogaz.example".into(),
        utc_offset: 3,
        number: NumberRules { min_digits: 8, max_digits: 8, hint: "8 цифр".into() },
        sections: Vec::new(),
        limited: LimitedRights {
            view: true,
            pay: true,
            send_readings: true,
            bill: true,
            all_payments: false,
        },
        extension: ExtensionRules { meter_serial: true, last_charge: true, pin: false, pin_requests: false },
        readings: ReadingRules {
            max_monthly: 5_000,
            from_day: 20,
            to_day: 25,
            allow_zero: true,
            allow_rollover: true,
            expired_verification: ExpiredVerification::AcceptWithWarning,
            verification_warning_days: 60,
        },
        payments: PaymentRules {
            enabled: true,
            min: Kopecks(1_000),
            max: Kopecks(1_500_000),
            due_day: 10,
            vat_code: 11,
            fiscal: domain::FiscalRules::default(),
        },
        payee: Payee {
            name: "ООО «Северогаз Регион»".into(),
            inn: "7801234567".into(),
            kpp: "780101001".into(),
            account: "40702810100000012345".into(),
            bank: "ФИЛИАЛ «СЕВЕРНЫЙ» БАНКА ПРИМЕР (ПАО)".into(),
            bic: "044030653".into(),
            correspondent_account: "30101810500000000653".into(),
        },
        payees: Vec::new(),
    }
}

fn decimal(text: &str) -> rust_decimal::Decimal {
    text.parse().expect("a decimal number")
}

pub fn line(name: &str, unit: &str, tariff: &str, volume: &str, sums: [i64; 6]) -> ServiceLine {
    let [opening, charged, correction, benefits, paid, to_pay] = sums.map(Kopecks);
    let month = Settlement {
        period: date(2026, 9, 1),
        opening,
        charged,
        volume: Some(decimal(volume)),
        tariff: Some(decimal(tariff)),
        paid,
        benefits,
        correction,
        closing: Some(-to_pay),
    };
    ServiceLine { name: name.into(), unit: unit.into(), month: Some(month), to_pay }
}

pub fn meter(name: &str, serial: &str, previous: i64, current: i64) -> MeterLine {
    MeterLine {
        name: name.into(),
        serial: serial.into(),
        digits: 5,
        next_verification: Some(date(2031, 5, 14)),
        previous: Some((date(2026, 8, 25), previous)),
        current: Some((date(2026, 9, 25), current)),
        consumption: Some(current - previous),
    }
}

pub fn year(volumes: [i64; 12]) -> Vec<Month> {
    let first = date(2025, 10, 1);
    let months = (0..).map(|offset| first + chrono::Months::new(offset));
    volumes.into_iter().zip(months).map(|(volume, month)| Month { month, volume: Some(volume) }).collect()
}

pub fn bill() -> Bill {
    Bill {
        company: company(),
        number: "26090007".into(),
        issued: moment("2026-10-01T06:00:00Z"),
        period: date(2026, 9, 1),
        account: "33016355".into(),
        unified: Some("80АА100007-02".into()),
        holder: Some("Хайруллина Гөлнара Фәритовна".into()),
        address: Some("188300, Ленинградская обл., г. Гатчина, ул. Чехова, д. 8, корп. 2, кв. 8".into()),
        notes: vec!["Зарегистрировано: 3 чел.".into(), "Площадь: 55,0 м²".into()],
        due: Kopecks(159_103),
        credit: Kopecks::ZERO,
        due_date: Some(date(2026, 10, 10)),
        services: vec![
            line(
                "Газ природный на отопление и приготовление пищи",
                "м³",
                "8.71",
                "162",
                [-215_459, 141_102, 449, 0, 215_459, 140_653],
            ),
            line(
                "Техобслуживание внутриквартирного газового оборудования (ВКГО)",
                "мес.",
                "184.5",
                "1",
                [0, 18_450, 0, 0, 0, 18_450],
            ),
            ServiceLine {
                name: "Пени за просрочку оплаты".into(),
                unit: String::new(),
                month: Some(Settlement {
                    period: date(2026, 9, 1),
                    opening: Kopecks::ZERO,
                    charged: Kopecks::ZERO,
                    volume: None,
                    tariff: None,
                    paid: Kopecks::ZERO,
                    benefits: Kopecks::ZERO,
                    correction: Kopecks::ZERO,
                    closing: None,
                }),
                to_pay: Kopecks::ZERO,
            },
        ],
        last_payment: Some((date(2026, 9, 9), Kopecks(215_459))),
        meters: vec![meter("ВК-G4T", "03412007", 4_243, 4_405), meter("Гранд-4", "00771007", 118, 118)],
        readings_window: Some((20, 25)),
        consumption: year([211, 265, 317, 368, 313, 261, 195, 117, 65, 49, 76, 162]),
    }
}

/// Twelve services with names of four lines, six meters.
pub fn long_bill() -> Bill {
    let name = "Техническое обслуживание внутриквартирного газового оборудования многоквартирного дома";
    Bill {
        services: (0..12)
            .map(|_| {
                line(
                    name,
                    "м³",
                    "7.32812",
                    "1162.5",
                    [-1_515_459, 1_141_102, -449, 10_000, 1_215_459, 1_440_653],
                )
            })
            .collect(),
        due: Kopecks(17_287_836),
        meters: (0..6).map(|index| meter("СГД-3Т-1-1", &format!("0341200{index}"), 4_243, 14_405)).collect(),
        consumption: year([1211, 1265, 1317, 1368, 1313, 1261, 1195, 1117, 1065, 1049, 1076, 1162]),
        ..bill()
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        company: company(),
        payment: "01JD8Z4M3QW7K2N5X9T6V1B0CE".into(),
        status: Status::Paid,
        paid_at: moment("2026-10-04T11:27:00Z"),
        account: "33016355".into(),
        payer: Some("Хайруллина Гөлнара Фәритовна".into()),
        address: Some("188300, Ленинградская обл., г. Гатчина, ул. Чехова, д. 8, корп. 2, кв. 8".into()),
        lines: vec![
            ("Газ природный на отопление и приготовление пищи".into(), Kopecks(140_653)),
            ("Техобслуживание внутриквартирного газового оборудования (ВКГО)".into(), Kopecks(18_450)),
        ],
        amount: Kopecks(159_103),
        card: Some(Card { kind: "МИР".into(), last4: "4477".into() }),
        rrn: Some("628700000007".into()),
        auth_code: Some("096493".into()),
        payee: None,
        refunds: Vec::new(),
        fiscal: Fiscal::Registered(Some(FiscalNumbers {
            storage: "9960440300000001".into(),
            document: "48213".into(),
            attribute: "2914837465".into(),
        })),
        email: Some("golnara@example.org".into()),
        issued: moment("2026-10-04T11:30:00Z"),
    }
}
