//! A list as its page frames it, the same in every room: what stands above it, its columns, how many rows there are, the
//! way to the next ones, and the files they are given out as.
//!
//! To frame a list, register a [`ListDef`] with `registry.extend(…)` beside its page and draw it with [`list`]. What is
//! given out as a file has the same columns, under the same names, in the reader's language, and no other field of the
//! view.

use accord_kernel::{Money, Outcome, Permission};
use jiff::{Timestamp, civil::Date};
use maud::{Markup, html};
use serde::Serialize;
use serde_json::{Map, Value as JsonValue};

use crate::{
    page::{PageCx, escape},
    parts::{
        Hidden, Link, hidden_inputs,
        menu::{MenuItem, Weight, button_link, buttons, menu},
        table::{Align, Bulk, Column, Order, Pagination, Table, pagination, table},
    },
};

/// Query parameter with the keys of the chosen columns, in order, parted by commas.
pub const COLUMNS: &str = "columns";

/// Query parameter with the saved view that was picked; it stays while the filters are changed.
pub const VIEW: &str = "_view";

/// Query parameter that says by what the list is sorted, as its view reads it: a word, with a minus the other way round.
pub const SORT: &str = "sort";

/// Begins the key of a shown column that shows several columns at once and is sorted by this one.
const SORTED_BY: char = '~';

/// Begins the query parameters of the chooser: the place of a column by its key.
const PLACE: &str = "_place.";

/// The columns of the list that a view answers, and its page.
#[derive(Debug, Clone, Copy)]
pub struct ListDef {
    /// The view.
    pub view: &'static str,
    /// Address of its page.
    pub page: &'static str,
    /// Its columns, in their order on the page.
    pub columns: &'static [ListColumn],
}

impl ListDef {
    /// The columns that were chosen, in their order; every one when none was. What is no column of the list is passed
    /// over, so that an old address still shows what there is.
    pub fn chosen(&self, asked: Option<&str>) -> Vec<&'static ListColumn> {
        let mut chosen: Vec<&'static ListColumn> = Vec::new();
        for key in asked.unwrap_or_default().split(',') {
            let found = self.columns.iter().find(|column| column.key() == key);
            if let Some(column) = found.filter(|column| chosen.iter().all(|had| had.key() != column.key())) {
                chosen.push(column);
            }
        }
        if chosen.is_empty() { self.columns.iter().collect() } else { chosen }
    }
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct ListColumn {
    /// Message key of its heading.
    pub label: &'static str,
    /// Where its value stands in a row: `customer.name`. Of several places parted by `|` the first that holds something.
    pub at: &'static str,
    /// How it is shown.
    pub shown: Shown,
    /// Word by which the view sorts by it; `None` where it does not.
    pub sort: Option<&'static str>,
}

impl ListColumn {
    /// A column.
    pub const fn new(label: &'static str, at: &'static str, shown: Shown) -> Self {
        Self { label, at, shown, sort: None }
    }

    /// The same, by which the view sorts under this word.
    #[must_use]
    pub const fn sorted(self, word: &'static str) -> Self {
        Self { sort: Some(word), ..self }
    }

    /// Its name in an address.
    pub fn key(&self) -> &'static str {
        self.at.split('|').next().unwrap_or_default()
    }

    /// Its value in a row, when there is one.
    pub fn value<'r>(&self, row: &'r Map<String, JsonValue>) -> Option<&'r JsonValue> {
        self.at.split('|').find_map(|at| at_place(row, at))
    }

    /// Its value in words for the page.
    fn text(&self, cx: &PageCx<'_, '_>, row: &Map<String, JsonValue>) -> String {
        let Some(value) = self.value(row) else { return String::new() };
        let tongue = cx.tongue();
        match (self.shown, value) {
            (Shown::Word(key), JsonValue::String(word)) => cx.say(&word_key(key, word)),
            (Shown::Flag, JsonValue::Bool(flag)) => cx.say(if *flag { "yes" } else { "no" }),
            (Shown::Money, money) => serde_json::from_value::<Money>(money.clone())
                .map_or_else(|_| String::new(), |money| tongue.money(money)),
            (_, JsonValue::String(text)) => match (text.parse::<Date>(), text.parse::<Timestamp>()) {
                (_, Ok(at)) if self.shown == Shown::Instant => cx.instant(at),
                (Ok(on), _) => cx.date(on),
                _ => text.clone(),
            },
            (_, JsonValue::Number(number)) => {
                number.as_i64().map_or_else(|| number.to_string(), |number| tongue.number(number))
            }
            (_, JsonValue::Array(parts)) => {
                parts.iter().map(plain).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            }
            (_, other) => plain(other),
        }
    }
}

