//! `accord serve`.

use std::{path::Path, process::ExitCode, sync::Arc, time::Duration};

use accord_kernel::{Clock, Kernel};
use accord_room_customer::Files;
use accord_server::{App, DemoPerson, Heartbeat};

use super::Serve;
use crate::{
    door::{CustomerFiles, PeopleDoor},
    erasures::Erasures,
};

/// How often imports that were started on a page are looked for.
const IMPORTS_EVERY: Duration = Duration::from_secs(2);
/// How often documents that left the house are printed and kept.
const PAPERS_EVERY: Duration = Duration::from_secs(2);
/// How often it is looked who was erased, to be kept beside the database.
const ERASURES_EVERY: Duration = Duration::from_secs(5);
/// How often waiting mails are looked at.
const MAIL_EVERY: Duration = Duration::from_secs(5);
/// How often it is written when sessions were last used.
const SEEN_EVERY: Duration = Duration::from_secs(60);
/// How often sessions that are over are swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);

pub(super) fn serve(command: Serve) -> anyhow::Result<ExitCode> {
    let kernel = command.place.kernel(Clock::Wall)?;
    let secure = command.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    let mut sender = mail_sender(command.mail.smtp.as_deref(), &command.mail.mail_from, &command.place.data)?;
    if let Some(address) = &command.public_url {
        sender = Mailer(sender.0.site(address));
    }
    let erasures = Erasures::open(&command.place.erasures())?;
    run(&kernel, command.listen, &command.place.data, Vec::new(), secure, sender, erasures)
}

/// Makes what sends mails: by SMTP, or into the data folder.
pub(super) fn mail_sender(smtp: Option<&str>, from: &str, data: &Path) -> anyhow::Result<Mailer> {
    let config = match smtp {
        Some(address) => accord_room_people::mail::MailConfig::smtp(address, from),
        None => accord_room_people::mail::MailConfig::folder(data.join("mail"), from),
    };
    config.map_err(|refusal| anyhow::anyhow!(refusal.rule)).map(Mailer)
}

/// What sends mails.
pub(super) struct Mailer(accord_room_people::mail::MailConfig);

/// Serves until asked to stop.
pub(super) fn run(
    kernel: &Arc<Kernel>,
    listen: std::net::SocketAddr,
    data: &Path,
    demo: Vec<DemoPerson>,
    secure: bool,
    mailer: Mailer,
    erasures: Erasures,
) -> anyhow::Result<ExitCode> {
    let door = PeopleDoor { demo: demo.iter().map(|person| person.email.clone()).collect() };
    let files = CustomerFiles { files: Files::folder(data.join("files")) };
    let app = App::new(Arc::clone(kernel), Box::new(door), Box::new(files), demo, secure);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mailer = Arc::new(mailer);
    let heartbeat = Heartbeat {
        name: "mail",
        every: MAIL_EVERY,
        work: Box::new(move |kernel| accord_room_people::mail::send_due(kernel, &mailer.0).map(|_| ())),
    };
    let erasures = Heartbeat {
        name: "erasures",
        every: ERASURES_EVERY,
        work: Box::new(move |kernel| erasures.follow(kernel).map(drop)),
    };
    let seen = Heartbeat {
        name: "sessions",
        every: SEEN_EVERY,
        work: Box::new(|kernel| accord_room_people::gate::door(kernel)?.flush(kernel)),
    };
    let sweep = Heartbeat {
        name: "sweep",
        every: SWEEP_EVERY,
        work: Box::new(|kernel| accord_room_people::login::sweep(kernel).map(|_| ())),
    };
    let imports = Heartbeat {
        name: "imports",
        every: IMPORTS_EVERY,
        work: Box::new(|kernel| accord_room_intake::drive_waiting(kernel).map(|_| ())),
    };
    let papers = Heartbeat {
        name: "papers",
        every: PAPERS_EVERY,
        work: Box::new(|kernel| accord_room_customer::papers::keep_waiting(kernel).map(|_| ())),
    };
    runtime.block_on(accord_server::serve(
        app,
        listen,
        vec![heartbeat, erasures, seen, sweep, imports, papers],
    ))?;
    // Connections to PostgreSQL must be closed on a thread without a runtime.
    drop(runtime);
    Ok(ExitCode::SUCCESS)
}
