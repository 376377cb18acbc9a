//! view-account
