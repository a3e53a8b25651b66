//! Amending an order: a new version, the earlier ones stay as they were (R65).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_catalog as catalog;
use accord_store::{Json, Tx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    LineInput, TaxInput,
    lines::{self, Frame},
    release::hold_again,
    reopen_for_change,
};
use crate::{
    LineId, LineState, OrderId,
    booking::{NewDate, keep_date, keep_version, load_open, set_date, touches},
    commitment::{is_date_refused, left_milli, rebook},
    input::{LINES_MAX, NAME_MAX, WORDING_MAX, date, optional, quantity, text, unit_price},
    neighbours::{at_version, today_at},
    record::{Line, Order, order_totals},
    release::refresh_row,
    rules::{
        dates::DateWhat,
        price::{LineKind, TaxLine, net, tax},
    },
};

/// A change of a line.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineChange {
    /// The line.
    pub line: LineId,
    /// More of it; less is taken back by `order.cancel_line`.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub quantity: Option<Decimal>,
    /// Another price of one.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub unit_price: Option<Decimal>,
    /// Other words.
    #[serde(default)]
    pub description: Option<String>,
    /// Another ship date that the customer requires.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
}

/// Amends an order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendOrder {
    /// The order.
    pub order: OrderId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
    /// Another reference of the customer.
    #[serde(default)]
    pub customer_reference: Option<String>,
    /// Other payment terms.
    #[serde(default)]
    pub payment_terms: Option<String>,
    /// Other delivery terms.
    #[serde(default)]
    pub delivery_terms: Option<String>,
    /// Lines that change.
    #[serde(default)]
    pub changes: Vec<LineChange>,
    /// Lines that are added.
    #[serde(default)]
    pub lines: Vec<LineInput>,
    /// Taxes on the added lines.
    #[serde(default)]
    pub taxes: Vec<TaxInput>,
}

/// An order after an amendment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AmendedOrder {
    /// The order.
    pub order: OrderId,
    /// Number of the agreement now.
    pub agreement: i64,
    /// What holds it.
    pub holds: Vec<String>,
}

impl Action for AmendOrder {
    const NAME: &'static str = "order.amend";
    const PERMISSION: Permission = Permission::OrderWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AmendedOrder;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<AmendedOrder> {
        let (mut order, mut lines) = load_open(tx, self.order)?;
        at_version(&order, self.version)?;
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        let terms = self.terms(&mut order)?;
        let today = today_at(tx, act, &order)?;
        let ordered_on = (today > order.ordered_on).then_some(today);
        let mut goods = false;
        for (index, change) in self.changes.iter().enumerate() {
            goods |= apply(tx, act, &mut lines, index, change, ordered_on, &reason)?;
        }
        goods |= self.add(tx, act, &order, &mut lines, ordered_on, &reason)?;
        if !terms && self.changes.is_empty() && self.lines.is_empty() {
            return Err(Refusal::field("/changes", "order.nothing_changed"));
        }
        order_totals(&lines)?;
        keep_version(tx, act, &mut order, &lines, &reason)?;
        if goods {
            rebook(tx, act, &order, &mut lines).map_err(|refusal| breaks_date(&order, refusal))?;
            hold_again(tx, act, &mut order)?;
        }
        reopen_for_change(tx, act, &order, &lines)?;
        refresh_row(tx, act, &mut order)?;
        order.index(tx)?;
        tx.update(&mut order)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("agreement", order.current_version);
        Ok(AmendedOrder { order: order.id, agreement: order.current_version, holds: order.holds.0 })
    }
}

impl AmendOrder {
    fn terms(&self, order: &mut Order) -> Outcome<bool> {
        let before =
            (order.customer_reference.clone(), order.payment_terms.clone(), order.delivery_terms.clone());
        if let Some(reference) = &self.customer_reference {
            order.customer_reference = text("/customer_reference", reference, NAME_MAX)?;
        }
        if self.payment_terms.is_some() {
            let terms = optional("/payment_terms", self.payment_terms.as_deref(), WORDING_MAX)?;
            order.payment_terms = terms.unwrap_or_default();
        }
        if self.delivery_terms.is_some() {
            let terms = optional("/delivery_terms", self.delivery_terms.as_deref(), WORDING_MAX)?;
            order.delivery_terms = terms.unwrap_or_default();
        }
        Ok(before
            != (order.customer_reference.clone(), order.payment_terms.clone(), order.delivery_terms.clone()))
    }

