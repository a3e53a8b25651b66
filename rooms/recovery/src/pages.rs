//! The pages of this room. They read views only.

mod complaint;
mod complaints;
mod leads;
mod learning;
mod listening;

use accord_face::{
    Home, PageCx,
    parts::{Markup, html},
};
use accord_kernel::Registry;

/// Registers the pages.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(listening::PAGE)
        .extend(complaints::PAGE)
        .extend(complaints::LIST)
        .extend(complaint::PAGE)
        .extend(leads::PAGE)
        .extend(leads::LIST)
        .extend(learning::PAGE)
        .extend(Home { entity: "complaint", path: "/complaints/{id}" });
}

/// The lists of this room.
fn room_tabs(cx: &PageCx<'_, '_>, current: &str) -> Markup {
    let pages = [
        ("/listening", "listening-tab"),
        ("/complaints", "complaints-title"),
        ("/leads", "leads-title"),
        ("/learning", "learning-title"),
        ("/surveys", "surveys-title"),
    ];
    cx.tabs("listening-title", current, &pages)
}

/// A customer's name, to their page.
fn customer(cx: &PageCx<'_, '_>, whose: &crate::views::Whose) -> Markup {
    match cx.home("customer", whose.id) {
        Some(href) => html! { a href=(href) { (whose.name) } },
        None => html! { (whose.name) },
    }
}
