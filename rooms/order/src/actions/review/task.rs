//! Tasks from a review.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::review_touches;
use crate::{
    OrderId, ReviewId, ReviewTaskId,
    booking::touches,
    input::{WORDING_MAX, date, optional, text},
    neighbours::{author, person_calendar},
    record::{ReviewTask, find, find_review, find_task},
    tell::{Word, review_path, tell},
};

/// Most tasks of a review.
const TASKS_MAX: usize = 200;

/// Gives somebody a task from the review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    /// The review.
    pub review: ReviewId,
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub owner: PersonId,
    /// Until the end of which day at the owner's place.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

/// A task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskAnswer {
    /// Its id.
    pub task: ReviewTaskId,
    /// The order that it is about.
    pub order: OrderId,
}

impl Action for AddTask {
    const NAME: &'static str = "review.add_task";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let review = find_review(tx, self.review)?;
        let order = find(tx, review.order_id)?;
        people::named_person(tx, "/owner", self.owner)?;
        if crate::record::tasks(tx, review.id)?.len() >= TASKS_MAX {
            return Err(Refusal::field("/what", "field.too_many").with("max", TASKS_MAX));
        }
        let due_at = end_of(tx, self.owner, date("/due_on", self.due_on)?)?;
        if due_at <= act.now {
            return Err(Refusal::field("/due_on", "field.past"));
        }
        let task = ReviewTask {
            id: act.new_id(),
            review_id: review.id,
            order_id: order.id,
            what: text("/what", &self.what, WORDING_MAX)?,
            owner_id: self.owner,
            due_at,
            made_by: author(act),
            made_at: act.now,
            done_at: None,
            done_by: None,
            outcome: None,
            version: 1,
        };
        tx.insert(&task)?;
        let plan = Schedule {
            action: RemindTask::NAME,
            subject: task.id.into(),
            step: "due".to_owned(),
            input: json!({ "task": task.id }),
            due_at,
        };
        act.schedule(tx, &plan)?;
        let word = Word::of("notice-review-task", &order).with("what", task.what.clone()).with("due", due_at);
        tell(tx, act, &order, &[self.owner], review_path(order.id), &word)?;
        act.fact("order", order.id);
        act.fact("task", task.id);
        act.chain(self.owner);
        Ok(TaskAnswer { task: task.id, order: order.id })
    }
}

/// The end of a person's working hours on a day; on a free day the end of the working day before the next one begins
/// would surprise, so it is the end of the next working day.
fn end_of(tx: &mut Tx, person: PersonId, day: Date) -> Outcome<Timestamp> {
    let calendar = person_calendar(tx, person)?;
    let far = || Refusal::field("/due_on", "order.no_working_day");
    let day = calendar.working_day_on_or_after(day).map_err(|_| far())?;
    calendar.end_of_working_day(day).map_err(|_| far())
}

/// Says what came of a task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishTask {
    /// The task.
    pub task: ReviewTaskId,
    /// What came of it.
    #[serde(default)]
    pub outcome: Option<String>,
}

impl Action for FinishTask {
    const NAME: &'static str = "review.finish_task";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let task = find_task(tx, self.task)?;
        touches(tx, ctx, task.order_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let mut task = find_task(tx, self.task)?;
        if task.done_at.is_some() {
            return Err(Refusal::conflict("review.task_done"));
        }
        task.outcome = optional("/outcome", self.outcome.as_deref(), WORDING_MAX)?;
        task.done_at = Some(act.now);
        task.done_by = author(act);
        tx.update(&mut task)?;
        act.cancel(tx, RemindTask::NAME, task.id)?;
        act.fact("order", task.order_id);
        act.fact("task", task.id);
        act.chain(task.owner_id);
        Ok(TaskAnswer { task: task.id, order: task.order_id })
    }
}

/// A task was not done in time: its owner and their head are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindTask {
    /// The task.
    pub task: ReviewTaskId,
}

impl Action for RemindTask {
    const NAME: &'static str = "review.task_due";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let task = find_task(tx, self.task)?;
        touches(tx, ctx, task.order_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let task = find_task(tx, self.task)?;
        let answer = TaskAnswer { task: task.id, order: task.order_id };
        let order = find(tx, task.order_id)?;
        if task.done_at.is_some() || !order.is_open() {
            act.quiet();
            return Ok(answer);
        }
        let mut persons = vec![task.owner_id];
        persons.extend(people::heads_of(tx, task.owner_id)?);
        let word = Word::of("notice-review-task-late", &order).with("what", task.what.clone()).urgent();
        tell(tx, act, &order, &persons, review_path(order.id), &word)?;
        act.fact("order", order.id);
        act.fact("task", task.id);
        Ok(answer)
    }
}
