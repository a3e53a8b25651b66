//! How a case ends (R33): it runs again, the customer says so, says how it was, and what our work left behind is made
//! good. Fixed is not closed.

use accord_kernel::{Act, Action, Audience, Context, Emit, Outcome, Permission, Refusal, Touches};
use accord_room_asset::{
    self as asset, OutageId, OutageSource,
    actions::{CorrectOutage, RecordOutage},
};
use accord_room_customer::Channel;
use accord_room_people::{PersonId, check};
use accord_room_promise::{self as promise, ClockDue, Ending};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::{CaseAnswer, clock::note, keep, standing, touches};
use crate::{
    clocks, cover, crisis,
    id::{
        CaseId, CaseState, CaseTaskId, Change, ClockKind, Collateral, EntryKind, Response, Severity,
        TaskKind, TaskState,
    },
    import::opened_here,
    neighbours::{
        TAKE_NOTE, about_case, at_version, author, past, sales_owner, still_there, tell, working_calendar,
    },
    record::{CaseRow, TaskRow, index, load, public_entries_of, task, tasks_of},
    rules::{
        clock::Budget,
        closing::{self, Facts, Wrong},
    },
    settings,
    talk::{self, NewWord},
};

/// Records that it runs again: what was found and done, and what our work left behind. Fixed, not closed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// When, if earlier than now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
    /// What was found and done.
    #[schemars(length(max = 2_000))]
    pub result: String,
    /// What caused it, in a word.
    #[serde(default)]
    pub cause: Option<String>,
    /// What our work left behind besides.
    pub collateral: Collateral,
    /// In words, when it left something behind.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub collateral_words: Option<String>,
    /// The site was left right.
    #[serde(default)]
    pub left_right: bool,
    /// Who makes good what was left behind; the owner when open.
    #[serde(default)]
    pub make_good_by: Option<PersonId>,
    /// What the customer reads now; when open, the promised word is still owed to them.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub words: Option<String>,
}

impl Action for RestoreCase {
    const NAME: &'static str = "case.restore";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        if row.state != CaseState::Open {
            return Err(Refusal::conflict("case.runs_again").with("number", row.number.as_str()));
        }
        let at = past("/at", self.at, act.now)?;
        if at < row.began_at {
            return Err(Refusal::field("/at", "case.before_call").with("received", row.began_at));
        }
        let words = check::some("/words", self.words.as_deref(), check::WORDING_MAX)?;
        row.result = Some(check::text("/result", &self.result, check::WORDING_MAX)?);
        row.cause = check::some("/cause", self.cause.as_deref(), check::NAME_MAX)?;
        row.collateral = Some(self.collateral);
        row.collateral_words =
            check::some("/collateral_words", self.collateral_words.as_deref(), check::WORDING_MAX)?;
        row.left_right = Some(self.left_right);
        if self.collateral != Collateral::Nothing && row.collateral_words.is_none() {
            return Err(Refusal::field("/collateral_words", "field.required"));
        }
        resume_open_pause(tx, act, &row, at)?;
        if row.responded_at.is_none() {
            super::work::respond(tx, act, &mut row, Response::OnSite, at, author(act))?;
        }
        row.restored_at = Some(at);
        row.state = CaseState::Fixed;
        let result = row.result.clone().unwrap_or_default();
        clocks::stop(tx, act, &row, ClockKind::OnSite, at, &result)?;
        clocks::stop(tx, act, &row, ClockKind::Restore, at, &result)?;
        // What was found and done can be looked up by the customer; only what is said to them is the promised word.
        if let Some(words) = words {
            talk::tell_customer(tx, act, &mut row, NewWord { words, ..NewWord::default() })?;
        }
        let days: i64 = settings::get(tx, act, &settings::CLOSE_DAYS)?;
        clocks::start(tx, act, &row, ClockKind::Close, act.now, Budget::WorkingDays(days), None)?;
        record_stop(tx, act, &mut row, at)?;
        if self.collateral != Collateral::Nothing {
            let words = row.collateral_words.clone().unwrap_or_default();
            let owner = self.make_good_by.unwrap_or(row.owner_id);
            accord_room_people::named_person(tx, "/make_good_by", owner)?;
            let days: i64 = settings::get(tx, act, &settings::MAKE_GOOD_DAYS)?;
            add_task(tx, act, &row, (TaskKind::MakeGood, words), owner, days)?;
        }
        act.fact("restored_at", at);
        act.fact("collateral", self.collateral);
        let mut persons = vec![row.owner_id];
        persons.extend(sales_owner(tx, row.customer_id)?);
        let word = about_case("notice-case-restored", &row).with("at", at);
        tell(tx, act, &persons, &word)?;
        keep(tx, act, row)
    }
}

