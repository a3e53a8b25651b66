//! Sessions and passwords. What must be slow (hashing) or secret (the secrets themselves) is done outside by
//! [`crate::login`]; these actions are the program's own and see hashes only.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::person::may_touch_access;
use crate::{
    PersonId, SessionId,
    check::NAME_MAX,
    letters,
    record::{
        access::{self, Login, Session},
        person,
    },
    rules::throttle,
    settings,
    terms::LoginKind,
};

pub(super) fn decode(pointer: &str, text: &str) -> Outcome<Vec<u8>> {
    BASE64.decode(text).map_err(|_| Refusal::field(pointer, "field.form"))
}

fn login(tx: &mut Tx, subject: Uuid) -> Outcome<Login> {
    access::login_of(tx, subject)?.ok_or_else(Refusal::absent)
}

fn after(wall: Timestamp, span: SignedDuration) -> Timestamp {
    wall.checked_add(span).unwrap_or(wall)
}

/// Opens a session for somebody who has proved who they are.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSession {
    /// Whose.
    pub subject: Uuid,
    /// Hash of the session's secret (base64).
    pub secret_hash: String,
    /// What the browser calls itself.
    pub agent: String,
    /// Hash of the address typed, whose failed tries are forgotten (base64).
    pub address_hash: String,
    /// The session before on the same device: it ends.
    #[serde(default)]
    pub former: Option<SessionId>,
}

/// The new session.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SessionOpened {
    /// Its id.
    pub session: SessionId,
    /// When it ends whatever happens.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires_at: Timestamp,
}

impl Action for OpenSession {
    const NAME: &'static str = "session.open";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = SessionOpened;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.subject))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let login = login(tx, self.subject)?;
        // They may have been disabled between the proof and now.
        if login.kind == LoginKind::Person && person::person(tx, PersonId(self.subject))?.state.has_left() {
            return Err(Refusal::absent());
        }
        let secret = decode("/secret_hash", &self.secret_hash)?;
        let session = open_session(tx, act, self.subject, login.kind, &secret, &self.agent)?;
        access::forget_tries(tx, &decode("/address_hash", &self.address_hash)?)?;
        if let Some(former) = self.former {
            access::end_session(tx, self.subject, former)?;
        }
        act.fact("session", session.id);
        Ok(SessionOpened { session: session.id, expires_at: session.expires_at })
    }
}

/// Opens a session by the house's rules for how long one lasts.
pub(super) fn open_session(
    tx: &mut Tx,
    act: &Act<'_>,
    subject: Uuid,
    kind: LoginKind,
    secret_hash: &[u8],
    agent: &str,
) -> Outcome<Session> {
    let days: i64 = settings::get(tx, act, &settings::SESSION_DAYS)?;
    let idle: i64 = settings::get(tx, act, &settings::SESSION_IDLE_HOURS)?;
    let idle = SignedDuration::from_hours(idle);
    let session = Session {
        id: act.new_id(),
        subject,
        kind,
        made_at: act.wall,
        last_seen_at: act.wall,
        expires_at: after(act.wall, SignedDuration::from_hours(24 * days)),
        idle_us: i64::try_from(idle.as_micros()).unwrap_or(i64::MAX),
        agent: agent.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect(),
    };
    access::open_session(tx, &session, secret_hash)?;
    Ok(session)
}

/// Notes a failed try to sign in, of an address known or not.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteFailure {
    /// Hash of the address typed (base64).
    pub address_hash: String,
    /// Whose address it is, when it is anybody's.
    #[serde(default)]
    pub subject: Option<Uuid>,
}

impl Action for NoteFailure {
    const NAME: &'static str = "session.note_failure";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.subject.map_or_else(Touches::nothing, Touches::chain))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let hash = decode("/address_hash", &self.address_hash)?;
        let failures = access::tries(tx, &hash)?.0 + 1;
        let rest = throttle::rest(failures).map(|rest| after(act.wall, rest));
        access::put_tries(tx, &hash, failures, rest, act.wall)?;
        act.quiet();
        // A rest is worth a line in the log of whose account it is; a single slip is not.
        if self.subject.is_some() && rest.is_some() {
            act.fact("failures", failures);
        }
        Ok(())
    }
}

/// Ends one of one's own sessions; the present one when none is named.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSession {
    /// The session.
    #[serde(default)]
    pub session: Option<SessionId>,
}

impl Action for EndSession {
    const NAME: &'static str = "session.end";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Both;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let session = self.session.or(act.principal.session.map(SessionId)).ok_or_else(Refusal::absent)?;
        if !access::end_session(tx, act.principal.id, session)? {
            return Err(Refusal::absent());
        }
        act.fact("session", session);
        Ok(())
    }
}

/// Ends every session of somebody: one's own but the present one, or all of a colleague's.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSessions {
    /// The colleague; oneself when left out.
    #[serde(default)]
    pub person: Option<PersonId>,
}

