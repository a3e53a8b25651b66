//! One order: what was agreed, the dates of its lines with their history, what holds it, its checkpoints and promises.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, disclosure, dots, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Currency, Money, Outcome, Permission};
use accord_room_capacity::pages::limits_list;

use super::{
    parts::{checkpoint_state, day, from_above, holds, order_tabs, rule_text, state, stated},
    ruler::{Around, ruler},
};
use crate::{
    LineKind, LineState, OrderPlace, OrderState,
    rules::version::{Changed, Difference},
    views::{CheckpointFacts, LineFacts, OneOrder, OrderFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/orders/{order}",
    permission: Permission::OrderRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let order = cx.view(OneOrder { order: cx.id("order")? })?;
    let above = from_above(cx, OrderPlace::Order, order.id)?;
    let acts = acts(cx, &order)?;
    let checkpoints = checkpoints(cx, &order)?;
    let lines = lines(cx, &order)?;
    let around = Around {
        today: order
            .possible
            .as_ref()
            .and_then(|possible| possible.capable.as_ref())
            .map(|capable| capable.today),
        earliest_ship: earliest(&order).0,
        earliest_install: earliest(&order).1,
        ..Around::default()
    };
    // With everything shipped there is no day left to look forward to.
    let ruler = ruler(cx, &order, &around);
    let main = html! {
        (head(cx, &order))
        (order_tabs(cx, &order, "order-title"))
        (held(cx, &order))
        @if !ruler.0.is_empty() { (panel(&cx.say("order-dates"), None, &ruler)) }
        (acts)
        (above)
        (lines)
        (columns(&html! { (checkpoints) (possible(cx, &order)) (history(cx, &order)) }, &html! {
            (promises(cx, &order))
            (agreement(cx, &order))
            (versions(cx, &order))
        }))
    };
    Ok(Page::new(order.number.clone(), main).below(cx.say("orders-title"), "/orders").live(order.customer.id))
}

pub(super) fn earliest(order: &OrderFacts) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
    let capable = order.possible.as_ref().and_then(|possible| possible.capable.as_ref());
    (capable.and_then(|capable| capable.ship), capable.and_then(|capable| capable.install))
}

/// Title, facts and state of an order.
pub(super) fn head(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    let customer = cx.home("customer", order.customer.id);
    let mut line = vec![
        html! { @match &customer { Some(href) => a href=(href) { (order.customer.name) }, None => (order.customer.name) } },
        html! { (order.customer_reference) },
        html! { (cx.date(order.ordered_on)) },
        html! { (cx.tongue().money(order.totals.gross)) },
    ];
    if order.net_new {
        line.push(tag(Tone::Good, &cx.say("order-net-new")));
    }
    if order.trial {
        line.push(tag(Tone::Plain, &cx.say("order-trial")));
    }
    let pdf = Link::new(cx.say("order-pdf"), format!("/orders/{}/pdf", order.id));
    let right = html! {
        (state(cx, order.state)) " " (holds(cx, order.holds.iter().map(|hold| hold.word.as_str()))) " "
        (button_link(Weight::Quiet, &pdf, ""))
    };
    page_head(None, &order.number, &dots(&line), &right)
}

/// What is open before manufacturing may begin, or since then before goods may leave; with nothing open, the button.
pub(super) fn held(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    let held = order.state == OrderState::Held;
    if order.holds.is_empty() {
        if !held {
            return html! {};
        }
        let release =
            form(order, "order.release").fixed("version", order.version).button(cx, Weight::Primary);
        return notice(
            Tone::Good,
            &cx.say("order-ready"),
            &html! { (cx.say("order-ready-text")) },
            &[release],
        );
    }
    let list = html! { ul role="list" { @for hold in &order.holds { li { (hold.text) } } } };
    notice(Tone::Warn, &cx.say(if held { "order-held" } else { "order-open-again" }), &list, &[])
}

/// A form about this order that leads back to it.
pub(super) fn form(order: &OrderFacts, action: &'static str) -> ActionForm {
    ActionForm::new(action)
        .fixed("order", order.id)
        .about("customer", order.customer.id)
        .next(format!("/orders/{}", order.id))
}

fn acts(cx: &mut PageCx<'_, '_>, order: &OrderFacts) -> Outcome<Markup> {
    if !matches!(order.state, OrderState::Held | OrderState::Released) {
        return Ok(html! {});
    }
    let mut list = date_acts(cx, order)?;
    if order.state == OrderState::Released {
        list.push(
            form(order, "order.ship").only(&["shipped_on", "evidence", "lines"]).dialog(cx, Weight::Plain)?,
        );
    }
    if cx.reader.may_act("order.amend") {
        let fields =
            ["reason", "changes", "lines", "taxes", "customer_reference", "payment_terms", "delivery_terms"];
        let amend = form(order, "order.amend").fixed("version", order.version).only(&fields);
        list.push(button_link(Weight::Plain, &Link::new(cx.say("action-order-amend"), amend.href()), ""));
    }
    Ok(buttons(&list))
}

