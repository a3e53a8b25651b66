//! The customer itself: enter, change, archive, restore, and the loop's stage (R2).

use accord_kernel::{
    Act, Action, Audience, Context, Currency, Emit, Language, Outcome, Permission, Refusal, Touches,
};
use accord_room_people::{self as people, PersonId, TerritoryId, record::company::CompanyRow};
use accord_store::{Tx, search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{AssignTeam, Changed, assign, writable};
use crate::{
    check,
    id::{CustomerId, CustomerState, Rank, Stage, TeamSphere},
    open::{PutAway, nothing_open},
    record::{self, CustomerRow},
    rules::{self, StageRefusal},
};

/// A customer or prospect to be entered.
#[derive(Debug, Clone)]
pub struct NewCustomer {
    /// Name.
    pub name: String,
    /// Tax or register number.
    pub legal_id: Option<String>,
    /// Territory.
    pub territory: Option<TerritoryId>,
    /// Currency of its papers; the company's when none.
    pub currency: Option<Currency>,
    /// Language in which it is written to; the company's when none.
    pub language: Option<Language>,
    /// Where it stands in the loop.
    pub stage: Stage,
    /// Knowingly a second record with the same legal id, for example a plant that buys on its own.
    pub separate: bool,
}

/// Enters a customer within any action; the event is the customer's own.
///
/// # Errors
/// `customer.same_legal_id` (409) unless it is knowingly separate; a field's refusal.
pub fn enter(tx: &mut Tx, act: &mut Act<'_>, new: &NewCustomer) -> Outcome<CustomerRow> {
    if !new.separate {
        refuse_duplicate(tx, act, new.legal_id.as_deref(), None)?;
    }
    known_territory(tx, new.territory)?;
    let company = people::the_company(tx)?;
    let number = act.number(tx, NUMBERS)?;
    let row = write_new(tx, act, new, &company, number)?;
    record::index_customer(tx, &row)?;
    Ok(row)
}

/// What numbers of customers begin with.
pub(crate) const NUMBERS: &str = "C";

/// Writes a new customer whose duplicates and territory were looked at, not findable yet.
pub(crate) fn write_new(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: &NewCustomer,
    company: &CompanyRow,
    number: String,
) -> Outcome<CustomerRow> {
    let name = check::text("/name", &new.name, check::NAME_MAX)?;
    let legal_id = check::some("/legal_id", new.legal_id.as_deref(), check::NAME_MAX)?;
    let row = CustomerRow {
        id: act.new_id(),
        number,
        sort_name: search::fold(&name),
        name,
        legal_key: legal_id.as_deref().map(check::legal_key),
        legal_id,
        territory_id: new.territory,
        stage: new.stage,
        cycle: 1,
        currency: new.currency.unwrap_or(company.currency),
        language: new.language.unwrap_or(company.language),
        state: CustomerState::Active,
        merged_into: None,
        entered_at: act.now,
        version: 1,
    };
    act.belongs_to(row.id);
    act.fact("customer", row.id);
    act.fact("number", &row.number);
    tx.insert(&row)?;
    Ok(row)
}

fn known_territory(tx: &mut Tx, territory: Option<TerritoryId>) -> Outcome<Option<TerritoryId>> {
    match territory {
        Some(id) if !record::territory_exists(tx, id)? => {
            Err(Refusal::field("/territory", "field.unknown_reference"))
        }
        known => Ok(known),
    }
}

pub(crate) fn refuse_duplicate(
    tx: &mut Tx,
    ctx: &Context,
    legal_id: Option<&str>,
    except: Option<CustomerId>,
) -> Outcome<()> {
    let key = legal_id.map(check::legal_key).filter(|key| !key.is_empty());
    let Some((other, number)) = key.map(|key| record::by_legal_key(tx, &key, except)).transpose()?.flatten()
    else {
        return Ok(());
    };
    // The number alone: the other record may be of a territory that the reader does not see.
    let refusal = Refusal::conflict("customer.same_legal_id").with("number", number);
    let seen = record::sight_facts(tx, ctx, other.into())?.map(rules::sight);
    Err(match seen {
        Some(accord_kernel::Sight::Open) => refusal.detail(json!({ "customer": other })),
        _ => refusal,
    }
    .possible("enter_separate", Vec::new()))
}

/// Enters a customer or prospect, with its owners when they are known already (R2, R3).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterCustomer {
    /// Name of the firm.
    pub name: String,
    /// Tax or register number; two customers in use with the same one are refused unless `separate`.
    #[serde(default)]
    pub legal_id: Option<String>,
    /// Territory; a customer without one is open to everybody who sees customers.
    #[serde(default)]
    pub territory: Option<TerritoryId>,
    /// Currency of its papers; the company's when left out.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Language in which it is written to; the company's when left out.
    #[serde(default)]
    pub language: Option<Language>,
    /// Where it stands in the loop; `understand` when left out.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Who answers for it in sales.
    #[serde(default)]
    pub sales_owner: Option<PersonId>,
    /// Who answers for it in after-sales.
    #[serde(default)]
    pub service_owner: Option<PersonId>,
    /// Knowingly a second record with the same legal id.
    #[serde(default)]
    pub separate: bool,
}

