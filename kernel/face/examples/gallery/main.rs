//! Writes every building block with invented content as files that can be opened from disk, in both themes:
//! `cargo run -p accord-face --example gallery -- <folder>`. The place to look at what was changed.
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)]

mod customer;
mod lists;
mod order;
mod work;

use std::{env, error::Error, fs, path::Path};

use accord_face::{
    assets,
    parts::{
        ActionButton, Hidden, Link, Markup, Sphere, Tone,
        alone::{DemoPerson, ErrorPage, LoginPage, error_page, login_page},
        control::{Control, Field, TextKind},
        form::{Form, FormPart, form},
        icon::Icon,
        menu::{MenuItem, Weight},
        overlay::Flash,
        shell::{
            Clockbar, Count, Live, NavGroup, NavItem, Shell, ShellWords, Shortcut, Theme, UserMenu, page,
        },
    },
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).unwrap_or_else(|| "target/gallery".into());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in assets::all() {
        let name = asset.path.trim_start_matches('/');
        // Opened from disk there is no root, so paths become relative to where each file lies.
        let bytes = match std::str::from_utf8(asset.bytes) {
            Ok(text) if name.ends_with(".css") => text.replace("/static/", "").into_bytes(),
            _ => asset.bytes.to_vec(),
        };
        fs::write(folder.join(name), bytes)?;
    }
    for theme in [Theme::System, Theme::Light, Theme::Dark] {
        for (name, title, body) in pages() {
            write(folder, name, theme, &page(&shell(title, theme), &body))?;
        }
        write(folder, "login", theme, &login(theme))?;
        write(folder, "error", theme, &error(theme))?;
    }
    println!("{}", folder.display());
    Ok(())
}

fn write(folder: &Path, name: &str, theme: Theme, page: &Markup) -> Result<(), Box<dyn Error>> {
    let html = page.0.replace("\"/static/", "\"static/");
    Ok(fs::write(folder.join(format!("{name}-{}.html", theme.name())), html)?)
}

fn pages() -> Vec<(&'static str, &'static str, Markup)> {
    vec![
        ("customer", "Vale Norte Papel", customer::body()),
        ("order", "S-2031-0188", order::body()),
        ("list", "Promises", lists::list()),
        ("empty", "Visits", lists::empty()),
        ("board", "Goals", lists::board()),
        ("form", "New order", work::order_form()),
        ("parts", "Parts", work::parts()),
    ]
}

fn item(label: &str, href: &str, keys: &str) -> NavItem {
    NavItem { label: label.into(), href: href.into(), keys: keys.into(), ..NavItem::default() }
}

fn nav() -> Vec<NavGroup> {
    let hot = |n| Some(Count { n, hot: true });
    let calm = |n| Some(Count { n, hot: false });
    let group = |label: &str, sphere, items| NavGroup { label: label.into(), sphere, items };
    vec![
        group(
            "",
            None,
            vec![
                NavItem { count: hot(4), icon: Some(Icon::Home), ..item("Today", "/", "g t") },
                NavItem { current: true, icon: Some(Icon::People), ..item("Customers", "/customers", "g c") },
                NavItem {
                    count: calm(58),
                    icon: Some(Icon::Handshake),
                    ..item("Promises", "/promises", "g p")
                },
            ],
        ),
        group(
            "Sell",
            Some(Sphere::Sales),
            vec![
                item("Pipeline", "/pipeline", ""),
                item("Offers", "/offers", ""),
                NavItem { count: calm(9), ..item("Orders", "/orders", "g o") },
            ],
        ),
        group("Make", Some(Sphere::Both), vec![item("Capacity", "/capacity", "")]),
        group(
            "Serve",
            Some(Sphere::Service),
            vec![
                NavItem { count: hot(2), ..item("Cases", "/cases", "g k") },
                item("Visits", "/visits", ""),
                item("Installed base", "/assets-list", ""),
                item("Contracts", "/contracts", ""),
            ],
        ),
        group(
            "Together",
            Some(Sphere::Both),
            vec![item("Goals", "/goals", ""), item("Listening", "/listening", "")],
        ),
    ]
}

