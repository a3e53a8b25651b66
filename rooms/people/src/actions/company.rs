//! Setting the company up, its own facts, and the settings of the house.

use accord_kernel::{
    Act, Action, Audience, Context, Currency, Language, Outcome, Permission, PrincipalKind, Refusal, Touches,
};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as JsonValue;

use super::{
    at_version, author,
    calendar::{self, CalendarForm},
    person::{self, NewPerson},
};
use crate::{
    CalendarId, CompanyId, PersonId, RoleId,
    check::{self, NAME_MAX, WORDING_MAX},
    record::{
        access,
        company::{self, CompanyRow, RoleRow, SettingRow},
        set_up,
    },
    roles, settings,
};

/// The first administrator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstAdministrator {
    /// Name.
    pub name: String,
    /// E-mail address, by which they sign in.
    pub email: String,
    /// Hash of the password; none when they are invited.
    #[serde(default)]
    pub password_hash: Option<String>,
}

/// Sets the company up, once: its home, its calendar, the seeded roles, the first administrator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The company's name.
    pub name: String,
    /// Home zone (IANA).
    pub home_zone: String,
    /// Currency of the books.
    pub currency: Currency,
    /// Language of what has no reader's language.
    pub language: Language,
    /// Name of the default calendar.
    pub calendar_name: String,
    /// Working hours; office hours from Monday to Friday when left out.
    #[serde(default)]
    pub calendar: Option<CalendarForm>,
    /// The first administrator.
    pub administrator: FirstAdministrator,
    /// Hash of the one-time address (base64) by which it is done in a browser; its further steps are gone through there.
    #[serde(default)]
    pub address_hash: Option<String>,
}

/// What was set up.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SetUpDone {
    /// The company.
    pub company: CompanyId,
    /// Its default calendar.
    pub calendar: CalendarId,
    /// The first administrator.
    pub administrator: PersonId,
}

impl Action for SetUp {
    const NAME: &'static str = "company.set_up";
    const PERMISSION: Permission = Permission::SystemOnly;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::System;
    type Answer = SetUpDone;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        if company::company(tx)?.is_some() {
            return Err(Refusal::conflict("company.exists"));
        }
        if let Some(hash) = &self.address_hash
            && !set_up::use_address(tx, &super::access::decode("/address_hash", hash)?)?
        {
            return Err(Refusal::absent());
        }
        set_up::drop_addresses(tx)?;
        let home_zone = check::zone("/home_zone", &self.home_zone)?;
        let form = self.calendar.unwrap_or_else(|| CalendarForm::office(&home_zone));
        let spec = form.read("/calendar")?;
        let calendar = calendar::create(tx, act, &self.calendar_name, spec)?;
        let id: CompanyId = act.new_id();
        tx.insert(&CompanyRow {
            id,
            name: check::text("/name", &self.name, NAME_MAX)?,
            home_zone: home_zone.clone(),
            currency: self.currency,
            language: self.language,
            calendar_id: calendar,
            version: 1,
        })?;
        act.chain(id);
        seed_roles(tx)?;
        if self.address_hash.is_some() {
            super::set_up::begin(tx, act)?;
        }
        let admin = self.administrator;
        let new = NewPerson {
            name: admin.name,
            email: Some(admin.email),
            language: Some(self.language),
            roles: vec![RoleId::seeded(roles::ADMINISTRATOR)],
            ..NewPerson::default()
        };
        let administrator = person::create(tx, act, new, "/administrator")?;
        if let Some(hash) = admin.password_hash {
            access::set_password(tx, administrator.into(), &hash, false)?;
        }
        Ok(SetUpDone { company: id, calendar, administrator })
    }
}

fn seed_roles(tx: &mut Tx) -> Outcome<()> {
    let rows: Vec<RoleRow> = roles::SEEDED
        .iter()
        .map(|role| RoleRow {
            id: RoleId::seeded(role.word),
            name: role.word.to_owned(),
            label: String::new(),
            permissions: Json(role.words()),
            escalates_to: role.escalates_to.map(str::to_owned),
            seeded: true,
            archived: false,
            version: 1,
        })
        .collect();
    Ok(tx.insert_all(&rows)?)
}

/// Changes the company's own facts.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCompany {
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Home zone (IANA).
    pub home_zone: String,
    /// Language of what has no reader's language.
    pub language: Language,
    /// Default working calendar.
    pub calendar: CalendarId,
}

impl Action for ChangeCompany {
    const NAME: &'static str = "company.change";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, _: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = company::the_company(tx)?;
        at_version(&row, self.version)?;
        company::calendar_row(tx, self.calendar)?;
        row.name = check::text("/name", &self.name, NAME_MAX)?;
        row.home_zone = check::zone("/home_zone", &self.home_zone)?;
        row.language = self.language;
        row.calendar_id = self.calendar;
        Ok(tx.update(&mut row)?)
    }
}

/// Sets a setting from a date on. Its former values stay as its history.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSetting {
    /// Name of the setting.
    pub name: String,
    /// The value, of the setting's kind.
    pub value: JsonValue,
    /// First day on which it holds, in the company's zone; today when left out. Never a past day.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub effective_from: Option<Date>,
    /// Why.
    pub reason: String,
}

impl Action for SetSetting {
    const NAME: &'static str = "settings.set";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let Some(def) = settings::find(act.registry(), &self.name) else {
            return Err(Refusal::field("/name", "field.unknown"));
        };
        def.kind.check(&self.value)?;
        let today = settings::today(act);
        let effective_from = self.effective_from.unwrap_or(today);
        // The program sets the past when it loads history; people never do: figures told then rest on it.
        if effective_from < today && act.principal.kind != PrincipalKind::System {
            return Err(Refusal::field("/effective_from", "field.past"));
        }
        act.fact("name", def.name);
        act.fact("value", &self.value);
        act.fact("effective_from", effective_from);
        tx.insert(&SettingRow {
            id: act.new_id(),
            name: def.name.to_owned(),
            value: Json(self.value),
            effective_from,
            set_at: act.now,
            set_by: author(act),
            reason: check::text("/reason", &self.reason, WORDING_MAX)?,
            version: 1,
        })?;
        Ok(())
    }
}
