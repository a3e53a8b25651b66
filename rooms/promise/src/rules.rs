//! The rules of promises: facts and `now` in, a decision out.
//!
//! | module | what it decides |
//! |---|---|
//! | [`away`] | how far away a due is, in the unit in which people count |
//! | [`due`] | what a due that was told means at the customer's place, and until when it counts as kept |
//! | [`ending`] | how a promise ends, and what may still be done to it |
//! | [`figures`] | what counts as kept in a period, and the measured chance |
//! | [`watch`] | when to warn, when to escalate and to whom |
//! | [`own_time`] | whether somebody of ours is there to keep it (call-back, visit, update, document) |
//! | [`risk`] | when a forecast endangers a promise, the order by harm, the new date to draft |
//! | [`statement`] | when two statements contradict each other, and which is better for the customer |
//!
//! They must not know a table, an action or who is signed in. A new question about a promise is a function in the
//! module it belongs to, with an example and, where a slow model is possible, a property.

pub mod away;
pub mod due;
pub mod ending;
pub mod figures;
pub mod own_time;
pub mod risk;
pub mod statement;
pub mod watch;
