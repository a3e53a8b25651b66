//! Signing in, sessions, passwords, tokens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{Call, Caller, Credential, Permission, Status, Via};
use accord_room_people::{PersonId, login};
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::{id, person, rooms, rule, set_up};
use uuid::Uuid;

const START: &str = "2026-03-02T12:00:00Z";

fn caller(credential: Credential) -> Caller {
    Caller { credential, via: Via::Page, language: None, request: Uuid::nil() }
}

fn nobody() -> Caller {
    caller(Credential::Nobody)
}

fn with_password(house: &House, who: PersonId, password: &str) {
    login::set_password(&house.kernel, &Caller::system(), who.into(), password).unwrap();
}

fn sign_in(house: &House, address: &str, password: &str) -> accord_kernel::Outcome<login::SignedIn> {
    login::sign_in(&house.kernel, &nobody(), address, password, "a browser")
}

fn act(house: &House, credential: Credential, action: &str, input: Value) -> accord_kernel::Outcome<Value> {
    house.kernel.act(&caller(credential), Call::new(action, input)).map(|done| done.answer)
}

fn is_in(house: &House, secret: &str) -> bool {
    house.kernel.read(&caller(Credential::Session(secret.to_owned())), |_| Ok(())).is_ok()
}

#[test]
fn signing_in_by_address_and_password() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        let signed = sign_in(house, " ANA.Prado@vale.example ", "correct horse battery").unwrap();
        assert_eq!(signed.subject, Uuid::from(ana));
        assert!(is_in(house, &signed.secret));
        assert!(!is_in(house, "another secret"));
        let wrong = sign_in(house, "ana.prado@vale.example", "wrong horse battery!").unwrap_err();
        let unknown = sign_in(house, "nobody@vale.example", "correct horse battery").unwrap_err();
        assert_eq!((wrong.rule, wrong.status), ("sign_in.wrong", Status::SignIn));
        assert_eq!(wrong, unknown, "an unknown address is not told apart");
        assert_eq!(rule(sign_in(house, "ana.prado@vale.example", &"x".repeat(100_000))), "field.too_long");
        // A session put on the device before is not taken over, and ends.
        let again = login::sign_in(
            &house.kernel,
            &caller(Credential::Session(signed.secret.clone())),
            "ana.prado@vale.example",
            "correct horse battery",
            "a browser",
        )
        .unwrap();
        assert_ne!(again.secret, signed.secret);
        assert!(!is_in(house, &signed.secret) && is_in(house, &again.secret));
        house.verify();
    });
}

#[test]
fn an_address_rests_after_failures_known_or_not() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        for address in ["ana.prado@vale.example", "nobody@vale.example"] {
            for _ in 0..5 {
                assert_eq!(rule(sign_in(house, address, "not this one at all")), "sign_in.wrong");
            }
            let refusal = sign_in(house, address, "correct horse battery").unwrap_err();
            assert_eq!((refusal.rule, refusal.status), ("sign_in.too_often", Status::TooOften), "{address}");
        }
        house.verify();
    });
}

#[test]
fn a_disabled_person_is_out_at_once() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        let signed = sign_in(house, "ana.prado@vale.example", "correct horse battery").unwrap();
        house.act(rita, "people.disable", json!({ "person": ana })).unwrap();
        assert!(!is_in(house, &signed.secret));
        assert_eq!(rule(house.act(ana, "session.end_all", json!({}))), "sign_in");
        assert_eq!(rule(sign_in(house, "ana.prado@vale.example", "correct horse battery")), "sign_in.wrong");
        house.act(rita, "people.enable", json!({ "person": ana })).unwrap();
        assert_eq!(rule(sign_in(house, "ana.prado@vale.example", "correct horse battery")), "sign_in.wrong");
        house.verify();
    });
}

#[test]
fn a_change_of_role_or_password_ends_other_sessions() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        let enter = || sign_in(house, "ana.prado@vale.example", "correct horse battery").unwrap();
        let signed = enter();
        let role = accord_room_people::RoleId::seeded("help_desk");
        house.act(rita, "people.assign_role", json!({ "person": ana, "role": role })).unwrap();
        assert!(!is_in(house, &signed.secret));
        let (here, there) = (enter(), enter());
        let session = caller(Credential::Session(here.secret.clone()));
        let wrong =
            login::change_password(&house.kernel, &session, "not the present one", "a brand new password");
        assert_eq!(wrong.unwrap_err().rule, "password.proof");
        let short = login::change_password(&house.kernel, &session, "correct horse battery", "short");
        assert_eq!(rule(short), "password.short");
        login::change_password(&house.kernel, &session, "correct horse battery", "a brand new password")
            .unwrap();
        assert!(is_in(house, &here.secret) && !is_in(house, &there.secret));
        assert_eq!(rule(sign_in(house, "ana.prado@vale.example", "correct horse battery")), "sign_in.wrong");
        assert!(sign_in(house, "ana.prado@vale.example", "a brand new password").is_ok());
        house.verify();
    });
}

