//! Visits from the plan to the signature, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod yard;

use accord_kernel::{Call, Caller};
use accord_testing::on_both_databases;
use serde_json::{Value, json};
use uuid::Uuid;
use yard::{START, Yard, fact, id, rooms, rule};

#[test]
fn a_planned_visit_is_announced_with_name_and_time_of_the_site_and_a_moved_one_again() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let made =
            yard.plan(json!({ "starts_at": "2027-04-07T10:00:00Z", "person": yard.engineer() })).unwrap();
        assert_eq!((&made["told"], &made["state"]), (&json!("yes"), &json!("planned")));
        let letters = yard.letters();
        assert_eq!(letters.len(), 1);
        // Summer time has begun at the site.
        assert!(letters[0].contains("11:00"), "{letters:?}");
        let visit = id(&made, "visit");
        let version = yard.one(visit)["visit"]["version"].clone();
        let again = json!({ "visit": visit, "version": version, "starts_at": "2027-04-08T07:30:00Z" });
        yard.act(yard.service_planner(), "visit.move", again).unwrap();
        let letters = yard.letters();
        assert_eq!(letters.len(), 2);
        assert!(letters.iter().any(|body| body.contains("11:00") && body.contains("8:30")), "{letters:?}");
        // A longer visit at the same time is no news for the customer.
        let version = yard.one(visit)["visit"]["version"].clone();
        let longer = json!({ "visit": visit, "version": version, "starts_at": "2027-04-08T07:30:00Z", "minutes": 240 });
        assert_eq!(yard.act(yard.service_planner(), "visit.move", longer).unwrap()["told"], "known");
        assert_eq!(yard.letters().len(), 2);
        let version = yard.one(visit)["visit"]["version"].clone();
        let off = json!({ "visit": visit, "version": version, "reason": "Mended by telephone" });
        assert_eq!(yard.act(yard.service_planner(), "visit.cancel", off).unwrap()["told"], "yes");
        assert_eq!(yard.letters().len(), 3);
        house.verify();
    });
}

#[test]
fn the_list_says_who_can_and_why_not_the_others() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        // In an hour: too soon for a way of ninety minutes.
        let visit = id(&yard.plan(json!({ "starts_at": "2027-03-10T10:00:00Z" })).unwrap(), "visit");
        let list = |more: Value| {
            let mut input = json!({ "visit": visit });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.view(yard.service_planner(), "visit.proposals", input).unwrap()
        };
        let words = |row: &Value| -> Vec<String> {
            row["why"]
                .as_array()
                .unwrap()
                .iter()
                .map(|why| why["word"].as_str().unwrap().to_owned())
                .collect()
        };
        let soon = list(json!({}));
        assert!(soon.as_array().unwrap().iter().all(|row| words(row).contains(&"late".to_owned())), "{soon}");
        let at = json!({ "starts_at": "2027-03-11T10:00:00Z" });
        let later = list(at.clone());
        assert_eq!(later[0]["can"], json!(true), "{later}");
        assert_eq!(later[0]["looks_after"], json!(true));
        assert_eq!(later[0]["person"]["id"], json!(yard.engineer()));
        // On leave, at another visit: both are said, and forbid.
        let leave = json!({
            "person": yard.ivo, "from": "2027-03-11T00:00:00Z", "until": "2027-03-12T00:00:00Z", "cover": yard.engineer()
        });
        yard.act(yard.works.maker.head_of_service, "leave.plan", leave).unwrap();
        let other = json!({ "starts_at": "2027-03-11T09:00:00Z", "person": yard.engineer() });
        let other = id(&yard.plan(other).unwrap(), "visit");
        let now = list(at);
        let of = |person| {
            now.as_array().unwrap().iter().find(|row| row["person"]["id"] == json!(person)).unwrap().clone()
        };
        assert!(words(&of(yard.ivo)).contains(&"leave".to_owned()));
        assert!(words(&of(yard.engineer())).contains(&"busy".to_owned()));
        assert_ne!(visit, other);
        // Nobody is in two places, whatever the reason.
        let version = yard.one(visit)["visit"]["version"].clone();
        let both = json!({
            "visit": visit, "version": version, "starts_at": "2027-03-11T10:00:00Z"
        });
        yard.act(yard.service_planner(), "visit.move", both).unwrap();
        let version = yard.one(visit)["visit"]["version"].clone();
        let send = |person, reason: Value| {
            let input = json!({ "visit": visit, "version": version, "person": person, "reason": reason });
            rule(yard.act(yard.service_planner(), "visit.assign", input))
        };
        assert_eq!(send(yard.engineer(), json!("He wants to")), "/person visit.person_busy");
        assert_eq!(send(yard.ivo, json!("He wants to")), "/person visit.person_on_leave");
        assert_eq!(send(yard.works.maker.head_of_service, json!(null)), "/reason visit.reason_needed");
        house.verify();
    });
}

