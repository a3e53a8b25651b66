//! Panels of a customer's page, for the top floor to compose. They draw what was read already.

use accord_face::{
    ActionForm, PageCx,
    parts::{
        Link, Markup, Sphere, Tone, html,
        mark::{Who, initials, sphere_tag, tag, who},
        menu::{MenuItem, Weight, button_link, buttons, menu},
        panel::{empty_state, facts, panel},
        ring::{loop_ring, loop_steps},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::Outcome;

use super::{look, named, ring_stage};
use crate::{
    id::{ContactState, CustomerState, Rank, SiteState, Stage, TeamSphere},
    views::{CustomerMerges, CustomerRecord, MergedRecord, SeatFacts},
};

/// The ring of stages with the number of the cycle, for the head of the page.
pub fn stage_ring(cx: &PageCx<'_, '_>, record: &CustomerRecord) -> Markup {
    let label = cx.say_with(
        "customer-stage-label",
        &[("stage", accord_kernel::Fact::Word(record.stage.message())), ("cycle", record.cycle.into())],
    );
    loop_ring(ring_stage(record.stage), u32::try_from(record.cycle).unwrap_or(u32::MAX), &label, 60)
}

/// The owners of both spheres as the head of the page shows them; while one is away, who has their work.
pub fn team_people(cx: &PageCx<'_, '_>, record: &CustomerRecord) -> Markup {
    let owners = record.team.iter().filter(|seat| seat.rank == Rank::Owner);
    html! {
        div.people {
            @for seat in owners { (seat_who(cx, seat)) }
            @for sphere in &record.missing_owners {
                (tag(Tone::Warn, &cx.say(&format!("customer-no-owner-{}", sphere.word().replace('_', "-")))))
            }
        }
    }
}

fn seat_who(cx: &PageCx<'_, '_>, seat: &SeatFacts) -> Markup {
    let rank = cx.say(&seat.rank.message());
    let role = match &seat.cover {
        Some(cover) => cx.say_with(
            "customer-seat-covered",
            &[("rank", rank.into()), ("cover", cover.name.clone().into())],
        ),
        None => rank,
    };
    who(&Who {
        initials: initials(&seat.person.name),
        name: seat.person.name.clone(),
        role,
        sphere: Some(look(seat.sphere)),
        href: cx.home("person", seat.person.id),
    })
}

/// The account team of both spheres, with naming and taking out (R3).
///
/// # Errors
/// What a lookup refuses.
pub fn team_panel(cx: &mut PageCx<'_, '_>, record: &CustomerRecord) -> Outcome<Markup> {
    let mut body = html! {};
    for sphere in TeamSphere::ALL {
        body = html! { (body) (half(cx, record, *sphere)?) };
    }
    let assign = ActionForm::new("customer.assign").fixed("customer", record.id).next(cx.address.clone());
    let button = assign.dialog(cx, Weight::Plain)?;
    Ok(panel(&cx.say("customer-team"), None, &html! { (body) (buttons(&[button])) }))
}

fn half(cx: &mut PageCx<'_, '_>, record: &CustomerRecord, sphere: TeamSphere) -> Outcome<Markup> {
    let mut lines = html! {};
    for seat in record.team.iter().filter(|seat| seat.sphere == sphere) {
        let phone = seat
            .phone
            .as_deref()
            .map(|phone| html! { " " a href={ "tel:" (phone.replace(' ', "")) } { (phone) } });
        let out = match seat.rank {
            Rank::Owner => html! {},
            Rank::Backup => ActionForm::new("customer.unassign")
                .fixed("customer", record.id)
                .fixed("sphere", sphere)
                .fixed("person", seat.person.id)
                .submit(cx.say("customer-seat-out"))
                .next(cx.address.clone())
                .button(cx, Weight::Quiet),
        };
        lines = html! { (lines) li { (seat_who(cx, seat)) @if let Some(phone) = phone { (phone) } (out) } };
    }
    Ok(html! {
        h3 { (sphere_tag(look(sphere), &cx.say(&sphere.message()))) }
        ul.plain role="list" {
            (lines)
            @if record.missing_owners.contains(&sphere) { li { (tag(Tone::Warn, &cx.say("customer-no-owner"))) } }
        }
    })
}

/// Where the customer stands in the loop, and moving it on (R2).
///
/// # Errors
/// What a lookup refuses.
pub fn stage_panel(cx: &mut PageCx<'_, '_>, record: &CustomerRecord) -> Outcome<Markup> {
    let names = [
        Stage::Understand,
        Stage::Win,
        Stage::Make,
        Stage::Install,
        Stage::Learn,
        Stage::Use,
        Stage::Support,
        Stage::Renew,
    ]
    .map(|stage| cx.say(&stage.message()));
    let form = |stage: Option<Stage>| {
        let form = ActionForm::new("customer.set_stage")
            .fixed("customer", record.id)
            .fixed("version", record.version)
            .next(cx.address.clone());
        match stage {
            Some(stage) => form.fixed("stage", stage).submit(
                cx.say_with("customer-stage-next", &[("stage", accord_kernel::Fact::Word(stage.message()))]),
            ),
            None => form.submit(cx.say("customer-stage-other")),
        }
    };
    let (next, other) = (form(Some(record.next_stage)), form(None));
    let mut offers = vec![];
    if record.state == CustomerState::Active {
        offers.push(next.button(cx, Weight::Plain));
        offers.push(other.dialog(cx, Weight::Quiet)?);
    }
    let cycle = html! { (cx.say_with("customer-cycle", &[("n", record.cycle.into())])) };
    let steps = loop_steps(ring_stage(record.stage), &names, &cx.say("customer-stage-now"));
    Ok(panel(&cx.say("customer-stage"), Some(&cycle), &html! { (steps) (buttons(&offers)) }))
}

/// The customer's sites with what their access records lack.
///
/// # Errors
/// What a lookup refuses.
pub fn sites_panel(cx: &mut PageCx<'_, '_>, record: &CustomerRecord) -> Outcome<Markup> {
    let open = record.sites.iter().filter(|site| site.state == SiteState::Active);
    let row = |site: &crate::views::SiteFacts| {
        let access = match site.access_gaps.len() {
            0 => tag(Tone::Good, &cx.say("site-access-complete")),
            n => tag(Tone::Warn, &cx.say_with("site-access-gaps", &[("n", n.into())])),
        };
        // The card for whoever goes there is a room's above.
        let way = cx.home("site_way_in", site.id);
        let access = html! { (access) @if let Some(href) = way { " " a href=(href) { (cx.say("site-way-in-card")) } } };
        Row::to(format!("/sites/{}", site.id), vec![html! { (site.name) }, html! { (site.town) }, access])
    };
    let list = table(&Table {
        caption: cx.say("customer-sites"),
        bare: true,
        columns: vec![
            Column::text(cx.say("field-site")),
            Column::text(cx.say("field-town")),
            Column::text(cx.say("site-access")),
        ],
        rows: open.map(row).collect(),
        empty: Some(html! { p { (cx.say("customer-sites-none")) } }),
        ..Table::default()
    });
    let enter = ActionForm::new("site.enter")
        .fixed("customer", record.id)
        .next("/sites/{id}")
        .dialog(cx, Weight::Plain)?;
    Ok(panel(&cx.say("customer-sites"), None, &html! { (list) (buttons(&[enter])) }))
}

/// The customer's people who are there.
///
/// # Errors
/// What a lookup refuses.
pub fn contacts_panel(cx: &mut PageCx<'_, '_>, record: &CustomerRecord) -> Outcome<Markup> {
    let there: Vec<_> =
        record.contacts.iter().filter(|contact| contact.state == ContactState::Active).collect();
    let row = |contact: &&crate::views::ContactFacts| {
        let phone = contact.phone.as_deref();
        let cells = vec![
            html! { (contact.name) @if !contact.job.is_empty() { " " small { (contact.job) } } },
            html! { @if let Some(phone) = phone { a href={ "tel:" (phone.replace(' ', "")) } { (phone) } } },
        ];
        Row::to(format!("/contacts/{}", contact.id), cells)
    };
    let list = table(&Table {
        caption: cx.say("customer-contacts"),
        bare: true,
        columns: vec![Column::text(cx.say("field-contact")), Column::text(cx.say("field-phone"))],
        rows: there.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("customer-contacts-none")) } }),
        ..Table::default()
    });
    let enter = ActionForm::new("contact.enter")
        .fixed("customer", record.id)
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let talk = ActionForm::new("contact_log.add")
        .fixed("customer", record.id)
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    Ok(panel(&cx.say("customer-contacts"), None, &html! { (list) (buttons(&[talk, enter])) }))
}

