//! Persons, roles, handing over, leave: R3, R20, R64, R67.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::sync::Mutex;

use accord_kernel::{Registry, Status};
use accord_room_people::{Handover, Held, PersonId, RoleId, login, responsible};
use accord_testing::{House, on_both_databases};
use serde_json::json;
use support::{id, person, rule, set_up};
use uuid::Uuid;

const START: &str = "2026-03-02T12:00:00Z";

/// What a higher room would know: who holds which customer.
static CUSTOMERS: Mutex<Vec<(PersonId, &str)>> = Mutex::new(Vec::new());

fn rooms(registry: &mut Registry) {
    support::rooms(registry);
    registry.extend(Handover {
        name: "customers",
        held_by: |_, person| {
            let held = CUSTOMERS.lock().unwrap();
            let mine = held.iter().filter(|(owner, _)| *owner == person);
            Ok(mine
                .map(|(_, label)| Held {
                    kind: "customer".into(),
                    label: (*label).into(),
                    id: Uuid::from_u128(5),
                })
                .collect())
        },
    });
}

fn now_responsible(house: &House, owner: PersonId) -> PersonId {
    house
        .kernel
        .read(&accord_kernel::Caller::system(), |reader| {
            let context = reader.context.clone();
            responsible(reader.tx, &context, owner, context.now)
        })
        .unwrap()
}

#[test]
fn r03_whoever_leaves_hands_everything_over_first() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let caio = person(house, "Caio Lopes", &["sales_rep"]);
        CUSTOMERS.lock().unwrap().extend([(ana, "Alvorada Foods"), (ana, "Serra Plastics")]);
        let leave = json!({ "from": "2026-03-10T00:00:00Z", "until": "2026-03-17T00:00:00Z", "cover": ana });
        let leave = id(&house.act(caio, "leave.plan", leave).unwrap(), "leave");
        let refusal = house.act(rita, "people.disable", json!({ "person": ana })).unwrap_err();
        assert_eq!((refusal.rule, refusal.status), ("people.hands_over_first", Status::Conflict));
        let held = refusal.detail.unwrap()["held"].as_array().unwrap().clone();
        let labels: Vec<&str> = held.iter().map(|thing| thing["label"].as_str().unwrap()).collect();
        assert_eq!(labels, ["Caio Lopes", "Alvorada Foods", "Serra Plastics"]);
        CUSTOMERS.lock().unwrap().retain(|(owner, _)| *owner != ana);
        assert_eq!(
            rule(house.act(rita, "people.disable", json!({ "person": ana }))),
            "people.hands_over_first"
        );
        house.act(caio, "leave.cancel", json!({ "leave": leave })).unwrap();
        house.act(rita, "people.disable", json!({ "person": ana })).unwrap();
        assert_eq!(rule(house.act(rita, "people.disable", json!({ "person": ana }))), "people.disabled");
        let page = house.view(rita, "people.list", json!({ "query": "ana" })).unwrap();
        assert_eq!(page["count"], 0);
        let page = house.view(rita, "people.list", json!({ "state": "disabled" })).unwrap();
        assert_eq!(page["count"], 1);
        house.verify();
    });
}

