//! Passwords: changing one's own, setting one by a letter's link, asking for such a letter. They are no actions, since
//! hashing is slow on purpose and no transaction waits for it; the [`Door`](crate::Door) does it and acts afterwards.

use std::sync::Arc;

use accord_face::{
    ask::refusal_text,
    parts::{
        Link,
        alone::{LoginPage, login_page},
        control::{Control, Field, TextKind},
        form::{Form, FormError, FormPart, form},
        menu::Weight,
        shell::Theme,
    },
};
use accord_kernel::{Caller, Credential, Language, Outcome, Refusal, Tongue};
use axum::{
    Form as Sent,
    extract::{Extension, Path, State},
    http::{HeaderMap, Uri},
    response::{Html, IntoResponse, Redirect, Response},
};
use maud::{Markup, html};

use crate::{
    app::{App, RequestId},
    client::Client,
    outside,
    pages::refused,
    problem,
    request::{self, COOKIE_THEME, Pairs, cookie, value},
    work::blocking,
};

/// One of the three pages.
#[derive(Debug, Clone)]
enum Which {
    /// One's own, proved by the present one.
    Own,
    /// By a letter's link.
    Link(String),
    /// Asking for a letter.
    Ask,
}

impl Which {
    fn action(&self) -> String {
        match self {
            Self::Own => "/password".to_owned(),
            Self::Link(secret) => format!("/welcome/{}", accord_face::page::escape(secret)),
            Self::Ask => "/forgotten".to_owned(),
        }
    }

    fn fields(&self) -> &'static [(&'static str, &'static str, TextKind, &'static str)] {
        match self {
            Self::Own => &[
                ("present", "field-present-password", TextKind::Password, "current-password"),
                ("new", "field-new-password", TextKind::Password, "new-password"),
            ],
            Self::Link(_) => &[("new", "field-new-password", TextKind::Password, "new-password")],
            Self::Ask => &[("email", "field-email", TextKind::Email, "username")],
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Own => ("password-own-title", "password-own-intro"),
            Self::Link(_) => ("password-link-title", "password-link-intro"),
            Self::Ask => ("password-ask-title", "password-ask-intro"),
        }
    }
}

/// A page of its own around one sentence and perhaps a form.
pub(crate) fn alone(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    title: &str,
    intro: &str,
    body: Option<Form>,
) -> String {
    alone_with(app, caller, headers, title, intro, body.as_ref().map(form))
}

fn alone_with(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    title: &str,
    intro: &str,
    body: Option<Markup>,
) -> String {
    let language = caller.language.unwrap_or(Language::English);
    let tongue = app.kernel.words.tongue(language, "UTC");
    let say = |key: &str| tongue.say(key).into_owned();
    login_page(&LoginPage {
        lang: language.word().to_owned(),
        product: say("product"),
        logo: String::new(),
        theme: Theme::named(cookie(headers, COOKIE_THEME).unwrap_or("system")),
        title: say(title),
        intro: say(intro),
        form: body,
        links: vec![Link::new(say("error-home"), "/")],
        demo_title: String::new(),
        demo: Vec::new(),
        csp_nonce: None,
    })
    .into_string()
}

fn asked(tongue: &Tongue<'_>, which: &Which, email: &str, refusal: Option<&Refusal>) -> Form {
    let say = |key: &str| tongue.say(key).into_owned();
    let mut parts = Vec::new();
    for (name, label, kind, autocomplete) in which.fields() {
        let control = Control::Text { kind: *kind, autocomplete: (*autocomplete).to_owned() };
        let mut field = Field::new(*name, say(label), control).required();
        if *name == "email" {
            field = field.with(email);
        }
        let pointer = format!("/{name}");
        let found = refusal.and_then(|refusal| refusal.fields.iter().find(|error| error.pointer == pointer));
        if let Some(error) = found {
            field = field.error(tongue.say_with(&Refusal::message(error.rule), &error.facts));
        }
        parts.push(FormPart::Field(field));
    }
    let errors = refusal
        .map(|refusal| vec![FormError { field: String::new(), text: refusal_text(tongue, refusal) }])
        .unwrap_or_default();
    Form {
        id: "password".to_owned(),
        action: which.action(),
        parts,
        submit: say("save"),
        weight: Weight::Primary,
        errors_title: say("form-refused"),
        errors,
        ..Form::default()
    }
}

