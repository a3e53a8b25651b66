//! The settings of the house, its calendars, territories and own facts.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    ask::KnownField,
    parts::{
        Link,
        filters::{Choice, Filter, Filters, filters},
        html,
        icon::Icon,
        mark::time,
        menu::{Weight, buttons},
        panel::{columns, disclosure, facts, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Context, Currency, Outcome, Permission};
use rust_decimal::Decimal;
use serde_json::{Map, Value as JsonValue, json};

use super::at;
use crate::{
    settings::{SettingDef, SettingGroup, SettingKind, find},
    views::{
        choices::{ChoiceKind, Choices},
        house::{CalendarShown, Company, CompanyShown, SettingShown, Settings},
    },
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

/// The value of a setting is asked for in the setting's kind, under the setting's own words.
pub(super) const VALUE: KnownField =
    KnownField { action: "settings.set", field: "value", schema: value_schema };

fn value_schema(ctx: &Context, known: &Map<String, JsonValue>) -> Option<JsonValue> {
    let def = find(&ctx.registry, known.get("name")?.as_str()?)?;
    let tongue = ctx.tongue();
    let label = tongue.say(&def.message());
    let between = |key: &str, min: Decimal, max: Decimal| {
        tongue.say_with(key, &[("from", tongue.decimal(min).into()), ("to", tongue.decimal(max).into())])
    };
    let decimals = |key: &str, min: &str, max: &str| {
        between(key, min.parse().unwrap_or_default(), max.parse().unwrap_or_default())
    };
    Some(match def.kind {
        SettingKind::Whole { min, max } => json!({
            "type": "integer", "minimum": min, "maximum": max, "x-label": label,
            "x-hint": between("settings-between", min.into(), max.into()),
        }),
        SettingKind::Decimal { min, max } => json!({
            "type": "string", "format": "decimal", "x-label": label,
            "x-hint": decimals("settings-between", min, max),
        }),
        SettingKind::Amount { min, max } => json!({
            "type": "string", "format": "decimal", "x-label": label,
            "x-hint": decimals("settings-between-amounts", min, max),
        }),
        SettingKind::Flag => json!({ "type": "boolean", "x-label": label }),
        SettingKind::Choice(words) => json!({ "enum": words, "x-words": def.message(), "x-label": label }),
        SettingKind::Steps { min, max } => json!({
            "type": "array", "items": { "type": "integer" }, "x-label": label,
            "x-hint": between("settings-steps", min.into(), max.into()),
        }),
    })
}

fn all(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: Settings = cx.params()?;
    let only = asked.heading.clone();
    let settings = cx.view(asked)?;
    let company = cx.view(Company {})?;
    let title = cx.say("settings-title");
    let mut groups = Vec::new();
    for group in settings.chunk_by(|a, b| a.heading == b.heading) {
        groups.push(group_panel(cx, group, company.currency)?);
    }
    let left = html! { (by_heading(cx, only.as_deref())) @for group in &groups { (group) } };
    let right = html! { (own(cx, &company)?) (calendars(cx, &company)?) (territories(cx)?) };
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("settings-about")) }, &super::letters::way(cx)))
        (columns(&left, &right))
    };
    Ok(Page::new(title, main))
}

/// One heading alone, or all of them.
fn by_heading(cx: &PageCx<'_, '_>, only: Option<&str>) -> Markup {
    let mut choices = vec![Choice { value: String::new(), label: cx.say("all"), chosen: only.is_none() }];
    choices.extend(cx.registry().extensions::<SettingGroup>().map(|group| Choice {
        value: group.heading.to_owned(),
        label: cx.say(group.heading),
        chosen: only == Some(group.heading),
    }));
    filters(&Filters {
        action: "/settings".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![Filter::One { name: "heading".to_owned(), label: cx.say("settings-heading"), choices }],
        submit_label: cx.say("list-filter"),
        clear: only.map(|_| Link::new(cx.say("list-clear"), "/settings")),
        ..Filters::default()
    })
}

/// The settings under one heading.
fn group_panel(cx: &mut PageCx<'_, '_>, group: &[SettingShown], currency: Currency) -> Outcome<Markup> {
    let heading = group.first().map(|setting| cx.say(&setting.heading)).unwrap_or_default();
    let mut rows = Vec::with_capacity(group.len());
    for setting in group {
        rows.push(Row { cells: one(cx, setting, currency)?, ..Row::default() });
    }
    let list = table(&Table {
        caption: heading.clone(),
        columns: vec![
            Column::text(cx.say("settings-setting")),
            Column::text(cx.say("field-value")),
            Column::text(cx.say("edit")),
        ],
        rows,
        bare: true,
        ..Table::default()
    });
    Ok(panel(&heading, None, &list))
}

/// A value as people read it: figures in the way of their language, amounts with the company's currency.
fn said(cx: &PageCx<'_, '_>, def: &SettingDef, currency: Currency, value: &JsonValue) -> String {
    let decimal = || value.as_str().and_then(|text| text.parse::<Decimal>().ok());
    let whole = |value: &JsonValue| value.as_i64().map(|number| cx.tongue().number(number));
    let text = match def.kind {
        SettingKind::Whole { .. } => whole(value),
        SettingKind::Decimal { .. } => decimal().map(|number| cx.tongue().decimal(number)),
        SettingKind::Amount { .. } => decimal().map(|number| cx.tongue().price(number, currency)),
        SettingKind::Flag => value.as_bool().map(|yes| cx.say(if yes { "yes" } else { "no" })),
        SettingKind::Choice(_) => {
            value.as_str().map(|word| cx.say(&format!("{}-{}", def.message(), word.replace('_', "-"))))
        }
        SettingKind::Steps { .. } => {
            value.as_array().map(|list| list.iter().filter_map(whole).collect::<Vec<_>>().join(", "))
        }
    };
    text.unwrap_or_else(|| value.to_string())
}

fn one(cx: &mut PageCx<'_, '_>, setting: &SettingShown, currency: Currency) -> Outcome<Vec<Markup>> {
    let Some(def) = find(cx.registry(), &setting.name) else { return Ok(Vec::new()) };
    let set = ActionForm::new("settings.set")
        .fixed("name", &setting.name)
        .value("value", &setting.value)
        .only(&["value", "effective_from", "reason"])
        .title(&setting.label)
        .submit(cx.say("edit"))
        .dialog(cx, Weight::Quiet)?;
    let history = history(cx, setting, |cx, value| said(cx, def, currency, value));
    let otherwise = said(cx, def, currency, &setting.default);
    Ok(vec![
        html! {
            div {
                (setting.label)
                @if !setting.history.is_empty() {
                    (disclosure(&format!("history-{}", setting.name), &cx.say("settings-history"), false, &history))
                }
            }
        },
        html! {
            div {
                strong { (said(cx, def, currency, &setting.value)) }
                @if setting.value != setting.default {
                    br; small { (cx.say_with("settings-default", &[("value", otherwise.into())])) }
                }
            }
        },
        set,
    ])
}

fn history(
    cx: &PageCx<'_, '_>,
    setting: &SettingShown,
    said: impl Fn(&PageCx<'_, '_>, &JsonValue) -> String,
) -> Markup {
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
