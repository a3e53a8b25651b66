//! One file before it is brought: what it seems to be, which column is what, and what does not fit.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{Tab, columns, facts, notice, page_head, panel, tabs},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::figure;
use crate::{
    id::{ImportKind, ImportMode},
    views::{FileFacts, OneFile},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/import/files/{file}",
    permission: Permission::ImportRun,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let kind = cx.ask("kind").and_then(ImportKind::parse);
    let file = cx.view(OneFile { file: cx.id("file")?, kind })?;
    let kind = kind.or(file.line.kind);
    let about = html! { (cx.say("imports-file-about")) };
    let starts = if file.mapped && file.problems.is_empty() {
        starts(cx, &file)
    } else {
        html! {}
    };
    let mapping = match kind {
        Some(kind) => mapping(cx, &file, kind)?,
        None => html! {},
    };
    let main = html! {
        (page_head(None, &file.line.file_name, &about, &starts))
        @if let Some(reason) = &file.unreadable { (notice(Tone::Bad, &cx.say("imports-unreadable"), &html! { (reason) }, &[])) }
        @if !file.problems.is_empty() { (notice(Tone::Warn, &cx.say("imports-does-not-fit"), &html! { ul { @for text in &file.problems { li { (text) } } } }, &[])) }
        (kinds(cx, &file, kind))
        (columns(&html! { (mapping) (found(cx, &file)) }, &html! { (standing(cx, &file)) (fields(cx, &file)) }))
    };
    Ok(Page::new(file.line.file_name.clone(), main)
        .below(cx.say("imports-title"), "/import")
        .live(file.line.id))
}

/// The dry run comes first: it costs nothing.
fn starts(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    let start = |mode: ImportMode, words: &str, weight: Weight| {
        ActionForm::new("intake.start")
            .fixed("file", file.line.id)
            .fixed("mode", mode)
            .next("/import/runs/{run}")
            .submit(cx.say(words))
            .button(cx, weight)
    };
    buttons(&[
        start(ImportMode::DryRun, "imports-start-dry", Weight::Primary),
        start(ImportMode::ValidOnly, "imports-start-valid", Weight::Plain),
        start(ImportMode::AllOrNothing, "imports-start-all", Weight::Plain),
    ])
}

fn kinds(cx: &PageCx<'_, '_>, file: &FileFacts, kind: Option<ImportKind>) -> Markup {
    let tab = |of: &ImportKind| Tab {
        label: cx.say(&of.message()),
        href: format!("/import/files/{}?kind={}", file.line.id, of.word()),
        current: kind == Some(*of),
        count: None,
    };
    let list: Vec<Tab> = ImportKind::ALL.iter().map(tab).collect();
    html! {
        @if kind.is_none() { (notice(Tone::Plain, &cx.say("imports-choose-kind"), &html! { (cx.say("imports-choose-kind-why")) }, &[])) }
        (tabs(&cx.say("imports-kind"), &list))
    }
}

fn mapping(cx: &mut PageCx<'_, '_>, file: &FileFacts, kind: ImportKind) -> Outcome<Markup> {
    let form = ActionForm::new("intake.map_file")
        .fixed("file", file.line.id)
        .fixed("version", file.line.version)
        .fixed("kind", kind)
        .value("source", &file.line.source)
        .value("mapping", &file.mapping)
        .only(&["source", "mapping"])
        .next(format!("/import/files/{}", file.line.id))
        .submit(cx.say("imports-keep-mapping"))
        .draw(cx)?;
    let hint = if file.mapped { cx.say("imports-mapped") } else { cx.say("imports-proposed") };
    Ok(panel(&cx.say("imports-mapping"), None, &html! { p { (hint) } (form) }))
}

fn standing(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    let Some(container) = &file.container else { return html! {} };
    let rows = if file.complete {
        figure(cx, file.rows)
    } else {
        cx.say_with("imports-rows-more", &[("rows", figure(cx, file.rows).into())])
    };
    let separator = match file.separator.as_deref() {
        Some("\t") => Some(cx.say("imports-tab")),
        other => other.map(str::to_owned),
    };
    let mut pairs =
        vec![(cx.say("imports-container"), html! { (cx.say(&format!("imports-container-{container}"))) })];
    if let Some(encoding) = &file.encoding {
        pairs.push((cx.say("imports-encoding"), html! { (encoding) }));
    }
    if let Some(separator) = separator {
        pairs.push((cx.say("imports-separator"), html! { (separator) }));
    }
    pairs.push((cx.say("imports-rows"), html! { (rows) }));
    panel(&cx.say("imports-found"), None, &facts(&pairs))
}

fn found(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    if file.columns.is_empty() {
        return html! {};
    }
    let rows = file.columns.iter().map(|column| Row {
        cells: vec![
            html! { (column.name) },
            html! { (cx.say(&format!("imports-guess-{}", column.guess))) },
            html! { (column.samples.join(" · ")) },
        ],
        ..Row::default()
    });
    let list = table(&Table {
        caption: cx.say("imports-columns"),
        columns: vec![
            Column::text(cx.say("imports-column")),
            Column::text(cx.say("imports-seems")),
            Column::text(cx.say("imports-samples")),
        ],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("imports-columns"), None, &list)
}

fn fields(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    if file.fields.is_empty() {
        return html! {};
    }
    let required = cx.say("imports-required");
    let pairs: Vec<(String, Markup)> = file
        .fields
        .iter()
        .map(|field| {
            let values = field.values.join(", ");
            (field.name.clone(), html! { @if field.required { (tag(Tone::Plain, &required)) " " } (values) })
        })
        .collect();
    panel(&cx.say("imports-fields"), None, &facts(&pairs))
}
