//! One field of a form: label, control, hint, and the reason where it was refused.
//!
//! The server's answer is the truth, so controls are marked for assistive technology (`aria-required`,
//! `aria-invalid`) but the browser's own refusals are left off: they speak its language, not the person's.

use maud::{Markup, html};

use super::{panel::disclosure, slug};

/// What a text field is for; decides the keyboard on the phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TextKind {
    #[default]
    Text,
    Email,
    Phone,
    Url,
    Password,
    /// A figure in the way of the reader's language, which a browser's own field for numbers may not take.
    Figure,
}

impl TextKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Figure => "text",
            Self::Email => "email",
            Self::Phone => "tel",
            Self::Url => "url",
            Self::Password => "password",
        }
    }
}

/// One choice of a select or radio field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pick {
    /// Value sent.
    pub value: String,
    /// Translated words.
    pub label: String,
    /// More about it, where radio buttons show it.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Pick {
    /// The choice `value`, shown as `label`.
    pub fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), chosen }
    }
}

/// Headings and what stands under them.
pub type PickGroups = Vec<(String, Vec<Pick>)>;

/// The kinds of field.
#[derive(Clone, Debug)]
pub enum Control {
    /// One line.
    Text {
        /// What it is for.
        kind: TextKind,
        /// Value of the `autocomplete` attribute; empty for the browser's own.
        autocomplete: String,
    },
    /// Many lines. With `draft`, what is typed survives a lost session until it is sent.
    Textarea {
        /// Height in lines.
        rows: u8,
        /// Whether the browser keeps what is typed.
        draft: bool,
    },
    /// A day (`YYYY-MM-DD`).
    Date,
    /// A civil date and time (`YYYY-MM-DDTHH:MM`); `zone` says whose.
    DateTime {
        /// Name of the zone, shown beside the field.
        zone: String,
    },
    /// A time of day.
    Time,
    /// A figure.
    Number {
        /// Smallest; empty for none.
        min: String,
        /// Largest; empty for none.
        max: String,
        /// Step; empty for 1, `any` for fractions.
        step: String,
        /// Unit shown behind it.
        unit: String,
    },
    /// An amount, sent as `name.amount`, and its ISO 4217 code, sent as `name.currency`; the currency is chosen or, with
    /// one pick, given.
    Money {
        /// The codes to choose from.
        currencies: Vec<Pick>,
        /// What screen readers hear for the currency.
        currency_label: String,
    },
    /// One or many of a list.
    Select {
        /// The choices.
        options: Vec<Pick>,
        /// Whether many.
        multiple: bool,
    },
    /// Many of a longer list, all in sight under headings; each box is sent under the field's name.
    Checks {
        /// Headings and what stands under them.
        groups: PickGroups,
    },
    /// Yes or no; the field's value is what is sent for yes.
    Checkbox {
        /// Whether it is ticked.
        checked: bool,
    },
    /// One of a few, all in sight.
    Radio {
        /// The choices.
        options: Vec<Pick>,
    },
    /// Files.
    File {
        /// Value of the `accept` attribute.
        accept: String,
        /// Whether many.
        multiple: bool,
    },
    /// Something drawn by hand, a signature: strokes of points as text. Without script there is nothing to draw on.
    Drawing {
        /// Width of the sheet in points.
        width: u16,
        /// Its height.
        height: u16,
        /// What the button says that begins anew.
        again: String,
    },
    /// Something found by typing. The field carries its id; `text_name` what was typed: where no script ran, the form
    /// comes back with what the server finds by it, to choose from.
    Search {
        /// Answers `?q=` with JSON: `[{"value","label","hint"}]`.
        url: String,
        /// Name of the field that carries the words.
        text_name: String,
        /// The words now.
        text: String,
    },
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Id of the form it stands in, which its own id begins with; set by the form that shows it.
    pub form: String,
    /// Name under which it is sent; must be unique in its form.
    pub name: String,
    /// Translated label.
    pub label: String,
    /// What to know before typing; empty for none.
    pub hint: String,
    /// Why it was refused, and what would be possible instead; empty for none.
    pub error: String,
    /// Whether it must be filled.
    pub required: bool,
    /// What it is.
    pub control: Control,
    /// What stands in it.
    pub value: String,
    /// Takes half of the form's width where there is room.
    pub half: bool,
    /// Refers to a thing: what is chosen here may narrow what other fields of the form offer, and theirs what this does.
    pub refers: bool,
    /// The field to start with; at most one a page.
    pub focus: bool,
}

