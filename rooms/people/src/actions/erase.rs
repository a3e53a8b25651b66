//! Forgetting a colleague who has left (R64).

use accord_kernel::{
    Act, Action, Audience, Call, Context, Outcome, Permission, PrincipalKind, Refusal, Touches,
};
use accord_store::{Tx, search, secret};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

use super::at_version;
use crate::{
    PersonId, check, login,
    record::{
        access,
        person::{self, PersonRow},
    },
    terms::PersonState,
};

/// Why somebody is erased whom a restored backup knows again.
const ERASED_AGAIN: &str = "Erased before; a backup from before that was restored.";

/// Erases the personal fields of a colleague who has left: their key is destroyed, name, address and telephone go, and
/// with them the notes of their leaves. What they did stays, under a sign that tells two of them apart and says nothing
/// more (R64). It cannot be undone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasePerson {
    /// The colleague.
    pub person: PersonId,
    /// Version that was seen.
    pub version: i64,
    /// Who asked, and when.
    pub reason: String,
}

impl Action for ErasePerson {
    const NAME: &'static str = "people.erase";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let mut row = person::person(tx, self.person)?;
        at_version(&row, self.version)?;
        match row.state {
            PersonState::Disabled => {}
            // A restored backup knows them at work; they were ended before they were erased.
            PersonState::Active | PersonState::Leaving if act.principal.kind == PrincipalKind::System => {}
            PersonState::Erased => return Err(Refusal::conflict("people.erased")),
            PersonState::Active | PersonState::Leaving => {
                return Err(Refusal::conflict("people.leaves_first")
                    .with("person", row.name)
                    .possible("people.disable", Vec::new()));
            }
        }
        act.fact("person", row.id);
        act.fact("reason", check::text("/reason", &self.reason, check::WORDING_MAX)?);
        row.name = sign(row.id);
        row.folded = search::fold(&row.name);
        row.email = None;
        row.phone = None;
        row.state = PersonState::Erased;
        // The key goes first: the event of the erasure itself then holds nothing personal any more.
        secret::destroy(tx, row.id.into(), act.wall)?;
        tx.update(&mut row)?;
        for mut leave in person::leaves_all(tx, row.id)? {
            leave.note = String::new();
            tx.update(&mut leave)?;
        }
        search::remove(tx, "person", row.id.into())?;
        access::revoke_tokens(tx, row.id, act.wall)?;
        login::drop_access(tx, row.id.into())
    }
}

/// What stands for the name: the same in every language, and different for each.
fn sign(person: PersonId) -> String {
    let id = Uuid::from(person).simple().to_string();
    format!("#{}", id.get(id.len().saturating_sub(6)..).unwrap_or_default().to_uppercase())
}

/// The erasure of a colleague whom a restored backup knows again.
pub(crate) fn erase_again(tx: &mut Tx, who: Uuid) -> Outcome<Option<Call>> {
    let row: Option<PersonRow> = tx.get(who)?;
    Ok(row.filter(|row| row.state != PersonState::Erased).map(|row| {
        let input = serde_json::json!({ "person": row.id, "version": row.version, "reason": ERASED_AGAIN });
        Call::new(ErasePerson::NAME, input)
    }))
}
