//! What happened to one payment, ours against the bank's, for whoever has to find out why.

use super::judge::name;
use chrono::{DateTime, Utc};
use domain::payment::{JournalEntry, Payment};
use platform::records::payments::Credit;
use std::fmt::Write;

pub fn of(
    payment: &Payment,
    journal: &[JournalEntry],
    credits: &[&Credit],
    theirs: &[&bank::Payment],
) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "  у нас   {} · {} коп. · {} · отправлен {} раз, спрошен {} · номер банка {} · проверка {:?} · отказ {:?}",
        payment.created_at.format("%d.%m %H:%M:%S%.3f"),
        payment.amount.0,
        name(payment.state),
        payment.sends,
        payment.checks,
        payment.gateway_id.as_deref().unwrap_or("–"),
        payment.review,
        payment.refusal.as_ref().map(|refusal| &refusal.reason),
    );
    for entry in journal {
        text.push_str(&step(entry.at, entry.seq, name(entry.from), name(entry.to)));
    }
    for credit in credits {
        let _ = writeln!(text, "          зачислен {}", credit.paid_at.format("%d.%m %H:%M:%S%.3f"));
    }
    text.push_str(&of_bank(theirs));
    text
}

/// A line of a journal.
pub fn step(at: DateTime<Utc>, seq: u32, from: &str, to: &str) -> String {
    format!("          {} №{seq} {from} → {to}\n", at.format("%d.%m %H:%M:%S%.3f"))
}

pub fn of_bank(theirs: &[&bank::Payment]) -> String {
    let mut text = String::new();
    for payment in theirs {
        let _ = writeln!(
            text,
            "  в банке {} · {} коп. · {:?} · списан {} раз · {} · создан {} · отказ {:?}",
            payment
                .captured_at
                .map_or_else(|| "не списан".to_owned(), |at| at.format("%d.%m %H:%M:%S%.3f").to_string()),
            payment.amount,
            payment.status,
            payment.charges,
            payment.id,
            payment.created_at.format("%d.%m %H:%M:%S%.3f"),
            payment.cancellation.as_ref().map(|cancellation| &cancellation.reason),
        );
    }
    if theirs.is_empty() {
        text.push_str("  в банке нет\n");
    }
    text
}
