//! Honest files in the dialects people have, and what a mapping makes of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use std::io::{Cursor, Write};

use accord_tabular::{
    Container, DateOrder, DecimalMark, FieldSpec, FieldType, FieldValue, Guess, Limits, Mapping, ProblemCode,
    SourceOptions, TabularError, TargetSpec, detect,
};
use common::{target_with, try_read};
use rust_decimal::Decimal;

fn looked_at(bytes: &[u8]) -> accord_tabular::Detection {
    detect(Cursor::new(bytes), &SourceOptions::default(), Limits::default()).unwrap()
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let marked = format!("{}{text}", if mark { "\u{feff}" } else { "" });
    marked
        .encode_utf16()
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const BRAZILIAN: &str = "código;razão social;valor;início\r\n00123;Açúcar & Cia;1.234,56;31/12/2025\r\n00124;Pão;7,00;01/02/2026\r\n";

#[test]
fn the_same_table_is_understood_in_every_encoding_and_packing() {
    let windows: Vec<u8> = encoding_rs::WINDOWS_1252.encode(BRAZILIAN).0.into_owned();
    for (bytes, encoding, container) in [
        (BRAZILIAN.as_bytes().to_vec(), "UTF-8", Container::Csv),
        (format!("\u{feff}{BRAZILIAN}").into_bytes(), "UTF-8", Container::Csv),
        (windows.clone(), "windows-1252", Container::Csv),
        (utf16(BRAZILIAN, true, true), "UTF-16LE", Container::Csv),
        (utf16(BRAZILIAN, false, true), "UTF-16BE", Container::Csv),
        (utf16(BRAZILIAN, true, false), "UTF-16LE", Container::Csv),
        (gzip(&windows), "windows-1252", Container::GzipCsv),
    ] {
        let found = looked_at(&bytes);
        assert_eq!(found.format.encoding.unwrap().name(), encoding);
        assert_eq!(found.format.container, container);
        assert_eq!(found.format.separator, Some(';'));
        assert_eq!(found.date_order(), Some(DateOrder::Dmy));
        assert_eq!(found.decimal_mark(), Some(DecimalMark::Comma));
        let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["código", "razão social", "valor", "início"], "{encoding}");
        assert_eq!(found.columns[0].guess, Guess::Text, "leading zeros are no number");
        assert_eq!(found.samples[1].cells[1], "Pão");
    }
}

#[test]
fn what_no_value_decides_is_left_to_a_person() {
    let found = looked_at(
        b"when,much,many,iso\n01/02/2026,\"1,234\",5,2026-01-31\n03/04/2026,\"5,678\",6,2026-02-01\n",
    );
    assert!(found.columns[0].guess.is_ambiguous() && found.columns[1].guess.is_ambiguous());
    assert_eq!(found.columns[2].guess, Guess::Integer);
    assert!(!found.columns[3].guess.is_ambiguous());
    assert_eq!((found.date_order(), found.decimal_mark()), (None, None));
}

#[test]
fn one_late_value_decides_for_the_whole_column() {
    let mut text = "when\n".to_owned();
    text.push_str(&"01/02/2026\n".repeat(5_000));
    text.push_str("01/13/2026\n");
    assert_eq!(looked_at(text.as_bytes()).date_order(), Some(DateOrder::Mdy));
}

#[test]
fn titles_above_the_header_and_tables_without_one_are_seen() {
    let titled = looked_at(b"Accounts of 2026\n\ncode;name\n1;Ann\n2;Bob\n");
    assert_eq!((titled.format.header_row, titled.rows), (3, 2));
    assert_eq!(titled.samples[0].row, 4);
    let bare = looked_at(b"1;Ann\n2;Bob\n");
    assert_eq!((bare.format.header_row, bare.rows), (0, 2));
    assert_eq!(bare.columns[1].name, "#2");
    let hinted = looked_at(b"sep=;\ncode;na,me\n1;Ann\n");
    assert_eq!((hinted.format.separator, hinted.format.header_row), (Some(';'), 2));
}

fn values_of(kind: FieldType, extra: &str, cells: &[&str]) -> Vec<String> {
    let mut file = "code\tvalue\n".to_owned();
    cells.iter().enumerate().for_each(|(row, cell)| file.push_str(&format!("{row}\t{cell}\n")));
    let (source, column) = extra.split_once('|').unwrap_or((extra, ""));
    let mapping = format!(
        "target = \"things\"\n[source]\nseparator = \"\\t\"\n{source}\n[[column]]\nfrom = \"code\"\nto = \"code\"\n[[column]]\nfrom = \"value\"\nto = \"value\"\n{column}\n"
    );
    let (records, refused) = try_read(file.as_bytes(), &mapping, &target_with(kind)).unwrap();
    let right = records.iter().map(|r| (r.row, r.get("value").map_or("-".to_owned(), ToString::to_string)));
    let wrong = refused.iter().map(|r| (r.row, format!("!{}", r.errors[0].code.as_str())));
    let mut all: Vec<_> = right.chain(wrong).collect();
    all.sort();
    all.into_iter().map(|(_, shown)| shown).collect()
}

