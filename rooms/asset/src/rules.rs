//! What holds of the installed base, pure: periods, serial numbers, assemblies, places, counters, stops.

pub mod acceptance;
pub mod family;
pub mod period;
pub mod place;
pub mod reading;
pub mod stop;
pub mod watch;

pub use period::{boundary, last_day};
