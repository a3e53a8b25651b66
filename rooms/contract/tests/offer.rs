//! The service offer of an order, on figures of its own (R15, R54, T9, T19).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod works;

use std::collections::BTreeMap;

use accord_face::{PageCx, PageDef};
use accord_kernel::{Call, Caller};
use accord_testing::{House, on_both_databases};
use jiff::civil::date;
use serde_json::{Value, json};
use uuid::Uuid;
use works::{Works, fact, id, rooms, rule};

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

#[test]
fn r15_an_order_without_a_decision_is_held_and_the_head_of_service_hears_of_it() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(3);
        let one = maker.one(order);
        assert!(one["holds"].to_string().contains("service_offer"), "{one}");
        assert!(maker.notices(maker.head_of_service).contains(&"notice-service-offer-open".to_owned()));
        // It stands first on the agenda.
        assert_eq!(maker.review(order)["agenda"][0]["kind"], "service_offer");
        let calls = house.view(maker.rep, "service.calls", json!({})).unwrap();
        assert_eq!((&calls[0]["order"], &calls[0]["open"]), (&json!(order), &json!(3)));
        // No face, no batch and no rank lets it go: review complete, dates told, nothing else open.
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.complete_review(order);
        for who in [maker.planner, maker.head_of_manufacturing] {
            let refusal = house.act(who, "order.release", json!({ "order": order })).unwrap_err();
            assert_eq!(refusal.rule, "order.held");
            assert!(refusal.detail.unwrap().to_string().contains("order.hold_service_offer"));
        }
        let together = house.kernel.together({
            let planner = Caller::person(maker.planner);
            move |together| together.act(&planner, "order.release", json!({ "order": order })).map(drop)
        });
        assert_eq!(together.unwrap_err().rule, "order.held");
        let system =
            house.kernel.act(&Caller::system(), Call::new("order.release", json!({ "order": order })));
        assert!(system.is_err());
        // Two units accepted, one declined: nothing is open any more.
        works.decide(order, "accepted", json!({ "plan_version": works.night, "quantity": 2 })).unwrap();
        assert_eq!(works.line(order)["undecided"], json!([3]));
        works
            .decide(
                order,
                "declined",
                json!({ "plan_version": works.night, "reason": "We have our own people." }),
            )
            .unwrap();
        assert!(!maker.one(order)["holds"].to_string().contains("service_offer"));
        assert_eq!(house.view(maker.rep, "service.calls", json!({})).unwrap(), json!([]));
        maker.verify();
    });
}

#[test]
fn r15_a_unit_ordered_after_the_release_needs_its_decision_before_it_leaves() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        let order = works.order(1);
        let no = json!({ "plan_version": works.basic, "reason": "We do it ourselves." });
        works.decide(order, "declined", no.clone()).unwrap();
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        house.advance("2027-03-17T09:00:00Z");
        let one = maker.one(order);
        let more = json!({ "order": order, "version": one["version"], "reason": "A second one.",
            "changes": [{ "line": one["lines"][0]["id"], "quantity": "2" }] });
        let amended = house.act(maker.rep, "order.amend", more).unwrap();
        assert_eq!(amended["holds"], json!(["review", "service_offer"]));
        assert_eq!(maker.one(order)["state"], "held");
        assert!(maker.notices(maker.head_of_service).contains(&"notice-order-held-again".to_owned()));
        let ship =
            || house.act(maker.planner, "order.ship", json!({ "order": order, "evidence": "Waybill 9" }));
        assert_eq!(rule(ship()), "order.not_released");
        works.decide(order, "declined", no).unwrap();
        maker.release(order);
        house.advance("2027-06-14T09:00:00Z");
        assert_eq!(ship().unwrap()["state"], "shipped");
        assert_eq!(works.units(order).len(), 2);
        maker.verify();
    });
}

#[test]
fn r15_a_plan_taken_back_after_the_release_leaves_its_unit_to_be_decided() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let order = works.order(1);
        works.accept(order);
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        let one = maker.one(order);
        let charge = one["lines"].as_array().unwrap().iter().find(|line| line["kind"] == "charge").unwrap();
        let back = json!({ "order": order, "version": one["version"], "line": charge["id"],
            "customer_words": "No plan after all." });
        house.act(maker.rep, "order.cancel_line", back).unwrap();
        let one = maker.one(order);
        assert_eq!((&one["state"], &one["holds"][0]["word"]), (&json!("released"), &json!("service_offer")));
        let ship =
            || house.act(maker.planner, "order.ship", json!({ "order": order, "evidence": "Waybill 9" }));
        let refusal = ship().unwrap_err();
        assert_eq!(
            (refusal.rule, fact(&refusal, "holds")),
            ("order.held", json!(["order-hold-service-offer"]))
        );
        let no = json!({ "plan_version": works.basic, "reason": "We do it ourselves." });
        works.decide(order, "declined", no).unwrap();
        assert_eq!(ship().unwrap()["state"], "shipped");
        maker.verify();
    });
}

