//! Items done, done again, not needed; faults found and mended.

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{self as customer, AttachmentId, AttachmentState, ContactId};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::touches;
use crate::{
    follow::workable,
    id::{FaultId, InstallationId, ItemId, ItemState, Part, Side},
    input::{NAME_MAX, WORDING_MAX, optional, text},
    neighbours::{Word, at_version, author, service_owner, tell},
    proving::{Brought, done},
    record::plan::{Fault, Item, fault, installation, item},
};

/// An item.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ItemAnswer {
    /// Its plan.
    pub installation: InstallationId,
    /// Its id.
    pub item: ItemId,
    /// How it stands.
    pub state: ItemState,
    /// Row version.
    pub version: i64,
}

impl ItemAnswer {
    fn of(row: &Item) -> Self {
        Self { installation: row.installation_id, item: row.id, state: row.state, version: row.version }
    }
}

fn touches_item(tx: &mut Tx, id: ItemId) -> Outcome<Touches> {
    Ok(Touches::customer(item(tx, id)?.customer_id))
}

/// Says that an item is done, with what proves it: a value, words, or a file that was added for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DoItem {
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    pub version: i64,
    /// The value that was read off.
    #[serde(default)]
    pub reading: Option<String>,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
    /// The file that proves it; the one that it has when left out.
    #[serde(default)]
    pub attachment: Option<AttachmentId>,
}

impl Action for DoItem {
    const NAME: &'static str = "installation.do_item";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ItemAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_item(tx, self.item)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ItemAnswer> {
        let mut row = item(tx, self.item)?;
        at_version(&row, self.version)?;
        workable(&installation(tx, row.installation_id)?)?;
        let file = match self.attachment.or(row.attachment_id) {
            Some(id) => {
                let unknown = || Refusal::field("/attachment", "field.unknown_reference");
                let file = customer::attachment(tx, id).map_err(|_| unknown())?;
                let theirs = file.customer_id == row.customer_id && file.state == AttachmentState::Active;
                Some(file).filter(|_| theirs).map_or_else(|| Err(unknown()), |file| Ok(Some(file)))?
            }
            None => None,
        };
        let brought = Brought {
            note: optional("/note", self.note.as_deref(), WORDING_MAX)?.unwrap_or_default(),
            reading: optional("/reading", self.reading.as_deref(), NAME_MAX)?.unwrap_or_default(),
            file: file.as_ref(),
            contact: None,
        };
        done(tx, act, &mut row, brought)?;
        Ok(ItemAnswer::of(&row))
    }
}

/// Opens an item again: it did not hold. A step that had to be done again is no longer right first time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoItem {
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
    /// It was only marked by mistake.
    #[serde(default)]
    pub mistake: bool,
}

impl Action for UndoItem {
    const NAME: &'static str = "installation.undo_item";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ItemAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_item(tx, self.item)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ItemAnswer> {
        let mut row = item(tx, self.item)?;
        at_version(&row, self.version)?;
        workable(&installation(tx, row.installation_id)?)?;
        if row.state == ItemState::Open {
            return Err(Refusal::conflict("installation.item_open"));
        }
        let was_done = row.state == ItemState::Done;
        row.note = text("/reason", &self.reason, WORDING_MAX)?;
        row.state = ItemState::Open;
        row.attachment_id = None;
        row.reading = String::new();
        row.redone += i64::from(was_done && !self.mistake);
        row.done_at = None;
        row.done_by = None;
        row.done_by_contact = None;
        tx.update(&mut row)?;
        act.fact("installation", row.installation_id);
        act.fact("item", row.id);
        act.fact("mistake", self.mistake);
        Ok(ItemAnswer::of(&row))
    }
}

/// Says that an item is not needed here. A step that acceptance waits for cannot be skipped but by whoever plans.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipItem {
    /// The item.
    pub item: ItemId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for SkipItem {
    const NAME: &'static str = "installation.skip_item";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ItemAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches_item(tx, self.item)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ItemAnswer> {
        let mut row = item(tx, self.item)?;
        at_version(&row, self.version)?;
        workable(&installation(tx, row.installation_id)?)?;
        let needed = row.part == Part::Step && row.mandatory;
        if needed && !act.principal.may(Permission::DeliveryPlan) {
            return Err(Refusal::conflict("installation.step_needed")
                .with("step", row.text(act.language).to_owned())
                .possible("installation-planner", Vec::new()));
        }
        row.note = text("/reason", &self.reason, WORDING_MAX)?;
        row.state = ItemState::NotNeeded;
        row.done_at = Some(act.now);
        row.done_by = author(act);
        tx.update(&mut row)?;
        act.fact("installation", row.installation_id);
        act.fact("item", row.id);
        Ok(ItemAnswer::of(&row))
    }
}

