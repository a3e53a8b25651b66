//! The columns of a list, as its page shows them: what is given out as a file has these columns, under these names, in the
//! reader's language, and no other field of the view.
//!
//! To give a list its columns, register a [`ListDef`] with `registry.extend(…)` beside its page.

/// The columns of the list that a view answers.
#[derive(Debug, Clone, Copy)]
pub struct ListDef {
    /// The view.
    pub view: &'static str,
    /// Its columns, in their order on the page.
    pub columns: &'static [ListColumn],
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct ListColumn {
    /// Message key of its heading.
    pub label: &'static str,
    /// Where its value stands in a row: `customer.name`. Of several places parted by `|` the first that holds something.
    pub at: &'static str,
    /// How it is shown.
    pub shown: Shown,
}

impl ListColumn {
    /// A column.
    pub const fn new(label: &'static str, at: &'static str, shown: Shown) -> Self {
        Self { label, at, shown }
    }
}

/// How the values of a column are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As they stand: texts, whole numbers, civil dates.
    Plain,
    /// One of some words; this is the beginning of their message keys.
    Word(&'static str),
    /// An instant, in the reader's zone, which the heading names.
    Instant,
    /// An amount; its currency has a column of its own behind it.
    Money,
    /// Yes or no.
    Flag,
}
