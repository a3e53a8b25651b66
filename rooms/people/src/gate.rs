//! Who somebody is at this moment. Every request passes here, so it is two small queries, and nothing is remembered
//! between requests that could let a disabled person in.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use accord_kernel::{
    Credential, Gate, Kernel, Language, Outcome, Permission, PermissionSet, Principal, PrincipalKind,
    Refusal, Registry, Sphere, wall_now,
};
use accord_store::Tx;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{
    PersonId,
    login::too_often,
    password::secret_hash,
    record::{
        access::{self, Bearer, BearerPerson},
        company,
        person::standing,
    },
    rules::{
        sphere::of_posts,
        throttle::{self, OF_A_NODE, OF_AN_ASKER},
    },
    terms::{Density, LoginKind},
};

/// What the gate must know of a customer's contact; the customer room tells it.
#[derive(Debug, Clone)]
pub struct ContactFacts {
    /// Name to show.
    pub name: String,
    /// The customer, after merges.
    pub customer: Uuid,
    /// Preferred language.
    pub language: Option<Language>,
    /// Zone in which they read times (IANA).
    pub zone: String,
    /// False when they have left or may not sign in.
    pub active: bool,
}

/// Finds a contact.
pub type FindContact = fn(&mut Tx, Uuid) -> Outcome<Option<ContactFacts>>;

/// Memory of a node about sessions and tries: when they were last seen, and how many tries it takes.
#[derive(Debug, Default)]
pub struct Door {
    seen: Mutex<HashMap<Uuid, Timestamp>>,
    tries: Mutex<Tries>,
}

/// Until when the tries so far are made up for: everybody's, and those of each network.
#[derive(Debug, Default)]
struct Tries {
    node: Option<Timestamp>,
    askers: HashMap<IpAddr, Timestamp>,
}

/// Networks whose tries are remembered at once, so that strangers cannot fill the memory.
const ASKERS_MAX: usize = 4_096;

impl Door {
    fn saw(&self, id: Uuid, at: Timestamp) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(id, at);
    }

    fn last_seen(&self, id: Uuid) -> Option<Timestamp> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()
    }

    /// One more try of whoever comes from this address; asked before the node's own pace, so that one who never stops
    /// keeps nobody else out.
    fn admit_asker(&self, asker: IpAddr, wall: Timestamp) -> Outcome<()> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let asker = throttle::network(asker);
        let known = tries.askers.get(&asker).copied();
        if known.is_none() && tries.askers.len() >= ASKERS_MAX {
            tries.askers.retain(|_, until| *until > wall);
            if tries.askers.len() >= ASKERS_MAX {
                // So many networks at once are no office: the node's own pace alone holds them.
                return Ok(());
            }
        }
        let until = OF_AN_ASKER.take(known, wall).map_err(too_often)?;
        tries.askers.insert(asker, until);
        Ok(())
    }

    /// One more try that this node looks at.
    ///
    /// # Errors
    /// `sign_in.too_often`.
    pub(crate) fn admit(&self, wall: Timestamp) -> Outcome<()> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        tries.node = Some(OF_A_NODE.take(tries.node, wall).map_err(too_often)?);
        Ok(())
    }

    /// Writes when sessions were last seen. Called by the heartbeat; what is not yet written is remembered here.
    ///
    /// # Errors
    /// What the database refuses; then the next call tries again.
    pub fn flush(&self, kernel: &Arc<Kernel>) -> Outcome<()> {
        let list: Vec<(Uuid, Timestamp)> =
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).drain().collect();
        if list.is_empty() {
            return Ok(());
        }
        let rows = list.clone();
        let outcome = kernel.db.write(move |tx| access::seen(tx, &rows));
        if outcome.is_err() {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, at) in list {
                seen.entry(id).or_insert(at);
            }
        }
        outcome
    }
}

/// The gate of the house.
pub struct PeopleGate {
    door: Arc<Door>,
    contacts: Option<FindContact>,
}

