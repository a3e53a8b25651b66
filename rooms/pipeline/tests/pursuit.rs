//! Opportunities from start to finish (R7, R8), on both databases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod maker;

use accord_testing::on_both_databases;
use jiff::civil::date;
use maker::{Maker, id, numbers, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

#[test]
fn r07_no_step_or_one_past_its_day_is_on_the_lists_of_rep_and_manager() {
    on_both_databases(rooms, "2031-03-03T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Bodan Foods");
        let bare = maker.open(account, "net_new", json!({}));
        let step = json!({ "next_step": "Call about the floor", "next_step_on": "2031-03-10" });
        let planned = maker.open(account, "expansion", step);
        let still = |who| {
            let page = house.view(who, "opportunity.waiting", json!({})).unwrap();
            (numbers(&page["still"]), page["of_everybody"].clone())
        };
        let number = |of| maker.one(of)["line"]["number"].as_str().unwrap().to_owned();
        assert_eq!(still(maker.rep), (vec![number(bare)], json!(false)));
        assert_eq!(still(maker.head_of_sales), (vec![number(bare)], json!(true)));
        assert_eq!(still(maker.other_rep).0, Vec::<String>::new(), "others have their own list");

        house.advance("2031-03-16T22:00:00Z");
        assert_eq!(still(maker.rep).0, vec![number(bare)], "six days are not yet seven");
        house.advance("2031-03-17T09:00:00Z");
        assert_eq!(still(maker.rep).0, vec![number(bare), number(planned)]);
        assert_eq!(maker.one(planned)["line"]["overdue_days"], json!(7));
        assert!(maker.notices(maker.rep).contains(&"notice-opportunity-overdue".to_owned()));
        assert!(maker.notices(maker.head_of_sales).contains(&"notice-opportunity-overdue".to_owned()));
        let listed = maker.view("opportunity.list", json!({ "still": true }));
        assert_eq!(listed["count"], json!(2));

        let done = json!({ "opportunity": planned, "outcome": "They measured it", "next_step": "Send the drawing", "next_step_on": "2031-03-20" });
        maker.act("opportunity.finish_step", done);
        maker.act(
            "opportunity.plan_step",
            json!({ "opportunity": bare, "what": "Visit", "due_on": "2031-03-18" }),
        );
        assert_eq!(still(maker.rep).0, Vec::<String>::new());
        let seen = maker.one(planned);
        assert_eq!(seen["steps"][0]["outcome"], json!("They measured it"));
        assert_eq!(seen["next_step"]["what"], json!("Send the drawing"));
        let again = maker.try_act(
            "opportunity.plan_step",
            json!({ "opportunity": bare, "what": "x", "due_on": "2031-03-16" }),
        );
        assert_eq!(rule(again), "/due_on pipeline.step_in_past");
        house.verify();
    });
}

#[test]
fn r07_a_pursuit_has_its_length_its_people_and_its_history() {
    on_both_databases(rooms, "2031-06-12T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Rhein Papier");
        let one = maker.open(account, "net_new", json!({ "opened_on": "2030-09-30" }));
        for on in ["2031-01-15", "2031-05-02"] {
            maker.act(
                "opportunity.meet",
                json!({ "opportunity": one, "contact": account.contact, "met_on": on, "note": "decides" }),
            );
        }
        maker.act("opportunity.move", json!({ "opportunity": one, "stage": "offered" }));
        maker.act(
            "opportunity.win",
            json!({ "opportunity": one, "closed_on": "2031-06-11", "reason": "service" }),
        );
        let seen = maker.one(one);
        assert_eq!(
            (&seen["days"], &seen["months"], &seen["rest_days"]),
            (&json!(254), &json!(8), &json!(12))
        );
        assert_eq!(seen["met"].as_array().unwrap().len(), 1, "one line a person");
        assert_eq!((&seen["met"][0]["times"], &seen["met"][0]["last_on"]), (&json!(2), &json!("2031-05-02")));
        let line = house
            .view(maker.rep, "customer.timeline", json!({ "customer": account.customer, "limit": 50 }))
            .unwrap();
        let names: Vec<&str> = line["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap_or_default())
            .collect();
        for name in ["opportunity.open", "opportunity.meet", "opportunity.move", "opportunity.win"] {
            assert!(names.contains(&name), "{name} in {line}");
        }
        house.verify();
    });
}

