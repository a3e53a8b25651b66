//! Taking back a line or a part of it, in the customer's words.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_promise::{self as promise, PromiseId, State};
use accord_store::{Json, Tx};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    overtake_checkpoints,
    release::StateAnswer,
    reopen_for_change,
    ship::{keep_promises, ship_promises},
};
use crate::{
    LineId, LineState, OrderId, OrderState, ReviewState,
    booking::{keep_version, load_open, touches},
    commitment::{is_date_refused, left_milli, rebook},
    input::{WORDING_MAX, quantity, text},
    neighbours::{at_version, place_calendar},
    record::{Line, Order, dates, review_of},
    release::refresh_row,
    rules::{
        dates::DateWhat,
        price::{LineKind, TaxLine, net, tax},
    },
};

/// Takes back a line or a part of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelLine {
    /// The order.
    pub order: OrderId,
    /// The version that was read.
    pub version: i64,
    /// The line.
    pub line: LineId,
    /// How much of it; all that is left when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub quantity: Option<Decimal>,
    /// What the customer said: what was promised is released in these words.
    pub customer_words: String,
}

impl Action for CancelLine {
    const NAME: &'static str = "order.cancel_line";
    const PERMISSION: Permission = Permission::OrderWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StateAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StateAnswer> {
        let (mut order, mut lines) = load_open(tx, self.order)?;
        at_version(&order, self.version)?;
        let words = text("/customer_words", &self.customer_words, WORDING_MAX)?;
        let line = lines.iter().find(|line| line.id == self.line).ok_or_else(Refusal::absent)?;
        let left = left_milli(&lines, line);
        if line.kind == LineKind::Cancellation
            || !matches!(line.state, LineState::Open | LineState::Settled)
            || left <= 0
        {
            return Err(Refusal::conflict("order.cannot_cancel").with("line", line.line_no));
        }
        let milli = self.quantity.map(|asked| quantity("/quantity", asked)).transpose()?.unwrap_or(left);
        if milli > left {
            return Err(Refusal::field("/quantity", "order.more_than_left"));
        }
        let back = cancelling(act, &lines, line, milli, left)?;
        act.fact("line", line.line_no);
        tx.insert(&back)?;
        let gone = milli == left;
        let (id, was_goods) = (line.id, line.kind == LineKind::Goods);
        lines.push(back);
        if gone {
            end_line(tx, act, &mut lines, id, &words)?;
            keep_what_left(tx, act, &order, &lines, id)?;
        }
        if was_goods {
            // Less is needed than before; if what stays cannot be planned anew, it keeps the places it has.
            let planned = act.attempt(tx, |tx, act| rebook(tx, act, &order, &mut lines))?;
            if let Err(refusal) = planned
                && !is_date_refused(&refusal)
            {
                return Err(refusal);
            }
        }
        keep_version(tx, act, &mut order, &lines, &words)?;
        if lines.iter().all(|line| line.kind == LineKind::Cancellation || left_milli(&lines, line) <= 0) {
            end_order(tx, act, &mut order)?;
        } else {
            reopen_for_change(tx, act, &order, &lines)?;
            refresh_row(tx, act, &mut order)?;
        }
        let shipped = |line: &Line| line.state == LineState::Shipped;
        // Also where it is held again for goods that are now taken back: nothing of it is left to release.
        if order.is_open() && !lines.iter().any(Line::is_due) && lines.iter().any(shipped) {
            order.state = OrderState::Shipped;
            leave_review(tx, act, &mut order)?;
        }
        tx.update(&mut order)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        Ok(StateAnswer { order: order.id, state: order.state })
    }
}

