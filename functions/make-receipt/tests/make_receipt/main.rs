//! Documents over HTTP: asked for, fetched by their link, read back as text.

mod bill;
mod receipt;
mod support;
