//! What people settle together: the agenda of a meeting and the signatures under it.

use maud::{Markup, html};

use super::{
    Sphere, href,
    icon::{Icon, icon},
    mark::badge,
};

/// One point of an agenda.
#[derive(Clone, Debug, Default)]
pub struct AgendaItem {
    /// What is to be settled.
    pub title: String,
    /// How it stands.
    pub text: String,
    /// Settled or not.
    pub done: bool,
    /// What screen readers hear for the box ("settled", "open").
    pub state: String,
    /// A tag at the right, such as what it holds up.
    pub tag: Option<Markup>,
    /// Leads to where it is settled.
    pub href: Option<String>,
}

/// The points of a meeting, each with its box.
#[must_use]
pub fn agenda(items: &[AgendaItem]) -> Markup {
    html! {
        ul.agenda role="list" {
            @for item in items {
                li.done[item.done] {
                    span.box { @if item.done { (icon(Icon::Check)) } span.unseen { (item.state) } }
                    div {
                        @match &item.href {
                            Some(to) => a href=(href(to)) { (item.title) },
                            None => strong { (item.title) },
                        }
                        @if !item.text.is_empty() { p { (item.text) } }
                    }
                    @if let Some(tag) = &item.tag { (tag) }
                }
            }
        }
    }
}

/// How a signature stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signed {
    /// Not yet.
    #[default]
    Waiting,
    /// Given.
    Yes,
    /// Withheld, with a reason.
    Refused,
}

/// One of those who must sign.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// What the person signs for ("Sales").
    pub part: String,
    /// Letters on the badge; empty while nobody is named.
    pub initials: String,
    /// Ring of the badge.
    pub sphere: Option<Sphere>,
    /// How it stands.
    pub state: Signed,
    /// How it stands in words, with the time ("signed 14:05", "waits for the offer").
    pub state_text: String,
    /// A form or link to sign with, for whoever may.
    pub act: Option<Markup>,
}

/// Who has signed and who has not, side by side.
#[must_use]
pub fn sign_row(signatures: &[Signature]) -> Markup {
    html! {
        ul.signs role="list" {
            @for signature in signatures {
                li class=(match signature.state { Signed::Waiting => "waiting", Signed::Yes => "good", Signed::Refused => "bad" }) {
                    (badge(if signature.initials.is_empty() { "–" } else { &signature.initials }, signature.sphere))
                    span.sign-text {
                        span { (signature.part) }
                        small {
                            @match signature.state {
                                Signed::Yes => (icon(Icon::Check)),
                                Signed::Refused => (icon(Icon::Cross)),
                                Signed::Waiting => {},
                            }
                            (signature.state_text)
                        }
                    }
                    @if let Some(act) = &signature.act { (act) }
                }
            }
        }
    }
}
