//! A mailbox that is polled by IMAP (RFC 9051, RFC 3501): every message of a folder is taken in, and only then marked as
//! seen or moved away. A crash between both brings the message once more, and it is known again then.
//!
//! The address holds a password; no log and no refusal repeats it.

use std::{sync::Arc, time::Duration};

use accord_kernel::{Kernel, Outcome, Refusal, Status};
use accord_mail::MESSAGE_MAX;
use accord_room_mail::{Incoming, take_in};
use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use jiff::Timestamp;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    runtime::Runtime,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::Url;

/// Messages taken in one round; the others wait for the next one.
const BATCH: usize = 200;
/// How long one exchange with the server may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes fetched of a message that is too large.
const PART_OF_LARGE: usize = 65_536;

trait Wire: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + std::fmt::Debug + Send> Wire for T {}
type Talk = Session<Box<dyn Wire>>;

/// A mailbox, and what is done with its messages.
pub struct Mailbox {
    host: String,
    port: u16,
    secure: bool,
    user: String,
    password: String,
    folder: String,
    alias: String,
    done: Option<String>,
    trusted: Option<String>,
}

fn unreadable() -> Refusal {
    Refusal::new(Status::Invalid, "mail.mailbox")
}

/// What went wrong, in a word that holds no secret.
fn failed(word: &'static str) -> Refusal {
    let mut refusal = Refusal::new(Status::Unavailable, "mail.mailbox");
    refusal.internal = Some(word.to_owned());
    refusal
}

/// Percent signs in user names and passwords of an address.
fn decoded(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

async fn patient<T, E>(word: &'static str, exchange: impl Future<Output = Result<T, E>>) -> Outcome<T> {
    match timeout(PATIENCE, exchange).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err(failed(word)),
        Err(_) => Err(failed("timeout")),
    }
}

impl Mailbox {
    /// A mailbox by its address, `imaps://user:password@host/FOLDER` or `imap://…` without TLS (a server on the same
    /// machine); what is in it came to `alias`. Messages that were taken are moved to `done`, or marked as seen.
    ///
    /// # Errors
    /// `mail.mailbox` when the address cannot be read.
    pub fn parse(address: &str, alias: &str, done: Option<&str>, trusted: Option<&str>) -> Outcome<Self> {
        let url = Url::parse(address).map_err(|_| unreadable())?;
        let secure = match url.scheme() {
            "imaps" => true,
            "imap" => false,
            _ => return Err(unreadable()),
        };
        let folder = decoded(url.path().trim_start_matches('/')).ok_or_else(unreadable)?;
        let user = decoded(url.username()).filter(|user| !user.is_empty()).ok_or_else(unreadable)?;
        Ok(Self {
            host: url.host_str().filter(|host| !host.is_empty()).ok_or_else(unreadable)?.to_owned(),
            port: url.port().unwrap_or(if secure { 993 } else { 143 }),
            secure,
            user,
            password: decoded(url.password().unwrap_or_default()).ok_or_else(unreadable)?,
            folder: if folder.is_empty() { "INBOX".to_owned() } else { folder },
            alias: alias.to_owned(),
            done: done.map(str::to_owned),
            trusted: trusted.map(str::to_owned),
        })
    }

    /// Takes in what waits in the mailbox. Returns how many messages were taken.
    ///
    /// # Errors
    /// `mail.mailbox` when the mailbox cannot be reached; what file store and database refuse. What was not marked comes
    /// again.
    pub fn poll(&self, kernel: &Arc<Kernel>) -> Outcome<usize> {
        // The store waits for PostgreSQL on this thread: messages are fetched and marked here, and taken in outside.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|_| failed("runtime"))?;
        let mut talk = runtime.block_on(self.sign_in())?;
        let outcome = self.take_all(kernel, &runtime, &mut talk);
        // What became of the messages does not depend on how the server takes our leave.
        drop(runtime.block_on(patient("logout", talk.logout())));
        outcome
    }

    fn take_all(&self, kernel: &Arc<Kernel>, runtime: &Runtime, talk: &mut Talk) -> Outcome<usize> {
        let waiting = runtime.block_on(self.waiting(talk))?;
        let mut taken = 0;
        for uid in waiting.into_iter().take(BATCH) {
            let Some(message) = runtime.block_on(fetch(talk, uid))? else { continue };
            let incoming = Incoming {
                alias: &self.alias,
                raw: &message.raw,
                size: message.size,
                received_at: message.received_at,
                envelope: None,
                trusted: self.trusted.as_deref(),
            };
            match take_in(kernel, incoming) {
                Ok(_) => taken += 1,
                // A message without a single byte says nothing; it must not hold up the others.
                Err(refusal) if refusal.fields.iter().any(|field| field.rule == "file.empty") => {}
                Err(refusal) => return Err(refusal),
            }
            runtime.block_on(self.mark(talk, uid))?;
        }
        Ok(taken)
    }

