//! Every building block is given hostile text and must neither run it nor break by it; and none may emit what the
//! content security policy forbids: `style` attributes, inline handlers, inline scripts.

use std::collections::HashSet;

use jiff::civil::date;

use super::{
    agenda::*, alone::*, chart::*, control::*, filters::*, form::*, icon::Icon, mark::*, menu::*,
    overlay::Flash, panel::*, promise::*, ring::*, rows::*, ruler::*, shell::*, strand::*, table::*, talk::*,
    *,
};

const BAD: &str = r#"x"'><img src=x onerror=alert(1)><script>alert(2)</script>&amp;"#;
const BAD_LINK: &str = "javascript:alert(3)//\"><img src=x onerror=alert(1)>";

fn bad() -> String {
    BAD.into()
}

fn link() -> Link {
    Link::new(BAD, BAD_LINK)
}

fn post() -> ActionButton {
    ActionButton { label: bad(), action: BAD_LINK.into(), hidden: vec![Hidden::new(BAD, BAD)] }
}

fn text() -> Markup {
    html! { (BAD) }
}

fn field_of(control: Control) -> Field {
    Field::new(BAD, BAD, control).with(BAD).hint(BAD).error(BAD).required().half()
}

fn fields() -> Vec<Field> {
    let picks = vec![Pick { value: bad(), label: bad(), hint: bad(), chosen: true }];
    let controls = vec![
        Control::Text { kind: TextKind::Email, autocomplete: bad() },
        Control::Textarea { rows: 3, draft: true },
        Control::Date,
        Control::DateTime { zone: bad() },
        Control::Time,
        Control::Number { min: bad(), max: bad(), step: bad(), unit: bad() },
        Control::Money { currencies: picks.clone(), currency_label: bad() },
        Control::Select { options: picks.clone(), multiple: true },
        Control::Checkbox { checked: true },
        Control::Radio { options: picks },
        Control::File { accept: bad(), multiple: true },
        Control::Search { url: BAD_LINK.into(), text_name: bad(), text: bad() },
    ];
    controls
        .into_iter()
        .enumerate()
        .map(|(n, control)| Field { name: format!("{n}{BAD}"), ..field_of(control) })
        .collect()
}

fn forms() -> Vec<Markup> {
    let rows = Rows {
        form: bad(),
        name: bad(),
        legend: bad(),
        rows: vec![vec![]],
        blank: vec![Field::text(format!("a.{ROW_NUMBER}.b"), BAD)],
        add: bad(),
        remove: bad(),
        error: bad(),
    };
    let choice = vec![Choice { value: bad(), label: bad(), chosen: true }];
    vec![
        form::form(&Form {
            id: bad(),
            action: BAD_LINK.into(),
            hidden: vec![Hidden::new(BAD, BAD)],
            parts: fields()
                .into_iter()
                .map(FormPart::Field)
                .chain([
                    FormPart::Group { title: bad(), fields: vec![] },
                    FormPart::Rows(rows),
                    FormPart::Custom(text()),
                ])
                .collect(),
            submit: bad(),
            also: vec![(bad(), bad(), bad())],
            cancel: Some(link()),
            errors_title: bad(),
            errors: vec![
                FormError { field: bad(), text: bad() },
                FormError { field: String::new(), text: bad() },
            ],
            required_note: bad(),
            in_place: true,
            ..Form::default()
        }),
        filters::filters(&Filters {
            action: BAD_LINK.into(),
            label: bad(),
            filters: vec![
                Filter::Text { name: bad(), label: bad(), value: bad() },
                Filter::One { name: format!("1{BAD}"), label: bad(), choices: choice.clone() },
                Filter::Any { name: format!("2{BAD}"), label: bad(), choices: choice },
                Filter::Amount { name: format!("4{BAD}"), label: bad(), value: bad(), instead: bad() },
                Filter::Day { name: format!("3{BAD}"), label: bad(), value: bad() },
            ],
            keep: vec![Hidden::new(BAD, BAD)],
            chips: vec![link()],
            remove_label: bad(),
            clear: Some(link()),
            submit_label: bad(),
            views: vec![(link(), true)],
            views_label: bad(),
        }),
    ]
}

