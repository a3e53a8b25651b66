//! The confirmation of an order on paper, in the customer's language, from the same view as the customer's page.

use accord_face::{PageCx, PaperDef, Sheet, paper};
use accord_kernel::{Audience, Permission, Registry, Tongue};
use accord_paper::{Block, Column, Document, Fact, Figure, Table, Total};
use jiff::civil::Date;

use crate::views::{DocumentOfOrder, OrderDocument, PortalOrder, PortalOrderDocument};

/// Registers the documents.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(PaperDef {
            path: "/orders/{order}/pdf",
            permission: Permission::OrderRead,
            audience: Audience::Staff,
            make: |cx| {
                let facts = cx.view(DocumentOfOrder { order: cx.id("order")? })?;
                Ok(sheet(cx, &facts))
            },
        })
        .extend(PaperDef {
            path: "/portal/orders/{order}/pdf",
            permission: Permission::PortalRead,
            audience: Audience::Customer,
            make: |cx| {
                let facts = cx.view(PortalOrderDocument { order: cx.id("order")? })?;
                Ok(sheet(cx, &facts))
            },
        });
}

fn sheet(cx: &PageCx<'_, '_>, facts: &OrderDocument) -> Sheet {
    let tongue = cx.reader.context.words.tongue(facts.to.language, &facts.to.zone);
    Sheet::made(document(&tongue, facts))
}

/// The document of an order. A pure function of the answer.
fn document(tongue: &Tongue<'_>, facts: &OrderDocument) -> Document {
    let say = |key: &str| tongue.say(key).into_owned();
    let order = &facts.order;
    let number = tongue.say_with("paper-order-number", &[("number", order.number.as_str().into())]);
    let title = tongue.say_with("paper-order-title", &[("reference", order.reference.as_str().into())]);
    Document {
        parties: facts.to.parties(say("paper-order-for"), say("field-site")),
        blocks: blocks(tongue, order),
        ..paper::blank(tongue, &facts.to.company, title, number, facts.to.today)
    }
}

fn blocks(tongue: &Tongue<'_>, order: &PortalOrder) -> Vec<Block> {
    let say = |key: &str| tongue.say(key).into_owned();
    let figure = |key: &str, value: String| Figure { label: say(key), value, note: String::new() };
    let first = order.lines.iter().filter_map(|line| line.ships_on).min();
    let mut figures = vec![
        figure("paper-order-ordered", tongue.date(order.ordered_on)),
        figure("order-gross", tongue.money(order.total)),
    ];
    figures.extend(first.map(|on| figure("paper-order-first", tongue.date(on))));
    let mut blocks = vec![Block::Figures(figures), Block::Paragraph(say("paper-order-thanks"))];
    blocks.push(Block::Heading(say("paper-order-lines")));
    blocks.push(Block::Table(lines(tongue, order)));
    blocks.push(Block::Heading(say("paper-order-dates")));
    blocks.push(Block::Table(dates(tongue, order)));
    if let Some(on) = order.next_confirmation_on {
        blocks.push(Block::Note(tongue.say_with("paper-order-next", &[("on", on.into())])));
    }
    if order.confirmation_overdue {
        blocks.push(Block::Note(say("order-confirmation-overdue")));
    }
    let terms: Vec<Fact> = [
        ("paper-order-state", say(&order.state.message())),
        ("field-payment-terms", order.payment_terms.clone()),
        ("field-delivery-terms", order.delivery_terms.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| Fact { label: say(key), value })
    .collect();
    blocks.push(Block::Heading(say("paper-order-terms")));
    blocks.push(Block::Facts(terms));
    blocks
}

fn column(tongue: &Tongue<'_>, name: &str, figures: bool, share: Option<u8>) -> Column {
    Column { title: tongue.say(&format!("paper-order-column-{name}")).into_owned(), figures, share }
}

fn lines(tongue: &Tongue<'_>, order: &PortalOrder) -> Table {
    let row = |line: &crate::views::PortalLine| {
        vec![
            line.line_no.to_string(),
            line.description.clone(),
            tongue.decimal(line.quantity),
            tongue.price(line.unit_price, line.net.currency),
            tongue.money(line.net),
        ]
    };
    let total = |label: String, value: String, strong: bool| Total { label, value, strong };
    let mut totals = vec![total(tongue.say("order-net").into_owned(), tongue.money(order.net), false)];
    for tax in &order.taxes {
        let label = format!("{} {} %", tax.name, tongue.decimal(tax.percent));
        totals.push(total(label, tongue.money(tax.amount), false));
    }
    totals.push(total(tongue.say("order-gross").into_owned(), tongue.money(order.total), true));
    Table {
        caption: String::new(),
        columns: vec![
            column(tongue, "no", true, None),
            column(tongue, "what", false, Some(1)),
            column(tongue, "quantity", true, None),
            column(tongue, "price", true, None),
            column(tongue, "net", true, None),
        ],
        rows: order.lines.iter().map(row).collect(),
        totals,
    }
}

/// What was told of each line's dates; what was not told stays open, since nothing else may stand here.
fn dates(tongue: &Tongue<'_>, order: &PortalOrder) -> Table {
    let day = |on: Option<Date>| on.map_or_else(|| "–".to_owned(), |on| tongue.date(on));
    let row = |line: &crate::views::PortalLine| {
        vec![
            line.line_no.to_string(),
            line.description.clone(),
            day(line.ships_on),
            day(line.installs_on),
            day(line.shipped_on),
        ]
    };
    Table {
        caption: String::new(),
        columns: vec![
            column(tongue, "no", true, None),
            column(tongue, "what", false, Some(1)),
            column(tongue, "ships", false, None),
            column(tongue, "installs", false, None),
            column(tongue, "shipped", false, None),
        ],
        rows: order.lines.iter().map(row).collect(),
        totals: Vec::new(),
    }
}
