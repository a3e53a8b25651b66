//! The three-way review: invitation, presence, agenda, decisions, tasks, signatures.

mod point;
mod sign;
mod task;

pub use point::{AddPoint, Decide};
pub use sign::{ReopenReview, SignReview};
pub use task::{AddTask, FinishTask, RemindTask, TaskAnswer};

use std::collections::BTreeSet;

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::{Json, Tx};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AgendaPoint, OrderId, OrderState, ReviewId, ReviewItemId, ReviewState,
    booking::touches,
    neighbours::all_three,
    record::{
        Line, Order, Review, ReviewInvitee, ReviewItem, find, find_review, invitees, items, lines, review_of,
        signatures,
    },
    release,
    rules::{
        price::LineKind,
        review::{AgendaFacts, AgendaKind, ReviewCause, agenda},
    },
    tell::{Word, review_path, tell},
};

/// Most persons in a review.
const PERSONS_MAX: usize = 30;

/// Opens the review of an order with its agenda; those of all three functions are told.
pub(crate) fn start(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &[Line],
    causes: &[ReviewCause],
) -> Outcome<Review> {
    let review = Review {
        id: act.new_id(),
        order_id: order.id,
        state: ReviewState::Open,
        causes: Json(causes.to_vec()),
        opened_at: act.now,
        meets_at: None,
        round: 1,
        completed_at: None,
        version: 1,
    };
    tx.insert(&review)?;
    complete_agenda(tx, act, review.id, order, lines)?;
    let persons = all_three(tx, act.context(), order)?;
    tell(tx, act, order, &persons, review_path(order.id), &Word::of("notice-review-opened", order))?;
    Ok(review)
}

/// Puts on the agenda what there is to talk about and is not on it yet: the points of rooms above before all others,
/// those of this room behind.
fn complete_agenda(
    tx: &mut Tx,
    act: &mut Act<'_>,
    review: ReviewId,
    order: &Order,
    lines: &[Line],
) -> Outcome<()> {
    let known = items(tx, review)?;
    let missing = |word: &str| known.iter().all(|item| item.kind != word);
    let mut above: Vec<&str> = Vec::new();
    for point in act.context().registry.extensions::<AgendaPoint>() {
        if missing(point.word) && (point.applies)(tx, act, order, lines)? {
            above.push(point.word);
        }
    }
    let goods = lines.iter().any(|line| line.kind == LineKind::Goods);
    let installed = crate::commitment::is_installed(tx, order, lines)?;
    let facts = AgendaFacts { goods, installed, site: order.site_id.is_some() };
    let own = agenda(facts).into_iter().map(AgendaKind::word).filter(|word| missing(word));
    let count = i64::try_from(above.len()).unwrap_or(0);
    let first = known.iter().map(|item| item.place).min().map_or(1, |place| place - count);
    let behind = known.iter().map(|item| item.place).max().map_or(first + count, |place| place + 1);
    for (place, word) in (first..).zip(above).chain((behind..).zip(own)) {
        put_item(tx, act, review, word, place, "")?;
    }
    Ok(())
}

fn put_item(
    tx: &mut Tx,
    act: &Act<'_>,
    review: ReviewId,
    kind: &str,
    place: i64,
    title: &str,
) -> Outcome<ReviewItemId> {
    let item = ReviewItem {
        id: act.new_id(),
        review_id: review,
        kind: kind.to_owned(),
        place,
        title: title.to_owned(),
        decision: None,
        decided_by: None,
        decided_at: None,
        version: 1,
    };
    tx.insert(&item)?;
    Ok(item.id)
}

fn review_touches(tx: &mut Tx, ctx: &Context, review: ReviewId) -> Outcome<Touches> {
    let review = find_review(tx, review)?;
    touches(tx, ctx, review.order_id)
}

/// A review on which work goes on.
fn open_review(tx: &mut Tx, id: ReviewId) -> Outcome<Review> {
    let review = find_review(tx, id)?;
    if review.state == ReviewState::Open {
        return Ok(review);
    }
    Err(Refusal::conflict("review.not_open").with("state", Fact::Word(review.state.message())))
}

