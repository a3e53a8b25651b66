//! The stages of the house, and who the sellers of other systems are.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use serde_json::json;

use super::parts::room_tabs;
use crate::views::{SellerFacts, Sellers, StageFacts, Stages};

pub(super) const PAGE: PageDef = PageDef {
    path: "/pipeline/stages",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let stages = cx.view(Stages {})?;
    let sellers = cx.view(Sellers {})?;
    let title = cx.say("pipeline-stages");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("pipeline-stages-about")) }, &html! {}))
        (room_tabs(cx, "/pipeline/stages"))
        (stage_panel(cx, &stages)?)
        (seller_panel(cx, &sellers)?)
    };
    Ok(Page::new(title, main).below(cx.say("pipeline-title"), "/pipeline"))
}

fn stage_panel(cx: &mut PageCx<'_, '_>, stages: &[StageFacts]) -> Outcome<Markup> {
    let used = cx.say("pipeline-stage-used");
    let row = |stage: &StageFacts| Row {
        cells: vec![html! { (stage.label) }, html! { @if stage.in_use { (tag(Tone::Plain, &used)) } }],
        ..Row::default()
    };
    let now: Vec<_> = stages.iter().map(|stage| json!({ "word": stage.word, "name": stage.name })).collect();
    let act = ActionForm::new("opportunity.set_stages")
        .value("stages", now)
        .next("/pipeline/stages")
        .dialog(cx, Weight::Plain)?;
    let shown = table(&Table {
        caption: cx.say("pipeline-stages"),
        columns: vec![
            Column::text(cx.say("field-opportunity-move-stage")),
            Column::text(cx.say("field-state")),
        ],
        rows: stages.iter().map(row).collect(),
        bare: true,
        keep: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("pipeline-stages"), None, &html! { (shown) (buttons(&[act])) }))
}

fn seller_panel(cx: &mut PageCx<'_, '_>, sellers: &[SellerFacts]) -> Outcome<Markup> {
    if sellers.is_empty() {
        return Ok(html! {});
    }
    let mut rows = Vec::new();
    for seller in sellers {
        let link = ActionForm::new("seller.link")
            .fixed("seller", seller.id)
            .fixed("version", seller.version)
            .next("/pipeline/stages");
        let link = if seller.person.is_none() && cx.reader.may_act("seller.link") {
            button_link(Weight::Quiet, &Link::new(cx.say("action-seller-link"), link.href()), "")
        } else {
            html! {}
        };
        rows.push(Row {
            cells: vec![
                html! { (seller.name) },
                html! { (seller.team) },
                html! { (seller.office) },
                html! { @match &seller.person { Some(who) => (who.name), None => (link) } },
            ],
            ..Row::default()
        });
    }
    let columns = ["name", "team", "office", "person"];
    let shown = table(&Table {
        caption: cx.say("sellers-title"),
        columns: columns.map(|name| Column::text(cx.say(&format!("seller-column-{name}")))).to_vec(),
        rows,
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("sellers-title"), None, &html! { p { (cx.say("sellers-about")) } (shown) }))
}
