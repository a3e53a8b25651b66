//! What is ordered, told or taken back after an order was booked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_kernel::Refusal;
use accord_testing::{House, on_both_databases};
use jiff::civil::date;
use maker::{Account, Maker, PORTO, fact, id, rooms, rule};
use serde_json::{Value, json};
use uuid::Uuid;

/// A Wednesday.
const START: &str = "2027-03-10T09:00:00Z";

struct Works<'h> {
    maker: Maker<'h>,
    account: Account,
    /// A press that nobody installs: 30 days, five slots a week.
    press: Uuid,
}

fn works(house: &House) -> Works<'_> {
    let maker = Maker::new(house, &PORTO);
    let account = maker.account("Moinho Açu");
    let press = maker.machine("P-1", 30, 0, "120000.00");
    maker.slots(press, "2027-03-08", "2027-12-27", 5);
    Works { maker, account, press }
}

impl Works<'_> {
    /// A mill with 20 hours of work on site, and a crew for it.
    fn mill(&self) -> Uuid {
        let mill = self.maker.machine("M-7", 30, 1_200, "64000.00");
        self.maker.slots(mill, "2027-03-08", "2027-12-27", 5);
        self.maker.crew(2_400);
        mill
    }

    /// A part that lies in Porto.
    fn seal(&self) -> Uuid {
        let seal = json!({ "product": { "code": "S-1", "name": "Seal", "kind": "part", "unit": "piece",
            "price": { "amount": "12.00", "currency": "EUR" } } });
        let seal = id(&self.maker.house.act(self.maker.planner, "product.enter", seal).unwrap(), "product");
        let stock = json!({ "product": seal, "place": "Porto", "on_hand": 50, "supply_days": 10,
            "supply_count": "calendar" });
        self.maker.house.act(self.maker.planner, "part.set_stock", stock).unwrap();
        seal
    }

    /// An order of one piece of each.
    fn order_of(&self, products: &[Uuid], apart: bool) -> Uuid {
        let lines: Vec<Value> =
            products.iter().map(|product| json!({ "product": product, "quantity": "1" })).collect();
        let more = json!({ "ship_apart": apart, "lines": lines });
        id(&self.maker.enter(self.account, more, self.press, 1, "2027-06-14").unwrap(), "order")
    }

    fn line(&self, order: Uuid, index: usize) -> Value {
        self.maker.one(order)["lines"][index].clone()
    }

    fn holds(&self, order: Uuid) -> Vec<String> {
        let one = self.maker.one(order);
        one["holds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hold| hold["word"].as_str().unwrap().to_owned())
            .collect()
    }

    fn amend(&self, order: Uuid, more: Value) -> accord_kernel::Outcome<Value> {
        let mut input = json!({ "order": order, "version": self.maker.one(order)["version"], "reason": "More is needed." });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.maker.house.act(self.maker.rep, "order.amend", input)
    }

    fn ship(&self, order: Uuid, lines: &[&Value]) -> accord_kernel::Outcome<Value> {
        let input = json!({ "order": order, "lines": lines, "evidence": "Waybill 31" });
        self.maker.house.act(self.maker.planner, "order.ship", input)
    }

    fn cancel(&self, order: Uuid, index: usize) -> Value {
        let one = self.maker.one(order);
        let input = json!({ "order": order, "version": one["version"], "line": one["lines"][index]["id"],
            "customer_words": "Not this one." });
        self.maker.house.act(self.maker.rep, "order.cancel_line", input).unwrap()
    }

    fn forecast(&self, order: Uuid, on: &str) -> accord_kernel::Outcome<Value> {
        let input = json!({ "order": order, "on": on, "reason": "The castings are late." });
        self.maker.house.act(self.maker.planner, "order.set_forecast", input)
    }

    fn promise(&self, id: &Value) -> Value {
        self.maker.house.view(self.maker.rep, "promise.one", json!({ "promise": id })).unwrap()
    }
}

