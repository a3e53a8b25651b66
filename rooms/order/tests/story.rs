//! The walk-through story W1 as far as this room goes: 2 February to 30 March 2026, with its variants.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::on_both_databases;
use maker::{Maker, Stage, fact, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2026-02-02T15:00:00Z";
static CHICAGO: Stage = Stage { zone: "America/Chicago", currency: "USD", country: "us" };

struct Story<'h> {
    maker: Maker<'h>,
    account: maker::Account,
    order: Uuid,
    entered: Value,
}

/// Suzie books the purchase order: one H1, required in 12 weeks, lead time of so many days.
fn ordered(house: &accord_testing::House, lead_days: i64) -> Story<'_> {
    let maker = Maker::new(house, &CHICAGO);
    let account = maker.account("Harbour Mills");
    let h1 = maker.machine("H1", lead_days, 2_400, "850000.00");
    maker.slots(h1, "2026-02-02", "2026-09-28", 2);
    maker.crew(2_400);
    let entered = maker.enter(account, json!({ "trial": true }), h1, 1, "2026-04-27").unwrap();
    let order = id(&entered, "order");
    Story { maker, account, order, entered }
}

/// The meeting of 2 February: the date that the customer needs is told, the earlier one is aimed at.
fn met(house: &accord_testing::House) -> Story<'_> {
    let story = ordered(house, 56);
    story.maker.commit(story.maker.rep, story.order, "2026-04-27", json!({})).unwrap();
    story.maker.target(story.order, "2026-03-30").unwrap();
    story
}

#[test]
fn t20_an_orders_inner_dates_are_no_matter_of_a_channel_agent() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, account, .. } = met(house);
        let agent = accord_room_people::RoleId::seeded("channel_agent");
        house
            .act(maker.admin, "people.assign_role", json!({ "person": maker.other_rep, "role": agent }))
            .unwrap();
        let rep = accord_room_people::RoleId::seeded("sales_rep");
        house
            .act(maker.admin, "people.unassign_role", json!({ "person": maker.other_rep, "role": rep }))
            .unwrap();
        let line = |person: Uuid| {
            house
                .view(person, "customer.timeline", json!({ "customer": account.customer }))
                .unwrap()
                .to_string()
        };
        assert!(line(maker.planner).contains("order.set_target"));
        let seen = line(maker.other_rep);
        assert!(
            seen.contains("promise.") && !seen.contains("order.") && !seen.contains("2026-03-30"),
            "{seen}"
        );
        assert!(!seen.contains("checkpoint."), "{seen}");
    });
}

#[test]
fn r17_w1_the_order_is_held_and_the_review_has_the_facts() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, order, entered, .. } = ordered(house, 56);
        assert_eq!(entered["state"], "held");
        assert_eq!(entered["holds"], json!(["review", "dates"]));
        assert_eq!(entered["net_new"], true);
        let capable = &entered["possible"]["capable"];
        assert_eq!(capable["ship"], "2026-03-30", "{capable}");
        let review = maker.review(order);
        assert_eq!(review["required_on"], "2026-04-27");
        assert_eq!(review["earliest_ship"], "2026-03-30");
        assert_eq!(review["slack_days"], 28);
        let causes: Vec<&Value> =
            review["causes"].as_array().unwrap().iter().map(|cause| &cause["cause"]).collect();
        assert_eq!(causes, ["first_order", "trial_order"]);
        let agenda: Vec<&Value> =
            review["agenda"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
        assert_eq!(agenda, ["dates", "installation", "communication", "access"]);
        assert_eq!(review["access"]["gaps"], json!(["record"]));
        assert_eq!(review["order"]["totals"]["net"], json!({ "amount": "850000.00", "currency": "USD" }));
        assert!(maker.notices(maker.head_of_manufacturing).contains(&"notice-review-opened".to_owned()));
        assert!(maker.notices(maker.engineer).contains(&"notice-review-opened".to_owned()));
        let refusal = house.act(maker.planner, "order.release", json!({ "order": order })).unwrap_err();
        assert_eq!(refusal.rule, "order.held");
        assert_eq!(refusal.detail.unwrap()["open"].as_array().unwrap().len(), 2);
        maker.verify();
    });
}

