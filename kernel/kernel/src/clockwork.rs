//! What happens because time passes: durable, survives restart, fires once, says when it was late (R24, R67).

use std::sync::{Arc, LazyLock};

use accord_store::{IsRetry, Row, Tx, params};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use crate::{Call, Caller, Clock, Context, Kernel, Outcome, Refusal, Status};

/// An action of the program planned for later.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Action to run; its audience is the program.
    pub action: &'static str,
    /// What it is about; one plan per action, subject and step.
    pub subject: Uuid,
    /// Which of several, for example `warn-75`.
    pub step: String,
    /// Its input.
    pub input: JsonValue,
    /// When.
    pub due_at: Timestamp,
}

/// A plan as stored.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    pub(crate) id: Uuid,
    pub(crate) action: String,
    pub(crate) input: JsonValue,
    pub(crate) due_at: Timestamp,
    /// When it is to be tried: `due_at`, or later when it failed before.
    next_try_at: Timestamp,
    attempts: i64,
}

/// A plan that a guard holds back (the customer is in crisis, say) is looked at again after this.
const HELD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Attempts after which a failing plan rests until somebody looks.
pub const ATTEMPTS_MAX: i64 = 12;

/// Plans entered by one statement.
const TOGETHER: usize = 16;
/// Values of one plan.
const PLAN_VALUES: usize = 6;

/// Enters plans. Of one action, subject and step there may be one among them.
pub(crate) fn schedule(tx: &mut Tx, ctx: &Context, plans: &[Schedule]) -> Outcome<()> {
    for some in plans.chunks(TOGETHER) {
        let mut values = Vec::with_capacity(some.len() * PLAN_VALUES);
        for plan in some {
            let id: Uuid = ctx.new_id();
            let input = plan.input.to_string();
            values.extend_from_slice(params![id, plan.action, plan.subject, plan.step, input, plan.due_at]);
        }
        let sql = SCHEDULE_SQL.get(some.len()).ok_or_else(|| Refusal::defect("too many plans at once"))?;
        tx.execute(sql, &values)?;
    }
    Ok(())
}

/// The statements by how many plans they enter, put together once.
static SCHEDULE_SQL: LazyLock<Vec<String>> = LazyLock::new(|| (0..=TOGETHER).map(schedule_sql).collect());

fn schedule_sql(plans: usize) -> String {
    let row = |index: usize| {
        let [id, action, subject, step, input, due_at] =
            std::array::from_fn::<_, PLAN_VALUES, _>(|n| index * PLAN_VALUES + n + 1);
        format!("(?{id}, ?{action}, ?{subject}, ?{step}, ?{input}, ?{due_at}, ?{due_at})")
    };
    let rows: Vec<String> = (0..plans).map(row).collect();
    format!(
        "INSERT INTO clockwork (id, action, subject, step, input, due_at, next_try_at) VALUES {}
        ON CONFLICT (action, subject, step) DO UPDATE SET input = excluded.input, due_at = excluded.due_at,
        next_try_at = excluded.due_at, fired_at = NULL, late_us = NULL, attempts = 0, error = NULL",
        rows.join(", ")
    )
}

pub(crate) fn cancel(tx: &mut Tx, action: &str, subject: Uuid) -> Outcome<()> {
    tx.execute(
        "DELETE FROM clockwork WHERE action = ?1 AND subject = ?2 AND fired_at IS NULL",
        params![action, subject],
    )?;
    Ok(())
}

/// Most plans that are fired in one transaction: what is held in memory at once, and for how long another write waits.
const STEP_MAX: i64 = 32;

/// The plans to be tried first, if they are due by `until`; so many of them.
pub(crate) fn earliest(tx: &mut Tx, until: Timestamp, most: i64) -> Outcome<Vec<Planned>> {
    let sql = "SELECT id, action, input, due_at, next_try_at, attempts FROM clockwork
        WHERE fired_at IS NULL AND next_try_at <= ?1 AND attempts < ?2 ORDER BY next_try_at, due_at, id LIMIT ?3";
    tx.query(sql, params![until, ATTEMPTS_MAX, most])?.iter().map(planned).collect()
}

fn planned(row: &Row) -> Outcome<Planned> {
    let input: String = row.get(2)?;
    Ok(Planned {
        id: row.get(0)?,
        action: row.get(1)?,
        input: serde_json::from_str(&input).unwrap_or(JsonValue::Null),
        due_at: row.get(3)?,
        next_try_at: row.get(4)?,
        attempts: row.get(5)?,
    })
}

