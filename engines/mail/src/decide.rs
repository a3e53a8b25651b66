//! What becomes of a message. Nothing that a sender can write by himself opens a door: a reference or a token leads to a
//! case only when the sender belongs to that case's customer.

use uuid::Uuid;

use crate::automatic::Automatic;

/// Who wrote, as far as we know the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A contact of one customer.
    Known {
        /// The customer.
        customer: Uuid,
        /// The contact.
        contact: Uuid,
    },
    /// The same address stands at several customers.
    Several,
    /// Nobody knows the address.
    Unknown,
}

/// A case that the message refers to: by the token, by what it answers, by a number in its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referred {
    /// The case.
    pub case: Uuid,
    /// Its customer.
    pub customer: Uuid,
    /// This very address has written in this case before, while nobody knew it.
    pub same_writer: bool,
    /// New words can go into it: it is open, or was closed a short while ago.
    pub takes_words: bool,
}

/// What the receiving server found out about the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Proof {
    /// Nothing that we trust.
    #[default]
    None,
    /// The domain's own rule says that it did not send this.
    Failed,
}

/// What is known of a message when it is decided on.
#[derive(Debug, Clone)]
pub struct Facts {
    /// It is one of our own, come back.
    pub own: bool,
    /// A program wrote it.
    pub automatic: Option<Automatic>,
    /// Who wrote.
    pub sender: Sender,
    /// Whether the sender is proved.
    pub proof: Proof,
    /// The case and contact of a token that is ours; `Some(None)` for a token that is not.
    pub token: Option<Option<(Referred, Uuid)>>,
    /// The case that it answers, by ids of messages.
    pub answers: Option<Referred>,
    /// The case whose number stands in the subject.
    pub named: Option<Referred>,
    /// Another message with the same id came from another sender.
    pub id_reused: bool,
    /// Messages of this sender that became cases or words within the last hour.
    pub sent: i64,
    /// How many of them may.
    pub sent_max: i64,
    /// Cases of senders whom nobody knows, within the last hour.
    pub unknown: i64,
    /// How many of them may be opened.
    pub unknown_max: i64,
}

/// Why a message was not simply taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// One of our own, come back.
    Own,
    /// An absence or another answer by a program.
    AutoReply,
    /// A program sent it of itself.
    Generated,
    /// It could not be delivered.
    Bounce,
    /// A list or bulk mail.
    List,
    /// The sender's domain says that it did not send it.
    NotProved,
    /// The sender writes too often.
    TooMany,
    /// Too many senders whom nobody knows.
    TooManyUnknown,
    /// The id is that of another sender's message.
    IdReused,
    /// The address stands at several customers.
    SeveralCustomers,
    /// The token is not ours, or was changed.
    TokenUnsound,
    /// The token was given to somebody else.
    TokenOfAnother,
    /// It refers to a case of another customer.
    CaseOfAnother,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is recorded and nothing follows.
    Record(Reason),
    /// A person looks at it; the case is what it refers to, told to nobody outside.
    Hold(Reason, Option<Uuid>),
    /// Its words go into a case.
    Add(Uuid),
    /// It opens a case; the reason says why it went into no other.
    Open(Option<Reason>),
}

/// Decides on a message.
pub fn decide(facts: &Facts) -> Decision {
    if facts.own {
        return Decision::Record(Reason::Own);
    }
    if let Some(automatic) = facts.automatic {
        return Decision::Record(match automatic {
            Automatic::Reply => Reason::AutoReply,
            Automatic::Generated => Reason::Generated,
            Automatic::Bounce => Reason::Bounce,
            Automatic::List => Reason::List,
        });
    }
    let referred = referred(facts);
    if facts.id_reused {
        return Decision::Hold(Reason::IdReused, referred);
    }
    if facts.proof == Proof::Failed {
        return Decision::Hold(Reason::NotProved, referred);
    }
    if facts.sent >= facts.sent_max {
        return Decision::Hold(Reason::TooMany, referred);
    }
    match facts.sender {
        Sender::Several => Decision::Hold(Reason::SeveralCustomers, referred),
        Sender::Known { customer, .. } => known(facts, customer),
        Sender::Unknown => unknown(facts),
    }
}

