//! What is decided of a service plan for units of an order (R15). The offer is obligatory, its acceptance is not (T9).

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId};
use accord_room_order::{self as order, LineId, Order, OrderId, OrderState};
use accord_room_people::{self as people, PersonId};
use accord_room_value::{self as value, PlanState, PlanVersionId};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    book::{Bought, book},
    coach, cover,
    id::{ContractId, DecisionId},
    input::{MONTHS_MAX, WORDING_MAX, number, optional, text},
    neighbours::{Word, author, heads_of_service, tell, today_of_order},
    offer::{LineOffer, line_offers},
    ready::{Asked, must_be_possible, readiness},
    record::{
        contract::AgreedBasis,
        offer::{DecisionRow, units_of_line},
    },
    rules::{
        billing::Interval,
        decision::{Answer, CannotChoose, choose},
    },
    tasks,
    worth::{must_be_worth, worth_of},
};

/// Records what was decided of a service plan for units of an order. An accepted plan goes onto the order and into a
/// contract at once.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideService {
    /// The order.
    pub order: OrderId,
    /// Its line of equipment.
    pub line: LineId,
    /// What was decided.
    pub answer: Answer,
    /// The plan that was offered.
    #[serde(default)]
    pub plan_version: Option<PlanVersionId>,
    /// For how many units of the line; all that are undecided when open.
    #[serde(default)]
    pub quantity: Option<i64>,
    /// Why the customer declined, in the customer's words; or why nothing was offered.
    #[serde(default)]
    pub reason: Option<String>,
    /// Who of the customer said it.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// Who of us offered it; whoever records it when open.
    #[serde(default)]
    pub offered_by: Option<PersonId>,
    /// Price of a year for one unit; the list price when open. Another one is the head of service's.
    #[serde(default)]
    pub year_price: Option<Money>,
    /// Months of the paid term; those of the plan when open.
    #[serde(default)]
    pub term_months: Option<i64>,
    /// How often it is invoiced; yearly when open.
    #[serde(default)]
    pub billing: Option<Interval>,
}

/// A decision.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DecisionAnswer {
    /// Its id.
    pub decision: DecisionId,
    /// The order.
    pub order: OrderId,
    /// The units that it is about.
    pub units: Vec<i64>,
    /// The contract, when the plan was accepted.
    pub contract: Option<ContractId>,
    /// Words of what still holds the order.
    pub holds: Vec<String>,
}

impl Action for DecideService {
    const NAME: &'static str = "service.decide";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DecisionAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(order::find(tx, self.order)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DecisionAnswer> {
        let new = Decision {
            order: self.order,
            line: self.line,
            answer: self.answer,
            plan_version: self.plan_version,
            quantity: self.quantity,
            reason: optional("/reason", self.reason.as_deref(), WORDING_MAX)?,
            contact: self.contact,
            offered_by: self.offered_by,
            year_price: self.year_price,
            term_months: self.term_months,
            billing: self.billing,
            quote: None,
            agreed_price: false,
            charge_line: None,
        };
        let (row, contract) = decide(tx, act, new)?;
        let holds = order::find(tx, self.order)?.holds.0;
        Ok(DecisionAnswer { decision: row.id, order: self.order, units: row.units.0, contract, holds })
    }
}

/// A decision, however it reached us.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    pub order: OrderId,
    pub line: LineId,
    pub answer: Answer,
    pub plan_version: Option<PlanVersionId>,
    pub quantity: Option<i64>,
    pub reason: Option<String>,
    pub contact: Option<ContactId>,
    pub offered_by: Option<PersonId>,
    pub year_price: Option<Money>,
    pub term_months: Option<i64>,
    pub billing: Option<Interval>,
    pub quote: Option<Uuid>,
    /// The price was agreed in a quote that the customer accepted.
    pub agreed_price: bool,
    pub charge_line: Option<LineId>,
}

