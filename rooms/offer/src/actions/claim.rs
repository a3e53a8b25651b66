//! Claims in a quote: from the library alone, as long as they hold (R66, T15).

use accord_kernel::{
    Act, Action, Audience, Context, Fact, OnConstraint, Outcome, Permission, Refusal, Touches,
};
use accord_room_value::{ClaimFault, ClaimId, claims};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::QuoteAnswer;
use crate::{
    QuoteClaimId, QuoteId,
    drafting::{draft, facts, touches},
    neighbours::account,
    record::{QuoteClaim, quote_claim, version_by_id},
};

/// Puts a claim of the library into the version that is being written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UseClaim {
    /// The quote.
    pub quote: QuoteId,
    /// The claim.
    pub claim: ClaimId,
}

impl Action for UseClaim {
    const NAME: &'static str = "quote.use_claim";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let (quote, version) = draft(tx, self.quote)?;
        let account = account(tx, quote.customer_id)?;
        let (claim, finding) = claims::usable_one(tx, act, self.claim)?.map_err(unusable)?;
        let tongue = act.words.tongue(account.language, &quote.zone);
        let evidence = tongue.say_with(
            "quote-claim-evidence",
            &[
                ("measured", finding.measured.unwrap_or_default().into()),
                ("n", finding.n.into()),
                ("from", finding.period.from.into()),
                ("to", finding.period.to.into()),
                ("source", claim.source.as_str().into()),
            ],
        );
        let wording = match account.language {
            accord_kernel::Language::English => claim.text_en.clone(),
            accord_kernel::Language::Portuguese => claim.text_pt.clone(),
        };
        let row = QuoteClaim {
            id: act.new_id(),
            quote_version_id: version.id,
            claim_id: claim.id,
            wording,
            evidence,
            withdrawn: false,
            version: 1,
        };
        tx.insert(&row).on_constraint(
            "quote_claim_quote_version_id_claim_id_key",
            "/claim",
            "quote.claim_used_already",
        )?;
        facts(act, &quote);
        act.fact("claim", claim.id);
        Ok(QuoteAnswer::of(&quote))
    }
}

/// The refusal of a claim that may not be used.
pub(crate) fn unusable(fault: ClaimFault) -> Refusal {
    Refusal::field("/claim", "quote.claim_unusable").with("why", Fact::Word(fault.message()))
}

/// Takes a claim out of the version that is being written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropClaim {
    /// The claim's place in the quote.
    pub quote_claim: QuoteClaimId,
}

impl Action for DropClaim {
    const NAME: &'static str = "quote.drop_claim";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = QuoteAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        let row = quote_claim(tx, self.quote_claim)?;
        let version = version_by_id(tx, row.quote_version_id)?;
        touches(tx, version.quote_id)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<QuoteAnswer> {
        let row = quote_claim(tx, self.quote_claim)?;
        let version = version_by_id(tx, row.quote_version_id)?;
        let (quote, present) = draft(tx, version.quote_id)?;
        if present.id != row.quote_version_id {
            return Err(Refusal::conflict("quote.sent_not_edited")
                .with("number", quote.number)
                .with("version", version.number));
        }
        tx.remove(&row)?;
        facts(act, &quote);
        Ok(QuoteAnswer::of(&quote))
    }
}
