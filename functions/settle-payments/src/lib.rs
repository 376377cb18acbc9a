//! settle-payments
