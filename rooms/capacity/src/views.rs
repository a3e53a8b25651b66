//! What can be read of capacity. For colleagues only.

mod capable;
mod crews;
mod part;
mod weeks;

pub use capable::{AskedLine, CapableView};
pub use crews::{CrewFacts, Crews, CrewsAnswer, RegionFacts};
pub use part::{PartAnswer, PartPlace, PartView, ReceiptFacts};
pub use weeks::{CrewLoad, HolderFacts, ProductLoad, WeekLoad, Weeks, WeeksAnswer};