#[test]
fn r17_what_is_ordered_after_the_release_is_held_until_it_has_its_date_and_signatures() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let mill = works.mill();
        let order = maker.order(works.account, works.press, 1, "2027-07-05");
        maker.commit(maker.rep, order, "2027-07-05", json!({})).unwrap();
        maker.release(order);
        house.advance("2027-03-24T09:00:00Z");
        // Other words of it are no more to be made.
        let words = json!({ "payment_terms": "60 days" });
        assert_eq!(works.amend(order, words).unwrap()["holds"], json!([]));
        assert_eq!(maker.one(order)["state"], "released");
        let more = json!({ "lines": [{ "product": mill, "quantity": "2" }] });
        assert_eq!(works.amend(order, more).unwrap()["holds"], json!(["review", "dates"]));
        assert_eq!(maker.one(order)["state"], "held");
        assert_eq!(works.holds(order), ["review", "dates"]);
        for person in [maker.head_of_manufacturing, maker.head_of_service] {
            assert!(maker.notices(person).contains(&"notice-order-held-again".to_owned()));
        }
        assert_eq!(rule(works.ship(order, &[])), "order.not_released");
        // The installation of the mills was nothing to talk about before.
        let review = maker.review(order);
        let agenda: Vec<&Value> =
            review["agenda"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
        assert_eq!((&review["round"], agenda.last()), (&json!(2), Some(&&json!("installation"))));
        maker.commit(maker.rep, order, "2027-07-05", json!({})).unwrap();
        assert_eq!(works.holds(order), ["review"]);
        maker.release(order);
        house.advance("2027-07-05T12:00:00Z");
        assert_eq!(works.ship(order, &[]).unwrap()["state"], "shipped");
        maker.verify();
    });
}

#[test]
fn r17_more_of_a_released_line_is_released_anew() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let first = maker.order(works.account, works.press, 1, "2027-06-14");
        maker.commit(maker.rep, first, "2027-06-14", json!({})).unwrap();
        maker.release(first);
        let order = maker.order(works.account, works.press, 1, "2027-06-21");
        maker.commit(maker.rep, order, "2027-06-21", json!({})).unwrap();
        house.act(maker.planner, "order.release", json!({ "order": order })).unwrap();
        let line = works.line(order, 0);
        works.amend(order, json!({ "changes": [{ "line": line["id"], "quantity": "3" }] })).unwrap();
        // Its date holds for all three and no review was needed, so manufacturing only has to know of it.
        assert_eq!((&maker.one(order)["state"], works.holds(order)), (&json!("held"), Vec::new()));
        house.act(maker.planner, "order.release", json!({ "order": order })).unwrap();
        assert_eq!(maker.week(works.press, "2027-06-21"), (5, 3, 0));
        maker.verify();
    });
}

#[test]
fn r17_goods_that_were_added_and_taken_back_leave_nothing_to_release() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.order_of(&[works.press, works.press], true);
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        works.ship(order, &[&works.line(order, 0)["id"]]).unwrap();
        works.amend(order, json!({ "lines": [{ "product": works.press, "quantity": "2" }] })).unwrap();
        assert_eq!(maker.one(order)["state"], "held");
        assert_eq!(works.cancel(order, 1)["state"], "held", "what was added is still wanted");
        assert_eq!(works.cancel(order, 2)["state"], "shipped");
        assert_eq!((works.holds(order), &maker.one(order)["review"]["state"]), (Vec::new(), &Value::Null));
        maker.verify();
    });
}

#[test]
fn r20_goods_without_a_told_date_do_not_leave_and_others_do() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.order_of(&[works.press, works.press], true);
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        let (first, second) = (works.line(order, 0), works.line(order, 1));
        let promise = works.promise(&second["ship_promise"]);
        let broken = json!({ "promise": promise["id"], "version": promise["version"],
            "customer_words": "Do not hurry with that one." });
        house.act(maker.rep, "promise.release", broken).unwrap();
        assert_eq!(
            (&maker.one(order)["state"], works.holds(order)),
            (&json!("released"), vec!["dates".to_owned()])
        );
        let refusal = works.ship(order, &[&second["id"]]).unwrap_err();
        assert_eq!((refusal.rule, fact(&refusal, "holds")), ("order.held", json!(["order-hold-dates"])));
        works.ship(order, &[&first["id"]]).unwrap();
        let again = json!({ "lines": [second["id"]] });
        maker.commit(maker.rep, order, "2027-06-28", again).unwrap();
        assert_eq!(works.ship(order, &[]).unwrap()["state"], "shipped");
        maker.verify();
    });
}

