//! The pages, as HTML.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::BTreeMap;

use accord_face::{
    ActionForm, PageCx, PageDef,
    answer::{collect, from_form},
    ask::known_input,
};
use accord_kernel::{Caller, Outcome, Registry};
use accord_room_people::{
    PersonId,
    settings::{self, SettingDef, SettingKind},
};
use accord_testing::{House, sqlite};
use serde_json::{Map, Value, json};
use support::{area, person, set_up};

const START: &str = "2026-03-02T12:00:00Z";

fn rooms(registry: &mut Registry) {
    accord_face::room(registry);
    support::rooms(registry);
}

/// Draws the page of an address with its query, as a person sees it.
fn page(house: &House, who: PersonId, pattern: &str, address: &str) -> Outcome<String> {
    house.kernel.read(&Caller::person(who), |reader| {
        let def = *reader.kernel.registry.extensions::<PageDef>().find(|def| def.path == pattern).unwrap();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let places: BTreeMap<String, String> = pattern
            .split('/')
            .zip(path.split('/'))
            .filter_map(|(name, value)| {
                Some((name.strip_prefix('{')?.strip_suffix('}')?.to_owned(), value.to_owned()))
            })
            .collect();
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut cx = PageCx { reader, path: places, query, address: address.to_owned() };
        (def.draw)(&mut cx).map(|page| page.main.into_string())
    })
}

/// Texts of a page that look like message keys: words for which there is no message say their key.
fn keys_said(html: &str) -> Vec<&str> {
    let texts = html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim());
    let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    texts
        .filter(|text| {
            *text != "after-sales"
                && text.contains('-')
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(key)
        })
        .collect()
}

#[test]
fn every_page_draws_in_both_languages_without_a_missing_word() {
    let house = sqlite(rooms, START);
    let rita = set_up(&house);
    let ana = person(&house, "Ana Prado", &["sales_rep"]);
    let caio = person(&house, "Caio Lopes", &["help_desk"]);
    let support = area(&house, "Support", Some("after_sales"), None);
    area(&house, "Paint shop", None, None);
    house
        .act(rita, "people.set_post", json!({ "person": ana, "area": support, "title": "Advisor" }))
        .unwrap();
    let leave = json!({ "from": "2026-03-01T00:00:00Z", "until": "2026-03-20T00:00:00Z", "cover": caio, "note": "x" });
    house.act(ana, "leave.plan", leave).unwrap();
    house
        .act(rita, "settings.set", json!({ "name": "session.days", "value": 9, "reason": "Audit" }))
        .unwrap();
    let until = accord_kernel::wall_now().checked_add(jiff::SignedDuration::from_hours(9)).unwrap();
    let token = json!({ "label": "exports", "permissions": ["people.read"], "expires_at": until });
    house.act(rita, "token.make", token).unwrap();
    let letter =
        json!({ "letter": "held", "language": "en", "turn": 0, "subject": "A", "body": "<b>{lines}</b>" });
    house.act(rita, "letter.set", letter).unwrap();
    let draft = json!({ "letter": "held", "language": "en", "subject": "<i>A</i>", "body": "{lines}" });
    house.act(rita, "letter.draft", draft).unwrap();
    for language in ["en", "pt-BR"] {
        for who in [rita, caio] {
            house.act(who, "people.preferences", json!({ "language": language })).unwrap();
        }
        for (pattern, address) in [
            ("/people", "/people".to_owned()),
            ("/people", "/people?query=ana&sphere=after_sales".to_owned()),
            ("/people", "/people?query=nobody".to_owned()),
            ("/people/{person}", format!("/people/{ana}")),
            ("/people/{person}", format!("/people/{rita}")),
            ("/map", "/map".to_owned()),
            ("/roles", "/roles".to_owned()),
            ("/roles/{role}", format!("/roles/{}", accord_room_people::RoleId::seeded("planner"))),
            ("/leave", "/leave".to_owned()),
            ("/settings", "/settings".to_owned()),
            ("/settings/letters", "/settings/letters".to_owned()),
            ("/settings/letters/{letter}", "/settings/letters/held?language=en".to_owned()),
            ("/settings/letters/{letter}", "/settings/letters/invitation?language=pt-BR".to_owned()),
            ("/notices", "/notices".to_owned()),
            ("/me", "/me".to_owned()),
        ] {
            for who in [rita, caio].into_iter().filter(|who| *who == rita || !address.contains("/letters")) {
                let html = page(&house, who, pattern, &address).unwrap();
                assert_eq!(keys_said(&html), [""; 0], "{address} in {language}");
                assert!(!html.contains("<i>A") && !html.contains("<b>{"), "markup in a letter is literal");
            }
        }
    }
}

