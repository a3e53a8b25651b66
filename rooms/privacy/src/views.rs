//! What a privacy administrator reads. Each view is the page's data and the API's answer.

mod held;
mod kept;
mod looks;

pub use held::{
    Find, Found, FoundOne, GiveOut, Given, Held, HeldFacts, HeldFile, HeldRows, Standing, Whom, WhomKind,
};
pub use kept::{Kept, KeptOne};
pub use looks::{Look, Looks, LooksPage};

use accord_kernel::Registry;

/// Registers the views.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<Find>().view::<Held>().view::<GiveOut>().view::<Kept>().view::<Looks>();
}
