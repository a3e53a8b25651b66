//! A contract on paper, and what it gave, in the customer's language, from the same view as the customer's page.

use accord_face::{PageCx, PaperDef, Sheet, paper};
use accord_kernel::{Act, Audience, Outcome, Permission, Registry, Tongue};
use accord_paper::{Block, Column, Document, Fact, Figure, Signature, Table, Total};
use accord_room_customer::papers::{self, Leaving, kept_sheet};
use accord_room_value::card_blocks;
use accord_store::Tx;

use crate::{
    record::contract::{AgreedBasis, ContractRow, lines_of},
    views::{
        BasisFacts, ContractDocument, DocumentOfContract, PortalContract, PortalContractDocument,
        PortalStatement,
    },
};

/// Registers the documents.
pub(crate) fn register(registry: &mut Registry) {
    let staff =
        |path, make| PaperDef { path, permission: Permission::ContractRead, audience: Audience::Staff, make };
    let customer = |path, make| PaperDef {
        path,
        permission: Permission::PortalRead,
        audience: Audience::Customer,
        make,
    };
    registry
        .extend(staff("/contracts/{contract}/pdf", |cx| {
            let facts = cx.view(DocumentOfContract { contract: cx.id("contract")? })?;
            contract_sheet(cx, &facts)
        }))
        .extend(staff("/contracts/{contract}/statement/pdf", |cx| {
            let facts = cx.view(DocumentOfContract { contract: cx.id("contract")? })?;
            Ok(statement_sheet(cx, &facts))
        }))
        .extend(customer("/portal/contracts/{contract}/pdf", |cx| {
            let facts = cx.view(PortalContractDocument { contract: cx.id("contract")? })?;
            contract_sheet(cx, &facts)
        }))
        .extend(customer("/portal/contracts/{contract}/statement/pdf", |cx| {
            let facts = cx.view(PortalContractDocument { contract: cx.id("contract")? })?;
            Ok(statement_sheet(cx, &facts))
        }));
}

/// Keeps a contract as it was concluded. What is bought at once is one document; what is bought later makes another.
pub(crate) fn conclude(tx: &mut Tx, act: &Act<'_>, row: &ContractRow) -> Outcome<()> {
    let Some(line) = lines_of(tx, row.id)?.pop() else { return Ok(()) };
    papers::keep(
        tx,
        act,
        Leaving {
            customer: row.customer_id,
            about_kind: "contract_line",
            about: line.id.into(),
            address: format!("/contracts/{}/pdf", row.id),
        },
    )
}

/// The contract as it stands now, or as it was concluded when that is asked for and was kept.
fn contract_sheet(cx: &PageCx<'_, '_>, facts: &ContractDocument) -> Outcome<Sheet> {
    if let Some(kept) = facts.kept.as_ref().filter(|_| cx.ask("concluded").is_some()) {
        return kept_sheet(cx, kept);
    }
    let tongue = cx.reader.context.words.tongue(facts.to.language, &facts.to.zone);
    Ok(Sheet::made(contract_document(&tongue, facts)))
}

fn statement_sheet(cx: &PageCx<'_, '_>, facts: &ContractDocument) -> Sheet {
    let tongue = cx.reader.context.words.tongue(facts.to.language, &facts.to.zone);
    Sheet::made(statement_document(&tongue, facts))
}

fn numbered(tongue: &Tongue<'_>, key: &str, facts: &ContractDocument) -> String {
    tongue.say_with(key, &[("number", facts.contract.number.as_str().into())])
}

/// The contract. A pure function of the answer.
fn contract_document(tongue: &Tongue<'_>, facts: &ContractDocument) -> Document {
    let say = |key: &str| tongue.say(key).into_owned();
    let contract = &facts.contract;
    let number = numbered(tongue, "paper-contract-number", facts);
    let plans: Vec<&str> = contract.plans.iter().map(|plan| plan.card.name.as_str()).collect();
    let title = tongue.say_with("paper-contract-title", &[("plans", plans.join(", ").into())]);
    let mut blocks = vec![Block::Figures(contract_figures(tongue, contract))];
    if contract.ended {
        blocks.push(Block::Note(say("portal-contract-ended")));
    }
    blocks.push(Block::Heading(say("portal-contract-plans")));
    blocks.push(Block::Table(plans_table(tongue, contract)));
    blocks.push(Block::Heading(say("portal-contract-covers")));
    blocks.extend(covers(tongue, contract));
    if !contract.payments.is_empty() {
        blocks.push(Block::Heading(say("portal-contract-payments")));
        blocks.push(Block::Table(payments(tongue, contract)));
    }
    let exit = if contract.exit_right { "contract-exit-yes" } else { "contract-exit-no" };
    let fact = |key: &str, value: String| Fact { label: say(key), value };
    blocks.push(Block::Heading(say("contract-agreed")));
    blocks.push(Block::Facts(vec![
        fact("contract-sold-on", tongue.date(contract.sold_on)),
        fact("field-billing", say(&contract.billing.message())),
        fact("contract-exit-right", say(exit)),
    ]));
    let mut known = Vec::new();
    for plan in &contract.plans {
        if !known.contains(&plan.card.plan_version) {
            known.push(plan.card.plan_version);
            blocks.push(Block::Heading(plan.card.name.clone()));
            blocks.extend(card_blocks(tongue, &plan.card));
        }
    }
    let sign =
        |label: String, name: String| Signature { label, name, place_and_date: say("paper-place-and-date") };
    let customer = facts.to.customer.first().cloned().unwrap_or_default();
    blocks.push(Block::Signatures(vec![
        sign(facts.to.company.clone(), String::new()),
        sign(customer, String::new()),
    ]));
    Document {
        parties: facts.to.parties(say("paper-contract-for"), say("field-site")),
        blocks,
        ..paper::blank(tongue, &facts.to.company, title, number, contract.sold_on)
    }
}

