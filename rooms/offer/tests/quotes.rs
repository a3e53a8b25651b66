//! A quote from the first line to the customer: prices, discounts, ties, plans by their value, statements, claims.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod seller;

use accord_testing::on_both_databases;
use seller::{KUWAIT, RECIFE, Seller, id, obstacles, rooms, rule};
use serde_json::{Value, json};

const START: &str = "2027-03-10T12:00:00Z";

#[test]
fn r21_a_line_without_a_need_is_not_sent_and_everything_is_named_at_once() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let quote = id(
            &seller.do_it("quote.open", json!({ "customer": account.customer, "title": "Press" })),
            "quote",
        );
        seller.add(quote, json!({ "product": press })).unwrap();
        seller.add(quote, json!({ "description": "Freight", "unit_price": "4200" })).unwrap();
        let refusal = seller.send(quote).unwrap_err();
        assert_eq!(refusal.rule, "quote.not_ready");
        assert_eq!(obstacles(&refusal), ["no-recipient", "untied", "plan-undecided"]);
        assert_eq!(
            rule(seller.act(seller.rep, "quote.tie", json!({ "quote": quote }))),
            "quote.no_need_recorded"
        );
        seller.profile(account, "40000.00", "2");
        seller.do_it("quote.tie", json!({ "quote": quote }));
        let one = seller.one(quote);
        assert_eq!(one["shown"]["lines"][0]["tie_words"], json!("The line must not stand still."));
        assert_eq!(one["shown"]["lines"][1]["tie"], json!(null), "freight has no reason of its own");
        let version = one["version"].clone();
        seller
            .do_it("quote.change", json!({ "quote": quote, "version": version, "contact": account.contact }));
        assert_eq!(obstacles(&seller.send(quote).unwrap_err()), ["plan-undecided"]);
        let line = seller.one(quote)["shown"]["lines"][0].clone();
        let refused = json!({ "line": line["id"], "version": line["version"], "reason": "refused" });
        assert_eq!(rule(seller.act(seller.rep, "quote.no_plan", refused)), "/words field.required");
        let none = json!({ "line": line["id"], "version": line["version"], "reason": "own_service" });
        seller.do_it("quote.no_plan", none);
        let sent = seller.send(quote).unwrap();
        assert_eq!((sent["quote_version"].clone(), sent["state"].clone()), (json!(1), json!("sent")));
        house.verify();
    });
}

#[test]
fn r14_a_plan_below_its_value_is_blocked_and_the_lower_one_proposed() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        // Without a plan 36 h; the best one leaves 12 h, the other 24 h.
        seller.plan("BASE", 1, 36, "1000.00");
        let silver = seller.plan("SILVER", 2, 24, "20000.00");
        let best = seller.plan("BEST", 3, 12, "96000.00");
        seller.profile(account, "40000.00", "1.5");
        let quote = seller.quote(account, json!({}));
        let machine = seller.add(quote, json!({ "product": press })).unwrap();
        seller.add(quote, json!({ "plan": best, "for_line": machine["line_no"] })).unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        // One day less a stop: 40,000 x 1.5 = 60,000 against 96,000. Silver: 20,000 x 1.5 = 30,000 against 20,000.
        let refusal = seller.send(quote).unwrap_err();
        assert_eq!(obstacles(&refusal), ["value-below"]);
        assert_eq!(refusal.possible[0].word, "lower_plan");
        let line = seller.one(quote)["shown"]["lines"][1].clone();
        assert_eq!(
            (line["worth"]["value"].clone(), line["worth"]["lower"].clone()),
            (json!("below"), json!("SILVER"))
        );
        seller.do_it("quote.remove_line", json!({ "line": line["id"], "version": line["version"] }));
        assert_eq!(obstacles(&seller.send(quote).unwrap_err()), ["plan-undecided"]);
        seller.add(quote, json!({ "plan": silver, "for_line": 1 })).unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        seller.send(quote).unwrap();
        let portal = seller.contact_view(account, "portal.quotes", json!({})).unwrap();
        let worth = portal[0]["lines"][1]["worth"].clone();
        assert_eq!(worth, seller.one(quote)["shown"]["lines"][1]["worth"]["figures"]);
        let net = |row: usize| worth["table"][row]["net"]["amount"].as_str().unwrap().to_owned();
        assert_eq!([net(0), net(1), net(2), net(3)], ["-20000.00", "0.00", "20000.00", "40000.00"]);
        assert_eq!(worth["at_expected"]["net"]["amount"], json!("10000.00"));
        // What was sent stays as it was, whatever the customer says later.
        seller.profile_again(account, "90000.00");
        assert_eq!(seller.one(quote)["shown"]["lines"][1]["worth"]["figures"], worth);
        house.verify();
    });
}

