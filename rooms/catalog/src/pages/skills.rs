//! The skills that work on site needs.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Tone, html,
        mark::tag,
        menu::Weight,
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::list::room_tabs;
use crate::views::Skills;

pub(super) const PAGE: PageDef = PageDef {
    path: "/products/skills",
    permission: Permission::CatalogRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let skills = cx.view(Skills {})?;
    let enter = ActionForm::new("skill.enter").next("/products/skills").dialog(cx, Weight::Primary)?;
    let mut rows = Vec::new();
    for skill in &skills {
        let change = ActionForm::new("skill.change")
            .fixed("skill", skill.id)
            .fixed("version", skill.version)
            .value("name", &skill.name)
            .value("archived", skill.archived)
            .next("/products/skills")
            .dialog(cx, Weight::Quiet)?;
        rows.push(Row {
            cells: vec![
                html! { (skill.name) @if skill.archived { " " (tag(Tone::Warn, &cx.say("skills-archived"))) } },
                change,
            ],
            ..Row::default()
        });
    }
    let title = cx.say("skills-title");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("skills-about")) }, &enter))
        (room_tabs(cx, "/products/skills"))
        (table(&Table {
            caption: title.clone(),
            columns: vec![Column::text(cx.say("field-name")), Column::text("")],
            rows,
            empty: Some(empty_state(&cx.say("skills-empty-title"), &cx.say("skills-empty"), &[])),
            ..Table::default()
        }))
    };
    Ok(Page::new(title, main).below(cx.say("products-title"), "/products"))
}
