//! One plan: the steps as a list that a thumb can work through, readiness with its days, faults, and the acceptance.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Hidden, Link, Tone,
        agenda::{AgendaItem, agenda},
        control::{Control, Field},
        form::{Form, FormPart, form},
        html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, disclosure, dots, facts, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{
    parts::{day, lines, state},
    sign::drawn,
    site::way_panel,
};
use crate::{
    InstallationPart,
    id::{Evidence, InstallationState, ItemState, Part, PlanKind, Side},
    views::{InstallationFacts, ItemFacts, OneInstallation},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/installations/{installation}",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let one = cx.view(OneInstallation { installation: cx.id("installation")? })?;
    let acts = acts(cx, &one)?;
    let steps = items(cx, &one, Part::Step)?;
    let ready = items(cx, &one, Part::Ready)?;
    let faults = faults(cx, &one)?;
    let training = training(cx, &one)?;
    let parts: Vec<InstallationPart> = cx.registry().extensions::<InstallationPart>().copied().collect();
    let mut above = Vec::with_capacity(parts.len());
    for part in parts {
        above.push((part.draw)(cx, &one)?);
    }
    let main = html! {
        (head(cx, &one))
        (told(cx, &one))
        (acts)
        (columns(
            &html! { (steps) (faults) (signed(cx, &one)) },
            &html! { (ready) (training) @for part in &above { (part) } (known(cx, &one)) @if let Some(way) = &one.way_in { (way_panel(cx, way)) } },
        ))
    };
    Ok(Page::new(one.number.clone(), main)
        .below(cx.say("installations-title"), "/installations")
        .live(one.customer.id))
}

fn head(cx: &PageCx<'_, '_>, one: &InstallationFacts) -> Markup {
    let customer = cx.home("customer", one.customer.id);
    let line = vec![
        html! { @match &customer { Some(href) => a href=(href) { (one.customer.name) }, None => (one.customer.name) } },
        html! { (cx.say(&one.kind.message())) " " (one.number) },
        html! { (day(cx, one.planned_from)) " – " (day(cx, one.planned_until)) },
        html! { @match &one.lead { Some(who) => (who.name), None => (cx.say("installation-nobody")) } },
    ];
    page_head(None, &one.title, &dots(&line), &state(&cx.tongue(), one.state))
}

fn is_open(one: &InstallationFacts) -> bool {
    matches!(one.state, InstallationState::Planned | InstallationState::Underway)
}

/// What must not be overlooked.
fn told(cx: &PageCx<'_, '_>, one: &InstallationFacts) -> Markup {
    let users = [("trained", one.trained.into()), ("users", one.users.into())];
    html! {
        @if one.not_instructed {
            (notice(Tone::Bad, &cx.say("installation-not-instructed"), &html! {
                (cx.say_with("installation-not-instructed-text", &users)) @if let Some(reason) = &one.reason { " " q { (reason) } }
            }, &[]))
        }
        @if is_open(one) && one.kind == PlanKind::Install && one.items.is_empty() {
            (notice(Tone::Bad, &cx.say("installation-no-list"), &html! { (cx.say("installation-no-list-text")) }, &[]))
        }
        @if one.right_first_time == Some(false) {
            (notice(Tone::Warn, &cx.say("installation-not-first-time"), &html! { (cx.say("installation-not-first-time-text")) }, &[]))
        }
        @if one.state == InstallationState::Finished && one.right_first_time == Some(true) {
            (notice(Tone::Good, &cx.say("installation-first-time"), &html! { (cx.say("installation-first-time-text")) }, &[]))
        }
    }
}

