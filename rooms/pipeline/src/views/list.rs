//! Opportunities in a list, for choice, and those that wait for somebody.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, PrincipalKind, Touches, View};
use accord_room_customer::CustomerId;
use accord_room_people::{
    PersonId,
    paging::{Sort, WAITING_COUNTED_TO, next_place, sorted},
    settings::{get, today},
};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Sum, Who, Whose, leaf, limit, place};
use crate::{
    Kind, OpportunityId, OpportunityState,
    record::{
        Filter, Opportunity, OpportunitySort, count_up_to, find_text, list, opportunity, pressing, seller,
        sums,
    },
    rules::pursuit::{Standstill, pursuit, standstill},
    settings::STEP_OVERDUE_DAYS,
    stages::{Stage, stages},
};

/// Rows that wait, shown of a kind.
const WAITING_MAX: i64 = 60;

/// An opportunity in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpportunityLine {
    /// Id.
    pub id: OpportunityId,
    /// Number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// With whom.
    pub customer: Whose,
    /// What it is to them and to us.
    pub kind: Kind,
    /// Stage.
    pub stage: String,
    /// Its name, in the reader's language where it came with the program.
    pub stage_name: String,
    /// How it stands.
    pub state: OpportunityState,
    /// Who pursues it.
    pub owner: Option<Who>,
    /// Who did in another system.
    pub seller: Option<String>,
    /// What it is worth.
    pub value: Option<Money>,
    /// The rival who is there now.
    pub incumbent: String,
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub opened_on: Date,
    /// Day of its end.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub closed_on: Option<Date>,
    /// Days of the pursuit, to its end or to today.
    pub days: i64,
    /// Day of the next step.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub next_step_on: Option<Date>,
    /// It has no next step.
    pub no_step: bool,
    /// Days by which the next step is past its day, when that is long enough to be on the lists.
    pub overdue_days: Option<i64>,
    /// Day on which we ask again.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub recontact_on: Option<Date>,
    /// Row version.
    pub version: i64,
}

/// Opportunities, newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpportunityList {
    /// Words of title or number.
    pub query: Option<String>,
    /// With whom.
    pub customer: Option<CustomerId>,
    /// How they stand.
    pub state: Option<OpportunityState>,
    /// Stage.
    pub stage: Option<String>,
    /// What they are.
    pub kind: Option<Kind>,
    /// Who pursues them.
    pub owner: Option<PersonId>,
    /// Only the reader's own, and those of whom the reader covers, when true.
    pub mine: Option<bool>,
    /// Only those that stand still: without a next step, or with one long past its day, when true.
    pub still: Option<bool>,
    /// Only lost ones that are to be asked again by today, when true.
    pub recontact: Option<bool>,
    /// Opened on or after.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Opened on or before.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// By what they are sorted, with a minus the other way round; newest first when open.
    pub sort: Option<Sort<OpportunitySort>>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of opportunities.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpportunityPage {
    /// The rows.
    pub rows: Vec<OpportunityLine>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
    /// What all of them are worth, by currency. A plain sum: nothing is weighed by a chance.
    pub sums: Vec<Sum>,
}

/// The reader and those whom the reader covers.
pub(super) fn mine(ctx: &Context) -> Vec<PersonId> {
    let own = std::iter::once(ctx.principal.id);
    own.chain(ctx.principal.covers.iter().copied()).map(PersonId).collect()
}

/// The last day of a next step that is on the lists.
pub(super) fn still_since(tx: &mut Tx, ctx: &Context) -> Outcome<(Date, i64)> {
    let days: i64 = get(tx, ctx, &STEP_OVERDUE_DAYS)?;
    let today = today(ctx);
    Ok((today.checked_sub(days.days()).unwrap_or(today), days))
}

