//! Colleagues: the list, and one of them.

use accord_face::{
    ActionForm, Leaf, ListColumn, ListDef, Markup, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{kept, list as framed},
    parts::{
        Link, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        mark::{Who, initials, sphere_tag, tag, who},
        menu::{Weight, buttons},
        panel::{columns, dots, empty_state, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{at, look, look_of, sphere_word};
use crate::{
    PersonId,
    terms::{HomeSphere, PersonState},
    views::{
        choices::{ChoiceKind, Choices},
        persons::{LeaveShown, PersonFacts, PersonList, PersonOne, PersonPage, PersonShown},
    },
};

/// The columns of the list.
pub(super) const COLUMNS: ListDef = ListDef {
    view: "people.list",
    page: "/people",
    columns: &[
        ListColumn::new("people-name", "name", Shown::Plain).sorted("name"),
        ListColumn::new("field-title", "title", Shown::Plain).sorted("title"),
        ListColumn::new("people-sphere", "sphere", Shown::Word("sphere")),
        ListColumn::new("people-posts", "posts", Shown::Plain),
        ListColumn::new("people-roles", "roles", Shown::Plain),
        ListColumn::new("field-phone", "phone", Shown::Plain),
        ListColumn::new("field-email", "email", Shown::Plain),
        ListColumn::new("people-state", "state", Shown::Word("person-state")).sorted("state"),
        ListColumn::new("field-cover", "cover_name", Shown::Plain),
    ],
};

pub(super) const LIST: PageDef = PageDef {
    path: "/people",
    permission: Permission::PeopleRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 10,
        label: "people-title",
        keys: "g k",
        icon: Some(Icon::People),
        count: None,
    }),
    draw: list,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/people/{person}",
    permission: Permission::Own,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: PersonList = cx.params()?;
    let narrowing = narrowing(cx, &asked)?;
    let page = cx.view(asked)?;
    let enter = ActionForm::new("people.enter")
        .only(&[
            "name",
            "email",
            "phone",
            "title",
            "roles",
            "posts",
            "territories",
            "language",
            "zone",
            "calendar",
        ])
        .next("/people/{person}")
        .dialog(cx, Weight::Primary)?;
    let title = cx.say("people-title");
    let shown = rows(cx, &page);
    let list = framed(
        cx,
        &COLUMNS,
        &["name", "sphere", "", "", "phone", "state"],
        shown,
        &Leaf { rows: &page.rows, next: page.next.as_deref(), count: Some((page.count, page.count_capped)) },
    )?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("people-about")) }, &enter))
        (filters(&narrowing))
        (list)
    };
    Ok(Page::new(title, main))
}

fn narrowing(cx: &mut PageCx<'_, '_>, asked: &PersonList) -> Outcome<Filters> {
    let roles = cx.view(Choices { kind: ChoiceKind::Role, query: None, id: None })?;
    let all = |chosen: bool| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut by_role = vec![all(asked.role.is_none())];
    by_role.extend(roles.into_iter().map(|role| Choice {
        chosen: asked.role.is_some_and(|asked| asked.0 == role.id),
        value: role.id.to_string(),
        label: role.label,
    }));
    let mut by_sphere = vec![all(asked.sphere.is_none())];
    by_sphere.extend(HomeSphere::ALL.iter().map(|sphere| Choice {
        value: sphere.word().to_owned(),
        label: cx.say(&sphere.message()),
        chosen: asked.sphere == Some(*sphere),
    }));
    let mut by_state = vec![Choice { label: cx.say("people-here"), ..all(asked.state.is_none()) }];
    by_state.extend(PersonState::ALL.iter().map(|state| Choice {
        value: state.word().to_owned(),
        label: cx.say(&state.message()),
        chosen: asked.state == Some(*state),
    }));
    let one = |name: &str, label: &str, choices| Filter::One {
        name: name.to_owned(),
        label: cx.say(label),
        choices,
    };
    let set = !cx.query.iter().all(|(_, value)| value.is_empty());
    Ok(Filters {
        action: "/people".to_owned(),
        label: cx.say("list-filter"),
        filters: vec![
            Filter::Text {
                name: "query".to_owned(),
                label: cx.say("people-find"),
                value: asked.query.clone().unwrap_or_default(),
            },
            one("sphere", "people-sphere", by_sphere),
            one("role", "people-role", by_role),
            one("state", "people-state", by_state),
        ],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["area"]),
        clear: set.then(|| Link::new(cx.say("list-clear"), "/people")),
        ..Filters::default()
    })
}

fn person_mark(cx: &PageCx<'_, '_>, row: &PersonShown) -> Markup {
    who(&Who {
        initials: initials(&row.name),
        name: row.name.clone(),
        role: row.title.clone(),
        sphere: look_of(row.sphere),
        href: cx.home("person", row.person),
    })
}

