//! Value profiles through the kernel, on both databases (R11).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_testing::on_both_databases;
use serde_json::json;
use support::{START, World, id, money, rooms, rule};
use uuid::Uuid;

#[test]
fn r11_the_cost_of_a_day_gives_the_hour_and_the_response_with_its_source() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        world.cost("71500", "EUR", "told").unwrap();
        let seen = house.view(world.nuno, "value.profiles", json!({ "customer": world.mill })).unwrap();
        let profile = &seen[0];
        assert_eq!(profile["cost_per_hour"], money("2979.17", "EUR"), "{}", house.name());
        assert_eq!(profile["cost_per_response"][0]["minutes"], json!(300));
        // Five rounded hours would make 14,895.85.
        assert_eq!(profile["cost_per_response"][0]["cost"], money("14895.83", "EUR"));
        assert_eq!(
            (profile["confidence"].clone(), profile["said_by_name"].clone()),
            (json!("told"), json!("Paulo"))
        );
        assert_eq!(
            (profile["said_on"].clone(), profile["via_name"].clone()),
            (json!("2028-05-15"), json!("Rita"))
        );
        assert_eq!(profile["open_questions"], json!(["why_buy", "why_important", "never_fails"]));
        house.verify();
    });
}

#[test]
fn r11_without_the_customers_number_there_is_no_return_and_the_questions_are_put() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        let refused = world.table(plan, json!({})).unwrap_err();
        assert_eq!(refused.rule, "value.no_customer_number");
        assert_eq!(refused.possible[0].word, "value-ask");
        assert_eq!(refused.possible[0].action.as_ref().unwrap().0, "value.answer");
        // What we think ourselves is no number of theirs.
        world.cost("71500", "EUR", "our_estimate").unwrap();
        assert_eq!(world.table(plan, json!({})).unwrap_err().rule, "value.no_customer_number");
        assert_eq!(
            world.table(plan, json!({ "stop_cost": "99999" })).unwrap_err().rule,
            "value.no_customer_number",
            "nor is what is typed here"
        );
        let answer = |question: &str, more: serde_json::Value| {
            let mut input = json!({ "customer": world.mill, "question": question });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(world.rita, "value.answer", input)
        };
        answer("why_buy", json!({ "words": "Best presses in the world." })).unwrap();
        let empty = answer("why_important", json!({ "words": "  " }));
        assert_eq!(rule(empty), ("field.empty".to_owned(), "/words".to_owned()));
        assert_eq!(rule(answer("stop_cost", json!({}))).0, "field.required");
        let zero = answer("stop_cost", json!({ "stop_cost": money("0", "EUR"), "contact": world.paulo }));
        assert_eq!(rule(zero), ("value.not_positive".to_owned(), "/stop_cost".to_owned()));
        answer("stop_cost", json!({ "stop_cost": money("64000", "EUR"), "contact": world.paulo })).unwrap();
        answer("never_fails", json!({ "words": "Of course not." })).unwrap();
        answer("why_important", json!({ "words": "The mill runs day and night." })).unwrap();
        let seen = house.view(world.rita, "value.profiles", json!({ "customer": world.mill })).unwrap();
        assert_eq!(seen[0]["open_questions"], json!([]));
        assert_eq!(seen[0]["reasons"], json!("Best presses in the world."));
        assert_eq!(world.table(plan, json!({})).unwrap()["inputs"][0]["origin"], json!("told"));
        house.verify();
    });
}

