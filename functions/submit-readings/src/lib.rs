//! submit-readings
