//! The facts of a question, loaded once and owned, so that rules can borrow them.

use std::collections::{BTreeMap, BTreeSet};

use accord_business_time::Calendar;
use accord_kernel::{Context, Outcome, Refusal};
use accord_room_catalog::{self as catalog, Product, ProductId, ProductKind, SkillId};
use accord_room_people::{CalendarId, TerritoryId};
use accord_store::Tx;
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::{
    OrderAsk, Pool,
    ask::{LINES_MAX, line_key},
    days::Days,
    neighbours,
    parts::{self, PartPick},
    record::{buckets, load, rows},
    rules::{
        bucket::{Take, WeekBuckets},
        calendar::{DaySpan, Horizon, ProductionWeek, WorkingDays},
        installation::{Place, VisitRules},
        key::{ProductKey, RegionKey, SkillKey},
        lead_time::LeadTimes,
        order::{Books, Line, OrderRequest, ProductSupply, SiteSupply, Supply, Work},
    },
    words::Names,
};

/// Years that are planned ahead.
pub const HORIZON_YEARS: i8 = 3;
/// The oldest day of business.
const DAWN: Date = date(1970, 1, 1);

/// Why an installation date cannot be said though something is to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstallOpen {
    /// The customer belongs to no territory, so no crew goes there.
    NoRegion,
}

impl InstallOpen {
    /// Its message, and the rule by which an installation date is refused.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::NoRegion => "capacity.no_region",
        }
    }
}

struct ProductFacts {
    lead_times: LeadTimes,
    by_slots: bool,
    plant: usize,
}

struct SiteFacts {
    transport: DaySpan,
    region: RegionKey,
    ready_from: Option<Date>,
    site: usize,
    crew: usize,
    rules: VisitRules,
}

/// Everything that a question rests on.
pub(crate) struct Facts {
    pub(crate) horizon: Horizon,
    pub(crate) request: OrderRequest,
    pub(crate) names: Names,
    pub(crate) territory: Option<TerritoryId>,
    pub(crate) install_open: Option<InstallOpen>,
    pub(crate) parts: Vec<PartPick>,
    /// How often the hours of each skill's crew had changed when they were read.
    pub(crate) turns: BTreeMap<Uuid, i64>,
    products: BTreeMap<ProductKey, ProductFacts>,
    site: Option<SiteFacts>,
    books: Books,
    calendars: Vec<Days>,
}

/// Today at the company, and how far ahead is planned.
pub(crate) fn horizon(ctx: &Context) -> Outcome<Horizon> {
    let today = ctx.zone().to_datetime(ctx.now).date();
    Horizon::years(today, HORIZON_YEARS).map_err(|error| crate::words::fault(&error, &Names::default()))
}

/// Calendars by id, each loaded once; open is the company's.
#[derive(Default)]
struct Shelf {
    known: BTreeMap<Option<Uuid>, usize>,
    calendars: Vec<Days>,
}

impl Shelf {
    fn of(&mut self, tx: &mut Tx, id: Option<CalendarId>, horizon: &Horizon) -> Outcome<usize> {
        let key = id.map(|id| id.0);
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let index = self.put(neighbours::calendar(tx, id)?, horizon);
        self.known.insert(key, index);
        Ok(index)
    }

    fn put(&mut self, calendar: Calendar, horizon: &Horizon) -> usize {
        self.calendars.push(Days::new(calendar, horizon));
        self.calendars.len() - 1
    }

    fn get(&self, index: usize) -> Outcome<&Days> {
        self.calendars.get(index).ok_or_else(|| Refusal::defect("a calendar that was not loaded"))
    }
}

