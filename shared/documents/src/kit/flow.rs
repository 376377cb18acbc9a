//! Running down the page, and on to the next when it is full.

use super::{
    paper::Paper,
    text,
    theme::{BOTTOM, CONTENT, HAIRLINE, LABEL, MARGIN, PAGE_HEIGHT, RIGHT, TOP},
};
use crate::kit::paper::Pen;

pub(crate) struct Flow {
    pub paper: Paper,
    /// Where the next thing begins.
    pub y: f32,
    /// What stands at the top of every further page.
    running: String,
    fresh: bool,
}

impl Flow {
    pub(crate) fn new(running: String) -> Self {
        Self { paper: Paper::new(), y: TOP, running, fresh: true }
    }

    /// Whether nothing has been drawn on this page yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.fresh
    }

    pub(crate) fn advance(&mut self, by: f32) {
        self.y += by;
        self.fresh = false;
    }

    pub(crate) fn reach(&mut self, y: f32) {
        self.y = y;
        self.fresh = false;
    }

    pub(crate) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Makes sure that `height` points are free, on a new page if need be. Answers whether it turned the page.
    pub(crate) fn need(&mut self, height: f32) -> bool {
        let turned = height > self.room() && !self.fresh;
        if turned {
            self.turn_page();
        }
        turned
    }

    pub(crate) fn turn_page(&mut self) {
        self.paper.turn_page();
        let line = text::shorten(&text::typeset(&self.running), CONTENT, LABEL);
        self.paper.typeset(line, MARGIN, TOP, LABEL);
        self.paper.rule(MARGIN, RIGHT, TOP + 6.0, Pen { colour: HAIRLINE, width: 0.6, dash: 0.0 });
        self.y = TOP + 20.0;
        self.fresh = true;
    }

    /// The finished pages, numbered when there is more than one.
    pub(crate) fn finish(mut self) -> Paper {
        let count = self.paper.pages.len();
        if count > 1 {
            let last = std::mem::take(&mut self.paper.pages);
            for (index, marks) in last.into_iter().enumerate() {
                self.paper.pages.push(marks);
                let number = format!("Страница {} из {count}", index + 1);
                self.paper.text_right(&number, RIGHT, PAGE_HEIGHT - 18.0, LABEL);
            }
        }
        self.paper
    }
}
