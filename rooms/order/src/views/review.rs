//! Everything that the page of a review shows, in one answer: what the customer requires, what is possible and what
//! limits it, what was promised so far, what is open, the agenda, the signatures, and the weeks beneath.

use std::collections::BTreeSet;

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Touches, View};
use accord_room_capacity::views::Weeks;
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, AccessGap};
use accord_room_people::PersonId;
use accord_room_pipeline::{self as pipeline, ProgrammeId, views::ProgrammeList};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, OrderFacts, Who, one};
use crate::{
    OrderId, OrderState, ReviewId, ReviewItemId, ReviewState, ReviewTaskId,
    booking::touches,
    neighbours::{HEAD_OF_MANUFACTURING, HEAD_OF_SERVICE, sales_owner, service_owners, today_at},
    record::{
        Line, Order, Review, find, invitees, items, lines, open_tasks_of, orders_by_ids, review_of,
        signatures, tasks,
    },
    rules::{
        dates::days_between,
        review::{ReviewCause, Signatory},
    },
};

/// Weeks shown before the earliest and after the latest date.
const WEEKS_MAX: i64 = 26;
/// Products whose weeks are shown.
const PRODUCTS_MAX: usize = 4;
/// Most tasks of a list.
const TASKS_MAX: i64 = 200;

/// Somebody in a review.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonFacts {
    /// Who.
    pub person: Who,
    /// Was there.
    pub present: bool,
}

/// A point of the agenda.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaFacts {
    /// Id.
    pub id: ReviewItemId,
    /// Its word; the message is `review-item-<word>`.
    pub kind: String,
    /// Title as typed; empty where the word says it.
    pub title: String,
    /// What was decided.
    pub decision: Option<String>,
    /// Who decided it.
    pub decided_by: Option<Who>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub decided_at: Option<Timestamp>,
    /// Version for the next act.
    pub version: i64,
}

/// How a function stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignFacts {
    /// The function.
    pub function: Signatory,
    /// Who signed.
    pub signed_by: Option<Who>,
    /// When.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub signed_at: Option<Timestamp>,
    /// Who is awaited.
    pub awaited: Option<Who>,
    /// Whether the reader may sign for it.
    pub yours: bool,
}

/// A task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskFacts {
    /// Id.
    pub id: ReviewTaskId,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub owner: Who,
    /// Until when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Past its due and not done.
    pub late: bool,
    /// When it was done.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub done_at: Option<Timestamp>,
    /// What came of it.
    pub outcome: Option<String>,
}

/// How one gets in at the site.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccessFacts {
    /// What is missing; empty when the record is complete.
    pub gaps: Vec<AccessGap>,
}

/// A week of a product's slots or of crews.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeekFacts {
    /// The week's Monday.
    #[schemars(with = "String", extend("format" = "date"))]
    pub week: Date,
    /// What it can give.
    pub capacity: i64,
    /// Told or offered to customers.
    pub taken: i64,
    /// Aimed at only.
    pub aimed: i64,
}

/// The weeks of a product or of crews.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoadFacts {
    /// Of what.
    pub label: String,
    /// Its weeks.
    pub weeks: Vec<WeekFacts>,
}

/// A cause in the answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CausePoint {
    /// Its word.
    pub cause: ReviewCause,
    /// In words.
    pub text: String,
}

/// The replacement programme that hangs on an order (R12).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProgrammeStake {
    /// The programme.
    pub programme: ProgrammeId,
    /// Its number.
    pub number: String,
    /// What it is called.
    pub name: String,
    /// Units to be replaced.
    pub units: i64,
    /// Units that are replaced.
    pub done: i64,
    /// What the units are worth.
    pub value: Option<Money>,
    /// The latest day on which the customer can decide.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub latest_decision_on: Option<Date>,
    /// This order is its trial.
    pub trial: bool,
}

