//! A stated reason to look at a customer of another territory (R64).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Sight, Touches};
use accord_room_people::{PersonId, settings};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    check,
    id::CustomerId,
    record::{self, GrantRow},
    rules,
    settings::REASON_HOURS,
};

/// States why one needs to look at a customer of another territory. The reason is kept, and each read with it (R64).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateReason {
    /// The customer.
    pub customer: CustomerId,
    /// Why.
    pub reason: String,
    /// Until when it is needed; no longer than the house allows, which is also what holds when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until: Option<Timestamp>,
}

/// How long the customer can be looked at.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonStated {
    /// The customer.
    pub customer: CustomerId,
    /// Until when; none when no reason was needed.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub until: Option<Timestamp>,
}

impl Action for StateReason {
    const NAME: &'static str = "customer.state_reason";
    const PERMISSION: Permission = Permission::CustomerRead;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ReasonStated;

    /// A chain and not a customer: sight would refuse the very act that asks for it.
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::load(tx, self.customer)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ReasonStated> {
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        let customer = record::load(tx, self.customer)?;
        let person = PersonId::of(&act.principal).ok_or_else(Refusal::absent)?;
        let facts = record::sight_facts(tx, act, customer.id.into())?.ok_or_else(Refusal::absent)?;
        match rules::sight(facts) {
            Sight::Hidden => return Err(Refusal::absent()),
            Sight::Open => {
                act.quiet();
                return Ok(ReasonStated { customer: customer.id, until: None });
            }
            Sight::NeedsReason | Sight::ByReason(_) => {}
        }
        let hours: i64 = settings::get(tx, act, &REASON_HOURS)?;
        let longest = act.now.checked_add(SignedDuration::from_hours(hours)).unwrap_or(act.now);
        let until = self.until.unwrap_or(longest);
        if until <= act.now {
            return Err(Refusal::field("/until", "field.past"));
        }
        if until > longest {
            return Err(Refusal::field("/until", "reason.too_long").with("hours", hours));
        }
        act.belongs_to(customer.id);
        act.fact("until", until);
        tx.insert(&GrantRow {
            id: act.new_id(),
            customer_id: customer.id,
            person_id: person,
            reason,
            since_at: act.now,
            until_at: until,
            version: 1,
        })?;
        Ok(ReasonStated { customer: customer.id, until: Some(until) })
    }
}
