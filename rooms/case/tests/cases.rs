//! What this room promises, through the kernel, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod desk;

use accord_testing::on_both_databases;
use desk::{Desk, id, rooms, rule};
use serde_json::json;
use uuid::Uuid;

const START: &str = "2027-02-01T09:00:00Z";

#[test]
fn r29_three_inputs_are_enough_and_whoever_picks_up_in_sales_becomes_helper() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let rep = d.works.maker.rep;
        let opened = d.act(
            rep,
            "case.open",
            json!({ "who": "Moinho Açu", "what": "Press 1 stands", "call_back": "+351 9" }),
        );
        let one = d.one(id(&opened, "case"));
        assert_eq!(one["customer"]["id"], json!(d.customer()));
        assert_eq!(one["helper"]["id"], json!(rep), "the one who picked up helps");
        assert!([d.desk, d.second].iter().any(|desk| one["owner"]["id"] == json!(desk)), "{}", one["owner"]);
        assert_eq!(one["severity"], "stopped");
        assert_eq!(one["assumed"], true, "the unit is not known, so the strongest cover counts");
        assert_eq!(one["plan"], "NIGHT");
        assert_eq!(one["site"], json!(d.works.account.site), "there is one place that can be meant");
        // Nobody knows the caller: nothing waits for it.
        let unknown = d.act(
            rep,
            "case.open",
            json!({ "who": "Hospital Santa Quitéria", "what": "Sterile line", "call_back": "22 47" }),
        );
        let unknown = d.one(id(&unknown, "case"));
        assert_eq!(unknown["customer"]["name"], "Hospital Santa Quitéria");
        assert!(unknown["cover"].is_null());
        assert_eq!(unknown["clocks"].as_array().unwrap().len(), 1, "help comes without a contract too");
        assert_eq!(
            d.refused(rep, "case.open", json!({ "who": "Moinho", "what": " ", "call_back": "1" })),
            "/what field.empty"
        );
        assert_eq!(
            d.refused(rep, "case.open", json!({ "who": "Moinho", "what": "It stands" })),
            "/call_back field.required"
        );
        house.verify();
    });
}

#[test]
fn r29_a_known_number_serial_or_name_finds_caller_units_and_cover() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let found = house.view(d.desk, "call.find", json!({ "query": "moinho" })).unwrap();
        let caller = &found["callers"][0];
        assert_eq!(caller["customer"]["id"], json!(d.customer()));
        assert_eq!(caller["units"][0]["id"], json!(d.unit));
        assert_eq!(caller["units"][0]["plan"], "NIGHT");
        assert_eq!(caller["units"][0]["response_due_at"], "2027-08-14T07:20:00Z");
        let found = house.view(d.desk, "call.find", json!({ "query": "Paul" })).unwrap();
        assert_eq!(found["callers"][0]["contact_name"], "Paul");
    });
}

#[test]
fn r30_clocks_run_by_the_cover_and_an_answer_in_time_keeps_them() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        // Saturday night in Porto: 02:20 there.
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        assert_eq!(d.due(case, "response"), "2027-08-14T07:20:00Z");
        assert_eq!(d.due(case, "restore"), "2027-08-15T01:20:00Z");
        house.advance("2027-08-14T04:45:00Z");
        d.on(d.works.maker.engineer, "case.respond", case, json!({ "how": "call_back" })).unwrap();
        assert_eq!(d.clock(case, "response")["state"], "open", "a call back is no engineer at work");
        d.on(d.works.maker.engineer, "case.arrive", case, json!({})).unwrap();
        assert_eq!(d.clock(case, "response")["state"], "kept");
        assert_eq!(d.clock(case, "response")["stopped_at"], "2027-08-14T04:45:00Z");
        house.verify();
    });
}

