//! What a customer sees of its own record (R5). These types have no internal field, so none can reach a customer.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::seats;
use crate::{
    id::{ContactState, Rank, SiteState, TeamSphere},
    record,
};

/// The reader's own company.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalCompany {}

/// A customer as it sees itself.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortalRecord {
    /// Number by which we know them.
    pub number: String,
    /// Name.
    pub name: String,
    /// Sites.
    pub sites: Vec<PortalSite>,
    /// Contacts.
    pub contacts: Vec<PortalContact>,
    /// Whom to call.
    pub team: Vec<PortalColleague>,
}

/// A site.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortalSite {
    /// Name.
    pub name: String,
    /// Lines of the address, without empty ones.
    pub address: Vec<String>,
    /// Country by its two letters.
    pub country: String,
    /// IANA zone.
    pub zone: String,
}

/// A contact of theirs.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortalContact {
    /// Name.
    pub name: String,
    /// What they do.
    pub job: String,
}

/// Somebody of ours who answers for them.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PortalColleague {
    /// Name; while they are away, of who has their work.
    pub name: String,
    /// Telephone.
    pub phone: Option<String>,
    /// For what: buying, or using.
    pub sphere: TeamSphere,
    /// Owner or back-up.
    pub rank: Rank,
}

impl View for PortalCompany {
    const NAME: &'static str = "portal.company";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = PortalRecord;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PortalRecord> {
        let customer = record::load(tx, ctx.principal.customer.ok_or_else(Refusal::absent)?)?;
        let sites =
            record::sites_of(tx, customer.id)?.into_iter().filter(|site| site.state == SiteState::Active);
        let sites = sites.map(|site| PortalSite {
            name: site.name,
            address: [site.line1, site.line2, site.postal_code, site.town, site.region]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect(),
            country: site.country,
            zone: site.zone,
        });
        let sites = sites.collect();
        let contacts = record::contacts_of(tx, customer.id)?
            .into_iter()
            .filter(|contact| contact.state == ContactState::Active);
        let contacts =
            contacts.map(|contact| PortalContact { name: contact.name, job: contact.job }).collect();
        let seats = seats(tx, ctx, customer.id)?;
        let covers = seats.iter().filter_map(|seat| seat.cover.as_ref().map(|cover| cover.id));
        let covers = crate::colleague::colleagues(tx, ctx, covers)?;
        let team = seats.into_iter().map(|seat| {
            let cover = seat.cover.and_then(|cover| covers.get(&cover.id));
            let (name, phone) = match cover {
                Some(cover) => (cover.person.name.clone(), cover.phone.clone()),
                None => (seat.person.name, seat.phone),
            };
            PortalColleague { name, phone, sphere: seat.sphere, rank: seat.rank }
        });
        Ok(PortalRecord {
            number: customer.number,
            name: customer.name,
            sites,
            contacts,
            team: team.collect(),
        })
    }
}
