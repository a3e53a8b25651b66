//! A small machine maker for the tests of this room: people, customers, products, slots and crews, and an act that
//! stands for an order of the room above.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Registry, Touches};
use accord_room_capacity::{self as capacity, Hold, OrderAsk, Refs};
use accord_room_customer::CustomerId;
use accord_room_promise::PromiseId;
use accord_store::Tx;
use accord_testing::House;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday in Porto, where the maker is at home.
pub const START: &str = "2027-03-10T09:00:00Z";

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_promise::room(registry);
    accord_room_capacity::room(registry);
    registry.extend(accord_room_customer::Files::folder(std::env::temp_dir()));
    registry.action::<TakeDates>().action::<GiveBack>();
}

/// Stands for an order: checks dates and takes what they need.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeDates {
    order: Uuid,
    ask: OrderAsk,
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    ship: Option<Date>,
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    install: Option<Date>,
    #[serde(default)]
    target: bool,
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    offered_until: Option<Timestamp>,
    #[serde(default)]
    harm: i64,
    #[serde(default)]
    ship_promise: Option<PromiseId>,
    #[serde(default)]
    install_promise: Option<PromiseId>,
}

/// What was taken.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Taken {
    #[schemars(with = "Vec<String>")]
    pub ships: Vec<Date>,
    #[schemars(with = "Vec<String>")]
    pub installs: Vec<Date>,
}

impl Action for TakeDates {
    const NAME: &'static str = "test.take_dates";
    const PERMISSION: Permission = Permission::OrderCommit;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Taken;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customers(self.ask.customer.map(Uuid::from)))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Taken> {
        let hold = match (self.target, self.offered_until) {
            (true, _) => Hold::Target,
            (false, Some(until)) => Hold::Offer(until),
            (false, None) => Hold::Committed,
        };
        let promises = (self.ship_promise, self.install_promise);
        let refs = Refs {
            order: self.order,
            customer: self.ask.customer.ok_or_else(Refusal::absent)?,
            site: self.ask.site,
            harm: self.harm,
            promises: self.ask.lines.iter().map(|line| (line.line, promises)).collect(),
        };
        let wanted = capacity::whole(self.ship, self.install);
        let plan = capacity::replan(tx, act, &self.ask, &wanted, hold, &refs)?;
        Ok(Taken {
            ships: plan.deliveries.iter().map(|delivery| delivery.ship).collect(),
            installs: plan.deliveries.iter().filter_map(|delivery| delivery.install).collect(),
        })
    }
}

/// Stands for a cancelled or shipped order.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveBack {
    order: Uuid,
    customer: CustomerId,
    #[serde(default)]
    shipped: bool,
}

impl Action for GiveBack {
    const NAME: &'static str = "test.give_back";
    const PERMISSION: Permission = Permission::OrderCommit;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        if self.shipped {
            return capacity::consume(tx, act, self.order, None);
        }
        capacity::release(tx, act, self.order, None)
    }
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

/// The maker.
pub struct Maker<'h> {
    pub house: &'h House,
    pub admin: Uuid,
    /// The company's calendar.
    pub calendar: Uuid,
    /// Plans slots.
    pub planner: Uuid,
    /// Plans crews.
    pub crews: Uuid,
    /// Sales, territory North.
    pub rep: Uuid,
    pub head_of_sales: Uuid,
    pub head_of_manufacturing: Uuid,
    pub head_of_service: Uuid,
    /// Install.
    pub fitter: Uuid,
    pub other_fitter: Uuid,
    pub north: Uuid,
    pub south: Uuid,
    pub skill: Uuid,
}

impl<'h> Maker<'h> {
    pub fn new(house: &'h House) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Prensas Douro", "home_zone": "Europe/Lisbon", "currency": "EUR", "language": "en",
                    "calendar_name": "Works",
                    "administrator": { "name": "Olga", "email": "olga@douro.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let territory = |name: &str| {
            id(&house.act(admin, "territory.enter", json!({ "name": name })).unwrap(), "territory")
        };
        let (north, south) = (territory("North"), territory("South"));
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
        let crews = person("Sofia", "service_planner", service, &[]);
        let skill = id(&house.act(admin, "skill.enter", json!({ "name": "Hydraulics" })).unwrap(), "skill");
        Self {
            house,
            admin,
            calendar: id(&made, "calendar"),
            planner: person("Paulo", "planner", sales, &[]),
            crews,
            rep: person("Rita", "sales_rep", sales, &[north]),
            head_of_sales: person("Helena", "head_of_sales", sales, &[]),
            head_of_manufacturing: person("Mario", "head_of_manufacturing", sales, &[]),
            head_of_service: person("Heitor", "head_of_service", service, &[]),
            fitter: person("Filipe", "field_engineer", service, &[]),
            other_fitter: person("Gil", "field_engineer", service, &[]),
            north,
            south,
            skill,
        }
    }