/// A customer that was entered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Entered {
    /// Its id.
    pub id: CustomerId,
    /// Its number for people.
    pub number: String,
}

impl Action for EnterCustomer {
    const NAME: &'static str = "customer.enter";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Entered;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        let chains = self.sales_owner.into_iter().chain(self.service_owner).map(Into::into).collect();
        Ok(Touches { customers: Vec::new(), chains })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Entered> {
        let new = NewCustomer {
            name: self.name,
            legal_id: self.legal_id,
            territory: self.territory,
            currency: self.currency,
            language: self.language,
            stage: self.stage.unwrap_or(Stage::Understand),
            separate: self.separate,
        };
        // Entering and each assignment are events of their own, in this order, as if done one by one.
        let emit = Emit { name: Self::NAME, customer: None, chains: Vec::new() };
        let row = act.within(tx, emit, |tx, act| enter(tx, act, &new))?;
        let owners = [
            (TeamSphere::Sales, self.sales_owner, "/sales_owner"),
            (TeamSphere::AfterSales, self.service_owner, "/service_owner"),
        ];
        for (sphere, owner, pointer) in owners {
            if let Some(person) = owner {
                let emit = Emit {
                    name: AssignTeam::NAME,
                    customer: Some(row.id.into()),
                    chains: vec![person.into()],
                };
                act.within(tx, emit, |tx, act| {
                    assign(tx, act, row.id, sphere, person, Rank::Owner, pointer)
                })?;
            }
        }
        Ok(Entered { id: row.id, number: row.number })
    }
}

/// Changes what is known of a customer; the old stays in the events.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// Version that was seen.
    pub version: i64,
    /// Name of the firm.
    pub name: String,
    /// Tax or register number.
    #[serde(default)]
    pub legal_id: Option<String>,
    /// Territory.
    #[serde(default)]
    pub territory: Option<TerritoryId>,
    /// Currency of its papers.
    pub currency: Currency,
    /// Language in which it is written to.
    pub language: Language,
    /// Knowingly a second record with the same legal id.
    #[serde(default)]
    pub separate: bool,
}

impl Action for ChangeCustomer {
    const NAME: &'static str = "customer.change";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = writable(tx, self.customer)?;
        check::at_version(&row, self.version)?;
        row.name = check::text("/name", &self.name, check::NAME_MAX)?;
        row.sort_name = search::fold(&row.name);
        let legal_id = check::some("/legal_id", self.legal_id.as_deref(), check::NAME_MAX)?;
        let legal_key = legal_id.as_deref().map(check::legal_key);
        if legal_key != row.legal_key && !self.separate {
            refuse_duplicate(tx, act, legal_id.as_deref(), Some(row.id))?;
        }
        row.legal_id = legal_id;
        row.legal_key = legal_key;
        row.territory_id = known_territory(tx, self.territory)?;
        row.currency = self.currency;
        row.language = self.language;
        tx.update(&mut row)?;
        record::index_customer(tx, &row)?;
        Ok(Changed { version: row.version })
    }
}

