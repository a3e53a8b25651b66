//! What the room of imports needs beyond the actions: many new customers at once, at a price by the hundred.

use std::collections::HashSet;

use accord_kernel::{Act, Outcome};
use accord_room_people::{self as people, record::company::CompanyRow};
use accord_store::Tx;

use crate::{
    CustomerId, CustomerRow, NewCustomer,
    actions::{refuse_duplicate, write_new},
    check, record,
};

/// New customers that are entered together: what is the same for all is looked at once.
pub struct Newcomers {
    company: CompanyRow,
    taken: HashSet<String>,
    rows: Vec<CustomerRow>,
}

impl Newcomers {
    /// Begins with the legal ids of all of them.
    ///
    /// # Errors
    /// `company.none`; what the database refuses.
    pub fn begin<'a>(tx: &mut Tx, legal_ids: impl Iterator<Item = &'a str>) -> Outcome<Self> {
        let mut keys: Vec<String> = legal_ids.map(check::legal_key).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        let taken = record::legal_keys_in_use(tx, &keys)?.into_iter().collect();
        Ok(Self { company: people::the_company(tx)?, taken, rows: Vec::new() })
    }

    /// Enters one within any action, as [`crate::enter`] does, its territory known to exist; findable after
    /// [`Newcomers::finish`]. A refusal must end the whole action.
    ///
    /// # Errors
    /// As [`crate::enter`].
    pub fn enter(&mut self, tx: &mut Tx, act: &mut Act<'_>, new: &NewCustomer) -> Outcome<CustomerRow> {
        let key = new.legal_id.as_deref().map(check::legal_key).filter(|key| !key.is_empty());
        let known = key.is_some_and(|key| !self.taken.insert(key));
        if known && !new.separate {
            refuse_duplicate(tx, act, new.legal_id.as_deref(), None)?;
        }
        let row = write_new(tx, act, new, &self.company)?;
        self.rows.push(row.clone());
        Ok(row)
    }

    /// Makes them all findable.
    ///
    /// # Errors
    /// What the database refuses.
    pub fn finish(self, tx: &mut Tx) -> Outcome<()> {
        record::index_new(tx, &self.rows)
    }
}

/// Makes a customer findable anew, after one of its sites was taken back.
///
/// # Errors
/// Absent when there is none.
pub fn reindex(tx: &mut Tx, customer: CustomerId) -> Outcome<()> {
    let row = record::load(tx, customer)?;
    record::index_customer(tx, &row)
}
