//! When a customer may have accepted a unit.

use jiff::civil::Date;

use crate::Origin;

/// What is known of a unit that is to be accepted.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// Who made it.
    pub origin: Origin,
    /// When it was accepted before.
    pub accepted_on: Option<Date>,
    /// When it was taken out of use.
    pub retired_on: Option<Date>,
    /// Today at its site.
    pub today: Date,
}

/// Why a unit cannot have been accepted on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptanceFault {
    /// It is not of ours: nobody accepts it from us.
    NotOurs,
    /// It was accepted already; that can be corrected.
    Already {
        /// The day that stands.
        on: Date,
    },
    /// It was not accepted yet, so there is nothing to correct.
    NotYet,
    /// The correction says the same day.
    Same,
    /// The day has not come yet at the site.
    Future {
        /// Today there.
        today: Date,
    },
    /// It was out of use by then.
    Retired {
        /// Since when.
        on: Date,
    },
}

fn on_this_day(unit: &Unit, on: Date) -> Result<(), AcceptanceFault> {
    if unit.origin != Origin::Ours {
        return Err(AcceptanceFault::NotOurs);
    }
    if on > unit.today {
        return Err(AcceptanceFault::Future { today: unit.today });
    }
    match unit.retired_on {
        Some(retired) if on > retired => Err(AcceptanceFault::Retired { on: retired }),
        _ => Ok(()),
    }
}

/// Whether a unit may be accepted on a day.
///
/// # Errors
/// Why not.
pub fn may_accept(unit: &Unit, on: Date) -> Result<(), AcceptanceFault> {
    match unit.accepted_on {
        Some(stands) => Err(AcceptanceFault::Already { on: stands }),
        None => on_this_day(unit, on),
    }
}

/// Whether the day of an acceptance may be corrected.
///
/// # Errors
/// Why not.
pub fn may_correct(unit: &Unit, on: Date) -> Result<(), AcceptanceFault> {
    match unit.accepted_on {
        None => Err(AcceptanceFault::NotYet),
        Some(stands) if stands == on => Err(AcceptanceFault::Same),
        Some(_) => on_this_day(unit, on),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn r16_a_unit_is_accepted_once_and_corrected_after() {
        let today = date(2027, 9, 6);
        let fresh = Unit { origin: Origin::Ours, accepted_on: None, retired_on: None, today };
        assert_eq!(may_accept(&fresh, today), Ok(()));
        assert_eq!(may_accept(&fresh, date(2027, 9, 7)), Err(AcceptanceFault::Future { today }));
        assert_eq!(may_correct(&fresh, today), Err(AcceptanceFault::NotYet));
        let rival = Unit { origin: Origin::Rival, ..fresh };
        assert_eq!(may_accept(&rival, today), Err(AcceptanceFault::NotOurs));
        let stands = date(2027, 8, 31);
        let accepted = Unit { accepted_on: Some(stands), ..fresh };
        assert_eq!(may_accept(&accepted, today), Err(AcceptanceFault::Already { on: stands }));
        assert_eq!(may_correct(&accepted, stands), Err(AcceptanceFault::Same));
        assert_eq!(may_correct(&accepted, today), Ok(()));
        let retired = Unit { retired_on: Some(date(2027, 9, 1)), ..accepted };
        assert_eq!(
            may_correct(&retired, date(2027, 9, 2)),
            Err(AcceptanceFault::Retired { on: date(2027, 9, 1) })
        );
    }
}
