//! The value table as page, API, document and portal read it, and what guides a price (R14).

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    customers_profile,
    id::{Cover, Given, Origin, PlanState, PlanVersionId, ServicePlanId, ValueProfileId, Verdict},
    input, record,
    rules::{
        guide::{self, Band, Serving},
        profile::cost_of,
        worth::{Spread, Year, outages},
    },
    settings,
    table::{self, Answer, Question, Typed},
};

/// What a plan is worth to a customer at their own numbers. Amounts that are typed are in the customer's own currency;
/// they are tried, recorded nowhere, and no offer is sent on them.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueTable {
    /// The customer.
    pub customer: CustomerId,
    /// The version of a plan.
    pub plan_version: PlanVersionId,
    /// The asset.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// The product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// Cost of a day, to try.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub stop_cost: Option<String>,
    /// Hours of an outage without the plan, to try.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub hours_without: Option<String>,
    /// Hours of an outage with the plan, to try.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub hours_with: Option<String>,
    /// Price of a year, to try.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub price: Option<String>,
    /// Outages in a year, to try.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "decimal"))]
    pub outages: Option<String>,
}

/// A figure with its source.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InputFacts {
    /// What it is.
    pub given: Given,
    /// As an amount.
    pub money: Option<Money>,
    /// As a number.
    #[schemars(with = "Option<String>")]
    pub number: Option<Decimal>,
    /// Where it comes from.
    pub origin: Origin,
    /// Sample size, where it was measured.
    pub n: Option<i64>,
}

/// A year with some outages.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct YearFacts {
    /// Outages.
    #[schemars(with = "String")]
    pub outages: Decimal,
    /// What the plan saves.
    pub saved: Money,
    /// The same less the price.
    pub net: Money,
    /// Net over price in per cent.
    #[schemars(with = "String")]
    pub roi_percent: Decimal,
}

impl From<Year> for YearFacts {
    fn from(year: Year) -> Self {
        Self { outages: year.outages, saved: year.saved, net: year.net, roi_percent: year.roi_percent }
    }
}

/// What the installed base says of the product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BaseFacts {
    /// Units in the history.
    pub units: usize,
    /// Outages of the product itself.
    pub events: u32,
    /// Unit-years watched.
    #[schemars(with = "String")]
    pub years: Decimal,
    /// Outages a year, expected.
    #[schemars(with = "String")]
    pub mean: Decimal,
    /// With nine tenths of belief not less than this at either end.
    #[schemars(with = "String")]
    pub low: Decimal,
    /// And not more than this.
    #[schemars(with = "String")]
    pub high: Decimal,
    /// Whether a trend with age is shown and used.
    pub trend: bool,
    /// Whether outages come more often with age; open without a trend.
    pub worsens: Option<bool>,
    /// Age of the unit in years.
    #[schemars(with = "String")]
    pub age: Decimal,
}

/// The simulated spread of a year's net: an estimate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SpreadFacts {
    /// Always true: an estimate, never a figure to be held to.
    pub estimate: bool,
    /// One year in ten is below.
    pub p10: Money,
    /// One year in two is below.
    pub p50: Money,
    /// One year in ten is above.
    pub p90: Money,
    /// Per cent of the years in which the plan saves more than it costs.
    #[schemars(with = "String")]
    pub pays_percent: Decimal,
    /// Years simulated.
    pub years: u32,
}

impl From<Spread> for SpreadFacts {
    fn from(spread: Spread) -> Self {
        Self {
            estimate: true,
            p10: spread.p10,
            p50: spread.p50,
            p90: spread.p90,
            pays_percent: spread.pays_percent,
            years: spread.years,
        }
    }
}

/// Cover of the warranty at no extra cost.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UpliftFacts {
    /// Months of warranty that are covered.
    pub warranty_months: i64,
    /// Months that are paid.
    pub term_months: i64,
    /// What a year of cover then costs.
    pub year_of_cover: Money,
}

