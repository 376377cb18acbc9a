//! receive-payment-event