#[test]
fn r18_what_is_ordered_later_has_its_lead_time_from_then() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.order_of(&[works.press], true);
        maker.commit(maker.rep, order, "2027-05-14", json!({})).unwrap();
        house.advance("2027-04-20T09:00:00Z");
        let more = json!({ "lines": [{ "product": works.press, "quantity": "1" }] });
        works.amend(order, more).unwrap();
        let (first, added) = (works.line(order, 0), works.line(order, 1));
        assert_eq!((&first["ordered_on"], &added["ordered_on"]), (&Value::Null, &json!("2027-04-20")));
        // A new order of that day would hear the same: 20 April and 30 days.
        assert_eq!(maker.one(order)["possible"]["capable"]["ship"], "2027-05-20");
        let line = json!({ "lines": [added["id"]] });
        let refusal = maker.commit(maker.rep, order, "2027-05-19", line.clone()).unwrap_err();
        assert_eq!((refusal.rule, fact(&refusal, "earliest")), ("promise.not_feasible", json!("2027-05-20")));
        maker.commit(maker.rep, order, "2027-05-20", line).unwrap();
        // More of the first line leaves with it, so it cannot leave as was told.
        let second = json!({ "changes": [{ "line": first["id"], "quantity": "2" }] });
        let refusal = works.amend(order, second.clone()).unwrap_err();
        assert_eq!(
            (refusal.rule, fact(&refusal, "earliest")),
            ("order.amendment_breaks_date", json!("2027-05-20"))
        );
        let later = json!({ "lines": [first["id"]], "reason": "One more goes with it." });
        maker.commit(maker.rep, order, "2027-05-21", later).unwrap();
        works.amend(order, second).unwrap();
        assert_eq!(works.line(order, 0)["ordered_on"], "2027-04-20");
        maker.verify();
    });
}

#[test]
fn r18_an_installation_is_told_of_goods_with_which_parts_leave() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let (mill, seal) = (works.mill(), works.seal());
        let order = works.order_of(&[seal, mill], false);
        maker.commit(maker.rep, order, "2027-06-14", json!({ "install_on": "2027-06-21" })).unwrap();
        let (part, machine) = (works.line(order, 0), works.line(order, 1));
        assert_eq!(
            (&part["committed_on"], &machine["committed_on"]),
            (&json!("2027-06-14"), &json!("2027-06-14"))
        );
        assert_eq!(
            (&part["install_committed_on"], &part["install_promise"], &machine["install_committed_on"]),
            (&Value::Null, &Value::Null, &json!("2027-06-21"))
        );
        assert_eq!(maker.one(order)["promises"].as_array().unwrap().len(), 2);
        // Both move, and nothing of the part is in the way.
        let later = json!({ "install_on": "2027-07-05", "reason": "The hall is not ready." });
        maker.commit(maker.rep, order, "2027-06-28", later).unwrap();
        assert_eq!(works.line(order, 1)["install_committed_on"], "2027-07-05");
        let parts = works.order_of(&[seal], false);
        let nothing = maker.commit(maker.rep, parts, "2027-06-14", json!({ "install_on": "2027-06-21" }));
        assert_eq!(rule(nothing), "capacity.nothing_to_install");
        maker.verify();
    });
}

/// A ship date of 12 July is after the installation told for 21 June; two working days on the way allow the 14th.
fn installs_two_days_later(refusal: &Refusal) {
    assert_eq!(refusal.rule, "order.ships_after_installation");
    let (stands, earliest) = (fact(refusal, "stands"), fact(refusal, "earliest"));
    assert_eq!((stands, earliest), (json!("2027-06-21"), json!("2027-07-14")));
    let (action, input) = refusal.possible[0].action.clone().unwrap();
    assert_eq!((action, &input["install_on"]), ("order.commit_date", &json!("2027-07-14")));
}

#[test]
fn r24_a_ship_date_after_the_told_installation_is_told_with_a_new_one() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let mill = works.mill();
        let order = works.order_of(&[mill], false);
        maker.commit(maker.rep, order, "2027-06-07", json!({ "install_on": "2027-06-21" })).unwrap();
        let reason = json!({ "reason": "The castings are late." });
        let refusal = maker.commit(maker.rep, order, "2027-07-12", reason.clone()).unwrap_err();
        installs_two_days_later(&refusal);
        // Before that day, but without the days on the way.
        let close = maker.commit(maker.rep, order, "2027-06-18", reason.clone());
        assert_eq!(rule(close), "order.ships_after_installation");
        assert_eq!(maker.line(order)["committed_on"], "2027-06-07");
        maker.commit(maker.rep, order, "2027-06-16", reason).unwrap();
        let both = json!({ "install_on": "2027-07-14", "reason": "The castings are late." });
        maker.commit(maker.rep, order, "2027-07-12", both).unwrap();
        assert_eq!(maker.line(order)["install_committed_on"], "2027-07-14");
        maker.verify();
    });
}

