//! Dates of orders on figures of their own: other prices, currencies, zones and calendars than the story's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_kernel::Caller;
use accord_testing::{House, on_both_databases};
use jiff::civil::date;
use maker::{Account, Maker, PORTO, Stage, fact, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";
struct Works<'h> {
    maker: Maker<'h>,
    account: Account,
    press: Uuid,
}

/// A press with a lead time of 30 days and one slot a week.
fn works(house: &House) -> Works<'_> {
    let maker = Maker::new(house, &PORTO);
    let account = maker.account("Moinho Açu");
    let press = maker.machine("P-1", 30, 0, "120000.00");
    maker.slots(press, "2027-03-08", "2027-12-27", 1);
    Works { maker, account, press }
}

static SAO_PAULO: Stage = Stage { zone: "America/Sao_Paulo", currency: "BRL", country: "br" };

#[test]
fn r18_other_figures_same_rules() {
    on_both_databases(rooms, "2028-07-03T13:00:00Z", |house| {
        let maker = Maker::new(house, &SAO_PAULO);
        let account = maker.account("Papel Sul");
        let cutter = maker.machine("K-9", 45, 900, "73210.55");
        maker.slots(cutter, "2028-07-03", "2029-03-26", 3);
        maker.crew(1_800);
        let order = maker.order(account, cutter, 2, "2028-09-25");
        let review = maker.review(order);
        // 3 July and 45 days is Thursday 17 August; that week's slot may be used on it.
        assert_eq!(review["earliest_ship"], "2028-08-17");
        assert_eq!(review["slack_days"], 39);
        assert_eq!(review["order"]["totals"]["net"], json!({ "amount": "146421.10", "currency": "BRL" }));
        assert!(review["earliest_install"].as_str().unwrap() > "2028-08-17");
        assert!(
            !review["slots"].as_array().unwrap().is_empty()
                && !review["crews"].as_array().unwrap().is_empty()
        );
        maker.commit(maker.rep, order, "2028-09-25", json!({})).unwrap();
        maker.target(order, "2028-08-21").unwrap();
        // One month after 3 July, a working day of the owner.
        assert_eq!(maker.checkpoint(order)["due_on"], "2028-08-03");
        assert!(maker.line(order)["install_planned_on"].as_str().unwrap() < "2028-09-01");
        house.act(maker.rep, "order.set_target", json!({ "order": order })).unwrap_err();
        maker.verify();
    });
}

#[test]
fn r18_a_target_that_slips_moves_the_installation_and_tells_no_customer() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house, &PORTO);
        let account = maker.account("Moinho Açu");
        let press = maker.machine("P-3", 30, 1_200, "120000.00");
        maker.slots(press, "2027-03-08", "2027-12-27", 1);
        maker.crew(2_400);
        let order = maker.order(account, press, 1, "2027-06-14");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        let told = maker.line(order)["install_planned_on"].clone();
        maker.target(order, "2027-04-12").unwrap();
        let planned = maker.line(order)["install_planned_on"].clone();
        let promises = maker.as_contact(account, "portal.promises", json!({})).unwrap();
        maker.target(order, "2027-04-26").unwrap();
        let moved = maker.line(order)["install_planned_on"].clone();
        assert!(moved.as_str().unwrap() > planned.as_str().unwrap(), "{planned} {moved}");
        assert_eq!(maker.line(order)["committed_on"], "2027-06-14");
        assert_eq!(maker.as_contact(account, "portal.promises", json!({})).unwrap(), promises);
        assert!(maker.notices(maker.engineer).contains(&"notice-installation-planned".to_owned()));
        assert_eq!(rule(maker.target(order, "2027-04-01")), "order.target_not_feasible");
        // The promise holds hard and the target softly, in different weeks.
        assert_eq!(maker.week(press, "2027-06-14"), (1, 1, 0));
        assert_eq!(maker.week(press, "2027-04-26"), (1, 0, 1));
        assert_eq!(maker.week(press, "2027-04-12"), (1, 0, 0));
        let clear = json!({ "order": order, "reason": "no aim" });
        house.act(maker.planner, "order.set_target", clear).unwrap();
        assert_eq!(maker.week(press, "2027-04-26"), (1, 0, 0));
        assert_eq!(maker.line(order)["install_planned_on"], told);
        maker.verify();
    });
}

