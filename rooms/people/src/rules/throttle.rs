//! How often somebody may try to come in: how long an address rests after failures, and how many tries a node takes from
//! one network and from everybody.

use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

/// Tries that cost nothing: people mistype.
pub const FREE_TRIES: i64 = 5;
/// The longest rest, so that nobody can lock a colleague out for a day.
const REST_MAX_SECONDS: i64 = 15 * 60;

/// The rest after this many failures in a row: none at first, then 30 seconds doubling each time.
pub fn rest(failures: i64) -> Option<SignedDuration> {
    let over = failures - FREE_TRIES;
    if over < 0 {
        return None;
    }
    let exponent = u32::try_from(over).unwrap_or(u32::MAX).min(10);
    Some(SignedDuration::from_secs((30 * 2_i64.pow(exponent)).min(REST_MAX_SECONDS)))
}

/// Letters with a new link that one address may be sent in an hour: a slip or two, but no flood in somebody's mailbox.
pub const ASKED_MAX: i64 = 3;
/// How long they are counted.
pub const ASKED_FOR: SignedDuration = SignedDuration::from_hours(1);

/// One more asking of an address, known or not: how many then, and until when they are counted.
///
/// # Errors
/// Until when nothing more is sent to it.
pub fn ask(asked: i64, until: Option<Timestamp>, wall: Timestamp) -> Result<(i64, Timestamp), Timestamp> {
    match until.filter(|until| *until > wall) {
        Some(until) if asked >= ASKED_MAX => Err(until),
        Some(until) => Ok((asked + 1, until)),
        None => Ok((1, wall.checked_add(ASKED_FOR).unwrap_or(wall))),
    }
}

/// Tries that are taken at once, and how many more come with each second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// At once.
    pub at_once: i32,
    /// Each second after that.
    pub per_second: i64,
}

/// From one network: a whole office in the morning, and so little that nobody else notices whoever never stops.
pub const OF_AN_ASKER: Pace = Pace { at_once: 20, per_second: 2 };
/// From everybody: what a node can look at, since proving a password is slow on purpose.
pub const OF_A_NODE: Pace = Pace { at_once: 60, per_second: 10 };

impl Pace {
    /// One more try. `until` is when the earlier ones are made up for; returns when they are with this one.
    ///
    /// # Errors
    /// How long there is to wait for the next.
    pub fn take(self, until: Option<Timestamp>, wall: Timestamp) -> Result<Timestamp, SignedDuration> {
        let one = SignedDuration::from_micros(1_000_000 / self.per_second.max(1));
        let until = until.unwrap_or(wall).max(wall);
        let taken = until.duration_since(wall);
        let most = one * (self.at_once - 1).max(0);
        if taken > most {
            return Err(taken - most);
        }
        Ok(until.checked_add(one).unwrap_or(until))
    }
}

/// What counts as one asker: an IPv4 address, or the 64 bits of an IPv6 one that a connection is given; whoever has those
/// has every address behind them.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_kept_and_made_up_for() {
        let pace = Pace { at_once: 7, per_second: 4 };
        let start: Timestamp = "2026-02-02T09:00:00Z".parse().unwrap();
        let later = |millis| start.checked_add(SignedDuration::from_millis(millis)).unwrap();
        let mut until = None;
        let mut taken = |wall| match pace.take(until, wall) {
            Ok(then) => {
                until = Some(then);
                Ok(())
            }
            Err(wait) => Err(wait.as_millis()),
        };
        for _ in 0..7 {
            assert_eq!(taken(start), Ok(()));
        }
        assert_eq!(taken(start), Err(250));
        assert_eq!(taken(later(100)), Err(150), "whoever is refused waits no longer for it");
        assert_eq!((taken(later(500)), taken(later(500)), taken(later(500))), (Ok(()), Ok(()), Err(250)));
        for _ in 0..7 {
            assert_eq!(taken(later(9_000)), Ok(()), "all of them are back, and no more");
        }
        assert_eq!(taken(later(9_000)), Err(250));
    }

    #[test]
    fn one_connection_is_one_asker() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(network(ip("2001:db8:7:9:aaaa::1")), network(ip("2001:db8:7:9:ffff:2:3:4")));
        assert_ne!(network(ip("2001:db8:7:9::1")), network(ip("2001:db8:7:a::1")));
        assert_ne!(network(ip("198.51.100.7")), network(ip("198.51.100.8")));
        assert_eq!(network(ip("::ffff:198.51.100.7")), ip("198.51.100.7"));
    }

    #[test]
    fn three_letters_an_hour_from_the_first_on() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let end = at("2026-03-02T10:17:00Z");
        assert_eq!(ask(0, None, at("2026-03-02T09:17:00Z")), Ok((1, end)));
        assert_eq!(ask(1, Some(end), at("2026-03-02T09:30:00Z")), Ok((2, end)));
        assert_eq!(ask(2, Some(end), at("2026-03-02T10:16:00Z")), Ok((3, end)));
        assert_eq!(ask(3, Some(end), at("2026-03-02T10:16:59Z")), Err(end));
        assert_eq!(ask(3, Some(end), end), Ok((1, at("2026-03-02T11:17:00Z"))));
    }

    #[test]
    fn rests_grow_to_a_limit() {
        assert_eq!(rest(4), None);
        assert_eq!(rest(5), Some(SignedDuration::from_secs(30)));
        assert_eq!(rest(6), Some(SignedDuration::from_secs(60)));
        assert_eq!(rest(9), Some(SignedDuration::from_secs(480)));
        assert_eq!(rest(10), Some(SignedDuration::from_mins(15)));
        assert_eq!(rest(i64::MAX - 10), Some(SignedDuration::from_mins(15)));
    }
}
