//! The board of figures, and "how counted" (R61): no figure without its sample size, its stretch of time and its rows.

use accord_face::{
    Markup, Nav, NavGroup, Page, PageCx, PageDef,
    page::escape,
    parts::{
        Link, Tone,
        filters::{Filter, Filters, filters},
        html,
        icon::Icon,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{Stat, empty_state, facts, notice, page_head, panel, section_title, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, MetricKind, MetricRow, Outcome, Period, Permission, Refusal, Tongue, Unit};
use accord_room_people::settings::today;

use crate::{
    rules::period::PRESETS,
    views::{Figure, FigureRows, Figures, OneFigure},
};

pub(super) const BOARD: PageDef = PageDef {
    path: "/figures",
    permission: Permission::MetricRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Together,
        order: 40,
        label: "figures-title",
        keys: "g f",
        icon: Some(Icon::Gauge),
        count: None,
    }),
    draw: board,
};

pub(super) const COUNTED: PageDef = PageDef {
    path: "/figures/{name}",
    permission: Permission::MetricRead,
    audience: Audience::Staff,
    nav: None,
    draw: counted,
};

/// Kinds in the order of the board: what customers got stands above what it took us (R62).
const KINDS: [(MetricKind, &str); 3] = [
    (MetricKind::Outcome, "figures-outcome"),
    (MetricKind::Experience, "figures-experience"),
    (MetricKind::Efficiency, "figures-efficiency"),
];

fn board(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Figures = cx.params()?;
    let answer = cx.view(asked)?;
    let title = cx.say("figures-title");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("figures-about")) }, &exports(cx, "desk.metrics", answer.period)))
        (bar(cx, "/figures", answer.period))
        @if answer.rows.is_empty() {
            (empty_state(&cx.say("figures-empty-title"), &cx.say("figures-empty"), &[]))
        }
        @for (kind, label) in KINDS {
            @let shown: Vec<Stat> = answer.rows.iter().filter(|figure| figure.kind == kind).map(|figure| stat_of(cx, figure, answer.period)).collect();
            @if !shown.is_empty() { (section_title(&cx.say(label), None)) (stat_row(&shown)) }
        }
    };
    Ok(Page::new(title, main))
}

fn counted(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let name = cx.path.get("name").cloned().ok_or_else(Refusal::absent)?;
    let Figures { from, to } = cx.params()?;
    let answer = cx.view(OneFigure { name: name.clone(), from, to })?;
    let title = cx.say(&metric_key(&name));
    let mut figure = stat_of(cx, &answer.figure, answer.period);
    figure.counted = None;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("figures-how-counted")) }, &exports_of(cx, &name, answer.period)))
        (bar(cx, &format!("/figures/{}", escape(&name)), answer.period))
        div.stack {
        (stat_row(&[figure]))
        (panel(&cx.say("figures-definition"), None, &html! {
            p { (cx.say(&format!("{}-definition", metric_key(&name)))) }
            @if !answer.figure.beside.is_empty() { (facts(&beside(cx, &answer.figure))) }
        }))
        (rows(cx, &answer))
        }
    };
    Ok(Page::new(title, main).below(cx.say("figures-title"), with_period("/figures", answer.period)))
}

/// The message key of a figure's name.
pub(crate) fn metric_key(name: &str) -> String {
    format!("metric-{}", name.replace(['.', '_'], "-"))
}

fn beside(cx: &PageCx<'_, '_>, figure: &Figure) -> Vec<(String, Markup)> {
    figure.beside.iter().map(|each| (cx.say(&each.what), html! { (cx.tongue().number(each.n)) })).collect()
}

/// A value in its unit; nothing to count is said, never shown as nought.
pub(crate) fn value_text(tongue: &Tongue<'_>, figure: &Figure) -> String {
    let Some(value) = figure.value else { return tongue.say("figures-unknown").into_owned() };
    let text = tongue.decimal(value);
    match figure.unit {
        Unit::Percent => format!("{text}\u{a0}%"),
        Unit::Count => text,
        Unit::Days => tongue.say_with("figures-days", &[("value", text.into())]),
        Unit::Hours => tongue.say_with("figures-hours", &[("value", text.into())]),
    }
}

