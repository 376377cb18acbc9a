//! What brings a person to the bank's pages.

use crate::{
    method::{Method, MethodStatus},
    payment::{Payment, Status},
    visit::Visit,
};

pub enum Errand {
    Pay(Box<Payment>),
    Save(Box<Method>),
}

impl Errand {
    pub fn id(&self) -> &str {
        match self {
            Self::Pay(payment) => &payment.id,
            Self::Save(method) => &method.id,
        }
    }

    pub fn shop_id(&self) -> &str {
        match self {
            Self::Pay(payment) => &payment.shop_id,
            Self::Save(method) => &method.shop_id,
        }
    }

    pub fn visit(&self) -> &Visit {
        match self {
            Self::Pay(payment) => &payment.visit,
            Self::Save(method) => &method.visit,
        }
    }

    /// Where the person goes when it is done.
    pub fn return_url(&self) -> &str {
        self.visit().return_url.as_deref().unwrap_or_default()
    }

    /// Path of the card form.
    pub fn path(&self) -> String {
        match self {
            Self::Pay(payment) => format!("/pay/{}", payment.id),
            Self::Save(method) => format!("/bind/{}", method.id),
        }
    }

    /// Heading and text for a person who comes back when it is over.
    pub fn ending(&self) -> (&'static str, &'static str) {
        match self {
            Self::Pay(payment) => ending_of_payment(payment),
            Self::Save(method) => match method.status {
                MethodStatus::Pending => (
                    "Карта проверяется",
                    "Карта и код приняты. Вернитесь в магазин: он сообщит, когда карта готова.",
                ),
                MethodStatus::Active => ("Карта привязана", "Ею можно платить в магазине без ввода номера."),
                MethodStatus::Inactive => {
                    ("Карта не привязана", "Вернитесь в магазин и начните заново, можно с другой картой.")
                }
            },
        }
    }
}

fn ending_of_payment(payment: &Payment) -> (&'static str, &'static str) {
    let reason = payment.cancellation.as_ref().map(|cancellation| cancellation.reason.as_str());
    match (payment.status, reason) {
        (Status::Succeeded | Status::WaitingForCapture, _) => {
            ("Оплата прошла", "Платёж уже проведён. Второй раз деньги не спишутся.")
        }
        (Status::Pending, _) => {
            ("Платёж обрабатывается", "Карта и код приняты. Вернитесь в магазин: он сообщит об оплате.")
        }
        (Status::Canceled, Some("expired_on_confirmation")) => (
            "Платёж отменён",
            "Оплата не была завершена. Деньги не списаны. Начните оплату в магазине заново.",
        ),
        (Status::Canceled, _) => ("Платёж не прошёл", "Деньги не списаны. Начните оплату в магазине заново."),
    }
}
