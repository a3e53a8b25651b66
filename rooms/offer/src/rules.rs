//! Decisions about offers. Pure: facts and the day in, a decision out.

pub mod amount;
pub mod discount;
pub mod reply;
pub mod send;
pub mod span;
