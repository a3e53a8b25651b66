//! What waits for me today: the worst first, mine and of those I cover.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        icon::Icon,
        mark::{tag, time},
        menu::{Weight, button_link},
        panel::{columns, disclosure, dots, empty_state, notice, page_head, panel, section_title},
        promise::{PromiseCard, owed_grid},
        shell::Count,
        table::{Column, Row, Table, table},
        talk::talk,
    },
};
use accord_kernel::{Audience, Outcome, Permission, PrincipalKind, Reader};
use accord_room_order::WaitingReview;
use accord_room_people::{
    NoticeId,
    views::notices::{ThingTold, ToldPage},
};
use accord_room_pipeline::pages::waiting_panels;
use accord_room_promise::views::{MyLate, PromiseLine};
use accord_room_visit::own_visits_panel;

use super::{
    customer::message,
    parts::{clarification_notice, due_text, promise_card, promise_urgency},
};
use crate::{
    rules::urgency::Urgency,
    views::{Today, TodayPage},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/",
    permission: Permission::Own,
    // A contact's way in is the same address: their own page.
    audience: Audience::Both,
    nav: Some(Nav {
        group: NavGroup::Everyone,
        order: 10,
        label: "today-title",
        keys: "g t",
        icon: Some(Icon::Home),
        count: Some(count),
    }),
    draw,
};

/// What falls due today or is late, own and by cover.
fn count(reader: &mut Reader<'_>) -> Outcome<Option<Count>> {
    if !reader.context.principal.may(Permission::PromiseRead) {
        return Ok(None);
    }
    let due = reader.view(MyLate {})?;
    let n = u64::try_from(due.today).unwrap_or(0);
    Ok((n > 0).then_some(Count { n, hot: due.late > 0 }))
}

/// What waits for one's word and stands open above everything, the soonest first; more of it is folded, so that the rest of
/// the day stays in sight.
const URGENT_SHOWN: usize = 3;

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    if cx.reader.context.principal.kind == PrincipalKind::Contact {
        return super::portal::draw(cx);
    }
    let desk = cx.view(Today {})?;
    let title = cx.say("today-title");
    let me = cx.reader.context.principal.clone();
    let day = cx.tongue().date_with_day(desk.today);
    let head = page_head(None, &title, &dots(&[html! { (day) }, html! { (me.name) }]), &html! {});
    let hint = super::set_up::hint(cx)?;
    let main = if desk.is_empty() {
        html! { (head) (hint) (nothing(cx)) }
    } else {
        html! { (head) (hint) (waiting(cx, &desk)?) }
    };
    let mut page = Page::new(title, main).live(me.id);
    for covered in me.covers {
        page = page.live(covered);
    }
    Ok(page)
}

fn nothing(cx: &PageCx<'_, '_>) -> Markup {
    let mut links = vec![button_link(Weight::Primary, &Link::new(cx.say("nav-customers"), "/customers"), "")];
    if cx.reader.may_act("customer.enter") {
        let label = cx.say("action-customer-enter");
        links.push(button_link(Weight::Plain, &Link::new(label, "/do/customer.enter"), ""));
    }
    if cx.may(Permission::ImportRun) {
        links.push(button_link(Weight::Plain, &Link::new(cx.say("today-import"), "/import"), ""));
    }
    empty_state(&cx.say("today-none-title"), &cx.say("today-none"), &links)
}

fn waiting(cx: &mut PageCx<'_, '_>, desk: &TodayPage) -> Outcome<Markup> {
    let mut clarifications = Vec::new();
    for line in &desk.clarifications {
        clarifications.push(clarification_notice(cx, line)?);
    }
    let urgent = &desk.told.waiting;
    let (first, more) = urgent.split_at(urgent.len().min(URGENT_SHOWN));
    let first: Vec<Markup> = first.iter().map(|line| to_acknowledge(cx, line)).collect();
    let left = html! {
        @for urgency in Urgency::ALL { (promises(cx, desk, *urgency)) }
        @if desk.promises_count > i64::try_from(desk.promises.len()).unwrap_or(i64::MAX) {
            p { a href="/promises" { (cx.say_with("desk-owed-all", &[("n", desk.promises_count.into())])) } }
        }
    };
    let mut messages = Vec::new();
    for line in &desk.messages {
        messages.push(message(cx, line, true)?);
    }
    let right = html! {
        @if !messages.is_empty() { (panel(&cx.say("today-messages"), Some(&html! { (messages.len()) }), &talk(&messages))) }
        (reviews(cx, &desk.reviews))
        (checkpoints(cx, desk))
        (tasks(cx, desk))
        (waiting_panels(cx, &desk.pipeline))
        (notices(cx, &desk.told))
    };
    let alarms = html! {
        @for each in first { (each) }
        @if !more.is_empty() {
            (disclosure("today-more-urgent", &cx.say_with("today-more-urgent", &[("n", more.len().into())]), false, &html! {
                @for kind in by_topic(more) { (of_topic(cx, &kind)) }
            }))
        }
        @for each in &clarifications { (each) }
    };
    Ok(html! {
        @if desk.visits.is_empty() {
            (alarms)
        } @else {
            div.stack { (own_visits_panel(cx, &desk.visits)) div { (alarms) } }
        }
        (columns(&left, &right))
    })
}

