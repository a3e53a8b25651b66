//! The pages of the pipeline. They read views only.

use accord_kernel::Registry;

/// Registers the pages.
pub(crate) fn register(_: &mut Registry) {}
