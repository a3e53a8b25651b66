//! Demonstrations: the list, the panel of an opportunity, and planning one with the engineer who should come along (R10).

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    list::{exports, foot},
    parts::{
        Hidden, Link, Markup, Tone,
        control::{Control, Field, Pick},
        form::{Form, FormPart, Method, form as plain_form},
        html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{dots, empty_state, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal, View};
use accord_room_catalog::{ProductId, ProductKind, views::Products};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use uuid::Uuid;

use super::{one::form, parts::room_tabs};
use crate::{
    DemoState, OpportunityState,
    views::{DemoLine, DemoList, Engineers, EngineersPage, OneOpportunity, OpportunityFacts},
};

pub(super) const LIST: PageDef = PageDef {
    path: "/demonstrations",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw: draw_list,
};

pub(super) const PLAN: PageDef = PageDef {
    path: "/opportunities/{opportunity}/demonstration",
    permission: Permission::PipelineWrite,
    audience: Audience::Staff,
    nav: None,
    draw: draw_plan,
};

fn draw_list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: DemoList = cx.params()?;
    let page = cx.view(view)?;
    let title = cx.say("demos-title");
    let mut rows = Vec::new();
    for line in &page.rows {
        rows.push(row(cx, line, true)?);
    }
    let empty = empty_state(&cx.say("demos-empty-title"), &cx.say("demos-empty"), &[]);
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("demos-about")) }, &html! {}))
        (room_tabs(cx, "/demonstrations"))
        (shown(cx, rows, Some(empty), true))
        (foot(cx, &title, None, page.next.as_deref()))
        (exports(cx, DemoList::NAME))
    };
    Ok(Page::new(title, main).below(cx.say("pipeline-title"), "/pipeline"))
}

fn shown(cx: &PageCx<'_, '_>, rows: Vec<Row>, empty: Option<Markup>, wide: bool) -> Markup {
    let names: &[&str] = if wide {
        &["number", "customer", "product", "when", "engineer", "state", "do"]
    } else {
        &["number", "product", "when", "engineer", "state", "do"]
    };
    let label = |name: &&str| match *name {
        "do" => Column::default(),
        name => Column::text(cx.say(&format!("demo-column-{name}"))),
    };
    table(&Table {
        caption: cx.say("demos-title"),
        columns: names.iter().map(label).collect(),
        rows,
        empty,
        bare: !wide,
        ..Table::default()
    })
}

fn row(cx: &mut PageCx<'_, '_>, line: &DemoLine, wide: bool) -> Outcome<Row> {
    let acts = acts(cx, line)?;
    let mut cells = vec![html! { (line.number) }];
    if wide {
        cells.push(html! { (line.customer.name) });
    }
    cells.push(
        html! { (line.product_name) @if let Some(site) = &line.site_name { " " span.small { (site) } } },
    );
    cells.push(time(&line.starts_at.to_string(), &cx.instant(line.starts_at)));
    cells.push(engineer(cx, line));
    let tone = match (line.state, line.to_record) {
        (DemoState::Planned, true) => Tone::Warn,
        (DemoState::Held, _) => Tone::Good,
        _ => Tone::Plain,
    };
    let text = if line.to_record { cx.say("demo-to-record") } else { cx.say(&line.state.message()) };
    cells.push(
        html! { (tag(tone, &text)) @if !line.outcome.is_empty() { " " span.small { (line.outcome) } } },
    );
    cells.push(acts);
    let href = wide.then(|| format!("/opportunities/{}", line.opportunity));
    Ok(Row { cells, href, ..Row::default() })
}

fn engineer(cx: &PageCx<'_, '_>, line: &DemoLine) -> Markup {
    match (&line.engineer, &line.released) {
        (Some(who), _) => {
            html! { (who.name) @if line.engineer_came == Some(false) { " " (tag(Tone::Bad, &cx.say("demo-did-not-come"))) } }
        }
        (None, Some(who)) => {
            tag(Tone::Warn, &cx.say_with("demo-called-away", &[("engineer", who.name.clone().into())]))
        }
        (None, None) => html! {
            (tag(Tone::Warn, &cx.say("demo-without-engineer")))
            @if let Some(reason) = &line.no_engineer_reason { " " span.small { (reason) } }
        },
    }
}

