//! The API's reference for people: how to call it, then every action and view by its room, with its fields in words. Like
//! the document for programs it comes from the registry; the examples come from a book that a test tries.

mod examples;
mod fields;

use accord_face::{
    Page, PageCx,
    ask::action_message,
    parts::{
        Link,
        filters::{Filter, Filters, filters},
        panel::{dots, empty_state, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{ActionDef, Audience, Fact, Language, Outcome, Permission, Refusal, ViewDef};
use maud::{Markup, html};
use serde_json::Value as JsonValue;

pub use examples::{Example, ExampleBook, fill};
use fields::{FieldLine, lines};

/// A room and what it registered, in the order of the rooms. Its name in words is the message `api-room-` and its word.
#[derive(Debug, Clone)]
pub struct ReferenceRoom {
    /// Its word, as in `/api/{word}`.
    pub word: &'static str,
    /// Names of its actions and views.
    pub operations: Vec<&'static str>,
}

/// An action or a view.
enum Operation<'r> {
    Action(&'r ActionDef),
    View(&'r ViewDef),
}

impl<'r> Operation<'r> {
    fn find(cx: &'r PageCx<'_, '_>, name: &str) -> Option<Self> {
        let registry = cx.registry();
        let action = registry.find_action(name).filter(|def| def.audience != Audience::System);
        let view = || registry.find_view(name).filter(|def| def.audience != Audience::System);
        action.map(Self::Action).or_else(|| view().map(Self::View))
    }
    fn name(&self) -> &'static str {
        match self {
            Self::Action(def) => def.name,
            Self::View(def) => def.name,
        }
    }
    fn permission(&self) -> Permission {
        match self {
            Self::Action(def) => def.permission,
            Self::View(def) => def.permission,
        }
    }
    fn audience(&self) -> Audience {
        match self {
            Self::Action(def) => def.audience,
            Self::View(def) => def.audience,
        }
    }
    fn input(&self) -> &'r JsonValue {
        match self {
            Self::Action(def) => def.input.as_value(),
            Self::View(def) => def.input.as_value(),
        }
    }
    fn answer(&self) -> &'r JsonValue {
        match self {
            Self::Action(def) => def.answer.as_value(),
            Self::View(def) => def.answer.as_value(),
        }
    }
    fn method(&self) -> &'static str {
        match self {
            Self::Action(_) => "POST",
            Self::View(_) => "GET",
        }
    }
    fn path(&self) -> String {
        match self {
            Self::Action(def) => format!("/api/v1/actions/{}", def.name),
            Self::View(def) => format!("/api/v1/views/{}", def.name),
        }
    }
    /// What it does in the reader's language; a view is known by its name alone.
    fn title(&self, cx: &PageCx<'_, '_>) -> String {
        match self {
            Self::Action(def) => cx.say(&action_message(def.name)),
            Self::View(def) => def.name.to_owned(),
        }
    }
    /// Whether every word that was typed stands somewhere in it.
    fn is_meant(&self, cx: &PageCx<'_, '_>, query: &str) -> bool {
        let names = accord_face::answer::fields(self.input()).into_iter().map(|field| field.name);
        let said = format!(
            "{} {} {} {}",
            self.path(),
            self.title(cx),
            fields::meaning(self.input()),
            names.collect::<Vec<_>>().join(" ")
        )
        .to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| said.contains(word))
    }
}

fn rooms<'r>(cx: &'r PageCx<'_, '_>) -> Vec<(&'r ReferenceRoom, Vec<Operation<'r>>)> {
    let all = cx.registry().extensions::<ReferenceRoom>();
    let of = |room: &'r ReferenceRoom| {
        let found: Vec<Operation<'r>> =
            room.operations.iter().filter_map(|name| Operation::find(cx, name)).collect();
        (!found.is_empty()).then_some((room, found))
    };
    all.filter_map(of).collect()
}

fn room_name(cx: &PageCx<'_, '_>, room: &ReferenceRoom) -> String {
    cx.say(&format!("api-room-{}", room.word))
}

/// The first page: how to call it, and the rooms; or what is meant by some words.
///
/// # Errors
/// A defect where the book of examples cannot be read.
pub(crate) fn first_page(cx: &PageCx<'_, '_>, site: &str) -> Outcome<Page> {
    let book = ExampleBook::registered(cx.registry())?;
    let title = cx.say("api-title");
    let document = html! { a href="/api/v1/openapi.json" { "openapi.json" } };
    let tokens = html! { a href="/me" { (cx.say("api-tokens")) } };
    let asked = cx.ask("query").unwrap_or_default().to_owned();
    let found = if asked.is_empty() {
        html! {}
    } else {
        hits(cx, &asked)
    };
    let main = html! {
        (page_head(None, &title, &dots(&[html! { (cx.say("api-intro")) }, document, tokens]), &html! {}))
        (search(cx, "/api", &asked))
        @if asked.is_empty() {
            (panel(&cx.say("api-rooms"), None, &room_list(cx)))
            (guide(cx, &book, site))
        } @else { (found) }
    };
    Ok(Page::new(title, main))
}

