//! Tables of capacity and their SQL.
//!
//! | part | what it holds |
//! |---|---|
//! | [`rows`] | the recorded rows |
//! | [`buckets`] | what is taken: reservations and the sums derived from them |
//! | [`load`] | what the rules need to know, read in few queries |

pub mod buckets;
pub mod load;
pub mod rows;

pub use rows::{CrewMemberRow, PartReceipt, PartStock, RegionTerms, Reservation, SlotPlan};
