//! Capacity falls: slots, leave, holidays. Promises that no longer fit are named, moved where they can be kept, and
//! forecast where not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::on_both_databases;
use maker::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn promise(maker: &Maker<'_>, customer: Uuid, site: Uuid, kind: &str, product: Uuid, due: &str) -> Uuid {
    let input = json!({
        "customer": customer, "site": site, "kind": kind, "wording": format!("The press by {due}."), "due_on": due,
        "subject": { "product": product, "quantity": 1, "site": site }, "owner": maker.rep
    });
    id(&maker.house.act(maker.rep, "promise.make", input).unwrap(), "promise")
}

fn one(maker: &Maker<'_>, promise: Uuid) -> Value {
    maker.house.view(maker.head_of_sales, "promise.one", json!({ "promise": promise })).unwrap()
}

#[test]
fn r24_a_fall_of_slots_names_what_it_touches_worst_first_and_moves_what_can_still_be_kept() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let press = maker.machine("P-5", 14, 0);
        maker.slots(press, "2027-03-08", "2027-07-26", 2);
        maker.slots(press, "2027-05-31", "2027-07-26", 1);
        // Three orders; the week of 10 May is taken twice, the next one once.
        let mut orders = Vec::new();
        for (order, due, harm) in
            [(1_u128, "2027-05-14", 900), (2, "2027-05-14", 5_000), (3, "2027-05-21", 100)]
        {
            let (customer, site) = maker.customer(&format!("Cliente {order}"));
            let promise = promise(&maker, customer, site, "ship", press, due);
            let input = json!({
                "order": Uuid::from_u128(order), "ask": ask(customer, Some(site), press, 1), "ship": due,
                "harm": harm, "ship_promise": promise
            });
            maker.take(input).unwrap();
            orders.push((customer, promise));
        }
        assert_eq!(maker.week(press, "2027-05-10"), (2, 2, 0));
        // A breakdown: one machine less in May, none in the weeks before.
        maker.slots(press, "2027-03-22", "2027-05-03", 0);
        let done = maker.slots(press, "2027-05-10", "2027-05-24", 1);
        let touched = done["touched"].as_array().unwrap();
        assert_eq!(touched.len(), 1, "{done}");
        // Of equals the less harmful gives way, and the next slot that is free is after its due.
        assert_eq!(touched[0]["harm"], json!(900));
        assert_eq!(touched[0]["kept"], json!(false));
        assert_eq!(touched[0]["next"], json!("2027-05-24"));
        let seen = one(&maker, orders[0].1);
        assert_eq!(seen["forecast_on"], json!("2027-05-24"), "{seen}");
        let notices = house.view(maker.rep, "people.notices", json!({})).unwrap().to_string();
        assert!(notices.contains("24 May 2027"), "its owner is told at once: {notices}");

        // With a slot in April it can be kept: it is moved, and nobody is told.
        let done = maker.slots(press, "2027-04-26", "2027-04-26", 1);
        assert_eq!(done["touched"], json!([]), "more is no fall");
        let done = maker.slots(press, "2027-05-17", "2027-05-17", 0);
        let touched = done["touched"].as_array().unwrap();
        let kept: Vec<_> = touched
            .iter()
            .map(|one| (one["harm"].as_i64().unwrap(), one["kept"].as_bool().unwrap()))
            .collect();
        // The overfull week of 10 May is still overfull: its lesser promise finds April first.
        assert_eq!(kept, [(900, true), (100, false)], "{done}");
        assert_eq!(maker.week(press, "2027-04-26"), (1, 1, 0));
        assert_eq!(maker.week(press, "2027-05-10"), (1, 1, 0));
        maker.verify();
    });
}

#[test]
fn r24_leave_of_a_crew_moves_or_forecasts_the_installation() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Lagar Novo");
        let press = maker.machine("P-6", 5, 1_800);
        maker.slots(press, "2027-03-08", "2027-07-26", 5);
        maker.crew(maker.fitter, 2_100);
        let promise = promise(&maker, customer, site, "install", press, "2027-04-05");
        let input = json!({
            "order": Uuid::from_u128(4), "ask": ask(customer, Some(site), press, 1), "install": "2027-04-05",
            "install_promise": promise
        });
        assert_eq!(maker.take(input).unwrap()["installs"], json!(["2027-04-05"]));
        assert_eq!(maker.crew_week("2027-04-05"), (2_100, 1_800, 0));
        // Away for two days of that week: 1,260 minutes are left, and the work began on the promised day at the latest.
        let leave = json!({
            "person": maker.fitter, "from": "2027-04-06T00:00:00+01:00", "until": "2027-04-08T00:00:00+01:00",
            "cover": maker.other_fitter
        });
        let leave = house.act(maker.head_of_service, "leave.plan", leave).unwrap();
        assert_eq!(maker.crew_week("2027-04-05").0, 1_260);
        // It still begins on Monday and ends a week later: moved, not forecast.
        assert_eq!(maker.crew_week("2027-04-05").1 + maker.crew_week("2027-04-12").1, 1_800);
        assert_eq!(one(&maker, promise)["forecast_on"], json!(null));

        // Called off, and away for the whole week instead: nobody can begin by the day that was promised.
        house.act(maker.head_of_service, "leave.cancel", json!({ "leave": leave["leave"] })).unwrap();
        assert_eq!(maker.crew_week("2027-04-05").0, 2_100);
        let leave = json!({
            "person": maker.fitter, "from": "2027-03-11T00:00:00+00:00", "until": "2027-04-10T00:00:00+01:00",
            "cover": maker.other_fitter
        });
        house.act(maker.head_of_service, "leave.plan", leave).unwrap();
        let seen = one(&maker, promise);
        assert_eq!(seen["forecast_on"], json!("2027-04-12"), "{seen}");
        maker.verify();
    });
}

