//! Changing what is known of an opportunity, and its stage.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Touches};
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    StandAnswer, load_open,
    open::{ItemInput, items},
    same_customer, touches,
};
use crate::{
    Kind, OpportunityId,
    input::{NAME_MAX, WORDING_MAX, amount, text, words},
    neighbours::{at_version, pursuer},
    stages::stage,
    tell::tell,
};

/// Changes what is known of an open opportunity; what is left out stays.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeOpportunity {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Version that was read.
    pub version: i64,
    /// The customer, when it is known; it must be the opportunity's.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// What it is about.
    #[serde(default)]
    pub title: Option<String>,
    /// What it is to them and to us.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// What it is worth.
    #[serde(default)]
    pub value: Option<Money>,
    /// What would be bought; the whole list.
    #[serde(default)]
    pub items: Option<Vec<ItemInput>>,
    /// For which of their places.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// The rival who is there now; empty for none.
    #[serde(default)]
    pub incumbent: Option<String>,
    /// Where that rival is weak.
    #[serde(default)]
    pub weak_points: Option<String>,
    /// Who pursues it.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

impl Action for ChangeOpportunity {
    const NAME: &'static str = "opportunity.change";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = load_open(tx, self.opportunity)?;
        at_version(&row, self.version)?;
        same_customer(tx, self.customer, row.customer_id)?;
        if let Some(title) = &self.title {
            row.title = text("/title", title, NAME_MAX)?;
        }
        row.kind = self.kind.unwrap_or(row.kind);
        if let Some(value) = self.value {
            let value = amount("/value", value)?;
            (row.value_minor, row.currency) = (Some(value.minor), Some(value.currency));
        }
        if let Some(list) = &self.items {
            row.items = Json(items(tx, list)?);
        }
        if let Some(site) = self.site {
            row.site_id = Some(customer::named_site(tx, row.customer_id, "/site", site)?.id);
        }
        if self.incumbent.is_some() {
            row.incumbent = words("/incumbent", self.incumbent.as_deref(), NAME_MAX)?;
        }
        if self.weak_points.is_some() {
            row.weak_points = words("/weak_points", self.weak_points.as_deref(), WORDING_MAX)?;
        }
        let former = row.owner_id;
        if self.owner.is_some() {
            row.owner_id = Some(pursuer(tx, act, row.customer_id, self.owner)?);
        }
        tx.update(&mut row)?;
        row.index(tx)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        if row.owner_id != former {
            tell(tx, act, row.owner_id, "notice-opportunity-yours", &row, Vec::new())?;
        }
        Ok(StandAnswer::of(&row))
    }
}

/// Moves an open opportunity to another stage.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveStage {
    /// The opportunity.
    pub opportunity: OpportunityId,
    /// Version that was read, when it must not have changed.
    #[serde(default)]
    pub version: Option<i64>,
    /// Word of the stage.
    pub stage: String,
}

impl Action for MoveStage {
    const NAME: &'static str = "opportunity.move";
    const PERMISSION: Permission = Permission::PipelineWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StandAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.opportunity)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StandAnswer> {
        let mut row = load_open(tx, self.opportunity)?;
        if let Some(version) = self.version {
            at_version(&row, version)?;
        }
        let to = stage(tx, "/stage", &self.stage)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("from", &row.stage);
        act.fact("to", &to.word);
        if row.stage != to.word {
            row.stage = to.word;
            tx.update(&mut row)?;
        }
        Ok(StandAnswer::of(&row))
    }
}
