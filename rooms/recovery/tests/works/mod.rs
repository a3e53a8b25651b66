//! A machine maker for the tests of this room: its people, a customer, and what rooms above would do.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use std::sync::atomic::{AtomicU64, Ordering};

use accord_kernel::{
    Act, Action, Audience, Caller, Context, Guard, MetricValue, Outcome, Period, Permission, Refusal,
    Registry, Touches,
};
use accord_room_customer as customer;
use accord_room_survey::{Ask, SubjectKind, ask};
use accord_store::Tx;
use accord_testing::House;
use schemars::JsonSchema;
use serde::Deserialize;
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
    accord_room_survey::room(registry);
    registry.action::<Finish>().action::<CloseCase>();
    accord_room_recovery::room(registry);
    registry.guard(Guard { name: "test.crisis", check: hold });
    registry.extend(accord_room_customer::Files::folder(std::env::temp_dir()));
}

/// Something was done for a customer, who is asked; stands for the rooms above.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finish {
    customer: Uuid,
    contact: Uuid,
    subject: Uuid,
}

impl Action for Finish {
    const NAME: &'static str = "test.finish";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Value;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Value> {
        let about = "Dryer 2".to_owned();
        let kind = SubjectKind::Installation;
        let (customer, contact) = (self.customer.into(), self.contact.into());
        let asked =
            Ask { customer, kind, subject: self.subject, contact, about, product: None, person: None };
        Ok(json!({ "survey": ask(tx, act, asked)? }))
    }
}

/// A case is closed; stands for the room of cases.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    customer: Uuid,
    case: Uuid,
    severity: String,
}

impl Action for CloseCase {
    const NAME: &'static str = "case.close";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, _: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        act.fact("case", self.case);
        act.fact("number", "CASE-7");
        act.fact("severity", self.severity);
        Ok(())
    }
}

/// A customer whose name says so is in crisis: nothing commercial.
fn hold(tx: &mut Tx, _: &Context, intent: &accord_kernel::Intent<'_>) -> Outcome<()> {
    for id in intent.touches.customers.iter().filter(|_| intent.action.commercial) {
        if customer::load(tx, *id)?.name.starts_with("Stopped") {
            return Err(Refusal::conflict("test.crisis"));
        }
    }
    Ok(())
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    let field = refusal.fields.first();
    field.map_or_else(|| refusal.rule.to_owned(), |field| format!("{} {}", field.pointer, field.rule))
}

pub fn fresh() -> Uuid {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(u128::from(NUMBER.fetch_add(1, Ordering::Relaxed)))
}

pub struct Works<'h> {
    pub house: &'h House,
    pub admin: Uuid,
    pub rep: Uuid,
    pub engineer: Uuid,
    pub head_of_sales: Uuid,
    pub head: Uuid,
    pub maker: Uuid,
    pub planner: Uuid,
    pub customer: Uuid,
    pub contact: Uuid,
    pub site: Uuid,
}

impl<'h> Works<'h> {
    pub fn new(house: &'h House) -> Self {
        Self::named(house, "Lakeside Laundry")
    }

    pub fn named(house: &'h House, name: &str) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Trocknerbau", "home_zone": "Europe/Zurich", "currency": "CHF", "language": "en",
                    "calendar_name": "Werk",
                    "administrator": { "name": "Olga", "email": "olga@trockner.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let area = |name: &str, sphere: &str| {
            let input = json!({ "name": name, "sphere": sphere, "helps": "Keeps its word." });
            id(&house.act(admin, "area.enter", input).unwrap(), "area")
        };
        let (sales, service) = (area("Sales", "sales"), area("Service", "after_sales"));
        let person = |name: &str, word: &str, area: Uuid| {
            let role: Uuid = accord_room_people::RoleId::seeded(word).into();
            let input = json!({
                "name": name, "language": "en", "roles": [role],
                "posts": [{ "area": area, "title": "" }], "territories": []
            });
            id(&house.act(admin, "people.enter", input).unwrap(), "person")
        };
        let (rep, engineer) = (person("Reto", "sales_rep", sales), person("Nina", "field_engineer", service));
        let (head_of_sales, head) =
            (person("Heidi", "head_of_sales", sales), person("Hannes", "head_of_service", service));
        let maker = person("Mark", "head_of_manufacturing", sales);
        let planner = person("Paula", "planner", sales);
        let act = |action: &str, input: Value| house.act(head_of_sales, action, input).unwrap();
        let customer = id(&act("customer.enter", json!({ "name": name })), "id");
        for (person, sphere) in [(rep, "sales"), (engineer, "after_sales")] {
            let input = json!({ "customer": customer, "person": person, "sphere": sphere, "rank": "owner" });
            act("customer.assign", input);
        }
        let site = json!({
            "customer": customer, "name": "Plant", "line1": "Seestrasse 4", "town": "Arbon", "country": "ch",
            "zone": "Europe/Zurich"
        });
        let site = id(&act("site.enter", site), "id");
        let contact = json!({ "customer": customer, "name": "Petra", "email": "petra@lake.example" });
        let contact = id(&act("contact.enter", contact), "id");
        Self { house, admin, rep, engineer, head_of_sales, head, maker, planner, customer, contact, site }
    }

