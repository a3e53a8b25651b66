//! Pure decisions: facts and `now` in, a decision out.

pub mod hearing;
pub mod learning;
pub mod remedy;
