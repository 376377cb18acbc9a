//! template.yaml tells functions what they ask for, and nothing else.

use crate::support::template;
use platform::Config;
use std::{cell::RefCell, collections::BTreeSet};

/// For local stores alone; the cloud needs none of it.
const LOCAL_ONLY: &[&str] = &["S3_FORCE_PATH_STYLE"];

#[test]
fn every_setting_that_functions_read_is_set_and_every_setting_that_is_set_is_read() {
    let asked = RefCell::new(BTreeSet::new());
    let config = Config::from_lookup(|name| {
        asked.borrow_mut().insert(name.to_owned());
        // A number does for text and for numbers.
        Some(if name == "SAVED_CARD_STEP_UP" { "above:5000" } else { "6" }.to_owned())
    });
    assert!(config.is_ok());
    let mut asked = asked.into_inner();
    for name in LOCAL_ONLY {
        asked.remove(*name);
    }
    let set = template::document()["Globals"]["Function"]["Environment"]["Variables"]
        .as_object()
        .expect("variables");
    assert_eq!(set.keys().cloned().collect::<BTreeSet<_>>(), asked);
}

#[test]
fn a_function_that_may_wait_for_the_bank_lives_longer_than_the_wait() {
    /// Seconds the acquirer's client waits for an answer (payments 5).
    const BANK: u64 = 35;
    for id in ["Pay", "ManageCards", "SettlePayments", "ReconcilePayments", "RefundPayments"] {
        let timeout = template::properties(id)["Timeout"].as_u64().expect("a timeout of its own");
        assert!(timeout > BANK, "{id} would be killed while the bank still thinks");
    }
}

#[test]
fn the_numbers_of_the_rules_are_the_manuals_unless_told_otherwise() {
    let default = |name: &str| template::document()["Parameters"][name]["Default"].as_i64();
    for (name, expected) in [
        ("PasswordMinLength", 5),
        ("CodeLength", 6),
        ("RegistrationCodeTtl", 160),
        ("RegistrationResendAfter", 115),
        ("RegistrationsPerAddress", 60),
        ("RecoveryCodeTtl", 70),
        ("RecoveryResendAfter", 70),
        ("DeletionGraceDays", 30),
        ("MaxAccounts", 3),
    ] {
        assert_eq!(default(name), Some(expected), "{name}");
    }
    let step_up = &template::document()["Parameters"]["SavedCardStepUp"]["Default"];
    assert_eq!(step_up, "always", "a linked card pays by a code unless told otherwise (security row 71)");
}
