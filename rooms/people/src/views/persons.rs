//! Colleagues: the list and one of them.

use std::collections::HashMap;

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Refusal, Sphere, Touches, View};
use accord_store::{Tx, search};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    AreaId, CalendarId, PersonId, RoleId, TerritoryId, notices, paging,
    record::{
        company::{self, AreaRow, RoleRow},
        list::{self, COUNT_MAX, PersonFilter, PersonSort},
        person::{self, PersonRow, PostRow},
        sso,
    },
    rules::sphere,
    terms::{HomeSphere, MailWish, PersonState, Theme},
};

/// Hits of a search that a list looks at.
const HITS_MAX: i64 = 200;

/// Colleagues by name.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonList {
    /// Words of the name, title, address or telephone.
    #[serde(default)]
    pub query: Option<String>,
    /// Where they stand; without it, everybody who has not left.
    #[serde(default)]
    pub state: Option<PersonState>,
    /// With a post in this area.
    #[serde(default)]
    pub area: Option<AreaId>,
    /// With this role.
    #[serde(default)]
    pub role: Option<RoleId>,
    /// In this territory.
    #[serde(default)]
    pub territory: Option<TerritoryId>,
    /// With a post in this sphere.
    #[serde(default)]
    pub sphere: Option<HomeSphere>,
    /// By what they are sorted, with a minus the other way round; by name when left out.
    #[serde(default)]
    pub sort: Option<paging::Sort<PersonSort>>,
    /// At most so many rows, 1 to 200.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// A post as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PostShown {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// The sphere it is keyed to.
    pub sphere: Option<HomeSphere>,
    /// What they do there.
    pub title: String,
    /// Whether it is their home.
    pub home: bool,
}

/// A role as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RoleShown {
    /// The role.
    pub role: RoleId,
    /// What people call it.
    pub label: String,
}

/// A colleague in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonShown {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Where they stand.
    pub state: PersonState,
    /// Sphere of the posts held: both when in both (R1).
    pub sphere: Sphere,
    /// Posts, home first.
    pub posts: Vec<PostShown>,
    /// Roles.
    pub roles: Vec<RoleShown>,
    /// Who covers, while they are away.
    pub cover: Option<PersonId>,
    /// Name of who covers.
    pub cover_name: Option<String>,
}

/// A page of colleagues.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PersonPage {
    /// The rows.
    pub rows: Vec<PersonShown>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, exact to 1,000.
    pub count: i64,
    /// True when there are more than counted.
    pub count_capped: bool,
}

impl View for PersonList {
    const NAME: &'static str = "people.list";
    const PERMISSION: Permission = Permission::PeopleRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PersonPage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let limit = paging::limit(self.limit)?;
        let ids = match self.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
            Some(query) => {
                let hits = search::find(tx, query, &["person"], HITS_MAX)?;
                Some(hits.into_iter().map(|hit| hit.id).collect::<Vec<Uuid>>())
            }
            None => None,
        };
        let filter = PersonFilter {
            state: self.state,
            area: self.area,
            role: self.role,
            territory: self.territory,
            sphere: self.sphere,
            ids,
        };
        let (sorted, own) = paging::sorted(self.sort, self.after.as_deref())?;
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let mut rows = list::persons(tx, &filter, walk, paging::decode(own)?, limit + 1)?;
        let more = paging::trim(&mut rows, limit);
        let own = |row: &PersonRow| paging::encode(&(&row.folded, row.id));
        let last = rows.last().filter(|_| more);
        let next = paging::next_place(sorted.as_ref(), last, |row| row.id.into(), own);
        let count = list::count_persons(tx, &filter)?;
        let rows = shown(tx, ctx, rows)?;
        Ok(PersonPage { rows, next, count: count.min(COUNT_MAX), count_capped: count > COUNT_MAX })
    }
}

/// What people call a role.
pub(crate) fn role_label(ctx: &Context, row: &RoleRow) -> String {
    if row.label.is_empty() {
        ctx.tongue().say(&format!("role-{}", row.name.replace('_', "-"))).into_owned()
    } else {
        row.label.clone()
    }
}

fn post_shown(post: &PostRow, areas: &HashMap<AreaId, AreaRow>) -> PostShown {
    let area = areas.get(&post.area_id);
    PostShown {
        area: post.area_id,
        area_name: area.map(|area| area.name.clone()).unwrap_or_default(),
        sphere: area.and_then(AreaRow::key),
        title: post.title.clone(),
        home: post.home,
    }
}

fn shown(tx: &mut Tx, ctx: &Context, rows: Vec<PersonRow>) -> Outcome<Vec<PersonShown>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.into()).collect();
    let areas: HashMap<AreaId, AreaRow> =
        company::all_areas(tx)?.into_iter().map(|area| (area.id, area)).collect();
    let labels: HashMap<RoleId, String> =
        company::roles(tx)?.into_iter().map(|role| (role.id, role_label(ctx, &role))).collect();
    let posts = list::posts_of_all(tx, &ids)?;
    let held = list::roles_of_all(tx, &ids)?;
    let covers = notices::covers(tx, ctx.now)?;
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let posts: Vec<PostShown> = posts
            .iter()
            .filter(|post| post.person_id == row.id)
            .map(|post| post_shown(post, &areas))
            .collect();
        let keys: Vec<HomeSphere> = posts.iter().filter_map(|post| post.sphere).collect();
        let roles = held.iter().filter(|held| held.person_id == row.id);
        let cover = Some(covers.responsible(row.id)).filter(|cover| *cover != row.id);
        out.push(PersonShown {
            person: row.id,
            name: row.name,
            title: row.title,
            email: row.email,
            phone: row.phone,
            state: row.state,
            sphere: sphere::of_posts(&keys),
            posts,
            roles: roles
                .map(|held| RoleShown {
                    role: held.role_id,
                    label: labels.get(&held.role_id).cloned().unwrap_or_default(),
                })
                .collect(),
            cover_name: cover.map(|cover| person::name_of(tx, cover)).transpose()?,
            cover,
        });
    }
    Ok(out)
}

