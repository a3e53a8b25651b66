//! Plans, their versions and cards, and what they do not cover, on both databases (R13).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::Fact;
use accord_testing::on_both_databases;
use serde_json::json;
use support::{START, World, card, id, money, rooms, rule};

#[test]
fn r13_a_plan_is_published_with_both_cards_in_both_languages_or_not_at_all() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let head = world.head_of_service;
        let enter =
            |who| house.act(who, "plan.enter", json!({ "code": "plat", "name": "Platina", "place": 40 }));
        assert_eq!(rule(enter(world.rita)).0, "permission");
        let plan = id(&enter(head).unwrap(), "plan");
        assert_eq!(rule(enter(head)), ("plan.code_taken".to_owned(), "/code".to_owned()));
        let terms = json!({
            "cover": "around_clock", "clock_stop": "on_site", "response_minutes": 180, "stop_minutes": 600,
            "term_months": 12, "prices": [{ "price": money("51000", "EUR") }],
            "inclusions": [{ "code": "Parts", "en": "Parts at hand", "pt": "Peças à mão" }],
            "needs": [{ "need": "parts_at_hand", "clause": "parts" }]
        });
        let draft = house.act(head, "plan.draft", json!({ "plan": plan, "terms": terms })).unwrap();
        let version = id(&draft, "plan_version");
        let publish =
            |row: i64| house.act(head, "plan.publish", json!({ "plan_version": version, "version": row }));
        let refused = publish(1).unwrap_err();
        assert_eq!(refused.rule, "plan.not_ready");
        let lacks = refused.facts.iter().find(|(name, _)| *name == "lacks").unwrap();
        assert!(matches!(&lacks.1, Fact::List(list) if list.len() == 4), "{refused:?}");
        let cards = |row: i64, more: serde_json::Value| {
            let mut input = json!({
                "plan_version": version, "version": row, "customer_en": card("A"), "customer_pt": card("B"),
                "colleague_en": card("C")
            });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(head, "plan.cards", input)
        };
        cards(1, json!({})).unwrap();
        assert_eq!(publish(2).unwrap_err().rule, "plan.not_ready");
        cards(2, json!({ "colleague_pt": card("D") })).unwrap();
        publish(3).unwrap();
        let seen = house.view(world.rita, "value.plans", json!({})).unwrap();
        assert_eq!(seen[0]["on_offer"]["response_minutes"], json!(180), "{}", house.name());
        assert_eq!(seen[0]["on_offer"]["cover"], json!("around_clock"));
        house.verify();
    });
}

#[test]
fn r13_a_published_version_is_never_edited_and_a_new_one_leaves_it_as_it_was() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let head = world.head_of_service;
        let first = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        let terms = json!({
            "cover": "business_hours", "clock_stop": "on_site", "stop_minutes": 1440, "term_months": 24,
            "prices": [{ "price": money("31000", "EUR") }],
            "inclusions": [{ "code": "a", "en": "A visit", "pt": "Uma visita" }]
        });
        let edit = json!({ "plan_version": first, "version": 3, "terms": terms });
        let refused = house.act(head, "plan.change", edit).unwrap_err();
        assert_eq!((refused.rule, refused.possible[0].word), ("plan.not_draft", "plan-new-version"));
        let cards = json!({ "plan_version": first, "version": 3, "customer_en": card("Other") });
        assert_eq!(house.act(head, "plan.cards", cards).unwrap_err().rule, "plan.not_draft");
        let plans = house.view(world.rita, "value.plans", json!({})).unwrap();
        let plan = id(&plans[0], "id");
        let before = house.view(world.rita, "value.plan_version", json!({ "plan_version": first })).unwrap();
        let draft = json!({ "plan": plan, "terms": terms });
        let second = house.act(head, "plan.draft", draft.clone()).unwrap();
        assert_eq!(second["number"], json!(2));
        assert_eq!(house.act(head, "plan.draft", draft).unwrap_err().rule, "plan.draft_open");
        let second = id(&second, "plan_version");
        // Its cards began as those of the version before.
        house.act(head, "plan.publish", json!({ "plan_version": second, "version": 1 })).unwrap();
        let after = house.view(world.rita, "value.plan_version", json!({ "plan_version": first })).unwrap();
        assert_eq!(after["state"], json!("withdrawn"), "{}", house.name());
        for name in ["response_minutes", "cover", "prices", "cards", "term_months", "inclusions"] {
            assert_eq!(after[name], before[name], "{name}");
        }
        let choices = house.view(world.rita, "plan_version.choices", json!({ "query": "gold" })).unwrap();
        assert_eq!((choices.as_array().unwrap().len(), id(&choices[0], "id")), (1, second));
        let off = json!({ "plan_version": second, "version": 2, "reason": "Nobody bought it." });
        house.act(head, "plan.withdraw", off).unwrap();
        assert_eq!(house.view(world.rita, "plan_version.choices", json!({})).unwrap(), json!([]));
        house.verify();
    });
}

