//! Signing in by the company's own provider: sign-ins under way, binding accounts, and what their groups say.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Status, Touches};
use accord_store::Tx;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    access::{decode, open_session},
    person::{self as persons, NewPerson, may_touch_access, refuse_last_administrator},
    standing,
};
use crate::{
    PersonId, SessionId,
    check::{self, NAME_MAX, WORDING_MAX},
    record::{
        access, company, person,
        sso::{self, Try},
    },
    roles,
    rules::sso as rule,
    sso::unknown,
    terms::{LoginKind, PersonState},
};

/// How long somebody may take to sign in at the provider.
const TRY_FOR: SignedDuration = SignedDuration::from_mins(15);
/// Longest address to go to afterwards.
const NEXT_MAX: usize = 2_000;
/// Most groups of an account that are looked at.
const GROUPS_MAX: usize = 2_000;

/// Notes that a browser goes to the provider to sign in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Begin {
    /// Hash of what comes back with the browser (base64).
    pub state_hash: String,
    /// Hash of the browser's own secret (base64).
    pub browser_hash: String,
    /// Where to go afterwards.
    pub next: String,
    /// Hash of the invitation that is used by it (base64).
    #[serde(default)]
    pub invitation_hash: Option<String>,
}

impl Action for Begin {
    const NAME: &'static str = "sso.begin";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        act.quiet();
        let invitation_hash =
            self.invitation_hash.as_deref().map(|hash| decode("/invitation_hash", hash)).transpose()?;
        let ends_at = act.wall.checked_add(TRY_FOR).unwrap_or(act.wall);
        let of = Try { next: self.next.chars().take(NEXT_MAX).collect(), invitation_hash };
        let (state, browser) =
            (decode("/state_hash", &self.state_hash)?, decode("/browser_hash", &self.browser_hash)?);
        sso::sweep_tries(tx, act.wall)?;
        sso::put_try(tx, &state, &browser, &of, ends_at)
    }
}

/// Takes a sign-in that came back, once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// Hash of what came back with the browser (base64).
    pub state_hash: String,
    /// Hash of the browser's own secret (base64).
    pub browser_hash: String,
}

/// A sign-in that came back.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Taken {
    /// Where to go afterwards.
    pub next: String,
    /// Hash of the invitation that is used by it (base64).
    pub invitation_hash: Option<String>,
}

impl Action for Take {
    const NAME: &'static str = "sso.take";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = Taken;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Taken> {
        act.quiet();
        let (state, browser) =
            (decode("/state_hash", &self.state_hash)?, decode("/browser_hash", &self.browser_hash)?);
        let found = sso::take_try(tx, &state, &browser, act.wall)?;
        let found = found.ok_or_else(|| Refusal::new(Status::SignIn, "sso.stale"))?;
        Ok(Taken { next: found.next, invitation_hash: found.invitation_hash.map(|hash| BASE64.encode(hash)) })
    }
}

/// A group at the provider, and the role that it gives.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupRole {
    /// The group's name there.
    pub group: String,
    /// The role's word here.
    pub role: String,
}

/// Lets whoever an account is bound to in; binds it where an invitation or the operator's rule says so.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enter {
    /// Who vouches for the account.
    pub issuer: String,
    /// Whose it is, there.
    pub subject: String,
    /// Name there.
    #[serde(default)]
    pub name: Option<String>,
    /// Address there, only when it was proved.
    #[serde(default)]
    pub email: Option<String>,
    /// Groups there.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Whether somebody unknown is entered as a new colleague.
    pub create: bool,
    /// What groups give.
    #[serde(default)]
    pub roles: Vec<GroupRole>,
    /// Hash of the invitation that is used by it (base64).
    #[serde(default)]
    pub invitation_hash: Option<String>,
    /// Hash of the session's secret (base64).
    pub secret_hash: String,
    /// What the browser calls itself.
    pub agent: String,
    /// The session before on the same device: it ends.
    #[serde(default)]
    pub former: Option<SessionId>,
}

/// Somebody who came in.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Entered {
    /// Who.
    pub person: PersonId,
    /// The new session.
    pub session: SessionId,
    /// When it ends whatever happens.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires_at: Timestamp,
}

impl Enter {
    /// Whose account it is: bound before, or by the invitation that was opened. None when neither.
    fn known(&self, tx: &mut Tx) -> Outcome<Option<(PersonId, bool)>> {
        if let Some(person) = sso::person_of(tx, &self.issuer, &self.subject)? {
            return Ok(Some((person, true)));
        }
        let Some(hash) = &self.invitation_hash else { return Ok(None) };
        let login = access::login_by_invitation(tx, &decode("/invitation_hash", hash)?)?;
        Ok(login
            .filter(|login| login.kind == LoginKind::Person)
            .map(|login| (PersonId(login.subject), false)))
    }

    /// Binds the account by the invitation that was opened with it; the link is used up.
    fn bind(&self, tx: &mut Tx, act: &Act<'_>, person: PersonId) -> Outcome<()> {
        let hash = decode("/invitation_hash", self.invitation_hash.as_deref().unwrap_or_default())?;
        if !access::use_invitation(tx, person.into(), &hash, act.wall)? {
            return Err(Refusal::absent());
        }
        match sso::bind(tx, &self.issuer, &self.subject, person, act.wall)? {
            true => Ok(()),
            false => Err(Refusal::conflict("sso.bound")),
        }
    }