    pub fn customer_in(&self, name: &str, territory: Option<Uuid>) -> Uuid {
        let input = json!({ "name": name, "territory": territory });
        id(&self.house.act(self.head_of_sales, "customer.enter", input).unwrap(), "id")
    }

    /// A customer of territory North with a site.
    pub fn customer(&self, name: &str) -> (Uuid, Uuid) {
        let customer = self.customer_in(name, Some(self.north));
        (customer, self.site(customer, "Europe/Lisbon"))
    }

    pub fn site(&self, customer: Uuid, zone: &str) -> Uuid {
        let input = json!({
            "customer": customer, "name": "Mill", "line1": "Rua do Rio 4", "town": "Braga", "country": "pt", "zone": zone
        });
        id(&self.house.act(self.head_of_sales, "site.enter", input).unwrap(), "id")
    }

    /// A machine that takes slots and, with minutes, work on site; in transport two days.
    pub fn machine(&self, code: &str, lead_days: i64, minutes: i64) -> Uuid {
        let installation =
            if minutes > 0 { json!([{ "skill": self.skill, "minutes": minutes }]) } else { json!([]) };
        let input = json!({
            "product": {
                "code": code, "name": format!("Press {code}"), "kind": "equipment", "unit": "piece", "by_slots": true,
                "installation": installation, "transport_days": 2, "transport_count": "working"
            },
            "lead_time": { "days": lead_days, "from": "2020-01-01" }
        });
        id(&self.house.act(self.planner, "product.enter", input).unwrap(), "product")
    }

    pub fn part(&self, code: &str) -> Uuid {
        let input = json!({ "product": { "code": code, "name": format!("Seal {code}"), "kind": "part", "unit": "piece" } });
        id(&self.house.act(self.planner, "product.enter", input).unwrap(), "product")
    }

    pub fn slots(&self, product: Uuid, from: &str, until: &str, capacity: i64) -> Value {
        let input = json!({ "product": product, "from": from, "until": until, "capacity": capacity });
        self.house.act(self.planner, "capacity.set_slots", input).unwrap()
    }

    /// Somebody's minutes in territory North.
    pub fn crew(&self, person: Uuid, weekly: i64) -> Value {
        let input = json!({
            "person": person, "territory": self.north, "skill": self.skill, "minutes": { "weekly": weekly }
        });
        self.house.act(self.crews, "capacity.add_crew", input).unwrap()
    }

    pub fn take(&self, input: Value) -> Outcome<Value> {
        self.house.act(self.rep, "test.take_dates", input)
    }

    /// The load of a product's week: capacity, taken, aimed.
    pub fn week(&self, product: Uuid, week: &str) -> (i64, i64, i64) {
        let input = json!({ "product": product, "from": week, "weeks": 1 });
        let seen = self.house.view(self.planner, "capacity.weeks", input).unwrap();
        let week = &seen["products"][0]["weeks"][0];
        let number = |name: &str| week[name].as_i64().unwrap_or_else(|| panic!("no {name} in {seen}"));
        (number("capacity"), number("taken"), number("aimed"))
    }

    /// The load of territory North's crews in a week, in minutes.
    pub fn crew_week(&self, week: &str) -> (i64, i64, i64) {
        let input = json!({ "territory": self.north, "from": week, "weeks": 1 });
        let seen = self.house.view(self.crews, "capacity.weeks", input).unwrap();
        let week = &seen["crews"][0]["weeks"][0];
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

/// A question of one line.
pub fn ask(customer: Uuid, site: Option<Uuid>, product: Uuid, quantity: u32) -> Value {
    json!({
        "customer": customer, "site": site,
        "lines": [{ "line": Uuid::from_u128(0x11), "product": product, "quantity": quantity }]
    })
}
