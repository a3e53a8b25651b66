//! The command line.

mod backup;
mod demo;
mod doctor;
mod import;
mod init;
mod insight;
mod keep;
mod mail_in;
mod serve;
mod stored;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use accord_kernel::{Clock, IdSource, Kernel, Network, TRACE};
use accord_room_webhook::Inside;
use accord_store::{Db, MIGRATIONS, Options, migrate_with};
use anyhow::{Context, anyhow};
use clap::{Args, Parser, Subcommand};

/// Promises to customers, kept together by sales, manufacturing and service.
#[derive(Debug, Parser)]
#[command(name = "accord", version, about)]
pub struct Command {
    /// How the log is written to standard error; ACCORD_LOG says what is (info, debug, accord::request=debug).
    #[arg(long, env = "ACCORD_LOG_FORMAT", value_enum, default_value_t, global = true)]
    log_format: LogFormat,
    #[command(subcommand)]
    verb: Verb,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve pages and the API.
    Serve(Serve),
    /// Start a machine maker's demo with its stories loaded, on a clock that you move.
    Demo(Demo),
    /// Make a real installation: the company and its first administrator.
    Init(Init),
    /// Bring a company's own data from its files, or take an import back.
    Import(import::Import),
    /// Apply what the database lacks.
    Migrate(Place),
    /// Walk the hash chains and seals, rebuild the recorded tables from the events, and compare.
    Verify(Verify),
    /// Rebuild the derived tables (search, capacity buckets, which webhook hears of what) from the recorded ones.
    Rebuild(Place),
    /// Write everything into one file, while others work; or look whether such a file is whole.
    Backup(backup::Backup),
    /// Fill an empty database from a backup, erase again who was erased since, and verify.
    Restore(backup::Restore),
    /// Look at everything that an operator can put right, and say what to do.
    Doctor(doctor::Doctor),
    /// Give a person a new password.
    Password(Password),
    /// Make a person an administrator with a new password, when no administrator can sign in.
    Recover(Recover),
    /// Make data, run the budget lines, print a table.
    Bench(crate::bench::Bench),
    /// Take in one message from standard input, for a mail server's transport.
    MailIn(mail_in::MailIn),
    /// Outage rates, trends and mean cumulative functions from files of histories.
    Insight(insight::Insight),
    /// Print the OpenAPI document.
    Openapi,
}

/// Where the data lives.
#[derive(Debug, Clone, Args)]
struct Place {
    /// Folder of the database file, attached files and outgoing mail.
    #[arg(long, env = "ACCORD_DATA", default_value = "accord-data")]
    data: PathBuf,
    /// `postgres://user@host/database`; without it a SQLite file in the data folder.
    #[arg(long, env = "ACCORD_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Where it is kept who was erased, beside the database; by default erasures.txt in the data folder.
    #[arg(long, env = "ACCORD_ERASURES")]
    erasures: Option<PathBuf>,
    /// Why no backup is to be taken before a SQLite database gets a newer schema; without a reason one is.
    #[arg(long, env = "ACCORD_NO_BACKUP_BEFORE_MIGRATION", value_name = "REASON")]
    no_backup_before_migration: Option<String>,
    /// Networks inside that webhooks may call, as addresses or networks (10.1.0.0/16), separated by commas; without it only
    /// public addresses are called. To these alone messages go unencrypted where their address begins with http.
    #[arg(long, env = "ACCORD_WEBHOOK_NETWORKS", value_delimiter = ',', value_name = "NETWORKS")]
    webhook_networks: Vec<Network>,
}

/// Outgoing mail.
#[derive(Debug, Clone, Args)]
struct Mail {
    /// `smtp://host:port` or `smtps://user:password@host:port`; without it mails are written into the data folder.
    #[arg(long, env = "ACCORD_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Address that mails come from.
    #[arg(long, env = "ACCORD_MAIL_FROM", default_value = "accord@localhost")]
    mail_from: String,
    /// Address at which answers to letters about cases arrive (`service@firm.example`, at most 21 characters before the
    /// `@`); each letter puts its mark behind a plus sign into it. Without it people answer to where mails come from.
    #[arg(long, env = "ACCORD_MAIL_ANSWERS")]
    mail_answers: Option<String>,
}