impl Facts {
    /// Loads what the question rests on.
    ///
    /// # Errors
    /// A refusal of a field, an absent product or site, and what the database refuses.
    pub(crate) fn load(tx: &mut Tx, ctx: &Context, ask: &OrderAsk) -> Outcome<Self> {
        check_form(ask)?;
        let horizon = horizon(ctx)?;
        let order_date = ask.order_date.unwrap_or(horizon.today());
        let ids: BTreeSet<ProductId> = ask.lines.iter().map(|line| line.product).collect();
        let ids: Vec<ProductId> = ids.into_iter().collect();
        let products = catalog::find_all(tx, &ids)?;
        for (index, line) in ask.lines.iter().enumerate() {
            if !products.contains_key(&line.product) {
                return Err(Refusal::field(format!("/lines/{index}/product"), "field.unknown_reference"));
            }
        }
        let mut shelf = Shelf::default();
        let mut names = Names::default();
        let product_facts = product_facts(tx, &products, &mut shelf, &mut names, &horizon)?;
        let destination = Destination::load(tx, ask)?;
        let installs = ask.lines.iter().any(|line| is_installed(line, &products));
        let install_open = installs.then(|| destination.install_open()).flatten();
        let mut parts = Vec::new();
        let mut lines = Vec::new();
        for line in &ask.lines {
            let Some(product) = products.get(&line.product) else { continue };
            let pick = parts::pick(tx, line, product, &parts, ask.replaces, &horizon)?;
            let materials_from = line.materials_from.max(pick.as_ref().map(|pick| pick.ready));
            parts.extend(pick);
            lines.push(Line {
                key: line_key(line.line),
                product: ProductKey::of(line.product),
                quantity: line.quantity,
                ordered_on: line.ordered_on,
                materials_from,
                installation: if install_open.is_none() { works(line, product) } else { Vec::new() },
            });
        }
        let request = OrderRequest { order_date, lines, shipped_apart: ask.shipped_apart };
        let site = destination.supply(tx, ask, &products, &mut shelf, &horizon)?;
        let mut facts = Self {
            territory: destination.territory,
            horizon,
            request,
            names,
            install_open,
            products: product_facts,
            site,
            books: Books::default(),
            calendars: Vec::new(),
            parts,
            turns: BTreeMap::new(),
        };
        facts.load_books(tx, ask, &products, &shelf)?;
        facts.calendars = shelf.calendars;
        facts.serve_parts();
        Ok(facts)
    }

    /// A part that lies in a store has no lead time of its own: its stock says when it is ready.
    fn serve_parts(&mut self) {
        let picked: BTreeSet<ProductKey> =
            self.parts.iter().map(|pick| ProductKey::of(pick.product)).collect();
        for (key, product) in &mut self.products {
            if picked.contains(key) {
                product.lead_times = LeadTimes::since(DAWN, DaySpan::calendar(0));
                product.by_slots = false;
            }
        }
    }

    fn load_books(
        &mut self,
        tx: &mut Tx,
        ask: &OrderAsk,
        products: &BTreeMap<ProductId, Product>,
        shelf: &Shelf,
    ) -> Outcome<()> {
        let purpose = ask.purpose();
        let by_slots: Vec<ProductId> =
            products.values().filter(|product| product.by_slots).map(|product| product.id).collect();
        for (product, weeks) in load::slots(tx, &by_slots, &self.horizon, purpose)? {
            self.books.slots.insert(ProductKey::of(product), weeks);
        }
        let skills: BTreeSet<SkillId> = products
            .values()
            .flat_map(|product| product.installation.0.iter().map(|work| work.skill))
            .collect();
        let skills: Vec<SkillId> = skills.into_iter().collect();
        if let (Some(territory), Some(site)) = (self.territory, &self.site)
            && !skills.is_empty()
            && self.install_open.is_none()
        {
            let region = shelf.get(site.crew)?;
            // Read before the hours themselves: a change between the two is then noticed, never missed.
            for skill in &skills {
                self.turns.insert(skill.0, buckets::crew_turn(tx, territory.0, skill.0)?);
            }
            let crews = load::crews(tx, territory, Some(&skills), &self.horizon, region, purpose)?;
            let by_skill = crews.into_iter().map(|(skill, weeks)| (SkillKey::of(skill), weeks)).collect();
            self.books.crews.insert(site.region.clone(), by_skill);
            for skill in &skills {
                let name = catalog::find_skill(tx, *skill)?.map(|skill| skill.name);
                self.names.put(skill.0, name.unwrap_or_default());
            }
            self.names.put(territory.0, neighbours::territory_name(tx, territory)?);
        }
        if let Some(order) = ask.replaces {
            self.give_back(tx, order, ask)?;
        }
        Ok(())
    }

