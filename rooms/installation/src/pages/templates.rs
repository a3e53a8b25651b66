//! Templates: what an installation or implementation asks for.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Link, html,
        menu::{Weight, button_link, buttons},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};

use super::parts::room_tabs;
use crate::{id::TemplateId, views::Templates};

pub(super) const PAGE: PageDef = PageDef {
    path: "/installations/templates",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/installations/templates/{template}",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

/// Where the list stands.
const HERE: &str = "/installations/templates";

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let list = cx.view(Templates {})?;
    let add = if cx.reader.may_act("install_template.set") {
        let form = ActionForm::new("install_template.set").next(HERE);
        button_link(Weight::Primary, &Link::new(cx.say("action-install-template-set"), form.href()), "")
    } else {
        html! {}
    };
    let rows = list.iter().map(|row| {
        let cells = vec![
            html! { (row.code) },
            html! { (row.name) },
            html! { (cx.say(&row.kind.message())) },
            html! { @match &row.product_name { Some(name) => (name), None => (cx.say("all")) } },
            html! { (row.content.ready.len()) },
            html! { (row.content.steps.len()) },
            html! { (row.revision) },
        ];
        Row::to(format!("{HERE}/{}", row.id), cells)
    });
    let rows = rows.collect();
    let names = ["code", "name", "kind", "product", "ready", "steps", "revision"];
    let columns = names.map(|name| Column::text(cx.say(&format!("install-template-column-{name}"))));
    let shown = table(&Table {
        caption: cx.say("install-templates"),
        columns: columns.to_vec(),
        rows,
        empty: Some(empty_state(
            &cx.say("install-templates-none-title"),
            &cx.say("install-templates-none"),
            &[],
        )),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say("install-templates"), &html! {}, &add))
        (room_tabs(cx, HERE))
        (shown)
    };
    Ok(Page::new(cx.say("install-templates"), main).below(cx.say("installations-title"), "/installations"))
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let id: TemplateId = cx.id("template")?;
    let found = cx.view(Templates {})?.into_iter().find(|row| row.id == id).ok_or_else(Refusal::absent)?;
    let form = ActionForm::new("install_template.set")
        .fixed("code", &found.code)
        .fixed("kind", found.kind)
        .value("name", &found.name)
        .value("product", found.product)
        .value("tools", found.content.tools.join("\n"))
        .value("skills", &found.content.skills)
        .value("ready", &found.content.ready)
        .value("steps", &found.content.steps)
        .value("courses", &found.content.courses)
        .only(&["name", "product", "tools", "skills", "ready", "steps", "courses"])
        .weight(Weight::Primary)
        .next(HERE)
        .draw(cx)?;
    let withdraw = ActionForm::new("install_template.withdraw")
        .fixed("template", id)
        .next(HERE)
        .button(cx, Weight::Quiet);
    let title = format!("{} {}", found.code, found.name);
    let may = cx.reader.may_act("install_template.set");
    let items = html! {
        @if !may {
            ol { @for item in &found.content.ready { li { (item.en) } } }
            ol { @for step in &found.content.steps { li { (step.en) } } }
        }
    };
    let main = html! {
        (page_head(None, &title, &html! { (cx.say_with("install-template-revision", &[("n", found.revision.into())])) }, &html! {}))
        (panel(&cx.say("install-template-asks"), None, &html! { (form) (items) (buttons(&[withdraw])) }))
    };
    Ok(Page::new(title, main)
        .below(cx.say("installations-title"), "/installations")
        .below(cx.say("install-templates"), HERE))
}
