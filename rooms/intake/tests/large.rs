//! A long file with one bad row: the documented result, and memory that depends on the keys alone. The long form has a
//! million rows, the short one twenty thousand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::io::{BufWriter, Write as _};

use accord_room_intake::drive_waiting;
use accord_testing::on_both_databases;
use serde_json::json;
use support::*;

const MIB: u64 = 1 << 20;

/// The most memory that this process ever held, in bytes; none where the system does not say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}

#[test]
fn r67_of_a_long_file_with_one_bad_row_all_others_come_in_and_memory_is_bounded() {
    let long = std::env::var_os("ACCORD_TEST_LONG").is_some();
    let rows: u64 = if long { 1_000_000 } else { 20_000 };
    let bad = rows - 1;
    on_both_databases(rooms, START, |house| {
        let me = cast(house).admin;
        let path = files().anteroom().unwrap().join(format!("long-{}", house.name()));
        let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
        writeln!(file, "name;office").unwrap();
        for n in 1..=rows {
            if n == bad { writeln!(file, ";Lisboa") } else { writeln!(file, "Seller {n};Lisboa") }.unwrap();
        }
        file.into_inner().unwrap().sync_all().unwrap();
        let stored = files().put_file(&path).unwrap();
        let kept = json!({ "file_name": "long.csv", "sha256": stored.sha256 });
        let file = id(&house.act(me, "intake.keep_file", kept).unwrap(), "file");
        let seen = house.view(me, "intake.file", json!({ "file": file, "kind": "sellers" })).unwrap();
        assert_eq!(seen["complete"], false, "the page looks at the first rows alone");
        let columns = ["name", "office"].map(|name| json!({ "from": name, "to": name }));
        let mapped = json!({
            "file": file, "version": seen["line"]["version"], "kind": "sellers", "source": "crm", "columns": columns
        });
        house.act(me, "intake.map_columns", mapped).unwrap();
        let before = peak();
        let start = json!({ "file": file, "mode": "valid_only" });
        let run = id(&house.act(me, "intake.start", start).unwrap(), "run");
        drive_waiting(&house.kernel).unwrap();
        let grown = peak().zip(before).map(|(after, before)| after - before);
        let done = house.view(me, "intake.run", json!({ "run": run })).unwrap();
        assert_eq!(done["line"]["state"], "done", "{done}");
        assert_eq!(done["line"]["counts"]["things"]["seller"]["new"], rows - 1);
        assert_eq!((&done["line"]["rows_all"], &done["notes"]["rows"]), (&json!(rows), &json!(rows)));
        let faults = done["notes"]["faults"].as_array().unwrap();
        assert_eq!(faults.len(), 1);
        assert_eq!((&faults[0]["row"], &faults[0]["rule"]), (&json!(bad + 1), &json!("required")));
        // The database's own caches are bounded too; what grows with the file are the fingerprints of its keys.
        let limit = 96 * MIB + rows * 96;
        if let Some(grown) = grown {
            println!("{} rows on {}: {} MiB more at the peak", rows, house.name(), grown / MIB);
            assert!(grown < limit, "{} MiB more for {rows} rows on {}", grown / MIB, house.name());
        }
    });
}
