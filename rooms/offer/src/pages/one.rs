//! One quote: what stands between it and the customer, its lines with their reasons, what it comes to, the answer.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{columns, dots, facts, notice, page_head, panel},
        table::{Column, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::{
    line::{back, row},
    parts::{day, state, version_state},
};
use crate::{
    OversellState, QuoteState, VersionState,
    views::{OneQuote, QuoteFacts, UsableClaims},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/quotes/{quote}",
    permission: Permission::QuoteRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let quote_version = cx.ask("version").and_then(|text| text.parse().ok());
    let quote = cx.view(OneQuote { quote: cx.id("quote")?, quote_version })?;
    let draft = quote.shown.state == VersionState::Draft;
    let acts = acts(cx, &quote)?;
    let lines = lines(cx, &quote, draft)?;
    let add = if draft {
        add(cx, &quote)?
    } else {
        html! {}
    };
    let claims = claims(cx, &quote, draft)?;
    let oversell = oversell(cx, &quote)?;
    let main = html! {
        (head(cx, &quote))
        (standing(cx, &quote))
        (acts)
        (panel(&cx.say("quote-lines"), None, &html! { (lines) (add) }))
        (columns(
            &html! { (comes_to(cx, &quote)) (claims) (oversell) },
            &html! { (answer(cx, &quote)) (terms(cx, &quote)) (versions(cx, &quote)) },
        ))
    };
    let page = Page::new(quote.number.clone(), main).below(cx.say("quotes-title"), "/quotes");
    Ok(page.live(quote.customer.id))
}

fn head(cx: &PageCx<'_, '_>, quote: &QuoteFacts) -> Markup {
    let line = vec![
        html! { a href={ "/customers/" (quote.customer.id) } { (quote.customer.name) } },
        html! { (quote.number) " · " (cx.say_with("quote-version", &[("n", quote.shown.number.into())])) },
        state(cx, quote.state),
        html! { (cx.say_with("quote-until", &[("on", quote.shown.valid_until.into())])) },
        html! { (quote.owner.name) },
    ];
    let total = html! { strong.figure { (cx.tongue().money(quote.shown.net)) } };
    page_head(None, &quote.title, &dots(&line), &total)
}

/// What stands between the draft and the customer, or what the customer has.
fn standing(cx: &PageCx<'_, '_>, quote: &QuoteFacts) -> Markup {
    if quote.shown.state == VersionState::Draft {
        if quote.shown.obstacles.is_empty() {
            let send = ActionForm::new("quote.send")
                .fixed("quote", quote.id)
                .fixed("version", quote.version)
                .next(back(quote))
                .button(cx, Weight::Primary);
            return notice(
                Tone::Good,
                &cx.say("quote-ready"),
                &html! { (cx.say("quote-ready-text")) },
                &[send],
            );
        }
        let list = html! { ul role="list" { @for one in &quote.shown.obstacles { li { (one.text) } } } };
        return notice(Tone::Warn, &cx.say("quote-not-ready"), &list, &[]);
    }
    if let Some(accepted) = &quote.acceptance {
        let facts = [
            ("on", accepted.accepted_on.into()),
            ("way", cx.say(&accepted.way.message()).into()),
            ("who", accepted.by.clone().unwrap_or_default().into()),
        ];
        return notice(
            Tone::Good,
            &cx.say("quote-accepted"),
            &html! { (cx.say_with("quote-accepted-how", &facts)) },
            &[],
        );
    }
    html! {}
}

fn acts(cx: &mut PageCx<'_, '_>, quote: &QuoteFacts) -> Outcome<Markup> {
    let form = |action: &'static str| ActionForm::new(action).fixed("quote", quote.id).next(back(quote));
    let mut list = Vec::new();
    let pdf =
        Link::new(cx.say("quote-pdf"), format!("/quotes/{}/pdf?version={}", quote.id, quote.shown.number));
    let call = Link::new(cx.say("quote-call"), format!("/quotes/{}/call", quote.id));
    if quote.draft_version.is_some() {
        let untied = quote.shown.lines.iter().any(|line| line.tie.is_none());
        if untied && !quote.shown.lines.is_empty() {
            list.push(form("quote.tie").only(&["words", "programme"]).dialog(cx, Weight::Plain)?);
        }
        let mut head = form("quote.change").fixed("version", quote.version).only(CHANGE_FIELDS);
        head = head.value("title", &quote.title).value("valid_until", quote.shown.valid_until);
        head = head.value("site", quote.site).value("contact", quote.contact);
        head = head.value("introduction", &quote.shown.introduction);
        head = head.value("payment_terms", &quote.shown.payment_terms);
        head = head.value("delivery_terms", &quote.shown.delivery_terms);
        list.push(head.dialog(cx, Weight::Plain)?);
    }
    if quote.state == QuoteState::Sent {
        list.push(button_link(Weight::Plain, &call, ""));
        let fields = ["way", "words", "contact", "accepted_on", "leave_out", "leave_out_reason"];
        list.push(form("quote.accept").only(&fields).dialog(cx, Weight::Primary)?);
        list.push(form("quote.decline").only(&["words"]).dialog(cx, Weight::Plain)?);
    }
    if quote.draft_version.is_none() && quote.state != QuoteState::Accepted {
        list.push(form("quote.revise").button(cx, Weight::Plain));
    }
    if matches!(quote.state, QuoteState::Draft | QuoteState::Sent) {
        if quote.state == QuoteState::Draft {
            list.push(button_link(Weight::Quiet, &call, ""));
        }
        let hand = form("quote.hand_over").fixed("version", quote.version).only(&["owner"]);
        list.push(hand.dialog(cx, Weight::Quiet)?);
        let back = form("quote.withdraw").fixed("version", quote.version).only(&["reason"]);
        list.push(back.dialog(cx, Weight::Quiet)?);
    }
    list.push(button_link(Weight::Quiet, &pdf, ""));
    Ok(buttons(&list))
}

/// What can be changed at the head and in the terms.
const CHANGE_FIELDS: &[&str] = &[
    "title",
    "site",
    "contact",
    "valid_until",
    "introduction",
    "payment_terms",
    "payment_parts",
    "delivery_terms",
    "taxes",
    "currency",
    "price_list",
    "exchange_rate",
    "rate_on",
];

fn lines(cx: &mut PageCx<'_, '_>, quote: &QuoteFacts, draft: bool) -> Outcome<Markup> {
    if quote.shown.lines.is_empty() {
        return Ok(html! { p { (cx.say("quote-no-lines")) } });
    }
    let mut rows = Vec::new();
    for line in &quote.shown.lines {
        rows.push(row(cx, quote, line, draft)?);
    }
    let columns = ["no", "what", "quantity", "price", "net"].map(|name| {
        let label = cx.say(&format!("quote-column-{name}"));
        if matches!(name, "no" | "what") { Column::text(label) } else { Column::number(label) }
    });
    Ok(table(&Table {
        caption: cx.say("quote-lines"),
        columns: columns.to_vec(),
        rows,
        bare: true,
        foot: Some(vec![
            html! {},
            html! { strong { (cx.say("quote-net")) } },
            html! {},
            html! {},
            html! { strong { (cx.tongue().money(quote.shown.net)) } },
        ]),
        ..Table::default()
    }))
}

/// A line is added in place: the product alone is enough.
fn add(cx: &mut PageCx<'_, '_>, quote: &QuoteFacts) -> Outcome<Markup> {
    let form = |fields: &[&str]| {
        ActionForm::new("quote.add_line").fixed("quote", quote.id).only(fields).next(back(quote))
    };
    let product =
        form(&["product", "quantity", "discount_percent", "unit_price"]).submit(cx.say("quote-add-product"));
    let work = form(&["description", "quantity", "unit_price"]);
    let work = [
        work.clone()
            .fixed("kind", "service")
            .submit(cx.say("quote-add-service"))
            .dialog(cx, Weight::Plain)?,
        work.fixed("kind", "charge").submit(cx.say("quote-add-charge")).dialog(cx, Weight::Plain)?,
    ];
    let weight = if quote.shown.lines.is_empty() { Weight::Primary } else { Weight::Plain };
    let mut list = vec![product.dialog(cx, weight)?];
    list.extend(work);
    Ok(buttons(&list))
}

fn comes_to(cx: &PageCx<'_, '_>, quote: &QuoteFacts) -> Markup {
    let money = |money| cx.tongue().money(money);
    let mut pairs = vec![(cx.say("quote-net"), html! { (money(quote.shown.net)) })];
    for tax in &quote.shown.taxes {
        pairs.push((
            format!("{} {} %", tax.name, cx.tongue().decimal(tax.percent)),
            html! { (money(tax.amount)) },
        ));
    }
    pairs.push((cx.say("quote-gross"), html! { strong { (money(quote.shown.gross)) } }));
    if quote.shown.instalments.len() > 1 {
        let parts: Vec<String> = quote.shown.instalments.iter().map(|part| money(*part)).collect();
        pairs.push((cx.say("quote-instalments"), html! { (parts.join(" + ")) }));
    }
    if let (Some(currency), Some(rate)) = (quote.shown.list_currency, quote.shown.exchange_rate) {
        let facts = [
            ("from", currency.code().into()),
            ("rate", rate.into()),
            ("to", quote.currency.code().into()),
            ("on", quote.shown.rate_on.map_or_else(|| "–".into(), accord_kernel::Fact::from)),
        ];
        pairs.push((cx.say("field-exchange-rate"), html! { (cx.say_with("quote-rate", &facts)) }));
    }
    panel(&cx.say("quote-comes-to"), None, &facts(&pairs))
}

fn terms(cx: &PageCx<'_, '_>, quote: &QuoteFacts) -> Markup {
    let mut pairs = Vec::new();
    let mut put = |key: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            pairs.push((cx.say(key), html! { (value) }));
        }
    };
    put("field-site", quote.site_name.as_deref());
    put("field-contact", quote.contact_name.as_deref());
    put("field-phone", quote.contact_phone.as_deref());
    put("field-price-list", quote.shown.price_list_name.as_deref());
    put("field-introduction", Some(&quote.shown.introduction));
    put("field-payment-terms", Some(&quote.shown.payment_terms));
    put("field-delivery-terms", Some(&quote.shown.delivery_terms));
    if pairs.is_empty() {
        html! {}
    } else {
        panel(&cx.say("quote-terms"), None, &facts(&pairs))
    }
}

