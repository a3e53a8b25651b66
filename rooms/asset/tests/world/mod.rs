//! A company with a customer of three sites, for the tests of this room.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use accord_kernel::{Caller, Context, Outcome, Registry};
use accord_store::Tx;
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_asset::room(registry);
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

pub fn rule(outcome: Outcome<Value>) -> (String, String) {
    let refusal = outcome.unwrap_err();
    let field = refusal.fields.first();
    field.map_or_else(
        || (refusal.rule.to_owned(), String::new()),
        |field| (field.rule.to_owned(), field.pointer.clone()),
    )
}

/// Reads with the context of a person.
pub fn with_context<T>(
    house: &House,
    person: Uuid,
    work: impl Fn(&mut Tx, &Context) -> Outcome<T>,
) -> Outcome<T> {
    house.kernel.read(&Caller::person(person), |reader| work(reader.tx, &reader.context))
}

pub struct World<'h> {
    house: &'h House,
    pub admin: Uuid,
    pub rep: Uuid,
    pub engineer: Uuid,
    pub planner: Uuid,
    pub mill: Uuid,
    pub other: Uuid,
    pub north: Uuid,
    pub south: Uuid,
    pub tokyo: Uuid,
    pub contact: Uuid,
    pub press: Uuid,
}

impl<'h> World<'h> {
    pub fn new(house: &'h House) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Prensas Tejo", "home_zone": "Europe/Lisbon", "currency": "EUR", "language": "en",
                    "calendar_name": "Plant", "administrator": { "name": "Olga", "email": "olga@tejo.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let area = json!({ "name": "Works", "serves_sphere": "sales", "helps": "Builds in time." });
        let area = id(&house.act(admin, "area.enter", area).unwrap(), "area");
        let person = |name: &str, word: &str| {
            let role: Uuid = accord_room_people::RoleId::seeded(word).into();
            let input = json!({
                "name": name, "language": "en", "roles": [role], "posts": [{ "area": area, "title": "" }]
            });
            id(&house.act(admin, "people.enter", input).unwrap(), "person")
        };
        let customer =
            |name: &str| id(&house.act(admin, "customer.enter", json!({ "name": name })).unwrap(), "id");
        let mill = customer("Moinhos do Vouga");
        let site = |name: &str, zone: &str| {
            let input = json!({
                "customer": mill, "name": name, "line1": "1", "town": name, "country": "PT", "zone": zone
            });
            id(&house.act(admin, "site.enter", input).unwrap(), "id")
        };
        let (north, south) = (site("North", "Europe/Lisbon"), site("South", "Europe/Lisbon"));
        let tokyo = site("Tokyo", "Asia/Tokyo");
        let contact = json!({ "customer": mill, "name": "Rui Sá" });
        let contact = id(&house.act(admin, "contact.enter", contact).unwrap(), "id");
        let planner = person("Paulo", "planner");
        let press = json!({
            "product": { "code": "P-9", "name": "Press P-9", "kind": "equipment", "unit": "piece" }
        });
        let press = id(&house.act(planner, "product.enter", press).unwrap(), "product");
        Self {
            house,
            admin,
            rep: person("Rita", "sales_rep"),
            engineer: person("Nuno", "field_engineer"),
            planner,
            mill,
            other: customer("Moinhos do Vouga, S.A."),
            north,
            south,
            tokyo,
            contact,
            press,
        }
    }

    /// A unit of the mill.
    pub fn unit(&self, mut input: Value) -> Uuid {
        input["customer"] = json!(self.mill);
        id(&self.house.act(self.rep, "asset.add", input).unwrap(), "asset")
    }

    /// A rival's unit at the mill.
    pub fn rival(&self, maker: &str, model: &str, serial: &str) -> Uuid {
        self.unit(json!({ "origin": "rival", "maker": maker, "model": model, "serial": serial }))
    }
}