#[test]
fn r30_three_quarters_without_an_engineer_ring_the_head_of_service_once_and_late_is_noted() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        let head = d.works.maker.head_of_service;
        house.advance("2027-08-14T05:49:00Z");
        assert_eq!(d.notices(head, "notice-case-clock"), 0);
        house.advance("2027-08-14T05:50:00Z");
        assert_eq!(d.notices(head, "notice-case-clock"), 1, "75 % of six hours");
        house.advance("2027-08-14T07:19:00Z");
        assert_eq!(d.notices(head, "notice-case-clock"), 2, "90 %");
        house.advance("2027-08-14T09:00:00Z");
        assert_eq!(d.notices(head, "notice-case-clock"), 2, "each once");
        assert_eq!(d.clock(case, "response")["late"], true);
        d.on(d.works.maker.engineer, "case.arrive", case, json!({})).unwrap();
        assert_eq!(d.clock(case, "response")["state"], "kept_late");
    });
}

#[test]
fn r30_a_clock_stands_still_for_a_cause_at_the_customers_with_evidence_alone() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        house.advance("2027-08-14T02:20:00Z");
        let bare = d.on(d.desk, "case.pause", case, json!({ "cause": "no_access" }));
        assert_eq!(rule(bare), "/words case.pause_evidence");
        let words = json!({ "cause": "no_access", "words": "The guard has no key before seven" });
        d.on(d.desk, "case.pause", case, words.clone()).unwrap();
        assert_eq!(rule(d.on(d.desk, "case.pause", case, words)), "case.paused_already");
        house.advance("2027-08-14T12:00:00Z");
        assert_eq!(d.clock(case, "response")["late"], false, "no clock runs out while it stands still");
        assert_eq!(d.notices(d.works.maker.head_of_service, "notice-case-clock"), 0);
        d.on(d.desk, "case.resume", case, json!({ "at": "2027-08-14T06:05:00Z" })).unwrap();
        assert_eq!(d.due(case, "response"), "2027-08-14T11:05:00Z", "five hours were left at 06:05");
        // A changed severity keeps what was used, and what was before stays readable.
        d.on(
            d.desk,
            "case.set_severity",
            case,
            json!({ "severity": "limited", "reason": "Runs at half speed" }),
        )
        .unwrap();
        assert_eq!(d.due(case, "response"), "2027-08-14T11:05:00Z");
        assert_eq!(d.one(case)["changes"][0]["before"], "stopped");
        house.verify();
    });
}

#[test]
fn r32_an_update_says_when_the_next_one_comes_and_a_late_one_alarms_the_desk_as_a_broken_promise() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        let one = d.one(case);
        assert_eq!(one["next_update_at"], "2027-08-14T02:20:00Z", "each hour while they stand still");
        let bare = d.on(d.desk, "case.update", case, json!({ "words": "Nora is on the way" }));
        assert_eq!(rule(bare), "/next_at case.next_word");
        house.advance("2027-08-14T02:10:00Z");
        let both = json!({ "words": "Nora is there at four", "rep_words": "No visit to them today", "next_at": "2027-08-14T03:05:00Z" });
        d.on(d.desk, "case.update", case, both).unwrap();
        assert_eq!(
            d.notices(d.works.maker.rep, "notice-case-update"),
            1,
            "the rep hears it at the same moment"
        );
        house.advance("2027-08-14T03:14:59Z");
        assert_eq!(d.one(case)["update_late"], false);
        house.advance("2027-08-14T03:15:00Z");
        assert_eq!(d.one(case)["update_late"], true);
        assert_eq!(d.notices(d.second, "notice-case-update-late"), 1, "the whole desk");
        let owed = house
            .view(d.desk, "promise.list", json!({ "customer": d.customer(), "kind": "update", "limit": 50 }))
            .unwrap();
        let states: Vec<&str> =
            owed["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["kept", "broken"]);
        house.verify();
    });
}

