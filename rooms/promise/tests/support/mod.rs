//! A small pump maker for the tests of this room: its people, a customer in Lisbon, and a stock of parts that stands
//! for the higher rooms' checks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use accord_kernel::{
    Act, Action, Audience, Call, Caller, Check, Context, Credential, Fact, Feasibility, Metric, MetricValue,
    Outcome, Period, Permission, Refusal, Registry, Touches, Wanted,
};
use accord_room_promise::{About, Wish};
use accord_store::Tx;
use accord_testing::House;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Monday, 09:00 in São Paulo, 12:00 in Lisbon.
pub const START: &str = "2027-03-08T12:00:00Z";

/// Stands for the room of parts: on hand, or after so many days of supply.
fn part(_: &mut Tx, ctx: &Context, wanted: &Wanted) -> Outcome<Feasibility> {
    let number = |name: &str| wanted.subject[name].as_i64().unwrap_or(0);
    let days = if number("on_hand") > 0 { 0 } else { number("supply_days") };
    let earliest = ctx.now + SignedDuration::from_hours(24 * days);
    let deliverer = wanted.subject["deliverer"].as_str().and_then(|text| text.parse().ok());
    Ok(Feasibility {
        feasible: wanted.due_at >= earliest,
        earliest: Some(earliest),
        limits: vec![("supply", vec![("days", Fact::Number(days))])],
        override_by: Some(Permission::OverrideManufacturing),
        deliverers: deliverer.into_iter().collect(),
    })
}

/// Stands for a room above whose forecast touches everything promised about a thing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Slip {
    customer: Uuid,
    about: About,
    on: String,
}

impl Action for Slip {
    const NAME: &'static str = "test.slip";
    const PERMISSION: Permission = Permission::OrderPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Value>;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Vec<Value>> {
        act.quiet();
        let at = Wish::On(self.on.parse().unwrap());
        let drafts = accord_room_promise::knock_on(tx, act, &self.about, at, "The press stands.")?;
        Ok(drafts
            .iter()
            .map(|draft| json!({ "promise": draft.promise.id, "wording": draft.wording }))
            .collect())
    }
}

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_promise::room(registry);
    registry.check(Check { kind: "part", run: part }).action::<Slip>();
}

/// The cast.
pub struct Cast {
    pub admin: Uuid,
    /// Sells.
    pub rita: Uuid,
    /// Sells, covers Rita.
    pub saulo: Uuid,
    /// Help desk.
    pub nina: Uuid,
    pub head_of_sales: Uuid,
    pub head_of_service: Uuid,
    pub head_of_manufacturing: Uuid,
    pub planner: Uuid,
    /// A customer with one site in Lisbon, open from 9 to 18.
    pub customer: Uuid,
    pub site: Uuid,
    pub contact: Uuid,
    pub north: Uuid,
    pub south: Uuid,
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name]
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(|| panic!("no id {name} in {value}"))
}

pub fn role(word: &str) -> Uuid {
    accord_room_people::RoleId::seeded(word).into()
}

