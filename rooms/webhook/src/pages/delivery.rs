//! One delivery with its attempts, and what it says as far as the reader may see it.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        html,
        menu::{Weight, buttons},
        panel::{columns, dots, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{at, delivery_state, outcome};
use crate::views::{DeliveryFacts, OneDelivery, OneMessage};

pub(super) const PAGE: PageDef = PageDef {
    path: "/webhooks/deliveries/{delivery}",
    permission: Permission::WebhookManage,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let one = cx.view(OneDelivery { delivery: cx.id("delivery")? })?;
    let line = &one.line;
    let back = format!("/webhooks/deliveries/{}", line.id);
    let again =
        ActionForm::new("webhook.resend").fixed("delivery", line.id).next(back).button(cx, Weight::Primary);
    let failed = line.attempts > 0 && line.error.is_some();
    let marks = vec![html! { (one.endpoint_name) }, html! { code { (line.name) } }, at(cx, line.made_at)];
    let head = page_head(None, &line.words, &dots(&marks), &delivery_state(cx, line.state, failed));
    let said = said(cx, &one)?;
    let main = html! { (head) (buttons(&[again])) (columns(&attempts(cx, &one), &html! { (about(cx, &one)) (said) })) };
    Ok(Page::new(line.words.clone(), main)
        .below(cx.say("webhooks-title"), "/webhooks")
        .below(one.endpoint_name.clone(), format!("/webhooks/{}", one.endpoint)))
}

fn attempts(cx: &PageCx<'_, '_>, one: &DeliveryFacts) -> Markup {
    let rows = one.tried.iter().map(|tried| Row {
        cells: vec![
            html! { (tried.number) },
            at(cx, tried.tried_at),
            outcome(cx, tried.status, tried.error),
            html! { (cx.say_with("webhook-took", &[("ms", tried.took_ms.into())])) },
        ],
        ..Row::default()
    });
    let columns = ["number", "at", "answer", "took"];
    let list = table(&Table {
        caption: cx.say("webhook-attempts"),
        columns: columns.map(|name| Column::text(cx.say(&format!("webhook-attempt-{name}")))).to_vec(),
        rows: rows.collect(),
        empty: Some(html! { p { (cx.say("webhook-attempts-none")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("webhook-attempts"), None, &list)
}

fn about(cx: &PageCx<'_, '_>, one: &DeliveryFacts) -> Markup {
    let line = &one.line;
    let mut list = vec![(cx.say("webhook-message"), html! { code { (line.message) } })];
    if let Some(next) = line.next_try_at {
        list.push((cx.say("webhook-log-next"), at(cx, next)));
    }
    if let Some(sent) = line.sent_at {
        list.push((cx.say("webhook-sent-at"), at(cx, sent)));
    }
    panel(&cx.say("webhook-delivery-about"), None, &facts(&list))
}

/// What the message says, when the reader may see it; its owner's sight decided when it went.
fn said(cx: &mut PageCx<'_, '_>, one: &DeliveryFacts) -> Outcome<Markup> {
    let Some(event) = one.line.event else { return Ok(html! {}) };
    let text = match cx.view(OneMessage { event }) {
        Ok(message) => serde_json::to_string_pretty(&message).unwrap_or_default(),
        Err(refusal) if refusal.status.code() < 500 => {
            return Ok(panel(
                &cx.say("webhook-says"),
                None,
                &html! { p { (cx.say("webhook-says-hidden")) } },
            ));
        }
        Err(refusal) => return Err(refusal),
    };
    Ok(panel(&cx.say("webhook-says"), None, &html! { pre { code { (text) } } }))
}
