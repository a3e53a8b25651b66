//! A small maker of packing lines for the tests of this room: people of both spheres in two territories, customers, and
//! pages drawn without a browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use std::{collections::BTreeMap, sync::OnceLock};

use accord_face::{Page, PageCx, PageDef};
use accord_kernel::{Call, Caller, Credential, Outcome, Registry, Via};
use accord_room_customer::Files;
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;

pub const START: &str = "2029-09-03T12:00:00Z";

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

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_promise::room(registry);
    accord_room_capacity::room(registry);
    accord_room_asset::room(registry);
    accord_room_value::room(registry);
    accord_room_order::room(registry);
    accord_room_pipeline::room(registry);
    accord_room_survey::room(registry);
    accord_room_recovery::room(registry);
    accord_room_desk::room(registry);
    registry.extend(files().clone());
}

/// The cast.
pub struct Cast {
    pub admin: Uuid,
    /// Sales, territory Coast.
    pub irene: Uuid,
    /// Sales, territory Inland.
    pub jonas: Uuid,
    /// After-sales, every territory.
    pub kenia: Uuid,
    /// Manufacturing, every territory.
    pub lars: Uuid,
    pub head_of_sales: Uuid,
    pub head_of_service: Uuid,
    pub coast: Uuid,
    pub inland: Uuid,
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
                "name": "Fjord Packing Lines", "home_zone": "Europe/Oslo", "currency": "EUR", "language": "en",
                "calendar_name": "Office",
                "administrator": { "name": "Olga", "email": "olga@fjord.example" }
            }),
        )
        .unwrap();
    let admin = id(&made, "administrator");
    let territory =
        |name: &str| id(&house.act(admin, "territory.enter", json!({ "name": name })).unwrap(), "territory");
    let (coast, inland) = (territory("Coast"), territory("Inland"));
    let area = |name: &str, sphere: &str| {
        let input = json!({ "name": name, "sphere": sphere, "helps": "Answers within the hour." });
        id(&house.act(admin, "area.enter", input).unwrap(), "area")
    };
    let (sales, service) = (area("Sales", "sales"), area("Service", "after_sales"));
    let person = |name: &str, word: &str, area: Uuid, territories: &[Uuid]| {
        let input = json!({
            "name": name, "phone": "+47 555 01", "language": "en", "roles": [role(word)],
            "posts": [{ "area": area, "title": "" }], "territories": territories
        });
        id(&house.act(admin, "people.enter", input).unwrap(), "person")
    };
    Cast {
        admin,
        irene: person("Irene Dahl", "sales_rep", sales, &[coast]),
        jonas: person("Jonas Berg", "sales_rep", sales, &[inland]),
        kenia: person("Kenia Moe", "field_engineer", service, &[]),
        lars: person("Lars Vik", "planner", service, &[]),
        head_of_sales: person("Hanne Lie", "head_of_sales", sales, &[]),
        head_of_service: person("Henrik Aas", "head_of_service", service, &[]),
        coast,
        inland,
    }
}

impl Cast {
    /// A customer of territory Coast with both owners: Irene and Kenia.
    pub fn customer(&self, house: &House, name: &str) -> Uuid {
        let customer = self.customer_in(house, name, Some(self.coast));
        self.assign(house, customer, "sales", self.irene, "owner");
        self.assign(house, customer, "after_sales", self.kenia, "owner");
        customer
    }
    pub fn customer_in(&self, house: &House, name: &str, territory: Option<Uuid>) -> Uuid {
        let input = json!({ "name": name, "territory": territory });
        id(&house.act(self.head_of_sales, "customer.enter", input).unwrap(), "id")
    }
    pub fn assign(&self, house: &House, customer: Uuid, sphere: &str, person: Uuid, rank: &str) -> Value {
        let input = json!({ "customer": customer, "sphere": sphere, "person": person, "rank": rank });
        house.act(self.head_of_sales, "customer.assign", input).unwrap()
    }
    pub fn site(&self, house: &House, customer: Uuid, name: &str, town: &str) -> Uuid {
        let input = json!({
            "customer": customer, "name": name, "line1": "Kai 4", "town": town, "country": "no", "zone": "Europe/Oslo"
        });
        id(&house.act(self.kenia, "site.enter", input).unwrap(), "id")
    }
    /// A product that ships after so many days, without slots or work on site.
    pub fn product(&self, house: &House, code: &str, lead_days: i64) -> Uuid {
        let input = json!({
            "product": { "code": code, "name": format!("Packer {code}"), "kind": "equipment", "unit": "piece" },
            "lead_time": { "days": lead_days, "from": "2020-01-01" }
        });
        id(&house.act(self.lars, "product.enter", input).unwrap(), "product")
    }
    /// An order of one piece, entered by Irene.
    pub fn order(&self, house: &House, customer: Uuid, site: Uuid, product: Uuid, required_on: &str) -> Uuid {
        let input = json!({
            "customer": customer, "site": site, "customer_reference": "PO-88", "required_on": required_on,
            "lines": [{ "product": product, "quantity": "1", "unit_price": "184000" }]
        });
        id(&house.act(self.irene, "order.enter", input).unwrap(), "order")
    }
    pub fn promise(&self, house: &House, maker: Uuid, customer: Uuid, wording: &str, due_at: &str) -> Uuid {
        let input = json!({
            "customer": customer, "kind": "call_back", "wording": wording, "due_at": due_at, "told": "call"
        });
        id(&house.act(maker, "promise.make", input).unwrap(), "promise")
    }
    pub fn talk(&self, house: &House, person: Uuid, customer: Uuid, said: &str) -> Value {
        let input = json!({ "customer": customer, "channel": "call", "direction": "inbound", "said": said });
        house.act(person, "contact_log.add", input).unwrap()
    }
    pub fn contact(&self, house: &House, customer: Uuid, name: &str, email: &str) -> Uuid {
        let input = json!({ "customer": customer, "name": name, "email": email, "phone": "+47 333 0101", "job": "Plant manager" });
        id(&house.act(self.kenia, "contact.enter", input).unwrap(), "id")
    }
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

/// Draws the page at an address, as the server would.
pub fn page(house: &House, caller: &Caller, address: &str) -> Outcome<Page> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (def, places) = find(house, path).unwrap_or_else(|| panic!("no page at {path}"));
    let query = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.replace('+', " ").replace("%20", " ")))
        .collect();
    let caller = Caller { via: Via::Page, ..caller.clone() };
    house.kernel.read(&caller, |reader| {
        (def.draw)(&mut PageCx { reader, path: places, query, address: address.to_owned() })
    })
}

/// The same, as a person, as text.
pub fn html(house: &House, person: Uuid, address: &str) -> String {
    page(house, &Caller::person(person), address)
        .unwrap_or_else(|refusal| panic!("{refusal:?}"))
        .main
        .into_string()
}

fn find(house: &House, path: &str) -> Option<(PageDef, BTreeMap<String, String>)> {
    let asked: Vec<&str> = path.split('/').collect();
    house.kernel.registry.extensions::<PageDef>().find_map(|def| {
        let own: Vec<&str> = def.path.split('/').collect();
        if own.len() != asked.len() {
            return None;
        }
        let mut places = BTreeMap::new();
        for (part, value) in own.iter().zip(&asked) {
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => drop(places.insert(name.to_owned(), (*value).to_owned())),
                None if part == value => {}
                None => return None,
            }
        }
        Some((*def, places))
    })
}
