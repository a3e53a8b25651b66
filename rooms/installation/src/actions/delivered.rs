//! What plans include, what customers expect, gaps and their plans, reviews (R27).

use accord_kernel::{Act, Action, Audience, Context, Fact, Money, Outcome, Permission, Refusal, Touches};
use accord_room_asset::AssetId;
use accord_room_contract::{ContractId, record::contract::contract};
use accord_room_customer::{self as customer, ContactId};
use accord_room_order::{self as order, OrderId};
use accord_room_people::{self as people, PersonId};
use accord_room_value::{PlanVersionId, plan_version};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    comparing::{FoundGap, Scope, compare, scope_of_contract, scope_of_order},
    id::{ExpectationId, GapId, GapState, PlanServiceId, ReviewId, ServiceDoneId, ServiceKind, TaskState},
    input::{NAME_MAX, WORDING_MAX, date, number, optional, text},
    neighbours::{Word, at_version, author, sales_owner, tell, today_at},
    record::delivered::{
        Expectation, Gap, PlanService, Review, ServiceDone, gap, gap_of, plan_service, review,
    },
    reviews::REMIND,
    settings,
};

/// Says how often in twelve months a version of a plan includes something for each unit.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPlanService {
    /// The version of the plan.
    pub plan_version: PlanVersionId,
    /// What.
    pub kind: ServiceKind,
    /// How often in twelve months; 0 takes it away.
    pub per_year: i64,
    /// What one of it is worth.
    #[serde(default)]
    pub worth: Option<Money>,
}

/// What a plan includes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanServiceAnswer {
    /// Its id.
    pub plan_service: PlanServiceId,
}

impl Action for SetPlanService {
    const NAME: &'static str = "plan_service.set";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlanServiceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(plan_version(tx, self.plan_version)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlanServiceAnswer> {
        let per_year = number("/per_year", self.per_year, 0, 366)?;
        if self.worth.is_some_and(|worth| worth.minor < 0) {
            return Err(Refusal::field("/worth", "field.negative"));
        }
        let (minor, currency) = (self.worth.map(|worth| worth.minor), self.worth.map(|worth| worth.currency));
        let id = match plan_service(tx, self.plan_version, self.kind)? {
            Some(mut row) => {
                row.per_year = per_year;
                row.worth_minor = minor;
                row.currency = currency;
                tx.update(&mut row)?;
                row.id
            }
            None => {
                let row = PlanService {
                    id: act.new_id(),
                    plan_version_id: self.plan_version,
                    kind: self.kind,
                    per_year,
                    worth_minor: minor,
                    currency,
                    version: 1,
                };
                tx.insert(&row)?;
                row.id
            }
        };
        act.fact("plan_version", self.plan_version);
        act.fact("kind", self.kind);
        act.fact("per_year", per_year);
        Ok(PlanServiceAnswer { plan_service: id })
    }
}

/// Notes that something that a plan includes by count was done, where no visit of ours says it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteService {
    /// The contract.
    pub contract: ContractId,
    /// What.
    pub kind: ServiceKind,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on_day: Date,
    /// In words.
    pub words: String,
    /// On which unit.
    #[serde(default)]
    pub asset: Option<AssetId>,
}

/// What was done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ServiceAnswer {
    /// Its id.
    pub service_done: ServiceDoneId,
}

impl Action for NoteService {
    const NAME: &'static str = "delivery.note_service";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ServiceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ServiceAnswer> {
        let of = contract(tx, self.contract)?;
        let on_day = date("/on_day", self.on_day)?;
        if on_day > settings::today(act) {
            return Err(Refusal::field("/on_day", "field.future"));
        }
        if let Some(unit) = self.asset {
            accord_room_asset::named_asset(tx, of.customer_id, "/asset", unit)?;
        }
        let row = ServiceDone {
            id: act.new_id(),
            customer_id: of.customer_id,
            contract_id: of.id,
            asset_id: self.asset,
            kind: self.kind,
            on_day,
            words: text("/words", &self.words, NAME_MAX)?,
            noted_by: author(act),
            noted_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("contract", of.id);
        act.fact("kind", self.kind);
        act.fact("on_day", on_day);
        Ok(ServiceAnswer { service_done: row.id })
    }
}

