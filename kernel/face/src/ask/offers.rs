//! What the fields of a form offer: words, currencies, things to refer to.

use accord_kernel::{Outcome, Status};
use serde_json::Value as JsonValue;
use uuid::Uuid;

use super::{
    Draw,
    names::{choices, currencies, groups},
};
use crate::{
    answer::{Field as Asked, Shape},
    page::{Lookup, escape},
    parts::control::{Control, Pick, PickGroups, TextKind},
};

impl Draw<'_, '_, '_> {
    fn lookup(&self, entity: &str) -> Option<Lookup> {
        let mut lookups = self.reader.kernel.registry.extensions::<Lookup>();
        lookups.find(|lookup| lookup.entity == entity).copied()
    }

    /// What there is to choose from by these words within what is known. Within something that the reader may not see
    /// there is nothing: that it was asked for is the action's to refuse.
    fn offered(&mut self, lookup: Lookup, words: &str, chosen: &[String]) -> Outcome<Vec<Pick>> {
        let offers = match (lookup.find)(self.reader, words, &self.known) {
            Err(refusal) if matches!(refusal.status, Status::Absent | Status::Forbidden) => Vec::new(),
            found => found?,
        };
        let pick = |offer: crate::page::Offer| {
            let value = offer.value.to_string();
            let chosen = chosen.contains(&value);
            Pick { value, label: offer.label, hint: offer.hint, chosen }
        };
        Ok(offers.into_iter().map(pick).collect())
    }

    pub(super) fn money(&self, path: &str, value: Option<&JsonValue>) -> Control {
        let chosen = self.text_of(&format!("{path}.currency"), value.and_then(|value| value.get("currency")));
        let currencies = currencies(&chosen);
        let currency_label = self.reader.context.tongue().say("field-currency").into_owned();
        Control::Money { currencies, currency_label }
    }

    pub(super) fn picks(&self, words: &[String], key: &str, chosen: &[String], required: bool) -> Vec<Pick> {
        let tongue = self.reader.context.tongue();
        let mut options = Vec::new();
        if !required {
            options.push(Pick::new("", "—", chosen.iter().all(String::is_empty)));
        }
        for word in words {
            let label = tongue.say(&format!("{key}-{}", word.replace(['_', '.'], "-"))).into_owned();
            options.push(Pick::new(word.clone(), label, chosen.contains(word)));
        }
        options
    }

    /// The words under the headings of their schema; a heading without words falls away.
    fn checks(
        &self,
        groups: &[(String, Vec<String>)],
        words: &[String],
        key: &str,
        chosen: &[String],
    ) -> PickGroups {
        let tongue = self.reader.context.tongue();
        let inside = |(name, of): &(String, Vec<String>)| {
            let title = tongue.say(&format!("{key}-group-{}", name.replace('_', "-"))).into_owned();
            let here: Vec<String> = of.iter().filter(|word| words.contains(word)).cloned().collect();
            (title, self.picks(&here, key, chosen, true))
        };
        groups.iter().map(inside).filter(|(_, picks)| !picks.is_empty()).collect()
    }

    pub(super) fn reference(
        &mut self,
        entity: &str,
        path: &str,
        text: String,
        required: bool,
    ) -> Outcome<(Control, String)> {
        let Some(lookup) = self.lookup(entity) else {
            return Ok((Control::Text { kind: TextKind::Text, autocomplete: "off".to_owned() }, text));
        };
        let possible = self.form.possible_at(path);
        if !possible.is_empty() {
            let mut options = vec![Pick::new("", "—", text.is_empty())];
            for id in possible {
                if let Some(label) = (lookup.label)(self.reader, id)? {
                    let value = id.to_string();
                    let chosen = value == text;
                    options.push(Pick::new(value, label, chosen));
                }
            }
            return Ok((Control::Select { options, multiple: false }, text));
        }
        if lookup.few {
            let mut options = Vec::new();
            if !required {
                options.push(Pick::new("", "—", text.is_empty()));
            }
            options.extend(self.offered(lookup, "", std::slice::from_ref(&text))?);
            return Ok((Control::Select { options, multiple: false }, text));
        }
        let words = self.typed(&format!("{path}_text")).unwrap_or_default();
        if text.is_empty() && !words.trim().is_empty() {
            // Nothing was picked of what the words find, as where no script runs: it is there to choose from.
            let found = self.offered(lookup, words.trim(), &[])?;
            if !found.is_empty() {
                let options = std::iter::once(Pick::new("", "—", true)).chain(found).collect();
                return Ok((Control::Select { options, multiple: false }, text));
            }
        }
        let label = match Uuid::parse_str(&text) {
            Ok(id) => (lookup.label)(self.reader, id)?.unwrap_or_default(),
            Err(_) => words,
        };
        let url = format!("/lookup/{entity}?fixed={}", escape(&self.known.to_string()));
        Ok((Control::Search { url, text_name: format!("{path}_text"), text: label }, text))
    }

    pub(super) fn many(
        &mut self,
        inner: &Asked,
        path: &str,
        value: Option<&JsonValue>,
        text: String,
    ) -> Outcome<(Control, String)> {
        let chosen: Vec<String> = match &self.form.sent {
            Some(sent) => sent.get(path).cloned().unwrap_or_default(),
            None => value
                .and_then(JsonValue::as_array)
                .map(|list| list.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
                .unwrap_or_default(),
        };
        match &inner.shape {
            Shape::Words { words, key } => {
                let left_out =
                    self.form.without.iter().find(|(name, _)| name == path).map(|(_, words)| words);
                let offered = |word: &&String| left_out.is_none_or(|out| !out.contains(word));
                let words: Vec<String> = words.iter().filter(offered).cloned().collect();
                let control = match groups(&inner.schema) {
                    Some(groups) => Control::Checks { groups: self.checks(&groups, &words, key, &chosen) },
                    None => {
                        Control::Select { options: self.picks(&words, key, &chosen, true), multiple: true }
                    }
                };
                Ok((control, String::new()))
            }
            Shape::Ref { entity } => {
                let options = match self.lookup(entity) {
                    Some(lookup) => self.offered(lookup, "", &chosen)?,
                    None => Vec::new(),
                };
                Ok((Control::Select { options, multiple: true }, String::new()))
            }
            _ => match choices(self.reader, &inner.schema, &chosen)? {
                Some(groups) => Ok((Control::Checks { groups }, String::new())),
                // Numbers stand in one line as people write them: 30, 60, 90.
                None if inner.shape == Shape::Number => {
                    let given = value.and_then(JsonValue::as_array).into_iter().flatten();
                    let given: Vec<String> = match &self.form.sent {
                        Some(_) => chosen,
                        None => given.map(ToString::to_string).collect(),
                    };
                    let line = Control::Text { kind: TextKind::Text, autocomplete: "off".to_owned() };
                    Ok((line, given.join(", ")))
                }
                None => Ok((Control::Textarea { rows: 3, draft: false }, text)),
            },
        }
    }
}
