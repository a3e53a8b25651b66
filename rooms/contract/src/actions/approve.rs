//! What the head of service decides: that nothing was offered, a longer early-sale window; and taking a decision back.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_order::{self as order, OrderId};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decide::DecisionAnswer;
use crate::{
    id::{DecisionId, ExtensionId},
    input::{WORDING_MAX, date, optional, text},
    neighbours::{Word, at_version, author, tell, today_of_order},
    record::offer::{DecisionRow, ExtensionRow, decision},
    rules::decision::Answer,
    tasks,
};

fn answer(tx: &mut Tx, row: &DecisionRow) -> Outcome<DecisionAnswer> {
    let holds = order::find(tx, row.order_id)?.holds.0;
    Ok(DecisionAnswer {
        decision: row.id,
        order: row.order_id,
        units: row.units.0.clone(),
        contract: None,
        holds,
    })
}

/// Approves that no plan was offered for these units. Only a head of service may (R15).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveNotOffered {
    /// The decision.
    pub decision: DecisionId,
    /// The version that was read.
    pub version: i64,
    /// In words.
    #[serde(default)]
    pub words: Option<String>,
}

impl Action for ApproveNotOffered {
    const NAME: &'static str = "service.approve_not_offered";
    const PERMISSION: Permission = Permission::ContractApprove;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DecisionAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(decision(tx, self.decision)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DecisionAnswer> {
        let mut row = decision(tx, self.decision)?;
        at_version(&row, self.version)?;
        if row.answer != Answer::NotOffered || !row.standing {
            return Err(Refusal::conflict("service.nothing_to_approve"));
        }
        if row.approved_at.is_some() {
            return Err(Refusal::conflict("service.approved_already"));
        }
        row.approved_by = author(act);
        row.approved_at = Some(act.now);
        row.approval_words = optional("/words", self.words.as_deref(), WORDING_MAX)?;
        tx.update(&mut row)?;
        let order_row = order::find(tx, row.order_id)?;
        if order_row.is_open() {
            order::refresh(tx, act, row.order_id)?;
        }
        act.fact("order", row.order_id);
        act.fact("decision", row.id);
        act.fact("units", &row.units.0);
        let persons: Vec<_> = row.decided_by.into_iter().chain(order_row.entered_by).collect();
        let word = Word::new("notice-service-approved", format!("/orders/{}", row.order_id))
            .with("number", order_row.number)
            .about(row.customer_id);
        tell(tx, act, &persons, &word)?;
        answer(tx, &row)
    }
}

/// Takes a decision back, so that another one can be made: the customer thought again, or it was recorded wrongly. A
/// plan that was bought is not taken back here but on the order or by ending its contract.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenDecision {
    /// The decision.
    pub decision: DecisionId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for ReopenDecision {
    const NAME: &'static str = "service.reopen";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DecisionAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(decision(tx, self.decision)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DecisionAnswer> {
        let mut row = decision(tx, self.decision)?;
        at_version(&row, self.version)?;
        if !row.standing {
            return Err(Refusal::conflict("service.replaced_already"));
        }
        if row.answer == Answer::Accepted {
            return Err(Refusal::conflict("service.bought_stays"));
        }
        row.standing = false;
        row.replaced_at = Some(act.now);
        row.replaced_reason = Some(text("/reason", &self.reason, WORDING_MAX)?);
        tx.update(&mut row)?;
        tasks::overtake_of_decision(tx, act, row.id)?;
        if order::find(tx, row.order_id)?.is_open() {
            order::refresh(tx, act, row.order_id)?;
        }
        act.fact("order", row.order_id);
        act.fact("decision", row.id);
        answer(tx, &row)
    }
}

/// Extends the early-sale window of an order to a dated limit: until then a plan still covers the warranty at no extra
/// cost. By name and with a reason (R16, T5).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendWindow {
    /// The order.
    pub order: OrderId,
    /// Its last day where the order goes.
    #[schemars(with = "String", extend("format" = "date"))]
    pub until_on: Date,
    /// Why.
    pub reason: String,
}

/// An extension.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExtensionAnswer {
    /// Its id.
    pub extension: ExtensionId,
    /// The order.
    pub order: OrderId,
}

impl Action for ExtendWindow {
    const NAME: &'static str = "service.extend_window";
    const PERMISSION: Permission = Permission::ContractApprove;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ExtensionAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(order::find(tx, self.order)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ExtensionAnswer> {
        let order_row = order::find(tx, self.order)?;
        let today = today_of_order(tx, act, &order_row)?;
        let until_on = date("/until_on", self.until_on)?;
        if until_on < today {
            return Err(Refusal::field("/until_on", "field.past"));
        }
        let Some(approved_by) = author(act) else { return Err(Refusal::forbidden("permission")) };
        let row = ExtensionRow {
            id: act.new_id::<ExtensionId>(),
            customer_id: order_row.customer_id,
            order_id: order_row.id,
            until_on,
            reason: text("/reason", &self.reason, WORDING_MAX)?,
            approved_by,
            approved_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("order", order_row.id);
        act.fact("number", &order_row.number);
        act.fact("until_on", until_on);
        Ok(ExtensionAnswer { extension: row.id, order: order_row.id })
    }
}
