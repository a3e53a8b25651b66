//! The customer's answer: accepted once, whichever way, in time, and only the version that stands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod seller;

use std::sync::Arc;

use accord_kernel::{Call, Caller};
use accord_testing::on_both_databases;
use jiff::civil::date;
use seller::{RECIFE, Seller, id, rooms, rule};
use serde_json::{Value, json};

const START: &str = "2027-03-10T12:00:00Z";

#[test]
fn r14_pressed_twice_is_accepted_once() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.sent(account, press);
        let press_it = || {
            seller.contact_act(account, "portal.accept_quote", json!({ "quote": quote, "quote_version": 1 }))
        };
        let first = press_it().unwrap();
        assert_eq!(
            (first["already"].clone(), first["gross"]["amount"].clone()),
            (json!(false), json!("418000.00"))
        );
        assert_eq!(press_it().unwrap()["already"], json!(true));
        let paper = json!({ "quote": quote, "way": "paper", "words": "Signed." });
        let refusal = seller.act(seller.rep, "quote.accept", paper).unwrap_err();
        assert_eq!(refusal.rule, "quote.accepted_already");
        assert_eq!(seller.one(quote)["acceptance"]["way"], json!("portal"));
        let told = seller.notices(seller.rep).iter().filter(|kind| *kind == "notice-quote-accepted").count();
        assert_eq!(told, 1);
        house.verify();
    });
}

#[test]
fn r14_two_ways_at_the_same_moment_make_one_acceptance() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.sent(account, press);
        let calls: Vec<(Caller, Call)> = (0..8)
            .map(|number| match number % 2 {
                0 => (
                    seller.as_contact(account),
                    Call::new("portal.accept_quote", json!({ "quote": quote, "quote_version": 1 })),
                ),
                _ => (
                    Caller::person(seller.rep),
                    Call::new("quote.accept", json!({ "quote": quote, "way": "paper", "words": "Signed." })),
                ),
            })
            .collect();
        let answers: Vec<_> = std::thread::scope(|scope| {
            let started: Vec<_> = calls
                .into_iter()
                .map(|(caller, call)| {
                    let kernel = Arc::clone(&house.kernel);
                    scope.spawn(move || kernel.act(&caller, call))
                })
                .collect();
            started.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let fresh = answers.iter().flatten().filter(|done| done.answer["already"] == json!(false)).count();
        assert_eq!(fresh, 1);
        for refusal in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!(refusal.rule, "quote.accepted_already");
        }
        house.verify();
    });
}

#[test]
fn r14_expired_and_superseded_versions_are_refused_with_what_is_possible() {
    // 01:30 in UTC on the 11th is still the 10th in Recife.
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.quote(account, json!({ "valid_until": "2027-04-09" }));
        seller.machine_line(quote, press);
        seller.do_it("quote.tie", json!({ "quote": quote }));
        seller.send(quote).unwrap();
        seller.do_it("quote.revise", json!({ "quote": quote }));
        // Until the newer one is sent the one before can be accepted; then no more.
        let line = seller.one(quote)["shown"]["lines"][0].clone();
        seller.do_it(
            "quote.change_line",
            json!({ "line": line["id"], "version": line["version"], "quantity": "2" }),
        );
        seller.send(quote).unwrap();
        let accept = |number: i64| {
            seller.contact_act(
                account,
                "portal.accept_quote",
                json!({ "quote": quote, "quote_version": number }),
            )
        };
        let refusal = accept(1).unwrap_err();
        assert_eq!((refusal.rule, refusal.possible[0].word), ("quote.superseded", "accept_newer"));
        let portal = seller.contact_view(account, "portal.quotes", json!({})).unwrap();
        assert_eq!(
            (portal[0]["quote_version"].clone(), portal[0]["gross"]["amount"].clone()),
            (json!(2), json!("836000.00"))
        );
        house.advance("2027-04-10T02:59:00Z");
        assert_eq!(seller.one(quote)["state"], json!("sent"), "the last day is not over in Recife");
        assert!(seller.notices(seller.rep).contains(&"notice-quote-ends".to_owned()));
        house.advance("2027-04-10T03:00:00Z");
        assert_eq!(seller.one(quote)["state"], json!("expired"));
        let late = accept(2).unwrap_err();
        assert_eq!((late.rule, late.possible[0].word), ("quote.expired", "ask_renewal"));
        seller.do_it("quote.revise", json!({ "quote": quote }));
        seller.send(quote).unwrap();
        accept(3).unwrap();
        house.verify();
    });
}

