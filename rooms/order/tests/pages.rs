//! The pages: what matters is there, words are said in both languages, nothing hostile gets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use std::collections::BTreeMap;

use accord_face::{Content, PageCx, PageDef, PaperDef};
use accord_kernel::{Caller, Credential, Language, Outcome};
use accord_testing::{House, sqlite};
use maker::{Maker, PORTO, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-03-10T09:00:00Z";

fn page(
    house: &House,
    reader: Uuid,
    language: Language,
    path: &str,
    order: Option<Uuid>,
    query: &str,
) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    let caller = Caller { language: Some(language), ..Caller::person(reader) };
    house.kernel.read(&caller, |reader| {
        reader.context.language = language;
        let mut cx = PageCx {
            reader,
            path: order
                .map(|order| ("order".to_owned(), order.to_string()))
                .into_iter()
                .collect::<BTreeMap<_, _>>(),
            query: query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            address: if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") },
        };
        (def.draw)(&mut cx).map(|page| format!("{}<h0>{}</h0>", page.main.into_string(), page.title))
    })
}

/// A message key that nobody translated would stand there as itself.
fn untranslated(html: &str) -> Vec<&str> {
    let rooms = [
        "order",
        "orders",
        "review",
        "checkpoint",
        "checkpoints",
        "delivery",
        "field",
        "action",
        "refusal",
        "month",
    ];
    html.split(['>', '<', '"'])
        .map(str::trim)
        .filter(|text| {
            let word = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            word && rooms.iter().any(|room| text.starts_with(&format!("{room}-")))
        })
        // Ids of fields and classes are no words.
        .filter(|text| {
            !html.contains(&format!("id=\"{text}\"")) && !html.contains(&format!("class=\"{text}"))
        })
        .collect()
}

#[test]
fn every_page_speaks_both_languages_and_escapes_what_was_typed() {
    let house = sqlite(rooms, START);
    let maker = Maker::new(&house, &PORTO);
    let account = maker.account("Moinho <script>alert(1)</script>");
    let press = maker.machine("P-3", 30, 1_200, "120000.00");
    let empty = page(&house, maker.rep, Language::English, "/orders", None, "").unwrap();
    assert!(empty.contains("No orders yet") && empty.contains("Enter an order"), "{empty}");
    maker.slots(press, "2027-03-08", "2027-12-27", 1);
    maker.crew(2_400);
    let hostile = json!({ "customer_reference": "<img src=x onerror=1>", "trial": true });
    let order = id(&maker.enter(account, hostile, press, 1, "2027-06-14").unwrap(), "order");
    maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
    maker.target(order, "2027-04-23").unwrap();
    let task = json!({ "review": maker.review(order)["review"], "what": "<b>Key</b>", "owner": maker.engineer,
        "due_on": "2027-03-12" });
    house.act(maker.rep, "review.add_task", task).unwrap();
    let version = maker.one(order)["version"].clone();
    let amend = json!({ "order": order, "version": version, "reason": "Freight", "lines":
        [{ "description": "Freight <i>", "quantity": "1", "unit_price": "900" }] });
    house.act(maker.rep, "order.amend", amend).unwrap();
    let pages = [
        ("/orders", None),
        ("/orders/{order}", Some(order)),
        ("/orders/{order}/review", Some(order)),
        ("/checkpoints", None),
    ];
    for (path, place) in pages {
        for language in [Language::English, Language::Portuguese] {
            for reader in [maker.rep, maker.head_of_manufacturing, maker.head_of_service, maker.engineer] {
                let html = page(&house, reader, language, path, place, "").unwrap();
                assert_eq!(untranslated(&html), Vec::<&str>::new(), "{path} {language:?}");
                for hostile in ["<script>alert", "<img src=x", "<b>Key", "Freight <i>"] {
                    assert!(!html.contains(hostile), "{path}: {hostile}");
                }
                assert!(!html.contains("style="), "{path}");
            }
        }
    }
    let review =
        page(&house, maker.rep, Language::English, "/orders/{order}/review", Some(order), "").unwrap();
    for seen in
        ["14 Jun 2027", "23 Apr 2027", "days of slack", "Decide: Dates", "inside only", "0 of 4", "Held"]
    {
        assert!(review.contains(seen), "{seen}: {review}");
    }
    let one = page(&house, maker.rep, Language::Portuguese, "/orders/{order}", Some(order), "").unwrap();
    for seen in ["14 de jun. de 2027", "Versão 2", "item incluído", "Decidir na confirmação"] {
        assert!(one.contains(seen), "{seen}: {one}");
    }
    let stranger =
        page(&house, maker.rep, Language::English, "/orders/{order}", Some(Uuid::from_u128(9)), "");
    assert_eq!(rule(stranger), "absent");
}

#[test]
fn who_may_sign_finds_the_button_and_nobody_else() {
    let house = sqlite(rooms, START);
    let maker = Maker::new(&house, &PORTO);
    let account = maker.account("Moinho");
    let press = maker.machine("P-1", 30, 0, "120000.00");
    maker.slots(press, "2027-03-08", "2027-12-27", 1);
    let order = maker.order(account, press, 1, "2027-05-14");
    let shows = |reader: Uuid| {
        page(&house, reader, Language::English, "/orders/{order}/review", Some(order), "")
            .unwrap()
            .contains("/do/review.sign")
    };
    assert!(shows(maker.rep) && shows(maker.head_of_service) && !shows(maker.engineer));
    maker.commit(maker.rep, order, "2027-05-14", json!({})).unwrap();
    maker.complete_review(order);
    assert!(!shows(maker.rep));
    let ready = page(&house, maker.planner, Language::English, "/orders/{order}", Some(order), "").unwrap();
    assert!(ready.contains("Ready for release") && ready.contains("/do/order.release"), "{ready}");
    let rep = page(&house, maker.rep, Language::English, "/orders/{order}", Some(order), "").unwrap();
    assert!(!rep.contains("/do/order.release"));
}