fn claims(cx: &mut PageCx<'_, '_>, quote: &QuoteFacts, draft: bool) -> Outcome<Markup> {
    let usable = if draft { cx.view(UsableClaims {})? } else { Vec::new() };
    let unused: Vec<_> =
        usable.iter().filter(|one| !quote.shown.claims.iter().any(|used| used.claim == one.claim)).collect();
    if quote.shown.claims.is_empty() && unused.is_empty() {
        return Ok(html! {});
    }
    let drop = |id| {
        ActionForm::new("quote.drop_claim")
            .fixed("quote_claim", id)
            .next(back(quote))
            .button(cx, Weight::Quiet)
    };
    let take = |claim, text: &str| {
        let form = ActionForm::new("quote.use_claim")
            .fixed("quote", quote.id)
            .fixed("claim", claim)
            .next(back(quote));
        html! { li { (text) " " (form.button(cx, Weight::Quiet)) } }
    };
    let body = html! {
        @for one in &quote.shown.claims {
            p {
                @if one.withdrawn { (tag(Tone::Bad, &cx.say("quote-claim-withdrawn"))) " " s { (one.wording) } }
                @else { (one.wording) }
                br; span.small { (one.evidence) }
                @if draft { " " (drop(one.id)) }
            }
        }
        @if !unused.is_empty() { ul { @for one in &unused { (take(one.claim, &one.text)) } } }
    };
    Ok(panel(&cx.say("quote-claims"), None, &body))
}

