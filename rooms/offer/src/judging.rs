//! What stands between a draft and the customer, found from the record as it is now; the page shows it while the quote
//! is written, and sending refuses by it.

use accord_kernel::{Context, Fact, Outcome, Refusal};
use accord_room_catalog as catalog;
use accord_room_promise::{self as promise, State};
use accord_room_value::{
    PlanState,
    claims::{compares, usable_one},
};
use accord_store::Tx;
use serde_json::{Value as JsonValue, json};

use crate::{
    QuoteLineId, QuoteLineKind,
    feasible::{Missing, PlanAsked, missing},
    neighbours::{plan, who_has},
    record::{
        Quote, QuoteLine, QuoteStatement, QuoteVersion, capabilities_by_ids, claims, quote_lines, statements,
    },
    rules::{
        discount::Authority,
        send::{Draft, Line, Obstacle, obstacles},
    },
    settings,
    worth::{Worth, worth},
};

/// Everything that was looked at.
pub(crate) struct Judged {
    pub lines: Vec<QuoteLine>,
    pub statements: Vec<QuoteStatement>,
    pub obstacles: Vec<Obstacle>,
    /// Of each plan line: what it is worth.
    pub worths: Vec<(QuoteLineId, Worth)>,
    /// Of each plan line: what is missing to keep it at the site.
    pub missing: Vec<(i64, Vec<Missing>)>,
}

/// Looks at a version as if it were to be sent now.
pub(crate) fn judge(tx: &mut Tx, ctx: &Context, quote: &Quote, version: &QuoteVersion) -> Outcome<Judged> {
    let lines = quote_lines(tx, version.id)?;
    let statements = statements(tx, version.id)?;
    let day = quote.day(ctx.now);
    let (mut seen, mut worths, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
    for line in &lines {
        let mut one = plain(tx, ctx, line, &lines)?;
        one.unfounded = unfounded(tx, quote, &statements, line, ctx)?;
        one.compares = compares(&line.description) && !is_its_name(tx, line)?;
        if let Some(id) = line.plan_version_id {
            let worth = worth(tx, ctx, quote, line)?;
            one.value = Some(worth.value);
            one.published = plan(tx, id)?.1.state == PlanState::Published;
            let asked = PlanAsked {
                customer: quote.customer_id,
                site: quote.site_id,
                plan_version: id,
                product: line.product_id,
                quantity_milli: line.quantity_milli,
            };
            let lacks = missing(tx, ctx, &asked)?;
            one.missing = lacks.len();
            lacking.push((line.line_no, lacks));
            worths.push((line.id, worth));
        }
        seen.push(one);
    }
    let mut gone = 0;
    for claim in claims(tx, version.id)?.iter().filter(|claim| !claim.withdrawn) {
        gone += usize::from(usable_one(tx, ctx, claim.claim_id)?.is_err());
    }
    let draft = Draft {
        lines: seen,
        recipient: quote.contact_id.is_some(),
        valid_until: version.valid_until,
        today: day,
        claims_gone: gone,
        compares: compares(&quote.title) || compares(&version.introduction),
    };
    Ok(Judged { obstacles: obstacles(&draft), lines, statements, worths, missing: lacking })
}

/// What a line says by itself.
fn plain(tx: &mut Tx, ctx: &Context, line: &QuoteLine, lines: &[QuoteLine]) -> Outcome<Line> {
    let discount = line.discount();
    let granted = discount.is_zero()
        || match line.discount_by {
            Some(_) => true,
            None => discount <= settings::limits(tx, ctx)?.of(Authority::Writer),
        };
    Ok(Line {
        no: line.line_no,
        kind: line.kind,
        tied: line.tie_kind.is_some(),
        plan_decided: line.no_plan_reason.is_some()
            || lines
                .iter()
                .any(|plan| plan.kind == QuoteLineKind::Plan && plan.for_line_no == Some(line.line_no)),
        value: None,
        published: true,
        missing: 0,
        discount_granted: granted,
        discount,
        unfounded: 0,
        compares: false,
    })
}

/// Whether a line says no more than what its product or plan is called: a name is no claim.
fn is_its_name(tx: &mut Tx, line: &QuoteLine) -> Outcome<bool> {
    let product = match line.product_id {
        Some(id) => catalog::find(tx, id)?.map(|product| product.name),
        None => None,
    };
    let plan = match line.plan_version_id {
        Some(id) => Some(plan(tx, id)?.0.name),
        None => None,
    };
    Ok([product, plan].into_iter().flatten().any(|name| name == line.description))
}

/// How many statements of a line no longer hold: taken off the fact sheet, or a promise that ended unkept.
fn unfounded(
    tx: &mut Tx,
    quote: &Quote,
    statements: &[QuoteStatement],
    line: &QuoteLine,
    ctx: &Context,
) -> Outcome<usize> {
    let own: Vec<&QuoteStatement> = statements.iter().filter(|said| said.quote_line_id == line.id).collect();
    let ids: Vec<_> = own.iter().filter_map(|said| said.capability_id).collect();
    let day = quote.day(ctx.now);
    let standing = capabilities_by_ids(tx, &ids)?;
    let mut count =
        ids.iter().filter(|id| !standing.iter().any(|one| one.id == **id && one.span().has(day))).count();
    for id in own.iter().filter_map(|said| said.promise_id) {
        let state = promise::load(tx, id)?.state;
        count += usize::from(!matches!(state, State::Open | State::Kept | State::KeptLate));
    }
    Ok(count)
}

/// An obstacle in words: message key and facts.
pub(crate) fn words(
    quote: &Quote,
    judged: &Judged,
    obstacle: &Obstacle,
) -> (&'static str, Vec<(&'static str, Fact)>) {
    let line = |no: i64| vec![("line", Fact::Number(no))];
    match obstacle {
        Obstacle::NoLines => ("quote-obstacle-no-lines", Vec::new()),
        Obstacle::NoRecipient => ("quote-obstacle-no-recipient", Vec::new()),
        Obstacle::ValidityOver(until) => ("quote-obstacle-validity", vec![("until", (*until).into())]),
        Obstacle::Untied(no) => ("quote-obstacle-untied", line(*no)),
        Obstacle::PlanUndecided(no) => ("quote-obstacle-plan-undecided", line(*no)),
        Obstacle::PlanGone(no) => ("quote-obstacle-plan-gone", line(*no)),
        Obstacle::ValueUnknown(no) => ("quote-obstacle-value-unknown", line(*no)),
        Obstacle::BreakEven(no) => ("quote-obstacle-break-even", value_facts(quote, judged, *no)),
        Obstacle::ValueBelow(no) => ("quote-obstacle-value-below", value_facts(quote, judged, *no)),
        Obstacle::NotFeasible(no) => ("quote-obstacle-not-feasible", missing_facts(judged, *no)),
        Obstacle::Discount(no, percent) => {
            ("quote-obstacle-discount", vec![("line", (*no).into()), ("percent", (*percent).into())])
        }
        Obstacle::Unfounded(no) => ("quote-obstacle-unfounded", line(*no)),
        Obstacle::ClaimGone => ("quote-obstacle-claim-gone", Vec::new()),
        Obstacle::Compares => ("quote-obstacle-compares", Vec::new()),
        Obstacle::LineCompares(no) => ("quote-obstacle-line-compares", line(*no)),
    }
}