impl Field {
    /// An empty field, not required.
    pub fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            form: String::new(),
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            error: String::new(),
            required: false,
            control,
            value: String::new(),
            half: false,
            refers: false,
            focus: false,
        }
    }

    /// A line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Text { kind: TextKind::Text, autocomplete: "off".into() })
    }

    /// The same field with `value` in it.
    #[must_use]
    pub fn with(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// The same field, which must be filled.
    #[must_use]
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same field with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same field, refused for a reason.
    #[must_use]
    pub fn error(self, error: impl Into<String>) -> Self {
        Self { error: error.into(), ..self }
    }

    /// The same field at half width.
    #[must_use]
    pub fn half(self) -> Self {
        Self { half: true, ..self }
    }

    /// Id of its control, which error summaries lead to.
    #[must_use]
    pub fn id(&self) -> String {
        field_id(&self.form, &self.name)
    }

    /// The same field in the form with this id: two forms of a page may ask for the same thing.
    #[must_use]
    pub fn within(&self, form: &str) -> Self {
        Self { form: form.to_owned(), ..self.clone() }
    }

    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let hint = (!self.hint.is_empty()).then(|| format!("{id}-hint"));
        let error = (!self.error.is_empty()).then(|| format!("{id}-error"));
        let both: Vec<String> = error.into_iter().chain(hint).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }
}

/// Id of the control of the field `name` in the form `form`.
#[must_use]
pub fn field_id(form: &str, name: &str) -> String {
    if form.is_empty() { format!("f-{}", slug(name)) } else { format!("f-{}-{}", slug(form), slug(name)) }
}

/// Shows a [`Field`].
#[must_use]
pub fn field(field: &Field) -> Markup {
    let id = field.id();
    let class = if field.half { "field half" } else { "field" };
    match &field.control {
        Control::Checkbox { checked } => html! {
            div class={ (class) " check" } {
                label {
                    input type="checkbox" id=(id) name=(field.name) value=(if field.value.is_empty() { "yes" } else { &field.value })
                        checked[*checked] aria-invalid=[invalid(field)] aria-describedby=[field.described_by()];
                    span { (field.label) (star(field)) }
                }
                (remarks(field, &id))
            }
        },
        Control::Radio { options } => html! {
            fieldset class={ (class) " radios" } id=(id) tabindex="-1" aria-describedby=[field.described_by()] aria-invalid=[invalid(field)] role="radiogroup" aria-required=[required(field)] {
                legend { (field.label) (star(field)) }
                (remarks(field, &id))
                @for pick in options {
                    label.radio {
                        input type="radio" name=(field.name) value=(pick.value) checked[pick.chosen];
                        span { (pick.label) @if !pick.hint.is_empty() { small { (pick.hint) } } }
                    }
                }
            }
        },
        Control::Checks { groups } => html! {
            fieldset class={ (class) " checks" } id=(id) tabindex="-1" aria-describedby=[field.described_by()] {
                legend { (field.label) (star(field)) }
                (remarks(field, &id))
                div.check-groups {
                    @for (title, picks) in groups {
                        @if groups.iter().map(|(_, picks)| picks.len()).sum::<usize>() > IN_SIGHT_MAX {
                            (folded_group(&field.name, title, picks))
                        } @else { (check_group(&field.name, title, picks)) }
                    }
                }
            }
        },
        _ => html! {
            div class=(class) data-refers[field.refers] {
                label for=(id) { (field.label) (star(field)) }
                (control(field, &id))
                (remarks(field, &id))
            }
        },
    }
}

/// More boxes than these are folded under their headings.
const IN_SIGHT_MAX: usize = 120;

/// A heading that opens; it stands open where something below it is ticked.
fn folded_group(name: &str, title: &str, picks: &[Pick]) -> Markup {
    let chosen = picks.iter().filter(|pick| pick.chosen).count();
    let far = if chosen > 0 { format!("{chosen}/") } else { String::new() };
    let heading = format!("{title} ({far}{})", picks.len());
    let body = html! { fieldset.check-group aria-label=(title) { (boxes(name, picks)) } };
    disclosure(&format!("{name}-{title}"), &heading, chosen > 0, &body)
}

fn check_group(name: &str, title: &str, picks: &[Pick]) -> Markup {
    html! { fieldset.check-group { legend { (title) } (boxes(name, picks)) } }
}

fn boxes(name: &str, picks: &[Pick]) -> Markup {
    html! {
        @for pick in picks {
            label.radio {
                input type="checkbox" name=(name) value=(pick.value) checked[pick.chosen];
                span { (pick.label) @if !pick.hint.is_empty() { small { (pick.hint) } } }
            }
        }
    }
}