#[test]
fn r18_an_aim_taken_back_leaves_the_installation_where_it_stood_without_it() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house, &PORTO);
        let account = maker.account("Moinho Açu");
        let press = maker.machine("P-4", 30, 1_100, "87000.00");
        maker.slots(press, "2027-03-08", "2027-12-27", 4);
        maker.crew(2_400);
        let line = json!({ "product": press, "quantity": "1" });
        let apart = json!({ "ship_apart": true, "lines": [line, line] });
        let order = id(&maker.enter(account, apart, press, 1, "2027-06-14").unwrap(), "order");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        let lines = || maker.one(order)["lines"].clone();
        let starts = || [0, 1].map(|at| lines()[at]["install_planned_on"].as_str().unwrap().to_owned());
        let of = |at: usize, action: &str, more: Value| {
            let mut input =
                json!({ "order": order, "lines": [lines()[at]["id"]], "reason": "As we see it." });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(maker.planner, action, input).unwrap()
        };
        let told = starts();
        of(0, "order.set_target", json!({ "on": "2027-04-12" }));
        of(1, "order.set_target", json!({ "on": "2027-05-03" }));
        let aimed = starts();
        assert!(aimed[0] < aimed[1] && aimed[1] < told[1], "{aimed:?} {told:?}");
        // One aim is taken back, the other stands with what it takes.
        of(0, "order.set_target", json!({}));
        assert_eq!(starts(), [told[0].clone(), aimed[1].clone()]);
        assert_eq!(
            (maker.week(press, "2027-04-12"), maker.week(press, "2027-05-03")),
            ((4, 0, 0), (4, 0, 1))
        );
        of(1, "order.set_target", json!({}));
        assert_eq!(starts(), told);
        // What is expected later than told is still expected without the aim.
        of(0, "order.set_forecast", json!({ "on": "2027-07-05" }));
        let expected = starts();
        assert!(expected[0] > told[0] && expected[1] == told[1], "{expected:?} {told:?}");
        of(0, "order.set_target", json!({ "on": "2027-05-17" }));
        assert!(starts()[0] < told[0]);
        of(0, "order.set_target", json!({}));
        assert_eq!(starts(), expected);
        maker.verify();
    });
}

#[test]
fn r18_a_target_in_the_week_of_its_own_promise_takes_nothing_twice() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let order = works.maker.order(works.account, works.press, 1, "2027-05-07");
        works.maker.commit(works.maker.rep, order, "2027-05-07", json!({})).unwrap();
        works.maker.target(order, "2027-05-05").unwrap();
        assert_eq!(works.maker.line(order)["target_on"], "2027-05-05");
        assert_eq!(works.maker.week(works.press, "2027-05-03"), (1, 1, 0));
        works.maker.verify();
    });
}

#[test]
fn r18_two_orders_compete_for_the_last_slot() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        works.maker.slots(works.press, "2027-04-19", "2027-12-27", 0);
        let other = works.maker.account("Fiação Norte");
        let (first, second) = (
            works.maker.order(works.account, works.press, 1, "2027-04-16"),
            works.maker.order(other, works.press, 1, "2027-04-16"),
        );
        // Only the week of 12 April has a slot; the week of 5 April ends before the lead time does on Friday 9 April.
        works.maker.slots(works.press, "2027-03-08", "2027-04-05", 0);
        works.maker.commit(works.maker.rep, first, "2027-04-16", json!({})).unwrap();
        let refusal = works.maker.commit(works.maker.rep, second, "2027-04-16", json!({})).unwrap_err();
        assert_eq!(refusal.rule, "promise.never_feasible");
        works.maker.slots(works.press, "2027-05-03", "2027-05-03", 1);
        let refusal = works.maker.commit(works.maker.rep, second, "2027-04-16", json!({})).unwrap_err();
        assert_eq!((refusal.rule, fact(&refusal, "earliest")), ("promise.not_feasible", json!("2027-05-03")));
        works.maker.verify();
    });
}

