//! Places of parts and who can open them (R37).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, SiteId};
use accord_room_people::{self as people, PersonId, TerritoryId, check, record::company::TerritoryRow};
use accord_store::Tx;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    PartKeyId, PartPlaceId, PlaceKind,
    keys::alone,
    neighbours::at_version,
    record::part::{KeyRow, PlaceRow, key, keys_of_place, place, place_named},
};

/// What was set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceAnswer {
    /// The place.
    pub place: PartPlaceId,
    /// Id of what was set: the place, a key.
    pub id: Uuid,
    /// Row version.
    pub version: i64,
}

/// Says what a place of parts is: where, whose, and whether one gets in at night. Its name is that of the stock there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPlace {
    /// Name, as its stock has it.
    pub name: String,
    /// Version that was read; open when nothing was said of it before.
    #[serde(default)]
    pub version: Option<i64>,
    /// What kind of place.
    pub kind: PlaceKind,
    /// For which territory.
    #[serde(default)]
    pub territory: Option<TerritoryId>,
    /// Whose store or van.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// At which site of a customer.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// How one finds it.
    #[serde(default)]
    pub address: String,
    /// One gets in at night and at the weekend.
    #[serde(default)]
    pub night_access: bool,
    /// How one gets in then.
    #[serde(default)]
    pub night_note: String,
    /// It is no longer in use.
    #[serde(default)]
    pub closed: bool,
}

impl Action for SetPlace {
    const NAME: &'static str = "part_place.set";
    const PERMISSION: Permission = Permission::PartManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlaceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let mut touches = match self.site {
            Some(site) => Touches::customer(customer::site(tx, site)?.customer_id),
            None => Touches::nothing(),
        };
        if let Some(row) = place_named(tx, self.name.trim())? {
            touches.chains.push(row.id.into());
        }
        Ok(touches)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlaceAnswer> {
        let name = check::text("/name", &self.name, check::NAME_MAX)?;
        if let Some(territory) = self.territory
            && tx.get::<TerritoryRow>(territory)?.is_none()
        {
            return Err(Refusal::field("/territory", "field.unknown_reference"));
        }
        if let Some(person) = self.person {
            people::named_person(tx, "/person", person)?;
        }
        match self.kind {
            PlaceKind::Van | PlaceKind::Engineer if self.person.is_none() => {
                return Err(Refusal::field("/person", "field.required"));
            }
            PlaceKind::Customer if self.site.is_none() => {
                return Err(Refusal::field("/site", "field.required"));
            }
            _ => {}
        }
        let before = place_named(tx, &name)?;
        let mut row = PlaceRow {
            id: before.as_ref().map_or_else(|| act.new_id(), |row| row.id),
            name,
            kind: self.kind,
            territory_id: self.territory,
            person_id: self.person,
            site_id: self.site,
            address: check::optional("/address", &self.address, check::WORDING_MAX)?,
            night_access: self.night_access,
            night_note: check::optional("/night_note", &self.night_note, check::WORDING_MAX)?,
            active: !self.closed,
            version: before.as_ref().map_or(1, |row| row.version),
        };
        match before {
            Some(before) => {
                at_version(&before, self.version.unwrap_or(0))?;
                tx.update(&mut row)?;
            }
            None => tx.insert(&row)?,
        }
        row.index(tx)?;
        act.chain(row.id);
        act.fact("place", row.id);
        act.fact("kind", row.kind);
        Ok(PlaceAnswer { place: row.id, id: row.id.into(), version: row.version })
    }
}

fn about(tx: &mut Tx, id: PartPlaceId, person: PersonId) -> Outcome<Touches> {
    let row = place(tx, id)?;
    Ok(Touches { customers: Vec::new(), chains: vec![row.id.into(), person.into()] })
}

fn today(act: &Act<'_>) -> Date {
    act.zone().to_datetime(act.now).date()
}

/// Gives somebody a key of a place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveKey {
    /// Of which place.
    pub place: PartPlaceId,
    /// To whom.
    pub person: PersonId,
    /// First day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from_on: Option<Date>,
    /// Last day; until it is given back when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until_on: Option<Date>,
}

impl Action for GiveKey {
    const NAME: &'static str = "part_key.give";
    const PERMISSION: Permission = Permission::PartManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlaceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        people::person(tx, self.person).map_err(|refusal| refusal.in_field("/person"))?;
        about(tx, self.place, self.person)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlaceAnswer> {
        let at = place(tx, self.place)?;
        if !at.active {
            return Err(Refusal::conflict("part.place_closed").with("place", at.name));
        }
        people::named_person(tx, "/person", self.person)?;
        let from_on = self.from_on.unwrap_or_else(|| today(act));
        if self.until_on.is_some_and(|until| until < from_on) {
            return Err(Refusal::field("/until_on", "part.ends_before"));
        }
        let last = self.until_on.unwrap_or(Date::MAX);
        let overlaps = keys_of_place(tx, at.id, from_on)?
            .into_iter()
            .any(|row| row.person_id == self.person && row.from_on <= last);
        if overlaps {
            return Err(Refusal::field("/person", "part.has_key"));
        }
        let row = KeyRow {
            id: act.new_id(),
            place_id: at.id,
            person_id: self.person,
            from_on,
            until_on: self.until_on,
            tested_on: None,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("place", at.id);
        act.fact("key", row.id);
        act.fact("person", self.person);
        Ok(PlaceAnswer { place: at.id, id: row.id.into(), version: row.version })
    }
}

/// The key was tried in the lock, and it opens.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestKey {
    /// The key.
    pub key: PartKeyId,
}

impl Action for TestKey {
    const NAME: &'static str = "part_key.test";
    const PERMISSION: Permission = Permission::PartTake;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlaceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = key(tx, self.key)?;
        about(tx, row.place_id, row.person_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlaceAnswer> {
        let mut row = key(tx, self.key)?;
        row.tested_on = Some(today(act));
        tx.update(&mut row)?;
        act.fact("key", row.id);
        Ok(PlaceAnswer { place: row.place_id, id: row.id.into(), version: row.version })
    }
}

/// Somebody gives a key back.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndKey {
    /// The key.
    pub key: PartKeyId,
    /// Version that was read.
    pub version: i64,
    /// Last day; today when open.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub last_day: Option<Date>,
}

impl Action for EndKey {
    const NAME: &'static str = "part_key.end";
    const PERMISSION: Permission = Permission::PartManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PlaceAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = key(tx, self.key)?;
        about(tx, row.place_id, row.person_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<PlaceAnswer> {
        let mut row = key(tx, self.key)?;
        at_version(&row, self.version)?;
        let last = self.last_day.unwrap_or_else(|| today(act));
        if last < row.from_on {
            return Err(Refusal::field("/last_day", "part.ends_before"));
        }
        let at = place(tx, row.place_id)?;
        let after = last.tomorrow().unwrap_or(last);
        // A store that nobody can open is worth nothing at night.
        if at.active && at.kind.by_key() && alone(tx, act, &at, row.person_id, after, after)?.is_some() {
            return Err(Refusal::conflict("part.last_key").with("place", at.name).possible_action(
                "give-key",
                Vec::new(),
                "part_key.give",
                json!({ "place": at.id }),
            ));
        }
        row.until_on = Some(last);
        tx.update(&mut row)?;
        act.fact("place", at.id);
        act.fact("key", row.id);
        act.fact("person", row.person_id);
        Ok(PlaceAnswer { place: at.id, id: row.id.into(), version: row.version })
    }
}
