//! Implementation, training and use of software, on figures of its own (R26).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod crew;

use accord_testing::on_both_databases;
use crew::{Crew, id, rooms, rule};
use jiff::civil::date;
use serde_json::{Value, json};

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

#[test]
fn r26_a_software_sale_makes_project_and_training_with_dates_at_the_order() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let template = json!({
            "code": "SW", "name": "Roll out", "kind": "implement",
            "ready": [
                { "en": "Names of the users", "side": "customer", "days_before": 20 },
                { "en": "Server set up", "side": "ours", "days_before": 10 }
            ],
            "steps": [{ "stage": "Load", "en": "Recipes loaded" }],
            "courses": [{ "en": "Operators", "days_before": 6 }, { "en": "Keepers", "days_before": 3 }]
        });
        house.act(crew.works.maker.service_planner, "install_template.set", template).unwrap();
        let plan = crew.software(15);
        let one = crew.one(plan);
        assert_eq!((&one["kind"], &one["users"]), (&json!("implement"), &json!(15)));
        assert_eq!(
            (&one["planned_from"], &one["planned_until"]),
            (&json!("2027-03-10"), &json!("2027-06-14"))
        );
        let days: Vec<&Value> =
            one["courses"].as_array().unwrap().iter().map(|course| &course["planned_on"]).collect();
        assert_eq!(days, ["2027-06-08", "2027-06-11"]);
        // Tasks on both sides, each with its own day.
        let items: Vec<(Value, Value)> = one["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item["part"] == "ready")
            .map(|item| (item["side"].clone(), item["due_on"].clone()))
            .collect();
        assert_eq!(items, [(json!("customer"), json!("2027-05-25")), (json!("ours"), json!("2027-06-04"))]);
        crew.works.maker.verify();
    });
}

#[test]
fn r26_going_live_with_three_of_fifteen_trained_needs_a_reason_and_is_flagged() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let plan = crew.software(15);
        let course = crew.one(plan)["courses"][0].clone();
        let people = crew.people(3);
        house.advance("2027-06-09T09:00:00Z");
        let hold = json!({
            "course": course["id"], "version": course["version"], "held_on": "2027-06-09", "attended": people, "passed": [people[0], people[1]]
        });
        let stranger = json!({ "course": course["id"], "version": course["version"], "held_on": "2027-06-09", "attended": [people[0]], "passed": [people[1]] });
        assert_eq!(
            rule(house.act(maker.engineer, "training.hold", stranger)),
            "/passed/0 training.was_not_there"
        );
        house.act(maker.engineer, "training.hold", hold).unwrap();
        let seats = house.view(maker.rep, "training.course", json!({ "course": course["id"] })).unwrap();
        let certificates: Vec<&Value> = seats["seats"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|seat| seat["certificate"].is_string())
            .collect();
        assert_eq!((certificates.len(), &certificates[0]["expires_on"]), (2, &json!("2029-06-09")));
        house.advance("2027-06-14T09:00:00Z");
        let one = crew.one(plan);
        assert_eq!((&one["trained"], &one["not_instructed"]), (&json!(3), &json!(true)));
        let live = |reason: Value| {
            let input = json!({ "installation": plan, "version": one["version"], "release": "4.1", "reason": reason });
            house.act(maker.engineer, "installation.go_live", input)
        };
        let refusal = live(Value::Null).unwrap_err();
        assert_eq!(refusal.fields[0].rule, "installation.not_instructed");
        live(json!("The old server ends today.")).unwrap();
        let one = crew.one(plan);
        assert_eq!((&one["state"], &one["not_instructed"]), (&json!("finished"), &json!(true)));
        assert_eq!(one["reason"], "The old server ends today.");
        assert_eq!(
            (&one["subscription"]["release"], &one["subscription"]["seats"]),
            (&json!("4.1"), &json!(15))
        );
        assert!(one["asset"].is_string(), "it stands in the installed base");
        let figure = maker.figure("instructed_at_go_live", date(2027, 6, 1), date(2027, 6, 30));
        assert_eq!((figure.value.unwrap().to_string(), figure.n), ("0.0".to_owned(), 1));
        maker.verify();
    });
}

