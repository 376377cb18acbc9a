//! What a finding says of itself: facts by name, and those of their values that are one of a few.

use super::coded;
use crate::payment::{
    AfterIncident, FiscalTrouble, Incident, Mismatch, PaymentState, RefundMismatch, RefundState,
    RefundTrouble, ReviewReason,
};

coded! {
    /// Name of a fact.
    Fact {
        What = "what", "Что не так";
        Amount = "amount", "Сумма";
        Day = "day", "День";
        Payment = "payment", "Платёж";
        AtBank = "at_bank", "В банке";
        StatusAtBank = "status_at_bank", "Состояние в банке";
        ReasonAtBank = "reason_at_bank", "Причина банка";
        PaymentAtBank = "payment_at_bank", "Платёж в банке";
        OursAtBank = "ours_at_bank", "Наш платёж в банке";
        Claimed = "claimed", "Назван номер";
        Notice = "notice", "Уведомление";
        StateHere = "state_here", "У портала";
        SumHere = "sum_here", "Сумма у портала";
        SumOfCompany = "sum_of_company", "Сумма у компании";
        Here = "here", "У портала за день";
        Accounts = "accounts", "Расходится лицевых счетов";
        OnlyHere = "only_here", "Только у портала";
        OnlyAtBank = "only_at_bank", "Только в банке";
        Different = "different", "Отличаются";
    }
}

coded! {
    /// What does not fit, or how far something has come.
    Detail {
        Created = "created", "создан, не отправлен";
        Submitting = "submitting", "отправлен, ответа нет";
        AwaitingUser = "awaiting_user", "ждёт оплаты на странице банка";
        Pending = "pending", "не решено";
        Authorized = "authorized", "деньги удержаны";
        Succeeded = "succeeded", "проведён";
        Canceled = "canceled", "отклонён";
        Failed = "failed", "не принят банком";
        Review = "review", "на проверке";
        OtherAmount = "other_amount", "другая сумма";
        OtherCurrency = "other_currency", "другая валюта";
        OtherShop = "other_shop", "другой магазин";
        OtherEnvironment = "other_environment", "тестовый вместо настоящего или наоборот";
        OtherReference = "other_reference", "номер портала другой";
        OtherGatewayId = "other_gateway_id", "номер банка другой";
        OtherPayment = "other_payment", "возврат другого платежа";
        NeverSent = "never_sent", "портал его не отправлял";
        KeyUsed = "key_used", "ключ запроса занят другим запросом";
        Unanswered = "unanswered", "банк так и не ответил";
        Undecided = "undecided", "банк слишком долго не решает";
        Refused = "refused", "банк отказал";
        ReceiptCanceled = "receipt_canceled", "касса отказала";
        ReceiptOverdue = "receipt_overdue", "касса не отвечает больше суток";
    }
}

impl Incident {
    pub fn detail(self) -> Detail {
        match self {
            Self::Review(ReviewReason::Overdue) => Detail::Unanswered,
            Self::Review(ReviewReason::Mismatch(mismatch)) => mismatch.into(),
            Self::Contradiction { ended } => ended.into(),
        }
    }
}

impl AfterIncident {
    /// `None`: the kind says it all.
    pub fn detail(self) -> Option<Detail> {
        Some(match self {
            Self::Trouble(_, RefundTrouble::Mismatch(mismatch)) => mismatch.into(),
            Self::Trouble(_, RefundTrouble::Unanswered) => Detail::Unanswered,
            Self::Trouble(_, RefundTrouble::Undecided) => Detail::Undecided,
            Self::Refused(_) => Detail::Refused,
            Self::Contradiction(_) => return None,
            Self::Fiscal(_, FiscalTrouble::Canceled) => Detail::ReceiptCanceled,
            Self::Fiscal(_, FiscalTrouble::Overdue) => Detail::ReceiptOverdue,
        })
    }
}

impl From<PaymentState> for Detail {
    fn from(state: PaymentState) -> Self {
        match state {
            PaymentState::Created => Self::Created,
            PaymentState::Submitting => Self::Submitting,
            PaymentState::AwaitingUser => Self::AwaitingUser,
            PaymentState::Processing => Self::Pending,
            PaymentState::Authorized => Self::Authorized,
            PaymentState::Succeeded => Self::Succeeded,
            PaymentState::Canceled => Self::Canceled,
            PaymentState::Failed => Self::Failed,
            PaymentState::Review => Self::Review,
        }
    }
}

impl From<RefundState> for Detail {
    fn from(state: RefundState) -> Self {
        match state {
            RefundState::Created => Self::Created,
            RefundState::Submitting => Self::Submitting,
            RefundState::Pending => Self::Pending,
            RefundState::Succeeded => Self::Succeeded,
            RefundState::Canceled => Self::Canceled,
            RefundState::Failed => Self::Failed,
        }
    }
}

impl From<Mismatch> for Detail {
    fn from(mismatch: Mismatch) -> Self {
        match mismatch {
            Mismatch::Amount => Self::OtherAmount,
            Mismatch::Currency => Self::OtherCurrency,
            Mismatch::Shop => Self::OtherShop,
            Mismatch::Environment => Self::OtherEnvironment,
            Mismatch::Metadata => Self::OtherReference,
            Mismatch::GatewayId => Self::OtherGatewayId,
            Mismatch::NeverSent => Self::NeverSent,
            Mismatch::IdempotenceKey => Self::KeyUsed,
        }
    }
}

impl From<RefundMismatch> for Detail {
    fn from(mismatch: RefundMismatch) -> Self {
        match mismatch {
            RefundMismatch::Payment => Self::OtherPayment,
            RefundMismatch::Amount => Self::OtherAmount,
            RefundMismatch::Currency => Self::OtherCurrency,
            RefundMismatch::Metadata => Self::OtherReference,
            RefundMismatch::GatewayId => Self::OtherGatewayId,
            RefundMismatch::IdempotenceKey => Self::KeyUsed,
        }
    }
}
