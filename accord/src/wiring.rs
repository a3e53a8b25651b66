//! Which rooms there are, in their order: a lower one never knows a higher one.

use std::path::Path;

use accord_kernel::Registry;
use accord_room_customer::Files;

/// Registers every room.
pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_saved::room(registry);
    accord_room_bulk::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_asset::room(registry);
    accord_room_promise::room(registry);
    accord_room_capacity::room(registry);
    accord_room_pipeline::room(registry);
    accord_room_value::room(registry);
    accord_room_offer::room(registry);
    accord_room_order::room(registry);
    accord_room_contract::room(registry);
    accord_room_survey::room(registry);
    accord_room_installation::room(registry);
    accord_room_case::room(registry);
    accord_room_mail::room(registry);
    accord_room_visit::room(registry);
    accord_room_recovery::room(registry);
    accord_room_webhook::room(registry);
    accord_room_feed::room(registry);
    accord_room_intake::room(registry);
    accord_room_privacy::room(registry);
    accord_room_desk::room(registry);
}

/// Registers where attached files stand.
pub fn files(registry: &mut Registry, folder: &Path) {
    registry.extend(Files::folder(folder.join("files")));
}

/// A registry with every room.
pub fn registry() -> Registry {
    let mut registry = Registry::new();
    rooms(&mut registry);
    registry
}
