//! Every letter of every room stands in the registry, can be written in both languages, and no letter goes another way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{collections::BTreeSet, path::Path};

use accord_kernel::{Language, Words};
use accord_room_people::{PersonId, letters, rules::letter::Text, terms::LetterTo};
use accord_testing::on_both_databases;
use serde_json::json;

/// Names of the messages of a language that are a letter's body.
fn bodies(registry: &accord_kernel::Registry, language: Language) -> BTreeSet<String> {
    let texts = registry.messages().iter().filter(|(of, _)| *of == language).map(|(_, text)| *text);
    let keys = texts.flat_map(str::lines).filter_map(|line| line.split_once(" =").map(|(key, _)| key));
    keys.filter_map(|key| key.strip_prefix("letter-")?.strip_suffix("-body").map(str::to_owned)).collect()
}

#[test]
fn r67_every_letter_is_in_the_registry_with_its_words() {
    let registry = accord::wiring::registry();
    let words = Words::new(registry.messages()).unwrap();
    let names: BTreeSet<String> = letters::all(&registry).iter().map(|def| def.name.to_owned()).collect();
    assert_eq!(names.len(), letters::all(&registry).len(), "no name is given twice");
    for language in Language::ALL {
        assert_eq!(bodies(&registry, *language), names, "{language:?}");
    }
    for def in letters::all(&registry) {
        for language in Language::ALL {
            for key in [def.subject(), def.body(), def.about()] {
                assert!(words.has(*language, &key), "{key} in {language:?}");
            }
            for place in def.places {
                let key = format!("letter-place-{}", place.name());
                assert!(words.has(*language, &key), "{key} in {language:?}");
            }
            let Text { subject, body } = def.ours(&words, *language);
            let held = def.check(&subject, &body);
            assert!(held.is_ok(), "{} in {language:?} breaks our own rules: {held:?}", def.name);
            let (subject_up, body_up) = (subject.trim(), body.trim());
            assert_eq!((subject_up, body_up), (subject.as_str(), body.as_str()), "{}", def.name);
        }
    }
}

#[test]
fn r67_a_customers_letter_has_no_place_that_is_ours_alone() {
    let registry = accord::wiring::registry();
    let mut seen = 0;
    for def in letters::all(&registry).into_iter().filter(|def| def.to != LetterTo::Colleague) {
        for place in def.places {
            assert!(place.is_outside(), "{} of {}", place.name(), def.name);
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}

/// One place alone writes into the post office, and one alone speaks to mail servers.
#[test]
fn r67_no_letter_goes_another_way() {
    fn rust(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir()
                && !path.ends_with("tests")
                && !path.ends_with("target")
                && !path.ends_with("node_modules")
            {
                rust(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files = Vec::new();
    for folder in ["rooms", "kernel", "engines", "accord/src"] {
        rust(&root.join(folder), &mut files);
    }
    let with = |needle: &str| -> Vec<String> {
        let has = |path: &&std::path::PathBuf| std::fs::read_to_string(path).unwrap().contains(needle);
        files.iter().filter(has).map(|path| path.strip_prefix(root).unwrap().display().to_string()).collect()
    };
    assert_eq!(with(&["INSERT INTO", "mail ("].join(" ")), ["rooms/people/src/record/notice.rs"]);
    assert_eq!(with(&["lettre", ":{"].join(":")), ["rooms/people/src/mail.rs"]);
}

#[test]
fn r67_every_letter_is_written_in_both_languages() {
    on_both_databases(accord::wiring::rooms, "2026-09-14T12:20:00Z", |house| {
        let input = json!({
            "name": "Serra Looms", "home_zone": "America/Sao_Paulo", "currency": "BRL", "language": "en",
            "calendar_name": "Home", "administrator": { "name": "Rita Campos", "email": "rita@serra.example" }
        });
        let answer = house.system("company.set_up", input).unwrap();
        let rita: PersonId = serde_json::from_value(answer["administrator"].clone()).unwrap();
        let list = house.view(rita, "people.letters", json!({})).unwrap();
        let mut written = 0;
        for letter in list.as_array().unwrap() {
            let name = letter["letter"].as_str().unwrap();
            for language in ["en", "pt-BR"] {
                let asked = json!({ "letter": name, "language": language });
                let shown = house.view(rita, "people.letter", asked).unwrap();
                assert_eq!(shown["stand"], "ours", "{name}");
                let preview: Text = serde_json::from_value(shown["preview"].clone()).unwrap();
                for text in [&preview.subject, &preview.body] {
                    assert!(
                        !text.is_empty() && !text.contains(['{', '}', '\u{1}', '\u{2}']),
                        "{name}: {text}"
                    );
                    assert!(!text.contains("letter-"), "{name} in {language} lacks words: {text}");
                }
                // The delivered text, as it stands, may be the company's own: it says the same then.
                let ours: Text = serde_json::from_value(shown["ours"].clone()).unwrap();
                let set = json!({ "letter": name, "language": language, "turn": 0, "subject": ours.subject, "body": ours.body });
                house.act(rita, "letter.set", set).unwrap();
                let again = house
                    .view(rita, "people.letter", json!({ "letter": name, "language": language }))
                    .unwrap();
                assert_eq!(
                    (&again["stand"], &again["preview"]),
                    (&json!("own"), &shown["preview"]),
                    "{name}"
                );
                let trial = json!({ "letter": name, "language": language, "subject": ours.subject, "body": ours.body });
                house.act(rita, "letter.try", trial).unwrap();
                written += 1;
            }
        }
        assert!(written >= 2 * 18, "{written}");
        house.verify();
    });
}