/// Records a decision, with everything that follows from it.
pub(crate) fn decide(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: Decision,
) -> Outcome<(DecisionRow, Option<ContractId>)> {
    let order_row = order::find(tx, new.order)?;
    if matches!(order_row.state, OrderState::Cancelled) {
        return Err(Refusal::conflict("service.order_cancelled").with("number", order_row.number));
    }
    let offers = line_offers(tx, new.order)?;
    let offer = offers.iter().find(|offer| offer.line.id == new.line);
    let offer = offer.ok_or_else(|| Refusal::field("/line", "service.not_equipment"))?;
    let units = units(offer, new.quantity)?;
    if let Some(contact) = new.contact {
        customer::named_contact(tx, order_row.customer_id, "/contact", contact)?;
    }
    if let Some(person) = new.offered_by {
        people::named_person(tx, "/offered_by", person)?;
    }
    check_form(&new)?;
    let today = today_of_order(tx, act, &order_row)?;
    let row = DecisionRow {
        id: act.new_id::<DecisionId>(),
        customer_id: order_row.customer_id,
        order_id: new.order,
        line_id: new.line,
        units: Json(units),
        answer: new.answer,
        plan_version_id: new.plan_version,
        reason: new.reason.clone().unwrap_or_default(),
        contact_id: new.contact,
        offered_by: new.offered_by.or_else(|| author(act)).filter(|_| new.answer.was_offered()),
        decided_by: author(act),
        decided_at: act.now,
        decided_on: today,
        quote_id: new.quote,
        approved_by: None,
        approved_at: None,
        approval_words: None,
        standing: true,
        replaced_at: None,
        replaced_reason: None,
        version: 1,
    };
    tx.insert(&row)?;
    act.fact("order", new.order);
    act.fact("number", &order_row.number);
    act.fact("answer", new.answer);
    act.fact("units", &row.units.0);
    act.fact("decision", row.id);
    let contract = match new.answer {
        Answer::Accepted => Some(accept(tx, act, &order_row, offer, &row, &new)?),
        Answer::Declined => {
            declined(tx, act, offer, &row)?;
            None
        }
        Answer::NotOffered => {
            ask_approval(tx, act, &order_row, &row)?;
            None
        }
    };
    if order_row.is_open() {
        order::refresh(tx, act, new.order)?;
    }
    if let Some(rep) = order_row.entered_by.filter(|_| new.answer == Answer::NotOffered) {
        coach::look(tx, act, rep, None)?;
    }
    Ok((row, contract))
}

fn units(offer: &LineOffer, quantity: Option<i64>) -> Outcome<Vec<i64>> {
    if let Some(quantity) = quantity {
        number("/quantity", quantity, 1, 10_000)?;
    }
    choose(&offer.open, quantity).map_err(|why| match why {
        CannotChoose::NothingOpen => {
            Refusal::conflict("service.nothing_open").with("line", offer.line.line_no)
        }
        CannotChoose::FewerOpen { open } => {
            Refusal::field("/quantity", "service.fewer_open").with("open", open)
        }
    })
}

/// What each answer needs: a plan when one was offered, a reason when there is none to show for it.
fn check_form(new: &Decision) -> Outcome<()> {
    match new.answer {
        Answer::Accepted | Answer::Declined if new.plan_version.is_none() => {
            Err(Refusal::field("/plan_version", "service.which_plan"))
        }
        Answer::Declined if new.reason.is_none() => Err(Refusal::field("/reason", "service.why_declined")),
        Answer::NotOffered if new.reason.is_none() => {
            Err(Refusal::field("/reason", "service.why_not_offered"))
        }
        Answer::NotOffered if new.plan_version.is_some() => {
            Err(Refusal::field("/plan_version", "service.no_plan_without_offer"))
        }
        _ => Ok(()),
    }
}

