//! Fact sheets: what may be said of a product, side by side in both languages.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        html,
        menu::{Weight, buttons},
        panel::{dots, empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{in_force, room_tabs, span};
use crate::views::{FactSheets, OneFactSheet};

pub(super) const SHEETS: PageDef = PageDef {
    path: "/fact-sheets",
    permission: Permission::CatalogRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_sheets,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/fact-sheets/{fact_sheet}",
    permission: Permission::CatalogRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_one,
};

fn draw_sheets(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: FactSheets = cx.params()?;
    let sheets = cx.view(view)?;
    let title = cx.say("fact-sheets-title");
    let enter =
        ActionForm::new("fact_sheet.enter").next("/fact-sheets/{fact_sheet}").dialog(cx, Weight::Primary)?;
    let rows = sheets.iter().map(|sheet| {
        Row::to(
            format!("/fact-sheets/{}", sheet.id),
            vec![
                html! { (sheet.product_name) " " span.small { (sheet.product_code) } },
                html! { (sheet.product_version) },
                span(cx, sheet.valid_from, sheet.valid_until),
                in_force(cx, sheet.in_force),
            ],
        )
    });
    let columns = ["product", "version", "span", "force"]
        .map(|name| Column::text(cx.say(&format!("sheet-column-{name}"))));
    let list = table(&Table {
        caption: title.clone(),
        columns: columns.to_vec(),
        rows: rows.collect(),
        empty: Some(empty_state(&cx.say("fact-sheets-empty-title"), &cx.say("fact-sheets-empty"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("fact-sheets-about")) }, &enter))
        (room_tabs(cx, "/fact-sheets"))
        (list)
    };
    Ok(Page::new(title, main))
}

fn draw_one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let facts = cx.view(OneFactSheet { fact_sheet: cx.id("fact_sheet")? })?;
    let sheet = &facts.sheet;
    let back = format!("/fact-sheets/{}", sheet.id);
    let form =
        |action: &'static str| ActionForm::new(action).fixed("fact_sheet", sheet.id).next(back.clone());
    let acts = [
        form("fact_sheet.add_statement")
            .only(&["text_en", "text_pt", "valid_from"])
            .dialog(cx, Weight::Primary)?,
        form("fact_sheet.end")
            .fixed("version", sheet.version)
            .only(&["valid_until"])
            .dialog(cx, Weight::Plain)?,
    ];
    let mut rows = Vec::new();
    for one in &facts.statements {
        let withdraw = if one.in_force {
            ActionForm::new("fact_sheet.withdraw_statement")
                .fixed("capability", one.id)
                .fixed("version", one.version)
                .only(&["reason", "valid_until"])
                .next(back.clone())
                .dialog(cx, Weight::Quiet)?
        } else {
            html! { span.small { (one.withdrawn_reason.clone().unwrap_or_default()) } }
        };
        let cells = vec![
            html! { span lang="en" { (one.text_en) } },
            html! { span lang="pt-BR" { (one.text_pt) } },
            html! { (span(cx, one.valid_from, one.valid_until)) " " (in_force(cx, one.in_force)) },
            withdraw,
        ];
        rows.push(Row { cells, ..Row::default() });
    }
    let columns = vec![
        Column::text(cx.say("field-text-en")),
        Column::text(cx.say("field-text-pt")),
        Column::text(cx.say("sheet-column-span")),
        Column::text(String::new()),
    ];
    let list = table(&Table {
        caption: cx.say("field-statements"),
        columns,
        rows,
        empty: Some(empty_state(&cx.say("sheet-empty-title"), &cx.say("sheet-empty"), &[])),
        ..Table::default()
    });
    let line = [
        html! { (cx.say_with("sheet-of-version", &[("version", sheet.product_version.as_str().into())])) },
        span(cx, sheet.valid_from, sheet.valid_until),
        in_force(cx, sheet.in_force),
    ];
    let main = html! { (page_head(None, &sheet.product_name, &dots(&line), &buttons(&acts))) (list) };
    let page = Page::new(sheet.product_name.clone(), main).below(cx.say("fact-sheets-title"), "/fact-sheets");
    Ok(page.live(sheet.id))
}