#[test]
fn r33_fixed_is_not_closed_and_what_was_left_behind_is_made_good_first() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-13T09:20:00Z");
        let case = d.stop(d.desk);
        house.advance("2027-08-13T12:00:00Z");
        d.restore(case, "damage").unwrap();
        assert_eq!(d.one(case)["state"], "fixed");
        assert_eq!(rule(d.on(d.desk, "case.close", case, json!({}))), "case.not_confirmed");
        d.on(d.desk, "case.confirm", case, json!({ "words": "Running" })).unwrap();
        assert_eq!(rule(d.on(d.desk, "case.close", case, json!({}))), "case.make_good_open");
        let task = d.one(case)["tasks"][0].clone();
        assert_eq!(task["kind"], "make_good");
        let done =
            json!({ "task": task["id"], "version": task["version"], "words": "Floor cleaned, photo taken" });
        d.act(d.works.maker.engineer, "case.finish_task", done);
        d.on(d.desk, "case.rate", case, json!({ "rating": 2 })).unwrap();
        d.on(d.desk, "case.close", case, json!({})).unwrap();
        let one = d.one(case);
        assert_eq!((one["state"].as_str(), one["in_time"].as_bool()), (Some("closed"), Some(true)));
        let aftercare =
            one["tasks"].as_array().unwrap().iter().find(|task| task["kind"] == "aftercare").unwrap();
        assert_eq!(aftercare["due_at"], "2027-08-16T16:00:00Z", "Monday, when Porto closes");
        let figure = d.works.maker.figure(
            "case_success",
            "2027-08-01".parse().unwrap(),
            "2027-08-31".parse().unwrap(),
        );
        assert_eq!(
            (figure.n, figure.value.unwrap().to_string()),
            (1, "0.0".to_owned()),
            "in time, and no success"
        );
        // The stop counts in the unit's history.
        let unit = house.view(d.works.maker.engineer, "asset.one", json!({ "asset": d.unit })).unwrap();
        let stops = unit["outages"].to_string();
        assert!(stops.contains("2027-08-13T09:20:00Z") && stops.contains("2027-08-13T12:00:00Z"), "{stops}");
        house.verify();
    });
}

#[test]
fn r29_a_case_changes_hands_warm_or_not_at_all() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-13T09:20:00Z");
        let case = d.stop(d.desk);
        assert_eq!(d.one(case)["owner"]["id"], json!(d.desk));
        assert_eq!(rule(d.on(d.second, "case.accept_handover", case, json!({}))), "case.not_offered");
        d.on(d.desk, "case.offer_handover", case, json!({ "to": d.second, "words": "Waits for the seal" }))
            .unwrap();
        assert_eq!(d.one(case)["owner"]["id"], json!(d.desk), "it stays mine until they accept");
        house.advance("2027-08-13T09:50:00Z");
        assert_eq!(rule(d.on(d.second, "case.accept_handover", case, json!({}))), "case.offer_cold");
        d.on(d.desk, "case.offer_handover", case, json!({ "to": d.second, "words": "Waits for the seal" }))
            .unwrap();
        d.on(d.second, "case.accept_handover", case, json!({})).unwrap();
        let one = d.one(case);
        assert_eq!((one["owner"]["id"].clone(), one["handovers"].clone()), (json!(d.second), json!(1)));
        let owed = house
            .view(d.second, "promise.list", json!({ "owner": d.second, "state": "open", "limit": 50 }))
            .unwrap();
        assert_eq!(owed["rows"].as_array().unwrap().len(), 3, "clocks and the next word go along");
        house.verify();
    });
}