#[test]
fn nobody_is_sent_who_may_not_carry_out_visits_and_others_are_named_instead() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let rep = yard.works.maker.rep;
        let who = |refusal: &accord_kernel::Refusal| {
            assert_eq!(refusal.fields[0].rule, "visit.person_may_not", "{refusal:?}");
            assert_eq!(refusal.possible[0].word, "visit_instead");
            accord_kernel::Refusal::facts_json(&refusal.possible[0].facts)["who"].clone()
        };
        let at = "2027-03-11T10:00:00Z";
        // At the time of another visit the engineer is no choice either, and no reason gives a right.
        yard.planned();
        let refused =
            yard.plan(json!({ "starts_at": at, "person": rep, "reason": "Knows Paul" })).unwrap_err();
        assert_eq!(accord_kernel::Refusal::facts_json(&refused.fields[0].facts), json!({ "person": "Rita" }));
        assert_eq!(who(&refused), json!(["Ivo"]));
        // Of a visit without a time nobody knows who is free.
        let open = yard.plan(json!({})).unwrap();
        let send = |person: Uuid| {
            let input = json!({ "visit": open["visit"], "version": open["version"], "person": person });
            yard.act(yard.service_planner(), "visit.assign", input)
        };
        let mut both: Vec<String> = serde_json::from_value(who(&send(rep).unwrap_err())).unwrap();
        both.sort();
        assert_eq!(both, ["Ivo", "Nora"]);
        send(yard.ivo).unwrap();
        assert_eq!(yard.one(id(&open, "visit"))["people"].as_array().unwrap().len(), 1);
        // Whoever is on the list without the right is forbidden there too.
        let crew = json!({ "person": rep, "territory": yard.works.maker.north, "skill": yard.works.maker.skill,
            "minutes": { "weekly": 600 } });
        yard.act(yard.service_planner(), "capacity.add_crew", crew).unwrap();
        let input = json!({ "visit": open["visit"], "starts_at": at });
        let list = house.view(yard.service_planner(), "visit.proposals", input).unwrap();
        let seller = list.as_array().unwrap().iter().find(|one| one["person"]["id"] == json!(rep)).unwrap();
        assert_eq!(
            (&seller["why"][0]["word"], &seller["why"][0]["forbids"]),
            (&json!("may_not"), &json!(true))
        );
        house.verify();
    });
}

#[test]
fn every_step_counts_and_nobody_signs_another_text_than_the_one_shown() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        let me = yard.engineer();
        house.at("2027-03-11T10:20:00Z");
        let early = json!({ "visit": visit });
        let open = yard.act(me, "visit.finish", early.clone()).unwrap_err();
        assert_eq!(open.rule, "visit.steps_open");
        let sign = |hash: &str| {
            let input = json!({ "visit": visit, "name": "Paul", "contact": yard.works.account.contact, "text_sha256": hash, "drawn": "M 1 1 L 9 9" });
            yard.act(me, "visit.sign", input)
        };
        assert_eq!(rule(sign("00")), "visit.not_there");
        yard.work(visit);
        assert_eq!(rule(sign("00")), "visit.other_text");
        let shown = yard.hash(visit);
        sign(&shown).unwrap();
        // A word changed after the signature: the signature no longer stands, and the visit cannot be ended on it.
        let change = json!({ "visit": visit, "version": 2, "mended": "New seal and a new pump" });
        yard.act(me, "visit.report", change).unwrap();
        assert_eq!(rule(yard.act(me, "visit.finish", early.clone())), "visit.steps_open");
        assert_eq!(yard.one(visit)["signatures"][0]["stands"], json!(false));
        assert_eq!(rule(sign(&shown)), "visit.other_text");
        sign(&yard.hash(visit)).unwrap();
        let done =
            yard.act(me, "visit.finish", json!({ "visit": visit, "come_back": "The other seal" })).unwrap();
        assert_eq!(done["state"], "done");
        // Told twice, done once.
        assert_eq!(yard.act(me, "visit.finish", early).unwrap()["at"], done["at"]);
        let list = house.view(yard.service_planner(), "visit.list", json!({ "state": "open" })).unwrap();
        assert_eq!(list["count"], json!(1), "somebody comes back: {list}");
        assert_eq!(rule(yard.act(me, "visit.arrive", json!({ "visit": visit }))), "visit.over");
        house.verify();
    });
}