fn stat_of(cx: &PageCx<'_, '_>, figure: &Figure, period: Period) -> Stat {
    let tongue = cx.tongue();
    Stat {
        label: cx.say(&metric_key(&figure.name)),
        value: value_text(&tongue, figure),
        sample: tongue.say_with("figures-sample", &[("n", figure.n.into())]),
        period: period_text(&tongue, period),
        counted: Some(Link::new(
            cx.say("figures-how-counted"),
            with_period(&format!("/figures/{}", escape(&figure.name)), period),
        )),
        ..Stat::default()
    }
}

fn period_text(tongue: &Tongue<'_>, period: Period) -> String {
    tongue.say_with("figures-period", &[("from", period.from.into()), ("to", period.to.into())])
}

fn with_period(path: &str, period: Period) -> String {
    format!("{path}?from={}&to={}", period.from, period.to)
}

fn bar(cx: &PageCx<'_, '_>, path: &str, period: Period) -> Markup {
    let day = today(&cx.reader.context);
    let views = PRESETS
        .iter()
        .map(|preset| {
            let stretch = preset.period(day);
            let link = Link::new(cx.say(&format!("period-{}", preset.word)), with_period(path, stretch));
            (link, stretch == period)
        })
        .collect();
    filters(&Filters {
        action: path.to_owned(),
        label: cx.say("figures-period-label"),
        filters: vec![
            Filter::Day {
                name: "from".to_owned(),
                label: cx.say("field-from"),
                value: period.from.to_string(),
            },
            Filter::Day { name: "to".to_owned(), label: cx.say("figures-to"), value: period.to.to_string() },
        ],
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        views,
        views_label: cx.say("figures-period-label"),
        ..Filters::default()
    })
}

fn exports(cx: &PageCx<'_, '_>, view: &str, period: Period) -> Markup {
    if !cx.may(Permission::ExportRun) {
        return html! {};
    }
    let link = |kind: &str, label: &str| {
        let to = with_period(&format!("/export/{view}.{kind}"), period);
        button_link(Weight::Quiet, &Link::new(cx.say(label), to), "")
    };
    buttons(&[link("csv", "export-csv"), link("xlsx", "export-xlsx")])
}

fn exports_of(cx: &PageCx<'_, '_>, name: &str, period: Period) -> Markup {
    if !cx.may(Permission::ExportRun) {
        return html! {};
    }
    let link = |kind: &str, label: &str| {
        let to =
            format!("{}&name={}", with_period(&format!("/export/desk.metric.{kind}"), period), escape(name));
        button_link(Weight::Quiet, &Link::new(cx.say(label), to), "")
    };
    buttons(&[link("csv", "export-csv"), link("xlsx", "export-xlsx")])
}

fn rows(cx: &PageCx<'_, '_>, answer: &FigureRows) -> Markup {
    let row = |row: &MetricRow| {
        let (tone, word) = if row.good { (Tone::Good, "figures-good") } else { (Tone::Bad, "figures-bad") };
        Row {
            cells: vec![html! { (row.label) }, tag(tone, &cx.say(word)), html! { (cx.say(&row.why)) }],
            href: cx.home(&row.kind, row.id),
            ..Row::default()
        }
    };
    let shown = table(&Table {
        caption: cx.say("figures-rows"),
        columns: vec![
            Column::text(cx.say("figures-row")),
            Column::text(cx.say("figures-side")),
            Column::text(cx.say("figures-why")),
        ],
        rows: answer.rows.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("figures-no-rows")) } }),
        bare: true,
        ..Table::default()
    });
    let hidden = (answer.hidden > 0).then(|| {
        let text = cx.say_with("figures-hidden", &[("n", answer.hidden.into())]);
        notice(Tone::Plain, &cx.say("figures-hidden-title"), &html! { (text) }, &[])
    });
    html! {
        @if let Some(hidden) = hidden { (hidden) }
        (panel(&cx.say("figures-rows"), Some(&html! { (answer.rows.len()) @if answer.more { "+" } }), &shown))
    }
}
