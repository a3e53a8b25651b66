//! What manufacturing and service say before a checkpoint is decided.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{CheckpointAnswer, checkpoint_touches, load_acting};
use crate::{
    CheckpointId,
    input::{WORDING_MAX, date, optional},
    neighbours::author,
    record::find,
    tell::{Word, path, tell},
};

/// Manufacturing says how ready it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateReadiness {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// The version that was read.
    pub version: i64,
    /// In per cent.
    pub percent: i64,
    /// What is to be said with it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Action for StateReadiness {
    const NAME: &'static str = "checkpoint.state_readiness";
    const PERMISSION: Permission = Permission::ReviewSignManufacturing;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = load_acting(tx, self.checkpoint, self.version)?;
        let order = find(tx, row.order_id)?;
        if !(0..=100).contains(&self.percent) {
            return Err(Refusal::field("/percent", "order.percent"));
        }
        row.readiness_percent = Some(self.percent);
        row.readiness_by = author(act);
        row.readiness_at = Some(act.now);
        row.readiness_note = optional("/note", self.note.as_deref(), WORDING_MAX)?;
        tx.update(&mut row)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("percent", self.percent);
        let word = Word::of("notice-checkpoint-readiness", &order).with("percent", self.percent);
        tell(tx, act, &order, &[row.owner_id], path(order.id), &word)?;
        Ok(CheckpointAnswer::of(&row))
    }
}

/// Service says whether it can install early.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateService {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// The version that was read.
    pub version: i64,
    /// Whether it can.
    pub able: bool,
    /// From which day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
}

impl Action for StateService {
    const NAME: &'static str = "checkpoint.state_service";
    const PERMISSION: Permission = Permission::ReviewSignService;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = load_acting(tx, self.checkpoint, self.version)?;
        let order = find(tx, row.order_id)?;
        row.service_able = Some(self.able);
        row.service_from = self.from.map(|on| date("/from", on)).transpose()?;
        row.service_by = author(act);
        row.service_at = Some(act.now);
        tx.update(&mut row)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("able", self.able);
        let kind =
            if self.able { "notice-checkpoint-service-able" } else { "notice-checkpoint-service-unable" };
        tell(tx, act, &order, &[row.owner_id], path(order.id), &Word::of(kind, &order))?;
        Ok(CheckpointAnswer::of(&row))
    }
}
