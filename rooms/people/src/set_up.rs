//! The first set-up of an empty installation, in a browser. At the start the program prints a one-time address; whoever
//! opens it becomes the first administrator and names the company. From then on the address is dead, and the further
//! steps are ordinary actions of an administrator who is signed in.
//!
//! Only the secret's hash is kept, and it is used up in the transaction that sets the company up, so that two browsers
//! that send at one moment make one company.

use std::sync::Arc;

use accord_face::{
    Card, Enter, LinkDef, LogoDef, Picture,
    ask::{currencies, refusal_text},
    parts::{
        control::{Control, Field, Pick, TextKind},
        form::{Form, FormError, FormPart, form},
        html,
        menu::Weight,
        panel::disclosure,
    },
};
use accord_kernel::{
    Call, Caller, Credential, Kernel, Language, Outcome, Reader, Refusal, Registry, Status, Tongue, wall_now,
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::json;

use crate::{
    login,
    password::{new_secret, secret_hash},
    record::{company, set_up},
};

/// Address before the secret.
pub const PATH: &str = "/set-up/";
/// The page on which an administrator goes on.
pub const STEPS: &str = "/set-up";

/// Registers the page of the one-time address, and the company's mark.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(LinkDef { path: "/set-up/{secret}", show, take }).extend(LogoDef { read: logo });
}

fn logo(reader: &mut Reader<'_>) -> Outcome<Option<Picture>> {
    let Some(row) = set_up::logo(reader.tx)? else { return Ok(None) };
    let bytes = BASE64.decode(&row.image).map_err(|error| Refusal::defect(error.to_string()))?;
    Ok(Some(Picture { content_type: row.content_type, bytes }))
}

/// Whether nobody has set the company up yet.
///
/// # Errors
/// What the database refuses.
pub fn waits(kernel: &Kernel) -> Outcome<bool> {
    kernel.db.read(|tx| Ok(company::company(tx)?.is_none()))
}

/// Makes the one-time address of an empty installation and returns its path; the one before is void. `None` when the
/// company is set up.
///
/// # Errors
/// What the database refuses.
pub fn new_address(kernel: &Kernel) -> Outcome<Option<String>> {
    let secret = new_secret("")?;
    let (hash, wall) = (secret_hash(&secret), wall_now());
    let made = kernel.db.write(move |tx| {
        if company::company(tx)?.is_some() {
            return Ok::<_, Refusal>(false);
        }
        set_up::put_address(tx, &hash, wall)?;
        Ok(true)
    })?;
    Ok(made.then(|| format!("{PATH}{secret}")))
}

/// What stands in the form.
#[derive(Debug, Default)]
struct Typed {
    admin_name: String,
    email: String,
    company: String,
    zone: String,
    currency: String,
    language: String,
}

/// The form's fields by where the action has them: name, and message key of the label.
const FIELDS: &[(&str, &str, &str)] = &[
    ("/administrator/name", "admin_name", "set-up-name"),
    ("/administrator/email", "email", "field-email"),
    ("/email", "email", "field-email"),
    ("/password", "password", "set-up-password"),
    ("/name", "company", "set-up-company"),
    ("/home_zone", "zone", "field-home-zone"),
    ("/currency", "currency", "field-currency"),
    ("/language", "language", "field-language"),
];

/// Lets whoever holds the address look; everybody else gets the answer of every dead link.
fn admitted(kernel: &Arc<Kernel>, caller: &Caller, secret: &str) -> Outcome<()> {
    let hash = secret_hash(secret);
    let open = kernel.read(caller, |reader| {
        Ok(company::company(reader.tx)?.is_none() && set_up::is_address(reader.tx, &hash)?)
    })?;
    if open { Ok(()) } else { Err(Refusal::absent()) }
}

fn show(kernel: &Arc<Kernel>, caller: &Caller, secret: &str) -> Outcome<Card> {
    admitted(kernel, caller, secret)?;
    let language = caller.language.unwrap_or(Language::English);
    let (zone, currency) = match language {
        Language::Portuguese => ("America/Sao_Paulo", "BRL"),
        Language::English => ("", ""),
    };
    let typed = Typed {
        zone: zone.to_owned(),
        currency: currency.to_owned(),
        language: language.word().to_owned(),
        ..Typed::default()
    };
    Ok(card(kernel, language, secret, &typed, None))
}