#[test]
fn r18_w1_two_dates_and_the_customer_sees_only_the_told_one() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, account, order, .. } = met(house);
        let line = maker.line(order);
        assert_eq!(line["required_on"], "2026-04-27");
        assert_eq!(line["committed_on"], "2026-04-27");
        assert_eq!(line["first_committed_on"], "2026-04-27");
        assert_eq!(line["target_on"], "2026-03-30");
        let checkpoint = maker.checkpoint(order);
        assert_eq!(checkpoint["due_on"], "2026-03-02");
        assert_eq!(checkpoint["owner"]["name"], "Rita");
        for view in ["portal.orders", "portal.promises", "portal.company"] {
            let seen = maker.as_contact(account, view, json!({})).unwrap().to_string();
            assert!(!seen.contains("2026-03-30"), "{view}: {seen}");
            assert!(!seen.contains("target") && !seen.contains("forecast"), "{view}: {seen}");
        }
        let seen = maker.as_contact(account, "portal.orders", json!({})).unwrap();
        assert_eq!(seen[0]["lines"][0]["ships_on"], "2026-04-27");
        assert_eq!(seen[0]["next_confirmation_on"], "2026-03-02");
        maker.verify();
    });
}

#[test]
fn r19_w1_the_checkpoint_acted_on_moves_the_date_and_keeps_the_first() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, account, order, .. } = met(house);
        house.advance("2026-03-02T16:00:00Z");
        for person in [maker.rep, maker.head_of_manufacturing, maker.engineer] {
            assert!(maker.notices(person).contains(&"notice-checkpoint-today".to_owned()));
        }
        let checkpoint = maker.checkpoint(order);
        let early =
            maker.decide(&checkpoint, &checkpoint["version"], "offer_earlier", json!({ "told_by": "call" }));
        let early = early.unwrap_err();
        assert_eq!(early.rule, "checkpoint.not_ready");
        assert_eq!(fact(&early, "why").as_array().unwrap().len(), 2);
        let version = maker.state(&checkpoint, 92, true);
        let done =
            maker.decide(&checkpoint, &version, "offer_earlier", json!({ "told_by": "call" })).unwrap();
        assert_eq!(done["state"], "confirmed");
        let line = maker.line(order);
        assert_eq!(line["committed_on"], "2026-03-30");
        assert_eq!(line["first_committed_on"], "2026-04-27");
        assert_eq!(line["measured_on"], "2026-03-30");
        for person in [maker.head_of_manufacturing, maker.engineer] {
            assert!(maker.notices(person).contains(&"notice-checkpoint-confirmed".to_owned()));
        }
        let history = house.view(maker.rep, "order.history_of_dates", json!({ "order": order })).unwrap();
        let told: Vec<(&Value, &Value)> = history
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["what"] == "committed")
            .map(|row| (&row["old_on"], &row["new_on"]))
            .collect();
        assert_eq!(
            told,
            [(&Value::Null, &json!("2026-04-27")), (&json!("2026-04-27"), &json!("2026-03-30"))]
        );
        let promises = maker.one(order)["promises"].clone();
        assert_eq!(promises.as_array().unwrap().len(), 1);
        assert_eq!(promises[0]["due_on"], "2026-03-30");
        let wording = promises[0]["wording"].as_str().unwrap();
        assert!(
            wording.contains("30") && !wording.contains("27"),
            "the words name the day that counts: {wording}"
        );
        let seen = maker.as_contact(account, "portal.orders", json!({})).unwrap();
        assert_eq!(seen[0]["lines"][0]["ships_on"], "2026-03-30");
        maker.release(order);
        house.advance("2026-03-30T18:00:00Z");
        let shipped = json!({ "order": order, "evidence": "Waybill 88-1" });
        house.act(maker.planner, "order.ship", shipped).unwrap();
        let line = maker.line(order);
        assert_eq!(line["delivery"], "on_time");
        assert_eq!(line["days_before_first"], 28);
        assert_eq!(maker.one(order)["promises"][0]["state"], "kept");
        maker.verify();
    });
}

