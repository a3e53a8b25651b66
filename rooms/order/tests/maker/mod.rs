//! A small machine maker for the tests of this room: its people, a customer with a site, products, slots and crews.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use accord_kernel::{Call, Caller, Credential, Metric, MetricValue, Outcome, Period, Refusal, Registry};
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
    accord_room_order::room(registry);
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

/// The fact of a refusal, as the API gives it.
pub fn fact(refusal: &Refusal, name: &str) -> Value {
    Refusal::facts_json(&refusal.facts)[name].clone()
}

/// Where and when a story plays.
pub struct Stage {
    pub zone: &'static str,
    pub currency: &'static str,
    pub country: &'static str,
}

/// Porto, euros.
pub const PORTO: Stage = Stage { zone: "Europe/Lisbon", currency: "EUR", country: "pt" };

/// The maker.
pub struct Maker<'h> {
    pub house: &'h House,
    pub stage: &'static Stage,
    pub admin: Uuid,
    pub planner: Uuid,
    pub service_planner: Uuid,
    /// Sales, territory North, owns the customers.
    pub rep: Uuid,
    pub other_rep: Uuid,
    pub head_of_sales: Uuid,
    pub head_of_manufacturing: Uuid,
    pub head_of_service: Uuid,
    /// Installs; service owner of the customers.
    pub engineer: Uuid,
    pub north: Uuid,
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
    pub fn new(house: &'h House, stage: &'static Stage) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Prensas Douro", "home_zone": stage.zone, "currency": stage.currency, "language": "en",
                    "calendar_name": "Works",
                    "administrator": { "name": "Olga", "email": "olga@douro.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let north =
            id(&house.act(admin, "territory.enter", json!({ "name": "North" })).unwrap(), "territory");
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
        let service_planner = person("Sofia", "service_planner", service, &[]);
        let skill = id(&house.act(admin, "skill.enter", json!({ "name": "Hydraulics" })).unwrap(), "skill");
        Self {
            house,
            stage,
            admin,
            planner: person("Paulo", "planner", sales, &[]),
            service_planner,
            rep: person("Rita", "sales_rep", sales, &[north]),
            other_rep: person("Saulo", "sales_rep", sales, &[north]),
            head_of_sales: person("Helena", "head_of_sales", sales, &[]),
            head_of_manufacturing: person("Mario", "head_of_manufacturing", sales, &[]),
            head_of_service: person("Heitor", "head_of_service", service, &[]),
            engineer: person("Nora", "field_engineer", service, &[]),
            north,
            skill,
        }
    }

    /// A customer of territory North with a site in the stage's zone, owned by the rep and the engineer.
    pub fn account(&self, name: &str) -> Account {
        let act = |action: &str, input: Value| self.house.act(self.head_of_sales, action, input).unwrap();
        let customer = id(&act("customer.enter", json!({ "name": name, "territory": self.north })), "id");
        for (person, sphere) in [(self.rep, "sales"), (self.engineer, "after_sales")] {
            let input = json!({ "customer": customer, "person": person, "sphere": sphere, "rank": "owner" });
            act("customer.assign", input);
        }
        let site = json!({
            "customer": customer, "name": "Mill", "line1": "Rua do Rio 4", "town": "Braga",
            "country": self.stage.country, "zone": self.stage.zone
        });
        let site = id(&act("site.enter", site), "id");
        let contact =
            json!({ "customer": customer, "name": "Paul", "email": "paul@mill.example", "job": "Plant" });
        Account { customer, site, contact: id(&act("contact.enter", contact), "id") }
    }

    /// A machine that takes slots and, with minutes, work on site; in transport two working days.
    pub fn machine(&self, code: &str, lead_days: i64, minutes: i64, price: &str) -> Uuid {
        let installation =
            if minutes > 0 { json!([{ "skill": self.skill, "minutes": minutes }]) } else { json!([]) };
        let input = json!({
            "product": {
                "code": code, "name": format!("Press {code}"), "kind": "equipment", "unit": "piece", "by_slots": true,
                "installation": installation, "transport_days": 2, "transport_count": "working",
                "price": { "amount": price, "currency": self.stage.currency }
            },
            "lead_time": { "days": lead_days, "from": "2020-01-01" }
        });
        id(&self.house.act(self.planner, "product.enter", input).unwrap(), "product")
    }

    pub fn slots(&self, product: Uuid, from: &str, until: &str, capacity: i64) {
        let input = json!({ "product": product, "from": from, "until": until, "capacity": capacity });
        self.house.act(self.planner, "capacity.set_slots", input).unwrap();
    }

    /// The engineer's minutes in territory North.
    pub fn crew(&self, weekly: i64) {
        let input = json!({
            "person": self.engineer, "territory": self.north, "skill": self.skill, "minutes": { "weekly": weekly }
        });
        self.house.act(self.service_planner, "capacity.add_crew", input).unwrap();
    }

    /// An order of one line.
    pub fn order(&self, account: Account, product: Uuid, quantity: i64, required_on: &str) -> Uuid {
        id(&self.enter(account, json!({}), product, quantity, required_on).unwrap(), "order")
    }

    /// An order of one line with more fields.
    pub fn enter(
        &self,
        account: Account,
        more: Value,
        product: Uuid,
        quantity: i64,
        required_on: &str,
    ) -> Outcome<Value> {
        let mut input = json!({
            "customer": account.customer, "site": account.site, "contact": account.contact,
            "customer_reference": "PO 4711", "required_on": required_on,
            "lines": [{ "product": product, "quantity": quantity.to_string() }]
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(self.rep, "order.enter", input)
    }

    pub fn one(&self, order: Uuid) -> Value {
        self.house.view(self.rep, "order.one", json!({ "order": order })).unwrap()
    }

    /// The first line of an order.
    pub fn line(&self, order: Uuid) -> Value {
        self.one(order)["lines"][0].clone()
    }

    pub fn review(&self, order: Uuid) -> Value {
        self.house.view(self.rep, "order.review", json!({ "order": order })).unwrap()
    }

    pub fn commit(&self, who: Uuid, order: Uuid, on: &str, more: Value) -> Outcome<Value> {
        let mut input = json!({ "order": order, "on": on, "told_by": "call" });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(who, "order.commit_date", input)
    }

    pub fn target(&self, order: Uuid, on: &str) -> Outcome<Value> {
        self.house.act(self.planner, "order.set_target", json!({ "order": order, "on": on, "reason": "aim" }))
    }

    /// Decides every point of the review and signs for all three.
    pub fn complete_review(&self, order: Uuid) {
        let review = self.review(order);
        for item in review["agenda"].as_array().unwrap() {
            let input = json!({ "item": item["id"], "version": item["version"], "decision": "agreed" });
            self.house.act(self.rep, "review.decide", input).unwrap();
        }
        for (who, function) in [
            (self.rep, "sales"),
            (self.head_of_manufacturing, "manufacturing"),
            (self.head_of_service, "service"),
        ] {
            let input = json!({ "review": review["review"], "function": function });
            self.house.act(who, "review.sign", input).unwrap();
        }
    }

    /// Releases an order whose review is needed.
    pub fn release(&self, order: Uuid) {
        self.complete_review(order);
        self.house.act(self.planner, "order.release", json!({ "order": order })).unwrap();
    }

    /// The only open checkpoint.
    pub fn checkpoint(&self, order: Uuid) -> Value {
        let one = self.one(order);
        let open: Vec<&Value> =
            one["checkpoints"].as_array().unwrap().iter().filter(|row| row["open"] == json!(true)).collect();
        assert_eq!(open.len(), 1, "{one}");
        open[0].clone()
    }

    /// Manufacturing and service say how ready they are.
    pub fn state(&self, checkpoint: &Value, percent: i64, able: bool) -> Value {
        let input =
            json!({ "checkpoint": checkpoint["id"], "version": checkpoint["version"], "percent": percent });
        let answer = self.house.act(self.head_of_manufacturing, "checkpoint.state_readiness", input).unwrap();
        let input = json!({ "checkpoint": checkpoint["id"], "version": answer["version"], "able": able });
        self.house.act(self.head_of_service, "checkpoint.state_service", input).unwrap()["version"].clone()
    }

    pub fn decide(&self, checkpoint: &Value, version: &Value, choice: &str, more: Value) -> Outcome<Value> {
        let mut input = json!({ "checkpoint": checkpoint["id"], "version": version, "choice": choice, "words": "Yes, do come." });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(self.rep, "checkpoint.act", input)
    }

    /// What a contact of the account reads on the portal.
    pub fn as_contact(&self, account: Account, view: &str, input: Value) -> Outcome<Value> {
        let caller =
            Caller { credential: Credential::Contact(account.contact), ..Caller::person(account.contact) };
        self.house.kernel.view(&caller, view, &input)
    }

    pub fn act_as_contact(&self, account: Account, action: &str, input: Value) -> Outcome<Value> {
        let caller =
            Caller { credential: Credential::Contact(account.contact), ..Caller::person(account.contact) };
        self.house.kernel.act(&caller, Call::new(action, input)).map(|done| done.answer)
    }

    /// Notices of a person, newest first.
    pub fn notices(&self, person: Uuid) -> Vec<String> {
        let seen = self.house.view(person, "people.notices", json!({})).unwrap();
        seen["rows"].as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// A declared figure over a period.
    pub fn figure(&self, name: &str, from: Date, to: Date) -> MetricValue {
        let kernel = &self.house.kernel;
        let run = kernel.registry.find_metric(name).map(|metric: &Metric| metric.run).unwrap();
        kernel
            .read(&Caller::person(self.head_of_sales), |reader| {
                let context = reader.context.clone();
                run(reader.tx, &context, Period { from, to })
            })
            .unwrap()
    }

    /// The load of a product's week: capacity, taken, aimed.
    pub fn week(&self, product: Uuid, week: &str) -> (i64, i64, i64) {
        let input = json!({ "product": product, "from": week, "weeks": 1 });
        let seen = self.house.view(self.planner, "capacity.weeks", input).unwrap();
        let week = &seen["products"][0]["weeks"][0];
        let number = |name: &str| week[name].as_i64().unwrap_or_else(|| panic!("no {name} in {seen}"));
        (number("capacity"), number("taken"), number("aimed"))
    }

    /// Verifies the log, and that the buckets are the sums of the reservations.
    pub fn verify(&self) {
        use accord_room_capacity::record::buckets::all_sums;
        let kernel = &self.house.kernel;
        let before = kernel.db.read(all_sums).unwrap();
        let rebuild = kernel.registry.rebuilds().iter().find(|(name, _)| *name == "bucket").unwrap().1;
        kernel.db.write(rebuild).unwrap();
        assert_eq!(kernel.db.read(all_sums).unwrap(), before, "the buckets differ on {}", self.house.name());
        self.house.verify();
    }
}
