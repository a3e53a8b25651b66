//! What several tests share.

use std::io::Cursor;

use accord_tabular::{
    FieldSpec, FieldType, Limits, Mapping, ReadError, Record, RowErrors, SourceOptions, Table, TabularError,
    TargetSpec, read,
};

/// Records and refused rows of a file that can be read to its end.
#[allow(dead_code)]
pub fn try_read(
    bytes: &[u8],
    mapping: &str,
    target: &TargetSpec,
) -> Result<(Vec<Record>, Vec<RowErrors>), TabularError> {
    let mapping = Mapping::from_toml(mapping)?;
    let mut table = Table::open(Cursor::new(bytes), &mapping.source, Limits::default())?;
    let (mut records, mut refused) = (Vec::new(), Vec::new());
    for item in read(&mut table, &mapping, target)? {
        match item {
            Ok(record) => records.push(record),
            Err(ReadError::Row(errors)) => refused.push(errors),
            Err(ReadError::File(error)) => return Err(error),
        }
    }
    Ok((records, refused))
}

/// A target with one optional field of a type beside a required code.
#[allow(dead_code)]
pub fn target_with(kind: FieldType) -> TargetSpec {
    let code = FieldSpec::new("code", FieldType::Code { max_chars: 20 }).required();
    TargetSpec::new("things", vec![code, FieldSpec::new("value", kind)])
}

/// Every cell of a file as text, the header included.
#[allow(dead_code)]
pub fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    let limits = Limits { detect_rows: 0, ..Limits::default() };
    let options = SourceOptions { header_row: Some(0), ..SourceOptions::default() };
    let mut table = Table::open(Cursor::new(bytes), &options, limits).unwrap();
    let width = table.header().len();
    let fields = (1..=width).map(|n| FieldSpec::new(format!("f{n}"), FieldType::Text { max_chars: 100_000 }));
    let target = TargetSpec::new("cells", fields.collect());
    let columns: String =
        (1..=width).map(|n| format!("[[column]]\nfrom = \"#{n}\"\nto = \"f{n}\"\n")).collect();
    let mapping = Mapping::from_toml(&format!("target = \"cells\"\n{columns}")).unwrap();
    read(&mut table, &mapping, &target)
        .unwrap()
        .map(|record| {
            let record = record.unwrap();
            (1..=width)
                .map(|n| record.get(&format!("f{n}")).map(ToString::to_string).unwrap_or_default())
                .collect()
        })
        .collect()
}
