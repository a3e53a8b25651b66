//! One plan: the two cards side by side, what it gives and does not give, and its versions (R13).

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        menu::{Weight, button_link, buttons},
        panel::{columns, facts, halves, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Fact, Language, Outcome, Permission};
use accord_room_catalog::views::Products;
use serde_json::{Value as JsonValue, json};

use super::parts::{clause, colleague_card, customer_card, length, lines, money, response, state_tag};
use crate::{
    id::PlanState,
    terms::{Card, Clause, PlanPrice},
    views::{OnePlan, PlanFacts, VersionFacts},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/plans/{plan}",
    permission: Permission::ValueRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let plan = cx.view(OnePlan { plan: cx.id("plan")? })?;
    let asked: Option<i64> = cx.ask("version").and_then(|text| text.parse().ok());
    let shown = plan
        .versions
        .iter()
        .find(|version| Some(version.number) == asked)
        .or_else(|| plan.versions.iter().find(|version| version.state == PlanState::Published))
        .or_else(|| plan.versions.first());
    let acts = acts(cx, &plan, shown)?;
    let right = html! { (acts) @if let Some(version) = shown { (card_links(cx, version)) } };
    let about = html! { @if let Some(version) = shown {
        (response(cx, version)) " · " (cx.say_with("plan-version-n", &[("n", version.number.into())])) " " (state_tag(cx, version.state))
    } };
    let main = html! {
        (page_head(None, &plan.plan.name, &about, &right))
        @match shown {
            None => (notice(Tone::Warn, &cx.say("plans-nothing-on-offer"), &html! { (cx.say("plan-no-version")) }, &[])),
            Some(version) => (body(cx, &plan, version)?),
        }
    };
    let (title, id) = (plan.plan.name.clone(), plan.plan.id);
    Ok(Page::new(title, main).below(cx.say("nav-plans"), "/plans").live(id))
}

fn body(cx: &mut PageCx<'_, '_>, plan: &PlanFacts, version: &VersionFacts) -> Outcome<Markup> {
    let prices = prices(cx, version)?;
    Ok(html! {
        @if !version.lacks.is_empty() { (lacks(cx, version)) }
        (halves(&card(cx, "plan-card-customer", customer_card(cx, &version.cards), version), &card(cx, "plan-card-colleague", colleague_card(cx, &version.cards), version)))
        (columns(
            &html! {
                (clauses(cx, "field-inclusions", &version.inclusions))
                (clauses(cx, "field-exclusions", &version.exclusions))
                (needs(cx, version))
            },
            &html! {
                (prices)
                (panel(&cx.say("plan-gives"), None, &gives(cx, version)))
                (versions(cx, plan))
            },
        ))
    })
}

/// The customer's card as a document, in either language: one hands it over in the customer's.
fn card_links(cx: &PageCx<'_, '_>, version: &VersionFacts) -> Markup {
    let one = |language: &Language| {
        let href = format!("/plans/versions/{}/pdf?language={}", version.id, language.word());
        let name = Fact::Word(language.message());
        button_link(Weight::Quiet, &Link::new(cx.say_with("plan-card-pdf", &[("language", name)]), href), "")
    };
    buttons(&Language::ALL.iter().map(one).collect::<Vec<_>>())
}

fn lacks(cx: &PageCx<'_, '_>, version: &VersionFacts) -> Markup {
    let words = version.lacks.iter().map(|key| Fact::Word(key.clone())).collect();
    let text = cx.say_with("plan-lacks", &[("lacks", Fact::List(words))]);
    notice(Tone::Warn, &cx.say("plan-lacks-title"), &html! { (text) }, &[])
}

/// One value card. Both say the same facts; the words are for whom they are for.
fn card(cx: &PageCx<'_, '_>, title: &str, card: Option<&Card>, version: &VersionFacts) -> Markup {
    let body = html! {
        p { strong { (response(cx, version)) } }
        p { (cx.say_with("plan-response-means", &[("means", Fact::Word(version.clock_stop.message()))])) }
        @match card {
            Some(card) => { h3 { (card.headline) } p { (card.body) } }
            None => p { (cx.say("plan-card-missing")) }
        }
    };
    panel(&cx.say(title), None, &body)
}

fn clauses(cx: &PageCx<'_, '_>, title: &str, list: &[Clause]) -> Markup {
    if list.is_empty() {
        return html! {};
    }
    let pairs: Vec<Markup> = list.iter().map(|one| html! { (clause(cx, one)) }).collect();
    panel(&cx.say(title), None, &lines(&pairs))
}

fn needs(cx: &PageCx<'_, '_>, version: &VersionFacts) -> Markup {
    if version.needs.is_empty() {
        return html! {};
    }
    let answer = |code: &str| {
        let found = version.inclusions.iter().find(|clause| clause.code == code);
        found.map(|found| clause(cx, found).to_owned()).unwrap_or_default()
    };
    let pairs: Vec<(String, Markup)> = version
        .needs
        .iter()
        .map(|met| (cx.say(&met.need.message()), html! { (answer(&met.clause)) }))
        .collect();
    panel(&cx.say("field-needs"), None, &facts(&pairs))
}

