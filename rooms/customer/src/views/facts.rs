//! The customer's record in one answer: names, sites, contacts, team of both spheres.

use accord_business_time::date_in_zone;
use accord_kernel::{Audience, Context, Currency, Language, Outcome, Permission, Touches, View};
use accord_room_people::{CalendarId, TerritoryId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    access::gaps_of_site,
    access::{AccessGap, AccessRecord},
    colleague::{PersonRef, colleagues},
    id::{ContactId, ContactState, CustomerId, CustomerState, Rank, SiteId, SiteState, Stage, TeamSphere},
    record::{self, ContactRow, SiteRow},
    rules,
};

/// One customer; the id of a record that was merged answers with the one that goes on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomerFacts {
    /// The customer.
    pub customer: CustomerId,
}

/// A customer's record.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CustomerRecord {
    /// Id.
    pub id: CustomerId,
    /// Number for people.
    pub number: String,
    /// Name.
    pub name: String,
    /// Tax or register number.
    pub legal_id: Option<String>,
    /// Territory.
    pub territory: Option<TerritoryId>,
    /// Stage of the loop.
    pub stage: Stage,
    /// The stage after it.
    pub next_stage: Stage,
    /// How often the loop has begun.
    pub cycle: i64,
    /// Currency of its papers.
    pub currency: Currency,
    /// Language in which it is written to.
    pub language: Language,
    /// State.
    pub state: CustomerState,
    /// When it was entered.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub entered_at: Timestamp,
    /// Numbers of the records merged into it.
    pub merged_numbers: Vec<String>,
    /// Sites, archived ones last.
    pub sites: Vec<SiteFacts>,
    /// Contacts, those who left last.
    pub contacts: Vec<ContactFacts>,
    /// Account team: owners of both spheres, then back-ups.
    pub team: Vec<SeatFacts>,
    /// Spheres without an owner (R3).
    pub missing_owners: Vec<TeamSphere>,
    /// Version; send it with a change.
    pub version: i64,
}

/// A site with its access record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SiteFacts {
    /// Id.
    pub id: SiteId,
    /// Name.
    pub name: String,
    /// First line of the address.
    pub line1: String,
    /// Second line.
    pub line2: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// State or province.
    pub region: String,
    /// Country by its two letters.
    pub country: String,
    /// IANA zone.
    pub zone: String,
    /// Working calendar; none is the company's own.
    pub calendar: Option<CalendarId>,
    /// How to get in.
    pub access: Option<AccessRecord>,
    /// What the access record lacks today.
    pub access_gaps: Vec<AccessGap>,
    /// State.
    pub state: SiteState,
    /// Version; send it with a change.
    pub version: i64,
}

/// A person at the customer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContactFacts {
    /// Id.
    pub id: ContactId,
    /// Name; empty once erased.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Language.
    pub language: Language,
    /// What they do there.
    pub job: String,
    /// Whether they can be reached there.
    pub state: ContactState,
    /// Version; send it with a change.
    pub version: i64,
}

/// A place in the account team.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SeatFacts {
    /// Who.
    pub person: PersonRef,
    /// Telephone.
    pub phone: Option<String>,
    /// Half of the team.
    pub sphere: TeamSphere,
    /// Standing.
    pub rank: Rank,
    /// Since when.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub since: Timestamp,
    /// Whether they are on leave now.
    pub away: bool,
    /// Who has their work now, while they are away.
    pub cover: Option<PersonRef>,
}

impl View for CustomerFacts {
    const NAME: &'static str = "customer.facts";
    const PERMISSION: Permission = Permission::CustomerRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CustomerRecord;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<CustomerRecord> {
        let row = record::load(tx, self.customer)?;
        let mut sites = Vec::new();
        for site in record::sites_of(tx, row.id)? {
            sites.push(site_facts(tx, ctx, site)?);
        }
        let contacts = record::contacts_of(tx, row.id)?.into_iter().map(contact_facts).collect();
        let team = seats(tx, ctx, row.id)?;
        let owned =
            |sphere: TeamSphere| team.iter().any(|seat| seat.sphere == sphere && seat.rank == Rank::Owner);
        let missing_owners = TeamSphere::ALL.iter().copied().filter(|sphere| !owned(*sphere)).collect();
        Ok(CustomerRecord {
            id: row.id,
            number: row.number,
            name: row.name,
            legal_id: row.legal_id,
            territory: row.territory_id,
            stage: row.stage,
            next_stage: rules::next_stage(row.stage),
            cycle: row.cycle,
            currency: row.currency,
            language: row.language,
            state: row.state,
            entered_at: row.entered_at,
            merged_numbers: record::merged_numbers(tx, row.id)?,
            sites,
            contacts,
            team,
            missing_owners,
            version: row.version,
        })
    }
}

/// The account team with names, telephones and covers.
pub(super) fn seats(tx: &mut Tx, ctx: &Context, customer: CustomerId) -> Outcome<Vec<SeatFacts>> {
    let members = record::members(tx, customer)?;
    let known = colleagues(tx, ctx, members.iter().map(|member| member.person_id))?;
    let seat = |member: &record::MemberRow| {
        let colleague = known.get(&member.person_id)?.clone();
        Some(SeatFacts {
            person: colleague.person,
            phone: colleague.phone,
            sphere: member.sphere,
            rank: member.rank,
            since: member.since_at,
            away: colleague.away,
            cover: colleague.cover,
        })
    };
    Ok(members.iter().filter_map(seat).collect())
}

pub(super) fn site_facts(tx: &mut Tx, ctx: &Context, site: SiteRow) -> Outcome<SiteFacts> {
    let zone = accord_business_time::zone(&site.zone).unwrap_or_else(|_| ctx.zone());
    let gaps = gaps_of_site(tx, ctx, &site, date_in_zone(ctx.now, &zone), None)?;
    Ok(SiteFacts {
        id: site.id,
        name: site.name,
        line1: site.line1,
        line2: site.line2,
        postal_code: site.postal_code,
        town: site.town,
        region: site.region,
        country: site.country,
        zone: site.zone,
        calendar: site.calendar_id,
        access: site.access.map(|access| access.0),
        access_gaps: gaps,
        state: site.state,
        version: site.version,
    })
}

pub(super) fn contact_facts(contact: ContactRow) -> ContactFacts {
    ContactFacts {
        id: contact.id,
        name: contact.name,
        email: contact.email,
        phone: contact.phone,
        language: contact.language,
        job: contact.job,
        state: contact.state,
        version: contact.version,
    }
}
