//! A small layout kit: just what two printed forms need, so that a page costs two milliseconds
//! and not the thirty-two megabytes of a typesetting engine.

pub(crate) mod chart;
pub(crate) mod flow;
pub(crate) mod fonts;
pub(crate) mod mark;
pub(crate) mod outline;
pub(crate) mod paper;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod theme;
pub(crate) mod writer;