#[test]
fn r20_the_cover_inherits_and_it_comes_back() {
    on_both_databases(rooms, START, |house| {
        set_up(house);
        let [ana, caio, davi] =
            ["Ana Prado", "Caio Lopes", "Davi Nunes"].map(|name| person(house, name, &["sales_rep"]));
        let plan = |who: PersonId, from: &str, until: &str, cover: PersonId| {
            house.act(
                who,
                "leave.plan",
                json!({ "from": from, "until": until, "cover": cover, "note": "Clinic" }),
            )
        };
        plan(ana, "2026-03-09T00:00:00Z", "2026-03-20T00:00:00Z", caio).unwrap();
        plan(caio, "2026-03-12T00:00:00Z", "2026-03-14T00:00:00Z", davi).unwrap();
        assert_eq!(rule(plan(ana, "2026-03-19T00:00:00Z", "2026-03-21T00:00:00Z", davi)), "leave.overlaps");
        assert_eq!(
            rule(plan(davi, "2026-03-13T00:00:00Z", "2026-03-15T00:00:00Z", caio)),
            "leave.cover_away"
        );
        assert_eq!(rule(plan(davi, "2026-03-15T00:00:00Z", "2026-03-15T00:00:00Z", caio)), "leave.empty");
        assert_eq!(rule(plan(davi, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", caio)), "field.past");
        assert_eq!(rule(plan(davi, "2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", davi)), "leave.own_cover");
        assert_eq!(now_responsible(house, ana), ana);
        for (at, who) in [
            ("2026-03-08T23:59:59Z", ana),
            ("2026-03-09T00:00:00Z", caio),
            ("2026-03-12T00:00:00Z", davi),
            ("2026-03-13T23:59:59Z", davi),
            ("2026-03-14T00:00:00Z", caio),
            ("2026-03-20T00:00:00Z", ana),
        ] {
            house.at(at);
            assert_eq!(now_responsible(house, ana), who, "{at}");
        }
        house.at("2026-03-12T10:00:00Z");
        let covers = house
            .kernel
            .read(&accord_kernel::Caller::person(davi), |reader| Ok(reader.context.principal.covers.clone()))
            .unwrap();
        assert_eq!(covers.len(), 2, "the cover of the cover answers for both");
        let told = house.view(caio, "people.notices", json!({})).unwrap();
        assert_eq!(told["rows"][0]["text"].as_str().unwrap().matches("Ana Prado").count(), 1);
        // The reason of a leave is for the two and who enters leave.
        let seen = house.view(davi, "people.leave", json!({})).unwrap();
        let of_ana = seen.as_array().unwrap().iter().find(|leave| id(leave, "person") == ana.0).unwrap();
        assert_eq!(of_ana["note"], json!(null));
        house.verify();
    });
}

#[test]
fn a_leave_of_somebody_else_needs_the_permission() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let [ana, caio] = ["Ana Prado", "Caio Lopes"].map(|name| person(house, name, &["sales_rep"]));
        let input = json!({ "person": ana, "from": "2026-03-09T00:00:00Z", "until": "2026-03-20T00:00:00Z", "cover": caio });
        assert_eq!(rule(house.act(caio, "leave.plan", input.clone())), "permission");
        let leave = id(&house.act(rita, "leave.plan", input).unwrap(), "leave");
        assert_eq!(rule(house.act(caio, "leave.cancel", json!({ "leave": leave }))), "permission");
        house.at("2026-03-11T00:00:00Z");
        house.act(ana, "leave.cancel", json!({ "leave": leave })).unwrap();
        assert_eq!(now_responsible(house, ana), ana, "back early");
        assert_eq!(rule(house.act(ana, "leave.cancel", json!({ "leave": leave }))), "leave.over");
        house.verify();
    });
}

#[test]
fn r64_nobody_lifts_himself_and_keys_are_kept() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let define = json!({ "name": "personnel", "label": "Personnel",
            "permissions": ["people.read", "people.manage", "leave.manage", "customer.read"] });
        let role = id(&house.act(rita, "role.define", define).unwrap(), "role");
        let hugo = person(house, "Hugo Reis", &[]);
        house.act(rita, "people.assign_role", json!({ "person": hugo, "role": role })).unwrap();
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let give = |to: PersonId, word: &str| {
            house.act(hugo, "people.assign_role", json!({ "person": to, "role": RoleId::seeded(word) }))
        };
        let reader = json!({ "label": "Só leitura!", "permissions": ["customer.read"] });
        let reader = id(&house.act(rita, "role.define", reader).unwrap(), "role");
        house.act(hugo, "people.assign_role", json!({ "person": ana, "role": reader })).unwrap();
        let beyond = give(ana, "help_desk").unwrap_err();
        assert_eq!(beyond.rule, "role.beyond", "nobody gives more than they have");
        assert!(!beyond.facts.is_empty(), "and hears what it is");
        assert_eq!(rule(give(ana, "administrator")), "role.beyond");
        assert_eq!(rule(give(hugo, "help_desk")), "role.own");
        assert_eq!(rule(house.act(hugo, "people.invite", json!({ "person": rita }))), "role.keys");
        let input = json!({ "person": rita, "version": 1, "name": "Rita", "email": "hugo@evil.example",
            "calendar": id(&house.view(rita, "people.company", json!({})).unwrap(), "calendar") });
        assert_eq!(rule(house.act(hugo, "people.change", input)), "role.keys");
        assert_eq!(rule(house.act(hugo, "people.disable", json!({ "person": rita }))), "role.keys");
        assert_eq!(rule(give(ana, "customer_contact")), "role.not_given");
        let admin = RoleId::seeded("administrator");
        let take = json!({ "person": rita, "role": admin });
        assert_eq!(rule(house.act(rita, "people.unassign_role", take)), "people.last_administrator");
        let forbidden = json!({ "name": "odd", "label": "Odd", "permissions": ["system.only"] });
        assert_eq!(rule(house.act(rita, "role.define", forbidden)), "role.permission_never");
        let ring = |above: Uuid| json!({ "role": reader, "version": 1, "label": "R", "permissions": ["own"], "escalates_to": above });
        assert_eq!(rule(house.act(rita, "role.change", ring(reader))), "role.ring");
        let above = json!({ "label": "Above", "permissions": [], "escalates_to": reader });
        let above = id(&house.act(rita, "role.define", above).unwrap(), "role");
        assert_eq!(rule(house.act(rita, "role.change", ring(above))), "role.ring");
        // A name for people is enough: the stable word is made of it, and is free.
        let again = json!({ "label": "so leitura", "permissions": [] });
        house.act(rita, "role.define", again).unwrap();
        let roles = house.view(rita, "people.roles", json!({})).unwrap();
        let words: Vec<&str> =
            roles.as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap()).collect();
        assert!(words.contains(&"so_leitura") && words.contains(&"so_leitura_2"), "{words:?}");
        house.verify();
    });
}

