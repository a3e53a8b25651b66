//! One contract: what covers which unit and when, on one line of time; what it gave; what is to be done.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone,
        bands::{Band, BandKind, BandRow, Bands, bands},
        html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{Stat, columns, dots, facts, notice, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use jiff::{ToSpan, civil::Date};

use super::{
    parts::{day, state},
    tasks::task_list,
};
use crate::{
    id::ContractState,
    papers::statement_bases,
    rules::term::CoverKind,
    views::{ContractFacts, ContractLineFacts, CoverFacts, OneContract, StatementFacts, ValueStatement},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/contracts/{contract}",
    permission: Permission::ContractRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let contract = cx.view(OneContract { contract: cx.id("contract")? })?;
    let statement = cx.view(ValueStatement { contract: contract.id })?;
    let acts = acts(cx, &contract)?;
    let tasks = task_list(cx, &contract.tasks, &format!("/contracts/{}", contract.id))?;
    let main = html! {
        (head(cx, &contract))
        (acts)
        (panel(&cx.say("contract-cover"), None, &cover(cx, &contract)))
        (columns(
            &html! { (gave(cx, &statement)) (lines(cx, &contract)) },
            &html! { (agreed(cx, &contract)) (tasks) },
        ))
    };
    Ok(Page::new(contract.number.clone(), main)
        .below(cx.say("contracts-title"), "/contracts")
        .live(contract.customer.id))
}

fn head(cx: &PageCx<'_, '_>, contract: &ContractFacts) -> Markup {
    let customer = cx.home("customer", contract.customer.id);
    let line = vec![
        html! { @match &customer { Some(href) => a href=(href) { (contract.customer.name) }, None => (contract.customer.name) } },
        html! { (contract.lines.iter().map(|line| line.plan.clone()).collect::<Vec<_>>().join(", ")) },
        html! { (cx.tongue().money(contract.price)) },
    ];
    let at = format!("/contracts/{}", contract.id);
    let link = |key: &str, href: String| button_link(Weight::Quiet, &Link::new(cx.say(key), href), "");
    let mut papers =
        vec![link("contract-pdf", format!("{at}/pdf")), link("statement-pdf", format!("{at}/statement/pdf"))];
    if contract.concluded {
        papers.insert(1, link("contract-pdf-concluded", format!("{at}/pdf?concluded=1")));
    }
    let right = html! { (state(cx, contract.state)) (buttons(&papers)) };
    page_head(None, &contract.number, &dots(&line), &right)
}

fn acts(cx: &mut PageCx<'_, '_>, contract: &ContractFacts) -> Outcome<Markup> {
    if contract.state == ContractState::Ended {
        return Ok(html! {});
    }
    let form = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action).fixed("contract", contract.id).fixed("version", contract.version).only(fields)
    };
    let mut list = Vec::new();
    if contract.state == ContractState::Standing && contract.renewed_by.is_none() {
        let fields = ["plan_version", "term_months", "year_price", "billing"];
        list.push(form("contract.renew", &fields).next("/contracts/{contract}").dialog(cx, Weight::Primary)?);
    }
    let back = format!("/contracts/{}", contract.id);
    if contract.exit_right {
        list.push(form("contract.exit", &["customer_words"]).next(back.clone()).dialog(cx, Weight::Quiet)?);
    }
    list.push(form("contract.end", &["last_day", "reason"]).next(back).dialog(cx, Weight::Quiet)?);
    Ok(buttons(&list))
}

fn band_kind(cover: &CoverFacts) -> BandKind {
    match cover.kind {
        _ if !cover.standing => BandKind::Gone,
        CoverKind::Paid => BandKind::Paid,
        CoverKind::Uplift => BandKind::Free,
        CoverKind::Warranty => BandKind::Bare,
    }
}

