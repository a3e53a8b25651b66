//! Which rooms there are, in their order: a lower one never knows a higher one.

use std::{collections::BTreeSet, path::Path};

use accord_kernel::Registry;
use accord_room_customer::Files;
use accord_server::{ExampleBook, ReferenceRoom};

/// A room's word and how it registers itself.
type Room = (&'static str, fn(&mut Registry));

const ROOMS: [Room; 24] = [
    ("people", accord_room_people::room),
    ("saved", accord_room_saved::room),
    ("bulk", accord_room_bulk::room),
    ("customer", accord_room_customer::room),
    ("catalog", accord_room_catalog::room),
    ("asset", accord_room_asset::room),
    ("promise", accord_room_promise::room),
    ("capacity", accord_room_capacity::room),
    ("pipeline", accord_room_pipeline::room),
    ("value", accord_room_value::room),
    ("offer", accord_room_offer::room),
    ("order", accord_room_order::room),
    ("contract", accord_room_contract::room),
    ("survey", accord_room_survey::room),
    ("installation", accord_room_installation::room),
    ("case", accord_room_case::room),
    ("mail", accord_room_mail::room),
    ("visit", accord_room_visit::room),
    ("recovery", accord_room_recovery::room),
    ("webhook", accord_room_webhook::room),
    ("feed", accord_room_feed::room),
    ("intake", accord_room_intake::room),
    ("privacy", accord_room_privacy::room),
    ("desk", accord_room_desk::room),
];

/// Registers every room, and what the API's page tells of each.
pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    let mut known = BTreeSet::new();
    for (word, room) in ROOMS {
        room(registry);
        let actions = registry.actions().map(|def| def.name);
        let names: Vec<&'static str> = actions.chain(registry.views().map(|def| def.name)).collect();
        let operations = names.into_iter().filter(|name| known.insert(*name)).collect();
        registry.extend(ReferenceRoom { word, operations });
    }
    for def in crate::door::FILES {
        registry.extend(def);
    }
    ExampleBook::register(registry, include_str!("../examples.json"));
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
