//! The service offer of an order: units, decisions, plans that can be offered, the window; who is to be called; the three
//! figures (R15).

use std::collections::BTreeMap;

use accord_kernel::{Audience, Context, Language, MetricValue, Money, Outcome, Permission, Touches, View};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, ContactId};
use accord_room_order::{self as order, LineId, OrderId, OrderState};
use accord_room_people::PersonId;
use accord_room_value::{self as value, Cover, PlanVersionId, Verdict};
use accord_store::Tx;
use jiff::{ToSpan, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, Who, Whose};
use crate::{
    book::window_of,
    coach::{counted, recent},
    id::{ContractId, DecisionId},
    neighbours::today_of_order,
    offer::{LineOffer, line_offers, tally},
    ready::{Asked, readiness, say},
    record::{
        contract::{contract, line_of_decision},
        offer::{DecisionRow, orders_held_for_offer},
    },
    rules::{
        decision::{Answer, Open},
        rate::counts,
        window::Window,
    },
    settings,
    worth::worth_of,
};

/// Most orders of a call list.
const CALLS_MAX: i64 = 200;

/// A decision as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DecisionFacts {
    /// Id.
    pub id: DecisionId,
    /// What was decided.
    pub answer: Answer,
    /// For which units.
    pub units: Vec<i64>,
    /// Name of the plan.
    pub plan: Option<String>,
    /// The reason.
    pub reason: String,
    /// Who of the customer said it.
    pub said_by: Option<String>,
    /// Who of us offered it.
    pub offered_by: Option<Who>,
    /// Who recorded it.
    pub decided_by: Option<Who>,
    /// On which day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub decided_on: Date,
    /// Who approved that nothing was offered.
    pub approved_by: Option<Who>,
    /// It waits for that approval.
    pub awaits_approval: bool,
    /// The contract that it made.
    pub contract: Option<ContractId>,
    /// Its number.
    pub contract_number: Option<String>,
    /// Row version.
    pub version: i64,
}

/// A plan that is on offer, for a line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanOffer {
    /// The version.
    pub plan_version: PlanVersionId,
    /// Name.
    pub name: String,
    /// Minutes to the response; open: by the end of the next working day.
    pub response_minutes: Option<i64>,
    /// Hours in which its clocks run.
    pub cover: Cover,
    /// Price of a year for one unit.
    pub year: Option<Money>,
    /// Months of the paid term.
    pub term_months: i64,
    /// First sentence of the card for colleagues, in the reader's language.
    pub card: String,
    /// What stands behind it.
    pub card_text: String,
    /// The same of the card for the customer.
    pub customer_card: String,
    /// It can be offered at the order's site.
    pub possible: bool,
    /// What is missing, in words.
    pub missing: Vec<String>,
    /// Bought now, it covers the warranty at no extra cost, or why not.
    pub window: Window,
    /// Whether it is worth its price to this customer; open without the customer's own number.
    pub verdict: Option<Verdict>,
    /// What a year as expected leaves after its price.
    pub expected_net: Option<Money>,
    /// Outages that are expected in a year.
    #[schemars(with = "Option<String>")]
    pub expected_outages: Option<Decimal>,
    /// Outages in a year from which it pays.
    #[schemars(with = "Option<String>")]
    pub break_even: Option<Decimal>,
}

/// How often units of a model stop, with what that rests on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DowntimeFacts {
    /// Stops in a year.
    #[schemars(with = "String")]
    pub a_year: Decimal,
    /// Units in the history.
    pub units: i64,
    /// Years in service that were watched.
    #[schemars(with = "String")]
    pub years: Decimal,
}

