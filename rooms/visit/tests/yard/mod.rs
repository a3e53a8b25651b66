//! A maker with engineers, parts and keys, for the tests of this room.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

#[path = "../../../contract/tests/works/mod.rs"]
pub mod works;

use accord_kernel::{Outcome, Registry};
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;
pub use works::{Works, fact, id, rule};

/// A Wednesday, 9:00 in Porto.
pub const START: &str = "2027-03-10T09:00:00Z";

pub fn rooms(registry: &mut Registry) {
    works::rooms(registry);
    accord_room_case::room(registry);
    accord_room_visit::room(registry);
}

/// Filipe and Ivo mend presses in North, where the way takes 90 minutes.
pub struct Yard<'h> {
    pub works: Works<'h>,
    pub unit: Uuid,
    pub ivo: Uuid,
}

impl<'h> Yard<'h> {
    pub fn new(house: &'h House) -> Self {
        let works = Works::new(house);
        works.ready();
        let unit = json!({
            "customer": works.account.customer, "site": works.account.site, "product": works.press, "model": "Press P-1",
            "serial": "P1-0077"
        });
        let unit = id(&house.act(works.maker.head_of_service, "asset.add", unit).unwrap(), "asset");
        let sql = "SELECT id FROM person WHERE name = 'Ivo'";
        let ivo = house.kernel.db.read(|tx| tx.query_one(sql, &[])).unwrap().unwrap().get::<Uuid>(0).unwrap();
        Self { works, unit, ivo }
    }

    pub fn house(&self) -> &House {
        self.works.maker.house
    }
    pub fn service_planner(&self) -> Uuid {
        self.works.maker.service_planner
    }
    pub fn engineer(&self) -> Uuid {
        self.works.maker.engineer
    }

    /// A repair of the unit, `more` on top.
    pub fn ask(&self, more: Value) -> Value {
        let mut input = json!({
            "customer": self.works.account.customer, "site": self.works.account.site, "purpose": "repair",
            "task": "The press drips", "minutes": 120, "asset": self.unit, "contact": self.works.account.contact
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    }

    pub fn plan(&self, more: Value) -> Outcome<Value> {
        self.house().act(self.service_planner(), "visit.plan", self.ask(more))
    }

    /// A repair tomorrow at ten with the engineer.
    pub fn planned(&self) -> Uuid {
        let more = json!({ "starts_at": "2027-03-11T10:00:00Z", "person": self.engineer() });
        id(&self.plan(more).unwrap(), "visit")
    }

    pub fn one(&self, visit: Uuid) -> Value {
        self.house().view(self.service_planner(), "visit.one", json!({ "visit": visit })).unwrap()
    }

    pub fn act(&self, who: Uuid, action: &str, input: Value) -> Outcome<Value> {
        self.house().act(who, action, input)
    }

    /// Bodies of the letters that wait, in order.
    pub fn letters(&self) -> Vec<String> {
        let rows =
            self.house().kernel.db.read(|tx| tx.query("SELECT body FROM mail ORDER BY id", &[])).unwrap();
        rows.iter().map(|row| row.get::<String>(0).unwrap()).collect()
    }

    /// A part in a place.
    pub fn stock(&self, code: &str, place: &str, pieces: i64) -> (Uuid, Uuid) {
        let maker = &self.works.maker;
        let part = json!({ "product": { "code": code, "name": format!("Seal {code}"), "kind": "part", "unit": "piece" } });
        let part = id(&self.act(maker.planner, "product.enter", part).unwrap(), "product");
        (part, self.more_stock(part, place, pieces))
    }

    pub fn more_stock(&self, part: Uuid, place: &str, pieces: i64) -> Uuid {
        let input = json!({ "product": part, "place": place, "on_hand": pieces, "supply_days": 9 });
        id(&self.act(self.works.maker.planner, "part.set_stock", input).unwrap(), "stock")
    }

    pub fn place(&self, name: &str, kind: &str, more: Value) -> Uuid {
        let mut input = json!({ "name": name, "kind": kind, "territory": self.works.maker.north });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        id(&self.act(self.service_planner(), "part_place.set", input).unwrap(), "place")
    }

    pub fn key(&self, place: Uuid, person: Uuid, more: Value) -> Outcome<Value> {
        let mut input = json!({ "place": place, "person": person });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.act(self.service_planner(), "part_key.give", input)
    }

    /// Everything of a visit but the signature and the end.
    pub fn work(&self, visit: Uuid) -> Value {
        let act = |action: &str, input: Value| self.act(self.engineer(), action, input).unwrap();
        act("visit.travel", json!({ "visit": visit, "minutes": 40 }));
        act("visit.arrive", json!({ "visit": visit }));
        act(
            "visit.report",
            json!({
                "visit": visit, "version": 1, "safety": ["announced", "isolated", "protected", "floor"],
                "found": "Seal torn", "mended": "New seal", "left_right": ["running", "tidy"], "summary": "Runs again"
            }),
        )
    }

    /// The hash of the words as they stand.
    pub fn hash(&self, visit: Uuid) -> String {
        let one = self.one(visit);
        let text = |name: &str| one["report"][name].as_str().unwrap().to_owned();
        accord_room_visit::rules::sign::hash(&accord_room_visit::rules::sign::Signed {
            number: one["visit"]["number"].as_str().unwrap(),
            found: &text("found"),
            mended: &text("mended"),
            left_note: &text("left_note"),
            summary: &text("summary"),
        })
    }
}
