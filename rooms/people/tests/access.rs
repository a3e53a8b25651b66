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
fn r64_a_forgotten_password_says_nothing_about_who_exists() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let gone = person(house, "Rui Sá", &["sales_rep"]);
        house.system("people.disable", json!({ "person": gone })).unwrap();
        with_password(house, ana, "correct horse battery");
        let ask = |address: &str| login::ask_reset(&house.kernel, &nobody(), address);
        let count = |sql: &'static str| {
            let read = |tx: &mut accord_store::Tx| {
                Ok::<i64, accord_kernel::Refusal>(tx.query_one(sql, &[])?.unwrap().get(0)?)
            };
            house.kernel.db.read(read).unwrap()
        };
        let waiting = || count("SELECT COUNT(*) FROM password_asked");
        let events = || count("SELECT COUNT(*) FROM event");
        let letters = || count("SELECT COUNT(*) FROM mail");
        // Known, unknown, gone: while the answer is made the same row is written, and nothing is looked up.
        let before = events();
        for address in ["ANA.prado@vale.example", "nobody@vale.example", "rui.sa@vale.example"] {
            let had = waiting();
            ask(address).unwrap();
            assert_eq!((waiting(), events(), letters()), (had + 1, before, 0), "{address}");
        }
        assert_eq!(login::answer_asked(&house.kernel).unwrap(), 3);
        assert_eq!((waiting(), events(), letters()), (0, before + 1, 1), "one letter, to whom it belongs");
        assert_eq!(login::answer_asked(&house.kernel).unwrap(), 0);
        // The old password goes on until the link is used.
        assert!(sign_in(house, "ana.prado@vale.example", "correct horse battery").is_ok());
        // So many an hour, the same for everybody, in the same words.
        for address in ["ana.prado@vale.example", "nobody@vale.example"] {
            ask(address).unwrap();
            ask(address).unwrap();
            let refusal = ask(address).unwrap_err();
            assert_eq!((refusal.rule, refusal.status), ("sign_in.too_often", Status::TooOften), "{address}");
        }
        assert!(
            sign_in(house, "ana.prado@vale.example", "correct horse battery").is_ok(),
            "nobody is locked out by it"
        );
        house.verify();
    });
}

/// The link that stands in the newest letter to an address.
fn link(house: &House, address: &str) -> String {
    let sql = "SELECT path FROM mail WHERE recipient = ?1 ORDER BY made_at DESC, id DESC LIMIT 1";
    let path: String = house
        .kernel
        .db
        .read(|tx| {
            Ok::<_, accord_kernel::Refusal>(
                tx.query_one(sql, accord_store::params![address])?.unwrap().get(0)?,
            )
        })
        .unwrap();
    path.trim_start_matches(login::WELCOME).to_owned()
}

#[test]
fn r64_a_letters_link_sets_a_password_once_and_ends_every_session() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        let there = sign_in(house, "ana.prado@vale.example", "correct horse battery").unwrap();
        login::ask_reset(&house.kernel, &nobody(), "ana.prado@vale.example").unwrap();
        // Two nodes look at the same moment: one letter.
        let node = house.second_node(rooms);
        let both = [house.kernel.clone(), node];
        std::thread::scope(|scope| {
            for kernel in &both {
                scope.spawn(move || login::answer_asked(kernel).unwrap());
            }
        });
        let count: i64 = house
            .kernel
            .db
            .read(|tx| {
                Ok::<_, accord_kernel::Refusal>(
                    tx.query_one("SELECT COUNT(*) FROM mail", &[])?.unwrap().get(0)?,
                )
            })
            .unwrap();
        assert_eq!(count, 1, "on {}", house.name());
        let secret = link(house, "ana.prado@vale.example");
        // A link is dead after its hours, and no other is told from it.
        let late = house.kernel.db.write(|tx| {
            Ok::<_, accord_kernel::Refusal>(tx.execute(
                "UPDATE login SET invitation_until = invitation_until - ?1",
                accord_store::params![1_000_i64 * 3_600_000_000],
            )?)
        });
        assert_eq!(late.unwrap(), 2, "of everybody who has a login");
        let accept = |password: &str| login::accept_invitation(&house.kernel, &nobody(), &secret, password);
        assert_eq!(rule(accept("a brand new password")), "absent");
        login::ask_reset(&house.kernel, &nobody(), "ana.prado@vale.example").unwrap();
        login::answer_asked(&house.kernel).unwrap();
        assert_eq!(rule(accept("a brand new password")), "absent", "an older link is void");
        let secret = link(house, "ana.prado@vale.example");
        let accept = |password: &str| login::accept_invitation(&house.kernel, &nobody(), &secret, password);
        accept("a brand new password").unwrap();
        assert_eq!(rule(accept("another new password")), "absent", "it works once");
        assert!(!is_in(house, &there.secret), "whoever was in with the old one is out");
        assert!(sign_in(house, "ana.prado@vale.example", "a brand new password").is_ok());
        house.verify();
    });
}

