//! The date ruler: what the customer needs, what we can, what we said, on one line, with the load of slots and
//! crews beneath (R18, R19). Wide it is a drawing; narrow it is a list that reads from top to bottom, which is
//! also what screen readers get in both. Nothing here may reach a customer: it shows internal dates (T20).

use jiff::civil::Date;
use maud::{Markup, html};

use super::Sphere;

/// What a date on the ruler means; each has its own shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// The present day.
    Today,
    /// When the customer needs it.
    Requested,
    /// When rep, manufacturing and service look again (R19).
    Checkpoint,
    /// Our own target, never told outside (R18).
    Target,
    /// What the customer was told.
    Committed,
    /// Anything else, such as "crews from".
    Other(Sphere),
}

impl MarkKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Requested => "requested",
            Self::Checkpoint => "checkpoint",
            Self::Target => "target",
            Self::Committed => "committed",
            Self::Other(sphere) => sphere.class(),
        }
    }
}

/// A date on the ruler.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The day, in the zone of the site it is about.
    pub date: Date,
    /// What it means.
    pub kind: MarkKind,
    /// The day for people.
    pub date_text: String,
    /// What happens then.
    pub label: String,
    /// A remark above it ("inside only", "97 % chance, n 61"); empty for none.
    pub note: String,
}

/// The days between two dates that are ours to keep.
#[derive(Clone, Debug)]
pub struct Slack {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// In words.
    pub text: String,
}

/// One week of a [`Load`].
#[derive(Clone, Debug)]
pub struct Week {
    /// Its first day.
    pub start: Date,
    /// How much of the capacity is taken, in percent; above 100 is overload.
    pub taken: u16,
    /// The same in words, shown when pointed at.
    pub text: String,
}

/// The load of one resource by week.
#[derive(Clone, Debug)]
pub struct Load {
    /// Its name ("Slots", "Crews").
    pub label: String,
    /// Whose it is.
    pub sphere: Sphere,
    /// What is seen, in words.
    pub summary: String,
    /// The weeks, in order.
    pub weeks: Vec<Week>,
}

/// A date ruler. The scale spans whatever it is given.
#[derive(Clone, Debug, Default)]
pub struct DateRuler {
    /// Heading of the list for screen readers.
    pub label: String,
    /// The dates, in any order.
    pub marks: Vec<Mark>,
    /// The days to spare.
    pub slack: Option<Slack>,
    /// Beginnings of months, with their short names.
    pub ticks: Vec<(Date, String)>,
    /// Loads, drawn to the same scale.
    pub loads: Vec<Load>,
}

/// Draws a [`DateRuler`]; empty without a mark.
#[must_use]
pub fn date_ruler(ruler: &DateRuler) -> Markup {
    let Some(scale) = Scale::of(ruler) else { return html! {} };
    let mut marks: Vec<&Mark> = ruler.marks.iter().collect();
    marks.sort_by_key(|mark| mark.date);
    html! {
        div.ruler {
            (line(&scale, ruler, &marks))
            ol.ruler-list role="list" aria-label=(ruler.label) {
                @for mark in &marks { (entry(mark, ruler.slack.as_ref().filter(|slack| slack.from == mark.date))) }
            }
            @for load in &ruler.loads { (load_row(&scale, load)) }
        }
    }
}

/// Days to per cent of the width, in hundredths.
struct Scale {
    from: Date,
    days: i64,
}

impl Scale {
    fn of(ruler: &DateRuler) -> Option<Self> {
        let slack = ruler.slack.iter().flat_map(|slack| [slack.from, slack.to]);
        let dates: Vec<Date> = ruler.marks.iter().map(|mark| mark.date).chain(slack).collect();
        let (from, to) = (*dates.iter().min()?, *dates.iter().max()?);
        Some(Self { from, days: days_between(from, to).max(1) })
    }

