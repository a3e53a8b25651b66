//! The one way in: keys, guards, reactions, audiences, refusals that leave nothing.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{Audience, Call, Caller, Credential, Outcome, Refusal, Registry, Status};
use accord_store::{Record, log};
use accord_testing::House;
use serde_json::{Value as JsonValue, json};
use support::*;
use uuid::Uuid;

fn names(house: &House, chain: Uuid) -> Vec<String> {
    let slice = log::Slice { limit: 1_000, ..log::Slice::default() };
    let events = house.kernel.db.read(|tx| log::read(tx, chain, &slice)).unwrap();
    events.into_iter().rev().map(|event| event.header.name).collect()
}

fn act(house: &House, credential: Credential, action: &str, input: JsonValue) -> Outcome<JsonValue> {
    house.kernel.act(&caller(credential), Call::new(action, input)).map(|done| done.answer)
}

#[test]
fn one_key_has_one_effect_and_one_answer() {
    on_both(room, |house| {
        let ana = Caller::person(ANA);
        let body = json!({ "customer": OPEN, "title": "once" .repeat(2) });
        let first = house.kernel.act(&ana, with_key("toy.make", body.clone(), "k1")).unwrap();
        let events = count(house, "event");
        let again = house.kernel.act(&ana, with_key("toy.make", body.clone(), "k1")).unwrap();
        assert!(!first.repeated && again.repeated && again.changed.is_empty());
        assert_eq!(first.answer["id"], again.answer["id"], "on {}", house.name());
        assert_eq!(first.answer["secret"], json!("shown once"));
        assert_eq!(again.answer["secret"], json!(""), "what is shown once is not kept");
        assert_eq!(count(house, "event"), events);
        // Another body or another action under the same key is no repetition.
        let other = with_key("toy.make", json!({ "customer": OPEN, "title": "other one" }), "k1");
        let refused = house.kernel.act(&ana, other).unwrap_err();
        assert_eq!((refused.status, refused.rule), (Status::Invalid, "key.other_body"));
        let refused =
            house.kernel.act(&ana, with_key("toy.sell", json!({ "customer": OPEN }), "k1")).unwrap_err();
        assert_eq!(refused.rule, "key.other_body");
        // The same key of somebody else is another key.
        let bens = house.kernel.act(&Caller::person(BEN), with_key("toy.make", body.clone(), "k1")).unwrap();
        assert!(!bens.repeated);
        assert_ne!(bens.answer["id"], first.answer["id"]);
        // A refused call leaves its key free.
        let refused = with_key("toy.make", json!({ "customer": OPEN, "title": "refused" }), "k2");
        assert_eq!(house.kernel.act(&ana, refused).unwrap_err().rule, "toy.refused");
        assert!(!house.kernel.act(&ana, with_key("toy.make", body, "k2")).unwrap().repeated);
        for key in ["", &"k".repeat(201), "with\0zero", "with\nline"] {
            let refused = house.kernel.act(&ana, with_key("toy.for_staff", json!({}), key)).unwrap_err();
            assert_eq!((refused.status, refused.rule), (Status::Malformed, "key.length"), "{key:?}");
        }
        house.verify();
    });
}

#[test]
fn nobodys_key_is_nobodys() {
    on_both(room, |house| {
        let call = || with_key("toy.for_public", json!({}), "shared");
        let nobody = caller(Credential::Nobody);
        assert!(!house.kernel.act(&nobody, call()).unwrap().repeated);
        assert!(!house.kernel.act(&nobody, call()).unwrap().repeated);
        assert_eq!(count(house, "idempotency"), 0, "on {}", house.name());
    });
}

