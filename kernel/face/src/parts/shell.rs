//! The frame round every page: navigation, crumbs, search, the person's menu, the demo's clock.
//!
//! It knows no route and no word: the kernel fills it from what the person may see. Works without script; on the
//! phone the navigation opens from a bar at the bottom.

use maud::{DOCTYPE, Markup, html};

use super::{
    ActionButton, Link, Room, Sphere, hidden_inputs, href,
    icon::{Icon, icon},
    mark::{badge, kbd, logo, sphere_mark},
    menu::{MenuItem, menu_item},
    overlay::{self, Flash},
};
use crate::assets;

/// Which colours a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The name it has in forms and cookies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; anything unknown is the system's.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// How close the lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

impl Density {
    /// The density of that name; anything unknown is comfortable.
    #[must_use]
    pub fn named(name: &str) -> Self {
        if name == Self::Compact.name() { Self::Compact } else { Self::Comfortable }
    }

    /// The name it has in forms and cookies.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }
}

/// How much waits somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub n: u64,
    /// Whether some of it is urgent.
    pub hot: bool,
}

impl Count {
    /// Shown as it is up to here; more is "99+", so that nobody need count further for it.
    pub const EXACT_TO: u64 = 99;
}

impl maud::Render for Count {
    fn render_to(&self, out: &mut String) {
        if self.n > Self::EXACT_TO {
            Self::EXACT_TO.render_to(out);
            out.push('+');
        } else {
            self.n.render_to(out);
        }
    }
}

/// A page in the navigation.
#[derive(Clone, Debug, Default)]
pub struct NavItem {
    /// Its address.
    pub href: String,
    /// Its translated name.
    pub label: String,
    /// How much waits there.
    pub count: Option<Count>,
    /// Whether it is, or holds, the page shown.
    pub current: bool,
    /// Keys that go there ("g c"); empty for none. Also listed in the help.
    pub keys: String,
    /// Its sign on the phone's bar; the first three items that have one stand there.
    pub icon: Option<Icon>,
}

/// Pages that belong together.
#[derive(Clone, Debug, Default)]
pub struct NavGroup {
    /// Its translated heading; empty for none.
    pub label: String,
    /// Whose pages they are.
    pub sphere: Option<Sphere>,
    /// The pages.
    pub items: Vec<NavItem>,
}

/// The bar of a demo's movable clock.
#[derive(Clone, Debug, Default)]
pub struct Clockbar {
    /// What it is ("Demo").
    pub label: String,
    /// The present of the demo.
    pub now_text: String,
    /// Whose zone.
    pub zone_text: String,
    /// What happens next.
    pub next_text: String,
    /// Ways to move the clock.
    pub buttons: Vec<ActionButton>,
}

/// The menu of the person signed in.
#[derive(Clone, Debug, Default)]
pub struct UserMenu {
    /// Full name.
    pub name: String,
    /// Letters on the badge.
    pub initials: String,
    /// What the person is.
    pub role: String,
    /// Whose ring.
    pub sphere: Option<Sphere>,
    /// Lines of the menu.
    pub items: Vec<MenuItem>,
    /// Where the choice of colours is posted (`theme=system|light|dark`); empty hides it.
    pub preferences: String,
    /// Address to come back to after it.
    pub back: String,
    /// Ends the session, and with it what the browser keeps of drafts.
    pub sign_out: Option<ActionButton>,
}

/// What the page listens to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Topics, separated by commas, each with the mark of where it stood: `id@mark`.
    pub topics: String,
    /// Address of the event stream, without its query.
    pub url: String,
}

/// Something that keys do: in the help, in the palette, and at once.
#[derive(Clone, Debug, Default)]
pub struct Shortcut {
    /// The keys ("c", "g d"); one letter, or two after each other.
    pub keys: String,
    /// What they do.
    pub label: String,
    /// Where they lead.
    pub href: String,
}

