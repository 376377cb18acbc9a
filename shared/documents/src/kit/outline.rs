//! Paths on a grid of hundredths of a point. A finer place is seen by nobody, but each of its digits is
//! written and compressed, for thousands of numbers a page.

use krilla::geom::{Path, PathBuilder};

/// The nearest place on the grid.
pub(crate) fn snap(place: f32) -> f32 {
    (place * 100.0).round_ties_even() / 100.0
}

/// A path in the making.
pub(crate) struct Outline(PathBuilder);

impl Outline {
    pub(crate) fn from(x: f32, y: f32) -> Self {
        let mut path = PathBuilder::new();
        path.move_to(snap(x), snap(y));
        Self(path)
    }

    pub(crate) fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(snap(x), snap(y));
    }

    /// A cubic curve by its two handles and its end.
    pub(crate) fn curve_to(&mut self, [ax, ay, bx, by, x, y]: [f32; 6]) {
        self.0.cubic_to(snap(ax), snap(ay), snap(bx), snap(by), snap(x), snap(y));
    }

    pub(crate) fn close(mut self) -> Option<Path> {
        self.0.close();
        self.0.finish()
    }

    /// Leaves the ends apart.
    pub(crate) fn finish(self) -> Option<Path> {
        self.0.finish()
    }
}
