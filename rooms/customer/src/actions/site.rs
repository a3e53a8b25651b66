//! Sites: address, zone, working calendar, and how to get in (R28).

use accord_business_time::date_in_zone;
use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, CalendarId};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Changed, writable};
use crate::{
    access::{AccessRecord, GateContact},
    check,
    id::{CustomerId, SiteId, SiteState},
    open::{PutAway, nothing_open},
    record::{self, SiteRow},
};

/// Contacts named in one access record.
const GATE_CONTACTS_MAX: usize = 20;

/// The address, zone and calendar of a site.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSite {
    /// Name of the place.
    pub name: String,
    /// First line of the address.
    pub line1: String,
    /// Second line.
    #[serde(default)]
    pub line2: Option<String>,
    /// Postal code.
    #[serde(default)]
    pub postal_code: Option<String>,
    /// Town.
    pub town: String,
    /// State or province.
    #[serde(default)]
    pub region: Option<String>,
    /// Country by its two letters (ISO 3166-1).
    pub country: String,
    /// IANA time zone; times and dates of the site are meant there.
    pub zone: String,
    /// Working calendar; the company's own when left out.
    #[serde(default)]
    pub calendar: Option<CalendarId>,
}

impl NewSite {
    fn fill(&self, tx: &mut Tx, row: &mut SiteRow) -> Outcome<()> {
        let optional = |pointer: &str, value: &Option<String>| {
            check::some(pointer, value.as_deref(), check::NAME_MAX).map(Option::unwrap_or_default)
        };
        row.name = check::text("/name", &self.name, check::NAME_MAX)?;
        row.line1 = check::text("/line1", &self.line1, check::NAME_MAX)?;
        row.line2 = optional("/line2", &self.line2)?;
        row.postal_code = optional("/postal_code", &self.postal_code)?;
        row.town = check::text("/town", &self.town, check::NAME_MAX)?;
        row.region = optional("/region", &self.region)?;
        row.country = check::country("/country", &self.country)?;
        row.zone = check::zone("/zone", &self.zone)?;
        if let Some(calendar) = self.calendar {
            people::calendar(tx, calendar).map_err(|refusal| refusal.in_field("/calendar"))?;
        }
        row.calendar_id = self.calendar;
        Ok(())
    }
}

/// Enters a site within any action.
///
/// # Errors
/// A field's refusal.
pub fn enter_site(tx: &mut Tx, act: &mut Act<'_>, customer: CustomerId, new: &NewSite) -> Outcome<SiteRow> {
    let mut row = SiteRow {
        id: act.new_id(),
        customer_id: customer,
        name: String::new(),
        line1: String::new(),
        line2: String::new(),
        postal_code: String::new(),
        town: String::new(),
        region: String::new(),
        country: String::new(),
        zone: String::new(),
        calendar_id: None,
        access: None,
        state: SiteState::Active,
        version: 1,
    };
    new.fill(tx, &mut row)?;
    act.fact("site", row.id);
    tx.insert(&row)?;
    index(tx, &row)?;
    Ok(row)
}

fn index(tx: &mut Tx, row: &SiteRow) -> Outcome<()> {
    record::index_site(tx, row)?;
    // A customer is found by the towns of its sites.
    let customer = record::load(tx, row.customer_id)?;
    record::index_customer(tx, &customer)
}

/// Enters a site of a customer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterSite {
    /// The customer.
    pub customer: CustomerId,
    /// Name of the place.
    pub name: String,
    /// First line of the address.
    pub line1: String,
    /// Second line.
    #[serde(default)]
    pub line2: Option<String>,
    /// Postal code.
    #[serde(default)]
    pub postal_code: Option<String>,
    /// Town.
    pub town: String,
    /// State or province.
    #[serde(default)]
    pub region: Option<String>,
    /// Country by its two letters (ISO 3166-1).
    pub country: String,
    /// IANA time zone; times and dates of the site are meant there.
    pub zone: String,
    /// Working calendar; the company's own when left out.
    #[serde(default)]
    pub calendar: Option<CalendarId>,
}

/// A site that was entered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SiteEntered {
    /// Its id.
    pub id: SiteId,
}

impl Action for EnterSite {
    const NAME: &'static str = "site.enter";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SiteEntered;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SiteEntered> {
        let customer = writable(tx, self.customer)?;
        let new = NewSite {
            name: self.name,
            line1: self.line1,
            line2: self.line2,
            postal_code: self.postal_code,
            town: self.town,
            region: self.region,
            country: self.country,
            zone: self.zone,
            calendar: self.calendar,
        };
        Ok(SiteEntered { id: enter_site(tx, act, customer.id, &new)?.id })
    }
}

/// Changes a site's name, address, zone or calendar.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSite {
    /// The site.
    pub site: SiteId,
    /// Version that was seen.
    pub version: i64,
    /// Name of the place.
    pub name: String,
    /// First line of the address.
    pub line1: String,
    /// Second line.
    #[serde(default)]
    pub line2: Option<String>,
    /// Postal code.
    #[serde(default)]
    pub postal_code: Option<String>,
    /// Town.
    pub town: String,
    /// State or province.
    #[serde(default)]
    pub region: Option<String>,
    /// Country by its two letters (ISO 3166-1).
    pub country: String,
    /// IANA time zone; times and dates of the site are meant there.
    pub zone: String,
    /// Working calendar; the company's own when left out.
    #[serde(default)]
    pub calendar: Option<CalendarId>,
}

