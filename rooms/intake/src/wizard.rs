//! A mapping said step by step on a page: how the file is read, which column is what, what the words in it mean, what is
//! left out. Each step lays its answers over the mapping as it stands, so that what somebody wrote by hand (steps,
//! conditions) stays where the answers leave it.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use accord_tabular::{Charset, ColumnRule, ConstantRule, DateOrder, DecimalMark, FieldType, Mapping};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    actions::{bounded_mapping, source},
    filing::FileKept,
    id::{ImportFileId, ImportKind},
    propose::repeats,
    record::{self, ImportFile},
    targets::target,
};

/// Said of a column that is left out on purpose.
pub(crate) const LEFT_OUT: &str = "-";
/// Said of a column that holds the currency of the amounts beside it.
pub(crate) const CURRENCY_OF: &str = "+currency";
/// Longest name of a column that is mapped on a page.
const COLUMN_MAX: usize = 1_000;

/// The mapping of a file as it stands; an empty one where there is none yet.
fn standing(row: &ImportFile) -> Mapping {
    Mapping::from_toml(&row.mapping).unwrap_or_default()
}

fn keep(tx: &mut Tx, act: &mut Act<'_>, mut row: ImportFile, mapping: &Mapping) -> Outcome<FileKept> {
    let text = mapping.to_toml().map_err(|error| Refusal::defect(error.to_string()))?;
    bounded_mapping(&text)?;
    row.mapping = text;
    act.fact("file", row.id);
    tx.update(&mut row)?;
    Ok(FileKept { file: row.id, version: row.version })
}

fn unacceptable(pointer: &'static str) -> Refusal {
    Refusal::field(pointer, "field.form")
}

fn date_order(word: &str) -> Outcome<DateOrder> {
    match word {
        "dmy" => Ok(DateOrder::Dmy),
        "mdy" => Ok(DateOrder::Mdy),
        "ymd" => Ok(DateOrder::Ymd),
        _ => Err(unacceptable("/date_order")),
    }
}

fn decimal_mark(word: &str) -> Outcome<DecimalMark> {
    match word {
        "." => Ok(DecimalMark::Point),
        "," => Ok(DecimalMark::Comma),
        _ => Err(unacceptable("/decimal_mark")),
    }
}

/// Says how a file is read, where what was found is not right. What stays open is found from the file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAs {
    /// The file.
    pub file: ImportFileId,
    /// Version that was seen.
    pub version: i64,
    /// Encoding of a text file: `UTF-8`, `windows-1252`, `UTF-16LE`.
    #[serde(default)]
    pub encoding: Option<String>,
    /// Separator of a text file: `,`, `;`, `|` or `tab`.
    #[serde(default)]
    pub separator: Option<String>,
    /// Sheet of a workbook.
    #[serde(default)]
    pub sheet: Option<String>,
    /// Row that names the columns, from 1; 0 when none does.
    #[serde(default)]
    pub header_row: Option<i64>,
}

impl Action for ReadAs {
    const NAME: &'static str = "intake.read_as";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileKept;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FileKept> {
        let mut row = record::file(tx, self.file)?;
        row.version = self.version;
        let mut mapping = standing(&row);
        let charset = |label: String| Charset::from_label(&label).ok_or_else(|| unacceptable("/encoding"));
        mapping.source.encoding = self.encoding.map(charset).transpose()?;
        let separator = |word: String| match word.as_str() {
            "tab" => Ok('\t'),
            word => match word.chars().collect::<Vec<_>>().as_slice() {
                [one] if one.is_ascii_punctuation() => Ok(*one),
                _ => Err(unacceptable("/separator")),
            },
        };
        mapping.source.separator = self.separator.map(separator).transpose()?;
        mapping.source.quote = None;
        mapping.source.sheet = self.sheet.filter(|sheet| !sheet.is_empty());
        let header = |row: i64| u64::try_from(row).map_err(|_| unacceptable("/header_row"));
        mapping.source.header_row = self.header_row.map(header).transpose()?;
        keep(tx, act, row, &mapping)
    }
}

/// What a column is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnUse {
    /// The column, as it is named in the file or by its place (`#3`).
    pub from: String,
    /// The field that it feeds; `-` leaves it out; `+currency` is the currency of the amounts; open says nothing yet.
    #[serde(default)]
    pub to: Option<String>,
}

/// What is the same in every row.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SameInAll {
    /// The field.
    pub to: String,
    /// Its value.
    #[serde(default)]
    pub value: Option<String>,
}

