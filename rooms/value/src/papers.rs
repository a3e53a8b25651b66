//! The card of a plan on paper, from the same view as the customer's page.

use accord_face::{PageCx, PaperDef, Sheet, paper};
use accord_kernel::{Audience, Language, Permission, Registry, Tongue};
use accord_paper::{Block, Document, Fact, Figure};

use crate::views::{CardOfPlan, PlanCard, PortalPlanCard, length_text};

/// Registers the documents.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .extend(PaperDef {
            path: "/plans/versions/{plan_version}/pdf",
            permission: Permission::ValueRead,
            audience: Audience::Staff,
            make: |cx| {
                let language = cx.ask("language").and_then(Language::parse);
                let card = cx.view(CardOfPlan { plan_version: cx.id("plan_version")?, language })?;
                Ok(sheet(cx, &card))
            },
        })
        .extend(PaperDef {
            path: "/portal/plans/{plan_version}/pdf",
            permission: Permission::PortalRead,
            audience: Audience::Customer,
            make: |cx| {
                let card = cx.view(PortalPlanCard { plan_version: cx.id("plan_version")? })?;
                Ok(sheet(cx, &card))
            },
        });
}

fn sheet(cx: &PageCx<'_, '_>, card: &PlanCard) -> Sheet {
    let context = &cx.reader.context;
    Sheet::made(document(&context.words.tongue(card.language, &context.company_zone), card))
}

/// The document of a card. A pure function of the answer.
fn document(tongue: &Tongue<'_>, card: &PlanCard) -> Document {
    let facts = [("plan", card.name.as_str().into()), ("version", card.number.into())];
    let number = tongue.say_with("paper-plan-number", &facts);
    Document {
        blocks: card_blocks(tongue, card),
        ..paper::blank(tongue, &card.company, card.name.clone(), number, card.since)
    }
}

/// What a plan gives and does not give, for the paper on which it stands.
pub fn card_blocks(tongue: &Tongue<'_>, card: &PlanCard) -> Vec<Block> {
    let say = |key: &str| tongue.say(key).into_owned();
    let mut blocks = vec![Block::Figures(vec![Figure {
        label: say("paper-plan-response"),
        value: card.response(tongue),
        note: String::new(),
    }])];
    blocks.push(Block::Paragraph(card.means(tongue)));
    if !card.headline.is_empty() {
        blocks.push(Block::Note(card.headline.clone()));
    }
    if !card.body.is_empty() {
        blocks.push(Block::Paragraph(card.body.clone()));
    }
    for (key, list) in [("field-inclusions", &card.inclusions), ("field-exclusions", &card.exclusions)] {
        if !list.is_empty() {
            blocks.push(Block::Heading(say(key)));
            blocks.push(Block::List(list.clone()));
        }
    }
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: String| facts.push(Fact { label: say(key), value });
    if let Some(minutes) = card.restore_minutes {
        fact("plans-restore", length_text(tongue, minutes));
    }
    fact("plan-term", tongue.say_with("plan-months", &[("n", card.term_months.into())]));
    fact("plan-visits", tongue.number(card.visits_year));
    fact("plan-uplift", say(if card.uplift_allowed { "yes" } else { "no" }));
    if !card.excluded_causes.is_empty() {
        fact("field-excluded-causes", card.excluded_causes.join(", "));
    }
    blocks.push(Block::Heading(say("plan-gives")));
    blocks.push(Block::Facts(facts));
    blocks
}
