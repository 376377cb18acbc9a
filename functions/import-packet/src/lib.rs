//! import-packet
