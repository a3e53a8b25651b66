//! The letters of a case. Its number stands in each subject: by it an answer whose address was lost finds the case.

use accord_room_people::{
    letters::{LetterDef, place},
    terms::LetterTo,
};

/// A message has arrived.
pub(crate) static RECEIVED: LetterDef = LetterDef {
    name: "case-received",
    to: LetterTo::Customer,
    places: &[place::NUMBER.in_subject(), place::OWNER, place::NEXT.needed(), place::COMPANY, place::LINK],
};

/// How it stands, and when the next word comes.
pub(crate) static UPDATE: LetterDef = LetterDef {
    name: "case-update",
    to: LetterTo::Customer,
    places: &[
        place::NUMBER.in_subject(),
        place::WORDS.needed(),
        place::NEXT.needed(),
        place::COMPANY,
        place::LINK,
    ],
};

/// A word after which none is promised.
pub(crate) static WORD: LetterDef = LetterDef {
    name: "case-word",
    to: LetterTo::Customer,
    places: &[place::NUMBER.in_subject(), place::WORDS.needed(), place::COMPANY, place::LINK],
};

/// Every letter of this room.
pub(crate) const OWN: &[&LetterDef] = &[&RECEIVED, &UPDATE, &WORD];
