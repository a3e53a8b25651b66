//! What a customer is told of an order's dates, and how it stays true: after a promise ended, after a new due, for goods
//! that ship apart, and when the day of a confirmation went by.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::{House, on_both_databases};
use maker::{Account, Maker, PORTO, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

struct Works<'h> {
    maker: Maker<'h>,
    account: Account,
    press: Uuid,
    control: Uuid,
}

/// A press and its control, each with a lead time of 30 days and two slots a week.
fn works(house: &House) -> Works<'_> {
    let maker = Maker::new(house, &PORTO);
    let account = maker.account("Moinho Açu");
    let made = |code: &str| {
        let product = maker.machine(code, 30, 0, "120000.00");
        maker.slots(product, "2027-03-08", "2027-12-27", 2);
        product
    };
    let (press, control) = (made("P-1"), made("C-1"));
    Works { maker, account, press, control }
}

impl Works<'_> {
    /// An order of one press, told a date.
    fn told(&self, on: &str) -> Uuid {
        let order = self.maker.order(self.account, self.press, 1, on);
        self.maker.commit(self.maker.rep, order, on, json!({})).unwrap();
        order
    }

    /// An order of a control and a press that ship apart, each told its date; the order and its lines.
    fn apart(&self, control_on: &str, press_on: &str) -> (Uuid, Vec<Uuid>) {
        let lines = json!([
            { "product": self.control, "quantity": "1", "required_on": control_on },
            { "product": self.press, "quantity": "1", "required_on": press_on }
        ]);
        let more = json!({ "ship_apart": true, "lines": lines, "commit_required": true, "told_by": "mail" });
        let order = id(&self.maker.enter(self.account, more, self.press, 1, press_on).unwrap(), "order");
        let one = self.maker.one(order);
        let lines = one["lines"].as_array().unwrap().iter().map(|line| id(line, "id")).collect();
        (order, lines)
    }

    fn aim(&self, order: Uuid, line: Uuid, on: &str) {
        let input = json!({ "order": order, "lines": [line], "on": on, "reason": "A slot is free." });
        self.maker.house.act(self.maker.planner, "order.set_target", input).unwrap();
    }

    /// The open promise of an order, as a colleague sees it.
    fn promise(&self, order: Uuid) -> Value {
        let one = self.maker.one(order);
        let open: Vec<&Value> =
            one["promises"].as_array().unwrap().iter().filter(|row| row["state"] == "open").collect();
        assert_eq!(open.len(), 1, "{one}");
        self.maker.house.view(self.maker.rep, "promise.one", json!({ "promise": open[0]["id"] })).unwrap()
    }

    fn act_on_promise(&self, order: Uuid, action: &str, more: Value) -> accord_kernel::Outcome<Value> {
        let promise = self.promise(order);
        let mut input = json!({ "promise": promise["id"], "version": promise["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.maker.house.act(self.maker.rep, action, input)
    }

    fn committed(&self, order: Uuid) -> Vec<String> {
        let one = self.maker.one(order);
        let day = |line: &Value| line["committed_on"].as_str().unwrap_or_default().to_owned();
        one["lines"].as_array().unwrap().iter().map(day).collect()
    }

    fn seen_by_customer(&self) -> Value {
        self.maker.as_contact(self.account, "portal.orders", json!({})).unwrap()[0].clone()
    }

    fn asks(&self, order: Uuid, words: &str) -> Value {
        let input = json!({ "order": order, "words": words });
        self.maker.act_as_contact(self.account, "portal.ask_for_date", input).unwrap()
    }
}

#[test]
fn r20_r23_after_a_promise_ended_the_order_is_told_another_date() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.told("2027-05-14");
        let words = json!({ "customer_words": "Our hall is not ready, forget May." });
        works.act_on_promise(order, "promise.release", words).unwrap();
        house.advance("2027-03-11T09:00:00Z");
        maker.commit(maker.rep, order, "2027-06-18", json!({})).unwrap();
        assert_eq!(works.committed(order), ["2027-06-18"]);
        // Honestly broken, the next one is told by the order, which takes what it needs.
        let beside = json!({ "reason": "The castings cracked.", "instead_wording": "In July.",
            "due_on": "2027-07-16", "told": "call" });
        let refusal = works.act_on_promise(order, "promise.break", beside).unwrap_err();
        assert_eq!(refusal.rule, "order.told_by_order");
        let (action, input) = refusal.possible[0].action.clone().unwrap();
        assert_eq!((action, id(&input, "order")), ("order.commit_date", order));
        assert_eq!(works.committed(order), ["2027-06-18"], "nothing was broken by it");
        works.act_on_promise(order, "promise.break", json!({ "reason": "The castings cracked." })).unwrap();
        assert!(maker.one(order)["holds"].as_array().unwrap().iter().any(|hold| hold["word"] == "dates"));
        house.advance("2027-03-12T09:00:00Z");
        maker.commit(maker.rep, order, "2027-07-16", json!({})).unwrap();
        let open = works.promise(order);
        assert_eq!(open["due_on"], "2027-07-16");
        // Everything that was said stays to be read; one date stands.
        let said = |standing: bool| {
            let input = json!({ "customer": works.account.customer, "standing": standing });
            let seen = house.view(maker.rep, "statement.list", input).unwrap();
            seen["rows"].as_array().unwrap().len()
        };
        assert_eq!((said(false), said(true)), (3, 1));
        maker.release(order);
        house.advance("2027-07-15T12:00:00Z");
        house.act(maker.planner, "order.ship", json!({ "order": order, "evidence": "Waybill 3" })).unwrap();
        let kept = house.view(maker.rep, "promise.one", json!({ "promise": open["id"] })).unwrap();
        assert_eq!(kept["state"], "kept");
        maker.verify();
    });
}

