//! A real file of a wholesaler, with a reference made by another program. The file is not part of the
//! project: `ACCORD_DATA` or `../shared/data` beside the repository holds it. Where it is absent this
//! says so loudly; nothing else is conditional.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use accord_tabular::group::{Agreement, consecutive};
use accord_tabular::{
    Container, DateOrder, FieldSpec, FieldType, FieldValue, Guess, Limits, Mapping, Record, SourceOptions,
    Table, TargetSpec, detect, read,
};
use rust_decimal::Decimal;

const MAPPING: &str = include_str!("data/wholesale-orders.toml");

fn order_lines() -> TargetSpec {
    let code = || FieldType::Code { max_chars: 20 };
    let kinds = vec!["sale".to_owned(), "cancellation".to_owned()];
    TargetSpec::new(
        "order-lines",
        vec![
            FieldSpec::new("order_number", code()).required(),
            FieldSpec::new("kind", FieldType::Choice { values: kinds }).required(),
            FieldSpec::new("ordered_at", FieldType::DateTime).required(),
            FieldSpec::new("account_code", code()).required(),
            FieldSpec::new("product_code", code()).required(),
            FieldSpec::new("description", FieldType::Text { max_chars: 200 }),
            FieldSpec::new("quantity", FieldType::Integer { min: Some(1), max: None }).required(),
            FieldSpec::new("unit_price", FieldType::Money { scale: 4, negative: false }).required(),
        ],
    )
}

/// The file and the reference, if they are here.
fn real_data() -> Option<(PathBuf, serde_json::Value)> {
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

fn amount(record: &Record) -> Decimal {
    record.get("quantity").unwrap().as_decimal().unwrap()
        * record.get("unit_price").unwrap().as_decimal().unwrap()
}

fn is_cancellation(record: &Record) -> bool {
    record.get("kind").unwrap().as_str() == Some("cancellation")
}

fn distinct(records: &[Record], field: &str) -> usize {
    records.iter().filter_map(|record| record.get(field)).collect::<BTreeSet<_>>().len()
}

#[test]
fn a_real_wholesale_file_arrives_with_the_exact_sums_of_its_reference() {
    let Some((file, reference)) = real_data() else { return };
    let figure = |name: &str| reference[name].as_u64().unwrap() as usize;
    let sum = |name: &str| reference[name].as_str().unwrap().parse::<Decimal>().unwrap();

    let mapping = Mapping::from_toml(MAPPING).unwrap();
    let mut table = Table::open(File::open(&file).unwrap(), &mapping.source, Limits::default()).unwrap();
    let records: Vec<Record> = read(&mut table, &mapping, &order_lines())
        .unwrap()
        .map(|record| record.expect("no row is wrong"))
        .collect();

    assert_eq!(records.len(), figure("lines"));
    assert_eq!(distinct(&records, "order_number"), figure("invoices"));
    assert_eq!(distinct(&records, "account_code"), figure("customers"));
    assert_eq!(distinct(&records, "product_code"), figure("items"));
    let cancelled: Vec<Record> = records.iter().filter(|record| is_cancellation(record)).cloned().collect();
    assert_eq!(distinct(&cancelled, "order_number"), figure("cancelled_invoices"));
    let sold: Decimal = records.iter().filter(|record| !is_cancellation(record)).map(amount).sum();
    assert_eq!(sold, sum("sum_positive"));
    assert_eq!(sold - cancelled.iter().map(amount).sum::<Decimal>(), sum("sum_all"));
    let free =
        records.iter().filter(|record| record.get("unit_price").unwrap().as_decimal() == Some(Decimal::ZERO));
    assert_eq!(free.count(), figure("zero_price_lines"));

    let mut descriptions = Agreement::new(&["product_code"], &["description"]);
    records.iter().for_each(|record| descriptions.see(record));
    assert_eq!(descriptions.disagreements().len(), figure("stockcodes_with_more_than_one_description"));

    let header = ["kind", "ordered_at", "account_code"];
    let documents: Vec<_> =
        consecutive(records.into_iter().map(Ok), &["order_number"], &header).map(Result::unwrap).collect();
    assert_eq!(documents.len(), figure("invoices"), "every invoice stands in one place");
    assert_eq!(documents.iter().map(|document| document.lines.len()).sum::<usize>(), figure("lines"));
}

#[test]
fn a_real_wholesale_file_is_understood_without_a_mapping() {
    let Some((file, reference)) = real_data() else { return };
    let found = detect(File::open(&file).unwrap(), &SourceOptions::default(), Limits::default()).unwrap();
    assert_eq!(found.format.container, Container::GzipCsv);
    assert_eq!(found.format.encoding.unwrap().name(), "UTF-8");
    assert!(found.format.bom);
    assert_eq!(found.format.separator, Some(','));
    assert_eq!(found.format.header_row, 1);
    assert_eq!(Some(found.rows), reference["lines"].as_u64());
    assert_eq!(found.date_order(), Some(DateOrder::Mdy));
    let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "InvoiceNo",
            "StockCode",
            "Description",
            "Quantity",
            "InvoiceDate",
            "UnitPrice",
            "CustomerID",
            "Country"
        ]
    );
    let guesses: Vec<&Guess> = found.columns.iter().map(|column| &column.guess).collect();
    assert_eq!(guesses[0], &Guess::Text);
    assert_eq!(guesses[3], &Guess::Integer);
    assert!(matches!(guesses[5], Guess::Decimal { .. }));
}

/// The same mapping on lines of our own, so that its rules are checked where the real file is absent.
#[test]
fn cancellations_become_positive_quantities_and_contradictions_are_refused() {
    let file = "\u{feff}InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\r\n\
        700001,A1,BOLT ,12,12/31/2010 13:04,0.85,501,Germany\r\n\
        C700002,A1,BOLT,-4,1/2/2011 9:00,0.85,501,Germany\r\n\
        700003,A1,BOLT,-4,1/2/2011 9:00,0.85,501,Germany\r\n\
        C700004,A1,BOLT,4,1/2/2011 9:00,0.85,501,Germany\r\n\
        700005,A1,BOLT,1,1/2/2011 9:00,0.85,,Germany\r\n";
    let (records, refused) = common::try_read(file.as_bytes(), MAPPING, &order_lines()).unwrap();
    let shown: Vec<String> = records
        .iter()
        .map(|r| format!("{} {} {}", r.fields["kind"], r.fields["quantity"], r.fields["ordered_at"]))
        .collect();
    assert_eq!(shown, ["sale 12 2010-12-31T13:04:00Z", "cancellation 4 2011-01-02T09:00:00Z"]);
    assert_eq!(records[0].get("description"), Some(&FieldValue::Text("BOLT ".to_owned())));
    let faults: Vec<String> = refused
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row.row,
                row.errors[0].column,
                row.errors[0].field,
                row.errors[0].code.as_str()
            )
        })
        .collect();
    assert_eq!(
        faults,
        [
            "4 Quantity quantity too-small",
            "5 Quantity quantity too-small",
            "6 CustomerID account_code required"
        ]
    );
}