#[test]
fn two_devices_write_one_visit_and_the_second_is_shown_what_stands() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        let first = json!({ "visit": visit, "version": 1, "found": "Seal torn", "summary": "Drips no more" });
        yard.act(yard.engineer(), "visit.report", first).unwrap();
        let second = json!({ "visit": visit, "version": 1, "mended": "Pump changed" });
        let stale = yard.act(yard.service_planner(), "visit.report", second);
        // The planner may not carry visits out; the head of service may.
        assert_eq!(rule(stale), "permission");
        let second = json!({ "visit": visit, "version": 1, "mended": "Pump changed" });
        let stale = yard.act(yard.works.maker.head_of_service, "visit.report", second).unwrap_err();
        assert_eq!(stale.rule, "stale");
        let detail = stale.detail.unwrap();
        assert_eq!(detail["current"]["found"], "Seal torn");
        assert_eq!((&detail["current"]["version"], &detail["sent_version"]), (&json!(2), &json!(1)));
        // Another field: both stay.
        let merged = json!({ "visit": visit, "version": 2, "mended": "Pump changed" });
        yard.act(yard.works.maker.head_of_service, "visit.report", merged).unwrap();
        let report = yard.one(visit)["report"].clone();
        assert_eq!((&report["found"], &report["mended"]), (&json!("Seal torn"), &json!("Pump changed")));
        house.verify();
    });
}

#[test]
fn what_a_device_tells_later_keeps_its_own_time_and_is_done_once() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        let me = yard.engineer();
        house.at("2027-03-11T16:00:00Z");
        let caller = Caller::person(me);
        let arrive = |key: &str, at: &str| {
            let mut call = Call::new("visit.arrive", json!({ "visit": visit, "at": at }));
            call.key = Some(key.to_owned());
            house.kernel.act(&caller, call)
        };
        let once = arrive("device-1-a", "2027-03-11T09:57:00Z").unwrap();
        let again = arrive("device-1-a", "2027-03-11T09:57:00Z").unwrap();
        assert_eq!((once.answer, again.repeated), (again.answer, true));
        assert_eq!(yard.one(visit)["arrived_at"], "2027-03-11T09:57:00Z");
        // A colleague who came later changes nothing; one who came earlier does.
        arrive("device-2-a", "2027-03-11T10:30:00Z").unwrap();
        assert_eq!(yard.one(visit)["arrived_at"], "2027-03-11T09:57:00Z");
        arrive("device-3-a", "2027-03-11T09:50:00Z").unwrap();
        assert_eq!(yard.one(visit)["arrived_at"], "2027-03-11T09:50:00Z");
        // A device whose clock runs ahead does not move us into the future.
        let ahead = arrive("device-4-a", "2027-03-11T18:00:00Z").unwrap();
        assert_eq!(ahead.answer["at"], "2027-03-11T09:50:00Z");
        house.verify();
    });
}

#[test]
fn the_day_holds_all_that_a_device_needs_and_nobody_elses() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        yard.stock("S-9", "Braga", 4);
        let day = house.view(yard.engineer(), "field.day", json!({})).unwrap();
        let pack = &day["visits"][0];
        assert_eq!(pack["id"], json!(visit));
        assert_eq!((&pack["travel_minutes"], &pack["minutes"]), (&json!(90), &json!(120)));
        assert_eq!(pack["asset"]["name"], "Press P-1 P1-0077");
        assert_eq!(pack["contact"]["name"], "Paul");
        assert_eq!(day["places"][0]["stock"][0]["free"], json!(4));
        let other = house.view(yard.ivo, "field.day", json!({})).unwrap();
        assert_eq!(other["visits"], json!([]));
        let not_mine = yard.act(yard.works.maker.rep, "visit.arrive", json!({ "visit": visit }));
        assert_eq!(rule(not_mine), "permission");
    });
}

