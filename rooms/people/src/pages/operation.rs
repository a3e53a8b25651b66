//! What did not go out, and what failed: why, when it is tried again, and setting it going.

use accord_face::{
    ActionForm, Markup, Nav, NavGroup, Page, PageCx, PageDef,
    ask::action_message,
    parts::{
        Tone, html,
        icon::Icon,
        mark::tag,
        menu::Weight,
        panel::{empty_state, notice, page_head, panel},
        shell::Count,
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission, Reader, Refusal};

use super::at;
use crate::views::operation::{LetterShown, PlanShown, Stand, Stuck};

pub(super) const STUCK: PageDef = PageDef {
    path: "/operation",
    permission: Permission::OperationManage,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 60,
        label: "operation-title",
        keys: "",
        icon: Some(Icon::Bell),
        count: Some(count),
    }),
    draw,
};

/// What waits for somebody's hand.
fn count(reader: &mut Reader<'_>) -> Outcome<Option<Count>> {
    if !reader.context.principal.may(Permission::OperationManage) {
        return Ok(None);
    }
    let stuck = reader.view(Stuck {})?;
    let letters = stuck.letters.iter().filter(|letter| letter.stand == Stand::GivenUp).count();
    let plans = stuck.plans.iter().filter(|plan| plan.stand == Stand::GivenUp).count();
    let n = u64::try_from(letters + plans).unwrap_or(0);
    Ok((n > 0).then_some(Count { n, hot: true }))
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let stuck = cx.view(Stuck {})?;
    let title = cx.say("operation-title");
    let letters = table(&Table {
        caption: cx.say("operation-letters"),
        columns: columns(cx, "operation-letter"),
        rows: stuck.letters.iter().map(|letter| letter_row(cx, letter)).collect(),
        empty: Some(empty_state(&cx.say("operation-no-letters"), &cx.say("operation-no-letters-text"), &[])),
        bare: true,
        ..Table::default()
    });
    let plans = table(&Table {
        caption: cx.say("operation-plans"),
        columns: columns(cx, "operation-plan"),
        rows: stuck.plans.iter().map(|plan| plan_row(cx, plan)).collect(),
        empty: Some(empty_state(&cx.say("operation-no-plans"), &cx.say("operation-no-plans-text"), &[])),
        bare: true,
        ..Table::default()
    });
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("operation-about")) }, &html! {}))
        @if !stuck.dead.is_empty() {
            (notice(Tone::Warn, &cx.say("operation-dead"), &html! { p { (cx.say("operation-dead-text")) } p { (stuck.dead.join(", ")) } }, &[]))
        }
        (panel(&cx.say("operation-letters"), Some(&html! { (stuck.letters.len()) }), &letters))
        (panel(&cx.say("operation-plans"), Some(&html! { (stuck.plans.len()) }), &plans))
    };
    Ok(Page::new(title, main))
}

fn columns(cx: &PageCx<'_, '_>, first: &str) -> Vec<Column> {
    [first, "operation-since", "operation-stand", "operation-next", "people-act"]
        .iter()
        .map(|key| Column::text(cx.say(key)))
        .collect()
}

/// Where it stands and why; colour is never alone.
fn stand(cx: &PageCx<'_, '_>, stand: Stand, reason: &str, attempts: i64) -> Markup {
    let tone = match stand {
        Stand::GivenUp => Tone::Bad,
        Stand::Held => Tone::Plain,
        Stand::TriedAgain => Tone::Warn,
    };
    html! {
        // One piece, so that a narrow page does not set its parts beside each other.
        span {
            (tag(tone, &cx.say(stand.message()))) " " (reason)
            @if attempts > 0 { " " small { (cx.say_with("operation-attempts", &[("n", attempts.into())])) } }
        }
    }
}

fn letter_row(cx: &PageCx<'_, '_>, letter: &LetterShown) -> Row {
    let again = ActionForm::new("operation.letter_again").fixed("letter", letter.letter).next("/operation");
    let reason = cx.say(&format!("letter-error-{}", letter.reason));
    Row {
        cells: vec![
            html! { (letter.recipient) br; small { (letter.subject) } },
            at(cx, letter.made_at),
            stand(cx, letter.stand, &reason, letter.attempts),
            html! { @if let Some(next) = letter.next_try_at { (at(cx, next)) } @else { "—" } },
            again.button(cx, Weight::Quiet),
        ],
        ..Row::default()
    }
}

fn plan_row(cx: &PageCx<'_, '_>, plan: &PlanShown) -> Row {
    let again = ActionForm::new("operation.plan_again").fixed("plan", plan.plan).next("/operation");
    Row {
        cells: vec![
            html! { (cx.say(&action_message(&plan.action))) br; small { (plan.action) } },
            at(cx, plan.due_at),
            stand(cx, plan.stand, &refusal(cx, &plan.reason), plan.attempts),
            html! { @if let Some(next) = plan.next_try_at { (at(cx, next)) } @else { "—" } },
            again.button(cx, Weight::Quiet),
        ],
        ..Row::default()
    }
}

/// A rule by its sentence, without the facts of that moment, which are in the log; by its name where it has none.
fn refusal(cx: &PageCx<'_, '_>, rule: &str) -> String {
    let key = Refusal::message(rule);
    let language = cx.reader.context.language;
    if cx.reader.context.words.has(language, &key) { cx.say(&key) } else { rule.to_owned() }
}
