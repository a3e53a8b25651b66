//! The ring of a customer's stages: eight arcs from understanding to renewal, the number of the cycle inside.
//! What lies behind is filled, what lies ahead is a line, the present one is the widest.

use maud::{Markup, html};

use super::Sphere;

/// The eight stages, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Understand what they need.
    Understand,
    /// Win the order.
    Win,
    /// Make the machine.
    Make,
    /// Install it.
    Install,
    /// Learn to use it.
    Learn,
    /// Use it.
    Use,
    /// Support it.
    Support,
    /// Renew or extend.
    Renew,
}

impl Stage {
    /// All, in order.
    pub const ALL: [Self; 8] = [
        Self::Understand,
        Self::Win,
        Self::Make,
        Self::Install,
        Self::Learn,
        Self::Use,
        Self::Support,
        Self::Renew,
    ];

    /// Whose stage it is.
    #[must_use]
    pub const fn sphere(self) -> Sphere {
        match self {
            Self::Understand | Self::Win => Sphere::Sales,
            Self::Make | Self::Renew => Sphere::Both,
            Self::Install | Self::Learn | Self::Use | Self::Support => Sphere::Service,
        }
    }
}

/// The ring at `stage` of cycle number `cycle`. `label` says the same in words. `size` in pixels.
#[must_use]
pub fn loop_ring(stage: Stage, cycle: u32, label: &str, size: u16) -> Markup {
    html! {
        svg.ring role="img" aria-label=(label) viewBox="0 0 64 64" width=(size) height=(size) {
            @for (place, other) in Stage::ALL.into_iter().enumerate() {
                @let part = if other < stage { "past" } else if other == stage { "now" } else { "ahead" };
                circle class={ (other.sphere().class()) " " (part) } cx="32" cy="32" r="26" fill="none"
                    pathLength="800" stroke-dasharray="84 716" stroke-dashoffset={ "-" (place * 100 + 8) }
                    transform="rotate(-90 32 32)" {}
            }
            text x="32" y="37.5" text-anchor="middle" { (cycle) }
        }
    }
}

/// The ring with all eight names in order, for a page that explains where a customer stands. `names` are the
/// translated names of [`Stage::ALL`]; `now` is heard by screen readers beside the present one.
#[must_use]
pub fn loop_steps(stage: Stage, names: &[String; 8], now: &str) -> Markup {
    html! {
        ol.steps role="list" {
            @for (other, name) in Stage::ALL.into_iter().zip(names) {
                @let part = if other < stage { "past" } else if other == stage { "now" } else { "ahead" };
                li class={ (other.sphere().class()) " " (part) } aria-current=[(other == stage).then_some("step")] {
                    (name) @if other == stage { span.unseen { " (" (now) ")" } }
                }
            }
        }
    }
}
