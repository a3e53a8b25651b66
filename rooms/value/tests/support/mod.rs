//! A press maker in Lisbon with two customers, a small fleet and the plans of the tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use accord_kernel::{Metric, MetricKind, MetricValue, Outcome, Registry, Unit};
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;

/// Monday, 09:00 in Lisbon.
pub const START: &str = "2028-05-15T08:00:00Z";

/// A figure that falls at the end of May: 97.4 of 61 answers, then 93.1 of 66.
const SATISFACTION: Metric = Metric {
    name: "test_satisfaction",
    kind: MetricKind::Experience,
    unit: Unit::Percent,
    run: |_, ctx, _| {
        let fell = ctx.now > "2028-05-31T12:00:00Z".parse().unwrap();
        let (value, n) = if fell { ("93.1", 66) } else { ("97.4", 61) };
        Ok(MetricValue { value: Some(value.parse().unwrap()), n, beside: Vec::new(), rows: Vec::new() })
    },
};

/// A figure that few have answered.
const FEW: Metric = Metric {
    name: "test_few",
    kind: MetricKind::Experience,
    unit: Unit::Percent,
    run: |_, _, _| {
        Ok(MetricValue { value: Some("99.0".parse().unwrap()), n: 29, beside: Vec::new(), rows: Vec::new() })
    },
};

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_asset::room(registry);
    accord_room_value::room(registry);
    registry.metric(SATISFACTION).metric(FEW);
}

pub struct World<'h> {
    pub house: &'h House,
    pub admin: Uuid,
    /// Sells; owns the mill.
    pub rita: Uuid,
    /// Service owner of the mill.
    pub nuno: Uuid,
    pub head_of_service: Uuid,
    pub mill: Uuid,
    pub site: Uuid,
    pub paulo: Uuid,
    pub other: Uuid,
    pub press: Uuid,
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name]
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("no id {name} in {value}"))
}

pub fn rule(outcome: Outcome<Value>) -> (String, String) {
    let refusal = outcome.unwrap_err();
    let field = refusal.fields.first();
    field.map_or_else(
        || (refusal.rule.to_owned(), String::new()),
        |field| (field.rule.to_owned(), field.pointer.clone()),
    )
}

pub fn money(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency })
}

pub fn card(text: &str) -> Value {
    json!({ "headline": text, "body": "Because a stopped press earns nothing." })
}

impl<'h> World<'h> {
    pub fn new(house: &'h House) -> Self {
        let set_up = json!({
            "name": "Prensas Tejo", "home_zone": "Europe/Lisbon", "currency": "EUR", "language": "en",
            "calendar_name": "Plant", "administrator": { "name": "Olga", "email": "olga@tejo.example" }
        });
        let admin = id(&house.system("company.set_up", set_up).unwrap(), "administrator");
        let north =
            id(&house.act(admin, "territory.enter", json!({ "name": "North" })).unwrap(), "territory");
        let person = |name: &str, word: &str| {
            let role: Uuid = accord_room_people::RoleId::seeded(word).into();
            let input = json!({ "name": name, "language": "en", "roles": [role], "posts": [], "territories": [north] });
            id(&house.act(admin, "people.enter", input).unwrap(), "person")
        };
        let (rita, nuno) = (person("Rita", "sales_rep"), person("Nuno", "field_engineer"));
        let head_of_service = person("Sofia", "head_of_service");
        let customer = |name: &str, owner: Uuid| {
            let input = json!({ "name": name, "territory": north, "sales_owner": owner });
            id(&house.act(rita, "customer.enter", input).unwrap(), "id")
        };
        let (mill, other) = (customer("Moinho do Porto", rita), customer("Forja Braga", rita));
        let site = json!({
            "customer": mill, "name": "Hall 2", "line1": "Rua 1", "town": "Porto", "country": "PT", "zone": "Europe/Lisbon"
        });
        let site = id(&house.act(rita, "site.enter", site).unwrap(), "id");
        let contact = json!({ "customer": mill, "name": "Paulo", "email": "paulo@moinho.example" });
        let paulo = id(&house.act(rita, "contact.enter", contact).unwrap(), "id");
        let press = json!({ "product": {
            "code": "P-40", "name": "Press P-40", "kind": "equipment", "unit": "piece", "by_slots": true,
            "transport_days": 3, "price": money("41500.00", "EUR")
        } });
        let press = id(&house.act(admin, "product.enter", press).unwrap(), "product");
        Self { house, admin, rita, nuno, head_of_service, mill, site, paulo, other, press }
    }

