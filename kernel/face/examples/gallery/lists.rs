//! Lists, empty pages, boards of figures.

use accord_face::parts::{
    Link, Markup, Sphere, Tone,
    chart::bar_spark,
    filters::{Choice, Filter, Filters, filters},
    html,
    icon::Icon,
    mark::{badge, sphere_tag, tag, time},
    menu::{MenuItem, Weight, button_link, menu},
    panel::{Stat, Tab, columns, empty_state, page_head, panel, stat_row, tabs},
    table::{Bulk, Column, Order, Pagination, Row, Table, pagination, table},
};

pub fn list() -> Markup {
    html! {
        (page_head(None, "Promises", &html! { "Everything we owe, soonest first" }, &html! {
            (menu("Export", Some(Icon::Download), false, &[MenuItem::Link(Link::new("CSV", "?as=csv"), String::new()), MenuItem::Link(Link::new("Excel", "?as=xlsx"), String::new())]))
            (button_link(Weight::Primary, &Link::new("Make a promise", "/promises/new"), "n p"))
        }))
        (filters(&narrowing()))
        (table(&Table {
            caption: "Promises".into(),
            columns: vec![
                Column::text("Promise").sorted("?sort=title", Order::None),
                Column::text("Customer").sorted("?sort=customer", Order::None),
                Column::text("Sphere"),
                Column { wide_only: true, ..Column::text("Keeper") },
                Column::number("Due").sorted("?sort=-due", Order::Ascending),
                Column::number("Left"),
                Column::text("State"),
            ],
            rows: rows(),
            bulk: Some(Bulk {
                id: "many".into(),
                action: "/promises/many".into(),
                name: "id".into(),
                all_label: "Select all".into(),
                selected_label: "selected".into(),
                everything: Some(("all".into(), "All 137 that the filter finds".into())),
                act_name: "act".into(),
                acts: vec![("give".into(), "Give to…".into()), ("remind".into(), "Remind".into())],
                ..Bulk::default()
            }),
            ..Table::default()
        }))
        (pagination(&Pagination {
            label: "Pages".into(),
            shown: "1–8 of 1,000+".into(),
            exact: Some(Link::new("count exactly", "?count=exact")),
            previous: None,
            next: Some(Link::new("Next", "?after=x8")),
        }))
    }
}

fn narrowing() -> Filters {
    let choice =
        |value: &str, label: &str, chosen| Choice { value: value.into(), label: label.into(), chosen };
    Filters {
        action: "/promises".into(),
        label: "Filter promises".into(),
        filters: vec![
            Filter::Text { name: "q".into(), label: "Find in promises".into(), value: String::new() },
            Filter::Any {
                name: "sphere".into(),
                label: "Sphere".into(),
                choices: vec![
                    choice("sales", "Sales", false),
                    choice("service", "After-sales", true),
                    choice("both", "Together", false),
                ],
            },
            Filter::One {
                name: "keeper".into(),
                label: "Keeper".into(),
                choices: vec![choice("", "Anyone", true), choice("3", "Tomás Ferreira", false)],
            },
            Filter::Day { name: "until".into(), label: "Due until".into(), value: "2031-10-31".into() },
        ],
        chips: vec![Link::new("After-sales", "?"), Link::new("due until 31 Oct", "?")],
        remove_label: "Remove".into(),
        clear: Some(Link::new("Clear all", "?")),
        submit_label: "Apply".into(),
        views: vec![
            (Link::new("All open", "?view=open"), true),
            (Link::new("Mine", "?view=mine"), false),
            (Link::new("Late", "?view=late"), false),
        ],
        views_label: "Saved views".into(),
        ..Filters::default()
    }
}

