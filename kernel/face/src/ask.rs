//! Forms made from the schema of an action. Whatever a person may do has a form, and a refused form comes back with
//! everything typed and the reason beside the field.
//!
//! Labels are looked up as `field-<action>-<name>`, then `field-<name>`; hints as `hint-<action>-<name>`, then
//! `hint-<name>`. A room's page chooses fields and fills what it knows; it never writes a form by hand.

mod into;
mod names;

use accord_kernel::{Language, Outcome, Reader, Refusal};
use maud::{Markup, html};
use serde::Serialize;
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    answer::{Field as Asked, Sent, Shape, fields, fields_where, unwrapped},
    page::{Lookup, PageCx, escape},
    parts::{
        Hidden, Link,
        control::{Control, Field, Pick, PickGroups, TextKind},
        form::{Form, FormError, FormPart, Method, form},
        menu::{Weight, dialog, dialog_link},
        rows::{ROW_NUMBER, Rows},
    },
};

pub use into::IntoField;
use names::{choices, dotted, groups, last_name, text_kind};
pub use names::{currencies, field_text, refusal_text};

/// Longest text asked for in one line.
const LINE_MAX: u64 = 200;
/// Blank rows that stand ready without script.
const BLANK_ROWS: usize = 2;

/// Begins the name of what a form is about; no field of an action begins so.
pub(crate) const ABOUT: char = '@';

/// A form for an action.
#[derive(Debug, Clone)]
pub struct ActionForm {
    action: &'static str,
    fixed: Map<String, JsonValue>,
    values: Map<String, JsonValue>,
    only: Vec<String>,
    next: String,
    submit: Option<String>,
    keys: &'static str,
    weight: Weight,
    sent: Option<Sent>,
    refusal: Option<Refusal>,
    cancel: Option<Link>,
    without: Vec<(String, Vec<String>)>,
    into: Option<IntoField>,
}

