//! Roles: who may do what.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        Tone, html,
        icon::Icon,
        mark::tag,
        menu::{Weight, buttons},
        panel::{dots, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};

use crate::{
    RoleId,
    views::house::{RoleFacts, Roles},
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

fn list(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let roles = cx.view(Roles {})?;
    let define = ActionForm::new("role.define").next("/roles/{role}").dialog(cx, Weight::Primary)?;
    let title = cx.say("roles-title");
    let row = |role: &RoleFacts| {
        Row::to(
            format!("/roles/{}", role.role),
            vec![
                html! { (role.label) @if role.archived { " " (tag(Tone::Plain, &cx.say("roles-archived"))) } },
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
    let head = page_head(None, &title, &html! { (cx.say("roles-about")) }, &buttons(&[define]));
    Ok(Page::new(title, html! { (head) (body) }))
}

fn above(cx: &PageCx<'_, '_>, roles: &[RoleFacts], role: &RoleFacts) -> String {
    let above = role.escalates_to.as_ref().and_then(|word| roles.iter().find(|other| other.name == *word));
    above.map_or_else(|| cx.say("none"), |above| above.label.clone())
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let id: RoleId = cx.id("role")?;
    let roles = cx.view(Roles {})?;
    let role = roles.iter().find(|role| role.role == id).ok_or_else(Refusal::absent)?;
    let change = ActionForm::new("role.change")
        .fixed("role", id)
        .fixed("version", role.version)
        .value("label", if role.seeded { "" } else { role.label.as_str() })
        .value("permissions", &role.permissions)
        .value("escalates_to", &role.escalates_to)
        .only(&["label", "permissions", "escalates_to", "archived"])
        .dialog(cx, Weight::Plain)?;
    let allowed = |word: &str| cx.say(&format!("permission-{}", word.replace(['.', '_'], "-")));
    let head = dots(&[
        html! { a href={ "/people?role=" (id) } { (cx.say_with("roles-holders", &[("n", role.holders.into())])) } },
        html! { (cx.say("roles-above")) ": " (above(cx, &roles, role)) },
    ]);
    let list: Markup = html! { ul { @for word in &role.permissions { li { (allowed(word)) } } } };
    let main = html! {
        (page_head(None, &role.label, &head, &buttons(&[change])))
        (panel(&cx.say("field-permissions"), None, &list))
    };
    Ok(Page::new(role.label.clone(), main).below(cx.say("roles-title"), "/roles"))
}