impl Action for EndSessions {
    const NAME: &'static str = "session.end_all";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Both;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        match self.person {
            Some(_) if !ctx.principal.may(Permission::PeopleManage) => Err(Refusal::absent()),
            Some(person) => Ok(Touches::chain(person::person(tx, person)?.id)),
            None => Ok(Touches::chain(ctx.principal.id)),
        }
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let subject = self.person.map_or(act.principal.id, Uuid::from);
        let keep = act.principal.session.filter(|_| act.principal.id == subject);
        let ended = access::end_sessions(tx, subject, keep)?;
        act.fact("ended", ended);
        Ok(())
    }
}

/// Sets a password by its hash. Every other session and every token of the person ends at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// Whose.
    pub subject: Uuid,
    /// Hash of the new password.
    pub password_hash: String,
    /// Whether it must be changed at the next sign-in.
    #[serde(default)]
    pub must_change: bool,
    /// Hash of the invitation that is used up by this (base64); one that was used meanwhile is refused.
    #[serde(default)]
    pub invitation_hash: Option<String>,
    /// Hash of the password that was proved; when another was set meanwhile this is refused.
    #[serde(default)]
    pub proved_hash: Option<String>,
    /// The session in which it is changed: it goes on.
    #[serde(default)]
    pub keep: Option<SessionId>,
}

impl Action for SetPassword {
    const NAME: &'static str = "password.set";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(self.subject))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let login = login(tx, self.subject)?;
        if self.proved_hash.is_some() && self.proved_hash != login.password_hash {
            return Err(Refusal::forbidden("password.proof"));
        }
        if let Some(invitation) = &self.invitation_hash {
            let hash = decode("/invitation_hash", invitation)?;
            if !access::use_invitation(tx, self.subject, &hash, act.wall)? {
                return Err(Refusal::absent());
            }
        }
        access::set_password(tx, self.subject, &self.password_hash, self.must_change)?;
        access::end_sessions(tx, self.subject, self.keep.map(Uuid::from))?;
        if login.kind == LoginKind::Person {
            access::revoke_tokens(tx, PersonId(self.subject), act.wall)?;
        }
        let by = match (self.invitation_hash.is_some(), self.proved_hash.is_some()) {
            (true, _) => "invitation",
            (false, true) => "password",
            (false, false) => "operator",
        };
        act.fact("by", by);
        Ok(())
    }
}

/// Invites a colleague to set a password: a letter with a link goes out, and the link's secret is shown once, for who
/// hands it over in person.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The colleague.
    pub person: PersonId,
}

/// An invitation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Invited {
    /// The link's secret. Shown once; only its hash is kept.
    pub secret: String,
    /// Until when it can be used.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
}

impl Action for Invite {
    const NAME: &'static str = "people.invite";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Invited;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        person::active_person(tx, self.person)?;
        may_touch_access(tx, act, self.person)?;
        if access::login_of(tx, self.person.into())?.is_none() {
            return Err(Refusal::conflict("people.no_address"));
        }
        let (secret, until) = crate::login::invitation(tx, act, self.person.into(), &letters::INVITATION)?;
        act.fact("until", until);
        Ok(Invited { secret, until })
    }
}

/// Somebody forgot their password. It is only written down; whether the address is anybody's is looked at later, so that
/// the answer takes as long for one that is nobody's.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskReset {
    /// The address, folded.
    pub address: String,
    /// Hash under which its askings are counted (base64).
    pub address_hash: String,
}

impl Action for AskReset {
    const NAME: &'static str = "password.ask_reset";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        act.quiet();
        let hash = decode("/address_hash", &self.address_hash)?;
        let (asked, until) = access::tries(tx, &hash)?;
        let (asked, until) = throttle::ask(asked, until, act.wall)
            .map_err(|until| crate::login::too_often(until.duration_since(act.wall)))?;
        access::put_tries(tx, &hash, asked, Some(until), act.wall)?;
        access::ask_password(tx, act.new_id(), &self.address, act.wall)
    }
}

/// Looks at an address for which a new password was asked: a link goes to it, if it is anybody's.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendReset {
    /// Which asking.
    pub asked: Uuid,
}

/// Whose login the address of an asking is, if anybody's who is still here.
fn asked_by(tx: &mut Tx, asked: Uuid) -> Outcome<Option<Login>> {
    let Some(address) = access::asked_password(tx, asked)? else { return Ok(None) };
    let Some(login) = access::login_by_email(tx, &address)? else { return Ok(None) };
    let gone =
        login.kind == LoginKind::Person && person::person(tx, PersonId(login.subject))?.state.has_left();
    Ok((!gone).then_some(login))
}

impl Action for SendReset {
    const NAME: &'static str = "password.send_reset";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let login = asked_by(tx, self.asked)?;
        Ok(login.map_or_else(Touches::nothing, |login| Touches::chain(login.subject)))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        act.quiet();
        let login = asked_by(tx, self.asked)?;
        // Of two nodes that look at one moment, one writes the letter.
        if !access::take_asked(tx, self.asked)? {
            return Ok(());
        }
        let Some(login) = login else { return Ok(()) };
        let (_, until) = crate::login::invitation(tx, act, login.subject, &letters::RESET)?;
        act.fact("until", until);
        Ok(())
    }
}