#[test]
fn the_same_key_at_the_same_moment_on_two_nodes() {
    on_both(room, |house| {
        let second = house.second_node(room);
        for round in 0..10 {
            // The key of a row that only one of them could make: the other must not see the collision.
            let body = json!({ "customer": OPEN, "title": format!("only {round}"), "id": Uuid::from_u128(0xf000 + round) });
            let answers: Vec<_> = std::thread::scope(|scope| {
                let calls: Vec<_> = (0..6)
                    .map(|n| {
                        let kernel = if n % 2 == 0 { &house.kernel } else { &second };
                        let call = with_key("toy.make", body.clone(), &format!("key {round}"));
                        scope.spawn(move || kernel.act(&Caller::person(ANA), call))
                    })
                    .collect();
                calls.into_iter().map(|call| call.join().unwrap().unwrap()).collect()
            });
            assert_eq!(answers.iter().filter(|done| !done.repeated).count(), 1, "on {}", house.name());
            assert!(answers.iter().all(|done| done.answer["id"] == answers[0].answer["id"]));
        }
        assert_eq!(titles(house).iter().filter(|title| title.starts_with("only ")).count(), 10);
        house.verify();
    });
}

#[test]
fn a_refused_action_leaves_nothing() {
    on_both(room, |house| {
        let refused =
            house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "refused" })).unwrap_err();
        assert_eq!(refused.rule, "toy.refused");
        assert_eq!((count(house, "thing"), count(house, "event"), count(house, "person_key")), (0, 0, 0));
        house.verify();
    });
}

#[test]
fn a_guard_refuses_what_is_commercial_and_nothing_else() {
    on_both(room, |house| {
        assert_eq!(house.act(ANA, "toy.sell", json!({ "customer": CRISIS })).unwrap_err().rule, "toy.crisis");
        assert_eq!(
            house.system("toy.sell", json!({ "customer": CRISIS })).unwrap_err().rule,
            "toy.crisis",
            "whatever the rank"
        );
        house.act(ANA, "toy.sell", json!({ "customer": OPEN })).unwrap();
        house.act(ANA, "toy.make", json!({ "customer": CRISIS, "title": "service" })).unwrap();
        let calls = vec![(Caller::person(ANA), Call::new("toy.sell", json!({ "customer": CRISIS })), None)];
        assert_eq!(
            house.kernel.act_many(calls).unwrap()[0].as_ref().unwrap_err().rule,
            "toy.crisis",
            "nor in a batch"
        );
        house.verify();
    });
}

#[test]
fn reactions_run_in_order_inside_the_transaction_and_name_their_cause() {
    on_both(room, |house| {
        house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "a thing" })).unwrap();
        assert_eq!(
            names(house, OPEN),
            ["toy.make", "toy.first", "toy.second", "toy.third"],
            "on {}",
            house.name()
        );
        let slice = log::Slice { limit: 10, ..log::Slice::default() };
        let events = house.kernel.db.read(|tx| log::read(tx, OPEN, &slice)).unwrap();
        let by = |name: &str| events.iter().find(|event| event.header.name == name).unwrap().header.clone();
        assert_eq!(by("toy.make").cause, None);
        assert_eq!(by("toy.first").cause, Some(by("toy.make").id));
        assert_eq!(by("toy.second").cause, Some(by("toy.make").id));
        assert_eq!(by("toy.third").cause, Some(by("toy.first").id));
        assert!(events.iter().all(|event| event.header.actor == Some(ANA) && event.header.sphere == "sales"));
        // A reaction that refuses is a defect of ours, and the whole is undone.
        let before = count(house, "event");
        let refused = house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "four" })).unwrap_err();
        assert_eq!((refused.status, refused.rule), (Status::Defect, "defect"));
        assert!(refused.internal.unwrap().contains("toy.second"));
        assert_eq!(count(house, "event"), before);
        house.verify();
    });
}

#[test]
fn reactions_end() {
    on_both(endless_room, |house| {
        let refused = house.act(ANA, "toy.sell", json!({ "customer": OPEN })).unwrap_err();
        assert!(refused.internal.unwrap().contains("reactions without end"), "on {}", house.name());
        assert_eq!(count(house, "thing"), 0);
    });
}

