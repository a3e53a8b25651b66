//! What a quote that was accepted means for an order: the same decisions as if they had been recorded one by one, at
//! the price that was agreed (R14, R15). And the answer to the room of offers, whether a plan can be kept at a site.

use accord_kernel::{
    Act, Action, Audience, Context, Happened, Money, Outcome, Permission, Reaction, Refusal, Registry,
    Touches,
};
use accord_room_offer::{
    self as offer, Acceptance, PlanAsked, PlanFeasibility, QuoteId, QuoteLine, QuoteLineKind, acceptance,
    quote_lines,
};
use accord_room_order::{self as order, OrderId};
use accord_store::Tx;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    actions::{Decision, decide},
    neighbours::{Word, heads_of_service, tell},
    offer::{LineOffer, line_offers},
    ready::{Asked, facts_of, readiness},
    rules::{billing::Interval, decision::Answer},
};

/// Registers the action, the reactions, and the answer to offers.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<FromQuote>()
        .reaction(Reaction { name: "contract.quote_accepted", on: "quote.accept", run: accepted })
        .reaction(Reaction { name: "contract.portal_accepted", on: "portal.accept_quote", run: accepted })
        .extend(PlanFeasibility { run: feasible });
}

/// What forbids a plan at a site; what only is a task does not keep it from being offered.
fn feasible(tx: &mut Tx, ctx: &Context, asked: &PlanAsked) -> Outcome<Vec<offer::Missing>> {
    let Some(site) = asked.site else { return Ok(Vec::new()) };
    let asked =
        Asked { customer: asked.customer, site, plan_version: asked.plan_version, product: asked.product };
    let found = readiness(tx, ctx, asked)?;
    Ok(found
        .missing
        .iter()
        .filter(|one| one.forbids())
        .map(|one| offer::Missing { word: one.word(), facts: facts_of(one) })
        .collect())
}

/// Takes what was decided in an accepted quote over to an order of the same customer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FromQuote {
    /// The order.
    pub order: OrderId,
    /// The quote.
    pub quote: QuoteId,
}

/// How many units were decided by it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FromQuoteAnswer {
    /// The order.
    pub order: OrderId,
    /// Units that have their decision now.
    pub units: i64,
    /// Words of what still holds the order.
    pub holds: Vec<String>,
}

impl Action for FromQuote {
    const NAME: &'static str = "service.from_quote";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FromQuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(order::find(tx, self.order)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FromQuoteAnswer> {
        let units = take(tx, act, self.order, self.quote)?;
        if units == 0 {
            return Err(Refusal::conflict("service.nothing_in_quote"));
        }
        let holds = order::find(tx, self.order)?.holds.0;
        Ok(FromQuoteAnswer { order: self.order, units, holds })
    }
}

/// A quote was accepted by the amendment of an order: the plans go onto it at once. What a rule of ours does not allow
/// is not undone there; the head of service hears of it and the order stays held.
fn accepted(tx: &mut Tx, act: &mut Act<'_>, event: &Happened) -> Outcome<()> {
    let (Some(order), Some(quote)) = (event.fact("order"), event.fact("quote")) else { return Ok(()) };
    if order::find(tx, order).is_err() {
        return Ok(());
    }
    let taken = act.attempt(tx, |tx, act| take(tx, act, order, quote))?;
    if let Err(refusal) = taken {
        if refusal.status == accord_kernel::Status::Defect {
            return Err(refusal);
        }
        let row = order::find(tx, order)?;
        let word = Word::new("notice-service-from-quote", format!("/orders/{order}"))
            .with("number", row.number)
            .about(row.customer_id)
            .urgent();
        let heads = heads_of_service(tx)?;
        tell(tx, act, &heads, &word)?;
    }
    Ok(())
}

/// Takes the decisions over; how many units they are about.
fn take(tx: &mut Tx, act: &mut Act<'_>, order: OrderId, id: QuoteId) -> Outcome<i64> {
    let row = order::find(tx, order)?;
    let quote = offer::quote(tx, id)?;
    if quote.customer_id != row.customer_id {
        return Err(Refusal::absent());
    }
    let Some(yes) = acceptance(tx, id)? else {
        return Err(Refusal::conflict("service.quote_not_accepted").with("number", quote.number));
    };
    let lines = quote_lines(tx, yes.quote_version_id)?;
    let mut units = 0;
    for machine in lines.iter().filter(|line| line.kind == QuoteLineKind::Equipment) {
        let plans: Vec<&QuoteLine> = lines
            .iter()
            .filter(|line| line.kind == QuoteLineKind::Plan && line.for_line_no == Some(machine.line_no))
            .collect();
        if plans.is_empty() && machine.no_plan_reason.is_none() {
            continue;
        }
        let mut wanted = machine.quantity_milli / 1_000;
        for offered in plans {
            let count = (offered.quantity_milli / 1_000).min(wanted);
            wanted -= count;
            units += spread(tx, act, order, machine, count, |line, count| {
                plan_decision(&quote, &yes, offered, order, line, count)
            })?;
        }
        if let (true, Some(reason)) = (wanted > 0, machine.no_plan_reason) {
            let words = machine.no_plan_words.clone().unwrap_or_else(|| {
                act.words.tongue(act.language, &act.company_zone).say(&reason.message()).into_owned()
            });
            units += spread(tx, act, order, machine, wanted, |line, count| Decision {
                answer: Answer::NotOffered,
                reason: Some(words.clone()),
                ..blank(order, line, count, &quote, &yes)
            })?;
        }
    }
    Ok(units)
}

/// Spreads a decision over the lines of the order that have the product and are undecided.
fn spread(
    tx: &mut Tx,
    act: &mut Act<'_>,
    order: OrderId,
    machine: &QuoteLine,
    mut count: i64,
    make: impl Fn(&LineOffer, i64) -> Decision,
) -> Outcome<i64> {
    let mut done = 0;
    for line in line_offers(tx, order)? {
        let open = line.open.values().filter(|why| **why == crate::rules::decision::Open::Undecided).count();
        let take = count.min(i64::try_from(open).unwrap_or(0));
        if machine.product_id != Some(line.product.id) || take == 0 {
            continue;
        }
        decide(tx, act, make(&line, take))?;
        done += take;
        count -= take;
    }
    Ok(done)
}

fn blank(order: OrderId, line: &LineOffer, count: i64, quote: &offer::Quote, yes: &Acceptance) -> Decision {
    Decision {
        order,
        line: line.line.id,
        answer: Answer::NotOffered,
        plan_version: None,
        quantity: Some(count),
        reason: None,
        contact: yes.contact_id,
        offered_by: Some(quote.owner_id),
        year_price: None,
        term_months: None,
        billing: Some(Interval::Yearly),
        quote: Some(quote.id.0),
        agreed_price: true,
        charge_line: None,
    }
}

fn plan_decision(
    quote: &offer::Quote,
    yes: &Acceptance,
    offered: &QuoteLine,
    order: OrderId,
    line: &LineOffer,
    count: i64,
) -> Decision {
    let left_out = yes.left_out.0.contains(&offered.line_no);
    let year = Money::from_decimal_rounded(Decimal::new(offered.unit_price_e4, 4), quote.currency);
    Decision {
        answer: if left_out { Answer::Declined } else { Answer::Accepted },
        plan_version: offered.plan_version_id,
        reason: yes.left_out_reason.clone().filter(|_| left_out),
        year_price: year.filter(|_| !left_out),
        term_months: offered.term_months,
        ..blank(order, line, count, quote, yes)
    }
}