fn rows() -> Vec<Row> {
    let row = |n: u32, what: &str, customer: &str, sphere, due: &str, left: &str, state: Markup| Row {
        pick: Some(n.to_string()),
        pick_label: format!("Select {what}"),
        ..Row::to(
            format!("/promises/{n}"),
            vec![
                html! { (what) },
                html! { a href={ "/customers/" (n) } { (customer) } },
                match sphere {
                    Sphere::Sales => sphere_tag(sphere, "sales"),
                    Sphere::Service => sphere_tag(sphere, "after-sales"),
                    Sphere::Both => sphere_tag(sphere, "together"),
                },
                html! { (badge("TF", Some(sphere))) },
                time("2031-10-14", due),
                html! { (left) },
                state,
            ],
        )
    };
    let kept = tag(Tone::Plain, "on its way");
    vec![
        Row {
            tone: Tone::Bad,
            ..row(
                1,
                "Spare roll for line 1",
                "Vale Norte Papel",
                Sphere::Both,
                "10 Oct",
                "−4 d",
                tag(Tone::Bad, "late"),
            )
        },
        row(
            2,
            "Engineer on site",
            "Vale Norte Papel",
            Sphere::Service,
            "17:10",
            "28 min",
            tag(Tone::Warn, "at risk"),
        ),
        row(3, "Next update to Helena", "Vale Norte Papel", Sphere::Service, "17:30", "48 min", kept.clone()),
        row(4, "Quotation for two ovens", "Lindqvist Bageri", Sphere::Sales, "16 Oct", "2 d", kept.clone()),
        row(
            5,
            "Call back about the noise",
            "Moinho São Bento",
            Sphere::Service,
            "16 Oct",
            "2 d",
            kept.clone(),
        ),
        row(
            6,
            "Half-year value review",
            "Harrow & Finch Dairies",
            Sphere::Both,
            "22 Oct",
            "8 d",
            kept.clone(),
        ),
        row(
            7,
            "Installation of P4-1240 to P4-1243, hall north, with training of both shifts",
            "Compañía Andina de Envases",
            Sphere::Service,
            "27 Oct",
            "13 d",
            tag(Tone::Warn, "paused: access"),
        ),
        row(
            8,
            "Offer for the third line",
            "Vale Norte Papel",
            Sphere::Sales,
            "31 Oct",
            "17 d",
            tag(Tone::Warn, "held"),
        ),
    ]
}

pub fn empty() -> Markup {
    html! {
        (page_head(None, "Visits", &html! { "What engineers do at customers' sites" }, &html! {}))
        (panel("This week", None, &empty_state("No visit is planned yet", "A visit brings an engineer to a site with the parts and the time it takes. Plan the first one, bring in those you have, or look at the demo.", &[
            button_link(Weight::Primary, &Link::new("Plan a visit", "/visits/new"), ""),
            button_link(Weight::Plain, &Link::new("Import", "/import"), ""),
            button_link(Weight::Quiet, &Link::new("Load the demo", "/demo"), ""),
        ])))
    }
}

pub fn board() -> Markup {
    let figure = |label: &str, value: &str, unit: &str, change: &str, tone| Stat {
        label: label.into(),
        value: value.into(),
        unit: unit.into(),
        sample: "n 203".into(),
        period: "12 months".into(),
        change: Some((change.into(), tone)),
        counted: Some(Link::new("how counted", "/metrics/kept")),
        picture: Some(bar_spark(
            "Course over twelve months",
            &[70, 72, 71, 76, 80, 78, 83, 85, 84, 88, 90, 91].map(|n| (n, Tone::Of(Sphere::Both))),
        )),
    };
    html! {
        (page_head(None, "Goals", &html! { "The same figures for sales and after-sales" }, &html! {}))
        (tabs("Goals", &[
            Tab { label: "Shared".into(), href: "?".into(), current: true, count: None },
            Tab { label: "Mine".into(), href: "?tab=mine".into(), current: false, count: Some(3) },
            Tab { label: "History".into(), href: "?tab=history".into(), current: false, count: None },
        ]))
        div.stack {
            (stat_row(&[
                figure("Promises kept", "94.1", "%", "+2.3 since last year", Tone::Good),
                figure("Installation satisfaction", "4.6", "of 5", "level", Tone::Plain),
                figure("Answered within an hour", "81", "%", "−6 since spring", Tone::Bad),
                figure("Renewed in time", "88", "%", "3 at risk", Tone::Warn),
            ]))
            (columns(
                &panel("By area", None, &table(&Table {
                    caption: "By area".into(), bare: true,
                    columns: vec![Column::text("Area"), Column::number("Kept"), Column::number("n")],
                    rows: [("South", "96.0 %", "88"), ("North", "92.9 %", "70"), ("Export", "91.1 %", "45")].into_iter()
                        .map(|(area, kept, n)| Row::to("/areas", vec![html! { (area) }, html! { (kept) }, html! { (n) }])).collect(),
                    foot: Some(vec![html! { "All" }, html! { "94.1 %" }, html! { "203" }]),
                    ..Table::default()
                })),
                &panel("What changed", None, &html! { p { "Two late deliveries in August weigh on the North." } }),
            ))
        }
    }
}