/// A review with everything that is looked at in it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewFacts {
    /// The order with its dates, holds, promises, checkpoints and what is possible.
    pub order: OrderFacts,
    /// Today where the order goes.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
    /// The review; nothing where none is needed.
    pub review: Option<ReviewId>,
    /// How it stands.
    pub state: Option<ReviewState>,
    /// Why it is needed.
    pub causes: Vec<CausePoint>,
    /// Since when.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub opened_at: Option<Timestamp>,
    /// When they meet.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub meets_at: Option<Timestamp>,
    /// Which round.
    pub round: i64,
    /// Who was invited, and was there.
    pub persons: Vec<PersonFacts>,
    /// The agenda.
    pub agenda: Vec<AgendaFacts>,
    /// Points without a decision.
    pub open_points: i64,
    /// The signatures of this round.
    pub signatures: Vec<SignFacts>,
    /// The tasks.
    pub tasks: Vec<TaskFacts>,
    /// The earliest ship date that the customer requires.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub required_on: Option<Date>,
    /// The earliest ship date that is possible.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub earliest_ship: Option<Date>,
    /// The earliest start of an installation that is possible.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub earliest_install: Option<Date>,
    /// Days from the earliest to the required ship date; below nought it cannot be done.
    pub slack_days: Option<i64>,
    /// How one gets in at the site; nothing without a site.
    pub access: Option<AccessFacts>,
    /// The programme that hangs on it, for whoever reads programmes.
    pub programme: Option<ProgrammeStake>,
    /// Slots of the ordered products by week.
    pub slots: Vec<LoadFacts>,
    /// Crews of the customer's territory by week, in minutes.
    pub crews: Vec<LoadFacts>,
}

/// The review of an order; without one, the same facts for deciding whether to ask for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewPage {
    /// The order.
    pub order: OrderId,
}

impl View for ReviewPage {
    const NAME: &'static str = "order.review";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewFacts;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        touches(tx, ctx, self.order)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ReviewFacts> {
        let order = find(tx, self.order)?;
        let lines = lines(tx, order.id)?;
        let review = review_of(tx, order.id)?;
        let today = today_at(tx, ctx, &order)?;
        let facts = one::facts(tx, ctx, order.clone())?;
        let capable = facts.possible.as_ref().and_then(|possible| possible.capable.as_ref());
        let earliest_ship = capable.and_then(|capable| capable.ship);
        let earliest_install = capable.and_then(|capable| capable.install);
        let required_on = lines.iter().filter(|line| line.is_due()).filter_map(|line| line.required_on).min();
        let (slots, crews) = loads(tx, ctx, &order, &lines, earliest_install)?;
        let parts = match &review {
            Some(review) => parts(tx, ctx, &order, review)?,
            None => Parts::default(),
        };
        let tongue = ctx.tongue();
        let causes = review.as_ref().map(|review| review.causes.0.clone()).unwrap_or_default();
        Ok(ReviewFacts {
            today,
            causes: causes
                .into_iter()
                .map(|cause| CausePoint { cause, text: tongue.say(&cause.message()).into_owned() })
                .collect(),
            opened_at: review.as_ref().map(|review| review.opened_at),
            meets_at: review.as_ref().and_then(|review| review.meets_at),
            round: review.as_ref().map_or(0, |review| review.round),
            open_points: i64::try_from(parts.agenda.iter().filter(|item| item.decision.is_none()).count())
                .unwrap_or(0),
            review: review.as_ref().map(|review| review.id),
            state: review.map(|review| review.state),
            persons: parts.persons,
            agenda: parts.agenda,
            signatures: parts.signatures,
            tasks: parts.tasks,
            slack_days: earliest_ship
                .zip(required_on)
                .map(|(earliest, required)| days_between(earliest, required)),
            required_on,
            earliest_ship,
            earliest_install,
            access: access(tx, ctx, &order, today)?,
            programme: programme(tx, ctx, &order)?,
            slots,
            crews,
            order: facts,
        })
    }
}

