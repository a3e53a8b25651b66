//! What happens at a checkpoint because time passes.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Touches};
use accord_room_people as people;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{CheckpointAnswer, checkpoint_touches};
use crate::{
    CheckpointId, commitment,
    neighbours::{HEAD_OF_MANUFACTURING, HEAD_OF_SALES, service_owners},
    record::{find, find_checkpoint, lines},
    rules::checkpoint::CheckpointState,
    tell::{Word, path, tell},
};

/// The day of a checkpoint begins: its owner and those who must say how ready they are hear of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindCheckpoint {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
}

impl Action for RemindCheckpoint {
    const NAME: &'static str = "checkpoint.remind";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let row = find_checkpoint(tx, self.checkpoint)?;
        let order = find(tx, row.order_id)?;
        if !row.state.is_open() || !order.is_open() {
            act.quiet();
            return Ok(CheckpointAnswer::of(&row));
        }
        let mut persons = vec![row.owner_id];
        if row.readiness_percent.is_none() {
            persons.extend(people::heads(tx, HEAD_OF_MANUFACTURING)?);
        }
        let lines = lines(tx, order.id)?;
        if row.service_able.is_none() && commitment::is_installed(tx, &order, &lines)? {
            persons.extend(service_owners(tx, &order)?);
        }
        persons.sort_unstable();
        persons.dedup();
        act.fact("order", order.id);
        act.fact("number", &order.number);
        let word = Word::of("notice-checkpoint-today", &order).with("due", row.due_at);
        tell(tx, act, &order, &persons, path(order.id), &word)?;
        Ok(CheckpointAnswer::of(&row))
    }
}

/// The day of a checkpoint is over and nobody acted: the head of sales hears of it. The date stays as it was told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalateCheckpoint {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
}

impl Action for EscalateCheckpoint {
    const NAME: &'static str = "checkpoint.escalate";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = CheckpointAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        checkpoint_touches(tx, ctx, self.checkpoint)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CheckpointAnswer> {
        let mut row = find_checkpoint(tx, self.checkpoint)?;
        let order = find(tx, row.order_id)?;
        if !matches!(row.state, CheckpointState::Open | CheckpointState::Asked) || !order.is_open() {
            act.quiet();
            return Ok(CheckpointAnswer::of(&row));
        }
        row.state = CheckpointState::Escalated;
        row.escalated_at = Some(act.now);
        tx.update(&mut row)?;
        let mut persons = people::heads(tx, HEAD_OF_SALES)?;
        persons.extend(people::heads_of(tx, row.owner_id)?);
        persons.push(row.owner_id);
        persons.sort_unstable();
        persons.dedup();
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.chain(row.owner_id);
        let word = Word::of("notice-checkpoint-escalated", &order).with("on", row.due_on).urgent();
        tell(tx, act, &order, &persons, path(order.id), &word)?;
        Ok(CheckpointAnswer::of(&row))
    }
}
