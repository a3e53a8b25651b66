//! Pages as rooms register them: an address, who may open it, its place in the navigation, and a function that reads
//! views and returns HTML.
//!
//! A page reads only through [`PageCx::view`], so permission, sight and the read log are those of the API. It must not
//! touch the transaction. To add a page, write a function in your room's `pages.rs` and register a [`PageDef`] with
//! `registry.extend(…)`.

use std::collections::BTreeMap;

use accord_kernel::{Audience, Fact, Outcome, Permission, Reader, Refusal, Registry, View};
use jiff::{Timestamp, civil::Date};
use maud::Markup;
use uuid::Uuid;

use crate::parts::{
    Sphere,
    icon::Icon,
    panel::{Tab, tabs},
    shell::Count,
};

/// Groups of the navigation, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NavGroup {
    /// What everybody needs, without a heading.
    Everyone,
    /// Sales.
    Sell,
    /// Manufacturing.
    Make,
    /// After-sales service.
    Serve,
    /// Both spheres.
    Together,
    /// The company's own standing facts.
    House,
}

impl NavGroup {
    /// Every group, in order.
    pub const ALL: &'static [Self] =
        &[Self::Everyone, Self::Sell, Self::Make, Self::Serve, Self::Together, Self::House];

    /// Message key of the heading; empty for none.
    pub fn message(self) -> &'static str {
        match self {
            Self::Everyone => "",
            Self::Sell => "nav-group-sell",
            Self::Make => "nav-group-make",
            Self::Serve => "nav-group-serve",
            Self::Together => "nav-group-together",
            Self::House => "nav-group-house",
        }
    }

    /// Whose colour it has.
    pub fn sphere(self) -> Option<Sphere> {
        match self {
            Self::Sell => Some(Sphere::Sales),
            Self::Serve => Some(Sphere::Service),
            Self::Make | Self::Together => Some(Sphere::Both),
            Self::Everyone | Self::House => None,
        }
    }
}

/// Counts what waits on a page.
pub type CountWaiting = fn(&mut Reader<'_>) -> Outcome<Option<Count>>;

/// A page's place in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct Nav {
    /// Group.
    pub group: NavGroup,
    /// Place within the group.
    pub order: u16,
    /// Message key of the label.
    pub label: &'static str,
    /// Keys that go there, `g c`; empty for none.
    pub keys: &'static str,
    /// Sign on the phone's bar.
    pub icon: Option<Icon>,
    /// How much waits there.
    pub count: Option<CountWaiting>,
}

/// A page.
#[derive(Debug, Clone, Copy)]
pub struct PageDef {
    /// Its address, `/customers/{customer}`.
    pub path: &'static str,
    /// Who may open it.
    pub permission: Permission,
    /// For whom it is.
    pub audience: Audience,
    /// Its place in the navigation, when it has one.
    pub nav: Option<Nav>,
    /// Draws it.
    pub draw: fn(&mut PageCx<'_, '_>) -> Outcome<Page>,
}

/// Where things of a kind have their page: `customer` at `/customers/{id}`. Search, metrics and notices link by it.
#[derive(Debug, Clone, Copy)]
pub struct Home {
    /// Entity word, as in `x-ref` and search entries.
    pub entity: &'static str,
    /// Address with `{id}`.
    pub path: &'static str,
}

/// One offer of a [`Lookup`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Offer {
    /// Id to send.
    pub value: Uuid,
    /// What to show.
    pub label: String,
    /// What to show beside it.
    pub hint: String,
}

