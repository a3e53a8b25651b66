//! One file before it is brought, step by step: what it holds, which column is what, what its words mean, and then a dry
//! run.

use accord_face::{
    Page, PageCx, PageDef,
    ask::ActionForm,
    parts::{
        Hidden, Markup, Tone,
        control::{Control, Field, Pick, TextKind},
        form::{Form, FormPart, form},
        html,
        mark::tag,
        menu::{Weight, buttons},
        panel::{Tab, disclosure, facts, notice, page_head, panel, tabs},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use serde_json::json;
use uuid::Uuid;

use super::{field_label, figure};
use crate::{
    actions::permissions,
    id::{ImportKind, ImportMode},
    views::{FileFacts, FoundColumn, OneFile, TargetField},
    wizard::{CURRENCY_OF, LEFT_OUT},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/import/files/{file}",
    permission: Permission::ImportRun,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// Encodings that are offered; others can be written into the mapping.
const ENCODINGS: [&str; 6] = ["UTF-8", "windows-1252", "ISO-8859-15", "UTF-16LE", "UTF-16BE", "macintosh"];
/// Separators that are offered, with the word that names them.
const SEPARATORS: [(&str, &str); 4] = [(",", ","), (";", ";"), ("|", "|"), ("tab", "\t")];

/// Fields that need not be given and are often the same in all of a file.
const OFTEN_THE_SAME: [&str; 4] = ["unit", "product_unit", "currency", "territory"];

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let kind = cx.ask("kind").and_then(ImportKind::parse);
    let file = cx.view(OneFile { file: cx.id("file")?, kind })?;
    let ready = file.mapped && file.problems.is_empty() && file.unreadable.is_none();
    let starts = if ready {
        starts(cx, &file)
    } else {
        html! {}
    };
    let steps = match file.kind {
        Some(kind) if file.unreadable.is_none() => {
            let words = if file.mapped {
                words(cx, &file)
            } else {
                html! {}
            };
            html! { (columns_form(cx, &file, kind)) (words) (by_hand(cx, &file, kind)?) }
        }
        _ => first_cells(cx, &file),
    };
    let main = html! {
        (page_head(None, &file.line.file_name, &html! { (cx.say("imports-file-about")) }, &starts))
        @if let Some(reason) = &file.unreadable { (notice(Tone::Bad, &cx.say("imports-unreadable"), &html! { (reason) }, &[])) }
        (standing_notices(cx, &file, ready))
        (kinds(cx, &file))
        (reading(cx, &file)?)
        (steps)
    };
    Ok(Page::new(file.line.file_name.clone(), main)
        .below(cx.say("imports-title"), "/import")
        .live(file.line.id))
}

/// What holds the import up, or that nothing does.
fn standing_notices(cx: &PageCx<'_, '_>, file: &FileFacts, ready: bool) -> Markup {
    if !file.mapped {
        let Some(name) = &file.as_for else { return html! {} };
        let text = cx.say_with("imports-as-for", &[("file", name.as_str().into())]);
        return notice(Tone::Good, &cx.say("imports-remembered"), &html! { (text) }, &[]);
    }
    if ready {
        let text = cx.say("imports-ready-text");
        return notice(Tone::Good, &cx.say("imports-ready"), &html! { (text) }, &[]);
    }
    let leave = ActionForm::new("intake.leave_out")
        .fixed("file", file.line.id)
        .fixed("version", file.line.version)
        .fixed("columns", &file.unsaid)
        .next(format!("/import/files/{}", file.line.id))
        .submit(cx.say("imports-leave-out"))
        .button(cx, Weight::Plain);
    let acts = if file.unsaid.is_empty() { Vec::new() } else { vec![leave] };
    html! {
        @if !file.problems.is_empty() {
            (notice(Tone::Warn, &cx.say("imports-does-not-fit"), &html! { ul { @for text in &file.problems { li { (text) } } } }, &acts))
        }
    }
}

/// The dry run comes first: it costs nothing.
fn starts(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    let start = |mode: ImportMode, words: &str, weight: Weight| {
        ActionForm::new("intake.start")
            .fixed("file", file.line.id)
            .fixed("mode", mode)
            .next("/import/runs/{run}")
            .submit(cx.say(words))
            .button(cx, weight)
    };
    buttons(&[
        start(ImportMode::DryRun, "imports-start-dry", Weight::Primary),
        start(ImportMode::ValidOnly, "imports-start-valid", Weight::Plain),
        start(ImportMode::AllOrNothing, "imports-start-all", Weight::Plain),
    ])
}

fn kinds(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    let tab = |of: &ImportKind| Tab {
        label: cx.say(&of.message()),
        href: format!("/import/files/{}?kind={}", file.line.id, of.word()),
        current: file.kind == Some(*of),
        count: None,
    };
    // What the reader could not bring is not offered.
    let may = |of: &&ImportKind| permissions(**of).iter().all(|permission| cx.may(*permission));
    let list: Vec<Tab> = ImportKind::ALL.iter().filter(may).map(tab).collect();
    html! {
        @if file.kind.is_none() { (notice(Tone::Plain, &cx.say("imports-choose-kind"), &html! { (cx.say("imports-choose-kind-why")) }, &[])) }
        (tabs(&cx.say("imports-kind"), &list))
    }
}

/// What the columns seem to hold, before it is said what the file is.
fn first_cells(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    if file.columns.is_empty() {
        return html! {};
    }
    let row = |column: &FoundColumn| {
        let guess = cx.say(&format!("imports-guess-{}", column.guess));
        (
            column.name.clone(),
            html! { (guess) @if !column.samples.is_empty() { ": " (column.samples.join(" · ")) } },
        )
    };
    let pairs: Vec<(String, Markup)> = file.columns.iter().map(row).collect();
    panel(&cx.say("imports-columns"), None, &facts(&pairs))
}

/// How the file is read, and another way to read it.
fn reading(cx: &mut PageCx<'_, '_>, file: &FileFacts) -> Outcome<Markup> {
    let read = &file.reading;
    let mut pairs = Vec::new();
    if let Some(container) = &read.container {
        pairs.push((
            cx.say("imports-container"),
            html! { (cx.say(&format!("imports-container-{container}"))) },
        ));
        let rows = if file.complete {
            figure(cx, file.rows)
        } else {
            cx.say_with("imports-rows-more", &[("rows", figure(cx, file.rows).into())])
        };
        let separator = match read.separator.as_deref() {
            Some("\t") => Some(cx.say("imports-tab")),
            other => other.map(str::to_owned),
        };
        let found = [
            ("imports-encoding", read.encoding.clone()),
            ("imports-separator", separator),
            ("imports-sheet", read.sheet.clone()),
            ("imports-header-row", read.header_row.map(|row| row.to_string())),
            ("imports-rows", Some(rows)),
        ];
        pairs.extend(found.into_iter().filter_map(|(key, value)| Some((cx.say(key), html! { (value?) }))));
    }
    let other = disclosure("read-as", &cx.say("imports-read-otherwise"), false, &read_as(cx, file));
    Ok(panel(&cx.say("imports-found"), None, &html! { (facts(&pairs)) (other) }))
}

fn select(
    cx: &PageCx<'_, '_>,
    name: &str,
    label: &str,
    now: Option<&str>,
    offers: Vec<(String, String)>,
) -> Field {
    let now = now.unwrap_or_default();
    let mut options = vec![Pick::new("", cx.say("imports-as-found"), now.is_empty())];
    options.extend(offers.into_iter().map(|(value, label)| {
        let chosen = value == now;
        Pick::new(value, label, chosen)
    }));
    Field::new(name, cx.say(label), Control::Select { options, multiple: false }).half()
}

fn read_as(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    let read = &file.reading;
    let said = |value: &Option<String>| value.clone().filter(|_| read.said);
    let text = read.container.as_deref() != Some("xlsx");
    let mut fields = Vec::new();
    if text {
        let offers = ENCODINGS.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect();
        fields.push(select(cx, "encoding", "imports-encoding", said(&read.encoding).as_deref(), offers));
        let now = said(&read.separator);
        let now = now.as_deref().and_then(|now| SEPARATORS.iter().find(|(_, mark)| *mark == now));
        let offers = SEPARATORS.iter().map(|(value, _)| {
            let label = if *value == "tab" { cx.say("imports-tab") } else { (*value).to_owned() };
            ((*value).to_owned(), label)
        });
        fields.push(select(
            cx,
            "separator",
            "imports-separator",
            now.map(|(value, _)| *value),
            offers.collect(),
        ));
    } else if read.sheets.len() > 1 {
        let offers = read.sheets.iter().map(|sheet| (sheet.clone(), sheet.clone())).collect();
        fields.push(select(cx, "sheet", "imports-sheet", read.sheet.as_deref(), offers));
    }
    let row =
        Control::Number { min: "0".to_owned(), max: String::new(), step: String::new(), unit: String::new() };
    let now = read.header_row.filter(|_| read.said).map(|row| row.to_string()).unwrap_or_default();
    fields.push(
        Field::new("header_row", cx.say("imports-header-row"), row)
            .with(now)
            .hint(cx.say("imports-header-row-hint"))
            .half(),
    );
    let fixed = json!({ "file": file.line.id, "version": file.line.version });
    form(&Form {
        id: "read-as".to_owned(),
        action: "/do/intake.read_as".to_owned(),
        hidden: hidden(cx, file, &fixed, "encoding,separator,sheet,header_row"),
        parts: fields.into_iter().map(FormPart::Field).collect(),
        submit: cx.say("imports-read-so"),
        ..Form::default()
    })
}

/// What a form on this page sends besides its fields.
fn hidden(cx: &PageCx<'_, '_>, file: &FileFacts, fixed: &serde_json::Value, only: &str) -> Vec<Hidden> {
    vec![
        Hidden::new("_key", cx.reader.context.new_id::<Uuid>().to_string()),
        Hidden::new("_fixed", fixed.to_string()),
        Hidden::new("_only", only),
        Hidden::new("_next", format!("/import/files/{}", file.line.id)),
    ]
}

fn columns_form(cx: &PageCx<'_, '_>, file: &FileFacts, kind: ImportKind) -> Markup {
    let fixed = json!({
        "file": file.line.id, "version": file.line.version, "kind": kind,
        "over": Some(&file.mapping).filter(|text| !text.is_empty()),
    });
    let mut unseen =
        hidden(cx, file, &fixed, "source,columns,constants,currency,date_order,decimal_mark,zone");
    let money = file.fields.iter().any(|field| field.holds == "money");
    let mut columns = Vec::new();
    for (place, column) in file.columns.iter().enumerate() {
        unseen.push(Hidden::new(format!("columns.{place}.from"), &column.name));
        columns.push(column_field(cx, file, column, place, money));
    }
    let source = Field::text("source", cx.say("field-intake-map-file-source"))
        .with(&file.line.source)
        .hint(cx.say("imports-source-hint"))
        .required();
    let mut parts = vec![
        FormPart::Group { title: cx.say("imports-columns"), fields: columns },
        FormPart::Group { title: cx.say("imports-in-all"), fields: constants(cx, file, &mut unseen) },
        FormPart::Group { title: cx.say("imports-how-written"), fields: how_written(cx, file, money) },
        FormPart::Field(source),
    ];
    parts.retain(|part| !matches!(part, FormPart::Group { fields, .. } if fields.is_empty()));
    let hint = if file.mapped { cx.say("imports-mapped") } else { cx.say("imports-proposed") };
    let body = form(&Form {
        id: "map-columns".to_owned(),
        action: "/do/intake.map_columns".to_owned(),
        hidden: unseen,
        parts,
        submit: cx.say("imports-keep-mapping"),
        weight: if file.mapped { Weight::Plain } else { Weight::Primary },
        required_note: cx.say("form-required-note"),
        ..Form::default()
    });
    panel(&cx.say("imports-which-column"), None, &html! { p { (hint) } (body) })
}

fn column_field(
    cx: &PageCx<'_, '_>,
    file: &FileFacts,
    column: &FoundColumn,
    place: usize,
    money: bool,
) -> Field {
    let mut options = vec![
        Pick::new("", cx.say("imports-say-what"), column.to.is_empty()),
        Pick::new(LEFT_OUT, cx.say("imports-left-out"), column.to == LEFT_OUT),
    ];
    options.extend(file.fields.iter().map(|field| {
        let star = if field.required { " *" } else { "" };
        Pick::new(
            field.name.clone(),
            format!("{}{star}", field_label(cx, &field.name)),
            field.name == column.to,
        )
    }));
    if money {
        options.push(Pick::new(CURRENCY_OF, cx.say("imports-currency-of"), column.to == CURRENCY_OF));
    }
    let guess = cx.say(&format!("imports-guess-{}", column.guess));
    let hint =
        if column.samples.is_empty() { guess } else { format!("{guess}: {}", column.samples.join(" · ")) };
    Field::new(
        format!("columns.{place}.to"),
        column.name.clone(),
        Control::Select { options, multiple: false },
    )
    .hint(hint)
    .half()
}

/// Fields that must be given and that no column feeds: the same in every row, or already said to be.
fn constants(cx: &PageCx<'_, '_>, file: &FileFacts, unseen: &mut Vec<Hidden>) -> Vec<Field> {
    let fed = |field: &TargetField| file.columns.iter().any(|column| column.to == field.name);
    let open = file.fields.iter().filter(|field| {
        let keys = ["code", "number", "order_number", "asset_code"];
        let own = !keys.contains(&field.name.as_str());
        let often = OFTEN_THE_SAME.contains(&field.name.as_str());
        field.same.is_some() || (own && !fed(field) && (often || field.required || !field.values.is_empty()))
    });
    let mut fields = Vec::new();
    for (place, field) in open.enumerate() {
        unseen.push(Hidden::new(format!("constants.{place}.to"), &field.name));
        let name = format!("constants.{place}.value");
        let star = if field.required { " *" } else { "" };
        let label = format!("{}{star}", field_label(cx, &field.name));
        let now = field.same.clone().unwrap_or_default();
        fields.push(if field.values.is_empty() {
            Field::text(name, label).with(now).half()
        } else {
            let mut options = vec![Pick::new("", cx.say("imports-say-nothing"), now.is_empty())];
            options.extend(
                field
                    .values
                    .iter()
                    .map(|one| Pick::new(one.word.clone(), cx.say(&one.message), one.word == now)),
            );
            Field::new(name, label, Control::Select { options, multiple: false }).half()
        });
    }
    fields
}

/// What cannot be found without guessing, as far as the kind's fields need it.
fn how_written(cx: &PageCx<'_, '_>, file: &FileFacts, money: bool) -> Vec<Field> {
    let read = &file.reading;
    let holds = |kinds: &[&str]| file.fields.iter().any(|field| kinds.contains(&field.holds.as_str()));
    let text = read.container.as_deref() != Some("xlsx");
    let mut fields = Vec::new();
    if holds(&["date", "date-time"]) && text {
        let orders =
            ["dmy", "mdy", "ymd"].map(|order| (order.to_owned(), cx.say(&format!("imports-{order}"))));
        fields.push(select(
            cx,
            "date_order",
            "imports-date-order",
            read.date_order.as_deref(),
            orders.to_vec(),
        ));
    }
    if holds(&["decimal", "money"]) && text {
        let marks = [(".", "imports-mark-point"), (",", "imports-mark-comma")]
            .map(|(mark, key)| (mark.to_owned(), cx.say(key)));
        fields.push(select(
            cx,
            "decimal_mark",
            "imports-decimal-mark",
            read.decimal_mark.as_deref(),
            marks.to_vec(),
        ));
    }
    let short = |name: &str, label: &str, now: &Option<String>, hint: &str| {
        let control = Control::Text { kind: TextKind::Text, autocomplete: "off".to_owned() };
        Field::new(name, cx.say(label), control)
            .with(now.clone().unwrap_or_default())
            .hint(cx.say(hint))
            .half()
    };
    if money {
        fields.push(short("currency", "imports-currency", &read.currency, "imports-currency-hint"));
    }
    if holds(&["date-time"]) {
        fields.push(short("zone", "imports-zone", &read.zone, "imports-zone-hint"));
    }
    fields
}

/// What the words of the file mean, where a field has few values.
fn words(cx: &PageCx<'_, '_>, file: &FileFacts) -> Markup {
    if file.words.is_empty() {
        return html! {};
    }
    let fixed = json!({ "file": file.line.id, "version": file.line.version });
    let mut unseen = hidden(cx, file, &fixed, "words");
    let mut fields = Vec::new();
    for (place, found) in file.words.iter().enumerate() {
        unseen.push(Hidden::new(format!("words.{place}.to"), &found.field));
        unseen.push(Hidden::new(format!("words.{place}.word"), &found.word));
        let now = found.value.as_deref().or(found.perhaps.as_deref()).unwrap_or_default();
        let values = file.fields.iter().find(|field| field.name == found.field);
        let mut options = vec![Pick::new("", cx.say("imports-means-nothing"), now.is_empty())];
        options.extend(
            values
                .into_iter()
                .flat_map(|field| &field.values)
                .map(|one| Pick::new(one.word.clone(), cx.say(&one.message), one.word == now)),
        );
        let label = format!("{}: “{}”", field_label(cx, &found.field), found.word);
        let field =
            Field::new(format!("words.{place}.value"), label, Control::Select { options, multiple: false });
        fields.push(FormPart::Field(field.half()));
    }
    let open = file.words.iter().filter(|word| word.value.is_none()).count();
    let body = form(&Form {
        id: "map-words".to_owned(),
        action: "/do/intake.map_words".to_owned(),
        hidden: unseen,
        parts: fields,
        submit: cx.say("imports-keep-words"),
        weight: if open > 0 { Weight::Primary } else { Weight::Plain },
        ..Form::default()
    });
    let aside = (open > 0).then(|| tag(Tone::Warn, &cx.say("imports-words-open")));
    panel(&cx.say("imports-words"), aside.as_ref(), &html! { p { (cx.say("imports-words-about")) } (body) })
}

/// The mapping as text, for whoever wants steps and conditions or keeps it for the command.
fn by_hand(cx: &mut PageCx<'_, '_>, file: &FileFacts, kind: ImportKind) -> Outcome<Markup> {
    let form = ActionForm::new("intake.map_file")
        .fixed("file", file.line.id)
        .fixed("version", file.line.version)
        .fixed("kind", kind)
        .value("source", &file.line.source)
        .value("mapping", &file.mapping)
        .only(&["source", "mapping"])
        .next(format!("/import/files/{}", file.line.id))
        .submit(cx.say("imports-keep-mapping"))
        .draw(cx)?;
    let about = cx.say("imports-by-hand-about");
    Ok(disclosure("by-hand", &cx.say("imports-by-hand"), false, &html! { p { (about) } (form) }))
}