#[test]
fn r21_a_stop_that_costs_little_blocks_the_best_plan_and_going_without_is_always_possible() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &KUWAIT);
        let account = seller.account("Mill");
        let press = seller.machine("P-7", Some("118000.250"));
        let best = seller.plan("BEST", 3, 12, "9600.000");
        seller.profile(account, "200.125", "1");
        let quote = seller.quote(account, json!({}));
        let machine = seller.add(quote, json!({ "product": press })).unwrap();
        seller.add(quote, json!({ "plan": best, "for_line": machine["line_no"] })).unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        let refusal = seller.send(quote).unwrap_err();
        assert_eq!(refusal.possible[0].word, "without_plan");
        let plan = seller.one(quote)["shown"]["lines"][1].clone();
        seller.do_it("quote.remove_line", json!({ "line": plan["id"], "version": plan["version"] }));
        let line = seller.one(quote)["shown"]["lines"][0].clone();
        let none = json!({ "line": line["id"], "version": line["version"], "reason": "value_too_low" });
        seller.do_it("quote.no_plan", none);
        seller.send(quote).unwrap();
        house.verify();
    });
}

#[test]
fn r14_value_exactly_at_the_price_is_shown_and_not_sent() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let best = seller.plan("BEST", 3, 12, "60000.00");
        let quote = seller.quote(account, json!({}));
        let machine = seller.add(quote, json!({ "product": press })).unwrap();
        seller.add(quote, json!({ "plan": best, "for_line": machine["line_no"] })).unwrap();
        assert_eq!(obstacles(&seller.send(quote).unwrap_err()), ["untied", "untied", "value-unknown"]);
        seller.profile(account, "40000.00", "1.5");
        seller.do_it("quote.tie", json!({ "quote": quote }));
        assert_eq!(obstacles(&seller.send(quote).unwrap_err()), ["break-even"]);
        let plan = seller.one(quote)["shown"]["lines"][1].clone();
        let cheaper = json!({ "line": plan["id"], "version": plan["version"], "discount_percent": "0.01" });
        seller.do_it("quote.change_line", cheaper);
        seller.send(quote).unwrap();
        house.verify();
    });
}

#[test]
fn r14_totals_are_the_sum_of_their_parts_to_the_last_digit() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &KUWAIT);
        let account = seller.account("Mill");
        let quote = seller.quote(account, json!({}));
        for (price, quantity) in [("33.3333", "3"), ("0.0005", "1"), ("1250.125", "0.333")] {
            let line = json!({ "kind": "service", "description": "Work", "unit_price": price, "quantity": quantity });
            seller.add(quote, line).unwrap();
        }
        let version = seller.one(quote)["version"].clone();
        let terms = json!({ "quote": quote, "version": version, "payment_parts": 3, "taxes": [{ "name": "VAT", "percent": "7.25" }] });
        seller.do_it("quote.change", terms);
        let shown = seller.one(quote)["shown"].clone();
        let nets: Vec<&str> = shown["lines"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["net"]["amount"].as_str().unwrap())
            .collect();
        // 99.9999 → 100.000; half a fils is rounded away from nought; 416.291625 → 416.292.
        assert_eq!(nets, ["100.000", "0.001", "416.292"]);
        assert_eq!(shown["net"]["amount"], json!("516.293"));
        // 7.250, 0.00007 → 0.000, 30.18117 → 30.181.
        assert_eq!(shown["gross"]["amount"], json!("553.724"));
        let parts: Vec<&str> = shown["instalments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part["amount"].as_str().unwrap())
            .collect();
        assert_eq!(parts, ["184.575", "184.575", "184.574"]);
        house.verify();
    });
}

