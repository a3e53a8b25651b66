//! Everything held about somebody as one archive: rows by table in JSON, and the files they name.
//!
//! It is one moment: the rows are read in one snapshot into a nameless file on the disk, which is then handed on as
//! slowly as it is fetched.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Seek, Write},
    sync::Arc,
};

use accord_kernel::{Kernel, Outcome, Refusal};
use accord_room_customer::Files;
use accord_store::{Table, Tx};
use serde_json::{Value as JsonValue, json};
use uuid::Uuid;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::{
    record::{self, RowJson},
    rules,
    views::Whom,
};

type Archive<'f> = ZipWriter<&'f mut std::fs::File>;

/// Writes the archive.
pub(crate) fn write(kernel: &Arc<Kernel>, whom: Whom, head: &JsonValue, out: &mut dyn Write) -> Outcome<()> {
    let mut file = tempfile::tempfile().map_err(not_written)?;
    let mut made = Made { zip: ZipWriter::new(&mut file), files: BTreeMap::new(), counts: BTreeMap::new() };
    kernel.db.read(|tx| made.rows(tx, kernel, whom))?;
    made.bytes(kernel)?;
    made.end(head)?;
    file.rewind().map_err(not_written)?;
    io::copy(&mut file, out).map_err(not_written)?;
    Ok(())
}

fn not_written(error: impl std::fmt::Display) -> Refusal {
    Refusal::defect(format!("an archive could not be written: {error}"))
}

struct Made<'f> {
    zip: Archive<'f>,
    /// Files named by rows: hash and name.
    files: BTreeMap<String, String>,
    counts: BTreeMap<String, usize>,
}

impl Made<'_> {
    fn rows(&mut self, tx: &mut Tx, kernel: &Kernel, whom: Whom) -> Outcome<()> {
        let tables = kernel.registry.recorded();
        if let Whom::Customer(customer) = whom {
            return self.customer(tx, tables, customer.into());
        }
        tables.iter().try_for_each(|table| self.table_about(tx, table, &whom.columns(table), whom.id()))
    }

    fn table_about(
        &mut self,
        tx: &mut Tx,
        table: &'static Table,
        columns: &[&str],
        who: Uuid,
    ) -> Outcome<()> {
        let mut list = List::new(format!("tables/{}.json", table.name));
        record::each_about(tx, table, columns, who, &mut |row| self.put(&mut list, table, row))?;
        self.close(list, table.name)
    }

    /// A customer's chain holds every act about them, and each act every row it wrote.
    fn customer(&mut self, tx: &mut Tx, tables: &[&'static Table], customer: Uuid) -> Outcome<()> {
        let mut events = List::new("events.json".to_owned());
        let rows = record::of_chain(tx, customer, &mut |header| {
            let event = json!({
                "id": header.id, "name": header.name, "by": header.actor, "via": header.via,
                "happened_at": header.happened_at, "recorded_at": header.recorded_at, "facts": header.facts,
            });
            events.put(&mut self.zip, &event)
        })?;
        self.close(events, "event")?;
        for table in tables {
            let none = BTreeSet::new();
            let mut list = List::new(format!("tables/{}.json", table.name));
            for id in rows.get(table.name).unwrap_or(&none) {
                if let Some(row) = record::one(tx, table, *id)? {
                    self.put(&mut list, table, row)?;
                }
            }
            self.close(list, table.name)?;
        }
        let mut looks = List::new("reads.json".to_owned());
        let narrow = record::Narrow { customer: Some(customer), ..record::Narrow::default() };
        let mut before = None;
        loop {
            let some = record::reads(tx, &narrow, before, 500)?;
            let Some(last) = some.last() else { break };
            before = Some((last.at, last.id));
            for look in &some {
                let look = json!({
                    "at": look.at, "by": look.principal, "view": look.view, "via": look.via, "reason": look.reason,
                });
                looks.put(&mut self.zip, &look)?;
            }
        }
        self.close(looks, "read_log")
    }

    fn put(&mut self, list: &mut List, table: &Table, mut row: RowJson) -> Outcome<()> {
        row.retain(|column, _| !rules::is_secret(column));
        self.note_files(&row);
        for field in table.fields {
            // What is stored as JSON text is given out as what it says.
            if let Some(JsonValue::String(text)) = row.get(field.name)
                && text.starts_with(['{', '['])
                && let Ok(inner) = serde_json::from_str(text)
            {
                row.insert(field.name.to_owned(), inner);
            }
        }
        list.put(&mut self.zip, &JsonValue::Object(row))
    }

    /// Whatever names bytes of the file store: a hash, alone or in a list, with a name beside it where it has one.
    fn note_files(&mut self, row: &RowJson) {
        let text = |row: &RowJson, column: &str| row.get(column)?.as_str().map(str::to_owned);
        if let Some(hash) = text(row, "sha256").filter(|hash| !hash.is_empty()) {
            let name = text(row, "file_name").or_else(|| text(row, "name")).unwrap_or_default();
            self.files.insert(hash, name);
        }
        for value in row.values() {
            let inner = match value {
                JsonValue::String(text) if text.starts_with('[') => serde_json::from_str(text).ok(),
                _ => None,
            };
            let list: Vec<JsonValue> = inner.unwrap_or_default();
            list.iter().filter_map(JsonValue::as_object).for_each(|one| self.note_files(one));
        }
    }

    fn close(&mut self, list: List, name: &str) -> Outcome<()> {
        if list.rows > 0 {
            self.counts.insert(name.to_owned(), list.rows);
            self.zip.write_all(b"\n]\n").map_err(not_written)?;
        }
        Ok(())
    }

    fn bytes(&mut self, kernel: &Kernel) -> Outcome<()> {
        let files =
            kernel.registry.extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
        let named = std::mem::take(&mut self.files);
        let mut held = 0;
        for (hash, name) in &named {
            if files.describe(hash)?.is_none() {
                continue;
            }
            self.zip.start_file(rules::file_name(hash, name), options()).map_err(not_written)?;
            match files.path(hash)? {
                Some(path) => {
                    let mut file = std::fs::File::open(path).map_err(not_written)?;
                    io::copy(&mut file, &mut self.zip).map_err(not_written)?;
                }
                None => self.zip.write_all(&files.bytes(hash)?).map_err(not_written)?,
            }
            held += 1;
        }
        self.counts.insert("file".to_owned(), held);
        Ok(())
    }

    fn end(mut self, head: &JsonValue) -> Outcome<()> {
        let about = json!({ "about": head, "holds": self.counts });
        let text = serde_json::to_string_pretty(&about).map_err(not_written)?;
        self.zip.start_file("about.json", options()).map_err(not_written)?;
        self.zip.write_all(text.as_bytes()).map_err(not_written)?;
        self.zip.finish().map_err(not_written)?;
        Ok(())
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

/// A list of rows in one file of the archive; the file begins with its first row.
struct List {
    name: String,
    rows: usize,
}

impl List {
    fn new(name: String) -> Self {
        Self { name, rows: 0 }
    }

    fn put(&mut self, zip: &mut Archive<'_>, row: &JsonValue) -> Outcome<()> {
        if self.rows == 0 {
            zip.start_file(self.name.as_str(), options()).map_err(not_written)?;
        }
        zip.write_all(if self.rows == 0 { b"[\n" } else { b",\n" }).map_err(not_written)?;
        serde_json::to_writer(&mut *zip, row).map_err(not_written)?;
        self.rows += 1;
        Ok(())
    }
}
