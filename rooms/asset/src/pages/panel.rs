//! The installed base of one customer, for the top floor to put on the customer's page.

use accord_face::{
    PageCx,
    parts::{
        Markup, Tone, html,
        panel::panel,
        table::{Column, Row, Table, table},
    },
};
use accord_room_customer::CustomerId;

use super::{
    list::add_button,
    parts::{day, unit},
};
use crate::views::AssetPage;

/// The units of a customer that were read already: those in use, with a way to all of them.
pub fn assets_panel(cx: &PageCx<'_, '_>, customer: CustomerId, page: &AssetPage) -> Markup {
    let row = |line: &crate::views::AssetLine| Row {
        tone: if line.stopped_since.is_some() { Tone::Bad } else { Tone::Plain },
        ..Row::to(
            format!("/assets/{}", line.id),
            vec![
                html! {
                    (unit(cx, line))
                    @if let Some(site) = &line.site { br; span.small { (site.name) } }
                },
                day(cx, line.in_service_on),
                html! { (cx.tongue().number(line.outages)) },
            ],
        )
    };
    let list = table(&Table {
        caption: cx.say("assets-title"),
        columns: vec![
            Column::text(cx.say("field-asset")),
            Column::text(cx.say("field-in-service-on")),
            Column::number(cx.say("assets-outages-year")),
        ],
        rows: page.rows.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("assets-customer-none")) } }),
        bare: true,
        keep: true,
        ..Table::default()
    });
    let all = cx.say_with("assets-all", &[("n", page.count.into())]);
    let aside = html! { a href={ "/assets?customer=" (customer) } { (all) } };
    panel(&cx.say("assets-title"), Some(&aside), &html! { (list) (add_button(cx, Some(customer))) })
}
