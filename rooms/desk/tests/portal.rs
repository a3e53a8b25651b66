//! The customer's own page, and the same page seen by a colleague (R5, R18).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod support;

use accord_kernel::Caller;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use support::{Cast, START, act_as, as_contact, cast, html, id, page, rooms, rule};
use uuid::Uuid;

struct Scene {
    cast: Cast,
    customer: Uuid,
    contact: Uuid,
    order: Uuid,
}

/// A customer who was told 26 November, while we aim at 8 October and expect 15 October.
fn scene(house: &House) -> Scene {
    let cast = cast(house);
    let customer = cast.customer(house, "Tind Kaffe");
    let site = cast.site(house, customer, "Roastery", "Ålesund");
    let contact = cast.contact(house, customer, "Runa Tind", "runa@tind.example");
    let product = cast.product(house, "PK-3", 35);
    let order = cast.order(house, customer, site, product, "2029-11-26");
    let commit = json!({ "order": order, "on": "2029-11-26", "told_by": "call", "wording": "It leaves us on 26 November." });
    house.act(cast.irene, "order.commit_date", commit).unwrap();
    let target = json!({ "order": order, "on": "2029-10-08", "reason": "A slot is free, say nothing yet." });
    house.act(cast.lars, "order.set_target", target).unwrap();
    let forecast = json!({ "order": order, "on": "2029-10-15", "reason": "Motor comes a week later." });
    house.act(cast.lars, "order.set_forecast", forecast).unwrap();
    Scene { cast, customer, contact, order }
}

#[test]
fn r05_r18_no_internal_date_or_word_reaches_the_customer() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let inside =
            house.view(scene.cast.irene, "desk.customer", json!({ "customer": scene.customer })).unwrap();
        assert_eq!(inside["orders"][0]["target_on"], "2029-10-08", "colleagues see what we aim at");

        let contact = as_contact(scene.contact);
        let home = house.kernel.view(&contact, "portal.home", &json!({})).unwrap();
        let bytes = home.to_string();
        assert!(bytes.contains("2029-11-26"), "{bytes}");
        let markup = page(house, &contact, "/portal").unwrap().main.into_string();
        for (what, text) in [("answer", bytes.as_str()), ("page", markup.as_str())] {
            for secret in [
                "2029-10-08",
                "8 Oct",
                "2029-10-15",
                "15 Oct",
                "say nothing yet",
                "Motor comes",
                "target",
                "forecast",
                "slack",
                "margin",
            ] {
                assert!(!text.contains(secret), "{secret} in the {what}: {text}");
            }
        }
        assert!(markup.contains("It leaves us on 26 November."), "the wording that they were given");
        house.verify();
    });
}

fn keys(value: &Value, at: &str, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let at = format!("{at}/{name}");
                into.push(at.clone());
                keys(value, &at, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| keys(value, at, into)),
        _ => {}
    }
}

