//! What this room asks of the rooms below it, in one place.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::{self as catalog, Product, ProductId};
use accord_room_customer::{self as customer, CustomerId, TeamSphere};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub(crate) use accord_kernel::at_version;
pub(crate) use accord_room_people::author;

/// Role word of those who answer for service.
pub(crate) const HEAD_OF_SERVICE: &str = "head_of_service";
/// Hour of the company's day at which something that falls due is told.
const MORNING: i8 = 8;

/// Who pursues something: who is named, else the account's sales owner, else who acts.
pub(crate) fn pursuer(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    named: Option<PersonId>,
) -> Outcome<PersonId> {
    if let Some(person) = named {
        people::named_person(tx, "/owner", person)?;
        return Ok(person);
    }
    if let Some(owner) = customer::owner_of(tx, customer, TeamSphere::Sales)? {
        return Ok(owner);
    }
    author(ctx).ok_or_else(|| Refusal::field("/owner", "field.required"))
}

/// A product that is sold.
pub(crate) fn product(tx: &mut Tx, pointer: &str, id: ProductId) -> Outcome<Product> {
    let unknown = || Refusal::field(pointer, "field.unknown_reference");
    catalog::find(tx, id)?.filter(|product| !product.archived).ok_or_else(unknown)
}

/// The morning of a day in the company's zone.
pub(crate) fn morning(ctx: &Context, on: Date) -> Timestamp {
    let zone: TimeZone = ctx.zone();
    on.at(MORNING, 0, 0, 0).to_zoned(zone).map_or(ctx.now, |at| at.timestamp())
}
