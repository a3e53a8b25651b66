//! The customer record: one firm, its sites, contacts, account team of both spheres, files and time line, written by
//! all functions (R2, R3, R5, R28, R64).
//!
//! It knows the company's people. It must not know orders, promises, cases or any other room that writes about a
//! customer: their acts reach the time line through the event log, and after a merge they move their own rows by a
//! reaction on `customer.merge` ([`merged_records`] names both).
//!
//! To add something a customer has: a table in a migration, its row in `record.rs`, an action in `actions/`, and a line
//! in [`room`]; if it belongs to a customer, move it in `actions/merge.rs` too. Higher rooms call [`load`], [`team`],
//! [`site_calendar`] and [`sight_filter`], never this room's tables.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod access;
mod actions;
mod check;
mod colleague;
mod files;
mod id;
mod identity;
mod import;
mod letters;
mod letting_go;
mod many;
pub mod names;
mod open;
pub mod pages;
pub mod papers;
mod portal_login;
mod record;
pub mod rules;
mod settings;
mod sharing;
pub mod views;

pub use access::{AccessGap, AccessRecord, GateContact, gaps_of_site};
pub use actions::*;
pub use colleague::PersonRef;
pub use files::{FILE_MAX, FileStore, Files, Stored};
pub use id::*;
pub use import::{Newcomers, reindex};
pub use letting_go::{FileUse, files_named, let_go_unused};
pub use open::{PutAway, StillOpen};
pub use record::{
    AttachmentRow, BRIEFING_VIEW, ContactLogRow, ContactRow, CustomerRow, GrantRow, Half, HeldCustomer,
    Informedness, KeptPaperRow, MemberRow, SiteRow, Team, attachment, attachments_by, attachments_of,
    attachments_with, canonical, contact, contact_of, contacts_at, contacts_between, contacts_of,
    customers_at_domain, family, hashes_named, hashes_of, informedness, labels, last_contacts, load, members,
    mine_filter, named_contact, named_site, owned_by, owner_of, places, sight_filter, site, site_of,
    sites_of, team,
};
pub use settings::{ACCESS_MONTHS, BRIEFING_MINUTES, REASON_HOURS};
pub use sharing::{CustomerSharing, in_sight};
pub use views::{FileBytes, attachment_bytes};

use accord_business_time::Calendar;
use accord_kernel::{Forgetting, Outcome, Registry};
use accord_room_people::{self as people, Handover, Held, PersonId};
use accord_store::{Record, Tx};

/// Registers the room.
pub fn room(registry: &mut Registry) {
    registry
        .sharing(Box::new(CustomerSharing))
        .tables(&[
            CustomerRow::TABLE,
            SiteRow::TABLE,
            ContactRow::TABLE,
            MemberRow::TABLE,
            AttachmentRow::TABLE,
            KeptPaperRow::TABLE,
            GrantRow::TABLE,
            ContactLogRow::TABLE,
        ])
        .derived("search_entry (customer)", record::rebuild_customers)
        .derived("search_entry (site)", record::rebuild_sites)
        .derived("search_entry (contact)", record::rebuild_contacts)
        .metric(views::coverage_metric())
        .extend(Handover { name: "customer", held_by })
        .extend(Forgetting { name: "contact", call: actions::erase_again })
        .extend(letting_go::OWN)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
    people::settings::register(registry, "nav-customers", settings::OWN);
    people::letters::register(registry, letters::OWN);
    people::gate::set_gate(registry, Some(portal_login::find_contact));
    register_actions(registry);
    register_views(registry);
    pages::register(registry);
    many::register(registry);
}

fn register_actions(registry: &mut Registry) {
    registry
        .action::<EnterCustomer>()
        .action::<ChangeCustomer>()
        .action::<ArchiveCustomer>()
        .action::<RestoreCustomer>()
        .action::<SetStage>()
        .action::<AssignTeam>()
        .action::<UnassignTeam>()
        .action::<MergeCustomers>()
        .action::<UnmergeCustomers>()
        .action::<StateReason>()
        .action::<EnterSite>()
        .action::<ChangeSite>()
        .action::<SetAccess>()
        .action::<ArchiveSite>()
        .action::<RestoreSite>()
        .action::<EnterContact>()
        .action::<ChangeContact>()
        .action::<LeaveContact>()
        .action::<SpeakLanguage>()
        .action::<InviteContact>()
        .action::<EraseContact>()
        .action::<LogContact>()
        .action::<SettleContact>()
        .action::<AddAttachment>()
        .action::<RemoveAttachment>()
        .action::<KeepPaper>();
}

fn register_views(registry: &mut Registry) {
    registry
        .view::<views::CustomerList>()
        .view::<views::CustomerFacts>()
        .view::<views::CustomerMerges>()
        .view::<views::SinceMerge>()
        .view::<views::Timeline>()
        .view::<views::CustomerSight>()
        .view::<views::CustomerGaps>()
        .view::<views::CallOrder>()
        .view::<views::Attachments>()
        .view::<views::SitePage>()
        .view::<views::ContactPage>()
        .view::<views::CustomerChoices>()
        .view::<views::SiteChoices>()
        .view::<views::ContactChoices>()
        .view::<views::PortalCompany>();
}

/// Customers that a person who is about to leave still owns (R3).
fn held_by(tx: &mut Tx, person: PersonId) -> Outcome<Vec<Held>> {
    let held = owned_by(tx, person)?.into_iter().map(|held| Held {
        kind: "customer".to_owned(),
        label: format!("{} {}", held.number, held.name),
        id: held.customer.into(),
    });
    Ok(held.collect())
}

/// The working calendar of a site, read on the site's own clock: its own calendar, or the company's hours in its zone.
///
/// # Errors
/// `company.none` before the company is set up; what the database refuses.
pub fn site_calendar(tx: &mut Tx, site: &SiteRow) -> Outcome<Calendar> {
    people::calendar_in(tx, site.calendar_id, &site.zone)
}