fn promises(cx: &PageCx<'_, '_>, desk: &TodayPage, of: Urgency) -> Markup {
    let cards: Vec<PromiseCard> = desk
        .promises
        .iter()
        .filter(|promise| promise_urgency(cx, promise) == of)
        .map(|promise| card(cx, promise))
        .collect();
    if cards.is_empty() {
        return html! {};
    }
    let title = cx.say(&of.message());
    html! { (section_title(&title, Some(&html! { (cards.len()) }))) (owed_grid(&title, &cards)) }
}

/// As on the customer's page, with whose it is to get, and for whom it is kept.
fn card(cx: &PageCx<'_, '_>, promise: &PromiseLine) -> PromiseCard {
    let mut card = promise_card(cx, promise);
    card.title = cx.say_with(
        "today-promise",
        &[("customer", promise.customer.name.clone().into()), ("kind", card.title.clone().into())],
    );
    let mine = promise.owner.id == accord_room_people::PersonId(cx.reader.context.principal.id);
    card.owner = if mine {
        String::new()
    } else {
        cx.say_with("today-for", &[("owner", promise.owner.name.clone().into())])
    };
    card
}

/// Those about one kind of things together, in the order in which each kind first comes.
fn by_topic(lines: &[ThingTold]) -> Vec<Vec<&ThingTold>> {
    let mut kinds: Vec<Vec<&ThingTold>> = Vec::new();
    for line in lines {
        match kinds.iter_mut().find(|kind| kind.first().is_some_and(|first| first.topic == line.topic)) {
            Some(kind) => kind.push(line),
            None => kinds.push(vec![line]),
        }
    }
    kinds
}

/// Lines of a kind shown one by one; more of them are one line that opens.
const KIND_SHOWN: usize = 5;

/// What waits for one's word of one kind: a few as they are, many as a list that is taken in hand as a whole.
fn of_topic(cx: &PageCx<'_, '_>, lines: &[&ThingTold]) -> Markup {
    let Some(first) = lines.first() else { return html! {} };
    if lines.len() <= KIND_SHOWN {
        return html! { @for line in lines { (to_acknowledge(cx, line)) } };
    }
    let all: Vec<NoticeId> =
        lines.iter().flat_map(|line| line.notices.iter().copied()).take(ALL_MAX).collect();
    let facts = [("kind", first.topic_label.clone().into()), ("n", lines.len().into())];
    let take = ActionForm::new("notice.acknowledge_all").fixed("notices", all).next(cx.address.clone());
    disclosure(
        &format!("today-kind-{}", first.topic),
        &cx.say_with("today-kind", &facts),
        false,
        &html! {
            ul.plain role="list" { @for line in lines { li { (said(cx, line)) } } }
            (take.button(cx, Weight::Plain))
        },
    )
}

/// As many as are acknowledged at once.
const ALL_MAX: usize = 500;

/// A line about one thing, with its link and how many notices stand behind it.
fn said(cx: &PageCx<'_, '_>, line: &ThingTold) -> Markup {
    html! {
        @match &line.href { Some(href) => a href=(accord_face::parts::href(href)) { (line.text) }, None => (line.text) }
        @if line.notices.len() > 1 { " " (tag(Tone::Plain, &cx.say_with("today-notices-of-it", &[("n", line.notices.len().into())]))) }
        " " small {
            (time(&line.made_at.to_string(), &due_text(&cx.tongue(), cx.now(), line.made_at)))
            @if let Some(name) = &line.covered_name { " · " (cx.say_with("today-for", &[("owner", name.clone().into())])) }
        }
    }
}

fn to_acknowledge(cx: &PageCx<'_, '_>, line: &ThingTold) -> Markup {
    let take = match line.notices.as_slice() {
        [only] => ActionForm::new("notice.acknowledge").fixed("notice", only),
        all => ActionForm::new("notice.acknowledge_all").fixed("notices", all),
    };
    let mut actions = vec![take.next(cx.address.clone()).button(cx, Weight::Primary)];
    if let Some(href) = &line.href {
        actions.push(button_link(Weight::Plain, &Link::new(cx.say("open"), href.clone()), ""));
    }
    let by = line.acknowledge_by.map(|by| due_text(&cx.tongue(), cx.now(), by)).unwrap_or_default();
    let tone = if line.escalated { Tone::Bad } else { Tone::Warn };
    let id = line.notices.first().map(ToString::to_string).unwrap_or_default();
    let earlier = cx.say_with("today-earlier", &[("n", (line.notices.len() - 1).into())]);
    let text = html! {
        (cx.say_with(if line.escalated { "today-acknowledge-was" } else { "today-acknowledge-by" }, &[("by", by.into())]))
        @if !line.earlier.is_empty() {
            (disclosure(&format!("earlier-{id}"), &earlier, false, &html! { ul { @for text in &line.earlier { li { (text) } } } }))
        }
    };
    notice(tone, &line.text, &text, &actions)
}

