//! Leave and keys: whoever goes away must leave somebody behind who can open what they open (R37).

use accord_kernel::{Context, Guard, Intent, Outcome, Refusal};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;
use uuid::Uuid;

use crate::{
    record::part::{KeyRow, PlaceRow, keys_of_person, keys_of_place, place},
    rules::stock::{Holder, first_day_alone},
};

/// Refuses a leave during which nobody could open a store of parts.
pub(crate) const GUARD: Guard = Guard { name: "visit.second_key", check };

fn instant(intent: &Intent<'_>, name: &str) -> Option<Timestamp> {
    intent.input.get(name)?.as_str()?.parse().ok()
}

fn check(tx: &mut Tx, ctx: &Context, intent: &Intent<'_>) -> Outcome<()> {
    if intent.action.name != "leave.plan" {
        return Ok(());
    }
    let named = intent.input.get("person").and_then(|value| value.as_str()).map(Uuid::parse_str);
    let person = match named {
        Some(Ok(id)) => PersonId(id),
        _ => PersonId(ctx.principal.id),
    };
    let (Some(from), Some(until)) = (instant(intent, "from"), instant(intent, "until")) else {
        return Ok(());
    };
    if from >= until {
        return Ok(());
    }
    let (first, last) = days(ctx, from, until);
    for key in keys_of_person(tx, person, first)? {
        if key.from_on > last {
            continue;
        }
        let at = place(tx, key.place_id)?;
        if !at.active || !at.kind.by_key() {
            continue;
        }
        let (begins, ends) = (first.max(key.from_on), key.until_on.map_or(last, |until| until.min(last)));
        if let Some(alone) = alone(tx, ctx, &at, person, begins, ends)? {
            return Err(Refusal::conflict("part.second_key")
                .with("place", at.name)
                .with("on", alone)
                .possible_action("give-key", Vec::new(), "part_key.give", json!({ "place": at.id })));
        }
    }
    Ok(())
}

/// The civil days of a stretch in the company's zone, both included.
fn days(ctx: &Context, from: Timestamp, until: Timestamp) -> (Date, Date) {
    let zone = ctx.zone();
    let end = until.checked_sub(SignedDuration::from_secs(1)).unwrap_or(until);
    (zone.to_datetime(from).date(), zone.to_datetime(end).date())
}

/// The first day on which nobody but `without` could open a place.
pub(crate) fn alone(
    tx: &mut Tx,
    ctx: &Context,
    at: &PlaceRow,
    without: PersonId,
    from: Date,
    until: Date,
) -> Outcome<Option<Date>> {
    let keys: Vec<KeyRow> = keys_of_place(tx, at.id, from)?;
    let zone = ctx.zone();
    let start = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp()).unwrap_or(Timestamp::MAX);
    let mut holders = Vec::with_capacity(keys.len());
    for key in keys {
        if people::active_person(tx, key.person_id).is_err() {
            continue;
        }
        let after = start(until.tomorrow().unwrap_or(until));
        let away = people::leaves_between(tx, key.person_id, start(from), after)?;
        holders.push(Holder {
            person: key.person_id.into(),
            from: key.from_on,
            until: key.until_on,
            away: away.into_iter().map(|(from, until)| days(ctx, from, until)).collect(),
        });
    }
    Ok(first_day_alone(&holders, without.into(), from, until))
}
