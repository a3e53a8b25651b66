//! The only ways to change something here.

use accord_face::answer::from_query;
use accord_kernel::{
    Act, Action, Audience, Bulk, Context, Outcome, Permission, Refusal, Registry, Touches, at_version,
};
use accord_room_people::{self as people, PersonId, settings::get};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    declared,
    id::{BulkRunId, RowState, RunState},
    record::{self, BulkRow, BulkRun},
    rules::{self, Fault, Stand, Wish},
    run,
    settings::{ROWS_MAX, UNDO_HOURS},
};

/// Rows of a list read at a time.
const PAGE: i64 = 200;
/// As far as a list that is too long is read, to say how long it is.
const SAID_TO: usize = 20_000;
/// Longest filter.
const FILTER_MAX: usize = 2_000;

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<ChooseRows>()
        .action::<CountRows>()
        .action::<DoRows>()
        .action::<UndoRows>()
        .action::<DropRun>()
        .action::<GoOn>()
        .action::<StepRun>()
        .action::<HaltRun>();
}

/// How a run stands after an action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BulkAnswer {
    /// The run.
    pub run: BulkRunId,
    /// How it stands. While it is counting, doing or undoing the program goes on with it.
    pub state: RunState,
    /// Rows that were chosen.
    pub rows: i64,
    /// Row version, for the next action.
    pub version: i64,
}

impl BulkAnswer {
    fn of(run: &BulkRun) -> Self {
        Self { run: run.id, state: run.state, rows: run.rows_all, version: run.version }
    }
}

fn act_of(act: &Act<'_>, name: &str) -> Outcome<Bulk> {
    declared(act.registry(), name)
        .ok_or_else(|| Refusal::field("/bulk", "bulk.unknown").with("name", name.to_owned()))
}

/// How a run stands, for the rules.
fn stand(tx: &mut Tx, run: &BulkRun) -> Outcome<Stand> {
    let counts = record::counts(tx, run.id)?;
    let of = |state| counts.get(&state).copied().unwrap_or(0);
    let rows = if run.state == RunState::Counted { of(RowState::Fits) } else { of(RowState::Done) };
    Ok(Stand { state: run.state, stopped: run.stopped.is_some(), rows, undo_until: run.undo_until })
}

/// The acting person's run as they read it, moved on as they wish; not yet written.
fn followed(tx: &mut Tx, act: &Act<'_>, id: BulkRunId, version: i64, wish: Wish) -> Outcome<BulkRun> {
    let mut run = record::own(tx, act, id)?;
    at_version(&run, version)?;
    follow(tx, act, &mut run, wish)?;
    Ok(run)
}

/// Moves a run on as somebody wishes.
fn follow(tx: &mut Tx, act: &Act<'_>, run: &mut BulkRun, wish: Wish) -> Outcome<()> {
    let now = stand(tx, run)?;
    run.state = rules::follows(now, wish, act.now).map_err(|fault| refused(run, fault))?;
    run.stopped = None;
    Ok(())
}

fn refused(run: &BulkRun, fault: Fault) -> Refusal {
    match fault {
        Fault::NotNow => {
            Refusal::conflict("bulk.not_now").with("state", accord_kernel::Fact::Word(run.state.message()))
        }
        Fault::NoRow => Refusal::conflict("bulk.no_row"),
        Fault::TooLate => {
            let refusal = Refusal::conflict("bulk.too_late");
            match run.undo_until {
                Some(until) => refusal.with("until", until),
                None => refusal,
            }
        }
    }
}

/// Chooses the rows that something is to be done to: these, or all that a list's filter finds. Nothing is done yet.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseRows {
    /// Name of the act, as `bulk.acts` gives them.
    #[schemars(length(max = 100))]
    pub bulk: String,
    /// The rows.
    #[serde(default)]
    pub ids: Vec<Uuid>,
    /// All that the filter finds, instead of these.
    #[serde(default)]
    pub all: bool,
    /// The filter, as it stands behind the question mark when the list's view is read: `state=open&owner=…`.
    #[schemars(length(max = 2_000))]
    #[serde(default)]
    pub filter: Option<String>,
}

