//! What may still be done about buying while a customer is in crisis: his own words are kept, and one needed thing passes
//! when the head of service lets it (R31).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, ContactId, CustomerId};
use accord_room_people::check;
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    crisis::CrisisAnswer,
    id::CaseId,
    neighbours::author,
    record::{ReleaseRow, WishRow, crisis_of, load},
    releasable::is_releasable,
};

/// Keeps what a customer in crisis asks for in their own words. The offer waits until they are well served again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WishInCrisis {
    /// The customer.
    pub customer: CustomerId,
    /// The customer's own words.
    #[schemars(length(max = 2_000))]
    pub words: String,
    /// Who of them said it.
    #[serde(default)]
    pub contact: Option<ContactId>,
}

impl Action for WishInCrisis {
    const NAME: &'static str = "crisis.wish";
    const PERMISSION: Permission = Permission::CaseWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CrisisAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CrisisAnswer> {
        let of = customer::load(tx, self.customer)?.id;
        let row = crisis_of(tx, of)?.ok_or_else(|| Refusal::conflict("crisis.none"))?;
        if let Some(contact) = self.contact {
            customer::named_contact(tx, of, "/contact", contact)?;
        }
        let wish = WishRow {
            id: act.new_id(),
            crisis_id: row.id,
            customer_id: of,
            words: check::text("/words", &self.words, check::WORDING_MAX)?,
            contact_id: self.contact,
            person_id: author(act),
            said_at: act.now,
            version: 1,
        };
        tx.insert(&wish)?;
        act.fact("wish", wish.id);
        Ok(CrisisAnswer::of(&row))
    }
}

/// Lets one thing pass that is needed to restore: a quote of a part, say. The head of service alone.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseInCrisis {
    /// The case that needs it.
    pub case: CaseId,
    /// The id of the thing: a quote or a line of an order of this customer.
    pub item: Uuid,
    /// Why it is needed to restore.
    #[schemars(length(max = 2_000))]
    pub reason: String,
}

impl Action for ReleaseInCrisis {
    const NAME: &'static str = "crisis.release";
    const PERMISSION: Permission = Permission::CrisisRelease;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CrisisAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(load(tx, self.case)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CrisisAnswer> {
        let case = load(tx, self.case)?;
        let row = crisis_of(tx, case.customer_id)?.ok_or_else(|| Refusal::conflict("crisis.none"))?;
        let released_by = author(act).ok_or_else(|| Refusal::conflict("crisis.head_alone"))?;
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        if !is_releasable(tx, case.customer_id, self.item)? {
            return Err(Refusal::field("/item", "crisis.not_releasable").with("number", case.number));
        }
        if crate::record::releases_of(tx, row.id)?.iter().all(|known| known.item_id != self.item) {
            tx.insert(&ReleaseRow {
                id: act.new_id(),
                crisis_id: row.id,
                customer_id: case.customer_id,
                case_id: case.id,
                item_id: self.item,
                reason,
                released_by,
                released_at: act.now,
                version: 1,
            })?;
        }
        act.fact("item", self.item);
        Ok(CrisisAnswer::of(&row))
    }
}
