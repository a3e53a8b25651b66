//! What can be read of this room: each view is a page's data and the API's answer.

mod briefing;
mod customer;
mod figures;
mod held;
mod messages;
mod portal;
mod search;
mod today;

pub use briefing::{AnswerLine, Briefing, BriefingPage, CautionLine, OwedLine};
pub use customer::{CustomerDesk, CustomerDeskPage, CustomerOrder};
pub use figures::{Beside, Figure, FigureBoard, FigureRows, Figures, OneFigure};
pub use held::HeldLine;
pub use messages::MessageLine;
pub use portal::{AsCustomer, Portal, PortalHome, PortalMessageLine, PortalToDo};
pub use search::{Found, Hit, Search};
pub use today::{Today, TodayPage};