fn contract_figures(tongue: &Tongue<'_>, contract: &PortalContract) -> Vec<Figure> {
    let figure =
        |key: &str, value: String| Figure { label: tongue.say(key).into_owned(), value, note: String::new() };
    let mut figures = vec![figure("statement-price", tongue.money(contract.price))];
    let from = contract.covers.iter().map(|cover| cover.from_on).min();
    let until = contract.covers.iter().map(|cover| cover.until_on).max();
    if let Some((from, until)) = from.zip(until) {
        figures.push(figure("portal-contract-from", tongue.date(from)));
        figures.push(figure("portal-contract-until", tongue.date(until)));
    }
    figures.extend(contract.first_invoice_on.map(|on| figure("statement-first-invoice", tongue.date(on))));
    figures
}

fn column(tongue: &Tongue<'_>, key: &str, figures: bool, share: Option<u8>) -> Column {
    Column { title: tongue.say(key).into_owned(), figures, share }
}

fn plans_table(tongue: &Tongue<'_>, contract: &PortalContract) -> Table {
    let row = |plan: &crate::views::PortalPlan| {
        vec![
            format!("{}: {}", plan.card.name, plan.card.response(tongue)),
            plan.units.to_string(),
            tongue.money(plan.year),
            tongue.money(plan.list_value),
            tongue.say_with("span-months", &[("n", plan.term_months.into())]),
        ]
    };
    Table {
        caption: String::new(),
        columns: vec![
            column(tongue, "contract-line-plan", false, Some(1)),
            column(tongue, "contract-line-units", true, None),
            column(tongue, "contract-line-year", true, None),
            column(tongue, "portal-contract-list", true, None),
            column(tongue, "contract-line-term", true, None),
        ],
        rows: contract.plans.iter().map(row).collect(),
        totals: Vec::new(),
    }
}

/// What is covered when. The line of nought through the warranty is shown with what it is worth (R16).
fn covers(tongue: &Tongue<'_>, contract: &PortalContract) -> Vec<Block> {
    let mut blocks = Vec::new();
    for plan in contract.plans.iter().filter(|plan| plan.waiting > 0) {
        let text = tongue.say_with("portal-contract-waiting", &[("n", plan.waiting.into())]);
        blocks.push(Block::Paragraph(format!("{}: {text}", plan.card.name)));
    }
    if contract.covers.is_empty() {
        return blocks;
    }
    let row = |cover: &crate::views::PortalCover| {
        let kind = if cover.at_no_cost { "cover-kind-uplift" } else { "cover-kind-paid" };
        vec![
            format!("{}, {}", cover.unit, tongue.say(kind)),
            tongue.date(cover.from_on),
            tongue.date(cover.until_on),
            tongue.money(cover.price),
            tongue.money(cover.list_value),
        ]
    };
    blocks.push(Block::Table(Table {
        caption: String::new(),
        columns: vec![
            column(tongue, "portal-contract-unit", false, Some(1)),
            column(tongue, "portal-contract-from", false, None),
            column(tongue, "portal-contract-until", false, None),
            column(tongue, "portal-contract-price", true, None),
            column(tongue, "portal-contract-list", true, None),
        ],
        rows: contract.covers.iter().map(row).collect(),
        totals: Vec::new(),
    }));
    blocks
}

fn payments(tongue: &Tongue<'_>, contract: &PortalContract) -> Table {
    let row = |part: &crate::views::PortalPayment| {
        vec![tongue.date(part.on), tongue.money(part.amount), tongue.money(part.list_value)]
    };
    let total = Total {
        label: tongue.say("statement-price").into_owned(),
        value: tongue.money(contract.price),
        strong: true,
    };
    Table {
        caption: String::new(),
        columns: vec![
            column(tongue, "portal-contract-invoiced-on", false, Some(1)),
            column(tongue, "portal-contract-price", true, None),
            column(tongue, "portal-contract-list", true, None),
        ],
        rows: contract.payments.iter().map(row).collect(),
        // What is still to begin is in the price and in no row; then the rows do not add up to it.
        totals: if contract.plans.iter().all(|plan| plan.waiting == 0) { vec![total] } else { Vec::new() },
    }
}

