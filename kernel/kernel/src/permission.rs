//! The fixed list of permissions. Roles are data and hold some of them; code asks for exactly one.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

use foldhash::fast::RandomState;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

macro_rules! permissions {
    ($( $(#[$meta:meta])* $variant:ident = $word:literal ),+ $(,)?) => {
        /// What a role may allow. The list is fixed; which role has which is data.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Permission {
            $( $(#[$meta])* #[serde(rename = $word)] $variant, )+
        }
        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Its stable word.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// The permission of a word.
            pub fn parse(word: &str) -> Option<Self> {
                let place = BY_WORD.binary_search_by_key(&word, |permission| permission.word()).ok()?;
                BY_WORD.get(place).copied()
            }
        }
    };
}

permissions! {
    /// Nobody but the program itself: background work.
    SystemOnly = "system.only",
    /// Before anybody is signed in: signing in itself.
    SignIn = "sign_in",
    /// What everybody signed in may do for themselves: own password, own leave, own notices.
    Own = "own",
    /// See colleagues, areas, who covers whom.
    PeopleRead = "people.read",
    /// Enter, change, disable persons and their roles.
    PeopleManage = "people.manage",
    /// Define roles.
    RoleManage = "role.manage",
    /// Key areas to spheres and publish the map (R1).
    MapManage = "map.manage",
    /// Enter leave and cover for others.
    LeaveManage = "leave.manage",
    /// See customers.
    CustomerRead = "customer.read",
    /// Enter and change customers, sites, contacts.
    CustomerWrite = "customer.write",
    /// Merge two records of one firm (R2).
    CustomerMerge = "customer.merge",
    /// Give customers their sales and service owners (R3).
    TeamAssign = "team.assign",
    /// See customers of every territory without a stated reason (R64).
    TerritoryAll = "territory.all",
    /// See products and their lead times.
    CatalogRead = "catalog.read",
    /// Change products and lead times.
    CatalogManage = "catalog.manage",
    /// See the units that stand at customers, whoever made them.
    AssetRead = "asset.read",
    /// Enter, correct, move and retire units; record their outages and counters.
    AssetWrite = "asset.write",
    /// Record that a customer accepted a unit: warranty and paid terms begin by it.
    AcceptanceRecord = "acceptance.record",
    /// See visits, and where parts and keys are.
    VisitRead = "visit.read",
    /// Plan visits: who goes when, and tell the customer.
    VisitPlan = "visit.plan",
    /// Carry out the visits that are one's own.
    VisitDo = "visit.do",
    /// Take parts out of a place, and put them back (R37).
    PartTake = "part.take",
    /// Set up places of parts, who holds their keys, and how many pieces they need (R37).
    PartManage = "part.manage",
    /// See slots and crew hours.
    CapacityRead = "capacity.read",
    /// Change production slots and transport times.
    SlotManage = "capacity.slots",
    /// Change crews, skills, installation work.
    CrewManage = "capacity.crews",
    /// See what is pursued with customers, and demonstrations.
    PipelineRead = "pipeline.read",
    /// Open and pursue opportunities, plan demonstrations and programmes.
    PipelineWrite = "pipeline.write",
    /// Set the stages of the house; see what stands still with everybody.
    PipelineManage = "pipeline.manage",
    /// Take an engineer from a demonstration for a service call (T3).
    DemoRelease = "demo.release",
    /// See orders with their internal dates.
    OrderRead = "order.read",
    /// Enter and amend orders.
    OrderWrite = "order.write",
    /// Commit a date to the customer after its check.
    OrderCommit = "order.commit",
    /// Set internal targets and forecasts.
    OrderPlan = "order.plan",
    /// Release an order to manufacturing.
    OrderRelease = "order.release",
    /// Take part in an order's review.
    ReviewWrite = "review.write",
    /// Sign a review for sales.
    ReviewSignSales = "review.sign.sales",
    /// Sign a review for manufacturing, and state readiness.
    ReviewSignManufacturing = "review.sign.manufacturing",
    /// Sign a review for service.
    ReviewSignService = "review.sign.service",
    /// See service contracts, entitlement, and what is open of a service offer.
    ContractRead = "contract.read",
    /// Record what was decided of a service plan, sell and renew contracts.
    ContractWrite = "contract.write",
    /// Approve that nothing was offered, extend the early-sale window, end contracts, coach (head of service).
    ContractApprove = "contract.approve",
    /// See service cases, their clocks and what was said.
    CaseRead = "case.read",
    /// Take a call: open a case with the least data, whoever picks up (R29).
    CaseOpen = "case.open",
    /// Work on cases: answer, inform, restore, close.
    CaseWrite = "case.write",
    /// Set communication plans and canned replies, take cases over without their owner (head of service).
    CaseManage = "case.manage",
    /// Let one needed offer pass while a customer is in crisis (head of service alone, R31).
    CrisisRelease = "crisis.release",
    /// See installations, projects, training, and what was bought, expected and delivered.
    DeliveryRead = "delivery.read",
    /// Do the steps of installations and projects, train, note what was delivered.
    DeliveryWrite = "delivery.write",
    /// Write templates, plan and move installations, say what plans include.
    DeliveryPlan = "delivery.plan",
    /// See quotes with their discounts and reasons.
    QuoteRead = "quote.read",
    /// Write and send quotes, and record what customers answered.
    QuoteWrite = "quote.write",
    /// Give discounts up to the limit of the head of sales.
    DiscountHead = "quote.discount.head",
    /// Give discounts up to the company's limit.
    DiscountCompany = "quote.discount.company",
    /// Change price lists.
    PriceManage = "price.manage",
    /// Change what may be said of products.
    FactSheetManage = "fact_sheet.manage",
    /// See promises.
    PromiseRead = "promise.read",
    /// Make promises to customers.
    PromiseMake = "promise.make",
    /// Record how a promise ended.
    PromiseKeep = "promise.keep",
    /// Promise a ship date or part against the check (head of manufacturing).
    OverrideManufacturing = "promise.override.manufacturing",
    /// Promise an installation or visit against the check (head of service).
    OverrideService = "promise.override.service",
    /// Promise anything else against the check (head of sales).
    OverrideSales = "promise.override.sales",
    /// Record what was said to a customer (R23).
    StatementMake = "statement.make",
    /// See and act on what colleagues owe: escalations.
    WatchManage = "watch.manage",
    /// See what customers' use is worth to them, the plans and the claims (R11, R13, R66).
    ValueRead = "value.read",
    /// Write down what customers' use is worth to them.
    ValueWrite = "value.write",
    /// Write and publish service plans, and see what guides their prices (R13, R14).
    PlanManage = "plan.manage",
    /// Enter and withdraw what may be claimed of us (R66).
    ClaimManage = "claim.manage",
    /// See what customers said of our work: surveys, complaints, observations, what waits for an answer.
    FeedbackRead = "feedback.read",
    /// Record and answer what customers said, give remedies within one's authority, note what one saw.
    FeedbackWrite = "feedback.write",
    /// Approve remedies beyond others' authority, close a complaint without the customer's word.
    FeedbackApprove = "feedback.approve",
    /// Hold reviews of failures and answer for what follows from them (R36).
    ImprovementManage = "improvement.manage",
    /// See figures.
    MetricRead = "metric.read",
    /// Import and take back imports.
    ImportRun = "import.run",
    /// Export what is shown.
    ExportRun = "export.run",
    /// Change settings.
    SettingsManage = "settings.manage",
    /// See what did not go out or failed, and set it going again.
    OperationManage = "operation.manage",
    /// Let programs outside hear of what happens: webhooks.
    WebhookManage = "webhook.manage",
    /// See the audit trail of everything.
    AuditRead = "audit.read",
    /// See who read what; handle erasure and reasons (R64).
    PrivacyAdminister = "privacy.administer",
    /// See everybody's pay.
    PayAdminister = "pay.administer",
    /// Read as a customer: their own and nothing else.
    PortalRead = "portal.read",
    /// Write as a customer: feedback, requests.
    PortalWrite = "portal.write",
    /// See a customer's page with the customer's eyes (R5).
    PortalPreview = "portal.preview",
}

impl Permission {
    /// What it is about, in the order in which roles are read: `permission-group-<word>` in the locales.
    pub const GROUPS: &'static [&'static str] = &[
        "customer", "promise", "pipeline", "offer", "order", "capacity", "catalog", "value", "contract",
        "delivery", "asset", "visit", "case", "feedback", "people", "house", "portal", "self",
    ];

    /// The one of [`Self::GROUPS`] that it belongs to, by the beginning of its word.
    pub fn group(self) -> &'static str {
        match self.word().split('.').next().unwrap_or_default() {
            "customer" | "team" | "territory" => "customer",
            "promise" | "statement" | "watch" => "promise",
            "pipeline" | "demo" => "pipeline",
            "quote" => "offer",
            "order" | "review" => "order",
            "capacity" => "capacity",
            "catalog" | "price" | "fact_sheet" => "catalog",
            "value" | "plan" | "claim" => "value",
            "contract" => "contract",
            "delivery" => "delivery",
            "asset" | "acceptance" => "asset",
            "visit" | "part" => "visit",
            "case" | "crisis" => "case",
            "feedback" | "improvement" => "feedback",
            "people" | "role" | "map" | "leave" => "people",
            "portal" => "portal",
            "system" | "sign_in" | "own" => "self",
            _ => "house",
        }
    }
}

