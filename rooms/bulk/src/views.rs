//! What may be done to many, and what became of it: before, on the way, after.

use std::collections::BTreeMap;

use accord_kernel::{
    Audience, Bulk, Context, Outcome, Permission, PrincipalKind, Refusal, Registry, Sight, Touches, View,
};
use accord_room_people::{self as people, paging};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    declared,
    id::{BulkRunId, RowState, RunState},
    record::{self, BulkRow, BulkRun},
    rules,
};

/// Runs of one's own that are shown.
const RUNS: i64 = 50;
/// Different wordings shown of one rule.
const WORDINGS: usize = 5;

/// Registers the views of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry.view::<Acts>().view::<OneRun>().view::<Rows>().view::<Runs>();
}

/// What the reader may do to many rows of a list.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acts {
    /// The list's view.
    pub view: String,
}

/// An act that may be done to many rows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActFacts {
    /// Its name.
    pub name: String,
    /// What it is called, in the reader's language.
    pub label: String,
    /// The action that changes one row.
    pub action: String,
    /// Fields of that action that are asked for once.
    pub asks: Vec<String>,
}

/// The message key of an act's name.
pub(crate) fn message(name: &str) -> String {
    format!("bulk-{}", name.replace(['.', '_'], "-"))
}

fn may(ctx: &Context, bulk: &Bulk) -> bool {
    ctx.registry.find_action(bulk.action).is_some_and(|def| {
        ctx.principal.kind == PrincipalKind::Person
            && matches!(def.audience, Audience::Staff | Audience::Both)
            && ctx.principal.may(def.permission)
    })
}

impl View for Acts {
    const NAME: &'static str = "bulk.acts";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ActFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, _: &mut Tx, ctx: &Context) -> Outcome<Vec<ActFacts>> {
        let registry = &ctx.registry;
        let mine = registry.extensions::<Bulk>().filter(|bulk| bulk.view == self.view && may(ctx, bulk));
        let facts = |bulk: &Bulk| ActFacts {
            name: bulk.name.to_owned(),
            label: ctx.tongue().say(&message(bulk.name)).into_owned(),
            action: bulk.action.to_owned(),
            asks: bulk.asks.iter().map(|name| (*name).to_owned()).collect(),
        };
        Ok(mine.map(facts).collect())
    }
}

/// An act on many, of the reader's own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneRun {
    /// The run.
    pub run: BulkRunId,
}

/// Why rows were left out, were refused, or stay: a rule, with its facts in words.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReasonFacts {
    /// The rule.
    pub rule: String,
    /// Rows.
    pub rows: i64,
    /// In the words in which the act alone would be refused, most frequent first; the first few of them.
    pub wordings: Vec<WordingFacts>,
    /// Further wordings.
    pub more: i64,
}

/// One wording of a rule.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WordingFacts {
    /// The words.
    pub text: String,
    /// Rows.
    pub rows: i64,
}

/// How many rows stand how.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct RowCounts {
    /// Not looked at yet.
    pub chosen: i64,
    /// It would be done, or it waits to be done.
    pub fits: i64,
    /// Left out.
    pub left: i64,
    /// Done.
    pub done: i64,
    /// Refused when their turn came.
    pub refused: i64,
    /// Taken back.
    pub undone: i64,
    /// Could not be taken back.
    pub stays: i64,
}

/// An act on many.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunFacts {
    /// Id.
    pub id: BulkRunId,
    /// Name of the act.
    pub bulk: String,
    /// What it is called, in the reader's language.
    pub label: String,
    /// The action that changes one row.
    pub action: String,
    /// Fields that are asked for once.
    pub asks: Vec<String>,
    /// What was said in them.
    pub input: Map<String, JsonValue>,
    /// The list's view.
    pub view: String,
    /// How it stands.
    pub state: RunState,
    /// Rows that were chosen.
    pub rows: i64,
    /// How many rows stand how.
    pub counts: RowCounts,
    /// Of the rows that would be done, so many can be given back what they have, as things are now.
    pub would_go_back: i64,
    /// Why rows were left out.
    pub left: Vec<ReasonFacts>,
    /// Why rows were refused when their turn came.
    pub refused: Vec<ReasonFacts>,
    /// Why rows could not be taken back.
    pub stays: Vec<ReasonFacts>,
    /// When the rows were chosen.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub chosen_at: Timestamp,
    /// When it began.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub started_at: Option<Timestamp>,
    /// When it was done.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// Until when it can be taken back.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub undo_until: Option<Timestamp>,
    /// It can be taken back now.
    pub may_undo: bool,
    /// When it was taken back.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub undone_at: Option<Timestamp>,
    /// Why the program stopped, in words; none while it goes on.
    pub stopped: Option<String>,
    /// Row version.
    pub version: i64,
}

/// Groups wordings by their rule, the most frequent rule first.
fn reasons(found: Vec<(String, String, i64)>) -> Vec<ReasonFacts> {
    let mut by_rule: BTreeMap<String, ReasonFacts> = BTreeMap::new();
    for (rule, text, rows) in found {
        let reason = by_rule.entry(rule.clone()).or_insert_with(|| ReasonFacts {
            rule,
            rows: 0,
            wordings: Vec::new(),
            more: 0,
        });
        reason.rows += rows;
        if reason.wordings.len() < WORDINGS {
            reason.wordings.push(WordingFacts { text, rows });
        } else {
            reason.more += 1;
        }
    }
    let mut all: Vec<ReasonFacts> = by_rule.into_values().collect();
    all.sort_by_key(|reason| std::cmp::Reverse(reason.rows));
    all
}