/// A line of equipment with its decisions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ServiceLine {
    /// The line.
    pub line: LineId,
    /// Its number.
    pub line_no: i64,
    /// What it is.
    pub description: String,
    /// The product.
    pub product: ProductId,
    /// Units that are left.
    pub units: i64,
    /// Units without a decision.
    pub undecided: Vec<i64>,
    /// Units that were not offered a plan, without approval yet.
    pub unapproved: Vec<i64>,
    /// What was decided.
    pub decisions: Vec<DecisionFacts>,
    /// What can be offered.
    pub plans: Vec<PlanOffer>,
    /// How often the model stops; open without a history.
    pub downtime: Option<DowntimeFacts>,
}

/// The window in which a plan covers the warranty at no extra cost.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WindowFactsShown {
    /// Whether it is open.
    pub open: bool,
    /// The day on which goods shall leave, by which it closes.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub closes_on: Option<Date>,
    /// The day on which they left.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub shipped_on: Option<Date>,
    /// Last day of an extension.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub extended_until: Option<Date>,
    /// Who approved it.
    pub extended_by: Option<Who>,
    /// Why.
    pub extended_reason: Option<String>,
}

/// The service offer of an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ServiceOffer {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: OrderState,
    /// Whose.
    pub customer: Whose,
    /// Who ordered.
    pub contact: Option<ContactId>,
    /// Their name.
    pub contact_name: Option<String>,
    /// Their telephone.
    pub contact_phone: Option<String>,
    /// Every unit has its decision.
    pub settled: bool,
    /// Units that need one.
    pub units: i64,
    /// The lines of equipment.
    pub lines: Vec<ServiceLine>,
    /// The early-sale window.
    pub window: WindowFactsShown,
    /// Who sells.
    pub rep: Option<Who>,
    /// Orders of whoever sells, over the last months.
    pub rep_orders: i64,
    /// Those with an offer.
    pub rep_offered: i64,
}

/// The service offer of an order: what is open, what was decided, what can be offered now.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderService {
    /// The order.
    pub order: OrderId,
}

impl View for OrderService {
    const NAME: &'static str = "service.offer";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ServiceOffer;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(order::find(tx, self.order)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ServiceOffer> {
        let row = order::find(tx, self.order)?;
        let offers = line_offers(tx, row.id)?;
        let tally = tally(&offers);
        let extension = crate::record::offer::extension_of(tx, row.id)?;
        let today = today_of_order(tx, ctx, &row)?;
        let persons = offers
            .iter()
            .flat_map(|offer| &offer.decisions)
            .flat_map(|row| [row.offered_by, row.decided_by, row.approved_by])
            .flatten()
            .chain(row.entered_by)
            .chain(extension.as_ref().map(|row| row.approved_by))
            .collect();
        let names = Names::read(tx, persons, vec![row.customer_id])?;
        let mut lines = Vec::with_capacity(offers.len());
        for offer in &offers {
            lines.push(line(tx, ctx, &row, offer, today, &names)?);
        }
        let contact = row.contact_id.map(|id| customer::contact(tx, id)).transpose()?;
        let figures = match row.entered_by {
            Some(rep) => recent(tx, ctx, rep, None)?,
            None => crate::rules::rate::Counts::default(),
        };
        let due = || offers.iter().filter(|offer| offer.line.shipped_on.is_none());
        let extended = extension.as_ref().filter(|row| row.until_on >= today);
        Ok(ServiceOffer {
            order: row.id,
            number: row.number.clone(),
            state: row.state,
            customer: names.whose(row.customer_id),
            contact: row.contact_id,
            contact_name: contact.as_ref().map(|contact| contact.name.clone()),
            contact_phone: contact.and_then(|contact| contact.phone),
            settled: tally.is_settled(),
            units: tally.units,
            window: WindowFactsShown {
                open: due().next().is_some() || extended.is_some(),
                closes_on: due().filter_map(|offer| offer.line.committed_on).min(),
                shipped_on: offers.iter().filter_map(|offer| offer.line.shipped_on).min(),
                extended_until: extension.as_ref().map(|row| row.until_on),
                extended_by: extension.as_ref().map(|row| names.who(row.approved_by)),
                extended_reason: extension.map(|row| row.reason),
            },
            rep: names.maybe(row.entered_by),
            rep_orders: figures.orders,
            rep_offered: figures.offered,
            lines,
        })
    }
}

