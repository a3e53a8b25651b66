//! Small pictures of figures, drawn on the server. Each has its words in `label`; exact values stand in a table
//! or in the text beside it.

use maud::{Markup, html};

use super::Tone;

/// Bars without words, oldest first: the course of a figure. Heights are relative to the tallest.
#[must_use]
pub fn bar_spark(label: &str, bars: &[(u32, Tone)]) -> Markup {
    let tallest = bars.iter().map(|(height, _)| *height).max().unwrap_or(0).max(1);
    html! {
        svg.spark role="img" aria-label=(label) width="100%" height="32" preserveAspectRatio="none"
            viewBox={ "0 0 " (bars.len().max(12) * 10) " 32" } {
            @for (place, (height, tone)) in bars.iter().enumerate() {
                @let tall = 3 + u64::from(*height) * 29 / u64::from(tallest);
                rect class=(tone.class()) x=(place * 10) y=(32 - tall) width="7" height=(tall) rx="1.5" {}
            }
        }
    }
}

/// One bar of [`bars`].
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// Under the bar.
    pub label: String,
    /// Over the bar; empty shows none.
    pub value: String,
    /// Its height, relative to the tallest.
    pub height: u32,
    /// Its colour.
    pub tone: Tone,
}

/// Bars with words, for a handful of classes (a histogram of outcomes). `caption` says in words what is seen.
#[must_use]
pub fn bars(caption: &str, note: &str, bars: &[Bar]) -> Markup {
    let tallest = bars.iter().map(|bar| bar.height).max().unwrap_or(0).max(1);
    let count = bars.len().max(1);
    html! {
        figure.bars {
            figcaption { strong { (caption) } @if !note.is_empty() { small { (note) } } }
            svg role="img" aria-label=(caption) width="100%" height="124" {
                line x1="0" x2="100%" y1="104" y2="104" {}
                @for (place, bar) in bars.iter().enumerate() {
                    @let tall = u64::from(bar.height) * 80 / u64::from(tallest);
                    @let left = place * 1000 / count;
                    @let wide = 1000 / count;
                    rect class=(bar.tone.class()) x=(tenths(left + wide / 8)) width=(tenths(wide * 3 / 4)) y=(104 - tall) height=(tall) rx="3" {}
                    text x=(tenths(left + wide / 2)) y="119" text-anchor="middle" { (bar.label) }
                    @if !bar.value.is_empty() {
                        text.strong x=(tenths(left + wide / 2)) y=(98 - tall) text-anchor="middle" { (bar.value) }
                    }
                }
            }
        }
    }
}

fn tenths(of_thousand: usize) -> String {
    format!("{}.{}%", of_thousand / 10, of_thousand % 10)
}
