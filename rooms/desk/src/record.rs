//! The table of this room and what it asks of the search, which every room fills. SQL stands nowhere else here.

mod message;
mod search;

pub(crate) use message::{PortalMessage, message, messages_of, messages_to_move, unanswered, waits};
pub(crate) use search::{nameable, near};