    /// The customer is well again, or no longer.
    pub fn rename(&self, name: &str, version: i64) {
        let input = json!({
            "customer": self.customer, "version": version, "name": name, "currency": "CHF", "language": "en"
        });
        self.house.act(self.head_of_sales, "customer.change", input).unwrap();
    }

    pub fn complain(&self) -> Value {
        let input = json!({
            "customer": self.customer, "contact": self.contact, "about": "Door seal", "channel": "call",
            "said": "The seal is noisy again."
        });
        self.house.act(self.rep, "complaint.open", input).unwrap()
    }

    /// Acts on a complaint at its present version.
    pub fn on(&self, who: Uuid, complaint: Uuid, action: &str, more: Value) -> Outcome<Value> {
        let one = self.complaint(complaint);
        let mut input = json!({ "complaint": complaint, "version": one["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(who, action, input)
    }

    pub fn complaint(&self, complaint: Uuid) -> Value {
        self.house.view(self.head, "complaint.one", json!({ "complaint": complaint })).unwrap()
    }

    /// Answers a survey about something that was done.
    pub fn rated(&self, rating: i64, words: Option<&str>) {
        let thing = json!({ "customer": self.customer, "contact": self.contact, "subject": fresh() });
        let survey = id(&self.house.act(self.engineer, "test.finish", thing).unwrap(), "survey");
        self.house.system("survey.send", json!({ "survey": survey })).unwrap();
        let input = json!({ "survey": survey, "rating": rating, "words": words });
        self.house.system("survey.answer", input).unwrap();
    }

    pub fn notices(&self, person: Uuid, kind: &str) -> usize {
        let seen = self.house.view(person, "people.notices", json!({})).unwrap();
        seen["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == kind).count()
    }

    pub fn metric(&self, name: &str, from: &str, to: &str) -> MetricValue {
        let def = self.house.kernel.registry.find_metric(name).unwrap();
        let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
        let caller = Caller::person(self.head);
        self.house.kernel.read(&caller, |reader| (def.run)(reader.tx, &reader.context, period)).unwrap()
    }

    pub fn product(&self) -> Uuid {
        let input = json!({
            "product": {
                "code": "D2", "name": "Dryer", "kind": "equipment", "unit": "piece", "by_slots": false,
                "transport_days": 3, "transport_count": "calendar",
                "price": { "amount": "9000.00", "currency": "CHF" }
            },
            "lead_time": { "days": 10, "from": "2020-01-01" }
        });
        id(&self.house.act(self.planner, "product.enter", input).unwrap(), "product")
    }

    pub fn unit(&self, product: Uuid, serial: &str) -> Uuid {
        let input = json!({
            "customer": self.customer, "site": self.site, "product": product, "serial": serial,
            "in_service_on": "2024-01-01", "known_from": "2024-01-01"
        });
        id(&self.house.act(self.head, "asset.add", input).unwrap(), "asset")
    }

    pub fn stop(&self, asset: Uuid, began: &str, ended: &str) {
        let input = json!({ "asset": asset, "began_at": began, "ended_at": ended, "cause": "seal" });
        self.house.act(self.head, "asset.outage_record", input).unwrap();
    }

    /// An observation.
    pub fn saw(&self, kind: &str, value: Option<&str>) -> Value {
        let input = json!({
            "customer": self.customer, "kind": kind, "saw": "Unit 7 leaks", "value": value
        });
        self.house.act(self.engineer, "observation.note", input).unwrap()
    }

    pub fn lead(&self, observation: Uuid) -> Value {
        let page = self.house.view(self.engineer, "observation.list", json!({})).unwrap();
        let found = page["rows"].as_array().unwrap().iter().find(|row| id(row, "id") == observation);
        found.cloned().unwrap_or_else(|| panic!("no such lead"))
    }
}
