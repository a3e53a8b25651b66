//! A quote on the customer's own page: what it costs, why each line is there, what a plan is worth, and the answer.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Link, Markup, Tone, html,
        mark::{tag, time},
        menu::{Weight, button_link, buttons},
        panel::{columns, disclosure, dots, facts, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Refusal, Tongue};

use super::parts::worth_table;
use crate::views::{PortalQuote, PortalQuoteLine, PortalQuoteState, PortalQuotes};

pub(super) const PAGE: PageDef = PageDef {
    path: "/portal/quotes/{quote}",
    permission: Permission::PortalRead,
    audience: Audience::Customer,
    nav: None,
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let quote = cx.view(PortalQuotes { quote: Some(cx.id("quote")?) })?;
    let quote = quote.into_iter().next().ok_or_else(Refusal::absent)?;
    let answer = answer(cx, &quote)?;
    let wrong = not_as_sold(cx, &quote)?;
    let tongue = cx.tongue();
    let main = html! { (content(&tongue, &quote, &answer)) (wrong) };
    let page = Page::new(quote.number.clone(), main).below(cx.say("portal-home-crumb"), "/portal");
    Ok(match cx.reader.context.principal.customer {
        Some(customer) => page.live(customer),
        None => page,
    })
}

fn state(tongue: &Tongue<'_>, quote: &PortalQuote) -> Markup {
    let tone = match quote.state {
        PortalQuoteState::Open => Tone::Warn,
        PortalQuoteState::Accepted => Tone::Good,
        PortalQuoteState::Declined | PortalQuoteState::Expired | PortalQuoteState::Withdrawn => Tone::Plain,
    };
    tag(tone, &tongue.say(&quote.state.message()))
}

/// The whole of a quote as the customer reads it, with the way to answer.
fn content(tongue: &Tongue<'_>, quote: &PortalQuote, answer: &Markup) -> Markup {
    let until = tongue.say_with("quote-until", &[("on", quote.valid_until.into())]);
    let line = [
        html! { (quote.number) },
        state(tongue, quote),
        html! { (time(&quote.valid_until.to_string(), &until)) },
    ];
    let pdf = Link::new(tongue.say("quote-pdf").into_owned(), format!("/portal/quotes/{}/pdf", quote.id));
    let total =
        html! { strong.figure { (tongue.money(quote.gross)) } " " (button_link(Weight::Quiet, &pdf, "")) };
    html! {
        (page_head(None, &quote.title, &dots(&line), &total))
        @if !quote.introduction.is_empty() { p { (quote.introduction) } }
        (answer)
        (panel(&tongue.say("quote-lines"), None, &lines(tongue, quote)))
        (columns(&comes_to(tongue, quote), &html! { (claims(tongue, quote)) (ask(tongue, quote)) }))
    }
}

fn lines(tongue: &Tongue<'_>, quote: &PortalQuote) -> Markup {
    let columns = ["no", "what", "quantity", "price", "net"].map(|name| {
        let label = tongue.say(&format!("quote-column-{name}")).into_owned();
        if matches!(name, "no" | "what") { Column::text(label) } else { Column::number(label) }
    });
    table(&Table {
        caption: tongue.say("quote-lines").into_owned(),
        columns: columns.to_vec(),
        rows: quote.lines.iter().map(|line| row(tongue, line)).collect(),
        bare: true,
        ..Table::default()
    })
}

fn row(tongue: &Tongue<'_>, line: &PortalQuoteLine) -> Row {
    let cells = vec![
        html! { (line.line_no) },
        html! {
            strong { (line.description) }
            @if let Some(months) = line.term_months { " " span.small { (tongue.say_with("quote-months", &[("n", months.into())])) } }
            @if line.left_out { " " (tag(Tone::Plain, &tongue.say("portal-left-out"))) }
            @if let Some(words) = &line.because { p.small { (tongue.say("portal-because")) " " q { (words) } } }
            @if !line.statements.is_empty() { ul { @for said in &line.statements { li { (said) } } } }
            @if let Some(uplift) = &line.uplift {
                p { (tongue.say_with("quote-uplift", &[("months", uplift.months.into()), ("price", uplift.price.into()), ("value", uplift.list_value.into())])) }
            }
            @if let Some(worth) = &line.worth {
                (disclosure(&format!("worth-{}", line.line_no), &tongue.say("portal-worth"), true, &worth_table(tongue, worth)))
            }
        },
        html! { (tongue.decimal(line.quantity)) },
        html! { (tongue.price(line.unit_price, line.net.currency)) },
        html! { (tongue.money(line.net)) },
    ];
    Row { cells, ..Row::default() }
}