#[test]
fn r14_a_discount_beyond_authority_is_refused_and_names_who_may() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let quote = seller.quote(account, json!({}));
        let line = seller.add(quote, json!({ "product": press, "discount_percent": "5" })).unwrap();
        assert_eq!(line["net"]["amount"], json!("397100.00"));
        let change = |who, version: &Value, more: Value| {
            let mut input = json!({ "line": line["line"], "version": version });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            seller.act(who, "quote.change_line", input)
        };
        let refusal =
            change(seller.rep, &line["version"], json!({ "discount_percent": "5.01" })).unwrap_err();
        assert_eq!(refusal.fields[0].rule, "quote.discount_beyond");
        let possible =
            serde_json::to_string(&accord_kernel::Refusal::facts_json(&refusal.possible[0].facts)).unwrap();
        assert!(possible.contains("Helena") && possible.contains("15"), "{possible}");
        // A price below the list is a discount, however it is typed.
        let typed = change(seller.rep, &line["version"], json!({ "unit_price": "390000" }));
        assert_eq!(rule(typed), "/discount_percent quote.discount_beyond");
        let grant = |who, percent: &str, version: &Value| {
            let input = json!({ "line": line["line"], "version": version, "discount_percent": percent, "reason": "Ten more follow" });
            seller.act(who, "quote.grant_discount", input)
        };
        assert_eq!(rule(grant(seller.rep, "12", &line["version"])), "permission");
        let given = grant(seller.head_of_sales, "12", &line["version"]).unwrap();
        assert_eq!(given["net"]["amount"], json!("367840.00"));
        assert_eq!(
            rule(grant(seller.head_of_sales, "15.5", &given["version"])),
            "/discount_percent quote.discount_beyond"
        );
        let wide = grant(seller.executive, "30", &given["version"]).unwrap();
        let beyond = grant(seller.executive, "30.01", &wide["version"]).unwrap_err();
        assert_eq!(beyond.possible[0].word, "no_such_discount");
        // What was given stays given for the one who writes, as long as it does not grow.
        let kept = change(seller.rep, &wide["version"], json!({ "quantity": "2", "discount_percent": "30" }))
            .unwrap();
        assert_eq!(kept["net"]["amount"], json!("585200.00"));
        assert_eq!(seller.one(quote)["shown"]["lines"][0]["discount_by"]["name"], json!("Elza"));
        house.verify();
    });
}

#[test]
fn r21_what_the_product_does_not_do_becomes_a_dated_promise_or_is_refused() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        let statements =
            json!([{ "text_en": "Presses 40 sheets a minute.", "text_pt": "Prensa 40 chapas por minuto." }]);
        let sheet = json!({ "product": press, "product_version": "2.3", "valid_from": "2027-01-01", "statements": statements });
        let sheet = seller.act(seller.head_of_sales, "fact_sheet.enter", sheet).unwrap();
        seller.profile(account, "40000.00", "2");
        let quote = seller.quote(account, json!({}));
        let line = seller.machine_line(quote, press);
        seller.do_it("quote.tie", json!({ "quote": quote }));
        let say = |more: Value| {
            let mut input = json!({ "line": line["line"] });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            seller.act(seller.rep, "quote.say", input)
        };
        let said = say(json!({ "wording": "presses 40 SHEETS a minute" })).unwrap();
        assert_eq!(said["wording"], json!("Presses 40 sheets a minute."), "in the words of the sheet");
        let refusal = say(json!({ "wording": "Folds them too." })).unwrap_err();
        assert_eq!(refusal.fields[0].rule, "quote.not_in_fact_sheet");
        assert_eq!(
            refusal.possible.iter().map(|one| one.word).collect::<Vec<_>>(),
            ["say_instead", "promise_it"]
        );
        let promised = say(json!({ "wording": "Folds them too.", "promise_by": "2027-09-30" })).unwrap();
        let promise =
            house.view(seller.rep, "promise.one", json!({ "promise": promised["promise"] })).unwrap();
        assert!(promise.to_string().contains("2027-09-30"), "{promise}");
        assert_eq!(
            rule(say(json!({ "wording": "Sings.", "promise_by": "2027-03-01" }))),
            "/due_on promise.due_past"
        );
        // A statement that is withdrawn while the quote is written is named before it is sent.
        let facts =
            house.view(seller.rep, "fact_sheet.one", json!({ "fact_sheet": sheet["fact_sheet"] })).unwrap();
        let one = facts["statements"][0].clone();
        let withdraw = json!({ "capability": one["id"], "version": one["version"], "reason": "Measured 36" });
        seller.act(seller.head_of_sales, "fact_sheet.withdraw_statement", withdraw).unwrap();
        assert_eq!(obstacles(&seller.send(quote).unwrap_err()), ["unfounded"]);
        seller.do_it("quote.drop_statement", json!({ "statement": said["statement"] }));
        seller.send(quote).unwrap();
        let told = house.view(seller.rep, "promise.one", json!({ "promise": promised["promise"] })).unwrap();
        assert!(told.to_string().contains("\"told_at\":\"2027-03-10"), "{told}");
        house.verify();
    });
}

