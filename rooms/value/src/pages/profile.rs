//! Why a customer buys and what a stop costs them: the four questions until they are answered, the number on top once it
//! is there, and what each plan is worth at it (R11, R15).

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone,
        agenda::{AgendaItem, agenda},
        html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{Stat, columns, dots, facts, notice, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Fact, Outcome, Permission, Refusal};
use accord_room_catalog::{ProductId, ProductKind, views::Products};
use accord_room_customer::{CustomerId, views::CustomerFacts};

use super::parts::{
    confidence_tag, day, length, lines, money, response, verdict_tone, words as amount_words, writes,
};
use crate::{
    id::Question,
    views::{Plans, ProfileFacts, Profiles, TableFacts, ValueTable, VersionFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/{customer}/value",
    permission: Permission::ValueRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// What is asked of the cost of a stop.
const COST_FIELDS: &[&str] = &["stop_cost", "confidence", "contact", "said_on", "reason"];

fn here(customer: CustomerId) -> String {
    format!("/customers/{customer}/value")
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer: CustomerId = cx.id("customer")?;
    let record = cx.view(CustomerFacts { customer })?;
    let profiles = cx.view(Profiles { customer: record.id })?;
    let whole = profiles.iter().find(|profile| profile.asset.is_none() && profile.product.is_none());
    let main = html! {
        (head(cx, record.id, whole)?)
        @if let Some(profile) = whole.filter(|profile| profile.review_due) { (review(cx, profile)?) }
        @if let Some(profile) = whole { (numbers(cx, profile)) }
        (columns(&left(cx, record.id, whole)?, &right(cx, record.id, whole, &profiles)?))
    };
    let title = cx.say("value-title");
    Ok(Page::new(title, main)
        .below(cx.say("nav-customers"), "/customers")
        .below(record.name, format!("/customers/{}", record.id))
        .live(record.id))
}

fn head(cx: &mut PageCx<'_, '_>, customer: CustomerId, whole: Option<&ProfileFacts>) -> Outcome<Markup> {
    let about = html! { (cx.say("value-about")) };
    let acts = buttons(&[cost_form(cx, customer, whole)?, record_form(cx, customer, whole)?]);
    Ok(page_head(None, &cx.say("value-title"), &about, &acts))
}

/// The form about a profile: of the customer as a whole, or of the product or unit that the profile is about.
fn about(action: &'static str, customer: CustomerId, profile: Option<&ProfileFacts>) -> ActionForm {
    let mut form = ActionForm::new(action).fixed("customer", customer).next(here(customer));
    if let Some(profile) = profile {
        form = form.fixed("version", profile.version);
        if let Some(asset) = profile.asset {
            form = form.fixed("asset", asset);
        }
        if let Some(product) = profile.product {
            form = form.fixed("product", product);
        }
    }
    form
}

/// The form for what a stop costs a customer, from what their profile says so far; it leads back to their page of value
/// unless it is told otherwise.
pub fn stop_cost_form(customer: CustomerId, profile: Option<&ProfileFacts>) -> ActionForm {
    let mut form = about("value.stop_cost", customer, profile).only(COST_FIELDS);
    if let Some(profile) = profile {
        form = form.value("contact", profile.said_by);
        if let Some(cost) = profile.stop_cost {
            form = form.value("stop_cost", cost);
        }
    }
    form
}

fn cost_form(
    cx: &mut PageCx<'_, '_>,
    customer: CustomerId,
    profile: Option<&ProfileFacts>,
) -> Outcome<Markup> {
    stop_cost_form(customer, profile).dialog(cx, Weight::Plain)
}

/// A figure of its own for a product or a unit: some machines cost more when they stand still than others.
fn narrower_forms(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    let mut forms = Vec::new();
    for (scope, label) in [("product", "value-for-one-product"), ("asset", "value-for-one-unit")] {
        let fields: Vec<&str> = std::iter::once(scope).chain(COST_FIELDS.iter().copied()).collect();
        let form = about("value.stop_cost", customer, None).only(&fields).submit(cx.say(label));
        forms.push(form.dialog(cx, Weight::Quiet)?);
    }
    Ok(buttons(&forms))
}

fn record_form(
    cx: &mut PageCx<'_, '_>,
    customer: CustomerId,
    profile: Option<&ProfileFacts>,
) -> Outcome<Markup> {
    let mut form = about("value.record", customer, profile).only(&[
        "reasons",
        "importance",
        "outcome",
        "expectation",
        "never_fails",
        "use_hours_week",
        "expected_outages",
        "outages_source",
        "needs",
        "critical_periods",
    ]);
    if let Some(profile) = profile {
        form = form
            .value("reasons", &profile.reasons)
            .value("importance", &profile.importance)
            .value("outcome", &profile.outcome)
            .value("expectation", &profile.expectation)
            .value("never_fails", &profile.never_fails)
            .value("use_hours_week", profile.use_hours_week)
            .value("expected_outages", profile.expected_outages)
            .value("outages_source", profile.outages_source)
            .value("needs", &profile.needs)
            .value("critical_periods", &profile.critical_periods);
    }
    form.dialog(cx, Weight::Plain)
}

fn review(cx: &mut PageCx<'_, '_>, profile: &ProfileFacts) -> Outcome<Markup> {
    let still = ActionForm::new("value.review")
        .fixed("profile", profile.id)
        .fixed("version", profile.version)
        .next(here(profile.customer))
        .button(cx, Weight::Plain);
    let text = cx.say_with("value-review-text", &[("on", profile.reviewed_on.into())]);
    Ok(notice(Tone::Warn, &cx.say("value-review-title"), &html! { (text) }, &[still]))
}

/// The numbers that matter most, on top.
fn numbers(cx: &PageCx<'_, '_>, profile: &ProfileFacts) -> Markup {
    let (Some(cost), Some(hour)) = (profile.stop_cost, profile.cost_per_hour) else { return html! {} };
    let source = source(cx, profile);
    let mut stats = vec![
        Stat {
            label: cx.say("field-stop-cost"),
            value: amount_words(cx, cost),
            sample: source,
            period: profile.confidence.map(|confidence| cx.say(&confidence.message())).unwrap_or_default(),
            ..Stat::default()
        },
        Stat { label: cx.say("value-per-hour"), value: amount_words(cx, hour), ..Stat::default() },
    ];
    let mut seen = Vec::new();
    for one in &profile.cost_per_response {
        if seen.contains(&one.minutes) {
            continue;
        }
        seen.push(one.minutes);
        stats.push(Stat {
            label: cx.say_with("value-until-response", &[("length", length(cx, one.minutes).into())]),
            value: amount_words(cx, one.cost),
            sample: one.plan.clone(),
            ..Stat::default()
        });
    }
    stat_row(&stats)
}

/// "Paul, 2 February 2026, to Suzie".
fn source(cx: &PageCx<'_, '_>, profile: &ProfileFacts) -> String {
    let day = profile.said_on.map(|on| cx.date(on)).unwrap_or_default();
    let via = profile.via_name.clone().unwrap_or_default();
    match &profile.said_by_name {
        Some(name) => {
            let facts =
                [("who", Fact::Text(name.clone())), ("on", Fact::Text(day)), ("via", Fact::Text(via))];
            cx.say_with("value-source-said", &facts)
        }
        None => cx.say_with("value-source-via", &[("on", Fact::Text(day)), ("via", Fact::Text(via))]),
    }
}

fn left(cx: &mut PageCx<'_, '_>, customer: CustomerId, whole: Option<&ProfileFacts>) -> Outcome<Markup> {
    let open = whole.map_or(Question::ALL.to_vec(), |profile| profile.open_questions.clone());
    let has_number = whole.is_some_and(|profile| !profile.open_questions.contains(&Question::StopCost));
    Ok(html! {
        @if !open.is_empty() { (questions(cx, customer, whole, &open)?) }
        @if has_number { (plans(cx, customer)?) }
        @if let Some(profile) = whole { (words(cx, profile, &open)) }
    })
}

/// The four questions, one by one: those that are answered with their answer, the first open one with its form.
fn questions(
    cx: &mut PageCx<'_, '_>,
    customer: CustomerId,
    whole: Option<&ProfileFacts>,
    open: &[Question],
) -> Outcome<Markup> {
    let answer = |question: Question| -> String {
        let Some(profile) = whole else { return String::new() };
        let said = match question {
            Question::WhyBuy => profile.reasons.clone(),
            Question::WhyImportant => profile.importance.clone(),
            Question::NeverFails => profile.never_fails.clone(),
            Question::StopCost => profile.stop_cost.map(|cost| amount_words(cx, cost)),
        };
        said.unwrap_or_default()
    };
    let items: Vec<AgendaItem> = Question::ALL
        .iter()
        .map(|question| {
            let done = !open.contains(question);
            AgendaItem {
                title: cx.say(&question.message()),
                text: answer(*question),
                done,
                state: cx.say(if done { "value-answered" } else { "value-open" }),
                ..AgendaItem::default()
            }
        })
        .collect();
    let Some(first) = open.first().copied() else { return Ok(html! {}) };
    let only: &[&str] = if first == Question::StopCost { &["stop_cost", "contact"] } else { &["words"] };
    let form = ActionForm::new("value.answer")
        .fixed("customer", customer)
        .fixed("question", first)
        .only(only)
        .weight(Weight::Primary)
        .next(here(customer))
        .draw(cx)?;
    let asked = 1 + Question::ALL.len() - open.len();
    let count = cx.say_with("value-question-of", &[("n", asked.into()), ("all", Question::ALL.len().into())]);
    let why = cx.say("value-questions-why");
    let body = html! {
        p { (why) }
        (agenda(&items))
        @if writes(cx) { h3 { (cx.say(&first.message())) } (form) }
    };
    Ok(panel(&cx.say("value-questions"), Some(&html! { (count) }), &body))
}

/// What each plan on offer is worth at the customer's number.
fn plans(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    let products = cx.view(Products { kind: Some(ProductKind::Equipment), ..Products::default() })?.rows;
    let product = cx.ask("product").and_then(|text| text.parse().ok()).map(ProductId);
    let product = product.or_else(|| products.first().map(|product| product.id));
    let mut rows = Vec::new();
    for plan in cx.view(Plans::default())? {
        let Some(version) = plan.on_offer else { continue };
        let asked = ValueTable {
            customer,
            plan_version: version.id,
            asset: None,
            product,
            stop_cost: None,
            hours_without: None,
            hours_with: None,
            price: None,
            outages: None,
        };
        match cx.view(asked) {
            Ok(table) => rows.push(plan_row(cx, customer, product, &version, &table)),
            // A plan without a price in the customer's currency is not weighed; the others are.
            Err(refusal) if refusal.rule == "value.no_price" => {}
            Err(refusal) => return Err(refusal),
        }
    }
    let name = products.iter().find(|row| Some(row.id) == product).map(|row| row.name.clone());
    let list = table(&Table {
        caption: cx.say("value-plans"),
        columns: vec![
            Column::text(cx.say("plans-plan")),
            Column::number(cx.say("value-price-year")),
            Column::number(cx.say("value-expected-net")),
            Column::text(cx.say("value-verdict")),
        ],
        rows,
        empty: Some(html! { p { (cx.say("value-plans-none")) } }),
        bare: true,
        ..Table::default()
    });
    let aside = name.map(|name| html! { (cx.say_with("value-for-product", &[("product", name.into())])) });
    Ok(panel(&cx.say("value-plans"), aside.as_ref(), &list))
}

fn plan_row(
    cx: &PageCx<'_, '_>,
    customer: CustomerId,
    product: Option<ProductId>,
    version: &VersionFacts,
    table: &TableFacts,
) -> Row {
    let query = product.map(|product| format!("?product={product}")).unwrap_or_default();
    let price = table.inputs.iter().find(|input| input.given == crate::id::Given::Price);
    let net = match &table.expected {
        Some(year) => amount_words(cx, year.net),
        None => "–".to_owned(),
    };
    Row::to(
        format!("/customers/{customer}/value/{}{query}", version.id),
        vec![
            html! { (table.plan_name) " " small { (response(cx, version)) } },
            html! { (price.and_then(|price| price.money).map(|price| money(cx, price)).unwrap_or_default()) },
            html! { (net) },
            tag(verdict_tone(table.verdict), &cx.say(&table.verdict.message())),
        ],
    )
}

/// What was said, once the questions are answered.
fn words(cx: &PageCx<'_, '_>, profile: &ProfileFacts, open: &[Question]) -> Markup {
    let mut pairs: Vec<(String, Markup)> = Vec::new();
    let mut say = |label: &str, text: &Option<String>| {
        if let Some(text) = text {
            pairs.push((cx.say(label), html! { (text) }));
        }
    };
    if open.is_empty() {
        say("field-reasons", &profile.reasons);
        say("field-importance", &profile.importance);
        say("field-never-fails", &profile.never_fails);
    }
    say("field-value-record-outcome", &profile.outcome);
    say("field-expectation", &profile.expectation);
    if pairs.is_empty() {
        return html! {};
    }
    panel(&cx.say("value-words"), None, &facts(&pairs))
}

fn right(
    cx: &mut PageCx<'_, '_>,
    customer: CustomerId,
    whole: Option<&ProfileFacts>,
    all: &[ProfileFacts],
) -> Outcome<Markup> {
    let narrower: Vec<&ProfileFacts> =
        all.iter().filter(|profile| profile.asset.is_some() || profile.product.is_some()).collect();
    Ok(html! {
        @if let Some(profile) = whole { (standing(cx, profile)) }
        @if writes(cx) || !narrower.is_empty() { (narrow(cx, customer, &narrower)?) }
        (panel(&cx.say("value-elsewhere"), None, &buttons(&[
            button_link(Weight::Quiet, &Link::new(cx.say("nav-plans"), "/plans"), ""),
            button_link(Weight::Quiet, &Link::new(cx.say("value-customer"), format!("/customers/{customer}")), ""),
        ])))
    })
}

fn standing(cx: &PageCx<'_, '_>, profile: &ProfileFacts) -> Markup {
    let mut pairs = vec![
        (cx.say("value-reviewed"), day(cx, profile.reviewed_on)),
        (cx.say("value-review-due"), day(cx, profile.review_due_on)),
    ];
    if let Some(confidence) = profile.confidence {
        pairs.insert(0, (cx.say("field-stop-cost"), confidence_tag(cx, confidence)));
    }
    if let Some(hours) = profile.use_hours_week {
        pairs.push((cx.say("field-use-hours-week"), html! { (cx.tongue().decimal(hours.normalize())) }));
    }
    if let Some(outages) = profile.expected_outages {
        let who = profile.outages_source.map(|who| cx.say(&who.message())).unwrap_or_default();
        let shown = html! { (cx.tongue().decimal(outages.normalize())) " " small { (who) } };
        pairs.push((cx.say("field-expected-outages"), shown));
    }
    let periods: Vec<Markup> = profile
        .critical_periods
        .iter()
        .map(|period| {
            let yearly = if period.yearly { cx.say("field-yearly") } else { String::new() };
            html! { strong { (period.label) } " " (day(cx, period.from)) " – " (day(cx, period.to)) " " small { (yearly) } }
        })
        .collect();
    let needs: Vec<Markup> = profile.needs.iter().map(|need| html! { (cx.say(&need.message())) }).collect();
    html! {
        (panel(&cx.say("value-standing"), None, &facts(&pairs)))
        @if !needs.is_empty() { (panel(&cx.say("field-needs"), None, &lines(&needs))) }
        @if !periods.is_empty() { (panel(&cx.say("field-critical-periods"), None, &html! { @for period in &periods { p { (period) } } })) }
    }
}

/// The figures of single products and units, and the way to say one.
fn narrow(cx: &mut PageCx<'_, '_>, customer: CustomerId, profiles: &[&ProfileFacts]) -> Outcome<Markup> {
    let mut rows = Vec::with_capacity(profiles.len());
    for profile in profiles {
        let acts =
            buttons(&[cost_form(cx, customer, Some(profile))?, record_form(cx, customer, Some(profile))?]);
        let cost = profile.stop_cost.map(|cost| money(cx, cost)).unwrap_or_default();
        rows.push(Row {
            cells: vec![html! { (profile.about.clone().unwrap_or_default()) (acts) }, cost],
            ..Row::default()
        });
    }
    let list = table(&Table {
        caption: cx.say("value-narrower"),
        columns: vec![Column::text(cx.say("value-for")), Column::number(cx.say("field-stop-cost"))],
        rows,
        empty: Some(html! { p { (cx.say("value-narrower-none")) } }),
        bare: true,
        keep: true,
        ..Table::default()
    });
    let forms = narrower_forms(cx, customer)?;
    Ok(panel(&cx.say("value-narrower"), None, &html! { (list) (forms) }))
}

/// The part of the customer's page and of the briefing: what a stop costs them, or the question that is still open.
/// Empty when the reader may not see value.
///
/// # Errors
/// What the view refuses.
pub fn value_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId) -> Outcome<Markup> {
    if !cx.may(Permission::ValueRead) {
        return Ok(html! {});
    }
    let profiles = match cx.view(Profiles { customer }) {
        Ok(profiles) => profiles,
        Err(refusal) if refusal.rule == Refusal::absent().rule => return Ok(html! {}),
        Err(refusal) => return Err(refusal),
    };
    let link = html! { a href=(here(customer)) { (cx.say("value-open-page")) } };
    let whole = profiles.first();
    let body = match whole.and_then(|profile| Some((profile, profile.stop_cost?))) {
        Some((profile, cost)) => {
            let mut pairs = vec![(cx.say("field-stop-cost"), html! { strong { (money(cx, cost)) } })];
            if let Some(hour) = profile.cost_per_hour {
                pairs.push((cx.say("value-per-hour"), html! { (money(cx, hour)) }));
            }
            if let Some(reasons) = &profile.reasons {
                pairs.push((cx.say("field-reasons"), html! { (reasons) }));
            }
            let mut marks = Vec::new();
            if let Some(confidence) = profile.confidence {
                marks.push(confidence_tag(cx, confidence));
            }
            marks.push(html! { (source(cx, profile)) });
            html! { (facts(&pairs)) (dots(&marks)) }
        }
        None => html! { p { (cx.say("value-panel-none")) } },
    };
    Ok(panel(&cx.say("value-title"), Some(&link), &body))
}
