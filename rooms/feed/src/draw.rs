//! A calendar as text (RFC 5545). Folding, escaping and the order of parts are the library's.
//!
//! Times are written in UTC, which no reader can mistake and which needs no rules of zones; whole days as dates, which are that
//! day wherever one is. Nothing in the text depends on when it was asked for, so that an unchanged calendar is the same text.

use std::collections::BTreeMap;

use icalendar::{Calendar, Component, Event, Property};
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use crate::rules::{Entry, Kept, When};

/// How often a reader is asked to look again.
const LOOK_AGAIN: &str = "PT1H";

/// An instant as calendars write it.
fn instant(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn day(day: jiff::civil::Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// The words around the entries.
pub(crate) struct Around<'a> {
    /// Name of the calendar.
    pub(crate) name: &'a str,
    /// What an entry is called that is gone.
    pub(crate) gone: &'a str,
    /// Address of this installation; empty when nobody said it.
    pub(crate) site: &'a str,
}

/// Draws a calendar: what is shown, and what is told to be gone.
pub(crate) fn draw(around: &Around<'_>, entries: &[Entry], told: &BTreeMap<String, Kept>) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Accord//Accord//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("NAME", around.name));
    calendar.append_property(Property::new("X-WR-CALNAME", around.name));
    calendar.append_property(
        Property::new("REFRESH-INTERVAL", LOOK_AGAIN).add_parameter("VALUE", "DURATION").done(),
    );
    for (uid, kept) in told {
        match entries.iter().find(|entry| entry.uid == *uid) {
            Some(entry) => calendar.push(event(around, entry, kept)),
            None => calendar.push(gone(around, kept)),
        };
    }
    calendar.done().to_string()
}

/// What every entry has.
fn fresh(kept: &Kept, when: When) -> Event {
    let mut event = Event::new();
    event.add_property("UID", &kept.uid);
    event.add_property("DTSTAMP", instant(kept.changed_at));
    event.add_property("LAST-MODIFIED", instant(kept.changed_at));
    event.add_property("SEQUENCE", kept.sequence.to_string());
    match when {
        When::Day(date) => {
            let next = date.checked_add(1.day()).unwrap_or(date);
            for (name, date) in [("DTSTART", date), ("DTEND", next)] {
                event.append_property(Property::new(name, day(date)).add_parameter("VALUE", "DATE").done());
            }
        }
        When::Time(from, until) => {
            event.add_property("DTSTART", instant(from));
            if let Some(until) = until.filter(|until| *until > from) {
                event.add_property("DTEND", instant(until));
            }
        }
    }
    event
}

fn event(around: &Around<'_>, entry: &Entry, kept: &Kept) -> Event {
    let mut event = fresh(kept, entry.when);
    event.add_property("SUMMARY", &entry.summary);
    for (name, text) in [("DESCRIPTION", &entry.description), ("LOCATION", &entry.location)] {
        if !text.is_empty() {
            event.add_property(name, text);
        }
    }
    if !around.site.is_empty() {
        event.add_property("URL", format!("{}{}", around.site, entry.path));
    }
    event.add_property("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" });
    event.add_property("TRANSP", if entry.busy && !entry.cancelled { "OPAQUE" } else { "TRANSPARENT" });
    event.done()
}

/// An entry that is gone says where it was, and nothing of what it was: its reader may have lost the right to know.
fn gone(around: &Around<'_>, kept: &Kept) -> Event {
    let when = When::parse(&kept.starts).unwrap_or(When::Time(kept.changed_at, None));
    let mut event = fresh(kept, when);
    event.add_property("SUMMARY", around.gone);
    event.add_property("STATUS", "CANCELLED");
    event.add_property("TRANSP", "TRANSPARENT");
    event.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(uid: &str) -> Kept {
        Kept {
            uid: uid.to_owned(),
            fingerprint: Vec::new(),
            sequence: 3,
            starts: "2027-10-31".to_owned(),
            changed_at: "2027-03-01T10:00:00Z".parse().unwrap(),
            gone_at: None,
        }
    }

    #[test]
    fn what_is_shown_is_folded_escaped_and_in_utc() {
        let entry = Entry {
            uid: "visit-1".to_owned(),
            when: When::Time(
                "2027-03-28T00:30:00Z".parse().unwrap(),
                Some("2027-03-28T03:30:00Z".parse().unwrap()),
            ),
            summary: "Moinho; São João, \\ \"press\"\nline".to_owned(),
            description: "é".repeat(60),
            location: String::new(),
            path: "/visits/1".to_owned(),
            cancelled: false,
            busy: true,
        };
        let told = BTreeMap::from([
            ("visit-1".to_owned(), kept("visit-1")),
            ("promise-2".to_owned(), kept("promise-2")),
        ]);
        let around = Around { name: "Ana", gone: "Gone", site: "https://accord.example" };
        let text = draw(&around, std::slice::from_ref(&entry), &told);
        for line in [
            "DTSTART:20270328T003000Z",
            "DTEND:20270328T033000Z",
            "SUMMARY:Moinho\\; São João\\, \\\\ \"press\"\\nline",
            "SEQUENCE:3",
            "LAST-MODIFIED:20270301T100000Z",
            "URL:https://accord.example/visits/1",
            "DTSTART;VALUE=DATE:20271031",
            "DTEND;VALUE=DATE:20271101",
            "STATUS:CANCELLED",
        ] {
            assert!(text.lines().any(|known| known == line), "{line} is not in\n{text}");
        }
        assert!(text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
        assert_eq!(text, draw(&around, &[entry], &told), "the same calendar is the same text");
    }
}
