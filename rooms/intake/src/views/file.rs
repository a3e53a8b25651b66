//! One file laid ready: what it seems to be, which column is what, and what does not fit.

use std::collections::BTreeMap;

use accord_face::ask::refusal_text;
use accord_kernel::{Audience, Context, Language, Outcome, Permission, Touches, View};
use accord_store::{Tx, search::fold};
use accord_tabular::{
    Container, DateOrder, DecimalMark, Detection, FieldType, Guess, Limits, Mapping, ProblemCode,
    TabularError, detect,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FileLine;
use crate::{
    id::{ImportFileId, ImportKind},
    propose::{propose, remembered},
    read::{Origin, check, open},
    record::{self, ImportFile},
    targets::{target, words_of},
    wizard::{CURRENCY_OF, LEFT_OUT},
    words::{file_refusal, problems},
};

/// One file: what it seems to be, and whether its mapping fits.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneFile {
    /// The file.
    pub file: ImportFileId,
    /// For what a mapping is proposed; what the file is said to hold when open.
    #[serde(default)]
    pub kind: Option<ImportKind>,
}

/// A column as it was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FoundColumn {
    /// The name that a mapping uses.
    pub name: String,
    /// What it seems to hold.
    pub guess: String,
    /// Its first cells.
    pub samples: Vec<String>,
    /// The field that it feeds; `-` when it is left out, `+currency` when it is the currency of the amounts, empty when
    /// nothing is said of it.
    pub to: String,
}

/// A value that a field may have.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FieldValue {
    /// The value.
    pub word: String,
    /// Key of the message that says it to people.
    pub message: String,
}

/// A field that can be mapped.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TargetField {
    /// Its name in a mapping.
    pub name: String,
    /// It must be given.
    pub required: bool,
    /// The values it may have, where they are few.
    pub values: Vec<FieldValue>,
    /// What it holds: text, code, integer, decimal, money, date, date-time, choice, boolean.
    pub holds: String,
    /// The value that it has in every row.
    pub same: Option<String>,
}

/// A word in a column whose field has few values.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FoundWord {
    /// The field.
    pub field: String,
    /// The word as it stands in the file.
    pub word: String,
    /// What it means, as far as it was said.
    pub value: Option<String>,
    /// What it may mean, by its likeness; to be confirmed.
    pub perhaps: Option<String>,
}

/// How a file is read, as far as it was said or found.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Reading {
    /// Kind of file: csv, gzip-csv, xlsx.
    pub container: Option<String>,
    /// Encoding of a text file.
    pub encoding: Option<String>,
    /// Separator of a text file.
    pub separator: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// All its sheets.
    pub sheets: Vec<String>,
    /// Row that names the columns.
    pub header_row: Option<u64>,
    /// Somebody said how it is read.
    pub said: bool,
    /// Order of day, month and year: dmy, mdy, ymd.
    pub date_order: Option<String>,
    /// Mark between whole and fraction.
    pub decimal_mark: Option<String>,
    /// Zone of times.
    pub zone: Option<String>,
    /// Currency of amounts without one of their own.
    pub currency: Option<String>,
}

/// One file laid ready.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileFacts {
    /// As in the list.
    pub line: FileLine,
    /// What it holds: as asked for, as it was said, or as a file with the same columns was said to hold.
    pub kind: Option<ImportKind>,
    /// Why it cannot be read, in the reader's language.
    pub unreadable: Option<String>,
    /// How it is read.
    pub reading: Reading,
    /// Rows below the header, as far as it was looked through.
    pub rows: u64,
    /// Whether it was looked through to its end.
    pub complete: bool,
    /// Its columns.
    pub columns: Vec<FoundColumn>,
    /// Fields of the kind.
    pub fields: Vec<TargetField>,
    /// Words of it that are none of their field's values.
    pub words: Vec<FoundWord>,
    /// The mapping as it is kept, or one to begin with.
    pub mapping: String,
    /// Somebody kept the mapping.
    pub mapped: bool,
    /// Name of the file whose mapping is proposed, since it had the same columns.
    pub as_for: Option<String>,
    /// What does not fit, in the reader's language.
    pub problems: Vec<String>,
    /// Columns that are neither mapped nor left out.
    pub unsaid: Vec<String>,
}

/// Rows looked through for a preview.
const PREVIEW_ROWS: u64 = 2_000;
/// Different words shown of one column.
const WORDS_MAX: usize = 60;
/// Earlier files whose mappings are remembered.
const REMEMBERED_MAX: i64 = 200;

