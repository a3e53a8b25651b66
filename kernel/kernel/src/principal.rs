//! Who acts.

use uuid::Uuid;

use crate::{Language, Permission, PermissionSet};

crate::word_enum! {
    /// The two spheres of a company (R1). It classifies an area; it never limits sight of a customer (T13).
    pub enum Sphere as "sphere" {
        /// Prospecting to order.
        Sales = "sales",
        /// Installation, training, support, keeping.
        AfterSales = "after_sales",
        /// Both at once: an engineer-seller, a joint act.
        Both = "both",
        /// Neither: the program itself.
        None = "none",
    }
}

/// What kind of principal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalKind {
    /// Nobody yet: the sign-in page.
    Nobody,
    /// A colleague.
    Person,
    /// A customer's contact on the portal.
    Contact,
    /// The program itself: clockwork, commands of the operator.
    System,
}

/// Whom an action or view is for. Deny by default: a contact reaches nothing that does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Colleagues.
    Staff,
    /// Contacts of the touched customer, on the portal.
    Customer,
    /// Both; customer-facing answers are of a type that has no internal field.
    Both,
    /// Only the program.
    System,
    /// Anybody, signed in or not.
    Public,
}

impl Audience {
    pub(crate) fn admits(self, kind: PrincipalKind) -> bool {
        match kind {
            PrincipalKind::System => true,
            PrincipalKind::Person => matches!(self, Self::Staff | Self::Both | Self::Public),
            PrincipalKind::Contact => matches!(self, Self::Customer | Self::Both | Self::Public),
            PrincipalKind::Nobody => self == Self::Public,
        }
    }
}

/// Who acts, as authentication found it at this moment.
#[derive(Debug, Clone)]
pub struct Principal {
    /// Kind.
    pub kind: PrincipalKind,
    /// Person's or contact's id; nil for the program and for nobody.
    pub id: Uuid,
    /// Name to show.
    pub name: String,
    /// What they may do (a token's scope already taken off).
    pub permissions: PermissionSet,
    /// Home sphere.
    pub sphere: Sphere,
    /// A contact's customer.
    pub customer: Option<Uuid>,
    /// Territories a person works in; empty means none, not all.
    pub territories: Vec<Uuid>,
    /// Persons whose work this one covers now.
    pub covers: Vec<Uuid>,
    /// Preferred language.
    pub language: Option<Language>,
    /// IANA zone in which they read times.
    pub zone: String,
    /// Colours of pages, as the person set them.
    pub theme: String,
    /// How close the lines of pages stand, as the person set it.
    pub density: String,
    /// The session or token by which they came; for "sign out" and the session list.
    pub session: Option<Uuid>,
}

impl Principal {
    /// The program itself.
    pub fn system() -> Self {
        Self {
            kind: PrincipalKind::System,
            id: Uuid::nil(),
            name: "Accord".to_owned(),
            permissions: Permission::ALL.iter().copied().collect(),
            sphere: Sphere::None,
            customer: None,
            territories: Vec::new(),
            covers: Vec::new(),
            language: None,
            zone: "UTC".to_owned(),
            theme: "system".to_owned(),
            density: "comfortable".to_owned(),
            session: None,
        }
    }

    /// Nobody: what a request without a session is.
    pub fn nobody() -> Self {
        Self {
            kind: PrincipalKind::Nobody,
            name: String::new(),
            permissions: [Permission::SignIn].into_iter().collect(),
            ..Self::system()
        }
    }

    /// Whether they may.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.has(permission)
    }

    /// The id to record as author; the program and nobody have none.
    pub fn author(&self) -> Option<Uuid> {
        (!self.id.is_nil()).then_some(self.id)
    }

    /// Whether work owned by `owner` is theirs now, by themselves or by cover.
    pub fn answers_for(&self, owner: Uuid) -> bool {
        self.id == owner || self.covers.contains(&owner)
    }
}
