//! Who is away, and who covers.

use accord_face::{
    ActionForm, Nav, NavGroup, Page, PageCx, PageDef,
    parts::{
        html,
        icon::Icon,
        menu::{Weight, buttons},
        panel::{page_head, panel},
    },
};
use accord_kernel::{Audience, Outcome, Permission};

use super::people::leave_table;
use crate::views::house::Leaves;

pub(super) const LEAVE: PageDef = PageDef {
    path: "/leave",
    permission: Permission::PeopleRead,
    audience: Audience::Staff,
    nav: Some(Nav {
        group: NavGroup::House,
        order: 40,
        label: "leave-title",
        keys: "",
        icon: Some(Icon::Calendar),
        count: None,
    }),
    draw: leave,
};

fn leave(cx: &mut PageCx<'_, '_>) -> Outcome<Page> {
    let leaves = cx.view(Leaves { person: None })?;
    let asked: &[&str] = match cx.may(Permission::LeaveManage) {
        true => &["person", "from", "until", "cover", "note"],
        false => &["from", "until", "cover", "note"],
    };
    let plan = ActionForm::new("leave.plan").only(asked).next("/leave").dialog(cx, Weight::Primary)?;
    let title = cx.say("leave-title");
    let main = html! {
        (page_head(None, &title, &html! { (cx.say("leave-about")) }, &buttons(&[plan])))
        (panel(&title, None, &leave_table(cx, &leaves, "leave-none")))
    };
    Ok(Page::new(title, main))
}
