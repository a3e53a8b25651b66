//! Every acceptance case of a requirement in scope has a test: `docs/acceptance.tsv` maps them, `docs/requirements.md` is
//! made from it, and a case without a test fails here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    path::{Path, PathBuf},
};

/// How many requirements there are. Each has its cases in the table, or stands below.
const REQUIREMENTS: u32 = 68;

/// Requirements of which nothing is proved yet, and why: what of them is not built. One that gets a case leaves this list.
const NOT_YET: &[(u32, &str)] = &[
    (6, "market analysis, target customers and campaigns before the first contact are not built"),
    (9, "the recurring bulletin of wins, losses and rivals is not built"),
    (22, "a rule says what crews can install; targets are not planned against it"),
    (38, "a person can have posts in both spheres; service calls do not move their sales visits yet"),
    (39, "leave asks for cover; the joint calendar of a town with its briefing and hand-back is not built"),
    (40, "the rota for nights and holidays is not built"),
    (41, "models of a region and their comparison are not built"),
    (44, "silence against a customer's own rhythm is not looked for"),
    (45, "the ledger of lost customers and their profile are not built"),
    (46, "the board of uncomfortable questions is not built"),
    (47, "one of its figures is declared; the scoreboard of pains is not built"),
    (49, "suggestions for growth from the installed base are not built"),
    (50, "a rep's feed of what happens to their customers is not built"),
    (51, "standards with their cascade and drift are not built"),
    (52, "waste of effort and of the customer's time is not measured"),
    (53, "a certificate is asked for; profiles, courses and motivation are not built"),
    (55, "pay for selling contracts is not built"),
    (56, "who gave a demonstration is kept; shares of reward are not built"),
    (57, "recognition is not built"),
    (58, "shared goals and bonus are not built"),
    (59, "the annual meeting is not planned here"),
    (60, "the board of alignment is not built"),
    (62, "no figure is about a person's speed; kinds and levels of figures are not declared"),
    (63, "concentration is not measured"),
];

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
    for number in 1..=REQUIREMENTS {
        match (covered.contains(&number), NOT_YET.iter().find(|(not, _)| *not == number)) {
            (false, None) => missing.push(format!("R{number} has no case")),
            (true, Some((_, why))) => {
                missing.push(format!("R{number} has a case, and yet it is said that {why}"));
            }
            (true, None) | (false, Some(_)) => {}
        }
    }
    missing.extend(covered.range(REQUIREMENTS + 1..).map(|number| format!("there is no R{number}")));
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
