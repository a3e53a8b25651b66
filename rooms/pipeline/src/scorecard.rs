//! The scorecard of a trial: facts as the rooms know them, read anew each time it is looked at (R12). Nobody can enter one.

use accord_kernel::{Context, Fact, Outcome};
use accord_room_asset::{self as asset, OutageState};
use accord_room_promise::{self as promise, PromiseRow, State};
use accord_store::Tx;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{ScorecardSource, Trial, record::Programme};

/// How a fact speaks of the trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Against it.
    Bad,
    /// Not known yet.
    Open,
    /// For it.
    Good,
}

/// A fact about the trial.
#[derive(Debug, Clone)]
pub struct ScoreFact {
    /// Message key, `score-…`.
    pub what: &'static str,
    /// Facts of the message.
    pub facts: Vec<(&'static str, Fact)>,
    /// How it speaks of the trial.
    pub verdict: Verdict,
    /// When it happened, or falls due.
    pub at: Timestamp,
    /// Kind and id of the thing, for the link.
    pub thing: Option<(&'static str, Uuid)>,
}

/// Facts about the trial of a programme, what speaks against it first, then the latest.
pub(crate) fn facts(tx: &mut Tx, ctx: &Context, row: &Programme) -> Outcome<Vec<ScoreFact>> {
    let trial = Trial {
        customer: row.customer_id,
        order: row.trial_order_id,
        unit: row.trial_unit_id,
        since: row.starts_on,
    };
    let mut all = promises(tx, ctx, &trial)?;
    all.extend(unit(tx, ctx, &trial)?);
    for source in ctx.registry.extensions::<ScorecardSource>() {
        all.extend((source.facts)(tx, ctx, &trial)?);
    }
    all.sort_by_key(|fact| (fact.verdict, std::cmp::Reverse(fact.at)));
    all.dedup_by(|one, other| one.thing.is_some() && one.thing == other.thing && one.what == other.what);
    Ok(all)
}

/// A promise as a fact of a scorecard.
pub fn promise_fact(row: &PromiseRow, now: Timestamp) -> Option<ScoreFact> {
    let (what, verdict) = match row.state {
        State::Kept => ("score-promise-kept", Verdict::Good),
        State::KeptLate => ("score-promise-kept-late", Verdict::Bad),
        State::Broken => ("score-promise-broken", Verdict::Bad),
        State::Open if row.is_late(now) => ("score-promise-late", Verdict::Bad),
        State::Open => ("score-promise-open", Verdict::Open),
        // What the customer let go says nothing of the trial.
        State::Released => return None,
    };
    let due = row.due_on.map_or_else(|| Fact::from(row.due_at), Fact::from);
    Some(ScoreFact {
        what,
        facts: vec![
            ("number", row.number.clone().into()),
            ("kind", Fact::Word(row.kind.message())),
            ("due", due),
        ],
        verdict,
        at: row.ended_at.unwrap_or(row.due_at),
        thing: Some(("promise", row.id.into())),
    })
}

fn promises(tx: &mut Tx, ctx: &Context, trial: &Trial) -> Outcome<Vec<ScoreFact>> {
    let mut rows = Vec::new();
    if let Some(order) = trial.order {
        rows.extend(promise::about(tx, "order", order)?);
    }
    if let Some(unit) = trial.unit {
        rows.extend(promise::about(tx, "asset", unit)?);
    }
    Ok(rows.iter().filter_map(|row| promise_fact(row, ctx.now)).collect())
}

/// What the unit itself tells: that it was accepted and how satisfied they were, and how often it stood still.
fn unit(tx: &mut Tx, ctx: &Context, trial: &Trial) -> Outcome<Vec<ScoreFact>> {
    let Some(id) = trial.unit else { return Ok(Vec::new()) };
    let unit = asset::asset(tx, id)?;
    let thing = Some(("asset", unit.id.into()));
    let mut list = Vec::new();
    if let Some(last) = asset::acceptances(tx, unit.id)?.into_iter().max_by_key(|one| one.place) {
        let (what, verdict) = match last.satisfaction {
            Some(rating) if rating < 4 => ("score-accepted-rated", Verdict::Bad),
            Some(_) => ("score-accepted-rated", Verdict::Good),
            None => ("score-accepted", Verdict::Good),
        };
        let mut facts: Vec<(&'static str, Fact)> = vec![("on", last.accepted_on.into())];
        facts.extend(last.satisfaction.map(|rating| ("rating", Fact::from(rating))));
        list.push(ScoreFact { what, facts, verdict, at: last.recorded_at, thing });
    }
    for stop in asset::outages(tx, unit.id)? {
        if stop.state == OutageState::Withdrawn {
            continue;
        }
        let until = stop.ended_at.unwrap_or(ctx.now);
        let minutes = until.duration_since(stop.began_at).as_mins();
        let mut facts: Vec<(&'static str, Fact)> = vec![
            ("at", stop.began_at.into()),
            ("hours", (minutes / 60).into()),
            ("minutes", (minutes % 60).into()),
        ];
        facts.push(("cause", stop.cause.clone().into()));
        let what = match stop.state {
            OutageState::Open => "score-stands-still",
            OutageState::Unknown => "score-stop-unknown",
            _ => "score-stop",
        };
        list.push(ScoreFact { what, facts, verdict: Verdict::Bad, at: stop.began_at, thing });
    }
    Ok(list)
}