/// The message key of a word.
pub fn word_key(key: &str, word: &str) -> String {
    format!("{key}-{}", word.replace('_', "-"))
}

/// A value as it stands; of something with a name, its name.
pub fn plain(value: &JsonValue) -> String {
    match value {
        JsonValue::Null => String::new(),
        JsonValue::String(text) => text.clone(),
        JsonValue::Object(thing) => {
            let named = ["name", "label", "area_name"].iter().find_map(|name| thing.get(*name)?.as_str());
            named.unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    }
}

/// The value at a place of a row, when there is one.
fn at_place<'r>(row: &'r Map<String, JsonValue>, at: &str) -> Option<&'r JsonValue> {
    let (first, rest) = at.split_once('.').map_or((at, None), |(first, rest)| (first, Some(rest)));
    let value = row.get(first).filter(|value| !value.is_null())?;
    match rest {
        Some(rest) => at_place(value.as_object()?, rest),
        None => Some(value),
    }
}

/// How the values of a column are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As they stand: texts, whole numbers, civil dates, some of these.
    Plain,
    /// One of some words; this is the beginning of their message keys.
    Word(&'static str),
    /// An instant, in the reader's zone, which the heading names.
    Instant,
    /// An amount; its currency has a column of its own behind it.
    Money,
    /// Yes or no.
    Flag,
}

/// What stands above a list, whoever made its page: the reader's saved views, say.
#[derive(Clone, Copy)]
pub struct ListBar {
    /// Draws it, or nothing.
    pub draw: fn(&mut PageCx<'_, '_>, &ListDef) -> Outcome<Markup>,
}

/// Draws the bar of the ticked rows, or none. It is told how many rows stand here, and how many there are in all.
pub type DrawPicks = fn(&mut PageCx<'_, '_>, &ListDef, usize, Option<(i64, bool)>) -> Outcome<Option<Bulk>>;

/// What may be done to many rows of a list at once, whoever made its page.
#[derive(Clone, Copy)]
pub struct ListPicks {
    /// Draws it.
    pub draw: DrawPicks,
}

/// With which query a list opens that was asked for without one: a view that its reader wants to see first, say.
#[derive(Clone, Copy)]
pub struct ListOpening {
    /// What stands behind the question mark; `None` for the list as it is.
    pub query: fn(&mut PageCx<'_, '_>, &ListDef) -> Outcome<Option<String>>,
}

/// Where a list is read instead of at the address that was asked for: with the columns as they were numbered, or with
/// the view that it opens with. What stands in the address then says everything and can be sent.
///
/// # Errors
/// What the opening refuses.
pub fn settled(cx: &mut PageCx<'_, '_>, path: &str) -> Outcome<Option<String>> {
    let Some(def) = cx.registry().extensions::<ListDef>().find(|list| list.page == path).copied() else {
        return Ok(None);
    };
    if cx.query.iter().any(|(name, _)| name.starts_with(PLACE)) {
        let columns = numbered(&def, &cx.query);
        cx.query.retain(|(name, _)| !name.starts_with(PLACE));
        let columns = (!columns.is_empty()).then(|| columns.join(","));
        return Ok(Some(cx.here_with(&[(COLUMNS, columns.as_deref())])));
    }
    if !cx.query.is_empty() {
        return Ok(None);
    }
    let openings: Vec<ListOpening> = cx.registry().extensions::<ListOpening>().copied().collect();
    for opening in openings {
        if let Some(query) = (opening.query)(cx, &def)? {
            return Ok(Some(format!("{path}?{query}")));
        }
    }
    Ok(None)
}

/// The keys of the columns in the order of their numbers; of the same number in the order of the list.
fn numbered(def: &ListDef, pairs: &[(String, String)]) -> Vec<&'static str> {
    let place = |column: &ListColumn| {
        let value = pairs.iter().find(|(name, _)| name.strip_prefix(PLACE) == Some(column.key()));
        value.and_then(|(_, value)| value.trim().parse::<i64>().ok())
    };
    let mut chosen: Vec<(i64, &'static str)> =
        def.columns.iter().filter_map(|column| Some((place(column)?, column.key()))).collect();
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, key)| key).collect()
}

