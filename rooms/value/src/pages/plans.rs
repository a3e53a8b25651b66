//! The service plans side by side: what each gives, in words and in figures (R13).

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    page::{Nav, NavGroup},
    parts::{
        Tone, html,
        mark::tag,
        menu::Weight,
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{customer_card, length, response, room_tabs, words};
use crate::views::{PlanRowFacts, Plans};

pub(super) const PAGE: PageDef = PageDef {
    path: "/plans",
    permission: Permission::ValueRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Serve,
        order: 20,
        label: "nav-plans",
        keys: "g v",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let plans = cx.view(Plans { archived: true })?;
    let enter = ActionForm::new("plan.enter").next("/plans/{plan}").dialog(cx, Weight::Primary)?;
    let title = cx.say("nav-plans");
    let list = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(cx.say("plans-plan")),
            Column::text(cx.say("plans-response")),
            Column::text(cx.say("plans-restore")),
            Column::text(cx.say("plans-promise")),
            Column::number(cx.say("value-price-year")),
            Column::text(cx.say("plans-state")),
        ],
        rows: plans.iter().map(|plan| row(cx, plan)).collect(),
        empty: Some(empty_state(&cx.say("plans-empty-title"), &cx.say("plans-empty"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("plans-about")) }, &enter))
        (room_tabs(cx, "/plans"))
        (list)
    };
    Ok(Page::new(title, main))
}

fn row(cx: &PageCx<'_, '_>, plan: &PlanRowFacts) -> Row {
    let version = plan.on_offer.as_ref();
    let prices: Vec<String> = version
        .map(|version| {
            let general = version.prices.iter().filter(|price| price.product.is_none());
            general.map(|price| words(cx, price.price)).collect()
        })
        .unwrap_or_default();
    let headline = version
        .and_then(|version| customer_card(cx, &version.cards))
        .map(|card| card.headline.clone())
        .unwrap_or_default();
    Row::to(
        format!("/plans/{}", plan.id),
        vec![
            html! { strong { (plan.name) } },
            html! { @if let Some(version) = version { (response(cx, version)) } },
            html! { (version.and_then(|version| version.restore_minutes).map_or_else(|| "–".to_owned(), |minutes| length(cx, minutes))) },
            html! { (headline) },
            html! { (prices.join(" · ")) },
            standing(cx, plan),
        ],
    )
}

fn standing(cx: &PageCx<'_, '_>, plan: &PlanRowFacts) -> Markup {
    html! {
        @if plan.archived { (tag(Tone::Plain, &cx.say("plans-archived"))) " " }
        @match &plan.on_offer {
            Some(version) => (tag(Tone::Good, &cx.say_with("plans-version-on-offer", &[("n", version.number.into())]))),
            None => (tag(Tone::Warn, &cx.say("plans-nothing-on-offer"))),
        }
        @if let Some(draft) = &plan.draft { " " (tag(Tone::Warn, &cx.say_with("plans-version-draft", &[("n", draft.number.into())]))) }
    }
}