#[test]
fn r64_an_own_role_is_defined_from_what_its_maker_has() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let define = json!({ "label": "Deputy", "permissions": ["people.read", "people.manage", "role.manage", "audit.read"] });
        let deputy = id(&house.act(rita, "role.define", define).unwrap(), "role");
        let hugo = person(house, "Hugo Reis", &[]);
        house.act(rita, "people.assign_role", json!({ "person": hugo, "role": deputy })).unwrap();
        let define = |permissions: serde_json::Value| {
            house.act(hugo, "role.define", json!({ "label": "Own", "permissions": permissions }))
        };
        // Whoever may define roles is no administrator by that.
        assert_eq!(rule(define(json!(["audit.read", "pay.administer"]))), "role.beyond");
        let made = id(&define(json!(["audit.read"])).unwrap(), "role");
        let change = |role: Uuid, permissions: serde_json::Value| {
            let roles = house.view(rita, "people.roles", json!({})).unwrap();
            let version =
                roles.as_array().unwrap().iter().find(|row| row["role"] == json!(role)).unwrap()["version"]
                    .clone();
            house.act(
                hugo,
                "role.change",
                json!({ "role": role, "version": version, "label": "Own", "permissions": permissions }),
            )
        };
        assert_eq!(rule(change(made, json!(["audit.read", "settings.manage"]))), "role.beyond");
        change(made, json!([])).unwrap();
        // Nor is a role cut that holds more than one has: an administrator's, say.
        let planner = Uuid::from(RoleId::seeded("planner"));
        assert_eq!(rule(change(planner, json!(["people.read"]))), "role.beyond");
        assert_eq!(
            rule(change(
                Uuid::from(RoleId::seeded("administrator")),
                json!(["people.manage", "role.manage"])
            )),
            "role.beyond"
        );
        // A token of an administrator without the right to define roles gives no more than it holds.
        let until = accord_kernel::wall_now().checked_add(jiff::SignedDuration::from_hours(2)).unwrap();
        let token =
            json!({ "label": "sync", "permissions": ["people.manage", "people.read"], "expires_at": until });
        let secret = house.act(rita, "token.make", token).unwrap()["secret"].as_str().unwrap().to_owned();
        let by_token = accord_kernel::Caller {
            credential: accord_kernel::Credential::Token(secret),
            ..accord_kernel::Caller::person(rita)
        };
        let give = json!({ "person": hugo, "role": planner });
        let outcome = house.kernel.act(&by_token, accord_kernel::Call::new("people.assign_role", give));
        assert_eq!(rule(outcome.map(|_| ())), "role.beyond");
        house.verify();
    });
}