#[test]
fn r05_what_a_customer_gets_is_a_list_of_allowed_fields() {
    const ALLOWED: &[&str] = &[
        "/cases",
        "/company",
        "/company/contacts",
        "/company/contacts/job",
        "/company/contacts/name",
        "/company/name",
        "/company/number",
        "/company/sites",
        "/company/sites/address",
        "/company/sites/country",
        "/company/sites/name",
        "/company/sites/zone",
        "/company/team",
        "/company/team/name",
        "/company/team/phone",
        "/company/team/rank",
        "/company/team/sphere",
        "/contracts",
        "/language",
        "/messages",
        "/messages/answer",
        "/messages/answered_at",
        "/messages/by",
        "/messages/kind",
        "/messages/said",
        "/messages/said_at",
        "/orders",
        "/orders/confirmation_overdue",
        "/orders/delivery_terms",
        "/orders/id",
        "/orders/lines",
        "/orders/lines/description",
        "/orders/lines/installs_on",
        "/orders/lines/line_no",
        "/orders/lines/net",
        "/orders/lines/net/amount",
        "/orders/lines/net/currency",
        "/orders/lines/quantity",
        "/orders/lines/shipped_on",
        "/orders/lines/ships_on",
        "/orders/lines/unit_price",
        "/orders/net",
        "/orders/net/amount",
        "/orders/net/currency",
        "/orders/next_confirmation_on",
        "/orders/number",
        "/orders/ordered_on",
        "/orders/payment_terms",
        "/orders/reference",
        "/orders/state",
        "/orders/taxes",
        "/orders/total",
        "/orders/total/amount",
        "/orders/total/currency",
        "/promises",
        "/promises/due_at",
        "/promises/due_on",
        "/promises/ended_at",
        "/promises/kind",
        "/promises/number",
        "/promises/state",
        "/promises/wording",
        "/promises/zone",
        "/quotes",
        "/to_do",
        "/zone",
    ];
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let contact = as_contact(scene.contact);
        act_as(
            house,
            &contact,
            "portal.say",
            json!({ "kind": "question", "said": "When does the fitter come?" }),
        )
        .unwrap();
        let home = house.kernel.view(&contact, "portal.home", &json!({})).unwrap();
        let mut found = Vec::new();
        keys(&home, "", &mut found);
        found.sort();
        found.dedup();
        assert_eq!(found, ALLOWED, "a field that is added here is added for customers");
        house.verify();
    });
}

#[test]
fn r05_a_colleague_sees_the_same_bytes_read_only_and_logged() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        // The contact reads Portuguese, the colleague English in another zone: the bytes are the contact's.
        let change = json!({
            "contact": scene.contact, "version": 1, "name": "Runa Tind", "email": "runa@tind.example", "language": "pt-BR", "job": "Plant manager"
        });
        house.act(scene.cast.kenia, "contact.change", change).unwrap();
        let contact = as_contact(scene.contact);
        act_as(
            house,
            &contact,
            "portal.say",
            json!({ "kind": "complaint", "said": "The door <b>hits</b> the rail." }),
        )
        .unwrap();

        let theirs = house.kernel.view(&contact, "portal.home", &json!({})).unwrap();
        let ours =
            house.view(scene.cast.lars, "desk.as_customer", json!({ "customer": scene.customer })).unwrap();
        assert_eq!(theirs.to_string(), ours.to_string());
        let theirs = page(house, &contact, "/portal").unwrap().main.into_string();
        let at_the_door = page(house, &contact, "/").unwrap().main.into_string();
        assert_eq!(theirs, at_the_door, "a contact who signs in stands on their own page");
        let address = format!("/customers/{}/as-customer", scene.customer);
        let ours = html(house, scene.cast.lars, &address);
        assert_eq!(theirs, ours, "the same bytes on {}", house.name());
        assert!(ours.contains("Prometido a vocês") && ours.contains("&lt;b&gt;hits&lt;/b&gt;"), "{ours}");

        let as_colleague = json!({ "kind": "praise", "said": "All is well." });
        assert_eq!(rule(house.act(scene.cast.lars, "portal.say", as_colleague)), "permission", "read-only");
        house.kernel.flush_reads().unwrap();
        let read = house.kernel.db.read(|tx| {
            let sql = "SELECT COUNT(*) FROM read_log WHERE view = 'desk.as_customer' AND principal = ?1 AND customer_id = ?2";
            let row = tx.query_one(sql, accord_store::params![scene.cast.lars, scene.customer])?;
            row.map_or(Ok(0_i64), |row| row.get(0))
        });
        let read: Result<i64, accord_store::Error> = read;
        assert_eq!(read.unwrap(), 2, "the view and the page were logged");
        house.verify();
    });
}