/// The customer's time ends at the latest when it runs again.
fn resume_open_pause(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, at: Timestamp) -> Outcome<()> {
    for mut pause in crate::record::pauses_of(tx, row.id)? {
        if pause.until_at.is_none() {
            pause.until_at = Some(at.max(pause.from_at));
            pause.resumed_by = author(act);
            tx.update(&mut pause)?;
            let reason = act.tongue().say("case-clock-runs").into_owned();
            clocks::refresh(tx, act, row, &reason)?;
        }
    }
    Ok(())
}

/// The stop of a unit counts in its history, from its call to the moment at which it ran again (R11, R14).
fn record_stop(tx: &mut Tx, act: &mut Act<'_>, row: &mut CaseRow, at: Timestamp) -> Outcome<()> {
    let Some(unit) = row.asset_id.filter(|_| row.worst == Severity::Stopped) else { return Ok(()) };
    if let Some(reported) = row.outage_id {
        let report = asset::outage(tx, reported)?;
        if report.asset_id == unit {
            return correct_stop(tx, act, row, (reported, report.version), at);
        }
    }
    let stop = RecordOutage {
        asset: unit,
        began_at: row.began_at,
        ended_at: Some(at),
        over: true,
        cause: row.cause.clone(),
        note: Some(row.number.clone()),
        source: Some(OutageSource::Customer),
    };
    let emit = Emit { name: RecordOutage::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    // A unit that was reported before its service, say, is no reason to keep the case open.
    let done = act.attempt(tx, |tx, act| act.within(tx, emit, |tx, act| stop.perform(tx, act)))?;
    row.outage_id = done.ok().map(|answer| answer.outage);
    let _ = asset::asset(tx, unit)?;
    Ok(())
}

/// It did not run after all when it was said to: the same stop ended later, and is one in the unit's history.
fn correct_stop(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    (outage, version): (OutageId, i64),
    at: Timestamp,
) -> Outcome<()> {
    let stop = CorrectOutage {
        outage,
        version,
        began_at: row.began_at,
        ended_at: Some(at),
        over: true,
        cause: row.cause.clone(),
        note: Some(row.number.clone()),
    };
    let emit = Emit { name: CorrectOutage::NAME, customer: Some(row.customer_id.into()), chains: Vec::new() };
    // Somebody may have withdrawn or corrected the report: that stands, and keeps no case open.
    drop(act.attempt(tx, |tx, act| act.within(tx, emit, |tx, act| stop.perform(tx, act)))?);
    Ok(())
}

/// Something to be done by a named person, as a promise.
fn add_task(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    (kind, words): (TaskKind, String),
    owner: PersonId,
    days: i64,
) -> Outcome<()> {
    let owner_id = still_there(tx, act, owner, row.customer_id)?;
    let calendar = working_calendar(tx, row)?;
    let days = u16::try_from(days).unwrap_or(1);
    let due_at = calendar
        .end_of_nth_working_day(act.now, days)
        .map_err(|_| Refusal::conflict("case.no_working_time").with("number", row.number.as_str()))?;
    let promise_kind =
        if kind == TaskKind::Aftercare { promise::Kind::CallBack } else { promise::Kind::Free };
    let tongue = act.words.tongue(act.language, &row.zone);
    let facts = [("number", row.number.as_str().into()), ("words", words.as_str().into())];
    let wording = tongue.say_with(&format!("case-promise-{}", kind.word().replace('_', "-")), &facts);
    let new = clocks::draft(tx, act, row, promise_kind, wording, due_at, owner_id)?;
    let due = ClockDue { started_at: act.now, due_at, calendar, warnings: Vec::new(), paused_at: None };
    let made = promise::make_clock(tx, act, new, &due)?;
    tx.insert(&TaskRow {
        id: act.new_id(),
        case_id: row.id,
        customer_id: row.customer_id,
        kind,
        words,
        owner_id,
        due_at,
        promise_id: Some(made.id),
        state: TaskState::Open,
        done_at: None,
        done_by: None,
        outcome: None,
        version: 1,
    })?;
    let word = about_case("notice-case-task", row)
        .with("kind", accord_kernel::Fact::Word(kind.message()))
        .with("due", due_at);
    tell(tx, act, &[owner_id], &word)
}

/// It runs, in the customer's own words, within any action.
pub(super) fn confirm(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: CaseRow,
    words: String,
    at: Timestamp,
) -> Outcome<CaseAnswer> {
    if row.state != CaseState::Fixed {
        return Err(Refusal::conflict("case.not_fixed").with("number", row.number.as_str()));
    }
    if row.restored_at.is_some_and(|restored| at < restored) {
        return Err(
            Refusal::field("/at", "case.before_restored").with("restored", row.restored_at.unwrap_or(at))
        );
    }
    row.confirmed_at = Some(at);
    talk::owe_none(tx, act, &mut row, &words)?;
    row.confirmed_words = Some(words);
    row.changed_at = act.now;
    tx.update(&mut row)?;
    if let Some(crisis) = row.crisis_id {
        crisis::settle(tx, act, crisis)?;
    }
    act.fact("confirmed_at", at);
    tell(tx, act, &[row.owner_id], &about_case("notice-case-confirmed", &row))?;
    keep(tx, act, row)
}

/// How the customer found it, within any action.
pub(super) fn rate(
    tx: &mut Tx,
    act: &mut Act<'_>,
    mut row: CaseRow,
    rating: i64,
    words: Option<String>,
) -> Outcome<CaseAnswer> {
    if !(1..=5).contains(&rating) {
        return Err(Refusal::field("/rating", "field.range").with("from", 1_i64).with("to", 5_i64));
    }
    if row.state == CaseState::Open || row.state == CaseState::Withdrawn {
        return Err(Refusal::conflict("case.not_fixed").with("number", row.number.as_str()));
    }
    opened_here(tx, &row)?;
    if row.rating.is_some() {
        return Err(Refusal::conflict("case.rated_already").with("number", row.number.as_str()));
    }
    row.rating = Some(rating);
    row.rated_at = Some(act.now);
    row.rating_words = words;
    row.changed_at = act.now;
    tx.update(&mut row)?;
    if let Some(crisis) = row.crisis_id {
        crisis::settle(tx, act, crisis)?;
    }
    act.fact("rating", rating);
    let good: i64 = settings::get(tx, act, &settings::GOOD_RATING)?;
    if rating < good {
        let mut persons = vec![row.owner_id];
        persons.extend(sales_owner(tx, row.customer_id)?);
        persons.extend(crate::neighbours::heads_of_service(tx)?);
        let word =
            about_case("notice-case-rated-low", &row).with("rating", rating).acknowledged_within(TAKE_NOTE);
        tell(tx, act, &persons, &word)?;
    }
    keep(tx, act, row)
}

/// Records that the customer said it runs, in their words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// In the customer's words.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// When, if earlier than now.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub at: Option<Timestamp>,
}

