//! Documents as rooms register them: an address, who may have it, and a function that reads views and returns what is to
//! be printed. Figures and words are those of the page, since both read the same views.
//!
//! The printer is registered by the program, so that no room knows a typesetter; a build without one refuses in words.
//! To add a document, write a function in your room's `papers.rs` and register a [`PaperDef`] with `registry.extend(…)`.

use accord_kernel::{Audience, Outcome, Permission, Refusal, Registry, Status};
use accord_paper::{Document, Paper, PaperError, Print};

use crate::page::PageCx;

/// A document at an address.
#[derive(Debug, Clone, Copy)]
pub struct PaperDef {
    /// Its address, `/quotes/{quote}/{version}/pdf`.
    pub path: &'static str,
    /// Who may have it.
    pub permission: Permission,
    /// For whom it is.
    pub audience: Audience,
    /// Makes it.
    pub make: fn(&mut PageCx<'_, '_>) -> Outcome<Sheet>,
}

/// A document, to be printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the file without its ending.
    pub file_name: String,
    /// What it says.
    pub document: Document,
}

/// What prints, as the program registers it.
pub struct Printer(pub Box<dyn Print>);

/// Prints a document; takes some hundredths of a second, so never inside a transaction.
///
/// # Errors
/// Unavailable when this build prints nothing; a document that is too large; otherwise a defect.
pub fn print(registry: &Registry, document: &Document) -> Outcome<Paper> {
    let printer = registry
        .extensions::<Printer>()
        .next()
        .ok_or_else(|| Refusal::new(Status::Unavailable, "paper.no_printer"))?;
    printer.0.print(document).map_err(|error| match error {
        PaperError::TooLarge { rows, .. } => {
            Refusal::new(Status::TooLarge, "paper.too_large").with("rows", rows)
        }
        PaperError::Ragged { .. } | PaperError::Set(_) => Refusal::defect(error.to_string()),
    })
}
