//! Orders on figures of their own: other prices, currencies, zones and calendars than the story's.
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
static SAO_PAULO: Stage = Stage { zone: "America/Sao_Paulo", currency: "BRL", country: "br" };

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

fn act(works: &Works<'_>, who: Uuid, action: &str, input: Value) -> accord_kernel::Outcome<Value> {
    works.maker.house.act(who, action, input)
}

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
fn r17_a_review_is_for_first_orders_and_trials_and_needs_three_persons() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let first = maker.order(works.account, works.press, 1, "2027-05-14");
        let review = maker.review(first);
        let sign = |who: Uuid, function: &str| {
            house.act(who, "review.sign", json!({ "review": review["review"], "function": function }))
        };
        assert_eq!(rule(sign(maker.rep, "sales")), "review.points_open");
        let item = &review["agenda"][0];
        let decide = |version: &Value| {
            let input = json!({ "item": item["id"], "version": version, "decision": "14 May." });
            house.act(maker.rep, "review.decide", input)
        };
        decide(&item["version"]).unwrap();
        assert_eq!(rule(decide(&item["version"])), "stale");
        for item in &review["agenda"].as_array().unwrap()[1..] {
            let input = json!({ "item": item["id"], "version": item["version"], "decision": "agreed" });
            house.act(maker.head_of_service, "review.decide", input).unwrap();
        }
        assert_eq!(rule(sign(maker.rep, "service")), "permission");
        assert_eq!(rule(sign(maker.engineer, "service")), "permission");
        sign(maker.rep, "sales").unwrap();
        assert_eq!(rule(sign(maker.head_of_sales, "sales")), "review.function_signed");
        assert_eq!(rule(decide(&json!(2))), "review.signed_already");
        sign(maker.planner, "manufacturing").unwrap();
        let two = house.act(maker.planner, "order.release", json!({ "order": first })).unwrap_err();
        let open = two.detail.unwrap();
        assert_eq!(open["open"][0]["facts"]["signatures"], json!(["review-function-service"]));
        assert_eq!(sign(maker.head_of_service, "service").unwrap()["state"], "complete");
        let dates = house.act(maker.planner, "order.release", json!({ "order": first })).unwrap_err();
        assert_eq!(dates.detail.unwrap()["open"][0]["hold"], "dates");
        maker.commit(maker.rep, first, "2027-05-14", json!({})).unwrap();
        house.act(maker.planner, "order.release", json!({ "order": first })).unwrap();
        let second = maker.enter(works.account, json!({}), works.press, 1, "2027-06-14").unwrap();
        assert_eq!((&second["net_new"], &second["holds"]), (&json!(false), &json!(["dates"])));
        let trial =
            maker.enter(works.account, json!({ "trial": true }), works.press, 1, "2027-06-14").unwrap();
        assert_eq!(trial["holds"], json!(["review", "dates"]));
        maker.verify();
    });
}

#[test]
fn r17_what_is_changed_after_signatures_is_signed_anew() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-05-14");
        maker.commit(maker.rep, order, "2027-05-14", json!({})).unwrap();
        maker.complete_review(order);
        let version = maker.one(order)["version"].clone();
        let amend =
            json!({ "order": order, "version": version, "reason": "Terms", "payment_terms": "60 days" });
        let amended = house.act(maker.rep, "order.amend", amend.clone()).unwrap();
        assert_eq!((&amended["agreement"], &amended["holds"]), (&json!(2), &json!(["review"])));
        assert_eq!(rule(house.act(maker.rep, "order.amend", amend)), "stale");
        let review = maker.review(order);
        assert_eq!((&review["round"], &review["state"]), (&json!(2), &json!("open")));
        assert!(review["signatures"].as_array().unwrap().iter().all(|sign| sign["signed_by"].is_null()));
        assert!(review["agenda"].as_array().unwrap().iter().all(|item| item["decision"] == "agreed"));
        maker.verify();
    });
}