#[test]
fn hostile_names_come_out_escaped() {
    let house = sqlite(rooms, START);
    let rita = set_up(&house);
    let name = "<script>alert('x')</script>\"&";
    let evil = house
        .system("people.enter", json!({ "name": name, "title": "<img src=x onerror=alert(1)>" }))
        .unwrap();
    let evil = PersonId(support::id(&evil, "person"));
    house.system("area.enter", json!({ "name": "<b>Paint</b>", "helps": "<i>x</i>" })).unwrap();
    for (pattern, address) in [
        ("/people", "/people".to_owned()),
        ("/people/{person}", format!("/people/{evil}")),
        ("/map", "/map".to_owned()),
        ("/leave", "/leave".to_owned()),
    ] {
        let html = page(&house, rita, pattern, &address).unwrap();
        for bad in ["<script>alert", "<img src=x", "<b>Paint", "<i>x"] {
            assert!(!html.contains(bad), "{address}: {bad}");
        }
    }
    let html = page(&house, rita, "/people", "/people?query=\"><script>").unwrap();
    assert!(!html.contains("\"><script>"));
}

#[test]
fn pages_offer_only_what_the_reader_may() {
    let house = sqlite(rooms, START);
    let rita = set_up(&house);
    let ana = person(&house, "Ana Prado", &["sales_rep"]);
    let agent = person(&house, "Alba Agent", &["channel_agent"]);
    let address = format!("/people/{ana}");
    assert!(page(&house, rita, "/people/{person}", &address).unwrap().contains("/do/people.disable"));
    let seen = page(&house, ana, "/people/{person}", &format!("/people/{rita}")).unwrap();
    assert!(!seen.contains("/do/people."), "a colleague looks and changes nothing");
    assert_eq!(page(&house, agent, "/people/{person}", &address).unwrap_err().rule, "absent");
    assert!(page(&house, agent, "/people/{person}", &format!("/people/{agent}")).is_ok());
    assert_eq!(page(&house, agent, "/people", "/people").unwrap_err().rule, "permission");
    assert_eq!(page(&house, ana, "/people/{person}", "/people/not-an-id").unwrap_err().rule, "absent");
}

/// Settings of every kind, for a room that nobody has.
const KINDS: &[&SettingDef] = &[
    &SettingDef {
        name: "toy.rate",
        kind: SettingKind::Amount { min: "0", max: "90000" },
        default: "\"410.50\"",
    },
    &SettingDef {
        name: "toy.share",
        kind: SettingKind::Decimal { min: "0", max: "100" },
        default: "\"12.5\"",
    },
    &SettingDef { name: "toy.days", kind: SettingKind::Whole { min: 2, max: 4_000 }, default: "1500" },
    &SettingDef { name: "toy.drawn", kind: SettingKind::Flag, default: "false" },
    &SettingDef { name: "toy.way", kind: SettingKind::Choice(&["by_sea", "by_air"]), default: "\"by_sea\"" },
    &SettingDef { name: "toy.steps", kind: SettingKind::Steps { min: 1, max: 800 }, default: "[45, 80]" },
];
const WORDS: &str = "toy-title = Toys
setting-toy-rate = Price of a spare wheel
setting-toy-share = Share of red toys in per cent
setting-toy-days = Days a toy lasts
setting-toy-drawn = Toys are drawn
setting-toy-way = How toys travel
setting-toy-way-by-sea = Over the sea
setting-toy-way-by-air = Through the air
setting-toy-steps = Days before a toy is looked at";

