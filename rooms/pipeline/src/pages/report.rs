//! Wins and losses, and who unseated whom: one report (R8).

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        Markup,
        filters::{Filter, Filters, filters},
        html,
        panel::{Stat, columns, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{room_tabs, small_table, sums_text};
use crate::views::{Ends, EndsReport};

pub(super) const PAGE: PageDef = PageDef {
    path: "/pipeline/ends",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let report = cx.view(cx.params::<Ends>()?)?;
    let title = cx.say("pipeline-ends");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("pipeline-ends-about")) }, &html! {}))
        (room_tabs(cx, "/pipeline/ends"))
        (bar(cx, &report))
        (stats(cx, &report))
        (unseated(cx, &report))
        @if report.hidden > 0 { p.small { (cx.say_with("pipeline-hidden", &[("n", report.hidden.into())])) } }
        (reasons(cx, &report))
    };
    Ok(Page::new(title, main).below(cx.say("pipeline-title"), "/pipeline"))
}

fn bar(cx: &PageCx<'_, '_>, report: &EndsReport) -> Markup {
    let day = |name: &str, label: &str, value: String| Filter::Day {
        name: name.to_owned(),
        label: cx.say(label),
        value,
    };
    filters(&Filters {
        action: "/pipeline/ends".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            day("from", "field-from", report.from.to_string()),
            day("to", "field-until", report.to.to_string()),
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn stats(cx: &PageCx<'_, '_>, report: &EndsReport) -> Markup {
    let period = format!("{} – {}", cx.date(report.from), cx.date(report.to));
    let decided = report.won + report.lost;
    let n = cx.say_with("pipeline-n", &[("n", decided.into())]);
    let figure = |label: &str, value: String, unit: &str, sample: String| Stat {
        label: cx.say(label),
        value,
        unit: if unit.is_empty() { String::new() } else { cx.say(unit) },
        sample,
        period: period.clone(),
        ..Stat::default()
    };
    let percent = report.won_percent.map_or_else(|| "–".to_owned(), |percent| cx.tongue().decimal(percent));
    let days = |days: Option<i64>| days.map_or_else(|| "–".to_owned(), |days| days.to_string());
    let value = sums_text(cx, &report.won_value);
    let won = cx.say_with("pipeline-n", &[("n", report.won.into())]);
    let lost = cx.say_with("pipeline-n", &[("n", report.lost.into())]);
    stat_row(&[
        figure("metric-opportunities-won", percent, "pipeline-percent", n.clone()),
        figure(
            "pipeline-won-value",
            if value.is_empty() { "–".to_owned() } else { value.join(" · ") },
            "",
            won.clone(),
        ),
        figure("metric-net-new-wins", report.net_new.to_string(), "", won.clone()),
        figure("pipeline-won-days", days(report.won_days), "pipeline-days", won),
        figure("pipeline-lost-days", days(report.lost_days), "pipeline-days", lost),
    ])
}

/// Both sides of it stand side by side: nobody reads the one without the other.
fn unseated(cx: &PageCx<'_, '_>, report: &EndsReport) -> Markup {
    let side = |title: &str, n: i64, rows: &[crate::views::OpportunityLine], none: &str| {
        let body = if rows.is_empty() {
            html! { p { (cx.say(none)) } }
        } else {
            small_table(cx, title, rows)
        };
        panel(&cx.say(title), Some(&html! { (n) }), &body)
    };
    columns(
        &side(
            "pipeline-we-unseated",
            report.we_unseated,
            &report.unseated_by_us,
            "pipeline-we-unseated-none",
        ),
        &side(
            "pipeline-we-were-unseated",
            report.we_were_unseated,
            &report.unseated_by_them,
            "pipeline-we-were-unseated-none",
        ),
    )
}

fn reasons(cx: &PageCx<'_, '_>, report: &EndsReport) -> Markup {
    let row = |one: &crate::views::ReasonCount| {
        let name =
            one.reason.map_or_else(|| cx.say("pipeline-no-reason"), |reason| cx.say(&reason.message()));
        Row { cells: vec![html! { (name) }, html! { (one.won) }, html! { (one.lost) }], ..Row::default() }
    };
    let shown = table(&Table {
        caption: cx.say("pipeline-reasons"),
        columns: vec![
            Column::text(cx.say("pipeline-reason")),
            Column::number(cx.say("opportunity-state-won")),
            Column::number(cx.say("opportunity-state-lost")),
        ],
        rows: report.reasons.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("pipeline-nothing-decided")) } }),
        bare: true,
        keep: true,
        ..Table::default()
    });
    panel(&cx.say("pipeline-reasons"), None, &shown)
}