#[test]
fn r64_a_changed_role_holds_from_the_next_request_on_every_node() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let define = json!({ "label": "Front", "permissions": ["people.read", "leave.manage"] });
        let front = id(&house.act(rita, "role.define", define).unwrap(), "role");
        let ana = person(house, "Ana Prado", &[]);
        house.act(rita, "people.assign_role", json!({ "person": ana, "role": front })).unwrap();
        login::set_password(
            &house.kernel,
            &accord_kernel::Caller::system(),
            ana.into(),
            "correct horse battery",
        )
        .unwrap();
        let nobody = accord_kernel::Caller {
            credential: accord_kernel::Credential::Nobody,
            ..accord_kernel::Caller::person(ana)
        };
        let secret =
            login::sign_in(&house.kernel, &nobody, "ana.prado@vale.example", "correct horse battery", "x")
                .unwrap()
                .secret;
        let ana = accord_kernel::Caller { credential: accord_kernel::Credential::Session(secret), ..nobody };
        let node = house.second_node(rooms);
        let sees = |kernel: &std::sync::Arc<accord_kernel::Kernel>| {
            kernel.view(&ana, "people.list", &json!({})).is_ok()
        };
        assert!(sees(&house.kernel) && sees(&node));
        let set = |version: i64, permissions: serde_json::Value| {
            let input =
                json!({ "role": front, "version": version, "label": "Front", "permissions": permissions });
            house.act(rita, "role.change", input).unwrap();
        };
        set(1, json!(["leave.manage"]));
        for kernel in [&house.kernel, &node] {
            let refusal = kernel.view(&ana, "people.list", &json!({})).unwrap_err();
            assert_eq!(refusal.rule, "permission", "the session goes on and may less");
        }
        set(2, json!(["leave.manage", "people.read"]));
        assert!(sees(&house.kernel) && sees(&node), "and more again, without signing in");
        house.verify();
    });
}

/// How often two administrators try to end each other at one moment.
const ROUNDS: usize = 15;

#[test]
fn r64_two_administrators_who_end_each_other_leave_one() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let hugo = person(house, "Hugo Reis", &["administrator"]);
        let admin = RoleId::seeded("administrator");
        let ways = ["people.unassign_role", "people.disable"];
        let input = |action: &str, person: PersonId| match action {
            "people.disable" => json!({ "person": person }),
            _ => json!({ "person": person, "role": admin }),
        };
        let node = house.second_node(rooms);
        // Often, and let go together: what only seldom meets would pass by luck.
        for action in ways.repeat(ROUNDS) {
            let together = std::sync::Barrier::new(2);
            let done: Vec<bool> = std::thread::scope(|scope| {
                let runs =
                    [(&house.kernel, rita, hugo), (&node, hugo, rita)].map(|(kernel, actor, other)| {
                        let call = accord_kernel::Call::new(action, input(action, other));
                        let together = &together;
                        scope.spawn(move || {
                            together.wait();
                            kernel.act(&accord_kernel::Caller::person(actor), call).is_ok()
                        })
                    });
                runs.into_iter().map(|run| run.join().unwrap()).collect()
            });
            let count: i64 = house
                .kernel
                .db
                .read(|tx| {
                    let sql = "SELECT COUNT(*) FROM person_role pr JOIN person p ON p.id = pr.person_id
                        JOIN role r ON r.id = pr.role_id WHERE r.name = 'administrator' AND p.state <> 'disabled'";
                    Ok::<_, accord_kernel::Refusal>(tx.query_one(sql, &[])?.unwrap().get(0)?)
                })
                .unwrap();
            assert_eq!(count, 1, "{action} on {}: {done:?}", house.name());
            // Both again, for the next way.
            for who in [rita, hugo] {
                drop(house.system("people.enable", json!({ "person": who })));
                house.system("people.assign_role", json!({ "person": who, "role": admin })).unwrap();
            }
        }
        // Nor does the last one lose the address to sign in by.
        house.system("people.disable", json!({ "person": hugo })).unwrap();
        let company = house.view(rita, "people.company", json!({})).unwrap();
        let facts = house.view(rita, "people.person", json!({ "person": rita })).unwrap();
        let input = json!({ "person": rita, "version": facts["version"], "name": "Rita Campos", "calendar": company["calendar"] });
        assert_eq!(rule(house.act(rita, "people.change", input)), "people.last_administrator");
        house.verify();
    });
}

