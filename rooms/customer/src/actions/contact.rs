//! The customer's people.

use accord_kernel::{
    Act, Action, Audience, Call, Context, Language, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_room_people as people;
use accord_store::{Record, Tx, forget, search, secret};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Changed, writable};
use crate::{
    check,
    id::{AttachmentId, AttachmentState, ContactId, ContactState, CustomerId},
    identity::Identity,
    record::{self, AttachmentRow, ContactRow, CustomerRow},
};

/// Why somebody is erased whom a restored backup knows again.
const ERASED_AGAIN: &str = "Erased before; a backup from before that was restored.";

/// Fact of an erasure: ids of the files that stay, apart by blanks.
pub const KEPT_FILES: &str = "kept_files";

/// A contact to be entered.
#[derive(Debug, Clone)]
pub struct NewContact {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Language in which they are written to; the customer's when none.
    pub language: Option<Language>,
    /// What they do there.
    pub job: Option<String>,
}

impl NewContact {
    fn fill(&self, row: &mut ContactRow) -> Outcome<()> {
        row.name = check::text("/name", &self.name, check::NAME_MAX)?;
        row.email = check::email("/email", self.email.as_deref())?;
        row.phone = check::some("/phone", self.phone.as_deref(), check::NAME_MAX)?;
        row.job = check::some("/job", self.job.as_deref(), check::NAME_MAX)?.unwrap_or_default();
        if let Some(language) = self.language {
            row.language = language;
        }
        Ok(())
    }
}

/// Enters a contact within any action.
///
/// # Errors
/// A field's refusal.
pub fn enter_contact(
    tx: &mut Tx,
    act: &mut Act<'_>,
    customer: &CustomerRow,
    new: &NewContact,
) -> Outcome<ContactRow> {
    let mut row = ContactRow {
        id: act.new_id(),
        customer_id: customer.id,
        name: String::new(),
        email: None,
        phone: None,
        language: customer.language,
        job: String::new(),
        state: ContactState::Active,
        version: 1,
    };
    new.fill(&mut row)?;
    act.fact("contact", row.id);
    tx.insert(&row)?;
    record::index_contact(tx, &row)?;
    Ok(row)
}

/// Enters a person at a customer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterContact {
    /// The customer.
    pub customer: CustomerId,
    /// Name.
    pub name: String,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone, with the country's code.
    #[serde(default)]
    pub phone: Option<String>,
    /// Language in which they are written to; the customer's when left out.
    #[serde(default)]
    pub language: Option<Language>,
    /// What they do there.
    #[serde(default)]
    pub job: Option<String>,
}

/// A contact that was entered.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ContactEntered {
    /// Their id.
    pub id: ContactId,
}

impl Action for EnterContact {
    const NAME: &'static str = "contact.enter";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ContactEntered;

    fn touches(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(self.customer))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<ContactEntered> {
        let customer = writable(tx, self.customer)?;
        let new = NewContact {
            name: self.name,
            email: self.email,
            phone: self.phone,
            language: self.language,
            job: self.job,
        };
        Ok(ContactEntered { id: enter_contact(tx, act, &customer, &new)?.id })
    }
}

/// Changes what is known of a contact.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeContact {
    /// The contact.
    pub contact: ContactId,
    /// Version that was seen.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Telephone, with the country's code.
    #[serde(default)]
    pub phone: Option<String>,
    /// Language in which they are written to.
    pub language: Language,
    /// What they do there.
    #[serde(default)]
    pub job: Option<String>,
}

impl Action for ChangeContact {
    const NAME: &'static str = "contact.change";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::contact(tx, self.contact)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = present(tx, self.contact)?;
        check::at_version(&row, self.version)?;
        let new = NewContact {
            name: self.name,
            email: self.email,
            phone: self.phone,
            language: Some(self.language),
            job: self.job,
        };
        new.fill(&mut row)?;
        act.fact("contact", row.id);
        tx.update(&mut row)?;
        record::index_contact(tx, &row)?;
        Ok(Changed { version: row.version })
    }
}

/// A contact chooses the language of their own page and of the letters to them.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeakLanguage {
    /// The language.
    pub language: Language,
}

impl Action for SpeakLanguage {
    const NAME: &'static str = "portal.speak";
    const PERMISSION: Permission = Permission::PortalWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Customer;
    type Answer = Changed;

    fn touches(&self, _: &mut Tx, ctx: &Context) -> Outcome<Touches> {
        ctx.principal.customer.map(|id| Touches::customer(CustomerId(id))).ok_or_else(Refusal::absent)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = present(tx, ContactId(act.principal.id))?;
        if row.language != self.language {
            row.language = self.language;
            act.fact("contact", row.id);
            tx.update(&mut row)?;
        }
        Ok(Changed { version: row.version })
    }
}

/// A contact who still works there.
fn present(tx: &mut Tx, id: ContactId) -> Outcome<ContactRow> {
    let row = record::contact(tx, id)?;
    match row.state {
        ContactState::Active => Ok(row),
        ContactState::Left => Err(Refusal::conflict("contact.left").with("contact", row.name)),
        ContactState::Erased => Err(Refusal::conflict("contact.erased")),
    }
}

/// Somebody no longer works there: they are not offered for choice any more, and their portal access ends at once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeaveContact {
    /// The contact.
    pub contact: ContactId,
    /// Version that was seen.
    pub version: i64,
}

impl Action for LeaveContact {
    const NAME: &'static str = "contact.leave";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::contact(tx, self.contact)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = present(tx, self.contact)?;
        check::at_version(&row, self.version)?;
        row.state = ContactState::Left;
        act.fact("contact", row.id);
        tx.update(&mut row)?;
        record::index_contact(tx, &row)?;
        people::login::drop_access(tx, row.id.into())?;
        Ok(Changed { version: row.version })
    }
}