    async fn sign_in(&self) -> Outcome<Talk> {
        let plain = patient("connection", TcpStream::connect((self.host.as_str(), self.port))).await?;
        let wire: Box<dyn Wire> = if self.secure {
            let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
            let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(|_| failed("tls"))?
                .with_root_certificates(roots)
                .with_no_client_auth();
            let name = ServerName::try_from(self.host.clone()).map_err(|_| unreadable())?;
            let connector = TlsConnector::from(Arc::new(config));
            Box::new(patient("tls", connector.connect(name, plain)).await?)
        } else {
            Box::new(plain)
        };
        let mut client = Client::new(wire);
        patient("greeting", client.read_response()).await?.ok_or_else(|| failed("greeting"))?;
        let signed = timeout(PATIENCE, client.login(&self.user, &self.password)).await;
        let mut talk = match signed {
            Ok(Ok(talk)) => talk,
            Ok(Err(_)) => return Err(failed("login")),
            Err(_) => return Err(failed("timeout")),
        };
        patient("folder", talk.select(&self.folder)).await?;
        Ok(talk)
    }

    async fn waiting(&self, talk: &mut Talk) -> Outcome<Vec<u32>> {
        let asked = if self.done.is_some() { "UNDELETED" } else { "UNSEEN UNDELETED" };
        let mut uids: Vec<u32> = patient("search", talk.uid_search(asked)).await?.into_iter().collect();
        uids.sort_unstable();
        Ok(uids)
    }

    async fn mark(&self, talk: &mut Talk, uid: u32) -> Outcome<()> {
        let Some(done) = &self.done else { return store(talk, uid, "+FLAGS.SILENT (\\Seen)").await };
        let able = patient("capability", talk.capabilities()).await?;
        if able.has_str("MOVE") {
            return patient("move", talk.uid_mv(uid.to_string(), done)).await;
        }
        patient("copy", talk.uid_copy(uid.to_string(), done)).await?;
        // Without MOVE the message stays behind, marked as deleted, until the mailbox is cleaned up.
        store(talk, uid, "+FLAGS.SILENT (\\Seen \\Deleted)").await
    }
}

async fn store(talk: &mut Talk, uid: u32, flags: &str) -> Outcome<()> {
    let answers = async { talk.uid_store(uid.to_string(), flags).await?.try_collect::<Vec<_>>().await };
    patient("store", answers).await.map(|_| ())
}

struct Message {
    raw: Vec<u8>,
    size: usize,
    received_at: Option<Timestamp>,
}

/// A message with its size and the time at which the server got it; `None` when it is gone meanwhile.
async fn fetch(talk: &mut Talk, uid: u32) -> Outcome<Option<Message>> {
    let about = async {
        talk.uid_fetch(uid.to_string(), "(UID RFC822.SIZE INTERNALDATE)").await?.try_collect::<Vec<_>>().await
    };
    let about = patient("fetch", about).await?;
    let Some(found) = about.into_iter().find(|found| found.uid == Some(uid)) else { return Ok(None) };
    let size = usize::try_from(found.size.unwrap_or_default()).unwrap_or(usize::MAX);
    let received_at = found.internal_date().and_then(|at| Timestamp::from_second(at.timestamp()).ok());
    let what = if size > MESSAGE_MAX {
        format!("(UID BODY.PEEK[]<0.{PART_OF_LARGE}>)")
    } else {
        "(UID BODY.PEEK[])".to_owned()
    };
    let body = async { talk.uid_fetch(uid.to_string(), what).await?.try_collect::<Vec<_>>().await };
    let body = patient("fetch", body).await?;
    let found = body.iter().find(|found| found.uid == Some(uid));
    Ok(found.and_then(|found| found.body()).map(|raw| Message { raw: raw.to_vec(), size, received_at }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_its_password_is_repeated_nowhere() {
        let of = |address: &str| Mailbox::parse(address, "a@b.example", None, None);
        let mailbox = of("imaps://post%40firm.example:p%3Aw@imap.firm.example/Service%20Desk").unwrap();
        assert_eq!((mailbox.user.as_str(), mailbox.password.as_str()), ("post@firm.example", "p:w"));
        assert_eq!((mailbox.folder.as_str(), mailbox.port, mailbox.secure), ("Service Desk", 993, true));
        let plain = of("imap://post:secret@localhost").unwrap();
        assert_eq!((plain.folder.as_str(), plain.port, plain.secure), ("INBOX", 143, false));
        for bad in ["", "http://a:hunter2@b", "imaps://:hunter2@b", "imaps://a%zz:hunter2@b/", "hunter2"] {
            let refusal = of(bad).err().unwrap();
            assert!(!format!("{refusal:?}").contains("hunter2"), "{bad}");
        }
    }
}