#[test]
fn r19_w1_nobody_acts_and_the_head_of_sales_hears_of_it_at_the_end_of_the_day() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, order, .. } = met(house);
        // The owner's working day in Chicago ends at 17:00, which is 23:00 UTC before the clocks change.
        let due_at = maker.checkpoint(order)["due_at"].as_str().unwrap().to_owned();
        let before = due_at.parse::<jiff::Timestamp>().unwrap() - jiff::SignedDuration::from_secs(1);
        house.advance(&before.to_string());
        assert_eq!(maker.checkpoint(order)["state"], "open");
        assert!(!maker.notices(maker.head_of_sales).contains(&"notice-checkpoint-escalated".to_owned()));
        house.advance(&due_at);
        let checkpoint = maker.checkpoint(order);
        assert_eq!(checkpoint["state"], "escalated");
        assert_eq!(checkpoint["escalated_at"], due_at);
        let heard = maker.notices(maker.head_of_sales);
        assert_eq!(heard.iter().filter(|kind| *kind == "notice-checkpoint-escalated").count(), 1);
        assert_eq!(maker.line(order)["committed_on"], "2026-04-27");
        house.advance("2026-03-06T12:00:00Z");
        assert_eq!(maker.line(order)["committed_on"], "2026-04-27");
        maker.verify();
    });
}

#[test]
fn r19_w1_the_customer_is_not_ready_and_the_date_stays() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, order, .. } = met(house);
        house.advance("2026-03-02T16:00:00Z");
        let checkpoint = maker.checkpoint(order);
        let version = maker.state(&checkpoint, 92, true);
        let more = json!({ "words": "The hall is not finished.", "told_by": "call" });
        let done = maker.decide(&checkpoint, &version, "keep", more).unwrap();
        assert_eq!(done["state"], "kept");
        assert_eq!(maker.line(order)["committed_on"], "2026-04-27");
        house.advance("2026-03-04T12:00:00Z");
        assert!(!maker.notices(maker.head_of_sales).contains(&"notice-checkpoint-escalated".to_owned()));
        maker.verify();
    });
}

#[test]
fn r18_w1_lead_of_14_weeks_refuses_the_date_and_only_manufacturing_goes_past() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, order, .. } = ordered(house, 98);
        assert_eq!(maker.review(order)["slack_days"], -14);
        let refusal = maker.commit(maker.rep, order, "2026-04-27", json!({})).unwrap_err();
        assert_eq!(refusal.rule, "promise.not_feasible");
        assert_eq!(fact(&refusal, "earliest"), "2026-05-11");
        let (action, input) = refusal.possible[0].action.clone().unwrap();
        assert_eq!((action, &input["on"]), ("order.commit_date", &json!("2026-05-11")));
        let reason = json!({ "override_reason": "Second shift in April." });
        assert_eq!(
            rule(maker.commit(maker.rep, order, "2026-04-27", reason.clone())),
            "promise.override_not_yours"
        );
        maker.commit(maker.head_of_manufacturing, order, "2026-04-27", reason).unwrap();
        let promise = maker.one(order)["promises"][0].clone();
        assert_eq!(promise["override_by"]["name"], "Mario");
        assert_eq!(promise["override_reason"], "Second shift in April.");
        assert_eq!(maker.line(order)["committed_on"], "2026-04-27");
        maker.verify();
    });
}

#[test]
fn t04_the_customer_asks_and_hears_what_is_true() {
    on_both_databases(rooms, START, |house| {
        let Story { maker, account, order, .. } = met(house);
        let input = json!({ "order": order, "words": "Could you ship earlier?" });
        let answer = maker.act_as_contact(account, "portal.ask_for_date", input.clone()).unwrap();
        assert_eq!(answer["committed_on"], "2026-04-27");
        assert_eq!(answer["confirms_on"], "2026-02-02");
        let said = answer["answer"].as_str().unwrap();
        assert!(said.contains("27 Apr 2026") && said.contains("2 Feb 2026"), "{said}");
        assert!(!answer.to_string().contains("03-30"), "{answer}");
        let again = maker.act_as_contact(account, "portal.ask_for_date", input).unwrap();
        assert_eq!(again["confirms_on"], "2026-02-02");
        assert_eq!(maker.one(order)["checkpoints"].as_array().unwrap().len(), 2);
        let direct = maker.commit(maker.rep, order, "2026-03-30", json!({ "customer_words": "Yes." }));
        assert_eq!(rule(direct), "order.only_checkpoint_moves_earlier");
        maker.verify();
    });
}
