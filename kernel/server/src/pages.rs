//! Pages: drawn in one snapshot, framed, refused in words.

use std::{collections::BTreeMap, sync::Arc};

use accord_face::{
    ActionForm, Banner, Lookup, Page, PageCx, PageDef,
    ask::{action_message, refusal_text},
    page::{DIALOG, escape, home},
    parts::{
        Link, Tone,
        alone::{ErrorPage, error_page},
        joined,
        panel::notice,
        shell::Theme,
    },
};
use accord_kernel::{
    Audience, Caller, Kernel, Language, Outcome, Permission, PrincipalKind, Refusal, Status, store::search,
};
use axum::{
    Form as Sent, Json,
    extract::{Extension, Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::html;
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;

use crate::{
    app::{App, RequestId},
    frame::{self, Around},
    problem, reference,
    request::{self, COOKIE_LANGUAGE, COOKIE_THEME, Pairs, cookie, query_pairs, safe_next, value},
    work::blocking,
};

/// Hits the palette shows.
const PALETTE_MAX: i64 = 12;

/// A page of the registry.
pub(crate) async fn page(
    def: PageDef,
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(path): Path<BTreeMap<String, String>>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let around = around(&app, &headers, &uri);
    let done = around.done.is_some();
    let query = query_pairs(&uri);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome = blocking(move || draw(&inner, &who, def, path, query, &around)).await;
    let mut response = match outcome {
        Ok(Drawn::Whole(html)) => Html(html).into_response(),
        // What was done is still to be told, on the page that is gone to.
        Ok(Drawn::Elsewhere(address)) => return Redirect::to(&address).into_response(),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    };
    if done && let Ok(value) = request::set_untold(&app).parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

enum Drawn {
    Whole(String),
    /// A list is read at another address: with its columns in order, with the view that it opens with.
    Elsewhere(String),
}

fn draw(
    app: &Arc<App>,
    caller: &Caller,
    def: PageDef,
    path: BTreeMap<String, String>,
    query: Pairs,
    around: &Around,
) -> Outcome<Drawn> {
    app.kernel.read(caller, |reader| {
        let principal = &reader.context.principal;
        admit(def.audience, def.permission, principal.kind, principal.may(def.permission))?;
        let mut cx = PageCx { reader, path, query, address: around.address.clone() };
        if let Some(address) = accord_face::list::settled(&mut cx, def.path)? {
            return Ok(Drawn::Elsewhere(address));
        }
        let mut drawn = (def.draw)(&mut cx)?;
        let banners: Vec<Banner> = cx.registry().extensions::<Banner>().copied().collect();
        for banner in banners {
            let above = (banner.draw)(&mut cx, &drawn.topics)?;
            if !above.0.is_empty() {
                drawn.main = joined(&[above, drawn.main]);
            }
        }
        frame::whole(cx.reader, around, &drawn).map(Drawn::Whole)
    })
}

/// The pages' own gate: what a page shows is guarded again by every view it reads.
pub(crate) fn admit(
    audience: Audience,
    permission: Permission,
    kind: PrincipalKind,
    may: bool,
) -> Outcome<()> {
    let meant = match kind {
        PrincipalKind::Nobody => audience == Audience::Public,
        PrincipalKind::Contact => {
            matches!(audience, Audience::Customer | Audience::Both | Audience::Public)
        }
        PrincipalKind::Person => matches!(audience, Audience::Staff | Audience::Both | Audience::Public),
        PrincipalKind::System => true,
    };
    match (meant, kind) {
        (false, PrincipalKind::Nobody) => Err(Refusal::new(Status::SignIn, "sign_in")),
        (false, _) => Err(Refusal::absent()),
        (true, _) if !may && audience != Audience::Public => {
            Err(Refusal::forbidden("permission").with("permission", permission.word()))
        }
        (true, _) => Ok(()),
    }
}

pub(crate) fn around(app: &App, headers: &HeaderMap, uri: &Uri) -> Around {
    Around {
        address: without_dialog(uri),
        origin: came_from(headers),
        done: request::told(app, headers),
        theme: cookie(headers, COOKIE_THEME).map(str::to_owned),
    }
}

/// The address that a page goes by: whoever has done what a dialog is for comes back to the page without it.
fn without_dialog(uri: &Uri) -> String {
    let Some(query) = uri.query() else { return uri.path().to_owned() };
    let is_dialog = |pair: &&str| pair.split('=').next() == Some(DIALOG);
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_dialog(pair)).collect();
    if kept.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), kept.join("&")) }
}

