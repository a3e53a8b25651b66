//! What stands in vain: letters that did not go out, and planned steps that failed.

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::record::operation::{self, StuckLetter, StuckPlan};

/// Rows shown of each.
const SHOWN_MAX: i64 = 200;
/// Attempts after which a failing plan rests until somebody looks: the clockwork's own.
const RESTS_AFTER: i64 = accord_kernel::PLAN_ATTEMPTS_MAX;

/// Letters that did not go out, and planned steps that failed.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stuck {}

/// Where something that stands in vain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    /// It is tried again by itself.
    TriedAgain,
    /// A rule holds it back for now (a customer in crisis is sold nothing, say); it failed in nothing.
    Held,
    /// It was given up, and rests until somebody has it tried again.
    GivenUp,
}

impl Stand {
    /// Message key.
    pub fn message(self) -> &'static str {
        match self {
            Self::TriedAgain => "stand-tried-again",
            Self::Held => "stand-held",
            Self::GivenUp => "stand-given-up",
        }
    }
}

/// A letter. Its words are not shown: they are its reader's.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LetterShown {
    /// The letter.
    pub letter: Uuid,
    /// Where it was to go.
    pub recipient: String,
    /// Its first line, unless it carries a link that opens something.
    pub subject: String,
    /// When it was written (wall time).
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// Where it stands.
    pub stand: Stand,
    /// What stood against it, as a word: refused, later, timeout, connection, folder, letter, held.
    pub reason: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried again by itself (wall time); none when it was given up.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_try_at: Option<Timestamp>,
}

/// A planned step.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanShown {
    /// The plan.
    pub plan: Uuid,
    /// Name of its action.
    pub action: String,
    /// When it was to happen.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub due_at: Timestamp,
    /// Where it stands.
    pub stand: Stand,
    /// The rule that stood against it.
    pub reason: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried again by itself; none when it rests.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_try_at: Option<Timestamp>,
}

/// What stands in vain.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StuckPage {
    /// Letters, the newest first; at most 200.
    pub letters: Vec<LetterShown>,
    /// Planned steps, the longest due first; at most 200.
    pub plans: Vec<PlanShown>,
    /// Addresses at which letters were refused for good, each once: they lead nowhere.
    pub dead: Vec<String>,
}

impl View for Stuck {
    const NAME: &'static str = "operation.stuck";
    const PERMISSION: Permission = Permission::OperationManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = StuckPage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, _: &Context) -> Outcome<StuckPage> {
        let letters = operation::stuck_letters(tx, SHOWN_MAX)?;
        let mut dead: Vec<String> = letters
            .iter()
            .filter(|letter| letter.state == "failed" && letter.error == "refused")
            .map(|letter| letter.recipient.clone())
            .collect();
        dead.sort();
        dead.dedup();
        let plans = operation::stuck_plans(tx, SHOWN_MAX)?;
        Ok(StuckPage {
            letters: letters.into_iter().map(shown_letter).collect(),
            plans: plans.into_iter().map(shown_plan).collect(),
            dead,
        })
    }
}

fn shown_letter(letter: StuckLetter) -> LetterShown {
    let stand = match (letter.state.as_str(), letter.error.as_str()) {
        ("failed", _) => Stand::GivenUp,
        (_, "held") => Stand::Held,
        _ => Stand::TriedAgain,
    };
    LetterShown {
        letter: letter.id,
        recipient: letter.recipient,
        subject: letter.subject,
        made_at: letter.made_at,
        stand,
        reason: letter.error,
        attempts: letter.attempts,
        next_try_at: (stand != Stand::GivenUp).then_some(letter.next_try_at),
    }
}

fn shown_plan(plan: StuckPlan) -> PlanShown {
    // A guard's refusal takes no attempt: what was never tried in vain is held.
    let stand = match plan.attempts {
        0 => Stand::Held,
        tried if tried >= RESTS_AFTER => Stand::GivenUp,
        _ => Stand::TriedAgain,
    };
    PlanShown {
        plan: plan.id,
        action: plan.action,
        due_at: plan.due_at,
        stand,
        reason: plan.error,
        attempts: plan.attempts,
        next_try_at: (stand != Stand::GivenUp).then_some(plan.next_try_at),
    }
}