fn take(kernel: &Arc<Kernel>, caller: &Caller, secret: &str, sent: &[(String, String)]) -> Outcome<Card> {
    // The proof comes before anything slow.
    admitted(kernel, caller, secret)?;
    let value = |name: &str| {
        sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let typed = Typed {
        admin_name: value("admin_name"),
        email: value("email"),
        company: value("company"),
        zone: value("zone"),
        currency: value("currency"),
        language: value("language"),
    };
    let language = caller.language.unwrap_or(Language::English);
    let password = value("password");
    match begin(kernel, caller, secret, &typed, &password) {
        Ok(()) => {}
        Err(refusal) if refusal.status == Status::Invalid => {
            return Ok(card(kernel, language, secret, &typed, Some(&refusal)));
        }
        // Somebody else was quicker: the address is dead.
        Err(refusal) if refusal.status == Status::Conflict => return Err(Refusal::absent()),
        Err(refusal) => return Err(refusal),
    }
    let agent = kernel.words.tongue(language, "UTC").say("set-up-title").into_owned();
    let signed = login::sign_in(kernel, caller, &typed.email, &password, &agent)?;
    let enter = Some(Enter { secret: signed.secret, next: STEPS });
    Ok(Card { enter, ..plain(kernel, language) })
}

/// The program acts for whoever holds the address.
fn begin(kernel: &Arc<Kernel>, caller: &Caller, secret: &str, typed: &Typed, password: &str) -> Outcome<()> {
    let language = Language::parse(&typed.language).unwrap_or(Language::English);
    let calendar = kernel.words.tongue(language, "UTC").say("set-up-calendar").into_owned();
    let input = json!({
        "name": typed.company,
        "home_zone": typed.zone,
        "currency": typed.currency,
        "language": language,
        "calendar_name": calendar,
        "administrator": {
            "name": typed.admin_name, "email": typed.email, "password_hash": login::hash(password, "/password")?,
        },
        "address_hash": BASE64.encode(secret_hash(secret)),
    });
    let program = Caller { credential: Credential::System, ..caller.clone() };
    kernel.act(&program, Call::new("company.set_up", input)).map(drop)
}

fn plain(kernel: &Kernel, language: Language) -> Card {
    let tongue = kernel.words.tongue(language, "UTC");
    Card {
        language,
        company: tongue.say("product").into_owned(),
        title: tongue.say("set-up-title").into_owned(),
        intro: tongue.say("set-up-intro").into_owned(),
        body: None,
        refused: None,
        enter: None,
    }
}

fn card(kernel: &Kernel, language: Language, secret: &str, typed: &Typed, refusal: Option<&Refusal>) -> Card {
    let tongue = kernel.words.tongue(language, "UTC");
    let asked = asked(&tongue, secret, typed, refusal);
    let look_around = html! { p { (tongue.say("set-up-demo-text")) } p { code { "accord demo" } } };
    let body =
        html! { (form(&asked)) (disclosure("set-up-demo", &tongue.say("set-up-demo"), false, &look_around)) };
    Card { body: Some(body), refused: refusal.map(|refusal| refusal.status), ..plain(kernel, language) }
}

fn asked(tongue: &Tongue<'_>, secret: &str, typed: &Typed, refusal: Option<&Refusal>) -> Form {
    let say = |key: &str| tongue.say(key).into_owned();
    let errors: Vec<FormError> = refusal.map(|refusal| faults(tongue, refusal)).unwrap_or_default();
    let reason = |name: &str| {
        let mut pointers = FIELDS.iter().filter(|(_, field, _)| *field == name).map(|(pointer, ..)| *pointer);
        let fields = refusal.map(|refusal| refusal.fields.as_slice()).unwrap_or_default();
        let found = pointers.find_map(|pointer| fields.iter().find(|error| error.pointer == pointer));
        found.map(|error| tongue.say_with(&Refusal::message(error.rule), &error.facts)).unwrap_or_default()
    };
    let field = |name: &str, key: &str, control: Control, value: &str| {
        Field::new(name, say(key), control).required().with(value).error(reason(name))
    };
    let line = |kind, autocomplete: &str| Control::Text { kind, autocomplete: autocomplete.to_owned() };
    let select = |options| Control::Select { options, multiple: false };
    let me = vec![
        field("admin_name", "set-up-name", line(TextKind::Text, "name"), &typed.admin_name),
        field("email", "field-email", line(TextKind::Email, "username"), &typed.email),
        field("password", "set-up-password", line(TextKind::Password, "new-password"), "")
            .hint(say("set-up-password-hint")),
    ];
    let house = vec![
        field("company", "set-up-company", line(TextKind::Text, "organization"), &typed.company),
        field("zone", "field-home-zone", select(zones(tongue, &typed.zone)), &typed.zone)
            .hint(say("set-up-zone-hint")),
        field(
            "currency",
            "field-currency",
            select(chosen(tongue, currencies(&typed.currency))),
            &typed.currency,
        )
        .hint(say("set-up-currency-hint"))
        .half(),
        field("language", "field-language", select(languages(tongue, &typed.language)), &typed.language)
            .half(),
    ];
    Form {
        id: "set-up".to_owned(),
        action: format!("{PATH}{}", accord_face::page::escape(secret)),
        parts: vec![
            FormPart::Group { title: say("set-up-you"), fields: me },
            FormPart::Group { title: say("set-up-your-company"), fields: house },
        ],
        submit: say("set-up-submit"),
        weight: Weight::Primary,
        errors_title: say("form-refused"),
        errors,
        required_note: say("form-required-note"),
        ..Form::default()
    }
}

fn faults(tongue: &Tongue<'_>, refusal: &Refusal) -> Vec<FormError> {
    if refusal.fields.is_empty() {
        return vec![FormError { field: String::new(), text: refusal_text(tongue, refusal) }];
    }
    let fault = |error: &accord_kernel::FieldError| {
        let found = FIELDS.iter().find(|(pointer, ..)| *pointer == error.pointer);
        let text = tongue.say_with(&Refusal::message(error.rule), &error.facts);
        match found {
            Some((_, name, label)) => {
                FormError { field: (*name).to_owned(), text: format!("{}: {text}", tongue.say(label)) }
            }
            None => FormError { field: String::new(), text },
        }
    };
    refusal.fields.iter().map(fault).collect()
}

/// The list with an empty line on top, when nothing is chosen yet: nobody gets a zone by not looking.
fn chosen(tongue: &Tongue<'_>, mut list: Vec<Pick>) -> Vec<Pick> {
    if list.iter().all(|pick| !pick.chosen) {
        list.insert(0, Pick::new("", tongue.say("set-up-choose"), true));
    }
    list
}

/// Places of the zone database; offsets and old names that are no place are left out.
fn zones(tongue: &Tongue<'_>, wanted: &str) -> Vec<Pick> {
    let place = |name: &str| {
        let area = name.split('/').next().unwrap_or_default();
        matches!(
            area,
            "Africa"
                | "America"
                | "Antarctica"
                | "Asia"
                | "Atlantic"
                | "Australia"
                | "Europe"
                | "Indian"
                | "Pacific"
        )
    };
    let mut names: Vec<String> =
        jiff::tz::db().available().map(|name| name.as_str().to_owned()).filter(|name| place(name)).collect();
    names.sort_unstable();
    names.push("UTC".to_owned());
    let pick = |name: String| Pick::new(name.clone(), name.replace('_', " "), name == wanted);
    chosen(tongue, names.into_iter().map(pick).collect())
}

fn languages(tongue: &Tongue<'_>, wanted: &str) -> Vec<Pick> {
    let pick = |language: &Language| {
        Pick::new(language.word(), tongue.say(&language.message()), language.word() == wanted)
    };
    Language::ALL.iter().map(pick).collect()
}
