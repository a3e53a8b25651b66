//! The checks of the kinds that are kept by a person's own working time: call-back, visit, update, document (R20).
//! Rooms that know slots, crews or parts register those of the other kinds.

use accord_business_time::Pause;
use accord_kernel::{Check, Context, Feasibility, Outcome, Refusal, Wanted};
use accord_room_customer::SiteId;
use accord_room_people::{self as people, PersonId, settings::SettingDef};
use accord_store::Tx;
use jiff::SignedDuration;
use serde::Deserialize;

use crate::{
    id::Kind,
    neighbours,
    rules::own_time::{self, Limit, OwnTime},
    settings,
};

/// The checks of this room.
pub fn all() -> Vec<Check> {
    [Kind::CallBack, Kind::Visit, Kind::Update, Kind::Document]
        .into_iter()
        .map(|kind| Check { kind: kind.word(), run: check })
        .collect()
}

/// What such a check is asked about; the ledger fills it in.
#[derive(Debug, Deserialize)]
struct Subject {
    kind: Kind,
    owner: PersonId,
    site: Option<SiteId>,
}

fn check(tx: &mut Tx, ctx: &Context, wanted: &Wanted) -> Outcome<Feasibility> {
    let subject: Subject =
        serde_json::from_value(wanted.subject.clone()).map_err(|error| Refusal::defect(error.to_string()))?;
    let minutes: i64 = settings::get(tx, ctx, lead(subject.kind))?;
    // Whoever has the owner's work at the due keeps it: the cover's hours count, not the absent owner's.
    let keeper = neighbours::responsible(tx, ctx, subject.owner, wanted.due_at)?;
    let calendar = neighbours::person_calendar(tx, keeper)?;
    let place = match (subject.kind, subject.site) {
        (Kind::Visit, Some(_)) => {
            let customer = accord_room_customer::load(tx, wanted.customer)?.id;
            Some(neighbours::place(tx, ctx, customer, subject.site)?)
        }
        _ => None,
    };
    // Leave of whoever keeps it is covered up to the due, or it would not be them; what is left is leave without
    // anybody, as when two cover each other.
    let away = uncovered(tx, ctx, keeper, wanted)?;
    let answer = own_time::answer(&OwnTime {
        now: ctx.now,
        wanted: wanted.due_at,
        lead: SignedDuration::from_mins(minutes),
        owner: &calendar,
        place: place.as_ref().map(|place| &place.calendar),
        away: &away,
    });
    Ok(Feasibility {
        feasible: answer.feasible,
        earliest: answer.earliest,
        limits: answer.limits.into_iter().map(|limit| (word(limit), Vec::new())).collect(),
        override_by: Some(neighbours::override_permission(subject.kind)),
        deliverers: vec![keeper.into()],
    })
}

fn uncovered(tx: &mut Tx, ctx: &Context, keeper: PersonId, wanted: &Wanted) -> Outcome<Vec<Pause>> {
    if !people::covers(tx, wanted.due_at)?.is_away(keeper) {
        return Ok(Vec::new());
    }
    let leaves = people::leaves_between(tx, keeper, ctx.now, wanted.due_at)?;
    Ok(leaves.into_iter().map(|(from, until)| Pause { from, until: Some(until) }).collect())
}

fn lead(kind: Kind) -> &'static SettingDef {
    match kind {
        Kind::Visit => &settings::LEAD_VISIT,
        Kind::Update => &settings::LEAD_UPDATE,
        Kind::Document => &settings::LEAD_DOCUMENT,
        _ => &settings::LEAD_CALL_BACK,
    }
}

fn word(limit: Limit) -> &'static str {
    match limit {
        Limit::OwnerHours => "owner_hours",
        Limit::OwnerAway => "owner_away",
        Limit::PlaceClosed => "place_closed",
        Limit::Never => "never_open",
    }
}