fn line(
    tx: &mut Tx,
    ctx: &Context,
    row: &order::Order,
    offer: &LineOffer,
    today: Date,
    names: &Names,
) -> Outcome<ServiceLine> {
    let mut decisions = Vec::with_capacity(offer.decisions.len());
    for decision in &offer.decisions {
        decisions.push(decided(tx, decision, names)?);
    }
    let of = |why: Open| offer.open.iter().filter(|(_, one)| **one == why).map(|(unit, _)| *unit).collect();
    let undecided: Vec<i64> = of(Open::Undecided);
    let mut plans = Vec::new();
    if !undecided.is_empty() && row.state != OrderState::Cancelled {
        let warranty = accord_room_asset::warranty_months(tx, ctx, Some(offer.product.id))?;
        for (plan, version) in value::on_offer(tx)? {
            let found = match row.site_id {
                Some(site) => Some(readiness(
                    tx,
                    ctx,
                    Asked {
                        customer: row.customer_id,
                        site,
                        plan_version: version.id,
                        product: Some(offer.product.id),
                    },
                )?),
                None => None,
            };
            let (window, _) = window_of(tx, offer, version.uplift_allowed, warranty, today)?;
            let (colleague, customers) = cards(&version, ctx.language);
            let worth = worth_of(tx, ctx, row.customer_id, offer.product.id, version.id)?;
            let break_even = worth.as_ref().map(|worth| worth.case.break_even()).transpose()?.flatten();
            plans.push(PlanOffer {
                plan_version: version.id,
                name: plan.name,
                response_minutes: version.response_minutes,
                cover: version.cover,
                year: version.price(Some(offer.product.id), row.currency),
                term_months: version.term_months,
                card: colleague.0,
                card_text: colleague.1,
                customer_card: customers.0,
                possible: found.as_ref().is_none_or(crate::ready::Readiness::may_be_offered),
                missing: found
                    .map(|found| found.missing.iter().map(|one| say(ctx, one)).collect())
                    .unwrap_or_default(),
                window,
                verdict: worth.as_ref().map(|worth| worth.verdict),
                expected_net: worth.as_ref().and_then(|worth| worth.year.as_ref()).map(|year| year.net),
                expected_outages: worth.as_ref().and_then(|worth| worth.expected).map(|one| one.outages),
                break_even,
            });
        }
    }
    let downtime = if undecided.is_empty() { None } else { downtime(tx, ctx, offer.product.id)? };
    Ok(ServiceLine {
        line: offer.line.id,
        line_no: offer.line.line_no,
        description: offer.line.description.clone(),
        product: offer.product.id,
        units: i64::try_from(offer.left.len()).unwrap_or(0),
        undecided,
        unapproved: of(Open::Unapproved),
        decisions,
        plans,
        downtime,
    })
}

/// How often the model stops, by the installed base.
fn downtime(tx: &mut Tx, ctx: &Context, product: ProductId) -> Outcome<Option<DowntimeFacts>> {
    let one_digit = |exact: f64| Decimal::from_f64_retain(exact).map(|figure| figure.round_dp(1).normalize());
    Ok(value::rates::of_product(tx, ctx, product)?.and_then(|found| {
        Some(DowntimeFacts {
            a_year: one_digit(found.expected(0.0))?,
            units: i64::try_from(found.units).unwrap_or(0),
            years: one_digit(found.rate.exposure_years)?,
        })
    }))
}

