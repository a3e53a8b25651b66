//! The decisions of this room, pure: facts and `now` in, a decision out.
//!
//! | file | what it decides |
//! |---|---|
//! | [`billing`] | what is invoiced when, to the last cent |
//! | [`decision`] | for which units the service offer is still open |
//! | [`entitlement`] | which cover counts for a unit at an instant |
//! | [`feasibility`] | whether a plan's response can be met at a site |
//! | [`length`] | how long outages last, without a plan and under each |
//! | [`rate`] | offer rate and the two attach rates |
//! | [`term`] | from when to when cover stands |
//! | [`window`] | whether a plan still covers the warranty at no extra cost |
//! | [`worth`] | what a contract gave for what it cost |

pub mod billing;
pub mod decision;
pub mod entitlement;
pub mod feasibility;
pub mod length;
pub mod rate;
pub mod term;
pub mod window;
pub mod worth;
