//! What stands where on which page, and what it means: a list of marks in reading order
//! together with the tree of tags, made before a single byte of PDF is written.

use super::{
    outline::{Outline, snap},
    text,
    theme::{Colour, Style},
};
use krilla::geom::{Path, Rect};

/// Meaning of a part of the page, for screen readers.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Section,
    Heading { level: u16, title: String },
    Paragraph,
    Table { summary: String },
    Row,
    ColumnHead,
    RowHead { span: u32 },
    Cell { span: u32 },
    Figure { alt: String, bounds: Area },
}

impl Kind {
    /// Whether marks are its direct children.
    fn is_leaf(&self) -> bool {
        !matches!(self, Self::Section | Self::Table { .. } | Self::Row)
    }
}

pub(crate) struct Node {
    pub kind: Kind,
    /// Page on which it begins.
    pub page: usize,
    pub children: Vec<usize>,
}

/// A rectangle in points from the upper left corner of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Area {
    pub(crate) fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self { left, top, right: left + width, bottom: top + height }
    }

    /// Whether two areas share more than a hair (0.05 pt).
    pub fn meets(&self, other: &Self) -> bool {
        let hair = 0.05;
        self.left + hair < other.right
            && other.left + hair < self.right
            && self.top + hair < other.bottom
            && other.top + hair < self.bottom
    }

    pub(crate) fn rect(&self) -> Option<Rect> {
        Rect::from_ltrb(self.left, self.top, self.right, self.bottom)
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Pen {
    pub colour: Colour,
    pub width: f32,
    /// Lengths of dash and gap; zero: a full line.
    pub dash: f32,
}

pub(crate) enum Ink {
    Text {
        run: String,
        x: f32,
        baseline: f32,
        style: Style,
    },
    Shape {
        path: Path,
        fill: Option<Colour>,
        stroke: Option<Pen>,
    },
    /// The payment code: the same drawing wherever it stands.
    Code {
        x: f32,
        y: f32,
        size: f32,
    },
}

/// A turn by degrees (clockwise) about a point.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Turn {
    pub degrees: f32,
    pub x: f32,
    pub y: f32,
}

pub(crate) struct Mark {
    /// `None`: decoration, which a screen reader passes over.
    pub node: Option<usize>,
    pub turn: Option<Turn>,
    pub ink: Ink,
}

pub(crate) struct Bookmark {
    pub title: String,
    pub page: usize,
    pub top: f32,
}

#[derive(Default)]
pub(crate) struct Paper {
    pub pages: Vec<Vec<Mark>>,
    pub nodes: Vec<Node>,
    pub roots: Vec<usize>,
    pub outline: Vec<Bookmark>,
    open: Vec<usize>,
    turn: Option<Turn>,
}

impl Paper {
    pub(crate) fn new() -> Self {
        Self { pages: vec![Vec::new()], ..Self::default() }
    }

    pub(crate) fn turn_page(&mut self) {
        self.pages.push(Vec::new());
    }

    pub(crate) fn page(&self) -> usize {
        self.pages.len() - 1
    }

    /// Everything drawn inside belongs to a new part of the given kind.
    pub(crate) fn tagged<T>(&mut self, kind: Kind, draw: impl FnOnce(&mut Self) -> T) -> T {
        self.begin(kind);
        let drawn = draw(self);
        self.end();
        drawn
    }

    pub(crate) fn begin(&mut self, kind: Kind) {
        let id = self.nodes.len();
        self.nodes.push(Node { kind, page: self.page(), children: Vec::new() });
        match self.open.last() {
            Some(parent) => self.nodes[*parent].children.push(id),
            None => self.roots.push(id),
        }
        self.open.push(id);
    }

    pub(crate) fn end(&mut self) {
        self.open.pop();
    }

    /// A heading of the tree and of the outline.
    pub(crate) fn heading(&mut self, level: u16, title: &str, x: f32, top: f32, style: Style) {
        let page = self.page();
        self.outline.push(Bookmark { title: title.to_owned(), page, top });
        self.tagged(Kind::Heading { level, title: title.to_owned() }, |paper| {
            paper.text(title, x, top + style.drop(), style);
        });
    }

