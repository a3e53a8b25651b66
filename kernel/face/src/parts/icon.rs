//! The icons: small strokes on a grid of 16, drawn for this house. They take the colour of the text beside them
//! and are hidden from screen readers, since words or a label always stand by them.
//!
//! A new icon is a variant and its path.

use maud::{Markup, PreEscaped, html};

/// The drawn signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Icon {
    Add,
    Back,
    Bell,
    Calendar,
    Check,
    Clock,
    Close,
    Cross,
    Down,
    Download,
    Factory,
    Filter,
    Flag,
    Gauge,
    Handshake,
    Help,
    Home,
    Info,
    Link,
    List,
    Machine,
    Menu,
    Money,
    More,
    Next,
    Pause,
    Pen,
    People,
    Person,
    Phone,
    Search,
    Settings,
    SortDown,
    SortUp,
    Undo,
    Upload,
    Visit,
    Warning,
    Wrench,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Add => "M8 3v10M3 8h10",
            Self::Back => "M10 3 5 8l5 5",
            Self::Bell => "M3.5 11.5h9L11.3 10V7a3.3 3.3 0 0 0-6.6 0v3zM6.8 13.6h2.4",
            Self::Calendar => "M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2.2v3M10.5 2.2v3",
            Self::Check => "m3 8.5 3.4 3.4L13 4.6",
            Self::Clock => "M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9M8 4.8V8l2.3 1.6",
            Self::Close | Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Down => "m4 6 4 4 4-4",
            Self::Download => "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.3h10",
            Self::Factory => "M2.5 13.5v-7l3.7 2.3V6.5l3.7 2.3V3h3.6v10.5z",
            Self::Filter => "M2.5 4.3h11M4.7 8h6.6M6.7 11.7h2.6",
            Self::Flag => "M4 14V2.5M4 3h8.3l-2 2.8 2 2.8H4",
            Self::Gauge => "M2.8 12a6 6 0 1 1 10.4 0M8 9.2l2.8-3",
            Self::Handshake => {
                "M6.2 3.6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8M9.8 3.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8"
            }
            Self::Help => {
                "M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9M6.3 6.3a1.8 1.8 0 1 1 2.5 1.7c-.6.3-.8.6-.8 1.2M8 11.3v.1"
            }
            Self::Home => "M2.5 7.6 8 2.8l5.5 4.8M4 6.5v7h8v-7",
            Self::Info => "M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9M8 7.2v4M8 4.7v.1",
            Self::Link => {
                "M6.5 9.5l3-3M7 4.6l1.7-1.7a2.7 2.7 0 0 1 3.9 3.9L10.9 8.5M9 11.4l-1.7 1.7a2.7 2.7 0 0 1-3.9-3.9L5.1 7.5"
            }
            Self::List => "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1",
            Self::Machine => {
                "M2.5 5.5h11v6h-11zM4.5 5.5v-2.5h4v2.5M4 13.5v-2M12 13.5v-2M5 8.5h2.5M10.5 8.5h.1"
            }
            Self::Menu => "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
            Self::Money => "M2 4.5h12v7H2zM8 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2",
            Self::More => "M3.5 8h.1M8 8h.1M12.5 8h.1",
            Self::Next => "m6 3 5 5-5 5",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::Pen => "m3 13 .7-2.9 7.1-7.1 2.2 2.2-7.1 7.1z",
            Self::People => {
                "M6 3a2.2 2.2 0 1 0 0 4.4A2.2 2.2 0 0 0 6 3M2 13c0-2.6 1.6-4 4-4s4 1.4 4 4M10.5 3.2a2.2 2.2 0 0 1 0 4M11.5 9.2c1.6.4 2.5 1.7 2.5 3.8"
            }
            Self::Person => {
                "M8 2.5a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M3 13.5c0-2.9 1.9-4.4 5-4.4s5 1.5 5 4.4"
            }
            Self::Phone => {
                "M4 2.5h2.2l1 3-1.5 1.2a7.5 7.5 0 0 0 3.6 3.6l1.2-1.5 3 1V12a1.6 1.6 0 0 1-1.7 1.6C6.9 13.3 2.7 9.1 2.4 4.2A1.6 1.6 0 0 1 4 2.5"
            }
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.3 10.3l3.4 3.4",
            Self::Settings => {
                "M2.5 5h6.5M12 5h1.5M2.5 11H4M7 11h6.5M10.5 3.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3M5.5 9.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3"
            }
            Self::SortDown => "M8 3v10M4.5 9.5 8 13l3.5-3.5",
            Self::SortUp => "M8 13V3M4.5 6.5 8 3l3.5 3.5",
            Self::Undo => "M5.5 3 2.5 6l3 3M2.5 6h7a3.7 3.7 0 0 1 0 7.4H6",
            Self::Upload => "M8 10.5V3M4.8 6 8 2.8 11.2 6M3 13.3h10",
            Self::Visit => {
                "M8 14s4.8-4.2 4.8-7.5a4.8 4.8 0 0 0-9.6 0C3.2 9.8 8 14 8 14M8 4.9a1.7 1.7 0 1 0 0 3.4 1.7 1.7 0 0 0 0-3.4"
            }
            Self::Warning => "M8 2.3 14.3 13.3H1.7zM8 6.5v3.2M8 11.5v.1",
            Self::Wrench => {
                "M9.3 6.7A3.4 3.4 0 0 1 13.6 3l-2 2 .3 1.4 1.4.3 2-2a3.4 3.4 0 0 1-4 4.6L6 14a1.7 1.7 0 0 1-2.5-2.5z"
            }
        }
    }
}

/// Draws `icon` in the colour of the text around it.
#[must_use]
pub fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
            path d=(PreEscaped(icon.path())) {}
        }
    }
}