fn star(field: &Field) -> Markup {
    html! { @if field.required { span.star aria-hidden="true" { "*" } } }
}

fn remarks(field: &Field, id: &str) -> Markup {
    html! {
        @if !field.error.is_empty() { p.error id={ (id) "-error" } { (super::icon::icon(super::icon::Icon::Warning)) (field.error) } }
        @if !field.hint.is_empty() { p.hint id={ (id) "-hint" } { (field.hint) } }
    }
}

fn invalid(field: &Field) -> Option<&'static str> {
    (!field.error.is_empty()).then_some("true")
}

fn required(field: &Field) -> Option<&'static str> {
    field.required.then_some("true")
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn control(field: &Field, id: &str) -> Markup {
    match &field.control {
        Control::Textarea { rows, draft } => html! {
            textarea id=(id) name=(field.name) rows=(rows) data-draft[*draft] autofocus[field.focus]
                aria-required=[required(field)] aria-invalid=[invalid(field)] aria-describedby=[field.described_by()] {
                // A parser drops a line break right after the tag; this one is ours, so that theirs stays.
                "\n" (field.value)
            }
        },
        Control::Select { options, multiple } => html! {
            select id=(id) name=(field.name) multiple[*multiple] autofocus[field.focus]
                aria-required=[required(field)] aria-invalid=[invalid(field)] aria-describedby=[field.described_by()] { (picks(options)) }
        },
        Control::File { accept, multiple } => html! {
            input type="file" id=(id) name=(field.name) accept=[some(accept)] multiple[*multiple]
                aria-required=[required(field)] aria-invalid=[invalid(field)] aria-describedby=[field.described_by()];
        },
        Control::Money { currencies, currency_label } => html! {
            div.joined {
                (named_input(field, id, &format!("{}.amount", field.name), "text", Some("decimal"), ["", "", "", ""]))
                select name={ (field.name) ".currency" } aria-label=(currency_label) { (picks(currencies)) }
            }
        },
        Control::Number { min, max, step, unit } => html! {
            @let bare = input(field, id, "number", Some(if step.is_empty() { "numeric" } else { "decimal" }), [min, max, step, ""]);
            @if unit.is_empty() { (bare) } @else { div.joined { (bare) span.unit { (unit) } } }
        },
        Control::DateTime { zone } => html! {
            div.joined { (input(field, id, "datetime-local", None, [""; 4])) @if !zone.is_empty() { span.unit { (zone) } } }
        },
        Control::Drawing { width, height, again } => html! {
            div.drawing data-drawing hx-morph-skip {
                canvas id=(id) width=(width) height=(height) role="img" aria-label=(field.label) {}
                input type="hidden" name=(field.name) value=(field.value);
                button.button.quiet type="button" data-drawing-again { (again) }
            }
        },
        Control::Search { url, text_name, text } => html! {
            div.finder data-finder=(super::href(url)) hx-morph-skip {
                input type="hidden" name=(field.name) value=(field.value);
                input type="text" id=(id) name=(text_name) value=(text) autocomplete="off" autofocus[field.focus]
                    aria-required=[required(field)] aria-invalid=[invalid(field)] aria-describedby=[field.described_by()];
            }
        },
        Control::Text { kind, autocomplete } => {
            let mode = (*kind == TextKind::Figure).then_some("decimal");
            input(field, id, kind.name(), mode, ["", "", "", autocomplete])
        }
        Control::Date => input(field, id, "date", None, [""; 4]),
        Control::Time => input(field, id, "time", None, [""; 4]),
        Control::Checkbox { .. } | Control::Checks { .. } | Control::Radio { .. } => html! {},
    }
}

/// `rest` is min, max, step and autocomplete; empty ones are left out.
fn input(field: &Field, id: &str, kind: &str, mode: Option<&str>, rest: [&str; 4]) -> Markup {
    named_input(field, id, &field.name, kind, mode, rest)
}

fn named_input(
    field: &Field,
    id: &str,
    name: &str,
    kind: &str,
    mode: Option<&str>,
    rest: [&str; 4],
) -> Markup {
    let [min, max, step, autocomplete] = rest.map(some);
    html! {
        input type=(kind) id=(id) name=(name) value=(field.value) inputmode=[mode] min=[min] max=[max] step=[step]
            autocomplete=[autocomplete] autofocus[field.focus] aria-required=[required(field)]
            aria-invalid=[invalid(field)] aria-describedby=[field.described_by()];
    }
}

fn picks(options: &[Pick]) -> Markup {
    html! { @for pick in options { option value=(pick.value) selected[pick.chosen] { (pick.label) } } }
}
