//! Reviews to be held, improvements with their effect, and how often each product fails (R36).

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_people::settings as company;
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose, limit};
use crate::{
    id::{CauseArea, FailureCause, ImprovementId, ImprovementState, ReviewId, ReviewState},
    learning::measure,
    record::learning::{ImprovementRow, ReviewRow, improvements, reviews},
    settings,
};

/// What we learn from failures.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Learning {
    /// Only improvements in this area.
    pub area: Option<CauseArea>,
    /// What is done with too.
    pub all: Option<bool>,
    /// The failure rate of this product.
    pub product: Option<ProductId>,
    /// Rows of each list, 1 to 200; 50 when open.
    pub limit: Option<i64>,
}

/// A review as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewFacts {
    /// Id.
    pub id: ReviewId,
    /// Number.
    pub number: String,
    /// The customer.
    pub customer: Option<Whose>,
    /// Why it is held.
    pub cause: FailureCause,
    /// What it is about.
    pub about: String,
    /// Who holds it.
    pub owner: Who,
    /// By when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// That has passed.
    pub late: bool,
    /// How it stands.
    pub state: ReviewState,
    /// What happened.
    pub happened: Option<String>,
    /// What we could have done to allow this.
    pub allowed: Option<String>,
    /// Row version.
    pub version: i64,
}

/// Stops of a unit in a year.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateFacts {
    /// Stops.
    pub stops: i64,
    /// Units; nought where only the sum is kept.
    pub units: i64,
    /// Years of use, to one digit.
    #[schemars(with = "String")]
    pub unit_years: Decimal,
    /// Stops of a unit in a year.
    #[schemars(with = "Option<String>")]
    pub per_year: Option<Decimal>,
}

/// An improvement as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImprovementFacts {
    /// Id.
    pub id: ImprovementId,
    /// Number.
    pub number: String,
    /// Where.
    pub area: CauseArea,
    /// What.
    pub what: String,
    /// The product whose failure rate tells.
    pub product: Option<ProductId>,
    /// Its name.
    pub product_name: String,
    /// Who answers for it.
    pub owner: Who,
    /// By the end of which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// That has passed.
    pub late: bool,
    /// How it stands.
    pub state: ImprovementState,
    /// What was done.
    pub done_words: Option<String>,
    /// The failure rate before.
    pub before: Option<RateFacts>,
    /// The failure rate after.
    pub after: Option<RateFacts>,
    /// Whether it got better.
    pub better: Option<bool>,
    /// What it changed, in words.
    pub closed_words: Option<String>,
    /// Row version.
    pub version: i64,
}

/// What we learn from failures.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LearningPage {
    /// Reviews, those to be held first.
    pub reviews: Vec<ReviewFacts>,
    /// Improvements, those not closed first.
    pub improvements: Vec<ImprovementFacts>,
    /// The failure rate of the product asked for, over the days of the setting.
    pub rate: Option<RateFacts>,
}

impl View for Learning {
    const NAME: &'static str = "learning.list";
    const PERMISSION: Permission = Permission::FeedbackRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LearningPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<LearningPage> {
        let limit = limit(self.limit)?;
        let open = !self.all.unwrap_or(false);
        let found = reviews(tx, ctx, open, limit)?;
        let made = improvements(tx, self.area, open, limit)?;
        let persons = found.iter().map(|row| row.owner_id).chain(made.iter().map(|row| row.owner_id));
        let names =
            Names::read(tx, persons.collect(), found.iter().filter_map(|row| row.customer_id).collect())?;
        let products: Vec<ProductId> = made.iter().filter_map(|row| row.product_id).collect();
        let products = catalog::find_all(tx, &products)?;
        let name = |row: &ImprovementRow| {
            let product = row.product_id.and_then(|id| products.get(&id));
            product.map(|product| product.name.clone()).unwrap_or_default()
        };
        Ok(LearningPage {
            reviews: found.into_iter().map(|row| review(ctx, &names, row)).collect(),
            improvements: made.into_iter().map(|row| improvement(ctx, &names, name(&row), row)).collect(),
            rate: rate(tx, ctx, self.product)?,
        })
    }
}

fn rate(tx: &mut Tx, ctx: &Context, product: Option<ProductId>) -> Outcome<Option<RateFacts>> {
    let Some(product) = product else { return Ok(None) };
    catalog::find(tx, product)?.ok_or_else(Refusal::absent)?;
    let days: i64 = company::get(tx, ctx, &settings::BEFORE_DAYS)?;
    let from = ctx.now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
    Ok(Some(RateFacts::of(measure(tx, ctx, product, from, ctx.now)?)))
}

impl RateFacts {
    fn of(sample: crate::rules::learning::Sample) -> Self {
        Self {
            stops: sample.stops,
            units: sample.units,
            unit_years: sample.years(),
            per_year: sample.per_year(),
        }
    }
}

fn review(ctx: &Context, names: &Names, row: ReviewRow) -> ReviewFacts {
    ReviewFacts {
        id: row.id,
        customer: row.customer_id.map(|id| names.whose(id)),
        cause: row.cause,
        owner: names.who(row.owner_id),
        due_at: row.due_at,
        late: row.state == ReviewState::Due && row.due_at < ctx.now,
        state: row.state,
        version: row.version,
        number: row.number,
        about: row.about,
        happened: row.happened,
        allowed: row.allowed,
    }
}

fn improvement(ctx: &Context, names: &Names, product_name: String, row: ImprovementRow) -> ImprovementFacts {
    let (before, after) = (row.before(), row.after());
    ImprovementFacts {
        id: row.id,
        area: row.area,
        product: row.product_id,
        product_name,
        owner: names.who(row.owner_id),
        due_on: row.due_on,
        late: row.state == ImprovementState::Open && row.due_on < company::today(ctx),
        state: row.state,
        better: before.zip(after).map(|(before, after)| after.is_better_than(before)),
        before: before.map(RateFacts::of),
        after: after.map(RateFacts::of),
        version: row.version,
        number: row.number,
        what: row.what,
        done_words: row.done_words,
        closed_words: row.closed_words,
    }
}
