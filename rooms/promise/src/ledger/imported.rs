//! Outcomes of promises that another system kept the book of: they end as they ended there and are counted like any
//! other. Nothing is watched, told or checked; the due of the other system is not known, so none is shown.

use std::collections::BTreeMap;

use accord_kernel::{Act, Outcome, Refusal, Sphere};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::{self as people, PersonId};
use accord_store::{Image, Json, Tx, search};
use jiff::Timestamp;
use serde_json::Value as JsonValue;

use super::entry;
use crate::{
    PromiseRow,
    id::{Kind, PromiseId, State},
    input::About,
    record,
};

/// What the promise of another system rests on: its own word, and nothing that can be looked up here.
pub const IMPORTED: &str = "imported";

impl PromiseRow {
    /// Whether another system kept the book of it: its due is not known, only whether it was met.
    pub fn is_imported(&self) -> bool {
        self.basis == IMPORTED && self.maker_id.is_none() && self.state != State::Open
    }
}

/// How a promise ended in another system.
#[derive(Debug, Clone)]
pub struct ImportedOutcome {
    /// To whom.
    pub customer: CustomerId,
    /// About which of their sites.
    pub site: Option<SiteId>,
    /// What kind.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// In words.
    pub wording: String,
    /// Who answers for it here.
    pub owner: PersonId,
    /// When it was made there.
    pub made_at: Timestamp,
    /// When what it promises happened.
    pub ended_at: Timestamp,
    /// When the other system settled how it ended; in the period of that instant it counts.
    pub settled_at: Timestamp,
    /// Whether it was kept in time.
    pub in_time: bool,
    /// Zone in which its instants are read (IANA).
    pub zone: String,
}

/// Writes the outcomes of promises of another system in few statements. Their after-images, in the same order, belong
/// to the events of the caller ([`Tx::take_in`]).
///
/// # Errors
/// A field's refusal; what the database refuses.
pub fn import_outcomes(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: &[ImportedOutcome],
) -> Outcome<Vec<(PromiseRow, Image)>> {
    let mut areas = BTreeMap::new();
    let mut rows = Vec::with_capacity(new.len());
    let numbers = act.numbers(tx, "P", new.len())?;
    for (one, number) in new.iter().zip(numbers) {
        if one.ended_at < one.made_at || one.settled_at < one.ended_at || one.settled_at > act.now {
            return Err(Refusal::field("/closed_at", "promise.before_made").with("made", one.made_at));
        }
        let area_id = match areas.get(&one.owner) {
            Some(area) => *area,
            None => {
                let area = people::record::person::home_area(tx, one.owner)?;
                areas.insert(one.owner, area);
                area
            }
        };
        rows.push(PromiseRow {
            id: act.new_id(),
            number,
            customer_id: one.customer,
            contact_id: None,
            site_id: one.site,
            kind: one.kind,
            about_kind: Some(one.about.kind.clone()),
            about_id: Some(one.about.id),
            subject: Json(JsonValue::Null),
            wording: one.wording.clone(),
            maker_id: None,
            owner_id: one.owner,
            sphere: Sphere::AfterSales,
            area_id,
            basis: IMPORTED.to_owned(),
            made_at: one.made_at,
            first_due_at: one.settled_at,
            first_due_on: None,
            due_at: one.settled_at,
            due_on: None,
            measured_at: one.settled_at,
            zone: one.zone.clone(),
            state: if one.in_time { State::Kept } else { State::KeptLate },
            ended_at: Some(one.ended_at),
            ended_recorded_at: Some(act.now),
            ended_by: None,
            ending: None,
            told_at: None,
            told_channel: None,
            checked: false,
            override_by: None,
            override_reason: None,
            chance_kept: 0,
            chance_n: 0,
            harm_minor: None,
            harm_currency: None,
            forecast_at: None,
            forecast_on: None,
            forecast_reason: None,
            tell_by: None,
            follows: None,
            turn: 0,
            paused_at: None,
            version: 1,
        });
    }
    let images = tx.insert_apart(&rows)?;
    let found: Vec<_> = rows.iter().map(|row| (entry(row), row.wording.clone())).collect();
    search::put_all(tx, found)?;
    Ok(rows.into_iter().zip(images).collect())
}

/// Takes an imported outcome back within the caller's event.
///
/// # Errors
/// `promise.ended` when it was made here, or somebody has changed it since.
pub fn take_back_outcome(tx: &mut Tx, id: PromiseId) -> Outcome<()> {
    let row = record::load(tx, id)?;
    if !row.is_imported() || row.version != 1 {
        return Err(Refusal::conflict("promise.ended").with("number", row.number));
    }
    tx.remove(&row)?;
    Ok(search::remove(tx, "promise", id.into())?)
}
