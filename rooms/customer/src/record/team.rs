//! Account teams: who answers for a customer now, who did before, what a person holds (R3).

use accord_kernel::Outcome;
use accord_store::{Tx, params};
use jiff::Timestamp;
use uuid::Uuid;

use accord_room_people::PersonId;

use super::MemberRow;
use crate::id::{CustomerId, Rank, TeamSphere};

/// One half of an account team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Half {
    /// Who answers for the customer in this sphere.
    pub owner: Option<PersonId>,
    /// Who steps in, longest-standing first.
    pub backups: Vec<PersonId>,
}

/// The present account team of both spheres.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Team {
    /// Prospecting to order.
    pub sales: Half,
    /// Installation, training, support, keeping.
    pub after_sales: Half,
}

impl Team {
    /// One half.
    pub fn half(&self, sphere: TeamSphere) -> &Half {
        match sphere {
            TeamSphere::Sales => &self.sales,
            TeamSphere::AfterSales => &self.after_sales,
        }
    }
    /// Everybody in it, owners first, each once.
    pub fn everybody(&self) -> Vec<PersonId> {
        let owners = self.sales.owner.into_iter().chain(self.after_sales.owner);
        let mut list: Vec<PersonId> = Vec::new();
        for person in
            owners.chain(self.sales.backups.iter().copied()).chain(self.after_sales.backups.iter().copied())
        {
            if !list.contains(&person) {
                list.push(person);
            }
        }
        list
    }
}

/// Present members of a customer's team, owners first, then by how long they have been in it.
///
/// # Errors
/// What the database refuses.
pub fn members(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<MemberRow>> {
    let tail = "WHERE customer_id = ?1 AND until_at IS NULL ORDER BY since_at, id";
    let mut rows: Vec<MemberRow> = tx.select(tail, params![customer])?;
    rows.sort_by_key(|row| (row.sphere, row.rank));
    Ok(rows)
}

/// Every membership a customer ever had.
pub(crate) fn memberships(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<MemberRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY since_at, id", params![customer])?)
}

/// The present account team (R3).
///
/// # Errors
/// What the database refuses.
pub fn team(tx: &mut Tx, customer: CustomerId) -> Outcome<Team> {
    Ok(team_of(&members(tx, customer)?))
}

pub(crate) fn team_of(rows: &[MemberRow]) -> Team {
    let mut team = Team::default();
    for row in rows {
        let half = match row.sphere {
            TeamSphere::Sales => &mut team.sales,
            TeamSphere::AfterSales => &mut team.after_sales,
        };
        match row.rank {
            Rank::Owner => half.owner = Some(row.person_id),
            Rank::Backup => half.backups.push(row.person_id),
        }
    }
    team
}

/// Who answers for a customer in a sphere, before cover is asked for.
///
/// # Errors
/// What the database refuses.
pub fn owner_of(tx: &mut Tx, customer: CustomerId, sphere: TeamSphere) -> Outcome<Option<PersonId>> {
    let sql = "SELECT person_id FROM account_team WHERE customer_id = ?1 AND sphere = ?2 AND rank = 'owner' AND until_at IS NULL";
    Ok(tx.query_one(sql, params![customer, sphere])?.map(|row| row.get(0)).transpose()?)
}

/// A customer that a person still holds.
#[derive(Debug, Clone)]
pub struct HeldCustomer {
    /// The customer.
    pub customer: CustomerId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
}

/// Customers in use whose owner, in either sphere, is this person.
///
/// # Errors
/// What the database refuses.
pub fn owned_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<HeldCustomer>> {
    let sql = "SELECT c.id, c.number, c.name FROM customer c WHERE c.state = 'active' AND c.id IN
            (SELECT t.customer_id FROM account_team t WHERE t.person_id = ?1 AND t.rank = 'owner' AND t.until_at IS NULL)
        ORDER BY c.sort_name, c.id";
    let rows = tx.query(sql, params![person])?;
    rows.iter()
        .map(|row| Ok(HeldCustomer { customer: row.get(0)?, number: row.get(1)?, name: row.get(2)? }))
        .collect()
}

/// Present owners of several customers: `(customer, sphere, person)`.
pub(crate) fn owners_of(tx: &mut Tx, customers: &[Uuid]) -> Outcome<Vec<(CustomerId, TeamSphere, PersonId)>> {
    if customers.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let list = accord_store::listed(&mut values, customers.iter().copied());
    let sql = format!(
        "SELECT customer_id, sphere, person_id FROM account_team WHERE rank = 'owner' AND until_at IS NULL AND customer_id IN ({list})"
    );
    tx.query(&sql, &values)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// How many customers had named owners in both spheres at an instant, and who had not.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// Customers and prospects in use then.
    pub customers: i64,
    /// Those with both owners.
    pub covered: i64,
}

const OWNED_AT: &str = "EXISTS (SELECT 1 FROM account_team t WHERE t.customer_id = c.id AND t.rank = 'owner' AND t.sphere = '{sphere}'
    AND t.since_at <= ?1 AND (t.until_at IS NULL OR t.until_at > ?1))";

fn owned_at(sphere: TeamSphere) -> String {
    OWNED_AT.replace("{sphere}", sphere.word())
}

/// Coverage at an instant, over the customers that `filter` leaves (R3); its values begin at `?2`.
pub(crate) fn coverage(
    tx: &mut Tx,
    at: Timestamp,
    filter: &(String, Vec<accord_store::Value>),
) -> Outcome<Coverage> {
    let both = format!("{} AND {}", owned_at(TeamSphere::Sales), owned_at(TeamSphere::AfterSales));
    let sql = format!(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN {both} THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM customer c WHERE c.state = 'active' AND c.entered_at <= ?1 AND {}",
        filter.0
    );
    let mut values = params![at].to_vec();
    values.extend(filter.1.iter().cloned());
    match tx.query_one(&sql, &values)? {
        Some(row) => Ok(Coverage { customers: row.get(0)?, covered: row.get(1)? }),
        None => Ok(Coverage::default()),
    }
}

/// A customer as the coverage figure counts it.
#[derive(Debug, Clone)]
pub(crate) struct Counted {
    pub(crate) id: CustomerId,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) sales: bool,
    pub(crate) after_sales: bool,
}

/// Customers behind the coverage figure at an instant: the uncovered first.
pub(crate) fn counted(tx: &mut Tx, at: Timestamp, limit: i64) -> Outcome<Vec<Counted>> {
    let sql = format!(
        "SELECT id, number, name, sales, after_sales FROM (SELECT c.id, c.number, c.name, c.sort_name,
            CASE WHEN {} THEN 1 ELSE 0 END AS sales, CASE WHEN {} THEN 1 ELSE 0 END AS after_sales
         FROM customer c WHERE c.state = 'active' AND c.entered_at <= ?1) counted
         ORDER BY sales + after_sales, sort_name, id LIMIT ?2",
        owned_at(TeamSphere::Sales),
        owned_at(TeamSphere::AfterSales)
    );
    tx.query(&sql, params![at, limit])?
        .iter()
        .map(|row| {
            Ok(Counted {
                id: row.get(0)?,
                number: row.get(1)?,
                name: row.get(2)?,
                sales: row.get::<i64>(3)? == 1,
                after_sales: row.get::<i64>(4)? == 1,
            })
        })
        .collect()
}