fn allowed(audience: Audience, kind: &str) -> bool {
    use Audience::{Both, Customer, Public, Staff};
    match kind {
        "system" => true,
        "person" => matches!(audience, Staff | Both | Public),
        "reader" => matches!(audience, Public),
        "contact" => matches!(audience, Customer | Both | Public),
        _ => matches!(audience, Public),
    }
}

#[test]
fn every_audience_against_every_kind_of_principal() {
    use Audience::{Both, Customer, Public, Staff, System};
    let actions = [
        ("toy.for_staff", Staff),
        ("toy.for_customer", Customer),
        ("toy.for_both", Both),
        ("toy.for_system", System),
        ("toy.for_public", Public),
    ];
    on_both(room, |house| {
        for (action, audience) in actions {
            for (kind, credential) in [
                ("system", Credential::System),
                ("person", Credential::Person(ANA)),
                ("reader", Credential::Person(READER)),
                ("contact", Credential::Contact(CONTACT)),
                ("nobody", Credential::Nobody),
            ] {
                let outcome = act(house, credential.clone(), action, json!({}));
                let place = format!("{kind} calls {action} on {}", house.name());
                match (outcome, allowed(audience, kind)) {
                    (Ok(answer), true) => assert_eq!(answer, json!("done"), "{place}"),
                    (Err(refusal), false) => {
                        let wanted = match kind {
                            "nobody" => Status::SignIn,
                            "contact" => Status::Absent,
                            _ => Status::Forbidden,
                        };
                        assert_eq!(refusal.status, wanted, "{place}");
                        // With nonsense for an input they learn not a word more.
                        let nonsense = act(house, credential, action, json!({ "nonsense": 1 })).unwrap_err();
                        assert_eq!(nonsense, refusal, "{place}");
                    }
                    (outcome, _) => panic!("{place}: {outcome:?}"),
                }
            }
        }
        let refused =
            act(house, Credential::Session("stolen".to_owned()), "toy.for_public", json!({})).unwrap_err();
        assert_eq!(refused.status, Status::SignIn, "a proof that proves nobody is no nobody");
        let refused = act(house, Credential::Person(ANA), "toy.no_such", json!({})).unwrap_err();
        assert_eq!((refused.status, refused.rule), (Status::Absent, "action.unknown"));
    });
}

#[test]
fn foreign_hidden_and_absent_are_one_refusal() {
    on_both(quiet_room, |house| {
        let make = |customer: Uuid| {
            let id = Uuid::from_u128(customer.as_u128() << 16);
            house.system("toy.make", json!({ "customer": customer, "title": "x", "id": id })).unwrap();
            id
        };
        let (own, foreign, hidden) = (make(OPEN), make(OTHER), make(HIDDEN));
        let grow = |credential: Credential, thing: Uuid| {
            act(house, credential, "toy.grow", json!({ "thing": thing, "by": 1 }))
        };
        let contact = || Credential::Contact(CONTACT);
        assert_eq!(grow(contact(), own).unwrap(), json!(1));
        let absent = grow(contact(), ABSENT).unwrap_err();
        assert_eq!(absent, Refusal::absent());
        assert_eq!(grow(contact(), foreign).unwrap_err(), absent, "on {}", house.name());
        assert_eq!(grow(contact(), hidden).unwrap_err(), absent);
        assert_eq!(grow(Credential::Person(ANA), foreign).unwrap(), json!(1));
        assert_eq!(
            grow(Credential::Person(ANA), hidden).unwrap_err(),
            grow(Credential::Person(ANA), ABSENT).unwrap_err()
        );
        let view = |credential: Credential, customer: Uuid| {
            house.kernel.view(&caller(credential), "toy.things", &json!({ "customer": customer }))
        };
        assert_eq!(view(contact(), OPEN).unwrap(), json!({ "titles": ["x"] }));
        assert_eq!(view(contact(), MERGED).map(drop), Ok(()), "a merged customer's page is the survivor's");
        for customer in [OTHER, HIDDEN, ABSENT, CRISIS, Uuid::nil()] {
            assert_eq!(view(contact(), customer).unwrap_err(), absent, "{customer}");
        }
        assert_eq!(view(Credential::Person(ANA), HIDDEN).unwrap_err(), absent);
        assert_eq!(view(Credential::Nobody, OPEN).unwrap_err().status, Status::SignIn);
        let heads = count(house, "chain_head");
        assert_eq!(heads, 3, "asking for what is absent begins no chain");
        house.verify();
    });
}

