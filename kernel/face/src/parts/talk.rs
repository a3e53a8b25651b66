//! What was said, one word after another: who, when, through what, the words themselves, and what they were answered.

use maud::{Markup, html};

use super::{Sphere, mark::badge, panel::dots};

/// Something that was said.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// Who said it.
    pub by: String,
    /// Letters on the badge; empty shows none.
    pub initials: String,
    /// Ring of the badge; `None` for customers and strangers.
    pub sphere: Option<Sphere>,
    /// When, through what, with whom.
    pub facts: Vec<Markup>,
    /// The words.
    pub words: String,
    /// The reply: who and when in words, and the words.
    pub reply: Option<(String, String)>,
    /// What can be done about it.
    pub act: Option<Markup>,
}

/// The words in their order.
#[must_use]
pub fn talk(lines: &[Talk]) -> Markup {
    html! {
        ul.talk role="list" {
            @for line in lines {
                li {
                    @if !line.initials.is_empty() { (badge(&line.initials, line.sphere)) }
                    div {
                        p { strong { (line.by) } }
                        (dots(&line.facts))
                        blockquote { (line.words) }
                        @if let Some((head, words)) = &line.reply { p.reply-head { (head) } blockquote.reply { (words) } }
                        @if let Some(act) = &line.act { div.buttons { (act) } }
                    }
                }
            }
        }
    }
}
