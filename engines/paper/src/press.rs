//! Sets a document and writes it as PDF.

use std::collections::BTreeSet;

use typst::World;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue, Smart, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::clean::clean;
use crate::model::{Block, Document, LogoKind};
use crate::printed::{Paper, PaperError, Print};

/// The most rows that a document's tables may have together.
const MOST_ROWS: usize = 5_000;
/// The most text, in bytes.
const MOST_TEXT: usize = 2_000_000;
const TEMPLATE: &str = include_str!("template/paper.typ");

/// Typefaces and template, read once; prints any number of documents, several at a time.
pub struct Press {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    template: Source,
    standards: PdfStandards,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Press").field("fonts", &self.fonts.len()).finish_non_exhaustive()
    }
}

impl Press {
    /// Reads typefaces and template.
    ///
    /// # Errors
    /// Only if this crate was built wrongly.
    pub fn new() -> Result<Self, PaperError> {
        let fonts: Vec<Font> =
            typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect();
        let path = VirtualPath::new("paper.typ").map_err(|error| PaperError::Set(format!("{error:?}")))?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        let standards = PdfStandards::new(&[PdfStandard::Ua_1])
            .map_err(|error| PaperError::Set(error.message().to_string()))?;
        Ok(Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            template: Source::new(id, TEMPLATE.to_owned()),
            standards,
        })
    }

    fn printed(&self, document: &Document) -> Result<Paper, PaperError> {
        let (paged, replaced) = self.set(document)?;
        let options = PdfOptions {
            ident: Smart::Custom(format!("{}\n{}", document.number, document.title)),
            creator: Smart::Custom(Some("Accord".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&paged, &options).map_err(|errors| refused(&errors))?;
        Ok(Paper { bytes, pages: paged.pages().len(), replaced })
    }

    /// The document as pages, and the characters that had to be replaced.
    pub(crate) fn set(&self, document: &Document) -> Result<(PagedDocument, Vec<char>), PaperError> {
        check(document)?;
        let mut data = serde_json::to_value(document).map_err(|error| PaperError::Set(error.to_string()))?;
        let has = |c: char| self.has(c);
        let mut replaced: BTreeSet<char> = clean(&mut data, &has);
        let mut inputs = Dict::new();
        inputs.insert("document".into(), Value::Bytes(Bytes::from_string(data.to_string())));
        if let Some(logo) = &document.letterhead.logo {
            let kind = match logo.kind {
                LogoKind::Png => "png",
                LogoKind::Jpeg => "jpg",
                LogoKind::Svg => "svg",
            };
            let described = crate::clean::text_for_print(&logo.description, &has, &mut replaced);
            inputs.insert("logo".into(), Value::Bytes(Bytes::new(logo.bytes.clone())));
            inputs.insert("logo-kind".into(), kind.into_value());
            inputs.insert("logo-description".into(), described.into_value());
        }
        let desk =
            Desk { press: self, library: LazyHash::new(Library::builder().with_inputs(inputs).build()) };
        let paged = typst::compile::<PagedDocument>(&desk).output.map_err(|errors| refused(&errors))?;
        Ok((paged, replaced.into_iter().collect()))
    }

    fn has(&self, c: char) -> bool {
        self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
    }
}

impl Print for Press {
    fn print(&self, document: &Document) -> Result<Paper, PaperError> {
        // On a thread that ends with the document: what it took of memory goes back at once, and is not kept by each of
        // the server's threads that ever printed. The typesetter's own helpers are among them.
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .map_err(|error| PaperError::Set(error.to_string()))?;
        pool.install(|| {
            let printed = self.printed(document);
            // What the typesetter remembers of a document helps no other one.
            comemo::evict(0);
            printed
        })
    }
}

fn check(document: &Document) -> Result<(), PaperError> {
    let (mut rows, mut bytes) = (0, 0);
    for block in &document.blocks {
        match block {
            Block::Table(table) => {
                let columns = table.columns.len();
                rows += table.rows.len();
                bytes += table.rows.iter().flatten().map(String::len).sum::<usize>();
                let ragged = table.rows.iter().map(Vec::len).find(|cells| *cells != columns);
                if columns == 0 || ragged.is_some() {
                    return Err(PaperError::Ragged { columns, cells: ragged.unwrap_or(0) });
                }
            }
            Block::Heading(text) | Block::Subheading(text) | Block::Paragraph(text) | Block::Note(text) => {
                bytes += text.len();
            }
            Block::List(items) => bytes += items.iter().map(String::len).sum::<usize>(),
            Block::Facts(_) | Block::Figures(_) | Block::Signatures(_) | Block::PageBreak => {}
        }
    }
    if rows > MOST_ROWS || bytes > MOST_TEXT {
        return Err(PaperError::TooLarge { rows, bytes });
    }
    Ok(())
}

fn refused(errors: &[SourceDiagnostic]) -> PaperError {
    let texts: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PaperError::Set(texts.join("; "))
}

/// What the typesetter may see while it sets one document: the template, the typefaces, the data. No
/// files, no packages, no clock.
struct Desk<'a> {
    press: &'a Press,
    library: LazyHash<Library>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.press.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.press.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
