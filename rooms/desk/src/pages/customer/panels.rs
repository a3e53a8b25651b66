//! What stands beside the time line: messages, orders, contacts, ways in, team, what was said, files, the loop.

use accord_face::{
    ActionForm, Markup, PageCx,
    parts::{
        Hidden, Link, Tone,
        control::{Control, Field},
        form::{Form, FormPart, form},
        html,
        mark::{Who, initials, tag, time, who},
        menu::{Weight, button_link, buttons},
        panel::{dots, facts, panel},
        ring::loop_steps,
        table::{Column, Row, Table, table},
        talk::{Talk, talk},
    },
};
use accord_kernel::{Outcome, Permission};
use accord_room_customer::{ContactState, CustomerId, SiteState, Stage, views::SiteFacts};
use accord_room_order::OrderState;
use accord_room_promise::views::StatementLine;

use crate::{
    pages::parts::{ring_stage, seat},
    views::{CustomerDeskPage, CustomerOrder, MessageLine},
};

/// What contacts wrote on their page, with the way to answer.
///
/// # Errors
/// What a form refuses.
pub(crate) fn messages_panel(cx: &mut PageCx<'_, '_>, lines: &[MessageLine]) -> Outcome<Markup> {
    if lines.is_empty() {
        return Ok(html! {});
    }
    let mut shown = Vec::with_capacity(lines.len());
    for line in lines {
        shown.push(message(cx, line, false)?);
    }
    Ok(panel(&cx.say("desk-messages"), None, &talk(&shown)))
}

/// One message; with the customer's name where it stands among others'.
///
/// # Errors
/// What a form refuses.
pub(crate) fn message(cx: &mut PageCx<'_, '_>, line: &MessageLine, with_customer: bool) -> Outcome<Talk> {
    let mut facts = vec![
        tag(Tone::Plain, &cx.say(&line.kind.message())),
        time(&line.said_at.to_string(), &cx.instant(line.said_at)),
    ];
    if with_customer {
        let href = format!("/customers/{}", line.customer);
        facts.insert(0, html! { a href=(href) { (line.customer_name) } });
    }
    let reply = line.answer.clone().map(|answer| {
        let who = line.answered_by.as_ref().map_or_else(|| cx.say("sphere-none"), |by| by.name.clone());
        let at = line.answered_at.map(|at| cx.instant(at)).unwrap_or_default();
        (cx.say_with("desk-answered-by", &[("who", who.into()), ("at", at.into())]), answer)
    });
    let act = match reply {
        Some(_) => None,
        None => Some(
            ActionForm::new("portal.answer")
                .fixed("message", line.id)
                .fixed("version", line.version)
                .next(cx.address.clone())
                .dialog(cx, Weight::Plain)?,
        ),
    };
    let by = if line.contact.is_empty() { cx.say("desk-contact-erased") } else { line.contact.clone() };
    Ok(Talk { initials: initials(&by), by, facts, words: line.said.clone(), reply, act, ..Talk::default() })
}

/// Orders with the dates that were told and, inside only, those that we aim at.
pub(crate) fn orders_panel(cx: &PageCx<'_, '_>, customer: CustomerId, orders: &[CustomerOrder]) -> Markup {
    if !cx.may(Permission::OrderRead) {
        return html! {};
    }
    let day = |date: Option<jiff::civil::Date>| html! { @if let Some(date) = date { (time(&date.to_string(), &cx.date(date))) } @else { "–" } };
    let row = |order: &CustomerOrder| Row {
        cells: vec![
            html! { (order.number) },
            tag(order_tone(order), &cx.say(&order.state.message())),
            day(order.committed_on),
            html! { (day(order.target_on)) @if slips(order) { " " (tag(Tone::Bad, &cx.say("desk-slips"))) } },
        ],
        href: cx.home("order", order.id),
        ..Row::default()
    };
    let all = format!("/orders?customer={customer}");
    panel(
        &cx.say("desk-orders"),
        Some(&html! { a href=(all) { (cx.say("all")) } }),
        &table(&Table {
            caption: cx.say("desk-orders"),
            columns: vec![
                Column::text(cx.say("field-number")),
                Column::text(cx.say("desk-order-state")),
                Column::text(cx.say("desk-told")),
                Column::text(cx.say("desk-aimed")),
            ],
            rows: orders.iter().map(row).collect(),
            empty: Some(html! { p { (cx.say("desk-orders-none")) } }),
            bare: true,
            keep: true,
            ..Table::default()
        }),
    )
}

