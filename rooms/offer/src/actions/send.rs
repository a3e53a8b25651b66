//! Sending a version, writing a newer one, taking a quote back.

use accord_kernel::{Act, Action, Audience, Context, Fact, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{
    Channel, ContactId,
    papers::{self, Leaving},
};
use accord_room_promise::{self as promise, Telling};
use accord_store::{Json, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::QuoteAnswer;
use crate::{
    QuoteId, QuoteState, VersionState,
    drafting::{draft, facts, settle, touches},
    input::{WORDING_MAX, same_version, text},
    judging::{judge, not_ready},
    neighbours::{author, present_contact},
    record::{Quote, QuoteVersion, claims, quote, quote_lines, statements, version},
    tell,
};

/// Sends the version that is being written. It is never edited again; an earlier one that the customer has is overtaken.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Row version that was seen.
    pub version: i64,
    /// Who gets it; the contact of the quote when open.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// How it is handed over: by mail, with a letter to the customer's own page, when open.
    #[serde(default)]
    pub told_by: Option<Channel>,
}

/// What was sent.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SentQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Number of the version.
    pub quote_version: i64,
    /// How the quote stands.
    pub state: QuoteState,
    /// A letter to the customer's own page is on its way.
    pub letter: bool,
    /// Row version of the quote.
    pub version: i64,
}

impl Action for SendQuote {
    const NAME: &'static str = "quote.send";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = true;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = SentQuote;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<SentQuote> {
        let (mut quote, mut version) = draft(tx, self.quote)?;
        same_version(&quote, self.version)?;
        if let Some(contact) = self.contact {
            quote.contact_id = Some(contact);
        }
        let contact =
            quote.contact_id.map(|contact| present_contact(tx, quote.customer_id, contact)).transpose()?;
        let judged = judge(tx, act, &quote, &version)?;
        let (Some(contact), true) = (contact, judged.obstacles.is_empty()) else {
            return Err(not_ready(tx, &quote, &judged)?);
        };
        // The figures that the customer gets are kept as they are at this moment.
        for (id, worth) in judged.worths {
            let mut line = crate::record::quote_line(tx, id)?;
            line.worth = Some(Json(worth.frozen));
            tx.update(&mut line)?;
        }
        let channel = self.told_by.unwrap_or(Channel::Mail);
        for id in judged.statements.iter().filter_map(|said| said.promise_id) {
            if promise::load(tx, id)?.told_at.is_none() {
                promise::tell(tx, act, id, Telling { channel, at: act.now })?;
            }
        }
        overtake(tx, act, &quote)?;
        version.state = VersionState::Sent;
        version.sent_at = Some(act.now);
        version.sent_by = author(act);
        version.sent_to = Some(contact.id);
        version.sent_channel = Some(channel);
        settle(tx, &mut version)?;
        quote.state = QuoteState::Sent;
        quote.sent_version = Some(version.number);
        quote.draft_version = None;
        tx.update(&mut quote)?;
        crate::replying::watch(tx, act, &quote, &version)?;
        papers::keep(
            tx,
            act,
            Leaving {
                customer: quote.customer_id,
                about_kind: "quote_version",
                about: version.id.into(),
                address: format!("/quotes/{}/pdf?version={}", quote.id, version.number),
            },
        )?;
        let letter = channel == Channel::Mail && tell::letter(tx, act, &quote, &version, &contact)?;
        facts(act, &quote);
        act.fact("quote_version", version.number);
        act.fact("gross", quote.money(version.gross_minor));
        Ok(SentQuote {
            quote: quote.id,
            quote_version: version.number,
            state: quote.state,
            letter,
            version: quote.version,
        })
    }
}

/// Overtakes the version that the customer has.
fn overtake(tx: &mut Tx, act: &Act<'_>, quote: &Quote) -> Outcome<()> {
    let Some(number) = quote.sent_version else { return Ok(()) };
    let mut before = version(tx, quote.id, number)?;
    if before.state == VersionState::Sent {
        before.state = VersionState::Superseded;
        before.ended_at = Some(act.now);
        tx.update(&mut before)?;
    }
    Ok(())
}

