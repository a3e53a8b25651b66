//! The pages: what matters is on top, words are said in both languages, and nothing hostile gets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use std::collections::BTreeMap;

use accord_face::{PageCx, PageDef};
use accord_kernel::{Caller, Language, Outcome};
use accord_testing::{House, sqlite};
use serde_json::json;
use support::*;
use uuid::Uuid;

/// Address, its places, its query.
type Asked<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

fn page(
    house: &House,
    reader: Uuid,
    language: Language,
    path: &str,
    place: &[(&str, &str)],
    query: &str,
) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    let caller = Caller { language: Some(language), ..Caller::person(reader) };
    house.kernel.read(&caller, |reader| {
        reader.context.language = language;
        let mut cx = PageCx {
            reader,
            path: place
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
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
        "promise",
        "promises",
        "clarification",
        "clarifications",
        "policy",
        "policies",
        "watch",
        "statement",
        "field",
        "action",
        "limit",
    ];
    html.split(['>', '<', '"'])
        .map(str::trim)
        .filter(|text| {
            !text.contains([' ', '/', '.']) && rooms.iter().any(|room| text.starts_with(&format!("{room}-")))
        })
        .filter(|text| !text.starts_with("field-") || text.contains("--"))
        .collect()
}

#[test]
fn every_page_speaks_both_languages_and_escapes_what_was_typed() {
    let house = sqlite(rooms, START);
    let house = &house;
    let cast = cast(house);
    let hostile = "<script>alert(1)</script>";
    let about = json!({ "kind": "order_line", "id": "0191d7a0-0000-7000-8000-000000000003" });
    let input = cast.promise(
        "ship",
        json!({ "wording": hostile, "due_on": "2027-03-22", "told": "call", "basis": hostile,
        "about": about, "harm": { "amount": "10.00", "currency": "EUR" } }),
    );
    let made = house.act(cast.rita, "promise.make", input).unwrap();
    let late = cast.owed(house, "2027-03-09T12:00:00Z");
    house.advance("2027-03-10T12:00:00Z");
    let forecast =
        json!({ "promise": made["promise"], "forecast_on": "2027-03-30", "reason": hostile, "version": 1 });
    house.act(cast.planner, "promise.forecast", forecast).unwrap();
    let say = |date: &str, confirm: bool| {
        let input = json!({ "customer": cast.customer, "subject_kind": "date", "subject": hostile, "date": date,
            "wording": hostile, "channel": "mail", "confirm": confirm });
        house.act(cast.rita, "statement.say", input).unwrap()
    };
    say("2027-03-19", false);
    let clarification = say("2027-03-18", true)["clarification_number"].as_str().unwrap().to_owned();
    let number = made["number"].as_str().unwrap();
    let late_number = late["number"].as_str().unwrap();
    let pages: [Asked<'_>; 11] = [
        ("/promises", vec![], ""),
        ("/promises", vec![], "state=open&late=true&due_from=2027-03-01"),
        ("/promises/mine", vec![], ""),
        ("/promises/{promise}", vec![("promise", number)], ""),
        ("/promises/{promise}", vec![("promise", late_number)], ""),
        ("/promises/{promise}/redate", vec![("promise", number)], ""),
        ("/promises/at-risk", vec![], ""),
        ("/promises/kept", vec![], ""),
        ("/clarifications", vec![], ""),
        ("/clarifications/{clarification}", vec![("clarification", &clarification)], ""),
        ("/promises/policies", vec![], ""),
    ];
    for language in [Language::English, Language::Portuguese] {
        for (path, place, query) in &pages {
            let html = page(house, cast.head_of_sales, language, path, place, query).unwrap();
            assert!(!html.contains("<script>alert"), "{path}");
            assert_eq!(untranslated(&html), [""; 0], "{path} in {language:?}");
        }
        let policy =
            page(house, cast.head_of_sales, language, "/promises/policies/{kind}", &[("kind", "ship")], "")
                .unwrap();
        assert!(policy.contains("warn_percents"), "the form stands there");
    }
}

#[test]
fn the_list_shows_the_late_one_as_late_and_filters_it() {
    let house = sqlite(rooms, START);
    let house = &house;
    let cast = cast(house);
    let late = cast.owed(house, "2027-03-09T12:00:00Z");
    let open = cast.owed(house, "2027-03-29T12:00:00Z");
    house.advance("2027-03-10T12:00:00Z");
    let html = |query: &str| page(house, cast.rita, Language::English, "/promises", &[], query).unwrap();
    let (late, open) = (late["number"].as_str().unwrap(), open["number"].as_str().unwrap());
    let all = html("");
    assert!(
        all.contains(late)
            && all.contains(open)
            && all.contains("late and open")
            && all.contains("one day late")
            || all.contains("24 hours late")
    );
    let only = html("late=true");
    assert!(only.contains(late) && !only.contains(open));
    let none = html("kind=visit");
    assert!(none.contains("No promise fits these filters."));
    assert!(all.contains("/export/promise.list.csv"), "a rep may export");
    let engineer = page(house, cast.planner, Language::English, "/promises", &[], "").unwrap();
    assert!(!engineer.contains("Make a promise"), "a planner makes none");
}

#[test]
fn one_promise_offers_what_the_reader_may_do_and_no_more() {
    let house = sqlite(rooms, START);
    let house = &house;
    let cast = cast(house);
    let made = cast.owed(house, "2027-03-19T12:00:00Z");
    let number = made["number"].as_str().unwrap();
    let html = |reader| {
        page(house, reader, Language::English, "/promises/{promise}", &[("promise", number)], "").unwrap()
    };
    let rep = html(cast.rita);
    for act in ["promise.keep", "promise.release", "promise.break", "promise.hand_over", "/redate"] {
        assert!(rep.contains(act), "{act}");
    }
    assert!(!rep.contains("promise.tell"), "the customer was told already");
    let planner = html(cast.planner);
    assert!(planner.contains("promise.keep") && !planner.contains("/redate"));
    let keep = json!({ "promise": made["promise"], "evidence": "Sent.", "version": 1 });
    house.act(cast.rita, "promise.keep", keep).unwrap();
    assert!(!html(cast.rita).contains("/do/promise"), "nothing is left to do");
    let absent =
        page(house, cast.rita, Language::English, "/promises/{promise}", &[("promise", "P-1999-1")], "");
    assert_eq!(absent.unwrap_err().status.code(), 404);
}

#[test]
fn r20_r23_the_form_asks_for_the_part_and_offers_what_was_said_before() {
    let house = sqlite(rooms, START);
    let house = &house;
    let cast = cast(house);
    cast.owed(house, "2027-03-19T12:00:00Z");
    let said = json!({ "customer": cast.customer, "subject_kind": "date", "subject": "Drive unit 881",
        "date": "2027-03-19", "wording": "It comes on the 19th.", "channel": "call" });
    house.act(cast.nina, "statement.say", said).unwrap();
    let drawn = |action: &'static str, fields: &[&str]| {
        let form = accord_face::ActionForm::new(action).fixed("customer", cast.customer).only(fields);
        house
            .kernel
            .read(&Caller::person(cast.rita), |reader| {
                let mut cx =
                    PageCx { reader, path: BTreeMap::new(), query: Vec::new(), address: String::new() };
                form.draw(&mut cx)
            })
            .unwrap()
            .into_string()
    };
    let make = drawn("promise.make", accord_room_promise::pages::MAKE_FIELDS);
    for offered in [
        "name=\"part\"",
        "name=\"quantity\"",
        "value=\"part\"",
        "value=\"visit\"",
        "We send the seal kit.",
        "Drive unit 881",
    ] {
        assert!(make.contains(offered), "{offered}: {make}");
    }
    // Told by their order, begun by their case: nobody makes these by hand.
    for elsewhere in ["ship", "install", "response", "restore"] {
        assert!(!make.contains(&format!("value=\"{elsewhere}\"")), "{elsewhere}");
    }
    let say = drawn("statement.say", accord_room_promise::pages::SAY_FIELDS);
    assert!(say.contains("We send the seal kit.") && say.contains("Drive unit 881"), "{say}");
}

#[test]
fn every_act_and_field_has_its_words() {
    let house = sqlite(rooms, START);
    let own = ["promise.", "statement.", "clarification.", "watch."];
    let mut missing = Vec::new();
    for def in house.kernel.registry.actions().filter(|def| own.iter().any(|room| def.name.starts_with(room)))
    {
        let dashed = def.name.replace(['.', '_'], "-");
        for language in Language::ALL {
            let has = |key: &str| house.kernel.words.has(*language, key);
            let mut need = vec![format!("action-{dashed}"), format!("event-{dashed}")];
            if def.audience != accord_kernel::Audience::System {
                need.push(format!("action-{dashed}-done"));
                for field in accord_face::answer::fields(def.input.as_value()) {
                    let name = field.name.replace('_', "-");
                    if !has(&format!("field-{dashed}-{name}")) {
                        need.push(format!("field-{name}"));
                    }
                }
            }
            missing.extend(
                need.into_iter().filter(|key| !has(key)).map(|key| format!("{} {key}", language.word())),
            );
        }
    }
    assert_eq!(missing, [""; 0]);
}
