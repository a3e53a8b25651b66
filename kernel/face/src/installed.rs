//! Programs that are installed on a device and go on without network: a shell without data, a worker that keeps it there,
//! and a manifest. The shell reads and writes through the API like everybody else, so it knows no rule.
//!
//! To add one: its script, style and worker as entries of `web/bundle.mjs`, and an [`InstalledDef`] registered with
//! `registry.extend(…)`.

use std::collections::BTreeMap;

use accord_kernel::Tongue;
use maud::{DOCTYPE, Markup, html};
use serde_json::{Value as JsonValue, json};

use crate::assets;

/// A program for a device.
#[derive(Debug, Clone, Copy)]
pub struct InstalledDef {
    /// Its address, `/field`.
    pub path: &'static str,
    /// Address of its worker; it stands above the program's own, so that it may keep it.
    pub worker: &'static str,
    /// Address of its manifest.
    pub manifest: &'static str,
    /// Message key of its name.
    pub title: &'static str,
    /// Message keys of all that it says. What a message needs is written `%name%` in it.
    pub words: &'static [&'static str],
    /// Path of its script in the bundle.
    pub script: fn() -> &'static str,
    /// Path of its style sheet in the bundle.
    pub style: fn() -> &'static str,
    /// Path of its worker in the bundle.
    pub worker_file: fn() -> &'static str,
}

impl InstalledDef {
    /// The shell: the same for everybody who reads a language, without anybody's data. Where the house's clock stands
    /// still between moves, as in a demonstration, `clock_stands`.
    pub fn shell(&self, tongue: &Tongue<'_>, language: &str, clock_stands: bool) -> Markup {
        let say = |key: &str| tongue.say(key).into_owned();
        let words: BTreeMap<&str, String> = self.words.iter().map(|key| (*key, say(key))).collect();
        let words = json!(words).to_string();
        html! {
            (DOCTYPE)
            html lang=(language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (say(self.title)) }
                    link rel="stylesheet" href=((self.style)());
                    link rel="manifest" href=(self.manifest);
                    link rel="icon" href=(assets::favicon_url()) type="image/svg+xml";
                    script type="module" src=((self.script)()) {}
                }
                body data-words=(words) data-worker=(self.worker) data-clock-stands[clock_stands] {
                    header { span.product { (say("product")) } div #status role="status" {} }
                    aside #sign-in hidden aria-label=(say("installed-sign-in")) { (say("installed-sign-in-text")) " " a href={ "/login?next=" (self.path) } { (say("installed-sign-in")) } }
                    main #main tabindex="-1" { h1 { (say(self.title)) } noscript { p { (say("installed-needs-script")) } } }
                    footer {
                        a href="/" { (say("installed-desk")) }
                        span #sign-out {}
                        p #sign-out-problem role="alert" hidden {}
                        form #sign-out-form method="post" action="/logout" hidden { button { (say("sign-out")) } }
                    }
                }
            }
        }
    }

    /// The manifest by which a browser installs it.
    pub fn manifest_json(&self, tongue: &Tongue<'_>, language: &str) -> JsonValue {
        let name = tongue.say(self.title).into_owned();
        json!({
            "name": format!("{} · {}", tongue.say("product"), name),
            "short_name": name,
            "lang": language,
            "id": self.path,
            "start_url": self.path,
            "scope": self.path,
            "display": "standalone",
            "background_color": "#f6f5f2",
            "theme_color": "#09646c",
            "icons": [{ "src": assets::favicon_url(), "sizes": "any", "type": "image/svg+xml", "purpose": "any" }],
        })
    }

    /// The worker: which files it keeps, then its program. Its text changes whenever a file of it does, so that a
    /// browser takes the new one.
    pub fn worker_script(&self) -> String {
        let files = [self.path, (self.script)(), (self.style)(), assets::favicon_url()];
        let version: String = files.concat().chars().filter(char::is_ascii_alphanumeric).collect();
        let program = assets::find((self.worker_file)())
            .map_or("", |asset| std::str::from_utf8(asset.bytes).unwrap_or_default());
        format!("self.shellFiles={};self.shellVersion={};\n{program}", json!(files), json!(version))
    }
}
