//! `company.json`: settings that make no sense are refused before they take effect.

use super::{Manifest, Problems};
use crate::{Company, CompanyId, Kopecks, Payee, payee};
use std::collections::BTreeSet;

/// Notes what is wrong with the settings a company sends of itself.
pub fn check_company(settings: &Company, company: &CompanyId, problems: &mut Problems) {
    let mut expect = |fine: bool, field: &str, message: &str| {
        if !fine {
            problems.add(Manifest::COMPANY, None, Some(field), message);
        }
    };
    expect(&settings.id == company, "id", "настройки другой компании");
    expect(!settings.name.trim().is_empty(), "name", "нужно название компании");
    expect((-12..=14).contains(&settings.utc_offset), "utc_offset", "часовой пояс от −12 до 14");
    let number = &settings.number;
    expect(
        1 <= number.min_digits && number.min_digits <= number.max_digits && number.max_digits <= 20,
        "number",
        "длина лицевого счёта — от 1 до 20 цифр, наименьшая не больше наибольшей",
    );
    expect(!settings.sections.is_empty(), "sections", "нужен хотя бы один раздел");
    let extension = &settings.extension;
    expect(
        extension.pin || !extension.pin_requests,
        "extension.pin_requests",
        "запрашивать ПИН-код можно, только если он есть среди контрольных вопросов",
    );
    let readings = &settings.readings;
    expect(readings.max_monthly > 0, "readings.max_monthly", "наибольший расход больше нуля");
    expect(
        1 <= readings.from_day && readings.from_day <= readings.to_day && readings.to_day <= 31,
        "readings.from_day",
        "дни приёма показаний — от 1 до 31, первый не позже последнего",
    );
    expect(
        (0..=366).contains(&readings.verification_warning_days),
        "readings.verification_warning_days",
        "предупреждать о поверке можно не раньше чем за 366 дней",
    );
    let payments = &settings.payments;
    expect(
        Kopecks::ZERO < payments.min && payments.min <= payments.max,
        "payments.min",
        "наименьший платёж больше нуля и не больше наибольшего",
    );
    expect((1..=28).contains(&payments.due_day), "payments.due_day", "срок оплаты — день с 1 по 28");
    expect((1..=12).contains(&payments.vat_code), "payments.vat_code", "код НДС — от 1 до 12");
    expect(
        payments.fiscal.tax_system_code.is_none_or(|code| (1..=6).contains(&code)),
        "payments.fiscal.tax_system_code",
        "система налогообложения — от 1 до 6",
    );
    details(&settings.payee, "payee", &mut expect);
    payees(settings, &mut expect);
}

/// Notes what is wrong unless it is fine.
type Expect<'a> = dyn FnMut(bool, &str, &str) + 'a;

/// Bank details that a payment order can be made of (payments §3.2).
fn details(payee: &Payee, field: &str, expect: &mut Expect<'_>) {
    let digits = |text: &str, counts: &[usize]| {
        counts.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let mut expect =
        |fine: bool, name: &str, message: &str| expect(fine, &format!("{field}.{name}"), message);
    expect(!payee.name.trim().is_empty(), "name", "нужен получатель платежа");
    expect(digits(&payee.inn, &[10, 12]), "inn", "ИНН — 10 или 12 цифр");
    expect(digits(&payee.kpp, &[0, 9]), "kpp", "КПП — 9 цифр");
    expect(digits(&payee.account, &[20]), "account", "расчётный счёт — 20 цифр");
    expect(digits(&payee.bic, &[9]), "bic", "БИК — 9 цифр");
    expect(
        digits(&payee.correspondent_account, &[20]),
        "correspondent_account",
        "корреспондентский счёт — 20 цифр",
    );
}

/// Other payees: each with a name of its own and services that nobody else is paid for.
fn payees(settings: &Company, expect: &mut Expect<'_>) {
    let mut ids = BTreeSet::from([payee::MAIN]);
    let mut services = BTreeSet::new();
    for (place, other) in settings.payees.iter().enumerate() {
        let field = format!("payees[{place}]");
        let plain = (1..=20).contains(&other.id.len())
            && other.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        expect(
            plain && ids.insert(&other.id),
            &format!("{field}.id"),
            "код получателя — до 20 строчных латинских букв, цифр и дефисов, без повторов; main — сама компания",
        );
        let own = other.services.iter().all(|code| !code.is_empty() && services.insert(code.as_str()));
        expect(
            own && !other.services.is_empty(),
            &format!("{field}.services"),
            "нужны коды услуг; у услуги один получатель",
        );
        details(&other.details, &field, expect);
    }
}
