//! Contracts and the cover of each unit, on figures of its own (R16, R30, R48, R68, T5, T21).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod works;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use uuid::Uuid;
use works::{Works, id, rooms, rule};

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

fn stretch(kind: &str, from: &str, until: &str, price: &str) -> [String; 4] {
    [kind, from, until, price].map(str::to_owned)
}

#[test]
fn r16_bought_with_the_unit_the_plan_covers_the_warranty_and_nobody_types_a_date() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(1);
        let contract = works.accept(order);
        // The order has version 2: the paid term at its price, and the warranty at nought.
        let one = maker.one(order);
        let lines: Vec<&Value> = one["lines"].as_array().unwrap().iter().collect();
        assert_eq!(lines.len(), 3, "{one}");
        assert_eq!(
            (&lines[1]["net"]["amount"], &lines[2]["net"]["amount"]),
            (&json!("8400.00"), &json!("0.00"))
        );
        assert_eq!(one["totals"]["net"]["amount"], "128400.00");
        let shown = works.contract(contract);
        assert_eq!((&shown["state"], &shown["lines"][0]["waiting"]), (&json!("sold"), &json!(1)));
        assert_eq!(shown["lines"][0]["early_sale"], "open");
        works.ship(order, "2027-06-03T12:00:00Z");
        let unit = works.units(order)[0];
        assert_eq!(works.stretches(contract), Vec::<[String; 4]>::new());
        house.advance("2027-06-30T12:00:00Z");
        works.accepted(unit, "2027-06-25").unwrap();
        assert_eq!(
            works.stretches(contract),
            [
                stretch("uplift", "2027-06-25", "2028-06-24", "0.00"),
                stretch("paid", "2028-06-25", "2029-06-24", "8400.00")
            ]
        );
        // Value review 60 days before the warranty ends; renewal 120, 90, 60, 30 days before the paid term does.
        assert_eq!(works.tasks("value_review"), ["2028-04-25"]);
        assert_eq!(works.tasks("renewal"), ["2029-02-24", "2029-03-26", "2029-04-25", "2029-05-25"]);
        // The day moved: everything moves with it.
        house.advance("2027-07-05T12:00:00Z");
        let correct = json!({ "asset": unit, "accepted_on": "2027-06-30", "reason": "Signed on the 30th." });
        house.act(maker.engineer, "acceptance.correct", correct).unwrap();
        assert_eq!(
            works.stretches(contract),
            [
                stretch("uplift", "2027-06-30", "2028-06-29", "0.00"),
                stretch("paid", "2028-06-30", "2029-06-29", "8400.00")
            ]
        );
        assert_eq!(works.tasks("value_review"), ["2028-04-30"]);
        let far = json!({ "asset": unit, "accepted_on": "2027-05-31", "reason": "It was May." });
        house.act(maker.engineer, "acceptance.correct", far).unwrap();
        assert_eq!(works.stretches(contract)[1][1], "2028-05-31");
        maker.verify();
    });
}

#[test]
fn r16_an_incident_in_the_warranty_has_the_plans_clock_with_no_manual_step() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let order = works.order(1);
        works.accept(order);
        works.ship(order, "2027-06-03T12:00:00Z");
        let unit = works.units(order)[0];
        works.accepted(unit, "2027-06-03").unwrap();
        // Saturday 7 August 2027, 02:40 in Lisbon is 01:40 UTC: six hours around the clock.
        let found = works.entitled(unit, "2027-08-07T01:40:00Z");
        let counts = &found["covers"][found["counts"].as_u64().unwrap() as usize];
        assert_eq!((&counts["kind"], &counts["plan"]), (&json!("uplift"), &json!("NIGHT")));
        assert_eq!(counts["clocks"]["response_due_at"], "2027-08-07T07:40:00Z");
        assert_eq!(found["chosen"], "stronger", "the warranty alone would answer on Monday");
        let standing: Vec<&str> =
            found["covers"].as_array().unwrap().iter().map(|one| one["standing"].as_str().unwrap()).collect();
        assert!(standing.contains(&"not_yet") && standing.contains(&"weaker"), "{standing:?}");
        // The day before acceptance nothing stands, after the end nothing more.
        assert_eq!(works.entitled(unit, "2027-06-02T12:00:00Z")["counts"], Value::Null);
        let over = works.entitled(unit, "2029-06-03T00:00:00Z");
        assert_eq!((&over["counts"], &over["chosen"]), (&Value::Null, &json!("none")));
        works.maker.verify();
    });
}

