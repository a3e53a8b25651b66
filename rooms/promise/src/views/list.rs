//! Lists of promises: all, mine, choices.

use accord_kernel::{Audience, Context, Outcome, Permission, PrincipalKind, Refusal, Sphere, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_people::{
    self as people, PersonId,
    paging::{Sort, WAITING_COUNTED_TO, next_place, sorted},
};
use accord_store::{Tx, search};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose, cursor, leaf, limit, place};
use crate::{
    PromiseRow,
    figures::bounds,
    id::{Kind, PromiseId, State},
    record::{self, Narrow, PromiseSort},
};

/// A promise in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PromiseLine {
    /// Id.
    pub id: PromiseId,
    /// Number.
    pub number: String,
    /// To whom.
    pub customer: Whose,
    /// What kind.
    pub kind: Kind,
    /// The wording as the customer got it.
    pub wording: String,
    /// How it stands.
    pub state: State,
    /// Who owns it.
    pub owner: Who,
    /// Who answers for it now, when that is somebody else: the owner is on leave.
    pub covered_by: Option<Who>,
    /// Sphere of who made it.
    pub sphere: Sphere,
    /// When it is due.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// The civil date of the due, where a date was told.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_on: Option<Date>,
    /// Zone of the due.
    pub zone: String,
    /// When the first due was, when it is another one.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub first_due_at: Option<Timestamp>,
    /// Open and past its due.
    pub late: bool,
    /// When it is expected, when that was said.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub forecast_at: Option<Timestamp>,
    /// By when the customer must be told of the forecast.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub tell_by: Option<Timestamp>,
    /// Whether the customer was told it.
    pub told: bool,
    /// Whether it was made against its check.
    pub overridden: bool,
    /// Row version.
    pub version: i64,
}

/// Rows of promises as lists show them.
pub(super) fn lines(tx: &mut Tx, ctx: &Context, rows: Vec<PromiseRow>) -> Outcome<Vec<PromiseLine>> {
    let covers = people::covers(tx, ctx.now)?;
    let owners = rows.iter().map(|row| row.owner_id);
    let persons = owners.clone().chain(owners.map(|owner| covers.responsible(owner))).collect();
    let names = Names::read(tx, persons, rows.iter().map(|row| row.customer_id).collect())?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let responsible = covers.responsible(row.owner_id);
            PromiseLine {
                id: row.id,
                late: row.is_late(ctx.now),
                first_due_at: (row.first_due_at != row.due_at).then_some(row.first_due_at),
                number: row.number,
                customer: names.whose(row.customer_id),
                kind: row.kind,
                wording: row.wording,
                state: row.state,
                owner: names.who(row.owner_id),
                covered_by: (responsible != row.owner_id).then(|| names.who(responsible)),
                sphere: row.sphere,
                due_at: row.due_at,
                due_on: row.due_on,
                zone: row.zone,
                forecast_at: row.forecast_at,
                tell_by: row.tell_by,
                told: row.told_at.is_some(),
                overridden: row.override_reason.is_some(),
                version: row.version,
            }
        })
        .collect())
}

/// A page of promises.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromisePage {
    /// The rows.
    pub rows: Vec<PromiseLine>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are.
    pub count: i64,
    /// True when there are more than the count says.
    pub count_capped: bool,
}

/// Promises in the order of their due.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListPromises {
    /// Only these.
    pub state: Option<State>,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only of this owner.
    pub owner: Option<PersonId>,
    /// Only to this customer.
    pub customer: Option<CustomerId>,
    /// Only made in this sphere.
    pub sphere: Option<Sphere>,
    /// Only about this thing.
    pub about: Option<Uuid>,
    /// Due on this day or later (company's zone).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_from: Option<Date>,
    /// Due on this day or earlier.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_to: Option<Date>,
    /// Only those open and past their due.
    #[serde(default)]
    pub late: bool,
    /// By what they are sorted, with a minus the other way round; by their due when open.
    pub sort: Option<Sort<PromiseSort>>,
    /// At most so many rows, 1 to 200.
    pub limit: Option<i64>,
    /// Where to go on.
    pub after: Option<String>,
}

impl ListPromises {
    fn narrow(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Narrow> {
        let day = |date: Date| bounds(ctx, accord_kernel::Period { from: date, to: date });
        Ok(Narrow {
            state: self.state,
            kind: self.kind,
            owners: self.owner.into_iter().collect(),
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            due_from: self.due_from.map(day).transpose()?.map(|(from, _)| from),
            due_to: self.due_to.map(day).transpose()?.map(|(_, to)| to),
            late_at: self.late.then_some(ctx.now),
            sphere: self.sphere,
            about: self.about,
            own: false,
        })
    }
}

impl View for ListPromises {
    const NAME: &'static str = "promise.list";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromisePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customers(self.customer.map(Uuid::from)))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PromisePage> {
        let limit = limit(self.limit)?;
        let narrow = self.narrow(tx, ctx)?;
        page(tx, ctx, &narrow, (self.sort, self.after.as_deref()), limit)
    }
}

