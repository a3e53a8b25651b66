//! By which channel somebody is told, and how several notices about one thing become one line (R67).

use jiff::Timestamp;

use crate::terms::{Channel, MailWish};

/// By which channel a notice goes: what was chosen for its kind, else what the reader wants in general. What must be
/// acknowledged is told whatever was switched off.
pub fn channel(wish: MailWish, chosen: Option<Channel>, must: bool) -> Channel {
    match chosen {
        Some(Channel::Off) if must => by_default(wish, must),
        Some(chosen) => chosen,
        None => by_default(wish, must),
    }
}

/// The channel where nothing was chosen: what waits for one's word at once, the rest once a day.
pub fn by_default(wish: MailWish, must: bool) -> Channel {
    match (wish, must) {
        (MailWish::None, _) => Channel::Page,
        (MailWish::All, _) | (MailWish::Urgent, true) => Channel::Mail,
        (MailWish::Urgent, false) => Channel::Digest,
    }
}

/// What folding must know of a notice.
#[derive(Debug, Clone, Copy)]
pub struct Told<'n> {
    /// About what: the page it leads to; none when it leads nowhere.
    pub thing: Option<&'n str>,
    /// Whose it is: what one covers is not folded with one's own.
    pub whose: u128,
    /// When it was made.
    pub made_at: Timestamp,
    /// By when it must be acknowledged; none when it need not, or is.
    pub acknowledge_by: Option<Timestamp>,
}

/// Notices about one thing, by their places in the list given: the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// Their places.
    pub places: Vec<usize>,
    /// By when the first of them must be acknowledged.
    pub acknowledge_by: Option<Timestamp>,
    /// When the newest was made.
    pub made_at: Timestamp,
}

/// Folds notices about one thing into one line each: what must be acknowledged soonest first, then the newest.
pub fn fold(notices: &[Told<'_>]) -> Vec<Fold> {
    let mut found: std::collections::BTreeMap<(u128, &str, usize), Vec<usize>> =
        std::collections::BTreeMap::new();
    for (place, notice) in notices.iter().enumerate() {
        let key = match notice.thing {
            Some(thing) => (notice.whose, thing, 0),
            None => (notice.whose, "", place + 1),
        };
        found.entry(key).or_default().push(place);
    }
    let made = |place: &usize| notices.get(*place).map_or(Timestamp::MIN, |notice| notice.made_at);
    let mut folds: Vec<Fold> = found
        .into_values()
        .map(|mut places| {
            places.sort_by_key(|place| std::cmp::Reverse((made(place), *place)));
            let by = places.iter().filter_map(|place| notices.get(*place)?.acknowledge_by).min();
            let made_at = places.first().map_or(Timestamp::MIN, made);
            Fold { places, acknowledge_by: by, made_at }
        })
        .collect();
    folds.sort_by_key(|fold| {
        (
            fold.acknowledge_by.is_none(),
            fold.acknowledge_by,
            std::cmp::Reverse(fold.made_at),
            fold.places.first().copied(),
        )
    });
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_must_be_acknowledged_is_told_whatever_is_off() {
        use Channel::{Digest, Mail, Off, Page};
        assert_eq!(channel(MailWish::Urgent, None, true), Mail);
        assert_eq!(channel(MailWish::Urgent, None, false), Digest);
        assert_eq!(channel(MailWish::Urgent, Some(Off), true), Mail);
        assert_eq!(channel(MailWish::Urgent, Some(Off), false), Off);
        assert_eq!(channel(MailWish::None, Some(Off), true), Page);
        assert_eq!(channel(MailWish::None, Some(Mail), false), Mail);
        assert_eq!(channel(MailWish::All, Some(Page), true), Page);
        assert_eq!(channel(MailWish::All, None, false), Mail);
    }

    #[test]
    fn notices_about_one_thing_are_one_line() {
        let told = |thing, whose, made: &str, by: Option<&str>| Told {
            thing,
            whose,
            made_at: at(made),
            acknowledge_by: by.map(at),
        };
        let list = [
            told(Some("/promises/P-1"), 1, "2026-02-01T08:00:00Z", None),
            told(Some("/orders/9"), 1, "2026-02-02T08:00:00Z", Some("2026-02-02T12:00:00Z")),
            told(Some("/promises/P-1"), 1, "2026-02-03T08:00:00Z", Some("2026-02-03T09:00:00Z")),
            told(Some("/promises/P-1"), 2, "2026-02-03T09:00:00Z", None),
            told(None, 1, "2026-02-04T08:00:00Z", None),
            told(None, 1, "2026-02-04T08:00:00Z", None),
        ];
        let folds: Vec<(Vec<usize>, bool)> =
            fold(&list).into_iter().map(|fold| (fold.places, fold.acknowledge_by.is_some())).collect();
        assert_eq!(
            folds,
            [(vec![1], true), (vec![2, 0], true), (vec![4], false), (vec![5], false), (vec![3], false),]
        );
        assert!(fold(&[]).is_empty());
    }
}