/// Invites a contact to the customer's own page: they get a mail with a link by which they choose a password (R5).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteContact {
    /// The contact; must have a mail address.
    pub contact: ContactId,
}

/// An invitation that is on its way.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Invited {
    /// The contact.
    pub contact: ContactId,
    /// Until when the link in the letter can be used.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub until: Timestamp,
}

impl Action for InviteContact {
    const NAME: &'static str = "contact.invite";
    const PERMISSION: Permission = Permission::CustomerWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Invited;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::contact(tx, self.contact)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Invited> {
        let row = present(tx, self.contact)?;
        let Some(email) = row.email.clone() else {
            return Err(Refusal::conflict("contact.no_email").with("contact", row.name).possible_action(
                "give_email",
                Vec::new(),
                ChangeContact::NAME,
                serde_json::json!({ "contact": row.id, "version": row.version }),
            ));
        };
        people::login::put_contact(tx, row.id.into(), row.customer_id.into(), &email).on_constraint(
            "login_email_key",
            "/contact",
            "contact.email_taken",
        )?;
        let (_, until) =
            people::login::invitation(tx, act, row.id.into(), &crate::letters::PORTAL_INVITATION)?;
        act.fact("contact", row.id);
        Ok(Invited { contact: row.id, until })
    }
}

/// Erases a contact's personal fields on request: their key is destroyed, so that no event can be read back, and name,
/// address and telephone are cleared, in what others wrote too. Files that they sent go with their bytes. What the firm
/// bought and was told stays (R64). It cannot be undone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseContact {
    /// The contact.
    pub contact: ContactId,
    /// Version that was seen.
    pub version: i64,
    /// Who asked, and when.
    pub reason: String,
    /// Of the files that they sent, those that stay because the law or a claim asks for them; the reason says which.
    #[serde(default)]
    pub keep_files: Vec<AttachmentId>,
}

impl Action for EraseContact {
    const NAME: &'static str = "contact.erase";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Changed;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::customer(record::contact(tx, self.contact)?.customer_id))
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<Changed> {
        let mut row = record::contact(tx, self.contact)?;
        check::at_version(&row, self.version)?;
        if row.state == ContactState::Erased {
            return Err(Refusal::conflict("contact.erased"));
        }
        act.fact("contact", row.id);
        let who = Identity::new(&row.name, row.email.as_deref(), row.phone.as_deref());
        let reason = check::text("/reason", &self.reason, check::WORDING_MAX)?;
        act.fact("reason", who.taken_out_of(&reason).unwrap_or(reason));
        if !self.keep_files.is_empty() {
            let kept: Vec<String> = self.keep_files.iter().map(ToString::to_string).collect();
            act.fact(KEPT_FILES, kept.join(" "));
        }
        row.name = String::new();
        let address = row.email.take();
        row.phone = None;
        row.job = String::new();
        row.state = ContactState::Erased;
        // The key goes first: the event of the erasure itself then holds nothing personal any more.
        secret::destroy(tx, row.id.into(), act.wall)?;
        tx.update(&mut row)?;
        strike(tx, act, &row, &who, address.as_deref())?;
        for file in record::attachments_by(tx, row.customer_id, row.id.into())? {
            if !self.keep_files.contains(&file.id) {
                forget_file(tx, act.wall, file)?;
            }
        }
        record::index_contact(tx, &row)?;
        people::login::drop_access(tx, row.id.into())?;
        Ok(Changed { version: row.version })
    }
}

/// Takes somebody out of whatever rooms wrote: of them, or of their firm.
fn strike(tx: &mut Tx, act: &Act<'_>, of: &ContactRow, who: &Identity, address: Option<&str>) -> Outcome<()> {
    let others = record::contacts_of(tx, of.customer_id)?;
    let alone = who.among(others.iter().filter(|other| other.id != of.id).map(|other| other.name.as_str()));
    let (whole, alone) = (|text: &str| who.taken_out_of(text), |text: &str| alone.taken_out_of(text));
    people::strike_letters(tx, of.customer_id.into(), &alone)?;
    for table in act.registry().recorded().to_vec() {
        let has = |column: &str| table.fields.iter().any(|field| field.name == column);
        if has("contact_id") {
            let rows = (forget::Rows::OfPerson, "contact_id");
            forget::strike(tx, table, rows, of.id.into(), act.wall, &whole)?;
        }
        // Others of the firm are who they are.
        if has("customer_id") && table.name != ContactRow::TABLE.name {
            let rows = (forget::Rows::OfFirm, "customer_id");
            forget::strike(tx, table, rows, of.customer_id.into(), act.wall, &alone)?;
        }
    }
    Ok(search::strike(tx, of.customer_id.into(), address, &alone)?)
}

/// A file whose sender was forgotten: its name and bytes go, that there was one stays.
///
/// # Errors
/// What the database refuses.
pub fn forget_file(tx: &mut Tx, wall: Timestamp, mut file: AttachmentRow) -> Outcome<()> {
    secret::destroy(tx, file.id.into(), wall)?;
    file.file_name = String::new();
    file.sha256 = String::new();
    file.state = AttachmentState::Removed;
    Ok(tx.update(&mut file)?)
}

/// The erasure of a contact whom a restored backup knows again.
pub(crate) fn erase_again(tx: &mut Tx, person: Uuid) -> Outcome<Option<Call>> {
    let row: Option<ContactRow> = tx.get(person)?;
    Ok(row.filter(|row| row.state != ContactState::Erased).map(|row| {
        let input = serde_json::json!({ "contact": row.id, "version": row.version, "reason": ERASED_AGAIN });
        Call::new(EraseContact::NAME, input)
    }))
}
