//! A small machine maker that sells service plans, for the tests of this room.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

#[path = "../../../order/tests/maker/mod.rs"]
pub mod maker;

use accord_kernel::{Outcome, Registry};
use accord_testing::House;
#[allow(unused_imports, reason = "each test file uses a part")]
pub use maker::{Account, Maker, PORTO, fact, id, rule};
use serde_json::{Value, json};
use uuid::Uuid;

pub fn rooms(registry: &mut Registry) {
    maker::rooms(registry);
    accord_room_value::room(registry);
    accord_room_offer::room(registry);
    accord_room_contract::room(registry);
}

/// Press P-1 at 120,000.00, three plans: Basic by the next working day, Day within four working hours, Night within six
/// hours around the clock at 8,400.00 a year.
pub struct Works<'h> {
    pub maker: Maker<'h>,
    pub account: Account,
    pub press: Uuid,
    pub basic: Uuid,
    pub day: Uuid,
    pub night: Uuid,
}

impl<'h> Works<'h> {
    pub fn new(house: &'h House) -> Self {
        let maker = Maker::new(house, &PORTO);
        let account = maker.account("Moinho Açu");
        let press = maker.machine("P-1", 30, 600, "120000.00");
        maker.slots(press, "2027-03-08", "2028-12-25", 20);
        maker.crew(2_400);
        let plan = |code: &str, place: i64, terms: Value| published(&maker, code, place, terms);
        let basic = plan("BASIC", 1, terms(json!({ "cover": "business_hours" }), "1200.00"));
        let day =
            plan("DAY", 2, terms(json!({ "cover": "business_hours", "response_minutes": 240 }), "3600.00"));
        let night = json!({ "cover": "around_clock", "response_minutes": 360, "uplift_allowed": true, "restore_minutes": 1440 });
        let night = plan("NIGHT", 3, terms(night, "8400.00"));
        Self { maker, account, press, basic, day, night }
    }

    /// A published plan with terms of its own at a price of a year; the id of its version.
    pub fn publish(&self, code: &str, place: i64, more: Value, year: &str) -> Uuid {
        published(&self.maker, code, place, terms(more, year))
    }

    /// Everything that a response around the clock needs in territory North.
    pub fn ready(&self) {
        let act = |action: &str, input: Value| {
            self.maker.house.act(self.maker.service_planner, action, input).unwrap();
        };
        let second = self.second_engineer();
        for person in [self.maker.engineer, second] {
            let standby =
                json!({ "territory": self.maker.north, "person": person, "from": "17:00", "until": "08:00" });
            act("standby.set", standby);
            act(
                "standby.set",
                json!({ "territory": self.maker.north, "person": person, "from": "08:00", "until": "17:00" }),
            );
        }
        act("travel.set", json!({ "territory": self.maker.north, "minutes": 90 }));
    }

    fn second_engineer(&self) -> Uuid {
        let role: Uuid = accord_room_people::RoleId::seeded("field_engineer").into();
        let input = json!({ "name": "Ivo", "roles": [role], "posts": [], "territories": [] });
        let person = id(&self.maker.house.act(self.maker.admin, "people.enter", input).unwrap(), "person");
        let crew = json!({
            "person": person, "territory": self.maker.north, "skill": self.maker.skill, "minutes": { "weekly": 600 }
        });
        self.maker.house.act(self.maker.service_planner, "capacity.add_crew", crew).unwrap();
        person
    }

    pub fn order(&self, quantity: i64) -> Uuid {
        self.maker.order(self.account, self.press, quantity, "2027-06-14")
    }

    pub fn offer(&self, order: Uuid) -> Value {
        self.maker.house.view(self.maker.rep, "service.offer", json!({ "order": order })).unwrap()
    }

    pub fn line(&self, order: Uuid) -> Value {
        self.offer(order)["lines"][0].clone()
    }

    pub fn decide(&self, order: Uuid, answer: &str, more: Value) -> Outcome<Value> {
        self.decide_as(self.maker.rep, order, answer, more)
    }

    pub fn decide_as(&self, who: Uuid, order: Uuid, answer: &str, more: Value) -> Outcome<Value> {
        let mut input = json!({ "order": order, "line": self.line(order)["line"], "answer": answer });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.maker.house.act(who, "service.decide", input)
    }

