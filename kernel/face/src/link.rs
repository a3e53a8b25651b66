//! Pages that a letter's link opens for somebody who is not signed in. The link's secret is the proof.
//!
//! Looking never changes anything, since programs that read mail look too; only sending the form does. A secret stands
//! in no title, no log and no referrer. To add one, write both functions in your room and register a [`LinkDef`] with
//! `registry.extend(…)`.

use std::sync::Arc;

use accord_kernel::{Caller, Kernel, Language, Outcome, Status};
use maud::Markup;

/// What such a page shows.
#[derive(Debug, Clone)]
pub struct Card {
    /// The language of whoever got the letter.
    pub language: Language,
    /// The company's name.
    pub company: String,
    /// Title.
    pub title: String,
    /// A sentence under it; empty for none.
    pub intro: String,
    /// A form, thanks, or why not.
    pub body: Option<Markup>,
    /// Why it was refused; what was typed stands in the body again.
    pub refused: Option<Status>,
    /// A session that was opened by what was sent, instead of a page.
    pub enter: Option<Enter>,
}

/// A session that a link's form opened, and the page to go on with.
#[derive(Clone)]
pub struct Enter {
    /// The session's secret, for the cookie.
    pub secret: String,
    /// Where to go on.
    pub next: &'static str,
}

impl std::fmt::Debug for Enter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Enter").field("next", &self.next).finish_non_exhaustive()
    }
}

/// Shows the page of a secret to nobody in particular.
pub type ShowLink = fn(&Arc<Kernel>, &Caller, secret: &str) -> Outcome<Card>;
/// Takes the fields of its form.
pub type TakeLink = fn(&Arc<Kernel>, &Caller, secret: &str, sent: &[(String, String)]) -> Outcome<Card>;

/// A page behind a link.
#[derive(Debug, Clone, Copy)]
pub struct LinkDef {
    /// Its address with the place of the secret: `/s/{secret}`.
    pub path: &'static str,
    /// Shows it. The caller is nobody.
    pub show: ShowLink,
    /// Takes what was sent.
    pub take: TakeLink,
}
