//! The recorded rows of capacity.

use accord_kernel::Outcome;
use accord_room_catalog::{ProductId, SkillId};
use accord_room_customer::{CustomerId, SiteId};
use accord_room_people::{CalendarId, PersonId, TerritoryId};
use accord_room_promise::id::PromiseId;
use accord_store::{Json, Tx, params, record};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    BookingId, CrewMemberId, Firmness, PartReceiptId, PartStockId, Pool, RegionTermsId, ReservationId,
    SlotPlanId,
    rules::calendar::{DayBasis, DaySpan},
};

record! {
    /// Production slots of a product in a week.
    pub struct SlotPlan in "slot_plan" shape 1 {
        /// Id.
        id: SlotPlanId,
        /// The product.
        product_id: ProductId,
        /// The week's Monday.
        week: Date,
        /// How many units the week can give.
        capacity: i64,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What is particular to a territory: the way there, and how crews work.
    pub struct RegionTerms in "region_terms" shape 1 {
        /// Id.
        id: RegionTermsId,
        /// The territory.
        territory_id: TerritoryId,
        /// Working days of its crews; the company's when open.
        crew_calendar_id: Option<CalendarId>,
        /// Days of the way; the products' own when open.
        transport_days: Option<i64>,
        /// Whether those are working days.
        transport_working: bool,
        /// Minutes that a day on site can take, all people together; open when only the crew limits it.
        day_minutes_max: Option<i64>,
        /// In how many consecutive weeks a job must be done.
        weeks_max: Option<i64>,
        /// Nobody travels for less in a week, unless less is left.
        week_minutes_min: i64,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Minutes that somebody gives to one skill in one territory. Who has two skills has two rows that share the
    /// week: a minute is given once.
    pub struct CrewMemberRow in "crew_member" shape 1 {
        /// Id.
        id: CrewMemberId,
        /// The colleague, whose leave counts; open for others.
        person_id: Option<PersonId>,
        /// What to call somebody who is no colleague: a partner firm, a team.
        name: String,
        /// Where they work.
        territory_id: TerritoryId,
        /// With which skill.
        skill_id: SkillId,
        /// Minutes on Monday to Sunday of an ordinary week.
        by_weekday: Json<[u32; 7]>,
        /// First day.
        from_on: Option<Date>,
        /// Last day.
        until_on: Option<Date>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What is taken of a week.
    pub struct Reservation in "reservation" shape 1 {
        /// Id.
        id: ReservationId,
        /// What is taken together.
        booking_id: BookingId,
        /// Out of what.
        kind: Pool,
        /// The product, territory or stock.
        pool_id: Uuid,
        /// The skill of crew minutes.
        skill_id: Option<SkillId>,
        /// The week's Monday; for parts the week in which it was taken.
        week: Date,
        /// Units, minutes or pieces.
        amount: i64,
        /// How firmly.
        hold: Firmness,
        /// When an offer expires.
        expires_at: Option<Timestamp>,
        /// The order.
        order_id: Option<Uuid>,
        /// Its line; for crew minutes the first of the delivery.
        line_id: Option<Uuid>,
        /// For whom.
        customer_id: CustomerId,
        /// Where.
        site_id: Option<SiteId>,
        /// The promise that it protects.
        promise_id: Option<PromiseId>,
        /// The day that it makes possible: shipping, the start of the work.
        realises_on: Date,
        /// The first day that was possible: lead time, arrival.
        not_before: Date,
        /// The day that was promised or aimed at.
        due_on: Date,
        /// How much harm a broken promise does, in minor units of whatever the order counts.
        harm: i64,
        /// When it was taken.
        made_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A part in a place.
    pub struct PartStock in "part_stock" shape 1 {
        /// Id.
        id: PartStockId,
        /// The part.
        product_id: ProductId,
        /// Name of the place.
        place: String,
        /// Pieces there.
        on_hand: i64,
        /// Days until a new supply is there.
        supply_days: i64,
        /// Whether those are working days.
        supply_working: bool,
        /// Working days of the store; the company's when open.
        calendar_id: Option<CalendarId>,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Pieces on order.
    pub struct PartReceipt in "part_receipt" shape 1 {
        /// Id.
        id: PartReceiptId,
        /// The part in its place.
        stock_id: PartStockId,
        /// How many.
        quantity: i64,
        /// When they are expected.
        expected_on: Date,
        /// When they came.
        received_on: Option<Date>,
        /// Row version.
        version: i64,
    }
}

/// A number of days as the rules count them.
pub fn day_span(days: i64, working: bool) -> DaySpan {
    let basis = if working { DayBasis::Working } else { DayBasis::Calendar };
    DaySpan { days: u16::try_from(days).unwrap_or(u16::MAX), basis }
}

impl PartStock {
    /// How long a new supply takes.
    pub fn supply(&self) -> DaySpan {
        day_span(self.supply_days, self.supply_working)
    }
}

/// The slots of a product in a week.
pub(crate) fn slot_plan(tx: &mut Tx, product: ProductId, week: Date) -> Outcome<Option<SlotPlan>> {
    Ok(tx.select_one("WHERE product_id = ?1 AND week = ?2", params![product, week])?)
}

/// What is particular to a territory.
pub(crate) fn region(tx: &mut Tx, territory: TerritoryId) -> Outcome<Option<RegionTerms>> {
    Ok(tx.select_one("WHERE territory_id = ?1", params![territory])?)
}

/// All territories with something particular.
pub(crate) fn regions(tx: &mut Tx) -> Outcome<Vec<RegionTerms>> {
    Ok(tx.select("ORDER BY territory_id", params![])?)
}

/// Crew members of a territory, or of all, who are not gone before a day.
///
/// # Errors
/// What the database refuses.
pub fn crew(tx: &mut Tx, territory: Option<TerritoryId>, since: Date) -> Outcome<Vec<CrewMemberRow>> {
    Ok(match territory {
        Some(territory) => tx.select(
            "WHERE territory_id = ?1 AND (until_on IS NULL OR until_on >= ?2) ORDER BY skill_id, id",
            params![territory, since],
        )?,
        None => tx.select(
            "WHERE until_on IS NULL OR until_on >= ?1 ORDER BY territory_id, skill_id, id",
            params![since],
        )?,
    })
}

/// Crew rows of a person.
pub(crate) fn crew_of_person(tx: &mut Tx, person: PersonId) -> Outcome<Vec<CrewMemberRow>> {
    Ok(tx.select("WHERE person_id = ?1 ORDER BY id", params![person])?)
}

/// The places in which a part is kept, by name.
///
/// # Errors
/// What the database refuses.
pub fn stocks(tx: &mut Tx, product: ProductId) -> Outcome<Vec<PartStock>> {
    Ok(tx.select("WHERE product_id = ?1 ORDER BY place", params![product])?)
}

/// A part in a place by its name.
pub(crate) fn stock_at(tx: &mut Tx, product: ProductId, place: &str) -> Outcome<Option<PartStock>> {
    Ok(tx.select_one("WHERE product_id = ?1 AND place = ?2", params![product, place])?)
}

/// Pieces on order for a stock, the earliest first.
pub(crate) fn receipts(tx: &mut Tx, stock: PartStockId) -> Outcome<Vec<PartReceipt>> {
    Ok(tx.select("WHERE stock_id = ?1 AND received_on IS NULL ORDER BY expected_on, id", params![stock])?)
}

/// Every part in a place.
pub(crate) fn stocks_in(tx: &mut Tx, place: &str) -> Outcome<Vec<PartStock>> {
    Ok(tx.select("WHERE place = ?1 ORDER BY product_id", params![place])?)
}

/// The names of all places in which parts are.
pub(crate) fn place_names(tx: &mut Tx) -> Outcome<Vec<String>> {
    let rows = tx.query("SELECT DISTINCT place FROM part_stock ORDER BY place", params![])?;
    rows.iter().map(|row| Ok(row.get(0)?)).collect()
}
