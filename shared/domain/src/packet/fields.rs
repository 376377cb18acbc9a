//! Text of one cell → a value. Errors are Russian texts for the report.

use crate::{Kopecks, MeterState, ReadingSource, ReadingStatus};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Why a cell is refused, in Russian.
pub type Bad = &'static str;

const LONGEST_TEXT: usize = 500;

/// Roubles with at most two decimals after a comma or a point → kopecks.
pub fn money(text: &str) -> Result<Kopecks, Bad> {
    const BAD: Bad = "ожидается сумма в рублях, не больше двух знаков после запятой, например 2728,07";
    let (negative, whole, fraction) = split_number(text).ok_or(BAD)?;
    if whole.len() > 9 || fraction.len() > 2 {
        return Err(BAD);
    }
    let digits = |text: &str| text.bytes().fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
    let kopecks = digits(whole) * 100 + digits(fraction) * if fraction.len() == 1 { 10 } else { 1 };
    Ok(Kopecks(if negative { -kopecks } else { kopecks }))
}

/// A number with at most five decimals: volumes and tariffs.
pub fn decimal(text: &str) -> Result<Decimal, Bad> {
    const BAD: Bad = "ожидается число, не больше пяти знаков после запятой";
    let (negative, whole, fraction) = split_number(text).ok_or(BAD)?;
    if whole.len() > 9 || fraction.len() > 5 {
        return Err(BAD);
    }
    let digits = whole.bytes().chain(fraction.bytes()).fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
    Ok(Decimal::new(if negative { -digits } else { digits }, fraction.len() as u32))
}

/// Sign, digits before and digits after the separator; nothing else may stand in a number.
fn split_number(text: &str) -> Option<(bool, &str, &str)> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match rest.split_once([',', '.']) {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (rest, ""),
    };
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    (!whole.is_empty() && all_digits).then_some((negative, whole, fraction))
}

pub(super) fn integer(text: &str) -> Result<i64, Bad> {
    match split_number(text) {
        Some((_, whole, "")) if whole.len() <= 12 => text.parse().map_err(|_| "ожидается целое число"),
        _ => Err("ожидается целое число"),
    }
}

pub(super) fn not_negative(text: &str) -> Result<i64, Bad> {
    integer(text).and_then(|number| {
        if number < 0 {
            Err("число не может быть отрицательным")
        } else {
            Ok(number)
        }
    })
}

pub(super) fn dial_digits(text: &str) -> Result<u8, Bad> {
    match text.parse() {
        Ok(digits @ 1..=12) => Ok(digits),
        _ => Err("разрядность — число от 1 до 12"),
    }
}

pub(super) fn date(text: &str) -> Result<NaiveDate, Bad> {
    const BAD: Bad = "ожидается дата вида 2026-11-24";
    if text.len() != 10 {
        return Err(BAD);
    }
    let date: NaiveDate = text.parse().map_err(|_| BAD)?;
    let believable = NaiveDate::from_ymd_opt(1950, 1, 1)..NaiveDate::from_ymd_opt(2100, 1, 1);
    if believable.contains(&Some(date)) {
        Ok(date)
    } else {
        Err("дата вне пределов 1950–2099 годов")
    }
}

/// `2026-11` → its first day.
pub(super) fn period(text: &str) -> Result<NaiveDate, Bad> {
    const BAD: Bad = "ожидается период вида 2026-11";
    if text.len() != 7 || !text.is_ascii() {
        return Err(BAD);
    }
    date(&format!("{text}-01")).map_err(|_| BAD)
}

pub(super) fn flag(text: &str) -> Result<bool, Bad> {
    match text {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err("ожидается 0 или 1"),
    }
}

/// Text for people: not empty, not endless, nothing invisible in it.
pub(super) fn text(text: &str) -> Result<String, Bad> {
    if text.trim().is_empty() {
        Err("поле не заполнено")
    } else if text.chars().count() > LONGEST_TEXT {
        Err("текст длиннее 500 знаков")
    } else if text.chars().any(unprintable) {
        Err("в тексте есть непечатаемые знаки")
    } else {
        Ok(text.to_owned())
    }
}

/// Controls, and marks that turn the direction of writing: a name must show as it is.
fn unprintable(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Becomes a part of a key: small and plain.
pub(super) fn code(text: &str) -> Result<String, Bad> {
    let fits = (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
    if fits {
        Ok(text.to_owned())
    } else {
        Err("код — до 64 латинских букв, цифр и знаков _ - .")
    }
}

pub(super) fn email(text: &str) -> Result<String, Bad> {
    let fits = text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || unprintable(c))
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !host.starts_with('.')
        });
    if fits {
        Ok(text.to_owned())
    } else {
        Err("ожидается адрес электронной почты")
    }
}

pub(super) fn phone(text: &str) -> Result<String, Bad> {
    let fits = text
        .strip_prefix("+7")
        .is_some_and(|rest| rest.len() == 10 && rest.bytes().all(|b| b.is_ascii_digit()));
    if fits { Ok(text.to_owned()) } else { Err("ожидается телефон вида +79991234567") }
}

/// SHA-256 of `company:number:PIN`, hex.
pub(super) fn pin_hash(text: &str) -> Result<String, Bad> {
    let fits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if fits {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("ожидается SHA-256: 64 шестнадцатеричные цифры")
    }
}

/// Identifier of a payment made through the portal.
pub(super) fn portal_payment(text: &str) -> Result<String, Bad> {
    let id: crate::PaymentId = text.parse().map_err(|_| "ожидается номер платежа личного кабинета")?;
    Ok(id.to_string())
}

pub(super) fn meter_state(text: &str) -> Result<MeterState, Bad> {
    match text {
        "active" => Ok(MeterState::Active),
        "inactive" => Ok(MeterState::Inactive),
        _ => Err("ожидается active или inactive"),
    }
}

pub(super) fn source(text: &str) -> Result<ReadingSource, Bad> {
    match text {
        "subscriber" => Ok(ReadingSource::Subscriber),
        "inspector" => Ok(ReadingSource::Inspector),
        "calculated" => Ok(ReadingSource::Calculated),
        "portal" => Ok(ReadingSource::Portal),
        _ => Err("ожидается subscriber, inspector, calculated или portal"),
    }
}

pub(super) fn status(text: &str) -> Result<ReadingStatus, Bad> {
    match text {
        "accepted" => Ok(ReadingStatus::Accepted),
        "pending" => Ok(ReadingStatus::Pending),
        "rejected" => Ok(ReadingStatus::Rejected),
        _ => Err("ожидается accepted, pending или rejected"),
    }
}
