//! The kept rate, with everything that was not kept by name.

use accord_face::{
    Page, PageCx, PageDef,
    parts::{
        Markup,
        filters::{Choice, Filter, Filters, filters},
        html,
        panel::{Stat, columns, empty_state, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use jiff::{ToSpan, civil::Date};

use super::parts::{due, room_tabs};
use crate::{
    id::Kind,
    views::{KeptAnswer, KeptPromises, RateLine},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/promises/kept",
    permission: Permission::MetricRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view = asked(cx);
    let (from, to, kind) = (view.from, view.to, view.kind);
    let kept = cx.view(view)?;
    let title = cx.say("promises-kept");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("metric-promises-kept-definition")) }, &html! {}))
        (room_tabs(cx, "/promises/kept"))
        (bar(cx, from, to, kind))
        (body(cx, &kept, from, to))
    };
    Ok(Page::new(title, main).below(cx.say("promises-title"), "/promises"))
}

/// The last three months when nobody asks for others.
fn asked(cx: &PageCx<'_, '_>) -> KeptPromises {
    let today = cx.reader.context.zone().to_datetime(cx.now()).date();
    let date = |name: &str| cx.ask(name).and_then(|text| text.parse::<Date>().ok());
    KeptPromises {
        from: date("from").unwrap_or_else(|| today.checked_sub(3.months()).unwrap_or(today)),
        to: date("to").unwrap_or(today),
        kind: cx.ask("kind").and_then(Kind::parse),
        area: None,
        sphere: None,
    }
}

fn bar(cx: &PageCx<'_, '_>, from: Date, to: Date, kind: Option<Kind>) -> Markup {
    let mut kinds = vec![Choice { value: String::new(), label: cx.say("all"), chosen: kind.is_none() }];
    kinds.extend(Kind::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: kind == Some(*of),
    }));
    filters(&Filters {
        action: "/promises/kept".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::Day { name: "from".to_owned(), label: cx.say("field-from"), value: from.to_string() },
            Filter::Day { name: "to".to_owned(), label: cx.say("field-until"), value: to.to_string() },
            Filter::One { name: "kind".to_owned(), label: cx.say("promise-column-kind"), choices: kinds },
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn body(cx: &PageCx<'_, '_>, kept: &KeptAnswer, from: Date, to: Date) -> Markup {
    if kept.total.due == 0 {
        return empty_state(&cx.say("promises-kept-empty-title"), &cx.say("promises-kept-empty"), &[]);
    }
    let period = format!("{} – {}", cx.date(from), cx.date(to));
    let figure = Stat {
        label: cx.say("metric-promises-kept"),
        value: percent(cx, &kept.total),
        unit: "%".to_owned(),
        sample: cx.say_with(
            "promises-kept-sample",
            &[("kept", kept.total.kept.into()), ("due", kept.total.due.into())],
        ),
        period: period.clone(),
        ..Stat::default()
    };
    let open = Stat {
        label: cx.say("metric-beside-open-past-due"),
        value: cx.tongue().number(kept.total.open),
        period,
        ..Stat::default()
    };
    html! {
        (stat_row(&[figure, open]))
        (columns(&missed(cx, kept), &kinds(cx, kept)))
    }
}

fn percent(cx: &PageCx<'_, '_>, line: &RateLine) -> String {
    line.percent.map_or_else(|| "–".to_owned(), |percent| cx.tongue().decimal(percent))
}

fn kinds(cx: &PageCx<'_, '_>, kept: &KeptAnswer) -> Markup {
    let row = |line: &RateLine| Row {
        cells: vec![
            html! { (line.kind.map(|kind| cx.say(&kind.message())).unwrap_or_default()) },
            html! { (percent(cx, line)) " %" },
            html! { (cx.tongue().number(line.kept)) " / " (cx.tongue().number(line.due)) },
        ],
        ..Row::default()
    };
    let list = table(&Table {
        caption: cx.say("promises-by-kind"),
        columns: vec![
            Column::text(cx.say("promise-column-kind")),
            Column::number(cx.say("promises-kept")),
            Column::number(cx.say("promises-kept-of")),
        ],
        rows: kept.kinds.iter().map(row).collect(),
        bare: true,
        keep: true,
        ..Table::default()
    });
    panel(&cx.say("promises-by-kind"), None, &list)
}

fn missed(cx: &PageCx<'_, '_>, kept: &KeptAnswer) -> Markup {
    let row = |line: &crate::views::MissedLine| {
        let promise = &line.promise;
        Row::to(
            format!("/promises/{}", promise.number),
            vec![
                html! { (promise.number) " " (promise.wording) },
                html! { (promise.customer.name) },
                due(cx, promise.first_due_at.unwrap_or(promise.due_at), None),
                html! { (cx.say(&line.why)) },
            ],
        )
    };
    let list = table(&Table {
        caption: cx.say("promises-missed"),
        columns: vec![
            Column::text(cx.say("promise-column-promise")),
            Column::text(cx.say("promise-column-customer")),
            Column::text(cx.say("promise-first-due")),
            Column::text(cx.say("promises-missed-why")),
        ],
        rows: kept.missed.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("promises-missed-none")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("promises-missed"), None, &list)
}
