//! Documents as rooms register them: an address, who may have it, and a function that reads views and returns what is to
//! be printed. Figures and words are those of the page, since both read the same views.
//!
//! The printer is registered by the program, so that no room knows a typesetter; a build without one refuses in words.
//! To add a document, write a function in your room's `papers.rs` and register a [`PaperDef`] with `registry.extend(…)`.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Language, Outcome, Permission, Reader, Refusal, Registry, Status, Tongue};
use accord_paper::{Document, Letterhead, Paper, PaperError, Print, Words};
use jiff::civil::Date;

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

/// A document, to be handed out.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the file without its ending.
    pub file_name: String,
    /// What it says.
    pub content: Content,
}

/// What a document says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// It is to be printed.
    Made(Box<Document>),
    /// The file as it left the house, byte by byte.
    Kept(Vec<u8>),
}

impl Sheet {
    /// A document that is to be printed; its number names the file.
    pub fn made(document: Document) -> Self {
        Self { file_name: document.number.clone(), content: Content::Made(Box::new(document)) }
    }

    /// A file as it left the house.
    pub fn kept(file_name: String, bytes: Vec<u8>) -> Self {
        Self { file_name, content: Content::Kept(bytes) }
    }
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

/// Makes the document at an address with its query, as the program itself: for what is kept when it leaves the house.
///
/// # Errors
/// Absent when no document has this address; whatever the document's views refuse.
pub fn at_address(reader: &mut Reader<'_>, address: &str) -> Outcome<Sheet> {
    let (place, asked) = address.split_once('?').unwrap_or((address, ""));
    let found = reader
        .kernel
        .registry
        .extensions::<PaperDef>()
        .find_map(|def| Some((*def, values(def.path, place)?)));
    let (def, path) = found.ok_or_else(Refusal::absent)?;
    let query = asked.split('&').filter_map(|pair| pair.split_once('='));
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (def.make)(&mut PageCx { reader, path, query, address: address.to_owned() })
}

/// The values of a pattern's places in an address that fits it.
fn values(pattern: &str, address: &str) -> Option<BTreeMap<String, String>> {
    let (mut of, mut values) = (address.split('/'), BTreeMap::new());
    for part in pattern.split('/') {
        let value = of.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => drop(values.insert(name.to_owned(), value.to_owned())),
            None if part == value => {}
            None => return None,
        }
    }
    of.next().is_none().then_some(values)
}

/// A document without parties and body: language, number, date, sender, and the template's own words.
pub fn blank(tongue: &Tongue<'_>, company: &str, title: String, number: String, date: Date) -> Document {
    let (language, region) = match tongue.language {
        Language::English => ("en", None),
        Language::Portuguese => ("pt", Some("BR".to_owned())),
    };
    Document {
        title,
        number,
        language: language.to_owned(),
        region,
        date,
        dated: tongue.date(date).to_string(),
        // Address, mark and small print are the installation's; the printer adds them.
        letterhead: Letterhead { company: company.to_owned(), lines: Vec::new(), logo: None },
        parties: Vec::new(),
        blocks: Vec::new(),
        footer: String::new(),
        words: Words { page: tongue.say("paper-page").into_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_the_values_of_its_places_or_nothing() {
        let found = values("/quotes/{quote}/pdf", "/quotes/7/pdf").unwrap();
        assert_eq!(found, BTreeMap::from([("quote".to_owned(), "7".to_owned())]));
        for other in ["/quotes/7", "/quotes/7/pdf/8", "/orders/7/pdf", ""] {
            assert_eq!(values("/quotes/{quote}/pdf", other), None, "{other}");
        }
    }
}
