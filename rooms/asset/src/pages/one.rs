//! One unit: whether it runs, what it is, and its life.

mod beside;
mod outages;

use accord_face::{
    Page, PageCx, PageDef,
    ask::{ActionForm, action_message},
    parts::{
        Link, Markup, Sphere, Tone, html,
        mark::{tag, time},
        menu::{MenuItem, Weight, buttons, menu},
        panel::{Stat, columns, dots, notice, page_head, panel, stat_row},
        strand::{StrandEvent, StrandItem, strand},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, length, marks};
use crate::{
    Origin, OutageState,
    views::{AssetFacts, LifeEntry, LifeKind, OneAsset},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/assets/{asset}",
    permission: Permission::AssetRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let facts = cx.view(OneAsset { asset: cx.id("asset")? })?;
    let unit = &facts.asset;
    let name =
        if unit.serial.is_empty() { unit.model.clone() } else { format!("{} {}", unit.model, unit.serial) };
    let about = dots(&[
        html! { (unit.number) },
        html! { a href={ "/customers/" (unit.customer.id) } { (unit.customer.name) } },
        html! { @if let Some(site) = &unit.site { a href={ "/sites/" (site.id) } { (site.name) } } @else { (cx.say("asset-no-site")) } },
        marks(cx, unit),
    ]);
    let left = html! { (outages::panel_of(cx, &facts)?) (life(cx, &facts)) };
    let right = beside::panels(cx, &facts)?;
    let main = html! {
        (page_head(None, &name, &about, &acts(cx, &facts)?))
        (standing(cx, &facts)?)
        (figures(cx, &facts))
        (columns(&left, &right))
    };
    let page = Page::new(name, main).below(cx.say("assets-title"), "/assets").live(unit.customer.id);
    Ok(page)
}

/// The address to which every act comes back.
fn here(facts: &AssetFacts) -> String {
    format!("/assets/{}", facts.asset.id)
}

fn acts(cx: &mut PageCx<'_, '_>, facts: &AssetFacts) -> Outcome<Markup> {
    let unit = &facts.asset;
    let mut row = Vec::new();
    let acceptable = unit.origin == Origin::Ours && unit.accepted_on.is_none() && unit.retired_on.is_none();
    if acceptable && cx.reader.may_act("acceptance.record") {
        let form = ActionForm::new("acceptance.record")
            .fixed("asset", unit.id)
            .only(&["accepted_on", "signed_by", "satisfaction"])
            .next(here(facts));
        row.push(form.dialog(cx, Weight::Primary)?);
    }
    if cx.reader.may_act("asset.outage_record") {
        let weight = if row.is_empty() { Weight::Primary } else { Weight::Plain };
        let form = ActionForm::new("asset.outage_record")
            .fixed("asset", unit.id)
            .only(&["began_at", "ended_at", "over", "cause", "source", "note"])
            .next(here(facts));
        row.push(form.dialog(cx, weight)?);
    }
    let more = more(cx, facts);
    if !more.is_empty() {
        row.push(menu(&cx.say("more"), None, false, &more));
    }
    Ok(buttons(&row))
}

fn more(cx: &PageCx<'_, '_>, facts: &AssetFacts) -> Vec<MenuItem> {
    let unit = &facts.asset;
    let offer = |action: &'static str, form: ActionForm| {
        let label = cx.say(&action_message(action));
        let link = Link::new(label, form.next(here(facts)).href());
        cx.reader.may_act(action).then(|| MenuItem::Link(link, String::new()))
    };
    let own =
        |action: &'static str| ActionForm::new(action).fixed("asset", unit.id).fixed("version", unit.version);
    let used = unit.retired_on.is_none();
    let offers = [
        offer("asset.correct", correct(own("asset.correct"), facts)),
        used.then(|| offer("asset.move", own("asset.move").only(&["site", "moved_at", "reason"]))).flatten(),
        offer("asset.reading_record", ActionForm::new("asset.reading_record").fixed("asset", unit.id)),
        used.then(|| offer("asset.retire", own("asset.retire"))).flatten(),
        (!used).then(|| offer("asset.reinstate", own("asset.reinstate"))).flatten(),
        unit.accepted_on.and_then(|_| {
            let form = ActionForm::new("acceptance.correct").fixed("asset", unit.id);
            offer("acceptance.correct", form)
        }),
    ];
    offers.into_iter().flatten().collect()
}