/// Puts a customer away. Everything stays readable; what a room has open with it stands in the way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// Version that was seen.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for ArchiveCustomer {
    const NAME: &'static str = "customer.archive";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = writable(tx, self.customer)?;
        check::at_version(&row, self.version)?;
        act.fact("reason", check::text("/reason", &self.reason, check::WORDING_MAX)?);
        nothing_open(tx, act, PutAway { customer: row.id, site: None }, &row.name)?;
        row.state = CustomerState::Archived;
        tx.update(&mut row)?;
        Ok(Changed { version: row.version })
    }
}

/// Takes an archived customer into use again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// Version that was seen.
    pub version: i64,
}

impl Action for RestoreCustomer {
    const NAME: &'static str = "customer.restore";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, _: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::load(tx, self.customer)?;
        check::at_version(&row, self.version)?;
        if row.state != CustomerState::Archived {
            return Err(Refusal::conflict("customer.not_archived").with("customer", row.name));
        }
        row.state = CustomerState::Active;
        tx.update(&mut row)?;
        Ok(Changed { version: row.version })
    }
}

/// Moves a customer on in the loop: the next stage, or any other with a reason (R2).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStage {
    /// The customer.
    pub customer: CustomerId,
    /// Version that was seen.
    pub version: i64,
    /// The stage.
    pub stage: Stage,
    /// Why, when it is not the next one of the loop.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Where the customer stands now.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StageSet {
    /// The stage.
    pub stage: Stage,
    /// How often the loop has begun.
    pub cycle: i64,
    /// Version after the change.
    pub version: i64,
}

impl Action for SetStage {
    const NAME: &'static str = "customer.set_stage";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StageSet;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<StageSet> {
        let mut row = writable(tx, self.customer)?;
        check::at_version(&row, self.version)?;
        let reason = check::some("/reason", self.reason.as_deref(), check::WORDING_MAX)?;
        set_stage(tx, act, &mut row, self.stage, reason)?;
        Ok(StageSet { stage: row.stage, cycle: row.cycle, version: row.version })
    }
}

fn set_stage(
    tx: &mut Tx,
    act: &mut Act<'_>,
    row: &mut CustomerRow,
    to: Stage,
    reason: Option<String>,
) -> Outcome<()> {
    let cycle =
        rules::next_cycle(row.stage, to, row.cycle, reason.is_some()).map_err(|refusal| match refusal {
            StageRefusal::Same => {
                Refusal::conflict("stage.same").with("stage", accord_kernel::Fact::Word(to.message()))
            }
            StageRefusal::ReasonNeeded { next } => Refusal::field("/reason", "stage.reason_needed")
                .with("next", accord_kernel::Fact::Word(next.message())),
        })?;
    act.fact("from", row.stage);
    act.fact("to", to);
    act.fact("cycle", cycle);
    if let Some(reason) = reason {
        act.fact("reason", reason);
    }
    row.stage = to;
    row.cycle = cycle;
    Ok(tx.update(row)?)
}

/// Moves a customer on in the loop on behalf of a higher room (an order won, an installation accepted), as an event of
/// its own. A customer that stands there already stays as it is.
///
/// # Errors
/// What the database refuses.
pub fn advance_stage(
    tx: &mut Tx,
    act: &mut Act<'_>,
    customer: CustomerId,
    to: Stage,
    reason: &str,
) -> Outcome<()> {
    let mut row = record::load(tx, customer)?;
    if row.stage == to || row.state != CustomerState::Active {
        return Ok(());
    }
    let emit = Emit { name: SetStage::NAME, customer: Some(row.id.into()), chains: Vec::new() };
    act.within(tx, emit, |tx, act| set_stage(tx, act, &mut row, to, Some(reason.to_owned())))
}
