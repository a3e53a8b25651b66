//! `accord init`, `accord password` and `accord recover`: the ways in that need the operator's hand.

use std::{io::Read, process::ExitCode};

use accord_kernel::{Call, Caller, Clock, Kernel, Via};
use accord_room_people::{login, set_up};
use anyhow::Context;
use serde_json::json;

use super::{Init, Password, Recover, refused, say};

/// Random letters of a password that is made for somebody.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

fn made_password() -> anyhow::Result<String> {
    let bytes: [u8; 20] = accord_store::secret::random()?;
    Ok(bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32)).copied()).map(char::from).collect())
}

fn operator() -> Caller {
    Caller { via: Via::Command, ..Caller::system() }
}

pub(super) fn init(command: Init) -> anyhow::Result<ExitCode> {
    let kernel = command.place.kernel(Clock::Wall)?;
    let (Some(company), Some(email)) = (&command.company, &command.admin_email) else {
        return prepared(&kernel);
    };
    let password = if command.password_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("no password on standard input")?;
        text.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        made_password()?
    };
    let hash = login::hash(&password, "/password").map_err(|refusal| refused(&kernel, &refusal))?;
    let input = json!({
        "name": company,
        "home_zone": command.zone,
        "currency": command.currency,
        "language": command.language,
        "calendar_name": company,
        "administrator": { "name": command.admin_name, "email": email, "password_hash": hash },
    });
    kernel
        .act(&operator(), Call::new("company.set_up", input))
        .map_err(|refusal| refused(&kernel, &refusal))?;
    say(&format!("{company} is set up. Sign in as {email}."));
    if !command.password_stdin {
        say(&format!("Password, shown this once: {password}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The database stands; the rest is done in the browser.
fn prepared(kernel: &Kernel) -> anyhow::Result<ExitCode> {
    if !set_up::waits(kernel).map_err(|refusal| refused(kernel, &refusal))? {
        say(
            "The company is set up already. Sign in with `accord serve`, or give somebody a new password with",
        );
        say("`accord password`.");
        return Ok(ExitCode::SUCCESS);
    }
    say(
        "The database is ready. Start `accord serve` with the same options: it prints an address, which works once.",
    );
    say("Open it in a browser to enter the company and its first administrator.");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn password(command: &Password) -> anyhow::Result<ExitCode> {
    let kernel = command.place.kernel(Clock::Wall)?;
    let password = made_password()?;
    login::reset(&kernel, &operator(), &command.email, &password)
        .map_err(|refusal| refused(&kernel, &refusal))?;
    say(&format!("Password of {}, shown this once: {password}", command.email));
    say("Every session of this person has ended.");
    Ok(ExitCode::SUCCESS)
}

pub(super) fn recover(command: &Recover) -> anyhow::Result<ExitCode> {
    let kernel = command.place.kernel(Clock::Wall)?;
    let password = made_password()?;
    login::recover(&kernel, &operator(), &command.email, command.name.as_deref(), &password)
        .map_err(|refusal| refused(&kernel, &refusal))?;
    say(&format!("{} is an administrator. Password, shown this once: {password}", command.email));
    say("Every session of this person has ended; the other administrators are told.");
    Ok(ExitCode::SUCCESS)
}
