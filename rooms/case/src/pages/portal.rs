//! What the customer sees and does about its cases, on its own page. Drawn from the answer alone (R5).

use accord_face::{
    Markup,
    parts::{
        Hidden, Tone,
        control::{Control, Field, Pick},
        form::{Form, FormPart, form},
        html,
        mark::tag,
        panel::{facts, panel},
    },
};
use accord_kernel::Tongue;

use crate::{
    id::CaseState,
    views::{PortalCase, PortalWord},
};

/// The customer's cases, and how to report another.
pub fn portal_cases(tongue: &Tongue<'_>, cases: &[PortalCase]) -> Markup {
    html! {
        @for case in cases { (one(tongue, case)) }
        (panel(&tongue.say("action-portal-report-case"), None, &report(tongue)))
    }
}

fn say(tongue: &Tongue<'_>, key: &str) -> String {
    tongue.say(key).into_owned()
}

fn one(tongue: &Tongue<'_>, case: &PortalCase) -> Markup {
    let tone = match case.state {
        CaseState::Open => Tone::Bad,
        CaseState::Fixed => Tone::Warn,
        CaseState::Closed | CaseState::Withdrawn => Tone::Good,
    };
    let mut pairs = vec![(say(tongue, "portal-case-owner"), html! { (case.owner) })];
    if let (Some(engineer), Some(at)) = (&case.engineer, case.arrives_at) {
        pairs.push((
            say(tongue, "portal-case-coming"),
            html! { strong { (engineer) ", " (tongue.instant(at)) } },
        ));
    }
    if let Some(at) = case.next_word_at {
        pairs.push((say(tongue, "portal-case-next"), html! { strong { (tongue.instant(at)) } }));
    }
    if let Some(result) = &case.result {
        pairs.push((say(tongue, "portal-case-result"), html! { (result) }));
    }
    let body = html! {
        p { (case.what) @if let Some(unit) = &case.unit { " · " (unit) } }
        (facts(&pairs))
        ul.plain role="list" { @for word in case.words.iter().take(6) { li { (line(tongue, word)) } } }
        @if case.state == CaseState::Fixed && !case.confirmed {
            (words_form(tongue, case, "portal.confirm_case", "action-portal-confirm-case"))
        } @else if case.state != CaseState::Open && case.rating.is_none() {
            (rate(tongue, case))
        }
        @if case.state == CaseState::Open {
            (words_form(tongue, case, "portal.say_in_case", "action-portal-say-in-case"))
        }
    };
    panel(&case.number, Some(&tag(tone, &tongue.say(&case.state.message()))), &body)
}

fn line(tongue: &Tongue<'_>, word: &PortalWord) -> Markup {
    let who = if word.yours { "portal-case-you" } else { "portal-case-we" };
    html! { span.small { (tongue.say(who)) " " (tongue.instant(word.said_at)) } " " (word.words) }
}

fn hidden(case: &PortalCase, only: &str) -> Vec<Hidden> {
    let fixed = serde_json::json!({ "case": case.id }).to_string();
    vec![Hidden::new("_fixed", fixed), Hidden::new("_only", only), Hidden::new("_next", "/portal")]
}

fn words_form(tongue: &Tongue<'_>, case: &PortalCase, action: &str, label: &str) -> Markup {
    let field =
        Field::new("words", say(tongue, "portal-case-words"), Control::Textarea { rows: 2, draft: true });
    form(&Form {
        id: format!("{action}-{}", case.number),
        action: format!("/do/{action}"),
        hidden: hidden(case, "words"),
        parts: vec![FormPart::Field(field.required())],
        submit: say(tongue, label),
        ..Form::default()
    })
}

fn rate(tongue: &Tongue<'_>, case: &PortalCase) -> Markup {
    let picks = (1..=5_u8).map(|n| Pick::new(n.to_string(), n.to_string(), false)).collect();
    let rating = Field::new("rating", say(tongue, "field-rating"), Control::Radio { options: picks });
    let words =
        Field::new("words", say(tongue, "portal-case-words"), Control::Textarea { rows: 2, draft: true });
    form(&Form {
        id: format!("portal.rate_case-{}", case.number),
        action: "/do/portal.rate_case".to_owned(),
        hidden: hidden(case, "rating,words"),
        parts: vec![FormPart::Field(rating.required()), FormPart::Field(words)],
        submit: say(tongue, "action-portal-rate-case"),
        ..Form::default()
    })
}

fn report(tongue: &Tongue<'_>) -> Markup {
    let what = Field::new(
        "what",
        say(tongue, "field-portal-report-case-what"),
        Control::Textarea { rows: 2, draft: true },
    );
    let back = Field::text("call_back", say(tongue, "field-call-back"));
    form(&Form {
        id: "portal.report_case".to_owned(),
        action: "/do/portal.report_case".to_owned(),
        hidden: vec![Hidden::new("_only", "what,stopped,call_back"), Hidden::new("_next", "/portal")],
        parts: vec![
            FormPart::Field(what.required()),
            FormPart::Field(Field::new(
                "stopped",
                say(tongue, "field-stopped"),
                Control::Checkbox { checked: false },
            )),
            FormPart::Field(back),
        ],
        submit: say(tongue, "action-portal-report-case"),
        ..Form::default()
    })
}
