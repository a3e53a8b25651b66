//! Handing a case over: warm or not at all. The named person accepts while both are on (R29).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId, check};
use accord_room_promise as promise;
use accord_store::Tx;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{CaseAnswer, clock::note, keep, standing, touches};
use crate::{
    clocks::ABOUT,
    id::{CaseId, Change},
    neighbours::{TAKE_NOTE, about_case, author, tell},
    settings,
};

/// Asks a named colleague to take the case over. It stays yours until they accept.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferHandover {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// Who shall take it.
    pub to: PersonId,
    /// What they have to know, so that the customer repeats nothing.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for OfferHandover {
    const NAME: &'static str = "case.offer_handover";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        people::named_person(tx, "/to", self.to)?;
        if row.owner_id == self.to {
            return Err(Refusal::field("/to", "promise.same_owner"));
        }
        if people::covers(tx, act.now)?.is_away(self.to) {
            return Err(Refusal::field("/to", "case.not_on"));
        }
        row.offered_to = Some(self.to);
        row.offered_at = Some(act.now);
        let entry = crate::talk::entry(act, &row, (crate::id::EntryKind::Note, words));
        tx.insert(&entry)?;
        let word = about_case("notice-case-offered", &row).acknowledged_within(TAKE_NOTE);
        tell(tx, act, &[self.to], &word)?;
        act.fact("to", self.to);
        keep(tx, act, row)
    }
}

/// Takes a case over that one was asked to take. From here it is yours to the end.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptHandover {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
}

impl Action for AcceptHandover {
    const NAME: &'static str = "case.accept_handover";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let me = author(act).ok_or_else(|| Refusal::conflict("case.not_offered"))?;
        let minutes: i64 = settings::get(tx, act, &settings::HANDOVER_MINUTES)?;
        let fresh =
            row.offered_at.is_some_and(|at| act.now.duration_since(at) <= SignedDuration::from_mins(minutes));
        if row.offered_to != Some(me) {
            return Err(Refusal::conflict("case.not_offered"));
        }
        if !fresh {
            return Err(Refusal::conflict("case.offer_cold").with("minutes", minutes));
        }
        let before = row.owner_id;
        note(tx, act, &row, Change::Owner, (Some(before.to_string()), Some(me.to_string())), "")?;
        row.owner_id = me;
        row.offered_to = None;
        row.offered_at = None;
        row.handovers += 1;
        for owed in promise::about(tx, ABOUT, row.id)? {
            if owed.state == promise::State::Open && owed.owner_id == before {
                promise::hand_over(tx, act, owed.id, me, "")?;
            }
        }
        let word = about_case("notice-case-taken", &row);
        tell(tx, act, &[before], &word)?;
        keep(tx, act, row)
    }
}