/// The frame's own words, all translated.
#[derive(Clone, Debug, Default)]
pub struct ShellWords {
    /// "Skip to content".
    pub skip: String,
    /// Name of the navigation.
    pub nav: String,
    /// Name of the phone's bar.
    pub bar: String,
    /// Opens the navigation on the phone.
    pub menu: String,
    /// Closes whatever is open.
    pub close: String,
    /// Name of the crumbs.
    pub crumbs: String,
    /// In the search box: "Search, go, do".
    pub search: String,
    /// The same on the phone's bar, in one word.
    pub find: String,
    /// Name of the palette.
    pub palette: String,
    /// Where the palette finds nothing.
    pub palette_empty: String,
    /// Where the palette gets no answer.
    pub palette_failed: String,
    /// Opens the list of things to create.
    pub create: String,
    /// Heading of the list of keys.
    pub keys: String,
    /// "This page has changed".
    pub stale: String,
    /// Shows the change.
    pub refresh: String,
    /// "Connection lost; what you see may be old".
    pub offline: String,
    /// Heading of the choice of colours.
    pub theme: String,
    /// The system's colours.
    pub theme_system: String,
    /// Light colours.
    pub theme_light: String,
    /// Dark colours.
    pub theme_dark: String,
    /// What the red number in the navigation means to screen readers ("urgent").
    pub urgent: String,
}

/// Everything round a page.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// Language of the page (BCP 47).
    pub lang: String,
    /// Title of the page.
    pub title: String,
    /// Name of the house.
    pub product: String,
    /// Colours.
    pub theme: Theme,
    /// Line spacing.
    pub density: Density,
    /// Navigation; empty for pages without (the customer's portal).
    pub nav: Vec<NavGroup>,
    /// Where the page stands; the last is the page itself.
    pub crumbs: Vec<(String, Option<String>)>,
    /// The demo's clock.
    pub clockbar: Option<Clockbar>,
    /// Who is signed in.
    pub user: Option<UserMenu>,
    /// What can be created from anywhere; opened by `c`.
    pub create: Vec<Shortcut>,
    /// Further keys.
    pub shortcuts: Vec<Shortcut>,
    /// Where the palette asks (`?q=`), and where the search box leads without script.
    pub palette_url: String,
    /// Page of search results.
    pub search_url: String,
    /// What just happened.
    pub flash: Option<Flash>,
    /// What the page listens to.
    pub live: Option<Live>,
    /// Tells one person's drafts from another's; something that says nothing by itself.
    pub draft_scope: Option<String>,
    /// Nonce of the content security policy, for scripts.
    pub csp_nonce: Option<String>,
    /// The frame's words.
    pub words: ShellWords,
}

/// Bytes that the frame round a page takes, about.
const FRAME: usize = 24_000;

/// The whole document round `main`.
#[must_use]
pub fn page(shell: &Shell, main: &Markup) -> Markup {
    html! {
        (Room(main.0.len() + FRAME))
        (DOCTYPE)
        html lang=(shell.lang) data-theme=(shell.theme.name()) data-density=(shell.density.name()) {
            (head(shell))
            body data-page="app" data-draft-scope=[shell.draft_scope.as_deref()]
                data-live=[shell.live.as_ref().map(|live| href(&live.url))] data-topics=[shell.live.as_ref().map(|live| &live.topics)] {
                a.skip href="#main" { (shell.words.skip) }
                @if let Some(clock) = &shell.clockbar { (clockbar(clock)) }
                div.frame {
                    @if !shell.nav.is_empty() { (side(shell)) }
                    div.content {
                        (top(shell))
                        (overlay::warnings(shell))
                        (overlay::refused(shell.flash.as_ref()))
                        main #main tabindex="-1" { (main) }
                    }
                }
                @if !shell.nav.is_empty() { (bottom(shell)) }
                (overlay::toasts(shell.flash.as_ref(), &shell.words.close))
                (overlay::palette(shell))
                (overlay::keys(shell))
            }
        }
    }
}

