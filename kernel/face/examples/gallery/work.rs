//! Forms, and the small pieces side by side.

use accord_face::parts::{
    Link, Markup, Sphere, Tone,
    control::{Control, Field, Pick, TextKind},
    form::{Form, FormError, FormPart, form},
    html,
    icon::Icon,
    mark::{Who, badge, help, kbd, sphere_mark, sphere_tag, tag, who},
    menu::{MenuItem, Weight, button_link, button_post, buttons, dialog, dialog_link, menu},
    panel::{disclosure, notice, page_head, panel},
    rows::{ROW_NUMBER, Rows},
};

pub fn order_form() -> Markup {
    let currencies = vec![Pick::new("SEK", "SEK", true), Pick::new("EUR", "EUR", false)];
    let parts = vec![
        FormPart::Field(
            Field::new(
                "customer",
                "Customer",
                Control::Search {
                    url: "/find/customers".into(),
                    text_name: "customer_text".into(),
                    text: "Lindqvist Bageri".into(),
                },
            )
            .required(),
        ),
        FormPart::Field(
            Field::new("wanted", "They need it by", Control::Date)
                .with("2031-12-01")
                .required()
                .half()
                .error("That is before the earliest possible day. Earliest: 8 December 2031."),
        ),
        FormPart::Field(
            Field::new("call", "Call on", Control::DateTime { zone: "Stockholm".into() })
                .half()
                .with("2031-10-16T09:00"),
        ),
        FormPart::Field(
            Field::new(
                "price",
                "Price agreed",
                Control::Money { currencies, currency_label: "Currency of the price".into() },
            )
            .half()
            .with("4,180,000.00"),
        ),
        FormPart::Field(
            Field::new(
                "downtime",
                "Stops a year until now",
                Control::Number {
                    min: "0".into(),
                    max: String::new(),
                    step: "any".into(),
                    unit: "stops".into(),
                },
            )
            .half()
            .with("1.3"),
        ),
        FormPart::Rows(lines()),
        FormPart::Field(
            Field::new(
                "site",
                "Site",
                Control::Select {
                    options: vec![
                        Pick::new("1", "Västerås, hall north", true),
                        Pick::new("2", "Gävle", false),
                    ],
                    multiple: false,
                },
            )
            .half(),
        ),
        FormPart::Field(
            Field::new(
                "mail",
                "Confirmation to",
                Control::Text { kind: TextKind::Email, autocomplete: "email".into() },
            )
            .half()
            .with("mattias@lindqvist.example"),
        ),
        FormPart::Field(Field::new(
            "terms",
            "Delivery",
            Control::Radio {
                options: vec![
                    Pick {
                        hint: "we bring it and set it up".into(),
                        ..Pick::new("full", "Installed by us", true)
                    },
                    Pick {
                        hint: "they fetch it from the factory".into(),
                        ..Pick::new("exw", "Ex works", false)
                    },
                ],
            },
        )),
        FormPart::Field(
            Field::new("note", "What they said, in their words", Control::Textarea { rows: 3, draft: true })
                .hint("Kept in this tab until it has been sent.")
                .with("The old oven <never> made it through a Friday."),
        ),
        FormPart::Field(Field::new(
            "files",
            "Drawings",
            Control::File { accept: ".pdf,image/*".into(), multiple: true },
        )),
        FormPart::Field(Field::new(
            "tell",
            "Send the confirmation today",
            Control::Checkbox { checked: true },
        )),
    ];
    html! {
        (page_head(None, "New order", &html! { "Checked before it is promised" }, &html! {}))
        (panel("Order", None, &form(&Form {
            id: "order".into(),
            action: "/orders".into(),
            parts,
            submit: "Check the date".into(),
            weight: Weight::Primary,
            also: vec![("then".into(), "draft".into(), "Keep as draft".into())],
            cancel: Some(Link::new("Cancel", "/orders")),
            errors_title: "One thing stands in the way".into(),
            errors: vec![FormError { field: "wanted".into(), text: "They need it before the earliest possible day.".into() }],
            required_note: "must be filled".into(),
            ..Form::default()
        })))
    }
}

fn line(number: &str, product: &str, quantity: &str) -> Vec<Field> {
    let options = vec![
        Pick::new("", "–", product.is_empty()),
        Pick::new("oven", "Deck oven D9", product == "oven"),
        Pick::new("belt", "Cooling belt", product == "belt"),
    ];
    vec![
        Field::new(
            format!("lines.{number}.product"),
            "Product",
            Control::Select { options, multiple: false },
        ),
        Field::new(
            format!("lines.{number}.quantity"),
            "Quantity",
            Control::Number { min: "1".into(), max: String::new(), step: String::new(), unit: String::new() },
        )
        .with(quantity),
        Field::text(format!("lines.{number}.price"), "Unit price"),
    ]
}

fn lines() -> Rows {
    Rows {
        form: String::new(),
        name: "lines".into(),
        legend: "Lines".into(),
        rows: vec![line("0", "oven", "2"), line("1", "belt", "1"), line("2", "", "")],
        blank: line(ROW_NUMBER, "", ""),
        add: "Add a line".into(),
        remove: "Remove this line".into(),
        error: String::new(),
    }
}

pub fn parts() -> Markup {
    let tones = [
        Tone::Plain,
        Tone::Good,
        Tone::Warn,
        Tone::Bad,
        Tone::Of(Sphere::Sales),
        Tone::Of(Sphere::Service),
        Tone::Of(Sphere::Both),
    ];
    html! {
        (page_head(None, "Parts", &html! { "The small pieces" }, &html! {}))
        div.stack {
            (panel("Spheres", None, &html! {
                div.buttons {
                    @for (sphere, name) in [(Sphere::Sales, "sales"), (Sphere::Service, "after-sales"), (Sphere::Both, "together")] {
                        (sphere_mark(sphere)) (sphere_tag(sphere, name)) (badge("AB", Some(sphere)))
                    }
                    (who(&Who { name: "Helena Prado".into(), initials: "HP".into(), role: "plant manager, customer".into(), sphere: None, href: None }))
                }
            }))
            (panel("Tags, keys, help", None, &html! {
                div.buttons { @for tone in tones { (tag(tone, tone.class())) } (kbd("Ctrl K")) (kbd("g c")) "slack" (help("slack", "What is slack?", "The days between our own target and what the customer was told.")) }
            }))
            (panel("Buttons", None, &buttons(&[
                button_link(Weight::Primary, &Link::new("Primary", "#"), ""),
                button_link(Weight::Plain, &Link::new("Plain", "#"), "p"),
                button_link(Weight::Quiet, &Link::new("Quiet", "#"), ""),
                button_post(Weight::Danger, &super::post("Take it back", "/undo")),
                dialog_link(Weight::Plain, "#dialog-sample", "/do/promise.make", "Dialog…", ""),
                menu("More", Some(Icon::More), false, &[MenuItem::Link(Link::new("Print", "#"), String::new()), MenuItem::Rule, MenuItem::Post(super::post("Delete", "/delete"), Tone::Bad)]),
            ])))
            (dialog("sample", "A dialog", "Close", false, &html! { p { "It closes by Escape, by its cross, by a click beside it." } }))
            div { @for tone in tones { (notice(tone, "Something to know.", &html! { "It is said in words, and the colour only helps." }, &[])) } }
            (panel("More", None, &disclosure("more", "How it is counted", true, &html! { p { "Every promise whose due time has passed, kept ones over all." } })))
        }
    }
}
