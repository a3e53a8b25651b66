//! The house's own rules, checked over the whole repository.
//!
//! What the compiler, Clippy and Cargo cannot see is looked at here: pure rules name no
//! database, SQL stands in `record` only, both languages have the same messages, no test is
//! set aside, no path of a developer's machine is committed. `tests/house.rs` runs each rule
//! over the repository; the unit tests plant one fault each and see it found.
//!
//! This crate is used by nothing but the tests, and knows no other crate of the house.
//!
//! A new rule: a function from `&[File]` to `Vec<Finding>` in the module it belongs to, a unit
//! test with a planted fault, and one test in `tests/house.rs`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod furniture;
pub mod habits;
pub mod layers;
pub mod rust_source;
pub mod tree;
pub mod words;

use std::fmt;

pub use tree::File;

/// One place that breaks a rule of the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Path from the repository's root, with `/`.
    pub path: String,
    /// Line, from 1; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong, and what to do instead.
    pub what: String,
}

impl Finding {
    /// A finding at one line of a file.
    #[must_use]
    pub fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }

    /// A finding about a file as a whole.
    #[must_use]
    pub fn about(path: &str, what: impl Into<String>) -> Self {
        Self::at(path, 0, what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(out, "{}: {}", self.path, self.what)
        } else {
            write!(out, "{}:{}: {}", self.path, self.line, self.what)
        }
    }
}