#[test]
fn r64_a_contact_reaches_nothing_but_their_own_page() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let other = scene.cast.customer(house, "Annen Kaffe");
        let stranger = as_contact(scene.cast.contact(house, other, "Una Annen", "una@annen.example"));
        let home = house.kernel.view(&stranger, "portal.home", &json!({})).unwrap().to_string();
        assert!(home.contains("Annen Kaffe") && !home.contains("Tind") && !home.contains("O-2029"), "{home}");
        for (view, input) in [
            ("desk.customer", json!({ "customer": other })),
            ("desk.briefing", json!({ "customer": other })),
            ("desk.as_customer", json!({ "customer": other })),
            ("desk.search", json!({ "query": "tind" })),
            ("desk.today", json!({})),
            ("desk.metrics", json!({})),
            ("order.one", json!({ "order": scene.order })),
        ] {
            assert_eq!(rule(house.kernel.view(&stranger, view, &input)), "absent", "{view}");
        }
        let asked = act_as(
            house,
            &stranger,
            "portal.ask_for_date",
            json!({ "order": scene.order, "words": "Sooner?" }),
        );
        assert_eq!(rule(asked), "absent", "another customer's order");
        for (caller, expected) in
            [(Caller::person(scene.cast.irene), "permission"), (as_contact(Uuid::from_u128(3)), "sign_in")]
        {
            assert_eq!(rule(house.kernel.view(&caller, "portal.home", &json!({}))), expected);
        }
        house.verify();
    });
}

#[test]
fn r05_a_word_in_one_step_reaches_both_owners_and_is_answered_on_the_page() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let contact = as_contact(scene.contact);
        house.at("2029-09-03T14:00:00Z");
        let said = act_as(
            house,
            &contact,
            "portal.say",
            json!({ "kind": "complaint", "said": "Nobody called since Monday." }),
        )
        .unwrap();
        for owner in [scene.cast.irene, scene.cast.kenia] {
            let today = house.view(owner, "desk.today", json!({})).unwrap();
            assert_eq!(today["messages"][0]["said"], "Nobody called since Monday.");
            let told =
                today["told"]["waiting"].as_array().unwrap().iter().any(|one| one["topic"] == "portal");
            assert!(told, "{today}");
        }
        let others = house.view(scene.cast.lars, "desk.today", json!({})).unwrap();
        assert_eq!(others["messages"], json!([]), "it waits for the customer's own people");
        let page = html(house, scene.cast.irene, "/");
        assert!(page.contains("Nobody called since Monday.") && page.contains("Tind Kaffe"));

        let answer =
            json!({ "message": id(&said, "id"), "version": 1, "answer": "I call you at three today." });
        house.act(scene.cast.kenia, "portal.answer", answer.clone()).unwrap();
        let again = json!({ "message": id(&said, "id"), "version": 2, "answer": "Again." });
        assert_eq!(rule(house.act(scene.cast.irene, "portal.answer", again)), "portal.answered");
        let stale = house.act(scene.cast.irene, "portal.answer", answer);
        assert_eq!(rule(stale), "portal.answered");
        let home = house.kernel.view(&contact, "portal.home", &json!({})).unwrap();
        assert_eq!(home["messages"][0]["answer"], "I call you at three today.");
        assert!(!home.to_string().contains("Nora"), "and nothing else");
        let briefing =
            house.view(scene.cast.irene, "desk.briefing", json!({ "customer": scene.customer })).unwrap();
        assert_eq!(
            briefing["answers"][0]["said"], "I call you at three today.",
            "the answer is a contact that all can read"
        );
        let line = house
            .view(scene.cast.irene, "desk.customer", json!({ "customer": scene.customer, "kind": "portal" }))
            .unwrap();
        let names: Vec<&str> = line["timeline"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["portal.answer", "portal.say"]);
        for bad in [
            json!({ "kind": "question", "said": "  " }),
            json!({ "kind": "question", "said": "x".repeat(20_001) }),
        ] {
            assert!(rule(act_as(house, &contact, "portal.say", bad)).starts_with("/said field."));
        }
        house.verify();
    });
}

