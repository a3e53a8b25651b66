//! The access record of a site: how one gets through the locked door (R28).

use accord_kernel::{Context, Outcome};
use accord_room_people::settings;
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ContactId, Shift},
    record::SiteRow,
    rules::access_gaps,
    settings::ACCESS_MONTHS,
};

/// Who lets a visitor in, and when. The name and number stand with the contact, so that they can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateContact {
    /// When this contact can be reached.
    pub shift: Shift,
    /// The contact.
    pub contact: ContactId,
}

/// What a visitor must know to get in. Everything is optional but the day on which it was checked: half a record is
/// better than none, and what is missing is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRecord {
    /// Which door or gate.
    #[serde(default)]
    pub door: String,
    /// Telephone or extension to ring there.
    #[serde(default)]
    pub ring: String,
    /// Whom to ask for, by shift.
    #[serde(default)]
    pub contacts: Vec<GateContact>,
    /// Badge or identity paper that is asked for.
    #[serde(default)]
    pub badge: String,
    /// Whether a visitor must be accompanied.
    #[serde(default)]
    pub escort: bool,
    /// Safety rules: shoes, training, permits.
    #[serde(default)]
    pub safety: String,
    /// When the gate is open.
    #[serde(default)]
    pub hours: String,
    /// Where to park and unload.
    #[serde(default)]
    pub parking: String,
    /// Hours of notice that the site's security asks for; 0 when none.
    #[serde(default)]
    pub lead_hours: u16,
    /// How one gets in without that notice, in an emergency.
    #[serde(default)]
    pub emergency_path: String,
    /// Day on which this was last checked with the customer.
    #[schemars(with = "String", extend("format" = "date"))]
    pub checked_on: Date,
}

accord_kernel::word_enum! {
    /// What an access record lacks (R28).
    pub enum AccessGap as "access-gap" {
        /// Nothing is recorded.
        Record = "record",
        /// Which door.
        Door = "door",
        /// What to ring.
        Ring = "ring",
        /// Whom to ask for by day.
        DayContact = "day_contact",
        /// Whom to ask for at night.
        NightContact = "night_contact",
        /// How to get in without the notice that security asks for.
        EmergencyPath = "emergency_path",
        /// It was checked longer ago than allowed.
        Old = "old",
    }
}

/// What the access record of a site lacks on a day, by the company's setting of how long a check holds; with
/// `within_hours`, for somebody who will be there so soon (R28). Every room asks here.
///
/// # Errors
/// What the database refuses.
pub fn gaps_of_site(
    tx: &mut Tx,
    ctx: &Context,
    site: &SiteRow,
    today: Date,
    within_hours: Option<u16>,
) -> Outcome<Vec<AccessGap>> {
    let months: i64 = settings::get(tx, ctx, &ACCESS_MONTHS)?;
    let record = site.access.as_ref().map(|access| &access.0);
    Ok(access_gaps(record, today, i32::try_from(months).unwrap_or(i32::MAX), within_hours))
}
