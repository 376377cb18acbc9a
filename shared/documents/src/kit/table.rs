//! Tables whose rows are as tall as their tallest cell, and which go on on the next page under the same head.

use super::{
    flow::Flow,
    paper::{Area, Kind, Paper, Pen},
    text,
    theme::{HAIRLINE, INK, LABEL, Style, TINT},
};

const PAD_X: f32 = 5.0;
const PAD_Y: f32 = 4.2;
/// More lines than this in one cell are cut off: no name may fill a page.
const MAX_LINES: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

pub(crate) struct Column {
    pub title: &'static str,
    pub width: f32,
    pub align: Align,
}

/// Paragraphs one under the other; none: the cell before it reaches over this column too.
pub(crate) type Cell = Vec<(String, Style)>;

pub(crate) struct Table {
    pub summary: String,
    pub x: f32,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// The last row is a total: it stands under a strong line and never alone on a page.
    pub total: bool,
}

/// Space between text and the edges of its cell, both sides together.
pub(crate) const SIDES: f32 = 2.0 * PAD_X;

struct Laid {
    cells: Vec<LaidCell>,
    height: f32,
    /// From the top of the row to the baseline of its first lines.
    baseline: f32,
}

struct LaidCell {
    x: f32,
    width: f32,
    align: Align,
    span: u32,
    lines: Vec<(String, Style)>,
}

impl LaidCell {
    fn height(&self) -> f32 {
        self.lines.iter().map(|(_, style)| style.leading()).sum()
    }
}

impl Table {
    fn width(&self) -> f32 {
        self.columns.iter().map(|column| column.width).sum()
    }

    fn lay(&self, row: &[Cell]) -> Laid {
        let mut cells: Vec<LaidCell> = Vec::new();
        let mut x = self.x;
        for (column, cell) in self.columns.iter().zip(row) {
            match cells.last_mut().filter(|_| cell.is_empty()) {
                Some(wide) => {
                    wide.width += column.width;
                    wide.span += 1;
                }
                None => cells.push(LaidCell {
                    x,
                    width: column.width,
                    align: column.align,
                    span: 1,
                    lines: Vec::new(),
                }),
            }
            x += column.width;
        }
        for (place, cell) in cells.iter_mut().zip(row.iter().filter(|cell| !cell.is_empty())) {
            let room = place.width - SIDES;
            for (run, style) in cell {
                let run = text::typeset(run);
                let style = text::fit_words(&run, room, *style);
                place
                    .lines
                    .extend(text::wrap(&run, room, style, MAX_LINES).into_iter().map(|line| (line, style)));
            }
        }
        let first = |cell: &LaidCell| cell.lines.first().map_or(0.0, |(_, style)| style.drop());
        let drop = cells.iter().map(first).fold(0.0, f32::max);
        let tallest = cells.iter().map(|cell| cell.height() + drop - first(cell)).fold(0.0, f32::max);
        Laid { cells, height: tallest + 2.0 * PAD_Y, baseline: PAD_Y + drop }
    }

    /// Height of head and first row: what must fit under a heading.
    pub(crate) fn opening(&self) -> f32 {
        let head = self.lay(&self.head()).height;
        head + self.rows.first().map_or(0.0, |row| self.lay(row).height)
    }

    /// Height of the whole table on one page.
    pub(crate) fn height(&self) -> f32 {
        let rows: f32 = self.rows.iter().map(|row| self.lay(row).height).sum();
        self.lay(&self.head()).height + rows
    }

    fn head(&self) -> Vec<Cell> {
        self.columns.iter().map(|column| vec![(column.title.to_owned(), LABEL)]).collect()
    }

    pub(crate) fn draw(&self, flow: &mut Flow) {
        let head = self.lay(&self.head());
        let rows: Vec<Laid> = self.rows.iter().map(|row| self.lay(row)).collect();
        flow.paper.begin(Kind::Table { summary: self.summary.clone() });
        flow.paper.begin(Kind::Row);
        self.draw_head(flow, &head, true);
        flow.paper.end();
        let right = self.x + self.width();
        for (index, row) in rows.iter().enumerate() {
            let is_total = self.total && index + 1 == rows.len();
            let before_total = self.total && index + 2 == rows.len();
            let company = if before_total { rows[index + 1].height } else { 0.0 };
            if flow.need(row.height + company) {
                self.draw_head(flow, &head, false);
            }
            let top = flow.y;
            flow.paper.begin(Kind::Row);
            for (index, cell) in row.cells.iter().enumerate() {
                let span = cell.span;
                let kind = if index == 0 { Kind::RowHead { span } } else { Kind::Cell { span } };
                flow.paper.tagged(kind, |paper| draw_lines(paper, cell, top + row.baseline));
            }
            flow.paper.end();
            let strong = is_total || before_total || index + 1 == rows.len();
            let pen = if strong {
                Pen { colour: INK, width: 0.8, dash: 0.0 }
            } else {
                Pen { colour: HAIRLINE, width: 0.6, dash: 0.0 }
            };
            flow.advance(row.height);
            flow.paper.rule(self.x, right, flow.y, pen);
        }
        flow.paper.end();
    }

    /// The head of a further page is decoration: a reader has heard it.
    fn draw_head(&self, flow: &mut Flow, head: &Laid, first: bool) {
        let top = flow.y;
        flow.paper.fill(Area::new(self.x, top, self.width(), head.height), 4.0, TINT);
        for cell in &head.cells {
            // Titles stand in the middle of the band.
            let drop = cell.lines.first().map_or(0.0, |(_, style)| style.drop());
            let baseline = top + (head.height - cell.height()) / 2.0 + drop;
            if first {
                flow.paper.tagged(Kind::ColumnHead, |paper| draw_lines(paper, cell, baseline));
            } else {
                draw_lines(&mut flow.paper, cell, baseline);
            }
        }
        flow.advance(head.height);
    }
}

/// Lines one under the other, the first on `baseline`.
fn draw_lines(paper: &mut Paper, cell: &LaidCell, baseline: f32) {
    let mut y = baseline - cell.lines.first().map_or(0.0, |(_, style)| style.drop());
    for (line, style) in &cell.lines {
        let left = match cell.align {
            Align::Left => cell.x + PAD_X,
            Align::Right => cell.x + cell.width - PAD_X - text::width(line, *style),
        };
        paper.typeset(line.clone(), left, y + style.drop(), *style);
        y += style.leading();
    }
}