impl Action for ChangeSite {
    const NAME: &'static str = "site.change";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::site(tx, self.site)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::site(tx, self.site)?;
        check::at_version(&row, self.version)?;
        let new = NewSite {
            name: self.name,
            line1: self.line1,
            line2: self.line2,
            postal_code: self.postal_code,
            town: self.town,
            region: self.region,
            country: self.country,
            zone: self.zone,
            calendar: self.calendar,
        };
        new.fill(tx, &mut row)?;
        act.fact("site", row.id);
        tx.update(&mut row)?;
        index(tx, &row)?;
        Ok(Changed { version: row.version })
    }
}

/// Records how one gets in (R28): the whole record, with the day on which it was checked with the customer. What is
/// left out is not known.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAccess {
    /// The site.
    pub site: SiteId,
    /// Version that was seen.
    pub version: i64,
    /// Which door or gate.
    #[serde(default)]
    pub door: Option<String>,
    /// Telephone or extension to ring there.
    #[serde(default)]
    pub ring: Option<String>,
    /// Whom to ask for, by shift.
    #[serde(default)]
    pub contacts: Vec<GateContact>,
    /// Badge or identity paper that is asked for.
    #[serde(default)]
    pub badge: Option<String>,
    /// Whether a visitor must be accompanied.
    #[serde(default)]
    pub escort: bool,
    /// Safety rules: shoes, training, permits.
    #[serde(default)]
    pub safety: Option<String>,
    /// When the gate is open.
    #[serde(default)]
    pub hours: Option<String>,
    /// Where to park and unload.
    #[serde(default)]
    pub parking: Option<String>,
    /// Hours of notice that the site's security asks for; none when left out.
    #[serde(default)]
    pub lead_hours: Option<u16>,
    /// How one gets in without that notice, in an emergency.
    #[serde(default)]
    pub emergency_path: Option<String>,
    /// Day on which this was checked; today when left out.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub checked_on: Option<Date>,
}

impl Action for SetAccess {
    const NAME: &'static str = "site.set_access";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::site(tx, self.site)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::site(tx, self.site)?;
        check::at_version(&row, self.version)?;
        let access = self.record(tx, act, &row)?;
        act.fact("site", row.id);
        act.fact("checked_on", access.checked_on);
        row.access = Some(Json(access));
        tx.update(&mut row)?;
        Ok(Changed { version: row.version })
    }
}

impl SetAccess {
    fn record(self, tx: &mut Tx, ctx: &Context, site: &SiteRow) -> Outcome<AccessRecord> {
        let words = |pointer: &str, value: Option<String>| {
            check::some(pointer, value.as_deref(), check::WORDING_MAX).map(Option::unwrap_or_default)
        };
        let zone =
            accord_business_time::zone(&site.zone).map_err(|error| Refusal::defect(error.to_string()))?;
        let today = date_in_zone(ctx.now, &zone);
        let checked_on = self.checked_on.unwrap_or(today);
        if checked_on > today {
            return Err(Refusal::field("/checked_on", "field.future"));
        }
        Ok(AccessRecord {
            door: words("/door", self.door)?,
            ring: words("/ring", self.ring)?,
            contacts: gate_contacts(tx, site, self.contacts)?,
            badge: words("/badge", self.badge)?,
            escort: self.escort,
            safety: words("/safety", self.safety)?,
            hours: words("/hours", self.hours)?,
            parking: words("/parking", self.parking)?,
            lead_hours: self.lead_hours.unwrap_or_default(),
            emergency_path: words("/emergency_path", self.emergency_path)?,
            checked_on,
        })
    }
}

/// The contacts at the gate, each once; all of them work for the site's customer.
fn gate_contacts(tx: &mut Tx, site: &SiteRow, asked: Vec<GateContact>) -> Outcome<Vec<GateContact>> {
    if asked.len() > GATE_CONTACTS_MAX {
        return Err(Refusal::field("/contacts", "field.too_many").with("max", GATE_CONTACTS_MAX));
    }
    let mut contacts: Vec<GateContact> = Vec::with_capacity(asked.len());
    for (index, gate) in asked.into_iter().enumerate() {
        record::named_contact(tx, site.customer_id, format!("/contacts/{index}/contact"), gate.contact)?;
        if !contacts.contains(&gate) {
            contacts.push(gate);
        }
    }
    Ok(contacts)
}

/// Puts a site away: closed, or entered twice. What happened there stays; what is open there stands in the way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchiveSite {
    /// The site.
    pub site: SiteId,
    /// Version that was seen.
    pub version: i64,
}

impl Action for ArchiveSite {
    const NAME: &'static str = "site.archive";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::site(tx, self.site)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::site(tx, self.site)?;
        check::at_version(&row, self.version)?;
        nothing_open(tx, act, PutAway { customer: row.customer_id, site: Some(row.id) }, &row.name)?;
        row.state = SiteState::Archived;
        act.fact("site", row.id);
        tx.update(&mut row)?;
        index(tx, &row)?;
        Ok(Changed { version: row.version })
    }
}

/// Takes a site into use again.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreSite {
    /// The site.
    pub site: SiteId,
    /// Version that was seen.
    pub version: i64,
}

impl Action for RestoreSite {
    const NAME: &'static str = "site.restore";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::site(tx, self.site)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::site(tx, self.site)?;
        writable(tx, row.customer_id)?;
        check::at_version(&row, self.version)?;
        if row.state != SiteState::Archived {
            return Err(Refusal::conflict("customer.not_archived").with("customer", row.name));
        }
        row.state = SiteState::Active;
        act.fact("site", row.id);
        tx.update(&mut row)?;
        index(tx, &row)?;
        Ok(Changed { version: row.version })
    }
}
