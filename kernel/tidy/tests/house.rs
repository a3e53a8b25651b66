//! The house's rules over the repository as it stands.
#![allow(clippy::expect_used, clippy::panic)]

use std::sync::OnceLock;

use accord_tidy::tree::{read, repository_root};
use accord_tidy::{File, Finding, furniture, habits, layers, words};

fn repository() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| read(&repository_root()).expect("the repository's files can be read"))
}

#[track_caller]
fn none(findings: &[Finding]) {
    let list: String = findings.iter().map(|finding| format!("\n  {finding}")).collect();
    assert!(findings.is_empty(), "{} finding(s):{list}", findings.len());
}

#[test]
fn the_repository_is_looked_at() {
    assert!(repository().iter().any(|file| file.path == "Cargo.toml"));
    assert!(repository().iter().filter(|file| file.has_extension("rs")).count() > 10);
}

#[test]
fn rules_are_pure() {
    none(&layers::rules_are_pure(repository()));
}

#[test]
fn engines_are_pure() {
    none(&layers::engines_are_pure(repository()));
}

#[test]
fn sql_is_in_records() {
    none(&layers::sql_is_in_records(repository()));
}

#[test]
fn both_languages_have_the_same_words() {
    none(&words::languages_agree(repository()));
}

#[test]
fn files_are_short() {
    none(&habits::files_are_short(repository(), habits::LONG_FILES));
}

#[test]
fn no_test_is_set_aside() {
    none(&habits::no_test_is_set_aside(repository()));
}

#[test]
fn no_path_of_a_machine() {
    none(&habits::no_path_of_a_machine(repository()));
}

#[test]
fn crates_are_furnished() {
    none(&furniture::crates_are_furnished(repository()));
}

#[test]
fn lock_files_name_no_mirror() {
    none(&furniture::lock_files_name_no_mirror(repository()));
}
