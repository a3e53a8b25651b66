//! Asking the provider: bounded in time and size, no redirect followed, no private host but the operator's own.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use accord_kernel::Outcome;
use accord_room_webhook::rules::address::is_public;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use serde_json::Value as JsonValue;
use ureq::{
    Agent, Body,
    config::Config,
    http::{Response, Uri},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::{Host, Url};

use super::{failed, untrusted};
use crate::client;

/// How long one question may take, from the look-up of the name to the last byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// Largest answer.
const ANSWER_MAX: u64 = 512 * 1_024;
/// How long what the provider says of itself, and its keys, are kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(1);
/// Keys are not looked up anew more often, whatever tokens name.
const ANEW_AFTER: SignedDuration = SignedDuration::from_secs(30);

/// What the provider says of itself (OpenID Connect Discovery 1.0, 3).
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Provider {
    issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    pub(super) jwks_uri: String,
    pub(super) userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Provider {
    /// Whether our secret goes into the head; the standard's own choice where nothing is said.
    pub(super) fn takes_basic(&self) -> bool {
        let list = self.token_endpoint_auth_methods_supported.as_ref();
        list.is_none_or(|list| list.iter().any(|method| method == "client_secret_basic"))
    }
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<JsonValue>,
}

#[derive(Default)]
struct Known {
    provider: Option<(Provider, Timestamp)>,
    keys: Option<(Vec<Jwk>, Timestamp)>,
}

/// Asks one provider.
pub(super) struct Fetch {
    agent: Agent,
    host: String,
    plain: bool,
    known: Mutex<Known>,
}

/// Finds addresses. The operator's issuer may stand in the company's own net; whatever else the provider names may not.
#[derive(Debug)]
struct Careful {
    own: String,
}

impl Resolver for Careful {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let own = host.eq_ignore_ascii_case(&self.own);
        match own || found.iter().all(|address| is_public(address.ip())) {
            true => Ok(found),
            false => Err(ureq::Error::HostNotFound),
        }
    }
}

impl Fetch {
    /// For an issuer; none when its address is not one that may be asked.
    pub(super) fn new(issuer: &Url) -> Option<Self> {
        let host = issuer.host_str()?.to_owned();
        let here = match issuer.host()? {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(name) => name == "localhost",
        };
        let plain = match issuer.scheme() {
            "https" => false,
            "http" if here => true,
            _ => return None,
        };
        let config = client::config().https_only(!plain).timeout_global(Some(PATIENCE)).build();
        let careful = Careful { own: host.trim_matches(['[', ']']).to_owned() };
        let agent = Agent::with_parts(config, DefaultConnector::default(), careful);
        Some(Self { agent, host, plain, known: Mutex::new(Known::default()) })
    }

    /// An address that the provider names: `https`, and plain only at the operator's own host on this machine.
    fn allowed(&self, address: &str) -> Outcome<()> {
        let url = Url::parse(address).map_err(|_| untrusted("the provider names what is no address"))?;
        let sound = match url.scheme() {
            "https" => true,
            "http" => self.plain && url.host_str() == Some(&self.host),
            _ => false,
        };
        match sound && url.username().is_empty() && url.password().is_none() {
            true => Ok(()),
            false => Err(untrusted("the provider names an address that is not taken")),
        }
    }

    fn answer(sent: Result<Response<Body>, ureq::Error>, of: &str) -> Outcome<JsonValue> {
        // What an error holds may name addresses of the company's own net; it is for the log alone.
        let mut response = sent.map_err(|error| failed(format!("{of}: {error}")))?;
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(ANSWER_MAX).read_to_vec();
        let body = body.map_err(|error| failed(format!("{of}: {error}")))?;
        match status {
            200 => serde_json::from_slice(&body).map_err(|_| failed(format!("{of}: no JSON"))),
            // It was asked and says no: the code was used before, is too old, or is another's.
            400 | 401 | 403 => Err(untrusted(format!("{of}: {status}"))),
            _ => Err(failed(format!("{of}: {status}"))),
        }
    }

    fn get(&self, address: &str, bearer: Option<&str>, of: &str) -> Outcome<JsonValue> {
        self.allowed(address)?;
        let mut asked = self.agent.get(address).header("accept", "application/json");
        if let Some(bearer) = bearer {
            asked = asked.header("authorization", format!("Bearer {bearer}"));
        }
        Self::answer(asked.call(), of)
    }

    /// What the provider says of itself, looked up at most once an hour.
    pub(super) fn provider(&self, issuer: &str, now: Timestamp) -> Outcome<Provider> {
        let fresh = |at: Timestamp| now.duration_since(at).abs() < KEPT_FOR;
        let kept = self.lock().provider.clone();
        if let Some((provider, _)) = kept.filter(|(_, at)| fresh(*at)) {
            return Ok(provider);
        }
        let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let said = self.get(&address, None, "discovery")?;
        let provider: Provider =
            serde_json::from_value(said).map_err(|_| failed("discovery: not what the standard says"))?;
        // Whoever answers must be who was asked (Discovery 4.3): a look-alike is another.
        if provider.issuer != issuer {
            return Err(untrusted("discovery: another issuer answers"));
        }
        let named = [&provider.authorization_endpoint, &provider.token_endpoint, &provider.jwks_uri];
        for address in named.into_iter().chain(&provider.userinfo_endpoint) {
            self.allowed(address)?;
        }
        self.lock().provider = Some((provider.clone(), now));
        Ok(provider)
    }

    /// The provider's keys: looked up once an hour, and anew when a token names one that is not among them.
    pub(super) fn keys(&self, address: &str, anew: bool, now: Timestamp) -> Outcome<Vec<Jwk>> {
        let kept = self.lock().keys.clone();
        let limit = if anew { ANEW_AFTER } else { KEPT_FOR };
        if let Some((keys, _)) = kept.filter(|(_, at)| now.duration_since(*at).abs() < limit) {
            return Ok(keys);
        }
        let said = self.get(address, None, "keys")?;
        let set: KeySet =
            serde_json::from_value(said).map_err(|_| failed("keys: not what the standard says"))?;
        // A key of a kind that we do not know is nobody's fault and no reason to refuse the others.
        let keys: Vec<Jwk> =
            set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
        self.lock().keys = Some((keys.clone(), now));
        Ok(keys)
    }

    /// Gives the code and gets the tokens.
    pub(super) fn token(
        &self,
        address: &str,
        authorization: Option<&str>,
        form: &[(&str, &str)],
    ) -> Outcome<JsonValue> {
        self.allowed(address)?;
        let mut asked = self.agent.post(address).header("accept", "application/json");
        if let Some(authorization) = authorization {
            asked = asked.header("authorization", authorization);
        }
        Self::answer(asked.send_form(form.iter().copied()), "token")
    }

    /// What the provider says of whoever the access token is.
    pub(super) fn userinfo(&self, address: &str, access: &str) -> Outcome<JsonValue> {
        self.get(address, Some(access), "user info")
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
