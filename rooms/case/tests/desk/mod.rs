//! The machine maker with a desk, for the tests of this room.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

#[path = "../../../contract/tests/works/mod.rs"]
pub mod works;

use accord_kernel::{Caller, Credential, Outcome, Registry};
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;
pub use works::{Works, fact, id, rule};

pub fn rooms(registry: &mut Registry) {
    works::rooms(registry);
    accord_room_case::room(registry);
}

/// A customer with one unit under plan Night (360 minutes around the clock, running again in 1,440) and a desk.
pub struct Desk<'h> {
    pub works: Works<'h>,
    pub house: &'h House,
    pub unit: Uuid,
    pub desk: Uuid,
    pub second: Uuid,
}

impl<'h> Desk<'h> {
    /// Call it at 2027-02-01: the unit is accepted on 2027-07-01 and in use since.
    pub fn new(house: &'h House) -> Self {
        let works = Works::new(house);
        works.ready();
        let role: Uuid = accord_room_people::RoleId::seeded("help_desk").into();
        let person = |name: &str| {
            let input = json!({ "name": name, "roles": [role], "posts": [], "territories": [] });
            id(&house.act(works.maker.admin, "people.enter", input).unwrap(), "person")
        };
        // Of two with as little to do, a call goes to the one whose id comes first.
        let mut two = [person("Dora"), person("Davi")];
        two.sort_unstable();
        let [desk, second] = two;
        let order = works.order(1);
        works.accept(order);
        works.ship(order, "2027-06-14T10:00:00Z");
        let unit = works.units(order)[0];
        house.advance("2027-07-01T15:00:00Z");
        works.accepted(unit, "2027-07-01").unwrap();
        Self { house, unit, desk, second, works }
    }

    pub fn act(&self, who: Uuid, action: &str, input: Value) -> Value {
        self.house.act(who, action, input).unwrap_or_else(|refusal| panic!("{action}: {refusal:?}"))
    }

    pub fn refused(&self, who: Uuid, action: &str, input: Value) -> String {
        rule(self.house.act(who, action, input))
    }

    pub fn customer(&self) -> Uuid {
        self.works.account.customer
    }

    /// A stop of the unit, called in at the desk.
    pub fn stop(&self, who: Uuid) -> Uuid {
        let input = json!({
            "customer": self.customer(), "asset": self.unit, "contact": self.works.account.contact,
            "what": "The press stands still", "call_back": "+351 253 000 111"
        });
        id(&self.act(who, "case.open", input), "case")
    }

    pub fn one(&self, case: Uuid) -> Value {
        self.house.view(self.desk, "case.one", json!({ "case": case })).unwrap()
    }

    /// An action on a case at its present version.
    pub fn on(&self, who: Uuid, action: &str, case: Uuid, more: Value) -> Outcome<Value> {
        let mut input = json!({ "case": case, "version": self.one(case)["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(who, action, input)
    }

    pub fn clock(&self, case: Uuid, kind: &str) -> Value {
        let one = self.one(case);
        one["clocks"]
            .as_array()
            .unwrap()
            .iter()
            .rev()
            .find(|clock| clock["kind"] == kind)
            .cloned()
            .unwrap_or_default()
    }

    pub fn due(&self, case: Uuid, kind: &str) -> String {
        self.clock(case, kind)["due_at"].as_str().unwrap_or_default().to_owned()
    }

    pub fn crisis(&self) -> Value {
        self.house.view(self.desk, "crisis.of", json!({ "customer": self.customer() })).unwrap()
    }

    /// Notices of a person, by kind.
    pub fn notices(&self, person: Uuid, kind: &str) -> usize {
        let page = self.house.view(person, "people.notices", json!({ "limit": 200 })).unwrap();
        page["rows"].as_array().unwrap().iter().filter(|row| row["kind"] == kind).count()
    }

    pub fn restore(&self, case: Uuid, collateral: &str) -> Outcome<Value> {
        let mut more = json!({ "result": "Seal changed, pressure held for an hour", "cause": "seal", "collateral": collateral, "left_right": true });
        if collateral != "nothing" {
            more["collateral_words"] = json!("Oil on the floor by the gate");
        }
        self.on(self.works.maker.engineer, "case.restore", case, more)
    }

    /// Restored, and the customer says so and rates it: a crisis over the case ends.
    pub fn over(&self, case: Uuid, rating: i64) {
        self.restore(case, "nothing").unwrap();
        self.on(self.desk, "case.confirm", case, json!({ "words": "It runs" })).unwrap();
        self.on(self.desk, "case.rate", case, json!({ "rating": rating })).unwrap();
    }

    pub fn as_contact(&self, action: &str, input: Value) -> Outcome<Value> {
        let contact = self.works.account.contact;
        let caller = Caller { credential: Credential::Contact(contact), ..Caller::person(contact) };
        let call = accord_kernel::Call::new(action, input);
        self.house.kernel.act(&caller, call).map(|done| done.answer)
    }
}
