//! The mapping file: which column becomes which field and how. TOML, kept by people:
//!
//! ```toml
//! target = "order-lines"
//! ignore = ["Country"]
//!
//! [source]
//! date_order = "mdy"
//! decimal_mark = "."
//! zone = "Europe/London"
//!
//! [[column]]
//! from = "InvoiceNo"
//! to = "kind"
//! when = [{ prefix = "C", value = "cancellation" }]
//! otherwise = "sale"
//!
//! [[column]]
//! from = "Quantity"
//! to = "quantity"
//! steps = [{ negate_if = { column = "InvoiceNo", prefix = "C" } }]
//!
//! [[constant]]
//! to = "channel"
//! value = "wholesale"
//! ```
//!
//! One column may feed several fields; two columns never feed one. A key that nobody knows is an
//! error, so that a misspelt option is never silently without effect.

use std::collections::BTreeMap;

use crate::error::{Limit, TabularError};
use crate::limits::MAX_MAPPING_BYTES;
use crate::source::SourceOptions;

/// What several rows with the same key mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeats {
    /// The second row with a key is refused.
    #[default]
    Refuse,
    /// They are one record: the caller groups them and reports where they disagree.
    Group,
}

/// How the columns of one kind of file become the fields of one target.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The target's name.
    pub target: String,
    /// What rows with the same key mean.
    #[serde(default)]
    pub repeats: Repeats,
    /// Columns that are left out on purpose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// How the file is read.
    #[serde(default)]
    pub source: SourceOptions,
    /// The columns that feed fields.
    #[serde(default, rename = "column", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnRule>,
    /// Values that are the same in every row.
    #[serde(default, rename = "constant", skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<ConstantRule>,
}

/// One column that feeds one field.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnRule {
    /// The column by its header, or by position (`#3`, from 1).
    pub from: String,
    /// The field.
    pub to: String,
    /// Transforms, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Value of an empty cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// ISO 4217 currency of a money field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Column that holds the currency of a money field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency_from: Option<String>,
    /// Value where none of `when` holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// Translations of whole cells (`Ja` to `true`), compared without blanks around them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
    /// Rules that replace the cell by a value; the first that holds wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<When>,
}

/// A value that is the same in every row.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstantRule {
    /// The field.
    pub to: String,
    /// The value, written as in a file with decimal point and ISO 8601 dates.
    pub value: String,
    /// ISO 4217 currency of a money field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// One transform of a cell.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Cut blanks at both ends.
    Trim,
    /// Cut blanks at both ends and make every run of blanks inside one blank.
    Collapse,
    /// Capital letters.
    Upper,
    /// Small letters.
    Lower,
    /// Take this off the beginning, if it is there.
    StripPrefix(String),
    /// Take this off the end, if it is there.
    StripSuffix(String),
    /// Put this before what stands there; an empty cell stays empty.
    AddPrefix(String),
    /// Of a date with time, the date.
    DateOnly,
    /// Change the sign.
    Negate,
    /// Drop the sign.
    Absolute,
    /// Change the sign where the condition holds.
    NegateIf(Condition),
}

/// A test of a cell as the file has it, blanks around it cut. Exactly one test besides `column`.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The column tested; the rule's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Begins with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Ends with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// Is this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<String>,
    /// Has this somewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
    /// Is empty (`true`) or is not (`false`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<bool>,
}

/// A condition and the value that the field takes where it holds.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The column tested; the rule's own if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// See [`Condition::prefix`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// See [`Condition::suffix`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// See [`Condition::equals`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<String>,
    /// See [`Condition::contains`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
    /// See [`Condition::blank`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<bool>,
    /// The value.
    pub value: String,
}

impl When {
    /// The condition alone.
    #[must_use]
    pub fn condition(&self) -> Condition {
        Condition {
            column: self.column.clone(),
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
            equals: self.equals.clone(),
            contains: self.contains.clone(),
            blank: self.blank,
        }
    }
}

impl Condition {
    /// How many tests it names; one is right.
    pub(crate) fn tests(&self) -> usize {
        let texts = [&self.prefix, &self.suffix, &self.equals, &self.contains];
        texts.iter().filter(|test| test.is_some()).count() + usize::from(self.blank.is_some())
    }

    /// Whether the condition holds for this cell's text.
    pub(crate) fn holds(&self, cell: &str) -> bool {
        let cell = cell.trim();
        let test = |wanted: &Option<String>, holds: fn(&str, &str) -> bool| {
            wanted.as_deref().is_some_and(|wanted| holds(cell, wanted))
        };
        test(&self.prefix, |cell, wanted| cell.starts_with(wanted))
            || test(&self.suffix, |cell, wanted| cell.ends_with(wanted))
            || test(&self.equals, |cell, wanted| cell == wanted)
            || test(&self.contains, |cell, wanted| cell.contains(wanted))
            || self.blank.is_some_and(|blank| blank == cell.is_empty())
    }
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`TabularError::MappingSyntax`] with the place in the file, [`TabularError::Limit`] if it is
    /// larger than a mapping can honestly be.
    pub fn from_toml(text: &str) -> Result<Self, TabularError> {
        if text.len() > MAX_MAPPING_BYTES {
            return Err(TabularError::limit(Limit::MappingBytes, MAX_MAPPING_BYTES as u64, None));
        }
        toml::from_str(text).map_err(|error| TabularError::MappingSyntax(error.to_string()))
    }

    /// Writes a mapping file.
    ///
    /// # Errors
    /// [`TabularError::MappingSyntax`] if a value has no TOML form.
    pub fn to_toml(&self) -> Result<String, TabularError> {
        toml::to_string_pretty(self).map_err(|error| TabularError::MappingSyntax(error.to_string()))
    }
}
