//! What a plan of a line is worth to this customer at its price: the room of values works it out, and the figures are
//! kept with what was sent (R14).

use accord_kernel::{Context, Fact, Money, Outcome, View};
use accord_room_value::{
    id::{Given, Origin, Verdict},
    views::{TableFacts, ValueTable, YearFacts},
};
use accord_store::Tx;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;

use crate::{
    record::{Quote, QuoteLine},
    rules::{
        amount::{PRICE_SCALE, unscaled},
        send::PlanValue,
    },
};

/// The rule by which the room of values says that the customer's own number is missing.
const NO_NUMBER: &str = "value.no_customer_number";
/// The rule by which it says that cost and price have two currencies.
const TWO_CURRENCIES: &str = "value.currencies";

/// What a line's plan is worth.
#[derive(Debug, Clone)]
pub(crate) struct Worth {
    /// Value against price.
    pub value: PlanValue,
    /// What it saves in a year with as many outages as are expected.
    pub yearly_value: Option<Money>,
    /// What it costs a year, for one machine.
    pub yearly_price: Option<Money>,
    /// The plan that is worth its price, when this one is not.
    pub lower: Option<String>,
    /// The figures as the customer gets them.
    pub frozen: JsonValue,
}

/// A year with so many outages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorthRow {
    /// Outages.
    #[schemars(with = "String")]
    pub outages: Decimal,
    /// What the plan saves, less its price.
    pub net: Money,
    /// The same over the price, in per cent.
    #[schemars(with = "String")]
    pub roi_percent: Decimal,
}

impl WorthRow {
    /// Its outages as a sentence needs them: whole ones are counted in words.
    pub fn count(&self) -> Fact {
        let whole = Some(self.outages).filter(Decimal::is_integer).and_then(|outages| outages.to_i64());
        whole.map_or(Fact::Decimal(self.outages), Fact::Number)
    }
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorthSource {
    /// Which figure.
    pub given: Given,
    /// Where it comes from.
    pub origin: Origin,
    /// Sample size, where it was measured.
    pub n: Option<i64>,
}

/// The figures of a plan's worth as a customer gets them: one machine, one year, the customer's own cost of a stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorthFigures {
    /// What a stop costs a day, as the customer said.
    pub stop_cost: Money,
    /// Hours of an outage without the plan.
    #[schemars(with = "String")]
    pub hours_without: Decimal,
    /// Hours of an outage with it.
    #[schemars(with = "String")]
    pub hours_with: Decimal,
    /// Price of a year.
    pub price: Money,
    /// What the plan saves in one outage.
    pub avoided: Money,
    /// Years without an outage, with one, two, three.
    pub table: Vec<WorthRow>,
    /// Outages a year from which it pays.
    #[schemars(with = "Option<String>")]
    pub break_even: Option<Decimal>,
    /// Outages that are expected in a year.
    #[schemars(with = "Option<String>")]
    pub expected: Option<Decimal>,
    /// The year with as many as expected.
    pub at_expected: Option<WorthRow>,
    /// Where each figure comes from.
    pub sources: Vec<WorthSource>,
}

impl WorthFigures {
    /// What the sentence that explains them needs.
    pub fn facts(&self) -> [(&'static str, Fact); 5] {
        [
            ("stop", self.stop_cost.into()),
            ("without", self.hours_without.normalize().into()),
            ("with", self.hours_with.normalize().into()),
            ("avoided", self.avoided.into()),
            ("price", self.price.into()),
        ]
    }
}

/// The figures that were kept with a line, if it has any.
pub(crate) fn kept(line: &QuoteLine) -> Option<WorthFigures> {
    line.worth.as_ref().and_then(|kept| serde_json::from_value(kept.0.clone()).ok())
}

/// Worth of the plan of a line, at the line's own price. Without the customer's own number, or with one in another
/// currency, nothing can be said.
pub(crate) fn worth(tx: &mut Tx, ctx: &Context, quote: &Quote, line: &QuoteLine) -> Outcome<Worth> {
    let price = Money::from_decimal_rounded(unscaled(line.unit_price_e4, PRICE_SCALE), quote.currency);
    let unknown = Worth {
        value: PlanValue::Unknown,
        yearly_value: None,
        yearly_price: price,
        lower: None,
        frozen: JsonValue::Null,
    };
    let (Some(plan_version), Some(price)) = (line.plan_version_id, price) else { return Ok(unknown) };
    let table = ValueTable {
        customer: quote.customer_id,
        plan_version,
        asset: line.asset_id,
        product: line.product_id,
        stop_cost: None,
        hours_without: None,
        hours_with: None,
        price: Some(price.amount().to_string()),
        outages: None,
    };
    let facts = match table.read(tx, ctx) {
        Ok(facts) => facts,
        Err(refusal) if [NO_NUMBER, TWO_CURRENCIES].contains(&refusal.rule) => return Ok(unknown),
        Err(refusal) if refusal.fields.iter().any(|field| field.pointer == "/price") => return Ok(unknown),
        Err(refusal) => return Err(refusal),
    };
    let value = match facts.verdict {
        Verdict::Worth => PlanValue::Above,
        Verdict::BreakEven => PlanValue::BreakEven,
        Verdict::TooDear | Verdict::NoValue => PlanValue::Below,
        Verdict::Unknown => PlanValue::Unknown,
    };
    let yearly_value = facts.expected.as_ref().map(|year| year.saved);
    let lower = facts.lower.iter().find(|lower| lower.proposed && lower.verdict == Verdict::Worth);
    let lower = lower.map(|lower| lower.name.clone());
    // A price in the customer's currency is what was typed into the table; the quote must speak the same money.
    let figures = figures(facts).filter(|figures| figures.price == price);
    let Some(figures) = figures else { return Ok(unknown) };
    let frozen = serde_json::to_value(&figures).unwrap_or(JsonValue::Null);
    Ok(Worth { value, yearly_value, yearly_price: Some(price), lower, frozen })
}

fn row(year: &YearFacts) -> WorthRow {
    WorthRow { outages: year.outages, net: year.net, roi_percent: year.roi_percent }
}

fn figures(facts: TableFacts) -> Option<WorthFigures> {
    let input = |given: Given| facts.inputs.iter().find(|input| input.given == given);
    Some(WorthFigures {
        stop_cost: input(Given::StopCost)?.money?,
        hours_without: input(Given::HoursWithout)?.number?,
        hours_with: input(Given::HoursWith)?.number?,
        price: input(Given::Price)?.money?,
        avoided: facts.avoided_per_outage,
        table: facts.rows.iter().map(row).collect(),
        break_even: facts.break_even,
        expected: facts.expected.as_ref().map(|year| year.outages),
        at_expected: facts.expected.as_ref().map(row),
        // The price is the quote's own; it needs no source beside it.
        sources: facts
            .inputs
            .iter()
            .filter(|input| input.given != Given::Price)
            .map(|input| WorthSource { given: input.given, origin: input.origin, n: input.n })
            .collect(),
    })
}
