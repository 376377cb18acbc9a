//! What a test may ask of a laid-out document: which text stands where.

use crate::{
    kit::{
        paper::{Ink, Paper},
        text,
    },
    qr::Code,
};

pub use crate::kit::paper::Area;

/// A document laid out but not yet written.
pub struct Layout {
    pub(crate) paper: Paper,
    pub(crate) code: Option<Code>,
}

/// One line of text on a page. The area reaches from the top of capitals to the bottom of descenders.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// From zero.
    pub page: usize,
    pub text: String,
    pub area: Area,
}

impl Layout {
    pub fn pages(&self) -> usize {
        self.paper.pages.len()
    }

    /// The payment code, when there is something to pay.
    pub fn code(&self) -> Option<&Code> {
        self.code.as_ref()
    }

    /// Every line of level text (a stamp that is turned is not among them).
    pub fn texts(&self) -> Vec<TextBox> {
        self.marks(|page, ink| match ink {
            Ink::Text { run, x, baseline, style } => {
                let top = baseline - style.size * 0.7;
                let area = Area::new(*x, top, text::width(run, *style), style.size * 0.9);
                Some(TextBox { page, text: run.clone(), area })
            }
            _ => None,
        })
    }

    /// Where the payment code stands: page and area without its quiet margin.
    pub fn codes(&self) -> Vec<(usize, Area)> {
        self.marks(|page, ink| match ink {
            Ink::Code { x, y, size } => Some((page, Area::new(*x, *y, *size, *size))),
            _ => None,
        })
    }

    fn marks<T>(&self, pick: impl Fn(usize, &Ink) -> Option<T>) -> Vec<T> {
        let pages = self.paper.pages.iter().enumerate();
        pages
            .flat_map(|(page, marks)| {
                marks.iter().filter(|mark| mark.turn.is_none()).map(move |mark| (page, &mark.ink))
            })
            .filter_map(|(page, ink)| pick(page, ink))
            .collect()
    }
}
