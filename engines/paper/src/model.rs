//! What a document is made of. Every string is a text for people, in the document's language.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// A document, ready to be set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Its title; also the PDF's.
    pub title: String,
    /// Its number as people quote it ("Q-2026-0042, version 2"), on every page.
    pub number: String,
    /// Language, ISO 639 in small letters.
    pub language: String,
    /// Region of the language, ISO 3166 in capitals, where it matters (Brazil's Portuguese).
    pub region: Option<String>,
    /// The civil date that the document bears.
    #[serde(serialize_with = "year_month_day")]
    pub date: Date,
    /// That date as it is to be read; may be empty.
    pub dated: String,
    /// Who sends it.
    pub letterhead: Letterhead,
    /// To whom, and who else takes part.
    pub parties: Vec<Party>,
    /// The body.
    pub blocks: Vec<Block>,
    /// Small print at the foot of every page: legal form, registration, tax number.
    pub footer: String,
    /// The template's own few words.
    pub words: Words,
}

/// Who sends the document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Letterhead {
    /// Name of the company.
    pub company: String,
    /// Address, telephone, site, one a line.
    pub lines: Vec<String>,
    /// The company's mark; its name stands in text without one.
    #[serde(skip)]
    pub logo: Option<Logo>,
}

/// A picture for the letterhead.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub kind: LogoKind,
    /// What it shows, for whoever cannot see it.
    pub description: String,
}

/// Formats of a [`Logo`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Scalable Vector Graphics; text in it is set in our typefaces.
    Svg,
}

/// Somebody who takes part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Party {
    /// As what ("For", "Site", "Prepared by").
    pub label: String,
    /// Name and address, one a line.
    pub lines: Vec<String>,
}

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "it", rename_all = "snake_case")]
pub enum Block {
    /// A heading of a section.
    Heading(String),
    /// A heading within a section.
    Subheading(String),
    /// Running text; a line break stays one.
    Paragraph(String),
    /// Points.
    List(Vec<String>),
    /// Labels and their values, two by two.
    Facts(Vec<Fact>),
    /// The few figures that matter most, large.
    Figures(Vec<Figure>),
    /// A table; its header is repeated on every page.
    Table(Table),
    /// Something to be heeded, set apart.
    Note(String),
    /// Places to sign.
    Signatures(Vec<Signature>),
    /// What follows begins on a new page.
    PageBreak,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: String,
}

/// A figure that is to be seen first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it rests on, in a few words; may be empty.
    pub note: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What it shows, in a line above it; may be empty.
    pub caption: String,
    /// Columns, at least one.
    pub columns: Vec<Column>,
    /// Rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Sums below it, the last one as the weightiest.
    pub totals: Vec<Total>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its header.
    pub title: String,
    /// Figures stand at the right and keep their lines.
    pub figures: bool,
    /// Share of what is left over by the columns that take what they need; none takes what it needs.
    pub share: Option<u8>,
}

/// A sum below a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Total {
    /// What it is.
    pub label: String,
    /// The sum.
    pub value: String,
    /// Whether it is the one to be paid.
    pub strong: bool,
}

/// A place to sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signature {
    /// For whom.
    pub label: String,
    /// Name and post below the line; may be empty.
    pub name: String,
    /// What else is to be filled in ("Place, date").
    pub place_and_date: String,
}

/// Words that the template itself sets.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Words {
    /// The page's number, with `{page}` and `{pages}` where the figures go.
    pub page: String,
}

fn year_month_day<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
    [i16::from(date.day()), i16::from(date.month()), date.year()].serialize(to)
}