    /// Three per cent stay free at both ends.
    fn at(&self, date: Date) -> i64 {
        300 + days_between(self.from, date) * 9400 / self.days
    }

    fn shows(&self, date: Date) -> bool {
        (0..=10_000).contains(&self.at(date))
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths.div_euclid(100), hundredths.rem_euclid(100))
}

const AXIS: i64 = 52;
const LANE: i64 = 38;

fn line(scale: &Scale, ruler: &DateRuler, marks: &[&Mark]) -> Markup {
    let lanes = lanes(scale, marks);
    let depth = lanes.iter().copied().max().unwrap_or(0);
    html! {
        svg.ruler-line width="100%" height=(AXIS + 46 + depth * LANE) aria-hidden="true" focusable="false" {
            @for (date, name) in ruler.ticks.iter().filter(|(date, _)| scale.shows(*date)) {
                line.tick x1=(percent(scale.at(*date))) x2=(percent(scale.at(*date))) y1=(AXIS - 5) y2=(AXIS + 5) {}
                text.tick x=(percent(scale.at(*date))) y="12" text-anchor="middle" { (name) }
            }
            line.axis x1="0" x2="100%" y1=(AXIS) y2=(AXIS) {}
            @if let Some(slack) = &ruler.slack {
                @let (from, to) = (scale.at(slack.from), scale.at(slack.to));
                rect.slack x=(percent(from)) width=(percent((to - from).max(0))) y=(AXIS - 8) height="16" rx="8" {}
                @if to - from > 1500 { text.slack x=(percent((from + to) / 2)) y=(AXIS + 4) text-anchor="middle" { (slack.text) } }
            }
            @for (mark, lane) in marks.iter().zip(&lanes) { (drawn(scale.at(mark.date), mark, lane * LANE)) }
        }
    }
}

/// Puts labels that would overlap on lower lanes. Widths are estimates for the narrowest drawing.
fn lanes(scale: &Scale, marks: &[&Mark]) -> Vec<i64> {
    const NARROWEST: i64 = 700;
    let mut taken: Vec<i64> = Vec::new();
    let mut lanes = Vec::with_capacity(marks.len());
    for mark in marks {
        let letters = mark.label.chars().count().max(mark.date_text.chars().count());
        let wide = i64::try_from(letters).unwrap_or(40) * 7 * 10_000 / NARROWEST + 150;
        let at = scale.at(mark.date);
        let left = match anchor(at) {
            "start" => at,
            "end" => at - wide,
            _ => at - wide / 2,
        };
        let free = taken.iter().position(|until| *until <= left).unwrap_or(taken.len());
        match taken.get_mut(free) {
            Some(until) => *until = left + wide,
            None => taken.push(left + wide),
        }
        lanes.push(i64::try_from(free).unwrap_or(0));
    }
    lanes
}

const fn anchor(at: i64) -> &'static str {
    match at {
        ..1200 => "start",
        8800.. => "end",
        _ => "middle",
    }
}

fn drawn(at: i64, mark: &Mark, lower: i64) -> Markup {
    let side = anchor(at);
    let shift = match side {
        "start" => -6,
        "end" => 6,
        _ => 0,
    };
    html! {
        svg class={ "mark-at " (mark.kind.class()) } x=(percent(at)) y=(AXIS) overflow="visible" width="1" height="1" {
            @if lower > 0 { line.leader x1="0" x2="0" y1="10" y2=(lower + 10) {} }
            (shape(mark.kind))
            @if !mark.note.is_empty() { text x=(shift) y="-16" text-anchor=(side) { (mark.note) } }
            text.strong x=(shift) y=(lower + 25) text-anchor=(side) { (mark.date_text) }
            text x=(shift) y=(lower + 40) text-anchor=(side) { (mark.label) }
        }
    }
}

