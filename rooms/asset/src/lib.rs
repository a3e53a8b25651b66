//! The installed base: which units stand where at a customer, whoever made them, and what happened to them (R10, R11, R14,
//! R16): assemblies and their parts, moves between sites, counters, outages, acceptance by the customer, retirement and
//! the unit that came after.
//!
//! It knows customers, sites and products. It must not know orders, contracts, opportunities or value: an order line is a
//! bare id here, and rooms above read [`asset`], [`histories`], [`site_at`], and react on `acceptance.record` and
//! `acceptance.correct` (facts `asset`, `accepted_on`, `warranty_months`, `order_line`; a correction also `before`).
//!
//! Something new to say of a unit is one more column in [`record`], one more field in [`actions::AddAsset`] and
//! [`actions::CorrectAsset`], and its check in [`input`]; a rule about it goes to [`rules`].
//!
//! ```text
//! asset(tx, id)                       a unit
//! of_customer(tx, customer)           all units of a customer, those in use first
//! histories(tx, ctx, &scope)          exposure and stops of every unit of a product or model
//! rules::boundary(acceptance, months) first day after so many whole months (R16)
//! ```
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod id;
mod import;
pub mod input;
mod many;
pub mod names;
mod neighbours;
pub mod pages;
mod reactions;
pub mod record;
pub mod rules;
mod settings;
pub mod views;

use accord_kernel::Registry;
use accord_store::Record;

pub use id::{AssetId, Counter, Origin, OutageId, OutageSource, OutageState, Standing};
pub use import::{
    ImportedAsset, ImportedOutage, change_import, import_asset, import_outage, take_back_asset,
    take_back_outage,
};
pub use neighbours::{today_at, warranty_months, zone_of};
pub use record::{
    Acceptance, Asset, History, Outage, Place, ProductWarranty, ReadingRow, Scope, acceptances, asset,
    asset_of, customers_of, had_of_ours, histories, labels, named_asset, newest, of_customer, of_order,
    of_order_line, of_site, outage, outages, outages_between, parts_of, places, readings, site_at,
    with_parts,
};
pub use settings::WARRANTY_MONTHS;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry
        .tables(&[
            Asset::TABLE,
            Place::TABLE,
            Outage::TABLE,
            ReadingRow::TABLE,
            Acceptance::TABLE,
            ProductWarranty::TABLE,
        ])
        .derived("search_entry (asset)", record::rebuild_search)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
    accord_room_people::settings::register(registry, "assets-title", settings::OWN);
    actions::register(registry);
    views::register(registry);
    reactions::register(registry);
    pages::register(registry);
    many::register(registry);
}
