//! The value table: the one number first, the honest year without an outage, every figure's source, and whether the plan
//! can be offered. The figures follow while somebody types (R14).

use accord_face::{
    Markup, Page, PageCx, PageDef,
    answer::figure,
    ask::{field_text, refusal_text},
    parts::{
        Hidden, Link, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::{help, tag},
        menu::{Weight, button_link},
        panel::{Stat, columns, facts, notice, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Fact, Outcome, Permission, Refusal, Status};
use accord_room_catalog::{
    ProductKind,
    views::{ProductRow, Products},
};
use accord_room_customer::{CustomerId, views::CustomerFacts};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::parts::{clause, customer_card, money, response, verdict_tone, words};
use crate::{
    id::{Given, Origin, PlanVersionId, Verdict},
    views::{
        GuideFacts, InputFacts, LowerFacts, PlanVersionFacts, PriceGuide, TableFacts, ValueTable,
        VersionFacts, YearFacts,
    },
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/{customer}/value/{plan_version}",
    permission: Permission::ValueRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// The figures that can be tried, by the name of their parameter.
const TRIED: [(&str, Given); 5] = [
    ("stop_cost", Given::StopCost),
    ("hours_without", Given::HoursWithout),
    ("hours_with", Given::HoursWith),
    ("price", Given::Price),
    ("outages", Given::Outages),
];

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let (customer, plan_version): (CustomerId, PlanVersionId) = (cx.id("customer")?, cx.id("plan_version")?);
    let record = cx.view(CustomerFacts { customer })?;
    let version = cx.view(PlanVersionFacts { plan_version })?;
    let products = cx.view(Products { kind: Some(ProductKind::Equipment), ..Products::default() })?.rows;
    let (wish, misread) = asked(cx, record.id, plan_version);
    let answer = match misread {
        Some(refusal) => Err(refusal),
        None => cx.view(wish.clone()),
    };
    let body = match answer {
        Ok(table) => shown(cx, &wish, &version, &table, &products)?,
        Err(refusal) if matches!(refusal.status, Status::Conflict | Status::Invalid) => {
            refused(cx, &wish, &products, &refusal)
        }
        Err(refusal) => return Err(refusal),
    };
    let title = cx.say("table-title");
    Ok(Page::new(title, body)
        .below(cx.say("nav-customers"), "/customers")
        .below(record.name, format!("/customers/{}", record.id))
        .below(cx.say("value-title"), format!("/customers/{}/value", record.id))
        .live(record.id))
}

/// What is to be tried, and the first figure that may mean two things; it stays as it was typed.
fn asked(
    cx: &PageCx<'_, '_>,
    customer: CustomerId,
    plan_version: PlanVersionId,
) -> (ValueTable, Option<Refusal>) {
    let mut misread = None;
    let mut text = |name: &str| {
        let typed = cx.ask(name).filter(|typed| !typed.trim().is_empty())?;
        match figure::read(&format!("/{name}"), typed, cx.reader.context.language, None) {
            Ok(figure) => Some(figure),
            Err(refusal) => {
                misread.get_or_insert(refusal);
                Some(typed.to_owned())
            }
        }
    };
    let wish = ValueTable {
        customer,
        plan_version,
        asset: cx.ask("asset").and_then(|text| text.parse().ok()).map(accord_room_asset::AssetId),
        product: cx.ask("product").and_then(|text| text.parse().ok()).map(accord_room_catalog::ProductId),
        stop_cost: text("stop_cost"),
        hours_without: text("hours_without"),
        hours_with: text("hours_with"),
        price: text("price"),
        outages: text("outages"),
    };
    (wish, misread)
}

/// What cannot be computed: the rule in words, with the form to mend it and the questions to ask.
fn refused(cx: &PageCx<'_, '_>, wish: &ValueTable, products: &[ProductRow], refusal: &Refusal) -> Markup {
    let tongue = cx.tongue();
    let said: Vec<String> = refusal
        .fields
        .iter()
        .map(|field| {
            let given = TRIED.iter().find(|(name, _)| field.pointer == format!("/{name}"));
            let label = given.map(|(_, given)| cx.say(&given.message())).unwrap_or_default();
            format!("{label} {}", field_text(&tongue, field))
        })
        .collect();
    let text = if said.is_empty() { refusal_text(&tongue, refusal) } else { said.join(". ") };
    let back = Link::new(cx.say("value-ask-now"), format!("/customers/{}/value", wish.customer));
    let ask = button_link(Weight::Primary, &back, "");
    let acts: Vec<Markup> = if said.is_empty() { vec![ask] } else { Vec::new() };
    html! {
        (page_head(None, &cx.say("table-title"), &html! { (cx.say("table-about")) }, &html! {}))
        (notice(Tone::Warn, &cx.say("table-refused"), &html! { (text) }, &acts))
        @if !said.is_empty() { (trying(cx, wish, None, products)) }
    }
}

fn shown(
    cx: &mut PageCx<'_, '_>,
    wish: &ValueTable,
    version: &VersionFacts,
    table: &TableFacts,
    products: &[ProductRow],
) -> Outcome<Markup> {
    let guide = guide(cx, wish)?;
    let left = html! {
        (years(cx, table))
        (sayings(cx, table))
        @if !table.lower.is_empty() { (lower(cx, wish, table)) }
        (sources(cx, table))
    };
    let right = html! {
        (card(cx, version))
        (spread(cx, table))
        @if let Some(guide) = &guide { (guidance(cx, guide)) }
    };
    Ok(html! {
        (head(cx, version, table))
        (verdict(cx, table))
        (numbers(cx, version, table))
        (trying(cx, wish, Some(table), products))
        (columns(&left, &right))
    })
}

fn head(cx: &PageCx<'_, '_>, version: &VersionFacts, table: &TableFacts) -> Markup {
    let title = cx.say_with("table-of", &[("plan", table.plan_name.as_str().into())]);
    page_head(None, &title, &html! { (response(cx, version)) }, &html! {})
}

/// Whether it can be offered, said before any figure.
fn verdict(cx: &PageCx<'_, '_>, table: &TableFacts) -> Markup {
    let tone = verdict_tone(table.verdict);
    let title = cx.say(&format!("{}-title", table.verdict.message()));
    let key = match table.verdict {
        Verdict::Worth if table.sendable => "table-sendable",
        Verdict::Worth => "table-tried",
        Verdict::BreakEven => "table-break-even",
        Verdict::TooDear => "table-too-dear",
        Verdict::NoValue => "table-no-value",
        Verdict::Unknown => "table-unknown",
    };
    notice(tone, &title, &html! { (cx.say(key)) }, &[])
}

/// What a stop costs, what the plan gives, and when it pays.
fn numbers(cx: &PageCx<'_, '_>, version: &VersionFacts, table: &TableFacts) -> Markup {
    let hours = |given: Given| {
        let found = table.inputs.iter().find(|input| input.given == given).and_then(|input| input.number);
        found.map(|hours| Fact::Decimal(hours.normalize())).unwrap_or(Fact::Number(0))
    };
    let mut stats = vec![Stat {
        label: cx.say("table-avoided"),
        value: words(cx, table.avoided_per_outage),
        sample: cx.say_with(
            "table-avoided-how",
            &[("without", hours(Given::HoursWithout)), ("with", hours(Given::HoursWith))],
        ),
        ..Stat::default()
    }];
    if let Some(year) = &table.expected {
        stats.push(Stat {
            label: cx.say("table-expected"),
            value: words(cx, year.net),
            unit: cx.say_with("table-roi", &[("percent", year.roi_percent.into())]),
            sample: cx.say_with("table-at-outages", &[("n", year.outages.normalize().into())]),
            ..Stat::default()
        });
    }
    stats.push(Stat {
        label: cx.say("table-break-even-title"),
        value: table.break_even.map_or_else(|| "–".to_owned(), |n| cx.tongue().decimal(n)),
        unit: cx.say("table-outages-a-year"),
        ..Stat::default()
    });
    if let (Some(cost), Some(minutes)) = (table.cost_per_response, version.response_minutes) {
        stats.push(Stat {
            label: cx
                .say_with("value-until-response", &[("length", super::parts::length(cx, minutes).into())]),
            value: words(cx, cost),
            ..Stat::default()
        });
    }
    stat_row(&stats)
}

/// Figures to try: they change the page while somebody types, and nothing else.
fn trying(
    cx: &PageCx<'_, '_>,
    wish: &ValueTable,
    table: Option<&TableFacts>,
    products: &[ProductRow],
) -> Markup {
    let held = |given: Given| {
        let input = table?.inputs.iter().find(|input| input.given == given)?;
        input
            .money
            .map(|money| cx.tongue().decimal(money.amount()))
            .or_else(|| input.number.map(|n| cx.tongue().decimal(n.normalize())))
    };
    let amount = |(name, given): &(&str, Given)| Filter::Amount {
        name: (*name).to_owned(),
        label: cx.say(&format!("{}-short", given.message())),
        value: cx.ask(name).unwrap_or_default().to_owned(),
        instead: held(*given).unwrap_or_default(),
    };
    let mut choices = vec![Choice {
        value: String::new(),
        label: cx.say("table-any-product"),
        chosen: wish.product.is_none(),
    }];
    choices.extend(products.iter().map(|product| Choice {
        value: product.id.to_string(),
        label: product.name.clone(),
        chosen: wish.product == Some(product.id),
    }));
    let mut all = vec![Filter::One { name: "product".to_owned(), label: cx.say("table-product"), choices }];
    all.extend(TRIED.iter().map(amount));
    let keep = wish.asset.map(|asset| Hidden::new("asset", asset.to_string())).into_iter().collect();
    let typed = TRIED.iter().any(|(name, _)| cx.ask(name).is_some());
    let none: Vec<(&str, Option<&str>)> = TRIED.iter().map(|(name, _)| (*name, None)).collect();
    filters(&Filters {
        action: format!("/customers/{}/value/{}", wish.customer, wish.plan_version),
        label: cx.say("table-try"),
        filters: all,
        keep,
        chips: if typed {
            vec![Link::new(cx.say("table-as-recorded"), cx.here_with(&none))]
        } else {
            Vec::new()
        },
        submit_label: cx.say("table-compute"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn year_row(cx: &PageCx<'_, '_>, year: &YearFacts, label: Markup, tone: Tone) -> Row {
    Row {
        cells: vec![
            label,
            html! { (money(cx, year.saved)) },
            html! { strong { (money(cx, year.net)) } },
            html! { (cx.say_with("table-roi", &[("percent", year.roi_percent.into())])) },
        ],
        tone,
        ..Row::default()
    }
}

/// A year with none, one, two, three outages, and as many as expected.
fn years(cx: &PageCx<'_, '_>, table_: &TableFacts) -> Markup {
    let mut rows: Vec<Row> = table_
        .rows
        .iter()
        .map(|year| {
            // Whole numbers here, so that a language can say "no outage" and "one outage".
            let n = year.outages.to_i64().unwrap_or_default();
            let label = html! { (cx.say_with("table-n-outages", &[("n", n.into())])) };
            year_row(cx, year, label, Tone::Plain)
        })
        .collect();
    if let Some(year) = &table_.expected {
        let label = html! { (cx.say_with("table-n-expected", &[("n", year.outages.normalize().into())])) };
        rows.push(year_row(cx, year, label, verdict_tone(table_.verdict)));
    }
    let list = table(&Table {
        caption: cx.say("table-years"),
        columns: vec![
            Column::text(cx.say("table-outages-a-year")),
            Column::number(cx.say("table-saved")),
            Column::number(cx.say("table-net")),
            Column::number(cx.say("table-roi-title")),
        ],
        rows,
        bare: true,
        ..Table::default()
    });
    let uplift = table_.uplift.as_ref().map(|uplift| {
        let months = uplift.warranty_months + uplift.term_months;
        cx.say_with(
            "table-uplift",
            &[
                ("months", months.into()),
                ("paid", uplift.term_months.into()),
                ("year", uplift.year_of_cover.into()),
            ],
        )
    });
    let body = html! { (list) @if let Some(text) = uplift { p { (text) } } };
    panel(&cx.say("table-years"), None, &body)
}

/// What may be said at these figures, and what may not.
fn sayings(cx: &PageCx<'_, '_>, table: &TableFacts) -> Markup {
    let mark = |may: bool| {
        let (tone, key) = if may { (Tone::Good, "table-may-say") } else { (Tone::Bad, "table-may-not-say") };
        tag(tone, &cx.say(key))
    };
    let said = &table.sayings;
    let pairs = [
        (cx.say("table-one-recovers"), mark(said.one_recovers)),
        (cx.say("table-two-double"), mark(said.two_about_double)),
    ];
    let band = match (said.both_from, said.both_to) {
        (Some(from), Some(to)) => {
            Some(cx.say_with("table-both-band", &[("from", from.into()), ("to", to.into())]))
        }
        _ => None,
    };
    panel(
        &cx.say("table-sayings"),
        None,
        &html! { (facts(&pairs)) @if let Some(band) = band { p { small { (band) } } } },
    )
}

fn lower(cx: &PageCx<'_, '_>, wish: &ValueTable, table_: &TableFacts) -> Markup {
    let query = wish.product.map(|product| format!("?product={product}")).unwrap_or_default();
    let row = |other: &LowerFacts| {
        let mut row = Row::to(
            format!("/customers/{}/value/{}{query}", wish.customer, other.plan_version),
            vec![
                html! { (other.name) @if other.proposed { " " (tag(Tone::Good, &cx.say("table-proposed"))) } },
                html! { (money(cx, other.price)) },
                html! { (money(cx, other.net)) },
                tag(verdict_tone(other.verdict), &cx.say(&other.verdict.message())),
            ],
        );
        row.tone = if other.proposed { Tone::Good } else { Tone::Plain };
        row
    };
    let list = table(&Table {
        caption: cx.say("table-lower"),
        columns: vec![
            Column::text(cx.say("plans-plan")),
            Column::number(cx.say("value-price-year")),
            Column::number(cx.say("value-expected-net")),
            Column::text(cx.say("value-verdict")),
        ],
        rows: table_.lower.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    let none = table_.lower.iter().all(|other| !other.proposed);
    panel(&cx.say("table-lower"), None, &html! { @if none { p { (cx.say("table-lower-none")) } } (list) })
}

/// Every figure with its source and sample size.
fn sources(cx: &PageCx<'_, '_>, table_: &TableFacts) -> Markup {
    let row = |input: &InputFacts| {
        let shown = match (input.money, input.number) {
            (Some(amount), _) => words(cx, amount),
            (None, Some(number)) => cx.tongue().decimal(number.normalize()),
            _ => String::new(),
        };
        let n = input.n.map(|n| cx.say_with("table-n", &[("n", n.into())]));
        let tone = if input.origin == Origin::Typed { Tone::Warn } else { Tone::Plain };
        Row {
            cells: vec![
                html! { (cx.say(&input.given.message())) },
                html! { (shown) },
                html! { (cx.say(&input.origin.message())) @if let Some(n) = n { " " small { (n) } } },
            ],
            tone,
            ..Row::default()
        }
    };
    let base = table_.base.as_ref().map(|base| {
        let facts = [
            ("units", base.units.into()),
            ("events", i64::from(base.events).into()),
            ("years", base.years.into()),
            ("low", base.low.into()),
            ("high", base.high.into()),
        ];
        cx.say_with("table-base", &facts)
    });
    let trend = table_
        .base
        .as_ref()
        .and_then(|base| base.worsens)
        .map(|worse| cx.say(if worse { "table-trend-worse" } else { "table-trend-better" }));
    let expects = table_
        .customer_expects
        .map(|n| cx.say_with("table-customer-expects", &[("n", n.normalize().into())]));
    let list = table(&Table {
        caption: cx.say("table-sources"),
        columns: vec![
            Column::text(cx.say("table-figure")),
            Column::number(cx.say("table-value")),
            Column::text(cx.say("table-source")),
        ],
        rows: table_.inputs.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    let notes: Vec<String> = [base, trend, expects].into_iter().flatten().collect();
    panel(&cx.say("table-sources"), None, &html! { (list) @for note in &notes { p { small { (note) } } } })
}

fn card(cx: &PageCx<'_, '_>, version: &VersionFacts) -> Markup {
    let Some(card) = customer_card(cx, &version.cards) else { return html! {} };
    let included: Vec<Markup> =
        version.inclusions.iter().take(6).map(|one| html! { (clause(cx, one)) }).collect();
    panel(
        &cx.say("plan-card-customer"),
        None,
        &html! {
            p { strong { (card.headline) } }
            p { (card.body) }
            p { strong { (response(cx, version)) } " " (cx.say(&version.clock_stop.message())) }
            (super::parts::lines(&included))
        },
    )
}

/// How much a year can differ: an estimate, and called one.
fn spread(cx: &PageCx<'_, '_>, table: &TableFacts) -> Markup {
    let Some(spread) = &table.spread else { return html! {} };
    let pairs = [
        (cx.say("table-p10"), html! { (money(cx, spread.p10)) }),
        (cx.say("table-p50"), html! { (money(cx, spread.p50)) }),
        (cx.say("table-p90"), html! { (money(cx, spread.p90)) }),
        (
            cx.say("table-pays"),
            html! { (cx.say_with("table-percent", &[("percent", Fact::Decimal(one_digit(spread.pays_percent)))])) },
        ),
    ];
    let explain = help(
        "spread",
        &cx.say("table-spread-what"),
        &cx.say_with("table-spread-how", &[("years", i64::from(spread.years).into())]),
    );
    panel(
        &cx.say("table-spread"),
        Some(&html! { (tag(Tone::Plain, &cx.say("table-estimate"))) " " (explain) }),
        &facts(&pairs),
    )
}

fn one_digit(number: Decimal) -> Decimal {
    let mut shown = number;
    shown.rescale(1);
    shown
}

fn guide(cx: &mut PageCx<'_, '_>, wish: &ValueTable) -> Outcome<Option<GuideFacts>> {
    if !cx.may(Permission::PlanManage) {
        return Ok(None);
    }
    let asked = PriceGuide {
        customer: wish.customer,
        plan_version: wish.plan_version,
        asset: wish.asset,
        product: wish.product,
    };
    match cx.view(asked) {
        Ok(guide) => Ok(Some(guide)),
        Err(refusal) if refusal.status == Status::Conflict => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Between which prices it is fair; for whoever sets them.
fn guidance(cx: &PageCx<'_, '_>, guide: &GuideFacts) -> Markup {
    let mut pairs = Vec::new();
    match guide.floor {
        Some(floor) => pairs.push((cx.say("guide-floor"), html! { (money(cx, floor)) })),
        None => pairs.push((cx.say("guide-floor"), html! { (cx.say("guide-other-currency")) })),
    }
    pairs.push((cx.say("guide-ceiling"), html! { (money(cx, guide.ceiling)) }));
    pairs.push((cx.say("guide-price"), html! { (money(cx, guide.price)) }));
    let mark = guide.fair.map(|fair| {
        let (tone, key) = if fair { (Tone::Good, "guide-fair") } else { (Tone::Warn, "guide-unfair") };
        tag(tone, &cx.say(key))
    });
    panel(&cx.say("guide-title"), mark.as_ref(), &facts(&pairs))
}
