//! What is to be done about contracts.

use accord_kernel::{Audience, Context, Fact, Outcome, Permission, Touches, View};
use accord_room_asset as asset;
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit};
use crate::{
    id::{ContractId, ContractTaskId, TaskKind, TaskOutcome, TaskState},
    record::task::{TaskFilter, TaskRow, tasks},
    rules::feasibility::Missing,
    settings,
};

/// A task as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskFacts {
    /// Id.
    pub id: ContractTaskId,
    /// What it is about.
    pub kind: TaskKind,
    /// In words.
    pub text: String,
    /// The customer.
    pub customer: Whose,
    /// The contract.
    pub contract: Option<ContractId>,
    /// Name of the unit or the site.
    pub what: String,
    /// Who has it.
    pub owner: Who,
    /// By the end of which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Its day has passed.
    pub late: bool,
    /// How it stands.
    pub state: TaskState,
    /// What came of it.
    pub outcome: Option<TaskOutcome>,
    /// In words.
    pub words: Option<String>,
    /// Row version.
    pub version: i64,
}

/// Tasks about contracts, the next due first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TaskList {
    /// Only one's own, and those of whom one covers.
    pub mine: Option<bool>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only of a kind.
    pub kind: Option<TaskKind>,
    /// Those that are done too.
    pub all: Option<bool>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
}

/// A list of tasks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskPage {
    /// The rows.
    pub rows: Vec<TaskFacts>,
}

impl View for TaskList {
    const NAME: &'static str = "contract.tasks";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<TaskPage> {
        let limit = limit(self.limit)?;
        let owners = if self.mine.unwrap_or(false) { accord_room_people::mine(ctx) } else { Vec::new() };
        let customer = self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id);
        let filter = TaskFilter { owners, customer, open: !self.all.unwrap_or(false), kind: self.kind };
        let found = tasks(tx, ctx, &filter, limit)?;
        Ok(TaskPage { rows: shown(tx, ctx, &found)? })
    }
}

/// Tasks as shown.
pub(super) fn shown(tx: &mut Tx, ctx: &Context, rows: &[TaskRow]) -> Outcome<Vec<TaskFacts>> {
    let names = Names::read(
        tx,
        rows.iter().map(|row| row.owner_id).collect(),
        rows.iter().map(|row| row.customer_id).collect(),
    )?;
    let today = settings::today(ctx);
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        let what = match (row.asset_id, row.site_id) {
            (Some(id), _) => asset::asset(tx, id)?.name(),
            (None, Some(id)) => customer::site(tx, id)?.name,
            (None, None) => String::new(),
        };
        shown.push(TaskFacts {
            id: row.id,
            kind: row.kind,
            text: text(ctx, row),
            customer: names.whose(row.customer_id),
            contract: row.contract_id,
            what,
            owner: names.who(row.owner_id),
            due_on: row.due_on,
            late: row.state == TaskState::Open && row.due_on < today,
            state: row.state,
            outcome: row.outcome,
            words: row.words.clone(),
            version: row.version,
        });
    }
    Ok(shown)
}

/// A task in words of the reader.
fn text(ctx: &Context, row: &TaskRow) -> String {
    if row.kind == TaskKind::Readiness {
        let missing: Option<Missing> = serde_json::from_value(row.facts.0.clone()).ok();
        return missing.map(|one| crate::ready::say(ctx, &one)).unwrap_or_default();
    }
    let until: Option<Date> =
        row.facts.0.get("until").and_then(|value| value.as_str()).and_then(|text| text.parse().ok());
    let reason = row.facts.0.get("reason").and_then(|value| value.as_str()).unwrap_or_default();
    let until = until.map_or(Fact::Text("–".to_owned()), Fact::Date);
    let key = format!("{}-text", row.kind.message());
    ctx.tongue().say_with(&key, &[("until", until), ("reason", reason.into())])
}
