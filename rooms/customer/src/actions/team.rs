//! The account team: every customer has a named owner in both spheres, and back-ups (R3).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::writable;
use crate::{
    id::{CustomerId, Rank, TeamSphere},
    record::{self, MemberRow},
};

/// Gives a customer its owner or a back-up in one sphere. A new owner ends the standing of the former one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignTeam {
    /// The customer.
    pub customer: CustomerId,
    /// Which half of the team.
    pub sphere: TeamSphere,
    /// The colleague.
    pub person: PersonId,
    /// Owner or back-up.
    pub rank: Rank,
}

/// What an assignment did.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Assigned {
    /// The membership.
    pub id: Uuid,
    /// The owner before, when there was one.
    pub former: Option<PersonId>,
}

/// Puts a person into a team; used by `customer.assign`, by entering and by import. `pointer` names the field of the
/// person.
///
/// # Errors
/// A person who is not active; one who has that standing already.
pub fn assign(
    tx: &mut Tx,
    act: &mut Act<'_>,
    customer: CustomerId,
    sphere: TeamSphere,
    person: PersonId,
    rank: Rank,
    pointer: &str,
) -> Outcome<Assigned> {
    let colleague = people::named_person(tx, pointer, person)?;
    let mut former = None;
    for mut member in record::members(tx, customer)?.into_iter().filter(|member| member.sphere == sphere) {
        let same = member.person_id == person;
        if same && member.rank == rank {
            return Err(Refusal::conflict("team.already").with("person", colleague.name));
        }
        if same && member.rank == Rank::Owner {
            // An owner does not step down to nobody: another takes over first.
            return Err(Refusal::conflict("team.owner_needed").with("person", colleague.name));
        }
        let replaced = rank == Rank::Owner && member.rank == Rank::Owner;
        if replaced {
            former = Some(member.person_id);
        }
        if same || replaced {
            member.until_at = Some(act.now);
            act.chain(member.person_id);
            tx.update(&mut member)?;
        }
    }
    join(tx, act, customer, sphere, person, rank, former)
}

/// Writes that somebody is in a team from now on.
pub(crate) fn join(
    tx: &mut Tx,
    act: &mut Act<'_>,
    customer: CustomerId,
    sphere: TeamSphere,
    person: PersonId,
    rank: Rank,
    former: Option<PersonId>,
) -> Outcome<Assigned> {
    let row = MemberRow {
        id: act.new_id(),
        customer_id: customer,
        person_id: person,
        sphere,
        rank,
        since_at: act.now,
        until_at: None,
        version: 1,
    };
    tx.insert(&row)?;
    act.chain(person);
    act.fact("sphere", sphere);
    act.fact("person", person);
    act.fact("rank", rank);
    if let Some(former) = former {
        act.fact("former", former);
    }
    Ok(Assigned { id: row.id, former })
}

impl Action for AssignTeam {
    const NAME: &'static str = "customer.assign";
    const PERMISSION: Permission = Permission::TeamAssign;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Assigned;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let customer = record::canonical(tx, self.customer.into())?;
        let former = record::owner_of(tx, customer.into(), self.sphere)?;
        let chains = former.into_iter().chain([self.person]).map(Into::into).collect();
        Ok(Touches { customers: vec![customer], chains })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Assigned> {
        let customer = writable(tx, self.customer)?;
        assign(tx, act, customer.id, self.sphere, self.person, self.rank, "/person")
    }
}

/// Takes a back-up out of a team. An owner is replaced with `customer.assign`, never taken away.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnassignTeam {
    /// The customer.
    pub customer: CustomerId,
    /// Which half of the team.
    pub sphere: TeamSphere,
    /// The colleague.
    pub person: PersonId,
}

/// Nothing more to say.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Unassigned {
    /// The membership that ended.
    pub id: Uuid,
}

impl Action for UnassignTeam {
    const NAME: &'static str = "customer.unassign";
    const PERMISSION: Permission = Permission::TeamAssign;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Unassigned;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches { customers: vec![self.customer.into()], chains: vec![self.person.into()] })
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Unassigned> {
        let customer = record::load(tx, self.customer)?;
        let members = record::members(tx, customer.id)?;
        let mut member = members
            .into_iter()
            .find(|member| member.sphere == self.sphere && member.person_id == self.person)
            .ok_or_else(Refusal::absent)?;
        if member.rank == Rank::Owner {
            let name = people::person(tx, self.person)?.name;
            return Err(Refusal::conflict("team.owner_needed").with("person", name).possible_action(
                "assign_other",
                Vec::new(),
                AssignTeam::NAME,
                json!({ "customer": customer.id, "sphere": self.sphere, "rank": Rank::Owner }),
            ));
        }
        member.until_at = Some(act.now);
        tx.update(&mut member)?;
        act.fact("sphere", self.sphere);
        act.fact("person", self.person);
        Ok(Unassigned { id: member.id })
    }
}
