//! A small maker for the tests of this room: its people, a customer with a contact, and work that is done for them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot start fails loudly; each test file uses a part"
)]

use std::sync::atomic::{AtomicU64, Ordering};

use accord_face::{Card, LinkDef};
use accord_kernel::{
    Act, Action, Audience, Caller, Context, Credential, Guard, Outcome, Permission, Refusal, Registry,
    Status, Touches,
};
use accord_room_customer as customer;
use accord_room_survey::{Ask, SubjectKind, ask};
use accord_store::{Tx, params};
use accord_testing::House;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    accord_room_people::room(registry);
    accord_room_customer::room(registry);
    accord_room_catalog::room(registry);
    accord_room_survey::room(registry);
    registry.action::<Finish>();
    registry.guard(Guard { name: "test.crisis", check: hold });
    registry.extend(accord_room_customer::Files::folder(std::env::temp_dir()));
}

/// Something was done for a customer; stands for the rooms above.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finish {
    customer: Uuid,
    contact: Uuid,
    subject: Uuid,
    kind: SubjectKind,
    person: Option<Uuid>,
}

impl Action for Finish {
    const NAME: &'static str = "test.finish";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Value;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Value> {
        let id = ask(
            tx,
            act,
            Ask {
                customer: self.customer.into(),
                kind: self.kind,
                subject: self.subject,
                contact: self.contact.into(),
                about: "Press 4".to_owned(),
                product: None,
                person: self.person.map(Into::into),
            },
        )?;
        Ok(json!({ "survey": id }))
    }
}

/// A customer whose name says so is in crisis: nothing commercial.
fn hold(tx: &mut Tx, _: &Context, intent: &accord_kernel::Intent<'_>) -> Outcome<()> {
    for id in intent.touches.customers.iter().filter(|_| intent.action.commercial) {
        if customer::load(tx, *id)?.name.starts_with("Stopped") {
            return Err(Refusal::conflict("test.crisis"));
        }
    }
    Ok(())
}

pub fn id(value: &Value, name: &str) -> Uuid {
    value[name].as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no {name} in {value}"))
}

pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> String {
    let refusal = outcome.expect_err("it is refused");
    let field = refusal.fields.first();
    field.map_or_else(|| refusal.rule.to_owned(), |field| format!("{} {}", field.pointer, field.rule))
}

fn fresh() -> Uuid {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(u128::from(NUMBER.fetch_add(1, Ordering::Relaxed)))
}

pub struct Shop<'h> {
    pub house: &'h House,
    pub admin: Uuid,
    pub engineer: Uuid,
    pub head: Uuid,
    pub officer: Uuid,
}

impl<'h> Shop<'h> {
    pub fn new(house: &'h House) -> Self {
        let made = house
            .system(
                "company.set_up",
                json!({
                    "name": "Prensas Tejo", "home_zone": "Europe/Lisbon", "currency": "EUR", "language": "en",
                    "calendar_name": "Works",
                    "administrator": { "name": "Olga", "email": "olga@tejo.example" }
                }),
            )
            .unwrap();
        let admin = id(&made, "administrator");
        let area = json!({ "name": "Service", "sphere": "after_sales", "helps": "Keeps its word." });
        let area = id(&house.act(admin, "area.enter", area).unwrap(), "area");
        let person = |name: &str, word: &str| {
            let role: Uuid = accord_room_people::RoleId::seeded(word).into();
            let input = json!({
                "name": name, "language": "en", "roles": [role],
                "posts": [{ "area": area, "title": "" }], "territories": []
            });
            id(&house.act(admin, "people.enter", input).unwrap(), "person")
        };
        Self {
            house,
            admin,
            engineer: person("Nina", "field_engineer"),
            head: person("Hannes", "head_of_service"),
            officer: person("Otto", "privacy_administrator"),
        }
    }

    /// A customer with a contact; without an address when `email` is none.
    pub fn account(&self, name: &str, email: Option<&str>) -> (Uuid, Uuid) {
        let act = |action: &str, input: Value| self.house.act(self.head, action, input).unwrap();
        let customer = id(&act("customer.enter", json!({ "name": name })), "id");
        let contact = json!({
            "customer": customer, "name": "Paula", "email": email, "job": "Plant", "language": "pt-BR"
        });
        (customer, id(&act("contact.enter", contact), "id"))
    }

    /// Something is done for a contact; they are asked.
    pub fn finish(&self, who: (Uuid, Uuid), kind: &str) -> Uuid {
        let input = json!({
            "customer": who.0, "contact": who.1, "subject": fresh(), "kind": kind, "person": self.engineer
        });
        id(&self.house.act(self.engineer, "test.finish", input).unwrap(), "survey")
    }

    /// The secret in the newest letter.
    pub fn secret(&self) -> String {
        let rows =
            self.house.kernel.db.read(|tx| tx.query("SELECT path FROM mail ORDER BY id", params![])).unwrap();
        let path: String = rows.last().unwrap().get::<Option<String>>(0).unwrap().unwrap();
        path.strip_prefix("/s/").unwrap().to_owned()
    }

    pub fn letters(&self) -> usize {
        self.house.kernel.db.read(|tx| tx.query("SELECT id FROM mail", params![])).unwrap().len()
    }

    fn link(&self) -> (LinkDef, Caller) {
        let def = self.house.kernel.registry.extensions::<LinkDef>().find(|def| def.path == "/s/{secret}");
        (*def.unwrap(), Caller { credential: Credential::Nobody, ..Caller::system() })
    }

    pub fn look(&self, secret: &str) -> Outcome<Card> {
        let (def, caller) = self.link();
        (def.show)(&self.house.kernel, &caller, secret)
    }

    pub fn press(&self, secret: &str, rating: &str, words: &str) -> Outcome<Card> {
        let (def, caller) = self.link();
        let sent = [("rating".to_owned(), rating.to_owned()), ("words".to_owned(), words.to_owned())];
        (def.take)(&self.house.kernel, &caller, secret, &sent)
    }

    pub fn results(&self) -> Value {
        self.house.view(self.head, "survey.results", json!({})).unwrap()
    }

    pub fn set(&self, name: &str, value: Value) {
        let set = json!({ "name": name, "value": value, "reason": "A small house." });
        self.house.act(self.admin, "settings.set", set).unwrap();
    }
}

/// The page's text.
pub fn text(card: &Card) -> String {
    card.body.as_ref().map(|body| body.clone().into_string()).unwrap_or_default()
}

pub fn refused(card: &Card) -> Option<Status> {
    card.refused
}
