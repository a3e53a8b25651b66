//! What can be read of mail that arrived. Each view is the page's data and the API's answer.

mod list;
mod one;

pub use list::{MailLine, MailList, MailPage};
pub use one::{FileFacts, MailFacts, OneMail};

use accord_kernel::Registry;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<MailList>().view::<OneMail>();
}
