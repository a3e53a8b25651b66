//! Forms made from the schema of an action. Whatever a person may do has a form, and a refused form comes back with
//! everything typed and the reason beside the field.
//!
//! Labels are looked up as `field-<action>-<path>` (`lines-required-on`), `field-<action>-<name>`, then `field-<name>`;
//! hints likewise as `hint-…`. A room's page chooses fields and fills what it knows; it never writes a form by hand.

mod into;
mod known;
mod names;
mod offers;

use accord_kernel::{Language, Outcome, Reader, Refusal};
use maud::{Markup, html};
use serde::Serialize;
use serde_json::{Map, Value as JsonValue};
use uuid::Uuid;

use crate::{
    answer::{Field as Asked, Sent, Shape, fields, fields_where, figure, is_figure, unwrapped},
    page::{PageCx, escape},
    parts::{
        Hidden, Link,
        control::{Control, Field, TextKind},
        form::{Form, FormError, FormPart, Method, form},
        menu::{Weight, dialog, dialog_link},
        rows::{ROW_NUMBER, Rows},
    },
};

pub use into::IntoField;
use known::{HINT, LABEL};
pub use known::{KnownField, known_input};
pub use names::{currencies, field_text, refusal_text, refusal_whole};
use names::{dotted, last_name, text_kind, whole_name};

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
    title: Option<String>,
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
            title: None,
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
    /// Heading of the form's dialog instead of the action's name (already translated): which thing it is about.
    #[must_use]
    pub fn title(mut self, words: impl Into<String>) -> Self {
        self.title = Some(words.into());
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
    /// Alone in its dialog or on its page, where sending it is the one thing to do.
    #[must_use]
    pub fn foremost(mut self) -> Self {
        if self.weight == Weight::Plain {
            self.weight = Weight::Primary;
        }
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
        let body = draw(&self.clone().foremost(), cx.reader)?;
        let heading = self.title.as_ref().unwrap_or(&title);
        Ok(html! { (link) (dialog(&id, heading, &close, true, &body)) })
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

    /// What is known while a field is asked for: what other fields refer to already, what is fixed, and what the form is
    /// about.
    fn known(&self, asked: &[Asked]) -> JsonValue {
        let referred = |field: &&Asked| matches!(field.shape, Shape::Ref { .. });
        let chosen = asked.iter().filter(referred).filter_map(|field| {
            let value = match &self.sent {
                Some(sent) => JsonValue::from(sent.get(&field.name)?.first()?.as_str()),
                None => self.values.get(&field.name)?.clone(),
            };
            Some((field.name.clone(), value))
        });
        let fixed = self
            .fixed
            .iter()
            .map(|(name, value)| (name.strip_prefix(ABOUT).unwrap_or(name).to_owned(), value.clone()));
        JsonValue::Object(chosen.chain(fixed).collect())
    }

    fn refused_at(&self, name: &str) -> bool {
        let fields = self.refusal.iter().flat_map(|refusal| &refusal.fields);
        fields.map(|field| dotted(&field.pointer)).any(|at| at == name)
    }

    /// What a refusal says would be possible in a field of this very action.
    fn possible_at(&self, name: &str) -> Vec<Uuid> {
        let possible = self.refusal.iter().flat_map(|refusal| &refusal.possible);
        let inputs =
            possible.filter_map(|one| one.action.as_ref()).filter(|(action, _)| *action == self.action);
        inputs.filter_map(|(_, input)| input.get(name)?.as_str()?.parse().ok()).collect()
    }

    fn asked(&self, reader: &Reader<'_>) -> Vec<Asked> {
        let Some(def) = reader.kernel.registry.find_action(self.action) else { return Vec::new() };
        let only = |name: &str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        let wanted = |name: &str| !self.fixed.contains_key(name) && (only(name) || self.refused_at(name));
        let input = known_input(&reader.context, self.action, &def.input, &self.fixed);
        let mut all = fields_where(input.as_value(), wanted);
        // What a refusal leaves to be chosen or said is asked for, although the form left it out at first.
        all.retain(|field| only(&field.name) || matches!(field.shape, Shape::Ref { .. } | Shape::Flag));
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

/// Words that a field's own schema brings.
fn own_words(field: &Asked, key: &str) -> Option<String> {
    field.schema.get(key).and_then(JsonValue::as_str).map(str::to_owned)
}

struct Draw<'f, 'a, 'r> {
    form: &'f ActionForm,
    reader: &'a mut Reader<'r>,
    dashed: String,
    known: JsonValue,
}

fn draw(form_: &ActionForm, reader: &mut Reader<'_>) -> Outcome<Markup> {
    if !reader.may_act(form_.action) {
        return Ok(html! {});
    }
    let asked = form_.asked(reader);
    let hidden = form_.hidden(reader, &asked);
    let known = form_.known(&asked);
    let mut draw = Draw { form: form_, dashed: form_.action.replace(['.', '_'], "-"), known, reader };
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
    /// The words for a field: those for the whole path go before those for its last name, since a row may ask for the
    /// same thing as the form round it.
    fn label(&self, kind: &str, path: &str) -> Option<String> {
        let (whole, name) = (whole_name(path), last_name(path));
        let language: Language = self.reader.context.language;
        let words = &self.reader.context.words;
        [
            format!("{kind}-{}-{whole}", self.dashed),
            format!("{kind}-{}-{name}", self.dashed),
            format!("{kind}-{name}"),
        ]
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
                let own =
                    asked.iter().find(|field| field.name == name).and_then(|field| own_words(field, LABEL));
                let label = own.or_else(|| self.label("field", &name)).unwrap_or_else(|| name.clone());
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

    /// As it was typed, or the figure as its reader would type it.
    fn figure_of(&self, path: &str, value: Option<&JsonValue>) -> String {
        let language = self.reader.context.language;
        self.typed(path).unwrap_or_else(|| figure::filled_in(&self.text_of(path, value), language))
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
        let label = own_words(asked, LABEL)
            .or_else(|| self.label("field", path))
            .unwrap_or_else(|| last_name(path).replace('-', " "));
        let mut field = Field::new(path, label, control).with(shown);
        field.required = asked.required && asked.shape != Shape::Flag;
        field.hint = own_words(asked, HINT).or_else(|| self.label("hint", path)).unwrap_or_default();
        field.error = self.error_of(path);
        field.refers = match &asked.shape {
            Shape::Ref { .. } => true,
            Shape::List(inner) => matches!(inner.shape, Shape::Ref { .. }),
            _ => false,
        };
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
                self.figure_of(&format!("{path}.amount"), value.and_then(|v| v.get("amount"))),
            ),
            Shape::Text { .. } if is_figure(&asked.schema) => (
                Control::Text { kind: TextKind::Figure, autocomplete: "off".to_owned() },
                self.figure_of(path, value),
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::control::Pick;

    #[test]
    fn pointers_and_names() {
        assert_eq!(dotted("/lines/0/unit_price"), "lines.0.unit_price");
        assert_eq!(last_name("lines.0.unit_price"), "unit-price");
        assert_eq!(last_name("lines.__n__.unit_price"), "unit-price");
        assert_eq!(last_name("wording"), "wording");
        assert_eq!(whole_name("lines.__n__.unit_price"), "lines-unit-price");
        assert_eq!(whole_name("terms.prices.3.amount"), "terms-prices-amount");
        assert_eq!(whole_name("wording"), "wording");
    }

    /// What the drawn field sends is what the reader of forms looks for.
    #[test]
    fn an_amount_is_sent_under_the_names_that_are_read() {
        let pick = Pick::new("KWD", "KWD", true);
        let control = Control::Money { currencies: vec![pick], currency_label: "Currency".to_owned() };
        let drawn = crate::parts::control::field(&Field::new("price", "Price", control)).into_string();
        for name in ["price.amount", "price.currency"] {
            assert!(drawn.contains(&format!("name=\"{name}\"")), "{name} is not in {drawn}");
        }
    }
}
