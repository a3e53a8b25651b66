//! The clocks of a case as promises in the ledger (R30): begun, read again when cover, severity or pauses change, and
//! stopped by what they promise. Due times are always computed from the beginning, so that used time stays used.

use accord_business_time::Pause;
use accord_kernel::{Act, Fact, Outcome, Refusal};
use accord_room_people::PersonId;
use accord_room_promise::{
    self as promise, About, ClockChange, ClockDue, Ending, NewPromise, PromiseId, PromiseRow, Telling, Wish,
};
use accord_store::Tx;
use jiff::Timestamp;

use crate::{
    id::{CaseState, ClockKind},
    neighbours::{calendar_of, still_there, working_calendar},
    record::{CaseRow, ClockRow, clocks_of, origin_of, pauses_of},
    rules::clock::{self, Budget, Reading},
};

/// What promises of a case are about.
pub(crate) const ABOUT: &str = "service_case";

impl ClockRow {
    /// What it may use.
    pub fn budget(&self) -> Budget {
        match (self.budget_minutes, self.working_days, self.fixed_at) {
            (Some(minutes), ..) => Budget::Minutes(minutes),
            (None, Some(days), _) => Budget::WorkingDays(days),
            (None, None, Some(at)) => Budget::Until(at),
            (None, None, None) => Budget::WorkingDays(1),
        }
    }

    fn set(&mut self, budget: Budget) {
        self.budget_minutes = None;
        self.working_days = None;
        self.fixed_at = None;
        match budget {
            Budget::Minutes(minutes) => self.budget_minutes = Some(minutes),
            Budget::WorkingDays(days) => self.working_days = Some(days),
            Budget::Until(at) => self.fixed_at = Some(at),
        }
    }
}

/// What the cover promises for a kind; `None` where it promises nothing of the kind.
pub(crate) fn budget_of(row: &CaseRow, kind: ClockKind) -> Option<Budget> {
    match kind {
        ClockKind::Response => Some(row.response_minutes.map_or(Budget::WorkingDays(1), Budget::Minutes)),
        ClockKind::Restore => row.restore_minutes.map(Budget::Minutes),
        ClockKind::OnSite | ClockKind::Close => None,
    }
}

fn pauses(tx: &mut Tx, row: &CaseRow) -> Outcome<Vec<Pause>> {
    let found = pauses_of(tx, row.id)?;
    Ok(found.into_iter().map(|pause| Pause { from: pause.from_at, until: pause.until_at }).collect())
}

/// Reads a clock now, with the calendar on which it runs.
fn read(
    tx: &mut Tx,
    act: &Act<'_>,
    row: &CaseRow,
    kind: ClockKind,
    started: Timestamp,
    budget: Budget,
) -> Outcome<(Reading, ClockDue)> {
    let pauses = if kind == ClockKind::Close { Vec::new() } else { pauses(tx, row)? };
    read_with(tx, act, row, kind, started, budget, &pauses)
}

fn read_with(
    tx: &mut Tx,
    act: &Act<'_>,
    row: &CaseRow,
    kind: ClockKind,
    started: Timestamp,
    budget: Budget,
    pauses: &[Pause],
) -> Outcome<(Reading, ClockDue)> {
    let calendar = if kind == ClockKind::Close { working_calendar(tx, row)? } else { calendar_of(tx, row)? };
    let reading = clock::read(started, budget, &calendar, pauses, act.now)
        .map_err(|_| Refusal::conflict("case.no_working_time").with("number", row.number.as_str()))?;
    let due = ClockDue {
        started_at: started,
        due_at: reading.due_at,
        calendar,
        warnings: reading.warnings.clone(),
        paused_at: reading.paused_at,
    };
    Ok((reading, due))
}

fn said(act: &Act<'_>, row: &CaseRow, key: &str, more: &[(&'static str, Fact)]) -> String {
    let tongue = act.words.tongue(act.language, &row.zone);
    let mut facts = vec![("number", Fact::Text(row.number.clone()))];
    facts.extend_from_slice(more);
    tongue.say_with(key, &facts)
}

/// A promise of a case, before its due.
pub(crate) fn draft(
    tx: &mut Tx,
    act: &Act<'_>,
    row: &CaseRow,
    kind: promise::Kind,
    wording: String,
    due_at: Timestamp,
    owner: PersonId,
) -> Outcome<NewPromise> {
    let owner = still_there(tx, act, owner, row.customer_id)?;
    let mut new = NewPromise::new(row.customer_id, kind, &wording, Wish::At(due_at), owner);
    new.contact = row.contact_id;
    new.site = row.site_id;
    new.about = Some(About { kind: ABOUT.to_owned(), id: row.id.into() });
    new.basis = row.plan.clone().unwrap_or_default();
    Ok(new)
}

