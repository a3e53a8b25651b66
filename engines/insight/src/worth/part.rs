//! Parts of an amount: an hour's, a response's, a year's, and shares that sum to the whole.

use rust_decimal::Decimal;

use super::{Figure, WorthError, positive};
use crate::exact::Exact;

/// What a stop of one hour costs, from the cost of a day (R11).
///
/// # Errors
/// A cost that is nought or less, or figures beyond every trade.
pub fn cost_per_hour(stop_cost_per_day: Decimal, decimals: u32) -> Result<Decimal, WorthError> {
    cost_per_response(stop_cost_per_day, 60, decimals)
}

/// What a stop costs while the response is awaited, from the cost of a day and not from a rounded
/// hour (R11).
///
/// # Errors
/// A cost or time that is nought or less, or figures beyond every trade.
pub fn cost_per_response(
    stop_cost_per_day: Decimal,
    minutes: u32,
    decimals: u32,
) -> Result<Decimal, WorthError> {
    let cost = positive(stop_cost_per_day, Figure::StopCostPerDay)?;
    if minutes == 0 {
        return Err(WorthError::NotPositive(Figure::Time));
    }
    cost.times(Exact::whole(i128::from(minutes)))
        .and_then(|cost| cost.over(Exact::whole(24 * 60)))
        .and_then(|cost| cost.round(decimals))
        .ok_or(WorthError::TooLarge)
}

/// What a year of cover costs a buyer whose paid term comes after a warranty covered at no extra
/// cost (R16): the price of the term over the months of both, for twelve months. `price` is that of
/// the whole paid term.
///
/// # Errors
/// A price or term that is nought or less, or figures beyond every trade.
pub fn year_of_cover(
    price: Decimal,
    warranty_months: u32,
    term_months: u32,
    decimals: u32,
) -> Result<Decimal, WorthError> {
    let price = positive(price, Figure::Price)?;
    if term_months == 0 {
        return Err(WorthError::NotPositive(Figure::Time));
    }
    let months = i128::from(warranty_months) + i128::from(term_months);
    price
        .times(Exact::whole(12))
        .and_then(|twelve| twelve.over(Exact::whole(months)))
        .and_then(|year| year.round(decimals))
        .ok_or(WorthError::TooLarge)
}

/// An amount in so many parts that differ by no more than the smallest coin and sum to the whole; the
/// earlier parts take what is over.
///
/// # Errors
/// No parts, an amount finer than its currency, or figures beyond every trade.
pub fn split(amount: Decimal, parts: u32, decimals: u32) -> Result<Vec<Decimal>, WorthError> {
    if parts == 0 {
        return Err(WorthError::NotPositive(Figure::Time));
    }
    let amount = amount.normalize();
    if amount.scale() > decimals {
        return Err(WorthError::FinerThanCurrency(Figure::Price));
    }
    let coins = 10_i128
        .checked_pow(decimals - amount.scale())
        .and_then(|more| amount.mantissa().checked_mul(more))
        .ok_or(WorthError::TooLarge)?;
    let (each, over) = (coins / i128::from(parts), coins % i128::from(parts));
    (0..i128::from(parts))
        .map(|part| {
            let extra = if part < over.abs() { over.signum() } else { 0 };
            Decimal::try_from_i128_with_scale(each + extra, decimals).map_err(|_| WorthError::TooLarge)
        })
        .collect()
}
