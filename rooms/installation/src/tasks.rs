//! What is to be done so that customers use well what they bought. Each task has an owner, who is told, and a day; when
//! it has passed, those above are told too.

use accord_kernel::{Act, Outcome, Schedule};
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value as JsonValue, json};

use crate::{
    id::{DeliveryTaskId, DeliveryTaskKind, InstallationId, TaskState},
    neighbours::{Word, start_of, tell, today_at, zone_of},
    record::training::TaskRow,
    settings,
};

/// The action that tells about a task whose day has passed.
pub(crate) const LATE: &str = "delivery.task_late";

/// A task to be made.
pub(crate) struct NewTask {
    pub customer: CustomerId,
    pub kind: DeliveryTaskKind,
    pub installation: Option<InstallationId>,
    pub site: Option<SiteId>,
    pub contact: Option<ContactId>,
    pub facts: JsonValue,
    pub owner: PersonId,
}

/// Puts a task on somebody's list.
pub(crate) fn put(tx: &mut Tx, act: &mut Act<'_>, new: NewTask) -> Outcome<TaskRow> {
    let today = today_at(tx, act, new.site)?;
    let days: i64 = settings::get(tx, act, &settings::TASK_DAYS)?;
    let row = TaskRow {
        id: act.new_id::<DeliveryTaskId>(),
        customer_id: new.customer,
        kind: new.kind,
        installation_id: new.installation,
        site_id: new.site,
        contact_id: new.contact,
        facts: Json(new.facts),
        owner_id: new.owner,
        due_on: today.checked_add(days.days()).unwrap_or(today),
        state: TaskState::Open,
        made_at: act.now,
        done_at: None,
        done_by: None,
        words: None,
        version: 1,
    };
    tx.insert(&row)?;
    act.chain(row.owner_id);
    act.fact("task", row.id);
    act.fact("task_kind", row.kind);
    let late = day_after(row.due_on);
    let zone = zone_of(tx, act, row.site_id)?;
    act.schedule(
        tx,
        &Schedule {
            action: LATE,
            subject: row.id.into(),
            step: "late".to_owned(),
            input: json!({ "task": row.id }),
            due_at: start_of(late, &zone)?,
        },
    )?;
    let word = word(&row, "notice-delivery-task");
    tell(tx, act, &[row.owner_id], &word.actor_too())?;
    Ok(row)
}

/// What is told about a task.
pub(crate) fn word(row: &TaskRow, kind: &'static str) -> Word {
    Word::new(kind, format!("/delivery/tasks?customer={}", row.customer_id))
        .with("what", accord_kernel::Fact::Word(row.kind.message()))
        .with("due", row.due_on)
        .about(row.customer_id)
}

/// The next day.
pub(crate) fn day_after(on: Date) -> Date {
    on.tomorrow().unwrap_or(on)
}
