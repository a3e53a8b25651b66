//! What must hold before an order is released to manufacturing. Rooms above add conditions of their own by
//! registering a [`ReleaseCondition`] as an extension; the refusal names everything that is open at once.

use accord_kernel::{Context, Fact, Outcome, Refusal, Registry};
use accord_store::{Json, Tx};
use serde_json::{Value as JsonValue, json};

use crate::{
    LineId, OrderId, OrderState, ReviewState,
    record::{Order, Review, find, lines, open_of, review_of},
};

/// Word of the condition that the review is complete.
pub const REVIEW: &str = "review";
/// Word of the condition that the customer was told a date for all goods.
pub const DATES: &str = "dates";

/// A condition of release. Its messages are `order-hold-<word>` (short) and `refusal-order-hold-<word>` (with facts).
pub struct ReleaseCondition {
    /// Stable word, kept in the order's holds.
    pub word: &'static str,
    /// The rule's name, `order.hold_<word>`, by which a refusal names it.
    pub rule: &'static str,
    /// What is open, or nothing.
    pub open: fn(&mut Tx, &Context, &Order) -> Outcome<Option<OpenCondition>>,
    /// Whether anything is, where telling what costs more than that.
    pub holds: Option<Holds>,
}

/// Whether something is open of an order.
pub type Holds = fn(&mut Tx, &Context, &Order) -> Outcome<bool>;

impl ReleaseCondition {
    fn is_open(&self, tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<bool> {
        match self.holds {
            Some(holds) => holds(tx, ctx, order),
            None => Ok((self.open)(tx, ctx, order)?.is_some()),
        }
    }
}

/// What is open of a condition.
#[derive(Debug, Clone, Default)]
pub struct OpenCondition {
    /// Facts of its message.
    pub facts: Vec<(&'static str, Fact)>,
    /// Which lines it is about; all of them when empty.
    pub lines: Vec<LineId>,
    /// What would close it: word of the possibility, action and what can be filled in.
    pub possible: Option<(&'static str, &'static str, JsonValue)>,
}

/// Registers the conditions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(ReleaseCondition {
            word: REVIEW,
            rule: "order.hold_review",
            open: review_open,
            holds: Some(|tx, _, order| Ok(standing_review(tx, order)?.is_some())),
        })
        .extend(ReleaseCondition { word: DATES, rule: "order.hold_dates", open: dates_open, holds: None });
}

fn standing_review(tx: &mut Tx, order: &Order) -> Outcome<Option<Review>> {
    Ok(review_of(tx, order.id)?.filter(|review| review.state == ReviewState::Open))
}

fn review_open(tx: &mut Tx, _: &Context, order: &Order) -> Outcome<Option<OpenCondition>> {
    let Some(review) = standing_review(tx, order)? else { return Ok(None) };
    let open = open_of(tx, &review)?;
    let missing = open.signatures.iter().map(|one| Fact::Word(one.message())).collect();
    Ok(Some(OpenCondition {
        facts: vec![("points", open.points.len().into()), ("signatures", Fact::List(missing))],
        ..OpenCondition::default()
    }))
}

fn dates_open(tx: &mut Tx, _: &Context, order: &Order) -> Outcome<Option<OpenCondition>> {
    let lines = lines(tx, order.id)?;
    let untold = || lines.iter().filter(|line| line.is_due() && line.committed_on.is_none());
    if untold().next().is_none() {
        return Ok(None);
    }
    let numbers = untold().map(|line| Fact::Number(line.line_no)).collect();
    Ok(Some(OpenCondition {
        facts: vec![("lines", Fact::List(numbers))],
        lines: untold().map(|line| line.id).collect(),
        possible: Some(("commit_date", "order.commit_date", json!({ "order": order.id }))),
    }))
}

/// The conditions that bind an order: while it is held, and after its release until its last goods have left, because
/// what was agreed may change until then. What was released elsewhere before it was imported was agreed there.
fn conditions<'c>(ctx: &'c Context, order: &Order) -> impl Iterator<Item = &'c ReleaseCondition> {
    let binds = match order.state {
        OrderState::Held => true,
        OrderState::Released => order.released_at.is_some(),
        OrderState::Shipped | OrderState::Closed | OrderState::Cancelled => false,
    };
    ctx.registry.extensions::<ReleaseCondition>().filter(move |_| binds)
}

/// Everything that is open before an order may be released, or before its goods may leave.
///
/// # Errors
/// What a condition or the database refuses.
pub fn open_conditions<'c>(
    tx: &mut Tx,
    ctx: &'c Context,
    order: &Order,
) -> Outcome<Vec<(&'c ReleaseCondition, OpenCondition)>> {
    let mut open = Vec::new();
    for condition in conditions(ctx, order) {
        if let Some(found) = (condition.open)(tx, ctx, order)? {
            open.push((condition, found));
        }
    }
    Ok(open)
}

/// Works out anew what holds an order and writes it when it changed. Rooms above call it when one of their
/// conditions opened or closed.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn refresh(tx: &mut Tx, ctx: &Context, order: OrderId) -> Outcome<()> {
    let mut order = find(tx, order)?;
    if refresh_row(tx, ctx, &mut order)? {
        tx.update(&mut order)?;
    }
    Ok(())
}

/// As [`refresh`], on a row that the caller writes; whether it changed.
pub(crate) fn refresh_row(tx: &mut Tx, ctx: &Context, order: &mut Order) -> Outcome<bool> {
    let mut words = Vec::new();
    for condition in conditions(ctx, order) {
        if condition.is_open(tx, ctx, order)? {
            words.push(condition.word.to_owned());
        }
    }
    if order.holds.0 == words {
        return Ok(false);
    }
    order.holds = Json(words);
    Ok(true)
}

/// Refuses lines of which something is open.
pub(crate) fn nothing_open(tx: &mut Tx, ctx: &Context, order: &Order, named: &[LineId]) -> Outcome<()> {
    let concerns =
        |found: &OpenCondition| found.lines.is_empty() || found.lines.iter().any(|line| named.contains(line));
    let mut open = open_conditions(tx, ctx, order)?;
    open.retain(|(_, found)| concerns(found));
    if open.is_empty() { Ok(()) } else { Err(held(order, &open)) }
}

/// The refusal that names everything that is open.
pub(crate) fn held(order: &Order, open: &[(&ReleaseCondition, OpenCondition)]) -> Refusal {
    let words = open
        .iter()
        .map(|(condition, _)| Fact::Word(format!("order-hold-{}", condition.word.replace('_', "-"))));
    let mut refusal = Refusal::conflict("order.held")
        .with("number", order.number.clone())
        .with("holds", Fact::List(words.collect()));
    let mut detail = Vec::new();
    for (condition, found) in open {
        detail.push(json!({ "hold": condition.word, "rule": condition.rule, "facts": Refusal::facts_json(&found.facts) }));
        if let Some((word, action, input)) = &found.possible {
            refusal = refusal.possible_action(word, found.facts.clone(), action, input.clone());
        }
    }
    refusal.detail(json!({ "open": detail }))
}
