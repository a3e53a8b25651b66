//! The value table through the kernel, on both databases (R14).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::{START, World, id, money, rooms, rule};

fn nets(table: &Value) -> Vec<(String, String)> {
    let row = |row: &Value| {
        (row["net"]["amount"].as_str().unwrap().to_owned(), row["roi_percent"].as_str().unwrap().to_owned())
    };
    table["rows"].as_array().unwrap().iter().map(row).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(net, roi)| ((*net).to_owned(), (*roi).to_owned())).collect()
}

#[test]
fn r14_the_story_to_the_cent_with_every_source() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.fleet();
        let plan = world.plan("PLATINUM", 40, 720, json!([{ "price": money("96000", "USD") }]));
        world.cost("100000", "USD", "confirmed").unwrap();
        let table = world.table(plan, json!({})).unwrap();
        assert_eq!(
            nets(&table),
            pairs(&[
                ("-96000.00", "-100.0"),
                ("4000.00", "4.2"),
                ("104000.00", "108.3"),
                ("204000.00", "212.5")
            ]),
            "{}",
            house.name()
        );
        assert_eq!(table["avoided_per_outage"], money("100000.00", "USD"));
        assert_eq!((table["break_even"].clone(), table["recovered_by"].clone()), (json!("0.96"), json!("1")));
        assert_eq!(table["expected"]["outages"], json!("1.50"));
        assert_eq!(table["expected"]["net"], money("54000.00", "USD"));
        assert_eq!(table["expected"]["roi_percent"], json!("56.3"));
        assert_eq!(table["uplift"]["year_of_cover"], money("48000.00", "USD"));
        assert_eq!((table["verdict"].clone(), table["sendable"].clone()), (json!("worth"), json!(true)));
        assert_eq!(table["sayings"]["one_recovers"], json!(true));
        assert_eq!(table["sayings"]["two_about_double"], json!(true));
        let origins: Vec<&Value> =
            table["inputs"].as_array().unwrap().iter().map(|input| &input["origin"]).collect();
        assert_eq!(
            origins,
            [
                &json!("confirmed"),
                &json!("setting"),
                &json!("plan"),
                &json!("price"),
                &json!("installed_base")
            ]
        );
        assert_eq!((table["base"]["events"].clone(), table["base"]["units"].clone()), (json!(3), json!(2)));
        assert_eq!(table["inputs"][4]["n"], json!(3));
        assert_eq!(table["spread"]["estimate"], json!(true));
        assert_eq!(world.table(plan, json!({})).unwrap(), table, "the same question, the same answer");
    });
}

#[test]
fn r14_other_currencies_and_a_price_that_one_outage_does_not_recover() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.fleet();
        let plan = world.plan("PLATINUM", 40, 720, json!([
            { "price": money("130000", "USD") }, { "price": money("7300001", "JPY") }, { "price": money("4468.818", "KWD") }
        ]));
        world.cost("100000", "USD", "told").unwrap();
        let dear = world.table(plan, json!({})).unwrap();
        assert_eq!(dear["sayings"]["one_recovers"], json!(false));
        assert_eq!(nets(&dear)[1], ("-30000.00".to_owned(), "-23.1".to_owned()), "{}", house.name());
        world.cost("9400000", "JPY", "told").unwrap();
        let yen = world.table(plan, json!({ "hours_without": "40", "hours_with": "11" })).unwrap();
        assert_eq!(nets(&yen)[0].0, "-7300001");
        assert_eq!(yen["avoided_per_outage"], money("11358333", "JPY"));
        world.cost("4468.818", "KWD", "told").unwrap();
        let dinar = world.table(plan, json!({ "outages": "1" })).unwrap();
        assert_eq!(dinar["expected"]["net"], money("0.000", "KWD"));
        assert_eq!(
            (dinar["verdict"].clone(), dinar["sendable"].clone()),
            (json!("break_even"), json!(false))
        );
        world.cost("50", "CHF", "told").unwrap();
        assert_eq!(world.table(plan, json!({})).unwrap_err().rule, "value.no_price");
    });
}

#[test]
fn r14_a_low_cost_of_a_stop_proposes_less_or_nothing() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.fleet();
        let platinum = world.plan("PLATINUM", 40, 720, json!([{ "price": money("96000", "EUR") }]));
        world.plan("SILVER", 20, 1_440, json!([{ "price": money("30000", "EUR") }]));
        world.plan("BASIC", 10, 2_160, json!([{ "price": money("900", "EUR") }]));
        // Silver at 12 hours less and 1.50 outages: exactly its price.
        world.cost("40000", "EUR", "told").unwrap();
        let table = world.table(platinum, json!({})).unwrap();
        assert_eq!((table["verdict"].clone(), table["sendable"].clone()), (json!("too_dear"), json!(false)));
        let lower = table["lower"].as_array().unwrap();
        let silver = lower.iter().find(|plan| plan["name"] == json!("SILVER")).unwrap();
        assert_eq!(
            (silver["verdict"].clone(), silver["proposed"].clone()),
            (json!("break_even"), json!(true))
        );
        let basic = lower.iter().find(|plan| plan["name"] == json!("BASIC")).unwrap();
        assert_eq!((basic["verdict"].clone(), basic["proposed"].clone()), (json!("no_value"), json!(false)));
        world.cost("41000", "EUR", "told").unwrap();
        let table = world.table(platinum, json!({})).unwrap();
        let silver =
            table["lower"].as_array().unwrap().iter().find(|plan| plan["proposed"] == json!(true)).unwrap();
        assert_eq!(silver["net"], money("750.00", "EUR"), "{}", house.name());
        world.cost("2000", "EUR", "told").unwrap();
        let table = world.table(platinum, json!({})).unwrap();
        assert!(table["lower"].as_array().unwrap().iter().all(|plan| plan["proposed"] == json!(false)));
    });
}

