//! The end of an opportunity: won, lost, opened again, and asking again later (R7, R8).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_people::{self as people, PersonId, settings::today};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{StandAnswer, close_step, not_open, touches};
use crate::{
    EarlierBusiness, EndReason, Kind, OpportunityId, OpportunityState, OrderRef,
    engineers::met_engineers,
    input::{NAME_MAX, WORDING_MAX, date, text, words},
    neighbours::{HEAD_OF_SERVICE, at_version, author, morning},
    origins::bought_before,
    record::{Opportunity, has_other_win, opportunity},
    rules::end::{Before, EndRefusal, counted_as, may_end},
    tell::tell,
};

/// The customer chose us.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WinOpportunity {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Version that was read, when it must not have changed.
    #[serde(default)]
    pub version: Option<i64>,
    /// Day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub closed_on: Option<Date>,
    /// The order that it became.
    #[serde(default)]
    pub order: Option<OrderRef>,
    /// What decided it.
    #[serde(default)]
    pub reason: Option<EndReason>,
    /// In words.
    #[serde(default)]
    pub words: Option<String>,
}

/// What was won, and as what it counts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WonAnswer {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// How it stands.
    pub state: OpportunityState,
    /// As what it counts: net-new once only.
    pub counted_as: Kind,
    /// Engineers whom the customer met: each may become the service owner.
    pub proposed_service_owners: Vec<PersonId>,
    /// Row version.
    pub version: i64,
}

impl Action for WinOpportunity {
    const NAME: &'static str = "opportunity.win";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WonAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<WonAnswer> {
        let mut row = loaded(tx, self.opportunity, self.version)?;
        let closed_on = date("/closed_on", self.closed_on.unwrap_or(today(act)))?;
        may_end(row.state, row.opened_on, closed_on, today(act), None).map_err(|why| refused(&row, why))?;
        let known: Vec<EarlierBusiness> = act.registry().extensions::<EarlierBusiness>().copied().collect();
        if let Some(order) = self.order {
            let mut theirs = false;
            for room in &known {
                theirs |= (room.is_theirs)(tx, row.customer_id, order.0)?;
            }
            if !theirs {
                return Err(Refusal::field("/order", "field.unknown_reference"));
            }
        }
        let order = self.order.map(Into::into);
        let before = Before {
            wins: has_other_win(tx, row.customer_id, row.id)?,
            bought: bought_before(tx, act.context(), row.customer_id, order, closed_on)?,
        };
        close_step(tx, act, &mut row, closed_on, "")?;
        row.state = OpportunityState::Won;
        row.closed_on = Some(closed_on);
        row.closed_by = author(act);
        row.closed_at = Some(act.now);
        row.end_reason = self.reason;
        row.end_words = words("/words", self.words.as_deref(), WORDING_MAX)?;
        row.order_id = order;
        let counted = counted_as(row.kind, before);
        row.counted_as = Some(counted);
        tx.update(&mut row)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("counted_as", counted);
        let engineers = propose_owners(tx, act, &row)?;
        Ok(WonAnswer {
            opportunity: row.id,
            state: row.state,
            counted_as: counted,
            proposed_service_owners: engineers,
            version: row.version,
        })
    }
}

/// The engineers whom the customer met are proposed as service owner, unless one of them is it already (R10).
fn propose_owners(tx: &mut Tx, act: &mut Act<'_>, row: &Opportunity) -> Outcome<Vec<PersonId>> {
    let engineers = met_engineers(tx, row)?;
    for engineer in &engineers {
        let name = people::person(tx, *engineer)?.name;
        let mut persons = people::heads(tx, HEAD_OF_SERVICE)?;
        persons.extend(row.owner_id);
        tell(tx, act, persons, "notice-opportunity-service-owner", row, vec![("engineer", name.into())])?;
    }
    Ok(engineers)
}

/// The customer chose somebody else, or nobody. A reason and a day to ask again are required.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoseOpportunity {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Version that was read, when it must not have changed.
    #[serde(default)]
    pub version: Option<i64>,
    /// What decided it.
    pub reason: EndReason,
    /// In words.
    pub words: String,
    /// The rival who got it; open when nobody did.
    #[serde(default)]
    pub lost_to: Option<String>,
    /// Day on which we ask again.
    #[schemars(with = "String", extend("format" = "date"))]
    pub recontact_on: Date,
    /// Day of the loss; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub closed_on: Option<Date>,
}