/// A refusal as a page: the sign-in page, or the frame with the reason and what is possible instead.
pub(crate) async fn refused(
    app: &Arc<App>,
    caller: &Caller,
    refusal: Refusal,
    headers: &HeaderMap,
    uri: &Uri,
) -> Response {
    problem::note(&refusal, caller.request);
    if refusal.status == Status::SignIn {
        let next = uri.path_and_query().map_or("/", |path| path.as_str());
        let target = if next == "/" { "/login".to_owned() } else { format!("/login?next={}", escape(next)) };
        return Redirect::to(&target).into_response();
    }
    let around = around(app, headers, uri);
    let (inner, who, shown) = (Arc::clone(app), caller.clone(), refusal.clone());
    let framed = blocking(move || {
        inner.kernel.read(&who, |reader| {
            let drawn = refusal_page(
                &mut PageCx {
                    reader,
                    path: BTreeMap::new(),
                    query: Vec::new(),
                    address: around.address.clone(),
                },
                &shown,
            )?;
            frame::whole(reader, &around, &drawn)
        })
    })
    .await;
    match framed {
        Ok(html) => problem::page(&refusal, html),
        Err(_) => plain_error(app, caller, &refusal, headers),
    }
}

fn refusal_page(cx: &mut PageCx<'_, '_>, refusal: &Refusal) -> Outcome<Page> {
    let text = refusal_text(&cx.tongue(), refusal);
    let title = title_of(refusal, |key| cx.say(key));
    let mut forms = Vec::new();
    for possible in &refusal.possible {
        if let Some((action, input)) = &possible.action {
            let mut form = ActionForm::new(action).next(cx.address.clone());
            for (name, value) in input.as_object().into_iter().flatten() {
                form = form.fixed(name, value);
            }
            forms.push(form.draw(cx)?);
        }
    }
    let tone = if refusal.status == Status::Defect { Tone::Bad } else { Tone::Warn };
    let request = cx.reader.context.request.to_string();
    let label = cx.say("error-request");
    Ok(Page::new(
        title.clone(),
        html! {
            (notice(tone, &title, &html! { (text) }, &[]))
            @for form in &forms { section.panel { (form) } }
            p.small { (label) " " code { (request) } }
        },
    ))
}

fn title_of(refusal: &Refusal, say: impl Fn(&str) -> String) -> String {
    match refusal.status.code() {
        code @ (401 | 403 | 404 | 500 | 503 | 507) => say(&format!("error-title-{code}")),
        _ => say("error-title-other"),
    }
}

fn plain_error(app: &App, caller: &Caller, refusal: &Refusal, headers: &HeaderMap) -> Response {
    let language = caller.language.unwrap_or(Language::English);
    let tongue = app.kernel.words.tongue(language, "UTC");
    let say = |key: &str| tongue.say(key).into_owned();
    let page = ErrorPage {
        lang: language.word().to_owned(),
        product: say("product"),
        theme: Theme::named(cookie(headers, COOKIE_THEME).unwrap_or("system")),
        status: refusal.status.code(),
        title: title_of(refusal, say),
        text: refusal_text(&tongue, refusal),
        request_label: tongue.say("error-request").into_owned(),
        request_id: caller.request.to_string(),
        links: vec![Link::new(tongue.say("error-home").into_owned(), "/")],
        csp_nonce: None,
    };
    problem::page(refusal, error_page(&page).into_string())
}

/// An address that leads nowhere.
pub(crate) async fn nothing_here(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    if uri.path().starts_with("/api/") {
        let caller = request::api_caller(&app, &headers, id);
        return problem::answer(
            &Refusal::absent(),
            &app.kernel.words,
            caller.language.unwrap_or(Language::English),
            id,
        );
    }
    let caller = request::page_caller(&app, &headers, id);
    refused(&app, &caller, Refusal::absent(), &headers, &uri).await
}