    /// An order that is planned anew does not stand in its own way.
    fn give_back(&mut self, tx: &mut Tx, order: Uuid, ask: &OrderAsk) -> Outcome<()> {
        for held in buckets::of_order(tx, order)? {
            // A target was never in the way of a promise, so there is nothing to give back.
            let aimed = held.hold == crate::Firmness::Target && !ask.target;
            if aimed || !ask.gives_back(held.line_id) {
                continue;
            }
            let take = Take { week: ProductionWeek::of(held.week), amount: load::units(held.amount) };
            let weeks: Option<&mut WeekBuckets> = match held.kind {
                Pool::Slot => self.books.slots.get_mut(&ProductKey::of(held.pool_id)),
                Pool::Crew => {
                    let skill = held.skill_id.map(SkillKey::of);
                    let region = self.books.crews.get_mut(&RegionKey::of(held.pool_id));
                    region.zip(skill).and_then(|(crews, skill)| crews.get_mut(&skill))
                }
                Pool::Part => None,
            };
            if let Some(weeks) = weeks {
                weeks.release(&[take]);
            }
        }
        Ok(())
    }

    fn days(&self, index: usize) -> Outcome<&Days> {
        self.calendars.get(index).ok_or_else(|| Refusal::defect("a calendar that was not loaded"))
    }

    /// The facts as rules take them.
    ///
    /// # Errors
    /// Only a defect of this room.
    pub(crate) fn supply(&self) -> Outcome<Supply<'_>> {
        let mut products = BTreeMap::new();
        for (key, facts) in &self.products {
            let plant: &dyn WorkingDays = self.days(facts.plant)?;
            let supply =
                ProductSupply { lead_times: facts.lead_times.clone(), by_slots: facts.by_slots, plant };
            products.insert(key.clone(), supply);
        }
        let site = match &self.site {
            None => None,
            Some(site) => Some(SiteSupply {
                transport: site.transport,
                carrier: self.days(site.crew)?,
                region: site.region.clone(),
                ready_from: site.ready_from,
                place: Place { site: self.days(site.site)?, crew: self.days(site.crew)?, rules: site.rules },
            }),
        };
        Ok(Supply { products, site, books: self.books.clone() })
    }

    /// The buckets as loaded: capacities for the conditional statement.
    pub(crate) fn books(&self) -> &Books {
        &self.books
    }
}

fn check_form(ask: &OrderAsk) -> Outcome<()> {
    if ask.lines.is_empty() {
        return Err(Refusal::field("/lines", "capacity.empty_order"));
    }
    if ask.lines.len() > LINES_MAX {
        return Err(Refusal::field("/lines", "field.too_many").with("max", LINES_MAX));
    }
    for (index, line) in ask.lines.iter().enumerate() {
        if line.quantity == 0 {
            return Err(Refusal::field(format!("/lines/{index}/quantity"), "capacity.zero_quantity"));
        }
        if ask.lines.iter().take(index).any(|other| other.line == line.line) {
            return Err(Refusal::field(format!("/lines/{index}/line"), "capacity.duplicate_line"));
        }
    }
    Ok(())
}

fn is_installed(line: &crate::AskLine, products: &BTreeMap<ProductId, Product>) -> bool {
    line.install != Some(false)
        && products
            .get(&line.product)
            .is_some_and(|product| product.installation.0.iter().any(|work| work.minutes > 0))
}

fn works(line: &crate::AskLine, product: &Product) -> Vec<Work> {
    if line.install == Some(false) {
        return Vec::new();
    }
    let work = |work: &catalog::InstallWork| Work {
        skill: SkillKey::of(work.skill),
        minutes_per_unit: load::units(work.minutes),
    };
    product.installation.0.iter().map(work).collect()
}

fn product_facts(
    tx: &mut Tx,
    products: &BTreeMap<ProductId, Product>,
    shelf: &mut Shelf,
    names: &mut Names,
    horizon: &Horizon,
) -> Outcome<BTreeMap<ProductKey, ProductFacts>> {
    let ids: Vec<ProductId> = products.keys().copied().collect();
    let mut history = catalog::lead_times_of(tx, &ids)?;
    let mut facts = BTreeMap::new();
    for product in products.values() {
        names.put(product.id.0, product.name.clone());
        let steps = history.remove(&product.id).unwrap_or_default();
        let mut lead_times: LeadTimes =
            steps.iter().map(|step| (step.effective_from, rows::day_span(step.days, step.working))).collect();
        if steps.is_empty() && catalog::rules::ready_without_lead_time(product.kind) {
            lead_times = LeadTimes::since(DAWN, DaySpan::calendar(0));
        }
        let plant = shelf.of(tx, product.plant_calendar_id, horizon)?;
        let by_slots = product.by_slots && product.kind != ProductKind::Service;
        facts.insert(ProductKey::of(product.id), ProductFacts { lead_times, by_slots, plant });
    }
    Ok(facts)
}