#[test]
fn r17_tasks_are_given_done_or_heard_of() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-05-14");
        let review = maker.review(order)["review"].clone();
        let give = |what: &str, due_on: &str| {
            let input = json!({ "review": review, "what": what, "owner": maker.engineer, "due_on": due_on });
            house.act(maker.rep, "review.add_task", input)
        };
        let done = give("Ask for the night key", "2027-03-12").unwrap();
        give("Measure the door", "2027-03-12").unwrap();
        assert_eq!(rule(give("Too late", "2027-03-09")), "/due_on field.past");
        assert_eq!(
            house.view(maker.engineer, "review.my_tasks", json!({})).unwrap().as_array().unwrap().len(),
            2
        );
        let finish = json!({ "task": done["task"], "outcome": "Key 7 at the gate." });
        house.act(maker.engineer, "review.finish_task", finish.clone()).unwrap();
        assert_eq!(rule(house.act(maker.engineer, "review.finish_task", finish)), "review.task_done");
        house.advance("2027-03-12T20:00:00Z");
        let late =
            |who: Uuid| maker.notices(who).iter().filter(|kind| *kind == "notice-review-task-late").count();
        assert_eq!((late(maker.engineer), late(maker.head_of_service)), (1, 1));
        maker.verify();
    });
}

#[test]
fn r19_asked_and_not_answered_is_escalated_a_working_day_later() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-06-14");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.target(order, "2027-04-23").unwrap();
        // One month after 10 March is Saturday 10 April, so the Monday.
        assert_eq!(maker.checkpoint(order)["due_on"], "2027-04-12");
        house.advance("2027-04-12T09:00:00Z");
        let checkpoint = maker.checkpoint(order);
        maker
            .decide(&checkpoint, &checkpoint["version"], "ask_customer", json!({ "told_by": "mail" }))
            .unwrap();
        house.advance("2027-04-13T00:00:00Z");
        assert_eq!(maker.checkpoint(order)["state"], "asked");
        house.advance("2027-04-14T00:00:00Z");
        let checkpoint = maker.checkpoint(order);
        assert_eq!(checkpoint["state"], "escalated");
        // An escalated checkpoint can still be decided; low readiness or a date that is taken stand against it.
        let version = maker.state(&checkpoint, 89, true);
        let low = maker.decide(&checkpoint, &version, "offer_earlier", json!({ "told_by": "call" }));
        assert_eq!(fact(&low.unwrap_err(), "why"), json!(["checkpoint-against-readiness-too-low"]));
        let again = maker.checkpoint(order);
        let version = maker.state(&again, 90, true);
        let more = json!({ "told_by": "call", "on": "2027-04-30" });
        maker.decide(&again, &version, "offer_earlier", more).unwrap();
        assert_eq!(maker.line(order)["committed_on"], "2027-04-30");
        let over = maker.decide(&again, &json!(9), "keep", json!({}));
        assert_eq!(rule(over), "checkpoint.not_open");
        maker.verify();
    });
}

#[test]
fn r19_settings_move_checkpoint_and_threshold() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        for (name, value) in [("order.checkpoint_days", json!(14)), ("order.readiness_percent", json!(60))] {
            let input =
                json!({ "name": name, "value": value, "effective_from": "2027-03-10", "reason": "Faster." });
            house.act(maker.admin, "settings.set", input).unwrap();
        }
        let order = maker.order(works.account, works.press, 1, "2027-06-14");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.target(order, "2027-04-23").unwrap();
        let checkpoint = maker.checkpoint(order);
        assert_eq!(checkpoint["due_on"], "2027-03-24");
        let version = maker.state(&checkpoint, 61, true);
        maker.decide(&checkpoint, &version, "offer_earlier", json!({ "told_by": "call" })).unwrap();
        assert_eq!(maker.line(order)["committed_on"], "2027-04-23");
        maker.verify();
    });
}

