//! Pages of this room: what they show to whom, in both languages, and that hostile names stay text.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use accord_face::{ActionForm, Lookup, PageCx, PageDef, answer::collect};
use accord_kernel::{Caller, Language, Outcome};
use accord_room_customer::{CustomerId, pages, views::CustomerFacts};
use accord_testing::{House, on_both_databases};
use serde_json::json;
use support::{START, as_contact, cast, rooms, rule};
use uuid::Uuid;

const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&";

fn page(
    house: &House,
    caller: &Caller,
    path: &str,
    id: Option<(&str, Uuid)>,
    query: &[(&str, &str)],
) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(caller, |reader| {
        let address =
            id.map_or(path.to_owned(), |(name, id)| path.replace(&format!("{{{name}}}"), &id.to_string()));
        let mut cx = PageCx {
            reader,
            path: id
                .map(|(name, id)| (name.to_owned(), id.to_string()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
            query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            address,
        };
        (def.draw)(&mut cx).map(|page| format!("{}\n{}", page.title, page.main.into_string()))
    })
}

/// No key that has no message shows through: keys have a dash and no space around `>` and `<`.
fn is_worded(html: &str) {
    for key in [
        "customers-",
        "customer-",
        "field-",
        "stage-",
        "line-",
        "files-",
        "site-access",
        "contact-",
        "portal-",
        "event-",
        "action-",
        "sphere-",
        "hint-",
        "shift-",
        "channel-",
    ] {
        for begins in [">", " title=\"", "label=\""] {
            let at = html.find(&format!("{begins}{key}"));
            assert!(at.is_none(), "{}", &html[at.unwrap_or(0)..(at.unwrap_or(0) + 80).min(html.len())]);
        }
    }
}

#[test]
fn every_page_shows_its_record_in_both_languages_and_hostile_names_stay_text() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, HOSTILE);
        let site = cast.site(house, customer, HOSTILE, "America/Recife");
        let contact = cast.contact(house, customer, HOSTILE, "paulo@x.example");
        cast.assign(house, customer, "sales", cast.ana, "owner");
        cast.assign(house, customer, "sales", cast.bruno, "backup");
        let access = json!({ "site": site, "version": 1, "door": HOSTILE, "contacts": [{ "shift": "night", "contact": contact }] });
        house.act(cast.carla, "site.set_access", access).unwrap();
        let said = json!({ "customer": customer, "contact": contact, "channel": "call", "direction": "inbound", "said": HOSTILE });
        house.act(cast.ana, "contact_log.add", said).unwrap();
        let stored = support::files().put(b"%PDF-1.4 x").unwrap();
        let file =
            json!({ "customer": customer, "file_name": HOSTILE.replace('/', ""), "sha256": stored.sha256 });
        house.act(cast.ana, "attachment.add", file).unwrap();
        for language in Language::ALL {
            house.act(cast.head_of_sales, "people.preferences", preferences(*language)).unwrap();
            let caller = Caller::person(cast.head_of_sales);
            let all = [
                page(house, &caller, "/customers", None, &[]),
                page(house, &caller, "/customers", None, &[("query", HOSTILE), ("stage", "win")]),
                page(house, &caller, "/customers/gaps", None, &[]),
                page(house, &caller, "/customers/{customer}/line", Some(("customer", customer)), &[]),
                page(house, &caller, "/customers/{customer}/files", Some(("customer", customer)), &[]),
                page(house, &caller, "/sites/{site}", Some(("site", site)), &[]),
                page(house, &caller, "/contacts/{contact}", Some(("contact", contact)), &[]),
            ];
            for html in all {
                let html = html.unwrap();
                let main = html.split_once('\n').unwrap().1;
                assert!(!main.contains("<img"), "{main}");
                is_worded(main);
            }
        }
        let list = page(house, &Caller::person(cast.ana), "/customers", None, &[]).unwrap();
        assert!(list.contains("&lt;img") && list.contains(&format!("/customers/{customer}")));
        assert!(list.contains("no owner"), "who is missing is said");
    });
}

fn preferences(language: Language) -> serde_json::Value {
    json!({ "language": language, "zone": "America/Sao_Paulo", "theme": "dark", "density": "compact", "mail_wish": "none" })
}

#[test]
fn an_empty_list_says_what_it_is_for_and_offers_what_one_may() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let html = page(house, &Caller::person(cast.ana), "/customers", None, &[]).unwrap();
        assert!(html.contains("No customer yet") && html.contains("/do/customer.enter"));
        let narrowed = page(house, &Caller::person(cast.ana), "/customers", None, &[("query", "x")]).unwrap();
        assert!(!narrowed.contains("No customer yet") && narrowed.contains("Clear all"));
        let gaps = page(house, &Caller::person(cast.ana), "/customers/gaps", None, &[]).unwrap();
        assert!(gaps.contains("Nobody is without owners"));
    });
}

