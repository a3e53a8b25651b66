//! Orders as the pipeline sees them (R8, R12), on both databases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod maker;

use accord_testing::on_both_databases;
use maker::{Maker, PORTO, id, rooms, rule};
use serde_json::json;

#[test]
fn r08_two_orders_of_a_new_customer_on_one_day_count_one_net_new_whatever_is_told_first() {
    on_both_databases(rooms, "2031-06-02T09:00:00Z", |house| {
        let maker = Maker::new(house, &PORTO);
        let (account, other) = (maker.account("Minho Papel"), maker.account("Lima Tintas"));
        let product = maker.machine("P2", 20, 0, "120000.00");
        maker.slots(product, "2031-06-02", "2032-06-02", 50);
        let open = |customer| {
            let input = json!({ "customer": customer, "title": "Line 2", "kind": "net_new" });
            id(&house.act(maker.rep, "opportunity.open", input).unwrap(), "opportunity")
        };
        let (one, two) = (open(account.customer), open(account.customer));
        let first = maker.order(account, product, 1, "2031-09-01");
        let second = maker.order(account, product, 2, "2031-09-01");
        let told = maker.notices(maker.rep).contains(&"notice-order-may-be-a-win".to_owned());
        assert!(!told, "whoever enters the order knows it");
        let win = |of, order| {
            let input = json!({ "opportunity": of, "order": order });
            house.act(maker.rep, "opportunity.win", input).map(|won| won["counted_as"].clone())
        };
        let foreign = maker.order(other, product, 1, "2031-09-01");
        assert_eq!(rule(win(one, foreign)), "/order field.unknown_reference");
        assert_eq!(win(two, second).unwrap(), json!("net_new"), "told first, though the order came second");
        assert_eq!(win(one, first).unwrap(), json!("expansion"));

        // A customer who ordered on an earlier day is not new, whatever the pipeline knows.
        house.advance("2031-06-03T09:00:00Z");
        let late = open(other.customer);
        let again = maker.order(other, product, 1, "2031-09-01");
        assert_eq!(win(late, again).unwrap(), json!("expansion"));
        house.verify();
    });
}

#[test]
fn r12_promises_of_the_trial_order_stand_on_the_scorecard() {
    on_both_databases(rooms, "2031-06-02T09:00:00Z", |house| {
        let maker = Maker::new(house, &PORTO);
        let account = maker.account("Cávado Aço");
        let product = maker.machine("P3", 20, 0, "120000.00");
        maker.slots(product, "2031-06-02", "2032-06-02", 50);
        let plan = json!({
            "customer": account.customer, "name": "Hall 1", "product": product, "units": 6,
            "starts_on": "2031-06-02", "months": 12, "capacity": "2", "preparation_days": 5
        });
        let programme = id(&house.act(maker.rep, "programme.plan", plan).unwrap(), "programme");
        let order = maker.enter(account, json!({ "trial": true }), product, 1, "2031-08-04").unwrap();
        let order = id(&order, "order");
        let set = json!({ "programme": programme, "version": 1, "order": order });
        house.act(maker.rep, "programme.set_trial", set).unwrap();
        maker.commit(maker.rep, order, "2031-08-04", json!({})).unwrap();
        let score = || {
            let seen = house.view(maker.planner, "programme.one", json!({ "programme": programme })).unwrap();
            seen["scorecard"][0]["good"].clone()
        };
        assert_eq!(score(), json!(null));
        house.advance("2031-08-06T09:00:00Z");
        assert_eq!(score(), json!(false), "late, and seen at once");
        house.verify();
    });
}