/// The case that a message speaks of, for whoever looks at it.
fn referred(facts: &Facts) -> Option<Uuid> {
    let token = facts.token.flatten().map(|(referred, _)| referred);
    token.or(facts.answers).or(facts.named).map(|referred| referred.case)
}

/// A contact: words go into the case that is meant, when it is the own customer's. Everything else opens a case.
fn known(facts: &Facts, customer: Uuid) -> Decision {
    let token = facts.token.flatten().map(|(referred, _)| referred);
    let meant = [token, facts.answers, facts.named];
    let ours = |referred: &&Referred| referred.customer == customer;
    if let Some(found) = meant.iter().flatten().find(|referred| ours(referred) && referred.takes_words) {
        return Decision::Add(found.case);
    }
    if meant.iter().flatten().any(|referred| !ours(&referred)) {
        return Decision::Open(Some(Reason::CaseOfAnother));
    }
    Decision::Open((facts.token == Some(None)).then_some(Reason::TokenUnsound))
}

/// Somebody nobody knows: only a conversation that they began themselves goes on.
fn unknown(facts: &Facts) -> Decision {
    let token = facts.token.flatten().map(|(referred, _)| referred);
    let meant = [token, facts.answers, facts.named];
    if let Some(found) = meant.iter().flatten().find(|referred| referred.same_writer && referred.takes_words)
    {
        return Decision::Add(found.case);
    }
    match facts.token {
        Some(Some((referred, _))) if !referred.same_writer => {
            return Decision::Hold(Reason::TokenOfAnother, Some(referred.case));
        }
        Some(None) => return Decision::Hold(Reason::TokenUnsound, referred(facts)),
        _ => {}
    }
    if let Some(found) = facts.answers.or(facts.named).filter(|referred| !referred.same_writer) {
        return Decision::Hold(Reason::CaseOfAnother, Some(found.case));
    }
    if facts.unknown >= facts.unknown_max {
        return Decision::Hold(Reason::TooManyUnknown, None);
    }
    Decision::Open(None)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CASE: Uuid = Uuid::from_u128(1);
    const OURS: Uuid = Uuid::from_u128(2);
    const OTHER: Uuid = Uuid::from_u128(3);
    const ANA: Uuid = Uuid::from_u128(4);

    fn case_of(customer: Uuid) -> Referred {
        Referred { case: CASE, customer, same_writer: false, takes_words: true }
    }

    fn facts(sender: Sender) -> Facts {
        Facts {
            own: false,
            automatic: None,
            sender,
            proof: Proof::None,
            token: None,
            answers: None,
            named: None,
            id_reused: false,
            sent: 0,
            sent_max: 30,
            unknown: 0,
            unknown_max: 20,
        }
    }

    fn ana() -> Facts {
        facts(Sender::Known { customer: OURS, contact: ANA })
    }

    #[test]
    fn a_contact_reaches_the_own_case_and_nobody_elses() {
        assert_eq!(decide(&ana()), Decision::Open(None));
        assert_eq!(decide(&Facts { answers: Some(case_of(OURS)), ..ana() }), Decision::Add(CASE));
        assert_eq!(decide(&Facts { token: Some(Some((case_of(OURS), ANA))), ..ana() }), Decision::Add(CASE));
        assert_eq!(decide(&Facts { named: Some(case_of(OURS)), ..ana() }), Decision::Add(CASE));
        for theirs in [
            Facts { answers: Some(case_of(OTHER)), ..ana() },
            Facts { token: Some(Some((case_of(OTHER), ANA))), ..ana() },
            Facts { named: Some(case_of(OTHER)), ..ana() },
        ] {
            assert_eq!(decide(&theirs), Decision::Open(Some(Reason::CaseOfAnother)));
        }
        assert_eq!(decide(&Facts { token: Some(None), ..ana() }), Decision::Open(Some(Reason::TokenUnsound)));
        let closed = Referred { takes_words: false, ..case_of(OURS) };
        assert_eq!(decide(&Facts { answers: Some(closed), ..ana() }), Decision::Open(None));
        // The conversation leads further than a token that was changed on the way.
        let both = Facts { token: Some(None), answers: Some(case_of(OURS)), ..ana() };
        assert_eq!(decide(&both), Decision::Add(CASE));
    }

    #[test]
    fn somebody_unknown_goes_on_only_with_their_own_conversation() {
        let them = || facts(Sender::Unknown);
        assert_eq!(decide(&them()), Decision::Open(None));
        let own = Referred { same_writer: true, ..case_of(OTHER) };
        assert_eq!(decide(&Facts { answers: Some(own), ..them() }), Decision::Add(CASE));
        assert_eq!(
            decide(&Facts { answers: Some(case_of(OURS)), ..them() }),
            Decision::Hold(Reason::CaseOfAnother, Some(CASE))
        );
        assert_eq!(
            decide(&Facts { token: Some(Some((case_of(OURS), ANA))), ..them() }),
            Decision::Hold(Reason::TokenOfAnother, Some(CASE))
        );
        assert_eq!(
            decide(&Facts { token: Some(None), ..them() }),
            Decision::Hold(Reason::TokenUnsound, None)
        );
        assert_eq!(decide(&Facts { unknown: 20, ..them() }), Decision::Hold(Reason::TooManyUnknown, None));
    }

    #[test]
    fn what_speaks_against_a_message_goes_before_everything() {
        let good = || Facts { answers: Some(case_of(OURS)), ..ana() };
        assert_eq!(decide(&Facts { own: true, ..good() }), Decision::Record(Reason::Own));
        assert_eq!(
            decide(&Facts { automatic: Some(Automatic::Reply), ..good() }),
            Decision::Record(Reason::AutoReply)
        );
        assert_eq!(
            decide(&Facts { proof: Proof::Failed, ..good() }),
            Decision::Hold(Reason::NotProved, Some(CASE))
        );
        assert_eq!(decide(&Facts { sent: 30, ..good() }), Decision::Hold(Reason::TooMany, Some(CASE)));
        assert_eq!(
            decide(&Facts { id_reused: true, ..good() }),
            Decision::Hold(Reason::IdReused, Some(CASE))
        );
        assert_eq!(
            decide(&Facts { sender: Sender::Several, ..good() }),
            Decision::Hold(Reason::SeveralCustomers, Some(CASE))
        );
    }

    proptest! {
        /// Whatever a message claims, its words go only into a case of the sender's own customer, or into the conversation
        /// that the same address began.
        #[test]
        fn no_claim_opens_anothers_case(
            known in any::<bool>(), token in 0..4_u8, answers in 0..3_u8, named in 0..3_u8, takes in any::<bool>(),
            writer in any::<bool>(), own in any::<bool>(), auto in any::<bool>(), sent in 0..40_i64,
        ) {
            let pick = |which: u8| match which {
                1 => Some(Referred { case: Uuid::from_u128(11), customer: OURS, same_writer: writer, takes_words: takes }),
                2 => Some(Referred { case: Uuid::from_u128(12), customer: OTHER, same_writer: false, takes_words: takes }),
                _ => None,
            };
            let sender = if known { Sender::Known { customer: OURS, contact: ANA } } else { Sender::Unknown };
            let facts = Facts {
                own, automatic: auto.then_some(Automatic::List), sent,
                token: if token == 3 { Some(None) } else { pick(token).map(|found| Some((found, ANA))) },
                answers: pick(answers), named: pick(named), ..facts(sender)
            };
            if let Decision::Add(case) = decide(&facts) {
                prop_assert_eq!(case, Uuid::from_u128(11));
                prop_assert!(takes && !own && !auto && sent < 30);
                prop_assert!(known || writer);
            }
        }
    }
}
