//! The board: a column a stage.

use accord_face::{
    ActionForm, Nav, NavGroup, Page, PageCx, PageDef,
    list::counted,
    parts::{
        Link, Markup,
        board::{BoardColumn as Column, Card, board},
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        menu::Weight,
        panel::{empty_state, page_head},
        shell::Count,
    },
};
use accord_kernel::{Audience, Outcome, Permission, Reader};

use super::parts::{day, open_button, room_tabs, still, sums_text};
use crate::{
    Kind,
    views::{Board, BoardColumn, BoardPage, MyPipelineCount, OpportunityLine},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/pipeline",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Sell,
        order: 10,
        label: "pipeline-title",
        keys: "g l",
        icon: Some(Icon::List),
        count: Some(count),
    }),
    draw,
};

/// What stands still and whom to ask again.
fn count(reader: &mut Reader<'_>) -> Outcome<Option<Count>> {
    if !reader.context.principal.may(Permission::PipelineWrite) {
        return Ok(None);
    }
    let n = reader.view(MyPipelineCount {})?.waiting;
    Ok((n > 0).then_some(Count { n: u64::try_from(n).unwrap_or(0), hot: false }))
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let mut view: Board = cx.params()?;
    // Whoever pursues something sees their own first; a filter shows everybody's.
    let own = cx.may(Permission::PipelineWrite) && !cx.may(Permission::PipelineManage);
    if view.mine.is_none() && view.owner.is_none() && own {
        view.mine = Some(true);
    }
    let bar = bar(cx, &view);
    let mine = view.mine == Some(true);
    let page = cx.view(view)?;
    let title = cx.say("pipeline-title");
    let nothing = page.columns.iter().all(|column| column.count == 0);
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("pipeline-about")) }, &open_button(cx)))
        (room_tabs(cx, "/pipeline"))
        (bar)
        @if nothing {
            (empty_state(&cx.say("pipeline-empty-title"), &cx.say(if mine { "pipeline-empty-mine" } else { "pipeline-empty" }), &[open_button(cx)]))
        } @else {
            (columns(cx, &page, mine))
        }
    };
    let me = cx.reader.context.principal.id;
    Ok(Page::new(title, main).live(me))
}

fn bar(cx: &PageCx<'_, '_>, view: &Board) -> Markup {
    let mine = view.mine == Some(true);
    let pick = |value: &str, label: &str, chosen: bool| Choice {
        value: value.to_owned(),
        label: cx.say(label),
        chosen,
    };
    let mut kinds = vec![pick("", "all", view.kind.is_none())];
    kinds.extend(Kind::ALL.iter().map(|kind| Choice {
        value: kind.word().to_owned(),
        label: cx.say(&kind.message()),
        chosen: view.kind == Some(*kind),
    }));
    filters(&Filters {
        action: "/pipeline".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::One {
                name: "mine".to_owned(),
                label: cx.say("field-owner"),
                choices: vec![
                    pick("true", "pipeline-mine", mine),
                    pick("false", "pipeline-everybodys", !mine),
                ],
            },
            Filter::One { name: "kind".to_owned(), label: cx.say("field-kind"), choices: kinds },
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn columns(cx: &PageCx<'_, '_>, page: &BoardPage, mine: bool) -> Markup {
    let next_of = |index: usize| page.columns.get(index + 1);
    let shown = page.columns.iter().enumerate().map(|(index, column)| Column {
        title: column.name.clone(),
        count: counted(cx, column.count, column.count_capped),
        sums: sums_text(cx, &column.sums),
        cards: column.cards.iter().map(|line| card(cx, line, next_of(index), mine)).collect(),
        more: more(cx, column, mine),
        empty: cx.say("pipeline-column-empty"),
    });
    board(&cx.say("pipeline-title"), &shown.collect::<Vec<_>>())
}

fn more(cx: &PageCx<'_, '_>, column: &BoardColumn, mine: bool) -> Option<Link> {
    let shown = i64::try_from(column.cards.len()).unwrap_or(i64::MAX);
    if column.count <= shown {
        return None;
    }
    let own = if mine { "&mine=true" } else { "" };
    Some(Link::new(
        cx.say("pipeline-all-of-stage"),
        format!("/opportunities?state=open&stage={}{own}", column.stage),
    ))
}

fn card(cx: &PageCx<'_, '_>, line: &OpportunityLine, next: Option<&BoardColumn>, mine: bool) -> Card {
    let act = next.filter(|_| cx.reader.may_act("opportunity.move")).map(|next| {
        ActionForm::new("opportunity.move")
            .fixed("opportunity", line.id)
            .fixed("version", line.version)
            .fixed("stage", &next.stage)
            .submit(cx.say_with("pipeline-move-to", &[("stage", next.name.clone().into())]))
            .next(cx.address.clone())
            .button(cx, Weight::Quiet)
    });
    let owner = line.owner.as_ref().map(|who| who.name.clone()).or(line.seller.clone());
    Card {
        title: line.title.clone(),
        href: format!("/opportunities/{}", line.id),
        over: line.customer.name.clone(),
        figure: line.value.map(|value| cx.tongue().money(value).clone()).unwrap_or_default(),
        next: Some(html! {
            @if line.next_step_on.is_some() { (cx.say("opportunity-next")) " " (day(cx, line.next_step_on)) }
            @if !mine { @if let Some(owner) = &owner { " " span { (owner) } } }
        }),
        state: still(cx, line),
        act,
    }
}
