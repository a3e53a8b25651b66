//! The service offer on the pages of an order, big and first while it is open; and the list of calls (R15, R54).

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{disclosure, empty_state, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Fact, Outcome, Permission};
use accord_room_order::{OrderId, OrderState};
use accord_room_value::{
    Confidence,
    pages::stop_cost_form,
    views::{ProfileFacts, Profiles},
};

use super::parts::{answer, call, day, response, room_tabs};
use crate::{
    rules::decision::Answer,
    views::{CallList, DecisionFacts, OrderService, PlanOffer, ServiceLine, ServiceOffer},
};

pub(super) const CALLS: PageDef = PageDef {
    path: "/contracts/calls",
    permission: Permission::ContractRead,
    audience: Audience::Staff,
    nav: None,
    draw: calls,
};

/// On the page of an order.
pub(super) fn on_order(cx: &mut PageCx<'_, '_>, order: OrderId) -> Outcome<Markup> {
    if !cx.may(Permission::ContractRead) {
        return Ok(html! {});
    }
    let offer = cx.view(OrderService { order })?;
    shown(cx, &offer, &format!("/orders/{order}"))
}

/// On the page of its review: the same, with the help to say it.
pub(super) fn on_review(cx: &mut PageCx<'_, '_>, order: OrderId) -> Outcome<Markup> {
    if !cx.may(Permission::ContractRead) {
        return Ok(html! {});
    }
    let offer = cx.view(OrderService { order })?;
    let part = shown(cx, &offer, &format!("/orders/{order}/review"))?;
    let help = if offer.settled {
        html! {}
    } else {
        helping(cx, &offer)
    };
    Ok(html! { (part) (help) })
}

fn shown(cx: &mut PageCx<'_, '_>, offer: &ServiceOffer, back: &str) -> Outcome<Markup> {
    if offer.units == 0 {
        return Ok(html! {});
    }
    let open = !offer.settled && offer.state != OrderState::Cancelled;
    let profiles = if cx.may(Permission::ValueRead) {
        cx.view(Profiles { customer: offer.customer.id })?
    } else {
        Vec::new()
    };
    let mut parts = Vec::new();
    for line in &offer.lines {
        parts.push(service_line(cx, offer, line, &profiles, back)?);
    }
    let extend = ActionForm::new("service.extend_window")
        .fixed("order", offer.order)
        .only(&["until_on", "reason"])
        .next(back.to_owned())
        .dialog(cx, Weight::Quiet)?;
    let undecided: i64 =
        offer.lines.iter().map(|line| i64::try_from(line.undecided.len()).unwrap_or(0)).sum();
    let head = if open && undecided > 0 {
        let mut acts = Vec::new();
        if let Some(phone) = &offer.contact_phone {
            acts.push(call(cx, phone, Weight::Primary));
        }
        let text = cx.say_with(
            "service-open-text",
            &[
                ("units", undecided.into()),
                (
                    "contact",
                    offer.contact_name.clone().map_or(Fact::Word("service-the-customer".into()), Fact::Text),
                ),
            ],
        );
        notice(Tone::Bad, &cx.say("service-open"), &html! { (text) }, &acts)
    } else if open {
        notice(
            Tone::Warn,
            &cx.say("service-awaits-approval"),
            &html! { (cx.say("service-awaits-approval-text")) },
            &[],
        )
    } else {
        html! {}
    };
    let body = html! {
        (head)
        @for part in &parts { (part) }
        (window(cx, offer))
        (buttons(&[extend]))
    };
    let aside = tag(
        if open { Tone::Bad } else { Tone::Good },
        &cx.say(if open { "service-state-open" } else { "service-state-settled" }),
    );
    Ok(panel(&cx.say("service-offer"), Some(&aside), &body))
}

fn window(cx: &PageCx<'_, '_>, offer: &ServiceOffer) -> Markup {
    let window = &offer.window;
    let mut pairs = Vec::new();
    let state = if window.open { "service-window-open" } else { "service-window-closed" };
    let text = match (window.open, window.closes_on, window.shipped_on) {
        (true, Some(on), _) => cx.say_with("service-window-until-shipping-on", &[("on", on.into())]),
        (true, None, _) => cx.say("service-window-until-shipping"),
        (false, _, Some(on)) => cx.say_with("service-window-closed-on", &[("on", on.into())]),
        (false, _, None) => String::new(),
    };
    pairs.push((cx.say("service-window"), html! { strong { (cx.say(state)) } " " (text) }));
    if let (Some(until), Some(by)) = (window.extended_until, &window.extended_by) {
        let reason = window.extended_reason.clone().unwrap_or_default();
        let said = cx.say_with(
            "service-window-extended",
            &[("until", until.into()), ("who", by.name.as_str().into()), ("reason", reason.into())],
        );
        pairs.push((cx.say("service-window-extension"), html! { (said) }));
    }
    facts(&pairs)
}

