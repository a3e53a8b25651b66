//! What is taken of weeks: reservations are the truth, buckets their sums, by which simultaneous orders meet.
//!
//! A bucket is only ever raised by a conditional statement: the database decides, and of two that ask for the last
//! slot at one moment exactly one finds it.

use accord_kernel::{Context, Outcome};
use accord_room_catalog::{ProductId, SkillId};
use accord_room_customer::CustomerId;
use accord_room_promise::id::PromiseId;
use accord_store::{Tx, Value, params};
use jiff::civil::Date;
use uuid::Uuid;

use crate::{BookingId, Firmness, Pool, record::rows::Reservation};

/// A bucket's key; ordered, since buckets are locked in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BucketKey {
    /// Out of what.
    pub kind: Pool,
    /// The product, territory or stock.
    pub pool: Uuid,
    /// The skill; nil where there is none.
    pub skill: Uuid,
    /// The week's Monday.
    pub week: Date,
}

impl Reservation {
    /// The bucket it is taken from. All weeks of a part share one.
    pub fn bucket(&self) -> BucketKey {
        let week = if self.kind == Pool::Part { PART_WEEK } else { self.week };
        BucketKey {
            kind: self.kind,
            pool: self.pool_id,
            skill: self.skill_id.map_or(Uuid::nil(), Uuid::from),
            week,
        }
    }
}

/// The week under which what is taken of a part is summed: a piece has no week.
pub const PART_WEEK: Date = jiff::civil::date(1970, 1, 5);

/// Takes an amount if there is room, in one statement. `capacity` open means that there always is. False: somebody
/// was faster.
pub(crate) fn take(
    tx: &mut Tx,
    key: BucketKey,
    amount: i64,
    hold: Firmness,
    capacity: Option<i64>,
) -> Outcome<bool> {
    if capacity.is_some_and(|capacity| amount > capacity) {
        return Ok(false);
    }
    let (taken, aimed) = if hold == Firmness::Target { (0, amount) } else { (amount, 0) };
    // A target stands behind everything that stands already; a promise only behind promises.
    let sum = if hold == Firmness::Target { "bucket.taken + bucket.aimed" } else { "bucket.taken" };
    let sql = format!(
        "INSERT INTO bucket (kind, pool_id, skill_id, week, taken, aimed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (kind, pool_id, skill_id, week) DO UPDATE
        SET taken = bucket.taken + excluded.taken, aimed = bucket.aimed + excluded.aimed
        WHERE {sum} + excluded.taken + excluded.aimed <= ?7"
    );
    let most = capacity.unwrap_or(i64::MAX / 2);
    let values = params![key.kind, key.pool, key.skill, key.week, taken, aimed, most];
    Ok(tx.execute(&sql, values)? == 1)
}

/// Gives an amount back.
pub(crate) fn give_back(tx: &mut Tx, key: BucketKey, amount: i64, hold: Firmness) -> Outcome<()> {
    let (taken, aimed) = if hold == Firmness::Target { (0, amount) } else { (amount, 0) };
    let sql = "UPDATE bucket SET taken = taken - ?5, aimed = aimed - ?6
        WHERE kind = ?1 AND pool_id = ?2 AND skill_id = ?3 AND week = ?4";
    tx.execute(sql, params![key.kind, key.pool, key.skill, key.week, taken, aimed])?;
    Ok(())
}

/// Holds the buckets of a product's weeks until the transaction ends, so that a change of slots and a reservation of
/// the same weeks see each other.
pub(crate) fn hold_weeks(tx: &mut Tx, product: ProductId, weeks: &[Date]) -> Outcome<()> {
    let sql =
        "INSERT INTO bucket (kind, pool_id, skill_id, week, taken, aimed) VALUES ('slot', ?1, ?2, ?3, 0, 0)
        ON CONFLICT (kind, pool_id, skill_id, week) DO UPDATE SET taken = bucket.taken";
    for week in weeks {
        tx.execute(sql, params![product, Uuid::nil(), *week])?;
    }
    Ok(())
}

