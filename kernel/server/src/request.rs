//! Who calls, and with what: cookies, tokens, language, queries and fields.

use accord_kernel::{Caller, Credential, Language, Outcome, Refusal, Status, Via};
use axum::{
    extract::Query,
    http::{HeaderMap, HeaderName, Uri, header},
    response::AppendHeaders,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::App;

/// Name of the session's cookie where the public address is `https`.
const COOKIE_SECURE: &str = "__Host-accord";
/// Name of the session's cookie on a plain local address, where browsers would refuse the prefix.
const COOKIE_PLAIN: &str = "accord";
/// Cookie of the language asked for before signing in.
pub(crate) const COOKIE_LANGUAGE: &str = "accord_language";
/// Cookie of the colours chosen before signing in.
pub(crate) const COOKIE_THEME: &str = "accord_theme";
/// Cookie with what the next page tells: what was just done, or why not. Written by [`set_told`], read by [`told`].
const COOKIE_DONE: &str = "accord_done";

/// Fields of a query or a form, in their order.
pub(crate) type Pairs = Vec<(String, String)>;

/// A cookie by name.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Name of the session's cookie for this installation.
pub(crate) fn session_cookie(app: &App) -> &'static str {
    if app.secure { COOKIE_SECURE } else { COOKIE_PLAIN }
}

/// `Set-Cookie` for a session; an empty secret ends it.
pub(crate) fn set_session(app: &App, secret: &str) -> String {
    let secure = if app.secure { "; Secure" } else { "" };
    let age = if secret.is_empty() { "; Max-Age=0" } else { "" };
    format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", session_cookie(app))
}

/// `Set-Cookie` for something that is no secret.
pub(crate) fn set_plain(app: &App, name: &str, value: &str, seconds: u32) -> String {
    let secure = if app.secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// Letters of the mark that ties what is told to a session; 96 bits of it.
const MARK: usize = 16;

/// What ties a text that a browser keeps to the session it was said in.
fn mark(secret: &str, text: &str) -> String {
    let whole = Sha256::new().chain_update(secret).chain_update([0]).chain_update(text).finalize();
    URL_SAFE_NO_PAD.encode(whole).chars().take(MARK).collect()
}

/// What is told, as the cookie of the session with this secret keeps it.
fn marked(secret: &str, told: &str) -> String {
    format!("{}.{told}", mark(secret, told))
}

/// What a cookie tells in the session with this secret; nothing of what was said in another.
fn told_in<'c>(secret: &str, cookie: &'c str) -> Option<&'c str> {
    let (known, told) = cookie.split_once('.')?;
    (known == mark(secret, told)).then_some(told)
}

fn session<'h>(app: &App, headers: &'h HeaderMap) -> &'h str {
    cookie(headers, session_cookie(app)).unwrap_or_default()
}

/// `Set-Cookie` for what the next page tells whoever acts here, in this session alone: a browser keeps it beyond the
/// session, and somebody else may sign in at it meanwhile (R64).
pub(crate) fn set_told(app: &App, headers: &HeaderMap, told: &str) -> String {
    set_plain(app, COOKIE_DONE, &marked(session(app, headers), told), 60)
}

/// What was to be told to whoever asks; nothing of what was said in another session.
pub(crate) fn told(app: &App, headers: &HeaderMap) -> Option<String> {
    told_in(session(app, headers), cookie(headers, COOKIE_DONE)?).map(str::to_owned)
}

/// `Set-Cookie` once it was told.
pub(crate) fn set_untold(app: &App) -> String {
    set_plain(app, COOKIE_DONE, "", 0)
}

/// `Set-Cookie` for what begins or ends a session: its secret, and nothing left to be told.
pub(crate) fn entering(app: &App, secret: &str) -> AppendHeaders<[(HeaderName, String); 2]> {
    AppendHeaders([(header::SET_COOKIE, set_session(app, secret)), (header::SET_COOKIE, set_untold(app))])
}

