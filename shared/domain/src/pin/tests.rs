use super::*;
use std::collections::BTreeSet;

fn account() -> AccountId {
    "yuzhny-003011002".parse().unwrap()
}

fn moment() -> DateTime<Utc> {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

/// Security row 53: eight signs of 32 are 40 bits.
#[test]
fn a_pin_has_eight_signs_that_cannot_be_mistaken() {
    let pin = from_random([0, 31, 32, 255, 7, 100, 200, 63]);
    assert_eq!(pin.len(), LENGTH);
    assert_eq!(pin, "2Z2Z96AZ");
    let signs: BTreeSet<u8> = ALPHABET.iter().copied().collect();
    assert_eq!(signs.len(), 32, "each is there once, so each is as likely");
    assert!(signs.iter().all(|sign| !b"01IO".contains(sign)));
}

#[test]
fn a_pin_is_written_in_groups_and_read_back_however_it_is_typed() {
    assert_eq!(grouped("K7QF3MWX"), "K7QF-3MWX");
    let right = Some("yuzhny:003011002:K7BH3MTX".to_owned());
    for typed in ["K7BH3MTX", "k7bh-3mtx", " K7BH 3MTX ", "К7ВН-3МТХ", "к7bh‑3mtx"] {
        assert_eq!(to_digest(&account(), typed), right, "{typed}");
    }
}

#[test]
fn what_cannot_be_a_pin_is_none() {
    for typed in ["", " - ", "12:34", "12;34", &"9".repeat(33), "1\u{0}2"] {
        assert_eq!(to_digest(&account(), typed), None, "{typed:?}");
    }
}

#[test]
fn an_issued_pin_lives_ninety_days_and_ten_wrong_answers() {
    let pin = KeptPin::issued("ab".into(), moment());
    assert!(pin.is_live(moment() + LIVES - TimeDelta::seconds(1)));
    assert!(!pin.is_live(moment() + LIVES));
    assert!(KeptPin { wrong: 9, ..pin.clone() }.is_live(moment()));
    assert!(!KeptPin { wrong: 10, ..pin.clone() }.is_live(moment()));
    assert!(pin.is("ab") && !pin.is("ac") && !pin.is("abc"));
    assert!(!KeptPin::default().is(""), "a row without a PIN is answered by nothing");
}

#[test]
fn a_new_pin_of_the_company_begins_without_wrong_answers() {
    let void = KeptPin { mac: "old".into(), wrong: 10, expires_at: None };
    assert!(KeptPin::of_company("old", Some(void.clone())).is_void());
    assert!(KeptPin::of_company("new", Some(void)).is_live(moment()));
    assert!(
        KeptPin::of_company("new", None).is_live(moment() + LIVES + LIVES),
        "the company says when it ends"
    );
}
