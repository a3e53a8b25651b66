//! What we learn from failures: reviews to be held, then improvements with what they changed.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{customer, room_tabs};
use crate::{
    id::{ImprovementState, ReviewState},
    views::{ImprovementFacts, Learning, RateFacts, ReviewFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/learning",
    permission: Permission::FeedbackRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Learning = cx.params()?;
    let page = cx.view(asked)?;
    let begin = ActionForm::new("improvement.begin")
        .only(&["area", "what", "owner", "due_on", "product"])
        .next("/learning")
        .dialog(cx, Weight::Primary)?;
    let mut reviews = Vec::new();
    for row in &page.reviews {
        reviews.push(review(cx, row)?);
    }
    let mut improvements = Vec::new();
    for row in &page.improvements {
        improvements.push(improvement(cx, row)?);
    }
    let list = |cx: &PageCx<'_, '_>, title: &str, names: [&str; 5], rows: Vec<Row>| {
        let columns = names.map(|name| match name {
            "" => Column::text(""),
            name => Column::text(cx.say(&format!("learning-column-{name}"))),
        });
        let empty =
            empty_state(&cx.say(&format!("{title}-none-title")), &cx.say(&format!("{title}-none")), &[]);
        let body = table(&Table {
            caption: cx.say(title),
            columns: columns.to_vec(),
            rows,
            bare: true,
            empty: Some(empty),
            ..Table::default()
        });
        panel(&cx.say(title), None, &body)
    };
    let main = html! {
        (page_head(None, &cx.say("learning-title"), &html! { (cx.say("learning-note")) }, &buttons(&[begin])))
        (room_tabs(cx, "/learning"))
        (list(cx, "learning-reviews", ["state", "cause", "customer", "owner", ""], reviews))
        (list(cx, "learning-improvements", ["state", "what", "effect", "owner", ""], improvements))
    };
    Ok(Page::new(cx.say("learning-title"), main).below(cx.say("listening-title"), "/listening"))
}

fn review(cx: &mut PageCx<'_, '_>, row: &ReviewFacts) -> Outcome<Row> {
    let act = if row.state == ReviewState::Due {
        ActionForm::new("failure.hold")
            .fixed("review", row.id)
            .fixed("version", row.version)
            .only(&["happened", "allowed", "improvements"])
            .next("/learning")
            .dialog(cx, Weight::Plain)?
    } else {
        html! {}
    };
    let tone = match row.state {
        ReviewState::Held => Tone::Good,
        ReviewState::Due if row.late => Tone::Bad,
        ReviewState::Due => Tone::Warn,
    };
    Ok(Row {
        cells: vec![
            html! { span id=(row.id) {} (tag(tone, &cx.say(&row.state.message()))) " " span.small { (cx.say_with("lead-by", &[("at", row.due_at.into())])) } },
            html! { strong { (cx.say(&row.cause.message())) } " " (row.about) @if let Some(words) = &row.happened { br; (words) } @if let Some(words) = &row.allowed { br; span.small { (cx.say("learning-allowed")) " " (words) } } },
            html! { @if let Some(whose) = &row.customer { (customer(cx, whose)) } @else { "–" } },
            html! { (row.owner.name) },
            act,
        ],
        ..Row::default()
    })
}

fn rate(cx: &PageCx<'_, '_>, facts: &RateFacts) -> String {
    let rate = facts.per_year.map_or_else(|| "–".to_owned(), |rate| cx.tongue().decimal(rate).to_string());
    let years = cx.tongue().decimal(facts.unit_years).to_string();
    cx.say_with(
        "learning-rate",
        &[("rate", rate.into()), ("stops", facts.stops.into()), ("years", years.into())],
    )
}

fn effect(cx: &PageCx<'_, '_>, row: &ImprovementFacts) -> Markup {
    html! {
        @match (&row.before, &row.after) {
            (Some(before), Some(after)) => {
                (rate(cx, before)) " → " (rate(cx, after)) " "
                @if row.better == Some(true) { (tag(Tone::Good, &cx.say("learning-better"))) } @else { (tag(Tone::Bad, &cx.say("learning-not-better"))) }
            },
            (Some(before), None) => { (row.product_name) ": " (rate(cx, before)) br; span.small { (cx.say("learning-not-measured")) } },
            _ => { "–" },
        }
    }
}

fn improvement(cx: &mut PageCx<'_, '_>, row: &ImprovementFacts) -> Outcome<Row> {
    let form = |action: &'static str| {
        ActionForm::new(action)
            .fixed("improvement", row.id)
            .fixed("version", row.version)
            .only(&["words"])
            .next("/learning")
    };
    let act = match row.state {
        ImprovementState::Open => form("improvement.finish").dialog(cx, Weight::Plain)?,
        ImprovementState::Done => form("improvement.close").dialog(cx, Weight::Plain)?,
        ImprovementState::Closed => html! {},
    };
    let tone = match row.state {
        ImprovementState::Closed => Tone::Good,
        ImprovementState::Open if row.late => Tone::Bad,
        ImprovementState::Open | ImprovementState::Done => Tone::Warn,
    };
    Ok(Row {
        cells: vec![
            html! { (tag(tone, &cx.say(&row.state.message()))) " " span.small { (cx.date(row.due_on)) } },
            html! { strong { (cx.say(&row.area.message())) } " " (row.what) " " span.small { (row.number) } @if let Some(words) = &row.done_words { br; span.small { (words) } } @if let Some(words) = &row.closed_words { br; span.small { (words) } } },
            effect(cx, row),
            html! { (row.owner.name) },
            act,
        ],
        ..Row::default()
    })
}
