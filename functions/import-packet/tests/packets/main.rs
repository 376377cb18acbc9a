//! Packets as companies send them, good and bad, against the embedded store.

mod accepted;
mod counted;
mod crashes;
mod pins;
mod portal;
mod refused;
mod support;
mod surgery;
