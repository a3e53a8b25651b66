//! `accord serve`.

use std::{path::Path, process::ExitCode, sync::Arc, time::Duration};

use accord_kernel::{Clock, Kernel, wall_now};
use accord_room_customer::Files;
use accord_room_webhook::Inside;
use accord_server::{App, DemoPerson, Gauge, Heartbeat, Operation};

use super::{Serve, refused, say};
use crate::{
    door::{CustomerFiles, PeopleDoor},
    erasures::Erasures,
    mailbox::Mailbox,
    sso::Sso,
};

/// How often imports that were started on a page are looked for.
const IMPORTS_EVERY: Duration = Duration::from_secs(2);
/// How often acts on many rows are gone on with that did not end at once.
const BULK_EVERY: Duration = Duration::from_secs(1);
/// How often documents that left the house are printed and kept.
const PAPERS_EVERY: Duration = Duration::from_secs(2);
/// What still works when everything was asked to stop is waited for so long.
const LEFT_BEHIND: Duration = Duration::from_secs(1);
/// A letter that waits longer, in seconds, says that none goes out.
const MAIL_LATE: f64 = 1_800.0;
/// How often it is looked who was erased, to be kept beside the database.
const ERASURES_EVERY: Duration = Duration::from_secs(5);
/// How often what was kept long enough is let go, and files that nothing names.
const RETENTION_EVERY: Duration = Duration::from_secs(3_600);
/// How often waiting mails are looked at.
const MAIL_EVERY: Duration = Duration::from_secs(5);
/// How often messages for programs outside are looked at.
const WEBHOOKS_EVERY: Duration = Duration::from_secs(2);
/// How often a mailbox is looked into.
const MAILBOX_EVERY: Duration = Duration::from_secs(20);
/// How often it is written when sessions were last used.
const SEEN_EVERY: Duration = Duration::from_secs(60);
/// How often sessions that are over are swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(3_600);

pub(super) fn serve(command: Serve) -> anyhow::Result<ExitCode> {
    let public = command.public_url.as_deref().map(public_address).transpose()?;
    let kernel = command.place.kernel(Clock::Wall)?;
    let data = &command.place.data;
    let mut mailer = mail_sender(command.mail.smtp.as_deref(), &command.mail.mail_from, data)?;
    if let Some(address) = &public {
        mailer = Mailer(mailer.0.site(address));
    }
    if let Some(address) = &command.mail.mail_answers {
        mailer = Mailer(mailer.0.answers(address).map_err(|refusal| refused(&kernel, &refusal))?);
    }
    let mailbox = match (&command.polled.imap, &command.polled.imap_to) {
        (Some(address), Some(to)) => {
            let polled = &command.polled;
            let (done, name) = (polled.imap_done.as_deref(), polled.mail_server_name.as_deref());
            Some(Mailbox::parse(address, to, done, name).map_err(|refusal| refused(&kernel, &refusal))?)
        }
        _ => None,
    };
    let sso = match (&command.sso, &public) {
        (Some(file), Some(public)) => Some(Sso::read(file, public, command.sso_secret.clone())?),
        _ => None,
    };
    let mut operation = Operation::default();
    operation.trusted = command.trusted_proxies;
    operation.public = public;
    operation.metrics_token = command.metrics_token.filter(|token| !token.trim().is_empty());
    operation.data = Some(data.clone());
    operation.gauges = gauges();
    operation.stop_within = Duration::from_secs(command.stop_within);
    let erasures = Erasures::open(&command.place.erasures())?;
    tell_where_to_set_up(&kernel, operation.public.as_deref(), command.listen)?;
    run(&kernel, command.listen, data, Vec::new(), operation, (mailer, mailbox), erasures, sso)
}

