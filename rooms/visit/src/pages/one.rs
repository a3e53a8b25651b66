//! One visit: when and who, what speaks against whom, how it went.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{MenuItem, Weight, buttons, menu},
        panel::{columns, dots, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Status};

use super::pieces::{at_site, state};
use crate::{
    VisitState,
    views::{OneVisit, OneVisitFacts, ProposalFacts, VisitProposals},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/visits/{visit}",
    permission: Permission::VisitRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let one = cx.view(OneVisit { visit: cx.id("visit")? })?;
    let visit = &one.visit;
    let about = dots(&[
        html! { (visit.number) },
        html! { a href={ "/customers/" (visit.customer.id) } { (visit.customer.name) } },
        html! { a href={ "/sites/" (visit.site) } { (visit.site_name) } },
        state(cx, visit),
    ]);
    let title = cx.say(&visit.purpose.message());
    let acts = acts(cx, &one)?;
    let proposals = proposals(cx, &one)?;
    let people = people(cx, &one)?;
    let parts = parts(cx, &one)?;
    let left = html! { (proposals) (report(cx, &one)) (parts) (files(cx, &one)) };
    let right = html! { (plan(cx, &one)) (people) (way_in(cx, &one)) (steps(cx, &one)) };
    let main = html! {
        (page_head(None, &title, &about, &acts))
        (telling(cx, &one))
        (columns(&left, &right))
    };
    let page = Page::new(visit.number.clone(), main)
        .below(cx.say("visits-title"), "/visits")
        .live(visit.customer.id);
    Ok(page)
}

fn here(one: &OneVisitFacts) -> String {
    format!("/visits/{}", one.visit.id)
}

fn form(one: &OneVisitFacts, action: &'static str) -> ActionForm {
    ActionForm::new(action).fixed("visit", one.visit.id).fixed("version", one.visit.version).next(here(one))
}

