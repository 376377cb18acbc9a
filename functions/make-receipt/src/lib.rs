//! make-receipt
