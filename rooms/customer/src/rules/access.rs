//! What an access record lacks before somebody stands in front of a locked door (R28).

use jiff::{ToSpan, civil::Date};

use crate::{
    access::{AccessGap, AccessRecord},
    id::Shift,
};

/// What is missing. `max_months` is the age after which it must be checked again (12 by default); `within_hours` is the
/// notice that a visit would give: a site that asks for more needs an emergency path and somebody at night.
pub fn access_gaps(
    record: Option<&AccessRecord>,
    today: Date,
    max_months: i32,
    within_hours: Option<u16>,
) -> Vec<AccessGap> {
    let Some(record) = record else {
        return vec![AccessGap::Record];
    };
    let reached =
        |shift: Shift| record.contacts.iter().any(|gate| gate.shift == shift || gate.shift == Shift::Always);
    let mut gaps = Vec::new();
    if record.door.trim().is_empty() {
        gaps.push(AccessGap::Door);
    }
    if record.ring.trim().is_empty() {
        gaps.push(AccessGap::Ring);
    }
    if !reached(Shift::Day) {
        gaps.push(AccessGap::DayContact);
    }
    if let Some(hours) = within_hours {
        if !reached(Shift::Night) {
            gaps.push(AccessGap::NightContact);
        }
        if record.lead_hours > hours && record.emergency_path.trim().is_empty() {
            gaps.push(AccessGap::EmergencyPath);
        }
    }
    if is_old(record.checked_on, today, max_months) {
        gaps.push(AccessGap::Old);
    }
    gaps
}

/// Older than so many months: on the day itself it is not old yet.
fn is_old(checked_on: Date, today: Date, max_months: i32) -> bool {
    match checked_on.checked_add(max_months.months()) {
        Ok(last) => today > last,
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::{access::GateContact, id::ContactId};

    fn record() -> AccessRecord {
        AccessRecord {
            door: "Gate 3".to_owned(),
            ring: "ext. 71".to_owned(),
            contacts: vec![GateContact { shift: Shift::Day, contact: ContactId(Uuid::from_u128(1)) }],
            badge: String::new(),
            escort: false,
            safety: String::new(),
            hours: String::new(),
            parking: String::new(),
            lead_hours: 36,
            emergency_path: String::new(),
            checked_on: date(2025, 2, 28),
        }
    }

    #[test]
    fn r28_a_site_that_asks_for_notice_needs_an_emergency_path_and_a_night_contact() {
        let today = date(2025, 6, 1);
        assert_eq!(access_gaps(Some(&record()), today, 12, None), []);
        assert_eq!(
            access_gaps(Some(&record()), today, 12, Some(6)),
            [AccessGap::NightContact, AccessGap::EmergencyPath]
        );
        assert_eq!(access_gaps(Some(&record()), today, 12, Some(36)), [AccessGap::NightContact]);
        let full = AccessRecord {
            emergency_path: "Porter's bell at the river side".to_owned(),
            contacts: vec![GateContact { shift: Shift::Always, contact: ContactId(Uuid::from_u128(1)) }],
            ..record()
        };
        assert_eq!(access_gaps(Some(&full), today, 12, Some(6)), []);
        assert_eq!(access_gaps(None, today, 12, None), [AccessGap::Record]);
    }

    #[test]
    fn r28_data_older_than_the_limit_is_to_be_checked_again() {
        assert_eq!(access_gaps(Some(&record()), date(2026, 2, 28), 12, None), []);
        assert_eq!(access_gaps(Some(&record()), date(2026, 3, 1), 12, None), [AccessGap::Old]);
        assert_eq!(access_gaps(Some(&record()), date(2025, 9, 1), 6, None), [AccessGap::Old]);
    }
}
