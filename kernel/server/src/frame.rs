//! Fills the frame round a page from what the reader may see.

use accord_face::{
    NavGroup, Page, PageDef,
    ask::{action_message, refusal_whole},
    parts::{
        ActionButton, Hidden, Sphere, Tone,
        mark::initials,
        menu::MenuItem,
        overlay::Flash,
        shell::{
            Clockbar, Density, Live, NavGroup as ShownGroup, NavItem, Shell, ShellWords, Shortcut, Theme,
            UserMenu, page,
        },
    },
};
use accord_kernel::{Clock, Outcome, PrincipalKind, Reader, Refusal, Sphere as Home, Tongue, next_due};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use serde_json::Value as JsonValue;

/// Letters of a refusal that a cookie carries at most; a browser keeps about four thousand bytes.
const TOLD_MAX: usize = 700;

/// Actions that can be begun from anywhere, with their letter.
pub(crate) struct CreateEntry {
    /// Action.
    pub(crate) action: &'static str,
}

/// What the request adds to the frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    /// Path and query asked for.
    pub(crate) address: String,
    /// Path and query of the page of ours that it was asked from; none where that is only a form's own page.
    pub(crate) origin: Option<String>,
    /// What was just done, or why not, as [`done_text`] and [`refused_text`] say it.
    pub(crate) done: Option<String>,
    /// Colours chosen before signing in.
    pub(crate) theme: Option<String>,
}

fn sphere(home: Home) -> Option<Sphere> {
    match home {
        Home::Sales => Some(Sphere::Sales),
        Home::AfterSales => Some(Sphere::Service),
        Home::Both => Some(Sphere::Both),
        Home::None => None,
    }
}

/// The whole document.
///
/// # Errors
/// What a count in the navigation refuses.
pub(crate) fn whole(reader: &mut Reader<'_>, around: &Around, drawn: &Page) -> Outcome<String> {
    let nav = navigation(reader, &around.address)?;
    let clockbar = clockbar(reader)?;
    let principal = reader.context.principal.clone();
    let tongue = reader.context.tongue();
    let signed_in = principal.kind != PrincipalKind::Nobody;
    let staff = principal.kind == PrincipalKind::Person;
    // A contact's choice of colours stands in the browser alone, as that of somebody who is not signed in.
    let theme = if staff { principal.theme.as_str() } else { around.theme.as_deref().unwrap_or("system") };
    let live = match drawn.topics.as_slice() {
        [] => None,
        topics => Some(Live { topics: crate::live::marked(reader.tx, topics)?, url: "/live".to_owned() }),
    };
    let shell = Shell {
        lang: reader.context.language.word().to_owned(),
        title: drawn.title.clone(),
        product: tongue.say("product").into_owned(),
        theme: Theme::named(theme),
        density: Density::named(&principal.density),
        nav: if staff { nav } else { Vec::new() },
        crumbs: drawn.crumbs.clone(),
        clockbar,
        user: signed_in.then(|| UserMenu {
            name: principal.name.clone(),
            initials: initials(&principal.name),
            role: String::new(),
            sphere: sphere(principal.sphere),
            items: user_items(&tongue, staff),
            preferences: "/preferences".to_owned(),
            back: around.address.clone(),
            sign_out: Some(ActionButton {
                label: tongue.say("sign-out").into_owned(),
                action: "/logout".to_owned(),
                hidden: Vec::new(),
            }),
        }),
        create: if staff { creatable(reader, &tongue) } else { Vec::new() },
        shortcuts: Vec::new(),
        palette_url: if staff { "/palette".to_owned() } else { String::new() },
        search_url: if staff { "/search".to_owned() } else { String::new() },
        flash: around.done.as_deref().and_then(|key| flash(reader, &tongue, key)),
        live,
        draft_scope: signed_in.then(|| principal.id.to_string()),
        csp_nonce: None,
        words: words(&tongue),
    };
    Ok(page(&shell, &drawn.main).into_string())
}

fn user_items(tongue: &Tongue<'_>, staff: bool) -> Vec<MenuItem> {
    if !staff {
        return Vec::new();
    }
    vec![MenuItem::Link(
        accord_face::parts::Link::new(tongue.say("page-me").into_owned(), "/me"),
        String::new(),
    )]
}

