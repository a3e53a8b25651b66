//! E-mail, read without trust: what arrives is bytes that somebody sent us, and nothing in them is believed that was not
//! proved (R32).
//!
//! ```text
//! read(bytes)             the message in plain values, within limits; or why it cannot be read
//! fold(text)              what the writer wrote, without what they quoted
//! clean(html)             HTML with nothing in it that runs, loads or leads astray
//! ReplyKey::token(..)     what stands in the address to which a customer answers
//! decide(facts)           what becomes of a message: a case, words in one, a look by a person, or a record alone
//! ```
//!
//! It is pure: no clock, no database, no network. Time and what is known of the sender are arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod automatic;
mod clean;
mod decide;
mod fold;
mod read;
mod token;

pub use automatic::Automatic;
pub use clean::clean;
pub use decide::{Decision, Facts, Proof, Reason, Referred, Sender, decide};
pub use fold::{Folded, fold};
pub use read::{
    FILES_MAX, File, HEADER_MAX, Letter, MESSAGE_MAX, PARTS_MAX, Party, TEXT_MAX, Unreadable, fingerprint,
    read,
};
pub use token::{ReplyKey, TAG_LENGTH, TOKEN_LENGTH, address_with, split_address};
