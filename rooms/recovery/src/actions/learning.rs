//! Reviews held without blame; improvements begun, done, and closed with their effect (R36).

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_people::{self as people, PersonId, settings as company};
use accord_store::Tx;
use jiff::{SignedDuration, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REVIEW_LATE;
use crate::{
    id::{CauseArea, ImprovementId, ImprovementState, ReviewId, ReviewState},
    learning::{NewImprovement, facts, improve, measure, place},
    neighbours::{WORDING_MAX, Word, a_person, at_version, tell, text},
    record::learning::{ImprovementRow, ReviewRow, improvement, review},
    settings,
};

/// A review after what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewStands {
    /// Its id.
    pub review: ReviewId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ReviewState,
    /// What follows from it.
    pub improvements: Vec<ImprovementId>,
    /// Row version.
    pub version: i64,
}

impl ReviewStands {
    fn of(row: &ReviewRow, improvements: Vec<ImprovementId>) -> Self {
        Self {
            review: row.id,
            number: row.number.clone(),
            state: row.state,
            improvements,
            version: row.version,
        }
    }
}

fn touched(tx: &mut Tx, id: ReviewId) -> Outcome<Touches> {
    let row = review(tx, id)?;
    Ok(row.customer_id.map_or_else(|| Touches::chain(row.owner_id), Touches::customer))
}

/// Something to be done better.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImprovementInput {
    /// Where the cause lies.
    pub area: CauseArea,
    /// What is to be done.
    #[schemars(length(max = 2_000))]
    pub what: String,
    /// Who answers for it; the head of the area when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// By the end of which day; in a month when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// The product whose failure rate tells whether it helped; required in production.
    #[serde(default)]
    pub product: Option<ProductId>,
}

fn checked(
    tx: &mut Tx,
    at: &str,
    input: ImprovementInput,
    review: Option<ReviewId>,
) -> Outcome<NewImprovement> {
    if let Some(product) = input.product {
        catalog::find(tx, product)?
            .ok_or_else(|| Refusal::field(format!("{at}/product"), "field.unknown_reference"))?;
    } else if input.area == CauseArea::Production {
        return Err(Refusal::field(format!("{at}/product"), "improvement.product_needed"));
    }
    Ok(NewImprovement {
        review,
        area: input.area,
        what: input.what,
        cause_key: None,
        product: input.product,
        owner: input.owner,
        due_on: input.due_on,
    })
}

/// Records a review: what happened, what we could have done not to allow it, and what follows. No person is blamed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldReview {
    /// The review.
    pub review: ReviewId,
    /// The version that was read.
    pub version: i64,
    /// What happened.
    #[schemars(length(max = 2_000))]
    pub happened: String,
    /// What could we have done to allow this?
    #[schemars(length(max = 2_000))]
    pub allowed: String,
    /// What follows, each with its area.
    #[serde(default)]
    pub improvements: Vec<ImprovementInput>,
}

impl Action for HoldReview {
    const NAME: &'static str = "failure.hold";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewStands> {
        let mut row = review(tx, self.review)?;
        at_version(&row, self.version)?;
        if row.state == ReviewState::Held {
            return Err(Refusal::conflict("failure.held"));
        }
        if self.improvements.len() > 20 {
            return Err(Refusal::field("/improvements", "field.too_many").with("max", 20_i64));
        }
        row.happened = Some(text("/happened", &self.happened, WORDING_MAX)?);
        row.allowed = Some(text("/allowed", &self.allowed, WORDING_MAX)?);
        row.state = ReviewState::Held;
        row.held_by = Some(a_person(act)?);
        row.held_at = Some(act.now);
        tx.update(&mut row)?;
        act.cancel(tx, REVIEW_LATE, row.id)?;
        // It was held: nobody's word that it is in hand is waited for any more.
        people::settle_thing(tx, act, &place(row.id))?;
        act.fact("review", row.id);
        act.fact("number", &row.number);
        let mut made = Vec::new();
        for (index, input) in self.improvements.into_iter().enumerate() {
            let new = checked(tx, &format!("/improvements/{index}"), input, Some(row.id))?;
            made.push(improve(tx, act, new)?.id);
        }
        Ok(ReviewStands::of(&row, made))
    }
}

/// A review was not held in time: its owner and those above are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LateReview {
    /// The review.
    pub review: ReviewId,
}

