//! Files that are damaged or made to do damage: each is refused by name, within bounded memory and
//! time, and none makes anything panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use accord_tabular::{
    FieldType, Limits, Mapping, OutCell, ReadError, SourceOptions, Table, TabularError, detect, read,
    write_xlsx,
};
use jiff::Timestamp;
use proptest::prelude::*;

fn refusal(bytes: &[u8]) -> String {
    match detect(Cursor::new(bytes), &SourceOptions::default(), Limits::default()) {
        Ok(found) => format!("{} rows", found.rows),
        Err(error) => name(&error),
    }
}

fn name(error: &TabularError) -> String {
    let params = error.params();
    let detail =
        ["limit", "found", "line", "other_line"].iter().filter_map(|key| params.get(key)).next_back();
    [error.code().to_owned()].into_iter().chain(detail.cloned()).collect::<Vec<_>>().join(" ")
}

/// A file that repeats one piece without holding it.
struct Endless {
    head: &'static [u8],
    piece: &'static [u8],
    length: u64,
    at: u64,
}

impl Endless {
    fn new(head: &'static [u8], piece: &'static [u8], length: u64) -> Self {
        Self { head, piece, length, at: 0 }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut n = 0;
        while n < buffer.len() && self.at < self.length {
            let at = self.at as usize;
            buffer[n] = if at < self.head.len() { self.head[at] } else { self.piece[at % self.piece.len()] };
            n += 1;
            self.at += 1;
        }
        Ok(n)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        if let SeekFrom::Start(at) = to {
            self.at = at;
        }
        Ok(self.at)
    }
}

#[test]
fn a_cell_of_50_mib_stops_at_the_limit() {
    for head in [b"a,b\n1,".as_slice(), b"a,b\n1,\"".as_slice()] {
        let file = Endless::new(head, b"x", 50 << 20);
        let options = SourceOptions { header_row: Some(1), ..SourceOptions::default() };
        let error = detect(file, &options, Limits::default()).unwrap_err();
        assert_eq!(name(&error), "limit cell-bytes");
        assert_eq!(error.params()["row"], "2");
    }
}

#[test]
fn too_many_columns_rows_and_bytes_are_named() {
    let wide = format!("{}\n1\n", vec!["c"; 20_000].join(","));
    assert_eq!(refusal(wide.as_bytes()), "limit columns");
    let exact = format!("{}\n", vec!["c"; 1_000].join(","));
    assert_ne!(refusal(exact.as_bytes()), "limit columns");
    let heavy = format!("a,b,c,d,e,f\n{}\n", vec!["x".repeat(1 << 20); 6].join(","));
    assert_eq!(refusal(heavy.as_bytes()), "limit row-bytes");
    let limits = Limits { rows: 100, ..Limits::default() };
    let long = "a,b\n".repeat(101);
    let error = detect(Cursor::new(&long), &SourceOptions::default(), limits).unwrap_err();
    assert_eq!(name(&error), "limit rows");
    assert!(detect(Cursor::new("a,b\n".repeat(100)), &SourceOptions::default(), limits).is_ok());
}

