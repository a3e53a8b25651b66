//! What colleagues saw.

use accord_kernel::{Context, Outcome, Refusal, Sphere};
use accord_room_asset::AssetId;
use accord_room_customer::CustomerId;
use accord_room_people::PersonId;
use accord_room_pipeline::OpportunityId;
use accord_store::{Column, Tx, Value, params, record};
use jiff::Timestamp;

use super::Conditions;
use crate::id::{ObservationId, ObservationKind, ObservationState};

record! {
    /// What a colleague saw, and what came of it.
    pub struct ObservationRow in "observation" shape 1 {
        /// Id.
        id: ObservationId,
        /// Short number for people.
        number: String,
        /// The customer.
        customer_id: CustomerId,
        /// The unit.
        asset_id: Option<AssetId>,
        /// What was seen.
        kind: ObservationKind,
        /// In words.
        saw: String,
        /// What it is worth to the customer, in words.
        value_tie: Option<String>,
        /// Who saw it.
        seen_by: PersonId,
        /// When.
        seen_at: Timestamp,
        /// Of which function they were then: for what is credited.
        sphere: Sphere,
        /// Whether the customer was in crisis then: it earns nothing (T1).
        in_quiet: bool,
        /// How it stands.
        state: ObservationState,
        /// Who is to take it up.
        owner_id: Option<PersonId>,
        /// Since when.
        offered_at: Option<Timestamp>,
        /// By when.
        accept_due_at: Option<Timestamp>,
        /// Whether it was not taken up in time.
        late: bool,
        /// Who took it up, or did not.
        decided_by: Option<PersonId>,
        /// When.
        decided_at: Option<Timestamp>,
        /// Who speaks with the customer about it.
        speaker_id: Option<PersonId>,
        /// What is pursued since.
        opportunity_id: Option<OpportunityId>,
        /// What came of it, in words.
        outcome: Option<String>,
        /// When.
        outcome_at: Option<Timestamp>,
        /// Row version.
        version: i64,
    }
}

/// An observation.
///
/// # Errors
/// Absent.
pub(crate) fn observation(tx: &mut Tx, id: ObservationId) -> Outcome<ObservationRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The observation from which something is pursued.
pub(crate) fn of_opportunity(tx: &mut Tx, id: OpportunityId) -> Outcome<Option<ObservationRow>> {
    Ok(tx.select_one("WHERE opportunity_id = ?1", params![id])?)
}

/// Observations of a customer, for a merge.
pub(crate) fn of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ObservationRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// What a person still has to take up.
pub(crate) fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<ObservationRow>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state IN ('offered', 'accepted') ORDER BY id", params![person])?)
}

/// Which observations a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Narrow {
    pub customer: Option<CustomerId>,
    pub state: Option<ObservationState>,
    /// Seeds and what is held are shown to nobody but this person.
    pub reader: Option<PersonId>,
}

/// Observations, the newest first.
pub(crate) fn list(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    after: Option<(Timestamp, ObservationId)>,
    limit: i64,
) -> Outcome<Vec<ObservationRow>> {
    let mut all = Conditions::default();
    if let Some(customer) = narrow.customer {
        all.test("o.customer_id = ?", customer.to_value());
    }
    if let Some(state) = narrow.state {
        all.test("o.state = ?", state.to_value());
    }
    match narrow.reader {
        Some(reader) => all.test("(o.state NOT IN ('seed', 'held') OR o.seen_by = ?)", reader.to_value()),
        None => all.plain("o.state NOT IN ('seed', 'held')"),
    }
    if let Some((at, id)) = after {
        all.values.extend_from_slice(params![at, id]);
        all.plain(&format!("(o.seen_at, o.id) < (?{}, ?{})", all.values.len() - 1, all.values.len()));
    }
    if narrow.customer.is_none() {
        all.sight(ctx, "o.customer_id");
    }
    all.values.push(Value::Int(limit));
    let tail =
        format!("AS o WHERE {} ORDER BY o.seen_at DESC, o.id DESC LIMIT ?{}", all.sql(), all.values.len());
    Ok(tx.select(&tail, &all.values)?)
}

/// Leads that were offered within a stretch, for figures.
pub(crate) fn offered_within(tx: &mut Tx, from: Timestamp, until: Timestamp) -> Outcome<Vec<ObservationRow>> {
    Ok(tx.select(
        "WHERE offered_at >= ?1 AND offered_at < ?2 AND kind <> 'service_news' ORDER BY offered_at, id",
        params![from, until],
    )?)
}