/// The chooser of columns: each with the number of its place, none for one that is not shown. Numbers are typed, so that
/// order needs neither a pointer nor script.
fn chooser(cx: &PageCx<'_, '_>, def: &ListDef) -> Markup {
    let shown: Vec<&str> = def.chosen(cx.ask(COLUMNS)).iter().map(|column| column.key()).collect();
    let stays = |name: &str| name != COLUMNS && name != "after" && name != crate::page::DIALOG;
    let kept: Vec<Hidden> = cx
        .query
        .iter()
        .filter(|(name, value)| stays(name) && !value.is_empty())
        .map(|(name, value)| Hidden::new(name.as_str(), value.as_str()))
        .collect();
    let place =
        |column: &ListColumn| shown.iter().position(|key| *key == column.key()).map(|place| place + 1);
    let form = html! {
        form.columns-form method="get" action=(def.page) {
            (hidden_inputs(&kept))
            p.small { (cx.say("list-columns-hint")) }
            @for column in def.columns {
                label {
                    input type="number" min="1" max=(def.columns.len()) name={ (PLACE) (column.key()) } value=[place(column)];
                    span { (cx.say(column.label)) }
                }
            }
            div.buttons {
                button.button { (cx.say("list-columns-show")) }
                @if cx.ask(COLUMNS).is_some() {
                    a.button.quiet href=(cx.here_with(&[(COLUMNS, None)])) { (cx.say("list-columns-all")) }
                }
            }
        }
    };
    menu(&cx.say("list-columns"), None, false, &[MenuItem::Custom(form)])
}

/// One page of a list, as its view answered it.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'a, R> {
    /// The rows.
    pub rows: &'a [R],
    /// Where the next page begins.
    pub next: Option<&'a str>,
    /// How many there are in all, and whether there are more than that; `None` where the view does not count.
    pub count: Option<(i64, bool)>,
}

/// Draws a list in its frame. `keys` names, for each column of `shown`, the column of the list that it shows whole, so
/// that it looks the same when columns are chosen; empty for one that shows several at once, or `~` before the one of
/// them by which it is sorted.
///
/// # Errors
/// What stands above it refuses.
pub fn list<R: Serialize>(
    cx: &mut PageCx<'_, '_>,
    def: &ListDef,
    keys: &[&str],
    shown: Table,
    leaf: &Leaf<'_, R>,
) -> Outcome<Markup> {
    let bars: Vec<ListBar> = cx.registry().extensions::<ListBar>().copied().collect();
    let mut above = Vec::with_capacity(bars.len());
    for bar in bars {
        above.push((bar.draw)(cx, def)?);
    }
    let label = shown.caption.clone();
    let nothing = shown.rows.is_empty();
    let mut shown = in_columns(cx, def, keys, shown, leaf.rows);
    sortable(cx, def, keys, &mut shown);
    pickable(cx, def, &mut shown, leaf)?;
    Ok(html! {
        div.list-bar { @for bar in &above { (bar) } @if !nothing { (sorting(cx, def)) (chooser(cx, def)) } }
        (table(&shown))
        (foot(cx, &label, leaf.count, leaf.next))
        @if !nothing { (exports(cx, def.view)) }
    })
}

/// How the list is sorted by a column now.
fn order_by(cx: &PageCx<'_, '_>, word: &str) -> Order {
    match cx.ask(SORT) {
        Some(asked) if asked == word => Order::Ascending,
        Some(asked) if asked.strip_prefix('-') == Some(word) => Order::Descending,
        _ => Order::None,
    }
}

/// The address of the list sorted by a column: ascending first, and the other way round once it is.
fn sort_link(cx: &PageCx<'_, '_>, word: &str) -> String {
    match order_by(cx, word) {
        Order::Ascending => cx.here_with(&[(SORT, Some(&format!("-{word}")))]),
        Order::None | Order::Descending => cx.here_with(&[(SORT, Some(word))]),
    }
}