#[test]
fn r64_a_forgotten_contact_leaves_the_cases_and_the_log() {
    on_both_databases(rooms, START, |house| {
        let desk = Desk::new(house);
        let call = json!({
            "customer": desk.customer(), "contact": desk.works.account.contact, "who": "Paul from the night shift",
            "what": "The gate of the press sticks", "call_back": "+351 912 777 001", "severity": "disturbed"
        });
        let mine = id(&desk.act(desk.desk, "case.open", call), "case");
        let other = json!({
            "customer": desk.customer(), "who": "Somebody else", "what": "Where is the manual?",
            "call_back": "+351 912 777 002", "severity": "question"
        });
        let other = id(&desk.act(desk.desk, "case.open", other), "case");
        let role: Uuid = accord_room_people::RoleId::seeded("privacy_administrator").into();
        let person = json!({ "name": "Petra", "roles": [role], "posts": [], "territories": [] });
        let petra = id(&desk.act(desk.works.maker.admin, "people.enter", person), "person");
        let erase =
            json!({ "contact": desk.works.account.contact, "version": 1, "reason": "Asked to be forgotten" });
        desk.act(petra, "contact.erase", erase);
        let one = desk.one(mine);
        assert_eq!((&one["caller"], &one["call_back"]), (&json!(""), &json!("")));
        assert_eq!(one["what"], json!("The gate of the press sticks"), "what was wrong stays");
        assert_eq!(desk.one(other)["call_back"], json!("+351 912 777 002"), "only who asked is forgotten");
        let kept = house
            .kernel
            .db
            .read(|tx| {
                let sql = "SELECT COUNT(*) FROM person_key WHERE person_id = ?1 AND secret IS NOT NULL";
                tx.query_one(sql, &[accord_store::Value::Uuid(mine)])?.unwrap().get::<i64>(0)
            })
            .unwrap();
        assert_eq!(kept, 0, "nor can the log be read back");
        // The case itself goes on.
        desk.restore(mine, "nothing").unwrap();
        house.verify();
    });
}

#[test]
fn r32_agreed_words_are_filled_from_the_case_and_refused_where_a_fact_is_missing() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let head = d.works.maker.head_of_service;
        let set = |title: &str, english: &str, portuguese: &str| {
            let input = json!({ "title": title, "english": english, "portuguese": portuguese });
            house.act(head, "case.set_reply", input)
        };
        let on_the_way = set(
            "On the way",
            "{contact}, {engineer} comes at {arrives}.",
            "{contact}, {engineer} chega {arrives}.",
        );
        let on_the_way = id(&on_the_way.unwrap(), "reply");
        set("Got it", "{number}: {owner} has it.", "{number}: {owner} cuida.").unwrap();
        assert_eq!(rule(set("x", "{price}", "{price}")), "/english case.reply_place");
        assert_eq!(rule(set("x", "{unit}", "{site}")), "/portuguese case.reply_places_differ");
        let case = d.stop(d.desk);
        let view = |reply| house.view(d.desk, "case.fill_reply", json!({ "case": case, "reply": reply }));
        let refused = view(on_the_way).unwrap_err();
        assert_eq!(refused.rule, "case.reply_lacks");
        let all = house.view(d.desk, "case.filled_replies", json!({ "case": case })).unwrap();
        assert_eq!(all[0]["title"], "Got it");
        let number = d.one(case)["number"].as_str().unwrap().to_owned();
        assert!(all[0]["words"].as_str().unwrap().starts_with(&number), "{}", all[0]);
        assert_eq!(all[1]["lacks"], json!(["engineer", "arrives"]));
        let go = json!({ "engineer": d.works.maker.engineer, "arrives_at": "2027-08-14T04:00:00Z" });
        d.on(d.desk, "case.dispatch", case, go).unwrap();
        let words = view(on_the_way).unwrap()["words"].as_str().unwrap().to_owned();
        assert!(words.starts_with("Paul, ") && !words.contains('{'), "{words}");
        house.verify();
    });
}

#[test]
fn r29_what_changed_since_one_looked_is_marked_and_looking_clears_it() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        house.advance("2027-08-14T01:20:00Z");
        let case = d.stop(d.desk);
        let queue = |who: Uuid, input: serde_json::Value| house.view(who, "case.queue", input).unwrap();
        let changed = |who: Uuid| queue(who, json!({}))["rows"][0]["changed"].as_bool().unwrap();
        assert!(queue(d.desk, json!({}))["looked_at"].is_null());
        assert!(!changed(d.desk), "whoever has never looked has missed nothing");
        d.act(d.desk, "case.see_queue", json!({}));
        d.act(d.second, "case.see_queue", json!({}));
        assert!(!changed(d.desk));
        house.advance("2027-08-14T01:31:00Z");
        let engineer = d.works.maker.engineer;
        d.on(d.desk, "case.respond", case, json!({ "how": "call_back", "engineer": engineer })).unwrap();
        assert!(changed(d.desk) && changed(d.second));
        let since = queue(d.second, json!({}))["looked_at"].clone();
        let only = queue(d.second, json!({ "changed_since": since }));
        assert_eq!((only["count"].as_i64(), only["rows"][0]["id"].clone()), (Some(1), json!(case)));
        d.act(d.second, "case.see_queue", json!({}));
        assert!(!changed(d.second) && changed(d.desk), "each looks for themselves");
        house.verify();
    });
}