#[test]
fn r05_r65_a_new_due_stands_in_the_customers_words_and_with_its_reason() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.told("2027-05-14");
        let late = json!({ "order": order, "on": "2027-05-31", "reason": "Castings come late." });
        house.act(maker.planner, "order.set_forecast", late).unwrap();
        let draft = works.promise(order);
        assert_eq!(draft["draft_on"], "2027-05-31");
        assert!(draft["draft_wording"].as_str().unwrap().contains("ships on 31 May 2027"), "{draft}");
        let told = json!({ "due_on": "2027-05-31", "reason": "Castings come late.", "told": "call" });
        works.act_on_promise(order, "promise.redate", told).unwrap();
        assert_eq!(works.promise(order)["wording"], draft["draft_wording"]);
        let seen = maker.as_contact(works.account, "portal.promises", json!({})).unwrap().to_string();
        assert!(seen.contains("31 May 2027") && !seen.contains("14 May"), "{seen}");
        let said = json!({ "customer": works.account.customer, "standing": true });
        let said = house.view(maker.rep, "statement.list", said).unwrap();
        assert_eq!(said["rows"][0]["wording"], draft["draft_wording"]);
        let history = house.view(maker.rep, "order.history_of_dates", json!({ "order": order })).unwrap();
        let told: Vec<&Value> =
            history.as_array().unwrap().iter().filter(|row| row["what"] == "committed").collect();
        assert_eq!((told.len(), &told[1]["reason"]), (2, &json!("Castings come late.")));
        // Words of one's own are kept as they were said.
        let own = json!({ "due_on": "2027-06-04", "reason": "The ship waits.", "told": "call",
            "wording": "It leaves Porto on Friday, 4 June." });
        works.act_on_promise(order, "promise.redate", own).unwrap();
        assert_eq!(works.promise(order)["wording"], "It leaves Porto on Friday, 4 June.");
        maker.verify();
    });
}

#[test]
fn r20_a_part_is_promised_by_what_is_chosen_on_the_form() {
    on_both_databases(rooms, START, |house| {
        let Works { maker, account, .. } = works(house);
        let seal = json!({ "product": { "code": "S-1", "name": "Seal", "kind": "part", "unit": "piece",
            "price": { "amount": "12.00", "currency": "EUR" } } });
        let seal = id(&house.act(maker.planner, "product.enter", seal).unwrap(), "product");
        let stock = json!({ "product": seal, "place": "Porto", "on_hand": 2, "supply_days": 12, "supply_count": "calendar" });
        house.act(maker.planner, "part.set_stock", stock).unwrap();
        let promise = |on: &str, pieces: i64| {
            let input = json!({ "customer": account.customer, "kind": "part", "part": seal, "quantity": pieces,
                "wording": "Your seals.", "due_on": on, "told": "call" });
            house.act(maker.rep, "promise.make", input)
        };
        // More than lies there, on Friday: refused with the day on which they can be there.
        let refusal = promise("2027-03-12", 5).unwrap_err();
        assert_eq!(refusal.rule, "promise.not_feasible");
        assert_eq!(maker::fact(&refusal, "earliest"), "2027-03-22");
        let (action, offered) = refusal.possible[0].action.clone().unwrap();
        assert_eq!((action, offered["due_on"].as_str()), ("promise.make", Some("2027-03-22")));
        house.act(maker.rep, "promise.make", offered).unwrap();
        // Another day for the same part is a warning to whoever says it next.
        assert_eq!(rule(promise("2027-03-24", 1)), "statement.contradicts");
        maker.verify();
    });
}

