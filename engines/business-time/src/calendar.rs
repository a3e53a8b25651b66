//! A working calendar: hours by weekday, dated exceptions, and the zone they are about.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{CalendarError, Hours};

/// When people work at a place (R24, R30): hours by weekday, exceptions by date, and the zone of
/// the site whose wall clock they are read on. Always valid once made.
///
/// Serialised plainly; a weekday left out is closed, an exception without hours is a holiday:
/// `{"zone":"Europe/Rome","week":{"monday":["08:00-12:00","13:00-17:00"]},"exceptions":{"2026-12-25":[]}}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Calendar {
    zone: TimeZone,
    name: String,
    week: [Vec<Hours>; 7],
    exceptions: BTreeMap<Date, Vec<Hours>>,
}

/// The zone of an IANA name such as `America/Sao_Paulo`, upper or lower case.
///
/// # Errors
/// [`CalendarError::UnknownZone`] if the zone database has no such name.
pub fn zone(name: &str) -> Result<TimeZone, CalendarError> {
    TimeZone::get(name)
        .ok()
        .filter(|zone| !zone.is_unknown() && zone.iana_name().is_some())
        .ok_or_else(|| CalendarError::UnknownZone { name: name.to_owned() })
}

impl Calendar {
    /// A calendar from the hours of the week (Monday first) and the hours of single dates that
    /// differ (no hours: a holiday). Entries of a day may come in any order.
    ///
    /// A calendar without any working time can be made (a plan not filled in yet); searching it
    /// ends in [`TimeError::NoWorkingTime`](crate::TimeError::NoWorkingTime).
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`], or [`CalendarError::Overlap`] within one day.
    pub fn new(
        zone_name: &str,
        week: [Vec<Hours>; 7],
        exceptions: BTreeMap<Date, Vec<Hours>>,
    ) -> Result<Self, CalendarError> {
        let zone = zone(zone_name)?;
        let name = zone.iana_name().unwrap_or(zone_name).to_owned();
        let mut ordered: [Vec<Hours>; 7] = Default::default();
        for (slot, day) in ordered.iter_mut().zip(week) {
            *slot = Hours::in_order(day)?;
        }
        let exceptions = exceptions
            .into_iter()
            .map(|(date, hours)| Ok((date, Hours::in_order(hours)?)))
            .collect::<Result<_, CalendarError>>()?;
        Ok(Self { zone, name, week: ordered, exceptions })
    }

    /// Round the clock, every day of the year (24x7, R30).
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn always(zone_name: &str) -> Result<Self, CalendarError> {
        Self::new(zone_name, std::array::from_fn(|_| vec![Hours::ALL_DAY]), BTreeMap::new())
    }

    /// The same hours Monday to Friday, closed on Saturday and Sunday.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`], or [`CalendarError::Overlap`].
    pub fn weekdays(zone_name: &str, hours: &[Hours]) -> Result<Self, CalendarError> {
        let week = std::array::from_fn(|day| if day < 5 { hours.to_vec() } else { Vec::new() });
        Self::new(zone_name, week, BTreeMap::new())
    }

    /// The same calendar with other hours on one date; no hours make it a holiday.
    ///
    /// # Errors
    /// [`CalendarError::Overlap`].
    pub fn with_exception(mut self, date: Date, hours: &[Hours]) -> Result<Self, CalendarError> {
        self.exceptions.insert(date, Hours::in_order(hours.to_vec())?);
        Ok(self)
    }

    /// The same hours and exceptions read on the wall clock of another zone: hours that are agreed for every place mean
    /// eight o'clock where the clock is looked at.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`].
    pub fn in_zone(mut self, zone_name: &str) -> Result<Self, CalendarError> {
        let zone = zone(zone_name)?;
        zone.iana_name().unwrap_or(zone_name).clone_into(&mut self.name);
        self.zone = zone;
        Ok(self)
    }

    /// The zone on whose wall clock the hours are read.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The zone's IANA name as the zone database writes it.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        &self.name
    }

    /// The hours of a weekday where no exception speaks, in order, touching ones joined.
    #[must_use]
    pub fn weekday_hours(&self, day: Weekday) -> &[Hours] {
        let index = usize::from(day.to_monday_zero_offset().unsigned_abs());
        self.week.get(index).map_or(&[], Vec::as_slice)
    }

    /// Dates whose hours differ from their weekday's; no hours: a holiday.
    #[must_use]
    pub fn exceptions(&self) -> &BTreeMap<Date, Vec<Hours>> {
        &self.exceptions
    }

    /// The hours written down for a date: its exception, or its weekday's hours. Whether the
    /// wall clock of that date shows them is asked with
    /// [`is_working_day`](Self::is_working_day).
    #[must_use]
    pub fn hours_on(&self, date: Date) -> &[Hours] {
        match self.exceptions.get(&date) {
            Some(hours) => hours,
            None => self.weekday_hours(date.weekday()),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    zone: String,
    week: Week,
    #[serde(default)]
    exceptions: BTreeMap<Date, Vec<Hours>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Week {
    monday: Vec<Hours>,
    tuesday: Vec<Hours>,
    wednesday: Vec<Hours>,
    thursday: Vec<Hours>,
    friday: Vec<Hours>,
    saturday: Vec<Hours>,
    sunday: Vec<Hours>,
}

impl TryFrom<Form> for Calendar {
    type Error = CalendarError;

    fn try_from(form: Form) -> Result<Self, CalendarError> {
        let Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday } = form.week;
        let week = [monday, tuesday, wednesday, thursday, friday, saturday, sunday];
        Self::new(&form.zone, week, form.exceptions)
    }
}

impl From<Calendar> for Form {
    fn from(calendar: Calendar) -> Self {
        let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = calendar.week;
        let week = Week { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
        Self { zone: calendar.name, week, exceptions: calendar.exceptions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_plain_form_round_trips_and_is_checked() {
        let text = r#"{"zone":"europe/rome","week":{"monday":["13:00-17:00","08:00-12:00"]},
            "exceptions":{"2026-12-25":[],"2026-05-09":["08:00-24:00"]}}"#;
        let calendar: Calendar = serde_json::from_str(text).unwrap();
        assert_eq!(calendar.zone_name(), "Europe/Rome");
        assert_eq!(calendar.hours_on(date(2026, 5, 4)).len(), 2);
        assert_eq!(calendar.hours_on(date(2026, 5, 5)), []);
        assert_eq!(calendar.hours_on(date(2026, 5, 9)), ["08:00-24:00".parse().unwrap()]);
        let again: Calendar = serde_json::from_str(&serde_json::to_string(&calendar).unwrap()).unwrap();
        assert_eq!(again, calendar);
    }

    #[test]
    fn the_same_hours_are_read_on_another_wall_clock() {
        let text =
            r#"{"zone":"Europe/Rome","week":{"monday":["08:00-12:00"]},"exceptions":{"2026-12-25":[]}}"#;
        let rome: Calendar = serde_json::from_str(text).unwrap();
        let lima = rome.clone().in_zone("america/lima").unwrap();
        assert_eq!(lima.zone_name(), "America/Lima");
        assert_eq!(
            (lima.hours_on(date(2026, 5, 4)), lima.exceptions()),
            (rome.hours_on(date(2026, 5, 4)), rome.exceptions())
        );
        // Monday 4 May 2026, 09:00 in Rome is two in the morning in Lima; 10:00 in Lima is five in the afternoon in Rome.
        let (there, here) =
            ("2026-05-04T07:00:00Z".parse().unwrap(), "2026-05-04T15:00:00Z".parse().unwrap());
        assert!(rome.is_working_at(there) && !rome.is_working_at(here));
        assert!(!lima.is_working_at(there) && lima.is_working_at(here));
        assert!(rome.in_zone("Mars/Olympus").is_err());
    }

    #[test]
    fn bad_calendars_are_refused_when_read() {
        for (text, word) in [
            (r#"{"zone":"Mars/Olympus","week":{}}"#, "Mars/Olympus"),
            (r#"{"zone":"Etc/Unknown","week":{}}"#, "Etc/Unknown"),
            (r#"{"zone":"UTC","week":{"monday":["08:00-12:00","11:00-13:00"]}}"#, "overlap"),
            (r#"{"zone":"UTC","week":{},"exceptions":{"2026-01-01":["12:00-08:00"]}}"#, "order"),
            (r#"{"zone":"UTC","week":{"mondays":[]}}"#, "mondays"),
            (r#"{"zone":"UTC","week":{},"exceptions":{"2026-02-30":[]}}"#, "day"),
        ] {
            let error = serde_json::from_str::<Calendar>(text).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
