//! Every acceptance case of a requirement in scope has a test: `docs/acceptance.tsv` maps them, `docs/requirements.md` is
//! made from it, and a case without a test fails here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// Requirements whose cases must all stand in the table.
const IN_SCOPE: &[u32] = &[1, 2, 3, 4, 5, 7, 8, 10, 12, 17, 18, 19, 20, 21, 23, 24, 61, 64, 65, 67];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Names of all test functions of the repository.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in ["accord", "engines", "kernel", "rooms"] {
        collect(&root().join(folder), &mut names);
    }
    names
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target" && name != "node_modules") {
                collect(&path, names);
            }
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let mut test = false;
            for line in text.lines().map(str::trim) {
                if line.starts_with("#[test]") {
                    test = true;
                } else if let Some(rest) = line.strip_prefix("fn ") {
                    let name: String =
                        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                    if test || name.starts_with('r') {
                        names.insert(name);
                    }
                    test = false;
                }
            }
        }
    }
}

#[test]
fn every_acceptance_case_has_a_test_and_the_table_is_current() {
    let cases = std::fs::read_to_string(root().join("docs/acceptance.tsv")).unwrap();
    let known = tests();
    let mut missing = Vec::new();
    let mut covered = BTreeSet::new();
    let mut text = String::from(
        "# Which test proves which requirement\n\nGenerated from `docs/acceptance.tsv`; `ACCORD_UPDATE=1 cargo test -p accord --test acceptance` writes it anew.\n\n| case | in our words | tests |\n|---|---|---|\n",
    );
    for line in cases.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        assert_eq!(parts.len(), 3, "{line}");
        let number: u32 = parts[0].trim_start_matches('R').split('.').next().unwrap().parse().unwrap();
        covered.insert(number);
        let names: Vec<&str> = parts[2].split(',').filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            missing.push(format!("{} has no test", parts[0]));
        }
        for name in &names {
            if !known.contains(*name) {
                missing.push(format!("{}: there is no test {name}", parts[0]));
            }
        }
        let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        writeln!(text, "| {} | {} | {} |", parts[0], parts[1], shown.join(", ")).unwrap();
    }
    for number in IN_SCOPE {
        if !covered.contains(number) {
            missing.push(format!("R{number} has no case"));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let file = root().join("docs/requirements.md");
    if std::env::var_os("ACCORD_UPDATE").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == text,
        "docs/requirements.md is not current: run with ACCORD_UPDATE=1 and read the difference"
    );
}
