//! Signing in by the company's own provider (OpenID Connect, authorization code with PKCE): the part that talks to it.
//!
//! The operator's file names one issuer. What the provider says of itself is looked up there, and nothing it says leads
//! anywhere without being asked about: redirects are not followed, answers are bounded in size and time, other hosts that
//! it names may not be private ones, and a token counts only when its signature is proved by a key of that issuer and it
//! answers this very sign-in. What follows from it is the people room's.

mod fetch;
mod token;

use std::{path::Path, sync::Arc};

use accord_kernel::{Caller, Kernel, Outcome, Refusal, Status, wall_now};
use accord_room_people::{
    login::SignedIn,
    rules::sso::{Expected, check},
    sso::{self, Account, Back, Rule},
};
use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::Deserialize;
use serde_json::Value as JsonValue;
use url::Url;

use fetch::Fetch;

/// Path to which the provider sends the browser back.
const BACK: &str = "/login/sso/back";
/// Longest value that is looked at of what the browser brings back.
const VALUE_MAX: usize = 8_192;

/// The operator's file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The issuer, exactly as it stands in its tokens.
    issuer: String,
    /// Our name there.
    client_id: String,
    /// Where our secret there stands; `ACCORD_SSO_SECRET` goes before it. None for a client without one.
    client_secret_file: Option<std::path::PathBuf>,
    /// What stands on the button.
    name: String,
    /// What is asked for besides `openid`.
    #[serde(default = "scopes")]
    scopes: Vec<String>,
    /// The claim in which groups stand; dots lead into objects.
    #[serde(default = "groups")]
    groups_claim: String,
    /// Whether somebody who is nobody's here yet is entered as a new colleague.
    #[serde(default)]
    create: bool,
    /// Whether colleagues may also sign in by a password of their own.
    #[serde(default = "yes")]
    passwords: bool,
    /// Which group gives which role, by its word.
    #[serde(default)]
    roles: std::collections::BTreeMap<String, String>,
}

fn scopes() -> Vec<String> {
    ["profile", "email"].map(str::to_owned).to_vec()
}

fn groups() -> String {
    "groups".to_owned()
}

fn yes() -> bool {
    true
}

/// The company's own sign-in.
pub struct Sso {
    written: Written,
    secret: Option<String>,
    callback: String,
    fetch: Fetch,
}

/// What went wrong at the provider: a word for the log, the same sentence for everybody.
fn failed(word: impl Into<String>) -> Refusal {
    let mut refusal = Refusal::new(Status::Unavailable, "sso.provider");
    refusal.internal = Some(word.into());
    refusal
}

/// The provider's answer does not open anything: a word for the log, one sentence for everybody.
fn untrusted(word: impl Into<String>) -> Refusal {
    let mut refusal = Refusal::new(Status::SignIn, "sso.untrusted");
    refusal.internal = Some(word.into());
    refusal
}

