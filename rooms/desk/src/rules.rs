//! What this room decides: pure functions of facts and `now`.

pub mod caution;
pub mod kinds;
pub mod period;
pub mod rank;
pub mod urgency;
