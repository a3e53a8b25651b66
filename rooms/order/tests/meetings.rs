//! Reviews and checkpoints on figures of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::{House, on_both_databases};
use maker::{Account, Maker, PORTO, fact, rooms, rule};
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
