//! A small machine maker for the tests of this room: its people in both spheres, territories, and a file store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use std::sync::OnceLock;

use accord_kernel::{
    Audience, Call, Caller, Context, Credential, Outcome, Permission, Registry, Touches, View,
};
use accord_room_customer::Files;
use accord_store::Tx;
use accord_testing::House;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub const START: &str = "2027-03-08T12:00:00Z";

/// The file store of this test process.
pub fn files() -> &'static Files {
    static FILES: OnceLock<(tempfile::TempDir, Files)> = OnceLock::new();
    &FILES
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let files = Files::folder(folder.path());
            (folder, files)
        })
        .1
}

/// Stands for the briefing of the top floor: what counts is that it was read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Briefing {
    customer: Uuid,
}

impl View for Briefing {
    const NAME: &'static str = accord_room_customer::BRIEFING_VIEW;
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = bool;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn read(self, _: &mut Tx, _: &Context) -> Outcome<bool> {
        Ok(true)
    }
}

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    registry.extend(files().clone()).view::<Briefing>();
}

/// The cast.
pub struct Cast {
    pub admin: Uuid,
    /// Sales, territory North.
    pub ana: Uuid,
    /// Sales, territory South.
    pub bruno: Uuid,
    /// After-sales, every territory.
    pub carla: Uuid,
    /// After-sales, every territory.
    pub davi: Uuid,
    /// Heads.
    pub head_of_sales: Uuid,
    pub head_of_service: Uuid,
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
    let made = house
        .system(
            "company.set_up",
            json!({
                "name": "Serra Máquinas", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "pt-BR",
                "calendar_name": "Escritório",
                "administrator": { "name": "Olga", "email": "olga@serra.example" }
            }),
        )
        .unwrap();
    let admin = id(&made, "administrator");
    let territory =
        |name: &str| id(&house.act(admin, "territory.enter", json!({ "name": name })).unwrap(), "territory");
    let (north, south) = (territory("North"), territory("South"));
    let area = |name: &str, sphere: &str| {
        let input = json!({ "name": name, "sphere": sphere, "helps": "Answers within the hour." });
        id(&house.act(admin, "area.enter", input).unwrap(), "area")
    };
    let (sales, service) = (area("Sales", "sales"), area("Service", "after_sales"));
    let person = |name: &str, word: &str, area: Uuid, territories: &[Uuid]| {
        let input = json!({
            "name": name, "phone": "+55 11 5550", "language": "en", "roles": [role(word)],
            "posts": [{ "area": area, "title": "" }], "territories": territories
        });
        id(&house.act(admin, "people.enter", input).unwrap(), "person")
    };
    Cast {
        admin,
        ana: person("Ana", "sales_rep", sales, &[north]),
        bruno: person("Bruno", "sales_rep", sales, &[south]),
        carla: person("Carla", "field_engineer", service, &[]),
        davi: person("Davi", "help_desk", service, &[]),
        head_of_sales: person("Helena", "head_of_sales", sales, &[]),
        head_of_service: person("Heitor", "head_of_service", service, &[]),
        north,
        south,
    }
}

impl Cast {
    /// A customer of territory North, entered by Ana.
    pub fn customer(&self, house: &House, name: &str) -> Uuid {
        self.customer_in(house, name, Some(self.north))
    }
    pub fn customer_in(&self, house: &House, name: &str, territory: Option<Uuid>) -> Uuid {
        let input = json!({ "name": name, "territory": territory });
        id(&house.act(self.head_of_sales, "customer.enter", input).unwrap(), "id")
    }
    pub fn assign(&self, house: &House, customer: Uuid, sphere: &str, person: Uuid, rank: &str) -> Value {
        let input = json!({ "customer": customer, "sphere": sphere, "person": person, "rank": rank });
        house.act(self.head_of_sales, "customer.assign", input).unwrap()
    }
    pub fn site(&self, house: &House, customer: Uuid, name: &str, zone: &str) -> Uuid {
        let input = json!({
            "customer": customer, "name": name, "line1": "Rua do Porto 9", "town": "Recife", "country": "br", "zone": zone
        });
        id(&house.act(self.carla, "site.enter", input).unwrap(), "id")
    }
    pub fn contact(&self, house: &House, customer: Uuid, name: &str, email: &str) -> Uuid {
        let input = json!({ "customer": customer, "name": name, "email": email, "phone": "+55 81 3333-0101", "job": "Plant manager" });
        id(&house.act(self.carla, "contact.enter", input).unwrap(), "id")
    }
}

pub fn facts(house: &House, reader: Uuid, customer: Uuid) -> Value {
    house.view(reader, "customer.facts", json!({ "customer": customer })).unwrap()
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
    refusal
        .fields
        .first()
        .map_or_else(|| refusal.rule.to_owned(), |field| format!("{} {}", field.pointer, field.rule))
}
