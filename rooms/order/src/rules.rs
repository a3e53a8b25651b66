//! The rules of orders: facts and dates in, a decision out. No clock, no database, no randomness.
//!
//! | module | what it decides |
//! |---|---|
//! | [`price`] | what a line and an order come to, tax by tax |
//! | [`dates`] | how a committed date may move, slack, and what "on time" is measured against |
//! | [`review`] | whether a review is needed, its agenda, what is open, whose signature counts |
//! | [`checkpoint`] | when a checkpoint is due and what may come of it |
//! | [`version`] | what changed between two versions of an order |

pub mod checkpoint;
pub mod dates;
pub mod price;
pub mod review;
pub mod version;