#[test]
fn a_visit_keeps_its_engineer_from_demonstrations_and_is_handed_over_by_who_leaves() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        let missing = yard.ask(json!({ "subject": visit }));
        let half = yard.act(yard.service_planner(), "visit.plan", missing).unwrap_err();
        assert_eq!(half.fields[0].rule, "field.required");
        let held = house
            .kernel
            .db
            .read(|tx| accord_room_people::handover::held(tx, &house.kernel.registry, yard.engineer().into()))
            .unwrap();
        assert!(held.iter().any(|one| one.kind == "visit" && one.id == visit), "{held:?}");
        let unknown =
            yard.act(yard.service_planner(), "visit.plan", yard.ask(json!({ "minutes": 2 }))).unwrap_err();
        assert_eq!(fact(&unknown, "from"), Value::Null);
    });
}

#[test]
fn r29_a_visit_for_a_case_is_its_on_site_promise_and_the_arrival_keeps_it() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let account = yard.works.account;
        let stop = json!({
            "customer": account.customer, "asset": yard.unit, "contact": account.contact,
            "what": "The press stands still", "call_back": "+351 253 000 222"
        });
        let case = id(&yard.act(yard.works.maker.head_of_service, "case.open", stop).unwrap(), "case");
        let for_case = json!({
            "starts_at": "2027-03-10T12:00:00Z", "person": yard.engineer(), "subject_kind": "service_case", "subject": case
        });
        let visit = id(&yard.plan(for_case).unwrap(), "visit");
        let one =
            || house.view(yard.works.maker.head_of_service, "case.one", json!({ "case": case })).unwrap();
        assert_eq!(one()["arrives_at"], "2027-03-10T12:00:00Z");
        house.at("2027-03-10T10:10:00Z");
        yard.act(yard.engineer(), "visit.travel", json!({ "visit": visit, "minutes": 85 })).unwrap();
        assert_eq!(one()["arrives_at"], "2027-03-10T11:35:00Z");
        house.at("2027-03-10T11:40:00Z");
        // Told later from a cellar without network: the clock stops when it happened.
        yard.act(yard.engineer(), "visit.arrive", json!({ "visit": visit, "at": "2027-03-10T11:31:00Z" }))
            .unwrap();
        assert_eq!(one()["on_site_at"], "2027-03-10T11:31:00Z");
        // The case's page lists its own visits, and no other of the customer.
        yard.plan(json!({ "starts_at": "2027-03-12T12:00:00Z" })).unwrap();
        let of = |input| house.view(yard.service_planner(), "visit.list", input).unwrap()["rows"].clone();
        let mine = of(json!({ "customer": account.customer, "subject": case }));
        assert_eq!((mine.as_array().unwrap().len(), &mine[0]["id"]), (1, &json!(visit)));
        assert_eq!(of(json!({ "customer": account.customer })).as_array().unwrap().len(), 2);
        let other = yard.works.maker.account("Moinho Verde");
        // What a field names is another's or is not there: the field is said, and which of them it is stays hidden (R64).
        for (field, theirs) in [("site", other.site), ("contact", other.contact)] {
            for named in [theirs, Uuid::from_u128(9)] {
                assert_eq!(
                    rule(yard.plan(json!({ field: named }))),
                    format!("/{field} field.unknown_reference")
                );
            }
        }
        // A case of another customer is as absent.
        let foreign = json!({
            "customer": other.customer, "site": other.site, "purpose": "inspect", "task": "Look", "minutes": 60,
            "subject_kind": "service_case", "subject": case
        });
        assert_eq!(rule(yard.act(yard.service_planner(), "visit.plan", foreign)), "absent");
        house.verify();
    });
}

/// A stop of the unit, called in at the desk.
fn stopped(yard: &Yard<'_>) -> Uuid {
    let account = yard.works.account;
    let stop = json!({
        "customer": account.customer, "asset": yard.unit, "contact": account.contact,
        "what": "The press stands still", "call_back": "+351 253 000 222"
    });
    id(&yard.act(yard.works.maker.head_of_service, "case.open", stop).unwrap(), "case")
}