impl OpportunityList {
    /// What it asks of the record.
    pub(super) fn filter(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Filter> {
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let customer = match self.customer {
            Some(customer) => Some(accord_room_customer::load(tx, customer)?.id),
            None => None,
        };
        let owners = match (self.owner, self.mine) {
            (Some(owner), _) => Some(vec![owner]),
            (None, Some(true)) => Some(mine(ctx)),
            _ => None,
        };
        let still_since = if self.still == Some(true) { Some(still_since(tx, ctx)?.0) } else { None };
        Ok(Filter {
            customer,
            state: self.state,
            stage: self.stage.clone().filter(|stage| !stage.is_empty()),
            kind: self.kind,
            owners,
            opened_from: self.from,
            opened_to: self.to,
            still_since,
            recontact_by: self.recontact.filter(|asked| *asked).map(|_| today(ctx)),
            among: query.map(|query| find_text(tx, query, 200)).transpose()?,
            ..Filter::default()
        })
    }
}

impl View for OpportunityList {
    const NAME: &'static str = "opportunity.list";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OpportunityPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<OpportunityPage> {
        let limit = limit(self.limit)?;
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let after: Option<(Date, Uuid)> = place(own)?;
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let filter = self.filter(tx, ctx)?;
        let after = after.map(|(on, id)| (on, OpportunityId(id)));
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = list(tx, ctx, &filter, walk, after, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_up_to(tx, ctx, &filter, most))?;
        let last = leaf.rows.last().filter(|_| leaf.more);
        let sums = if leaf.count == 0 { Vec::new() } else { sums(tx, ctx, &filter)? };
        let sums = sums.into_iter().map(|(currency, n, minor)| Sum { value: Money::new(minor, currency), n });
        Ok(OpportunityPage {
            next: next_place(
                sorted.as_ref(),
                last,
                |row| row.id.into(),
                |row| Some(format!("{}_{}", row.opened_on, row.id)),
            ),
            rows: rows(tx, ctx, &leaf.rows)?,
            count: leaf.count,
            count_capped: leaf.count_capped,
            sums: sums.collect(),
        })
    }
}

/// The name of a stage, also of one that is no longer in use.
pub(super) fn stage_name(ctx: &Context, stages: &[Stage], word: &str) -> String {
    let known = stages.iter().find(|stage| stage.word == word);
    known.map_or_else(|| word.to_owned(), |stage| stage.label(&ctx.tongue()))
}

/// Opportunities as lists show them.
pub(super) fn rows(tx: &mut Tx, ctx: &Context, found: &[Opportunity]) -> Outcome<Vec<OpportunityLine>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::read(
        tx,
        found.iter().filter_map(|one| one.owner_id).collect(),
        found.iter().map(|one| one.customer_id).collect(),
    )?;
    let stages = stages(tx)?;
    let (_, days) = still_since(tx, ctx)?;
    let today = today(ctx);
    let mut sellers = std::collections::BTreeMap::new();
    for id in found.iter().filter_map(|one| one.seller_id) {
        if let std::collections::btree_map::Entry::Vacant(place) = sellers.entry(id) {
            place.insert(seller(tx, id)?.name);
        }
    }
    let row = |one: &Opportunity| {
        let still = standstill(one.state, one.next_step_on, today, days);
        OpportunityLine {
            id: one.id,
            number: one.number.clone(),
            title: one.title.clone(),
            customer: names.whose(one.customer_id),
            kind: one.kind,
            stage: one.stage.clone(),
            stage_name: stage_name(ctx, &stages, &one.stage),
            state: one.state,
            owner: names.maybe(one.owner_id),
            seller: one.seller_id.and_then(|id| sellers.get(&id).cloned()),
            value: one.value(),
            incumbent: one.incumbent.clone(),
            opened_on: one.opened_on,
            closed_on: one.closed_on,
            days: pursuit(one.opened_on, one.closed_on.unwrap_or(today)).days,
            next_step_on: one.next_step_on,
            no_step: still == Some(Standstill::NoStep),
            overdue_days: match still {
                Some(Standstill::Overdue(late)) => Some(late),
                _ => None,
            },
            recontact_on: one.recontact_on,
            version: one.version,
        }
    };
    Ok(found.iter().map(row).collect())
}

