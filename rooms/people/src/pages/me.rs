//! Oneself: wishes, leave, sessions, tokens.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{at, people::leave_table, sphere_word};
use crate::views::{
    own::{Me, MeShown, SessionShown, Sessions, TokenShown, Tokens},
    persons::RoleShown,
};

pub(super) const ME: PageDef =
    PageDef { path: "/me", permission: Permission::Own, audience: Audience::Staff, nav: None, draw: me };

fn me(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let me = cx.view(Me {})?;
    let sessions = cx.view(Sessions {})?;
    let tokens = cx.view(Tokens {})?;
    let left = html! { (wishes(cx, &me)?) (leave(cx, &me)?) };
    let right = html! { (session_panel(cx, &sessions)) (token_panel(cx, &tokens)?) };
    let shown = &me.facts.shown;
    let roles = |role: &RoleShown| html! { (role.label) };
    let mut marks = vec![html! { (shown.title) }, sphere_word(cx, shown.sphere)];
    marks.extend(shown.roles.iter().map(roles));
    let password = button_link(Weight::Plain, &Link::new(cx.say("password-own-title"), "/password"), "");
    let telling = button_link(Weight::Plain, &Link::new(cx.say("me-telling"), crate::digest::CHOOSE), "");
    let main = html! {
        (page_head(None, &shown.name, &dots(&marks), &buttons(&[telling, password.clone()])))
        @if me.must_change {
            (notice(Tone::Warn, &cx.say("me-must-change"), &html! { (cx.say("me-must-change-text")) }, std::slice::from_ref(&password)))
        }
        (columns(&left, &right))
    };
    Ok(Page::new(cx.say("page-me"), main).live(shown.person))
}

fn wishes(cx: &mut PageCx<'_, '_>, me: &MeShown) -> Outcome<Markup> {
    let wishes = &me.wishes;
    let form = ActionForm::new("people.preferences")
        .fixed("version", me.facts.version)
        .value("language", me.facts.language)
        .value("zone", &me.facts.zone)
        .value("theme", wishes.theme)
        .value("density", wishes.density)
        .only(&["language", "zone", "theme", "density"])
        .submit(cx.say("save"))
        .next("/me")
        .draw(cx)?;
    Ok(panel(&cx.say("me-wishes"), None, &form))
}

fn leave(cx: &mut PageCx<'_, '_>, me: &MeShown) -> Outcome<Markup> {
    let plan = ActionForm::new("leave.plan")
        .only(&["from", "until", "cover", "note"])
        .next("/me")
        .dialog(cx, Weight::Plain)?;
    Ok(panel(&cx.say("leave-title"), Some(&plan), &leave_table(cx, &me.facts.leaves, "leave-none-own")))
}

fn session_panel(cx: &PageCx<'_, '_>, sessions: &[SessionShown]) -> Markup {
    let end_all = ActionForm::new("session.end_all").next("/me").button(cx, Weight::Quiet);
    let rows = sessions.iter().map(|session| {
        let end = ActionForm::new("session.end").fixed("session", session.session).next("/me");
        Row {
            cells: vec![
                html! { (session.agent) @if session.present { " " (tag(Tone::Good, &cx.say("me-present"))) } },
                at(cx, session.last_seen_at),
                html! { @if !session.present { (end.button(cx, Weight::Quiet)) } },
            ],
            ..Row::default()
        }
    });
    let list = table(&Table {
        caption: cx.say("me-sessions"),
        columns: ["me-device", "me-last-seen", "people-act"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows: rows.collect(),
        empty: Some(html! { p { (cx.say("me-no-sessions")) } }),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("me-sessions"), Some(&end_all), &list)
}

fn token_panel(cx: &mut PageCx<'_, '_>, tokens: &[TokenShown]) -> Outcome<Markup> {
    let make = ActionForm::new("token.make")
        .only(&["label", "permissions", "expires_at"])
        .next("/me")
        .dialog(cx, Weight::Quiet)?;
    let rows = tokens.iter().map(|token| {
        let revoke = ActionForm::new("token.revoke").fixed("token", token.token).next("/me");
        let words: Vec<Markup> = token
            .permissions
            .iter()
            .map(|permission| html! { (cx.say(&format!("permission-{}", permission.word().replace(['.', '_'], "-")))) })
            .collect();
        Row {
            cells: vec![
                html! { (token.label) (dots(&words)) },
                at(cx, token.expires_at),
                html! {
                    @if token.works { (revoke.button(cx, Weight::Quiet)) } @else { (tag(Tone::Plain, &cx.say("me-token-over"))) }
                },
            ],
            ..Row::default()
        }
    });
    let list = table(&Table {
        caption: cx.say("me-tokens"),
        columns: ["field-token-make-label", "field-expires-at", "people-act"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows: rows.collect(),
        empty: Some(html! { p { (cx.say("me-no-tokens")) } }),
        bare: true,
        ..Table::default()
    });
    Ok(panel(&cx.say("me-tokens"), Some(&make), &list))
}