#[test]
fn r19_a_yes_for_one_line_moves_no_other() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let (order, lines) = works.apart("2027-05-31", "2027-06-28");
        works.aim(order, lines[0], "2027-04-23");
        let checkpoint = maker.checkpoint(order);
        house.advance("2027-04-12T09:00:00Z");
        let version = maker.state(&checkpoint, 94, true);
        let yes = json!({ "told_by": "call", "words": "For the control, gladly." });
        maker.decide(&checkpoint, &version, "offer_earlier", yes).unwrap();
        assert_eq!(works.committed(order), ["2027-04-23", "2027-06-28"]);
        let history = house.view(maker.rep, "order.history_of_dates", json!({ "order": order })).unwrap();
        let moved = history
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["what"] == "committed" && !row["old_on"].is_null());
        assert_eq!(moved.map(|row| row["line_no"].clone()).collect::<Vec<_>>(), [json!(1)]);
        let promises = maker.one(order)["promises"].clone();
        let dues: Vec<&Value> = promises.as_array().unwrap().iter().map(|row| &row["due_on"]).collect();
        assert!(dues.contains(&&json!("2027-06-28")), "{promises}");
        maker.verify();
    });
}

#[test]
fn r19_what_is_still_aimed_at_keeps_a_checkpoint_of_its_own() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let (order, lines) = works.apart("2027-05-31", "2027-06-28");
        works.aim(order, lines[0], "2027-04-23");
        works.aim(order, lines[1], "2027-05-21");
        let checkpoint = maker.checkpoint(order);
        house.advance("2027-04-12T09:00:00Z");
        let version = maker.state(&checkpoint, 91, true);
        let offer = |checkpoint: &Value, version: &Value, more: Value| {
            let mut input = json!({ "told_by": "call" });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            maker.decide(checkpoint, version, "offer_earlier", input)
        };
        let unclear = offer(&checkpoint, &version, json!({ "on": "2027-05-07" }));
        assert_eq!(rule(unclear), "/lines checkpoint.which_lines");
        let beside = offer(&checkpoint, &version, json!({ "lines": [Uuid::from_u128(5)] }));
        assert_eq!(rule(beside), "absent");
        offer(&checkpoint, &version, json!({ "lines": [lines[0]] })).unwrap();
        assert_eq!(works.committed(order), ["2027-04-23", "2027-06-28"]);
        let next = maker.checkpoint(order);
        assert_ne!(next["id"], checkpoint["id"]);
        assert!(next["due_on"].as_str().unwrap() < "2027-05-21", "{next}");
        let version = maker.state(&next, 90, true);
        // The customer takes it a little later than we aim.
        offer(&next, &version, json!({ "on": "2027-05-28" })).unwrap();
        assert_eq!(works.committed(order), ["2027-04-23", "2027-05-28"]);
        maker.verify();
    });
}

#[test]
fn t04_a_confirmation_whose_day_is_over_is_no_answer() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.told("2027-06-14");
        maker.target(order, "2027-04-23").unwrap();
        let planned = maker.checkpoint(order)["due_on"].clone();
        assert_eq!(works.seen_by_customer()["next_confirmation_on"], planned);
        assert_eq!(planned, "2027-04-12");
        house.advance("2027-04-15T09:00:00Z");
        let seen = works.seen_by_customer();
        assert_eq!(
            (&seen["next_confirmation_on"], &seen["confirmation_overdue"]),
            (&Value::Null, &json!(true))
        );
        assert!(maker.notices(maker.head_of_sales).contains(&"notice-checkpoint-escalated".to_owned()));
        assert_eq!(works.asks(order, "May we have it sooner?")["confirms_on"], "2027-04-15");
        let seen = works.seen_by_customer();
        assert_eq!(seen["next_confirmation_on"], "2027-04-15");
        assert_eq!(seen["confirmation_overdue"], false);
        // Asked again on that day: the same answer, kept, and everybody hears it.
        assert_eq!(works.asks(order, "Two days would do.")["confirms_on"], "2027-04-15");
        let requested = |order: Uuid| {
            let one = maker.one(order);
            let rows = one["checkpoints"].as_array().unwrap().clone();
            rows.into_iter().filter(|row| row["requested"] == json!(true)).collect::<Vec<_>>()
        };
        let rows = requested(order);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["request_words"], "May we have it sooner?\nTwo days would do.");
        for person in [maker.rep, maker.head_of_manufacturing] {
            assert!(maker.notices(person).contains(&"notice-checkpoint-asked-again".to_owned()));
        }
        // Nobody acted; the next asking is answered with a day that is still to come.
        house.advance("2027-04-21T09:00:00Z");
        let answer = works.asks(order, "And now?");
        assert_eq!(answer["confirms_on"], "2027-04-21");
        assert!(answer["answer"].as_str().unwrap().contains("21 Apr 2027"), "{answer}");
        assert_eq!(requested(order).len(), 2);
        assert_eq!(works.committed(order), ["2027-06-14"]);
        maker.verify();
    });
}
