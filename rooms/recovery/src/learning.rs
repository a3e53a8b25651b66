//! Learning from each failure (R36): a review within ten working days, improvements with an owner, and what they changed.

use accord_kernel::{Act, Context, Emit, Fact, Outcome, Schedule};
use accord_room_asset::{self as asset, Scope};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, CustomerId, TeamSphere};
use accord_room_people::{self as people, PersonId, settings as company};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use serde_json::json;
use uuid::Uuid;

use crate::{
    actions::REVIEW_LATE,
    id::{CauseArea, FailureCause, ImprovementState, ReviewId, ReviewState},
    neighbours::{
        ABOUT_MAX, HEAD_OF_MANUFACTURING, HEAD_OF_SALES, HEAD_OF_SERVICE, Word, end_of_working_day, owner,
        tell, text,
    },
    record::learning::{self, ImprovementRow, ReviewRow},
    rules::learning::{Sample, Watched, sample},
    settings,
};

/// A failure that deserves a review.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The customer.
    pub customer: CustomerId,
    /// Why.
    pub cause: FailureCause,
    /// What failed: the kind of thing.
    pub subject_kind: &'static str,
    /// Its id; one review for each.
    pub subject: Uuid,
    /// What it is about, in a few words: a number, a title.
    pub about: String,
}

/// Asks for a review of a failure without blame; the one who answers for the customer's service holds it.
///
/// # Errors
/// A field's refusal.
pub fn review(tx: &mut Tx, act: &mut Act<'_>, failure: Failure) -> Outcome<ReviewId> {
    if let Some(row) = learning::review_of(tx, failure.cause, failure.subject)? {
        return Ok(row.id);
    }
    let account = customer::load(tx, failure.customer)?;
    let half = if failure.cause == FailureCause::Lost { TeamSphere::Sales } else { TeamSphere::AfterSales };
    let days: i64 = company::get(tx, act, &settings::REVIEW_DAYS)?;
    let calendar = people::company_calendar(tx)?;
    let row = ReviewRow {
        id: act.new_id(),
        number: act.number(tx, "FR")?,
        customer_id: Some(account.id),
        cause: failure.cause,
        subject_kind: failure.subject_kind.to_owned(),
        subject_id: failure.subject,
        about: text("/about", &failure.about, ABOUT_MAX)?,
        owner_id: owner(tx, act, account.id, half)?,
        due_at: end_of_working_day(&calendar, act.now, days),
        made_at: act.now,
        state: ReviewState::Due,
        held_by: None,
        held_at: None,
        happened: None,
        allowed: None,
        version: 1,
    };
    let emit = Emit { name: "failure.review", customer: Some(account.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        tx.insert(&row)?;
        act.fact("review", row.id);
        act.fact("number", &row.number);
        act.fact("cause", row.cause);
        let plan = Schedule {
            action: REVIEW_LATE,
            subject: row.id.into(),
            step: "late".to_owned(),
            input: json!({ "review": row.id }),
            due_at: row.due_at,
        };
        act.schedule(tx, &plan)?;
        let word = Word::new("notice-review", place(row.id))
            .with("cause", Fact::Word(row.cause.message()))
            .with("about", row.about.as_str())
            .with("customer", account.name.as_str())
            .with("due", row.due_at)
            .about(account.id);
        tell(tx, act, &[row.owner_id], &word)
    })?;
    Ok(row.id)
}

/// Where a review stands on its page: each is a thing of its own.
pub(crate) fn place(review: ReviewId) -> String {
    format!("/learning#{review}")
}

/// Something to be done better.
#[derive(Debug, Clone)]
pub(crate) struct NewImprovement {
    pub review: Option<ReviewId>,
    pub area: CauseArea,
    pub what: String,
    pub cause_key: Option<String>,
    pub product: Option<ProductId>,
    pub owner: Option<PersonId>,
    pub due_on: Option<Date>,
}

/// Writes an improvement down; the failure rate before it is taken now, so that nobody chooses it afterwards.
pub(crate) fn improve(tx: &mut Tx, act: &mut Act<'_>, new: NewImprovement) -> Outcome<ImprovementRow> {
    let owner = match new.owner {
        Some(person) => people::named_person(tx, "/owner", person)?.id,
        None => head_of(tx, act, new.area)?,
    };
    let before = match new.product {
        Some(product) => {
            let days: i64 = company::get(tx, act, &settings::BEFORE_DAYS)?;
            let from = act.now.checked_sub(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MIN);
            Some(measure(tx, act, product, from, act.now)?)
        }
        None => None,
    };
    let row = ImprovementRow {
        id: act.new_id(),
        number: act.number(tx, "IM")?,
        review_id: new.review,
        area: new.area,
        what: text("/what", &new.what, crate::neighbours::WORDING_MAX)?,
        cause_key: new.cause_key,
        product_id: new.product,
        owner_id: owner,
        due_on: new.due_on.unwrap_or_else(|| in_a_month(act)),
        made_at: act.now,
        state: ImprovementState::Open,
        done_at: None,
        done_words: None,
        before_stops: before.map(|sample| sample.stops),
        before_seconds: before.map(|sample| sample.seconds),
        after_stops: None,
        after_seconds: None,
        closed_by: None,
        closed_at: None,
        closed_words: None,
        version: 1,
    };
    let emit = Emit { name: "improvement.begin", customer: None, chains: vec![owner.into()] };
    act.within(tx, emit, |tx, act| {
        tx.insert(&row)?;
        facts(act, &row);
        let word = Word::new("notice-improvement", "/learning")
            .with("number", row.number.as_str())
            .with("what", row.what.as_str())
            .with("due", row.due_on);
        tell(tx, act, &[owner], &word)
    })?;
    Ok(row)
}

/// What every event about an improvement holds.
pub(crate) fn facts(act: &mut Act<'_>, row: &ImprovementRow) {
    act.fact("improvement", row.id);
    act.fact("number", &row.number);
    act.fact("area", row.area);
    act.fact("state", row.state);
    act.chain(row.owner_id);
}

fn in_a_month(ctx: &Context) -> Date {
    let today = company::today(ctx);
    today.checked_add(1.month()).unwrap_or(today)
}

/// Who answers for an area.
fn head_of(tx: &mut Tx, ctx: &Context, area: CauseArea) -> Outcome<PersonId> {
    let role = match area {
        CauseArea::Production | CauseArea::Product | CauseArea::Delivery => HEAD_OF_MANUFACTURING,
        CauseArea::Sales | CauseArea::Communication => HEAD_OF_SALES,
        CauseArea::Installation | CauseArea::Service | CauseArea::Use => HEAD_OF_SERVICE,
    };
    for role in [role, HEAD_OF_SERVICE, people::roles::ADMINISTRATOR] {
        if let Some(head) = people::heads(tx, role)?.first() {
            return Ok(*head);
        }
    }
    crate::neighbours::a_person(ctx)
}

/// Stops of a product's units within a stretch, over the time they were in use.
pub(crate) fn measure(
    tx: &mut Tx,
    ctx: &Context,
    product: ProductId,
    from: Timestamp,
    until: Timestamp,
) -> Outcome<Sample> {
    let watched: Vec<Watched> = asset::histories(tx, ctx, &Scope::Product(product))?
        .into_iter()
        .map(|history| Watched {
            from: history.from,
            until: history.until,
            stops: history.stops.iter().map(|stop| stop.began_at).collect(),
        })
        .collect();
    Ok(sample(&watched, from, until))
}