#[test]
fn r16_after_shipment_the_warranty_stays_standard_and_says_why_unless_extended_by_name() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let no = json!({ "plan_version": works.day, "reason": "Not now." });
        let order = works.order(2);
        works.decide(order, "declined", no).unwrap();
        works.ship(order, "2027-06-03T12:00:00Z");
        let decision = works.line(order)["decisions"][0].clone();
        let back = json!({ "decision": decision["id"], "version": decision["version"], "reason": "They thought again." });
        house.act(maker.rep, "service.reopen", back).unwrap();
        let late =
            works.decide(order, "accepted", json!({ "plan_version": works.night, "quantity": 1 })).unwrap();
        let late = id(&late, "contract");
        assert_eq!(works.contract(late)["lines"][0]["early_sale"], "shipped");
        let extend =
            json!({ "order": order, "until_on": "2027-06-30", "reason": "The forwarder came a week early." });
        assert_eq!(
            rule(house.act(maker.head_of_sales, "service.extend_window", extend.clone())),
            "permission"
        );
        house.act(maker.head_of_service, "service.extend_window", extend).unwrap();
        house.advance("2027-06-30T12:00:00Z");
        let extended = works.accept(order);
        let line = works.contract(extended)["lines"][0].clone();
        assert_eq!((&line["early_sale"], &line["window_until"]), (&json!("extended"), &json!("2027-06-30")));
        assert_eq!(line["window_by"]["name"], "Heitor");
        for unit in works.units(order) {
            works.accepted(unit, "2027-06-30").unwrap();
        }
        assert_eq!(works.stretches(late), [stretch("paid", "2028-06-30", "2029-06-29", "8400.00")]);
        assert_eq!(works.stretches(extended)[0][0], "uplift");
        maker.verify();
    });
}

#[test]
fn r16_amended_before_shipment_is_honoured_and_a_cancelled_order_ends_it() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(2);
        let first =
            works.decide(order, "accepted", json!({ "plan_version": works.night, "quantity": 1 })).unwrap();
        let first = id(&first, "contract");
        // The next day the purchase order is changed: a third unit, and the plan for the others.
        house.advance("2027-03-11T09:00:00Z");
        let one = maker.one(order);
        let more = json!({ "order": order, "version": one["version"], "reason": "One more.",
            "changes": [{ "line": one["lines"][0]["id"], "quantity": "3" }] });
        house.act(maker.rep, "order.amend", more).unwrap();
        assert!(
            maker.one(order)["holds"].to_string().contains("service_offer"),
            "the new unit has no decision"
        );
        let second = works.accept(order);
        assert_ne!(first, second);
        assert_eq!(works.contract(second)["lines"][0]["early_sale"], "open");
        assert_eq!(works.contract(second)["lines"][0]["units"], json!(2));
        // A unit is taken back: one without a plan first, else the last one.
        let one = maker.one(order);
        let back = json!({ "order": order, "version": one["version"], "line": one["lines"][0]["id"], "quantity": "1",
            "customer_words": "Only two after all." });
        house.act(maker.rep, "order.cancel_line", back).unwrap();
        let units = |contract| works.contract(contract)["lines"][0]["units"].as_i64().unwrap();
        assert_eq!(units(first) + units(second), 2);
        // The plan itself is taken back: its contract ends, and the unit is open again.
        let one = maker.one(order);
        let charge = one["lines"].as_array().unwrap().iter().find(|line| line["kind"] == "charge").unwrap();
        let back = json!({ "order": order, "version": one["version"], "line": charge["id"], "customer_words": "No plan." });
        house.act(maker.rep, "order.cancel_line", back).unwrap();
        assert_eq!(works.contract(first)["state"], "ended");
        assert!(maker.one(order)["holds"].to_string().contains("service_offer"));
        // All of it is taken back.
        let one = maker.one(order);
        let back = json!({ "order": order, "version": one["version"], "line": one["lines"][0]["id"],
            "customer_words": "We stop the project." });
        house.act(maker.rep, "order.cancel_line", back).unwrap();
        assert_eq!(works.contract(second)["state"], "ended");
        assert_eq!(works.contract(second)["ended_reason"], "order_cancelled");
        maker.verify();
    });
}

