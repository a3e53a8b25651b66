//! Rows that become documents, and what disagrees among them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::io::Cursor;

use accord_tabular::group::{Agreement, Document, consecutive, keyed};
use accord_tabular::{
    FieldSpec, FieldType, Limits, Mapping, ReadError, Table, TabularError, TargetSpec, read,
};

const MAPPING: &str = "target = \"lines\"\n[source]\nheader_row = 1\n\
    [[column]]\nfrom = \"no\"\nto = \"no\"\n[[column]]\nfrom = \"who\"\nto = \"who\"\n\
    [[column]]\nfrom = \"item\"\nto = \"item\"\n[[column]]\nfrom = \"text\"\nto = \"text\"\n\
    [[column]]\nfrom = \"count\"\nto = \"count\"\n";

fn table(text: &'static str) -> Table<Cursor<&'static [u8]>> {
    let mapping = Mapping::from_toml(MAPPING).unwrap();
    Table::open(Cursor::new(text.as_bytes()), &mapping.source, Limits::default()).unwrap()
}

fn lines() -> TargetSpec {
    let code = || FieldType::Code { max_chars: 9 };
    TargetSpec::new(
        "lines",
        vec![
            FieldSpec::new("no", code()).required(),
            FieldSpec::new("who", code()),
            FieldSpec::new("item", code()).required(),
            FieldSpec::new("text", FieldType::Text { max_chars: 99 }),
            FieldSpec::new("count", FieldType::Integer { min: Some(1), max: None }).required(),
        ],
    )
}

fn shown(document: &Document) -> String {
    let rows: Vec<u64> = document.lines.iter().map(|line| line.row).collect();
    let refused: Vec<u64> = document.refused.iter().map(|errors| errors.row).collect();
    let doubt: Vec<&str> = document.disagreements.iter().map(|found| found.field.as_str()).collect();
    let who = document.header.get("who").map(ToString::to_string).unwrap_or_default();
    format!("{} {who} {rows:?} {refused:?} {doubt:?} {}", document.key[0].as_ref().unwrap(), document.split)
}

const FILE: &str = "no,who,item,text,count\n\
    1,ann,x,Bolt,1\n1,ann,y,Nut,2\n2,bob,x,Bolt M8,3\n2,cyd,x,Bolt,0\n2,cyd,y,Nut,1\n,ann,x,Bolt,1\n1,ann,x,Bolt,9\n";

#[test]
fn consecutive_rows_become_documents_that_know_what_they_lack() {
    let mut table = table(FILE);
    let mapping = Mapping::from_toml(MAPPING).unwrap();
    let records = read(&mut table, &mapping, &lines()).unwrap();
    let (mut documents, mut orphans) = (Vec::new(), Vec::new());
    for item in consecutive(records, &["no"], &["who"]) {
        match item {
            Ok(document) => documents.push(document),
            Err(ReadError::Row(errors)) => orphans.push(errors.row),
            Err(ReadError::File(error)) => panic!("{error}"),
        }
    }
    let all: Vec<String> = documents.iter().map(shown).collect();
    assert_eq!(all, ["1 ann [2, 3] [] [] false", "2  [4, 6] [5] [\"who\"] false", "1 ann [8] [] [] true"]);
    assert_eq!(orphans, [7]);
    assert_eq!(documents.iter().map(Document::is_clean).collect::<Vec<_>>(), [true, false, false]);
    let variants = &documents[1].disagreements[0].variants;
    assert_eq!((variants[0].first_row, variants[1].first_row), (4, 6));
}

#[test]
fn keyed_rows_are_gathered_from_anywhere() {
    let mut table = table(FILE);
    let mapping = Mapping::from_toml(MAPPING).unwrap();
    let (documents, orphans) =
        keyed(read(&mut table, &mapping, &lines()).unwrap(), &["no"], &["who"]).unwrap();
    let all: Vec<String> = documents.iter().map(shown).collect();
    assert_eq!(all, ["1 ann [2, 3, 8] [] [] false", "2  [4, 6] [5] [\"who\"] false"]);
    assert_eq!(orphans.len(), 1);
}

#[test]
fn several_texts_for_one_code_are_reported_with_every_variant() {
    let mut table = table(FILE);
    let mapping = Mapping::from_toml(MAPPING).unwrap();
    let mut agreement = Agreement::new(&["item"], &["text"]);
    read(&mut table, &mapping, &lines())
        .unwrap()
        .filter_map(Result::ok)
        .for_each(|record| agreement.see(&record));
    let found = agreement.disagreements();
    assert_eq!((agreement.keys(), found.len()), (2, 1));
    let variants: Vec<(String, u64, u64)> = found[0]
        .variants
        .iter()
        .map(|variant| (variant.value.as_ref().unwrap().to_string(), variant.rows, variant.first_row))
        .collect();
    assert_eq!(variants, [("Bolt".to_owned(), 2, 2), ("Bolt M8".to_owned(), 1, 4)]);
    let agreed: Vec<bool> = agreement.agreed().map(|(_, fields)| fields.contains_key("text")).collect();
    assert_eq!(agreed, [false, true], "nobody picks a description");
}

#[test]
fn a_file_that_breaks_off_leaves_no_half_document() {
    let mut table = table("no,who,item,text,count\n1,ann,x,Bolt,1\n2,bob,x,Bolt,1\n2,bob,\"x,Bolt,1\n");
    let mapping = Mapping::from_toml(MAPPING).unwrap();
    let items: Vec<_> =
        consecutive(read(&mut table, &mapping, &lines()).unwrap(), &["no"], &["who"]).collect();
    assert_eq!(items.len(), 2);
    assert!(matches!(&items[0], Ok(document) if document.lines.len() == 1));
    assert!(matches!(&items[1], Err(ReadError::File(TabularError::UnclosedQuote { line: 4 }))));
}