/// What was done, and what takes it back, as the cookie says it to the next page.
pub(crate) fn done_text(action: &str, undo: Option<&JsonValue>) -> String {
    match undo {
        Some(undo) => format!("{action}~{}", URL_SAFE_NO_PAD.encode(undo.to_string())),
        None => action.to_owned(),
    }
}

/// Why what was pressed could not be done, as the cookie says it to the page that it was pressed on.
pub(crate) fn refused_text(tongue: &Tongue<'_>, action: &str, refusal: &Refusal) -> String {
    let told: String = refusal_whole(tongue, refusal).chars().take(TOLD_MAX).collect();
    format!("{action}!{}", URL_SAFE_NO_PAD.encode(told))
}

/// The button that takes back what was done: an action with all its input, that its presser may.
fn taken_back(reader: &Reader<'_>, tongue: &Tongue<'_>, text: &str) -> Option<ActionButton> {
    let undo: JsonValue = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let action = undo.get("action")?.as_str()?;
    let def = reader.kernel.registry.find_action(action).filter(|def| reader.may_act(def.name))?;
    Some(ActionButton {
        label: tongue.say("undo").into_owned(),
        action: format!("/do/{}", def.name),
        hidden: vec![
            Hidden::new("_key", reader.context.new_id::<uuid::Uuid>().to_string()),
            Hidden::new("_fixed", undo.get("input")?.to_string()),
        ],
    })
}

fn flash(reader: &Reader<'_>, tongue: &Tongue<'_>, done: &str) -> Option<Flash> {
    match done.split_once('!') {
        Some((action, told)) => flash_refused(reader, tongue, action, told),
        None => flash_done(reader, tongue, done),
    }
}

fn flash_refused(reader: &Reader<'_>, tongue: &Tongue<'_>, action: &str, told: &str) -> Option<Flash> {
    let def = reader.kernel.registry.find_action(action)?;
    Some(Flash {
        tone: Tone::Bad,
        title: format!("{}:", tongue.say(&action_message(def.name))),
        text: String::from_utf8(URL_SAFE_NO_PAD.decode(told).ok()?).ok()?,
        undo: None,
    })
}

fn flash_done(reader: &Reader<'_>, tongue: &Tongue<'_>, done: &str) -> Option<Flash> {
    let (action, undo) = done.split_once('~').map_or((done, None), |(action, undo)| (action, Some(undo)));
    // The cookie only names an action that exists; its words are ours.
    reader.kernel.registry.find_action(action)?;
    let key = format!("{}-done", action_message(action));
    let text = if reader.context.words.has(reader.context.language, &key) {
        tongue.say(&key)
    } else {
        tongue.say("done")
    };
    Some(Flash {
        tone: Tone::Good,
        title: String::new(),
        text: text.into_owned(),
        undo: undo.and_then(|undo| taken_back(reader, tongue, undo)),
    })
}

fn creatable(reader: &Reader<'_>, tongue: &Tongue<'_>) -> Vec<Shortcut> {
    const FROM_ANYWHERE: &[CreateEntry] = &[
        CreateEntry { action: "case.open" },
        CreateEntry { action: "promise.make" },
        CreateEntry { action: "contact_log.add" },
        CreateEntry { action: "order.enter" },
        CreateEntry { action: "customer.enter" },
        CreateEntry { action: "statement.say" },
        CreateEntry { action: "observation.note" },
        CreateEntry { action: "complaint.open" },
    ];
    FROM_ANYWHERE
        .iter()
        .filter(|entry| reader.may_act(entry.action))
        .map(|entry| Shortcut {
            keys: String::new(),
            label: tongue.say(&action_message(entry.action)).into_owned(),
            href: format!("/do/{}", entry.action),
        })
        .collect()
}