/// Begins a clock.
pub(crate) fn start(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    kind: ClockKind,
    started: Timestamp,
    budget: Budget,
    told: Option<Telling>,
) -> Outcome<ClockRow> {
    let (reading, due) = read(tx, act, row, kind, started, budget)?;
    let clock = promised(tx, act, row, (kind, budget), told, &reading, &due)?;
    tx.insert(&clock)?;
    Ok(clock)
}

/// Begins a clock of a case that is being opened and on which no pause can stand yet. Its row is written by the caller,
/// once the case itself is there.
pub(crate) fn first(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    kind: ClockKind,
    budget: Budget,
    told: Option<Telling>,
) -> Outcome<ClockRow> {
    let (reading, due) = read_with(tx, act, row, kind, row.received_at, budget, &[])?;
    promised(tx, act, row, (kind, budget), told, &reading, &due)
}

/// The promise of a clock, and the row that says what it rests on.
fn promised(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    (kind, budget): (ClockKind, Budget),
    told: Option<Telling>,
    reading: &Reading,
    due: &ClockDue,
) -> Outcome<ClockRow> {
    let wording = said(act, row, &format!("case-promise-{}", kind.word().replace('_', "-")), &[]);
    let mut new = draft(tx, act, row, kind.promise(), wording, reading.due_at, row.owner_id)?;
    new.told = told;
    let made = promise::make_clock(tx, act, new, due)?;
    let mut clock = ClockRow {
        id: act.new_id(),
        case_id: row.id,
        kind,
        promise_id: made.id,
        started_at: due.started_at,
        budget_minutes: None,
        working_days: None,
        fixed_at: None,
        due_at: reading.due_at,
        stopped_at: None,
        version: 1,
    };
    clock.set(budget);
    Ok(clock)
}

/// The promise of the next word, watched round the clock.
pub(crate) fn promise_update(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    at: Timestamp,
    told: Option<Telling>,
) -> Outcome<PromiseRow> {
    let wording = update_words(act, row, at);
    let mut new = draft(tx, act, row, promise::Kind::Update, wording, at, row.owner_id)?;
    new.told = told;
    let due = update_due(act, row, at)?;
    promise::make_clock(tx, act, new, &due)
}

/// The next word is owed at another time.
pub(crate) fn move_update(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    owed: PromiseId,
    at: Timestamp,
    reason: &str,
) -> Outcome<PromiseRow> {
    let wording = update_words(act, row, at);
    let due = update_due(act, row, at)?;
    let why = ClockChange { wording: Some(&wording), ..ClockChange::because(reason) };
    promise::set_clock(tx, act, owed, &due, why)
}

fn update_words(act: &Act<'_>, row: &CaseRow, at: Timestamp) -> String {
    said(act, row, "case-promise-update", &[("at", at.into())])
}

fn update_due(act: &Act<'_>, row: &CaseRow, at: Timestamp) -> Outcome<ClockDue> {
    Ok(ClockDue {
        started_at: act.now,
        due_at: at,
        calendar: crate::neighbours::always(&row.zone)?,
        warnings: Vec::new(),
        paused_at: None,
    })
}

/// Reads every running clock anew: cover, severity or pauses changed.
pub(crate) fn refresh(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, reason: &str) -> Outcome<()> {
    for mut clock in clocks_of(tx, row.id)? {
        if clock.stopped_at.is_some() {
            continue;
        }
        let budget = budget_of(row, clock.kind).unwrap_or_else(|| clock.budget());
        set(tx, act, row, &mut clock, budget, ClockChange::because(reason))?;
    }
    Ok(())
}

fn set(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    clock: &mut ClockRow,
    budget: Budget,
    why: ClockChange<'_>,
) -> Outcome<()> {
    let (reading, due) = read(tx, act, row, clock.kind, clock.started_at, budget)?;
    clock.set(budget);
    clock.due_at = reading.due_at;
    tx.update(clock)?;
    promise::set_clock(tx, act, clock.promise_id, &due, why).map(|_| ())
}

fn running(tx: &mut Tx, row: &CaseRow, kind: ClockKind) -> Outcome<Option<ClockRow>> {
    let clocks = clocks_of(tx, row.id)?;
    Ok(clocks.into_iter().find(|clock| clock.kind == kind && clock.stopped_at.is_none()))
}