/// What may be said at these figures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SayingFacts {
    /// "One outage recovers the price."
    pub one_recovers: bool,
    /// "Two outages return about 100 %."
    pub two_about_double: bool,
    /// Least price at which both may be said.
    pub both_from: Option<Money>,
    /// Greatest price at which both may be said.
    pub both_to: Option<Money>,
}

/// A plan that gives less.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LowerFacts {
    /// The plan.
    pub plan: ServicePlanId,
    /// Its version on offer.
    pub plan_version: PlanVersionId,
    /// Its name.
    pub name: String,
    /// Price of a year.
    pub price: Money,
    /// What a year is expected to net.
    pub net: Money,
    /// Whether it can honestly be offered.
    pub verdict: Verdict,
    /// Whether it is the one to propose.
    pub proposed: bool,
}

/// A value table.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TableFacts {
    /// The customer.
    pub customer: CustomerId,
    /// The profile that speaks.
    pub profile: ValueProfileId,
    /// The plan.
    pub plan: ServicePlanId,
    /// Its name.
    pub plan_name: String,
    /// The version.
    pub plan_version: PlanVersionId,
    /// Which of its versions.
    pub plan_number: i64,
    /// How that version stands.
    pub plan_state: PlanState,
    /// Months of a paid term.
    pub term_months: i64,
    /// Every figure with its source.
    pub inputs: Vec<InputFacts>,
    /// What an hour's stop costs.
    pub cost_per_hour: Option<Money>,
    /// What a stop costs until the plan's response.
    pub cost_per_response: Option<Money>,
    /// What the plan saves in one outage.
    pub avoided_per_outage: Money,
    /// Years with none, one, two and three outages.
    pub rows: Vec<YearFacts>,
    /// Outages a year from which the plan pays.
    #[schemars(with = "Option<String>")]
    pub break_even: Option<Decimal>,
    /// The fewest whole outages that recover the price.
    #[schemars(with = "Option<String>")]
    pub recovered_by: Option<Decimal>,
    /// The year as expected.
    pub expected: Option<YearFacts>,
    /// What the installed base says.
    pub base: Option<BaseFacts>,
    /// What the customer expects themselves.
    #[schemars(with = "Option<String>")]
    pub customer_expects: Option<Decimal>,
    /// The spread around the expectation.
    pub spread: Option<SpreadFacts>,
    /// Cover of the warranty at no extra cost.
    pub uplift: Option<UpliftFacts>,
    /// What may be said.
    pub sayings: SayingFacts,
    /// Whether it can honestly be offered.
    pub verdict: Verdict,
    /// Whether an offer may be sent on these figures.
    pub sendable: bool,
    /// Plans that give less, when this one cannot be offered.
    pub lower: Vec<LowerFacts>,
}

fn shown(value: f64, digits: u32) -> Decimal {
    use rust_decimal::prelude::FromPrimitive;
    Decimal::from_f64(value).unwrap_or_default().round_dp(digits)
}

fn base(answer: &Answer) -> Option<BaseFacts> {
    let expected = answer.expected.as_ref()?;
    let measured = expected.measured.as_ref()?;
    let (low, high) = measured.band(expected.age);
    Some(BaseFacts {
        units: measured.units,
        events: measured.rate.events,
        years: shown(measured.rate.exposure_years, 1),
        mean: outages(measured.expected(expected.age)),
        low: outages(low),
        high: outages(high),
        trend: measured.trend.is_some(),
        worsens: measured.trend.map(|law| law.beta > 1.0),
        age: shown(expected.age, 1),
    })
}

