//! The pages: the number and the verdict on top, the questions where it is missing, in both languages, and nothing
//! hostile gets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use accord_face::{Content, PageCx, PageDef, PaperDef};
use accord_kernel::{Caller, Credential, Language, Outcome};
use accord_testing::{House, sqlite};
use serde_json::json;
use support::{START, World, id, money, rooms};
use uuid::Uuid;

fn page(
    house: &House,
    who: Uuid,
    language: Language,
    path: &str,
    place: &[(&str, Uuid)],
    query: &str,
) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    let caller = Caller { language: Some(language), ..Caller::person(who) };
    house.kernel.read(&caller, |reader| {
        reader.context.language = language;
        let mut cx = PageCx {
            reader,
            path: place
                .iter()
                .map(|(name, id)| ((*name).to_owned(), id.to_string()))
                .collect::<BTreeMap<_, _>>(),
            query: query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .collect(),
            address: if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") },
        };
        (def.draw)(&mut cx).map(|page| page.main.into_string())
    })
}

/// A message key that nobody translated would stand there as itself.
fn untranslated(html: &str) -> Vec<&str> {
    let rooms = [
        "value", "table", "plan", "plans", "claim", "claims", "unmet", "guide", "field", "action", "clock",
        "stop", "service", "refusal", "possible", "expected", "hint",
    ];
    html.split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| {
            let mut parts = word.split('-');
            parts.next().is_some_and(|first| rooms.contains(&first)) && parts.next().is_some()
        })
        .filter(|word| !html.contains(&format!("\"{word}")) && !html.contains(&format!("-{word}")))
        .collect()
}

#[test]
fn r11_r14_the_customers_page_asks_first_and_shows_what_each_plan_is_worth_then() {
    let house = sqlite(rooms, START);
    let world = World::new(&house);
    world.fleet();
    let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
    let place = [("customer", world.mill), ("plan_version", plan)];
    let value =
        |language| page(&house, world.rita, language, "/customers/{customer}/value", &place, "").unwrap();
    let table = |language, query: &str| {
        page(&house, world.rita, language, "/customers/{customer}/value/{plan_version}", &place, query)
            .unwrap()
    };
    let asks = value(Language::English);
    assert!(asks.contains("Why did they buy?") && asks.contains("1 of 4") && asks.contains("value.answer"));
    assert!(!asks.contains("A year costs"), "no figure without their number");
    let refused = table(Language::Portuguese, "");
    assert!(refused.contains("Fazer as quatro perguntas"), "{refused}");
    let hostile =
        json!({ "customer": world.mill, "question": "why_buy", "words": "<script>alert(1)</script>" });
    house.act(world.rita, "value.answer", hostile).unwrap();
    world.cost("61250.40", "EUR", "told").unwrap();
    for language in [Language::English, Language::Portuguese] {
        let (html, worth) = (value(language), table(language, &format!("product={}", world.press)));
        for text in [&html, &worth] {
            assert!(untranslated(text).is_empty(), "{:?}", untranslated(text));
            assert!(!text.contains("<script>") && !text.contains("style="));
        }
        assert!(html.contains("48"), "{html}");
    }
    let worth = table(Language::English, &format!("product={}", world.press));
    assert!(worth.contains("It may be offered at this price.") && worth.contains("no outage"), "{worth}");
    assert!(worth.contains("-100.0") || worth.contains("−100.0"), "the year without an outage is shown");
    assert!(worth.contains("estimate"));
    let tried = table(Language::English, &format!("product={}&price=0", world.press));
    assert!(tried.contains("must be more than nothing") && tried.contains("name=\"price\""), "{tried}");
    let tried = table(Language::English, &format!("product={}&stop_cost=900", world.press));
    assert!(
        tried.contains("typed here, recorded nowhere") && tried.contains("None of them is worth")
            || tried.contains("serves them better")
    );
    let guided = page(
        &house,
        world.head_of_service,
        Language::English,
        "/customers/{customer}/value/{plan_version}",
        &place,
        &format!("product={}", world.press),
    )
    .unwrap();
    assert!(
        guided.contains("What serving costs us") && !worth.contains("What serving costs us"),
        "for whoever sets prices"
    );
}