fn displays() -> Vec<Markup> {
    let person = Who { initials: bad(), name: bad(), role: bad(), sphere: None, href: Some(BAD_LINK.into()) };
    let card = PromiseCard {
        title: bad(),
        sphere: Some(Sphere::Both),
        sphere_name: bad(),
        wording: bad(),
        due_iso: bad(),
        due: bad(),
        left: bad(),
        used: Some(250),
        tone: Tone::Bad,
        state: Some((bad(), Tone::Bad)),
        owner: bad(),
        href: Some(BAD_LINK.into()),
    };
    let figure = Stat {
        label: bad(),
        value: bad(),
        unit: bad(),
        sample: bad(),
        period: bad(),
        change: Some((bad(), Tone::Good)),
        counted: Some(link()),
        picture: Some(bar_spark(BAD, &[])),
    };
    vec![
        who(&person),
        tag(Tone::Good, BAD),
        sphere_tag(Sphere::Sales, BAD),
        kbd(BAD),
        time(BAD, BAD),
        help("1", BAD, BAD),
        owed_grid(BAD, &[card]),
        stat_row(&[figure]),
        panel::panel(BAD, Some(&text()), &text()),
        page_head(None, BAD, &dots(&[text()]), &text()),
        facts(&[(bad(), text())]),
        notice(Tone::Bad, BAD, &text(), &[text()]),
        overlay::refused(Some(&Flash { tone: Tone::Bad, title: bad(), text: bad(), undo: None })),
        empty_state(
            BAD,
            BAD,
            &[button_link(Weight::Primary, &link(), BAD), button_post(Weight::Danger, &post())],
        ),
        tabs(BAD, &[Tab { label: bad(), href: BAD_LINK.into(), current: true, count: Some(1) }]),
        disclosure("d", BAD, true, &text()),
        menu::menu(
            BAD,
            Some(Icon::More),
            true,
            &[
                MenuItem::Link(link(), bad()),
                MenuItem::Post(post(), Tone::Bad),
                MenuItem::Custom(text()),
                MenuItem::Rule,
            ],
        ),
        dialog_link(Weight::Plain, BAD, BAD, BAD, BAD),
        dialog("2", BAD, BAD, true, &text()),
        agenda::agenda(&[AgendaItem {
            title: bad(),
            text: bad(),
            done: true,
            state: bad(),
            tag: Some(text()),
            href: Some(BAD_LINK.into()),
        }]),
        sign_row(&[Signature {
            part: bad(),
            initials: bad(),
            sphere: None,
            state: Signed::Refused,
            state_text: bad(),
            act: Some(text()),
        }]),
        loop_ring(Stage::Use, 9, BAD, 60),
        loop_steps(Stage::Use, &std::array::from_fn(|_| bad()), BAD),
        bars(BAD, BAD, &[Bar { label: bad(), value: bad(), height: 0, tone: Tone::Plain }]),
    ]
}

fn lists() -> Vec<Markup> {
    let day = date(2031, 1, 1);
    let column = Column { label: bad(), ..Column::default() }.sorted(BAD_LINK, Order::Descending);
    let row = Row {
        cells: vec![text()],
        href: Some(BAD_LINK.into()),
        tone: Tone::Warn,
        pick: Some(bad()),
        pick_label: bad(),
        current: true,
    };
    let event = StrandEvent {
        sphere: Sphere::Sales,
        sphere_name: bad(),
        iso: bad(),
        time: bad(),
        title: bad(),
        href: Some(BAD_LINK.into()),
        tags: vec![text()],
        text: Some(text()),
        by: Some(bad()),
        internal: Some(bad()),
    };
    vec![
        table::table(&Table {
            caption: bad(),
            columns: vec![column],
            rows: vec![row],
            bulk: Some(Bulk {
                id: bad(),
                action: bad(),
                hidden: vec![Hidden::new(bad(), bad())],
                name: bad(),
                all_label: bad(),
                selected_label: bad(),
                everything: Some((bad(), bad())),
                act_name: bad(),
                acts: vec![(bad(), bad())],
            }),
            foot: Some(vec![text()]),
            ..Table::default()
        }),
        pagination(&Pagination {
            label: bad(),
            shown: bad(),
            exact: Some(link()),
            previous: Some(link()),
            next: Some(link()),
        }),
        strand::strand(
            &[(Sphere::Both, bad())],
            &[StrandItem::Day(bad()), StrandItem::Event(event), StrandItem::Gap { text: bad(), late: true }],
        ),
        talk::talk(&[Talk {
            by: bad(),
            initials: bad(),
            sphere: Some(Sphere::Sales),
            facts: vec![text()],
            words: bad(),
            reply: Some((bad(), bad())),
            act: Some(text()),
        }]),
        date_ruler(&DateRuler {
            label: bad(),
            marks: vec![Mark {
                date: day,
                kind: MarkKind::Committed,
                date_text: bad(),
                label: bad(),
                note: bad(),
            }],
            slack: Some(Slack { from: day, to: day, text: bad() }),
            ticks: vec![(day, bad())],
            loads: vec![Load {
                label: bad(),
                sphere: Sphere::Both,
                summary: bad(),
                weeks: vec![Week { start: day, taken: u16::MAX, text: bad() }],
            }],
        }),
    ]
}

fn words() -> ShellWords {
    ShellWords {
        skip: bad(),
        nav: bad(),
        bar: bad(),
        menu: bad(),
        close: bad(),
        crumbs: bad(),
        search: bad(),
        find: bad(),
        palette: bad(),
        palette_empty: bad(),
        palette_failed: bad(),
        create: bad(),
        keys: bad(),
        stale: bad(),
        refresh: bad(),
        offline: bad(),
        theme: bad(),
        theme_system: bad(),
        theme_light: bad(),
        theme_dark: bad(),
        urgent: bad(),
    }
}

