//! The payment code of ГОСТ Р 56042-2014: its text, and the squares that carry it.

mod code;

pub use code::Code;

use chrono::{Datelike, NaiveDate};
use domain::{Kopecks, Payee};

/// Version 0001, UTF-8; the separator follows.
const HEADER: &str = "ST00012";
/// Bytes that header and mandatory fields may take together.
const MANDATORY_BYTES: usize = 300;
/// Separators in order of preference: the first that no value contains.
const SEPARATORS: [char; 8] = ['|', '~', '^', '#', '!', '$', '*', ';'];

/// A payment that a bank application is to fill in by itself.
#[derive(Debug, Clone, Copy)]
pub struct PaymentOrder<'a> {
    pub payee: &'a Payee,
    /// Only a positive sum is written.
    pub sum: Kopecks,
    /// Personal account at the company (лицевой счёт).
    pub account: &'a str,
    /// Any day of the month paid for.
    pub period: NaiveDate,
}

impl PaymentOrder<'_> {
    /// The text of the code. Values too long are cut between characters, never refused:
    /// a bank shows a shortened name, but a bill without a code is of no use.
    ///
    /// Deliberately short (no purpose, names or address): so it can be read at 72 dpi.
    pub fn payload(&self) -> String {
        let payee = self.payee;
        let bank = [
            ("PersonalAcc", digits(&payee.account, 20)),
            ("BankName", clean(&payee.bank, 45)),
            ("BIC", digits(&payee.bic, 9)),
            ("CorrespAcc", digits(&payee.correspondent_account, 20)),
        ];
        // «Name=», its separator and theirs, and the header with its separator.
        let taken: usize = bank.iter().map(|(key, value)| key.len() + value.len() + 2).sum();
        let room = MANDATORY_BYTES.saturating_sub(taken + HEADER.len() + 1 + "Name=".len());
        let mut fields = vec![("Name", cut_bytes(&clean(&payee.name, 160), room).to_owned())];
        fields.extend(bank);
        if self.sum > Kopecks::ZERO {
            fields.push(("Sum", self.sum.0.to_string()));
        }
        fields.push(("PayeeINN", digits(&payee.inn, 12)));
        fields.push(("KPP", digits(&payee.kpp, 9)));
        fields.push(("PersAcc", clean(self.account, 30)));
        fields.push(("PaymPeriod", format!("{:02}{:04}", self.period.month(), self.period.year())));
        // 02: housing and utilities.
        fields.push(("TechCode", "02".to_owned()));
        join(fields)
    }
}

fn join(mut fields: Vec<(&str, String)>) -> String {
    let free = SEPARATORS.into_iter().find(|sign| fields.iter().all(|(_, value)| !value.contains(*sign)));
    let separator = free.unwrap_or(SEPARATORS[0]);
    if free.is_none() {
        for (_, value) in &mut fields {
            *value = value.replace(separator, " ");
        }
    }
    let mut text = HEADER.to_owned();
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(separator);
        text.push_str(key);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// One line, no controls, at most `most` characters.
fn clean(value: &str, most: usize) -> String {
    let words: Vec<&str> =
        value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let short: String = words.join(" ").chars().take(most).collect();
    short.trim_end().to_owned()
}

fn digits(value: &str, most: usize) -> String {
    value.chars().filter(char::is_ascii_digit).take(most).collect()
}

fn cut_bytes(value: &str, most: usize) -> &str {
    let mut end = value.len().min(most);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value[..end].trim_end()
}

/// Reads a payload back into its fields, in their order. `None`: not a UTF-8 payment code of version 0001.
pub fn parse(payload: &str) -> Option<Vec<(String, String)>> {
    let rest = payload.strip_prefix(HEADER)?;
    let separator = rest.chars().next()?;
    let fields = &rest[separator.len_utf8()..];
    fields
        .split(separator)
        .map(|field| field.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payee() -> Payee {
        Payee {
            name: "ООО «Северогаз Регион»".into(),
            inn: "7801234567".into(),
            kpp: "780101001".into(),
            account: "40702810100000012345".into(),
            bank: "ФИЛИАЛ «СЕВЕРНЫЙ» БАНКА ПРИМЕР (ПАО)".into(),
            bic: "044030653".into(),
            correspondent_account: "30101810500000000653".into(),
        }
    }

    fn order(payee: &Payee) -> PaymentOrder<'_> {
        let period = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a date");
        PaymentOrder { payee, sum: Kopecks(159_103), account: "33016355", period }
    }

    #[test]
    fn fields_stand_in_the_order_of_the_standard() {
        assert_eq!(
            order(&payee()).payload(),
            "ST00012|Name=ООО «Северогаз Регион»|PersonalAcc=40702810100000012345|\
             BankName=ФИЛИАЛ «СЕВЕРНЫЙ» БАНКА ПРИМЕР (ПАО)|BIC=044030653|CorrespAcc=30101810500000000653|\
             Sum=159103|PayeeINN=7801234567|KPP=780101001|PersAcc=33016355|PaymPeriod=092026|TechCode=02"
        );
    }

    #[test]
    fn a_separator_inside_a_value_makes_another_one_take_its_place() {
        let payee = Payee { name: "ООО «Газ|Свет~Тепло»".into(), ..payee() };
        let text = order(&payee).payload();
        assert!(text.starts_with("ST00012^Name="));
        let fields = parse(&text).expect("reads back");
        assert_eq!(fields[0], ("Name".into(), "ООО «Газ|Свет~Тепло»".into()));
        assert_eq!(fields.len(), 11);
    }

    #[test]
    fn a_value_with_every_separator_still_reads_back() {
        let payee = Payee { name: "а|б~в^г#д!е$ж*з;и".into(), ..payee() };
        let fields = parse(&order(&payee).payload()).expect("reads back");
        assert_eq!(fields[0].1, "а б~в^г#д!е$ж*з;и");
    }

    #[test]
    fn long_names_are_cut_between_characters_within_three_hundred_bytes() {
        let payee =
            Payee { name: "Ж".repeat(500), bank: "Щ".repeat(99), account: "1".repeat(40), ..payee() };
        let text = order(&payee).payload();
        let mandatory = text.find("|Sum=").expect("has a sum");
        assert!(mandatory <= MANDATORY_BYTES, "{mandatory}");
        let fields = parse(&text).expect("reads back");
        assert!(fields[0].1.chars().all(|c| c == 'Ж') && fields[0].1.chars().count() > 40);
        assert_eq!(fields[1].1.len(), 20);
        assert_eq!(fields[2].1.chars().count(), 45);
    }

    #[test]
    fn nothing_due_writes_no_sum() {
        let payee = payee();
        let order = PaymentOrder { sum: Kopecks(-5), ..order(&payee) };
        assert!(!order.payload().contains("Sum="));
    }

    #[test]
    fn what_is_not_a_payment_code_is_not_read() {
        for text in ["", "ST00012", "ST00011|Name=x", "ST00012|Name", "https://example.org"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
