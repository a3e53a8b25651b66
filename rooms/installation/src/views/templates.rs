//! Templates.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_room_catalog::{self as catalog, ProductId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{PlanKind, TemplateId},
    record::plan::{TemplateRow, standing_templates},
    rules::template::Content,
};

/// The templates by which new plans are made.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Templates {}

/// A template as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TemplateFacts {
    /// Id of its standing revision.
    pub id: TemplateId,
    /// Code.
    pub code: String,
    /// Number of the revision.
    pub revision: i64,
    /// What plans made by it bring about.
    pub kind: PlanKind,
    /// Name.
    pub name: String,
    /// For which product.
    pub product: Option<ProductId>,
    /// Its name.
    pub product_name: Option<String>,
    /// What it asks for.
    pub content: Content,
}

impl View for Templates {
    const NAME: &'static str = "installation.templates";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<TemplateFacts>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<TemplateFacts>> {
        let rows = standing_templates(tx)?;
        let products: Vec<ProductId> = rows.iter().filter_map(|row| row.product_id).collect();
        let products = catalog::find_all(tx, &products)?;
        let facts = |row: TemplateRow| TemplateFacts {
            id: row.id,
            code: row.code,
            revision: row.revision,
            kind: row.kind,
            name: row.name,
            product: row.product_id,
            product_name: row.product_id.and_then(|id| products.get(&id)).map(|product| product.name.clone()),
            content: row.content.0,
        };
        Ok(rows.into_iter().map(facts).collect())
    }
}

/// Templates to choose from.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TemplateChoices {
    /// Exactly this one.
    pub id: Option<TemplateId>,
}

/// A template to choose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TemplateChoice {
    /// Id.
    pub id: TemplateId,
    /// Its code and name.
    pub label: String,
}

impl View for TemplateChoices {
    const NAME: &'static str = "installation.template_choices";
    const PERMISSION: Permission = Permission::DeliveryRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<TemplateChoice>;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Vec<TemplateChoice>> {
        let rows = standing_templates(tx)?.into_iter();
        let wanted = rows.filter(|row| self.id.is_none_or(|id| id == row.id));
        let choice =
            |row: TemplateRow| TemplateChoice { id: row.id, label: format!("{} {}", row.code, row.name) };
        Ok(wanted.map(choice).collect())
    }
}
