//! The call about a quote: its outcome goes on the time line, and a wish to be called back becomes a promise (R17, T19).

use accord_kernel::{Act, Action, Audience, Context, Outcome, Permission, Refusal, Touches};
use accord_room_customer::{Channel, ContactId, Direction, NewTalk, log_contact};
use accord_room_promise::{self as promise, About, Kind, NewPromise, PromiseId, Telling, Wish};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    CallOutcome, QuoteId,
    drafting::{facts, touches},
    input::{WORDING_MAX, text},
    neighbours::author,
    record::quote,
};

/// Records how a call about a quote ended.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogCall {
    /// The quote.
    pub quote: QuoteId,
    /// How it ended.
    pub outcome: CallOutcome,
    /// What was said, in the customer's words.
    pub said: String,
    /// With whom; the contact of the quote when open.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// When we call back: a promise.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub call_back_at: Option<Timestamp>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CallAnswer {
    /// The quote.
    pub quote: QuoteId,
    /// The call-back that was promised.
    pub promise: Option<PromiseId>,
}

impl Action for LogCall {
    const NAME: &'static str = "quote.log_call";
    const PERMISSION: Permission = Permission::QuoteWrite;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = CallAnswer;

    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        touches(tx, self.quote)
    }

    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<CallAnswer> {
        let quote = quote(tx, self.quote)?;
        let person = author(act).ok_or_else(|| Refusal::forbidden("permission"))?;
        let said = text("/said", &self.said, WORDING_MAX)?;
        let contact = self.contact.or(quote.contact_id);
        let number = quote.number.as_str();
        let (outcome, wording) = {
            let tongue = act.words.tongue(act.language, &quote.zone);
            let wording = tongue.say_with("quote-call-back-wording", &[("number", number.into())]);
            (tongue.say(&self.outcome.message()).into_owned(), wording)
        };
        let talk = NewTalk {
            customer: quote.customer_id,
            contact,
            person,
            channel: Channel::Call,
            direction: Direction::Outbound,
            said: format!("{number} · {outcome}: {said}"),
            happened_at: None,
        };
        log_contact(tx, act, &talk)?;
        let promise = match self.call_back_at {
            None => None,
            Some(at) => {
                let mut new =
                    NewPromise::new(quote.customer_id, Kind::CallBack, &wording, Wish::At(at), person);
                new.contact = contact;
                new.site = quote.site_id;
                new.about = Some(About { kind: "quote".to_owned(), id: quote.id.into() });
                new.told = Some(Telling { channel: Channel::Call, at: act.now });
                Some(promise::make(tx, act, new)?.id)
            }
        };
        facts(act, &quote);
        act.fact("outcome", self.outcome);
        Ok(CallAnswer { quote: quote.id, promise })
    }
}
