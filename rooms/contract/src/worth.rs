//! What a plan is worth to the customer of an order, asked of the room of values: the same answer as on its own page.

use accord_kernel::{Context, Outcome, Refusal, Status};
use accord_room_asset::Asset;
use accord_room_catalog::ProductId;
use accord_room_customer::CustomerId;
use accord_room_value::{
    PlanVersionId, Verdict,
    table::{Answer, Question, Typed, answer},
};
use accord_store::Tx;

/// What a plan is worth; nothing where the customer's own number, a price or a currency is missing: then nothing is
/// said of its worth, and nothing is hidden by a guess.
pub(crate) fn worth_of(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    product: ProductId,
    plan_version: PlanVersionId,
) -> Outcome<Option<Answer>> {
    asked(
        tx,
        ctx,
        Question { customer, asset: None, product: Some(product), plan_version, typed: Typed::default() },
    )
}

/// What a plan is worth for a unit that stands at the customer: what they said of this very unit goes before what they
/// said of its product.
pub(crate) fn worth_of_unit(
    tx: &mut Tx,
    ctx: &Context,
    unit: &Asset,
    plan_version: PlanVersionId,
) -> Outcome<Option<Answer>> {
    let customer = unit.customer_id;
    let (asset, product) = (Some(unit.id), unit.product_id);
    if product.is_none() {
        return Ok(None);
    }
    asked(tx, ctx, Question { customer, asset, product, plan_version, typed: Typed::default() })
}

fn asked(tx: &mut Tx, ctx: &Context, question: Question) -> Outcome<Option<Answer>> {
    match answer(tx, ctx, &question) {
        Ok(found) => Ok(Some(found)),
        Err(refusal) if refusal.rule.starts_with("value.") || refusal.status == Status::Invalid => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Refuses a plan that is not worth its price to this customer; a lower one is proposed where there is one (R14, T9).
/// A plan of which nobody knows the worth may be bought: the customer decides, and no return is claimed.
pub(crate) fn must_be_worth(found: Option<&Answer>) -> Outcome<()> {
    let Some(found) = found.filter(|found| !matches!(found.verdict, Verdict::Worth | Verdict::Unknown))
    else {
        return Ok(());
    };
    let refusal = Refusal::conflict("service.not_worth")
        .with("plan", found.plan.name.clone())
        .with("verdict", accord_kernel::Fact::Word(found.verdict.message()));
    let of = |wanted: usize| found.lower.iter().find(|(other, ..)| other.plan == wanted);
    let proposed = found.proposed.as_ref().and_then(|other| of(other.plan));
    Err(match proposed {
        Some((_, plan, ..)) => refusal.possible("offer_less", vec![("plan", plan.name.clone().into())]),
        None => refusal.possible("offer_none", Vec::new()),
    })
}