#[test]
fn merged_customers_and_repeated_ones_get_one_event() {
    on_both(quiet_room, |house| {
        let input = json!({ "customer": MERGED, "title": "x", "others": [OTHER, OPEN, MERGED, OTHER] });
        house.act(ANA, "toy.make", input).unwrap();
        assert_eq!(names(house, OPEN), ["toy.make"], "on {}", house.name());
        assert_eq!(names(house, OTHER), ["toy.make"]);
        assert_eq!(names(house, MERGED), [""; 0]);
        house.verify();
    });
}

#[test]
fn a_wrong_input_names_the_field() {
    on_both(quiet_room, |house| {
        let cases = [
            (json!({ "customer": OPEN }), "/title", "field.required"),
            (json!({ "customer": OPEN, "title": "x", "extra": 1 }), "/extra", "field.unknown"),
            (json!({ "customer": OPEN, "title": 7 }), "/title", "field.form"),
            (json!({ "customer": "no id", "title": "x" }), "/customer", "field.form"),
            (json!({ "customer": OPEN, "title": "x", "others": [OPEN, null] }), "/others/1", "field.form"),
            (json!({ "customer": OPEN, "title": "a\0b" }), "/title", "field.form"),
            (json!(null), "", "field.form"),
            (json!([1, 2]), "", "field.form"),
            (json!("text"), "", "field.form"),
        ];
        for (input, pointer, rule) in cases {
            let refused = house.act(ANA, "toy.make", input.clone()).unwrap_err();
            assert_eq!(refused.status, Status::Invalid, "{input}");
            assert_eq!(
                (refused.fields[0].pointer.as_str(), refused.fields[0].rule),
                (pointer, rule),
                "{input}"
            );
            let batch = vec![(Caller::person(ANA), Call::new("toy.make", input), None)];
            assert_eq!(house.kernel.act_many(batch).unwrap()[0].as_ref().unwrap_err().fields[0].rule, rule);
        }
        let refused = house.view(ANA, "toy.things", json!({ "customer": OPEN, "more": 1 })).unwrap_err();
        assert_eq!((refused.fields[0].pointer.as_str(), refused.fields[0].rule), ("/more", "field.unknown"));
        assert_eq!(house.view(ANA, "toy.no_such", json!({})).unwrap_err().rule, "view.unknown");
    });
}

#[test]
fn a_stale_version_is_refused_and_two_at_once_have_one_winner() {
    on_both(quiet_room, |house| {
        let id = Uuid::from_u128(1);
        house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "x", "id": id })).unwrap();
        let second = house.second_node(quiet_room);
        let won: usize = std::thread::scope(|scope| {
            let calls: Vec<_> = (0..8)
                .map(|n| {
                    let kernel = if n % 2 == 0 { &house.kernel } else { &second };
                    let call = Call::new("toy.grow", json!({ "thing": id, "by": 1, "version": 1 }));
                    scope.spawn(move || kernel.act(&Caller::person(ANA), call))
                })
                .collect();
            let outcomes: Vec<_> = calls.into_iter().map(|call| call.join().unwrap()).collect();
            for refused in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                assert_eq!((refused.status, refused.rule), (Status::Stale, "stale"), "on {}", house.name());
            }
            outcomes.iter().filter(|outcome| outcome.is_ok()).count()
        });
        assert_eq!(won, 1);
        house.verify();
    });
}

