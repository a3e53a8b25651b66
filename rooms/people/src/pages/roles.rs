//! Roles: who may do what, and roles of the company's own.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Link, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, disclosure, dots, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use crate::{
    RoleId,
    views::{
        house::{RoleFacts, Roles},
        roles::{GrantGroup, Holder, RoleOne},
    },
};

pub(super) const LIST: PageDef = PageDef {
    path: "/roles",
    permission: Permission::PeopleRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 30,
        label: "roles-title",
        keys: "",
        icon: Some(Icon::Person),
        count: None,
    }),
    draw: list,
};

pub(super) const ONE: PageDef = PageDef {
    path: "/roles/{role}",
    permission: Permission::PeopleRead,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

pub(super) const NEW: PageDef = PageDef {
    path: "/roles/new",
    permission: Permission::RoleManage,
    audience: Audience::Staff,
    nav: None,
    draw: new,
};

/// What no role of a colleague can hold, and what everybody has without one.
const NOT_OFFERED: &[&str] = &["system.only", "sign_in", "own", "portal.read", "portal.write"];

/// The word of the role of customers' contacts, whose permissions are those that no colleague's role can hold.
fn is_contact(role: &RoleFacts) -> bool {
    role.name == crate::roles::CUSTOMER_CONTACT
}

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let roles = cx.view(Roles {})?;
    let title = cx.say("roles-title");
    let row = |role: &RoleFacts| {
        let mark = |key: &str| html! { " " (tag(Tone::Plain, &cx.say(key))) };
        Row::to(
            format!("/roles/{}", role.role),
            vec![
                html! {
                    (role.label)
                    @if !role.seeded { (mark("roles-own")) }
                    @if role.archived { (mark("roles-archived")) }
                },
                html! { (cx.say_with("roles-allows", &[("n", role.permissions.len().into())])) },
                html! { (cx.say_with("roles-holders", &[("n", role.holders.into())])) },
                html! { (above(cx, &roles, role)) },
            ],
        )
    };
    let body = table(&Table {
        caption: title.clone(),
        columns: ["field-role", "field-permissions", "roles-held", "roles-above"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows: roles.iter().map(row).collect(),
        ..Table::default()
    });
    let make = match cx.reader.may_act("role.define") {
        true => button_link(Weight::Primary, &Link::new(cx.say("action-role-define"), "/roles/new"), ""),
        false => html! {},
    };
    let head = page_head(None, &title, &html! { (cx.say("roles-about")) }, &buttons(&[make]));
    Ok(Page::new(title, html! { (head) (body) }))
}

fn above(cx: &PageCx<'_, '_>, roles: &[RoleFacts], role: &RoleFacts) -> String {
    let above = role.escalates_to.as_ref().and_then(|word| roles.iter().find(|other| other.name == *word));
    above.map_or_else(|| cx.say("none"), |above| above.label.clone())
}

/// The role above, by its id.
fn above_id(roles: &[RoleFacts], role: &RoleFacts) -> Option<RoleId> {
    let word = role.escalates_to.as_ref()?;
    roles.iter().find(|other| other.name == *word).map(|other| other.role)
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let shown = cx.view(RoleOne { role: cx.id("role")? })?;
    let roles = cx.view(Roles {})?;
    let role = &shown.facts;
    let title = role.label.clone();
    let base = format!("/roles/new?base={}", role.role);
    let copy = match cx.reader.may_act("role.define") && !is_contact(role) {
        true => button_link(Weight::Quiet, &Link::new(cx.say("roles-as-base"), base), ""),
        false => html! {},
    };
    let marks = dots(&[
        html! { a href={ "/people?role=" (role.role) } { (cx.say_with("roles-holders", &[("n", role.holders.into())])) } },
        html! { (cx.say("roles-above")) ": " (above(cx, &roles, role)) },
        html! { (cx.say(if role.seeded { "roles-seeded" } else { "roles-own" })) },
    ]);
    let granted: Vec<Markup> = shown.grants.iter().map(|group| granted(cx, group)).collect();
    let grants = html! {
        p { (cx.say(if role.permissions.is_empty() { "roles-grants-nothing" } else { "roles-grants" })) }
        @for group in &granted { (group) }
    };
    let left = panel(&cx.say("field-permissions"), None, &grants);
    let right = html! { (held_by(cx, &shown.holders)) (change(cx, &roles, role)?) };
    let main = html! { (page_head(None, &title, &marks, &copy)) (columns(&left, &right)) };
    Ok(Page::new(title, main).below(cx.say("roles-title"), "/roles"))
}

/// What a role grants about one thing: each permission, and what may be done by it.
fn granted(cx: &PageCx<'_, '_>, group: &GrantGroup) -> Markup {
    let body = html! {
        dl.grants {
            @for grant in &group.grants {
                dt { (grant.label) }
                @let labels: Vec<&str> = grant.actions.iter().map(|action| action.label.as_str()).collect();
                dd {
                    @if labels.is_empty() { (cx.say("roles-reads")) } @else { (labels.join(" · ")) }
                }
            }
        }
    };
    let title = format!("{} ({})", group.about, group.grants.len());
    disclosure(&format!("grants-{}", group.about), &title, true, &body)
}

fn held_by(cx: &PageCx<'_, '_>, holders: &[Holder]) -> Markup {
    let body = html! {
        @if holders.is_empty() { p { (cx.say("roles-nobody")) } }
        @else { ul { @for holder in holders { li { a href=[cx.home("person", holder.person)] { (holder.name) } } } } }
    };
    panel(&cx.say("roles-held"), None, &body)
}

fn change(cx: &mut PageCx<'_, '_>, roles: &[RoleFacts], role: &RoleFacts) -> Outcome<Markup> {
    if !cx.reader.may_act("role.change") {
        return Ok(html! {});
    }
    let asked: &[&str] = match is_contact(role) {
        true => &["label", "permissions"],
        false => &["label", "permissions", "escalates_to", "archived"],
    };
    let mut form = ActionForm::new("role.change")
        .fixed("role", role.role)
        .fixed("version", role.version)
        .value("label", if role.seeded { "" } else { role.label.as_str() })
        .value("permissions", &role.permissions)
        .value("escalates_to", above_id(roles, role))
        .only(asked)
        .next(format!("/roles/{}", role.role));
    if !is_contact(role) {
        form = form.without("permissions", NOT_OFFERED);
    }
    let body = html! { p { (cx.say("roles-change-text")) } (form.dialog(cx, Weight::Plain)?) };
    Ok(panel(&cx.say("roles-change"), None, &body))
}

/// A role of one's own: what it begins with, then what is ticked. Nothing is granted that is not.
fn new(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let roles = cx.view(Roles {})?;
    let bases: Vec<&RoleFacts> = roles.iter().filter(|role| !role.archived && !is_contact(role)).collect();
    let asked = cx.ask("base").unwrap_or_default().to_owned();
    let base = bases.iter().find(|role| role.role.to_string() == asked);
    let mut choices =
        vec![Choice { value: String::new(), label: cx.say("roles-base-none"), chosen: base.is_none() }];
    choices.extend(bases.iter().map(|role| Choice {
        value: role.role.to_string(),
        label: role.label.clone(),
        chosen: role.role.to_string() == asked,
    }));
    let begin = filters(&Filters {
        action: "/roles/new".to_owned(),
        label: cx.say("roles-base"),
        filters: vec![Filter::One { name: "base".to_owned(), label: cx.say("roles-base"), choices }],
        submit_label: cx.say("roles-base-take"),
        ..Filters::default()
    });
    let mut form = ActionForm::new("role.define")
        .only(&["label", "escalates_to", "permissions"])
        .without("permissions", NOT_OFFERED)
        .next("/roles/{role}");
    if let Some(base) = base {
        form = form.value("permissions", &base.permissions).value("escalates_to", above_id(&roles, base));
    }
    let title = cx.say("action-role-define");
    let drawn = form.draw(cx)?;
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("roles-new-about")) }, &html! {}))
        (notice(Tone::Plain, &cx.say("roles-deny-title"), &html! { (cx.say("roles-deny")) }, &[]))
        (begin)
        section.panel { (drawn) }
    };
    Ok(Page::new(title, main).below(cx.say("roles-title"), "/roles"))
}