fn facts(tx: &mut Tx, ctx: &Context, run: BulkRun, whole: bool) -> Outcome<RunFacts> {
    let counted = record::counts(tx, run.id)?;
    let of = |state| counted.get(&state).copied().unwrap_or(0);
    let counts = RowCounts {
        chosen: of(RowState::Chosen),
        fits: of(RowState::Fits),
        left: of(RowState::Left),
        done: of(RowState::Done),
        refused: of(RowState::Refused),
        undone: of(RowState::Undone),
        stays: of(RowState::Stays),
    };
    let mut why = |state: RowState| -> Outcome<Vec<ReasonFacts>> {
        if !whole || of(state) == 0 {
            Ok(Vec::new())
        } else {
            Ok(reasons(record::reasons(tx, run.id, state)?))
        }
    };
    let (left, refused, stays) = (why(RowState::Left)?, why(RowState::Refused)?, why(RowState::Stays)?);
    let would_go_back = if whole { record::would_go_back(tx, run.id, RowState::Fits)? } else { 0 };
    let bulk = declared(&ctx.registry, &run.bulk);
    let tongue = ctx.tongue();
    let stand = rules::Stand {
        state: run.state,
        stopped: run.stopped.is_some(),
        rows: counts.done,
        undo_until: run.undo_until,
    };
    Ok(RunFacts {
        label: tongue.say(&message(&run.bulk)).into_owned(),
        action: bulk.map(|bulk| bulk.action.to_owned()).unwrap_or_default(),
        asks: bulk.map(|bulk| bulk.asks.iter().map(|name| (*name).to_owned()).collect()).unwrap_or_default(),
        view: bulk.map(|bulk| bulk.view.to_owned()).unwrap_or_default(),
        input: serde_json::from_str(&run.input).unwrap_or_default(),
        may_undo: rules::follows(stand, rules::Wish::Undo, ctx.now).is_ok(),
        stopped: run.stopped.as_deref().map(|rule| tongue.say_with(&Refusal::message(rule), &[])),
        id: run.id,
        bulk: run.bulk,
        state: run.state,
        rows: run.rows_all,
        counts,
        would_go_back,
        left,
        refused,
        stays,
        chosen_at: run.chosen_at,
        started_at: run.started_at,
        ended_at: run.ended_at,
        undo_until: run.undo_until,
        undone_at: run.undone_at,
        version: run.version,
    })
}

impl View for OneRun {
    const NAME: &'static str = "bulk.run";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RunFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<RunFacts> {
        let run = record::own(tx, ctx, self.run)?;
        facts(tx, ctx, run, true)
    }
}

/// The reader's own acts on many, newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runs {}

impl View for Runs {
    const NAME: &'static str = "bulk.runs";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<RunFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<RunFacts>> {
        let Some(person) = people::author(ctx) else { return Ok(Vec::new()) };
        let runs = record::runs_of(tx, person, RUNS)?;
        runs.into_iter().map(|run| facts(tx, ctx, run, false)).collect()
    }
}

/// The rows of an act on many, in the order in which they were chosen.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The run.
    pub run: BulkRunId,
    /// Only those that stand so.
    #[serde(default)]
    pub state: Option<RowState>,
    /// Rows, 1 to 200; 50 when open.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Place from which to go on.
    #[serde(default)]
    pub after: Option<String>,
}

/// A row of an act on many.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RowFacts {
    /// Which thing.
    pub id: Uuid,
    /// What kind of thing.
    pub entity: String,
    /// What it is called; none of what the reader may not see.
    pub label: Option<String>,
    /// How it stands.
    pub state: RowState,
    /// The rule that refused it.
    pub rule: Option<String>,
    /// The same in words.
    pub why: Option<String>,
    /// Giving it back what it has was tried when it was counted, and would go.
    pub may_go_back: bool,
}

/// A page of rows.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RowPage {
    /// The rows.
    pub rows: Vec<RowFacts>,
    /// Place of the next page.
    pub next: Option<String>,
}

impl View for Rows {
    const NAME: &'static str = "bulk.rows";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RowPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<RowPage> {
        let run = record::own(tx, ctx, self.run)?;
        let limit = paging::limit(self.limit)?;
        let after: i64 = paging::decode(self.after.as_deref())?.unwrap_or(0);
        let mut found = record::rows_after(tx, run.id, self.state, after, limit + 1)?;
        let next = paging::cut(&mut found, limit, |row: &BulkRow| paging::encode(&row.place));
        let bulk = declared(&ctx.registry, &run.bulk);
        let asked = serde_json::from_str(&run.input).unwrap_or_default();
        let mut rows = Vec::with_capacity(found.len());
        for row in found {
            let label = match &bulk {
                Some(bulk) => name(tx, ctx, bulk, &asked, row.row_id)?,
                None => None,
            };
            rows.push(RowFacts {
                id: row.row_id,
                entity: bulk.map(|bulk| bulk.entity.to_owned()).unwrap_or_default(),
                label,
                state: row.state,
                rule: row.rule,
                why: row.why,
                may_go_back: row.may_go_back,
            });
        }
        Ok(RowPage { rows, next })
    }
}

/// What a row is called, where the reader may see it: anybody can choose an id that they only guessed.
fn name(
    tx: &mut Tx,
    ctx: &Context,
    bulk: &Bulk,
    asked: &Map<String, JsonValue>,
    row: Uuid,
) -> Outcome<Option<String>> {
    let Ok(standing) = bulk.standing(tx, asked, row) else { return Ok(None) };
    if let Some(customer) = standing.customer {
        let sight = ctx.registry.sharing_of(tx, ctx, customer)?;
        if !matches!(sight, Sight::Open | Sight::ByReason(_)) {
            return Ok(None);
        }
    }
    Ok(Some(standing.label))
}
