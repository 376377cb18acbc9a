//! CSV as a Russian spreadsheet opens it.

use crate::{get, holder};
use domain::link::Level;
use platform::testing::Reply;

/// Lines after the mark that makes a spreadsheet read UTF-8.
fn lines(reply: &Reply) -> Vec<String> {
    let text = std::str::from_utf8(&reply.body).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    text.strip_suffix("\r\n").expect("a last line").split("\r\n").map(str::to_owned).collect()
}

#[tokio::test]
async fn settlements_are_the_columns_of_r_055_with_the_figures_of_the_manual() {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    let reply = get(&mut browser, "settlements.csv").await;
    assert_eq!(
        lines(&reply),
        [
            "Услуга;Период;Состояние счета на начало периода, руб.;Начислено, руб.;Объем, м³;Тариф, руб.;\
             Оплачено, руб.;Сумма льгот, руб.;Корректировка, руб.;Состояние счета на конец периода, руб.",
            "Газоснабжение природным газом;10.2026;0,00;216,32;29,52;7,328;0,00;0,00;0,00;-216,32",
            "Газоснабжение природным газом;09.2019;-5899,95;-2574,90;-465;;0,00;0,00;0,00;",
            "Газоснабжение природным газом;08.2019;-3319,52;2580,43;466;;0,00;0,00;0,00;-5899,95",
        ]
    );
}

#[tokio::test]
async fn readings_are_the_companys_and_the_portals() {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    let reply = get(&mut browser, "readings.csv").await;
    assert_eq!(
        lines(&reply),
        [
            "Прибор учета;Заводской номер;Дата;Показание, м³;Расход, м³;Источник;Состояние",
            "ВК-G4Т;60412337;20.11.2026;4300;57;Личный кабинет;Передано, еще не учтено",
            "ВК-G4Т;60412337;24.10.2026;4243;57;Контролер;Учтено",
        ]
    );
}

#[tokio::test]
async fn payments_are_those_of_the_screen_and_none_of_them_runs() {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    let reply = get(&mut browser, "payments.csv").await;
    let lines = lines(&reply);
    assert_eq!(lines[0], "Дата;Место оплаты;Услуга;Сумма, руб.;Состояние;Номер платежа");
    assert_eq!(lines.len(), 1 + 2 + 2, "ours is there once, the other is two services: {lines:#?}");
    let own = lines.iter().find(|line| line.contains("1000,00")).expect("the user's own");
    assert!(
        own.starts_with("24.11.2026;Личный кабинет;Газоснабжение природным газом;1000,00;Проведён;"),
        "{own}"
    );
    assert_eq!(
        lines[3..],
        [
            "10.09.2026;\"'=HYPERLINK(\"\"http://evil\"\")\";Газоснабжение природным газом;3000,00;Проведён;77",
            "10.09.2026;\"'=HYPERLINK(\"\"http://evil\"\")\";Другая услуга;0,50;Проведён;77",
        ]
    );
    assert!(!lines.concat().contains("0004"), "row 58: no card in a file");
}

#[tokio::test]
async fn a_file_is_saved_under_a_russian_name_as_row_78_asks() {
    let (_world, _, mut browser) = holder(Level::Extended).await;
    let reply = get(&mut browser, "settlements.csv").await;
    let disposition = reply.headers["content-disposition"].to_str().expect("ascii");
    assert!(
        disposition.starts_with("attachment; filename=\"settlements-33016355.csv\"; filename*=UTF-8''%D0%92")
    );
    assert_eq!(reply.headers["cache-control"], "no-store");
}
