//! Cards: the acquirer's published test cards with their outcomes, and rules for any other card.

use chrono::{DateTime, Datelike, Utc};

/// The code that confirms a payment.
pub const CONFIRMATION_CODE: &str = "1234";
/// A test card that pays after confirmation.
pub const SUCCESSFUL_CARD: &str = "2200000000000004";

/// What becomes of a payment with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Paid after the confirmation code.
    Confirm,
    /// Paid at once, without a code.
    Pay,
    /// Asks for the code and refuses whatever is typed.
    FailConfirmation,
    /// Refused at once for this reason.
    Refuse(Refusal),
}

macro_rules! refusals {
    ($($name:ident = $code:literal, $text:literal;)*) => {
        /// Reasons of refusal that a test card or a saved one can bring about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Refusal { $($name),* }

        impl Refusal {
            /// The acquirer's name of the reason.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }

            /// The reason for a person.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

refusals! {
    CallIssuer = "call_issuer", "Отказ: позвоните в свой банк";
    CardExpired = "card_expired", "Отказ: срок действия карты истёк";
    FraudSuspected = "fraud_suspected", "Отказ: подозрение в мошенничестве";
    InsufficientFunds = "insufficient_funds", "Отказ: не хватает денег";
    InvalidCardNumber = "invalid_card_number", "Отказ: неверный номер карты";
    InvalidCsc = "invalid_csc", "Отказ: неверный код CVC";
    IssuerUnavailable = "issuer_unavailable", "Отказ: банк карты недоступен";
    PaymentMethodLimitExceeded = "payment_method_limit_exceeded", "Отказ: превышен лимит карты";
    PaymentMethodRestricted = "payment_method_restricted", "Отказ: карта заблокирована";
    CountryForbidden = "country_forbidden", "Отказ: карта другой страны";
    PermissionRevoked = "permission_revoked", "Отказ: разрешение на списание отозвано";
}

impl Verdict {
    /// The outcome for a person.
    pub fn text(self) -> &'static str {
        match self {
            Self::Confirm => "Успех, с кодом подтверждения",
            Self::Pay => "Успех, без кода",
            Self::FailConfirmation => "Отказ: код подтверждения не принят",
            Self::Refuse(refusal) => refusal.text(),
        }
    }
}

/// One published test card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestCard {
    pub number: &'static str,
    pub verdict: Verdict,
}

const fn card(number: &'static str, verdict: Verdict) -> TestCard {
    TestCard { number, verdict }
}

/// The acquirer's test cards.
pub const TEST_CARDS: [TestCard; 16] = [
    card(SUCCESSFUL_CARD, Verdict::Confirm),
    card("2202474301322987", Verdict::Pay),
    card("4793128161644804", Verdict::Confirm),
    card("5555555555554477", Verdict::Confirm),
    card("6759649826438453", Verdict::Pay),
    card("2200000000000012", Verdict::FailConfirmation),
    card("2200000000000020", Verdict::Refuse(Refusal::CallIssuer)),
    card("2200000000000038", Verdict::Refuse(Refusal::CardExpired)),
    card("2200000000000046", Verdict::Refuse(Refusal::FraudSuspected)),
    card("2200000000000053", Verdict::Refuse(Refusal::InsufficientFunds)),
    card("2201382000000013", Verdict::Refuse(Refusal::InvalidCardNumber)),
    card("2200770212727079", Verdict::Refuse(Refusal::InvalidCsc)),
    card("2201382000000021", Verdict::Refuse(Refusal::IssuerUnavailable)),
    card("2201382000000039", Verdict::Refuse(Refusal::PaymentMethodLimitExceeded)),
    card("2201382000000047", Verdict::Refuse(Refusal::PaymentMethodRestricted)),
    card("2201382000000054", Verdict::Refuse(Refusal::CountryForbidden)),
];

/// A number a payer typed that could be a card's.
#[derive(Clone, Copy)]
pub struct CardNumber<'a>(&'a str);