impl Sso {
    /// Reads the operator's file. `public` is the address that people type, `secret` what goes before the file's.
    ///
    /// # Errors
    /// When it cannot be read, or names what cannot be an issuer.
    pub fn read(file: &Path, public: &str, secret: Option<String>) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
        let written: Written = toml::from_str(&text).with_context(|| format!("{}", file.display()))?;
        let secret = match (secret, &written.client_secret_file) {
            (Some(secret), _) => Some(secret),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file).with_context(|| format!("{}", file.display()))?;
                Some(text)
            }
            (None, None) => None,
        };
        let secret = secret.map(|secret| secret.trim().to_owned()).filter(|secret| !secret.is_empty());
        ensure!(!written.client_id.is_empty(), "client_id is empty");
        let issuer = Url::parse(&written.issuer).context("issuer is no address")?;
        ensure!(
            issuer.query().is_none() && issuer.fragment().is_none() && issuer.username().is_empty(),
            "issuer is an address without a query, a fragment or a user"
        );
        let fetch = Fetch::new(&issuer)
            .context("issuer is an https address (http only on this machine, for a try)")?;
        Ok(Self { callback: format!("{public}{BACK}"), written, secret, fetch })
    }

    /// What stands on the button.
    pub fn name(&self) -> &str {
        &self.written.name
    }

    /// Whether colleagues may also sign in by a password of their own.
    pub fn passwords(&self) -> bool {
        self.written.passwords
    }

    /// Begins a sign-in: where the browser goes, and the secret for its cookie.
    ///
    /// # Errors
    /// `sso.provider` when the provider cannot be asked; what stands against beginning.
    pub fn begin(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        next: &str,
        invitation: Option<&str>,
    ) -> Outcome<(String, String)> {
        let provider = self.fetch.provider(&self.written.issuer, wall_now())?;
        let begun = sso::begin(kernel, caller, next, invitation)?;
        let mut address = Url::parse(&provider.authorization_endpoint)
            .map_err(|_| failed("the authorization endpoint is no address"))?;
        let scope = std::iter::once("openid")
            .chain(self.written.scopes.iter().map(String::as_str).filter(|scope| *scope != "openid"))
            .collect::<Vec<_>>()
            .join(" ");
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.written.client_id)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("scope", &scope)
            .append_pair("state", &begun.state)
            .append_pair("nonce", &begun.nonce)
            .append_pair("code_challenge", &begun.challenge)
            .append_pair("code_challenge_method", "S256");
        Ok((address.to_string(), begun.browser))
    }

    /// Ends a sign-in: proves what came back, and lets in whoever it is. Answers with where to go.
    ///
    /// # Errors
    /// `sso.stale` for what is no sign-in of this browser; `sso.refused` when the provider said no; `sso.untrusted` for a
    /// token that proves nothing; `sso.unknown` for an account that is nobody's here.
    pub fn finish(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        browser: &str,
        brought: &[(String, String)],
        agent: &str,
    ) -> Outcome<(SignedIn, String)> {
        let one = |name: &str| {
            let mut found = brought.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
            // A value that stands twice is none: two readers would take two.
            found.next().filter(|value| value.len() <= VALUE_MAX).filter(|_| found.next().is_none())
        };
        let state = one("state").unwrap_or_default();
        let back = sso::back(kernel, caller, browser, state)?;
        // Whoever sent the browser back says who they are, where they can (RFC 9207).
        if one("iss").is_some_and(|issuer| issuer != self.written.issuer) {
            return Err(untrusted("another issuer sent the browser back"));
        }
        let Some(code) = one("code").filter(|code| !code.is_empty()) else {
            let mut refusal = Refusal::new(Status::SignIn, "sso.refused");
            refusal.internal = one("error").map(str::to_owned);
            return Err(refusal);
        };
        let account = self.account(code, &back)?;
        let rule = Rule {
            create: self.written.create,
            roles: self.written.roles.iter().map(|(group, role)| (group.clone(), role.clone())).collect(),
        };
        let signed = sso::enter(kernel, caller, &back, &account, &rule, agent)?;
        Ok((signed, back.next))
    }

    /// Whose account the code stands for, proved.
    fn account(&self, code: &str, back: &Back) -> Outcome<Account> {
        let provider = self.fetch.provider(&self.written.issuer, wall_now())?;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.callback),
            ("code_verifier", &back.verifier),
        ];
        let mut authorization = None;
        match &self.secret {
            Some(secret) if provider.takes_basic() => {
                let escaped =
                    |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                let pair = format!("{}:{}", escaped(&self.written.client_id), escaped(secret));
                authorization = Some(format!("Basic {}", BASE64.encode(pair)));
            }
            Some(secret) => {
                form.push(("client_id", &self.written.client_id));
                form.push(("client_secret", secret));
            }
            None => form.push(("client_id", &self.written.client_id)),
        }
        let answer = self.fetch.token(&provider.token_endpoint, authorization.as_deref(), &form)?;
        let raw =
            answer.get("id_token").and_then(JsonValue::as_str).ok_or_else(|| untrusted("no ID token"))?;
        let mut proved = token::prove(raw, &self.fetch.keys(&provider.jwks_uri, false, wall_now())?);
        if matches!(proved, Err(token::Fault::Key)) {
            // The provider may have changed its keys since: they are looked up once more, but not for every such token.
            proved = token::prove(raw, &self.fetch.keys(&provider.jwks_uri, true, wall_now())?);
        }
        let (claims, mut said) = proved.map_err(|fault| untrusted(format!("the ID token: {fault:?}")))?;
        let expected = Expected {
            issuer: &self.written.issuer,
            client: &self.written.client_id,
            nonce: &back.nonce,
            now: wall_now().as_second(),
        };
        check(&claims, &expected).map_err(|fault| untrusted(format!("the ID token: {fault:?}")))?;
        let access = answer.get("access_token").and_then(JsonValue::as_str);
        if let (Some(endpoint), Some(access)) = (&provider.userinfo_endpoint, access) {
            let more = self.fetch.userinfo(endpoint, access)?;
            // What is said of another account is not believed of this one (OpenID Connect Core 5.3.2).
            if more.get("sub").and_then(JsonValue::as_str) != Some(claims.subject.as_str()) {
                return Err(untrusted("the user info is another account's"));
            }
            if let (JsonValue::Object(said), JsonValue::Object(more)) = (&mut said, more) {
                for (name, value) in more {
                    said.entry(name).or_insert(value);
                }
            }
        }
        Ok(account_of(claims.issuer, claims.subject, &said, &self.written.groups_claim))
    }
}