pub fn cast(house: &House) -> Cast {
    let set_up = json!({
        "name": "Bombas Atlântico", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "en",
        "calendar_name": "Office", "administrator": { "name": "Olga", "email": "olga@bombas.example" }
    });
    let admin = id(&house.system("company.set_up", set_up).unwrap(), "administrator");
    let territory =
        |name: &str| id(&house.act(admin, "territory.enter", json!({ "name": name })).unwrap(), "territory");
    let (north, south) = (territory("North"), territory("South"));
    let area = |name: &str, sphere: &str| {
        let input = json!({ "name": name, "sphere": sphere, "helps": "Keeps what was said." });
        id(&house.act(admin, "area.enter", input).unwrap(), "area")
    };
    let (sales, service) = (area("Sales", "sales"), area("Service", "after_sales"));
    let person = |name: &str, word: &str, area: Uuid, territories: &[Uuid]| {
        let input = json!({
            "name": name, "roles": [role(word)], "posts": [{ "area": area, "title": "" }], "territories": territories
        });
        id(&house.act(admin, "people.enter", input).unwrap(), "person")
    };
    let head_of_sales = person("Helena", "head_of_sales", sales, &[]);
    let rita = person("Rita", "sales_rep", sales, &[north]);
    let saulo = person("Saulo", "sales_rep", sales, &[north]);
    let nina = person("Nina", "help_desk", service, &[]);
    let head_of_service = person("Heitor", "head_of_service", service, &[]);
    let head_of_manufacturing = person("Hilda", "head_of_manufacturing", sales, &[]);
    let planner = person("Paulo", "planner", sales, &[]);
    let input = json!({ "name": "Águas do Tejo", "territory": north });
    let customer = id(&house.act(head_of_sales, "customer.enter", input).unwrap(), "id");
    let hours = "09:00-18:00";
    let week =
        json!({ "monday": hours, "tuesday": hours, "wednesday": hours, "thursday": hours, "friday": hours });
    let calendar = json!({ "name": "Lisbon", "zone": "Europe/Lisbon", "week": week,
        "exceptions": [{ "date": "2027-03-26" }] });
    let calendar = id(&house.act(admin, "calendar.define", calendar).unwrap(), "calendar");
    let site = json!({ "customer": customer, "name": "Plant", "line1": "Cais 4", "town": "Lisboa", "country": "PT",
        "zone": "Europe/Lisbon", "calendar": calendar });
    let site = id(&house.act(rita, "site.enter", site).unwrap(), "id");
    let contact =
        json!({ "customer": customer, "name": "Duarte", "email": "duarte@aguas.example", "job": "Plant" });
    let contact = id(&house.act(rita, "contact.enter", contact).unwrap(), "id");
    for (person, sphere) in [(rita, "sales"), (nina, "after_sales")] {
        let input = json!({ "customer": customer, "sphere": sphere, "person": person, "rank": "owner" });
        house.act(head_of_sales, "customer.assign", input).unwrap();
    }
    Cast {
        admin,
        rita,
        saulo,
        nina,
        head_of_sales,
        head_of_service,
        head_of_manufacturing,
        planner,
        customer,
        site,
        contact,
        north,
        south,
    }
}

impl Cast {
    /// A promise of any kind by Rita, with what the test adds.
    pub fn promise(&self, kind: &str, more: Value) -> Value {
        let mut input =
            json!({ "customer": self.customer, "kind": kind, "wording": "We send the seal kit." });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    }
    /// Makes a free promise of Rita's.
    pub fn owed(&self, house: &House, due_at: &str) -> Value {
        let input = self.promise("free", json!({ "owner": self.rita, "due_at": due_at, "told": "call" }));
        house.act(self.rita, "promise.make", input).unwrap()
    }
}

/// A promise as a colleague sees it.
pub fn one(house: &House, reader: Uuid, promise: &Value) -> Value {
    house.view(reader, "promise.one", json!({ "promise": promise["promise"] })).unwrap()
}

/// The notices of a person by their kinds, the last first.
pub fn notices(house: &House, person: Uuid) -> Vec<String> {
    let sql = "SELECT kind FROM notice WHERE person_id = ?1 ORDER BY made_at DESC, id DESC";
    let rows = house.kernel.db.read(|tx| tx.query(sql, accord_store::params![person])).unwrap();
    rows.iter().map(|row| row.get(0).unwrap()).collect()
}

pub fn count(list: &[String], kind: &str) -> usize {
    list.iter().filter(|found| *found == kind).count()
}

pub fn as_contact(contact: Uuid) -> Caller {
    Caller { credential: Credential::Contact(contact), ..Caller::person(contact) }
}

pub fn act_as(house: &House, caller: &Caller, action: &str, input: Value) -> Outcome<Value> {
    house.kernel.act(caller, Call::new(action, input)).map(|done| done.answer)
}

/// The first field's rule, or the rule of the whole.
pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    match refusal.fields.first() {
        Some(field) => format!("{} {}", field.pointer, field.rule),
        None => refusal.rule.to_owned(),
    }
}

pub fn refused<T: std::fmt::Debug>(outcome: Outcome<T>) -> Refusal {
    outcome.expect_err("it is refused")
}

/// A declared figure as a person reads it.
pub fn metric(house: &House, reader: Uuid, name: &str, from: &str, to: &str) -> MetricValue {
    let period = Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let metric: &Metric = house.kernel.registry.find_metric(name).unwrap();
    house
        .kernel
        .read(&Caller::person(reader), |reader| (metric.run)(reader.tx, &reader.context, period))
        .unwrap()
}

pub fn instant(value: &Value) -> Timestamp {
    value.as_str().unwrap_or_else(|| panic!("no instant in {value}")).parse().unwrap()
}
