//! One endpoint with its delivery log.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    list::foot,
    parts::{
        Link, Tone,
        filters::{Filters, filters},
        html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{columns, dots, empty_state, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{at, delivery_state, endpoint_state, outcome};
use crate::{
    id::{DeliveryState, EndpointState},
    views::{Deliveries, DeliveryLine, DeliveryPage, EndpointFacts, OneEndpoint},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/webhooks/{endpoint}",
    permission: Permission::WebhookManage,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let endpoint = cx.id("endpoint")?;
    let one = cx.view(OneEndpoint { endpoint })?;
    let state = cx.ask("state").and_then(DeliveryState::parse);
    let after = cx.ask("after").map(str::to_owned);
    let page = cx.view(Deliveries { endpoint, state, limit: None, after })?;
    let acts = acts(cx, &one)?;
    let line = vec![
        html! { (one.line.host) },
        html! { a href=[cx.home("person", one.owner)] { (cx.say_with("webhook-owner", &[("name", one.owner_name.as_str().into())])) } },
    ];
    let head = page_head(
        None,
        &one.line.name,
        &dots(&line),
        &endpoint_state(cx, one.line.state, one.line.failing_since.is_some()),
    );
    let main = html! {
        (head)
        (why(cx, &one))
        (buttons(&acts))
        (log(cx, &one, &page, state))
        (columns(&heard(cx, &one), &beside(cx, &one)))
    };
    Ok(Page::new(one.line.name.clone(), main).below(cx.say("webhooks-title"), "/webhooks").live(endpoint.0))
}

/// Why nothing goes out, and what to do.
fn why(cx: &PageCx<'_, '_>, one: &EndpointFacts) -> Markup {
    let line = &one.line;
    if let Some(reason) = line.reason.filter(|_| line.state == EndpointState::Stopped) {
        let text = cx.say(&format!("{}-text", reason.message()));
        return notice(Tone::Bad, &cx.say(&reason.message()), &html! { (text) }, &[]);
    }
    if let (EndpointState::On, Some(since)) = (line.state, line.failing_since) {
        let text = cx.say_with("webhook-fails-since", &[("at", cx.instant(since).into())]);
        return notice(Tone::Warn, &cx.say("webhook-fails"), &html! { (text) }, &[]);
    }
    html! {}
}

fn acts(cx: &mut PageCx<'_, '_>, one: &EndpointFacts) -> Outcome<Vec<Markup>> {
    let back = format!("/webhooks/{}", one.line.id);
    let form =
        |action: &'static str| ActionForm::new(action).fixed("endpoint", one.line.id).next(back.clone());
    let versioned = |action: &'static str| form(action).fixed("version", one.version);
    let mut list = Vec::new();
    if one.line.state == EndpointState::On {
        list.push(form("webhook.test").button(cx, Weight::Primary));
        list.push(form("webhook.replay").only(&["since", "taken_too"]).dialog(cx, Weight::Plain)?);
        let off = cx.say("webhook-off");
        list.push(versioned("webhook.switch").fixed("on", false).submit(off).button(cx, Weight::Plain));
    } else {
        let on = versioned("webhook.switch").fixed("on", true).value("since", one.changed_at);
        let words = cx.say("webhook-on");
        list.push(on.only(&["since"]).submit(words).dialog(cx, Weight::Primary)?);
    }
    let change = versioned("webhook.change")
        .value("name", &one.line.name)
        .value("address", &one.address)
        .value("kinds", one.heard.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>())
        .only(&["name", "address", "kinds"]);
    list.push(change.dialog(cx, Weight::Plain)?);
    list.push(
        form("webhook.rotate").value("keep_hours", 24).only(&["keep_hours"]).dialog(cx, Weight::Plain)?,
    );
    if one.owner.0 != cx.reader.context.principal.id {
        list.push(versioned("webhook.take_over").button(cx, Weight::Plain));
    }
    list.push(versioned("webhook.end").next("/webhooks").dialog(cx, Weight::Quiet)?);
    Ok(list)
}

fn log(
    cx: &PageCx<'_, '_>,
    one: &EndpointFacts,
    page: &DeliveryPage,
    state: Option<DeliveryState>,
) -> Markup {
    let base = format!("/webhooks/{}", one.line.id);
    let mut views = vec![(Link::new(cx.say("webhook-log-all"), base.clone()), state.is_none())];
    views.extend(DeliveryState::ALL.iter().map(|of| {
        (Link::new(cx.say(&of.message()), format!("{base}?state={}", of.word())), state == Some(*of))
    }));
    let choose = filters(&Filters {
        action: base,
        label: cx.say("list-filters"),
        submit_label: cx.say("list-filter"),
        views,
        views_label: cx.say("webhook-log"),
        ..Filters::default()
    });
    let columns = ["event", "made", "state", "answer", "attempts", "next"];
    let list = table(&Table {
        caption: cx.say("webhook-log"),
        columns: columns.map(|name| Column::text(cx.say(&format!("webhook-log-{name}")))).to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty_state(&cx.say("webhook-log-none-title"), &cx.say("webhook-log-none"), &[])),
        ..Table::default()
    });
    let label = cx.say("webhook-log");
    html! {
        (panel(&label, None, &html! { (choose) (list) }))
        (foot(cx, &label, Some((page.count, page.count_capped)), page.next.as_deref()))
    }
}

fn row(cx: &PageCx<'_, '_>, line: &DeliveryLine) -> Row {
    let failed = line.attempts > 0 && line.error.is_some();
    let tone = match line.state {
        DeliveryState::Failed => Tone::Bad,
        DeliveryState::Withheld => Tone::Warn,
        DeliveryState::Queued if failed => Tone::Warn,
        _ => Tone::Plain,
    };
    Row {
        tone,
        ..Row::to(
            format!("/webhooks/deliveries/{}", line.id),
            vec![
                html! { div { (line.words) br; span.small { code { (line.name) } } } },
                at(cx, line.made_at),
                delivery_state(cx, line.state, failed),
                outcome(cx, line.status, line.error),
                html! { (line.attempts) },
                html! { @if let Some(next) = line.next_try_at { (at(cx, next)) } },
            ],
        )
    }
}

/// Of what it hears.
fn heard(cx: &PageCx<'_, '_>, one: &EndpointFacts) -> Markup {
    let body = html! {
        ul {
            @for kind in &one.heard {
                li {
                    (kind.words) " " span.small { code { (kind.name) } }
                    @if !kind.heard { " " (tag(Tone::Warn, &cx.say("webhook-not-heard"))) }
                }
            }
        }
    };
    panel(&cx.say("webhook-heard"), None, &body)
}

/// Address, secrets, and how a receiver knows our messages.
fn beside(cx: &PageCx<'_, '_>, one: &EndpointFacts) -> Markup {
    let mut list = vec![
        (cx.say("field-webhook-create-address"), html! { span.long { (one.address) } }),
        (cx.say("webhook-made"), at(cx, one.made_at)),
    ];
    for secret in &one.secrets {
        let words = match secret.ends_at {
            Some(ends) => html! { (cx.say("webhook-secret-ends")) " " (at(cx, ends)) },
            None => html! { (cx.say("webhook-secret-since")) " " (at(cx, secret.made_at)) },
        };
        list.push((cx.say("webhook-secret"), words));
    }
    let body = html! { (facts(&list)) p.small { (cx.say("webhook-verify")) } };
    panel(&cx.say("webhook-about"), None, &body)
}
