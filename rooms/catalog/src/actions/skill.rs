//! Skills.

use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{SkillId, input, record};

/// Enters a skill that work on a site needs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterSkill {
    /// Name, as technicians say it.
    pub name: String,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SkillDone {
    /// The skill.
    pub skill: SkillId,
    /// Its version now.
    pub version: i64,
}

impl Action for EnterSkill {
    const NAME: &'static str = "skill.enter";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SkillDone;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SkillDone> {
        let name = input::text("/name", &self.name, input::NAME_MAX)?;
        let skill = record::Skill { id: act.new_id(), name, archived: false, version: 1 };
        act.chain(skill.id);
        tx.insert(&skill).on_constraint("skill_name_key", "/name", "skill.name_taken")?;
        act.fact("name", &skill.name);
        Ok(SkillDone { skill: skill.id, version: skill.version })
    }
}

/// Renames a skill, or takes it out of use.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSkill {
    /// The skill.
    pub skill: SkillId,
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Not offered any more. Work and crews that have it keep it.
    #[serde(default)]
    pub archived: bool,
}

impl Action for ChangeSkill {
    const NAME: &'static str = "skill.change";
    const PERMISSION: Permission = Permission::CrewManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SkillDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let skill = record::find_skill(tx, self.skill)?.ok_or_else(Refusal::absent)?;
        Ok(Touches::chain(skill.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SkillDone> {
        let mut skill = record::find_skill(tx, self.skill)?.ok_or_else(Refusal::absent)?;
        input::same_version(&skill, self.version)?;
        skill.name = input::text("/name", &self.name, input::NAME_MAX)?;
        skill.archived = self.archived;
        tx.update(&mut skill).on_constraint("skill_name_key", "/name", "skill.name_taken")?;
        act.fact("name", &skill.name);
        Ok(SkillDone { skill: skill.id, version: skill.version })
    }
}
