//! Parts, places and keys (R37), on figures of their own, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod yard;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use yard::{START, Yard, fact, id, rooms, rule};

#[test]
fn r37_leave_needs_a_second_key_holder_for_every_day_of_it() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let store = yard.place(
            "Garage Braga",
            "engineer",
            json!({ "person": yard.engineer(), "night_access": true }),
        );
        yard.key(store, yard.engineer(), json!({})).unwrap();
        let leave = || {
            let input =
                json!({ "from": "2027-08-02T07:00:00Z", "until": "2027-08-14T17:00:00Z", "cover": yard.ivo });
            yard.act(yard.engineer(), "leave.plan", input)
        };
        let alone = leave().unwrap_err();
        assert_eq!(alone.rule, "part.second_key");
        assert_eq!((fact(&alone, "place"), fact(&alone, "on")), (json!("Garage Braga"), json!("2027-08-02")));
        assert_eq!(alone.possible[0].action.as_ref().unwrap().0, "part_key.give");
        // A salesman with a key for a part of the time is not enough; the gap is named.
        let rep = yard.works.maker.rep;
        yard.key(store, rep, json!({ "from_on": "2027-08-01", "until_on": "2027-08-11" })).unwrap();
        assert_eq!(fact(&leave().unwrap_err(), "on"), json!("2027-08-12"));
        yard.key(store, yard.ivo, json!({ "from_on": "2027-08-12" })).unwrap();
        leave().unwrap();
        // Whoever stays cannot go either.
        let other = json!({ "person": yard.ivo, "from": "2027-08-13T07:00:00Z", "until": "2027-08-13T17:00:00Z", "cover": rep });
        assert_eq!(rule(yard.act(yard.works.maker.head_of_service, "leave.plan", other)), "part.second_key");
        // A van goes with its driver and needs no second key.
        let van = yard.place("Van 3", "van", json!({ "person": rep }));
        yard.key(van, rep, json!({})).unwrap();
        let own = json!({ "from": "2027-09-06T07:00:00Z", "until": "2027-09-08T17:00:00Z", "cover": yard.works.maker.other_rep });
        yard.act(rep, "leave.plan", own).unwrap();
        house.verify();
    });
}

#[test]
fn r37_a_salesman_takes_a_part_at_night_in_three_taps_and_a_new_one_is_asked_for() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        let (_, stock) = yard.stock("S-12", "Garage Braga", 3);
        let store = yard.place(
            "Garage Braga",
            "engineer",
            json!({ "person": yard.engineer(), "night_access": true }),
        );
        let rep = yard.works.maker.rep;
        yard.key(store, rep, json!({})).unwrap();
        yard.act(yard.service_planner(), "part.set_least", json!({ "stock": stock, "pieces": 3 })).unwrap();
        house.at("2027-03-12T02:40:00Z");
        // Place, part, take: what the phone shows is what one call needs.
        let day = house.view(rep, "field.day", json!({})).unwrap();
        let place = &day["places"][0];
        assert_eq!(
            (&place["name"], &place["mine"], &place["night_access"]),
            (&json!("Garage Braga"), &json!(true), &json!(true))
        );
        let take = json!({ "stock": place["stock"][0]["stock"], "quantity": 2 });
        let taken = yard.act(rep, "part.take", take).unwrap();
        assert_eq!(taken["on_hand"], json!(1));
        let shown = |name: &str| {
            let page =
                house.view(yard.service_planner(), "part_place.one", json!({ "place": store })).unwrap();
            page["rows"][0]["stock"][0][name].clone()
        };
        assert_eq!((shown("asked_for"), shown("on_hand")), (json!(2), json!(1)));
        // One comes back, the request shrinks; new ones come, it is over.
        yard.act(rep, "part.return", json!({ "move": taken["move"], "quantity": 1 })).unwrap();
        assert_eq!(shown("asked_for"), json!(1));
        let expect = json!({ "stock": stock, "quantity": 5, "on": "2027-03-15" });
        let receipt = yard.act(yard.works.maker.planner, "part.expect", expect).unwrap();
        assert_eq!(shown("coming"), json!(5));
        let receive = json!({ "receipt": receipt["receipt"], "version": 1, "quantity": 5 });
        yard.act(yard.works.maker.planner, "part.receive", receive).unwrap();
        assert_eq!((shown("asked_for"), shown("on_hand")), (json!(0), json!(7)));
        let too_many = yard.act(rep, "part.return", json!({ "move": taken["move"], "quantity": 2 }));
        assert_eq!(rule(too_many), "/quantity field.range");
        let for_visit = json!({ "stock": stock, "quantity": 1, "visit": visit });
        yard.act(yard.engineer(), "part.take", for_visit).unwrap();
        assert_eq!(yard.one(visit)["taken"][0]["quantity"], json!(1));
        house.verify();
    });
}

