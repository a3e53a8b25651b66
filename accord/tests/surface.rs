//! The surface of the program: every action and view has its words, its strict schema, and its row in the permission
//! table that is checked in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{fmt::Write as _, path::Path};

use accord_face::ask::action_message;
use accord_kernel::{Audience, Language, Permission, Words};
use serde_json::Value as JsonValue;

fn words(registry: &accord_kernel::Registry) -> std::sync::Arc<Words> {
    Words::new(registry.messages()).expect("the messages can be read")
}

#[test]
fn the_wiring_is_sound() {
    assert_eq!(accord::wiring::registry().faults(), Vec::<String>::new());
}

#[test]
fn every_act_on_many_names_what_there_is_and_has_its_words() {
    let registry = accord::wiring::registry();
    let words = words(&registry);
    let mut names = std::collections::BTreeSet::new();
    for bulk in registry.extensions::<accord_kernel::Bulk>() {
        assert!(names.insert(bulk.name), "{} is declared twice", bulk.name);
        let action = registry.find_action(bulk.action).unwrap_or_else(|| panic!("{}: no action", bulk.name));
        let fields = accord_face::answer::fields(action.input.as_value());
        for name in bulk.asks {
            assert!(fields.iter().any(|field| field.name == *name), "{}: {name} is no field", bulk.name);
        }
        let lists: Vec<_> = registry.extensions::<accord_face::ListDef>().collect();
        assert!(lists.iter().any(|list| list.view == bulk.view), "{}: its rows stand in no list", bulk.name);
        let homes: Vec<_> = registry.extensions::<accord_face::Home>().collect();
        assert!(homes.iter().any(|home| home.entity == bulk.entity), "{}: a row has no page", bulk.name);
        let key = format!("bulk-{}", bulk.name.replace(['.', '_'], "-"));
        assert!(Language::ALL.iter().all(|language| words.has(*language, &key)), "{key} is missing");
    }
    assert!(names.len() >= 12, "{names:?}");
}

