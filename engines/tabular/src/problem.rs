//! What is wrong with a mapping, against its target and against a file's columns.

/// The kind of a [`Problem`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// The mapping is for another target.
    WrongTarget,
    /// The target has no such field.
    UnknownField,
    /// Two columns or constants feed one field.
    FieldTwice,
    /// Nothing feeds a required field.
    RequiredFieldUnmapped,
    /// The file has no such column.
    UnknownColumn,
    /// Several columns have this name; they can be named by position (`#3`).
    AmbiguousColumn,
    /// A column is neither mapped nor ignored by name.
    UnmappedColumn,
    /// A column is both mapped and ignored.
    MappedAndIgnored,
    /// A money field without currency, or with two.
    CurrencyNotStated,
    /// A currency that is not three capital letters.
    CurrencyInvalid,
    /// A date field from text and no date order.
    DateOrderNotStated,
    /// A number field from text and no decimal mark.
    DecimalMarkNotStated,
    /// An instant without a zone for local times.
    ZoneNotStated,
    /// A zone that nobody knows.
    ZoneUnknown,
    /// A separator or quote that is not one ASCII character, or both the same.
    SeparatorInvalid,
    /// A condition without a test, or with several.
    ConditionInvalid,
    /// `otherwise` without `when`.
    OtherwiseWithoutWhen,
    /// A transform that does not fit the field's type.
    StepDoesNotFit,
    /// A constant, default, rule or translation whose value does not fit its field.
    ValueDoesNotFit,
}

impl ProblemCode {
    /// Every code, so that a test can ask whether each has its text.
    pub const ALL: &'static [Self] = &[
        Self::WrongTarget,
        Self::UnknownField,
        Self::FieldTwice,
        Self::RequiredFieldUnmapped,
        Self::UnknownColumn,
        Self::AmbiguousColumn,
        Self::UnmappedColumn,
        Self::MappedAndIgnored,
        Self::CurrencyNotStated,
        Self::CurrencyInvalid,
        Self::DateOrderNotStated,
        Self::DecimalMarkNotStated,
        Self::ZoneNotStated,
        Self::ZoneUnknown,
        Self::SeparatorInvalid,
        Self::ConditionInvalid,
        Self::OtherwiseWithoutWhen,
        Self::StepDoesNotFit,
        Self::ValueDoesNotFit,
    ];

    /// Stable name for message keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WrongTarget => "wrong-target",
            Self::UnknownField => "unknown-field",
            Self::FieldTwice => "field-twice",
            Self::RequiredFieldUnmapped => "required-field-unmapped",
            Self::UnknownColumn => "unknown-column",
            Self::AmbiguousColumn => "ambiguous-column",
            Self::UnmappedColumn => "unmapped-column",
            Self::MappedAndIgnored => "mapped-and-ignored",
            Self::CurrencyNotStated => "currency-not-stated",
            Self::CurrencyInvalid => "currency-invalid",
            Self::DateOrderNotStated => "date-order-not-stated",
            Self::DecimalMarkNotStated => "decimal-mark-not-stated",
            Self::ZoneNotStated => "zone-not-stated",
            Self::ZoneUnknown => "zone-unknown",
            Self::SeparatorInvalid => "separator-invalid",
            Self::ConditionInvalid => "condition-invalid",
            Self::OtherwiseWithoutWhen => "otherwise-without-when",
            Self::StepDoesNotFit => "step-does-not-fit",
            Self::ValueDoesNotFit => "value-does-not-fit",
        }
    }
}

/// One thing wrong with a mapping, naming column and field where there are any.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// What is wrong.
    pub code: ProblemCode,
    /// The column as the mapping or the file names it; may be empty.
    pub column: String,
    /// The field; may be empty.
    pub field: String,
    /// The offending value, transform or second column; may be empty.
    pub detail: String,
}

impl Problem {
    pub(crate) fn new(code: ProblemCode, column: &str, field: &str, detail: &str) -> Self {
        Self { code, column: column.to_owned(), field: field.to_owned(), detail: detail.to_owned() }
    }
}