#[test]
fn numbers_follow_the_stated_mark_and_part_numbers_stay_text() {
    let decimal = FieldType::Decimal { scale: 2, min: Some(Decimal::ZERO), max: Some(Decimal::from(9_999)) };
    let comma = values_of(
        decimal.clone(),
        "decimal_mark = \",\"",
        &["1.234,56", "1,234.56", "", "1E5", "-1", "10000", "1,005", "1,5000"],
    );
    assert_eq!(
        comma,
        [
            "1234.56",
            "!number-invalid",
            "-",
            "!number-invalid",
            "!too-small",
            "!too-large",
            "!too-many-decimals",
            "1.5000"
        ]
    );
    let whole = FieldType::Integer { min: None, max: None };
    assert_eq!(values_of(whole, "", &["7", "1,000", "007"]), ["7", "!mark-not-stated", "7"]);
    let code = FieldType::Code { max_chars: 6 };
    assert_eq!(values_of(code, "", &[" 1E5 ", "00123", "1234567"]), ["1E5", "00123", "!too-long"]);
}

#[test]
fn money_carries_the_stated_currency_and_refuses_another() {
    let money = FieldType::Money { scale: 2, negative: false };
    let shown = values_of(
        money,
        "decimal_mark = \",\"|currency = \"BRL\"",
        &["R$ 1.234,56", "BRL 5", "7,5", "€ 5", "5 EUR", "-1", "0,001", "1,100"],
    );
    assert_eq!(
        shown,
        [
            "1234.56 BRL",
            "5 BRL",
            "7.5 BRL",
            "!currency-mismatch",
            "!currency-mismatch",
            "!too-small",
            "!too-many-decimals",
            "1.100 BRL"
        ]
    );
}

#[test]
fn local_times_get_their_instant_and_the_impossible_ones_are_refused() {
    let options = "date_order = \"dmy\"\nzone = \"Europe/Berlin\"";
    let cells = [
        "25/10/2026 02:30",
        "29/3/2026 02:30",
        "1/7/2026 12:00",
        "1/7/2026",
        "2026-07-01T12:00:00Z",
        "30/2/2026 1:00",
        "1/7/26",
    ];
    assert_eq!(
        values_of(FieldType::DateTime, options, &cells),
        [
            "!time-twice",
            "!time-skipped",
            "2026-07-01T10:00:00Z",
            "2026-06-30T22:00:00Z",
            "2026-07-01T12:00:00Z",
            "!date-impossible",
            "!two-digit-year",
        ]
    );
    let later = format!("{options}\nfold = \"later\"\ntwo_digit_years_from = 1950");
    assert_eq!(
        values_of(FieldType::DateTime, &later, &[cells[0], cells[6]]),
        ["2026-10-25T01:30:00Z", "2026-06-30T22:00:00Z"]
    );
    let dates = ["1/7/2026", "1/7/2026 12:00", "1/7/2026 00:00"];
    assert_eq!(
        values_of(FieldType::Date, "date_order = \"dmy\"", &dates),
        ["2026-07-01", "!time-unexpected", "2026-07-01"]
    );
    assert_eq!(
        values_of(FieldType::Date, "date_order = \"dmy\"|steps = [\"date_only\"]", &dates),
        ["2026-07-01"; 3]
    );
}

#[test]
fn choices_translate_and_rules_decide() {
    let choice = || FieldType::Choice { values: vec!["gold".to_owned(), "silver".to_owned()] };
    let translated = "missing = [\"?\"]|default = \"silver\"\nvalues = { \"Ouro\" = \"gold\" }";
    assert_eq!(
        values_of(choice(), translated, &["Ouro", "silver", "?", "", "Lata"]),
        ["gold", "silver", "silver", "silver", "!choice-unknown"]
    );
    let ruled = "|when = [{ prefix = \"AU\", value = \"gold\" }, { blank = true, value = \"silver\" }]";
    assert_eq!(values_of(choice(), ruled, &["AU-1", "", "AG-1"]), ["gold", "silver", "!no-rule-applies"]);
    assert_eq!(
        values_of(FieldType::Boolean, "", &["yes", "Não", "0", "maybe"]),
        ["true", "false", "false", "!boolean-invalid"]
    );
    let text = FieldType::Text { max_chars: 9 };
    assert_eq!(
        values_of(
            text,
            "|steps = [\"collapse\", { strip_prefix = \"No. \" }, \"upper\"]",
            &["  No.   a  b ", "x\u{7}y"]
        ),
        ["A B", "!control-character"]
    );
}