/// Whether what is taken of a product's week still fits its slots. Asked after taking, when nobody else can change
/// either: whoever lowered the slots between the plan and the taking is seen here.
pub(crate) fn still_fits(tx: &mut Tx, key: BucketKey, hold: Firmness) -> Outcome<bool> {
    let sql = "SELECT s.capacity, b.taken, b.aimed FROM slot_plan s JOIN bucket b
        ON b.kind = 'slot' AND b.pool_id = s.product_id AND b.skill_id = ?1 AND b.week = s.week
        WHERE s.product_id = ?2 AND s.week = ?3";
    let Some(row) = tx.query_one(sql, params![key.skill, key.pool, key.week])? else { return Ok(false) };
    let (capacity, taken, aimed): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(if hold == Firmness::Target { taken.saturating_add(aimed) <= capacity } else { taken <= capacity })
}

/// How often the hours of a crew changed, as it was read for a plan.
pub(crate) fn crew_turn(tx: &mut Tx, territory: Uuid, skill: Uuid) -> Outcome<i64> {
    let sql = "SELECT turn FROM crew_turn WHERE territory_id = ?1 AND skill_id = ?2";
    Ok(tx.query_one(sql, params![territory, skill])?.map_or(Ok(0), |row| row.get(0))?)
}

/// As [`crew_turn`], held until the transaction ends; `step` is one when the hours change now.
pub(crate) fn hold_crew(tx: &mut Tx, territory: Uuid, skill: Uuid, step: i64) -> Outcome<i64> {
    let sql = "INSERT INTO crew_turn (territory_id, skill_id, turn) VALUES (?1, ?2, ?3)
        ON CONFLICT (territory_id, skill_id) DO UPDATE SET turn = crew_turn.turn + excluded.turn RETURNING turn";
    Ok(tx.query_one(sql, params![territory, skill, step])?.map_or(Ok(0), |row| row.get(0))?)
}

/// Sums of a bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Told or offered to customers.
    pub taken: i64,
    /// Aimed at only.
    pub aimed: i64,
}

/// The sums of one bucket.
pub(crate) fn sums(tx: &mut Tx, key: BucketKey) -> Outcome<Sums> {
    let sql =
        "SELECT taken, aimed FROM bucket WHERE kind = ?1 AND pool_id = ?2 AND skill_id = ?3 AND week = ?4";
    match tx.query_one(sql, params![key.kind, key.pool, key.skill, key.week])? {
        Some(row) => Ok(Sums { taken: row.get(0)?, aimed: row.get(1)? }),
        None => Ok(Sums::default()),
    }
}

/// The sums of a pool's weeks in a stretch: skill, week, sums.
pub(crate) fn sums_between(
    tx: &mut Tx,
    kind: Pool,
    pool: Uuid,
    from: Date,
    until: Date,
) -> Outcome<Vec<(Uuid, Date, Sums)>> {
    let sql = "SELECT skill_id, week, taken, aimed FROM bucket
        WHERE kind = ?1 AND pool_id = ?2 AND week >= ?3 AND week <= ?4 ORDER BY skill_id, week";
    tx.query(sql, params![kind, pool, from, until])?
        .iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, Sums { taken: row.get(2)?, aimed: row.get(3)? })))
        .collect()
}

/// What an order has taken.
pub(crate) fn of_order(tx: &mut Tx, order: Uuid) -> Outcome<Vec<Reservation>> {
    Ok(tx.select("WHERE order_id = ?1 ORDER BY kind, pool_id, skill_id, week, id", params![order])?)
}

/// What was taken together.
pub(crate) fn of_booking(tx: &mut Tx, booking: BookingId) -> Outcome<Vec<Reservation>> {
    Ok(tx.select("WHERE booking_id = ?1 ORDER BY week, id", params![booking])?)
}

/// What protects a promise.
pub(crate) fn of_promise(tx: &mut Tx, promise: PromiseId) -> Outcome<Vec<Reservation>> {
    Ok(tx.select("WHERE promise_id = ?1 ORDER BY kind, pool_id, skill_id, week, id", params![promise])?)
}