fn inputs(answer: &Answer) -> Vec<InputFacts> {
    let figures = &answer.figures;
    let money =
        |given, money, origin| InputFacts { given, money: Some(money), number: None, origin, n: None };
    let number =
        |given, number, origin, n| InputFacts { given, money: None, number: Some(number), origin, n };
    let mut list = vec![
        money(Given::StopCost, figures.stop_cost, answer.cost_origin),
        number(Given::HoursWithout, figures.hours_without, answer.without.origin, answer.without.n),
        number(Given::HoursWith, figures.hours_with, answer.with.origin, answer.with.n),
        money(Given::Price, figures.price, answer.price_origin),
    ];
    if let Some(expected) = &answer.expected {
        let n = expected
            .measured
            .filter(|_| expected.origin == Origin::InstalledBase)
            .map(|m| i64::from(m.rate.events));
        list.push(number(Given::Outages, expected.outages, expected.origin, n));
    }
    list
}

fn facts(answer: Answer, typed: &Typed) -> Outcome<TableFacts> {
    let case = &answer.case;
    let band = case.both_claims()?;
    let stop_cost = answer.figures.stop_cost;
    let proposed = answer.proposed.map(|other| other.plan);
    let lower = answer.lower.iter().map(|(other, plan, version, price)| LowerFacts {
        plan: plan.id,
        plan_version: version.id,
        name: plan.name.clone(),
        price: *price,
        net: other.net,
        verdict: other.verdict,
        proposed: proposed == Some(other.plan),
    });
    Ok(TableFacts {
        customer: answer.profile.customer_id,
        profile: answer.profile.id,
        plan: answer.plan.id,
        plan_name: answer.plan.name.clone(),
        plan_version: answer.version.id,
        plan_number: answer.version.number,
        plan_state: answer.version.state,
        term_months: answer.version.term_months,
        inputs: inputs(&answer),
        cost_per_hour: cost_of(stop_cost, 60),
        cost_per_response: answer.version.response_minutes.and_then(|minutes| cost_of(stop_cost, minutes)),
        avoided_per_outage: case.avoided()?,
        rows: case.table()?.into_iter().map(YearFacts::from).collect(),
        break_even: case.break_even()?,
        recovered_by: case.recovered_by()?,
        expected: answer.year.map(YearFacts::from),
        base: base(&answer),
        customer_expects: answer.profile.expected_outages(),
        spread: answer.spread.map(SpreadFacts::from),
        uplift: answer.uplift_year.map(|year_of_cover| UpliftFacts {
            warranty_months: answer.warranty_months,
            term_months: answer.version.term_months,
            year_of_cover,
        }),
        sayings: SayingFacts {
            one_recovers: case.one_recovers(),
            two_about_double: case.two_double(),
            both_from: band.map(|(from, _)| from),
            both_to: band.map(|(_, to)| to),
        },
        verdict: answer.verdict,
        sendable: answer.sendable(typed),
        lower: lower.collect(),
    })
}

/// A typed text, when there is one.
fn given(typed: Option<&str>) -> Option<&str> {
    typed.map(str::trim).filter(|typed| !typed.is_empty())
}

impl ValueTable {
    fn typed(&self, tx: &mut Tx, product: Option<ProductId>) -> Outcome<Typed> {
        let of = customer::load(tx, self.customer)?.id;
        let profile = customers_profile(tx, of, self.asset, product)?;
        let currency = profile.stop_currency.ok_or_else(|| Refusal::defect("a number without a currency"))?;
        let money = |pointer: &str, typed: Option<&str>| -> Outcome<Option<Money>> {
            match given(typed) {
                Some(typed) => {
                    let amount = input::decimal(pointer, typed, 0, 1_000_000_000_000, currency.digits())?;
                    let money = Money::from_decimal_exact(amount, currency);
                    Ok(Some(input::positive(
                        pointer,
                        money.ok_or_else(|| Refusal::field(pointer, "field.form"))?,
                    )?))
                }
                None => Ok(None),
            }
        };
        let number = |pointer: &str, typed: Option<&str>, most: i64| match given(typed) {
            Some(typed) => input::decimal(pointer, typed, 0, most, 2).map(Some),
            None => Ok(None),
        };
        Ok(Typed {
            stop_cost: money("/stop_cost", self.stop_cost.as_deref())?,
            price: money("/price", self.price.as_deref())?,
            hours_without: number("/hours_without", self.hours_without.as_deref(), 10_000)?,
            hours_with: number("/hours_with", self.hours_with.as_deref(), 10_000)?,
            outages: number("/outages", self.outages.as_deref(), 1_000)?,
        })
    }
}

