//! Bought, expected, delivered: three columns side by side, the gaps above them with their plans (R27).

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Tone,
        agenda::{AgendaItem, agenda},
        board::{BoardColumn, Card, board},
        html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{dots, notice, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::tasks::step;
use crate::{
    id::TaskState,
    rules::columns::Met,
    views::{Columns, ColumnsFacts, GapFacts},
};

pub(super) const OF_ORDER: PageDef = PageDef {
    path: "/orders/{order}/delivered",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw: of_order,
};

pub(super) const OF_CONTRACT: PageDef = PageDef {
    path: "/contracts/{contract}/delivered",
    permission: Permission::DeliveryRead,
    audience: Audience::Staff,
    nav: None,
    draw: of_contract,
};

fn of_order(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let order = cx.id("order")?;
    draw(cx, Columns { order: Some(order), contract: None })
}

fn of_contract(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let contract = cx.id("contract")?;
    draw(cx, Columns { order: None, contract: Some(contract) })
}

fn draw(cx: &mut PageCx<'_, '_>, asked: Columns) -> Outcome<Page> {
    let shown = cx.view(asked)?;
    let here = cx.address.split('?').next().unwrap_or_default().to_owned();
    let gaps = gaps(cx, &shown, &here)?;
    let reviews = reviews(cx, &shown, &here)?;
    let expect = named(ActionForm::new("delivery.expect"), &shown)
        .only(&["words", "in_contract"])
        .next(here)
        .dialog(cx, Weight::Plain)?;
    let number = shown.order_number.clone().or_else(|| shown.contracts.first().map(|one| one.number.clone()));
    let number = number.unwrap_or_default();
    let customer = cx.home("customer", shown.customer.id);
    let line = [
        html! { @match &customer { Some(href) => a href=(href) { (shown.customer.name) }, None => (shown.customer.name) } },
        html! { (number) },
        html! { (cx.date(shown.today)) },
    ];
    let title = cx.say("delivery-columns");
    let main = html! {
        (page_head(None, &title, &dots(&line), &html! { (expect) }))
        (open(cx, &shown))
        (gaps)
        (board(&title, &[bought(cx, &shown), expected(cx, &shown), delivered(cx, &shown)]))
        (reviews)
    };
    let page = Page::new(title, main);
    let page = match shown.order {
        Some(order) => page.below(number, format!("/orders/{order}")),
        None => page.below(cx.say("contracts-title"), "/contracts"),
    };
    Ok(page.live(shown.customer.id))
}

fn named(form: ActionForm, shown: &ColumnsFacts) -> ActionForm {
    match (shown.order, shown.contracts.first()) {
        (Some(order), _) => form.fixed("order", order),
        (None, Some(contract)) => form.fixed("contract", contract.id),
        (None, None) => form,
    }
}

fn open(cx: &PageCx<'_, '_>, shown: &ColumnsFacts) -> Markup {
    if shown.open_gaps == 0 {
        return notice(
            Tone::Good,
            &cx.say("delivery-no-gaps"),
            &html! { (cx.say("delivery-no-gaps-text")) },
            &[],
        );
    }
    let worth: Vec<String> = shown.worth.iter().map(|worth| cx.tongue().money(*worth)).collect();
    let title = cx.say_with("delivery-gaps-open", &[("n", shown.open_gaps.into())]);
    let text = html! {
        @if worth.is_empty() { (cx.say("delivery-gaps-text")) }
        @else { (cx.say_with("delivery-gaps-worth", &[("worth", worth.join(" + ").into())])) }
    };
    notice(Tone::Warn, &title, &text, &[])
}

fn gaps(cx: &mut PageCx<'_, '_>, shown: &ColumnsFacts, here: &str) -> Outcome<Markup> {
    if shown.gaps.is_empty() {
        return Ok(html! {});
    }
    let mut list = Vec::new();
    for gap in &shown.gaps {
        let act = gap_act(cx, shown, gap, here)?;
        list.push(AgendaItem {
            title: gap.what.clone(),
            text: gap_text(cx, gap),
            done: gap.closed,
            state: cx.say(if gap.closed { "gap-state-closed" } else { "delivery-gap-open" }),
            tag: Some(act),
            href: None,
        });
    }
    Ok(panel(&cx.say("delivery-gaps"), None, &agenda(&list)))
}

fn gap_text(cx: &PageCx<'_, '_>, gap: &GapFacts) -> String {
    let mut words = vec![cx.say(&gap.why.message())];
    if gap.missing > 0 {
        words.push(cx.say_with("delivery-missing", &[("n", gap.missing.into())]));
    }
    words.extend(gap.worth.map(|worth| cx.tongue().money(worth)));
    if let (Some(plan), Some(owner), Some(due)) = (&gap.plan, &gap.owner, gap.due_on) {
        words.push(format!("{plan} ({}, {})", owner.name, cx.date(due)));
    } else if !gap.closed {
        words.push(cx.say("delivery-no-plan"));
    }
    words.extend(gap.closed_words.clone());
    words.join(" · ")
}

fn gap_act(cx: &mut PageCx<'_, '_>, shown: &ColumnsFacts, gap: &GapFacts, here: &str) -> Outcome<Markup> {
    if gap.closed {
        return Ok(html! {});
    }
    let plan = named(ActionForm::new("delivery.plan_gap"), shown)
        .fixed("key", &gap.key)
        .value("plan", &gap.plan)
        .value("owner", gap.owner.as_ref().map(|who| who.id))
        .value("due_on", gap.due_on)
        .only(&["plan", "owner", "due_on"])
        .next(here.to_owned());
    let weight = if gap.plan.is_some() { Weight::Quiet } else { Weight::Plain };
    let mut acts = vec![plan.dialog(cx, weight)?];
    if let (Some(id), Some(version)) = (gap.agreed, gap.version) {
        let close =
            ActionForm::new("delivery.close_gap").fixed("gap", id).fixed("version", version).only(&["words"]);
        acts.push(close.next(here.to_owned()).dialog(cx, Weight::Plain)?);
    }
    Ok(buttons(&acts))
}

fn column(title: String, cards: Vec<Card>, empty: String) -> BoardColumn {
    BoardColumn { title, count: cards.len().to_string(), sums: Vec::new(), cards, more: None, empty }
}

fn bought(cx: &PageCx<'_, '_>, shown: &ColumnsFacts) -> BoardColumn {
    let cards = shown.bought.iter().map(|one| {
        let far =
            cx.say_with("installation-far", &[("done", one.delivered.into()), ("all", one.bought.into())]);
        let state = if one.delivered >= one.bought {
            Some((cx.say("delivery-all"), Tone::Good))
        } else if one.delivered < one.due_by_now {
            Some((cx.say_with("delivery-due-by-now", &[("n", one.due_by_now.into())]), Tone::Bad))
        } else {
            None
        };
        Card {
            title: one.what.clone(),
            over: cx.say(&one.kind.message()),
            figure: far,
            state,
            ..Card::default()
        }
    });
    column(cx.say("delivery-bought"), cards.collect(), cx.say("delivery-nothing"))
}

fn expected(cx: &PageCx<'_, '_>, shown: &ColumnsFacts) -> BoardColumn {
    let cards = shown.expected.iter().map(|one| {
        let tone = match one.met {
            Met::Yes => Tone::Good,
            Met::No => Tone::Bad,
            Met::Open => Tone::Plain,
        };
        let next = if one.agreed { None } else { Some(tag(Tone::Warn, &cx.say("delivery-not-agreed"))) };
        Card {
            title: one.what.clone(),
            over: cx.say(&one.kind.message()),
            figure: one.on.map(|on| cx.date(on)).unwrap_or_default(),
            next,
            state: Some((cx.say(&one.met.message()), tone)),
            ..Card::default()
        }
    });
    column(cx.say("delivery-expected"), cards.collect(), cx.say("delivery-nothing"))
}

fn delivered(cx: &PageCx<'_, '_>, shown: &ColumnsFacts) -> BoardColumn {
    let cards = shown.delivered.iter().map(|one| Card {
        title: one.what.clone(),
        over: cx.say(&one.kind.message()),
        figure: cx.date(one.on),
        ..Card::default()
    });
    column(cx.say("delivery-delivered"), cards.collect(), cx.say("delivery-nothing"))
}

fn reviews(cx: &mut PageCx<'_, '_>, shown: &ColumnsFacts, here: &str) -> Outcome<Markup> {
    if shown.reviews.is_empty() {
        return Ok(html! {});
    }
    let mut list = Vec::new();
    for review in &shown.reviews {
        let hold = ActionForm::new("delivery.hold_review")
            .fixed("review", review.id)
            .fixed("version", review.version)
            .only(&["words", "held_on"])
            .next(here.to_owned());
        let near = review.due_on <= shown.today;
        let act = if review.state == TaskState::Open {
            hold.dialog(cx, if near { Weight::Primary } else { Weight::Quiet })?
        } else {
            html! {}
        };
        let late = if review.late {
            tag(Tone::Bad, &cx.say("delivery-overdue"))
        } else {
            html! {}
        };
        let mut words = vec![cx.date(review.held_on.unwrap_or(review.due_on)), review.owner.name.clone()];
        if review.held_on.is_some() {
            words.push(cx.say_with("delivery-review-found", &[("n", review.gaps.into())]));
        }
        words.extend(review.words.clone());
        list.push(AgendaItem {
            title: step(cx, review),
            text: words.join(" · "),
            done: review.state == TaskState::Done,
            state: cx.say(&review.state.message()),
            tag: Some(buttons(&[late, act])),
            href: None,
        });
    }
    Ok(panel(&cx.say("delivery-reviews"), None, &agenda(&list)))
}
