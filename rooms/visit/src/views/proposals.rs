//! Who can be there when, and why not the others.

use accord_kernel::{Audience, Context, Fact, Outcome, Permission, Refusal, Touches, View};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who};
use crate::{
    VisitId,
    propose::{Need, proposals},
    record::visit::visit,
    rules::proposal::Why,
};

/// What speaks against somebody.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WhyFacts {
    /// Stable word.
    pub word: String,
    /// In words of the reader.
    pub text: String,
    /// Nobody may choose them in spite of it.
    pub forbids: bool,
}

/// Somebody who could go.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposalFacts {
    /// Who.
    pub person: Who,
    /// Nothing speaks against it.
    pub can: bool,
    /// When they can be there.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub there_at: Option<Timestamp>,
    /// What speaks against it.
    pub why: Vec<WhyFacts>,
    /// Works in the territory.
    pub local: bool,
    /// Looks after the customer.
    pub looks_after: bool,
    /// Minutes of the way.
    pub travel_minutes: Option<i64>,
    /// Minutes of visits in that week already.
    pub week_minutes: i64,
}

/// Everybody who could go on a visit, whom to ask first on top, and why not the others.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitProposals {
    /// The visit.
    pub visit: VisitId,
    /// When it should begin, if not as planned.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub starts_at: Option<Timestamp>,
}

fn text(ctx: &Context, why: &Why) -> String {
    let key = format!("visit-why-{}", why.word().replace('_', "-"));
    let facts: Vec<(&'static str, Fact)> = match why {
        Why::Leave(until) | Why::Late(until) => vec![("at", (*until).into())],
        Why::Busy(number, until) => vec![("at", (*until).into()), ("number", number.clone().into())],
        Why::Other(key) => vec![("what", Fact::Word((*key).to_owned()))],
        Why::Part(part) => vec![("part", part.clone().into())],
        Why::MayNot | Why::Skill | Why::OffDuty | Why::Elsewhere | Why::Way => Vec::new(),
    };
    ctx.tongue().say_with(&key, &facts)
}

impl View for VisitProposals {
    const NAME: &'static str = "visit.proposals";
    const PERMISSION: Permission = Permission::VisitPlan;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<ProposalFacts>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(visit(tx, self.visit)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ProposalFacts>> {
        let row = visit(tx, self.visit)?;
        let starts_at = self
            .starts_at
            .or(row.starts_at)
            .ok_or_else(|| Refusal::conflict("visit.no_time").with("number", row.number.clone()))?;
        let need = Need {
            customer: row.customer_id,
            site: row.site_id,
            asset: row.asset_id,
            purpose: row.purpose,
            starts_at,
            minutes: row.minutes,
            visit: Some(row.id),
        };
        let found = proposals(tx, ctx, &need)?;
        let names = Names::read(tx, found.iter().map(|one| PersonId(one.person)).collect(), Vec::new())?;
        Ok(found
            .into_iter()
            .map(|one| ProposalFacts {
                person: names.who(PersonId(one.person)),
                can: one.why.is_empty(),
                there_at: one.there_at,
                why: one
                    .why
                    .iter()
                    .map(|why| WhyFacts {
                        word: why.word().to_owned(),
                        text: text(ctx, why),
                        forbids: why.forbids(),
                    })
                    .collect(),
                local: one.local,
                looks_after: one.looks_after,
                travel_minutes: one.travel_minutes,
                week_minutes: one.week_minutes,
            })
            .collect())
    }
}
