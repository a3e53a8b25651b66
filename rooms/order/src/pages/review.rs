//! The review of an order: signatures, the date ruler, what is possible and what was said, the agenda, tasks.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Sphere, Tone,
        agenda::{AgendaItem, Signature, Signed, agenda, sign_row},
        html,
        mark::{initials, tag},
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, empty_state, facts, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{
    one::{checkpoints, date_acts, held, possible, promises},
    parts::{day, from_above, order_tabs, state},
    ruler::{Around, ruler},
};
use crate::{
    OrderPlace, ReviewState, Signatory,
    views::{AgendaFacts, ReviewFacts, ReviewPage, TaskFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/orders/{order}/review",
    permission: Permission::OrderRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let review = cx.view(ReviewPage { order: cx.id("order")? })?;
    let order = &review.order;
    let above = from_above(cx, OrderPlace::Review, order.id)?;
    let acts = date_acts(cx, order)?;
    let points = points(cx, &review)?;
    let tasks = tasks(cx, &review)?;
    let persons = persons(cx, &review)?;
    let checkpoints = checkpoints(cx, order)?;
    let around = Around {
        today: Some(review.today),
        earliest_ship: review.earliest_ship,
        earliest_install: review.earliest_install,
        slots: &review.slots,
        crews: &review.crews,
    };
    let dates = html! { (ruler(cx, order, &around)) @if !acts.is_empty() { (buttons(&acts)) } };
    let main = html! {
        (head(cx, &review))
        (order_tabs(cx, order, "order-review"))
        (held(cx, order))
        (panel(&cx.say("order-what-we-said"), slack(cx, &review).as_ref(), &dates))
        (columns(&html! { (points) (tasks) }, &html! { (persons) (stake(cx, &review)) }))
        (above)
        (columns(&html! { (possible(cx, order)) (promises(cx, order)) }, &checkpoints))
    };
    let page = Page::new(cx.say("order-review"), main);
    let page = page
        .below(cx.say("orders-title"), "/orders")
        .below(order.number.clone(), format!("/orders/{}", order.id));
    Ok(page.live(order.customer.id))
}

fn head(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> Markup {
    let order = &review.order;
    let what = order.lines.first().map(|line| line.description.clone()).unwrap_or_default();
    let facts = [("customer", order.customer.name.clone().into()), ("what", what.into())];
    let title = cx.say_with("order-review-of", &facts);
    let mut line: Vec<Markup> = review.causes.iter().map(|cause| html! { (cause.text) }).collect();
    line.push(html! { (cx.tongue().money(order.totals.gross)) });
    line.push(state(cx, order.state));
    page_head(None, &title, &dots(&line), &sign_row(&signatures(cx, review)))
}

fn signatures(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> Vec<Signature> {
    let Some(id) = review.review else { return Vec::new() };
    let sphere = |function| match function {
        Signatory::Sales => Sphere::Sales,
        Signatory::Manufacturing => Sphere::Both,
        Signatory::Service => Sphere::Service,
    };
    review
        .signatures
        .iter()
        .map(|sign| {
            let who = sign.signed_by.as_ref().or(sign.awaited.as_ref());
            let text = match (&sign.signed_by, sign.signed_at) {
                (Some(who), Some(at)) => cx.say_with(
                    "review-signed-by",
                    &[("who", who.name.clone().into()), ("at", cx.tongue().time(at).into())],
                ),
                _ => cx.say("review-not-signed"),
            };
            let act = sign.yours.then(|| {
                ActionForm::new("review.sign")
                    .fixed("review", id)
                    .fixed("function", sign.function)
                    .next(format!("/orders/{}/review", review.order.id))
                    .button(cx, Weight::Primary)
            });
            Signature {
                part: cx.say(&sign.function.message()),
                initials: who.map(|who| initials(&who.name)).unwrap_or_default(),
                sphere: Some(sphere(sign.function)),
                state: if sign.signed_by.is_some() { Signed::Yes } else { Signed::Waiting },
                state_text: text,
                act,
            }
        })
        .collect()
}

fn slack(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> Option<Markup> {
    let days = review.slack_days?;
    let (tone, key, days) =
        if days < 0 { (Tone::Bad, "order-late-by", -days) } else { (Tone::Good, "order-slack", days) };
    Some(tag(tone, &cx.say_with(key, &[("days", days.into())])))
}

/// A form about this review that leads back to it.
fn form(review: &ReviewFacts, action: &'static str) -> ActionForm {
    let form = ActionForm::new(action).next(format!("/orders/{}/review", review.order.id));
    match review.review {
        Some(id) => form.fixed("review", id),
        None => form,
    }
}

fn points(cx: &mut PageCx<'_, '_>, review: &ReviewFacts) -> Outcome<Markup> {
    let title = cx.say("review-agenda");
    let Some(_) = review.review else {
        let invite =
            form(review, "review.invite").fixed("order", review.order.id).only(&["persons", "meets_at"]);
        let invite = invite.dialog(cx, Weight::Plain)?;
        let empty = empty_state(&cx.say("review-none-title"), &cx.say("review-none"), &[invite]);
        return Ok(panel(&title, None, &empty));
    };
    let open = review.state == Some(ReviewState::Open);
    let mut list = Vec::with_capacity(review.agenda.len());
    for item in &review.agenda {
        let mut shown = point(cx, review, item);
        if open && item.decision.is_none() {
            shown.tag = Some(buttons(&[decide(cx, review, item)?]));
        }
        list.push(shown);
    }
    let mut forms = Vec::new();
    if open {
        forms.push(form(review, "review.add_point").only(&["title"]).dialog(cx, Weight::Quiet)?);
    }
    if review.signatures.iter().any(|sign| sign.signed_by.is_some()) {
        forms.push(form(review, "review.reopen").only(&["reason"]).dialog(cx, Weight::Quiet)?);
    }
    let all = i64::try_from(review.agenda.len()).unwrap_or(0);
    let facts = [("done", (all - review.open_points).into()), ("all", all.into())];
    let aside = html! { (cx.say_with("review-settled", &facts)) };
    Ok(panel(&title, Some(&aside), &html! { (agenda(&list)) (buttons(&forms)) }))
}

/// The decision on a point, asked for where the point stands.
fn decide(cx: &mut PageCx<'_, '_>, review: &ReviewFacts, item: &AgendaFacts) -> Outcome<Markup> {
    let facts = [("point", point_title(cx, item).into())];
    ActionForm::new("review.decide")
        .fixed("item", item.id)
        .fixed("version", item.version)
        .only(&["decision"])
        .next(format!("/orders/{}/review", review.order.id))
        .submit(cx.say_with("review-decide-point", &facts))
        .dialog(cx, Weight::Plain)
}

fn point_title(cx: &PageCx<'_, '_>, item: &AgendaFacts) -> String {
    if item.title.is_empty() {
        cx.say(&format!("review-item-{}", item.kind.replace('_', "-")))
    } else {
        item.title.clone()
    }
}

fn point(cx: &PageCx<'_, '_>, review: &ReviewFacts, item: &AgendaFacts) -> AgendaItem {
    let done = item.decision.is_some();
    let missing = |kind: &str| item.kind == kind && !done;
    let text = match &item.decision {
        Some(decision) => {
            let who = item.decided_by.as_ref().map(|who| who.name.clone()).unwrap_or_default();
            format!("{decision} ({who})")
        }
        None if missing("access") => access_text(cx, review),
        None if missing("installation") => review
            .earliest_install
            .map(|on| cx.say_with("order-install-from", &[("on", on.into())]))
            .unwrap_or_default(),
        None if missing("dates") => slack_text(cx, review),
        None => String::new(),
    };
    AgendaItem {
        title: point_title(cx, item),
        text,
        done,
        state: cx.say(if done { "review-point-settled" } else { "review-point-open" }),
        tag: None,
        href: None,
    }
}

fn slack_text(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> String {
    match review.earliest_ship.zip(review.required_on) {
        Some((earliest, required)) => {
            cx.say_with("order-need-and-can", &[("required", required.into()), ("earliest", earliest.into())])
        }
        None => String::new(),
    }
}

fn access_text(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> String {
    let Some(access) = &review.access else { return String::new() };
    if access.gaps.is_empty() {
        return cx.say("review-access-complete");
    }
    let gaps: Vec<String> = access.gaps.iter().map(|gap| cx.say(&gap.message())).collect();
    cx.say_with("review-access-lacks", &[("gaps", gaps.join(", ").into())])
}

fn tasks(cx: &mut PageCx<'_, '_>, review: &ReviewFacts) -> Outcome<Markup> {
    if review.review.is_none() {
        return Ok(html! {});
    }
    let mut items = Vec::new();
    for task in &review.tasks {
        items.push(one_task(cx, review, task)?);
    }
    let add = form(review, "review.add_task").only(&["what", "owner", "due_on"]).dialog(cx, Weight::Plain)?;
    let body = html! {
        @if items.is_empty() { p { (cx.say("review-no-task")) } }
        ul role="list" { @for item in &items { li { (item) } } }
        (buttons(&[add]))
    };
    Ok(panel(&cx.say("review-tasks"), None, &body))
}

fn one_task(cx: &mut PageCx<'_, '_>, review: &ReviewFacts, task: &TaskFacts) -> Outcome<Markup> {
    let finish = if task.done_at.is_none() {
        ActionForm::new("review.finish_task")
            .fixed("task", task.id)
            .only(&["outcome"])
            .next(format!("/orders/{}/review", review.order.id))
            .dialog(cx, Weight::Quiet)?
    } else {
        html! {}
    };
    Ok(html! {
        (task.what) " "
        span.small { (task.owner.name) ", " (cx.instant(task.due_at)) }
        @if task.late { " " (tag(Tone::Bad, &cx.say("review-task-late"))) }
        @if task.done_at.is_some() { " " (tag(Tone::Good, &cx.say("done"))) }
        @if let Some(outcome) = &task.outcome { " " (outcome) }
        " " (finish)
    })
}

fn persons(cx: &mut PageCx<'_, '_>, review: &ReviewFacts) -> Outcome<Markup> {
    if review.review.is_none() {
        return Ok(html! {});
    }
    let mut forms = Vec::new();
    if review.state == Some(ReviewState::Open) {
        let invite = ActionForm::new("review.invite")
            .fixed("order", review.order.id)
            .only(&["persons", "meets_at"])
            .next(format!("/orders/{}/review", review.order.id));
        forms.push(invite.dialog(cx, Weight::Plain)?);
        forms.push(form(review, "review.note_presence").only(&["present"]).dialog(cx, Weight::Quiet)?);
    }
    let body = html! {
        @if let Some(at) = review.meets_at { p { (cx.instant(at)) } }
        @if review.persons.is_empty() { p { (cx.say("review-nobody")) } }
        ul role="list" {
            @for one in &review.persons {
                li { (one.person.name) @if one.present { " " (tag(Tone::Good, &cx.say("review-present"))) } }
            }
        }
        (buttons(&forms))
    };
    Ok(panel(&cx.say("review-persons"), None, &body))
}

fn stake(cx: &PageCx<'_, '_>, review: &ReviewFacts) -> Markup {
    let order = &review.order;
    let mut pairs = vec![(cx.say("order-gross"), html! { (cx.tongue().money(order.totals.gross)) })];
    if let Some(stake) = &review.programme {
        let value = stake.value.map_or_else(|| "–".to_owned(), |value| cx.tongue().money(value));
        let facts = [("done", stake.done.into()), ("units", stake.units.into()), ("value", value.into())];
        let text = cx.say_with("order-stake-programme-text", &facts);
        let href = cx.home("programme", stake.programme);
        pairs.push((
            cx.say("order-stake-programme"),
            html! {
                @match &href { Some(href) => a href=(href) { (stake.name) }, None => (stake.name) }
                br; (text)
            },
        ));
        pairs.push((cx.say("order-stake-decide"), day(cx, stake.latest_decision_on)));
    }
    pairs.push((cx.say("order-date-required"), day(cx, review.required_on)));
    if let Some(name) = &order.contact_name {
        let call = order.contact_phone.as_ref().map(|phone| {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            button_link(Weight::Plain, &Link::new(cx.say("order-call"), format!("tel:{digits}")), "")
        });
        pairs.push((cx.say("field-contact"), html! { (name) @if let Some(call) = call { " " (call) } }));
    }
    panel(&cx.say("order-stake"), None, &facts(&pairs))
}
