//! One act on many rows, on both databases: counted before by really trying, done by the very action that changes one, taken
//! back as one act where nobody touched it since (R67, R31, R64).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../pipeline/tests/maker/mod.rs"]
mod maker;

use accord_kernel::{Call, Caller, Outcome, Registry};
use accord_room_bulk::drive_waiting;
use accord_testing::{House, on_both_databases};
use maker::{Account, Maker, id, rule};
use serde_json::{Value, json};
use uuid::Uuid;

const START: &str = "2027-03-01T08:00:00Z";

fn rooms(registry: &mut Registry) {
    maker::rooms(registry);
    accord_room_value::room(registry);
    accord_room_offer::room(registry);
    accord_room_order::room(registry);
    accord_room_contract::room(registry);
    accord_room_case::room(registry);
    accord_room_bulk::room(registry);
}

/// A run as whoever did it sees it.
struct Run<'h> {
    house: &'h House,
    who: Uuid,
    id: Uuid,
}

impl<'h> Run<'h> {
    fn choose(house: &'h House, who: Uuid, input: Value) -> Self {
        let made = house.act(who, "bulk.choose", input).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        Self { house, who, id: id(&made, "run") }
    }
    fn of(house: &'h House, who: Uuid, bulk: &str, ids: &[Uuid]) -> Self {
        Self::choose(house, who, json!({ "bulk": bulk, "ids": ids }))
    }
    fn facts(&self) -> Value {
        self.house.view(self.who, "bulk.run", json!({ "run": self.id })).unwrap()
    }
    fn act(&self, action: &str, more: Value) -> Outcome<Value> {
        let mut input = json!({ "run": self.id, "version": self.facts()["version"] });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let done = self.house.act(self.who, action, input)?;
        drive_waiting(&self.house.kernel).unwrap();
        Ok(done)
    }
    fn count(&self, input: Value) -> Value {
        self.act("bulk.count", json!({ "input": input })).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        self.facts()
    }
    fn start(&self) -> Value {
        self.act("bulk.start", json!({})).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        self.facts()
    }
    fn undo(&self) -> Value {
        self.act("bulk.undo", json!({})).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        self.facts()
    }
    /// Rule by row, of those that were refused.
    fn rules(&self) -> Vec<(Uuid, String, Option<String>)> {
        let page = self.house.view(self.who, "bulk.rows", json!({ "run": self.id, "limit": 200 })).unwrap();
        let rows = page["rows"].as_array().unwrap().iter();
        rows.filter_map(|row| {
            let rule = row["rule"].as_str()?.to_owned();
            Some((id(row, "id"), rule, row["label"].as_str().map(str::to_owned)))
        })
        .collect()
    }
}

fn counts(facts: &Value) -> Vec<(String, i64)> {
    let all = facts["counts"].as_object().unwrap().iter();
    all.filter_map(|(name, n)| Some((name.clone(), n.as_i64().filter(|n| *n > 0)?))).collect()
}

fn reasons(facts: &Value, of: &str) -> Vec<(String, i64)> {
    let all = facts[of].as_array().unwrap().iter();
    all.map(|one| (one["rule"].as_str().unwrap().to_owned(), one["rows"].as_i64().unwrap())).collect()
}

fn said(list: &[(&str, i64)]) -> Vec<(String, i64)> {
    list.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect()
}

fn sales_owner(house: &House, who: Uuid, customer: Uuid) -> Option<Uuid> {
    let facts = house.view(who, "customer.facts", json!({ "customer": customer })).unwrap();
    let team = facts["team"].as_array().unwrap();
    let owner = team.iter().find(|one| one["sphere"] == "sales" && one["rank"] == "owner");
    owner.map(|one| one["person"]["id"].as_str().unwrap().parse().unwrap())
}

fn accounts(maker: &Maker<'_>, n: usize) -> Vec<Account> {
    (0..n).map(|n| maker.account(&format!("Kunde {n:03}"))).collect()
}

fn ids(accounts: &[Account]) -> Vec<Uuid> {
    accounts.iter().map(|account| account.customer).collect()
}

