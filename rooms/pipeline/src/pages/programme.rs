//! Replacement programmes: the latest decision date on top, then how far it is, the trial and its scorecard (R12).

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    list::{exports, foot},
    parts::{
        Link, Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, empty_state, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, View};

use super::parts::{day, room_tabs};
use crate::views::{
    CriterionFacts, OldUnit, OneProgramme, ProgrammeFacts, ProgrammeLine, ProgrammeList, ScoreLine,
};

pub(super) const LIST: PageDef = PageDef {
    path: "/programmes",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_list,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/programmes/{programme}",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_one,
};

/// What one asks for when a programme is planned, in the order in which it is reckoned.
pub(super) const PLAN_FIELDS: &[&str] = &[
    "customer",
    "name",
    "product",
    "old_units",
    "units",
    "starts_on",
    "months",
    "capacity",
    "lead_days",
    "preparation_days",
    "unit_price",
    "plan_price",
    "owner",
];

fn draw_list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: ProgrammeList = cx.params()?;
    let page = cx.view(view)?;
    let title = cx.say("programmes-title");
    let plan = ActionForm::new("programme.plan").only(PLAN_FIELDS).next("/programmes/{programme}");
    let act = if cx.reader.may_act("programme.plan") {
        button_link(Weight::Primary, &Link::new(cx.say("action-programme-plan"), plan.href()), "n")
    } else {
        html! {}
    };
    let empty = empty_state(
        &cx.say("programmes-empty-title"),
        &cx.say("programmes-empty"),
        std::slice::from_ref(&act),
    );
    let names = ["name", "customer", "progress", "latest", "value"];
    let shown = table(&Table {
        caption: cx.say("programmes-title"),
        columns: names
            .map(|name| {
                let label = cx.say(&format!("programme-column-{name}"));
                if name == "value" { Column::number(label) } else { Column::text(label) }
            })
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("programmes-about")) }, &act))
        (room_tabs(cx, "/programmes"))
        (shown)
        (foot(cx, &title, None, page.next.as_deref()))
        (exports(cx, ProgrammeList::NAME))
    };
    Ok(Page::new(title, main).below(cx.say("pipeline-title"), "/pipeline"))
}

fn row(cx: &PageCx<'_, '_>, line: &ProgrammeLine) -> Row {
    Row {
        tone: if line.past {
            Tone::Bad
        } else if line.near {
            Tone::Warn
        } else {
            Tone::Plain
        },
        ..Row::to(
            format!("/programmes/{}", line.id),
            vec![
                html! { (line.name) " " span.small { (line.number) } },
                html! { (line.customer.name) },
                html! { (progress(cx, line)) },
                html! { (day(cx, line.latest_decision_on)) " " (pressing(cx, line)) },
                html! { @if let Some(value) = line.value { (cx.tongue().money(value)) } },
            ],
        )
    }
}

fn progress(cx: &PageCx<'_, '_>, line: &ProgrammeLine) -> String {
    let mut facts = vec![("done", line.done.into()), ("units", line.units.into())];
    if line.lost == 0 {
        return cx.say_with("programme-progress", &facts);
    }
    facts.extend([("lost", line.lost.into()), ("within", line.within_reach.into())]);
    cx.say_with("programme-progress-lost", &facts)
}

fn pressing(cx: &PageCx<'_, '_>, line: &ProgrammeLine) -> Markup {
    if line.decided_on.is_some() {
        return tag(Tone::Good, &cx.say("programme-decided"));
    }
    let Some(left) = line.days_left else { return html! {} };
    if line.past {
        tag(Tone::Bad, &cx.say_with("programme-past", &[("n", (-left).into())]))
    } else {
        let tone = if line.near { Tone::Warn } else { Tone::Plain };
        tag(tone, &cx.say_with("programme-left", &[("n", left.into())]))
    }
}

fn form(one: &ProgrammeFacts, action: &'static str) -> ActionForm {
    ActionForm::new(action).fixed("programme", one.line.id).next(format!("/programmes/{}", one.line.id))
}

fn versioned(one: &ProgrammeFacts, action: &'static str) -> ActionForm {
    form(one, action).fixed("version", one.line.version)
}

fn draw_one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let one = cx.view(OneProgramme { programme: cx.id("programme")? })?;
    let left = html! { (decision(cx, &one)?) (units(cx, &one)) (criteria(cx, &one)?) };
    let right = html! { (trial(cx, &one)?) (score(cx, &one)) (stake(cx, &one)) };
    let customer = cx.home("customer", one.line.customer.id);
    let head = dots(&[
        html! { (one.line.number) },
        html! { @match &customer { Some(href) => a href=(href) { (one.line.customer.name) }, None => (one.line.customer.name) } },
        html! { (one.product_name) },
        html! { (progress(cx, &one.line)) },
    ]);
    let change = versioned(&one, "programme.change");
    let mut acts = Vec::new();
    if one.line.decided_on.is_none() {
        acts.push(versioned(&one, "programme.decide").dialog(cx, Weight::Primary)?);
    }
    if cx.reader.may_act("programme.change") {
        acts.push(button_link(
            Weight::Plain,
            &Link::new(cx.say("action-programme-change"), change.href()),
            "e",
        ));
    }
    let main = html! {
        (page_head(None, &one.line.name, &head, &buttons(&acts)))
        (warning(cx, &one))
        (columns(&left, &right))
    };
    Ok(Page::new(one.line.name.clone(), main)
        .below(cx.say("programmes-title"), "/programmes")
        .live(one.line.customer.id))
}