/// The document's head, shared with pages that stand alone.
pub(crate) fn head(shell: &Shell) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
            meta name="color-scheme" content=(match shell.theme { Theme::System => "light dark", other => other.name() });
            meta name="htmx-config" content=r#"{"includeIndicatorCSS":false,"transitions":false,"noSwap":[204,304,"5xx"],"morphIgnore":["data-htmx-powered","open"]}"#;
            title { (shell.title) @if shell.title != shell.product { " · " (shell.product) } }
            link rel="preload" as="font" type="font/woff2" crossorigin href=(assets::preload_font_url());
            link rel="stylesheet" href=(assets::stylesheet_url());
            link rel="icon" type="image/svg+xml" href=(assets::favicon_url());
            script type="module" src=(assets::script_url()) nonce=[shell.csp_nonce.as_deref()] {}
        }
    }
}

fn clockbar(clock: &Clockbar) -> Markup {
    html! {
        aside.clockbar aria-label=(clock.label) {
            p { strong { (clock.label) } span.now { (clock.now_text) } span.zone { (clock.zone_text) } }
            div.clock-moves {
                @if !clock.next_text.is_empty() { span.next { (clock.next_text) } }
                @for button in &clock.buttons {
                    form method="post" action=(href(&button.action)) { (hidden_inputs(&button.hidden)) button { (button.label) } }
                }
            }
        }
    }
}

fn side(shell: &Shell) -> Markup {
    html! {
        nav.side #nav popover aria-label=(shell.words.nav) {
            div.side-head {
                a.home href="/" { (logo()) (shell.product) }
                button.button.quiet.square.narrow-only type="button" popovertarget="nav" popovertargetaction="hide" aria-label=(shell.words.close) { (icon(Icon::Close)) }
            }
            #nav-groups { @for group in &shell.nav { (nav_group(group, &shell.words.urgent)) } }
        }
    }
}

fn nav_group(group: &NavGroup, urgent: &str) -> Markup {
    html! {
        @if !group.label.is_empty() {
            h2 class=[group.sphere.map(Sphere::class)] { @if let Some(sphere) = group.sphere { (sphere_mark(sphere)) } (group.label) }
        }
        ul role="list" {
            @for item in &group.items {
                li {
                    a href=(href(&item.href)) aria-current=[item.current.then_some("page")] data-keys=[Some(&item.keys).filter(|k| !k.is_empty())] {
                        span { (item.label) }
                        @if let Some(count) = item.count {
                            span.count.hot[count.hot] { (count) @if count.hot { span.unseen { " " (urgent) } } }
                        }
                    }
                }
            }
        }
    }
}

fn top(shell: &Shell) -> Markup {
    html! {
        header.top {
            @if shell.nav.is_empty() { a.home href="/" { (logo()) (shell.product) } }
            nav.crumbs aria-label=(shell.words.crumbs) {
                ol role="list" {
                    @for (label, link) in &shell.crumbs {
                        li { @match link { Some(to) => a href=(href(to)) { (label) }, None => span aria-current="page" { (label) } } }
                    }
                }
            }
            @if !shell.palette_url.is_empty() {
                a.search-box href=(href(&shell.search_url)) data-palette-open {
                    (icon(Icon::Search)) span { (shell.words.search) } span data-palette-keys { (kbd("Ctrl K")) }
                }
            }
            @if !shell.create.is_empty() { (create_menu(shell)) }
            @if let Some(user) = &shell.user { (user_menu(user, shell)) }
        }
    }
}

fn create_menu(shell: &Shell) -> Markup {
    html! {
        details.menu data-create {
            summary.button.square aria-label=(shell.words.create) { (icon(Icon::Add)) }
            div.menu-list {
                @for each in &shell.create {
                    (menu_item(&MenuItem::Link(Link::new(&*each.label, &*each.href), each.keys.clone())))
                }
            }
        }
    }
}

fn user_menu(user: &UserMenu, shell: &Shell) -> Markup {
    html! {
        details.menu.user {
            summary { (badge(&user.initials, user.sphere)) span.unseen { (user.name) } }
            div.menu-list {
                div.menu-head { strong { (user.name) } small { (user.role) } }
                @for item in &user.items { (menu_item(item)) }
                @if !user.preferences.is_empty() { hr; (theme_choice(user, shell)) }
                @if let Some(out) = &user.sign_out {
                    hr;
                    form method="post" action=(href(&out.action)) data-sign-out { (hidden_inputs(&out.hidden)) button.menu-item { (out.label) } }
                }
            }
        }
    }
}