fn shell_of(body: &Markup) -> Markup {
    let item = NavItem {
        href: BAD_LINK.into(),
        label: bad(),
        count: Some(Count { n: 1, hot: true }),
        current: true,
        keys: bad(),
        icon: Some(Icon::Home),
    };
    let shortcut = Shortcut { keys: bad(), label: bad(), href: BAD_LINK.into() };
    page(
        &Shell {
            lang: bad(),
            title: bad(),
            product: bad(),
            nav: vec![NavGroup { label: bad(), sphere: Some(Sphere::Sales), items: vec![item] }],
            crumbs: vec![(bad(), Some(BAD_LINK.into())), (bad(), None)],
            clockbar: Some(Clockbar {
                label: bad(),
                now_text: bad(),
                zone_text: bad(),
                next_text: bad(),
                buttons: vec![post()],
            }),
            user: Some(UserMenu {
                name: bad(),
                initials: bad(),
                role: bad(),
                sphere: None,
                items: vec![MenuItem::Link(link(), bad())],
                preferences: "/p".into(),
                back: bad(),
                sign_out: Some(post()),
            }),
            create: vec![shortcut.clone()],
            shortcuts: vec![shortcut],
            palette_url: BAD_LINK.into(),
            search_url: BAD_LINK.into(),
            flash: Some(Flash { tone: Tone::Warn, title: bad(), text: bad(), undo: Some(post()) }),
            live: Some(Live { topics: bad(), url: BAD_LINK.into() }),
            draft_scope: Some(bad()),
            csp_nonce: Some(bad()),
            words: words(),
            ..Shell::default()
        },
        body,
    )
}

fn pages() -> Vec<String> {
    let body = html! { @for part in forms().into_iter().chain(displays()).chain(lists()) { (part) } };
    let login = LoginPage {
        lang: bad(),
        product: bad(),
        title: bad(),
        intro: bad(),
        form: Some(text()),
        links: vec![link()],
        demo_title: bad(),
        demo: vec![DemoPerson { name: bad(), initials: bad(), role: bad(), sphere: None, enter: post() }],
        csp_nonce: Some(bad()),
        ..LoginPage::default()
    };
    let error = ErrorPage {
        lang: bad(),
        product: bad(),
        status: 500,
        title: bad(),
        text: bad(),
        request_label: bad(),
        request_id: bad(),
        links: vec![link()],
        csp_nonce: Some(bad()),
        ..ErrorPage::default()
    };
    vec![shell_of(&body).into_string(), login_page(&login).into_string(), error_page(&error).into_string()]
}

/// The tags of a page: name, then attributes with their values, as a browser would read them.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let name: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
        rest = &rest[name.len()..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let key: String = rest.chars().take_while(|c| !c.is_whitespace() && !"=>".contains(*c)).collect();
            assert!(
                !key.is_empty(),
                "something broke out of <{name}>: {}",
                rest.chars().take(60).collect::<String>()
            );
            rest = &rest[key.len()..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').expect("attributes are quoted");
                value = quoted[..end].into();
                rest = &quoted[end + 1..];
            }
            attributes.push((key, value));
        }
        found.push((name, attributes));
    }
    found
}

#[test]
fn hostile_text_stays_text() {
    for page in pages() {
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"), "the text itself is shown");
        assert!(!page.contains("<img"), "an element came out of text");
        for (name, attributes) in tags(&page) {
            if name == "script" {
                let source = attributes.iter().find(|(key, _)| key == "src");
                assert_eq!(
                    source.map(|(_, value)| value.as_str()),
                    Some(crate::assets::script_url()),
                    "only our own script"
                );
            }
        }
    }
}

#[test]
fn hostile_addresses_lead_nowhere() {
    for page in pages() {
        for (name, attributes) in tags(&page) {
            for (key, value) in attributes {
                if [
                    "href",
                    "action",
                    "formaction",
                    "src",
                    "hx-get",
                    "hx-post",
                    "data-to",
                    "data-url",
                    "data-live",
                    "data-finder",
                ]
                .contains(&key.as_str())
                {
                    assert!(value.starts_with(['/', '#']), "<{name} {key}={value}>");
                }
            }
        }
    }
}

#[test]
fn nothing_needs_a_looser_policy_and_no_attribute_is_lost() {
    for page in pages() {
        for (name, attributes) in tags(&page) {
            let mut seen = HashSet::new();
            for (key, value) in attributes {
                assert!(
                    key != "style" && !key.starts_with("on") && !key.contains("hx-on"),
                    "<{name} {key}={value}>"
                );
                assert!(seen.insert(key.clone()), "<{name}> has {key} twice; browsers keep only the first");
            }
            assert_ne!(name, "style");
        }
    }
}

#[test]
fn ids_are_unique_on_a_page() {
    for page in pages() {
        let mut seen = HashSet::new();
        for (name, attributes) in tags(&page) {
            for (_, id) in attributes.into_iter().filter(|(key, _)| key == "id") {
                assert!(!id.contains(char::is_whitespace), "<{name} id={id}>");
                assert!(seen.insert(id.clone()), "<{name} id={id}> stands twice");
            }
        }
    }
}
