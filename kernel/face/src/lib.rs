//! What every page of Accord is made of: the bundled style sheet, script and fonts (`assets`), and the typed
//! building blocks that rooms compose their pages from (`parts`), the registration of pages (`page`), of documents (`paper`) and of files (`download`), and forms made
//! from the schemas of actions (`ask`, `answer`).
//!
//! It knows no room and no SQL. The building blocks know neither words nor figures: texts arrive translated, figures
//! formatted.
//! It emits no `style` attribute and no inline script, so that the strictest content security policy holds.
//!
//! To add a building block: a file in `parts` with one typed, pure function; its styles in `web/css`; a place in
//! `examples/gallery`, where it is looked at in both themes and at 360 px.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod answer;
pub mod ask;
pub mod assets;
pub mod download;
pub mod feed;
pub mod installed;
pub mod link;
pub mod list;
pub mod logo;
pub mod page;
pub mod paper;
pub mod parts;

pub use ask::ActionForm;
pub use download::{Download, DownloadDef};
pub use feed::FeedDef;
pub use installed::InstalledDef;
pub use link::{Card, Enter, LinkDef};
pub use list::{Leaf, ListBar, ListColumn, ListDef, ListOpening, ListPicks, Shown};
pub use logo::{LOGO, LogoDef, Picture};
pub use page::{Banner, Choices, Followed, Home, Lookup, Nav, NavGroup, Offer, Page, PageCx, PageDef};
pub use paper::{Content, PaperDef, Printer, Sheet};

pub use maud::{Markup, PreEscaped, html};

/// Registers the words that every page shares.
pub fn room(registry: &mut accord_kernel::Registry) {
    registry.locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
}
