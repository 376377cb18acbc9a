//! When to send a binding again and when to ask: as of payments, whose page lives as long.

use chrono::TimeDelta;

/// The bank forgets a key in 24 h; past this the same bytes could begin a second binding.
pub(super) const GIVE_UP_SENDING: TimeDelta = TimeDelta::hours(23);
/// No money hangs on a binding: one that the bank still calls undecided so long after its page has closed is over.
pub(super) const UNDECIDED_FOR: TimeDelta = TimeDelta::hours(3);
/// A bank that says nothing at all may have linked the card long ago, so it is asked for a day and more.
pub(super) const SILENT_FOR: TimeDelta = crate::payment::GIVE_UP_ASKING;