#[derive(Default)]
struct Parts {
    persons: Vec<PersonFacts>,
    agenda: Vec<AgendaFacts>,
    signatures: Vec<SignFacts>,
    tasks: Vec<TaskFacts>,
}

fn parts(tx: &mut Tx, ctx: &Context, order: &Order, review: &Review) -> Outcome<Parts> {
    let invited = invitees(tx, review.id)?;
    let agenda = items(tx, review.id)?;
    let signed: Vec<_> =
        signatures(tx, review.id)?.into_iter().filter(|sign| sign.round == review.round).collect();
    let tasks = tasks(tx, review.id)?;
    let service = match accord_room_people::heads(tx, HEAD_OF_SERVICE)?.first() {
        Some(head) => Some(*head),
        None => service_owners(tx, order)?.first().copied(),
    };
    let awaited = [
        (Signatory::Sales, sales_owner(tx, ctx, order).ok()),
        (Signatory::Manufacturing, accord_room_people::heads(tx, HEAD_OF_MANUFACTURING)?.first().copied()),
        (Signatory::Service, service),
    ];
    let persons = (invited.iter().map(|row| row.person_id))
        .chain(agenda.iter().filter_map(|row| row.decided_by))
        .chain(signed.iter().map(|row| row.person_id))
        .chain(tasks.iter().map(|row| row.owner_id))
        .chain(awaited.iter().filter_map(|(_, person)| *person))
        .collect();
    let names = Names::read(tx, persons, Vec::new())?;
    let me = PersonId(ctx.principal.id);
    let i_signed = signed.iter().any(|sign| sign.person_id == me);
    let sign = |(function, awaited): &(Signatory, Option<PersonId>)| {
        let row = signed.iter().find(|sign| sign.signatory == *function);
        SignFacts {
            function: *function,
            signed_by: row.map(|row| names.who(row.person_id)),
            signed_at: row.map(|row| row.signed_at),
            awaited: awaited.filter(|_| row.is_none()).map(|person| names.who(person)),
            yours: row.is_none()
                && !i_signed
                && review.state == ReviewState::Open
                && ctx.principal.may(function.permission()),
        }
    };
    Ok(Parts {
        persons: invited
            .iter()
            .map(|row| PersonFacts { person: names.who(row.person_id), present: row.present })
            .collect(),
        agenda: agenda
            .iter()
            .map(|row| AgendaFacts {
                id: row.id,
                kind: row.kind.clone(),
                title: row.title.clone(),
                decision: row.decision.clone(),
                decided_by: names.maybe(row.decided_by),
                decided_at: row.decided_at,
                version: row.version,
            })
            .collect(),
        signatures: awaited.iter().map(sign).collect(),
        tasks: tasks.iter().map(|row| task(row, &order.number, &names, ctx.now)).collect(),
    })
}

fn task(row: &crate::record::ReviewTask, number: &str, names: &Names, now: Timestamp) -> TaskFacts {
    TaskFacts {
        id: row.id,
        order: row.order_id,
        number: number.to_owned(),
        what: row.what.clone(),
        owner: names.who(row.owner_id),
        due_at: row.due_at,
        late: row.done_at.is_none() && row.due_at < now,
        done_at: row.done_at,
        outcome: row.outcome.clone(),
    }
}

fn access(tx: &mut Tx, ctx: &Context, order: &Order, today: Date) -> Outcome<Option<AccessFacts>> {
    let Some(site) = order.site_id else { return Ok(None) };
    let site = customer::site(tx, site)?;
    Ok(Some(AccessFacts { gaps: customer::gaps_of_site(tx, ctx, &site, today, None)? }))
}