/// Says which column of a file is what.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapColumns {
    /// The file.
    pub file: ImportFileId,
    /// Version that was seen.
    pub version: i64,
    /// What it holds.
    pub kind: ImportKind,
    /// The system that it comes from; its keys are known again under this name, and so is this mapping.
    pub source: String,
    /// The mapping, as TOML, that the answers are laid over; that of the file when open.
    #[serde(default)]
    #[schemars(extend("maxLength" = 262_144))]
    pub over: Option<String>,
    /// The columns.
    pub columns: Vec<ColumnUse>,
    /// Fields that no column feeds.
    #[serde(default)]
    pub constants: Vec<SameInAll>,
    /// ISO 4217 currency of amounts without one of their own.
    #[serde(default)]
    pub currency: Option<String>,
    /// Order of day, month and year: `dmy`, `mdy` or `ymd`.
    #[serde(default)]
    pub date_order: Option<String>,
    /// Mark between whole and fraction: `.` or `,`.
    #[serde(default)]
    pub decimal_mark: Option<String>,
    /// IANA zone of times.
    #[serde(default)]
    pub zone: Option<String>,
}

impl Action for MapColumns {
    const NAME: &'static str = "intake.map_columns";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileKept;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FileKept> {
        let mut row = record::file(tx, self.file)?;
        row.version = self.version;
        let base = match &self.over {
            Some(text) => {
                bounded_mapping(text)?;
                Mapping::from_toml(text).map_err(|_| unacceptable("/over"))?
            }
            None => standing(&row),
        };
        row.kind = Some(self.kind);
        row.source = source("/source", &self.source)?;
        act.fact("kind", self.kind);
        let mapping = laid_over(base, &self)?;
        keep(tx, act, row, &mapping)
    }
}

/// Answers laid over a mapping. Pure.
fn laid_over(base: Mapping, said: &MapColumns) -> Outcome<Mapping> {
    let target = target(said.kind);
    let base =
        if base.target == target.name { base } else { Mapping { source: base.source, ..Mapping::default() } };
    let currency = said.currency.as_deref().map(|code| code.trim().to_uppercase());
    let money = |field: &str| {
        target.fields.iter().any(|spec| spec.name == field && matches!(spec.kind, FieldType::Money { .. }))
    };
    let mut mapping = Mapping {
        target: target.name.clone(),
        repeats: if base.columns.is_empty() { repeats(said.kind) } else { base.repeats },
        source: base.source.clone(),
        ..Mapping::default()
    };
    mapping.source.date_order = said.date_order.as_deref().map(date_order).transpose()?;
    mapping.source.decimal_mark = said.decimal_mark.as_deref().map(decimal_mark).transpose()?;
    mapping.source.zone = said.zone.clone();
    let mut currencies: Vec<String> = Vec::new();
    for (place, column) in said.columns.iter().enumerate() {
        if column.from.chars().count() > COLUMN_MAX {
            let pointer = format!("/columns/{place}/from");
            return Err(Refusal::field(pointer, "field.too_long").with("max", COLUMN_MAX));
        }
        match column.to.as_deref() {
            None | Some("") => {}
            Some(CURRENCY_OF) => currencies.push(column.from.clone()),
            Some(LEFT_OUT) => mapping.ignore.push(column.from.clone()),
            Some(to) => {
                if !target.fields.iter().any(|spec| spec.name == to) {
                    return Err(Refusal::field(format!("/columns/{place}/to"), "field.unknown_reference"));
                }
                let written: Vec<&ColumnRule> =
                    base.columns.iter().filter(|rule| rule.from == column.from).collect();
                let same = written.iter().any(|rule| rule.to == to);
                let rules = if same {
                    written.into_iter().cloned().collect()
                } else {
                    vec![ColumnRule { from: column.from.clone(), to: to.to_owned(), ..ColumnRule::default() }]
                };
                mapping.columns.extend(rules);
            }
        }
    }
    for rule in mapping.columns.iter_mut().filter(|rule| money(&rule.to)) {
        let own = rule.currency_from.take().filter(|column| currencies.contains(column));
        rule.currency_from = own.or_else(|| currencies.first().cloned());
        rule.currency = if rule.currency_from.is_some() { None } else { currency.clone() };
    }
    for (place, same) in said.constants.iter().enumerate() {
        let Some(value) = same.value.as_deref().map(str::trim).filter(|value| !value.is_empty()) else {
            continue;
        };
        if !target.fields.iter().any(|spec| spec.name == same.to) {
            return Err(Refusal::field(format!("/constants/{place}/to"), "field.unknown_reference"));
        }
        // What a column feeds is not the same in every row.
        if mapping.columns.iter().any(|rule| rule.to == same.to) {
            continue;
        }
        mapping.constants.push(ConstantRule {
            to: same.to.clone(),
            value: value.to_owned(),
            currency: currency.clone().filter(|_| money(&same.to)),
        });
    }
    Ok(mapping)
}

/// What a word in a column means.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordMeans {
    /// The field.
    pub to: String,
    /// The word as it stands in the file.
    pub word: String,
    /// What it means; open where nothing does.
    #[serde(default)]
    pub value: Option<String>,
}