/// The line that takes back: what is left goes to the last cent, a part at its own price.
fn cancelling(act: &Act<'_>, lines: &[Line], line: &Line, milli: i64, left: i64) -> Outcome<Line> {
    let too_large = || Refusal::field("/quantity", "order.sum_too_large");
    let before = || lines.iter().filter(|other| other.cancels_line_id == Some(line.id));
    // Parts are rounded by themselves; together they never take back more than there was.
    let rest_minor = line.net_minor - before().map(|other| other.net_minor).sum::<i64>();
    let (net_minor, taxes) = if milli == left {
        let rest = |taxed: &TaxLine| {
            let same = |other: &&TaxLine| other.name == taxed.name && other.percent == taxed.percent;
            let gone: i64 =
                before().flat_map(|other| &other.taxes.0).filter(same).map(|other| other.amount_minor).sum();
            TaxLine { amount_minor: taxed.amount_minor - gone, ..taxed.clone() }
        };
        (rest_minor, line.taxes.0.iter().map(rest).collect())
    } else {
        let net_minor =
            net(milli, line.unit_price_e4, line.currency.digits()).ok_or_else(too_large)?.min(rest_minor);
        let mut taxes = Vec::new();
        for taxed in &line.taxes.0 {
            let amount_minor = tax(net_minor, taxed.percent).ok_or_else(too_large)?;
            taxes.push(TaxLine { amount_minor, ..taxed.clone() });
        }
        (net_minor, taxes)
    };
    Ok(Line {
        id: act.new_id(),
        line_no: lines.iter().map(|line| line.line_no).max().unwrap_or(0) + 1,
        kind: LineKind::Cancellation,
        cancels_line_id: Some(line.id),
        quantity_milli: milli,
        net_minor,
        taxes: Json(taxes),
        ordered_on: None,
        required_on: None,
        committed_on: None,
        first_committed_on: None,
        target_on: None,
        forecast_on: None,
        install_planned_on: None,
        install_committed_on: None,
        ship_promise_id: None,
        install_promise_id: None,
        shipped_on: None,
        state: LineState::Settled,
        version: 1,
        ..line.clone()
    })
}

/// A line is gone: what was promised of it alone is released in the customer's words.
fn end_line(tx: &mut Tx, act: &mut Act<'_>, lines: &mut [Line], id: LineId, words: &str) -> Outcome<()> {
    let mut promises: Vec<PromiseId> = Vec::new();
    for line in lines.iter_mut().filter(|line| line.id == id) {
        line.state = LineState::Cancelled;
        promises.extend(line.ship_promise_id);
        promises.extend(line.install_promise_id);
        tx.update(line)?;
    }
    for promise_id in promises {
        let shared = lines.iter().any(|line| {
            line.state != LineState::Cancelled
                && (line.ship_promise_id == Some(promise_id) || line.install_promise_id == Some(promise_id))
        });
        if !shared && promise::load(tx, promise_id)?.state == State::Open {
            promise::release(tx, act, promise_id, words)?;
        }
    }
    Ok(())
}

/// Where a line that was taken back was the last that its ship promise waited for, the goods that left before kept it.
fn keep_what_left(tx: &mut Tx, act: &mut Act<'_>, order: &Order, lines: &[Line], id: LineId) -> Outcome<()> {
    let promises = ship_promises(lines.iter().filter(|line| line.id == id));
    let history = dates(tx, order.id)?;
    let shipped = history.iter().rev().find(|row| row.what == DateWhat::Shipped);
    let Some(evidence) = shipped.map(|row| row.reason.as_str()) else { return Ok(()) };
    let calendar = place_calendar(tx, order)?;
    keep_promises(tx, act, lines, promises, &calendar, evidence)
}

/// Nothing is left of the order.
fn end_order(tx: &mut Tx, act: &mut Act<'_>, order: &mut Order) -> Outcome<()> {
    order.state = OrderState::Cancelled;
    leave_review(tx, act, order)?;
    accord_room_capacity::release(tx, act, order.id.0, None)?;
    act.fact("cancelled", true);
    Ok(())
}

/// Nothing is left to review, to release or to confirm.
fn leave_review(tx: &mut Tx, act: &mut Act<'_>, order: &mut Order) -> Outcome<()> {
    order.holds = Json(Vec::new());
    if let Some(mut review) = review_of(tx, order.id)?.filter(|review| review.state == ReviewState::Open) {
        review.state = ReviewState::Overtaken;
        tx.update(&mut review)?;
    }
    overtake_checkpoints(tx, act, order.id)
}