fn slips(order: &CustomerOrder) -> bool {
    matches!((order.forecast_on, order.committed_on), (Some(forecast), Some(told)) if forecast > told)
}

fn order_tone(order: &CustomerOrder) -> Tone {
    match order.state {
        OrderState::Held => Tone::Warn,
        OrderState::Released => Tone::Plain,
        OrderState::Shipped | OrderState::Closed => Tone::Good,
        OrderState::Cancelled => Tone::Bad,
    }
}

pub(super) fn contacts(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let add = ActionForm::new("contact.enter")
        .fixed("customer", desk.record.id)
        .next(cx.address.clone())
        .dialog(cx, Weight::Quiet)?;
    let active: Vec<_> =
        desk.record.contacts.iter().filter(|contact| contact.state == ContactState::Active).collect();
    let card = |contact: &&accord_room_customer::views::ContactFacts| {
        let change =
            ActionForm::new("contact.change").fixed("contact", contact.id).fixed("version", contact.version);
        let person = Who {
            initials: initials(&contact.name),
            name: contact.name.clone(),
            role: contact.job.clone(),
            sphere: None,
            href: cx.reader.may_act("contact.change").then(|| change.next(cx.address.clone()).href()),
        };
        let mut ways = Vec::new();
        if let Some(phone) = &contact.phone {
            ways.push(html! { a href={ "tel:" (dialled(phone)) } { (phone) } });
        }
        if let Some(email) = &contact.email {
            ways.push(html! { a href={ "mailto:" (email) } { (email) } });
        }
        html! { li { (who(&person)) (dots(&ways)) } }
    };
    let body = html! {
        @if active.is_empty() { p { (cx.say("desk-contacts-none")) } }
        @else { ul role="list" { @for contact in &active { (card(contact)) } } }
    };
    Ok(panel(&cx.say("desk-contacts"), Some(&add), &body))
}

fn dialled(phone: &str) -> String {
    phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

pub(super) fn sites(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let add = ActionForm::new("site.enter")
        .fixed("customer", desk.record.id)
        .next(cx.address.clone())
        .dialog(cx, Weight::Quiet)?;
    let active: Vec<_> = desk.record.sites.iter().filter(|site| site.state == SiteState::Active).collect();
    let body = html! {
        @if active.is_empty() { p { (cx.say("desk-sites-none")) } }
        @for site in &active { (way_in(cx, site)) }
    };
    Ok(panel(&cx.say("desk-sites"), Some(&add), &body))
}

/// How one gets in, and what is not known of it.
fn way_in(cx: &PageCx<'_, '_>, site: &SiteFacts) -> Markup {
    let state = match (&site.access, site.access_gaps.as_slice()) {
        (Some(access), []) => {
            tag(Tone::Good, &cx.say_with("desk-access-checked", &[("on", access.checked_on.into())]))
        }
        (None, _) => tag(Tone::Warn, &cx.say("desk-access-none")),
        (Some(_), gaps) => tag(Tone::Warn, &cx.say_with("desk-access-gaps", &[("n", gaps.len().into())])),
    };
    let set = cx.reader.may_act("site.set_access").then(|| {
        let mut form =
            ActionForm::new("site.set_access").fixed("site", site.id).fixed("version", site.version);
        if let Some(access) = &site.access {
            let known = serde_json::to_value(access).unwrap_or_default();
            for (name, value) in known.as_object().into_iter().flatten() {
                form = form.value(name, value);
            }
        }
        let label = cx.say("action-site-set-access");
        button_link(Weight::Quiet, &Link::new(label, form.next(cx.address.clone()).href()), "")
    });
    let mut lines: Vec<(String, Markup)> = Vec::new();
    if let Some(access) = &site.access {
        let said = [
            ("field-door", &access.door),
            ("field-ring", &access.ring),
            ("field-badge", &access.badge),
            ("field-safety", &access.safety),
            ("field-hours", &access.hours),
            ("field-emergency-path", &access.emergency_path),
        ];
        lines = said
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(key, text)| (cx.say(key), html! { (text) }))
            .collect();
    }
    let place =
        [&site.town, &site.region].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>();
    html! {
        p { strong { (site.name) } " " (state) }
        (dots(&[html! { (place.join(", ")) }, html! { (site.country) }, html! { (site.zone) }]))
        @if !lines.is_empty() { (facts(&lines)) }
        @if !site.access_gaps.is_empty() {
            ul { @for gap in &site.access_gaps { li { (cx.say(&gap.message())) } } }
        }
        @if let Some(set) = set { (set) }
    }
}

