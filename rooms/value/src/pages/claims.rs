//! The library of claims: what may be said of us, on what it rests, and what may no longer be said (R66).

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::tag,
        menu::Weight,
        panel::{empty_state, page_head},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, portuguese, room_tabs};
use crate::{
    id::{ClaimFault, ClaimState},
    views::{ClaimFacts, Claims},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/claims",
    permission: Permission::ValueRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let claims = cx.view(Claims::default())?;
    let enter = ActionForm::new("claim.enter").next("/claims").dialog(cx, Weight::Primary)?;
    let mut rows = Vec::new();
    for claim in &claims {
        rows.push(row(cx, claim)?);
    }
    let title = cx.say("claims-title");
    let list = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(cx.say("claims-text")),
            Column::text(cx.say("claims-standing")),
            Column::number(cx.say("claims-now")),
            Column::number(cx.say("claims-n")),
            Column::text(cx.say("claims-period")),
            Column::text(cx.say("claims-until")),
            Column::text(""),
        ],
        rows,
        empty: Some(empty_state(&cx.say("claims-empty-title"), &cx.say("claims-empty"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("claims-about")) }, &enter))
        (room_tabs(cx, "/claims"))
        (list)
    };
    Ok(Page::new(title, main).below(cx.say("nav-plans"), "/plans"))
}

/// Why it was withdrawn, in words where it was a rule.
fn why(cx: &PageCx<'_, '_>, claim: &ClaimFacts) -> String {
    let Some(text) = &claim.withdrawn_why else { return String::new() };
    ClaimFault::parse(text).map_or_else(|| text.clone(), |fault| cx.say(&fault.message()))
}

fn row(cx: &mut PageCx<'_, '_>, claim: &ClaimFacts) -> Outcome<Row> {
    let text = if portuguese(cx) { &claim.text_pt } else { &claim.text_en };
    let standing: Markup = match (claim.state, claim.fault) {
        (ClaimState::Withdrawn, _) => {
            html! { (tag(Tone::Bad, &cx.say("claim-state-withdrawn"))) " " small { (why(cx, claim)) } }
        }
        (ClaimState::Standing, Some(fault)) => tag(Tone::Bad, &cx.say(&fault.message())),
        (ClaimState::Standing, None) => tag(Tone::Good, &cx.say("claims-usable")),
    };
    let act = if claim.state == ClaimState::Standing {
        ActionForm::new("claim.withdraw")
            .fixed("claim", claim.id)
            .fixed("version", claim.version)
            .next("/claims")
            .dialog(cx, Weight::Quiet)?
    } else {
        html! {}
    };
    let measured = claim.measured.map_or_else(|| "–".to_owned(), |value| cx.tongue().decimal(value));
    Ok(Row {
        cells: vec![
            html! { strong { (text) } " " small { (claim.number) " · " (claim.source) } },
            standing,
            html! { (measured) },
            html! { (cx.tongue().number(claim.n)) },
            html! { (day(cx, claim.from)) " – " (day(cx, claim.to)) },
            day(cx, claim.expires_on),
            act,
        ],
        ..Row::default()
    })
}
