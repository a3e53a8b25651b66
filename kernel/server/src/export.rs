//! Export of exactly what a list shows: `/export/{view}.csv` and `.xlsx` with the list's own query.

use std::sync::Arc;

use accord_face::{
    ListColumn, ListDef, Shown,
    answer::from_query,
    list::{COLUMNS, plain, word_key},
};
use accord_kernel::{Context, Outcome, Permission, Refusal, Status};
use accord_tabular::{CsvStyle, OutCell, write_csv, write_xlsx};
use axum::{
    extract::{Extension, Path, State},
    http::{HeaderMap, Uri, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value as JsonValue};

use crate::{
    app::{App, RequestId},
    pages::refused,
    request::{self, Pairs, query_pairs},
    work::blocking,
};

/// Rows fetched at a time, and at most.
const PAGE: i64 = 200;
const ROWS_MAX: usize = 100_000;

/// `GET /export/{view}.{csv|xlsx}`.
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    Extension(RequestId(id)): Extension<RequestId>,
    Path(file): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response {
    let caller = request::page_caller(&app, &headers, id);
    let pairs = query_pairs(&uri);
    let (inner, who, name) = (Arc::clone(&app), caller.clone(), file.clone());
    let outcome = blocking(move || {
        let (view, kind) = name.rsplit_once('.').ok_or_else(Refusal::absent)?;
        let content_type = match kind {
            "csv" => "text/csv; charset=utf-8",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => return Err(Refusal::absent()),
        };
        let (rows, now) = inner.kernel.read(&who, |reader| {
            if !reader.context.principal.may(Permission::ExportRun) {
                return Err(Refusal::forbidden("permission").with("permission", Permission::ExportRun.word()));
            }
            let rows = all_rows(reader, view, &pairs)?;
            reader.gave_out(view, kind, rows.len());
            let lists: Vec<ListDef> = reader.kernel.registry.extensions::<ListDef>().copied().collect();
            let sheet = match lists.into_iter().find(|list| list.view == view) {
                Some(list) => {
                    let chosen =
                        pairs.iter().find(|(name, _)| name == COLUMNS).map(|(_, value)| value.as_str());
                    listed(&reader.context, &list.chosen(chosen), &rows)
                }
                None => sheet(&rows),
            };
            Ok((sheet, reader.context.now))
        })?;
        let (header, cells) = rows;
        let names: Vec<&str> = header.iter().map(String::as_str).collect();
        let mut bytes = Vec::new();
        if kind == "csv" {
            write_csv(&mut bytes, &names, cells, CsvStyle::default())
        } else {
            write_xlsx(std::io::Cursor::new(&mut bytes), "Accord", &names, cells, now)
        }
        .map_err(|error| Refusal::defect(error.to_string()))?;
        Ok((content_type, bytes))
    })
    .await;
    match outcome {
        Ok((content_type, bytes)) => {
            let disposition = format!("attachment; filename=\"{}\"", accord_face::page::escape(&file));
            (
                [(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)],
                bytes,
            )
                .into_response()
        }
        Err(refusal) => refused(&app, &caller, refusal, &headers, &uri).await,
    }
}

/// Every row of the list, in one snapshot.
///
/// # Errors
/// `export.too_long` for more rows than a sheet is given.
fn all_rows(
    reader: &mut accord_kernel::Reader<'_>,
    view: &str,
    pairs: &Pairs,
) -> Outcome<Vec<Map<String, JsonValue>>> {
    let schema =
        reader.kernel.registry.find_view(view).map(|def| def.input.clone()).ok_or_else(Refusal::absent)?;
    let mut kept: Pairs =
        pairs.iter().filter(|(name, _)| name != "after" && name != "limit").cloned().collect();
    kept.push(("limit".to_owned(), PAGE.to_string()));
    let mut rows = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut asked = kept.clone();
        asked.extend(after.take().map(|after| ("after".to_owned(), after)));
        let input = from_query(&schema, &asked, false, &reader.context)?;
        let answer = reader.view_by_name(view, &input)?;
        let page = answer.get("rows").and_then(JsonValue::as_array).ok_or_else(Refusal::absent)?;
        rows.extend(page.iter().filter_map(JsonValue::as_object).cloned());
        after = answer.get("next").and_then(JsonValue::as_str).map(str::to_owned);
        if after.is_none() {
            return Ok(rows);
        }
        // Half of a list that looks whole would be worse than none.
        if rows.len() >= ROWS_MAX {
            return Err(Refusal::new(Status::TooLarge, "export.too_long").with("max", ROWS_MAX));
        }
    }
}

