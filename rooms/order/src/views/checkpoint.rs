//! Checkpoints in a list: of the house, or one's own.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use accord_room_people::mine;

use super::{CheckpointFacts, Leaf, Names, Whose, leaf, limit, one::checkpoint_facts, place};
use crate::{
    CheckpointId, OrderId,
    booking::touches,
    record::{CheckpointFilter, count_checkpoints, lines_of, list_checkpoints, orders_by_ids},
    rules::checkpoint::CheckpointState,
};

/// A checkpoint in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckpointLine {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Whose order.
    pub customer: Whose,
    /// What the customer was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub committed_on: Option<Date>,
    /// What we aim at.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub target_on: Option<Date>,
    /// The checkpoint.
    pub checkpoint: CheckpointFacts,
}

/// Checkpoints by their day.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CheckpointList {
    /// Of this order.
    pub order: Option<OrderId>,
    /// Only one's own and those one covers.
    pub mine: Option<bool>,
    /// Of this owner.
    pub owner: Option<PersonId>,
    /// How they stand.
    pub state: Option<CheckpointState>,
    /// Only those on which somebody may act, or only the others.
    pub open: Option<bool>,
    /// On or after.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// On or before.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of checkpoints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckpointPage {
    /// The rows.
    pub rows: Vec<CheckpointLine>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
}

impl View for CheckpointList {
    const NAME: &'static str = "checkpoint.list";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CheckpointPage;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        match self.order {
            Some(order) => touches(tx, ctx, order),
            None => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CheckpointPage> {
        let limit = limit(self.limit)?;
        let after: Option<(i64, Uuid)> = place(self.after.as_deref())?;
        let after =
            after.and_then(|(at, id)| Some((Timestamp::from_microsecond(at).ok()?, CheckpointId(id))));
        let owners = match (self.mine, self.owner) {
            (Some(true), _) => Some(mine(ctx)),
            (_, Some(owner)) => Some(vec![owner]),
            _ => None,
        };
        let filter = CheckpointFilter {
            order: self.order,
            owners,
            state: self.state,
            open: self.open,
            due_from: self.from,
            due_to: self.to,
        };
        let first = after.is_none();
        let found = list_checkpoints(tx, ctx, &filter, after, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_checkpoints(tx, ctx, &filter, most))?;
        let Leaf { rows: found, more, count, count_capped } = leaf;
        let next =
            found.last().filter(|_| more).map(|last| format!("{}_{}", last.due_at.as_microsecond(), last.id));
        let ids: Vec<OrderId> = found.iter().map(|row| row.order_id).collect();
        let orders = orders_by_ids(tx, &ids)?;
        let lines = lines_of(tx, &ids)?;
        let persons = found
            .iter()
            .flat_map(|row| [Some(row.owner_id), row.readiness_by, row.service_by, row.decided_by])
            .flatten()
            .collect();
        let names = Names::read(tx, persons, orders.iter().map(|order| order.customer_id).collect())?;
        let mut rows = Vec::with_capacity(found.len());
        for row in &found {
            let Some(order) = orders.iter().find(|order| order.id == row.order_id) else { continue };
            let due = || lines.iter().filter(|line| line.order_id == order.id && line.is_due());
            rows.push(CheckpointLine {
                order: order.id,
                number: order.number.clone(),
                customer: names.whose(order.customer_id),
                committed_on: due().filter_map(|line| line.committed_on).min(),
                target_on: due().filter_map(|line| line.target_on).min(),
                checkpoint: checkpoint_facts(row, &names),
            });
        }
        Ok(CheckpointPage { rows, next, count, count_capped })
    }
}