#[test]
fn a_crew_that_gives_less_says_whom_it_touches_and_a_minute_is_given_once() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Cortiça Tejo");
        let press = maker.machine("P-8", 5, 1_500);
        maker.slots(press, "2027-03-08", "2027-07-26", 5);
        let member = id(&maker.crew(maker.fitter, 2_000), "member");
        let second = json!({
            "person": maker.fitter, "territory": maker.south, "skill": maker.skill, "minutes": { "by_weekday": [1_200, 0, 0, 0, 0, 0, 0] }
        });
        assert_eq!(
            rule(house.act(maker.crews, "capacity.add_crew", second)),
            "/minutes capacity.minutes_twice"
        );
        let input = json!({ "order": Uuid::from_u128(4), "ask": ask(customer, Some(site), press, 1), "install": "2027-04-05" });
        maker.take(input).unwrap();
        let change = |version: i64, minutes: Value, until: Option<&str>| {
            let input = json!({ "member": member, "version": version, "minutes": minutes, "until": until });
            house.act(maker.crews, "capacity.change_crew", input)
        };
        assert_eq!(
            rule(change(1, json!({ "weekly": 100, "by_weekday": [0, 0, 0, 0, 0, 0, 0] }), None)),
            "/minutes capacity.minutes_one_way"
        );
        assert_eq!(
            rule(change(1, json!({ "by_weekday": [1, 2] }), None)),
            "/minutes/by_weekday capacity.seven_days"
        );
        assert_eq!(change(1, json!({ "weekly": 1_500 }), None).unwrap()["touched"], json!([]));
        // It is with the crew from the week after on: the goods arrive before, so it begins then, after its due.
        let done = change(2, json!({ "by_weekday": [0, 0, 0, 0, 0, 0, 0] }), None).unwrap();
        assert_eq!(done["touched"][0]["customer"], json!(customer));
        assert_eq!(
            (done["touched"][0]["next"].clone(), done["touched"][0]["kept"].clone()),
            (json!(null), json!(false))
        );
        let later = json!({
            "member": member, "version": 3, "minutes": { "weekly": 1_500 }, "from": "2027-04-12"
        });
        let done = house.act(maker.crews, "capacity.change_crew", later).unwrap();
        assert_eq!(done["touched"][0]["next"], json!("2027-04-12"), "{done}");
        assert_eq!(rule(change(2, json!({ "weekly": 1_500 }), None)), "stale");
        maker.verify();
    });
}

#[test]
fn r24_holidays_that_are_entered_later_move_or_forecast_the_installation() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let (customer, site) = maker.customer("Vinícola Dão");
        let press = maker.machine("P-9", 5, 1_500);
        maker.slots(press, "2027-03-08", "2027-07-26", 5);
        maker.crew(maker.fitter, 2_000);
        let promise = promise(&maker, customer, site, "install", press, "2027-05-03");
        let input = json!({
            "order": Uuid::from_u128(4), "ask": ask(customer, Some(site), press, 1), "install": "2027-05-03",
            "install_promise": promise
        });
        maker.take(input).unwrap();
        let closed: Vec<Value> = (3..8).map(|day| json!({ "date": format!("2027-05-{day:02}") })).collect();
        let hours = "08:00-12:00, 13:00-17:00";
        let change = json!({
            "calendar": maker.calendar, "version": 1, "name": "Works", "zone": "Europe/Lisbon",
            "week": {
                "monday": hours, "tuesday": hours, "wednesday": hours, "thursday": hours, "friday": hours,
                "saturday": "", "sunday": ""
            },
            "exceptions": closed
        });
        house.act(maker.admin, "calendar.change", change).unwrap();
        assert_eq!(maker.crew_week("2027-05-03").0, 0, "nobody works in a week of holidays");
        assert_eq!(one(&maker, promise)["forecast_on"], json!("2027-05-10"));
        maker.verify();
    });
}