/// These columns of the list's page, in the reader's words.
fn listed(
    ctx: &Context,
    columns: &[&ListColumn],
    rows: &[Map<String, JsonValue>],
) -> (Vec<String>, Vec<Vec<OutCell>>) {
    let tongue = ctx.tongue();
    let zone = TimeZone::get(&ctx.principal.zone).unwrap_or(TimeZone::UTC);
    let mut header = Vec::new();
    for column in columns {
        let label = tongue.say(column.label).into_owned();
        match column.shown {
            Shown::Money => {
                let currency = tongue.say_with("export-currency", &[("column", label.as_str().into())]);
                header.extend([label, currency]);
            }
            Shown::Instant => {
                let facts = [("column", label.as_str().into()), ("zone", ctx.principal.zone.as_str().into())];
                header.push(tongue.say_with("export-zone", &facts));
            }
            _ => header.push(label),
        }
    }
    let line = |row: &Map<String, JsonValue>| {
        let mut line = Vec::with_capacity(header.len());
        for column in columns {
            let value = column.value(row);
            match (column.shown, value) {
                (Shown::Money, Some(money)) => {
                    line.push(amount(money.get("amount")));
                    line.push(cell(money.get("currency")));
                }
                (Shown::Money, None) => line.extend([OutCell::Empty, OutCell::Empty]),
                (Shown::Word(key), Some(JsonValue::String(word))) => {
                    line.push(OutCell::Text(tongue.say(&word_key(key, word)).into_owned()));
                }
                (Shown::Instant, Some(JsonValue::String(text))) => {
                    line.push(text.parse::<Timestamp>().map_or_else(
                        |_| cell(value),
                        |at| OutCell::DateTime(at.to_zoned(zone.clone()).datetime()),
                    ));
                }
                (Shown::Flag, Some(JsonValue::Bool(flag))) => {
                    line.push(OutCell::Text(tongue.say(if *flag { "yes" } else { "no" }).into_owned()));
                }
                (_, value) => line.push(cell(value)),
            }
        }
        line
    };
    let cells = rows.iter().map(line).collect();
    (header, cells)
}

/// An amount is a number, exactly.
fn amount(value: Option<&JsonValue>) -> OutCell {
    let text = value.and_then(JsonValue::as_str).unwrap_or_default();
    text.parse().map_or_else(|_| OutCell::Text(text.to_owned()), OutCell::Decimal)
}

/// Columns in order of first appearance.
fn sheet(rows: &[Map<String, JsonValue>]) -> (Vec<String>, Vec<Vec<OutCell>>) {
    let mut columns: Vec<String> = Vec::new();
    let flat: Vec<Vec<(String, JsonValue)>> = rows.iter().map(|row| flatten("", row)).collect();
    for row in &flat {
        for (name, _) in row {
            if !columns.contains(name) {
                columns.push(name.clone());
            }
        }
    }
    let cells = flat
        .iter()
        .map(|row| {
            columns
                .iter()
                .map(|name| cell(row.iter().find(|(key, _)| key == name).map(|(_, value)| value)))
                .collect()
        })
        .collect();
    (columns, cells)
}

fn flatten(prefix: &str, row: &Map<String, JsonValue>) -> Vec<(String, JsonValue)> {
    let mut out = Vec::new();
    for (name, value) in row {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            JsonValue::Object(inner) => out.extend(flatten(&name, inner)),
            other => out.push((name, other.clone())),
        }
    }
    out
}

fn cell(value: Option<&JsonValue>) -> OutCell {
    match value {
        None | Some(JsonValue::Null) => OutCell::Empty,
        Some(JsonValue::Number(number)) => {
            number.as_i64().map_or_else(|| OutCell::Text(number.to_string()), OutCell::Integer)
        }
        Some(JsonValue::Bool(value)) => OutCell::Boolean(*value),
        Some(JsonValue::String(text)) => {
            text.parse().map_or_else(|_| OutCell::Text(text.clone()), OutCell::Date)
        }
        Some(JsonValue::Array(parts)) => {
            OutCell::Text(parts.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Some(other) => OutCell::Text(other.to_string()),
    }
}