/// Uplift and paid term of each unit on one line of time.
fn cover(cx: &PageCx<'_, '_>, contract: &ContractFacts) -> Markup {
    let mut rows = Vec::new();
    for line in &contract.lines {
        for unit in &line.covered {
            let stretch = |cover: &CoverFacts| Band {
                from: cover.from_on,
                until: cover.until_on,
                kind: band_kind(cover),
                label: cx.say(&cover.kind.message()),
                text: stretch_text(cx, cover),
            };
            let href = cx.home("asset", unit.asset);
            rows.push(BandRow {
                label: html! {
                    @match &href { Some(href) => a href=(href) { (unit.name) }, None => (unit.name) }
                    " · " (line.plan) " · " a href={ "/assets/" (unit.asset) "/entitlement" } { (cx.say("entitlement-open")) }
                    @if let Some(on) = unit.accepted_on { " · " (cx.say_with("contract-accepted-on", &[("on", on.into())])) }
                },
                bands: unit.covers.iter().map(stretch).collect(),
            });
        }
    }
    let waiting: i64 = contract.lines.iter().map(|line| line.waiting).sum();
    let ends = || contract.lines.iter().flat_map(|line| &line.covered).flat_map(|unit| &unit.covers);
    let ticks = years(ends().map(|one| one.from_on).min(), ends().map(|one| one.until_on).max());
    html! {
        @if waiting > 0 && contract.state != ContractState::Ended {
            (notice(Tone::Plain, &cx.say("contract-waiting"), &html! { (cx.say_with("contract-waiting-text", &[("n", waiting.into())])) }, &[]))
        }
        (bands(&Bands { rows, today: Some((contract.today, cx.say("today"))), ticks }))
    }
}

fn stretch_text(cx: &PageCx<'_, '_>, cover: &CoverFacts) -> Markup {
    let money = cx.tongue().money(cover.price);
    let facts = [
        ("from", cover.from_on.into()),
        ("until", cover.until_on.into()),
        ("price", money.clone().into()),
        ("list", cx.tongue().money(cover.list).into()),
    ];
    let key = match cover.kind {
        CoverKind::Uplift => "contract-stretch-uplift",
        CoverKind::Paid | CoverKind::Warranty => "contract-stretch-paid",
    };
    html! {
        strong { (cx.say(&cover.kind.message())) } " " (cx.say_with(key, &facts))
        @if let Some(reason) = &cover.ended_reason { " " (tag(Tone::Warn, &cx.say(&format!("contract-end-{}", reason.replace('_', "-"))))) }
    }
}

/// Beginnings of years between two days.
fn years(from: Option<Date>, until: Option<Date>) -> Vec<(Date, String)> {
    let Some((from, until)) = from.zip(until) else { return Vec::new() };
    let first = from.first_of_year();
    first
        .series(1.year())
        .skip_while(|day| *day < from)
        .take_while(|day| *day <= until)
        .take(30)
        .map(|day| (day, day.year().to_string()))
        .collect()
}

/// What it gave for what it cost; with no outage the price stands there as plainly as a gain would.
fn gave(cx: &PageCx<'_, '_>, statement: &StatementFacts) -> Markup {
    let stat = |key: &str, value: String, sample: String| Stat {
        label: cx.say(key),
        value,
        sample,
        ..Stat::default()
    };
    let counted = cx.say_with("statement-outages", &[("n", statement.counted.into())]);
    let mut row = Vec::new();
    match (statement.avoided, statement.net) {
        (Some(avoided), Some(net)) => {
            row.push(stat("statement-avoided", cx.tongue().money(avoided), counted));
            row.push(stat("statement-price", cx.tongue().money(statement.price), String::new()));
            let roi = statement
                .roi_percent
                .map(|percent| {
                    cx.say_with("statement-roi", &[("percent", cx.tongue().decimal(percent).into())])
                })
                .unwrap_or_default();
            row.push(stat("statement-net", cx.tongue().money(net), roi));
        }
        _ => row.push(stat("statement-price", cx.tongue().money(statement.price), counted)),
    }
    row.push(stat("statement-invoiced", cx.tongue().money(statement.invoiced), String::new()));
    let mut pairs: Vec<(String, Markup)> = statement_bases(&cx.tongue(), &statement.bases)
        .into_iter()
        .map(|(label, text)| (label, html! { (text) }))
        .collect();
    pairs.push((cx.say("statement-given"), html! { (cx.tongue().money(statement.given)) }));
    pairs.push((cx.say("statement-first-invoice"), day(cx, statement.first_invoice_on)));
    let outages = statement
        .outages
        .iter()
        .map(|one| Row {
            cells: vec![
                html! { (cx.instant(one.began_at)) },
                html! { (one.unit) },
                html! { (one.cause) @if one.excluded { " " (tag(Tone::Plain, &cx.say("statement-excluded"))) } },
                html! { @match one.ended_at { Some(at) => { (cx.instant(at)) }, None => { "–" } } },
            ],
            ..Row::default()
        })
        .collect::<Vec<_>>();
    let list = html! {
        @if !outages.is_empty() {
            (table(&Table {
                caption: cx.say("statement-outages-title"),
                columns: ["began", "unit", "cause", "ended"].map(|name| Column::text(cx.say(&format!("statement-column-{name}")))).to_vec(),
                rows: outages,
                bare: true,
                ..Table::default()
            }))
        }
    };
    let aside = html! { (cx.date(statement.on)) };
    panel(&cx.say("statement-title"), Some(&aside), &html! { (stat_row(&row)) (facts(&pairs)) (list) })
}

