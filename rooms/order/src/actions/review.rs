//! The three-way review: invitation, presence, agenda, decisions, tasks, signatures.

use std::collections::BTreeSet;

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Schedule, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::{Json, Tx};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    AgendaPoint, OrderId, OrderState, ReviewId, ReviewItemId, ReviewState, ReviewTaskId,
    booking::touches,
    input::{NAME_MAX, WORDING_MAX, date, optional, text},
    neighbours::{all_three, at_version, author, person_calendar, sales_owner},
    record::{
        Line, Order, Review, ReviewInvitee, ReviewItem, ReviewSign, ReviewTask, find, find_item, find_review,
        find_task, invitees, items, lines, open_of, review_of, signatures,
    },
    release,
    rules::{
        price::LineKind,
        review::{AgendaFacts, AgendaKind, CannotSign, ReviewCause, Signatory, agenda, may_sign},
    },
    tell::{Word, review_path, tell},
};

/// Most points of an agenda.
const POINTS_MAX: usize = 50;
/// Most persons in a review.
const PERSONS_MAX: usize = 30;
/// Most tasks of a review.
const TASKS_MAX: usize = 200;

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
    let goods = lines.iter().any(|line| line.kind == LineKind::Goods);
    let installed = crate::commitment::is_installed(tx, order, lines)?;
    let facts = AgendaFacts { goods, installed, site: order.site_id.is_some() };
    let mut words: Vec<&str> = Vec::new();
    for point in act.context().registry.extensions::<AgendaPoint>() {
        if (point.applies)(tx, act, order, lines)? {
            words.push(point.word);
        }
    }
    words.extend(agenda(facts).iter().map(|kind| kind.word()));
    for (place, word) in (1_i64..).zip(words) {
        put_item(tx, act, review.id, word, place, "")?;
    }
    let persons = all_three(tx, act.context(), order)?;
    tell(tx, act, order, &persons, review_path(order.id), &Word::of("notice-review-opened", order))?;
    Ok(review)
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
pub(crate) fn reopen_for_change(tx: &mut Tx, act: &mut Act<'_>, order: &Order) -> Outcome<()> {
    if order.state != OrderState::Held {
        return Ok(());
    }
    let Some(mut review) = review_of(tx, order.id)?.filter(|review| review.state != ReviewState::Overtaken)
    else {
        return Ok(());
    };
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
            people::active_person(tx, *person)?;
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
            people::active_person(tx, *person)?;
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

/// Puts a point on the agenda.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPoint {
    /// The review.
    pub review: ReviewId,
    /// What is to be settled.
    pub title: String,
}

impl Action for AddPoint {
    const NAME: &'static str = "review.add_point";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let review = open_review(tx, self.review)?;
        let title = text("/title", &self.title, NAME_MAX)?;
        let known = items(tx, review.id)?;
        if known.len() >= POINTS_MAX {
            return Err(Refusal::field("/title", "field.too_many").with("max", POINTS_MAX));
        }
        let place = known.iter().map(|item| item.place).max().unwrap_or(0) + 1;
        let item = put_item(tx, act, review.id, AgendaKind::Other.word(), place, &title)?;
        act.fact("order", review.order_id);
        act.fact("item", item);
        Ok(ReviewAnswer::of(&review))
    }
}

/// Keeps what was decided on a point of the agenda.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// The point.
    pub item: ReviewItemId,
    /// What was decided.
    pub decision: String,
    /// The version that was read.
    pub version: i64,
}

impl Action for Decide {
    const NAME: &'static str = "review.decide";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let item = find_item(tx, self.item)?;
        review_touches(tx, ctx, item.review_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let mut item = find_item(tx, self.item)?;
        let review = open_review(tx, item.review_id)?;
        at_version(&item, self.version)?;
        if signatures(tx, review.id)?.iter().any(|sign| sign.round == review.round) {
            return Err(Refusal::conflict("review.signed_already").possible_action(
                "reopen_review",
                Vec::new(),
                "review.reopen",
                json!({ "review": review.id }),
            ));
        }
        item.decision = Some(text("/decision", &self.decision, WORDING_MAX)?);
        item.decided_by = author(act);
        item.decided_at = Some(act.now);
        tx.update(&mut item)?;
        act.fact("order", review.order_id);
        act.fact("point", &item.kind);
        Ok(ReviewAnswer::of(&review))
    }
}