/// Marks a plan as fired; false when somebody else fired, moved or cancelled it first.
pub(crate) fn mark_fired(tx: &mut Tx, plan: &Planned, now: Timestamp) -> Outcome<bool> {
    let late = now.duration_since(plan.due_at).max(SignedDuration::ZERO);
    let late_us = i64::try_from(late.as_micros()).unwrap_or(i64::MAX);
    let sql = "UPDATE clockwork SET fired_at = ?2, late_us = ?3, error = NULL WHERE id = ?1 AND fired_at IS NULL AND due_at = ?4";
    Ok(tx.execute(sql, params![plan.id, now, late_us, plan.due_at])? == 1)
}

/// Keeps the failure and tries again later, ever more rarely. Does nothing to a plan that was fired, moved, cancelled
/// or marked by somebody else meanwhile.
pub(crate) fn mark_failed(tx: &mut Tx, plan: &Planned, now: Timestamp, error: &str) -> Outcome<()> {
    let exponent = u32::try_from(plan.attempts).unwrap_or(0).min(10);
    let pause = SignedDuration::from_secs(5 * 2_i64.pow(exponent));
    let next = now.checked_add(pause).unwrap_or(now);
    let sql = "UPDATE clockwork SET attempts = attempts + 1, next_try_at = ?2, error = ?3
        WHERE id = ?1 AND fired_at IS NULL AND due_at = ?4 AND attempts = ?5";
    tx.execute(sql, params![plan.id, next, error, plan.due_at, plan.attempts])?;
    Ok(())
}

/// Lets a plan wait that a guard holds back. It did not fail: however long that lasts, it keeps its attempts.
pub(crate) fn mark_held(tx: &mut Tx, plan: &Planned, now: Timestamp, rule: &str) -> Outcome<()> {
    let next = now.checked_add(HELD_FOR).unwrap_or(now);
    let sql = "UPDATE clockwork SET next_try_at = ?2, error = ?3 WHERE id = ?1 AND fired_at IS NULL AND due_at = ?4";
    tx.execute(sql, params![plan.id, next, rule, plan.due_at])?;
    Ok(())
}

/// When the next thing happens (a plan that failed: when it is tried again), and which action it is.
///
/// # Errors
/// What the database refuses.
pub fn next_due(tx: &mut Tx) -> Outcome<Option<(Timestamp, String)>> {
    let sql = "SELECT next_try_at, action FROM clockwork WHERE fired_at IS NULL AND attempts < ?1
        ORDER BY next_try_at, due_at, id LIMIT 1";
    match tx.query_one(sql, params![ATTEMPTS_MAX])? {
        Some(row) => Ok(Some((row.get(0)?, row.get(1)?))),
        None => Ok(None),
    }
}

/// What the clockwork has before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Plans whose moment has come and that have not fired.
    pub due: i64,
    /// When the oldest of them was to be tried.
    pub oldest: Option<Timestamp>,
    /// Plans that failed so often that they rest until somebody looks.
    pub resting: i64,
}

/// What is due at `now` and has not fired.
///
/// # Errors
/// What the database refuses.
pub fn backlog(tx: &mut Tx, now: Timestamp) -> Outcome<Backlog> {
    let sql = "SELECT COUNT(*), MIN(next_try_at) FROM clockwork
        WHERE fired_at IS NULL AND next_try_at <= ?1 AND attempts < ?2";
    let due = tx.query_one(sql, params![now, ATTEMPTS_MAX])?;
    let sql = "SELECT COUNT(*) FROM clockwork WHERE fired_at IS NULL AND attempts >= ?1";
    let resting = tx.query_one(sql, params![ATTEMPTS_MAX])?;
    let (due, oldest) = due.map_or(Ok((0, None)), |row| Ok::<_, Refusal>((row.get(0)?, row.get(1)?)))?;
    Ok(Backlog { due, oldest, resting: resting.map_or(Ok(0), |row| row.get(0))? })
}

/// The database's own trouble.
fn is_outage(refusal: &Refusal) -> bool {
    matches!(refusal.status, Status::Unavailable | Status::Full)
}

