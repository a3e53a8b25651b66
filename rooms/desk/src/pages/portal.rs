//! The customer's own page, and the same page seen by a colleague (R5). One function draws the page's content from the
//! answer alone, so that both get the same bytes; nothing of the reader goes into it.

use accord_face::{
    Markup, Page, PageCx, PageDef,
    page::escape,
    parts::{
        Hidden, Link, Sphere, Tone,
        control::{Control, Field, Pick},
        form::{Form, FormPart, form},
        html,
        mark::{Who, initials, tag, time, who},
        menu::{Weight, button_link},
        panel::{columns, dots, facts, notice, page_head, panel, section_title},
        promise::{PromiseCard, owed_grid},
        table::{Column, Row, Table, table},
        talk::{Talk, talk},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Tongue, Words};
use accord_room_contract::views::{PortalContract, PortalCover};
use accord_room_customer::CustomerId;
use accord_room_offer::views::{PortalQuote, PortalQuoteState};
use accord_room_order::views::{PortalLine, PortalOrder};
use accord_room_promise::{State, views::PortalPromise};
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use super::parts::{capitalised, team_sphere};
use crate::{
    id::MessageKind,
    views::{AsCustomer, Portal, PortalHome, PortalMessageLine, PortalToDo},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/portal",
    permission: Permission::PortalRead,
    audience: Audience::Customer,
    nav: None,
    draw,
};

/// What the customer sees to, shown on the page itself; all of it stands with the installations.
const TO_DO_SHOWN: usize = 3;

/// Quotes shown besides those that wait for an answer.
const QUOTES_SHOWN: usize = 5;

pub(super) const PREVIEW: PageDef = PageDef {
    path: "/customers/{customer}/as-customer",
    permission: Permission::PortalPreview,
    audience: Audience::Staff,
    nav: None,
    draw: preview,
};

/// The page of the contact who reads.
pub(super) fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let home = cx.view(Portal {})?;
    let main = content(&cx.reader.context.words, &home);
    let title = home.company.name.clone();
    let page = Page::new(title, main);
    Ok(match cx.reader.context.principal.customer {
        Some(customer) => page.live(customer),
        None => page,
    })
}

fn preview(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer: CustomerId = cx.id("customer")?;
    let contact = cx.ask("contact").and_then(|text| text.parse().ok()).map(uuid::Uuid::into);
    let home = cx.view(AsCustomer { customer, contact })?;
    let main = content(&cx.reader.context.words, &home);
    let title = cx.say_with("as-customer-title", &[("customer", home.company.name.clone().into())]);
    let back = format!("/customers/{customer}");
    Ok(Page::new(title, main).below(home.company.name, back))
}

/// The whole content of the customer's page. A pure function of the answer: the same for the contact and for a
/// colleague who looks with their eyes.
pub(crate) fn content(words: &Words, home: &PortalHome) -> Markup {
    let tongue = words.tongue(home.language, &home.zone);
    let open: Vec<&PortalPromise> =
        home.promises.iter().filter(|promise| promise.state == State::Open).collect();
    let ended: Vec<&PortalPromise> =
        home.promises.iter().filter(|promise| promise.state != State::Open).collect();
    html! {
        (page_head(None, &home.company.name, &dots(&head(&tongue, home)), &html! { div.people { (team(&tongue, home)) } }))
        (section_title(&tongue.say("portal-promised"), None))
        @if open.is_empty() { p { (tongue.say("portal-promised-none")) } }
        @else { (owed_grid(&tongue.say("portal-promised"), &open.iter().map(|promise| card(&tongue, promise)).collect::<Vec<_>>())) }
        @if !home.to_do.is_empty() {
            (section_title(&tongue.say("portal-you-see-to"), Some(&html! { a href="/portal/installations" { (tongue.say_with("portal-you-see-to-all", &[("n", home.to_do.len().into())])) } })))
            (owed_grid(&tongue.say("portal-you-see-to"), &home.to_do.iter().take(TO_DO_SHOWN).map(|one| to_do(&tongue, one)).collect::<Vec<_>>()))
        }
        (columns(
            &html! {
                (accord_room_case::pages::portal_cases(&tongue, &home.cases))
                @if !home.quotes.is_empty() { (quotes(&tongue, &home.quotes)) }
                (orders(&tongue, home))
                @for contract in &home.contracts { (contract_panel(&tongue, contract)) }
                @if !ended.is_empty() { (panel(&tongue.say("portal-ended"), None, &past(&tongue, &ended))) }
            },
            &html! {
                (button_link(Weight::Plain, &Link::new(tongue.say("portal-to-installations").into_owned(), "/portal/installations"), ""))
                (panel(&tongue.say("portal-say"), None, &say(&tongue)))
                @if !home.messages.is_empty() { (panel(&tongue.say("portal-messages"), None, &messages(&tongue, &home.messages))) }
                (panel(&tongue.say("portal-company"), None, &company(&tongue, home)))
            },
        ))
    }
}

