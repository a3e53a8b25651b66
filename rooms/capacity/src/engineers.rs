//! Which colleagues work in a territory with which skills.

use accord_kernel::Outcome;
use accord_room_catalog::SkillId;
use accord_room_people::{PersonId, TerritoryId};
use accord_store::Tx;
use jiff::civil::Date;

use crate::record::{CrewMemberRow, rows};

fn works_on(row: &CrewMemberRow, day: Date) -> bool {
    row.from_on.is_none_or(|from| from <= day) && row.until_on.is_none_or(|until| until >= day)
}

/// Colleagues who work in a territory on a day, each with each of their skills there.
///
/// # Errors
/// What the database refuses.
pub fn engineers(tx: &mut Tx, territory: TerritoryId, day: Date) -> Outcome<Vec<(PersonId, SkillId)>> {
    let rows = rows::crew(tx, Some(territory), day)?;
    Ok(rows
        .iter()
        .filter(|row| works_on(row, day))
        .filter_map(|row| Some((row.person_id?, row.skill_id)))
        .collect())
}

/// The skills with which a colleague works on a day, wherever that is.
///
/// # Errors
/// What the database refuses.
pub fn skills_of(tx: &mut Tx, person: PersonId, day: Date) -> Outcome<Vec<SkillId>> {
    let rows = rows::crew_of_person(tx, person)?;
    Ok(rows.iter().filter(|row| works_on(row, day)).map(|row| row.skill_id).collect())
}