/// Whether the caller has this state already (RFC 9110, 13.1.2); the comparison is weak, since what is packed for the way is the
/// same state.
pub(crate) fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

fn language(headers: &HeaderMap) -> Option<Language> {
    if let Some(language) = cookie(headers, COOKIE_LANGUAGE).and_then(Language::parse) {
        return Some(language);
    }
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map(Language::best)
}

/// Who calls a page: by session alone. A page never looks at tokens, so that a leaked token opens no page.
pub(crate) fn page_caller(app: &App, headers: &HeaderMap, request: Uuid) -> Caller {
    let credential = match cookie(headers, session_cookie(app)) {
        Some(secret) if !secret.is_empty() => Credential::Session(secret.to_owned()),
        _ => Credential::Nobody,
    };
    Caller { credential, via: Via::Page, language: language(headers), request }
}

/// The token of a call that brings one. The scheme's letters may be small or large (RFC 9110, 11.1); what is no text is
/// nobody's token.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let said = String::from_utf8_lossy(headers.get(header::AUTHORIZATION)?.as_bytes());
    let (scheme, token) = said.split_once(' ').unwrap_or((&said, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Who calls the API: a bearer token, else the session (the API's own page, scripts of our pages).
pub(crate) fn api_caller(app: &App, headers: &HeaderMap, request: Uuid) -> Caller {
    match bearer(headers) {
        Some(token) => Caller {
            credential: Credential::Token(token),
            via: Via::Api,
            language: language(headers),
            request,
        },
        None => Caller { via: Via::Api, ..page_caller(app, headers, request) },
    }
}

/// What a header says that changes what a call does; `None` where it is not sent.
///
/// # Errors
/// `header.form` for one that stands twice or is no text: overlooked, the call would do something else than was asked.
pub(crate) fn said(headers: &HeaderMap, name: &'static str) -> Outcome<Option<String>> {
    let wrong = || Refusal::new(Status::Malformed, "header.form").with("header", name);
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(wrong());
    }
    let text = std::str::from_utf8(value.as_bytes()).map_err(|_| wrong())?;
    Ok(Some(text.trim().to_owned()))
}

/// The key of a call that may be repeated; the kernel judges its length.
///
/// # Errors
/// `header.form`.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Outcome<Option<String>> {
    said(headers, "Idempotency-Key")
}

/// The fields of an address; none of one that cannot be read.
pub(crate) fn query_pairs(uri: &Uri) -> Pairs {
    Query::<Pairs>::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// Where a query asks to go afterwards; it is not judged yet.
pub(crate) fn asked_next(uri: &Uri) -> Option<String> {
    query_pairs(uri).into_iter().find(|(name, _)| name == "next").map(|(_, value)| value)
}

/// Only our own paths may be returned to: never `//host`, never another scheme.
pub(crate) fn safe_next(next: Option<&str>) -> Option<&str> {
    next.filter(|next| {
        next.starts_with('/')
            && accord_face::parts::href(next).as_str() == *next
            && !next.starts_with("/login")
    })
}

/// A field by name; empty where there is none.
pub(crate) fn value<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r64_what_is_told_is_told_in_the_session_it_was_said_in_alone() {
        let kept = marked("Ana's", "case.close!V2h5LiB+");
        assert_eq!(told_in("Ana's", &kept), Some("case.close!V2h5LiB+"));
        assert_eq!(told_in("Bea's", &kept), None, "somebody else signed in at the same browser");
        assert_eq!(told_in("", &kept), None, "nobody is signed in any more");
        // What another site of the domain lays down, or was laid down before there was a mark, tells nothing.
        assert_eq!(told_in("Ana's", &kept.replace("V2h5", "V2h4")), None);
        for other in ["", ".", "case.close", "case.close~e30", ".case.close"] {
            assert_eq!(told_in("Ana's", other), None, "{other}");
        }
        assert!(kept.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)), "{kept}");
    }
}
