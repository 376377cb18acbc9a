//! Addresses of a person (C-20, C-21; security row 24): the login, and the e-mail and phone that notices go to. None
//! of them counts before its owner has given the code that was sent there.

mod address;
pub mod confirm;
pub mod remove;
pub mod resend;
pub mod start;
