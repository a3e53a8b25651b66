//! The seeded roles, each thought through: what somebody of that function needs, and no more.
//!
//! They are data from the first day on: an administrator changes them by `role.define`. To seed another one, add a row
//! to [`SEEDED`] and its name `role-<word>` to the locales.

use accord_kernel::Permission::{self, *};

/// The word of the role that every customer's contact has.
pub const CUSTOMER_CONTACT: &str = "customer_contact";
/// The word of the role that is never left without a holder.
pub const ADMINISTRATOR: &str = "administrator";

/// A role that comes with the program.
#[derive(Debug)]
pub struct SeededRole {
    /// Stable word.
    pub word: &'static str,
    /// Who hears what its holders leave lying.
    pub escalates_to: Option<&'static str>,
    /// What it allows.
    pub permissions: &'static [&'static [Permission]],
}

/// What everybody who works with customers reads.
const READ: &[Permission] = &[
    PeopleRead,
    CustomerRead,
    CatalogRead,
    AssetRead,
    CapacityRead,
    PipelineRead,
    QuoteRead,
    OrderRead,
    ContractRead,
    VisitRead,
    CaseRead,
    CaseOpen,
    DeliveryRead,
    PromiseRead,
    ValueRead,
    // Whoever hears a customer writes it down: a complaint, an observation.
    FeedbackRead,
    FeedbackWrite,
    MetricRead,
    PortalPreview,
];
/// What everybody who speaks with customers writes.
/// A part may be taken by whoever speaks with customers: at night it is whoever has the key (R37).
const SPEAK: &[Permission] =
    &[CustomerWrite, AssetWrite, PromiseMake, PromiseKeep, StatementMake, ValueWrite, PartTake, CaseWrite];
/// What a head of a function adds to its work.
const HEAD: &[Permission] =
    &[TerritoryAll, TeamAssign, WatchManage, LeaveManage, ImprovementManage, ExportRun, ImportRun];

/// Every seeded role.
pub const SEEDED: &[SeededRole] = &[
    SeededRole {
        word: "sales_rep",
        escalates_to: Some("head_of_sales"),
        permissions: &[
            READ,
            SPEAK,
            &[PipelineWrite, QuoteWrite, OrderWrite, OrderCommit, ReviewWrite, ReviewSignSales, ExportRun],
            &[ContractWrite],
        ],
    },
    SeededRole {
        word: "sales_engineer",
        escalates_to: Some("head_of_sales"),
        permissions: &[
            READ,
            SPEAK,
            &[PipelineWrite, QuoteWrite, FactSheetManage, OrderWrite, ReviewWrite],
            &[ContractWrite],
        ],
    },
    SeededRole {
        word: "account_manager",
        escalates_to: Some("head_of_service"),
        permissions: &[
            READ,
            SPEAK,
            &[PipelineWrite, QuoteWrite, ReviewWrite, ExportRun],
            &[ContractWrite, DeliveryWrite],
        ],
    },
    // An outside party: no order with its internal dates, no colleague's standing, no figure.
    SeededRole {
        word: "channel_agent",
        escalates_to: Some("head_of_sales"),
        permissions: &[&[CustomerRead, CustomerWrite, CatalogRead, PromiseRead, StatementMake, CaseOpen]],
    },
    SeededRole {
        word: "head_of_sales",
        escalates_to: Some("executive"),
        permissions: &[
            READ,
            SPEAK,
            HEAD,
            &[PipelineWrite, PipelineManage, QuoteWrite, DiscountHead, PriceManage, FactSheetManage],
            &[OrderWrite, OrderCommit, ReviewWrite, ReviewSignSales, OverrideSales, CustomerMerge, MapManage],
            &[ClaimManage, ContractWrite],
        ],
    },
    SeededRole {
        word: "planner",
        escalates_to: Some("head_of_manufacturing"),
        permissions: &[
            READ,
            &[
                TerritoryAll,
                CatalogManage,
                SlotManage,
                OrderPlan,
                OrderRelease,
                ReviewWrite,
                ReviewSignManufacturing,
            ],
            &[PromiseKeep, StatementMake, ExportRun],
        ],
    },
    SeededRole {
        word: "head_of_manufacturing",
        escalates_to: Some("executive"),
        permissions: &[
            READ,
            SPEAK,
            HEAD,
            &[CatalogManage, SlotManage, OrderPlan, OrderRelease, ReviewWrite, ReviewSignManufacturing],
            // Only this head promises a date against its check, so this head may tell one.
            &[OrderCommit, OverrideManufacturing, MapManage],
        ],
    },
    SeededRole {
        word: "service_planner",
        escalates_to: Some("head_of_service"),
        permissions: &[
            READ,
            SPEAK,
            &[
                TerritoryAll,
                CrewManage,
                DemoRelease,
                ReviewWrite,
                ReviewSignService,
                AcceptanceRecord,
                ExportRun,
            ],
            &[ContractWrite, VisitPlan, PartManage],
            &[DeliveryWrite, DeliveryPlan],
        ],
    },
    SeededRole {
        word: "field_engineer",
        escalates_to: Some("head_of_service"),
        permissions: &[
            READ,
            SPEAK,
            &[TerritoryAll, DemoRelease, ReviewWrite, AcceptanceRecord],
            &[ContractWrite, VisitPlan, VisitDo],
            &[DeliveryWrite],
        ],
    },
    SeededRole {
        word: "help_desk",
        escalates_to: Some("head_of_service"),
        permissions: &[READ, SPEAK, &[TerritoryAll, DemoRelease, VisitPlan]],
    },
    SeededRole {
        word: "head_of_service",
        escalates_to: Some("executive"),
        permissions: &[
            READ,
            SPEAK,
            HEAD,
            &[
                QuoteWrite,
                CrewManage,
                DemoRelease,
                ReviewWrite,
                ReviewSignService,
                OverrideService,
                CustomerMerge,
                MapManage,
                PlanManage,
                AcceptanceRecord,
                ClaimManage,
                ContractWrite,
                ContractApprove,
                FeedbackApprove,
                CaseManage,
                CrisisRelease,
                DeliveryWrite,
                DeliveryPlan,
            ],
            &[VisitPlan, VisitDo, PartManage],
        ],
    },
    SeededRole {
        word: "implementer",
        escalates_to: Some("head_of_service"),
        permissions: &[
            READ,
            SPEAK,
            &[TerritoryAll, ReviewWrite, AcceptanceRecord, DeliveryWrite],
            &[VisitPlan, VisitDo],
        ],
    },
    SeededRole {
        word: "trainer",
        escalates_to: Some("head_of_service"),
        permissions: &[READ, SPEAK, &[TerritoryAll, DeliveryWrite], &[VisitDo]],
    },
    SeededRole {
        word: "compensation_administrator",
        escalates_to: Some("executive"),
        permissions: &[&[PeopleRead, MetricRead, PayAdminister, ExportRun, CaseOpen]],
    },
    SeededRole {
        word: "executive",
        escalates_to: None,
        permissions: &[
            READ,
            &[TerritoryAll, DiscountHead, DiscountCompany, MapManage, WatchManage, AuditRead, ExportRun],
        ],
    },
    SeededRole {
        word: "privacy_administrator",
        escalates_to: Some("executive"),
        permissions: &[&[
            PeopleRead,
            CustomerRead,
            TerritoryAll,
            PrivacyAdminister,
            AuditRead,
            ExportRun,
            CaseOpen,
        ]],
    },
    // Sets the house up and brings the data in; promises, signatures and overrides belong to the functions.
    SeededRole {
        word: ADMINISTRATOR,
        escalates_to: Some("executive"),
        permissions: &[
            READ,
            &[PeopleManage, RoleManage, MapManage, LeaveManage, SettingsManage, ImportRun, ExportRun],
            &[CustomerWrite, CustomerMerge, TeamAssign, TerritoryAll, CatalogManage, SlotManage, CrewManage],
            &[AssetWrite],
            &[PriceManage, FactSheetManage, PlanManage, ClaimManage, WatchManage, AuditRead],
            &[PipelineManage, PartManage, OperationManage, WebhookManage],
        ],
    },
    SeededRole { word: CUSTOMER_CONTACT, escalates_to: None, permissions: &[&[PortalRead, PortalWrite]] },
];