impl Action for LateReview {
    const NAME: &'static str = REVIEW_LATE;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ReviewStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touched(tx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewStands> {
        let row = review(tx, self.review)?;
        if row.state != ReviewState::Due {
            act.quiet();
            return Ok(ReviewStands::of(&row, Vec::new()));
        }
        act.fact("review", row.id);
        act.fact("number", &row.number);
        let mut persons = vec![row.owner_id];
        persons.extend(people::heads_of(tx, row.owner_id)?);
        let mut word = Word::new("notice-review-late", place(row.id))
            .with("number", row.number.as_str())
            .with("cause", Fact::Word(row.cause.message()))
            .with("about", row.about.as_str())
            .urgent();
        if let Some(customer) = row.customer_id {
            word = word.about(customer);
        }
        tell(tx, act, &persons, &word)?;
        Ok(ReviewStands::of(&row, Vec::new()))
    }
}

/// An improvement after what was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImprovementStands {
    /// Its id.
    pub improvement: ImprovementId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: ImprovementState,
    /// Row version.
    pub version: i64,
}

impl ImprovementStands {
    fn of(row: &ImprovementRow) -> Self {
        Self { improvement: row.id, number: row.number.clone(), state: row.state, version: row.version }
    }
}

/// Begins an improvement without a review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginImprovement {
    /// Where the cause lies.
    pub area: CauseArea,
    /// What is to be done.
    #[schemars(length(max = 2_000))]
    pub what: String,
    /// Who answers for it; the head of the area when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// By the end of which day; in a month when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// The product whose failure rate tells whether it helped; required in production.
    #[serde(default)]
    pub product: Option<ProductId>,
}

impl Action for BeginImprovement {
    const NAME: &'static str = "improvement.begin";
    const PERMISSION: Permission = Permission::ImprovementManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ImprovementStands;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ImprovementStands> {
        let Self { area, what, owner, due_on, product } = self;
        let new = checked(tx, "", ImprovementInput { area, what, owner, due_on, product }, None)?;
        act.quiet();
        Ok(ImprovementStands::of(&improve(tx, act, new)?))
    }
}

/// Says that an improvement is done; whether it helped shows later.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishImprovement {
    /// The improvement.
    pub improvement: ImprovementId,
    /// The version that was read.
    pub version: i64,
    /// What was done.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for FinishImprovement {
    const NAME: &'static str = "improvement.finish";
    const PERMISSION: Permission = Permission::FeedbackWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ImprovementStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(improvement(tx, self.improvement)?.owner_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ImprovementStands> {
        let mut row = improvement(tx, self.improvement)?;
        at_version(&row, self.version)?;
        if row.state != ImprovementState::Open {
            return Err(Refusal::conflict("improvement.not_open"));
        }
        row.state = ImprovementState::Done;
        row.done_at = Some(act.now);
        row.done_words = Some(text("/words", &self.words, WORDING_MAX)?);
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(ImprovementStands::of(&row))
    }
}

/// Closes an improvement. Where a product's failure rate tells, it is measured now, against the rate taken when the
/// improvement began; in production there is no other way.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseImprovement {
    /// The improvement.
    pub improvement: ImprovementId,
    /// The version that was read.
    pub version: i64,
    /// What it changed, in words.
    #[schemars(length(max = 2_000))]
    pub words: String,
}

impl Action for CloseImprovement {
    const NAME: &'static str = "improvement.close";
    const PERMISSION: Permission = Permission::ImprovementManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ImprovementStands;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(improvement(tx, self.improvement)?.owner_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ImprovementStands> {
        let mut row = improvement(tx, self.improvement)?;
        at_version(&row, self.version)?;
        let Some(done) = row.done_at.filter(|_| row.state == ImprovementState::Done) else {
            return Err(Refusal::conflict("improvement.not_done"));
        };
        if row.area == CauseArea::Production && row.product_id.is_none() {
            return Err(Refusal::conflict("improvement.product_needed"));
        }
        if let Some(product) = row.product_id {
            let days: i64 = company::get(tx, act, &settings::MEASURE_DAYS)?;
            let from = done.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(done);
            let after = measure(tx, act, product, done, act.now)?;
            if act.now < from || after.seconds == 0 {
                return Err(Refusal::conflict("improvement.not_measured")
                    .with("from", from)
                    .possible("improvement.measure_later", vec![("from", from.into())]));
            }
            row.after_stops = Some(after.stops);
            row.after_seconds = Some(after.seconds);
            let better = row.before().map(|before| after.is_better_than(before));
            act.fact("better", better);
        }
        row.state = ImprovementState::Closed;
        row.closed_by = Some(a_person(act)?);
        row.closed_at = Some(act.now);
        row.closed_words = Some(text("/words", &self.words, WORDING_MAX)?);
        tx.update(&mut row)?;
        facts(act, &row);
        Ok(ImprovementStands::of(&row))
    }
}
