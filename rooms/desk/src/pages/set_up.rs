//! The first set-up after the company is named: hours, mark, territories, one's own work, colleagues, and then the way to
//! the first promise. Each step can wait and be come back to; nothing here does what another page could not.

use accord_face::{
    ActionForm, LOGO, Markup, Page, PageCx, PageDef,
    parts::{
        Hidden, Link, Tone,
        control::{Control, Field},
        form::{Form, FormPart, form},
        html,
        mark::tag,
        menu::{Weight, button_link, buttons},
        panel::{disclosure, notice, page_head, panel},
        table::{Column, Row, Table, table},
    },
};
use accord_kernel::{Audience, Outcome, Permission};
use accord_room_people::{
    pages::calendar_form,
    set_up::STEPS,
    terms::SetUpStep,
    views::{
        choices::{ChoiceKind, Choices},
        house::Company,
        own::Me,
        persons::PersonList,
        set_up::{SetUpShown, SetUpSteps},
    },
};

pub(super) const PAGE: PageDef = PageDef {
    path: STEPS,
    permission: Permission::SettingsManage,
    audience: Audience::Staff,
    nav: None,
    draw,
};

/// The address of a step.
fn at(step: SetUpStep) -> String {
    format!("{STEPS}?step={}", step.word())
}

fn draw(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let shown = cx.view(SetUpSteps {})?;
    let asked = cx.ask("step").and_then(SetUpStep::parse);
    let now = asked.or_else(|| shown.next().filter(|_| cx.ask("step").is_none()));
    let title = cx.say("set-up-title");
    let lead = cx.say(if now.is_some() { "set-up-lead" } else { "set-up-ready-lead" });
    let body = match now {
        Some(SetUpStep::Hours) => hours(cx)?,
        Some(SetUpStep::Logo) => logo(cx, &shown)?,
        Some(SetUpStep::Territories) => territories(cx)?,
        Some(SetUpStep::OwnWork) => own_work(cx)?,
        Some(SetUpStep::Colleagues) => colleagues(cx)?,
        None => ready(cx)?,
    };
    let on = match now {
        Some(step) => go_on(cx, &shown, step),
        None => html! {},
    };
    let main = html! {
        (page_head(None, &title, &html! { (lead) }, &html! {}))
        (steps(cx, &shown, now))
        (body)
        (on)
    };
    Ok(Page::new(title, main))
}

/// The steps in a line, each a link: whoever left goes on where they were, and can look back.
fn steps(cx: &PageCx<'_, '_>, shown: &SetUpShown, now: Option<SetUpStep>) -> Markup {
    let part = |step: SetUpStep, settled: bool| match (now == Some(step), settled) {
        (true, _) => "both now",
        (false, true) => "both past",
        (false, false) => "both ahead",
    };
    html! {
        nav.step-links aria-label=(cx.say("set-up-steps")) {
            ol.steps role="list" {
                @for step in &shown.steps {
                    @let settled = step.settled_at.is_some();
                    li class=(part(step.step, settled)) aria-current=[(now == Some(step.step)).then_some("step")] {
                        a href=(at(step.step)) { (cx.say(&step.step.message())) }
                        @if settled { " " span aria-hidden="true" { "✓" } span.unseen { (cx.say("set-up-done")) } }
                    }
                }
                li class=(if now.is_none() { "both now" } else { "both ahead" }) aria-current=[now.is_none().then_some("step")] {
                    a href={ (STEPS) "?step=ready" } { (cx.say("set-up-ready")) }
                }
            }
        }
    }
}

/// On to the next step; what is not done can wait.
fn go_on(cx: &PageCx<'_, '_>, shown: &SetUpShown, step: SetUpStep) -> Markup {
    let settled =
        shown.steps.iter().find(|other| other.step == step).is_none_or(|row| row.settled_at.is_some());
    if settled {
        let next = shown.next().map_or_else(|| format!("{STEPS}?step=ready"), at);
        return buttons(&[button_link(Weight::Primary, &Link::new(cx.say("set-up-go-on"), next), "")]);
    }
    let on =
        ActionForm::new("company.settle_step").fixed("step", step).next(STEPS).submit(cx.say("set-up-go-on"));
    let later = button_link(Weight::Quiet, &Link::new(cx.say("set-up-later"), "/"), "");
    buttons(&[on.button(cx, Weight::Primary), later])
}

fn hours(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let company = cx.view(Company {})?;
    let calendar = company.calendars.iter().find(|calendar| calendar.calendar == company.calendar);
    let asked = match calendar {
        Some(calendar) => calendar_form(calendar)
            .only(&["name", "zone", "week", "exceptions"])
            .submit(cx.say("save"))
            .next(at(SetUpStep::Hours))
            .draw(cx)?,
        None => html! {},
    };
    let body = html! { p { (cx.say("set-up-hours-text")) } (asked) };
    Ok(panel(&cx.say(&SetUpStep::Hours.message()), None, &body))
}