#[test]
fn r07_a_loss_needs_a_reason_and_a_day_to_ask_again_which_falls_due() {
    on_both_databases(rooms, "2031-04-01T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Säntis Metall");
        let one = maker.open(account, "net_new", json!({}));
        let lose = |more: Value| {
            let mut input = json!({ "opportunity": one });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            maker.try_act("opportunity.lose", input)
        };
        let whole = json!({ "reason": "price", "words": "Kessler was cheaper", "lost_to": "Kessler", "recontact_on": "2031-10-01" });
        let without = |name: &str| {
            let mut input = whole.clone();
            input.as_object_mut().unwrap().remove(name);
            rule(lose(input))
        };
        assert_eq!(without("reason"), "/reason field.required");
        assert_eq!(without("recontact_on"), "/recontact_on field.required");
        let early = json!({ "reason": "price", "words": "x", "recontact_on": "2031-04-01" });
        assert_eq!(rule(lose(early)), "/recontact_on pipeline.recontact_day");
        lose(whole.clone()).unwrap();
        assert_eq!(rule(lose(whole)), "pipeline.not_open");

        let waiting = || maker.view("opportunity.waiting", json!({}))["recontact"].as_array().unwrap().len();
        assert_eq!(waiting(), 0);
        house.advance("2031-10-01T09:00:00Z");
        assert_eq!(waiting(), 1);
        assert!(maker.notices(maker.rep).contains(&"notice-opportunity-recontact".to_owned()));
        maker.act(
            "opportunity.ask_again",
            json!({ "opportunity": one, "words": "Not before spring", "again_on": "2032-04-01" }),
        );
        assert_eq!(waiting(), 0);
        house.advance("2032-04-02T09:00:00Z");
        assert_eq!(waiting(), 1);
        maker.act(
            "opportunity.ask_again",
            json!({ "opportunity": one, "words": "They bought again elsewhere" }),
        );
        assert_eq!(waiting(), 0);
        house.verify();
    });
}

#[test]
fn r08_net_new_once_though_two_close_the_same_day_and_unseating_both_ways_on_one_report() {
    on_both_databases(rooms, "2031-05-05T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let (one, two) = (maker.account("Aare Guss"), maker.account("Linth Druck"));
        let first = maker.open(
            one,
            "net_new",
            json!({ "incumbent": "Kessler", "value": { "amount": "410000.00", "currency": "CHF" } }),
        );
        let second =
            maker.open(one, "net_new", json!({ "value": { "amount": "90000.50", "currency": "CHF" } }));
        let rival = maker.open(
            two,
            "replacement_rival",
            json!({ "incumbent": "Brandt", "weak_points": "Parts take weeks" }),
        );
        let renewal = maker.open(two, "renewal", json!({}));
        let dropped = maker.open(two, "replacement_own", json!({}));
        let win = |of| {
            maker.act("opportunity.win", json!({ "opportunity": of, "reason": "service" }))["counted_as"]
                .clone()
        };
        assert_eq!(win(first), json!("net_new"));
        assert_eq!(win(second), json!("expansion"));
        assert_eq!(win(rival), json!("replacement_rival"));
        for (of, to) in [(renewal, json!("Brandt")), (dropped, Value::Null)] {
            maker.act("opportunity.lose", json!({ "opportunity": of, "reason": "price", "words": "cheaper", "lost_to": to, "recontact_on": "2032-01-05" }));
        }
        let (from, to) = (date(2031, 5, 1), date(2031, 5, 31));
        let net_new = maker.figure("net_new_wins", from, to);
        assert_eq!((net_new.value.unwrap().to_string(), net_new.n), ("1".to_owned(), 3));
        assert_eq!(net_new.beside, [("metric-beside-net-new-once".to_owned(), 1)]);
        let unseated = maker.figure("incumbents_unseated", from, to);
        assert_eq!(unseated.value.unwrap().to_string(), "2");
        assert_eq!(unseated.beside, [("metric-beside-we-were-unseated".to_owned(), 1)]);
        assert_eq!(maker.figure("opportunities_won", from, to).value.unwrap().to_string(), "60.0");

        let report = maker.view("opportunity.ends", json!({ "from": "2031-05-01", "to": "2031-05-31" }));
        assert_eq!((&report["we_unseated"], &report["we_were_unseated"]), (&json!(2), &json!(1)));
        assert_eq!(
            report["won_value"],
            json!([{ "value": { "amount": "500000.50", "currency": "CHF" }, "n": 2 }])
        );
        assert_eq!(report["unseated_by_them"][0]["kind"], json!("renewal"));
        assert_eq!(report["reasons"][0], json!({ "reason": "service", "won": 3, "lost": 0 }));

        // Opened again it counts no more; won again it is no first one, since another was won meanwhile.
        maker.act("opportunity.reopen", json!({ "opportunity": first, "reason": "They signed nothing" }));
        assert_eq!(win(first), json!("expansion"));
        house.verify();
    });
}