/// What a contract gave. A pure function of the answer.
fn statement_document(tongue: &Tongue<'_>, facts: &ContractDocument) -> Document {
    let say = |key: &str| tongue.say(key).into_owned();
    let statement = &facts.statement;
    let number = numbered(tongue, "paper-statement-number", facts);
    let mut blocks = vec![Block::Figures(statement_figures(tongue, statement))];
    let fact = |key: &str, value: String| Fact { label: say(key), value };
    let mut pairs: Vec<Fact> = statement_bases(tongue, &statement.bases)
        .into_iter()
        .map(|(label, value)| Fact { label, value })
        .collect();
    pairs.push(fact("statement-invoiced", tongue.money(statement.invoiced)));
    pairs.push(fact("statement-given", tongue.money(statement.given)));
    pairs.extend(facts.contract.first_invoice_on.map(|on| fact("statement-first-invoice", tongue.date(on))));
    blocks.push(Block::Facts(pairs));
    if !statement.outages.is_empty() {
        blocks.push(Block::Heading(say("statement-outages-title")));
        blocks.push(Block::Table(outages(tongue, statement)));
    }
    Document {
        parties: facts.to.parties(say("paper-contract-for"), say("field-site")),
        blocks,
        ..paper::blank(tongue, &facts.to.company, say("paper-statement-title"), number, statement.on)
    }
}

fn statement_figures(tongue: &Tongue<'_>, statement: &PortalStatement) -> Vec<Figure> {
    let figure =
        |key: &str, value: String, note: String| Figure { label: tongue.say(key).into_owned(), value, note };
    let counted = tongue.say_with("statement-outages", &[("n", statement.counted.into())]);
    let price = figure("statement-price", tongue.money(statement.price), String::new());
    let (Some(avoided), Some(net)) = (statement.avoided, statement.net) else {
        return vec![figure("statement-price", tongue.money(statement.price), counted)];
    };
    let roi = statement
        .roi_percent
        .map(|percent| tongue.say_with("statement-roi", &[("percent", tongue.decimal(percent).into())]));
    vec![
        figure("statement-avoided", tongue.money(avoided), counted),
        price,
        figure("statement-net", tongue.money(net), roi.unwrap_or_default()),
    ]
}

/// On which figures of the customer's it rests and what an outage costs less with them, as labels and texts: by units
/// where not the same was agreed for all of them. Without the customer's own number nothing is claimed.
pub(crate) fn statement_bases(tongue: &Tongue<'_>, bases: &[BasisFacts]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for basis in bases {
        let whose = if basis.units.is_empty() { &basis.plans } else { &basis.units };
        let label = |key: &str| match bases.len() {
            1 => tongue.say(key).into_owned(),
            _ => tongue.say_with(
                "statement-of",
                &[("fact", tongue.say(key).into_owned().into()), ("units", whose.join(", ").into())],
            ),
        };
        pairs.push((label("statement-basis"), basis_text(tongue, &basis.agreed)));
        pairs.extend(basis.avoided_each.map(|each| (label("statement-avoided-each"), tongue.money(each))));
    }
    pairs
}

fn basis_text(tongue: &Tongue<'_>, agreed: &AgreedBasis) -> String {
    let Some(cost) = agreed.stop_cost_per_day else {
        return tongue.say("statement-no-number").into_owned();
    };
    tongue.say_with(
        "statement-basis-text",
        &[
            ("cost", cost.into()),
            ("without", agreed.hours_without.unwrap_or_default().into()),
            ("with", agreed.hours_with.unwrap_or_default().into()),
        ],
    )
}

fn outages(tongue: &Tongue<'_>, statement: &PortalStatement) -> Table {
    let row = |one: &crate::views::PortalOutage| {
        let mut cause = one.cause.clone();
        if one.excluded {
            cause.push_str(&format!(" ({})", tongue.say("statement-excluded")));
        }
        vec![
            tongue.instant(one.began_at),
            one.unit.clone(),
            cause,
            one.ended_at.map_or_else(|| "–".to_owned(), |at| tongue.instant(at)),
        ]
    };
    Table {
        caption: String::new(),
        columns: vec![
            column(tongue, "statement-column-began", false, None),
            column(tongue, "statement-column-unit", false, Some(1)),
            column(tongue, "statement-column-cause", false, Some(1)),
            column(tongue, "statement-column-ended", false, None),
        ],
        rows: statement.outages.iter().map(row).collect(),
        totals: Vec::new(),
    }
}
