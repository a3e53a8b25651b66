//! Numbers written as text, by a stated decimal mark: `1.234,56` is a number under one convention,
//! a mistake under the other, and never silently something else.

use rust_decimal::Decimal;

use crate::spec::Code;

/// The character between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum DecimalMark {
    /// `1,234.56`
    #[serde(rename = ".")]
    Point,
    /// `1.234,56`
    #[serde(rename = ",")]
    Comma,
}

impl DecimalMark {
    pub(crate) fn char(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    /// Characters that may group thousands beside this mark.
    fn groups(self, c: char) -> bool {
        match c {
            '.' => self == Self::Comma,
            ',' => self == Self::Point,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' => true,
            _ => false,
        }
    }
}

/// Whether `text` holds nothing that a decimal mark would have to explain.
pub(crate) fn is_plain(text: &str) -> bool {
    !text.contains(['.', ','])
}

/// The number that `text` writes under `mark`. Accepts a sign before or after, accounting brackets and
/// grouped thousands; refuses exponents, since `1E5` is a part number.
pub(crate) fn parse(text: &str, mark: DecimalMark) -> Result<Decimal, Code> {
    let (negative, body) = sign(text.trim());
    let (whole, fraction) = match body.split_once(mark.char()) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    let mut digits = String::with_capacity(body.len() + 1);
    if negative {
        digits.push('-');
    }
    if !(whole.is_empty() && fraction.is_some()) {
        push_whole(whole, mark, &mut digits)?;
    } else {
        digits.push('0');
    }
    if let Some(fraction) = fraction {
        if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Code::NumberInvalid);
        }
        digits.push('.');
        digits.push_str(fraction);
    }
    Decimal::from_str_exact(&digits).map_err(|_| Code::NumberOutOfRange)
}

fn sign(text: &str) -> (bool, &str) {
    let minus = ['-', '\u{2212}'];
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inner.trim());
    }
    if let Some(rest) = text.strip_prefix(minus).or_else(|| text.strip_suffix(minus)) {
        return (true, rest.trim());
    }
    (false, text.strip_prefix('+').unwrap_or(text).trim())
}

/// Digits, or digits in groups of three after a first group of one to three.
fn push_whole(whole: &str, mark: DecimalMark, digits: &mut String) -> Result<(), Code> {
    let Some(group) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        if whole.is_empty() {
            return Err(Code::NumberInvalid);
        }
        digits.push_str(whole);
        return Ok(());
    };
    if !mark.groups(group) {
        return Err(Code::NumberInvalid);
    }
    for (index, part) in whole.split(group).enumerate() {
        let length = if index == 0 { (1..=3).contains(&part.len()) } else { part.len() == 3 };
        let leading_zero = index == 0 && part.starts_with('0');
        if !length || leading_zero || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Code::NumberInvalid);
        }
        digits.push_str(part);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, mark: DecimalMark) -> String {
        parse(text, mark).map_or_else(|code| code.as_str().to_owned(), |number| number.to_string())
    }

    #[test]
    fn the_stated_mark_decides() {
        for (text, point, comma) in [
            ("1.234,56", "number-invalid", "1234.56"),
            ("1,234.56", "1234.56", "number-invalid"),
            ("1,234", "1234", "1.234"),
            ("1.234", "1.234", "1234"),
            ("1 234 567", "1234567", "1234567"),
            ("12,34", "number-invalid", "12.34"),
            ("0,123", "number-invalid", "0.123"),
            (".5", "0.5", "number-invalid"),
            ("5.", "number-invalid", "number-invalid"),
            ("-4", "-4", "-4"),
            ("4-", "-4", "-4"),
            ("(4)", "-4", "-4"),
            ("−4", "-4", "-4"),
            ("--4", "number-invalid", "number-invalid"),
            ("1E5", "number-invalid", "number-invalid"),
            ("", "number-invalid", "number-invalid"),
            ("-", "number-invalid", "number-invalid"),
            ("1'000.5", "1000.5", "number-invalid"),
            ("1.2.3", "number-invalid", "number-invalid"),
            ("٣", "number-invalid", "number-invalid"),
            ("99999999999999999999999999999999", "number-out-of-range", "number-out-of-range"),
        ] {
            assert_eq!(shown(text, DecimalMark::Point), point, "{text} with point");
            assert_eq!(shown(text, DecimalMark::Comma), comma, "{text} with comma");
        }
    }

    proptest! {
        #[test]
        fn grouped_writing_means_the_same_number(units in -9_999_999_999_i64..9_999_999_999, scale in 0_u32..6) {
            let number = Decimal::new(units, scale);
            let plain = number.abs().to_string();
            let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
            let mut grouped = String::new();
            for (at, digit) in whole.chars().enumerate() {
                if at > 0 && (whole.len() - at) % 3 == 0 { grouped.push('.'); }
                grouped.push(digit);
            }
            if !fraction.is_empty() { grouped = format!("{grouped},{fraction}"); }
            if number.is_sign_negative() { grouped = format!("-{grouped}"); }
            prop_assert_eq!(parse(&grouped, DecimalMark::Comma), Ok(number));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,30}") {
            let _ = parse(&text, DecimalMark::Point);
            let _ = parse(&text, DecimalMark::Comma);
        }
    }
}