#[test]
fn shifted_rows_are_refused_and_blank_ones_are_not_counted() {
    let mapping = "target = \"things\"\n[[column]]\nfrom = \"code\"\nto = \"code\"\n[[column]]\nfrom = \"value\"\nto = \"value\"\n";
    let target = target_with(FieldType::Text { max_chars: 50 });
    let file = b"code,value,\n1,\"two\nlines\",\n\n,,\n2\n3,x,y\n4,x\n";
    let (records, refused) = try_read(file, mapping, &target).unwrap();
    let rows: Vec<(u64, Option<u64>)> = records.iter().map(|record| (record.row, record.line)).collect();
    assert_eq!(rows, [(2, Some(2)), (7, Some(8))]);
    let faults: Vec<(u64, &str)> = refused.iter().map(|row| (row.row, row.errors[0].code.as_str())).collect();
    assert_eq!(faults, [(5, "too-few-cells"), (6, "too-many-cells")]);
    assert_eq!(refused[1].errors[0].params["found"], "3");
}

#[test]
fn every_fault_of_a_row_is_named_with_column_field_and_value() {
    let target = TargetSpec::new(
        "things",
        vec![
            FieldSpec::new("code", FieldType::Code { max_chars: 3 }).key(),
            FieldSpec::new("count", FieldType::Integer { min: None, max: Some(10) }).required(),
        ],
    );
    let mapping = "target = \"things\"\n[[column]]\nfrom = \"Código\"\nto = \"code\"\n[[column]]\nfrom = \"Qtd\"\nto = \"count\"\n";
    let file = "Código,Qtd\nABCD,11\nA,1\nB,\nA,2\n".as_bytes();
    let (records, refused) = try_read(file, mapping, &target).unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(
        serde_json::to_value(&refused[0]).unwrap(),
        serde_json::json!({ "row": 2, "line": 2, "errors": [
            { "column": "Código", "field": "code", "value": "ABCD", "code": "too-long", "params": { "found": "4", "max": "3" } },
            { "column": "Qtd", "field": "count", "value": "11", "code": "too-large", "params": { "max": "10" } },
        ]})
    );
    assert_eq!(refused[1].errors[0].code.as_str(), "required");
    assert_eq!(refused[2].errors[0].code.as_str(), "duplicate-key");
    assert_eq!(refused[2].errors[0].params["first_row"], "3");
    let grouped = format!("repeats = \"group\"\n{mapping}");
    assert_eq!(try_read(file, &grouped, &target).unwrap().0.len(), 2);
}