#[test]
fn r14_what_is_typed_is_tried_and_never_sent() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.fleet();
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        world.cost("61250,40".replace(',', ".").as_str(), "EUR", "told").unwrap();
        let tried = world.table(plan, json!({ "stop_cost": "250000.5" })).unwrap();
        assert_eq!(tried["inputs"][0]["money"], money("250000.50", "EUR"));
        assert_eq!(tried["inputs"][0]["origin"], json!("typed"));
        assert_eq!((tried["verdict"].clone(), tried["sendable"].clone()), (json!("worth"), json!(false)));
        for (name, value, rule_) in [
            ("stop_cost", "0", "value.not_positive"),
            ("stop_cost", "-5", "field.range"),
            ("price", "0", "value.not_positive"),
            ("price", "1.005", "value.digits"),
            ("hours_without", "0", "value.not_positive"),
            ("hours_with", "x", "field.form"),
            ("outages", "-1", "field.range"),
        ] {
            let refused = rule(world.table(plan, json!({ name: value })));
            assert_eq!(refused, (rule_.to_owned(), format!("/{name}")), "{value}");
        }
        // Longer with the plan is taken in, and is no value.
        let longer = world.table(plan, json!({ "hours_with": "40" })).unwrap();
        assert_eq!(longer["verdict"], json!("no_value"), "{}", house.name());
        assert_eq!(longer["break_even"], json!(null));
    });
}

#[test]
fn r14_without_any_history_the_customers_expectation_speaks_and_without_that_nobody() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        world.cost("61250.40", "EUR", "told").unwrap();
        let table = world.table(plan, json!({})).unwrap();
        assert_eq!((table["verdict"].clone(), table["expected"].clone()), (json!("unknown"), json!(null)));
        assert_eq!(table["sendable"], json!(false));
        let record = json!({
            "customer": world.mill, "version": world.version(), "expected_outages": "2", "outages_source": "customer"
        });
        house.act(world.rita, "value.record", record).unwrap();
        let table = world.table(plan, json!({})).unwrap();
        assert_eq!(table["inputs"][4]["origin"], json!("customer"), "{}", house.name());
        assert_eq!(table["verdict"], json!("worth"));
    });
}

#[test]
fn r14_the_head_of_service_sees_between_which_prices_a_plan_is_fair() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.fleet();
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        world.cost("61250.40", "EUR", "told").unwrap();
        let ask = json!({ "customer": world.mill, "product": world.press, "plan_version": plan });
        assert_eq!(house.view(world.rita, "value.price_guide", ask.clone()).unwrap_err().rule, "permission");
        let guide = house.view(world.head_of_service, "value.price_guide", ask.clone()).unwrap();
        // 1.5 x (8 x 95 + 420 + 1,800) + 9,000 for standing by.
        assert_eq!(guide["floor"], money("13470.00", "EUR"), "{}", house.name());
        assert_eq!(guide["ceiling"], money("91875.60", "EUR"));
        assert_eq!((guide["open"].clone(), guide["fair"].clone()), (json!(true), json!(true)));
        let other = world.plan("GOLDUSD", 31, 720, json!([{ "price": money("48000", "USD") }]));
        world.cost("61250.40", "USD", "told").unwrap();
        let ask = json!({ "customer": world.mill, "product": world.press, "plan_version": other });
        let guide = house.view(world.head_of_service, "value.price_guide", ask).unwrap();
        assert_eq!((guide["floor"].clone(), guide["fair"].clone()), (json!(null), json!(null)));
    });
}

#[test]
fn r14_machines_found_on_site_do_not_make_the_others_look_better() {
    on_both_databases(rooms, START, |house| {
        let world = World::new(house);
        world.fleet();
        let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
        world.cost("61000", "EUR", "told").unwrap();
        let base = || world.table(plan, json!({})).unwrap()["base"].clone();
        let mean = base()["mean"].clone();
        let found = |more: Value| {
            let mut input =
                json!({ "customer": world.mill, "product": world.press, "in_service_on": "2014-03-03" });
            for (name, value) in more.as_object().unwrap() {
                input[name] = value.clone();
            }
            id(&house.act(world.rita, "asset.add", input).unwrap(), "asset")
        };
        // Nobody ever wrote down what happened to these eleven in fourteen years.
        for n in 0..11 {
            found(json!({ "serial": format!("old-{n}") }));
        }
        assert_eq!(base()["mean"], mean, "{}", house.name());
        // Of this one every stop was written down, and there was none: that is a history.
        found(json!({ "serial": "logged", "known_from": "2014-03-03" }));
        let (before, after): (f64, f64) = (number(&mean), number(&base()["mean"]));
        assert!(after < before, "{after} < {before}");
    });
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}