#[test]
fn r14_what_was_sent_is_never_edited_and_its_currency_stays() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.sent(account, press);
        let line = seller.one(quote)["shown"]["lines"][0].clone();
        let edit = json!({ "line": line["id"], "version": line["version"], "quantity": "2" });
        let refusal = seller.act(seller.rep, "quote.change_line", edit.clone()).unwrap_err();
        assert_eq!((refusal.rule, refusal.possible[0].word), ("quote.sent_not_edited", "revise"));
        seller.do_it("quote.revise", json!({ "quote": quote }));
        assert_eq!(rule(seller.act(seller.rep, "quote.change_line", edit)), "quote.sent_not_edited");
        let version = seller.one(quote)["version"].clone();
        let change = json!({ "quote": quote, "version": version, "currency": "EUR" });
        assert_eq!(rule(seller.act(seller.rep, "quote.change", change)), "/currency quote.currency_fixed");
        let stale = json!({ "quote": quote, "version": 1, "title": "Other" });
        assert_eq!(rule(seller.act(seller.rep, "quote.change", stale)), "stale");
        house.verify();
    });
}

#[test]
fn r15_the_customer_takes_the_machine_and_leaves_the_plan_for_a_reason() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let best = seller.plan("BEST", 3, 12, "36000.00");
        seller.profile(account, "40000.00", "1.5");
        let quote = seller.quote(account, json!({}));
        let machine = seller.add(quote, json!({ "product": press, "quantity": "2" })).unwrap();
        let plan = seller.add(quote, json!({ "plan": best, "for_line": machine["line_no"] })).unwrap();
        assert_eq!(plan["net"]["amount"], json!("72000.00"), "as many plans as machines");
        seller.do_it("quote.tie", json!({ "quote": quote }));
        seller.send(quote).unwrap();
        let portal = seller.contact_view(account, "portal.quotes", json!({})).unwrap();
        let uplift = portal[0]["lines"][1]["uplift"].clone();
        assert_eq!(uplift["price"]["amount"], json!("0.00"));
        assert_eq!(
            (uplift["months"].clone(), uplift["list_value"]["amount"].clone()),
            (json!(12), json!("72000.00"))
        );
        let accept = |more: Value| {
            let mut input = json!({ "quote": quote, "way": "amendment", "words": "PO 4711 change 1" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            seller.act(seller.rep, "quote.accept", input)
        };
        assert_eq!(
            rule(accept(json!({ "leave_out": [1], "leave_out_reason": "x" }))),
            "/leave_out/0 quote.only_plans_left_out"
        );
        assert_eq!(rule(accept(json!({ "leave_out": [2] }))), "/leave_out_reason field.required");
        let done =
            accept(json!({ "leave_out": [2], "leave_out_reason": "We have our own fitters." })).unwrap();
        assert_eq!(done["gross"]["amount"], json!("836000.00"));
        let after = seller.contact_view(account, "portal.quotes", json!({})).unwrap();
        assert_eq!(
            (after[0]["lines"][1]["left_out"].clone(), after[0]["gross"]["amount"].clone()),
            (json!(true), json!("836000.00"))
        );
        house.verify();
    });
}