#[test]
fn broken_text_is_refused_with_its_line() {
    for (bytes, expected) in [
        (b"a,b\n1,\"2\n3,4\n5,6\n".as_slice(), "unclosed-quote 2"),
        (b"a,b\n1,\"2\"3\n".as_slice(), "stray-after-quote 2"),
        (b"a,b\n1,2\n3,\0\n".as_slice(), "nul-character 3"),
        ("a,b\nJosé,1\nRen\u{e9},2\n".as_bytes(), "2 rows"),
        (b"a,b\nJos\xc3\xa9,1\nRen\xe9,2\n".as_slice(), "mixed-encoding 3"),
        (b"\xef\xbb\xbfa,b\nRen\xe9,2\n".as_slice(), "mixed-encoding 2"),
        (b"a,b\nJos\xc3".as_slice(), "1 rows"),
        (b"\xff\xfea\0,\0b\0\n\0\x00\xd8".as_slice(), "bad-encoding 2"),
        (b"".as_slice(), "no-header"),
        (b"\n\n\n".as_slice(), "no-header"),
        (b"\xef\xbb\xbf".as_slice(), "no-header"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1".as_slice(), "unsupported-format xls"),
        (b"%PDF-1.7".as_slice(), "unsupported-format pdf"),
        (b"<html><table>".as_slice(), "unsupported-format html"),
        (b"<?xml version=\"1.0\"?>".as_slice(), "unsupported-format xml"),
        (b"PK\x03\x04 but no more".as_slice(), "bad-workbook"),
        (b"\x1f\x8b broken".as_slice(), "bad-gzip"),
    ] {
        assert_eq!(refusal(bytes), expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_fault_far_down_does_not_hide_the_rows_before_it() {
    let mut file = "code,value\n".to_owned();
    (0..5_000).for_each(|row| file.push_str(&format!("{row},x\n")));
    file.push_str("5000,\"never closed\n");
    let mapping = "target = \"things\"\n[[column]]\nfrom = \"code\"\nto = \"code\"\n[[column]]\nfrom = \"value\"\nto = \"value\"\n";
    let mapping = Mapping::from_toml(mapping).unwrap();
    let target = common::target_with(FieldType::Text { max_chars: 9 });
    let mut table = Table::open(Cursor::new(&file), &mapping.source, Limits::default()).unwrap();
    let items: Vec<_> = read(&mut table, &mapping, &target).unwrap().collect();
    assert_eq!(items.len(), 5_001);
    assert!(items.iter().take(5_000).all(Result::is_ok));
    let last = items.last().unwrap().as_ref().unwrap_err();
    assert!(matches!(last, ReadError::File(TabularError::UnclosedQuote { line: 5_002 })), "{last}");
}

#[test]
fn a_stated_encoding_that_the_bytes_contradict_is_refused() {
    let stated = |label: &str| SourceOptions {
        encoding: accord_tabular::Charset::from_label(label),
        ..SourceOptions::default()
    };
    let refused = |bytes: &[u8], label: &str| {
        detect(Cursor::new(bytes), &stated(label), Limits::default())
            .map_or_else(|error| name(&error), |_| "fine".to_owned())
    };
    assert_eq!(refused("a,b\né,1\n".as_bytes(), "windows-1252"), "encoding-contradiction UTF-8");
    assert_eq!(refused("\u{feff}a,b\n".as_bytes(), "latin1"), "encoding-contradiction UTF-8");
    assert_eq!(refused(b"a,b\n\xe9,1\n", "utf-8"), "bad-encoding 2");
    assert_eq!(refused(b"a,b\n\xe9,1\n", "latin1"), "fine");
    assert_eq!(refused(b"a,b\nc,1\n", "latin1"), "fine");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn packed_bombs_and_stumps_are_refused() {
    let bomb = gzip("a,b\n".repeat(8 << 20).as_bytes());
    assert!(bomb.len() < 200_000);
    assert_eq!(refusal(&bomb), "limit inflate-ratio");
    let whole = gzip(b"a,b\n1,2\n");
    assert_eq!(refusal(&whole), "1 rows");
    assert_eq!(refusal(&whole[..whole.len() - 6]), "bad-gzip");
    assert_eq!(refusal(&gzip(b"PK\x03\x04")), "unsupported-format gzip-xlsx");
    let limits = Limits { inflated_bytes: 1_000, ..Limits::default() };
    let error =
        detect(Cursor::new(gzip("a,b\n".repeat(1_000).as_bytes())), &SourceOptions::default(), limits)
            .unwrap_err();
    assert_eq!(name(&error), "limit inflated-bytes");
}

/// A workbook of our own with some parts replaced or added.
fn workbook_with(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut honest = Vec::new();
    let rows = vec![vec![OutCell::from("x"), OutCell::Integer(1)]];
    write_xlsx(Cursor::new(&mut honest), "Sheet", &["a", "b"], rows, Timestamp::UNIX_EPOCH).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(honest)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        if parts.iter().any(|(replaced, _)| *replaced == name) {
            continue;
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        out.start_file(name, options).unwrap();
        out.write_all(&bytes).unwrap();
    }
    for (name, bytes) in parts {
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn sheet(data: &str) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?><worksheet><sheetData>{data}</sheetData></worksheet>").into_bytes()
}

const SHEET: &str = "xl/worksheets/sheet1.xml";
const HEADER_ROW: &str =
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c><c r=\"B1\" t=\"str\"><v>b</v></c></row>";

#[test]
fn hostile_workbooks_are_refused_within_bounds() {
    let text = |bytes: usize| {
        format!("{HEADER_ROW}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>{}</v></c></row>", "x".repeat(bytes))
    };
    let noise: String = (0..12_u64 << 20)
        .map(|i| char::from(b'a' + (i.wrapping_mul(2_654_435_761) >> 13 & 15) as u8))
        .collect();
    let noisy = format!("<row r=\"1\"><c r=\"A1\" t=\"str\"><v>{noise}</v></c></row>");
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(1_000_001));
    for (part, bytes, expected) in [
        (SHEET, sheet(&text(10)), "1 rows"),
        (SHEET, sheet(&text(2 << 20)), "limit cell-bytes"),
        (SHEET, sheet(&noisy), "limit cell-bytes"),
        (SHEET, sheet(&" ".repeat(40 << 20)), "limit cell-bytes"),
        (SHEET, sheet("<row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c></row>"), "limit columns"),
        (SHEET, sheet("<row r=\"1\"><c r=\"AAAAAAAAAAAA1\"><v>1</v></c></row>"), "bad-workbook"),
        (SHEET, sheet("<row r=\"9999999\"><c><v>1</v></c></row>"), "limit rows"),
        (
            SHEET,
            sheet("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"),
            "bad-workbook",
        ),
        (SHEET, b"<worksheet><sheetData>".to_vec(), "bad-workbook"),
        (SHEET, b"not xml".to_vec(), "bad-workbook"),
        (SHEET, b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet/>".to_vec(), "bad-workbook"),
        ("xl/sharedStrings.xml", b"<sst uniqueCount=\"99999999999999\"></sst>".to_vec(), "bad-workbook"),
        ("xl/sharedStrings.xml", strings.into_bytes(), "limit shared-strings"),
        ("xl/media/picture.bin", vec![0; 40 << 20], "limit inflate-ratio"),
    ] {
        let file = workbook_with(&[(part, &bytes)]);
        assert_eq!(
            refusal(&file),
            expected,
            "{part}: {}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(90)])
        );
    }
}

#[test]
fn many_parts_and_other_packages_are_refused() {
    let names: Vec<String> = (0..4_100).map(|n| format!("xl/extra{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"<a/>".as_slice())).collect();
    assert_eq!(refusal(&workbook_with(&parts)), "limit parts");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("mimetype", zip::write::SimpleFileOptions::default()).unwrap();
    assert_eq!(refusal(&archive.finish().unwrap().into_inner()), "unsupported-format ods");
    let options = SourceOptions { sheet: Some("Other".to_owned()), ..SourceOptions::default() };
    let error = detect(Cursor::new(workbook_with(&[])), &options, Limits::default()).unwrap_err();
    assert_eq!(error.params()["sheets"], "Sheet");
}

#[test]
fn cells_without_a_usable_value_are_reported_by_row() {
    let data = format!(
        "{HEADER_ROW}<row r=\"3\"><c r=\"A3\" t=\"str\"><v>1</v></c><c r=\"B3\" t=\"e\"><v>#REF!</v></c></row>\
         <row r=\"4\"><c r=\"A4\" t=\"str\"><v>2</v></c><c r=\"B4\"><f>1+1</f></c></row>\
         <row r=\"5\"><c r=\"A5\" t=\"str\"><v>3</v></c><c r=\"B5\"><f>1+1</f><v>2</v></c></row>\
         <row r=\"6\"><c r=\"A6\" t=\"str\"><v>4</v></c><c r=\"B6\"><v>1e300</v></c></row>\
         <row r=\"7\"><c r=\"A7\"><v>1E5</v></c><c r=\"B7\"><v>2.9500000000000002</v></c></row>"
    );
    let mapping = "target = \"things\"\n[[column]]\nfrom = \"a\"\nto = \"code\"\n[[column]]\nfrom = \"b\"\nto = \"value\"\n";
    let target = common::target_with(FieldType::Decimal { scale: 2, min: None, max: None });
    let (records, refused) =
        common::try_read(&workbook_with(&[(SHEET, &sheet(&data))]), mapping, &target).unwrap();
    let right: Vec<(u64, String)> = records.iter().map(|r| (r.row, r.fields["value"].to_string())).collect();
    assert_eq!(right, [(5, "2".to_owned()), (7, "2.95".to_owned())]);
    assert_eq!(records[1].fields["code"].to_string(), "100000");
    let wrong: Vec<(u64, &str)> = refused.iter().map(|r| (r.row, r.errors[0].code.as_str())).collect();
    assert_eq!(wrong, [(3, "spreadsheet-error"), (4, "formula-without-result"), (6, "number-out-of-range")]);
}

fn any_cell() -> impl Strategy<Value = String> {
    let inner = prop_oneof![
        "<v>[0-9.\\-eE+]{0,12}</v>",
        "<v>[a-z0-9:T&;\\-]{0,24}</v>",
        "<is><t>[a-z]{0,3}</t></is>",
        "<f t=\"shared\" si=\"[0-9]{1,22}\" ref=\"[A-C][1-9]:[A-C][1-9]\">A1</f><v>1</v>",
        "<f>1</f>",
        "<x>1</x>",
    ];
    (
        "( r=\"[A-D]{1,2}[0-9]{1,3}\")?",
        "( t=\"(s|e|b|d|str|n|x|inlineStr)\")?",
        "( s=\"[0-9]{1,20}\")?",
        inner,
    )
        .prop_map(|(address, kind, style, inner)| format!("<c{address}{kind}{style}>{inner}</c>"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        refusal(&bytes);
    }

    #[test]
    fn no_text_panics(text in "[a1,;\"'\\-/.=\r\n\t é\u{feff}]{0,200}") {
        refusal(text.as_bytes());
    }

    #[test]
    fn no_damaged_workbook_panics(at in 0.0_f64..1.0, byte: u8) {
        let mut file = workbook_with(&[]);
        let at = (at * file.len() as f64) as usize;
        file[at] = byte;
        refusal(&file);
    }

    #[test]
    fn no_sheet_xml_panics(cells in proptest::collection::vec(any_cell(), 0..12)) {
        let data: String = cells.iter().map(|cell| format!("<row>{cell}</row>")).collect();
        refusal(&workbook_with(&[(SHEET, &sheet(&data))]));
        refusal(&workbook_with(&[(SHEET, &sheet(&format!("<row r=\"1\">{}</row>", cells.concat())))]));
    }

    #[test]
    fn no_mapping_text_panics(text in "\\PC{0,200}") {
        let _ = Mapping::from_toml(&text);
    }
}
