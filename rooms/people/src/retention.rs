//! What is kept for a time only (R64): a room says what, for how long by default, and how it lets go.

use accord_kernel::{Act, Outcome};
use accord_store::Tx;
use jiff::Timestamp;

use crate::settings::SettingDef;

/// Something that is kept for a number of days. Rooms register it with `registry.extend`; its words are
/// `retention-<name>`.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// Its word.
    pub name: &'static str,
    /// Days for which it is kept; 0 for ever.
    pub days: &'static SettingDef,
    /// Lets go of at most so many that are older than an instant; returns how many went.
    pub let_go: fn(&mut Tx, &mut Act<'_>, before: Timestamp, most: i64) -> Outcome<u64>,
}