/// Headline and body of both cards in a language: for colleagues, for the customer.
pub(super) fn cards(
    version: &value::PlanVersionRow,
    language: Language,
) -> ((String, String), (String, String)) {
    let cards = &version.cards.0;
    let (colleague, customers) = match language {
        Language::English => (&cards.colleague_en, &cards.customer_en),
        Language::Portuguese => (&cards.colleague_pt, &cards.customer_pt),
    };
    let said = |card: &Option<value::Card>| {
        card.as_ref().map(|card| (card.headline.clone(), card.body.clone())).unwrap_or_default()
    };
    (said(colleague), said(customers))
}

fn decided(tx: &mut Tx, row: &DecisionRow, names: &Names) -> Outcome<DecisionFacts> {
    let plan = match row.plan_version_id {
        Some(id) => {
            let version = value::plan_version(tx, id)?;
            Some(value::load_plan(tx, version.plan_id)?.name)
        }
        None => None,
    };
    let contract = match line_of_decision(tx, row.id)? {
        Some(line) => Some(contract(tx, line.contract_id)?),
        None => None,
    };
    Ok(DecisionFacts {
        id: row.id,
        answer: row.answer,
        units: row.units.0.clone(),
        plan,
        reason: row.reason.clone(),
        said_by: row.contact_id.map(|id| customer::contact(tx, id)).transpose()?.map(|contact| contact.name),
        offered_by: names.maybe(row.offered_by),
        decided_by: names.maybe(row.decided_by),
        decided_on: row.decided_on,
        approved_by: names.maybe(row.approved_by),
        awaits_approval: row.answer == Answer::NotOffered && row.approved_at.is_none(),
        contract: contract.as_ref().map(|row| row.id),
        contract_number: contract.map(|row| row.number),
        version: row.version,
    })
}

/// Somebody who is to be called about an open service offer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CallLine {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// Whose.
    pub customer: Whose,
    /// What was ordered.
    pub what: String,
    /// Units without a decision, or without approval.
    pub open: i64,
    /// Whom to call.
    pub contact_name: Option<String>,
    /// Their telephone.
    pub contact_phone: Option<String>,
    /// Who sells.
    pub rep: Option<Who>,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date"))]
    pub ordered_on: Date,
    /// The day on which goods shall leave.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub ships_on: Option<Date>,
}

/// Orders that are held because the service offer is open, the oldest first: whom to call.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CallList {
    /// Only orders of this colleague.
    pub rep: Option<PersonId>,
}

impl View for CallList {
    const NAME: &'static str = "service.calls";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<CallLine>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<CallLine>> {
        let mut lines = Vec::new();
        for id in orders_held_for_offer(tx, ctx, CALLS_MAX)? {
            let row = order::find(tx, id)?;
            if self.rep.is_some() && row.entered_by != self.rep {
                continue;
            }
            let offers = line_offers(tx, id)?;
            let tally = tally(&offers);
            let contact = row.contact_id.map(|id| customer::contact(tx, id)).transpose()?;
            let names = Names::read(tx, row.entered_by.into_iter().collect(), vec![row.customer_id])?;
            let open = offers.iter().find(|offer| !offer.open.is_empty());
            lines.push(CallLine {
                order: id,
                number: row.number.clone(),
                customer: names.whose(row.customer_id),
                what: open.map(|offer| offer.line.description.clone()).unwrap_or_default(),
                open: tally.undecided + tally.unapproved,
                contact_name: contact.as_ref().map(|contact| contact.name.clone()),
                contact_phone: contact.and_then(|contact| contact.phone),
                rep: names.maybe(row.entered_by),
                ordered_on: row.ordered_on,
                ships_on: offers
                    .iter()
                    .filter_map(|offer| offer.line.committed_on.or(offer.line.required_on))
                    .min(),
            });
        }
        Ok(lines)
    }
}

