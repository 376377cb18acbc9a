//! What the pages of an account and its exported files both tell: settlements, readings, payments, each read and put
//! together in one way.

pub mod payments;
pub mod readings;
pub mod settlements;
