//! A small machine maker for the tests of this room: its people, a customer with a site, products and engineers.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use accord_kernel::{Caller, Metric, MetricValue, Outcome, Period, Refusal, Registry};
use accord_testing::House;
use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_asset::room(registry);
    accord_room_promise::room(registry);
    accord_room_capacity::room(registry);
    accord_room_pipeline::room(registry);
    registry.extend(accord_room_customer::Files::folder(std::env::temp_dir()));
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

/// The first field's rule with its pointer, or the rule of the whole.
pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    let field = refusal.fields.first();
    field.map_or_else(|| refusal.rule.to_owned(), |field| format!("{} {}", field.pointer, field.rule))
}

/// What is possible instead, by its words.
pub fn possible<T: std::fmt::Debug>(outcome: Outcome<T>) -> Vec<(&'static str, Value)> {
    let refusal = outcome.expect_err("it is refused");
    refusal.possible.iter().map(|one| (one.word, Refusal::facts_json(&one.facts))).collect()
}

/// The maker: Zurich, francs.
pub struct Maker<'h> {
    pub house: &'h House,
    pub admin: Uuid,
    pub planner: Uuid,
    pub service_planner: Uuid,
    /// Sales, territory East, owns the customers.
    pub rep: Uuid,
    pub other_rep: Uuid,
    pub head_of_sales: Uuid,
    pub head_of_service: Uuid,
    /// Work in territory East with the skill.
    pub engineer: Uuid,
    pub second_engineer: Uuid,
    /// Works in territory West.
    pub far_engineer: Uuid,
    pub east: Uuid,
    pub west: Uuid,
    pub skill: Uuid,
}

/// A customer with a site and a contact.
#[derive(Clone, Copy)]
pub struct Account {
    pub customer: Uuid,
    pub site: Uuid,
    pub contact: Uuid,
}

impl<'h> Maker<'h> {
    pub fn new(house: &'h House) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Stanzwerk Aare", "home_zone": "Europe/Zurich", "currency": "CHF", "language": "en",
                    "calendar_name": "Werk",
                    "administrator": { "name": "Olga", "email": "olga@aare.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let territory = |name: &str| {
            id(&house.act(admin, "territory.enter", json!({ "name": name })).unwrap(), "territory")
        };
        let (east, west) = (territory("East"), territory("West"));
        let area = |name: &str, sphere: &str| {
            let input = json!({ "name": name, "sphere": sphere, "helps": "Keeps its word." });
            id(&house.act(admin, "area.enter", input).unwrap(), "area")
        };
        let (sales, service) = (area("Sales", "sales"), area("Service", "after_sales"));
        let person = |name: &str, word: &str, area: Uuid, territories: &[Uuid]| {
            let role: Uuid = accord_room_people::RoleId::seeded(word).into();
            let input = json!({
                "name": name, "language": "en", "roles": [role],
                "posts": [{ "area": area, "title": "" }], "territories": territories
            });
            id(&house.act(admin, "people.enter", input).unwrap(), "person")
        };
        let skill = id(&house.act(admin, "skill.enter", json!({ "name": "Servo drives" })).unwrap(), "skill");
        let maker = Self {
            house,
            admin,
            planner: person("Paula", "planner", sales, &[]),
            service_planner: person("Sofia", "service_planner", service, &[]),
            rep: person("Reto", "sales_rep", sales, &[east]),
            other_rep: person("Silvan", "sales_rep", sales, &[east]),
            head_of_sales: person("Heidi", "head_of_sales", sales, &[]),
            head_of_service: person("Hannes", "head_of_service", service, &[]),
            engineer: person("Nina", "field_engineer", service, &[]),
            second_engineer: person("Urs", "field_engineer", service, &[]),
            far_engineer: person("Wanda", "field_engineer", service, &[]),
            east,
            west,
            skill,
        };
        for (who, place) in
            [(maker.engineer, east), (maker.second_engineer, east), (maker.far_engineer, west)]
        {
            let input =
                json!({ "person": who, "territory": place, "skill": skill, "minutes": { "weekly": 2_000 } });
            house.act(maker.service_planner, "capacity.add_crew", input).unwrap();
        }
        maker
    }

