//! What a plan of a line is worth to this customer at its price, as the room of values works it out (R14).

use accord_insight::worth::{Terms, Verdict, Worth as Exact};
use accord_kernel::{Context, Currency, Money, Outcome};
use accord_room_people::settings::get;
use accord_room_value::{self as value, PlanVersionRow, ProfileRow, settings::HOURS_WITHOUT};
use accord_store::Tx;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;

use crate::{
    drafting::listed,
    neighbours::plan,
    record::{Item, Quote, QuoteLine},
    rules::{
        amount::{PRICE_SCALE, unscaled},
        send::PlanValue,
    },
};

/// Outages of the table.
const TABLE_TO: u32 = 3;

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
}

/// The figures that were kept with a line, if it has any.
pub(crate) fn kept(line: &QuoteLine) -> Option<WorthFigures> {
    line.worth.as_ref().and_then(|kept| serde_json::from_value(kept.0.clone()).ok())
}

/// Worth of the plan of a line, at the line's own price.
pub(crate) fn worth(
    tx: &mut Tx,
    ctx: &Context,
    quote: &Quote,
    line: &QuoteLine,
    lines: &[QuoteLine],
) -> Outcome<Worth> {
    let unknown = |price: Option<Money>| Worth {
        value: PlanValue::Unknown,
        yearly_value: None,
        yearly_price: price,
        lower: None,
        frozen: JsonValue::Null,
    };
    let Some(id) = line.plan_version_id else { return Ok(unknown(None)) };
    let price = Money::from_decimal_rounded(unscaled(line.unit_price_e4, PRICE_SCALE), quote.currency);
    let (row, version) = plan(tx, id)?;
    let profile = value::profile_for(tx, quote.customer_id, line.asset_id.map(Into::into), line.product_id)?;
    let Some(inputs) = Inputs::read(tx, ctx, profile.as_ref(), quote.currency)? else {
        return Ok(unknown(price));
    };
    let Some(price) = price else { return Ok(unknown(None)) };
    let Some((value, figures)) = inputs.figures(&version, price) else { return Ok(unknown(Some(price))) };
    let yearly = figures.at_expected.as_ref().and_then(|row| row.net.plus(price));
    let mut lower = None;
    if value != PlanValue::Above {
        for (other, other_version) in
            value::on_offer(tx)?.into_iter().rev().filter(|(other, _)| other.place < row.place)
        {
            let version = crate::record::version(
                tx,
                quote.id,
                quote.draft_version.or(quote.sent_version).unwrap_or(1),
            )?;
            let day = quote.day(ctx.now);
            let product =
                line.product_id.or(crate::drafting::covered(line, lines).and_then(|line| line.product_id));
            let found = listed(tx, quote, &version, Item::Plan(other_version.id), product, day)?;
            let price = found.and_then(|found| {
                Money::from_decimal_rounded(unscaled(found.price_e4, PRICE_SCALE), quote.currency)
            });
            let verdict =
                price.and_then(|price| inputs.figures(&other_version, price)).map(|(value, _)| value);
            if verdict == Some(PlanValue::Above) {
                lower = Some(other.name);
                break;
            }
        }
    }
    let frozen = serde_json::to_value(&figures).unwrap_or(JsonValue::Null);
    Ok(Worth { value, yearly_value: yearly, yearly_price: Some(price), lower, frozen })
}

/// What does not depend on the plan.
struct Inputs {
    stop_cost: Money,
    expected: Option<Decimal>,
    hours_without: Decimal,
}

impl Inputs {
    /// The customer's own number in the quote's currency; nothing without it.
    fn read(
        tx: &mut Tx,
        ctx: &Context,
        profile: Option<&ProfileRow>,
        currency: Currency,
    ) -> Outcome<Option<Self>> {
        let Some(profile) = profile else { return Ok(None) };
        let Some(stop_cost) = profile.customers_number().filter(|cost| cost.currency == currency) else {
            return Ok(None);
        };
        let hours_without: Decimal = get(tx, ctx, &HOURS_WITHOUT)?;
        Ok(Some(Self { stop_cost, expected: profile.expected_outages(), hours_without }))
    }

    fn figures(&self, version: &PlanVersionRow, price: Money) -> Option<(PlanValue, WorthFigures)> {
        let hours_with = Decimal::from(version.stop_minutes) / Decimal::from(60);
        let terms = Terms {
            stop_cost_per_day: self.stop_cost.amount(),
            hours_without: self.hours_without,
            hours_with,
            price: price.amount(),
            decimals: price.currency.digits(),
        };
        let exact = Exact::new(&terms).ok()?;
        let money = |amount: Decimal| Money::from_decimal_rounded(amount, price.currency);
        let row = |row: accord_insight::worth::Row| {
            Some(WorthRow { outages: row.outages, net: money(row.net)?, roi_percent: row.roi_percent })
        };
        let table = exact.table(TABLE_TO).ok()?.into_iter().map(row).collect::<Option<Vec<_>>>()?;
        let value = match self.expected {
            None => PlanValue::Unknown,
            Some(n) => match exact.verdict(n).ok()? {
                Verdict::Worth => PlanValue::Above,
                Verdict::BreakEven => PlanValue::BreakEven,
                Verdict::NoValue => PlanValue::Below,
            },
        };
        let at_expected = match self.expected {
            Some(n) => row(exact.year(n).ok()?),
            None => None,
        };
        let figures = WorthFigures {
            stop_cost: self.stop_cost,
            hours_without: self.hours_without,
            hours_with,
            price,
            avoided: money(exact.avoided_per_outage().ok()?)?,
            table,
            break_even: exact.break_even().ok()?,
            expected: self.expected,
            at_expected,
        };
        Some((value, figures))
    }
}
