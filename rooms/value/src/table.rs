//! The value table: what a plan is worth to a customer at their own numbers, with every figure's source, what may be
//! said, and whether it can honestly be offered (R14). Page, API, document and portal read this one answer.

use accord_insight::simulate::{self, Belief};
use accord_kernel::{Context, Currency, Money, Outcome, Refusal};
use accord_room_asset::{self as asset, AssetId};
use accord_room_catalog::ProductId;
use accord_room_customer::CustomerId;
use accord_store::Tx;
use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    customers_profile,
    id::{Origin, PlanVersionId, Verdict},
    lengths::{self, Hours},
    rates::{self, Measured},
    record::{self, PlanRow, PlanVersionRow, ProfileRow},
    rules::worth::{self as rules, Case, Figures, Other, Spread, Year},
    settings,
};

/// What the table is about, with what is typed for it alone.
#[derive(Debug, Clone)]
pub struct Question {
    /// The customer.
    pub customer: CustomerId,
    /// The asset; its product goes before the one named.
    pub asset: Option<AssetId>,
    /// The product.
    pub product: Option<ProductId>,
    /// The version of a plan.
    pub plan_version: PlanVersionId,
    /// Typed for this table alone.
    pub typed: Typed,
}

/// Figures that somebody tries; they are recorded nowhere and no offer is sent on them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Typed {
    /// Cost of a day.
    pub stop_cost: Option<Money>,
    /// Hours without the plan.
    pub hours_without: Option<Decimal>,
    /// Hours with the plan.
    pub hours_with: Option<Decimal>,
    /// Price of a year.
    pub price: Option<Money>,
    /// Outages in a year.
    pub outages: Option<Decimal>,
}

impl Typed {
    /// Whether nothing was typed.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// Outages that are expected in a year, with where that comes from.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// How many.
    pub outages: Decimal,
    /// Where it comes from.
    pub origin: Origin,
    /// What the installed base says, where it says something.
    pub measured: Option<Measured>,
    /// Age of the unit in years; nought for a new one.
    pub age: f64,
    /// What is believed, for a simulation.
    pub belief: Belief,
}

/// A plan against a customer's figures.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The profile that speaks.
    pub profile: ProfileRow,
    /// The plan.
    pub plan: PlanRow,
    /// Its version.
    pub version: PlanVersionRow,
    /// The figures.
    pub figures: Figures,
    /// Where the cost of a stop comes from.
    pub cost_origin: Origin,
    /// Hours without.
    pub(crate) without: Hours,
    /// Hours with.
    pub(crate) with: Hours,
    /// Where the price comes from.
    pub price_origin: Origin,
    /// What is expected.
    pub expected: Option<Expected>,
    /// The arithmetic.
    pub case: Case,
    /// Whether it can honestly be offered.
    pub verdict: Verdict,
    /// A year as expected.
    pub year: Option<Year>,
    /// The spread around it.
    pub spread: Option<Spread>,
    /// Months of warranty.
    pub warranty_months: i64,
    /// A year of cover when the warranty is covered at no extra cost.
    pub uplift_year: Option<Money>,
    /// Lower plans and how they stand.
    pub lower: Vec<(Other<usize>, PlanRow, PlanVersionRow, Money)>,
    /// Which of them is proposed.
    pub proposed: Option<Other<usize>>,
}

impl Answer {
    /// Whether an offer may be sent: worth more than it costs, on recorded figures, of a version on offer.
    pub fn sendable(&self, typed: &Typed) -> bool {
        self.verdict.sendable() && typed.is_none() && self.version.state == crate::id::PlanState::Published
    }
}

/// What is expected of a product at a customer: the installed base's own history before anybody's word.
fn expected(
    tx: &mut Tx,
    ctx: &Context,
    profile: &ProfileRow,
    product: Option<ProductId>,
    age: f64,
    typed: Option<Decimal>,
) -> Outcome<Option<Expected>> {
    let measured = match product {
        Some(product) => rates::of_product(tx, ctx, product)?,
        None => None,
    };
    let known = |outages: Decimal| Belief::Known(outages.to_f64().unwrap_or_default());
    let says = |outages, origin, belief| Expected { outages, origin, measured, age, belief };
    if let Some(outages) = typed {
        return Ok(Some(says(outages, Origin::Typed, known(outages))));
    }
    if let Some(found) = &measured {
        let outages = rules::outages(found.expected(age));
        return Ok(Some(says(outages, Origin::InstalledBase, found.belief(age))));
    }
    let origin = match profile.outages_source {
        Some(crate::id::ExpectedBy::Customer) => Origin::Customer,
        _ => Origin::OurEstimate,
    };
    Ok(profile.expected_outages().map(|outages| says(outages, origin, known(outages))))
}

/// Years that a unit has been in service.
fn age(tx: &mut Tx, ctx: &Context, unit: Option<&asset::Asset>) -> Outcome<f64> {
    let Some((unit, since)) = unit.and_then(|unit| Some((unit, unit.in_service_on?))) else { return Ok(0.0) };
    let today = asset::today_at(tx, ctx, unit.site_id)?;
    let days = since.until(today).map_or(0, |span| span.get_days());
    Ok(f64::from(days.max(0)) / 365.25)
}