fn logo(cx: &mut PageCx<'_, '_>, shown: &SetUpShown) -> Outcome<Markup> {
    let control = Control::File { accept: "image/png,image/jpeg,image/webp".to_owned(), multiple: false };
    let file =
        Field::new("file", cx.say("set-up-logo-file"), control).hint(cx.say("set-up-logo-hint")).required();
    let upload = form(&Form {
        id: "logo".to_owned(),
        action: "/upload/logo".to_owned(),
        hidden: vec![Hidden::new("_next", at(SetUpStep::Logo))],
        parts: vec![FormPart::Field(file)],
        submit: cx.say("action-company-set-logo"),
        weight: Weight::Plain,
        errors_title: cx.say("form-refused"),
        ..Form::default()
    });
    let away = ActionForm::new("company.set_logo")
        .fixed("image", "")
        .next(at(SetUpStep::Logo))
        .submit(cx.say("set-up-logo-away"));
    let body = html! {
        p { (cx.say("set-up-logo-text")) }
        @if shown.logo {
            p { img.company-mark src=(LOGO) alt=(cx.say("set-up-logo-alt")); }
            (buttons(&[away.button(cx, Weight::Quiet)]))
        }
        (upload)
    };
    Ok(panel(&cx.say(&SetUpStep::Logo.message()), None, &body))
}

fn territories(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let list = cx.view(Choices { kind: ChoiceKind::Territory, query: None, id: None })?;
    let enter = ActionForm::new("territory.enter").next(at(SetUpStep::Territories)).draw(cx)?;
    let body = html! {
        p { (cx.say("set-up-territories-text")) }
        @if !list.is_empty() { ul { @for territory in &list { li { (territory.label) } } } }
        (enter)
    };
    Ok(panel(&cx.say(&SetUpStep::Territories.message()), None, &body))
}

fn own_work(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let me = cx.view(Me {})?;
    let person = me.facts.shown.person;
    let give = ActionForm::new("people.assign_role")
        .fixed("person", person)
        .only(&["role"])
        .next(at(SetUpStep::OwnWork))
        .draw(cx)?;
    let roles: Vec<Markup> = me.facts.shown.roles.iter().map(|role| html! { (role.label) }).collect();
    let promises = me.permissions.contains(&Permission::PromiseMake);
    let body = html! {
        p { (cx.say("set-up-own-work-text")) }
        ul { @for role in &roles { li { (role) } } }
        @if promises { p { (tag(Tone::Good, &cx.say("set-up-promises"))) } }
        (give)
    };
    Ok(panel(&cx.say(&SetUpStep::OwnWork.message()), None, &body))
}

fn colleagues(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let page = cx.view(PersonList::default())?;
    let rows = page.rows.iter().map(|person| Row {
        href: cx.home("person", person.person),
        cells: vec![
            html! { (person.name) },
            html! { (person.roles.iter().map(|role| role.label.as_str()).collect::<Vec<_>>().join(", ")) },
        ],
        ..Row::default()
    });
    let list = table(&Table {
        caption: cx.say("people-title"),
        columns: vec![Column::text(cx.say("people-name")), Column::text(cx.say("people-roles"))],
        rows: rows.collect(),
        bare: true,
        ..Table::default()
    });
    let enter = ActionForm::new("people.enter")
        .value("invite", true)
        .only(&["name", "email", "title", "roles", "territories", "invite"])
        .submit(cx.say("set-up-add-colleague"))
        .next(at(SetUpStep::Colleagues))
        .draw(cx)?;
    let body = html! { p { (cx.say("set-up-colleagues-text")) } (list) (enter) };
    Ok(panel(&cx.say(&SetUpStep::Colleagues.message()), None, &body))
}

/// The way to the first promise: the customer, then what is owed to them.
fn ready(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    let me = cx.reader.context.principal.id;
    let promises = cx.reader.may_act("promise.make");
    let first = if promises {
        // The customer is known only when it is entered: its id fills both places.
        format!(
            "/do/promise.make?customer={{id}}&owner={me}&kind=document&_only=customer,kind,wording,due_on,owner,told\
             &_next=%2Fcustomers%2F{{id}}"
        )
    } else {
        "/customers/{id}".to_owned()
    };
    let enter = ActionForm::new("customer.enter")
        .only(&["name", "territory", "sales_owner"])
        .value("sales_owner", me)
        .next(first)
        .weight(Weight::Primary)
        .submit(cx.say(if promises { "set-up-first-customer" } else { "set-up-customer-alone" }))
        .draw(cx)?;
    let nobody = html! {
        @if !promises {
            (notice(Tone::Warn, &cx.say("set-up-no-promises"), &html! { (cx.say("set-up-no-promises-text")) },
                &[button_link(Weight::Plain, &Link::new(cx.say(&SetUpStep::OwnWork.message()), at(SetUpStep::OwnWork)), "")]))
        }
    };
    let link = |label: &str, href: &str| button_link(Weight::Plain, &Link::new(cx.say(label), href), "");
    let further = buttons(&[
        link("set-up-import", "/import"),
        link("set-up-roles", "/roles"),
        link("set-up-map", "/map"),
        link("set-up-settings", "/settings"),
    ]);
    Ok(html! { div.stack {
        (nobody)
        (panel(&cx.say("set-up-first"), None, &html! { p { (cx.say("set-up-first-text")) } (enter) }))
        (disclosure("set-up-further", &cx.say("set-up-further"), true, &further))
    } })
}

/// What an administrator is told on the first page while steps are open; nothing to anybody else.
pub(super) fn hint(cx: &mut PageCx<'_, '_>) -> Outcome<Markup> {
    if !cx.may(Permission::SettingsManage) {
        return Ok(html! {});
    }
    let shown = cx.view(SetUpSteps {})?;
    let open = shown.open();
    if open == 0 {
        return Ok(html! {});
    }
    let text = cx.say_with("set-up-open", &[("n", open.into())]);
    let go = button_link(Weight::Plain, &Link::new(cx.say("set-up-go-on"), STEPS), "");
    Ok(notice(Tone::Plain, &cx.say("set-up-title"), &html! { (text) }, &[go]))
}
