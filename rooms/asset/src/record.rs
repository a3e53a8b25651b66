//! Tables, rows and SQL of the installed base. SQL stands nowhere else in this room.

mod find;
mod history;
mod listing;

use accord_room_catalog::ProductId;
use accord_room_customer::{ContactId, CustomerId, SiteId};
use accord_room_people::PersonId;
use accord_store::record;
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use crate::{
    AssetId, Counter, Origin, OutageId, OutageSource, OutageState, Standing,
    rules::{place::Stay, reading::Reading, stop::Report},
};

pub use find::*;
pub use history::*;
pub(crate) use listing::*;

record! {
    /// A unit of the installed base.
    pub struct Asset in "asset" shape 1 {
        /// Id.
        id: AssetId,
        /// Number for people, `A-2026-0042`.
        number: String,
        /// Whose it is.
        customer_id: CustomerId,
        /// Where it stands now; open when nobody knows.
        site_id: Option<SiteId>,
        /// The assembly that it is a part of.
        parent_id: Option<AssetId>,
        /// Who made it.
        origin: Origin,
        /// Its maker's name; empty for ours.
        maker: String,
        /// The same folded.
        maker_key: String,
        /// The product it is, when it is of ours.
        product_id: Option<ProductId>,
        /// Model in words; the product's name for ours.
        model: String,
        /// The same folded.
        model_key: String,
        /// Serial number; may be empty.
        serial: String,
        /// The same folded, unique for each maker; open when there is none to compare.
        serial_key: Option<String>,
        /// The order it came with; kept as it is.
        order_id: Option<Uuid>,
        /// The line of that order; kept as it is.
        order_line_id: Option<Uuid>,
        /// Civil date since which it is in service.
        in_service_on: Option<Date>,
        /// Since when its outages are on record. Open: since it was entered here, or since the first that is on record.
        known_from: Option<Date>,
        /// The last day until which its outages are on record, when nobody reports them any more.
        known_until: Option<Date>,
        /// Months of warranty from acceptance, fixed at the sale or, at the latest, at acceptance.
        warranty_months: Option<i64>,
        /// Civil date at its site on which the customer accepted it.
        accepted_on: Option<Date>,
        /// Civil date at its site on which it went out of use.
        retired_on: Option<Date>,
        /// Why; empty while it is used.
        retired_reason: String,
        /// The unit that came in its place.
        successor_id: Option<AssetId>,
        /// The last day of a rival's contract for it.
        contract_ends_on: Option<Date>,
        /// What else is to be known; may be empty.
        note: String,
        /// It came with the company's own data.
        imported: bool,
        /// When it was entered.
        entered_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A stay of a unit at a site, until the next one begins.
    pub struct Place in "asset_place" shape 1 {
        /// Id.
        id: Uuid,
        /// The unit.
        asset_id: AssetId,
        /// Where; open when nobody knows.
        site_id: Option<SiteId>,
        /// Since when.
        from_at: Timestamp,
        /// Why it moved; empty for the first.
        reason: String,
        /// Who noted it; open for the program.
        recorded_by: Option<PersonId>,
        /// When.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// A report that a unit stood still.
    pub struct Outage in "asset_outage" shape 1 {
        /// Id.
        id: OutageId,
        /// The unit.
        asset_id: AssetId,
        /// When it began.
        began_at: Timestamp,
        /// When it ended; open while it lasts, and when nobody noted it.
        ended_at: Option<Timestamp>,
        /// What is known of its end.
        state: OutageState,
        /// What caused it, in a word: a component, a kind of fault; may be empty.
        cause: String,
        /// What else is to be known; may be empty.
        note: String,
        /// From whom it is known.
        source: OutageSource,
        /// Why it was withdrawn; empty while it stands.
        withdrawn_reason: String,
        /// Who noted it; open for the program.
        recorded_by: Option<PersonId>,
        /// When.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// What a counter of a unit showed.
    pub struct ReadingRow in "asset_reading" shape 1 {
        /// Id.
        id: Uuid,
        /// The unit.
        asset_id: AssetId,
        /// Which counter.
        counter: Counter,
        /// When.
        read_at: Timestamp,
        /// What it showed, in whole hours, cycles or pieces.
        reading: i64,
        /// The counter was replaced before.
        replaced: bool,
        /// Who noted it; open for the program.
        recorded_by: Option<PersonId>,
        /// When.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// That the customer accepted a unit; the one with the highest place holds.
    pub struct Acceptance in "asset_acceptance" shape 1 {
        /// Id.
        id: Uuid,
        /// The unit.
        asset_id: AssetId,
        /// Civil date at its site.
        accepted_on: Date,
        /// Who signed; open when it was taken over from elsewhere.
        contact_id: Option<ContactId>,
        /// How satisfied they were, 1 to 5.
        satisfaction: Option<i64>,
        /// Why the day was corrected; empty for the first.
        reason: String,
        /// From 1.
        place: i64,
        /// Who noted it; open for the program.
        recorded_by: Option<PersonId>,
        /// When.
        recorded_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

record! {
    /// Months of warranty of a product, where they differ from the company's.
    pub struct ProductWarranty in "product_warranty" shape 1 {
        /// Id.
        id: Uuid,
        /// The product.
        product_id: ProductId,
        /// Months from acceptance.
        months: i64,
        /// Row version.
        version: i64,
    }
}

impl Asset {
    /// Whether it is still used.
    pub fn standing(&self) -> Standing {
        if self.retired_on.is_some() { Standing::Retired } else { Standing::InUse }
    }

    /// The last day of its warranty; open before acceptance and where there is none.
    pub fn warranty_until(&self) -> Option<Date> {
        crate::rules::last_day(self.accepted_on?, self.warranty_months?)
    }

    /// What people call it: model and serial number.
    pub fn name(&self) -> String {
        if self.serial.is_empty() { self.model.clone() } else { format!("{} {}", self.model, self.serial) }
    }
}

impl Place {
    /// As rules see it.
    pub fn stay(&self) -> Stay {
        Stay { from_at: self.from_at, site: self.site_id }
    }
}

impl Outage {
    /// As rules see it.
    pub fn report(&self) -> Report {
        Report { began_at: self.began_at, ended_at: self.ended_at, state: self.state }
    }
}

impl ReadingRow {
    /// As rules see it.
    pub fn as_reading(&self) -> Reading {
        Reading { at: self.read_at, shown: self.reading, replaced: self.replaced }
    }
}