#[test]
fn every_word_of_this_room_is_said_in_both_languages() {
    let house = sqlite(rooms, START);
    let registry = &house.kernel.registry;
    let words = &house.kernel.words;
    let mine = |name: &str| ["order.", "review.", "checkpoint."].iter().any(|room| name.starts_with(room));
    let mut keys: Vec<String> = Vec::new();
    for action in
        registry.actions().filter(|action| mine(action.name) || action.name == "portal.ask_for_date")
    {
        let dashed = action.name.replace(['.', '_'], "-");
        keys.extend([format!("action-{dashed}"), format!("action-{dashed}-done"), format!("event-{dashed}")]);
        let fields = serde_json::to_value(&action.input).unwrap();
        let empty = serde_json::Map::new();
        for name in fields["properties"].as_object().unwrap_or(&empty).keys() {
            let name = name.replace('_', "-");
            let said = [format!("field-{dashed}-{name}"), format!("field-{name}")];
            let both = |key: &String| Language::ALL.iter().all(|language| words.has(*language, key));
            assert!(said.iter().any(both), "{}: {said:?}", action.name);
        }
        collect_words(&fields, &mut keys);
    }
    for view in registry.views().filter(|view| mine(view.name) || view.name == "portal.orders") {
        collect_words(&serde_json::to_value(&view.answer).unwrap(), &mut keys);
    }
    for condition in registry.extensions::<accord_room_order::ReleaseCondition>() {
        keys.push(format!("order-hold-{}", condition.word.replace('_', "-")));
        keys.push(accord_kernel::Refusal::message(condition.rule));
    }
    keys.extend(["metric-delivered-on-time", "metric-delivered-on-time-definition"].map(str::to_owned));
    for language in Language::ALL {
        let missing: Vec<&String> = keys.iter().filter(|key| !words.has(*language, key)).collect();
        assert!(missing.is_empty(), "{language:?}: {missing:?}");
    }
}

/// The message keys of every stored word in a schema.
fn collect_words(schema: &Value, keys: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if let (Some(key), Some(words)) =
                (map.get("x-words").and_then(Value::as_str), map.get("enum").and_then(Value::as_array))
            {
                keys.extend(
                    words
                        .iter()
                        .filter_map(Value::as_str)
                        .map(|word| format!("{key}-{}", word.replace(['_', '.'], "-"))),
                );
            }
            map.values().for_each(|value| collect_words(value, keys));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_words(value, keys)),
        _ => {}
    }
}

/// The confirmation of an order as text.
fn confirmation(house: &House, caller: &Caller, path: &str, order: Uuid) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PaperDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(caller, |reader| {
        let path = BTreeMap::from([("order".to_owned(), order.to_string())]);
        let sheet =
            (def.make)(&mut PageCx { reader, path, query: Vec::new(), address: def.path.to_owned() })?;
        match sheet.content {
            Content::Made(document) => Ok(serde_json::to_string(&document).unwrap()),
            Content::Kept(_) => panic!("a confirmation shows what stands now"),
        }
    })
}

#[test]
fn r18_the_confirmation_on_paper_has_the_told_dates_and_no_other() {
    let house = sqlite(rooms, START);
    let maker = Maker::new(&house, &PORTO);
    let account = maker.account("Moinho");
    let press = maker.machine("P-3", 30, 1_200, "120000.00");
    maker.slots(press, "2027-03-08", "2027-12-27", 4);
    maker.crew(2_400);
    let order = id(&maker.enter(account, json!({}), press, 2, "2027-06-14").unwrap(), "order");
    maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
    maker.target(order, "2027-04-23").unwrap();
    let as_contact =
        |contact: Uuid| Caller { credential: Credential::Contact(contact), ..Caller::person(contact) };
    let contact = as_contact(account.contact);
    let staff = Caller::person(maker.rep);
    let own = confirmation(&house, &contact, "/portal/orders/{order}/pdf", order).unwrap();
    assert_eq!(own, confirmation(&house, &staff, "/orders/{order}/pdf", order).unwrap());
    for shown in ["14 Jun 2027", "240,000.00", "120,000", "Moinho"] {
        assert!(own.contains(shown), "{shown}: {own}");
    }
    assert!(!own.contains("23 Apr 2027"), "what we aim at stays inside: {own}");
    let api = house.kernel.view(&contact, "portal.orders", &json!({})).unwrap();
    assert_eq!(
        (&api[0]["net"]["amount"], &api[0]["lines"][0]["net"]["amount"]),
        (&json!("240000.00"), &json!("240000.00"))
    );
    // What was taken back is no longer in the line, and the lines still add up to the whole.
    let line = maker.one(order)["lines"][0]["id"].clone();
    let version = maker.one(order)["version"].clone();
    let back = json!({
        "order": order, "version": version, "line": line, "quantity": "1", "customer_words": "One is enough."
    });
    house.act(maker.rep, "order.cancel_line", back).unwrap();
    let api = house.kernel.view(&contact, "portal.orders", &json!({})).unwrap();
    assert_eq!(
        (&api[0]["net"]["amount"], &api[0]["lines"][0]["net"]["amount"], &api[0]["lines"][0]["quantity"]),
        (&json!("120000.00"), &json!("120000.00"), &json!("1"))
    );
    let other = maker.account("Outro");
    let foreign = confirmation(&house, &as_contact(other.contact), "/portal/orders/{order}/pdf", order);
    assert_eq!(rule(foreign), "absent");
}