/// The customer is told when somebody is there. Told another time before, they have that one in mind too: it stays what
/// the promise is measured by.
pub(crate) fn arrives(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    at: Timestamp,
    told: Telling,
) -> Outcome<()> {
    let until = Budget::Until(at);
    match running(tx, row, ClockKind::OnSite)? {
        Some(clock) if clock.due_at == at => Ok(()),
        Some(mut clock) => {
            let reason = act.tongue().say("case-arrival-changed").into_owned();
            let why = ClockChange { told: Some(told), ..ClockChange::because(&reason) };
            set(tx, act, row, &mut clock, until, why)
        }
        None => start(tx, act, row, ClockKind::OnSite, act.now, until, Some(told)).map(|_| ()),
    }
}

/// The cover changed: what it does not promise was never owed, clocks that it promises begin where they are missing, and
/// all are read anew.
pub(crate) fn follow_cover(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, reason: &str) -> Outcome<()> {
    let promised = budget_of(row, ClockKind::Restore);
    let running = running(tx, row, ClockKind::Restore)?;
    let missing = running.is_none();
    if let Some(mut clock) = running.filter(|_| promised.is_none()) {
        clock.stopped_at = Some(act.now);
        tx.update(&mut clock)?;
        promise::withdraw_clock(tx, act, clock.promise_id, reason)?;
    }
    refresh(tx, act, row, reason)?;
    if let Some(budget) = promised.filter(|_| missing && row.state == CaseState::Open) {
        start(tx, act, row, ClockKind::Restore, row.began_at, budget, None)?;
    }
    Ok(())
}

/// What a clock promises happened.
pub(crate) fn stop(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &CaseRow,
    kind: ClockKind,
    at: Timestamp,
    evidence: &str,
) -> Outcome<()> {
    for mut clock in clocks_of(tx, row.id)? {
        if clock.kind != kind || clock.stopped_at.is_some() {
            continue;
        }
        clock.stopped_at = Some(at);
        tx.update(&mut clock)?;
        let at = at.max(clock.started_at);
        promise::keep(tx, act, clock.promise_id, Ending { at: Some(at), evidence: evidence.to_owned() })?;
    }
    Ok(())
}

/// Nothing more is owed: the customer no longer needs it, in the words given.
pub(crate) fn drop_all(tx: &mut Tx, act: &mut Act<'_>, row: &CaseRow, words: &str) -> Outcome<()> {
    for mut clock in clocks_of(tx, row.id)? {
        if clock.stopped_at.is_some() {
            continue;
        }
        clock.stopped_at = Some(act.now);
        tx.update(&mut clock)?;
        promise::release(tx, act, clock.promise_id, words)?;
    }
    Ok(())
}

/// Whether every clock that has stopped was met by its due, and none runs late; of a case that another system closed,
/// what it said.
///
/// # Errors
/// What the database refuses.
pub fn in_time(tx: &mut Tx, row: &CaseRow) -> Outcome<bool> {
    if let Some(origin) = origin_of(tx, row.id)? {
        return Ok(origin.in_time.unwrap_or(false));
    }
    let mut good = true;
    for clock in clocks_of(tx, row.id)? {
        if clock.kind == ClockKind::Close {
            continue;
        }
        let kept = promise::load(tx, clock.promise_id)?;
        good &= matches!(kept.state, promise::State::Kept | promise::State::Released);
    }
    Ok(good)
}

/// Says what comes next on a case: the nearest running clock, or its next word.
pub(crate) fn settle_next(tx: &mut Tx, row: &mut CaseRow) -> Outcome<()> {
    let paused = pauses_of(tx, row.id)?.iter().any(|pause| pause.until_at.is_none());
    let clocks = clocks_of(tx, row.id)?;
    come_next(row, &clocks, paused);
    Ok(())
}

/// As [`settle_next`], where clocks and pauses are known.
pub(crate) fn come_next(row: &mut CaseRow, clocks: &[ClockRow], paused: bool) {
    let mut next = row.next_update_at.filter(|_| row.is_open);
    for clock in clocks {
        if clock.stopped_at.is_none() && !(paused && clock.kind != ClockKind::Close) {
            next = Some(next.map_or(clock.due_at, |next| next.min(clock.due_at)));
        }
    }
    row.next_due_at = next.unwrap_or(row.next_due_at);
}