/// The plan goes into a contract, and onto the order while that can change.
fn accept(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order_row: &Order,
    offer: &LineOffer,
    row: &DecisionRow,
    new: &Decision,
) -> Outcome<ContractId> {
    let version_id = new.plan_version.ok_or_else(|| Refusal::field("/plan_version", "service.which_plan"))?;
    let version = value::plan_version(tx, version_id)?;
    let plan = value::load_plan(tx, version.plan_id)?;
    // What was sent while it was published stays bought; only a new sale needs a plan that is on offer.
    if version.state != PlanState::Published && !new.agreed_price {
        return Err(Refusal::field("/plan_version", "service.plan_not_published").with("plan", plan.name));
    }
    let (year, list) = prices(act, order_row, offer, &version, new)?;
    let term_months = number("/term_months", new.term_months.unwrap_or(version.term_months), 1, MONTHS_MAX)?;
    let site = order_row.site_id;
    let mut missing = Vec::new();
    if let Some(site) = site {
        let asked = Asked {
            customer: order_row.customer_id,
            site,
            plan_version: version.id,
            product: Some(offer.product.id),
        };
        let found = readiness(tx, act, asked)?;
        must_be_possible(&found, &plan.name, &customer::site(tx, site)?.name)?;
        missing = found.missing;
    }
    let worth = worth_of(tx, act, order_row.customer_id, offer.product.id, version.id)?;
    if !new.agreed_price {
        must_be_worth(worth.as_ref())?;
    }
    let agreed = agreed_basis(worth.as_ref());
    let bought = Bought {
        order: order_row,
        offer,
        decision: row.id,
        units: i64::try_from(row.units.0.len()).unwrap_or(1),
        plan: &plan,
        version: &version,
        year,
        list,
        term_months,
        billing: new.billing.unwrap_or(Interval::Yearly),
        sold_on: row.decided_on,
        sold_by: row.offered_by,
        quote: new.quote,
        agreed,
        charge_line: new.charge_line,
    };
    let (mut contract, line) = book(tx, act, &bought)?;
    if let Some(site) = site {
        let today = row.decided_on;
        tasks::of_missing(tx, act, order_row.customer_id, site, Some(contract.id), &missing, today)?;
    }
    // Units that were accepted before the plan was bought have their cover at once.
    for unit in units_of_line(tx, offer.line.id)? {
        if row.units.0.contains(&unit.unit_no) {
            let asset = accord_room_asset::asset(tx, unit.asset_id)?;
            let covers = cover::begin_if_accepted(tx, act, &mut contract, &line, &asset)?;
            tasks::of_cover(tx, act, &contract, &asset, &covers)?;
        }
    }
    crate::papers::conclude(tx, act, &contract)?;
    Ok(contract.id)
}

/// Price of a year and list price, both of one unit. Less than the list is the head of service's to give.
fn prices(
    act: &Act<'_>,
    order_row: &Order,
    offer: &LineOffer,
    version: &value::PlanVersionRow,
    new: &Decision,
) -> Outcome<(Money, Money)> {
    let list = version.price(Some(offer.product.id), order_row.currency);
    let Some(asked) = new.year_price else {
        let list = list.ok_or_else(|| {
            Refusal::field("/year_price", "service.no_list_price").with("currency", order_row.currency.code())
        })?;
        return Ok((list, list));
    };
    if asked.currency != order_row.currency {
        return Err(
            Refusal::field("/year_price", "service.currency").with("currency", order_row.currency.code())
        );
    }
    if asked.minor <= 0 {
        return Err(Refusal::field("/year_price", "field.not_positive"));
    }
    let below = list.is_none_or(|list| asked.minor < list.minor);
    if below && !new.agreed_price && !act.principal.may(Permission::ContractApprove) {
        let refusal = Refusal::field("/year_price", "service.below_list");
        return Err(match list {
            Some(list) => refusal.with("list", list),
            None => refusal.with("list", "–"),
        });
    }
    Ok((asked, list.unwrap_or(asked)))
}

/// What was agreed of the plan's value: the figures by which it was shown. Without the customer's own number nothing was.
pub(super) fn agreed_basis(worth: Option<&value::table::Answer>) -> AgreedBasis {
    worth.map_or_else(AgreedBasis::default, |worth| AgreedBasis {
        stop_cost_per_day: Some(worth.figures.stop_cost),
        hours_without: Some(worth.figures.hours_without),
        hours_with: Some(worth.figures.hours_with),
    })
}

/// Units that the customer has accepted already make their revisit dates at once.
fn declined(tx: &mut Tx, act: &mut Act<'_>, offer: &LineOffer, row: &DecisionRow) -> Outcome<()> {
    for unit in units_of_line(tx, offer.line.id)? {
        if row.units.0.contains(&unit.unit_no) {
            let asset = accord_room_asset::asset(tx, unit.asset_id)?;
            if let Some(until) = asset.warranty_until() {
                tasks::of_declined(tx, act, row, &asset, until)?;
            }
        }
    }
    Ok(())
}

fn ask_approval(tx: &mut Tx, act: &mut Act<'_>, order_row: &Order, row: &DecisionRow) -> Outcome<()> {
    let word = Word::new("notice-service-approval", format!("/orders/{}", order_row.id))
        .with("number", order_row.number.clone())
        .with("reason", text("/reason", &row.reason, WORDING_MAX)?)
        .about(order_row.customer_id)
        .urgent();
    let heads = heads_of_service(tx)?;
    tell(tx, act, &heads, &word)
}