fn acts(cx: &mut PageCx<'_, '_>, one: &InstallationFacts) -> Outcome<Markup> {
    if !is_open(one) {
        return Ok(html! {});
    }
    let here = format!("/installations/{}", one.id);
    let asked = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action)
            .fixed("installation", one.id)
            .fixed("version", one.version)
            .only(fields)
            .next(here.clone())
    };
    let mut list = Vec::new();
    if one.kind == PlanKind::Install && cx.may(Permission::AcceptanceRecord) && one.asset.is_some() {
        let ready = one.open_steps.is_empty() && !one.items.is_empty();
        let link = Link::new(cx.say("installation-to-sign"), format!("{here}/sign"));
        list.push(button_link(if ready { Weight::Primary } else { Weight::Plain }, &link, ""));
    }
    if one.kind == PlanKind::Implement {
        let live = asked("installation.go_live", &["release", "live_on", "reason"]);
        list.push(live.dialog(cx, Weight::Primary)?);
    }
    list.push(asked("installation.assign", &["lead"]).dialog(cx, Weight::Plain)?);
    let move_to = asked("installation.move", &["planned_from", "planned_until", "words"])
        .value("planned_from", one.planned_from)
        .value("planned_until", one.planned_until);
    list.push(move_to.dialog(cx, Weight::Plain)?);
    if let Some(site) = one.site {
        let announce = ActionForm::new("site.announce_visitor")
            .fixed("site", site)
            .fixed("installation", one.id)
            .value("person", one.lead.as_ref().map(|who| who.id))
            .only(&["person", "arrives_at", "purpose"])
            .next(here.clone());
        list.push(announce.dialog(cx, Weight::Plain)?);
    }
    if one.items.is_empty() {
        list.push(asked("installation.apply_template", &["template"]).dialog(cx, Weight::Primary)?);
    }
    list.push(asked("installation.cancel", &["reason"]).dialog(cx, Weight::Quiet)?);
    Ok(buttons(&list))
}

/// The items of a part, by stage, each with the one button that its evidence asks for.
fn items(cx: &mut PageCx<'_, '_>, one: &InstallationFacts, part: Part) -> Outcome<Markup> {
    let own: Vec<&ItemFacts> = one.items.iter().filter(|item| item.part == part).collect();
    let mut stages: Vec<&str> = Vec::new();
    for item in &own {
        if !stages.contains(&item.stage.as_str()) {
            stages.push(&item.stage);
        }
    }
    let mut body = Vec::new();
    for stage in stages {
        let mut list = Vec::new();
        for item in own.iter().filter(|item| item.stage == stage) {
            list.push(AgendaItem {
                title: item.text.clone(),
                text: how(cx, item),
                done: item.state.is_settled(),
                state: cx.say(&item.state.message()),
                tag: Some(item_acts(cx, one, item)?),
                href: None,
            });
        }
        body.push(html! { @if !stage.is_empty() { h3 { (stage) } } (agenda(&list)) });
    }
    let done = own.iter().filter(|item| item.state.is_settled()).count();
    let far = [("done", done.into()), ("all", own.len().into())];
    let title = cx.say(if part == Part::Ready { "installation-ready" } else { "installation-steps" });
    let aside = html! { (cx.say_with("installation-far", &far)) };
    let none = html! { p { (cx.say("installation-no-items")) } };
    Ok(panel(&title, Some(&aside), &html! { @if body.is_empty() { (none) } @for part in &body { (part) } }))
}

/// How an item stands, in one line.
fn how(cx: &PageCx<'_, '_>, item: &ItemFacts) -> String {
    let mut words = Vec::new();
    if item.part == Part::Ready {
        words.push(cx.say(&item.side.message()));
    } else if item.mandatory {
        words.push(cx.say("installation-mandatory"));
    }
    if let Some(due) = item.due_on.filter(|_| !item.state.is_settled()) {
        words.push(cx.say_with("installation-by", &[("on", due.into())]));
    }
    if !item.reading.is_empty() {
        words.push(item.reading.clone());
    }
    if !item.note.is_empty() {
        words.push(item.note.clone());
    }
    if let Some(at) = item.done_at {
        let who = match &item.done_by {
            Some(who) => who.name.clone(),
            None if item.by_customer => cx.say(&Side::Customer.message()),
            None => String::new(),
        };
        words.push(format!("{} {who}", cx.instant(at)).trim().to_owned());
    }
    words.join(" · ")
}

