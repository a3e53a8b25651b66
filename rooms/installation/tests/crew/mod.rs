//! A small machine maker that installs, for the tests of this room.
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
use accord_store::params;
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;
#[allow(unused_imports, reason = "each test file uses a part")]
pub use works::{Works, fact, id, rule};

pub fn rooms(registry: &mut Registry) {
    works::rooms(registry);
    accord_room_survey::room(registry);
    accord_room_installation::room(registry);
}

/// The works with a template for its press: two readiness items, four steps, three of them mandatory.
pub struct Crew<'h> {
    pub house: &'h House,
    pub works: Works<'h>,
    /// Who opens at night.
    pub night: Uuid,
}

impl<'h> Crew<'h> {
    pub fn new(house: &'h House) -> Self {
        let works = Works::new(house);
        let contact =
            json!({ "customer": works.account.customer, "name": "Nuno", "email": "nuno@mill.example" });
        let night = id(&house.act(works.maker.rep, "contact.enter", contact).unwrap(), "id");
        Self { house, works, night }
    }

    pub fn template(&self) -> Uuid {
        let input = json!({
            "code": "press", "name": "Press", "kind": "install", "product": self.works.press,
            "tools": ["Laser level", " "], "skills": [self.works.maker.skill],
            "ready": [
                { "en": "Foundation cured", "pt": "Fundação curada", "side": "customer", "days_before": 7 },
                { "en": "Crane booked", "side": "ours", "days_before": 3 }
            ],
            "steps": [
                { "stage": "Set up", "en": "Anchored", "mandatory": true },
                { "stage": "Set up", "en": "Guards in place", "mandatory": true, "evidence": "photo" },
                { "stage": "Prove", "en": "Noise at full load", "pt": "Ruído em carga", "mandatory": true, "evidence": "reading" },
                { "stage": "Prove", "en": "Paint touched up" }
            ]
        });
        id(
            &self.house.act(self.works.maker.service_planner, "install_template.set", input).unwrap(),
            "template",
        )
    }

    /// An order released to be delivered by 14 June, with the plans that it makes.
    pub fn released(&self, quantity: i64) -> Uuid {
        let order = self.works.order(quantity);
        self.works
            .decide(order, "declined", json!({ "plan_version": self.works.basic, "reason": "Later." }))
            .unwrap();
        self.works.maker.commit(self.works.maker.rep, order, "2027-06-14", json!({})).unwrap();
        if self.works.maker.one(order)["review"].is_null() {
            self.house.act(self.works.maker.planner, "order.release", json!({ "order": order })).unwrap();
        } else {
            self.works.maker.release(order);
        }
        order
    }

    pub fn ship(&self, order: Uuid, at: &str) {
        self.house.advance(at);
        let input = json!({ "order": order, "evidence": "Waybill 9" });
        self.house.act(self.works.maker.planner, "order.ship", input).unwrap();
    }

    /// The plans of the house, open ones.
    pub fn plans(&self) -> Vec<Value> {
        let page = self.house.view(self.works.maker.engineer, "installation.list", json!({})).unwrap();
        page["rows"].as_array().unwrap().clone()
    }

    pub fn plan(&self) -> Uuid {
        id(&self.plans()[0], "id")
    }

    pub fn one(&self, plan: Uuid) -> Value {
        self.house
            .view(self.works.maker.engineer, "installation.one", json!({ "installation": plan }))
            .unwrap()
    }

    pub fn item(&self, plan: Uuid, text: &str) -> Value {
        let one = self.one(plan);
        let items = one["items"].as_array().unwrap();
        items.iter().find(|item| item["text"] == text).unwrap_or_else(|| panic!("no {text} in {one}")).clone()
    }