impl Action for ConfirmCase {
    const NAME: &'static str = "case.confirm";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = standing(tx, self.case, self.version)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let at = past("/at", self.at, act.now)?;
        confirm(tx, act, row, words, at)
    }
}

/// Records how the customer found it, 1 to 5. Asked as part of closing, so it is no survey.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// From 1 to 5.
    pub rating: i64,
    /// In the customer's words.
    #[serde(default)]
    #[schemars(length(max = 2_000))]
    pub words: Option<String>,
}

impl Action for RateCase {
    const NAME: &'static str = "case.rate";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let row = load(tx, self.case)?;
        at_version(&row, self.version)?;
        let words = check::some("/words", self.words.as_deref(), check::WORDING_MAX)?;
        rate(tx, act, row, self.rating, words)
    }
}

/// Closes a case: it runs, the customer said so, the result is written, and nothing is left to make good.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
}

impl Action for CloseCase {
    const NAME: &'static str = "case.close";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let waits = unanswered(tx, &row)?;
        let facts = Facts {
            unanswered: waits.is_some(),
            state: row.state,
            has_result: row.result.is_some(),
            confirmed: row.confirmed_at.is_some(),
            make_good_open: tasks_of(tx, row.id)?
                .iter()
                .any(|task| task.kind == TaskKind::MakeGood && task.state == TaskState::Open),
        };
        closing::may_close(&facts).map_err(|wrong| {
            let rule = match wrong {
                Wrong::Ended => "case.ended",
                Wrong::NotFixed => "case.not_fixed",
                Wrong::NoResult => "case.no_result",
                Wrong::NotConfirmed => "case.not_confirmed",
                Wrong::MakeGoodOpen => "case.make_good_open",
                Wrong::Unanswered => "case.unanswered",
            };
            let refusal = Refusal::conflict(rule)
                .with("number", row.number.as_str())
                .with("state", accord_kernel::Fact::Word(row.state.message()));
            match waits.filter(|_| wrong == Wrong::Unanswered) {
                None => refusal,
                Some(words) => refusal.with("words", words).possible_action(
                    "answer-customer",
                    Vec::new(),
                    "case.update",
                    json!({ "case": row.id, "version": row.version }),
                ),
            }
        })?;
        row.state = CaseState::Closed;
        row.is_open = false;
        row.closed_at = Some(act.now);
        let words = row.confirmed_words.clone().unwrap_or_default();
        let short: String = words.chars().take(500).collect();
        clocks::stop(tx, act, &row, ClockKind::Close, act.now, &short)?;
        if row.worst == Severity::Stopped {
            let days: i64 = settings::get(tx, act, &settings::AFTERCARE_DAYS)?;
            let by = row.engineer_id.unwrap_or(row.owner_id);
            let what = row.what.clone();
            add_task(tx, act, &row, (TaskKind::Aftercare, what), by, days)?;
        }
        act.fact("in_time", clocks::in_time(tx, &row)?);
        act.fact("rating", row.rating);
        keep(tx, act, row)
    }
}

