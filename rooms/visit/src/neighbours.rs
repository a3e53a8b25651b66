//! What this room asks of the rooms below it, in one place.

use accord_kernel::{Act, Outcome, Refusal};
use accord_room_customer::{self as customer, ContactId, CustomerId, SiteRow};
use accord_room_people::TerritoryId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub(crate) use accord_kernel::at_version;
pub(crate) use accord_room_people::author;

/// A whole number between two limits.
pub(crate) fn number(pointer: &str, number: i64, from: i64, to: i64) -> Outcome<i64> {
    if (from..=to).contains(&number) {
        Ok(number)
    } else {
        Err(Refusal::field(pointer, "field.range").with("from", from).with("to", to))
    }
}

/// The zone of a site.
pub(crate) fn zone_of(site: &SiteRow) -> TimeZone {
    TimeZone::get(&site.zone).unwrap_or(TimeZone::UTC)
}

/// The civil day of an instant at a site.
pub(crate) fn day_at(site: &SiteRow, at: Timestamp) -> Date {
    zone_of(site).to_datetime(at).date()
}

/// The territory of a customer.
pub(crate) fn territory(tx: &mut Tx, id: CustomerId) -> Outcome<Option<TerritoryId>> {
    Ok(customer::load(tx, id)?.territory_id)
}

/// When something happened by a device's clock: not before `since`, and never later than now. What the device said
/// stands in the event when it was something else, so that both times are kept.
pub(crate) fn happened(act: &mut Act<'_>, said: Option<Timestamp>, since: Timestamp) -> Outcome<Timestamp> {
    let Some(said) = said else { return Ok(act.now) };
    if said < since {
        return Err(Refusal::field("/at", "visit.before_made").with("since", since));
    }
    let at = said.min(act.now);
    if at != said {
        act.fact("device_at", said);
    }
    act.happened_at(at);
    Ok(at)
}

/// Whom the customer hears through: who is named, else whoever the site's access record names first.
pub(crate) fn contact_of(site: &SiteRow, named: Option<ContactId>) -> Option<ContactId> {
    named.or_else(|| {
        let access = &site.access.as_ref()?.0;
        access.contacts.first().map(|gate| gate.contact)
    })
}
