//! Entering, amending, shipping, taking back, and who may see what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod maker;

use accord_testing::{House, on_both_databases};
use maker::{Account, Maker, PORTO, fact, id, rooms, rule};
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
        // Another customer's is answered as one that is not there (R64).
        for (field, foreign) in [("site", other.site), ("contact", other.contact)] {
            for named in [foreign, Uuid::from_u128(9)] {
                assert_eq!(refused(json!({ field: named })), format!("/{field} field.unknown_reference"));
            }
        }
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
