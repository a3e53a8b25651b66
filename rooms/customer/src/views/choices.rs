//! What is offered where a customer, a site or a contact is to be chosen.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{ContactId, ContactState, CustomerId, SiteId, SiteState},
    record::{self, ContactRow, CustomerFilter, CustomerRow, SiteRow},
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

/// Customers open to the reader whose words begin as the query's do, or the one of an id.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerChoices {
    /// Words of name, number, legal id, towns, contacts; the first by name when empty.
    #[serde(default)]
    pub query: Option<String>,
    /// Only this one.
    #[serde(default)]
    pub id: Option<CustomerId>,
}

impl View for CustomerChoices {
    const NAME: &'static str = "customer.choices";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Choices;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.id.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Choices> {
        let rows = match self.id {
            Some(id) => vec![record::load(tx, id)?],
            None => {
                let filter = CustomerFilter { query: self.query, ..CustomerFilter::default() };
                record::list(tx, ctx, &filter, &record::by_name(), CHOICES)?
            }
        };
        let choice = |row: CustomerRow| Choice { id: row.id.into(), label: row.name, hint: row.number };
        Ok(Choices { rows: rows.into_iter().map(choice).collect() })
    }
}

/// Sites of a customer that are in use, or the one of an id.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteChoices {
    /// The customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Only this one, in use or not.
    #[serde(default)]
    pub id: Option<SiteId>,
}

impl View for SiteChoices {
    const NAME: &'static str = "site.choices";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Choices;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match (self.id, self.customer) {
            (Some(id), _) => Ok(Touches::customer(record::site(tx, id)?.customer_id)),
            (None, Some(customer)) => Ok(Touches::customer(customer)),
            (None, None) => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Choices> {
        let rows = match (self.id, self.customer) {
            (Some(id), _) => vec![record::site(tx, id)?],
            (None, Some(customer)) => {
                let customer = record::load(tx, customer)?.id;
                record::sites_of(tx, customer)?
                    .into_iter()
                    .filter(|site| site.state == SiteState::Active)
                    .collect()
            }
            (None, None) => Vec::new(),
        };
        let choice = |row: SiteRow| Choice { id: row.id.into(), label: row.name, hint: row.town };
        Ok(Choices { rows: rows.into_iter().map(choice).collect() })
    }
}

/// Contacts who work for a customer, or for the customer of a site, or the one of an id.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChoices {
    /// The customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// A site of the customer.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// Only this one, whether still there or not.
    #[serde(default)]
    pub id: Option<ContactId>,
}

impl ContactChoices {
    fn whose(&self, tx: &mut Tx) -> Outcome<Option<CustomerId>> {
        match (self.id, self.customer, self.site) {
            (Some(id), _, _) => Ok(Some(record::contact(tx, id)?.customer_id)),
            (None, Some(customer), _) => Ok(Some(record::load(tx, customer)?.id)),
            (None, None, Some(site)) => Ok(Some(record::site(tx, site)?.customer_id)),
            (None, None, None) => Ok(None),
        }
    }
}

impl View for ContactChoices {
    const NAME: &'static str = "contact.choices";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Choices;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.whose(tx)?.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Choices> {
        let Some(customer) = self.whose(tx)? else {
            return Ok(Choices { rows: Vec::new() });
        };
        let wanted = |row: &ContactRow| match self.id {
            Some(id) => row.id == id,
            None => row.state == ContactState::Active,
        };
        let rows = record::contacts_of(tx, customer)?.into_iter().filter(wanted);
        let choice = |row: ContactRow| Choice { id: row.id.into(), label: row.name, hint: row.job };
        Ok(Choices { rows: rows.map(choice).collect() })
    }
}
