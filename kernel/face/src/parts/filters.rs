//! Filters over a list. All state stands in the address, so a filtered list can be sent, saved and gone back to.
//! Without script the button applies them; with it each change does.

use maud::{Markup, html};

use super::{
    Hidden, Link, hidden_inputs, href,
    icon::{Icon, icon},
    slug,
};

/// One choice of a [`Filter`].
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Value in the address.
    pub value: String,
    /// Translated words.
    pub label: String,
    /// Whether it holds now.
    pub chosen: bool,
}

/// What a list can be narrowed by.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Words to look for.
    Text {
        /// Name in the address.
        name: String,
        /// Translated name; also shown inside while empty.
        label: String,
        /// What is looked for now.
        value: String,
    },
    /// One of some; the first is usually "all".
    One {
        /// Name in the address.
        name: String,
        /// Translated name.
        label: String,
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Any of some, all in sight.
    Any {
        /// Name in the address.
        name: String,
        /// Translated name.
        label: String,
        /// The choices.
        choices: Vec<Choice>,
    },
    /// A figure, typed with point or comma.
    Amount {
        /// Name in the address.
        name: String,
        /// Translated name.
        label: String,
        /// The figure now.
        value: String,
        /// Shown inside while empty: what holds when nothing is typed.
        instead: String,
    },
    /// A day.
    Day {
        /// Name in the address.
        name: String,
        /// Translated name.
        label: String,
        /// The day now, as `YYYY-MM-DD`, or empty.
        value: String,
    },
}

/// The filters over a list.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// Address of the list without a query.
    pub action: String,
    /// Name of the form for screen readers.
    pub label: String,
    /// What can be set.
    pub filters: Vec<Filter>,
    /// What stays in the address besides, such as the order.
    pub keep: Vec<Hidden>,
    /// What is set now, each with the address of the list without it.
    pub chips: Vec<Link>,
    /// Heard before each chip's words ("Remove").
    pub remove_label: String,
    /// Takes everything away.
    pub clear: Option<Link>,
    /// Words on the button.
    pub submit_label: String,
    /// Saved views, the current one marked.
    pub views: Vec<(Link, bool)>,
    /// Name of the saved views for screen readers.
    pub views_label: String,
}

/// Fewer filters than these stand in the open on a phone too.
const FOLDED_FROM: usize = 3;

/// Shows [`Filters`]. On a phone the list shall begin on the first screen: what is not the search is folded away there.
#[must_use]
pub fn filters(form: &Filters) -> Markup {
    let words = |filter: &&Filter| matches!(filter, Filter::Text { .. });
    let (search, others): (Vec<&Filter>, Vec<&Filter>) = form.filters.iter().partition(words);
    html! {
        div.filters {
            @if !form.views.is_empty() {
                nav.views aria-label=(form.views_label) {
                    @for (view, current) in &form.views {
                        a href=(href(&view.href)) aria-current=[current.then_some("page")] { (view.label) }
                    }
                }
            }
            form method="get" role="search" action=(href(&form.action)) aria-label=(form.label)
                hx-get=(href(&form.action)) hx-trigger="change, input delay:300ms" hx-target="#main" hx-select="#main"
                hx-swap="outerMorph" hx-push-url="true" {
                (hidden_inputs(&form.keep))
                @for filter in search { (control(filter)) }
                @if others.len() < FOLDED_FROM { @for filter in others { (control(filter)) } }
                @else { (folded(form, &others)) }
                button.button.apply { (form.submit_label) }
            }
            @if !form.chips.is_empty() {
                ul.chips role="list" {
                    @for chip in &form.chips {
                        li { a.chip href=(href(&chip.href)) { span.unseen { (form.remove_label) " " } (chip.label) (icon(Icon::Cross)) } }
                    }
                    @if let Some(clear) = &form.clear { li { a.clear href=(href(&clear.href)) { (clear.label) } } }
                }
            }
        }
    }
}

/// Filters that are folded away where there is no room, and how many of them are set.
fn folded(form: &Filters, filters: &[&Filter]) -> Markup {
    let set = filters.iter().filter(|filter| narrows(filter)).count();
    html! {
        details.more-filters id={ "more-" (slug(&form.action)) } {
            summary.button { (form.label) @if set > 0 { " (" (set) ")" } (icon(Icon::Down)) }
            @for filter in filters { (control(filter)) }
        }
    }
}

/// Whether a filter is set; the first of several choices is usually "all", and is sent as nothing.
fn narrows(filter: &Filter) -> bool {
    match filter {
        Filter::Text { value, .. } | Filter::Amount { value, .. } | Filter::Day { value, .. } => {
            !value.is_empty()
        }
        Filter::One { choices, .. } | Filter::Any { choices, .. } => {
            choices.iter().any(|choice| choice.chosen && !matches!(choice.value.as_str(), "" | "false"))
        }
    }
}

fn control(filter: &Filter) -> Markup {
    match filter {
        Filter::Text { name, label, value } => html! {
            label.filter.search-in {
                (icon(Icon::Search)) span.unseen { (label) }
                input type="search" name=(name) value=(value) placeholder=(label) id={ "filter-" (slug(name)) } autocomplete="off";
            }
        },
        Filter::One { name, label, choices } => html! {
            label.filter { span { (label) }
                select name=(name) id={ "filter-" (slug(name)) } {
                    @for choice in choices { option value=(choice.value) selected[choice.chosen] { (choice.label) } }
                }
            }
        },
        Filter::Any { name, label, choices } => html! {
            fieldset.filter.any { legend.unseen { (label) }
                @for choice in choices {
                    label.pill {
                        input type="checkbox" name=(name) value=(choice.value) checked[choice.chosen] id={ "filter-" (slug(name)) "-" (slug(&choice.value)) };
                        span { (choice.label) }
                    }
                }
            }
        },
        Filter::Amount { name, label, value, instead } => html! {
            label.filter.amount { span { (label) }
                input type="text" inputmode="decimal" name=(name) value=(value) placeholder=(instead) id={ "filter-" (slug(name)) } autocomplete="off";
            }
        },
        Filter::Day { name, label, value } => html! {
            label.filter { span { (label) } input type="date" name=(name) value=(value) id={ "filter-" (slug(name)) }; }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, chosen: &str) -> Filter {
        let choice = |value: &str| Choice {
            value: value.to_owned(),
            label: value.to_uppercase(),
            chosen: value == chosen,
        };
        Filter::One {
            name: name.to_owned(),
            label: name.to_owned(),
            choices: vec![choice(""), choice("late")],
        }
    }

    fn shown(filters_: Vec<Filter>) -> String {
        filters(&Filters { label: "Filters".into(), filters: filters_, ..Filters::default() }).into_string()
    }

    #[test]
    fn many_filters_are_folded_and_say_how_many_are_set_while_the_search_stands_in_the_open() {
        let search = Filter::Text { name: "query".into(), label: "Words".into(), value: "mill".into() };
        let day = Filter::Day { name: "from".into(), label: "From".into(), value: "2031-05-06".into() };
        let page = shown(vec![one("state", "late"), search, one("kind", ""), day]);
        let (open, folded) = page.split_once("<details").unwrap();
        assert!(open.contains("name=\"query\"") && folded.contains("name=\"state\""), "{page}");
        assert!(folded.contains("Filters (2)"), "{page}");
    }

    #[test]
    fn a_filter_or_two_need_no_fold() {
        assert!(!shown(vec![one("state", ""), one("kind", "late")]).contains("<details"));
    }
}
