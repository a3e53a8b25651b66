//! What customers say of our work: the score first, with its sample; then where it comes from; then their words.

use accord_face::{
    Leaf, ListColumn, ListDef, Markup, Nav, NavGroup, Page, PageCx, PageDef, Shown,
    list::{kept, list},
    parts::{
        Link, Tone,
        filters::{Choice, Filter, Filters, filters},
        html,
        mark::tag,
        menu::{Weight, button_link},
        panel::{Stat, empty_state, halves, page_head, panel, stat_row},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use rust_decimal::Decimal;

use crate::{
    id::SubjectKind,
    views::{AnswerFacts, AnswerPage, GroupScore, KindScore, Results, SurveyAnswers, SurveyResults},
};

/// The columns of the list.
pub(super) const LIST: ListDef = ListDef {
    view: "survey.answers",
    page: "/surveys",
    columns: &[
        ListColumn::new("survey-column-rating", "rating", Shown::Plain),
        ListColumn::new("survey-column-words", "words", Shown::Plain),
        ListColumn::new("survey-column-customer", "customer_name", Shown::Plain),
        ListColumn::new("field-contact", "contact", Shown::Plain),
        ListColumn::new("survey-column-kind", "kind", Shown::Word("survey-subject")),
        ListColumn::new("field-about", "about", Shown::Plain),
        ListColumn::new("survey-column-when", "answered_at", Shown::Instant),
    ],
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/surveys",
    permission: Permission::FeedbackRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::Together,
        order: 30,
        label: "surveys-title",
        keys: "",
        icon: None,
        count: None,
    }),
    draw,
};

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let asked: SurveyAnswers = cx.params()?;
    let (kind, at_most) = (asked.kind, asked.at_most);
    let results = cx.view(SurveyResults { kind, ..SurveyResults::default() })?;
    let answers = cx.view(asked)?;
    let period = format!("{} – {}", cx.date(results.from), cx.date(results.to));
    let stats: Vec<Stat> = results.kinds.iter().map(|score| stat(cx, score, &results, &period)).collect();
    let shown = answered(cx, &answers);
    let leaf = Leaf { rows: &answers.rows, next: answers.next.as_deref(), count: None };
    let list = list(cx, &LIST, &["rating", "words", "", "", "answered_at"], shown, &leaf)?;
    let body = if stats.is_empty() {
        empty_state(&cx.say("surveys-none-title"), &cx.say("surveys-none"), &[])
    } else {
        html! {
            (stat_row(&stats))
            (halves(
                &html! { (groups(cx, "survey-by-product", &results.by_product)) (groups(cx, "survey-by-territory", &results.by_territory)) },
                &groups(cx, "survey-by-person", &results.by_person),
            ))
            (panel(&cx.say("survey-answers"), None, &html! { (narrow(cx, kind, at_most)) (list) }))
        }
    };
    let note = html! { (cx.say_with("surveys-note", &[("n", results.sample_min.into()), ("unreachable", results.unreachable.into())])) };
    let main = html! { (page_head(None, &cx.say("surveys-title"), &note, &html! {})) (body) };
    Ok(Page::new(cx.say("surveys-title"), main))
}

fn percent(cx: &PageCx<'_, '_>, value: Option<Decimal>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| cx.tongue().decimal(value).to_string())
}

fn stat(cx: &PageCx<'_, '_>, score: &KindScore, results: &Results, period: &str) -> Stat {
    let change = if score.below {
        let limit = cx.tongue().decimal(results.installation_percent).to_string();
        Some((cx.say_with("survey-below", &[("limit", limit.into())]), Tone::Bad))
    } else if score.may_be_claimed {
        None
    } else {
        Some((cx.say("survey-few"), Tone::Plain))
    };
    let response = percent(cx, score.response);
    Stat {
        label: cx.say(&score.kind.message()),
        value: percent(cx, score.percent),
        unit: "%".to_owned(),
        sample: cx.say_with(
            "survey-sample",
            &[("n", score.answers.into()), ("sent", score.sent.into()), ("response", response.into())],
        ),
        period: period.to_owned(),
        change,
        counted: (score.kind == SubjectKind::Installation && cx.may(Permission::MetricRead))
            .then(|| Link::new(cx.say("survey-how-counted"), "/figures/installation_satisfaction")),
        picture: None,
    }
}