fn search(cx: &PageCx<'_, '_>, address: &str, asked: &str) -> Markup {
    let label = cx.say("api-search");
    let clear = (!asked.is_empty()).then(|| Link::new(cx.say("api-search-clear"), address));
    filters(&Filters {
        action: address.to_owned(),
        label: label.clone(),
        filters: vec![Filter::Text { name: "query".to_owned(), label, value: asked.to_owned() }],
        clear,
        submit_label: cx.say("api-search-go"),
        ..Filters::default()
    })
}

fn room_list(cx: &PageCx<'_, '_>) -> Markup {
    let row = |(room, operations): (&ReferenceRoom, Vec<Operation<'_>>)| {
        let actions = operations.iter().filter(|one| matches!(one, Operation::Action(_))).count();
        Row {
            cells: vec![
                html! { (room_name(cx, room)) },
                html! { (actions) },
                html! { (operations.len() - actions) },
            ],
            href: Some(format!("/api/{}", room.word)),
            ..Row::default()
        }
    };
    table(&Table {
        caption: cx.say("api-rooms"),
        columns: vec![
            Column::text(cx.say("api-room")),
            Column::number(cx.say("api-actions")),
            Column::number(cx.say("api-views")),
        ],
        rows: rooms(cx).into_iter().map(row).collect(),
        ..Table::default()
    })
}