#[test]
fn r18_what_left_keeps_the_hours_in_which_it_is_installed_when_the_rest_is_planned_anew() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let mill = works.mill();
        let held = |order: Uuid, line: &Value| -> Vec<(String, String, i64)> {
            let line: Uuid = id(line, "id");
            let held = house.kernel.db.read(|tx| accord_room_capacity::held_by(tx, order)).unwrap();
            held.into_iter()
                .filter(|one| one.line == Some(line))
                .map(|one| (one.kind.word().to_owned(), one.week.to_string(), one.amount))
                .collect()
        };
        for apart in [true, false] {
            let order = works.order_of(&[mill, mill], apart);
            maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
            // The second of its kind needs no review.
            if apart {
                maker.release(order);
            } else {
                house.act(maker.planner, "order.release", json!({ "order": order })).unwrap();
            }
            let (first, second) = (works.line(order, 0), works.line(order, 1));
            let minutes = |line: &Value| -> i64 {
                held(order, line).iter().filter(|(kind, ..)| kind == "crew").map(|(.., amount)| amount).sum()
            };
            assert_eq!((minutes(&first), minutes(&second)), (1_200, 1_200), "apart: {apart}");
            works.ship(order, &[&first["id"]]).unwrap();
            let used = held(order, &first);
            assert_eq!(minutes(&first), 1_200);
            // Told anew, aimed at, and ordered on top: each plans the rest anew.
            let reason = json!({ "reason": "The castings are late." });
            maker.commit(maker.rep, order, "2027-07-12", reason).unwrap();
            assert_eq!((held(order, &first), minutes(&second)), (used.clone(), 1_200), "apart: {apart}");
            maker.target(order, "2027-06-28").unwrap();
            assert_eq!(held(order, &first), used, "apart: {apart}");
            let clear = json!({ "order": order, "reason": "No aim." });
            house.act(maker.planner, "order.set_target", clear).unwrap();
            assert_eq!((held(order, &first), minutes(&second)), (used.clone(), 1_200), "apart: {apart}");
            works.cancel(order, 1);
            assert_eq!((held(order, &first), held(order, &second)), (used, Vec::new()), "apart: {apart}");
        }
        maker.verify();
    });
}

#[test]
fn r24_the_ledger_tells_no_ship_date_after_the_told_installation_either() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let (mill, press) = (works.mill(), works.press);
        let order = works.order_of(&[press, mill], true);
        maker.commit(maker.rep, order, "2027-06-07", json!({})).unwrap();
        let mill = works.line(order, 1);
        let both = json!({ "lines": [mill["id"]], "install_on": "2027-06-21" });
        maker.commit(maker.rep, order, "2027-06-07", both).unwrap();
        let redate = |line: &Value, due: Value| {
            let mut input = json!({ "promise": line["ship_promise"], "reason": "The castings are late.",
                "told": "call", "version": works.promise(&line["ship_promise"])["version"] });
            input.as_object_mut().unwrap().extend(due.as_object().unwrap().clone());
            house.act(maker.rep, "promise.redate", input)
        };
        let refusal = redate(&mill, json!({ "due_on": "2027-07-12" })).unwrap_err();
        installs_two_days_later(&refusal);
        // Before that day, but without the days on the way; told by the hour, it is the same day in Porto.
        let close = json!({ "due_at": "2027-06-18T22:30:00Z" });
        assert_eq!(rule(redate(&mill, close)), "order.ships_after_installation");
        assert_eq!(works.line(order, 1)["committed_on"], "2027-06-07");
        redate(&mill, json!({ "due_on": "2027-06-16" })).unwrap();
        assert_eq!(works.line(order, 1)["committed_on"], "2027-06-16");
        assert_eq!(works.line(order, 1)["install_committed_on"], "2027-06-21");
        // Nothing is installed of the press, and the day of the work itself moves as it likes.
        redate(&works.line(order, 0), json!({ "due_on": "2027-07-12" })).unwrap();
        let install = works.line(order, 1)["install_promise"].clone();
        let later = json!({ "promise": install, "reason": "The hall is not ready.", "told": "call",
            "due_on": "2027-07-14", "version": works.promise(&install)["version"] });
        house.act(maker.rep, "promise.redate", later).unwrap();
        redate(&works.line(order, 1), json!({ "due_on": "2027-07-12" })).unwrap();
        maker.verify();
    });
}

#[test]
fn r24_to_ship_later_than_told_is_no_target() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.order_of(&[works.press], false);
        maker.target(order, "2027-06-07").unwrap();
        // A day told before the target takes its place.
        maker.commit(maker.rep, order, "2027-05-10", json!({})).unwrap();
        assert_eq!(maker.line(order)["target_on"], Value::Null);
        assert_eq!(maker.week(works.press, "2027-06-07"), (5, 0, 0));
        let refusal = maker.target(order, "2027-05-11").unwrap_err();
        assert_eq!(
            (refusal.rule, fact(&refusal, "stands")),
            ("order.target_after_told", json!("2027-05-10"))
        );
        let (action, input) = refusal.possible[0].action.clone().unwrap();
        assert_eq!((action, &input["on"]), ("order.set_forecast", &json!("2027-05-11")));
        maker.target(order, "2027-05-10").unwrap();
        maker.verify();
    });
}