/// The unit as the action reads it, so that a form comes filled in and nothing is lost.
fn correct(form: ActionForm, facts: &AssetFacts) -> ActionForm {
    let unit = &facts.asset;
    form.fixed("order", facts.order)
        .fixed("order_line", facts.order_line)
        .value("origin", unit.origin)
        .value("maker", &unit.maker)
        .value("product", unit.product)
        .value("model", &unit.model)
        .value("serial", &unit.serial)
        .value("part_of", unit.part_of)
        .value("in_service_on", unit.in_service_on)
        .value("warranty_months", facts.warranty_agreed.then_some(facts.warranty_months))
        .value("contract_ends_on", unit.contract_ends_on)
        .value("known_from", facts.known_from)
        .value("known_until", facts.known_until)
        .value("note", &facts.note)
}

/// That it stands still, before anything else.
fn standing(cx: &mut PageCx<'_, '_>, facts: &AssetFacts) -> Outcome<Markup> {
    let Some(open) = facts.outages.iter().find(|outage| outage.state == OutageState::Open) else {
        return Ok(html! {});
    };
    let mut actions = Vec::new();
    if cx.reader.may_act("asset.outage_end") {
        let form = ActionForm::new("asset.outage_end")
            .fixed("outage", open.id)
            .fixed("version", open.version)
            .only(&["ended_at"])
            .next(here(facts));
        actions.push(form.dialog(cx, Weight::Primary)?);
    }
    let since = cx.say_with("asset-stands-since", &[("since", open.began_at.into())]);
    let text = html! { (length(cx, open.minutes)) @if !open.cause.is_empty() { " · " (open.cause) } };
    Ok(notice(Tone::Bad, &since, &text, &actions))
}

fn figures(cx: &PageCx<'_, '_>, facts: &AssetFacts) -> Markup {
    let watched = cx.say_with("asset-watched", &[("days", facts.watched_days.into())]);
    let cover = facts.asset.warranty_until.or(facts.asset.contract_ends_on);
    let label =
        if facts.asset.origin == Origin::Ours { "asset-warranty-until" } else { "field-contract-ends-on" };
    let figures = [
        Stat {
            label: cx.say("asset-stops"),
            value: cx.tongue().number(facts.stops),
            period: watched.clone(),
            ..Stat::default()
        },
        Stat {
            label: cx.say("asset-stopped"),
            value: length(cx, Some(facts.stopped_minutes)),
            period: watched,
            ..Stat::default()
        },
        Stat {
            label: cx.say(label),
            value: cover.map_or_else(|| "–".to_owned(), |on| cx.date(on)),
            period: if facts.asset.origin == Origin::Ours {
                cx.say_with("asset-warranty-months", &[("n", facts.warranty_months.into())])
            } else {
                String::new()
            },
            ..Stat::default()
        },
    ];
    stat_row(&figures)
}

fn life(cx: &PageCx<'_, '_>, facts: &AssetFacts) -> Markup {
    let items: Vec<StrandItem> =
        facts.life.iter().map(|entry| StrandItem::Event(happened(cx, entry))).collect();
    let body = if items.is_empty() {
        html! { p { (cx.say("asset-life-none")) } }
    } else {
        strand(&[], &items)
    };
    panel(&cx.say("asset-life"), None, &body)
}

fn happened(cx: &PageCx<'_, '_>, entry: &LifeEntry) -> StrandEvent {
    let sphere = match entry.kind {
        LifeKind::Accepted | LifeKind::Corrected => Sphere::Both,
        _ => Sphere::Service,
    };
    let words =
        if entry.kind == LifeKind::CounterReplaced { cx.say(&entry.words) } else { entry.words.clone() };
    let long = (entry.kind == LifeKind::Stopped).then(|| {
        let until = if entry.open { Some(cx.now()) } else { entry.until };
        let minutes = until.map(|until| (until.as_second() - entry.at.as_second()) / 60);
        length(cx, minutes)
    });
    let mut tags = Vec::new();
    if let Some(long) = long {
        tags.push(tag(if entry.open { Tone::Bad } else { Tone::Plain }, &long));
    }
    StrandEvent {
        sphere,
        sphere_name: String::new(),
        iso: entry.on.map_or_else(|| entry.at.to_string(), |on| on.to_string()),
        time: entry.on.map_or_else(|| cx.instant(entry.at), |on| cx.date(on)),
        title: cx.say(&entry.kind.message()),
        href: None,
        tags,
        text: (!words.is_empty()).then(|| html! { (words) }),
        by: None,
        internal: None,
    }
}

/// An instant as pages show it.
fn at(cx: &PageCx<'_, '_>, at: jiff::Timestamp) -> Markup {
    time(&at.to_string(), &cx.instant(at))
}

/// A civil date as pages show it.
fn on(cx: &PageCx<'_, '_>, date: Option<jiff::civil::Date>) -> Markup {
    day(cx, date)
}
