//! The confirmation checkpoint (R19): the only thing that moves a committed date earlier, and only with the
//! customer's yes. Nobody acting moves nothing; it is escalated.

mod decide;
mod open;
mod request;
mod state;
mod watch;

pub use decide::{ActOnCheckpoint, CheckpointChoice};
pub use open::OpenCheckpoint;
pub use request::{AskForDate, DateAnswer, RequestCheckpoint, TrueAnswer};
pub use state::{StateReadiness, StateService};
pub use watch::{EscalateCheckpoint, RemindCheckpoint};

use accord_kernel::{Act, Action, Context, Fact, Outcome, Refusal, Schedule, Touches};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use crate::{
    CheckpointId, OrderId,
    booking::{load_open, touches},
    neighbours::{at_version, author, person_calendar, sales_owner},
    record::{Checkpoint, Line, Order, checkpoints, find_checkpoint},
    rules::checkpoint::{CheckpointState, Goods, checkpoint_on},
    settings::interval,
};

/// A checkpoint after an act.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckpointAnswer {
    /// The checkpoint.
    pub checkpoint: CheckpointId,
    /// Its order.
    pub order: OrderId,
    /// How it stands.
    pub state: CheckpointState,
    /// Its day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// Version for the next act.
    pub version: i64,
}

impl CheckpointAnswer {
    fn of(row: &Checkpoint) -> Self {
        Self {
            checkpoint: row.id,
            order: row.order_id,
            state: row.state,
            due_on: row.due_on,
            version: row.version,
        }
    }
}

fn checkpoint_touches(tx: &mut Tx, ctx: &Context, id: CheckpointId) -> Outcome<Touches> {
    let row = find_checkpoint(tx, id)?;
    touches(tx, ctx, row.order_id)
}

/// What a checkpoint is opened with.
struct New<'a> {
    on: Date,
    owner: PersonId,
    requested: bool,
    words: Option<&'a str>,
}

/// Opens a checkpoint; on a day whose working hours are over at its owner's place it is the next working day.
fn open(tx: &mut Tx, act: &mut Act<'_>, order: &Order, new: &New<'_>) -> Outcome<Checkpoint> {
    let calendar = person_calendar(tx, new.owner)?;
    let none = || Refusal::field("/due_on", "order.no_working_day");
    let mut due_on = calendar.working_day_on_or_after(new.on).map_err(|_| none())?;
    let mut due_at = calendar.end_of_working_day(due_on).map_err(|_| none())?;
    if due_at <= act.now {
        due_at = calendar.end_of_next_working_day(act.now).map_err(|_| none())?;
        due_on = calendar.zone().to_datetime(due_at).date();
    }
    let row = Checkpoint {
        id: act.new_id(),
        order_id: order.id,
        due_on,
        due_at,
        owner_id: new.owner,
        state: CheckpointState::Open,
        requested: new.requested,
        request_words: new.words.map(str::to_owned),
        readiness_percent: None,
        readiness_by: None,
        readiness_at: None,
        readiness_note: None,
        service_able: None,
        service_from: None,
        service_by: None,
        service_at: None,
        customer_answer: None,
        decided_by: None,
        decided_at: None,
        escalated_at: None,
        opened_by: author(act),
        opened_at: act.now,
        version: 1,
    };
    tx.insert(&row)?;
    let remind_at = calendar.start_of_working_day(due_on).unwrap_or(due_at).max(act.now);
    plan(tx, act, RemindCheckpoint::NAME, row.id, "day", remind_at)?;
    plan(tx, act, EscalateCheckpoint::NAME, row.id, "end", due_at)?;
    act.chain(new.owner);
    act.fact("checkpoint", row.id);
    act.fact("checkpoint_on", due_on);
    Ok(row)
}

fn plan(
    tx: &mut Tx,
    act: &mut Act<'_>,
    action: &'static str,
    id: CheckpointId,
    step: &str,
    due_at: Timestamp,
) -> Outcome<()> {
    let input = json!({ "checkpoint": id });
    act.schedule(tx, &Schedule { action, subject: id.into(), step: step.to_owned(), input, due_at })
}

fn forget(tx: &mut Tx, act: &mut Act<'_>, id: CheckpointId) -> Outcome<()> {
    act.cancel(tx, RemindCheckpoint::NAME, id)?;
    act.cancel(tx, EscalateCheckpoint::NAME, id)
}

/// Sees to it that an order which aims earlier than it told has a checkpoint at which that can be confirmed.
pub(crate) fn ensure(tx: &mut Tx, act: &mut Act<'_>, order: &Order, lines: &[Line]) -> Outcome<()> {
    let aims = goods(lines).into_iter().filter_map(Goods::aims_earlier);
    let Some(earliest) = aims.min() else { return Ok(()) };
    if checkpoints(tx, order.id)?.iter().any(|row| row.state.is_open() && !row.requested) {
        return Ok(());
    }
    let owner = sales_owner(tx, act, order)?;
    let calendar = person_calendar(tx, owner)?;
    let meeting = calendar.zone().to_datetime(act.now).date();
    let latest = earliest.yesterday().unwrap_or(earliest);
    let on = checkpoint_on(meeting, interval(tx, act)?, latest, &calendar);
    open(tx, act, order, &New { on, owner, requested: false, words: None })?;
    Ok(())
}

/// Ends open checkpoints of an order that was shipped, cancelled or confirmed.
pub(crate) fn overtake(tx: &mut Tx, act: &mut Act<'_>, order: OrderId) -> Outcome<()> {
    for mut row in checkpoints(tx, order)?.into_iter().filter(|row| row.state.is_open()) {
        row.state = CheckpointState::Overtaken;
        row.decided_at = Some(act.now);
        tx.update(&mut row)?;
        forget(tx, act, row.id)?;
        act.chain(row.owner_id);
    }
    Ok(())
}

fn due(lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(|line| line.is_due())
}

/// What is still to be shipped, as the rules of a checkpoint see it.
fn goods(lines: &[Line]) -> Vec<Goods> {
    due(lines)
        .map(|line| Goods { line: line.id, committed: line.committed_on, target: line.target_on })
        .collect()
}

/// An order that was told a date, with its lines.
fn load_told(tx: &mut Tx, id: OrderId) -> Outcome<(Order, Vec<Line>)> {
    let (order, lines) = load_open(tx, id)?;
    if due(&lines).all(|line| line.committed_on.is_none()) {
        return Err(Refusal::conflict("checkpoint.nothing_told").with("number", order.number.clone()));
    }
    Ok((order, lines))
}

/// A checkpoint on which somebody may still act.
fn load_acting(tx: &mut Tx, id: CheckpointId, version: i64) -> Outcome<Checkpoint> {
    let row = find_checkpoint(tx, id)?;
    if !row.state.is_open() {
        return Err(Refusal::conflict("checkpoint.not_open").with("state", Fact::Word(row.state.message())));
    }
    at_version(&row, version)?;
    Ok(row)
}
