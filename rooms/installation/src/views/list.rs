//! Plans in a list.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_room_order::{self as order, OrderId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Leaf, Names, Who, Whose, leaf, limit, mine};
use crate::{
    id::{InstallationId, InstallationState, PlanKind},
    record::plan::{Filter, Tally, count_up_to, find_text, installation, list, of_order, place_of, tallies},
    settings,
};

/// Rows found by words.
const FOUND_MAX: i64 = 200;

/// Plans of installation and implementation, the next first; those that are done only when asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InstallationList {
    /// Number or product.
    pub query: Option<String>,
    /// Only those that stand so; open ones when left out.
    pub state: Option<InstallationState>,
    /// Only of a kind.
    pub kind: Option<PlanKind>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Only of this order, however they stand.
    pub order: Option<OrderId>,
    /// Only those that the reader leads, or covers.
    pub mine: Option<bool>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Where the page before ended.
    pub after: Option<String>,
}

/// A plan in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InstallationRow {
    /// Id.
    pub id: InstallationId,
    /// Number.
    pub number: String,
    /// Machine or software.
    pub kind: PlanKind,
    /// For whom.
    pub customer: Whose,
    /// What.
    pub title: String,
    /// Who leads it.
    pub lead: Option<Who>,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub planned_from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub planned_until: Option<Date>,
    /// How it stands.
    pub state: InstallationState,
    /// Readiness items.
    pub ready: i64,
    /// Those that are settled.
    pub ready_done: i64,
    /// Those whose day has passed.
    pub late: i64,
    /// Steps.
    pub steps: i64,
    /// Those that are settled.
    pub steps_done: i64,
}

/// A page of plans.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InstallationPage {
    /// The rows.
    pub rows: Vec<InstallationRow>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, at most 1,000.
    pub count: i64,
    /// There are more than that.
    pub count_capped: bool,
}

impl View for InstallationList {
    const NAME: &'static str = "installation.list";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = InstallationPage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(match (self.order, self.customer) {
            (Some(id), _) => Touches::customer(order::find(tx, id)?.customer_id),
            (None, Some(customer)) => Touches::customer(customer),
            (None, None) => Touches::nothing(),
        })
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<InstallationPage> {
        let limit = limit(self.limit)?;
        let mut among = match self.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
            Some(query) => Some(find_text(tx, query, FOUND_MAX)?),
            None => None,
        };
        let mut states = vec![InstallationState::Planned, InstallationState::Underway];
        if let Some(id) = self.order {
            let own: Vec<InstallationId> = of_order(tx, id)?.into_iter().map(|row| row.id).collect();
            among = Some(match among {
                Some(found) => found.into_iter().filter(|id| own.contains(id)).collect(),
                None => own,
            });
            states.clear();
        }
        let customer = self.customer.map(|id| customer::load(tx, id)).transpose()?.map(|row| row.id);
        let filter = Filter {
            states: self.state.map_or(states, |state| vec![state]),
            kind: self.kind,
            customer,
            leads: if self.mine.unwrap_or(false) { mine(ctx) } else { Vec::new() },
            among,
        };
        let after = self.after.as_deref().filter(|text| !text.is_empty()).map(place).transpose()?;
        let first = after.is_none();
        let found = list(tx, ctx, &filter, after, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_up_to(tx, ctx, &filter, most))?;
        let Leaf { rows, more, count, count_capped } = leaf;
        let names = Names::read(
            tx,
            rows.iter().filter_map(|row| row.lead_id).collect(),
            rows.iter().map(|row| row.customer_id).collect(),
        )?;
        let ids: Vec<InstallationId> = rows.iter().map(|row| row.id).collect();
        let far = tallies(tx, &ids, settings::today(ctx))?;
        let next = rows.last().filter(|_| more).map(place_of);
        let shown = rows
            .into_iter()
            .map(|row| {
                let tally: Tally = far.get(&row.id).copied().unwrap_or_default();
                InstallationRow {
                    id: row.id,
                    number: row.number,
                    kind: row.kind,
                    customer: names.whose(row.customer_id),
                    title: row.title,
                    lead: names.maybe(row.lead_id),
                    planned_from: row.planned_from,
                    planned_until: row.planned_until,
                    state: row.state,
                    ready: tally.ready,
                    ready_done: tally.ready_done,
                    late: tally.late,
                    steps: tally.steps,
                    steps_done: tally.steps_done,
                }
            })
            .collect();
        Ok(InstallationPage { rows: shown, next, count, count_capped })
    }
}

fn place(text: &str) -> Outcome<(String, InstallationId)> {
    let read = || {
        let (on, id) = text.split_once('_')?;
        let on: Date = on.parse().ok()?;
        Some((on.to_string(), InstallationId(Uuid::parse_str(id).ok()?)))
    };
    read().ok_or_else(|| Refusal::field("/after", "field.form"))
}

/// Plans to choose from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InstallationChoices {
    /// Number or product.
    pub query: Option<String>,
    /// Only of this customer.
    pub customer: Option<CustomerId>,
    /// Exactly this one.
    pub id: Option<InstallationId>,
}

/// A plan to choose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InstallationChoice {
    /// Id.
    pub id: InstallationId,
    /// Number and product.
    pub label: String,
}

impl View for InstallationChoices {
    const NAME: &'static str = "installation.choices";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<InstallationChoice>;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        if let Some(id) = self.id {
            return Ok(Touches::customer(installation(tx, id)?.customer_id));
        }
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<InstallationChoice>> {
        let among = match (self.id, self.query.as_deref().map(str::trim).filter(|query| !query.is_empty())) {
            (Some(id), _) => Some(vec![id]),
            (None, Some(query)) => Some(find_text(tx, query, 20)?),
            (None, None) => None,
        };
        let filter = Filter { customer: self.customer, among, ..Filter::default() };
        let rows = list(tx, ctx, &filter, None, 20)?;
        let choice = |row: crate::record::plan::Installation| InstallationChoice {
            id: row.id,
            label: format!("{} {}", row.number, row.title),
        };
        Ok(rows.into_iter().map(choice).collect())
    }
}
