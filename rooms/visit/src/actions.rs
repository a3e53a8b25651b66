//! The only ways to change something here.
//!
//! | part | what it does |
//! |---|---|
//! | [`plan`] | a visit is needed, gets a time, moves, does not take place |
//! | [`people`] | who goes |
//! | [`field`] | on the way, there, over |
//! | [`report`] | what was found and done, who signed |
//! | [`place`] | places of parts and their keys |
//! | [`part`] | pieces taken, put back, held |

mod field;
mod part;
mod people;
mod place;
mod plan;
mod report;

pub use field::{ArriveVisit, FinishVisit, TravelVisit, VisitStep};
pub use part::{DropPart, HoldPart, MoveAnswer, ReturnPart, SetLeast, TakePart};
pub use people::{AssignVisit, UnassignVisit};
pub use place::{EndKey, GiveKey, PlaceAnswer, SetPlace, TestKey};
pub use plan::{CancelVisit, MoveVisit, PlanVisit, VisitAnswer};
pub use report::{ReportAnswer, ReportVisit, SignVisit};

use accord_kernel::{Act, Context, Outcome, Permission, Refusal, Registry, Touches};
use accord_room_people::PersonId;
use accord_store::Tx;
use uuid::Uuid;

use crate::{
    VisitId,
    record::visit::{VisitRow, going, visit},
};

/// Registers the actions of this room.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .action::<PlanVisit>()
        .action::<MoveVisit>()
        .action::<CancelVisit>()
        .action::<AssignVisit>()
        .action::<UnassignVisit>()
        .action::<TravelVisit>()
        .action::<ArriveVisit>()
        .action::<ReportVisit>()
        .action::<SignVisit>()
        .action::<FinishVisit>()
        .action::<HoldPart>()
        .action::<DropPart>()
        .action::<TakePart>()
        .action::<ReturnPart>()
        .action::<SetLeast>()
        .action::<SetPlace>()
        .action::<GiveKey>()
        .action::<TestKey>()
        .action::<EndKey>();
}

/// The customer of a visit, and the chains of everybody who goes, so that two plans of one person see each other.
fn touches(tx: &mut Tx, id: VisitId) -> Outcome<Touches> {
    let row = visit(tx, id)?;
    let mut touches = Touches::customer(row.customer_id);
    touches.chains = going(tx, id)?.into_iter().map(|one| Uuid::from(one.person_id)).collect();
    Ok(touches)
}

/// Puts what readers of the time line and rooms below need into the event.
fn facts(act: &mut Act<'_>, row: &VisitRow) {
    act.fact("visit", row.id);
    act.fact("number", &row.number);
    act.fact("state", row.state);
    act.fact("site", row.site_id);
    if let Some(at) = row.starts_at {
        act.fact("starts_at", at);
    }
    if let (Some(kind), Some(subject)) = (&row.subject_kind, row.subject_id) {
        act.fact("subject_kind", kind);
        act.fact("subject", subject);
    }
    if let Some(asset) = row.asset_id {
        act.fact("asset", asset);
    }
}

/// A visit that is still to be done, or being done.
fn living(tx: &mut Tx, id: VisitId) -> Outcome<VisitRow> {
    let row = visit(tx, id)?;
    if row.state.lives() {
        return Ok(row);
    }
    Err(Refusal::conflict("visit.over")
        .with("number", row.number.clone())
        .with("state", accord_kernel::Fact::Word(row.state.message())))
}

/// Whether whoever acts goes on the visit, or covers somebody who does; who plans visits may help out.
fn must_go(tx: &mut Tx, ctx: &Context, row: &VisitRow) -> Outcome<()> {
    let mine = going(tx, row.id)?.iter().any(|one| ctx.principal.answers_for(one.person_id.into()));
    if mine || ctx.principal.may(Permission::VisitPlan) {
        return Ok(());
    }
    Err(Refusal::conflict("visit.not_yours").with("number", row.number.clone()))
}

/// The chain of somebody who is to go.
fn with_person(mut touches: Touches, person: Option<PersonId>) -> Touches {
    if let Some(person) = person {
        touches.chains.push(person.into());
    }
    touches
}
