//! A company, an account and a meter for the tests of every module, with the manual's own figures where it has any.

use crate::*;
use chrono::{DateTime, NaiveDate};

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn company() -> Company {
    Company {
        id: "sever".parse().unwrap(),
        name: "ООО «Северогаз Регион»".into(),
        region: String::new(),
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        support_hours: String::new(),
        site: String::new(),
        utc_offset: 3,
        number: NumberRules { min_digits: 7, max_digits: 8, hint: String::new() },
        sections: Section::ALL.to_vec(),
        limited: LimitedRights {
            view: true,
            pay: true,
            send_readings: true,
            bill: false,
            all_payments: false,
        },
        extension: ExtensionRules { meter_serial: true, last_charge: true, pin: false, pin_requests: false },
        readings: ReadingRules {
            max_monthly: 1000,
            from_day: 15,
            to_day: 25,
            allow_zero: true,
            allow_rollover: true,
            expired_verification: ExpiredVerification::Block,
            verification_warning_days: 60,
        },
        payments: PaymentRules {
            enabled: true,
            min: Kopecks(1_000),
            max: Kopecks(1_500_000),
            due_day: 15,
            vat_code: 1,
            fiscal: FiscalRules::default(),
        },
        payee: Payee {
            name: String::new(),
            inn: String::new(),
            kpp: String::new(),
            account: String::new(),
            bank: String::new(),
            bic: String::new(),
            correspondent_account: String::new(),
        },
        payees: Vec::new(),
    }
}

pub fn service(code: &str, balance: i64, charge: Option<i64>) -> Service {
    Service {
        code: code.into(),
        name: format!("Услуга {code}"),
        balance: Kopecks(balance),
        last_charge: charge.map(|amount| Charge {
            period: date("2026-10-01"),
            amount: Kopecks(amount),
            volume: None,
            tariff: None,
            benefits: Kopecks::ZERO,
            correction: Kopecks::ZERO,
        }),
    }
}

pub fn meter() -> Meter {
    Meter {
        id: "m1".into(),
        name: "ВК-G4".into(),
        serial: "6123437".into(),
        digits: 5,
        state: MeterState::Active,
        place: None,
        next_verification: Some(date("2030-01-01")),
        seal_date: None,
        last_accepted: Some(DialReading {
            date: date("2026-10-24"),
            value: 12_345,
            source: ReadingSource::Subscriber,
        }),
        average_monthly: Some(120),
    }
}

pub fn account() -> Account {
    Account {
        id: "sever-33016355".parse().unwrap(),
        unified: None,
        holder: String::new(),
        address: String::new(),
        email: None,
        phone: None,
        pin: None,
        as_of: DateTime::UNIX_EPOCH,
        services: vec![service("gas", -589_995, Some(258_043)), service("to", -60_000, Some(30_000))],
        meters: vec![meter()],
    }
}