/// Notes what the customer expects of an order or contract, in the customer's words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteExpectation {
    /// The words.
    pub words: String,
    /// Whether it stands in what was agreed.
    #[serde(default)]
    pub in_contract: bool,
    /// The order.
    #[serde(default)]
    pub order: Option<OrderId>,
    /// The contract, where there is no order.
    #[serde(default)]
    pub contract: Option<ContractId>,
    /// Who said it.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

/// An expectation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExpectationAnswer {
    /// Its id.
    pub expectation: ExpectationId,
}

/// The scope that is named: an order, or a contract.
pub(crate) fn scope(tx: &mut Tx, order: Option<OrderId>, contract: Option<ContractId>) -> Outcome<Scope> {
    match (order, contract) {
        (Some(order), _) => scope_of_order(tx, order),
        (None, Some(contract)) => scope_of_contract(tx, contract),
        (None, None) => Err(Refusal::field("/order", "field.required")),
    }
}

impl Action for NoteExpectation {
    const NAME: &'static str = "delivery.expect";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ExpectationAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(scope(tx, self.order, self.contract)?.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ExpectationAnswer> {
        let scope = scope(tx, self.order, self.contract)?;
        if let Some(contact) = self.contact {
            customer::named_contact(tx, scope.customer, "/contact", contact)?;
        }
        let order = scope.order.as_ref().map(|row| row.id);
        let row = Expectation {
            id: act.new_id(),
            customer_id: scope.customer,
            order_id: order,
            contract_id: if order.is_some() { None } else { self.contract },
            words: text("/words", &self.words, WORDING_MAX)?,
            in_contract: self.in_contract,
            contact_id: self.contact,
            said_on: settings::today(act),
            noted_by: author(act),
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("expectation", row.id);
        act.fact("in_contract", row.in_contract);
        Ok(ExpectationAnswer { expectation: row.id })
    }
}

/// Says what will be done about a gap, by whom and by when.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanGap {
    /// Which gap, as the view names it.
    pub key: String,
    /// What will be done.
    pub plan: String,
    /// Who does it.
    pub owner: PersonId,
    /// By the end of which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due_on: Date,
    /// The order.
    #[serde(default)]
    pub order: Option<OrderId>,
    /// The contract, where there is no order.
    #[serde(default)]
    pub contract: Option<ContractId>,
}

/// A gap.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GapAnswer {
    /// What was agreed about it.
    pub gap: GapId,
    /// Row version.
    pub version: i64,
}

fn gap_named(tx: &mut Tx, ctx: &Context, scope: &Scope, key: &str) -> Outcome<FoundGap> {
    let found = compare(tx, ctx, scope)?.gaps.into_iter().find(|gap| gap.found.key == key);
    found.ok_or_else(|| Refusal::field("/key", "delivery.no_gap"))
}

impl Action for PlanGap {
    const NAME: &'static str = "delivery.plan_gap";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = GapAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(scope(tx, self.order, self.contract)?.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<GapAnswer> {
        let scope = scope(tx, self.order, self.contract)?;
        let found = gap_named(tx, act, &scope, &self.key)?;
        people::named_person(tx, "/owner", self.owner)?;
        let plan = text("/plan", &self.plan, WORDING_MAX)?;
        let due_on = date("/due_on", self.due_on)?;
        if due_on < settings::today(act) {
            return Err(Refusal::field("/due_on", "field.past"));
        }
        let row = match gap_of(tx, scope.id(), &self.key)? {
            Some(mut row) => {
                row.plan = plan;
                row.owner_id = self.owner;
                row.due_on = due_on;
                row.what = found.what;
                row.state = GapState::Planned;
                row.closed_at = None;
                tx.update(&mut row)?;
                row
            }
            None => {
                let row = Gap {
                    id: act.new_id(),
                    customer_id: scope.customer,
                    scope_id: scope.id(),
                    gap_key: self.key,
                    what: found.what,
                    plan,
                    owner_id: self.owner,
                    due_on,
                    state: GapState::Planned,
                    closed_words: None,
                    made_at: act.now,
                    closed_at: None,
                    version: 1,
                };
                tx.insert(&row)?;
                row
            }
        };
        act.fact("gap", row.id);
        act.fact("due_on", row.due_on);
        act.chain(row.owner_id);
        let word = Word::new("notice-gap-yours", path(&scope))
            .with("what", row.what.clone())
            .with("due", row.due_on)
            .about(scope.customer);
        tell(tx, act, &[row.owner_id], &word)?;
        Ok(GapAnswer { gap: row.id, version: row.version })
    }
}

