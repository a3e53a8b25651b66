//! What a template asks for, and whether it can be used.

use accord_kernel::Language;
use accord_room_catalog::SkillId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::{Evidence, PlanKind, Side};

/// Most items of one part.
pub const ITEMS_MAX: usize = 200;
/// Longest text of an item.
pub const TEXT_MAX: usize = 300;
/// Most days before the work.
pub const DAYS_MAX: i64 = 365;

/// Something that must be there beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadyItem {
    /// In English.
    #[serde(default)]
    pub en: String,
    /// In Brazilian Portuguese; as in English when left out.
    #[serde(default)]
    pub pt: String,
    /// Who sees to it; we when left out.
    #[serde(default = "ours")]
    pub side: Side,
    /// Days before the work begins by which it is due; of software: before the go-live.
    #[serde(default)]
    pub days_before: i64,
    /// What proves it.
    #[serde(default = "word")]
    pub evidence: Evidence,
}

/// A step of the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepItem {
    /// Stage, a heading that several steps share.
    #[serde(default)]
    pub stage: String,
    /// In English.
    #[serde(default)]
    pub en: String,
    /// In Brazilian Portuguese; as in English when left out.
    #[serde(default)]
    pub pt: String,
    /// Acceptance waits for it.
    #[serde(default)]
    pub mandatory: bool,
    /// What proves it.
    #[serde(default = "word")]
    pub evidence: Evidence,
}

/// A course that comes with the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CourseItem {
    /// In English.
    #[serde(default)]
    pub en: String,
    /// In Brazilian Portuguese; as in English when left out.
    #[serde(default)]
    pub pt: String,
    /// Days before the go-live or the end of the work on which it is held.
    #[serde(default)]
    pub days_before: i64,
}

fn ours() -> Side {
    Side::Ours
}

fn word() -> Evidence {
    Evidence::Word
}

/// All that a template asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What has to be brought along.
    #[serde(default)]
    pub tools: Vec<String>,
    /// What whoever does it must be able to do.
    #[serde(default)]
    pub skills: Vec<SkillId>,
    /// What must be there beforehand.
    #[serde(default)]
    pub ready: Vec<ReadyItem>,
    /// The work, in its order.
    #[serde(default)]
    pub steps: Vec<StepItem>,
    /// Courses.
    #[serde(default)]
    pub courses: Vec<CourseItem>,
}

/// Why a template cannot be used: pointer and rule.
pub type Fault = (String, &'static str);

/// Checks a template. Texts are trimmed by the caller.
///
/// # Errors
/// The first fault.
pub fn check(kind: PlanKind, content: &Content) -> Result<(), Fault> {
    let named = |part: &str, index: usize, name: &str| format!("/{part}/{index}/{name}");
    for (part, len) in [
        ("ready", content.ready.len()),
        ("steps", content.steps.len()),
        ("courses", content.courses.len()),
        ("tools", content.tools.len()),
    ] {
        if len > ITEMS_MAX {
            return Err((format!("/{part}"), "field.too_many"));
        }
    }
    let text = |pointer: String, text: &str, needed: bool| {
        if needed && text.is_empty() {
            return Err((pointer, "field.empty"));
        }
        if text.chars().count() > TEXT_MAX {
            return Err((pointer, "field.too_long"));
        }
        if text.chars().any(char::is_control) {
            return Err((pointer, "field.control_characters"));
        }
        Ok(())
    };
    for (index, item) in content.ready.iter().enumerate() {
        text(named("ready", index, "en"), &item.en, true)?;
        text(named("ready", index, "pt"), &item.pt, false)?;
        days(named("ready", index, "days_before"), item.days_before)?;
    }
    for (index, item) in content.steps.iter().enumerate() {
        text(named("steps", index, "stage"), &item.stage, false)?;
        text(named("steps", index, "en"), &item.en, true)?;
        text(named("steps", index, "pt"), &item.pt, false)?;
    }
    for (index, item) in content.courses.iter().enumerate() {
        text(named("courses", index, "en"), &item.en, true)?;
        text(named("courses", index, "pt"), &item.pt, false)?;
        days(named("courses", index, "days_before"), item.days_before)?;
    }
    for (index, tool) in content.tools.iter().enumerate() {
        text(format!("/tools/{index}"), tool, true)?;
    }
    // A list on which nothing is needed would let anything pass as installed.
    if kind == PlanKind::Install && !content.steps.iter().any(|step| step.mandatory) {
        return Err(("/steps".to_owned(), "install_template.nothing_mandatory"));
    }
    Ok(())
}

fn days(pointer: String, days: i64) -> Result<(), Fault> {
    if (0..=DAYS_MAX).contains(&days) { Ok(()) } else { Err((pointer, "field.range")) }
}

/// A text in the reader's language; English where the other is missing.
pub fn in_language<'t>(en: &'t str, pt: &'t str, language: Language) -> &'t str {
    match language {
        Language::Portuguese if !pt.is_empty() => pt,
        _ => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(mandatory: bool) -> StepItem {
        StepItem {
            stage: String::new(),
            en: "Level the bed".to_owned(),
            pt: String::new(),
            mandatory,
            evidence: Evidence::Reading,
        }
    }

    #[test]
    fn r25_a_template_on_which_nothing_is_needed_is_refused() {
        let lax = Content { steps: vec![step(false)], ..Content::default() };
        let fault = ("/steps".to_owned(), "install_template.nothing_mandatory");
        assert_eq!(check(PlanKind::Install, &lax), Err(fault));
        assert_eq!(check(PlanKind::Implement, &lax), Ok(()));
        let sound = Content { steps: vec![step(false), step(true)], ..Content::default() };
        assert_eq!(check(PlanKind::Install, &sound), Ok(()));
    }

    #[test]
    fn the_faulty_row_is_named() {
        let ready = |en: &str, days_before| ReadyItem {
            en: en.to_owned(),
            pt: String::new(),
            side: Side::Customer,
            days_before,
            evidence: Evidence::Word,
        };
        let content = Content { ready: vec![ready("Power", 3), ready("", 3)], ..Content::default() };
        assert_eq!(check(PlanKind::Implement, &content), Err(("/ready/1/en".to_owned(), "field.empty")));
        let content = Content { ready: vec![ready("Power", 366)], ..Content::default() };
        assert_eq!(
            check(PlanKind::Implement, &content),
            Err(("/ready/0/days_before".to_owned(), "field.range"))
        );
    }

    #[test]
    fn english_stands_in_for_what_was_not_translated() {
        assert_eq!(in_language("Level", "Nivelar", Language::Portuguese), "Nivelar");
        assert_eq!(in_language("Level", "", Language::Portuguese), "Level");
        assert_eq!(in_language("Level", "Nivelar", Language::English), "Level");
    }
}
