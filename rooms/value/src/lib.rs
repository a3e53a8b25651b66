//! What a customer's use of the machine is worth, and what we offer against its stopping: value profiles (R11), service
//! plans with their versions and cards (R13), what a plan is worth at its price (R14), and what may be claimed of us
//! (R66; T9, T15).
//!
//! It knows customers and products. It must not know quotes, orders or contracts: they ask [`plan_version`],
//! [`profile_for`] and [`claims::usable`] here, and keep the id of the version that was sold.
//!
//! To add something to a plan: a column in a migration, a field in `actions::PlanTerms` with its check, a line in
//! `views::VersionFacts`. To add a need: a word in [`id::Need`] and its message.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
pub mod claims;
mod follow;
pub mod id;
pub mod incidents;
mod input;
pub mod lengths;
mod neighbours;
pub mod pages;
mod papers;
pub mod rates;
mod record;
pub mod rules;
pub mod settings;
pub mod table;
pub mod terms;
pub mod views;

pub use id::{
    Backing, ClaimFault, ClaimId, ClaimState, ClockStop, Confidence, Cover, Need, PlanState, PlanVersionId,
    Question, ServicePlanId, ValueProfileId, Verdict,
};
pub use papers::card_blocks;
pub use record::{
    ClaimRow, CostReasonRow, PlanRow, PlanVersionRow, ProfileRow, load_claim, load_plan, load_profile,
    on_offer, plan_by_code, plan_version, plans, profiles_of, versions_of,
};
pub use terms::{Card, Cards, Clause, CriticalPeriod, NeedMet, PlanPrice};

use accord_kernel::{Outcome, Refusal, Registry};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::CustomerId;
use accord_store::{Record, Tx};

/// Registers the room.
pub fn room(registry: &mut Registry) {
    registry.extend(accord_room_people::NoticeTopic {
        word: "value",
        kinds: &["notice-value-", "notice-claim-"],
        off: true,
    });
    register_actions(registry);
    register_views(registry);
    pages::register(registry);
    papers::register(registry);
    accord_room_people::settings::register(registry, "value-title", settings::OWN);
    registry
        .extend(rates::Cache::default())
        .reaction(follow::MERGE)
        .derived("search_entry (service plan)", record::rebuild_search)
        .tables(&[
            ProfileRow::TABLE,
            CostReasonRow::TABLE,
            PlanRow::TABLE,
            PlanVersionRow::TABLE,
            ClaimRow::TABLE,
        ])
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}

fn register_actions(registry: &mut Registry) {
    registry
        .action::<actions::RecordProfile>()
        .action::<actions::ConfirmStopCost>()
        .action::<actions::AnswerQuestion>()
        .action::<actions::ReviewProfile>()
        .action::<actions::ReviewDue>()
        .action::<actions::EnterPlan>()
        .action::<actions::RevisePlan>()
        .action::<actions::DraftPlan>()
        .action::<actions::ChangePlan>()
        .action::<actions::WriteCards>()
        .action::<actions::PublishPlan>()
        .action::<actions::WithdrawPlan>()
        .action::<actions::EnterClaim>()
        .action::<actions::CheckClaim>()
        .action::<actions::WithdrawClaim>();
}

fn register_views(registry: &mut Registry) {
    registry
        .view::<views::Profiles>()
        .view::<views::OneProfile>()
        .view::<views::Reviews>()
        .view::<views::Plans>()
        .view::<views::OnePlan>()
        .view::<views::PlanVersionFacts>()
        .view::<views::CardOfPlan>()
        .view::<views::PortalPlanCard>()
        .view::<views::PlanChoices>()
        .view::<views::PlanVersionChoices>()
        .view::<views::ValueTable>()
        .view::<views::PriceGuide>()
        .view::<views::UnmetNeeds>()
        .view::<views::Claims>()
        .view::<views::Metrics>();
}

/// The profile that speaks for an asset or product of a customer: the narrowest that holds the customer's own number,
/// else the narrowest there is (R11).
///
/// # Errors
/// What the database refuses.
pub fn profile_for(
    tx: &mut Tx,
    customer: CustomerId,
    asset: Option<AssetId>,
    product: Option<ProductId>,
) -> Outcome<Option<ProfileRow>> {
    let mut keys = Vec::new();
    keys.extend(asset.map(|asset| record::scope_key(Some(asset), None)));
    keys.extend(product.map(|product| record::scope_key(None, Some(product))));
    keys.push(record::scope_key(None, None));
    let mut first = None;
    for key in keys {
        let Some(row) = record::profile_of_scope(tx, customer, &key)? else { continue };
        if row.customers_number().is_some() {
            return Ok(Some(row));
        }
        first.get_or_insert(row);
    }
    Ok(first)
}

/// The profile that speaks, when it holds the customer's own number; no return on investment without it (R11).
///
/// # Errors
/// `value.no_customer_number` with the questions to ask.
pub fn customers_profile(
    tx: &mut Tx,
    customer: CustomerId,
    asset: Option<AssetId>,
    product: Option<ProductId>,
) -> Outcome<ProfileRow> {
    let found = profile_for(tx, customer, asset, product)?;
    if let Some(row) = found.filter(|row| row.customers_number().is_some()) {
        return Ok(row);
    }
    let input = serde_json::json!({ "customer": customer, "asset": asset, "product": product });
    Err(Refusal::conflict("value.no_customer_number").possible_action(
        "value-ask",
        vec![],
        "value.answer",
        input,
    ))
}