#[test]
fn r21_not_what_i_was_sold_is_a_case_against_the_line_and_counted() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.sent(account, press);
        seller
            .contact_act(account, "portal.accept_quote", json!({ "quote": quote, "quote_version": 1 }))
            .unwrap();
        let said = json!({ "quote": quote, "line_no": 1, "said": "It presses 30, not 40." });
        seller.contact_act(account, "portal.not_as_sold", said).unwrap();
        let line = seller.one(quote)["shown"]["lines"][0]["id"].clone();
        seller.do_it("oversell.raise", json!({ "line": line, "said": "And it is loud." }));
        assert!(seller.notices(seller.head_of_sales).contains(&"notice-oversell-raised".to_owned()));
        let figure = seller.figure("oversold", date(2027, 3, 1), date(2027, 3, 31));
        assert_eq!((figure.value.unwrap().to_string(), figure.rows.len()), ("2".to_owned(), 2));
        let case = seller.one(quote)["oversell"][0].clone();
        let settle = json!({ "case": case["id"], "version": case["version"], "finding": "upheld", "remedy": "New tool, free." });
        seller.do_it("oversell.settle", settle.clone());
        assert_eq!(rule(seller.act(seller.rep, "oversell.settle", settle)), "stale");
        let figure = seller.figure("oversold", date(2027, 3, 1), date(2027, 3, 31));
        assert_eq!(figure.beside[0].1, 1);
        let accepted = seller.figure("quotes_accepted", date(2027, 3, 1), date(2027, 3, 31));
        assert_eq!((accepted.value.unwrap().to_string(), accepted.n), ("100.0".to_owned(), 1));
        house.verify();
    });
}

#[test]
fn r05_no_list_price_discount_or_note_reaches_the_customer_and_foreign_quotes_are_absent() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let (account, other) = (seller.account("Moinho"), seller.account("Outro"));
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let draft = seller.quote(account, json!({}));
        assert_eq!(
            seller.contact_view(account, "portal.quotes", json!({})).unwrap(),
            json!([]),
            "a draft is ours"
        );
        let line = seller.add(draft, json!({ "product": press, "discount_percent": "4" })).unwrap();
        seller.do_it("quote.no_plan", json!({ "line": line["line"], "version": line["version"], "reason": "other", "words": "Margin 31 %" }));
        seller.do_it("quote.tie", json!({ "quote": draft }));
        seller.send(draft).unwrap();
        let seen = seller.contact_view(account, "portal.quotes", json!({})).unwrap().to_string();
        for hidden in ["418000", "discount", "Margin", "list_price", "obstacle"] {
            assert!(!seen.contains(hidden), "{hidden}: {seen}");
        }
        assert!(seen.contains("401280.00"));
        let foreign = json!({ "quote": draft, "quote_version": 1 });
        assert_eq!(rule(seller.contact_act(other, "portal.accept_quote", foreign)), "absent");
        assert_eq!(
            seller.contact_view(other, "portal.quotes", json!({ "quote": draft })).unwrap(),
            json!([])
        );
        house.verify();
    });
}

#[test]
fn r17_the_outcome_of_a_call_is_on_the_time_line_and_a_call_back_is_a_promise() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.sent(account, press);
        let card = house.view(seller.rep, "quote.call", json!({ "quote": quote })).unwrap();
        assert_eq!(
            (card["phone"].clone(), card["proposal"]["number"].clone()),
            (json!("+55 81 1234"), seller.one(quote)["number"].clone())
        );
        let call = json!({ "quote": quote, "outcome": "thinking", "said": "Ask me on Friday.", "call_back_at": "2027-03-12T14:00:00Z" });
        let done = seller.do_it("quote.log_call", call);
        id(&done, "promise");
        let line =
            house.view(seller.rep, "customer.timeline", json!({ "customer": account.customer })).unwrap();
        assert!(line.to_string().contains("quote.log_call"), "{line}");
        house.verify();
    });
}

#[test]
fn r02_r03_quotes_follow_a_merge_and_are_handed_over() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let (account, twin) = (seller.account("Moinho"), seller.account("Moinho SA"));
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(twin, "40000.00", "2");
        let quote = seller.sent(twin, press);
        let merge =
            json!({ "from": twin.customer, "into": account.customer, "reason": "Same register number" });
        let merged = seller.act(seller.head_of_sales, "customer.merge", merge);
        assert!(merged.is_ok(), "{merged:?}");
        let list = house.view(seller.rep, "quote.list", json!({ "customer": account.customer })).unwrap();
        assert_eq!(list["rows"][0]["id"], json!(quote));
        let version = seller.one(quote)["version"].clone();
        let give = json!({ "quote": quote, "version": version, "owner": seller.head_of_sales });
        seller.do_it("quote.hand_over", give);
        assert_eq!(seller.one(quote)["owner"]["name"], json!("Helena"));
        house.verify();
    });
}
