//! Figures as people type them: in the way of their language, with or without marks for thousands.
//!
//! Machines write a point and nothing else; that is not read here.

use accord_kernel::{Language, Outcome, Refusal};

/// Digits that may stand for a thousand or for parts of one.
const GROUP: usize = 3;
/// Digits behind the mark that are kept of a figure that is filled in, where the others are noughts.
const PARTS: usize = 2;

/// The marks of a language: the one between thousands, the one before the parts of one.
fn marks(language: Language) -> (char, char) {
    match language {
        Language::English => (',', '.'),
        Language::Portuguese => ('.', ','),
    }
}

/// A figure as it is typed becomes one as machines write it. It is read by the reader's own marks first (`1.000` is a
/// thousand to somebody from Brazil) and by the other's where it can mean only one thing (`850.50`). `digits` are those
/// that the currency has behind the mark, where there is one. What is no figure stays as it is, for the action to say so.
///
/// # Errors
/// `field.figure` where three digits behind the mark may be a thousand as well (`850.000` typed in English): what is off
/// by a thousand is not guessed (R67).
pub fn read(pointer: &str, typed: &str, language: Language, digits: Option<u32>) -> Outcome<String> {
    let bare: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let (sign, rest) = match bare.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", bare.as_str()),
    };
    let (group, point) = marks(language);
    if may_be_thousands(rest, point) && digits != u32::try_from(GROUP).ok() {
        let whole: String = rest.chars().filter(char::is_ascii_digit).collect();
        let (before, behind) = rest.split_once(point).unwrap_or((rest, ""));
        let part: String = behind.chars().take(PARTS).collect();
        return Err(Refusal::field(pointer, "field.figure")
            .with("typed", typed)
            .with("whole", format!("{sign}{whole}"))
            .with("part", format!("{sign}{before}{point}{part}")));
    }
    let plain = by(rest, group, point).or_else(|| by(rest, point, group));
    Ok(plain.map_or_else(|| typed.to_owned(), |plain| format!("{sign}{plain}")))
}

/// A figure as machines write it, as its reader would type it. Noughts beyond two digits behind the mark fall away, so
/// that what is filled in is never taken for thousands.
pub(crate) fn filled_in(figure: &str, language: Language) -> String {
    let (_, point) = marks(language);
    match figure.split_once('.') {
        Some((before, behind)) => {
            let kept = behind.trim_end_matches('0').len().max(behind.len().min(PARTS));
            format!("{before}{point}{}", behind.get(..kept).unwrap_or(behind))
        }
        None => figure.to_owned(),
    }
}

/// `850.000`, where the point is the mark before the parts: nobody writes three digits of a part that end in nought.
fn may_be_thousands(text: &str, point: char) -> bool {
    text.split_once(point).is_some_and(|(before, behind)| {
        (1..=GROUP).contains(&before.len())
            && !before.starts_with('0')
            && behind.len() == GROUP
            && behind.ends_with('0')
            && is_digits(before)
            && is_digits(behind)
    })
}

/// Read by these marks: `None` where it is not well formed by them.
fn by(text: &str, group: char, point: char) -> Option<String> {
    let (before, behind) = match text.split_once(point) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    };
    if !behind.is_none_or(is_digits) {
        return None;
    }
    let mut groups = before.split(group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty()
        || (first.len() <= GROUP && !first.starts_with('0') && rest.iter().all(|part| part.len() == GROUP));
    if !grouped || !is_digits(first) || !rest.iter().all(|part| is_digits(part)) {
        return None;
    }
    let whole = format!("{first}{}", rest.concat());
    Some(behind.map_or(whole.clone(), |behind| format!("{whole}.{behind}")))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn english(typed: &str) -> String {
        read("/amount", typed, Language::English, Some(2)).unwrap()
    }

    fn portuguese(typed: &str) -> String {
        read("/amount", typed, Language::Portuguese, Some(2)).unwrap()
    }

    #[test]
    fn r67_figures_are_read_in_the_way_of_the_readers_language() {
        assert_eq!(english("100,000"), "100000");
        assert_eq!(english("1,234.50"), "1234.50");
        assert_eq!(english("850.5"), "850.5");
        assert_eq!(portuguese("850.000"), "850000");
        assert_eq!(portuguese("1.234.567,89"), "1234567.89");
        assert_eq!(portuguese("1,5"), "1.5");
        assert_eq!(english("- 1 250"), "-1250");
    }

    #[test]
    fn r67_the_other_ways_marks_are_taken_where_they_mean_one_thing() {
        assert_eq!(english("850,50"), "850.50");
        assert_eq!(english("1.234,50"), "1234.50");
        assert_eq!(english("1.234.567"), "1234567");
        assert_eq!(english("0,125"), "0.125");
        assert_eq!(portuguese("850000.00"), "850000.00");
        assert_eq!(portuguese("1,234.50"), "1234.50");
    }

    #[test]
    fn r67_what_may_be_off_by_a_thousand_is_asked_for() {
        let refused = read("/amount", "850.000", Language::English, Some(2)).unwrap_err();
        assert_eq!(refused.fields.first().map(|field| field.rule), Some("field.figure"));
        assert!(read("/quantity", "1,000", Language::Portuguese, None).is_err());
        // A dinar has three digits; a weight may.
        assert_eq!(read("/amount", "1.250", Language::English, Some(3)).unwrap(), "1.250");
        assert_eq!(read("/amount", "1.250,125", Language::English, Some(3)).unwrap(), "1250.125");
        assert_eq!(read("/quantity", "1.125", Language::English, None).unwrap(), "1.125");
        assert_eq!(read("/quantity", "0.500", Language::English, None).unwrap(), "0.500");
    }

    #[test]
    fn what_is_no_figure_is_left_for_the_action_to_refuse() {
        for typed in ["1,00,0", "12..3", "abc", "1,2345.6", ",5", "5.", "1e3", "--2"] {
            assert_eq!(english(typed), typed);
        }
    }

    #[test]
    fn what_is_filled_in_is_read_back() {
        for figure in ["850000.00", "1.125", "1.250", "12", "0.5", "-3.1000", "100.000"] {
            for language in [Language::English, Language::Portuguese] {
                let shown = filled_in(figure, language);
                let back = read("/amount", &shown, language, None).unwrap();
                let value = |text: &str| text.parse::<f64>().unwrap();
                assert!((value(&back) - value(figure)).abs() < 1e-9, "{figure} {shown} {back}");
            }
        }
    }
}
