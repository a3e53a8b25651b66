//! Pure decisions of this room: facts and `now` in, a decision out.

pub mod clock;
pub mod closing;
pub mod crisis;
pub mod reply;
pub mod talk;