fn hits(cx: &PageCx<'_, '_>, asked: &str) -> Markup {
    let mut found = Vec::new();
    for (room, operations) in rooms(cx) {
        for operation in operations.iter().filter(|one| one.is_meant(cx, asked)) {
            found.push(Row {
                cells: vec![
                    html! { code { (operation.method()) " " (operation.name()) } },
                    html! { (operation.title(cx)) },
                    html! { (room_name(cx, room)) },
                ],
                href: Some(format!("/api/{}#{}", room.word, operation.name())),
                ..Row::default()
            });
        }
    }
    if found.is_empty() {
        let all = html! { a.button href="/api" { (cx.say("api-search-clear")) } };
        return empty_state(&cx.say("api-search-none"), &cx.say("api-search-none-text"), &[all]);
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let caption = cx.say_with("api-search-found", &[("count", Fact::Number(count))]);
    let columns = ["api-operation", "api-does", "api-room"];
    table(&Table {
        caption,
        columns: columns.iter().map(|key| Column::text(cx.say(key))).collect(),
        rows: found,
        ..Table::default()
    })
}

/// How to call it: what holds for all of them, with examples that were tried.
fn guide(cx: &PageCx<'_, '_>, book: &ExampleBook, site: &str) -> Markup {
    let part = |key: &str, more: Markup| {
        let text = cx.say(&format!("api-{key}-text"));
        let body = html! { @for line in text.split('\n').filter(|line| !line.trim().is_empty()) { p { (line) } } (more) };
        panel(&cx.say(&format!("api-{key}")), None, &body)
    };
    let refused = book.examples.iter().find(|one| one.status >= 400);
    let plain =
        format!("curl {site}/api/v1/views/people.me \\\n  -H \"Authorization: Bearer $ACCORD_TOKEN\"");
    let sent = format!(
        "curl {site}/api/v1/files \\\n  -H \"Authorization: Bearer $ACCORD_TOKEN\" \\\n  -H \"Idempotency-Key: $(uuidgen)\" \\\n  -F customer=$CUSTOMER -F file=@order.pdf"
    );
    html! {
        (part("token", html! { pre tabindex="0" { code { (plain) } } }))
        (part("key", html! {}))
        (part("version", html! {}))
        (part("refusal", html! { @if let Some(one) = refused { (shown(cx, book, one, site)) } }))
        (part("paging", html! {}))
        (part("values", html! {}))
        (part("files", html! { pre tabindex="0" { code { (sent) } } }))
        (part("limits", html! {}))
        (part("tried", html! {}))
    }
}

/// One example: what is sent, and what came back when it was tried.
fn shown(cx: &PageCx<'_, '_>, book: &ExampleBook, example: &Example, site: &str) -> Markup {
    let answer = serde_json::to_string_pretty(&example.answer).unwrap_or_default();
    let is_action = cx.registry().find_action(&example.operation).is_some();
    html! {
        h3 { (cx.say("api-example")) }
        pre tabindex="0" { code { (examples::curl(site, &example.operation, is_action, &book.filled(example))) } }
        p.small { (cx.say_with("api-example-answer", &[("status", Fact::Number(example.status.into()))])) }
        pre tabindex="0" { code { (answer) } }
    }
}

/// The page of a room: its actions and views, each with its fields.
///
/// # Errors
/// Absent for what is no room; a defect where the book of examples cannot be read.
pub(crate) fn room_page(cx: &PageCx<'_, '_>, word: &str, site: &str) -> Outcome<Page> {
    let book = ExampleBook::registered(cx.registry())?;
    let all = rooms(cx);
    let (room, operations) =
        all.into_iter().find(|(room, _)| room.word == word).ok_or_else(Refusal::absent)?;
    let name = room_name(cx, room);
    let address = format!("/api/{word}");
    let asked = cx.ask("query").unwrap_or_default().to_owned();
    let meant: Vec<&Operation<'_>> =
        operations.iter().filter(|one| asked.is_empty() || one.is_meant(cx, &asked)).collect();
    let title = format!("{name} · {}", cx.say("api-title"));
    let main = html! {
        (page_head(None, &name, &dots(&[html! { a href="/api" { (cx.say("api-title")) } }]), &html! {}))
        (search(cx, &address, &asked))
        @if meant.is_empty() {
            (empty_state(&cx.say("api-search-none"), &cx.say("api-search-none-text"), &[]))
        }
        @for operation in meant { (operation_part(cx, &book, operation, site)) }
    };
    Ok(Page::new(title, main).below(cx.say("api-title"), "/api"))
}

fn operation_part(cx: &PageCx<'_, '_>, book: &ExampleBook, operation: &Operation<'_>, site: &str) -> Markup {
    let name = operation.name();
    let permission = format!("permission-{}", operation.permission().word().replace(['.', '_'], "-"));
    let needs = html! { (cx.say("api-permission")) " " (cx.say(&permission)) " (" code { (operation.permission().word()) } ")" };
    let outside = (operation.audience() == Audience::Customer).then(|| html! { (cx.say("api-portal")) });
    let facts: Vec<Markup> = [Some(needs), outside].into_iter().flatten().collect();
    let tried: Vec<&Example> =
        book.examples.iter().filter(|one| one.operation == name && one.status < 400).collect();
    let (input, answer) = (lines(operation.input()), lines(operation.answer()));
    html! {
        article.panel id=(name) {
            h2 { (operation.title(cx)) }
            p { code { (operation.method()) " " (operation.path()) } }
            p lang="en" { (fields::meaning(operation.input())) }
            p.small { (dots(&facts)) }
            @if input.is_empty() { p { (cx.say("api-no-fields")) } } @else { (field_table(cx, name, "api-fields", &input)) }
            @if !answer.is_empty() {
                details {
                    summary { (cx.say("api-answer")) }
                    (field_table(cx, name, "api-answer", &answer))
                }
            }
            @for one in &tried { (shown(cx, book, one, site)) }
        }
    }
}

fn field_table(cx: &PageCx<'_, '_>, operation: &str, caption: &str, lines: &[FieldLine]) -> Markup {
    let row = |line: &FieldLine| Row {
        cells: vec![
            html! { code { (line.name) } @if line.required { " " (cx.say("api-required")) } },
            html! { @if let Some(label) = label(cx, operation, &line.name) { (label) ": " } (line.kind(cx)) },
            html! { span lang="en" { (line.meaning) } },
        ],
        ..Row::default()
    };
    let columns = ["api-field", "api-holds", "api-meaning"];
    table(&Table {
        caption: cx.say(caption),
        columns: columns.iter().map(|key| Column::text(cx.say(key))).collect(),
        rows: lines.iter().map(row).collect(),
        ..Table::default()
    })
}

/// The field's name on our forms, where they have one.
fn label(cx: &PageCx<'_, '_>, operation: &str, name: &str) -> Option<String> {
    let last = name.rsplit('.').next()?.trim_end_matches("[]").replace('_', "-");
    let own = format!("field-{}-{last}", operation.replace(['.', '_'], "-"));
    let words = &cx.reader.kernel.words;
    let language: Language = cx.tongue().language;
    [own, format!("field-{last}")].into_iter().find(|key| words.has(language, key)).map(|key| cx.say(&key))
}
