//! The facts an order's promise rests on: what is ordered, and what can supply it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::CapacityError;
use super::bucket::WeekBuckets;
use super::calendar::{DaySpan, WorkingDays, sane};
use super::commitment::Plan;
use super::installation::Place;
use super::key::{LineKey, ProductKey, RegionKey, SkillKey};
use super::lead_time::LeadTimes;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRequest {
    /// The civil date of the order at the plant, from which the lead times of its lines count.
    pub order_date: Date,
    /// Its lines. Earlier lines are served first where an order is shipped apart.
    pub lines: Vec<Line>,
    /// Each line ships and is installed by itself. Otherwise all wait for the latest.
    pub shipped_apart: bool,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its key.
    pub key: LineKey,
    /// What is ordered.
    pub product: ProductKey,
    /// How many.
    pub quantity: u32,
    /// The civil date from which its own lead time counts, when it was ordered later than the order.
    pub ordered_on: Option<Date>,
    /// The first day on which its materials are there, when something is known to come later.
    pub materials_from: Option<Date>,
    /// The work of installing each unit.
    pub installation: Vec<Work>,
}

/// Work on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The skill it needs.
    pub skill: SkillKey,
    /// Minutes for each unit of the product, all people together.
    pub minutes_per_unit: u32,
}

/// What a product can be supplied by.
pub struct ProductSupply<'a> {
    /// Its lead times by effective date.
    pub lead_times: LeadTimes,
    /// Whether it takes production slots. A product that does is never ready without a slot.
    pub by_slots: bool,
    /// The working days of the plant it leaves from.
    pub plant: &'a dyn WorkingDays,
}

/// How goods reach a site and who installs them there.
pub struct SiteSupply<'a> {
    /// How long the way takes.
    pub transport: DaySpan,
    /// In which calendar the way's working days count.
    pub carrier: &'a dyn WorkingDays,
    /// The region whose crews go there.
    pub region: RegionKey,
    /// The first day on which the site is ready, when it is known.
    pub ready_from: Option<Date>,
    /// Calendars of site and crew, and how work goes on there.
    pub place: Place<'a>,
}

/// The buckets that orders compete for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    /// Production slots by product.
    pub slots: BTreeMap<ProductKey, WeekBuckets>,
    /// Crew minutes by region and skill.
    pub crews: BTreeMap<RegionKey, BTreeMap<SkillKey, WeekBuckets>>,
}

/// Everything that is known about what can be supplied.
pub struct Supply<'a> {
    /// Products by key.
    pub products: BTreeMap<ProductKey, ProductSupply<'a>>,
    /// Way and site; open when the customer collects and nothing is installed.
    pub site: Option<SiteSupply<'a>>,
    /// What is taken already.
    pub books: Books,
}

impl Books {
    /// Books a whole plan or nothing of it.
    ///
    /// # Errors
    /// [`CapacityError::Overbooked`] when a bucket has too little left.
    pub fn take(&mut self, plan: &Plan) -> Result<(), CapacityError> {
        let mut next = self.clone();
        for slot in &plan.slots {
            next.slots_of(&slot.product).take(&[slot.take])?;
        }
        for crew in &plan.crews {
            next.crews_of(&crew.region, &crew.skill).take(&[crew.take])?;
        }
        *self = next;
        Ok(())
    }

    /// Gives a plan back, so that its order can be planned anew without standing in its own way.
    pub fn release(&mut self, plan: &Plan) {
        for slot in &plan.slots {
            self.slots_of(&slot.product).release(&[slot.take]);
        }
        for crew in &plan.crews {
            self.crews_of(&crew.region, &crew.skill).release(&[crew.take]);
        }
    }

    pub(crate) fn slots_of(&mut self, product: &ProductKey) -> &mut WeekBuckets {
        self.slots.entry(product.clone()).or_default()
    }

    pub(crate) fn crews_of(&mut self, region: &RegionKey, skill: &SkillKey) -> &mut WeekBuckets {
        self.crews.entry(region.clone()).or_default().entry(skill.clone()).or_default()
    }
}

impl Supply<'_> {
    pub(crate) fn product(&self, product: &ProductKey) -> Result<&ProductSupply<'_>, CapacityError> {
        self.products.get(product).ok_or_else(|| CapacityError::UnknownProduct { product: product.clone() })
    }
}

impl OrderRequest {
    /// Whether the order can be reasoned about with these facts.
    ///
    /// # Errors
    /// What is wrong with it, the first thing found.
    pub fn check(&self, supply: &Supply<'_>) -> Result<(), CapacityError> {
        sane(self.order_date)?;
        if self.lines.is_empty() {
            return Err(CapacityError::EmptyOrder);
        }
        let mut seen = BTreeSet::new();
        for line in &self.lines {
            if !seen.insert(&line.key) {
                return Err(CapacityError::DuplicateLine { line: line.key.clone() });
            }
            if line.quantity == 0 {
                return Err(CapacityError::ZeroQuantity { line: line.key.clone() });
            }
            if line.is_installed() && supply.site.is_none() {
                return Err(CapacityError::NoSite { line: line.key.clone() });
            }
            let product = supply.product(&line.product)?;
            let ordered_on = sane(line.ordered_on(self.order_date))?;
            if product.lead_times.in_force(ordered_on).is_none() {
                return Err(CapacityError::NoLeadTime { product: line.product.clone(), on: ordered_on });
            }
            line.materials_from.map(sane).transpose()?;
        }
        supply.site.as_ref().and_then(|site| site.ready_from).map(sane).transpose()?;
        Ok(())
    }

    /// The lines that leave together: all of them, or each by itself.
    pub fn deliveries(&self) -> Vec<&[Line]> {
        if self.shipped_apart { self.lines.chunks(1).collect() } else { vec![self.lines.as_slice()] }
    }
}

impl Line {
    /// The day from which its lead time counts in an order of that date: nothing is made before it was ordered.
    pub fn ordered_on(&self, order_date: Date) -> Date {
        self.ordered_on.unwrap_or(order_date)
    }

    /// Minutes of a skill in which all of it is installed; as many as can be counted where they are more.
    pub(crate) fn minutes_of(&self, skill: &SkillKey) -> u32 {
        let works = self.installation.iter().filter(|work| work.skill == *skill);
        works.fold(0_u32, |sum, work| sum.saturating_add(work.minutes_per_unit.saturating_mul(self.quantity)))
    }

    /// Whether somebody has to install it.
    pub fn is_installed(&self) -> bool {
        self.installation.iter().any(|work| work.minutes_per_unit > 0)
    }
}

/// The work of a delivery, summed by skill: one job for each skill.
///
/// # Errors
/// [`CapacityError::TooMuchWork`] when the minutes cannot be counted.
pub(crate) fn work_of(lines: &[Line]) -> Result<BTreeMap<&SkillKey, u32>, CapacityError> {
    let mut sums: BTreeMap<&SkillKey, u32> = BTreeMap::new();
    for line in lines {
        for work in line.installation.iter().filter(|work| work.minutes_per_unit > 0) {
            let sum = sums.entry(&work.skill).or_default();
            *sum = work
                .minutes_per_unit
                .checked_mul(line.quantity)
                .and_then(|minutes| sum.checked_add(minutes))
                .ok_or_else(|| CapacityError::TooMuchWork { skill: work.skill.clone() })?;
        }
    }
    Ok(sums)
}