/// Signs a review for one of the three functions. The third signature completes it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignReview {
    /// The review.
    pub review: ReviewId,
    /// For which function.
    pub function: Signatory,
}

impl Signatory {
    /// Who may sign for it.
    pub fn permission(self) -> Permission {
        match self {
            Self::Sales => Permission::ReviewSignSales,
            Self::Manufacturing => Permission::ReviewSignManufacturing,
            Self::Service => Permission::ReviewSignService,
        }
    }
}

impl Action for SignReview {
    const NAME: &'static str = "review.sign";
    // Whoever takes part may ask to sign; for which function is decided below by its own permission.
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let mut review = find_review(tx, self.review)?;
        let needed = self.function.permission();
        if !act.principal.may(needed) {
            return Err(Refusal::forbidden("permission").with("permission", needed.word()));
        }
        let person =
            author(act).ok_or_else(|| Refusal::forbidden("permission").with("permission", needed.word()))?;
        let order = find(tx, review.order_id)?;
        let signed: Vec<(Signatory, PersonId)> = signatures(tx, review.id)?
            .iter()
            .filter(|sign| sign.round == review.round)
            .map(|sign| (sign.signatory, sign.person_id))
            .collect();
        let open = open_of(tx, &review)?;
        may_sign(review.state != ReviewState::Open, &open.points, &signed, self.function, person)
            .map_err(|why| cannot_sign(why, &review))?;
        tx.insert(&ReviewSign {
            id: act.new_id(),
            review_id: review.id,
            round: review.round,
            signatory: self.function,
            person_id: person,
            signed_at: act.now,
            version: 1,
        })?;
        act.fact("order", order.id);
        act.fact("number", &order.number);
        act.fact("function", self.function);
        if open_of(tx, &review)?.is_nothing() {
            review.state = ReviewState::Complete;
            review.completed_at = Some(act.now);
            tx.update(&mut review)?;
            act.fact("complete", true);
            let owner = sales_owner(tx, act.context(), &order)?;
            tell(
                tx,
                act,
                &order,
                &[owner],
                review_path(order.id),
                &Word::of("notice-review-complete", &order),
            )?;
        }
        release::refresh(tx, act, order.id)?;
        Ok(ReviewAnswer::of(&review))
    }
}

fn cannot_sign(why: CannotSign, review: &Review) -> Refusal {
    match why {
        CannotSign::Complete => {
            Refusal::conflict("review.not_open").with("state", Fact::Word(review.state.message()))
        }
        CannotSign::FunctionSigned => Refusal::conflict("review.function_signed"),
        CannotSign::PersonSigned(of) => {
            Refusal::conflict("review.person_signed").with("function", Fact::Word(of.message()))
        }
        CannotSign::PointsOpen(points) => {
            let names =
                points.iter().map(|word| Fact::Word(format!("review-item-{}", word.replace('_', "-"))));
            Refusal::conflict("review.points_open").with("points", Fact::List(names.collect()))
        }
    }
}

/// Begins a review anew because something that was signed is not right. Earlier signatures stay in their round.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenReview {
    /// The review.
    pub review: ReviewId,
    /// Why.
    pub reason: String,
}

impl Action for ReopenReview {
    const NAME: &'static str = "review.reopen";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let review = find_review(tx, self.review)?;
        let order = find(tx, review.order_id)?;
        if order.state != OrderState::Held {
            return Err(Refusal::conflict("review.too_late").with("number", order.number.clone()));
        }
        act.fact("order", order.id);
        act.fact("reason", text("/reason", &self.reason, WORDING_MAX)?);
        reopen_for_change(tx, act, &order)?;
        release::refresh(tx, act, order.id)?;
        Ok(ReviewAnswer::of(&find_review(tx, review.id)?))
    }
}

/// Gives somebody a task from the review.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    /// The review.
    pub review: ReviewId,
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub owner: PersonId,
    /// Until the end of which day at the owner's place.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
}

/// A task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskAnswer {
    /// Its id.
    pub task: ReviewTaskId,
    /// The order that it is about.
    pub order: OrderId,
}

