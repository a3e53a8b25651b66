//! The pages: what matters is there, words are said in both languages, nothing hostile gets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod crew;

use std::collections::BTreeMap;

use accord_face::{PageCx, PageDef};
use accord_kernel::{Caller, Credential, Language, Outcome};
use accord_testing::{House, sqlite};
use crew::{Crew, id, rooms};
use serde_json::json;
use uuid::Uuid;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

fn drawn(
    house: &House,
    caller: Caller,
    language: Language,
    path: &str,
    places: &[(&str, Uuid)],
    query: &str,
) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(&caller, |reader| {
        reader.context.language = language;
        let mut cx = PageCx {
            reader,
            path: places
                .iter()
                .map(|(name, id)| ((*name).to_owned(), id.to_string()))
                .collect::<BTreeMap<_, _>>(),
            query: query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            address: path.to_owned(),
        };
        (def.draw)(&mut cx).map(|page| format!("{}<h0>{}</h0>", page.main.into_string(), page.title))
    })
}

/// A message key that nobody translated would stand there as itself.
fn untranslated(html: &str) -> Vec<&str> {
    let rooms = [
        "installation",
        "install",
        "training",
        "delivery",
        "delivered",
        "site",
        "portal",
        "acceptance",
        "field",
        "action",
        "refusal",
        "gap",
        "evidence",
        "expectation",
    ];
    html.split(['>', '<', '"'])
        .map(str::trim)
        .filter(|text| {
            let word = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            word && rooms.iter().any(|room| text.starts_with(&format!("{room}-")))
        })
        .filter(|text| {
            !html.contains(&format!("id=\"{text}\"")) && !html.contains(&format!("class=\"{text}"))
        })
        .collect()
}

fn both(house: &House, caller: &Caller, path: &str, places: &[(&str, Uuid)], query: &str) -> String {
    let mut last = String::new();
    for language in Language::ALL.iter().rev() {
        let caller = Caller { language: Some(*language), ..caller.clone() };
        last = drawn(house, caller, *language, path, places, query)
            .unwrap_or_else(|refusal| panic!("{path}: {refusal:?}"));
        assert_eq!(untranslated(&last), Vec::<&str>::new(), "{path} {}", language.word());
    }
    last
}

#[test]
fn every_page_says_what_matters_in_both_languages() {
    let house = sqlite(rooms, START);
    let crew = Crew::new(&house);
    let maker = &crew.works.maker;
    let template = crew.template();
    crew.set_access(36, None);
    let order = crew.released(1);
    crew.ship(order, "2027-06-10T09:00:00Z");
    let plan = crew.plan();
    let fault = json!({ "installation": plan, "what": "<script>alert(1)</script>", "needs_return": true });
    house.act(maker.engineer, "installation.fault", fault).unwrap();
    let planner = Caller::person(maker.service_planner);
    let list = both(&house, &planner, "/installations", &[], "");
    assert!(list.contains("Press P-1") && list.contains("0 of 4"), "{list}");
    both(&house, &planner, "/installations/templates", &[], "");
    both(&house, &planner, "/installations/templates/{template}", &[("template", template)], "");
    let one = both(&house, &planner, "/installations/{installation}", &[("installation", plan)], "");
    assert!(one.contains("Noise at full load") && one.contains("Foundation cured"), "{one}");
    assert!(!one.contains("<script>"), "hostile words are words");
    // What is missing is said where the customer would sign.
    let contact = crew.works.account.contact;
    let asked = format!("contact={contact}");
    let sign =
        both(&house, &planner, "/installations/{installation}/sign", &[("installation", plan)], &asked);
    assert!(sign.contains("Guards in place"), "{sign}");
    crew.all_done(plan);
    let sign =
        both(&house, &planner, "/installations/{installation}/sign", &[("installation", plan)], &asked);
    assert!(sign.contains("Noise at full load: 71 dB") && sign.contains("data-drawing"), "{sign}");
    both(&house, &planner, "/installations/{installation}/sign", &[("installation", plan)], "");
    house.act(maker.rep, "contact.invite", json!({ "contact": contact })).unwrap();
    let customer = Caller { credential: Credential::Contact(contact), ..Caller::person(contact) };
    let portal = both(&house, &customer, "/portal/installations", &[], "");
    assert!(portal.contains("Foundation cured") && !portal.contains("Crane booked"), "{portal}");
    let sign =
        both(&house, &customer, "/portal/installations/{installation}/sign", &[("installation", plan)], "");
    assert!(sign.contains("71 dB"), "{sign}");
    crew.accept(plan);
    both(&house, &planner, "/installations/{installation}", &[("installation", plan)], "");
    let said = json!({ "order": order, "words": "The old press goes too." });
    house.act(maker.rep, "delivery.expect", said).unwrap();
    let columns = both(&house, &planner, "/orders/{order}/delivered", &[("order", order)], "");
    assert!(
        columns.contains("The old press goes too.") && columns.contains("30 days after acceptance"),
        "{columns}"
    );
    both(&house, &planner, "/delivery/reviews", &[], "");
    both(&house, &planner, "/sites/{site}/way-in", &[("site", crew.works.account.site)], "within_hours=4");
    both(&house, &customer, "/portal/installations", &[], "");
}

#[test]
fn projects_courses_and_tasks_have_their_pages() {
    let house = sqlite(rooms, START);
    let crew = Crew::new(&house);
    let maker = &crew.works.maker;
    let plan = crew.software(12);
    let planner = Caller::person(maker.service_planner);
    let one = both(&house, &planner, "/installations/{installation}", &[("installation", plan)], "");
    assert!(one.contains("0 of 12 trained"), "{one}");
    let course = id(&crew.one(plan)["courses"][0], "id");
    both(&house, &planner, "/training", &[], "");
    both(&house, &planner, "/training/{course}", &[("course", course)], "");
    let live = json!({ "installation": plan, "version": crew.one(plan)["version"], "release": "1", "reason": "Pilot." });
    house.act(maker.engineer, "installation.go_live", live).unwrap();
    let one = both(&house, &planner, "/installations/{installation}", &[("installation", plan)], "");
    assert!(one.contains("Not instructed"), "{one}");
    house.advance("2027-05-12T09:00:00Z");
    let tasks = both(&house, &planner, "/delivery/tasks", &[], "");
    assert!(tasks.contains("nobody reported"), "{tasks}");
}