/// Telling, aiming, expecting: the forms of an order's dates.
pub(super) fn date_acts(cx: &mut PageCx<'_, '_>, order: &OrderFacts) -> Outcome<Vec<Markup>> {
    let due: Vec<&LineFacts> = order.lines.iter().filter(|line| is_due(line)).collect();
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let told = due.iter().any(|line| line.committed_on.is_some());
    let mut fields = vec!["on", "told_by", "contact", "install_on", "wording"];
    if told {
        fields.extend(["reason", "customer_words"]);
    }
    fields.push("override_reason");
    if order.ship_apart {
        fields.push("lines");
    }
    let mut commit = form(order, "order.commit_date").only(&fields);
    if let Some(required) = due.iter().filter_map(|line| line.required_on).min().filter(|_| !told) {
        commit = commit.value("on", required);
    }
    if let Some(contact) = order.contact {
        commit = commit.value("contact", contact);
    }
    let aim: &[&str] = if order.ship_apart { &["on", "reason", "lines"] } else { &["on", "reason"] };
    let mut target = form(order, "order.set_target").only(aim);
    if let Some(on) = due.iter().filter_map(|line| line.target_on).min().or(earliest(order).0) {
        target = target.value("on", on);
    }
    let weight = if told { Weight::Plain } else { Weight::Primary };
    let mut list = vec![commit.dialog(cx, weight)?, target.dialog(cx, Weight::Plain)?];
    list.push(form(order, "order.set_forecast").only(aim).dialog(cx, Weight::Plain)?);
    if told {
        list.push(form(order, "checkpoint.request_now").only(&["words"]).dialog(cx, Weight::Plain)?);
    }
    Ok(list)
}

fn is_due(line: &LineFacts) -> bool {
    line.kind == LineKind::Goods && line.state == LineState::Open
}

fn lines(cx: &mut PageCx<'_, '_>, order: &OrderFacts) -> Outcome<Markup> {
    let mut rows = Vec::new();
    for line in &order.lines {
        rows.push(line_row(cx, order, line)?);
    }
    let total = vec![
        html! {},
        html! { strong { (cx.say("order-net")) } },
        html! {},
        html! { strong { (cx.tongue().money(order.totals.net)) } },
        html! {},
        html! {},
        html! {},
        html! {},
        html! {},
    ];
    let columns =
        ["no", "what", "quantity", "net", "required", "committed", "target", "forecast", "line-state"];
    let columns = columns.map(|name| {
        let label = cx.say(&format!("order-column-{name}"));
        if matches!(name, "quantity" | "net") { Column::number(label) } else { Column::text(label) }
    });
    Ok(table(&Table {
        caption: cx.say("order-lines"),
        columns: columns.to_vec(),
        rows,
        foot: Some(total),
        ..Table::default()
    }))
}

fn line_row(cx: &mut PageCx<'_, '_>, order: &OrderFacts, line: &LineFacts) -> Outcome<Row> {
    let open = matches!(order.state, OrderState::Held | OrderState::Released);
    let cancel = if open
        && line.kind != LineKind::Cancellation
        && matches!(line.state, LineState::Open | LineState::Settled)
    {
        form(order, "order.cancel_line")
            .fixed("version", order.version)
            .fixed("line", line.id)
            .only(&["quantity", "customer_words"])
            .dialog(cx, Weight::Quiet)?
    } else {
        html! {}
    };
    let tone = match line.delivery.as_str() {
        "late" | "open_and_late" => Tone::Bad,
        "on_time" => Tone::Good,
        _ => Tone::Plain,
    };
    let first = line.first_committed_on.filter(|first| Some(*first) != line.committed_on);
    let cells = vec![
        html! { (line.line_no) },
        html! {
            (line.description)
            @if let Some(no) = line.cancels { " " span.small { (cx.say_with("order-takes-back", &[("no", no.into())])) } }
        },
        html! { (cx.tongue().decimal(line.quantity)) @if line.left != line.quantity { " " span.small { (cx.say_with("order-left", &[("left", line.left.into())])) } } },
        html! { (cx.tongue().money(line.net)) },
        day(cx, line.required_on),
        html! {
            (day(cx, line.committed_on))
            @if let Some(first) = first { " " span.small { (cx.say_with("order-first-told", &[("on", first.into())])) } }
        },
        day(cx, line.target_on),
        day(cx, line.forecast_on),
        html! {
            @match line.shipped_on {
                Some(on) => { (cx.date(on)) " " (tag(tone, &cx.say(&format!("delivery-{}", line.delivery.replace('_', "-"))))) },
                None => { (tag(tone, &cx.say(&line.state.message()))) },
            }
            " " (cancel)
        },
    ];
    Ok(Row { cells, ..Row::default() })
}

