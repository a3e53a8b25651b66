//! The letter of this room.

use accord_room_people::{
    letters::{LetterDef, place},
    terms::LetterTo,
};

/// Asks how well the work was done.
pub(crate) static SURVEY: LetterDef = LetterDef {
    name: "survey",
    to: LetterTo::Customer,
    places: &[place::NAME, place::COMPANY, place::ABOUT, place::UNTIL, place::LINK.needed()],
};

/// Every letter of this room.
pub(crate) const OWN: &[&LetterDef] = &[&SURVEY];
