//! What a service plan is worth to one customer, in exact money (R14, R13, R16).
//!
//! With C the cost of a stop per day, H0 and H1 the hours of an outage without and with the plan, and
//! P the price of a year: one outage less long saves A = (H0 - H1) / 24 x C; a year with n outages
//! nets nA - P. Everything is kept as a ratio of integers and rounded once, half away from zero, to
//! the currency's decimals, or to one decimal for a percentage.
//!
//! The year without any outage is always part of the table: a plan that is paid for and not needed
//! costs its price, and the customer is told so.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::exact::Exact;

mod part;

pub use part::{cost_per_hour, cost_per_response, split, year_of_cover};

/// Decimals of a printed percentage.
const PERCENT_DECIMALS: u32 = 1;
/// Decimals of a printed number of outages.
const OUTAGE_DECIMALS: u32 = 2;
/// The most decimals that a currency has (ISO 4217 knows four).
const MOST_DECIMALS: u32 = 6;

/// The customer's own figures and the plan's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What a day's stop costs the customer, in his words and his currency.
    pub stop_cost_per_day: Decimal,
    /// Hours of an outage without the plan.
    pub hours_without: Decimal,
    /// Hours of an outage with the plan.
    pub hours_with: Decimal,
    /// Price of a year, in the same currency.
    pub price: Decimal,
    /// Decimals of the currency (JPY 0, USD 2, KWD 3).
    pub decimals: u32,
}

/// Which of the figures is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Cost of a stop per day.
    StopCostPerDay,
    /// Hours of an outage without the plan.
    HoursWithout,
    /// Hours of an outage with the plan.
    HoursWith,
    /// Price of a year.
    Price,
    /// A number of outages.
    Outages,
    /// A length of time.
    Time,
}

/// Why nothing is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WorthError {
    /// A price, cost or length that is nought or less.
    #[error("{0:?} must be more than nought")]
    NotPositive(Figure),
    /// An amount finer than its currency, which nobody can pay.
    #[error("{0:?} has more decimals than its currency")]
    FinerThanCurrency(Figure),
    /// A number of decimals that no currency has.
    #[error("no currency has {0} decimals")]
    Decimals(u32),
    /// Figures beyond every trade.
    #[error("the figures are too large to be computed exactly")]
    TooLarge,
}

/// What is to be said of the plan at a number of outages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It saves more than it costs: may be offered.
    Worth,
    /// It saves exactly what it costs: may be shown, not offered.
    BreakEven,
    /// It costs more than it saves: propose less, or nothing.
    NoValue,
}

/// A year with a number of outages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Outages; a whole number in a table, any at the expectation.
    pub outages: Decimal,
    /// What the plan saves in that year.
    pub saved: Decimal,
    /// The same less the price.
    pub net: Decimal,
    /// Net over price, in percent.
    pub roi_percent: Decimal,
    /// What is to be said.
    pub verdict: Verdict,
}

/// A plan's worth to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    avoided: Exact,
    price: Exact,
    decimals: u32,
}

impl Worth {
    /// Takes the figures in. An outage that the plan makes no shorter is accepted, and is of no value.
    ///
    /// # Errors
    /// A figure that is nought or less, a price finer than its currency, or figures beyond every trade.
    pub fn new(terms: &Terms) -> Result<Self, WorthError> {
        if terms.decimals > MOST_DECIMALS {
            return Err(WorthError::Decimals(terms.decimals));
        }
        let cost = positive(terms.stop_cost_per_day, Figure::StopCostPerDay)?;
        let without = positive(terms.hours_without, Figure::HoursWithout)?;
        let with = positive(terms.hours_with, Figure::HoursWith)?;
        let price = positive(terms.price, Figure::Price)?;
        if terms.price.normalize().scale() > terms.decimals {
            return Err(WorthError::FinerThanCurrency(Figure::Price));
        }
        let avoided = without
            .minus(with)
            .and_then(|hours| hours.times(cost))
            .and_then(|saved| saved.over(Exact::whole(24)))
            .ok_or(WorthError::TooLarge)?;
        Ok(Self { avoided, price, decimals: terms.decimals })
    }

    /// What the plan saves in one outage (A); negative when it makes outages longer.
    ///
    /// # Errors
    /// Figures beyond every trade.
    pub fn avoided_per_outage(&self) -> Result<Decimal, WorthError> {
        self.print(Some(self.avoided))
    }

