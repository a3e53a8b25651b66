//! The walls between the layers, as far as Cargo does not hold them up.

use crate::rust_source::RustSource;
use crate::{File, Finding};

/// Crates that a pure rule may not name: databases, HTTP, async, randomness.
const IMPURE: [&str; 13] = [
    "accord_store",
    "rusqlite",
    "postgres",
    "axum",
    "hyper",
    "tower",
    "tower_http",
    "reqwest",
    "lettre",
    "tokio",
    "futures",
    "rand",
    "getrandom",
];

/// Words by which SQL is known, as they begin a statement.
const SQL: [&str; 6] =
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "ALTER TABLE "];

/// `rules.rs`, and everything in a folder `rules`, names no database, HTTP, async or random crate.
#[must_use]
pub fn rules_are_pure(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.has_extension("rs") && !file.is_test()) {
        if file.name() != "rules.rs" && !file.is_below("rules") {
            continue;
        }
        for (line, word) in RustSource::parse(&file.text).identifiers() {
            if IMPURE.contains(&word) {
                let what = format!("a pure rule names `{word}`; hand it what it needs as an argument");
                findings.push(Finding::at(&file.path, line, what));
            }
        }
    }
    findings
}

/// No engine depends on a database, HTTP, async or random crate outside its tests.
#[must_use]
pub fn engines_are_pure(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("engines/") && file.name() == "Cargo.toml") {
        let mut section = "";
        for (at, line) in file.text.lines().enumerate() {
            if line.starts_with('[') {
                section = line.trim();
                continue;
            }
            let named = line.split(['=', '.', ' ']).next().unwrap_or_default().replace('-', "_");
            if section == "[dependencies]" && IMPURE.contains(&named.as_str()) {
                findings.push(Finding::at(
                    &file.path,
                    at + 1,
                    format!("an engine depends on `{named}`; engines are pure"),
                ));
            }
        }
    }
    findings
}

/// In a room, SQL stands in `record.rs` or `record/` and nowhere else; tests are free.
#[must_use]
pub fn sql_is_in_records(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("rooms/") && file.has_extension("rs")) {
        if file.name() == "record.rs" || file.is_below("record") || file.is_test() {
            continue;
        }
        for (line, text) in RustSource::parse_without_tests(&file.text).strings {
            if let Some(found) = SQL.iter().find(|sql| begins_a_line(&text, sql)) {
                let what = format!("`{}` outside `record`; move the query there", found.trim_end());
                findings.push(Finding::at(&file.path, line, what));
            }
        }
    }
    findings
}

/// A page may say UPDATE in the middle of a sentence; a statement has it in front of a line.
fn begins_a_line(text: &str, word: &str) -> bool {
    let in_front = |line: &str| {
        let line = line.trim_start_matches(|c: char| c.is_whitespace() || "(\\".contains(c));
        line.starts_with(word) || line == word.trim_end()
    };
    text.split('\n').flat_map(|line| line.split("\\n")).any(in_front)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_names_a_database_is_found() {
        let files = [
            File::new("rooms/a/src/rules.rs", "// rusqlite\nuse rusqlite::Row;\n"),
            File::new("rooms/a/src/rules/due.rs", "fn f(x: tokio::Y) {}"),
            File::new("rooms/a/src/rules/tests.rs", "use rand::Rng;"),
            File::new("rooms/a/src/record.rs", "use rusqlite::Row;"),
        ];
        let found: Vec<_> = rules_are_pure(&files).into_iter().map(|f| (f.path, f.line)).collect();
        assert_eq!(
            found,
            [("rooms/a/src/rules.rs".to_owned(), 2), ("rooms/a/src/rules/due.rs".to_owned(), 1)]
        );
    }

    #[test]
    fn an_engine_that_depends_on_a_runtime_is_found() {
        let text =
            "[dependencies]\njiff.workspace = true\ntower-http = \"1\"\n[dev-dependencies]\nrand = \"1\"\n";
        let files = [File::new("engines/a/Cargo.toml", text), File::new("rooms/a/Cargo.toml", text)];
        let found = engines_are_pure(&files);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 3);
    }

    #[test]
    fn sql_outside_record_is_found() {
        let sql = "fn f() { q(\"select\"); q(\"SELECT a FROM b\"); }\n#[cfg(test)]\nmod tests { const S: &str = \"DELETE FROM b\"; }";
        let broken = "const S: &str = \"\n  WITH x AS (\n  SELECT 1)\";";
        let sentence = "const S: &str = \"Please UPDATE now\";";
        let files = [
            File::new("rooms/a/src/actions.rs", sql),
            File::new("rooms/a/src/views.rs", broken),
            File::new("rooms/a/src/pages.rs", sentence),
            File::new("rooms/a/src/record.rs", sql),
            File::new("rooms/a/src/record/rows.rs", sql),
            File::new("rooms/a/tests/all.rs", sql),
        ];
        let found: Vec<_> = sql_is_in_records(&files).into_iter().map(|f| (f.path, f.line)).collect();
        assert_eq!(found, [("rooms/a/src/actions.rs".to_owned(), 1), ("rooms/a/src/views.rs".to_owned(), 1)]);
    }
}
