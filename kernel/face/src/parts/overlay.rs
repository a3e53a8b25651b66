//! What lies over a page: short messages with undo, the palette, the list of keys, warnings about old content.

use maud::{Markup, html};

use super::{
    ActionButton, Tone, hidden_inputs, href,
    icon::{Icon, icon},
    mark::kbd,
    shell::{Shell, Shortcut},
};

/// What just happened, with the way back where there is one. What could not be done (`Bad`) stands above the page until
/// it is left; anything else goes by itself.
#[derive(Clone, Debug, Default)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// What it was about, in words; shown where it could not be done.
    pub title: String,
    /// What happened, in words.
    pub text: String,
    /// Takes it back.
    pub undo: Option<ActionButton>,
}

pub(crate) fn toasts(flash: Option<&Flash>, close: &str) -> Markup {
    html! {
        div.toasts #toasts role="status" data-close=(close) {
            @if let Some(flash) = flash.filter(|flash| flash.tone != Tone::Bad) {
                div class={ "toast " (flash.tone.class()) } data-toast {
                    @if flash.tone == Tone::Good { (icon(Icon::Check)) }
                    @if flash.tone == Tone::Warn { (icon(Icon::Warning)) }
                    span { (flash.text) }
                    @if let Some(undo) = &flash.undo {
                        form method="post" action=(href(&undo.action)) { (hidden_inputs(&undo.hidden)) button.undo { (icon(Icon::Undo)) (undo.label) } }
                    }
                    button.close.only-script type="button" data-toast-close aria-label=(close) { (icon(Icon::Close)) }
                }
            }
        }
    }
}

/// Why what was just pressed could not be done, beside the page's content: a live page takes over a new version of that.
pub(crate) fn refused(flash: Option<&Flash>) -> Markup {
    html! {
        @if let Some(flash) = flash.filter(|flash| flash.tone == Tone::Bad) {
            div.notice.bad role="alert" tabindex="-1" data-errors {
                (icon(Icon::Warning))
                div.notice-text { strong { (flash.title) } " " (flash.text) }
            }
        }
    }
}

pub(crate) fn warnings(shell: &Shell) -> Markup {
    html! {
        @if shell.live.is_some() {
            div.notice.plain.slim #stale hidden role="status" { (icon(Icon::Info)) div.notice-text { (shell.words.stale) } button.button type="button" data-refresh { (shell.words.refresh) } }
            div.notice.warn.slim #offline hidden role="status" { (icon(Icon::Warning)) div.notice-text { (shell.words.offline) } }
        }
    }
}

pub(crate) fn palette(shell: &Shell) -> Markup {
    let words = &shell.words;
    html! {
        @if !shell.palette_url.is_empty() {
            dialog.palette #palette aria-label=(words.palette) data-url=(href(&shell.palette_url)) {
                div.palette-box {
                    div.palette-input {
                        (icon(Icon::Search))
                        input #palette-input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-label=(words.search) placeholder=(words.search) autocomplete="off" spellcheck="false" enterkeyhint="go";
                        button.button.quiet.square type="button" command="close" commandfor="palette" aria-label=(words.close) { (icon(Icon::Close)) }
                    }
                    div #palette-list role="listbox" aria-label=(words.palette) {}
                    p #palette-state role="status" data-empty=(words.palette_empty) data-failed=(words.palette_failed) {}
                }
            }
        }
    }
}

pub(crate) fn keys(shell: &Shell) -> Markup {
    let from_nav = shell.nav.iter().flat_map(|group| &group.items).filter(|item| !item.keys.is_empty());
    let going: Vec<(&str, &str, &str)> =
        from_nav.map(|item| (item.keys.as_str(), item.label.as_str(), item.href.as_str())).collect();
    let words = &shell.words;
    html! {
        @if !shell.palette_url.is_empty() || !going.is_empty() {
            dialog.dialog.key-help #keys aria-labelledby="keys-title" {
                header {
                    h2 #keys-title { (words.keys) }
                    button.button.quiet.square type="button" command="close" commandfor="keys" aria-label=(words.close) { (icon(Icon::Close)) }
                }
                dl.key-list {
                    @if !shell.palette_url.is_empty() { (line("Ctrl K", &words.palette, None)) (line("/", &words.search, None)) }
                    (line("?", &words.keys, None))
                    @if !shell.create.is_empty() { (line("c", &words.create, None)) }
                    @for (keys, label, to) in &going { (line(keys, label, Some(to))) }
                    @for Shortcut { keys, label, href } in shell.create.iter().chain(&shell.shortcuts).filter(|each| !each.keys.is_empty()) {
                        (line(keys, label, Some(href)))
                    }
                }
            }
        }
    }
}

fn line(keys: &str, label: &str, to: Option<&str>) -> Markup {
    html! {
        div data-shortcut=[to.map(|_| keys)] data-to=[to.map(href)] { dt { (label) } dd { (kbd(keys)) } }
    }
}
