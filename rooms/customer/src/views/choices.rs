//! What is offered where a customer, a site or a contact is to be chosen.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{ContactState, CustomerId, SiteState},
    record::{self, CustomerFilter},
};

/// Choices offered at once.
const CHOICES: i64 = 20;

/// Something to choose.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Choice {
    /// Id.
    pub id: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

/// Things to choose from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Choices {
    /// The things.
    pub rows: Vec<Choice>,
}

/// Customers open to the reader whose words begin as the query's do.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerChoices {
    /// Words of name, number, legal id, towns, contacts; the first by name when empty.
    #[serde(default)]
    pub query: Option<String>,
}

impl View for CustomerChoices {
    const NAME: &'static str = "customer.choices";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Choices;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Choices> {
        let filter = CustomerFilter { query: self.query, ..CustomerFilter::default() };
        let rows = record::list(tx, ctx, &filter, None, CHOICES)?;
        Ok(Choices {
            rows: rows
                .into_iter()
                .map(|row| Choice { id: row.id.into(), label: row.name, hint: row.number })
                .collect(),
        })
    }
}

/// Sites of a customer that are in use.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteChoices {
    /// The customer.
    pub customer: CustomerId,
}

impl View for SiteChoices {
    const NAME: &'static str = "site.choices";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Choices;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Choices> {
        let customer = record::load(tx, self.customer)?;
        let sites =
            record::sites_of(tx, customer.id)?.into_iter().filter(|site| site.state == SiteState::Active);
        Ok(Choices {
            rows: sites
                .map(|site| Choice { id: site.id.into(), label: site.name, hint: site.town })
                .collect(),
        })
    }
}

/// Contacts of a customer who work there.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChoices {
    /// The customer.
    pub customer: CustomerId,
}

impl View for ContactChoices {
    const NAME: &'static str = "contact.choices";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Choices;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Choices> {
        let customer = record::load(tx, self.customer)?;
        let contacts = record::contacts_of(tx, customer.id)?
            .into_iter()
            .filter(|contact| contact.state == ContactState::Active);
        Ok(Choices {
            rows: contacts
                .map(|contact| Choice { id: contact.id.into(), label: contact.name, hint: contact.job })
                .collect(),
        })
    }
}