impl Kernel {
    /// Fires what is due by now, in order, each at once and each only once. Returns how many fired.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn tick(self: &Arc<Self>) -> Outcome<u64> {
        let now = self.db.read(|tx| self.clock.now(tx).map_err(Refusal::from))?;
        self.fire_until(now)
    }

    /// Moves business time forward to `target`, running every due item in order at its own instant.
    ///
    /// # Errors
    /// A refusal when the target lies behind; what the database refuses.
    pub fn advance(self: &Arc<Self>, target: Timestamp) -> Outcome<u64> {
        let now = self.db.read(|tx| self.clock.now(tx).map_err(Refusal::from))?;
        if self.clock != Clock::Movable {
            return Err(Refusal::conflict("clock.fixed"));
        }
        if target < now {
            return Err(Refusal::conflict("clock.backward"));
        }
        let fired = self.fire_until(target)?;
        self.set_clock(target)?;
        Ok(fired)
    }

    fn set_clock(self: &Arc<Self>, at: Timestamp) -> Outcome<()> {
        let clock = self.clock;
        self.db.write(move |tx| clock.set(tx, at).map_err(Refusal::from))
    }

    fn fire_until(self: &Arc<Self>, until: Timestamp) -> Outcome<u64> {
        let mut fired = 0;
        // The first waits for no other; the more there are, the more go together.
        let mut step = 1;
        loop {
            let mut plans = self.db.read(|tx| earliest(tx, until, step))?;
            step = (step * 2).min(STEP_MAX);
            let Some(first) = plans.first().map(|plan| plan.next_try_at) else { return Ok(fired) };
            if self.clock == Clock::Movable {
                let now = self.db.read(|tx| self.clock.now(tx).map_err(Refusal::from))?;
                if first > now {
                    self.set_clock(first)?;
                }
                // Each at its own instant.
                plans.retain(|plan| plan.next_try_at <= first.max(now));
            }
            fired += match self.fire_step(plans.clone()) {
                Ok(fired) => fired,
                Err(refusal) if is_outage(&refusal) => return Err(refusal),
                // One of them broke the whole step: each by itself, so that the others do not wait for it.
                Err(_) => self.fire_each(plans)?,
            };
        }
    }

    /// Fires plans together: one transaction, in which each has its own effect or failure.
    fn fire_step(self: &Arc<Self>, plans: Vec<Planned>) -> Outcome<u64> {
        let kernel = Arc::clone(self);
        let done = self.db.write(move |tx| {
            let mut all = Vec::with_capacity(plans.len());
            for plan in &plans {
                let call = Call::new(&plan.action, plan.input.clone());
                let fired = tx.attempt(|tx| kernel.act_in(tx, &Caller::system(), &call, None, Some(plan)))?;
                match fired {
                    Ok(done) => all.push((plan.action.clone(), done)),
                    Err(refusal) if refusal.is_retry() || is_outage(&refusal) => return Err(refusal),
                    Err(refusal) => kernel.failed(tx, plan, &refusal)?,
                }
            }
            Ok::<_, Refusal>(all)
        })?;
        for (action, one) in &done {
            if let Some(def) = self.registry.find_action(action) {
                self.counts.note(def.name, &Ok(one.clone()));
            }
            self.tell(&one.changed);
        }
        Ok(done.iter().map(|(_, one)| u64::from(!one.repeated)).sum())
    }

    fn fire_each(self: &Arc<Self>, plans: Vec<Planned>) -> Outcome<u64> {
        let mut fired = 0;
        for plan in plans {
            match self.fire_step(vec![plan.clone()]) {
                Ok(one) => fired += one,
                // The database's own trouble is not the plan's: everything waits until it is over.
                Err(refusal) if is_outage(&refusal) => return Err(refusal),
                Err(refusal) => {
                    let kernel = Arc::clone(self);
                    self.db.write(move |tx| kernel.failed(tx, &plan, &refusal))?;
                }
            }
        }
        Ok(fired)
    }

    /// Keeps what stood against a plan; one that a guard holds back waits and did not fail.
    fn failed(&self, tx: &mut Tx, plan: &Planned, refusal: &Refusal) -> Outcome<()> {
        if refusal.held && refusal.status == Status::Conflict {
            tracing::info!(action = plan.action, rule = refusal.rule, "planned {} waits", plan.action);
            let now = self.clock.now(tx)?;
            return mark_held(tx, plan, now, refusal.rule);
        }
        let (rule, detail) = (refusal.rule, &refusal.internal);
        tracing::error!(action = plan.action, rule, detail, "planned {} failed", plan.action);
        let now = self.clock.now(tx)?;
        mark_failed(tx, plan, now, rule)
    }
}