/// The three figures of a colleague or a product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AttachRow {
    /// Whom or what it is about.
    pub label: String,
    /// The colleague.
    pub rep: Option<PersonId>,
    /// The product.
    pub product: Option<ProductId>,
    /// Orders with equipment.
    pub orders: i64,
    /// With an offer.
    pub offered: i64,
    /// With an acceptance.
    pub accepted: i64,
    /// Offered of orders, per cent.
    #[schemars(with = "Option<String>")]
    pub offer_rate: Option<Decimal>,
    /// Accepted of orders, per cent.
    #[schemars(with = "Option<String>")]
    pub attach_of_orders: Option<Decimal>,
    /// Accepted of offers, per cent.
    #[schemars(with = "Option<String>")]
    pub attach_of_offers: Option<Decimal>,
}

/// The three figures, of all, by colleague and by product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AttachFacts {
    /// First day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub to: Date,
    /// Of all.
    pub all: AttachRow,
    /// By whoever sells.
    pub by_rep: Vec<AttachRow>,
    /// By product.
    pub by_product: Vec<AttachRow>,
}

/// Offer rate, attach rate of orders and attach rate of offers over a period.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Attach {
    /// First day; twelve months back when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day; today when open.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub to: Option<Date>,
    /// Only this colleague's orders.
    pub rep: Option<PersonId>,
}

impl View for Attach {
    const NAME: &'static str = "service.attach";
    const PERMISSION: Permission = Permission::MetricRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = AttachFacts;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<AttachFacts> {
        let to = self.to.unwrap_or_else(|| settings::today(ctx));
        let from = self.from.unwrap_or_else(|| to.checked_sub(12.months()).unwrap_or(to));
        let all = counted(tx, from, to, self.rep)?;
        let mut by_rep: BTreeMap<Option<PersonId>, Vec<_>> = BTreeMap::new();
        let mut by_product: BTreeMap<ProductId, Vec<_>> = BTreeMap::new();
        let mut products = BTreeMap::new();
        for (id, one) in &all {
            let row = order::find(tx, *id)?;
            by_rep.entry(row.entered_by).or_default().push(*one);
            // An order counts for each product in it, by that product's own units.
            for offer in line_offers(tx, *id)?.into_iter().filter(|offer| !offer.left.is_empty()) {
                let counts = crate::rules::rate::OrderCounts::of(tally(std::slice::from_ref(&offer)));
                products.insert(offer.product.id, offer.product.name.clone());
                by_product.entry(offer.product.id).or_default().push(counts);
            }
        }
        let names = Names::read(tx, by_rep.keys().copied().flatten().collect(), Vec::new())?;
        let sum = counts(all.iter().map(|(_, one)| *one));
        let mut reps: Vec<AttachRow> = by_rep
            .into_iter()
            .map(|(rep, list)| {
                let label = names.maybe(rep).map(|who| who.name).unwrap_or_default();
                AttachRow { rep, ..figures(label, counts(list)) }
            })
            .collect();
        reps.sort_by(|a, b| a.offer_rate.cmp(&b.offer_rate).then_with(|| a.label.cmp(&b.label)));
        let mut rows: Vec<AttachRow> = by_product
            .into_iter()
            .map(|(product, list)| {
                let label = products.get(&product).cloned().unwrap_or_default();
                AttachRow { product: Some(product), ..figures(label, counts(list)) }
            })
            .collect();
        rows.sort_by(|a, b| a.offer_rate.cmp(&b.offer_rate).then_with(|| a.label.cmp(&b.label)));
        Ok(AttachFacts { from, to, all: figures(String::new(), sum), by_rep: reps, by_product: rows })
    }
}

/// The three figures of counts.
pub(super) fn figures(label: String, counts: crate::rules::rate::Counts) -> AttachRow {
    AttachRow {
        label,
        rep: None,
        product: None,
        orders: counts.orders,
        offered: counts.offered,
        accepted: counts.accepted,
        offer_rate: MetricValue::percent(counts.offered, counts.orders),
        attach_of_orders: MetricValue::percent(counts.accepted, counts.orders),
        attach_of_offers: MetricValue::percent(counts.accepted, counts.offered),
    }
}
