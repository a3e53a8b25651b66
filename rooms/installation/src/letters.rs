//! The letter of this room.

use accord_room_people::{
    letters::{LetterDef, place},
    terms::LetterTo,
};

/// Tells the gate who comes.
pub(crate) static VISITOR: LetterDef = LetterDef {
    name: "visitor",
    to: LetterTo::Customer,
    places: &[place::PERSON.needed(), place::SITE, place::AT.needed(), place::PURPOSE],
};

/// Every letter of this room.
pub(crate) const OWN: &[&LetterDef] = &[&VISITOR];
