//! Tasks about use and delivery: finished, given to somebody else, told when late.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{DeliveryTaskId, TaskState},
    input::{WORDING_MAX, text},
    neighbours::{at_version, author, tell},
    record::training::{TaskRow, task},
    tasks::{LATE, word},
};

/// A task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskAnswer {
    /// Its id.
    pub task: DeliveryTaskId,
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

fn open(tx: &mut Tx, id: DeliveryTaskId, version: i64) -> Outcome<TaskRow> {
    let row = task(tx, id)?;
    at_version(&row, version)?;
    if row.state != TaskState::Open {
        return Err(Refusal::conflict("delivery.task_not_open"));
    }
    Ok(row)
}

/// Says what came of a task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishTask {
    /// The task.
    pub task: DeliveryTaskId,
    /// The version that was read.
    pub version: i64,
    /// What was done, what the customer said.
    pub words: String,
}

impl Action for FinishTask {
    const NAME: &'static str = "delivery.finish_task";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let mut row = open(tx, self.task, self.version)?;
        row.words = Some(text("/words", &self.words, WORDING_MAX)?);
        row.state = TaskState::Done;
        row.done_at = Some(act.now);
        row.done_by = author(act);
        tx.update(&mut row)?;
        act.cancel(tx, LATE, row.id)?;
        act.fact("task", row.id);
        act.fact("kind", row.kind);
        act.chain(row.owner_id);
        Ok(TaskAnswer::of(&row))
    }
}

/// Gives a task to somebody else.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignTask {
    /// The task.
    pub task: DeliveryTaskId,
    /// The version that was read.
    pub version: i64,
    /// To whom.
    pub owner: PersonId,
}

impl Action for AssignTask {
    const NAME: &'static str = "delivery.assign_task";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let mut row = open(tx, self.task, self.version)?;
        people::named_person(tx, "/owner", self.owner)?;
        act.chain(row.owner_id);
        act.chain(self.owner);
        row.owner_id = self.owner;
        tx.update(&mut row)?;
        act.fact("task", row.id);
        act.fact("kind", row.kind);
        let word = word(&row, "notice-delivery-task");
        tell(tx, act, &[self.owner], &word)?;
        Ok(TaskAnswer::of(&row))
    }
}

/// The day of a task has passed: its owner and those above are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskLate {
    /// The task.
    pub task: DeliveryTaskId,
}

impl Action for TaskLate {
    const NAME: &'static str = LATE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let row = task(tx, self.task)?;
        if row.state != TaskState::Open {
            act.quiet();
            return Ok(TaskAnswer::of(&row));
        }
        act.fact("task", row.id);
        act.chain(row.owner_id);
        let mut persons = vec![row.owner_id];
        persons.extend(people::heads_of(tx, row.owner_id)?);
        let word = word(&row, "notice-delivery-task-late").urgent();
        tell(tx, act, &persons, &word)?;
        Ok(TaskAnswer::of(&row))
    }
}