#[test]
fn r13_the_card_states_the_response_its_hours_and_what_response_means() {
    let house = sqlite(rooms, START);
    let world = World::new(&house);
    let version = world.plan_with("PLAT", 40, json!({
        "cover": "around_clock", "clock_stop": "engineer_at_work", "response_minutes": 240, "stop_minutes": 720,
        "term_months": 12, "prices": [{ "price": money("96000", "EUR") }],
        "inclusions": [{ "code": "parts", "en": "Parts at hand", "pt": "Peças à mão" }],
        "needs": [{ "need": "parts_at_hand", "clause": "parts" }]
    }));
    let plans = house.view(world.rita, "value.plans", json!({})).unwrap();
    let place = [("plan", id(&plans[0], "id"))];
    let one = |language| page(&house, world.rita, language, "/plans/{plan}", &place, "").unwrap();
    let english = one(Language::English);
    // On each of the two cards, and in the head.
    assert_eq!(english.matches("4 hour response, 24 x 7").count(), 3, "{english}");
    assert_eq!(english.matches("What response means: A qualified engineer works on it").count(), 2);
    assert!(one(Language::Portuguese).contains("Resposta em 4 horas, 24 x 7"));
    let day = json!({
        "cover": "business_hours", "clock_stop": "call_back", "stop_minutes": 2_160, "term_months": 12
    });
    let draft = json!({ "plan": id(&plans[0], "id"), "terms": day });
    let draft = house.act(world.head_of_service, "plan.draft", draft).unwrap();
    let shown =
        page(&house, world.head_of_service, Language::English, "/plans/{plan}", &place, "version=2").unwrap();
    assert!(shown.contains("response by the end of the next working day, working hours"), "{shown}");
    assert!(
        shown.contains("What is missing: a price, a clause of what is included") || shown.contains("a price"),
        "{shown}"
    );
    assert!(id(&draft, "plan_version") != version);
    for (path, language) in [
        ("/plans", Language::Portuguese),
        ("/claims", Language::English),
        ("/plans/unmet", Language::Portuguese),
    ] {
        let html = page(&house, world.head_of_service, language, path, &[], "").unwrap();
        assert!(untranslated(&html).is_empty(), "{path} {:?}", untranslated(&html));
    }
}

#[test]
fn r13_the_card_on_paper_says_what_response_means_in_the_readers_language() {
    let house = sqlite(rooms, START);
    let world = World::new(&house);
    let plan = world.plan("GOLD", 30, 720, json!([{ "price": money("48000", "EUR") }]));
    let paper = |caller: &Caller, path: &str, plan: Uuid, language: &str| {
        let def = *house.kernel.registry.extensions::<PaperDef>().find(|def| def.path == path).unwrap();
        house.kernel.read(caller, |reader| {
            let path = BTreeMap::from([("plan_version".to_owned(), plan.to_string())]);
            let query = vec![("language".to_owned(), language.to_owned())];
            let sheet = (def.make)(&mut PageCx { reader, path, query, address: def.path.to_owned() })?;
            match sheet.content {
                Content::Made(document) => Ok(serde_json::to_string(&document).unwrap()),
                Content::Kept(_) => panic!("a card is made anew"),
            }
        })
    };
    let staff = Caller::person(world.rita);
    let english = paper(&staff, "/plans/versions/{plan_version}/pdf", plan, "en").unwrap();
    for text in ["5 hour response", "qualified engineer works on it", "A visit at any hour", "We come"] {
        assert!(english.contains(text), "{text}: {english}");
    }
    assert!(!english.contains("48,000") && !english.contains("Ask"), "no price, no word for colleagues");
    let portuguese = paper(&staff, "/plans/versions/{plan_version}/pdf", plan, "pt-BR").unwrap();
    assert!(portuguese.contains("Uma visita a qualquer hora") && portuguese.contains("\"region\":\"BR\""));
    let contact = Caller { credential: Credential::Contact(world.paulo), ..Caller::person(world.paulo) };
    assert_eq!(paper(&contact, "/portal/plans/{plan_version}/pdf", plan, "en").unwrap(), english);
    // What is still being written is for nobody outside.
    let other = id(
        &house
            .act(world.head_of_service, "plan.enter", json!({ "code": "NEW", "name": "New", "place": 40 }))
            .unwrap(),
        "plan",
    );
    let terms = json!({
        "cover": "around_clock", "clock_stop": "on_site", "stop_minutes": 600, "term_months": 12, "uplift_allowed": false,
        "prices": [], "inclusions": []
    });
    let draft =
        house.act(world.head_of_service, "plan.draft", json!({ "plan": other, "terms": terms })).unwrap();
    let refused = paper(&contact, "/portal/plans/{plan_version}/pdf", id(&draft, "plan_version"), "en");
    assert_eq!(refused.unwrap_err().rule, "absent");
}

#[test]
fn r11_a_product_or_a_machine_may_have_a_figure_of_its_own() {
    let house = sqlite(rooms, START);
    let world = World::new(&house);
    let unit = world.fleet();
    world.cost("41000", "EUR", "told").unwrap();
    let shown = || {
        let place = [("customer", world.mill)];
        page(&house, world.rita, Language::English, "/customers/{customer}/value", &place, "").unwrap()
    };
    let before = shown();
    assert!(
        before.contains("A figure for one product") && before.contains("A figure for one machine"),
        "{before}"
    );
    let narrow = json!({
        "customer": world.mill, "asset": unit, "stop_cost": money("97500", "EUR"), "confidence": "told",
        "contact": world.paulo
    });
    house.act(world.rita, "value.stop_cost", narrow).unwrap();
    let after = shown();
    assert!(after.contains("97,500.00") && after.matches("/do/value.stop_cost").count() >= 3, "{after}");
}
