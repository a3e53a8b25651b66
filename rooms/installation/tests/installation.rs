//! Installation by plan, with evidence and a signed acceptance, on figures of its own (R25).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod crew;

use accord_testing::on_both_databases;
use crew::{Crew, PAPER, PICTURE, id, rooms, rule};
use jiff::civil::date;
use serde_json::{Value, json};

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

#[test]
fn r25_a_released_order_becomes_a_plan_for_each_unit_by_its_template() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.works.order(2);
        assert_eq!(crew.plans(), Vec::<Value>::new(), "nothing is released");
        let maker = &crew.works.maker;
        crew.works
            .decide(order, "declined", json!({ "plan_version": crew.works.basic, "reason": "No." }))
            .unwrap();
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        let plans = crew.plans();
        assert_eq!(plans.len(), 2);
        let one = crew.one(id(&plans[0], "id"));
        assert_eq!(one["tools"], json!(["Laser level"]));
        assert_eq!(one["skills"], json!(["Hydraulics"]));
        assert_eq!(one["items"].as_array().unwrap().len(), 6);
        // Each readiness item has its own day before the work, on its own side.
        let from: jiff::civil::Date = one["planned_from"].as_str().unwrap().parse().unwrap();
        let foundation = &one["items"][0];
        assert_eq!(
            (&foundation["side"], &foundation["text"]),
            (&json!("customer"), &json!("Foundation cured"))
        );
        assert_eq!(foundation["due_on"], json!(from.checked_sub(jiff::ToSpan::days(7)).unwrap()));
        // Service is told; the rep is invited.
        assert!(maker.notices(maker.engineer).contains(&"notice-installation-laid".to_owned()));
        assert!(maker.notices(maker.rep).contains(&"notice-installation-invited".to_owned()));
        // What is taken back is not installed.
        let line = maker.line(order)["id"].clone();
        let version = maker.one(order)["version"].clone();
        let cancel = json!({
            "order": order, "line": line, "quantity": "1", "customer_words": "One is enough.", "version": version
        });
        house.act(maker.rep, "order.cancel_line", cancel).unwrap();
        assert_eq!(crew.plans().len(), 1);
        maker.verify();
    });
}

#[test]
fn r25_what_was_planned_stays_while_its_order_is_held_again_for_more() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(1);
        let maker = &crew.works.maker;
        let plan = crew.plan();
        let more = json!({
            "order": order, "version": maker.one(order)["version"], "reason": "A second one.",
            "lines": [{ "product": crew.works.press, "quantity": "1" }]
        });
        house.act(maker.rep, "order.amend", more).unwrap();
        assert_eq!(maker.one(order)["state"], "held");
        assert_eq!((crew.plans().len(), crew.plan()), (1, plan), "what is new waits for the release");
        let line = crew.works.offer(order)["lines"][1]["line"].clone();
        let no = json!({ "line": line, "plan_version": crew.works.basic, "reason": "Later." });
        crew.works.decide(order, "declined", no).unwrap();
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        let plans = crew.plans();
        assert_eq!(plans.len(), 2);
        assert!(plans.iter().any(|row| id(row, "id") == plan));
        maker.verify();
    });
}

