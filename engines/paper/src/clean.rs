//! Makes texts printable: what cannot be seen is dropped, what no typeface has is replaced, and a word
//! too long for a line gets places to break.

use std::collections::BTreeSet;

use serde_json::Value;

/// Letters after which a word without any space may break.
const LONGEST_WORD: usize = 28;
const PLACE_TO_BREAK: char = '\u{200b}';
/// Printed for a character that no typeface has, the first that is there.
const REPLACEMENTS: [char; 2] = ['\u{fffd}', '?'];

/// Cleans every string of the value; answers with the characters that had to be replaced.
pub(crate) fn clean(value: &mut Value, has: &impl Fn(char) -> bool) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    walk(value, has, &mut missing);
    missing
}

fn walk(value: &mut Value, has: &impl Fn(char) -> bool, missing: &mut BTreeSet<char>) {
    match value {
        Value::String(text) => *text = text_for_print(text, has, missing),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, has, missing)),
        Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, has, missing)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One text, fit to print.
pub(crate) fn text_for_print(
    text: &str,
    has: &impl Fn(char) -> bool,
    missing: &mut BTreeSet<char>,
) -> String {
    let replacement = REPLACEMENTS.into_iter().find(|c| has(*c)).unwrap_or('?');
    let mut clean = String::with_capacity(text.len());
    let mut unbroken = 0;
    for c in text.replace("\r\n", "\n").chars() {
        let c = match c {
            '\n' => '\n',
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            c if is_unseen(c) => continue,
            c if has(c) => c,
            // A space of a width that the typeface does not have is still a space.
            c if c.is_whitespace() => ' ',
            c => {
                missing.insert(c);
                replacement
            }
        };
        unbroken = if c.is_whitespace() { 0 } else { unbroken + 1 };
        if unbroken > LONGEST_WORD {
            clean.push(PLACE_TO_BREAK);
            unbroken = 1;
        }
        clean.push(c);
    }
    clean
}

/// Control characters, and those that change how others are shown: a text must not be able to turn
/// another's direction, or hide.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e000}'..='\u{f8ff}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> (String, Vec<char>) {
        let mut missing = BTreeSet::new();
        let latin = |c: char| c.is_ascii() || ('\u{a1}'..='\u{17f}').contains(&c);
        let text = text_for_print(text, &latin, &mut missing);
        (text, missing.into_iter().collect())
    }

    #[test]
    fn what_is_printable_stays_as_it_is() {
        let text = "Manutenção às 14:30; #set, *not bold*, $x$, \\ \"quoted\"\nnext line";
        assert_eq!(cleaned(text), (text.to_owned(), vec![]));
    }

    #[test]
    fn what_hides_or_turns_text_is_dropped() {
        assert_eq!(cleaned("pay \u{202e}001\u{202c} now\u{0}\u{feff}"), ("pay 001 now".to_owned(), vec![]));
        assert_eq!(cleaned("a\r\nb\rc\u{2028}d\te"), ("a\nb\nc\nd e".to_owned(), vec![]));
    }

    #[test]
    fn what_no_typeface_has_is_replaced_and_named() {
        assert_eq!(cleaned("株 Ana 式"), ("? Ana ?".to_owned(), vec!['式', '株']));
        assert_eq!(cleaned("10\u{2009}%"), ("10 %".to_owned(), vec![]));
    }

    #[test]
    fn an_endless_word_gets_places_to_break() {
        let (text, _) = cleaned(&"x".repeat(100));
        assert_eq!(text.matches(PLACE_TO_BREAK).count(), 3);
        assert_eq!(text.replace(PLACE_TO_BREAK, ""), "x".repeat(100));
        let (text, _) = cleaned(&format!("{} {}", "y".repeat(28), "z".repeat(28)));
        assert!(!text.contains(PLACE_TO_BREAK));
    }
}
