//! Coaching: asked for, held, reminded of (R54).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    coach::{REMIND, open, recent},
    id::{CoachingCause, CoachingId, CoachingState},
    input::{WORDING_MAX, date, text},
    neighbours::{Word, at_version, author, heads_of_service, tell},
    record::task::{CoachingRow, coaching, coachings},
    settings::today,
};

/// A coaching.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CoachingAnswer {
    /// Its id.
    pub coaching: CoachingId,
    /// How it stands.
    pub state: CoachingState,
    /// Row version.
    pub version: i64,
}

impl CoachingAnswer {
    fn of(row: &CoachingRow) -> Self {
        Self { coaching: row.id, state: row.state, version: row.version }
    }
}

/// Asks a head of service for help with offering service: one's own asking, nobody else's.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskCoaching {
    /// What one wants to practise.
    pub words: String,
}

impl Action for AskCoaching {
    const NAME: &'static str = "coaching.ask";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CoachingAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(author(ctx).map_or_else(Touches::nothing, Touches::chain))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CoachingAnswer> {
        let rep = author(act).ok_or_else(|| Refusal::forbidden("permission"))?;
        let words = text("/words", &self.words, WORDING_MAX)?;
        if coachings(tx, Some(rep), 20)?.iter().any(|row| row.state == CoachingState::Open) {
            return Err(Refusal::conflict("coaching.open_already"));
        }
        let figures = recent(tx, act, rep, None)?;
        Ok(CoachingAnswer::of(&open(tx, act, rep, CoachingCause::Asked, words, figures)?))
    }
}

/// Keeps that a coaching was held, and what was worked on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldCoaching {
    /// The coaching.
    pub coaching: CoachingId,
    /// The version that was read.
    pub version: i64,
    /// On which day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub held_on: Option<Date>,
    /// What they worked on.
    pub notes: String,
    /// Who coached; whoever records it when open.
    #[serde(default)]
    pub coach: Option<PersonId>,
}

impl Action for HoldCoaching {
    const NAME: &'static str = "coaching.hold";
    const PERMISSION: Permission = Permission::ContractApprove;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CoachingAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(coaching(tx, self.coaching)?.rep_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CoachingAnswer> {
        let mut row = coaching(tx, self.coaching)?;
        at_version(&row, self.version)?;
        if row.state != CoachingState::Open {
            return Err(Refusal::conflict("coaching.held_already"));
        }
        let on = date("/held_on", self.held_on.unwrap_or(today(act)))?;
        if on > today(act) {
            return Err(Refusal::field("/held_on", "contract.in_future"));
        }
        let coach = self.coach.or_else(|| author(act));
        if let Some(coach) = coach {
            people::named_person(tx, "/coach", coach)?;
        }
        row.state = CoachingState::Held;
        row.coach_id = coach;
        row.held_at = Some(act.now);
        row.held_on = Some(on);
        row.notes = Some(text("/notes", &self.notes, WORDING_MAX)?);
        tx.update(&mut row)?;
        act.cancel(tx, REMIND, row.id)?;
        act.fact("coaching", row.id);
        act.fact("rep", row.rep_id);
        act.fact("held_on", on);
        Ok(CoachingAnswer::of(&row))
    }
}

/// A coaching was not held in time: both are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindCoaching {
    /// The coaching.
    pub coaching: CoachingId,
}

impl Action for RemindCoaching {
    const NAME: &'static str = REMIND;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = CoachingAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(coaching(tx, self.coaching)?.rep_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CoachingAnswer> {
        let row = coaching(tx, self.coaching)?;
        if row.state != CoachingState::Open {
            act.quiet();
            return Ok(CoachingAnswer::of(&row));
        }
        act.fact("coaching", row.id);
        act.fact("rep", row.rep_id);
        let name = people::person(tx, row.rep_id)?.name;
        let mut persons = heads_of_service(tx)?;
        persons.push(row.rep_id);
        let word =
            Word::new("notice-coaching-late", "/coaching").with("rep", name).with("due", row.due_on).urgent();
        tell(tx, act, &persons, &word)?;
        Ok(CoachingAnswer::of(&row))
    }
}