#[test]
fn another_territory_is_refused_on_pages_as_in_the_api() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let south = cast.customer_in(house, "Moinho Sul", Some(cast.south));
        let site = cast.site(house, south, "Cais", "America/Recife");
        let ana = Caller::person(cast.ana);
        for (path, name, id) in
            [("/customers/{customer}/line", "customer", south), ("/sites/{site}", "site", site)]
        {
            assert_eq!(rule(page(house, &ana, path, Some((name, id)), &[])), "territory.reason_needed");
        }
        assert!(!page(house, &ana, "/customers", None, &[]).unwrap().contains("Moinho"));
        assert_eq!(
            rule(page(house, &ana, "/sites/{site}", Some(("site", Uuid::from_u128(3))), &[])),
            "absent"
        );
    });
}

#[test]
fn the_panels_of_the_customers_page_offer_what_the_reader_may_do() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Alfa");
        cast.assign(house, customer, "sales", cast.ana, "owner");
        cast.assign(house, customer, "sales", cast.bruno, "backup");
        let panels = |person: Uuid| {
            house
                .kernel
                .read(&Caller::person(person), |reader| {
                    let mut cx = PageCx {
                        reader,
                        path: BTreeMap::new(),
                        query: Vec::new(),
                        address: format!("/customers/{customer}"),
                    };
                    let record = cx.view(CustomerFacts { customer: CustomerId(customer) })?;
                    let mut html = pages::stage_ring(&cx, &record).into_string();
                    html.push_str(&pages::team_people(&cx, &record).into_string());
                    html.push_str(&pages::team_panel(&mut cx, &record)?.into_string());
                    html.push_str(&pages::stage_panel(&mut cx, &record)?.into_string());
                    html.push_str(&pages::sites_panel(&mut cx, &record)?.into_string());
                    html.push_str(&pages::contacts_panel(&mut cx, &record)?.into_string());
                    html.push_str(&pages::record_panel(&mut cx, &record)?.into_string());
                    html.push_str(&pages::line_panel(&mut cx, record.id, 10)?.into_string());
                    html.push_str(&pages::files_panel(&mut cx, record.id, 5)?.into_string());
                    Ok(html)
                })
                .unwrap()
        };
        let head = panels(cast.head_of_sales);
        is_worded(&head);
        for offer in [
            "customer.assign",
            "customer.unassign",
            "customer.set_stage",
            "customer.merge",
            "site.enter",
            "contact.enter",
            "customer.change",
        ] {
            assert!(head.contains(&format!("/do/{offer}")), "{offer}");
        }
        assert!(head.contains("no service owner") && head.contains("Ana"));
        let rep = panels(cast.ana);
        assert!(!rep.contains("/do/customer.assign") && !rep.contains("/do/customer.merge"));
        let executive = json!({ "name": "Eva", "language": "en", "roles": [support::role("executive")] });
        let executive = support::id(&house.act(cast.admin, "people.enter", executive).unwrap(), "person");
        let reads = panels(executive);
        assert!(
            !reads.contains("/do/") && !reads.contains("/upload"),
            "who only reads is offered nothing to write"
        );
    });
}

#[test]
fn fields_that_refer_to_a_customer_offer_what_the_reader_sees() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let north = cast.customer(house, "Moinho Norte");
        let south = cast.customer_in(house, "Moinho Sul", Some(cast.south));
        let site = cast.site(house, north, "Silo", "America/Recife");
        let contact = cast.contact(house, north, "Paula", "p@x.example");
        let find = |person: Uuid, entity: &str, query: &str, fixed: serde_json::Value| -> Vec<String> {
            let lookup =
                *house.kernel.registry.extensions::<Lookup>().find(|lookup| lookup.entity == entity).unwrap();
            let offers = house
                .kernel
                .read(&Caller::person(person), |reader| (lookup.find)(reader, query, &fixed))
                .unwrap();
            offers.into_iter().map(|offer| offer.label).collect()
        };
        let label = |person: Uuid, entity: &str, id: Uuid| -> Option<String> {
            let lookup =
                *house.kernel.registry.extensions::<Lookup>().find(|lookup| lookup.entity == entity).unwrap();
            house.kernel.read(&Caller::person(person), |reader| (lookup.label)(reader, id)).unwrap()
        };
        assert_eq!(find(cast.ana, "customer", "moinho", json!({})), ["Moinho Norte"]);
        assert_eq!(find(cast.davi, "customer", "moinho", json!({})), ["Moinho Norte", "Moinho Sul"]);
        assert_eq!(find(cast.ana, "site", "", json!({ "customer": north })), ["Silo"]);
        assert_eq!(find(cast.ana, "contact", "", json!({ "site": site })), ["Paula"]);
        assert_eq!(find(cast.ana, "contact", "zz", json!({ "customer": north })), [""; 0]);
        assert_eq!(find(cast.ana, "site", "", json!({})), [""; 0]);
        assert_eq!(label(cast.ana, "contact", contact).as_deref(), Some("Paula"));
        assert_eq!(label(cast.ana, "customer", south), None);
        assert_eq!(label(cast.davi, "customer", south).as_deref(), Some("Moinho Sul"));
    });
}

