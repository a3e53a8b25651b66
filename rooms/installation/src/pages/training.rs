//! Courses, and who attended.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    list::exports,
    parts::{
        Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{dots, empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, room_tabs};
use crate::{
    id::CourseState,
    views::{Courses, OneCourse},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/training",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/training/{course}",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

fn state(cx: &PageCx<'_, '_>, state: CourseState) -> accord_face::Markup {
    let tone = match state {
        CourseState::Planned => Tone::Warn,
        CourseState::Held => Tone::Good,
        CourseState::Cancelled => Tone::Plain,
    };
    tag(tone, &cx.say(&state.message()))
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Courses = cx.params()?;
    let list = cx.view(asked)?;
    let fields = ["customer", "title", "planned_on", "places", "installation", "product", "trainer"];
    let plan = ActionForm::new("training.plan").only(&fields).next("/training/{course}");
    let plan = plan.dialog(cx, Weight::Primary)?;
    let rows = list.iter().map(|row| {
        let cells = vec![
            html! { (row.number) },
            html! { (row.customer.name) },
            html! { (row.title) },
            day(cx, row.held_on.or(row.planned_on)),
            html! { @if row.held_on.is_some() { (row.attended) } @else { (row.seats) } " / " (row.places) },
            html! { @match &row.trainer { Some(who) => (who.name), None => "–" } },
            state(cx, row.state),
        ];
        Row::to(format!("/training/{}", row.id), cells)
    });
    let rows = rows.collect();
    let names = ["number", "customer", "title", "day", "seats", "trainer", "state"];
    let columns = names.map(|name| Column::text(cx.say(&format!("training-column-{name}"))));
    let shown = table(&Table {
        caption: cx.say("training-title"),
        columns: columns.to_vec(),
        rows,
        empty: Some(empty_state(&cx.say("training-none-title"), &cx.say("training-none"), &[])),
        ..Table::default()
    });
    let right = html! { (exports(cx, "training.courses")) (plan) };
    let main = html! {
        (page_head(None, &cx.say("training-title"), &html! {}, &right))
        (room_tabs(cx, "/training"))
        (shown)
    };
    Ok(Page::new(cx.say("training-title"), main).below(cx.say("installations-title"), "/installations"))
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let found = cx.view(OneCourse { course: cx.id("course")? })?;
    let course = &found.course;
    let here = format!("/training/{}", course.id);
    let asked = |action: &'static str| {
        ActionForm::new(action).fixed("course", course.id).fixed("version", course.version).next(here.clone())
    };
    let mut acts = Vec::new();
    if course.state == CourseState::Planned {
        let seats: Vec<_> = found.seats.iter().map(|seat| seat.contact).collect();
        acts.push(
            asked("training.hold")
                .value("held_on", course.planned_on)
                .value("attended", &seats)
                .dialog(cx, Weight::Primary)?,
        );
        acts.push(asked("training.set").value("planned_on", course.planned_on).dialog(cx, Weight::Plain)?);
        acts.push(asked("training.cancel").button(cx, Weight::Quiet));
    }
    let rows = found.seats.iter().map(|seat| Row {
        cells: vec![
            html! { a href={ "/contacts/" (seat.contact) } { (seat.name) } },
            html! {
                @match seat.attended {
                    Some(true) => { (tag(Tone::Good, &cx.say("training-was-there"))) },
                    Some(false) => { (tag(Tone::Warn, &cx.say("training-was-not-there"))) },
                    None => { "–" },
                }
            },
            html! { @match &seat.certificate { Some(number) => (number), None => "–" } },
            day(cx, seat.expires_on),
        ],
        ..Row::default()
    });
    let rows = rows.collect();
    let names = ["who", "there", "certificate", "expires"];
    let list = table(&Table {
        caption: cx.say("training-seats"),
        columns: names.map(|name| Column::text(cx.say(&format!("training-seat-{name}")))).to_vec(),
        rows,
        bare: true,
        empty: Some(html! { p { (cx.say("training-seats-none")) } }),
        ..Table::default()
    });
    let customer = cx.home("customer", course.customer.id);
    let line = [
        html! { @match &customer { Some(href) => a href=(href) { (course.customer.name) }, None => (course.customer.name) } },
        html! { (course.number) },
        day(cx, course.held_on.or(course.planned_on)),
        html! { @if let Some(id) = course.installation { a href={ "/installations/" (id) } { (cx.say("installation-kind-implement")) } } @else { (cx.say("training-alone")) } },
    ];
    let main = html! {
        (page_head(None, &course.title, &dots(&line), &state(cx, course.state)))
        (buttons(&acts))
        (panel(&cx.say("training-seats"), None, &list))
    };
    Ok(Page::new(course.title.clone(), main)
        .below(cx.say("training-title"), "/training")
        .live(course.customer.id))
}