fn case_of(yard: &Yard<'_>, case: Uuid) -> Value {
    yard.house().view(yard.works.maker.head_of_service, "case.one", json!({ "case": case })).unwrap()
}

fn on_site(yard: &Yard<'_>, case: Uuid) -> Vec<(Value, Value)> {
    let one = case_of(yard, case);
    let clocks = one["clocks"].as_array().unwrap().iter();
    clocks
        .filter(|clock| clock["kind"] == "on_site")
        .map(|clock| (clock["state"].clone(), clock["due_at"].clone()))
        .collect()
}

#[test]
fn r29_of_several_visits_for_a_case_the_earliest_speaks_and_the_next_when_it_is_called_off() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let case = stopped(&yard);
        let plan = |at: &str, person: Uuid| {
            let more =
                json!({ "starts_at": at, "person": person, "subject_kind": "service_case", "subject": case });
            id(&yard.plan(more).unwrap(), "visit")
        };
        let on = |visit: Uuid, action: &str, more: Value| {
            let mut input = json!({ "visit": visit, "version": yard.one(visit)["visit"]["version"] });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            yard.act(yard.service_planner(), action, input).unwrap()
        };
        let arrives = || case_of(&yard, case)["arrives_at"].clone();
        let today = plan("2027-03-10T15:20:00Z", yard.engineer());
        let seals = plan("2027-03-17T13:00:00Z", yard.ivo);
        assert_eq!(arrives(), "2027-03-10T15:20:00Z", "a visit of next week moves nothing");
        assert_eq!(case_of(&yard, case)["engineer"]["id"], json!(yard.engineer()));
        assert_eq!(on_site(&yard, case), [(json!("open"), json!("2027-03-10T15:20:00Z"))]);
        // Moved behind the other one, it is the other one for which they wait.
        on(today, "visit.move", json!({ "starts_at": "2027-03-18T09:00:00Z" }));
        assert_eq!(arrives(), "2027-03-17T13:00:00Z");
        assert_eq!(case_of(&yard, case)["engineer"]["id"], json!(yard.ivo));
        on(seals, "visit.cancel", json!({ "reason": "No seals before April" }));
        assert_eq!(arrives(), "2027-03-18T09:00:00Z");
        // Nobody comes any more: that is seen, and what was told stays owed.
        on(today, "visit.unassign", json!({ "person": yard.engineer(), "reason": "Ill" }));
        assert!(arrives().is_null() && case_of(&yard, case)["engineer"].is_null());
        assert_eq!(on_site(&yard, case), [(json!("open"), json!("2027-03-18T09:00:00Z"))]);
        let page =
            house.view(yard.works.maker.head_of_service, "people.notices", json!({ "limit": 200 })).unwrap();
        let told =
            page["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == "notice-case-not-sent");
        assert_eq!(told.count(), 1, "whoever owns the case hears of it");
        // Somebody else is sent, and is there after the first time that was told.
        on(today, "visit.assign", json!({ "person": yard.ivo }));
        assert_eq!(arrives(), "2027-03-18T09:00:00Z");
        house.at("2027-03-18T08:30:00Z");
        yard.act(yard.ivo, "visit.arrive", json!({ "visit": today })).unwrap();
        assert_eq!(on_site(&yard, case)[0].0, "kept_late");
        house.verify();
    });
}

#[test]
fn r29_a_visit_called_off_takes_nothing_from_a_case_to_which_another_was_sent() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let case = stopped(&yard);
        let more = json!({
            "starts_at": "2027-03-10T15:20:00Z", "person": yard.engineer(), "subject_kind": "service_case", "subject": case
        });
        let visit = id(&yard.plan(more).unwrap(), "visit");
        let go = json!({
            "case": case, "version": case_of(&yard, case)["version"], "engineer": yard.ivo, "arrives_at": "2027-03-10T11:05:00Z"
        });
        yard.act(yard.works.maker.head_of_service, "case.dispatch", go).unwrap();
        let off =
            json!({ "visit": visit, "version": yard.one(visit)["visit"]["version"], "reason": "Ivo goes" });
        yard.act(yard.service_planner(), "visit.cancel", off).unwrap();
        let one = case_of(&yard, case);
        assert_eq!(
            (&one["engineer"]["id"], &one["arrives_at"]),
            (&json!(yard.ivo), &json!("2027-03-10T11:05:00Z"))
        );
        house.verify();
    });
}

