//! Tasks about contracts: finished, given to somebody else, told in time.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_customer as customer;
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    id::{ContractTaskId, LossCause, TaskKind, TaskOutcome, TaskState},
    input::{WORDING_MAX, text},
    neighbours::{Word, at_version, author, tell},
    record::task::{TaskRow, task, tasks_of_contract},
    tasks::{self, REMIND, REMIND_SALES},
};

/// Says what came of a task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishTask {
    /// The task.
    pub task: ContractTaskId,
    /// The version that was read.
    pub version: i64,
    /// What came of it.
    pub outcome: TaskOutcome,
    /// In words: what the customer said, what was done.
    pub words: String,
    /// Why the customer does not go on.
    #[serde(default)]
    pub cause: Option<LossCause>,
}

/// A task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskAnswer {
    /// Its id.
    pub task: ContractTaskId,
    /// How it stands.
    pub state: TaskState,
    /// Row version.
    pub version: i64,
}

impl TaskAnswer {
    fn of(row: &TaskRow) -> Self {
        Self { task: row.id, state: row.state, version: row.version }
    }
}

fn facts(act: &mut Act<'_>, row: &TaskRow) {
    act.fact("task", row.id);
    act.fact("kind", row.kind);
    act.fact("due_on", row.due_on);
    act.chain(row.owner_id);
}

impl Action for FinishTask {
    const NAME: &'static str = "contract.finish_task";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let mut row = task(tx, self.task)?;
        at_version(&row, self.version)?;
        if row.state != TaskState::Open {
            return Err(Refusal::conflict("contract.task_not_open"));
        }
        if self.outcome != TaskOutcome::Done && row.kind != TaskKind::Renewal {
            return Err(Refusal::field("/outcome", "contract.only_of_renewal"));
        }
        if self.outcome == TaskOutcome::Renewed {
            // That a contract goes on is not said but done: the new one says it.
            return Err(Refusal::field("/outcome", "contract.renew_instead").possible_action(
                "contract_renew",
                Vec::new(),
                "contract.renew",
                json!({ "contract": row.contract_id }),
            ));
        }
        let lost = self.outcome == TaskOutcome::Lost;
        if lost && self.cause.is_none() {
            return Err(Refusal::field("/cause", "field.required"));
        }
        row.words = Some(text("/words", &self.words, WORDING_MAX)?);
        row.state = TaskState::Done;
        row.done_at = Some(act.now);
        row.done_by = author(act);
        row.outcome = Some(self.outcome);
        tx.update(&mut row)?;
        tasks::unplan(tx, act, &row)?;
        facts(act, &row);
        act.fact("outcome", self.outcome);
        if let Some(contract) = row.contract_id.filter(|_| lost) {
            act.fact("contract", contract);
            act.fact("cause", self.cause);
            for other in
                tasks_of_contract(tx, contract)?.into_iter().filter(|one| one.kind == TaskKind::Renewal)
            {
                tasks::overtake(tx, act, other)?;
            }
        }
        Ok(TaskAnswer::of(&row))
    }
}

/// Gives a task to somebody else.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignTask {
    /// The task.
    pub task: ContractTaskId,
    /// The version that was read.
    pub version: i64,
    /// To whom.
    pub owner: PersonId,
}

impl Action for AssignTask {
    const NAME: &'static str = "contract.assign_task";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let mut row = task(tx, self.task)?;
        at_version(&row, self.version)?;
        people::named_person(tx, "/owner", self.owner)?;
        if row.state != TaskState::Open {
            return Err(Refusal::conflict("contract.task_not_open"));
        }
        act.chain(row.owner_id);
        row.owner_id = self.owner;
        tx.update(&mut row)?;
        facts(act, &row);
        let word = told(tx, &row, "notice-contract-task-given")?;
        tell(tx, act, &[self.owner], &word)?;
        Ok(TaskAnswer::of(&row))
    }
}

fn told(tx: &mut Tx, row: &TaskRow, kind: &'static str) -> Outcome<Word> {
    let name = customer::load(tx, row.customer_id)?.name;
    Ok(Word::new(kind, format!("/contracts/tasks?customer={}", row.customer_id))
        .with("what", Fact::Word(row.kind.message()))
        .with("customer", name)
        .with("due", row.due_on)
        .about(row.customer_id))
}

/// A task comes near, or its day has passed: its owner is told, then those above too.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindTask {
    /// The task.
    pub task: ContractTaskId,
    /// `soon` or `late`.
    pub step: String,
}

impl Action for RemindTask {
    const NAME: &'static str = REMIND;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        remind(tx, act, self.task, &self.step)
    }
}

/// The same of a task that sells. It waits while nothing is sold to the customer, and is told right after (R31).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindSalesTask {
    /// The task.
    pub task: ContractTaskId,
    /// `soon` or `late`.
    pub step: String,
}

impl Action for RemindSalesTask {
    const NAME: &'static str = REMIND_SALES;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::System;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        remind(tx, act, self.task, &self.step)
    }
}

fn remind(tx: &mut Tx, act: &mut Act<'_>, id: ContractTaskId, step: &str) -> Outcome<TaskAnswer> {
    let row = task(tx, id)?;
    if row.state != TaskState::Open {
        act.quiet();
        return Ok(TaskAnswer::of(&row));
    }
    facts(act, &row);
    act.fact("step", step);
    if step == "late" {
        let mut persons = vec![row.owner_id];
        persons.extend(people::heads_of(tx, row.owner_id)?);
        let word = told(tx, &row, "notice-contract-task-late")?.urgent();
        tell(tx, act, &persons, &word)?;
    } else {
        let word = told(tx, &row, "notice-contract-task-soon")?;
        tell(tx, act, &[row.owner_id], &word)?;
    }
    Ok(TaskAnswer::of(&row))
}
