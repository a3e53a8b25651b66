//! A small company for this room's tests.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use accord_kernel::{Context, Outcome, Refusal, Registry, Sharing, Sight};
use accord_room_people::{AreaId, PersonId, RoleId};
use accord_store::Tx;
use accord_testing::House;
use serde_json::{Value, json};
use uuid::Uuid;

/// No customers here: the customer room decides sight.
struct NoCustomers;

impl Sharing for NoCustomers {
    fn sight(&self, _: &mut Tx, _: &Context, _: Uuid) -> Outcome<Sight> {
        Ok(Sight::Open)
    }
    fn canonical(&self, _: &mut Tx, customer: Uuid) -> Outcome<Uuid> {
        Ok(customer)
    }
}

pub fn rooms(registry: &mut Registry) {
    accord_room_people::room(registry);
    registry.sharing(Box::new(NoCustomers));
}

pub fn id(answer: &Value, name: &str) -> Uuid {
    answer[name].as_str().unwrap_or_else(|| panic!("{name} in {answer}")).parse().unwrap()
}

/// Sets the company up and returns its first administrator.
pub fn set_up(house: &House) -> PersonId {
    let input = json!({
        "name": "Vale Presses", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "pt-BR",
        "calendar_name": "Home", "administrator": { "name": "Rita Campos", "email": "rita@vale.example" }
    });
    PersonId(id(&house.system("company.set_up", input).unwrap(), "administrator"))
}

/// Enters a colleague with seeded roles.
pub fn person(house: &House, name: &str, roles: &[&str]) -> PersonId {
    let roles: Vec<RoleId> = roles.iter().map(|word| RoleId::seeded(word)).collect();
    let email = format!("{}@vale.example", name.to_lowercase().replace(' ', "."));
    let answer =
        house.system("people.enter", json!({ "name": name, "email": email, "roles": roles })).unwrap();
    PersonId(id(&answer, "person"))
}

/// Enters an area, keyed at home or by whom it serves.
pub fn area(house: &House, name: &str, sphere: Option<&str>, serves: Option<&str>) -> AreaId {
    let input = json!({ "name": name, "sphere": sphere, "serves_sphere": serves, "helps": "" });
    AreaId(id(&house.system("area.enter", input).unwrap(), "area"))
}

/// The rule of a refusal: its field's when it is a field's.
pub fn rule<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
    let refusal: Refusal = outcome.unwrap_err();
    refusal.fields.first().map_or(refusal.rule, |field| field.rule)
}