fn shell(title: &str, theme: Theme) -> Shell {
    Shell {
        lang: "en".into(),
        title: title.into(),
        product: "Accord".into(),
        theme,
        nav: nav(),
        crumbs: vec![("Customers".into(), Some("/customers".into())), (title.into(), None)],
        clockbar: Some(Clockbar {
            label: "Demo".into(),
            now_text: "Tue 14 Oct 2031, 16:42".into(),
            zone_text: "São Paulo".into(),
            next_text: "next: update due 17:30".into(),
            buttons: ["+1 hour", "+1 day", "To the next thing"]
                .map(|label| post(label, "/demo/clock"))
                .into(),
        }),
        user: Some(UserMenu {
            name: "Ingrid Solheim".into(),
            initials: "IS".into(),
            role: "Key account manager".into(),
            sphere: Some(Sphere::Sales),
            items: vec![
                MenuItem::Link(Link::new("Settings", "/me"), "g s".into()),
                MenuItem::Link(Link::new("My feed", "/feed"), String::new()),
            ],
            preferences: "/preferences".into(),
            back: "/customers".into(),
            sign_out: Some(post("Sign out", "/sign-out")),
        }),
        create: vec![
            Shortcut { keys: "n c".into(), label: "Customer".into(), href: "/customers/new".into() },
            Shortcut { keys: "n o".into(), label: "Order".into(), href: "/orders/new".into() },
            Shortcut { keys: "n k".into(), label: "Case".into(), href: "/cases/new".into() },
        ],
        palette_url: "/palette".into(),
        search_url: "/search".into(),
        flash: (title == "Promises").then(|| Flash {
            tone: Tone::Good,
            text: "3 promises given to Tomás Ferreira.".into(),
            title: String::new(),
            undo: Some(post("Undo", "/undo/91")),
        }),
        live: Some(Live { topics: "customer:17".into(), url: "/live".into() }),
        draft_scope: Some("b7c1".into()),
        words: words(),
        ..Shell::default()
    }
}

fn words() -> ShellWords {
    ShellWords {
        skip: "Skip to content".into(),
        nav: "Main".into(),
        bar: "Quick".into(),
        menu: "Menu".into(),
        close: "Close".into(),
        crumbs: "You are here".into(),
        search: "Search, go, do".into(),
        find: "Search".into(),
        palette: "Search".into(),
        palette_empty: "Nothing found. Try fewer letters.".into(),
        palette_failed: "No answer from the server.".into(),
        create: "Create".into(),
        keys: "Keyboard shortcuts".into(),
        stale: "This page has changed.".into(),
        refresh: "Show".into(),
        offline: "Connection lost. What you see may be old.".into(),
        theme: "Colours".into(),
        theme_system: "System".into(),
        theme_light: "Light".into(),
        theme_dark: "Dark".into(),
        urgent: "urgent".into(),
    }
}

/// A button that posts to `action`.
pub fn post(label: &str, action: &str) -> ActionButton {
    ActionButton { label: label.into(), action: action.into(), hidden: vec![Hidden::new("version", "7")] }
}

fn login(theme: Theme) -> Markup {
    let fields = vec![
        FormPart::Field(Field {
            focus: true,
            ..Field::new(
                "email",
                "E-mail",
                Control::Text { kind: TextKind::Email, autocomplete: "username".into() },
            )
        }),
        FormPart::Field(Field::new(
            "password",
            "Password",
            Control::Text { kind: TextKind::Password, autocomplete: "current-password".into() },
        )),
    ];
    let person = |name: &str, initials: &str, role: &str, sphere| DemoPerson {
        name: name.into(),
        initials: initials.into(),
        role: role.into(),
        sphere: Some(sphere),
        enter: post("", "/sign-in/demo"),
    };
    login_page(&LoginPage {
        lang: "en".into(),
        product: "Accord".into(),
        logo: String::new(),
        theme,
        title: "Sign in".into(),
        intro: "Whatever we owe a customer is a promise.".into(),
        form: Some(form(&Form {
            id: "sign-in".into(),
            action: "/sign-in".into(),
            parts: fields,
            submit: "Sign in".into(),
            weight: Weight::Primary,
            ..Form::default()
        })),
        links: vec![
            Link::new("Forgot the password?", "/reset"),
            Link::new("Sign in with your company", "/oidc"),
        ],
        demo_title: "Or step into the demo as".into(),
        demo: vec![
            person("Ingrid Solheim", "IS", "Key account manager", Sphere::Sales),
            person("Tomás Ferreira", "TF", "Service head", Sphere::Service),
            person("Ruth Okafor", "RO", "Production planner", Sphere::Both),
            person("Jun Aoki", "JA", "Field engineer", Sphere::Service),
        ],
        csp_nonce: None,
    })
}

fn error(theme: Theme) -> Markup {
    error_page(&ErrorPage {
        lang: "en".into(),
        product: "Accord".into(),
        theme,
        status: 403,
        title: "This needs the service head".into(),
        text: "An order may leave without a service offer only when the service head has said so. Tomás Ferreira can do it, and has been told.".into(),
        request_label: "Request".into(),
        request_id: "01JA7Q4T9W".into(),
        links: vec![Link::new("Back to the order", "/orders/188"), Link::new("Today", "/")],
        csp_nonce: None,
    })
}
