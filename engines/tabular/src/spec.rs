//! What the caller wants of a row: fields with types; and what a row becomes: typed values, or errors
//! by column and field.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The type of a field.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum FieldType {
    /// Text for people, kept as it stands.
    Text {
        /// Most characters.
        max_chars: usize,
    },
    /// An identifier: blanks around it are cut, nothing else is touched (`00123`, `1E5` stay).
    Code {
        /// Most characters.
        max_chars: usize,
    },
    /// A whole number.
    Integer {
        /// Least value.
        min: Option<i64>,
        /// Greatest value.
        max: Option<i64>,
    },
    /// An exact decimal; more decimals than `scale` are refused, not rounded.
    Decimal {
        /// Most decimals.
        scale: u32,
        /// Least value.
        min: Option<Decimal>,
        /// Greatest value.
        max: Option<Decimal>,
    },
    /// An amount of money in a currency that the mapping states.
    Money {
        /// Most decimals.
        scale: u32,
        /// Whether amounts below zero are right.
        negative: bool,
    },
    /// A civil date.
    Date,
    /// An instant; local times need the mapping's zone.
    DateTime,
    /// One of these values.
    Choice {
        /// The values.
        values: Vec<String>,
    },
    /// Yes or no.
    Boolean,
}

/// One field of a target.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FieldSpec {
    /// The field's name in mappings and records.
    pub name: String,
    /// Its type.
    #[serde(flatten)]
    pub kind: FieldType,
    /// Whether a row without it is refused.
    pub required: bool,
    /// Whether it is part of what identifies a record within the file.
    pub key: bool,
}

impl FieldSpec {
    /// An optional field.
    #[must_use]
    pub fn new(name: impl Into<String>, kind: FieldType) -> Self {
        Self { name: name.into(), kind, required: false, key: false }
    }

    /// A row without this field is refused.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// This field (with the other key fields) identifies a record; implies required.
    #[must_use]
    pub fn key(mut self) -> Self {
        self.key = true;
        self.required()
    }
}

/// What rows are to become: the contract between the caller and a mapping.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct TargetSpec {
    /// The target's name, such as `order-lines`.
    pub name: String,
    /// Its fields.
    pub fields: Vec<FieldSpec>,
}

impl TargetSpec {
    /// A target with these fields.
    #[must_use]
    pub fn new(name: impl Into<String>, fields: Vec<FieldSpec>) -> Self {
        Self { name: name.into(), fields }
    }
}

/// A typed value. Its `Display` is canonical (ISO 8601, decimal point, no grouping).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(tag = "type", content = "value", rename_all = "kebab-case")]
pub enum FieldValue {
    /// See [`FieldType::Text`].
    Text(String),
    /// See [`FieldType::Code`].
    Code(String),
    /// See [`FieldType::Integer`].
    Integer(i64),
    /// See [`FieldType::Decimal`].
    Decimal(Decimal),
    /// See [`FieldType::Money`].
    Money {
        /// The exact amount in major units.
        amount: Decimal,
        /// ISO 4217 code.
        currency: String,
    },
    /// See [`FieldType::Date`].
    Date(Date),
    /// See [`FieldType::DateTime`].
    DateTime(Timestamp),
    /// See [`FieldType::Choice`].
    Choice(String),
    /// See [`FieldType::Boolean`].
    Boolean(bool),
}

impl FieldValue {
    /// The text of a text, code or choice.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an integer, decimal or amount of money.
    #[must_use]
    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Integer(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) | Self::Money { amount: number, .. } => Some(*number),
            _ => None,
        }
    }
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Choice(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Decimal(number) => number.fmt(f),
            Self::Money { amount, currency } => write!(f, "{amount} {currency}"),
            Self::Date(date) => date.fmt(f),
            Self::DateTime(instant) => instant.fmt(f),
            Self::Boolean(value) => value.fmt(f),
        }
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What is wrong with a cell or row; the text for people is found by [`Code::as_str`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, so that a test can ask whether each has its text.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable name for message keys.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// A required field is empty.
    Required = "required",
    /// More characters than `max`.
    TooLong = "too-long",
    /// Control characters in a text, or line ends in a code.
    ControlCharacter = "control-character",
    /// A code that the spreadsheet program has made a date of.
    CodeBecameDate = "code-became-date",
    /// Not a number under the stated decimal mark.
    NumberInvalid = "number-invalid",
    /// A number beyond what is stored exactly.
    NumberOutOfRange = "number-out-of-range",
    /// A mark in the number, and the mapping states no decimal mark.
    MarkNotStated = "mark-not-stated",
    /// A whole number is wanted.
    NotWhole = "not-whole",
    /// Below `min`.
    TooSmall = "too-small",
    /// Above `max`.
    TooLarge = "too-large",
    /// More than `scale` decimals.
    TooManyDecimals = "too-many-decimals",
    /// The amount carries another currency than the mapping states.
    CurrencyMismatch = "currency-mismatch",
    /// The currency is not three letters.
    CurrencyInvalid = "currency-invalid",
    /// Not a date under the stated order.
    DateInvalid = "date-invalid",
    /// A date that the calendar does not have.
    DateImpossible = "date-impossible",
    /// A year of two digits, and the mapping does not say of which century.
    TwoDigitYear = "two-digit-year",
    /// A date whose order the mapping does not state.
    DateOrderNotStated = "date-order-not-stated",
    /// Not a time of day.
    TimeInvalid = "time-invalid",
    /// A date is wanted and the cell has a time too.
    TimeUnexpected = "time-unexpected",
    /// A local time that the clock skips in the stated zone.
    TimeSkipped = "time-skipped",
    /// A local time that the clock shows twice in the stated zone.
    TimeTwice = "time-twice",
    /// Not one of `values`.
    ChoiceUnknown = "choice-unknown",
    /// Neither a yes nor a no.
    BooleanInvalid = "boolean-invalid",
    /// None of the mapping's rules applies and it states no `otherwise`.
    NoRuleApplies = "no-rule-applies",
    /// A spreadsheet error such as `#REF!`.
    SpreadsheetError = "spreadsheet-error",
    /// A formula whose result is not stored in the file.
    FormulaWithoutResult = "formula-without-result",
    /// Fewer cells than the header: `found` of `expected`.
    TooFewCells = "too-few-cells",
    /// More cells than the header: `found` of `expected`.
    TooManyCells = "too-many-cells",
    /// The same key as row `first_row`.
    DuplicateKey = "duplicate-key",
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One fault of one row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CellError {
    /// The column as the header names it; empty if the fault is the row's.
    pub column: String,
    /// The field; empty if the fault is the row's.
    pub field: String,
    /// The beginning of the cell.
    pub value: String,
    /// What is wrong.
    pub code: Code,
    /// Parameters of the text for people.
    pub params: BTreeMap<&'static str, String>,
}

/// Everything wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowErrors {
    /// The row as a spreadsheet program numbers it.
    pub row: u64,
    /// Its first line in a text file.
    pub line: Option<u64>,
    /// The faults, in the order of the target's fields.
    pub errors: Vec<CellError>,
    /// The values that are right nevertheless, so that a document can know that it lacks this row.
    #[serde(skip)]
    pub fields: BTreeMap<String, FieldValue>,
}
