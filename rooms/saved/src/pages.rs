//! The bar above every list, and with what a list opens. It reads views only.

use accord_face::{
    ActionForm, ListBar, ListDef, ListOpening, Markup, PageCx,
    answer::from_query,
    list::{VIEW, query_text},
    parts::{
        html,
        icon::Icon,
        menu::{MenuItem, Weight, menu},
    },
};
use accord_kernel::{Outcome, Permission, Registry};

use crate::{
    id::Sharing,
    rules,
    views::{SavedViewFacts, SavedViewList, SavedViews},
};

/// Says that the list is wanted as it is, whatever it opens with.
const ALL: &str = "all";
/// Views that can be picked by a digit.
const BY_KEY: usize = 9;

/// Registers the bar and the opening.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(ListBar { draw: bar }).extend(ListOpening { query: opening });
}

fn pairs_of(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The address of a list with a view: all that it asks for, and by which name.
fn address(def: &ListDef, view: &SavedViewFacts) -> String {
    format!("{}?{}", def.page, query_of(view))
}

fn query_of(view: &SavedViewFacts) -> String {
    let joint = if view.query.is_empty() { "" } else { "&" };
    format!("{}{joint}{VIEW}={}", view.query, view.id)
}

/// What the list opens with. A view that is refused (it names what is gone, or
/// what its reader may not see) is passed over: the list must open.
fn opening(cx: &mut PageCx<'_, '_>, def: &ListDef) -> Outcome<Option<String>> {
    let list = cx.view(SavedViews { page: def.page.to_owned() })?;
    let Some(view) = list.rows.iter().find(|view| Some(view.id) == list.usual) else { return Ok(None) };
    let Some(asked) = cx.registry().find_view(def.view) else { return Ok(None) };
    let mut pairs = pairs_of(&view.query);
    pairs.push(("limit".to_owned(), "1".to_owned()));
    let input = from_query(&asked.input, &pairs, false, &cx.reader.context);
    let read = input.and_then(|input| cx.reader.view_by_name(def.view, &input));
    Ok(read.is_ok().then(|| query_of(view)))
}

fn bar(cx: &mut PageCx<'_, '_>, def: &ListDef) -> Outcome<Markup> {
    let list = cx.view(SavedViews { page: def.page.to_owned() })?;
    let picked = picked(cx, &list).cloned();
    let now = rules::lasting(&cx.query);
    let changed = picked.as_ref().is_some_and(|view| !rules::same(&pairs_of(&view.query), &now));
    let names = names(cx, def, &list, picked.as_ref(), now.is_empty());
    let acts = match &picked {
        Some(view) if view.may_change => acts(cx, def, view, changed)?,
        _ => html! {},
    };
    let keep = if now.is_empty() || (picked.is_some() && !changed) {
        html! {}
    } else {
        keep(cx, def)?
    };
    Ok(html! { (names) (acts) (keep) })
}

/// The view that was picked, or that asks for just what stands in the address.
fn picked<'l>(cx: &PageCx<'_, '_>, list: &'l SavedViewList) -> Option<&'l SavedViewFacts> {
    let by_name = cx.ask(VIEW).and_then(|id| list.rows.iter().find(|view| view.id.to_string() == id));
    by_name.or_else(|| list.rows.iter().find(|view| rules::same(&pairs_of(&view.query), &cx.query)))
}

fn names(
    cx: &PageCx<'_, '_>,
    def: &ListDef,
    list: &SavedViewList,
    picked: Option<&SavedViewFacts>,
    plain: bool,
) -> Markup {
    if list.rows.is_empty() {
        return html! {};
    }
    let all = format!("{}?{VIEW}={ALL}", def.page);
    html! {
        nav.views aria-label=(cx.say("saved-views")) {
            a href=(all) data-keys="0" aria-current=[(picked.is_none() && plain).then_some("page")] { (cx.say("all")) }
            @for (place, view) in list.rows.iter().enumerate() {
                a href=(address(def, view)) data-keys=[(place < BY_KEY).then_some(place + 1)]
                    title=(cx.say(&view.sharing.message())) aria-current=[picked.is_some_and(|one| one.id == view.id).then_some("page")] {
                    (view.name)
                    @if view.sharing != Sharing::Mine { " " span.small { (cx.say(&view.sharing.message())) } }
                    @if Some(view.id) == list.usual { " " span.small { (cx.say("saved-view-opens")) } }
                }
            }
        }
    }
}

/// What can be done with the view that is shown.
fn acts(cx: &mut PageCx<'_, '_>, def: &ListDef, view: &SavedViewFacts, changed: bool) -> Outcome<Markup> {
    let form =
        |action: &'static str| ActionForm::new(action).fixed("view", view.id).fixed("version", view.version);
    let now = query_text(&rules::lasting(&cx.query));
    let here = |query: &str| {
        let joint = if query.is_empty() { "" } else { "&" };
        format!("{}?{query}{joint}{VIEW}={}", def.page, view.id)
    };
    let replace = form("saved_view.change")
        .fixed("query", now.clone())
        .submit(cx.say("saved-view-replace"))
        .next(here(&now))
        .button(cx, Weight::Quiet);
    let rename = form("saved_view.change")
        .value("name", view.name.clone())
        .only(&["name"])
        .submit(cx.say("saved-view-rename"))
        .next(cx.address.clone())
        .dialog(cx, Weight::Quiet)?;
    let words = if view.usual { "saved-view-not-usual" } else { "saved-view-usual" };
    let usual = form("saved_view.change")
        .fixed("usual", !view.usual)
        .submit(cx.say(words))
        .next(cx.address.clone())
        .button(cx, Weight::Quiet);
    let remove =
        form("saved_view.remove").next(format!("{}?{VIEW}={ALL}", def.page)).button(cx, Weight::Quiet);
    let items = [rename, usual, remove].map(MenuItem::Custom);
    Ok(html! {
        @if changed { (replace) }
        (menu(&cx.say_with("saved-view-menu", &[("name", view.name.as_str().into())]), Some(Icon::More), true, &items))
    })
}

fn keep(cx: &mut PageCx<'_, '_>, def: &ListDef) -> Outcome<Markup> {
    let now = query_text(&rules::lasting(&cx.query));
    // The braces stand for the answer's field and must not be escaped.
    let next = format!("{}?{now}&{VIEW}={{view}}", def.page);
    let form = ActionForm::new("saved_view.keep")
        .fixed("page", def.page)
        .fixed("query", now)
        .value("sharing", Sharing::Mine)
        .keys("v")
        .next(next);
    let form = if cx.may(Permission::SettingsManage) {
        form.only(&["name", "sharing", "role", "usual"])
    } else {
        // What is for a role or everybody is refused with the reason, and what is possible instead.
        form.only(&["name", "sharing", "usual"])
    };
    form.dialog(cx, Weight::Quiet)
}