/// Prints the one-time address while the company is not set up. It goes to standard output, which is the operator's, and
/// never into the log.
fn tell_where_to_set_up(
    kernel: &Arc<Kernel>,
    public: Option<&str>,
    listen: std::net::SocketAddr,
) -> anyhow::Result<()> {
    let path =
        accord_room_people::set_up::new_address(kernel).map_err(|refusal| refused(kernel, &refusal))?;
    if let Some(path) = path {
        let base = public.map_or_else(|| format!("http://{listen}"), str::to_owned);
        say("Accord is not set up yet. Open this address in a browser; it works once, until the next start:");
        say(&format!("{base}{path}"));
    }
    Ok(())
}

/// The address that people type: `https://accord.example.com`, perhaps with a port, and nothing behind it.
pub(super) fn public_address(text: &str) -> anyhow::Result<String> {
    let text = text.trim().trim_end_matches('/');
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    match rest {
        Some(rest) if !rest.is_empty() && rest.chars().all(plain) && !rest.starts_with([':', '.', '-']) => {
            Ok(text.to_owned())
        }
        _ => anyhow::bail!("the public address is written like https://accord.example.com, without a path"),
    }
}

/// What rooms tell whoever watches the program.
fn gauges() -> Vec<Gauge> {
    let outbox = |kernel: &Arc<Kernel>| kernel.db.read(|tx| accord_room_people::outbox(tx, wall_now()));
    let since =
        |at: Option<jiff::Timestamp>| at.map_or(0.0, |at| wall_now().duration_since(at).as_secs_f64());
    vec![
        Gauge {
            name: "accord_outbox_waiting",
            help: "Letters that wait.",
            read: Box::new(move |kernel| outbox(kernel).map(|outbox| outbox.waiting as f64)),
            limit: None,
        },
        Gauge {
            name: "accord_outbox_oldest_seconds",
            help: "How long the oldest letter waits that is due or was tried in vain.",
            read: Box::new(move |kernel| outbox(kernel).map(|outbox| since(outbox.oldest))),
            limit: Some((MAIL_LATE, "letters do not go out")),
        },
        Gauge {
            name: "accord_outbox_given_up",
            help: "Letters that were given up.",
            read: Box::new(move |kernel| outbox(kernel).map(|outbox| outbox.given_up as f64)),
            limit: None,
        },
        Gauge {
            name: "accord_webhooks_waiting",
            help: "Messages for programs outside that wait.",
            read: Box::new(|kernel| {
                kernel.db.read(accord_room_webhook::outbox).map(|outbox| outbox.waiting as f64)
            }),
            limit: None,
        },
        Gauge {
            name: "accord_webhooks_given_up",
            help: "Messages for programs outside that were given up.",
            read: Box::new(|kernel| {
                kernel.db.read(accord_room_webhook::outbox).map(|outbox| outbox.given_up as f64)
            }),
            limit: None,
        },
        Gauge {
            name: "accord_backup_age_seconds",
            help: "How long ago the last backup was taken.",
            read: Box::new(move |kernel| match kernel.db.read(accord_store::backup::last)? {
                Some(at) => Ok(since(Some(at))),
                None => Err(accord_kernel::Refusal::absent()),
            }),
            limit: None,
        },
    ]
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

impl Mailer {
    /// Whether the mail server lets us in; the error is a word without an address.
    pub(super) fn test(&self) -> Result<(), &'static str> {
        self.0.test()
    }
}