fn reviews(cx: &PageCx<'_, '_>, lines: &[WaitingReview]) -> Markup {
    if lines.is_empty() {
        return html! {};
    }
    let row = |line: &WaitingReview| Row {
        cells: vec![
            html! { (line.number) " " small { (line.customer_name) } },
            html! { (cx.say(&line.function.message())) " " @if line.open_points > 0 { (tag(Tone::Warn, &cx.say_with("today-open-points", &[("n", line.open_points.into())]))) } @else { (tag(Tone::Good, &cx.say("today-ready"))) } },
        ],
        href: Some(format!("/orders/{}/review", line.order)),
        ..Row::default()
    };
    panel(
        &cx.say("today-reviews"),
        Some(&html! { (lines.len()) }),
        &table(&Table {
            caption: cx.say("today-reviews"),
            columns: vec![Column::text(cx.say("today-order")), Column::text(cx.say("today-sign-for"))],
            rows: lines.iter().map(row).collect(),
            bare: true,
            keep: true,
            ..Table::default()
        }),
    )
}

fn checkpoints(cx: &PageCx<'_, '_>, desk: &TodayPage) -> Markup {
    if desk.checkpoints.is_empty() {
        return html! {};
    }
    let row = |line: &accord_room_order::views::CheckpointLine| Row {
        cells: vec![
            html! { (line.number) " " small { (line.customer.name) } },
            time(&line.checkpoint.due_on.to_string(), &cx.date(line.checkpoint.due_on)),
            html! { @if let Some(on) = line.committed_on { (time(&on.to_string(), &cx.date(on))) } },
        ],
        tone: if line.checkpoint.due_on <= desk.today { Tone::Warn } else { Tone::Plain },
        href: cx.home("order", line.order),
        ..Row::default()
    };
    panel(
        &cx.say("today-checkpoints"),
        Some(&html! { (desk.checkpoints.len()) }),
        &table(&Table {
            caption: cx.say("today-checkpoints"),
            columns: vec![
                Column::text(cx.say("today-order")),
                Column::text(cx.say("field-due")),
                Column::text(cx.say("desk-told")),
            ],
            rows: desk.checkpoints.iter().map(row).collect(),
            bare: true,
            keep: true,
            ..Table::default()
        }),
    )
}

fn tasks(cx: &PageCx<'_, '_>, desk: &TodayPage) -> Markup {
    if desk.tasks.is_empty() {
        return html! {};
    }
    let row = |task: &accord_room_order::views::TaskFacts| Row {
        cells: vec![
            html! { (task.what) },
            html! { (task.number) },
            html! { (time(&task.due_at.to_string(), &due_text(&cx.tongue(), cx.now(), task.due_at))) @if task.late { " " (tag(Tone::Bad, &cx.say("desk-late"))) } },
        ],
        href: Some(format!("/orders/{}/review", task.order)),
        ..Row::default()
    };
    panel(
        &cx.say("today-tasks"),
        Some(&html! { (desk.tasks.len()) }),
        &table(&Table {
            caption: cx.say("today-tasks"),
            columns: vec![
                Column::text(cx.say("today-task")),
                Column::text(cx.say("today-order")),
                Column::text(cx.say("field-due")),
            ],
            rows: desk.tasks.iter().map(row).collect(),
            bare: true,
            keep: true,
            ..Table::default()
        }),
    )
}

/// What is new: a kind with many things is one line that opens, so that no kind pushes the others out of sight.
fn notices(cx: &PageCx<'_, '_>, told: &ToldPage) -> Markup {
    if told.news.is_empty() {
        return html! {};
    }
    let all =
        |topic: &str| told.news_topics.iter().find(|one| one.topic == topic).map_or(0, |one| one.things);
    let read = ActionForm::new("notice.read").only(&["notices"]).fixed("notices", Vec::<uuid::Uuid>::new());
    let read = read.next(cx.address.clone()).button(cx, Weight::Quiet);
    let list = |lines: &[&ThingTold], all: usize| {
        let more = all.saturating_sub(lines.len());
        html! {
            ul.plain role="list" {
                @for line in lines { li { (said(cx, line)) } }
                @if more > 0 {
                    li { a href="/notices?unread=true" { (cx.say_with("today-kind-more", &[("n", more.into())])) } }
                }
            }
        }
    };
    let body = html! {
        @for kind in by_topic(&told.news) {
            @if let (true, Some(first)) = (kind.len() > KIND_SHOWN, kind.first()) {
                (disclosure(
                    &format!("today-news-{}", first.topic),
                    &cx.say_with("today-kind", &[("kind", first.topic_label.clone().into()), ("n", all(&first.topic).into())]),
                    false,
                    &list(&kind, all(&first.topic)),
                ))
            } @else {
                (list(&kind, 0))
            }
        }
    };
    panel(&cx.say("today-notices"), Some(&read), &body)
}