/// Headings of columns by which the view sorts become links.
fn sortable(cx: &PageCx<'_, '_>, def: &ListDef, keys: &[&str], shown: &mut Table) {
    let chosen: Vec<&ListColumn> = def.chosen(cx.ask(COLUMNS));
    let whole = cx.ask(COLUMNS).is_none();
    for (place, column) in shown.columns.iter_mut().enumerate() {
        let of = if whole {
            let key = keys.get(place).map(|key| key.trim_start_matches(SORTED_BY));
            def.columns.iter().find(|column| Some(column.key()) == key)
        } else {
            chosen.get(place).copied()
        };
        if let Some(word) = of.and_then(|of| of.sort) {
            *column = column.clone().sorted(sort_link(cx, word), order_by(cx, word));
        }
    }
}

/// The same as a menu: on the phone a list has no headings, and not every column that one sorts by is shown.
fn sorting(cx: &PageCx<'_, '_>, def: &ListDef) -> Markup {
    let columns: Vec<(&ListColumn, &str)> =
        def.columns.iter().filter_map(|column| Some((column, column.sort?))).collect();
    if columns.is_empty() {
        return html! {};
    }
    let item = |(column, word): &(&ListColumn, &str)| {
        let label = cx.say(column.label);
        let label = match order_by(cx, word) {
            Order::None => label,
            Order::Ascending => format!("{label} · {}", cx.say("list-sort-up")),
            Order::Descending => format!("{label} · {}", cx.say("list-sort-down")),
        };
        MenuItem::Link(Link::new(label, sort_link(cx, word)), String::new())
    };
    let mut items: Vec<MenuItem> = columns.iter().map(item).collect();
    if cx.ask(SORT).is_some() {
        let own = Link::new(cx.say("list-sort-own"), cx.here_with(&[(SORT, None)]));
        items.push(MenuItem::Link(own, String::new()));
    }
    menu(&cx.say("list-sort"), None, false, &items)
}

/// Where something may be done to many of its rows, each gets a box.
fn pickable<R: Serialize>(
    cx: &mut PageCx<'_, '_>,
    def: &ListDef,
    shown: &mut Table,
    leaf: &Leaf<'_, R>,
) -> Outcome<()> {
    let picks: Vec<ListPicks> = cx.registry().extensions::<ListPicks>().copied().collect();
    for pick in picks {
        if let Some(bulk) = (pick.draw)(cx, def, leaf.rows.len(), leaf.count)? {
            shown.bulk = Some(bulk);
        }
    }
    if shown.bulk.is_none() {
        return Ok(());
    }
    for (row, data) in shown.rows.iter_mut().zip(leaf.rows) {
        let data = serde_json::to_value(data).unwrap_or_default();
        let text = |name: &str| data.get(name).and_then(JsonValue::as_str).filter(|text| !text.is_empty());
        let name = ["name", "title", "wording", "number", "label"].into_iter().find_map(text);
        row.pick_label = cx.say_with("list-pick", &[("name", name.unwrap_or_default().into())]);
        row.pick = text("id").map(str::to_owned);
    }
    Ok(())
}

/// The table with the columns that were chosen; as it is when none were.
fn in_columns<R: Serialize>(
    cx: &PageCx<'_, '_>,
    def: &ListDef,
    keys: &[&str],
    mut shown: Table,
    rows: &[R],
) -> Table {
    let Some(asked) = cx.ask(COLUMNS) else { return shown };
    let chosen = def.chosen(Some(asked));
    let places: Vec<Option<usize>> =
        chosen.iter().map(|column| keys.iter().position(|key| *key == column.key())).collect();
    let column = |(column, place): (&&ListColumn, &Option<usize>)| {
        let known = place.and_then(|place| shown.columns.get(place)).cloned();
        known.unwrap_or_else(|| Column {
            label: cx.say(column.label),
            align: if column.shown == Shown::Money { Align::End } else { Align::Start },
            ..Column::default()
        })
    };
    let columns = chosen.iter().zip(&places).map(column).collect();
    for (row, data) in shown.rows.iter_mut().zip(rows) {
        let data = match serde_json::to_value(data) {
            Ok(JsonValue::Object(data)) => data,
            _ => Map::new(),
        };
        let cell = |(column, place): (&&ListColumn, &Option<usize>)| {
            let known = place.and_then(|place| row.cells.get(place)).cloned();
            known.unwrap_or_else(|| {
                let text = column.text(cx, &data);
                html! { @if text.is_empty() { "–" } @else { (text) } }
            })
        };
        row.cells = chosen.iter().zip(&places).map(cell).collect();
    }
    shown.columns = columns;
    shown
}

