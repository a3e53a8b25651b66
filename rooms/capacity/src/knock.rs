//! The knock-on of a fall of capacity: which promises no longer fit, what is possible instead, and who is told.
//!
//! A reservation that still keeps its promise elsewhere is moved; one that does not stays where it is until a person
//! has told the customer, and its promise gets a forecast, which tells its owner at once (R24).

use std::collections::BTreeMap;

use accord_kernel::{Act, Context, Emit, Outcome, Refusal};
use accord_room_catalog::{self as catalog, ProductId, SkillId};
use accord_room_customer::CustomerId;
use accord_room_people::TerritoryId;
use accord_room_promise::id::PromiseId;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    BookingId, Firmness, Pool,
    days::Days,
    facts, neighbours,
    record::{
        buckets::{self, BucketKey},
        load::{self, units},
        rows::{self, Reservation},
    },
    rules::{
        bucket::Take,
        calendar::{DateAnswer, Horizon, ProductionWeek},
        hold::Hold,
        installation::{Place, VisitRules},
        key::{PromiseKey, ReservationKey},
        knock_on::{Held, KnockOn, crews_knock_on, slots_knock_on},
    },
    words,
};

/// A promise, or an aim, that a fall of capacity touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Touched {
    /// What was taken together.
    pub booking: BookingId,
    /// For whom.
    pub customer: CustomerId,
    /// The order.
    pub order: Option<Uuid>,
    /// Its line.
    pub line: Option<Uuid>,
    /// The promise, if one was made.
    pub promise: Option<PromiseId>,
    /// How firmly it stood.
    pub hold: Firmness,
    /// How much harm a broken promise does.
    pub harm: i64,
    /// The day that was promised or aimed at.
    #[schemars(with = "String", extend("format" = "date"))]
    pub due: Date,
    /// The next possible day; open when not in the planning horizon.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub next: Option<Date>,
    /// The promise can be kept all the same; the reservation was moved.
    pub kept: bool,
    /// Why, in the reader's language.
    pub why: String,
}

/// Reservations of a pool grouped by what is taken together.
struct Booked {
    rows: BTreeMap<BookingId, Vec<Reservation>>,
}

impl Booked {
    fn of(rows: Vec<Reservation>) -> Self {
        let mut grouped: BTreeMap<BookingId, Vec<Reservation>> = BTreeMap::new();
        for row in rows {
            grouped.entry(row.booking_id).or_default().push(row);
        }
        Self { rows: grouped }
    }

    fn held(&self) -> Vec<Held> {
        self.rows.values().filter_map(|rows| held(rows)).collect()
    }

    fn get(&self, key: &ReservationKey) -> Option<(BookingId, &[Reservation])> {
        let booking = BookingId(key.as_str().parse().ok()?);
        self.rows.get(&booking).map(|rows| (booking, rows.as_slice()))
    }
}

fn held(rows: &[Reservation]) -> Option<Held> {
    let first = rows.first()?;
    let takes = rows
        .iter()
        .map(|row| Take { week: ProductionWeek::of(row.week), amount: units(row.amount) })
        .collect();
    Some(Held {
        key: ReservationKey::of(first.booking_id),
        promise: first.promise_id.map(PromiseKey::of),
        takes,
        date: first.realises_on,
        not_before: first.not_before,
        due: first.due_on,
        harm: u64::try_from(first.harm).unwrap_or(0),
        hold: match (first.hold, first.expires_at) {
            (Firmness::Committed, _) => Hold::Committed,
            (Firmness::Offer, Some(until)) => Hold::Offer { until },
            (Firmness::Offer, None) | (Firmness::Target, _) => Hold::Target,
        },
        made: first.made_at,
    })
}

/// What of a product's slots no longer fits; nothing is written.
///
/// # Errors
/// Absent product; what the database refuses.
pub fn slots(tx: &mut Tx, ctx: &Context, product: ProductId) -> Outcome<Vec<Touched>> {
    let (booked, answers, _) = slot_answers(tx, ctx, product)?;
    Ok(answers.iter().filter_map(|answer| touched(&booked, answer, ctx)).collect())
}