fn acts(cx: &mut PageCx<'_, '_>, one: &OneVisitFacts) -> Outcome<Markup> {
    if !one.visit.state.lives() {
        return Ok(html! {});
    }
    let mut row = Vec::new();
    let begun = one.visit.state.begun();
    if !begun {
        let weight = if one.visit.starts_at.is_none() { Weight::Primary } else { Weight::Plain };
        let when = form(one, "visit.move").value("minutes", one.visit.minutes);
        let when = when.value("starts_at", one.visit.starts_at);
        row.push(when.dialog(cx, weight)?);
    }
    let offer = |action: &'static str, form: ActionForm| {
        let label = cx.say(&accord_face::ask::action_message(action));
        cx.reader.may_act(action).then(|| MenuItem::Link(Link::new(label, form.href()), String::new()))
    };
    let spot = |action| ActionForm::new(action).fixed("visit", one.visit.id).next(here(one));
    let report = spot("visit.report").fixed("version", one.report.version).only(&[
        "found",
        "mended",
        "left_note",
        "summary",
        "unsigned_reason",
    ]);
    let report = report
        .value("found", &one.report.found)
        .value("mended", &one.report.mended)
        .value("left_note", &one.report.left_note)
        .value("summary", &one.report.summary)
        .value("unsigned_reason", &one.report.unsigned_reason);
    let more: Vec<MenuItem> = [
        (!begun).then(|| offer("visit.travel", spot("visit.travel").only(&["minutes"]))).flatten(),
        (one.visit.state != VisitState::OnSite)
            .then(|| offer("visit.arrive", spot("visit.arrive").only(&["at"])))
            .flatten(),
        offer("visit.report", report),
        offer("visit.finish", spot("visit.finish").only(&["come_back"])),
        (one.visit.state != VisitState::OnSite)
            .then(|| offer("visit.cancel", form(one, "visit.cancel")))
            .flatten(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !more.is_empty() {
        row.push(menu(&cx.say("more"), None, false, &more));
    }
    Ok(buttons(&row))
}

/// Whether the customer knows, before anything else.
fn telling(cx: &PageCx<'_, '_>, one: &OneVisitFacts) -> Markup {
    let visit = &one.visit;
    if !visit.state.lives() || visit.state.begun() || visit.starts_at.is_none() || visit.people.is_empty() {
        return html! {};
    }
    if visit.told {
        return html! {};
    }
    let by_mail = one.contact.as_ref().is_some_and(|contact| contact.by_mail);
    let text = html! { @if !by_mail { (cx.say("visit-no-address")) } };
    notice(Tone::Warn, &cx.say("visit-not-told"), &text, &[])
}

fn plan(cx: &PageCx<'_, '_>, one: &OneVisitFacts) -> Markup {
    let visit = &one.visit;
    let mut pairs = vec![(cx.say("visit-when"), super::pieces::when(cx, visit))];
    if let Some(eta) = one.eta_at.filter(|_| one.arrived_at.is_none()) {
        pairs.push((cx.say("visit-step-travel"), at_site(cx, eta, &visit.zone)));
    }
    pairs.push((cx.say("visit-task"), html! { (visit.task) }));
    if let (Some(id), Some(name)) = (one.asset, &one.asset_name) {
        pairs.push((cx.say("visit-unit"), html! { a href={ "/assets/" (id) } { (name) } }));
    }
    if let (Some(kind), Some(id)) = (&one.subject_kind, one.subject)
        && let Some(href) = cx.home(kind, id)
    {
        let what = cx.say(&format!("visit-subject-{}", kind.replace('_', "-")));
        pairs.push((cx.say("field-visit-plan-subject"), html! { a href=(href) { (what) } }));
    }
    pairs.push((cx.say("visit-address"), html! { (one.address) }));
    if let Some(contact) = &one.contact {
        pairs.push((
            cx.say("visit-contact"),
            html! { (contact.name) @if let Some(phone) = &contact.phone { " " a href={ "tel:" (phone) } { (phone) } } },
        ));
    }
    if let Some(reason) = &one.ended_reason {
        pairs.push((cx.say("field-reason"), html! { (reason) }));
    }
    panel(&cx.say("visit-when"), None, &facts(&pairs))
}

fn people(cx: &mut PageCx<'_, '_>, one: &OneVisitFacts) -> Outcome<Markup> {
    let mut items = Vec::new();
    for person in &one.people {
        let mut off = html! {};
        if one.visit.state.lives() && person.arrived_at.is_none() {
            let form = form(one, "visit.unassign").fixed("person", person.person.id);
            off = form.only(&["reason"]).dialog(cx, Weight::Quiet)?;
        }
        items.push(html! {
            (person.person.name)
            @if person.leads { " " (tag(Tone::Plain, &cx.say("visit-leads"))) }
            @if let Some(at) = person.arrived_at { " " span.small { (cx.say_with("visit-arrived-at", &[("at", at.into())])) } }
            @if let Some(reason) = &person.reason { br; span.small { (reason) } }
            (off)
        });
    }
    let body = html! {
        @if items.is_empty() { p { (cx.say("visit-nobody")) } }
        ul.plain role="list" { @for item in &items { li { (item) } } }
    };
    Ok(panel(&cx.say("visit-people"), None, &body))
}

/// Who can be there, while somebody is still to be chosen or may be changed.
fn proposals(cx: &mut PageCx<'_, '_>, one: &OneVisitFacts) -> Outcome<Markup> {
    let visit = &one.visit;
    if !visit.state.lives() || visit.state.begun() || visit.starts_at.is_none() {
        return Ok(html! {});
    }
    let found = match cx.view(VisitProposals { visit: visit.id, starts_at: None }) {
        Ok(found) => found,
        Err(refusal) if refusal.status == Status::Forbidden => return Ok(html! {}),
        Err(refusal) => return Err(refusal),
    };
    let mut rows = Vec::new();
    for proposal in found.iter().filter(|one| visit.people.iter().all(|who| who.id != one.person.id)) {
        rows.push(proposal_row(cx, one, proposal)?);
    }
    let names = ["person", "there", "why", "load", ""];
    let columns = names.iter().map(|name| {
        Column::text(if name.is_empty() { String::new() } else { cx.say(&format!("visit-column-{name}")) })
    });
    let list = table(&Table {
        caption: cx.say("visit-proposals"),
        columns: columns.collect(),
        rows,
        empty: Some(html! { p { (cx.say("visit-proposals-none")) } }),
        bare: true,
        ..Table::default()
    });
    let body = html! { p.small { (cx.say("visit-proposals-text")) } (list) };
    Ok(panel(&cx.say("visit-proposals"), None, &body))
}

fn proposal_row(cx: &mut PageCx<'_, '_>, one: &OneVisitFacts, proposal: &ProposalFacts) -> Outcome<Row> {
    let forbidden = proposal.why.iter().any(|why| why.forbids);
    let send = if forbidden {
        html! {}
    } else {
        let form = form(one, "visit.assign").fixed("person", proposal.person.id).submit(cx.say("visit-send"));
        if proposal.can {
            form.only(&["along"]).dialog(cx, Weight::Plain)?
        } else {
            form.only(&["reason", "along"]).dialog(cx, Weight::Quiet)?
        }
    };
    let there = match proposal.there_at {
        Some(at) => at_site(cx, at, &one.visit.zone),
        None => html! { "–" },
    };
    let why = html! {
        @if proposal.can { (tag(Tone::Good, &cx.say("visit-can"))) }
        @for why in &proposal.why { (tag(if why.forbids { Tone::Bad } else { Tone::Warn }, &why.text)) " " }
    };
    let hours = cx.say_with("visit-hours", &[("n", (proposal.week_minutes / 60).into())]);
    Ok(Row {
        cells: vec![html! { (proposal.person.name) }, there, why, html! { (hours) }, send],
        ..Row::default()
    })
}

fn way_in(cx: &PageCx<'_, '_>, one: &OneVisitFacts) -> Markup {
    let whole = cx.home("site_way_in", one.visit.site);
    let aside = whole.map(|href| html! { a href=(href) { (cx.say("visit-how-in-whole")) } });
    let Some(access) = &one.access else {
        let none = html! { p { (cx.say("field-app-no-access")) } };
        return panel(&cx.say("visit-how-in"), aside.as_ref(), &none);
    };
    let said = [
        ("field-app-access-door", &access.door),
        ("field-app-access-ring", &access.ring),
        ("field-app-access-badge", &access.badge),
        ("field-app-access-safety", &access.safety),
        ("field-app-access-hours", &access.hours),
        ("field-app-access-parking", &access.parking),
        ("field-app-access-emergency-path", &access.emergency_path),
    ];
    let pairs: Vec<(String, Markup)> = said
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| (cx.say(key), html! { (text) }))
        .collect();
    panel(&cx.say("visit-how-in"), aside.as_ref(), &facts(&pairs))
}

