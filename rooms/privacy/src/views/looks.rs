//! Who looked at whom.

use std::collections::HashMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, Via, View};
use accord_room_customer::{self as customer, ContactRow, CustomerId, CustomerRow};
use accord_room_people::{
    PersonId,
    paging::{cut, limit, place},
    record::person::PersonRow,
};
use accord_store::Tx;
use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::{self, Narrow};

/// Counted exactly up to here.
const COUNT_MAX: i64 = 1_000;

/// The read log, the latest first. Looks are written some seconds after they happened; those that needed a reason at once.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Looks {
    /// Only of this customer.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// Only by this colleague.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Only those that needed a reason, or gave something out.
    #[serde(default)]
    pub with_reason: bool,
    /// From this day on, in the reader's zone.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Until this day, itself included.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Most rows, 1 to 200; 50 when left out.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// One look.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Look {
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub at: Timestamp,
    /// Who.
    pub by: Uuid,
    /// Their name; a contact's or a colleague's.
    pub by_name: String,
    /// At whom; none for a list that was given out.
    pub customer: Option<CustomerId>,
    /// The firm's name.
    pub customer_name: Option<String>,
    /// What they read.
    pub view: String,
    /// Through which face.
    pub via: String,
    /// Why, where a reason was needed.
    pub reason: Option<String>,
}

/// A page of looks.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LooksPage {
    /// Looks.
    pub rows: Vec<Look>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many there are, to a limit.
    pub count: i64,
    /// There are more than counted.
    pub count_capped: bool,
}

impl View for Looks {
    const NAME: &'static str = "privacy.looks";
    const PERMISSION: Permission = Permission::PrivacyAdminister;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LooksPage;

    fn about(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        match self.customer {
            Some(of) => Ok(Touches::customer(customer::load(tx, of)?.id)),
            None => Ok(Touches::nothing()),
        }
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<LooksPage> {
        let most = limit(self.limit)?;
        let begins = |day: Option<Date>| {
            day.and_then(|day| ctx.zone().to_ambiguous_timestamp(day.into()).compatible().ok())
        };
        let narrow = Narrow {
            principal: self.person.map(Uuid::from),
            customer: self.customer.map(Uuid::from),
            with_reason: self.with_reason,
            from: begins(self.from),
            until: begins(self.until.and_then(|day| day.tomorrow().ok())),
        };
        let before = place::<Timestamp, Uuid>(self.after.as_deref())?;
        let mut rows = record::reads(tx, &narrow, before, most + 1)?;
        let next = cut(&mut rows, most, |row| Some(format!("{}_{}", row.at, row.id)));
        let count = record::reads_counted(tx, &narrow, COUNT_MAX + 1)?;
        let mut names = Names::default();
        let mut out = Vec::with_capacity(rows.len());
        for row in rows {
            let face = Via::ALL.iter().find(|via| via.word() == row.via);
            out.push(Look {
                at: row.at,
                by: row.principal,
                by_name: names.of_reader(tx, row.principal)?,
                customer: row.customer.map(CustomerId),
                customer_name: match row.customer {
                    Some(of) => names.of_customer(tx, of)?,
                    None => None,
                },
                view: row.view,
                via: face.map_or(row.via, |via| via.word().to_owned()),
                reason: row.reason,
            });
        }
        Ok(LooksPage { rows: out, next, count: count.min(COUNT_MAX), count_capped: count > COUNT_MAX })
    }
}

/// Names asked for once.
#[derive(Default)]
struct Names {
    readers: HashMap<Uuid, String>,
    customers: HashMap<Uuid, Option<String>>,
}

impl Names {
    fn of_reader(&mut self, tx: &mut Tx, id: Uuid) -> Outcome<String> {
        if let Some(known) = self.readers.get(&id) {
            return Ok(known.clone());
        }
        let colleague: Option<PersonRow> = tx.get(id)?;
        let name = match colleague {
            Some(person) => person.name,
            None => tx.get::<ContactRow>(id)?.map_or_else(String::new, |contact| contact.name),
        };
        self.readers.insert(id, name.clone());
        Ok(name)
    }

    fn of_customer(&mut self, tx: &mut Tx, id: Uuid) -> Outcome<Option<String>> {
        if let Some(known) = self.customers.get(&id) {
            return Ok(known.clone());
        }
        let name = tx.get::<CustomerRow>(id)?.map(|row| row.name);
        self.customers.insert(id, name.clone());
        Ok(name)
    }
}
