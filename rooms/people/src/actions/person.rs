//! Persons: entering, changing, leaving. One person, one record, however many posts (R1, R3).

use accord_kernel::{
    Act, Action, Audience, Context, Fact, Language, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_store::{
    Tx,
    search::{self, Entry, fold},
};
use jiff::civil::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    at_version,
    standing::{self, PostForm},
};
use crate::{
    CalendarId, PersonId, RoleId, TerritoryId,
    check::{self, NAME_MAX},
    handover, letters,
    record::{
        access,
        company::{self},
        person::{self, PersonRow},
    },
    roles,
    terms::{DaysOff, Density, DigestWish, LoginKind, MailWish, PersonState, Theme},
};

/// Enters a colleague.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterPerson {
    /// Name.
    pub name: String,
    /// E-mail address, by which they sign in; without one they have no access.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Title, as on a card.
    #[serde(default)]
    pub title: String,
    /// Language; the company's when left out.
    #[serde(default)]
    pub language: Option<Language>,
    /// Zone in which they read times (IANA); the company's when left out.
    #[serde(default)]
    pub zone: Option<String>,
    /// When they work; the company's calendar when left out.
    #[serde(default)]
    pub calendar: Option<CalendarId>,
    /// Their roles.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// Their posts; the first is home unless another says so.
    #[serde(default)]
    pub posts: Vec<PostForm>,
    /// Territories in which they work.
    #[serde(default)]
    pub territories: Vec<TerritoryId>,
    /// Whether an invitation goes out at once.
    #[serde(default)]
    pub invite: bool,
}

/// The input of [`EnterPerson`], for the program's own use.
pub(crate) type NewPerson = EnterPerson;

/// The new colleague.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PersonMade {
    /// Their id.
    pub person: PersonId,
}

impl Action for EnterPerson {
    const NAME: &'static str = "people.enter";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PersonMade;
    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        Ok(PersonMade { person: create(tx, act, self, "")? })
    }
}

/// Writes a person with everything that was given; `pointer` is where the fields stand in the action's input.
pub(crate) fn create(tx: &mut Tx, act: &mut Act<'_>, new: NewPerson, pointer: &str) -> Outcome<PersonId> {
    let at = |field: &str| format!("{pointer}/{field}");
    let company = company::the_company(tx)?;
    let id: PersonId = act.new_id();
    let name = check::text(&at("name"), &new.name, NAME_MAX)?;
    let email = new.email.as_deref().filter(|text| !text.trim().is_empty());
    let email = email.map(|text| check::email(&at("email"), text)).transpose()?;
    let zone = new.zone.as_deref().map(|text| check::zone(&at("zone"), text)).transpose()?;
    let calendar_id = new.calendar.unwrap_or(company.calendar_id);
    company::calendar_row(tx, calendar_id)?;
    let row = PersonRow {
        id,
        folded: fold(&name),
        name,
        email: email.clone(),
        phone: check::some(&at("phone"), new.phone.as_deref(), NAME_MAX)?,
        title: check::optional(&at("title"), &new.title, NAME_MAX)?,
        language: new.language.unwrap_or(company.language),
        zone: zone.unwrap_or(company.home_zone),
        theme: Theme::System,
        density: Density::Comfortable,
        mail_wish: MailWish::Urgent,
        quiet_from: None,
        quiet_until: None,
        calendar_id,
        state: PersonState::Active,
        version: 1,
    };
    tx.insert(&row)?;
    act.chain(id);
    act.fact("person", id);
    if let Some(email) = &email {
        put_login(tx, id, email, "/email")?;
    }
    for role in new.roles {
        standing::give(tx, act, id, role)?;
    }
    for post in new.posts {
        standing::put_post(tx, act, id, &post)?;
    }
    standing::put_territories(tx, act, id, &new.territories)?;
    put_search(tx, &row)?;
    if new.invite {
        if email.is_none() {
            return Err(Refusal::field(at("email"), "field.required"));
        }
        let (_, until) = crate::login::invitation(tx, act, id.into(), &letters::INVITATION)?;
        act.fact("invited_until", until);
    }
    Ok(id)
}

fn put_login(tx: &mut Tx, id: PersonId, email: &str, pointer: &'static str) -> Outcome<()> {
    access::put_login(tx, id.into(), LoginKind::Person, None, email).on_constraint(
        "login_email_key",
        pointer,
        "people.email_taken",
    )
}

