//! `accord demo`.

use std::process::ExitCode;

use accord_server::Operation;
use anyhow::Context;

use super::{Demo, options, say, serve};
use crate::{demo, erasures::Erasures};

pub(super) fn demo(command: Demo) -> anyhow::Result<ExitCode> {
    if command.fresh && command.database.is_none() {
        for name in ["accord.sqlite", "accord.sqlite-wal", "accord.sqlite-shm"] {
            let file = command.data.join(name);
            if file.exists() {
                std::fs::remove_file(&file)
                    .with_context(|| format!("{} cannot be removed", file.display()))?;
            }
        }
    }
    let place = options(&command.data, command.database.as_deref())?;
    let kernel = demo::open(&place, &command.data, command.customers, command.begin)?;
    if command.load_only {
        say("the demo is loaded");
        return Ok(ExitCode::SUCCESS);
    }
    say(&format!("Accord's demo is at http://{}/", command.listen));
    say("Choose on the sign-in page whom you want to be; Suzie Sales begins the order meeting.");
    let mailer = serve::mail_sender(None, "accord@halden.example", &command.data)?;
    let erasures = Erasures::open(&command.data.join("erasures.txt"))?;
    serve::run(
        &kernel,
        command.listen,
        &command.data,
        demo::people(),
        Operation::default(),
        (mailer, None),
        erasures,
        None,
    )
}