fn comes_to(tongue: &Tongue<'_>, quote: &PortalQuote) -> Markup {
    let say = |key: &str| tongue.say(key).into_owned();
    let mut pairs = vec![(say("quote-net"), html! { (tongue.money(quote.net)) })];
    for tax in &quote.taxes {
        pairs.push((
            format!("{} {} %", tax.name, tongue.decimal(tax.percent)),
            html! { (tongue.money(tax.amount)) },
        ));
    }
    pairs.push((say("quote-gross"), html! { strong { (tongue.money(quote.gross)) } }));
    if quote.instalments.len() > 1 {
        let parts: Vec<String> = quote.instalments.iter().map(|part| tongue.money(*part)).collect();
        pairs.push((say("quote-instalments"), html! { (parts.join(" + ")) }));
    }
    for (key, text) in
        [("field-payment-terms", &quote.payment_terms), ("field-delivery-terms", &quote.delivery_terms)]
    {
        if !text.is_empty() {
            pairs.push((say(key), html! { (text) }));
        }
    }
    panel(&tongue.say("quote-comes-to"), None, &facts(&pairs))
}

fn claims(tongue: &Tongue<'_>, quote: &PortalQuote) -> Markup {
    if quote.claims.is_empty() {
        return html! {};
    }
    let body =
        html! { @for claim in &quote.claims { p { (claim.wording) br; span.small { (claim.evidence) } } } };
    panel(&tongue.say("portal-quote-claims"), None, &body)
}

fn ask(tongue: &Tongue<'_>, quote: &PortalQuote) -> Markup {
    let body = html! {
        p { (quote.ask) }
        @if let Some(phone) = &quote.ask_phone {
            @let digits = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
            p { a href={ "tel:" (digits) } { (phone) } }
        }
    };
    panel(&tongue.say("portal-quote-ask"), None, &body)
}

/// Accept all of it, accept it without a plan, or decline.
fn answer(cx: &mut PageCx<'_, '_>, quote: &PortalQuote) -> Outcome<Markup> {
    if let Some(on) = quote.accepted_on {
        let text = cx.say_with("portal-accepted-on", &[("on", on.into())]);
        return Ok(notice(Tone::Good, &cx.say("quote-accepted"), &html! { (text) }, &[]));
    }
    if quote.state != PortalQuoteState::Open {
        return Ok(html! {});
    }
    let next = format!("/portal/quotes/{}", quote.id);
    let form = |action: &'static str| ActionForm::new(action).fixed("quote", quote.id).next(next.clone());
    let accept = || form("portal.accept_quote").fixed("quote_version", quote.quote_version);
    let mut list = vec![accept().only(&["words"]).dialog(cx, Weight::Primary)?];
    for line in quote.lines.iter().filter(|line| line.optional) {
        let without = accept()
            .fixed("leave_out", vec![line.line_no])
            .only(&["leave_out_reason", "words"])
            .submit(cx.say_with("portal-accept-without", &[("plan", line.description.as_str().into())]));
        list.push(without.dialog(cx, Weight::Plain)?);
    }
    list.push(form("portal.decline_quote").only(&["words"]).dialog(cx, Weight::Quiet)?);
    Ok(buttons(&list))
}

fn not_as_sold(cx: &mut PageCx<'_, '_>, quote: &PortalQuote) -> Outcome<Markup> {
    if quote.state != PortalQuoteState::Accepted {
        return Ok(html! {});
    }
    let form = ActionForm::new("portal.not_as_sold")
        .fixed("quote", quote.id)
        .only(&["line_no", "said"])
        .next(format!("/portal/quotes/{}", quote.id));
    Ok(buttons(&[form.dialog(cx, Weight::Quiet)?]))
}
