//! Lists of promises, and what is owed to one customer.

use accord_face::{
    Leaf, ListColumn, ListDef, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    ask::ActionForm,
    list::{counted, kept, list},
    parts::{
        Link, Markup, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        mark::tag,
        menu::{Weight, button_link},
        panel::{empty_state, page_head, panel},
        promise::{PromiseCard, owed_grid},
        shell::Count,
        table::{Column, Row, Table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Reader};
use accord_room_customer::CustomerId;

use super::{
    make::MAKE_FIELDS,
    parts::{due, left, look, owner, room_tabs, row_tone, sphere, state},
};
use crate::{
    id::{Kind, State},
    views::{ListPromises, MyLate, MyPromises, PromiseLine, PromisePage},
};

/// The columns of both lists.
const COLUMNS: &[ListColumn] = &[
    ListColumn::new("promise-column-due", "due_on|due_at", Shown::Instant).sorted("due"),
    ListColumn::new("promise-column-promise", "wording", Shown::Plain),
    ListColumn::new("field-number", "number", Shown::Plain).sorted("number"),
    ListColumn::new("promise-column-customer", "customer.name", Shown::Plain),
    ListColumn::new("promise-column-kind", "kind", Shown::Word("promise-kind")).sorted("kind"),
    ListColumn::new("promise-column-owner", "owner.name", Shown::Plain),
    ListColumn::new("promise-column-sphere", "sphere", Shown::Word("sphere")),
    ListColumn::new("promise-column-state", "state", Shown::Word("promise-state")).sorted("state"),
    ListColumn::new("field-late", "late", Shown::Flag),
];

pub(super) const LIST: ListDef = ListDef { view: "promise.list", page: "/promises", columns: COLUMNS };

pub(super) const MY_LIST: ListDef =
    ListDef { view: "promise.mine", page: "/promises/mine", columns: COLUMNS };

/// Which column of the list each column of the page shows whole.
const KEYS: &[&str] = &["due_on", "", "customer.name", "kind", "owner.name", "sphere", "state"];

pub(super) const PAGE: PageDef = PageDef {
    path: "/promises",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Everyone,
        order: 25,
        label: "promises-title",
        keys: "g p",
        icon: Some(Icon::Handshake),
        count: Some(late_of_mine),
    }),
    draw: all,
};

pub(super) const MINE: PageDef = PageDef {
    path: "/promises/mine",
    permission: Permission::PromiseRead,
    audience: Audience::Staff,
    nav: None,
    draw: mine,
};

/// What I owe that is past its due.
fn late_of_mine(reader: &mut Reader<'_>) -> Outcome<Option<Count>> {
    let late = reader.view(MyLate {})?.late;
    Ok((late > 0).then(|| Count { n: u64::try_from(late).unwrap_or(u64::MAX), hot: true }))
}

fn all(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let mut view: ListPromises = cx.params()?;
    if cx.query.is_empty() {
        // What is still owed comes first; everything else is one choice away.
        view.state = Some(State::Open);
        cx.query.push(("state".to_owned(), State::Open.word().to_owned()));
    }
    let filtered = cx.query.iter().any(|(_, value)| !value.is_empty());
    let bar = bar(cx, &view);
    let page = cx.view(view)?;
    let shown = rows(cx, &page, filtered);
    let list = list(
        cx,
        &LIST,
        KEYS,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let title = cx.say("promises-title");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("promises-about")) }, &make_button(cx)))
        (room_tabs(cx, "/promises"))
        (bar)
        (list)
    };
    Ok(Page::new(title, main))
}

fn mine(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: MyPromises = cx.params()?;
    let page = cx.view(view)?;
    let shown = rows(cx, &page, false);
    let list = list(
        cx,
        &MY_LIST,
        KEYS,
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let title = cx.say("promises-mine");
    let me = cx.reader.context.principal.id;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("promises-mine-about")) }, &make_button(cx)))
        (room_tabs(cx, "/promises/mine"))
        (list)
    };
    Ok(Page::new(title, main).below(cx.say("promises-title"), "/promises").live(me))
}

fn make_button(cx: &PageCx<'_, '_>) -> Markup {
    if !cx.reader.may_act("promise.make") {
        return html! {};
    }
    let form = ActionForm::new("promise.make").only(MAKE_FIELDS).next("/promises/{promise}");
    button_link(Weight::Primary, &Link::new(cx.say("action-promise-make"), form.href()), "")
}

