//! Stretches of time of several things on one line: what covers a unit, and when. Wide and narrow it is a drawing with
//! the same stretches as a list beneath, which is what screen readers get and where the words have room.

use jiff::civil::Date;
use maud::{Markup, html};

/// What a stretch means; each has its own look, never by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BandKind {
    /// Paid for.
    Paid,
    /// Given at no extra cost.
    Free,
    /// What there is without it.
    #[default]
    Bare,
    /// No longer stands.
    Gone,
}

impl BandKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::Free => "free",
            Self::Bare => "bare",
            Self::Gone => "bare gone",
        }
    }
}

/// A stretch of days, both included.
#[derive(Clone, Debug)]
pub struct Band {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What it means.
    pub kind: BandKind,
    /// Short, within the stretch.
    pub label: String,
    /// In whole words, in the list.
    pub text: Markup,
}

/// The stretches of one thing.
#[derive(Clone, Debug)]
pub struct BandRow {
    /// Its name.
    pub label: Markup,
    /// Its stretches, in order.
    pub bands: Vec<Band>,
}

/// Several things on one scale.
#[derive(Clone, Debug, Default)]
pub struct Bands {
    /// The rows.
    pub rows: Vec<BandRow>,
    /// The present day, with its word.
    pub today: Option<(Date, String)>,
    /// Days with a short name on the scale.
    pub ticks: Vec<(Date, String)>,
}

/// Draws [`Bands`]; empty without a stretch.
#[must_use]
pub fn bands(all: &Bands) -> Markup {
    let days = || all.rows.iter().flat_map(|row| &row.bands);
    let (Some(from), Some(until)) = (days().map(|one| one.from).min(), days().map(|one| one.until).max())
    else {
        return html! {};
    };
    let scale = Scale { from, days: between(from, until).max(1) };
    html! { div.bands { @for row in &all.rows { (drawn(&scale, all, row)) } } }
}

struct Scale {
    from: Date,
    days: i64,
}

fn between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

impl Scale {
    /// Hundredths of a per cent of the width.
    fn at(&self, day: Date) -> i64 {
        between(self.from, day) * 10_000 / self.days
    }
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths.div_euclid(100), hundredths.rem_euclid(100))
}

fn drawn(scale: &Scale, all: &Bands, row: &BandRow) -> Markup {
    html! {
        figure {
            figcaption { (row.label) }
            svg width="100%" height="46" aria-hidden="true" focusable="false" {
                line.axis x1="0" x2="100%" y1="30" y2="30" {}
                @for band in &row.bands {
                    @let (left, right) = (scale.at(band.from), scale.at(band.until));
                    g class=(band.kind.class()) {
                        rect x=(percent(left)) width=(percent((right - left).max(40))) y="4" height="22" rx="5" {}
                        @if right - left > 1_800 { text x=(percent((left + right) / 2)) y="19" text-anchor="middle" { (band.label) } }
                    }
                }
                @for (day, name) in all.ticks.iter().filter(|(day, _)| (0..=10_000).contains(&scale.at(*day))) {
                    text.tick x=(percent(scale.at(*day))) y="43" text-anchor=(anchor(scale.at(*day))) { (name) }
                }
                @if let Some((day, word)) = all.today.as_ref().filter(|(day, _)| (0..=10_000).contains(&scale.at(*day))) {
                    line.now x1=(percent(scale.at(*day))) x2=(percent(scale.at(*day))) y1="0" y2="30" { title { (word) } }
                }
            }
            ol role="list" { @for band in &row.bands { li class=(band.kind.class()) { span { (band.text) } } } }
        }
    }
}

const fn anchor(at: i64) -> &'static str {
    match at {
        ..600 => "start",
        9_400.. => "end",
        _ => "middle",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn band(from: Date, until: Date, label: &str) -> Band {
        Band { from, until, kind: BandKind::Paid, label: label.into(), text: html! { (label) } }
    }

    #[test]
    fn nothing_to_show_draws_nothing() {
        assert!(bands(&Bands::default()).into_string().is_empty());
    }

    #[test]
    fn stretches_share_one_scale_and_one_day_alone_does_not_divide_by_zero() {
        let rows = vec![
            BandRow { label: html! { "A" }, bands: vec![band(date(2031, 1, 1), date(2031, 7, 2), "first")] },
            BandRow { label: html! { "B" }, bands: vec![band(date(2031, 7, 2), date(2032, 1, 1), "second")] },
        ];
        let page = bands(&Bands { rows, ..Bands::default() }).into_string();
        assert!(page.contains("x=\"49.86%\"") && page.contains("width=\"50.14%\""), "{page}");
        let one =
            BandRow { label: html! { "A" }, bands: vec![band(date(2031, 1, 1), date(2031, 1, 1), "day")] };
        assert!(bands(&Bands { rows: vec![one], ..Bands::default() }).into_string().contains("0.40%"));
    }

    #[test]
    fn the_list_says_what_is_drawn() {
        let rows = vec![BandRow {
            label: html! { "A" },
            bands: vec![band(date(2031, 1, 1), date(2031, 7, 2), "<b>")],
        }];
        let page = bands(&Bands { rows, ..Bands::default() }).into_string();
        let list = page.split("<ol").nth(1).unwrap();
        assert!(list.contains("&lt;b&gt;"));
    }
}
