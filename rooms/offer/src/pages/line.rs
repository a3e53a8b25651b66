//! A line of a quote on its page: what it costs, why it is there, what is said of it, and what may be done to it.

use accord_face::{
    PageCx,
    ask::ActionForm,
    parts::{
        Markup, Tone, html,
        mark::tag,
        menu::{Weight, buttons},
        panel::disclosure,
        table::Row,
    },
};
use accord_kernel::Outcome;

use super::parts::worth_table;
use crate::{
    QuoteLineKind,
    rules::send::PlanValue,
    views::{LineFacts, QuoteFacts, WorthFacts},
};

/// The row of a line.
pub(super) fn row(
    cx: &mut PageCx<'_, '_>,
    quote: &QuoteFacts,
    line: &LineFacts,
    draft: bool,
) -> Outcome<Row> {
    let acts = if draft {
        acts(cx, quote, line)?
    } else {
        html! {}
    };
    let said = said(cx, line, draft, quote);
    let discount = !line.discount_percent.is_zero();
    let cells = vec![
        html! { (line.line_no) },
        html! {
            strong { (line.description) } " " span.small { (kind(cx, line)) }
            (tie(cx, line, draft))
            (no_plan(cx, line))
            (said)
            @if let Some(worth) = &line.worth { (worth_of(cx, line, worth)) }
            @for text in &line.missing { p { (tag(Tone::Bad, text)) } }
            (acts)
        },
        html! { (cx.tongue().decimal(line.quantity)) },
        html! {
            (cx.tongue().decimal(line.unit_price))
            @if discount {
                " " span.small {
                    (cx.say_with("quote-line-discount", &[
                        ("list", line.list_price.unwrap_or_default().into()),
                        ("percent", line.discount_percent.into()),
                        ("who", line.discount_by.as_ref().map(|who| who.name.clone()).unwrap_or_default().into()),
                    ]))
                }
            }
        },
        html! { (cx.tongue().money(line.net)) },
    ];
    Ok(Row { cells, ..Row::default() })
}

fn kind(cx: &PageCx<'_, '_>, line: &LineFacts) -> String {
    let kind = cx.say(&line.kind.message());
    match (line.for_line, line.term_months) {
        (Some(no), Some(months)) => {
            let facts = [("kind", kind.into()), ("line", no.into()), ("months", months.into())];
            cx.say_with("quote-line-plan-for", &facts)
        }
        (None, Some(months)) => {
            cx.say_with("quote-line-plan", &[("kind", kind.into()), ("months", months.into())])
        }
        _ => kind,
    }
}

fn tie(cx: &PageCx<'_, '_>, line: &LineFacts, draft: bool) -> Markup {
    html! {
        @match (&line.tie_words, line.kind) {
            (Some(words), _) => p.small { (cx.say("quote-because")) " " q { (words) } },
            (None, QuoteLineKind::Charge) => {},
            (None, _) => @if draft { p { (tag(Tone::Warn, &cx.say("quote-untied"))) } },
        }
    }
}

fn no_plan(cx: &PageCx<'_, '_>, line: &LineFacts) -> Markup {
    html! {
        @if let Some(reason) = line.no_plan {
            p.small { (cx.say("quote-without-plan")) " " (cx.say(&reason.message())) @if let Some(words) = &line.no_plan_words { ": " (words) } }
        }
    }
}

fn said(cx: &PageCx<'_, '_>, line: &LineFacts, draft: bool, quote: &QuoteFacts) -> Markup {
    html! {
        @if !line.statements.is_empty() {
            ul {
                @for one in &line.statements {
                    li {
                        (one.wording)
                        @if let (Some(number), Some(on)) = (&one.promise_number, one.promised_on) {
                            " " a href={ "/promises/" (number) } { (cx.say_with("quote-promised", &[("on", on.into())])) }
                        }
                        @if draft {
                            " " (ActionForm::new("quote.drop_statement").fixed("statement", one.id).next(back(quote)).button(cx, Weight::Quiet))
                        }
                    }
                }
            }
        }
    }
}

fn worth_of(cx: &PageCx<'_, '_>, line: &LineFacts, worth: &WorthFacts) -> Markup {
    let tone = match worth.value {
        PlanValue::Above => Tone::Good,
        PlanValue::BreakEven | PlanValue::Unknown => Tone::Warn,
        PlanValue::Below => Tone::Bad,
    };
    html! {
        p {
            (tag(tone, &cx.say(&worth.value.message())))
            @if let Some(lower) = &worth.lower { " " (cx.say_with("quote-rather", &[("plan", lower.as_str().into())])) }
        }
        @if let Some(figures) = &worth.figures {
            (disclosure(&format!("worth-{}", line.line_no), &cx.say("worth-title"), false, &worth_table(&cx.tongue(), figures)))
        }
    }
}

/// Where forms of a quote lead back to.
pub(super) fn back(quote: &QuoteFacts) -> String {
    format!("/quotes/{}", quote.id)
}

fn acts(cx: &mut PageCx<'_, '_>, quote: &QuoteFacts, line: &LineFacts) -> Outcome<Markup> {
    let form = |action: &'static str, fields: &[&str]| {
        ActionForm::new(action)
            .fixed("line", line.id)
            .fixed("version", line.version)
            .only(fields)
            .next(back(quote))
    };
    let fields: &[&str] = match line.kind {
        QuoteLineKind::Plan => &["quantity", "term_months", "discount_percent", "unit_price", "description"],
        _ => &["quantity", "discount_percent", "unit_price", "description"],
    };
    let mut list =
        vec![form("quote.change_line", fields).value("quantity", line.quantity).dialog(cx, Weight::Quiet)?];
    if line.kind == QuoteLineKind::Equipment {
        if !quote.shown.lines.iter().any(|plan| plan.for_line == Some(line.line_no)) {
            let plan = ActionForm::new("quote.add_line")
                .fixed("quote", quote.id)
                .fixed("for_line", line.line_no)
                .only(&["plan", "term_months", "discount_percent"])
                .submit(cx.say("quote-offer-plan"))
                .next(back(quote));
            list.push(plan.dialog(cx, Weight::Plain)?);
            if line.no_plan.is_none() {
                list.push(form("quote.no_plan", &["reason", "words"]).dialog(cx, Weight::Quiet)?);
            }
        }
        let say = ActionForm::new("quote.say")
            .fixed("line", line.id)
            .only(&["capability", "wording", "promise_by", "owner"])
            .next(back(quote));
        list.push(say.dialog(cx, Weight::Quiet)?);
    }
    if line.list_price.is_some() {
        list.push(form("quote.grant_discount", &["discount_percent", "reason"]).dialog(cx, Weight::Quiet)?);
    }
    list.push(form("quote.remove_line", &[]).button(cx, Weight::Quiet));
    Ok(buttons(&list))
}
