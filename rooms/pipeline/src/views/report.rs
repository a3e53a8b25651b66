//! What was decided in a period, and why: wins and losses, who unseated whom, on one report (R8).

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Currency, MetricValue, Money, Outcome, Permission, Touches, View};
use accord_room_people::settings::today;
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{OpportunityLine, Sum, list::rows};
use crate::{
    EndReason, Kind, OpportunityState,
    record::{Opportunity, decided_between, seen},
    rules::{
        end::{we_unseated, we_were_unseated},
        pursuit::pursuit,
    },
};

/// Rows of each list.
const ROWS_MAX: usize = 50;

/// Wins and losses of a period: the last twelve months when nothing is said.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ends {
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
}

/// How often a reason decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReasonCount {
    /// The reason; open when none was given.
    pub reason: Option<EndReason>,
    /// Wins by it.
    pub won: i64,
    /// Losses by it.
    pub lost: i64,
}

/// Wins and losses. It says what was; it foretells nothing. Its numbers are those of the house, the same for every reader.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EndsReport {
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// How many were won.
    pub won: i64,
    /// How many were lost.
    pub lost: i64,
    /// Per cent won of all decided, one digit after the point.
    #[schemars(with = "Option<String>")]
    pub won_percent: Option<Decimal>,
    /// What the wins are worth, by currency.
    pub won_value: Vec<Sum>,
    /// Middle length of a won pursuit in days, rounded down where two stand in the middle.
    pub won_days: Option<i64>,
    /// The same of a lost one.
    pub lost_days: Option<i64>,
    /// Customers who bought for the first time.
    pub net_new: i64,
    /// How many rivals we unseated.
    pub we_unseated: i64,
    /// How often we were unseated.
    pub we_were_unseated: i64,
    /// Of both, how many are with customers whom the reader does not see: they are counted and not named (R64).
    pub hidden: i64,
    /// Where we unseated a rival, the latest first.
    pub unseated_by_us: Vec<OpportunityLine>,
    /// Where a rival unseated us, the latest first.
    pub unseated_by_them: Vec<OpportunityLine>,
    /// Reasons, the most frequent first.
    pub reasons: Vec<ReasonCount>,
}

impl View for Ends {
    const NAME: &'static str = "opportunity.ends";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EndsReport;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<EndsReport> {
        let to = self.to.unwrap_or(today(ctx));
        let year_ago = to.checked_sub(1.year()).and_then(|on| on.tomorrow()).unwrap_or(to);
        let from = self.from.unwrap_or(year_ago);
        let mut all = decided_between(tx, from, to)?;
        all.reverse();
        let won: Vec<&Opportunity> = all.iter().filter(|one| one.state == OpportunityState::Won).collect();
        let lost: Vec<&Opportunity> = all.iter().filter(|one| one.state == OpportunityState::Lost).collect();
        let ours: Vec<Opportunity> =
            all.iter().filter(|one| we_unseated(one.state, one.kind, &one.incumbent)).cloned().collect();
        let theirs: Vec<Opportunity> =
            all.iter().filter(|one| we_were_unseated(one.state, one.kind, &one.lost_to)).cloned().collect();
        let (we_unseated, we_were_unseated) = (size(ours.len()), size(theirs.len()));
        let (ours, theirs) = (seen(tx, ctx, ours)?, seen(tx, ctx, theirs)?);
        Ok(EndsReport {
            from,
            to,
            won: size(won.len()),
            lost: size(lost.len()),
            won_percent: MetricValue::percent(size(won.len()), size(all.len())),
            won_value: sums(&won),
            won_days: middle(&won),
            lost_days: middle(&lost),
            net_new: size(won.iter().filter(|one| one.counted_as == Some(Kind::NetNew)).count()),
            we_unseated,
            we_were_unseated,
            hidden: we_unseated + we_were_unseated - size(ours.len()) - size(theirs.len()),
            unseated_by_us: rows(tx, ctx, ours.get(..ROWS_MAX).unwrap_or(&ours))?,
            unseated_by_them: rows(tx, ctx, theirs.get(..ROWS_MAX).unwrap_or(&theirs))?,
            reasons: reasons(&all),
        })
    }
}

fn size(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

fn sums(won: &[&Opportunity]) -> Vec<Sum> {
    let mut by: BTreeMap<&str, (Currency, i64, i64)> = BTreeMap::new();
    for value in won.iter().filter_map(|one| one.value()) {
        let place = by.entry(value.currency.code()).or_insert((value.currency, 0, 0));
        place.1 = place.1.saturating_add(value.minor);
        place.2 += 1;
    }
    by.into_values().map(|(currency, minor, n)| Sum { value: Money::new(minor, currency), n }).collect()
}

fn middle(list: &[&Opportunity]) -> Option<i64> {
    let mut days: Vec<i64> =
        list.iter().filter_map(|one| Some(pursuit(one.opened_on, one.closed_on?).days)).collect();
    days.sort_unstable();
    let half = days.len() / 2;
    let upper = *days.get(half)?;
    let lower = if days.len().is_multiple_of(2) { *days.get(half.checked_sub(1)?)? } else { upper };
    Some(lower + (upper - lower) / 2)
}

fn reasons(all: &[Opportunity]) -> Vec<ReasonCount> {
    let mut by: BTreeMap<Option<EndReason>, (i64, i64)> = BTreeMap::new();
    for one in all {
        let place = by.entry(one.end_reason).or_default();
        match one.state {
            OpportunityState::Won => place.0 += 1,
            _ => place.1 += 1,
        }
    }
    let mut list: Vec<ReasonCount> =
        by.into_iter().map(|(reason, (won, lost))| ReasonCount { reason, won, lost }).collect();
    list.sort_by_key(|one| (std::cmp::Reverse(one.won + one.lost), one.reason));
    list
}
