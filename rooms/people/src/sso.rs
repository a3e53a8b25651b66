//! Signing in by the company's own provider (OpenID Connect): what this room knows of it. Talking to the provider and
//! proving what it says is the program's; here stand the sign-ins under way, whose account is whose, and what follows.
//!
//! An account is bound by its issuer and subject alone, never by an address: by an invitation that was opened while
//! signing in, by an administrator, or, where the operator wants it, by entering a colleague anew.

use std::sync::Arc;

use accord_kernel::{Call, Caller, Credential, Kernel, Outcome, Refusal, Status};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    actions::sso::{Entered, Taken},
    gate,
    login::SignedIn,
    password::{new_secret, secret_hash},
    record::access,
};

/// A sign-in that begins. What goes to the provider is derived from the browser's secret, so that nothing that is kept
/// opens anything.
#[derive(Debug, Clone)]
pub struct Begun {
    /// For the browser's cookie alone.
    pub browser: String,
    /// Comes back with the browser.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// What the provider keeps of the verifier (RFC 7636, S256).
    pub challenge: String,
}

/// A sign-in that came back.
#[derive(Debug, Clone)]
pub struct Back {
    /// What must stand in the token.
    pub nonce: String,
    /// What proves to the provider that it is the same sign-in (RFC 7636).
    pub verifier: String,
    /// Where to go afterwards.
    pub next: String,
    invitation_hash: Option<String>,
}

/// An account at the provider, its token proved.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who says so.
    pub issuer: String,
    /// Whose it is, there.
    pub subject: String,
    /// Name, where it is said.
    pub name: Option<String>,
    /// Address, only where the provider says that it proved it.
    pub email: Option<String>,
    /// Its groups there.
    pub groups: Vec<String>,
}

/// What the operator decided.
#[derive(Debug, Clone, Default)]
pub struct Rule {
    /// Whether somebody who is nobody's here yet is entered as a new colleague.
    pub create: bool,
    /// Which group gives which role, by its word.
    pub roles: Vec<(String, String)>,
}

fn derived(what: &str, browser: &str, state: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("accord sso {what}\n{browser}\n{state}")))
}

fn program(caller: &Caller) -> Caller {
    Caller { credential: Credential::System, ..caller.clone() }
}

/// Begins a sign-in; `next` is where to go afterwards, `invitation` the secret of a letter's link that is used by it.
///
/// # Errors
/// `sign_in.too_often`; absent for a link that is none.
pub fn begin(kernel: &Arc<Kernel>, caller: &Caller, next: &str, invitation: Option<&str>) -> Outcome<Begun> {
    let hash = invitation.map(secret_hash);
    let nobody = Caller { credential: Credential::Nobody, ..caller.clone() };
    kernel.read(&nobody, |reader| {
        gate::door(reader.kernel)?.admit(reader.context.wall)?;
        let Some(hash) = &hash else { return Ok(()) };
        let login = access::login_by_invitation(reader.tx, hash)?.ok_or_else(Refusal::absent)?;
        match login.invitation_until.is_some_and(|until| until > reader.context.wall) {
            true => Ok(()),
            false => Err(Refusal::absent()),
        }
    })?;
    let (browser, state) = (new_secret("")?, new_secret("")?);
    let input = json!({
        "state_hash": BASE64.encode(secret_hash(&state)),
        "browser_hash": BASE64.encode(secret_hash(&browser)),
        "next": next,
        "invitation_hash": hash.map(|hash| BASE64.encode(hash)),
    });
    kernel.act(&program(caller), Call::new("sso.begin", input))?;
    let verifier = derived("verifier", &browser, &state);
    Ok(Begun {
        nonce: derived("nonce", &browser, &state),
        challenge: URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())),
        browser,
        state,
    })
}

/// Takes a sign-in that came back, once: by its state and the browser that began it.
///
/// # Errors
/// `sso.stale` for whatever is no sign-in of this browser that is under way.
pub fn back(kernel: &Arc<Kernel>, caller: &Caller, browser: &str, state: &str) -> Outcome<Back> {
    let input = json!({
        "state_hash": BASE64.encode(secret_hash(state)),
        "browser_hash": BASE64.encode(secret_hash(browser)),
    });
    let answer = kernel.act(&program(caller), Call::new("sso.take", input))?.answer;
    let taken: Taken = serde_json::from_value(answer).map_err(|error| Refusal::defect(error.to_string()))?;
    Ok(Back {
        nonce: derived("nonce", browser, state),
        verifier: derived("verifier", browser, state),
        next: taken.next,
        invitation_hash: taken.invitation_hash,
    })
}

/// Lets whoever the account is bound to in, with the roles that its groups give now. The caller's credential, when it is a
/// session, is the one before on this device: it ends.
///
/// # Errors
/// `sso.unknown` for an account that is nobody's, or of somebody who has left; what stands against binding it.
pub fn enter(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    back: &Back,
    account: &Account,
    rule: &Rule,
    agent: &str,
) -> Outcome<SignedIn> {
    let former = match &caller.credential {
        Credential::Session(secret) => {
            let hash = secret_hash(secret);
            kernel.db.read(|tx| access::bearer_of_session(tx, &hash))?.and_then(|bearer| bearer.credential)
        }
        _ => None,
    };
    let secret = new_secret("")?;
    let input = json!({
        "issuer": account.issuer,
        "subject": account.subject,
        "name": account.name,
        "email": account.email,
        "groups": account.groups,
        "create": rule.create,
        "roles": rule.roles.iter().map(|(group, role)| json!({ "group": group, "role": role })).collect::<Vec<_>>(),
        "invitation_hash": back.invitation_hash,
        "secret_hash": BASE64.encode(secret_hash(&secret)),
        "agent": agent,
        "former": former,
    });
    let answer = kernel.act(&program(caller), Call::new("sso.enter", input))?.answer;
    let entered: Entered =
        serde_json::from_value(answer).map_err(|error| Refusal::defect(error.to_string()))?;
    Ok(SignedIn {
        secret,
        session: entered.session,
        expires_at: entered.expires_at,
        subject: entered.person.into(),
        contact: false,
        must_change: false,
    })
}

/// What everybody gets whose account opens nothing: whether it is unknown or its colleague has left.
pub(crate) fn unknown() -> Refusal {
    Refusal::new(Status::SignIn, "sso.unknown")
}
