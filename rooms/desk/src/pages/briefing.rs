//! One screen before any contact (R4): what not to say now stands first.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        mark::{initials, tag, time, who},
        menu::Weight,
        panel::{columns, dots, empty_state, notice, page_head, panel, section_title},
        promise::owed_grid,
        talk::{Talk, talk},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_customer::{CustomerId, Direction};

use super::{
    customer::{messages_panel, orders_panel},
    parts::{clarification_notice, promise_card, seat, stage_text},
};
use crate::{
    rules::caution::Caution,
    views::{AnswerLine, Briefing, BriefingPage, CautionLine},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/{customer}/briefing",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer: CustomerId = cx.id("customer")?;
    let briefing = cx.view(Briefing { customer })?;
    let title = cx.say_with("briefing-title", &[("customer", briefing.name.clone().into())]);
    let back = format!("/customers/{}", briefing.customer);
    let log = ActionForm::new("contact_log.add")
        .fixed("customer", briefing.customer)
        .only(&["contact", "channel", "direction", "said", "happened_at"])
        .next(back.clone())
        .dialog(cx, Weight::Primary)?;
    let main = html! {
        (head(cx, &briefing, &log))
        (cautions(cx, &briefing.cautions))
        @for clarification in &briefing.clarifications { (clarification_notice(cx, clarification)?) }
        (owed(cx, &briefing))
        (columns(
            &panel(&cx.say("briefing-answers"), None, &answers(cx, &briefing.answers)),
            &html! {
                (messages_panel(cx, &briefing.messages)?)
                (accord_room_value::pages::value_panel(cx, briefing.customer)?)
                (orders_panel(cx, briefing.customer, &briefing.orders))
            },
        ))
    };
    Ok(Page::new(title, main).below(briefing.name.clone(), back).live(briefing.customer))
}

fn head(cx: &PageCx<'_, '_>, briefing: &BriefingPage, log: &Markup) -> Markup {
    let facts = [
        html! { (briefing.number) },
        html! { (stage_text(cx, briefing.stage, briefing.cycle)) },
        html! { (cx.say("briefing-about")) },
    ];
    page_head(
        None,
        &cx.say_with("briefing-title", &[("customer", briefing.name.clone().into())]),
        &dots(&facts),
        &html! {
            div.people { @for member in &briefing.team { (who(&seat(cx, member))) } }
            div.buttons { (log) }
        },
    )
}

fn cautions(cx: &PageCx<'_, '_>, lines: &[CautionLine]) -> Markup {
    html! {
        @for line in lines {
            @let tone = match line.caution { Caution::Contradiction | Caution::Late => Tone::Bad, Caution::AtRisk | Caution::Untold => Tone::Warn };
            (notice(tone, &cx.say(&line.caution.message()), &html! { (cx.say_with(&format!("{}-text", line.caution.message()), &[("n", line.n.into())])) }, &[]))
        }
    }
}

fn owed(cx: &PageCx<'_, '_>, briefing: &BriefingPage) -> Markup {
    let cards: Vec<_> = briefing
        .owed
        .iter()
        .map(|line| {
            let mut card = promise_card(cx, &line.promise);
            if let Some(author) = line.author.as_ref().filter(|author| author.id != line.promise.owner.id) {
                card.owner = cx.say_with(
                    "briefing-made-and-kept",
                    &[("author", author.name.clone().into()), ("owner", card.owner.clone().into())],
                );
            }
            card
        })
        .collect();
    html! {
        (section_title(&cx.say("desk-owed"), Some(&html! { (cards.len()) })))
        @if cards.is_empty() { p { (cx.say("desk-owed-none")) } } @else { (owed_grid(&cx.say("desk-owed"), &cards)) }
    }
}

fn answers(cx: &PageCx<'_, '_>, lines: &[AnswerLine]) -> Markup {
    if lines.is_empty() {
        return empty_state(&cx.say("briefing-answers-none-title"), &cx.say("briefing-answers-none"), &[]);
    }
    let line = |line: &AnswerLine| {
        let way = match line.direction {
            Direction::Inbound => "briefing-they-began",
            Direction::Outbound => "briefing-we-began",
        };
        let mut facts = vec![
            time(&line.at.to_string(), &cx.instant(line.at)),
            html! { (cx.say(&line.channel.message())) },
            html! { (cx.say(way)) },
        ];
        facts.extend(line.contact.as_ref().map(|contact| html! { (contact) }));
        if line.stands {
            facts.push(tag(Tone::Good, &cx.say("briefing-stands")));
        }
        let by = line.by.as_ref().map_or_else(|| cx.say("sphere-none"), |by| by.name.clone());
        Talk { initials: initials(&by), by, facts, words: line.said.clone(), ..Talk::default() }
    };
    talk(&lines.iter().map(line).collect::<Vec<_>>())
}
