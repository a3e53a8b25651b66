//! What is owed to a customer, as cards: the next promise and the worst clock always stand on top (R4).

use maud::{Markup, html};

use super::{
    Room, Sphere, Tone, href,
    mark::{sphere_mark, tag},
};

/// A promise as its card shows it. Dates and texts come formatted, in the viewer's zone and language.
#[derive(Clone, Debug, Default)]
pub struct PromiseCard {
    /// What kind of promise it is.
    pub title: String,
    /// Whose it is to keep; `None` shows no mark.
    pub sphere: Option<Sphere>,
    /// Name of that sphere for screen readers.
    pub sphere_name: String,
    /// What the customer was told, as they got it.
    pub wording: String,
    /// When it is due, for machines.
    pub due_iso: String,
    /// When it is due, for people ("06:10 today").
    pub due: String,
    /// What is left, or why the clock stands ("in 39 min", "paused: waits for access").
    pub left: String,
    /// How much of the time is used, 0 to 100; above 100 counts as full; `None` shows no bar.
    pub used: Option<u8>,
    /// Tone of the bar and of what is left.
    pub tone: Tone,
    /// State in words, where one must be said ("late", "held").
    pub state: Option<(String, Tone)>,
    /// Who keeps it.
    pub owner: String,
    /// Leads to the promise.
    pub href: Option<String>,
}

/// One card.
#[must_use]
pub fn promise_card(card: &PromiseCard) -> Markup {
    html! {
        article class={ "promise " (card.tone.class()) } {
            header {
                @if let Some(sphere) = card.sphere {
                    (sphere_mark(sphere)) @if !card.sphere_name.is_empty() { span.unseen { (card.sphere_name) } }
                }
                h3 {
                    @match &card.href {
                        Some(to) => a.stretched href=(href(to)) { (card.title) },
                        None => (card.title),
                    }
                }
                @if let Some((text, tone)) = &card.state { (tag(*tone, text)) }
            }
            p { (card.wording) }
            @if !card.owner.is_empty() { p.owner { (card.owner) } }
            footer {
                @if card.due_iso.is_empty() { strong { (card.due) } } @else { time datetime=(card.due_iso) { (card.due) } }
                span.left { (card.left) }
            }
            @if let Some(used) = card.used { (bar(used, card.tone)) }
        }
    }
}

/// A thin bar, `used` of 100. Only a picture of what words beside it say.
#[must_use]
pub fn bar(used: u8, tone: Tone) -> Markup {
    html! {
        svg class={ "bar " (tone.class()) } width="100%" height="4" aria-hidden="true" focusable="false" {
            rect.all width="100%" height="4" rx="2" {}
            rect.used width={ (used.min(100)) "%" } height="4" rx="2" {}
        }
    }
}

/// Cards side by side, as many a row as fit. `label` names the list for screen readers.
#[must_use]
pub fn owed_grid(label: &str, cards: &[PromiseCard]) -> Markup {
    html! { (Room(cards.len() * 1_024)) ul.owed role="list" aria-label=(label) { @for card in cards { li { (promise_card(card)) } } } }
}
