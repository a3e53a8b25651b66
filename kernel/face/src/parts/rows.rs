//! Rows that repeat in a form, such as order lines. Without script a few blank rows stand ready and the button asks
//! the server for more; with it the button adds a row at once.

use maud::{Markup, html};

use super::control::{Field, field};

/// In the names of [`Rows::blank`] this stands for the number of the row.
pub const ROW_NUMBER: &str = "__n__";

/// Rows that repeat. Rows left blank are ignored by the server.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Name of the whole; sent as the value of `_add` when the server is asked for a row.
    pub name: String,
    /// Heading.
    pub legend: String,
    /// The rows as they stand, the blank ones included.
    pub rows: Vec<Vec<Field>>,
    /// The fields of a new row, with [`ROW_NUMBER`] in their names.
    pub blank: Vec<Field>,
    /// Words on the button that adds.
    pub add: String,
    /// What screen readers hear for the button that removes.
    pub remove: String,
    /// Why the rows as a whole were refused; empty for none.
    pub error: String,
    /// Id of the form they stand in; set by the form that shows them.
    pub form: String,
}

impl Rows {
    /// The same rows in the form with this id.
    #[must_use]
    pub fn within(&self, form: &str) -> Self {
        let all = |fields: &Vec<Field>| fields.iter().map(|field| field.within(form)).collect();
        Self {
            form: form.to_owned(),
            rows: self.rows.iter().map(all).collect(),
            blank: all(&self.blank),
            ..self.clone()
        }
    }
}

/// Shows [`Rows`].
#[must_use]
pub fn rows(rows: &Rows) -> Markup {
    html! {
        fieldset.rows id=(super::control::field_id(&rows.form, &rows.name)) tabindex="-1" data-rows {
            legend { (rows.legend) }
            @if !rows.error.is_empty() { p.error { (rows.error) } }
            div.row-list data-row-list { @for fields in &rows.rows { (row(fields, &rows.remove)) } }
            template data-row-blank { (row(&rows.blank, &rows.remove)) }
            button.button name="_add" value=(rows.name) data-row-add { (super::icon::icon(super::icon::Icon::Add)) (rows.add) }
        }
    }
}

fn row(fields: &[Field], remove: &str) -> Markup {
    html! {
        div.row data-row {
            @for one in fields { (field(one)) }
            button.button.quiet.square.only-script type="button" data-row-remove aria-label=(remove) {
                (super::icon::icon(super::icon::Icon::Close))
            }
        }
    }
}
