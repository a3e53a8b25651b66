//! What contacts write on their customer's page.

use accord_kernel::{Context, Outcome, Refusal};
use accord_room_customer::{ContactId, CustomerId, mine_filter};
use accord_room_people::PersonId;
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::id::{MessageId, MessageKind};

record! {
    /// What a contact wrote, and what they were answered.
    pub struct PortalMessage in "portal_message" shape 1 subject "id" {
        /// Id.
        id: MessageId,
        /// The customer.
        customer_id: CustomerId,
        /// Who wrote it.
        contact_id: ContactId,
        /// What kind of word it is.
        kind: MessageKind,
        /// The words.
        @personal said: String,
        /// When.
        said_at: Timestamp,
        /// What they were answered.
        @personal answer: Option<String>,
        /// Who answered.
        answered_by: Option<PersonId>,
        /// When.
        answered_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// A message.
///
/// # Errors
/// Absent when there is none.
pub(crate) fn message(tx: &mut Tx, id: MessageId) -> Outcome<PortalMessage> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The latest messages of a customer.
///
/// # Errors
/// What the database refuses.
pub(crate) fn messages_of(tx: &mut Tx, customer: CustomerId, limit: i64) -> Outcome<Vec<PortalMessage>> {
    Ok(tx
        .select("WHERE customer_id = ?1 ORDER BY said_at DESC, id DESC LIMIT ?2", params![customer, limit])?)
}

/// Every message of a customer; a merge moves them.
///
/// # Errors
/// What the database refuses.
pub(crate) fn messages_to_move(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<PortalMessage>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Whether a customer waits for an answer.
///
/// # Errors
/// What the database refuses.
pub(crate) fn waits(tx: &mut Tx, customer: CustomerId) -> Outcome<bool> {
    let tail = "WHERE customer_id = ?1 AND answered_at IS NULL LIMIT 1";
    Ok(!tx.select::<PortalMessage>(tail, params![customer])?.is_empty())
}

/// Messages without an answer of customers whose team the reader is in, or somebody they cover, the oldest first.
///
/// # Errors
/// What the database refuses.
pub(crate) fn unanswered(tx: &mut Tx, ctx: &Context, limit: i64) -> Outcome<Vec<PortalMessage>> {
    let mut values = params![limit].to_vec();
    let (own, more) = mine_filter(ctx, "m.customer_id", 2);
    values.extend(more);
    let tail = format!("AS m WHERE m.answered_at IS NULL AND {own} ORDER BY m.said_at, m.id LIMIT ?1");
    Ok(tx.select(&tail, &values)?)
}
