//! The review of an order: signatures, the date ruler, what a contract is worth, the agenda.

use accord_face::parts::{
    Link, Markup, Sphere, Tone,
    agenda::{AgendaItem, Signature, Signed, agenda, sign_row},
    chart::{Bar, bars},
    html,
    mark::tag,
    menu::{Weight, button_link, button_post, buttons, dialog, dialog_link},
    panel::{columns, dots, facts, page_head, panel},
    ruler::{DateRuler, Load, Mark, MarkKind, Slack, Week, date_ruler},
    table::{Column, Row, Table, table},
};
use jiff::{ToSpan, civil::date};

pub fn body() -> Markup {
    html! {
        (page_head(
            None,
            "Lindqvist Bageri orders two ovens",
            &dots(&[html! { "Third order" }, html! { "pursued 96 days" }, html! { "SEK 4,180,000" }, tag(Tone::Warn, "held: service offer open")]),
            &sign_row(&signatures()),
        ))
        div.stack {
            (panel("What they need, what we can, what we said", Some(&html! { "24 days of slack" }), &date_ruler(&ruler())))
            (columns(&worth(), &html! { (points()) (stake()) }))
        }
        (dialog("declined", "Offered and declined", "Close", false, &html! {
            p { "Say in their words why they declined. It is shown again at the first review." }
            (buttons(&[button_post(Weight::Primary, &super::post("Record it", "/offers/4/decline"))]))
        }))
    }
}

fn signatures() -> Vec<Signature> {
    let signature = |part: &str, initials: &str, sphere, state, text: &str| Signature {
        part: part.into(),
        initials: initials.into(),
        sphere: Some(sphere),
        state,
        state_text: text.into(),
        act: None,
    };
    vec![
        signature("Sales", "IS", Sphere::Sales, Signed::Yes, "signed 14:05"),
        signature("Manufacturing", "RO", Sphere::Both, Signed::Yes, "signed 14:11"),
        signature("Service", "TF", Sphere::Service, Signed::Waiting, "waits for the offer"),
    ]
}

fn ruler() -> DateRuler {
    let mark = |day, kind, text: &str, label: &str, note: &str| Mark {
        date: day,
        kind,
        date_text: text.into(),
        label: label.into(),
        note: note.into(),
    };
    let first = date(2031, 10, 13);
    let week =
        |n: i32, taken: u16| Week { start: first + n.weeks(), taken, text: format!("week {n}: {taken} %") };
    let weeks = |loads: [u16; 14]| loads.into_iter().zip(0..).map(|(taken, n)| week(n, taken)).collect();
    DateRuler {
        label: "Dates of this order".into(),
        marks: vec![
            mark(date(2031, 10, 14), MarkKind::Today, "14 Oct", "today", ""),
            mark(date(2031, 11, 17), MarkKind::Checkpoint, "17 Nov", "checkpoint, Ingrid", ""),
            mark(date(2031, 12, 2), MarkKind::Other(Sphere::Service), "2 Dec", "crews from", ""),
            mark(date(2031, 12, 8), MarkKind::Target, "8 Dec", "earliest ship · our target", "inside only"),
            mark(date(2032, 1, 1), MarkKind::Committed, "1 Jan", "told to Mattias", "94 % chance, n 203"),
            mark(date(2032, 1, 12), MarkKind::Requested, "12 Jan", "they need it", ""),
        ],
        slack: Some(Slack {
            from: date(2031, 12, 8),
            to: date(2032, 1, 1),
            text: "slack, ours to keep".into(),
        }),
        ticks: vec![
            (date(2031, 11, 1), "Nov".into()),
            (date(2031, 12, 1), "Dec".into()),
            (date(2032, 1, 1), "Jan".into()),
        ],
        loads: vec![
            Load {
                label: "Slots".into(),
                sphere: Sphere::Both,
                summary: "Slots full until the week of 24 November".into(),
                weeks: weeks([100, 100, 100, 96, 100, 92, 84, 70, 52, 44, 30, 22, 10, 4]),
            },
            Load {
                label: "Crews".into(),
                sphere: Sphere::Service,
                summary: "Crews overbooked in the week of 24 November".into(),
                weeks: weeks([80, 92, 84, 66, 88, 96, 118, 100, 74, 60, 42, 30, 26, 12]),
            },
        ],
    }
}

fn worth() -> Markup {
    let row = |tone, cells: [&str; 5]| Row {
        tone,
        cells: cells.map(|cell| html! { (cell) }).into(),
        ..Row::default()
    };
    let bar = |label: &str, height, tone| Bar { label: label.into(), height, tone, ..Bar::default() };
    panel(
        "What Gold is worth to Lindqvist",
        Some(&html! { "a stop costs SEK 310,000 a day " (tag(Tone::Warn, "to be confirmed")) }),
        &html! {
            (table(&Table {
                caption: "Value by number of stops".into(),
                bare: true,
                keep: true,
                columns: vec![Column::text("Stops a year"), Column::number("Saved"), Column::number("Price"), Column::number("Left"), Column::number("Return")],
                rows: vec![
                    row(Tone::Plain, ["none", "0", "240,000", "−240,000", "−100.0 %"]),
                    row(Tone::Plain, ["1", "310,000", "240,000", "70,000", "29.2 %"]),
                    row(Tone::Of(Sphere::Service), ["1.3 expected, n 87", "403,000", "240,000", "163,000", "67.9 %"]),
                    row(Tone::Plain, ["3", "930,000", "240,000", "690,000", "287.5 %"]),
                ],
                ..Table::default()
            }))
            (bars("Pays in 72 of 100 years", "a year without a stop costs them the price", &[
                bar("−240k", 28, Tone::Bad), bar("+70k", 35, Tone::Of(Sphere::Service)), bar("+380k", 22, Tone::Of(Sphere::Service)), bar("+690k", 11, Tone::Of(Sphere::Service)), bar("more", 4, Tone::Of(Sphere::Service)),
            ]))
            (buttons(&[
                button_link(Weight::Primary, &Link::new("Call Mattias with this offer", "/calls/new"), "o"),
                dialog_link(Weight::Plain, "#dialog-declined", "/do/service.decide", "Offered and declined…", ""),
                button_link(Weight::Quiet, &Link::new("Not offered, needs Tomás", "/offers/4/waive"), ""),
            ]))
        },
    )
}

fn points() -> Markup {
    let point = |title: &str, text: &str, done, tag: Option<Markup>| AgendaItem {
        title: title.into(),
        text: text.into(),
        done,
        state: if done { "settled".into() } else { "open".into() },
        tag,
        href: Some("#point".into()),
    };
    panel(
        "Agenda",
        Some(&html! { "2 of 4" }),
        &agenda(&[
            point(
                "Service offer not made",
                "Ingrid: 1 of 3 orders offered",
                false,
                Some(tag(Tone::Bad, "holds release")),
            ),
            point("Dates", "target 8 Dec, told 1 Jan", true, None),
            point("Installation", "Jun, either week · crane unknown", false, Some(tag(Tone::Warn, "1 task"))),
            point("Communication", "plan 3: updates to Mattias and Ingrid", true, None),
        ]),
    )
}

fn stake() -> Markup {
    panel(
        "At stake",
        None,
        &facts(&[
            ("4 more ovens".into(), html! { "SEK 8,360,000" }),
            ("6 Gold, a year".into(), html! { "SEK 1,440,000" }),
            ("decide by".into(), html! { "30 May 2032" }),
        ]),
    )
}
