//! A refusal names the rule, the facts, and what is possible instead.

use jiff::{Timestamp, civil::Date};
use serde_json::{Map, Value as JsonValue, json};

use crate::Money;

/// The result of everything that can be refused.
pub type Outcome<T> = Result<T, Refusal>;

/// How a refusal is answered over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 400: the request is not of the right form.
    Malformed,
    /// 401: nobody is signed in, or no longer.
    SignIn,
    /// 403: known, but not allowed.
    Forbidden,
    /// 404: absent, or not to be seen: the same answer.
    Absent,
    /// 405: this cannot be done to anything of the kind.
    NotAllowed,
    /// 409: a rule stands against it as things are.
    Conflict,
    /// 412: somebody changed it first.
    Stale,
    /// 413: too large.
    TooLarge,
    /// 422: a value is not acceptable.
    Invalid,
    /// 429: too often.
    TooOften,
    /// 503: not now.
    Unavailable,
    /// 507: the disk is full.
    Full,
    /// 500: a defect of ours.
    Defect,
}

impl Status {
    /// The HTTP status code.
    pub const fn code(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::Absent => 404,
            Self::NotAllowed => 405,
            Self::Conflict => 409,
            Self::Stale => 412,
            Self::TooLarge => 413,
            Self::Invalid => 422,
            Self::TooOften => 429,
            Self::Unavailable => 503,
            Self::Full => 507,
            Self::Defect => 500,
        }
    }
}

