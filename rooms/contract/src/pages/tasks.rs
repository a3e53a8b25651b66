//! What is to be done about contracts.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    list::exports,
    parts::{
        Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::room_tabs;
use crate::{
    id::{TaskKind, TaskOutcome, TaskState},
    views::{TaskFacts, TaskList},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/contracts/tasks",
    permission: Permission::ContractRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: TaskList = cx.params()?;
    let page = cx.view(asked)?;
    let mut rows = Vec::new();
    for task in &page.rows {
        let acts = acts(cx, task, &cx.address.clone())?;
        rows.push(Row {
            cells: vec![
                html! { (due(cx, task)) },
                html! { (task.customer.name) },
                html! { (what(cx, task)) },
                html! { (task.owner.name) },
                buttons(&acts),
            ],
            ..Row::default()
        });
    }
    let names = ["due", "customer", "what", "owner"];
    let mut columns: Vec<Column> =
        names.iter().map(|name| Column::text(cx.say(&format!("contract-task-column-{name}")))).collect();
    columns.push(Column::text(""));
    let list = table(&Table {
        caption: cx.say("contract-tasks"),
        columns,
        rows,
        empty: Some(empty_state(&cx.say("contract-tasks-none-title"), &cx.say("contract-tasks-none"), &[])),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say("contract-tasks"), &html! {}, &exports(cx, "contract.tasks")))
        (room_tabs(cx, "/contracts/tasks"))
        (list)
    };
    Ok(Page::new(cx.say("contract-tasks"), main).below(cx.say("contracts-title"), "/contracts"))
}

fn due(cx: &PageCx<'_, '_>, task: &TaskFacts) -> Markup {
    html! {
        (cx.date(task.due_on))
        @if task.late { " " (tag(Tone::Bad, &cx.say("contract-task-late"))) }
        @else if task.state == TaskState::Done { " " (tag(Tone::Good, &cx.say(&task.state.message()))) }
        @else if task.state == TaskState::Overtaken { " " (tag(Tone::Plain, &cx.say(&task.state.message()))) }
    }
}

fn what(cx: &PageCx<'_, '_>, task: &TaskFacts) -> Markup {
    html! {
        strong { (cx.say(&task.kind.message())) } " " (task.text)
        @if !task.what.is_empty() { " " span.small { (task.what) } }
        @if let Some(id) = task.contract { " " a href={ "/contracts/" (id) } { (cx.say("contract-open")) } }
        @if let Some(words) = &task.words { br; span.small { (words) } }
    }
}

fn acts(cx: &mut PageCx<'_, '_>, task: &TaskFacts, back: &str) -> Outcome<Vec<Markup>> {
    if task.state != TaskState::Open {
        return Ok(Vec::new());
    }
    let form = |action: &'static str| {
        ActionForm::new(action).fixed("task", task.id).fixed("version", task.version).next(back.to_owned())
    };
    let finish = if task.kind == TaskKind::Renewal {
        form("contract.finish_task").only(&["outcome", "words", "cause"])
    } else {
        form("contract.finish_task").fixed("outcome", TaskOutcome::Done).only(&["words"])
    };
    Ok(vec![
        finish.dialog(cx, Weight::Plain)?,
        form("contract.assign_task").only(&["owner"]).dialog(cx, Weight::Quiet)?,
    ])
}

/// The tasks of one contract.
pub(super) fn task_list(cx: &mut PageCx<'_, '_>, tasks: &[TaskFacts], back: &str) -> Outcome<Markup> {
    let mut items = Vec::new();
    for task in tasks.iter().filter(|task| task.state != TaskState::Overtaken) {
        let acts = acts(cx, task, back)?;
        items.push(html! {
            (due(cx, task)) " " (what(cx, task)) " " span.small { (task.owner.name) }
            @if !acts.is_empty() { (buttons(&acts)) }
        });
    }
    let body = html! {
        @if items.is_empty() { p { (cx.say("contract-tasks-none")) } }
        ul.plain role="list" { @for item in &items { li { (item) } } }
    };
    Ok(panel(&cx.say("contract-tasks"), None, &body))
}
