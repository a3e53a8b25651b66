//! The pure rules of this room: facts and `now` in, decision out.

pub mod cover;
pub mod digest;
pub mod letter;
pub mod logo;
pub mod map;
pub mod quiet;
pub mod retry;
pub mod roles;
pub mod sphere;
pub mod sso;
pub mod telling;
pub mod throttle;