#[test]
fn r18_two_orders_at_once_for_the_last_slot_and_exactly_one_gets_it() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        works.maker.slots(works.press, "2027-03-08", "2027-12-27", 0);
        works.maker.slots(works.press, "2027-05-03", "2027-05-03", 1);
        let orders = ["Um", "Dois", "Três", "Quatro"]
            .map(|name| works.maker.order(works.maker.account(name), works.press, 1, "2027-05-07"));
        let node = house.second_node(rooms);
        let barrier = std::sync::Barrier::new(orders.len());
        let answers: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = orders
                .iter()
                .enumerate()
                .map(|(index, order)| {
                    let kernel = if index % 2 == 0 { &house.kernel } else { &node };
                    let (barrier, rep) = (&barrier, works.maker.rep);
                    scope.spawn(move || {
                        barrier.wait();
                        let input = json!({ "order": order, "on": "2027-05-07", "told_by": "call" });
                        kernel.act(&Caller::person(rep), accord_kernel::Call::new("order.commit_date", input))
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        for refusal in answers.into_iter().filter_map(Result::err) {
            assert!(
                ["promise.never_feasible", "capacity.taken_meanwhile"].contains(&refusal.rule),
                "{refusal:?}"
            );
        }
        assert_eq!(works.maker.week(works.press, "2027-05-03"), (1, 1, 0));
        works.maker.verify();
    });
}

#[test]
fn r18_two_orders_at_once_for_the_last_crew_week_and_exactly_one_gets_it() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house, &PORTO);
        let press = maker.machine("P-4", 10, 2_400, "9000.00");
        maker.slots(press, "2027-03-08", "2027-12-27", 5);
        let crew = json!({
            "person": maker.engineer, "territory": maker.north, "skill": maker.skill,
            "minutes": { "weekly": 2_400 }, "from": "2027-04-05", "until": "2027-04-09"
        });
        house.act(maker.service_planner, "capacity.add_crew", crew).unwrap();
        let orders = ["Um", "Dois"].map(|name| maker.order(maker.account(name), press, 1, "2027-03-29"));
        assert_eq!(maker.review(orders[1])["earliest_install"], "2027-04-05");
        let tell = json!({ "install_on": "2027-04-05" });
        let barrier = std::sync::Barrier::new(orders.len());
        let (maker, barrier, tell) = (&maker, &barrier, &tell);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = orders
                .iter()
                .map(|order| {
                    scope.spawn(move || {
                        barrier.wait();
                        maker.commit(maker.rep, *order, "2027-03-29", tell.clone())
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let won = answers.iter().position(Result::is_ok).unwrap();
        assert_eq!(maker.line(orders[won])["install_committed_on"], "2027-04-05");
        assert_eq!(maker.one(orders[won])["promises"].as_array().unwrap().len(), 2);
        assert_eq!(maker.review(orders[1 - won])["earliest_install"], Value::Null);
        // An order that cannot be promised as a whole books nothing, with or without a word of its installation.
        for more in [tell.clone(), json!({})] {
            let refusal = maker.commit(maker.rep, orders[1 - won], "2027-03-29", more).unwrap_err();
            assert_eq!(refusal.rule, "promise.never_feasible");
        }
        assert_eq!(maker.one(orders[1 - won])["promises"], json!([]));
        maker.verify();
    });
}

#[test]
fn r24_a_forecast_past_the_told_date_is_heard_at_once_and_pushing_out_repairs_nothing() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-05-10");
        maker.commit(maker.rep, order, "2027-05-10", json!({})).unwrap();
        maker.release(order);
        let said = json!({ "order": order, "on": "2027-05-31", "reason": "Castings come late." });
        house.act(maker.planner, "order.set_forecast", said).unwrap();
        assert!(maker.notices(maker.rep).contains(&"notice-forecast-late".to_owned()));
        let seen = maker.as_contact(works.account, "portal.orders", json!({})).unwrap().to_string();
        assert!(!seen.contains("05-31"), "{seen}");
        let untold = maker.commit(maker.rep, order, "2027-05-31", json!({}));
        assert_eq!(rule(untold), "/reason order.later_needs_reason");
        let told = json!({ "reason": "Castings come late.", "customer_words": "Then the 31st." });
        maker.commit(maker.rep, order, "2027-05-31", told).unwrap();
        let line = maker.line(order);
        assert_eq!(line["committed_on"], "2027-05-31");
        assert_eq!(line["first_committed_on"], "2027-05-10");
        assert_eq!(line["measured_on"], "2027-05-10");
        assert_eq!(maker.one(order)["promises"].as_array().unwrap().len(), 1);
        // The slot moves with the date.
        assert_eq!(maker.week(works.press, "2027-05-10"), (1, 0, 0));
        assert_eq!(maker.week(works.press, "2027-05-31"), (1, 1, 0));
        house.advance("2027-05-31T14:00:00Z");
        let shipped = json!({ "order": order, "evidence": "Waybill 12" });
        house.act(maker.planner, "order.ship", shipped).unwrap();
        assert_eq!(maker.line(order)["delivery"], "late");
        assert_eq!(maker.one(order)["promises"][0]["state"], "kept_late");
        let may = maker.figure("delivered_on_time", date(2027, 5, 1), date(2027, 5, 30));
        assert_eq!((may.value.unwrap().to_string().as_str(), may.n), ("0.0", 1));
        let last = maker.figure("delivered_on_time", date(2027, 5, 31), date(2027, 6, 30));
        assert_eq!(last.n, 0, "it is counted once, by its first day");
        maker.verify();
    });
}

