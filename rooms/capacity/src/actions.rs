//! What can be done to capacity.

mod crew;
mod offer;
mod region;
mod slots;
mod stock;

pub use crew::{AddCrew, ChangeCrew, CrewDone, WeekMinutes};
pub use offer::ExpireOffer;
pub(crate) use offer::{EXPIRE, plan_expiry};
pub use region::{RegionDone, SetTransport, SetVisits};
pub use slots::{SetSlots, SlotsDone, WeekSlots, set_weeks};
pub use stock::{ExpectPart, ReceiptDone, ReceivePart, SetStock, StockDone};
