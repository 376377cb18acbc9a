//! The bytes that the bank is sent: made once, stored, and repeated as they are (payments §3.1, §3.2, §5.3).

use crate::source::Source;
use acquiring::{CreatePayment, Customer, Line, PaymentOrder};
use chrono::{DateTime, Datelike, Utc};
use domain::{
    PaidTo, PaymentId,
    amounts::CheckedLines,
    calendar,
    payment::{NewPayment, Payment},
};
use platform::{App, http::Viewer, sessions::LinkedAccount};
use ulid::Ulid;

/// A payment that nothing has been done about yet.
pub fn create(
    app: &App,
    linked: &LinkedAccount,
    viewer: &Viewer,
    checked: &CheckedLines,
    source: &Source,
    payee: PaidTo,
    request_hash: String,
) -> Payment {
    let now = app.clock.now();
    let id = PaymentId(Ulid::from_parts(
        u64::try_from(now.timestamp_millis()).unwrap_or_default(),
        rand::random(),
    ));
    let body = body(app, linked, viewer, checked, (source, &payee), id, now);
    let new = NewPayment {
        id,
        user: linked.session.user,
        account: linked.link.account.clone(),
        lines: checked.lines.clone(),
        amount: checked.total,
        method: source.method(),
        payee: Some(payee),
        request_body: body,
        request_hash,
    };
    source.mark(Payment::create(new, now))
}

fn body(
    app: &App,
    linked: &LinkedAccount,
    viewer: &Viewer,
    checked: &CheckedLines,
    (source, payee): (&Source, &PaidTo),
    id: PaymentId,
    now: DateTime<Utc>,
) -> String {
    let account = &linked.link.account;
    let names: Vec<&str> = checked.lines.iter().map(|line| line.name.as_str()).collect();
    let login = &linked.session.login;
    let order = CreatePayment {
        payment: id,
        account: account.clone(),
        user: linked.session.user,
        description: format!("ЛС {}: {}", account.number(), names.join(", ")),
        // Coming back changes nothing: the page only asks how the payment stands (security row 66).
        return_url: format!("{}/payments/{id}/result", app.config.site_url),
        client_ip: viewer.ip,
        customer: if login.contains('@') {
            Customer::Email(login.clone())
        } else {
            Customer::Phone(login.clone())
        },
        lines: checked
            .lines
            .iter()
            .map(|line| Line { name: line.name.clone(), amount: line.amount })
            .collect(),
        vat_code: linked.company.payments.vat_code,
        fiscal: linked.company.payments.fiscal,
        supplier: (!payee.is_main()).then(|| payee.details.name.clone()),
        payment_order: Some(payment_order(linked, payee, now)),
        source: source.at_bank(),
    };
    order.to_body()
}

/// Shops of gas companies take payments for housing and utilities alone: the bank asks for the order.
/// The month paid for is the last that has ended where the company is.
fn payment_order(linked: &LinkedAccount, payee: &PaidTo, now: DateTime<Utc>) -> PaymentOrder {
    let today = calendar::local_date(now, linked.company.utc_offset);
    let month = calendar::shift_month(calendar::first_of_month(today), -1);
    let number = linked.link.account.number();
    let what =
        if payee.is_main() { "Оплата газоснабжения" } else { "Оплата услуг" };
    PaymentOrder {
        purpose: format!("{what};ЛСИ {number};ПРД {:02}.{}", month.month(), month.year()),
        payee: payee.details.clone(),
        period: (month.year(), month.month()),
    }
}
