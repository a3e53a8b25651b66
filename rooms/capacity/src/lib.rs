//! Capacity: what can be built, shipped and installed, and when.
//!
//! This room knows lead times by effective date, production slots by product and week, transport, the
//! installation work of a product and the hours of crews by region, skill and week, and parts in their places. From
//! them it answers the earliest date that can honestly be promised, with what limits it, and reserves what a date
//! takes.
//!
//! It must not know what an order says or who may make a promise: those rooms ask this one, with an [`OrderAsk`].
//!
//! ```text
//! capable(tx, ctx, &ask)            the earliest dates and what limits them
//! check(tx, ctx, &ask, &wanted)     may these dates be promised? what do they take?
//! reserve(tx, act, &plan, hold, &refs)   takes it, or says that somebody was faster
//! replan(..)                        check and reserve in one, in place of what the order had
//! release(..), consume(..)          gives it back; used up
//! take_in_hand(..), hold_in_hand(..) pieces that people take out of a place themselves
//! ```
//!
//! Its furniture: [`rules`] holds every decision, pure. Something new that limits a date is a new
//! [`rules::limit::LimitKind`], one more step in the chain that builds the answer, and its words in [`words`] and
//! `locales/`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod actions;
mod ask;
mod capable;
mod checks;
mod days;
mod engineers;
mod facts;
mod hand;
mod id;
mod knock;
mod neighbours;
pub mod pages;
mod parts;
mod planning;
mod reactions;
pub mod record;
pub mod rules;
pub mod views;
mod words;

use accord_kernel::Registry;
use accord_store::Record;

pub use actions::{WeekSlots, set_weeks};
pub use ask::{AskLine, LINES_MAX, OrderAsk, by_line, line_key, whole};
pub use capable::{Capable, DeliveryCapable, LineCapable, capable};
pub use checks::PartSubject;
pub use engineers::{engineers, skills_of};
pub use facts::HORIZON_YEARS;
pub use hand::{
    HandHold, InHand, drop_in_hand, held_in_hand, hold_in_hand, in_hand, part_stock, pieces_coming,
    place_names, put_in_hand, stocks_in, take_in_hand,
};
pub use id::{
    BookingId, CrewMemberId, Firmness, PartReceiptId, PartStockId, Pool, RegionTermsId, ReservationId,
    SlotPlanId,
};
pub use knock::{Touched, slots as slots_touched};
pub use planning::{
    Checked, HeldByOrder, Hold, Planned, PlannedDelivery, Refs, check, check_closely, consume, held_by,
    protect, release, release_some, replan, reserve, soonest,
};
pub use rules::commitment::{Wanted, WantedDates, slack_days};
pub use words::LimitFacts;

/// Registers everything of this room.
pub fn room(registry: &mut Registry) {
    registry
        .action::<actions::SetSlots>()
        .action::<actions::SetTransport>()
        .action::<actions::SetVisits>()
        .action::<actions::AddCrew>()
        .action::<actions::ChangeCrew>()
        .action::<actions::SetStock>()
        .action::<actions::ExpectPart>()
        .action::<actions::ReceivePart>()
        .action::<actions::ExpireOffer>()
        .view::<views::CapableView>()
        .view::<views::Weeks>()
        .view::<views::PartView>()
        .view::<views::Crews>()
        .tables(&[
            record::SlotPlan::TABLE,
            record::RegionTerms::TABLE,
            record::CrewMemberRow::TABLE,
            record::Reservation::TABLE,
            record::PartStock::TABLE,
            record::PartReceipt::TABLE,
        ])
        .derived("bucket", record::buckets::rebuild)
        .locale(include_str!("../locales/en.ftl"), include_str!("../locales/pt-BR.ftl"));
    checks::register(registry);
    pages::register(registry);
    reactions::register(registry);
}
