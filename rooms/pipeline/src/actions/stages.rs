//! The stages of the house.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people as people;
use accord_store::{Tx, search};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    input::{NAME_MAX, text},
    record::{StageRow, stage_rows, stages_in_use},
    stages::{BUILT_IN, Stage, stages},
};

/// Most stages.
const STAGES_MAX: usize = 20;

/// One stage.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageInput {
    /// Word of a stage that is there already; made from the name when open.
    #[serde(default)]
    pub word: Option<String>,
    /// Name; a stage that came with the program may keep its own.
    #[serde(default)]
    pub name: Option<String>,
}

/// Sets the stages of the house in their order. A stage that still has open opportunities cannot be left out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetStages {
    /// The stages, first to last.
    pub stages: Vec<StageInput>,
}

impl Action for SetStages {
    const NAME: &'static str = "opportunity.set_stages";
    const PERMISSION: Permission = Permission::PipelineManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Stage>;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(people::the_company(tx)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Vec<Stage>> {
        let wanted = self.read()?;
        for word in stages_in_use(tx)? {
            if wanted.iter().all(|stage| stage.word != word) {
                return Err(Refusal::field("/stages", "pipeline.stage_in_use").with("stage", word));
            }
        }
        let known = stage_rows(tx)?;
        for (place, stage) in wanted.iter().enumerate() {
            let place = i64::try_from(place).unwrap_or(0);
            match known.iter().find(|row| row.word == stage.word) {
                Some(row) => {
                    let mut row = row.clone();
                    stage.name.clone_into(&mut row.name);
                    (row.place, row.retired) = (place, false);
                    tx.update(&mut row)?;
                }
                None => tx.insert(&StageRow {
                    id: act.new_id(),
                    word: stage.word.clone(),
                    name: stage.name.clone(),
                    place,
                    retired: false,
                    version: 1,
                })?,
            }
        }
        let left = |row: &&StageRow| !row.retired && wanted.iter().all(|stage| stage.word != row.word);
        for row in known.iter().filter(left) {
            let mut row = row.clone();
            row.retired = true;
            tx.update(&mut row)?;
        }
        stages(tx)
    }
}

impl SetStages {
    fn read(&self) -> Outcome<Vec<Stage>> {
        if self.stages.is_empty() {
            return Err(Refusal::field("/stages", "field.required"));
        }
        if self.stages.len() > STAGES_MAX {
            return Err(Refusal::field("/stages", "field.too_many").with("max", STAGES_MAX));
        }
        let mut wanted: Vec<Stage> = Vec::with_capacity(self.stages.len());
        for (index, stage) in self.stages.iter().enumerate() {
            let at = format!("/stages/{index}/name");
            let given = stage.word.as_deref().map(str::trim).filter(|word| !word.is_empty());
            let built_in = given.is_some_and(|word| BUILT_IN.contains(&word));
            let name = match stage.name.as_deref().filter(|name| !name.trim().is_empty()) {
                Some(name) => text(&at, name, NAME_MAX)?,
                None if built_in => String::new(),
                None => return Err(Refusal::field(at, "field.required")),
            };
            let word = given.map_or_else(|| word_of(&name), word_of);
            if word.is_empty() {
                return Err(Refusal::field(at, "field.form"));
            }
            if wanted.iter().any(|other| other.word == word) {
                return Err(Refusal::field(at, "pipeline.stage_twice"));
            }
            wanted.push(Stage { word, name });
        }
        Ok(wanted)
    }
}

/// A stable word of a name: folded, with underscores between.
fn word_of(name: &str) -> String {
    let folded = search::fold(name);
    let parts: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    parts.join("_").chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_from_names() {
        assert_eq!(word_of("Visita à fábrica"), "visita_a_fabrica");
        assert_eq!(word_of("first_contact"), "first_contact");
        assert_eq!(word_of("!?"), "");
    }

    #[test]
    fn a_stage_has_a_name_and_stands_once() {
        let stage = |word: Option<&str>, name: Option<&str>| StageInput {
            word: word.map(str::to_owned),
            name: name.map(str::to_owned),
        };
        let read = |stages: Vec<StageInput>| SetStages { stages }.read();
        assert!(read(vec![]).is_err());
        assert!(read(vec![stage(None, None)]).is_err());
        assert!(read(vec![stage(None, Some("Test")), stage(None, Some("test"))]).is_err());
        let list = read(vec![stage(Some("qualified"), None), stage(None, Some("Pilot run"))]).unwrap();
        assert_eq!(list[1].word, "pilot_run");
        assert_eq!(list[0].name, "");
    }
}
