//! From where a request comes. What a proxy says of it counts only when the connection comes from a proxy that the
//! operator named: anybody can write such a header.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::app::App;

/// Where the proxy says who called it.
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Where the proxy says by which scheme.
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Addresses that share their first bits: `10.1.0.0/16`, `::1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no network; write 10.1.0.0/16 or ::1");
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(all), |bits| bits.trim().parse().map_err(|_| wrong()))?;
        if bits > all { Err(wrong()) } else { Ok(Self { address, bits }) }
    }
}

impl Network {
    /// Whether an address is in it. An IPv4 address that is written as an IPv6 one is the same address.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                same(u128::from(u32::from(own)) << 96, u128::from(u32::from(other)) << 96, self.bits)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.into(), other.into(), self.bits),
            _ => false,
        }
    }
}

fn same(one: u128, other: u128, bits: u32) -> bool {
    (one ^ other).checked_shr(128 - bits.min(128)).unwrap_or(0) == 0
}

/// From where a request comes, in its extensions. `None` where the server was not told (tests without a socket).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Client {
    /// Whoever holds the other end of the connection.
    pub(crate) peer: Option<IpAddr>,
    /// Whoever asked, as far as proxies that are trusted tell.
    pub(crate) asker: Option<IpAddr>,
}

/// The last address in the list that is no trusted proxy's: what stands before it may have been written by anybody.
fn asker(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_proxy = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    if !is_proxy(peer) {
        return peer;
    }
    let list: Vec<IpAddr> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|part| part.trim().parse().ok())
        .collect();
    list.iter().rev().copied().find(|address| !is_proxy(*address)).unwrap_or(peer)
}

/// Finds out from where a request comes, and leads whoever came by `http` to the public `https` address.
pub(crate) async fn find(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    let operation = &app.operation;
    let asker = peer.map(|peer| asker(peer, request.headers(), &operation.trusted));
    let by_proxy = peer.is_some_and(|peer| operation.trusted.iter().any(|network| network.holds(peer)));
    let plain = by_proxy
        && request
            .headers()
            .get(FORWARDED_PROTO)
            .is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"http"));
    request.extensions_mut().insert(Client { peer, asker });
    match &operation.public {
        Some(public) if plain && app.secure => {
            if ![Method::GET, Method::HEAD].contains(request.method()) {
                return (StatusCode::FORBIDDEN, "only by https").into_response();
            }
            let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
            let target = format!("{}{path}", public.trim_end_matches('/'));
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, target)]).into_response()
        }
        _ => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_holds_what_shares_its_first_bits() {
        assert!(network("10.1.0.0/16").holds(ip("10.1.255.3")));
        assert!(!network("10.1.0.0/16").holds(ip("10.2.0.1")));
        assert!(network("127.0.0.1").holds(ip("::ffff:127.0.0.1")));
        assert!(network("0.0.0.0/0").holds(ip("203.0.113.9")));
        assert!(!network("0.0.0.0/0").holds(ip("2001:db8::1")));
        assert!(network("2001:db8::/33").holds(ip("2001:db8:7fff::1")));
        assert!(!network("2001:db8::/33").holds(ip("2001:db8:8000::1")));
        for wrong in ["", "10.1.0.0/33", "::/129", "10.1/8", "host", "10.0.0.1/x"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_header_counts_only_from_a_proxy_that_is_trusted() {
        let trusted = [network("10.0.0.0/8")];
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED_FOR, "1.2.3.4, 198.51.100.7".parse().unwrap());
        headers.append(FORWARDED_FOR, "10.0.0.9".parse().unwrap());
        assert_eq!(asker(ip("203.0.113.5"), &headers, &trusted), ip("203.0.113.5"), "a stranger says so");
        assert_eq!(asker(ip("203.0.113.5"), &headers, &[]), ip("203.0.113.5"));
        assert_eq!(asker(ip("10.0.0.1"), &headers, &trusted), ip("198.51.100.7"), "the first may be made up");
        assert_eq!(asker(ip("10.0.0.1"), &HeaderMap::new(), &trusted), ip("10.0.0.1"));
    }
}