    /// Everything drawn inside is turned.
    pub(crate) fn turned(&mut self, turn: Turn, draw: impl FnOnce(&mut Self)) {
        self.turn = Some(turn);
        draw(self);
        self.turn = None;
    }

    fn put(&mut self, ink: Ink) {
        let node = self.open.last().copied().filter(|node| self.nodes[*node].kind.is_leaf());
        let turn = self.turn;
        if let Some(page) = self.pages.last_mut() {
            page.push(Mark { node, turn, ink });
        }
    }

    /// One line beginning at `x`. Answers its width.
    pub(crate) fn text(&mut self, run: &str, x: f32, baseline: f32, style: Style) -> f32 {
        self.typeset(text::typeset(run), x, baseline, style)
    }

    /// One line that ends at `right`.
    pub(crate) fn text_right(&mut self, run: &str, right: f32, baseline: f32, style: Style) {
        let run = text::typeset(run);
        let x = right - text::width(&run, style);
        self.typeset(run, x, baseline, style);
    }

    pub(crate) fn text_centred(&mut self, run: &str, centre: f32, baseline: f32, style: Style) {
        let run = text::typeset(run);
        let x = centre - text::width(&run, style) / 2.0;
        self.typeset(run, x, baseline, style);
    }

    /// One line of text that has been through `text::typeset` already.
    pub(crate) fn typeset(&mut self, run: String, x: f32, baseline: f32, style: Style) -> f32 {
        let width = text::width(&run, style);
        if !run.is_empty() {
            self.put(Ink::Text { run, x: snap(x), baseline: snap(baseline), style });
        }
        width
    }

    /// Lines that fill a column from `top`. Answers where the next thing may begin.
    pub(crate) fn block(&mut self, run: &str, x: f32, top: f32, width: f32, style: Style, max: usize) -> f32 {
        let mut y = top;
        for line in text::wrap(&text::typeset(run), width, style, max) {
            self.typeset(line, x, y + style.drop(), style);
            y += style.leading();
        }
        y
    }

    pub(crate) fn shape(&mut self, path: Option<Path>, fill: Option<Colour>, stroke: Option<Pen>) {
        if let Some(path) = path {
            self.put(Ink::Shape { path, fill, stroke });
        }
    }

    pub(crate) fn fill(&mut self, area: Area, radius: f32, colour: Colour) {
        self.shape(rounded(area, radius), Some(colour), None);
    }

    pub(crate) fn frame(&mut self, area: Area, radius: f32, pen: Pen) {
        self.shape(rounded(area, radius), None, Some(pen));
    }

    /// A level line.
    pub(crate) fn rule(&mut self, left: f32, right: f32, y: f32, pen: Pen) {
        let mut path = Outline::from(left, y);
        path.line_to(right, y);
        self.shape(path.finish(), None, Some(pen));
    }

    pub(crate) fn code(&mut self, x: f32, y: f32, size: f32, alt: &str) {
        let bounds = Area::new(x, y, size, size);
        self.tagged(Kind::Figure { alt: alt.to_owned(), bounds }, |paper| {
            paper.put(Ink::Code { x, y, size })
        });
    }
}

/// A rectangle with round corners; a radius of zero leaves them sharp.
pub(crate) fn rounded(area: Area, radius: f32) -> Option<Path> {
    let Area { left, top, right, bottom } = area;
    if radius <= 0.0 {
        let mut path = Outline::from(left, top);
        path.line_to(right, top);
        path.line_to(right, bottom);
        path.line_to(left, bottom);
        return path.close();
    }
    // The part of the radius at which a cubic curve comes nearest to a quarter of a circle.
    let k = radius * (1.0 - 0.5523);
    let mut path = Outline::from(left + radius, top);
    path.line_to(right - radius, top);
    path.curve_to([right - k, top, right, top + k, right, top + radius]);
    path.line_to(right, bottom - radius);
    path.curve_to([right, bottom - k, right - k, bottom, right - radius, bottom]);
    path.line_to(left + radius, bottom);
    path.curve_to([left + k, bottom, left, bottom - k, left, bottom - radius]);
    path.line_to(left, top + radius);
    path.curve_to([left, top + k, left + k, top, left + radius, top]);
    path.close()
}