#[test]
fn r15_not_offered_needs_the_head_of_service_and_then_goes() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        let order = works.order(1);
        assert_eq!(rule(works.decide(order, "not_offered", json!({}))), "/reason service.why_not_offered");
        let plan = json!({ "reason": "x", "plan_version": works.night });
        assert_eq!(
            rule(works.decide(order, "not_offered", plan)),
            "/plan_version service.no_plan_without_offer"
        );
        let answer =
            works.decide(order, "not_offered", json!({ "reason": "Loan unit, goes back in May." })).unwrap();
        assert!(answer["holds"].to_string().contains("service_offer"));
        let decision = works.line(order)["decisions"][0].clone();
        let approve =
            json!({ "decision": decision["id"], "version": decision["version"], "words": "Right." });
        for who in [maker.rep, maker.head_of_sales, maker.head_of_manufacturing, maker.service_planner] {
            assert_eq!(rule(house.act(who, "service.approve_not_offered", approve.clone())), "permission");
        }
        assert!(maker.notices(maker.head_of_service).contains(&"notice-service-approval".to_owned()));
        house.act(maker.head_of_service, "service.approve_not_offered", approve.clone()).unwrap();
        assert!(house.act(maker.head_of_service, "service.approve_not_offered", approve).is_err());
        assert!(!maker.one(order)["holds"].to_string().contains("service_offer"));
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        maker.verify();
    });
}

#[test]
fn r15_a_customer_who_declined_is_asked_again_90_and_30_days_before_the_warranty_ends() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let order = works.order(1);
        assert_eq!(
            rule(works.decide(order, "declined", json!({ "plan_version": works.day }))),
            "/reason service.why_declined"
        );
        let reason = json!({ "plan_version": works.day, "reason": "Not in this year's budget." });
        works.decide(order, "declined", reason).unwrap();
        works.ship(order, "2027-05-20T12:00:00Z");
        let unit = works.units(order)[0];
        house.advance("2027-06-09T12:00:00Z");
        works.accepted(unit, "2027-06-08").unwrap();
        // The warranty ends on 7 June 2028.
        assert_eq!(works.tasks("revisit"), ["2028-03-09", "2028-05-08"]);
        // Its owner is told a week before, and those above when the day has passed.
        house.advance("2028-03-02T12:00:00Z");
        let maker = &works.maker;
        assert!(maker.notices(maker.rep).contains(&"notice-contract-task-soon".to_owned()));
        house.advance("2028-03-10T12:00:00Z");
        assert!(maker.notices(maker.head_of_sales).contains(&"notice-contract-task-late".to_owned()));
        maker.verify();
    });
}

#[test]
fn r15_three_separate_figures_with_their_rows() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        // 10 orders: 6 offered, 3 of them accepted.
        for n in 0..10 {
            let order = works.order(1);
            match n {
                0..3 => drop(works.accept(order)),
                3..6 => {
                    let no = json!({ "plan_version": works.day, "reason": "Later." });
                    works.decide(order, "declined", no).unwrap();
                }
                6..8 => drop(works.decide(order, "not_offered", json!({ "reason": "Forgot." })).unwrap()),
                _ => {}
            }
        }
        let figure = |name: &str| maker.figure(name, date(2027, 3, 1), date(2027, 3, 31));
        let shown =
            |name: &str| (figure(name).value.unwrap().to_string(), figure(name).n, figure(name).rows.len());
        assert_eq!(shown("service_offer_rate"), ("60.0".to_owned(), 10, 10));
        assert_eq!(shown("service_attach_orders"), ("30.0".to_owned(), 10, 10));
        assert_eq!(shown("service_attach_offers"), ("50.0".to_owned(), 6, 6));
        assert!(!figure("service_offer_rate").rows[0].good, "bad ones first");
        assert_eq!(maker.figure("service_offer_rate", date(2027, 4, 1), date(2027, 4, 30)).value, None);
        let attach = house.view(maker.head_of_sales, "service.attach", json!({})).unwrap();
        assert_eq!(attach["by_rep"][0]["offer_rate"], "60.0");
        assert_eq!(attach["by_product"][0]["attach_of_offers"], "50.0");
        maker.verify();
    });
}

