//! Frames and small displays: panels, page heads, facts, figures, notices, empty states, tabs.

use maud::{Markup, html};

use super::{
    Link, Room, Tone, href,
    icon::{Icon, icon},
    slug,
};

/// A framed part of a page under a small heading. `aside` stands at the heading's right: a count, a link, a tag.
#[must_use]
pub fn panel(title: &str, aside: Option<&Markup>, body: &Markup) -> Markup {
    html! {
        (Room::of(&[body]))
        section.panel {
            header { h2 { (title) } @if let Some(aside) = aside { div.aside { (aside) } } }
            (body)
        }
    }
}

/// The head of a page: an optional figure at the left, the title, a line of facts, and people or buttons at the
/// right.
#[must_use]
pub fn page_head(figure: Option<&Markup>, title: &str, facts: &Markup, right: &Markup) -> Markup {
    html! {
        header.page-head {
            @if let Some(figure) = figure { div.page-figure { (figure) } }
            div.page-title { h1 { (title) } div.page-facts { (facts) } }
            div.page-right { (right) }
        }
    }
}

/// Short facts in a line, with dots between them that never begin a line; one that says nothing is left out.
#[must_use]
pub fn dots(facts: &[Markup]) -> Markup {
    let said = facts.iter().filter(|fact| !fact.0.trim().is_empty());
    html! { ul.dots role="list" { @for fact in said { li { (fact) } } } }
}

/// A heading over a part of the page that has no frame.
#[must_use]
pub fn section_title(text: &str, aside: Option<&Markup>) -> Markup {
    html! { header.section-title { h2 { (text) } @if let Some(aside) = aside { div.aside { (aside) } } } }
}

/// Two columns: the work at the left, what stays in sight at the right; one under the other on the phone.
#[must_use]
pub fn columns(left: &Markup, right: &Markup) -> Markup {
    html! { (Room::of(&[left, right])) div.columns { div.stack { (left) } div.stack { (right) } } }
}

/// Two columns of one weight, to be compared; one under the other on the phone.
#[must_use]
pub fn halves(left: &Markup, right: &Markup) -> Markup {
    html! { div.halves { div.stack { (left) } div.stack { (right) } } }
}

/// Names and values, one pair a line.
#[must_use]
pub fn facts(pairs: &[(String, Markup)]) -> Markup {
    html! { dl.facts { @for (name, value) in pairs { div { dt { (name) } dd { (value) } } } } }
}

/// A declared figure: never shown without its unit, its sample size and its period.
#[derive(Clone, Debug, Default)]
pub struct Stat {
    /// What it counts.
    pub label: String,
    /// The figure, formatted.
    pub value: String,
    /// Its unit; empty where the value says it.
    pub unit: String,
    /// Sample size in words ("n 83").
    pub sample: String,
    /// Period in words.
    pub period: String,
    /// Change or comparison in words, with its tone.
    pub change: Option<(String, Tone)>,
    /// Leads to the rows behind it ("how counted").
    pub counted: Option<Link>,
    /// A small picture of its course.
    pub picture: Option<Markup>,
}

/// Shows a [`Stat`].
#[must_use]
pub fn stat(figure: &Stat) -> Markup {
    html! {
        article.stat {
            p.stat-label { (figure.label) }
            p.stat-value {
                strong { (figure.value) } @if !figure.unit.is_empty() { " " span { (figure.unit) } }
                @if let Some((text, tone)) = &figure.change { " " span class={ "change " (tone.class()) } { (text) } }
            }
            @if let Some(picture) = &figure.picture { (picture) }
            p.stat-foot {
                span { (figure.sample) @if !figure.sample.is_empty() && !figure.period.is_empty() { " · " } (figure.period) }
                @if let Some(link) = &figure.counted { a href=(href(&link.href)) { (link.label) } }
            }
        }
    }
}

/// Figures side by side.
#[must_use]
pub fn stat_row(figures: &[Stat]) -> Markup {
    html! { div.stat-row { @for figure in figures { (stat(figure)) } } }
}

/// Something everyone on this page must know. `Bad` and `Warn` are announced to screen readers at once.
#[must_use]
pub fn notice(tone: Tone, title: &str, text: &Markup, actions: &[Markup]) -> Markup {
    let sign = match tone {
        Tone::Good => Icon::Check,
        Tone::Warn | Tone::Bad => Icon::Warning,
        Tone::Plain | Tone::Of(_) => Icon::Info,
    };
    html! {
        div class={ "notice " (tone.class()) } role=[matches!(tone, Tone::Bad).then_some("alert")] {
            (icon(sign))
            div.notice-text { strong { (title) } " " (text) }
            @if !actions.is_empty() { div.buttons { @for action in actions { (action) } } }
        }
    }
}

/// How far something is that goes on by itself: what it is at, how far in words, and done of all where that is known.
#[must_use]
pub fn progress(step: &str, far: &str, done_of: Option<(u64, u64)>) -> Markup {
    html! {
        div.progress {
            p { strong { (step) } @if !far.is_empty() { " " span { (far) } } }
            @match done_of {
                Some((done, all)) => progress aria-label=(step) value=(done) max=(all) {},
                None => progress aria-label=(step) {},
            }
        }
    }
}

/// What an empty page says: what it is for, and what to do first.
#[must_use]
pub fn empty_state(title: &str, text: &str, actions: &[Markup]) -> Markup {
    html! {
        div.empty {
            svg.empty-art viewBox="0 0 120 60" width="120" height="60" aria-hidden="true" focusable="false" {
                circle.l cx="46" cy="30" r="24" {}
                circle.r cx="74" cy="30" r="24" {}
            }
            h2 { (title) }
            p { (text) }
            @if !actions.is_empty() { div.buttons { @for action in actions { (action) } } }
        }
    }
}

/// One of several pages about the same thing.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// Translated name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
    /// How much waits there; `None` shows none.
    pub count: Option<u64>,
}

/// Links to the pages about one thing. `label` names the row for screen readers.
#[must_use]
pub fn tabs(label: &str, items: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            @for tab in items {
                a href=(href(&tab.href)) aria-current=[tab.current.then_some("page")] {
                    (tab.label) @if let Some(n) = tab.count { span.count { (n) } }
                }
            }
        }
    }
}

/// What can be opened for more: a heading, and what it hides.
#[must_use]
pub fn disclosure(id: &str, title: &str, open: bool, body: &Markup) -> Markup {
    html! {
        details.disclosure id=(slug(id)) open[open] { summary { (icon(Icon::Next)) (title) } div { (body) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_that_says_nothing_leaves_no_dot() {
        let shown =
            dots(&[html! { "Porto Alegre" }, html! {}, html! { " " }, html! { "7 units" }]).into_string();
        assert_eq!(shown.matches("<li>").count(), 2, "{shown}");
    }
}
