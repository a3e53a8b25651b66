//! The steps of the first set-up, up to the first promise: R67.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_face::LinkDef;
use accord_kernel::{Caller, Credential, Language, Via};
use accord_room_people::set_up;
use accord_testing::{House, on_both_databases};
use serde_json::json;
use support::{START, act_as, page, role, rooms, rule};
use uuid::Uuid;

/// Sets an empty house up as a browser does, and returns its first administrator.
fn founded(house: &House, language: Language) -> Caller {
    let path = set_up::new_address(&house.kernel).unwrap().expect("an address");
    let def =
        *house.kernel.registry.extensions::<LinkDef>().find(|def| def.path == "/set-up/{secret}").unwrap();
    let guest = Caller {
        credential: Credential::Nobody,
        via: Via::Page,
        language: Some(language),
        request: Uuid::nil(),
    };
    let fields = [
        ("admin_name", "Berit Dahl"),
        ("email", "berit@pakke.example"),
        ("password", "en lang nok setning"),
        ("company", "Pakkelinjer"),
        ("zone", "Europe/Oslo"),
        ("currency", "NOK"),
        ("language", language.word()),
    ];
    let sent: Vec<(String, String)> =
        fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let card = (def.take)(&house.kernel, &guest, path.trim_start_matches(set_up::PATH), &sent).unwrap();
    Caller { credential: Credential::Session(card.enter.expect("a session").secret), ..guest }
}

/// Texts that are the key of a message which nobody wrote.
fn unsaid(html: &str) -> Vec<&str> {
    let texts = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
    texts
        .filter(|text| {
            text.starts_with("set-up-") || text.starts_with("field-") || text.starts_with("action-")
        })
        .collect()
}

#[test]
fn r67_every_step_draws_and_leads_on_to_the_first_promise() {
    for language in Language::ALL {
        on_both_databases(rooms, START, |house| {
            let berit = founded(house, *language);
            let draw = |address: &str| {
                let html = page(house, &berit, address)
                    .unwrap_or_else(|refusal| panic!("{refusal:?}"))
                    .main
                    .into_string();
                assert_eq!(unsaid(&html), [""; 0], "{address} in {language:?}");
                html
            };
            assert!(draw("/").contains("href=\"/set-up\""), "the first page says that steps are open");
            for step in ["hours", "logo", "territories", "own_work", "colleagues"] {
                let html = draw("/set-up");
                assert!(html.contains("company.settle_step"), "{step} can be gone on from");
                assert_eq!(
                    draw(&format!("/set-up?step={step}")).matches("aria-current").count(),
                    1,
                    "{step}"
                );
                assert!(!html.contains("promise.make"), "{step} is before the first promise");
                act_as(house, &berit, "company.settle_step", json!({ "step": step })).unwrap();
            }
            assert!(!draw("/").contains("href=\"/set-up\""), "nothing is open any more");
            // An administrator alone owes customers nothing and is told what to do.
            let ready = draw("/set-up");
            assert!(ready.contains("/set-up?step=own_work") && !ready.contains("promise.make"), "{ready}");
            let me = house.kernel.view(&berit, "people.me", &json!({})).unwrap();
            let person = me["facts"]["shown"]["person"].as_str().unwrap().to_owned();
            act_as(
                house,
                &berit,
                "people.assign_role",
                json!({ "person": person, "role": role("head_of_sales") }),
            )
            .unwrap();
            let ready = draw("/set-up");
            assert!(ready.contains("/do/promise.make?customer={id}"), "{ready}");
            // As the two forms would send it.
            let entered = act_as(
                house,
                &berit,
                "customer.enter",
                json!({ "name": "Fjord Bakst", "sales_owner": person }),
            )
            .unwrap();
            let promise = json!({ "customer": entered["id"], "kind": "document", "wording": "The drawing of the line",
                "due_on": "2029-09-21", "owner": person });
            act_as(house, &berit, "promise.make", promise).unwrap();
            house.verify();
        });
    }
}

#[test]
fn r64_the_set_up_is_the_administrators_alone() {
    on_both_databases(rooms, START, |house| {
        let berit = founded(house, Language::English);
        let new =
            json!({ "name": "Nils Moe", "email": "nils@pakke.example", "roles": [role("head_of_sales")] });
        let nils: Uuid =
            act_as(house, &berit, "people.enter", new).unwrap()["person"].as_str().unwrap().parse().unwrap();
        assert!(!support::html(house, nils, "/").contains("href=\"/set-up\""));
        assert!(rule(house.view(nils, "people.set_up", json!({}))).contains("permission"));
        house.verify();
    });
}