impl View for OneFile {
    const NAME: &'static str = "intake.file";
    const PERMISSION: Permission = Permission::ImportRun;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<FileFacts> {
        let row = record::file(tx, self.file)?;
        let mut facts = FileFacts {
            line: FileLine::from(&row),
            kind: self.kind.or(row.kind),
            unreadable: None,
            reading: Reading::default(),
            rows: 0,
            complete: false,
            columns: Vec::new(),
            fields: Vec::new(),
            words: Vec::new(),
            mapping: String::new(),
            mapped: false,
            as_for: None,
            problems: Vec::new(),
            unsaid: Vec::new(),
        };
        let origin = Origin::stored(&ctx.registry, &row.sha256)?;
        let kept = Mapping::from_toml(&row.mapping).ok();
        let options = kept.as_ref().map(|mapping| mapping.source.clone()).unwrap_or_default();
        let said = &options;
        facts.reading.said = said.encoding.is_some()
            || said.separator.is_some()
            || said.sheet.is_some()
            || said.header_row.is_some();
        let limits = Limits { detect_rows: PREVIEW_ROWS, ..Limits::default() };
        let found = origin.open().map_err(TabularError::Io).and_then(|file| detect(file, &options, limits));
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                facts.unreadable = Some(reason(ctx, &error));
                facts.fields =
                    facts.kind.map(|kind| fields_of(kind, &Mapping::default())).unwrap_or_default();
                return Ok(facts);
            }
        };
        facts.found(&found);
        let mapping = facts.settle(tx, ctx, &row, kept, &found)?;
        if let (Some(kind), Some(mapping)) = (facts.kind, mapping) {
            facts.mapping_of(ctx, kind, &mapping, &origin);
        }
        Ok(facts)
    }
}

fn reason(ctx: &Context, error: &TabularError) -> String {
    refusal_text(&ctx.tongue(), &file_refusal(&ctx.tongue(), error))
}

fn holds(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::Text { .. } => "text",
        FieldType::Code { .. } => "code",
        FieldType::Integer { .. } => "integer",
        FieldType::Decimal { .. } => "decimal",
        FieldType::Money { .. } => "money",
        FieldType::Date => "date",
        FieldType::DateTime => "date-time",
        FieldType::Choice { .. } => "choice",
        FieldType::Boolean => "boolean",
    }
}

fn fields_of(kind: ImportKind, mapping: &Mapping) -> Vec<TargetField> {
    let same =
        |name: &str| mapping.constants.iter().find(|rule| rule.to == name).map(|rule| rule.value.clone());
    let field = |field: &accord_tabular::FieldSpec| TargetField {
        name: field.name.clone(),
        required: field.required,
        values: words_of(kind, &field.name)
            .into_iter()
            .map(|(word, message)| FieldValue { word: word.to_owned(), message })
            .collect(),
        holds: holds(&field.kind).to_owned(),
        same: same(&field.name),
    };
    target(kind).fields.iter().map(field).collect()
}

impl FileFacts {
    /// How it is read and what its columns hold.
    fn found(&mut self, found: &Detection) {
        let format = &found.format;
        self.reading.container = Some(container_word(format.container).to_owned());
        self.reading.encoding = format.encoding.map(|charset| charset.name().to_owned());
        self.reading.separator = format.separator.map(String::from);
        self.reading.sheet = format.sheet.clone();
        self.reading.sheets = format.sheets.clone();
        self.reading.header_row = Some(format.header_row);
        self.rows = found.rows;
        self.complete = found.complete;
        let samples = |place: usize| {
            let cells = found.samples.iter().filter_map(|row| row.cells.get(place));
            cells.filter(|cell| !cell.is_empty()).take(3).cloned().collect()
        };
        let column = |(place, column): (usize, &accord_tabular::ColumnGuess)| FoundColumn {
            name: column.name.clone(),
            guess: guess_word(&column.guess).to_owned(),
            samples: samples(place),
            to: String::new(),
        };
        self.columns = found.columns.iter().enumerate().map(column).collect();
    }

    /// The mapping that holds: the one that was kept for it, one of a file with the same columns, or a proposal from the
    /// columns' names.
    fn settle(
        &mut self,
        tx: &mut Tx,
        ctx: &Context,
        row: &ImportFile,
        kept: Option<Mapping>,
        found: &Detection,
    ) -> Outcome<Option<Mapping>> {
        if let (Some(kind), Some(kept)) = (self.kind, &kept)
            && row.kind == Some(kind)
            && kept.target == kind.word()
        {
            self.mapped = true;
            return Ok(Some(kept.clone()));
        }
        for earlier in record::mapped_files(tx, row, self.kind, REMEMBERED_MAX)? {
            let Ok(before) = Mapping::from_toml(&earlier.mapping) else { continue };
            if let (Some(kind), Some(again)) = (earlier.kind, remembered(&before, found)) {
                self.kind = Some(kind);
                self.line.source.clone_from(&earlier.source);
                self.as_for = Some(earlier.file_name);
                return Ok(Some(again));
            }
        }
        let Some(kind) = self.kind else { return Ok(None) };
        Ok(Some(propose(kind, found, &ctx.company_zone)))
    }