/// The customer says that something of theirs is ready.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortalDoItem {
    /// The item.
    pub item: ItemId,
    /// In words.
    #[serde(default)]
    pub note: Option<String>,
}

impl Action for PortalDoItem {
    const NAME: &'static str = "portal.installation_ready";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = ItemAnswer;

    fn touches(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(own_item(tx, ctx, self.item)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ItemAnswer> {
        let mut row = own_item(tx, act, self.item)?;
        let plan = installation(tx, row.installation_id)?;
        workable(&plan)?;
        if row.state == ItemState::Done {
            return Err(Refusal::conflict("installation.item_done"));
        }
        let note = optional("/note", self.note.as_deref(), WORDING_MAX)?.unwrap_or_default();
        // The customer's word is enough here; what needs a picture is looked at by us.
        row.evidence = match row.evidence {
            crate::id::Evidence::Text => crate::id::Evidence::Text,
            _ => crate::id::Evidence::Word,
        };
        let brought = Brought { note, contact: Some(ContactId(act.principal.id)), ..Brought::default() };
        done(tx, act, &mut row, brought)?;
        let mut persons = vec![service_owner(tx, act, plan.customer_id)?];
        persons.extend(plan.lead_id);
        let word = Word::new("notice-installation-customer-ready", format!("/installations/{}", plan.id))
            .with("number", plan.number.clone())
            .with("what", row.en.clone())
            .about(plan.customer_id);
        tell(tx, act, &persons, &word)?;
        Ok(ItemAnswer::of(&row))
    }
}

/// An item of the contact's own company, on the customer's side.
fn own_item(tx: &mut Tx, ctx: &Context, id: ItemId) -> Outcome<Item> {
    let own = ctx.principal.customer.ok_or_else(Refusal::absent)?;
    let own = customer::load(tx, own)?.id;
    let row = item(tx, id)?;
    let theirs = row.customer_id == own && row.side == Side::Customer && row.part == Part::Ready;
    if theirs { Ok(row) } else { Err(Refusal::absent()) }
}

/// Records a fault found while installing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundFault {
    /// The plan.
    pub installation: InstallationId,
    /// What is wrong.
    pub what: String,
    /// Somebody has to come again for it.
    #[serde(default)]
    pub needs_return: bool,
}

/// A fault.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FaultAnswer {
    /// Its plan.
    pub installation: InstallationId,
    /// Its id.
    pub fault: FaultId,
    /// Row version.
    pub version: i64,
}

impl Action for FoundFault {
    const NAME: &'static str = "installation.fault";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FaultAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.installation)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FaultAnswer> {
        let plan = installation(tx, self.installation)?;
        workable(&plan)?;
        let row = Fault {
            id: act.new_id(),
            installation_id: plan.id,
            customer_id: plan.customer_id,
            what: text("/what", &self.what, WORDING_MAX)?,
            needs_return: self.needs_return,
            found_at: act.now,
            found_by: author(act),
            mended_at: None,
            mended_words: None,
            version: 1,
        };
        tx.insert(&row)?;
        act.fact("installation", plan.id);
        act.fact("fault", row.id);
        act.fact("needs_return", row.needs_return);
        Ok(FaultAnswer { installation: plan.id, fault: row.id, version: row.version })
    }
}

/// Records that a fault was mended.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MendFault {
    /// The fault.
    pub fault: FaultId,
    /// The version that was read.
    pub version: i64,
    /// How.
    pub words: String,
}

impl Action for MendFault {
    const NAME: &'static str = "installation.mend";
    const PERMISSION: Permission = Permission::DeliveryWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = FaultAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(fault(tx, self.fault)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<FaultAnswer> {
        let mut row = fault(tx, self.fault)?;
        at_version(&row, self.version)?;
        if row.mended_at.is_some() {
            return Err(Refusal::conflict("installation.mended_already"));
        }
        row.mended_words = Some(text("/words", &self.words, WORDING_MAX)?);
        row.mended_at = Some(act.now);
        tx.update(&mut row)?;
        act.fact("installation", row.installation_id);
        act.fact("fault", row.id);
        Ok(FaultAnswer { installation: row.installation_id, fault: row.id, version: row.version })
    }
}