impl<'a> CardNumber<'a> {
    /// `digits`: without spaces. The error is a message for the field.
    pub fn new(digits: &'a str) -> Result<Self, &'static str> {
        if digits.is_empty() {
            return Err("Введите номер карты");
        }
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err("В номере карты могут быть только цифры");
        }
        if digits.len() != 16 {
            return Err("В номере карты должно быть 16 цифр");
        }
        if !luhn(digits) {
            return Err("В номере карты ошибка. Проверьте цифры");
        }
        if card_type(digits).is_none() {
            return Err("Принимаются карты «Мир», Visa, Mastercard и Maestro");
        }
        Ok(Self(digits))
    }

    /// A card that is not in the table pays after confirmation.
    pub fn verdict(self) -> Verdict {
        TEST_CARDS.iter().find(|card| card.number == self.0).map_or(Verdict::Confirm, |card| card.verdict)
    }

    pub fn last4(self) -> &'a str {
        &self.0[12..]
    }

    pub fn first6(self) -> &'a str {
        &self.0[..6]
    }

    /// As the acquirer names it; it has no name of its own for Maestro.
    pub fn card_type(self) -> &'static str {
        card_type(self.0).unwrap_or("Unknown")
    }
}

fn card_type(digits: &str) -> Option<&'static str> {
    let prefix: u16 = digits.get(..4)?.parse().ok()?;
    match prefix {
        2200..=2204 => Some("Mir"),
        4000..=4999 => Some("Visa"),
        5100..=5599 | 2221..=2720 => Some("MasterCard"),
        5000..=5099 | 5600..=5899 | 6000..=6999 => Some("MasterCard"),
        _ => None,
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let digit = u32::from(digit - b'0');
            match index % 2 {
                0 => digit,
                _ => digit * 2 / 10 + digit * 2 % 10,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Month and four-digit year of `MM/YY`, `MMYY`, `MM / YYYY`. The error is a message for the field.
pub fn read_expiry(text: &str, now: DateTime<Utc>) -> Result<(u32, i32), &'static str> {
    const MALFORMED: &str = "Укажите месяц и год, как на карте: 12/30";
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '/').collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) || !matches!(digits.len(), 4 | 6) {
        return Err(MALFORMED);
    }
    let month: u32 = digits[..2].parse().map_err(|_| MALFORMED)?;
    let year: i32 = digits[2..].parse().map_err(|_| MALFORMED)?;
    let year = if digits.len() == 4 { 2000 + year } else { year };
    if !(1..=12).contains(&month) {
        return Err(MALFORMED);
    }
    if (year, month) < (now.year(), now.month()) {
        return Err("Срок действия карты истёк");
    }
    Ok((month, year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_card_can_be_typed() {
        for card in TEST_CARDS {
            let number = CardNumber::new(card.number);
            assert!(number.is_ok_and(|number| number.verdict() == card.verdict), "{}", card.number);
        }
    }

    #[test]
    fn types_are_named_as_the_acquirer_names_them() {
        let types = [
            ("2200000000000004", "Mir"),
            ("4793128161644804", "Visa"),
            ("5555555555554477", "MasterCard"),
            ("6759649826438453", "MasterCard"),
        ];
        for (number, expected) in types {
            assert_eq!(CardNumber::new(number).map(CardNumber::card_type), Ok(expected));
        }
    }

    #[test]
    fn a_wrong_number_is_a_message_for_the_field() {
        for number in ["", "2200 0000", "220000000000000", "2200000000000005", "9999999999999995"] {
            assert!(CardNumber::new(number).is_err(), "{number}");
        }
    }

    #[test]
    fn expiry_is_read_in_the_ways_people_type_it() {
        let now = DateTime::from_timestamp(1_795_457_564, 0).expect("a time");
        for text in ["12/30", "1230", "12 / 30", "12/2030"] {
            assert_eq!(read_expiry(text, now), Ok((12, 2030)), "{text}");
        }
        assert_eq!(read_expiry("11/26", now), Ok((11, 2026)), "valid to the end of the month");
        for text in ["10/26", "13/30", "00/30", "1/30", "", "ab/cd", "١٢/30"] {
            assert!(read_expiry(text, now).is_err(), "{text}");
        }
    }
}