impl Action for ChooseRows {
    const NAME: &'static str = "bulk.choose";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let by_id = people::author(act).ok_or_else(Refusal::absent)?;
        let bulk = act_of(act, &self.bulk)?;
        act.may_call(bulk.action)?;
        let most: i64 = get(tx, act, &ROWS_MAX)?;
        let ids = if self.all {
            found(tx, act, &bulk, self.filter.as_deref().unwrap_or_default(), most)?
        } else {
            each_once(self.ids)
        };
        let rows = i64::try_from(ids.len()).unwrap_or(i64::MAX);
        if ids.is_empty() {
            return Err(Refusal::field("/ids", "bulk.none"));
        }
        if rows > most {
            return Err(Refusal::field("/ids", "bulk.too_many").with("n", rows).with("max", most));
        }
        let mut run = BulkRun {
            id: act.new_id(),
            bulk: bulk.name.to_owned(),
            by_id,
            via: act.via,
            input: "{}".to_owned(),
            state: RunState::Chosen,
            rows_all: rows,
            chosen_at: act.now,
            counted_at: None,
            started_at: None,
            ended_at: None,
            undo_until: None,
            undone_at: None,
            stopped: None,
            version: 1,
        };
        tx.insert(&run)?;
        lay(tx, act, &run, by_id, ids)?;
        act.chain(run.id);
        act.fact("bulk", bulk.name);
        act.fact("rows", rows);
        if bulk.asks.is_empty() {
            // Nothing is asked for: what would be done can be told at once.
            run.state = RunState::Counting;
            run::part(tx, act, &mut run)?;
        }
        Ok(BulkAnswer::of(&run))
    }
}

fn each_once(ids: Vec<Uuid>) -> Vec<Uuid> {
    let mut seen = std::collections::HashSet::new();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}

fn lay(tx: &mut Tx, act: &Act<'_>, run: &BulkRun, by_id: PersonId, ids: Vec<Uuid>) -> Outcome<()> {
    for (place, row_id) in (1_i64..).zip(ids) {
        tx.insert(&BulkRow {
            id: act.new_id(),
            run_id: run.id,
            by_id,
            place,
            row_id,
            state: RowState::Chosen,
            rule: None,
            why: None,
            mark: None,
            back: None,
            may_go_back: false,
            version: 1,
        })?;
    }
    Ok(())
}

/// All that a list's filter finds, as whoever acts sees it. A name that the list does not know is refused: a filter that
/// was passed over would choose everything.
/// `most` is how many may be chosen.
fn found(tx: &mut Tx, act: &Act<'_>, bulk: &Bulk, filter: &str, most: i64) -> Outcome<Vec<Uuid>> {
    if filter.len() > FILTER_MAX {
        return Err(Refusal::field("/filter", "field.too_long").with("max", FILTER_MAX));
    }
    let schema = act.registry().find_view(bulk.view).map(|def| def.input.clone());
    let schema = schema.ok_or_else(|| Refusal::defect(format!("{} names no view", bulk.name)))?;
    let mut kept: Vec<(String, String)> =
        url::form_urlencoded::parse(filter.trim_start_matches('?').as_bytes()).into_owned().collect();
    kept.retain(|(name, value)| !value.is_empty() && name != "after" && name != "limit");
    kept.push(("limit".to_owned(), PAGE.to_string()));
    let mut ids = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut asked = kept.clone();
        asked.extend(after.take().map(|after| ("after".to_owned(), after)));
        let input = from_query(&schema, &asked, true, act)?;
        let answer = act.read_view(tx, bulk.view, &input)?;
        let rows = answer.get("rows").and_then(JsonValue::as_array).cloned().unwrap_or_default();
        let id = |row: &JsonValue| row.get("id")?.as_str()?.parse::<Uuid>().ok();
        ids.extend(rows.iter().filter_map(id));
        after = answer.get("next").and_then(JsonValue::as_str).map(str::to_owned);
        if after.is_none() {
            return Ok(each_once(ids));
        }
        if ids.len() >= SAID_TO {
            return Err(Refusal::field("/filter", "bulk.far_too_many").with("n", SAID_TO).with("max", most));
        }
    }
}

/// Says what shall become of the rows, and counts: each row is tried and taken back. Nothing is done yet.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountRows {
    /// The run.
    pub run: BulkRunId,
    /// Version that was read.
    pub version: i64,
    /// What is asked for once, for all rows: the fields that `bulk.acts` names.
    #[serde(default)]
    pub input: Map<String, JsonValue>,
}