    /// Enters a new colleague. An address that is somebody's already binds nothing: whoever says to own it at the provider
    /// need not be that somebody here.
    fn create(&self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PersonId> {
        let email = self.email.clone().ok_or_else(|| Refusal::new(Status::SignIn, "sso.no_address"))?;
        if access::login_by_email(tx, &check::fold_email(&email))?.is_some() {
            return Err(unknown());
        }
        let name = self.name.clone().filter(|name| !name.trim().is_empty()).unwrap_or_else(|| email.clone());
        let name = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
        let new = NewPerson { name, email: Some(email), ..NewPerson::default() };
        let person = persons::create(tx, act, new, "")?;
        match sso::bind(tx, &self.issuer, &self.subject, person, act.wall)? {
            true => Ok(person),
            false => Err(Refusal::conflict("sso.bound")),
        }
    }

    fn wanted(&self, tx: &mut Tx, person: PersonId) -> Outcome<rule::Roles> {
        let mut held = Vec::new();
        for one in person::roles_of(tx, person)? {
            held.extend(tx.get::<company::RoleRow>(one.role_id)?.map(|role| role.name));
        }
        let mapping: Vec<(String, String)> =
            self.roles.iter().map(|one| (one.group.clone(), one.role.clone())).collect();
        let groups: Vec<String> = self.groups.iter().take(GROUPS_MAX).cloned().collect();
        Ok(rule::roles(&mapping, &groups, &held))
    }

    /// Gives and takes what the groups say. The last administrator stays one, whatever the provider says.
    fn settle_roles(&self, tx: &mut Tx, act: &mut Act<'_>, person: PersonId) -> Outcome<()> {
        let wanted = self.wanted(tx, person)?;
        let mut changed = false;
        for word in &wanted.give {
            // A word that is no role of ours gives nothing; the doctor and the log say so.
            let Some(role) = company::role_named(tx, word)?.filter(|role| !role.archived) else {
                tracing::warn!(
                    role = word.as_str(),
                    "the provider's groups give a role that is none of ours"
                );
                continue;
            };
            standing::give(tx, act, person, role.id)?;
            changed = true;
        }
        for word in &wanted.take {
            if word == roles::ADMINISTRATOR && refuse_last_administrator(tx, person).is_err() {
                act.fact("last_administrator_stays", true);
                continue;
            }
            let Some(role) = company::role_named(tx, word)? else { continue };
            if let Some(held) = person::roles_of(tx, person)?.iter().find(|held| held.role_id == role.id) {
                tx.remove(held)?;
                changed = true;
            }
        }
        if changed {
            access::end_sessions(tx, person.into(), None)?;
            act.fact("roles_given", &wanted.give);
            act.fact("roles_taken", &wanted.take);
        }
        Ok(())
    }
}

impl Action for Enter {
    const NAME: &'static str = "sso.enter";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = Entered;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let Some((person, _)) = self.known(tx)? else { return Ok(Touches::nothing()) };
        let mut touches = Touches::chain(person);
        let administrator = roles::ADMINISTRATOR.to_owned();
        if self.wanted(tx, person)?.take.contains(&administrator) {
            // Whoever might be the last administrator is asked about one at a time.
            touches.chains.push(company::company_chain(tx)?);
        }
        Ok(touches)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Entered> {
        let (person, by) = match self.known(tx)? {
            Some((person, true)) => (person, "bound"),
            Some((person, false)) => (person, "invitation"),
            None if self.create => (self.create(tx, act)?, "created"),
            None => return Err(unknown()),
        };
        if person::person(tx, person)?.state == PersonState::Disabled {
            return Err(unknown());
        }
        if by == "invitation" {
            self.bind(tx, act, person)?;
        }
        self.settle_roles(tx, act, person)?;
        access::not_recovered(tx, person)?;
        sso::used(tx, &self.issuer, &self.subject, act.wall)?;
        if let Some(former) = self.former {
            // Whoever's session it was on this device, it is over.
            access::end_any_session(tx, former)?;
        }
        let secret = decode("/secret_hash", &self.secret_hash)?;
        let session = open_session(tx, act, person.into(), LoginKind::Person, &secret, &self.agent)?;
        act.fact("person", person);
        act.fact("by", by);
        act.fact("session", session.id);
        Ok(Entered { person, session: session.id, expires_at: session.expires_at })
    }
}

/// Binds an account at the company's provider to a colleague: from then on it opens the house for them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bind {
    /// The colleague.
    pub person: PersonId,
    /// Who vouches for the account: the issuer exactly as it stands in the operator's configuration.
    pub issuer: String,
    /// Whose it is there: the subject that never changes, not an address.
    pub subject: String,
}

impl Action for Bind {
    const NAME: &'static str = "sso.bind";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        person::active_person(tx, self.person)?;
        may_touch_access(tx, act, self.person)?;
        if access::login_of(tx, self.person.into())?.is_none() {
            return Err(Refusal::conflict("people.no_address"));
        }
        let issuer = check::text("/issuer", &self.issuer, WORDING_MAX)?;
        let subject = check::text("/subject", &self.subject, NAME_MAX)?;
        if !sso::bind(tx, &issuer, &subject, self.person, act.wall)? {
            return Err(Refusal::conflict("sso.bound"));
        }
        act.fact("issuer", issuer);
        Ok(())
    }
}

/// Takes a colleague's accounts at the provider away: they open nothing any more, and every session ends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unbind {
    /// The colleague.
    pub person: PersonId,
}

impl Action for Unbind {
    const NAME: &'static str = "sso.unbind";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        may_touch_access(tx, act, self.person)?;
        if sso::unbind(tx, self.person)? == 0 {
            return Err(Refusal::absent());
        }
        access::end_sessions(tx, self.person.into(), None)?;
        Ok(())
    }
}
