//! Signing in and passwords: what is slow or secret happens here, outside every transaction; what is written goes
//! through the actions of `actions/access.rs` like everything else.
//!
//! The same words and the same time for an unknown address and a wrong password, so that nobody learns who works here.

use std::sync::Arc;

use accord_kernel::{Act, Call, Caller, Credential, Kernel, Outcome, PrincipalKind, Refusal, Status};
use accord_store::Tx;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as JsonValue, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    PersonId, SessionId,
    actions::access::SessionOpened,
    check::fold_email,
    gate,
    letters::{self, Envelope, Filling, LetterDef},
    password::{self, PASSWORD_MAX, new_secret, secret_hash},
    record::{
        access::{self, Login},
        company,
        notice::Thread,
        person,
    },
    settings,
    terms::LoginKind,
};

pub use gate::admit;
pub use password::hash;

/// Path of the page on which an invitation or a reset link is used; the secret follows.
pub const WELCOME: &str = "/welcome/";

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session's secret, for the cookie. Only its hash is kept.
    pub secret: String,
    /// The session.
    pub session: SessionId,
    /// When it ends whatever happens (wall time).
    pub expires_at: Timestamp,
    /// Whose it is.
    pub subject: Uuid,
    /// Whether it is a customer's contact: to the portal.
    pub contact: bool,
    /// Whether the password must be changed first.
    pub must_change: bool,
}

/// Who may sign in by a password of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Passwords {
    /// Everybody who has one.
    #[default]
    Everybody,
    /// Customers' contacts, and whoever the operator let in by hand; colleagues come by the company's provider.
    Outsiders,
}

impl Passwords {
    /// Whether a password opens the house for whoever it is.
    fn open(self, login: &Login) -> Outcome<()> {
        match self {
            Self::Outsiders if login.kind == LoginKind::Person && !login.recovered => {
                Err(Refusal::new(Status::SignIn, "sign_in.by_provider"))
            }
            _ => Ok(()),
        }
    }
}

/// The program acting for somebody who is not signed in yet, through the same face.
fn for_them(caller: &Caller) -> Caller {
    Caller { credential: Credential::System, ..caller.clone() }
}

fn act(kernel: &Arc<Kernel>, caller: &Caller, action: &str, input: JsonValue) -> Outcome<JsonValue> {
    Ok(kernel.act(&for_them(caller), Call::new(action, input))?.answer)
}

/// What stands for an address in the tries: a hash, so that a mistyped password in its place is not kept.
fn address_hash(folded: &str) -> Vec<u8> {
    Sha256::digest(folded.as_bytes()).to_vec()
}

struct Found {
    wall: Timestamp,
    login: Option<Login>,
    rests_until: Option<Timestamp>,
    former: Option<SessionId>,
}

fn look(kernel: &Arc<Kernel>, caller: &Caller, folded: &str) -> Outcome<Found> {
    let asked = Caller { credential: Credential::Nobody, ..caller.clone() };
    let old = match &caller.credential {
        Credential::Session(secret) => Some(secret_hash(secret)),
        _ => None,
    };
    kernel.read(&asked, |reader| {
        let mut login = access::login_by_email(reader.tx, folded)?;
        let gone = match &login {
            Some(found) if found.kind == LoginKind::Person => {
                person::person(reader.tx, PersonId(found.subject))?.state.has_left()
            }
            _ => false,
        };
        if gone {
            login = None;
        }
        let former = match old {
            Some(hash) => access::bearer_of_session(reader.tx, &hash)?.and_then(|bearer| bearer.credential),
            None => None,
        };
        Ok(Found {
            wall: reader.context.wall,
            login,
            rests_until: access::tries(reader.tx, &address_hash(folded))?.1,
            former: former.map(SessionId),
        })
    })
}

/// Too many tries; what is left of a second is waited for too.
pub(crate) fn too_often(wait: SignedDuration) -> Refusal {
    let seconds = (wait.as_millis().max(1) + 999) / 1_000;
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    Refusal::new(Status::TooOften, "sign_in.too_often")
        .with("minutes", seconds.saturating_add(59) / 60)
        .with("seconds", seconds)
}

/// Signs somebody in. The caller's credential, when it is a session, is the one before on this device: it ends.
///
/// # Errors
/// `sign_in.wrong` for an unknown address, a wrong password, somebody who has left; `sign_in.too_often`; 422 for a
/// password too long to look at.
pub fn sign_in(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    address: &str,
    password: &str,
    agent: &str,
) -> Outcome<SignedIn> {
    sign_in_where(kernel, caller, address, password, agent, Passwords::Everybody)
}