#[test]
fn r64_a_signature_forgets_the_contact_who_gave_it_and_still_counts() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        house.at("2027-03-11T10:20:00Z");
        yard.work(visit);
        let contact = yard.works.account.contact;
        let sign = json!({
            "visit": visit, "name": "Paul Keane", "contact": contact, "text_sha256": yard.hash(visit), "drawn": "M 3 4 L 5 6"
        });
        yard.act(yard.engineer(), "visit.sign", sign).unwrap();
        let role: Uuid = accord_room_people::RoleId::seeded("privacy_administrator").into();
        let person = json!({ "name": "Petra", "roles": [role], "posts": [], "territories": [] });
        let petra = id(&yard.act(yard.works.maker.admin, "people.enter", person).unwrap(), "person");
        let erase = json!({ "contact": contact, "version": 1, "reason": "Asked to be forgotten" });
        yard.act(petra, "contact.erase", erase).unwrap();
        let signature = yard.one(visit)["signatures"][0].clone();
        assert_eq!((&signature["name"], &signature["drawn"]), (&json!(""), &json!("")));
        assert_eq!(signature["stands"], json!(true));
        yard.act(yard.engineer(), "visit.finish", json!({ "visit": visit })).unwrap();
        house.verify();
    });
}

#[test]
fn r27_a_preventive_visit_that_is_over_counts_as_delivered_on_its_day_at_the_site() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let service =
            json!({ "purpose": "maintain", "starts_at": "2027-03-11T10:00:00Z", "person": yard.engineer() });
        let visit = id(&yard.plan(service).unwrap(), "visit");
        let counted = || {
            let scope = accord_room_installation::Scope {
                customer: yard.works.account.customer.into(),
                order: None,
                contracts: Vec::new(),
                plans: Vec::new(),
                units: vec![yard.unit.into()],
            };
            let sources = house.kernel.registry.extensions::<accord_room_installation::DeliveredSource>();
            let source = *sources.into_iter().find(|source| source.word == "visit").unwrap();
            let caller = Caller::person(yard.service_planner());
            let found = house.kernel.read(&caller, |reader| {
                let context = reader.context.clone();
                (source.delivered)(reader.tx, &context, &scope)
            });
            found.unwrap().into_iter().map(|one| (one.kind.word(), one.on.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(counted(), []);
        // Past midnight in Porto's summer, not yet in Greenwich.
        house.at("2027-03-31T23:20:00Z");
        yard.work(visit);
        let signed = json!({ "visit": visit, "name": "Paul", "text_sha256": yard.hash(visit) });
        yard.act(yard.engineer(), "visit.sign", signed).unwrap();
        yard.act(yard.engineer(), "visit.finish", json!({ "visit": visit })).unwrap();
        assert_eq!(counted(), [("preventive_visit", "2027-04-01".to_owned())]);
    });
}