/// A mailbox that is polled.
#[derive(Debug, Clone, Args)]
struct Polled {
    /// `imaps://user:password@host/FOLDER`: its messages are taken in. Without it mail comes by `accord mail-in` alone.
    #[arg(long, env = "ACCORD_IMAP", hide_env_values = true, requires = "imap_to")]
    imap: Option<String>,
    /// Address of ours whose mail is in that mailbox.
    #[arg(long, env = "ACCORD_IMAP_TO")]
    imap_to: Option<String>,
    /// Folder to which messages are moved that were taken; without it they are marked as seen.
    #[arg(long, env = "ACCORD_IMAP_DONE")]
    imap_done: Option<String>,
    /// Name under which our mail server writes `Authentication-Results`; senders whose domain denies them are held then.
    #[arg(long, env = "ACCORD_MAIL_SERVER_NAME")]
    mail_server_name: Option<String>,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    mail: Mail,
    #[command(flatten)]
    polled: Polled,
    /// Address to listen on.
    #[arg(long, env = "ACCORD_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Address that people type, for links in mails and for secure cookies.
    #[arg(long, env = "ACCORD_PUBLIC_URL")]
    public_url: Option<String>,
    /// File that names the company's own sign-in (OpenID Connect), see docs/sso.md; needs the public address.
    #[arg(long, env = "ACCORD_SSO", requires = "public_url")]
    sso: Option<PathBuf>,
    /// Our secret at the company's own sign-in; goes before the file that the file names.
    #[arg(long, env = "ACCORD_SSO_SECRET", hide_env_values = true, requires = "sso")]
    sso_secret: Option<String>,
    /// Proxies in front, as addresses or networks (10.1.0.0/16), separated by commas; only their X-Forwarded-For and
    /// X-Forwarded-Proto count.
    #[arg(long, env = "ACCORD_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Vec<Network>,
    /// Who sends this as a bearer token may read /metrics; without it only this machine may, and only without a public
    /// address.
    #[arg(long, env = "ACCORD_METRICS_TOKEN", hide_env_values = true)]
    metrics_token: Option<String>,
    /// Seconds that running requests may take to end when the program is asked to stop.
    #[arg(long, env = "ACCORD_STOP_WITHIN", default_value_t = 8)]
    stop_within: u64,
}

#[derive(Debug, Args)]
struct Demo {
    /// Folder of the demo's data.
    #[arg(long, default_value = "var/demo")]
    data: PathBuf,
    /// `postgres://…` instead of a SQLite file.
    #[arg(long)]
    database: Option<String>,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Load everything anew, at the beginning of the story.
    #[arg(long)]
    fresh: bool,
    /// Where the story begins: at the order meeting, on the first day of the pursuit, or on the morning of the shipment.
    #[arg(long, value_enum, default_value_t)]
    begin: crate::demo::Beginning,
    /// Ordinary customers beside the stories.
    #[arg(long, default_value_t = 300)]
    customers: u32,
    /// Load and stop, without serving.
    #[arg(long)]
    load_only: bool,
}

#[derive(Debug, Args)]
struct Init {
    #[command(flatten)]
    place: Place,
    /// Name of the company; without it the database is prepared, and the company is set up in the browser.
    #[arg(long, requires_all = ["zone", "currency", "admin_name", "admin_email"])]
    company: Option<String>,
    /// Home time zone (IANA), for example America/Sao_Paulo.
    #[arg(long, requires = "company")]
    zone: Option<String>,
    /// Currency (ISO 4217).
    #[arg(long, requires = "company")]
    currency: Option<String>,
    /// Language: en or pt-BR.
    #[arg(long, default_value = "en")]
    language: String,
    /// Name of the first administrator.
    #[arg(long, requires = "company")]
    admin_name: Option<String>,
    /// E-mail of the first administrator.
    #[arg(long, requires = "company")]
    admin_email: Option<String>,
    /// Read the administrator's password from standard input instead of making one.
    #[arg(long, requires = "company")]
    password_stdin: bool,
}

#[derive(Debug, Args)]
struct Verify {
    #[command(flatten)]
    place: Place,
    /// A root kept outside the database; it must be among the seals.
    #[arg(long)]
    root: Option<String>,
}

#[derive(Debug, Args)]
struct Password {
    #[command(flatten)]
    place: Place,
    /// E-mail of the person.
    email: String,
}

#[derive(Debug, Args)]
struct Recover {
    #[command(flatten)]
    place: Place,
    /// E-mail of the person; a new colleague is entered when it is nobody's.
    email: String,
    /// Name of the new colleague.
    #[arg(long)]
    name: Option<String>,
}

impl Place {
    fn options(&self) -> anyhow::Result<Options> {
        options(&self.data, self.database.as_deref())
    }

    /// Where it is kept who was erased.
    fn erasures(&self) -> PathBuf {
        self.erasures.clone().unwrap_or_else(|| self.data.join("erasures.txt"))
    }

    /// Opens the database and applies what it lacks, after a backup where there is something to lose.
    fn migrated(&self) -> anyhow::Result<Db> {
        let db = Db::open(&self.options()?)?;
        backup::before_migration(&db, &self.data, self.no_backup_before_migration.as_deref())?;
        migrate_with(&db, MIGRATIONS)?;
        Ok(db)
    }

