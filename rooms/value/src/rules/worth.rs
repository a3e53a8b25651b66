//! What a plan is worth to one customer, and whether it can honestly be offered (R14, T9).
//!
//! The arithmetic is the engine's; here money gets its currency, the expectation its two digits, and the verdict its
//! consequence: worth more than it costs may be sent, exactly its price may be shown, anything else proposes less.

use accord_insight::{
    simulate::{self, Belief, Scenario},
    worth::{Figure, Row, Terms, Verdict as Said, Worth, WorthError, year_of_cover},
};
use accord_kernel::{Currency, Money, Outcome, Refusal};
use rust_decimal::{Decimal, RoundingStrategy, prelude::FromPrimitive};

use crate::id::Verdict;

/// Years that are simulated.
const YEARS: u32 = 10_000;
/// Rows of the table: no outage, one, two, three.
const MOST_OUTAGES: u32 = 3;
/// Digits of an expected number of outages: what is shown is what is multiplied.
const OUTAGE_DIGITS: u32 = 2;

/// The customer's figures and a plan's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Cost of a day of 24 hours without it.
    pub stop_cost: Money,
    /// Hours of an outage without the plan.
    pub hours_without: Decimal,
    /// Hours of an outage with the plan.
    pub hours_with: Decimal,
    /// Price of twelve months.
    pub price: Money,
}

/// A year with some outages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// Outages.
    pub outages: Decimal,
    /// What the plan saves.
    pub saved: Money,
    /// The same less the price.
    pub net: Money,
    /// Net over price, in per cent with one digit.
    pub roi_percent: Decimal,
}

/// The simulated spread of a year's net: an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// One year in ten is below.
    pub p10: Money,
    /// One year in two is below.
    pub p50: Money,
    /// One year in ten is above.
    pub p90: Money,
    /// Per cent of the years in which the plan saves more than it costs, one digit.
    pub pays_percent: Decimal,
    /// Years simulated.
    pub years: u32,
}

/// A plan against a customer's figures.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    worth: Worth,
    currency: Currency,
    price: Money,
    shorter: bool,
}

fn too_large(_: WorthError) -> Refusal {
    Refusal::conflict("value.too_large")
}

/// The refusal that names the field.
fn refused(error: WorthError) -> Refusal {
    let field = match error {
        WorthError::NotPositive(figure) | WorthError::FinerThanCurrency(figure) => match figure {
            Figure::StopCostPerDay => "/stop_cost",
            Figure::HoursWithout => "/hours_without",
            Figure::HoursWith => "/hours_with",
            Figure::Price => "/price",
            Figure::Outages | Figure::Time => "/outages",
        },
        WorthError::Decimals(_) | WorthError::TooLarge => return too_large(error),
    };
    let rule = match error {
        WorthError::FinerThanCurrency(_) => "field.digits",
        _ => "value.not_positive",
    };
    Refusal::field(field, rule)
}

impl Case {
    /// Takes the figures in.
    ///
    /// # Errors
    /// Refused by the field that is nought or less; `value.currencies` when cost and price have two currencies.
    pub fn new(figures: &Figures) -> Outcome<Self> {
        let currency = figures.stop_cost.currency;
        if figures.price.currency != currency {
            return Err(Refusal::conflict("value.currencies")
                .with("cost", currency.code())
                .with("price", figures.price.currency.code()));
        }
        let worth = Worth::new(&Terms {
            stop_cost_per_day: figures.stop_cost.amount(),
            hours_without: figures.hours_without,
            hours_with: figures.hours_with,
            price: figures.price.amount(),
            decimals: currency.digits(),
        })
        .map_err(refused)?;
        let shorter = figures.hours_with < figures.hours_without;
        Ok(Self { worth, currency, price: figures.price, shorter })
    }

    fn money(&self, amount: Decimal) -> Outcome<Money> {
        Money::from_decimal_exact(amount, self.currency).ok_or_else(|| too_large(WorthError::TooLarge))
    }

    fn year_of(&self, row: &Row) -> Outcome<Year> {
        Ok(Year {
            outages: row.outages,
            saved: self.money(row.saved)?,
            net: self.money(row.net)?,
            roi_percent: row.roi_percent,
        })
    }

    /// What the plan saves in one outage.
    ///
    /// # Errors
    /// `value.too_large`.
    pub fn avoided(&self) -> Outcome<Money> {
        self.money(self.worth.avoided_per_outage().map_err(too_large)?)
    }

    /// Years with none, one, two and three outages: that without any is never left out.
    ///
    /// # Errors
    /// `value.too_large`.
    pub fn table(&self) -> Outcome<Vec<Year>> {
        let rows = self.worth.table(MOST_OUTAGES).map_err(too_large)?;
        rows.iter().map(|row| self.year_of(row)).collect()
    }

