//! A real file of a wholesaler, with a reference made by another program. The file is not part of the project:
//! `ACCORD_DATA` or `../shared/data` beside the repository holds it. Where it is absent this says so loudly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use accord_room_intake::{Entity, ImportMode, Tally, undo};
use accord_testing::on_both_databases;
use serde_json::{Value, json};
use support::*;

fn real_data() -> Option<(PathBuf, Value)> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("ACCORD_DATA").map_or(beside, PathBuf::from).join("wholesale-orders");
    let (file, reference) = (folder.join("germany.csv.gz"), folder.join("reference.json"));
    if !file.exists() {
        // Written past the test runner's capture, so that it is seen though the test passes.
        let notice = format!("NOT CHECKED: the wholesaler's file is not at {}\n", file.display());
        std::io::stderr().write_all(notice.as_bytes()).expect("stderr takes a line");
        return None;
    }
    let reference = std::fs::read_to_string(reference).expect("the file comes with its reference");
    Some((file, serde_json::from_str(&reference).expect("the reference is JSON")))
}

#[test]
fn a_wholesalers_orders_arrive_with_the_counts_and_exact_sums_of_their_reference() {
    let Some((file, reference)) = real_data() else { return };
    let figure = |name: &str| reference[name].as_u64().unwrap();
    let minor = |name: &str| reference[name].as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    let (_, mapping) = documented("wholesale-orders");
    on_both_databases(rooms, "2027-01-04T09:00:00Z", |house| {
        let cast = cast(house);
        let before = tables(house);
        let report = bring(house, cast.admin, &file, &mapping, ImportMode::ValidOnly).unwrap();
        let counts = &report.counts;
        let new = |count: u64| Tally { new: count, ..Tally::default() };
        assert_eq!(faults(&report), []);
        assert_eq!((report.rows, report.rows_refused), (figure("lines"), figure("lines_without_customer")));
        assert_eq!(counts.lines, figure("lines"));
        assert_eq!(counts.of(Entity::Order), new(figure("invoices")));
        assert_eq!(counts.cancelling_orders, figure("cancelled_invoices"));
        assert_eq!(counts.of(Entity::Account), new(figure("customers")));
        assert_eq!(counts.of(Entity::Product), new(figure("items")));
        assert_eq!(counts.zero_price_lines, figure("zero_price_lines"));
        assert_eq!(report.several.len() as u64, figure("stockcodes_with_more_than_one_description"));
        assert_eq!(counts.sums["GBP"].sold_minor, minor("sum_positive"));
        assert_eq!(counts.sums["GBP"].net_minor(), minor("sum_all"));

        // The same sums stand in the tables and not only in the report.
        let stored = house
            .kernel
            .db
            .read(|tx| {
                let sql = "SELECT kind, COUNT(*), CAST(SUM(net_minor) AS BIGINT), MIN(quantity_milli) FROM order_line GROUP BY kind ORDER BY kind";
                tx.query(sql, &[])?
                    .iter()
                    .map(|row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?, row.get::<i64>(3)?)))
                    .collect::<Result<Vec<_>, accord_store::Error>>()
            })
            .unwrap();
        assert_eq!(stored.iter().map(|(.., count, _, _)| *count).sum::<i64>() as u64, figure("lines"));
        assert!(stored.iter().all(|(.., least)| *least > 0), "a cancelling line keeps a positive quantity");
        let sum_of = |wanted: &str| {
            stored.iter().filter(|(kind, ..)| kind == wanted).map(|(_, _, sum, _)| *sum).sum::<i64>()
        };
        assert_eq!(sum_of("goods") - sum_of("cancellation"), minor("sum_all"));

        let run = house.view(cast.admin, "intake.run", json!({ "run": report.run })).unwrap();
        assert_eq!(run["line"]["counts"]["lines"], reference["lines"]);
        assert_eq!(run["notes"]["several"], reference["stockcodes_with_more_than_one_description"]);

        let after = tables(house);
        let again = bring(house, cast.admin, &file, &mapping, ImportMode::ValidOnly).unwrap();
        assert_eq!(again.counts.of(Entity::Order), Tally { same: figure("invoices"), ..Tally::default() });
        assert_eq!(tables(house), after, "twice changes nothing");

        undo(&house.kernel, cast.admin.into(), report.run.unwrap()).unwrap();
        assert_eq!(tables(house), before, "nothing is left");
        house.verify();
    });
}
