//! The tables of this room, and every SQL text of it.
//!
//! Recorded rows are declared with [`accord_store::record!`] and written by actions; access (logins, sessions, tokens)
//! and the post office are operational: their secrets must not stand in a log that forgets nothing.

pub mod access;
pub mod company;
pub mod letter;
pub mod list;
pub mod notice;
pub mod operation;
pub mod person;
pub mod queue;
pub mod set_up;
pub mod sso;
pub mod telling;
