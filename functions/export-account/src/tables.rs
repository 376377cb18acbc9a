//! The tables of the files, whatever they are written as: the words and the order of the screens.

use chrono::NaiveDate;
use domain::{
    Kopecks, Meter, ReadingSource, ReadingStatus,
    link::{Level, shown_serial},
};
use platform::records::payments::ListedKind;
use rust_decimal::Decimal;
use statements::{payments::AccountPayment, readings::PastReading, settlements::ServiceMonths};

/// Rows under named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub columns: &'static [Column],
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    pub title: &'static str,
    /// Width in a workbook, characters.
    pub width: u8,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    /// Roubles with two decimals.
    Money(Kopecks),
    /// Cubic metres and tariffs.
    Number(Decimal),
    Whole(i64),
    Day(NaiveDate),
    /// First day of the month.
    Month(NaiveDate),
    Empty,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn maybe<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}

const fn column(title: &'static str, width: u8) -> Column {
    Column { title, width }
}

/// The columns of R-055, with volume and tariff in columns of their own.
const SETTLEMENTS: &[Column] = &[
    column("Услуга", 32),
    column("Период", 16),
    column("Состояние счета на начало периода, руб.", 22),
    column("Начислено, руб.", 16),
    column("Объем, м³", 12),
    column("Тариф, руб.", 12),
    column("Оплачено, руб.", 16),
    column("Сумма льгот, руб.", 16),
    column("Корректировка, руб.", 18),
    column("Состояние счета на конец периода, руб.", 22),
];

/// All months of all services; the closing balance of an open month is empty.
pub fn settlements(services: Vec<ServiceMonths>) -> Table {
    let row = |service: &str, month: domain::Settlement| {
        vec![
            Cell::text(service),
            Cell::Month(month.period),
            Cell::Money(month.opening),
            Cell::Money(month.charged),
            Cell::maybe(month.volume, Cell::Number),
            Cell::maybe(month.tariff, Cell::Number),
            Cell::Money(month.paid),
            Cell::Money(month.benefits),
            Cell::Money(month.correction),
            Cell::maybe(month.closing, Cell::Money),
        ]
    };
    let rows = services.into_iter().flat_map(|ServiceMonths { name, months, .. }| {
        months.into_iter().map(|month| row(&name, month)).collect::<Vec<_>>()
    });
    Table { columns: SETTLEMENTS, rows: rows.collect() }
}

const READINGS: &[Column] = &[
    column("Прибор учета", 24),
    column("Заводской номер", 18),
    column("Дата", 13),
    column("Показание, м³", 15),
    column("Расход, м³", 13),
    column("Источник", 22),
    column("Состояние", 28),
];

/// Readings meter by meter, newest first; the serial as the level may see it.
pub fn readings(meters: Vec<(&Meter, Vec<PastReading>)>, level: Level) -> Table {
    let row = |meter: &Meter, reading: PastReading| {
        vec![
            Cell::text(&meter.name),
            Cell::Text(shown_serial(&meter.serial, level)),
            Cell::Day(reading.date),
            Cell::Whole(reading.value),
            Cell::maybe(reading.consumption, Cell::Whole),
            Cell::text(source(reading.source)),
            Cell::text(status(reading.status)),
        ]
    };
    let rows = meters.into_iter().flat_map(|(meter, readings)| {
        readings.into_iter().map(move |reading| row(meter, reading)).collect::<Vec<_>>()
    });
    Table { columns: READINGS, rows: rows.collect() }
}

fn source(source: ReadingSource) -> &'static str {
    match source {
        ReadingSource::Subscriber => "Абонент",
        ReadingSource::Inspector => "Контролер",
        ReadingSource::Calculated => "Расчет компании",
        ReadingSource::Portal => "Личный кабинет",
    }
}

fn status(status: ReadingStatus) -> &'static str {
    match status {
        ReadingStatus::Accepted => "Учтено",
        ReadingStatus::Pending => "Передано, еще не учтено",
        ReadingStatus::Rejected => "Не принято к учету",
    }
}

const PAYMENTS: &[Column] = &[
    // As wide as the names above it.
    column("Дата", 22),
    column("Место оплаты", 28),
    column("Услуга", 32),
    column("Сумма, руб.", 16),
    column("Состояние", 18),
    column("Номер платежа", 30),
];

fn payment_state(payment: &AccountPayment) -> &'static str {
    if payment.kind == ListedKind::Refund {
        return "Возврат";
    }
    match payment.refunded {
        Kopecks::ZERO => payment.state.label().unwrap_or_default(),
        refunded if refunded == payment.amount => "Возвращён",
        _ => "Возвращён частично",
    }
}

/// A row a service, so that the sums can be added up by service; refunds are rows with negative sums.
pub fn payments(payments: Vec<AccountPayment>) -> Table {
    let row = |payment: &AccountPayment, service: Cell, amount: Kopecks| {
        vec![
            Cell::Day(payment.date),
            Cell::text(&payment.place),
            service,
            Cell::Money(amount),
            Cell::text(payment_state(payment)),
            Cell::text(&payment.id),
        ]
    };
    let rows = payments.iter().flat_map(|payment| {
        if payment.lines.is_empty() {
            return vec![row(payment, Cell::Empty, payment.amount)];
        }
        payment.lines.iter().map(|line| row(payment, Cell::text(&line.name), line.amount)).collect()
    });
    Table { columns: PAYMENTS, rows: rows.collect() }
}
