//! One message over the wire: the name is looked up once, every address it leads to is judged, and exactly one of those is
//! connected to. There is no second look-up that could answer otherwise, no redirect is followed, no proxy is asked. What comes
//! back is read to a limit and forgotten but for its status.
//!
//! Nothing here logs an address, a body or a secret; a failure is a word.

use std::{
    future::Future,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use accord_kernel::Network;
use http_body_util::{BodyExt, Full};
use hyper::{
    Method, Request,
    body::Bytes,
    client::conn::http1,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

use crate::{
    id::Failing,
    rules::address::{self, Fault, Target},
};

/// How long one message may take, from the name to the answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long one address may take to answer that it is there, when there are others.
const CONNECT: Duration = Duration::from_secs(5);
/// Addresses tried of a name.
const ADDRESSES_MAX: usize = 4;
/// Bytes of an answer that are read, so that the receiver ends in peace.
const ANSWER_MAX: usize = 16_384;
/// Largest head of an answer.
const HEAD_MAX: usize = 16_384;
/// Most fields of a head.
const FIELDS_MAX: usize = 64;

/// What looks a name up.
pub type Resolve = Box<
    dyn Fn(String, u16) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>
        + Send
        + Sync,
>;

/// What brings messages.
pub struct Sender {
    resolve: Resolve,
    inside: Vec<Network>,
    tls: TlsConnector,
}

/// A message ready to go.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) address: String,
    pub(crate) body: String,
    pub(crate) id: String,
    pub(crate) timestamp: i64,
    pub(crate) signature: String,
}

/// What the receiver answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    /// Seconds that it asks us to wait.
    pub(crate) asked: Option<i64>,
}

impl Sender {
    /// By the system's own look-up of names; `inside` are the networks that the operator opened.
    ///
    /// # Errors
    /// When the cryptography cannot be set up.
    pub fn new(inside: Vec<Network>) -> Result<Self, String> {
        let resolve: Resolve = Box::new(|name, port| {
            Box::pin(async move { Ok(tokio::net::lookup_host((name.as_str(), port)).await?.collect()) })
        });
        Self::resolving(inside, resolve)
    }

    /// As [`Sender::new`], with another look-up of names.
    ///
    /// # Errors
    /// As [`Sender::new`].
    pub fn resolving(inside: Vec<Network>, resolve: Resolve) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { resolve, inside, tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Brings a message.
    pub(crate) async fn bring(&self, letter: &Letter) -> Result<Answered, Failing> {
        timeout(PATIENCE, self.try_to_bring(letter)).await.unwrap_or(Err(Failing::Timeout))
    }

    async fn try_to_bring(&self, letter: &Letter) -> Result<Answered, Failing> {
        let target = address::target(&letter.address, &self.inside).map_err(word)?;
        let mut last = Failing::Name;
        for place in self.places(&target).await? {
            let stream = match timeout(CONNECT, TcpStream::connect(place)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(_)) => {
                    last = Failing::Connection;
                    continue;
                }
                Err(_) => {
                    last = Failing::Timeout;
                    continue;
                }
            };
            if !target.secure {
                return exchange(stream, &target, letter).await;
            }
            let name = server_name(&target.host)?;
            let stream = self.tls.connect(name, stream).await.map_err(|_| Failing::Certificate)?;
            return exchange(stream, &target, letter).await;
        }
        Err(last)
    }

    /// The places that a target's name leads to, each judged. One that is not to be called damns the name: who answers with a
    /// public address and an inner one wants the inner one.
    async fn places(&self, target: &Target) -> Result<Vec<SocketAddr>, Failing> {
        let found = match &target.host {
            Host::Ipv4(ip) => vec![SocketAddr::new(IpAddr::V4(*ip), target.port)],
            Host::Ipv6(ip) => vec![SocketAddr::new(IpAddr::V6(*ip), target.port)],
            Host::Domain(name) => {
                (self.resolve)(name.clone(), target.port).await.map_err(|_| Failing::Name)?
            }
        };
        for place in &found {
            address::callable(place.ip(), target.secure, &self.inside).map_err(word)?;
        }
        // The port is ours, whatever the look-up says.
        let judged = found.into_iter().take(ADDRESSES_MAX);
        Ok(judged.map(|place| SocketAddr::new(place.ip(), target.port)).collect())
    }
}

fn word(fault: Fault) -> Failing {
    match fault {
        Fault::Scheme => Failing::Plain,
        Fault::Form | Fault::User | Fault::Port | Fault::Inside => Failing::Address,
    }
}