impl Action for AddTask {
    const NAME: &'static str = "review.add_task";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        review_touches(tx, ctx, self.review)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let review = find_review(tx, self.review)?;
        let order = find(tx, review.order_id)?;
        people::active_person(tx, self.owner)?;
        if crate::record::tasks(tx, review.id)?.len() >= TASKS_MAX {
            return Err(Refusal::field("/what", "field.too_many").with("max", TASKS_MAX));
        }
        let due_at = end_of(tx, self.owner, date("/due_on", self.due_on)?)?;
        if due_at <= act.now {
            return Err(Refusal::field("/due_on", "field.past"));
        }
        let task = ReviewTask {
            id: act.new_id(),
            review_id: review.id,
            order_id: order.id,
            what: text("/what", &self.what, WORDING_MAX)?,
            owner_id: self.owner,
            due_at,
            made_by: author(act),
            made_at: act.now,
            done_at: None,
            done_by: None,
            outcome: None,
            version: 1,
        };
        tx.insert(&task)?;
        let plan = Schedule {
            action: RemindTask::NAME,
            subject: task.id.into(),
            step: "due".to_owned(),
            input: json!({ "task": task.id }),
            due_at,
        };
        act.schedule(tx, &plan)?;
        let word = Word::of("notice-review-task", &order).with("what", task.what.clone()).with("due", due_at);
        tell(tx, act, &order, &[self.owner], review_path(order.id), &word)?;
        act.fact("order", order.id);
        act.fact("task", task.id);
        act.chain(self.owner);
        Ok(TaskAnswer { task: task.id, order: order.id })
    }
}

/// The end of a person's working hours on a day; on a free day the end of the working day before the next one begins
/// would surprise, so it is the end of the next working day.
pub(super) fn end_of(tx: &mut Tx, person: PersonId, day: Date) -> Outcome<Timestamp> {
    let calendar = person_calendar(tx, person)?;
    let far = || Refusal::field("/due_on", "order.no_working_day");
    let day = calendar.working_day_on_or_after(day).map_err(|_| far())?;
    calendar.end_of_working_day(day).map_err(|_| far())
}

/// Says what came of a task.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishTask {
    /// The task.
    pub task: ReviewTaskId,
    /// What came of it.
    #[serde(default)]
    pub outcome: Option<String>,
}

impl Action for FinishTask {
    const NAME: &'static str = "review.finish_task";
    const PERMISSION: Permission = Permission::ReviewWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let task = find_task(tx, self.task)?;
        touches(tx, ctx, task.order_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let mut task = find_task(tx, self.task)?;
        if task.done_at.is_some() {
            return Err(Refusal::conflict("review.task_done"));
        }
        task.outcome = optional("/outcome", self.outcome.as_deref(), WORDING_MAX)?;
        task.done_at = Some(act.now);
        task.done_by = author(act);
        tx.update(&mut task)?;
        act.cancel(tx, RemindTask::NAME, task.id)?;
        act.fact("order", task.order_id);
        act.fact("task", task.id);
        act.chain(task.owner_id);
        Ok(TaskAnswer { task: task.id, order: task.order_id })
    }
}

/// A task was not done in time: its owner and their head are told.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindTask {
    /// The task.
    pub task: ReviewTaskId,
}

impl Action for RemindTask {
    const NAME: &'static str = "review.task_due";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = TaskAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        let task = find_task(tx, self.task)?;
        touches(tx, ctx, task.order_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TaskAnswer> {
        let task = find_task(tx, self.task)?;
        let answer = TaskAnswer { task: task.id, order: task.order_id };
        let order = find(tx, task.order_id)?;
        if task.done_at.is_some() || !order.is_open() {
            act.quiet();
            return Ok(answer);
        }
        let mut persons = vec![task.owner_id];
        persons.extend(people::heads_of(tx, task.owner_id)?);
        let word = Word::of("notice-review-task-late", &order).with("what", task.what.clone()).urgent();
        tell(tx, act, &order, &persons, review_path(order.id), &word)?;
        act.fact("order", order.id);
        act.fact("task", task.id);
        Ok(answer)
    }
}