fn lines(cx: &PageCx<'_, '_>, contract: &ContractFacts) -> Markup {
    let row = |line: &ContractLineFacts| {
        let facts = [
            ("until", line.window_until.map_or_else(|| "–".into(), Into::into)),
            ("who", line.window_by.as_ref().map(|who| who.name.clone()).unwrap_or_default().into()),
        ];
        Row {
            cells: vec![
                html! { (line.line_no) },
                html! { (line.plan) },
                html! { (line.units) },
                html! { (cx.tongue().money(line.year)) @if line.list != line.year { br; span.small { (cx.say_with("contract-list-price", &[("price", cx.tongue().money(line.list).into())])) } } },
                html! { (cx.say_with("span-months", &[("n", line.term_months.into())])) },
                html! { (cx.say_with(&format!("{}-why", line.early_sale.message()), &facts)) },
            ],
            ..Row::default()
        }
    };
    let names = ["no", "plan", "units", "year", "term", "warranty"];
    let list = table(&Table {
        caption: cx.say("contract-lines"),
        columns: names.map(|name| Column::text(cx.say(&format!("contract-line-{name}")))).to_vec(),
        rows: contract.lines.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("contract-lines"), None, &list)
}

fn agreed(cx: &PageCx<'_, '_>, contract: &ContractFacts) -> Markup {
    let mut pairs = vec![
        (
            cx.say("contract-sold-on"),
            html! { (cx.date(contract.sold_on)) @if let Some(who) = &contract.sold_by { ", " (who.name) } },
        ),
        (cx.say("field-billing"), html! { (cx.say(&contract.billing.message())) }),
        (
            cx.say("contract-exit-right"),
            html! { (cx.say(if contract.exit_right { "contract-exit-yes" } else { "contract-exit-no" })) },
        ),
    ];
    if let (Some(id), Some(number)) = (contract.order, &contract.order_number) {
        pairs.push((cx.say("field-order"), html! { a href={ "/orders/" (id) } { (number) } }));
    }
    if let Some(href) = contract.quote.and_then(|id| cx.home("quote", id)) {
        pairs.push((cx.say("contract-quote"), html! { a href=(href) { (cx.say("contract-quote-open")) } }));
    }
    if let (Some(id), Some(number)) = (contract.renews, &contract.renews_number) {
        pairs.push((cx.say("contract-renews"), html! { a href={ "/contracts/" (id) } { (number) } }));
    }
    if let (Some(id), Some(number)) = (contract.renewed_by, &contract.renewed_by_number) {
        pairs.push((cx.say("contract-renewed-by"), html! { a href={ "/contracts/" (id) } { (number) } }));
    }
    if let Some(on) = contract.ended_on {
        let reason = contract.ended_reason.clone().unwrap_or_default();
        let known = crate::id::EndCause::parse(&reason).map(|cause| cx.say(&cause.message()));
        pairs.push((cx.say("contract-ended"), html! { (cx.date(on)) " " (known.unwrap_or(reason)) }));
    }
    let bill = Link::new(
        cx.say("contract-billing"),
        format!("/contracts/billing?customer={}", contract.customer.id),
    );
    panel(
        &cx.say("contract-agreed"),
        None,
        &html! { (facts(&pairs)) (buttons(&[button_link(Weight::Quiet, &bill, "")])) },
    )
}