#[test]
fn r15_twenty_orders_fifteen_offered_nine_accepted() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        for n in 0..20 {
            let order = works.order(1);
            match n {
                0..9 => drop(works.accept(order)),
                9..15 => {
                    let no = json!({ "plan_version": works.day, "reason": "No." });
                    works.decide(order, "declined", no).unwrap();
                }
                _ => {}
            }
        }
        let value = |name: &str| {
            let found = works.maker.figure(name, date(2027, 3, 1), date(2027, 3, 31));
            found.value.unwrap().to_string()
        };
        assert_eq!(
            [value("service_offer_rate"), value("service_attach_orders"), value("service_attach_offers")],
            ["75.0", "45.0", "60.0"]
        );
    });
}

#[test]
fn r54_none_of_four_opens_a_coaching_and_the_rate_is_shown_before_and_after() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        for _ in 0..4 {
            works.order(1);
        }
        let list = |who| house.view(who, "coaching.list", json!({})).unwrap()["rows"].clone();
        assert_eq!(list(maker.head_of_service), json!([]), "the order just booked may still be offered");
        works.order(1);
        let rows = list(maker.head_of_service);
        assert_eq!(rows.as_array().unwrap().len(), 1);
        assert_eq!(rows[0]["before"], json!({ "orders": 4, "offered": 0, "percent": "0.0" }));
        for who in [maker.rep, maker.head_of_service] {
            assert!(maker.notices(who).contains(&"notice-coaching-opened".to_owned()));
        }
        // Not for every colleague's eyes.
        assert_eq!(list(maker.other_rep), json!([]));
        works.order(1);
        assert_eq!(list(maker.head_of_service).as_array().unwrap().len(), 1, "one is enough");
        let held = json!({ "coaching": rows[0]["id"], "version": rows[0]["version"], "notes": "The four questions." });
        assert_eq!(rule(house.act(maker.rep, "coaching.hold", held.clone())), "permission");
        house.act(maker.head_of_service, "coaching.hold", held).unwrap();
        house.advance("2027-03-22T09:00:00Z");
        let order = works.order(1);
        works.accept(order);
        works.order(1);
        let after = list(maker.rep)[0]["after"].clone();
        assert_eq!(after, json!({ "orders": 2, "offered": 1, "percent": "50.0" }));
        house.act(maker.other_rep, "coaching.ask", json!({ "words": "How do I begin?" })).unwrap();
        let again = house.act(maker.other_rep, "coaching.ask", json!({ "words": "Again." }));
        assert_eq!(rule(again), "coaching.open_already");
        maker.verify();
    });
}

#[test]
fn t19_an_offer_without_an_engineer_at_night_is_refused_and_says_what_is_missing() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        let order = works.order(1);
        let refusal = works.decide(order, "accepted", json!({ "plan_version": works.night })).unwrap_err();
        assert_eq!(refusal.rule, "contract.response_not_possible");
        let missing = refusal.detail.clone().unwrap();
        let kinds: Vec<&str> =
            missing["missing"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert!(kinds.contains(&"hours") && kinds.contains(&"travel"), "{missing}");
        assert_eq!(fact(&refusal, "plan"), json!("NIGHT"));
        // Nothing of it stays, and the offer says the same beforehand.
        assert_eq!(works.line(order)["undecided"], json!([1]));
        let plans = works.line(order)["plans"].clone();
        let night = plans.as_array().unwrap().iter().find(|plan| plan["name"] == "NIGHT").unwrap();
        assert_eq!(night["possible"], json!(false));
        works.ready();
        let plans = works.line(order)["plans"].clone();
        let night = plans.as_array().unwrap().iter().find(|plan| plan["name"] == "NIGHT").unwrap();
        assert_eq!((&night["possible"], &night["window"]), (&json!(true), &json!("open")));
        works.accept(order);
        // What only endangers the response is a task before the cover begins.
        let texts: Vec<Value> = house
            .view(maker.head_of_service, "contract.tasks", json!({ "kind": "readiness" }))
            .unwrap()["rows"]
            .as_array()
            .unwrap()
            .clone();
        assert!(
            !texts.is_empty() && texts.iter().all(|row| row["customer"]["name"] == "Moinho Açu"),
            "{texts:?}"
        );
        maker.verify();
    });
}