/// A stable word, said in the reader's language by `permission-<word>`.
impl JsonSchema for Permission {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Permission".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = Self::ALL.iter().map(|permission| permission.word()).collect();
        let group = |name: &str| {
            let inside = Self::ALL.iter().filter(|permission| permission.group() == name);
            (name.to_owned(), inside.map(|permission| permission.word()).collect::<Vec<_>>())
        };
        let groups: Vec<(String, Vec<&str>)> = Self::GROUPS.iter().map(|name| group(name)).collect();
        json_schema!({ "type": "string", "enum": words, "x-words": "permission", "x-groups": groups })
    }
}

/// A set of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PermissionSet(u128);

impl PermissionSet {
    /// What a stored list of words allows, as JSON; words that are no longer known allow nothing. Each request asks this of
    /// the lists of some roles, and there are few of them, so that a list is read once.
    pub fn stored(list: &str) -> Self {
        if let Some(known) = LISTS.read().unwrap_or_else(PoisonError::into_inner).get(list) {
            return *known;
        }
        let words: Vec<&str> = serde_json::from_str(list).unwrap_or_default();
        let set = words.into_iter().filter_map(Permission::parse).collect();
        let mut lists = LISTS.write().unwrap_or_else(PoisonError::into_inner);
        if lists.len() >= LISTS_MAX {
            lists.clear();
        }
        lists.insert(list.into(), set);
        set
    }
    /// Adds one.
    pub fn insert(&mut self, permission: Permission) {
        self.0 |= 1 << (permission as u32);
    }
    /// Whether it holds one.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & (1 << (permission as u32)) != 0
    }
    /// What both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
    /// What either holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
    /// The permissions it holds, in order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.has(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(list: I) -> Self {
        let mut set = Self::default();
        for permission in list {
            set.insert(permission);
        }
        set
    }
}