impl ActionForm {
    /// A form that asks for everything the action reads.
    pub fn new(action: &'static str) -> Self {
        Self {
            action,
            fixed: Map::new(),
            values: Map::new(),
            only: Vec::new(),
            next: String::new(),
            submit: None,
            keys: "",
            weight: Weight::default(),
            sent: None,
            refusal: None,
            cancel: None,
            without: Vec::new(),
            into: None,
        }
    }
    /// Known already, and not asked for.
    #[must_use]
    pub fn fixed(mut self, name: &str, value: impl Serialize) -> Self {
        self.fixed.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(JsonValue::Null));
        self
    }
    /// What the form is about: helps a field to offer what belongs there (the contacts of this customer), and is not sent.
    #[must_use]
    pub fn about(mut self, name: &str, value: impl Serialize) -> Self {
        let value = serde_json::to_value(value).unwrap_or(JsonValue::Null);
        self.fixed.insert(format!("{ABOUT}{name}"), value);
        self
    }
    /// Filled in, to be changed.
    #[must_use]
    pub fn value(mut self, name: &str, value: impl Serialize) -> Self {
        self.values.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(JsonValue::Null));
        self
    }
    /// Asks for these fields only, in this order.
    #[must_use]
    pub fn only(mut self, names: &[&str]) -> Self {
        self.only = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }
    /// Where to go afterwards; `{name}` stands for a field of the action's answer.
    #[must_use]
    pub fn next(mut self, href: impl Into<String>) -> Self {
        self.next = href.into();
        self
    }
    /// Words on the button instead of the action's name (already translated).
    #[must_use]
    pub fn submit(mut self, words: impl Into<String>) -> Self {
        self.submit = Some(words.into());
        self
    }
    /// A single key that opens the form's dialog.
    #[must_use]
    pub fn keys(mut self, keys: &'static str) -> Self {
        self.keys = keys;
        self
    }
    /// How much the button asks to be pressed.
    #[must_use]
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }
    /// Does not offer these words in a field of many: what would be refused here in any case.
    #[must_use]
    pub fn without(mut self, name: &str, words: &[&str]) -> Self {
        self.without.push((name.to_owned(), words.iter().map(|word| (*word).to_owned()).collect()));
        self
    }
    /// The way out.
    #[must_use]
    pub fn cancel(mut self, link: Link) -> Self {
        self.cancel = Some(link);
        self
    }

    /// The form as it was sent and refused.
    #[must_use]
    pub fn returned(
        mut self,
        sent: Sent,
        fixed: Map<String, JsonValue>,
        only: Vec<String>,
        next: String,
        refusal: Refusal,
    ) -> Self {
        self.refusal = Some(refusal);
        self.again(sent, fixed, only, next)
    }

    /// The form as it was sent, to be gone on with.
    #[must_use]
    pub fn again(
        mut self,
        sent: Sent,
        fixed: Map<String, JsonValue>,
        only: Vec<String>,
        next: String,
    ) -> Self {
        self.sent = Some(sent);
        self.fixed = fixed;
        self.only = only;
        self.next = next;
        self
    }

    /// The form; empty when the reader may not run the action.
    ///
    /// # Errors
    /// What a lookup refuses.
    pub fn draw(&self, cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
        draw(self, cx.reader)
    }

    /// A button that opens the form in a dialog. The form is drawn when it is asked for, so that a page with thirty of
    /// them is as light as one with none; without script the page comes again with the form open in its flow.
    ///
    /// # Errors
    /// What a lookup refuses.
    pub fn dialog(&self, cx: &mut PageCx<'_, '_>, weight: Weight) -> Outcome<Markup> {
        if !cx.reader.may_act(self.action) {
            return Ok(html! {});
        }
        let title = cx.say(&action_message(self.action));
        let id = crate::parts::slug(&format!("do-{}-{}", self.action, self.fixed_text()));
        let label = self.submit.as_ref().unwrap_or(&title);
        let link =
            dialog_link(weight, &cx.dialog_address(&id), &format!("/do/{}", self.action), label, self.keys);
        if !cx.asks_dialog(&id) {
            return Ok(link);
        }
        let close = cx.say("close");
        let body = draw(self, cx.reader)?;
        Ok(html! { (link) (dialog(&id, &title, &close, true, &body)) })
    }

    /// A button that does it at once, with nothing to ask.
    pub fn button(&self, cx: &PageCx<'_, '_>, weight: Weight) -> Markup {
        if !cx.reader.may_act(self.action) {
            return html! {};
        }
        let label = self.submit.clone().unwrap_or_else(|| cx.say(&action_message(self.action)));
        let hidden = self.hidden(cx.reader, &self.asked(cx.reader));
        crate::parts::menu::button_post(
            weight,
            &crate::parts::ActionButton { label, action: format!("/do/{}", self.action), hidden },
        )
    }

    /// The address of the form's own page, filled in.
    pub fn href(&self) -> String {
        let mut query = vec![format!("_fixed={}", escape(&self.fixed_text()))];
        if !self.only.is_empty() {
            query.push(format!("_only={}", escape(&self.only.join(","))));
        }
        if !self.next.is_empty() {
            query.push(format!("_next={}", escape(&self.next)));
        }
        format!("/do/{}?{}", self.action, query.join("&"))
    }

    /// What is fixed, as JSON.
    fn fixed_text(&self) -> String {
        serde_json::to_string(&self.fixed).unwrap_or_default()
    }

    fn hidden(&self, reader: &Reader<'_>, asked: &[Asked]) -> Vec<Hidden> {
        let key = self
            .sent
            .as_ref()
            .and_then(|sent| sent.get("_key").and_then(|list| list.first()).cloned())
            .unwrap_or_else(|| reader.context.new_id::<Uuid>().to_string());
        let mut hidden = vec![Hidden::new("_key", key), Hidden::new("_fixed", self.fixed_text())];
        let names: Vec<&str> = asked.iter().map(|field| field.name.as_str()).collect();
        hidden.push(Hidden::new("_only", names.join(",")));
        if !self.next.is_empty() {
            hidden.push(Hidden::new("_next", self.next.clone()));
        }
        if let Some(into) = self.into.as_ref().and_then(|into| serde_json::to_string(into).ok()) {
            hidden.push(Hidden::new("_into", into));
        }
        hidden
    }

    /// What is known while a field is asked for: what is fixed, and what the form is about.
    fn known(&self) -> JsonValue {
        let named = |(name, value): (&String, &JsonValue)| {
            (name.strip_prefix(ABOUT).unwrap_or(name).to_owned(), value.clone())
        };
        JsonValue::Object(self.fixed.iter().map(named).collect())
    }

    fn asked(&self, reader: &Reader<'_>) -> Vec<Asked> {
        let Some(def) = reader.kernel.registry.find_action(self.action) else { return Vec::new() };
        let wanted = |name: &str| {
            (self.only.is_empty() || self.only.iter().any(|only| only == name))
                && !self.fixed.contains_key(name)
        };
        let mut all = fields_where(def.input.as_value(), wanted);
        if !self.only.is_empty() {
            all.sort_by_key(|field| self.only.iter().position(|name| *name == field.name));
        }
        all
    }
}

/// The message key of an action's name.
pub fn action_message(action: &str) -> String {
    format!("action-{}", action.replace(['.', '_'], "-"))
}

