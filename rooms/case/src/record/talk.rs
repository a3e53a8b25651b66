//! What was said about a case, how often whom is told, and words that are agreed once.

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::{Channel, ContactId, CustomerId};
use accord_room_people::PersonId;
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::id::{CannedReplyId, CaseEntryId, CaseId, CommunicationPlanId, EntryKind, Severity};

record! {
    /// Something said about a case.
    pub struct EntryRow in "case_entry" shape 1 subject "id" {
        /// Id.
        id: CaseEntryId,
        /// The case.
        case_id: CaseId,
        /// The customer.
        customer_id: CustomerId,
        /// To whom or by whom.
        kind: EntryKind,
        /// The words: the customer's wording of an update.
        @personal words: String,
        /// The same for whoever leads the account in sales.
        @personal rep_words: Option<String>,
        /// When the next word comes.
        next_at: Option<Timestamp>,
        /// Through which channel.
        channel: Option<Channel>,
        /// The customer had to say it again.
        repeated: bool,
        /// Which colleague.
        person_id: Option<PersonId>,
        /// Who of the customer's.
        contact_id: Option<ContactId>,
        /// When.
        said_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// How often whom is told at a severity.
    pub struct PlanRow in "communication_plan" shape 1 {
        /// Id.
        id: CommunicationPlanId,
        /// At which severity.
        severity: Severity,
        /// For one account alone; open for the house.
        customer_id: Option<CustomerId>,
        /// At least every so many minutes.
        every_minutes: i64,
        /// Through which channel.
        channel: Channel,
        /// Whether who leads the account in sales hears it at the same moment.
        rep_too: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Words that are agreed once.
    pub struct ReplyRow in "canned_reply" shape 1 {
        /// Id.
        id: CannedReplyId,
        /// By what it is found.
        title: String,
        /// In English.
        english: String,
        /// In Portuguese.
        portuguese: String,
        /// Whether it is offered.
        in_use: bool,
        /// Row version.
        version: i64,
    }
}

/// What was said about a case, the latest first.
///
/// # Errors
/// What the database refuses.
pub fn entries_of(tx: &mut Tx, case: CaseId, limit: i64) -> Outcome<Vec<EntryRow>> {
    Ok(tx.select("WHERE case_id = ?1 ORDER BY said_at DESC, id DESC LIMIT ?2", params![case, limit])?)
}

/// What a customer may read of a case, the latest first.
pub(crate) fn public_entries_of(tx: &mut Tx, case: CaseId, limit: i64) -> Outcome<Vec<EntryRow>> {
    Ok(tx.select(
        "WHERE case_id = ?1 AND kind <> 'note' ORDER BY said_at DESC, id DESC LIMIT ?2",
        params![case, limit],
    )?)
}

/// The plan of an account at a severity, or the house's.
pub(crate) fn plan_of(tx: &mut Tx, customer: CustomerId, severity: Severity) -> Outcome<Option<PlanRow>> {
    let own = tx.select_one("WHERE customer_id = ?1 AND severity = ?2", params![customer, severity])?;
    match own {
        Some(own) => Ok(Some(own)),
        None => Ok(tx.select_one("WHERE customer_id IS NULL AND severity = ?1", params![severity])?),
    }
}

/// The plan that stands for exactly this account (or the house) at a severity.
pub(crate) fn plan_exactly(
    tx: &mut Tx,
    customer: Option<CustomerId>,
    severity: Severity,
) -> Outcome<Option<PlanRow>> {
    Ok(match customer {
        Some(customer) => {
            tx.select_one("WHERE customer_id = ?1 AND severity = ?2", params![customer, severity])?
        }
        None => tx.select_one("WHERE customer_id IS NULL AND severity = ?1", params![severity])?,
    })
}

/// Plans of the house and of accounts.
pub(crate) fn plans(tx: &mut Tx, customer: Option<CustomerId>) -> Outcome<Vec<PlanRow>> {
    Ok(match customer {
        Some(customer) => {
            tx.select("WHERE customer_id = ?1 ORDER BY severity, id LIMIT 100", params![customer])?
        }
        None => tx.select("WHERE customer_id IS NULL ORDER BY severity, id LIMIT 100", params![])?,
    })
}

/// Agreed words.
pub(crate) fn replies(tx: &mut Tx) -> Outcome<Vec<ReplyRow>> {
    Ok(tx.select("WHERE in_use ORDER BY title, id LIMIT 200", params![])?)
}

/// Agreed words by id.
pub(crate) fn reply(tx: &mut Tx, id: CannedReplyId) -> Outcome<ReplyRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}