#[test]
fn an_invitation_works_once() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let first = house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let second = house.act(rita, "people.invite", json!({ "person": ana })).unwrap();
        let accept = |answer: &Value, password: &str| {
            login::accept_invitation(&house.kernel, &nobody(), answer["secret"].as_str().unwrap(), password)
        };
        assert_eq!(rule(accept(&first, "a good long password")), "absent", "an older link is void");
        assert_eq!(rule(accept(&json!({ "secret": "guess" }), "a good long password")), "absent");
        assert_eq!(rule(accept(&second, "short")), "password.short");
        accept(&second, "a good long password").unwrap();
        assert_eq!(rule(accept(&second, "another long password")), "absent");
        assert!(sign_in(house, "ana.prado@vale.example", "a good long password").is_ok());
        house.verify();
    });
}

#[test]
fn a_forgotten_password_says_nothing_about_who_exists() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        person(house, "Ana Prado", &["sales_rep"]);
        login::ask_reset(&house.kernel, &nobody(), "ana.prado@vale.example").unwrap();
        login::ask_reset(&house.kernel, &nobody(), "nobody@vale.example").unwrap();
        house.verify();
    });
}

#[test]
fn a_token_does_less_than_its_person_and_ends() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let wall = accord_kernel::wall_now();
        let hours = |n: i64| wall.checked_add(jiff::SignedDuration::from_hours(n)).unwrap();
        let make = |permissions: Value, until: jiff::Timestamp| {
            house.act(
                ana,
                "token.make",
                json!({ "label": "exports", "permissions": permissions, "expires_at": until }),
            )
        };
        assert_eq!(rule(make(json!(["pay.administer"]), hours(2))), "token.beyond");
        assert_eq!(rule(make(json!([]), hours(2))), "field.empty");
        assert_eq!(rule(make(json!(["people.read"]), hours(-1))), "field.past");
        assert_eq!(rule(make(json!(["people.read"]), hours(24 * 366))), "token.too_long");
        let made = make(json!(["people.read", "own"]), hours(2)).unwrap();
        let token = || Credential::Token(made["secret"].as_str().unwrap().to_owned());
        let permissions = house
            .kernel
            .read(&caller(token()), |reader| {
                Ok(reader.context.principal.permissions.iter().collect::<Vec<_>>())
            })
            .unwrap();
        assert_eq!(permissions, [Permission::Own, Permission::PeopleRead]);
        let input = json!({ "label": "more", "permissions": ["own"], "expires_at": hours(1) });
        assert_eq!(rule(act(house, token(), "token.make", input)), "token.by_token");
        let cut = made["secret"].as_str().unwrap().trim_end_matches(|_: char| true).to_owned();
        assert!(house.kernel.read(&caller(Credential::Token(cut)), |_| Ok(())).is_err());
        house.act(ana, "token.revoke", json!({ "token": id(&made, "token") })).unwrap();
        assert!(house.kernel.read(&caller(token()), |_| Ok(())).is_err());
        house.verify();
    });
}

/// Changes a session's stored times, as hours that have passed would.
fn age(house: &House, column: &str, hours: i64) {
    let sql = format!("UPDATE session SET {column} = {column} - ?1");
    let micros = hours * 3_600_000_000;
    house
        .kernel
        .db
        .write(move |tx| {
            tx.execute(&sql, accord_kernel::store::params![micros])?;
            Ok::<_, accord_kernel::Refusal>(())
        })
        .unwrap();
}

#[test]
fn a_session_ends_by_idleness_and_by_age() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        let set = json!({ "name": "session.idle_hours", "value": 5, "reason": "A shared counter" });
        house.act(rita, "settings.set", set).unwrap();
        let enter = || sign_in(house, "ana.prado@vale.example", "correct horse battery").unwrap().secret;
        let idle = enter();
        age(house, "last_seen_at", 4);
        // On another node, which has not seen the session yet.
        let node = house.second_node(rooms);
        let by = |secret: &str| caller(Credential::Session(secret.to_owned()));
        assert!(node.read(&by(&idle), |_| Ok(())).is_ok());
        accord_room_people::gate::door(&node).unwrap().flush(&node).unwrap();
        age(house, "last_seen_at", 4);
        assert!(house.second_node(rooms).read(&by(&idle), |_| Ok(())).is_ok(), "it was used in between");
        age(house, "last_seen_at", 5);
        assert!(house.second_node(rooms).read(&by(&idle), |_| Ok(())).is_err());
        let old = enter();
        age(house, "expires_at", 24 * 30 - 1);
        assert!(is_in(house, &old));
        age(house, "expires_at", 2);
        assert!(!is_in(house, &old), "used or not, thirty days are the end");
        assert!(login::sweep(&house.kernel).unwrap() >= 2);
        house.verify();
    });
}

#[test]
fn an_idempotency_key_does_not_keep_a_secret() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let until = accord_kernel::wall_now().checked_add(jiff::SignedDuration::from_hours(2)).unwrap();
        let input = json!({ "label": "x", "permissions": ["own"], "expires_at": until });
        let call = Call { key: Some("once".to_owned()), ..Call::new("token.make", input) };
        let first = house.kernel.act(&Caller::person(ana), call.clone()).unwrap().answer;
        let again = house.kernel.act(&Caller::person(ana), call).unwrap();
        assert!(again.repeated && !first["secret"].as_str().unwrap().is_empty());
        assert_eq!((&again.answer["token"], &again.answer["secret"]), (&first["token"], &json!("")));
        house.verify();
    });
}