/// So many lists are remembered (the roles of a company, and the scopes of its tokens); then the gathering begins anew.
const LISTS_MAX: usize = 500;

/// Lists that were read, each with what it allows: the same text always allows the same.
static LISTS: LazyLock<RwLock<HashMap<Box<str>, PermissionSet, RandomState>>> =
    LazyLock::new(RwLock::default);

/// Every permission, by its word.
static BY_WORD: LazyLock<Vec<Permission>> = LazyLock::new(|| {
    let mut all = Permission::ALL.to_vec();
    all.sort_unstable_by_key(|permission| permission.word());
    all
});

const _: () = assert!(Permission::ALL.len() <= 128, "the set is 128 bits wide");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_found_by_its_word() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.word()), Some(*permission));
        }
        assert_eq!(Permission::parse("order"), None);
        assert_eq!(Permission::parse(""), None);
    }

    #[test]
    fn a_stored_list_allows_what_it_names_and_no_more() {
        let all: Vec<&str> = Permission::ALL.iter().map(|permission| permission.word()).collect();
        let list = serde_json::to_string(&all).unwrap();
        for _ in 0..2 {
            assert_eq!(PermissionSet::stored(&list), Permission::ALL.iter().copied().collect());
            let two = PermissionSet::stored(r#"["customer.read", "gone.long_ago", "own"]"#);
            assert_eq!(two.iter().collect::<Vec<_>>(), [Permission::Own, Permission::CustomerRead]);
            for nothing in ["", "[]", "customer.read", r#"["customer.read""#, r#"{"customer.read":true}"#] {
                assert_eq!(PermissionSet::stored(nothing), PermissionSet::default(), "{nothing}");
            }
        }
    }

    #[test]
    fn more_lists_than_are_remembered_are_read_all_the_same() {
        for n in 0..=LISTS_MAX {
            let list = format!(r#"["customer.read", "word.{n}"]"#);
            assert_eq!(PermissionSet::stored(&list).iter().collect::<Vec<_>>(), [Permission::CustomerRead]);
        }
        assert!(LISTS.read().unwrap().len() <= LISTS_MAX);
    }

    #[test]
    fn every_permission_is_read_in_one_group() {
        for permission in Permission::ALL {
            assert!(Permission::GROUPS.contains(&permission.group()), "{permission:?}");
        }
        for name in Permission::GROUPS {
            assert!(Permission::ALL.iter().any(|permission| permission.group() == *name), "{name} is empty");
        }
    }
}