#[test]
fn r03_a_word_that_nobody_takes_up_is_heard_above() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        act_as(
            house,
            &as_contact(scene.contact),
            "portal.say",
            json!({ "kind": "request", "said": "Please call." }),
        )
        .unwrap();
        let heard = |person: Uuid| -> bool {
            let notices = house.view(person, "people.notices", json!({})).unwrap();
            notices["rows"]
                .as_array()
                .unwrap()
                .iter()
                .any(|row| row["text"].as_str().unwrap().contains("Tind Kaffe"))
        };
        assert!(!heard(scene.cast.head_of_sales));
        house.advance("2029-09-04T13:00:00Z");
        assert!(heard(scene.cast.head_of_sales) && heard(scene.cast.head_of_service));
        house.verify();
    });
}

#[test]
fn r03_whoever_answers_need_not_say_besides_that_it_is_in_hand() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let say = |text: &str| {
            let input = json!({ "kind": "request", "said": text });
            id(&act_as(house, &as_contact(scene.contact), "portal.say", input).unwrap(), "id")
        };
        let waiting = |person: Uuid| -> usize {
            let notices = house.view(person, "people.notices", json!({})).unwrap();
            notices["rows"].as_array().unwrap().iter().filter(|row| !row["acknowledge_by"].is_null()).count()
        };
        let (first, second) = (say("Please call."), say("And send the drawing."));
        let before = (waiting(scene.cast.irene), waiting(scene.cast.kenia));
        let answer = |message: Uuid| json!({ "message": message, "version": 1, "answer": "Done today." });
        house.act(scene.cast.irene, "portal.answer", answer(first)).unwrap();
        assert_eq!(
            (waiting(scene.cast.irene), waiting(scene.cast.kenia)),
            before,
            "the other word still waits"
        );
        house.act(scene.cast.irene, "portal.answer", answer(second)).unwrap();
        assert_eq!((waiting(scene.cast.irene), waiting(scene.cast.kenia)), (before.0 - 2, before.1 - 2));
        let above = waiting(scene.cast.head_of_sales);
        house.advance("2029-09-06T13:00:00Z");
        assert_eq!(waiting(scene.cast.head_of_sales), above, "nobody above is told of what was answered");
        house.verify();
    });
}

#[test]
fn r19_asking_for_an_earlier_date_opens_a_checkpoint_and_moves_nothing() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let contact = as_contact(scene.contact);
        let answer = act_as(
            house,
            &contact,
            "portal.ask_for_date",
            json!({ "order": scene.order, "words": "We could take it in October." }),
        )
        .unwrap();
        assert_eq!(answer["committed_on"], "2029-11-26");
        assert!(!answer.to_string().contains("2029-10-08"), "{answer}");
        let home = house.kernel.view(&contact, "portal.home", &json!({})).unwrap();
        assert_eq!(home["orders"][0]["lines"][0]["ships_on"], "2029-11-26");
        assert!(home["orders"][0]["next_confirmation_on"].is_string());
        house.verify();
    });
}

#[test]
fn r02_after_a_merge_the_words_go_on_in_the_surviving_record() {
    on_both_databases(rooms, START, |house| {
        let scene = scene(house);
        let contact = as_contact(scene.contact);
        act_as(house, &contact, "portal.say", json!({ "kind": "praise", "said": "The fitter was kind." }))
            .unwrap();
        let into = scene.cast.customer(house, "Tind Kaffe AS");
        let merge = json!({ "into": into, "from": scene.customer, "reason": "Same register number." });
        house.act(scene.cast.head_of_sales, "customer.merge", merge).unwrap();
        let desk =
            house.view(scene.cast.irene, "desk.customer", json!({ "customer": scene.customer })).unwrap();
        assert_eq!(id(&desk["record"], "id"), into, "the old id leads to the record that goes on");
        assert_eq!(desk["messages"][0]["said"], "The fitter was kind.");
        let home = house.kernel.view(&contact, "portal.home", &json!({})).unwrap();
        assert_eq!(home["company"]["name"], "Tind Kaffe AS");
        assert_eq!(home["messages"][0]["said"], "The fitter was kind.");
        house.verify();
    });
}