fn standing(cx: &PageCx<'_, '_>, row: &PersonShown) -> Markup {
    if let Some(cover) = &row.cover_name {
        return tag(Tone::Warn, &cx.say_with("people-away", &[("cover", cover.as_str().into())]));
    }
    match row.state {
        PersonState::Active => html! {},
        PersonState::Leaving => tag(Tone::Warn, &cx.say(&row.state.message())),
        PersonState::Disabled | PersonState::Erased => tag(Tone::Plain, &cx.say(&row.state.message())),
    }
}

fn rows(cx: &PageCx<'_, '_>, page: &PersonPage) -> Table {
    let row = |shown: &PersonShown| Row {
        cells: vec![
            person_mark(cx, shown),
            sphere_word(cx, shown.sphere),
            dots(&shown.posts.iter().map(|post| html! { (post.area_name) }).collect::<Vec<_>>()),
            dots(&shown.roles.iter().map(|role| html! { (role.label) }).collect::<Vec<_>>()),
            html! { @if let Some(phone) = &shown.phone { a href={ "tel:" (phone.replace(' ', "")) } { (phone) } } },
            standing(cx, shown),
        ],
        ..Row::default()
    };
    Table {
        caption: cx.say("people-title"),
        columns: [
            "people-name",
            "people-sphere",
            "people-posts",
            "people-roles",
            "field-phone",
            "people-state",
        ]
        .iter()
        .map(|key| Column::text(cx.say(key)))
        .collect(),
        rows: page.rows.iter().map(row).collect(),
        empty: Some(empty_state(&cx.say("people-none"), &cx.say("people-none-text"), &[])),
        ..Table::default()
    }
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let id: PersonId = cx.id("person")?;
    let person = cx.view(PersonOne { person: id })?;
    let left = html! { (posts(cx, &person)?) (roles(cx, &person)?) (leaves(cx, &person)?) };
    let right = html! { (card(cx, &person)) (territories(cx, &person)?) (accounts(cx, &person)?) };
    let shown = &person.shown;
    let state = standing(cx, shown);
    let main = html! {
        (page_head(None, &shown.name, &dots(&[html! { (shown.title) }, sphere_word(cx, shown.sphere), state]), &acts(cx, &person)?))
        @if shown.state == PersonState::Leaving {
            (notice(Tone::Warn, &cx.say("people-leaving-title"), &html! { (cx.say("people-leaving-text")) }, &[]))
        }
        (columns(&left, &right))
    };
    Ok(Page::new(shown.name.clone(), main).below(cx.say("people-title"), "/people").live(id))
}

/// Accounts of the company's own sign-in, for whoever manages colleagues.
fn accounts(cx: &mut PageCx<'_, '_>, person: &PersonFacts) -> Outcome<Markup> {
    if !cx.may(Permission::PeopleManage) || person.shown.state == PersonState::Disabled {
        return Ok(html! {});
    }
    let id = person.shown.person;
    let bind = ActionForm::new("sso.bind")
        .fixed("person", id)
        .only(&["issuer", "subject"])
        .dialog(cx, Weight::Quiet)?;
    let unbind = ActionForm::new("sso.unbind").fixed("person", id).button(cx, Weight::Quiet);
    let body = html! {
        @for account in &person.accounts {
            p {
                strong { (account.subject) } br; small { (account.issuer) }
                @if let Some(last) = account.last_at { " " small { (cx.say_with("people-sso-last", &[("at", last.into())])) } }
            }
        }
        @if person.accounts.is_empty() { p { (cx.say("people-sso-none")) } } @else { (buttons(&[unbind])) }
    };
    Ok(panel(&cx.say("people-sso"), Some(&bind), &body))
}

fn acts(cx: &mut PageCx<'_, '_>, person: &PersonFacts) -> Outcome<Markup> {
    let shown = &person.shown;
    let id = shown.person;
    let change = ActionForm::new("people.change")
        .fixed("person", id)
        .fixed("version", person.version)
        .value("name", &shown.name)
        .value("email", &shown.email)
        .value("phone", &shown.phone)
        .value("title", &shown.title)
        .value("calendar", person.calendar)
        .only(&["name", "email", "phone", "title", "calendar"])
        .dialog(cx, Weight::Plain)?;
    let plain = |action: &'static str| ActionForm::new(action).fixed("person", id);
    if shown.state.has_left() {
        return Ok(buttons(&[change, plain("people.enable").button(cx, Weight::Plain)]));
    }
    let leaving = shown.state == PersonState::Leaving;
    let words = cx.say(if leaving { "people-stays" } else { "action-people-mark-leaving" });
    Ok(buttons(&[
        change,
        plain("people.invite").button(cx, Weight::Plain),
        plain("people.mark_leaving").fixed("leaving", !leaving).submit(words).button(cx, Weight::Quiet),
        plain("people.disable").button(cx, Weight::Danger),
    ]))
}

fn card(cx: &PageCx<'_, '_>, person: &PersonFacts) -> Markup {
    let shown = &person.shown;
    let mut pairs = Vec::new();
    if let Some(email) = &shown.email {
        pairs.push((cx.say("field-email"), html! { a href={ "mailto:" (email) } { (email) } }));
    }
    if let Some(phone) = &shown.phone {
        pairs.push((cx.say("field-phone"), html! { a href={ "tel:" (phone.replace(' ', "")) } { (phone) } }));
    }
    pairs.push((cx.say("field-language"), html! { (cx.say(&person.language.message())) }));
    pairs.push((cx.say("field-zone"), html! { (person.zone) }));
    pairs.push((cx.say("people-calendar"), html! { (person.calendar_name) }));
    panel(&cx.say("people-card"), None, &facts(&pairs))
}

