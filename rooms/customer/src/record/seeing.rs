//! Who may see which customer: the facts for one, the condition for many.

use accord_kernel::{Context, Outcome, Permission, PrincipalKind};
use accord_store::{Tx, Value, params};
use uuid::Uuid;

use super::GrantRow;
use crate::{id::CustomerId, rules::SightFacts};

/// What is known of a person's relation to a customer; `None` when there is no such customer. One query.
///
/// # Errors
/// What the database refuses.
pub fn sight_facts(tx: &mut Tx, ctx: &Context, customer: Uuid) -> Outcome<Option<SightFacts>> {
    let who = &ctx.principal;
    let mut facts = SightFacts {
        may_read: who.may(Permission::CustomerRead),
        all_territories: who.may(Permission::TerritoryAll),
        ..SightFacts::default()
    };
    if !facts.may_read || facts.all_territories {
        let row = tx.query_one("SELECT id FROM customer WHERE id = ?1", params![customer])?;
        return Ok(row.map(|_| facts));
    }
    let mut values = params![customer, who.id, ctx.now].to_vec();
    let persons =
        accord_store::listed(&mut values, std::iter::once(who.id).chain(who.covers.iter().copied()));
    let sql = format!(
        "SELECT c.territory_id,
            (SELECT COUNT(*) FROM account_team t WHERE t.customer_id = c.id AND t.until_at IS NULL AND t.person_id IN ({persons})),
            (SELECT g.reason FROM territory_grant g WHERE g.customer_id = c.id AND g.person_id = ?2 AND g.since_at <= ?3
                AND g.until_at > ?3 ORDER BY g.until_at DESC, g.id LIMIT 1)
        FROM customer c WHERE c.id = ?1"
    );
    let Some(row) = tx.query_one(&sql, &values)? else {
        return Ok(None);
    };
    let territory: Option<Uuid> = row.get(0)?;
    facts.own_territory = territory.is_none_or(|territory| who.territories.contains(&territory));
    facts.in_team = row.get::<i64>(1)? > 0;
    facts.reason = row.get(2)?;
    Ok(Some(facts))
}

/// A condition that keeps a list to the customers open to the reader, over a column that holds a customer's id, for
/// example `o.customer_id`. Placeholders begin at `?next`; their values are returned in order.
///
/// Customers of other territories are left out even while a stated reason holds: a reason is given for one customer,
/// and its reads are logged one by one (R64).
pub fn sight_filter(ctx: &Context, column: &str, next: usize) -> (String, Vec<Value>) {
    let who = &ctx.principal;
    match who.kind {
        PrincipalKind::System => return ("TRUE".to_owned(), Vec::new()),
        PrincipalKind::Nobody => return ("FALSE".to_owned(), Vec::new()),
        PrincipalKind::Contact => {
            let own = who.customer.unwrap_or_default();
            return (format!("{column} = ?{next}"), vec![Value::Uuid(own)]);
        }
        PrincipalKind::Person => {}
    }
    if !who.may(Permission::CustomerRead) {
        return ("FALSE".to_owned(), Vec::new());
    }
    if who.may(Permission::TerritoryAll) {
        return ("TRUE".to_owned(), Vec::new());
    }
    let mut values = vec![Value::Null; next.saturating_sub(1)];
    let territories = accord_store::listed(&mut values, who.territories.iter().copied());
    let persons =
        accord_store::listed(&mut values, std::iter::once(who.id).chain(who.covers.iter().copied()));
    let sql = format!(
        "EXISTS (SELECT 1 FROM customer seen WHERE seen.id = {column} AND (seen.territory_id IS NULL OR seen.territory_id IN ({territories})
            OR EXISTS (SELECT 1 FROM account_team mine WHERE mine.customer_id = seen.id AND mine.until_at IS NULL AND mine.person_id IN ({persons}))))"
    );
    (sql, values.split_off(next.saturating_sub(1).min(values.len())))
}

/// SQL that holds where the customer in `column` is one of the reader's own, or of whom they cover; its placeholders
/// begin at `?next`.
pub fn mine_filter(ctx: &Context, column: &str, next: usize) -> (String, Vec<Value>) {
    let who = &ctx.principal;
    if who.kind != PrincipalKind::Person {
        return ("FALSE".to_owned(), Vec::new());
    }
    let mut values = vec![Value::Null; next.saturating_sub(1)];
    let persons =
        accord_store::listed(&mut values, std::iter::once(who.id).chain(who.covers.iter().copied()));
    let sql = format!(
        "EXISTS (SELECT 1 FROM account_team own WHERE own.customer_id = {column} AND own.until_at IS NULL AND own.person_id IN ({persons}))"
    );
    (sql, values.split_off(next.saturating_sub(1).min(values.len())))
}

/// Every stated reason about a customer.
pub(crate) fn grants_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<GrantRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY since_at, id", params![customer])?)
}