/// What an account says of itself. An address counts only where the provider proved it, by the word `true`.
fn account_of(issuer: String, subject: String, said: &JsonValue, groups_claim: &str) -> Account {
    let text = |name: &str| said.get(name).and_then(JsonValue::as_str).map(str::to_owned);
    let proved = said.get("email_verified") == Some(&JsonValue::Bool(true));
    let mut found = Some(said);
    for part in groups_claim.split('.') {
        found = found.and_then(|value| value.get(part));
    }
    // A claim with a dot in its name (an address, as some providers have it) is looked for as it stands too.
    let groups = match found.or_else(|| said.get(groups_claim)) {
        Some(JsonValue::Array(list)) => {
            list.iter().filter_map(JsonValue::as_str).map(str::to_owned).collect()
        }
        Some(JsonValue::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    };
    Account {
        issuer,
        subject,
        name: text("name").or_else(|| text("preferred_username")),
        email: text("email").filter(|_| proved),
        groups,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_address_counts_only_where_it_was_proved() {
        let of = |said: JsonValue| account_of("i".to_owned(), "s".to_owned(), &said, "realm_access.roles");
        assert_eq!(
            of(json!({ "email": "a@b.example", "email_verified": true })).email.as_deref(),
            Some("a@b.example")
        );
        for said in [
            json!({ "email": "a@b.example" }),
            json!({ "email": "a@b.example", "email_verified": false }),
            json!({ "email": "a@b.example", "email_verified": "true" }),
        ] {
            assert_eq!(of(said).email, None);
        }
        let said = json!({ "realm_access": { "roles": ["a", 3, "b"] }, "preferred_username": "ana" });
        assert_eq!(
            (of(said.clone()).groups, of(said).name.as_deref()),
            (vec!["a".to_owned(), "b".to_owned()], Some("ana"))
        );
        let flat = json!({ "https://id.example/groups": "one" });
        let found = account_of(String::new(), String::new(), &flat, "https://id.example/groups");
        assert_eq!(found.groups, ["one"]);
    }

    #[test]
    fn the_operators_file_names_an_issuer_that_can_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("sso.toml");
        let read = |text: &str| {
            std::fs::write(&file, text).unwrap();
            Sso::read(&file, "https://accord.example", None)
        };
        let with =
            |issuer: &str| format!("issuer = \"{issuer}\"\nclient_id = \"accord\"\nname = \"Works\"\n");
        assert!(read(&with("https://id.example/realms/works")).is_ok());
        assert!(read(&with("http://127.0.0.1:9000")).is_ok(), "a try on this machine");
        for wrong in [
            "http://id.example",
            "https://id.example/?a=b",
            "https://u@id.example",
            "ftp://id.example",
            "id.example",
        ] {
            assert!(read(&with(wrong)).is_err(), "{wrong}");
        }
        assert!(
            read(&format!("{}colour = 1\n", with("https://id.example"))).is_err(),
            "nothing is overlooked"
        );
    }
}