/// Where goods go.
struct Destination {
    territory: Option<TerritoryId>,
    calendar: Option<Calendar>,
}

impl Destination {
    fn load(tx: &mut Tx, ask: &OrderAsk) -> Outcome<Self> {
        let mut customer = ask.customer;
        let mut calendar = None;
        if let Some(site) = ask.site {
            let (owner, hours) = neighbours::site(tx, site)?;
            if let Some(asked) = ask.customer
                && neighbours::canonical(tx, asked)? != neighbours::canonical(tx, owner)?
            {
                return Err(Refusal::absent());
            }
            customer = Some(owner);
            calendar = Some(hours);
        }
        let territory = match (ask.territory, customer) {
            (Some(territory), _) => Some(territory),
            (None, Some(customer)) => neighbours::territory_of(tx, customer)?,
            (None, None) => None,
        };
        Ok(Self { territory, calendar })
    }

    fn install_open(&self) -> Option<InstallOpen> {
        // A question without a customer's site is answered as for a site that works as the crews do.
        self.territory.is_none().then_some(InstallOpen::NoRegion)
    }

    fn supply(
        &self,
        tx: &mut Tx,
        ask: &OrderAsk,
        products: &BTreeMap<ProductId, Product>,
        shelf: &mut Shelf,
        horizon: &Horizon,
    ) -> Outcome<Option<SiteFacts>> {
        if self.territory.is_none() && self.calendar.is_none() {
            return Ok(None);
        }
        let terms = match self.territory {
            Some(territory) => rows::region(tx, territory)?,
            None => None,
        };
        let crew = shelf.of(tx, terms.as_ref().and_then(|terms| terms.crew_calendar_id), horizon)?;
        let site = match &self.calendar {
            Some(calendar) => shelf.put(calendar.clone(), horizon),
            None => crew,
        };
        let carrier = shelf.get(crew)?;
        let own = terms
            .as_ref()
            .and_then(|terms| terms.transport_days.map(|days| rows::day_span(days, terms.transport_working)));
        let transport = own.unwrap_or_else(|| longest(products.values(), carrier, horizon));
        let rules = terms.as_ref().map_or(VisitRules::default(), visit_rules);
        Ok(Some(SiteFacts {
            transport,
            region: self.territory.map_or_else(|| RegionKey::of(Uuid::nil()), RegionKey::of),
            ready_from: ask.ready_from,
            site,
            crew,
            rules,
        }))
    }
}

/// The way of a product to a territory: the territory's own, or the product's.
pub(crate) fn way_to(tx: &mut Tx, territory: Option<TerritoryId>, product: &Product) -> Outcome<DaySpan> {
    let terms = match territory {
        Some(territory) => rows::region(tx, territory)?,
        None => None,
    };
    let own = terms.and_then(|terms| terms.transport_days.map(|days| (days, terms.transport_working)));
    let (days, working) = own.unwrap_or((product.transport_days, product.transport_working));
    Ok(rows::day_span(days, working))
}

/// How crews work in a territory.
pub(crate) fn visit_rules(terms: &rows::RegionTerms) -> VisitRules {
    VisitRules {
        minutes_a_day: terms.day_minutes_max.map(load::units),
        weeks_at_most: terms.weeks_max.map(|weeks| u16::try_from(weeks).unwrap_or(u16::MAX)),
        minutes_a_week_at_least: load::units(terms.week_minutes_min),
    }
}

/// The way that takes longest from today: what ships together arrives together.
fn longest<'p>(products: impl Iterator<Item = &'p Product>, carrier: &Days, horizon: &Horizon) -> DaySpan {
    let spans = products.map(|product| rows::day_span(product.transport_days, product.transport_working));
    let far = horizon.until().tomorrow().unwrap_or(horizon.until());
    let ends = spans.map(|span| (span.end(horizon.today(), carrier, horizon.until()).unwrap_or(far), span));
    ends.max_by_key(|(end, span)| (*end, span.days)).map_or(DaySpan::calendar(0), |(_, span)| span)
}
