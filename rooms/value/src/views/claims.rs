//! The library of claims as it is now (R66).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, Unit, View};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    claims,
    id::{Backing, ClaimFault, ClaimId, ClaimState, Sense},
    record::{self, ClaimRow},
};

/// The claims, those that stand first, each against its figure as it is now.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Claims {
    /// Only those that may be used now.
    pub usable: bool,
}

/// A claim with its evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClaimFacts {
    /// Id.
    pub id: ClaimId,
    /// Number.
    pub number: String,
    /// In English.
    pub text_en: String,
    /// In Brazilian Portuguese.
    pub text_pt: String,
    /// On what it rests.
    pub backing: Backing,
    /// Name of our figure.
    pub metric: Option<String>,
    /// Which side of the claimed value keeps it true.
    pub sense: Sense,
    /// The value that the text claims.
    #[schemars(with = "String")]
    pub claimed: Decimal,
    /// The value now.
    #[schemars(with = "Option<String>")]
    pub measured: Option<Decimal>,
    /// Sample size now.
    pub n: i64,
    /// First day of the period.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day of the period.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// Where it comes from.
    pub source: String,
    /// Last day on which it may be used.
    #[schemars(with = "String", extend("format" = "date"))]
    pub expires_on: Date,
    /// How it stands.
    pub state: ClaimState,
    /// Why it may not be used; open when it may.
    pub fault: Option<ClaimFault>,
    /// When it was withdrawn.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub withdrawn_at: Option<Timestamp>,
    /// Why: a word of `claim-fault`, or what somebody wrote.
    pub withdrawn_why: Option<String>,
    /// Row version.
    pub version: i64,
}

fn facts(tx: &mut Tx, ctx: &Context, row: ClaimRow) -> Outcome<ClaimFacts> {
    let (measured, n, from, to, fault) = if row.state == ClaimState::Standing {
        let finding = claims::look(tx, ctx, &row)?;
        (finding.measured, finding.n, finding.period.from, finding.period.to, finding.fault)
    } else {
        (Some(row.measured()), row.n, row.period_from, row.period_to, Some(ClaimFault::Withdrawn))
    };
    Ok(ClaimFacts {
        id: row.id,
        claimed: row.claimed(),
        measured,
        n,
        from,
        to,
        fault,
        number: row.number,
        text_en: row.text_en,
        text_pt: row.text_pt,
        backing: row.backing,
        metric: row.metric,
        sense: row.sense,
        source: row.source,
        expires_on: row.expires_on,
        state: row.state,
        withdrawn_at: row.withdrawn_at,
        withdrawn_why: row.withdrawn_why,
        version: row.version,
    })
}

impl View for Claims {
    const NAME: &'static str = "value.claims";
    const PERMISSION: Permission = Permission::ValueRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ClaimFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ClaimFacts>> {
        let mut found = Vec::new();
        for row in record::claims(tx)? {
            let facts = facts(tx, ctx, row)?;
            if !self.usable || facts.fault.is_none() {
                found.push(facts);
            }
        }
        Ok(found)
    }
}

/// The declared figures that a claim may rest on.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {}

/// A declared figure by name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MetricName {
    /// Its name.
    pub name: String,
    /// In what it is measured.
    pub unit: Unit,
}

impl View for Metrics {
    const NAME: &'static str = "value.metrics";
    const PERMISSION: Permission = Permission::ClaimManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<MetricName>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, _: &mut Tx, ctx: &Context) -> Outcome<Vec<MetricName>> {
        let metrics = ctx.registry.metrics();
        Ok(metrics.map(|metric| MetricName { name: metric.name.to_owned(), unit: metric.unit }).collect())
    }
}
