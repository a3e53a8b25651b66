//! Demonstrations, and who could come along.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_room_customer::{self as customer, ContactId};
use accord_room_people::PersonId;
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose, limit, one::named, place, trim};
use crate::{
    DemoId, DemoState, OpportunityId,
    engineers::{Wanted, candidates, needed},
    neighbours::product,
    record::{Demonstration, demonstrations_from, opportunity},
    rules::demo::Busy,
};

/// A demonstration.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DemoLine {
    /// Id.
    pub id: DemoId,
    /// Number.
    pub number: String,
    /// On the way to which opportunity.
    pub opportunity: OpportunityId,
    /// For whom.
    pub customer: Whose,
    /// What is shown.
    pub product: ProductId,
    /// Its name.
    pub product_name: String,
    /// Where; open when they come to us.
    pub site_name: Option<String>,
    /// When it begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub starts_at: Timestamp,
    /// When it ends.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub ends_at: Timestamp,
    /// How many minutes that is.
    pub minutes: i64,
    /// Who of sales gives it.
    pub rep: Who,
    /// The engineer who comes along.
    pub engineer: Option<Who>,
    /// Why none does.
    pub no_engineer_reason: Option<String>,
    /// Whether the engineer came.
    pub engineer_came: Option<bool>,
    /// The engineer whom a service call took.
    pub released: Option<Who>,
    /// What was said of it.
    pub released_reason: Option<String>,
    /// Who of the customer was there.
    pub contacts: Vec<ContactId>,
    /// What came of it.
    pub outcome: String,
    /// How it stands.
    pub state: DemoState,
    /// It began, and nobody has said what came of it.
    pub to_record: bool,
    /// Row version.
    pub version: i64,
}

pub(super) fn demo_lines(tx: &mut Tx, ctx: &Context, found: &[Demonstration]) -> Outcome<Vec<DemoLine>> {
    let persons = found.iter().flat_map(|demo| {
        [Some(demo.rep_id), demo.engineer_id, demo.released_engineer_id].into_iter().flatten()
    });
    let names = Names::read(tx, persons.collect(), found.iter().map(|demo| demo.customer_id).collect())?;
    let ids: Vec<ProductId> = found.iter().map(|demo| demo.product_id).collect();
    let products = catalog::find_all(tx, &ids)?;
    let mut lines = Vec::with_capacity(found.len());
    for demo in found {
        let site_name = demo.site_id.map(|site| customer::site(tx, site)).transpose()?.map(|site| site.name);
        lines.push(DemoLine {
            id: demo.id,
            number: demo.number.clone(),
            opportunity: demo.opportunity_id,
            customer: names.whose(demo.customer_id),
            product: demo.product_id,
            product_name: products
                .get(&demo.product_id)
                .map(|product| product.name.clone())
                .unwrap_or_default(),
            site_name,
            starts_at: demo.starts_at,
            ends_at: demo.ends_at,
            minutes: demo.ends_at.duration_since(demo.starts_at).as_mins(),
            rep: names.who(demo.rep_id),
            engineer: names.maybe(demo.engineer_id),
            no_engineer_reason: demo.no_engineer_reason.clone(),
            engineer_came: demo.engineer_came,
            released: names.maybe(demo.released_engineer_id),
            released_reason: demo.released_reason.clone(),
            contacts: demo.contacts.0.clone(),
            outcome: demo.outcome.clone(),
            state: demo.state,
            to_record: demo.state == DemoState::Planned && demo.starts_at <= ctx.now,
            version: demo.version,
        });
    }
    Ok(lines)
}

/// Demonstrations, the latest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DemoList {
    /// How they stand.
    pub state: Option<DemoState>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of demonstrations.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DemoPage {
    /// The rows.
    pub rows: Vec<DemoLine>,
    /// Place of the next page.
    pub next: Option<String>,
}

impl View for DemoList {
    const NAME: &'static str = "demo.list";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DemoPage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<DemoPage> {
        let limit = limit(self.limit)?;
        let after: Option<(i64, Uuid)> = place(self.after.as_deref())?;
        let after = after.and_then(|(at, id)| Some((Timestamp::from_microsecond(at).ok()?, DemoId(id))));
        let mut found = demonstrations_from(tx, ctx, self.state, after, limit + 1)?;
        let more = trim(&mut found, limit);
        let next = found
            .last()
            .filter(|_| more)
            .map(|last| format!("{}_{}", last.starts_at.as_microsecond(), last.id));
        Ok(DemoPage { rows: demo_lines(tx, ctx, &found)?, next })
    }
}

/// Who could come along to a demonstration, whom to ask first on top.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Engineers {
    /// On the way to which opportunity.
    pub opportunity: OpportunityId,
    /// What is shown.
    pub product: ProductId,
    /// When it begins.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub starts_at: Timestamp,
    /// How many minutes it takes.
    pub minutes: i64,
}

/// An engineer who could come.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EngineerLine {
    /// Who.
    pub person: Who,
    /// Works in the customer's territory.
    pub local: bool,
    /// Answers for the customer in service, or stands in.
    pub looks_after: bool,
    /// Has every skill that installing the product needs.
    pub knows: bool,
    /// May be proposed: local, knows the product, free.
    pub fits: bool,
    /// A sentence that says what keeps them away.
    pub busy: Option<String>,
}

/// Who could come along.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EngineersPage {
    /// Whom to ask.
    pub proposed: Option<PersonId>,
    /// Everybody who could, whom to ask first on top.
    pub rows: Vec<EngineerLine>,
}

impl View for Engineers {
    const NAME: &'static str = "demo.engineers";
    const PERMISSION: Permission = Permission::PipelineRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = EngineersPage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(opportunity(tx, self.opportunity)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<EngineersPage> {
        let of = opportunity(tx, self.opportunity)?;
        let account = customer::load(tx, of.customer_id)?;
        let product = product(tx, "/product", self.product)?;
        let minutes = crate::input::whole("/minutes", self.minutes, 5, 5 * 24 * 60)?;
        let until = self.starts_at.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(self.starts_at);
        let wanted =
            Wanted { account: &account, product: &product, from: self.starts_at, until, except: None };
        let skills = needed(&product).len();
        let mut rows = Vec::new();
        for one in candidates(tx, ctx, &wanted)? {
            rows.push(EngineerLine {
                person: named(tx, PersonId(one.person))?,
                local: one.local,
                looks_after: one.looks_after,
                knows: one.knows(skills),
                fits: one.fits(skills),
                busy: one.busy.as_ref().map(|busy| busy_text(ctx, busy)),
            });
        }
        Ok(EngineersPage { proposed: rows.iter().find(|row| row.fits).map(|row| row.person.id), rows })
    }
}

fn busy_text(ctx: &Context, busy: &Busy) -> String {
    let tongue = ctx.tongue();
    match busy {
        Busy::Leave(until) => tongue.say_with("demo-busy-leave", &[("until", (*until).into())]),
        Busy::Demo(number) => tongue.say_with("demo-busy-demo", &[("number", number.clone().into())]),
        Busy::Other(key) => tongue.say(key).into_owned(),
    }
}