fn answer(cx: &PageCx<'_, '_>, quote: &QuoteFacts) -> Markup {
    let Some(accepted) = &quote.acceptance else {
        return match &quote.shown.ended_words {
            Some(words) => panel(&cx.say("quote-answer"), None, &html! { p { q { (words) } } }),
            None => html! {},
        };
    };
    let mut pairs = vec![(cx.say("field-quote-accept-accepted-on"), day(cx, Some(accepted.accepted_on)))];
    if !accepted.words.is_empty() {
        pairs.push((cx.say("field-quote-accept-words"), html! { q { (accepted.words) } }));
    }
    if !accepted.left_out.is_empty() {
        let lines: Vec<String> = accepted.left_out.iter().map(i64::to_string).collect();
        pairs.push((cx.say("field-leave-out"), html! { (lines.join(", ")) }));
        pairs.push((
            cx.say("field-leave-out-reason"),
            html! { (accepted.left_out_reason.clone().unwrap_or_default()) },
        ));
    }
    pairs.push((cx.say("quote-gross"), html! { strong { (cx.tongue().money(accepted.gross)) } }));
    panel(&cx.say("quote-answer"), None, &facts(&pairs))
}

fn versions(cx: &PageCx<'_, '_>, quote: &QuoteFacts) -> Markup {
    if quote.versions.len() < 2 {
        return html! {};
    }
    let body = html! {
        ol role="list" {
            @for version in quote.versions.iter().rev() {
                li {
                    a href={ "/quotes/" (quote.id) "?version=" (version.number) } aria-current=[(version.number == quote.shown.number).then_some("page")] {
                        (cx.say_with("quote-version", &[("n", version.number.into())]))
                    }
                    " " (version_state(cx, version.state)) " " (cx.tongue().money(version.net))
                    @if let Some(at) = version.sent_at { " " span.small { (cx.instant(at)) } }
                }
            }
        }
    };
    panel(&cx.say("quote-versions"), None, &body)
}