    /// What a mapping makes of the columns.
    fn mapping_of(&mut self, ctx: &Context, kind: ImportKind, mapping: &Mapping, origin: &Origin) {
        self.mapping = mapping.to_toml().unwrap_or_default();
        self.fields = fields_of(kind, mapping);
        let currency =
            |name: &str| mapping.columns.iter().any(|rule| rule.currency_from.as_deref() == Some(name));
        for column in &mut self.columns {
            let rule = mapping.columns.iter().find(|rule| rule.from == column.name);
            column.to = match rule {
                Some(rule) => rule.to.clone(),
                None if currency(&column.name) => CURRENCY_OF.to_owned(),
                None if mapping.ignore.contains(&column.name) => LEFT_OUT.to_owned(),
                None => String::new(),
            };
        }
        let source = &mapping.source;
        self.reading.date_order = source.date_order.map(|order| {
            match order {
                DateOrder::Dmy => "dmy",
                DateOrder::Mdy => "mdy",
                DateOrder::Ymd => "ymd",
            }
            .to_owned()
        });
        self.reading.decimal_mark = source.decimal_mark.map(|mark| {
            match mark {
                DecimalMark::Point => ".",
                DecimalMark::Comma => ",",
            }
            .to_owned()
        });
        self.reading.zone.clone_from(&source.zone);
        let rules = mapping.columns.iter().filter_map(|rule| rule.currency.clone());
        self.reading.currency =
            rules.chain(mapping.constants.iter().filter_map(|rule| rule.currency.clone())).next();
        self.words = words_in(ctx, kind, mapping, origin, &self.columns).unwrap_or_default();
        if let Err(error) = check(origin, kind, mapping) {
            self.problems = problems(&ctx.tongue(), &error);
            if let TabularError::Mapping(list) = &error {
                let unsaid = list.iter().filter(|problem| problem.code == ProblemCode::UnmappedColumn);
                self.unsaid = unsaid.map(|problem| problem.column.clone()).collect();
            }
        }
    }
}

/// The words of columns whose fields have few values, as far as they are none of those.
fn words_in(
    ctx: &Context,
    kind: ImportKind,
    mapping: &Mapping,
    origin: &Origin,
    columns: &[FoundColumn],
) -> Result<Vec<FoundWord>, TabularError> {
    let wanted: Vec<_> = mapping
        .columns
        .iter()
        .filter(|rule| rule.when.is_empty() && rule.otherwise.is_none())
        .filter_map(|rule| {
            let place = columns.iter().position(|column| column.name == rule.from)?;
            let values = words_of(kind, &rule.to);
            (!values.is_empty()).then_some((place, rule, values))
        })
        .collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut seen: BTreeMap<(usize, String), ()> = BTreeMap::new();
    let mut table = open(origin, mapping)?;
    let mut rows = table.rows()?;
    let mut left = PREVIEW_ROWS;
    while left > 0
        && let Some(row) = rows.next_row()?
    {
        left -= 1;
        for (at, (place, _, values)) in wanted.iter().enumerate() {
            let Some(cell) = row.cells.get(*place) else { continue };
            let word = cell.to_text().trim().to_owned();
            let known = word.is_empty()
                || mapping.source.missing.contains(&word)
                || values.iter().any(|(value, _)| *value == word);
            if !known && seen.range((at, String::new())..(at + 1, String::new())).count() < WORDS_MAX {
                seen.insert((at, word), ());
            }
        }
    }
    let found = seen.into_keys().filter_map(|(at, word)| {
        let (_, rule, values) = wanted.get(at)?;
        let value = rule.values.get(&word).cloned();
        let perhaps = if value.is_none() { alike(ctx, values, &word) } else { None };
        Some(FoundWord { field: rule.to.clone(), word, value, perhaps })
    });
    Ok(found.collect())
}

/// The value that is called like a word, or whose name begins with it, in either language.
fn alike(ctx: &Context, values: &[(&'static str, String)], word: &str) -> Option<String> {
    let wanted = fold(word);
    let called = |name: &str| {
        let name = fold(name);
        name == wanted || name.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with(' '))
    };
    let fits = |value: &str, key: &str| {
        let said = |language: &Language| called(&ctx.words.tongue(*language, "UTC").say(key));
        called(value) || Language::ALL.iter().any(said)
    };
    values.iter().find(|(value, key)| fits(value, key)).map(|(value, _)| (*value).to_owned())
}

fn container_word(container: Container) -> &'static str {
    match container {
        Container::Csv => "csv",
        Container::GzipCsv => "gzip-csv",
        Container::Xlsx => "xlsx",
    }
}

fn guess_word(guess: &Guess) -> &'static str {
    match guess {
        Guess::Empty => "empty",
        Guess::Integer => "integer",
        Guess::Decimal { .. } => "decimal",
        Guess::Date { .. } => "date",
        Guess::Boolean => "boolean",
        Guess::Text => "text",
    }
}
