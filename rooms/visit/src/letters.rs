//! The letters of a visit.

use accord_room_people::{
    letters::{LetterDef, place},
    terms::LetterTo,
};

/// Somebody comes.
pub(crate) static PLANNED: LetterDef = LetterDef {
    name: "visit-planned",
    to: LetterTo::Customer,
    places: &[place::PERSON, place::AT.needed(), place::SITE, place::NUMBER.such_as("VIS-2026-0087")],
};

/// The time is another one.
pub(crate) static MOVED: LetterDef = LetterDef {
    name: "visit-moved",
    to: LetterTo::Customer,
    places: &[
        place::PERSON,
        place::AT.needed(),
        place::BEFORE,
        place::SITE,
        place::NUMBER.such_as("VIS-2026-0087"),
    ],
};

/// Somebody else comes.
pub(crate) static PERSON: LetterDef = LetterDef {
    name: "visit-person",
    to: LetterTo::Customer,
    places: &[
        place::PERSON.needed(),
        place::AT.needed(),
        place::SITE,
        place::NUMBER.such_as("VIS-2026-0087"),
    ],
};

/// Nobody comes.
pub(crate) static CANCELLED: LetterDef = LetterDef {
    name: "visit-cancelled",
    to: LetterTo::Customer,
    places: &[place::BEFORE.needed(), place::SITE, place::NUMBER.such_as("VIS-2026-0087")],
};

/// Somebody has set out.
pub(crate) static ON_THE_WAY: LetterDef = LetterDef {
    name: "visit-on-the-way",
    to: LetterTo::Customer,
    places: &[place::PERSON, place::AT.needed(), place::SITE, place::NUMBER.such_as("VIS-2026-0087")],
};

/// Every letter of this room.
pub(crate) const OWN: &[&LetterDef] = &[&PLANNED, &MOVED, &PERSON, &CANCELLED, &ON_THE_WAY];