    /// Enters a plan with one published version.
    pub fn plan(&self, code: &str, place: i64, stop_minutes: i64, prices: Value) -> Uuid {
        self.plan_with(code, place, json!({
            "cover": "around_clock", "clock_stop": "engineer_at_work", "response_minutes": 300,
            "stop_minutes": stop_minutes, "term_months": 12, "uplift_allowed": true, "prices": prices,
            "inclusions": [{ "code": "visit", "en": "A visit at any hour", "pt": "Uma visita a qualquer hora" }],
            "needs": [{ "need": "night_cover", "clause": "visit" }]
        }))
    }

    pub fn plan_with(&self, code: &str, place: i64, terms: Value) -> Uuid {
        let head = self.head_of_service;
        let plan = json!({ "code": code, "name": code, "place": place });
        let plan = id(&self.house.act(head, "plan.enter", plan).unwrap(), "plan");
        let draft = self.house.act(head, "plan.draft", json!({ "plan": plan, "terms": terms })).unwrap();
        let version = id(&draft, "plan_version");
        let cards = json!({
            "plan_version": version, "version": 1, "customer_en": card("We come"), "customer_pt": card("Nós vamos"),
            "colleague_en": card("Ask"), "colleague_pt": card("Pergunte")
        });
        self.house.act(head, "plan.cards", cards).unwrap();
        let publish = json!({ "plan_version": version, "version": 2 });
        self.house.act(head, "plan.publish", publish).unwrap();
        version
    }

    /// Three stops in two years of two presses: 1.50 a year.
    pub fn fleet(&self) -> Uuid {
        let unit = |since: &str| {
            let input = json!({ "customer": self.mill, "product": self.press, "site": self.site, "in_service_on": since, "known_from": since });
            id(&self.house.act(self.rita, "asset.add", input).unwrap(), "asset")
        };
        let (one, two) = (unit("2027-05-16"), unit("2027-05-15"));
        for (unit, from, to) in [
            (one, "2027-08-03T22:00:00Z", "2027-08-05T10:00:00Z"),
            (one, "2028-02-11T09:00:00Z", "2028-02-12T09:00:00Z"),
            (two, "2027-12-26T03:00:00Z", "2027-12-27T20:00:00Z"),
        ] {
            let input = json!({ "asset": unit, "began_at": from, "ended_at": to, "cause": "Water" });
            self.house.act(self.nuno, "asset.outage_record", input).unwrap();
        }
        one
    }

    pub fn cost(&self, amount: &str, currency: &str, confidence: &str) -> Outcome<Value> {
        let input = json!({
            "customer": self.mill, "stop_cost": money(amount, currency), "confidence": confidence,
            "contact": self.paulo, "version": self.version(),
        });
        self.house.act(self.rita, "value.stop_cost", input)
    }

    /// Row version of the mill's own profile.
    pub fn version(&self) -> Value {
        let seen = self.house.view(self.rita, "value.profiles", json!({ "customer": self.mill })).unwrap();
        seen[0]["version"].clone()
    }

    pub fn table(&self, plan_version: Uuid, more: Value) -> Outcome<Value> {
        let mut input = json!({ "customer": self.mill, "product": self.press, "plan_version": plan_version });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.house.view(self.rita, "value.table", input)
    }
}