#[test]
fn r64_everybody_sees_their_own_sessions_and_ends_them() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let caio = person(house, "Caio Lopes", &["help_desk"]);
        for who in [ana, caio] {
            with_password(house, who, "correct horse battery");
        }
        let enter = |address: &str| sign_in(house, address, "correct horse battery").unwrap();
        let (here, phone, tablet) = (
            enter("ana.prado@vale.example"),
            enter("ana.prado@vale.example"),
            enter("ana.prado@vale.example"),
        );
        let his = enter("caio.lopes@vale.example");
        let me = || Credential::Session(here.secret.clone());
        let list = house.kernel.view(&caller(me()), "people.sessions", &json!({})).unwrap();
        let shown: Vec<&str> =
            list.as_array().unwrap().iter().map(|row| row["session"].as_str().unwrap()).collect();
        assert_eq!(shown.len(), 3, "her own and nobody else's");
        assert_eq!(list.as_array().unwrap().iter().filter(|row| row["present"] == true).count(), 1);
        assert!(!list.to_string().contains(&here.secret), "no secret is shown");
        // One by one, and never somebody else's.
        assert_eq!(rule(act(house, me(), "session.end", json!({ "session": his.session }))), "absent");
        act(house, me(), "session.end", json!({ "session": phone.session })).unwrap();
        assert!(!is_in(house, &phone.secret) && is_in(house, &tablet.secret) && is_in(house, &his.secret));
        let input = json!({ "person": caio });
        assert_eq!(rule(act(house, me(), "session.end_all", input)), "absent", "a colleague's are not hers");
        act(house, me(), "session.end_all", json!({})).unwrap();
        assert!(is_in(house, &here.secret), "the one she did it from goes on");
        assert!(!is_in(house, &tablet.secret) && is_in(house, &his.secret));
        let node = house.second_node(rooms);
        assert!(
            node.read(&caller(Credential::Session(tablet.secret.clone())), |_| Ok(())).is_err(),
            "nor on another node"
        );
        house.verify();
    });
}

#[test]
fn r64_the_operator_makes_an_administrator_again_and_it_is_told() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        with_password(house, ana, "correct horse battery");
        let there = sign_in(house, "ana.prado@vale.example", "correct horse battery").unwrap();
        house.act(rita, "people.disable", json!({ "person": ana })).unwrap();
        let operator = Caller { via: Via::Command, ..Caller::system() };
        let recover = |address: &str, name: Option<&str>| {
            login::recover(&house.kernel, &operator, address, name, "printed on the console")
        };
        assert_eq!(rule(recover("new@vale.example", None)), "field.required", "a new colleague has a name");
        recover("ANA.prado@vale.example", None).unwrap();
        assert!(!is_in(house, &there.secret));
        let signed = sign_in(house, "ana.prado@vale.example", "printed on the console").unwrap();
        assert!(signed.must_change, "nobody keeps a password that stood on a console");
        let me =
            house.kernel.view(&caller(Credential::Session(signed.secret)), "people.me", &json!({})).unwrap();
        assert!(me["permissions"].as_array().unwrap().contains(&json!("role.manage")));
        house.advance("2026-03-02T12:05:00Z");
        recover("new@vale.example", Some("Nova Chave")).unwrap();
        // The other administrators are told, and it stands in the log with who did it.
        let told = house.view(rita, "people.notices", json!({})).unwrap();
        assert!(told["rows"][0]["text"].as_str().unwrap().contains("Nova Chave"), "{told}");
        assert!(told["rows"][1]["text"].as_str().unwrap().contains("Ana Prado"), "{told}");
        let via: Vec<String> = house
            .kernel
            .db
            .read(|tx| {
                let rows = tx.query("SELECT DISTINCT via FROM event WHERE name = 'people.recover'", &[])?;
                rows.iter().map(|row| Ok::<String, accord_kernel::Refusal>(row.get(0)?)).collect()
            })
            .unwrap();
        assert_eq!(via, ["command"]);
        // No face but the command line has it.
        let input = json!({ "email": "x@y.example", "password_hash": "x", "address_hash": "" });
        assert_eq!(rule(house.act(rita, "people.recover", input)), "permission");
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