#[test]
fn r65_amendments_and_cancellations_keep_what_was() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let input = json!({
            "customer": works.account.customer, "site": works.account.site, "customer_reference": "PO 9",
            "ship_apart": true,
            "lines": [
                { "product": works.press, "quantity": "3", "unit_price": "99999.9950", "required_on": "2027-05-14" },
                { "description": "Packing", "quantity": "1.5", "unit_price": "33.3333" }
            ],
            "taxes": [{ "name": "IVA", "percent": "23" }, { "line": 2, "name": "Eco", "percent": "1.5" }]
        });
        let order = id(&house.act(maker.rep, "order.enter", input).unwrap(), "order");
        let one = maker.one(order);
        // 299,999.985 is 299,999.99; 49.99995 is 50.00; IVA 69,000.00 and 11.50, Eco 0.75.
        assert_eq!(one["totals"]["net"]["amount"], "300049.99");
        assert_eq!(one["totals"]["gross"]["amount"], "369062.24");
        maker.commit(maker.rep, order, "2027-06-04", json!({})).unwrap();
        let version = |order| maker.one(order)["version"].clone();
        let line = |no: usize| maker.one(order)["lines"][no]["id"].clone();
        let cancel = |quantity: Value| {
            let input = json!({
                "order": order, "version": version(order), "line": line(0), "quantity": quantity,
                "customer_words": "We need one less."
            });
            house.act(maker.rep, "order.cancel_line", input)
        };
        cancel(json!("1")).unwrap();
        assert_eq!(rule(cancel(json!("2.5"))), "/quantity order.more_than_left");
        let one = maker.one(order);
        assert_eq!(one["agreement"], 2);
        assert_eq!((&one["lines"][0]["quantity"], &one["lines"][0]["left"]), (&json!("3"), &json!("2")));
        assert_eq!(
            (&one["lines"][2]["kind"], &one["lines"][2]["quantity"]),
            (&json!("cancellation"), &json!("1"))
        );
        assert_eq!(one["lines"][2]["net"]["amount"], "-100000.00");
        let differences = one["versions"][0]["differences"].as_array().unwrap();
        assert_eq!(differences[0]["what"], "line_cancelled");
        let more = json!({ "order": order, "version": version(order), "reason": "One more",
            "changes": [{ "line": line(0), "quantity": "2" }] });
        assert_eq!(
            rule(house.act(maker.rep, "order.amend", more)),
            "/changes/0/quantity order.less_by_cancelling"
        );
        let added = json!({ "order": order, "version": version(order), "reason": "One more",
            "lines": [{ "product": works.press, "quantity": "1", "required_on": "2027-07-02" }] });
        assert_eq!(house.act(maker.rep, "order.amend", added).unwrap()["holds"], json!(["review", "dates"]));
        cancel(Value::Null).unwrap();
        let one = maker.one(order);
        assert_eq!(one["lines"][0]["state"], "cancelled");
        assert_eq!(one["promises"][0]["state"], "released");
        // 3 presses were 299,999.99, of which 100,000.00 and 199,999.99 were taken back; 120,000.00 was added.
        assert_eq!(one["totals"]["net"]["amount"], "120050.00");
        assert_eq!(one["versions"].as_array().unwrap().len(), 4);
        maker.verify();
    });
}

#[test]
fn an_amendment_that_breaks_a_told_date_is_refused_with_what_is_possible() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-04-16");
        maker.commit(maker.rep, order, "2027-04-16", json!({})).unwrap();
        let one = maker.one(order);
        let more = |quantity: &str| {
            let input = json!({ "order": order, "version": one["version"], "reason": "More",
                "changes": [{ "line": one["lines"][0]["id"], "quantity": quantity }] });
            house.act(maker.rep, "order.amend", input)
        };
        // The weeks of 5 and 12 April have one slot each.
        let refusal = more("3").unwrap_err();
        assert_eq!(
            (refusal.rule, fact(&refusal, "earliest")),
            ("order.amendment_breaks_date", json!("2027-04-19"))
        );
        assert_eq!(maker.line(order)["quantity"], "1");
        more("2").unwrap();
        assert_eq!(maker.week(works.press, "2027-04-05"), (1, 1, 0));
        maker.verify();
    });
}

