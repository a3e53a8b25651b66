//! Who works in the demo's company.

use accord_face::parts::Sphere;

/// A colleague of the demo.
pub(super) struct Colleague {
    /// Key in scripts.
    pub(super) key: &'static str,
    /// Name.
    pub(super) name: &'static str,
    /// Address to sign in with.
    pub(super) email: &'static str,
    /// Title.
    pub(super) title: &'static str,
    /// Words of seeded roles, the first one shown at sign-in.
    pub(super) roles: &'static [&'static str],
    /// Keys of areas of their posts, the first one home.
    pub(super) areas: &'static [&'static str],
    /// Keys of territories; empty with a role that sees all.
    pub(super) territories: &'static [&'static str],
    /// Where they read times.
    pub(super) zone: &'static str,
    /// Language.
    pub(super) language: &'static str,
}

impl Colleague {
    pub(super) fn sphere(&self) -> Option<Sphere> {
        let sales = self.areas.iter().any(|area| house_sphere(area) == Some("sales"));
        let service = self.areas.iter().any(|area| house_sphere(area) == Some("after_sales"));
        match (sales, service) {
            (true, true) => Some(Sphere::Both),
            (true, false) => Some(Sphere::Sales),
            (false, true) => Some(Sphere::Service),
            (false, false) => None,
        }
    }
}

/// An area of the company.
pub(super) struct Area {
    pub(super) key: &'static str,
    pub(super) name: &'static str,
    pub(super) sphere: Option<&'static str>,
    pub(super) serves: Option<&'static str>,
    pub(super) helps: &'static str,
}

pub(super) const AREAS: &[Area] = &[
    Area {
        key: "prospecting",
        name: "Prospecting",
        sphere: Some("sales"),
        serves: None,
        helps: "Finds who could use our presses and learns why.",
    },
    Area {
        key: "sales",
        name: "Field sales",
        sphere: Some("sales"),
        serves: None,
        helps: "Helps customers to buy what they need and nothing more.",
    },
    Area {
        key: "engineering",
        name: "Sales engineering",
        sphere: Some("sales"),
        serves: None,
        helps: "Research, benchmarks, target customers, positioning, channels.",
    },
    Area {
        key: "channels",
        name: "Channels",
        sphere: Some("sales"),
        serves: None,
        helps: "Agents where we have nobody of our own.",
    },
    Area {
        key: "accounts",
        name: "Portfolio accounts",
        sphere: Some("after_sales"),
        serves: None,
        helps: "Looks after customers between their orders.",
    },
    Area {
        key: "installation",
        name: "Installation",
        sphere: Some("after_sales"),
        serves: None,
        helps: "Puts machines to work, right the first time.",
    },
    Area {
        key: "field",
        name: "Field service",
        sphere: Some("after_sales"),
        serves: None,
        helps: "Keeps machines running.",
    },
    Area {
        key: "desk",
        name: "Help desk",
        sphere: Some("after_sales"),
        serves: None,
        helps: "One call is enough.",
    },
    Area {
        key: "training",
        name: "Training",
        sphere: Some("after_sales"),
        serves: None,
        helps: "Teaches the customer's people to use what they bought.",
    },
    Area {
        key: "manufacturing",
        name: "Manufacturing",
        sphere: None,
        serves: Some("sales"),
        helps: "Builds what was promised, when it was promised.",
    },
    Area {
        key: "finance",
        name: "Finance and pay",
        sphere: None,
        serves: Some("after_sales"),
        helps: "Invoices that customers understand; pay that both spheres share.",
    },
    Area {
        key: "management",
        name: "Management",
        sphere: None,
        serves: Some("sales"),
        helps: "Sees whether both spheres are in step, and acts.",
    },
];

fn house_sphere(key: &str) -> Option<&'static str> {
    AREAS.iter().find(|area| area.key == key).and_then(|area| area.sphere)
}

pub(super) const TERRITORIES: &[(&str, &str)] =
    &[("lakes", "Great Lakes"), ("south", "South"), ("west", "West"), ("brazil", "Brasil Sul")];

const CHICAGO: &str = "America/Chicago";

