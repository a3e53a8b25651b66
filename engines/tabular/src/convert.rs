//! One cell becomes one typed value, or says why not. Pure: everything it needs is an argument.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::cell::{CellFault, RawCell};
use crate::dates::{self, DateOrder, Written};
use crate::numbers::{self, DecimalMark};
use crate::source::{Fold, SourceOptions};
use crate::spec::{Code, FieldType, FieldValue};

/// Why a cell has no value, with the parameters of its text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    pub code: Code,
    pub params: BTreeMap<&'static str, String>,
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self { code, params: BTreeMap::new() }
    }
}

impl Fault {
    pub fn with(code: Code, name: &'static str, value: impl ToString) -> Self {
        Self { code, params: BTreeMap::from([(name, value.to_string())]) }
    }

    pub fn and(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }
}

/// How text is read.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub order: Option<DateOrder>,
    pub years_from: Option<i16>,
    pub mark: Option<DecimalMark>,
    pub zone: Option<TimeZone>,
    pub fold: Fold,
}

impl Reading {
    /// As the mapping states for the file.
    pub fn of_file(options: &SourceOptions) -> Self {
        Self {
            order: options.date_order,
            years_from: options.two_digit_years_from,
            mark: options.decimal_mark,
            zone: options.time_zone(),
            fold: options.fold,
        }
    }

    /// As values in the mapping itself are written.
    pub fn of_mapping(options: &SourceOptions) -> Self {
        Self {
            order: Some(DateOrder::Ymd),
            years_from: None,
            mark: Some(DecimalMark::Point),
            ..Self::of_file(options)
        }
    }
}

/// Changes of a number between reading and checking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignStep {
    Negate,
    Absolute,
}

/// What a value needs besides the cell.
pub(crate) struct Want<'a> {
    pub kind: &'a FieldType,
    pub reading: &'a Reading,
    pub signs: &'a [SignStep],
    pub date_only: bool,
    pub currency: Option<&'a str>,
}

impl Want<'_> {
    /// The typed value of a cell that is not blank.
    pub fn value(&self, cell: &RawCell) -> Result<FieldValue, Fault> {
        if let RawCell::Fault(fault) = cell {
            return Err(fault_code(*fault).into());
        }
        match self.kind {
            FieldType::Text { max_chars } => text(&cell.to_text(), *max_chars),
            FieldType::Code { max_chars } => code(cell, *max_chars),
            FieldType::Integer { min, max } => self.integer(cell, *min, *max),
            FieldType::Decimal { scale, min, max } => {
                let number = self.number(cell, None)?;
                at_least(number, *min)?;
                at_most(number, *max)?;
                decimals(number, *scale).map(FieldValue::Decimal)
            }
            FieldType::Money { scale, negative } => self.money(cell, *scale, *negative),
            FieldType::Date => self.date(cell),
            FieldType::DateTime => self.instant(cell),
            FieldType::Choice { values } => choice(&cell.to_text(), values),
            FieldType::Boolean => boolean(cell),
        }
    }

    fn number(&self, cell: &RawCell, currency: Option<&str>) -> Result<Decimal, Fault> {
        let number = match cell {
            RawCell::Number(number) => *number,
            RawCell::Text(text) => {
                let text = match currency {
                    Some(currency) => without_currency(text.trim(), currency)?,
                    None => text.trim(),
                };
                let mark = match self.reading.mark {
                    Some(mark) => mark,
                    None if numbers::is_plain(text) => DecimalMark::Point,
                    None => return Err(Code::MarkNotStated.into()),
                };
                numbers::parse(text, mark)?
            }
            _ => return Err(Code::NumberInvalid.into()),
        };
        Ok(self.signs.iter().fold(number, |number, step| match step {
            SignStep::Negate if number.is_zero() => number,
            SignStep::Negate => -number,
            SignStep::Absolute => number.abs(),
        }))
    }

    fn integer(&self, cell: &RawCell, min: Option<i64>, max: Option<i64>) -> Result<FieldValue, Fault> {
        let number = self.number(cell, None)?;
        if !number.fract().is_zero() {
            return Err(Code::NotWhole.into());
        }
        at_least(number, min.map(Decimal::from))?;
        at_most(number, max.map(Decimal::from))?;
        number.to_i64().map(FieldValue::Integer).ok_or_else(|| Code::NumberOutOfRange.into())
    }

    fn money(&self, cell: &RawCell, scale: u32, negative: bool) -> Result<FieldValue, Fault> {
        let currency = self.currency.ok_or(Code::CurrencyInvalid)?;
        if !is_currency(currency) {
            return Err(Code::CurrencyInvalid.into());
        }
        let number = self.number(cell, Some(currency))?;
        if !negative {
            at_least(number, Some(Decimal::ZERO))?;
        }
        Ok(FieldValue::Money { amount: decimals(number, scale)?, currency: currency.to_owned() })
    }

    fn written(&self, cell: &RawCell) -> Result<Written, Fault> {
        match cell {
            RawCell::DateTime(moment) => Ok(Written {
                date: moment.date(),
                time: Some(moment.time()),
                offset: None,
                two_digit_year: false,
                year_first: true,
            }),
            RawCell::Text(text) => Ok(dates::parse(text, self.reading.order, self.reading.years_from)?),
            _ => Err(Code::DateInvalid.into()),
        }
    }

    fn date(&self, cell: &RawCell) -> Result<FieldValue, Fault> {
        let written = self.written(cell)?;
        let bare = written.time.is_none_or(|time| time == Time::midnight());
        if bare || self.date_only {
            Ok(FieldValue::Date(written.date))
        } else {
            Err(Code::TimeUnexpected.into())
        }
    }

    /// A date alone means the beginning of that day.
    fn instant(&self, cell: &RawCell) -> Result<FieldValue, Fault> {
        let written = self.written(cell)?;
        let local = written.date.to_datetime(written.time.unwrap_or(Time::midnight()));
        let instant = match (written.offset, &self.reading.zone) {
            (Some(offset), _) => offset.to_timestamp(local).map_err(|_| Fault::from(Code::DateInvalid))?,
            (None, Some(zone)) => local_instant(local, zone, self.reading.fold)?,
            (None, None) => return Err(Code::TimeInvalid.into()),
        };
        Ok(FieldValue::DateTime(instant))
    }
}