fn acts(cx: &mut PageCx<'_, '_>, line: &DemoLine) -> Outcome<Markup> {
    if line.state != DemoState::Planned {
        return Ok(html! {});
    }
    let act =
        |action: &'static str| ActionForm::new(action).fixed("demo", line.id).fixed("version", line.version);
    let back = cx.address.clone();
    let mut list = Vec::new();
    if line.to_record {
        let record = act("demo.record").fixed("customer", line.customer.id).next(back.clone());
        list.push(record.dialog(cx, Weight::Plain)?);
    } else {
        let mut change = act("demo.move").value("starts_at", line.starts_at).value("minutes", line.minutes);
        if let Some(who) = &line.engineer {
            change = change.value("engineer", who.id);
        }
        list.push(change.next(back.clone()).dialog(cx, Weight::Quiet)?);
        list.push(act("demo.cancel").next(back.clone()).dialog(cx, Weight::Quiet)?);
    }
    if line.engineer.is_some() {
        let release = ActionForm::new("demo.release_engineer").fixed("demo", line.id).next(back);
        list.push(release.dialog(cx, Weight::Quiet)?);
    }
    Ok(buttons(&list))
}

/// The demonstrations of an opportunity.
pub(super) fn demo_panel(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for line in &one.demos {
        rows.push(row(cx, line, false)?);
    }
    let open = one.line.state == OpportunityState::Open && cx.reader.may_act("demo.plan");
    if rows.is_empty() && !open {
        return Ok(html! {});
    }
    let plan = Link::new(cx.say("action-demo-plan"), format!("/opportunities/{}/demonstration", one.line.id));
    let body = html! {
        @if rows.is_empty() { p { (cx.say("demos-none-here")) } } @else { (shown(cx, rows, None, false)) }
        @if open { (buttons(&[button_link(Weight::Plain, &plan, "")])) }
    };
    Ok(panel(&cx.say("demos-title"), None, &body))
}

/// What is asked before somebody is proposed.
struct Asked {
    product: Option<ProductId>,
    day: String,
    time: String,
    minutes: i64,
}

