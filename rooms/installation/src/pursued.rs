//! What installations tell the pipeline about a unit on trial (R12): how its installation went, the faults that were found,
//! and what the customer said when asked.

use accord_kernel::{Context, Fact, Outcome, Registry};
use accord_room_people::settings::today;
use accord_room_pipeline::{ScoreFact, ScorecardSource, Trial, Verdict};
use accord_room_survey::{self as survey, SubjectKind};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};

use crate::{
    id::InstallationState,
    record::plan::{Installation, faults, of_asset},
};

/// The least rating that speaks for a trial, as with its acceptance.
const GOOD_RATING: i64 = 4;

/// Registers what the pipeline asks of installations.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(ScorecardSource { word: "installation", facts });
}

fn facts(tx: &mut Tx, ctx: &Context, trial: &Trial) -> Outcome<Vec<ScoreFact>> {
    let Some(unit) = trial.unit else { return Ok(Vec::new()) };
    let Some(row) = of_asset(tx, unit)? else { return Ok(Vec::new()) };
    let mut found: Vec<ScoreFact> = standing(&row, today(ctx)).into_iter().collect();
    for fault in faults(tx, row.id)? {
        let facts = vec![("what", fault.what.into()), ("at", fault.found_at.into())];
        found.push(fact(&row, "score-installation-fault", facts, Verdict::Bad, fault.found_at));
    }
    for asked in survey::of_subject(tx, SubjectKind::Installation, row.id.into())? {
        let (Some(rating), Some(at)) = (asked.rating, asked.answered_at) else { continue };
        let verdict = if rating < GOOD_RATING { Verdict::Bad } else { Verdict::Good };
        let facts = vec![("rating", rating.into()), ("at", at.into())];
        found.push(fact(&row, "score-installation-rated", facts, verdict, at));
    }
    Ok(found)
}

/// Whether it is done, and by the day that was planned.
fn standing(row: &Installation, today: Date) -> Option<ScoreFact> {
    let number = ("number", Fact::from(row.number.clone()));
    let until = row.planned_until;
    let (what, day, verdict) = match (row.state, row.finished_on) {
        (InstallationState::Cancelled, _) => return None,
        (_, Some(on)) if until.is_some_and(|until| on > until) => ("score-installed-late", on, Verdict::Bad),
        (_, Some(on)) => ("score-installed", on, Verdict::Good),
        (_, None) if until? < today => ("score-installation-late", until?, Verdict::Bad),
        (_, None) => ("score-installation-planned", until?, Verdict::Open),
    };
    let at = row.finished_at.unwrap_or(row.made_at);
    Some(fact(row, what, vec![number, ("on", day.into())], verdict, at))
}

fn fact(
    row: &Installation,
    what: &'static str,
    facts: Vec<(&'static str, Fact)>,
    verdict: Verdict,
    at: Timestamp,
) -> ScoreFact {
    ScoreFact { what, facts, verdict, at, thing: Some(("installation", row.id.into())) }
}

#[cfg(test)]
mod tests {
    use accord_store::Json;
    use jiff::civil::date;

    use super::*;
    use crate::id::{InstallationId, PlanKind};

    fn planned(until: Option<Date>) -> Installation {
        Installation {
            id: InstallationId(uuid::Uuid::from_u128(7)),
            number: "I-2031-0007".to_owned(),
            kind: PlanKind::Install,
            customer_id: uuid::Uuid::from_u128(1).into(),
            site_id: None,
            order_id: None,
            line_id: None,
            unit_no: 1,
            asset_id: None,
            product_id: None,
            title: String::new(),
            template_id: None,
            tools: Json(Vec::new()),
            skills: Json(Vec::new()),
            lead_id: None,
            seats: 0,
            planned_from: None,
            planned_until: until,
            moved_by_hand: false,
            moved_words: None,
            state: InstallationState::Planned,
            begun_at: None,
            finished_on: None,
            finished_at: None,
            trained: None,
            reason: None,
            made_at: "2031-03-03T08:00:00Z".parse().unwrap(),
            version: 1,
        }
    }

    #[test]
    fn r12_an_installation_speaks_for_the_trial_when_it_is_done_by_its_day() {
        let until = date(2031, 4, 18);
        let seen = |row: &Installation, today| standing(row, today).map(|fact| (fact.what, fact.verdict));
        let open = planned(Some(until));
        assert_eq!(seen(&open, until), Some(("score-installation-planned", Verdict::Open)));
        assert_eq!(seen(&open, date(2031, 4, 19)), Some(("score-installation-late", Verdict::Bad)));
        let done = |on| Installation {
            finished_on: Some(on),
            state: InstallationState::Finished,
            ..planned(Some(until))
        };
        assert_eq!(seen(&done(until), date(2031, 6, 1)), Some(("score-installed", Verdict::Good)));
        assert_eq!(
            seen(&done(date(2031, 4, 21)), date(2031, 6, 1)),
            Some(("score-installed-late", Verdict::Bad))
        );
        assert_eq!(seen(&planned(None), until), None);
        let off = Installation { state: InstallationState::Cancelled, ..open };
        assert_eq!(seen(&off, date(2031, 6, 1)), None);
    }
}
