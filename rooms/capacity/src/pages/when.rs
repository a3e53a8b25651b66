//! "When could we?": the earliest ship and installation date of something that might be ordered.

use accord_face::{
    Lookup, Page, PageCx, PageDef,
    page::escape,
    parts::{
        Markup, Sphere, Tone,
        control::{Control, Field, Pick},
        form::{Form, FormPart, Method, form},
        html,
        mark::tag,
        menu::Weight,
        panel::{facts, notice, page_head, panel},
        ruler::{DateRuler, Mark, MarkKind, Slack, date_ruler},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal};
use jiff::civil::Date;
use serde_json::Value as JsonValue;
use uuid::Uuid;

use super::pieces::{limits_list, room_tabs};
use crate::{Capable, views::CapableView};

pub(super) const PAGE: PageDef = PageDef {
    path: "/capacity/when",
    permission: Permission::CapacityRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let view: CapableView = cx.params()?;
    let asked = question(cx, &view)?;
    let required = view.required_on;
    let found = view.product.map(|_| cx.view(view)).transpose();
    let title = cx.say("capacity-when");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("capacity-when-about")) }, &html! {}))
        (room_tabs(cx, "/capacity/when"))
        (panel(&cx.say("capacity-when-ask"), None, &asked))
        @match &found {
            Ok(Some(found)) => { (answer(cx, found, required)) },
            Ok(None) => {},
            Err(refusal) => { (refused(cx, refusal)) },
        }
    };
    Ok(Page::new(title, main).below(cx.say("capacity-title"), "/capacity"))
}

/// A date that cannot be said is an answer, not an error of the page.
fn refused(cx: &PageCx<'_, '_>, refusal: &Refusal) -> Markup {
    let text = cx.say_with(&Refusal::message(refusal.rule), &refusal.facts);
    notice(Tone::Warn, &cx.say("capacity-cannot-say"), &html! { (text) }, &[])
}

fn question(cx: &mut PageCx<'_, '_>, view: &CapableView) -> Outcome<Markup> {
    let customer = reference(cx, "customer", view.customer.map(Uuid::from), &serde_json::json!({}))?;
    let fixed = view
        .customer
        .map_or_else(|| serde_json::json!({}), |customer| serde_json::json!({ "customer": customer }));
    let site = reference(cx, "site", view.site.map(Uuid::from), &fixed)?;
    let product = reference(cx, "product", view.product.map(Uuid::from), &serde_json::json!({}))?.required();
    let number =
        Control::Number { min: "1".into(), max: String::new(), step: "1".into(), unit: String::new() };
    let quantity = Field::new("quantity", cx.say("field-quantity"), number)
        .half()
        .with(view.quantity.unwrap_or(1).to_string());
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let required = Field::new("required_on", cx.say("field-required-on"), Control::Date)
        .half()
        .with(day(view.required_on));
    let ordered =
        Field::new("order_date", cx.say("field-order-date"), Control::Date).half().with(day(view.order_date));
    let parts = [product, quantity, customer, site, required, ordered].map(FormPart::Field).to_vec();
    Ok(form(&Form {
        id: "when".to_owned(),
        method: Method::Get,
        action: "/capacity/when".to_owned(),
        parts,
        submit: cx.say("capacity-when-submit"),
        weight: Weight::Primary,
        ..Form::default()
    }))
}

/// A field that refers to a thing, as the forms of actions offer it.
fn reference(
    cx: &mut PageCx<'_, '_>,
    entity: &'static str,
    id: Option<Uuid>,
    fixed: &JsonValue,
) -> Outcome<Field> {
    let label = cx.say(&format!("field-{entity}"));
    let value = id.map(|id| id.to_string()).unwrap_or_default();
    let lookup = cx.registry().extensions::<Lookup>().find(|lookup| lookup.entity == entity).copied();
    let Some(lookup) = lookup else { return Ok(Field::text(entity, label).with(value)) };
    if lookup.few {
        let mut options = vec![Pick::new("", "—", value.is_empty())];
        for offer in (lookup.find)(cx.reader, "", fixed)? {
            let chosen = Some(offer.value) == id;
            options.push(Pick {
                value: offer.value.to_string(),
                label: offer.label,
                hint: offer.hint,
                chosen,
            });
        }
        return Ok(Field::new(entity, label, Control::Select { options, multiple: false }).with(value));
    }
    let text = match id {
        Some(id) => (lookup.label)(cx.reader, id)?.unwrap_or_default(),
        None => String::new(),
    };
    let url = format!("/lookup/{entity}?fixed={}", escape(&fixed.to_string()));
    let control = Control::Search { url, text_name: format!("{entity}_text"), text };
    Ok(Field::new(entity, label, control).with(value))
}

fn answer(cx: &PageCx<'_, '_>, found: &Capable, required: Option<Date>) -> Markup {
    let slack = found.lines.first().and_then(|line| line.slack_days);
    let beyond = || cx.say_with("capacity-not-by", &[("until", found.until.into())]);
    let ship = found.ship.map_or_else(beyond, |day| cx.tongue().date_with_day(day));
    let mut pairs = vec![(cx.say("capacity-earliest-ship"), html! { strong { (ship) } })];
    if found.installs {
        let install = match (found.install, &found.install_unknown) {
            (Some(day), _) => cx.tongue().date_with_day(day),
            (None, Some(rule)) => cx.say(&Refusal::message(rule)),
            (None, None) => beyond(),
        };
        pairs.push((cx.say("capacity-earliest-install"), html! { strong { (install) } }));
    }
    if let Some(days) = slack {
        pairs.push((cx.say("capacity-slack"), slack_mark(cx, days)));
    }
    html! {
        (panel(&cx.say("capacity-when-answer"), None, &html! { (facts(&pairs)) (ruler(cx, found, required)) }))
        @if !found.limits.is_empty() { (panel(&cx.say("capacity-why"), None, &limits_list(&found.limits))) }
    }
}

fn slack_mark(cx: &PageCx<'_, '_>, days: i32) -> Markup {
    let (tone, key, days) =
        if days < 0 { (Tone::Bad, "capacity-late-by", -days) } else { (Tone::Good, "capacity-spare", days) };
    tag(tone, &cx.say_with(key, &[("days", days.into())]))
}

fn ruler(cx: &PageCx<'_, '_>, found: &Capable, required: Option<Date>) -> Markup {
    let mark = |date: Date, kind, label: &str| Mark {
        date,
        kind,
        date_text: cx.date(date),
        label: cx.say(label),
        note: String::new(),
    };
    let mut marks = vec![mark(found.today, MarkKind::Today, "today")];
    marks.extend(required.map(|day| mark(day, MarkKind::Requested, "field-required-on")));
    marks.extend(found.ship.map(|day| mark(day, MarkKind::Other(Sphere::Sales), "capacity-earliest-ship")));
    marks.extend(
        found.install.map(|day| mark(day, MarkKind::Other(Sphere::Service), "capacity-earliest-install")),
    );
    let slack = found.ship.zip(required).filter(|(ship, required)| ship < required).map(|(from, to)| Slack {
        from,
        to,
        text: cx.say_with("capacity-spare", &[("days", crate::slack_days(from, to).into())]),
    });
    date_ruler(&DateRuler { label: cx.say("capacity-when-answer"), marks, slack, ..DateRuler::default() })
}
