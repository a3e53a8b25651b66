//! Who is meant, and what is held about them.

use accord_kernel::{Audience, Context, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::{
    self as customer, AttachmentId, ContactId, ContactState, CustomerId, CustomerState,
};
use accord_room_people::{self as people, PersonId, terms::PersonState};
use accord_store::{Table, Tx, search};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record;

/// Hits of one kind.
const HITS_MAX: i64 = 50;

accord_kernel::word_enum! {
    /// Whose data.
    pub enum WhomKind as "privacy-whom" {
        /// Somebody at a customer.
        Contact = "contact",
        /// A colleague.
        Person = "person",
        /// A firm.
        Customer = "customer",
    }
}

accord_kernel::word_enum! {
    /// Where they stand, as far as forgetting goes.
    pub enum Standing as "privacy-standing" {
        /// In use, or at work.
        Here = "here",
        /// Has left.
        Left = "left",
        /// Was forgotten.
        Erased = "erased",
    }
}

/// Whose data, with the id's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Somebody at a customer.
    Contact(ContactId),
    /// A colleague.
    Person(PersonId),
    /// A firm.
    Customer(CustomerId),
}

impl Whom {
    /// From the two parts that a face sends.
    pub fn new(kind: WhomKind, id: Uuid) -> Self {
        match kind {
            WhomKind::Contact => Self::Contact(ContactId(id)),
            WhomKind::Person => Self::Person(PersonId(id)),
            WhomKind::Customer => Self::Customer(CustomerId(id)),
        }
    }

    /// The id, of whatever kind.
    pub fn id(self) -> Uuid {
        match self {
            Self::Contact(id) => id.into(),
            Self::Person(id) => id.into(),
            Self::Customer(id) => id.into(),
        }
    }

    /// Columns by which rows of a table are about them; none for a firm, whose chain says what is about it.
    pub(crate) fn columns(self, table: &Table) -> Vec<&'static str> {
        match self {
            Self::Contact(_) => record::about_contact(table),
            Self::Person(_) => record::about_colleague(table),
            Self::Customer(_) => Vec::new(),
        }
    }

    fn about(self, tx: &mut Tx) -> Outcome<Touches> {
        Ok(match self {
            Self::Contact(id) => Touches::customer(customer::contact(tx, id)?.customer_id),
            Self::Person(id) => Touches::chain(people::person(tx, id)?.id),
            Self::Customer(id) => Touches::customer(customer::load(tx, id)?.id),
        })
    }
}

/// Finds contacts, colleagues and customers by name, address or number.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// What was typed.
    pub query: String,
}

/// Somebody who was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FoundOne {
    /// Kind.
    pub kind: WhomKind,
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What is said beside it: the firm, the work.
    pub hint: String,
}

/// Who was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Found {
    /// By kind, then by name.
    pub rows: Vec<FoundOne>,
}

impl View for Find {
    const NAME: &'static str = "privacy.find";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Found;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Found> {
        let mut rows = Vec::new();
        for kind in WhomKind::ALL {
            for hit in search::find(tx, &self.query, &[kind.word()], HITS_MAX)? {
                // Customers of other territories are found by whoever sees them all, and else by whoever states a reason.
                let whose = match (kind, hit.customer) {
                    (WhomKind::Customer, _) => Some(hit.id),
                    (_, of) => of,
                };
                if let Some(of) = whose
                    && !customer::in_sight(tx, ctx, of)?
                {
                    continue;
                }
                rows.push(FoundOne { kind: *kind, id: hit.id, name: hit.label, hint: hit.hint });
            }
        }
        Ok(Found { rows })
    }
}

/// What is held about somebody: how many rows of what, and the files that they sent.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// Whose data.
    pub kind: WhomKind,
    /// Their id.
    pub id: Uuid,
}

/// Rows of one table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldRows {
    /// The table.
    pub table: String,
    /// How many of its rows name them.
    pub rows: i64,
    /// Whether it protects what it says of them by their own key, or one of its own that falls with it.
    pub protected: bool,
}

/// A file they sent.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldFile {
    /// Id.
    pub id: AttachmentId,
    /// Name.
    pub name: String,
    /// Bytes.
    pub size: i64,
}