fn item_acts(cx: &mut PageCx<'_, '_>, one: &InstallationFacts, item: &ItemFacts) -> Outcome<Markup> {
    let mut list = Vec::new();
    if item.late {
        list.push(tag(Tone::Bad, &cx.say("installation-item-late")));
    }
    if item.state == ItemState::Recheck {
        list.push(tag(Tone::Warn, &cx.say(&item.state.message())));
    }
    if item.state == ItemState::NotNeeded {
        list.push(tag(Tone::Plain, &cx.say(&item.state.message())));
    }
    if let Some(file) = item.attachment {
        let link = Link::new(cx.say("installation-proof"), format!("/files/{file}"));
        list.push(button_link(Weight::Quiet, &link, ""));
    }
    if !is_open(one) {
        return Ok(buttons(&list));
    }
    let here = format!("/installations/{}", one.id);
    let asked = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action)
            .fixed("item", item.id)
            .fixed("version", item.version)
            .only(fields)
            .next(here.clone())
    };
    let open = matches!(item.state, ItemState::Open | ItemState::Recheck);
    if open && item.evidence.is_file() && item.attachment.is_none() {
        list.push(upload(cx, one, item));
    } else if open {
        let act = match item.evidence {
            Evidence::Reading => {
                asked("installation.do_item", &["reading", "note"]).dialog(cx, Weight::Plain)?
            }
            Evidence::Text => asked("installation.do_item", &["note"]).dialog(cx, Weight::Plain)?,
            _ => asked("installation.do_item", &[])
                .fixed("note", None::<String>)
                .fixed("reading", None::<String>)
                .fixed("attachment", None::<String>)
                .button(cx, Weight::Plain),
        };
        list.push(act);
    }
    if open {
        list.push(asked("installation.skip_item", &["reason"]).dialog(cx, Weight::Quiet)?);
    } else {
        list.push(asked("installation.undo_item", &["reason", "mistake"]).dialog(cx, Weight::Quiet)?);
    }
    Ok(buttons(&list))
}

/// The camera, or a file: sent, the item is done.
fn upload(cx: &PageCx<'_, '_>, one: &InstallationFacts, item: &ItemFacts) -> Markup {
    if !cx.reader.may_act("attachment.add") {
        return html! {};
    }
    let accept = if item.evidence == Evidence::Photo { "image/*" } else { "image/*,application/pdf" };
    let file = Field::new(
        format!("file-{}", item.id),
        cx.say(&item.evidence.message()),
        Control::File { accept: accept.to_owned(), multiple: false },
    );
    let shown = form(&Form {
        id: format!("proof-{}", item.id),
        action: "/upload".to_owned(),
        hidden: vec![
            Hidden::new("customer", one.customer.id.to_string()),
            Hidden::new("about_kind", "installation_item"),
            Hidden::new("about", item.id.to_string()),
            Hidden::new("_next", format!("/installations/{}", one.id)),
        ],
        parts: vec![FormPart::Field(file)],
        submit: cx.say("installation-send-proof"),
        weight: Weight::Plain,
        ..Form::default()
    });
    disclosure(&format!("proof-of-{}", item.id), &cx.say(&item.evidence.message()), false, &shown)
}

fn faults(cx: &mut PageCx<'_, '_>, one: &InstallationFacts) -> Outcome<Markup> {
    let here = format!("/installations/{}", one.id);
    let mut list = Vec::new();
    for fault in &one.faults {
        let mend = ActionForm::new("installation.mend")
            .fixed("fault", fault.id)
            .fixed("version", fault.version)
            .only(&["words"])
            .next(here.clone());
        let act = if fault.mended_at.is_none() {
            mend.dialog(cx, Weight::Plain)?
        } else {
            html! {}
        };
        let mut text = cx.instant(fault.found_at);
        if fault.needs_return {
            text = format!("{text} · {}", cx.say("installation-came-again"));
        }
        if let Some(words) = &fault.mended_words {
            text = format!("{text} · {words}");
        }
        list.push(AgendaItem {
            title: fault.what.clone(),
            text,
            done: fault.mended_at.is_some(),
            state: cx.say(if fault.mended_at.is_some() {
                "installation-mended"
            } else {
                "installation-not-mended"
            }),
            tag: Some(act),
            href: None,
        });
    }
    let record = if is_open(one) {
        let form = ActionForm::new("installation.fault")
            .fixed("installation", one.id)
            .only(&["what", "needs_return"]);
        form.next(here).dialog(cx, Weight::Plain)?
    } else {
        html! {}
    };
    let body = html! {
        @if list.is_empty() { p { (cx.say("installation-no-faults")) } } @else { (agenda(&list)) }
        (buttons(&[record]))
    };
    Ok(panel(&cx.say("installation-faults"), None, &body))
}

