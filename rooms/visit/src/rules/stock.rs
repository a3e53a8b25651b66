//! How many pieces of a part a place should have, and whether somebody can open it while others are away (R37).

use jiff::civil::Date;
use uuid::Uuid;

/// The least number of pieces by what is sold: one for each so many units under contract that count on this place,
/// rounded up, and at least one while there is any.
pub fn least(units: i64, units_for_one: i64) -> i64 {
    if units <= 0 {
        return 0;
    }
    let each = units_for_one.max(1);
    (units.saturating_add(each - 1) / each).max(1)
}

/// How many pieces to ask for; none when there are enough, or enough on the way.
pub fn lacking(on_hand: i64, coming: i64, least: i64) -> i64 {
    (least - on_hand.max(0) - coming.max(0)).max(0)
}

/// A key and whether its holder is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: Uuid,
    /// First day of the key.
    pub from: Date,
    /// Last day of the key.
    pub until: Option<Date>,
    /// Stretches of days in which the holder is away, both ends included.
    pub away: Vec<(Date, Date)>,
}

/// The first day of a stretch on which nobody but `without` can open the place; `None` when somebody always can. Two
/// holders may share the stretch.
pub fn first_day_alone(holders: &[Holder], without: Uuid, from: Date, until: Date) -> Option<Date> {
    let mut day = from;
    while day <= until {
        let opens = holders.iter().any(|holder| {
            holder.person != without
                && holder.from <= day
                && holder.until.is_none_or(|last| last >= day)
                && !holder.away.iter().any(|(first, last)| *first <= day && day <= *last)
        });
        if !opens {
            return Some(day);
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn r37_least_pieces_follow_what_is_sold() {
        assert_eq!(least(0, 12), 0);
        assert_eq!(least(1, 12), 1);
        assert_eq!(least(12, 12), 1);
        assert_eq!(least(13, 12), 2);
        assert_eq!(least(37, 12), 4);
        assert_eq!(least(5, 0), 5);
    }

    #[test]
    fn r37_only_what_is_missing_is_asked_for() {
        assert_eq!(lacking(0, 0, 3), 3);
        assert_eq!(lacking(1, 1, 3), 1);
        assert_eq!(lacking(2, 5, 3), 0);
        assert_eq!(lacking(-4, 0, 2), 2);
    }

    #[test]
    fn r37_two_colleagues_may_share_the_days_and_a_gap_is_named() {
        let (nora, ines, joe) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let holder = |person, from, until| Holder { person, from, until, away: Vec::new() };
        let own = holder(nora, date(2030, 1, 1), None);
        let first = holder(ines, date(2031, 8, 1), Some(date(2031, 8, 9)));
        let second = holder(joe, date(2031, 8, 10), None);
        let (from, until) = (date(2031, 8, 4), date(2031, 8, 15));
        let all = [own.clone(), first.clone(), second.clone()];
        assert_eq!(first_day_alone(&all, nora, from, until), None);
        assert_eq!(
            first_day_alone(&[own.clone(), first.clone()], nora, from, until),
            Some(date(2031, 8, 10))
        );
        let away = Holder { away: vec![(date(2031, 8, 12), date(2031, 8, 12))], ..second };
        assert_eq!(first_day_alone(&[own, first, away], nora, from, until), Some(date(2031, 8, 12)));
        assert_eq!(first_day_alone(&[], nora, from, from), Some(from));
    }
}