    /// A year with an expected number of outages.
    ///
    /// # Errors
    /// Refused when it is less than none; `value.too_large`.
    pub fn year(&self, outages: Decimal) -> Outcome<Year> {
        self.year_of(&self.worth.year(outages).map_err(refused)?)
    }

    /// Outages a year from which the plan pays; `None` when none do.
    ///
    /// # Errors
    /// `value.too_large`.
    pub fn break_even(&self) -> Outcome<Option<Decimal>> {
        self.worth.break_even().map_err(too_large)
    }

    /// The fewest whole outages that recover the price.
    ///
    /// # Errors
    /// `value.too_large`.
    pub fn recovered_by(&self) -> Outcome<Option<Decimal>> {
        self.worth.recovered_by().map_err(too_large)
    }

    /// Whether it may be said that one outage recovers the price.
    pub fn one_recovers(&self) -> bool {
        self.worth.one_recovers()
    }

    /// Whether it may be said that two outages return about 100 %.
    pub fn two_double(&self) -> bool {
        self.worth.two_double()
    }

    /// Least and greatest price at which both may be said; `None` when there is none.
    ///
    /// # Errors
    /// `value.too_large`.
    pub fn both_claims(&self) -> Outcome<Option<(Money, Money)>> {
        let band = self.worth.prices_of_both_claims(self.currency.digits()).map_err(too_large)?;
        band.map(|(least, most)| Ok((self.money(least)?, self.money(most)?))).transpose()
    }

    /// Whether it can honestly be offered, from exact figures. Nobody's expectation is no permission.
    ///
    /// # Errors
    /// Refused when the expectation is less than none.
    pub fn verdict(&self, outages: Option<Decimal>) -> Outcome<Verdict> {
        if !self.shorter {
            return Ok(Verdict::NoValue);
        }
        let Some(outages) = outages else { return Ok(Verdict::Unknown) };
        Ok(match self.worth.verdict(outages).map_err(refused)? {
            Said::Worth => Verdict::Worth,
            Said::BreakEven => Verdict::BreakEven,
            Said::NoValue => Verdict::TooDear,
        })
    }

    /// What a year of cover costs when the warranty is covered at no extra cost; the price is that of twelve months and
    /// is paid for each of the term (R16).
    ///
    /// # Errors
    /// `value.too_large`; refused without a term.
    pub fn uplift_year(&self, warranty_months: i64, term_months: i64) -> Outcome<Money> {
        let months = |months: i64| u32::try_from(months).map_err(|_| too_large(WorthError::TooLarge));
        let of_term = self.price.amount() * Decimal::from(term_months) / Decimal::from(12);
        let (warranty, term) = (months(warranty_months)?, months(term_months)?);
        self.money(year_of_cover(of_term, warranty, term, self.currency.digits()).map_err(refused)?)
    }

    /// The spread of a year's net, simulated from what is believed of the rate: an estimate.
    ///
    /// # Errors
    /// `value.no_simulation` when the belief is none or asks for too much.
    pub fn spread(&self, rate: Belief, length_cv: f64, seed: u64) -> Outcome<Spread> {
        let scenario = Scenario { rate, length_cv, years: YEARS, seed };
        let spread =
            simulate::run(&self.worth, &scenario).map_err(|_| Refusal::conflict("value.no_simulation"))?;
        let percent = Decimal::from_f64(spread.pays * 100.0).unwrap_or_default();
        Ok(Spread {
            p10: self.money(spread.p10)?,
            p50: self.money(spread.p50)?,
            p90: self.money(spread.p90)?,
            pays_percent: percent.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero),
            years: spread.years,
        })
    }
}

/// An estimated number of outages with the digits that are shown and multiplied.
pub fn outages(mean: f64) -> Decimal {
    let mut shown = Decimal::from_f64(mean.max(0.0))
        .unwrap_or_default()
        .round_dp_with_strategy(OUTAGE_DIGITS, RoundingStrategy::MidpointAwayFromZero);
    shown.rescale(OUTAGE_DIGITS);
    shown
}

/// Another plan that could be proposed instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other<T> {
    /// The plan.
    pub plan: T,
    /// What a year is expected to net.
    pub net: Money,
    /// Whether it can honestly be offered.
    pub verdict: Verdict,
}

/// Which of the lower plans is proposed: the one that is worth most more than it costs; else one at break-even, to be
/// shown only; else none.
pub fn propose<T: Copy>(others: &[Other<T>]) -> Option<Other<T>> {
    let best = |wanted: Verdict| {
        others.iter().filter(|other| other.verdict == wanted).max_by_key(|other| other.net.minor).copied()
    };
    best(Verdict::Worth).or_else(|| best(Verdict::BreakEven))
}

#[cfg(test)]
mod tests;
