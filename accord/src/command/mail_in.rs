//! `accord mail-in`: one message on standard input, as a mail server's transport hands it over. What the exit code says is
//! what the mail server does: 0 and it forgets the message, 75 and it brings it again, 65 or 67 and it tells the sender.
//! The codes are those of `sysexits.h`.

use std::{
    io::{Read, stdin},
    process::ExitCode,
};

use accord_kernel::{Clock, Outcome, Status};
use accord_mail::MESSAGE_MAX;
use accord_room_mail::{Incoming, MailReason, Taken, take_in};
use clap::Args;

use super::Place;

/// The message is at fault: too large, or empty.
const EX_DATAERR: u8 = 65;
/// The address is none.
const EX_NOUSER: u8 = 67;
/// Bring it again.
const EX_TEMPFAIL: u8 = 75;

/// One message on standard input.
#[derive(Debug, Args)]
pub(super) struct MailIn {
    #[command(flatten)]
    place: Place,
    /// Address to which it came, token included.
    #[arg(long, value_name = "ADDRESS")]
    to: String,
    /// Sender of the envelope; empty for word that a mail was not delivered.
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    /// Name under which our mail server writes `Authentication-Results`; senders whose domain denies them are held then.
    #[arg(long, env = "ACCORD_MAIL_SERVER_NAME")]
    server_name: Option<String>,
}

pub(super) fn mail_in(wanted: &MailIn) -> ExitCode {
    let mut raw = Vec::new();
    let most = u64::try_from(MESSAGE_MAX).unwrap_or(u64::MAX).saturating_add(1);
    if let Err(error) = stdin().lock().take(most).read_to_end(&mut raw) {
        tracing::error!(%error, "the message could not be read");
        return ExitCode::from(EX_TEMPFAIL);
    }
    let kernel = match wanted.place.kernel(Clock::Wall) {
        Ok(kernel) => kernel,
        Err(error) => {
            tracing::error!(%error, "the message was not taken; it has to be brought again");
            return ExitCode::from(EX_TEMPFAIL);
        }
    };
    let size = raw.len();
    let taken = take_in(
        &kernel,
        Incoming {
            alias: &wanted.to,
            raw: &raw,
            size,
            received_at: None,
            envelope: wanted.from.as_deref(),
            trusted: wanted.server_name.as_deref(),
        },
    );
    ExitCode::from(code(&taken))
}

/// What the mail server shall do. A message that is kept whole is taken, whatever became of it.
fn code(taken: &Outcome<Taken>) -> u8 {
    match taken {
        Ok(taken) if taken.reason == Some(MailReason::TooLarge) => EX_DATAERR,
        Ok(_) => 0,
        Err(refusal) if refusal.rule == "mail.alias" => EX_NOUSER,
        Err(refusal) if refusal.fields.iter().any(|field| field.rule == "file.empty") => EX_DATAERR,
        Err(refusal) => {
            let status = if refusal.status == Status::Full { "full" } else { "unavailable" };
            tracing::error!(
                rule = refusal.rule,
                status,
                detail = refusal.internal,
                "the message was not taken"
            );
            EX_TEMPFAIL
        }
    }
}