/// Events of an action that a customer's chain holds.
fn events(house: &House, customer: Uuid, name: &str) -> usize {
    let sql = "SELECT COUNT(*) FROM event WHERE chain = ?1 AND name = ?2";
    let count = house.kernel.db.read(|tx| {
        let row = tx.query_one(sql, accord_store::params![customer, name.to_owned()])?.unwrap();
        row.get::<i64>(0)
    });
    usize::try_from(count.unwrap()).unwrap()
}

#[test]
fn r67_many_are_counted_by_trying_done_one_by_one_and_taken_back_as_one() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let head = maker.head_of_sales;
        let all = accounts(&maker, 31);
        let (has, gone) = (all[3].customer, all[7].customer);
        let owner = |customer: Uuid, person: Uuid| {
            let input = json!({ "customer": customer, "person": person, "sphere": "sales", "rank": "owner" });
            house.act(head, "customer.assign", input).unwrap();
        };
        owner(has, maker.other_rep);
        house
            .act(head, "customer.archive", json!({ "customer": gone, "version": 1, "reason": "Closed down" }))
            .unwrap();
        let nobody = Uuid::from_u128(0x1234);
        let mut chosen = ids(&all);
        chosen.push(nobody);
        chosen.push(chosen[0]);

        let run = Run::of(house, head, "customer.sales_owner", &chosen);
        assert_eq!(run.facts()["rows"], 32, "each row once");
        let facts = run.count(json!({ "person": maker.other_rep }));
        assert_eq!(counts(&facts), said(&[("fits", 29), ("left", 3)]));
        let mut left = reasons(&facts, "left");
        left.sort();
        assert_eq!(left, said(&[("absent", 1), ("customer.archived", 1), ("team.already", 1)]));
        let words =
            facts["left"].as_array().unwrap().iter().find(|one| one["rule"] == "team.already").unwrap();
        let text = words["wordings"][0]["text"].as_str().unwrap();
        assert!(text.contains("Silvan"), "the rule with its facts: {text}");
        assert_eq!(facts["would_go_back"], 29);
        for account in &all {
            let before = events(house, account.customer, "customer.assign");
            let once = if account.customer == has { 2 } else { 1 };
            assert_eq!(before, once, "counting leaves nothing behind");
        }
        assert_eq!(sales_owner(house, head, all[0].customer), Some(maker.rep));

        // Somebody is at one of them between the count and the act.
        owner(all[11].customer, maker.head_of_sales);
        let facts = run.start();
        assert_eq!(facts["state"], "done");
        assert_eq!(counts(&facts), said(&[("done", 28), ("left", 3), ("refused", 1)]));
        assert_eq!(reasons(&facts, "refused"), said(&[("bulk.touched", 1)]));
        assert_eq!(sales_owner(house, head, all[11].customer), Some(maker.head_of_sales));
        assert_eq!(sales_owner(house, head, all[30].customer), Some(maker.other_rep));
        assert_eq!(events(house, all[30].customer, "customer.assign"), 2, "an event of its own, once");

        // And at another one between the act and its undoing.
        owner(all[20].customer, maker.head_of_sales);
        let facts = run.undo();
        assert_eq!(facts["state"], "undone");
        assert_eq!(counts(&facts), said(&[("left", 3), ("refused", 1), ("stays", 1), ("undone", 27)]));
        assert_eq!(reasons(&facts, "stays"), said(&[("bulk.touched", 1)]));
        assert_eq!(sales_owner(house, head, all[30].customer), Some(maker.rep));
        assert_eq!(sales_owner(house, head, all[20].customer), Some(maker.head_of_sales));
        assert_eq!(rule(run.act("bulk.undo", json!({}))), "bulk.not_now");
        assert_eq!(rule(run.act("bulk.start", json!({}))), "bulk.not_now");
        house.verify();
    });
}

