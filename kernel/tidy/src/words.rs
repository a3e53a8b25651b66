//! The words for people: each folder `locales` has them in every language, with the same
//! messages, and each message with the same arguments.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

use crate::{File, Finding};

/// The languages of the house; the first is the one that the others are compared with.
pub const LANGUAGES: [&str; 2] = ["en", "pt-BR"];

/// One pattern of a language: a message's value, or one of its attributes (`id.attribute`).
type Arguments = BTreeMap<String, (String, BTreeSet<String>)>;

/// Both languages have the same messages and attributes with the same arguments, every file can
/// be read, and no message is defined twice in one language, in whichever crate.
#[must_use]
pub fn languages_agree(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut folders: BTreeMap<&str, BTreeMap<&str, Vec<&File>>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.has_extension("ftl")) {
        match place(&file.path) {
            Some((folder, language)) => {
                folders.entry(folder).or_default().entry(language).or_default().push(file);
            }
            None => findings.push(Finding::about(
                &file.path,
                "a messages file belongs to `locales/LANGUAGE.ftl` or `locales/LANGUAGE/…`, for a known language",
            )),
        }
    }
    let mut everywhere: BTreeMap<&str, Arguments> = BTreeMap::new();
    for (folder, languages) in folders {
        let mut read: BTreeMap<&str, Arguments> = BTreeMap::new();
        for language in LANGUAGES {
            let own = read.entry(language).or_default();
            for file in languages.get(language).into_iter().flatten() {
                messages(file, own, &mut findings);
            }
            let all = everywhere.entry(language).or_default();
            for (id, (path, arguments)) in own {
                match all.get(id) {
                    Some((other, _)) => {
                        findings.push(Finding::about(path, format!("`{id}` is defined in {other} too")));
                    }
                    None => drop(all.insert(id.clone(), (path.clone(), arguments.clone()))),
                }
            }
        }
        compare(folder, &read, &mut findings);
    }
    findings
}

/// The `locales` folder and the language of a messages file, if both can be told.
fn place(path: &str) -> Option<(&str, &'static str)> {
    let (folder, rest) = path.rsplit_once("locales/")?;
    let named = rest.split('/').next()?.trim_end_matches(".ftl");
    let language = LANGUAGES.into_iter().find(|language| *language == named)?;
    Some((folder, language))
}

fn messages(file: &File, into: &mut Arguments, findings: &mut Vec<Finding>) {
    let resource = parser::parse(file.text.as_str()).unwrap_or_else(|(resource, errors)| {
        for error in errors {
            let line = file.text.get(..error.pos.start).map_or(0, |before| before.matches('\n').count()) + 1;
            findings.push(Finding::at(&file.path, line, format!("cannot be read: {}", error.kind)));
        }
        resource
    });
    let mut put = |id: String, pattern: Option<&Pattern<&str>>| {
        let mut arguments = BTreeSet::new();
        if let Some(pattern) = pattern {
            variables(pattern, &mut arguments);
        }
        if into.insert(id.clone(), (file.path.clone(), arguments)).is_some() {
            findings.push(Finding::about(&file.path, format!("`{id}` is defined twice")));
        }
    };
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            put(message.id.name.to_owned(), message.value.as_ref());
            for attribute in &message.attributes {
                put(format!("{}.{}", message.id.name, attribute.id.name), Some(&attribute.value));
            }
        }
    }
}

fn compare(folder: &str, read: &BTreeMap<&str, Arguments>, findings: &mut Vec<Finding>) {
    let [first, others @ ..] = LANGUAGES;
    let empty = Arguments::new();
    let base = read.get(first).unwrap_or(&empty);
    for language in others {
        let other = read.get(language).unwrap_or(&empty);
        for (id, (path, arguments)) in base {
            match other.get(id) {
                None => findings
                    .push(Finding::about(path, format!("`{id}` has no {language} words in {folder}locales"))),
                Some((theirs, found)) if found != arguments => findings.push(Finding::about(
                    theirs,
                    format!("`{id}` uses {found:?} where {first} uses {arguments:?}"),
                )),
                Some(_) => {}
            }
        }
        for (id, (path, _)) in other.iter().filter(|(id, _)| !base.contains_key(*id)) {
            findings.push(Finding::about(path, format!("`{id}` has no {first} words in {folder}locales")));
        }
    }
}

fn variables(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, into);
        }
    }
}

fn of_expression(expression: &Expression<&str>, into: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, into),
        Expression::Select { selector, variants } => {
            of_inline(selector, into);
            variants.iter().for_each(|variant| variables(&variant.value, into));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => drop(into.insert(id.name.to_owned())),
        InlineExpression::Placeable { expression } => of_expression(expression, into),
        InlineExpression::FunctionReference { arguments, .. } => of_call(arguments, into),
        InlineExpression::TermReference { arguments: Some(arguments), .. } => of_call(arguments, into),
        InlineExpression::TermReference { arguments: None, .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. } => {}
    }
}

fn of_call(arguments: &CallArguments<&str>, into: &mut BTreeSet<String>) {
    arguments.positional.iter().for_each(|inline| of_inline(inline, into));
    arguments.named.iter().for_each(|named| of_inline(&named.value, into));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(en: &str, pt: &str) -> Vec<String> {
        let files = [File::new("rooms/a/locales/en.ftl", en), File::new("rooms/a/locales/pt-BR.ftl", pt)];
        languages_agree(&files).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn equal_languages_pass() {
        let en = "a = { $n -> \n  [one] one of { NUMBER($total) }\n *[other] { $n } of { $total }\n }\n  .title = x\n";
        let pt = "a = { $n } de { $total }\n  .title = y\n";
        assert_eq!(found(en, pt), [""; 0]);
    }

    #[test]
    fn what_one_language_lacks_is_found() {
        assert_eq!(found("a = x\nb = y\n", "a = x\n"), ["`b` has no pt-BR words in rooms/a/locales"]);
        assert_eq!(found("a = x\n", "a = x\nb = y\n"), ["`b` has no en words in rooms/a/locales"]);
        assert_eq!(found("a = x\n  .t = x\n", "a = x\n"), ["`a.t` has no pt-BR words in rooms/a/locales"]);
        let alone = languages_agree(&[File::new("rooms/a/locales/en.ftl", "a = x\n")]);
        assert_eq!(alone.len(), 1);
    }

    #[test]
    fn another_argument_is_found() {
        let what = found("a = { $due }\n", "a = { $date }\n");
        assert_eq!(what, ["`a` uses {\"date\"} where en uses {\"due\"}"]);
    }

    #[test]
    fn what_cannot_be_read_or_comes_twice_is_found() {
        assert!(found("a = { $due\n", "").iter().any(|what| what.starts_with("cannot be read")));
        assert_eq!(found("a = x\na = y\n", "a = x\n"), ["`a` is defined twice"]);
        let [en, pt] = ["en", "pt-BR"];
        let files: Vec<_> = ["rooms/a", "rooms/b"]
            .iter()
            .flat_map(|room| [en, pt].map(|l| File::new(&format!("{room}/locales/{l}.ftl"), "same = x\n")))
            .collect();
        assert_eq!(languages_agree(&files).len(), 2);
    }

    #[test]
    fn a_misplaced_file_is_found() {
        assert_eq!(languages_agree(&[File::new("rooms/a/locales/pt.ftl", "a = x\n")]).len(), 1);
        let nested = [File::new("locales/en/a.ftl", "a = x\n"), File::new("locales/pt-BR/b.ftl", "a = y\n")];
        assert_eq!(languages_agree(&nested), []);
    }
}