/// Where the columns of a scope stand.
pub(crate) fn path(scope: &Scope) -> String {
    match &scope.order {
        Some(row) => format!("/orders/{}/delivered", row.id),
        None => format!("/contracts/{}/delivered", scope.id()),
    }
}

/// Settles a gap in words: what was done, or what the customer said to it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseGap {
    /// What was agreed.
    pub gap: GapId,
    /// The version that was read.
    pub version: i64,
    /// How it was settled.
    pub words: String,
}

impl Action for CloseGap {
    const NAME: &'static str = "delivery.close_gap";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = GapAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(gap(tx, self.gap)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<GapAnswer> {
        let mut row = gap(tx, self.gap)?;
        at_version(&row, self.version)?;
        if row.state == GapState::Closed {
            return Err(Refusal::conflict("delivery.gap_closed"));
        }
        row.closed_words = Some(text("/words", &self.words, WORDING_MAX)?);
        row.state = GapState::Closed;
        row.closed_at = Some(act.now);
        tx.update(&mut row)?;
        act.fact("gap", row.id);
        act.chain(row.owner_id);
        Ok(GapAnswer { gap: row.id, version: row.version })
    }
}

/// Records that the columns were looked at with the customer. The gaps as they stand are kept with it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldReview {
    /// The review.
    pub review: ReviewId,
    /// The version that was read.
    pub version: i64,
    /// What the customer said.
    pub words: String,
    /// On which day; today when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub held_on: Option<Date>,
}

/// A review.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewAnswer {
    /// Its id.
    pub review: ReviewId,
    /// How it stands.
    pub state: TaskState,
    /// How many gaps were open.
    pub gaps: usize,
    /// Row version.
    pub version: i64,
}

impl Action for HoldReview {
    const NAME: &'static str = "delivery.hold_review";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(review(tx, self.review)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let mut row = review(tx, self.review)?;
        at_version(&row, self.version)?;
        if row.state != TaskState::Open {
            return Err(Refusal::conflict("delivery.review_held"));
        }
        let scope = scope_of_order(tx, row.order_id)?;
        let today = today_at(tx, act, scope.order.as_ref().and_then(|of| of.site_id))?;
        let held_on = date("/held_on", self.held_on.unwrap_or(today))?;
        if held_on > today {
            return Err(Refusal::field("/held_on", "field.future"));
        }
        let open: Vec<FoundGap> =
            compare(tx, act, &scope)?.gaps.into_iter().filter(FoundGap::is_open).collect();
        row.words = Some(text("/words", &self.words, WORDING_MAX)?);
        row.held_on = Some(held_on);
        row.state = TaskState::Done;
        row.found = Json(json!(
            open.iter().map(|gap| json!({ "what": gap.what, "gap": gap.found })).collect::<Vec<_>>()
        ));
        tx.update(&mut row)?;
        act.cancel(tx, REMIND, row.id)?;
        act.fact("review", row.id);
        act.fact("step", &row.step);
        act.fact("gaps", open.len());
        Ok(ReviewAnswer { review: row.id, state: row.state, gaps: open.len(), version: row.version })
    }
}

/// A review comes near, or its day has passed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindReview {
    /// The review.
    pub review: ReviewId,
    /// `soon` or `late`.
    pub step: String,
}

impl Action for RemindReview {
    const NAME: &'static str = REMIND;
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ReviewAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(review(tx, self.review)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReviewAnswer> {
        let row = review(tx, self.review)?;
        let answer =
            |row: &Review| ReviewAnswer { review: row.id, state: row.state, gaps: 0, version: row.version };
        if row.state != TaskState::Open {
            act.quiet();
            return Ok(answer(&row));
        }
        let of = order::find(tx, row.order_id)?;
        let late = optional("/step", Some(&self.step), 20)?.as_deref() == Some("late");
        let kind = if late { "notice-delivery-review-late" } else { "notice-delivery-review" };
        let mut persons = vec![row.owner_id, sales_owner(tx, act, row.customer_id)?];
        if late {
            persons.extend(people::heads_of(tx, row.owner_id)?);
        }
        let word = Word::new(kind, format!("/orders/{}/delivered", row.order_id))
            .with("number", Fact::from(of.number))
            .with("due", row.due_on)
            .about(row.customer_id);
        act.fact("review", row.id);
        act.fact("step", &self.step);
        act.chain(row.owner_id);
        tell(tx, act, &persons, &word)?;
        Ok(answer(&row))
    }
}
