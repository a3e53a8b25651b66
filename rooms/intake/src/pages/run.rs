//! One import: what it did, what was wrong, and taking it back.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{columns, facts, notice, page_head, panel, progress},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Currency, Money, Outcome, Permission};

use super::{figure, tone};
use crate::{
    id::{Entity, ImportMode, RunState, RunStep},
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
        (how_far(cx, &run))
        (columns(&html! { (things(cx, &run)) (faults(cx, &run)) (several(cx, &run)) }, &standing(cx, &run)))
    };
    Ok(Page::new(line.file_name.clone(), main).below(cx.say("imports-title"), "/import").live(line.id))
}

/// What can be done with it now.
fn take_back(cx: &mut PageCx<'_, '_>, run: &RunFacts) -> Outcome<Markup> {
    let line = &run.line;
    let here = format!("/import/runs/{}", line.id);
    let now = |action: &'static str, weight: Weight| {
        ActionForm::new(action).fixed("run", line.id).next(here.clone()).button(cx, weight)
    };
    let mut acts = Vec::new();
    if !line.state.is_over() {
        acts.push(now("intake.stop", Weight::Plain));
    }
    if line.laid && matches!(line.state, RunState::Stopped | RunState::Failed) {
        acts.push(now("intake.go_on", Weight::Primary));
    }
    let wrote = line.mode != ImportMode::DryRun && line.counts.written > 0;
    if line.state.is_over() && line.state != RunState::Undone && wrote {
        let undo = ActionForm::new("intake.undo").fixed("run", line.id).next(here);
        acts.push(undo.dialog(cx, Weight::Plain)?);
    }
    Ok(buttons(&acts))
}

fn standing_notice(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let line = &run.line;
    let nothing = line.step != RunStep::Writing;
    let (tone, key) = match (line.mode, line.state) {
        (_, RunState::Waiting | RunState::Running) => (Tone::Plain, "imports-goes-on"),
        (_, RunState::Failed | RunState::Stopped) if nothing => (Tone::Bad, "imports-stopped-before"),
        (_, RunState::Failed | RunState::Stopped) => (Tone::Bad, "imports-stopped"),
        (ImportMode::DryRun, RunState::Done) => (Tone::Plain, "import-report-nothing-written"),
        _ => return html! {},
    };
    notice(tone, &cx.say(key), &html! {}, &[])
}

/// How far a run is that is on its way, or was when it stopped.
fn how_far(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let line = &run.line;
    if matches!(line.state, RunState::Done | RunState::Undone) {
        return html! {};
    }
    let step = cx.say(&line.step.message());
    let label = match line.rows_all {
        Some(all) if line.step != RunStep::Looking => cx.say_with(
            "imports-rows-of",
            &[("rows", figure(cx, line.rows_seen).into()), ("all", figure(cx, all).into())],
        ),
        Some(all) => cx.say_with("imports-rows-counted", &[("rows", figure(cx, all).into())]),
        None => String::new(),
    };
    let known = line.rows_all.filter(|all| *all > 0 && line.step != RunStep::Looking);
    progress(&step, &label, known.map(|all| (line.rows_seen, all)))
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
    let line = &run.line;
    let fetch = (line.laid && line.state.is_over()).then(|| {
        let link = Link::new(cx.say("imports-errors-get"), format!("/import/runs/{}/errors", line.id));
        button_link(Weight::Plain, &link, "")
    });
    panel(
        &cx.say("imports-faults"),
        fetch.as_ref(),
        &html! { (list) @if let Some(more) = more { p { (more) } } },
    )
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