fn bar(cx: &PageCx<'_, '_>, view: &ListPromises) -> Markup {
    let any = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut states = vec![any(view.state.is_none())];
    states.extend(State::ALL.iter().map(|state| Choice {
        value: state.word().to_owned(),
        label: cx.say(&state.message()),
        chosen: view.state == Some(*state),
    }));
    let mut kinds = vec![any(view.kind.is_none())];
    kinds.extend(Kind::ALL.iter().map(|kind| Choice {
        value: kind.word().to_owned(),
        label: cx.say(&kind.message()),
        chosen: view.kind == Some(*kind),
    }));
    let late = vec![
        any(!view.late),
        Choice { value: "true".to_owned(), label: cx.say("promise-late-and-open"), chosen: view.late },
    ];
    let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let narrowed = cx.query.iter().any(|(name, value)| name != "after" && !value.is_empty());
    filters(&Filters {
        action: "/promises".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::One { name: "late".to_owned(), label: cx.say("field-late"), choices: late },
            Filter::One { name: "state".to_owned(), label: cx.say("promise-column-state"), choices: states },
            Filter::One { name: "kind".to_owned(), label: cx.say("promise-column-kind"), choices: kinds },
            Filter::Day {
                name: "due_from".to_owned(),
                label: cx.say("field-due-from"),
                value: day(view.due_from),
            },
            Filter::Day { name: "due_to".to_owned(), label: cx.say("field-due-to"), value: day(view.due_to) },
        ],
        keep: kept(cx, &["customer", "owner", "about", "sphere"]),
        clear: narrowed.then(|| Link::new(cx.say("list-clear"), "/promises")),
        submit_label: cx.say("list-filter"),
        remove_label: cx.say("list-remove-filter"),
        ..Filters::default()
    })
}

fn rows(cx: &PageCx<'_, '_>, page: &PromisePage, filtered: bool) -> Table {
    let empty = if filtered {
        empty_state(&cx.say("promises-none-title"), &cx.say("promises-none"), &[])
    } else {
        let start = [make_button(cx)];
        empty_state(&cx.say("promises-empty-title"), &cx.say("promises-empty"), &start)
    };
    Table {
        caption: cx.say("promises-title"),
        columns: ["due", "promise", "customer", "kind", "owner", "sphere", "state"]
            .map(|name| Column::text(cx.say(&format!("promise-column-{name}"))))
            .to_vec(),
        rows: page.rows.iter().map(|line| row(cx, line)).collect(),
        empty: Some(empty),
        ..Table::default()
    }
}

fn row(cx: &PageCx<'_, '_>, line: &PromiseLine) -> Row {
    let left = left(cx, line.due_at, line.due_on, &line.zone);
    Row {
        tone: row_tone(line),
        ..Row::to(
            format!("/promises/{}", line.number),
            vec![
                html! { (due(cx, line.due_at, line.due_on)) @if line.state == State::Open { " " small.nowrap { (left) } } },
                html! { (line.wording) " " small.nowrap { (line.number) } },
                html! { (line.customer.name) },
                html! { (cx.say(&line.kind.message())) },
                owner(cx, line),
                sphere(cx, line.sphere),
                html! {
                    (state(cx, line.state, line.late))
                    @if line.tell_by.is_some() { " " (tag(Tone::Warn, &cx.say("promise-in-danger"))) }
                    @if line.overridden { " " (tag(Tone::Warn, &cx.say("promise-overridden"))) }
                },
            ],
        )
    }
}

/// What is owed to a customer, as cards, the next due first; for the customer's page.
///
/// # Errors
/// What the view refuses.
pub fn owed_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    let view = ListPromises {
        customer: Some(customer),
        state: Some(State::Open),
        limit: Some(6),
        ..ListPromises::default()
    };
    let page = cx.view(view)?;
    let cards: Vec<PromiseCard> = page.rows.iter().map(|line| card(cx, line)).collect();
    let aside = html! {
        a href={ "/promises?customer=" (customer) } { (counted(cx, page.count, page.count_capped)) }
    };
    let body = if cards.is_empty() {
        html! { p { (cx.say("promises-none-owed")) } }
    } else {
        owed_grid(&cx.say("promises-owed"), &cards)
    };
    Ok(panel(&cx.say("promises-owed"), Some(&aside), &body))
}

fn card(cx: &PageCx<'_, '_>, line: &PromiseLine) -> PromiseCard {
    let due = match line.due_on {
        Some(on) => cx.date(on),
        None => cx.instant(line.due_at),
    };
    PromiseCard {
        title: cx.say(&line.kind.message()),
        sphere: look(line.sphere),
        sphere_name: cx.say(&line.sphere.message()),
        wording: line.wording.clone(),
        due_iso: line.due_at.to_string(),
        due,
        left: left(cx, line.due_at, line.due_on, &line.zone),
        used: None,
        tone: row_tone(line),
        state: line.late.then(|| (cx.say("promise-late-and-open"), Tone::Bad)),
        owner: line.covered_by.as_ref().unwrap_or(&line.owner).name.clone(),
        href: Some(format!("/promises/{}", line.number)),
    }
}