fn page(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    which: &Which,
    email: &str,
    refusal: Option<&Refusal>,
) -> Response {
    let language = caller.language.unwrap_or(Language::English);
    let tongue = app.kernel.words.tongue(language, "UTC");
    let mut body = form(&asked(&tongue, which, email, refusal));
    let (title, mut intro) = which.words();
    // A letter's link also ties one's account at the company's own provider, where there is one.
    if let (Which::Link(secret), Some(provider)) = (which, app.door.outside()) {
        let address = format!("/welcome/{}/sso", accord_face::page::escape(secret));
        intro = "sign-in-outside-invited";
        body = html! {
            (outside::button(&tongue, provider, address))
            (outside::by_password(&tongue, provider, refusal.is_some(), &body))
        };
    }
    let html = alone_with(app, caller, headers, title, intro, Some(body));
    match refusal {
        Some(refusal) => problem::page(refusal, html),
        None => Html(html).into_response(),
    }
}

/// The page on which a letter's link sets a password. Looking at it uses nothing up: programs that read mail look too.
pub(crate) async fn welcome(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Response {
    let caller = nobody(&app, &headers, id);
    page(&app, &caller, &headers, &Which::Link(secret), "", None)
}

/// Uses a letter's link.
pub(crate) async fn accept(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(client): Extension<Client>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    uri: Uri,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = nobody(&app, &headers, id);
    let (inner, who, link) = (Arc::clone(&app), caller.clone(), secret.clone());
    let new = value(&pairs, "new").to_owned();
    let outcome = blocking(move || {
        inner.door.admit(&inner.kernel, client.asker)?;
        inner.door.accept_invitation(&inner.kernel, &who, &link, &new)
    })
    .await;
    answer(&app, &caller, &headers, &uri, &Which::Link(secret), "", outcome, "/login").await
}

/// The page that asks for a letter.
pub(crate) async fn forgotten(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    page(&app, &nobody(&app, &headers, id), &headers, &Which::Ask, "", None)
}

/// Asks for a letter; the answer does not tell whether the address is anybody's.
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    uri: Uri,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = nobody(&app, &headers, id);
    let email = value(&pairs, "email").to_owned();
    let (inner, who, address) = (Arc::clone(&app), caller.clone(), email.clone());
    let asked = blocking(move || {
        inner.door.admit(&inner.kernel, client.asker)?;
        inner.door.ask_reset(&inner.kernel, &who, &address)
    });
    match asked.await {
        Ok(()) => {
            Html(alone(&app, &caller, &headers, "password-ask-title", "action-password-ask-reset-done", None))
                .into_response()
        }
        Err(refusal) => answer(&app, &caller, &headers, &uri, &Which::Ask, &email, Err(refusal), "/").await,
    }
}

/// The page to change one's own password.
pub(crate) async fn own(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    page(&app, &request::page_caller(&app, &headers, id), &headers, &Which::Own, "", None)
}

/// Changes one's own password.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    uri: Uri,
    Sent(pairs): Sent<Pairs>,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let (inner, who) = (Arc::clone(&app), caller.clone());
    let (present, new) = (value(&pairs, "present").to_owned(), value(&pairs, "new").to_owned());
    let outcome = blocking(move || {
        inner.door.admit(&inner.kernel, client.asker)?;
        inner.door.change_password(&inner.kernel, &who, &present, &new)
    })
    .await;
    answer(&app, &caller, &headers, &uri, &Which::Own, "", outcome, "/").await
}

fn nobody(app: &App, headers: &HeaderMap, id: uuid::Uuid) -> Caller {
    Caller { credential: Credential::Nobody, ..request::page_caller(app, headers, id) }
}

async fn answer(
    app: &Arc<App>,
    caller: &Caller,
    headers: &HeaderMap,
    uri: &Uri,
    which: &Which,
    email: &str,
    outcome: Outcome<()>,
    next: &str,
) -> Response {
    use accord_kernel::Status;
    match outcome {
        Ok(()) => Redirect::to(next).into_response(),
        Err(refusal) if matches!(refusal.status, Status::SignIn | Status::Absent) => {
            refused(app, caller, refusal, headers, uri).await
        }
        Err(refusal) => {
            problem::note(&refusal, caller.request);
            page(app, caller, headers, which, email, Some(&refusal))
        }
    }
}
