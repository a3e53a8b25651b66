//! What the room of imports needs beyond the actions: many new customers at once, at a price by the hundred.

use std::collections::HashSet;

use accord_kernel::{Act, Outcome};
use accord_room_people::{self as people, PersonId, record::company::CompanyRow};
use accord_store::Tx;

use crate::{
    CustomerId, CustomerRow, NewCustomer, Rank, TeamSphere,
    actions::{NUMBERS, join, refuse_duplicate, write_new},
    check, record,
};

/// New customers that are entered together: what is the same for all is looked at once.
pub struct Newcomers {
    company: CompanyRow,
    taken: HashSet<String>,
    rows: Vec<CustomerRow>,
    /// Numbers that are left for those to come.
    numbers: std::vec::IntoIter<String>,
    /// Owners, known to work here.
    owners: HashSet<PersonId>,
}

impl Newcomers {
    /// Begins with the legal ids of all of them, and with how many there may be.
    ///
    /// # Errors
    /// `company.none`; what the database refuses.
    pub fn begin<'a>(
        tx: &mut Tx,
        act: &mut Act<'_>,
        legal_ids: impl Iterator<Item = &'a str>,
        count: usize,
    ) -> Outcome<Self> {
        let mut keys: Vec<String> = legal_ids.map(check::legal_key).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        let taken = record::legal_keys_in_use(tx, &keys)?.into_iter().collect();
        Ok(Self {
            company: people::the_company(tx)?,
            taken,
            rows: Vec::new(),
            numbers: act.numbers(tx, NUMBERS, count)?.into_iter(),
            owners: HashSet::new(),
        })
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
        let number = match self.numbers.next() {
            Some(number) => number,
            None => act.number(tx, NUMBERS)?,
        };
        let row = write_new(tx, act, new, &self.company, number)?;
        self.rows.push(row.clone());
        Ok(row)
    }

    /// Gives one that was just entered an owner, as [`crate::assign`] does: it has no team yet, and who works here is
    /// asked once.
    ///
    /// # Errors
    /// `field.unknown_reference`.
    pub fn own(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        customer: CustomerId,
        sphere: TeamSphere,
        person: PersonId,
        pointer: &'static str,
    ) -> Outcome<()> {
        if !self.owners.contains(&person) {
            people::named_person(tx, pointer, person)?;
            self.owners.insert(person);
        }
        join(tx, act, customer, sphere, person, Rank::Owner, None).map(drop)
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
