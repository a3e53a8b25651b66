//! What stands at the demo's customers: presses of ours and of rivals, and the outages that the plans' worth is reckoned
//! from. An H1 stands still about one and a half times a year, for about a day and a half each time.

use accord_kernel::Outcome;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde_json::json;
use uuid::Uuid;

use super::{
    history::Dice,
    script::{Script, id, moment},
};

/// Model, and how often it stands still in ten years, on the whole.
const MODELS: &[(&str, u64)] = &[("H1", 15), ("H1", 15), ("H2", 22), ("H3", 9)];
/// Makers that the demo's customers also bought from, with a model of theirs.
const RIVALS: &[(&str, &str)] = &[("Vossberg", "VB 160"), ("Kestrel Presses", "KP-40")];
const CAUSES: &[&str] = &["drive unit", "door seal", "control board", "hydraulics", "roll bearing"];

/// Which of Harbour Mills' old presses stood still, when, and for how many hours, as Paul told it.
const OLD_OUTAGES: &[(usize, &str, i64)] = &[
    (0, "2025-05-13T04:20", 31),
    (3, "2025-06-30T14:00", 52),
    (0, "2025-08-21T22:10", 40),
    (8, "2025-10-07T09:30", 27),
    (1, "2025-12-02T17:45", 44),
];

/// Where units stand and who looks after them.
pub(super) struct Place<'p> {
    pub(super) customer: Uuid,
    pub(super) site: Uuid,
    pub(super) engineer: &'p str,
    pub(super) zone: &'p str,
}

/// The units of an ordinary customer with their outages since the customer was entered.
pub(super) fn stands(
    script: &mut Script<'_, '_>,
    dice: &mut Dice,
    since: Timestamp,
    place: &Place<'_>,
) -> Outcome<()> {
    let zone = TimeZone::get(place.zone).unwrap_or(TimeZone::UTC);
    let entered = zone.to_datetime(since).date();
    for _ in 0..1 + dice.below(3) {
        let Some((model, per_decade)) = dice.pick(MODELS).copied() else { continue };
        let age = 60 + i64::try_from(dice.below(2_400)).unwrap_or(0);
        let service = entered.saturating_sub(age.days());
        let accepted = service.saturating_add(4.days());
        let serial = format!("{model}-{}-{:03}", service.year(), dice.below(1_000));
        let unit = script.by(
            place.engineer,
            "asset.add",
            json!({
                "customer": place.customer, "site": place.site, "product": script.company.product(model)?,
                "serial": format!("{serial}{}", char::from(b'A' + u8::try_from(dice.below(26)).unwrap_or(0))),
                "in_service_on": service, "accepted_on": accepted, "known_from": entered,
            }),
        );
        // Two presses may be given the same number by chance: then there is one less.
        let Ok(unit) = unit else { continue };
        let unit = id(&unit, "asset")?;
        // Units differ: some stand still half as often as others of their model, some one and a half times.
        let rate = per_decade * (50 + dice.below(101)) / 100;
        outages(script, dice, (unit, rate), since, place)?;
    }
    if dice.below(5) == 0
        && let Some((maker, model)) = dice.pick(RIVALS).copied()
    {
        let service = entered.saturating_sub(i64::try_from(2_000 + dice.below(5_000)).unwrap_or(0).days());
        let ends =
            Date::constant(2026, 3, 31).saturating_add(i64::try_from(dice.below(24)).unwrap_or(0).months());
        script.together.at(since)?;
        script.by(
            place.engineer,
            "asset.add",
            json!({
                "customer": place.customer, "site": place.site, "origin": "rival", "maker": maker, "model": model,
                "in_service_on": service, "contract_ends_on": ends, "known_from": entered,
            }),
        )?;
    }
    script.together.at(since)
}

/// Day by day: whether the unit stands still, and for how long.
fn outages(
    script: &mut Script<'_, '_>,
    dice: &mut Dice,
    (unit, per_decade): (Uuid, u64),
    since: Timestamp,
    place: &Place<'_>,
) -> Outcome<()> {
    let ends = script.company.beginning.history_ends()?;
    let mut day = since;
    loop {
        day = day.checked_add(SignedDuration::from_hours(24)).unwrap_or(ends);
        if day >= ends {
            return script.together.at(since);
        }
        // `per_decade` in 3,652 days.
        if dice.below(3_652) >= per_decade {
            continue;
        }
        let minutes = i64::try_from(720 + dice.below(2_881)).unwrap_or(0);
        let over = day.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(ends);
        if over >= ends {
            return script.together.at(since);
        }
        script.together.at(over)?;
        let cause = dice.pick(CAUSES).copied().unwrap_or_default();
        script.by(
            place.engineer,
            "asset.outage_record",
            json!({ "asset": unit, "began_at": day, "ended_at": over, "cause": cause }),
        )?;
        day = over;
    }
}

/// What Paul told of the old presses, in the order in which Suzie wrote them down.
pub(super) fn old_outages(script: &mut Script<'_, '_>, units: &[Uuid], until: Timestamp) -> Outcome<()> {
    for (place, began, hours) in OLD_OUTAGES {
        let began = moment(began, "America/Chicago")?;
        let over = began.checked_add(SignedDuration::from_hours(*hours)).unwrap_or(began);
        let Some(unit) = units.get(*place).filter(|_| over <= until) else { continue };
        script.by(
            "suzie",
            "asset.outage_record",
            json!({ "asset": unit, "began_at": began, "ended_at": over, "source": "customer" }),
        )?;
    }
    Ok(())
}
