//! What a field offers that refers to a colleague, an area, a role, a territory, a calendar.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_store::{
    Tx,
    search::{self, fold},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::persons::role_label;
use crate::{
    paging::LIMIT_MAX,
    record::{
        company,
        list::{self, Named, PersonFilter},
        person::PersonRow,
    },
    roles,
    terms::PersonState,
};

accord_kernel::word_enum! {
    /// What is chosen.
    pub enum ChoiceKind as "choice-kind" {
        /// A colleague who is active.
        Person = "person",
        /// An area.
        Area = "area",
        /// A role.
        Role = "role",
        /// A territory.
        Territory = "territory",
        /// A working calendar.
        Calendar = "calendar",
    }
}

/// Choices of a kind, by what was typed, or the label of one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// What is chosen.
    pub kind: ChoiceKind,
    /// What was typed.
    #[serde(default)]
    pub query: Option<String>,
    /// Only this one, whatever its state.
    #[serde(default)]
    pub id: Option<Uuid>,
}

/// A choice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Choice {
    /// Id to send.
    pub id: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

impl View for Choices {
    const NAME: &'static str = "people.choices";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<Choice>;
    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        // An outside agent is offered places and calendars, but no list of who works here.
        if self.kind == ChoiceKind::Person && !ctx.principal.may(Permission::PeopleRead) {
            return Err(Refusal::forbidden("permission").with("permission", Permission::PeopleRead.word()));
        }
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let query = fold(self.query.as_deref().unwrap_or_default().trim());
        let mut choices = match self.kind {
            ChoiceKind::Person => persons(tx, &query, self.id)?,
            ChoiceKind::Role => role_choices(tx, ctx)?,
            ChoiceKind::Area => named(tx, Named::Area, self.id)?,
            ChoiceKind::Territory => named(tx, Named::Territory, self.id)?,
            ChoiceKind::Calendar => named(tx, Named::Calendar, self.id)?,
        };
        match self.id {
            Some(id) => choices.retain(|choice| choice.id == id),
            None if self.kind != ChoiceKind::Person => {
                choices
                    .retain(|choice| query.split_whitespace().all(|word| fold(&choice.label).contains(word)));
            }
            None => {}
        }
        Ok(choices)
    }
}

fn choice(row: PersonRow) -> Choice {
    Choice { id: row.id.into(), label: row.name, hint: row.title }
}

fn persons(tx: &mut Tx, query: &str, id: Option<Uuid>) -> Outcome<Vec<Choice>> {
    if let Some(id) = id {
        return Ok(tx.get::<PersonRow>(id)?.map(choice).into_iter().collect());
    }
    let ids = match query.is_empty() {
        true => None,
        false => {
            Some(search::find(tx, query, &["person"], LIMIT_MAX)?.into_iter().map(|hit| hit.id).collect())
        }
    };
    let filter = PersonFilter { state: Some(PersonState::Active), ids, ..PersonFilter::default() };
    Ok(list::persons(tx, &filter, None, None, LIMIT_MAX)?.into_iter().map(choice).collect())
}

fn role_choices(tx: &mut Tx, ctx: &Context) -> Outcome<Vec<Choice>> {
    let rows =
        company::roles(tx)?.into_iter().filter(|row| !row.archived && row.name != roles::CUSTOMER_CONTACT);
    let choice = |row: &company::RoleRow| Choice {
        id: row.id.into(),
        label: role_label(ctx, row),
        hint: String::new(),
    };
    Ok(rows.map(|row| choice(&row)).collect())
}

fn named(tx: &mut Tx, table: Named, id: Option<Uuid>) -> Outcome<Vec<Choice>> {
    let rows = list::named(tx, table, id, LIMIT_MAX)?;
    Ok(rows.into_iter().map(|(id, label)| Choice { id, label, hint: String::new() }).collect())
}