struct Draw<'f, 'a, 'r> {
    form: &'f ActionForm,
    reader: &'a mut Reader<'r>,
    dashed: String,
}

fn draw(form_: &ActionForm, reader: &mut Reader<'_>) -> Outcome<Markup> {
    if !reader.may_act(form_.action) {
        return Ok(html! {});
    }
    let asked = form_.asked(reader);
    let hidden = form_.hidden(reader, &asked);
    let mut draw = Draw { form: form_, dashed: form_.action.replace(['.', '_'], "-"), reader };
    let mut parts = Vec::new();
    for field in &asked {
        draw.part(field, &field.name, form_.values.get(&field.name), &mut parts)?;
    }
    let errors = draw.errors(&asked);
    let tongue = draw.reader.context.tongue();
    let submit =
        form_.submit.clone().unwrap_or_else(|| tongue.say(&action_message(form_.action)).into_owned());
    let shown = Form {
        id: format!("{}-{}", form_.action, form_.fixed_text()),
        method: Method::Post,
        action: format!("/do/{}", form_.action),
        hidden,
        parts,
        submit,
        weight: form_.weight,
        also: Vec::new(),
        cancel: form_.cancel.clone(),
        errors_title: tongue.say("form-refused").into_owned(),
        errors,
        required_note: tongue.say("form-required-note").into_owned(),
        in_place: false,
    };
    Ok(form(&shown))
}