macro_rules! colleague {
    ($key:literal, $name:literal, $title:literal, [$($role:literal),+], [$($area:literal),+], [$($territory:literal),*] $(, $zone:literal, $language:literal)?) => {
        Colleague {
            key: $key,
            name: $name,
            email: concat!($key, "@halden.example"),
            title: $title,
            roles: &[$($role),+],
            areas: &[$($area),+],
            territories: &[$($territory),*],
            zone: colleague!(@zone $($zone)?),
            language: colleague!(@language $($language)?),
        }
    };
    (@zone) => { CHICAGO };
    (@zone $zone:literal) => { $zone };
    (@language) => { "en" };
    (@language $language:literal) => { $language };
}

/// Everybody; for each seeded role there is somebody to be.
pub(super) const STAFF: &[Colleague] = &[
    colleague!("suzie", "Suzie Sales", "Sales representative", ["sales_rep"], ["sales"], ["lakes"]),
    colleague!(
        "mark",
        "Mark Manufacturing",
        "Head of manufacturing",
        ["head_of_manufacturing"],
        ["manufacturing"],
        []
    ),
    colleague!("steve", "Steve Service", "Head of service", ["head_of_service"], ["field"], []),
    colleague!("nora", "Nora Lindqvist", "Field engineer", ["field_engineer"], ["field"], ["lakes"]),
    colleague!("helena", "Helena Brandt", "Head of sales", ["head_of_sales"], ["sales"], []),
    colleague!("priya", "Priya Raman", "Planner", ["planner"], ["manufacturing"], []),
    colleague!("tomas", "Tomás Aguilar", "Service planner", ["service_planner"], ["installation"], []),
    colleague!("grace", "Grace Okafor", "Help desk", ["help_desk"], ["desk"], []),
    colleague!(
        "ben",
        "Ben Whitaker",
        "Sales engineer",
        ["sales_engineer"],
        ["engineering"],
        ["lakes", "south"]
    ),
    colleague!(
        "amelia",
        "Amelia Hart",
        "Account manager",
        ["account_manager"],
        ["accounts"],
        ["lakes", "south", "west"]
    ),
    colleague!("olaf", "Olaf Berg", "Channel agent", ["channel_agent"], ["channels"], ["west"]),
    colleague!(
        "ingrid",
        "Ingrid Moe",
        "Implementer",
        ["implementer"],
        ["installation"],
        ["lakes", "south", "west"]
    ),
    colleague!("theo", "Theo Marsh", "Trainer", ["trainer"], ["training"], ["lakes", "south", "west"]),
    colleague!(
        "carla",
        "Carla Nunes",
        "Compensation administrator",
        ["compensation_administrator"],
        ["finance"],
        []
    ),
    colleague!("edith", "Edith Halden", "Executive", ["executive"], ["management"], []),
    colleague!("paula", "Paula Stein", "Privacy administrator", ["privacy_administrator"], ["finance"], []),
    colleague!(
        "rafael",
        "Rafael Costa",
        "Representante de vendas",
        ["sales_rep"],
        ["sales"],
        ["brazil"],
        "America/Sao_Paulo",
        "pt-BR"
    ),
    colleague!(
        "dario",
        "Dario Meyer",
        "Engineer-seller",
        ["field_engineer", "sales_rep"],
        ["field", "sales"],
        ["south"]
    ),
    colleague!(
        "lucia",
        "Lúcia Prado",
        "Engenheira de campo",
        ["field_engineer"],
        ["field"],
        ["brazil"],
        "America/Sao_Paulo",
        "pt-BR"
    ),
    colleague!("wes", "Wes Calder", "Sales representative", ["sales_rep"], ["sales"], ["west", "south"]),
];

/// The first administrator; made when the company is set up.
pub(super) const ADMIN: &str = "Ada Novak";
pub(super) const ADMIN_EMAIL: &str = "ada@halden.example";

/// The contact at Harbour Mills.
pub(super) const PAUL: &str = "Paul Keane";
pub(super) const PAUL_EMAIL: &str = "paul.keane@harbourmills.example";