/// The prices of a year, those of single products by name, then that of all others.
fn prices(cx: &mut PageCx<'_, '_>, version: &VersionFacts) -> Outcome<Markup> {
    let products = cx.view(Products { limit: Some(200), ..Products::default() })?.rows;
    let name = |price: &PlanPrice| match price.product {
        None => cx.say("plan-other-products"),
        Some(id) => {
            let found = products.iter().find(|product| product.id == id);
            found.map_or_else(|| cx.say("field-product"), |product| product.name.clone())
        }
    };
    let mut pairs: Vec<(String, Vec<Markup>)> = Vec::new();
    for price in version
        .prices
        .iter()
        .filter(|price| price.product.is_some())
        .chain(version.prices.iter().filter(|price| price.product.is_none()))
    {
        let (name, shown) = (name(price), money(cx, price.price));
        match pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, list)) => list.push(shown),
            None => pairs.push((name, vec![shown])),
        }
    }
    let pairs: Vec<(String, Markup)> = pairs
        .into_iter()
        .map(|(name, list)| {
            (
                name,
                html! { @for (place, shown) in list.iter().enumerate() { @if place > 0 { " · " } (shown) } },
            )
        })
        .collect();
    Ok(panel(&cx.say("value-price-year"), None, &facts(&pairs)))
}

fn gives(cx: &PageCx<'_, '_>, version: &VersionFacts) -> Markup {
    let yes = |flag: bool| cx.say(if flag { "yes" } else { "no" });
    let mut pairs: Vec<(String, Markup)> = Vec::new();
    if let Some(minutes) = version.restore_minutes {
        pairs.push((cx.say("plans-restore"), html! { (length(cx, minutes)) }));
    }
    pairs.push((
        cx.say("plan-term"),
        html! { (cx.say_with("plan-months", &[("n", version.term_months.into())])) },
    ));
    pairs.push((cx.say("plan-visits"), html! { (cx.tongue().number(version.visits_year)) }));
    pairs.push((cx.say("plan-uplift"), html! { (yes(version.uplift_allowed)) }));
    pairs.push((cx.say("plan-stop"), html! { (length(cx, version.stop_minutes)) }));
    if !version.excluded_causes.is_empty() {
        pairs.push((cx.say("field-excluded-causes"), html! { (version.excluded_causes.join(", ")) }));
    }
    facts(&pairs)
}

fn versions(cx: &PageCx<'_, '_>, plan: &PlanFacts) -> Markup {
    let row = |version: &VersionFacts| {
        let since = version.published_at.map(|at| cx.instant(at)).unwrap_or_default();
        Row::to(
            format!("/plans/{}?version={}", plan.plan.id, version.number),
            vec![
                html! { (cx.say_with("plan-version-n", &[("n", version.number.into())])) },
                state_tag(cx, version.state),
                html! { (since) },
            ],
        )
    };
    let list = table(&Table {
        caption: cx.say("plan-versions"),
        columns: vec![
            Column::text(cx.say("plan-version")),
            Column::text(cx.say("plans-state")),
            Column::text(cx.say("plan-published")),
        ],
        rows: plan.versions.iter().map(row).collect(),
        bare: true,
        ..Table::default()
    });
    panel(&cx.say("plan-versions"), None, &list)
}

/// The terms as the action reads them, so that a form comes filled in.
fn terms(version: &VersionFacts) -> JsonValue {
    json!({
        "cover": version.cover, "clock_stop": version.clock_stop, "response_minutes": version.response_minutes,
        "restore_minutes": version.restore_minutes, "stop_minutes": version.stop_minutes,
        "term_months": version.term_months, "uplift_allowed": version.uplift_allowed,
        "visits_year": version.visits_year, "calendar": version.calendar, "prices": version.prices,
        "inclusions": version.inclusions, "exclusions": version.exclusions, "needs": version.needs,
        "excluded_causes": version.excluded_causes,
    })
}

fn acts(cx: &mut PageCx<'_, '_>, plan: &PlanFacts, shown: Option<&VersionFacts>) -> Outcome<Markup> {
    let here = format!("/plans/{}", plan.plan.id);
    let mut row = Vec::new();
    if let Some(version) = shown.filter(|version| version.state == PlanState::Draft) {
        let of = |action: &'static str| {
            ActionForm::new(action)
                .fixed("plan_version", version.id)
                .fixed("version", version.version)
                .next(format!("{here}?version={}", version.number))
        };
        row.push(of("plan.publish").button(cx, Weight::Primary));
        let cards = &version.cards;
        row.push(
            of("plan.cards")
                .value("customer_en", &cards.customer_en)
                .value("customer_pt", &cards.customer_pt)
                .value("colleague_en", &cards.colleague_en)
                .value("colleague_pt", &cards.colleague_pt)
                .dialog(cx, Weight::Plain)?,
        );
        row.push(of("plan.change").value("terms", terms(version)).dialog(cx, Weight::Plain)?);
    }
    if plan.plan.draft.is_none() {
        let mut draft = ActionForm::new("plan.draft").fixed("plan", plan.plan.id).next(here.clone());
        if let Some(version) = shown {
            draft = draft.value("terms", terms(version));
        }
        row.push(draft.dialog(cx, Weight::Plain)?);
    }
    if let Some(version) = shown.filter(|version| version.state == PlanState::Published) {
        let off = ActionForm::new("plan.withdraw")
            .fixed("plan_version", version.id)
            .fixed("version", version.version)
            .next(here.clone());
        row.push(off.dialog(cx, Weight::Quiet)?);
    }
    let revise = ActionForm::new("plan.revise")
        .fixed("plan", plan.plan.id)
        .fixed("version", plan.plan.version)
        .value("name", &plan.plan.name)
        .value("place", plan.plan.place)
        .value("archived", plan.plan.archived)
        .next(here);
    row.push(revise.dialog(cx, Weight::Quiet)?);
    Ok(buttons(&row))
}