/// Says what the words in a file mean, where a field has few values.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapWords {
    /// The file.
    pub file: ImportFileId,
    /// Version that was seen.
    pub version: i64,
    /// The words.
    pub words: Vec<WordMeans>,
}

impl Action for MapWords {
    const NAME: &'static str = "intake.map_words";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileKept;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FileKept> {
        let mut row = record::file(tx, self.file)?;
        row.version = self.version;
        let mut mapping = standing(&row);
        for (place, said) in self.words.iter().enumerate() {
            let rule = mapping.columns.iter_mut().find(|rule| rule.to == said.to);
            let rule =
                rule.ok_or_else(|| Refusal::field(format!("/words/{place}/to"), "field.unknown_reference"))?;
            let word = said.word.trim().to_owned();
            match said.value.clone().filter(|value| !value.is_empty()) {
                Some(value) => rule.values.insert(word, value),
                None => rule.values.remove(&word),
            };
        }
        keep(tx, act, row, &mapping)
    }
}

/// Leaves columns out on purpose: nothing of a file is dropped that nobody waved through.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveOut {
    /// The file.
    pub file: ImportFileId,
    /// Version that was seen.
    pub version: i64,
    /// The columns.
    pub columns: Vec<String>,
}

impl Action for LeaveOut {
    const NAME: &'static str = "intake.leave_out";
    const PERMISSION: Permission = Permission::ImportRun;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FileKept;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::file(tx, self.file)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FileKept> {
        let mut row = record::file(tx, self.file)?;
        row.version = self.version;
        let mut mapping = standing(&row);
        for column in self.columns {
            if !mapping.ignore.contains(&column) {
                mapping.ignore.push(column);
            }
        }
        keep(tx, act, row, &mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(columns: &[(&str, &str)]) -> MapColumns {
        let columns = columns
            .iter()
            .map(|(from, to)| ColumnUse {
                from: (*from).to_owned(),
                to: Some((*to).to_owned()).filter(|to| !to.is_empty()),
            })
            .collect();
        MapColumns {
            file: uuid::Uuid::nil().into(),
            version: 1,
            kind: ImportKind::Products,
            source: "erp".to_owned(),
            over: None,
            columns,
            constants: Vec::new(),
            currency: Some("eur".to_owned()),
            date_order: None,
            decimal_mark: Some(",".to_owned()),
            zone: None,
        }
    }

    #[test]
    fn answers_keep_what_was_written_by_hand_and_replace_what_they_change() {
        let by_hand = "target = \"products\"\n[[column]]\nfrom = \"No\"\nto = \"code\"\nsteps = [\"upper\"]\n\
            [[column]]\nfrom = \"Text\"\nto = \"name\"\n[[column]]\nfrom = \"Amount\"\nto = \"price\"\ncurrency_from = \"Cur\"\n";
        let base = Mapping::from_toml(by_hand).unwrap();
        let mut asked = said(&[
            ("No", "code"),
            ("Text", "unit"),
            ("Amount", "price"),
            ("Cur", CURRENCY_OF),
            ("X", "-"),
            ("Y", ""),
        ]);
        asked.constants = vec![
            SameInAll { to: "name".to_owned(), value: Some(" Spare part ".to_owned()) },
            SameInAll { to: "unit".to_owned(), value: Some("piece".to_owned()) },
            SameInAll { to: "kind".to_owned(), value: None },
        ];
        let mapping = laid_over(base.clone(), &asked).unwrap();
        assert_eq!(mapping.columns[0], base.columns[0], "the step stays");
        assert_eq!((mapping.columns[1].from.as_str(), mapping.columns[1].to.as_str()), ("Text", "unit"));
        assert_eq!(mapping.columns[2].currency_from.as_deref(), Some("Cur"));
        assert_eq!(mapping.columns[2].currency, None);
        assert_eq!(mapping.ignore, ["X"], "what nothing is said of is not left out silently");
        assert_eq!(mapping.constants.len(), 1, "a column goes before a constant");
        assert_eq!(mapping.constants[0].value, "Spare part");

        asked.columns[3].to = Some(LEFT_OUT.to_owned());
        let mapping = laid_over(base, &asked).unwrap();
        assert_eq!(mapping.columns[2].currency_from, None);
        assert_eq!(mapping.columns[2].currency.as_deref(), Some("EUR"));
        assert!(laid_over(Mapping::default(), &said(&[("No", "salary")])).is_err());
    }

    #[test]
    fn another_kind_begins_anew_but_is_read_the_same_way() {
        let base =
            Mapping::from_toml("target = \"accounts\"\nignore = [\"A\"]\n[source]\nseparator = \";\"\n")
                .unwrap();
        let mapping = laid_over(base, &said(&[("No", "code")])).unwrap();
        assert_eq!(mapping.target, "products");
        assert_eq!(mapping.source.separator, Some(';'));
        assert!(mapping.ignore.is_empty());
    }
}
