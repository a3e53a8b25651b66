//! A customer's page: ring, people, notice, what is owed, the two strands.

use accord_face::parts::{
    Link, Markup, Sphere, Tone,
    chart::bar_spark,
    html,
    mark::{Who, help, sphere_tag, tag, who},
    menu::{Weight, button_link},
    panel::{columns, dots, facts, notice, page_head, panel, section_title},
    promise::{PromiseCard, owed_grid},
    ring::{Stage, loop_ring, loop_steps},
    strand::{StrandEvent, StrandItem, strand},
    table::{Column, Row, Table, table},
    talk::{Talk, talk},
};

pub fn body() -> Markup {
    let person = |name: &str, initials: &str, role: &str, sphere| {
        who(&Who {
            name: name.into(),
            initials: initials.into(),
            role: role.into(),
            sphere: Some(sphere),
            href: Some("/people/3".into()),
        })
    };
    html! {
        (page_head(
            Some(&loop_ring(Stage::Support, 2, "Stage: support, second cycle", 60)),
            "Vale Norte Papel",
            &dots(&[html! { "Supported, second cycle" }, html! { "6 units with us, 3 old ones to replace by 30 Jun 2033" }, sphere_tag(Sphere::Service, "Gold, paid until 11 Mar 2033")]),
            &html! { div.people { (person("Ingrid Solheim", "IS", "owns the account", Sphere::Sales)) (person("Tomás Ferreira", "TF", "leads now: crisis", Sphere::Service)) } },
        ))
        (notice(Tone::Bad, "In crisis since 13:55.", &html! { "Line 2 stands still. Offers, campaigns and sales visits are held until they say it runs, rate it 4 or more, and 48 hours have passed." },
            &[button_link(Weight::Plain, &Link::new("Open case 2204", "/cases/2204"), "")]))
        (section_title("Owed to them", Some(&html! { a href="/promises?customer=17" { "all 9" } })))
        (owed_grid("Owed to them", &owed()))
        (columns(
            &panel("One line for both spheres", Some(&html! { a href="?since=last" { "since you last looked: 5" } }), &strand(&legend(), &events())),
            &html! { (why()) (kept()) (installed()) (said()) (stage()) },
        ))
    }
}

fn legend() -> Vec<(Sphere, String)> {
    vec![
        (Sphere::Sales, "sales".into()),
        (Sphere::Service, "after-sales".into()),
        (Sphere::Both, "together".into()),
    ]
}

fn owed() -> Vec<PromiseCard> {
    let card = |title: &str, sphere, wording: &str, due: &str, left: &str, used| PromiseCard {
        title: title.into(),
        sphere: Some(sphere),
        sphere_name: "after-sales".into(),
        wording: wording.into(),
        due_iso: "2031-10-14T20:30:00Z".into(),
        due: due.into(),
        left: left.into(),
        used: Some(used),
        href: Some("/promises/5".into()),
        ..PromiseCard::default()
    };
    vec![
        PromiseCard {
            tone: Tone::Warn,
            ..card(
                "Engineer on site",
                Sphere::Service,
                "Jun Aoki, within 3 h, around the clock",
                "17:10 today",
                "in 28 min",
                84,
            )
        },
        PromiseCard {
            owner: "Tomás Ferreira".into(),
            ..card(
                "Next update to Helena",
                Sphere::Service,
                "What we know, what comes next, when we speak again",
                "17:30 today",
                "in 48 min",
                31,
            )
        },
        PromiseCard {
            tone: Tone::Bad,
            state: Some(("late".into(), Tone::Bad)),
            ..card(
                "Spare roll for line 1",
                Sphere::Both,
                "Delivered to gate 2 in Telêmaco",
                "Fri 10 Oct",
                "4 days late",
                100,
            )
        },
        PromiseCard {
            state: Some(("held".into(), Tone::Warn)),
            used: Some(22),
            ..card(
                "Offer for the third line",
                Sphere::Sales,
                "Held by the crisis; Helena told on 14 Oct",
                "31 Oct 2031",
                "17 days",
                22,
            )
        },
    ]
}

fn event(sphere: Sphere, time: &str, title: &str, text: &str, tags: Vec<Markup>) -> StrandItem {
    StrandItem::Event(StrandEvent {
        sphere,
        sphere_name: match sphere {
            Sphere::Sales => "sales".into(),
            Sphere::Service => "after-sales".into(),
            Sphere::Both => "together".into(),
        },
        iso: "2031-10-14T16:20:00-03:00".into(),
        time: time.into(),
        title: title.into(),
        href: Some("/events/9".into()),
        tags,
        text: Some(html! { (text) }),
        by: Some("TF".into()),
        internal: title.contains("margin").then(|| "internal".into()),
    })
}