/// What was signed has changed: the round begins anew, earlier signatures stay in theirs. Nothing happens where there
/// is no review or manufacturing has begun.
pub(crate) fn reopen_for_change(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: &Order,
    lines: &[Line],
) -> Outcome<()> {
    if order.state != OrderState::Held {
        return Ok(());
    }
    let Some(mut review) = review_of(tx, order.id)?.filter(|review| review.state != ReviewState::Overtaken)
    else {
        return Ok(());
    };
    complete_agenda(tx, act, review.id, order, lines)?;
    if !signatures(tx, review.id)?.iter().any(|sign| sign.round == review.round) {
        return Ok(());
    }
    review.round += 1;
    review.state = ReviewState::Open;
    review.completed_at = None;
    tx.update(&mut review)?;
    act.fact("review_round", review.round);
    let persons = all_three(tx, act.context(), order)?;
    tell(tx, act, order, &persons, review_path(order.id), &Word::of("notice-review-reopened", order))
}

/// Invites colleagues to the review of an order; opens one where none is needed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The order.
    pub order: OrderId,
    /// Whom; sales, manufacturing and service when empty.
    #[serde(default)]
    pub persons: Vec<PersonId>,
    /// When they meet.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub meets_at: Option<Timestamp>,
}

/// The review.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewAnswer {
    /// Its id.
    pub review: ReviewId,
    /// Its order.
    pub order: OrderId,
    /// How it stands.
    pub state: ReviewState,
}

impl ReviewAnswer {
    fn of(review: &Review) -> Self {
        Self { review: review.id, order: review.order_id, state: review.state }
    }
}

impl Action for Invite {
    const NAME: &'static str = "review.invite";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let order = find(tx, self.order)?;
        if order.state != OrderState::Held {
            return Err(Refusal::conflict("review.too_late").with("number", order.number.clone()));
        }
        let mut review = match review_of(tx, order.id)? {
            Some(review) => review,
            None => {
                let lines = lines(tx, order.id)?;
                start(tx, act, &order, &lines, &[ReviewCause::Asked])?
            }
        };
        if self.meets_at.is_some() {
            review.meets_at = self.meets_at;
            tx.update(&mut review)?;
        }
        let known: BTreeSet<PersonId> = invitees(tx, review.id)?.iter().map(|one| one.person_id).collect();
        let mut persons = if self.persons.is_empty() {
            all_three(tx, act.context(), &order)?
        } else {
            self.persons.clone()
        };
        if persons.len().saturating_add(known.len()) > PERSONS_MAX {
            return Err(Refusal::field("/persons", "field.too_many").with("max", PERSONS_MAX));
        }
        persons.retain(|person| !known.contains(person));
        let mut seen = BTreeSet::new();
        persons.retain(|person| seen.insert(*person));
        for person in &persons {
            people::named_person(tx, "/persons", *person)?;
            tx.insert(&ReviewInvitee {
                id: act.new_id(),
                review_id: review.id,
                person_id: *person,
                present: false,
                invited_at: act.now,
                version: 1,
            })?;
        }
        let word = Word::of("notice-review-invited", &order)
            .with("at", review.meets_at.map_or(Fact::Word("review-any-time".to_owned()), Fact::Instant));
        tell(tx, act, &order, &persons, review_path(order.id), &word)?;
        release::refresh(tx, act, order.id)?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("persons", &persons);
        Ok(ReviewAnswer::of(&review))
    }
}

/// Notes who is there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotePresence {
    /// The review.
    pub review: ReviewId,
    /// Who is there; whoever was not invited is put on the list.
    pub present: Vec<PersonId>,
}

impl Action for NotePresence {
    const NAME: &'static str = "review.note_presence";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let review = open_review(tx, self.review)?;
        if self.present.len() > PERSONS_MAX {
            return Err(Refusal::field("/present", "field.too_many").with("max", PERSONS_MAX));
        }
        let there: BTreeSet<PersonId> = self.present.into_iter().collect();
        let known = invitees(tx, review.id)?;
        for mut row in known.iter().cloned() {
            let present = there.contains(&row.person_id);
            if row.present != present {
                row.present = present;
                tx.update(&mut row)?;
            }
        }
        for person in there.iter().filter(|person| known.iter().all(|row| row.person_id != **person)) {
            people::named_person(tx, "/present", *person)?;
            tx.insert(&ReviewInvitee {
                id: act.new_id(),
                review_id: review.id,
                person_id: *person,
                present: true,
                invited_at: act.now,
                version: 1,
            })?;
        }
        act.fact("order", review.order_id);
        act.fact("present", there);
        Ok(ReviewAnswer::of(&review))
    }
}