impl Action for CountRows {
    const NAME: &'static str = "bulk.count";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = record::own(tx, act, self.run)?;
        at_version(&run, self.version)?;
        let bulk = act_of(act, &run.bulk)?;
        act.may_call(bulk.action)?;
        if let Some(name) = self.input.keys().find(|name| !bulk.asks.contains(&name.as_str())) {
            return Err(Refusal::field(format!("/{name}"), "field.unknown"));
        }
        readable(tx, act, &bulk, &run, &self.input)?;
        let anew = run.state == RunState::Counted;
        follow(tx, act, &mut run, Wish::Count)?;
        if anew {
            let rows = record::rows_after(tx, run.id, None, 0, i64::MAX)?;
            for mut row in rows {
                (row.state, row.rule, row.why) = (RowState::Chosen, None, None);
                tx.update(&mut row)?;
            }
        }
        run.input = JsonValue::Object(self.input).to_string();
        act.fact("bulk", bulk.name);
        run::part(tx, act, &mut run)?;
        Ok(BulkAnswer::of(&run))
    }
}

/// Refuses what no row could be called with: a field that is missing or of a wrong form is said beside it.
fn readable(
    tx: &mut Tx,
    act: &Act<'_>,
    bulk: &Bulk,
    run: &BulkRun,
    asked: &Map<String, JsonValue>,
) -> Outcome<()> {
    for row in record::rows_after(tx, run.id, None, 0, 1)? {
        if let Ok(standing) = bulk.standing(tx, asked, row.row_id) {
            act.reads(bulk.action, &standing.input)?;
        }
    }
    Ok(())
}

/// Does it, to every row that was counted as one that would be done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoRows {
    /// The run.
    pub run: BulkRunId,
    /// Version that was read.
    pub version: i64,
}

impl Action for DoRows {
    const NAME: &'static str = "bulk.start";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = followed(tx, act, self.run, self.version, Wish::Do)?;
        run.started_at = Some(act.now);
        run.undo_until = Some(rules::undo_until(act.now, get(tx, act, &UNDO_HOURS)?));
        act.fact("bulk", &run.bulk);
        run::part(tx, act, &mut run)?;
        Ok(BulkAnswer::of(&run))
    }
}

/// Takes it back as one act: each row that nobody changed since gets back what it had.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRows {
    /// The run.
    pub run: BulkRunId,
    /// Version that was read.
    pub version: i64,
}

impl Action for UndoRows {
    const NAME: &'static str = "bulk.undo";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = followed(tx, act, self.run, self.version, Wish::Undo)?;
        act.fact("bulk", &run.bulk);
        run::part(tx, act, &mut run)?;
        Ok(BulkAnswer::of(&run))
    }
}

/// Lets go of it before anything was done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropRun {
    /// The run.
    pub run: BulkRunId,
    /// Version that was read.
    pub version: i64,
}

impl Action for DropRun {
    const NAME: &'static str = "bulk.drop";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = followed(tx, act, self.run, self.version, Wish::Drop)?;
        tx.update(&mut run)?;
        Ok(BulkAnswer::of(&run))
    }
}

/// Goes on with a run that the program had to stop.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GoOn {
    /// The run.
    pub run: BulkRunId,
    /// Version that was read.
    pub version: i64,
}

impl Action for GoOn {
    const NAME: &'static str = "bulk.go_on";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = followed(tx, act, self.run, self.version, Wish::GoOn)?;
        run::part(tx, act, &mut run)?;
        Ok(BulkAnswer::of(&run))
    }
}

/// Goes on with a run by its next rows, in the name of whoever asked for it. The program calls it by itself; a program
/// outside need not, and may.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepRun {
    /// The run.
    pub run: BulkRunId,
}

impl Action for StepRun {
    const NAME: &'static str = "bulk.step";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = record::own(tx, act, self.run)?;
        act.quiet();
        if run.stopped.is_none() && rules::part(run.state).is_some() {
            run::part(tx, act, &mut run)?;
        }
        Ok(BulkAnswer::of(&run))
    }
}

/// The program cannot go on with a run: whoever asked for it may not act any more, or something is wrong with it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HaltRun {
    /// The run.
    pub run: BulkRunId,
    /// The rule that stands against it.
    #[schemars(length(max = 100))]
    pub rule: String,
}

impl Action for HaltRun {
    const NAME: &'static str = "bulk.halt";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = BulkAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.run))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<BulkAnswer> {
        let mut run = record::run(tx, self.run)?;
        if rules::part(run.state).is_none() || run.stopped.is_some() {
            return Err(refused(&run, Fault::NotNow));
        }
        act.fact("rule", &self.rule);
        run.stopped = Some(self.rule);
        tx.update(&mut run)?;
        Ok(BulkAnswer::of(&run))
    }
}