/// The words that a customer wrote after they had said that it runs, where nothing was said to them since.
fn unanswered(tx: &mut Tx, row: &CaseRow) -> Outcome<Option<String>> {
    let last = public_entries_of(tx, row.id, 1)?.into_iter().next();
    let waits = last.filter(|entry| {
        entry.kind == EntryKind::Heard
            && matches!(entry.channel, Some(Channel::Mail | Channel::Chat | Channel::Letter))
            && row.confirmed_at.is_some_and(|confirmed| entry.said_at > confirmed)
    });
    Ok(waits.map(|entry| entry.words))
}

/// It does not run after all: the case is open again, with nobody sent and no rating. Where the customer had never said
/// that it runs, it is the same stop, and counts from its beginning. Where they had, it ran in between: another stop
/// begins, with what covers it now.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// What the customer says.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for ReopenCase {
    const NAME: &'static str = "case.reopen";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = load(tx, self.case)?;
        at_version(&row, self.version)?;
        if !matches!(row.state, CaseState::Fixed | CaseState::Closed) {
            return Err(Refusal::conflict("case.not_fixed").with("number", row.number.as_str()));
        }
        opened_here(tx, &row)?;
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        let before = row.state.word().to_owned();
        note(
            tx,
            act,
            &row,
            Change::Reopened,
            (Some(before), Some(CaseState::Open.word().to_owned())),
            &words,
        )?;
        clocks::drop_all(tx, act, &row, &words)?;
        if row.confirmed_at.is_some() {
            row.began_at = act.now;
            row.outage_id = None;
            let found = cover::find(tx, act, row.customer_id, row.site_id, row.asset_id, row.began_at)?;
            let site = row.site_id;
            cover::put(tx, act, &mut row, site, found)?;
        }
        stand_again(&mut row);
        row.contacts += 1;
        // Whoever calls again is answered again; a stop that never ended has used its time.
        for (kind, started) in [(ClockKind::Response, act.now), (ClockKind::Restore, row.began_at)] {
            if let Some(budget) = clocks::budget_of(&row, kind) {
                clocks::start(tx, act, &row, kind, started, budget, None)?;
            }
        }
        let latest = talk::next_word(tx, act, &row)?;
        talk::owe_by(tx, act, &mut row, latest, &words)?;
        row.changed_at = act.now;
        tx.update(&mut row)?;
        match row.crisis_id {
            Some(id) if crate::record::crisis(tx, id)?.ended_at.is_none() => crisis::settle(tx, act, id)?,
            _ if row.worst.is_crisis() => crisis::begin(tx, act, &mut row)?,
            _ => {}
        }
        let word = about_case("notice-case-reopened", &row).acknowledged_within(TAKE_NOTE);
        tell(tx, act, &[row.owner_id], &word)?;
        keep(tx, act, row)
    }
}

