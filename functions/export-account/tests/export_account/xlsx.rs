//! Workbooks, read back by another program.

use crate::{get, holder};
use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use chrono::NaiveDate;
use domain::link::Level;
use std::io::Cursor;

/// Title, facts, an empty row, then the header.
const HEADER: usize = 6;

async fn rows(file: &str) -> Vec<Vec<Data>> {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    let reply = get(&mut browser, file).await;
    assert_eq!(
        reply.headers["content-type"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(reply.body.to_vec())).expect("a workbook");
    let range = workbook.worksheet_range_at(0).expect("a sheet").expect("readable");
    range.rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &Data) -> &str {
    cell.get_string().unwrap_or_default()
}

fn month(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)
}

#[tokio::test]
async fn a_workbook_says_whose_it_is_and_of_what_day() {
    let rows = rows("settlements.xlsx").await;
    assert_eq!(text(&rows[0][0]), "Взаиморасчеты");
    let facts: Vec<(&str, &str)> = rows[1..5].iter().map(|row| (text(&row[0]), text(&row[1]))).collect();
    assert_eq!(
        facts,
        [
            ("Лицевой счет", "33016355"),
            ("Компания", "ООО «Северогаз Регион»"),
            ("Данные компании на", "1 ноября 2026"),
            ("Файл создан", "24 ноября 2026"),
        ]
    );
    assert_eq!(text(&rows[HEADER][1]), "Период");
}

#[tokio::test]
async fn money_is_numbers_and_months_are_days_with_the_figures_of_the_manual() {
    let rows = rows("settlements.xlsx").await;
    let august = &rows[HEADER + 3];
    assert_eq!(august[1].as_date(), month(2019, 8));
    let numbers: Vec<Option<f64>> = august[2..].iter().map(DataType::get_float).collect();
    assert_eq!(
        numbers,
        [Some(-3319.52), Some(2580.43), Some(466.0), None, Some(0.0), Some(0.0), Some(0.0), Some(-5899.95)]
    );
    let september = &rows[HEADER + 2];
    assert_eq!((september[3].get_float(), september[4].get_float()), (Some(-2574.9), Some(-465.0)));
    assert!(september[9].is_empty(), "R-059: the month is open");
    let october = &rows[HEADER + 1];
    assert_eq!((october[1].as_date(), october[5].get_float()), (month(2026, 10), Some(7.328)));
}

#[tokio::test]
async fn readings_have_days_and_whole_numbers() {
    let rows = rows("readings.xlsx").await;
    let sent = &rows[HEADER + 1];
    assert_eq!(sent[2].as_date(), NaiveDate::from_ymd_opt(2026, 11, 20));
    assert_eq!((sent[3].get_float(), text(&sent[6])), (Some(4_300.0), "Передано, еще не учтено"));
    assert_eq!(text(&sent[1]), "60412337", "a serial is a text: its zeros stay");
}

#[tokio::test]
async fn a_text_that_looks_like_a_formula_is_a_text() {
    let rows = rows("payments.xlsx").await;
    let places: Vec<&str> = rows[HEADER + 1..].iter().map(|row| text(&row[1])).collect();
    assert!(places.contains(&"=HYPERLINK(\"http://evil\")"), "{places:?}");
}
