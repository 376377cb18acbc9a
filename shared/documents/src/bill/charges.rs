//! «Начисления»: a line per service, however many and however long their names.

use super::{Bill, ServiceLine};
use crate::{
    kit::{
        flow::Flow,
        fonts::Weight,
        paper::Kind,
        table::{Align, Cell, Column, SIDES, Table},
        text,
        theme::{BODY, CONTENT, HEADING, INK, LABEL, MARGIN, NOTE, RIGHT, STRONG, Style},
    },
    wording::{self, NOTHING},
};
use domain::{Kopecks, Settlement, in_words};

const TITLES: [&str; 8] =
    ["Тариф", "Объём", "Долг на начало", "Начислено", "Перерасчёт", "Льготы", "Оплачено", "К оплате"];
/// The column of names is never narrower than this.
const NAME: f32 = 118.0;
const FIGURES: Style = Style::new(Weight::Regular, 8.5, INK).tabular();

pub(super) fn draw(flow: &mut Flow, bill: &Bill) {
    let table = table(bill);
    let heading = HEADING.leading() + 5.0;
    flow.need(heading + table.opening() + 20.0);
    flow.paper.begin(Kind::Section);
    let top = flow.y;
    flow.paper.heading(2, "Начисления", MARGIN, top, HEADING);
    flow.paper.tagged(Kind::Paragraph, |paper| {
        paper.text_right("суммы в рублях", RIGHT, top + HEADING.drop(), NOTE)
    });
    flow.advance(heading);
    table.draw(flow);
    words(flow, bill);
    flow.paper.end();
}

fn words(flow: &mut Flow, bill: &Bill) {
    let mut said = Vec::new();
    if bill.due > Kopecks::ZERO {
        said.push(("К оплате прописью: ", format!("{}.", in_words(bill.due))));
    }
    if let Some((date, sum)) = bill.last_payment {
        said.push(("Последний платёж: ", format!("{} — {}.", wording::day(date), wording::roubles(sum))));
    }
    flow.advance(4.0);
    for (label, value) in said {
        let lines = text::wrap(&text::typeset(&format!("{label}{value}")), CONTENT, NOTE, 3).len() as f32;
        flow.need(lines * NOTE.leading());
        let top = flow.y;
        let bottom = flow.paper.tagged(Kind::Paragraph, |paper| {
            paper.block(&format!("{label}{value}"), MARGIN, top, CONTENT, NOTE, 3)
        });
        flow.reach(bottom);
    }
    flow.advance(10.0);
}

fn table(bill: &Bill) -> Table {
    let mut figures: Vec<[String; 8]> = bill.services.iter().map(figures).collect();
    let months: Vec<&Settlement> = bill.services.iter().filter_map(|line| line.month.as_ref()).collect();
    let total = |pick: fn(&Settlement) -> Kopecks| match months.is_empty() {
        true => NOTHING.to_owned(),
        false => {
            wording::sum_or_nothing(months.iter().map(|month| pick(month)).fold(Kopecks::ZERO, saturating))
        }
    };
    figures.push([
        String::new(),
        String::new(),
        total(|month| negated(month.opening)),
        total(|month| month.charged),
        total(|month| negated(month.correction)),
        total(|month| negated(month.benefits)),
        total(|month| month.paid),
        wording::sum(bill.due),
    ]);

    let (size, widths) = measure(&figures);
    let strong = Style::new(Weight::Medium, BODY.size, INK);
    let bold = Style { weight: Weight::Bold, ..FIGURES.sized(size) };
    let last = figures.len() - 1;
    let rows = figures
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let name = match bill.services.get(index) {
                Some(service) => vec![(service.name.clone(), BODY)],
                None => vec![("Итого".to_owned(), Style { weight: Weight::Bold, ..strong })],
            };
            let style = if index == last { bold } else { FIGURES.sized(size) };
            let cells = line.into_iter().enumerate().map(|(column, figure)| -> Cell {
                let weight = if column == 7 && index != last { STRONG.weight } else { style.weight };
                if figure.is_empty() { Cell::new() } else { vec![(figure, Style { weight, ..style })] }
            });
            std::iter::once(name).chain(cells).collect()
        })
        .collect();
    let name = CONTENT - widths.iter().sum::<f32>();
    let mut columns = vec![Column { title: "Услуга", width: name, align: Align::Left }];
    columns.extend(TITLES.into_iter().zip(widths).map(|(title, width)| Column {
        title,
        width,
        align: Align::Right,
    }));
    Table {
        summary: "Начисления по услугам за месяц".into(), x: MARGIN, columns, rows, total: true
    }
}

/// Column widths by their widest figures; the figures get smaller before the names get too little room.
fn measure(figures: &[[String; 8]]) -> (f32, [f32; 8]) {
    let mut size = FIGURES.size;
    loop {
        let style = Style { weight: Weight::Bold, ..FIGURES.sized(size) };
        let widths: [f32; 8] = std::array::from_fn(|column| {
            let title = TITLES[column].split(' ').map(|word| text::width(word, LABEL)).fold(0.0, f32::max);
            let widest = figures.iter().map(|line| text::width(&line[column], style)).fold(title, f32::max);
            widest + SIDES + 0.5
        });
        if widths.iter().sum::<f32>() + NAME <= CONTENT || size <= 4.0 {
            // Sums no household ever sees still share the page: each column gives up its part.
            let spare = (CONTENT - NAME) / widths.iter().sum::<f32>();
            return (size, widths.map(|width| width * spare.min(1.0)));
        }
        size -= 0.5;
    }
}

fn figures(line: &ServiceLine) -> [String; 8] {
    let to_pay = wording::sum(line.to_pay);
    let Some(month) = &line.month else {
        let nothing = || NOTHING.to_owned();
        return [nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), nothing(), to_pay];
    };
    [
        month.tariff.map_or_else(|| NOTHING.to_owned(), |tariff| wording::decimal(tariff, 2)),
        month.volume.map_or_else(
            || NOTHING.to_owned(),
            |volume| text::typeset(&format!("{} {}", wording::decimal(volume, 0), line.unit)),
        ),
        wording::sum_or_nothing(negated(month.opening)),
        wording::sum(month.charged),
        wording::sum_or_nothing(negated(month.correction)),
        wording::sum_or_nothing(negated(month.benefits)),
        wording::sum_or_nothing(month.paid),
        to_pay,
    ]
}

fn negated(sum: Kopecks) -> Kopecks {
    Kopecks(sum.0.saturating_neg())
}

fn saturating(a: Kopecks, b: Kopecks) -> Kopecks {
    Kopecks(a.0.saturating_add(b.0))
}