/// The checkpoints, those on which somebody may act with their forms.
pub(super) fn checkpoints(cx: &mut PageCx<'_, '_>, order: &OrderFacts) -> Outcome<Markup> {
    if order.checkpoints.is_empty() {
        return Ok(html! {});
    }
    let mut parts = Vec::new();
    for row in &order.checkpoints {
        parts.push(checkpoint(cx, order, row)?);
    }
    Ok(panel(&cx.say("checkpoints-title"), None, &html! { @for part in &parts { (part) } }))
}

fn checkpoint(cx: &mut PageCx<'_, '_>, order: &OrderFacts, row: &CheckpointFacts) -> Outcome<Markup> {
    let mut forms = Vec::new();
    if row.open {
        let back = format!("/orders/{}", order.id);
        let form = |action: &'static str, fields: &[&str]| {
            let form = ActionForm::new(action).fixed("checkpoint", row.id).fixed("version", row.version);
            form.only(fields).next(back.clone())
        };
        let asked: &[&str] = if order.ship_apart {
            &["choice", "lines", "on", "words", "told_by", "contact"]
        } else {
            &["choice", "on", "words", "told_by", "contact"]
        };
        let mut decide = form("checkpoint.act", asked).about("order", order.id);
        if let Some(contact) = order.contact {
            decide = decide.value("contact", contact);
        }
        // Goods that ship apart have each a target of their own.
        let aimed = order.lines.iter().filter_map(|line| line.target_on).min();
        if let Some(on) = aimed.filter(|_| !order.ship_apart) {
            decide = decide.value("on", on);
        }
        forms.push(decide.dialog(cx, Weight::Primary)?);
        forms.push(form("checkpoint.state_readiness", &["percent", "note"]).dialog(cx, Weight::Plain)?);
        forms.push(form("checkpoint.state_service", &["able", "from"]).dialog(cx, Weight::Plain)?);
    }
    let mut pairs = vec![
        (
            cx.say("checkpoint-column-due"),
            html! { (day(cx, Some(row.due_on))) " " (checkpoint_state(cx, row.state)) },
        ),
        (cx.say("checkpoint-column-owner"), html! { (row.owner.name) }),
        (cx.say("checkpoint-column-stated"), stated(cx, row)),
    ];
    if let Some(words) = &row.request_words {
        pairs.push((cx.say("checkpoint-asked-words"), html! { (words) }));
    }
    if let Some(words) = &row.customer_answer {
        let who = row.decided_by.as_ref().map(|who| who.name.clone()).unwrap_or_default();
        pairs.push((cx.say("checkpoint-answer"), html! { (words) " " span.small { (who) } }));
    }
    Ok(html! { (facts(&pairs)) @if !forms.is_empty() { (buttons(&forms)) } })
}

/// What could be promised, and what limits it; inside only.
pub(super) fn possible(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    let Some(possible) = &order.possible else { return html! {} };
    let aside = html! { (cx.say("order-inside-only")) };
    if let Some(text) = &possible.unknown_text {
        return panel(
            &cx.say("order-possible"),
            Some(&aside),
            &notice(Tone::Warn, &cx.say("order-cannot-say"), &html! { (text) }, &[]),
        );
    }
    let Some(capable) = &possible.capable else { return html! {} };
    let beyond = || cx.say_with("order-beyond", &[("until", capable.until.into())]);
    let ship = capable.ship.map_or_else(beyond, |on| cx.tongue().date_with_day(on));
    let mut pairs = vec![(cx.say("order-earliest-ship"), html! { strong { (ship) } })];
    if capable.installs {
        let install = match (&capable.install, &capable.install_unknown) {
            (Some(on), _) => cx.tongue().date_with_day(*on),
            (None, Some(rule)) => rule_text(cx, rule),
            (None, None) => beyond(),
        };
        pairs.push((cx.say("order-earliest-install"), html! { strong { (install) } }));
    }
    panel(&cx.say("order-possible"), Some(&aside), &html! { (facts(&pairs)) (limits_list(&capable.limits)) })
}

