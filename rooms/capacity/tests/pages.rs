//! The pages, as HTML.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_face::{PageCx, PageDef};
use accord_kernel::{Caller, Outcome};
use accord_testing::{House, sqlite};
use maker::*;
use serde_json::json;
use uuid::Uuid;

/// Draws the page of an address with its query, as a person sees it.
fn page(house: &House, who: Uuid, pattern: &str, address: &str) -> Outcome<String> {
    house.kernel.read(&Caller::person(who), |reader| {
        let def = *reader.kernel.registry.extensions::<PageDef>().find(|def| def.path == pattern).unwrap();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let places = pattern
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
    let looks = |text: &&str| {
        text.contains('-') && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(key)
    };
    texts.filter(looks).collect()
}

#[test]
fn pages_say_everything_in_both_languages_and_escape_names() {
    let house = sqlite(rooms, START);
    let maker = Maker::new(&house);
    let empty = page(&house, maker.planner, "/capacity", "/capacity").unwrap();
    assert!(empty.contains("Nothing is planned yet") && empty.contains("/do/capacity.set_slots"), "{empty}");
    let (customer, site) = maker.customer("Moinho <script>x</script>");
    let press = maker.machine("P-1", 12, 600);
    maker.slots(press, "2027-03-22", "2027-05-31", 1);
    maker.crew(maker.fitter, 2_400);
    let input = json!({ "order": Uuid::from_u128(1), "ask": ask(customer, Some(site), press, 1), "ship": "2027-04-09" });
    maker.take(input).unwrap();
    maker.slots(press, "2027-03-22", "2027-05-31", 0);
    let seal = maker.part("S-9");
    let stock = json!({ "product": seal, "place": "Porto <i>", "on_hand": 1, "supply_days": 6 });
    let stock = id(&house.act(maker.planner, "part.set_stock", stock).unwrap(), "stock");
    house
        .act(maker.planner, "part.expect", json!({ "stock": stock, "quantity": 4, "on": "2027-03-15" }))
        .unwrap();

    let slots = format!("/capacity/slots/{press}");
    let crews = format!("/capacity/crews/{}", maker.north);
    let part = format!("/capacity/parts/{seal}?quantity=3");
    let when = format!(
        "/capacity/when?product={press}&quantity=2&customer={customer}&site={site}&required_on=2027-04-01"
    );
    for language in ["en", "pt-BR"] {
        house.act(maker.admin, "people.preferences", json!({ "language": language })).unwrap();
        for (pattern, address) in [
            ("/capacity", "/capacity?weeks=26"),
            ("/capacity/slots/{product}", slots.as_str()),
            ("/capacity/crews/{territory}", crews.as_str()),
            ("/capacity/when", "/capacity/when"),
            ("/capacity/when", when.as_str()),
            ("/capacity/parts", "/capacity/parts"),
            ("/capacity/parts/{part}", part.as_str()),
        ] {
            let html = page(&house, maker.admin, pattern, address).unwrap();
            assert_eq!(keys_said(&html), Vec::<&str>::new(), "{address} in {language}");
            assert!(!html.contains("<script>x") && !html.contains("Porto <i>"), "{address}: {html}");
        }
    }
}

#[test]
fn the_board_shows_what_is_overfull_before_everything_else() {
    let house = sqlite(rooms, START);
    let maker = Maker::new(&house);
    let (customer, site) = maker.customer("Moinho");
    let press = maker.machine("P-1", 12, 0);
    maker.slots(press, "2027-04-05", "2027-05-31", 1);
    let input = json!({ "order": Uuid::from_u128(1), "ask": ask(customer, Some(site), press, 1), "ship": "2027-04-09" });
    maker.take(input).unwrap();
    let calm = page(&house, maker.planner, "/capacity", "/capacity").unwrap();
    assert!(!calm.contains("More is promised than there is"));
    maker.slots(press, "2027-04-05", "2027-05-31", 0);
    let html = page(&house, maker.planner, "/capacity", "/capacity").unwrap();
    let alarm = html.find("More is promised than there is").expect("it is said");
    assert!(alarm < html.find("ruler").unwrap(), "it stands on top");
    let week = page(&house, maker.planner, "/capacity/slots/{product}", &format!("/capacity/slots/{press}"))
        .unwrap();
    assert!(week.contains("1 short") && week.contains("Moinho"), "{week}");
    // Who may not plan is not offered it.
    let seen = page(&house, maker.rep, "/capacity", "/capacity").unwrap();
    assert!(!seen.contains("/do/capacity.set_slots"));
}

#[test]
fn r18_when_could_we_says_the_dates_the_slack_and_why() {
    let house = sqlite(rooms, START);
    let maker = Maker::new(&house);
    let (customer, site) = maker.customer("Moinho");
    let press = maker.machine("P-1", 30, 600);
    maker.slots(press, "2027-04-05", "2027-05-31", 1);
    maker.crew(maker.fitter, 2_400);
    let address = |required: &str| {
        format!(
            "/capacity/when?product={press}&quantity=1&customer={customer}&site={site}&required_on={required}"
        )
    };
    let html = page(&house, maker.rep, "/capacity/when", &address("2027-04-30")).unwrap();
    assert!(html.contains("Fri, 9 Apr 2027") && html.contains("21 days to spare"), "{html}");
    assert!(html.contains("Lead time of Press P-1: 30 days"), "{html}");
    let html = page(&house, maker.rep, "/capacity/when", &address("2027-04-01")).unwrap();
    assert!(html.contains("8 days too late"), "{html}");
    let new = json!({ "product": { "code": "N", "name": "New", "kind": "equipment", "unit": "piece" } });
    let new = id(&house.act(maker.planner, "product.enter", new).unwrap(), "product");
    let html = page(&house, maker.rep, "/capacity/when", &format!("/capacity/when?product={new}")).unwrap();
    assert!(html.contains("Manufacturing has given no lead time for New"), "{html}");
}

#[test]
fn every_act_and_every_field_has_its_words() {
    use accord_face::answer::{Field, Shape, fields, unwrapped};
    use accord_kernel::Language;
    fn names(list: Vec<Field>, into: &mut Vec<String>) {
        for field in list {
            match &field.shape {
                Shape::Object => names(fields(&unwrapped(&field.schema)), into),
                Shape::List(row) if row.shape == Shape::Object => names(fields(&row.schema), into),
                _ => {}
            }
            into.push(field.name);
        }
    }
    let house = sqlite(rooms, START);
    let words = &house.kernel.words;
    let mut missing = Vec::new();
    for action in house.kernel.registry.actions() {
        let room = action.name.split('.').next().unwrap();
        if !["capacity", "part", "product", "skill"].contains(&room) {
            continue;
        }
        let dashed = action.name.replace(['.', '_'], "-");
        let mut wanted = vec![vec![format!("action-{dashed}")], vec![format!("action-{dashed}-done")]];
        wanted.push(vec![format!("event-{dashed}")]);
        let mut asked = Vec::new();
        names(fields(action.input.as_value()), &mut asked);
        for name in asked {
            let name = name.replace('_', "-");
            wanted.push(vec![format!("field-{dashed}-{name}"), format!("field-{name}")]);
        }
        for keys in wanted {
            for language in Language::ALL {
                if !keys.iter().any(|key| words.has(*language, key)) {
                    missing.push(format!("{} in {}", keys.join(" or "), language.word()));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
