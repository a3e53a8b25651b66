//! Documents as people get them, over HTTP: the figures of the API stand on the page and in the file, to the last digit
//! of whatever money, and the file is accessible. On the story's figures and on others.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "../../rooms/offer/tests/seller/mod.rs"]
mod seller;

use std::sync::Arc;

use accord::door::{CustomerFiles, PeopleDoor};
use accord_kernel::{Caller, Credential, Language, Money, Registry, Words};
use accord_paper::look;
use accord_room_customer::{Files, papers::keep_waiting};
use accord_room_people::{RoleId, login};
use accord_server::{App, router};
use accord_testing::{House, on_both_databases};
use axum::{Router, body::Body, http::Request};
use jiff::civil::Date;
use seller::{Account, KUWAIT, OSAKA, Seller, Stage, obstacles};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

const START: &str = "2027-03-10T15:00:00Z";
/// Chicago, dollars: as in the story.
const CHICAGO: Stage = Stage { zone: "America/Chicago", currency: "USD", country: "us" };

fn folder() -> std::path::PathBuf {
    std::env::temp_dir().join(format!("accord-papers-{}", std::process::id()))
}

fn rooms(registry: &mut Registry) {
    std::fs::create_dir_all(folder()).unwrap();
    std::fs::write(
        folder().join("letterhead.toml"),
        "lines = [\"310 Foundry Street\", \"Milwaukee WI\"]\nfooter = \"Registered under 01234567\"\n",
    )
    .unwrap();
    accord::wiring::rooms(registry);
    accord::wiring::files(registry, &folder());
    accord::print::printer(registry, &folder()).unwrap();
}

/// The program as browsers meet it, without the wire.
struct Door {
    routes: Router,
    staff: String,
    contact: String,
}

struct Got {
    status: u16,
    kind: String,
    bytes: Vec<u8>,
}

impl Got {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

impl Door {
    fn open(seller: &Seller<'_>, account: Account) -> Self {
        let house = seller.house;
        let role: Uuid = RoleId::seeded("head_of_sales").into();
        let person = json!({
            "name": "Stella", "email": "stella@norte.example", "language": "en", "roles": [role], "posts": [],
            "territories": []
        });
        house.act(seller.admin, "people.enter", person).unwrap();
        house.act(seller.rep, "contact.invite", json!({ "contact": account.contact })).unwrap();
        let nobody = Caller { credential: Credential::Nobody, ..Caller::system() };
        let enter = |address: &str| login::enter(&house.kernel, &nobody, address).unwrap().secret;
        let app = App::new(
            Arc::clone(&house.kernel),
            Box::new(PeopleDoor::new(Vec::new())),
            Box::new(CustomerFiles { files: Files::folder(folder().join("files")) }),
            Vec::new(),
            false,
        );
        Self {
            routes: router(&app),
            staff: enter("stella@norte.example"),
            contact: enter(&format!("{}@mill.example", account.customer)),
        }
    }

    fn get(&self, session: &str, path: &str) -> Got {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let request =
            Request::builder().uri(path).header("cookie", format!("accord={session}")).body(Body::empty());
        runtime.block_on(async {
            let answer = self.routes.clone().oneshot(request.unwrap()).await.unwrap();
            let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("");
            let (status, kind) = (answer.status().as_u16(), kind.to_owned());
            let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec();
            Got { status, kind, bytes }
        })
    }

    fn page(&self, session: &str, path: &str) -> String {
        let got = self.get(session, path);
        assert_eq!(got.status, 200, "{path}: {}", got.text());
        got.text()
    }

    fn api(&self, session: &str, path: &str) -> Value {
        serde_json::from_str(&self.page(session, &format!("/api/v1/views/{path}"))).unwrap()
    }

    /// A printed document's text; it must be accessible.
    fn pdf(&self, session: &str, path: &str) -> (String, Vec<u8>) {
        let got = self.get(session, path);
        assert_eq!((got.status, got.kind.as_str()), (200, "application/pdf"), "{path}: {}", got.text());
        assert_eq!(look::faults(&got.bytes), Vec::<String>::new(), "{path}");
        (look::text(&got.bytes).unwrap().join("\n"), got.bytes)
    }
}

/// Without the spaces at which lines break, and without markup.
fn dense(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if inside || c.is_whitespace() || c == '\u{200b}' => {}
            c => out.push(c),
        }
    }
    out.replace("&#39;", "'").replace("&quot;", "\"")
}