#[test]
fn r26_with_enough_trained_users_it_goes_live_without_a_word() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let plan = crew.software(5);
        let course = crew.one(plan)["courses"][0].clone();
        let people = crew.people(4);
        house.advance("2027-06-09T09:00:00Z");
        let hold = json!({ "course": course["id"], "version": course["version"], "held_on": "2027-06-09", "attended": people });
        house.act(maker.engineer, "training.hold", hold).unwrap();
        let live = json!({ "installation": plan, "version": crew.one(plan)["version"], "release": "4.1" });
        house.act(maker.engineer, "installation.go_live", live).unwrap();
        assert_eq!(crew.one(plan)["not_instructed"], json!(false));
        maker.verify();
    });
}

#[test]
fn r26_little_use_after_the_days_is_one_task_for_the_account_manager() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let plan = crew.software(25);
        let live = json!({ "installation": plan, "version": crew.one(plan)["version"], "release": "1", "reason": "Pilot." });
        house.act(maker.engineer, "installation.go_live", live).unwrap();
        let software = id(&crew.one(plan)["subscription"], "id");
        let report = |on: &str, used: i64| {
            let input =
                json!({ "subscription": software, "on_day": on, "used": used, "source": "licence server" });
            house.act(maker.engineer, "usage.report", input).unwrap()["little"].clone()
        };
        house.advance("2027-04-20T09:00:00Z");
        assert_eq!(report("2027-04-19", 4), json!(false), "it still has its time");
        // The day after sixty days: 9 May.
        house.advance("2027-05-08T21:00:00Z");
        assert_eq!(crew.tasks("help_to_use"), Vec::<String>::new());
        house.advance("2027-05-09T09:00:00Z");
        assert_eq!(
            crew.tasks("help_to_use"),
            ["Mill Control: 4 of 25 seats are used. Find out what hinders the others."]
        );
        assert!(maker.notices(maker.engineer).contains(&"notice-delivery-task".to_owned()));
        // Still little: no second task. Ten of 25 are forty per cent, so enough.
        assert_eq!(report("2027-05-09", 9), json!(true));
        assert_eq!(crew.tasks("help_to_use").len(), 1);
        assert_eq!(report("2027-05-09", 10), json!(false));
        let task = house.view(maker.engineer, "delivery.tasks", json!({})).unwrap()[0].clone();
        let done = json!({ "task": task["id"], "version": task["version"], "words": "Showed them the shift report." });
        house.act(maker.engineer, "delivery.finish_task", done).unwrap();
        assert_eq!(crew.tasks("help_to_use"), Vec::<String>::new());
        maker.verify();
    });
}

#[test]
fn r26_the_third_how_to_question_raises_a_training_need() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        let maker = &crew.works.maker;
        let account = crew.works.account;
        let ask = |words: &str| {
            let input = json!({ "customer": account.customer, "contact": account.contact, "words": words, "product": crew.works.press });
            house.act(maker.rep, "training.how_to", input).unwrap()["task"].clone()
        };
        assert_eq!(
            [ask("How do I clear a jam?"), ask("How do I set the force?")],
            [Value::Null, Value::Null]
        );
        // Somebody else's question is not theirs.
        let other = json!({ "customer": account.customer, "contact": crew.night, "words": "How?", "product": crew.works.press });
        assert_eq!(house.act(maker.rep, "training.how_to", other).unwrap()["questions"], 1);
        assert!(ask("How do I log in?").is_string());
        assert_eq!(
            crew.tasks("training_need"),
            ["Paul asked 3 times how something is done. Offer training."]
        );
        assert_eq!(ask("And how do I log out?"), Value::Null);
        assert_eq!(crew.tasks("training_need").len(), 1);
        maker.verify();
    });
}