#[test]
fn r11_the_narrowest_profile_speaks_and_a_stale_edit_is_told() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let unit = world.fleet();
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        world.cost("50000", "EUR", "confirmed").unwrap();
        let own = json!({
            "customer": world.mill, "asset": unit, "stop_cost": money("90000", "EUR"), "confidence": "told",
            "contact": world.paulo
        });
        house.act(world.rita, "value.stop_cost", own).unwrap();
        let cost = |more| world.table(plan, more).unwrap()["inputs"][0]["money"]["amount"].clone();
        assert_eq!(cost(json!({ "asset": unit })), json!("90000.00"), "{}", house.name());
        assert_eq!(cost(json!({})), json!("50000.00"));
        let foreign = json!({
            "customer": world.other, "asset": unit, "stop_cost": money("1", "EUR"), "confidence": "told"
        });
        let refused = house.act(world.rita, "value.stop_cost", foreign).unwrap_err();
        assert_eq!(
            (refused.fields[0].pointer.as_str(), refused.fields[0].rule),
            ("/asset", "field.unknown_reference")
        );
        let record = |version: serde_json::Value| {
            let input = json!({
                "customer": world.mill, "version": version, "reasons": "They run.", "use_hours_week": "112.5",
                "needs": ["night_cover", "fast_response", "night_cover"], "expected_outages": "2.5",
                "critical_periods": [{ "label": "Harvest", "from": "2028-07-01", "to": "2028-09-15", "yearly": true }]
            });
            house.act(world.rita, "value.record", input)
        };
        assert_eq!(rule(record(json!(null))), ("field.required".to_owned(), "/version".to_owned()));
        record(world.version()).unwrap();
        assert_eq!(record(json!(1)).unwrap_err().status.code(), 412);
        let seen = house.view(world.rita, "value.profiles", json!({ "customer": world.mill })).unwrap();
        assert_eq!(seen[0]["use_hours_week"], json!("112.50"));
        assert_eq!(seen[0]["needs"], json!(["fast_response", "night_cover"]));
        assert_eq!(
            (seen[0]["expected_outages"].clone(), seen[0]["outages_source"].clone()),
            (json!("2.50"), json!("our_estimate"))
        );
        house.verify();
    });
}

#[test]
fn r11_a_profile_that_is_a_year_old_is_a_task_of_its_owners_until_somebody_looks() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.cost("50000", "EUR", "told").unwrap();
        let due = || house.view(world.rita, "value.reviews", json!({ "mine": true })).unwrap();
        let notices = || {
            let seen = house.view(world.rita, "people.notices", json!({})).unwrap();
            seen.to_string().matches("notice-value-review").count()
        };
        house.advance("2029-05-14T22:00:00Z");
        assert_eq!((due(), notices()), (json!([]), 0), "{}", house.name());
        house.advance("2029-05-15T08:00:00Z");
        assert_eq!(due()[0]["name"], json!("Moinho do Porto"));
        assert_eq!(notices(), 1);
        let profile = id(&due()[0], "profile");
        let stale = json!({ "profile": profile, "version": 9 });
        assert_eq!(house.act(world.rita, "value.review", stale).unwrap_err().status.code(), 412);
        house.act(world.rita, "value.review", json!({ "profile": profile, "version": 1 })).unwrap();
        assert_eq!(due(), json!([]));
        house.advance("2030-05-15T08:00:00Z");
        assert_eq!(notices(), 2, "a year after the last look");
        house.verify();
    });
}

#[test]
fn r11_a_number_is_confirmed_only_when_somebody_there_said_it() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let cost = |more: serde_json::Value| {
            let mut input = json!({ "customer": world.mill, "stop_cost": money("8000", "BRL"), "confidence": "confirmed" });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(world.rita, "value.stop_cost", input)
        };
        assert_eq!(rule(cost(json!({}))), ("value.said_by".to_owned(), "/contact".to_owned()));
        let later = cost(json!({ "contact": world.paulo, "said_on": "2028-05-16" }));
        assert_eq!(rule(later), ("value.said_later".to_owned(), "/said_on".to_owned()));
        cost(json!({ "contact": world.paulo, "said_on": "2028-05-12" })).unwrap();
        house.verify();
    });
}

#[test]
fn r02_a_merge_takes_the_value_profiles_along() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.cost("50000", "EUR", "told").unwrap();
        let own = json!({ "customer": world.other, "question": "why_buy", "words": "Cheap." });
        house.act(world.rita, "value.answer", own).unwrap();
        let merge = json!({ "into": world.other, "from": world.mill, "reason": "One firm" });
        house.act(world.admin, "customer.merge", merge).unwrap();
        let seen = house.view(world.rita, "value.profiles", json!({ "customer": world.other })).unwrap();
        assert_eq!(seen.as_array().unwrap().len(), 2, "{}", house.name());
        assert_eq!(seen[0]["reasons"], json!("Cheap."));
        assert_eq!(seen[1]["stop_cost"], money("50000.00", "EUR"));
        house.verify();
    });
}