/// As [`sign_in`], where not everybody may. Whoever may not learns it only with the right password.
///
/// # Errors
/// As [`sign_in`]; `sign_in.by_provider` for a colleague who is to come by the provider.
pub fn sign_in_where(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    address: &str,
    password: &str,
    agent: &str,
    passwords: Passwords,
) -> Outcome<SignedIn> {
    if password.len() > PASSWORD_MAX {
        return Err(Refusal::field("/password", "field.too_long").with("max", PASSWORD_MAX));
    }
    if address.len() > PASSWORD_MAX {
        return Err(Refusal::field("/email", "field.too_long").with("max", PASSWORD_MAX));
    }
    let folded = fold_email(address);
    let found = look(kernel, caller, &folded)?;
    if let Some(until) = found.rests_until.filter(|until| *until > found.wall) {
        return Err(too_often(until.duration_since(found.wall)));
    }
    gate::door(kernel)?.admit(found.wall)?;
    let hash = found.login.as_ref().and_then(|login| login.password_hash.as_deref());
    let proved = password::verify(password, hash);
    let address_hash = BASE64.encode(address_hash(&folded));
    let Some(login) = found.login.as_ref().filter(|_| proved) else {
        let subject = found.login.as_ref().map(|login| login.subject);
        act(
            kernel,
            caller,
            "session.note_failure",
            json!({ "address_hash": address_hash, "subject": subject }),
        )?;
        return Err(Refusal::new(Status::SignIn, "sign_in.wrong"));
    };
    passwords.open(login)?;
    open(kernel, caller, login, &folded, found.former, agent)
}

fn open(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    login: &Login,
    folded: &str,
    former: Option<SessionId>,
    agent: &str,
) -> Outcome<SignedIn> {
    let secret = new_secret("")?;
    let input = json!({
        "subject": login.subject,
        "secret_hash": BASE64.encode(secret_hash(&secret)),
        "agent": agent,
        "address_hash": BASE64.encode(address_hash(folded)),
        "former": former,
    });
    let answer = act(kernel, caller, "session.open", input)?;
    let opened: SessionOpened =
        serde_json::from_value(answer).map_err(|error| Refusal::defect(error.to_string()))?;
    Ok(SignedIn {
        secret,
        session: opened.session,
        expires_at: opened.expires_at,
        subject: login.subject,
        contact: login.kind == LoginKind::Contact,
        must_change: login.must_change,
    })
}

/// Changes one's own password, proved by the present one. Every other session and every token ends at once.
///
/// # Errors
/// 403 `password.proof` when the present one is wrong; 422 when the new one is not acceptable; 401 for nobody.
pub fn change_password(kernel: &Arc<Kernel>, caller: &Caller, present: &str, new: &str) -> Outcome<()> {
    change_password_where(kernel, caller, present, new, Passwords::Everybody)
}

/// As [`change_password`], where not everybody has one.
///
/// # Errors
/// As [`change_password`]; `sign_in.by_provider`.
pub fn change_password_where(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    present: &str,
    new: &str,
    passwords: Passwords,
) -> Outcome<()> {
    if present.len() > PASSWORD_MAX {
        return Err(Refusal::field("/present", "field.too_long").with("max", PASSWORD_MAX));
    }
    let (login, session, wall, rest) = kernel.read(caller, |reader| {
        let principal = &reader.context.principal;
        if !matches!(principal.kind, PrincipalKind::Person | PrincipalKind::Contact) {
            return Err(Refusal::new(Status::SignIn, "sign_in"));
        }
        // A token must not reach the password of its person.
        if matches!(caller.credential, Credential::Token(_)) {
            return Err(Refusal::forbidden("token.by_token"));
        }
        let login = access::login_of(reader.tx, principal.id)?.ok_or_else(Refusal::absent)?;
        passwords.open(&login)?;
        let rest = access::tries(reader.tx, &address_hash(&fold_email(&login.address)))?.1;
        Ok((login, principal.session, reader.context.wall, rest))
    })?;
    if let Some(until) = rest.filter(|until| *until > wall) {
        return Err(too_often(until.duration_since(wall)));
    }
    gate::door(kernel)?.admit(wall)?;
    if !password::verify(present, login.password_hash.as_deref()) {
        let hash = BASE64.encode(address_hash(&fold_email(&login.address)));
        act(
            kernel,
            caller,
            "session.note_failure",
            json!({ "address_hash": hash, "subject": login.subject }),
        )?;
        return Err(Refusal::forbidden("password.proof"));
    }
    let input = json!({
        "subject": login.subject,
        "password_hash": password::hash(new, "/new")?,
        "proved_hash": login.password_hash,
        "keep": session,
    });
    act(kernel, caller, "password.set", input).map(drop)
}