    /// A year with this many outages, whole or expected.
    ///
    /// # Errors
    /// A negative number of outages, or figures beyond every trade.
    pub fn year(&self, outages: Decimal) -> Result<Row, WorthError> {
        if outages.is_sign_negative() && !outages.is_zero() {
            return Err(WorthError::NotPositive(Figure::Outages));
        }
        let saved = self.saved(outages)?;
        let net = saved.minus(self.price).ok_or(WorthError::TooLarge)?;
        let roi = net.over(self.price).and_then(|part| part.times(Exact::whole(100)));
        Ok(Row {
            outages,
            saved: self.print(Some(saved))?,
            net: self.print(Some(net))?,
            roi_percent: roi.and_then(|part| part.round(PERCENT_DECIMALS)).ok_or(WorthError::TooLarge)?,
            verdict: verdict(saved, self.price),
        })
    }

    /// The table for no outage up to `most`.
    ///
    /// # Errors
    /// As [`Worth::year`].
    pub fn table(&self, most: u32) -> Result<Vec<Row>, WorthError> {
        (0..=most).map(|outages| self.year(Decimal::from(outages))).collect()
    }

    /// Outages a year from which the plan pays (P / A); none when it saves nothing.
    ///
    /// # Errors
    /// Figures beyond every trade.
    pub fn break_even(&self) -> Result<Option<Decimal>, WorthError> {
        if !self.avoided.is_positive() {
            return Ok(None);
        }
        let outages = self.price.over(self.avoided).and_then(|outages| outages.round(OUTAGE_DECIMALS));
        outages.map(Some).ok_or(WorthError::TooLarge)
    }

    /// The fewest whole outages that recover the price; none when nothing does.
    ///
    /// # Errors
    /// Figures beyond every trade.
    pub fn recovered_by(&self) -> Result<Option<Decimal>, WorthError> {
        if !self.avoided.is_positive() {
            return Ok(None);
        }
        let outages = self.price.over(self.avoided).and_then(|outages| outages.ceil(0));
        outages.map(Some).ok_or(WorthError::TooLarge)
    }

    /// What is to be said at this number of outages, from exact figures.
    ///
    /// # Errors
    /// Figures beyond every trade.
    pub fn verdict(&self, outages: Decimal) -> Result<Verdict, WorthError> {
        Ok(verdict(self.saved(outages)?, self.price))
    }

    /// Whether "one outage recovers the price" is true (P <= A).
    #[must_use]
    pub fn one_recovers(&self) -> bool {
        self.price <= self.avoided
    }

    /// Whether "two outages return about 100 %" is true: the return within ten points of it.
    #[must_use]
    pub fn two_double(&self) -> bool {
        let tenfold = |n: i128| self.price.times(Exact::whole(n));
        let savings = self.avoided.times(Exact::whole(20));
        // 1.9 P <= 2 A <= 2.1 P.
        match (tenfold(19), savings, tenfold(21)) {
            (Some(least), Some(savings), Some(most)) => least <= savings && savings <= most,
            _ => false,
        }
    }

    /// The prices at which both sentences are true, least and greatest, rounded inward to this many
    /// decimals; none when no price is.
    ///
    /// # Errors
    /// Figures beyond every trade.
    pub fn prices_of_both_claims(&self, decimals: u32) -> Result<Option<(Decimal, Decimal)>, WorthError> {
        let least = self
            .avoided
            .times(Exact::whole(20))
            .and_then(|savings| savings.over(Exact::whole(21)))
            .and_then(|price| price.ceil(decimals))
            .ok_or(WorthError::TooLarge)?;
        let most = self.avoided.floor(decimals).ok_or(WorthError::TooLarge)?;
        Ok((self.avoided.is_positive() && least <= most).then_some((least, most)))
    }

    /// A and P for a simulation, which is an estimate.
    #[must_use]
    pub fn for_estimate(&self) -> (f64, f64) {
        (self.avoided.approximate(), self.price.approximate())
    }

    /// Decimals of the currency.
    #[must_use]
    pub fn decimals(&self) -> u32 {
        self.decimals
    }

    fn saved(&self, outages: Decimal) -> Result<Exact, WorthError> {
        Exact::decimal(outages).and_then(|n| n.times(self.avoided)).ok_or(WorthError::TooLarge)
    }

    fn print(&self, amount: Option<Exact>) -> Result<Decimal, WorthError> {
        amount.and_then(|amount| amount.round(self.decimals)).ok_or(WorthError::TooLarge)
    }
}

fn verdict(saved: Exact, price: Exact) -> Verdict {
    match saved.cmp(&price) {
        std::cmp::Ordering::Greater => Verdict::Worth,
        std::cmp::Ordering::Equal => Verdict::BreakEven,
        std::cmp::Ordering::Less => Verdict::NoValue,
    }
}

fn positive(value: Decimal, figure: Figure) -> Result<Exact, WorthError> {
    if value <= Decimal::ZERO {
        return Err(WorthError::NotPositive(figure));
    }
    Exact::decimal(value.normalize()).ok_or(WorthError::TooLarge)
}

#[cfg(test)]
mod tests;
