//! Whether a plan can be kept at a site. A room above that knows people, rota, parts and access answers; without one,
//! nothing is known to be missing.

use accord_kernel::{Context, Fact, Outcome};
use accord_room_catalog::ProductId;
use accord_room_customer::{CustomerId, SiteId};
use accord_room_value::PlanVersionId;
use accord_store::Tx;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct PlanAsked {
    /// For whom.
    pub customer: CustomerId,
    /// Where.
    pub site: Option<SiteId>,
    /// Which plan.
    pub plan_version: PlanVersionId,
    /// For which product.
    pub product: Option<ProductId>,
    /// For how many machines, in thousandths.
    pub quantity_milli: i64,
}

/// What is missing: its words are the message `plan-missing-<word>`.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Stable word.
    pub word: &'static str,
    /// Facts of the message.
    pub facts: Vec<(&'static str, Fact)>,
}

impl Missing {
    /// The message key.
    pub fn message(&self) -> String {
        format!("plan-missing-{}", self.word.replace('_', "-"))
    }
}

/// Answers whether a plan can be kept at a site; registered as an extension by a room above.
#[derive(Clone, Copy)]
pub struct PlanFeasibility {
    /// What is missing; nothing when it can be kept.
    pub run: fn(&mut Tx, &Context, &PlanAsked) -> Outcome<Vec<Missing>>,
}

/// What is missing to keep a plan at a site.
///
/// # Errors
/// What an answering room refuses.
pub fn missing(tx: &mut Tx, ctx: &Context, asked: &PlanAsked) -> Outcome<Vec<Missing>> {
    let mut found = Vec::new();
    for feasibility in ctx.registry.extensions::<PlanFeasibility>() {
        found.extend((feasibility.run)(tx, ctx, asked)?);
    }
    Ok(found)
}