/// How fields that refer to things of a kind offer them.
#[derive(Debug, Clone, Copy)]
pub struct Lookup {
    /// Entity word, as in `x-ref`.
    pub entity: &'static str,
    /// True when there are few: a select instead of a search field.
    pub few: bool,
    /// Finds by what was typed (empty: the first ones), within what is already fixed in the form (its customer, say).
    pub find: fn(&mut Reader<'_>, query: &str, fixed: &serde_json::Value) -> Outcome<Vec<Offer>>,
    /// The label of one.
    pub label: fn(&mut Reader<'_>, id: Uuid) -> Outcome<Option<String>>,
}

/// Words to choose from that no schema can list, since they are known when the program is wired: a field whose schema says
/// `x-choices` with this name offers them, under headings.
#[derive(Clone, Copy)]
pub struct Choices {
    /// Name, as in `x-choices`.
    pub name: &'static str,
    /// Headings and what stands under them, in the reader's words.
    pub offer: fn(&mut Reader<'_>) -> Outcome<crate::parts::control::PickGroups>,
}

/// What stands above every page about some chains, whoever made the page: a customer in crisis, say.
#[derive(Clone, Copy)]
pub struct Banner {
    /// Draws it, or nothing, for the chains that the page is about.
    pub draw: fn(&mut PageCx<'_, '_>, topics: &[Uuid]) -> Outcome<Markup>,
}

/// Things besides customers whose chains pages follow live. A page that stands below such a thing registers it, or its
/// reader is told of no change.
#[derive(Clone, Copy)]
pub struct Followed {
    /// Table of the things; their ids are the chains.
    pub entity: &'static str,
    /// Whoever has it may follow each of them.
    pub permission: Permission,
    /// Column of the person whom alone the thing concerns; open for a thing of the whole company.
    pub owner: Option<&'static str>,
}

impl Followed {
    /// Things of the whole company.
    pub const fn of(entity: &'static str, permission: Permission) -> Self {
        Self { entity, permission, owner: None }
    }
}

/// What a page's function returns.
#[derive(Debug, Clone)]
pub struct Page {
    /// Title, in the reader's language.
    pub title: String,
    /// Where it stands; the last is the page itself and has no address.
    pub crumbs: Vec<(String, Option<String>)>,
    /// What fills `main`.
    pub main: Markup,
    /// Chains whose change refreshes it: a customer's id, the reader's own id.
    pub topics: Vec<Uuid>,
}

impl Page {
    /// A page that stands alone in the crumbs.
    pub fn new(title: impl Into<String>, main: Markup) -> Self {
        let title = title.into();
        Self { crumbs: vec![(title.clone(), None)], title, main, topics: Vec::new() }
    }
    /// Below another page.
    #[must_use]
    pub fn below(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        let at = self.crumbs.len().saturating_sub(1);
        self.crumbs.insert(at, (label.into(), Some(href.into())));
        self
    }
    /// Refreshed when this chain changes.
    #[must_use]
    pub fn live(mut self, chain: impl Into<Uuid>) -> Self {
        self.topics.push(chain.into());
        self
    }
}

/// Query parameter that asks for one dialog of the page to come open.
pub const DIALOG: &str = "_dialog";

/// What a page's function holds.
pub struct PageCx<'a, 'r> {
    /// Reads views.
    pub reader: &'a mut Reader<'r>,
    /// Values of the address's places: `customer` of `/customers/{customer}`.
    pub path: BTreeMap<String, String>,
    /// The query, in order.
    pub query: Vec<(String, String)>,
    /// The address as asked for, with its query; without the dialog that is to come open.
    pub address: String,
}

impl PageCx<'_, '_> {
    /// Reads a view.
    ///
    /// # Errors
    /// The view's refusal.
    pub fn view<V: View>(&mut self, view: V) -> Outcome<V::Answer> {
        self.reader.view(view)
    }

    /// What is registered.
    pub fn registry(&self) -> &Registry {
        &self.reader.kernel.registry
    }

    /// Speaks the reader's language.
    pub fn tongue(&self) -> accord_kernel::Tongue<'_> {
        self.reader.context.tongue()
    }

    /// A message.
    pub fn say(&self, key: &str) -> String {
        self.tongue().say(key).into_owned()
    }

    /// A message with facts.
    pub fn say_with(&self, key: &str, facts: &[(&'static str, Fact)]) -> String {
        self.tongue().say_with(key, facts)
    }

    /// A civil date in the reader's language.
    pub fn date(&self, date: Date) -> String {
        self.tongue().date(date)
    }

    /// An instant in the reader's language and zone.
    pub fn instant(&self, at: Timestamp) -> String {
        self.tongue().instant(at)
    }

    /// Business time.
    pub fn now(&self) -> Timestamp {
        self.reader.context.now
    }

    /// Whether the reader may.
    pub fn may(&self, permission: Permission) -> bool {
        self.reader.context.principal.may(permission)
    }

    /// Whether the reader may open a page of the navigation, by its path without places.
    pub fn opens(&self, path: &str) -> bool {
        let mut pages = self.reader.kernel.registry.extensions::<PageDef>();
        pages.any(|page| page.path == path && self.may(page.permission))
    }

    /// The pages of one room as tabs, each by its path and the message of its label; those that the reader may not open
    /// are left out.
    pub fn tabs(&self, title: &str, current: &str, pages: &[(&str, &str)]) -> Markup {
        let tab = |(path, label): &(&str, &str)| Tab {
            label: self.say(label),
            href: (*path).to_owned(),
            current: *path == current,
            count: None,
        };
        let shown: Vec<Tab> = pages.iter().filter(|(path, _)| self.opens(path)).map(tab).collect();
        tabs(&self.say(title), &shown)
    }

    /// The id at a place of the address; something that is no id is as absent.
    ///
    /// # Errors
    /// Absent.
    pub fn id<T: From<Uuid>>(&self, name: &str) -> Outcome<T> {
        let text = self.path.get(name).ok_or_else(Refusal::absent)?;
        Uuid::parse_str(text).map(T::from).map_err(|_| Refusal::absent())
    }

    /// The first value of a query parameter that is not empty.
    pub fn ask(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The view's parameters from the query: only names the view knows, so that a foreign parameter does no harm on a
    /// page (the API refuses it).
    ///
    /// # Errors
    /// 422 when a value is not acceptable.
    pub fn params<V: View>(&self) -> Outcome<V> {
        let def = self.registry().find_view(V::NAME).ok_or_else(|| Refusal::defect("view not registered"))?;
        let known = crate::answer::from_query(&def.input, &self.query, false, &self.reader.context)?;
        accord_kernel::read_input(&known)
    }

    /// The address of this page with some parameters set (`Some`) or dropped (`None`); `after` is dropped always,
    /// since another filter begins a list anew.
    pub fn here_with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let path = self.address.split('?').next().unwrap_or("/");
        let mut pairs: Vec<(String, String)> = self
            .query
            .iter()
            .filter(|(key, value)| {
                key != "after"
                    && key != DIALOG
                    && !value.is_empty()
                    && changes.iter().all(|(name, _)| name != key)
            })
            .cloned()
            .collect();
        for (name, value) in changes {
            if let Some(value) = value {
                pairs.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        if pairs.is_empty() {
            return path.to_owned();
        }
        let query: Vec<String> = pairs.iter().map(|(k, v)| format!("{}={}", escape(k), escape(v))).collect();
        format!("{path}?{}", query.join("&"))
    }

    /// Whether the page was asked for with this dialog open.
    pub fn asks_dialog(&self, id: &str) -> bool {
        self.ask(DIALOG) == Some(id)
    }

    /// The address of this page with a dialog open.
    pub fn dialog_address(&self, id: &str) -> String {
        let joint = if self.address.contains('?') { '&' } else { '?' };
        format!("{}{joint}{DIALOG}={id}#dialog-{id}", self.address)
    }

    /// The page of a thing.
    pub fn home(&self, entity: &str, id: impl Into<Uuid>) -> Option<String> {
        home(self.registry(), entity, id.into())
    }
}

/// The page of a thing.
pub fn home(registry: &Registry, entity: &str, id: Uuid) -> Option<String> {
    registry
        .extensions::<Home>()
        .find(|home| home.entity == entity)
        .map(|home| home.path.replace("{id}", &id.to_string()))
}

/// Percent-encodes a query part (RFC 3986 unreserved characters stay).
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 0x0F] {
                out.extend(char::from_digit(u32::from(digit), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
    out
}
