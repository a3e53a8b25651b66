//! Where a unit stood at an instant.

use accord_room_customer::SiteId;
use jiff::Timestamp;

/// Since when a unit stands at its first site: nobody asks what was before.
pub const ALWAYS: Timestamp = Timestamp::UNIX_EPOCH;

/// A stay at a site, from an instant until the next stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Since when.
    pub from_at: Timestamp,
    /// Where; open when nobody knows.
    pub site: Option<SiteId>,
}

/// Where a unit stood at an instant: the last stay begun by then. Before the first known stay it stood where that
/// one says. `stays` may be in any order.
pub fn site_at(stays: &[Stay], at: Timestamp) -> Option<SiteId> {
    let begun = stays.iter().filter(|stay| stay.from_at <= at).max_by_key(|stay| stay.from_at);
    let stay = begun.or_else(|| stays.iter().min_by_key(|stay| stay.from_at));
    stay.and_then(|stay| stay.site)
}

/// Whether a unit may have moved at an instant: not before the last move that is known, not in the future. What was
/// said of the past before stays.
///
/// # Errors
/// The instant of the last move, or `now`.
pub fn may_move(stays: &[Stay], at: Timestamp, now: Timestamp) -> Result<(), Timestamp> {
    if at > now {
        return Err(now);
    }
    match stays.iter().map(|stay| stay.from_at).max() {
        Some(last) if at <= last => Err(last),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn r16_a_unit_is_where_its_last_move_before_the_instant_put_it() {
        let (north, south) = (SiteId(Uuid::from_u128(1)), SiteId(Uuid::from_u128(2)));
        let moved = at("2027-03-09T07:30:00Z");
        let stays = [
            Stay { from_at: moved, site: Some(south) },
            Stay { from_at: at("2024-01-01T00:00:00Z"), site: Some(north) },
        ];
        assert_eq!(site_at(&stays, at("2019-05-05T00:00:00Z")), Some(north));
        assert_eq!(site_at(&stays, at("2027-03-09T07:29:59Z")), Some(north));
        assert_eq!(site_at(&stays, moved), Some(south));
        assert_eq!(site_at(&[], moved), None);
        let now = at("2027-04-01T00:00:00Z");
        assert_eq!(may_move(&stays, at("2027-03-10T00:00:00Z"), now), Ok(()));
        assert_eq!(may_move(&stays, moved, now), Err(moved));
        assert_eq!(may_move(&stays, at("2027-04-02T00:00:00Z"), now), Err(now));
        let first = [Stay { from_at: ALWAYS, site: Some(north) }];
        assert_eq!(may_move(&first, at("2021-01-01T00:00:00Z"), now), Ok(()), "noted later than it was");
    }
}