impl SeededRole {
    /// Its permissions' words, sorted, each once.
    pub fn words(&self) -> Vec<String> {
        let set: accord_kernel::PermissionSet =
            self.permissions.iter().flat_map(|part| part.iter().copied()).collect();
        set.iter().map(|permission| permission.word().to_owned()).collect()
    }

    /// Whether it allows something.
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.iter().any(|part| part.contains(&permission))
    }
}

/// A seeded role by its word.
pub fn seeded(word: &str) -> Option<&'static SeededRole> {
    SEEDED.iter().find(|role| role.word == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holders(permission: Permission) -> Vec<&'static str> {
        SEEDED.iter().filter(|role| role.allows(permission)).map(|role| role.word).collect()
    }

    #[test]
    fn each_function_signs_for_itself_alone() {
        assert_eq!(holders(ReviewSignSales), ["sales_rep", "head_of_sales"]);
        assert_eq!(holders(ReviewSignManufacturing), ["planner", "head_of_manufacturing"]);
        assert_eq!(holders(ReviewSignService), ["service_planner", "head_of_service"]);
    }

    #[test]
    fn heads_override_in_their_function_alone() {
        assert_eq!(holders(OverrideSales), ["head_of_sales"]);
        assert_eq!(holders(OverrideManufacturing), ["head_of_manufacturing"]);
        assert_eq!(holders(ContractApprove), ["head_of_service"]);
        assert_eq!(holders(FeedbackApprove), ["head_of_service"]);
        assert_eq!(holders(OverrideService), ["head_of_service"]);
    }

    #[test]
    fn limits_of_sight_and_of_the_portal() {
        assert!(!holders(TerritoryAll).contains(&"sales_rep"));
        assert!(!holders(TerritoryAll).contains(&"account_manager"));
        assert_eq!(holders(PortalRead), [CUSTOMER_CONTACT]);
        assert_eq!(holders(PayAdminister), ["compensation_administrator"]);
        assert_eq!(holders(PrivacyAdminister), ["privacy_administrator"]);
        assert_eq!(holders(RoleManage), [ADMINISTRATOR]);
        assert!(holders(SystemOnly).is_empty() && holders(SignIn).is_empty());
    }

    #[test]
    fn escalation_ends_somewhere() {
        for role in SEEDED {
            let mut at = role;
            for _ in 0..SEEDED.len() {
                match at.escalates_to {
                    Some(next) => at = seeded(next).unwrap(),
                    None => break,
                }
            }
            assert_eq!(at.escalates_to, None, "{}", role.word);
        }
    }
}