/// Sets the gate; the customer room calls it again with how contacts are found.
pub fn set_gate(registry: &mut Registry, contacts: Option<FindContact>) {
    let known = registry.extensions::<Arc<Door>>().next().cloned();
    let door = match known {
        Some(door) => door,
        None => {
            let door = Arc::new(Door::default());
            registry.extend(Arc::clone(&door));
            door
        }
    };
    registry.gate(Box::new(PeopleGate { door, contacts }));
}

/// The node's memory, for the heartbeat: `door(&kernel)?.flush(&kernel)`.
///
/// # Errors
/// A defect when the room is not registered.
pub fn door(kernel: &Kernel) -> Outcome<Arc<Door>> {
    kernel
        .registry
        .extensions::<Arc<Door>>()
        .next()
        .cloned()
        .ok_or_else(|| Refusal::defect("the people room is not registered"))
}

/// Whether whoever comes from this address may try to come in now: to sign in, to ask for a link, to use one. Where no
/// address is known, the node's own pace alone holds.
///
/// # Errors
/// `sign_in.too_often`; a defect when the room is not registered.
pub fn admit(kernel: &Kernel, asker: Option<IpAddr>) -> Outcome<()> {
    let Some(asker) = asker else { return Ok(()) };
    door(kernel)?.admit_asker(asker, wall_now())
}

impl PeopleGate {
    fn bearer(
        &self,
        tx: &mut Tx,
        wall: Timestamp,
        bearer: Bearer,
        now: Timestamp,
    ) -> Outcome<Option<Principal>> {
        if bearer.expires_at.is_some_and(|end| end <= wall) {
            return Ok(None);
        }
        if let (Some(id), Some(stored)) = (bearer.credential, bearer.last_seen_at) {
            let seen = self.door.last_seen(id).map_or(stored, |seen| seen.max(stored));
            if wall.duration_since(seen) >= SignedDuration::from_micros(bearer.idle_us) {
                return Ok(None);
            }
        }
        let principal = match bearer.kind {
            LoginKind::Person => person(tx, &bearer, now)?,
            LoginKind::Contact => self.contact(tx, bearer.subject, bearer.credential)?,
        };
        if let (Some(_), Some(id)) = (&principal, bearer.credential) {
            self.door.saw(id, wall);
        }
        Ok(principal)
    }

    fn contact(&self, tx: &mut Tx, id: Uuid, session: Option<Uuid>) -> Outcome<Option<Principal>> {
        let Some(find) = self.contacts else { return Ok(None) };
        let Some(facts) = find(tx, id)?.filter(|facts| facts.active) else { return Ok(None) };
        let stored = access::role_permissions(tx, crate::roles::CUSTOMER_CONTACT)?.unwrap_or_default();
        // Whatever the role says, a contact reaches the portal and nothing else.
        let portal: PermissionSet = [Permission::PortalRead, Permission::PortalWrite].into_iter().collect();
        let mut permissions = PermissionSet::stored(&stored).and(portal);
        permissions.insert(Permission::Own);
        Ok(Some(Principal {
            kind: PrincipalKind::Contact,
            id,
            name: facts.name,
            permissions,
            sphere: Sphere::None,
            customer: Some(facts.customer),
            territories: Vec::new(),
            covers: Vec::new(),
            language: facts.language,
            zone: facts.zone,
            theme: "system".to_owned(),
            density: Density::Comfortable.word().to_owned(),
            session,
        }))
    }
}

/// Somebody as they would stand at the gate: what the program writes for them is read as they would read it. None when
/// they have left.
pub(crate) fn principal_of(tx: &mut Tx, id: PersonId, now: Timestamp) -> Outcome<Option<Principal>> {
    match access::bearer_of_person(tx, id.into())? {
        Some(bearer) => person(tx, &bearer, now),
        None => Ok(None),
    }
}