fn toys(registry: &mut Registry) {
    rooms(registry);
    settings::register(registry, "toy-title", KINDS);
    registry.locale(WORDS, WORDS);
}

#[test]
fn a_setting_is_asked_for_in_its_own_kind_under_its_own_words() {
    let house = sqlite(toys, START);
    let rita = set_up(&house);
    house.act(rita, "people.preferences", json!({ "language": "en" })).unwrap();
    let shown = page(&house, rita, "/settings", "/settings?heading=toy-title").unwrap();
    for words in ["Toys", "410.50", "12.5", "1,500", "Over the sea", "45, 80"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(
        !shown.contains("\"410") && !shown.contains("by_sea<") && !shown.contains("Hours in which"),
        "{shown}"
    );
    let form = |name: &str| {
        house
            .kernel
            .read(&Caller::person(rita), |reader| {
                let mut cx = PageCx {
                    reader,
                    path: BTreeMap::new(),
                    query: Vec::new(),
                    address: "/settings".to_owned(),
                };
                let shown = &house.view(rita, "people.settings", json!({ "name": name })).unwrap()[0];
                let form =
                    ActionForm::new("settings.set").fixed("name", name).value("value", &shown["value"]);
                form.only(&["value", "reason"]).draw(&mut cx).map(|form| form.into_string())
            })
            .unwrap()
    };
    for (name, words, control) in [
        ("toy.rate", "Price of a spare wheel", "value=\"410.50\""),
        ("toy.share", "Share of red toys in per cent", "value=\"12.5\""),
        ("toy.days", "Days a toy lasts", "type=\"number\""),
        ("toy.drawn", "Toys are drawn", "type=\"checkbox\""),
        ("toy.way", "How toys travel", "Through the air"),
        ("toy.steps", "Days before a toy is looked at", "value=\"45, 80\""),
    ] {
        let html = form(name);
        assert!(html.contains(words) && html.contains(control), "{name}: {html}");
        assert!(!html.contains("&quot;410") && !html.contains("[45"), "nobody is asked for JSON: {html}");
    }
    let typed = |name: &str, text: Option<&str>| {
        house.kernel.read(&Caller::person(rita), |reader| {
            let fixed: Map<String, Value> = [("name".to_owned(), json!(name))].into_iter().collect();
            let mut pairs = vec![("reason".to_owned(), "Tried".to_owned())];
            pairs.extend(text.map(|text| ("value".to_owned(), text.to_owned())));
            let def = reader.kernel.registry.find_action("settings.set").unwrap();
            let input = known_input(&reader.context, def.name, &def.input, &fixed);
            let only = ["value".to_owned(), "reason".to_owned()];
            from_form(&input, &collect(&pairs), &only, &fixed, &reader.context)
        })
    };
    for (name, text, value) in [
        ("toy.rate", Some("300"), json!("300")),
        ("toy.rate", Some("1,250.75"), json!("1250.75")),
        ("toy.days", Some("31"), json!(31)),
        ("toy.drawn", Some("true"), json!(true)),
        ("toy.drawn", None, json!(false)),
        ("toy.way", Some("by_air"), json!("by_air")),
        ("toy.steps", Some("30, 60;90 120"), json!([30, 60, 90, 120])),
    ] {
        house
            .act(rita, "settings.set", typed(name, text).unwrap())
            .unwrap_or_else(|no| panic!("{name}: {no:?}"));
        let now = house.view(rita, "people.settings", json!({ "name": name })).unwrap();
        assert_eq!(now[0]["value"], value, "{name}");
    }
    house.act(rita, "people.preferences", json!({ "language": "pt-BR" })).unwrap();
    house.act(rita, "settings.set", typed("toy.rate", Some("1.180,25")).unwrap()).unwrap();
    let shown = page(&house, rita, "/settings", "/settings?heading=toy-title").unwrap();
    assert!(shown.contains("1.180,25") && shown.contains("R$"), "{shown}");
}
