//! Meters beside the chart of a year.

use super::{Bill, MeterLine, payee};
use crate::{
    kit::{
        chart,
        flow::Flow,
        fonts::Weight,
        paper::{Area, Kind, Paper},
        table::{Align, Cell, Column, Table},
        theme::{BODY, CONTENT, HEADING, INK, LABEL, MARGIN, NOTE, STRONG, Style},
    },
    wording::{self, NOTHING},
};
use chrono::{Datelike, Months, NaiveDate};

const LEFT: f32 = 288.0;
const GAP: f32 = 22.0;
const CHART: f32 = 94.0;
const FIGURES: Style = Style::new(Weight::Regular, 8.5, INK).tabular();
const DATES: Style = LABEL.sized(6.8);

pub(super) fn draw(flow: &mut Flow, bill: &Bill) {
    let table = table(bill);
    let heading = HEADING.leading() + 5.0;
    let chart = heading + CHART;
    let wanted = (heading + if bill.meters.is_empty() { 20.0 } else { table.height() } + 26.0).max(chart);
    // Together on one page when they fit on any; otherwise the table may go on alone.
    flow.need(wanted.min(500.0));
    let (top, page) = (flow.y, flow.paper.page());

    flow.paper.begin(Kind::Section);
    flow.paper.heading(2, "Расход газа, м³", MARGIN + LEFT + GAP, top, HEADING);
    let area = Area::new(MARGIN + LEFT + GAP, top + heading, CONTENT - LEFT - GAP, CHART);
    if bill.consumption.iter().any(|month| month.volume.is_some()) {
        let from = bill.consumption.len().saturating_sub(12);
        chart::draw(&mut flow.paper, area, &bill.consumption[from..]);
    } else {
        let words = "Расход по месяцам появится после первых принятых показаний. В ограниченной версии он не показан.";
        flow.paper.tagged(Kind::Paragraph, |paper| {
            paper.block(words, area.left, area.top, area.right - area.left, NOTE, 4)
        });
    }
    flow.paper.end();

    flow.paper.begin(Kind::Section);
    flow.paper.heading(2, "Показания счётчиков", MARGIN, top, HEADING);
    flow.reach(top + heading);
    if bill.meters.is_empty() {
        let y = flow.y;
        let words = "Приборов учёта на лицевом счёте нет.";
        let bottom = flow.paper.tagged(Kind::Paragraph, |paper| paper.block(words, MARGIN, y, LEFT, NOTE, 2));
        flow.reach(bottom);
    } else {
        table.draw(flow);
        window(flow, bill);
    }
    flow.paper.end();
    // With many meters there is room for the payee under the chart.
    let below = top + chart + 12.0;
    let aside = below + payee::narrow(&mut Paper::new(), bill, area.left, 0.0, area.right - area.left);
    let same = flow.paper.page() == page;
    if same && aside <= flow.y.max(top + wanted) + 4.0 {
        payee::narrow(&mut flow.paper, bill, area.left, below, area.right - area.left);
        flow.reach(flow.y.max(aside));
        return;
    }
    if same {
        flow.reach(flow.y.max(top + chart));
    }
    flow.advance(9.0);
    payee::wide(flow, bill);
}

fn window(flow: &mut Flow, bill: &Bill) {
    let Some((from, to)) = bill.readings_window else { return };
    let next = bill
        .period
        .with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .unwrap_or(bill.period);
    let words = format!(
        "Передайте показания с {from} по {to} {} в личном кабинете, по телефону {} или на отрывном талоне.",
        domain::calendar::month_genitive(next),
        bill.company.phone,
    );
    flow.need(3.0 * NOTE.leading() + 4.0);
    let y = flow.y + 4.0;
    let bottom = flow.paper.tagged(Kind::Paragraph, |paper| paper.block(&words, MARGIN, y, LEFT, NOTE, 4));
    flow.reach(bottom);
}

fn table(bill: &Bill) -> Table {
    let column = |title, width, align| Column { title, width, align };
    let columns = vec![
        column("Прибор учёта", 86.0, Align::Left),
        column("Поверка до", 58.0, Align::Right),
        column("Прежнее", 51.0, Align::Right),
        column("Текущее", 51.0, Align::Right),
        column("Расход", 42.0, Align::Right),
    ];
    let rows = bill.meters.iter().map(row).collect();
    Table {
        summary: "Показания приборов учёта".into(), x: MARGIN, columns, rows, total: false
    }
}

fn row(meter: &MeterLine) -> Vec<Cell> {
    vec![
        vec![(meter.name.clone(), STRONG), (format!("№ {}", meter.serial), DATES)],
        vec![(meter.next_verification.map_or_else(|| NOTHING.to_owned(), wording::numeric), FIGURES)],
        reading(meter.previous),
        reading(meter.current),
        vec![(
            meter.consumption.map_or_else(|| NOTHING.to_owned(), wording::whole),
            Style { weight: Weight::Medium, ..FIGURES },
        )],
    ]
}

fn reading(reading: Option<(NaiveDate, i64)>) -> Cell {
    match reading {
        Some((date, value)) => {
            let day = format!("{:02}.{:02}.{}", date.day(), date.month(), date.year());
            vec![(wording::whole(value), FIGURES), (day, DATES)]
        }
        None => vec![(NOTHING.to_owned(), BODY)],
    }
}