/// The foot of a list: how many, the first and the next page.
pub fn foot(cx: &PageCx<'_, '_>, label: &str, count: Option<(i64, bool)>, next: Option<&str>) -> Markup {
    pagination(&Pagination {
        label: label.to_owned(),
        shown: count.map(|(n, capped)| counted(cx, n, capped)).unwrap_or_default(),
        exact: None,
        previous: cx.ask("after").map(|_| Link::new(cx.say("list-first"), cx.here_with(&[]))),
        next: next.map(|next| Link::new(cx.say("list-next"), cx.here_with(&[("after", Some(next))]))),
    })
}

/// How many, in words.
pub fn counted(cx: &PageCx<'_, '_>, count: i64, capped: bool) -> String {
    if capped { cx.say("list-count-capped") } else { cx.say_with("list-count", &[("n", count.into())]) }
}

/// Links to exactly what is shown as files, for whoever may take data out.
pub fn exports(cx: &PageCx<'_, '_>, view: &str) -> Markup {
    if !cx.may(Permission::ExportRun) {
        return html! {};
    }
    let here = cx.here_with(&[]);
    let query = here.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    buttons(&["csv", "xlsx"].map(|kind| {
        let link = Link::new(cx.say(&format!("export-{kind}")), format!("/export/{view}.{kind}{query}"));
        button_link(Weight::Quiet, &link, "")
    }))
}

/// What stays in the address when a filter changes: the chosen columns, and what the filters do not show (`names`).
pub fn kept(cx: &PageCx<'_, '_>, names: &[&str]) -> Vec<Hidden> {
    let stays = |name: &str| name == COLUMNS || name == VIEW || name == SORT || names.contains(&name);
    let pairs = cx.query.iter().filter(|(name, value)| stays(name) && !value.is_empty());
    pairs.map(|(name, value)| Hidden::new(name.as_str(), value.as_str())).collect()
}

/// A query as text: what stands behind the question mark.
pub fn query_text(pairs: &[(String, String)]) -> String {
    let parts: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const LIST: ListDef = ListDef {
        view: "thing.list",
        page: "/things",
        columns: &[
            ListColumn::new("field-name", "name", Shown::Plain),
            ListColumn::new("field-owner", "owner.name", Shown::Plain),
            ListColumn::new("field-due", "due_on|due_at", Shown::Instant),
        ],
    };

    #[test]
    fn columns_are_chosen_in_order_once_and_only_those_there_are() {
        let keys = |asked| LIST.chosen(asked).iter().map(|column| column.key()).collect::<Vec<_>>();
        assert_eq!(keys(Some("due_on,name,due_on,password")), ["due_on", "name"]);
        for nothing in [None, Some(""), Some(","), Some("due_at")] {
            assert_eq!(keys(nothing), ["name", "owner.name", "due_on"], "{nothing:?}");
        }
    }

    #[test]
    fn columns_come_in_the_order_of_their_numbers() {
        let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter().map(|(key, place)| (format!("{PLACE}{key}"), (*place).to_owned())).collect()
        };
        let asked = pairs(&[("name", " 7"), ("owner.name", ""), ("due_on", "2"), ("password", "1")]);
        assert_eq!(numbered(&LIST, &asked), ["due_on", "name"]);
        assert_eq!(numbered(&LIST, &pairs(&[("name", "1"), ("owner.name", "1")])), ["name", "owner.name"]);
        assert!(numbered(&LIST, &pairs(&[("name", "first")])).is_empty());
    }

    #[test]
    fn a_value_stands_at_the_first_of_its_places_that_holds_something() {
        let row = json!({ "due_on": null, "due_at": "2026-05-04T09:00:00Z", "owner": { "name": "Irene" } });
        let row = row.as_object().unwrap();
        let texts: Vec<String> =
            LIST.columns.iter().map(|column| column.value(row).map(plain).unwrap_or_default()).collect();
        assert_eq!(texts, ["", "Irene", "2026-05-04T09:00:00Z"]);
        assert_eq!(plain(&json!({ "id": 7, "name": "Hall" })), "Hall");
    }
}