/// The price of a version in the customer's currency.
fn price(version: &PlanVersionRow, product: Option<ProductId>, currency: Currency) -> Outcome<Money> {
    version.price(product, currency).ok_or_else(|| {
        let known = version.prices.0.iter().map(|price| price.price.into()).collect();
        Refusal::conflict("value.no_price")
            .with("currency", currency.code())
            .with("prices", accord_kernel::Fact::List(known))
    })
}

/// Answers a value table.
///
/// # Errors
/// `value.no_customer_number` without the customer's own number; `value.no_price` without a price in their currency;
/// refused by the field that cannot be; absent.
pub fn answer(tx: &mut Tx, ctx: &Context, question: &Question) -> Outcome<Answer> {
    let of = accord_room_customer::load(tx, question.customer)?.id;
    let unit = match question.asset {
        Some(id) => Some(asset::asset_of(tx, of, id)?),
        None => None,
    };
    let product = unit.as_ref().map_or(question.product, |unit| unit.product_id);
    let profile = customers_profile(tx, of, question.asset, product)?;
    let version = record::plan_version(tx, question.plan_version)?;
    let plan = record::load_plan(tx, version.plan_id)?;
    let recorded = profile.customers_number().ok_or_else(|| Refusal::defect("a profile without a number"))?;
    let typed = &question.typed;
    let stop_cost = typed.stop_cost.unwrap_or(recorded);
    let hold = |typed: Option<Decimal>, hours: Hours| {
        typed.map_or(hours, |typed| Hours { hours: typed, origin: Origin::Typed, n: None })
    };
    let without = hold(typed.hours_without, lengths::without(tx, ctx, product)?);
    let with = hold(typed.hours_with, lengths::with(tx, ctx, product, &version)?);
    let listed = match typed.price {
        Some(price) => price,
        None => price(&version, product, stop_cost.currency)?,
    };
    let figures = Figures { stop_cost, hours_without: without.hours, hours_with: with.hours, price: listed };
    let age = age(tx, ctx, unit.as_ref())?;
    let expected = expected(tx, ctx, &profile, product, age, typed.outages)?;
    let case = Case::new(&figures)?;
    let outages = expected.map(|expected| expected.outages);
    let verdict = case.verdict(outages)?;
    let warranty_months = asset::warranty_months(tx, ctx, product)?;
    let (lower, proposed) = if verdict == Verdict::Worth {
        (Vec::new(), None)
    } else {
        lower(tx, ctx, &plan, product, &figures, outages)?
    };
    Ok(Answer {
        cost_origin: match typed.stop_cost {
            Some(_) => Origin::Typed,
            None => profile.stop_confidence.map_or(Origin::OurEstimate, Origin::from),
        },
        price_origin: if typed.price.is_some() { Origin::Typed } else { Origin::Price },
        year: outages.map(|outages| case.year(outages)).transpose()?,
        spread: expected.map(|expected| spread(tx, ctx, &case, &figures, &expected)).transpose()?,
        uplift_year: match version.uplift_allowed && warranty_months > 0 {
            true => Some(case.uplift_year(warranty_months, version.term_months)?),
            false => None,
        },
        profile,
        plan,
        version,
        figures,
        without,
        with,
        expected,
        case,
        verdict,
        warranty_months,
        lower,
        proposed,
    })
}

/// The simulated spread. The seed comes from the figures: the same question has the same answer everywhere.
fn spread(
    tx: &mut Tx,
    ctx: &Context,
    case: &Case,
    figures: &Figures,
    expected: &Expected,
) -> Outcome<Spread> {
    let percent: i64 = settings::get(tx, ctx, &settings::LENGTH_SPREAD)?;
    let seed = simulate::seed(&format!("{figures:?} {}", expected.outages));
    case.spread(expected.belief, percent.to_f64().unwrap_or_default() / 100.0, seed)
}

type Lower = (Vec<(Other<usize>, PlanRow, PlanVersionRow, Money)>, Option<Other<usize>>);

/// The plans that give less, at the same customer's figures, and which of them is proposed.
fn lower(
    tx: &mut Tx,
    ctx: &Context,
    above: &PlanRow,
    product: Option<ProductId>,
    figures: &Figures,
    outages: Option<Decimal>,
) -> Outcome<Lower> {
    let mut found = Vec::new();
    let Some(outages) = outages else { return Ok((found, None)) };
    for (plan, version) in record::on_offer(tx)? {
        if plan.id == above.id || plan.place >= above.place {
            continue;
        }
        let Some(price) = version.price(product, figures.stop_cost.currency) else { continue };
        let hours_with = lengths::with(tx, ctx, product, &version)?.hours;
        let case = Case::new(&Figures { hours_with, price, ..*figures })?;
        let (verdict, net) = (case.verdict(Some(outages))?, case.year(outages)?.net);
        found.push((Other { plan: found.len(), net, verdict }, plan, version, price));
    }
    let others: Vec<Other<usize>> = found.iter().map(|(other, ..)| *other).collect();
    let proposed = rules::propose(&others);
    Ok((found, proposed))
}
