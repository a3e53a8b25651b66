//! Who of us came to which site, and when the customer was told (R28).

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, params, record};
use jiff::Timestamp;
use uuid::Uuid;

use crate::id::VisitorId;

record! {
    /// One of us at a site.
    pub struct Visitor in "site_visitor" shape 1 {
        /// Id.
        id: VisitorId,
        /// Whose site.
        customer_id: CustomerId,
        /// Which.
        site_id: SiteId,
        /// Who comes.
        person_id: PersonId,
        /// Kind of thing the visit is about.
        about_kind: Option<String>,
        /// Its id.
        about_id: Option<Uuid>,
        /// What for, in words for the customer.
        purpose: String,
        /// When they arrive.
        arrives_at: Timestamp,
        /// When the customer was told.
        announced_at: Timestamp,
        /// Contacts who were told.
        told: Json<Vec<ContactId>>,
        /// When they were there.
        came_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// A visitor.
///
/// # Errors
/// Absent.
pub fn visitor(tx: &mut Tx, id: VisitorId) -> Outcome<Visitor> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The visitors of a site, the latest first.
///
/// # Errors
/// What the database refuses.
pub fn visitors(tx: &mut Tx, site: SiteId, limit: i64) -> Outcome<Vec<Visitor>> {
    Ok(tx.select("WHERE site_id = ?1 ORDER BY arrives_at DESC, id LIMIT ?2", params![site, limit])?)
}

/// Everything of a customer, for a merge.
pub(crate) fn moved_to(tx: &mut Tx, from: CustomerId, into: CustomerId) -> Outcome<bool> {
    let rows: Vec<Visitor> = tx.select("WHERE customer_id = ?1 ORDER BY id", params![from])?;
    let any = !rows.is_empty();
    for mut row in rows {
        row.customer_id = into;
        tx.update(&mut row)?;
    }
    Ok(any)
}
