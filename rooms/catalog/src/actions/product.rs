//! Products and their lead times.

use accord_kernel::{
    Act, Action, Audience, Context, Emit, Money, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_room_people::{CalendarId, PersonId};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    DayCount, LeadTimeId, ProductId, ProductKind, input,
    record::{self, InstallWork, LeadTime, Product},
    rules::{self, LeadTimeFault},
};

/// What is said of a product.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProduct {
    /// Code by which it is known: letters, digits, `-_./`; at most 40.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ProductKind,
    /// Unit in which it is counted, for example "piece".
    pub unit: String,
    /// Each unit takes a production slot of a week.
    #[serde(default)]
    pub by_slots: bool,
    /// Calendar of the plant or store it leaves from; the company's when open.
    #[serde(default)]
    pub plant_calendar: Option<CalendarId>,
    /// Work of installing one unit, by skill.
    #[serde(default)]
    pub installation: Vec<InstallWork>,
    /// Days of the way to a customer, where a region says nothing of its own.
    #[serde(default)]
    pub transport_days: i64,
    /// How those days count; calendar days when open.
    #[serde(default)]
    pub transport_count: Option<DayCount>,
    /// List price.
    #[serde(default)]
    pub price: Option<Money>,
}

/// A lead time as it is given.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenLeadTime {
    /// How many days.
    pub days: i64,
    /// How they count; calendar days when open.
    #[serde(default)]
    pub count: Option<DayCount>,
    /// First day on which orders have it.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProductDone {
    /// The product.
    pub product: ProductId,
    /// Its version now.
    pub version: i64,
}

impl NewProduct {
    /// Checks everything and writes it onto a row.
    fn apply(&self, tx: &mut Tx, product: &mut Product) -> Outcome<()> {
        product.code = rules::code(&self.code).ok_or_else(|| Refusal::field("/code", "product.code"))?;
        product.name = input::text("/name", &self.name, input::NAME_MAX)?;
        product.unit = input::text("/unit", &self.unit, 40)?;
        product.kind = self.kind;
        if self.by_slots && !rules::may_take_slots(self.kind) {
            return Err(Refusal::field("/by_slots", "product.no_slots"));
        }
        product.by_slots = self.by_slots;
        if let Some(calendar) = self.plant_calendar
            && accord_room_people::find_calendar(tx, calendar)?.is_none()
        {
            return Err(Refusal::field("/plant_calendar", "field.unknown_reference"));
        }
        product.plant_calendar_id = self.plant_calendar;
        product.installation = Json(self.works(tx)?);
        product.transport_days = input::number("/transport_days", self.transport_days, 0, rules::DAYS_MAX)?;
        product.transport_working = self.transport_count == Some(DayCount::Working);
        if self.price.is_some_and(|price| price.minor < 0) {
            return Err(Refusal::field("/price", "product.price"));
        }
        product.price_minor = self.price.map(|price| price.minor);
        product.currency = self.price.map(|price| price.currency);
        Ok(())
    }

    fn works(&self, tx: &mut Tx) -> Outcome<Vec<InstallWork>> {
        if self.installation.len() > 20 {
            return Err(Refusal::field("/installation", "field.too_many").with("max", 20));
        }
        for (index, work) in self.installation.iter().enumerate() {
            let pointer = format!("/installation/{index}");
            input::number(&format!("{pointer}/minutes"), work.minutes, 1, rules::MINUTES_MAX)?;
            let before = self.installation.iter().take(index);
            if before.into_iter().any(|other| other.skill == work.skill) {
                return Err(Refusal::field(format!("{pointer}/skill"), "product.skill_twice"));
            }
            if record::find_skill(tx, work.skill)?.is_none() {
                return Err(Refusal::field(format!("{pointer}/skill"), "field.unknown_reference"));
            }
        }
        Ok(self.installation.clone())
    }

    fn blank(id: ProductId) -> Product {
        Product {
            id,
            code: String::new(),
            name: String::new(),
            kind: ProductKind::Equipment,
            unit: String::new(),
            by_slots: false,
            plant_calendar_id: None,
            installation: Json(Vec::new()),
            transport_days: 0,
            transport_working: false,
            price_minor: None,
            currency: None,
            archived: false,
            version: 1,
        }
    }
}

