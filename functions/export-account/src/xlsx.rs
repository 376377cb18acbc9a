//! A table as a workbook: numbers are numbers, days are days, the header stays in sight.

use crate::tables::{Cell, Table};
use chrono::{DateTime, Utc};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// What stands above the table.
#[derive(Debug, Clone)]
pub struct Heading {
    pub title: String,
    /// «Лицевой счет: 33016355» and the like, a row each.
    pub facts: Vec<(&'static str, String)>,
    pub made_at: DateTime<Utc>,
}

const MONEY: &str = "#,##0.00";
const WHOLE: &str = "#,##0";
const DAY: &str = "dd.mm.yyyy";
/// «август 2019» in any language of the spreadsheet.
const MONTH: &str = "[$-419]mmmm yyyy";
const INK: Color = Color::RGB(0x0B_3A_53);

pub fn render(heading: &Heading, table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(heading)?);
    let sheet = workbook.add_worksheet();
    sheet.set_name(&heading.title)?;
    let first = write_heading(sheet, heading)?;
    write_columns(sheet, table, first)?;
    let styles = Styles::new();
    for (row, cells) in (first + 1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            styles.write(sheet, row, column, cell)?;
        }
    }
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(first, first)?;
    workbook.save_to_buffer()
}

fn properties(heading: &Heading) -> Result<DocProperties, XlsxError> {
    let made = ExcelDateTime::from_timestamp(heading.made_at.timestamp())?;
    Ok(DocProperties::new().set_title(&heading.title).set_company("Мой ГАЗ").set_creation_datetime(&made))
}

/// Answers with the row of the table's header.
fn write_heading(sheet: &mut Worksheet, heading: &Heading) -> Result<u32, XlsxError> {
    let title = Format::new().set_bold().set_font_size(14).set_font_color(INK);
    let name = Format::new().set_font_color(Color::Gray);
    sheet.write_string_with_format(0, 0, &heading.title, &title)?;
    let mut row = 1;
    for (fact, value) in &heading.facts {
        sheet.write_string_with_format(row, 0, *fact, &name)?;
        sheet.write_string(row, 1, value)?;
        row += 1;
    }
    Ok(row + 1)
}

fn write_columns(sheet: &mut Worksheet, table: &Table, row: u32) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(INK)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let mut last = 0;
    for (column, declared) in (0..).zip(table.columns) {
        sheet.set_column_width(column, declared.width)?;
        sheet.write_string_with_format(row, column, declared.title, &header)?;
        last = column;
    }
    sheet.set_row_height(row, 32)?;
    sheet.set_freeze_panes(row + 1, 0)?;
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX - row);
    sheet.autofilter(row, 0, row + rows, last)?;
    Ok(())
}

/// Formats are made once a workbook, not once a cell.
struct Styles {
    money: Format,
    whole: Format,
    day: Format,
    month: Format,
}

impl Styles {
    fn new() -> Self {
        let style = |format: &str| Format::new().set_num_format(format);
        Self {
            money: style(MONEY),
            whole: style(WHOLE),
            day: style(DAY).set_align(FormatAlign::Left),
            month: style(MONTH).set_align(FormatAlign::Left),
        }
    }

    fn write(&self, sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) => sheet.write_string(row, column, text)?,
            Cell::Money(sum) => {
                // A double holds kopecks of any sum that a company can send exactly enough to show two decimals.
                let roubles = sum.to_roubles().to_f64().unwrap_or_default();
                sheet.write_number_with_format(row, column, roubles, &self.money)?
            }
            Cell::Number(number) => {
                // In the general format: any other shows a comma after a whole number.
                sheet.write_number(row, column, number.to_f64().unwrap_or_default())?
            }
            Cell::Whole(number) => {
                sheet.write_number_with_format(row, column, *number as f64, &self.whole)?
            }
            Cell::Day(day) => sheet.write_datetime_with_format(row, column, day, &self.day)?,
            Cell::Month(month) => sheet.write_datetime_with_format(row, column, month, &self.month)?,
            Cell::Empty => return Ok(()),
        };
        Ok(())
    }
}
