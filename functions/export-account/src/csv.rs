//! A table as CSV that a Russian spreadsheet opens by a double click: UTF-8 with a mark, `;`, decimal comma.

use crate::tables::{Cell, Table};
use ::csv::WriterBuilder;

/// Without it a spreadsheet takes UTF-8 for Windows-1251.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// A text that begins so is a formula to a spreadsheet.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub fn render(table: &Table) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(::csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(table.columns.iter().map(|column| column.title))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(cell))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Money(sum) => sum.to_roubles().to_string().replace('.', ","),
        Cell::Number(number) => number.normalize().to_string().replace('.', ","),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.format("%d.%m.%Y").to_string(),
        Cell::Month(month) => month.format("%m.%Y").to_string(),
        Cell::Empty => String::new(),
    }
}

/// Texts come from companies and from people; none of them may run in the reader's spreadsheet.
fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Column;
    use domain::Kopecks;

    const ONE: &[Column] = &[Column { title: "Столбец", width: 10 }];

    fn line(cell: Cell) -> String {
        let file = render(&Table { columns: ONE, rows: vec![vec![cell]] }).expect("written");
        let text = String::from_utf8(file).expect("UTF-8");
        let rest = text.strip_prefix("\u{feff}Столбец\r\n").expect("a mark and a header");
        rest.trim_end_matches("\r\n").to_owned()
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_a_text() {
        for (text, written) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+7 921", "'+7 921"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("Сбербанк", "Сбербанк"),
            ("ООО «А; Б»", "\"ООО «А; Б»\""),
            ("a\"b", "\"a\"\"b\""),
        ] {
            assert_eq!(line(Cell::Text(text.to_owned())), written);
        }
    }

    #[test]
    fn numbers_keep_their_sign_and_have_a_comma() {
        assert_eq!(line(Cell::Money(Kopecks(-331_952))), "-3319,52");
        assert_eq!(line(Cell::Money(Kopecks(100))), "1,00");
        assert_eq!(line(Cell::Number("5.53740".parse().expect("a number"))), "5,5374");
        assert_eq!(line(Cell::Whole(-465)), "-465");
        assert_eq!(line(Cell::Day("2026-11-24".parse().expect("a day"))), "24.11.2026");
        assert_eq!(line(Cell::Month("2019-08-01".parse().expect("a day"))), "08.2019");
        assert_eq!(line(Cell::Empty), "\"\"");
    }
}
