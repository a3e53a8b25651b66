//! A contract ends before its time: by the customer's right to leave, or because we agreed to it. Firm by default (T21).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::sell::ContractAnswer;
use crate::{
    follow::end_contract,
    id::{ContractId, ContractState, EndCause},
    input::{WORDING_MAX, date, text},
    neighbours::at_version,
    record::contract::{ContractRow, contract, covers_of},
    rules::term::CoverKind,
    settings::today,
};

fn standing(tx: &mut Tx, id: ContractId, version: i64) -> Outcome<ContractRow> {
    let row = contract(tx, id)?;
    at_version(&row, version)?;
    if row.state == ContractState::Ended {
        return Err(Refusal::conflict("contract.not_standing").with("number", row.number));
    }
    Ok(row)
}

/// The customer leaves before the paid term begins, by the right that was fixed at the sale.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExitContract {
    /// The contract.
    pub contract: ContractId,
    /// The version that was read.
    pub version: i64,
    /// What the customer said.
    pub customer_words: String,
}

impl Action for ExitContract {
    const NAME: &'static str = "contract.exit";
    const PERMISSION: Permission = Permission::ContractWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ContractAnswer> {
        let row = standing(tx, self.contract, self.version)?;
        let words = text("/customer_words", &self.customer_words, WORDING_MAX)?;
        if !row.exit_right {
            return Err(Refusal::conflict("contract.no_exit_right").with("number", row.number));
        }
        let covers = covers_of(tx, row.id)?;
        let paid = covers.iter().filter(|cover| cover.standing && cover.kind == CoverKind::Paid);
        let begins = paid.map(|cover| cover.from_on).min();
        let day = today(act);
        if begins.is_some_and(|on| on <= day) {
            return Err(Refusal::conflict("contract.paid_term_runs")
                .with("number", row.number)
                .with("from", begins.unwrap_or(day)));
        }
        // The cover through the warranty was given for a plan that is not paid for: it ends with it.
        let row = end_contract(tx, act, row, day, EndCause::ExitRight, &words)?;
        Ok(ContractAnswer::of(&row))
    }
}

/// Ends a contract on a day by agreement; the head of service's to grant.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContract {
    /// The contract.
    pub contract: ContractId,
    /// The version that was read.
    pub version: i64,
    /// Its last day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub last_day: Date,
    /// Why.
    pub reason: String,
}

impl Action for EndContract {
    const NAME: &'static str = "contract.end";
    const PERMISSION: Permission = Permission::ContractApprove;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ContractAnswer> {
        let row = standing(tx, self.contract, self.version)?;
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        let last_day = date("/last_day", self.last_day)?;
        if last_day < today(act) {
            return Err(Refusal::field("/last_day", "field.past"));
        }
        let row = end_contract(tx, act, row, last_day, EndCause::Agreed, &reason)?;
        Ok(ContractAnswer::of(&row))
    }
}