fn server_name(host: &Host<String>) -> Result<ServerName<'static>, Failing> {
    match host {
        Host::Domain(name) => {
            ServerName::try_from(name.trim_end_matches('.').to_owned()).map_err(|_| Failing::Certificate)
        }
        Host::Ipv4(ip) => Ok(ServerName::IpAddress(IpAddr::V4(*ip).into())),
        Host::Ipv6(ip) => Ok(ServerName::IpAddress(IpAddr::V6(*ip).into())),
    }
}

/// Path and query as they stand in the request's first line.
fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Host and port as the receiver knows itself.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

async fn exchange<S>(stream: S, target: &Target, letter: &Letter) -> Result<Answered, Failing>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let body = Bytes::from(letter.body.clone().into_bytes());
    let request = Request::builder()
        .method(Method::POST)
        .uri(path(&target.url))
        .header(HOST, authority(&target.url))
        .header(CONTENT_TYPE, "application/json")
        .header(CONTENT_LENGTH, body.len())
        .header(USER_AGENT, concat!("Accord/", env!("CARGO_PKG_VERSION")))
        .header("webhook-id", &letter.id)
        .header("webhook-timestamp", letter.timestamp)
        .header("webhook-signature", &letter.signature)
        .body(Full::new(body))
        .map_err(|_| Failing::Address)?;
    let (mut talk, connection) = http1::Builder::new()
        .max_buf_size(HEAD_MAX)
        .max_headers(FIELDS_MAX)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| Failing::Connection)?;
    let driven = tokio::spawn(connection);
    let answered = read(&mut talk, request).await;
    driven.abort();
    answered
}

async fn read(
    talk: &mut http1::SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> Result<Answered, Failing> {
    let answer = talk.send_request(request).await.map_err(|error| match error.is_parse() {
        true => Failing::Answer,
        false => Failing::Connection,
    })?;
    let status = answer.status().as_u16();
    let asked = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let mut body = answer.into_body();
    let mut seen = 0;
    while seen < ANSWER_MAX {
        match body.frame().await {
            Some(Ok(frame)) => seen += frame.data_ref().map_or(0, Bytes::len),
            // The status was said; what the receiver does with the rest of its answer is its own affair.
            Some(Err(_)) | None => break,
        }
    }
    Ok(Answered { status, asked })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sender(inside: &[&str], answers: Vec<Vec<&'static str>>) -> Sender {
        let inside = inside.iter().map(|text| text.parse().unwrap()).collect();
        let answers = std::sync::Mutex::new(answers);
        let resolve: Resolve = Box::new(move |_, port| {
            let now = answers.lock().unwrap().remove(0);
            let places = now.into_iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), port)).collect();
            Box::pin(async move { Ok(places) })
        });
        Sender::resolving(inside, resolve).unwrap()
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
    }

    #[test]
    fn a_name_that_leads_inside_is_not_called_whatever_else_it_leads_to() {
        let target = address::target("https://hooks.example.com/", &[]).unwrap();
        for inner in [
            "127.0.0.1",
            "10.1.1.1",
            "169.254.169.254",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "fd00::1",
        ] {
            let sender = sender(&[], vec![vec!["93.184.216.34", inner]]);
            assert_eq!(run(sender.places(&target)), Err(Failing::Address), "{inner}");
        }
        let sender = sender(&[], vec![vec!["93.184.216.34"], vec!["127.0.0.1"]]);
        let first = run(sender.places(&target)).unwrap();
        assert_eq!(first, ["93.184.216.34:443".parse().unwrap()]);
        assert_eq!(
            run(sender.places(&target)),
            Err(Failing::Address),
            "another answer the next time is judged anew"
        );
    }

    #[test]
    fn a_name_inside_needs_an_opened_network_and_outside_it_is_encrypted() {
        let opened: Network = "10.7.0.0/16".parse().unwrap();
        let plain = address::target("http://receiver.firm.example:8080/", &[opened]).unwrap();
        let sender =
            sender(&["10.7.0.0/16"], vec![vec!["10.7.0.9"], vec!["10.8.0.9"], vec!["93.184.216.34"]]);
        assert_eq!(run(sender.places(&plain)).unwrap(), ["10.7.0.9:8080".parse().unwrap()]);
        assert_eq!(run(sender.places(&plain)), Err(Failing::Address));
        assert_eq!(run(sender.places(&plain)), Err(Failing::Plain));
    }
}
