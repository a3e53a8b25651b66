//! The building blocks of every page: one typed, pure function each, arguments in, HTML out.
//!
//! They know no room, no database and no language: words come translated, dates and money formatted.
//! [`maud`] escapes whatever is text; what comes as [`Markup`] was made by another building block.
//! A new block is a new file here, listed below, styled in `web/css` and shown in `examples/gallery`.

pub mod agenda;
pub mod alone;
pub mod bands;
pub mod board;
pub mod chart;
pub mod control;
pub mod filters;
pub mod form;
pub mod icon;
pub mod mark;
pub mod menu;
pub mod overlay;
pub mod panel;
pub mod promise;
pub mod ring;
pub mod rows;
pub mod ruler;
pub mod scale;
pub mod shell;
pub mod strand;
pub mod table;
pub mod talk;

#[cfg(test)]
mod hostile;

pub use maud::{Markup, PreEscaped, Render, html};

/// Room for so many bytes, made at once where a large piece is about to be put together: a text that grows by and by is
/// moved each time it doubles, and a page is put together of pieces in pieces.
#[derive(Clone, Copy, Debug)]
pub struct Room(pub usize);

impl Room {
    /// Room for these pieces and some words round them.
    #[must_use]
    pub fn of(pieces: &[&Markup]) -> Self {
        Self(pieces.iter().map(|piece| piece.0.len()).sum::<usize>() + 256)
    }
}

impl maud::Render for Room {
    fn render_to(&self, out: &mut String) {
        out.reserve(self.0);
    }
}

/// Pieces one after the other.
#[must_use]
pub fn joined(pieces: &[Markup]) -> Markup {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.0.len()).sum());
    for piece in pieces {
        out.push_str(&piece.0);
    }
    PreEscaped(out)
}

/// Whose work something is. The one idea that carries the look: sales is warm, after-sales is cool, what both
/// share is their blend; and never by colour alone, since the mark's filled half says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sphere {
    /// Sales.
    Sales,
    /// After-sales service.
    Service,
    /// What both share, and what stands between them (manufacturing).
    Both,
}

impl Sphere {
    /// The CSS class of this sphere.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Service => "service",
            Self::Both => "both",
        }
    }
}

/// How something stands. Always shown with words or a sign, never by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Kept, signed, in order.
    Good,
    /// Needs attention soon.
    Warn,
    /// Broken, late, refused.
    Bad,
    /// Belongs to a sphere.
    Of(Sphere),
}

impl Tone {
    /// The CSS class of this tone.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Of(sphere) => sphere.class(),
        }
    }
}

/// A link: words and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Translated words.
    pub label: String,
    /// Where it leads; see [`href`] for what is let through.
    pub href: String,
}

impl Link {
    /// A link with `label` to `href`.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A name and a value that a form sends unseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Name of the field.
    pub name: String,
    /// Value sent.
    pub value: String,
}

impl Hidden {
    /// The field `name` with `value`.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// A button that sends a small form of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionButton {
    /// Translated words on the button.
    pub label: String,
    /// Where the form is posted.
    pub action: String,
    /// What it sends.
    pub hidden: Vec<Hidden>,
}

/// What an address elsewhere may begin with.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Lets through only addresses that can do no harm in `href` and `action`: our own paths, fragments, queries,
/// and `https`, `http`, `mailto` and `tel` links. Everything else (`javascript:`, `data:`, `//host`) becomes `#`.
#[must_use]
pub fn href(address: &str) -> Address<'_> {
    let own = match address.as_bytes() {
        [] => false,
        [b'/', b'/' | b'\\', ..] => false,
        [b'/' | b'#' | b'?', ..] => !any(address, |byte| matches!(byte, b'\t' | b'\n' | b'\r')),
        _ => false,
    };
    let known = || {
        let scheme = address.split_once(':').map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)))
    };
    Address(if own || known() { address } else { "#" })
}

/// An address that can do no harm, as it is written into a page. Addresses are long and many, and nearly none has a letter
/// that must be escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a>(&'a str);

impl<'a> Address<'a> {
    /// The address itself.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }
}

impl Render for Address<'_> {
    fn render_to(&self, page: &mut String) {
        if any(self.0, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            self.0.render_to(page);
        } else {
            page.push_str(self.0);
        }
    }
}

/// Whether a text has such a byte. All of it is looked at, which for texts of this length is quicker than stopping.
fn any(text: &str, such: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | such(byte))
}

/// An element id made of anything: letters, digits, `-` and `_` stay, every other character becomes `-`.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    slug.extend(text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }));
    slug
}

pub(crate) fn hidden_inputs(fields: &[Hidden]) -> Markup {
    html! { @for field in fields { input type="hidden" name=(field.name) value=(field.value); } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_run_or_leave_are_stopped() {
        for good in [
            "/customers/7?tab=cases#x",
            "#top",
            "?page=2",
            "https://example.com",
            "mailto:a@b.example",
            "tel:+1",
        ] {
            assert_eq!(href(good).as_str(), good);
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:x",
            "data:text/html,x",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "vbscript:x",
            "",
            "customers",
        ] {
            assert_eq!(href(bad).as_str(), "#", "{bad:?} got through");
        }
    }

    #[test]
    fn ids_hold_only_harmless_characters() {
        assert_eq!(slug("lines[0].unit price"), "lines-0--unit-price");
    }
}