/// One colleague: oneself, or anybody for who may see colleagues.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonOne {
    /// The colleague.
    pub person: PersonId,
}

/// A colleague with everything that is kept.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PersonFacts {
    /// As in the list.
    pub shown: PersonShown,
    /// Language.
    pub language: Language,
    /// Zone (IANA).
    pub zone: String,
    /// Working calendar.
    pub calendar: CalendarId,
    /// Its name.
    pub calendar_name: String,
    /// Territories: id and name.
    pub territories: Vec<TerritoryShown>,
    /// Leaves that are not over, own and covered.
    pub leaves: Vec<LeaveShown>,
    /// Accounts of the company's own sign-in that open the house for them; for whoever manages colleagues.
    pub accounts: Vec<AccountShown>,
    /// Row version, for changes.
    pub version: i64,
}

/// An account of the company's own sign-in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountShown {
    /// Who vouches for it.
    pub issuer: String,
    /// Its name there that never changes.
    pub subject: String,
    /// Since when it is tied (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub bound_at: Timestamp,
    /// When it was last used (wall time).
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub last_at: Option<Timestamp>,
}

/// A territory as shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TerritoryShown {
    /// The territory.
    pub territory: TerritoryId,
    /// Its name.
    pub name: String,
}

/// A leave as shown. The note is for the two it concerns and who may enter leave.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeaveShown {
    /// The leave.
    pub leave: crate::LeaveId,
    /// Who is away.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// Who covers.
    pub cover: PersonId,
    /// Their name.
    pub cover_name: String,
    /// From.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from: Timestamp,
    /// Until (exclusive).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
    /// Whether it is now.
    pub now: bool,
    /// What the cover should know.
    pub note: Option<String>,
}

pub(crate) fn leave_shown(tx: &mut Tx, ctx: &Context, row: &person::LeaveRow) -> Outcome<LeaveShown> {
    let own = [row.person_id.0, row.cover_id.0].contains(&ctx.principal.id);
    let note = (own || ctx.principal.may(Permission::LeaveManage)) && !row.note.is_empty();
    Ok(LeaveShown {
        leave: row.id,
        person: row.person_id,
        person_name: person::name_of(tx, row.person_id)?,
        cover: row.cover_id,
        cover_name: person::name_of(tx, row.cover_id)?,
        from: row.from_at,
        until: row.until_at,
        now: row.from_at <= ctx.now && ctx.now < row.until_at,
        note: note.then(|| row.note.clone()),
    })
}

impl View for PersonOne {
    const NAME: &'static str = "people.person";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = PersonFacts;
    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        if self.person.0 != ctx.principal.id && !ctx.principal.may(Permission::PeopleRead) {
            return Err(Refusal::absent());
        }
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        facts(tx, ctx, self.person)
    }
}

pub(crate) fn facts(tx: &mut Tx, ctx: &Context, id: PersonId) -> Outcome<PersonFacts> {
    let row = person::person(tx, id)?;
    let mut territories = Vec::new();
    for held in person::territories_of(tx, id)? {
        let territory = tx.get::<company::TerritoryRow>(held.territory_id)?;
        let name = territory.map(|territory| territory.name).unwrap_or_default();
        territories.push(TerritoryShown { territory: held.territory_id, name });
    }
    let mut leaves = Vec::new();
    for leave in person::leaves_after(tx, Some(id), ctx.now)? {
        leaves.push(leave_shown(tx, ctx, &leave)?);
    }
    let (language, zone, calendar, version) = (row.language, row.zone.clone(), row.calendar_id, row.version);
    let calendar_name = company::calendar_row(tx, calendar)?.name;
    let shown = shown(tx, ctx, vec![row])?.into_iter().next().ok_or_else(Refusal::absent)?;
    let mut accounts = Vec::new();
    if ctx.principal.may(Permission::PeopleManage) {
        for found in sso::identities_of(tx, id)? {
            accounts.push(AccountShown {
                issuer: found.issuer,
                subject: found.subject,
                bound_at: found.bound_at,
                last_at: found.last_at,
            });
        }
    }
    Ok(PersonFacts { shown, language, zone, calendar, calendar_name, territories, leaves, accounts, version })
}

/// How one has set one's own pages.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OwnWishes {
    /// Colours.
    pub theme: Theme,
    /// Density.
    pub density: crate::terms::Density,
    /// Which notices go by mail.
    pub mail_wish: MailWish,
    /// No letters from this time of day.
    pub quiet_from: Option<String>,
    /// … until this one.
    pub quiet_until: Option<String>,
}

pub(crate) fn wishes(row: &PersonRow) -> OwnWishes {
    OwnWishes {
        theme: row.theme,
        density: row.density,
        mail_wish: row.mail_wish,
        quiet_from: row.quiet_from.clone(),
        quiet_until: row.quiet_until.clone(),
    }
}
