//! The customer's page: what is owed on top, one line for both spheres, who is who at the right (R2, R4).

mod panels;
mod timeline;

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::{tag, who},
        menu::{MenuItem, Weight, button_link, buttons, menu},
        panel::{columns, dots, notice, page_head, panel, section_title},
        promise::owed_grid,
        ring::loop_ring,
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_customer::{CustomerId, CustomerState, Rank};

use super::parts::{clarification_notice, promise_card, ring_stage, seat, stage_text};
use crate::views::{CustomerDesk, CustomerDeskPage};

pub(crate) use panels::{message, messages_panel, orders_panel};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/{customer}",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer: CustomerId = cx.id("customer")?;
    let asked = CustomerDesk {
        customer,
        sphere: cx.ask("sphere").and_then(accord_room_customer::TeamSphere::parse),
        kind: cx.ask("kind").map(str::to_owned),
        limit: None,
        after: cx.ask("after").map(str::to_owned),
    };
    let desk = cx.view(asked)?;
    let main = html! {
        (head(cx, &desk)?)
        (standing(cx, &desk)?)
        (owed(cx, &desk)?)
        (columns(
            &timeline::timeline(cx, &desk),
            &html! {
                (messages_panel(cx, &desk.messages)?)
                (orders_panel(cx, desk.record.id, &desk.orders))
                (panels::contacts(cx, &desk)?)
                (panels::sites(cx, &desk)?)
                (panels::team(cx, &desk)?)
                (panels::statements(cx, &desk))
                (panels::files(cx, &desk)?)
                (panels::stage(cx, &desk)?)
            },
        ))
    };
    Ok(Page::new(desk.record.name.clone(), main)
        .below(cx.say("desk-customers"), "/customers")
        .live(desk.record.id))
}

fn head(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let record = &desk.record;
    let stage = stage_text(cx, record.stage, record.cycle);
    let ring = loop_ring(ring_stage(record.stage), u32::try_from(record.cycle).unwrap_or(1), &stage, 60);
    let mut facts = vec![html! { (record.number) }, html! { (stage) }];
    if record.state != CustomerState::Active {
        facts.push(tag(Tone::Warn, &cx.say(&record.state.message())));
    }
    if !record.merged_numbers.is_empty() {
        let numbers = record.merged_numbers.join(", ");
        facts.push(html! { (cx.say_with("desk-merged-from", &[("numbers", numbers.into())])) });
    }
    let acts = acts(cx, desk)?;
    let owners = record.team.iter().filter(|seat| seat.rank == Rank::Owner);
    let right = html! {
        div.people { @for owner in owners { (who(&seat(cx, owner))) } }
        (acts)
    };
    Ok(page_head(Some(&ring), &record.name, &dots(&facts), &right))
}

/// What is done most stands as buttons, everything else in the menu.
fn acts(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let id = desk.record.id;
    let briefing = format!("/customers/{id}/briefing");
    let make = ActionForm::new("promise.make")
        .fixed("customer", id)
        .only(&["kind", "wording", "due_at", "due_on", "owner", "contact", "site", "told", "basis"])
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let log = ActionForm::new("contact_log.add")
        .fixed("customer", id)
        .only(&["contact", "channel", "direction", "said", "happened_at"])
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let more = more(cx, desk);
    Ok(buttons(&[
        button_link(Weight::Primary, &Link::new(cx.say("desk-briefing"), briefing), "b"),
        make,
        log,
        menu(&cx.say("more"), None, false, &more),
    ]))
}

fn more(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Vec<MenuItem> {
    let record = &desk.record;
    let (id, version) = (record.id, record.version);
    let form = |action: &'static str| ActionForm::new(action).fixed("customer", id).next(cx.address.clone());
    let forms = [
        ("statement.say", form("statement.say")),
        ("order.enter", form("order.enter").next("/orders/{order}")),
        ("contact.enter", form("contact.enter")),
        ("site.enter", form("site.enter")),
        ("customer.assign", form("customer.assign")),
        ("customer.set_stage", form("customer.set_stage").fixed("version", version)),
        ("customer.change", form("customer.change").fixed("version", version)),
        ("customer.archive", form("customer.archive").fixed("version", version)),
        (
            "customer.merge",
            ActionForm::new("customer.merge")
                .fixed("into", id)
                .only(&["from", "reason"])
                .next(cx.address.clone()),
        ),
    ];
    let mut items: Vec<MenuItem> = forms
        .into_iter()
        .filter(|(action, _)| cx.reader.may_act(action))
        .map(|(action, form)| {
            let label = cx.say(&accord_face::ask::action_message(action));
            MenuItem::Link(Link::new(label, form.href()), String::new())
        })
        .collect();
    if cx.may(Permission::PortalPreview) {
        items.push(MenuItem::Rule);
        let label = cx.say("desk-as-customer");
        items.push(MenuItem::Link(Link::new(label, format!("/customers/{id}/as-customer")), String::new()));
    }
    items
}

/// What everybody must know before anything else: contradictions, and spheres without an owner.
fn standing(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let mut notices = Vec::new();
    for clarification in &desk.clarifications {
        notices.push(clarification_notice(cx, clarification)?);
    }
    for sphere in &desk.record.missing_owners {
        let assign = ActionForm::new("customer.assign")
            .fixed("customer", desk.record.id)
            .fixed("sphere", sphere)
            .fixed("rank", Rank::Owner)
            .next(cx.address.clone())
            .dialog(cx, Weight::Plain)?;
        let key = match sphere {
            accord_room_customer::TeamSphere::Sales => "desk-no-sales-owner",
            accord_room_customer::TeamSphere::AfterSales => "desk-no-service-owner",
        };
        notices.push(notice(Tone::Warn, &cx.say(key), &html! { (cx.say("desk-no-owner-text")) }, &[assign]));
    }
    Ok(html! { @for each in &notices { (each) } })
}

fn owed(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    if !cx.may(Permission::PromiseRead) {
        return Ok(html! {});
    }
    let all = format!("/promises?customer={}&state=open", desk.record.id);
    let count = cx.say_with("desk-owed-all", &[("n", desk.owed_count.into())]);
    let title = section_title(&cx.say("desk-owed"), Some(&html! { a href=(all) { (count) } }));
    if desk.owed.is_empty() {
        return Ok(
            html! { (title) (panel(&cx.say("desk-owed-none-title"), None, &html! { p { (cx.say("desk-owed-none")) } })) },
        );
    }
    let cards: Vec<_> = desk.owed.iter().map(|promise| promise_card(cx, promise)).collect();
    Ok(html! { (title) (owed_grid(&cx.say("desk-owed"), &cards)) })
}
