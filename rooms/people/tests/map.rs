//! R1: the map of the two spheres.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_kernel::{
    Act, Action, Audience, Context, Metric, MetricKind, MetricValue, Outcome, Permission, Registry, Touches,
    Unit,
};
use accord_store::Tx;
use accord_testing::on_both_databases;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use support::{area, id, person, rule, set_up};
use uuid::Uuid;

const START: &str = "2026-01-05T12:00:00Z";

/// What a higher room would do: something with a customer, so that its author has had a contact.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Talk {
    customer: Uuid,
}

impl Action for Talk {
    const NAME: &'static str = "test.talk";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, _: &mut Tx, _: &mut Act<'_>) -> Outcome<()> {
        Ok(())
    }
}

fn rooms(registry: &mut Registry) {
    support::rooms(registry);
    registry.action::<Talk>().metric(Metric {
        name: "machines_running",
        kind: MetricKind::Outcome,
        unit: Unit::Count,
        run: |_, _, _| Ok(MetricValue { value: None, n: 0, beside: Vec::new(), rows: Vec::new() }),
    });
}

fn find<'v>(map: &'v Value, name: &str) -> &'v Value {
    map["areas"].as_array().unwrap().iter().find(|area| area["name"] == name).unwrap()
}

#[test]
fn r01_a_map_with_an_unkeyed_area_is_refused_and_names_it() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        assert_eq!(rule(house.act(rita, "map.publish", json!({}))), "map.empty");
        for name in ["Prospecting", "Research", "Marketing", "Channels"] {
            area(house, name, Some("sales"), None);
        }
        for name in ["Implementation", "Training", "Support", "Portfolio account management"] {
            area(house, name, Some("after_sales"), None);
        }
        area(house, "Assembly", None, Some("after_sales"));
        let paint = area(house, "Paint shop", None, None);
        let stores = area(house, "Stores", None, None);
        let refusal = house.act(rita, "map.publish", json!({})).unwrap_err();
        assert_eq!(refusal.rule, "map.unkeyed");
        assert_eq!(refusal.detail, Some(json!({ "areas": ["Paint shop", "Stores"] })));
        assert_eq!(refusal.possible[0].action.as_ref().unwrap().0, "area.key");
        let both = json!({ "area": paint, "version": 1, "sphere": "sales", "serves_sphere": "after_sales" });
        assert_eq!(rule(house.act(rita, "area.key", both)), "area.one_key");
        assert_eq!(rule(house.act(rita, "area.key", json!({ "area": paint, "version": 1 }))), "area.one_key");
        house
            .act(rita, "area.key", json!({ "area": paint, "version": 1, "serves_sphere": "sales" }))
            .unwrap();
        let map = house.view(rita, "people.areas", json!({})).unwrap();
        assert!(find(&map, "Stores")["unkeyed"].as_bool().unwrap());
        assert!(!find(&map, "Paint shop")["unkeyed"].as_bool().unwrap());
        house
            .act(rita, "area.key", json!({ "area": stores, "version": 1, "serves_sphere": "sales" }))
            .unwrap();
        house.act(rita, "map.publish", json!({})).unwrap();
        let map = house.view(rita, "people.areas", json!({})).unwrap();
        assert_eq!(map["published_by_name"], "Rita Campos");
        assert_eq!(map["changed"], false);
        area(house, "Apprentices", None, None);
        assert_eq!(house.view(rita, "people.areas", json!({})).unwrap()["changed"], true);
        house.verify();
    });
}

#[test]
fn r01_areas_sit_in_their_sphere_and_one_person_in_both() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let demo = area(house, "Demonstrations", Some("sales"), None);
        let field = area(house, "Field service", Some("after_sales"), None);
        let bia = person(house, "Bia Torres", &["sales_engineer", "field_engineer"]);
        for (area, home) in [(demo, false), (field, true)] {
            let input = json!({ "person": bia, "area": area, "title": "Engineer", "home": home });
            house.act(rita, "people.set_post", input).unwrap();
        }
        for sphere in ["sales", "after_sales"] {
            let page = house.view(rita, "people.list", json!({ "sphere": sphere })).unwrap();
            assert_eq!(page["count"], 1, "{sphere}");
            let row = &page["rows"][0];
            assert_eq!((id(row, "person"), row["sphere"].as_str()), (bia.into(), Some("both")));
            assert_eq!(row["posts"][0]["area_name"], "Field service", "the home comes first");
        }
        let homes = house.view(rita, "people.person", json!({ "person": bia })).unwrap();
        let homes =
            homes["shown"]["posts"].as_array().unwrap().iter().filter(|post| post["home"] == true).count();
        assert_eq!(homes, 1);
        house.act(rita, "people.drop_post", json!({ "person": bia, "area": field })).unwrap();
        let left = house.view(rita, "people.person", json!({ "person": bia })).unwrap();
        assert_eq!(left["shown"]["posts"][0]["home"], true);
        assert_eq!(left["shown"]["sphere"], "sales");
        house.verify();
    });
}

#[test]
fn r01_an_area_without_customer_contact_or_figure_is_distant() {
    on_both_databases(rooms, START, |house| {
        let rita = set_up(house);
        let input = json!({ "name": "map.distant_days", "value": 40, "reason": "A trial" });
        house.act(rita, "settings.set", input).unwrap();
        let near = area(house, "Support", Some("after_sales"), None);
        area(house, "Archive", Some("sales"), None);
        let measured = area(house, "Assembly", None, Some("after_sales"));
        let caio = person(house, "Caio Lopes", &["help_desk"]);
        house.act(rita, "people.set_post", json!({ "person": caio, "area": near })).unwrap();
        let change =
            |metric: &str| json!({ "area": measured, "version": 1, "name": "Assembly", "metric": metric });
        assert_eq!(rule(house.act(rita, "area.change", change("no_such_figure"))), "field.unknown");
        house.act(rita, "area.change", change("machines_running")).unwrap();
        let distant = || {
            let map = house.view(rita, "people.areas", json!({})).unwrap();
            ["Support", "Archive", "Assembly"].map(|name| find(&map, name)["distant"].as_bool().unwrap())
        };
        house.at("2026-02-14T11:00:00Z");
        assert_eq!(distant(), [false, false, false], "younger than forty days");
        house.act(caio, "test.talk", json!({ "customer": Uuid::from_u128(77) })).unwrap();
        house.at("2026-02-14T13:00:00Z");
        assert_eq!(distant(), [false, true, false]);
        house.at("2026-03-27T11:00:00Z");
        assert_eq!(distant(), [true, true, false], "the last contact is forty days and more ago");
        house.verify();
    });
}