fn head(tongue: &Tongue<'_>, home: &PortalHome) -> Vec<Markup> {
    vec![
        html! { (tongue.say_with("portal-number", &[("number", home.company.number.clone().into())])) },
        html! { (tongue.say_with("portal-zone", &[("zone", home.zone.clone().into())])) },
    ]
}

fn team(tongue: &Tongue<'_>, home: &PortalHome) -> Markup {
    html! {
        @for colleague in &home.company.team {
            @let sphere = team_sphere(colleague.sphere);
            @let role = match sphere { Sphere::Sales => "portal-for-buying", _ => "portal-for-using" };
            (who(&Who {
                initials: initials(&colleague.name),
                name: colleague.name.clone(),
                role: tongue.say(role).into_owned(),
                sphere: Some(sphere),
                href: colleague.phone.as_ref().map(|phone| tel(phone)),
            }))
        }
    }
}

fn tel(phone: &str) -> String {
    let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

/// The due as it was told: a civil date, or an instant in the zone that was meant.
fn due(tongue: &Tongue<'_>, promise: &PortalPromise) -> String {
    match promise.due_on {
        Some(date) => tongue.date(date),
        None => {
            let zone = TimeZone::get(&promise.zone).unwrap_or_else(|_| tongue.zone.clone());
            tongue.instant_in(promise.due_at, &zone)
        }
    }
}

fn card(tongue: &Tongue<'_>, promise: &PortalPromise) -> PromiseCard {
    PromiseCard {
        title: capitalised(&tongue.say(&promise.kind.message())),
        wording: promise.wording.clone(),
        due_iso: promise.due_on.map_or_else(|| promise.due_at.to_string(), |date| date.to_string()),
        due: due(tongue, promise),
        left: promise.number.clone(),
        ..PromiseCard::default()
    }
}

/// What the customer prepares, like what was promised to them; what is late says so.
fn to_do(tongue: &Tongue<'_>, one: &PortalToDo) -> PromiseCard {
    PromiseCard {
        title: one.what.clone(),
        wording: one.text.clone(),
        due_iso: one.due_on.map(|on| on.to_string()).unwrap_or_default(),
        due: one.due_on.map(|on| tongue.date(on)).unwrap_or_default(),
        tone: if one.late { Tone::Bad } else { Tone::Plain },
        state: one.late.then(|| (tongue.say("desk-late").into_owned(), Tone::Bad)),
        href: Some("/portal/installations".to_owned()),
        ..PromiseCard::default()
    }
}

fn past(tongue: &Tongue<'_>, ended: &[&PortalPromise]) -> Markup {
    let row = |promise: &&PortalPromise| {
        let tone = match promise.state {
            State::Kept => Tone::Good,
            State::KeptLate => Tone::Warn,
            State::Broken => Tone::Bad,
            State::Released | State::Open => Tone::Plain,
        };
        Row {
            cells: vec![
                html! { (promise.wording) },
                html! { (due(tongue, promise)) },
                tag(tone, &capitalised(&tongue.say(&promise.state.message()))),
            ],
            ..Row::default()
        }
    };
    table(&Table {
        caption: tongue.say("portal-ended").into_owned(),
        columns: vec![
            Column::text(tongue.say("portal-wording")),
            Column::text(tongue.say("field-due")),
            Column::text(tongue.say("portal-state")),
        ],
        rows: ended.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

/// What was offered, each with its own page; what waits for an answer stands out.
fn quotes(tongue: &Tongue<'_>, list: &[PortalQuote]) -> Markup {
    let row = |quote: &PortalQuote| {
        let (tone, until) = match quote.state {
            PortalQuoteState::Open => (Tone::Warn, Some(quote.valid_until)),
            PortalQuoteState::Accepted => (Tone::Good, None),
            PortalQuoteState::Declined | PortalQuoteState::Expired | PortalQuoteState::Withdrawn => {
                (Tone::Plain, None)
            }
        };
        Row {
            href: Some(format!("/portal/quotes/{}", quote.id)),
            cells: vec![
                html! { strong { (quote.title) } br; span.small { (quote.number) } },
                html! { (tongue.money(quote.gross)) },
                html! {
                    (tag(tone, &capitalised(&tongue.say(&quote.state.message()))))
                    @if let Some(until) = until { br; span.small { (time(&until.to_string(), &tongue.say_with("portal-quote-until", &[("on", until.into())]))) } }
                },
            ],
            ..Row::default()
        }
    };
    let title = tongue.say("portal-quotes").into_owned();
    let open = list.iter().filter(|quote| quote.state == PortalQuoteState::Open).count();
    let mut sorted: Vec<&PortalQuote> = list.iter().collect();
    sorted.sort_by_key(|quote| quote.state != PortalQuoteState::Open);
    let body = table(&Table {
        caption: title.clone(),
        columns: vec![
            Column::text(tongue.say("portal-quote-what")),
            Column::number(tongue.say("portal-quote-gross")),
            Column::text(tongue.say("portal-state")),
        ],
        rows: sorted.into_iter().take(QUOTES_SHOWN.max(open)).map(row).collect(),
        bare: true,
        ..Table::default()
    });
    panel(&title, None, &body)
}

fn orders(tongue: &Tongue<'_>, home: &PortalHome) -> Markup {
    if home.orders.is_empty() {
        return panel(
            &tongue.say("portal-orders"),
            None,
            &html! { p { (tongue.say("portal-orders-none")) } },
        );
    }
    html! { @for order in &home.orders { (order_panel(tongue, order)) } }
}

fn order_panel(tongue: &Tongue<'_>, order: &PortalOrder) -> Markup {
    let title = tongue.say_with("portal-order", &[("number", order.number.clone().into())]);
    let aside = html! { (tag(Tone::Plain, &capitalised(&tongue.say(&order.state.message())))) };
    let ask = order.next_confirmation_on.is_some()
        || order.lines.iter().any(|line| line.ships_on.is_some() && line.shipped_on.is_none());
    panel(
        &title,
        Some(&aside),
        &html! {
            (dots(&[
                html! { (tongue.date(order.ordered_on)) },
                html! { (order.reference) },
                html! { (tongue.money(order.total)) },
            ]))
            (lines(tongue, order))
            @if let Some(date) = order.next_confirmation_on {
                (notice(Tone::Plain, &tongue.say("portal-next-confirmation"), &html! { (time(&date.to_string(), &tongue.date(date))) }, &[]))
            }
            @if order.confirmation_overdue {
                (notice(Tone::Warn, &tongue.say("portal-confirmation-overdue"), &html! { (tongue.say("order-confirmation-overdue")) }, &[]))
            }
            (facts(&terms(tongue, order)))
            div.buttons {
                @if ask { (button_link(Weight::Plain, &Link::new(tongue.say("portal-ask-earlier").into_owned(), ask_href(order)), "")) }
                (button_link(Weight::Quiet, &Link::new(tongue.say("order-pdf").into_owned(), format!("/portal/orders/{}/pdf", order.id)), ""))
            }
        },
    )
}

/// What an order comes to, and its terms.
fn terms(tongue: &Tongue<'_>, order: &PortalOrder) -> Vec<(String, Markup)> {
    let say = |key: &str| tongue.say(key).into_owned();
    let mut pairs = Vec::new();
    if order.net != order.total {
        pairs.push((say("order-net"), html! { (tongue.money(order.net)) }));
    }
    for tax in &order.taxes {
        let label = format!("{} {} %", tax.name, tongue.decimal(tax.percent));
        pairs.push((label, html! { (tongue.money(tax.amount)) }));
    }
    pairs.push((say("order-gross"), html! { strong { (tongue.money(order.total)) } }));
    for (key, text) in
        [("field-payment-terms", &order.payment_terms), ("field-delivery-terms", &order.delivery_terms)]
    {
        if !text.is_empty() {
            pairs.push((say(key), html! { (text) }));
        }
    }
    pairs
}

/// A service contract in the customer's words: what we answer within, what is covered when, when the first invoice
/// comes.
fn contract_panel(tongue: &Tongue<'_>, contract: &PortalContract) -> Markup {
    let title = tongue.say_with("portal-contract", &[("number", contract.number.clone().into())]);
    let state = if contract.ended { Tone::Plain } else { Tone::Good };
    let word = if contract.ended { "contract-state-ended" } else { "portal-contract-stands" };
    let aside = html! { (tag(state, &tongue.say(word))) };
    let plans = html! {
        @for plan in &contract.plans {
            p {
                strong { (plan.card.name) } ": " (plan.card.response(tongue))
                " (" (tongue.say(&plan.card.clock_stop.message())) ")"
            }
            @if !plan.card.headline.is_empty() { p { (plan.card.headline) } }
            @if plan.waiting > 0 { p { (tongue.say_with("portal-contract-waiting", &[("n", plan.waiting.into())])) } }
        }
    };
    let first = contract
        .first_invoice_on
        .map(|on| tongue.say_with("portal-contract-first-invoice", &[("on", on.into())]));
    panel(
        &title,
        Some(&aside),
        &html! {
            (plans)
            @if !contract.covers.is_empty() { (covers(tongue, &contract.covers)) }
            @if let Some(first) = first { p { (first) } }
            @if contract.exit_right && !contract.ended { p { (tongue.say("portal-contract-exit")) } }
            div.buttons { (button_link(Weight::Quiet, &Link::new(tongue.say("portal-contract-open").into_owned(), format!("/portal/contracts/{}", contract.id)), "")) }
        },
    )
}

fn covers(tongue: &Tongue<'_>, list: &[PortalCover]) -> Markup {
    let row = |cover: &PortalCover| Row {
        cells: vec![
            html! { (cover.unit) },
            html! { (tongue.date(cover.from_on)) " – " (tongue.date(cover.until_on)) },
            html! {
                (tongue.money(cover.price))
                @if cover.at_no_cost { br; span.small { (tongue.say_with("portal-contract-worth", &[("list", cover.list_value.into())])) } }
            },
        ],
        ..Row::default()
    };
    table(&Table {
        caption: tongue.say("portal-contract-covers").into_owned(),
        columns: vec![
            Column::text(tongue.say("portal-contract-unit")),
            Column::text(tongue.say("portal-contract-days")),
            Column::number(tongue.say("portal-contract-price")),
        ],
        rows: list.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

/// The form of its own page; written out, since the reader's own rights must not change the bytes.
fn ask_href(order: &PortalOrder) -> String {
    let fixed = serde_json::json!({ "order": order.id }).to_string();
    format!("/do/portal.ask_for_date?_fixed={}&_only=words&_next=%2Fportal", escape(&fixed))
}

fn lines(tongue: &Tongue<'_>, order: &PortalOrder) -> Markup {
    let day = |date: Option<jiff::civil::Date>| {
        html! { @if let Some(date) = date { (time(&date.to_string(), &tongue.date(date))) } }
    };
    let row = |line: &PortalLine| Row {
        cells: vec![
            html! { (line.description) },
            html! { (tongue.decimal(line.quantity)) },
            html! {
                (tongue.money(line.net))
                @if line.quantity != Decimal::ONE { br; span.small { (tongue.say_with("portal-line-each", &[("price", tongue.price(line.unit_price, line.net.currency).into())])) } }
            },
            match line.shipped_on {
                Some(_) => {
                    html! { (tag(Tone::Good, &tongue.say("portal-shipped"))) " " (day(line.shipped_on)) }
                }
                None => day(line.ships_on),
            },
            day(line.installs_on),
        ],
        ..Row::default()
    };
    table(&Table {
        caption: tongue.say("portal-lines").into_owned(),
        columns: vec![
            Column::text(tongue.say("field-description")),
            Column::number(tongue.say("field-quantity")),
            Column::number(tongue.say("order-net")),
            Column::text(tongue.say("portal-ships")),
            Column::text(tongue.say("portal-installs")),
        ],
        rows: order.lines.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    })
}

/// The form to ask or complain in one step. Written out instead of asking what the reader may do, since a colleague who
/// looks must get the same bytes; the action itself refuses everybody but a contact.
fn say(tongue: &Tongue<'_>) -> Markup {
    let words = |key: &str| tongue.say(key).into_owned();
    let kinds = MessageKind::ALL
        .iter()
        .enumerate()
        .map(|(place, kind)| Pick::new(kind.word(), words(&kind.message()), place == 0))
        .collect();
    form(&Form {
        id: "portal.say".to_owned(),
        action: "/do/portal.say".to_owned(),
        hidden: vec![Hidden::new("_only", "kind,said"), Hidden::new("_next", "/portal")],
        parts: vec![
            FormPart::Field(
                Field::new("kind", words("field-portal-say-kind"), Control::Radio { options: kinds })
                    .required(),
            ),
            FormPart::Field(
                Field::new(
                    "said",
                    words("field-portal-say-said"),
                    Control::Textarea { rows: 4, draft: true },
                )
                .required(),
            ),
        ],
        submit: words("action-portal-say"),
        weight: Weight::Primary,
        required_note: words("form-required-note"),
        ..Form::default()
    })
}

fn messages(tongue: &Tongue<'_>, lines: &[PortalMessageLine]) -> Markup {
    let line = |line: &PortalMessageLine| Talk {
        by: line.by.clone(),
        facts: vec![
            tag(Tone::Plain, &tongue.say(&line.kind.message())),
            time(&line.said_at.to_string(), &tongue.instant(line.said_at)),
        ],
        words: line.said.clone(),
        reply: match (&line.answer, line.answered_at) {
            (Some(answer), Some(at)) => {
                Some((tongue.say_with("portal-answered", &[("at", at.into())]), answer.clone()))
            }
            _ => None,
        },
        ..Talk::default()
    };
    talk(&lines.iter().map(line).collect::<Vec<_>>())
}

fn company(tongue: &Tongue<'_>, home: &PortalHome) -> Markup {
    html! {
        @for site in &home.company.sites {
            p { strong { (site.name) } br; @for line in &site.address { (line) br; } (site.country) }
        }
        @if !home.company.contacts.is_empty() {
            (section_title(&tongue.say("portal-your-people"), None))
            ul.plain role="list" { @for contact in &home.company.contacts { li { (contact.name) @if !contact.job.is_empty() { ", " (contact.job) } } } }
        }
    }
}