#[test]
fn r67_all_that_a_filter_finds_is_chosen_exactly_and_too_many_are_refused_with_their_number() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let head = maker.head_of_sales;
        let all = accounts(&maker, 13);
        let away = json!({ "customer": all[0].customer, "version": 1, "reason": "Closed down" });
        house.act(head, "customer.archive", away).unwrap();
        let filter = format!("territory={}&query=", maker.east);
        let by = |filter: &str| json!({ "bulk": "customer.service_owner", "all": true, "filter": filter });
        let run = Run::choose(house, head, by(&filter));
        assert_eq!(run.facts()["rows"], 12, "the filter's own rows: what is archived is not among them");

        let none = house.act(head, "bulk.choose", by(&format!("territory={}", maker.west)));
        assert_eq!(rule(none), "/ids bulk.none");
        assert_eq!(rule(house.act(head, "bulk.choose", by("teritory=x"))), "/teritory field.unknown");
        let empty = json!({ "bulk": "customer.service_owner", "ids": [] });
        assert_eq!(rule(house.act(head, "bulk.choose", empty)), "/ids bulk.none", "none is not all");

        let setting = json!({ "name": "bulk.rows_max", "value": 11, "reason": "Small steps" });
        house.act(maker.admin, "settings.set", setting).unwrap();
        let refused = house.act(head, "bulk.choose", by(&filter)).unwrap_err();
        assert_eq!(refused.fields[0].rule, "bulk.too_many");
        let facts = accord_kernel::Refusal::facts_json(&refused.fields[0].facts);
        assert_eq!(facts, json!({ "n": 12, "max": 11 }));
    });
}

#[test]
fn r31_the_crisis_of_one_customer_leaves_out_its_rows_alone() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let all = accounts(&maker, 3);
        let step = json!({ "next_step": "Call them", "next_step_on": "2027-03-09" });
        let open: Vec<Uuid> =
            all.iter().map(|account| maker.open(*account, "net_new", step.clone())).collect();
        let bare = maker.open(all[0], "net_new", json!({}));
        let stop = json!({
            "customer": all[1].customer, "what": "The line stands still", "call_back": "+41 71 000 11 22",
            "severity": "stopped"
        });
        house.act(maker.head_of_service, "case.open", stop).unwrap();
        let mut chosen = open.clone();
        chosen.push(bare);
        let run = Run::of(house, maker.rep, "opportunity.step_day", &chosen);
        let facts = run.count(json!({ "due_on": "2027-04-20" }));
        assert_eq!(counts(&facts), said(&[("fits", 2), ("left", 2)]));
        let rules = run.rules();
        let rule_at = |id: Uuid| rules.iter().find(|(row, _, _)| *row == id).map(|(_, rule, _)| rule.clone());
        assert_eq!(rule_at(open[1]).as_deref(), Some("crisis.commercial"));
        assert_eq!(rule_at(bare).as_deref(), Some("pipeline.no_step"));
        let facts = run.start();
        assert_eq!(facts["counts"]["done"], 2);
        let day = |opportunity: Uuid| maker.one(opportunity)["line"]["next_step_on"].clone();
        assert_eq!((day(open[0]), day(open[1])), (json!("2027-04-20"), json!("2027-03-09")));
        run.undo();
        assert_eq!((day(open[0]), day(open[2])), (json!("2027-03-09"), json!("2027-03-09")));
        house.verify();
    });
}

#[test]
fn r64_each_row_asks_for_permission_and_sight_and_a_run_is_its_makers_alone() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let near = maker.account("Kunde Ost");
        let mut input = json!({ "customer": near.customer, "title": "Line 4", "kind": "net_new" });
        let own = id(&maker.act("opportunity.open", input.clone()), "opportunity");
        let far = json!({ "name": "Kunde West", "territory": maker.west });
        let far = id(&house.act(maker.head_of_sales, "customer.enter", far).unwrap(), "id");
        input["customer"] = json!(far);
        let other = id(&house.act(maker.head_of_sales, "opportunity.open", input).unwrap(), "opportunity");

        // A rep has no business with owners, and is not offered it.
        let refused = house.act(
            maker.rep,
            "bulk.choose",
            json!({ "bulk": "customer.sales_owner", "ids": [near.customer] }),
        );
        assert_eq!(rule(refused), "permission");
        let acts = house.view(maker.rep, "bulk.acts", json!({ "view": "customer.list" })).unwrap();
        let names: Vec<&str> =
            acts.as_array().unwrap().iter().map(|act| act["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["customer.territory", "customer.archive"]);

        let run = Run::of(house, maker.rep, "opportunity.stage", &[own, other]);
        let facts = run.count(json!({ "stage": "offered" }));
        let rules = run.rules();
        assert_eq!(counts(&facts), said(&[("fits", 1), ("left", 1)]), "{rules:?}");
        assert_eq!(rules, [(other, "territory.reason_needed".to_owned(), None)], "nor is it named");
        let absent = house.view(maker.other_rep, "bulk.run", json!({ "run": run.id }));
        assert_eq!(rule(absent), "absent");
        let version = run.facts()["version"].clone();
        let theirs =
            house.act(maker.head_of_sales, "bulk.start", json!({ "run": run.id, "version": version }));
        assert_eq!(rule(theirs), "absent");

        // What they may do is asked when it is done, not when it was counted.
        let role: Uuid = accord_room_people::RoleId::seeded("sales_rep").into();
        house.act(maker.admin, "people.unassign_role", json!({ "person": maker.rep, "role": role })).unwrap();
        let facts = run.start();
        assert_eq!(reasons(&facts, "refused"), said(&[("permission", 1)]));
    });
}