#[test]
fn every_action_has_its_words_in_both_languages() {
    let registry = accord::wiring::registry();
    let words = words(&registry);
    let mut missing = Vec::new();
    for def in registry.actions() {
        let dashed = def.name.replace(['.', '_'], "-");
        for language in Language::ALL {
            let mut need = vec![action_message(def.name), format!("event-{dashed}")];
            if def.audience != Audience::System {
                for field in accord_face::answer::fields(def.input.as_value()) {
                    let name = field.name.replace('_', "-");
                    if !words.has(*language, &format!("field-{dashed}-{name}"))
                        && !words.has(*language, &format!("field-{name}"))
                    {
                        need.push(format!("field-{name}"));
                    }
                }
            }
            missing.extend(
                need.into_iter()
                    .filter(|key| !words.has(*language, key))
                    .map(|key| format!("{} {key}", language.word())),
            );
        }
    }
    // What a reaction records stands in the time line and is offered to webhooks by its own name.
    for name in registry.reaction_names() {
        let key = format!("event-{}", name.replace(['.', '_'], "-"));
        for language in Language::ALL.iter().filter(|language| !words.has(**language, &key)) {
            missing.push(format!("{} {key}", language.word()));
        }
    }
    for metric in registry.metrics() {
        for language in Language::ALL {
            let name = metric.name.replace(['.', '_'], "-");
            for key in [format!("metric-{name}"), format!("metric-{name}-definition")] {
                if !words.has(*language, &key) {
                    missing.push(format!("{} {key}", language.word()));
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(missing.is_empty(), "{} messages are missing:\n{}", missing.len(), missing.join("\n"));
}

/// A list's columns are fields that its view answers, with words for every heading and value, and its page exists.
#[test]
fn every_list_has_its_columns_its_words_and_its_page() {
    let registry = accord::wiring::registry();
    let words = words(&registry);
    let mut wrong = Vec::new();
    let pages: Vec<&str> = registry.extensions::<accord_face::PageDef>().map(|page| page.path).collect();
    for list in registry.extensions::<accord_face::ListDef>() {
        if !pages.contains(&list.page) {
            wrong.push(format!("{} has no page {}", list.view, list.page));
        }
        let Some(def) = registry.find_view(list.view) else {
            wrong.push(format!("{} is no view", list.view));
            continue;
        };
        let answer = def.answer.as_value();
        let row = field_of(answer, answer, "rows").and_then(|rows| rows.get("items"));
        for column in list.columns {
            for at in column.at.split('|') {
                let found =
                    at.split('.').try_fold(row, |schema, name| field_of(answer, schema?, name).map(Some));
                if found.flatten().is_none() {
                    wrong.push(format!("{} answers no {at}", list.view));
                }
            }
            for language in Language::ALL {
                if !words.has(*language, column.label) {
                    wrong.push(format!("{} {}", language.word(), column.label));
                }
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The schema of a field of something described by `schema`, references and "or nothing" taken away.
fn field_of<'s>(root: &'s JsonValue, schema: &'s JsonValue, name: &str) -> Option<&'s JsonValue> {
    if let Some(path) = schema.get("$ref").and_then(JsonValue::as_str) {
        return field_of(root, root.pointer(path.trim_start_matches('#'))?, name);
    }
    if let Some(field) = schema.pointer(&format!("/properties/{name}")) {
        return Some(field);
    }
    let choices = schema.get("anyOf").and_then(JsonValue::as_array)?;
    choices.iter().find_map(|choice| field_of(root, choice, name))
}

/// Unknown and server-owned fields are refused on every level (RFC 9457 problems name them).
#[test]
fn every_input_is_closed() {
    let registry = accord::wiring::registry();
    let mut open = Vec::new();
    for (name, schema) in registry
        .actions()
        .map(|def| (def.name, &def.input))
        .chain(registry.views().map(|def| (def.name, &def.input)))
    {
        find_open(schema.as_value(), name, &mut open);
    }
    assert!(open.is_empty(), "inputs that take any field:\n{}", open.join("\n"));
}

fn find_open(schema: &JsonValue, place: &str, open: &mut Vec<String>) {
    if let Some(object) = schema.as_object() {
        if object.contains_key("properties")
            && object.get("additionalProperties") != Some(&JsonValue::Bool(false))
        {
            open.push(place.to_owned());
        }
        for (name, inner) in object {
            find_open(inner, &format!("{place}/{name}"), open);
        }
    } else if let Some(list) = schema.as_array() {
        for (number, inner) in list.iter().enumerate() {
            find_open(inner, &format!("{place}/{number}"), open);
        }
    }
}

/// `docs/permissions.md` is the declared table; a new action or view without a row fails here.
/// `ACCORD_UPDATE=1 cargo test -p accord --test surface` writes it anew.
#[test]
fn the_permission_table_is_current() {
    let registry = accord::wiring::registry();
    let mut text = String::from(
        "# Who may do what\n\nGenerated from the registry and the seeded roles; a test compares. `S` sells (can be held by a guard).\n\n## Actions\n\n| action | for | permission | | roles |\n|---|---|---|---|---|\n",
    );
    for def in registry.actions() {
        let sells = if def.commercial { "S" } else { "" };
        writeln!(
            text,
            "| `{}` | {:?} | `{}` | {sells} | {} |",
            def.name,
            def.audience,
            def.permission.word(),
            roles(def.permission)
        )
        .unwrap();
    }
    text.push_str("\n## Views\n\n| view | for | permission | roles |\n|---|---|---|---|\n");
    for def in registry.views() {
        writeln!(
            text,
            "| `{}` | {:?} | `{}` | {} |",
            def.name,
            def.audience,
            def.permission.word(),
            roles(def.permission)
        )
        .unwrap();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/permissions.md");
    if std::env::var_os("ACCORD_UPDATE").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == text,
        "docs/permissions.md is not current: run with ACCORD_UPDATE=1 and read the difference"
    );
}

fn roles(permission: Permission) -> String {
    let list: Vec<&str> = accord_room_people::roles::SEEDED
        .iter()
        .filter(|role| role.permissions.iter().any(|part| part.contains(&permission)))
        .map(|role| role.word)
        .collect();
    if list.is_empty() { "none".to_owned() } else { list.join(", ") }
}

/// Whoever chooses how to be told finds every notice under exactly one kind.
#[test]
fn r67_every_notice_belongs_to_one_kind_that_has_its_words() {
    let registry = accord::wiring::registry();
    let words = words(&registry);
    let topics = accord_room_people::topics::all(&registry);
    let mut wrong = Vec::new();
    for (_, text) in registry.messages().iter().filter(|(language, _)| *language == Language::English) {
        let keys = text.lines().filter_map(|line| line.split_once(" =").map(|(key, _)| key));
        for key in keys.filter(|key| key.starts_with("notice-") && !key.starts_with("notice-topic-")) {
            let held = topics.iter().filter(|topic| topic.holds(key)).count();
            if key != "notice-escalated" && held != 1 {
                wrong.push(format!("{key} belongs to {held} kinds"));
            }
        }
    }
    for topic in &topics {
        for language in Language::ALL {
            let key = accord_room_people::topics::message(topic.word);
            if !words.has(*language, &key) {
                wrong.push(format!("{} {key}", language.word()));
            }
        }
    }
    assert!(topics.len() > 15 && wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No action deletes anything of the ledger (R65).
#[test]
fn r65_nothing_deletes() {
    let registry = accord::wiring::registry();
    let deleting: Vec<&str> =
        registry.actions().map(|def| def.name).filter(|name| name.contains("delete")).collect();
    assert_eq!(deleting, Vec::<&str>::new());
}

/// Whoever reads an answer knows its parts by their names: no value is told from another by its place alone.
#[test]
fn every_part_of_an_answer_has_a_name() {
    fn nameless(schema: &JsonValue) -> bool {
        match schema {
            JsonValue::Object(map) => map.contains_key("prefixItems") || map.values().any(nameless),
            JsonValue::Array(list) => list.iter().any(nameless),
            _ => false,
        }
    }
    let registry = accord::wiring::registry();
    let actions = registry.actions().map(|def| (def.name, &def.input, &def.answer));
    let views = registry.views().map(|def| (def.name, &def.input, &def.answer));
    let wrong: Vec<&str> = actions
        .chain(views)
        .filter(|(_, input, answer)| nameless(input.as_value()) || nameless(answer.as_value()))
        .map(|(name, ..)| name)
        .collect();
    assert_eq!(wrong, Vec::<&str>::new());
}