#[test]
fn many_calls_in_one_transaction_each_with_its_own_outcome() {
    on_both(room, |house| {
        let make = |title: &str| Call::new("toy.make", json!({ "customer": OPEN, "title": title }));
        let at = |text: &str| Some(text.parse().unwrap());
        let outcomes = house
            .kernel
            .act_many(vec![
                (Caller::person(ANA), make("first one"), at("2026-03-01T00:00:00Z")),
                (Caller::person(ANA), make("refused"), None),
                (Caller::person(ANA), make("four"), None),
                (Caller::person(READER), make("not allowed"), None),
                (
                    Caller::person(ANA),
                    with_key("toy.make", json!({ "customer": OPEN, "title": "keyed" }), "k"),
                    None,
                ),
                (
                    Caller::person(ANA),
                    with_key("toy.make", json!({ "customer": OPEN, "title": "keyed" }), "k"),
                    None,
                ),
                (Caller::person(ANA), make("last one"), at("2026-03-02T00:00:00Z")),
            ])
            .unwrap();
        let rules: Vec<_> = outcomes
            .iter()
            .map(|outcome| outcome.as_ref().map_or_else(|refusal| refusal.rule, |_| "ok"))
            .collect();
        assert_eq!(
            rules,
            ["ok", "toy.refused", "defect", "permission", "ok", "ok", "ok"],
            "on {}",
            house.name()
        );
        assert!(outcomes[5].as_ref().unwrap().repeated);
        let kept = titles(house);
        assert_eq!(
            kept.iter().filter(|title| !title.starts_with("by the")).collect::<Vec<_>>(),
            ["first one", "keyed", "last one"]
        );
        let slice = log::Slice { kind: Some("toy".to_owned()), limit: 100, ..log::Slice::default() };
        let events = house.kernel.db.read(|tx| log::read(tx, OPEN, &slice)).unwrap();
        assert_eq!(events.len(), 12, "four events each, of three calls");
        assert_eq!(events[0].header.recorded_at.to_string(), "2026-03-02T00:00:00Z");
        house.verify();
    });
}

#[test]
fn calls_together_are_all_or_none_and_a_refused_one_may_be_passed_over() {
    on_both(room, |house| {
        let make = |title: &str| json!({ "customer": OPEN, "title": title });
        let (one, two, bad) = (make("one thing"), make("two things"), make("refused"));
        let bad_again = bad.clone();
        let answer = house
            .kernel
            .together(move |calls| {
                calls.act(&Caller::person(ANA), "toy.make", one.clone())?;
                let refused = calls.act(&Caller::person(ANA), "toy.make", bad.clone()).unwrap_err();
                calls.act(&Caller::person(ANA), "toy.make", two.clone())?;
                Ok(refused.rule)
            })
            .unwrap();
        assert_eq!(answer, "toy.refused");
        assert_eq!(names(house, OPEN).len(), 8, "on {}", house.name());
        house.verify();
        let refused = house.kernel.together(move |calls| {
            calls.act(&Caller::person(ANA), "toy.sell", json!({ "customer": OPEN }))?;
            calls.act(&Caller::person(ANA), "toy.make", bad_again.clone())
        });
        assert_eq!(refused.unwrap_err().rule, "toy.refused");
        assert_eq!(names(house, OPEN).len(), 8);
        house.verify();
    });
}

#[test]
fn a_part_of_an_action_may_be_refused_only_when_it_is_undone() {
    on_both(room, |house| {
        let import = |how: &str, titles: &[&str]| {
            house.act(ANA, "toy.import", json!({ "customer": OPEN, "titles": titles, "how": how }))
        };
        let answer = import("attempt", &["good one", "refused", "late", "good two"]).unwrap();
        assert_eq!(answer, json!([true, false, false, true]));
        let kept = titles(house);
        assert_eq!(
            kept.iter().filter(|title| !title.starts_with("by the")).collect::<Vec<_>>(),
            ["good one", "good two"]
        );
        // Each has its reactions; what was undone has none, although its event had been written already.
        assert_eq!(kept.len(), 8, "on {}: {kept:?}", house.name());
        assert_eq!(names(house, OTHER), ["toy.make", "toy.make"]);
        house.verify();
        let before = count(house, "event");
        let refused = import("swallow", &["good three", "refused"]).unwrap_err();
        assert_eq!(refused.rule, "toy.refused", "a part passed over without being undone refuses the whole");
        assert_eq!(count(house, "event"), before);
        house.verify();
    });
}

