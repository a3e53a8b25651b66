//! A quote that was sent is kept as it left the house: byte by byte, whatever is answered or written later.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod seller;

use std::collections::BTreeMap;

use accord_face::{Content, PageCx, PaperDef, Printer, Sheet};
use accord_kernel::{Caller, Outcome, Registry};
use accord_paper::{Document, Paper, PaperError, Print};
use accord_room_customer::papers::keep_waiting;
use accord_testing::{House, on_both_databases};
use seller::{RECIFE, Seller, id, rule};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-03-10T12:00:00Z";

/// Prints the data of a document instead of setting it.
struct Plain;

impl Print for Plain {
    fn print(&self, document: &Document) -> Result<Paper, PaperError> {
        if document.title.contains("unprintable") {
            return Err(PaperError::Set("no".to_owned()));
        }
        let bytes = format!("%PDF-1.7 {}", serde_json::to_string(document).unwrap()).into_bytes();
        Ok(Paper { bytes, pages: 1, replaced: Vec::new() })
    }
}

fn rooms(registry: &mut Registry) {
    seller::rooms(registry);
    registry.extend(Printer(Box::new(Plain)));
}

fn sheet(house: &House, caller: &Caller, path: &str, quote: Uuid, version: Option<&str>) -> Outcome<Sheet> {
    let def = *house.kernel.registry.extensions::<PaperDef>().find(|def| def.path == path).unwrap();
    house.kernel.read(caller, |reader| {
        let path = BTreeMap::from([("quote".to_owned(), quote.to_string())]);
        let query = version.map(|number| ("version".to_owned(), number.to_owned())).into_iter().collect();
        (def.make)(&mut PageCx { reader, path, query, address: def.path.to_owned() })
    })
}

fn kept(sheet: Sheet) -> Vec<u8> {
    match sheet.content {
        Content::Kept(bytes) => bytes,
        Content::Made(document) => panic!("not kept: {}", document.number),
    }
}

fn files(seller: &Seller<'_>, customer: Uuid) -> Vec<Value> {
    let list =
        seller.house.view(seller.rep, "customer.attachments", json!({ "customer": customer })).unwrap();
    list["rows"].as_array().unwrap().clone()
}

#[test]
fn r14_what_was_sent_is_read_again_byte_by_byte() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let best = seller.plan("BEST", 3, 12, "36000.00");
        seller.profile(account, "40000.00", "1.5");
        let quote = seller.quote(account, json!({}));
        seller.add(quote, json!({ "product": press })).unwrap();
        seller.add(quote, json!({ "plan": best, "for_line": 1 })).unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        seller.send(quote).unwrap();
        let staff = Caller::person(seller.rep);
        let path = "/quotes/{quote}/pdf";
        assert!(matches!(sheet(house, &staff, path, quote, None).unwrap().content, Content::Made(_)));
        assert_eq!(files(&seller, account.customer).len(), 0);
        assert_eq!(keep_waiting(&house.kernel).unwrap(), 1);
        assert_eq!(keep_waiting(&house.kernel).unwrap(), 0, "it is printed once");
        let first = kept(sheet(house, &staff, path, quote, Some("1")).unwrap());
        let text = String::from_utf8(first.clone()).unwrap();
        assert!(text.contains("454,000.00") && text.contains("24,000.00"), "{text}");
        let list = files(&seller, account.customer);
        assert_eq!((list.len(), &list[0]["about_kind"]), (1, &json!("quote_version")));
        assert_eq!(list[0]["content_type"], json!("application/pdf"));
        let remove = json!({ "attachment": list[0]["id"], "version": list[0]["version"] });
        assert_eq!(rule(seller.act(seller.head_of_sales, "attachment.remove", remove)), "file.kept");
        // The customer takes it without the plan, and a second version is written: the first stays what it was.
        let yes =
            json!({ "quote": quote, "quote_version": 1, "leave_out": [2], "leave_out_reason": "Later." });
        seller.contact_act(account, "portal.accept_quote", yes).unwrap();
        let own = sheet(house, &seller.as_contact(account), "/portal/quotes/{quote}/pdf", quote, None);
        assert_eq!(kept(own.unwrap()), first);
        let document = seller.house.view(seller.rep, "quote.document", json!({ "quote": quote })).unwrap();
        assert_eq!(document["quote"]["net"]["amount"], json!("454000.00"), "as it was sent");
        assert_eq!(document["kept"]["sha256"].as_str().unwrap().len(), 64);
        let other = seller.account("Outro");
        let foreign = sheet(house, &seller.as_contact(other), "/portal/quotes/{quote}/pdf", quote, None);
        assert_eq!(rule(foreign), "absent");
        house.verify();
    });
}

#[test]
fn a_document_that_cannot_be_printed_is_noted_and_holds_up_no_other() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "1.5");
        let send = |title: &str| {
            let quote = seller.quote(account, json!({ "title": title }));
            seller.machine_line(quote, press);
            seller.do_it("quote.tie", json!({ "quote": quote }));
            seller.send(quote).unwrap();
        };
        send("unprintable");
        send("A press");
        assert_eq!(keep_waiting(&house.kernel).unwrap(), 2);
        assert_eq!(keep_waiting(&house.kernel).unwrap(), 0, "it is not tried for ever");
        assert_eq!(files(&seller, account.customer).len(), 1);
        let keep = json!({ "kept_paper": Uuid::from_u128(7) });
        assert_eq!(rule(house.system("paper.keep", keep.clone())), "absent");
        assert_eq!(rule(seller.act(seller.admin, "paper.keep", keep)), "permission");
        house.verify();
    });
}

#[test]
fn r21_a_line_may_be_tied_to_a_replacement_programme() {
    on_both_databases(seller::rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let old = |serial: &str| {
            let unit = json!({
                "customer": account.customer, "site": account.site, "origin": "rival", "maker": "Velho",
                "model": "V1", "serial": serial, "in_service_on": "2010-05-01"
            });
            id(&seller.act(seller.rep, "asset.add", unit).unwrap(), "asset")
        };
        let units = [old("1"), old("2"), old("3")];
        let plan = json!({
            "customer": account.customer, "name": "Three old presses", "product": press, "old_units": units,
            "starts_on": "2027-04-01", "months": 12, "capacity": "1", "lead_days": 30, "preparation_days": 10
        });
        let programme = id(&seller.do_it("programme.plan", plan), "programme");
        let quote = seller.quote(account, json!({}));
        seller.machine_line(quote, press);
        let other = seller.account("Outro");
        let theirs = seller.quote(other, json!({}));
        seller.machine_line(theirs, press);
        let foreign = json!({ "quote": theirs, "programme": programme });
        assert_eq!(rule(seller.act(seller.rep, "quote.tie", foreign)), "absent");
        seller.do_it("quote.tie", json!({ "quote": quote, "programme": programme }));
        let line = seller.one(quote)["shown"]["lines"][0].clone();
        assert_eq!((&line["tie"], &line["tie_words"]), (&json!("programme"), &json!("Three old presses")));
        seller.send(quote).unwrap();
        house.verify();
    });
}
