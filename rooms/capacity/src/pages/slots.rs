//! The production slots of a product, week by week.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        menu::Weight,
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};
use accord_room_catalog::ProductId;

use super::pieces::holders;
use crate::views::{WeekLoad, Weeks};

pub(super) const PAGE: PageDef = PageDef {
    path: "/capacity/slots/{product}",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let product: ProductId = cx.id("product")?;
    let asked: Weeks = cx.params()?;
    let view = Weeks {
        product: Some(product),
        territory: None,
        skill: None,
        weeks: Some(asked.weeks.unwrap_or(26)),
        from: asked.from,
    };
    let seen = cx.view(view)?;
    let load = seen.products.into_iter().next().ok_or_else(Refusal::absent)?;
    let set = ActionForm::new("capacity.set_slots")
        .fixed("product", product)
        .only(&["from", "until", "capacity"])
        .next(format!("/capacity/slots/{product}"))
        .dialog(cx, Weight::Primary)?;
    let planned = load.weeks.iter().any(|week| week.capacity > 0 || week.taken > 0);
    let rows = load.weeks.iter().map(|week| row(cx, week)).collect();
    let main = html! {
        (page_head(None, &load.name, &html! { (load.code) " · " (cx.say("capacity-pool-slot")) }, &set))
        @if planned {
            (table(&Table {
                caption: cx.say("capacity-pool-slot"),
                columns: ["capacity-week", "capacity-can", "capacity-promised", "capacity-aimed", "capacity-free", "capacity-for"]
                    .map(|key| Column::text(cx.say(key)))
                    .to_vec(),
                rows,
                ..Table::default()
            }))
        } @else {
            (empty_state(&cx.say("capacity-no-slots-title"), &cx.say("capacity-no-slots"), &[]))
        }
    };
    Ok(Page::new(load.name, main).below(cx.say("capacity-title"), "/capacity").live(product))
}

fn row(cx: &PageCx<'_, '_>, week: &WeekLoad) -> Row {
    let number = |n: i64| html! { (cx.tongue().number(n)) };
    let free: Markup = if week.free < 0 {
        tag(Tone::Bad, &cx.say_with("capacity-short", &[("n", cx.tongue().number(-week.free).into())]))
    } else {
        number(week.free)
    };
    Row {
        tone: if week.free < 0 { Tone::Bad } else { Tone::Plain },
        cells: vec![
            time(&week.week.to_string(), &cx.date(week.week)),
            number(week.capacity),
            number(week.taken),
            number(week.aimed),
            free,
            holders(cx, &week.holders),
        ],
        ..Row::default()
    }
}