#[test]
fn an_order_taken_back_whole_leaves_nothing_behind() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-06-14");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.target(order, "2027-04-23").unwrap();
        let one = maker.one(order);
        let input = json!({ "order": order, "version": one["version"], "line": one["lines"][0]["id"],
            "customer_words": "The mill is closing." });
        assert_eq!(house.act(maker.rep, "order.cancel_line", input).unwrap()["state"], "cancelled");
        let one = maker.one(order);
        assert_eq!(one["review_state"], "overtaken");
        assert_eq!(one["checkpoints"][0]["state"], "overtaken");
        assert_eq!(one["promises"][0]["state"], "released");
        assert_eq!(maker.week(works.press, "2027-06-14"), (1, 0, 0));
        assert_eq!(maker.week(works.press, "2027-04-19"), (1, 0, 0));
        house.advance("2027-07-01T09:00:00Z");
        assert!(!maker.notices(maker.head_of_sales).contains(&"notice-checkpoint-escalated".to_owned()));
        // The next order is not net-new, but the first that would be released still goes through a review.
        let next = maker.enter(works.account, json!({}), works.press, 1, "2027-10-04").unwrap();
        assert_eq!((&next["net_new"], &next["holds"]), (&json!(false), &json!(["review", "dates"])));
        maker.verify();
    });
}

#[test]
fn entry_promises_all_required_dates_or_books_nothing() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let commit = json!({ "commit_required": true, "told_by": "mail" });
        let refusal = maker.enter(works.account, commit.clone(), works.press, 1, "2027-04-05").unwrap_err();
        assert_eq!((refusal.rule, fact(&refusal, "earliest")), ("promise.not_feasible", json!("2027-04-09")));
        let list = house.view(maker.rep, "order.list", json!({})).unwrap();
        assert_eq!((&list["count"], &list["rows"]), (&json!(0), &json!([])));
        let order = id(&maker.enter(works.account, commit, works.press, 1, "2027-04-30").unwrap(), "order");
        assert_eq!(maker.line(order)["committed_on"], "2027-04-30");
        let promise = maker.one(order)["promises"][0].clone();
        assert!(promise["wording"].as_str().unwrap().contains("PO 4711"), "{promise}");
        assert_eq!(maker.one(order)["holds"].as_array().unwrap().len(), 1);
        maker.verify();
    });
}

#[test]
fn entry_names_what_is_wrong_with_each_field() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let other = maker.account("Outra");
        let refused = |more: Value| rule(maker.enter(works.account, more, works.press, 1, "2027-05-14"));
        let line = |more: Value| {
            let mut line = json!({ "product": works.press, "quantity": "1" });
            line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({ "lines": [line] })
        };
        assert_eq!(refused(json!({ "customer_reference": " " })), "/customer_reference field.empty");
        assert_eq!(refused(json!({ "ordered_on": "2027-03-11" })), "/ordered_on order.in_future");
        assert_eq!(refused(json!({ "lines": [] })), "/lines field.required");
        assert_eq!(refused(json!({ "number": "O-1" })), "/number field.unknown");
        assert_eq!(refused(line(json!({ "quantity": "1.5" }))), "/lines/0/quantity order.whole_pieces");
        assert_eq!(refused(line(json!({ "quantity": "0" }))), "/lines/0/quantity order.quantity");
        assert_eq!(refused(line(json!({ "unit_price": "1.23456" }))), "/lines/0/unit_price order.digits");
        assert_eq!(
            refused(line(json!({ "product": Uuid::nil() }))),
            "/lines/0/product order.no_such_product"
        );
        assert_eq!(refused(json!({ "currency": "JPY" })), "/lines/0/unit_price field.required");
        assert_eq!(
            refused(json!({ "taxes": [{ "line": 2, "name": "X", "percent": "1" }] })),
            "/taxes/0/line order.no_such_line"
        );
        assert_eq!(refused(json!({ "site": other.site })), "absent");
        assert_eq!(refused(json!({ "contact": other.contact })), "absent");
        assert_eq!(refused(json!({ "commit_required": true })), "/told_by field.required");
        maker.verify();
    });
}

