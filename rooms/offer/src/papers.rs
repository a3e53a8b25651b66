//! The quote on paper, in the customer's language, from the same view as the customer's page.

use accord_face::{PageCx, PaperDef, Sheet, paper};
use accord_kernel::{Audience, Outcome, Permission, Registry, Tongue, Words};
use accord_paper::{Block, Column, Document, Fact, Figure, Party, Signature, Table, Total};
use accord_room_customer::papers::kept_sheet;

use crate::{
    WorthFigures,
    views::{DocumentOfQuote, PortalDocument, PortalQuote, PortalQuoteLine, QuoteDocument},
};

/// Registers the documents.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(PaperDef {
            path: "/quotes/{quote}/pdf",
            permission: Permission::QuoteRead,
            audience: Audience::Staff,
            make: |cx| {
                let quote_version = cx.ask("version").and_then(|text| text.parse().ok());
                let facts = cx.view(DocumentOfQuote { quote: cx.id("quote")?, quote_version })?;
                sheet(cx, &facts)
            },
        })
        .extend(PaperDef {
            path: "/portal/quotes/{quote}/pdf",
            permission: Permission::PortalRead,
            audience: Audience::Customer,
            make: |cx| {
                let facts = cx.view(PortalDocument { quote: cx.id("quote")? })?;
                sheet(cx, &facts)
            },
        });
}

fn sheet(cx: &PageCx<'_, '_>, facts: &QuoteDocument) -> Outcome<Sheet> {
    if let Some(kept) = &facts.kept {
        return kept_sheet(cx, kept);
    }
    let words: &Words = &cx.reader.context.words;
    Ok(Sheet::made(document(&words.tongue(facts.to.language, &facts.to.zone), facts)))
}

/// The document of a quote. A pure function of the answer.
fn document(tongue: &Tongue<'_>, facts: &QuoteDocument) -> Document {
    let say = |key: &str| tongue.say(key).into_owned();
    let quote = &facts.quote;
    let mut parties = facts.to.parties(say("paper-quote-for"), say("field-site"));
    let mut by = vec![quote.ask.clone()];
    by.extend(quote.ask_phone.clone());
    parties.push(Party { label: say("paper-quote-by"), lines: by });
    let number = tongue.say_with(
        "paper-quote-number",
        &[("number", quote.number.as_str().into()), ("version", quote.quote_version.into())],
    );
    let date = quote.sent_on.unwrap_or(facts.to.today);
    Document {
        parties,
        blocks: blocks(tongue, facts),
        ..paper::blank(tongue, &facts.to.company, quote.title.clone(), number, date)
    }
}

fn blocks(tongue: &Tongue<'_>, facts: &QuoteDocument) -> Vec<Block> {
    let say = |key: &str| tongue.say(key).into_owned();
    let quote = &facts.quote;
    let mut blocks = Vec::new();
    if facts.draft {
        blocks.push(Block::Note(say("paper-quote-draft")));
    }
    blocks.push(Block::Figures(vec![
        Figure { label: say("quote-net"), value: tongue.money(quote.net), note: String::new() },
        Figure { label: say("quote-gross"), value: tongue.money(quote.gross), note: String::new() },
        Figure {
            label: say("field-valid-until"),
            value: tongue.date(quote.valid_until),
            note: String::new(),
        },
    ]));
    if !quote.introduction.is_empty() {
        blocks.push(Block::Paragraph(quote.introduction.clone()));
    }
    blocks.push(Block::Heading(say("quote-lines")));
    blocks.push(Block::Table(table(tongue, quote)));
    for line in &quote.lines {
        why(tongue, line, &mut blocks);
    }
    let terms = terms(tongue, quote);
    if !terms.is_empty() {
        blocks.push(Block::Heading(say("quote-terms")));
        blocks.push(Block::Facts(terms));
    }
    if !quote.claims.is_empty() {
        blocks.push(Block::Heading(say("portal-quote-claims")));
        let claims = quote.claims.iter().map(|claim| format!("{} ({})", claim.wording, claim.evidence));
        blocks.push(Block::List(claims.collect()));
    }
    let sign =
        |label: String, name: String| Signature { label, name, place_and_date: say("paper-place-and-date") };
    let customer = facts.to.customer.first().cloned().unwrap_or_default();
    let who = facts.to.contact.clone().unwrap_or_default();
    let ours = sign(facts.to.company.clone(), quote.ask.clone());
    blocks.push(Block::Signatures(vec![ours, sign(customer, who)]));
    blocks
}

