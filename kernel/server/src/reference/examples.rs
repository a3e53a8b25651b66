//! Examples of calls with their answers, from one book. A test tries each of them in the demo, on both databases, and
//! writes the book anew when asked to; so no answer shown here was made up.

use std::collections::BTreeMap;

use accord_kernel::{Outcome, Refusal, Registry};
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;

/// The book: the text of its file is registered once, by whoever wires the program.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExampleBook {
    /// In the order in which they are tried: a later one may use what an earlier one answered.
    pub examples: Vec<Example>,
}

/// The text of the book's file, as it is registered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BookText(pub(crate) &'static str);

/// A call and its answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Name of the action or view.
    pub operation: String,
    /// Who asks: the beginning of the address of one of the demo's people.
    pub who: String,
    /// What is sent; `{name}` in a text stands for something an earlier answer held.
    pub input: JsonValue,
    /// What later examples use of the answer: name to JSON pointer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keep: BTreeMap<String, String>,
    /// The status that came back.
    pub status: u16,
    /// The answer as it came back.
    pub answer: JsonValue,
}

impl ExampleBook {
    /// Registers the text of the book.
    pub fn register(registry: &mut Registry, text: &'static str) {
        registry.extend(BookText(text));
    }

    /// The registered book; an empty one where none is.
    ///
    /// # Errors
    /// A defect when its text cannot be read.
    pub fn registered(registry: &Registry) -> Outcome<Self> {
        let Some(BookText(text)) = registry.extensions::<BookText>().next() else {
            return Ok(Self::default());
        };
        serde_json::from_str(text).map_err(|error| Refusal::defect(format!("examples: {error}")))
    }

    /// What is sent, with the ids that stood in the answers of the book.
    pub fn filled(&self, example: &Example) -> JsonValue {
        let mut known = BTreeMap::new();
        for one in &self.examples {
            known.extend(one.kept(&one.answer));
        }
        fill(&example.input, &known)
    }
}

impl Example {
    /// What later ones use of an answer.
    pub fn kept(&self, answer: &JsonValue) -> BTreeMap<String, String> {
        let text =
            |(name, at): (&String, &String)| Some((name.clone(), answer.pointer(at)?.as_str()?.to_owned()));
        self.keep.iter().filter_map(text).collect()
    }
}

/// The input with `{name}` replaced by what is known under that name.
pub fn fill(input: &JsonValue, known: &BTreeMap<String, String>) -> JsonValue {
    match input {
        JsonValue::String(text) => {
            let name = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let value = name.and_then(|name| known.get(name)).unwrap_or(text);
            JsonValue::String(value.clone())
        }
        JsonValue::Array(list) => list.iter().map(|one| fill(one, known)).collect(),
        JsonValue::Object(map) => map.iter().map(|(name, one)| (name.clone(), fill(one, known))).collect(),
        other => other.clone(),
    }
}

/// The call as one types it, to be copied.
pub(super) fn curl(site: &str, operation: &str, is_action: bool, input: &JsonValue) -> String {
    let token = "-H \"Authorization: Bearer $ACCORD_TOKEN\"";
    if is_action {
        let body = serde_json::to_string_pretty(input).unwrap_or_default();
        return format!(
            "curl {site}/api/v1/actions/{operation} \\\n  {token} \\\n  -H 'Content-Type: application/json' \\\n  \
             -H \"Idempotency-Key: $(uuidgen)\" \\\n  -d {}",
            quoted(&body)
        );
    }
    let mut out = format!("curl -G {site}/api/v1/views/{operation} \\\n  {token}");
    for (name, value) in input.as_object().into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        out.push_str(" \\\n  --data-urlencode ");
        out.push_str(&quoted(&format!("{name}={text}")));
    }
    out
}

/// One word of a shell's line.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_call_can_be_copied_into_a_shell() {
        let asked =
            curl("https://a.example", "asset.list", false, &json!({ "limit": 2, "query": "O'Hara press" }));
        assert!(asked.starts_with("curl -G https://a.example/api/v1/views/asset.list \\\n"), "{asked}");
        assert!(asked.contains("--data-urlencode 'limit=2'"), "{asked}");
        assert!(asked.ends_with(r"--data-urlencode 'query=O'\''Hara press'"), "{asked}");
        let done = curl("https://a.example", "customer.enter", true, &json!({ "name": "D'Arcy & Sons" }));
        assert!(done.ends_with("-d '{\n  \"name\": \"D'\\''Arcy & Sons\"\n}'"), "{done}");
    }

    #[test]
    fn an_answer_of_an_earlier_call_is_used_by_its_name() {
        let text = r#"{ "examples": [
            { "operation": "a.list", "who": "x", "input": {}, "keep": { "row": "/rows/0/id" }, "status": 200, "answer": { "rows": [{ "id": "7" }] } },
            { "operation": "a.one", "who": "x", "input": { "a": "{row}", "b": ["{row}", "{none}", 3] }, "status": 200, "answer": {} }
        ] }"#;
        let book: ExampleBook = serde_json::from_str(text).unwrap();
        assert_eq!(book.filled(&book.examples[1]), json!({ "a": "7", "b": ["7", "{none}", 3] }));
    }
}
