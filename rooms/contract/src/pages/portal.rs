//! A contract on the customer's own page: what we answer within, what is covered when, what it costs and when, what it
//! gave until today; and both as documents.

use accord_face::{
    Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{Stat, columns, dots, facts, notice, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Tongue};
use jiff::civil::Date;

use crate::{
    papers::statement_bases,
    views::{ContractDocument, PortalContract, PortalContractDocument, PortalPlan, PortalStatement},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/portal/contracts/{contract}",
    permission: Permission::PortalRead,
    audience: Audience::Customer,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let shown = cx.view(PortalContractDocument { contract: cx.id("contract")? })?;
    let main = content(&cx.tongue(), &shown);
    let page = Page::new(shown.contract.number.clone(), main).below(cx.say("portal-home-crumb"), "/portal");
    Ok(match cx.reader.context.principal.customer {
        Some(customer) => page.live(customer),
        None => page,
    })
}

fn content(tongue: &Tongue<'_>, shown: &ContractDocument) -> Markup {
    let contract = &shown.contract;
    let title = tongue.say_with("portal-contract", &[("number", contract.number.as_str().into())]);
    let (tone, word) = if contract.ended {
        (Tone::Plain, "contract-state-ended")
    } else {
        (Tone::Good, "portal-contract-stands")
    };
    let line = [
        tag(tone, &tongue.say(word)),
        html! { (tongue.say("contract-sold-on")) " " (day(tongue, contract.sold_on)) },
        html! { strong.figure { (tongue.money(contract.price)) } },
    ];
    html! {
        (page_head(None, &title, &dots(&line), &links(tongue, shown)))
        @for plan in &contract.plans { (plan_panel(tongue, plan)) }
        (columns(
            &html! { (cover(tongue, contract)) (payments(tongue, contract)) },
            &html! { (gave(tongue, shown)) (agreed(tongue, contract)) },
        ))
    }
}

fn links(tongue: &Tongue<'_>, shown: &ContractDocument) -> Markup {
    let at = format!("/portal/contracts/{}", shown.contract.id);
    let link = |key: &str, href: String| {
        button_link(Weight::Quiet, &Link::new(tongue.say(key).into_owned(), href), "")
    };
    let mut list =
        vec![link("contract-pdf", format!("{at}/pdf")), link("statement-pdf", format!("{at}/statement/pdf"))];
    if shown.kept.is_some() {
        list.insert(1, link("contract-pdf-concluded", format!("{at}/pdf?concluded=1")));
    }
    buttons(&list)
}

fn day(tongue: &Tongue<'_>, on: Date) -> Markup {
    time(&on.to_string(), &tongue.date(on))
}

fn plan_panel(tongue: &Tongue<'_>, plan: &PortalPlan) -> Markup {
    let say = |key: &str| tongue.say(key).into_owned();
    let card = &plan.card;
    let pdf = Link::new(say("portal-plan-pdf"), format!("/portal/plans/{}/pdf", card.plan_version));
    let pairs = vec![
        (say("contract-line-units"), html! { (plan.units) }),
        (say("contract-line-year"), html! { (tongue.money(plan.year)) }),
        (say("portal-contract-list"), html! { (tongue.money(plan.list_value)) }),
        (
            say("contract-line-term"),
            html! { (tongue.say_with("span-months", &[("n", plan.term_months.into())])) },
        ),
    ];
    let aside = button_link(Weight::Quiet, &pdf, "");
    panel(
        &card.name,
        Some(&aside),
        &html! {
            p { strong { (card.response(tongue)) } }
            p { (card.means(tongue)) }
            @if !card.headline.is_empty() { p { (card.headline) } }
            (facts(&pairs))
            @if plan.waiting > 0 {
                (notice(Tone::Plain, &say("contract-waiting"), &html! { (tongue.say_with("portal-contract-waiting", &[("n", plan.waiting.into())])) }, &[]))
            }
        },
    )
}

fn cover(tongue: &Tongue<'_>, contract: &PortalContract) -> Markup {
    if contract.covers.is_empty() {
        return html! {};
    }
    let rows = contract.covers.iter().map(|cover| {
        let kind = if cover.at_no_cost { "cover-kind-uplift" } else { "cover-kind-paid" };
        Row {
            tone: if cover.at_no_cost { Tone::Good } else { Tone::Plain },
            cells: vec![
                html! { (cover.unit) br; span.small { (tongue.say(kind)) } },
                html! { (day(tongue, cover.from_on)) " – " (day(tongue, cover.until_on)) },
                html! {
                    (tongue.money(cover.price))
                    br; span.small { (tongue.say_with("portal-contract-worth", &[("list", cover.list_value.into())])) }
                },
            ],
            ..Row::default()
        }
    });
    let title = tongue.say("portal-contract-covers").into_owned();
    let list = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(tongue.say("portal-contract-unit")),
            Column::text(tongue.say("portal-contract-days")),
            Column::number(tongue.say("portal-contract-price")),
        ],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    });
    panel(&title, None, &list)
}