/// Every amount and civil date of an answer, as the reader's language says them.
fn figures(value: &Value, words: &Words, language: Language, zone: &str, found: &mut Vec<String>) {
    let tongue = words.tongue(language, zone);
    match value {
        Value::Object(fields) => {
            if let Ok(money) = serde_json::from_value::<Money>(value.clone()) {
                found.push(tongue.money(money));
                return;
            }
            for (name, value) in fields {
                // Today stands on a draft alone; what is kept is a name of bytes.
                if !["today", "kept"].contains(&name.as_str()) {
                    figures(value, words, language, zone, found);
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| figures(one, words, language, zone, found)),
        Value::String(text) => {
            if let Ok(date) = text.parse::<Date>()
                && text.len() == 10
            {
                found.push(tongue.date(date));
            }
        }
        _ => {}
    }
}

fn all_figures(house: &House, value: &Value, language: Language, zone: &str) -> Vec<String> {
    let words = Words::new(house.kernel.registry.messages()).unwrap();
    let mut found = Vec::new();
    figures(value, &words, language, zone, &mut found);
    found.sort();
    found.dedup();
    found
}

fn stands(what: &str, text: &str, figure: &str) {
    let (text, figure) = (dense(text), dense(figure));
    assert!(text.contains(&figure), "{figure} does not stand {what}: {text}");
}

/// A case of the value table: what a day costs, the price of a year, outages expected; then the net and the return of
/// 0, 1, 2, 3 outages as the page says them, and from how many it pays.
struct Case {
    stage: &'static Stage,
    stop: &'static str,
    price: &'static str,
    outages: &'static str,
    net: [&'static str; 4],
    roi: [&'static str; 4],
    even: &'static str,
}

fn sent(seller: &Seller<'_>, account: Account, case: &Case) -> Uuid {
    let price = if case.stage.currency == "JPY" { "62000000" } else { "418000.00" };
    let press = seller.machine("P-7", Some(price));
    let best = seller.plan("BEST", 3, 12, case.price);
    seller.profile(account, case.stop, case.outages);
    let quote = seller.quote(account, json!({ "site": null }));
    seller.add(quote, json!({ "product": press })).unwrap();
    seller.add(quote, json!({ "plan": best, "for_line": 1 })).unwrap();
    seller.do_it("quote.tie", json!({ "quote": quote }));
    seller.send(quote).unwrap();
    quote
}

fn alike(house: &House, case: &Case) {
    let seller = Seller::new(house, case.stage);
    let account = seller.account("Harbour Mill");
    let quote = sent(&seller, account, case);
    let door = Door::open(&seller, account);
    let staff_page = door.page(&door.staff, &format!("/quotes/{quote}"));
    let own_page = door.page(&door.contact, &format!("/portal/quotes/{quote}"));
    let (paper, bytes) = door.pdf(&door.staff, &format!("/quotes/{quote}/pdf"));
    let (own_paper, own_bytes) = door.pdf(&door.contact, &format!("/portal/quotes/{quote}/pdf"));
    assert_eq!(bytes, own_bytes);
    let api = door.api(&door.staff, &format!("quote.document?quote={quote}"));
    let worth = &api["quote"]["lines"][1]["worth"];
    let table = worth["table"].as_array().unwrap();
    assert!(table.len() >= case.net.len());
    for ((net, roi), row) in case.net.iter().zip(&case.roi).zip(table) {
        for (what, text) in [
            ("on our page", &staff_page),
            ("on the customer's page", &own_page),
            ("on paper", &paper),
            ("on the customer's paper", &own_paper),
        ] {
            stands(what, text, net);
            stands(what, text, &format!("{roi} %"));
            stands(what, text, case.even);
        }
        let plain = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect::<String>();
        assert_eq!(plain(row["net"]["amount"].as_str().unwrap()), plain(net), "{row}");
        assert_eq!(plain(row["roi_percent"].as_str().unwrap()), plain(roi), "{row}");
    }
    // Whatever the answer says in money or days stands on the customer's page and on the paper.
    let list = all_figures(house, &api["quote"], Language::English, case.stage.zone);
    assert!(list.len() >= 10, "{list:?}");
    for figure in list {
        stands("on paper", &paper, &figure);
        // The day of sending is the paper's own date.
        if Some(figure.as_str()) != Some(said_day(house, &api["quote"]["sent_on"], case.stage.zone).as_str())
        {
            stands("on the customer's page", &own_page, &figure);
        }
    }
    for head in ["310 Foundry Street", "Registered under 01234567", "Usina Norte", "Harbour Mill"] {
        stands("on paper", &paper, head);
    }
    // What was sent is kept, and read again byte by byte.
    assert_eq!(keep_waiting(&house.kernel).unwrap(), 1);
    assert_eq!(door.pdf(&door.contact, &format!("/portal/quotes/{quote}/pdf")).1, bytes);
    house.verify();
}

fn said_day(house: &House, day: &Value, zone: &str) -> String {
    all_figures(house, day, Language::English, zone).pop().unwrap_or_default()
}

#[test]
fn r14_the_whole_table_is_alike_to_the_cent_on_page_api_and_paper() {
    on_both_databases(rooms, START, |house| {
        alike(
            house,
            &Case {
                stage: &CHICAGO,
                stop: "100000.00",
                price: "96000.00",
                outages: "1",
                net: ["−$96,000.00", "$4,000.00", "$104,000.00", "$204,000.00"],
                roi: ["-100.0", "4.2", "108.3", "212.5"],
                even: "0.96",
            },
        );
    });
}

#[test]
fn r14_so_it_is_in_dinars_with_three_digits_and_in_yen_with_none() {
    on_both_databases(rooms, START, |house| {
        // 24/24 of 31,250.750 a day; 25,000.600 a year.
        alike(
            house,
            &Case {
                stage: &KUWAIT,
                stop: "31250.750",
                price: "25000.600",
                outages: "1.5",
                net: ["25,000.600", "6,250.150", "37,500.900", "68,751.650"],
                roi: ["-100.0", "25.0", "150.0", "275.0"],
                even: "0.80",
            },
        );
    });
    on_both_databases(rooms, START, |house| {
        alike(
            house,
            &Case {
                stage: &OSAKA,
                stop: "14400000",
                price: "13824000",
                outages: "2",
                net: ["13,824,000", "576,000", "14,976,000", "29,376,000"],
                roi: ["-100.0", "4.2", "108.3", "212.5"],
                even: "0.96",
            },
        );
    });
}

#[test]
fn r14_at_130_000_one_outage_does_not_recover_it_and_at_2_000_a_day_less_is_proposed() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &CHICAGO);
        let account = seller.account("Harbour Mill");
        let press = seller.machine("P-7", Some("418000.00"));
        let standard = seller.plan("STANDARD", 1, 24, "900.00");
        let best = seller.plan("BEST", 3, 12, "96000.00");
        let dear = seller.plan("DEAR", 4, 12, "130000.00");
        seller.profile(account, "100000.00", "2");
        let door = Door::open(&seller, account);
        let table = |plan: Uuid| {
            let asked =
                format!("value.table?customer={}&product={press}&plan_version={plan}", account.customer);
            door.api(&door.staff, &asked)
        };
        let shown = |plan: Uuid| {
            let path = format!("/customers/{}/value/{plan}?product={press}", account.customer);
            door.page(&door.staff, &path)
        };
        assert_eq!(table(best)["sayings"]["one_recovers"], json!(true));
        let facts = table(dear);
        assert_eq!(facts["sayings"]["one_recovers"], json!(false));
        assert_eq!(facts["rows"][1]["roi_percent"], json!("-23.1"));
        stands("on the page", &shown(dear), "-23.1 %");
        // The customer says another number: the plan is no longer worth it, less is proposed, and nothing is sent.
        seller.profile_again(account, "2000.00");
        let quote = seller.quote(account, json!({ "site": null }));
        seller.add(quote, json!({ "product": press })).unwrap();
        seller.add(quote, json!({ "plan": best, "for_line": 1 })).unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        let refusal = seller.send(quote).unwrap_err();
        assert_eq!(obstacles(&refusal), ["value-below"]);
        assert_eq!(seller.one(quote)["shown"]["lines"][1]["worth"]["lower"], json!("STANDARD"));
        stands("on the page", &door.page(&door.staff, &format!("/quotes/{quote}")), "STANDARD");
        let line = seller.one(quote)["shown"]["lines"][1].clone();
        seller.do_it("quote.remove_line", json!({ "line": line["id"], "version": line["version"] }));
        seller.add(quote, json!({ "plan": standard, "for_line": 1 })).unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        seller.send(quote).unwrap();
        let (paper, _) = door.pdf(&door.staff, &format!("/quotes/{quote}/pdf"));
        stands("on paper", &paper, "STANDARD");
        house.verify();
    });
}

