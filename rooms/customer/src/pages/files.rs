//! Files of a customer: the purchase order itself.

use accord_face::{
    ActionForm, Page, PageCx, PageDef,
    parts::{
        Hidden, Link, Markup,
        control::{Control, Field},
        form::{Form, FormPart, Method, form},
        html,
        menu::Weight,
        panel::{page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use uuid::Uuid;

use super::{home_of, panels::author};
use crate::{
    files::FILE_MAX,
    id::CustomerId,
    views::{AttachmentFacts, Attachments, CustomerChoices},
};

pub(super) const PAGE: PageDef = PageDef {
    path: "/customers/{customer}/files",
    permission: Permission::CustomerRead,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// The latest files of a customer, and adding one.
///
/// # Errors
/// The view's refusal.
pub fn files_panel(cx: &mut PageCx<'_, '_>, customer: CustomerId, most: i64) -> Outcome<Markup> {
    let list = cx.view(Attachments { customer, about: None, limit: Some(most) })?;
    Ok(files_shown(cx, customer, &list.rows))
}

/// The same of files that were read already.
pub fn files_shown(cx: &PageCx<'_, '_>, customer: CustomerId, files: &[AttachmentFacts]) -> Markup {
    let all = html! { a href={ (home_of(customer)) "/files" } { (cx.say("files-all")) } };
    let body = html! { (beside(cx, files, "files-none")) (upload(cx, customer, None)) };
    panel(&cx.say("files-title"), Some(&all), &body)
}

/// Beside other things there is room for the name and the day; whoever wants more goes to the page of files. `none` is
/// the message of what belongs here while there is none.
fn beside(cx: &PageCx<'_, '_>, files: &[AttachmentFacts], none: &str) -> Markup {
    let row = |file: &AttachmentFacts| {
        let name = html! { (file.file_name) " " span.small { (size(cx, file.size)) } };
        let day = cx.date(cx.tongue().date_of(file.added_at));
        Row::to(format!("/files/{}", file.id), vec![name, html! { (day) }])
    };
    table(&Table {
        caption: cx.say("files-title"),
        bare: true,
        keep: true,
        columns: vec![Column::text(cx.say("field-attachment")), Column::text(cx.say("files-added"))],
        rows: files.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say(none)) } }),
        ..Table::default()
    })
}

/// The files about one thing of a customer, and adding one; `kind` is the thing's word, `service_case`.
///
/// # Errors
/// The view's refusal.
pub fn files_about(
    cx: &mut PageCx<'_, '_>,
    customer: CustomerId,
    (kind, thing): (&str, Uuid),
) -> Outcome<Markup> {
    if !cx.may(Permission::CustomerRead) {
        return Ok(html! {});
    }
    let list = cx.view(Attachments { customer, about: Some(thing), limit: Some(100) })?;
    let body =
        html! { (beside(cx, &list.rows, "files-none-about")) (upload(cx, customer, Some((kind, thing)))) };
    Ok(panel(&cx.say("files-title"), None, &body))
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let customer: CustomerId = cx.id("customer")?;
    let list = cx.view(Attachments { customer, about: None, limit: Some(200) })?;
    let name = cx.view(CustomerChoices { query: None, id: Some(customer) })?.rows.into_iter().next();
    let name = name.map(|row| row.label).unwrap_or_default();
    let title = cx.say("files-title");
    let main = html! {
        (page_head(None, &title, &html! { (name) }, &html! {}))
        (rows(cx, &list.rows))
        (upload(cx, customer, None))
    };
    let page =
        Page::new(title, main).below(cx.say("nav-customers"), "/customers").below(name, home_of(customer));
    Ok(page.live(customer))
}

fn rows(cx: &PageCx<'_, '_>, files: &[AttachmentFacts]) -> Markup {
    let row = |file: &AttachmentFacts| {
        let remove = ActionForm::new("attachment.remove")
            .fixed("attachment", file.id)
            .fixed("version", file.version)
            .next(cx.address.clone())
            .button(cx, Weight::Quiet);
        let cells = vec![
            html! { (file.file_name) },
            html! { (size(cx, file.size)) },
            html! { (author(cx, file.added_by.as_ref(), None)) ", " (cx.instant(file.added_at)) },
            remove,
        ];
        Row::to(format!("/files/{}", file.id), cells)
    };
    table(&Table {
        caption: cx.say("files-title"),
        bare: true,
        columns: vec![
            Column::text(cx.say("field-attachment")),
            Column::number(cx.say("files-size")),
            Column::text(cx.say("files-added")),
            Column::text(""),
        ],
        rows: files.iter().map(row).collect(),
        empty: Some(html! { p { (cx.say("files-none")) } }),
        ..Table::default()
    })
}

/// A size in the largest unit in which it is at least one.
pub fn size(cx: &PageCx<'_, '_>, bytes: i64) -> String {
    let (key, n) = match bytes {
        0..1_024 => ("files-bytes", bytes),
        1_024..1_048_576 => ("files-kilobytes", bytes / 1_024),
        _ => ("files-megabytes", bytes / 1_048_576),
    };
    cx.say_with(key, &[("n", n.into())])
}

fn upload(cx: &PageCx<'_, '_>, customer: CustomerId, about: Option<(&str, Uuid)>) -> Markup {
    if !cx.reader.may_act("attachment.add") {
        return html! {};
    }
    let control = Control::File { accept: String::new(), multiple: false };
    let hint = cx.say_with("files-max", &[("n", (FILE_MAX / 1_048_576).into())]);
    let file = Field::new("file", cx.say("field-attachment"), control).hint(hint).required();
    let mut hidden =
        vec![Hidden::new("customer", customer.to_string()), Hidden::new("_next", cx.address.clone())];
    if let Some((kind, thing)) = about {
        hidden.extend([Hidden::new("about_kind", kind), Hidden::new("about", thing.to_string())]);
    }
    form(&Form {
        id: format!("upload-{customer}"),
        method: Method::Post,
        action: "/upload".to_owned(),
        hidden,
        parts: vec![FormPart::Field(file)],
        submit: cx.say("action-attachment-add"),
        weight: Weight::Plain,
        also: Vec::new(),
        cancel: None::<Link>,
        errors_title: cx.say("form-refused"),
        errors: Vec::new(),
        required_note: String::new(),
        in_place: false,
    })
}
