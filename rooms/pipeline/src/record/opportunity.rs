//! Opportunities, their stages, next steps, the people met, and sellers of other systems.

use accord_kernel::{Currency, Money, Outcome, Refusal};
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, params, record, search};
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{EndReason, Kind, MetId, OpportunityId, OpportunityState, SellerId, StageId, StepId};

/// What would be bought: a product of ours, or its name as another system has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The product; open when it is not known here.
    pub product: Option<ProductId>,
    /// In words.
    pub description: String,
    /// How many.
    pub quantity: i64,
}

record! {
    /// Something that we pursue with a customer (R7, R8).
    pub struct Opportunity in "opportunity" shape 1 {
        /// Id.
        id: OpportunityId,
        /// Number for people, `OP-2026-0042`.
        number: String,
        /// With whom.
        customer_id: CustomerId,
        /// For which of their places.
        site_id: Option<SiteId>,
        /// What it is about.
        title: String,
        /// What it is to them and to us.
        kind: Kind,
        /// Word of its stage.
        stage: String,
        /// How it stands.
        state: OpportunityState,
        /// Who pursues it; open when it came from elsewhere.
        owner_id: Option<PersonId>,
        /// Who pursued it in another system.
        seller_id: Option<SellerId>,
        /// What it is worth, in minor units.
        value_minor: Option<i64>,
        /// Its currency.
        currency: Option<Currency>,
        /// What would be bought.
        items: Json<Vec<Item>>,
        /// The rival who is there now; empty for none.
        incumbent: String,
        /// Where that rival is weak; may be empty.
        weak_points: String,
        /// First day of the pursuit.
        opened_on: Date,
        /// Day of the next step.
        next_step_on: Option<Date>,
        /// Day on which it ended.
        closed_on: Option<Date>,
        /// Who said so.
        closed_by: Option<PersonId>,
        /// When that was recorded.
        closed_at: Option<Timestamp>,
        /// What decided it.
        end_reason: Option<EndReason>,
        /// In words; may be empty.
        end_words: String,
        /// The rival who got it; empty for none.
        lost_to: String,
        /// Day on which we ask again.
        recontact_on: Option<Date>,
        /// When that was done.
        recontacted_at: Option<Timestamp>,
        /// As what the win counts.
        counted_as: Option<Kind>,
        /// The order that it became.
        order_id: Option<Uuid>,
        /// Came from elsewhere with its history.
        imported: bool,
        /// Who opened it; open for the program.
        made_by: Option<PersonId>,
        /// When.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A stage of the house.
    pub struct StageRow in "opportunity_stage" shape 1 {
        /// Id.
        id: StageId,
        /// Stable word.
        word: String,
        /// Name; empty for the words of the program.
        name: String,
        /// Place in the order.
        place: i64,
        /// Not used any more.
        retired: bool,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A next step, done or to do.
    pub struct Step in "opportunity_step" shape 1 {
        /// Id.
        id: StepId,
        /// Of which opportunity.
        opportunity_id: OpportunityId,
        /// What.
        what: String,
        /// Day.
        due_on: Date,
        /// Who planned it.
        made_by: Option<PersonId>,
        /// When.
        made_at: Timestamp,
        /// Day on which it was done or given up.
        done_on: Option<Date>,
        /// What came of it; may be empty.
        outcome: String,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Somebody at the customer whom we met.
    pub struct Met in "opportunity_contact" shape 1 subject "id" {
        /// Id.
        id: MetId,
        /// Of which opportunity.
        opportunity_id: OpportunityId,
        /// Whom.
        contact_id: ContactId,
        /// Which of us.
        person_id: Option<PersonId>,
        /// Day.
        met_on: Date,
        /// What they are to it; may be empty.
        @personal note: String,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Who sold, by the name that another system kept.
    pub struct Seller in "seller" shape 1 {
        /// Id.
        id: SellerId,
        /// Name as it was written.
        name: String,
        /// The same folded.
        name_key: String,
        /// Team or manager; may be empty.
        team: String,
        /// Office; may be empty.
        office: String,
        /// The colleague who it is, once somebody said so.
        person_id: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

impl Opportunity {
    /// What it is worth.
    pub fn value(&self) -> Option<Money> {
        Some(Money::new(self.value_minor?, self.currency?))
    }