/// Writes a new product with its first lead time.
fn enter(tx: &mut Tx, act: &mut Act<'_>, new: &NewProduct, lead: Option<GivenLeadTime>) -> Outcome<Product> {
    let mut product = NewProduct::blank(act.new_id());
    new.apply(tx, &mut product)?;
    act.chain(product.id);
    tx.insert(&product).on_constraint("product_code_key", "/code", "product.code_taken")?;
    if let Some(lead) = lead {
        give_lead_time(tx, act, product.id, lead, String::new(), "/lead_time")?;
    }
    product.index(tx)?;
    act.fact("code", &product.code);
    act.fact("name", &product.name);
    Ok(product)
}

fn give_lead_time(
    tx: &mut Tx,
    act: &mut Act<'_>,
    product: ProductId,
    given: GivenLeadTime,
    reason: String,
    pointer: &str,
) -> Outcome<LeadTimeId> {
    let history: Vec<_> = record::lead_times(tx, product)?.iter().map(LeadTime::effective).collect();
    let today = act.zone().to_datetime(act.now).date();
    let count = given.count.unwrap_or(DayCount::Calendar);
    let checked =
        rules::span(given.days, count).and_then(|_| rules::lead_time_may_begin(&history, given.from, today));
    checked.map_err(|fault| match fault {
        LeadTimeFault::OutOfRange => Refusal::field(format!("{pointer}/days"), "field.range")
            .with("from", 0)
            .with("to", rules::DAYS_MAX),
        LeadTimeFault::BackDated { earliest } => {
            Refusal::field(format!("{pointer}/from"), "lead_time.back_dated")
                .with("earliest", earliest)
                .possible("lead-time-from", vec![("earliest", earliest.into())])
        }
    })?;
    if !(1970..=2200).contains(&given.from.year()) {
        return Err(Refusal::field(format!("{pointer}/from"), "field.year"));
    }
    let row = LeadTime {
        id: act.new_id(),
        product_id: product,
        days: given.days,
        working: count == DayCount::Working,
        effective_from: given.from,
        reason,
        set_by: act.principal.author().map(PersonId::from),
        set_at: act.now,
        version: 1,
    };
    tx.insert(&row)?;
    act.fact("days", row.days);
    act.fact("from", row.effective_from);
    Ok(row.id)
}

/// Enters a product.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterProduct {
    /// What it is.
    pub product: NewProduct,
    /// Its first lead time; without one a machine or part cannot be promised.
    #[serde(default)]
    pub lead_time: Option<GivenLeadTime>,
}

impl Action for EnterProduct {
    const NAME: &'static str = "product.enter";
    const PERMISSION: Permission = Permission::CatalogManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProductDone;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProductDone> {
        let product =
            enter(tx, act, &self.product, self.lead_time).map_err(|refusal| below(refusal, "/product"))?;
        Ok(ProductDone { product: product.id, version: product.version })
    }
}

/// Fields of the nested product are named from the input's root; those of the lead time are already.
fn below(mut refusal: Refusal, prefix: &str) -> Refusal {
    for field in &mut refusal.fields {
        if !field.pointer.starts_with("/lead_time") {
            field.pointer.insert_str(0, prefix);
        }
    }
    refusal
}

/// Changes what is said of a product. Its lead times have their own history.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeProduct {
    /// The product.
    pub id: ProductId,
    /// Version that was read.
    pub version: i64,
    /// What it is now.
    pub product: NewProduct,
}

impl Action for ChangeProduct {
    const NAME: &'static str = "product.change";
    const PERMISSION: Permission = Permission::CatalogManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProductDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::find(tx, self.id)?.ok_or_else(Refusal::absent)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProductDone> {
        let mut product = record::find(tx, self.id)?.ok_or_else(Refusal::absent)?;
        input::same_version(&product, self.version)?;
        self.product.apply(tx, &mut product).map_err(|refusal| below(refusal, "/product"))?;
        tx.update(&mut product).on_constraint("product_code_key", "/product/code", "product.code_taken")?;
        product.index(tx)?;
        act.fact("code", &product.code);
        act.fact("name", &product.name);
        Ok(ProductDone { product: product.id, version: product.version })
    }
}

