//! What a file says of one thing, as it goes from the reader of files to the actions that write it.
//!
//! `row` is the row of the file, for reports; it is no part of the content.

use jiff::{Timestamp, civil::Date};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use accord_kernel::{Currency, Language, Money};
use accord_room_asset::Origin;
use accord_room_case::{Entry, Severity};
use accord_room_catalog::{DayCount, ProductKind};
use accord_room_customer::Stage;

use crate::outcome::Span;
use accord_room_pipeline::{Kind, OpportunityState};

/// Most things in one chunk.
pub const CHUNK_MAX: usize = 2_000;

macro_rules! draft {
    ($(#[$meta:meta])* pub struct $name:ident { $( $(#[$field_meta:meta])* $field:ident : $ty:ty ),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Row of the file.
            #[serde(default, skip_serializing_if = "is_nought")]
            pub row: u64,
            $( $(#[$field_meta])* pub $field: $ty, )+
        }
    };
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_nought(row: &u64) -> bool {
    *row == 0
}

draft! {
    /// A customer.
    pub struct AccountDraft {
        /// Key in the source.
        code: String,
        /// Name of the firm.
        name: String,
        /// Tax or register number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        legal_id: Option<String>,
        /// Name of its territory.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        territory: Option<String>,
        /// Currency of its papers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        currency: Option<Currency>,
        /// Language in which it is written to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
        /// Where it stands in the loop; only when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<Stage>,
        /// Mail address of its sales owner; only when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sales_owner: Option<String>,
        /// Mail address of its service owner; only when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        service_owner: Option<String>,
    }
}

draft! {
    /// A place of a customer.
    pub struct SiteDraft {
        /// Key of the customer in the source.
        account_code: String,
        /// Name of the place, its key within the customer.
        name: String,
        /// First line of the address.
        line1: String,
        /// Second line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line2: Option<String>,
        /// Postal code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        postal_code: Option<String>,
        /// Town.
        town: String,
        /// State or province.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        region: Option<String>,
        /// Country by its two letters.
        country: String,
        /// IANA time zone.
        zone: String,
    }
}

draft! {
    /// A person at a customer.
    pub struct ContactDraft {
        /// Key of the customer in the source.
        account_code: String,
        /// Key of the person in the source.
        code: String,
        /// Name.
        name: String,
        /// Mail address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        /// Telephone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        /// What they do there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        job: Option<String>,
        /// Language in which they are written to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
    }
}

draft! {
    /// A product.
    pub struct ProductDraft {
        /// Code.
        code: String,
        /// Name.
        name: String,
        /// Kind; needed when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<ProductKind>,
        /// Unit in which it is counted; needed when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
        /// List price.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price: Option<Money>,
        /// Days of the way to a customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        transport_days: Option<i64>,
        /// Days that it takes to make.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lead_time_days: Option<i64>,
        /// How those days count.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lead_time_count: Option<DayCount>,
        /// First day on which orders have that lead time; the day of the import when open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        lead_time_from: Option<Date>,
    }
}

draft! {
    /// An order.
    pub struct OrderDraft {
        /// Its number in the source.
        number: String,
        /// Key of the customer in the source.
        account_code: String,
        /// Name of the customer, with which one that is not known is entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account_name: Option<String>,
        /// When it was ordered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        ordered_at: Option<Timestamp>,
        /// The day on which it was ordered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        ordered_on: Option<Date>,
        /// The customer's own number for it; its number in the source when open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        customer_reference: Option<String>,
        /// Name of the customer's site that it goes to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
        /// Currency of all its lines.
        currency: Currency,
        /// Its lines.
        lines: Vec<LineDraft>,
    }
}

draft! {
    /// A line of an order.
    pub struct LineDraft {
        /// It takes something back; the quantity is positive nevertheless.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cancels: bool,
        /// Code of the product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_code: Option<String>,
        /// Name with which a product that is not known is entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_name: Option<String>,
        /// Kind of such a product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_kind: Option<ProductKind>,
        /// Unit of such a product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_unit: Option<String>,
        /// In words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        /// How many.
        #[schemars(with = "String", extend("format" = "decimal"))]
        quantity: Decimal,
        /// Price of one.
        #[schemars(with = "String", extend("format" = "decimal"))]
        unit_price: Decimal,
        /// Ship date that the customer requires.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        required_on: Option<Date>,
        /// When it left; an order all of whose goods have left is closed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        shipped_on: Option<Date>,
    }
}

draft! {
    /// A unit that stands at a customer.
    pub struct AssetDraft {
        /// Its key in the source.
        code: String,
        /// Key of the customer in the source.
        account_code: String,
        /// Name of the customer, with which one that is not known is entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account_name: Option<String>,
        /// Name of the customer's site; only when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
        /// Who made it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<Origin>,
        /// Name of its maker.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        maker: Option<String>,
        /// Code of the product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_code: Option<String>,
        /// Name with which a product that is not known is entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_name: Option<String>,
        /// Kind of such a product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_kind: Option<ProductKind>,
        /// Unit of such a product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_unit: Option<String>,
        /// Model in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        model: Option<String>,
        /// Serial number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        serial: Option<String>,
        /// Key of the unit that it is a part of; that one stands before it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        part_of: Option<String>,
        /// Since when it is in service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        in_service_on: Option<Date>,
        /// Its age in whole years on the day since when its outages are on record, or on the day of the import.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        age_years: Option<i64>,
        /// When the customer accepted it; only when it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        accepted_on: Option<Date>,
        /// Months of warranty.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        warranty_months: Option<i64>,
        /// Last day of a rival's contract for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        contract_ends_on: Option<Date>,
        /// Since when its outages are on record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        known_from: Option<Date>,
        /// The last day until which they are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        known_until: Option<Date>,
        /// What else is to be known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }
}

draft! {
    /// A report that a unit stood still.
    pub struct OutageDraft {
        /// Key of the unit in the source.
        asset_code: String,
        /// When it began.
        #[schemars(with = "String", extend("format" = "date-time"))]
        began_at: Timestamp,
        /// When it ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        ended_at: Option<Timestamp>,
        /// How many minutes it took, where no end is given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes: Option<i64>,
        /// What caused it, in a word.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cause: Option<String>,
        /// What else is to be known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    }
}

draft! {
    /// Who sold in another system.
    pub struct SellerDraft {
        /// Name, the key.
        name: String,
        /// Team or manager.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<String>,
        /// Office.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<String>,
        /// Mail address of the colleague who it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
    }
}

draft! {
    /// Something that was or is pursued.
    pub struct OpportunityDraft {
        /// Its number in the source.
        number: String,
        /// Key of the customer in the source; without it the row is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account_code: Option<String>,
        /// What it is about; the product's name when open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// What it is to them and to us.
        kind: Kind,
        /// How it stands.
        state: OpportunityState,
        /// Word of its stage.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
        /// Code of the product.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        product_code: Option<String>,
        /// How many; one when open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quantity: Option<i64>,
        /// What it is worth.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<Money>,
        /// First day.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        opened_on: Option<Date>,
        /// Day of its end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        closed_on: Option<Date>,
        /// Who sold there, by name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seller: Option<String>,
        /// Mail address of the colleague who pursues it here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// What was said of its end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end_words: Option<String>,
    }
}

draft! {
    /// A case that another system closed.
    pub struct IncidentDraft {
        /// Its number in the source.
        number: String,
        /// Key of the customer in the source.
        account_code: String,
        /// Name of the customer, with which one that is not known is entered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account_name: Option<String>,
        /// Name of the customer's site.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
        /// What was wrong; its category or number when open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        what: Option<String>,
        /// Who called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caller: Option<String>,
        /// Its category.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        /// What was found and done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        result: Option<String>,
        /// How badly the customer was hit at the end.
        severity: Severity,
        /// The worst that it was.
        worst: Severity,
        /// How it came in.
        channel: Entry,
        /// When the customer called.
        #[schemars(with = "String", extend("format" = "date-time"))]
        opened_at: Timestamp,
        /// Since when it ran again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date-time"))]
        resolved_at: Option<Timestamp>,
        /// When it was closed.
        #[schemars(with = "String", extend("format" = "date-time"))]
        closed_at: Timestamp,
        /// Whether the service level was met.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        in_time: Option<bool>,
        /// Mail address of the colleague who answers for it here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<String>,
        /// What was written down of it, in its order.
        updates: Vec<UpdateDraft>,
    }
}

draft! {
    /// One update of an incident, in the words of the source.
    pub struct UpdateDraft {
        /// When.
        #[schemars(with = "String", extend("format" = "date-time"))]
        at: Timestamp,
        /// State.
        state: String,
        /// Priority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<String>,
        /// The team that had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<String>,
        /// Who had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assignee: Option<String>,
        /// Who wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        writer: Option<String>,
        /// How often it had been given to somebody else by then.
        #[serde(default)]
        reassigned: i64,
        /// How often it had been opened again by then.
        #[serde(default)]
        reopened: i64,
    }
}

/// Things to be written together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drafts {
    /// Customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountDraft>,
    /// Places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<SiteDraft>,
    /// People at customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactDraft>,
    /// Products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<ProductDraft>,
    /// Orders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderDraft>,
    /// Who sold in another system.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sellers: Vec<SellerDraft>,
    /// What was or is pursued.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opportunities: Vec<OpportunityDraft>,
    /// Units that stand at customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<AssetDraft>,
    /// Reports that units stood still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<OutageDraft>,
    /// Cases that another system closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incidents: Vec<IncidentDraft>,
}

impl Drafts {
    /// How many things.
    pub fn len(&self) -> usize {
        let people = self.accounts.len() + self.sites.len() + self.contacts.len();
        people
            + self.products.len()
            + self.orders.len()
            + self.sellers.len()
            + self.opportunities.len()
            + self.assets.len()
            + self.outages.len()
            + self.incidents.len()
    }
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Takes others in.
    pub fn append(&mut self, mut other: Self) {
        self.accounts.append(&mut other.accounts);
        self.sites.append(&mut other.sites);
        self.contacts.append(&mut other.contacts);
        self.products.append(&mut other.products);
        self.orders.append(&mut other.orders);
        self.sellers.append(&mut other.sellers);
        self.opportunities.append(&mut other.opportunities);
        self.assets.append(&mut other.assets);
        self.outages.append(&mut other.outages);
        self.incidents.append(&mut other.incidents);
    }
    /// The rows of each thing, in the order of the file.
    pub fn spans(&self) -> Vec<Span> {
        let one = Span::one;
        let mut spans: Vec<Span> = Vec::with_capacity(self.len());
        spans.extend(self.accounts.iter().map(|draft| one(draft.row)));
        spans.extend(self.sites.iter().map(|draft| one(draft.row)));
        spans.extend(self.contacts.iter().map(|draft| one(draft.row)));
        spans.extend(self.products.iter().map(|draft| one(draft.row)));
        spans.extend(self.sellers.iter().map(|draft| one(draft.row)));
        spans.extend(self.opportunities.iter().map(|draft| one(draft.row)));
        spans.extend(self.assets.iter().map(|draft| one(draft.row)));
        spans.extend(self.outages.iter().map(|draft| one(draft.row)));
        let last = |first: u64, rows: &mut dyn Iterator<Item = u64>| rows.fold(first, u64::max);
        spans.extend(self.orders.iter().map(|draft| Span {
            first: draft.row,
            last: last(draft.row, &mut draft.lines.iter().map(|line| line.row)),
        }));
        spans.extend(self.incidents.iter().map(|draft| Span {
            first: draft.row,
            last: last(draft.row, &mut draft.updates.iter().map(|update| update.row)),
        }));
        spans.sort_unstable();
        spans
    }
    /// Rows of the file in it.
    pub fn rows(&self) -> usize {
        let lines: usize = self.orders.iter().map(|order| order.lines.len()).sum();
        let updates: usize = self.incidents.iter().map(|incident| incident.updates.len()).sum();
        self.len() - self.orders.len() - self.incidents.len() + lines + updates
    }
}

/// Hash of what a file says of a thing, rows aside: equal content, equal hash.
pub trait Content: Clone + Serialize {
    /// The same without places in the file.
    #[must_use]
    fn without_rows(&self) -> Self;

    /// SHA-256 in hexadecimal.
    fn hash(&self) -> String {
        let text = serde_json::to_string(&self.without_rows()).unwrap_or_default();
        hex(&Sha256::digest(text.as_bytes()))
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    text
}

macro_rules! flat_content {
    ($($name:ident),+) => { $(
        impl Content for $name {
            fn without_rows(&self) -> Self {
                Self { row: 0, ..self.clone() }
            }
        }
    )+ };
}
flat_content!(
    AccountDraft,
    SiteDraft,
    ContactDraft,
    ProductDraft,
    LineDraft,
    UpdateDraft,
    AssetDraft,
    OutageDraft,
    SellerDraft,
    OpportunityDraft
);

impl Content for IncidentDraft {
    fn without_rows(&self) -> Self {
        let updates = self.updates.iter().map(Content::without_rows).collect();
        Self { row: 0, updates, ..self.clone() }
    }
}

impl Content for OrderDraft {
    fn without_rows(&self) -> Self {
        let lines = self.lines.iter().map(Content::without_rows).collect();
        Self { row: 0, lines, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_of_the_content_and_not_of_its_place() {
        let one = ContactDraft {
            row: 7,
            account_code: "A".into(),
            code: "1".into(),
            name: "Ana".into(),
            email: None,
            phone: None,
            job: None,
            language: None,
        };
        assert_eq!(one.hash(), ContactDraft { row: 9, ..one.clone() }.hash());
        assert_ne!(one.hash(), ContactDraft { job: Some("CFO".into()), ..one.clone() }.hash());
        assert_eq!(one.hash().len(), 64);
    }
}
