//! A service call takes the engineer from a demonstration (T3): at once, by no one's leave, and the demonstration is told.

use accord_kernel::{Act, Action, Audience, Context, Emit, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_people::{self as people, PersonId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::DemoAnswer;
use crate::{
    DemoId, DemoState,
    input::{WORDING_MAX, optional},
    record::{Demonstration, asked_between, demonstration, opportunity},
    tell::tell,
};

/// Releases the engineer of a demonstration for a service call. Nobody's leave is asked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseEngineer {
    /// The demonstration.
    pub demo: DemoId,
    /// What is the matter, in words; that a customer's machine stands still is said in any case.
    #[serde(default)]
    pub words: Option<String>,
}

impl Action for ReleaseEngineer {
    const NAME: &'static str = "demo.release_engineer";
    const PERMISSION: Permission = Permission::DemoRelease;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = DemoAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(demonstration(tx, self.demo)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<DemoAnswer> {
        let words = optional("/words", self.words.as_deref(), WORDING_MAX)?;
        let row = release_engineer(tx, act, self.demo, words)?;
        Ok(DemoAnswer::of(&row))
    }
}

/// Releases the engineer of a planned demonstration: the service call comes first, and whoever gives the demonstration
/// is told at once. It counts against nobody.
///
/// # Errors
/// `demo.not_planned`, `demo.no_engineer`; what the database refuses.
pub fn release_engineer(
    tx: &mut Tx,
    act: &mut Act<'_>,
    demo: DemoId,
    words: Option<String>,
) -> Outcome<Demonstration> {
    let mut row = demonstration(tx, demo)?;
    if row.state != DemoState::Planned {
        return Err(Refusal::conflict("demo.not_planned")
            .with("number", row.number.clone())
            .with("state", Fact::Word(row.state.message())));
    }
    let Some(engineer) = row.engineer_id.take() else {
        return Err(Refusal::conflict("demo.no_engineer").with("number", row.number));
    };
    row.released_at = Some(act.now);
    row.released_engineer_id = Some(engineer);
    row.released_reason = words;
    tx.update(&mut row)?;
    act.fact("demo", row.id);
    act.fact("number", &row.number);
    act.fact("engineer", engineer);
    act.chain(engineer);
    let of = opportunity(tx, row.opportunity_id)?;
    let name = people::person(tx, engineer)?.name;
    let facts = vec![
        ("demo", Fact::from(row.number.clone())),
        ("at", row.starts_at.into()),
        ("engineer", name.into()),
    ];
    let persons = [Some(row.rep_id), of.owner_id];
    tell(tx, act, persons.into_iter().flatten(), "notice-demo-engineer-released", &of, facts)?;
    Ok(row)
}

/// A service call takes somebody from now on within a stretch of time: they are released from every demonstration in it,
/// each an event of its own with the customer whom it was planned for (T3). What is over already is left alone. `call`
/// is the number of the case or visit.
///
/// # Errors
/// What the database refuses.
pub fn call_away(
    tx: &mut Tx,
    act: &mut Act<'_>,
    engineer: PersonId,
    (from, until): (Timestamp, Timestamp),
    call: &str,
) -> Outcome<()> {
    for demo in asked_between(tx, engineer, from.max(act.now), until)? {
        let emit = Emit {
            name: ReleaseEngineer::NAME,
            customer: Some(demo.customer_id.into()),
            chains: vec![engineer.into()],
        };
        act.within(tx, emit, |tx, act| release_engineer(tx, act, demo.id, Some(call.to_owned())).map(drop))?;
    }
    Ok(())
}
