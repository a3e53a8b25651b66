//! The timeline of a customer as two strands, sales and after-sales, so that one sees at a glance whether both are
//! in step (R4, R32): each event sits on its strand, a shared one joins them, a silence is named.

use maud::{Markup, html};

use super::{
    Room, Sphere, href,
    icon::{Icon, icon},
    mark::badge,
};

/// One line of the timeline.
#[derive(Clone, Debug)]
pub enum StrandItem {
    /// A heading for a day.
    Day(String),
    /// Something that happened.
    Event(StrandEvent),
    /// A silence worth naming.
    Gap {
        /// How long, in words.
        text: String,
        /// Whether it is longer than agreed.
        late: bool,
    },
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct StrandEvent {
    /// Which strand; both joins them.
    pub sphere: Sphere,
    /// Name of the strand for screen readers.
    pub sphere_name: String,
    /// When, for machines.
    pub iso: String,
    /// When, for people.
    pub time: String,
    /// What, in a few words.
    pub title: String,
    /// Leads to the thing itself.
    pub href: Option<String>,
    /// Tags beside the title.
    pub tags: Vec<Markup>,
    /// More about it.
    pub text: Option<Markup>,
    /// Letters of whoever did it.
    pub by: Option<String>,
    /// For insiders only; says so in these words, with a mark.
    pub internal: Option<String>,
}

/// The two strands. `legend` names them: sales, after-sales, together.
#[must_use]
pub fn strand(legend: &[(Sphere, String)], items: &[StrandItem]) -> Markup {
    html! {
        (Room(items.len() * 640))
        div.strand-box {
            @if !legend.is_empty() {
                p.strand-legend {
                    @for (sphere, name) in legend { span class=(sphere.class()) { (super::mark::sphere_mark(*sphere)) (name) } }
                }
            }
            ol.strand role="list" { @for item in items { (line(item)) } }
        }
    }
}

fn line(item: &StrandItem) -> Markup {
    match item {
        StrandItem::Day(text) => html! { li.day { h3 { (text) } } },
        StrandItem::Gap { text, late } => html! {
            li.gap.late[*late] { span { (icon(if *late { Icon::Warning } else { Icon::Pause })) (text) } }
        },
        StrandItem::Event(event) => happened(event),
    }
}

fn happened(event: &StrandEvent) -> Markup {
    html! {
        li class={ "event " (event.sphere.class()) } {
            time datetime=(event.iso) { (event.time) }
            span.node aria-hidden="true" {}
            div {
                p.event-title {
                    @if !event.sphere_name.is_empty() { span.unseen { (event.sphere_name) ": " } }
                    @match &event.href {
                        Some(to) => a href=(href(to)) { (event.title) },
                        None => strong { (event.title) },
                    }
                    @for tag in &event.tags { " " (tag) }
                    @if let Some(words) = &event.internal { " " span.tag.internal { (words) } }
                }
                @if let Some(text) = &event.text { p { (text) } }
            }
            @if let Some(letters) = &event.by { (badge(letters, Some(event.sphere))) }
        }
    }
}
