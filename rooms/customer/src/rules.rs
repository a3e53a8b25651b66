//! Pure rules of the customer record: the loop, sight, the account team, call order, coverage, access, kinds of files.
//!
//! Facts and `now` in, decision out.

mod access;
mod apart;
mod content;
mod loops;
mod seeing;
mod silence;
mod team;

pub use access::access_gaps;
pub use apart::{Both, Later, Parted, part};
pub use content::{CONTENT_TYPES, content_type, safe_inline};
pub use loops::{StageRefusal, is_further, next_cycle, next_stage};
pub use seeing::{SightFacts, sight};
pub use silence::named_silence;
pub use team::{CallSeat, Holder, Move, Offered, OfferedAs, call_order, covered, merge_team};
