//! Working calendars: hours of the week, holidays, and the zone they are about.

use std::collections::BTreeMap;

use accord_business_time::{Calendar, CalendarError, Hours};
use accord_kernel::{Act, Action, Audience, Context, OnConstraint, Outcome, Permission, Refusal, Touches};
use accord_store::{Json, Tx};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::at_version;
use crate::{
    CalendarId,
    check::{self, NAME_MAX},
    record::company::{self, CalendarRow},
};

/// Most dates that differ from their weekday.
const EXCEPTIONS_MAX: usize = 2_000;

/// Hours of a week; a day is like `08:00-12:00, 13:00-17:00`, an empty one is closed.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("x-order" = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))]
pub struct Week {
    /// Monday.
    pub monday: String,
    /// Tuesday.
    pub tuesday: String,
    /// Wednesday.
    pub wednesday: String,
    /// Thursday.
    pub thursday: String,
    /// Friday.
    pub friday: String,
    /// Saturday.
    pub saturday: String,
    /// Sunday.
    pub sunday: String,
}

/// A date whose hours differ from its weekday's.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The date.
    #[schemars(with = "String", extend("format" = "date"))]
    pub date: Date,
    /// Its hours, like a day's of the week; empty is a holiday.
    #[serde(default)]
    pub hours: String,
}

/// A calendar as it is given.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarForm {
    /// Zone whose wall clock shows the hours (IANA).
    pub zone: String,
    /// Hours of the week.
    pub week: Week,
    /// Holidays and other dates that differ.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

impl CalendarForm {
    /// Monday to Friday in a zone, with an hour at noon.
    pub(crate) fn office(zone: &str) -> Self {
        let day = || "08:00-12:00, 13:00-17:00".to_owned();
        let week = Week {
            monday: day(),
            tuesday: day(),
            wednesday: day(),
            thursday: day(),
            friday: day(),
            ..Week::default()
        };
        Self { zone: zone.to_owned(), week, exceptions: Vec::new() }
    }

    /// Reads it.
    ///
    /// # Errors
    /// 422 below `pointer`.
    pub(crate) fn read(&self, pointer: &str) -> Outcome<Calendar> {
        check::zone(&format!("{pointer}/zone"), &self.zone)?;
        let week = &self.week;
        let days = [
            ("monday", &week.monday),
            ("tuesday", &week.tuesday),
            ("wednesday", &week.wednesday),
            ("thursday", &week.thursday),
            ("friday", &week.friday),
            ("saturday", &week.saturday),
            ("sunday", &week.sunday),
        ];
        let mut hours: [Vec<Hours>; 7] = Default::default();
        for (slot, (name, text)) in hours.iter_mut().zip(days) {
            *slot = read_hours(&format!("{pointer}/week/{name}"), text)?;
        }
        if self.exceptions.len() > EXCEPTIONS_MAX {
            let pointer = format!("{pointer}/exceptions");
            return Err(Refusal::field(pointer, "field.too_many").with("max", EXCEPTIONS_MAX));
        }
        let mut exceptions = BTreeMap::new();
        for (at, exception) in self.exceptions.iter().enumerate() {
            let list = read_hours(&format!("{pointer}/exceptions/{at}/hours"), &exception.hours)?;
            exceptions.insert(exception.date, list);
        }
        let calendar =
            Calendar::new(&self.zone, hours, exceptions).map_err(|error| fault(pointer, &error))?;
        let works =
            week_has_hours(&calendar) || calendar.exceptions().values().any(|hours| !hours.is_empty());
        if works { Ok(calendar) } else { Err(Refusal::field(format!("{pointer}/week"), "calendar.no_hours")) }
    }
}

fn week_has_hours(calendar: &Calendar) -> bool {
    use jiff::civil::Weekday;
    Weekday::Monday.cycle_forward().take(7).any(|day| !calendar.weekday_hours(day).is_empty())
}

