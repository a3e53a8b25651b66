//! The slow model: minute by minute, it asks the wall clock of the zone whether people work.
//! It shares no code with the engine but the zone database.

use std::collections::BTreeMap;

use accord_business_time::{Calendar, Hours, Pause};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use proptest::prelude::*;

pub type Minutes = Vec<(u16, u16)>;

#[derive(Debug, Clone)]
pub struct Model {
    pub zone_name: String,
    pub zone: TimeZone,
    pub week: Vec<Minutes>,
    pub exceptions: BTreeMap<Date, Minutes>,
}

impl Model {
    pub fn new(zone_name: &str, week: Vec<Minutes>) -> Self {
        let zone = TimeZone::get(zone_name).unwrap();
        Self { zone_name: zone_name.to_owned(), zone, week, exceptions: BTreeMap::new() }
    }

    pub fn calendar(&self) -> Calendar {
        let hours = |day: &Minutes| day.iter().map(|(s, e)| Hours::new(*s, *e).unwrap()).collect::<Vec<_>>();
        let week = std::array::from_fn(|day| hours(&self.week[day]));
        let exceptions = self.exceptions.iter().map(|(date, day)| (*date, hours(day))).collect();
        Calendar::new(&self.zone_name, week, exceptions).unwrap()
    }

    pub fn works(&self, at: Timestamp) -> bool {
        let shown = self.zone.to_datetime(at);
        let weekday = usize::try_from(shown.weekday().to_monday_zero_offset()).unwrap();
        let day = self.exceptions.get(&shown.date()).unwrap_or(&self.week[weekday]);
        let minute = u16::try_from(i16::from(shown.hour()) * 60 + i16::from(shown.minute())).unwrap();
        day.iter().any(|(start, end)| (*start..*end).contains(&minute))
    }

    pub fn working_day(&self, date: Date) -> bool {
        let around = date.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        (-26 * 60..50 * 60).any(|minute| {
            let at = around + SignedDuration::from_mins(minute);
            self.zone.to_datetime(at).date() == date && self.works(at)
        })
    }

    /// First and last working instant of a date.
    pub fn bounds(&self, date: Date) -> Option<(Timestamp, Timestamp)> {
        let around = date.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let minute = SignedDuration::from_mins(1);
        let mut at_work = (-26 * 60..50 * 60)
            .map(|m| around + SignedDuration::from_mins(m))
            .filter(|at| self.zone.to_datetime(*at).date() == date && self.works(*at));
        let first = at_work.next()?;
        Some((first, at_work.next_back().unwrap_or(first) + minute))
    }

    /// Running time between two instants, pauses (half open) left out.
    pub fn running(&self, from: Timestamp, to: Timestamp, pauses: &[Pause]) -> SignedDuration {
        let mut sum = SignedDuration::ZERO;
        self.cells(from, pauses, |start, end, runs| {
            if start >= to {
                return false;
            }
            if runs {
                sum += end.min(to).duration_since(start);
            }
            true
        });
        sum
    }

    /// First instant at which the budget has run down, looking no further than `limit`.
    pub fn due(
        &self,
        from: Timestamp,
        budget: SignedDuration,
        pauses: &[Pause],
        limit: Timestamp,
    ) -> Option<Timestamp> {
        let (mut left, mut due) = (budget, None);
        self.cells(from, pauses, |start, end, runs| {
            if left.is_zero() {
                due = Some(start);
            } else if runs && end.duration_since(start) >= left {
                due = Some(start + left);
            } else if runs {
                left -= end.duration_since(start);
            }
            due.is_none() && end < limit
        });
        due
    }

    /// Walks minute by minute, cut where a pause begins or ends.
    fn cells(
        &self,
        from: Timestamp,
        pauses: &[Pause],
        mut visit: impl FnMut(Timestamp, Timestamp, bool) -> bool,
    ) {
        let mut cuts: Vec<Timestamp> =
            pauses.iter().flat_map(|p| [Some(p.from), p.until]).flatten().filter(|cut| *cut > from).collect();
        cuts.sort_unstable_by(|a, b| b.cmp(a));
        let mut start = from;
        loop {
            let minute = start.as_second().div_euclid(60) * 60 + 60;
            let mut end = Timestamp::from_second(minute).unwrap();
            while let Some(cut) = cuts.last().copied().filter(|cut| *cut <= end) {
                cuts.pop();
                if cut > start {
                    end = cut;
                    break;
                }
            }
            let paused = pauses.iter().any(|p| p.from <= start && p.until.is_none_or(|until| start < until));
            if !visit(start, end, self.works(start) && !paused) {
                return;
            }
            start = end;
        }
    }
}

/// Zones whose clocks do something unusual, each worth many ordinary ones.
pub const ODD_ZONES: [&str; 16] = [
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "America/New_York",
    "Europe/Rome",
    "America/St_Johns",
    "America/Havana",
    "Asia/Tehran",
    "Africa/Cairo",
    "Europe/Dublin",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "America/Godthab",
    "Pacific/Kiritimati",
];

pub fn all_zones() -> Vec<String> {
    let names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    names.into_iter().filter(|name| accord_business_time::zone(name).is_ok()).collect()
}

fn any_zone() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(ODD_ZONES.map(str::to_owned).to_vec());
    prop_oneof![odd, proptest::sample::select(all_zones())]
}

/// An instant between 2005 and 2037, mostly within a day and a half of a change of the clocks.
fn any_instant(zone: &str) -> BoxedStrategy<Timestamp> {
    let zone = TimeZone::get(zone).unwrap();
    (1_104_537_600_i64..2_114_380_800, any::<u8>(), -130_000_i64..130_000)
        .prop_map(move |(second, near, delta)| {
            let at = Timestamp::from_second(second).unwrap();
            match zone
                .following(at)
                .next()
                .filter(|next| near < 200 && next.timestamp().as_second() < 2_145_916_800)
            {
                Some(change) => change.timestamp() + SignedDuration::from_secs(delta),
                None => at,
            }
        })
        .boxed()
}

fn any_day() -> impl Strategy<Value = Minutes> {
    let cut = prop_oneof![0_u16..=1440, 0_u16..=300, Just(0), Just(1440), Just(120), Just(180)];
    prop_oneof![
        1 => Just(vec![]),
        1 => Just(vec![(0, 1440)]),
        1 => Just(vec![(480, 720), (780, 1020)]),
        3 => proptest::collection::btree_set(cut, 2..=6).prop_map(|cuts| {
            let cuts: Vec<u16> = cuts.into_iter().collect();
            cuts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        }),
    ]
}

/// A model with a random week and some exceptions close to a random instant, and that instant.
pub fn any_case() -> impl Strategy<Value = (Model, Timestamp)> {
    any_zone().prop_flat_map(|name| {
        let week = proptest::collection::vec(any_day(), 7);
        let exceptions = proptest::collection::vec((-4_i64..8, any_day()), 0..4);
        (Just(name.clone()), any_instant(&name), week, exceptions).prop_map(|(name, at, week, exceptions)| {
            let mut model = Model::new(&name, week);
            let today = model.zone.to_datetime(at).date();
            for (days, hours) in exceptions {
                model.exceptions.insert(today + days.days(), hours);
            }
            (model, at)
        })
    })
}