/// Moves the demo's clock.
pub(crate) async fn move_clock(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let (inner, who, to) = (Arc::clone(&app), caller.clone(), value(&pairs, "to").to_owned());
    let outcome = blocking(move || {
        inner.kernel.read(&who, |reader| {
            // A movable clock is a demo's, and there every colleague may move it.
            match reader.context.principal.kind {
                PrincipalKind::Person => Ok(()),
                PrincipalKind::Nobody => Err(Refusal::new(Status::SignIn, "sign_in")),
                _ => Err(Refusal::absent()),
            }
        })?;
        let target = to.parse().map_err(|_| Refusal::field("/to", "field.form"))?;
        inner.kernel.advance(target)
    })
    .await;
    match outcome {
        Ok(_) => Redirect::to(&back(&headers)).into_response(),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

/// The page the form stood on, by the `Referer` that our own policy lets through on our own pages only.
pub(crate) fn back(headers: &HeaderMap) -> String {
    came_from(headers).unwrap_or_else(|| "/".to_owned())
}

/// The page of ours that a request came from; none where that is only a form's own page.
fn came_from(headers: &HeaderMap) -> Option<String> {
    headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<Uri>().ok())
        .and_then(|uri| uri.path_and_query().map(ToString::to_string))
        .filter(|path| safe_next(Some(path)).is_some() && !path.starts_with("/do/"))
}

/// Colours and language: in a cookie for whoever is not signed in, with the person for whoever is.
pub(crate) async fn preferences(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let theme = Theme::named(value(&pairs, "theme")).name();
    let language = Language::parse(value(&pairs, "language"));
    let mut input = serde_json::Map::new();
    if !value(&pairs, "theme").is_empty() {
        input.insert("theme".to_owned(), json!(theme));
    }
    if let Some(language) = language {
        input.insert("language".to_owned(), json!(language));
    }
    let inner = Arc::clone(&app);
    let kept = blocking(move || keep_preferences(&inner.kernel, &caller, input, language)).await;
    if let Err(refusal) = kept {
        // Whoever is not signed in keeps the choice in the cookie alone.
        tracing::debug!(rule = refusal.rule, "preferences kept in the cookie only");
    }
    let back = safe_next(Some(value(&pairs, "back"))).unwrap_or("/").to_owned();
    let mut response = Redirect::to(&back).into_response();
    let year = 31_536_000;
    let mut set = vec![request::set_plain(&app, COOKIE_THEME, theme, year)];
    set.extend(language.map(|language| request::set_plain(&app, COOKIE_LANGUAGE, language.word(), year)));
    for cookie in set {
        if let Ok(value) = cookie.parse() {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// Colours are a colleague's own setting and a contact's cookie; the language goes with either, since letters use it too.
fn keep_preferences(
    kernel: &Arc<Kernel>,
    caller: &Caller,
    input: serde_json::Map<String, JsonValue>,
    language: Option<Language>,
) -> Outcome<()> {
    let kind = kernel.read(caller, |reader| Ok(reader.context.principal.kind))?;
    let call = match (kind, language) {
        (PrincipalKind::Contact, Some(language)) => {
            accord_kernel::Call::new("portal.speak", json!({ "language": language }))
        }
        (PrincipalKind::Contact, None) => return Ok(()),
        _ => accord_kernel::Call::new("people.preferences", JsonValue::Object(input)),
    };
    kernel.act(caller, call).map(|_| ())
}

/// What the palette offers: pages, things, actions.
pub(crate) async fn palette(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let query = query_pairs(&uri)
        .into_iter()
        .find(|(name, _)| name == "q")
        .map(|(_, value)| value)
        .unwrap_or_default();
    let (inner, who) = (Arc::clone(&app), caller.clone());
    match blocking(move || palette_entries(&inner, &who, &query)).await {
        Ok(entries) => Json(entries).into_response(),
        Err(refusal) => {
            problem::answer(&refusal, &app.kernel.words, caller.language.unwrap_or(Language::English), id)
        }
    }
}

fn palette_entries(app: &Arc<App>, caller: &Caller, query: &str) -> Outcome<Vec<JsonValue>> {
    app.kernel.read(caller, |reader| {
        if reader.context.principal.kind != PrincipalKind::Person {
            return Err(Refusal::new(Status::SignIn, "sign_in"));
        }
        let folded = search::fold(query);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let fits = |label: &str| {
            let label = search::fold(label);
            words.iter().all(|word| label.contains(word))
        };
        let mut entries = Vec::new();
        let pages = frame::open_pages(reader);
        let context = reader.context.clone();
        let tongue = context.tongue();
        let go = tongue.say("palette-go").into_owned();
        for def in pages {
            let Some(nav) = def.nav else { continue };
            let label = tongue.say(nav.label).into_owned();
            if fits(&label) {
                entries.push(json!({ "group": go, "label": label, "href": def.path, "keys": nav.keys }));
            }
        }
        if !words.is_empty() {
            let found = tongue.say("palette-found").into_owned();
            let hits = reader.view_by_name("desk.search", &json!({ "query": query, "limit": PALETTE_MAX }));
            for hit in hits.ok().as_ref().and_then(|answer| answer.get("rows")).and_then(JsonValue::as_array).into_iter().flatten() {
                let (Some(kind), Some(id)) = (
                    hit.get("kind").and_then(JsonValue::as_str),
                    hit.get("id").and_then(JsonValue::as_str).and_then(|id| Uuid::parse_str(id).ok()),
                ) else {
                    continue;
                };
                if let Some(href) = home(&reader.kernel.registry, kind, id) {
                    entries.push(json!({ "group": found, "label": hit.get("label"), "hint": hit.get("hint"), "href": href }));
                }
            }
        }
        let do_it = tongue.say("palette-do").into_owned();
        let names: Vec<&'static str> = reader.kernel.registry.actions().map(|def| def.name).collect();
        for name in names.into_iter().filter(|name| reader.may_act(name)) {
            let def = reader.kernel.registry.find_action(name);
            if def.is_none_or(|def| def.audience == Audience::System || def.permission == Permission::SystemOnly) {
                continue;
            }
            let label = tongue.say(&action_message(name)).into_owned();
            if fits(&label) {
                entries.push(json!({ "group": do_it, "label": label, "href": format!("/do/{name}") }));
            }
        }
        Ok(entries)
    })
}

/// What a search field offers.
pub(crate) async fn lookup(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(entity): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let pairs = query_pairs(&uri);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome = blocking(move || {
        inner.kernel.read(&who, |reader| {
            let lookup =
                reader.kernel.registry.extensions::<Lookup>().find(|lookup| lookup.entity == entity).copied();
            let lookup = lookup.ok_or_else(Refusal::absent)?;
            let fixed = serde_json::from_str(value(&pairs, "fixed")).unwrap_or(JsonValue::Null);
            (lookup.find)(reader, value(&pairs, "q"), &fixed)
        })
    })
    .await;
    match outcome {
        Ok(offers) => Json(offers).into_response(),
        Err(refusal) => {
            problem::answer(&refusal, &app.kernel.words, caller.language.unwrap_or(Language::English), id)
        }
    }
}

/// What a problem's `type` leads to: the rule in words.
pub(crate) async fn problem_page(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(rule): Path<String>,
    headers: HeaderMap,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let language = caller.language.unwrap_or(Language::English);
    let key = Refusal::message(&rule);
    if !app.kernel.words.has(language, &key) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let tongue = app.kernel.words.tongue(language, "UTC");
    let page = ErrorPage {
        lang: language.word().to_owned(),
        product: tongue.say("product").into_owned(),
        title: rule,
        text: tongue.say_with(&key, &[]),
        links: vec![Link::new(tongue.say("error-home").into_owned(), "/")],
        ..ErrorPage::default()
    };
    Html(error_page(&page).into_string()).into_response()
}

/// The API's own page, for people.
pub(crate) async fn api_page(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    reference_page(app, id, None, headers, uri).await
}

/// The part of the API's page that is about one room.
pub(crate) async fn api_room_page(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(room): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    reference_page(app, id, Some(room), headers, uri).await
}

async fn reference_page(
    app: Arc<App>,
    id: Uuid,
    room: Option<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let around = around(&app, &headers, &uri);
    let query = query_pairs(&uri);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome = blocking(move || {
        inner.kernel.read(&who, |reader| {
            if reader.context.principal.kind != PrincipalKind::Person {
                return Err(Refusal::new(Status::SignIn, "sign_in"));
            }
            let site = inner.operation.public.as_deref().unwrap_or("https://accord.example.com");
            let cx = PageCx { reader, path: BTreeMap::new(), query, address: around.address.clone() };
            let page = match &room {
                Some(room) => reference::room_page(&cx, room, site)?,
                None => reference::first_page(&cx, site)?,
            };
            frame::whole(cx.reader, &around, &page)
        })
    })
    .await;
    match outcome {
        Ok(html) => Html(html).into_response(),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}
