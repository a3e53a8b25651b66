//! What is held: targets give way, offers expire, merged customers keep theirs, foreign readers see only their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::on_both_databases;
use maker::*;
use serde_json::{Value, json};
use uuid::Uuid;

#[test]
fn a_target_gives_way_to_a_promise_and_stands_behind_everything_else() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-3", 26, 0);
        maker.slots(press, "2027-04-05", "2027-07-26", 1);
        let take = |order: u128, name: &str, ship: &str, target: bool| {
            let (customer, site) = maker.customer(name);
            maker.take(json!({
                "order": Uuid::from_u128(order), "ask": ask(customer, Some(site), press, 1), "ship": ship, "target": target
            }))
        };
        assert_eq!(take(1, "Alvo", "2027-04-09", true).unwrap()["ships"], json!(["2027-04-09"]));
        assert_eq!(maker.week(press, "2027-04-05"), (1, 0, 1));
        let refused = take(2, "Outro alvo", "2027-04-09", true).unwrap_err();
        assert_eq!(fact(&refused, "earliest_ship"), json!("2027-04-12"), "a target does not push a target");
        assert_eq!(take(3, "Cliente", "2027-04-09", false).unwrap()["ships"], json!(["2027-04-09"]));
        assert_eq!(maker.week(press, "2027-04-05"), (1, 1, 1), "a promise takes the place of a target");
        assert!(take(4, "Tarde", "2027-04-09", false).is_err());
        maker.verify();
    });
}

#[test]
fn an_order_holds_its_promise_and_its_earlier_target_side_by_side() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Duas datas");
        let press = maker.machine("P-4", 19, 0);
        maker.slots(press, "2027-03-29", "2027-07-26", 1);
        let order = Uuid::from_u128(9);
        let take = |ship: &str, target: bool| {
            let input = json!({ "order": order, "ask": ask(customer, Some(site), press, 1), "ship": ship, "target": target });
            maker.take(input).unwrap();
        };
        take("2027-05-28", false);
        take("2027-03-30", true);
        assert_eq!(
            (maker.week(press, "2027-05-24"), maker.week(press, "2027-03-29")),
            ((1, 1, 0), (1, 0, 1))
        );
        // The checkpoint moves the promise to the target: each replaces its own kind only.
        take("2027-03-30", false);
        assert_eq!((maker.week(press, "2027-05-24").1, maker.week(press, "2027-03-29")), (0, (1, 1, 1)));
        house.act(maker.rep, "test.give_back", json!({ "order": order, "customer": customer })).unwrap();
        assert_eq!(maker.week(press, "2027-03-29"), (1, 0, 0));
        maker.verify();
    });
}

#[test]
fn an_offer_holds_until_it_expires_and_then_others_may_have_it() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-6", 25, 0);
        maker.slots(press, "2027-04-12", "2027-04-12", 1);
        let take = |order: u128, name: &str, until: Option<&str>| {
            let (customer, site) = maker.customer(name);
            maker.take(json!({
                "order": Uuid::from_u128(order), "ask": ask(customer, Some(site), press, 1), "ship": "2027-04-12",
                "offered_until": until
            }))
        };
        take(1, "Oferta", Some("2027-03-12T17:00:00Z")).unwrap();
        assert_eq!(maker.week(press, "2027-04-12"), (1, 1, 0));
        assert!(take(2, "Pressa", None).is_err());
        house.advance("2027-03-12T16:59:59Z");
        assert_eq!(maker.week(press, "2027-04-12").1, 1);
        assert_eq!(house.advance("2027-03-12T17:00:00Z"), 1);
        assert_eq!(maker.week(press, "2027-04-12").1, 0);
        take(2, "Pressa", None).unwrap();
        // Taking an offer firmly ends its expiry.
        maker.slots(press, "2027-04-19", "2027-04-19", 1);
        let (customer, site) = maker.customer("Aceita");
        let firm = |until: Option<&str>| {
            let input = json!({
                "order": Uuid::from_u128(3), "ask": ask(customer, Some(site), press, 1), "ship": "2027-04-19",
                "offered_until": until
            });
            maker.take(input).unwrap();
        };
        firm(Some("2027-03-20T17:00:00Z"));
        firm(None);
        house.advance("2027-03-25T12:00:00Z");
        assert_eq!(maker.week(press, "2027-04-19").1, 1, "what was promised does not expire");
        maker.verify();
    });
}

#[test]
fn r02_a_merged_customer_keeps_what_is_reserved() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-5", 10, 0);
        maker.slots(press, "2027-03-15", "2027-07-26", 2);
        let (into, _) = maker.customer("Adega");
        let (from, site) = maker.customer("Adega Lda");
        let input = json!({ "order": Uuid::from_u128(1), "ask": ask(from, Some(site), press, 1), "ship": "2027-05-07" });
        maker.take(input).unwrap();
        let merge = json!({ "into": into, "from": from, "reason": "The same firm." });
        house.act(maker.head_of_service, "customer.merge", merge).unwrap();
        let seen = house.view(
            maker.planner,
            "capacity.weeks",
            json!({ "product": press, "from": "2027-05-03", "weeks": 1 }),
        );
        let holder = &seen.unwrap()["products"][0]["weeks"][0]["holders"][0];
        assert_eq!(holder["customer"], json!(into));
        maker.verify();
    });
}

