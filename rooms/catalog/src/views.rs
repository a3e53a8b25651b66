//! What can be read of the catalog.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_people::{
    CalendarId,
    paging::{Leaf, Sort, leaf, next_place, sorted},
};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    DayCount, LeadTimeId, ProductId, ProductKind, SkillId,
    record::{self, InstallWork, LeadTime, Product, ProductSort},
    rules,
};

fn day_count(working: bool) -> DayCount {
    if working { DayCount::Working } else { DayCount::Calendar }
}

fn today(ctx: &Context) -> Date {
    ctx.zone().to_datetime(ctx.now).date()
}

/// The products.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Products {
    /// Words of name or code.
    pub query: Option<String>,
    /// Only of this kind.
    pub kind: Option<ProductKind>,
    /// Those taken out of sale instead.
    pub archived: bool,
    /// By what they are sorted, with a minus the other way round; by code when open.
    pub sort: Option<Sort<ProductSort>>,
    /// Rows, 1 to 200.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// A lead time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadTimeNow {
    /// Days.
    pub days: u16,
    /// How they count.
    pub count: DayCount,
}

impl From<rules::Span> for LeadTimeNow {
    fn from(span: rules::Span) -> Self {
        Self { days: span.days, count: span.count }
    }
}

/// A product in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProductRow {
    /// Id.
    pub id: ProductId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ProductKind,
    /// Unit.
    pub unit: String,
    /// Whether units take production slots.
    pub by_slots: bool,
    /// Lead time of an order of today; open when manufacturing gave none.
    pub lead_time: Option<LeadTimeNow>,
    /// Minutes of installing one unit, all skills together.
    pub install_minutes: i64,
    /// List price.
    pub price: Option<Money>,
}

/// A page of products.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProductPage {
    /// Rows by code.
    pub rows: Vec<ProductRow>,
    /// Where the next page begins; open on the last.
    pub next: Option<String>,
    /// How many there are.
    pub count: i64,
    /// True when there are more than were counted.
    pub count_capped: bool,
}

impl View for Products {
    const NAME: &'static str = "catalog.products";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProductPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ProductPage> {
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let among = query.map(|query| record::find_text(tx, query, 200)).transpose()?;
        let mut filter = record::Filter { kind: self.kind, archived: self.archived, among, after: None };
        let all = filter.clone();
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        filter.after = own.filter(|after| !after.is_empty()).map(str::to_owned);
        let limit = self.limit.unwrap_or(50).clamp(1, 200);
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = record::list(tx, &filter, walk, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| record::count_up_to(tx, &all, most))?;
        let Leaf { rows: found, more, count, count_capped } = leaf;
        let last = found.last().filter(|_| more);
        let next = next_place(sorted.as_ref(), last, |row| row.id.into(), |row| Some(row.code.clone()));
        let ids: Vec<ProductId> = found.iter().map(|product| product.id).collect();
        let mut leads = record::lead_times_of(tx, &ids)?;
        let today = today(ctx);
        let rows = found
            .into_iter()
            .map(|product| {
                let steps = leads.remove(&product.id).unwrap_or_default();
                row(product, &steps, today)
            })
            .collect();
        Ok(ProductPage { rows, next, count, count_capped })
    }
}

fn row(product: Product, steps: &[LeadTime], today: Date) -> ProductRow {
    let steps: Vec<_> = steps.iter().map(LeadTime::effective).collect();
    ProductRow {
        lead_time: rules::in_force(&steps, today).map(LeadTimeNow::from),
        install_minutes: product.installation.0.iter().map(|work| work.minutes).sum(),
        price: product.price(),
        id: product.id,
        code: product.code,
        name: product.name,
        kind: product.kind,
        unit: product.unit,
        by_slots: product.by_slots,
    }
}

/// One product with the history of its lead times.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneProduct {
    /// The product.
    pub product: ProductId,
}

/// Work of an installation with the skill's name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WorkFacts {
    /// The skill.
    pub skill: SkillId,
    /// Its name.
    pub name: String,
    /// Minutes for each unit.
    pub minutes: i64,
}

/// A lead time in a history.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadTimeFacts {
    /// Id.
    pub id: LeadTimeId,
    /// Days.
    pub days: i64,
    /// How they count.
    pub count: DayCount,
    /// First day on which orders have it.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Why it was set.
    pub reason: String,
    /// Who set it.
    pub set_by: Option<Uuid>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub set_at: Timestamp,
    /// Whether an order of today has it.
    pub in_force: bool,
}