    /// Puts it into the search.
    pub(crate) fn index(&self, tx: &mut Tx) -> Outcome<()> {
        let entry = search::Entry {
            kind: "opportunity".to_owned(),
            id: self.id.0,
            customer: Some(self.customer_id.0),
            label: self.title.clone(),
            hint: self.number.clone(),
        };
        Ok(search::put(tx, &entry, "")?)
    }
}

/// An opportunity by id.
///
/// # Errors
/// Absent, or what the database refuses.
pub fn opportunity(tx: &mut Tx, id: OpportunityId) -> Outcome<Opportunity> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// An opportunity by its number.
///
/// # Errors
/// What the database refuses.
pub fn opportunity_numbered(tx: &mut Tx, number: &str) -> Outcome<Option<Opportunity>> {
    Ok(tx.select_one("WHERE number = ?1", params![number])?)
}

/// Open opportunities of a customer, the oldest first.
///
/// # Errors
/// What the database refuses.
pub fn open_opportunities(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Opportunity>> {
    Ok(tx.select("WHERE customer_id = ?1 AND state = 'open' ORDER BY opened_on, id", params![customer])?)
}

/// All opportunities of a customer, for a merge.
pub(crate) fn opportunities_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Opportunity>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// Whether a customer has another win.
pub(crate) fn has_other_win(tx: &mut Tx, customer: CustomerId, except: OpportunityId) -> Outcome<bool> {
    let sql = "SELECT 1 FROM opportunity WHERE customer_id = ?1 AND state = 'won' AND id <> ?2 LIMIT 1";
    Ok(tx.query_one(sql, params![customer, except])?.is_some())
}

/// What was won or lost within a stretch of days, for figures: those of all customers, so that a figure is one and the
/// same whoever looks at it. What of it a reader may see by name is decided where rows are shown.
pub(crate) fn decided_between(tx: &mut Tx, from: Date, to: Date) -> Outcome<Vec<Opportunity>> {
    let sql =
        "WHERE closed_on >= ?1 AND closed_on <= ?2 AND state <> 'open' ORDER BY closed_on, closed_at, id";
    Ok(tx.select(sql, params![from, to])?)
}

/// Open opportunities that somebody pursues.
pub(crate) fn pursued_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Opportunity>> {
    Ok(tx.select("WHERE owner_id = ?1 AND state = 'open' ORDER BY opened_on, id", params![person])?)
}

/// Opportunities of a seller of another system that nobody pursues here.
pub(crate) fn of_seller(tx: &mut Tx, seller: SellerId) -> Outcome<Vec<Opportunity>> {
    Ok(tx.select("WHERE seller_id = ?1 AND owner_id IS NULL ORDER BY id", params![seller])?)
}

/// The stages as the house set them, in their order; none before it did.
pub(crate) fn stage_rows(tx: &mut Tx) -> Outcome<Vec<StageRow>> {
    Ok(tx.select("ORDER BY place, word", params![])?)
}

/// Which stages have open opportunities.
pub(crate) fn stages_in_use(tx: &mut Tx) -> Outcome<Vec<String>> {
    let rows =
        tx.query("SELECT DISTINCT stage FROM opportunity WHERE state = 'open' ORDER BY stage", params![])?;
    Ok(rows.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?)
}

/// The steps of an opportunity as they were to be done.
pub(crate) fn steps(tx: &mut Tx, id: OpportunityId) -> Outcome<Vec<Step>> {
    Ok(tx.select("WHERE opportunity_id = ?1 ORDER BY due_on, made_at, id", params![id])?)
}

/// The step that is to be done.
pub(crate) fn open_step(tx: &mut Tx, id: OpportunityId) -> Outcome<Option<Step>> {
    Ok(tx.select_one("WHERE opportunity_id = ?1 AND done_on IS NULL", params![id])?)
}

/// The people met, the latest first.
pub(crate) fn met(tx: &mut Tx, id: OpportunityId) -> Outcome<Vec<Met>> {
    Ok(tx.select("WHERE opportunity_id = ?1 ORDER BY met_on DESC, id DESC", params![id])?)
}

/// A seller by id.
pub(crate) fn seller(tx: &mut Tx, id: SellerId) -> Outcome<Seller> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// A seller by the name that another system kept.
///
/// # Errors
/// What the database refuses.
pub fn seller_named(tx: &mut Tx, name: &str) -> Outcome<Option<Seller>> {
    Ok(tx.select_one("WHERE name_key = ?1", params![search::fold(name.trim())])?)
}

/// All sellers of other systems by name.
pub(crate) fn sellers(tx: &mut Tx) -> Outcome<Vec<Seller>> {
    Ok(tx.select("ORDER BY name_key LIMIT 1000", params![])?)
}

/// Makes all opportunities findable anew.
pub(crate) fn rebuild_search(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM search_entry WHERE kind = 'opportunity'", params![])?;
    let all = tx.select::<Opportunity>("ORDER BY id", params![])?;
    for one in &all {
        one.index(tx)?;
    }
    Ok(u64::try_from(all.len()).unwrap_or(u64::MAX))
}
