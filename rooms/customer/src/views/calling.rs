//! To whom a customer's call goes (R3).

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::seats;
use crate::{
    colleague::{PersonRef, colleagues},
    id::{CustomerId, TeamSphere},
    record,
    rules::{self, CallSeat, OfferedAs},
};

/// The colleagues to whom a call of this customer is offered, first to last; never nobody.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallOrder {
    /// The customer who calls.
    pub customer: CustomerId,
    /// What the call is about: buying, or using. After-sales when left out.
    #[serde(default)]
    pub sphere: Option<TeamSphere>,
}

/// Somebody to whom the call is offered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallTarget {
    /// Who.
    pub person: PersonRef,
    /// Telephone.
    pub phone: Option<String>,
    /// Why them.
    pub why: OfferedAs,
}

/// Who takes the call, in order.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CallOrderAnswer {
    /// First to last.
    pub rows: Vec<CallTarget>,
}

/// Roles that answer when nobody of the customer's own people can, nearest first.
fn head_roles(sphere: TeamSphere) -> [&'static str; 4] {
    match sphere {
        TeamSphere::Sales => ["head_of_sales", "head_of_service", "executive", "administrator"],
        TeamSphere::AfterSales => ["head_of_service", "head_of_sales", "executive", "administrator"],
    }
}

/// The heads of the sphere who can take a call now, or whoever is nearest to being one.
fn heads(tx: &mut Tx, ctx: &Context, sphere: TeamSphere) -> Outcome<Vec<PersonId>> {
    let covers = people::covers(tx, ctx.now)?;
    for role in head_roles(sphere) {
        let found = people::heads(tx, role)?;
        if !found.is_empty() {
            return Ok(found.into_iter().map(|head| covers.responsible(head)).collect());
        }
    }
    Ok(Vec::new())
}

impl View for CallOrder {
    const NAME: &'static str = "customer.call_order";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CallOrderAnswer;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CallOrderAnswer> {
        let customer = record::load(tx, self.customer)?;
        let sphere = self.sphere.unwrap_or(TeamSphere::AfterSales);
        let team = seats(tx, ctx, customer.id)?;
        let seat = |seat: &super::SeatFacts| CallSeat {
            person: seat.person.id.into(),
            sphere: seat.sphere,
            rank: seat.rank,
            present: !seat.away,
            cover: seat.cover.as_ref().map(|cover| cover.id.into()),
        };
        let found: Vec<CallSeat> = team.iter().map(seat).collect();
        let heads: Vec<_> = heads(tx, ctx, sphere)?.into_iter().map(Into::into).collect();
        let order = rules::call_order(sphere, &found, &heads);
        let known = colleagues(tx, ctx, order.iter().map(|offered| offered.person.into()))?;
        let target = |offered: rules::Offered| {
            let colleague = known.get(&offered.person.into())?.clone();
            Some(CallTarget { person: colleague.person, phone: colleague.phone, why: offered.why })
        };
        Ok(CallOrderAnswer { rows: order.into_iter().filter_map(target).collect() })
    }
}
