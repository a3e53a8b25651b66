//! What became of a quote: its acceptance, and cases of "not what I was sold".

use accord_kernel::{Outcome, Refusal};
use accord_room_customer::{AttachmentId, ContactId, CustomerId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, params, record};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    AcceptWay, AcceptanceId, OversellFinding, OversellId, OversellState, QuoteId, QuoteLineId, QuoteVersionId,
};

record! {
    /// The acceptance of a quote: one for each quote, whichever way it came.
    pub struct Acceptance in "quote_acceptance" shape 1 subject "id" {
        /// Id.
        id: AcceptanceId,
        /// The quote.
        quote_id: QuoteId,
        /// The version that was accepted.
        quote_version_id: QuoteVersionId,
        /// How it reached us.
        way: AcceptWay,
        /// Who of the customer's people said yes.
        contact_id: Option<ContactId>,
        /// The signed paper.
        attachment_id: Option<AttachmentId>,
        /// The order whose amendment it is.
        order_id: Option<Uuid>,
        /// In the customer's words.
        @personal words: String,
        /// Numbers of the plan lines that the customer did not take.
        left_out: Json<Vec<i64>>,
        /// Why, in the customer's words.
        left_out_reason: Option<String>,
        /// What was accepted, without taxes, in minor units.
        net_minor: i64,
        /// With taxes.
        gross_minor: i64,
        /// The day where the customer is.
        accepted_on: Date,
        /// Who recorded it; open when the customer did.
        recorded_by: Option<PersonId>,
        /// When.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// "This is not what I was sold", against the line by which it was sold.
    pub struct OversellCase in "oversell_case" shape 1 subject "id" {
        /// Id.
        id: OversellId,
        /// Whose.
        customer_id: CustomerId,
        /// The quote.
        quote_id: QuoteId,
        /// The line.
        quote_line_id: QuoteLineId,
        /// Who said so.
        contact_id: Option<ContactId>,
        /// In the customer's words.
        @personal said: String,
        /// Who heard it; open when the customer wrote it.
        raised_by: Option<PersonId>,
        /// When.
        raised_at: Timestamp,
        /// How it stands.
        state: OversellState,
        /// What was found.
        finding: Option<OversellFinding>,
        /// What was done about it, as the customer was told.
        remedy: Option<String>,
        /// Who settled it.
        settled_by: Option<PersonId>,
        /// When.
        settled_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// The acceptance of a quote, if it was accepted.
///
/// # Errors
/// What the database refuses.
pub fn acceptance(tx: &mut Tx, quote: QuoteId) -> Outcome<Option<Acceptance>> {
    Ok(tx.select_one("WHERE quote_id = ?1", params![quote])?)
}

/// A case.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn oversell_case(tx: &mut Tx, id: OversellId) -> Outcome<OversellCase> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The cases against a quote.
///
/// # Errors
/// What the database refuses.
pub fn oversell_cases(tx: &mut Tx, quote: QuoteId) -> Outcome<Vec<OversellCase>> {
    Ok(tx.select("WHERE quote_id = ?1 ORDER BY raised_at, id", params![quote])?)
}

/// All cases of a customer, for a merge.
pub(crate) fn oversell_of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<OversellCase>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// The cases raised in a stretch of time.
pub(crate) fn oversell_between(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Outcome<Vec<OversellCase>> {
    Ok(tx.select("WHERE raised_at >= ?1 AND raised_at < ?2 ORDER BY raised_at, id", params![from, until])?)
}
