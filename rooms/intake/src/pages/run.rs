//! One import: what it did, what was wrong, and taking it back.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, buttons},
        panel::{columns, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Currency, Money, Outcome, Permission};

use super::{figure, tone};
use crate::{
    id::{Entity, ImportMode, RunState},
    views::{OneRun, RunFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/import/runs/{run}",
    permission: Permission::ImportRun,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let run = cx.view(OneRun { run: cx.id("run")? })?;
    let line = &run.line;
    let about = html! { (cx.say(&line.kind.message())) " · " (cx.say(&line.mode.message())) " " (tag(tone(line.state), &cx.say(&line.state.message()))) };
    let right = take_back(cx, &run)?;
    let main = html! {
        (page_head(None, &line.file_name, &about, &right))
        (standing_notice(cx, &run))
        (columns(&html! { (things(cx, &run)) (faults(cx, &run)) (several(cx, &run)) }, &standing(cx, &run)))
    };
    Ok(Page::new(line.file_name.clone(), main).below(cx.say("imports-title"), "/import").live(line.id))
}

fn take_back(cx: &mut PageCx<'_, '_>, run: &RunFacts) -> Outcome<Markup> {
    let line = &run.line;
    if line.mode == ImportMode::DryRun || line.state == RunState::Undone {
        return Ok(html! {});
    }
    let undo = ActionForm::new("intake.undo")
        .fixed("run", line.id)
        .next(format!("/import/runs/{}", line.id))
        .dialog(cx, Weight::Plain)?;
    Ok(buttons(&[undo]))
}

fn standing_notice(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let (tone, key) = match (run.line.mode, run.line.state) {
        (_, RunState::Waiting | RunState::Running) => (Tone::Plain, "imports-goes-on"),
        (ImportMode::DryRun, RunState::Done) => (Tone::Plain, "import-report-nothing-written"),
        (_, RunState::Failed) => (Tone::Bad, "imports-stopped"),
        _ => return html! {},
    };
    notice(tone, &cx.say(key), &html! {}, &[])
}

fn standing(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let line = &run.line;
    let mut pairs = vec![
        (cx.say("imports-source"), html! { (line.source) }),
        (cx.say("imports-by"), html! { (line.made_by.clone().unwrap_or_default()) }),
        (cx.say("imports-began"), time(&line.started_at.to_string(), &cx.instant(line.started_at))),
    ];
    if let Some(at) = line.finished_at {
        pairs.push((cx.say("imports-ended"), time(&at.to_string(), &cx.instant(at))));
    }
    pairs.push((cx.say("imports-rows"), html! { (figure(cx, run.notes.rows)) }));
    pairs.push((cx.say("imports-rows-refused"), html! { (figure(cx, run.notes.rows_refused)) }));
    let counts = &line.counts;
    if counts.lines > 0 {
        pairs.push((cx.say("imports-lines"), html! { (figure(cx, counts.lines)) }));
        pairs.push((cx.say("imports-cancelling"), html! { (figure(cx, counts.cancelling_orders)) }));
        pairs.push((cx.say("imports-free"), html! { (figure(cx, counts.zero_price_lines)) }));
    }
    for (code, sums) in &counts.sums {
        let Some(currency) = Currency::parse(code) else { continue };
        let money = |minor| cx.tongue().money(Money::new(minor, currency));
        pairs.push((cx.say("imports-sold"), html! { (money(sums.sold_minor)) }));
        pairs.push((cx.say("imports-taken-back"), html! { (money(sums.cancelled_minor)) }));
        pairs.push((cx.say("imports-left"), html! { (money(sums.net_minor())) }));
    }
    panel(&cx.say("imports-facts"), None, &facts(&pairs))
}

fn things(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let rows = Entity::ALL.iter().filter_map(|entity| {
        let tally = run.line.counts.of(*entity);
        let cells = vec![
            html! { (cx.say(&entity.message())) },
            html! { (figure(cx, tally.new)) },
            html! { (figure(cx, tally.changed)) },
            html! { (figure(cx, tally.same)) },
            html! { (figure(cx, tally.refused)) },
        ];
        (tally.all() > 0).then(|| Row { cells, ..Row::default() })
    });
    table(&Table {
        caption: cx.say("imports-things"),
        columns: vec![
            Column::text(cx.say("imports-what")),
            Column::number(cx.say("imports-new")),
            Column::number(cx.say("imports-changed")),
            Column::number(cx.say("imports-same")),
            Column::number(cx.say("imports-refused")),
        ],
        rows: rows.collect(),
        empty: Some(html! {}),
        keep: true,
        ..Table::default()
    })
}

fn faults(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    if run.notes.faults.is_empty() {
        return html! {};
    }
    let rows = run.notes.faults.iter().map(|fault| Row {
        cells: vec![
            html! { @if fault.row > 0 { (fault.row) } },
            html! { (fault.column) },
            html! { (fault.text) },
        ],
        ..Row::default()
    });
    let list = table(&Table {
        caption: cx.say("imports-faults"),
        columns: vec![
            Column::number(cx.say("imports-row")),
            Column::text(cx.say("imports-column")),
            Column::text(cx.say("imports-wrong")),
        ],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    });
    let rest = run.notes.faults_all.saturating_sub(run.notes.faults.len() as u64);
    let more = (rest > 0).then(|| cx.say_with("import-report-more", &[("count", figure(cx, rest).into())]));
    panel(&cx.say("imports-faults"), None, &html! { (list) @if let Some(more) = more { p { (more) } } })
}

fn several(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let notes = &run.notes;
    if notes.several_first.is_empty() {
        return html! {};
    }
    let pairs: Vec<(String, Markup)> =
        notes.several_first.iter().map(|one| (one.key.clone(), html! { (one.values.join(" | ")) })).collect();
    let count = i64::try_from(notes.several).unwrap_or(i64::MAX);
    let title = cx.say_with("import-report-several", &[("count", count.into())]);
    panel(&title, None, &facts(&pairs))
}
