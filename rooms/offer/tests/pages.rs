//! The pages: what matters is there with the same figures as the API, in both languages, and nothing hostile gets through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod seller;

use std::collections::BTreeMap;

use accord_face::{Content, PageCx, PageDef, PaperDef};
use accord_kernel::{Caller, Language, Outcome};
use accord_testing::{House, sqlite};
use seller::{RECIFE, Seller, id, rooms, rule};
use serde_json::json;
use uuid::Uuid;

const START: &str = "2027-03-10T12:00:00Z";

fn page(
    house: &House,
    caller: &Caller,
    language: Language,
    path: &str,
    place: &[(&str, Uuid)],
) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(caller, |reader| {
        reader.context.language = language;
        let path: BTreeMap<String, String> =
            place.iter().map(|(name, id)| ((*name).to_owned(), id.to_string())).collect();
        let mut cx = PageCx { reader, path, query: Vec::new(), address: def.path.to_owned() };
        (def.draw)(&mut cx).map(|page| {
            // The shell escapes the title, as this does.
            accord_face::html! { (page.main) (page.title) }.into_string()
        })
    })
}

/// A message key that nobody translated would stand there as itself.
fn untranslated(html: &str) -> Vec<&str> {
    let rooms = [
        "quote", "quotes", "price", "sheet", "fact", "worth", "call", "offer", "plan", "oversell", "field",
        "action", "portal", "value",
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
fn every_page_speaks_both_languages_escapes_what_was_typed_and_shows_the_figures_of_the_api() {
    let house = sqlite(rooms, START);
    let seller = Seller::new(&house, &RECIFE);
    let empty = page(&house, &Caller::person(seller.rep), Language::English, "/quotes", &[]).unwrap();
    assert!(empty.contains("No quotes yet") && empty.contains("Open a quote"), "{empty}");
    let account = seller.account("Moinho <script>alert(1)</script>");
    let press = seller.machine("P-7", None);
    let list = seller.list("Brasil <i>", "BRL", "2027-01-01", None);
    seller.price(list, press, "418000", "2027-01-01", None).unwrap();
    let best = seller.plan("BEST", 3, 12, "36000.00");
    let statements = json!([{ "text_en": "Presses <b>40</b>.", "text_pt": "Prensa <b>40</b>." }]);
    let sheet = json!({ "product": press, "product_version": "2.3", "valid_from": "2027-01-01", "statements": statements });
    let sheet = id(&seller.act(seller.head_of_sales, "fact_sheet.enter", sheet).unwrap(), "fact_sheet");
    seller.profile(account, "40000.00", "1.5");
    let quote = seller.quote(account, json!({ "title": "<img src=x onerror=1>" }));
    let machine = seller.add(quote, json!({ "product": press, "discount_percent": "4" })).unwrap();
    seller.do_it("quote.say", json!({ "line": machine["line"], "wording": "Presses <b>40</b>." }));
    seller.do_it(
        "quote.say",
        json!({ "line": machine["line"], "wording": "Folds <u>.", "promise_by": "2027-09-30" }),
    );
    let draft = |language| {
        page(&house, &Caller::person(seller.rep), language, "/quotes/{quote}", &[("quote", quote)]).unwrap()
    };
    assert!(draft(Language::English).contains("offer a service plan, or say why none"));
    assert!(draft(Language::Portuguese).contains("ofereça um plano de serviço"));
    seller.add(quote, json!({ "plan": best, "for_line": 1 })).unwrap();
    seller.do_it("quote.tie", json!({ "quote": quote, "words": "No <s>stop</s> in the season" }));
    assert!(draft(Language::English).contains("Ready for the customer"));
    seller.send(quote).unwrap();
    for language in [Language::English, Language::Portuguese] {
        for reader in [seller.rep, seller.head_of_sales, seller.head_of_service, seller.engineer] {
            for (path, place) in [
                ("/quotes", vec![]),
                ("/quotes/{quote}", vec![("quote", quote)]),
                ("/quotes/{quote}/call", vec![("quote", quote)]),
                ("/price-lists", vec![]),
                ("/price-lists/{price_list}", vec![("price_list", list)]),
                ("/fact-sheets", vec![]),
                ("/fact-sheets/{fact_sheet}", vec![("fact_sheet", sheet)]),
            ] {
                let html = page(&house, &Caller::person(reader), language, path, &place).unwrap();
                assert_eq!(untranslated(&html), Vec::<&str>::new(), "{path} {language:?}");
                for hostile in ["<script>alert", "<img src=x", "Brasil <i>", "<b>40", "<u>.", "<s>stop"] {
                    assert!(!html.contains(hostile), "{path}: {hostile}");
                }
                assert!(!html.contains("style="), "{path}");
            }
        }
        let html = page(
            &house,
            &seller.as_contact(account),
            language,
            "/portal/quotes/{quote}",
            &[("quote", quote)],
        )
        .unwrap();
        assert_eq!(untranslated(&html), Vec::<&str>::new(), "portal {language:?}");
        assert!(!html.contains("<s>stop") && !html.contains("418"), "{html}");
        assert!(html.contains("/do/portal.accept_quote") && html.contains("/do/portal.decline_quote"));
    }
    // The year without a stop, and as many as expected: 1.5 x 40,000 - 36,000.
    let portal = page(
        &house,
        &seller.as_contact(account),
        Language::English,
        "/portal/quotes/{quote}",
        &[("quote", quote)],
    )
    .unwrap();
    let staff = draft(Language::English);
    for figure in ["36,000.00", "24,000.00", "4,000.00", "44,000.00", "401,280.00", "437,280.00"] {
        assert!(portal.contains(figure) && staff.contains(figure), "{figure}: {portal}");
    }
    let call = page(
        &house,
        &Caller::person(seller.rep),
        Language::English,
        "/quotes/{quote}/call",
        &[("quote", quote)],
    )
    .unwrap();
    assert!(call.contains("href=\"tel:+55811234\"") && call.contains("/do/quote.log_call"), "{call}");
    let stranger = page(
        &house,
        &Caller::person(seller.rep),
        Language::English,
        "/quotes/{quote}",
        &[("quote", Uuid::from_u128(9))],
    );
    assert_eq!(rule(stranger), "absent");
    let other = seller.account("Outro");
    let foreign = page(
        &house,
        &seller.as_contact(other),
        Language::English,
        "/portal/quotes/{quote}",
        &[("quote", quote)],
    );
    assert_eq!(rule(foreign), "absent");
}

#[test]
fn r14_paper_page_and_api_have_the_same_figures_in_the_customers_language() {
    let house = sqlite(rooms, START);
    let seller = Seller::new(&house, &RECIFE);
    let account = seller.account("Moinho");
    let press = seller.machine("P-7", Some("418000.00"));
    let best = seller.plan("BEST", 3, 12, "36000.00");
    seller.profile(account, "40000.00", "1.5");
    let quote = seller.quote(account, json!({}));
    seller.add(quote, json!({ "product": press })).unwrap();
    seller.add(quote, json!({ "plan": best, "for_line": 1 })).unwrap();
    seller.do_it("quote.tie", json!({ "quote": quote }));
    seller.send(quote).unwrap();
    let made = |caller: &Caller, path: &str| {
        let def = *house.kernel.registry.extensions::<PaperDef>().find(|def| def.path == path).unwrap();
        house.kernel.read(caller, |reader| {
            let path = BTreeMap::from([("quote".to_owned(), quote.to_string())]);
            let mut cx = PageCx { reader, path, query: Vec::new(), address: def.path.to_owned() };
            let sheet = (def.make)(&mut cx)?;
            match sheet.content {
                Content::Made(document) => Ok(*document),
                Content::Kept(_) => panic!("nothing was printed yet"),
            }
        })
    };
    let document = made(&Caller::person(seller.rep), "/quotes/{quote}/pdf").unwrap();
    let own = made(&seller.as_contact(account), "/portal/quotes/{quote}/pdf").unwrap();
    assert_eq!(document, own, "one view feeds both");
    assert_eq!((document.language.as_str(), document.words.page.contains("{page}")), ("en", true));
    let text = serde_json::to_string(&document).unwrap();
    let api = seller.contact_view(account, "portal.quotes", json!({})).unwrap();
    let worth = &api[0]["lines"][1]["worth"];
    assert_eq!(worth["at_expected"]["net"]["amount"], json!("24000.00"));
    for figure in ["454,000.00", "36,000.00", "24,000.00", "4,000.00", "0.00", "66.7"] {
        assert!(text.contains(figure), "{figure}: {text}");
    }
    let other = seller.account("Outro");
    assert_eq!(rule(made(&seller.as_contact(other), "/portal/quotes/{quote}/pdf")), "absent");
}

#[test]
fn who_may_not_write_finds_no_form() {
    let house = sqlite(rooms, START);
    let seller = Seller::new(&house, &RECIFE);
    let account = seller.account("Moinho");
    let press = seller.machine("P-7", Some("418000.00"));
    let quote = seller.quote(account, json!({}));
    seller.add(quote, json!({ "product": press })).unwrap();
    let shown = |reader| {
        page(&house, &Caller::person(reader), Language::English, "/quotes/{quote}", &[("quote", quote)])
            .unwrap()
    };
    assert!(shown(seller.rep).contains("/do/quote.add_line"));
    assert!(!shown(seller.rep).contains("/do/quote.grant_discount"));
    assert!(shown(seller.head_of_sales).contains("/do/quote.grant_discount"));
    assert!(!shown(seller.engineer).contains("/do/quote."));
}