#[test]
fn the_personal_name_stands_in_no_event() {
    on_both(room, |house| {
        house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "a thing" })).unwrap();
        let rows = house.kernel.db.read(|tx| tx.query("SELECT body FROM event", &[])).unwrap();
        assert!(rows.iter().all(|row| !row.get::<String>(0).unwrap().contains("Person Name")));
        house.verify();
    });
}

#[test]
fn numbers_for_people_do_not_repeat_and_follow_the_companys_year() {
    on_both(quiet_room, |house| {
        let number = || house.act(ANA, "toy.number", json!({})).unwrap();
        // In São Paulo it is still 2025.
        house.at("2026-01-01T02:00:00Z");
        assert_eq!((number(), number()), (json!("O-2025-0001"), json!("O-2025-0002")), "on {}", house.name());
        house.at("2026-01-01T03:00:00Z");
        let taken: std::collections::BTreeSet<String> = std::thread::scope(|scope| {
            let calls: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..10).map(|_| number().to_string()).collect::<Vec<_>>()))
                .collect();
            calls.into_iter().flat_map(|call| call.join().unwrap()).collect()
        });
        assert_eq!(taken.len(), 40);
        assert!(taken.contains("\"O-2026-0001\"") && taken.contains("\"O-2026-0040\""));
    });
}

#[test]
fn changes_are_told_after_the_commit_and_only_of_what_stayed() {
    on_both(room, |house| {
        let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let (copy, db) = (told.clone(), house.kernel.db.clone());
        house.kernel.on_change(move |chains| {
            let seen = db.read(|tx| log::head(tx, OPEN)).unwrap().seq;
            copy.lock().unwrap().push((chains.to_vec(), seen));
        });
        house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "refused" })).unwrap_err();
        house.act(ANA, "toy.make", json!({ "customer": OPEN, "title": "a thing" })).unwrap();
        assert_eq!(*told.lock().unwrap(), [(vec![OPEN], 4)], "on {}", house.name());
    });
}

#[test]
fn a_wrong_wiring_does_not_start() {
    fn twice(registry: &mut Registry) {
        quiet_room(registry);
        quiet_room(registry);
    }
    let mut registry = Registry::new();
    twice(&mut registry);
    let faults = registry.faults().join("; ");
    for wanted in [
        "action toy.make is registered twice",
        "view toy.things is registered twice",
        "table thing is registered twice",
    ] {
        assert!(faults.contains(wanted), "{faults}");
    }
    let mut registry = Registry::new();
    registry.reaction(accord_kernel::Reaction { name: "a", on: "nothing", run: |_, _, _| Ok(()) });
    registry.tables(&[&LEAKY, &HEADLESS]);
    let faults = registry.faults().join("; ");
    for wanted in
        ["waits for nothing", "principals", "sight", "leaky.name is personal", "headless has not an id first"]
    {
        assert!(faults.contains(wanted), "{faults}");
    }
    let mut registry = Registry::new();
    room(&mut registry);
    assert_eq!(registry.faults(), [""; 0]);
    assert_eq!(registry.recorded()[0].name, Thing::TABLE.name);
}

use accord_store::{Field, Kind, Table};

const ID: Field = Field { name: "id", kind: Kind::Uuid, personal: false };
const NAME: Field = Field { name: "name", kind: Kind::Text, personal: true };
const VERSION: Field = Field { name: "version", kind: Kind::Int, personal: false };
static LEAKY: Table =
    Table { name: "leaky", shape: 1, fields: &[ID, NAME, VERSION], subject: None, upgrade: |_, _| {} };
static HEADLESS: Table =
    Table { name: "headless", shape: 1, fields: &[NAME, ID], subject: Some("id"), upgrade: |_, _| {} };
