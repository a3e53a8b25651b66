//! The customer's page: what is owed on top, one line for both spheres, who is who at the right (R2, R4). The record's
//! own panels are the customer room's; what stands among several rooms is drawn here.

mod panels;

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    ask::action_message,
    parts::{
        Link, Tone, html, joined,
        mark::tag,
        menu::{MenuItem, Weight, button_link, buttons, menu},
        panel::{dots, notice, page_head, panel, section_title},
        promise::owed_grid,
        table::{Pagination, pagination},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_asset::pages::assets_panel;
use accord_room_customer::{
    CustomerId, CustomerState, Rank, TeamSphere,
    pages::{
        contacts_panel, files_shown, line_filters, line_shown, record_panel, sites_panel, stage_panel,
        stage_ring, team_panel, team_people,
    },
};
use accord_room_promise::pages::{MAKE_FIELDS, SAY_FIELDS};

use super::parts::{clarification_notice, promise_card, stage_text};
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
        sphere: cx.ask("sphere").and_then(TeamSphere::parse),
        kind: cx.ask("kind").map(str::to_owned),
        limit: None,
        after: cx.ask("after").map(str::to_owned),
    };
    let desk = cx.view(asked)?;
    let main = [
        head(cx, &desk)?,
        standing(cx, &desk)?,
        owed(cx, &desk),
        accord_face::parts::panel::columns(&line(cx, &desk), &beside(cx, &desk)?),
    ];
    Ok(Page::new(desk.record.name.clone(), joined(&main))
        .below(cx.say("nav-customers"), "/customers")
        .live(desk.record.id))
}

fn beside(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let id = desk.record.id;
    Ok(joined(&[
        panels::held(cx, desk),
        messages_panel(cx, &desk.messages)?,
        accord_room_case::pages::cases_panel(cx, id)?,
        accord_room_pipeline::pages::customer_panel(cx, id)?,
        accord_room_offer::pages::customer_panel(cx, id)?,
        orders_panel(cx, id, &desk.orders),
        accord_room_contract::pages::customer_panel(cx, id)?,
        desk.assets.as_ref().map_or_else(|| html! {}, |assets| assets_panel(cx, id, assets)),
        accord_room_visit::visits_panel(cx, id)?,
        accord_room_value::pages::value_panel(cx, id)?,
        contacts_panel(cx, &desk.record)?,
        sites_panel(cx, &desk.record)?,
        team_panel(cx, &desk.record)?,
        panels::statements(cx, desk),
        files_shown(cx, id, &desk.files.rows),
        stage_panel(cx, &desk.record)?,
        record_panel(cx, &desk.record)?,
    ]))
}

fn head(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let record = &desk.record;
    let mut facts = vec![html! { (record.number) }, html! { (stage_text(cx, record.stage, record.cycle)) }];
    if record.state != CustomerState::Active {
        facts.push(tag(Tone::Warn, &cx.say(&record.state.message())));
    }
    let acts = acts(cx, desk)?;
    let right = html! { (team_people(cx, record)) (acts) };
    Ok(page_head(Some(&stage_ring(cx, record)), &record.name, &dots(&facts), &right))
}

/// What is done most stands as buttons, the rest in the menu and in the panels.
fn acts(cx: &mut PageCx<'_, '_>, desk: &CustomerDeskPage) -> Outcome<Markup> {
    let id = desk.record.id;
    let briefing = format!("/customers/{id}/briefing");
    let make = ActionForm::new("promise.make")
        .fixed("customer", id)
        .only(MAKE_FIELDS)
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let more = more(cx, desk);
    let mut row =
        vec![button_link(Weight::Primary, &Link::new(cx.say("desk-briefing"), briefing), "b"), make];
    if !more.is_empty() {
        row.push(menu(&cx.say("more"), None, false, &more));
    }
    Ok(buttons(&row))
}

fn more(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Vec<MenuItem> {
    let id = desk.record.id;
    let offer = |action: &'static str, form: ActionForm| {
        let label = cx.say(&action_message(action));
        cx.reader.may_act(action).then(|| MenuItem::Link(Link::new(label, form.href()), String::new()))
    };
    let say =
        ActionForm::new("statement.say").fixed("customer", id).only(SAY_FIELDS).next(cx.address.clone());
    let order = ActionForm::new("order.enter").fixed("customer", id).next("/orders/{order}");
    let offers = [
        offer("statement.say", say),
        offer("order.enter", order),
        cx.may(Permission::PortalPreview).then(|| {
            let href = format!("/customers/{id}/as-customer");
            MenuItem::Link(Link::new(cx.say("desk-as-customer"), href), String::new())
        }),
    ];
    offers.into_iter().flatten().collect()
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
            TeamSphere::Sales => "desk-no-sales-owner",
            TeamSphere::AfterSales => "desk-no-service-owner",
        };
        let text = html! { (cx.say("desk-no-owner-text")) };
        notices.push(notice(Tone::Warn, &cx.say(key), &text, &[assign]));
    }
    Ok(html! { @for each in &notices { (each) } })
}

fn owed(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    if !cx.may(Permission::PromiseRead) {
        return html! {};
    }
    let all = format!("/promises?customer={}&state=open", desk.record.id);
    let count = cx.say_with("desk-owed-all", &[("n", desk.owed_count.into())]);
    let title = section_title(&cx.say("desk-owed"), Some(&html! { a href=(all) { (count) } }));
    if desk.owed.is_empty() {
        let nothing = html! { p { (cx.say("desk-owed-none")) } };
        return html! { (title) (panel(&cx.say("desk-owed-none-title"), None, &nothing)) };
    }
    let cards: Vec<_> = desk.owed.iter().map(|promise| promise_card(cx, promise)).collect();
    html! { (title) (owed_grid(&cx.say("desk-owed"), &cards)) }
}

/// One line for both spheres, narrowed and walked on this page.
fn line(cx: &PageCx<'_, '_>, desk: &CustomerDeskPage) -> Markup {
    let earlier = desk
        .timeline
        .next
        .as_deref()
        .map(|after| Link::new(cx.say("line-earlier"), cx.here_with(&[("after", Some(after))])));
    let latest = cx.ask("after").map(|_| Link::new(cx.say("line-latest"), cx.here_with(&[])));
    let pages = pagination(&Pagination {
        label: cx.say("line-title"),
        previous: latest,
        next: earlier,
        ..Pagination::default()
    });
    let filters = line_filters(cx, &format!("/customers/{}", desk.record.id));
    let body = joined(&[filters, line_shown(cx, &desk.timeline.rows), pages]);
    panel(&cx.say("line-title"), None, &body)
}