fn steps(cx: &PageCx<'_, '_>, one: &OneVisitFacts) -> Markup {
    let body = html! {
        ol.plain role="list" {
            @for step in &one.steps {
                li {
                    span aria-hidden="true" { (if step.done { "✓ " } else { "· " }) }
                    (cx.say(&step.step.message()))
                    span.unseen { " " (cx.say(if step.done { "field-app-step-done" } else { "field-app-step-open" })) }
                }
            }
        }
    };
    panel(&cx.say("visit-steps"), None, &body)
}

fn report(cx: &PageCx<'_, '_>, one: &OneVisitFacts) -> Markup {
    let report = &one.report;
    let said = [
        ("field-visit-report-safety-note", &report.safety_note),
        ("field-visit-report-found", &report.found),
        ("field-visit-report-mended", &report.mended),
        ("field-visit-report-left-note", &report.left_note),
        ("field-visit-report-summary", &report.summary),
        ("field-visit-report-unsigned-reason", &report.unsigned_reason),
    ];
    let pairs: Vec<(String, Markup)> = said
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| (cx.say(key), html! { (text) }))
        .collect();
    let body = html! {
        @if pairs.is_empty() { p { (cx.say("visit-report-none")) } } @else { (facts(&pairs)) }
        @for signature in &one.signatures {
            p {
                (cx.say_with("visit-signed-by", &[("name", signature.name.clone().into()), ("at", signature.signed_at.into())]))
                @if !signature.stands { " " (tag(Tone::Warn, &cx.say("visit-signature-old"))) }
            }
            @if !signature.drawn.is_empty() && signature.stands {
                svg width="200" height="80" viewBox="0 0 1000 400" aria-hidden="true" {
                    path d=(signature.drawn) fill="none" stroke="currentColor" stroke-width="6" stroke-linecap="round" {}
                }
            }
        }
    };
    panel(&cx.say("visit-report"), None, &body)
}

fn parts(cx: &mut PageCx<'_, '_>, one: &OneVisitFacts) -> Outcome<Markup> {
    let mut items = Vec::new();
    for taken in &one.taken {
        let said = [
            ("n", taken.quantity.into()),
            ("part", taken.part.clone().into()),
            ("place", taken.place.clone().into()),
        ];
        let text = cx.say_with("visit-part-taken", &said);
        let back = match taken.part_move.filter(|_| taken.quantity > taken.returned) {
            Some(id) => ActionForm::new("part.return")
                .fixed("move", id)
                .value("quantity", taken.quantity - taken.returned)
                .next(here(one))
                .dialog(cx, Weight::Quiet)?,
            None => html! {},
        };
        items.push(html! {
            (text)
            @if taken.returned > 0 { " " (tag(Tone::Plain, &cx.say_with("visit-part-back", &[("n", taken.returned.into())]))) }
            " " (back)
        });
    }
    for held in &one.held {
        let said = [
            ("n", held.quantity.into()),
            ("part", held.part.clone().into()),
            ("place", held.place.clone().into()),
        ];
        let text = cx.say_with("visit-part-held", &said);
        let drop = ActionForm::new("part.drop")
            .fixed("visit", one.visit.id)
            .fixed("stock", held.stock)
            .next(here(one))
            .button(cx, Weight::Quiet);
        items.push(html! { (text) " " (drop) });
    }
    let body = html! {
        @if items.is_empty() { p { (cx.say("visit-parts-none")) } }
        ul.plain role="list" { @for item in &items { li { (item) } } }
    };
    let aside = html! { a href={ "/parts?visit=" (one.visit.id) } { (cx.say("action-part-hold")) } };
    let aside = one.visit.state.lives().then_some(aside);
    Ok(panel(&cx.say("visit-parts"), aside.as_ref(), &body))
}

fn files(cx: &PageCx<'_, '_>, one: &OneVisitFacts) -> Markup {
    let body = html! {
        @if one.files.is_empty() { p { (cx.say("visit-files-none")) } }
        ul.plain role="list" {
            @for file in &one.files { li { a href={ "/files/" (file.id) } { (file.file_name) } } }
        }
    };
    panel(&cx.say("visit-files"), None, &body)
}