/// The programme whose trial this order is, else one of the customer that is not decided yet.
fn programme(tx: &mut Tx, ctx: &Context, order: &Order) -> Outcome<Option<ProgrammeStake>> {
    if !ctx.principal.may(Permission::PipelineRead) {
        return Ok(None);
    }
    let trial = pipeline::programme_of_trial(tx, order.id.into())?.map(|row| row.id);
    let asked = ProgrammeList { customer: Some(order.customer_id), ..ProgrammeList::default() };
    let rows = asked.read(tx, ctx)?.rows;
    let found = match trial {
        Some(id) => rows.into_iter().find(|row| row.id == id),
        None => rows.into_iter().find(|row| row.decided_on.is_none()),
    };
    Ok(found.map(|row| ProgrammeStake {
        programme: row.id,
        number: row.number,
        name: row.name,
        units: row.units,
        done: row.done,
        value: row.value,
        latest_decision_on: row.latest_decision_on,
        trial: trial == Some(row.id),
    }))
}

/// The weeks from today to some weeks past the latest date of the order.
fn loads(
    tx: &mut Tx,
    ctx: &Context,
    order: &Order,
    lines: &[Line],
    earliest_install: Option<Date>,
) -> Outcome<(Vec<LoadFacts>, Vec<LoadFacts>)> {
    if !matches!(order.state, OrderState::Held | OrderState::Released) {
        return Ok((Vec::new(), Vec::new()));
    }
    let today = ctx.zone().to_datetime(ctx.now).date();
    let due = || lines.iter().filter(|line| line.is_due());
    let last = due()
        .flat_map(|line| [line.required_on, line.committed_on, line.target_on, line.forecast_on])
        .chain([earliest_install])
        .flatten()
        .max()
        .unwrap_or(today);
    let weeks = Some((days_between(today, last) / 7 + 3).clamp(4, WEEKS_MAX));
    let products: BTreeSet<ProductId> = due().filter_map(|line| line.product_id).collect();
    let mut slots = Vec::new();
    for product in products.into_iter().take(PRODUCTS_MAX) {
        let answer = Weeks { weeks, product: Some(product), ..Weeks::default() }.read(tx, ctx)?;
        for load in answer.products.iter().filter(|load| load.weeks.iter().any(|week| week.capacity > 0)) {
            slots.push(load_facts(load.name.clone(), &load.weeks));
        }
    }
    let mut crews = Vec::new();
    let account = customer::load(tx, order.customer_id)?;
    if let Some(territory) = account.territory_id
        && crate::commitment::is_installed(tx, order, lines)?
    {
        let answer = Weeks { weeks, territory: Some(territory), ..Weeks::default() }.read(tx, ctx)?;
        for load in &answer.crews {
            crews.push(load_facts(format!("{} · {}", load.territory_name, load.skill_name), &load.weeks));
        }
    }
    Ok((slots, crews))
}

fn load_facts(label: String, weeks: &[accord_room_capacity::views::WeekLoad]) -> LoadFacts {
    let week = |week: &accord_room_capacity::views::WeekLoad| WeekFacts {
        week: week.week,
        capacity: week.capacity,
        taken: week.taken,
        aimed: week.aimed,
    };
    LoadFacts { label, weeks: weeks.iter().map(week).collect() }
}

/// One's own open tasks from reviews, and those of whom one covers.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MyTasks {}

impl View for MyTasks {
    const NAME: &'static str = "review.my_tasks";
    const PERMISSION: Permission = Permission::OrderRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<TaskFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<TaskFacts>> {
        let persons: Vec<PersonId> = std::iter::once(ctx.principal.id)
            .chain(ctx.principal.covers.iter().copied())
            .map(PersonId)
            .collect();
        let rows = open_tasks_of(tx, &persons, TASKS_MAX)?;
        let ids: Vec<OrderId> = rows.iter().map(|row| row.order_id).collect();
        let orders = orders_by_ids(tx, &ids)?;
        let names = Names::read(tx, rows.iter().map(|row| row.owner_id).collect(), Vec::new())?;
        let number =
            |id| orders.iter().find(|order| order.id == id).map_or("", |order| order.number.as_str());
        Ok(rows.iter().map(|row| task(row, number(row.order_id), &names, ctx.now)).collect())
    }
}