    /// Adds the new lines; whether there are goods among them.
    fn add(
        &self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        order: &Order,
        lines: &mut Vec<Line>,
        ordered_on: Option<Date>,
        reason: &str,
    ) -> Outcome<bool> {
        if self.lines.is_empty() {
            return Ok(false);
        }
        if lines.len().saturating_add(self.lines.len()) > LINES_MAX {
            return Err(Refusal::field("/lines", "field.too_many").with("max", LINES_MAX));
        }
        let first_no = lines.iter().map(|line| line.line_no).max().unwrap_or(0) + 1;
        let frame =
            Frame { order: order.id, currency: order.currency, first_no, ordered_on, required_on: None };
        let added = lines::read(tx, act, &frame, &self.lines, &self.taxes)?;
        tx.insert_all(&added)?;
        for line in added.iter().filter(|line| line.required_on.is_some()) {
            keep_date(tx, act, line, None, &NewDate::inside(DateWhat::Required, line.required_on, reason))?;
        }
        let goods = added.iter().any(|line| line.kind == LineKind::Goods);
        lines.extend(added);
        Ok(goods)
    }
}

/// Applies a change to its line; whether it asks more of capacity.
fn apply(
    tx: &mut Tx,
    act: &mut Act<'_>,
    lines: &mut [Line],
    index: usize,
    change: &LineChange,
    ordered_on: Option<Date>,
    reason: &str,
) -> Outcome<bool> {
    let at = |field: &str| format!("/changes/{index}/{field}");
    let place = lines.iter().position(|line| line.id == change.line).ok_or_else(Refusal::absent)?;
    let left = lines.get(place).map(|line| left_milli(lines, line)).unwrap_or_default();
    let Some(line) = lines.get_mut(place) else { return Err(Refusal::absent()) };
    if line.kind == LineKind::Cancellation || !matches!(line.state, LineState::Open | LineState::Settled) {
        return Err(Refusal::field(at("line"), "order.line_not_open")
            .with("line", line.line_no)
            .with("state", Fact::Word(line.state.message())));
    }
    let mut more = false;
    if let Some(asked) = change.quantity {
        let milli = quantity(&at("quantity"), asked)?;
        if let Some(product) = line.product_id {
            let product = catalog::find(tx, product)?.ok_or_else(Refusal::absent)?;
            lines::whole(&at("quantity"), &product, milli)?;
        }
        if milli < line.quantity_milli || left < line.quantity_milli {
            return Err(Refusal::field(at("quantity"), "order.less_by_cancelling"));
        }
        more = milli > line.quantity_milli && line.kind == LineKind::Goods;
        if more {
            // A line leaves as a whole, so it is ready when the last that was ordered of it is.
            line.ordered_on = ordered_on.or(line.ordered_on);
        }
        line.quantity_milli = milli;
    }
    if let Some(price) = change.unit_price {
        line.unit_price_e4 = unit_price(&at("unit_price"), price)?;
    }
    if let Some(words) = &change.description {
        line.description = text(&at("description"), words, NAME_MAX)?;
    }
    if let Some(on) = change.required_on {
        let on = date(&at("required_on"), on)?;
        set_date(tx, act, line, &NewDate::inside(DateWhat::Required, Some(on), reason))?;
    }
    reprice(line).ok_or_else(|| Refusal::field(at("unit_price"), "order.sum_too_large"))?;
    tx.update(line)?;
    Ok(more)
}

fn reprice(line: &mut Line) -> Option<()> {
    line.net_minor = net(line.quantity_milli, line.unit_price_e4, line.currency.digits())?;
    let mut taxes: Vec<TaxLine> = Vec::new();
    for known in &line.taxes.0 {
        taxes.push(TaxLine { amount_minor: tax(line.net_minor, known.percent)?, ..known.clone() });
    }
    line.taxes = Json(taxes);
    Some(())
}

/// An amendment that would break a date the customer was told is refused with what is possible.
fn breaks_date(order: &Order, refusal: Refusal) -> Refusal {
    if !is_date_refused(&refusal) {
        return refusal;
    }
    let mut answer = Refusal::conflict("order.amendment_breaks_date").with("number", order.number.clone());
    let earliest =
        refusal.facts.iter().find(|(name, _)| *name == "earliest_ship").map(|(_, fact)| fact.clone());
    if let Some(earliest) = earliest {
        let input = match &earliest {
            Fact::Date(on) => json!({ "order": order.id, "on": on }),
            _ => json!({ "order": order.id }),
        };
        answer = answer.with("earliest", earliest.clone()).possible_action(
            "later_date_first",
            vec![("earliest", earliest)],
            "order.commit_date",
            input,
        );
    } else {
        answer = answer.with("earliest", Fact::Word("none".to_owned()));
    }
    if let Some(detail) = refusal.detail {
        answer = answer.detail(detail);
    }
    answer
}