#[test]
fn the_customers_papers_speak_portuguese_where_the_customer_does() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &seller::RECIFE);
        let account = seller.account("Moinho do Porto");
        let known =
            house.view(seller.rep, "customer.facts", json!({ "customer": account.customer })).unwrap();
        let speak = json!({
            "customer": account.customer, "version": known["version"], "name": "Moinho do Porto",
            "territory": seller.north, "currency": "BRL", "language": "pt-BR"
        });
        house.act(seller.head_of_sales, "customer.change", speak).unwrap();
        let case = Case {
            stage: &seller::RECIFE,
            stop: "40000.00",
            price: "36000.00",
            outages: "1.5",
            net: [""; 4],
            roi: [""; 4],
            even: "",
        };
        let quote = sent(&seller, account, &case);
        let door = Door::open(&seller, account);
        let (paper, _) = door.pdf(&door.staff, &format!("/quotes/{quote}/pdf"));
        for text in ["454.000,00", "Proposta", "Página 1 de"] {
            stands("on paper", &paper, text);
        }
        let list = all_figures(
            house,
            &door.api(&door.staff, &format!("quote.document?quote={quote}"))["quote"],
            Language::Portuguese,
            seller::RECIFE.zone,
        );
        for figure in list {
            stands("on paper", &paper, &figure);
        }
        let plan =
            door.api(&door.staff, &format!("quote.one?quote={quote}"))["shown"]["lines"][1]["plan"].clone();
        let plan = plan.as_str().unwrap().to_owned();
        let (card, _) = door.pdf(&door.staff, &format!("/plans/versions/{plan}/pdf?language=pt-BR"));
        stands("on the card", &card, "Chamados");
        let (own, _) = door.pdf(&door.contact, &format!("/portal/plans/{plan}/pdf"));
        stands("on the customer's card", &own, "BEST");
    });
}
