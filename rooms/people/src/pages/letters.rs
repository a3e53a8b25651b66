//! The texts of the letters: which there are, what stands in them, and what they look like when they arrive.

use accord_face::{
    ActionForm, Markup, Page, PageCx, PageDef,
    parts::{
        Link, Tone, html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{Tab, columns, disclosure, notice, page_head, panel, tabs},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Language, Outcome, Permission};

use super::at;
use crate::{
    rules::letter::Text,
    terms::{LetterStand, LetterTo},
    views::letters::{LetterOne, LetterPage, LetterShown, Letters},
};

/// Page with every letter.
const PATH: &str = "/settings/letters";

pub(super) const ALL: PageDef = PageDef {
    path: PATH,
    permission: Permission::SettingsManage,
    audience: Audience::Staff,
    nav: None,
    draw: all,
};
pub(super) const ONE: PageDef = PageDef {
    path: "/settings/letters/{letter}",
    permission: Permission::SettingsManage,
    audience: Audience::Staff,
    nav: None,
    draw: one,
};

fn address(letter: &str, language: Language) -> String {
    format!("{PATH}/{letter}?language={}", language.word())
}

fn all(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let letters = cx.view(Letters {})?;
    let title = cx.say("letters-title");
    let group = |to: &[LetterTo]| letters.iter().filter(|one| to.contains(&one.to)).collect::<Vec<_>>();
    let customers = list(cx, "letters-customers", &group(&[LetterTo::Customer, LetterTo::Anyone]));
    let colleagues = list(cx, "letters-colleagues", &group(&[LetterTo::Colleague]));
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("letters-intro")) }, &html! {}))
        (customers) (colleagues)
    };
    Ok(Page::new(title, main).below(cx.say("settings-title"), "/settings"))
}

fn list(cx: &PageCx<'_, '_>, title: &str, letters: &[&LetterShown]) -> Markup {
    let mut columns = vec![Column::text(cx.say("letters-about"))];
    columns.extend(Language::ALL.iter().map(|language| Column::text(cx.say(&language.message()))));
    let rows = letters.iter().map(|letter| {
        let mut cells = vec![html! { a href={ (PATH) "/" (letter.letter) } { (letter.about) } }];
        cells.extend(letter.texts.iter().map(|text| {
            html! { span { a href=(address(&letter.letter, text.language)) lang=(text.language.word()) { (text.subject) } " " (stand(cx, text.stand)) } }
        }));
        Row { cells, ..Row::default() }
    });
    let title = cx.say(title);
    let list =
        Table { caption: title.clone(), columns, rows: rows.collect(), bare: true, ..Table::default() };
    panel(&title, None, &table(&list))
}

fn stand(cx: &PageCx<'_, '_>, stand: LetterStand) -> Markup {
    let tone = match stand {
        LetterStand::Ours => return html! {},
        LetterStand::Own => Tone::Plain,
        LetterStand::OursChanged => Tone::Warn,
        LetterStand::Unfit => Tone::Bad,
    };
    tag(tone, &cx.say(&stand.message()))
}

fn one(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let letter = cx.path.get("letter").cloned().unwrap_or_default();
    let asked = cx.query.iter().find(|(name, _)| name == "language").map(|(_, value)| value.clone());
    let known = Language::ALL.iter().copied().find(|language| asked.as_deref() == Some(language.word()));
    let language = known.unwrap_or(cx.reader.context.language);
    let shown = cx.view(LetterOne { letter, language })?;
    let languages: Vec<Tab> = Language::ALL
        .iter()
        .map(|each| Tab {
            label: cx.say(&each.message()),
            href: address(&shown.letter, *each),
            current: *each == language,
            ..Tab::default()
        })
        .collect();
    let left = html! { (warning(cx, &shown)) (edit(cx, &shown)?) (history(cx, &shown)) };
    let right = html! { (preview(cx, &shown)) (places(cx, &shown)) (ours(cx, &shown)) };
    let to = cx.say(&shown.to.message());
    let main = html! {
        (page_head(None, &shown.about, &html! { (cx.say("letters-goes-to")) ": " (to) " " (stand(cx, shown.stand)) }, &html! {}))
        (tabs(&cx.say("field-language"), &languages))
        (columns(&left, &right))
    };
    let title = shown.about.clone();
    Ok(Page::new(title, main)
        .below(cx.say("settings-title"), "/settings")
        .below(cx.say("letters-title"), PATH))
}

fn warning(cx: &PageCx<'_, '_>, shown: &LetterPage) -> Markup {
    match (shown.stand, &shown.ours_then, &shown.unfit) {
        (LetterStand::Unfit, _, Some(own)) => notice(
            Tone::Bad,
            &cx.say("letters-unfit"),
            &html! { p { (cx.say("letters-unfit-text")) } (disclosure("letter-unfit", &cx.say("letters-own-before"), false, &words(cx, own, shown.language))) },
            &[],
        ),
        (LetterStand::OursChanged, Some(then), _) => notice(
            Tone::Warn,
            &cx.say("letters-ours-changed"),
            &html! { p { (cx.say("letters-ours-changed-text")) } (disclosure("letter-then", &cx.say("letters-ours-then"), false, &words(cx, then, shown.language))) },
            &[],
        ),
        _ => html! {},
    }
}

