//! The smallest pieces: the mark of a sphere, the logo, tags, people's badges, keys, times, explained words.

use maud::{Markup, html};

use super::{Sphere, Tone, slug};

/// The two circles: for sales the left one is filled, for after-sales the right one, for both both. Shape says
/// the same as colour, so the mark also reads in grey. Hidden from screen readers; words stand beside it.
#[must_use]
pub fn sphere_mark(sphere: Sphere) -> Markup {
    html! {
        svg class={ "mark " (sphere.class()) } viewBox="0 0 18 12" width="18" height="12" aria-hidden="true" focusable="false" {
            circle.l cx="6" cy="6" r="4.6" {}
            circle.r cx="12" cy="6" r="4.6" {}
            @if sphere == Sphere::Both { path.lens d="M9 2.51a4.6 4.6 0 0 1 0 6.98 4.6 4.6 0 0 1 0-6.98" {} }
        }
    }
}

/// The house's own sign: two rings that overlap.
#[must_use]
pub fn logo() -> Markup {
    html! {
        svg.logo viewBox="0 0 34 22" width="34" height="22" aria-hidden="true" focusable="false" {
            circle.l cx="11.5" cy="11" r="8.4" {}
            circle.r cx="22.5" cy="11" r="8.4" {}
            path.lens d="M17 4.66a8.4 8.4 0 0 1 0 12.68 8.4 8.4 0 0 1 0-12.68" {}
        }
    }
}

/// A short state in words on a tinted ground.
#[must_use]
pub fn tag(tone: Tone, text: &str) -> Markup {
    html! { span class={ "tag " (tone.class()) } { (text) } }
}

/// A tag that names a sphere, with its mark.
#[must_use]
pub fn sphere_tag(sphere: Sphere, text: &str) -> Markup {
    html! { span class={ "tag sphere " (sphere.class()) } { (sphere_mark(sphere)) (text) } }
}

/// A person: initials in a ring of their sphere's colour, name, and what they are here.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// One or two letters.
    pub initials: String,
    /// Full name as shown.
    pub name: String,
    /// What the person is here ("owns the account"); empty shows none.
    pub role: String,
    /// Whose ring; `None` for customers and strangers.
    pub sphere: Option<Sphere>,
    /// Leads to the person's page.
    pub href: Option<String>,
}

/// A person with badge, name and role.
#[must_use]
pub fn who(person: &Who) -> Markup {
    html! {
        span.person {
            (badge(&person.initials, person.sphere))
            span.person-text {
                @match &person.href {
                    Some(to) => a href=(super::href(to)) { (person.name) },
                    None => span.person-name { (person.name) },
                }
                @if !person.role.is_empty() { small { (person.role) } }
            }
        }
    }
}

/// Only the badge; the name must stand somewhere near.
#[must_use]
pub fn badge(initials: &str, sphere: Option<Sphere>) -> Markup {
    html! { span class={ "who " (sphere.map_or("plain", Sphere::class)) } aria-hidden="true" { (initials) } }
}

/// An amount or another figure that is never broken between two lines.
#[must_use]
pub fn amount(text: &str) -> Markup {
    html! { span.amount { (text) } }
}

/// Keys to press, such as `Ctrl K` or `g c`; each word is one key.
#[must_use]
pub fn kbd(keys: &str) -> Markup {
    html! { span.keys { @for key in keys.split_whitespace() { kbd { (key) } } } }
}

/// A time: `iso` for machines (RFC 3339 or a civil date), `text` for people.
#[must_use]
pub fn time(iso: &str, text: &str) -> Markup {
    html! { time datetime=(iso) { (text) } }
}

/// A word with its explanation behind a small question mark. `id` must be unique on the page; `label` names the
/// button for screen readers ("What is slack?").
#[must_use]
pub fn help(id: &str, label: &str, text: &str) -> Markup {
    let id = slug(id);
    html! {
        button.help type="button" popovertarget={ "help-" (id) } aria-label=(label) { "?" }
        span.popover.help-text id={ "help-" (id) } popover role="note" { (text) }
    }
}

/// Initials of a name for its badge: first letters of the first and last word.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_names() {
        assert_eq!(initials("Ana Maria de Souza"), "AS");
        assert_eq!(initials("Nora"), "N");
        assert_eq!(initials("élise öz"), "ÉÖ");
        assert_eq!(initials(""), "");
    }
}
