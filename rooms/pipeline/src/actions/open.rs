//! Opening an opportunity.

use accord_kernel::{Act, Action, Audience, Context, Money, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::ProductId;
use accord_room_customer::{self as customer, CustomerId, SiteId};
use accord_room_people::{PersonId, settings::today};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan_step;
use crate::{
    Kind, OpportunityId, OpportunityState,
    input::{ITEMS_MAX, NAME_MAX, WORDING_MAX, amount, date, optional, text, whole, words},
    neighbours::{author, product, pursuer},
    record::{Item, Opportunity},
    stages::{first_stage, stage},
};

/// Something that would be bought.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemInput {
    /// The product.
    #[serde(default)]
    pub product: Option<ProductId>,
    /// In words; the product's name when open.
    #[serde(default)]
    pub description: Option<String>,
    /// How many.
    pub quantity: i64,
}

/// Opens an opportunity with a customer or prospect.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenOpportunity {
    /// With whom.
    pub customer: CustomerId,
    /// What it is about.
    pub title: String,
    /// What it is to them and to us.
    pub kind: Kind,
    /// What comes next.
    #[serde(default)]
    pub next_step: Option<String>,
    /// On which day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub next_step_on: Option<Date>,
    /// What it is worth.
    #[serde(default)]
    pub value: Option<Money>,
    /// What would be bought.
    #[serde(default)]
    pub items: Vec<ItemInput>,
    /// For which of their places.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// The rival who is there now.
    #[serde(default)]
    pub incumbent: Option<String>,
    /// Where that rival is weak.
    #[serde(default)]
    pub weak_points: Option<String>,
    /// Who pursues it; the account's sales owner when open.
    #[serde(default)]
    pub owner: Option<PersonId>,
    /// Stage; the first one when open.
    #[serde(default)]
    pub stage: Option<String>,
    /// First day of the pursuit; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub opened_on: Option<Date>,
}

/// What was opened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenedOpportunity {
    /// Its id.
    pub opportunity: OpportunityId,
    /// Its number.
    pub number: String,
    /// Row version.
    pub version: i64,
}

/// What would be bought, checked.
pub(super) fn items(tx: &mut Tx, list: &[ItemInput]) -> Outcome<Vec<Item>> {
    if list.len() > ITEMS_MAX {
        return Err(Refusal::field("/items", "field.too_many").with("max", ITEMS_MAX));
    }
    let mut items = Vec::with_capacity(list.len());
    for (index, item) in list.iter().enumerate() {
        let at = |field: &str| format!("/items/{index}/{field}");
        let known = item.product.map(|id| product(tx, &at("product"), id)).transpose()?;
        let said = optional(&at("description"), item.description.as_deref(), NAME_MAX)?;
        let description = said.or(known.map(|product| product.name));
        items.push(Item {
            product: item.product,
            description: description.ok_or_else(|| Refusal::field(at("product"), "field.required"))?,
            quantity: whole(&at("quantity"), item.quantity, 1, 1_000_000)?,
        });
    }
    Ok(items)
}

impl Action for OpenOpportunity {
    const NAME: &'static str = "opportunity.open";
    const PERMISSION: Permission = Permission::PipelineWrite;
    // It notes what we see; what sells is done with the customer, not with the list.
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = OpenedOpportunity;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<OpenedOpportunity> {
        let account = customer::load(tx, self.customer)?;
        if let Some(site) = self.site {
            customer::named_site(tx, account.id, "/site", site)?;
        }
        let opened_on = date("/opened_on", self.opened_on.unwrap_or(today(act)))?;
        if opened_on > today(act) {
            return Err(Refusal::field("/opened_on", "pipeline.in_future"));
        }
        let value = self.value.map(|value| amount("/value", value)).transpose()?;
        let next = next_step("next_step", self.next_step.as_deref(), self.next_step_on)?;
        let owner = pursuer(tx, act, account.id, self.owner)?;
        let stage = match self.stage.as_deref().filter(|word| !word.trim().is_empty()) {
            Some(word) => stage(tx, "/stage", word)?.word,
            None => first_stage(tx)?,
        };
        let mut row = Opportunity {
            id: act.new_id(),
            number: act.number(tx, "OP")?,
            customer_id: account.id,
            site_id: self.site,
            title: text("/title", &self.title, NAME_MAX)?,
            kind: self.kind,
            stage,
            state: OpportunityState::Open,
            owner_id: Some(owner),
            seller_id: None,
            value_minor: value.map(|value| value.minor),
            currency: value.map(|value| value.currency),
            items: Json(items(tx, &self.items)?),
            incumbent: words("/incumbent", self.incumbent.as_deref(), NAME_MAX)?,
            weak_points: words("/weak_points", self.weak_points.as_deref(), WORDING_MAX)?,
            opened_on,
            next_step_on: None,
            closed_on: None,
            closed_by: None,
            closed_at: None,
            end_reason: None,
            end_words: String::new(),
            lost_to: String::new(),
            recontact_on: None,
            recontacted_at: None,
            counted_as: None,
            order_id: None,
            imported: false,
            made_by: author(act),
            made_at: act.now,
            version: 1,
        };
        tx.insert(&row)?;
        if let Some((what, due_on)) = next {
            plan_step(tx, act, &mut row, what, due_on)?;
            tx.update(&mut row)?;
        }
        row.index(tx)?;
        act.fact("opportunity", row.id);
        act.fact("number", &row.number);
        act.fact("kind", row.kind);
        Ok(OpenedOpportunity { opportunity: row.id, number: row.number, version: row.version })
    }
}

/// A next step with its day: both, or neither.
pub(super) fn next_step(
    field: &str,
    what: Option<&str>,
    on: Option<Date>,
) -> Outcome<Option<(String, Date)>> {
    let (at_what, at_on) = (format!("/{field}"), format!("/{field}_on"));
    match (optional(&at_what, what, NAME_MAX)?, on) {
        (None, None) => Ok(None),
        (Some(what), Some(on)) => Ok(Some((what, date(&at_on, on)?))),
        (Some(_), None) => Err(Refusal::field(at_on, "field.required")),
        (None, Some(_)) => Err(Refusal::field(at_what, "field.required")),
    }
}
