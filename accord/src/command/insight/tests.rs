#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use clap::Parser;
use serde_json::Value;

use super::*;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    insight: Insight,
}

fn files(texts: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in texts {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn run(folder: &tempfile::TempDir, line: &str) -> anyhow::Result<(Value, String)> {
    let words = line.split_whitespace().map(|word| match word.strip_prefix("@") {
        Some(file) => folder.path().join(file).display().to_string(),
        None => word.to_owned(),
    });
    let wanted = Line::parse_from(std::iter::once("insight".to_owned()).chain(words)).insight;
    let report = report::report(&wanted, &gather::gather(&wanted)?)?;
    Ok((serde_json::to_value(&report)?, report.text()))
}

fn refused(folder: &tempfile::TempDir, line: &str) -> String {
    format!("{:#}", run(folder, line).unwrap_err())
}

const PRESSES: &str = "press,day,what,model\nA,120,stop,M1\nA,400,stop,M1\nA,730,end,M1\nB,600,stop,M1\nB,690,inspected,M1\nB,700,stop,M1\nB,730,end,M1\nC,730,end,M2\n";

#[test]
fn r14_rates_trend_and_curve_come_from_a_file_of_histories() {
    let folder = files(&[("a.csv", PRESSES)]);
    let line = "@a.csv --unit press --time day --status what --event stop --end end --group model --year 365";
    let (report, text) = run(&folder, line).unwrap();
    let group = &report["groups"][0];
    assert_eq!((group["name"].as_str(), group["units"].as_u64()), (Some("M1"), Some(2)));
    assert_eq!((group["rate"]["events"].as_u64(), group["counted"].as_f64()), (Some(4), Some(1.0)));
    assert_eq!(group["trend"]["events"], 4);
    assert_eq!(group["curve"].as_array().unwrap().len(), 4);
    assert_eq!(group["curve"][3]["mean"], 2.0);
    // Nothing ever happened to the other model: no trend, no curve, and still a rate.
    assert_eq!(report["groups"][1]["trend"], Value::Null);
    assert!(text.contains("M2") && text.contains("too few outages for a trend"), "{text}");
    assert!(text.contains("no trend is shown"), "{text}");
}

#[test]
fn r14_dates_in_a_window_with_a_list_of_units_are_split_and_scored() {
    let folder = files(&[
        ("units.csv", "id;model\n1;X\n2;X\n3;Y\n"),
        (
            "stops.csv",
            "id;at\n1;2026-01-11 06:00:00\n1;2026-03-01\n1;2026-07-02\n3;2026-07-20\n3;2026-08-01 12:00\n",
        ),
    ]);
    let window = "@stops.csv --unit id --time at --units @units.csv --group model --from 2026-01-01 --until 2027-01-01";
    let (report, text) = run(&folder, &format!("{window} --split 2026-07-02")).unwrap();
    assert_eq!(report["groups"][0]["units"], 2);
    assert_eq!(report["groups"][0]["rate"]["events"], 3);
    assert_eq!(report["groups"][0]["rate"]["exposure_years"], 2.0);
    assert_eq!(report["groups"][0]["curve"][0]["time"], 10.25);
    // Two outages of three units before the split; the one at the split comes after.
    assert_eq!(report["held_out"]["units_differ"]["events"], 2);
    assert!(text.contains("foretold after the split by"), "{text}");
    assert!(refused(&folder, &format!("{window} --split 2027-02-01")).contains("--split"));
}

#[test]
fn r14_what_does_not_fit_is_refused_with_its_row() {
    let folder = files(&[
        ("a.csv", PRESSES),
        ("open.csv", "unit,time,status\nA,3,1\nB,4,0\n"),
        ("late.csv", "unit,time,status\nA,9,1\nA,4,0\n"),
        ("word.csv", "unit,time,status\nA,soon,1\n"),
        ("two.csv", "unit,time,status,batch\nA,1,1,x\nA,4,0,y\n"),
        ("units.csv", "unit\nB\nB\n"),
    ]);
    assert!(refused(&folder, "@a.csv").contains("has no column unit; it has press, day, what, model"));
    assert!(refused(&folder, "@open.csv --status status").contains("unit A has no end of observation"));
    assert!(refused(&folder, "@late.csv --status status").contains("unit A: an outage at 9"));
    assert!(refused(&folder, "@word.csv --status status").contains("row 2: `soon` is no number"));
    assert!(refused(&folder, "@two.csv --status status --group batch").contains("unit A is in two groups"));
    assert!(refused(&folder, "@open.csv --status status --units @units.csv").contains("listed twice"));
    assert!(refused(&folder, "@late.csv --status status --year 0").contains("unit A"));
    assert!(refused(&folder, "@none.csv").contains("cannot be read"));
}