#[test]
fn r13_what_a_plan_says_fits_together() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let head = world.head_of_service;
        let plan = json!({ "code": "S", "name": "S", "place": 1 });
        let plan = id(&house.act(head, "plan.enter", plan).unwrap(), "plan");
        let draft = |change: serde_json::Value| {
            let mut terms = json!({
                "cover": "around_clock", "clock_stop": "on_site", "stop_minutes": 600, "term_months": 12
            });
            for (name, value) in change.as_object().unwrap() {
                terms[name] = value.clone();
            }
            rule(house.act(head, "plan.draft", json!({ "plan": plan, "terms": terms })))
        };
        let says = |rule: &str, pointer: &str| (rule.to_owned(), pointer.to_owned());
        assert_eq!(draft(json!({ "stop_minutes": 0 })), says("field.range", "/terms/stop_minutes"));
        assert_eq!(draft(json!({ "stop_minutes": 50 })), says("plan.quarters", "/terms/stop_minutes"));
        assert_eq!(draft(json!({ "response_minutes": -4 })), says("field.range", "/terms/response_minutes"));
        let free = json!({ "prices": [{ "price": money("0", "EUR") }] });
        assert_eq!(draft(free), says("value.not_positive", "/terms/prices/0/price"));
        let twice = json!({ "prices": [{ "price": money("1", "EUR") }, { "price": money("2", "EUR") }] });
        assert_eq!(draft(twice), says("plan.price_twice", "/terms/prices/1/price"));
        let need = json!({ "needs": [{ "need": "proof", "clause": "report" }] });
        assert_eq!(draft(need), says("plan.need_without_clause", "/terms/needs/0/clause"));
        house.verify();
    });
}

#[test]
fn r13_incidents_outside_every_plans_cover_are_an_unmet_need() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let unit = world.fleet();
        let unmet = || house.view(world.rita, "value.unmet_needs", json!({})).unwrap();
        world.plan_with(
            "SILVER",
            20,
            json!({
                "cover": "business_hours", "clock_stop": "on_site", "stop_minutes": 1440, "term_months": 12,
                "excluded_causes": ["WATER"], "prices": [{ "price": money("9000", "EUR") }],
                "inclusions": [{ "code": "a", "en": "A visit", "pt": "Uma visita" }]
            }),
        );
        // The three stops of the fleet were by water; three more by night for another reason.
        for day in 1..=3 {
            let input = json!({
                "asset": unit, "began_at": format!("2028-04-0{day}T01:00:00Z"),
                "ended_at": format!("2028-04-0{day}T05:00:00Z"), "cause": "bearing"
            });
            house.act(world.nuno, "asset.outage_record", input).unwrap();
        }
        let page = unmet();
        assert_eq!(
            (page["enough"].clone(), page["incidents"].clone()),
            (json!(5), json!(6)),
            "{}",
            house.name()
        );
        let rows = page["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row["count"] == json!(3) && row["unmet"] == json!(false)));
        for day in 4..=5 {
            let input = json!({
                "asset": unit, "began_at": format!("2028-04-0{day}T01:00:00Z"),
                "ended_at": format!("2028-04-0{day}T05:00:00Z"), "cause": "bearing"
            });
            house.act(world.nuno, "asset.outage_record", input).unwrap();
        }
        let page = unmet();
        assert_eq!(
            (page["rows"][0]["cause"].clone(), page["rows"][0]["unmet"].clone()),
            (json!(null), json!(true))
        );
        assert_eq!(page["rows"][0]["incidents"].as_array().unwrap().len(), 5);
        // A plan that runs at night and covers water leaves no need.
        world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        assert_eq!(unmet()["rows"], json!([]));
        house.verify();
    });
}