/// What is taken for a customer.
pub(crate) fn of_customer(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<Reservation>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY id", params![customer])?)
}

/// What is taken of a pool from a week on; a skill narrows it.
pub(crate) fn of_pool(
    tx: &mut Tx,
    kind: Pool,
    pool: Uuid,
    skill: Option<SkillId>,
    from: Date,
    until: Date,
) -> Outcome<Vec<Reservation>> {
    let mut tail = "WHERE kind = ?1 AND pool_id = ?2 AND week >= ?3 AND week <= ?4".to_owned();
    let mut values = params![kind, pool, from, until].to_vec();
    if let Some(skill) = skill {
        values.push(Value::Uuid(skill.into()));
        tail.push_str(" AND skill_id = ?5");
    }
    tail.push_str(" ORDER BY week, made_at, id");
    Ok(tx.select(&tail, &values)?)
}

/// As [`of_pool`], only for customers that the reader may see.
pub(crate) fn seen_of_pool(
    tx: &mut Tx,
    ctx: &Context,
    kind: Pool,
    pool: Uuid,
    skill: Option<SkillId>,
    from: Date,
    until: Date,
) -> Outcome<Vec<Reservation>> {
    let mut tail = "WHERE kind = ?1 AND pool_id = ?2 AND week >= ?3 AND week <= ?4".to_owned();
    let mut values = params![kind, pool, from, until].to_vec();
    if let Some(skill) = skill {
        values.push(Value::Uuid(skill.into()));
        tail.push_str(" AND skill_id = ?5");
    }
    let (seen, more) = accord_room_customer::sight_filter(ctx, "reservation.customer_id", values.len() + 1);
    values.extend(more);
    tail.push_str(&format!(" AND {seen} ORDER BY week, made_at, id LIMIT 2000"));
    Ok(tx.select(&tail, &values)?)
}

/// Sums all reservations anew.
pub(crate) fn rebuild(tx: &mut Tx) -> Outcome<u64> {
    tx.execute("DELETE FROM bucket", params![])?;
    let sql = "INSERT INTO bucket (kind, pool_id, skill_id, week, taken, aimed)
        SELECT kind, pool_id, COALESCE(skill_id, ?1), CASE WHEN kind = 'part' THEN ?2 ELSE week END,
            CAST(SUM(CASE WHEN hold = 'target' THEN 0 ELSE amount END) AS BIGINT),
            CAST(SUM(CASE WHEN hold = 'target' THEN amount ELSE 0 END) AS BIGINT)
        FROM reservation
        GROUP BY kind, pool_id, COALESCE(skill_id, ?1), CASE WHEN kind = 'part' THEN ?2 ELSE week END";
    Ok(tx.execute(sql, params![Uuid::nil(), PART_WEEK])?)
}

/// All sums, for comparison: key, sums. Buckets of nothing are left out.
pub fn all_sums(tx: &mut Tx) -> Outcome<Vec<(BucketKey, Sums)>> {
    let sql = "SELECT kind, pool_id, skill_id, week, taken, aimed FROM bucket WHERE taken <> 0 OR aimed <> 0
        ORDER BY kind, pool_id, skill_id, week";
    tx.query(sql, params![])?
        .iter()
        .map(|row| {
            let key =
                BucketKey { kind: row.get(0)?, pool: row.get(1)?, skill: row.get(2)?, week: row.get(3)? };
            Ok((key, Sums { taken: row.get(4)?, aimed: row.get(5)? }))
        })
        .collect()
}

/// The skills of which something is taken in a territory.
pub(crate) fn skills_taken(tx: &mut Tx, territory: Uuid) -> Outcome<Vec<SkillId>> {
    let sql = "SELECT DISTINCT skill_id FROM bucket
        WHERE kind = 'crew' AND pool_id = ?1 AND (taken > 0 OR aimed > 0) ORDER BY skill_id";
    tx.query(sql, params![territory])?.iter().map(|row| Ok(row.get(0)?)).collect()
}
