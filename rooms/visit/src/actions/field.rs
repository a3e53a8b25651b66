//! On the way, there, over: what somebody does on the spot, perhaps without network and told to us later. The first who
//! sets out and the first who arrives count; a second word of the same changes nothing, so that a device may repeat it.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::{PersonId, check};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{facts, living, must_go, touches};
use crate::{
    VisitId, VisitState, cases,
    neighbours::{author, happened},
    record::visit::{VisitRow, person_of, visit},
    rules::step::open_steps,
    tell,
    views::step_facts,
};

/// Longest way that somebody may say.
const WAY_MAX: i64 = 48 * 60;
/// What was done before the visit was written down may be told so far back.
const BEFORE: SignedDuration = SignedDuration::from_hours(24);

/// How a visit stands after a step.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitStep {
    /// The visit.
    pub visit: VisitId,
    /// How it stands.
    pub state: VisitState,
    /// When the step happened, as it is kept.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Row version.
    pub version: i64,
}

fn since(row: &VisitRow) -> Timestamp {
    row.made_at.checked_sub(BEFORE).unwrap_or(row.made_at)
}

fn step(row: &VisitRow, at: Timestamp) -> VisitStep {
    VisitStep { visit: row.id, state: row.state, at, version: row.version }
}

/// Sets out for a visit. The customer hears who comes and when they will be there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TravelVisit {
    /// The visit.
    pub visit: VisitId,
    /// When; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// Minutes of the way, if known.
    #[serde(default)]
    pub minutes: Option<i64>,
}

impl Action for TravelVisit {
    const NAME: &'static str = "visit.travel";
    const PERMISSION: Permission = Permission::VisitDo;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitStep;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitStep> {
        let mut row = living(tx, self.visit)?;
        must_go(tx, act, &row)?;
        let at = happened(act, self.at, since(&row))?;
        facts(act, &row);
        if row.travel_at.is_some() || row.state == VisitState::OnSite {
            return Ok(step(&row, row.travel_at.unwrap_or(at)));
        }
        row.travel_at = Some(at);
        row.state = VisitState::Travelling;
        if let Some(minutes) = self.minutes {
            if !(1..=WAY_MAX).contains(&minutes) {
                return Err(Refusal::field("/minutes", "field.range")
                    .with("from", 1_i64)
                    .with("to", WAY_MAX));
            }
            let eta = at.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(at);
            row.eta_at = Some(eta);
            // News that is over when it arrives is no news.
            if eta > act.now
                && let Some(person) = author(act)
            {
                tell::on_the_way(tx, act, &row, person)?;
            }
        }
        tx.update(&mut row)?;
        cases::follow(tx, act, &row, None)?;
        act.fact("state", row.state);
        act.fact("at", at);
        Ok(step(&row, at))
    }
}

/// Is there. Whoever owns what the visit is about hears it by this event: a clock of a case, say.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArriveVisit {
    /// The visit.
    pub visit: VisitId,
    /// When; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

impl Action for ArriveVisit {
    const NAME: &'static str = "visit.arrive";
    const PERMISSION: Permission = Permission::VisitDo;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitStep;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitStep> {
        let mut row = living(tx, self.visit)?;
        must_go(tx, act, &row)?;
        let at = happened(act, self.at, since(&row))?;
        if let Some(person) = author(act)
            && let Some(mut one) = person_of(tx, row.id, person)?.filter(|one| one.arrived_at.is_none())
        {
            one.arrived_at = Some(at);
            tx.update(&mut one)?;
        }
        let first = row.arrived_at.is_none_or(|known| at < known);
        if first {
            row.arrived_at = Some(at);
            row.state = VisitState::OnSite;
            tx.update(&mut row)?;
        }
        facts(act, &row);
        act.fact("first", first);
        act.fact("at", at);
        if let Some(person) = author(act) {
            act.fact("person", person);
            if first {
                cases::arrived(tx, act, &row, person, at)?;
            }
        }
        Ok(step(&row, row.arrived_at.unwrap_or(at)))
    }
}

/// The visit is over: every step that matters is done.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishVisit {
    /// The visit.
    pub visit: VisitId,
    /// When; now when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// What somebody has to come back for, in words.
    #[serde(default)]
    pub come_back: Option<String>,
}

impl Action for FinishVisit {
    const NAME: &'static str = "visit.finish";
    const PERMISSION: Permission = Permission::VisitDo;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitStep;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.visit)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<VisitStep> {
        let mut row = visit(tx, self.visit)?;
        must_go(tx, act, &row)?;
        if row.state == VisitState::Done {
            act.quiet();
            return Ok(step(&row, row.done_at.unwrap_or(act.now)));
        }
        if row.state == VisitState::Cancelled {
            living(tx, row.id)?;
        }
        let at = happened(act, self.at, row.arrived_at.unwrap_or(since(&row)))?;
        let known = step_facts(tx, &row)?;
        let open = open_steps(&known);
        if !open.is_empty() {
            let words = open.iter().map(|step| Fact::Word(step.message())).collect();
            return Err(Refusal::conflict("visit.steps_open")
                .with("number", row.number.clone())
                .with("steps", Fact::List(words)));
        }
        row.done_at = Some(at);
        row.state = VisitState::Done;
        tx.update(&mut row)?;
        // What was held and not taken is free for others.
        accord_room_capacity::drop_in_hand(tx, super::part::booking(row.id), None)?;
        facts(act, &row);
        act.fact("at", at);
        act.fact("signed", known.signed);
        if let Some(person) = author(act) {
            act.fact("person", person);
        }
        if let Some(words) = check::some("/come_back", self.come_back.as_deref(), check::WORDING_MAX)? {
            come_back(tx, act, &row, &words)?;
        }
        Ok(step(&row, at))
    }
}

/// Somebody has to come back: a visit of the same thing, without a time yet, so that it cannot be forgotten.
fn come_back(tx: &mut Tx, act: &mut Act<'_>, row: &VisitRow, words: &str) -> Outcome<()> {
    let who: Option<PersonId> = row.told_person;
    let next = super::plan::again(tx, act, row, words)?;
    act.fact("next_visit", next.id);
    let planners = accord_room_people::heads(tx, "service_planner")?;
    tell::colleagues(tx, act, &planners, "notice-visit-again", &next)?;
    let own: Vec<PersonId> = who.into_iter().collect();
    tell::colleagues(tx, act, &own, "notice-visit-again", &next)
}
