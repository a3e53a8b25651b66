//! The post office: letters that wait go out by SMTP, or into a folder. Each goes out at least once, with the same
//! Message-ID whenever it is tried, so that a mailbox that sees it twice can tell.
//!
//! Letters are claimed in one transaction, sent outside any, and marked in another; a crash between lets the claim's
//! lease run out and the letter go again.

use std::{path::PathBuf, sync::Arc, time::Duration};

use accord_kernel::{Kernel, Outcome, Refusal, Status, wall_now};
use jiff::SignedDuration;
use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use uuid::Uuid;

use crate::{
    letters::addressed,
    record::notice::{self, Letter},
    rules::retry::pause,
};

/// Letters claimed at once.
const BATCH: i64 = 20;
/// How long a claim holds; longer than sending a batch takes.
const LEASE: SignedDuration = SignedDuration::from_mins(30);
/// A letter that a guard holds is looked at again after this.
const HELD_FOR: SignedDuration = SignedDuration::from_mins(10);
/// How long one exchange with the mail server may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// How long it is kept that a letter went out; its words are gone at once.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

enum Sender {
    Smtp(Box<SmtpTransport>),
    Folder(PathBuf),
}

/// Says to other programs that a program wrote this (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// How letters go out.
pub struct MailConfig {
    sender: Sender,
    from: Mailbox,
    answers: Option<Mailbox>,
    site: Option<String>,
}

fn sender_address(from: &str) -> Outcome<Mailbox> {
    from.parse().map_err(|_| Refusal::new(Status::Invalid, "mail.from"))
}

impl MailConfig {
    /// By a mail server: `smtps://user:password@host`, `smtp://host:25`.
    ///
    /// # Errors
    /// `mail.server` or `mail.from` when an address cannot be read.
    pub fn smtp(address: &str, from: &str) -> Outcome<Self> {
        // The address may hold a password: it is not repeated in the refusal.
        let transport =
            SmtpTransport::from_url(address).map_err(|_| Refusal::new(Status::Invalid, "mail.server"))?;
        let transport = transport.timeout(Some(TIMEOUT)).build();
        Ok(Self {
            sender: Sender::Smtp(Box::new(transport)),
            from: sender_address(from)?,
            answers: None,
            site: None,
        })
    }

    /// Into a folder, one `.eml` file each: the default, and what the demo does.
    ///
    /// # Errors
    /// `mail.from` when the sender's address cannot be read.
    pub fn folder(folder: impl Into<PathBuf>, from: &str) -> Outcome<Self> {
        Ok(Self {
            sender: Sender::Folder(folder.into()),
            from: sender_address(from)?,
            answers: None,
            site: None,
        })
    }

    /// The address under which this installation is reached; it stands before the links in letters. It comes from the
    /// configuration, never from a request.
    #[must_use]
    pub fn site(mut self, address: &str) -> Self {
        self.site = Some(address.trim_end_matches('/').to_owned());
        self
    }

    /// The address at which answers to letters of a conversation arrive; each letter puts its token into it.
    ///
    /// # Errors
    /// `mail.answers` when it cannot be read, or leaves no room for a token.
    pub fn answers(mut self, address: &str) -> Outcome<Self> {
        let broken = || Refusal::new(Status::Invalid, "mail.answers");
        let mailbox: Mailbox = address.parse().map_err(|_| broken())?;
        accord_mail::address_with(mailbox.email.as_ref(), &"0".repeat(accord_mail::TOKEN_LENGTH))
            .ok_or_else(broken)?;
        self.answers = Some(mailbox);
        Ok(self)
    }

    /// The address to which one answers a letter.
    fn reply_to(&self, letter: &Letter) -> Option<Mailbox> {
        let (answers, token) = (self.answers.as_ref()?, letter.thread.reply_token.as_ref()?);
        let address = accord_mail::address_with(answers.email.as_ref(), token)?;
        Some(Mailbox::new(answers.name.clone(), address.parse().ok()?))
    }