/// What is held.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HeldFacts {
    /// Whose data.
    pub kind: WhomKind,
    /// Their id.
    pub id: Uuid,
    /// Name; empty when they were forgotten.
    pub name: String,
    /// The firm of a contact.
    pub customer: Option<CustomerId>,
    /// Its name.
    pub customer_name: Option<String>,
    /// Where they stand.
    pub standing: Standing,
    /// Version, for forgetting.
    pub version: i64,
    /// Rows by table, most first; for a customer nothing, since everything about them is given out by their chain.
    pub tables: Vec<HeldRows>,
    /// Files that a contact sent by their own hand.
    pub files: Vec<HeldFile>,
}

impl View for Held {
    const NAME: &'static str = "privacy.held";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = HeldFacts;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Whom::new(self.kind, self.id).about(tx)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<HeldFacts> {
        let mut facts = HeldFacts {
            kind: self.kind,
            id: self.id,
            name: String::new(),
            customer: None,
            customer_name: None,
            standing: Standing::Here,
            version: 0,
            tables: Vec::new(),
            files: Vec::new(),
        };
        let whom = Whom::new(self.kind, self.id);
        match whom {
            Whom::Contact(id) => {
                let row = customer::contact(tx, id)?;
                facts.standing = match row.state {
                    ContactState::Active => Standing::Here,
                    ContactState::Left => Standing::Left,
                    ContactState::Erased => Standing::Erased,
                };
                facts.customer_name = Some(customer::load(tx, row.customer_id)?.name);
                (facts.name, facts.version, facts.customer) = (row.name, row.version, Some(row.customer_id));
                facts.files = customer::attachments_by(tx, row.customer_id, id.into())?
                    .into_iter()
                    .map(|file| HeldFile { id: file.id, name: file.file_name, size: file.size })
                    .collect();
            }
            Whom::Person(id) => {
                let row = people::person(tx, id)?;
                facts.standing = match row.state {
                    PersonState::Active | PersonState::Leaving => Standing::Here,
                    PersonState::Disabled => Standing::Left,
                    PersonState::Erased => Standing::Erased,
                };
                (facts.name, facts.version) = (row.name, row.version);
            }
            Whom::Customer(id) => {
                let row = customer::load(tx, id)?;
                if row.state != CustomerState::Active {
                    facts.standing = Standing::Left;
                }
                (facts.name, facts.version) = (row.name, row.version);
            }
        }
        for table in ctx.registry.recorded().to_vec() {
            let rows = record::count_about(tx, table, &whom.columns(table), self.id)?;
            if rows > 0 {
                let protected = table.fields.iter().any(|field| field.personal);
                facts.tables.push(HeldRows { table: table.name.to_owned(), rows, protected });
            }
        }
        facts.tables.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.table.cmp(&b.table)));
        Ok(facts)
    }
}

/// Giving everything out that is held about somebody; the read log keeps that it was. The archive itself is fetched from
/// the address that the page names.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveOut {
    /// Whose data.
    pub kind: WhomKind,
    /// Their id.
    pub id: Uuid,
}

/// What is given out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Given {
    /// Whose data.
    pub kind: WhomKind,
    /// Their id.
    pub id: Uuid,
    /// Their name.
    pub name: String,
    /// The company that holds it.
    pub held_by: String,
    /// When it was asked for.
    pub at: String,
    /// Who asked.
    pub asked_by: Uuid,
}

impl View for GiveOut {
    const NAME: &'static str = "privacy.give_out";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Given;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        Whom::new(self.kind, self.id).about(tx)
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Given> {
        let name = match Whom::new(self.kind, self.id) {
            Whom::Contact(id) => customer::contact(tx, id)?.name,
            Whom::Person(id) => people::person(tx, id)?.name,
            Whom::Customer(id) => customer::load(tx, id)?.name,
        };
        if name.is_empty() {
            return Err(Refusal::conflict("contact.erased"));
        }
        Ok(Given {
            kind: self.kind,
            id: self.id,
            name,
            held_by: people::the_company(tx)?.name,
            at: ctx.now.to_string(),
            asked_by: ctx.principal.id,
        })
    }
}
