//! Files laid ready, and the imports so far.

use accord_face::{
    Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Hidden, Link, Markup,
        control::{Control, Field},
        form::{Form, FormPart, Method, form},
        html,
        mark::{tag, time},
        menu::Weight,
        panel::{empty_state, page_head, panel},
        table::{Column, Pagination, Row, Table, pagination, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{figure, tone};
use crate::{
    id::ImportMode,
    views::{FileLine, Ready, RunLine, RunPage, Runs},
};

/// Largest file that the page takes, in megabytes; the server holds to it.
const LARGE_MEGABYTES: i64 = 512;

pub(super) const PAGE: PageDef = PageDef {
    path: "/import",
    permission: Permission::ImportRun,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 60,
        label: "imports-title",
        keys: "g i",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Runs = cx.params()?;
    let runs = cx.view(asked)?;
    let files = cx.view(Ready {})?;
    let title = cx.say("imports-title");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("imports-about")) }, &html! {}))
        (panel(&cx.say("imports-files"), None, &html! { (ready(cx, &files)) (upload(cx)) }))
        (panel(&cx.say("imports-runs"), None, &html! { (so_far(cx, &runs)) (foot(cx, &runs)) }))
    };
    let mut page = Page::new(title, main);
    for run in runs.rows.iter().filter(|run| !run.state.is_over()) {
        page = page.live(run.id);
    }
    Ok(page)
}

fn upload(cx: &PageCx<'_, '_>) -> Markup {
    let hint = cx.say_with("imports-file-hint", &[("megabytes", LARGE_MEGABYTES.into())]);
    let control = Control::File { accept: ".csv,.tsv,.txt,.gz,.xlsx".to_owned(), multiple: false };
    let file = Field::new("file", cx.say("imports-file"), control).hint(hint).required();
    form(&Form {
        id: "upload-import".to_owned(),
        method: Method::Post,
        action: "/upload/import".to_owned(),
        hidden: vec![Hidden::new("_next", "/import/files/{file}")],
        parts: vec![FormPart::Field(file)],
        submit: cx.say("action-intake-keep-file"),
        weight: Weight::Primary,
        also: Vec::new(),
        cancel: None::<Link>,
        errors_title: cx.say("form-refused"),
        errors: Vec::new(),
        required_note: String::new(),
        in_place: false,
    })
}

fn ready(cx: &PageCx<'_, '_>, files: &[FileLine]) -> Markup {
    let empty = empty_state(&cx.say("imports-no-files-title"), &cx.say("imports-no-files"), &[]);
    table(&Table {
        caption: cx.say("imports-files"),
        columns: vec![
            Column::text(cx.say("imports-file")),
            Column::text(cx.say("imports-kind")),
            Column::text(cx.say("imports-added")),
        ],
        rows: files.iter().map(|file| file_row(cx, file)).collect(),
        empty: Some(empty),
        bare: true,
        ..Table::default()
    })
}

fn file_row(cx: &PageCx<'_, '_>, file: &FileLine) -> Row {
    let kind = file.kind.map_or_else(|| cx.say("imports-not-mapped"), |kind| cx.say(&kind.message()));
    Row::to(
        format!("/import/files/{}", file.id),
        vec![
            html! { (file.file_name) },
            html! { (kind) },
            time(&file.added_at.to_string(), &cx.instant(file.added_at)),
        ],
    )
}

fn so_far(cx: &PageCx<'_, '_>, runs: &RunPage) -> Markup {
    let empty = empty_state(&cx.say("imports-no-runs-title"), &cx.say("imports-no-runs"), &[]);
    table(&Table {
        caption: cx.say("imports-runs"),
        columns: vec![
            Column::text(cx.say("imports-file")),
            Column::text(cx.say("imports-kind")),
            Column::text(cx.say("imports-state")),
            Column::number(cx.say("imports-new")),
            Column::number(cx.say("imports-changed")),
            Column::number(cx.say("imports-refused")),
            Column { wide_only: true, ..Column::text(cx.say("imports-by")) },
            Column::text(cx.say("imports-began")),
        ],
        rows: runs.rows.iter().map(|run| run_row(cx, run)).collect(),
        empty: Some(empty),
        bare: true,
        ..Table::default()
    })
}

fn run_row(cx: &PageCx<'_, '_>, run: &RunLine) -> Row {
    let sum = |of: fn(&crate::Tally) -> u64| figure(cx, run.counts.things.values().map(of).sum());
    let dry = (run.mode == ImportMode::DryRun).then(|| cx.say("imports-dry"));
    Row::to(
        format!("/import/runs/{}", run.id),
        vec![
            html! { (run.file_name) },
            html! { (cx.say(&run.kind.message())) },
            html! { (tag(tone(run.state), &cx.say(&run.state.message()))) @if let Some(dry) = dry { " " (dry) } },
            html! { (sum(|tally| tally.new)) },
            html! { (sum(|tally| tally.changed)) },
            html! { (sum(|tally| tally.refused)) },
            html! { (run.made_by.clone().unwrap_or_default()) },
            time(&run.started_at.to_string(), &cx.instant(run.started_at)),
        ],
    )
}

fn foot(cx: &PageCx<'_, '_>, runs: &RunPage) -> Markup {
    let Some(next) = &runs.next else { return html! {} };
    let link = Link::new(cx.say("list-next"), cx.here_with(&[("after", Some(next.as_str()))]));
    pagination(&Pagination { label: cx.say("imports-runs"), next: Some(link), ..Pagination::default() })
}