/// What the customer was promised of this order.
pub(super) fn promises(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    let body = html! {
        @if order.promises.is_empty() { p { (cx.say("order-no-promise")) } }
        @for promise in &order.promises {
            div {
                p { a href={ "/promises/" (promise.number) } { (promise.wording) } }
                p.small {
                    (promise.number) " · " (cx.say(&promise.state.message())) " · " (promise.owner.name)
                    @if promise.chance_n > 0 { " · " (cx.say_with("order-chance", &[("kept", promise.chance_kept.into()), ("n", promise.chance_n.into())])) }
                }
                @if let Some(reason) = &promise.override_reason {
                    p.small { (cx.say_with("order-overridden", &[("who", promise.override_by.as_ref().map(|who| who.name.clone()).unwrap_or_default().into()), ("reason", reason.as_str().into())])) }
                }
            }
        }
    };
    panel(&cx.say("order-promised"), None, &body)
}

fn agreement(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    let mut pairs = Vec::new();
    let mut put = |key: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            pairs.push((cx.say(key), html! { (value) }));
        }
    };
    put("field-site", order.site_name.as_deref());
    put("field-contact", order.contact_name.as_deref());
    put("field-phone", order.contact_phone.as_deref());
    put("field-payment-terms", Some(&order.payment_terms));
    put("field-delivery-terms", Some(&order.delivery_terms));
    for tax in &order.totals.taxes {
        let name = format!("{} {} %", tax.name, cx.tongue().decimal(tax.percent));
        pairs.push((name, html! { (cx.tongue().money(tax.amount)) }));
    }
    pairs.push((cx.say("order-gross"), html! { strong { (cx.tongue().money(order.totals.gross)) } }));
    panel(&cx.say("order-agreement"), None, &facts(&pairs))
}

fn versions(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    let body = html! {
        ol role="list" {
            @for version in &order.versions {
                li {
                    strong { (cx.say_with("order-version", &[("n", version.number.into())])) } " "
                    span.small { (cx.instant(version.made_at)) " " (version.made_by.as_ref().map(|who| who.name.as_str()).unwrap_or_default()) }
                    @if !version.reason.is_empty() { p { (version.reason) } }
                    @if !version.differences.is_empty() {
                        ul { @for one in &version.differences { li { (difference(cx, one, order.totals.net.currency)) } } }
                    }
                }
            }
        }
    };
    panel(&cx.say("order-versions"), None, &body)
}

fn difference(cx: &PageCx<'_, '_>, one: &Difference, currency: Currency) -> String {
    let what = cx.say(&one.what.message());
    let value = |text: &Option<String>| {
        text.clone().map_or_else(|| "–".to_owned(), |text| shown(cx, one.what, &text, currency))
    };
    let mut facts =
        vec![("what", what.into()), ("old", value(&one.old).into()), ("new", value(&one.new).into())];
    match one.line_no {
        Some(no) => {
            facts.push(("no", no.into()));
            cx.say_with("order-difference-in-line", &facts)
        }
        None => cx.say_with("order-difference", &facts),
    }
}

/// A stored value as people read it.
fn shown(cx: &PageCx<'_, '_>, what: Changed, text: &str, currency: Currency) -> String {
    let scaled = |scale: u32| {
        let number = text.parse().map(|number| crate::rules::price::unscaled(number, scale));
        number.map_or_else(|_| text.to_owned(), |number| cx.tongue().decimal(number))
    };
    match what {
        Changed::Quantity => scaled(crate::rules::price::QUANTITY_SCALE),
        Changed::Price => scaled(crate::rules::price::PRICE_SCALE),
        Changed::Total => text
            .parse()
            .map_or_else(|_| text.to_owned(), |minor| cx.tongue().money(Money::new(minor, currency))),
        Changed::Required => text.parse().map_or_else(|_| text.to_owned(), |on| cx.date(on)),
        Changed::ShipApart => cx.say(if text == "true" { "yes" } else { "no" }),
        _ => text.to_owned(),
    }
}

fn history(cx: &PageCx<'_, '_>, order: &OrderFacts) -> Markup {
    if order.history.is_empty() {
        return html! {};
    }
    let rows = order.history.iter().rev().map(|entry| Row {
        cells: vec![
            html! { (cx.instant(entry.set_at)) },
            html! { (cx.say_with("order-in-line", &[("no", entry.line_no.into())])) " " (cx.say(&entry.what.message())) },
            day(cx, entry.old_on),
            day(cx, entry.new_on),
            html! { (entry.reason) },
            html! { (entry.set_by.as_ref().map(|who| who.name.as_str()).unwrap_or_default()) },
        ],
        ..Row::default()
    });
    let list = table(&Table {
        caption: cx.say("order-history"),
        columns: ["when", "date", "old", "new", "why", "who"]
            .map(|name| Column::text(cx.say(&format!("order-history-{name}"))))
            .to_vec(),
        rows: rows.collect(),
        ..Table::default()
    });
    disclosure("history", &cx.say("order-history"), false, &list)
}