/// Sets somebody's password without a proof: for the operator's command line and the demo only.
///
/// # Errors
/// Absent when the person has no address to sign in by; 422 when it is not acceptable.
pub fn set_password(kernel: &Arc<Kernel>, caller: &Caller, subject: Uuid, new: &str) -> Outcome<()> {
    let input = json!({ "subject": subject, "password_hash": password::hash(new, "/password")? });
    act(kernel, caller, "password.set", input).map(drop)
}

/// Sets the password of whoever signs in with this address, and has it changed at the next sign-in: for the operator.
///
/// # Errors
/// Absent when nobody signs in with it; 422 when the password is not acceptable.
pub fn reset(kernel: &Arc<Kernel>, caller: &Caller, address: &str, new: &str) -> Outcome<()> {
    let subject = known(kernel, caller, address)?.subject;
    let input = json!({ "subject": subject, "password_hash": password::hash(new, "/password")?, "must_change": true });
    act(kernel, caller, "password.set", input).map(drop)
}

fn known(kernel: &Arc<Kernel>, caller: &Caller, address: &str) -> Outcome<Login> {
    look(kernel, caller, &fold_email(address))?.login.ok_or_else(Refusal::absent)
}

/// Opens a session without proof: for the demo's own people only. Who may call it is the wiring's to decide.
///
/// # Errors
/// Absent when nobody signs in with this address.
pub fn enter(kernel: &Arc<Kernel>, caller: &Caller, address: &str) -> Outcome<SignedIn> {
    let folded = fold_email(address);
    let found = look(kernel, caller, &folded)?;
    let login = found.login.ok_or_else(Refusal::absent)?;
    open(kernel, caller, &login, &folded, found.former, "")
}

/// Uses an invitation or a reset link: sets the password. The link works once.
///
/// # Errors
/// Absent for a link that is not, no longer or never was one: one answer for all; 422 when the password is not
/// acceptable.
pub fn accept_invitation(kernel: &Arc<Kernel>, caller: &Caller, secret: &str, new: &str) -> Outcome<()> {
    accept_invitation_where(kernel, caller, secret, new, Passwords::Everybody)
}

/// As [`accept_invitation`], where not everybody gets a password by it: the link is kept for the provider then.
///
/// # Errors
/// As [`accept_invitation`]; `sign_in.by_provider`.
pub fn accept_invitation_where(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    secret: &str,
    new: &str,
    passwords: Passwords,
) -> Outcome<()> {
    let hash = secret_hash(secret);
    let nobody = Caller { credential: Credential::Nobody, ..caller.clone() };
    let subject = kernel.read(&nobody, |reader| {
        let login = access::login_by_invitation(reader.tx, &hash)?.ok_or_else(Refusal::absent)?;
        if login.invitation_until.is_none_or(|until| until <= reader.context.wall) {
            return Err(Refusal::absent());
        }
        gate::door(reader.kernel)?.admit(reader.context.wall)?;
        passwords.open(&login)?;
        Ok(login.subject)
    })?;
    let input = json!({
        "subject": subject,
        "password_hash": password::hash(new, "/new")?,
        "invitation_hash": BASE64.encode(&hash),
    });
    act(kernel, caller, "password.set", input).map(drop)
}

/// Somebody forgot their password. The answer is the same whoever's address it is, or nobody's.
///
/// # Errors
/// `sign_in.too_often`; what the database refuses.
pub fn ask_reset(kernel: &Arc<Kernel>, caller: &Caller, address: &str) -> Outcome<()> {
    if address.len() > PASSWORD_MAX {
        return Err(Refusal::field("/email", "field.too_long").with("max", PASSWORD_MAX));
    }
    let nobody = Caller { credential: Credential::Nobody, ..caller.clone() };
    let wall = kernel.read(&nobody, |reader| Ok(reader.context.wall))?;
    gate::door(kernel)?.admit(wall)?;
    let folded = fold_email(address);
    // Counted apart from the tries to sign in: a letter opens nothing.
    let hash = BASE64.encode(address_hash(&format!("a letter to {folded}")));
    act(kernel, caller, "password.ask_reset", json!({ "address": folded, "address_hash": hash })).map(drop)
}

