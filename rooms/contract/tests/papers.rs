//! Contracts and what they gave, on the customer's page, on paper and by the API: one source, alike to the cent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod works;

use std::collections::BTreeMap;

use accord_face::{Content, PageCx, PageDef, PaperDef, Printer};
use accord_kernel::{Caller, Credential, Language, Outcome, Refusal, Registry, Words};
use accord_paper::{Document, Paper, PaperError, Print};
use accord_room_customer::papers::keep_waiting;
use accord_testing::{House, on_both_databases};
use serde_json::{Value, json};
use uuid::Uuid;
use works::{Works, id, rule};

const START: &str = "2027-03-10T09:00:00Z";

/// Prints the data of a document instead of setting it.
struct Plain;

impl Print for Plain {
    fn print(&self, document: &Document) -> Result<Paper, PaperError> {
        let bytes = format!("%PDF-1.7 {}", serde_json::to_string(document).unwrap()).into_bytes();
        Ok(Paper { bytes, pages: 1, replaced: Vec::new() })
    }
}

fn rooms(registry: &mut Registry) {
    works::rooms(registry);
    registry.extend(Printer(Box::new(Plain)));
}

fn contact(works: &Works<'_>) -> Caller {
    let contact = works.account.contact;
    Caller { credential: Credential::Contact(contact), ..Caller::person(contact) }
}

/// What a document says, as text.
fn paper(house: &House, caller: &Caller, path: &str, contract: Uuid, query: &[&str]) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PaperDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(caller, |reader| {
        let path = BTreeMap::from([("contract".to_owned(), contract.to_string())]);
        let query = query.iter().map(|name| ((*name).to_owned(), "1".to_owned())).collect();
        let sheet = (def.make)(&mut PageCx { reader, path, query, address: def.path.to_owned() })?;
        Ok(match sheet.content {
            Content::Made(document) => serde_json::to_string(&document).unwrap(),
            Content::Kept(bytes) => String::from_utf8(bytes).unwrap(),
        })
    })
}

fn page(house: &House, caller: &Caller, language: Language, path: &str, contract: Uuid) -> Outcome<String> {
    let def = *house.kernel.registry.extensions::<PageDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(caller, |reader| {
        reader.context.language = language;
        let path = BTreeMap::from([("contract".to_owned(), contract.to_string())]);
        let mut cx = PageCx { reader, path, query: Vec::new(), address: def.path.to_owned() };
        (def.draw)(&mut cx).map(|page| page.main.into_string())
    })
}

#[test]
fn r16_r48_contract_and_what_it_gave_are_alike_on_page_paper_and_api() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let cost = json!({
            "customer": works.account.customer, "stop_cost": { "amount": "52300.00", "currency": "EUR" },
            "confidence": "confirmed", "contact": works.account.contact
        });
        let version = maker.house.act(maker.rep, "value.stop_cost", cost).unwrap()["version"].clone();
        let record = json!({
            "customer": works.account.customer, "version": version, "expected_outages": "2",
            "outages_source": "customer", "reasons": "No stop in the harvest."
        });
        house.act(maker.rep, "value.record", record).unwrap();
        let order = works.order(1);
        let contract = works.accept(order);
        let staff = Caller::person(maker.rep);
        // As concluded: the cover is still to begin, and that is what is kept.
        assert_eq!(keep_waiting(&house.kernel).unwrap(), 1);
        let concluded = paper(house, &staff, "/contracts/{contract}/pdf", contract, &["concluded"]).unwrap();
        assert!(concluded.contains("8,400.00") && !concluded.contains("24 Jun 2028"), "{concluded}");
        works.ship(order, "2027-06-03T12:00:00Z");
        let unit = works.units(order)[0];
        house.advance("2027-06-30T12:00:00Z");
        works.accepted(unit, "2027-06-25").unwrap();
        for (began, ended, cause) in [
            ("2027-09-01T02:00:00Z", "2027-09-01T12:00:00Z", "drive unit"),
            ("2027-11-03T08:00:00Z", "2027-11-03T15:00:00Z", "door seal"),
        ] {
            house.advance(ended);
            let outage = json!({ "asset": unit, "began_at": began, "ended_at": ended, "cause": cause });
            house.act(maker.engineer, "asset.outage_record", outage).unwrap();
        }
        let own = contact(&works);
        let api = house.kernel.view(&own, "portal.contract", &json!({ "contract": contract })).unwrap();
        assert_eq!(
            api["contract"],
            house.view(maker.rep, "contract.document", json!({ "contract": contract })).unwrap()["contract"]
        );
        // 36 h without, 10 h with: 26/24 of 52,300.00 is 56,658.33; two of them less the price.
        let statement = &api["statement"];
        assert_eq!(statement["bases"][0]["avoided_each"]["amount"], json!("56658.33"));
        assert_eq!((&statement["counted"], &statement["price"]["amount"]), (&json!(2), &json!("8400.00")));
        let figures =
            ["56,658.33", "113,316.6", "8,400.00", "0.00", "25 Jun 2027", "24 Jun 2028", "25 Jun 2028"];
        let shown = page(house, &own, Language::English, "/portal/contracts/{contract}", contract).unwrap();
        let contract_paper = paper(house, &own, "/portal/contracts/{contract}/pdf", contract, &[]).unwrap();
        let gave = paper(house, &own, "/portal/contracts/{contract}/statement/pdf", contract, &[]).unwrap();
        for figure in figures {
            assert!(shown.contains(figure), "{figure} is not on the page: {shown}");
            let printed = contract_paper.contains(figure) || gave.contains(figure);
            assert!(printed, "{figure} is on no paper: {contract_paper} {gave}");
        }
        assert_eq!(paper(house, &staff, "/contracts/{contract}/statement/pdf", contract, &[]).unwrap(), gave);
        assert_eq!(
            paper(house, &staff, "/contracts/{contract}/pdf", contract, &["concluded"]).unwrap(),
            concluded,
            "what was concluded stays what it was"
        );
        let portuguese = page(house, &own, Language::Portuguese, "/portal/contracts/{contract}", contract);
        assert!(portuguese.unwrap().contains("O que ele deu"));
        // Another customer's contact finds nothing.
        let other = maker.account("Outro");
        let stranger =
            Caller { credential: Credential::Contact(other.contact), ..Caller::person(other.contact) };
        for path in ["/portal/contracts/{contract}/pdf", "/portal/contracts/{contract}/statement/pdf"] {
            assert_eq!(rule(paper(house, &stranger, path, contract, &[])), "absent");
        }
        assert_eq!(
            rule(page(house, &stranger, Language::English, "/portal/contracts/{contract}", contract)),
            "absent"
        );
        maker.verify();
    });
}