impl Draw<'_, '_, '_> {
    fn label(&self, kind: &str, path: &str) -> Option<String> {
        let name = last_name(path);
        let language: Language = self.reader.context.language;
        let words = &self.reader.context.words;
        [format!("{kind}-{}-{}", self.dashed, name), format!("{kind}-{name}")]
            .iter()
            .find(|key| words.has(language, key))
            .map(|key| self.reader.context.tongue().say(key).into_owned())
    }

    fn errors(&self, asked: &[Asked]) -> Vec<FormError> {
        let Some(refusal) = &self.form.refusal else { return Vec::new() };
        let tongue = self.reader.context.tongue();
        if refusal.fields.is_empty() {
            return vec![FormError { field: String::new(), text: refusal_text(&tongue, refusal) }];
        }
        refusal
            .fields
            .iter()
            .map(|error| {
                let name = dotted(&error.pointer);
                let known = asked
                    .iter()
                    .any(|field| name == field.name || name.starts_with(&format!("{}.", field.name)));
                let label = self.label("field", &name).unwrap_or_else(|| name.clone());
                FormError {
                    field: if known { name } else { String::new() },
                    text: format!("{label}: {}", field_text(&tongue, error)),
                }
            })
            .collect()
    }

    fn error_of(&self, path: &str) -> String {
        let Some(refusal) = &self.form.refusal else { return String::new() };
        let tongue = self.reader.context.tongue();
        refusal
            .fields
            .iter()
            .find(|error| dotted(&error.pointer) == path)
            .map(|error| field_text(&tongue, error))
            .unwrap_or_default()
    }

    fn typed(&self, path: &str) -> Option<String> {
        self.form
            .sent
            .as_ref()
            .map(|sent| sent.get(path).and_then(|list| list.first()).cloned().unwrap_or_default())
    }

    fn text_of(&self, path: &str, value: Option<&JsonValue>) -> String {
        self.typed(path).unwrap_or_else(|| match value {
            Some(JsonValue::String(text)) => text.clone(),
            None | Some(JsonValue::Null) => String::new(),
            Some(other) => other.to_string(),
        })
    }

    fn part(
        &mut self,
        asked: &Asked,
        path: &str,
        value: Option<&JsonValue>,
        parts: &mut Vec<FormPart>,
    ) -> Outcome<()> {
        match &asked.shape {
            Shape::Object => {
                let title = self.label("field", path).unwrap_or_else(|| path.to_owned());
                let (mut inside, mut rows) = (Vec::new(), Vec::new());
                for inner in fields(&unwrapped(&asked.schema)) {
                    let below = format!("{path}.{}", inner.name);
                    let value = value.and_then(|value| value.get(&inner.name)).cloned();
                    match &inner.shape {
                        // Rows need the form's whole width: they follow the group they belong to.
                        Shape::List(row) if matches!(row.shape, Shape::Object) => {
                            rows.push(FormPart::Rows(self.rows(row, &below, value.as_ref())?));
                        }
                        _ => inside.push(self.field(&inner, &below, value.as_ref())?),
                    }
                }
                parts.push(FormPart::Group { title, fields: inside });
                parts.extend(rows);
            }
            Shape::List(inner) if matches!(inner.shape, Shape::Object) => {
                let rows = self.rows(inner, path, value)?;
                parts.push(FormPart::Rows(rows));
            }
            _ => {
                let field = self.field(asked, path, value)?;
                parts.push(FormPart::Field(field));
            }
        }
        Ok(())
    }

    fn rows(&mut self, inner: &Asked, path: &str, value: Option<&JsonValue>) -> Outcome<Rows> {
        let given = value.and_then(JsonValue::as_array).cloned().unwrap_or_default();
        let numbers: Vec<usize> = match &self.form.sent {
            Some(sent) => {
                let prefix = format!("{path}.");
                let mut numbers: Vec<usize> = sent
                    .keys()
                    .filter_map(|key| key.strip_prefix(&prefix)?.split('.').next()?.parse().ok())
                    .collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers
            }
            None => (0..given.len().max(1) + BLANK_ROWS - 1).collect(),
        };
        let mut rows = Vec::new();
        for number in numbers {
            rows.push(self.row(inner, &format!("{path}.{number}"), given.get(number))?);
        }
        let blank = self.row(inner, &format!("{path}.{ROW_NUMBER}"), None)?;
        let tongue = self.reader.context.tongue();
        let (add, remove) =
            (tongue.say("form-add-row").into_owned(), tongue.say("form-remove-row").into_owned());
        Ok(Rows {
            name: path.to_owned(),
            legend: self.label("field", path).unwrap_or_else(|| path.to_owned()),
            rows,
            blank,
            add,
            remove,
            error: self.error_of(path),
            form: String::new(),
        })
    }

    fn row(&mut self, inner: &Asked, path: &str, value: Option<&JsonValue>) -> Outcome<Vec<Field>> {
        let mut row = Vec::new();
        for mut field in fields(&inner.schema) {
            if matches!(field.shape, Shape::Object | Shape::Json)
                || matches!(&field.shape, Shape::List(list) if list.shape == Shape::Object)
            {
                continue;
            }
            let below = format!("{path}.{}", field.name);
            let value = value.and_then(|value| value.get(&field.name)).cloned();
            // A blank row is no error: nothing in it is marked as required, and nothing is chosen until somebody does.
            field.required = false;
            row.push(self.field(&field, &below, value.as_ref())?);
        }
        Ok(row)
    }

    fn field(&mut self, asked: &Asked, path: &str, value: Option<&JsonValue>) -> Outcome<Field> {
        let text = self.text_of(path, value);
        let (control, shown) = self.control(asked, path, value, text)?;
        let label = self.label("field", path).unwrap_or_else(|| last_name(path).replace('-', " "));
        let mut field = Field::new(path, label, control).with(shown);
        field.required = asked.required && asked.shape != Shape::Flag;
        field.hint = self.label("hint", path).unwrap_or_default();
        field.error = self.error_of(path);
        field.half = matches!(
            asked.shape,
            Shape::Date | Shape::Instant | Shape::Number | Shape::Words { .. } | Shape::Money
        );
        Ok(field)
    }

    fn control(
        &mut self,
        asked: &Asked,
        path: &str,
        value: Option<&JsonValue>,
        text: String,
    ) -> Outcome<(Control, String)> {
        let zone = self.reader.context.principal.zone.clone();
        let line = || Control::Text { kind: text_kind(path), autocomplete: "off".to_owned() };
        if asked.schema.get("x-drawing").is_some() {
            let again = self.reader.context.tongue().say("drawing-again").into_owned();
            return Ok((Control::Drawing { width: 600, height: 200, again }, text));
        }
        Ok(match &asked.shape {
            Shape::Date => (Control::Date, text),
            Shape::Instant => {
                let shown = match text.parse::<jiff::Timestamp>() {
                    Ok(at) => {
                        let local = self.reader.context.tongue().zone.to_datetime(at);
                        local.strftime("%Y-%m-%dT%H:%M").to_string()
                    }
                    Err(_) => text,
                };
                (Control::DateTime { zone }, shown)
            }
            Shape::Number => {
                let bound = |name: &str| asked.schema.get(name).map(ToString::to_string).unwrap_or_default();
                (
                    Control::Number {
                        min: bound("minimum"),
                        max: bound("maximum"),
                        step: "1".to_owned(),
                        unit: String::new(),
                    },
                    text,
                )
            }
            Shape::Flag => {
                let checked = match &self.form.sent {
                    Some(sent) => sent.contains_key(path),
                    None => value == Some(&JsonValue::Bool(true)),
                };
                (Control::Checkbox { checked }, "true".to_owned())
            }
            Shape::Money => (
                self.money(path, value),
                self.text_of(&format!("{path}.amount"), value.and_then(|v| v.get("amount"))),
            ),
            Shape::Words { words, key } => {
                let options = self.picks(words, key, std::slice::from_ref(&text), asked.required);
                (Control::Select { options, multiple: false }, text)
            }
            Shape::Ref { entity } => self.reference(entity, path, text, asked.required)?,
            Shape::List(inner) => self.many(inner, path, value, text)?,
            Shape::Text { max } if max.is_some_and(|max| max > LINE_MAX) => {
                (Control::Textarea { rows: 4, draft: true }, text)
            }
            Shape::Json => (Control::Textarea { rows: 4, draft: false }, text),
            _ => (line(), text),
        })
    }

    fn money(&self, path: &str, value: Option<&JsonValue>) -> Control {
        let chosen = self.text_of(&format!("{path}.currency"), value.and_then(|value| value.get("currency")));
        let currencies = currencies(&chosen);
        let currency_label = self.reader.context.tongue().say("field-currency").into_owned();
        Control::Money { currencies, currency_label }
    }

    fn picks(&self, words: &[String], key: &str, chosen: &[String], required: bool) -> Vec<Pick> {
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

    fn reference(
        &mut self,
        entity: &str,
        path: &str,
        text: String,
        required: bool,
    ) -> Outcome<(Control, String)> {
        let Some(lookup) = self
            .reader
            .kernel
            .registry
            .extensions::<Lookup>()
            .find(|lookup| lookup.entity == entity)
            .copied()
        else {
            return Ok((Control::Text { kind: TextKind::Text, autocomplete: "off".to_owned() }, text));
        };
        let fixed = self.form.known();
        if lookup.few {
            let mut options = Vec::new();
            if !required {
                options.push(Pick::new("", "—", text.is_empty()));
            }
            for offer in (lookup.find)(self.reader, "", &fixed)? {
                let value = offer.value.to_string();
                let chosen = value == text;
                options.push(Pick { value, label: offer.label, hint: offer.hint, chosen });
            }
            return Ok((Control::Select { options, multiple: false }, text));
        }
        let label = match Uuid::parse_str(&text) {
            Ok(id) => (lookup.label)(self.reader, id)?.unwrap_or_default(),
            Err(_) => self.typed(&format!("{path}_text")).unwrap_or_default(),
        };
        let url = format!("/lookup/{entity}?fixed={}", escape(&fixed.to_string()));
        Ok((Control::Search { url, text_name: format!("{path}_text"), text: label }, text))
    }

    fn many(
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
                let lookup = self
                    .reader
                    .kernel
                    .registry
                    .extensions::<Lookup>()
                    .find(|lookup| lookup.entity == entity.as_str())
                    .copied();
                let mut options = Vec::new();
                if let Some(lookup) = lookup {
                    let fixed = self.form.known();
                    for offer in (lookup.find)(self.reader, "", &fixed)? {
                        let value = offer.value.to_string();
                        let chosen = chosen.contains(&value);
                        options.push(Pick { value, label: offer.label, hint: offer.hint, chosen });
                    }
                }
                Ok((Control::Select { options, multiple: true }, String::new()))
            }
            _ => match choices(self.reader, &inner.schema, &chosen)? {
                Some(groups) => Ok((Control::Checks { groups }, String::new())),
                None => Ok((Control::Textarea { rows: 3, draft: false }, text)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_and_names() {
        assert_eq!(dotted("/lines/0/unit_price"), "lines.0.unit_price");
        assert_eq!(last_name("lines.0.unit_price"), "unit-price");
        assert_eq!(last_name("lines.__n__.unit_price"), "unit-price");
        assert_eq!(last_name("wording"), "wording");
    }

    /// What the drawn field sends is what the reader of forms looks for, in a currency of any number of digits.
    #[test]
    fn an_amount_typed_is_the_amount_read() {
        let pick = Pick::new("KWD", "KWD", true);
        let control = Control::Money { currencies: vec![pick], currency_label: "Currency".to_owned() };
        let drawn = crate::parts::control::field(&Field::new("price", "Price", control)).into_string();
        for name in ["price.amount", "price.currency"] {
            assert!(drawn.contains(&format!("name=\"{name}\"")), "{name} is not in {drawn}");
        }
        let typed = [("price.amount", "1.250,125"), ("price.currency", "KWD")];
        let pairs = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let read = crate::answer::money("price", &crate::answer::collect(&pairs));
        assert_eq!(read, Some(serde_json::json!({ "amount": "1250.125", "currency": "KWD" })));
    }
}
