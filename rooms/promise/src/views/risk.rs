//! Promises in danger, by harm, each with a drafted new promise (R24).

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{limit, list, list::PromiseLine};
use crate::{
    ledger, record,
    rules::{due::Wish, risk},
};

/// How many endangered promises are weighed against each other.
const WEIGHED_MAX: i64 = 1_000;

/// An endangered promise.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RiskLine {
    /// The promise.
    pub promise: PromiseLine,
    /// What the customer loses.
    pub harm: Option<Money>,
    /// Why it is in danger.
    pub reason: Option<String>,
    /// By when the customer must be told.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub tell_by: Option<Timestamp>,
    /// Drafted new due, an instant.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub draft_at: Option<Timestamp>,
    /// Drafted new due, a civil date.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub draft_on: Option<Date>,
    /// What to say, in the customer's language.
    pub draft_wording: String,
}

/// Endangered promises.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RiskList {
    /// The worst first.
    pub rows: Vec<RiskLine>,
    /// How many there are; 1,000 stands for that many or more.
    pub count: i64,
}

/// Open promises whose forecast passes their due, the worst for the customer first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtRisk {
    /// At most so many rows, 1 to 200.
    pub limit: Option<i64>,
}

impl View for AtRisk {
    const NAME: &'static str = "promise.at_risk";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = RiskList;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<RiskList> {
        let limit = limit(self.limit)?;
        let mut rows = record::at_risk(tx, ctx, WEIGHED_MAX)?;
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        rows.sort_by(|a, b| risk::by_harm(&ledger::harm(a), &ledger::harm(b)));
        rows.truncate(usize::try_from(limit).unwrap_or(0));
        let mut drafts = Vec::with_capacity(rows.len());
        for row in rows {
            drafts.push(ledger::draft_of(tx, ctx, row)?);
        }
        let lines = list::lines(tx, ctx, drafts.iter().map(|draft| draft.promise.clone()).collect())?;
        let rows = lines.into_iter().zip(drafts).map(|(promise, draft)| line(promise, draft)).collect();
        Ok(RiskList { rows, count })
    }
}

fn line(promise: PromiseLine, draft: ledger::Draft) -> RiskLine {
    let (draft_at, draft_on) = match draft.due {
        Wish::At(at) => (Some(at), None),
        Wish::On(on) => (None, Some(on)),
    };
    RiskLine {
        promise,
        harm: draft.promise.harm(),
        reason: draft.promise.forecast_reason,
        tell_by: draft.promise.tell_by,
        draft_at,
        draft_on,
        draft_wording: draft.wording,
    }
}
