//! Settings of the demo companies; each differs where a setting changes what the portal does.

use domain::{
    Company, CompanyId, ExpiredVerification, ExtensionRules, FiscalRules, Kopecks, LimitedRights,
    NumberRules, OtherPayee, Payee, PaymentRules, ReadingRules, Section,
};

/// What the three companies have in common: the manual's limits and the usual sections.
pub fn company(id: CompanyId, name: &str, digits: u8, hint: &str) -> Company {
    Company {
        id,
        name: name.to_owned(),
        region: String::new(),
        address: String::new(),
        phone: String::new(),
        email: String::new(),
        support_hours: "пн–пт 8:00–20:00, сб 9:00–16:00".to_owned(),
        site: String::new(),
        utc_offset: 3,
        number: NumberRules { min_digits: digits, max_digits: digits, hint: hint.to_owned() },
        sections: vec![
            Section::Services,
            Section::Meters,
            Section::Payments,
            Section::Subscriber,
            Section::Settlements,
            Section::Contracts,
            Section::Acts,
        ],
        limited: LimitedRights {
            view: true,
            pay: true,
            send_readings: true,
            bill: false,
            all_payments: false,
        },
        extension: ExtensionRules { meter_serial: true, last_charge: true, pin: false, pin_requests: false },
        readings: ReadingRules {
            max_monthly: 1500,
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
            due_day: 15,
            vat_code: 11,
            fiscal: FiscalRules::default(),
        },
        payee: Payee {
            name: name.to_owned(),
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

/// 8 digits; the usual rules.
pub fn sever() -> anyhow::Result<Company> {
    let usual = company("sever".parse()?, "ООО «Северогаз Регион»", 8, "8 цифр, например 33016355");
    Ok(Company {
        region: "Северогорская область".into(),
        address: "160000, г. Северогорск, ул. Газовиков, д. 12".into(),
        phone: "8 (8172) 55-01-04".into(),
        email: "abonent@severogaz.example".into(),
        site: "https://severogaz.example".into(),
        payee: Payee {
            inn: "3525128407".into(),
            kpp: "352501001".into(),
            account: "40702810712000003415".into(),
            bank: "Вологодское отделение № 8638 ПАО Сбербанк".into(),
            bic: "041909644".into(),
            correspondent_account: "30101810900000000644".into(),
            ..usual.payee.clone()
        },
        ..usual
    })
}

/// 7 digits; the limited version may only look and pay; an expired meter blocks; contracts and acts are not shown;
/// maintenance has a payee of its own.
pub fn volga() -> anyhow::Result<Company> {
    let usual = company(
        "volga".parse()?,
        "ООО «Волгагаз Сервис»",
        7,
        "7 цифр, указаны в правом верхнем углу квитанции",
    );
    Ok(Company {
        region: "Республика Поволжье".into(),
        address: "420000, г. Волжанск, пр. Победы, д. 40, корп. 2".into(),
        phone: "8 (843) 555-04-04".into(),
        email: "help@volgagaz.example".into(),
        site: "https://volgagaz.example".into(),
        sections: usual
            .sections
            .iter()
            .copied()
            .filter(|section| !matches!(section, Section::Contracts | Section::Acts))
            .collect(),
        limited: LimitedRights { send_readings: false, ..usual.limited.clone() },
        readings: ReadingRules {
            max_monthly: 600,
            from_day: 15,
            allow_rollover: false,
            verification_warning_days: 90,
            ..usual.readings.clone()
        },
        payments: PaymentRules { due_day: 10, ..usual.payments.clone() },
        payee: Payee {
            inn: "1655210963".into(),
            kpp: "165501001".into(),
            account: "40702810262000018237".into(),
            bank: "Отделение «Банк Татарстан» № 8610 ПАО Сбербанк".into(),
            bic: "049205603".into(),
            correspondent_account: "30101810600000000603".into(),
            ..usual.payee.clone()
        },
        // Maintenance is done, and paid for, by another legal entity.
        payees: vec![OtherPayee {
            id: "service".into(),
            services: vec!["maintenance".into()],
            details: Payee {
                name: "ООО «Волгагаз Техобслуживание»".into(),
                inn: "1655377120".into(),
                kpp: "165501001".into(),
                account: "40702810662000027741".into(),
                bank: "Отделение «Банк Татарстан» № 8610 ПАО Сбербанк".into(),
                bic: "049205603".into(),
                correspondent_account: "30101810600000000603".into(),
            },
        }],
        ..usual
    })
}

/// 9 digits with leading zeros; readings of an expired meter are taken with a warning;
/// a PIN is asked in place of the last charge; payments made elsewhere show in the limited version too.
pub fn yuzhny() -> anyhow::Result<Company> {
    let usual = company(
        "yuzhny".parse()?,
        "ООО «Южгаз Абонент»",
        9,
        "9 цифр вместе с нулями в начале, например 000492468",
    );
    Ok(Company {
        region: "Южный край".into(),
        address: "350000, г. Южноморск, ул. Красная, д. 118".into(),
        phone: "8 (861) 200-04-04".into(),
        email: "lk@yuzhgaz.example".into(),
        site: "https://yuzhgaz.example".into(),
        limited: LimitedRights { all_payments: true, ..usual.limited.clone() },
        extension: ExtensionRules {
            last_charge: false,
            pin: true,
            pin_requests: true,
            ..usual.extension.clone()
        },
        readings: ReadingRules {
            max_monthly: 500,
            from_day: 20,
            allow_zero: false,
            expired_verification: ExpiredVerification::AcceptWithWarning,
            verification_warning_days: 30,
            ..usual.readings.clone()
        },
        payments: PaymentRules { due_day: 20, ..usual.payments.clone() },
        payee: Payee {
            inn: "2310174852".into(),
            kpp: "231001001".into(),
            account: "40702810230000041596".into(),
            bank: "Краснодарское отделение № 8619 ПАО Сбербанк".into(),
            bic: "040349602".into(),
            correspondent_account: "30101810100000000602".into(),
            ..usual.payee.clone()
        },
        ..usual
    })
}
