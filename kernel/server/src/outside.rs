//! Signing in by the company's own provider: going there, and coming back. The [`Door`](crate::Door) knows the provider;
//! here are the browser's cookie, which ties what comes back to the browser that went, and the answers.

use std::sync::Arc;

use accord_face::{
    page::escape,
    parts::{
        Link, Tone,
        menu::{Weight, button_link, buttons},
        panel::{disclosure, notice},
    },
};
use accord_kernel::{Caller, Refusal, Tongue};
use axum::{
    extract::{Extension, Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, Uri, header},
    response::{IntoResponse, Redirect, Response},
};

use maud::{Markup, html};

use crate::{
    app::{App, Outside, RequestId},
    client::Client,
    logos, problem,
    request::{self, asked_next, cookie, query_pairs, safe_next},
    sign_in,
    work::blocking,
};

/// How long the browser keeps its part of a sign-in that is under way, in seconds.
const KEPT_FOR: u32 = 900;

/// Name of the browser's part.
fn cookie_name(app: &App) -> &'static str {
    if app.secure { "__Host-accord_sso" } else { "accord_sso" }
}

/// Goes to the provider; `next` is where to go afterwards.
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let next = safe_next(asked_next(&uri).as_deref()).unwrap_or("/").to_owned();
    go(&app, caller, client, &headers, next, None).await
}

/// Goes to the provider with a letter's link, which is used up when the account comes back.
pub(crate) async fn begin_invited(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(client): Extension<Client>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    go(&app, caller, client, &headers, "/".to_owned(), Some(secret)).await
}

async fn go(
    app: &Arc<App>,
    caller: Caller,
    client: Client,
    headers: &HeaderMap,
    next: String,
    invitation: Option<String>,
) -> Response {
    let (inner, who) = (Arc::clone(app), caller.clone());
    let begun = blocking(move || {
        let outside = inner.door.outside().ok_or_else(Refusal::absent)?;
        inner.door.admit(&inner.kernel, client.asker)?;
        outside.begin(&inner.kernel, &who, &next, invitation.as_deref())
    });
    match begun.await {
        Ok(begun) => {
            let kept = request::set_plain(app, cookie_name(app), &begun.browser, KEPT_FOR);
            let mut response = ([(header::SET_COOKIE, kept)], Redirect::to(&begun.location)).into_response();
            // Where they came from may hold a letter's secret.
            response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            response
        }
        Err(refusal) => again(app, &caller, headers, &refusal).await,
    }
}

/// Comes back from the provider.
pub(crate) async fn back(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let browser = cookie(&headers, cookie_name(&app)).unwrap_or_default().to_owned();
    let agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (inner, who, brought) = (Arc::clone(&app), caller.clone(), query_pairs(&uri));
    let finished = blocking(move || {
        let outside = inner.door.outside().ok_or_else(Refusal::absent)?;
        outside.finish(&inner.kernel, &who, &browser, &brought, &agent)
    });
    let over = request::set_plain(&app, cookie_name(&app), "", 0);
    let mut response = match finished.await {
        Ok((entered, next)) => {
            let target = safe_next(Some(&next)).unwrap_or("/").to_owned();
            (request::entering(&app, &entered.secret), Redirect::to(&target)).into_response()
        }
        Err(refusal) => again(&app, &caller, &headers, &refusal).await,
    };
    if let Ok(over) = HeaderValue::from_str(&over) {
        response.headers_mut().append(header::SET_COOKIE, over);
    }
    // The address holds the code; it is asked for by nobody else.
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    response
}

/// What stands on the page to sign in: the company's own sign-in first, a password behind it; `open` where it was tried.
pub(crate) fn ways_in(
    tongue: &Tongue<'_>,
    outside: &dyn Outside,
    next: Option<&str>,
    why: Option<&str>,
    open: bool,
    form: &Markup,
) -> Markup {
    let next = next.map(|next| format!("?next={}", escape(next)));
    let address = format!("/login/sso{}", next.unwrap_or_default());
    html! {
        @if let Some(why) = why { (notice(Tone::Bad, why, &html! {}, &[])) }
        (button(tongue, outside, address))
        (by_password(tongue, outside, open, form))
    }
}

/// The button that goes to the company's own sign-in.
pub(crate) fn button(tongue: &Tongue<'_>, outside: &dyn Outside, address: String) -> Markup {
    let name = tongue.say_with("sign-in-outside", &[("name", outside.name().into())]);
    buttons(&[button_link(Weight::Primary, &Link::new(name, address), "")])
}

/// A form for a password, folded behind the company's own sign-in.
pub(crate) fn by_password(tongue: &Tongue<'_>, outside: &dyn Outside, open: bool, form: &Markup) -> Markup {
    let words = if outside.passwords() { "sign-in-password" } else { "sign-in-password-few" };
    disclosure("by-password", &tongue.say(words), open, form)
}

/// The page to sign in, with why it did not go.
async fn again(app: &Arc<App>, caller: &Caller, headers: &HeaderMap, refusal: &Refusal) -> Response {
    problem::note(refusal, caller.request);
    let logo = logos::address(app, caller).await;
    let html = sign_in::login_html(app, caller, headers, &logo, "", None, "sign-in-intro", Some(refusal));
    problem::page(refusal, html)
}
