//! `accord init` and `accord password`: the ways in that need the operator's hand.

use std::{io::Read, process::ExitCode};

use accord_kernel::{Call, Caller, Clock, Via};
use accord_room_people::login;
use anyhow::Context;
use serde_json::json;

use super::{Init, Password, refused, say};

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
    let password = if command.password_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("no password on standard input")?;
        text.trim_end_matches(['\r', '\n']).to_owned()
    } else {
        made_password()?
    };
    let hash = login::hash(&password, "/password").map_err(|refusal| refused(&kernel, &refusal))?;
    let input = json!({
        "name": command.company,
        "home_zone": command.zone,
        "currency": command.currency,
        "language": command.language,
        "calendar_name": command.company,
        "administrator": { "name": command.admin_name, "email": command.admin_email, "password_hash": hash },
    });
    kernel
        .act(&operator(), Call::new("company.set_up", input))
        .map_err(|refusal| refused(&kernel, &refusal))?;
    say(&format!("{} is set up. Sign in as {}.", command.company, command.admin_email));
    if !command.password_stdin {
        say(&format!("Password, shown this once: {password}"));
    }
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