#[test]
fn r16_no_unit_has_the_same_plan_twice_on_a_day() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(1);
        works.accept(order);
        works.ship(order, "2027-06-03T12:00:00Z");
        let unit = works.units(order)[0];
        works.accepted(unit, "2027-06-03").unwrap();
        let sell = |plan, starts: &str| {
            let input = json!({ "customer": works.account.customer, "assets": [unit], "plan_version": plan, "starts_on": starts });
            house.act(maker.rep, "contract.sell", input)
        };
        let refusal = sell(works.night, "2029-06-02").unwrap_err();
        assert_eq!(refusal.rule, "contract.overlaps");
        assert_eq!(refusal.possible[0].word, "contract_from");
        // Another plan may stand beside it; the stronger one counts.
        sell(works.day, "2027-06-03").unwrap();
        let at = "2027-09-06T10:00:00Z";
        let found = works.entitled(unit, at);
        let counts = &found["covers"][found["counts"].as_u64().unwrap() as usize];
        // Monday 11:00 in Lisbon: four working hours are over at 15:00 or 16:00, six hours around the clock at 17:00.
        assert_eq!(counts["plan"], "DAY");
        // Without a day it begins the day after what covers now.
        let input =
            json!({ "customer": works.account.customer, "assets": [unit], "plan_version": works.night });
        let next = id(&house.act(maker.rep, "contract.sell", input).unwrap(), "contract");
        assert_eq!(works.stretches(next)[0][1], "2029-06-03");
        maker.verify();
    });
}

#[test]
fn r16_invoiced_in_advance_with_the_line_of_nought_and_three_thirds_are_the_whole() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(1);
        let terms = json!({ "plan_version": works.night, "billing": "quarterly", "term_months": 18,
            "year_price": { "amount": "8400.01", "currency": "EUR" } });
        works.decide(order, "accepted", terms).unwrap();
        works.ship(order, "2027-06-03T12:00:00Z");
        works.accepted(works.units(order)[0], "2027-06-03").unwrap();
        let input = json!({ "customer": works.account.customer, "from": "2027-06-01", "to": "2030-06-30" });
        let page = house.view(maker.rep, "contract.billing", input).unwrap();
        let rows = page["rows"].as_array().unwrap();
        assert_eq!(
            (&rows[0]["amount"]["amount"], &rows[0]["list_value"]["amount"]),
            (&json!("0.00"), &json!("8400.00"))
        );
        assert_eq!(rows.len(), 1 + 6);
        assert_eq!(rows[1]["invoice_on"], "2028-06-03");
        // 8,400.01 for 18 months are 12,600.015, rounded once: 12,600.02.
        assert_eq!(page["sums"][0]["amount"], "12600.02");
        maker.verify();
    });
}

#[test]
fn t21_the_right_to_leave_is_fixed_at_the_sale() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let firm = works.order(1);
        let firm = works.accept(firm);
        let set = json!({ "name": "contract.exit_before_paid_term", "value": true, "reason": "Trust." });
        house.act(maker.admin, "settings.set", set).unwrap();
        let free = works.order(1);
        let contract = works.accept(free);
        let leave = |contract| {
            let version = works.contract(contract)["version"].clone();
            let input =
                json!({ "contract": contract, "version": version, "customer_words": "We close the hall." });
            house.act(maker.rep, "contract.exit", input)
        };
        assert_eq!(rule(leave(firm)), "contract.no_exit_right");
        works.ship(free, "2027-06-03T12:00:00Z");
        works.accepted(works.units(free)[0], "2027-06-03").unwrap();
        house.advance("2027-10-04T12:00:00Z");
        leave(contract).unwrap();
        // The cover through the warranty ends with it; the paid term never begins.
        assert_eq!(works.stretches(contract), [stretch("uplift", "2027-06-03", "2027-10-04", "0.00")]);
        assert_eq!(works.tasks("value_review"), Vec::<String>::new());
        maker.verify();
    });
}

#[test]
fn r48_renewal_goes_on_without_a_gap_and_a_lost_one_says_why() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(1);
        let first = works.accept(order);
        works.ship(order, "2027-05-31T12:00:00Z");
        works.accepted(works.units(order)[0], "2027-05-31").unwrap();
        house.advance("2029-02-10T12:00:00Z");
        let renew =
            json!({ "contract": first, "version": works.contract(first)["version"], "term_months": 9 });
        let next = id(&house.act(maker.rep, "contract.renew", renew.clone()).unwrap(), "contract");
        assert_eq!(rule(house.act(maker.rep, "contract.renew", renew)), "contract.renewed_already");
        // Counted from the acceptance: 24 and 33 months after 31 May 2027.
        assert_eq!(works.stretches(next), [stretch("paid", "2029-05-31", "2030-02-27", "6300.00")]);
        let shown = works.contract(next);
        assert_eq!(shown["renews"], json!(first));
        assert_eq!(works.contract(first)["renewed_by"], json!(next));
        let task =
            shown["tasks"].as_array().unwrap().iter().find(|task| task["kind"] == "renewal").unwrap().clone();
        let finish = |more: Value| {
            let mut input =
                json!({ "task": task["id"], "version": task["version"], "words": "They go with a rival." });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(maker.rep, "contract.finish_task", input)
        };
        assert_eq!(rule(finish(json!({ "outcome": "renewed" }))), "/outcome contract.renew_instead");
        assert_eq!(rule(finish(json!({ "outcome": "lost" }))), "/cause field.required");
        finish(json!({ "outcome": "lost", "cause": "rival" })).unwrap();
        assert_eq!(works.tasks("renewal"), Vec::<String>::new());
        maker.verify();
    });
}