#[test]
fn r10_whoever_is_sent_to_a_customer_is_released_from_the_demonstration_and_the_rep_hears_of_it() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let maker = &d.works.maker;
        let elsewhere = maker.account("Forja Braga");
        let opened = json!({ "customer": elsewhere.customer, "title": "A first press", "kind": "net_new" });
        let opportunity = id(&d.act(maker.rep, "opportunity.open", opened), "opportunity");
        let show = |at: &str| {
            let input = json!({
                "opportunity": opportunity, "product": d.works.press, "site": elsewhere.site, "starts_at": at,
                "minutes": 60, "engineer": maker.engineer
            });
            id(&d.act(maker.rep, "demo.plan", input), "demo")
        };
        // At 17:30 the engineer is at the stopped press; by the evening after, long back.
        let (during, before, after) =
            (show("2027-07-02T17:00:00Z"), show("2027-07-02T12:00:00Z"), show("2027-07-03T17:00:00Z"));
        let case = d.stop(d.desk);
        let send = json!({ "engineer": maker.engineer, "arrives_at": "2027-07-02T17:30:00Z" });
        d.on(d.desk, "case.dispatch", case, send).unwrap();
        let seen = house.view(maker.rep, "opportunity.one", json!({ "opportunity": opportunity })).unwrap();
        let demo = |id: Uuid| {
            let all = seen["demos"].as_array().unwrap();
            all.iter().find(|demo| demo["id"] == json!(id)).unwrap().clone()
        };
        assert!(demo(during)["engineer"].is_null(), "{}", demo(during));
        assert_eq!(demo(during)["released"]["id"], json!(maker.engineer));
        assert_eq!(demo(during)["released_reason"], d.one(case)["number"]);
        for free in [before, after] {
            assert_eq!(demo(free)["engineer"]["id"], json!(maker.engineer), "there is time for it");
        }
        assert_eq!(d.notices(maker.rep, "notice-demo-engineer-released"), 1);
        house.verify();
    });
}

#[test]
fn r12_a_call_about_the_unit_on_trial_is_on_the_scorecard_at_once_and_stays_there_once() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let maker = &d.works.maker;
        let plan = json!({
            "customer": d.customer(), "name": "Hall 4", "product": d.works.press, "units": 6, "starts_on": "2027-02-01",
            "months": 14, "capacity": "1", "preparation_days": 9, "lead_days": 30
        });
        let programme = id(&d.act(maker.rep, "programme.plan", plan), "programme");
        let trial = json!({ "programme": programme, "version": 1, "unit": d.unit });
        d.act(maker.rep, "programme.set_trial", trial);
        let card = |who: Uuid| {
            let seen = house.view(who, "programme.one", json!({ "programme": programme })).unwrap();
            let rows = seen["scorecard"].as_array().unwrap().clone();
            let about = rows.into_iter().filter(|row| row["kind"] == json!("service_case"));
            let rows: Vec<(bool, String)> = about
                .map(|row| (row["good"] == json!(false), row["text"].as_str().unwrap().to_owned()))
                .collect();
            (seen["against"].as_i64().unwrap(), rows)
        };
        let quiet = card(maker.rep).0;
        let case = d.stop(d.desk);
        let number = d.one(case)["number"].as_str().unwrap().to_owned();
        for who in [maker.rep, maker.planner, maker.head_of_service] {
            let (against, rows) = card(who);
            assert_eq!((against, rows.len()), (quiet + 1, 1), "{rows:?}");
            assert!(rows[0].0 && rows[0].1.contains(&number), "{rows:?}");
        }
        // It runs again: the stop stands among the unit's own from now on, and counts once.
        house.advance("2027-07-01T18:00:00Z");
        d.restore(case, "nothing").unwrap();
        let (against, rows) = card(maker.rep);
        assert!(rows.is_empty(), "{rows:?}");
        assert!(against > quiet, "the stop itself: {against}");
        // Something that only disturbs is an incident too; a question is none.
        let call = |severity: &str| {
            let input = json!({
                "customer": d.customer(), "asset": d.unit, "contact": d.works.account.contact, "what": "It hums",
                "call_back": "+351 253 000 111", "severity": severity
            });
            d.act(d.desk, "case.open", input)
        };
        call("disturbed");
        call("question");
        let rows = card(maker.rep).1;
        assert_eq!(rows.iter().filter(|row| row.0).count(), 1, "{rows:?}");
        assert_eq!(rows.len(), 2, "a question is open until it is answered");
        house.verify();
    });
}