fn service_line(
    cx: &mut PageCx<'_, '_>,
    offer: &ServiceOffer,
    line: &ServiceLine,
    profiles: &[ProfileFacts],
    back: &str,
) -> Outcome<Markup> {
    let mut decisions = Vec::new();
    for one in &line.decisions {
        decisions.push(decision(cx, one, back)?);
    }
    let forms = decide_forms(cx, offer, line, back)?;
    let mut worths = Vec::with_capacity(line.plans.len());
    for plan in &line.plans {
        worths.push(worth(cx, offer, (line, plan), profiles, back)?);
    }
    let units = cx.say_with("service-units", &[("n", line.units.into())]);
    Ok(html! {
        h3 { (line.description) " " span.small { (units) } }
        @if !decisions.is_empty() { ul.plain role="list" { @for one in &decisions { li { (one) } } } }
        @if !line.undecided.is_empty() {
            (plans(cx, line, &worths))
            (buttons(&forms))
        }
    })
}

/// Offered and accepted, offered and declined, not offered: one button each.
fn decide_forms(
    cx: &mut PageCx<'_, '_>,
    offer: &ServiceOffer,
    line: &ServiceLine,
    back: &str,
) -> Outcome<Vec<Markup>> {
    let undecided = i64::try_from(line.undecided.len()).unwrap_or(1);
    let best = line.plans.iter().rev().find(|plan| plan.possible && plan.year.is_some());
    let form = |answer: Answer, fields: &[&str], words: String| {
        let mut names = fields.to_vec();
        if undecided > 1 {
            names.insert(0, "quantity");
        }
        ActionForm::new("service.decide")
            .fixed("order", offer.order)
            .about("customer", offer.customer.id)
            .fixed("line", line.line)
            .fixed("answer", answer)
            .only(&names)
            .value("quantity", undecided)
            .next(back.to_owned())
            .submit(words)
    };
    let mut accepted = form(
        Answer::Accepted,
        &["plan_version", "contact", "term_months", "billing", "year_price", "offered_by"],
        cx.say("service-do-accepted"),
    );
    let mut declined = form(
        Answer::Declined,
        &["plan_version", "reason", "contact", "offered_by"],
        cx.say("service-do-declined"),
    );
    if let Some(plan) = best {
        accepted = accepted.value("plan_version", plan.plan_version);
        declined = declined.value("plan_version", plan.plan_version);
    }
    if let Some(contact) = offer.contact {
        accepted = accepted.value("contact", contact);
        declined = declined.value("contact", contact);
    }
    let none = form(Answer::NotOffered, &["reason"], cx.say("service-do-not-offered"));
    Ok(vec![
        accepted.dialog(cx, Weight::Primary)?,
        declined.dialog(cx, Weight::Plain)?,
        none.dialog(cx, Weight::Quiet)?,
    ])
}

fn decision(cx: &mut PageCx<'_, '_>, one: &DecisionFacts, back: &str) -> Outcome<Markup> {
    let mut acts = Vec::new();
    if one.awaits_approval {
        acts.push(
            ActionForm::new("service.approve_not_offered")
                .fixed("decision", one.id)
                .fixed("version", one.version)
                .only(&["words"])
                .next(back.to_owned())
                .dialog(cx, Weight::Primary)?,
        );
    }
    if one.answer != Answer::Accepted {
        acts.push(
            ActionForm::new("service.reopen")
                .fixed("decision", one.id)
                .fixed("version", one.version)
                .only(&["reason"])
                .next(back.to_owned())
                .dialog(cx, Weight::Quiet)?,
        );
    }
    let list: Vec<String> = one.units.iter().map(ToString::to_string).collect();
    let units = cx.say_with(
        "service-units-numbered",
        &[("n", one.units.len().into()), ("list", list.join(", ").into())],
    );
    let who = one.offered_by.as_ref().or(one.decided_by.as_ref()).map(|who| who.name.clone());
    Ok(html! {
        (answer(cx, one.answer, one.awaits_approval)) " "
        @if let Some(plan) = &one.plan { strong { (plan) } " " }
        (units)
        @if let (Some(id), Some(number)) = (one.contract, &one.contract_number) { " · " a href={ "/contracts/" (id) } { (number) } }
        @if !one.reason.is_empty() { " · “" (one.reason) "”" @if let Some(name) = &one.said_by { " " span.small { (name) } } }
        " " span.small { (cx.date(one.decided_on)) @if let Some(name) = who { ", " (name) } }
        @if let Some(by) = &one.approved_by { " " span.small { (cx.say_with("service-approved-by", &[("who", by.name.as_str().into())])) } }
        @if !acts.is_empty() { (buttons(&acts)) }
    })
}