fn shape(kind: MarkKind) -> Markup {
    html! {
        @match kind {
            MarkKind::Checkpoint => { path d="M0-8 8 0 0 8-8 0z" {} },
            MarkKind::Requested => { path d="M-7-7H7L0 6z" {} },
            MarkKind::Today => { circle r="5" {} },
            MarkKind::Target | MarkKind::Other(_) => { circle r="6.5" {} },
            MarkKind::Committed => { circle.halo r="10" {} circle r="6.5" {} },
        }
    }
}

fn entry(mark: &Mark, slack: Option<&Slack>) -> Markup {
    html! {
        li class=(mark.kind.class()) {
            svg.sign viewBox="-11 -11 22 22" width="22" height="22" aria-hidden="true" focusable="false" { (shape(mark.kind)) }
            span { time datetime=(mark.date) { (mark.date_text) } " " (mark.label) }
            @if !mark.note.is_empty() { small { (mark.note) } }
            @if let Some(slack) = slack { p.slack-text { (slack.text) } }
        }
    }
}

fn load_row(scale: &Scale, load: &Load) -> Markup {
    html! {
        div class={ "load " (load.sphere.class()) } {
            span { (load.label) }
            svg role="img" aria-label=(load.summary) width="100%" height="22" {
                @for week in &load.weeks {
                    @let left = scale.at(week.start).clamp(0, 10_000);
                    @let right = (scale.at(week.start) + 7 * 9400 / scale.days).clamp(0, 10_000);
                    @if right > left + 40 {
                        @let tall = i64::from(week.taken.min(100)) * 22 / 100;
                        g.over[week.taken > 100] {
                            title { (week.text) }
                            rect.all x=(percent(left)) width=(percent(right - left - 40)) y="0" height="22" rx="3" {}
                            rect.taken x=(percent(left)) width=(percent(right - left - 40)) y=(22 - tall) height=(tall) rx="3" {}
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn mark(day: Date, label: &str) -> Mark {
        Mark {
            date: day,
            kind: MarkKind::Other(Sphere::Both),
            date_text: day.to_string(),
            label: label.into(),
            note: String::new(),
        }
    }

    #[test]
    fn nothing_to_measure_draws_nothing() {
        assert!(date_ruler(&DateRuler::default()).into_string().is_empty());
    }

    #[test]
    fn first_and_last_day_stand_at_the_ends_and_one_day_alone_does_not_divide_by_zero() {
        let two = DateRuler {
            marks: vec![mark(date(2031, 3, 9), "b"), mark(date(2031, 1, 8), "a")],
            ..Default::default()
        };
        let scale = Scale::of(&two).unwrap();
        assert_eq!((scale.at(date(2031, 1, 8)), scale.at(date(2031, 3, 9))), (300, 9700));
        assert_eq!(scale.at(date(2031, 2, 7)), 5000, "half of 60 days is half of the line");
        let one = DateRuler { marks: vec![mark(date(2031, 1, 8), "a")], ..Default::default() };
        assert!(date_ruler(&one).into_string().contains("3.00%"));
    }

    #[test]
    fn the_list_reads_in_order_of_time() {
        let page = date_ruler(&DateRuler {
            marks: vec![mark(date(2031, 3, 9), "later"), mark(date(2031, 1, 8), "sooner")],
            ..Default::default()
        })
        .into_string();
        let list = page.split("ruler-list").nth(1).unwrap();
        assert!(list.find("sooner") < list.find("later"));
    }

    #[test]
    fn labels_too_close_to_each_other_go_to_another_lane() {
        let ruler = DateRuler {
            marks: vec![
                mark(date(2031, 1, 1), "start"),
                mark(date(2031, 6, 10), "a rather long label"),
                mark(date(2031, 6, 14), "another long label"),
                mark(date(2031, 12, 31), "end"),
            ],
            ..Default::default()
        };
        let marks: Vec<&Mark> = ruler.marks.iter().collect();
        assert_eq!(lanes(&Scale::of(&ruler).unwrap(), &marks), [0, 0, 1, 0]);
    }
}