fn theme_choice(user: &UserMenu, shell: &Shell) -> Markup {
    let words = &shell.words;
    html! {
        form method="post" action=(href(&user.preferences)) {
            input type="hidden" name="back" value=(user.back);
            div.segments role="group" aria-label=(words.theme) {
                @for (theme, label) in [(Theme::System, &words.theme_system), (Theme::Light, &words.theme_light), (Theme::Dark, &words.theme_dark)] {
                    button name="theme" value=(theme.name()) aria-pressed=(if theme == shell.theme { "true" } else { "false" }) { (label) }
                }
            }
        }
    }
}

fn bottom(shell: &Shell) -> Markup {
    let handy = shell.nav.iter().flat_map(|group| &group.items).filter_map(|item| Some((item, item.icon?)));
    html! {
        nav.bottom aria-label=(shell.words.bar) {
            @for (item, sign) in handy.take(3) {
                a href=(href(&item.href)) aria-current=[item.current.then_some("page")] {
                    (icon(sign)) span { (item.label) }
                    @if let Some(count) = item.count.filter(|count| count.hot) { span.dot { (count) } }
                }
            }
            @if !shell.search_url.is_empty() {
                a href=(href(&shell.search_url)) data-palette-open { (icon(Icon::Search)) span { (shell.words.find) } }
            }
            button type="button" popovertarget="nav" { (icon(Icon::Menu)) span { (shell.words.menu) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(nav: Vec<NavItem>) -> String {
        let group = NavGroup { label: "Sell".into(), sphere: Some(Sphere::Sales), items: nav };
        let shell = Shell { nav: vec![group], palette_url: "/palette".into(), ..Shell::default() };
        page(&shell, &html! { p { "body" } }).into_string()
    }

    fn item(label: &str, icon: Option<Icon>, keys: &str) -> NavItem {
        NavItem {
            href: format!("/{label}"),
            label: label.into(),
            icon,
            keys: keys.into(),
            ..NavItem::default()
        }
    }

    #[test]
    fn the_help_lists_the_keys_of_the_navigation_and_nothing_without_keys() {
        let page = with(vec![item("orders", None, "g o"), item("offers", None, "")]);
        assert!(page.contains(r#"data-shortcut="g o" data-to="/orders""#));
        assert_eq!(page.matches("data-shortcut").count(), 1);
    }

    #[test]
    fn what_waits_is_shown_up_to_ninety_nine() {
        for (n, shown) in [(1, "1"), (99, "99"), (100, "99+"), (4_000, "99+")] {
            let waiting = NavItem { count: Some(Count { n, hot: false }), ..item("orders", None, "") };
            assert!(with(vec![waiting]).contains(&format!(r#"<span class="count">{shown}</span>"#)), "{n}");
        }
    }

    #[test]
    fn the_bar_of_the_phone_holds_at_most_three_pages() {
        let page = with(["a", "b", "c", "d"].map(|name| item(name, Some(Icon::Home), "")).into());
        let bar = page.split("class=\"bottom\"").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
        assert_eq!(bar.matches("<a ").count(), 3);
    }

    #[test]
    fn a_page_without_navigation_has_no_bar_and_no_drawer() {
        let page = page(&Shell { title: "Portal".into(), ..Shell::default() }, &html! {}).into_string();
        assert!(!page.contains("popover") && !page.contains("class=\"bottom\""));
    }

    #[test]
    fn a_chosen_theme_is_known_before_the_styles_arrive() {
        let page = page(&Shell { theme: Theme::Dark, ..Shell::default() }, &html! {}).into_string();
        assert!(
            page.contains(r#"data-theme="dark""#) && page.contains(r#"name="color-scheme" content="dark""#)
        );
        assert_eq!(Theme::named("no such"), Theme::System);
    }
}
