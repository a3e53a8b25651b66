//! Quotes in a list.

use accord_kernel::{Audience, Context, Money, Outcome, Permission, Refusal, Touches, View};
use accord_room_customer::CustomerId;
use accord_room_people::{
    PersonId,
    paging::{Sort, next_place, sorted},
};
use accord_store::Tx;
use jiff::{Timestamp, ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Names, Who, Whose, leaf, limit};
use crate::{
    QuoteId, QuoteState,
    record::{
        Quote, QuoteFilter, QuoteSort, QuoteVersion, count_quotes, find_text, list_quotes, shown_versions,
    },
};

/// A quote in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuoteRow {
    /// Id.
    pub id: QuoteId,
    /// Number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Whose.
    pub customer: Whose,
    /// How it stands.
    pub state: QuoteState,
    /// The customer has one version while a newer one is being written.
    pub newer_draft: bool,
    /// Who answers for it.
    pub owner: Who,
    /// Without taxes; of the version that the customer has, else of the draft.
    pub net: Money,
    /// Last day on which it holds.
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_until: Date,
    /// Days left where the customer is; only of what was sent.
    pub days_left: Option<i64>,
    /// When it was opened.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub opened_at: Timestamp,
}

/// Quotes, newest first.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QuoteList {
    /// Words of number or title.
    pub query: Option<String>,
    /// Whose.
    pub customer: Option<CustomerId>,
    /// How they stand.
    pub state: Option<QuoteState>,
    /// Who answers for them.
    pub owner: Option<PersonId>,
    /// Only those that run out within so many days.
    pub ends_within: Option<i64>,
    /// By what they are sorted, with a minus the other way round; newest first when open.
    pub sort: Option<Sort<QuoteSort>>,
    /// Rows, 1 to 200; 50 when open.
    pub limit: Option<i64>,
    /// Place from which to go on.
    pub after: Option<String>,
}

/// A page of quotes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuotePage {
    /// The rows.
    pub rows: Vec<QuoteRow>,
    /// Place of the next page.
    pub next: Option<String>,
    /// How many there are, exact to a thousand.
    pub count: i64,
    /// There are more than a thousand.
    pub count_capped: bool,
}

fn place(after: Option<&str>) -> Outcome<Option<(Timestamp, QuoteId)>> {
    let Some(text) = after.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = || {
        let (at, id) = text.split_once('_')?;
        let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, QuoteId(id.parse::<Uuid>().ok()?)))
    };
    read().map(Some).ok_or_else(|| Refusal::field("/after", "field.form"))
}

impl View for QuoteList {
    const NAME: &'static str = "quote.list";
    const PERMISSION: Permission = Permission::QuoteRead;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuotePage;

    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(self.customer.map_or_else(Touches::nothing, Touches::customer))
    }

    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<QuotePage> {
        let limit = limit(self.limit)?;
        let (sorted, own) = sorted(self.sort, self.after.as_deref())?;
        let after = place(own)?;
        let today = accord_room_people::settings::today(ctx);
        let ends_by = match self.ends_within {
            None => None,
            Some(days) if (0..=3_650).contains(&days) => today.checked_add(days.days()).ok(),
            Some(_) => {
                return Err(Refusal::field("/ends_within", "field.range")
                    .with("from", 0_i64)
                    .with("to", 3_650_i64));
            }
        };
        let query = self.query.as_deref().map(str::trim).filter(|query| !query.is_empty());
        let customer = match self.customer {
            Some(customer) => Some(accord_room_customer::load(tx, customer)?.id),
            None => None,
        };
        let filter = QuoteFilter {
            customer,
            state: self.state,
            owner: self.owner,
            ends_by,
            among: query.map(|query| find_text(tx, query, 200)).transpose()?,
        };
        let first = self.after.as_deref().is_none_or(str::is_empty);
        let walk = sorted.as_ref().map(|sorted| &sorted.walk);
        let found = list_quotes(tx, ctx, &filter, walk, after, limit + 1)?;
        let leaf = leaf(found, limit, first, |most| count_quotes(tx, ctx, &filter, most))?;
        let last = leaf.rows.last().filter(|_| leaf.more);
        Ok(QuotePage {
            next: next_place(
                sorted.as_ref(),
                last,
                |row| row.id.into(),
                |row| Some(format!("{}_{}", row.opened_at.as_microsecond(), row.id)),
            ),
            rows: rows(tx, ctx, &leaf.rows)?,
            count: leaf.count,
            count_capped: leaf.count_capped,
        })
    }
}

/// Quotes with what their versions say, in two queries however many they are.
pub(super) fn rows(tx: &mut Tx, ctx: &Context, quotes: &[Quote]) -> Outcome<Vec<QuoteRow>> {
    let versions = shown_versions(tx, quotes)?;
    let names = Names::read(
        tx,
        quotes.iter().map(|quote| quote.owner_id).collect(),
        quotes.iter().map(|quote| quote.customer_id).collect(),
    )?;
    let row = |quote: &Quote| {
        let own = || versions.iter().filter(|version| version.quote_id == quote.id);
        let numbered = |number: i64| own().find(|version| version.number == number);
        let shown: Option<&QuoteVersion> =
            quote.sent_version.or(quote.draft_version).and_then(numbered).or_else(|| own().next_back());
        let valid_until = shown.map(|version| version.valid_until).unwrap_or_default();
        let left = || quote.day(ctx.now).until(valid_until).ok().map(|span| i64::from(span.get_days()));
        QuoteRow {
            id: quote.id,
            number: quote.number.clone(),
            title: quote.title.clone(),
            customer: names.whose(quote.customer_id),
            state: quote.state,
            newer_draft: quote.sent_version.is_some() && quote.draft_version.is_some(),
            owner: names.who(quote.owner_id),
            net: quote.money(shown.map_or(0, |version| version.net_minor)),
            valid_until,
            days_left: if quote.state == QuoteState::Sent { left() } else { None },
            opened_at: quote.opened_at,
        }
    };
    Ok(quotes.iter().map(row).collect())
}