/// A fact in a message: typed, so that each language and zone can say it its own way.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// Words as they are: names, codes, what somebody typed.
    Text(String),
    /// A number.
    Number(i64),
    /// A figure with digits after the point.
    Decimal(rust_decimal::Decimal),
    /// A civil date.
    Date(Date),
    /// An instant.
    Instant(Timestamp),
    /// An amount.
    Money(Money),
    /// A message key to be said in the reader's language.
    Word(String),
    /// A message key with facts of its own: a sentence within a sentence.
    Told(String, Vec<(&'static str, Fact)>),
    /// Several.
    List(Vec<Fact>),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<i32> for Fact {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<rust_decimal::Decimal> for Fact {
    fn from(number: rust_decimal::Decimal) -> Self {
        Self::Decimal(number)
    }
}
impl From<Date> for Fact {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl From<Timestamp> for Fact {
    fn from(instant: Timestamp) -> Self {
        Self::Instant(instant)
    }
}
impl From<Money> for Fact {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

/// The machine's form of a fact.
pub fn fact_json(fact: &Fact) -> JsonValue {
    match fact {
        Fact::Text(text) | Fact::Word(text) => json!(text),
        Fact::Number(number) => json!(number),
        Fact::Decimal(number) => json!(number.to_string()),
        Fact::Date(date) => json!(date.to_string()),
        Fact::Instant(instant) => json!(instant.to_string()),
        Fact::Money(money) => json!(money),
        Fact::Told(key, facts) => json!({ "word": key, "facts": Refusal::facts_json(facts) }),
        Fact::List(list) => JsonValue::Array(list.iter().map(fact_json).collect()),
    }
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// JSON pointer into the input, `/lines/0/quantity`.
    pub pointer: String,
    /// Rule; the message is `refusal-<rule>`.
    pub rule: &'static str,
    /// Facts of the message.
    pub facts: Vec<(&'static str, Fact)>,
}

/// What could be done instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Possibility {
    /// Message key, `possible-<word>`.
    pub word: &'static str,
    /// Facts of the message.
    pub facts: Vec<(&'static str, Fact)>,
    /// The action that would do it, with what can be filled in.
    pub action: Option<(&'static str, JsonValue)>,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// Stable name of the rule, `promise.not_feasible`; the message is `refusal-<rule with dashes>`.
    pub rule: &'static str,
    /// How it is answered.
    pub status: Status,
    /// Facts of the message.
    pub facts: Vec<(&'static str, Fact)>,
    /// Fields concerned.
    pub fields: Vec<FieldError>,
    /// What is possible instead.
    pub possible: Vec<Possibility>,
    /// Structured detail for machines (a stale row's present state, limits of a check).
    pub detail: Option<JsonValue>,
    /// A guard stands against it: it is refused as things are now, not for good. What was planned waits.
    pub held: bool,
    /// For us alone: never shown.
    pub internal: Option<String>,
}

impl Refusal {
    /// A refusal by a rule.
    pub fn new(status: Status, rule: &'static str) -> Self {
        Self {
            rule,
            status,
            facts: Vec::new(),
            fields: Vec::new(),
            possible: Vec::new(),
            detail: None,
            held: false,
            internal: None,
        }
    }
    /// Refused by a guard, as things are now.
    #[must_use]
    pub fn held(mut self) -> Self {
        self.held = true;
        self
    }
    /// 409 by a rule.
    pub fn conflict(rule: &'static str) -> Self {
        Self::new(Status::Conflict, rule)
    }
    /// 403 by a rule.
    pub fn forbidden(rule: &'static str) -> Self {
        Self::new(Status::Forbidden, rule)
    }
    /// Absent, or not to be seen. One answer for both.
    pub fn absent() -> Self {
        Self::new(Status::Absent, "absent")
    }
    /// 422 for one field.
    pub fn field(pointer: impl Into<String>, rule: &'static str) -> Self {
        let mut refusal = Self::new(Status::Invalid, "invalid");
        refusal.fields.push(FieldError { pointer: pointer.into(), rule, facts: Vec::new() });
        refusal
    }
    /// As the refusal of a field that refers to something: what is absent, or another's, is named by its pointer and
    /// answered alike for both. Any other refusal stays as it is.
    #[must_use]
    pub fn in_field(self, pointer: impl Into<String>) -> Self {
        if self.status == Status::Absent { Self::field(pointer, "field.unknown_reference") } else { self }
    }
    /// A defect of ours; the text goes to the log only.
    pub fn defect(internal: impl Into<String>) -> Self {
        let mut refusal = Self::new(Status::Defect, "defect");
        refusal.internal = Some(internal.into());
        refusal
    }
    /// Adds a fact: to the last field when there is one, else to the refusal.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        match self.fields.last_mut() {
            Some(field) => field.facts.push((name, fact.into())),
            None => self.facts.push((name, fact.into())),
        }
        self
    }
    /// Adds another field.
    #[must_use]
    pub fn and_field(mut self, pointer: impl Into<String>, rule: &'static str) -> Self {
        self.fields.push(FieldError { pointer: pointer.into(), rule, facts: Vec::new() });
        self
    }
    /// Adds what is possible instead.
    #[must_use]
    pub fn possible(mut self, word: &'static str, facts: Vec<(&'static str, Fact)>) -> Self {
        self.possible.push(Possibility { word, facts, action: None });
        self
    }
    /// Adds an action that would be possible instead.
    #[must_use]
    pub fn possible_action(
        mut self,
        word: &'static str,
        facts: Vec<(&'static str, Fact)>,
        action: &'static str,
        input: JsonValue,
    ) -> Self {
        self.possible.push(Possibility { word, facts, action: Some((action, input)) });
        self
    }
    /// Adds structured detail for machines.
    #[must_use]
    pub fn detail(mut self, detail: JsonValue) -> Self {
        self.detail = Some(detail);
        self
    }
    /// The message key of a rule.
    pub fn message(rule: &str) -> String {
        format!("refusal-{}", rule.replace(['.', '_'], "-"))
    }
    /// The facts as JSON, for the API.
    pub fn facts_json(facts: &[(&'static str, Fact)]) -> JsonValue {
        JsonValue::Object(
            facts.iter().map(|(name, fact)| ((*name).to_owned(), fact_json(fact))).collect::<Map<_, _>>(),
        )
    }
}

impl From<accord_store::Error> for Refusal {
    fn from(error: accord_store::Error) -> Self {
        use accord_store::Error;
        match error {
            Error::Stale { table, .. } => Self::new(Status::Stale, "stale").with("what", table),
            Error::Full => Self::new(Status::Full, "disk.full"),
            Error::Unavailable(text) => {
                let mut refusal = Self::new(Status::Unavailable, "database.unavailable");
                refusal.internal = Some(text);
                refusal
            }
            Error::Busy => Self::new(Status::Unavailable, "busy"),
            Error::Retry => Self::new(Status::Unavailable, "retry"),
            Error::Constraint { name } if name == "foreign_key" => Self::absent(),
            Error::Constraint { name } => {
                let mut refusal = Self::conflict("taken").with("what", name.clone());
                refusal.internal = Some(name);
                refusal
            }
            other => Self::defect(other.to_string()),
        }
    }
}

impl accord_store::IsRetry for Refusal {
    fn is_retry(&self) -> bool {
        self.rule == "retry"
    }
}

/// Turns a violated unique key into a field's refusal.
pub trait OnConstraint<T> {
    /// `constraint` as PostgreSQL names it.
    ///
    /// # Errors
    /// The field's refusal, or the store's failure.
    fn on_constraint(self, constraint: &str, pointer: &'static str, rule: &'static str) -> Outcome<T>;
}

impl<T> OnConstraint<T> for accord_store::Result<T> {
    fn on_constraint(self, constraint: &str, pointer: &'static str, rule: &'static str) -> Outcome<T> {
        self.map_err(|error| match &error {
            accord_store::Error::Constraint { name } if name == constraint => Refusal::field(pointer, rule),
            _ => error.into(),
        })
    }
}
