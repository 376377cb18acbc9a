//! The bank's own books.

/// Everything that the bank has.
#[derive(Debug, Clone, Default)]
pub struct Books {
    pub payments: Vec<bank::Payment>,
    pub refunds: Vec<bank::Refund>,
    /// Cards that were or are to be saved.
    pub methods: Vec<bank::Method>,
}

impl Books {
    pub fn of(bank: &bank::Bank) -> Self {
        Self { payments: bank.payments(), refunds: bank.refunds(), methods: bank.methods() }
    }
}
