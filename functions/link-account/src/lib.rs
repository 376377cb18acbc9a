//! link-account
