//! The tables of this room, and every SQL text of it.

mod clarification;
mod policy;
mod promise;
mod statement;

pub use clarification::*;
pub use policy::*;
pub use promise::*;
pub use statement::*;
