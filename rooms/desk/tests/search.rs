//! One search over everything the reader may see; the board of figures and how they are counted.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod support;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::{START, cast, html, id, rooms, rule};
use uuid::Uuid;

fn labels(answer: &Value) -> Vec<(String, String)> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    answer["rows"].as_array().unwrap().iter().map(|row| (text(row, "kind"), text(row, "label"))).collect()
}

#[test]
fn search_is_blind_to_case_and_accents_and_shows_customers_first() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Ærøskøbing Brød & Kåge");
        cast.contact(house, customer, "Åse Brødløs", "ase@brod.example");
        cast.site(house, customer, "Bakery", "Tromsø");
        for query in ["ÆRØ", "aeroskobing", "brod kage", "Brö"] {
            let found = house.view(cast.irene, "desk.search", json!({ "query": query })).unwrap();
            let first = labels(&found).into_iter().next();
            assert_eq!(
                first,
                Some(("customer".into(), "Ærøskøbing Brød & Kåge".into())),
                "{query} on {}",
                house.name()
            );
        }
        let found =
            house.view(cast.irene, "desk.search", json!({ "query": "brod", "kinds": ["contact"] })).unwrap();
        assert_eq!(labels(&found), [("contact".to_owned(), "Åse Brødløs".to_owned())]);
        let found = house.view(cast.irene, "desk.search", json!({ "query": "tromso" })).unwrap();
        assert!(labels(&found).iter().any(|(kind, _)| kind == "site"));
        for nothing in ["", "  ", "*", "' OR 1=1 --", "zzzz"] {
            let found = house.view(cast.irene, "desk.search", json!({ "query": nothing })).unwrap();
            assert_eq!(labels(&found), [], "{nothing:?}");
        }
        assert_eq!(
            rule(house.view(cast.irene, "desk.search", json!({ "query": "x".repeat(201) }))),
            "/query field.too_long"
        );
        house.verify();
    });
}

#[test]
fn r64_what_lies_in_another_territory_is_not_there() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let near = cast.customer_in(house, "Nordvik Fisk", Some(cast.coast));
        let far = cast.customer_in(house, "Nordvik Meieri", Some(cast.inland));
        cast.contact(house, far, "Nora Nordvik", "nora@meieri.example");
        let ids = |person: Uuid| -> Vec<Uuid> {
            let found = house.view(person, "desk.search", json!({ "query": "nordvik" })).unwrap();
            found["rows"].as_array().unwrap().iter().map(|row| id(row, "customer")).collect()
        };
        assert_eq!(ids(cast.irene), [near]);
        assert_eq!(ids(cast.jonas), [far, far], "the customer and its contact");
        assert_eq!(ids(cast.kenia).len(), 3, "after-sales sees every territory");
        let page = html(house, cast.irene, "/search?query=nordvik");
        assert!(page.contains("Nordvik Fisk") && !page.contains("Meieri") && !page.contains("Nora"));
        house.verify();
    });
}

#[test]
fn what_may_not_be_read_is_not_found() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        cast.customer(house, "Irene Fisk");
        let area = json!({ "name": "Pay", "sphere": "sales", "helps": "Pays on the day." });
        let area = id(&house.act(cast.admin, "area.enter", area).unwrap(), "area");
        let input = json!({ "name": "Paula", "language": "en", "roles": [support::role("compensation_administrator")], "posts": [{ "area": area, "title": "" }] });
        let paula = id(&house.act(cast.admin, "people.enter", input).unwrap(), "person");
        let kinds = |person: Uuid| -> Vec<String> {
            let found = house.view(person, "desk.search", json!({ "query": "irene" })).unwrap();
            labels(&found).into_iter().map(|(kind, _)| kind).collect()
        };
        assert!(kinds(cast.irene).contains(&"customer".to_owned()));
        assert!(!kinds(paula).contains(&"customer".to_owned()), "{:?}", kinds(paula));
        house.verify();
    });
}

#[test]
fn r61_each_figure_has_its_sample_and_its_rows() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        cast.customer(house, "Lofoten Is");
        cast.customer(house, "Senja Salt");
        let bare = cast.customer_in(house, "Hedmark Mel", Some(cast.inland));
        let board = house.view(cast.head_of_sales, "desk.metrics", json!({})).unwrap();
        let figure = |name: &str| {
            board["rows"].as_array().unwrap().iter().find(|row| row["name"] == name).cloned().unwrap()
        };
        let coverage = figure("portfolio_coverage");
        assert_eq!((coverage["value"].as_str(), coverage["n"].as_i64()), (Some("66.7"), Some(3)));
        let input = json!({ "name": "portfolio_coverage" });
        let counted = house.view(cast.head_of_sales, "desk.metric", input.clone()).unwrap();
        assert_eq!(counted["rows"].as_array().unwrap().len(), 3);
        assert_eq!(id(&counted["rows"][0], "id"), bare, "what counts against us stands first");
        assert_eq!(counted["hidden"], 0);

        let near = house.view(cast.irene, "desk.metric", input).unwrap();
        assert_eq!(near["figure"]["n"], 3, "the figure is the company's");
        assert_eq!(near["hidden"], 1, "the foreign customer is counted and not named");
        assert!(!near.to_string().contains("Hedmark"));
        let page = html(house, cast.irene, "/figures/portfolio_coverage");
        assert!(page.contains("Lofoten Is") && !page.contains("Hedmark"), "{page}");

        let empty = house
            .view(cast.head_of_sales, "desk.metrics", json!({ "from": "2020-01-01", "to": "2020-01-31" }))
            .unwrap();
        assert_eq!(
            empty["rows"].as_array().unwrap().iter().find(|row| row["name"] == "portfolio_coverage").unwrap()
                ["value"],
            Value::Null
        );
        let page = html(house, cast.head_of_sales, "/figures?from=2020-01-01&to=2020-01-31");
        assert!(page.contains("we do not know"), "nothing to count is not nought");
        let backward = json!({ "from": "2029-02-02", "to": "2029-02-01" });
        assert_eq!(rule(house.view(cast.irene, "desk.metrics", backward)), "/to period.backward");
        assert_eq!(rule(house.view(cast.irene, "desk.metric", json!({ "name": "no_such" }))), "absent");
        house.verify();
    });
}