fn table(tongue: &Tongue<'_>, quote: &PortalQuote) -> Table {
    let column = |name: &str, figures: bool, share| Column {
        title: tongue.say(&format!("quote-column-{name}")).into_owned(),
        figures,
        share,
    };
    let mut rows = Vec::new();
    for line in &quote.lines {
        let mut what = line.description.clone();
        if let Some(months) = line.term_months {
            what.push_str(&format!(", {}", tongue.say_with("quote-months", &[("n", months.into())])));
        }
        rows.push(vec![
            line.line_no.to_string(),
            what,
            tongue.decimal(line.quantity),
            tongue.price(line.unit_price, line.net.currency),
            tongue.money(line.net),
        ]);
        if let Some(uplift) = &line.uplift {
            let facts = [
                ("plan", line.description.as_str().into()),
                ("months", uplift.months.into()),
                ("value", uplift.list_value.into()),
            ];
            let nothing = tongue.money(uplift.price);
            rows.push(vec![
                String::new(),
                tongue.say_with("paper-quote-uplift", &facts),
                tongue.decimal(line.quantity),
                String::new(),
                nothing,
            ]);
        }
    }
    let total = |label: String, value: String, strong: bool| Total { label, value, strong };
    let mut totals = vec![total(tongue.say("quote-net").into_owned(), tongue.money(quote.net), false)];
    for tax in &quote.taxes {
        let label = format!("{} {} %", tax.name, tongue.decimal(tax.percent));
        totals.push(total(label, tongue.money(tax.amount), false));
    }
    totals.push(total(tongue.say("quote-gross").into_owned(), tongue.money(quote.gross), true));
    Table {
        caption: String::new(),
        columns: vec![
            column("no", true, None),
            column("what", false, Some(1)),
            column("quantity", true, None),
            column("price", true, None),
            column("net", true, None),
        ],
        rows,
        totals,
    }
}

/// Why a line is there, what is said of it, and what a plan is worth.
fn why(tongue: &Tongue<'_>, line: &PortalQuoteLine, blocks: &mut Vec<Block>) {
    if line.because.is_none() && line.statements.is_empty() && line.worth.is_none() {
        return;
    }
    blocks.push(Block::Subheading(format!("{} · {}", line.line_no, line.description)));
    if let Some(words) = &line.because {
        blocks.push(Block::Paragraph(format!("{} “{words}”", tongue.say("portal-because"))));
    }
    if !line.statements.is_empty() {
        blocks.push(Block::List(line.statements.clone()));
    }
    if let Some(worth) = &line.worth {
        worth_blocks(tongue, worth, blocks);
    }
}

fn worth_blocks(tongue: &Tongue<'_>, worth: &WorthFigures, blocks: &mut Vec<Block>) {
    blocks.push(Block::Paragraph(tongue.say_with("worth-how", &worth.facts())));
    let row = |key: &str, row: &crate::WorthRow| {
        vec![
            tongue.say_with(key, &[("n", row.count())]),
            tongue.money(row.net),
            format!("{} %", tongue.decimal(row.roi_percent)),
        ]
    };
    let mut rows: Vec<Vec<String>> = worth.table.iter().map(|one| row("worth-row", one)).collect();
    rows.extend(worth.at_expected.as_ref().map(|one| row("worth-row-expected", one)));
    let column = |name: &str, figures: bool, share| Column {
        title: tongue.say(&format!("worth-column-{name}")).into_owned(),
        figures,
        share,
    };
    blocks.push(Block::Table(Table {
        caption: tongue.say("portal-worth").into_owned(),
        columns: vec![
            column("outages", false, Some(1)),
            column("net", true, None),
            column("roi", true, None),
        ],
        rows,
        totals: Vec::new(),
    }));
    if let Some(outages) = worth.break_even {
        blocks.push(Block::Paragraph(tongue.say_with("worth-break-even", &[("n", outages.into())])));
    }
    let sources = worth.sources.iter().map(|source| {
        let n = source
            .n
            .map(|n| format!(" {}", tongue.say_with("worth-n", &[("n", n.into())])))
            .unwrap_or_default();
        format!("{}: {}{n}", tongue.say(&source.given.message()), tongue.say(&source.origin.message()))
    });
    blocks.push(Block::List(sources.collect()));
}

fn terms(tongue: &Tongue<'_>, quote: &PortalQuote) -> Vec<Fact> {
    let mut terms = Vec::new();
    let mut put = |key: &str, value: String| {
        if !value.is_empty() {
            terms.push(Fact { label: tongue.say(key).into_owned(), value });
        }
    };
    put("field-payment-terms", quote.payment_terms.clone());
    if quote.instalments.len() > 1 {
        let parts: Vec<String> = quote.instalments.iter().map(|part| tongue.money(*part)).collect();
        put("quote-instalments", parts.join(" + "));
    }
    put("field-delivery-terms", quote.delivery_terms.clone());
    terms
}
