//! The settings of the house, its calendars, territories and own facts.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        html,
        icon::Icon,
        mark::time,
        menu::{Weight, buttons},
        panel::{columns, disclosure, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use serde_json::Value as JsonValue;

use super::at;
use crate::views::{
    choices::{ChoiceKind, Choices},
    house::{CalendarShown, Company, CompanyShown, SettingShown, Settings},
};

pub(super) const ALL: PageDef = PageDef {
    path: "/settings",
    permission: Permission::PeopleRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 50,
        label: "settings-title",
        keys: "",
        icon: Some(Icon::Settings),
        count: None,
    }),
    draw: all,
};

fn all(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let settings = cx.view(Settings { name: None })?;
    let company = cx.view(Company {})?;
    let title = cx.say("settings-title");
    let mut list = Vec::new();
    for setting in &settings {
        list.push(one(cx, setting)?);
    }
    let left = panel(&title, None, &html! { @for setting in &list { (setting) } });
    let right = html! { (own(cx, &company)?) (calendars(cx, &company)?) (territories(cx)?) };
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("settings-about")) }, &super::letters::way(cx)))
        (columns(&left, &right))
    };
    Ok(Page::new(title, main))
}

/// A value as people read it.
fn said(cx: &PageCx<'_, '_>, value: &JsonValue) -> String {
    match value {
        JsonValue::Bool(yes) => cx.say(if *yes { "yes" } else { "no" }),
        JsonValue::Number(number) => match number.as_i64() {
            Some(number) => cx.tongue().number(number),
            None => number.to_string(),
        },
        JsonValue::String(text) => text.clone(),
        JsonValue::Array(list) => list.iter().map(|item| said(cx, item)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn one(cx: &mut PageCx<'_, '_>, setting: &SettingShown) -> Outcome<Markup> {
    let set = ActionForm::new("settings.set")
        .fixed("name", &setting.name)
        .value("value", setting.value.to_string())
        .only(&["value", "effective_from", "reason"])
        .submit(cx.say("edit"))
        .dialog(cx, Weight::Quiet)?;
    let history = history(cx, setting);
    Ok(html! {
        article {
            p { (setting.label) ": " strong { (said(cx, &setting.value)) } " "
                small { (cx.say_with("settings-default", &[("value", said(cx, &setting.default).into())])) } }
            @if !setting.history.is_empty() {
                (disclosure(&format!("history-{}", setting.name), &cx.say("settings-history"), false, &history))
            }
            (set)
        }
    })
}

fn history(cx: &PageCx<'_, '_>, setting: &SettingShown) -> Markup {
    let rows = setting.history.iter().map(|value| Row {
        cells: vec![
            time(&value.effective_from.to_string(), &cx.date(value.effective_from)),
            html! { (said(cx, &value.value)) },
            html! { (value.set_by) " " (at(cx, value.set_at)) },
            html! { (value.reason) },
        ],
        ..Row::default()
    });
    table(&Table {
        caption: cx.say("settings-history"),
        columns: ["field-effective-from", "field-value", "settings-set", "field-reason"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    })
}

fn own(cx: &mut PageCx<'_, '_>, company: &CompanyShown) -> Outcome<Markup> {
    let change = ActionForm::new("company.change")
        .fixed("version", company.version)
        .value("name", &company.name)
        .value("home_zone", &company.home_zone)
        .value("language", company.language)
        .value("calendar", company.calendar)
        .only(&["name", "home_zone", "language", "calendar"])
        .dialog(cx, Weight::Quiet)?;
    let pairs = [
        (cx.say("field-name"), html! { (company.name) }),
        (cx.say("field-home-zone"), html! { (company.home_zone) }),
        (cx.say("field-currency"), html! { (company.currency.code()) }),
        (cx.say("field-language"), html! { (cx.say(&company.language.message())) }),
    ];
    let mark = cx.say("settings-logo");
    let may = cx.may(Permission::SettingsManage);
    let body = html! {
        (facts(&pairs))
        @if may { p { a href={ (crate::set_up::STEPS) "?step=logo" } { (mark) } } }
    };
    Ok(panel(&cx.say("settings-company"), Some(&change), &body))
}

fn calendars(cx: &mut PageCx<'_, '_>, company: &CompanyShown) -> Outcome<Markup> {
    let define = ActionForm::new("calendar.define").dialog(cx, Weight::Quiet)?;
    let mut list = Vec::new();
    for calendar in company.calendars.iter().filter(|calendar| !calendar.archived) {
        list.push(calendar_card(cx, calendar)?);
    }
    Ok(panel(&cx.say("settings-calendars"), Some(&define), &html! { @for calendar in &list { (calendar) } }))
}

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The hours of a list as they are typed: `08:00-12:00, 13:00-17:00`.
fn hours(list: Option<&JsonValue>) -> String {
    let list = list.and_then(JsonValue::as_array);
    let words: Vec<&str> = list.into_iter().flatten().filter_map(JsonValue::as_str).collect();
    words.join(", ")
}

/// The hours of a weekday as they are typed.
fn day(calendar: &CalendarShown, name: &str) -> String {
    hours(calendar.spec.get("week").and_then(|week| week.get(name)))
}

/// The dates of a calendar that differ from their weekday, as they are typed.
fn exceptions(calendar: &CalendarShown) -> Vec<JsonValue> {
    let dates = calendar.spec.get("exceptions").and_then(JsonValue::as_object).into_iter().flatten();
    dates.map(|(date, list)| serde_json::json!({ "date": date, "hours": hours(Some(list)) })).collect()
}

/// The form that changes a calendar, filled with what it is.
pub fn calendar_form(calendar: &CalendarShown) -> ActionForm {
    let zone = calendar.spec.get("zone").and_then(JsonValue::as_str).unwrap_or_default();
    let typed: serde_json::Map<String, JsonValue> =
        DAYS.iter().map(|name| ((*name).to_owned(), JsonValue::String(day(calendar, name)))).collect();
    ActionForm::new("calendar.change")
        .fixed("calendar", calendar.calendar)
        .fixed("version", calendar.version)
        .value("name", &calendar.name)
        .value("zone", zone)
        .value("week", &typed)
        .value("exceptions", exceptions(calendar))
}

fn calendar_card(cx: &mut PageCx<'_, '_>, calendar: &CalendarShown) -> Outcome<Markup> {
    let zone = calendar.spec.get("zone").and_then(JsonValue::as_str).unwrap_or_default();
    let exceptions = exceptions(calendar);
    let change = calendar_form(calendar).only(&["name", "zone", "week", "exceptions", "archived"]).href();
    let pairs: Vec<(String, Markup)> = DAYS
        .iter()
        .map(|name| (cx.say(&format!("field-{name}")), day(calendar, name)))
        .filter(|(_, hours)| !hours.is_empty())
        .map(|(label, hours)| (label, html! { (hours) }))
        .collect();
    let may = cx.may(Permission::SettingsManage);
    Ok(html! {
        (disclosure(&format!("calendar-{}", calendar.calendar), &format!("{} · {zone}", calendar.name), false, &html! {
            (facts(&pairs))
            @if !exceptions.is_empty() { p { (cx.say_with("settings-exceptions", &[("n", exceptions.len().into())])) } }
            @if may { (buttons(&[html! { a.button.quiet href=(change) { (cx.say("edit")) } }])) }
        }))
    })
}

fn territories(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let list = cx.view(Choices { kind: ChoiceKind::Territory, query: None, id: None })?;
    let enter = ActionForm::new("territory.enter").dialog(cx, Weight::Quiet)?;
    let body = html! {
        @if list.is_empty() { p { (cx.say("settings-no-territories")) } }
        @else { ul { @for territory in &list { li { a href={ "/people?territory=" (territory.id) } { (territory.label) } } } } }
    };
    Ok(panel(&cx.say("field-territories"), Some(&enter), &body))
}
