//! All opportunities, with filters in the address.

use accord_face::{
    Leaf, ListColumn, ListDef, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::tag,
        panel::{empty_state, page_head},
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{day, open_button, room_tabs, state, still, sums_text};
use crate::{
    Kind, OpportunityState,
    views::{OpportunityLine, OpportunityList, OpportunityPage, StageFacts, Stages},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "opportunity.list",
    page: "/opportunities",
    columns: &[
        ListColumn::new("opportunity-column-title", "title", Shown::Plain).sorted("title"),
        ListColumn::new("field-number", "number", Shown::Plain).sorted("number"),
        ListColumn::new("opportunity-column-customer", "customer.name", Shown::Plain),
        ListColumn::new("opportunity-column-kind", "kind", Shown::Word("opportunity-kind")),
        ListColumn::new("opportunity-column-stage", "stage_name", Shown::Plain),
        ListColumn::new("field-state", "state", Shown::Word("opportunity-state")).sorted("state"),
        ListColumn::new("opportunity-column-value", "value", Shown::Money),
        ListColumn::new("opportunity-column-days", "days", Shown::Plain),
        ListColumn::new("opportunity-column-next", "next_step_on", Shown::Plain).sorted("next"),
        ListColumn::new("opportunity-column-owner", "owner.name|seller", Shown::Plain),
        ListColumn::new("field-incumbent", "incumbent", Shown::Plain),
        ListColumn::new("field-opened-on", "opened_on", Shown::Plain).sorted("opened"),
        ListColumn::new("field-closed-on", "closed_on", Shown::Plain).sorted("closed"),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/opportunities",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: OpportunityList = cx.params()?;
    let stages = cx.view(Stages {})?;
    let bar = bar(cx, &view, &stages);
    let filtered = cx.query.iter().any(|(_, value)| !value.is_empty());
    let page = cx.view(view)?;
    let title = cx.say("pipeline-list");
    let shown = rows(cx, &page, filtered);
    let keys =
        ["~title", "customer.name", "kind", "stage_name", "value", "days", "next_step_on", "owner.name"];
    let list = list(
        cx,
        &LIST,
        &keys,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let sums = sums_text(cx, &page.sums).join(" · ");
    let main = html! {
        (page_head(None, &title, &html! { @if sums.is_empty() { (cx.say("pipeline-list-about")) } @else { (cx.say_with("pipeline-sum", &[("sums", sums.into())])) } }, &open_button(cx)))
        (room_tabs(cx, "/opportunities"))
        (bar)
        (list)
    };
    Ok(Page::new(title, main).below(cx.say("pipeline-title"), "/pipeline"))
}

fn bar(cx: &PageCx<'_, '_>, view: &OpportunityList, stages: &[StageFacts]) -> Markup {
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut states = vec![any(view.state.is_none())];
    states.extend(OpportunityState::ALL.iter().map(|state| Choice {
        value: state.word().to_owned(),
        label: cx.say(&state.message()),
        chosen: view.state == Some(*state),
    }));
    let mut kinds = vec![any(view.kind.is_none())];
    kinds.extend(Kind::ALL.iter().map(|kind| Choice {
        value: kind.word().to_owned(),
        label: cx.say(&kind.message()),
        chosen: view.kind == Some(*kind),
    }));
    let mut steps = vec![any(view.stage.is_none())];
    steps.extend(stages.iter().map(|stage| Choice {
        value: stage.word.clone(),
        label: stage.label.clone(),
        chosen: view.stage.as_deref() == Some(stage.word.as_str()),
    }));
    let yes = |name: &str, label: &str, chosen: bool| Filter::One {
        name: name.to_owned(),
        label: cx.say(label),
        choices: vec![any(!chosen), Choice { value: "true".to_owned(), label: cx.say("yes"), chosen }],
    };
    let narrowed = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    filters(&Filters {
        action: "/opportunities".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("field-query"),
                value: view.query.clone().unwrap_or_default(),
            },
            Filter::One { name: "state".to_owned(), label: cx.say("field-state"), choices: states },
            Filter::One {
                name: "stage".to_owned(),
                label: cx.say("field-opportunity-move-stage"),
                choices: steps,
            },
            Filter::One { name: "kind".to_owned(), label: cx.say("field-kind"), choices: kinds },
            yes("mine", "pipeline-mine", view.mine == Some(true)),
            yes("still", "pipeline-still", view.still == Some(true)),
            yes("recontact", "pipeline-recontact", view.recontact == Some(true)),
        ],
        keep: kept(cx, &["customer", "owner"]),
        clear: narrowed.then(|| Link::new(cx.say("list-clear"), "/opportunities")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &OpportunityPage, filtered: bool) -> Table {
    let empty = if filtered {
        empty_state(&cx.say("opportunities-none-title"), &cx.say("opportunities-none"), &[])
    } else {
        empty_state(&cx.say("pipeline-empty-title"), &cx.say("pipeline-empty"), &[open_button(cx)])
    };
    let columns = ["title", "customer", "kind", "stage", "value", "days", "next", "owner"];
    Table {
        caption: cx.say("pipeline-list"),
        columns: columns
            .map(|name| {
                let label = cx.say(&format!("opportunity-column-{name}"));
                if matches!(name, "value" | "days") { Column::number(label) } else { Column::text(label) }
            })
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty),
        ..Table::default()
    }
}

fn row(cx: &PageCx<'_, '_>, line: &OpportunityLine) -> Row {
    let next = match (line.state, still(cx, line)) {
        (OpportunityState::Open, Some((text, tone))) => tag(tone, &text),
        (OpportunityState::Open, None) => day(cx, line.next_step_on),
        (OpportunityState::Lost, _) => {
            html! { (cx.say("opportunity-again")) " " (day(cx, line.recontact_on)) }
        }
        (OpportunityState::Won, _) => day(cx, line.closed_on),
    };
    let owner = line.owner.as_ref().map(|who| who.name.clone()).or(line.seller.clone()).unwrap_or_default();
    Row {
        tone: if line.no_step || line.overdue_days.is_some() { Tone::Bad } else { Tone::Plain },
        ..Row::to(
            format!("/opportunities/{}", line.id),
            vec![
                html! { (line.title) " " span.small { (line.number) } },
                html! { (line.customer.name) },
                html! { (cx.say(&line.kind.message())) },
                html! { @if line.state == OpportunityState::Open { (line.stage_name) } @else { (state(cx, line.state)) } },
                html! { @if let Some(value) = line.value { (cx.tongue().money(value)) } },
                html! { (line.days) },
                next,
                html! { (owner) },
            ],
        )
    }
}