fn person(tx: &mut Tx, bearer: &Bearer, now: Timestamp) -> Outcome<Option<Principal>> {
    let Some(BearerPerson { name, language, zone, theme, density, state }) = &bearer.person else {
        return Ok(None);
    };
    if state.has_left() {
        return Ok(None);
    }
    let standing = standing(tx, PersonId(bearer.subject), now)?;
    let mut held = standing.permissions;
    held.insert(Permission::Own);
    if let Some(scope) = &bearer.scope {
        held = held.and(PermissionSet::stored(scope));
    }
    Ok(Some(Principal {
        kind: PrincipalKind::Person,
        id: bearer.subject,
        name: name.clone(),
        permissions: held,
        sphere: of_posts(&standing.spheres),
        customer: None,
        territories: standing.territories.into_iter().map(Uuid::from).collect(),
        covers: standing.covers.into_iter().map(Uuid::from).collect(),
        language: Some(*language),
        zone: zone.clone(),
        theme: theme.word().to_owned(),
        density: density.word().to_owned(),
        session: bearer.credential,
    }))
}

impl Gate for PeopleGate {
    fn principal(
        &self,
        tx: &mut Tx,
        wall: Timestamp,
        now: Timestamp,
        credential: &Credential,
    ) -> Outcome<Option<Principal>> {
        let bearer = match credential {
            Credential::Session(secret) => access::bearer_of_session(tx, &secret_hash(secret))?,
            Credential::Token(secret) => access::bearer_of_token(tx, &secret_hash(secret))?,
            Credential::Person(id) => access::bearer_of_person(tx, *id)?,
            Credential::Contact(id) => return self.contact(tx, *id, None),
            Credential::System => return Ok(Some(Principal::system())),
            Credential::Nobody => return Ok(Some(Principal::nobody())),
        };
        match bearer {
            Some(bearer) => self.bearer(tx, wall, bearer, now),
            None => Ok(None),
        }
    }

    fn company_zone(&self, tx: &mut Tx) -> Outcome<String> {
        company::home_zone(tx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        let start: Timestamp = "2026-02-02T09:00:00Z".parse().unwrap();
        start.checked_add(SignedDuration::from_millis(millis)).unwrap()
    }

    #[test]
    fn a_node_looks_at_so_many_tries_and_no_more() {
        let door = Door::default();
        assert_eq!((0..65).filter(|_| door.admit(at(0)).is_ok()).count(), 60);
        assert_eq!((0..20).filter(|_| door.admit(at(1_000)).is_ok()).count(), 10);
    }

    /// One stranger tries 170 times a second for half a minute; each colleague elsewhere comes in at the first try.
    #[test]
    fn r67_one_stranger_keeps_nobody_out() {
        let door = Door::default();
        let stranger = |n: u128| IpAddr::from((0x2001_0db8_0000_0077_u128 << 64 | n).to_be_bytes());
        let come = |asker, wall| door.admit_asker(asker, wall).and_then(|()| door.admit(wall));
        let mut looked_at = 0;
        for second in 0..30_u32 {
            for n in 0..170_u32 {
                let wall = at(i64::from(second) * 1_000 + i64::from(n) * 5);
                looked_at += u32::from(come(stranger(u128::from(second * 170 + n)), wall).is_ok());
            }
            let colleague = IpAddr::from([198, 51, 100, u8::try_from(second).unwrap()]);
            assert_eq!(come(colleague, at(i64::from(second) * 1_000 + 900)), Ok(()), "{second}");
        }
        assert!((20..=80).contains(&looked_at), "{looked_at}");
        let refusal = (0..40).find_map(|_| come(stranger(1), at(30_000)).err()).unwrap();
        assert_eq!((refusal.rule, refusal.facts.last()), ("sign_in.too_often", Some(&("seconds", 1.into()))));
    }

    #[test]
    fn strangers_cannot_fill_the_memory() {
        let door = Door::default();
        for n in 0..6_000_u32 {
            door.admit_asker(IpAddr::from((0x0a00_0000 + n).to_be_bytes()), at(0)).unwrap();
        }
        assert_eq!(door.tries.lock().unwrap().askers.len(), ASKERS_MAX);
        let late = IpAddr::from([203, 0, 113, 9]);
        assert_eq!((0..40).filter(|_| door.admit_asker(late, at(5_000)).is_ok()).count(), 20);
        assert_eq!(door.tries.lock().unwrap().askers.len(), 1, "whoever stopped is forgotten");
    }
}