#[test]
fn r67_two_edit_one_person_and_the_second_is_told() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let calendar = id(&house.view(rita, "people.company", json!({})).unwrap(), "calendar");
        let edit = |title: &str| {
            let input = json!({ "person": ana, "version": 1, "name": "Ana Prado", "title": title,
                "email": "ana.prado@vale.example", "calendar": calendar });
            house.act(rita, "people.change", input)
        };
        edit("Senior").unwrap();
        let refusal = edit("Junior").unwrap_err();
        assert_eq!((refusal.rule, refusal.status), ("stale", Status::Stale));
        assert_eq!(refusal.detail.unwrap()["current"]["title"], "Senior");
        house.verify();
    });
}

#[test]
fn inputs_are_checked_and_foreign_ids_are_absent() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let ana = person(house, "Ana Prado", &["sales_rep"]);
        let enter = |input| rule(house.act(rita, "people.enter", input));
        assert_eq!(enter(json!({ "name": "  " })), "field.empty");
        assert_eq!(enter(json!({ "name": "x".repeat(201) })), "field.too_long");
        assert_eq!(enter(json!({ "name": "B", "email": "b" })), "field.form");
        assert_eq!(enter(json!({ "name": "B", "email": "ANA.PRADO@vale.example" })), "people.email_taken");
        assert_eq!(enter(json!({ "name": "B", "zone": "Mars/Olympus" })), "field.zone");
        assert_eq!(enter(json!({ "name": "B", "id": Uuid::from_u128(1) })), "field.unknown");
        assert_eq!(enter(json!({ "name": "B", "roles": [Uuid::from_u128(9)] })), "absent");
        let nobody = Uuid::from_u128(404);
        for (action, input) in [
            ("people.disable", json!({ "person": nobody })),
            ("people.assign_role", json!({ "person": nobody, "role": RoleId::seeded("planner") })),
            ("people.unassign_role", json!({ "person": ana, "role": RoleId::seeded("planner") })),
            ("people.set_post", json!({ "person": ana, "area": nobody })),
            ("people.set_territories", json!({ "person": ana, "territories": [nobody] })),
            ("area.key", json!({ "area": nobody, "version": 1, "sphere": "sales" })),
            ("leave.cancel", json!({ "leave": nobody })),
            ("notice.acknowledge", json!({ "notice": nobody })),
            ("token.revoke", json!({ "token": nobody })),
            ("session.end", json!({ "session": nobody })),
            (
                "calendar.change",
                json!({ "calendar": nobody, "version": 1, "name": "x", "zone": "UTC", "week": {} }),
            ),
        ] {
            assert_eq!(rule(house.act(rita, action, input)), "absent", "{action}");
        }
        // Without the permission nothing is told about who exists.
        assert_eq!(rule(house.act(ana, "people.disable", json!({ "person": nobody }))), "permission");
        assert_eq!(rule(house.act(ana, "session.end_all", json!({ "person": rita }))), "absent");
        assert_eq!(rule(house.act(rita, "company.set_up", json!({}))), "permission");
        house.verify();
    });
}

#[test]
fn the_list_pages_by_name_and_finds_without_accents() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        for name in ["Érica Sá", "Ana Prado", "Bia Torres", "ana maria", "Zé Carvalho"] {
            person(house, name, &["sales_rep"]);
        }
        let mut seen = Vec::new();
        let mut after = json!(null);
        loop {
            let page = house.view(rita, "people.list", json!({ "limit": 2, "after": after })).unwrap();
            assert_eq!(page["count"], 6);
            seen.extend(
                page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()),
            );
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(seen, ["ana maria", "Ana Prado", "Bia Torres", "Érica Sá", "Rita Campos", "Zé Carvalho"]);
        let found = house.view(rita, "people.list", json!({ "query": "ERICA" })).unwrap();
        assert_eq!(found["rows"][0]["name"], "Érica Sá");
        assert_eq!(rule(house.view(rita, "people.list", json!({ "limit": 201 }))), "field.range");
        assert_eq!(rule(house.view(rita, "people.list", json!({ "after": "x" }))), "field.form");
        let choice =
            house.view(rita, "people.choices", json!({ "kind": "person", "query": "carv" })).unwrap();
        assert_eq!(choice[0]["label"], "Zé Carvalho");
        house.verify();
    });
}