    /// The customer takes plan Night for all undecided units.
    pub fn accept(&self, order: Uuid) -> Uuid {
        let answer = self.decide(order, "accepted", json!({ "plan_version": self.night })).unwrap();
        id(&answer, "contract")
    }

    /// Tells a date, completes the review, releases and ships.
    pub fn ship(&self, order: Uuid, at: &str) {
        self.maker.commit(self.maker.rep, order, "2027-06-14", json!({})).unwrap();
        if self.maker.one(order)["review"].is_null() {
            self.maker.house.act(self.maker.planner, "order.release", json!({ "order": order })).unwrap();
        } else {
            self.maker.release(order);
        }
        self.maker.house.advance(at);
        let input = json!({ "order": order, "evidence": "Waybill 9" });
        self.maker.house.act(self.maker.planner, "order.ship", input).unwrap();
    }

    /// The units that came with an order, in the order of their numbers.
    pub fn units(&self, order: Uuid) -> Vec<Uuid> {
        let kernel = &self.maker.house.kernel;
        let found =
            kernel.db.read(|tx| accord_room_contract::record::offer::units_of_order(tx, order.into()));
        found.unwrap().into_iter().map(|unit| unit.asset_id.into()).collect()
    }

    pub fn accepted(&self, asset: Uuid, on: &str) -> Outcome<Value> {
        let input = json!({ "asset": asset, "accepted_on": on, "signed_by": self.account.contact });
        self.maker.house.act(self.maker.engineer, "acceptance.record", input)
    }

    pub fn contract(&self, contract: Uuid) -> Value {
        self.maker.house.view(self.maker.rep, "contract.one", json!({ "contract": contract })).unwrap()
    }

    /// The standing stretches of a contract's first unit: kind, first and last day, price.
    pub fn stretches(&self, contract: Uuid) -> Vec<[String; 4]> {
        let one = self.contract(contract);
        let covers = one["lines"][0]["covered"][0]["covers"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        covers
            .iter()
            .filter(|cover| cover["standing"] == json!(true))
            .map(|cover| {
                [
                    text(&cover["kind"]),
                    text(&cover["from_on"]),
                    text(&cover["until_on"]),
                    text(&cover["price"]["amount"]),
                ]
            })
            .collect()
    }

    pub fn entitled(&self, asset: Uuid, at: &str) -> Value {
        let input = json!({ "asset": asset, "at": at });
        self.maker.house.view(self.maker.engineer, "contract.entitlement", input).unwrap()
    }

    /// Open tasks of a kind: step by due day.
    pub fn tasks(&self, kind: &str) -> Vec<String> {
        let input = json!({ "kind": kind, "limit": 200 });
        let page = self.maker.house.view(self.maker.head_of_service, "contract.tasks", input).unwrap();
        page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["due_on"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn terms(more: Value, year: &str) -> Value {
    let mut terms = json!({
        "clock_stop": "engineer_at_work", "stop_minutes": 600, "term_months": 12,
        "inclusions": [{ "code": "call", "en": "A call at any hour", "pt": "Uma chamada a qualquer hora" }],
        "prices": [{ "product": null, "price": { "amount": year, "currency": "EUR" } }]
    });
    terms.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    terms
}

/// Enters a plan with one version and publishes it; the id of the version.
pub fn published(maker: &Maker<'_>, code: &str, place: i64, terms: Value) -> Uuid {
    let act = |action: &str, input: Value| maker.house.act(maker.head_of_service, action, input).unwrap();
    let plan = id(&act("plan.enter", json!({ "code": code, "name": code, "place": place })), "plan");
    let drafted = act("plan.draft", json!({ "plan": plan, "terms": terms }));
    let card = json!({ "headline": format!("{code} card"), "body": "What stands behind it." });
    let carded = act(
        "plan.cards",
        json!({
            "plan_version": drafted["plan_version"], "version": drafted["version"],
            "customer_en": card, "customer_pt": card, "colleague_en": card, "colleague_pt": card
        }),
    );
    let input = json!({ "plan_version": drafted["plan_version"], "version": carded["version"] });
    id(&act("plan.publish", input), "plan_version")
}
