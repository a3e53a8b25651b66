//! The gate through the kernel: earliest dates, refused dates, promises of machines and parts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::on_both_databases;
use maker::*;
use serde_json::json;
use uuid::Uuid;

#[test]
fn r18_the_earliest_dates_come_with_what_limits_them_and_the_slack() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Fiação Ave");
        let press = maker.machine("P-90", 40, 3_000);
        maker.slots(press, "2027-03-08", "2027-08-30", 1);
        maker.slots(press, "2027-04-19", "2027-04-26", 0);
        maker.crew(maker.fitter, 2_400);
        let input = json!({
            "customer": customer, "site": site, "product": press, "quantity": 1, "required_on": "2027-06-01"
        });
        let seen = house.view(maker.rep, "capacity.capable", input).unwrap();
        // 10 March and 40 days is Monday 19 April; the slots of two weeks are gone; Monday 3 May.
        assert_eq!(seen["ship"], json!("2027-05-03"), "{seen}");
        assert_eq!(seen["lines"][0]["slack_days"], json!(29));
        assert_eq!(seen["install"], json!("2027-05-05"));
        let limits: Vec<_> =
            seen["limits"].as_array().unwrap().iter().map(|limit| limit["limit"].clone()).collect();
        assert_eq!(limits, [json!("lead_time"), json!("slots_full"), json!("transport")]);
        let text = seen["limits"][1]["text"].as_str().unwrap();
        assert!(
            text.contains("the 2 weeks from 19 Apr 2027 to 26 Apr 2027") && text.contains("Press P-90"),
            "{text}"
        );
        maker.verify();
    });
}

#[test]
fn r18_a_date_before_the_earliest_is_refused_with_the_earliest() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Moagem Lima");
        let press = maker.machine("P-7", 100, 600);
        maker.slots(press, "2027-03-08", "2027-12-27", 2);
        maker.crew(maker.fitter, 2_000);
        let order = Uuid::from_u128(1);
        let take = |ship: &str| {
            maker.take(json!({ "order": order, "ask": ask(customer, Some(site), press, 1), "ship": ship }))
        };
        let refused = take("2027-06-10").unwrap_err();
        assert_eq!(refused.rule, "capacity.too_early");
        assert_eq!(fact(&refused, "earliest"), json!("2027-06-18"));
        assert_eq!(refused.detail.unwrap()["ship"], json!("2027-06-18"));
        assert_eq!(maker.week(press, "2027-06-14").1, 0, "a refused date takes nothing");
        assert_eq!(take("2027-06-18").unwrap()["ships"], json!(["2027-06-18"]));
        let late = maker.take(
            json!({ "order": order, "ask": ask(customer, Some(site), press, 1), "ship": "2041-01-01" }),
        );
        assert_eq!(rule(late), "capacity.beyond_horizon");
        // A later date moves the same order's slot; it is never held twice.
        assert_eq!(take("2027-09-08").unwrap()["ships"], json!(["2027-09-08"]));
        assert_eq!((maker.week(press, "2027-06-14").1, maker.week(press, "2027-09-06").1), (0, 1));
        maker.verify();
    });
}

#[test]
fn r18_an_installation_date_before_the_crew_is_there_is_refused_with_the_earliest() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Curtumes Sado");
        let press = maker.machine("P-8", 12, 1_500);
        maker.slots(press, "2027-03-08", "2027-12-27", 5);
        maker.crew(maker.fitter, 1_500);
        let first = json!({ "order": Uuid::from_u128(1), "ask": ask(customer, Some(site), press, 1), "install": "2027-03-29" });
        assert_eq!(maker.take(first).unwrap()["installs"], json!(["2027-03-29"]));
        let second = json!({ "order": Uuid::from_u128(2), "ask": ask(customer, Some(site), press, 1), "install": "2027-03-30" });
        let refused = maker.take(second).unwrap_err();
        assert_eq!(refused.rule, "capacity.too_early");
        // The crew's next week is free; this one holds the first order.
        assert_eq!(fact(&refused, "earliest"), json!("2027-04-05"), "{refused:?}");
        assert_eq!(maker.crew_week("2027-03-29"), (1_500, 1_500, 0));
        maker.verify();
    });
}