#[test]
fn t19_a_critical_part_and_sold_capacity() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        let maker = &works.maker;
        works.ready();
        let part = json!({ "product": { "code": "V-7", "name": "Valve block", "kind": "part", "unit": "piece",
            "price": { "amount": "900.00", "currency": "EUR" } } });
        let part = id(&house.act(maker.planner, "product.enter", part).unwrap(), "product");
        let act = |action: &str, input: Value| house.act(maker.service_planner, action, input).unwrap();
        act("critical_part.add", json!({ "product": works.press, "part": part }));
        let asked = json!({
            "customer": works.account.customer, "site": works.account.site, "plan_version": works.night, "product": works.press
        });
        let words = || -> Vec<String> {
            let found = house.view(maker.rep, "service.readiness", asked.clone()).unwrap();
            assert_eq!(found["may_be_offered"], json!(true));
            found["missing"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["word"].as_str().unwrap().to_owned())
                .collect()
        };
        assert!(words().contains(&"critical_part".to_owned()));
        let made = house.act(maker.rep, "service.make_ready", asked.clone()).unwrap();
        assert!(made["tasks"].as_u64().unwrap() >= 1);
        let again = house.act(maker.rep, "service.make_ready", asked.clone()).unwrap();
        assert_eq!(again["tasks"], json!(0), "each once");
        let stock = json!({ "product": part, "place": "Braga", "on_hand": 1, "supply_days": 10, "supply_count": "calendar" });
        house.act(maker.planner, "part.set_stock", stock).unwrap();
        assert!(words().contains(&"critical_part".to_owned()), "nobody said how far Braga is");
        act("part_reach.set", json!({ "place": "Braga", "territory": maker.north, "minutes": 361 }));
        assert!(words().contains(&"critical_part".to_owned()), "a minute too far");
        act("part_reach.set", json!({ "place": "Braga", "territory": maker.north, "minutes": 360 }));
        assert!(!words().contains(&"critical_part".to_owned()));
        maker.verify();
    });
}

#[test]
fn prices_below_the_list_are_the_head_of_services_to_give() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let order = works.order(1);
        let at = |amount: &str, currency: &str| json!({ "plan_version": works.night, "year_price": { "amount": amount, "currency": currency } });
        let refused = |more: Value| rule(works.decide(order, "accepted", more));
        assert_eq!(refused(at("8399.99", "EUR")), "/year_price service.below_list");
        assert_eq!(refused(at("0.00", "EUR")), "/year_price field.not_positive");
        assert_eq!(refused(at("9000.00", "USD")), "/year_price service.currency");
        works.decide_as(works.maker.head_of_service, order, "accepted", at("8000.00", "EUR")).unwrap();
        let one = works.maker.one(order);
        assert_eq!(one["totals"]["net"]["amount"], "128000.00");
        works.maker.verify();
    });
}

/// The page of an order's review, as somebody sees it.
fn review(house: &House, who: Uuid, order: Uuid) -> String {
    let def = *house
        .kernel
        .registry
        .extensions::<PageDef>()
        .find(|def| def.path == "/orders/{order}/review")
        .unwrap();
    let drawn = house.kernel.read(&Caller::person(who), |reader| {
        let path = BTreeMap::from([("order".to_owned(), order.to_string())]);
        let address = format!("/orders/{order}/review");
        (def.draw)(&mut PageCx { reader, path, query: Vec::new(), address })
    });
    drawn.unwrap().main.into_string()
}

#[test]
fn r54_what_a_stop_costs_is_asked_and_kept_where_the_offer_is_made_and_leads_to_the_year() {
    on_both_databases(rooms, START, |house| {
        let works = Works::new(house);
        works.ready();
        let order = works.order(1);
        let maker = &works.maker;
        let open = review(house, maker.rep, order);
        let year = format!("/customers/{}/value/{}", works.account.customer, works.night);
        assert!(
            open.contains("/do/value.stop_cost") && open.contains("ask what a stop costs them"),
            "{open}"
        );
        assert!(!open.contains(&year), "nothing is claimed before they said it: {open}");
        let said = |amount: &str, confidence: &str, version: Option<i64>| {
            let cost = json!({
                "customer": works.account.customer, "stop_cost": { "amount": amount, "currency": "EUR" },
                "confidence": confidence, "contact": works.account.contact, "version": version
            });
            house.act(maker.rep, "value.stop_cost", cost).unwrap()["version"].as_i64()
        };
        let version = said("28000.00", "our_estimate", None);
        let ours = review(house, maker.rep, order);
        assert!(
            ours.contains(&year) && ours.contains("ask what a stop costs them"),
            "it is not theirs yet: {ours}"
        );
        said("31000.00", "confirmed", version);
        let known = review(house, maker.rep, order);
        assert!(known.contains(&year) && known.contains("stop by stop"), "{known}");
        assert!(!known.contains("ask what a stop costs them"), "{known}");
        assert!(!known.contains("0.00 through"), "an amount has its currency: {known}");
        house.verify();
    });
}