#[test]
fn r24_ten_deliveries_of_which_seven_on_time() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        maker.slots(works.press, "2027-03-08", "2027-12-27", 20);
        let mut orders = Vec::new();
        for _ in 0..10 {
            let order = maker.order(works.account, works.press, 1, "2027-05-14");
            maker.commit(maker.rep, order, "2027-05-14", json!({})).unwrap();
            if maker.one(order)["review"].is_null() {
                house.act(maker.planner, "order.release", json!({ "order": order })).unwrap();
            } else {
                maker.release(order);
            }
            orders.push(order);
        }
        house.advance("2027-05-14T12:00:00Z");
        let ship = |order: &Uuid| {
            let input = json!({ "order": order, "evidence": "Waybill" });
            house.act(maker.planner, "order.ship", input).unwrap();
        };
        orders[..7].iter().for_each(&ship);
        let before = maker.figure("delivered_on_time", date(2027, 5, 1), date(2027, 5, 31));
        assert_eq!((before.value.unwrap().to_string().as_str(), before.n), ("100.0", 7));
        house.advance("2027-05-17T12:00:00Z");
        orders[7..9].iter().for_each(&ship);
        let after = maker.figure("delivered_on_time", date(2027, 5, 1), date(2027, 5, 31));
        assert_eq!((after.value.unwrap().to_string().as_str(), after.n), ("70.0", 10));
        assert_eq!(after.beside, [("metric-beside-open-past-day".to_owned(), 1)]);
        assert!(!after.rows[0].good && after.rows[9].good);
        // What is taken back only after its day stays in the figure.
        let late = maker.one(orders[9]);
        let input = json!({
            "order": orders[9], "version": late["version"], "line": late["lines"][0]["id"], "customer_words": "Too late."
        });
        house.act(maker.rep, "order.cancel_line", input).unwrap();
        let cancelled = maker.figure("delivered_on_time", date(2027, 5, 1), date(2027, 5, 31));
        assert_eq!((cancelled.value.unwrap().to_string().as_str(), cancelled.n), ("70.0", 10));
        maker.verify();
    });
}

#[test]
fn what_shipped_early_frees_what_it_did_not_need_and_parts_leave_their_place() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house, &PORTO);
        let account = maker.account("Moinho Açu");
        let press = maker.machine("P-5", 30, 1_200, "120000.00");
        maker.slots(press, "2027-03-08", "2027-12-27", 1);
        maker.crew(2_400);
        let order = maker.order(account, press, 1, "2027-06-14");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.target(order, "2027-04-23").unwrap();
        maker.release(order);
        let crew = || {
            let input = json!({ "territory": maker.north, "from": "2027-04-05", "weeks": 20 });
            let seen = house.view(maker.service_planner, "capacity.weeks", input).unwrap();
            let weeks = seen["crews"][0]["weeks"].as_array().unwrap().clone();
            let sum = |name: &str| weeks.iter().map(|week| week[name].as_i64().unwrap()).sum::<i64>();
            (sum("taken"), sum("aimed"))
        };
        assert_eq!(crew(), (1_200, 1_200));
        house.advance("2027-04-22T12:00:00Z");
        house.act(maker.planner, "order.ship", json!({ "order": order, "evidence": "Waybill" })).unwrap();
        // The slot that was used stays, the one of June is free again; the work on site is planned once, and firmly.
        assert_eq!(maker.week(press, "2027-06-14"), (1, 0, 0));
        assert_eq!(maker.week(press, "2027-04-19"), (1, 1, 0));
        assert_eq!(crew(), (1_200, 0));
        let seal = json!({ "product": { "code": "S-1", "name": "Seal", "kind": "part", "unit": "piece",
            "price": { "amount": "12.00", "currency": "EUR" } } });
        let seal = maker::id(&house.act(maker.planner, "product.enter", seal).unwrap(), "product");
        let stock = json!({ "product": seal, "place": "Porto", "on_hand": 5, "supply_days": 10, "supply_count": "calendar" });
        house.act(maker.planner, "part.set_stock", stock).unwrap();
        let parts = maker.order(account, seal, 3, "2027-05-03");
        maker.commit(maker.rep, parts, "2027-05-03", json!({})).unwrap();
        house.act(maker.planner, "order.release", json!({ "order": parts })).unwrap();
        house.act(maker.planner, "order.ship", json!({ "order": parts, "evidence": "Parcel 7" })).unwrap();
        let left =
            house.view(maker.planner, "capacity.part", json!({ "part": seal, "quantity": 1 })).unwrap();
        assert!(left.to_string().contains("\"on_hand\":2"), "{left}");
        maker.verify();
    });
}
