//! Business time: working calendars, zones, and the clocks that run on them.
//!
//! This is the one place that knows when people work at a site, what a civil date or time
//! means there, when so much working time has passed, and how a pause moves a deadline
//! (R24, R18, R19, R30). It is pure: facts and `now` in, instants and dates out.
//!
//! One definition carries everything: **an instant is working time if the wall clock at the
//! site then shows a time inside the calendar's hours of the date it then shows.** So a skipped
//! hour does not count, a repeated hour counts twice, and a date the zone left out (Apia,
//! 2011-12-30) is no working day, whatever its weekday. Elapsed time is always real time.
//!
//! It must not know: the system clock, a database, customers, promises, severities, or which
//! country has which holidays. Calendars are data that a room owns and hands in.
//!
//! To add the next thing: a question about dates goes to `days`, about instants to `walk`,
//! about a running promise to `clock`, about what somebody typed to `civil`. Whatever needs the
//! working intervals reads them from `walk::Walk`, never from the hours directly; then extend
//! the minute-by-minute model in `tests/model` and compare.
//!
//! Error texts here are for logs; a room turns the typed error into words for people.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod calendar;
mod civil;
mod clock;
mod days;
mod error;
mod hours;
mod walk;

pub use calendar::{Calendar, zone};
pub use civil::{add_months_clamped, date_in_zone, parse_date, parse_due, resolve_civil};
pub use clock::{Due, Pause, due, elapsed, percent_at, warn_at, warnings_at};
pub use error::{CalendarError, CivilError, TimeError};
pub use hours::Hours;