#[test]
fn r48_without_the_customers_own_number_the_statement_claims_nothing() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let order = works.order(1);
        let contract = works.accept(order);
        let own = contact(&works);
        let gave = paper(house, &own, "/portal/contracts/{contract}/statement/pdf", contract, &[]).unwrap();
        assert!(gave.contains("is not known: no return is shown") && !gave.contains("Avoided"), "{gave}");
        let shown = page(house, &own, Language::English, "/portal/contracts/{contract}", contract).unwrap();
        assert!(shown.contains("is not known: no return is shown"), "{shown}");
        works.maker.verify();
    });
}

/// The refusal as people read it.
fn said(house: &House, refusal: &Refusal) -> String {
    let words = Words::new(house.kernel.registry.messages()).unwrap();
    let tongue = words.tongue(Language::English, "Europe/Lisbon");
    tongue.say_with(&Refusal::message(refusal.rule), &refusal.facts)
}

#[test]
fn a_quote_whose_plan_cannot_be_kept_says_day_and_hours_in_words() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        let open = json!({
            "customer": works.account.customer, "site": works.account.site, "contact": works.account.contact,
            "title": "A press"
        });
        let quote = id(&house.act(maker.rep, "quote.open", open).unwrap(), "quote");
        let line = |more: Value| {
            let mut input = json!({ "quote": quote });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(maker.rep, "quote.add_line", input).unwrap()
        };
        line(json!({ "product": works.press }));
        line(json!({ "plan": works.night, "for_line": 1 }));
        let version =
            house.view(maker.rep, "quote.one", json!({ "quote": quote })).unwrap()["version"].clone();
        let refusal =
            house.act(maker.rep, "quote.send", json!({ "quote": quote, "version": version })).unwrap_err();
        let text = said(house, &refusal);
        assert!(text.contains("nobody is there on") && !text.contains('{') && !text.contains('$'), "{text}");
    });
}

#[test]
fn r14_outage_lengths_come_from_history_as_soon_as_there_is_enough() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let settings = json!({ "name": "value.history_enough", "value": 2, "reason": "Few but ours." });
        house.act(maker.admin, "settings.set", settings).unwrap();
        let cost = json!({
            "customer": works.account.customer, "stop_cost": { "amount": "48000.00", "currency": "EUR" },
            "confidence": "told", "contact": works.account.contact
        });
        house.act(maker.rep, "value.stop_cost", cost).unwrap();
        let unit = |serial: &str| {
            let input = json!({
                "customer": works.account.customer, "site": works.account.site, "product": works.press,
                "serial": serial, "in_service_on": "2024-01-10", "accepted_on": "2024-01-10", "known_from": "2024-01-10"
            });
            id(&house.act(maker.engineer, "asset.add", input).unwrap(), "asset")
        };
        let (bare, covered) = (unit("1"), unit("2"));
        let sell = json!({
            "customer": works.account.customer, "assets": [covered], "plan_version": works.night,
            "starts_on": "2027-03-10"
        });
        house.act(maker.rep, "contract.sell", sell).unwrap();
        let table = || {
            let asked = json!({ "customer": works.account.customer, "product": works.press, "plan_version": works.night });
            let table = house.view(maker.rep, "value.table", asked).unwrap();
            let input = |given: &str| {
                let all = table["inputs"].as_array().unwrap();
                let one = all.iter().find(|one| one["given"] == json!(given)).unwrap();
                (one["number"].clone(), one["origin"].clone(), one["n"].clone())
            };
            (input("hours_without"), input("hours_with"))
        };
        let (without, with) = table();
        assert_eq!((without.1, with.1), (json!("setting"), json!("plan")));
        for (asset, began, ended) in [
            (bare, "2027-04-01T00:00:00Z", "2027-04-02T06:00:00Z"),
            (covered, "2027-04-05T00:00:00Z", "2027-04-05T09:00:00Z"),
            (covered, "2027-04-20T00:00:00Z", "2027-04-20T05:30:00Z"),
            (bare, "2027-05-01T00:00:00Z", "2027-05-03T00:00:00Z"),
        ] {
            house.advance(ended);
            let outage = json!({ "asset": asset, "began_at": began, "ended_at": ended, "cause": "Seal" });
            house.act(maker.engineer, "asset.outage_record", outage).unwrap();
        }
        // 30 h and 48 h without a plan; 9 h and 5.5 h under it.
        let (without, with) = table();
        assert_eq!(without, (json!("39"), json!("history"), json!(2)));
        assert_eq!(with, (json!("7.25"), json!("history"), json!(2)));
        maker.verify();
    });
}