pub(crate) fn put_search(tx: &mut Tx, row: &PersonRow) -> Outcome<()> {
    let entry = Entry {
        kind: "person".to_owned(),
        id: row.id.into(),
        customer: None,
        label: row.name.clone(),
        hint: row.title.clone(),
    };
    let also =
        [row.email.as_deref(), row.phone.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(search::put(tx, &entry, &also)?)
}

/// Refuses to touch the access of somebody who holds keys of the house that one does not have: else whoever may change
/// an address could take over the house.
pub(crate) fn may_touch_access(tx: &mut Tx, ctx: &Context, person: PersonId) -> Outcome<()> {
    let giver = standing::giver(tx, ctx)?;
    let held = person::standing(tx, person, ctx.now)?.permissions;
    let may = crate::rules::roles::may_touch_access(giver, held);
    may.map_err(|_| Refusal::forbidden("role.keys"))
}

/// Changes what the company keeps of a colleague.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePerson {
    /// The colleague.
    pub person: PersonId,
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// E-mail address, by which they sign in.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Title, as on a card.
    #[serde(default)]
    pub title: String,
    /// When they work.
    pub calendar: CalendarId,
}

impl Action for ChangePerson {
    const NAME: &'static str = "people.change";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match self.email.as_deref().is_none_or(|email| email.trim().is_empty()) {
            true => with_the_house(tx, self.person),
            false => Ok(Touches::chain(person::person(tx, self.person)?.id)),
        }
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = person::person(tx, self.person)?;
        at_version(&row, self.version)?;
        company::calendar_row(tx, self.calendar)?;
        let email = self.email.as_deref().filter(|text| !text.trim().is_empty());
        let email = email.map(|text| check::email("/email", text)).transpose()?;
        if email != row.email {
            may_touch_access(tx, act, self.person)?;
            if email.is_none() {
                // Without an address nobody could open the house any more.
                refuse_last_administrator(tx, self.person)?;
            }
            match &email {
                Some(email) => put_login(tx, self.person, email, "/email")?,
                None => {
                    access::drop_login(tx, self.person.into())?;
                    access::end_sessions(tx, self.person.into(), None)?;
                }
            }
            act.fact("email_changed", true);
        }
        row.name = check::text("/name", &self.name, NAME_MAX)?;
        row.folded = fold(&row.name);
        row.email = email;
        row.phone = check::some("/phone", self.phone.as_deref(), NAME_MAX)?;
        row.title = check::optional("/title", &self.title, NAME_MAX)?;
        row.calendar_id = self.calendar;
        tx.update(&mut row)?;
        put_search(tx, &row)
    }
}

/// Sets one's own language, zone, looks, and how one is told. What is left out stays as it is.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Preferences {
    /// Version that was read, when it was.
    #[serde(default)]
    pub version: Option<i64>,
    /// Language of pages and letters.
    #[serde(default)]
    pub language: Option<Language>,
    /// Zone in which times are shown (IANA).
    #[serde(default)]
    pub zone: Option<String>,
    /// Colours.
    #[serde(default)]
    pub theme: Option<Theme>,
    /// Density.
    #[serde(default)]
    pub density: Option<Density>,
    /// Which notices also go by e-mail.
    #[serde(default)]
    pub mail_wish: Option<MailWish>,
    /// No letter from this time of day (`HH:MM`), but what must be acknowledged.
    #[serde(default)]
    pub quiet_from: Option<String>,
    /// … until this one. The same time twice is no quiet hours.
    #[serde(default)]
    pub quiet_until: Option<String>,
    /// Whether days on which one does not work are quiet altogether.
    #[serde(default)]
    pub days_off: Option<DaysOff>,
    /// Whether one wants a daily digest of what waits and what changed.
    #[serde(default)]
    pub digest: Option<DigestWish>,
    /// At which time of day (`HH:MM`, own zone).
    #[serde(default)]
    pub digest_at: Option<String>,
}

fn time(pointer: &str, text: Option<&str>) -> Outcome<Option<String>> {
    let Some(text) = check::some(pointer, text, NAME_MAX)? else { return Ok(None) };
    let time: Time = text.parse().map_err(|_| Refusal::field(pointer, "field.form"))?;
    Ok(Some(time.strftime("%H:%M").to_string()))
}