/// Name, number, register number, territory, currency, language; changing, putting away, merging.
///
/// # Errors
/// What a lookup refuses.
pub fn record_panel(cx: &mut PageCx<'_, '_>, record: &CustomerRecord) -> Outcome<Markup> {
    let mut pairs = vec![(cx.say("field-number"), html! { (record.number) })];
    if let Some(legal_id) = &record.legal_id {
        pairs.push((cx.say("field-legal-id"), html! { (legal_id) }));
    }
    pairs.push((cx.say("field-currency"), html! { (record.currency.code()) }));
    pairs.push((cx.say("field-language"), html! { (cx.say(&record.language.message())) }));
    pairs.push((cx.say("customer-since"), html! { (cx.date(cx.tongue().date_of(record.entered_at))) }));
    if !record.merged_numbers.is_empty() {
        let merged = cx.view(CustomerMerges { customer: record.id })?.rows;
        pairs.push((cx.say("customer-merged-numbers"), merged_records(cx, &merged)?));
    }
    let change = ActionForm::new("customer.change")
        .fixed("customer", record.id)
        .fixed("version", record.version)
        .value("name", &record.name)
        .value("legal_id", &record.legal_id)
        .value("territory", record.territory)
        .value("currency", record.currency)
        .value("language", record.language)
        .next(cx.address.clone())
        .dialog(cx, Weight::Plain)?;
    let more = more(cx, record);
    Ok(panel(&cx.say("customer-record"), None, &html! { (facts(&pairs)) (buttons(&[change, more])) }))
}

