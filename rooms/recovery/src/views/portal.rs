//! What a customer sees of their complaints: what they said, what we said, what puts it right. No cost, no cause, no
//! colleague's name but the one who answers.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{self as customer, CustomerId};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Names;
use crate::{
    id::{ComplaintId, ComplaintState, RemedyState},
    record::complaint::{Narrow, list},
    rules::remedy::satisfied,
};

/// The customer's own complaints.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MyComplaints {}

/// A complaint as the customer sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalComplaint {
    /// Id.
    pub id: ComplaintId,
    /// Number.
    pub number: String,
    /// What it is about.
    pub about: String,
    /// How it stands.
    pub state: ComplaintState,
    /// Who sees to it.
    pub owner: String,
    /// When it was taken up.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub opened_at: Timestamp,
    /// What we answered.
    pub answer: Option<String>,
    /// What puts it right, once it may be given.
    pub remedy: Option<String>,
    /// Whether they can say that it is well.
    pub can_confirm: bool,
}

/// The customer's own complaints.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortalComplaints {
    /// The rows, the newest first.
    pub rows: Vec<PortalComplaint>,
}

impl View for MyComplaints {
    const NAME: &'static str = "complaint.mine";
    const PERMISSION: Permission = Permission::PortalRead;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = PortalComplaints;

    fn about(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(ctx.principal.customer.ok_or_else(Refusal::absent)?))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<PortalComplaints> {
        let own = ctx.principal.customer.map(CustomerId).ok_or_else(Refusal::absent)?;
        let own = customer::load(tx, own)?.id;
        let narrow = Narrow { customer: Some(own), ..Narrow::default() };
        let found = list(tx, ctx, &narrow, None, 50)?;
        let names = Names::read(tx, found.iter().map(|row| row.owner_id).collect(), Vec::new())?;
        let rows = found
            .into_iter()
            .map(|row| {
                let told = matches!(row.remedy_state, RemedyState::Approved | RemedyState::Given);
                PortalComplaint {
                    id: row.id,
                    owner: names.who(row.owner_id).name,
                    state: row.state,
                    opened_at: row.opened_at,
                    can_confirm: satisfied(row.state, row.closing, row.answered_at.is_some()).is_ok(),
                    number: row.number,
                    about: row.about,
                    answer: row.answer,
                    remedy: row.remedy.filter(|_| told),
                }
            })
            .collect();
        Ok(PortalComplaints { rows })
    }
}