#[test]
fn facts_that_are_missing_are_named() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let lost = maker.customer_in("Ilha", None);
        let (other, foreign) = maker.customer("Vizinha");
        let site = maker.site(lost, "Atlantic/Azores");
        let press = maker.machine("P-9", 10, 100);
        maker.slots(press, "2027-03-08", "2027-06-28", 1);
        let seen = house.view(
            maker.head_of_sales,
            "capacity.capable",
            json!({ "customer": lost, "site": site, "product": press }),
        );
        let seen = seen.unwrap();
        assert_eq!((seen["ship"].clone(), seen["install"].clone()), (json!("2027-03-22"), json!(null)));
        assert_eq!(seen["install_unknown"], json!("capacity.no_region"));
        let input = json!({ "order": Uuid::from_u128(5), "ask": ask(lost, Some(site), press, 1), "install": "2027-05-03" });
        assert_eq!(rule(house.act(maker.head_of_sales, "test.take_dates", input)), "capacity.no_region");
        // A site of another customer is absent.
        let input = json!({ "order": Uuid::from_u128(5), "ask": ask(other, Some(site), press, 1), "ship": "2027-05-03" });
        assert_eq!(house.act(maker.head_of_sales, "test.take_dates", input).unwrap_err().status.code(), 404);
        // No lead time: manufacturing has to speak first.
        let product =
            json!({ "product": { "code": "N", "name": "New press", "kind": "equipment", "unit": "piece" } });
        let new = id(&house.act(maker.planner, "product.enter", product).unwrap(), "product");
        let refused = house.view(
            maker.rep,
            "capacity.capable",
            json!({ "customer": other, "site": foreign, "product": new }),
        );
        let refused = refused.unwrap_err();
        assert_eq!(refused.rule, "capacity.no_lead_time");
        assert_eq!(refused.possible[0].action.as_ref().unwrap().0, "product.set_lead_time");
        let nobody = house.view(maker.rep, "capacity.capable", json!({ "customer": other, "lines": [] }));
        assert_eq!(rule(nobody), "/lines capacity.empty_order");
        maker.verify();
    });
}

#[test]
fn r20_a_ship_promise_passes_the_gate_or_names_the_earliest_and_only_the_head_goes_past() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Tecelagem Minho");
        let press = maker.machine("P-11", 21, 0);
        maker.slots(press, "2027-03-08", "2027-12-27", 3);
        let make = |who: Uuid, due: &str, reason: Option<&str>| {
            let input = json!({
                "customer": customer, "site": site, "kind": "ship", "wording": "We ship the press.", "due_on": due,
                "subject": { "product": press, "quantity": 1, "site": site }, "override_reason": reason
            });
            house.act(who, "promise.make", input)
        };
        let refused = make(maker.rep, "2027-03-30", None).unwrap_err();
        assert_eq!(refused.rule, "promise.not_feasible");
        assert_eq!(fact(&refused, "earliest"), json!("2027-03-31"));
        let limits = fact(&refused, "limits").to_string();
        assert!(limits.contains("21 days"), "{limits}");
        assert_eq!(rule(make(maker.rep, "2027-03-30", Some("They insist."))), "promise.override_not_yours");
        make(maker.head_of_manufacturing, "2027-03-30", Some("A slot of the show machine.")).unwrap();
        make(maker.rep, "2027-03-31", None).unwrap();
        house.verify();
    });
}

#[test]
fn r20_a_part_is_promised_when_it_can_be_there_and_what_is_promised_is_no_stock() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Papel Vouga");
        let seal = maker.part("S-1");
        let stock = |version: Option<i64>, on_hand: i64| {
            let input = json!({
                "product": seal, "place": "Porto", "version": version, "on_hand": on_hand, "supply_days": 9, "supply_count": "working"
            });
            house.act(maker.planner, "part.set_stock", input)
        };
        stock(None, 2).unwrap();
        let make = |quantity: u32, due: &str| {
            let input = json!({
                "customer": customer, "site": site, "kind": "part", "wording": "The seals are with you.", "due_on": due,
                "subject": { "part": seal, "quantity": quantity, "site": site }
            });
            house.act(maker.rep, "promise.make", input)
        };
        let free = || {
            let seen = house.view(maker.rep, "capacity.part", json!({ "part": seal })).unwrap();
            seen["places"][0]["free"].as_i64().unwrap()
        };
        let promise = id(&make(2, "2027-03-11").unwrap(), "promise");
        assert_eq!(free(), 0, "what is promised is no stock on {}", house.name());
        let refused = make(1, "2027-03-12").unwrap_err();
        assert_eq!(refused.rule, "promise.not_feasible");
        assert_eq!(fact(&refused, "earliest"), json!("2027-03-23"), "nine working days from Wednesday");
        make(1, "2027-03-23").unwrap();
        let keep = json!({ "promise": promise, "version": 1, "evidence": "Signed by the gate." });
        house.act(maker.rep, "promise.keep", keep).unwrap();
        let seen = house.view(maker.rep, "capacity.part", json!({ "part": seal })).unwrap();
        assert_eq!(
            (seen["places"][0]["on_hand"].clone(), seen["places"][0]["reserved"].clone()),
            (json!(0), json!(1))
        );
        // More come in on Monday: two, of which one is owed.
        let stock_id = id(&seen["places"][0], "stock");
        let expected = json!({ "stock": stock_id, "quantity": 2, "on": "2027-03-15" });
        let receipt = house.act(maker.planner, "part.expect", expected).unwrap();
        let seen = house.view(maker.rep, "capacity.part", json!({ "part": seal, "quantity": 1 })).unwrap();
        assert_eq!(seen["earliest"], json!("2027-03-15"));
        assert_eq!(seen["limits"][0]["limit"], json!("part_receipt"));
        let receive = json!({ "receipt": receipt["receipt"], "version": 1, "quantity": 2 });
        house.act(maker.planner, "part.receive", receive.clone()).unwrap();
        assert_eq!(house.act(maker.planner, "part.receive", receive).unwrap_err().status.code(), 412);
        assert_eq!(free(), 1);
        assert_eq!(rule(stock(Some(1), 5)), "stale");
        maker.verify();
    });
}
