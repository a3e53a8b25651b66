//! Visits by time.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::{
    PersonId, mine,
    paging::{Sort, next_place, sorted},
};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose, leaf, limit};
use crate::{
    Purpose, VisitId, VisitState,
    record::visit::{self as rows, NO_TIME, VisitFilter, VisitRow, VisitSort, going},
    rules::late::late,
};

/// A visit as lists show it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitFacts {
    /// Id.
    pub id: VisitId,
    /// Number.
    pub number: String,
    /// To whom.
    pub customer: Whose,
    /// Where.
    pub site: SiteId,
    /// Its name.
    pub site_name: String,
    /// Zone of the site (IANA).
    pub zone: String,
    /// What for.
    pub purpose: Purpose,
    /// What is to be done.
    pub task: String,
    /// When it begins.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub starts_at: Option<Timestamp>,
    /// Minutes of work.
    pub minutes: i64,
    /// How it stands.
    pub state: VisitState,
    /// Its time is past, and nobody has set out.
    pub late: bool,
    /// Who goes, who leads first.
    pub people: Vec<Who>,
    /// The customer knows the time and the name as they stand.
    pub told: bool,
    /// Row version.
    pub version: i64,
}

/// Visits that are still to be done or being done, by time; those without one stand last.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VisitList {
    /// Only those that stand so.
    pub state: Option<VisitState>,
    /// Only to this customer, those that are over too.
    pub customer: Option<CustomerId>,
    /// Only for this thing: a case, an installation; those that are over too.
    pub subject: Option<Uuid>,
    /// Only of this person.
    pub person: Option<PersonId>,
    /// Only one's own, and those of whom one covers.
    pub mine: Option<bool>,
    /// Only those that begin on this day of the reader's calendar or later; those without a time are left out.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Only those that begin on this day of the reader's calendar or before; those without a time are left out.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// By what they are sorted, with a minus the other way round; by time when open.
    pub sort: Option<Sort<VisitSort>>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of visits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisitPage {
    /// The rows.
    pub rows: Vec<VisitFacts>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
}

fn place(after: Option<&str>) -> Outcome<Option<(Timestamp, VisitId)>> {
    let Some(after) = after else { return Ok(None) };
    let bad = || Refusal::field("/after", "field.form");
    let (at, id) = after.split_once('_').ok_or_else(bad)?;
    let at: i64 = at.parse().map_err(|_| bad())?;
    let at = <Timestamp as accord_store::Column>::from_value(&accord_store::Value::Int(at));
    let id = Uuid::parse_str(id).map_err(|_| bad())?;
    // No time sorts behind every time there is.
    Ok(Some((at.unwrap_or(Timestamp::MAX), id.into())))
}

impl View for VisitList {
    const NAME: &'static str = "visit.list";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = VisitPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<VisitPage> {
        let limit = limit(self.limit)?;
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let own_people = self.mine.unwrap_or(false).then(|| mine(ctx));
        let until = self.until.map(|day| day.tomorrow().map_err(|_| Refusal::field("/until", "field.form")));
        let filter = VisitFilter {
            state: self.state,
            customer: self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id),
            subject: self.subject,
            persons: self.person.map(|person| vec![person]).or(own_people),
            from: self.from.map(|day| begins(ctx, day, "/from")).transpose()?,
            until: until.transpose()?.map(|day| begins(ctx, day, "/until")).transpose()?,
            after: place(own)?,
        };
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = rows::walked(tx, ctx, &filter, walk, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| rows::count(tx, ctx, &filter, most))?;
        let key = |row: &VisitRow| row.starts_at.map_or(NO_TIME, |at| at.as_microsecond());
        let last = leaf.rows.last().filter(|_| leaf.more);
        Ok(VisitPage {
            next: next_place(
                sorted.as_ref(),
                last,
                |row| row.id.into(),
                |row| Some(format!("{}_{}", key(row), row.id)),
            ),
            rows: shown(tx, ctx, &leaf.rows)?,
            count: leaf.count,
            count_capped: leaf.count_capped,
        })
    }
}

/// When a day begins by the reader's clock.
fn begins(ctx: &Context, day: Date, field: &'static str) -> Outcome<Timestamp> {
    let start = day.to_zoned(ctx.tongue().zone).map_err(|_| Refusal::field(field, "field.form"))?;
    Ok(start.timestamp())
}

/// Who goes on visits that are still to be done or being done, by name.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitPeople {}

impl View for VisitPeople {
    const NAME: &'static str = "visit.people";
    const PERMISSION: Permission = Permission::VisitRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Who>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Who>> {
        let persons = rows::goers(tx, ctx)?;
        let names = Names::read(tx, persons.clone(), Vec::new())?;
        let mut people: Vec<Who> = persons.into_iter().map(|id| names.who(id)).collect();
        people.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(people)
    }
}

/// Visits as shown.
pub(super) fn shown(tx: &mut Tx, ctx: &Context, found: &[VisitRow]) -> Outcome<Vec<VisitFacts>> {
    let mut people: BTreeMap<VisitId, Vec<PersonId>> = BTreeMap::new();
    for row in found {
        people.insert(row.id, going(tx, row.id)?.iter().map(|one| one.person_id).collect());
    }
    let persons = people.values().flatten().copied().collect();
    let names = Names::read(tx, persons, found.iter().map(|row| row.customer_id).collect())?;
    let mut out = Vec::with_capacity(found.len());
    for row in found {
        let site = customer::site(tx, row.site_id)?;
        let people = people.remove(&row.id).unwrap_or_default();
        out.push(VisitFacts {
            id: row.id,
            number: row.number.clone(),
            customer: names.whose(row.customer_id),
            site: site.id,
            site_name: site.name,
            zone: site.zone,
            purpose: row.purpose,
            task: row.task.clone(),
            starts_at: row.starts_at,
            minutes: row.minutes,
            state: row.state,
            late: late(row.state, row.starts_at, ctx.now),
            told: row.starts_at.is_some()
                && row.told_start == row.starts_at
                && row.told_person == people.first().copied(),
            people: people.into_iter().map(|id| names.who(id)).collect(),
            version: row.version,
        });
    }
    Ok(out)
}