#[test]
fn r64_the_load_of_weeks_names_only_customers_that_the_reader_may_see() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-9", 10, 240);
        maker.slots(press, "2027-03-15", "2027-07-26", 3);
        maker.crew(maker.fitter, 2_400);
        let (near, near_site) = maker.customer("Perto");
        let far = maker.customer_in("Longe", Some(maker.south));
        let far_site = maker.site(far, "Europe/Lisbon");
        let take = |order: u128, customer: Uuid, site: Uuid| {
            let mut asked = ask(customer, Some(site), press, 1);
            asked["lines"][0]["install"] = json!(false);
            let input = json!({ "order": Uuid::from_u128(order), "ask": asked, "ship": "2027-04-30" });
            house.act(maker.head_of_sales, "test.take_dates", input).unwrap();
        };
        take(1, near, near_site);
        take(2, far, far_site);
        let week = |reader: Uuid| -> Value {
            let input = json!({ "product": press, "from": "2027-04-28", "weeks": 1 });
            house.view(reader, "capacity.weeks", input).unwrap()["products"][0]["weeks"][0].clone()
        };
        let names = |week: &Value| -> Vec<String> {
            let holders = week["holders"].as_array().unwrap().iter();
            holders.map(|holder| holder["label"].as_str().unwrap().to_owned()).collect()
        };
        let all = week(maker.planner);
        assert_eq!((all["taken"].clone(), names(&all).len()), (json!(2), 2));
        let own = week(maker.rep);
        assert_eq!(own["taken"], json!(2), "the load is the load");
        assert!(names(&own).iter().all(|name| name.contains("Perto")) && names(&own).len() == 1, "{own}");
        // A holiday takes hours, and the crews' own calendar goes before the company's.
        let crews = house.view(maker.crews, "capacity.crews", json!({ "territory": maker.north })).unwrap();
        assert_eq!(crews["regions"][0]["members"][0]["name"], json!("Filipe"));
        house.verify();
    });
}

#[test]
fn plans_are_checked_and_terms_have_versions() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-1", 10, 0);
        let seal = maker.part("S");
        let set = |product: Uuid, from: &str, until: &str, capacity: i64| {
            let input = json!({ "product": product, "from": from, "until": until, "capacity": capacity });
            house.act(maker.planner, "capacity.set_slots", input)
        };
        assert_eq!(rule(set(seal, "2027-03-15", "2027-03-15", 1)), "capacity.no_slots");
        assert_eq!(rule(set(press, "2027-03-15", "2027-03-14", 1)), "/until capacity.until_before_from");
        assert_eq!(rule(set(press, "2027-03-15", "2047-03-14", 1)), "/until capacity.stretch_too_long");
        assert_eq!(rule(set(press, "2027-03-15", "2027-03-15", -1)), "/capacity field.range");
        assert_eq!(
            set(press, "2027-03-17", "2027-03-30", 4).unwrap()["changed"],
            json!(3),
            "any day names its week"
        );
        assert_eq!(set(press, "2027-03-17", "2027-03-30", 4).unwrap()["changed"], json!(0));
        assert_eq!(rule(set(Uuid::from_u128(1), "2027-03-15", "2027-03-15", 1)), "absent");
        let by_rep = json!({ "product": press, "from": "2027-03-15", "capacity": 1 });
        assert_eq!(rule(house.act(maker.rep, "capacity.set_slots", by_rep)), "permission");

        let transport = |version: Value, days: i64| {
            let input =
                json!({ "territory": maker.north, "version": version, "days": days, "count": "working" });
            house.act(maker.planner, "capacity.set_transport", input)
        };
        assert_eq!(transport(json!(null), 4).unwrap()["version"], json!(1));
        assert_eq!(rule(transport(json!(null), 6)), "stale");
        assert_eq!(transport(json!(1), 6).unwrap()["version"], json!(2));
        let stock = json!({ "product": press, "place": "Porto", "on_hand": 1, "supply_days": 2 });
        assert_eq!(rule(house.act(maker.planner, "part.set_stock", stock)), "capacity.not_a_part");
        // The region's way goes before the product's own two days.
        let (customer, site) = maker.customer("Longe");
        maker.slots(press, "2027-04-05", "2027-04-05", 1);
        let seen = house.view(
            maker.rep,
            "capacity.capable",
            json!({ "customer": customer, "site": site, "product": press }),
        );
        assert_eq!(seen.unwrap()["deliveries"][0]["arrival"], json!("2027-03-30"));
        maker.verify();
    });
}
