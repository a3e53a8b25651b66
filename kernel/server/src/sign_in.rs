//! The door: signing in, entering the demo, signing out.

use std::sync::Arc;

use accord_face::{
    ask::refusal_text,
    parts::{
        ActionButton, Hidden, Link,
        alone::{DemoPerson as ShownPerson, LoginPage, login_page},
        control::{Control, Field, TextKind},
        form::{Form, FormError, FormPart, form},
        mark::initials,
        menu::Weight,
        shell::Theme,
    },
};
use accord_kernel::{Caller, Credential, Language, Refusal};
use axum::{
    Form as Sent,
    extract::{Extension, State},
    http::{HeaderMap, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use crate::{
    app::{App, Entered, RequestId},
    client::Client,
    logos,
    pages::refused,
    problem,
    request::{self, COOKIE_THEME, Pairs, asked_next, cookie, safe_next, value},
    work::blocking,
};

/// The page to sign in.
pub(crate) async fn login(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let next = asked_next(&uri);
    let inner = Arc::clone(&app);
    if let Ok(true) = blocking(move || inner.door.set_up_waits(&inner.kernel)).await {
        return Html(crate::passwords::alone(
            &app,
            &caller,
            &headers,
            "set-up-waits-title",
            "set-up-waits",
            None,
        ))
        .into_response();
    }
    let intro = if next.is_some() { "sign-in-again" } else { "sign-in-intro" };
    let logo = logos::address(&app, &caller).await;
    Html(login_html(&app, &caller, &headers, &logo, "", next.as_deref(), intro, None)).into_response()
}

pub(crate) fn login_html(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    logo: &str,
    email: &str,
    next: Option<&str>,
    intro: &str,
    refusal: Option<&Refusal>,
) -> String {
    let language = caller.language.unwrap_or(Language::English);
    let tongue = app.kernel.words.tongue(language, "UTC");
    let say = |key: &str| tongue.say(key).into_owned();
    let next_hidden: Vec<Hidden> =
        safe_next(next).map(|next| Hidden::new("next", next)).into_iter().collect();
    let errors = refusal
        .map(|refusal| vec![FormError { field: String::new(), text: refusal_text(&tongue, refusal) }])
        .unwrap_or_default();
    let text = |name: &str, label: &str, kind, autocomplete: &str| {
        Field::new(name, say(label), Control::Text { kind, autocomplete: autocomplete.to_owned() }).required()
    };
    let form = form(&Form {
        id: "sign-in".to_owned(),
        action: "/login".to_owned(),
        hidden: next_hidden.clone(),
        parts: vec![
            FormPart::Field(text("email", "field-email", TextKind::Email, "username").with(email)),
            FormPart::Field(text("password", "field-password", TextKind::Password, "current-password")),
        ],
        submit: say("sign-in-submit"),
        weight: Weight::Primary,
        errors_title: say("form-refused"),
        errors,
        ..Form::default()
    });
    let demo = app
        .demo
        .iter()
        .map(|person| {
            let mut hidden = vec![Hidden::new("email", person.email.clone())];
            hidden.extend(next_hidden.iter().cloned());
            ShownPerson {
                name: person.name.clone(),
                initials: initials(&person.name),
                role: say(&person.role),
                sphere: person.sphere,
                enter: ActionButton {
                    label: say("sign-in-submit"),
                    action: "/demo/enter".to_owned(),
                    hidden,
                },
            }
        })
        .collect();
    let form = match app.door.outside() {
        None => form,
        Some(outside) => {
            // Whoever just tried finds the form, and why it did not go, open.
            let typed = !email.is_empty();
            let why = refusal.filter(|_| !typed).map(|refusal| refusal_text(&tongue, refusal));
            crate::outside::ways_in(&tongue, outside, safe_next(next), why.as_deref(), typed, &form)
        }
    };
    login_page(&LoginPage {
        lang: language.word().to_owned(),
        product: say("product"),
        logo: logo.to_owned(),
        theme: Theme::named(cookie(headers, COOKIE_THEME).unwrap_or("system")),
        title: say("sign-in-title"),
        intro: say(intro),
        form: Some(form),
        links: vec![Link::new(say("sign-in-forgotten"), "/forgotten")],
        demo_title: say("sign-in-demo"),
        demo,
        csp_nonce: None,
    })
    .into_string()
}

/// Signs in.
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = Caller { credential: Credential::Nobody, ..request::page_caller(&app, &headers, id) };
    let agent =
        headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (email, password) = (value(&pairs, "email").to_owned(), value(&pairs, "password").to_owned());
    let (inner, who, address) = (Arc::clone(&app), caller.clone(), email.clone());
    let outcome = blocking(move || {
        inner.door.admit(&inner.kernel, client.asker)?;
        inner.door.sign_in(&inner.kernel, &who, &address, &password, &agent)
    })
    .await;
    match outcome {
        Ok(Entered { secret, must_change: true }) => entered(&app, &secret, "/password"),
        Ok(Entered { secret, .. }) => entered(&app, &secret, value(&pairs, "next")),
        Err(refusal) => {
            problem::note(&refusal, id);
            let logo = logos::address(&app, &caller).await;
            let html = login_html(
                &app,
                &caller,
                &headers,
                &logo,
                &email,
                Some(value(&pairs, "next")),
                "sign-in-intro",
                Some(&refusal),
            );
            problem::page(&refusal, html)
        }
    }
}

fn entered(app: &App, secret: &str, next: &str) -> Response {
    let target = safe_next(Some(next)).unwrap_or("/");
    (request::entering(app, secret), Redirect::to(target)).into_response()
}

/// Enters the demo as one of its people.
pub(crate) async fn enter_demo(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    uri: Uri,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = Caller { credential: Credential::Nobody, ..request::page_caller(&app, &headers, id) };
    if app.demo.is_empty() {
        return refused(&app, &caller, Refusal::absent(), &headers, &uri).await;
    }
    let (inner, who, email) = (Arc::clone(&app), caller.clone(), value(&pairs, "email").to_owned());
    match blocking(move || inner.door.enter_demo(&inner.kernel, &who, &email)).await {
        Ok(secret) => entered(&app, &secret, value(&pairs, "next")),
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

/// Ends the session, on the server too.
pub(crate) async fn sign_out(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let inner = Arc::clone(&app);
    if let Err(refusal) = blocking(move || inner.door.sign_out(&inner.kernel, &caller)).await {
        problem::note(&refusal, id);
    }
    (request::entering(&app, ""), Redirect::to("/login")).into_response()
}