/// Open as at its call: what was done until then stays in its history.
fn stand_again(row: &mut CaseRow) {
    row.state = CaseState::Open;
    row.is_open = true;
    row.responded_at = None;
    row.responded_by = None;
    row.engineer_id = None;
    row.arrives_at = None;
    row.on_site_at = None;
    row.restored_at = None;
    row.confirmed_at = None;
    row.confirmed_words = None;
    row.rating = None;
    row.rated_at = None;
    row.rating_words = None;
    row.closed_at = None;
    row.update_late = false;
}

/// Withdraws a case that was opened by mistake, or twice. It stays readable and counts nowhere.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawCase {
    /// The case.
    pub case: CaseId,
    /// Version that was read.
    pub version: i64,
    /// Why, in the customer's words where it was theirs.
    #[schemars(length(max = 2_000))]
    pub reason: String,
}

impl Action for WithdrawCase {
    const NAME: &'static str = "case.withdraw";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.case)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut row = standing(tx, self.case, self.version)?;
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        let before = row.state.word().to_owned();
        let after = CaseState::Withdrawn.word().to_owned();
        note(tx, act, &row, Change::Withdrawn, (Some(before), Some(after)), &reason)?;
        talk::owe_none(tx, act, &mut row, &reason)?;
        clocks::drop_all(tx, act, &row, &reason)?;
        row.state = CaseState::Withdrawn;
        row.is_open = false;
        row.changed_at = act.now;
        tx.update(&mut row)?;
        if let Some(crisis) = row.crisis_id {
            crisis::settle(tx, act, crisis)?;
        }
        index(tx, &row)?;
        keep(tx, act, row)
    }
}

/// Says what came of what was to be done about a case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishCaseTask {
    /// What was to be done.
    pub task: CaseTaskId,
    /// Version that was read.
    pub version: i64,
    /// What came of it, in words: what was made good, what the customer said.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for FinishCaseTask {
    const NAME: &'static str = "case.finish_task";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CaseAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(task(tx, self.task)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CaseAnswer> {
        let mut found = task(tx, self.task)?;
        at_version(&found, self.version)?;
        if found.state != TaskState::Open {
            return Err(Refusal::conflict("case.task_done"));
        }
        let words = check::text("/words", &self.words, check::WORDING_MAX)?;
        found.state = TaskState::Done;
        found.done_at = Some(act.now);
        found.done_by = author(act);
        found.outcome = Some(words.clone());
        tx.update(&mut found)?;
        if let Some(owed) = found.promise_id
            && promise::load(tx, owed)?.state == promise::State::Open
        {
            promise::keep(tx, act, owed, Ending { at: None, evidence: words })?;
        }
        act.fact("task", found.id);
        let row = load(tx, found.case_id)?;
        keep(tx, act, row)
    }
}