#[test]
fn a_visit_nobody_set_out_for_is_late_and_a_list_is_narrowed_by_day_and_person() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        // Ten and half past eleven at night by Porto's clock, which is UTC in winter.
        let plan = |at: &str, person: Uuid| {
            id(&yard.plan(json!({ "starts_at": at, "person": person })).unwrap(), "visit")
        };
        let early = plan("2027-03-11T10:00:00Z", yard.engineer());
        let night = plan("2027-03-11T23:30:00Z", yard.ivo);
        let next = plan("2027-03-12T08:00:00Z", yard.engineer());
        let open = id(&yard.plan(json!({})).unwrap(), "visit");
        let list = |who: Uuid, more: Value| -> Vec<(Uuid, bool)> {
            let page = house.view(who, "visit.list", more).unwrap();
            let row = |row: &Value| (id(row, "id"), row["late"].as_bool().unwrap());
            page["rows"].as_array().unwrap().iter().map(row).collect()
        };
        let planner = yard.service_planner();
        let all = |late: bool| [(early, late), (night, false), (next, false), (open, false)];
        assert_eq!(list(planner, json!({})), all(false), "on {}", house.name());
        house.at("2027-03-11T10:20:00Z");
        assert_eq!(list(planner, json!({})), all(true), "twenty minutes past, and nobody is on the way");
        let day = json!({ "from": "2027-03-11", "until": "2027-03-11" });
        assert_eq!(list(planner, day), [(early, true), (night, false)], "the day ends at midnight");
        assert_eq!(list(planner, json!({ "from": "2027-03-12" })), [(next, false)], "no time, no day");
        assert_eq!(list(planner, json!({ "until": "2027-03-10" })), []);
        assert_eq!(list(planner, json!({ "person": yard.ivo })), [(night, false)]);
        assert_eq!(list(yard.engineer(), json!({ "mine": true })), [(early, true), (next, false)]);
        let people = house.view(planner, "visit.people", json!({})).unwrap();
        let names: Vec<&str> =
            people.as_array().unwrap().iter().map(|who| who["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Ivo", "Nora"]);
        yard.act(yard.engineer(), "visit.travel", json!({ "visit": early, "minutes": 30 })).unwrap();
        assert_eq!(list(planner, json!({})), all(false), "somebody is on the way");
        // Whoever covers sees what is theirs meanwhile.
        let leave = json!({
            "from": "2027-03-11T12:00:00Z", "until": "2027-03-14T12:00:00Z",
            "cover": yard.engineer(), "note": "Family"
        });
        house.act(yard.ivo, "leave.plan", leave).unwrap();
        house.at("2027-03-11T12:30:00Z");
        let covered = list(yard.engineer(), json!({ "mine": true }));
        assert_eq!(covered.iter().map(|one| one.0).collect::<Vec<_>>(), [early, night, next]);
        house.verify();
    });
}

#[test]
fn r10_a_visit_for_a_service_call_takes_the_engineer_from_the_demonstration() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let maker = &yard.works.maker;
        let elsewhere = maker.account("Forja Braga");
        let opened = json!({ "customer": elsewhere.customer, "title": "A first press", "kind": "net_new" });
        let opportunity = id(&yard.act(maker.rep, "opportunity.open", opened).unwrap(), "opportunity");
        let show = |at: &str| {
            let input = json!({
                "opportunity": opportunity, "product": yard.works.press, "site": elsewhere.site, "starts_at": at,
                "minutes": 60, "engineer": yard.engineer()
            });
            id(&yard.act(maker.rep, "demo.plan", input).unwrap(), "demo")
        };
        let with = |demo: Uuid| {
            let seen =
                house.view(maker.rep, "opportunity.one", json!({ "opportunity": opportunity })).unwrap();
            let all = seen["demos"].as_array().unwrap().clone();
            !all.iter().find(|one| one["id"] == json!(demo)).unwrap()["engineer"].is_null()
        };
        let told = || {
            let seen = house.view(maker.rep, "people.notices", json!({})).unwrap().to_string();
            seen.matches("notice-demo-engineer-released").count()
        };
        let reason = "The press stands still";
        let planned = show("2027-03-12T10:00:00Z");
        yard.plan(
            json!({ "starts_at": "2027-03-12T10:30:00Z", "person": yard.engineer(), "reason": reason }),
        )
        .unwrap();
        assert_eq!((with(planned), told()), (false, 1));
        // Assigned later, and moved later.
        let assigned = show("2027-03-16T10:00:00Z");
        let made = yard.plan(json!({ "starts_at": "2027-03-16T09:30:00Z" })).unwrap();
        assert!(with(assigned), "nobody goes yet");
        let send = json!({ "visit": made["visit"], "version": made["version"], "person": yard.engineer(), "reason": reason });
        yard.act(yard.service_planner(), "visit.assign", send).unwrap();
        assert_eq!((with(assigned), told()), (false, 2));
        let moved = show("2027-03-18T10:00:00Z");
        let version = yard.one(id(&made, "visit"))["visit"]["version"].clone();
        let later = json!({
            "visit": made["visit"], "version": version, "starts_at": "2027-03-18T09:30:00Z", "reason": reason
        });
        yard.act(yard.service_planner(), "visit.move", later).unwrap();
        assert_eq!((with(moved), told()), (false, 3));
        // A course is no service call.
        let course = show("2027-03-19T10:00:00Z");
        let train = json!({
            "purpose": "train", "starts_at": "2027-03-19T10:30:00Z", "person": yard.engineer(), "reason": "Only Filipe knows it"
        });
        yard.plan(train).unwrap();
        assert_eq!((with(course), told()), (true, 3));
        house.verify();
    });
}
