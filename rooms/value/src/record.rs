//! Tables of this room and their SQL.

mod claim;
mod plan;
mod profile;

pub use claim::*;
pub use plan::*;
pub use profile::*;