#[test]
fn r67_what_was_killed_half_way_goes_on_and_does_nothing_twice() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let head = maker.head_of_sales;
        let all = accounts(&maker, 60);
        let run = Run::of(house, head, "customer.sales_owner", &ids(&all));
        run.count(json!({ "person": maker.other_rep }));
        let version = run.facts()["version"].clone();
        // The program ends after the first part; the same request is sent again.
        let start = || {
            let input = json!({ "run": run.id, "version": version });
            let call = Call { key: Some("once".to_owned()), ..Call::new("bulk.start", input) };
            house.kernel.act(&Caller::person(head), call).unwrap()
        };
        assert!(!start().repeated);
        assert!(start().repeated);
        let part = run.facts();
        assert_eq!(part["state"], "doing");
        assert_eq!(counts(&part), said(&[("done", 25), ("fits", 35)]), "it says how far it is");
        let second = house.second_node(rooms);
        drive_waiting(&second).unwrap();
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 0);
        assert_eq!(counts(&run.facts()), said(&[("done", 60)]));
        for account in &all {
            assert_eq!(
                events(house, account.customer, "customer.assign"),
                2,
                "entered with one, given to one"
            );
        }
        house.verify();
    });
}

#[test]
fn r67_a_run_of_somebody_who_left_stops_is_told_and_goes_on() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let all = accounts(&maker, 40);
        let step = json!({ "next_step": "Call them", "next_step_on": "2027-03-09" });
        let open: Vec<Uuid> =
            all.iter().map(|account| maker.open(*account, "net_new", step.clone())).collect();
        let who = maker.other_rep;
        let run = Run::of(house, who, "opportunity.step_day", &open);
        run.count(json!({ "due_on": "2027-04-20" }));
        let version = run.facts()["version"].clone();
        house.act(who, "bulk.start", json!({ "run": run.id, "version": version })).unwrap();
        house.act(maker.admin, "people.disable", json!({ "person": who })).unwrap();
        drive_waiting(&house.kernel).unwrap();
        assert_eq!(drive_waiting(&house.kernel).unwrap(), 0, "it waits for nobody");
        house.act(maker.admin, "people.enable", json!({ "person": who })).unwrap();
        let facts = run.facts();
        assert_eq!((facts["state"].as_str(), facts["stopped"].is_null()), (Some("doing"), false));
        assert_eq!(counts(&facts), said(&[("done", 25), ("fits", 15)]));
        assert_eq!(facts["may_undo"], true, "what was done can be taken back from here too");
        run.act("bulk.go_on", json!({})).unwrap();
        assert_eq!(counts(&run.facts()), said(&[("done", 40)]));
    });
}