fn slot_answers(
    tx: &mut Tx,
    ctx: &Context,
    product: ProductId,
) -> Outcome<(Booked, Vec<KnockOn>, BTreeMap<ProductionWeek, u32>)> {
    let horizon = facts::horizon(ctx)?;
    let (from, until) = (ProductionWeek::of(horizon.today()).monday(), horizon.until());
    let found = catalog::find(tx, product)?.ok_or_else(Refusal::absent)?;
    let plant = Days::new(neighbours::calendar(tx, found.plant_calendar_id)?, &horizon);
    let capacity = load::slot_capacity(tx, product, from, until)?;
    let booked = Booked::of(buckets::of_pool(tx, Pool::Slot, product.0, None, from, until)?);
    let answers = slots_knock_on(&capacity, &booked.held(), &plant, &horizon);
    Ok((booked, answers, capacity))
}

/// After a product's slots fell: moves what keeps its promise elsewhere, gives forecasts to the others.
///
/// # Errors
/// As [`slots`].
pub(crate) fn apply_slots(tx: &mut Tx, act: &mut Act<'_>, product: ProductId) -> Outcome<Vec<Touched>> {
    let (booked, answers, capacity) = slot_answers(tx, act.context(), product)?;
    apply(tx, act, &booked, &answers, &capacity)
}

/// A site's working days and how crews work there, by booking.
struct Places {
    site: BTreeMap<BookingId, usize>,
    calendars: Vec<Days>,
    rules: VisitRules,
}

impl Places {
    fn load(
        tx: &mut Tx,
        booked: &Booked,
        terms: Option<&rows::RegionTerms>,
        horizon: &Horizon,
    ) -> Outcome<Self> {
        let crew = neighbours::calendar(tx, terms.and_then(|terms| terms.crew_calendar_id))?;
        let mut places = Self {
            site: BTreeMap::new(),
            calendars: vec![Days::new(crew, horizon)],
            rules: terms.map_or(VisitRules::default(), facts::visit_rules),
        };
        let mut known: BTreeMap<Uuid, usize> = BTreeMap::new();
        for (booking, rows) in &booked.rows {
            let Some(site) = rows.first().and_then(|row| row.site_id) else { continue };
            let index = match known.get(&site.0) {
                Some(index) => *index,
                None => {
                    let (_, calendar) = neighbours::site(tx, site)?;
                    places.calendars.push(Days::new(calendar, horizon));
                    known.insert(site.0, places.calendars.len() - 1);
                    places.calendars.len() - 1
                }
            };
            places.site.insert(*booking, index);
        }
        Ok(places)
    }

    fn crew(&self) -> Outcome<&Days> {
        self.calendars.first().ok_or_else(|| Refusal::defect("a crew without a calendar"))
    }
}

/// After the minutes of a skill in a territory fell (leave, a holiday, somebody gone): as [`apply_slots`].
///
/// # Errors
/// What the database refuses.
pub(crate) fn apply_crews(
    tx: &mut Tx,
    act: &mut Act<'_>,
    territory: TerritoryId,
    skill: SkillId,
) -> Outcome<Vec<Touched>> {
    buckets::hold_crew(tx, territory.0, skill.0, 1)?;
    let horizon = facts::horizon(act.context())?;
    let (from, until) = (ProductionWeek::of(horizon.today()).monday(), horizon.until());
    let booked = Booked::of(buckets::of_pool(tx, Pool::Crew, territory.0, Some(skill), from, until)?);
    if booked.rows.is_empty() {
        return Ok(Vec::new());
    }
    let terms = rows::region(tx, territory)?;
    let places = Places::load(tx, &booked, terms.as_ref(), &horizon)?;
    let crew = places.crew()?;
    let mut capacities = load::crew_capacity(tx, territory, Some(&[skill]), &horizon, crew)?;
    let capacity = capacities.remove(&skill).unwrap_or_default();
    let of = |index: usize| -> Place<'_> {
        let site: &dyn crate::rules::calendar::WorkingDays = places.calendars.get(index).unwrap_or(crew);
        Place { site, crew, rules: places.rules }
    };
    let list: Vec<Place<'_>> = (0..places.calendars.len()).map(of).collect();
    let fallback = of(0);
    let place_of = |held: &Held| {
        let booking = held.key.as_str().parse().ok().map(BookingId);
        let index = booking.and_then(|booking| places.site.get(&booking)).copied().unwrap_or(0);
        list.get(index).unwrap_or(&fallback)
    };
    let answers = crews_knock_on(&capacity, &booked.held(), place_of, &horizon);
    apply(tx, act, &booked, &answers, &capacity)
}

