//! Claims against the figures as they are now: what may be said in an offer at this moment (R66).
//!
//! Offers ask [`usable`] each time they show or send a claim, so that one whose figure fell this morning is out of an
//! open draft before its daily check has run.

use accord_kernel::{Context, Outcome, Period};
use accord_store::{Tx, search::fold};
use jiff::Span;
use rust_decimal::Decimal;

use crate::{
    id::{Backing, ClaimFault, ClaimId},
    record::{self, ClaimRow},
    rules::claim::{self as rules, Evidence},
    settings,
};

/// What a look at a claim found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The value now.
    pub measured: Option<Decimal>,
    /// Sample size now.
    pub n: i64,
    /// The period that was measured.
    pub period: Period,
    /// Why it may not be used; `None` when it may.
    pub fault: Option<ClaimFault>,
}

impl Finding {
    /// Lays what was found into the claim.
    pub(crate) fn lay(&self, row: &mut ClaimRow, ctx: &Context) {
        if let Some(measured) = self.measured {
            row.measured = measured.to_string();
        }
        row.n = self.n;
        row.period_from = self.period.from;
        row.period_to = self.period.to;
        row.checked_at = ctx.now;
    }
}

/// Whether a text compares us with others, in either language: only a claim with an outside comparison may say so (R66).
pub fn compares(text: &str) -> bool {
    crate::rules::compare::compares(&fold(text))
}

/// The last months up to yesterday, on the company's calendar: today is not over.
pub(crate) fn period(ctx: &Context, months: i64) -> Period {
    let today = settings::today(ctx);
    let from = Span::new().try_months(-months).and_then(|span| today.checked_add(span)).unwrap_or(today);
    Period { from, to: today.yesterday().unwrap_or(today) }
}

/// Looks at a claim as its figure is now.
///
/// # Errors
/// What the figure or the database refuses.
pub fn look(tx: &mut Tx, ctx: &Context, row: &ClaimRow) -> Outcome<Finding> {
    let (measured, n, period) = match (row.backing, &row.metric) {
        (Backing::Measure, Some(name)) => {
            let period = period(ctx, row.months.unwrap_or(12));
            match ctx.registry.find_metric(name) {
                Some(metric) => {
                    let value = (metric.run)(tx, ctx, period)?;
                    (value.value, value.n, period)
                }
                None => (None, 0, period),
            }
        }
        _ => (Some(row.measured()), row.n, Period { from: row.period_from, to: row.period_to }),
    };
    let enough = settings::get(tx, ctx, &settings::CLAIM_ANSWERS)?;
    let evidence = Evidence {
        backing: row.backing,
        // One that was declared to compare rests on an outside comparison already, or it was not taken.
        compares: compares(&row.text_en) || compares(&row.text_pt),
        sense: row.sense,
        claimed: row.claimed(),
        measured,
        n,
        expires_on: row.expires_on,
        state: row.state,
    };
    let fault = rules::fault(&evidence, settings::today(ctx), enough);
    Ok(Finding { measured, n, period, fault })
}

/// The claims that may be used now, each with what was found (R66).
///
/// # Errors
/// What a figure or the database refuses.
pub fn usable(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<(ClaimRow, Finding)>> {
    let mut found = Vec::new();
    for row in record::standing(tx)? {
        let finding = look(tx, ctx, &row)?;
        if finding.fault.is_none() {
            found.push((row, finding));
        }
    }
    Ok(found)
}

/// One claim when it may be used now, else why not.
///
/// # Errors
/// Absent; what a figure or the database refuses.
pub fn usable_one(
    tx: &mut Tx,
    ctx: &Context,
    id: ClaimId,
) -> Outcome<Result<(ClaimRow, Finding), ClaimFault>> {
    let row = record::load_claim(tx, id)?;
    let finding = look(tx, ctx, &row)?;
    Ok(match finding.fault {
        None => Ok((row, finding)),
        Some(fault) => Err(fault),
    })
}
