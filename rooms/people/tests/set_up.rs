//! The first set-up in a browser: R67.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_face::{Card, LinkDef, LogoDef};
use accord_kernel::{Caller, Credential, Kernel, Language, Outcome, Registry, Via};
use accord_room_people::{mail, set_up};
use accord_testing::{House, on_both_databases};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use std::sync::Arc;
use support::rule;
use uuid::Uuid;

const START: &str = "2027-05-10T12:00:00Z";
const PASSWORD: &str = "uma frase com folga";

fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    support::rooms(registry);
}

fn guest(language: Language) -> Caller {
    Caller { credential: Credential::Nobody, via: Via::Page, language: Some(language), request: Uuid::nil() }
}

fn def(kernel: &Kernel) -> LinkDef {
    *kernel.registry.extensions::<LinkDef>().find(|def| def.path == "/set-up/{secret}").unwrap()
}

fn show(kernel: &Arc<Kernel>, secret: &str) -> Outcome<Card> {
    (def(kernel).show)(kernel, &guest(Language::English), secret)
}

fn send(kernel: &Arc<Kernel>, secret: &str, fields: &[(&str, &str)]) -> Outcome<Card> {
    let sent: Vec<(String, String)> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    (def(kernel).take)(kernel, &guest(Language::Portuguese), secret, &sent)
}

fn whole() -> Vec<(&'static str, &'static str)> {
    vec![
        ("admin_name", "Célia Rangel"),
        ("email", "celia@tornos.example"),
        ("password", PASSWORD),
        ("company", "Tornos Rangel"),
        ("zone", "America/Manaus"),
        ("currency", "CHF"),
        ("language", "pt-BR"),
    ]
}

fn address(kernel: &Kernel) -> String {
    let path = set_up::new_address(kernel).unwrap().expect("an address");
    path.strip_prefix(set_up::PATH).unwrap().to_owned()
}

/// Sets the house up and returns the first administrator's session.
fn founded(house: &House) -> Caller {
    let card = send(&house.kernel, &address(&house.kernel), &whole()).unwrap();
    let enter = card.enter.expect("a session");
    assert_eq!(enter.next, "/set-up");
    Caller { credential: Credential::Session(enter.secret), ..guest(Language::Portuguese) }
}

fn act(house: &House, caller: &Caller, action: &str, input: Value) -> Outcome<Value> {
    house.kernel.act(caller, accord_kernel::Call::new(action, input)).map(|done| done.answer)
}

