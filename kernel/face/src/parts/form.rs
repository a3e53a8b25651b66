//! A whole form. A refused form comes back with everything typed, a summary on top whose lines lead to the fields,
//! and the reason beside each field.

use maud::{Markup, html};

use super::{
    Hidden, Link,
    control::{Control, Field, field, field_id},
    hidden_inputs, href,
    icon::{Icon, icon},
    menu::Weight,
    rows::{Rows, rows},
    slug,
};

/// How a form is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Changes something.
    #[default]
    Post,
    /// Only asks.
    Get,
}

/// A part of a form.
#[derive(Clone, Debug)]
pub enum FormPart {
    /// One field.
    Field(Field),
    /// Fields under a heading.
    Group {
        /// The heading.
        title: String,
        /// The fields.
        fields: Vec<Field>,
    },
    /// Rows that repeat.
    Rows(Rows),
    /// Anything else that belongs between fields, such as an explanation.
    Custom(Markup),
}

/// A refusal, and the field it is about (empty for the whole form).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormError {
    /// Name of the field.
    pub field: String,
    /// The rule in words and what would be possible instead.
    pub text: String,
}

/// A form.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Its id; unique on the page.
    pub id: String,
    /// How it is sent.
    pub method: Method,
    /// Where it is sent.
    pub action: String,
    /// What it sends unseen: versions, idempotency keys.
    pub hidden: Vec<Hidden>,
    /// What is asked.
    pub parts: Vec<FormPart>,
    /// Words on its button.
    pub submit: String,
    /// How much the button asks to be pressed.
    pub weight: Weight,
    /// Other buttons that send the same form: field name, value, words.
    pub also: Vec<(String, String, String)>,
    /// The way out.
    pub cancel: Option<Link>,
    /// Heading of the summary of refusals.
    pub errors_title: String,
    /// Why it came back.
    pub errors: Vec<FormError>,
    /// What a star means, in words; shown where a field is required.
    pub required_note: String,
    /// Sent and answered in place (inside a dialog) instead of by a new page. The server then answers a success
    /// with `HX-Redirect`, a refusal with 422 and the form alone.
    pub in_place: bool,
}

/// Shows a [`Form`].
#[must_use]
pub fn form(form: &Form) -> Markup {
    let id = format!("form-{}", slug(&form.id));
    let action = href(&form.action);
    let post = form.method == Method::Post;
    html! {
        form.form id=(id) method=(if post { "post" } else { "get" }) action=(action) novalidate
            enctype=[has_files(form).then_some("multipart/form-data")]
            hx-post=[(form.in_place && post).then_some(action)] hx-target=[form.in_place.then_some("this")]
            hx-swap=[form.in_place.then_some("outerHTML")] {
            (hidden_inputs(&form.hidden))
            @if form.parts.iter().any(|part| matches!(part, FormPart::Rows(_))) {
                // Enter presses a form's first button; without this one it would add a row.
                button.unseen tabindex="-1" aria-hidden="true" {}
            }
            (summary(form))
            div.form-parts { @for each in &form.parts { (part(each, &form.id)) } }
            footer {
                button class=(form.weight.class()) { (form.submit) }
                @for (name, value, label) in &form.also { button.button name=(name) value=(value) { (label) } }
                @if let Some(cancel) = &form.cancel { a.button.quiet href=(href(&cancel.href)) { (cancel.label) } }
                @if !form.required_note.is_empty() && requires(form) { small.required-note { "* " (form.required_note) } }
            }
        }
    }
}

fn part(part: &FormPart, form: &str) -> Markup {
    match part {
        FormPart::Field(one) => field(&one.within(form)),
        FormPart::Rows(many) => rows(&many.within(form)),
        FormPart::Custom(markup) => markup.clone(),
        FormPart::Group { title, fields } => html! {
            fieldset.group { legend { (title) } @for one in fields { (field(&one.within(form))) } }
        },
    }
}

fn summary(form: &Form) -> Markup {
    html! {
        @if !form.errors.is_empty() {
            div.errors role="alert" tabindex="-1" data-errors {
                p.errors-title { (icon(Icon::Warning)) (form.errors_title) }
                ul {
                    @for error in &form.errors {
                        li { @if error.field.is_empty() { (error.text) } @else { a href={ "#" (field_id(&form.id, &error.field)) } { (error.text) } } }
                    }
                }
            }
        }
    }
}

fn fields(form: &Form) -> impl Iterator<Item = &Field> {
    form.parts.iter().flat_map(|part| match part {
        FormPart::Field(one) => std::slice::from_ref(one),
        FormPart::Group { fields, .. } => fields.as_slice(),
        FormPart::Rows(_) | FormPart::Custom(_) => &[],
    })
}

fn requires(form: &Form) -> bool {
    fields(form).any(|field| field.required)
}

fn has_files(form: &Form) -> bool {
    fields(form).any(|field| matches!(field.control, Control::File { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::control::TextKind;

    fn refused() -> Form {
        let mail = Control::Text { kind: TextKind::Email, autocomplete: "email".into() };
        Form {
            id: "x".into(),
            action: "/x".into(),
            parts: vec![FormPart::Field(
                Field::new("to.mail", "Mail", mail).with("half@").error("No such address").required(),
            )],
            errors: vec![FormError { field: "to.mail".into(), text: "No such address".into() }],
            required_note: "must be filled".into(),
            ..Form::default()
        }
    }

    #[test]
    fn a_refused_form_keeps_what_was_typed_and_leads_from_the_summary_to_the_field() {
        let page = form(&refused()).into_string();
        assert!(page.contains(r##"<a href="#f-x-to-mail">No such address</a>"##));
        assert!(page.contains(r#"id="f-x-to-mail" name="to.mail" value="half@""#));
        assert!(page.contains(r#"aria-invalid="true" aria-describedby="f-x-to-mail-error""#));
        assert!(page.contains("* must be filled"));
    }

    #[test]
    fn two_forms_of_a_page_may_ask_for_the_same_thing() {
        let other = Form { id: "y".into(), ..refused() };
        let ids = |form_: &Form| {
            let page = form(form_).into_string();
            let from = page.find(" id=\"f-").unwrap();
            page.get(from..from + 16).unwrap().to_owned()
        };
        assert_ne!(ids(&refused()), ids(&other));
    }

    #[test]
    fn a_form_with_files_is_sent_in_parts_and_one_without_is_not() {
        let mut asked = refused();
        assert!(!form(&asked).into_string().contains("multipart"));
        let file = Field::new("plan", "Plan", Control::File { accept: String::new(), multiple: false });
        asked.parts.push(FormPart::Group { title: "Files".into(), fields: vec![file] });
        assert!(form(&asked).into_string().contains(r#"enctype="multipart/form-data""#));
    }

    #[test]
    fn enter_sends_the_form_and_never_adds_a_row() {
        let mut asked = refused();
        asked.parts.insert(0, FormPart::Rows(Rows { name: "lines".into(), ..Rows::default() }));
        let page = form(&asked).into_string();
        let mut buttons = page.split("<button").skip(1).filter_map(|rest| rest.split('>').next());
        let first = buttons.find(|button| !button.contains("type=\"button\"")).unwrap();
        assert!(!first.contains("data-row-add"), "the first button is {first}");
        assert!(page.contains("data-row-add"));
    }

    #[test]
    fn a_long_text_keeps_its_first_line_break() {
        let note =
            Field::new("note", "Note", Control::Textarea { rows: 2, draft: true }).with("\nsecond line");
        assert!(field(&note).into_string().contains(">\n\nsecond line</textarea>"));
    }
}
