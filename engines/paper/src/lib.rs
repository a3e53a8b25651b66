//! Documents that leave the house: quotes, confirmations, plan cards, contracts, value statements as
//! PDF, tagged for people who do not see them (PDF/UA-1, checked as it is written).
//!
//! A [`Document`] is plain data with **texts that are already rendered**: words in the reader's
//! language, amounts and dates as they are to be read. [`Print::print`] sets it by the templates in
//! `src/template` and answers with a [`Paper`]. The same document gives the same bytes.
//!
//! The typesetter is behind the feature `print`: rooms make documents without it, and only the program
//! that prints builds it.
//!
//! **What it must not know:** customers, prices, languages beyond their code, the clock, files,
//! networks. It computes no figure, so what is printed is what the page and the API showed.
//!
//! Texts come from people and are never markup: they travel as data into the template, which places
//! them as text. Characters that no typeface here has are printed as a replacement and named in the
//! answer.
//!
//! **How to add the next thing:** a part of a document begins as a [`Block`] in `model.rs` and gets
//! its function in `src/template/paper.typ`; keep every string out of `eval`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

#[cfg(feature = "print")]
mod clean;
#[cfg(feature = "look")]
pub mod look;
mod model;
#[cfg(feature = "print")]
mod press;
mod printed;

pub use model::{
    Block, Column, Document, Fact, Figure, Letterhead, Logo, LogoKind, Party, Signature, Table, Total, Words,
};
#[cfg(feature = "print")]
pub use press::Press;
pub use printed::{Paper, PaperError, Print};

#[cfg(all(test, feature = "print"))]
mod tests;
