//! One act on many: what it is, how many rows it would change and which not, doing it, what came of it, taking it back.

use accord_face::{
    ActionForm, ListDef, Page, PageCx, PageDef,
    list::foot,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{empty_state, notice, page_head, panel, progress},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{figure, row_tone, tone};
use crate::{
    id::{RowState, RunState},
    views::{OneRun, ReasonFacts, RowFacts, Rows, RunFacts},
};

pub(super) const PAGE: PageDef =
    PageDef { path: "/bulk/{run}", permission: Permission::Own, audience: Audience::Staff, nav: None, draw };

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let id = cx.id("run")?;
    let run = cx.view(OneRun { run: id })?;
    let state = cx.ask("state").and_then(RowState::parse);
    let after = cx.ask("after").map(str::to_owned);
    let page = cx.view(Rows { run: id, state, limit: None, after })?;
    let about = html! { (tag(tone(run.state, run.stopped.is_some()), &cx.say(&run.state.message()))) " " (cx.say_with("bulk-rows", &[("n", run.rows.into())])) };
    let right = acts(cx, &run);
    let main = html! {
        (page_head(None, &run.label, &about, &right))
        (standing(cx, &run))
        (ask(cx, &run)?)
        (why(cx, "bulk-left", &run.left))
        (why(cx, "bulk-refused", &run.refused))
        (why(cx, "bulk-stays", &run.stays))
        (rows(cx, &run, &page.rows, state))
        (foot(cx, &cx.say("bulk-rows-title"), None, page.next.as_deref()))
    };
    let drawn = Page::new(run.label.clone(), main).below(cx.say("bulk-title"), "/bulk");
    // What somebody types must not be drawn over while nothing goes on by itself.
    let goes_on = matches!(run.state, RunState::Counting | RunState::Doing | RunState::Undoing);
    Ok(if goes_on { drawn.live(run.id) } else { drawn })
}

fn form(run: &RunFacts, action: &'static str) -> ActionForm {
    ActionForm::new(action)
        .fixed("run", run.id)
        .fixed("version", run.version)
        .next(format!("/bulk/{}", run.id))
}

/// What can be done with it now.
fn acts(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let mut acts = Vec::new();
    let registry = cx.registry();
    let list = registry.extensions::<ListDef>().find(|list| list.view == run.view);
    if let Some(list) = list {
        acts.push(button_link(Weight::Quiet, &Link::new(cx.say("bulk-to-list"), list.page), ""));
    }
    if run.stopped.is_some() {
        acts.push(form(run, "bulk.go_on").button(cx, Weight::Primary));
    }
    if matches!(run.state, RunState::Chosen | RunState::Counted) {
        acts.push(form(run, "bulk.drop").button(cx, Weight::Quiet));
    }
    if run.state == RunState::Counted && run.counts.fits > 0 {
        let words = cx.say_with("bulk-start-n", &[("n", run.counts.fits.into())]);
        acts.push(form(run, "bulk.start").submit(words).button(cx, Weight::Primary));
    }
    if run.may_undo {
        let words = cx.say_with("bulk-undo-n", &[("n", run.counts.done.into())]);
        acts.push(form(run, "bulk.undo").submit(words).button(cx, Weight::Plain));
    }
    buttons(&acts)
}

/// Where it stands, in a sentence and figures.
fn standing(cx: &PageCx<'_, '_>, run: &RunFacts) -> Markup {
    let counts = run.counts;
    let done = counts.done + counts.undone + counts.stays;
    let n = |key: &str, n: i64| cx.say_with(key, &[("n", n.into())]);
    let lines: Vec<String> = match run.state {
        RunState::Chosen => vec![cx.say("bulk-says-chosen")],
        RunState::Counting => vec![cx.say("bulk-says-counting")],
        RunState::Counted => {
            let mut lines = vec![n("bulk-would-change", counts.fits), n("bulk-would-leave", counts.left)];
            if counts.fits > 0 {
                let facts = [("n", run.would_go_back.into()), ("all", counts.fits.into())];
                lines.push(cx.say_with("bulk-would-go-back", &facts));
            }
            lines
        }
        RunState::Doing => vec![cx.say("bulk-says-doing")],
        RunState::Done => {
            let mut lines =
                vec![n("bulk-did-change", counts.done), n("bulk-did-refuse", counts.refused + counts.left)];
            match run.undo_until {
                Some(until) if run.may_undo => {
                    lines.push(cx.say_with("bulk-undo-until", &[("until", until.into())]));
                }
                Some(_) if counts.done > 0 => lines.push(cx.say("bulk-undo-over")),
                _ => {}
            }
            lines
        }
        RunState::Undoing => vec![cx.say("bulk-says-undoing")],
        RunState::Undone => vec![n("bulk-did-undo", counts.undone), n("bulk-did-stay", counts.stays)],
        RunState::Dropped => vec![cx.say("bulk-says-dropped")],
    };
    let tone = match run.state {
        RunState::Done if counts.refused == 0 => Tone::Good,
        RunState::Undone if counts.stays > 0 => Tone::Warn,
        _ => Tone::Plain,
    };
    let going = match run.state {
        RunState::Counting => Some(run.rows - counts.chosen),
        RunState::Doing => Some(done + counts.refused),
        RunState::Undoing => Some(counts.undone + counts.stays),
        _ => None,
    };
    let of = match run.state {
        RunState::Counting => run.rows,
        RunState::Doing => done + counts.refused + counts.fits,
        _ => done,
    };
    html! {
        @if let Some(why) = &run.stopped {
            (notice(Tone::Bad, &cx.say("bulk-stopped"), &html! { (why) " " (cx.say("bulk-stopped-more")) }, &[]))
        }
        @if let Some((first, rest)) = lines.split_first() {
            (notice(tone, first, &html! { @for line in rest { p { (line) } } }, &[]))
        }
        @if let Some(gone) = going {
            @let label = cx.say_with("bulk-so-far", &[("n", gone.into()), ("all", of.into())]);
            (progress(&cx.say(&run.state.message()), &label, Some((u64::try_from(gone).unwrap_or(0), u64::try_from(of).unwrap_or(0)))))
        }
    }
}

