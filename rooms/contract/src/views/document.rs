//! A contract as a document, and what it gave: the customer's own view of it with whom it is for. Page, paper and API are
//! made from this answer alone; a contract is kept byte by byte as it was concluded.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{
    self as customer, CustomerId,
    papers::{Addressed, KeptPaper, addressed},
};
use accord_room_order as order;
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    contract::concluded,
    portal::{PortalContract, portal_contract},
    worth::{BasisFacts, StatementFacts, statement},
};
use crate::{
    id::ContractId,
    record::contract::{ContractRow, contract, lines_of},
};

/// An outage that was handled within a contract, as its customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalOutage {
    /// Your unit.
    pub unit: String,
    /// When it began.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub began_at: Timestamp,
    /// When it ended; open when that is not known.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub ended_at: Option<Timestamp>,
    /// What caused it; may be empty.
    pub cause: String,
    /// The plan does not cover its cause: it is not counted.
    pub excluded: bool,
}

/// What a contract gave for what it cost, as its customer sees it. With no outage the price stands here as plainly as a
/// gain would (R48).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalStatement {
    /// The day of the statement.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// What was agreed of its value, by units: your own figures.
    pub bases: Vec<BasisFacts>,
    /// Outages while it stood.
    pub outages: Vec<PortalOutage>,
    /// How many count.
    pub counted: i64,
    /// What all that count cost you less with the plan; open without your own number.
    pub avoided: Option<Money>,
    /// Price of the paid term.
    pub price: Money,
    /// What was avoided, less the price.
    pub net: Option<Money>,
    /// Net over price in per cent.
    #[schemars(with = "Option<String>")]
    pub roi_percent: Option<Decimal>,
    /// What was invoiced until the day of the statement.
    pub invoiced: Money,
    /// List value of what was given at no extra cost until then.
    pub given: Money,
}

impl PortalStatement {
    fn of(facts: StatementFacts) -> Self {
        let outages = facts.outages.into_iter().map(|one| PortalOutage {
            unit: one.unit,
            began_at: one.began_at,
            ended_at: one.ended_at,
            cause: one.cause,
            excluded: one.excluded,
        });
        Self {
            on: facts.on,
            bases: facts.bases,
            outages: outages.collect(),
            counted: facts.counted,
            avoided: facts.avoided,
            price: facts.price,
            net: facts.net,
            roi_percent: facts.roi_percent,
            invoiced: facts.invoiced,
            given: facts.given,
        }
    }
}

/// A contract with its parties and what it gave.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractDocument {
    /// Whom it is for.
    pub to: Addressed,
    /// The contract as its customer sees it.
    pub contract: PortalContract,
    /// What it gave until today.
    pub statement: PortalStatement,
    /// The file as it was concluded.
    pub kept: Option<KeptPaper>,
}

fn document(tx: &mut Tx, ctx: &Context, row: &ContractRow) -> Outcome<ContractDocument> {
    let site = match row.order_id {
        Some(id) => order::find(tx, id)?.site_id,
        None => None,
    };
    let to = addressed(tx, ctx, row.customer_id, None, site)?;
    let lines = lines_of(tx, row.id)?;
    Ok(ContractDocument {
        contract: portal_contract(tx, ctx, row, to.language)?,
        statement: PortalStatement::of(statement(tx, ctx, row)?),
        to,
        kept: concluded(tx, &lines)?,
    })
}

/// A contract as a document.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentOfContract {
    /// The contract.
    pub contract: ContractId,
}

impl View for DocumentOfContract {
    const NAME: &'static str = "contract.document";
    const PERMISSION: Permission = Permission::ContractRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContractDocument;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(contract(tx, self.contract)?.customer_id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ContractDocument> {
        let row = contract(tx, self.contract)?;
        document(tx, ctx, &row)
    }
}

/// A contract of one's own company, with what it gave.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalContractDocument {
    /// The contract.
    pub contract: ContractId,
}

impl View for PortalContractDocument {
    const NAME: &'static str = "portal.contract";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = ContractDocument;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ContractDocument> {
        let own = ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?;
        let own = customer::load(tx, own)?.id;
        let row = contract(tx, self.contract)?;
        if row.customer_id != own {
            return Err(Refusal::absent());
        }
        document(tx, ctx, &row)
    }
}
