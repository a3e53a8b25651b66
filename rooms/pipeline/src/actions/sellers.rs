//! Saying which colleague a seller of another system is.

use accord_kernel::{Act, Action, Audience, Context, Emit, Outcome, Permission, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    OpportunityState, SellerId,
    neighbours::at_version,
    record::{of_seller, seller},
};

/// Says which colleague a seller of another system is: opportunities of theirs that nobody pursues here become the
/// colleague's.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkSeller {
    /// The seller.
    pub seller: SellerId,
    /// Version that was read.
    pub version: i64,
    /// The colleague.
    pub person: PersonId,
}

/// What was handed over.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LinkedSeller {
    /// The seller.
    pub seller: SellerId,
    /// Opportunities that are the colleague's now.
    pub opportunities: i64,
    /// Those of them that are open.
    pub open: i64,
}

impl Action for LinkSeller {
    const NAME: &'static str = "seller.link";
    const PERMISSION: Permission = Permission::PipelineManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LinkedSeller;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = seller(tx, self.seller)?;
        let mut customers: Vec<uuid::Uuid> =
            of_seller(tx, row.id)?.into_iter().map(|one| one.customer_id.into()).collect();
        customers.sort_unstable();
        customers.dedup();
        Ok(Touches { customers, chains: vec![row.id.into(), people::the_company(tx)?.id.into()] })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<LinkedSeller> {
        let mut row = seller(tx, self.seller)?;
        at_version(&row, self.version)?;
        people::named_person(tx, "/person", self.person)?;
        row.person_id = Some(self.person);
        tx.update(&mut row)?;
        let mut answer = LinkedSeller { seller: row.id, opportunities: 0, open: 0 };
        for mut one in of_seller(tx, row.id)? {
            answer.opportunities += 1;
            answer.open += i64::from(one.state == OpportunityState::Open);
            let emit = Emit {
                name: "opportunity.change",
                customer: Some(one.customer_id.into()),
                chains: Vec::new(),
            };
            act.within(tx, emit, |tx, act| {
                one.owner_id = Some(self.person);
                act.fact("opportunity", one.id);
                act.fact("number", &one.number);
                Ok(tx.update(&mut one)?)
            })?;
        }
        act.fact("seller", row.id);
        act.fact("person", self.person);
        Ok(answer)
    }
}