fn warning(cx: &PageCx<'_, '_>, one: &ProgrammeFacts) -> Markup {
    let line = &one.line;
    if let Some(on) = line.decided_on {
        let text = html! { (cx.date(on)) @if !one.decided_words.is_empty() { " " (one.decided_words) } };
        return notice(Tone::Good, &cx.say("programme-decided"), &text, &[]);
    }
    let Some(latest) = line.latest_decision_on else { return html! {} };
    let on = cx.date(latest);
    let mut words = Vec::new();
    if one.before_warranty_ends
        && let Some(end) = one.warranty_ends_on
    {
        words.push(cx.say_with("programme-before-warranty", &[("end", end.into())]));
    }
    let tone = if line.past {
        Tone::Bad
    } else if line.near || one.before_warranty_ends {
        Tone::Warn
    } else {
        return html! {};
    };
    let key = if line.past { "programme-is-past" } else { "programme-decide-by" };
    notice(tone, &cx.say_with(key, &[("on", on.into())]), &html! { (words.join(" ")) }, &[])
}

/// How the date comes about: everybody can reckon it again.
fn decision(cx: &mut PageCx<'_, '_>, one: &ProgrammeFacts) -> Outcome<Markup> {
    let line = &one.line;
    let months = one.months_needed.unwrap_or(0);
    let capacity = cx.tongue().decimal(one.capacity_a_month);
    let need = one.need_a_month.map(|need| cx.tongue().decimal(need)).unwrap_or_default();
    let pairs = vec![
        (
            cx.say("programme-window"),
            html! { (day(cx, Some(line.starts_on))) " – " (day(cx, line.window_ends_on)) " " small { (cx.say_with("programme-months", &[("n", one.months.into())])) } },
        ),
        (cx.say("programme-need"), html! { (cx.say_with("programme-a-month", &[("n", need.into())])) }),
        (
            cx.say("programme-capacity"),
            html! { (cx.say_with("programme-a-month", &[("n", capacity.into())])) },
        ),
        (cx.say("programme-takes"), html! { (cx.say_with("programme-months", &[("n", months.into())])) }),
        (
            cx.say("programme-before"),
            html! { (cx.say_with("programme-days", &[("lead", one.lead_days.into()), ("preparation", one.preparation_days.into())])) },
        ),
        (
            cx.say("programme-latest"),
            html! { strong { (day(cx, line.latest_decision_on)) } " " (pressing(cx, line)) },
        ),
        (
            cx.say(if one.warranty_known { "programme-warranty" } else { "programme-warranty-reckoned" }),
            day(cx, one.warranty_ends_on),
        ),
    ];
    Ok(panel(&cx.say("programme-decision"), None, &facts(&pairs)))
}

fn units(cx: &PageCx<'_, '_>, one: &ProgrammeFacts) -> Markup {
    let row = |unit: &OldUnit| {
        let state = match (unit.retired_on, unit.successor_installed) {
            (Some(on), _) if unit.lost => {
                html! { (tag(Tone::Bad, &cx.say("programme-unit-lost"))) " " (day(cx, Some(on))) }
            }
            (Some(on), true) => {
                html! { (tag(Tone::Good, &cx.say("programme-unit-done"))) " " (day(cx, Some(on))) }
            }
            (Some(on), false) => {
                html! { (tag(Tone::Warn, &cx.say("programme-unit-retired"))) " " (day(cx, Some(on))) }
            }
            (None, true) => tag(Tone::Warn, &cx.say("programme-unit-new-stands")),
            (None, false) => tag(Tone::Plain, &cx.say("programme-unit-in-use")),
        };
        Row {
            cells: vec![
                html! { (unit.name) " " span.small { (unit.number) } @if unit.by_trial { " " (tag(Tone::Plain, &cx.say("programme-by-trial"))) } },
                html! { (unit.maker) },
                html! { @match unit.age_years { Some(years) => (cx.say_with("programme-years", &[("n", years.into())])), None => "–" } },
                day(cx, unit.contract_ends_on),
                state,
                html! { @if let Some(name) = &unit.successor_name { (name) } },
            ],
            href: cx.home("asset", unit.id),
            ..Row::default()
        }
    };
    let names = ["unit", "maker", "age", "contract", "state", "successor"];
    let shown = table(&Table {
        caption: cx.say("programme-units"),
        columns: names.map(|name| Column::text(cx.say(&format!("programme-column-{name}")))).to_vec(),
        rows: one.old_units.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("programme-no-units")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("programme-units"), Some(&html! { (progress(cx, &one.line)) }), &shown)
}

fn criteria(cx: &mut PageCx<'_, '_>, one: &ProgrammeFacts) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for each in &one.criteria {
        rows.push(criterion(cx, one, each)?);
    }
    let agree = form(one, "programme.agree_criterion").fixed("customer", one.line.customer.id);
    let agree = agree.dialog(cx, Weight::Plain)?;
    let names = ["criterion", "agreed", "held", "do"];
    let shown = table(&Table {
        caption: cx.say("programme-criteria"),
        columns: names
            .map(|name| {
                if name == "do" {
                    Column::default()
                } else {
                    Column::text(cx.say(&format!("programme-column-{name}")))
                }
            })
            .to_vec(),
        rows,
        empty: Some(html! { p { (cx.say("programme-no-criteria")) } }),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("programme-criteria"), None, &html! { (shown) (buttons(&[agree])) }))
}

