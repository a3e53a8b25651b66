//! The map of the company: every area keyed to exactly one of the two spheres (R1).

use jiff::{SignedDuration, Timestamp};

use crate::terms::HomeSphere;

/// How an area is keyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// It is of this sphere.
    Home(HomeSphere),
    /// It is of neither and serves this sphere's promise.
    Serves(HomeSphere),
}

/// The key of a home sphere and a served sphere; `None` when it is not exactly one of them.
pub fn key(home: Option<HomeSphere>, serves: Option<HomeSphere>) -> Option<Key> {
    match (home, serves) {
        (Some(sphere), None) => Some(Key::Home(sphere)),
        (None, Some(sphere)) => Some(Key::Serves(sphere)),
        _ => None,
    }
}

/// The areas that stand against publishing, by name: those without a key.
pub fn unkeyed<'a>(areas: impl IntoIterator<Item = (&'a str, Option<HomeSphere>)>) -> Vec<&'a str> {
    areas.into_iter().filter(|(_, key)| key.is_none()).map(|(name, _)| name).collect()
}

/// Whether an area is distant from the customer: neither a contact with one nor a figure about one, for as long as the
/// setting says. An area younger than that is not judged yet.
pub fn is_distant(
    near_customers: bool,
    has_metric: bool,
    entered_at: Timestamp,
    now: Timestamp,
    window: SignedDuration,
) -> bool {
    !near_customers && !has_metric && now.duration_since(entered_at) >= window
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_key() {
        use HomeSphere::{AfterSales, Sales};
        assert_eq!(key(Some(Sales), None), Some(Key::Home(Sales)));
        assert_eq!(key(None, Some(AfterSales)), Some(Key::Serves(AfterSales)));
        assert_eq!(key(None, None), None);
        assert_eq!(key(Some(Sales), Some(AfterSales)), None);
        assert_eq!(unkeyed([("Support", Some(AfterSales)), ("Paint shop", None)]), ["Paint shop"]);
    }

    #[test]
    fn distant_only_after_the_window() {
        let entered: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let window = SignedDuration::from_hours(24 * 40);
        let after = |days: i64| entered.checked_add(SignedDuration::from_hours(24 * days)).unwrap();
        assert!(!is_distant(false, false, entered, after(39), window));
        assert!(is_distant(false, false, entered, after(40), window));
        assert!(!is_distant(true, false, entered, after(40), window));
        assert!(!is_distant(false, true, entered, after(40), window));
    }
}
