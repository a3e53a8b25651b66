//! Value profiles: one for a customer as a whole, one for a product there, one for an asset there.

use std::collections::BTreeSet;

use accord_kernel::{Currency, Money, Outcome, Refusal};
use accord_room_asset::AssetId;
use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId};
use accord_room_people::PersonId;
use accord_store::{Json, Tx, Value, params, record};
use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{
    id::{Confidence, CostReasonId, ExpectedBy, Need, ValueProfileId},
    terms::CriticalPeriod,
};

record! {
    /// Why a customer buys, how they use it, and what a stop costs them (R11).
    pub struct ProfileRow in "value_profile" shape 1 {
        /// Id.
        id: ValueProfileId,
        /// The customer.
        customer_id: CustomerId,
        /// The asset that it is about; open for the customer or a product.
        asset_id: Option<AssetId>,
        /// The product that it is about; open for the customer as a whole.
        product_id: Option<ProductId>,
        /// `customer`, `product:<id>` or `asset:<id>`.
        scope_key: String,
        /// Why they bought, in their own words.
        reasons: Option<String>,
        /// Why that is important to them.
        importance: Option<String>,
        /// The outcome they seek.
        outcome: Option<String>,
        /// What they expect of us.
        expectation: Option<String>,
        /// Whether they think that it never fails, in their words.
        never_fails: Option<String>,
        /// Minutes of use a week.
        use_minutes_week: Option<i64>,
        /// When a stop hurts most.
        critical_periods: Json<Vec<CriticalPeriod>>,
        /// What they need of a service.
        needs: Json<Vec<Need>>,
        /// Cost of a stop per day of 24 hours, in minor units.
        stop_minor: Option<i64>,
        /// Its currency.
        stop_currency: Option<Currency>,
        /// How far it can be trusted.
        stop_confidence: Option<Confidence>,
        /// Who said it.
        stop_contact_id: Option<ContactId>,
        /// On which day.
        stop_said_on: Option<Date>,
        /// To whom of us.
        stop_via_id: Option<PersonId>,
        /// Outages that are expected in a year, in hundredths.
        outages_hundredths: Option<i64>,
        /// Who expects so.
        outages_source: Option<ExpectedBy>,
        /// Last day on which somebody looked at it.
        reviewed_on: Date,
        /// Who.
        reviewed_by: Option<PersonId>,
        /// Day on which it is to be looked at again.
        review_due_on: Date,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Why a less certain cost of a stop took the place of a more certain one, in the words of whoever wrote it. The row
    /// is never changed: words in the event itself could not be struck when somebody in them is forgotten (R64).
    pub struct CostReasonRow in "value_cost_reason" shape 1 subject "id" {
        /// Id.
        id: CostReasonId,
        /// The customer.
        customer_id: CustomerId,
        /// The profile.
        profile_id: ValueProfileId,
        /// Why.
        @personal reason: String,
        /// Who wrote it; none is the program.
        stated_by: Option<PersonId>,
        /// When.
        stated_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// Why the costs of a customer's stops became less certain, in the order in which it was written.
pub(crate) fn cost_reasons_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<CostReasonRow>> {
    Ok(tx.select("WHERE customer_id = ?1 ORDER BY stated_at, id", params![customer])?)
}

impl ProfileRow {
    /// Cost of a stop per day of 24 hours.
    pub fn stop_cost(&self) -> Option<Money> {
        Some(Money::new(self.stop_minor?, self.stop_currency?))
    }
    /// The same when it is the customer's own number.
    pub fn customers_number(&self) -> Option<Money> {
        self.stop_confidence.filter(|confidence| confidence.is_customers()).and(self.stop_cost())
    }
    /// Outages that are expected in a year.
    pub fn expected_outages(&self) -> Option<Decimal> {
        self.outages_hundredths.map(|hundredths| Decimal::new(hundredths, 2))
    }
}

/// The key of what a profile is about.
pub(crate) fn scope_key(asset: Option<AssetId>, product: Option<ProductId>) -> String {
    match (asset, product) {
        (Some(asset), _) => format!("asset:{asset}"),
        (None, Some(product)) => format!("product:{product}"),
        (None, None) => "customer".to_owned(),
    }
}

/// A profile.
///
/// # Errors
/// Absent.
pub fn load_profile(tx: &mut Tx, id: ValueProfileId) -> Outcome<ProfileRow> {
    tx.get(id)?.ok_or_else(Refusal::absent)
}

/// The profile of exactly this scope.
pub(crate) fn profile_of_scope(tx: &mut Tx, customer: CustomerId, key: &str) -> Outcome<Option<ProfileRow>> {
    Ok(tx.select_one("WHERE customer_id = ?1 AND scope_key = ?2", params![customer, key])?)
}

/// All profiles of a customer, that of the whole customer first.
///
/// # Errors
/// What the database refuses.
pub fn profiles_of(tx: &mut Tx, customer: CustomerId) -> Outcome<Vec<ProfileRow>> {
    Ok(tx.select(
        "WHERE customer_id = ?1 ORDER BY CASE WHEN scope_key = 'customer' THEN 0 ELSE 1 END, scope_key LIMIT 500",
        params![customer],
    )?)
}

/// Profiles whose review is due by a day, those of visible customers, the longest due first.
pub(crate) fn profiles_due(
    tx: &mut Tx,
    ctx: &accord_kernel::Context,
    by: Date,
    limit: i64,
) -> Outcome<Vec<ProfileRow>> {
    let mut values = params![by, limit].to_vec();
    let (sight, more) = accord_room_customer::sight_filter(ctx, "v.customer_id", values.len() + 1);
    values.extend(more);
    let sight = if sight.is_empty() { String::new() } else { format!(" AND {sight}") };
    let tail = format!("AS v WHERE v.review_due_on <= ?1{sight} ORDER BY v.review_due_on, v.id LIMIT ?2");
    Ok(tx.select(&tail, &values)?)
}

/// Which of these customers are open to the reader.
pub(crate) fn open_to(
    tx: &mut Tx,
    ctx: &accord_kernel::Context,
    customers: impl Iterator<Item = Uuid>,
) -> Outcome<BTreeSet<Uuid>> {
    let wanted: Vec<Uuid> = customers.collect::<BTreeSet<_>>().into_iter().collect();
    let mut open = BTreeSet::new();
    for some in wanted.chunks(200) {
        let mut values: Vec<Value> = some.iter().copied().map(Value::Uuid).collect();
        let marks = accord_store::marks(1, values.len());
        let (sight, more) = accord_room_customer::sight_filter(ctx, "c.id", values.len() + 1);
        values.extend(more);
        let sight = if sight.is_empty() { "TRUE".to_owned() } else { sight };
        let sql = format!("SELECT c.id FROM customer c WHERE c.id IN ({marks}) AND {sight}");
        for row in tx.query(&sql, &values)? {
            open.insert(row.get(0)?);
        }
    }
    Ok(open)
}
