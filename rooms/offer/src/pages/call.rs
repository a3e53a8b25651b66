//! The call about a quote, for a phone held in one hand: the telephone first, then the proposal and what to say, then
//! how it ended (R17, T19).

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, html,
        menu::{Weight, button_link},
        panel::{dots, page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::parts::{state, worth_table};
use crate::views::{CallCard, CallFacts};

pub(super) const PAGE: PageDef = PageDef {
    path: "/quotes/{quote}/call",
    permission: Permission::QuoteRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let call = cx.view(CallCard { quote: cx.id("quote")? })?;
    let outcome = ActionForm::new("quote.log_call")
        .fixed("quote", call.quote)
        .only(&["outcome", "said", "call_back_at"])
        .next(format!("/quotes/{}", call.quote))
        .draw(cx)?;
    let title = cx.say_with("call-title", &[("customer", call.customer.name.clone().into())]);
    let line = [
        html! { (call.proposal.number) " · " (call.proposal.title) },
        state(cx, call.state),
        html! { (cx.say_with("quote-until", &[("on", call.valid_until.into())])) },
    ];
    let main = html! {
        (page_head(None, &title, &dots(&line), &html! {}))
        (telephone(cx, &call))
        (panel(&cx.say("call-proposal"), None, &proposal(cx, &call)))
        (panel(&cx.say("call-script"), None, &script(cx, &call)))
        (panel(&cx.say("call-outcome"), None, &outcome))
    };
    let back = format!("/quotes/{}", call.quote);
    Ok(Page::new(title, main)
        .below(cx.say("quotes-title"), "/quotes")
        .below(call.proposal.number.clone(), back))
}

fn telephone(cx: &PageCx<'_, '_>, call: &CallFacts) -> Markup {
    let name = call.contact_name.clone().unwrap_or_default();
    match &call.phone {
        Some(phone) => {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            let label = cx.say_with("call-now", &[("who", name.into()), ("phone", phone.as_str().into())]);
            html! { div.buttons { (button_link(Weight::Primary, &Link::new(label, format!("tel:{digits}")), "")) } }
        }
        None => html! { p { (cx.say_with("call-no-phone", &[("who", name.into())])) } },
    }
}

fn proposal(cx: &PageCx<'_, '_>, call: &CallFacts) -> Markup {
    html! {
        ul role="list" {
            @for line in &call.proposal.lines {
                li {
                    strong { (line.description) } " " (cx.tongue().money(line.net))
                    @if let Some(months) = line.term_months { " " span.small { (cx.say_with("quote-months", &[("n", months.into())])) } }
                    @if let Some(uplift) = &line.uplift {
                        br; span.small { (cx.say_with("quote-uplift", &[("months", uplift.months.into()), ("price", uplift.price.into()), ("value", uplift.list_value.into())])) }
                    }
                }
            }
        }
        p { (cx.say("quote-gross")) ": " strong { (cx.tongue().money(call.proposal.gross)) } }
    }
}

/// What to say: the card of the plan, the customer's own figures, and what nobody has asked yet.
fn script(cx: &PageCx<'_, '_>, call: &CallFacts) -> Markup {
    html! {
        @for card in &call.cards { p { q { (card) } } }
        @for line in &call.proposal.lines {
            @if let Some(worth) = &line.worth { (worth_table(&cx.tongue(), worth)) }
        }
        @if !call.open_questions.is_empty() {
            p { (cx.say("call-ask")) }
            ol { @for question in &call.open_questions { li { (cx.say(&question.message())) } } }
        }
    }
}