#[test]
fn nobody_reads_or_touches_what_is_not_theirs() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-05-14");
        maker.commit(maker.rep, order, "2027-05-14", json!({})).unwrap();
        let stranger = maker.account("Estranha");
        assert_eq!(maker.as_contact(stranger, "portal.orders", json!({})).unwrap(), json!([]));
        assert_eq!(
            maker.as_contact(stranger, "portal.orders", json!({ "order": order })).unwrap(),
            json!([])
        );
        let ask = json!({ "order": order, "words": "Earlier?" });
        assert_eq!(rule(maker.act_as_contact(stranger, "portal.ask_for_date", ask)), "absent");
        assert_eq!(rule(maker.as_contact(works.account, "order.one", json!({ "order": order }))), "absent");
        let nothing = json!({ "order": Uuid::from_u128(7) });
        assert_eq!(rule(house.view(maker.rep, "order.one", nothing.clone())), "absent");
        assert_eq!(rule(house.act(maker.planner, "order.release", nothing)), "absent");
        assert_eq!(rule(maker.commit(maker.engineer, order, "2027-06-14", json!({}))), "permission");
        assert_eq!(rule(maker.commit(maker.rep, order, "2027-03-01", json!({}))), "/on field.past");
        assert_eq!(rule(maker.commit(maker.rep, order, "2027-05-14", json!({}))), "/on order.same_date");
        let line = json!({ "lines": [Uuid::from_u128(9)] });
        assert_eq!(rule(maker.commit(maker.rep, order, "2027-05-31", line)), "absent");
        let beside = json!({ "customer": works.account.customer, "kind": "ship", "wording": "In April.",
            "due_on": "2027-04-30", "about": { "kind": "order", "id": order }, "owner": maker.rep });
        assert_eq!(rule(house.act(maker.rep, "promise.make", beside)), "order.told_by_order");
        maker.verify();
    });
}

#[test]
fn a_promise_moved_or_released_in_the_ledger_moves_its_order() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-05-14");
        maker.commit(maker.rep, order, "2027-05-14", json!({})).unwrap();
        let promise = maker.one(order)["promises"][0]["id"].clone();
        let version = |id: &Value| {
            house.view(maker.rep, "promise.one", json!({ "promise": id })).unwrap()["version"].clone()
        };
        let earlier = json!({ "promise": promise, "version": version(&promise), "due_on": "2027-04-30",
            "reason": "Sooner", "told": "call" });
        assert_eq!(rule(house.act(maker.rep, "promise.redate", earlier)), "promise.earlier_by_checkpoint");
        let later = json!({ "promise": promise, "version": version(&promise), "due_on": "2027-05-28",
            "reason": "Castings", "told": "call" });
        house.act(maker.rep, "promise.redate", later).unwrap();
        assert_eq!(maker.line(order)["committed_on"], "2027-05-28");
        assert_eq!(maker.line(order)["measured_on"], "2027-05-14");
        assert_eq!(maker.week(works.press, "2027-05-24"), (1, 1, 0));
        assert_eq!(maker.week(works.press, "2027-05-10"), (1, 0, 0));
        let release =
            json!({ "promise": promise, "version": version(&promise), "customer_words": "Whenever." });
        house.act(maker.rep, "promise.release", release).unwrap();
        let one = maker.one(order);
        assert_eq!(
            (&one["lines"][0]["committed_on"], &one["lines"][0]["first_committed_on"]),
            (&Value::Null, &json!("2027-05-14"))
        );
        assert!(one["holds"].as_array().unwrap().iter().any(|hold| hold["word"] == "dates"));
        maker.verify();
    });
}

#[test]
fn r02_a_merge_takes_the_orders_along_and_a_new_owner_the_checkpoints() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = maker.order(works.account, works.press, 1, "2027-06-14");
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.target(order, "2027-04-23").unwrap();
        let again = maker.account("Moinho Açu Lda");
        let merge =
            json!({ "into": again.customer, "from": works.account.customer, "reason": "Same tax number." });
        house.act(maker.head_of_sales, "customer.merge", merge).unwrap();
        let one = maker.one(order);
        assert_eq!(id(&one["customer"], "id"), again.customer);
        let list =
            house.view(maker.rep, "order.list", json!({ "customer": works.account.customer })).unwrap();
        assert_eq!(list["count"], 1);
        let owner = json!({ "customer": again.customer, "person": maker.other_rep, "sphere": "sales", "rank": "owner" });
        house.act(maker.head_of_sales, "customer.assign", owner).unwrap();
        assert_eq!(maker.checkpoint(order)["owner"]["name"], "Saulo");
        let leaving = house.act(maker.admin, "people.disable", json!({ "person": maker.other_rep }));
        assert!(leaving.unwrap_err().detail.unwrap().to_string().contains("checkpoint"));
        maker.verify();
    });
}

