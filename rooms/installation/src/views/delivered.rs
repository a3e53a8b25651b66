//! Bought, expected, delivered, side by side (R27).

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_contract::ContractId;
use accord_room_order::OrderId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, tasks::ReviewFacts, tasks::review_facts};
use crate::{
    actions::scope,
    comparing::{FoundGap, compare, delivered, worth_of, zone_of_scope},
    id::{GapId, GapState},
    neighbours::day_in,
    record::delivered::reviews_of,
    rules::columns::{GapWhy, Met, ThingKind},
};

/// Days shown of what was delivered.
const DELIVERED_MAX: usize = 100;

/// What was bought, expected and delivered by an order or contract.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The order.
    pub order: Option<OrderId>,
    /// The contract, where there is no order.
    pub contract: Option<ContractId>,
}

/// Something that was bought.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ThingFacts {
    /// Which one.
    pub key: String,
    /// Its kind.
    pub kind: ThingKind,
    /// What it is called.
    pub what: String,
    /// How many were bought.
    pub bought: i64,
    /// How many are due by now.
    pub due_by_now: i64,
    /// How many were delivered.
    pub delivered: i64,
    /// When some of it was delivered last.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub last_on: Option<Date>,
}

/// Something that was expected.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExpectedFacts {
    /// Which one.
    pub key: String,
    /// Its kind.
    pub kind: ThingKind,
    /// The words.
    pub what: String,
    /// Whether it stands in what was agreed.
    pub agreed: bool,
    /// How it stands.
    pub met: Met,
    /// When it was said, or is due.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
}

/// Something that was delivered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeliveredFacts {
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Its kind.
    pub kind: ThingKind,
    /// What it is called.
    pub what: String,
}

/// A gap with its plan.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GapFacts {
    /// Which gap.
    pub key: String,
    /// Why.
    pub why: GapWhy,
    /// What it is about.
    pub what: String,
    /// How many are missing.
    pub missing: i64,
    /// What that is worth.
    pub worth: Option<Money>,
    /// It was settled in words.
    pub closed: bool,
    /// What was agreed about it.
    pub agreed: Option<GapId>,
    /// What will be done.
    pub plan: Option<String>,
    /// Who does it.
    pub owner: Option<Who>,
    /// By the end of which day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// How it was settled.
    pub closed_words: Option<String>,
    /// Version of what was agreed.
    pub version: Option<i64>,
}

/// A contract by its number.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NumberedContract {
    /// Id.
    pub id: ContractId,
    /// Its number.
    pub number: String,
}

/// The three columns.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ColumnsFacts {
    /// The customer.
    pub customer: Whose,
    /// The order.
    pub order: Option<OrderId>,
    /// Its number.
    pub order_number: Option<String>,
    /// The contracts.
    pub contracts: Vec<NumberedContract>,
    /// What was bought.
    pub bought: Vec<ThingFacts>,
    /// What was expected.
    pub expected: Vec<ExpectedFacts>,
    /// What was delivered, the latest first.
    pub delivered: Vec<DeliveredFacts>,
    /// The gaps, open ones first.
    pub gaps: Vec<GapFacts>,
    /// How many are open.
    pub open_gaps: usize,
    /// What the open ones are worth, in each currency.
    pub worth: Vec<Money>,
    /// The reviews.
    pub reviews: Vec<ReviewFacts>,
    /// Today at the site.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
}

impl View for Columns {
    const NAME: &'static str = "delivery.columns";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ColumnsFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(scope(tx, self.order, self.contract)?.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ColumnsFacts> {
        let scope = scope(tx, self.order, self.contract)?;
        let compared = compare(tx, ctx, &scope)?;
        let owners = compared.gaps.iter().filter_map(|gap| gap.agreed.as_ref()).map(|gap| gap.owner_id);
        let names = Names::read(tx, owners.collect(), vec![scope.customer])?;
        let reviews = match &scope.order {
            Some(row) => reviews_of(tx, row.id)?,
            None => Vec::new(),
        };
        let mut gaps: Vec<GapFacts> = compared.gaps.iter().map(|gap| gap_facts(gap, &names)).collect();
        gaps.sort_by_key(|gap| gap.closed);
        let mut done = delivered(tx, ctx, &scope)?;
        done.truncate(DELIVERED_MAX);
        let zone = zone_of_scope(tx, ctx, &scope)?;
        Ok(ColumnsFacts {
            customer: names.whose(scope.customer),
            order: scope.order.as_ref().map(|row| row.id),
            order_number: scope.order.as_ref().map(|row| row.number.clone()),
            contracts: {
                let of = scope.contracts.iter();
                of.map(|row| NumberedContract { id: row.id, number: row.number.clone() }).collect()
            },
            open_gaps: gaps.iter().filter(|gap| !gap.closed).count(),
            worth: worth_of(&compared.gaps),
            gaps,
            bought: compared
                .things
                .into_iter()
                .map(|thing| ThingFacts {
                    key: thing.counted.key,
                    kind: thing.counted.kind,
                    what: thing.what,
                    bought: thing.counted.bought,
                    due_by_now: thing.counted.due_by_now,
                    delivered: thing.counted.delivered,
                    last_on: thing.last_on,
                })
                .collect(),
            expected: compared
                .hoped
                .into_iter()
                .map(|one| ExpectedFacts {
                    key: one.expected.key,
                    kind: one.expected.kind,
                    what: one.what,
                    agreed: one.expected.agreed,
                    met: one.expected.met,
                    on: one.on,
                })
                .collect(),
            delivered: done.into_iter().map(|(on, kind, what)| DeliveredFacts { on, kind, what }).collect(),
            reviews: review_facts(tx, ctx, &reviews)?,
            today: day_in(&zone, ctx.now),
        })
    }
}

fn gap_facts(gap: &FoundGap, names: &Names) -> GapFacts {
    let agreed = gap.agreed.as_ref();
    GapFacts {
        key: gap.found.key.clone(),
        why: gap.found.why,
        what: gap.what.clone(),
        missing: gap.found.missing,
        worth: gap.found.worth,
        closed: agreed.is_some_and(|row| row.state == GapState::Closed),
        agreed: agreed.map(|row| row.id),
        plan: agreed.map(|row| row.plan.clone()),
        owner: agreed.map(|row| names.who(row.owner_id)),
        due_on: agreed.map(|row| row.due_on),
        closed_words: agreed.and_then(|row| row.closed_words.clone()),
        version: agreed.map(|row| row.version),
    }
}
