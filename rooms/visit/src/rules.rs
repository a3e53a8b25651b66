//! What this room decides: facts in, decision out.
//!
//! | rule | what it answers |
//! |---|---|
//! | [`late`] | whether the time of a visit is past and nobody has set out |
//! | [`proposal`] | who can be there when, and why not the others |
//! | [`step`] | how far a visit is, and whether it may be ended |
//! | [`sign`] | which words are signed |
//! | [`stock`] | how many pieces a place should have; whether somebody can open it |

pub mod late;
pub mod proposal;
pub mod sign;
pub mod step;
pub mod stock;
