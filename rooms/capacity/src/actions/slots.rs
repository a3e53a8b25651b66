//! Production slots of a product by week.

use std::collections::BTreeMap;

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_catalog::{self as catalog, ProductId, input};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Touched, knock,
    record::{
        buckets,
        rows::{self, SlotPlan},
    },
    rules::calendar::{Horizon, ProductionWeek},
};

/// Most weeks that are set at once.
const WEEKS_MAX: usize = 530;
/// Most units of a week.
const UNITS_MAX: i64 = 1_000_000;

/// Units of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeekSlots {
    /// Any day of the week.
    #[schemars(with = "String", extend("format" = "date"))]
    pub week: Date,
    /// How many units it can give.
    pub capacity: i64,
}

/// Sets how many units of a product the weeks of a stretch can give. A fall below what is promised is no error: the
/// promises it touches are named, moved where they can still be kept, and their owners told where not (R24).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSlots {
    /// The product.
    pub product: ProductId,
    /// Any day of the first week.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Any day of the last week; the first alone when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Units of each of these weeks.
    pub capacity: i64,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SlotsDone {
    /// The product.
    pub product: ProductId,
    /// Weeks whose slots changed.
    pub changed: usize,
    /// Promises and aims that it touches, the worst first.
    pub touched: Vec<Touched>,
}

impl Action for SetSlots {
    const NAME: &'static str = "capacity.set_slots";
    const PERMISSION: Permission = Permission::SlotManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SlotsDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(catalog::find(tx, self.product)?.ok_or_else(Refusal::absent)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SlotsDone> {
        let until = self.until.unwrap_or(self.from);
        if until < self.from {
            return Err(Refusal::field("/until", "capacity.until_before_from"));
        }
        let stretch = Horizon::new(self.from, until)
            .map_err(|_| Refusal::field("/until", "capacity.stretch_too_long").with("weeks", WEEKS_MAX))?;
        let rows: Vec<WeekSlots> = stretch
            .weeks_from(self.from)
            .map(|week| WeekSlots { week: week.monday(), capacity: self.capacity })
            .collect();
        input::number("/capacity", self.capacity, 0, UNITS_MAX)?;
        let done = set_weeks(tx, act, self.product, &rows)?;
        act.fact("from", self.from);
        act.fact("until", until);
        act.fact("capacity", self.capacity);
        act.fact("touched", done.touched.len());
        Ok(done)
    }
}

/// Sets the slots of single weeks, in the event of the running action: for plans that come from elsewhere. Of a week
/// that stands twice the last counts.
///
/// # Errors
/// 409 when the product takes no slots, 422 for a capacity or a list out of bounds.
pub fn set_weeks(
    tx: &mut Tx,
    act: &mut Act<'_>,
    product: ProductId,
    rows: &[WeekSlots],
) -> Outcome<SlotsDone> {
    let found = catalog::find(tx, product)?.ok_or_else(Refusal::absent)?;
    if !found.by_slots {
        return Err(Refusal::conflict("capacity.no_slots").with("product", found.code));
    }
    if rows.len() > WEEKS_MAX {
        return Err(Refusal::field("/weeks", "field.too_many").with("max", WEEKS_MAX));
    }
    let mut weeks: BTreeMap<Date, i64> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        input::number(&format!("/weeks/{index}/capacity"), row.capacity, 0, UNITS_MAX)?;
        weeks.insert(ProductionWeek::of(row.week).monday(), row.capacity);
    }
    act.chain(product);
    let list: Vec<Date> = weeks.keys().copied().collect();
    buckets::hold_weeks(tx, product, &list)?;
    let (mut changed, mut fell) = (0, false);
    for (week, capacity) in weeks {
        match rows::slot_plan(tx, product, week)? {
            Some(plan) if plan.capacity == capacity => {}
            Some(mut plan) => {
                fell |= capacity < plan.capacity;
                plan.capacity = capacity;
                tx.update(&mut plan)?;
                changed += 1;
            }
            None => {
                tx.insert(&SlotPlan { id: act.new_id(), product_id: product, week, capacity, version: 1 })?;
                changed += 1;
            }
        }
    }
    let touched = if fell { knock::apply_slots(tx, act, product)? } else { Vec::new() };
    Ok(SlotsDone { product, changed, touched })
}
