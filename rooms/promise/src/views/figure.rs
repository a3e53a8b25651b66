//! The kept rate by area, kind and sphere.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Period, Permission, Sphere, Touches, View};
use accord_room_people::AreaId;
use accord_store::Tx;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{list, list::PromiseLine};
use crate::{figures, id::Kind, rules::figures::Rate};

/// Promises that were not kept in time are named up to this number.
const NAMED_MAX: usize = 200;

/// A kept rate with the numbers it is made of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateLine {
    /// The area; none for promises of persons without a post, or for the sum.
    pub area: Option<AreaId>,
    /// The kind; none in sums.
    pub kind: Option<Kind>,
    /// Per cent kept in time; none when nothing fell due.
    #[schemars(with = "Option<String>")]
    pub percent: Option<Decimal>,
    /// Kept in time.
    pub kept: i64,
    /// Fallen due.
    pub due: i64,
    /// Of these, still open.
    pub open: i64,
}

impl RateLine {
    fn of(area: Option<AreaId>, kind: Option<Kind>, rate: Rate) -> Self {
        Self { area, kind, percent: rate.percent(), kept: rate.good, due: rate.n, open: rate.open }
    }
}

/// A promise that was not kept in time, and why it counts so.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MissedLine {
    /// The promise.
    pub promise: PromiseLine,
    /// Message key that says why.
    pub why: String,
}

/// The kept rate of a period.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeptAnswer {
    /// All together.
    pub total: RateLine,
    /// By area of the owner.
    pub areas: Vec<RateLine>,
    /// By kind.
    pub kinds: Vec<RateLine>,
    /// Those not kept in time, the earliest due first.
    pub missed: Vec<MissedLine>,
}

/// Promises kept in time of those that fell due in a period, by what the customer was first told (R20).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptPromises {
    /// First day (company's zone).
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only of this area.
    pub area: Option<AreaId>,
    /// Only made in this sphere.
    pub sphere: Option<Sphere>,
}

impl View for KeptPromises {
    const NAME: &'static str = "promise.kept";
    const PERMISSION: Permission = Permission::MetricRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = KeptAnswer;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<KeptAnswer> {
        let mut judged = figures::judged(tx, ctx, Period { from: self.from, to: self.to }, self.kind)?;
        judged.retain(|(row, _)| {
            self.area.is_none_or(|area| row.area_id == Some(area))
                && self.sphere.is_none_or(|sphere| row.sphere == sphere || row.sphere == Sphere::Both)
        });
        let mut total = Rate::default();
        let mut areas: BTreeMap<Option<AreaId>, Rate> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, Rate> = BTreeMap::new();
        for (row, verdict) in &judged {
            total.count(*verdict);
            areas.entry(row.area_id).or_default().count(*verdict);
            kinds.entry(row.kind).or_default().count(*verdict);
        }
        judged.retain(|(_, verdict)| !verdict.good());
        // The rate counts all; only promises to customers whom the reader may see are named.
        let ids: Vec<_> = judged.iter().map(|(row, _)| row.id).take(NAMED_MAX).collect();
        let seen = crate::record::visible(tx, ctx, &ids)?;
        judged.retain(|(row, _)| seen.iter().any(|open| open.id == row.id));
        let why: Vec<_> = judged.iter().map(|(_, verdict)| verdict.message().to_owned()).collect();
        let lines = list::lines(tx, ctx, judged.into_iter().map(|(row, _)| row).collect())?;
        Ok(KeptAnswer {
            total: RateLine::of(None, None, total),
            areas: areas.into_iter().map(|(area, rate)| RateLine::of(area, None, rate)).collect(),
            kinds: kinds.into_iter().map(|(kind, rate)| RateLine::of(None, Some(kind), rate)).collect(),
            missed: lines.into_iter().zip(why).map(|(promise, why)| MissedLine { promise, why }).collect(),
        })
    }
}