#[test]
fn r25_acceptance_with_an_open_mandatory_step_is_refused_by_every_way_and_names_it() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(1);
        let plan = crew.plan();
        let mine = house.view(crew.works.maker.rep, "installation.list", json!({ "order": order })).unwrap();
        assert_eq!(mine["rows"][0]["id"], json!(plan));
        assert_eq!(mine["count"], 1, "the order's own plan, and no other's");
        assert_eq!(rule(crew.text(plan)), "installation.not_there");
        crew.ship(order, "2027-06-10T09:00:00Z");
        crew.done(plan, "Anchored", json!({})).unwrap();
        let refusal = crew.text(plan).unwrap_err();
        assert_eq!(refusal.rule, "installation.open_steps");
        assert_eq!(
            refusal.detail.as_ref().unwrap()["steps"],
            json!(["Guards in place", "Noise at full load"])
        );
        let unit = crew.works.units(order)[0];
        assert_eq!(rule(crew.works.accepted(unit, "2027-06-10")), "installation.open_steps");
        assert_eq!(crew.sign(plan, &json!("x"), json!({})).unwrap_err().rule, "installation.open_steps");
        // An engineer cannot wave a mandatory step through; a planner can, and says why.
        let skip = json!({ "reason": "No guards on this model." });
        assert_eq!(
            rule(crew.act_on("installation.skip_item", plan, "Guards in place", skip.clone())),
            "installation.step_needed"
        );
        let item = crew.item(plan, "Guards in place");
        let skip =
            json!({ "item": item["id"], "version": item["version"], "reason": "No guards on this model." });
        house.act(crew.works.maker.service_planner, "installation.skip_item", skip).unwrap();
        crew.done(plan, "Noise at full load", json!({ "reading": "71 dB" })).unwrap();
        assert!(crew.text(plan).unwrap()["text"].as_str().unwrap().contains("Noise at full load: 71 dB"));
        crew.works.accepted(unit, "2027-06-10").unwrap();
        assert_eq!(crew.one(plan)["state"], "finished");
        crew.works.maker.verify();
    });
}

#[test]
fn r25_each_step_asks_for_its_own_evidence() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        crew.released(1);
        let plan = crew.plan();
        assert_eq!(
            rule(crew.done(plan, "Guards in place", json!({}))),
            "/attachment installation.needs_photo"
        );
        crew.file(plan, "Guards in place", PAPER);
        assert_eq!(crew.item(plan, "Guards in place")["state"], "open", "a paper is no picture");
        let picture = crew.file(plan, "Guards in place", PICTURE);
        let item = crew.item(plan, "Guards in place");
        assert_eq!((&item["state"], &item["attachment"]), (&json!("done"), &json!(picture)));
        assert_eq!(
            rule(crew.done(plan, "Noise at full load", json!({ "note": "quiet" }))),
            "/reading installation.needs_reading"
        );
        crew.done(plan, "Noise at full load", json!({ "reading": "70 dB" })).unwrap();
        assert_eq!(crew.one(plan)["state"], "underway");
        // Two on the same step: the second is told.
        let stale = json!({ "item": crew.item(plan, "Anchored")["id"], "version": 7 });
        assert!(house.act(crew.works.maker.engineer, "installation.do_item", stale).is_err());
        crew.works.maker.verify();
    });
}

#[test]
fn r25_only_the_text_that_was_shown_can_be_signed() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(1);
        crew.ship(order, "2027-06-10T09:00:00Z");
        let plan = crew.plan();
        crew.all_done(plan);
        let shown = crew.text(plan).unwrap();
        // A fault is found while the customer reads.
        let fault = json!({ "installation": plan, "what": "Door rubs" });
        let fault = house.act(crew.works.maker.engineer, "installation.fault", fault).unwrap();
        let refusal = crew.sign(plan, &shown["text_hash"], json!({})).unwrap_err();
        assert_eq!(refusal.rule, "installation.other_text");
        assert!(refusal.detail.unwrap()["text"].as_str().unwrap().contains("Door rubs"));
        assert_eq!(rule(crew.sign(plan, &json!("0".repeat(64)), json!({}))), "installation.other_text");
        assert_eq!(crew.one(plan)["state"], "underway", "nothing was signed");
        let again = crew.text(plan).unwrap();
        assert_eq!(rule(crew.sign(plan, &again["text_hash"], json!({ "name": " " }))), "/name field.empty");
        let bad = json!({ "drawing": "<svg onload=x>" });
        assert_eq!(rule(crew.sign(plan, &again["text_hash"], bad)), "/drawing installation.no_drawing");
        crew.sign(plan, &again["text_hash"], json!({ "drawing": "10,10 40,60;80,20 90,25" })).unwrap();
        let one = crew.one(plan);
        assert_eq!(
            (&one["signature"]["name"], &one["signature"]["text"]),
            (&json!("Paul Mill"), &again["text"])
        );
        assert_eq!((&one["state"], &one["finished_on"]), (&json!("finished"), &json!("2027-06-10")));
        // Warranty began by it.
        let unit = crew.works.units(order)[0];
        let unit = house.kernel.db.read(|tx| accord_room_asset::asset(tx, unit)).unwrap();
        assert_eq!((unit.accepted_on, unit.warranty_months), (Some(date(2027, 6, 10)), Some(12)));
        // Signed once; and a fault left open is not right first time.
        assert!(crew.sign(plan, &again["text_hash"], json!({})).is_err());
        assert_eq!(one["right_first_time"], json!(false));
        house.advance("2027-06-11T09:00:00Z");
        let mend = json!({ "fault": fault["fault"], "version": 1, "words": "Planed" });
        house.act(crew.works.maker.engineer, "installation.mend", mend).unwrap();
        assert_eq!(crew.one(plan)["right_first_time"], json!(false), "it was left open when they signed");
        crew.works.maker.verify();
    });
}

