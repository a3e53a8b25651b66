//! What every page of Accord is made of: the bundled style sheet, script and fonts (`assets`), and the typed
//! building blocks that rooms compose their pages from (`parts`).
//!
//! It knows nothing of rooms, the database or words: every text arrives translated, every figure formatted.
//! It emits no `style` attribute and no inline script, so that the strictest content security policy holds.
//!
//! To add a building block: a file in `parts` with one typed, pure function; its styles in `web/css`; a place in
//! `examples/gallery`, where it is looked at in both themes and at 360 px.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)
)]

pub mod assets;
pub mod parts;

pub use maud::{Markup, PreEscaped, html};