#[test]
fn r05_the_customers_own_page_shows_their_record_and_whom_to_call() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let customer = cast.customer(house, "Alfa");
        let contact = cast.contact(house, customer, "Paulo", "paulo@alfa.example");
        cast.assign(house, customer, "sales", cast.ana, "owner");
        cast.site(house, customer, "Cais", "America/Recife");
        let shown =
            house.kernel.view(&as_contact(contact), "portal.company", &json!({})).unwrap().to_string();
        for fact in ["Alfa", "Cais", "Paulo", "Ana", "+55 11"] {
            assert!(shown.contains(fact), "{fact}: {shown}");
        }
    });
}

#[test]
fn every_act_and_every_field_of_this_room_has_its_words() {
    let mut registry = accord_kernel::Registry::new();
    rooms(&mut registry);
    let words = accord_kernel::Words::new(registry.messages()).unwrap();
    let own = ["customer.", "site.", "contact.", "contact_log.", "attachment."];
    let mut missing = Vec::new();
    for def in registry.actions().filter(|def| own.iter().any(|begin| def.name.starts_with(begin))) {
        let dashed = def.name.replace(['.', '_'], "-");
        let mut keys =
            vec![format!("action-{dashed}"), format!("action-{dashed}-done"), format!("event-{dashed}")];
        for field in accord_face::answer::fields(def.input.as_value()) {
            let name = field.name.replace('_', "-");
            if !words.has(Language::English, &format!("field-{dashed}-{name}")) {
                keys.push(format!("field-{name}"));
            }
        }
        missing.extend(Language::ALL.iter().flat_map(|language| {
            keys.iter()
                .filter(|key| !words.has(*language, key))
                .map(|key| format!("{} {key}", language.word()))
                .collect::<Vec<_>>()
        }));
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn who_was_chosen_in_a_form_decides_whom_its_other_fields_offer() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let (mill, dairy) = (cast.customer(house, "Mill"), cast.customer(house, "Dairy"));
        cast.contact(house, mill, "Ruth Okafor", "ruth@mill.example");
        cast.contact(house, dairy, "Jun Sato", "jun@dairy.example");
        let caller = Caller::person(cast.head_of_sales);
        let asked = ["customer", "contact", "said"];
        let form = || ActionForm::new("contact_log.add").only(&asked);
        let drawn = |form: ActionForm| {
            house
                .kernel
                .read(&caller, |reader| {
                    let address = "/do/contact_log.add".to_owned();
                    let mut cx = PageCx { reader, path: BTreeMap::new(), query: Vec::new(), address };
                    form.draw(&mut cx).map(|html| html.into_string())
                })
                .unwrap()
        };
        let sent = |customer: &str| {
            let pairs = [("customer", customer), ("said", "They want the second shift back")];
            let sent = collect(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            let only = asked.iter().map(|name| (*name).to_owned()).collect();
            drawn(form().again(sent, serde_json::Map::new(), only, String::new()))
        };
        assert!(!drawn(form()).contains("Ruth Okafor"), "nobody is chosen yet");
        assert!(drawn(form().value("customer", dairy)).contains("Jun Sato"), "filled in before");
        let again = sent(&mill.to_string());
        assert!(again.contains("Ruth Okafor") && !again.contains("Jun Sato"), "{again}");
        assert!(again.contains("second shift back"), "what was typed is still there");
        let fixed = drawn(form().fixed("customer", mill).value("customer", dairy));
        assert!(fixed.contains("Ruth Okafor") && !fixed.contains("Jun Sato"), "what is fixed goes before");
        let words = [("customer_text".to_owned(), "dai".to_owned())];
        let only = asked.iter().map(|name| (*name).to_owned()).collect();
        let found = drawn(form().again(collect(&words), serde_json::Map::new(), only, String::new()));
        assert!(
            found.contains(&format!("<option value=\"{dairy}\">Dairy</option>")),
            "without script: {found}"
        );
        for nobody in ["0190aaaa-0000-7000-8000-000000000001", "no id", ""] {
            assert!(sent(nobody).contains("second shift back"), "{nobody}: the form comes back all the same");
        }
    });
}