fn problems(mapping: &str) -> Vec<(ProblemCode, String, String)> {
    let target = TargetSpec::new(
        "things",
        vec![
            FieldSpec::new("code", FieldType::Code { max_chars: 9 }).required(),
            FieldSpec::new("price", FieldType::Money { scale: 2, negative: false }),
            FieldSpec::new("day", FieldType::Date),
            FieldSpec::new("at", FieldType::DateTime),
            FieldSpec::new("count", FieldType::Integer { min: None, max: None }),
        ],
    );
    let mapping = match mapping.contains("[source]") {
        true => mapping.to_owned(),
        false => mapping.replacen("[[", "[source]\nheader_row = 1\n[[", 1),
    };
    match try_read(b"A,B,C,C,\n1,2,3,4,5\n", &mapping, &target) {
        Err(TabularError::Mapping(problems)) => {
            problems.into_iter().map(|p| (p.code, p.column, p.field)).collect()
        }
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

#[test]
fn a_mapping_that_does_not_fit_names_column_and_field() {
    use ProblemCode::{
        AmbiguousColumn, ConditionInvalid, CurrencyNotStated, DateOrderNotStated, DecimalMarkNotStated,
        FieldTwice, MappedAndIgnored, OtherwiseWithoutWhen, RequiredFieldUnmapped, StepDoesNotFit,
        UnknownColumn, UnknownField, UnmappedColumn, ValueDoesNotFit, WrongTarget, ZoneNotStated,
        ZoneUnknown,
    };
    let base = "ignore = [\"B\", \"#3\", \"#4\", \"#5\"]\n";
    let column =
        |from: &str, to: &str, rest: &str| format!("[[column]]\nfrom = \"{from}\"\nto = \"{to}\"\n{rest}\n");
    let code = column("A", "code", "");
    let head = format!("target = \"things\"\n{base}");
    let three = "ignore = [\"#3\", \"#4\", \"#5\"]\n";
    let with_b =
        |to: &str, rest: &str| format!("target = \"things\"\n{three}{code}{}", column("B", to, rest));
    let one = |code, column: &str, field: &str| vec![(code, column.to_owned(), field.to_owned())];

    assert_eq!(problems(&format!("{head}{code}")), []);
    assert_eq!(problems(&format!("target = \"other\"\n{base}{code}")), one(WrongTarget, "", ""));
    assert_eq!(problems(&with_b("code", "")), one(FieldTwice, "B", "code"));
    assert_eq!(problems(&with_b("colour", "")), one(UnknownField, "B", "colour"));
    assert_eq!(problems(&format!("target = \"things\"\n{three}{code}")), one(UnmappedColumn, "B", ""));
    assert_eq!(
        problems(&format!("{head}{code}{}", column("B", "count", ""))),
        one(MappedAndIgnored, "B", "")
    );
    assert_eq!(
        problems(&format!("{head}{code}{}", column("Z", "count", ""))),
        one(UnknownColumn, "Z", "count")
    );
    assert_eq!(
        problems(&format!("{head}{code}{}", column("C", "count", ""))),
        one(AmbiguousColumn, "C", "count")
    );
    assert_eq!(problems(&with_b("day", "")), one(DateOrderNotStated, "B", "day"));
    assert_eq!(problems(&with_b("at", "")), one(ZoneNotStated, "B", "at"));
    assert_eq!(problems(&with_b("price", "currency = \"EUR\"")), one(DecimalMarkNotStated, "B", "price"));
    assert!(problems(&with_b("price", "")).contains(&one(CurrencyNotStated, "B", "price")[0]));
    assert_eq!(problems(&with_b("count", "otherwise = \"1\"")), one(OtherwiseWithoutWhen, "B", "count"));
    assert_eq!(problems(&with_b("count", "default = \"none\"")), one(ValueDoesNotFit, "B", "count"));
    assert_eq!(problems(&with_b("count", "steps = [\"date_only\"]")), one(StepDoesNotFit, "B", "count"));
    assert_eq!(
        problems(&with_b("count", "steps = [{ negate_if = { } }]")),
        one(ConditionInvalid, "B", "count")
    );
    let nothing = "target = \"things\"\nignore = [\"A\", \"B\", \"#3\", \"#4\", \"#5\"]\n[source]\nheader_row = 1\nzone = \"Mars/Base\"\n";
    assert_eq!(
        problems(nothing),
        [one(ZoneUnknown, "", ""), one(RequiredFieldUnmapped, "", "code")].concat()
    );
    let constant = format!("{head}{code}[[constant]]\nto = \"count\"\nvalue = \"x\"\n");
    assert_eq!(problems(&constant), one(ValueDoesNotFit, "", "count"));
}

#[test]
fn a_mapping_survives_being_written_and_a_misspelt_option_does_not_pass() {
    let mapping = Mapping::from_toml(include_str!("data/wholesale-orders.toml")).unwrap();
    assert_eq!(Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap(), mapping);
    for text in [
        "target = \"x\"\nignored = []\n",
        "target = \"x\"\n[source]\nseperator = \",\"\n",
        "ignore = []\n",
        "=",
    ] {
        assert!(matches!(Mapping::from_toml(text), Err(TabularError::MappingSyntax(_))), "{text}");
    }
}

#[test]
fn constants_are_typed_like_cells() {
    let target = TargetSpec::new(
        "things",
        vec![
            FieldSpec::new("code", FieldType::Code { max_chars: 9 }).required(),
            FieldSpec::new("fee", FieldType::Money { scale: 2, negative: false }),
            FieldSpec::new("since", FieldType::Date),
        ],
    );
    let mapping = "target = \"things\"\n[source]\ndecimal_mark = \",\"\n[[column]]\nfrom = \"code\"\nto = \"code\"\n\
        [[constant]]\nto = \"fee\"\nvalue = \"1.50\"\ncurrency = \"EUR\"\n[[constant]]\nto = \"since\"\nvalue = \"2026-01-31\"\n";
    let (records, _) = try_read(b"code\nA\n", mapping, &target).unwrap();
    assert_eq!(
        records[0].fields["fee"],
        FieldValue::Money { amount: "1.50".parse().unwrap(), currency: "EUR".to_owned() }
    );
    assert_eq!(records[0].fields["since"].to_string(), "2026-01-31");
}