/// What is asked for once, for all rows.
fn ask(cx: &mut PageCx<'_, '_>, run: &RunFacts) -> Outcome<Markup> {
    if run.asks.is_empty() || !matches!(run.state, RunState::Chosen | RunState::Counted) {
        return Ok(html! {});
    }
    let Some(action) = cx.registry().find_action(&run.action).map(|def| def.name) else {
        return Ok(html! {});
    };
    let names: Vec<&str> = run.asks.iter().map(String::as_str).collect();
    let into = serde_json::json!({ "run": run.id, "version": run.version });
    let words = if run.state == RunState::Chosen { "bulk-count" } else { "bulk-count-again" };
    let weight = if run.state == RunState::Chosen { Weight::Primary } else { Weight::Plain };
    let mut form = ActionForm::new(action)
        .only(&names)
        .into_field("bulk.count", "input", into)
        .submit(cx.say(words))
        .weight(weight)
        .next(format!("/bulk/{}", run.id));
    for (name, value) in &run.input {
        form = form.value(name, value);
    }
    let drawn = form.draw(cx)?;
    Ok(panel(&cx.say("bulk-ask"), None, &drawn))
}

/// Why rows are left out, by rule.
fn why(cx: &PageCx<'_, '_>, title: &str, reasons: &[ReasonFacts]) -> Markup {
    if reasons.is_empty() {
        return html! {};
    }
    let rows = reasons.iter().map(|reason| {
        let words = html! {
            @for wording in &reason.wordings {
                p { (wording.text) @if reason.wordings.len() > 1 { " " small { (cx.say_with("bulk-rows", &[("n", wording.rows.into())])) } } }
            }
            @if reason.more > 0 { p.small { (cx.say_with("bulk-wordings-more", &[("n", reason.more.into())])) } }
        };
        Row { cells: vec![html! { (figure(cx, reason.rows)) }, words, html! { code.small { (reason.rule) } }], ..Row::default() }
    });
    let shown = table(&Table {
        caption: cx.say(title),
        columns: vec![
            Column::number(cx.say("bulk-column-rows")),
            Column::text(cx.say("bulk-column-why")),
            Column::text(cx.say("bulk-column-rule")),
        ],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say(title), None, &shown)
}

/// The rows, and how each stands.
fn rows(cx: &PageCx<'_, '_>, run: &RunFacts, rows: &[RowFacts], state: Option<RowState>) -> Markup {
    let counts = run.counts;
    let of = [
        (RowState::Chosen, counts.chosen),
        (RowState::Fits, counts.fits),
        (RowState::Left, counts.left),
        (RowState::Done, counts.done),
        (RowState::Refused, counts.refused),
        (RowState::Undone, counts.undone),
        (RowState::Stays, counts.stays),
    ];
    let title = cx.say("bulk-rows-title");
    let line = |row: &RowFacts| {
        let label = row.label.clone().unwrap_or_else(|| cx.say("bulk-row-unseen"));
        let cells = vec![
            html! { (label) },
            tag(row_tone(row.state), &cx.say(&row.state.message())),
            html! { @if let Some(why) = &row.why { (why) } @else { "–" } },
        ];
        let home = row.label.as_ref().and_then(|_| cx.home(&row.entity, row.id));
        match home {
            Some(home) => Row::to(home, cells),
            None => Row { cells, ..Row::default() },
        }
    };
    let shown = Table {
        caption: title.clone(),
        columns: vec![
            Column::text(cx.say("bulk-column-row")),
            Column::text(cx.say("field-state")),
            Column::text(cx.say("bulk-column-why")),
        ],
        rows: rows.iter().map(line).collect(),
        empty: Some(empty_state(&cx.say("list-empty"), &cx.say("bulk-no-rows"), &[])),
        ..Table::default()
    };
    html! {
        div.stack {
            h2 { (title) }
            nav.views aria-label=(title) {
                a href=(cx.here_with(&[("state", None)])) aria-current=[state.is_none().then_some("page")] { (cx.say("all")) " " (figure(cx, run.rows)) }
                @for (one, count) in of.iter().filter(|(_, count)| *count > 0) {
                    a href=(cx.here_with(&[("state", Some(one.word()))])) aria-current=[(state == Some(*one)).then_some("page")] {
                        (cx.say(&one.message())) " " (figure(cx, *count))
                    }
                }
            }
            (table(&shown))
        }
    }
}
