//! The letter of this room.

use accord_room_people::{
    letters::{LetterDef, place},
    terms::LetterTo,
};

/// A quote waits on the customer’s page.
pub(crate) static QUOTE: LetterDef = LetterDef {
    name: "quote",
    to: LetterTo::Customer,
    places: &[
        place::COMPANY,
        place::NUMBER.such_as("QU-2026-0031"),
        place::TITLE,
        place::UNTIL.needed(),
        place::LINK.needed(),
    ],
};

/// Every letter of this room.
pub(crate) const OWN: &[&LetterDef] = &[&QUOTE];