fn value_facts(quote: &Quote, judged: &Judged, no: i64) -> Vec<(&'static str, Fact)> {
    let mut facts = vec![("line", Fact::Number(no))];
    let found = judged.lines.iter().find(|line| line.line_no == no);
    let Some(worth) = found.and_then(|line| judged.worths.iter().find(|(id, _)| *id == line.id)) else {
        return facts;
    };
    let plan = found.map(|line| line.description.clone()).unwrap_or_default();
    facts.push(("plan", plan.into()));
    if let Some(value) = worth.1.yearly_value {
        facts.push(("value", value.into()));
    }
    if let Some(price) = worth.1.yearly_price {
        facts.push(("price", price.into()));
    }
    let lower =
        worth.1.lower.clone().map_or_else(|| Fact::Word("quote-no-plan-at-all".to_owned()), Fact::Text);
    facts.push(("lower", lower));
    debug_assert!(worth.1.yearly_price.is_none_or(|price| price.currency == quote.currency));
    facts
}

fn missing_facts(judged: &Judged, no: i64) -> Vec<(&'static str, Fact)> {
    let list = judged
        .missing
        .iter()
        .find(|(line, _)| *line == no)
        .map(|(_, list)| list.as_slice())
        .unwrap_or_default();
    let told = list.iter().map(|one| Fact::Told(one.message(), one.facts.clone())).collect();
    vec![("line", Fact::Number(no)), ("missing", Fact::List(told))]
}

/// The refusal that names everything at once.
pub(crate) fn not_ready(tx: &mut Tx, quote: &Quote, judged: &Judged) -> Outcome<Refusal> {
    let mut texts = Vec::new();
    let mut detail: Vec<JsonValue> = Vec::new();
    for obstacle in &judged.obstacles {
        let (key, facts) = words(quote, judged, obstacle);
        detail.push(json!({ "obstacle": key, "facts": Refusal::facts_json(&facts) }));
        texts.push(Fact::Told(key.to_owned(), facts));
    }
    let mut refusal = Refusal::conflict("quote.not_ready")
        .with("number", quote.number.clone())
        .with("obstacles", Fact::List(texts));
    if judged.obstacles.iter().any(|one| matches!(one, Obstacle::ValueBelow(_) | Obstacle::BreakEven(_))) {
        let lower: Vec<Fact> =
            judged.worths.iter().filter_map(|(_, worth)| worth.lower.clone()).map(Fact::from).collect();
        refusal = if lower.is_empty() {
            refusal.possible("without_plan", Vec::new())
        } else {
            refusal.possible("lower_plan", vec![("plans", Fact::List(lower))])
        };
    }
    if judged.obstacles.iter().any(|one| matches!(one, Obstacle::ValueUnknown(_))) {
        let input = json!({ "customer": quote.customer_id });
        refusal = refusal.possible_action("ask_needs", Vec::new(), "value.answer", input);
    }
    if judged.obstacles.iter().any(|one| matches!(one, Obstacle::Compares | Obstacle::LineCompares(_))) {
        refusal = refusal.possible("use_claim", Vec::new());
    }
    if judged.obstacles.iter().any(|one| matches!(one, Obstacle::Discount(..))) {
        let who = who_has(tx, Authority::Head)?;
        refusal = refusal.possible("discount_by", vec![("who", Fact::List(who))]);
    }
    Ok(refusal.detail(json!({ "obstacles": detail })))
}