fn read_hours(pointer: &str, text: &str) -> Outcome<Vec<Hours>> {
    let parts =
        text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|part| !part.is_empty());
    // A dash of any length is meant as one; people paste what their text program made of it.
    let parts = parts.map(|part| part.replace(['–', '—'], "-"));
    parts.map(|part| part.parse().map_err(|error| fault(pointer, &error))).collect()
}

fn fault(pointer: &str, error: &CalendarError) -> Refusal {
    let rule = match error {
        CalendarError::UnknownZone { .. } => "field.zone",
        CalendarError::HoursOutOfOrder { .. } => "calendar.hours_order",
        CalendarError::Overlap { .. } => "calendar.overlap",
        _ => "calendar.hours",
    };
    Refusal::field(pointer, rule)
}

/// Defines a working calendar: of the company, a plant, a plan, or a site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DefineCalendar {
    /// Name.
    pub name: String,
    /// Zone whose wall clock shows the hours (IANA).
    pub zone: String,
    /// Hours of the week.
    pub week: Week,
    /// Holidays and other dates that differ.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// The new calendar.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CalendarMade {
    /// Its id.
    pub calendar: CalendarId,
}

impl Action for DefineCalendar {
    const NAME: &'static str = "calendar.define";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CalendarMade;
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let form = CalendarForm { zone: self.zone, week: self.week, exceptions: self.exceptions };
        let calendar = create(tx, act, &self.name, form.read("")?)?;
        Ok(CalendarMade { calendar })
    }
}

pub(crate) fn create(tx: &mut Tx, act: &Act<'_>, name: &str, spec: Calendar) -> Outcome<CalendarId> {
    let name = check::text("/name", name, NAME_MAX)?;
    let id: CalendarId = act.new_id();
    let row = CalendarRow { id, name, spec: Json(spec), archived: false, version: 1 };
    tx.insert(&row).on_constraint("calendar_name_key", "/name", "field.name_taken")?;
    Ok(id)
}

/// Changes a working calendar. What was computed before stays as it was told; from now on the new hours count.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCalendar {
    /// The calendar.
    pub calendar: CalendarId,
    /// Version that was read.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Zone whose wall clock shows the hours (IANA).
    pub zone: String,
    /// Hours of the week.
    pub week: Week,
    /// Holidays and other dates that differ.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// No longer offered.
    #[serde(default)]
    pub archived: bool,
}

impl Action for ChangeCalendar {
    const NAME: &'static str = "calendar.change";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::chain(company::company_chain(tx)?))
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Self::Answer> {
        let mut row = company::calendar_row(tx, self.calendar)?;
        at_version(&row, self.version)?;
        row.name = check::text("/name", &self.name, NAME_MAX)?;
        let form = CalendarForm { zone: self.zone, week: self.week, exceptions: self.exceptions };
        row.spec = Json(form.read("")?);
        row.archived = self.archived;
        tx.update(&mut row).on_constraint("calendar_name_key", "/name", "field.name_taken")?;
        act.fact("calendar", self.calendar);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_calendar_says_where_it_is_wrong() {
        let mut form = CalendarForm::office("America/Sao_Paulo");
        assert!(form.read("/calendar").is_ok());
        form.week.friday = "08:00–12:00, noon".to_owned();
        let field = form.read("/calendar").unwrap_err().fields.remove(0);
        assert_eq!((field.pointer.as_str(), field.rule), ("/calendar/week/friday", "calendar.hours"));
        form.week.friday = "12:00-08:00".to_owned();
        assert_eq!(form.read("/c").unwrap_err().fields[0].rule, "calendar.hours_order");
        let empty = CalendarForm { zone: "UTC".to_owned(), week: Week::default(), exceptions: Vec::new() };
        assert_eq!(empty.read("/c").unwrap_err().fields[0].rule, "calendar.no_hours");
        let lost = CalendarForm { zone: "Mars/Olympus".to_owned(), ..CalendarForm::office("UTC") };
        assert_eq!(lost.read("/c").unwrap_err().fields[0].pointer, "/c/zone");
    }
}
