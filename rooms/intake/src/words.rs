//! What is wrong with a file, said in the reader's language.

use accord_kernel::{Fact, Refusal, Status, Tongue};
use accord_tabular::{CellError, Mapping, Problem, RowErrors, TabularError};
use serde_json::json;

use crate::outcome::Fault;

/// Facts of a message from texts; names that messages do not use do no harm.
fn facts<'a>(list: impl IntoIterator<Item = (&'static str, &'a String)>) -> Vec<(&'static str, Fact)> {
    list.into_iter().map(|(name, value)| (name, Fact::Text(value.clone()))).collect()
}

fn cell(tongue: &Tongue<'_>, row: u64, error: &CellError) -> Fault {
    Fault {
        row,
        column: error.column.clone(),
        field: error.field.clone(),
        value: error.value.clone(),
        rule: error.code.as_str().to_owned(),
        text: tongue.say_with(
            &format!("import-cell-{}", error.code.as_str()),
            &facts(error.params.iter().map(|(k, v)| (*k, v))),
        ),
        refused: None,
    }
}

/// Everything wrong with a row of a file.
pub(crate) fn row_faults(tongue: &Tongue<'_>, errors: &RowErrors) -> Vec<Fault> {
    errors.errors.iter().map(|error| cell(tongue, errors.row, error)).collect()
}

/// A fault of a row that this room finds itself.
pub(crate) fn fault(
    tongue: &Tongue<'_>,
    row: u64,
    field: &str,
    rule: &'static str,
    facts: &[(&'static str, Fact)],
) -> Fault {
    Fault {
        row,
        column: String::new(),
        field: field.to_owned(),
        value: String::new(),
        rule: rule.to_owned(),
        text: tongue.say_with(&Refusal::message(rule), facts),
        refused: None,
    }
}

/// The column that feeds a field.
pub(crate) fn column_of<'m>(mapping: &'m Mapping, field: &str) -> Option<&'m str> {
    mapping.columns.iter().find(|rule| rule.to == field).map(|rule| rule.from.as_str())
}

fn problem_text(tongue: &Tongue<'_>, problem: &Problem) -> String {
    let facts = [
        ("column", Fact::Text(problem.column.clone())),
        ("field", Fact::Text(problem.field.clone())),
        ("detail", Fact::Text(problem.detail.clone())),
    ];
    tongue.say_with(&format!("import-mapping-{}", problem.code.as_str()), &facts)
}

/// What does not fit between a mapping and its file, one text each.
pub(crate) fn problems(tongue: &Tongue<'_>, error: &TabularError) -> Vec<String> {
    match error {
        TabularError::Mapping(problems) => {
            problems.iter().map(|problem| problem_text(tongue, problem)).collect()
        }
        other => {
            let refusal = file_refusal(tongue, other);
            vec![tongue.say_with(&Refusal::message(refusal.rule), &refusal.facts)]
        }
    }
}

/// What stops a whole file, as a refusal whose texts are in the reader's language.
pub(crate) fn file_refusal(tongue: &Tongue<'_>, error: &TabularError) -> Refusal {
    if let TabularError::Mapping(problems) = error {
        let texts: Vec<String> = problems.iter().map(|problem| problem_text(tongue, problem)).collect();
        let list = texts.iter().map(|text| Fact::Text(text.clone())).collect();
        return Refusal::new(Status::Invalid, "import.mapping")
            .with("count", problems.len())
            .with("problems", Fact::List(list))
            .detail(json!({ "problems": problems, "texts": texts }));
    }
    let mut params = error.params();
    if let TabularError::Limit { limit, .. } = error {
        params.insert("limit", tongue.say(&format!("import-limit-{}", limit.code())).into_owned());
    }
    let reason = tongue
        .say_with(&format!("import-file-{}", error.code()), &facts(params.iter().map(|(k, v)| (*k, v))));
    let mut refusal = Refusal::new(Status::Invalid, "import.file").with("reason", reason);
    refusal.internal = Some(error.to_string());
    refusal
}

#[cfg(test)]
mod tests {
    use accord_kernel::{Language, Words};
    use accord_tabular::{Code, ProblemCode};

    #[test]
    fn every_code_of_the_reader_of_files_has_its_words_in_both_languages() {
        let words = Words::new(&[
            (Language::English, include_str!("../locales/en.ftl")),
            (Language::Portuguese, include_str!("../locales/pt-BR.ftl")),
        ])
        .unwrap();
        let limits = [
            "cell-bytes",
            "row-bytes",
            "columns",
            "rows",
            "inflated-bytes",
            "inflate-ratio",
            "parts",
            "held-part-bytes",
            "shared-strings",
            "mapping-bytes",
            "cell-chars",
            "group-rows",
        ];
        let files = [
            "io",
            "limit",
            "mixed-encoding",
            "encoding-contradiction",
            "bad-encoding",
            "unsupported-format",
            "unclosed-quote",
            "stray-after-quote",
            "nul-character",
            "bad-gzip",
            "bad-workbook",
            "sheet-not-found",
            "no-header",
            "mapping-syntax",
            "write",
        ];
        let keys = Code::ALL
            .iter()
            .map(|code| format!("import-cell-{}", code.as_str()))
            .chain(ProblemCode::ALL.iter().map(|code| format!("import-mapping-{}", code.as_str())))
            .chain(limits.iter().map(|limit| format!("import-limit-{limit}")))
            .chain(files.iter().map(|file| format!("import-file-{file}")));
        for key in keys {
            for language in Language::ALL {
                assert!(words.has(*language, &key), "{key} in {}", language.word());
            }
        }
    }
}
