//! Decisions of this room, pure: facts in, decision out.

pub mod demo;
pub mod end;
pub mod programme;
pub mod pursuit;
