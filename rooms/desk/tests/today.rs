//! What waits for a colleague on the page that their day begins with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod support;

use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::{cast, id, rooms};
use uuid::Uuid;

/// A Tuesday morning in Oslo.
const START: &str = "2029-03-06T08:00:00Z";

#[test]
fn r18_a_review_waits_for_whoever_may_sign_it_however_many_others_do() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let press = cast.product(house, "PK-7", 40);
        let order = |n: usize, sales: Uuid| {
            let customer = cast.customer_in(house, &format!("Havn {n} Kaffe"), Some(cast.coast));
            cast.assign(house, customer, "sales", sales, "owner");
            let site = cast.site(house, customer, "Works", "Bergen");
            cast.order(house, customer, site, press, "2029-09-03")
        };
        // More than a day's page shows wait before hers, all of them another's customers.
        let others: Vec<Uuid> = (0..32)
            .map(|n| {
                house.at(&format!("2029-03-06T09:{n:02}:00Z"));
                order(n, cast.jonas)
            })
            .collect();
        house.at("2029-03-06T10:00:00Z");
        let hers = order(99, cast.irene);
        let waiting = |who: Uuid| -> Vec<(Uuid, Value)> {
            let today = house.view(who, "desk.today", json!({})).unwrap();
            let rows = today["reviews"].as_array().unwrap().clone();
            rows.iter().map(|row| (id(row, "order"), row["function"].clone())).collect()
        };
        assert_eq!(waiting(cast.irene), [(hers, json!("sales"))]);
        assert_eq!(waiting(cast.kenia), [], "who signs for no function is asked for nothing");
        // Manufacturing signs for every customer: the longest open first.
        let shown: Vec<(Uuid, Value)> =
            others.iter().take(30).map(|order| (*order, json!("manufacturing"))).collect();
        assert_eq!(waiting(cast.lars), shown);
        // Whose meeting is set comes first.
        let meeting = json!({ "order": hers, "meets_at": "2029-03-08T09:00:00Z" });
        house.act(cast.irene, "review.invite", meeting).unwrap();
        assert_eq!(waiting(cast.lars).len(), 30);
        assert_eq!(waiting(cast.lars)[0], (hers, json!("manufacturing")));
        let review = house.view(cast.irene, "order.review", json!({ "order": hers })).unwrap();
        let today = house.view(cast.irene, "desk.today", json!({})).unwrap();
        let points = review["agenda"].as_array().unwrap();
        assert_eq!(today["reviews"][0]["open_points"], json!(points.len()));
        for item in points {
            let input = json!({ "item": item["id"], "version": item["version"], "decision": "agreed" });
            house.act(cast.irene, "review.decide", input).unwrap();
        }
        let sign = json!({ "review": review["review"], "function": "manufacturing" });
        house.act(cast.lars, "review.sign", sign).unwrap();
        assert_eq!(waiting(cast.lars), shown, "what was signed waits no longer");
        let today = house.view(cast.irene, "desk.today", json!({})).unwrap();
        assert_eq!(today["reviews"][0]["open_points"], 0);
        assert_eq!(waiting(cast.irene), [(hers, json!("sales"))]);
        // By cover it is the cover's.
        let leave = json!({
            "person": cast.irene, "from": "2029-03-06T11:00:00Z", "until": "2029-03-09T22:00:00Z", "cover": cast.jonas
        });
        house.act(cast.admin, "leave.plan", leave).unwrap();
        house.advance("2029-03-06T11:00:00Z");
        assert_eq!(waiting(cast.jonas)[0], (hers, json!("sales")));
        house.verify();
    });
}
