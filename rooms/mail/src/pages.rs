//! The pages of this room. They read views only.

mod list;
mod one;

use accord_face::Home;
use accord_kernel::Registry;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(list::PAGE)
        .extend(list::LIST)
        .extend(one::PAGE)
        .extend(Home { entity: "mail_message", path: "/mail/{id}" })
        // Rooms below lead from a case to its mail without knowing this one.
        .extend(Home { entity: "mail_of_case", path: "/mail?case={id}" });
}
