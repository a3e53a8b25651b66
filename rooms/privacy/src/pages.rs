//! The pages of this room, and the archive. They read views only.

mod archive;
mod looks;
mod one;
mod start;

use accord_face::Followed;
use accord_kernel::{Permission, Registry};

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(start::PAGE)
        .extend(one::PAGE)
        .extend(one::SENT)
        .extend(looks::PAGE)
        .extend(archive::FILE)
        .extend(Followed::of("person", Permission::PrivacyAdminister));
}