impl Action for Preferences {
    const NAME: &'static str = "people.preferences";
    const PERMISSION: Permission = Permission::Own;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(ctx.principal.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = person::person(tx, PersonId(act.principal.id))?;
        if let Some(version) = self.version {
            at_version(&row, version)?;
        }
        row.language = self.language.unwrap_or(row.language);
        if let Some(zone) = &self.zone {
            row.zone = check::zone("/zone", zone)?;
        }
        row.theme = self.theme.unwrap_or(row.theme);
        row.density = self.density.unwrap_or(row.density);
        row.mail_wish = self.mail_wish.unwrap_or(row.mail_wish);
        row.quiet_from = time("/quiet_from", self.quiet_from.as_deref())?.or(row.quiet_from);
        row.quiet_until = time("/quiet_until", self.quiet_until.as_deref())?.or(row.quiet_until);
        if row.quiet_from.is_some() != row.quiet_until.is_some() {
            return Err(Refusal::field("/quiet_until", "people.quiet_both"));
        }
        tx.update(&mut row)?;
        let digest_at = time("/digest_at", self.digest_at.as_deref())?;
        if self.days_off.is_some() || self.digest.is_some() || digest_at.is_some() {
            let mut telling = super::notice::own_telling(tx, act)?;
            telling.days_off = self.days_off.unwrap_or(telling.days_off);
            telling.digest = self.digest.unwrap_or(telling.digest);
            telling.digest_at = digest_at.unwrap_or(telling.digest_at);
            tx.update(&mut telling)?;
        }
        // Another zone or hour is another morning; what was told today is not told again.
        crate::digest::plan(tx, row.id, act.now)
    }
}

/// Marks that a colleague is about to leave, or after all is not: from now on nothing new is given to them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkLeaving {
    /// The colleague.
    pub person: PersonId,
    /// Whether they leave.
    pub leaving: bool,
}

impl Action for MarkLeaving {
    const NAME: &'static str = "people.mark_leaving";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = person::person(tx, self.person)?;
        if row.state.has_left() {
            return Err(Refusal::conflict("people.disabled"));
        }
        row.state = if self.leaving { PersonState::Leaving } else { PersonState::Active };
        act.fact("leaving", self.leaving);
        Ok(tx.update(&mut row)?)
    }
}

/// Ends a colleague's time here. Everything held is handed over first; then every session and token ends at once (R3).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disable {
    /// The colleague.
    pub person: PersonId,
}

/// Things named in the sentence of a refusal; all stand in its detail.
const NAMED_MAX: usize = 10;

impl Action for Disable {
    const NAME: &'static str = "people.disable";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        with_the_house(tx, self.person)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = person::person(tx, self.person)?;
        if row.state.has_left() {
            return Err(Refusal::conflict("people.disabled"));
        }
        if act.principal.author() == Some(self.person.into()) {
            return Err(Refusal::conflict("people.own_end"));
        }
        may_touch_access(tx, act, self.person)?;
        refuse_last_administrator(tx, self.person)?;
        let mut held = handover::covered_leaves(tx, self.person, act.now)?;
        held.extend(handover::held(tx, act.registry(), self.person)?);
        if !held.is_empty() {
            let names = held.iter().take(NAMED_MAX).map(|thing| Fact::from(thing.label.as_str())).collect();
            return Err(Refusal::conflict("people.hands_over_first")
                .with("n", held.len())
                .with("things", Fact::List(names))
                .possible("hand_over", Vec::new())
                .detail(json!({ "held": held })));
        }
        row.state = PersonState::Disabled;
        tx.update(&mut row)?;
        access::end_sessions(tx, self.person.into(), None)?;
        access::revoke_tokens(tx, self.person, act.wall)?;
        search::remove(tx, "person", self.person.into())?;
        act.fact("person", self.person);
        Ok(())
    }
}

/// The person's chain and the company's: whoever might be the last administrator is asked about one at a time, else two
/// who take each other's access at one moment would leave nobody.
fn with_the_house(tx: &mut Tx, person: PersonId) -> Outcome<Touches> {
    let mut touches = Touches::chain(person::person(tx, person)?.id);
    touches.chains.push(company::company_chain(tx)?);
    Ok(touches)
}

/// The house is never left without somebody who can open it.
pub(crate) fn refuse_last_administrator(tx: &mut Tx, person: PersonId) -> Outcome<()> {
    let admins = person::persons_with_role(tx, roles::ADMINISTRATOR)?;
    if admins.as_slice() == [person] {
        return Err(Refusal::conflict("people.last_administrator"));
    }
    Ok(())
}

/// Takes a former colleague back. They sign in again by an invitation.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enable {
    /// The colleague.
    pub person: PersonId,
}

impl Action for Enable {
    const NAME: &'static str = "people.enable";
    const PERMISSION: Permission = Permission::PeopleManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(person::person(tx, self.person)?.id))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = person::person(tx, self.person)?;
        if row.state != PersonState::Disabled {
            return Err(Refusal::conflict("people.enabled"));
        }
        may_touch_access(tx, act, self.person)?;
        row.state = PersonState::Active;
        tx.update(&mut row)?;
        access::forget_password(tx, self.person.into())?;
        act.fact("person", self.person);
        put_search(tx, &row)
    }
}