fn criterion(cx: &mut PageCx<'_, '_>, one: &ProgrammeFacts, each: &CriterionFacts) -> Outcome<Row> {
    let judge = ActionForm::new("programme.judge_criterion")
        .fixed("criterion", each.id)
        .fixed("version", each.version)
        .next(format!("/programmes/{}", one.line.id))
        .dialog(cx, Weight::Quiet)?;
    let held = match each.met {
        Some(true) => tag(Tone::Good, &cx.say("programme-held")),
        Some(false) => tag(Tone::Bad, &cx.say("programme-not-held")),
        None => tag(Tone::Plain, &cx.say("programme-not-judged")),
    };
    Ok(Row {
        cells: vec![
            html! { (each.what) },
            html! { (each.agreed_by_name) " " (day(cx, Some(each.agreed_on))) },
            html! { (held) @if !each.judged_words.is_empty() { " " span.small { (each.judged_words) } } },
            judge,
        ],
        ..Row::default()
    })
}

fn trial(cx: &mut PageCx<'_, '_>, one: &ProgrammeFacts) -> Outcome<Markup> {
    let order = one.trial_order.and_then(|id| cx.home("order", id));
    let unit = one.trial_unit.and_then(|id| cx.home("asset", id));
    let counts = cx.say(if one.trial_is_one { "programme-trial-is-one" } else { "programme-trial-is-none" });
    let pairs = vec![
        (
            cx.say("programme-trial-order"),
            html! { @match &order { Some(href) => a href=(href) { (cx.say("opportunity-to-order")) }, None => "–" } },
        ),
        (
            cx.say("programme-trial-unit"),
            html! { @match (&unit, &one.trial_unit_name) { (Some(href), Some(name)) => a href=(href) { (name) }, (_, Some(name)) => (name), _ => "–" } },
        ),
        (
            cx.say("programme-trial-counts"),
            html! { (counts) " " small { (cx.say(&one.trial_counts.message())) } },
        ),
    ];
    let set = versioned(one, "programme.set_trial").fixed("customer", one.line.customer.id);
    let set = set.dialog(cx, Weight::Plain)?;
    Ok(panel(&cx.say("programme-trial"), None, &html! { (facts(&pairs)) (buttons(&[set])) }))
}

fn score(cx: &PageCx<'_, '_>, one: &ProgrammeFacts) -> Markup {
    let mark = |fact: &ScoreLine| match fact.good {
        Some(true) => tag(Tone::Good, &cx.say("score-for")),
        Some(false) => tag(Tone::Bad, &cx.say("score-against")),
        None => tag(Tone::Plain, &cx.say("score-open")),
    };
    let href = |fact: &ScoreLine| cx.home(fact.kind.as_deref()?, fact.id?);
    let body = html! {
        @if one.scorecard.is_empty() { p { (cx.say("programme-no-score")) } }
        ul.plain role="list" {
            @for fact in &one.scorecard {
                li {
                    (mark(fact)) " "
                    @match href(fact) { Some(to) => a href=(to) { (fact.text) }, None => (fact.text) }
                    " " small { (time(&fact.at.to_string(), &cx.instant(fact.at))) }
                }
            }
        }
    };
    let aside = html! { (cx.say_with("score-against-n", &[("n", one.against.into())])) };
    panel(&cx.say("programme-scorecard"), Some(&aside), &body)
}

fn stake(cx: &PageCx<'_, '_>, one: &ProgrammeFacts) -> Markup {
    let money = |value: Option<accord_kernel::Money>| {
        value.map_or_else(|| "–".to_owned(), |value| cx.tongue().money(value))
    };
    let times = |price: Option<accord_kernel::Money>| {
        price
            .map(|price| format!("{} × {}", one.line.within_reach, cx.tongue().money(price)))
            .unwrap_or_default()
    };
    let mut pairs = vec![(
        cx.say("programme-units-value"),
        html! { (money(one.line.value)) " " small { (times(one.unit_price)) } },
    )];
    if one.plan_value.is_some() {
        pairs.push((
            cx.say("programme-plan-value"),
            html! { (money(one.plan_value)) " " small { (times(one.plan_price)) } },
        ));
    }
    panel(&cx.say("programme-stake"), None, &facts(&pairs))
}