fn payments(tongue: &Tongue<'_>, contract: &PortalContract) -> Markup {
    if contract.payments.is_empty() {
        return html! {};
    }
    let rows = contract.payments.iter().map(|part| Row {
        cells: vec![
            day(tongue, part.on),
            html! { (tongue.money(part.amount)) },
            html! { (tongue.money(part.list_value)) },
        ],
        ..Row::default()
    });
    let title = tongue.say("portal-contract-payments").into_owned();
    let list = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(tongue.say("portal-contract-invoiced-on")),
            Column::number(tongue.say("portal-contract-price")),
            Column::number(tongue.say("portal-contract-list")),
        ],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    });
    panel(&title, None, &list)
}

/// What it gave for what it cost, on the customer's own figures; a year without an outage is shown as plainly.
fn gave(tongue: &Tongue<'_>, shown: &ContractDocument) -> Markup {
    let statement = &shown.statement;
    let say = |key: &str| tongue.say(key).into_owned();
    let mut pairs: Vec<(String, Markup)> = statement_bases(tongue, &statement.bases)
        .into_iter()
        .map(|(label, text)| (label, html! { (text) }))
        .collect();
    pairs.push((say("statement-invoiced"), html! { (tongue.money(statement.invoiced)) }));
    pairs.push((say("statement-given"), html! { (tongue.money(statement.given)) }));
    if let Some(on) = shown.contract.first_invoice_on {
        pairs.push((say("statement-first-invoice"), day(tongue, on)));
    }
    let body = html! {
        (stat_row(&stats(tongue, statement)))
        (facts(&pairs))
        @if !statement.outages.is_empty() { (outages(tongue, statement)) }
    };
    panel(&tongue.say("statement-title"), Some(&day(tongue, statement.on)), &body)
}

fn stats(tongue: &Tongue<'_>, statement: &PortalStatement) -> Vec<Stat> {
    let stat = |key: &str, value: String, sample: String| Stat {
        label: tongue.say(key).into_owned(),
        value,
        sample,
        ..Stat::default()
    };
    let counted = tongue.say_with("statement-outages", &[("n", statement.counted.into())]);
    let (Some(avoided), Some(net)) = (statement.avoided, statement.net) else {
        return vec![stat("statement-price", tongue.money(statement.price), counted)];
    };
    let roi = statement
        .roi_percent
        .map(|percent| tongue.say_with("statement-roi", &[("percent", tongue.decimal(percent).into())]));
    vec![
        stat("statement-avoided", tongue.money(avoided), counted),
        stat("statement-price", tongue.money(statement.price), String::new()),
        stat("statement-net", tongue.money(net), roi.unwrap_or_default()),
    ]
}

fn outages(tongue: &Tongue<'_>, statement: &PortalStatement) -> Markup {
    let rows = statement.outages.iter().map(|one| Row {
        cells: vec![
            html! { (tongue.instant(one.began_at)) },
            html! { (one.unit) },
            html! { (one.cause) @if one.excluded { " " (tag(Tone::Plain, &tongue.say("statement-excluded"))) } },
            html! { @match one.ended_at { Some(at) => { (tongue.instant(at)) }, None => { "–" } } },
        ],
        ..Row::default()
    });
    table(&Table {
        caption: tongue.say("statement-outages-title").into_owned(),
        columns: ["began", "unit", "cause", "ended"]
            .map(|name| Column::text(tongue.say(&format!("statement-column-{name}"))))
            .to_vec(),
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    })
}

fn agreed(tongue: &Tongue<'_>, contract: &PortalContract) -> Markup {
    let say = |key: &str| tongue.say(key).into_owned();
    let exit = if contract.exit_right { "contract-exit-yes" } else { "contract-exit-no" };
    let pairs = vec![
        (say("field-billing"), html! { (say(&contract.billing.message())) }),
        (say("contract-exit-right"), html! { (say(exit)) }),
    ];
    panel(&tongue.say("contract-agreed"), None, &facts(&pairs))
}