/// The pages a reader may open, in the order of the navigation.
pub(crate) fn open_pages(reader: &Reader<'_>) -> Vec<PageDef> {
    let principal = &reader.context.principal;
    let mut defs: Vec<PageDef> = reader
        .kernel
        .registry
        .extensions::<PageDef>()
        .filter(|def| {
            def.nav.is_some() && principal.kind == PrincipalKind::Person && principal.may(def.permission)
        })
        .copied()
        .collect();
    defs.sort_by_key(|def| def.nav.map(|nav| (nav.group, nav.order)));
    defs
}

fn navigation(reader: &mut Reader<'_>, address: &str) -> Outcome<Vec<ShownGroup>> {
    let path = address.split('?').next().unwrap_or("/");
    let defs = open_pages(reader);
    let current = defs
        .iter()
        .filter(|def| {
            let below = path.strip_prefix(def.path).filter(|_| def.path != "/");
            path == def.path || below.is_some_and(|rest| rest.starts_with('/'))
        })
        .max_by_key(|def| def.path.len())
        .map(|def| def.path);
    let mut groups = Vec::new();
    for group in NavGroup::ALL {
        let mut items = Vec::new();
        for def in &defs {
            let Some(nav) = def.nav.filter(|nav| nav.group == *group) else { continue };
            let count = match nav.count {
                Some(count) => count(reader)?,
                None => None,
            };
            items.push(NavItem {
                href: def.path.to_owned(),
                label: reader.context.tongue().say(nav.label).into_owned(),
                count,
                current: current == Some(def.path),
                keys: nav.keys.to_owned(),
                icon: nav.icon,
            });
        }
        if !items.is_empty() {
            let label = if group.message().is_empty() {
                String::new()
            } else {
                reader.context.tongue().say(group.message()).into_owned()
            };
            groups.push(ShownGroup { label, sphere: group.sphere(), items });
        }
    }
    Ok(groups)
}

fn clockbar(reader: &mut Reader<'_>) -> Outcome<Option<Clockbar>> {
    // A movable clock is a demo's, and there every colleague may move it.
    if reader.kernel.clock != Clock::Movable || reader.context.principal.kind != PrincipalKind::Person {
        return Ok(None);
    }
    let next = next_due(reader.tx)?;
    let tongue = reader.context.tongue();
    let now = reader.context.now;
    let button = |label: &str, to: Option<jiff::Timestamp>| {
        to.map(|to| ActionButton {
            label: tongue.say(label).into_owned(),
            action: "/demo/clock".to_owned(),
            hidden: vec![Hidden::new("to", to.to_string())],
        })
    };
    let buttons = [
        button("clock-hour", now.checked_add(SignedDuration::from_hours(1)).ok()),
        button("clock-day", now.checked_add(SignedDuration::from_hours(24)).ok()),
        button("clock-next", next.as_ref().map(|(at, _)| *at)),
    ];
    let next_text = match &next {
        Some((at, action)) => tongue.say_with(
            "clock-next-text",
            &[("what", tongue.say(&action_message(action)).into_owned().into()), ("at", (*at).into())],
        ),
        None => tongue.say("clock-nothing-next").into_owned(),
    };
    let date = tongue.date_with_day(tongue.date_of(now));
    Ok(Some(Clockbar {
        label: tongue.say("demo").into_owned(),
        now_text: format!("{date}, {}", tongue.time(now)),
        zone_text: reader.context.principal.zone.clone(),
        next_text,
        buttons: buttons.into_iter().flatten().collect(),
    }))
}

fn words(tongue: &Tongue<'_>) -> ShellWords {
    let say = |key: &str| tongue.say(key).into_owned();
    ShellWords {
        skip: say("skip-to-content"),
        nav: say("nav-main"),
        bar: say("nav-bar"),
        menu: say("nav-menu"),
        close: say("close"),
        crumbs: say("nav-crumbs"),
        search: say("search-box"),
        find: say("search-short"),
        palette: say("palette-name"),
        palette_empty: say("palette-empty"),
        palette_failed: say("palette-failed"),
        create: say("create-menu"),
        keys: say("keys-title"),
        stale: say("page-stale"),
        refresh: say("page-refresh"),
        offline: say("page-offline"),
        theme: say("theme"),
        theme_system: say("theme-system"),
        theme_light: say("theme-light"),
        theme_dark: say("theme-dark"),
        urgent: say("urgent"),
    }
}