fn signed(cx: &PageCx<'_, '_>, one: &InstallationFacts) -> Markup {
    let Some(signature) = &one.signature else { return html! {} };
    let name = signature.name.clone().unwrap_or_else(|| cx.say("installation-forgotten"));
    let body = html! {
        p { strong { (name) } ", " (cx.instant(signature.signed_at)) }
        @if let Some(drawing) = &signature.drawing { (drawn(drawing, &name)) }
        (disclosure("signed-text", &cx.say("installation-signed-text"), false, &html! { p { (lines(&signature.text)) } p.small { code { (signature.text_hash) } } }))
    };
    panel(&cx.say("installation-accepted"), one.finished_on.map(|on| html! { (cx.date(on)) }).as_ref(), &body)
}

fn training(cx: &mut PageCx<'_, '_>, one: &InstallationFacts) -> Outcome<Markup> {
    if one.kind != PlanKind::Implement && one.courses.is_empty() {
        return Ok(html! {});
    }
    let users = [("trained", one.trained.into()), ("users", one.users.into())];
    let mut pairs =
        vec![(cx.say("installation-users"), html! { (cx.say_with("installation-trained", &users)) })];
    let mut acts = Vec::new();
    if let Some(sub) = &one.subscription {
        pairs.push((cx.say("field-subscription-set-release-release"), html! { (sub.release) }));
        pairs.push((cx.say("installation-live-since"), html! { (cx.date(sub.since_on)) }));
        let used = match (sub.used, sub.used_on) {
            (Some(used), Some(on)) => cx.say_with(
                "installation-used",
                &[("used", used.into()), ("seats", sub.seats.into()), ("on", on.into())],
            ),
            _ => cx.say_with("installation-used-unknown", &[("seats", sub.seats.into())]),
        };
        pairs.push((cx.say("installation-use"), html! { (used) }));
        let here = format!("/installations/{}", one.id);
        let report =
            ActionForm::new("usage.report").fixed("subscription", sub.id).only(&["on_day", "used", "source"]);
        acts.push(report.value("on_day", one.today).next(here.clone()).dialog(cx, Weight::Plain)?);
        let release = ActionForm::new("subscription.set_release")
            .fixed("subscription", sub.id)
            .fixed("version", sub.version)
            .value("release", &sub.release)
            .value("seats", sub.seats)
            .next(here);
        acts.push(release.dialog(cx, Weight::Quiet)?);
    }
    let courses: Vec<AgendaItem> = one
        .courses
        .iter()
        .map(|course| AgendaItem {
            title: course.title.clone(),
            text: cx.say_with(
                "training-line",
                &[
                    ("on", course.held_on.or(course.planned_on).map_or_else(|| "–".into(), Into::into)),
                    ("n", if course.held_on.is_some() { course.attended } else { course.seats }.into()),
                    ("places", course.places.into()),
                ],
            ),
            done: course.held_on.is_some(),
            state: cx.say(&course.state.message()),
            tag: None,
            href: Some(format!("/training/{}", course.id)),
        })
        .collect();
    Ok(panel(&cx.say("training-title"), None, &html! { (facts(&pairs)) (agenda(&courses)) (buttons(&acts)) }))
}

fn known(cx: &PageCx<'_, '_>, one: &InstallationFacts) -> Markup {
    let mut pairs = Vec::new();
    if let (Some(id), Some(name)) = (one.asset, &one.asset_name) {
        pairs.push((cx.say("field-asset"), html! { a href={ "/assets/" (id) } { (name) } }));
    }
    if let (Some(id), Some(number)) = (one.order, &one.order_number) {
        pairs.push((cx.say("field-order"), html! { a href={ "/orders/" (id) } { (number) } " · " a href={ "/orders/" (id) "/delivered" } { (cx.say("delivery-columns")) } }));
    }
    if !one.tools.is_empty() {
        pairs.push((cx.say("installation-tools"), html! { (one.tools.join(", ")) }));
    }
    if !one.skills.is_empty() {
        pairs.push((cx.say("installation-skills"), html! { (one.skills.join(", ")) }));
    }
    if let Some(words) = &one.moved_words {
        pairs.push((cx.say("installation-moved"), html! { (words) }));
    }
    if pairs.is_empty() {
        return html! {};
    }
    panel(&cx.say("installation-facts"), None, &html! { (facts(&pairs)) })
}
