//! Persons and customers as answers name them. Every room's views need both; they are read once for a whole answer.

use std::collections::BTreeMap;

use accord_kernel::Outcome;
use accord_room_people::{PersonId, record::person};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{CustomerId, labels};

/// A person as answers show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Who {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
}

/// A customer as answers show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Whose {
    /// Id.
    pub id: CustomerId,
    /// Number.
    pub number: String,
    /// Name.
    pub name: String,
}

/// Names of persons and customers, read once for a whole answer.
#[derive(Debug, Default)]
pub struct Names {
    persons: BTreeMap<PersonId, String>,
    customers: BTreeMap<CustomerId, (String, String)>,
}

impl Names {
    /// Names of these, each asked for once however often it stands in the lists.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn read(tx: &mut Tx, mut persons: Vec<PersonId>, mut customers: Vec<CustomerId>) -> Outcome<Self> {
        persons.sort_unstable();
        persons.dedup();
        customers.sort_unstable();
        customers.dedup();
        let customers = labels(tx, &customers)?.into_iter();
        Ok(Self {
            persons: person::names(tx, &persons)?.into_iter().collect(),
            customers: customers.map(|(id, number, name)| (id, (number, name))).collect(),
        })
    }

    /// A person; without a name when it was not asked for.
    pub fn who(&self, id: PersonId) -> Who {
        Who { id, name: self.persons.get(&id).cloned().unwrap_or_default() }
    }

    /// A person, when there is one.
    pub fn maybe(&self, id: Option<PersonId>) -> Option<Who> {
        id.map(|id| self.who(id))
    }

    /// A customer; without number and name when it was not asked for.
    pub fn whose(&self, id: CustomerId) -> Whose {
        let (number, name) = self.customers.get(&id).cloned().unwrap_or_default();
        Whose { id, number, name }
    }
}