#[test]
fn r08_a_customer_with_units_of_ours_is_no_new_one_though_no_order_is_on_record() {
    on_both_databases(rooms, "2031-05-05T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let counted = |name: &str, unit: Option<(Option<&str>, Value)>| {
            let account = maker.account(name);
            if let Some((made_by, more)) = unit {
                maker.unit(account, made_by, &format!("{name}-1"), more);
            }
            let one = maker.open(account, "net_new", json!({}));
            maker.act("opportunity.win", json!({ "opportunity": one }))["counted_as"].clone()
        };
        let since = |on: &str| json!({ "in_service_on": on });
        assert_eq!(counted("Ergolz", Some((None, since("2019-08-20")))), json!("expansion"));
        let accepted = json!({ "accepted_on": "2031-05-04" });
        assert_eq!(counted("Birsig", Some((None, accepted))), json!("expansion"));
        assert_eq!(
            counted("Lüssel", Some((None, since("2031-05-05")))),
            json!("net_new"),
            "of that very day"
        );
        assert_eq!(counted("Frenke", Some((None, json!({})))), json!("net_new"), "not in service yet");
        assert_eq!(counted("Violen", Some((Some("Kessler"), since("2019-08-20")))), json!("net_new"));
        assert_eq!(counted("Sissle", None), json!("net_new"));
        house.verify();
    });
}

#[test]
fn r61_what_was_won_and_lost_is_one_figure_whoever_looks() {
    on_both_databases(rooms, "2031-05-05T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let near = maker.account("Reuss Nadel");
        let act = |action: &str, input: Value| house.act(maker.head_of_sales, action, input).unwrap();
        let input = json!({ "name": "Rhone Kabel", "territory": maker.west });
        let far = id(&act("customer.enter", input), "id");
        let open = |customer: Uuid, kind: &str| {
            let input =
                json!({ "customer": customer, "title": "Line 9", "kind": kind, "incumbent": "Brandt" });
            id(&act("opportunity.open", input), "opportunity")
        };
        let win = |one: Uuid| act("opportunity.win", json!({ "opportunity": one, "reason": "service" }));
        let lose = |one: Uuid| {
            let input = json!({ "opportunity": one, "reason": "price", "words": "cheaper", "lost_to": "Kessler", "recontact_on": "2032-01-05" });
            act("opportunity.lose", input)
        };
        win(open(near.customer, "net_new"));
        win(open(near.customer, "replacement_rival"));
        win(open(far, "net_new"));
        for kind in ["renewal", "replacement_own", "expansion", "expansion"] {
            lose(open(far, kind));
        }
        assert!(
            house.view(maker.rep, "customer.one", json!({ "customer": far })).is_err(),
            "not of the rep's territory"
        );

        let (from, to) = (date(2031, 5, 1), date(2031, 5, 31));
        for (name, value, n) in
            [("opportunities_won", "42.9", 7), ("net_new_wins", "2", 3), ("incumbents_unseated", "3", 7)]
        {
            for reader in [maker.rep, maker.head_of_sales, maker.head_of_service, maker.planner] {
                let figure = maker.figure_for(reader, name, from, to);
                assert_eq!((figure.value.unwrap().to_string().as_str(), figure.n), (value, n), "{name}");
            }
        }
        let report = |reader: Uuid| {
            house
                .view(reader, "opportunity.ends", json!({ "from": "2031-05-01", "to": "2031-05-31" }))
                .unwrap()
        };
        let (rep, head) = (report(maker.rep), report(maker.head_of_sales));
        for name in ["won", "lost", "won_percent", "net_new", "we_unseated", "we_were_unseated", "reasons"] {
            assert_eq!(rep[name], head[name], "{name}");
        }
        assert_eq!((&rep["we_unseated"], &rep["we_were_unseated"]), (&json!(3), &json!(2)));
        let named = |report: &Value| {
            ["unseated_by_us", "unseated_by_them"].map(|list| report[list].as_array().unwrap().len())
        };
        assert_eq!((named(&rep), &rep["hidden"]), ([2, 0], &json!(3)), "counted, and not named");
        assert_eq!((named(&head), &head["hidden"]), ([3, 2], &json!(0)));
        house.verify();
    });
}