fn touched(booked: &Booked, answer: &KnockOn, ctx: &Context) -> Option<Touched> {
    let (booking, rows) = booked.get(&answer.key)?;
    let first = rows.first()?;
    let (key, facts) = words::cause(&answer.cause);
    Some(Touched {
        booking,
        customer: first.customer_id,
        order: first.order_id,
        line: first.line_id,
        promise: first.promise_id,
        hold: first.hold,
        harm: first.harm,
        due: answer.due,
        next: answer.next.date(),
        kept: answer.keeps_promise(),
        why: ctx.tongue().say_with(key, &facts),
    })
}

fn apply(
    tx: &mut Tx,
    act: &mut Act<'_>,
    booked: &Booked,
    answers: &[KnockOn],
    capacity: &BTreeMap<ProductionWeek, u32>,
) -> Outcome<Vec<Touched>> {
    let mut list = Vec::new();
    let mut late: BTreeMap<PromiseId, (Date, String)> = BTreeMap::new();
    for answer in answers {
        let Some(mut one) = touched(booked, answer, act.context()) else { continue };
        let Some((_, rows)) = booked.get(&answer.key) else { continue };
        if one.kept {
            one.kept = move_to(tx, act, rows, answer, capacity)?;
        }
        if let Some(promise) = one.promise.filter(|_| !one.kept && one.hold != Firmness::Target) {
            // When nothing is possible in all the time that is planned, its end is the earliest that can be said.
            let next = match answer.next {
                DateAnswer::On(date) => date,
                DateAnswer::BeyondHorizon { until } => until,
            };
            // Of lines that share a promise the last one says when it is kept.
            if late.get(&promise).is_none_or(|(known, _)| *known < next) {
                late.insert(promise, (next, one.why.clone()));
            }
        }
        list.push(one);
    }
    for (promise, (next, why)) in late {
        neighbours::forecast(tx, act, promise, next, &why)?;
    }
    Ok(list)
}

/// Moves a booking's weeks from this one on, as an event of its customer. False when there was no room after all.
fn move_to(
    tx: &mut Tx,
    act: &mut Act<'_>,
    rows: &[Reservation],
    answer: &KnockOn,
    capacity: &BTreeMap<ProductionWeek, u32>,
) -> Outcome<bool> {
    let (Some(first), Some(date)) = (rows.first(), answer.next.date()) else { return Ok(false) };
    let customer = first.customer_id.0;
    accord_store::log::lock(tx, &[customer])?;
    let emit = Emit { name: "capacity.moved", customer: Some(customer), chains: Vec::new() };
    act.within(tx, emit, |tx, act| {
        let from = ProductionWeek::of(act.zone().to_datetime(act.now).date()).monday();
        let moved: Vec<Reservation> = rows.iter().filter(|row| row.week >= from).cloned().collect();
        for row in &moved {
            buckets::give_back(tx, row.bucket(), row.amount, row.hold)?;
        }
        for (done, take) in answer.takes.iter().enumerate() {
            let key = BucketKey { week: take.week.monday(), ..first.bucket() };
            let room = capacity.get(&take.week).copied().unwrap_or(0);
            if !buckets::take(tx, key, i64::from(take.amount), first.hold, Some(i64::from(room)))? {
                for before in answer.takes.iter().take(done) {
                    let key = BucketKey { week: before.week.monday(), ..first.bucket() };
                    buckets::give_back(tx, key, i64::from(before.amount), first.hold)?;
                }
                for row in &moved {
                    buckets::take(tx, row.bucket(), row.amount, row.hold, None)?;
                }
                return Ok(false);
            }
        }
        for row in &moved {
            tx.remove(row)?;
        }
        for take in &answer.takes {
            let row = Reservation {
                id: act.new_id(),
                week: take.week.monday(),
                amount: i64::from(take.amount),
                realises_on: date,
                version: 1,
                ..first.clone()
            };
            tx.insert(&row)?;
        }
        act.fact("booking", first.booking_id);
        act.fact("order", first.order_id);
        act.fact("day", date);
        Ok(true)
    })
}

/// After the working days or rules of a territory's crews changed: as [`apply_crews`], for each of its skills.
///
/// # Errors
/// What the database refuses.
pub(crate) fn apply_region(tx: &mut Tx, act: &mut Act<'_>, territory: TerritoryId) -> Outcome<Vec<Touched>> {
    let mut list = Vec::new();
    for skill in buckets::skills_taken(tx, territory.0)? {
        list.extend(apply_crews(tx, act, territory, skill)?);
    }
    Ok(list)
}