#[test]
fn r11_what_nobody_at_the_customer_said_carries_no_return_and_replaces_no_number_of_theirs() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        let act = |action: &str, more: serde_json::Value| {
            let mut input = json!({ "customer": world.mill });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            house.act(world.rita, action, input)
        };
        let said = money("64000", "EUR");
        let nobody = act("value.answer", json!({ "question": "stop_cost", "stop_cost": said }));
        assert_eq!(nobody.clone().unwrap_err().fields[0].pointer, "/contact");
        assert_eq!(rule(nobody), ("value.said_by".to_owned(), "/contact".to_owned()));
        let nobody = act("value.stop_cost", json!({ "stop_cost": said, "confidence": "told" }));
        assert_eq!(rule(nobody), ("value.said_by".to_owned(), "/contact".to_owned()));
        assert_eq!(world.table(plan, json!({})).unwrap_err().rule, "value.no_customer_number");

        let confirmed = json!({ "stop_cost": said, "confidence": "confirmed", "contact": world.paulo });
        act("value.stop_cost", confirmed).unwrap();
        let kept = || {
            house.view(world.rita, "value.profiles", json!({ "customer": world.mill })).unwrap()[0].clone()
        };
        // Somebody heard another number: it does not take the place of the confirmed one by itself.
        let heard = |more: serde_json::Value| {
            let mut input = json!({ "question": "stop_cost", "stop_cost": money("90500", "EUR"), "contact": world.paulo });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            act("value.answer", input)
        };
        assert_eq!(rule(heard(json!({}))), ("value.less_certain_unseen".to_owned(), "/version".to_owned()));
        let version = kept()["version"].clone();
        let read = json!({ "version": version });
        assert_eq!(rule(heard(read)), ("value.less_certain".to_owned(), "/reason".to_owned()));
        let guess =
            json!({ "version": version, "stop_cost": money("90500", "EUR"), "confidence": "our_estimate" });
        assert_eq!(
            rule(act("value.stop_cost", guess)),
            ("value.less_certain".to_owned(), "/reason".to_owned())
        );
        assert_eq!(
            (&kept()["stop_cost"], &kept()["confidence"]),
            (&money("64000.00", "EUR"), &json!("confirmed"))
        );
        heard(json!({ "version": version, "reason": "The second line hangs on it since May, says Paulo" }))
            .unwrap();
        // The words can be read, stand in no event's facts, and let go of whoever is forgotten (R64).
        let line = || {
            let asked = json!({ "customer": world.mill, "limit": 50 });
            house.view(world.rita, "customer.timeline", asked).unwrap()["rows"].clone()
        };
        let told = |needle: &str| line().to_string().contains(needle);
        assert!(told("since May, says Paulo"));
        for entry in line().as_array().unwrap() {
            assert!(entry["facts"].get("reason").is_none(), "{entry}");
        }
        let role: Uuid = accord_room_people::RoleId::seeded("privacy_administrator").into();
        let officer = json!({ "name": "Petra", "roles": [role], "posts": [], "territories": [] });
        let officer = id(&house.act(world.admin, "people.enter", officer).unwrap(), "person");
        let erase = json!({ "contact": world.paulo, "version": 1, "reason": "Asked to be forgotten" });
        house.act(officer, "contact.erase", erase).unwrap();
        assert!(!told("Paulo"), "{}", line());
        let left =
            house.kernel.db.read(|tx| tx.query_one("SELECT reason FROM value_cost_reason", &[])).unwrap();
        let left: String = left.unwrap().get(0).unwrap();
        assert!(
            left.starts_with("The second line hangs on it since May") && !left.contains("Paulo"),
            "{left}"
        );
        assert_eq!(
            (&kept()["stop_cost"], &kept()["confidence"]),
            (&money("90500.00", "EUR"), &json!("told"))
        );
        house.verify();
    });
}
