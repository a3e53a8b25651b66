//! The house: company, roles, leave, settings.

use accord_kernel::{Audience, Context, Currency, Language, Outcome, Permission, Refusal, Touches, View};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;

use super::persons::{LeaveShown, leave_shown, role_label};
use crate::{
    CalendarId, PersonId, RoleId,
    record::{
        company::{self, CalendarRow, RoleRow},
        person,
    },
    settings::{self, SettingDef, SettingGroup, SettingKind},
};

/// The company's own facts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Company {}

/// A calendar as shown.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CalendarShown {
    /// The calendar.
    pub calendar: CalendarId,
    /// Its name.
    pub name: String,
    /// Its zone, hours and holidays.
    pub spec: JsonValue,
    /// No longer offered.
    pub archived: bool,
    /// Row version, for changes.
    pub version: i64,
}

/// The company.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CompanyShown {
    /// Name.
    pub name: String,
    /// Home zone (IANA).
    pub home_zone: String,
    /// Currency of the books.
    pub currency: Currency,
    /// Language of what has no reader's language.
    pub language: Language,
    /// Default calendar.
    pub calendar: CalendarId,
    /// Every calendar.
    pub calendars: Vec<CalendarShown>,
    /// Row version, for changes.
    pub version: i64,
}

impl View for Company {
    const NAME: &'static str = "people.company";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CompanyShown;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<Self::Answer> {
        let row = company::the_company(tx)?;
        let mut calendars = Vec::new();
        for CalendarRow { id, name, spec, archived, version } in company::calendars(tx)? {
            let spec = serde_json::to_value(spec.0).map_err(|error| Refusal::defect(error.to_string()))?;
            calendars.push(CalendarShown { calendar: id, name, spec, archived, version });
        }
        Ok(CompanyShown {
            name: row.name,
            home_zone: row.home_zone,
            currency: row.currency,
            language: row.language,
            calendar: row.calendar_id,
            calendars,
            version: row.version,
        })
    }
}

/// Every role with what it allows.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Roles {}

/// A role.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RoleFacts {
    /// The role.
    pub role: RoleId,
    /// Stable word.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What it allows.
    pub permissions: Vec<String>,
    /// Word of the role that hears what its holders leave lying.
    pub escalates_to: Option<String>,
    /// Came with the program.
    pub seeded: bool,
    /// No longer given.
    pub archived: bool,
    /// How many have it.
    pub holders: usize,
    /// Row version, for changes.
    pub version: i64,
}

impl View for Roles {
    const NAME: &'static str = "people.roles";
    const PERMISSION: Permission = Permission::PeopleRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<RoleFacts>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let mut roles = Vec::new();
        for row in company::roles(tx)? {
            roles.push(role_facts(tx, ctx, row)?);
        }
        Ok(roles)
    }
}

/// A role as shown.
pub(super) fn role_facts(tx: &mut Tx, ctx: &Context, row: RoleRow) -> Outcome<RoleFacts> {
    Ok(RoleFacts {
        role: row.id,
        label: role_label(ctx, &row),
        holders: person::holders(tx, row.id)?.len(),
        name: row.name,
        permissions: row.permissions.0,
        escalates_to: row.escalates_to,
        seeded: row.seeded,
        archived: row.archived,
        version: row.version,
    })
}

/// Leaves that are not over: everybody's, or those of one colleague, own and covered.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leaves {
    /// Only this colleague's.
    #[serde(default)]
    pub person: Option<PersonId>,
}

impl View for Leaves {
    const NAME: &'static str = "people.leave";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<LeaveShown>;
    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if self.person != Some(PersonId(ctx.principal.id)) && !ctx.principal.may(Permission::PeopleRead) {
            return Err(Refusal::forbidden("permission").with("permission", Permission::PeopleRead.word()));
        }
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let mut leaves = Vec::new();
        for row in person::leaves_after(tx, self.person, ctx.now)? {
            leaves.push(leave_shown(tx, ctx, &row)?);
        }
        Ok(leaves)
    }
}

/// Every setting by its heading, with what holds today, what comes, and what was.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Only this one.
    #[serde(default)]
    pub name: Option<String>,
    /// Only those under this heading.
    #[serde(default)]
    pub heading: Option<String>,
}

/// A value of a setting from a date on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SettingValue {
    /// The value.
    pub value: JsonValue,
    /// First day on which it holds.
    #[schemars(with = "String", extend("format" = "date"))]
    pub effective_from: Date,
    /// When it was set.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub set_at: Timestamp,
    /// Name of who set it; empty for the program.
    pub set_by: String,
    /// Why.
    pub reason: String,
}

/// A setting.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SettingShown {
    /// Name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Message key of the heading under which it stands.
    pub heading: String,
    /// Kind: whole, decimal, amount (in the company's currency), flag, choice, steps.
    pub kind: String,
    /// Least, for numbers.
    pub min: Option<String>,
    /// Most, for numbers.
    pub max: Option<String>,
    /// What can be chosen.
    pub choices: Vec<String>,
    /// The value today.
    pub value: JsonValue,
    /// The value without any setting.
    pub default: JsonValue,
    /// Every value set, newest first.
    pub history: Vec<SettingValue>,
}

fn limits(kind: SettingKind) -> (Option<String>, Option<String>, Vec<String>) {
    match kind {
        SettingKind::Whole { min, max } | SettingKind::Steps { min, max } => {
            (Some(min.to_string()), Some(max.to_string()), Vec::new())
        }
        SettingKind::Decimal { min, max } | SettingKind::Amount { min, max } => {
            (Some(min.to_owned()), Some(max.to_owned()), Vec::new())
        }
        SettingKind::Flag => (None, None, Vec::new()),
        SettingKind::Choice(words) => (None, None, words.iter().map(|word| (*word).to_owned()).collect()),
    }
}

impl View for Settings {
    const NAME: &'static str = "people.settings";
    const PERMISSION: Permission = Permission::PeopleRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<SettingShown>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let groups = ctx.registry.extensions::<SettingGroup>();
        let groups = groups.filter(|group| self.heading.as_deref().is_none_or(|only| only == group.heading));
        let mut shown = Vec::new();
        for group in groups {
            for def in
                group.defs.iter().filter(|def| self.name.as_deref().is_none_or(|only| only == def.name))
            {
                shown.push(setting(tx, ctx, group.heading, def)?);
            }
        }
        Ok(shown)
    }
}

fn setting(tx: &mut Tx, ctx: &Context, heading: &str, def: &SettingDef) -> Outcome<SettingShown> {
    let mut history = Vec::new();
    for row in company::setting_history(tx, def.name)? {
        history.push(SettingValue {
            value: row.value.0,
            effective_from: row.effective_from,
            set_at: row.set_at,
            set_by: row.set_by.map(|by| person::name_of(tx, by)).transpose()?.unwrap_or_default(),
            reason: row.reason,
        });
    }
    let (min, max, choices) = limits(def.kind);
    Ok(SettingShown {
        name: def.name.to_owned(),
        label: ctx.tongue().say(&def.message()).into_owned(),
        heading: heading.to_owned(),
        kind: def.kind.word().to_owned(),
        min,
        max,
        choices,
        value: settings::get(tx, ctx, def)?,
        default: def.default_value(),
        history,
    })
}