#[test]
fn r67_taking_back_ends_with_its_time_and_says_what_has_no_way_back() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let head = maker.head_of_sales;
        let account = maker.account("Kunde");
        let bare = id(
            &house.act(head, "customer.enter", json!({ "name": "Neu", "territory": maker.east })).unwrap(),
            "id",
        );
        // A customer that had no owner is never left without one again.
        let run = Run::of(house, head, "customer.sales_owner", &[account.customer, bare]);
        let facts = run.count(json!({ "person": maker.other_rep }));
        assert_eq!((counts(&facts), facts["would_go_back"].as_i64()), (said(&[("fits", 2)]), Some(1)));
        run.start();
        let facts = run.undo();
        assert_eq!(reasons(&facts, "stays"), said(&[("bulk.no_way_back", 1)]));
        assert_eq!(sales_owner(house, head, bare), Some(maker.other_rep));

        // A back-up who became the owner is the back-up again.
        let seat = json!({ "customer": account.customer, "person": maker.other_rep, "sphere": "sales", "rank": "backup" });
        house.act(head, "customer.assign", seat).unwrap();
        let run = Run::of(house, head, "customer.sales_owner", &[account.customer]);
        run.count(json!({ "person": maker.other_rep }));
        run.start();
        run.undo();
        let facts = house.view(head, "customer.facts", json!({ "customer": account.customer })).unwrap();
        let team: Vec<(Value, Value)> = facts["team"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["sphere"] == "sales")
            .map(|one| (one["rank"].clone(), one["person"]["name"].clone()))
            .collect();
        assert_eq!(team, [(json!("owner"), json!("Reto")), (json!("backup"), json!("Silvan"))]);

        let run = Run::of(house, head, "customer.territory", &[account.customer]);
        run.count(json!({ "territory": maker.west }));
        run.start();
        house.advance("2027-03-02T08:00:01Z");
        assert_eq!(run.facts()["may_undo"], false);
        assert_eq!(rule(run.act("bulk.undo", json!({}))), "bulk.too_late");
        house.verify();
    });
}

#[test]
fn r67_a_field_that_is_missing_is_said_before_anything_is_tried() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let account = maker.account("Kunde");
        let run = Run::of(house, maker.head_of_sales, "customer.archive", &[account.customer]);
        assert_eq!(rule(run.act("bulk.count", json!({ "input": {} }))), "/reason field.required");
        let foreign = json!({ "input": { "reason": "Gone", "customer": account.customer } });
        assert_eq!(rule(run.act("bulk.count", foreign)), "/customer field.unknown", "a row is not asked for");
        assert_eq!(rule(run.act("bulk.start", json!({}))), "bulk.not_now", "nothing without a count");
        run.count(json!({ "reason": "Closed down" }));
        let anew = run.count(json!({ "reason": "Sold" }));
        assert_eq!(anew["input"], json!({ "reason": "Sold" }));
        run.start();
        let facts = run.undo();
        assert_eq!(facts["counts"]["undone"], 1);
        let row = house
            .view(maker.head_of_sales, "customer.facts", json!({ "customer": account.customer }))
            .unwrap();
        assert_eq!(row["state"], "active");
    });
}

#[test]
fn r67_promises_products_and_units_go_through_the_same_door() {
    on_both_databases(rooms, START, |house| {
        let maker = Maker::new(house);
        let account = maker.account("Kunde");
        let products: Vec<Uuid> = ["A", "B"].map(|code| maker.machine(code, 40, "1000.00")).to_vec();
        let run = Run::of(house, maker.planner, "product.archive", &products);
        assert_eq!(run.facts()["state"], "counted", "nothing is asked for, so it is counted at once");
        run.start();
        let archived = |of: bool| {
            let page = house.view(maker.planner, "catalog.products", json!({ "archived": of })).unwrap();
            page["rows"].as_array().unwrap().len()
        };
        assert_eq!((archived(true), archived(false)), (2, 0));
        run.undo();
        assert_eq!((archived(true), archived(false)), (0, 2));

        let units = [
            maker.unit(account, Some("Rival"), "R-1", json!({})),
            maker.unit(account, Some("Rival"), "R-2", json!({})),
        ];
        let run = Run::of(house, maker.head_of_service, "asset.retire", &units);
        let facts = run.count(json!({ "retired_on": "2027-02-26", "reason": "Scrapped" }));
        assert_eq!((counts(&facts), facts["would_go_back"].as_i64()), (said(&[("fits", 2)]), Some(2)));
        run.start();
        let used = |unit: Uuid| {
            house.view(maker.head_of_service, "asset.one", json!({ "asset": unit })).unwrap()["asset"]["retired_on"].is_null()
        };
        assert!(!used(units[1]));
        run.undo();
        assert!(used(units[0]) && used(units[1]));
        house.verify();
    });
}
