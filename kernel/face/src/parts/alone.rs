//! Pages without the frame: signing in, and what went wrong.

use maud::{DOCTYPE, Markup, html};

use super::{
    ActionButton, Link, Sphere, hidden_inputs, href,
    mark::{badge, logo},
    shell::{Density, Shell, Theme, head},
};

/// A person one can be in the demo.
#[derive(Clone, Debug, Default)]
pub struct DemoPerson {
    /// Full name.
    pub name: String,
    /// Letters on the badge.
    pub initials: String,
    /// What the person is and does here.
    pub role: String,
    /// Whose ring.
    pub sphere: Option<Sphere>,
    /// Signs in as that person; its label is not shown.
    pub enter: ActionButton,
}

/// The page to sign in.
#[derive(Clone, Debug, Default)]
pub struct LoginPage {
    /// Language of the page.
    pub lang: String,
    /// Name of the house.
    pub product: String,
    /// Address of the company's mark; empty for none.
    pub logo: String,
    /// Colours.
    pub theme: Theme,
    /// Title.
    pub title: String,
    /// A sentence under it; empty for none.
    pub intro: String,
    /// The form, made with [`super::form::form`].
    pub form: Option<Markup>,
    /// Other ways in.
    pub links: Vec<Link>,
    /// Heading over the demo's people.
    pub demo_title: String,
    /// The demo's people.
    pub demo: Vec<DemoPerson>,
    /// Nonce of the content security policy.
    pub csp_nonce: Option<String>,
}

/// The page to sign in. Drafts survive it.
#[must_use]
pub fn login_page(page: &LoginPage) -> Markup {
    let shell = Shell {
        lang: page.lang.clone(),
        title: page.title.clone(),
        product: page.product.clone(),
        theme: page.theme,
        csp_nonce: page.csp_nonce.clone(),
        ..Shell::default()
    };
    html! {
        (DOCTYPE)
        html lang=(page.lang) data-theme=(page.theme.name()) data-density=(Density::default().name()) {
            (head(&shell))
            body.alone data-page="login" {
                main #main .alone-card.wide[!page.demo.is_empty()] {
                    header { (logo()) span.product { (page.product) } (company_mark(&page.logo)) }
                    h1 { (page.title) }
                    @if !page.intro.is_empty() { p.lead { (page.intro) } }
                    @if let Some(form) = &page.form { (form) }
                    @if !page.links.is_empty() { ul.alone-links role="list" { @for link in &page.links { li { a href=(href(&link.href)) { (link.label) } } } } }
                    @if !page.demo.is_empty() {
                        h2 { (page.demo_title) }
                        ul.demo-people role="list" { @for person in &page.demo { li { (demo_person(person)) } } }
                    }
                }
            }
        }
    }
}

/// The company's mark; its name stands beside it, so it says nothing of its own.
fn company_mark(address: &str) -> Markup {
    html! { @if !address.is_empty() { img.company-mark src=(href(address)) alt=""; } }
}

fn demo_person(person: &DemoPerson) -> Markup {
    html! {
        form method="post" action=(href(&person.enter.action)) {
            (hidden_inputs(&person.enter.hidden))
            button { (badge(&person.initials, person.sphere)) span { strong { (person.name) } small { (person.role) } } }
        }
    }
}

/// A page that a letter's link leads to: one thing, for somebody who is not signed in.
#[derive(Clone, Debug, Default)]
pub struct CardPage {
    /// Language of the page.
    pub lang: String,
    /// Whose page it is: the company's name, since the reader knows no program.
    pub company: String,
    /// Address of the company's mark; empty for none.
    pub logo: String,
    /// Colours.
    pub theme: Theme,
    /// Title.
    pub title: String,
    /// A sentence under it; empty for none.
    pub intro: String,
    /// What is asked or said.
    pub body: Option<Markup>,
}

/// The page of a letter's link. No search engine keeps it, and it leads nowhere else.
#[must_use]
pub fn card_page(page: &CardPage) -> Markup {
    let shell = Shell {
        lang: page.lang.clone(),
        title: page.title.clone(),
        product: page.company.clone(),
        theme: page.theme,
        ..Shell::default()
    };
    html! {
        (DOCTYPE)
        html lang=(page.lang) data-theme=(page.theme.name()) data-density=(Density::default().name()) {
            (head(&shell))
            body.alone data-page="card" {
                main #main .alone-card.wide {
                    header { (company_mark(&page.logo)) span.product { (page.company) } }
                    h1 { (page.title) }
                    @if !page.intro.is_empty() { p.lead { (page.intro) } }
                    @if let Some(body) = &page.body { (body) }
                }
            }
        }
    }
}

/// What went wrong and where to go on.
#[derive(Clone, Debug, Default)]
pub struct ErrorPage {
    /// Language of the page.
    pub lang: String,
    /// Name of the house.
    pub product: String,
    /// Colours.
    pub theme: Theme,
    /// HTTP status.
    pub status: u16,
    /// What went wrong, in a few words.
    pub title: String,
    /// What it means and what can be done.
    pub text: String,
    /// Words before the id ("Request").
    pub request_label: String,
    /// The id to quote when asking for help.
    pub request_id: String,
    /// Where to go on.
    pub links: Vec<Link>,
    /// Nonce of the content security policy.
    pub csp_nonce: Option<String>,
}

/// The page for an error. It works without script; with it, what was being written is kept.
#[must_use]
pub fn error_page(page: &ErrorPage) -> Markup {
    let shell = Shell {
        lang: page.lang.clone(),
        title: page.title.clone(),
        product: page.product.clone(),
        theme: page.theme,
        csp_nonce: page.csp_nonce.clone(),
        ..Shell::default()
    };
    html! {
        (DOCTYPE)
        html lang=(page.lang) data-theme=(page.theme.name()) data-density=(Density::default().name()) {
            (head(&shell))
            body.alone data-page="error" {
                main #main .alone-card {
                    header { (logo()) span.product { (page.product) } }
                    p.status { (page.status) }
                    h1 { (page.title) }
                    p.lead { (page.text) }
                    @if !page.links.is_empty() {
                        div.buttons { @for (place, link) in page.links.iter().enumerate() { a.button.primary[place == 0] href=(href(&link.href)) { (link.label) } } }
                    }
                    @if !page.request_id.is_empty() { p.request { (page.request_label) " " code { (page.request_id) } } }
                }
            }
        }
    }
}
