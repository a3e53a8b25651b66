//! Templates: written by whoever plans service, in revisions.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, ProductId, SkillId};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{PlanKind, TemplateId},
    input::{NAME_MAX, text},
    neighbours::author,
    record::plan::{TemplateRow, revisions, template},
    rules::template::{Content, CourseItem, ReadyItem, StepItem, check},
};

/// Writes a template, or the next revision of it. Plans that were made keep the revision they were made by.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTemplate {
    /// Code; the same code makes the next revision.
    pub code: String,
    /// Name.
    pub name: String,
    /// What plans made by it bring about.
    pub kind: PlanKind,
    /// For which product; for every product of its kind when left out.
    #[serde(default)]
    pub product: Option<ProductId>,
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

/// A revision of a template.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TemplateAnswer {
    /// Its id.
    pub template: TemplateId,
    /// Number of the revision.
    pub revision: i64,
}

fn trimmed(text: &mut String) {
    *text = text.trim().to_owned();
}

impl SetTemplate {
    fn content(&self) -> Content {
        let mut content = Content {
            tools: self.tools.iter().flat_map(|tools| tools.lines()).map(str::to_owned).collect(),
            skills: self.skills.clone(),
            ready: self.ready.clone(),
            steps: self.steps.clone(),
            courses: self.courses.clone(),
        };
        content.tools.iter_mut().for_each(trimmed);
        content.tools.retain(|tool| !tool.is_empty());
        content.skills.dedup();
        for item in &mut content.ready {
            trimmed(&mut item.en);
            trimmed(&mut item.pt);
        }
        for item in &mut content.steps {
            trimmed(&mut item.stage);
            trimmed(&mut item.en);
            trimmed(&mut item.pt);
        }
        for item in &mut content.courses {
            trimmed(&mut item.en);
            trimmed(&mut item.pt);
        }
        // A row of the form that nobody filled in asks for nothing.
        content.ready.retain(|item| !(item.en.is_empty() && item.pt.is_empty()));
        content.steps.retain(|item| !(item.en.is_empty() && item.pt.is_empty()));
        content.courses.retain(|item| !(item.en.is_empty() && item.pt.is_empty()));
        content
    }
}

impl Action for SetTemplate {
    const NAME: &'static str = "install_template.set";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TemplateAnswer;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TemplateAnswer> {
        let code = text("/code", &self.code, 40)?.to_uppercase();
        let name = text("/name", &self.name, NAME_MAX)?;
        if let Some(product) = self.product
            && catalog::find(tx, product)?.is_none()
        {
            return Err(Refusal::field("/product", "field.unknown_reference"));
        }
        let content = self.content();
        check(self.kind, &content).map_err(|(pointer, rule)| Refusal::field(pointer, rule))?;
        for (place, skill) in content.skills.iter().enumerate() {
            if catalog::find_skill(tx, *skill)?.is_none() {
                return Err(Refusal::field(format!("/skills/{place}"), "field.unknown_reference"));
            }
        }
        let known = revisions(tx, &code)?;
        let revision = known.first().map_or(1, |row| row.revision + 1);
        for mut row in known.into_iter().filter(|row| row.standing) {
            row.standing = false;
            tx.update(&mut row)?;
        }
        let row = TemplateRow {
            id: act.new_id(),
            code,
            revision,
            kind: self.kind,
            name,
            product_id: self.product,
            content: Json(content),
            standing: true,
            made_by: author(act),
            made_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        act.chain(row.id);
        act.fact("template", row.id);
        act.fact("code", &row.code);
        act.fact("revision", revision);
        Ok(TemplateAnswer { template: row.id, revision })
    }
}

/// Takes a template out of use. Plans that were made by it stay as they are.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawTemplate {
    /// The template.
    pub template: TemplateId,
}

impl Action for WithdrawTemplate {
    const NAME: &'static str = "install_template.withdraw";
    const PERMISSION: Permission = Permission::DeliveryPlan;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TemplateAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(template(tx, self.template)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<TemplateAnswer> {
        let mut row = template(tx, self.template)?;
        if !row.standing {
            return Err(Refusal::conflict("install_template.not_standing").with("code", row.code.clone()));
        }
        row.standing = false;
        tx.update(&mut row)?;
        act.fact("template", row.id);
        act.fact("code", &row.code);
        Ok(TemplateAnswer { template: row.id, revision: row.revision })
    }
}