fn events() -> Vec<StrandItem> {
    vec![
        StrandItem::Day("Today, Tuesday 14 October".into()),
        event(
            Sphere::Service,
            "16:20",
            "Update given to Helena and to Ingrid",
            "“Bearing 3 is dry. Jun is 50 minutes away with the set. Next news at 17:30.”",
            vec![],
        ),
        event(
            Sphere::Service,
            "14:08",
            "Jun Aoki dispatched",
            "Night access: badge at gate 2, escort to hall C.",
            vec![tag(Tone::Plain, "certified P4"), tag(Tone::Plain, "set 3307 in the van")],
        ),
        event(
            Sphere::Both,
            "13:57",
            "Both spheres told within two minutes",
            "Ingrid has read it. The visit of Thursday and the offer for the third line are held.",
            vec![],
        ),
        event(
            Sphere::Service,
            "13:55",
            "Helena called: line 2 stands still",
            "Entitled: Gold, response 3 h around the clock, due 17:10.",
            vec![tag(Tone::Bad, "stop")],
        ),
        StrandItem::Gap {
            text: "52 days without sales contact: longer than the agreed 45".into(),
            late: true,
        },
        StrandItem::Day("Saturday 23 August".into()),
        event(
            Sphere::Both,
            "10:00",
            "Half-year review held together",
            "Bought, expected and delivered agree but for the noise in hall C.",
            vec![tag(Tone::Good, "one action"), tag(Tone::Plain, "rated 4")],
        ),
        event(
            Sphere::Sales,
            "08:30",
            "Third line discussed, margin agreed inside",
            "Decision expected in the first quarter; Helena needs the energy figures.",
            vec![],
        ),
        StrandItem::Gap { text: "19 days without contact: inside the agreed rhythm".into(), late: false },
        StrandItem::Day("Monday 4 August".into()),
        event(
            Sphere::Sales,
            "11:15",
            "Order for rolls confirmed",
            "Told 10 Oct on 4 Aug; slack 12 days at the time.",
            vec![],
        ),
    ]
}

fn why() -> Markup {
    panel(
        "Why they bought",
        Some(&html! { a href="/quotes/2" { "said by Helena, 4 Feb" } }),
        &html! {
            p { q { "They pick up the phone at night." } }
            (facts(&[
                ("A stop costs".into(), html! { "R$ 84,000 a day" }),
                ("this stop so far".into(), html! { "R$ 9,740" }),
                ("expected stops a year".into(), html! { "0.8 " small { "n 112 units" } (help("stops", "What is counted as a stop?", "A unit that stands still for more than ten minutes and was not planned to.")) }),
            ]))
        },
    )
}

fn kept() -> Markup {
    let bars: Vec<(u32, Tone)> = [6, 6, 8, 6, 6, 6, 3, 6, 6, 8, 6, 6, 6, 6, 2, 6, 6, 8, 6, 6, 6, 1]
        .iter()
        .map(|n| {
            (
                *n,
                if *n > 3 {
                    Tone::Good
                } else if *n > 1 {
                    Tone::Warn
                } else {
                    Tone::Bad
                },
            )
        })
        .collect();
    panel(
        "Promises to them",
        Some(&html! { "kept 31 of 34" }),
        &bar_spark("31 of 34 promises kept, two late with consent, one broken", &bars),
    )
}

fn said() -> Markup {
    panel(
        "Said lately",
        None,
        &talk(&[
            Talk {
                by: "Helena Prado".into(),
                initials: "HP".into(),
                facts: vec![html! { "question" }, html! { "13 Oct, 11:02" }],
                words: "Can the roll come to gate 3 instead?".into(),
                reply: Some((
                    "Tomás Ferreira, 13 Oct, 11:40".into(),
                    "Yes. Gate 3, same day, same hour.".into(),
                )),
                ..Talk::default()
            },
            Talk {
                by: "Ingrid Solheim".into(),
                initials: "IS".into(),
                sphere: Some(Sphere::Sales),
                facts: vec![html! { "call" }, html! { "9 Oct, 15:20" }],
                words: "The third line is decided in the first quarter.".into(),
                ..Talk::default()
            },
        ]),
    )
}

fn installed() -> Markup {
    let row = |unit: &str, since: &str, stops: &str| {
        Row::to("/units/4", vec![html! { (unit) }, html! { (since) }, html! { (stops) }])
    };
    panel(
        "Installed",
        Some(&html! { a href="/units" { "6 ours, 3 to replace" } }),
        &table(&Table {
            caption: "Installed units".into(),
            bare: true,
            keep: true,
            columns: vec![Column::text("Unit"), Column::text("Since"), Column::number("Stops, 12 mo")],
            rows: vec![
                row("P4-1182", "11 Mar 2030", "1"),
                row("P4-1183", "11 Mar 2030", "0"),
                row("Old press 3", "2012", "7"),
            ],
            ..Table::default()
        }),
    )
}

fn stage() -> Markup {
    let names =
        ["Understand", "Win", "Make", "Install", "Learn", "Use", "Support", "Renew"].map(String::from);
    panel("Where they stand", None, &loop_steps(Stage::Support, &names, "now"))
}
