//! What contacts wrote on their customer's page, as colleagues see it.

use accord_kernel::Outcome;
use accord_room_customer::{self as customer, CustomerId, PersonRef};
use accord_room_people::{PersonId, record::person};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    id::{MessageId, MessageKind},
    record::{self, PortalMessage},
};

/// A message with its answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MessageLine {
    /// Id.
    pub id: MessageId,
    /// The customer.
    pub customer: CustomerId,
    /// Its name.
    pub customer_name: String,
    /// Name of who wrote it; empty once erased.
    pub contact: String,
    /// What kind of word it is.
    pub kind: MessageKind,
    /// The words.
    pub said: String,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub said_at: Timestamp,
    /// What they were answered.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<PersonRef>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub answered_at: Option<Timestamp>,
    /// Version; send it with the answer.
    pub version: i64,
}

/// The latest messages of a customer.
pub(super) fn of_customer(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<MessageLine>> {
    let rows = record::messages_of(tx, customer, limit)?;
    lines(tx, rows)
}

/// Messages with names.
pub(super) fn lines(tx: &mut Tx, rows: Vec<PortalMessage>) -> Outcome<Vec<MessageLine>> {
    let mut wanted: Vec<PersonId> = rows.iter().filter_map(|row| row.answered_by).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let names = person::names(tx, &wanted)?;
    let by = |id: PersonId| {
        names
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(id, name)| PersonRef { id: *id, name: name.clone() })
    };
    let mut customers: Vec<CustomerId> = rows.iter().map(|row| row.customer_id).collect();
    customers.sort_unstable();
    customers.dedup();
    let customers = customer::labels(tx, &customers)?;
    let name = |id: CustomerId| {
        customers.iter().find(|(known, ..)| *known == id).map(|(_, _, name)| name.clone()).unwrap_or_default()
    };
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let contact = customer::contact(tx, row.contact_id)?;
        out.push(MessageLine {
            id: row.id,
            customer: row.customer_id,
            customer_name: name(row.customer_id),
            contact: contact.name,
            kind: row.kind,
            said: row.said,
            said_at: row.said_at,
            answer: row.answer,
            answered_by: row.answered_by.and_then(by),
            answered_at: row.answered_at,
            version: row.version,
        });
    }
    Ok(out)
}