/// A text as it is: subject and body, every character literal.
fn words(cx: &PageCx<'_, '_>, text: &Text, language: Language) -> Markup {
    html! {
        p { small { (cx.say("letters-subject")) } br; strong lang=(language.word()) { (text.subject) } }
        div.as-written lang=(language.word()) { (text.body) }
    }
}

fn edit(cx: &mut PageCx<'_, '_>, shown: &LetterPage) -> Outcome<Markup> {
    let here = address(&shown.letter, shown.language);
    let of = |action: &'static str| {
        let form = ActionForm::new(action).fixed("letter", &shown.letter).fixed("language", shown.language);
        form.next(&here)
    };
    let text = shown.draft.as_ref().or(shown.unfit.as_ref()).unwrap_or(&shown.text);
    let with_text = |form: ActionForm| form.fixed("subject", &text.subject).fixed("body", &text.body);
    let form = of("letter.draft")
        .value("subject", &text.subject)
        .value("body", &text.body)
        .only(&["subject", "body"])
        .submit(cx.say("letters-look"))
        .weight(if shown.draft.is_some() { Weight::Quiet } else { Weight::Primary })
        .draw(cx)?;
    let mut steps = Vec::new();
    if shown.draft.is_some() {
        steps.push(with_text(of("letter.set").fixed("turn", shown.turn)).button(cx, Weight::Primary));
    }
    if shown.unfit.is_none() || shown.draft.is_some() {
        steps.push(with_text(of("letter.try")).button(cx, Weight::Plain));
    }
    if shown.draft.is_some() {
        steps.push(of("letter.drop_draft").button(cx, Weight::Quiet));
    }
    if shown.stand != LetterStand::Ours {
        steps.push(of("letter.put_back").fixed("turn", shown.turn).button(cx, Weight::Quiet));
    }
    let body = html! {
        @if shown.draft.is_some() { (notice(Tone::Plain, &cx.say("letters-draft"), &html! { p { (cx.say("letters-draft-text")) } }, &[])) }
        p { (cx.say("letters-how")) }
        (form)
        (buttons(&steps))
    };
    Ok(panel(&cx.say("letters-text"), None, &body))
}

fn preview(cx: &PageCx<'_, '_>, shown: &LetterPage) -> Markup {
    let title = if shown.draft.is_some() { "letters-preview-draft" } else { "letters-preview" };
    let body = html! {
        p { small { (cx.say("letters-preview-text")) } }
        (words(cx, &shown.preview, shown.language))
    };
    panel(&cx.say(title), None, &body)
}

fn places(cx: &PageCx<'_, '_>, shown: &LetterPage) -> Markup {
    let rows = shown.places.iter().map(|place| {
        let must = match (place.in_subject, place.in_body) {
            (true, _) => cx.say("letters-must-subject"),
            (_, true) => cx.say("letters-must-body"),
            _ => String::new(),
        };
        Row {
            cells: vec![
                html! { code { "{" (place.name) "}" } },
                html! { span { (place.meaning) @if !must.is_empty() { br; small { (must) } } } },
            ],
            ..Row::default()
        }
    });
    let title = cx.say("letters-places");
    let list = Table {
        caption: title.clone(),
        columns: vec![Column::text(cx.say("letters-place")), Column::text(cx.say("letters-meaning"))],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    };
    panel(&title, None, &html! { p { (cx.say("letters-places-text")) } (table(&list)) })
}

fn ours(cx: &PageCx<'_, '_>, shown: &LetterPage) -> Markup {
    panel(&cx.say("letters-ours"), None, &words(cx, &shown.ours, shown.language))
}

fn history(cx: &PageCx<'_, '_>, shown: &LetterPage) -> Markup {
    if shown.history.is_empty() {
        return html! {};
    }
    let rows = shown.history.iter().map(|turn| {
        let what = match &turn.text {
            Some(text) => disclosure(
                &format!("turn-{}", turn.turn),
                &text.subject,
                false,
                &words(cx, text, shown.language),
            ),
            None => html! { (cx.say("letters-put-back")) },
        };
        Row { cells: vec![at(cx, turn.set_at), html! { (turn.set_by) }, what], ..Row::default() }
    });
    let title = cx.say("letters-history");
    let list = Table {
        caption: title.clone(),
        columns: ["letters-when", "letters-who", "letters-text"]
            .iter()
            .map(|key| Column::text(cx.say(key)))
            .collect(),
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    };
    panel(&title, None, &table(&list))
}

/// The way from the settings to the letters.
pub(super) fn way(cx: &PageCx<'_, '_>) -> Markup {
    if !cx.may(Permission::SettingsManage) {
        return html! {};
    }
    button_link(Weight::Quiet, &Link::new(cx.say("letters-title"), PATH), "")
}