    pub fn act_on(&self, action: &str, plan: Uuid, text: &str, more: Value) -> Outcome<Value> {
        let item = self.item(plan, text);
        let mut input = json!({ "item": item["id"], "version": item["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(self.works.maker.engineer, action, input)
    }

    pub fn done(&self, plan: Uuid, text: &str, more: Value) -> Outcome<Value> {
        self.act_on("installation.do_item", plan, text, more)
    }

    /// Adds a file for an item, as the upload does.
    pub fn file(&self, plan: Uuid, text: &str, bytes: &[u8]) -> Uuid {
        let registry = &self.house.kernel.registry;
        let files = registry.extensions::<accord_room_customer::Files>().next().unwrap();
        let stored = files.put(bytes).unwrap();
        let item = self.item(plan, text);
        let input = json!({
            "customer": self.works.account.customer, "about_kind": "installation_item", "about": item["id"],
            "file_name": "proof.png", "sha256": stored.sha256
        });
        id(&self.house.act(self.works.maker.engineer, "attachment.add", input).unwrap(), "id")
    }

    /// Does every mandatory step.
    pub fn all_done(&self, plan: Uuid) {
        self.done(plan, "Anchored", json!({})).unwrap();
        self.file(plan, "Guards in place", PICTURE);
        self.done(plan, "Noise at full load", json!({ "reading": "71 dB" })).unwrap();
    }

    pub fn text(&self, plan: Uuid) -> Outcome<Value> {
        let input = json!({ "installation": plan, "contact": self.works.account.contact });
        self.house.view(self.works.maker.engineer, "installation.acceptance_text", input)
    }

    pub fn sign(&self, plan: Uuid, hash: &Value, more: Value) -> Outcome<Value> {
        let mut input = json!({
            "installation": plan, "contact": self.works.account.contact, "name": "Paul Mill", "text_hash": hash
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.house.act(self.works.maker.engineer, "installation.sign", input)
    }

    /// Reads the text and signs it.
    pub fn accept(&self, plan: Uuid) {
        let text = self.text(plan).unwrap();
        self.sign(plan, &text["text_hash"], json!({})).unwrap();
    }

    /// Software of so many seats, ordered to be live on 14 June; its project.
    pub fn software(&self, seats: i64) -> Uuid {
        let maker = &self.works.maker;
        let input = json!({
            "product": {
                "code": "SW", "name": "Mill Control", "kind": "software", "unit": "seat", "by_slots": false, "installation": [],
                "transport_days": 0, "transport_count": "working", "price": { "amount": "400.00", "currency": "EUR" }
            },
            "lead_time": { "days": 5, "from": "2020-01-01" }
        });
        let product = id(&self.house.act(maker.planner, "product.enter", input).unwrap(), "product");
        maker.order(self.works.account, product, seats, "2027-06-14");
        self.plan()
    }

    /// Further contacts of the customer.
    pub fn people(&self, n: usize) -> Vec<Uuid> {
        (0..n)
            .map(|n| {
                let input = json!({ "customer": self.works.account.customer, "name": format!("User {n}") });
                id(&self.house.act(self.works.maker.rep, "contact.enter", input).unwrap(), "id")
            })
            .collect()
    }

    pub fn columns(&self, order: Uuid) -> Value {
        self.house.view(self.works.maker.rep, "delivery.columns", json!({ "order": order })).unwrap()
    }

    pub fn set_access(&self, lead_hours: i64, path: Option<&str>) {
        let rep = self.works.maker.rep;
        let site = self.works.account.site;
        let seen = self.house.kernel.db.read(|tx| accord_room_customer::site(tx, site)).unwrap();
        let input = json!({
            "site": site, "version": seen.version, "door": "Gate 2", "ring": "ext. 9", "lead_hours": lead_hours,
            "emergency_path": path,
            "contacts": [
                { "shift": "day", "contact": self.works.account.contact },
                { "shift": "night", "contact": self.night }
            ]
        });
        self.house.act(rep, "site.set_access", input).unwrap();
    }

    /// Open tasks of a kind, in words.
    pub fn tasks(&self, kind: &str) -> Vec<String> {
        let rows = self.house.view(self.works.maker.engineer, "delivery.tasks", json!({})).unwrap();
        rows.as_array()
            .unwrap()
            .iter()
            .filter(|row| row["kind"] == kind)
            .map(|row| row["text"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Letters to people outside that wait to go out.
    pub fn letters(&self) -> Vec<String> {
        let sql = "SELECT body FROM mail WHERE subject LIKE '%comes to%' ORDER BY id";
        let rows: Result<Vec<accord_store::Row>, accord_store::Error> =
            self.house.kernel.db.read(|tx| tx.query(sql, params![]));
        rows.unwrap().iter().map(|row| row.get::<String>(0).unwrap()).collect()
    }
}

/// The smallest PNG that says so.
pub const PICTURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00";
/// A paper.
pub const PAPER: &[u8] = b"%PDF-1.7\n1 0 obj";