/// What of the pipeline waits for the reader: what stands still, and whom to ask again. Whoever manages the pipeline sees
/// what stands still with everybody.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyPipeline {}

/// What waits.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct WaitingPage {
    /// Without a next step, or with one long past its day; the worst first.
    pub still: Vec<OpportunityLine>,
    /// How many stand still, exact to a thousand.
    pub still_count: i64,
    /// Lost, and to be asked again by today.
    pub recontact: Vec<OpportunityLine>,
    /// Whether that is everybody's and not the reader's alone.
    pub of_everybody: bool,
}

impl WaitingPage {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.still.is_empty() && self.recontact.is_empty()
    }
}

impl View for MyPipeline {
    const NAME: &'static str = "opportunity.waiting";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WaitingPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<WaitingPage> {
        let of_everybody = ctx.principal.may(Permission::PipelineManage);
        let (still, recontact) = waiting(tx, ctx)?;
        let found = pressing(tx, ctx, &still, WAITING_MAX + 1)?;
        let found = leaf(found, WAITING_MAX, true, |most| count_up_to(tx, ctx, &still, most))?;
        let again = pressing(tx, ctx, &recontact, WAITING_MAX)?;
        Ok(WaitingPage {
            still: rows(tx, ctx, &found.rows)?,
            still_count: found.count,
            recontact: rows(tx, ctx, &again)?,
            of_everybody,
        })
    }
}

/// What stands still, and whom the reader is to ask again.
fn waiting(tx: &mut Tx, ctx: &Context) -> Outcome<(Filter, Filter)> {
    let owners = (!ctx.principal.may(Permission::PipelineManage)).then(|| mine(ctx));
    let still = Filter { owners, still_since: Some(still_since(tx, ctx)?.0), ..Filter::default() };
    let recontact = Filter { owners: Some(mine(ctx)), recontact_by: Some(today(ctx)), ..Filter::default() };
    Ok((still, recontact))
}

/// How much of the pipeline waits for the reader, counted; for the navigation.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyPipelineCount {}

/// What waits, counted.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct WaitingCount {
    /// What stands still, and whom to ask again; 100 of either stands for that many or more.
    pub waiting: i64,
}

impl View for MyPipelineCount {
    const NAME: &'static str = "opportunity.waiting_count";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = WaitingCount;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<WaitingCount> {
        let (still, recontact) = waiting(tx, ctx)?;
        let waiting = count_up_to(tx, ctx, &still, WAITING_COUNTED_TO)?
            + count_up_to(tx, ctx, &recontact, WAITING_COUNTED_TO)?;
        Ok(WaitingCount { waiting })
    }
}

/// An opportunity for choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Choice {
    /// Id.
    pub id: OpportunityId,
    /// What to show.
    pub label: String,
}

/// Opportunities for choice: by words, or one by its id.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpportunityChoices {
    /// Words of title or number.
    pub query: Option<String>,
    /// One by its id.
    pub id: Option<OpportunityId>,
    /// Only with this customer.
    pub customer: Option<CustomerId>,
    /// Rows, 1 to 200.
    pub limit: Option<i64>,
}

impl View for OpportunityChoices {
    const NAME: &'static str = "opportunity.choices";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if ctx.principal.kind == PrincipalKind::System {
            return Ok(Touches::nothing());
        }
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(opportunity(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let among = match (self.id, query) {
            (Some(id), _) => Some(vec![id]),
            (None, Some(query)) => Some(find_text(tx, query, 200)?),
            (None, None) => None,
        };
        let filter = Filter { among, customer: self.customer, ..Filter::default() };
        let found = list(tx, ctx, &filter, None, None, limit(self.limit)?)?;
        let label = |one: &Opportunity| format!("{} · {}", one.number, one.title);
        Ok(found.iter().map(|one| Choice { id: one.id, label: label(one) }).collect())
    }
}
