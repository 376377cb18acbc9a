//! What a person has to look at, by kind: nothing of it is corrected by the portal itself (payments §7).

use super::{AfterIncident, FiscalTrouble, Incident};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

mod detail;

pub use detail::{Detail, Fact};

/// An enumeration whose every value has a stable code, which rows and the runbook keep, and words for a person.
macro_rules! coded {
    ($(#[$about:meta])* $Enum:ident { $($(#[$doc:meta])* $name:ident = $code:literal, $title:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Enum { $($(#[$doc])* $name,)* }

        impl $Enum {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// For a person.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
use coded;

coded! {
    /// A part of the incident's key, and what the runbook is looked up by.
    IncidentKind {
        /// Amount, shop or reference at the bank differ from ours, or the bank has not answered for too long.
        Review = "review", "Платёж расходится с банком или слишком долго без ответа";
        /// The bank tells another end of a payment that has ended here.
        Contradiction = "contradiction", "Банк сообщает другой исход завершённого платежа";
        /// The bank has a payment in our shop that is not here.
        OrphanPayment = "orphan_payment", "В магазине есть платёж, которого нет у портала";
        OrphanRefund = "orphan_refund", "В магазине есть возврат, которого нет у портала";
        /// The bank took the money, and asking it has not made the payment succeed here.
        NotSucceededHere = "not_succeeded_here", "Банк взял деньги, у портала платёж не проведён";
        RefundNotSucceededHere = "refund_not_succeeded_here", "Банк вернул деньги, у портала возврат не проведён";
        RefundTrouble = "refund_trouble", "Возврат расходится с банком или слишком долго без ответа";
        RefundRefused = "refund_refused", "Банк не выполнил возврат";
        RefundContradiction = "refund_contradiction", "Банк сообщает другой исход завершённого возврата";
        ReceiptCanceled = "receipt_canceled", "Касса не зарегистрировала чек";
        ReceiptOverdue = "receipt_overdue", "Касса не регистрирует чек больше суток";
        /// A day of the bank's differs from the ledger's.
        LedgerDiffers = "ledger_differs", "День не сходится с банком";
        CountedUnknown = "counted_unknown", "Компания учла платёж, которого нет у портала";
        CountedElsewhere = "counted_elsewhere", "Компания учла платёж на другом лицевом счёте";
        CountedDifferently = "counted_differently", "Компания учла платёж на другую сумму";
        CountedUnpaid = "counted_unpaid", "Компания учла платёж, который не проведён";
        /// The bank shows another card than the one that was asked to be linked.
        CardMismatch = "card_mismatch", "Банк показывает другую карту, чем привязывалась";
        NotCounted = "not_counted", "Компания долго не учитывает платёж";
    }
}

impl Serialize for IncidentKind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for IncidentKind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::of_code(&code).ok_or_else(|| D::Error::custom("an unknown kind of incident"))
    }
}

impl Incident {
    pub fn kind(self) -> IncidentKind {
        match self {
            Self::Review(_) => IncidentKind::Review,
            Self::Contradiction { .. } => IncidentKind::Contradiction,
        }
    }
}

impl AfterIncident {
    pub fn kind(self) -> IncidentKind {
        match self {
            Self::Trouble(..) => IncidentKind::RefundTrouble,
            Self::Refused(_) => IncidentKind::RefundRefused,
            Self::Contradiction(_) => IncidentKind::RefundContradiction,
            Self::Fiscal(_, FiscalTrouble::Canceled) => IncidentKind::ReceiptCanceled,
            Self::Fiscal(_, FiscalTrouble::Overdue) => IncidentKind::ReceiptOverdue,
        }
    }

    /// The refund that it is about; `None`: the payment itself.
    pub fn refund(self) -> Option<crate::RefundId> {
        match self {
            Self::Trouble(id, _) | Self::Refused(id) | Self::Contradiction(id) => Some(id),
            Self::Fiscal(id, _) => id,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The code is the name that a row keeps.
    #[test]
    fn every_kind_is_kept_under_its_code() {
        for kind in IncidentKind::ALL {
            let kept = serde_json::to_value(kind).expect("JSON");
            assert_eq!(kept, kind.code());
            assert_eq!(serde_json::from_value::<IncidentKind>(kept).expect("a kind"), *kind);
        }
        let codes: BTreeSet<_> = IncidentKind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), IncidentKind::ALL.len(), "no two alike");
        assert!(serde_json::from_str::<IncidentKind>("\"nothing\"").is_err());
    }
}
