//! Leave with cover: while it lasts the cover inherits what is due (R20).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    LeaveId, PersonId,
    check::{self, WORDING_MAX},
    facts,
    notices::{Notice, notify},
    record::person::{self, LeaveRow},
    rules::cover::{LeaveAsked, LeaveFault, may_leave},
    terms::{LeaveState, PersonState},
};

/// Whose leave it is: one's own, or a colleague's for who may enter leave for others.
fn refuse_foreign(ctx: &Context, person: PersonId) -> Outcome<()> {
    if ctx.principal.id == person.0 || ctx.principal.may(Permission::LeaveManage) {
        return Ok(());
    }
    Err(Refusal::forbidden("permission").with("permission", Permission::LeaveManage.word()))
}

/// Plans a leave and names who covers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLeave {
    /// Who is away; oneself when left out.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// From this instant.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from: Timestamp,
    /// Until this one (exclusive).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Who covers.
    pub cover: PersonId,
    /// What the cover should know.
    #[serde(default)]
    pub note: String,
}

/// The new leave.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LeaveMade {
    /// Its id.
    pub leave: LeaveId,
}

impl PlanLeave {
    fn whose(&self, ctx: &Context) -> PersonId {
        self.person.unwrap_or(PersonId(ctx.principal.id))
    }
}

fn refusal(fault: LeaveFault) -> Refusal {
    let (pointer, rule) = match fault {
        LeaveFault::Empty => ("/until", "leave.empty"),
        LeaveFault::Past => ("/until", "field.past"),
        LeaveFault::OwnCover => ("/cover", "leave.own_cover"),
        LeaveFault::CoverGone => ("/cover", "leave.cover_gone"),
        LeaveFault::Overlaps => ("/from", "leave.overlaps"),
        LeaveFault::CoverAway => ("/cover", "leave.cover_away"),
    };
    Refusal::field(pointer, rule)
}

impl Action for PlanLeave {
    const NAME: &'static str = "leave.plan";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LeaveMade;
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let person = person::person(tx, self.whose(ctx))?.id;
        let cover = person::person(tx, self.cover).map_err(|refusal| refusal.in_field("/cover"))?.id;
        // The cover's own plans decide too: both are locked, so that two plans cannot pass each other.
        Ok(Touches { customers: Vec::new(), chains: vec![person.into(), cover.into()] })
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let person = self.whose(act);
        refuse_foreign(act, person)?;
        person::active_person(tx, person)?;
        let cover = person::person(tx, self.cover)?;
        let own = person::leaves_between(tx, person, self.from, self.until)?.len();
        let covers = person::leaves_between(tx, self.cover, self.from, self.until)?.len();
        let asked = LeaveAsked { person, cover: self.cover, from: self.from, until: self.until };
        may_leave(&asked, cover.state == PersonState::Active, own, covers, act.now).map_err(refusal)?;
        let row = LeaveRow {
            id: act.new_id(),
            person_id: person,
            from_at: self.from,
            until_at: self.until,
            cover_id: self.cover,
            note: check::optional("/note", &self.note, WORDING_MAX)?,
            state: LeaveState::Planned,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("leave", row.id);
        act.fact("from", self.from);
        act.fact("until", self.until);
        tell_cover(tx, act, &row, "notice-leave-cover")?;
        Ok(LeaveMade { leave: row.id })
    }
}

fn tell_cover(tx: &mut Tx, act: &mut Act<'_>, row: &LeaveRow, kind: &'static str) -> Outcome<()> {
    if act.principal.id == row.cover_id.0 {
        return Ok(());
    }
    let facts = vec![
        ("person", facts::person(row.person_id)),
        ("from", Fact::from(row.from_at)),
        ("until", Fact::from(row.until_at)),
    ];
    notify(tx, act, Notice::new(row.cover_id, kind, facts).at("/leave"))?;
    Ok(())
}

/// Calls a leave off; one that has begun ends now, and what was covered is the owner's again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelLeave {
    /// The leave.
    pub leave: LeaveId,
}

impl Action for CancelLeave {
    const NAME: &'static str = "leave.cancel";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = tx.get::<LeaveRow>(self.leave)?.ok_or_else(Refusal::absent)?;
        Ok(Touches { customers: Vec::new(), chains: vec![row.person_id.into(), row.cover_id.into()] })
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = tx.get::<LeaveRow>(self.leave)?.ok_or_else(Refusal::absent)?;
        refuse_foreign(act, row.person_id)?;
        if row.state == LeaveState::Cancelled || row.until_at <= act.now {
            return Err(Refusal::conflict("leave.over"));
        }
        let told = row.clone();
        if row.from_at < act.now {
            row.until_at = act.now;
        } else {
            row.state = LeaveState::Cancelled;
        }
        tx.update(&mut row)?;
        act.fact("leave", row.id);
        tell_cover(tx, act, &told, "notice-leave-ended")
    }
}
