//! Pure decisions: facts and days in, a decision out.

pub mod acceptance;
pub mod columns;
pub mod first_time;
pub mod plan;
pub mod signature;
pub mod template;
pub mod use_well;