#[test]
fn r66_a_claim_that_no_longer_holds_is_out_of_an_open_draft_and_its_writer_is_told() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("P-7", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let claim = json!({
            "text_en": "Installed first time right, 94 of 100.", "text_pt": "Instalado certo na primeira vez, 94 de 100.",
            "backing": "benchmark", "sense": "at_least", "claimed": "94", "source": "Bench & Co.", "measured": "94.4",
            "n": 212, "period_from": "2026-01-01", "period_to": "2026-12-31", "expires_on": "2027-12-31"
        });
        let claim = seller.act(seller.head_of_sales, "claim.enter", claim).unwrap();
        let quote = seller.quote(account, json!({}));
        seller.machine_line(quote, press);
        seller.do_it("quote.tie", json!({ "quote": quote }));
        seller.do_it("quote.use_claim", json!({ "quote": quote, "claim": claim["claim"] }));
        let twice =
            seller.act(seller.rep, "quote.use_claim", json!({ "quote": quote, "claim": claim["claim"] }));
        assert_eq!(rule(twice), "/claim quote.claim_used_already");
        let withdraw =
            json!({ "claim": claim["claim"], "version": claim["version"], "reason": "Fell to 91" });
        seller.act(seller.head_of_sales, "claim.withdraw", withdraw).unwrap();
        assert_eq!(seller.one(quote)["shown"]["claims"][0]["withdrawn"], json!(true));
        assert!(seller.notices(seller.rep).contains(&"notice-quote-claim-gone".to_owned()));
        seller.send(quote).unwrap();
        let portal = seller.contact_view(account, "portal.quotes", json!({})).unwrap();
        assert_eq!(portal[0]["claims"], json!([]));
        let again = seller.quote(account, json!({}));
        let used =
            seller.act(seller.rep, "quote.use_claim", json!({ "quote": again, "claim": claim["claim"] }));
        assert_eq!(rule(used), "/claim quote.claim_unusable");
        house.verify();
    });
}

#[test]
fn r66_a_quote_compares_us_with_others_by_a_claim_or_not_at_all() {
    on_both_databases(rooms, START, |house| {
        let seller = Seller::new(house, &RECIFE);
        let account = seller.account("Moinho");
        let press = seller.machine("Leader 40", Some("418000.00"));
        seller.profile(account, "40000.00", "2");
        let quote = seller.quote(account, json!({ "title": "The fastest press on the market" }));
        seller.machine_line(quote, press);
        seller
            .add(quote, json!({ "description": "Start-up by the top-rated crew", "unit_price": "4200" }))
            .unwrap();
        seller.do_it("quote.tie", json!({ "quote": quote }));
        let change = |more: Value| {
            let mut input = json!({ "quote": quote, "version": seller.one(quote)["version"] });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            seller.do_it("quote.change", input);
        };
        change(json!({ "introduction": "Ninguém no setor atende mais rápido." }));
        let refusal = seller.send(quote).unwrap_err();
        assert_eq!(
            obstacles(&refusal),
            ["line-compares", "compares"],
            "what a machine is called is no claim"
        );
        assert!(refusal.possible.iter().any(|one| one.word == "use_claim"));
        change(json!({ "title": "A press" }));
        assert_eq!(obstacles(&seller.send(quote).unwrap_err()), ["line-compares", "compares"]);
        change(json!({ "introduction": "Atendemos em uma hora, a qualquer dia." }));
        let line = seller.one(quote)["shown"]["lines"][1].clone();
        seller.do_it("quote.remove_line", json!({ "line": line["id"], "version": line["version"] }));
        seller.send(quote).unwrap();
        house.verify();
    });
}