#[test]
fn the_board_and_the_list_agree_and_stages_belong_to_the_house() {
    on_both_databases(rooms, "2031-05-05T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let account = maker.account("Thur Textil");
        let worth = |amount: &str| json!({ "value": { "amount": amount, "currency": "CHF" }, "next_step": "Call", "next_step_on": "2031-06-01" });
        let one = maker.open(account, "net_new", worth("12.30"));
        maker.open(account, "expansion", worth("7.70"));
        maker.act("opportunity.move", json!({ "opportunity": one, "stage": "offered" }));
        let board = maker.view("opportunity.board", json!({ "mine": true }));
        let counts: Vec<i64> = board["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|column| column["count"].as_i64().unwrap())
            .collect();
        assert_eq!(counts, [1, 0, 0, 1, 0]);
        let list = maker.view("opportunity.list", json!({ "state": "open" }));
        assert_eq!(list["sums"], json!([{ "value": { "amount": "20.00", "currency": "CHF" }, "n": 2 }]));

        let set = |stages: Value| {
            house.act(maker.head_of_sales, "opportunity.set_stages", json!({ "stages": stages }))
        };
        let missing = json!([{ "word": "first_contact" }, { "name": "Trial in our hall" }]);
        assert_eq!(rule(set(missing)), "/stages pipeline.stage_in_use");
        set(json!([{ "word": "first_contact" }, { "name": "Trial in our hall" }, { "word": "offered", "name": "On paper" }])).unwrap();
        let stages = maker.view("opportunity.stages", json!({}));
        let labels: Vec<&str> =
            stages.as_array().unwrap().iter().map(|stage| stage["label"].as_str().unwrap()).collect();
        assert_eq!(labels, ["First contact", "Trial in our hall", "On paper"]);
        maker.act("opportunity.move", json!({ "opportunity": one, "stage": "trial_in_our_hall" }));
        assert_eq!(
            rule(maker.try_act("opportunity.move", json!({ "opportunity": one, "stage": "deciding" }))),
            "/stage pipeline.unknown_stage"
        );
        house.verify();
    });
}

#[test]
fn r02_a_merge_takes_what_is_pursued_along() {
    on_both_databases(rooms, "2031-05-05T08:00:00Z", |house| {
        let maker = Maker::new(house);
        let (stays, goes) = (maker.account("Inn Stahl"), maker.account("Inn Stahl AG"));
        let one = maker.open(goes, "net_new", json!({}));
        let merge = json!({ "into": stays.customer, "from": goes.customer, "reason": "one firm" });
        house.act(maker.head_of_sales, "customer.merge", merge).unwrap();
        assert_eq!(maker.one(one)["line"]["customer"]["id"], json!(stays.customer));
        let listed = maker.view("opportunity.list", json!({ "customer": stays.customer }));
        assert_eq!(listed["count"], json!(1));
        house.verify();
    });
}
