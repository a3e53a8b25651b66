//! One opportunity: the next step on top, then what happened, and at the right who, what and how it ended.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{
    demo::demo_panel,
    parts::{day, state, still},
};
use crate::{
    OpportunityState,
    views::{OneOpportunity, OpportunityFacts, StepFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/opportunities/{opportunity}",
    permission: Permission::PipelineRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let one = cx.view(OneOpportunity { opportunity: cx.id("opportunity")? })?;
    let left = html! {
        (next_step(cx, &one)?)
        (demo_panel(cx, &one)?)
        (people(cx, &one)?)
        (steps(cx, &one))
    };
    let right = html! { (about(cx, &one)?) (items(cx, &one)) (incumbent(cx, &one)) (programme(cx, &one)) };
    let main = html! {
        (head(cx, &one)?)
        (stages(cx, &one))
        (ending(cx, &one)?)
        (service_owner(cx, &one)?)
        (columns(&left, &right))
    };
    Ok(Page::new(one.line.title.clone(), main)
        .below(cx.say("pipeline-title"), "/pipeline")
        .live(one.line.customer.id))
}

/// A form about this opportunity that leads back to it.
pub(super) fn form(one: &OpportunityFacts, action: &'static str) -> ActionForm {
    ActionForm::new(action).fixed("opportunity", one.line.id).next(format!("/opportunities/{}", one.line.id))
}

/// How long it is pursued, in days and in months with days.
pub(super) fn length(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> String {
    let facts = [("days", one.days.into()), ("months", one.months.into()), ("rest", one.rest_days.into())];
    cx.say_with("opportunity-length", &facts)
}

fn head(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    let line = &one.line;
    let customer = cx.home("customer", line.customer.id);
    let mut list = vec![
        html! { (line.number) },
        html! { @match &customer { Some(href) => a href=(href) { (line.customer.name) }, None => (line.customer.name) } },
        html! { (cx.say(&line.kind.message())) },
    ];
    if let Some(value) = line.value {
        list.push(html! { (cx.tongue().money(value)) });
    }
    list.push(html! { (length(cx, one)) });
    if line.state != OpportunityState::Open {
        list.push(state(cx, line.state));
    }
    let mut acts = Vec::new();
    if line.state == OpportunityState::Open {
        acts.push(form(one, "opportunity.win").fixed("version", one.version).dialog(cx, Weight::Primary)?);
        acts.push(form(one, "opportunity.lose").fixed("version", one.version).dialog(cx, Weight::Plain)?);
    } else {
        acts.push(form(one, "opportunity.reopen").dialog(cx, Weight::Plain)?);
    }
    Ok(page_head(None, &line.title, &dots(&list), &buttons(&acts)))
}

/// The way through the stages; each step is a button for whoever may move it.
fn stages(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> Markup {
    if one.line.state != OpportunityState::Open {
        return html! {};
    }
    let step = |stage: &crate::stages::Stage| {
        if stage.word == one.line.stage {
            return html! { strong aria-current="step" { (stage.name) } };
        }
        let press = form(one, "opportunity.move")
            .fixed("version", one.version)
            .fixed("stage", &stage.word)
            .submit(stage.name.clone());
        if cx.reader.may_act("opportunity.move") {
            press.button(cx, Weight::Quiet)
        } else {
            html! { (stage.name) }
        }
    };
    let parts: Vec<Markup> = one.stages.iter().map(step).collect();
    html! { div.panel { (buttons(&parts)) } }
}

fn ending(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    let line = &one.line;
    if line.state == OpportunityState::Open {
        return Ok(html! {});
    }
    let reason = one.end_reason.map(|reason| cx.say(&reason.message()));
    let mut list = vec![day(cx, line.closed_on)];
    list.extend(reason.map(|reason| html! { (reason) }));
    if !one.lost_to.is_empty() {
        list.push(html! { (cx.say_with("opportunity-went-to", &[("maker", one.lost_to.clone().into())])) });
    }
    if let Some(kind) = one.counted_as {
        let counted = cx.say(&kind.message());
        list.push(html! { (cx.say_with("opportunity-counts-as", &[("kind", counted.into())])) });
    }
    if let Some(order) = one.order.and_then(|order| cx.home("order", order)) {
        list.push(html! { a href=(order) { (cx.say("opportunity-to-order")) } });
    }
    let text = html! { (dots(&list)) @if !one.end_words.is_empty() { p { (one.end_words) } } };
    let (tone, title) = if line.state == OpportunityState::Won {
        (Tone::Good, cx.say("opportunity-is-won"))
    } else {
        (Tone::Plain, cx.say("opportunity-is-lost"))
    };
    let mut acts = Vec::new();
    if line.state == OpportunityState::Lost && one.recontacted_at.is_none() && line.recontact_on.is_some() {
        acts.push(form(one, "opportunity.ask_again").dialog(cx, Weight::Primary)?);
    }
    let shown = notice(tone, &title, &text, &acts);
    let again = match (line.recontact_on, one.recontacted_at) {
        (Some(on), None) => {
            html! { p { (cx.say_with("opportunity-ask-on", &[("on", on.into())])) } }
        }
        (_, Some(at)) => html! { p { (cx.say_with("opportunity-asked-at", &[("at", at.into())])) } },
        _ => html! {},
    };
    Ok(html! { (shown) (again) })
}

/// The engineer whom the customer met is a press away from being the service owner (R10).
fn service_owner(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    if one.line.state != OpportunityState::Won {
        return Ok(html! {});
    }
    let mut shown = Vec::new();
    for who in &one.proposed_service_owners {
        let name = who.name.clone();
        let press = ActionForm::new("customer.assign")
            .fixed("customer", one.line.customer.id)
            .fixed("person", who.id)
            .fixed("sphere", "after_sales")
            .fixed("rank", "owner")
            .submit(cx.say_with("opportunity-make-owner", &[("engineer", name.clone().into())]))
            .next(cx.address.clone())
            .button(cx, Weight::Primary);
        let title = cx.say_with("opportunity-met-engineer", &[("engineer", name.into())]);
        shown.push(notice(
            Tone::Of(accord_face::parts::Sphere::Service),
            &title,
            &html! { (cx.say("opportunity-met-engineer-text")) },
            &[press],
        ));
    }
    Ok(html! { @for each in &shown { (each) } })
}

fn next_step(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    if one.line.state != OpportunityState::Open {
        return Ok(html! {});
    }
    let title = cx.say("opportunity-next-step");
    let plan = form(one, "opportunity.plan_step");
    let Some(step) = &one.next_step else {
        let text = html! { (cx.say("opportunity-no-step-text")) };
        return Ok(notice(
            Tone::Bad,
            &cx.say("opportunity-no-step"),
            &text,
            &[plan.dialog(cx, Weight::Primary)?],
        ));
    };
    let finish = form(one, "opportunity.finish_step").dialog(cx, Weight::Primary)?;
    let plan =
        plan.value("what", &step.what).value("due_on", step.due_on).submit(cx.say("opportunity-replan"));
    let plan = plan.dialog(cx, Weight::Plain)?;
    let late = still(cx, &one.line);
    let body = html! {
        p { strong { (step.what) } " " (day(cx, Some(step.due_on))) @if let Some((text, tone)) = &late { " " (tag(*tone, text)) } }
        (buttons(&[finish, plan]))
    };
    Ok(panel(&title, None, &body))
}

fn steps(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> Markup {
    if one.steps.is_empty() {
        return html! {};
    }
    let row = |step: &StepFacts| Row {
        cells: vec![
            html! { (step.what) },
            day(cx, step.done_on),
            html! { (step.outcome) },
            html! { @if let Some(who) = &step.made_by { (who.name) } },
        ],
        ..Row::default()
    };
    let columns = ["step", "done", "outcome", "who"];
    let shown = table(&Table {
        caption: cx.say("opportunity-steps"),
        columns: columns.map(|name| Column::text(cx.say(&format!("opportunity-column-{name}")))).to_vec(),
        rows: one.steps.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("opportunity-steps"), None, &shown)
}

fn people(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    let meet = form(one, "opportunity.meet").about("customer", one.line.customer.id);
    let meet = meet.only(&["contact", "met_on", "note"]).dialog(cx, Weight::Plain)?;
    let mut rows = Vec::new();
    for met in &one.met {
        let by: Vec<&str> = met.by.iter().map(|who| who.name.as_str()).collect();
        rows.push(Row {
            cells: vec![
                html! { (met.name) " " span.small { (met.job) } },
                day(cx, Some(met.last_on)),
                html! { (met.times) },
                html! { (by.join(", ")) },
                html! { (met.note) },
            ],
            href: cx.home("contact", met.contact),
            ..Row::default()
        });
    }
    let columns = ["person", "last", "times", "who", "note"];
    let body = html! {
        @if rows.is_empty() { p { (cx.say("opportunity-nobody-met")) } }
        @else {
            (table(&Table {
                caption: cx.say("opportunity-people"),
                columns: columns.map(|name| Column::text(cx.say(&format!("opportunity-column-{name}")))).to_vec(),
                rows,
                bare: true,
                ..Table::default()
            }))
        }
        (buttons(&[meet]))
    };
    Ok(panel(&cx.say("opportunity-people"), None, &body))
}

fn about(cx: &mut PageCx<'_, '_>, one: &OpportunityFacts) -> Outcome<Markup> {
    let line = &one.line;
    let mut pairs = vec![
        (
            cx.say("opportunity-column-owner"),
            match (&line.owner, &line.seller) {
                (Some(who), _) => html! { (who.name) },
                (None, Some(seller)) => html! { (seller) " " small { (cx.say("seller-elsewhere")) } },
                (None, None) => html! { "–" },
            },
        ),
        (cx.say("opportunity-opened"), day(cx, Some(line.opened_on))),
        (cx.say("opportunity-pursued"), html! { (length(cx, one)) }),
    ];
    if let Some(site) = &one.site_name {
        pairs.push((cx.say("field-site"), html! { (site) }));
    }
    let change = form(one, "opportunity.change")
        .fixed("version", one.version)
        .fixed("customer", one.line.customer.id)
        .only(&["title", "kind", "value", "items", "incumbent", "weak_points", "site", "owner"]);
    let link = if line.state == OpportunityState::Open && cx.reader.may_act("opportunity.change") {
        button_link(Weight::Plain, &Link::new(cx.say("action-opportunity-change"), change.href()), "e")
    } else {
        html! {}
    };
    Ok(panel(&cx.say("opportunity-about"), None, &html! { (facts(&pairs)) (buttons(&[link])) }))
}

fn items(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> Markup {
    if one.items.is_empty() {
        return html! {};
    }
    let pairs: Vec<(String, Markup)> = one
        .items
        .iter()
        .map(|item| {
            let href = item.product.and_then(|id| cx.home("product", id));
            let name = html! { @match &href { Some(href) => a href=(href) { (item.description) }, None => (item.description) } };
            (cx.say_with("opportunity-times", &[("n", item.quantity.into())]), name)
        })
        .collect();
    panel(&cx.say("opportunity-items"), None, &facts(&pairs))
}

fn incumbent(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> Markup {
    if one.incumbent.is_none() && one.rival_units.is_empty() {
        return html! {};
    }
    let rows = one.rival_units.iter().map(|unit| Row {
        cells: vec![
            html! { (unit.name) " " span.small { (unit.maker) } },
            html! { @match unit.age_years { Some(years) => (cx.say_with("programme-years", &[("n", years.into())])), None => "–" } },
            day(cx, unit.contract_ends_on),
        ],
        href: cx.home("asset", unit.id),
        ..Row::default()
    });
    let names = ["unit", "age", "contract"];
    let shown = table(&Table {
        caption: cx.say("opportunity-incumbent"),
        columns: names.map(|name| Column::text(cx.say(&format!("programme-column-{name}")))).to_vec(),
        rows: rows.collect(),
        empty: Some(html! { p { (cx.say("opportunity-no-rival-units")) } }),
        bare: true,
        ..Table::default()
    });
    let share = one.incumbent_share.map(|share| {
        let facts = [
            ("n", one.rival_units.len().into()),
            ("all", one.units_in_use.into()),
            ("percent", cx.tongue().decimal(share).into()),
        ];
        cx.say_with("opportunity-share", &facts)
    });
    let body = html! {
        @if let Some(rival) = &one.incumbent {
            p { strong { (rival.maker) } }
            @if rival.weak_points.is_empty() { p { (cx.say("opportunity-no-weak-points")) } } @else { p { (rival.weak_points) } }
        }
        @if let Some(share) = &share { p { (share) } }
        (shown)
    };
    panel(&cx.say("opportunity-incumbent"), None, &body)
}

/// The replacement programme that it is, or the way to plan one.
fn programme(cx: &PageCx<'_, '_>, one: &OpportunityFacts) -> Markup {
    if let Some(id) = one.programme {
        let link = Link::new(cx.say("opportunity-to-programme"), format!("/programmes/{id}"));
        return html! { div.panel { (buttons(&[button_link(Weight::Plain, &link, "p")])) } };
    }
    if one.rival_units.is_empty() || !cx.reader.may_act("programme.plan") {
        return html! {};
    }
    let plan = ActionForm::new("programme.plan")
        .fixed("customer", one.line.customer.id)
        .fixed("opportunity", one.line.id)
        .only(super::programme::PLAN_FIELDS)
        .next("/programmes/{programme}");
    let link = Link::new(cx.say("action-programme-plan"), plan.href());
    html! { div.panel { (buttons(&[button_link(Weight::Plain, &link, "")])) } }
}