impl Asked {
    fn read(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> Self {
        let product = cx.ask("product").and_then(|text| Uuid::parse_str(text).ok()).map(ProductId);
        Self {
            product: product.or_else(|| one.items.iter().find_map(|item| item.product)),
            day: cx.ask("day").unwrap_or_default().to_owned(),
            time: cx.ask("time").unwrap_or("10:00").to_owned(),
            minutes: cx.ask("minutes").and_then(|text| text.parse().ok()).unwrap_or(120),
        }
    }

    /// The instant that is meant on the reader's clock.
    fn starts_at(&self, zone: &str) -> Option<Timestamp> {
        let at: DateTime = format!("{}T{}", self.day, self.time).parse().ok()?;
        let zone = TimeZone::get(zone).ok()?;
        Some(at.to_zoned(zone).ok()?.timestamp())
    }
}

fn draw_plan(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let one = cx.view(OneOpportunity { opportunity: cx.id("opportunity")? })?;
    let asked = Asked::read(cx, &one);
    let zone = cx.reader.context.principal.zone.clone();
    let starts_at = asked.starts_at(&zone);
    let title = cx.say("action-demo-plan");
    let facts = dots(&[html! { (one.line.title) }, html! { (one.line.customer.name) }]);
    let mut body = vec![ask(cx, &one, &asked)?];
    if let (Some(product), Some(starts_at)) = (asked.product, starts_at) {
        let question = Engineers { opportunity: one.line.id, product, starts_at, minutes: asked.minutes };
        match cx.view(question) {
            Ok(found) => body.push(choices(cx, &one, product, starts_at, asked.minutes, &found)?),
            Err(refusal) => body.push(refused(cx, &refusal)),
        }
    }
    let main = html! { (page_head(None, &title, &facts, &html! {})) @for part in &body { (part) } };
    Ok(Page::new(title, main).below(one.line.title.clone(), format!("/opportunities/{}", one.line.id)))
}

fn refused(cx: &PageCx<'_, '_>, refusal: &Refusal) -> Markup {
    let rule = refusal.fields.first().map_or(refusal.rule, |field| field.rule);
    let facts = refusal.fields.first().map_or(&refusal.facts, |field| &field.facts);
    notice(Tone::Bad, &cx.say("form-refused"), &html! { (cx.say_with(&Refusal::message(rule), facts)) }, &[])
}

fn ask(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts, asked: &Asked) -> Outcome<Markup> {
    let products =
        cx.view(Products { kind: Some(ProductKind::Equipment), limit: Some(200), ..Products::default() })?;
    let picks: Vec<Pick> = products
        .rows
        .iter()
        .map(|row| Pick::new(row.id.to_string(), row.name.clone(), asked.product == Some(row.id)))
        .collect();
    let half = |name: &str, label: String, control: Control, value: String| {
        FormPart::Field(Field::new(name, label, control).with(value).required().half())
    };
    let minutes = Control::Number {
        min: "5".to_owned(),
        max: String::new(),
        step: "5".to_owned(),
        unit: String::new(),
    };
    let product = Control::Select { options: picks, multiple: false };
    let parts = vec![
        FormPart::Field(Field::new("product", cx.say("field-demo-plan-product"), product).required()),
        half("day", cx.say("demo-day"), Control::Date, asked.day.clone()),
        half("time", cx.say("demo-time"), Control::Time, asked.time.clone()),
        half("minutes", cx.say("field-demo-plan-minutes"), minutes, asked.minutes.to_string()),
    ];
    let shown = Form {
        id: "demo-ask".to_owned(),
        method: Method::Get,
        action: format!("/opportunities/{}/demonstration", one.line.id),
        hidden: Vec::<Hidden>::new(),
        parts,
        submit: cx.say("demo-who-can-come"),
        weight: Weight::Plain,
        required_note: cx.say("form-required-note"),
        ..Form::default()
    };
    Ok(panel(&cx.say("demo-ask"), None, &plain_form(&shown)))
}

fn choices(
    cx: &mut PageCx<'_, '_>,
    one: &OpportunityFacts,
    product: ProductId,
    starts_at: Timestamp,
    minutes: i64,
    found: &EngineersPage,
) -> Outcome<Markup> {
    let plan = || {
        let plan = form(one, "demo.plan").fixed("product", product).fixed("starts_at", starts_at);
        let plan = plan.fixed("minutes", minutes);
        if let Some(site) = one.site { plan.fixed("site", site) } else { plan }
    };
    let mut rows = Vec::new();
    for line in &found.rows {
        let first = found.proposed == Some(line.person.id);
        let words = cx.say_with("demo-plan-with", &[("engineer", line.person.name.clone().into())]);
        let press = plan().fixed("engineer", line.person.id).submit(words);
        let mark = |yes: bool, good: &str, bad: &str| {
            if yes { tag(Tone::Good, &cx.say(good)) } else { tag(Tone::Warn, &cx.say(bad)) }
        };
        let free = match &line.busy {
            Some(why) => tag(Tone::Bad, why),
            None => tag(Tone::Good, &cx.say("demo-free")),
        };
        rows.push(Row {
            cells: vec![
                html! { (line.person.name) @if line.looks_after { " " (tag(Tone::Of(accord_face::parts::Sphere::Service), &cx.say("demo-looks-after"))) } },
                mark(line.local, "demo-local", "demo-not-local"),
                mark(line.knows, "demo-knows", "demo-knows-not"),
                free,
                html! { @if line.busy.is_none() { (press.button(cx, if first { Weight::Primary } else { Weight::Plain })) } },
            ],
            ..Row::default()
        });
    }
    let columns = ["engineer", "place", "product", "free", "do"];
    let shown = table(&Table {
        caption: cx.say("demo-who-can-come"),
        columns: columns
            .map(|name| {
                if name == "do" {
                    Column::default()
                } else {
                    Column::text(cx.say(&format!("demo-column-{name}")))
                }
            })
            .to_vec(),
        rows,
        empty: Some(html! { p { (cx.say("demo-nobody")) } }),
        bare: true,
        ..Table::default()
    });
    let alone = plan().only(&["no_engineer_reason"]).submit(cx.say("demo-plan-alone"));
    let body = html! { (shown) (buttons(&[alone.dialog(cx, Weight::Quiet)?])) };
    Ok(panel(&cx.say("demo-who-can-come"), None, &body))
}
