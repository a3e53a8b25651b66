//! Pages behind a letter's link: drawn without the frame, and one and the same answer for whatever is no link of ours.

use std::{collections::BTreeMap, sync::Arc};

use accord_face::{
    Card, LinkDef,
    parts::{
        alone::{CardPage, ErrorPage, card_page, error_page},
        shell::Theme,
    },
};
use accord_kernel::{Caller, Credential, Language, Outcome, Refusal, Status};
use axum::{
    Form as Sent,
    extract::{Extension, Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use crate::{
    app::{App, RequestId},
    logos, problem,
    request::{self, COOKIE_THEME, Pairs, cookie},
    work::blocking,
};

type Places = Result<Path<BTreeMap<String, String>>, PathRejection>;

/// The secret of the address; what cannot be one is as one that is unknown.
fn secret(places: Places) -> String {
    places.ok().and_then(|Path(places)| places.into_values().next()).unwrap_or_default()
}

fn nobody(app: &App, headers: &HeaderMap, id: uuid::Uuid) -> Caller {
    Caller { credential: Credential::Nobody, ..request::page_caller(app, headers, id) }
}

/// Shows the page. Looking changes nothing: programs that read mail look too.
pub(crate) async fn show(
    def: LinkDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    places: Places,
    headers: HeaderMap,
) -> Response {
    let caller = nobody(&app, &headers, id);
    let (inner, who, secret) = (Arc::clone(&app), caller.clone(), secret(places));
    let outcome = blocking(move || (def.show)(&inner.kernel, &who, &secret)).await;
    answer(&app, &caller, &headers, outcome).await
}

/// Takes what was sent.
pub(crate) async fn take(
    def: LinkDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    places: Places,
    headers: HeaderMap,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = nobody(&app, &headers, id);
    let (inner, who, secret) = (Arc::clone(&app), caller.clone(), secret(places));
    let outcome = blocking(move || (def.take)(&inner.kernel, &who, &secret, &pairs)).await;
    answer(&app, &caller, &headers, outcome).await
}

async fn answer(app: &Arc<App>, caller: &Caller, headers: &HeaderMap, outcome: Outcome<Card>) -> Response {
    let theme = Theme::named(cookie(headers, COOKIE_THEME).unwrap_or("system"));
    let mut response = match outcome {
        Ok(Card { enter: Some(enter), .. }) => {
            (request::entering(app, &enter.secret), Redirect::to(enter.next)).into_response()
        }
        Ok(card) => {
            let status = card.refused.map_or(StatusCode::OK, |status| {
                StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            });
            let page = CardPage {
                lang: card.language.word().to_owned(),
                company: card.company,
                logo: logos::address(app, caller).await,
                theme,
                title: card.title,
                intro: card.intro,
                body: card.body,
            };
            (status, Html(card_page(&page).into_string())).into_response()
        }
        Err(refusal) => {
            problem::note(&refusal, caller.request);
            (problem::status(&refusal), Html(no_link(app, caller, theme, &refusal))).into_response()
        }
    };
    let out = response.headers_mut();
    // The address holds the secret: not even our own style sheet is asked for with it.
    out.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    out.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    response
}

/// The same page, byte for byte, for every link that is none; it names no request.
fn no_link(app: &App, caller: &Caller, theme: Theme, refusal: &Refusal) -> String {
    let language = caller.language.unwrap_or(Language::English);
    let tongue = app.kernel.words.tongue(language, "UTC");
    let absent = refusal.status == Status::Absent;
    let (title, text) =
        if absent { ("link-none-title", "link-none") } else { ("error-title-other", "link-later") };
    error_page(&ErrorPage {
        lang: language.word().to_owned(),
        product: tongue.say("product").into_owned(),
        theme,
        status: refusal.status.code(),
        title: tongue.say(title).into_owned(),
        text: tongue.say(text).into_owned(),
        ..ErrorPage::default()
    })
    .into_string()
}