#[test]
fn lists_filter_page_and_count() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let orders: Vec<Uuid> =
            (0..5).map(|_| maker.order(works.account, works.press, 1, "2027-09-13")).collect();
        maker.commit(maker.rep, orders[2], "2027-05-14", json!({})).unwrap();
        let list = |input: Value| house.view(maker.rep, "order.list", input).unwrap();
        let first = list(json!({ "limit": 2 }));
        assert_eq!((&first["count"], first["rows"].as_array().unwrap().len()), (&json!(5), 2));
        let mut seen: Vec<Value> = first["rows"].as_array().unwrap().clone();
        let mut next = first["next"].clone();
        while let Some(after) = next.as_str() {
            let page = list(json!({ "limit": 2, "after": after }));
            seen.extend(page["rows"].as_array().unwrap().clone());
            next = page["next"].clone();
        }
        let mut ids: Vec<Uuid> = seen.iter().map(|row| id(row, "id")).collect();
        ids.sort_unstable();
        let mut all = orders.clone();
        all.sort_unstable();
        assert_eq!(ids, all);
        let number = maker.one(orders[3])["number"].clone();
        assert_eq!(list(json!({ "query": number }))["rows"][0]["number"], number);
        assert_eq!(list(json!({ "hold": "dates" }))["count"], 4);
        assert_eq!(list(json!({ "state": "released" }))["count"], 0);
        assert_eq!(list(json!({ "late": true }))["count"], 0);
        house.advance("2027-05-15T09:00:00Z");
        assert_eq!(id(&list(json!({ "late": true }))["rows"][0], "id"), orders[2]);
        assert_eq!(rule(house.view(maker.rep, "order.list", json!({ "limit": 201 }))), "/limit field.range");
        assert_eq!(rule(house.view(maker.rep, "order.list", json!({ "after": "x" }))), "/after field.form");
        let choices = house.view(maker.rep, "order.choices", json!({ "query": "4711" })).unwrap();
        assert_eq!(choices.as_array().unwrap().len(), 5);
        let checkpoints =
            house.view(maker.rep, "checkpoint.list", json!({ "mine": true, "open": true })).unwrap();
        assert_eq!(checkpoints["count"], 0);
        maker.verify();
    });
}

#[test]
fn lines_that_ship_apart_have_a_promise_each() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let lines = json!([
            { "product": works.press, "quantity": "1", "required_on": "2027-04-23" },
            { "product": works.press, "quantity": "1", "required_on": "2027-06-18" }
        ]);
        let apart = json!({ "ship_apart": true, "lines": lines, "commit_required": true, "told_by": "mail" });
        let order = id(&maker.enter(works.account, apart, works.press, 1, "2027-04-23").unwrap(), "order");
        let one = maker.one(order);
        let told: Vec<&Value> =
            one["lines"].as_array().unwrap().iter().map(|line| &line["committed_on"]).collect();
        assert_eq!(told, ["2027-04-23", "2027-06-18"]);
        assert_eq!(one["promises"].as_array().unwrap().len(), 2);
        let first = one["lines"][0]["id"].clone();
        let ship = |more: Value| {
            let mut input = json!({ "order": order, "evidence": "Waybill" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            house.act(maker.planner, "order.ship", input)
        };
        assert_eq!(rule(ship(json!({}))), "order.not_released");
        maker.release(order);
        house.advance("2027-04-26T10:00:00Z");
        assert_eq!(
            rule(ship(json!({ "lines": [first], "shipped_on": "2027-04-27" }))),
            "/shipped_on order.in_future"
        );
        // Recorded on Monday, but it left on the Friday that was told.
        ship(json!({ "lines": [first], "shipped_on": "2027-04-23" })).unwrap();
        let one = maker.one(order);
        assert_eq!((&one["state"], &one["lines"][0]["delivery"]), (&json!("released"), &json!("on_time")));
        let states: Vec<&Value> =
            one["promises"].as_array().unwrap().iter().map(|row| &row["state"]).collect();
        assert_eq!(states.iter().filter(|state| **state == "kept").count(), 1, "{states:?}");
        assert_eq!(rule(ship(json!({ "lines": [first] }))), "/lines/0 order.line_not_due");
        assert_eq!(ship(json!({})).unwrap()["state"], "shipped");
        assert_eq!(rule(ship(json!({}))), "order.not_released");
        maker.verify();
    });
}