#[test]
fn r25_a_drawn_signature_is_asked_for_only_by_setting() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(1);
        crew.ship(order, "2027-06-10T09:00:00Z");
        let plan = crew.plan();
        crew.all_done(plan);
        let setting = json!({ "name": "installation.drawn_signature", "value": true, "effective_from": "2027-06-10", "reason": "Auditors" });
        house.act(crew.works.maker.admin, "settings.set", setting).unwrap();
        let text = crew.text(plan).unwrap();
        assert_eq!(
            rule(crew.sign(plan, &text["text_hash"], json!({}))),
            "/drawing installation.drawing_needed"
        );
        crew.sign(plan, &text["text_hash"], json!({ "drawing": "1,1 9,9" })).unwrap();
        crew.works.maker.verify();
    });
}

#[test]
fn r25_an_earlier_date_has_readiness_checked_again() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        crew.released(1);
        let plan = crew.plan();
        crew.done(plan, "Foundation cured", json!({})).unwrap();
        let before = crew.one(plan);
        let from: jiff::civil::Date = before["planned_from"].as_str().unwrap().parse().unwrap();
        let earlier = from.checked_sub(jiff::ToSpan::days(10)).unwrap();
        let input = json!({
            "installation": plan, "version": before["version"], "planned_from": earlier, "planned_until": earlier, "words": "The hall is free sooner."
        });
        house.act(crew.works.maker.service_planner, "installation.move", input).unwrap();
        let item = crew.item(plan, "Foundation cured");
        assert_eq!(item["state"], "recheck");
        assert_eq!(item["due_on"], json!(earlier.checked_sub(jiff::ToSpan::days(7)).unwrap()));
        assert!(
            crew.works.maker.notices(crew.works.maker.rep).contains(&"notice-installation-moved".to_owned())
        );
        crew.done(plan, "Foundation cured", json!({ "note": "Still holds" })).unwrap();
        assert_eq!(crew.item(plan, "Foundation cured")["state"], "done");
        crew.works.maker.verify();
    });
}

#[test]
fn r25_right_first_time_is_computed_from_facts() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(3);
        crew.ship(order, "2027-06-10T09:00:00Z");
        let plans: Vec<_> = crew.plans().iter().map(|row| id(row, "id")).collect();
        crew.all_done(plans[0]);
        crew.all_done(plans[1]);
        crew.all_done(plans[2]);
        // The second had a step done twice; the third stops three weeks later.
        crew.act_on("installation.undo_item", plans[1], "Anchored", json!({ "reason": "Bolts sheared" }))
            .unwrap();
        crew.done(plans[1], "Anchored", json!({})).unwrap();
        for plan in &plans {
            crew.accept(*plan);
        }
        house.advance("2027-07-20T09:00:00Z");
        let third = crew.one(plans[2])["asset"].clone();
        let stop = json!({ "asset": third, "began_at": "2027-07-01T08:00:00Z", "over": true });
        house.act(crew.works.maker.engineer, "asset.outage_record", stop).unwrap();
        let right: Vec<Value> =
            plans.iter().map(|plan| crew.one(*plan)["right_first_time"].clone()).collect();
        assert_eq!(right, [json!(true), json!(false), json!(false)]);
        let figure = crew.works.maker.figure("right_first_time", date(2027, 6, 1), date(2027, 6, 30));
        assert_eq!((figure.value.unwrap().to_string(), figure.n), ("33.3".to_owned(), 3));
        assert!(!figure.rows[0].good, "bad ones first");
        crew.works.maker.verify();
    });
}