fn set_archived(
    tx: &mut Tx,
    act: &mut Act<'_>,
    id: ProductId,
    version: i64,
    archived: bool,
) -> Outcome<ProductDone> {
    let mut product = record::find(tx, id)?.ok_or_else(Refusal::absent)?;
    input::same_version(&product, version)?;
    if product.archived != archived {
        product.archived = archived;
        tx.update(&mut product)?;
        product.index(tx)?;
    }
    act.fact("code", &product.code);
    Ok(ProductDone { product: product.id, version: product.version })
}

macro_rules! archiving {
    ($(#[$meta:meta])* $name:ident = $word:literal, $archived:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The product.
            pub product: ProductId,
            /// Version that was read.
            pub version: i64,
        }

        impl Action for $name {
            const NAME: &'static str = $word;
            const PERMISSION: Permission = Permission::CatalogManage;
            const COMMERCIAL: bool = false;
            const AUDIENCE: Audience = Audience::Staff;
            type Answer = ProductDone;

            fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
                Ok(Touches::chain(record::find(tx, self.product)?.ok_or_else(Refusal::absent)?.id))
            }

            fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProductDone> {
                set_archived(tx, act, self.product, self.version, $archived)
            }
        }
    };
}

archiving! {
    /// Takes a product out of sale. Orders and history keep it.
    ArchiveProduct = "product.archive", true
}
archiving! {
    /// Sells a product again.
    RestoreProduct = "product.restore", false
}

/// Gives a product a lead time from a day on (R18). Orders keep the lead time of their own date.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLeadTime {
    /// The product.
    pub product: ProductId,
    /// How many days.
    pub days: i64,
    /// How they count; calendar days when open.
    #[serde(default)]
    pub count: Option<DayCount>,
    /// First day on which orders have it; today or later once there is a history.
    #[schemars(with = "String", extend("format" = "date"))]
    pub from: Date,
    /// Why.
    pub reason: String,
}

impl Action for SetLeadTime {
    const NAME: &'static str = "product.set_lead_time";
    const PERMISSION: Permission = Permission::CatalogManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ProductDone;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(record::find(tx, self.product)?.ok_or_else(Refusal::absent)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ProductDone> {
        let product = record::find(tx, self.product)?.ok_or_else(Refusal::absent)?;
        let reason = input::text("/reason", &self.reason, input::WORDING_MAX)?;
        let given = GivenLeadTime { days: self.days, count: self.count, from: self.from };
        give_lead_time(tx, act, product.id, given, reason, "")?;
        act.fact("code", &product.code);
        Ok(ProductDone { product: product.id, version: product.version })
    }
}

/// Enters or changes a product by its code, as an event of its own: for imports. True when it is new.
///
/// # Errors
/// A refusal with fields from the product's root.
pub fn import_product(
    tx: &mut Tx,
    act: &mut Act<'_>,
    new: &NewProduct,
    lead: Option<GivenLeadTime>,
) -> Outcome<(ProductId, bool)> {
    let code = rules::code(&new.code).ok_or_else(|| Refusal::field("/code", "product.code"))?;
    let known = record::find_by_code(tx, &code)?;
    let name = if known.is_some() { ChangeProduct::NAME } else { EnterProduct::NAME };
    let chains = known.iter().map(|product| product.id.0).collect();
    act.within(tx, Emit { name, customer: None, chains }, |tx, act| {
        let Some(mut product) = known else {
            return Ok((enter(tx, act, new, lead)?.id, true));
        };
        let before = product.clone();
        new.apply(tx, &mut product)?;
        if product != before {
            tx.update(&mut product)?;
            product.index(tx)?;
            act.fact("code", &product.code);
            act.fact("name", &product.name);
        }
        if let Some(lead) = lead {
            let known = record::lead_times(tx, product.id)?;
            let count = lead.count.unwrap_or(DayCount::Calendar);
            let same = known.iter().any(|step| {
                step.effective_from == lead.from
                    && step.days == lead.days
                    && step.working == (count == DayCount::Working)
            });
            if !same {
                give_lead_time(tx, act, product.id, lead, String::new(), "/lead_time")?;
            }
        }
        Ok((product.id, false))
    })
}
