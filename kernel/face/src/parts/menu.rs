//! Buttons, menus and dialogs. All work without script: menus are `details`, dialogs open by invoker commands.

use maud::{Markup, html};

use super::{
    ActionButton, Link, Tone, hidden_inputs, href,
    icon::{Icon, icon},
    mark::kbd,
    slug,
};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do here.
    Primary,
    /// Everything else.
    #[default]
    Plain,
    /// Looks like text until pointed at.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Weight {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A link that looks like a button. `keys` shows its shortcut and is what a press of those keys follows; empty
/// for none.
#[must_use]
pub fn button_link(weight: Weight, link: &Link, keys: &str) -> Markup {
    html! {
        a class=(weight.class()) href=(href(&link.href)) data-keys=[Some(keys).filter(|k| !k.is_empty())] {
            (link.label)
            @if !keys.is_empty() { (kbd(keys)) }
        }
    }
}

/// A button that posts a small form of its own.
#[must_use]
pub fn button_post(weight: Weight, button: &ActionButton) -> Markup {
    html! {
        form.inline method="post" action=(href(&button.action)) {
            (hidden_inputs(&button.hidden))
            button class=(weight.class()) { (button.label) }
        }
    }
}

/// Buttons in a row that wraps.
#[must_use]
pub fn buttons(items: &[Markup]) -> Markup {
    html! { div.buttons { @for item in items { (item) } } }
}

/// One line of a [`menu`].
#[derive(Clone, Debug)]
pub enum MenuItem {
    /// Leads somewhere; the second text shows its keys.
    Link(Link, String),
    /// Does something at once.
    Post(ActionButton, Tone),
    /// Anything else, such as the choice of a theme.
    Custom(Markup),
    /// A line between groups.
    Rule,
}

/// A menu under a button. `label` names it; with `icon_only` the words are for screen readers alone.
#[must_use]
pub fn menu(label: &str, sign: Option<Icon>, icon_only: bool, items: &[MenuItem]) -> Markup {
    html! {
        details.menu {
            summary class={ "button" @if icon_only { " quiet square" } } aria-label=[icon_only.then_some(label)] {
                @if let Some(sign) = sign { (icon(sign)) }
                @if !icon_only { (label) (icon(Icon::Down)) }
            }
            div.menu-list { @for item in items { (menu_item(item)) } }
        }
    }
}

pub(crate) fn menu_item(item: &MenuItem) -> Markup {
    html! {
        @match item {
            MenuItem::Link(link, keys) => {
                a.menu-item href=(href(&link.href)) { (link.label) @if !keys.is_empty() { (kbd(keys)) } }
            }
            MenuItem::Post(post, tone) => {
                form method="post" action=(href(&post.action)) {
                    (hidden_inputs(&post.hidden))
                    button class={ "menu-item " (tone.class()) } { (post.label) }
                }
            }
            MenuItem::Custom(markup) => { div.menu-custom { (markup) } }
            MenuItem::Rule => { hr; }
        }
    }
}

/// The button that opens a dialog: an address at which the page comes with it, and what the dialog is for. A press of
/// `keys` opens it too; empty for none.
#[must_use]
pub fn dialog_link(weight: Weight, address: &str, what: &str, label: &str, keys: &str) -> Markup {
    html! {
        a class=(weight.class()) href=(href(address)) data-dialog=(what) aria-haspopup="dialog" data-keys=[Some(keys).filter(|keys| !keys.is_empty())] {
            (label)
            @if !keys.is_empty() { (kbd(keys)) }
        }
    }
}

/// A dialog over the page. `close` is the label of its cross; `open` shows it at once, in the page's flow, which is
/// how a refused form inside it comes back.
#[must_use]
pub fn dialog(id: &str, title: &str, close: &str, open: bool, body: &Markup) -> Markup {
    let id = slug(id);
    html! {
        dialog.dialog id={ "dialog-" (id) } aria-labelledby={ "dialog-" (id) "-title" } open[open] {
            header {
                h2 id={ "dialog-" (id) "-title" } { (title) }
                button.button.quiet.square type="button" command="close" commandfor={ "dialog-" (id) } aria-label=(close) {
                    (icon(Icon::Close))
                }
            }
            div.dialog-body { (body) }
        }
    }
}