#[test]
fn r37_nothing_is_taken_below_nothing_nor_from_what_others_were_promised() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let visit = yard.planned();
        let (_, stock) = yard.stock("S-3", "Porto", 4);
        let hold = |pieces: i64| {
            yard.act(
                yard.service_planner(),
                "part.hold",
                json!({ "visit": visit, "stock": stock, "quantity": pieces }),
            )
        };
        assert_eq!(hold(3).unwrap()["held"], json!(3));
        assert_eq!(rule(hold(2)), "part.promised");
        let take = |pieces: i64, visit: Value| {
            yard.act(yard.ivo, "part.take", json!({ "stock": stock, "quantity": pieces, "visit": visit }))
        };
        let promised = take(2, Value::Null).unwrap_err();
        assert_eq!((promised.rule, fact(&promised, "free")), ("part.promised", json!(1)));
        assert_eq!(rule(take(5, json!(visit))), "part.not_there");
        // What is held for a visit is taken for it.
        assert_eq!(take(2, json!(visit)).unwrap()["on_hand"], json!(2));
        assert_eq!(yard.one(visit)["held"][0]["quantity"], json!(1));
        assert_eq!(rule(take(2, Value::Null)), "part.promised");
        yard.act(yard.service_planner(), "part.drop", json!({ "visit": visit, "stock": stock })).unwrap();
        assert_eq!(take(2, Value::Null).unwrap()["on_hand"], json!(0));
        assert_eq!(rule(take(1, Value::Null)), "part.not_there");
        house.verify();
    });
}

#[test]
fn r37_two_phones_take_the_last_piece_and_one_wins() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let (_, stock) = yard.stock("S-1", "Porto", 1);
        let take = |person| yard.act(person, "part.take", json!({ "stock": stock, "quantity": 1 }));
        let outcomes = std::thread::scope(|scope| {
            let hands: Vec<_> = [yard.engineer(), yard.ivo, yard.works.maker.rep, yard.works.maker.other_rep]
                .into_iter()
                .map(|person| scope.spawn(move || take(person)))
                .collect();
            hands.into_iter().map(|hand| hand.join().unwrap()).collect::<Vec<_>>()
        });
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(won, 1, "{outcomes:?}");
        assert!(outcomes.into_iter().filter_map(Result::err).all(|refusal| refusal.rule == "part.not_there"));
        house.verify();
    });
}

#[test]
fn r37_a_critical_part_too_far_away_is_a_gap_before_the_contract_is_sold() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let works = &yard.works;
        let (part, _) = yard.stock("S-40", "Lisbon", 6);
        let act = |action: &str, input: Value| yard.act(yard.service_planner(), action, input).unwrap();
        act("critical_part.add", json!({ "product": works.press, "part": part }));
        let reach = |place: &str, minutes: i64| {
            act(
                "part_reach.set",
                json!({ "place": place, "territory": works.maker.north, "minutes": minutes }),
            );
        };
        // Plan Night answers within six hours.
        reach("Lisbon", 361);
        let gaps = || {
            let input = json!({
                "customer": works.account.customer, "site": works.account.site, "plan_version": works.night, "product": works.press
            });
            let found = house.view(works.maker.rep, "service.readiness", input).unwrap();
            let missing = found["missing"].as_array().unwrap().clone();
            missing.iter().filter(|one| one["word"] == "critical_part").count()
        };
        assert_eq!(gaps(), 1);
        let near = yard.more_stock(part, "Braga", 1);
        reach("Braga", 45);
        assert_eq!(gaps(), 0);
        // Near, but locked at night, while the plan answers at night.
        yard.place("Braga", "regional", json!({}));
        assert_eq!(gaps(), 1);
        let open = json!({ "version": 1, "night_access": true });
        yard.place("Braga", "regional", open);
        assert_eq!(gaps(), 0);
        yard.act(yard.ivo, "part.take", json!({ "stock": near, "quantity": 1 })).unwrap();
        assert_eq!(gaps(), 1, "the last piece near is gone");
        house.verify();
    });
}

#[test]
fn r37_the_last_key_stays_and_a_key_is_held_once() {
    on_both_databases(rooms, START, |house| {
        let yard = Yard::new(house);
        let store = yard.place("Garage Braga", "regional", json!({}));
        let own = yard.key(store, yard.ivo, json!({})).unwrap();
        assert_eq!(rule(yard.key(store, yard.ivo, json!({}))), "/person part.has_key");
        let end = |more: Value| {
            let mut input = json!({ "key": own["id"], "version": 1 });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            yard.act(yard.service_planner(), "part_key.end", input)
        };
        assert_eq!(rule(end(json!({}))), "part.last_key");
        yard.key(store, yard.engineer(), json!({})).unwrap();
        end(json!({ "last_day": "2027-03-20" })).unwrap();
        yard.act(yard.engineer(), "part_key.test", json!({ "key": own["id"] })).unwrap();
        let page = house.view(yard.service_planner(), "part_place.list", json!({})).unwrap();
        let keys = page["rows"][0]["keys"].as_array().unwrap().clone();
        assert_eq!(keys.len(), 2);
        assert_eq!(page["rows"][0]["shut_on"], Value::Null);
        assert!(keys.iter().any(|key| key["tested_on"] == "2027-03-10"));
        assert_eq!(id(&own, "place"), store);
        house.verify();
    });
}