fn oversell(cx: &mut PageCx<'_, '_>, quote: &QuoteFacts) -> Outcome<Markup> {
    let mut parts = Vec::new();
    for case in &quote.oversell {
        let settle = if case.state == OversellState::Open {
            ActionForm::new("oversell.settle")
                .fixed("case", case.id)
                .fixed("version", case.version)
                .only(&["finding", "remedy"])
                .next(back(quote))
                .dialog(cx, Weight::Plain)?
        } else {
            html! {}
        };
        parts.push(html! {
            p {
                (cx.say_with("quote-in-line", &[("line", case.line_no.into())])) " " q { (case.said) } " "
                (tag(if case.state == OversellState::Open { Tone::Bad } else { Tone::Plain }, &cx.say(&case.state.message())))
                @if let Some(finding) = case.finding { br; (cx.say(&finding.message())) @if let Some(remedy) = &case.remedy { ": " (remedy) } }
                " " (settle)
            }
        });
    }
    if quote.state == QuoteState::Accepted {
        for line in &quote.shown.lines {
            let raise = ActionForm::new("oversell.raise")
                .fixed("line", line.id)
                .only(&["said", "contact"])
                .submit(cx.say_with("quote-raise-oversell", &[("line", line.line_no.into())]))
                .next(back(quote));
            parts.push(raise.dialog(cx, Weight::Quiet)?);
        }
    }
    if parts.is_empty() {
        return Ok(html! {});
    }
    Ok(panel(&cx.say("quote-oversell"), None, &html! { @for part in &parts { (part) } }))
}
