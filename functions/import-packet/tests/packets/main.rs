//! Packets as companies send them, good and bad, against the embedded store.

mod accepted;
mod crashes;
mod portal;
mod refused;
mod support;
mod surgery;
