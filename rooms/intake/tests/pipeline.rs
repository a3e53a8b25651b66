//! The pipeline of a sales tool: accounts, products, sellers and opportunities, by the mappings and examples of the
//! documentation; twice; and taken back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use accord_room_intake::{Entity, ImportMode, Report, RunState, Tally, undo};
use accord_testing::{House, on_both_databases};
use serde_json::json;
use support::*;
use uuid::Uuid;

const KINDS: [&str; 4] = ["crm-accounts", "crm-products", "crm-sellers", "crm-pipeline"];

fn new(count: u64) -> Tally {
    Tally { new: count, ..Tally::default() }
}

fn bring_kind(house: &House, actor: Uuid, name: &str) -> Report {
    let (file, mapping) = documented(name);
    bring(house, actor, &file, &mapping, ImportMode::ValidOnly).unwrap()
}

/// Somebody who may write the pipeline besides what an administrator may.
fn importer(house: &House, cast: &Cast) -> Uuid {
    let roles: Vec<Uuid> = ["administrator", "head_of_sales"]
        .map(|word| accord_room_people::RoleId::seeded(word).into())
        .to_vec();
    let area = json!({ "name": "Data", "sphere": "sales", "helps": "Knows what is known." });
    let area = id(&house.act(cast.admin, "area.enter", area).unwrap(), "area");
    let input =
        json!({ "name": "Dora", "language": "en", "roles": roles, "posts": [{ "area": area, "title": "" }] });
    id(&house.act(cast.admin, "people.enter", input).unwrap(), "person")
}

#[test]
fn r07_a_pipeline_is_brought_as_it_was_with_reports_and_without_guesses_twice_and_taken_back() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let dora = importer(house, &cast);
        let before = tables(house);
        let reports: Vec<Report> = KINDS.iter().map(|name| bring_kind(house, dora, name)).collect();
        assert_eq!(reports[0].counts.of(Entity::Account), new(2));
        assert_eq!(reports[1].counts.of(Entity::Product), new(2));
        assert_eq!(reports[2].counts.of(Entity::Seller), new(2));
        let last = &reports[3];
        assert_eq!(last.counts.of(Entity::Opportunity), Tally { new: 6, refused: 1, ..Tally::default() });
        assert_eq!(last.counts.of(Entity::Seller), new(1), "who sold and stands in no list is kept by name");
        assert_eq!(last.counts.rows_refused, 1);
        let said: Vec<(u64, String)> =
            last.faults.first.iter().map(|fault| (fault.row, fault.rule.clone())).collect();
        assert_eq!(
            said,
            [(4, "import.product_perhaps".to_owned()), (7, "import.opportunity_without_account".to_owned())]
        );
        assert!(last.faults.first[0].text.contains("Punch 40"), "{}", last.faults.first[0].text);

        let list = |input| house.view(dora, "opportunity.list", input).unwrap();
        let third = list(json!({ "query": "A3" }))["rows"][0].clone();
        let one = house.view(dora, "opportunity.one", json!({ "opportunity": third["id"] })).unwrap();
        assert_eq!(one["items"][0]["product"], json!(null), "it is not guessed");
        assert_eq!(one["items"][0]["description"], json!("Punch40"));
        assert_eq!((&third["seller"], &third["owner"]), (&json!("Tiago Reis"), &json!(null)));
        let report = house
            .view(dora, "opportunity.ends", json!({ "from": "2026-01-01", "to": "2026-12-31" }))
            .unwrap();
        assert_eq!(
            (&report["won"], &report["lost"], &report["won_percent"]),
            (&json!(3), &json!(1), &json!("75.0"))
        );
        assert_eq!(report["won_value"][0]["value"]["amount"], json!("8960.25"));
        assert_eq!((&report["won_days"], &report["net_new"]), (&json!(89), &json!(2)), "each customer once");
        house.verify();

        let after = tables(house);
        for name in KINDS {
            let again = bring_kind(house, dora, name);
            let changed: u64 = again.counts.things.values().map(|tally| tally.new + tally.changed).sum();
            assert_eq!((changed, again.counts.written), (0, 0), "{name}");
        }
        assert_eq!(tables(house), after);
        for report in reports.iter().rev() {
            assert_eq!(undo(&house.kernel, dora.into(), report.run.unwrap()).unwrap(), RunState::Undone);
        }
        assert_eq!(tables(house), before);
        house.verify();
    });
}

#[test]
fn r07_a_seller_becomes_a_colleague_and_what_was_worked_on_is_not_taken_back() {
    on_both_databases(rooms, START, |house| {
        let cast = cast(house);
        let dora = importer(house, &cast);
        let reports: Vec<Report> = KINDS.iter().map(|name| bring_kind(house, dora, name)).collect();
        let sellers = house.view(dora, "seller.list", json!({})).unwrap();
        let rosa =
            sellers.as_array().unwrap().iter().find(|row| row["name"] == "Rosa Pinho").unwrap().clone();
        let link = json!({ "seller": rosa["id"], "version": rosa["version"], "person": cast.rita });
        let linked = house.act(dora, "seller.link", link).unwrap();
        assert_eq!((&linked["opportunities"], &linked["open"]), (&json!(1), &json!(1)));
        let mine = house.view(cast.rita, "opportunity.waiting", json!({})).unwrap();
        assert_eq!(mine["still"][0]["number"], json!("A5"), "it has no next step, so it stands still");
        let refused = undo(&house.kernel, dora.into(), reports[3].run.unwrap()).unwrap_err();
        assert_eq!(refused.rule, "import.touched");
        house.verify();
    });
}
