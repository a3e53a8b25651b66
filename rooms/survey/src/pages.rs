//! The pages of this room. They read views only.

mod results;

use accord_kernel::Registry;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(results::PAGE).extend(results::LIST);
}
