//! Sites and contacts, and how they are found.

use accord_kernel::{Outcome, Refusal};
use accord_store::{Tx, params, search};
use uuid::Uuid;

use super::{ContactRow, SiteRow};
use crate::id::{ContactState, CustomerId, SiteId, SiteState};

/// A site.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn site(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<SiteRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A site of this customer: an id of another customer's is absent.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn site_of(tx: &mut Tx, customer: CustomerId, id: impl Into<Uuid>) -> Outcome<SiteRow> {
    Some(site(tx, id)?).filter(|site| site.customer_id == customer).ok_or_else(Refusal::absent)
}

/// A contact.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn contact(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<ContactRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A contact of this customer: an id of another customer's is absent.
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn contact_of(tx: &mut Tx, customer: CustomerId, id: impl Into<Uuid>) -> Outcome<ContactRow> {
    Some(contact(tx, id)?).filter(|contact| contact.customer_id == customer).ok_or_else(Refusal::absent)
}

/// A site of this customer that a field of an input names. Another customer's and one that is not there are refused
/// alike, so that nobody learns which of them it is (R64).
///
/// # Errors
/// `field.unknown_reference` at the pointer.
pub fn named_site(
    tx: &mut Tx,
    customer: CustomerId,
    pointer: impl Into<String>,
    id: impl Into<Uuid>,
) -> Outcome<SiteRow> {
    site_of(tx, customer, id).map_err(|refusal| refusal.in_field(pointer))
}

/// A contact of this customer that a field of an input names; refused as by [`named_site`].
///
/// # Errors
/// `field.unknown_reference` at the pointer.
pub fn named_contact(
    tx: &mut Tx,
    customer: CustomerId,
    pointer: impl Into<String>,
    id: impl Into<Uuid>,
) -> Outcome<ContactRow> {
    contact_of(tx, customer, id).map_err(|refusal| refusal.in_field(pointer))
}

/// Sites of a customer, archived ones last.
///
/// # Errors
/// What the database refuses.
pub fn sites_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<SiteRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY state, name, id", params![customer])?)
}

/// Every customer in use with the first of its sites, by id: for programs that go through all of them.
///
/// # Errors
/// What the database refuses.
pub fn places(tx: &mut Tx) -> Outcome<Vec<(CustomerId, SiteId)>> {
    let sql = "SELECT c.id, (SELECT s.id FROM site s WHERE s.customer_id = c.id ORDER BY s.state, s.name, s.id LIMIT 1)
        FROM customer c WHERE c.state = 'active' ORDER BY c.id";
    let mut places = Vec::new();
    for row in tx.query(sql, params![])? {
        if let Some(site) = row.get(1)? {
            places.push((row.get(0)?, site));
        }
    }
    Ok(places)
}

/// Contacts who can be reached at an address, in whatever case it is written; at most `limit` of them.
///
/// # Errors
/// What the database refuses.
pub fn contacts_at(tx: &mut Tx, address: &str, limit: i64) -> Outcome<Vec<ContactRow>> {
    Ok(tx.select(
        "WHERE lower(email) = ?1 AND email IS NOT NULL AND state = 'active' ORDER BY id LIMIT ?2",
        params![address.to_ascii_lowercase(), limit],
    )?)
}

/// Customers whose contacts have addresses of a domain, those with more of them first.
///
/// # Errors
/// What the database refuses.
pub fn customers_at_domain(tx: &mut Tx, domain: &str, limit: i64) -> Outcome<Vec<CustomerId>> {
    let sql = "SELECT customer_id, COUNT(*) AS n FROM contact WHERE email IS NOT NULL AND state = 'active' AND lower(email) LIKE ?1 ESCAPE '!'
        GROUP BY customer_id ORDER BY n DESC, customer_id LIMIT ?2";
    let escaped = domain.to_ascii_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    tx.query(sql, params![format!("%@{escaped}"), limit])?.iter().map(|row| Ok(row.get(0)?)).collect()
}

/// Contacts of a customer: those who are there first.
///
/// # Errors
/// What the database refuses.
pub fn contacts_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ContactRow>> {
    let mut rows: Vec<ContactRow> = tx.select("WHERE customer_id = ?1", params![customer])?;
    rows.sort_by_cached_key(|row| (row.state, search::fold(&row.name), row.id));
    Ok(rows)
}

/// Makes a site findable; an archived one no longer is.
pub(crate) fn index_site(tx: &mut Tx, site: &SiteRow) -> Outcome<()> {
    if site.state == SiteState::Archived {
        return Ok(search::remove(tx, "site", site.id.into())?);
    }
    let entry = search::Entry {
        kind: "site".to_owned(),
        id: site.id.into(),
        customer: Some(site.customer_id.into()),
        label: site.name.clone(),
        hint: site.town.clone(),
    };
    Ok(search::put(tx, &entry, &format!("{} {} {}", site.line1, site.postal_code, site.region))?)
}

/// A number is typed without its spaces, with and without the country's and the town's code.
fn ends_of(digits: &str) -> String {
    let ends = (7..digits.len()).filter_map(|length| digits.get(digits.len() - length..));
    ends.chain([digits]).collect::<Vec<_>>().join(" ")
}

/// Makes a contact findable by name, mail address and telephone; one who left no longer is.
pub(crate) fn index_contact(tx: &mut Tx, contact: &ContactRow) -> Outcome<()> {
    if contact.state != ContactState::Active {
        return Ok(search::remove(tx, "contact", contact.id.into())?);
    }
    let email = contact.email.as_deref().unwrap_or_default();
    let phone = contact.phone.as_deref().unwrap_or_default();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let entry = search::Entry {
        kind: "contact".to_owned(),
        id: contact.id.into(),
        customer: Some(contact.customer_id.into()),
        label: contact.name.clone(),
        hint: contact.job.clone(),
    };
    Ok(search::put(tx, &entry, &format!("{email} {phone} {}", ends_of(&digits)))?)
}

/// Every site after a place, for rebuilding what is derived.
pub(crate) fn sites_after(tx: &mut Tx, after: Uuid, limit: i64) -> Outcome<Vec<SiteRow>> {
    Ok(tx.select("WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?)
}

/// Every contact after a place, for rebuilding what is derived.
pub(crate) fn contacts_after(tx: &mut Tx, after: Uuid, limit: i64) -> Outcome<Vec<ContactRow>> {
    Ok(tx.select("WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?)
}

/// The zone of a customer's first site in use, in which its people read times.
pub(crate) fn first_site_zone(tx: &mut Tx, customer: CustomerId) -> Outcome<Option<String>> {
    let sql = "SELECT zone FROM site WHERE customer_id = ?1 AND state = 'active' ORDER BY name, id LIMIT 1";
    Ok(tx.query_one(sql, params![customer])?.map(|row| row.get(0)).transpose()?)
}
