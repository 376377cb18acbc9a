//! The flame of the portal as curves: a mark that prints sharp at any size.

use super::{
    outline::Outline,
    paper::{Area, Paper},
    theme::{NAVY, ORANGE, WHITE},
};
use krilla::geom::Path;

/// Curves in a box of 24 units: start, then triples of points.
type Curves = ((f32, f32), &'static [[f32; 6]]);

const FLAME: Curves = (
    (12.9, 3.2),
    &[
        [13.2, 6.4, 17.9, 9.2, 17.9, 14.2],
        [17.9, 17.9, 15.2, 20.6, 12.0, 20.6],
        [8.8, 20.6, 6.1, 17.9, 6.1, 14.4],
        [6.1, 11.9, 7.5, 10.2, 8.3, 8.7],
        [8.8, 9.9, 9.3, 10.5, 10.2, 10.9],
        [9.8, 8.0, 10.6, 5.0, 12.9, 3.2],
    ],
);
const CORE: Curves = (
    (12.3, 12.2),
    &[
        [12.6, 13.6, 14.5, 14.8, 14.5, 16.9],
        [14.5, 18.5, 13.4, 19.6, 12.0, 19.6],
        [10.6, 19.6, 9.5, 18.5, 9.5, 16.9],
        [9.5, 14.9, 11.6, 13.9, 12.3, 12.2],
    ],
);

/// Draws the mark with its upper left corner at `x`, `y`; `size` in points.
pub(crate) fn draw(paper: &mut Paper, x: f32, y: f32, size: f32) {
    paper.fill(Area::new(x, y, size, size), size * 0.22, NAVY);
    paper.shape(curves(FLAME, x, y, size / 24.0), Some(ORANGE), None);
    paper.shape(curves(CORE, x, y, size / 24.0), Some(WHITE), None);
}

fn curves((start, steps): Curves, x: f32, y: f32, unit: f32) -> Option<Path> {
    let mut path = Outline::from(x + start.0 * unit, y + start.1 * unit);
    for [ax, ay, bx, by, cx, cy] in steps {
        path.curve_to([
            x + ax * unit,
            y + ay * unit,
            x + bx * unit,
            y + by * unit,
            x + cx * unit,
            y + cy * unit,
        ]);
    }
    path.close()
}