#[test]
fn r16_an_acceptance_told_late_asks_nobody_for_what_is_over() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let order = works.order(1);
        works.accept(order);
        works.ship(order, "2027-06-03T12:00:00Z");
        house.advance("2029-04-01T12:00:00Z");
        works.accepted(works.units(order)[0], "2027-06-25").unwrap();
        // The warranty is over; of the renewal's steps two have passed, and the later of them is for today.
        assert_eq!(works.tasks("value_review"), Vec::<String>::new());
        assert_eq!(works.tasks("renewal"), ["2029-04-01", "2029-04-25", "2029-05-25"]);
        works.maker.verify();
    });
}

#[test]
fn r48_two_outages_on_the_agreed_basis_and_what_was_invoiced_so_far() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let input = json!({ "customer": works.account.customer, "stop_cost": { "amount": "24000.00", "currency": "EUR" },
            "confidence": "confirmed", "contact": works.account.contact, "said_on": "2027-03-09" });
        house.act(maker.rep, "value.stop_cost", input).unwrap();
        let order = works.order(1);
        let contract = works.accept(order);
        works.ship(order, "2027-06-03T12:00:00Z");
        let unit = works.units(order)[0];
        works.accepted(unit, "2027-06-03").unwrap();
        let stop = |from: &str, until: &str| {
            house.advance(until);
            let input = json!({ "asset": unit, "began_at": from, "ended_at": until, "source": "customer" });
            house.act(maker.engineer, "asset.outage_record", input).unwrap();
        };
        stop("2027-07-18T02:00:00Z", "2027-07-18T11:00:00Z");
        stop("2027-09-14T08:00:00Z", "2027-09-14T19:00:00Z");
        let seen = house.view(maker.rep, "contract.statement", json!({ "contract": contract })).unwrap();
        // 36 hours without, 10 with: 26 of 24 hours at 24,000 a day are 26,000 each.
        assert_eq!(seen["bases"][0]["avoided_each"]["amount"], "26000.00");
        assert_eq!((&seen["counted"], &seen["avoided"]["amount"]), (&json!(2), &json!("52000.00")));
        assert_eq!(seen["roi_percent"], "519.0");
        assert_eq!(
            (&seen["invoiced"]["amount"], &seen["given"]["amount"]),
            (&json!("0.00"), &json!("8400.00"))
        );
        assert_eq!(seen["first_invoice_on"], "2028-06-03");
        maker.verify();
    });
}

#[test]
fn r68_first_sale_contract_and_growth_sum_to_the_total() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let first = works.order(1);
        works.accept(first);
        house.advance("2027-03-20T09:00:00Z");
        let upgrade = maker.machine("U-2", 10, 0, "40000.50");
        maker.slots(upgrade, "2027-03-08", "2028-12-25", 20);
        maker.order(works.account, upgrade, 1, "2027-08-02");
        let seen =
            house.view(maker.rep, "contract.revenue", json!({ "customer": works.account.customer })).unwrap();
        let sums = &seen["sums"][0];
        let amount = |name: &str| sums[name]["amount"].as_str().unwrap().to_owned();
        assert_eq!(
            [amount("first_sale"), amount("contract"), amount("kept"), amount("growth"), amount("total")],
            ["120000.00", "8400.00", "0.00", "40000.50", "168400.50"]
        );
        let names: Vec<&str> = seen["contributions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["person"]["name"].as_str().unwrap())
            .collect();
        assert!(names.contains(&"Rita") && names.contains(&"Nora"), "both functions: {names:?}");
        maker.verify();
    });
}

