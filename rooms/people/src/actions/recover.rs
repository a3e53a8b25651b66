//! The way back in when no administrator can sign in: by the operator, who has the machine in any case. It leaves an event
//! and tells every other administrator.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    access::decode,
    person::{self as persons, NewPerson, put_search},
    standing,
};
use crate::{
    PersonId, RoleId, Word,
    check::fold_email,
    record::{access, company, person},
    roles, tell,
    terms::{LoginKind, PersonState},
};

/// Makes whoever signs in with an address an administrator with a new password, to be changed at the next sign-in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recover {
    /// The address.
    pub email: String,
    /// Name, when the address is nobody's yet.
    #[serde(default)]
    pub name: Option<String>,
    /// Hash of the new password.
    pub password_hash: String,
    /// Hash of the address, whose failed tries are forgotten (base64).
    pub address_hash: String,
}

/// Who is an administrator again.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Recovered {
    /// The colleague.
    pub person: PersonId,
}

impl Action for Recover {
    const NAME: &'static str = "people.recover";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = Recovered;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut touches = Touches::chain(company::company_chain(tx)?);
        let known = access::login_by_email(tx, &fold_email(&self.email))?;
        touches.chains.extend(known.map(|login| login.subject));
        Ok(touches)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let known = access::login_by_email(tx, &fold_email(&self.email))?;
        let person = match known {
            Some(login) if login.kind == LoginKind::Contact => {
                return Err(Refusal::conflict("recover.contact"));
            }
            Some(login) => {
                let id = PersonId(login.subject);
                let mut row = person::person(tx, id)?;
                if row.state != PersonState::Active {
                    row.state = PersonState::Active;
                    tx.update(&mut row)?;
                    put_search(tx, &row)?;
                }
                id
            }
            None => {
                let name = self.name.ok_or_else(|| Refusal::field("/name", "field.required"))?;
                let new = NewPerson { name, email: Some(self.email), ..NewPerson::default() };
                persons::create(tx, act, new, "")?
            }
        };
        standing::give(tx, act, person, RoleId::seeded(roles::ADMINISTRATOR))?;
        access::set_password(tx, person.into(), &self.password_hash, true)?;
        access::is_recovered(tx, person)?;
        access::end_sessions(tx, person.into(), None)?;
        access::revoke_tokens(tx, person, act.wall)?;
        access::forget_tries(tx, &decode("/address_hash", &self.address_hash)?)?;
        act.chain(person);
        act.fact("person", person);
        let others = person::persons_with_role(tx, roles::ADMINISTRATOR)?;
        let others: Vec<PersonId> = others.into_iter().filter(|other| *other != person).collect();
        let word = Word::new("notice-recovered", format!("/people/{person}"))
            .with("person", person::name_of(tx, person)?)
            .urgent();
        tell(tx, act, &others, &word)?;
        Ok(Recovered { person })
    }
}
