//! Reviews that wait for somebody's signature.

use accord_kernel::{Context, Outcome};
use accord_room_customer::{CustomerId, mine_filter, sight_filter};
use accord_store::{Column, Tx, Value};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{OrderId, rules::review::Signatory};

/// An order whose review waits for the reader's signature.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WaitingReview {
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub number: String,
    /// The customer.
    pub customer: CustomerId,
    /// Its name.
    pub customer_name: String,
    /// For which function the reader may sign.
    pub function: Signatory,
    /// When they meet.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub meets_at: Option<Timestamp>,
    /// Points of the agenda without a decision.
    pub open_points: i64,
}

/// Reviews of held orders that wait for the reader's signature for one of these functions: those with a meeting by its
/// time, then the others, the longest open first. A sales signature is the customer's own people's to give, the other two
/// belong to whoever holds the function; nobody signs twice in a round (R18).
///
/// # Errors
/// What the database refuses.
pub fn waiting_reviews(
    tx: &mut Tx,
    ctx: &Context,
    functions: &[Signatory],
    limit: i64,
) -> Outcome<Vec<WaitingReview>> {
    if functions.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Vec::new();
    let mut place = |value: Value| {
        values.push(value);
        values.len()
    };
    let me = place(Value::Uuid(ctx.principal.id));
    let mut cases = String::new();
    for function in functions {
        let word = place(function.to_value());
        cases.push_str(&format!(
            " WHEN NOT EXISTS (SELECT 1 FROM review_sign s WHERE s.review_id = r.id AND s.round = r.round AND s.signatory = ?{word})"
        ));
        if *function == Signatory::Sales {
            let (own, more) = mine_filter(ctx, "o.customer_id", word + 1);
            for value in more {
                place(value);
            }
            cases.push_str(&format!(" AND {own}"));
        }
        cases.push_str(&format!(" THEN '{}'", function.word()));
    }
    let next = place(Value::Int(limit)) + 1;
    let (sight, more) = sight_filter(ctx, "o.customer_id", next);
    values.extend(more);
    let read = |meeting: &str, order: &str| {
        format!(
            "SELECT w.id, w.number, w.customer_id, c.name, w.signs, w.meets_at,
                (SELECT COUNT(*) FROM review_item i WHERE i.review_id = w.review_id AND i.decision IS NULL)
            FROM (SELECT o.id, o.number, o.customer_id, r.id AS review_id, r.meets_at, r.opened_at, CASE{cases} END AS signs
                FROM review r JOIN sales_order o ON o.id = r.order_id
                WHERE r.state = 'open' AND r.meets_at {meeting} AND o.state = 'held' AND {sight}
                AND NOT EXISTS (SELECT 1 FROM review_sign s
                    WHERE s.review_id = r.id AND s.round = r.round AND s.person_id = ?{me})) w
            JOIN customer c ON c.id = w.customer_id
            WHERE w.signs IS NOT NULL ORDER BY {order}, w.id LIMIT ?{}",
            next - 1
        )
    };
    let mut rows = tx.query(&read("IS NOT NULL", "w.meets_at"), &values)?;
    let left = limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(limit));
    if left > 0 {
        if let Some(most) = values.get_mut(next - 2) {
            *most = Value::Int(left);
        }
        rows.extend(tx.query(&read("IS NULL", "w.opened_at"), &values)?);
    }
    let read = |row: &accord_store::Row| -> Outcome<WaitingReview> {
        Ok(WaitingReview {
            order: row.get(0)?,
            number: row.get(1)?,
            customer: row.get(2)?,
            customer_name: row.get(3)?,
            function: row.get(4)?,
            meets_at: row.get(5)?,
            open_points: row.get(6)?,
        })
    };
    rows.iter().map(read).collect()
}