#[test]
fn hostile_names_come_out_as_text() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        cast.customer(house, "<script>alert(1)</script> \"Ola\" & Co");
        let page = html(house, cast.irene, "/search?query=script");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{page}");
        assert!(!page.contains("<script>alert"));
        let page = html(house, cast.irene, "/search?query=%22><script>x");
        assert!(!page.contains("<script>x"));
        house.verify();
    });
}

#[test]
fn what_looks_like_markup_an_address_or_a_number_is_found_by_its_words() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        cast.customer(house, "A-17/B, www.kaldnes.example -42 <press> O-2029-0007");
        for query in ["17", "kaldnes", "example", "42", "press", "0007", "O-2029-0007", "www kald"] {
            let found = house
                .view(cast.irene, "desk.search", json!({ "query": query, "kinds": ["customer"] }))
                .unwrap();
            assert_eq!(labels(&found).len(), 1, "{query} on {}", house.name());
        }
        house.verify();
    });
}

#[test]
fn r67_what_is_typed_whole_comes_first_then_ones_own_then_the_latest() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let first = |person: Uuid, query: &str| -> String {
            let found = house.view(person, "desk.search", json!({ "query": query, "limit": 5 })).unwrap();
            labels(&found).first().map(|(_, label)| label.clone()).unwrap_or_default()
        };
        let number = |customer: Uuid| {
            let facts = house.view(cast.irene, "customer.facts", json!({ "customer": customer })).unwrap();
            facts["number"].as_str().unwrap().to_owned()
        };
        let short = cast.customer_in(house, "Kai", Some(cast.coast));
        cast.customer(house, "Kaisa Havn");
        for n in 0..30 {
            cast.customer_in(house, &format!("Kaia Rederi {n}"), Some(cast.coast));
        }
        assert_eq!(first(cast.irene, "KAI"), "Kai", "called just so, although thirty later ones begin so");
        assert_eq!(first(cast.irene, "kai"), first(cast.head_of_sales, "kai"));
        assert_eq!(first(cast.irene, "kais"), "Kaisa Havn");
        assert_eq!(first(cast.irene, "ka"), "Kaisa Havn", "of what begins so her own comes first");
        assert_eq!(first(cast.head_of_sales, "ka"), "Kaia Rederi 29", "for others the latest");
        let text = number(short);
        for typed in [text.clone(), text.to_lowercase(), text.replace('-', " "), text.replace('-', "")] {
            assert_eq!(first(cast.irene, &typed), "Kai", "{typed} on {}", house.name());
        }
        house.verify();
    });
}

#[test]
fn r64_what_is_hidden_takes_no_place_among_what_is_found() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        cast.customer_in(house, "Sildevik Gamle", Some(cast.coast));
        // Many more than a walk keeps, all later, all hidden from Irene.
        let entries: Vec<_> = (0..1_000)
            .map(|n| accord_store::search::Entry {
                kind: "contact".to_owned(),
                id: Uuid::from_u128(n + 1),
                customer: None,
                label: format!("Sildevik {n}"),
                hint: String::new(),
            })
            .collect();
        let far = cast.customer_in(house, "Innland", Some(cast.inland));
        let hidden: Vec<_> = entries
            .into_iter()
            .map(|entry| (accord_store::search::Entry { customer: Some(far), ..entry }, String::new()))
            .collect();
        house.kernel.db.write(move |tx| accord_store::search::put_all(tx, hidden.clone())).unwrap();
        for query in ["sildevik", "SILDE", "s", "sildevik gamle", "vik sild"] {
            let found = house.view(cast.irene, "desk.search", json!({ "query": query, "limit": 3 })).unwrap();
            let wanted = if query == "vik sild" { vec![] } else { vec!["Sildevik Gamle".to_owned()] };
            let only: Vec<String> = labels(&found)
                .into_iter()
                .filter(|(kind, _)| kind == "customer")
                .map(|(_, label)| label)
                .collect();
            assert_eq!(only, wanted, "{query} on {}", house.name());
        }
        let found = house
            .view(cast.head_of_sales, "desk.search", json!({ "query": "sildevik 7", "limit": 3 }))
            .unwrap();
        assert_eq!(labels(&found)[0], ("contact".to_owned(), "Sildevik 7".to_owned()));
        assert_eq!(found["more"], true);
    });
}
