//! Acting from a page: the form of an action, and its sending.

use std::{collections::BTreeMap, sync::Arc};

use accord_face::{
    ActionForm, Page, PageCx,
    answer::{Sent, collect, from_form},
    ask::{IntoField, action_message, known_input},
    page::escape,
    parts::Link,
};
use accord_kernel::{Call, Caller, Outcome, Refusal, Status};
use axum::{
    Form,
    extract::{Extension, Path, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::html;
use serde_json::{Map, Value as JsonValue};

use crate::{
    app::{App, RequestId},
    frame::{self, Around},
    pages::{around, back, refused},
    problem,
    request::{self, Pairs, query_pairs, safe_next},
    work::blocking,
};

/// Sent with a form that is only to be drawn again: what one field refers to narrows what others offer.
const AGAIN: &str = "_again";

/// What a form brings besides its fields.
struct Parcel {
    sent: Sent,
    fixed: Map<String, JsonValue>,
    only: Vec<String>,
    next: String,
    key: Option<String>,
    /// What was typed is a field of another action.
    into: Option<IntoField>,
}

fn parcel(pairs: &Pairs) -> Parcel {
    let mut sent = collect(pairs);
    let mut first =
        |name: &str| sent.remove(name).and_then(|list| list.into_iter().next()).unwrap_or_default();
    let fixed = serde_json::from_str(&first("_fixed")).unwrap_or_default();
    let only = first("_only").split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let next = first("_next");
    let key = Some(first("_key")).filter(|key| !key.is_empty());
    let into = serde_json::from_str(&first("_into")).ok();
    Parcel { sent, fixed, only, next, key, into }
}

fn known(app: &App, name: &str) -> Outcome<&'static str> {
    app.kernel.registry.find_action(name).map(|def| def.name).ok_or_else(Refusal::absent)
}

/// The form of an action on a page of its own.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(name): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let around = around(&app, &headers, &uri);
    let pairs = query_pairs(&uri);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome = blocking(move || {
        let action = known(&inner, &name)?;
        let parcel = parcel(&pairs);
        let mut form = ActionForm::new(action).next(parcel.next);
        for (name, value) in parcel.fixed {
            form = form.fixed(&name, value);
        }
        for (name, values) in &parcel.sent {
            form = form.value(name, values.first());
        }
        let only: Vec<&str> = parcel.only.iter().map(String::as_str).collect();
        form_page(&inner, &who, action, &form.only(&only), &around)
    })
    .await;
    match outcome {
        Ok(html) => Html(html).into_response(),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

fn form_page(
    app: &Arc<App>,
    caller: &Caller,
    action: &'static str,
    form: &ActionForm,
    around: &Around,
) -> Outcome<String> {
    app.kernel.read(caller, |reader| {
        if !reader.may_act(action) {
            let signed_in = reader.context.principal.author().is_some();
            return Err(if signed_in { Refusal::absent() } else { Refusal::new(Status::SignIn, "sign_in") });
        }
        let mut cx =
            PageCx { reader, path: BTreeMap::new(), query: Vec::new(), address: around.address.clone() };
        let title = cx.say(&action_message(action));
        let mut form = form.clone().foremost();
        if let Some(origin) = &around.origin {
            form = form.cancel(Link::new(cx.say("back"), origin.clone()));
        }
        let drawn = form.draw(&mut cx)?;
        let page = Page::new(title.clone(), html! { section.panel.form-page { h1 { (title) } (drawn) } });
        frame::whole(reader, around, &page)
    })
}

/// Runs an action from a form: on success back to where the person was, on refusal the form with everything typed.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(name): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    Form(pairs): Form<Pairs>,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let fallback = back(&headers);
    let around = around(&app, &headers, &uri);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let outcome = blocking(move || run(&inner, &who, &name, &pairs, &around)).await;
    match outcome {
        Ok(Ran::Done { done, next }) => {
            let target = next.unwrap_or(fallback);
            ([(header::SET_COOKIE, request::set_told(&app, &headers, &done))], Redirect::to(&target))
                .into_response()
        }
        Ok(Ran::Held { told, origin }) => {
            ([(header::SET_COOKIE, request::set_told(&app, &headers, &told))], Redirect::to(&origin))
                .into_response()
        }
        Ok(Ran::Shown { html }) => Html(html).into_response(),
        Ok(Ran::Refused { status, html }) => (status, Html(html)).into_response(),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

enum Ran {
    Done {
        /// For the cookie.
        done: String,
        next: Option<String>,
    },
    /// The answer holds a secret: it is shown here, once, and stands in no address.
    Shown {
        html: String,
    },
    Refused {
        status: StatusCode,
        html: String,
    },
    /// Refused where nothing was asked: no form comes back, so whoever pressed stays where they were and is told why.
    Held {
        /// For the cookie.
        told: String,
        origin: String,
    },
}

fn run(app: &Arc<App>, caller: &Caller, name: &str, pairs: &Pairs, around: &Around) -> Outcome<Ran> {
    let action = known(app, name)?;
    let mut parcel = parcel(pairs);
    if let Some(rows) = parcel.sent.remove("_add").and_then(|list| list.into_iter().next()) {
        add_row(&mut parcel, &rows);
        return again(app, caller, action, parcel, around);
    }
    if parcel.sent.remove(AGAIN).is_some() {
        return again(app, caller, action, parcel, around);
    }
    let outcome = act_once(app, caller, action, &parcel);
    match outcome {
        Ok(answer) => {
            let next = next_of(&parcel.next, &answer);
            match answer.get("secret").and_then(JsonValue::as_str).filter(|secret| !secret.is_empty()) {
                Some(secret) => Ok(Ran::Shown {
                    html: secret_page(app, caller, action, secret, next.as_deref(), around)?,
                }),
                None => {
                    let called = parcel.into.as_ref().map_or(action, |into| into.action.as_str());
                    Ok(Ran::Done { done: frame::done_text(called, answer.get("undo")), next })
                }
            }
        }
        Err(refusal) if matches!(refusal.status, Status::SignIn | Status::Absent) => Err(refusal),
        Err(refusal) => {
            problem::note(&refusal, caller.request);
            let nothing_asked = parcel.only.is_empty() && parcel.sent.is_empty();
            if let Some(origin) = around.origin.clone().filter(|_| nothing_asked) {
                let told = app.kernel.read(caller, |reader| {
                    Ok(frame::refused_text(&reader.context.tongue(), action, &refusal))
                })?;
                return Ok(Ran::Held { told, origin });
            }
            let status = problem::status(&refusal);
            let form = ActionForm::new(action)
                .returned(parcel.sent, parcel.fixed, parcel.only, parcel.next, refusal)
                .into_sent(parcel.into);
            Ok(Ran::Refused { status, html: form_page(app, caller, action, &form, around)? })
        }
    }
}

fn secret_page(
    app: &Arc<App>,
    caller: &Caller,
    action: &'static str,
    secret: &str,
    next: Option<&str>,
    around: &Around,
) -> Outcome<String> {
    app.kernel.read(caller, |reader| {
        let tongue = reader.context.tongue();
        let title = tongue.say(&format!("{}-done", action_message(action))).into_owned();
        // A path is an address of ours: it is said whole, as far as we know how we are reached.
        let site = app.operation.public.as_deref().filter(|_| secret.starts_with('/')).unwrap_or_default();
        let (text, back) = (tongue.say("secret-once").into_owned(), tongue.say("back").into_owned());
        let body = html! {
            section.panel.form-page {
                h1 { (title) }
                p { (text) }
                p { code { (site) (secret) } }
                div.buttons { a.button.primary href=(next.unwrap_or("/")) { (back) } }
            }
        };
        frame::whole(reader, around, &Page::new(title.clone(), body))
    })
}

fn act_once(app: &Arc<App>, caller: &Caller, action: &'static str, parcel: &Parcel) -> Outcome<JsonValue> {
    let input = app.kernel.read(caller, |reader| {
        let def = reader.kernel.registry.find_action(action).ok_or_else(Refusal::absent)?;
        // A form says which fields it asked for, so that an unticked box means no and nothing unasked is sent.
        let none = parcel.only.is_empty().then(|| vec![String::new()]);
        from_form(
            &known_input(&reader.context, action, &def.input, &parcel.fixed),
            &parcel.sent,
            none.as_ref().unwrap_or(&parcel.only),
            &parcel.fixed,
            &reader.context,
        )
    })?;
    let call = match &parcel.into {
        Some(into) => {
            let mut whole = into.rest.clone();
            whole.insert(into.field.clone(), input);
            Call { action: into.action.clone(), input: whole.into(), key: parcel.key.clone() }
        }
        None => Call { action: action.to_owned(), input, key: parcel.key.clone() },
    };
    app.kernel.act(caller, call).map(|done| done.answer)
}

/// Asked for a row without script: one row more than were sent.
fn add_row(parcel: &mut Parcel, rows: &str) {
    let prefix = format!("{rows}.");
    let last = parcel
        .sent
        .keys()
        .filter_map(|key| key.strip_prefix(&prefix)?.split('.').next()?.parse::<usize>().ok())
        .max()
        .map_or(0, |n| n + 1);
    parcel.sent.insert(format!("{prefix}{last}._"), vec![String::new()]);
}

/// The form as it was sent, with what its fields offer now.
fn again(
    app: &Arc<App>,
    caller: &Caller,
    action: &'static str,
    mut parcel: Parcel,
    around: &Around,
) -> Outcome<Ran> {
    if let Some(key) = &parcel.key {
        parcel.sent.insert("_key".to_owned(), vec![key.clone()]);
    }
    let form = ActionForm::new(action)
        .again(parcel.sent, parcel.fixed, parcel.only, parcel.next)
        .into_sent(parcel.into);
    Ok(Ran::Refused { status: StatusCode::OK, html: form_page(app, caller, action, &form, around)? })
}

/// The address to go on to, `{name}` replaced by the answer's field.
pub(crate) fn next_of(next: &str, answer: &JsonValue) -> Option<String> {
    let mut target = next.to_owned();
    for (name, value) in answer.as_object().into_iter().flatten() {
        if let Some(text) = value.as_str() {
            target = target.replace(&format!("{{{name}}}"), &escape(text));
        }
    }
    safe_next(Some(&target)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn where_to_go_next_stays_in_the_house() {
        let answer = json!({ "id": "0190-x", "n": 3 });
        assert_eq!(next_of("/promises/{id}", &answer).as_deref(), Some("/promises/0190-x"));
        assert_eq!(next_of("//evil.example", &answer), None);
        assert_eq!(next_of("https://evil.example", &answer), None);
        assert_eq!(next_of("", &answer), None);
        assert_eq!(next_of("/{id}", &json!({ "id": "/evil.example" })).as_deref(), Some("/%2Fevil.example"));
    }
}
