//! The one search finds what each room has that people look for, and nothing that the reader may not see.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use accord_kernel::Registry;
use accord_room_mail::{Incoming, take_in};
use accord_room_people::PersonId;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use uuid::Uuid;

const KINDS: [(&str, &str); 6] = [
    ("mail_message", "case.read"),
    ("training_course", "delivery.read"),
    ("fact_sheet", "catalog.read"),
    ("price_list", "quote.read"),
    ("service_plan", "value.read"),
    ("part_place", "visit.read"),
];

fn rooms(registry: &mut Registry) {
    accord::wiring::rooms(registry);
    let folder = std::env::temp_dir().join(format!("accord-found-{}", std::process::id()));
    accord::wiring::files(registry, &folder);
}

fn id(answer: &Value, name: &str) -> Uuid {
    serde_json::from_value(answer[name].clone()).unwrap_or_else(|_| panic!("{name} in {answer}"))
}

/// A colleague with a role of just these permissions.
fn colleague(house: &House, name: &str, permissions: &[&str]) -> PersonId {
    let role = json!({ "label": name, "permissions": permissions });
    let role = id(&house.system("role.define", role).unwrap(), "role");
    PersonId(id(&house.system("people.enter", json!({ "name": name, "roles": [role] })).unwrap(), "person"))
}

fn found(house: &House, who: PersonId, query: &str, kind: &str) -> Vec<String> {
    let asked = json!({ "query": query, "kinds": [kind] });
    let found = house.view(who, "desk.search", asked).unwrap();
    found["rows"].as_array().unwrap().iter().map(|row| row["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn r67_mail_training_sheets_lists_plans_and_places_of_parts_are_found_by_whoever_may_see_them() {
    on_both_databases(rooms, "2026-09-14T12:20:00Z", |house| {
        let input = json!({
            "name": "Serra Looms", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "en",
            "calendar_name": "Home", "administrator": { "name": "Rita Campos", "email": "rita@serra.example" }
        });
        let rita = PersonId(id(&house.system("company.set_up", input).unwrap(), "administrator"));
        let far = id(&house.act(rita, "territory.enter", json!({ "name": "Far" })).unwrap(), "territory");
        let customer = json!({ "name": "Fiação Norte", "territory": far });
        let customer = id(&house.system("customer.enter", customer).unwrap(), "id");
        let contact = json!({ "customer": customer, "name": "Bruna", "email": "bruna@fiacao.example" });
        house.system("contact.enter", contact).unwrap();

        let product = json!({ "product": { "code": "LM-7", "name": "Ångström Loom", "kind": "equipment", "unit": "piece" } });
        let product = id(&house.system("product.enter", product).unwrap(), "product");
        let sheet = json!({ "product": product, "product_version": "Série 4", "valid_from": "2026-01-01" });
        house.system("fact_sheet.enter", sheet).unwrap();
        let list = json!({ "name": "Preços de exportação", "currency": "EUR", "valid_from": "2026-01-01" });
        house.system("price_list.enter", list).unwrap();
        house.system("plan.enter", json!({ "code": "OURO", "name": "Proteção Ouro", "place": 3 })).unwrap();
        let place = json!({ "name": "Depósito São Luís", "kind": "central", "address": "Rua das Flores 7" });
        house.system("part_place.set", place).unwrap();
        let course = json!({ "customer": customer, "title": "Manutenção básica", "planned_on": "2026-10-05", "places": 6 });
        house.system("training.plan", course).unwrap();
        let raw = "From: Bruna <bruna@fiacao.example>\r\nTo: service@serra.example\r\nMessage-ID: <a1@fiacao.example>\r\nSubject: Vibracao estranha no tear\r\n\r\nDesde ontem.\r\n";
        let came = Incoming {
            alias: "service@serra.example",
            raw: raw.as_bytes(),
            size: raw.len(),
            received_at: None,
            envelope: None,
            trusted: None,
        };
        take_in(&house.kernel, came).unwrap();

        let queries = [
            ("mail_message", ["VIBRAÇÃO", "bruna@fiacao"]),
            ("training_course", ["manutencao BASICA", "básica"]),
            ("fact_sheet", ["angstrom", "serie 4"]),
            ("price_list", ["precos EXPORT", "exportação"]),
            ("service_plan", ["protecao", "ouro"]),
            ("part_place", ["deposito sao luis", "flores"]),
        ];
        let every: Vec<&str> = KINDS
            .iter()
            .map(|(_, permission)| *permission)
            .chain(["customer.read", "territory.all"])
            .collect();
        let all = colleague(house, "All", &every);
        for ((kind, permission), (_, asked)) in KINDS.iter().zip(queries) {
            let without: Vec<&str> = every.iter().copied().filter(|word| word != permission).collect();
            let none = colleague(house, &format!("None of {kind}"), &without);
            for query in asked {
                assert_eq!(found(house, all, query, kind).len(), 1, "{kind} by {query}");
                assert_eq!(found(house, none, query, kind), [""; 0], "{kind} without {permission}");
            }
        }
        // What belongs to a customer of another territory is not found.
        let near: Vec<&str> = every.iter().copied().filter(|word| *word != "territory.all").collect();
        let near = colleague(house, "Near", &near);
        let other = id(&house.act(rita, "territory.enter", json!({ "name": "Near" })).unwrap(), "territory");
        house.system("people.set_territories", json!({ "person": near, "territories": [other] })).unwrap();
        assert_eq!(found(house, near, "manutencao", "training_course"), [""; 0]);
        assert_eq!(found(house, near, "vibracao", "mail_message"), [""; 0]);
        assert_eq!(found(house, near, "angstrom", "fact_sheet").len(), 1);

        // A thing that is changed is found as it is now, and what is taken off is not.
        let renamed = json!({ "id": product, "version": 1, "product": { "code": "LM-7", "name": "Öresund Loom", "kind": "equipment", "unit": "piece" } });
        house.system("product.change", renamed).unwrap();
        assert_eq!(found(house, all, "oresund", "fact_sheet"), ["Öresund Loom"]);
        assert_eq!(found(house, all, "angstrom", "fact_sheet"), [""; 0]);
        let closed = json!({ "name": "Depósito São Luís", "kind": "central", "version": 1, "closed": true });
        house.system("part_place.set", closed).unwrap();
        assert_eq!(found(house, all, "deposito", "part_place"), [""; 0]);
        house.verify();
    });
}