    /// A customer of territory East with a site, owned by the rep in sales.
    pub fn account(&self, name: &str) -> Account {
        let act = |action: &str, input: Value| self.house.act(self.head_of_sales, action, input).unwrap();
        let customer = id(&act("customer.enter", json!({ "name": name, "territory": self.east })), "id");
        let owner = json!({ "customer": customer, "person": self.rep, "sphere": "sales", "rank": "owner" });
        act("customer.assign", owner);
        let site = json!({
            "customer": customer, "name": "Works", "line1": "Seestrasse 4", "town": "Arbon", "country": "ch",
            "zone": "Europe/Zurich"
        });
        let site = id(&act("site.enter", site), "id");
        let contact =
            json!({ "customer": customer, "name": "Petra", "email": "petra@works.example", "job": "Plant" });
        Account { customer, site, contact: id(&act("contact.enter", contact), "id") }
    }

    pub fn machine(&self, code: &str, lead_days: i64, price: &str) -> Uuid {
        let input = json!({
            "product": {
                "code": code, "name": format!("Punch {code}"), "kind": "equipment", "unit": "piece", "by_slots": false,
                "installation": [{ "skill": self.skill, "minutes": 600 }],
                "transport_days": 3, "transport_count": "calendar",
                "price": { "amount": price, "currency": "CHF" }
            },
            "lead_time": { "days": lead_days, "from": "2020-01-01" }
        });
        id(&self.house.act(self.planner, "product.enter", input).unwrap(), "product")
    }

    /// A unit of a customer: of a rival when a maker is given, else of ours.
    pub fn unit(&self, account: Account, maker: Option<&str>, serial: &str, more: Value) -> Uuid {
        let mut input =
            json!({ "customer": account.customer, "site": account.site, "model": "K 40", "serial": serial });
        if let Some(maker) = maker {
            input["origin"] = json!("rival");
            input["maker"] = json!(maker);
        }
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&self.house.act(self.head_of_service, "asset.add", input).unwrap(), "asset")
    }

    pub fn open(&self, account: Account, kind: &str, more: Value) -> Uuid {
        let mut input = json!({ "customer": account.customer, "title": "Line 4", "kind": kind });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&self.act("opportunity.open", input), "opportunity")
    }

    /// Acts as the rep.
    pub fn act(&self, action: &str, input: Value) -> Value {
        self.house.act(self.rep, action, input).unwrap_or_else(|refusal| panic!("{action}: {refusal:?}"))
    }

    pub fn try_act(&self, action: &str, input: Value) -> Outcome<Value> {
        self.house.act(self.rep, action, input)
    }

    /// Reads as the rep.
    pub fn view(&self, name: &str, input: Value) -> Value {
        self.house.view(self.rep, name, input).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    pub fn one(&self, opportunity: Uuid) -> Value {
        self.view("opportunity.one", json!({ "opportunity": opportunity }))
    }

    /// Notices of a person, newest first.
    pub fn notices(&self, person: Uuid) -> Vec<String> {
        let seen = self.house.view(person, "people.notices", json!({})).unwrap();
        seen["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// A declared figure over a period.
    pub fn figure(&self, name: &str, from: Date, to: Date) -> MetricValue {
        self.figure_for(self.head_of_sales, name, from, to)
    }

    /// The same as somebody reads it.
    pub fn figure_for(&self, reader: Uuid, name: &str, from: Date, to: Date) -> MetricValue {
        let kernel = &self.house.kernel;
        let run = kernel.registry.find_metric(name).map(|metric: &Metric| metric.run).unwrap();
        kernel
            .read(&Caller::person(reader), |reader| {
                let context = reader.context.clone();
                run(reader.tx, &context, Period { from, to })
            })
            .unwrap()
    }
}

/// Numbers of the rows of a list.
pub fn numbers(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}