#[test]
fn r20_no_day_is_told_before_the_one_that_we_expect_ourselves() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.order_of(&[works.press], false);
        works.forecast(order, "2027-06-18").unwrap();
        let refusal = maker.commit(maker.rep, order, "2027-06-04", json!({})).unwrap_err();
        assert_eq!(
            (refusal.rule, fact(&refusal, "expected")),
            ("order.told_before_forecast", json!("2027-06-18"))
        );
        let word = json!({ "override_reason": "A second shift." });
        let rep = maker.commit(maker.rep, order, "2027-06-04", word.clone());
        assert_eq!(rule(rep), "promise.override_not_yours");
        // Who answers for it stands on the promise, and its watch knows what is expected.
        maker.commit(maker.head_of_manufacturing, order, "2027-06-04", word).unwrap();
        let promise = works.promise(&maker.line(order)["ship_promise"]);
        assert_eq!(
            (&promise["override_reason"], &promise["forecast_on"]),
            (&json!("A second shift."), &json!("2027-06-18"))
        );
        assert!(!promise["tell_by"].is_null(), "{promise}");
        let late = maker.commit(maker.rep, order, "2027-06-11", json!({ "reason": "Castings" }));
        assert_eq!(rule(late), "order.told_before_forecast");
        maker.commit(maker.rep, order, "2027-06-18", json!({ "reason": "Castings" })).unwrap();
        // A forecast that was better again does not hinder.
        works.forecast(order, "2027-06-18").unwrap();
        maker.verify();
    });
}

#[test]
fn r20_a_promise_is_kept_when_what_did_not_leave_is_taken_back() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let mill = works.mill();
        let order = works.order_of(&[mill, works.press], false);
        maker.commit(maker.rep, order, "2027-06-14", json!({ "install_on": "2027-06-21" })).unwrap();
        maker.release(order);
        let held = || {
            let input = json!({ "territory": maker.north, "from": "2027-06-07", "weeks": 6 });
            let seen = house.view(maker.service_planner, "capacity.weeks", input).unwrap();
            let weeks = seen["crews"][0]["weeks"].as_array().unwrap().clone();
            weeks.iter().map(|week| week["taken"].as_i64().unwrap()).sum::<i64>()
        };
        house.advance("2027-06-09T12:00:00Z");
        works.ship(order, &[&works.line(order, 0)["id"]]).unwrap();
        let promise = works.line(order, 0)["ship_promise"].clone();
        assert_eq!(works.promise(&promise)["state"], "open");
        house.advance("2027-06-10T12:00:00Z");
        assert_eq!(works.cancel(order, 1)["state"], "shipped");
        let kept = works.promise(&promise);
        assert_eq!(kept["state"], "kept", "{kept}");
        assert!(kept["ended_at"].as_str().unwrap().starts_with("2027-06-09"), "{kept}");
        assert_eq!(held(), 1_200, "what left is still to be installed");
        house.advance("2027-06-21T12:00:00Z");
        assert_eq!(works.promise(&promise)["state"], "kept");
        maker.verify();
    });
}

#[test]
fn r24_a_late_line_stays_in_the_figure_by_the_day_on_which_it_was_taken_back() {
    on_both_databases(rooms, START, |house| {
        let works = works(house);
        let maker = &works.maker;
        let order = works.order_of(&[works.press, works.press, works.press], false);
        maker.commit(maker.rep, order, "2027-06-14", json!({})).unwrap();
        maker.release(order);
        let june = || maker.figure("delivered_on_time", date(2027, 6, 1), date(2027, 6, 30)).n;
        house.advance("2027-06-14T12:00:00Z");
        works.cancel(order, 2);
        house.advance("2027-06-16T12:00:00Z");
        assert_eq!(june(), 2, "what was taken back on its day was never late");
        // The two share a promise, which the other keeps open.
        works.cancel(order, 0);
        assert_eq!(june(), 2);
        works.ship(order, &[]).unwrap();
        let done = maker.figure("delivered_on_time", date(2027, 6, 1), date(2027, 6, 30));
        assert_eq!((done.value.unwrap().to_string().as_str(), done.n), ("0.0", 2));
        maker.verify();
    });
}