/// What can be offered for a line: response, price, whether it can be kept there, what it gives now.
fn plans(cx: &PageCx<'_, '_>, line: &ServiceLine, worths: &[Markup]) -> Markup {
    if line.plans.is_empty() {
        return html! { p { (cx.say("service-no-plan")) } };
    }
    let row = |(plan, worth): (&PlanOffer, &Markup)| Row {
        cells: vec![
            html! { strong { (plan.name) } @if !plan.card.is_empty() { br; span.small { (plan.card) } } },
            html! { (response(cx, plan.response_minutes, plan.cover)) },
            html! { @match plan.year { Some(year) => { (cx.tongue().money(year)) }, None => { (cx.say("service-no-price")) } } },
            worth.clone(),
            html! {
                @if plan.window.gives_uplift() { (tag(Tone::Good, &cx.say("service-uplift"))) }
                @else { span.small { (cx.say(&plan.window.message())) } }
            },
            feasible(cx, plan),
        ],
        tone: if plan.possible { Tone::Plain } else { Tone::Warn },
        ..Row::default()
    };
    table(&Table {
        caption: cx.say("service-plans"),
        columns: vec![
            Column::text(cx.say("service-column-plan")),
            Column::text(cx.say("service-column-response")),
            Column::number(cx.say("service-column-year")),
            Column::text(cx.say("service-column-worth")),
            Column::text(cx.say("service-column-warranty")),
            Column::text(cx.say("service-column-possible")),
        ],
        rows: line.plans.iter().zip(worths).map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

/// What it is worth to this customer in a year as expected, with the way to the year stop by stop. Nothing is claimed
/// without the customer's own number: until then it is asked for here, where the answer is kept.
fn worth(
    cx: &mut PageCx<'_, '_>,
    offer: &ServiceOffer,
    (line, plan): (&ServiceLine, &PlanOffer),
    profiles: &[ProfileFacts],
    back: &str,
) -> Outcome<Markup> {
    let whole = profiles.iter().find(|one| one.asset.is_none() && one.product.is_none());
    let of_product = profiles.iter().find(|one| one.asset.is_none() && one.product == Some(line.product));
    let said = of_product.into_iter().chain(whole).find(|one| one.stop_cost.is_some());
    let theirs = said.and_then(|one| one.confidence).is_some_and(Confidence::is_customers);
    let words = cx.say("service-worth-unknown");
    let ask = if theirs || plan.verdict.is_some() {
        html! {}
    } else if cx.may(Permission::ValueRead) && cx.reader.may_act("value.stop_cost") {
        stop_cost_form(offer.customer.id, said.filter(|one| one.product.is_some()).or(whole))
            .about("plan_version", plan.plan_version)
            .title(cx.say("service-worth-ask"))
            .submit(words)
            .next(back)
            .dialog(cx, Weight::Quiet)?
    } else {
        html! { span.small { (words) } }
    };
    let year = said.filter(|_| cx.may(Permission::ValueRead)).map(|_| {
        format!("/customers/{}/value/{}?product={}", offer.customer.id, plan.plan_version, line.product)
    });
    let verdict = plan.verdict.map(|verdict| {
        let tone = if verdict.sendable() { Tone::Good } else { Tone::Warn };
        tag(tone, &cx.say(&verdict.message()))
    });
    Ok(html! {
        (ask)
        @if let Some(verdict) = verdict { (verdict) }
        @if let (Some(net), Some(outages), Some(even)) = (plan.expected_net, plan.expected_outages, plan.break_even) {
            br; span.small { (cx.say_with("service-worth", &[("net", net.into()), ("outages", outages.into()), ("even", even.round_dp(2).normalize().into())])) }
        }
        @if let Some(year) = year { " " a.small href=(year) { (cx.say("service-worth-year")) } }
    })
}

fn feasible(cx: &PageCx<'_, '_>, plan: &PlanOffer) -> Markup {
    let (tone, word) = match (plan.possible, plan.missing.is_empty()) {
        (true, true) => (Tone::Good, "service-possible"),
        (true, false) => (Tone::Warn, "service-possible-with-tasks"),
        (false, _) => (Tone::Bad, "service-not-possible"),
    };
    html! {
        (tag(tone, &cx.say(word)))
        @if !plan.missing.is_empty() { ul.plain.small role="list" { @for one in &plan.missing { li { (one) } } } }
    }
}

/// Four questions, honest words on stops, answers to what one fears: help at the moment when it is needed (R54).
fn helping(cx: &PageCx<'_, '_>, offer: &ServiceOffer) -> Markup {
    let questions = ["why-buy", "why-important", "stop-cost", "never-fails"];
    let fears = ["downtime", "price", "pushy"];
    let rate = (offer.rep_orders > 0).then(|| {
        cx.say_with(
            "coaching-rate",
            &[("offered", offer.rep_offered.into()), ("orders", offer.rep_orders.into())],
        )
    });
    let cards: Vec<&PlanOffer> =
        offer.lines.first().map(|line| line.plans.iter().collect()).unwrap_or_default();
    let body = html! {
        @if let Some(rate) = rate { p { (rate) } }
        h3 { (cx.say("coaching-questions")) }
        ol { @for one in questions { li { (cx.say(&format!("coaching-question-{one}"))) } } }
        @for plan in cards.iter().filter(|plan| !plan.card_text.is_empty()) {
            (disclosure(&format!("card-{}", plan.plan_version), &plan.name, false, &html! {
                p { strong { (plan.card) } } p { (plan.card_text) }
                @if !plan.customer_card.is_empty() { p { (cx.say("coaching-to-the-customer")) " “" (plan.customer_card) "”" } }
            }))
        }
        h3 { (cx.say("coaching-downtime")) }
        @for line in offer.lines.iter().filter(|line| !line.undecided.is_empty()) { p { (downtime(cx, line)) } }
        h3 { (cx.say("coaching-fears")) }
        @for one in fears {
            (disclosure(&format!("fear-{one}"), &cx.say(&format!("coaching-fear-{one}")), false, &html! { p { (cx.say(&format!("coaching-reply-{one}"))) } }))
        }
        @if cx.opens("/coaching") {
            (buttons(&[button_link(Weight::Quiet, &Link::new(cx.say("coaching-title"), "/coaching"), "")]))
        }
    };
    panel(&cx.say("coaching-panel"), None, &body)
}

/// The model's own failure rate in words that can be said.
fn downtime(cx: &PageCx<'_, '_>, line: &ServiceLine) -> String {
    match &line.downtime {
        Some(found) => cx.say_with(
            "coaching-downtime-text",
            &[
                ("model", line.description.as_str().into()),
                ("rate", found.a_year.into()),
                ("units", found.units.into()),
                ("years", found.years.into()),
            ],
        ),
        None => cx.say("coaching-downtime-unknown"),
    }
}

fn calls(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let list = cx.view(CallList::default())?;
    let empty = empty_state(&cx.say("service-calls-none-title"), &cx.say("service-calls-none"), &[]);
    let rows = list
        .iter()
        .map(|line| Row {
            cells: vec![
                html! { a href={ "/orders/" (line.order) } { (line.number) } },
                html! { (line.customer.name) },
                html! { (line.what) },
                html! { (line.open) },
                html! {
                    (line.contact_name.clone().unwrap_or_default())
                    @if let Some(phone) = &line.contact_phone { " " (call(cx, phone, Weight::Plain)) }
                },
                html! { (line.rep.as_ref().map(|who| who.name.clone()).unwrap_or_default()) },
                day(cx, line.ships_on),
            ],
            ..Row::default()
        })
        .collect();
    let columns = ["order", "customer", "what", "units", "contact", "rep", "ships"];
    let list = table(&Table {
        caption: cx.say("service-calls"),
        columns: columns.map(|name| Column::text(cx.say(&format!("service-call-{name}")))).to_vec(),
        rows,
        empty: Some(empty),
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &cx.say("service-calls"), &html! { p { (cx.say("service-calls-text")) } }, &html! {}))
        (room_tabs(cx, "/contracts/calls"))
        (list)
    };
    Ok(Page::new(cx.say("service-calls"), main).below(cx.say("contracts-title"), "/contracts"))
}