#[test]
fn what_was_ordered_elsewhere_comes_in_and_can_be_taken_back_untouched() {
    fn with_import(registry: &mut accord_kernel::Registry) {
        rooms(registry);
        registry.action::<Bring>().action::<TakeBack>();
    }
    on_both_databases(with_import, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let bring = json!({ "customer": works.account.customer, "number": "A-77" });
        let order = id(&house.act(maker.rep, "test.bring", bring.clone()).unwrap(), "order");
        assert_eq!(rule(house.act(maker.rep, "test.bring", bring)), "/number order.number_taken");
        let one = maker.one(order);
        assert_eq!(
            (&one["state"], &one["imported"], &one["net_new"]),
            (&json!("closed"), &json!(true), &json!(false))
        );
        // 2.5 at 10.125 is 25.31, of which one at 10.125 is taken back: 10.13.
        assert_eq!(one["totals"]["net"]["amount"], "15.18");
        assert_eq!((&one["review"], &one["promises"]), (&Value::Null, &json!([])));
        house.act(maker.rep, "test.take_back", json!({ "order": order })).unwrap();
        assert_eq!(rule(house.view(maker.rep, "order.one", json!({ "order": order }))), "absent");
        let own = maker.order(works.account, works.press, 1, "2027-06-14");
        assert_eq!(rule(house.act(maker.rep, "test.take_back", json!({ "order": own }))), "order.touched");
        maker.verify();
    });
}

/// Stands for the room of imports.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Bring {
    customer: Uuid,
    number: String,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
struct Brought {
    order: accord_room_order::OrderId,
}

impl accord_kernel::Action for Bring {
    const NAME: &'static str = "test.bring";
    const PERMISSION: accord_kernel::Permission = accord_kernel::Permission::OrderWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: accord_kernel::Audience = accord_kernel::Audience::Staff;
    type Answer = Brought;
    fn touches(
        &self,
        _: &mut accord_store::Tx,
        _: &accord_kernel::Context,
    ) -> accord_kernel::Outcome<accord_kernel::Touches> {
        Ok(accord_kernel::Touches::customer(self.customer))
    }
    fn perform(
        self,
        tx: &mut accord_store::Tx,
        act: &mut accord_kernel::Act<'_>,
    ) -> accord_kernel::Outcome<Brought> {
        use accord_room_order::{ImportedLine, ImportedOrder, LineKind, import_order};
        let line = |kind, quantity: &str, cancels| ImportedLine {
            kind,
            cancels,
            product: None,
            description: "Felt".to_owned(),
            quantity: quantity.parse().unwrap(),
            unit_price: "10.125".parse().unwrap(),
            required_on: None,
            shipped_on: Some(date(2025, 3, 4)),
        };
        let order = import_order(
            tx,
            act,
            &ImportedOrder {
                number: Some(self.number),
                customer: self.customer.into(),
                site: None,
                contact: None,
                ordered_on: date(2025, 2, 3),
                received_at: None,
                customer_reference: None,
                currency: None,
                lines: vec![line(LineKind::Goods, "2.5", None), line(LineKind::Cancellation, "1", Some(1))],
            },
        )?;
        Ok(Brought { order })
    }
}

/// Stands for the room of imports.
#[derive(serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct TakeBack {
    order: accord_room_order::OrderId,
}

impl accord_kernel::Action for TakeBack {
    const NAME: &'static str = "test.take_back";
    const PERMISSION: accord_kernel::Permission = accord_kernel::Permission::OrderWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: accord_kernel::Audience = accord_kernel::Audience::Staff;
    type Answer = ();
    fn touches(
        &self,
        tx: &mut accord_store::Tx,
        _: &accord_kernel::Context,
    ) -> accord_kernel::Outcome<accord_kernel::Touches> {
        Ok(accord_kernel::Touches::customer(accord_room_order::find(tx, self.order)?.customer_id))
    }
    fn perform(
        self,
        tx: &mut accord_store::Tx,
        act: &mut accord_kernel::Act<'_>,
    ) -> accord_kernel::Outcome<()> {
        accord_room_order::take_back_import(tx, act, self.order)
    }
}
