//! A company and an account for the tests of functions: figures of the manual where it has some.

use super::World;
use crate::{http::Viewer, offer, records::cards::StoredCard, sessions::Link, store::keys};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Account, AccountId, CardId, Charge, Company, DialReading, ExpiredVerification, ExtensionRules,
    FiscalRules, Kopecks, LimitedRights, Meter, MeterState, NumberRules, Payee, PaymentRules, ReadingRules,
    ReadingSource, Section, Service, UserId,
    card::{BankCard, Expiry},
    link::Level,
};

pub const ACCOUNT: &str = "sever-33016355";

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// A company with the defaults of requirements: eight digits, the limited version pays and sends readings.
pub fn company() -> Company {
    Company {
        id: "sever".parse().expect("an id"),
        name: "ООО «Северогаз Регион»".into(),
        region: "Ленинградская область".into(),
        address: "190000, г. Санкт-Петербург, Английская наб., д. 24".into(),
        phone: "+7 800 100-04-04".into(),
        email: "abonent@severogaz.example".into(),
        support_hours: "пн–пт 8:00–19:00".into(),
        site: "severogaz.example".into(),
        utc_offset: 3,
        number: NumberRules {
            min_digits: 8, max_digits: 8, hint: "Номер указан в квитанции".into()
        },
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
            from_day: 1,
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
            due_day: 10,
            vat_code: 11,
            fiscal: FiscalRules::default(),
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

fn service(code: &str, name: &str, balance: i64, charged: i64) -> Service {
    Service {
        code: code.into(),
        name: name.into(),
        balance: Kopecks(balance),
        last_charge: Some(Charge {
            period: date(2026, 10, 1),
            amount: Kopecks(charged),
            volume: (code == "gas").then(|| 466.into()),
            tariff: None,
            benefits: Kopecks::ZERO,
            correction: Kopecks::ZERO,
        }),
    }
}

/// A meter whose last reading was taken a month before [`super::noon`].
pub fn meter(id: &str, serial: &str, value: i64) -> Meter {
    Meter {
        id: id.into(),
        name: "ВК-G4Т".into(),
        serial: serial.into(),
        digits: 5,
        state: MeterState::Active,
        place: Some("Кухня".into()),
        next_verification: Some(date(2031, 5, 14)),
        seal_date: None,
        last_accepted: Some(DialReading {
            date: date(2026, 10, 24),
            value,
            source: ReadingSource::Subscriber,
        }),
        average_monthly: Some(150),
    }
}

/// Account 33016355 with a debt for gas, nothing due for maintenance, and a small overpaid penalty.
pub fn account() -> Account {
    Account {
        id: ACCOUNT.parse().expect("an id"),
        unified: Some("80АА100007-02".into()),
        holder: "Иванов Иван Иванович".into(),
        address: "г. Гатчина, ул. Чехова, д. 8, кв. 8".into(),
        email: Some("ivanov@example.ru".into()),
        phone: None,
        pin: None,
        as_of: DateTime::from_timestamp(1_793_491_200, 0).expect("a moment"),
        services: vec![
            service("gas", "Газоснабжение природным газом", -589_995, 258_043),
            service("maintenance", "Техобслуживание ВДГО", 0, 18_450),
            service("penalty", "Пеня за газ", 1_204, 0),
        ],
        meters: vec![meter("m1", "60412337", 4_243), meter("m2", "0077A007", 118)],
    }
}

impl World {
    /// Puts a company and an account where the import would.
    pub async fn import(&self, company: &Company, account: &Account) {
        let store = &self.app.store;
        store.put(&keys::accounts::company(&company.id), company).await.expect("stored");
        store.put(&keys::accounts::account(&account.id), account).await.expect("stored");
    }

    /// A card of this user as a binding leaves it; its token opens for nobody.
    pub async fn card(&self, user: UserId, last4: &str) -> StoredCard {
        let company = company().id;
        let expiry = Expiry { year: 2030, month: 11 };
        let issuer = Some("Учебный банк".to_owned());
        let card = BankCard { last4: last4.into(), card_type: "Mir".into(), expiry, issuer };
        let viewer = Viewer { ip: None, agent: String::new() };
        let row = StoredCard {
            id: CardId::of(&company, &card),
            user,
            company,
            token: "k1.5ea1ed".into(),
            card,
            linked_at: self.clock.now(),
            offer: offer::accepted(&viewer, self.clock.now()),
        };
        self.app.store.put(&keys::cards::card(user, &row.id), &row).await.expect("stored");
        row
    }

    /// Links an account to a user as `link-account` does.
    pub async fn link(&self, user: UserId, account: &AccountId, level: Level) {
        let linked_at: DateTime<Utc> = self.clock.now();
        let link = Link { account: account.clone(), level, name: None, linked_at };
        self.app.store.put(&keys::accounts::link(user, account), &link).await.expect("stored");
    }

    /// A company, an account and a user who holds it, signed in.
    pub async fn holder(&self, level: Level, api: crate::http::Api) -> (UserId, super::Browser) {
        let account = account();
        self.import(&company(), &account).await;
        let (user, browser) = self.signed_in(api).await;
        self.link(user, &account.id, level).await;
        (user, browser)
    }
}