impl Action for LoseOpportunity {
    const NAME: &'static str = "opportunity.lose";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = loaded(tx, self.opportunity, self.version)?;
        let closed_on = date("/closed_on", self.closed_on.unwrap_or(today(act)))?;
        let recontact_on = date("/recontact_on", self.recontact_on)?;
        may_end(row.state, row.opened_on, closed_on, today(act), Some(Some(recontact_on)))
            .map_err(|why| refused(&row, why))?;
        close_step(tx, act, &mut row, closed_on, "")?;
        row.state = OpportunityState::Lost;
        row.closed_on = Some(closed_on);
        row.closed_by = author(act);
        row.closed_at = Some(act.now);
        row.end_reason = Some(self.reason);
        row.end_words = text("/words", &self.words, WORDING_MAX)?;
        row.lost_to = words("/lost_to", self.lost_to.as_deref(), NAME_MAX)?;
        row.recontact_on = Some(recontact_on);
        row.recontacted_at = None;
        tx.update(&mut row)?;
        watch_recontact(tx, act, &row)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("reason", self.reason);
        act.fact("recontact", recontact_on);
        Ok(StandAnswer::of(&row))
    }
}

fn loaded(tx: &mut Tx, id: OpportunityId, version: Option<i64>) -> Outcome<Opportunity> {
    let row = opportunity(tx, id)?;
    if let Some(version) = version {
        at_version(&row, version)?;
    }
    Ok(row)
}

fn refused(row: &Opportunity, why: EndRefusal) -> Refusal {
    match why {
        EndRefusal::NotOpen => not_open(row),
        EndRefusal::Day => Refusal::field("/closed_on", "pipeline.end_day").with("opened", row.opened_on),
        EndRefusal::Recontact => Refusal::field("/recontact_on", "pipeline.recontact_day"),
    }
}

/// Asking again falls due on the morning of its day.
fn watch_recontact(tx: &mut Tx, act: &mut Act<'_>, row: &Opportunity) -> Outcome<()> {
    act.cancel(tx, "opportunity.recontact_due", row.id)?;
    let (OpportunityState::Lost, Some(on)) = (row.state, row.recontact_on) else { return Ok(()) };
    let plan = Schedule {
        action: "opportunity.recontact_due",
        subject: row.id.into(),
        step: "due".to_owned(),
        input: json!({ "opportunity": row.id, "due_on": on }),
        due_at: morning(act.context(), on),
    };
    act.schedule(tx, &plan)
}

/// Opens an opportunity again that was won or lost.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenOpportunity {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Why.
    pub reason: String,
}

impl Action for ReopenOpportunity {
    const NAME: &'static str = "opportunity.reopen";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = opportunity(tx, self.opportunity)?;
        if row.state == OpportunityState::Open {
            return Err(Refusal::conflict("pipeline.is_open").with("number", row.number));
        }
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("was", row.state);
        act.fact("reason", reason);
        row.state = OpportunityState::Open;
        (row.closed_on, row.closed_at, row.closed_by) = (None, None, None);
        (row.recontact_on, row.recontacted_at) = (None, None);
        (row.end_reason, row.counted_as, row.order_id) = (None, None, None);
        row.end_words.clear();
        row.lost_to.clear();
        tx.update(&mut row)?;
        watch_recontact(tx, act, &row)?;
        Ok(StandAnswer::of(&row))
    }
}

/// Says what came of asking again; with another day it falls due once more.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskAgain {
    /// The lost opportunity.
    pub opportunity: OpportunityId,
    /// What they said.
    pub words: String,
    /// Day on which we ask once more.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub again_on: Option<Date>,
}

impl Action for AskAgain {
    const NAME: &'static str = "opportunity.ask_again";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = opportunity(tx, self.opportunity)?;
        if row.state != OpportunityState::Lost {
            return Err(Refusal::conflict("pipeline.not_lost").with("number", row.number));
        }
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("said", text("/words", &self.words, WORDING_MAX)?);
        match self.again_on.map(|on| date("/again_on", on)).transpose()? {
            Some(on) if on <= today(act) => {
                return Err(Refusal::field("/again_on", "pipeline.recontact_day"));
            }
            Some(on) => (row.recontact_on, row.recontacted_at) = (Some(on), None),
            None => row.recontacted_at = Some(act.now),
        }
        tx.update(&mut row)?;
        watch_recontact(tx, act, &row)?;
        if row.recontacted_at.is_some() {
            act.cancel(tx, "opportunity.recontact_due", row.id)?;
        }
        Ok(StandAnswer::of(&row))
    }
}

/// The day to ask again has come: it is work of who pursued it. It waits while nothing is sold to the customer (R31).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecontactDue {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

impl Action for RecontactDue {
    const NAME: &'static str = "opportunity.recontact_due";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let row = opportunity(tx, self.opportunity)?;
        act.quiet();
        let stands = row.state == OpportunityState::Lost && row.recontact_on == Some(self.due_on);
        if !stands || row.recontacted_at.is_some() {
            return Ok(());
        }
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        let reason = row.end_reason.map(|reason| Fact::Word(reason.message()));
        let facts = vec![("reason", reason.unwrap_or_else(|| Fact::from("")))];
        tell(tx, act, row.owner_id, "notice-opportunity-recontact", &row, facts)
    }
}
