//! The pages of the top floor.

mod briefing;
pub(crate) mod customer;
pub(crate) mod figures;
pub(crate) mod parts;
pub(crate) mod portal;
mod search;
mod set_up;
mod today;

use accord_kernel::Registry;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(today::PAGE)
        .extend(set_up::PAGE)
        .extend(customer::PAGE)
        .extend(briefing::PAGE)
        .extend(portal::PAGE)
        .extend(portal::PREVIEW)
        .extend(search::PAGE)
        .extend(figures::BOARD)
        .extend(figures::COUNTED);
}
