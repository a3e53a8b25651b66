//! One product.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, buttons},
        panel::{columns, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use serde_json::json;

use super::list::days;
use crate::{
    DayCount,
    rules::ready_without_lead_time,
    views::{LeadTimeNow, OneProduct, ProductFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/products/{product}",
    permission: Permission::CatalogRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let product = cx.view(OneProduct { product: cx.id("product")? })?;
    let right = acts(cx, &product)?;
    let about = html! { (product.product.code) " · " (cx.say(&product.product.kind.message())) @if product.archived { " " (tag(Tone::Warn, &cx.say("products-off-sale"))) } };
    let missing = product.product.lead_time.is_none() && !ready_without_lead_time(product.product.kind);
    let lead_times = lead_times(cx, &product)?;
    let main = html! {
        (page_head(None, &product.product.name, &about, &right))
        @if missing { (notice(Tone::Warn, &cx.say("products-no-lead-time"), &html! { (cx.say("products-cannot-promise")) }, &[])) }
        (columns(&lead_times, &html! { (standing(cx, &product)) (work(cx, &product)) }))
    };
    let title = product.product.name.clone();
    Ok(Page::new(title, main).below(cx.say("products-title"), "/products").live(product.product.id))
}

fn acts(cx: &mut PageCx<'_, '_>, product: &ProductFacts) -> Outcome<Markup> {
    let id = product.product.id;
    let here = format!("/products/{id}");
    let change = ActionForm::new("product.change")
        .fixed("id", id)
        .fixed("version", product.version)
        .value("product", as_input(product))
        .next(&here)
        .dialog(cx, Weight::Plain)?;
    let name = if product.archived { "product.restore" } else { "product.archive" };
    let archive = ActionForm::new(name)
        .fixed("product", id)
        .fixed("version", product.version)
        .next(&here)
        .button(cx, Weight::Quiet);
    Ok(buttons(&[change, archive]))
}

/// The product as the action reads it, so that a form comes filled in.
fn as_input(product: &ProductFacts) -> serde_json::Value {
    let row = &product.product;
    let work: Vec<_> = product
        .installation
        .iter()
        .map(|work| json!({ "skill": work.skill, "minutes": work.minutes }))
        .collect();
    json!({
        "code": row.code, "name": row.name, "kind": row.kind, "unit": row.unit, "by_slots": row.by_slots,
        "plant_calendar": product.plant_calendar, "installation": work, "transport_days": product.transport.days,
        "transport_count": product.transport.count, "price": row.price
    })
}

fn standing(cx: &PageCx<'_, '_>, product: &ProductFacts) -> Markup {
    let row = &product.product;
    let price = row.price.map_or_else(|| cx.say("none"), |price| cx.tongue().money(price));
    let yes = |flag: bool| cx.say(if flag { "yes" } else { "no" });
    let pairs = [
        (cx.say("field-price"), html! { (price) }),
        (cx.say("field-unit"), html! { (row.unit) }),
        (cx.say("field-by-slots"), html! { (yes(row.by_slots)) }),
        (cx.say("products-way"), html! { (days(cx, product.transport)) }),
    ];
    panel(&cx.say("products-facts"), None, &facts(&pairs))
}

fn work(cx: &PageCx<'_, '_>, product: &ProductFacts) -> Markup {
    if product.installation.is_empty() {
        return html! {};
    }
    let pairs: Vec<(String, Markup)> = product
        .installation
        .iter()
        .map(|work| {
            (work.name.clone(), html! { (cx.say_with("products-minutes", &[("n", work.minutes.into())])) })
        })
        .collect();
    panel(&cx.say("field-installation"), None, &facts(&pairs))
}

fn lead_times(cx: &mut PageCx<'_, '_>, product: &ProductFacts) -> Outcome<Markup> {
    let id = product.product.id;
    let set = ActionForm::new("product.set_lead_time")
        .fixed("product", id)
        .only(&["days", "count", "from", "reason"])
        .value("count", DayCount::Calendar)
        .next(format!("/products/{id}"))
        .dialog(cx, Weight::Primary)?;
    let rows = product
        .lead_times
        .iter()
        .map(|step| {
            let span = LeadTimeNow { days: u16::try_from(step.days).unwrap_or(u16::MAX), count: step.count };
            Row {
                tone: if step.in_force { Tone::Good } else { Tone::Plain },
                cells: vec![
                    html! { (days(cx, span)) @if step.in_force { " " (tag(Tone::Good, &cx.say("products-in-force"))) } },
                    time(&step.from.to_string(), &cx.date(step.from)),
                    html! { (step.reason) },
                    time(&step.set_at.to_string(), &cx.instant(step.set_at)),
                ],
                ..Row::default()
            }
        })
        .collect();
    let list = table(&Table {
        caption: cx.say("products-lead-times"),
        columns: vec![
            Column::text(cx.say("field-lead-time")),
            Column::text(cx.say("field-from")),
            Column::text(cx.say("field-reason")),
            Column { wide_only: true, ..Column::text(cx.say("products-set-at")) },
        ],
        rows,
        empty: Some(html! { p { (cx.say("products-no-lead-time")) } }),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("products-lead-times"), Some(&set), &list))
}