    /// Opens and migrates the database and wires the kernel over it.
    fn kernel(&self, clock: Clock) -> anyhow::Result<Arc<Kernel>> {
        kernel_over(self.migrated()?, &self.data, clock, IdSource::System, self.webhook_networks.clone())
    }
}

pub(crate) fn options(data: &PathBuf, database: Option<&str>) -> anyhow::Result<Options> {
    std::fs::create_dir_all(data)
        .with_context(|| format!("the data folder {} cannot be made", data.display()))?;
    match database {
        Some(address) => Ok(Options::parse(address)?),
        None => Ok(Options::Sqlite { path: data.join("accord.sqlite") }),
    }
}

/// Opens and migrates a database and wires every room over it; attached files stand in `data`.
///
/// # Errors
/// What stands in the way, in a sentence.
pub fn kernel(options: &Options, data: &Path, clock: Clock, ids: IdSource) -> anyhow::Result<Arc<Kernel>> {
    kernel_over(Db::open_and_migrate(options)?, data, clock, ids, Vec::new())
}

/// Wires every room over a database that is open and migrated.
fn kernel_over(
    db: Db,
    data: &Path,
    clock: Clock,
    ids: IdSource,
    inside: Vec<Network>,
) -> anyhow::Result<Arc<Kernel>> {
    let mut registry = crate::wiring::registry();
    crate::wiring::files(&mut registry, data);
    registry.extend(Inside(inside));
    #[cfg(feature = "pdf")]
    crate::print::printer(&mut registry, data)?;
    Kernel::new(db, registry, clock, ids).map_err(|text| anyhow!(text))
}

/// Runs a command.
///
/// # Errors
/// What stands in the way, in a sentence.
pub fn run(command: Command) -> anyhow::Result<ExitCode> {
    log_to_stderr(command.log_format)?;
    let ended = carry_out(command.verb);
    #[cfg(feature = "otel")]
    crate::telemetry::end();
    ended
}

fn carry_out(verb: Verb) -> anyhow::Result<ExitCode> {
    match verb {
        Verb::Serve(serve) => serve::serve(serve),
        Verb::Demo(demo) => demo::demo(demo),
        Verb::Init(init) => init::init(init),
        Verb::Import(wanted) => import::import(wanted),
        Verb::Migrate(place) => {
            place.migrated()?;
            say("the database is up to date");
            Ok(ExitCode::SUCCESS)
        }
        Verb::Verify(verify) => keep::verify(&verify),
        Verb::Rebuild(place) => keep::rebuild(&place),
        Verb::Backup(wanted) => backup::backup(&wanted),
        Verb::Restore(wanted) => backup::restore(&wanted),
        Verb::Doctor(wanted) => doctor::doctor(&wanted),
        Verb::Password(password) => init::password(&password),
        Verb::Recover(recover) => init::recover(&recover),
        Verb::Bench(bench) => crate::bench::run(&bench).map(|()| ExitCode::SUCCESS),
        Verb::MailIn(wanted) => Ok(mail_in::mail_in(&wanted)),
        Verb::Insight(wanted) => insight::insight(&wanted),
        Verb::Openapi => {
            say(&accord_server::document(&crate::wiring::registry()).to_string());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn log_to_stderr(format: LogFormat) -> anyhow::Result<()> {
    use std::io::IsTerminal;

    use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};
    let mut filter = EnvFilter::try_from_env("ACCORD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // At their talkative levels these write down what goes to the database, and addresses that hold secrets.
    for quiet in ["tokio_postgres=info", "postgres=info", "tower_http=info", &format!("{TRACE}=off")] {
        if let Ok(directive) = quiet.parse() {
            filter = filter.add_directive(directive);
        }
    }
    let lines = fmt::layer().with_writer(std::io::stderr).with_target(false);
    let lines = lines.with_ansi(std::io::stderr().is_terminal());
    let lines = match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let house = tracing_subscriber::registry().with(lines.with_filter(filter));
    #[cfg(feature = "otel")]
    let house = house.with(crate::telemetry::layer()?);
    // A second call (in tests) finds the first one standing.
    drop(house.try_init());
    Ok(())
}

/// Says something on standard output.
#[expect(clippy::print_stdout, reason = "a command answers its caller on standard output")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

/// A refusal as a sentence for the operator.
pub(crate) fn refused(kernel: &Kernel, refusal: &accord_kernel::Refusal) -> anyhow::Error {
    let tongue = kernel.words.tongue(accord_kernel::Language::English, "UTC");
    let mut text = accord_face::ask::refusal_text(&tongue, refusal);
    for field in &refusal.fields {
        text.push_str(&format!(" {}: {}.", field.pointer, accord_face::ask::field_text(&tongue, field)));
    }
    if let Some(internal) = &refusal.internal {
        text.push_str(&format!(" ({internal})"));
    }
    anyhow!(text)
}