/// Serves until asked to stop.
pub(super) fn run(
    kernel: &Arc<Kernel>,
    listen: std::net::SocketAddr,
    data: &Path,
    demo: Vec<DemoPerson>,
    operation: Operation,
    (mailer, mailbox): (Mailer, Option<Mailbox>),
    erasures: Erasures,
    sso: Option<Sso>,
) -> anyhow::Result<ExitCode> {
    let door = PeopleDoor::new(demo.iter().map(|person| person.email.clone()).collect()).outside(sso);
    let files = CustomerFiles { files: Files::folder(data.join("files")) };
    let secure = operation.public.as_deref().is_some_and(|address| address.starts_with("https://"));
    let app = App::operated(Arc::clone(kernel), Box::new(door), Box::new(files), demo, secure, operation);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mailer = Arc::new(mailer);
    let forgotten = Arc::clone(&mailer);
    let kept = Arc::clone(&mailer);
    let heartbeat = Heartbeat {
        name: "mail",
        every: MAIL_EVERY,
        work: Box::new(move |kernel| {
            accord_room_people::login::answer_asked(kernel)?;
            accord_room_people::digest::tell_due(kernel)?;
            // One batch after the other while letters go out: nobody's waits for the next beat behind a full bag.
            while accord_room_people::mail::send_due(kernel, &mailer.0)? > 0 {}
            Ok(())
        }),
    };
    let erasures = Heartbeat {
        name: "erasures",
        every: ERASURES_EVERY,
        work: Box::new(move |kernel| {
            erasures.follow(kernel, |kernel| forgotten.0.let_go(kernel, true).map(drop)).map(drop)
        }),
    };
    let seen = Heartbeat {
        name: "sessions",
        every: SEEN_EVERY,
        work: Box::new(|kernel| accord_room_people::gate::door(kernel)?.flush(kernel)),
    };
    let sweep = Heartbeat {
        name: "sweep",
        every: SWEEP_EVERY,
        work: Box::new(|kernel| {
            accord_room_people::login::sweep(kernel)?;
            accord_room_webhook::sweep(kernel, wall_now()).map(|_| ())
        }),
    };
    let inside = kernel.registry.extensions::<Inside>().flat_map(|inside| inside.0.clone()).collect();
    let sender = accord_room_webhook::Sender::new(inside).map_err(|text| anyhow::anyhow!(text))?;
    let webhooks = Heartbeat {
        name: "webhooks",
        every: WEBHOOKS_EVERY,
        work: Box::new(move |kernel| {
            while accord_room_webhook::send_due(kernel, &sender, wall_now())? > 0 {}
            Ok(())
        }),
    };
    let imports = Heartbeat {
        name: "imports",
        every: IMPORTS_EVERY,
        work: Box::new(|kernel| accord_room_intake::drive_waiting(kernel).map(|_| ())),
    };
    let bulk = Heartbeat {
        name: "bulk",
        every: BULK_EVERY,
        work: Box::new(|kernel| accord_room_bulk::drive_waiting(kernel).map(|_| ())),
    };
    let papers = Heartbeat {
        name: "papers",
        every: PAPERS_EVERY,
        work: Box::new(|kernel| accord_room_customer::papers::keep_waiting(kernel).map(|_| ())),
    };
    let retention = Heartbeat {
        name: "retention",
        every: RETENTION_EVERY,
        work: Box::new(move |kernel| {
            kept.0.let_go(kernel, false)?;
            accord_room_privacy::let_go_all(kernel)?;
            accord_room_customer::let_go_unused(kernel).map(drop)
        }),
    };
    let mut beats = vec![heartbeat, erasures, seen, sweep, imports, bulk, papers, webhooks, retention];
    beats.extend(mailbox.map(|mailbox| Heartbeat {
        name: "mailbox",
        every: MAILBOX_EVERY,
        work: Box::new(move |kernel| mailbox.poll(kernel).map(|_| ())),
    }));
    runtime.block_on(accord_server::serve(app, listen, beats))?;
    // Connections to PostgreSQL must be closed on a thread without a runtime. Whoever works on is left behind.
    runtime.shutdown_timeout(LEFT_BEHIND);
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::public_address;

    #[test]
    fn a_public_address_is_a_scheme_and_a_host() {
        assert_eq!(public_address("https://accord.example.com/").unwrap(), "https://accord.example.com");
        assert_eq!(public_address("http://10.0.0.7:8080").unwrap(), "http://10.0.0.7:8080");
        for wrong in [
            "accord.example.com",
            "https://",
            "https://a/b",
            "https://u:p@a",
            "ftp://a",
            "https://a?x",
            "https://:80",
        ] {
            assert!(public_address(wrong).is_err(), "{wrong}");
        }
    }
}