    fn message(&self, letter: &Letter) -> Outcome<Message> {
        let broken = |text: String| {
            let mut refusal = Refusal::new(Status::Invalid, "mail.letter");
            refusal.internal = Some(text);
            refusal
        };
        let to: Mailbox = letter.recipient.parse().map_err(|_| broken("recipient".to_owned()))?;
        let site = self.site.as_deref().unwrap_or_default();
        let mut body = addressed(&letter.body, site, letter.path.as_deref());
        // Letters that waited when texts became editable have their link behind them.
        if let (None, Some(path)) = (&letter.name, &letter.path) {
            body.push_str("\n\n");
            body.push_str(site);
            body.push_str(path);
        }
        body.push('\n');
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN);
        if let Some(answers) = self.reply_to(letter) {
            message = message.reply_to(answers);
        }
        let before: Vec<String> = letter.thread.refers_to.iter().map(|id| self.full_id(id)).collect();
        if let Some(last) = before.last() {
            message = message.in_reply_to(last.clone()).references(before.join(" "));
        }
        if letter.thread.automatic {
            message = message.header(AutoSubmitted);
        }
        message.body(body).map_err(|error| broken(error.to_string()))
    }

    /// The id of a message as it stands in a head: our own letters get our domain.
    fn full_id(&self, id: &str) -> String {
        if id.contains('@') { format!("<{id}>") } else { format!("<{id}@{}>", self.from.email.domain()) }
    }

    /// Whether the mail server lets us in, or the folder can be made. The error is a word without an address.
    ///
    /// # Errors
    /// `connection`, `refused`, `timeout`, `folder`.
    pub fn test(&self) -> Result<(), &'static str> {
        match &self.sender {
            Sender::Smtp(transport) => match transport.test_connection() {
                Ok(true) => Ok(()),
                Err(error) if error.is_timeout() => Err("timeout"),
                Err(error) if error.is_permanent() => Err("refused"),
                Ok(false) | Err(_) => Err("connection"),
            },
            Sender::Folder(folder) => std::fs::create_dir_all(folder).map_err(|_| "folder"),
        }
    }

    /// Removes letters from the folder whose record is gone because their time is over, or all of them: to whom they
    /// were written, and of whom, nobody can tell them any more. What a mail server took is not ours. Returns how many
    /// went.
    ///
    /// # Errors
    /// What the database or the folder refuses.
    pub fn let_go(&self, kernel: &Kernel, all: bool) -> Outcome<u64> {
        let Sender::Folder(folder) = &self.sender else { return Ok(0) };
        let files = match std::fs::read_dir(folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
            files => files.map_err(not_let_go)?,
        };
        let mut gone = 0;
        for file in files {
            let path = file.map_err(not_let_go)?.path();
            let id = path.file_stem().and_then(|name| Uuid::parse_str(name.to_str()?).ok());
            let Some(id) = id else { continue };
            if all || !kernel.db.read(|tx| notice::is_letter(tx, id))? {
                std::fs::remove_file(path).map_err(not_let_go)?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// Sends one letter. The error is a word without an address, and whether it is for good.
    fn send(&self, letter: &Letter) -> Result<(), (&'static str, bool)> {
        let message = self.message(letter).map_err(|_| ("letter", true))?;
        match &self.sender {
            Sender::Smtp(transport) => match transport.send(&message) {
                Ok(_) => Ok(()),
                Err(error) if error.is_permanent() => Err(("refused", true)),
                Err(error) if error.is_transient() => Err(("later", false)),
                Err(error) if error.is_timeout() => Err(("timeout", false)),
                Err(_) => Err(("connection", false)),
            },
            Sender::Folder(folder) => {
                let path = folder.join(format!("{}.eml", letter.id));
                std::fs::create_dir_all(folder)
                    .and_then(|()| std::fs::write(path, message.formatted()))
                    .map_err(|_| ("folder", false))
            }
        }
    }
}

fn not_let_go(error: std::io::Error) -> Refusal {
    let mut refusal = Refusal::new(Status::Unavailable, "file.unavailable");
    refusal.internal = Some(error.to_string());
    refusal
}

/// Whether a guard stands against a letter that sells, now that it would go out: it may have been written before (R31).
fn is_held(kernel: &Arc<Kernel>, letter: &Letter) -> Outcome<bool> {
    let Some(selling) = letter.selling.clone() else { return Ok(false) };
    let asked = kernel.db.read(|tx| {
        let input = serde_json::json!({ "item": selling.item });
        kernel.guarded(tx, &selling.action, selling.customer, &input)
    });
    match asked {
        Ok(()) => Ok(false),
        Err(refusal) if refusal.status == Status::Conflict => Ok(true),
        Err(refusal) => Err(refusal),
    }
}

/// Sends the letters that are due. Returns how many went out. Called by the heartbeat.
///
/// # Errors
/// What the database refuses; a letter that does not go out is no error but tried again.
pub fn send_due(kernel: &Arc<Kernel>, config: &MailConfig) -> Outcome<usize> {
    let wall = wall_now();
    let lease = wall.checked_add(LEASE).unwrap_or(wall);
    let letters = kernel.db.write(move |tx| notice::claim(tx, wall, lease, BATCH))?;
    let mut out = 0;
    for letter in letters {
        if is_held(kernel, &letter)? {
            let next = wall_now().checked_add(HELD_FOR).unwrap_or(wall);
            kernel.db.write(move |tx| notice::hold(tx, letter.id, next))?;
            continue;
        }
        let sent = config.send(&letter);
        let wall = wall_now();
        match sent {
            Ok(()) => {
                out += 1;
                kernel.db.write(move |tx| notice::sent(tx, letter.id, wall))?;
            }
            Err((word, for_good)) => {
                tracing::warn!(letter = %letter.id, tries = letter.attempts, word, "a letter did not go out");
                let next = pause(letter.attempts).filter(|_| !for_good);
                let next = next.and_then(|pause| wall.checked_add(pause).ok());
                kernel.db.write(move |tx| notice::not_sent(tx, letter.id, next, word))?;
            }
        }
    }
    if out > 0 {
        let before = wall.checked_sub(KEPT).unwrap_or(wall);
        kernel.db.write(move |tx| notice::forget_letters(tx, before))?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::notice::Thread;
    use uuid::Uuid;

    fn letter(subject: &str, recipient: &str) -> Letter {
        Letter {
            id: Uuid::from_u128(7),
            recipient: recipient.to_owned(),
            subject: subject.to_owned(),
            body: "Olá".to_owned(),
            path: Some("/welcome/abc".to_owned()),
            attempts: 1,
            selling: None,
            thread: Thread::default(),
            name: None,
        }
    }

    #[test]
    fn a_letter_has_a_stable_id_and_the_configured_site() {
        let config = MailConfig::folder("unused", "Accord <accord@vale.example>")
            .unwrap()
            .site("https://accord.example/");
        let text = |letter: &Letter| String::from_utf8(config.message(letter).unwrap().formatted()).unwrap();
        let made = text(&letter("Convite", "ana@vale.example"));
        assert!(made.contains("Message-ID: <00000000-0000-0000-0000-000000000007@vale.example>"), "{made}");
        assert!(made.contains("https://accord.example/welcome/abc"), "{made}");
    }

    #[test]
    fn a_link_stands_where_the_text_has_it_and_only_there() {
        let config =
            MailConfig::folder("unused", "accord@vale.example").unwrap().site("https://accord.example");
        let mut of = letter("Convite", "ana@vale.example");
        let text = |letter: &Letter| String::from_utf8(config.message(letter).unwrap().formatted()).unwrap();
        of.name = Some("invitation".to_owned());
        of.body = format!("Before <{}> after", crate::letters::LINK_MARK);
        assert!(text(&of).contains("Before <https://accord.example/welcome/abc> after"), "{}", text(&of));
        of.body = "Without".to_owned();
        assert!(!text(&of).contains("/welcome/abc"), "{}", text(&of));
    }

    #[test]
    fn a_letter_of_a_conversation_says_whereto_one_answers_and_what_it_refers_to() {
        let config = MailConfig::folder("unused", "Accord <accord@vale.example>").unwrap();
        let config = config.answers("Vale Service <service@vale.example>").unwrap();
        let mut of = letter("CASE-1", "ana@moinho.example");
        let text = |letter: &Letter| String::from_utf8(config.message(letter).unwrap().formatted()).unwrap();
        let plain = text(&of);
        for absent in ["Reply-To", "References", "In-Reply-To", "Auto-Submitted"] {
            assert!(!plain.contains(absent), "{plain}");
        }
        of.thread = Thread {
            reply_token: Some("0".repeat(42)),
            refers_to: vec!["first@moinho.example".to_owned(), Uuid::from_u128(9).to_string()],
            automatic: true,
        };
        let made = text(&of).replace("\r\n ", " ");
        assert!(made.contains(&format!("service+{}@vale.example", "0".repeat(42))), "{made}");
        assert!(made.contains("In-Reply-To: <00000000-0000-0000-0000-000000000009@vale.example>"), "{made}");
        let both = "References: <first@moinho.example> <00000000-0000-0000-0000-000000000009@vale.example>";
        assert!(made.contains(both), "{made}");
        assert!(made.contains("Auto-Submitted: auto-generated"), "{made}");
        let long = format!("{}@vale.example", "a".repeat(30));
        assert!(MailConfig::folder("x", "a@b.example").unwrap().answers(&long).is_err());
    }

    #[test]
    fn nothing_is_smuggled_into_the_head() {
        let config = MailConfig::folder("unused", "accord@vale.example").unwrap();
        let made = config.message(&letter("A\r\nBcc: x@evil.example", "ana@vale.example"));
        let text = made.map(|message| String::from_utf8(message.formatted()).unwrap()).unwrap_or_default();
        assert!(!text.lines().any(|line| line.starts_with("Bcc:")), "{text}");
        assert!(config.message(&letter("A", "ana@vale.example\r\nBcc: x@evil.example")).is_err());
    }

    #[test]
    fn addresses_of_the_configuration_are_checked_and_not_repeated() {
        assert!(MailConfig::folder("x", "no address").is_err());
        let refusal = MailConfig::smtp("http://user:hidden@host", "a@b.example").err().unwrap();
        assert!(!format!("{refusal:?}").contains("hidden"));
    }
}