/// Begins a newer version with what the newest one says. Until it is sent the customer can still accept the one before;
/// a quote that ran out or was declined lives again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseQuote {
    /// The quote.
    pub quote: QuoteId,
}

impl Action for ReviseQuote {
    const NAME: &'static str = "quote.revise";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let mut quote = quote(tx, self.quote)?;
        if matches!(quote.state, QuoteState::Accepted) {
            return Err(Refusal::conflict("quote.ended")
                .with("number", quote.number)
                .with("state", Fact::Word(quote.state.message()))
                .possible("open_quote", Vec::new()));
        }
        if quote.draft_version.is_some() {
            return Err(Refusal::conflict("quote.draft_already").with("number", quote.number));
        }
        let before = version(tx, quote.id, quote.sent_version.unwrap_or(1))?;
        let next = copy(tx, act, &quote, &before)?;
        quote.draft_version = Some(next.number);
        if quote.state != QuoteState::Sent {
            quote.state = QuoteState::Draft;
            quote.ended_at = None;
        }
        tx.update(&mut quote)?;
        facts(act, &quote);
        act.fact("quote_version", next.number);
        Ok(QuoteAnswer::of(&quote))
    }
}

/// A new version with the lines, statements and claims of another.
fn copy(tx: &mut Tx, act: &Act<'_>, quote: &Quote, before: &QuoteVersion) -> Outcome<QuoteVersion> {
    let newest =
        crate::record::versions(tx, quote.id)?.iter().map(|version| version.number).max().unwrap_or(0);
    let today = quote.day(act.now);
    let mut next = QuoteVersion {
        id: act.new_id(),
        number: newest + 1,
        state: VersionState::Draft,
        valid_until: before.valid_until.max(today),
        sent_at: None,
        sent_by: None,
        sent_to: None,
        sent_channel: None,
        ended_at: None,
        ended_words: None,
        version: 1,
        ..before.clone()
    };
    if before.valid_until < today {
        let days: i64 = accord_room_people::settings::get(tx, act, &crate::settings::VALID_DAYS)?;
        next.valid_until = today.checked_add(jiff::Span::new().days(days)).unwrap_or(today);
    }
    tx.insert(&next)?;
    let said = statements(tx, before.id)?;
    for line in quote_lines(tx, before.id)? {
        let copied = crate::record::QuoteLine {
            id: act.new_id(),
            quote_version_id: next.id,
            worth: None,
            version: 1,
            ..line.clone()
        };
        tx.insert(&copied)?;
        for one in said.iter().filter(|one| one.quote_line_id == line.id) {
            let row = crate::record::QuoteStatement {
                id: act.new_id(),
                quote_line_id: copied.id,
                version: 1,
                ..one.clone()
            };
            tx.insert(&row)?;
        }
    }
    for claim in claims(tx, before.id)?.into_iter().filter(|claim| !claim.withdrawn) {
        tx.insert(&crate::record::QuoteClaim {
            id: act.new_id(),
            quote_version_id: next.id,
            version: 1,
            ..claim
        })?;
    }
    crate::drafting::reprice(tx, act, quote, &next)?;
    settle(tx, &mut next)?;
    Ok(next)
}

/// Takes a quote back: nothing of it stands any more.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawQuote {
    /// The quote.
    pub quote: QuoteId,
    /// Row version that was seen.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl Action for WithdrawQuote {
    const NAME: &'static str = "quote.withdraw";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let mut quote = quote(tx, self.quote)?;
        same_version(&quote, self.version)?;
        if !quote.is_open() {
            return Err(Refusal::conflict("quote.ended")
                .with("number", quote.number)
                .with("state", Fact::Word(quote.state.message())));
        }
        let reason = text("/reason", &self.reason, WORDING_MAX)?;
        crate::replying::end_versions(tx, act, &quote, VersionState::Withdrawn, &reason)?;
        crate::replying::end(tx, act, &mut quote, QuoteState::Withdrawn)?;
        facts(act, &quote);
        act.fact("reason", reason);
        Ok(QuoteAnswer::of(&quote))
    }
}