/// Askings that are looked at in one round.
const ASKED_AT_ONCE: i64 = 100;

/// Looks at the addresses for which a new password was asked, and writes a letter to those that are somebody's. Called by
/// the heartbeat; returns how many it looked at.
///
/// # Errors
/// What the database refuses.
pub fn answer_asked(kernel: &Arc<Kernel>) -> Outcome<usize> {
    let asked = kernel.db.read(|tx| access::asked_passwords(tx, ASKED_AT_ONCE))?;
    for id in &asked {
        kernel.act(&Caller::system(), Call::new("password.send_reset", json!({ "asked": id })))?;
    }
    Ok(asked.len())
}

/// Makes the person of this address an administrator with a new password, whoever they are and wherever they stood; a
/// new colleague when it is nobody's. For the operator's command line only.
///
/// # Errors
/// `recover.contact` when it is a customer's contact; 422 when a name is needed, or the password is not acceptable.
pub fn recover(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    address: &str,
    name: Option<&str>,
    new: &str,
) -> Outcome<()> {
    let input = json!({
        "email": address, "name": name, "password_hash": password::hash(new, "/password")?,
        "address_hash": BASE64.encode(address_hash(&fold_email(address))),
    });
    act(kernel, caller, "people.recover", input).map(drop)
}

/// Makes a one-time link for somebody and puts its letter into the post office, whatever the hour: they asked for it or
/// wait for it. Its places are `company`, `until` and the link.
///
/// # Errors
/// Absent when they have no address to sign in by.
pub fn invitation(
    tx: &mut Tx,
    act: &Act<'_>,
    subject: Uuid,
    letter: &LetterDef,
) -> Outcome<(String, Timestamp)> {
    let login = access::login_of(tx, subject)?.ok_or_else(Refusal::absent)?;
    let hours: i64 = settings::get(tx, act, &settings::INVITATION_HOURS)?;
    let until = act.wall.checked_add(SignedDuration::from_hours(hours)).unwrap_or(act.wall);
    let secret = new_secret("")?;
    access::set_invitation(tx, subject, &secret_hash(&secret), until)?;
    let company = company::the_company(tx)?;
    let (language, zone) = match login.kind {
        LoginKind::Person => {
            let person = person::person(tx, PersonId(subject))?;
            (person.language, person.zone)
        }
        LoginKind::Contact => (company.language, company.home_zone.clone()),
    };
    let envelope = Envelope {
        subject,
        address: login.address,
        language,
        zone,
        selling: None,
        thread: Thread::default(),
    };
    let with = Filling {
        facts: vec![("company", company.name.into()), ("until", until.into())],
        path: Some(format!("{WELCOME}{secret}")),
        ..Filling::default()
    };
    letters::post(tx, act, letter, envelope, with)?;
    Ok((secret, until))
}

/// Gives a customer's contact a login, or its new address. The customer room invites with [`invitation`].
///
/// # Errors
/// The store's; a taken address violates `login_email_key`.
pub fn put_contact(tx: &mut Tx, contact: Uuid, customer: Uuid, address: &str) -> accord_store::Result<()> {
    access::put_login(tx, contact, LoginKind::Contact, Some(customer), address)
}

/// Takes somebody's login away, with every session, and every letter to them: one that waits would still go out, one
/// that went out still names them.
///
/// # Errors
/// What the database refuses.
pub fn drop_access(tx: &mut Tx, of: Uuid) -> Outcome<()> {
    access::drop_login(tx, of)?;
    access::drop_identities(tx, of)?;
    crate::record::notice::drop_letters_to(tx, of)?;
    access::end_sessions(tx, of, None).map(drop)
}

/// Signs everybody out: a restored backup knows sessions that were ended since.
///
/// # Errors
/// What the database refuses.
pub fn sign_everybody_out(kernel: &Arc<Kernel>) -> Outcome<u64> {
    kernel.db.write(access::end_all_sessions)
}

/// Forgets sessions that are over and tries that are old. Called by the heartbeat.
///
/// # Errors
/// What the database refuses.
pub fn sweep(kernel: &Arc<Kernel>) -> Outcome<u64> {
    let wall = accord_kernel::wall_now();
    let before = wall.checked_sub(SignedDuration::from_hours(24)).unwrap_or(wall);
    kernel.db.write(move |tx| access::sweep(tx, wall, before))
}