#[test]
fn r64_what_a_field_names_of_another_customer_is_answered_as_what_is_not_there() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let other = d.works.maker.account("Moinho Verde");
        let unit = json!({ "customer": other.customer, "product": d.works.press, "model": "Press P-1" });
        let theirs = id(&d.act(d.works.maker.head_of_service, "asset.add", unit), "asset");
        let case = d.stop(d.desk);
        let nobody = Uuid::from_u128(9);
        let both = [("contact", other.contact), ("site", other.site), ("asset", theirs)];
        for (field, foreign) in both {
            for named in [foreign, nobody] {
                let unknown = format!("/{field} field.unknown_reference");
                let mut open =
                    json!({ "customer": d.customer(), "what": "It stands", "call_back": "+351 9" });
                open[field] = json!(named);
                assert_eq!(d.refused(d.desk, "case.open", open), unknown);
                assert_eq!(rule(d.on(d.desk, "case.name_unit", case, json!({ field: named }))), unknown);
            }
        }
        let alone = json!({ "asset": nobody, "what": "It stands", "call_back": "+351 9" });
        assert_eq!(d.refused(d.desk, "case.open", alone), "/asset field.unknown_reference");
        let own = json!({ "what": "It stands", "asset": theirs });
        assert_eq!(rule(d.as_contact("portal.report_case", own)), "/asset field.unknown_reference");
        // What it is about stays absent.
        assert_eq!(d.refused(d.desk, "case.hear", json!({ "case": nobody, "words": "x" })), "absent");
        house.verify();
    });
}

#[test]
fn r29_a_name_that_fits_several_customers_is_offered_to_choose_from_before_a_stranger_is_made() {
    on_both_databases(rooms, START, |house| {
        let d = Desk::new(house);
        let green = d.works.maker.account("Moinho Verde").customer;
        let rep = d.works.maker.rep;
        let call = |more: serde_json::Value| {
            let mut input = json!({ "who": "Moinho", "what": "It stands", "call_back": "+351 9" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(rep, "case.open", input)
        };
        let refused = call(json!({})).unwrap_err();
        assert_eq!(refused.fields[0].rule, "case.several_fit");
        let mut offered: Vec<_> = refused
            .possible
            .iter()
            .map(|one| one.action.clone().unwrap())
            .map(|(action, input)| (action, input["customer"].clone()))
            .collect();
        offered.sort_by_key(|(_, id)| id.to_string());
        let mut both = vec![("case.open", json!(d.customer())), ("case.open", json!(green))];
        both.sort_by_key(|(_, id)| id.to_string());
        assert_eq!(offered, both);
        let chosen = call(json!({ "customer": green })).unwrap();
        assert_eq!(d.one(id(&chosen, "case"))["customer"]["id"], json!(green));
        let stranger = call(json!({ "stranger": true })).unwrap();
        assert_eq!(d.one(id(&stranger, "case"))["customer"]["name"], "Moinho");
        // Who says that they are none of them is none of them, even where their words fit one alone.
        let stranger = call(json!({ "who": "Moinho Verde", "stranger": true })).unwrap();
        assert_ne!(d.one(id(&stranger, "case"))["customer"]["id"], json!(green));
        house.verify();
    });
}
