//! The pure rules of this room: facts and `now` in, decision out.

pub mod address;
pub mod reading;
pub mod retry;
pub mod sign;