fn groups(cx: &PageCx<'_, '_>, title: &str, groups: &[GroupScore]) -> Markup {
    if groups.is_empty() {
        return html! {};
    }
    let rows = groups
        .iter()
        .map(|group| Row {
            cells: vec![
                html! { (group.label) },
                html! { (percent(cx, group.percent)) @if group.percent.is_some() { " %" } @else { " " small { (cx.say("survey-few")) } } },
                html! { (group.satisfied) " / " (group.answers) },
            ],
            ..Row::default()
        })
        .collect();
    let columns = vec![
        Column::text(cx.say("survey-column-name")),
        Column::number(cx.say("survey-column-percent")),
        Column::number(cx.say("survey-column-answers")),
    ];
    let list =
        table(&Table { caption: cx.say(title), columns, rows, bare: true, keep: true, ..Table::default() });
    panel(&cx.say(title), None, &list)
}

fn narrow(cx: &PageCx<'_, '_>, kind: Option<SubjectKind>, at_most: Option<i64>) -> Markup {
    let all = |chosen| Choice { value: String::new(), label: cx.say("all"), chosen };
    let mut kinds = vec![all(kind.is_none())];
    kinds.extend(SubjectKind::ALL.iter().map(|of| Choice {
        value: of.word().to_owned(),
        label: cx.say(&of.message()),
        chosen: kind == Some(*of),
    }));
    let ratings = vec![
        all(at_most.is_none()),
        Choice { value: "3".to_owned(), label: cx.say("survey-low-only"), chosen: at_most == Some(3) },
    ];
    filters(&Filters {
        action: "/surveys".to_owned(),
        label: cx.say("list-filters"),
        filters: vec![
            Filter::One { name: "kind".to_owned(), label: cx.say("survey-column-kind"), choices: kinds },
            Filter::One {
                name: "at_most".to_owned(),
                label: cx.say("survey-column-rating"),
                choices: ratings,
            },
        ],
        submit_label: cx.say("list-filter"),
        keep: kept(cx, &["customer"]),
        ..Filters::default()
    })
}

fn answered(cx: &PageCx<'_, '_>, page: &AnswerPage) -> Table {
    let rows = page.rows.iter().map(|row| answer(cx, row)).collect();
    let columns = ["rating", "words", "customer", "kind", "when"]
        .map(|name| Column::text(cx.say(&format!("survey-column-{name}"))))
        .to_vec();
    Table {
        caption: cx.say("survey-answers"),
        columns,
        rows,
        bare: true,
        empty: Some(html! { p { (cx.say("survey-no-answer")) } }),
        ..Table::default()
    }
}

fn answer(cx: &PageCx<'_, '_>, row: &AnswerFacts) -> Row {
    let tone = match row.rating {
        ..=3 => Tone::Bad,
        _ => Tone::Good,
    };
    let rating = format!("{} · {}", row.rating, cx.say(&format!("survey-rating-{}", row.rating)));
    let customer = Link::new(row.customer_name.clone(), format!("/customers/{}", row.customer));
    Row {
        cells: vec![
            tag(tone, &rating),
            html! { @match &row.words { Some(words) => { "“" (words) "”" }, None => { "–" } } },
            html! { (button_link(Weight::Quiet, &customer, "")) @if !row.contact.is_empty() { " " small { (row.contact) } } },
            html! { (cx.say(&row.kind.message())) " " small { (row.about) } },
            html! { (cx.instant(row.answered_at)) },
        ],
        ..Row::default()
    }
}