fn open_steps(house: &House, caller: &Caller) -> Vec<String> {
    let shown = house.kernel.view(caller, "people.set_up", &json!({})).unwrap();
    let steps = shown["steps"].as_array().unwrap().iter();
    steps
        .filter(|step| step["settled_at"].is_null())
        .map(|step| step["step"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn r67_an_empty_house_is_set_up_at_an_address_that_works_once() {
    on_both_databases(rooms, START, |house| {
        let kernel = &house.kernel;
        assert!(set_up::waits(kernel).unwrap());
        let old = address(kernel);
        let secret = address(kernel);
        for dead in ["", "guess", old.as_str()] {
            assert_eq!(rule(show(kernel, dead)), "absent", "{dead:?}");
            assert_eq!(rule(send(kernel, dead, &whole())), "absent", "{dead:?}");
        }
        let first = show(kernel, &secret).unwrap().body.unwrap().into_string();
        assert!(first.contains("name=\"zone\"") && first.contains("America/Manaus"), "{first}");
        assert!(!first.contains("Etc/GMT"), "offsets are no places");
        // Refused in words, everything but the password stays typed, and nothing stands yet.
        for (name, wrong, said) in [
            ("password", "curta", "pelo menos 12"),
            ("email", "celia", "forma certa"),
            ("company", " ", "ficar vazio"),
            ("zone", "Mars/Olympus", "fuso"),
            ("currency", "", ""),
        ] {
            let fields: Vec<_> =
                whole().into_iter().map(|(n, v)| (n, if n == name { wrong } else { v })).collect();
            let refused = send(kernel, &secret, &fields).unwrap();
            let html = refused.body.unwrap().into_string();
            assert!(refused.refused.is_some() && refused.enter.is_none(), "{name}");
            assert!(html.contains("aria-invalid"), "{name} is marked: {html}");
            assert!(html.contains(said), "{name}: {html}");
            assert!(!html.contains(PASSWORD), "a password is never given back");
            assert!(name == "admin_name" || html.contains("Célia Rangel"), "{name}");
            assert!(set_up::waits(kernel).unwrap(), "{name}");
        }
        let enter = send(kernel, &secret, &whole()).unwrap().enter.expect("a session");
        assert!(!format!("{enter:?}").contains(&enter.secret), "no secret in a log");
        let celia = Caller { credential: Credential::Session(enter.secret), ..guest(Language::Portuguese) };
        let company = kernel.view(&celia, "people.company", &json!({})).unwrap();
        assert_eq!(
            (&company["name"], &company["home_zone"], &company["currency"]),
            (&json!("Tornos Rangel"), &json!("America/Manaus"), &json!("CHF"))
        );
        let me = kernel.view(&celia, "people.me", &json!({})).unwrap();
        assert_eq!(me["facts"]["shown"]["roles"][0]["label"], "Administrador");
        // Dead, for looking and for sending, and none is made again.
        assert_eq!(rule(show(kernel, &secret)), "absent");
        assert_eq!(rule(send(kernel, &secret, &whole())), "absent");
        assert_eq!(set_up::new_address(kernel).unwrap(), None);
        assert!(!set_up::waits(kernel).unwrap());
        house.verify();
    });
}

#[test]
fn r67_two_who_set_up_at_one_moment_make_one_company() {
    on_both_databases(rooms, START, |house| {
        let secret = address(&house.kernel);
        let other = house.second_node(rooms);
        let entered: usize = std::thread::scope(|scope| {
            let runs: Vec<_> = [&house.kernel, &other]
                .into_iter()
                .zip(["um@tornos.example", "dois@tornos.example"])
                .map(|(kernel, email)| {
                    let secret = secret.clone();
                    scope.spawn(move || {
                        let fields: Vec<_> = whole()
                            .into_iter()
                            .map(|(n, v)| (n, if n == "email" { email } else { v }))
                            .collect();
                        send(kernel, &secret, &fields).is_ok_and(|card| card.enter.is_some())
                    })
                })
                .collect();
            runs.into_iter().map(|run| usize::from(run.join().unwrap())).sum()
        });
        assert_eq!(entered, 1, "on {}", house.name());
        let count = |table: &str| {
            let sql = format!("SELECT COUNT(*) FROM {table}");
            house
                .kernel
                .db
                .read(|tx| Ok::<i64, accord_kernel::Refusal>(tx.query_one(&sql, &[])?.unwrap().get(0)?))
                .unwrap()
        };
        assert_eq!((count("company"), count("person")), (1, 1));
        house.verify();
    });
}

#[test]
fn r67_the_set_up_is_left_and_gone_on_with() {
    on_both_databases(rooms, START, |house| {
        let celia = founded(house);
        let all = ["hours", "logo", "territories", "own_work", "colleagues"];
        assert_eq!(open_steps(house, &celia), all);
        act(house, &celia, "company.settle_step", json!({ "step": "logo" })).unwrap();
        act(house, &celia, "company.settle_step", json!({ "step": "logo" })).unwrap();
        // On another node, as after a restart: what is open is open.
        let node = house.second_node(rooms);
        let shown = node.view(&celia, "people.set_up", &json!({})).unwrap();
        assert_eq!(shown["steps"][1]["step"], "logo");
        assert!(!shown["steps"][1]["settled_at"].is_null());
        assert_eq!(open_steps(house, &celia).len(), 4);
        // A colleague enters with a role and an invitation in one step.
        let new = json!({ "name": "Otávio Pires", "email": "otavio@tornos.example", "invite": true,
            "roles": [accord_room_people::RoleId::seeded("sales_rep")] });
        let otavio = support::id(&act(house, &celia, "people.enter", new).unwrap(), "person");
        let folder = tempfile::tempdir().unwrap();
        let config = mail::MailConfig::folder(folder.path(), "accord@tornos.example").unwrap();
        assert_eq!(mail::send_due(&house.kernel, &config).unwrap(), 1);
        let letter = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
        assert!(std::fs::read_to_string(letter).unwrap().contains("/welcome/"));
        let nowhere = json!({ "name": "Sem Endereço", "invite": true });
        assert_eq!(rule(act(house, &celia, "people.enter", nowhere)), "field.required");
        // A sales representative has no part in it.
        let settle = json!({ "step": "hours" });
        assert_eq!(rule(house.act(otavio, "company.settle_step", settle)), "permission");
        assert_eq!(rule(house.view(otavio, "people.set_up", json!({}))), "permission");
        for step in all {
            act(house, &celia, "company.settle_step", json!({ "step": step })).unwrap();
        }
        assert_eq!(open_steps(house, &celia), [""; 0]);
        house.verify();
    });
}

#[test]
fn r67_a_house_set_up_by_command_has_no_steps_and_no_address() {
    on_both_databases(rooms, START, |house| {
        let secret = address(&house.kernel);
        let rita = support::set_up(house);
        assert_eq!(
            rule(show(&house.kernel, &secret)),
            "absent",
            "an address that was printed before is dead"
        );
        let shown = house.view(rita, "people.set_up", json!({})).unwrap();
        assert_eq!(shown["steps"], json!([]));
        let settle = json!({ "step": "hours" });
        assert_eq!(rule(house.act(rita, "company.settle_step", settle)), "absent");
        house.verify();
    });
}

#[test]
fn r67_the_mark_is_a_picture_and_nothing_that_runs() {
    on_both_databases(rooms, START, |house| {
        let rita = support::set_up(house);
        let picture = |house: &House| {
            let def = *house.kernel.registry.extensions::<LogoDef>().next().unwrap();
            house.kernel.read(&guest(Language::English), |reader| (def.read)(reader)).unwrap()
        };
        assert_eq!(picture(house), None);
        let set =
            |bytes: &[u8]| house.act(rita, "company.set_logo", json!({ "image": BASE64.encode(bytes) }));
        assert_eq!(rule(set(b"<svg onload='alert(1)'/>")), "logo.kind");
        assert_eq!(rule(set(&vec![0x89; 300 * 1024])), "logo.too_large");
        assert_eq!(rule(house.act(rita, "company.set_logo", json!({ "image": "no base64!" }))), "field.form");
        let png = b"\x89PNG\r\n\x1a\nrest of it".to_vec();
        set(&png).unwrap();
        assert_eq!(
            picture(house).map(|found| (found.content_type, found.bytes)),
            Some(("image/png".into(), png))
        );
        set(&[0xff, 0xd8, 0xff, 0xdb, 1]).unwrap();
        assert_eq!(picture(house).unwrap().content_type, "image/jpeg");
        house.verify();
        house.act(rita, "company.set_logo", json!({ "image": "" })).unwrap();
        assert_eq!(picture(house), None);
        let ana = support::person(house, "Ana Prado", &["sales_rep"]);
        assert_eq!(rule(house.act(ana, "company.set_logo", json!({ "image": "" }))), "permission");
        house.verify();
    });
}
