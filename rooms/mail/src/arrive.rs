//! A message arrives: its bytes are kept first, then read, then decided on in one transaction. Only when all of that stands
//! may whoever brought it forget it; a message that is brought twice is one record.

use std::sync::Arc;

use accord_kernel::{Action, Call, Caller, Kernel, Outcome, Refusal, Status, Via};
use accord_mail::{Automatic, Letter, MESSAGE_MAX, fingerprint, fold, read, split_address};
use accord_room_customer::Files;
use accord_store::backup::hex;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    actions::ArriveMail,
    id::{MailMessageId, MailProgram, MailReason, MailState},
    record::Attached,
    rules,
};

/// Bytes kept of a message that is too large.
const KEPT_OF_LARGE: usize = 64 * 1024;
/// Longest address of ours.
const ALIAS_MAX: usize = 254;

/// A message as it was brought.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// Address of ours to which it came; a token in it counts.
    pub alias: &'a str,
    /// Its bytes; the first ones of a message that is too large are enough.
    pub raw: &'a [u8],
    /// How many it has in all, as far as whoever brings it knows.
    pub size: usize,
    /// When the mail server noted it; now when open.
    pub received_at: Option<Timestamp>,
    /// Sender of the envelope where known; `<>` or empty is a bounce.
    pub envelope: Option<&'a str>,
    /// Name under which our own mail server writes what it found out about senders; nothing is believed when open.
    pub trusted: Option<&'a str>,
}

/// What became of a message.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Taken {
    /// Its record.
    pub message: MailMessageId,
    /// What became of it.
    pub state: MailState,
    /// Why, when it was not simply taken.
    pub reason: Option<MailReason>,
    /// It was here already; nothing was changed.
    pub repeated: bool,
}

/// Takes a message in.
///
/// # Errors
/// `mail.alias` for an address that is none; `file.empty` for no bytes at all; what file store and database refuse: then
/// bring it again.
pub fn take_in(kernel: &Arc<Kernel>, incoming: Incoming<'_>) -> Outcome<Taken> {
    let (alias, detail) = split_address(incoming.alias);
    let sound = !alias.is_empty()
        && alias.len() <= ALIAS_MAX
        && !alias.contains(|c: char| c.is_whitespace() || c.is_control());
    if !sound {
        return Err(Refusal::new(Status::Invalid, "mail.alias"));
    }
    let files =
        kernel.registry.extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))?;
    let size = incoming.size.max(incoming.raw.len());
    let large = size > MESSAGE_MAX;
    let kept = if large { incoming.raw.get(..KEPT_OF_LARGE).unwrap_or_default() } else { incoming.raw };
    let stored = files.put(kept)?;
    let (mut letter, unreadable) = match read(incoming.raw) {
        _ if large => (Letter::default(), Some(MailReason::TooLarge)),
        Ok(letter) => (letter, None),
        Err(why) => (Letter::default(), Some(MailReason::from(why))),
    };
    letter.details.splice(0..0, detail);
    if incoming.envelope.is_some_and(|of| matches!(of.trim(), "" | "<>")) {
        letter.automatic = Some(Automatic::Bounce);
    }
    let mut attached = Vec::new();
    for file in &letter.files {
        attached.push(Attached { name: file.name.clone(), sha256: files.put(&file.bytes)?.sha256 });
    }
    let from = letter.from.unwrap_or_default();
    let print = hex(&fingerprint(kept));
    let input = ArriveMail {
        message_key: letter.message_id.clone().unwrap_or_else(|| print.clone()),
        fingerprint: print,
        alias,
        message_id: letter.message_id,
        references: letter.references,
        tokens: letter
            .details
            .into_iter()
            .filter(|detail| detail.len() == accord_mail::TOKEN_LENGTH)
            .collect(),
        from_address: from.address,
        from_name: from.name,
        subject: letter.subject,
        words: rules::cut(&fold(&letter.text).written, rules::WORDS_MAX),
        written_at: letter.written_at,
        received_at: incoming.received_at,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        sha256: stored.sha256,
        attached,
        cut: letter.cut || large,
        program: letter.automatic.map(MailProgram::from),
        unreadable,
        denied: rules::is_denied(&letter.proofs, incoming.trusted.unwrap_or_default()),
    };
    match arrive(kernel, &input) {
        // Somebody else brought the same message at this moment: it is there now.
        Err(refusal) if refusal.fields.iter().any(|field| field.rule == "mail.known") => {
            arrive(kernel, &input)
        }
        // Something in it goes against a rule of the house. It must not be brought for ever, and not be lost.
        Err(refusal) if matches!(refusal.status, Status::Invalid | Status::Conflict) => {
            tracing::warn!(rule = refusal.rule, "a message could not be taken and waits for a look");
            arrive(kernel, &ArriveMail { unreadable: Some(MailReason::NotAMessage), ..input })
        }
        outcome => outcome,
    }
}

fn arrive(kernel: &Arc<Kernel>, input: &ArriveMail) -> Outcome<Taken> {
    let caller = Caller { via: Via::Mail, ..Caller::system() };
    let input = serde_json::to_value(input).map_err(|error| Refusal::defect(error.to_string()))?;
    let done = kernel.act(&caller, Call::new(ArriveMail::NAME, input))?;
    serde_json::from_value(done.answer).map_err(|error| Refusal::defect(error.to_string()))
}
