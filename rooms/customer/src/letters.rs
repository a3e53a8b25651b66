//! The letter of this room.

use accord_room_people::{
    letters::{LetterDef, place},
    terms::LetterTo,
};

/// Opens the page of a customer to a contact.
pub(crate) static PORTAL_INVITATION: LetterDef = LetterDef {
    name: "portal-invitation",
    to: LetterTo::Customer,
    places: &[place::COMPANY, place::UNTIL, place::LINK.needed()],
};

/// Every letter of this room.
pub(crate) const OWN: &[&LetterDef] = &[&PORTAL_INVITATION];