/// The product that is meant: that of the asset, else the one named.
fn product_of(
    tx: &mut Tx,
    of: CustomerId,
    asset: Option<AssetId>,
    product: Option<ProductId>,
) -> Outcome<Option<ProductId>> {
    match asset {
        Some(asset) => Ok(accord_room_asset::asset_of(tx, of, asset)?.product_id),
        None => Ok(product),
    }
}

impl View for ValueTable {
    const NAME: &'static str = "value.table";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TableFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<TableFacts> {
        let of = customer::load(tx, self.customer)?.id;
        let product = product_of(tx, of, self.asset, self.product)?;
        let typed = self.typed(tx, product)?;
        let question =
            Question { customer: of, asset: self.asset, product, plan_version: self.plan_version, typed };
        let answer = table::answer(tx, ctx, &question)?;
        facts(answer, &typed)
    }
}

/// Between which prices a plan is fair to both: not below what serving costs us, below what it is worth to the customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceGuide {
    /// The customer.
    pub customer: CustomerId,
    /// The version of a plan.
    pub plan_version: PlanVersionId,
    /// The asset.
    #[serde(default)]
    pub asset: Option<AssetId>,
    /// The product.
    #[serde(default)]
    pub product: Option<ProductId>,
}

/// A band of fair prices.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GuideFacts {
    /// Outages expected in a year.
    #[schemars(with = "String")]
    pub outages: Decimal,
    /// What serving costs us in a year; open when the customer counts in another currency than we.
    pub floor: Option<Money>,
    /// What a year is expected to save the customer.
    pub ceiling: Money,
    /// The price on the list.
    pub price: Money,
    /// Whether any price is fair.
    pub open: Option<bool>,
    /// Whether the price on the list is.
    pub fair: Option<bool>,
}

fn serving(tx: &mut Tx, ctx: &Context) -> Outcome<Serving> {
    let mut read = |def: &accord_room_people::settings::SettingDef| -> Outcome<Decimal> {
        let typed: String = settings::get(tx, ctx, def)?;
        typed.parse().map_err(|_| Refusal::defect(def.name))
    };
    Ok(Serving {
        hour: read(&settings::COST_HOUR)?,
        visit_hours: read(&settings::COST_VISIT_HOURS)?,
        travel: read(&settings::COST_TRAVEL)?,
        parts: read(&settings::COST_PARTS)?,
        standby: read(&settings::COST_STANDBY)?,
    })
}

impl View for PriceGuide {
    const NAME: &'static str = "value.price_guide";
    const PERMISSION: Permission = Permission::PlanManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = GuideFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(customer::load(tx, self.customer)?.id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<GuideFacts> {
        let of = customer::load(tx, self.customer)?.id;
        let version = record::plan_version(tx, self.plan_version)?;
        let product = product_of(tx, of, self.asset, self.product)?;
        let question = Question {
            customer: of,
            asset: self.asset,
            product,
            plan_version: version.id,
            typed: Typed::default(),
        };
        let answer = table::answer(tx, ctx, &question)?;
        let year = answer.year.ok_or_else(|| Refusal::conflict("value.no_expectation"))?;
        let price = answer.figures.price;
        let home = accord_room_people::the_company(tx)?.currency;
        let floor = match price.currency.code() == home.code() {
            true => {
                let around = version.cover == Cover::AroundClock;
                guide::floor(&serving(tx, ctx)?, year.outages, version.visits_year, around, price.currency)
            }
            false => None,
        };
        let band = floor.map(|floor| Band { floor, ceiling: year.saved });
        Ok(GuideFacts {
            outages: year.outages,
            floor,
            ceiling: year.saved,
            price,
            open: band.map(|band| band.open()),
            fair: band.map(|band| band.holds(price)),
        })
    }
}
