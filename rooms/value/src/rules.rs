//! The rules of value: facts and `now` in, a decision out.
//!
//! | module | what it decides |
//! |---|---|
//! | [`plan`] | what a version of a plan lacks before it can be published, and what makes it unsound |
//! | [`profile`] | when a profile is to be looked at again, which of several speaks, what a stop costs by hour and response |
//! | [`claim`] | whether a claim may be used |
//! | [`compare`] | whether a text compares us with others |
//! | [`worth`] | what a plan is worth at its price, what may be said, whether it can be offered, what is proposed instead |
//! | [`guide`] | between which prices a plan is fair |
//! | [`unmet`] | which incidents no plan covers |
//!
//! They must not know a table, an action or who is signed in.

pub mod claim;
pub mod compare;
pub mod guide;
pub mod plan;
pub mod profile;
pub mod unmet;
pub mod worth;