fn local_instant(local: DateTime, zone: &TimeZone, fold: Fold) -> Result<Timestamp, Fault> {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let zone_name = zone.iana_name().unwrap_or_default();
    let instant = match (ambiguous.offset(), fold) {
        (AmbiguousOffset::Gap { .. }, _) => return Err(Fault::with(Code::TimeSkipped, "zone", zone_name)),
        (AmbiguousOffset::Fold { .. }, Fold::Refuse) => {
            return Err(Fault::with(Code::TimeTwice, "zone", zone_name));
        }
        (_, Fold::Later) => ambiguous.later(),
        _ => ambiguous.earlier(),
    };
    instant.map_err(|_| Code::DateInvalid.into())
}

fn fault_code(fault: CellFault) -> Code {
    match fault {
        CellFault::SpreadsheetError => Code::SpreadsheetError,
        CellFault::FormulaWithoutResult => Code::FormulaWithoutResult,
        CellFault::NumberOutOfRange => Code::NumberOutOfRange,
        CellFault::ImpossibleDate => Code::DateImpossible,
    }
}

fn text(text: &str, max_chars: usize) -> Result<FieldValue, Fault> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Code::ControlCharacter.into());
    }
    within(text, max_chars)?;
    Ok(FieldValue::Text(text.to_owned()))
}

fn code(cell: &RawCell, max_chars: usize) -> Result<FieldValue, Fault> {
    if matches!(cell, RawCell::DateTime(_)) {
        return Err(Code::CodeBecameDate.into());
    }
    let text = cell.to_text();
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(Code::ControlCharacter.into());
    }
    within(text, max_chars)?;
    Ok(FieldValue::Code(text.to_owned()))
}

fn within(text: &str, max_chars: usize) -> Result<(), Fault> {
    let found = text.chars().count();
    if found > max_chars {
        return Err(Fault::with(Code::TooLong, "max", max_chars).and("found", found));
    }
    Ok(())
}

fn at_least(number: Decimal, min: Option<Decimal>) -> Result<(), Fault> {
    match min {
        Some(min) if number < min => Err(Fault::with(Code::TooSmall, "min", min)),
        _ => Ok(()),
    }
}

fn at_most(number: Decimal, max: Option<Decimal>) -> Result<(), Fault> {
    match max {
        Some(max) if number > max => Err(Fault::with(Code::TooLarge, "max", max)),
        _ => Ok(()),
    }
}

/// Zeros at the end are no decimals.
fn decimals(number: Decimal, scale: u32) -> Result<Decimal, Fault> {
    if number.normalize().scale() > scale {
        return Err(Fault::with(Code::TooManyDecimals, "scale", scale));
    }
    Ok(number)
}

fn choice(text: &str, values: &[String]) -> Result<FieldValue, Fault> {
    let text = text.trim();
    if values.iter().any(|value| value == text) {
        return Ok(FieldValue::Choice(text.to_owned()));
    }
    Err(Fault::with(Code::ChoiceUnknown, "values", values.join(", ")))
}

fn boolean(cell: &RawCell) -> Result<FieldValue, Fault> {
    let value = match cell {
        RawCell::Boolean(value) => Some(*value),
        other => match other.to_text().trim().to_lowercase().as_str() {
            "true" | "yes" | "y" | "1" | "sim" | "s" => Some(true),
            "false" | "no" | "n" | "0" | "não" | "nao" => Some(false),
            _ => None,
        },
    };
    value.map(FieldValue::Boolean).ok_or_else(|| Code::BooleanInvalid.into())
}

/// Three capital letters, as ISO 4217 has it; whether the currency exists is the caller's to know.
pub(crate) fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Signs that stand for one currency when the mapping states it.
const SIGNS: [(&str, &[&str]); 8] = [
    ("US$", &["USD"]),
    ("R$", &["BRL"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "MXN", "ARS", "CLP", "COP", "SGD", "HKD"]),
    ("€", &["EUR"]),
    ("£", &["GBP"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("₩", &["KRW"]),
];

/// The amount without the stated currency's code or sign; another currency's is a mismatch.
fn without_currency<'t>(text: &'t str, currency: &str) -> Result<&'t str, Fault> {
    let mismatch =
        |found: &str| Err(Fault::with(Code::CurrencyMismatch, "expected", currency).and("found", found));
    let letters = |c: char| c.is_ascii_alphabetic();
    let front = text.get(..text.find(|c| !letters(c)).unwrap_or(text.len())).unwrap_or_default();
    let back = text.get(text.trim_end_matches(letters).len()..).unwrap_or_default();
    for code in [front, back] {
        if is_currency(code) && code != currency {
            return mismatch(code);
        }
    }
    if front == currency || back == currency {
        return Ok(text.trim_start_matches(currency).trim_end_matches(currency).trim());
    }
    for (sign, currencies) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return if currencies.contains(&currency) { Ok(rest.trim()) } else { mismatch(sign) };
        }
    }
    Ok(text)
}