#[test]
fn r30_moved_between_sites_and_part_of_an_assembly() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(1);
        works.accept(order);
        works.ship(order, "2027-06-03T12:00:00Z");
        let unit = works.units(order)[0];
        works.accepted(unit, "2027-06-03").unwrap();
        let part = json!({ "customer": works.account.customer, "site": works.account.site, "part_of": unit,
            "product": works.press, "serial": "K-1" });
        let part = id(&house.act(maker.engineer, "asset.add", part).unwrap(), "asset");
        let found = works.entitled(part, "2027-07-07T12:00:00Z");
        let counts = &found["covers"][found["counts"].as_u64().unwrap() as usize];
        assert_eq!((&counts["steps_up"], &counts["plan"]), (&json!(1), &json!("NIGHT")));
        let other = json!({ "customer": works.account.customer, "name": "Depot", "line1": "Rua 2", "town": "Faro",
            "country": "pt", "zone": "Atlantic/Azores" });
        let other = id(&house.act(maker.head_of_sales, "site.enter", other).unwrap(), "id");
        house.advance("2027-10-04T12:00:00Z");
        let row = house.kernel.db.read(|tx| accord_room_asset::asset(tx, unit)).unwrap();
        let input =
            json!({ "asset": unit, "version": row.version, "site": other, "reason": "The hall closed." });
        house.act(maker.engineer, "asset.move", input).unwrap();
        house.advance("2027-10-06T12:00:00Z");
        let moved = works.entitled(unit, "2027-10-05T12:00:00Z");
        assert_eq!((&moved["site"]["name"], &moved["sold_for"]["name"]), (&json!("Depot"), &json!("Mill")));
        assert_eq!(moved["covers"][0]["clocks"]["zone"], "Atlantic/Azores");
        let before = works.entitled(unit, "2027-10-01T12:00:00Z");
        assert_eq!((&before["site"]["name"], &before["sold_for"]), (&json!("Mill"), &Value::Null));
        maker.verify();
    });
}

#[test]
fn r05_what_a_customer_gets_of_a_contract_is_a_list_of_allowed_fields() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let order = works.order(1);
        works.accept(order);
        works.ship(order, "2027-06-03T12:00:00Z");
        works.accepted(works.units(order)[0], "2027-06-03").unwrap();
        let seen = works.maker.as_contact(works.account, "portal.contracts", json!({})).unwrap();
        let keys: Vec<&str> = seen[0].as_object().unwrap().keys().map(String::as_str).collect();
        let allowed = [
            "billing",
            "covers",
            "ended",
            "exit_right",
            "first_invoice_on",
            "id",
            "number",
            "payments",
            "plans",
            "price",
            "sold_on",
        ];
        assert_eq!(keys, allowed);
        assert_eq!(seen[0]["covers"][0]["at_no_cost"], json!(true));
        assert_eq!(seen[0]["first_invoice_on"], "2028-06-03");
        let other = works.maker.account("Fiação Norte");
        assert_eq!(works.maker.as_contact(other, "portal.contracts", json!({})).unwrap(), json!([]));
    });
}

#[test]
fn r68_who_pursued_what_was_won_and_who_showed_the_machine_are_on_the_list() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let customer = works.account.customer;
        let act = |action: &str, input: Value| house.act(maker.rep, action, input).unwrap();
        let open = |title: &str| {
            let input = json!({ "customer": customer, "title": title, "kind": "expansion" });
            id(&act("opportunity.open", input), "opportunity")
        };
        let (won, open_still) = (open("A second press"), open("A third press"));
        let show = |of: Uuid, at: &str| {
            let input = json!({
                "opportunity": of, "product": works.press, "site": works.account.site, "starts_at": at, "minutes": 90,
                "engineer": maker.engineer
            });
            act("demo.plan", input)
        };
        let demo = show(won, "2027-03-16T10:00:00Z");
        house.advance("2027-03-17T09:00:00Z");
        let record = json!({
            "demo": demo["demo"], "version": demo["version"], "engineer_came": true,
            "contacts": [works.account.contact], "outcome": "They asked for two"
        });
        act("demo.record", record);
        let did = |who: Uuid| -> Vec<String> {
            let seen = house.view(maker.rep, "contract.revenue", json!({ "customer": customer })).unwrap();
            let list = seen["contributions"].as_array().unwrap().clone();
            let mine = list.into_iter().filter(|one| one["person"]["id"] == json!(who));
            mine.flat_map(|one| serde_json::from_value::<Vec<String>>(one["did"].clone()).unwrap()).collect()
        };
        assert!(!did(maker.engineer).contains(&"demonstrated".to_owned()), "nothing is won yet");
        act("opportunity.win", json!({ "opportunity": won }));
        assert!(did(maker.engineer).contains(&"demonstrated".to_owned()), "{:?}", did(maker.engineer));
        assert_eq!(did(maker.rep).iter().filter(|word| *word == "pursued").count(), 1);
        assert_ne!(won, open_still);
        maker.verify();
    });
}