/// A product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProductFacts {
    /// As in the list.
    pub product: ProductRow,
    /// Calendar of the plant or store it leaves from.
    pub plant_calendar: Option<CalendarId>,
    /// Work of installing one unit.
    pub installation: Vec<WorkFacts>,
    /// The way to a customer, where a region says nothing of its own.
    pub transport: LeadTimeNow,
    /// Out of sale.
    pub archived: bool,
    /// Lead times, the newest first.
    pub lead_times: Vec<LeadTimeFacts>,
    /// Row version.
    pub version: i64,
}

impl View for OneProduct {
    const NAME: &'static str = "catalog.product";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProductFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ProductFacts> {
        let product = record::find(tx, self.product)?.ok_or_else(Refusal::absent)?;
        let steps = record::lead_times(tx, product.id)?;
        let effective: Vec<_> = steps.iter().map(LeadTime::effective).collect();
        let today = today(ctx);
        // The last given of the latest begun is the one in force; mark that row and no other.
        let begun = steps.iter().filter(|step| step.effective_from <= today);
        let current =
            begun.max_by_key(|step| (step.effective_from, step.set_at, step.id)).map(|step| step.id);
        debug_assert_eq!(current.is_some(), rules::in_force(&effective, today).is_some());
        let installation = works(tx, &product.installation.0)?;
        let mut lead_times: Vec<LeadTimeFacts> = steps
            .iter()
            .map(|step| LeadTimeFacts {
                id: step.id,
                days: step.days,
                count: day_count(step.working),
                from: step.effective_from,
                reason: step.reason.clone(),
                set_by: step.set_by.map(|person| person.0),
                set_at: step.set_at,
                in_force: Some(step.id) == current,
            })
            .collect();
        lead_times.reverse();
        lead_times.sort_by_key(|step| std::cmp::Reverse(step.from));
        Ok(ProductFacts {
            plant_calendar: product.plant_calendar_id,
            installation,
            transport: product.transport().into(),
            archived: product.archived,
            lead_times,
            version: product.version,
            product: row(product, &steps, today),
        })
    }
}

fn works(tx: &mut Tx, list: &[InstallWork]) -> Outcome<Vec<WorkFacts>> {
    let mut works = Vec::new();
    for work in list {
        let name = record::find_skill(tx, work.skill)?.map(|skill| skill.name).unwrap_or_default();
        works.push(WorkFacts { skill: work.skill, name, minutes: work.minutes });
    }
    Ok(works)
}

/// Products to choose from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProductChoices {
    /// Words of name or code.
    pub query: Option<String>,
    /// Only of this kind.
    pub kind: Option<ProductKind>,
    /// Only this one, archived or not: its label.
    pub id: Option<ProductId>,
}

/// Something to choose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Choice {
    /// Id.
    pub id: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

impl View for ProductChoices {
    const NAME: &'static str = "product.choices";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<Choice>> {
        if let Some(id) = self.id {
            let found = record::find(tx, id)?;
            return Ok(found.into_iter().map(choice).collect());
        }
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let among = query.map(|query| record::find_text(tx, query, 50)).transpose()?;
        let filter = record::Filter { kind: self.kind, archived: false, among, after: None };
        Ok(record::list(tx, &filter, None, 20)?.into_iter().map(choice).collect())
    }
}

fn choice(product: Product) -> Choice {
    Choice { id: product.id.0, label: product.name, hint: product.code }
}

/// Skills to choose from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SkillChoices {
    /// Part of the name.
    pub query: Option<String>,
    /// Only this one, in use or not: its label.
    pub id: Option<SkillId>,
}

impl View for SkillChoices {
    const NAME: &'static str = "skill.choices";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<Choice>> {
        if let Some(id) = self.id {
            let found = record::find_skill(tx, id)?;
            let label =
                |skill: record::Skill| Choice { id: skill.id.0, label: skill.name, hint: String::new() };
            return Ok(found.into_iter().map(label).collect());
        }
        let wanted = accord_store::search::fold(self.query.as_deref().unwrap_or_default().trim());
        let skills = record::skills(tx)?.into_iter().filter(|skill| !skill.archived);
        Ok(skills
            .filter(|skill| accord_store::search::fold(&skill.name).contains(&wanted))
            .take(20)
            .map(|skill| Choice { id: skill.id.0, label: skill.name, hint: String::new() })
            .collect())
    }
}

/// The skills, those out of use last.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Skills {}

/// A skill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SkillFacts {
    /// Id.
    pub id: SkillId,
    /// Name.
    pub name: String,
    /// Out of use.
    pub archived: bool,
    /// Row version.
    pub version: i64,
}

impl View for Skills {
    const NAME: &'static str = "catalog.skills";
    const PERMISSION: Permission = Permission::CatalogRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<SkillFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<SkillFacts>> {
        let facts = |skill: record::Skill| SkillFacts {
            id: skill.id,
            name: skill.name,
            archived: skill.archived,
            version: skill.version,
        };
        Ok(record::skills(tx)?.into_iter().map(facts).collect())
    }
}