/// What was merged in, from which record, when, by whom and why, each with the way back.
fn merged_records(cx: &mut PageCx<'_, '_>, merged: &[MergedRecord]) -> Outcome<Markup> {
    let mut lines = html! {};
    for row in merged {
        let when = row.merged_at.map(|at| cx.date(cx.tongue().date_of(at)));
        let by = row.by.as_ref().map_or_else(|| cx.say("product"), |by| by.name.clone());
        let told =
            cx.say_with("customer-merged-by", &[("by", by.into()), ("into", row.into_number.clone().into())]);
        let back = if row.last {
            let form = ActionForm::new("customer.unmerge").fixed("customer", row.id);
            form.submit(cx.say("customer-merge-back")).next("/customers/{id}").dialog(cx, Weight::Quiet)?
        } else {
            html! {}
        };
        lines = html! {
            (lines)
            li {
                strong { (row.name) } " " (row.number) br;
                small { @if let Some(when) = when { (when) " · " } (told) @if !row.reason.is_empty() { " · “" (row.reason) "”" } }
                (back)
            }
        };
    }
    Ok(html! { ul.plain role="list" { (lines) } })
}

/// What is done rarely: put away or take back, merge.
fn more(cx: &PageCx<'_, '_>, record: &CustomerRecord) -> Markup {
    let fixed = |action: &'static str| {
        ActionForm::new(action).fixed("customer", record.id).fixed("version", record.version)
    };
    let put_away = match record.state {
        CustomerState::Archived => fixed("customer.restore"),
        _ => fixed("customer.archive"),
    };
    let merge = ActionForm::new("customer.merge").fixed("into", record.id).next("/customers/{id}");
    let action =
        if record.state == CustomerState::Archived { "customer.restore" } else { "customer.archive" };
    let offers = [(action, put_away.next(cx.address.clone())), ("customer.merge", merge)];
    let items: Vec<MenuItem> = offers
        .into_iter()
        .filter(|(action, _)| cx.reader.may_act(action))
        .map(|(action, form)| {
            let label = cx.say(&format!("action-{}", action.replace(['.', '_'], "-")));
            MenuItem::Link(Link::new(label, form.href()), String::new())
        })
        .collect();
    if items.is_empty() {
        html! {}
    } else {
        menu(&cx.say("more"), None, false, &items)
    }
}

/// Says that nothing is there yet, and offers what would change that.
pub(super) fn nothing(cx: &PageCx<'_, '_>, key: &str, offers: &[Markup]) -> Markup {
    empty_state(&cx.say(key), &cx.say(&format!("{key}-text")), offers)
}

/// A link back to the customer.
pub(super) fn to_customer(label: &str, id: crate::id::CustomerId) -> Markup {
    button_link(Weight::Quiet, &Link::new(label, super::home_of(id)), "")
}

/// A colleague with badge, or the program when there is none.
pub(super) fn author(
    cx: &PageCx<'_, '_>,
    person: Option<&crate::colleague::PersonRef>,
    _: Option<Sphere>,
) -> Markup {
    match person {
        Some(person) => named(cx, person),
        None => html! { (cx.say("product")) },
    }
}