#[test]
fn r25_the_customer_sees_only_what_is_theirs_and_can_do_and_sign_it() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(1);
        let (maker, account) = (&crew.works.maker, crew.works.account);
        house.act(maker.rep, "contact.invite", json!({ "contact": account.contact })).unwrap();
        let mut other = maker.account("Outra Fábrica");
        let contact =
            json!({ "customer": other.customer, "name": "Olívia", "email": "olivia@outra.example" });
        other.contact = id(&house.act(maker.rep, "contact.enter", contact).unwrap(), "id");
        house.act(maker.rep, "contact.invite", json!({ "contact": other.contact })).unwrap();
        let see = || maker.as_contact(account, "portal.installations", json!({})).unwrap()[0].clone();
        let mine = see();
        assert_eq!(mine["tasks"].as_array().unwrap().len(), 1, "the crane is ours");
        let text = mine.to_string();
        assert!(!text.contains("Crane") && !text.contains("planned_from"), "{text}");
        // An earlier aim of ours moves the plan; its days would give it away and are not shown until it is told (T4).
        assert!(mine["tasks"][0]["due_on"].is_string(), "{mine}");
        maker.target(order, "2027-06-07").unwrap();
        let aimed = see()["tasks"][0].clone();
        assert_eq!((&aimed["due_on"], &aimed["late"]), (&Value::Null, &json!(false)));
        house.act(maker.planner, "order.set_target", json!({ "order": order, "reason": "No aim." })).unwrap();
        assert_eq!(see()["tasks"][0]["due_on"], mine["tasks"][0]["due_on"]);
        let done = json!({ "item": mine["tasks"][0]["id"], "note": "Cured on Monday" });
        let refused = maker.act_as_contact(other, "portal.installation_ready", done.clone()).unwrap_err();
        assert_eq!(refused.rule, "absent");
        maker.act_as_contact(account, "portal.installation_ready", done).unwrap();
        assert_eq!(see()["tasks"][0]["state"], "done");
        assert!(maker.notices(maker.engineer).contains(&"notice-installation-customer-ready".to_owned()));
        crew.ship(order, "2027-06-10T09:00:00Z");
        let plan = crew.plan();
        crew.all_done(plan);
        assert_eq!(see()["can_accept"], json!(true));
        let text =
            maker.as_contact(account, "portal.acceptance_text", json!({ "installation": plan })).unwrap();
        let sign = json!({ "installation": plan, "name": "Paul", "text_hash": text["text_hash"] });
        assert!(maker.act_as_contact(other, "portal.sign_acceptance", sign.clone()).is_err());
        maker.act_as_contact(account, "portal.sign_acceptance", sign).unwrap();
        assert_eq!(see()["state"], "finished");
        assert_eq!(see()["signed_text"], text["text"]);
        maker.verify();
    });
}

#[test]
fn r25_the_signer_is_asked_once_how_it_was() {
    on_both_databases(rooms, START, |house| {
        let crew = Crew::new(house);
        crew.template();
        let order = crew.released(1);
        crew.ship(order, "2027-06-10T09:00:00Z");
        let plan = crew.plan();
        crew.all_done(plan);
        crew.accept(plan);
        let asked = house
            .kernel
            .db
            .read(|tx| {
                accord_room_survey::of_subject(tx, accord_room_survey::SubjectKind::Installation, plan)
            })
            .unwrap();
        assert_eq!(asked.len(), 1);
        assert_eq!(uuid::Uuid::from(asked[0].contact_id), crew.works.account.contact);
        assert_eq!(asked[0].product_id.map(uuid::Uuid::from), Some(crew.works.press));
        crew.works.maker.verify();
    });
}