fn page(
    tx: &mut Tx,
    ctx: &Context,
    narrow: &Narrow,
    (sort, after): (Option<Sort<PromiseSort>>, Option<&str>),
    limit: i64,
) -> Outcome<PromisePage> {
    let first = after.is_none_or(str::is_empty);
    let (sorted, own) = sorted(sort, after)?;
    let after = place::<PromiseId>(own.map(str::to_owned).as_ref())?;
    let walk = sorted.as_ref().map(|sorted| &sorted.walk);
    let rows = record::list(tx, ctx, narrow, walk, after, limit + 1)?;
    let leaf = leaf(rows, limit, first, |most| record::count(tx, ctx, narrow, most))?;
    let last = leaf.rows.last().filter(|_| leaf.more);
    Ok(PromisePage {
        next: next_place(
            sorted.as_ref(),
            last,
            |row| row.id.into(),
            |row| Some(cursor(row.due_at, row.id.into())),
        ),
        count: leaf.count,
        count_capped: leaf.count_capped,
        rows: lines(tx, ctx, leaf.rows)?,
    })
}

/// What I owe now: my own open promises and those of everybody I cover, the next due first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyPromises {
    /// Only those due on this day or earlier (company's zone); those past their due always are.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub due_to: Option<Date>,
    /// By what they are sorted, with a minus the other way round; by their due when open.
    pub sort: Option<Sort<PromiseSort>>,
    /// At most so many rows, 1 to 200.
    pub limit: Option<i64>,
    /// Where to go on.
    pub after: Option<String>,
}

impl View for MyPromises {
    const NAME: &'static str = "promise.mine";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PromisePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PromisePage> {
        let limit = limit(self.limit)?;
        let day = |date: Date| bounds(ctx, accord_kernel::Period { from: date, to: date });
        let due_to = self.due_to.map(day).transpose()?.map(|(_, to)| to);
        let narrow = Narrow { due_to, ..mine(ctx)? };
        page(tx, ctx, &narrow, (self.sort, self.after.as_deref()), limit)
    }
}

/// How much I owe that is past its due.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LateCount {
    /// How many; 100 stands for that many or more.
    pub late: i64,
    /// How many are due before the company's day is over, the late ones among them; 100 stands for that many or more.
    pub today: i64,
}

/// How many of my open promises, and of those whom I cover, are past their due or due today; for the navigation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyLate {}

impl View for MyLate {
    const NAME: &'static str = "promise.mine_late";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LateCount;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<LateCount> {
        let day = people::settings::today(ctx);
        let (_, due_to) = bounds(ctx, accord_kernel::Period { from: day, to: day })?;
        let narrow = Narrow { due_to: Some(due_to), ..mine(ctx)? };
        let today = record::count(tx, ctx, &narrow, WAITING_COUNTED_TO)?;
        let narrow = Narrow { due_to: None, late_at: Some(ctx.now), ..narrow };
        // What is late is due today; where nothing is, nobody looks again.
        let late = if today > 0 { record::count(tx, ctx, &narrow, WAITING_COUNTED_TO)? } else { 0 };
        Ok(LateCount { late, today })
    }
}

/// What the reader answers for now.
fn mine(ctx: &Context) -> Outcome<Narrow> {
    if ctx.principal.kind != PrincipalKind::Person {
        return Err(Refusal::absent());
    }
    let mut owners = vec![PersonId(ctx.principal.id)];
    owners.extend(ctx.principal.covers.iter().copied().map(PersonId));
    Ok(Narrow { state: Some(State::Open), owners, own: true, ..Narrow::default() })
}

/// A promise to choose.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromiseChoice {
    /// Id.
    pub id: PromiseId,
    /// Number.
    pub label: String,
    /// The beginning of its wording.
    pub hint: String,
}

/// Promises by number or wording, for a choice; one of them by its id.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromiseChoices {
    /// What was typed.
    pub query: Option<String>,
    /// This one.
    pub id: Option<PromiseId>,
}

impl View for PromiseChoices {
    const NAME: &'static str = "promise.choices";
    const PERMISSION: Permission = Permission::PromiseRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<PromiseChoice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match self.id {
            Some(id) => Ok(Touches::customer(record::load(tx, id)?.customer_id)),
            None => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<PromiseChoice>> {
        let rows = match self.id {
            Some(id) => vec![record::load(tx, id)?],
            None => {
                let found = search::find(tx, self.query.as_deref().unwrap_or_default(), &["promise"], 50)?;
                let ids: Vec<PromiseId> = found.into_iter().map(|entry| PromiseId(entry.id)).collect();
                record::visible(tx, ctx, &ids)?
            }
        };
        let short = |text: &str| text.chars().take(80).collect();
        Ok(rows
            .into_iter()
            .map(|row| PromiseChoice { id: row.id, hint: short(&row.wording), label: row.number })
            .collect())
    }
}