pub(super) fn team(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let assign = ActionForm::new("customer.assign")
        .fixed("customer", desk.record.id)
        .next(cx.address.clone())
        .dialog(cx, Weight::Quiet)?;
    let body = html! {
        @if desk.record.team.is_empty() { p { (cx.say("desk-team-none")) } }
        ul role="list" {
            @for member in &desk.record.team {
                li { (who(&seat(cx, member))) @if let Some(phone) = &member.phone { " " a href={ "tel:" (dialled(phone)) } { (phone) } } }
            }
        }
    };
    Ok(panel(&cx.say("desk-team"), Some(&assign), &body))
}

pub(super) fn statements(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    if desk.statements.is_empty() {
        return html! {};
    }
    let line = |said: &StatementLine| {
        let by = said.by.as_ref().map_or_else(|| cx.say("sphere-none"), |by| by.name.clone());
        Talk {
            initials: initials(&by),
            by,
            facts: vec![
                html! { (cx.say(&said.subject_kind.message())) },
                html! { (said.subject) },
                time(&said.said_at.to_string(), &cx.instant(said.said_at)),
            ],
            words: said.wording.clone(),
            ..Talk::default()
        }
    };
    let lines: Vec<Talk> = desk.statements.iter().map(line).collect();
    panel(&cx.say("desk-statements"), None, &talk(&lines))
}

pub(super) fn files(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let row = |file: &accord_room_customer::views::AttachmentFacts| Row {
        cells: vec![
            html! { (file.file_name) },
            html! { (time(&file.added_at.to_string(), &cx.instant(file.added_at))) },
        ],
        href: Some(format!("/files/{}", file.id)),
        ..Row::default()
    };
    let list = table(&Table {
        caption: cx.say("desk-files"),
        columns: vec![Column::text(cx.say("field-file-name")), Column::text(cx.say("desk-file-added"))],
        rows: desk.files.rows.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("desk-files-none")) } }),
        bare: true,
        keep: true,
        ..Table::default()
    });
    let upload = cx.reader.may_act("attachment.add").then(|| upload(cx, desk.record.id));
    Ok(panel(&cx.say("desk-files"), None, &html! { (list) @if let Some(upload) = upload { (upload) } }))
}

fn upload(cx: &PageCx<'_, '_>, customer: CustomerId) -> Markup {
    form(&Form {
        id: "upload".to_owned(),
        action: "/upload".to_owned(),
        hidden: vec![
            Hidden::new("customer", customer.to_string()),
            Hidden::new("_next", format!("/customers/{customer}")),
        ],
        parts: vec![FormPart::Field(Field::new(
            "file",
            cx.say("desk-file"),
            Control::File { accept: String::new(), multiple: false },
        ))],
        submit: cx.say("action-attachment-add"),
        ..Form::default()
    })
}

pub(super) fn stage(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let record = &desk.record;
    let names = Stage::ALL.iter().map(|stage| cx.say(&stage.message())).collect::<Vec<_>>();
    let names: [String; 8] = names.try_into().unwrap_or_default();
    let next = ActionForm::new("customer.set_stage")
        .fixed("customer", record.id)
        .fixed("version", record.version)
        .fixed("stage", record.next_stage)
        .next(cx.address.clone());
    let next = next
        .submit(cx.say_with("desk-next-stage", &[("stage", cx.say(&record.next_stage.message()).into())]))
        .button(cx, Weight::Plain);
    let other = ActionForm::new("customer.set_stage")
        .fixed("customer", record.id)
        .fixed("version", record.version)
        .next(cx.address.clone())
        .submit(cx.say("desk-other-stage"))
        .dialog(cx, Weight::Quiet)?;
    Ok(panel(
        &cx.say("desk-loop"),
        None,
        &html! { (loop_steps(ring_stage(record.stage), &names, &cx.say("desk-now"))) (buttons(&[next, other])) },
    ))
}
