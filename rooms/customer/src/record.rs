//! Tables, rows and SQL of the customer record. SQL stands nowhere else in this room.

mod apart;
mod contacting;
mod keeping;
mod listing;
mod seeing;
mod sites;
mod team;

use accord_kernel::{Currency, Language, Outcome, Refusal};
use accord_store::{Json, Record, Tx, Value, params, record, search};
use jiff::Timestamp;
use uuid::Uuid;

use accord_room_people::{CalendarId, PersonId, TerritoryId};

use crate::{
    access::AccessRecord,
    id::{
        AttachmentId, AttachmentState, Channel, ContactId, ContactState, CustomerId, CustomerState,
        Direction, KeptPaperId, Rank, SiteId, SiteState, Stage, TeamSphere,
    },
};

pub(crate) use apart::{Apart, Thing, apart, merge_of};
pub use contacting::*;
pub use keeping::*;
pub use listing::*;
pub use seeing::*;
pub use sites::*;
pub use team::*;

record! {
    /// One firm (R2).
    pub struct CustomerRow in "customer" shape 1 {
        /// Id.
        id: CustomerId,
        /// Number for people, `C-2026-0042`.
        number: String,
        /// Name.
        name: String,
        /// Name folded, by which lists are ordered.
        sort_name: String,
        /// Tax or register number.
        legal_id: Option<String>,
        /// The same without punctuation, by which duplicates are found.
        legal_key: Option<String>,
        /// Territory; none is open to everybody who sees customers.
        territory_id: Option<TerritoryId>,
        /// Stage of the loop.
        stage: Stage,
        /// How often the loop has begun, from 1.
        cycle: i64,
        /// Currency of its papers.
        currency: Currency,
        /// Language in which it is written to.
        language: Language,
        /// Whether it is in use.
        state: CustomerState,
        /// The record of the same firm that goes on.
        merged_into: Option<CustomerId>,
        /// When it was entered.
        entered_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A place of a customer.
    pub struct SiteRow in "site" shape 1 {
        /// Id.
        id: SiteId,
        /// Its customer.
        customer_id: CustomerId,
        /// Name.
        name: String,
        /// First line of the address.
        line1: String,
        /// Second line; may be empty.
        line2: String,
        /// Postal code; may be empty.
        postal_code: String,
        /// Town.
        town: String,
        /// State or province; may be empty.
        region: String,
        /// ISO 3166-1 alpha-2.
        country: String,
        /// IANA zone: times and dates of this site are meant there.
        zone: String,
        /// Working calendar; the company's own when none.
        calendar_id: Option<CalendarId>,
        /// How to get in (R28).
        access: Option<Json<AccessRecord>>,
        /// Whether it is in use.
        state: SiteState,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A person at a customer.
    pub struct ContactRow in "contact" shape 1 subject "id" {
        /// Id.
        id: ContactId,
        /// Their customer.
        customer_id: CustomerId,
        /// Name; empty once erased.
        @personal name: String,
        /// Mail address.
        @personal email: Option<String>,
        /// Telephone.
        @personal phone: Option<String>,
        /// Language in which they are written to.
        language: Language,
        /// What they do there; may be empty.
        @personal job: String,
        /// Whether they can be reached there.
        state: ContactState,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A membership in an account team, present or past (R3).
    pub struct MemberRow in "account_team" shape 1 {
        /// Id.
        id: Uuid,
        /// The customer.
        customer_id: CustomerId,
        /// The colleague.
        person_id: PersonId,
        /// Half of the team.
        sphere: TeamSphere,
        /// Standing.
        rank: Rank,
        /// Since when.
        since_at: Timestamp,
        /// Until when; none is present.
        until_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A file of a customer; its bytes lie in the file store under `sha256`.
    pub struct AttachmentRow in "attachment" shape 1 subject "id" {
        /// Id.
        id: AttachmentId,
        /// The customer.
        customer_id: CustomerId,
        /// Kind of thing it is about, for example `order`.
        about_kind: Option<String>,
        /// Id of that thing.
        about_id: Option<Uuid>,
        /// Name as it was given.
        @personal file_name: String,
        /// Kind of file by its content.
        content_type: String,
        /// Bytes.
        size: i64,
        /// SHA-256 of the bytes, in hexadecimal.
        sha256: String,
        /// Who added it; none is the program.
        added_by: Option<Uuid>,
        /// When.
        added_at: Timestamp,
        /// Whether it is still shown.
        state: AttachmentState,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A document as it left the house. The program prints it after the act that sent it, and keeps the file.
    pub struct KeptPaperRow in "kept_paper" shape 1 {
        /// Id.
        id: KeptPaperId,
        /// Whose.
        customer_id: CustomerId,
        /// Kind of thing it is about, for example `quote_version`.
        about_kind: String,
        /// Id of that thing; one document is kept of it.
        about_id: Uuid,
        /// Address under which the program makes it.
        address: String,
        /// When it left the house.
        asked_at: Timestamp,
        /// The file; none as long as it was not printed.
        attachment_id: Option<AttachmentId>,
        /// When it was kept.
        kept_at: Option<Timestamp>,
        /// The rule by which it could not be printed.
        failed: Option<String>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A reason for which a person may look at a customer of another territory (R64).
    pub struct GrantRow in "territory_grant" shape 1 {
        /// Id.
        id: Uuid,
        /// The customer.
        customer_id: CustomerId,
        /// Who stated the reason.
        person_id: PersonId,
        /// The reason.
        reason: String,
        /// Since when.
        since_at: Timestamp,
        /// Until when.
        until_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What was said to or by a customer (R4).
    pub struct ContactLogRow in "contact_log" shape 1 subject "id" {
        /// Id.
        id: Uuid,
        /// The customer.
        customer_id: CustomerId,
        /// With whom.
        contact_id: Option<ContactId>,
        /// Which colleague.
        person_id: PersonId,
        /// Through which channel.
        channel: Channel,
        /// Who began it.
        direction: Direction,
        /// What was said.
        @personal said: String,
        /// When it happened.
        happened_at: Timestamp,
        /// When it was recorded (R61: both are kept).
        recorded_at: Timestamp,
        /// Whether the colleague had opened the briefing in the hour before; none while it is not settled.
        informed: Option<bool>,
        /// Row version.
        version: i64,
    }
}

/// A customer merged into another points on; more steps than this are a defect of the data.
const MERGES_MAX: usize = 64;

/// The record that goes on for this id (R2: both ids of a merge resolve); itself when it was never merged or is unknown.
///
/// # Errors
/// What the database refuses.
pub fn canonical(tx: &mut Tx, customer: Uuid) -> Outcome<Uuid> {
    let mut at = customer;
    for _ in 0..MERGES_MAX {
        let row = tx.query_one("SELECT merged_into FROM customer WHERE id = ?1", params![at])?;
        match row.map(|row| row.get::<Option<Uuid>>(0)).transpose()?.flatten() {
            Some(next) => at = next,
            None => return Ok(at),
        }
    }
    Err(Refusal::defect(format!("customer {customer} is merged in a circle")))
}

/// The customer of this id as it stands, following merges (R2).
///
/// # Errors
/// [`Refusal::absent`] when there is none.
pub fn load(tx: &mut Tx, id: impl Into<Uuid>) -> Outcome<CustomerRow> {
    let id = canonical(tx, id.into())?;
    tx.get::<CustomerRow>(id)?.ok_or_else(Refusal::absent)
}

/// The record of this very id, merged or not.
///
/// # Errors
/// What the database refuses.
pub fn customer_as_written(tx: &mut Tx, id: Uuid) -> Outcome<Option<CustomerRow>> {
    Ok(tx.get(id)?)
}

/// This customer and all records merged into it, directly or through others, by id.
///
/// # Errors
/// What the database refuses.
pub fn family(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Uuid>> {
    let mut all: Vec<Uuid> = merged_into(tx, customer)?.into_iter().map(|(id, _)| id).collect();
    all.push(customer.into());
    all.sort_unstable();
    Ok(all)
}

/// Ids and numbers of the records merged into this one, directly or through others. Mostly there are none, and one
/// look at an index says so.
fn merged_into(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<(Uuid, String)>> {
    let mut all: Vec<(Uuid, String)> = Vec::new();
    let mut next = vec![Uuid::from(customer)];
    while let Some(into) = next.pop() {
        for row in tx.query("SELECT id, number FROM customer WHERE merged_into = ?1", params![into])? {
            let id: Uuid = row.get(0)?;
            if id != Uuid::from(customer) && all.iter().all(|(known, _)| *known != id) {
                all.push((id, row.get(1)?));
                next.push(id);
            }
        }
    }
    Ok(all)
}

/// A customer in use that has the same legal id, punctuation aside.
pub(crate) fn by_legal_key(
    tx: &mut Tx,
    legal_key: &str,
    except: Option<CustomerId>,
) -> Outcome<Option<(CustomerId, String)>> {
    let sql = "SELECT id, number FROM customer WHERE legal_key = ?1 AND state = 'active' AND id <> ?2 ORDER BY number LIMIT 1";
    let except = except.map_or(Uuid::nil(), Uuid::from);
    Ok(tx
        .query_one(sql, params![legal_key, except])?
        .map(|row| Ok::<_, accord_store::Error>((row.get(0)?, row.get(1)?)))
        .transpose()?)
}

/// Whether there is a territory of this id.
pub(crate) fn territory_exists(tx: &mut Tx, id: TerritoryId) -> Outcome<bool> {
    Ok(tx.get::<accord_room_people::record::company::TerritoryRow>(id)?.is_some())
}

/// Every customer row after a place, for rebuilding what is derived.
pub(crate) fn customers_after(tx: &mut Tx, after: Uuid, limit: i64) -> Outcome<Vec<CustomerRow>> {
    Ok(tx.select("WHERE id > ?1 ORDER BY id LIMIT ?2", params![after, limit])?)
}

/// Makes a customer findable by name, number, legal id and the towns of its sites.
pub(crate) fn index_customer(tx: &mut Tx, customer: &CustomerRow) -> Outcome<()> {
    let shown = match customer.merged_into {
        Some(into) => load(tx, into)?,
        None => customer.clone(),
    };
    let towns = tx.query(
        "SELECT DISTINCT town FROM site WHERE customer_id = ?1 AND state = 'active' ORDER BY town",
        params![customer.id],
    )?;
    let mut text = customer.legal_id.clone().unwrap_or_default();
    for row in &towns {
        text.push(' ');
        text.push_str(&row.get::<String>(0)?);
    }
    Ok(search::put(tx, &entry_of(customer, &shown), &text)?)
}

/// What is found and shown of a customer; `shown` is the record that goes on for it.
fn entry_of(customer: &CustomerRow, shown: &CustomerRow) -> search::Entry {
    let hint = if shown.id == customer.id {
        customer.number.clone()
    } else {
        format!("{} → {}", customer.number, shown.number)
    };
    search::Entry {
        kind: "customer".to_owned(),
        id: customer.id.into(),
        customer: Some(shown.id.into()),
        label: customer.name.clone(),
        hint,
    }
}

/// Makes new customers findable, which have no sites yet.
pub(crate) fn index_new(tx: &mut Tx, list: &[CustomerRow]) -> Outcome<()> {
    let entries: Vec<_> =
        list.iter().map(|row| (entry_of(row, row), row.legal_id.clone().unwrap_or_default())).collect();
    Ok(search::put_all(tx, entries)?)
}

/// Which of these legal keys customers in use have.
pub(crate) fn legal_keys_in_use(tx: &mut Tx, keys: &[String]) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for some in keys.chunks(100) {
        let mut values: Vec<Value> = some.iter().map(|key| Value::Text(key.clone())).collect();
        // The rest repeats its last key, so that the statement's text stays the same.
        let last = values.last().cloned().unwrap_or(Value::Null);
        values.resize(100, last);
        let marks = accord_store::marks(1, 100);
        // The state is looked at here: named in the condition, it would lead the planner through every customer in use.
        let sql = format!(
            "SELECT legal_key, state FROM customer WHERE legal_key IS NOT NULL AND legal_key IN ({marks})"
        );
        for row in tx.query(&sql, &values)? {
            if row.get::<CustomerState>(1)? == CustomerState::Active {
                found.push(row.get(0)?);
            }
        }
    }
    Ok(found)
}

/// How many rows, exact to the limit.
pub(crate) const COUNT_EXACT_TO: i64 = 1_000;

/// Number and name of several customers, in one query; whoever is not there is left out.
///
/// # Errors
/// What the database refuses.
pub fn labels(tx: &mut Tx, customers: &[CustomerId]) -> Outcome<Vec<(CustomerId, String, String)>> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, customers.iter().copied());
    let sql = format!("SELECT id, number, name FROM customer WHERE id IN ({list})");
    tx.query(&sql, &values)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// Numbers of the records merged into this one.
pub(crate) fn merged_numbers(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<String>> {
    let mut numbers: Vec<String> = merged_into(tx, customer)?.into_iter().map(|(_, number)| number).collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Rows made at a time when a derived table is rebuilt.
const REBUILD_PAGE: i64 = 500;

fn rebuild<R: Record>(
    tx: &mut Tx,
    page: fn(&mut Tx, Uuid, i64) -> Outcome<Vec<R>>,
    index: fn(&mut Tx, &R) -> Outcome<()>,
) -> Outcome<u64> {
    let (mut after, mut made) = (Uuid::nil(), 0);
    loop {
        let rows = page(tx, after, REBUILD_PAGE)?;
        let Some(last) = rows.last() else {
            return Ok(made);
        };
        after = last.key();
        for row in &rows {
            index(tx, row)?;
            made += 1;
        }
    }
}

/// Makes every customer findable again.
pub(crate) fn rebuild_customers(tx: &mut Tx) -> Outcome<u64> {
    rebuild(tx, customers_after, index_customer)
}

/// Makes every site findable again.
pub(crate) fn rebuild_sites(tx: &mut Tx) -> Outcome<u64> {
    rebuild(tx, sites_after, index_site)
}

/// Makes every contact findable again.
pub(crate) fn rebuild_contacts(tx: &mut Tx) -> Outcome<u64> {
    rebuild(tx, contacts_after, index_contact)
}