fn posts(cx: &mut PageCx<'_, '_>, person: &PersonFacts) -> Outcome<Markup> {
    let id = person.shown.person;
    let give = ActionForm::new("people.set_post")
        .fixed("person", id)
        .only(&["area", "title", "home"])
        .dialog(cx, Weight::Plain)?;
    let mut rows = Vec::new();
    for post in &person.shown.posts {
        let take = ActionForm::new("people.drop_post").fixed("person", id).fixed("area", post.area);
        rows.push(Row {
            cells: vec![
                html! { (post.area_name) @if post.home { " " (tag(Tone::Plain, &cx.say("field-home"))) } },
                html! { (post.title) },
                match post.sphere {
                    Some(sphere) => sphere_tag(look(sphere), &cx.say(&sphere.message())),
                    None => tag(Tone::Warn, &cx.say("map-unkeyed")),
                },
                take.button(cx, Weight::Quiet),
            ],
            ..Row::default()
        });
    }
    let list = table(&Table {
        caption: cx.say("people-posts"),
        columns: ["people-area", "field-title", "people-sphere", "people-act"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows,
        empty: Some(html! { p { (cx.say("people-no-posts")) } }),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("people-posts"), Some(&give), &list))
}

fn roles(cx: &mut PageCx<'_, '_>, person: &PersonFacts) -> Outcome<Markup> {
    let id = person.shown.person;
    let give = ActionForm::new("people.assign_role")
        .fixed("person", id)
        .only(&["role"])
        .dialog(cx, Weight::Plain)?;
    let rows = person.shown.roles.iter().map(|role| {
        let take = ActionForm::new("people.unassign_role").fixed("person", id).fixed("role", role.role);
        Row {
            cells: vec![html! { (role.label) }, take.button(cx, Weight::Quiet)],
            href: cx.home("role", role.role),
            ..Row::default()
        }
    });
    let list = table(&Table {
        caption: cx.say("people-roles"),
        columns: vec![Column::text(cx.say("field-role")), Column::text(cx.say("people-act"))],
        rows: rows.collect(),
        empty: Some(html! { p { (cx.say("people-no-roles")) } }),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("people-roles"), Some(&give), &list))
}

fn territories(cx: &mut PageCx<'_, '_>, person: &PersonFacts) -> Outcome<Markup> {
    let ids: Vec<_> = person.territories.iter().map(|territory| territory.territory).collect();
    let set = ActionForm::new("people.set_territories")
        .fixed("person", person.shown.person)
        .value("territories", &ids)
        .only(&["territories"])
        .dialog(cx, Weight::Quiet)?;
    let names: Vec<Markup> = person.territories.iter().map(|territory| html! { (territory.name) }).collect();
    let body =
        html! { @if names.is_empty() { p { (cx.say("people-no-territories")) } } @else { (dots(&names)) } };
    Ok(panel(&cx.say("field-territories"), Some(&set), &body))
}

fn leaves(cx: &mut PageCx<'_, '_>, person: &PersonFacts) -> Outcome<Markup> {
    let plan = ActionForm::new("leave.plan")
        .fixed("person", person.shown.person)
        .only(&["from", "until", "cover", "note"])
        .dialog(cx, Weight::Plain)?;
    let body = leave_table(cx, &person.leaves, "leave-none-own");
    Ok(panel(&cx.say("leave-title"), Some(&plan), &body))
}

/// Leaves with who covers; shared with the page of all leaves.
pub(super) fn leave_table(cx: &PageCx<'_, '_>, leaves: &[LeaveShown], none: &str) -> Markup {
    let row = |leave: &LeaveShown| {
        let cancel = ActionForm::new("leave.cancel").fixed("leave", leave.leave).next(cx.address.clone());
        let own = leave.person.0 == cx.reader.context.principal.id || cx.may(Permission::LeaveManage);
        Row {
            tone: if leave.now { Tone::Warn } else { Tone::Plain },
            cells: vec![
                html! { (leave.person_name) @if leave.now { " " (tag(Tone::Warn, &cx.say("leave-now"))) } },
                at(cx, leave.from),
                at(cx, leave.until),
                html! { (leave.cover_name) @if let Some(note) = &leave.note { br; small { (note) } } },
                html! { @if own { (cancel.button(cx, Weight::Quiet)) } },
            ],
            ..Row::default()
        }
    };
    table(&Table {
        caption: cx.say("leave-title"),
        columns: ["field-person", "field-from", "field-until", "field-cover", "people-act"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows: leaves.iter().map(row).collect(),
        empty: Some(empty_state(&cx.say(none), &cx.say("leave-none-text"), &[])),
        bare: true,
        ..Table::default()
    })
}
